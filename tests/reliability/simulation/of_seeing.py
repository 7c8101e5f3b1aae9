"""Who sees whom, in every list and count; and the trail of it all."""

from collections import Counter

from seenheard.accounts import queries as accounts
from seenheard.duties import queries as owed
from seenheard.prompts import queries as prompts
from seenheard.record import queries as records
from seenheard.record.models import Draft as DraftRow
from seenheard.record.models import Noticed, Opening
from seenheard.record.permissions import NoSuchChild
from seenheard.trail import queries as trail
from seenheard.trail.models import Entry

from . import oracle
from .authority import NAME_MARK
from .invariants import EVERY_EVENING, EVERY_STEP, WHEN_SEEING_CHANGED, check, marked, standing_on, tonight

# --- who sees whom -------------------------------------------------------------------------------------------------


@check(WHEN_SEEING_CHANGED)
def each_sees_whom_the_oracle_says(authority):
    """Restricted children, families known, cover that has ended, accounts that are off: each as it was said."""
    for name in authority.people:
        found = set(records.visible_children(viewer=authority.user(name), on=authority.on).values_list("pk", flat=True))
        if found != (expected := _seen(authority, name)):
            yield f"{name} sees {sorted(found)} instead of {sorted(expected)}"


def _seen(authority, name: str) -> set[int]:
    lines_of = oracle.lines_now(authority)
    return {
        one.pk
        for one in authority.children.values()
        if oracle.sees(authority, name, one.local_id, lines_of, authority.on)
    }


@check(EVERY_EVENING)
def nobody_is_in_a_list_or_a_count_who_may_not_be_seen(authority):
    on, standing = authority.on, Counter(one.child_id for one in standing_on(authority.on))
    for name in tonight(authority):
        viewer, ids = authority.user(name), _seen(authority, name)
        every = [one.pk for one in authority.children.values()]
        lists = {
            "lines": ({now.pk for now in records.children_now(viewer=viewer, on=on)}, ids),
            "search": (
                {match.now.pk for match in records.search(viewer=viewer, on=on, looked_for=NAME_MARK).matches},
                ids & _with_names(authority),
            ),
            "histories": ({one.child_id for one in records.histories(child_ids=every, viewer=viewer, on=on)}, ids),
        }
        for what, (found, expected) in lists.items():
            if found != expected:
                yield f"{name}, {what}: {sorted(found)} instead of {sorted(expected)}"
        numbers = prompts.everybodys(viewer=viewer, on=on).numbers
        if numbers.prompts != sum(standing[pk] for pk in ids):
            yield f"{name}: {numbers.prompts} prompts are counted of the children seen"


def _with_names(authority) -> set[int]:
    return {authority.children[child].pk for child, _ in authority.open_rows("person_name").values()}


@check(EVERY_EVENING)
def counts_hold_only_children_who_are_seen(authority):
    on = authority.on
    for name in tonight(authority):
        viewer, ids = authority.user(name), _seen(authority, name)
        none = records.unheld(viewer=viewer, on=on)
        if not ids.issuperset({*none.without, *none.unqualified_only, *none.not_known}):
            yield f"{name}: somebody without a worker is told whom they do not see"
        if not ids.issuperset({one.child_id for one in records.changes_of_worker(viewer=viewer, on=on)}):
            yield f"{name}: a change of worker is told of a child whom they do not see"
        held = Counter(
            fields["professional_ref"]
            for child, fields in authority.open_rows("involvement").values()
            if authority.children[child].pk in ids
            and fields["from_on"] <= on
            and (fields.get("until_on") is None or on < fields["until_on"])
        )
        counted = {one.worker_ref: one.children for one in records.caseloads(viewer=viewer, on=on)}
        if counted != dict(held):
            yield f"{name}: caseloads {counted} instead of {dict(held)}"
        if not ids.issuperset({one.child_id for one in owed.open_clocks(viewer=viewer, on=on).paged.items}):
            yield f"{name}: a duty is told of a child whom they do not see"


@check(EVERY_EVENING)
def nobody_stands_in_after_the_cover_has_ended(authority):
    for name in authority.names():
        told = {str(one.public_id) for one in accounts.covered_by(viewer=authority.user(name), on=authority.on)}
        away = {one.away for one in oracle.covers_of(authority, name, authority.on)}
        if told != {authority.people[one].public_id for one in away if authority.people[one].is_active}:
            yield f"{name} stands in for others than was said"


@check(EVERY_STEP)
def what_was_opened_is_open_so_long_and_no_longer(authority):
    for one in authority.openings[-2:]:
        if not authority.people[one.person].is_active:
            continue
        viewer, on = authority.user(one.person), authority.on
        same = [other for other in authority.openings if (other.person, other.child) == (one.person, one.child)]
        open_still = any(authority.now < other.until_at for other in same)
        lines_of = oracle.lines_now(authority)
        shut = (
            one.child not in lines_of
            or oracle.restricted_to(authority, one.child, on)
            or oracle.knows_the_family(authority, one.person, one.child)
        )
        expected = oracle.sees(authority, one.person, one.child, lines_of, on) or (open_still and not shut)
        try:
            public_id = authority.children[one.child].public_id
            records.child_to_look_at(viewer=viewer, public_id=public_id, on=on, at=authority.now)
            found = True
        except NoSuchChild:
            found = False
        if found != bool(expected):
            yield f"{one.child}, opened by {one.person}: {'open' if found else 'shut'}"


@check(EVERY_EVENING)
def every_opening_is_on_the_guardians_list(authority):
    if Opening.objects.count() != len(authority.openings):
        yield "there are other openings than were made"
    if Noticed.objects.filter(opening__isnull=False).count() != len(authority.openings):
        yield "an opening is not on the guardian's list"


@check(EVERY_EVENING)
def no_draft_is_read_by_another(authority):
    for name in authority.people:
        viewer = authority.user(name)
        mine = {one.public_id: one.content["said"] for one in authority.drafts if one.by == name and not one.sent}
        if {str(one.public_id): one.content["said"] for one in records.drafts(viewer=viewer)} != mine:
            yield f"the drafts of {name} are not those that were confirmed"
        for one in authority.drafts[-8:]:
            found = records.draft(viewer=viewer, public_id=one.public_id)
            if (found is not None) != (one.by == name):
                yield f"a draft of {one.by} answers {name}"
    if DraftRow.objects.filter(sent_at__isnull=False).exclude(content={}).exists():
        yield "what was sent is kept twice"


# --- the trail -----------------------------------------------------------------------------------------------------


@check(EVERY_STEP)
def no_trail_row_holds_a_name_or_words(authority):
    since = authority.counts.get("trail read to", 0)
    for row in Entry.objects.filter(pk__gt=since).order_by("pk"):
        if marked(f"{row.what} {row.by} {row.about} {row.why} {row.counts} {row.children}"):
            yield f"a row {row.what} holds words about a child"
        authority.counts["trail read to"] = row.pk


@check(EVERY_EVENING)
def the_chain_holds(authority):
    verdict = trail.verify()
    if verdict.fault:
        yield verdict.fault.says
    if verdict.not_yet_sealed or verdict.sealed != Entry.objects.count():
        yield f"{verdict.sealed} rows sealed of {Entry.objects.count()}"
