"""Duties and prompts: as the rules make them, each with a living owner, each once."""

from collections import Counter
from datetime import date

from seenheard.duties import operations as duties
from seenheard.duties.domain import comparisons, lines, tallies
from seenheard.prompts import queries as prompts
from seenheard.prompts.models import Message, Prompt, Step
from seenheard.prompts.queries import counting

from . import oracle
from .invariants import EVERY_EVENING, WHEN_SEEING_CHANGED, check, marked, standing_on, tonight

# --- duties and prompts --------------------------------------------------------------------------------------------


@check(EVERY_EVENING)
def stored_clocks_are_rebuilt_clocks(authority):
    ids = [one.pk for one in authority.children.values()]
    should_be = duties._should_be(ids, authority.on)
    for table, columns, rows in (
        ("duties_clock", lines.COLUMNS, should_be.clocks),
        ("duties_tally", tallies.COLUMNS, should_be.tallies),
        ("duties_comparison", comparisons.COLUMNS, should_be.comparisons),
    ):
        stored = Counter(line for line, _ in duties.stored_lines(ids, table=table, columns=columns))
        if stored != Counter(rows):
            yield f"{table}: {sum((stored - Counter(rows)).values())} too many, {sum((Counter(rows) - stored).values())} missing"


@check(EVERY_EVENING)
def prompts_are_what_causes_say(authority):
    should_be = duties._should_be([one.pk for one in authority.children.values()], authority.on)
    wanted = {}
    for cause in (*should_be.causes, *should_be.typed):
        if cause.until_on is not None and cause.until_on <= max(cause.opens_on, authority.on):
            continue
        before = wanted.get(cause.identity)
        if before is None or cause.act_by_on < before[1]:
            wanted[cause.identity] = (cause.opens_on, cause.act_by_on, cause.until_on, cause.owner)
    there = [one for one in Prompt.objects.filter(gone_at=None) if one.until_on is None or one.until_on > authority.on]
    found = {
        (one.child_id, one.cause, one.key): (one.opens_on, one.act_by_on, one.until_on, one.owner) for one in there
    }
    if len(found) != len(there):
        yield "a prompt stands twice"
    if found != wanted:
        yield f"{len(wanted.items() - found.items())} prompts missing, {len(found.items() - wanted.items())} too many"


@check(EVERY_EVENING)
def what_comes_back_is_the_same_prompt(authority):
    steps: dict[int, list[str]] = {}
    for prompt, what in Step.objects.order_by("id").values_list("prompt_id", "what"):
        steps.setdefault(prompt, []).append(what)
    for one in Prompt.objects.all():
        identity = (one.child_id, one.cause, one.key)
        was_there = one.opens_on <= authority.on or one.pk in steps
        if was_there and authority.prompts.setdefault(identity, one.pk) != one.pk:
            yield f"{one.cause} came back as another prompt"
        turns = [what for what in steps.get(one.pk, ()) if what in ("closed", "reopened")]
        if turns != ["closed", "reopened"] * (len(turns) // 2) + ["closed"] * (len(turns) % 2):
            yield f"{one.cause}: closed and reopened out of turn"
        if (len(turns) % 2 == 1) != (one.gone_at is not None):
            yield f"{one.cause}: its history does not say whether it stands"
        if turns.count("reopened"):
            authority.counts["reopened"] = max(authority.counts.get("reopened", 0), 1)


@check(WHEN_SEEING_CHANGED)
def every_prompt_has_a_living_owner(authority):
    """By the pure rule: somebody whose account is on, and among them somebody who may know of the child."""
    on, public = authority.on, {one.public_id: name for name, one in authority.people.items()}
    living, lines_of = authority.names(), oracle.lines_now(authority)
    called = {one.pk: one.local_id for one in authority.children.values()}
    standing = {prompts.Whose.of(one) for one in standing_on(on)}
    for whose, owner in prompts.owners(standing, on).items():
        child, people = called[whose.child_id], [public[one] for one in owner.people]
        if not people or not set(living).issuperset(people):
            yield f"a prompt of {child} has no living owner: {people}"
        if owner.is_ownerless and authority.names("service_manager"):
            yield f"a prompt of {child} is called ownerless beside a service manager"
        in_sight = any(oracle.sees(authority, one, child, lines_of, on) for one in people)
        if child in lines_of and not in_sight and not owner.is_ownerless and not _is_apart(authority, child, on):
            yield f"a prompt of {child} belongs to {people}, who do not see the child"


@check(EVERY_EVENING)
def lists_are_what_the_rule_of_owners_says(authority):
    """The database's list of a person, its count, and the pure rule asked of one prompt at a time."""
    on, standing = authority.on, standing_on(authority.on)
    called = {one.pk: one.local_id for one in authority.children.values()}
    owners = prompts.owners({prompts.Whose.of(one) for one in standing}, on)
    for name in tonight(authority, *oracle.WORKS_WITH_CHILDREN):
        viewer, me, lines_of = authority.user(name), authority.people[name].public_id, oracle.lines_now(authority)
        theirs = sorted(
            one.pk
            for one in standing
            if oracle.sees(authority, name, called[one.child_id], lines_of, on)
            and (
                me in owners[prompts.Whose.of(one)].people
                or one.handed_to == me
                or oracle.restricted_to(authority, called[one.child_id], on)
            )
        )
        if sorted(one.id for one in prompts.all_mine(viewer=viewer, on=on)) != theirs:
            yield f"the list of {name} is not what the rule of owners says"
        if prompts.mine(viewer=viewer, on=on).numbers.prompts != len(theirs):
            yield f"the list of {name} counts other than it holds"


def _is_apart(authority, child: str, on: date) -> bool:
    """Restricted, or known to somebody: then the prompts go another way, which the lists' own check follows."""
    known = any(one.child == child and not one.ended for one in authority.conflicts)
    return known or bool(oracle.restricted_to(authority, child, on))


@check(EVERY_EVENING)
def one_digest_a_day_and_no_word_about_a_child_in_any(authority):
    rows = list(Message.objects.all())
    digests = Counter((one.person, one.on) for one in rows if one.kind == "digest")
    yield from (f"{many} digests for one person on {on}" for (_, on), many in digests.items() if many > 1)
    for one in rows:
        if marked(str(one.counts)) or marked(one.why) or marked(one.key):
            yield "a message holds words about a child"


@check(EVERY_EVENING)
def digests_count_what_the_rule_of_owners_says(authority):
    """Of everybody, and of children whom only a few named people know nothing at all."""
    on, standing, told = authority.on, standing_on(authority.on), counting.by_person(authority.on)
    lines_of, called = oracle.lines_now(authority), {one.pk: one.local_id for one in authority.children.values()}
    owners = prompts.owners({prompts.Whose.of(one) for one in standing}, on)
    expected: Counter[str] = Counter()
    for one in standing:
        child = called[one.child_id]
        if child in lines_of and not oracle.restricted_to(authority, child, on):
            expected.update(owners[prompts.Whose.of(one)].people)
    if {person: tally.prompts for person, tally in told.items()} != dict(expected):
        yield f"digests tell {sum(one.prompts for one in told.values())} prompts instead of {expected.total()}"
