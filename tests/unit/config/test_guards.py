"""Whether what the database itself has to hold is there still: each guard is taken away in turn, and is missed."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from seenheard.config import commandline, grants, guards, policies, triggers

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
NAMES = {"web": f'"{grants.web_role()}"', "sight": policies.SIGHT}
NOTHING = "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"


@pytest.fixture
def as_served():
    """What is asked is asked as the role that serves; faults are planted as the owner."""

    def faults(fault: str = "") -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(fault.format(**NAMES)) if fault else None
            cursor.execute(f'SET ROLE "{grants.web_role()}"')
            try:
                return guards.faults()
            finally:
                cursor.execute("RESET ROLE")

    return faults


def test_after_migrating_everything_stands(as_served):
    assert as_served() == []


def test_every_trigger_that_stands_is_one_that_has_to():
    """A new one that is not written down here would be missed when it falls."""
    with connection.cursor() as cursor:
        assert triggers.standing(cursor) == guards.wanted_triggers()
    assert len(guards.wanted_triggers()) > 100


def test_what_closes_once_is_in_the_list_by_its_model():
    """A table with `known_until` is one whose rows are closed once, and says so."""
    closed = {model for model in apps.get_models() if any(f.name == "known_until" for f in model._meta.fields)}
    assert {model for model in grants.append_only_models() if model.append_only == "close"} == closed
    assert len(closed) > 40


def test_asking_leaves_nothing_behind(as_served):
    as_served()
    assert guards._asked("SELECT count(*) FROM pg_class WHERE relname = 'pattern'") == [(0,)]


FAULTS = [
    # row-level security
    ("ALTER TABLE record_person DISABLE ROW LEVEL SECURITY", "record_person: row-level security"),
    ("ALTER TABLE record_person NO FORCE ROW LEVEL SECURITY", "record_person: row-level security"),
    (f"DROP POLICY {policies.POLICY} ON record_person", "record_person: row-level security"),
    (f"DROP POLICY {policies.TAKEN_AWAY} ON record_visit", "record_visit: row-level security"),
    ("CREATE POLICY another ON record_person USING (true)", "record_person: row-level security"),
    (f"ALTER POLICY {policies.POLICY} ON record_person USING (true)", "record_person: row-level security"),
    (f"ALTER POLICY {policies.POLICY} ON record_child WITH CHECK (true)", "record_child: row-level security"),
    # triggers
    (
        f"DROP TRIGGER {policies.TRIGGER} ON record_restriction",
        "record_restriction: the trigger seenheard_look_again does not stand as it was made. Without it who sees whom",
    ),
    ("ALTER TABLE accounts_cover DISABLE TRIGGER ALL", "accounts_cover: the trigger seenheard_look_again"),
    (
        "ALTER TABLE record_person DISABLE TRIGGER facts_are_closed_once",
        "record_person: the trigger facts_are_closed",
    ),
    (
        "DROP TRIGGER facts_are_never_truncated ON record_event",
        "record_event: the trigger facts_are_never_truncated",
    ),
    (
        "ALTER TABLE record_person ENABLE REPLICA TRIGGER facts_are_closed_once",
        "record_person: the trigger facts_are",
    ),
    ("DROP TRIGGER trail_entry_no_change ON trail_entry", "trail_entry: the trigger trail_entry_no_change"),
    ("DROP TRIGGER trail_seal_no_truncate ON trail_seal", "trail_seal: the trigger trail_seal_no_truncate"),
    ("DROP TRIGGER only_grows ON record_restriction", "record_restriction: the trigger only_grows"),
    ("DROP TRIGGER never_truncated ON accounts_userchange", "accounts_userchange: the trigger never_truncated"),
    ("DROP FUNCTION duties_history_only_grows CASCADE", "duties_history_only_grows: this function"),
    ("DROP TRIGGER only_grows ON prompts_step", "prompts_step: the trigger only_grows"),
    (
        "ALTER TABLE accounts_user DISABLE TRIGGER pgtrigger_update_update_0e890",
        "accounts_user: the trigger pgtrigger",
    ),
    (
        "DROP TRIGGER only_grows ON prompts_step; CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON prompts_step"
        " FOR EACH ROW WHEN (false) EXECUTE FUNCTION prompts_history_only_grows()",
        "prompts_step: the trigger only_grows",
    ),
    (
        "DROP TRIGGER only_grows ON prompts_step; CREATE TRIGGER only_grows BEFORE UPDATE ON prompts_step"
        " FOR EACH ROW EXECUTE FUNCTION prompts_history_only_grows()",
        "prompts_step: the trigger only_grows",
    ),
    # functions
    (
        f"CREATE OR REPLACE FUNCTION record_closed_once() RETURNS trigger {NOTHING}",
        "record_closed_once: this function",
    ),
    (
        f"CREATE OR REPLACE FUNCTION {policies.SIGHT}() RETURNS varbit LANGUAGE sql AS 'SELECT NULL::varbit'",
        "seenheard_sight: this function is not as it was made.",
    ),
    (
        "CREATE FUNCTION round() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
        "round: this function lends its owner's rights",
    ),
    (
        "CREATE FUNCTION record_take_statistics(text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
        "record_take_statistics: this function lends its owner's rights",
    ),
    (
        "GRANT EXECUTE ON FUNCTION duties_take_statistics() TO PUBLIC",
        "duties_take_statistics: everybody may call this function",
    ),
    # owner
    ("ALTER TABLE record_person OWNER TO {web}", "owns 2 tables, sequences and functions or may become their owner"),
    (
        "CREATE ROLE over_all; ALTER TABLE trail_seal OWNER TO over_all; GRANT over_all TO {web}",
        "trail_seal for one",
    ),
    # grants
    ("GRANT TRUNCATE ON record_draft TO {web}", "record_draft: the role that serves has TRUNCATE on it."),
    ("GRANT UPDATE ON trail_entry TO {web}", "trail_entry: the role that serves has UPDATE on it."),
    ("GRANT DELETE ON record_restriction TO PUBLIC", "record_restriction: the role that serves has DELETE on it."),
    (
        "GRANT UPDATE (why) ON record_restriction TO {web}",
        "record_restriction: the role that serves has UPDATE of why",
    ),
    (
        "GRANT UPDATE (known_from) ON record_person TO {web}",
        "record_person: the role that serves has UPDATE of known_",
    ),
    ("GRANT CREATE ON SCHEMA public TO {web}", "The role that serves may make tables."),
    ("GRANT SET ON PARAMETER session_replication_role TO {web}", "The role that serves may let triggers rest."),
    # others: through another role, by another name, by a setting
    ("DROP FUNCTION {sight} CASCADE", "seenheard_sight: this function is not as it was made."),
    (
        "DROP FUNCTION {sight} CASCADE; CREATE FUNCTION {sight}() RETURNS text LANGUAGE sql AS 'SELECT NULL'",
        "record_visit: row-level security",
    ),
    ("ALTER FUNCTION {sight} SET seenheard.viewer = 'system'", "seenheard_sight: this function is not as it was made."),
    ("ALTER FUNCTION {sight} SECURITY DEFINER", "seenheard_sight: this function is not as it was made."),
    (
        "CREATE FUNCTION seenheard_bits(bigint[], boolean) RETURNS text LANGUAGE sql AS 'SELECT NULL'",
        "seenheard_bits: this function is not as it was made.",
    ),
    ("ALTER FUNCTION {sight} OWNER TO {web}", "owns 1 table, sequence or function"),
    ("ALTER FUNCTION trail_refuses_change SET work_mem = '1MB'", "trail_refuses_change: this function"),
    (
        "CREATE OR REPLACE FUNCTION pgtrigger_append_only_97b47() RETURNS trigger " + NOTHING,
        "pgtrigger_append_only_97b47: this function",
    ),
    ("DROP FUNCTION record_closed_once CASCADE", "record_closed_once: this function"),
    (
        "DROP TRIGGER pgtrigger_append_only_97b47 ON accounts_userchange",
        "accounts_userchange: the trigger pgtrigger_append_only",
    ),
    ("DROP TRIGGER trail_entry_numbered ON trail_entry", "trail_entry: the trigger trail_entry_numbered"),
    ("GRANT TRUNCATE ON record_draft TO PUBLIC", "record_draft: the role that serves has TRUNCATE on it."),
    ("GRANT UPDATE (why) ON record_restriction TO PUBLIC", "record_restriction: the role that serves has UPDATE of"),
    (
        "CREATE ROLE over_all; GRANT TRUNCATE ON record_draft TO over_all; GRANT over_all TO {web}",
        "record_draft: the role that serves has TRUNCATE on it. It has it through another role. Whoever runs the "
        "server: REVOKE over_all FROM",
    ),
    (
        "CREATE ROLE over_all; GRANT TRUNCATE ON record_draft TO over_all WITH GRANT OPTION; SET ROLE over_all;"
        " GRANT TRUNCATE ON record_draft TO {web}; RESET ROLE",
        "record_draft: the role that serves has TRUNCATE on it. Not the owner gave it.",
    ),
]


@pytest.mark.parametrize(("fault", "named"), FAULTS)
def test_each_guard_that_has_fallen_is_named(as_served, fault, named):
    assert [line for line in as_served(fault) if named in line], as_served()


@pytest.mark.parametrize(
    "fault",
    [
        "CREATE OR REPLACE FUNCTION record_take_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER"
        " SET search_path = pg_catalog, pg_temp AS $$ BEGIN DELETE FROM trail_entry; END $$",
        "ALTER FUNCTION duties_take_statistics() SET search_path = public",
    ],
)
def test_what_may_lend_its_owners_rights_does_what_migrations_say_and_nothing_else(as_served, fault):
    (line,) = as_served(fault)
    assert "lends its owner's rights, and is not as migrations made it" in line


def test_a_command_asks_it_and_says_what_is_wrong(capsys):
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{grants.web_role()}"')
        assert commandline.run(["verify-guards"]) == 0
        assert "stand as they were made" in capsys.readouterr().out
        cursor.execute("RESET ROLE; DROP TRIGGER only_grows ON prompts_step")
        cursor.execute(f'SET ROLE "{grants.web_role()}"')
        assert commandline.run(["verify-guards"]) == 1
        assert "prompts_step: the trigger only_grows" in capsys.readouterr().err
        assert commandline.run(["verify-guards", "--json"]) == 1
        assert len(json.loads(capsys.readouterr().out)["faults"]) == 1
        cursor.execute("RESET ROLE")


def migrated() -> None:
    """What a migrate of the owner ends with."""
    grants.apply()
    policies.apply()
    triggers.apply()


@pytest.mark.parametrize("fault", [fault for fault, _ in FAULTS])
def test_what_the_owners_migrate_is_said_to_put_right_it_puts_right(as_served, fault):
    before = as_served(fault)
    assert before and all(line.endswith((".", ";")) for line in before)
    migrated()
    assert not [line for line in as_served() if "next migrate" in line]


TOLD = re.compile(r"(?:As (?P<role>\w+))?: (?P<what>(?:REVOKE|DROP|ALTER) [^;]*);")
TEXT = re.compile(r"As the owner: CREATE OR REPLACE FUNCTION with the text in (\S+); then migrate\.")


@pytest.mark.parametrize("fault", [fault for fault, _ in FAULTS])
def test_whoever_does_what_each_line_says_has_a_site_that_is_served(as_served, fault):
    lines = as_served(fault)
    for _ in range(3):  # one behind another: a table given back has the rights of whoever had it
        for line in lines:
            do_as_told(line)
        migrated()
        lines = as_served()
        if not lines:
            break
    assert lines == []


def do_as_told(line: str) -> None:
    """The next migrate follows in any case."""
    with connection.cursor() as cursor:
        if text := TEXT.search(line):
            name = line.split(": this function")[0]
            written = (ROOT / text[1]).read_text()
            made = re.search(rf"CREATE (FUNCTION {name}\(\).*?\$\$.*?\$\$)", written, re.DOTALL)
            cursor.execute(f"CREATE OR REPLACE {made[1]}") if made else None  # else it is a trigger's line
            cursor.execute(f"ALTER FUNCTION {name} RESET ALL") if made else None
        elif told := TOLD.search(line):
            cursor.execute(f"SET ROLE {told['role']}") if told["role"] else None
            cursor.execute(told["what"].replace("the role that migrates", "session_user"))
            cursor.execute("RESET ROLE")
        else:
            assert "next migrate" in line, line
