"""AZ7, the catalogue: every table about a child is held, by everybody but the system, and nothing leads round it."""

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.domain.roles import ABILITIES
from seenheard.accounts.models import Role
from seenheard.config import doors, policies
from seenheard.config.grants import web_role
from seenheard.lib import sight
from seenheard.record.models import Child
from tests import cast
from tests.factories.record import AT, add, make_child
from tests.second_line import children_behind, looking_as

pytestmark = pytest.mark.django_db
ON = AT.date()

# By a foreign key, or by a column so called: some tables do without the constraint.
ABOUT_A_CHILD = """
SELECT conrelid::regclass::text, attname FROM pg_constraint
JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid = 'record_child'::regclass
UNION SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attname = 'child_id'
UNION SELECT 'record_child', 'id'
"""
HELD = """
SELECT relname, relrowsecurity, relforcerowsecurity, polcmd::text, polpermissive, polroles = '{0}'::oid[],
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
WHERE relname = ANY(%s) AND relkind = 'r'
"""


def asked(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


SIGHT, REACH = "SIGHT", "REACH"
# Both doors, a carer's, a child's; and whose words. What is not here has no door.
DOORS = {
    **dict.fromkeys(["round", "roundend", "reply", "rating", "replydraft"], "carer child"),
    **dict.fromkeys(["household", "member", "endedmember"], "carer"),
    **dict.fromkeys(["childcode", "usedcode", "sitting", "alarm", "alarmstep", "toldback"], "child"),
}
OWN = {"reply": "household", "rating": "household", "replydraft": "self"}


def conditions(column: str, table: str) -> dict[str, str]:
    """Ours for seeing, for writing and for taking away, by a door and by who said it, as this server writes them."""
    where, who = sql.Identifier(column), table.removeprefix("voices_")
    ours = {
        name: sql.SQL(policies.CONDITION).format(function=sql.Identifier(function), column=where)
        for name, function in ((SIGHT, policies.SIGHT), (REACH, policies.REACH))
    }
    ours["TAKEN"] = ours[REACH]
    if who in DOORS:
        ours["DOOR"] = sql.SQL(doors.CONDITION).format(doors=sql.Literal(DOORS[who]), column=where)
        ours["TAKEN"] = sql.SQL("{} OR {}").format(ours[REACH], ours["DOOR"])
    if who in OWN:
        ours["SAID"] = sql.SQL(doors.SAID).format(whose=sql.Literal(OWN[who]))
        ours["SAID NOW"] = sql.SQL(doors.SAID).format(whose=sql.Literal("self"))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE pattern ({column} bigint, said_by text)")
        for name, condition in ours.items():
            cursor.execute(sql.SQL("CREATE POLICY {} ON pattern USING ({})").format(sql.Identifier(name), condition))
        written = dict(
            asked("SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = 'pattern'::regclass")
        )
        cursor.execute("DROP TABLE pattern")
    assert policies.SIGHT in written[SIGHT] and policies.REACH in written[REACH] and column in written[SIGHT]
    return written


def not_held() -> list[str]:
    """Every table that the database itself says is about a child, and that is not held as it should be."""
    columns = dict(asked(ABOUT_A_CHILD))
    found: dict[str, list] = {}
    for table, *rest in asked(HELD, list(columns)):
        found.setdefault(table, []).append(rest)
    kinds = {table: (column, table if table.startswith("voices_") else "") for table, column in columns.items()}
    ours = {kind: conditions(*kind) for kind in set(kinds.values())}
    wanted = {table: policies_of(ours[kind]) for table, kind in kinds.items()}
    return [table for table in columns if sorted(found.get(table, []), key=str) != wanted[table]]


def policies_of(ours: dict[str, str]) -> list[list]:
    """Enabled, and for the owner as well; for which command; permissive or not; for every role; the conditions."""
    made = [["*", True, True, ours[SIGHT], ours[REACH]], ["d", False, True, ours["TAKEN"], None]]
    if "DOOR" in ours:
        made.append(["*", True, True, ours["DOOR"], None])
    if "SAID" in ours:
        made.append(["*", False, True, ours["SAID"], ours["SAID NOW"]])
    return sorted(([True, True, *one] for one in made), key=str)


def test_every_table_about_a_child_is_held():
    assert not_held() == []
    assert dict(asked(ABOUT_A_CHILD)) == policies.held()
    assert len(policies.held()) > 60


def test_no_model_names_two_children():
    """A row about two children would need both."""
    named = [field.model for model in apps.get_models() for field in model._meta.concrete_fields if is_child(field)]
    assert len(named) == len(set(named)) == len(policies.held()) - 1


def is_child(field: models.Field) -> bool:
    return field.related_model is Child


@pytest.mark.parametrize(
    "fault",
    [
        "CREATE TABLE later (id serial primary key, child_id bigint)",
        "CREATE TABLE later (id serial primary key, whose bigint REFERENCES record_child)",
        "ALTER TABLE record_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE record_person NO FORCE ROW LEVEL SECURITY",
        f"DROP POLICY {policies.POLICY} ON record_person",
        "CREATE POLICY another ON record_person USING (true)",
        f"ALTER POLICY {policies.POLICY} ON record_person USING (true)",
        f"ALTER POLICY {policies.POLICY} ON record_person WITH CHECK (true)",
        f'ALTER POLICY {policies.POLICY} ON record_person TO "{web_role()}"',
        f"DROP POLICY {doors.OWN_WORDS} ON voices_reply",
        f"ALTER POLICY {doors.BEHIND} ON voices_reply USING (true)",
        "CREATE POLICY another ON voices_talk USING (seenheard_door('carer') IS NOT NULL)",
    ],
)
def test_a_table_left_out_or_loosened_turns_this_check_red(fault):
    asked_nothing(fault)
    assert not_held()


def asked_nothing(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_owner_puts_right_what_is_missing_and_leaves_alone_what_stands():
    asked_nothing("ALTER TABLE record_person NO FORCE ROW LEVEL SECURITY")
    policies.apply()
    assert not_held() == []
    said: list = []
    with connection.execute_wrapper(lambda run, sql, *rest: (said.append(sql), run(sql, *rest))[1]):
        policies.apply()
    said = [one if isinstance(one, str) else one.as_string() for one in said]
    assert said and not [one for one in said if changes_what_stands(one)]


def changes_what_stands(statement: str) -> bool:
    """The pattern to compare with is made, and taken back."""
    allowed = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK TO", "CREATE TEMPORARY TABLE pattern")
    return not statement.strip().startswith(allowed) and " ON pg_temp.pattern " not in statement


def test_half_a_database_is_left_as_it_is(monkeypatch):
    """While migrations are taken back."""
    monkeypatch.setattr(policies, "held", lambda: {"record_never_made": "child_id"})
    policies.apply()
    assert asked(HELD.replace("ANY(%s)", "%s"), "record_person")[0][1] is True


# --- nothing leads round it -----------------------------------------------------------------------------------------

VIEWS = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
DEFINERS = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"


def test_there_is_no_view_and_no_definers_function_that_reads_rows():
    assert asked(VIEWS) == []
    assert asked(DEFINERS) == [("duties_take_statistics",), ("record_take_statistics",)]  # ANALYZE, and nothing else


def test_a_view_or_a_definers_function_would_be_noticed():
    asked_nothing("CREATE VIEW round AS SELECT * FROM record_child")
    asked_nothing("CREATE FUNCTION round() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'")
    assert asked(VIEWS) and len(asked(DEFINERS)) == 3


def test_the_role_that_serves_cannot_step_round(as_web_role):
    assert asked("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [(False, False)]
    owned = "SELECT count(*) FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')"
    assert asked(owned) == [(0,)], "neither owner nor one of those who may become the owner"
    for table in policies.held():
        assert asked("SELECT row_security_active(%s)", table) == [(True,)], table


# --- an owner who is no superuser, as on a council's own server --------------------------------------------------------


@pytest.fixture
def plain_owner():
    """All tables and functions belong to somebody who is held as well; the rest of the test is theirs."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain_owner NOSUPERUSER NOBYPASSRLS")
        for (table,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            cursor.execute(f'ALTER TABLE "{table}" OWNER TO plain_owner')
        signatures = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'seenheard%%'"
        for (function,) in asked(signatures):
            cursor.execute(f"ALTER FUNCTION {function} OWNER TO plain_owner")
        cursor.execute("GRANT CREATE ON SCHEMA public TO plain_owner")
        cursor.execute("SET LOCAL ROLE plain_owner")
        yield cursor
        cursor.execute("RESET ROLE")


def test_an_owner_who_is_no_superuser_is_held_too_and_migrates_as_the_system(plain_owner):
    child = make_child()  # as the system: tests' connections look as an owner's process does
    plain_owner.execute("SELECT set_config('seenheard.viewer', '', true)")
    assert asked("SELECT count(*) FROM record_child") == [(0,)]
    sight.look_as_system(connection)
    assert asked("SELECT id FROM record_child") == [(child.pk,)]


def test_such_an_owner_puts_the_policies_there(plain_owner):
    asked_nothing(f"DROP POLICY {policies.POLICY} ON record_person")
    policies.apply()
    assert not_held() == []


def test_under_such_an_owner_need_to_know_is_worked_out_all_the_same(plain_owner):
    child = make_child()
    make_child()
    maya = cast.maya()
    add("involvement", child, professional_ref="P0002", role="CW", from_on=ON)
    assert children_behind(str(maya.public_id), on=ON, at=AT) == {child.pk}


# --- in a process -----------------------------------------------------------------------------------------------------


def test_everything_is_what_the_system_is_called():
    assert SYSTEM.public_id == sight.EVERYTHING


def test_every_role_is_known_to_the_policies_by_its_abilities():
    named = {role for roles in policies.ROLES.values() for role in Role.values if f"'{role}'" in roles}
    assert set(Role.values) - named == {
        "records_guardian",
        "administrator",
        "carer",
        "partner",
        "scrutiny_member",
        "director",
    }, "no ability of theirs shows a child"
    assert set(Role.values) | {"system"} == set(ABILITIES)


def test_seeing_everything_ends_with_its_block_and_is_no_ones_afterwards():
    child, maya = make_child(), str(cast.maya().public_id)
    seen = "SELECT count(*) FROM record_child"
    with looking_as(maya, on=ON, at=AT) as cursor:
        with sight.seeing_everything("for this test"):
            assert asked(seen) == [(1,)]
            with sight.seeing_everything("inside another"):
                pass
            assert asked(seen) == [(1,)]
        assert asked(seen) == [(0,)]
        with pytest.raises(ZeroDivisionError), sight.seeing_everything("and an error"):
            _ = 1 / 0
        assert asked(seen) == [(0,)]
        with pytest.raises(Exception, match="division by zero"), transaction.atomic():  # noqa: SIM117
            with sight.seeing_everything("and an error in the database"):
                cursor.execute("SELECT 1 / 0")
        assert asked(seen) == [(0,)]
        assert asked("SELECT current_setting('seenheard.viewer')") == [(maya,)]
    assert child
