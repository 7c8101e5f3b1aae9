"""What was typed and what files told: all there, as confirmed; and as it was known then."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.duties import queries as owed
from seenheard.record import operations as record
from seenheard.record import queries as records
from seenheard.record.domain.objects import FIELDS, TABLES
from seenheard.record.models import ChildNow
from seenheard.record.queries.facts import table_of
from tests.factories.record import _as_text

from .authority import Authority
from .invariants import AT_THE_END, EVERY_EVENING, EVERY_STEP, check
from .typed import MODELS

# --- what was typed ------------------------------------------------------------------------------------------------


@check(EVERY_STEP)
def as_many_versions_as_were_confirmed(authority):
    """Nothing typed is lost or doubled: a count after every step, the words every evening."""
    for name, model in MODELS.items():
        confirmed = sum(len(many) for key, many in authority.typed.items() if key[0] == name)
        if (there := model.objects.count()) != confirmed:
            yield f"{there} versions of {name}, {confirmed} were confirmed"


@check(EVERY_STEP)
def one_open_version_a_key(authority):
    for table in ("event", "visit", "issue", "child_action", "booking"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT row_key FROM {table_of(table)} GROUP BY source, row_key"
                " HAVING count(*) FILTER (WHERE known_until IS NULL) <> 1 LIMIT 1"
            )
            yield from (f"{table} {key} has not one open version" for (key,) in cursor.fetchall())


@check(EVERY_EVENING)
def every_confirmed_save_is_there_with_its_words(authority):
    called = {one.pk: one.local_id for one in authority.children.values()}
    for name, model in MODELS.items():
        rows: dict[str, list] = {}
        for row in model.objects.order_by("id"):
            rows.setdefault(row.row_key, []).append(row)
        for (of, key), versions in authority.typed.items():
            if of == name:
                yield from _not_as_confirmed(called, key, versions, rows.get(key, []))


def _not_as_confirmed(called, key, versions, rows) -> Iterator[str]:
    if len(rows) != len(versions):
        yield f"{key}: {len(rows)} versions for {len(versions)} saves"
        return
    for version, row, later in zip(versions, rows, [*versions[1:], None], strict=True):
        told = {field: getattr(row, field) for field in version.values}
        who = (called[row.child_id], row.recorded_by, row.known_from, row.version_why, bool(row.withdrawn))
        if told != version.values or who != (version.child, version.by, version.at, version.why, version.withdrawn):
            yield f"{key}: a version is not as it was confirmed"
        if row.known_until != (later.at if later else None):
            yield f"{key}: a version ends at {row.known_until}"


@check(EVERY_EVENING)
def nothing_typed_was_closed_by_an_import(authority):
    for name, model in MODELS.items():
        closed = model.objects.filter(known_until__isnull=False).exclude(closed_run_id__startswith="typed:").count()
        if closed:
            yield f"{closed} typed rows of {name} were closed by an import or by undoing one"


@check(EVERY_EVENING)
def what_was_typed_is_told_and_what_was_taken_back_is_not(authority):
    histories = {one.child_id: one for one in records.histories(viewer=SYSTEM)}
    wanted: dict[int, Counter] = {}
    for version in authority.standing("event").values():
        of = wanted.setdefault(authority.children[version.child].pk, Counter())
        of[version.values["kind"], version.values["happened_on"]] += 1
    for child in authority.children.values():
        history = histories.get(child.pk)
        told = (
            Counter((one.kind, one.on) for one in history.happenings if "typed" in one.sources)
            if history
            else Counter()
        )
        kinds = {kind for kind, _ in told} | {kind for kind, _ in wanted.get(child.pk, ())}
        events = Counter(
            {one: many for one, many in told.items() if not one[0].endswith(("_visit_made", "_written_up"))}
        )
        if kinds and events != wanted.get(child.pk, Counter()):
            yield f"{child.local_id}: other events are told than were typed"


@check(EVERY_EVENING)
def a_visit_typed_and_imported_is_one(authority):
    for child in authority.children.values():
        typed = Counter(
            one.values["visited_on"] for one in authority.standing("visit").values() if one.child == child.local_id
        )
        files = Counter(
            fields["visited_on"] for of, fields in authority.open_rows("cla_visit").values() if of == child.local_id
        )
        for history in records.histories(child_ids=[child.pk], viewer=SYSTEM):
            told = Counter(one.on for one in history.happenings if one.kind == "care_visit_made")
            for day, many in told.items():
                if many > max(typed[day], files[day]):
                    yield f"{child.local_id}: {many} visits on {day}, {typed[day]} typed and {files[day]} in files"


# --- what files told -----------------------------------------------------------------------------------------------


@check(EVERY_EVENING)
def imported_rows_are_those_of_the_runs_in_force(authority):
    by_object: dict[str, dict] = {}
    for (_, name, row_key), (child, fields) in authority.open_rows().items():
        values = tuple(_as_text(fields.get(field)) for field in FIELDS[name])
        by_object.setdefault(name, {})[row_key] = (authority.children[child].pk, values)
    for name in sorted({key[1] for key in authority.told}):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, row_key, child_id FROM {TABLES[name]} WHERE known_until IS NULL AND source = 'ssd'"
            )
            rows = cursor.fetchall()
        values = records.row_values(object=name, fact_ids=[row[0] for row in rows])
        there = {key: (child, tuple(values[fact_id])) for fact_id, key, child in rows}
        if len(there) != len(rows) or there != by_object.get(name, {}):
            yield f"the open rows of {name} are not those that the runs in force told"


@check(EVERY_EVENING)
def whoever_has_something_typed_is_still_in_a_list(authority):
    """Words that people typed do not go out of sight with an import that is taken back."""
    there = set(ChildNow.objects.values_list("pk", flat=True))
    for key, version in authority.standing(*MODELS).items():
        if authority.children[version.child].pk not in there:
            yield f"{key[0]} {key[1]} is of {version.child}, who is in no list"


@check(EVERY_EVENING)
def lines_are_what_they_would_be_if_made_again(authority):
    before = sorted(map(str, ChildNow.objects.values_list()))
    with transaction.atomic():
        record.refresh_now(on=authority.on)
        after = sorted(map(str, ChildNow.objects.values_list()))
        transaction.set_rollback(True)
    if before != after:
        yield "the lines of the children are not those that would be made again"


# --- what was known then -------------------------------------------------------------------------------------------


def known_now(authority: Authority) -> dict:
    """The history of each child and its duties, as they are known and stand at this moment."""
    return {
        one.child_id: (one, owed.reckoned(one, authority.on))
        for one in records.histories(viewer=SYSTEM)
        if one.happenings
    }


@check(AT_THE_END)
def what_was_known_then_is_known_as_then(authority):
    for day, (at, seen) in authority.evenings.items():
        asked = {
            one.child_id: (one, owed.reckoned(one, day))
            for one in records.histories(viewer=SYSTEM, known_at=at)
            if one.happenings
        }
        if asked != seen:
            yield f"asked now, {day} is told otherwise than it was seen on its evening"
