"""Whether what the database itself has to hold is there still: each guard is taken away in turn, and is missed."""

import json

import pytest
from django.apps import apps
from django.db import connection

from seenheard.config import commandline, grants, guards, policies

pytestmark = pytest.mark.django_db
NOTHING = "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"


@pytest.fixture
def as_served():
    """What is asked is asked as the role that serves; faults are planted as the owner."""

    def faults(fault: str = "") -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(fault.format(web=f'"{grants.web_role()}"')) if fault else None
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
    assert set(guards._asked(guards.STANDING_TRIGGERS)) == guards.triggers()
    assert len(guards.triggers()) > 100


def test_what_closes_once_is_in_the_list_by_its_model():
    """A table with `known_until` is one whose rows are closed once, and says so."""
    closed = {model for model in apps.get_models() if any(f.name == "known_until" for f in model._meta.fields)}
    assert {model for model in grants.append_only_models() if model.append_only == "close"} == closed
    assert len(closed) > 40


def test_asking_leaves_nothing_behind(as_served):
    as_served()
    assert guards._asked("SELECT count(*) FROM pg_class WHERE relname = 'pattern'") == [(0,)]


@pytest.mark.parametrize(
    ("fault", "named"),
    [
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
        # owner
        ("ALTER TABLE record_person OWNER TO {web}", "owns 2 tables and sequences or may become their owner"),
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
    ],
)
def test_each_guard_that_has_fallen_is_named(as_served, fault, named):
    assert [line for line in as_served(fault) if named in line], as_served()


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


@pytest.mark.parametrize(
    "fault",
    [
        f"DROP TRIGGER {policies.TRIGGER} ON record_restriction",
        f"ALTER TABLE record_restriction DISABLE TRIGGER {policies.TRIGGER}",
    ],
)
def test_the_owner_puts_back_what_makes_old_answers_old(as_served, fault):
    assert as_served(fault)
    policies.apply()
    assert as_served() == []
