"""Named conditions and named starting days that rule files may use. Each docstring holds the words of the law.

A condition answers True, False, or None where the record lacks what it needs; `missing` then names what that is.
There is no expression language: a lawyer reads the name and the words, a programmer the function under them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from seenheard.timescales.domain.calendar import add_months, birthday
from seenheard.timescales.domain.situation import Situation

WITH_PARENTS = "P1"
PLACED_FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})
LONG_TERM_FOSTERING = frozenset({"U1", "U4"})
FOSTERING = "U"  # every foster placement's code begins with it
THIRTEEN_WEEKS = timedelta(weeks=13)
SIXTEEN_WEEKS, TWENTY_FOUR_WEEKS = timedelta(weeks=16), timedelta(weeks=24)
LONGER_APPROVALS = (date(2020, 4, 24), date(2020, 9, 26))  # given in these days they ran for 24 weeks: see rule KC-01
INTENDED_TO_18 = "LTFOST18"
INTERIM_CARE_ORDER, CARE_ORDER = "C1", "C2"


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes-or-no question about a child's circumstances, with the words it comes from."""

    name: str
    words: str
    test: Callable[[Situation], bool | None]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class StartingDay:
    """A day, other than that of the event, from which a rule may count."""

    name: str
    words: str
    find: Callable[[Situation], date | None]
    missing: str = ""


CONDITIONS: dict[str, Condition] = {}
STARTING_DAYS: dict[str, StartingDay] = {}


def condition(*, missing: str = "") -> Callable[[Callable[[Situation], bool | None]], Callable]:
    """Put a function among the named conditions; `missing` is the fact it cannot do without."""

    def keep(test: Callable[[Situation], bool | None]) -> Callable:
        CONDITIONS[test.__name__] = Condition(test.__name__, _words(test), test, missing)
        return test

    return keep


def starting_day(find: Callable[[Situation], date | None], *, missing: str = "") -> Callable:
    """Put a function among the named starting days; `missing` is the fact it cannot do without."""
    STARTING_DAYS[find.__name__] = StartingDay(find.__name__, _words(find), find, missing)
    return find


def starting_day_of_birth(find: Callable[[Situation], date | None]) -> Callable:
    """A starting day that nobody can find without the date of birth."""
    return starting_day(find, missing="born_on")


def _words(function: Callable) -> str:
    return " ".join((function.__doc__ or "").split())


@condition()
def looked_after(now: Situation) -> bool:
    """A child who is looked after by the authority (section 22(1) of the Children Act 1989); single stays of a series
    of short breaks are not counted as such here."""
    return now.care_since is not None


@condition()
def not_placed_for_adoption(now: Situation) -> bool:
    """The 2010 Regulations do not apply in relation to a child who has been placed for adoption under the Adoption and
    Children Act 2002 (regulation 3)."""
    return not now.placed_for_adoption and now.place not in PLACED_FOR_ADOPTION


@condition()
def in_an_ordinary_placement(now: Situation) -> bool:
    """Regulation 28(2): any placement, subject to paragraphs (3) to (6), which take out a child living with a parent or
    another person with parental responsibility ("P"), or with a connected person approved for a time. A placement for
    adoption is outside these regulations."""
    if now.place == WITH_PARENTS or _with_a_temporary_carer(now):
        return False
    return _in_this_placement(now) and not_placed_for_adoption(now)


@condition()
def first_year_of_placement(now: Situation) -> bool:
    """Regulation 28(2)(b): "for the first year of any placement". Asked of the day on which the interval began."""
    return now.placement_since is not None and now.began_on < add_months(now.placement_since, 12)


@condition()
def after_a_year_of_placement(now: Situation) -> bool:
    """Regulation 28(2)(c): "thereafter", that is, after the first year of the placement."""
    return now.placement_since is not None and now.began_on >= add_months(now.placement_since, 12)


@condition()
def intended_to_last_until_18(now: Situation) -> bool:
    """Regulation 28(2)(c)(i): "where the placement is intended to last until C is aged 18". Read from the care plan
    (long-term fostering until 18) or from a long-term fostering placement code (U1, U4)."""
    return now.place in LONG_TERM_FOSTERING or INTENDED_TO_18 in (now.intentions or ())


@condition()
def not_intended_to_last_until_18(now: Situation) -> bool:
    """Regulation 28(2)(c)(ii): "in any other case". Also where the record does not say what is intended."""
    return not intended_to_last_until_18(now)


@condition()
def agrees_to_fewer_visits(now: Situation) -> bool:
    """Regulation 28(3A): a long-term foster placement, where the child is of sufficient age and understanding and
    agrees to be visited at this minimum frequency. Only where it is recorded, in this placement, that the child is old
    enough and agrees."""
    return now.fewer_visits and (now.place or "").startswith(FOSTERING) and intended_to_last_until_18(now)


@condition()
def does_not_agree_to_fewer_visits(now: Situation) -> bool:
    """Regulation 28(3A) does not apply: it is not recorded that the child is old enough and agrees to fewer visits."""
    return not agrees_to_fewer_visits(now)


@condition()
def intention_not_recorded(now: Situation) -> bool:
    """The record does not say whether the placement is meant to last until the child is 18, so the shorter interval
    is used."""
    return now.intentions is None and now.place not in LONG_TERM_FOSTERING


@condition()
def with_a_temporary_carer_or_at_home_under_an_interim_care_order(now: Situation) -> bool:
    """Regulation 28(4): "where regulation 24 applies, or where an interim care order has been made in relation to C
    under section 38 … and C is living with P". Regulation 24 applies where a connected person's temporary approval is
    recorded for this placement."""
    if _with_a_temporary_carer(now):
        return _in_this_placement(now)
    return _with_parents(now) and INTERIM_CARE_ORDER in now.legal and CARE_ORDER not in now.legal


@condition()
def with_parents_under_a_care_order(now: Situation) -> bool:
    """Regulation 28(5): "where a care order has been made in relation to C under section 31 … and C is living with
    P"."""
    return _with_parents(now) and CARE_ORDER in now.legal


@condition()
def with_parents_and_no_order_recorded(now: Situation) -> bool:
    """The record shows a placement with parents but neither an interim care order nor a care order, so the shortest
    interval that could apply is used: regulation 28(3), weekly until the first review."""
    return _with_parents(now) and not now.legal & {INTERIM_CARE_ORDER, CARE_ORDER}


def _with_parents(now: Situation) -> bool:
    return now.place == WITH_PARENTS and _in_this_placement(now)


def _with_a_temporary_carer(now: Situation) -> bool:
    """A parent needs no approval, so a child placed with parents is not with such a carer, whatever is recorded."""
    if not now.temporary or now.placement is None or now.place == WITH_PARENTS:
        return False
    return now.placement in now.temporary.values() and not_placed_for_adoption(now)


def _in_this_placement(now: Situation) -> bool:
    """An interval belongs to the placement in which it began: a move ends it."""
    return now.placement_since is not None and now.began_on >= now.placement_since


@condition()
def first_review_of_this_care(now: Situation) -> bool:
    """Regulation 33(2): the second review is timed from the first review of this period of being looked after."""
    return now.care_reviews == 1


@condition()
def second_or_later_review_of_this_care(now: Situation) -> bool:
    """Regulation 33(2): "subsequent reviews", each timed from the one before."""
    return now.care_reviews > 1


@condition()
def in_the_first_placement(now: Situation) -> bool:
    """The first placement of this period of being looked after; not known of care that began before the files do."""
    return now.first_placed_on is not None and now.began_on == now.first_placed_on


@condition()
def no_care_order_is_sought(now: Situation) -> bool:
    """Regulation 4(2) leaves out a child to whom section 31A applies, whose care plan is made for the court. Read from
    the legal status: neither an interim care order nor a care order."""
    return not now.legal & {INTERIM_CARE_ORDER, CARE_ORDER}


@condition()
def on_a_child_in_need_plan(now: Situation) -> bool:
    """A child who is the subject of a child in need plan."""
    return bool(now.need_plans)


@condition()
def has_a_plan_or_is_looked_after(now: Situation) -> bool:
    """A child for whom a worker answers: looked after, on a protection plan or on a child in need plan."""
    return now.care_since is not None or bool(now.plans) or bool(now.need_plans)


@condition()
def for_an_initial_conference(now: Situation) -> bool:
    """An initial conference: its papers are read sooner before it than those of a review conference."""
    return now.arranged[0] == "initial"


@condition()
def after_a_year_of_private_fostering(now: Situation) -> bool:
    """S.I. 2005/1533, regulation 8(1)(b): "in any second or subsequent year". The arrangement is deemed to begin when
    the authority became aware of it (paragraph (6))."""
    return now.private_since is not None and now.began_on >= add_months(now.private_since, 12)


@condition()
def on_a_protection_plan(now: Situation) -> bool:
    """A child who is the subject of a child protection plan."""
    return bool(now.plans)


@condition()
def born_or_of_known_birth(now: Situation) -> bool:
    """Nobody can see a child who is not born yet: while only an expected date is recorded, nothing is asked."""
    return now.born_on is not None or now.expected_on is None


@condition()
def not_born_yet(now: Situation) -> bool:
    """A protection plan may begin before the birth. The days then count from the day of birth."""
    return now.born_on is not None and now.began_on < now.born_on


@condition(missing="born_on")
def old_enough_to_be_seen_alone(now: Situation) -> bool | None:
    """Local default of this product: from the second birthday. Being seen apart from a carer says little about a baby,
    who is watched with the carer instead."""
    if now.born_on is None:
        return None if now.expected_on is None else False
    return now.began_on >= birthday(now.born_on, 2)


@condition(missing="born_on")
def six_months_end_before_fifth_birthday(now: Situation) -> bool | None:
    """Regulation 7(3)(a): at least once in every period of six months before the child's fifth birthday."""
    return None if now.born_on is None else add_months(now.began_on, 6) < birthday(now.born_on, 5)


@condition(missing="born_on")
def six_months_reach_fifth_birthday(now: Situation) -> bool | None:
    """Regulation 7(3)(b): at least once in every period of twelve months after the child's fifth birthday. A period of
    six months that would run into the fifth birthday is already one of twelve."""
    return None if now.born_on is None else add_months(now.began_on, 6) >= birthday(now.born_on, 5)


@condition(missing="born_on")
def between_three_and_eighteen(now: Situation) -> bool | None:
    """Personal education plans are made from pre-school age, taken here as the third birthday, until 18."""
    if now.born_on is None:
        return None
    return birthday(now.born_on, 3) <= now.began_on < birthday(now.born_on, 18)


@condition(missing="born_on")
def between_four_and_sixteen(now: Situation) -> bool | None:
    """The questionnaire is for children aged 4 to 16. Asked of the day on which the health assessment is due."""
    if now.born_on is None:
        return None
    return birthday(now.born_on, 4) <= now.began_on < birthday(now.born_on, 17)


@condition(missing="born_on")
def under_four(now: Situation) -> bool | None:
    """The questionnaire is for children aged 4 to 16: a younger child's year begins on the fourth birthday."""
    return None if now.born_on is None else now.began_on < birthday(now.born_on, 4)


@starting_day
def last_visit_in_this_placement(now: Situation) -> date | None:
    """the last visit in this placement"""
    return now.visited_on


@starting_day
def last_visit_or_the_end_of_the_approval(now: Situation) -> date | None:
    """the last visit in this placement, or else the end of the carer's temporary approval"""
    return None if now.freed_on is None else now.visited_on or now.freed_on


@starting_day
def becoming_looked_after(now: Situation) -> date | None:
    """the day the child became looked after"""
    return now.care_since


@starting_day
def fourth_birthday(now: Situation) -> date | None:
    """the child's fourth birthday"""
    return None if now.born_on is None else birthday(now.born_on, 4)


@starting_day
def birth(now: Situation) -> date | None:
    """the day the child was born"""
    return now.born_on


@starting_day
def conference_that_made_the_plan(now: Situation) -> date | None:
    """the conference that made the plan"""
    plan, began_on = now.new_plan or (None, date.min)
    held_on = now.conferences.get(plan) if plan is not None else None
    return held_on if held_on is not None and held_on < began_on else None


@starting_day
def placement_from_before_care(now: Situation) -> date | None:
    """the start of a placement that began before care did"""
    placed_on, care_on = now.placement_since, now.care_since
    return placed_on if placed_on is not None and care_on is not None and placed_on < care_on else None


@starting_day
def the_day_it_is_arranged_for(now: Situation) -> date | None:
    """the day the conference is arranged for"""
    return now.arranged[1]


@starting_day
def the_day_the_review_is_planned_for(now: Situation) -> date | None:
    """the day the review is planned for"""
    return now.review_on


@starting_day_of_birth
def next_health_assessment(now: Situation) -> date | None:
    """the day the next health assessment is due"""
    if now.born_on is None or now.assessed_on is None:
        return None
    half_a_year = add_months(now.assessed_on, 6)
    return half_a_year if half_a_year < birthday(now.born_on, 5) else add_months(now.assessed_on, 12)


@starting_day_of_birth
def becoming_eligible(now: Situation) -> date | None:
    """the sixteenth birthday, or the later day on which thirteen weeks of care since the fourteenth were complete"""
    if now.born_on is None or now.care_since is None:
        return None
    fourteen_on = birthday(now.born_on, 14)
    before = sum(
        (until - max(since, fourteen_on) for since, until in now.past_care if until > fourteen_on), timedelta()
    )
    complete_on = max(now.care_since, fourteen_on) + max(THIRTEEN_WEEKS - before, timedelta())
    return max(birthday(now.born_on, 16), complete_on)


@starting_day
def end_of_the_temporary_approval(now: Situation) -> date | None:
    """the end of the temporary approval"""
    if now.approved_on is None:
        return None
    since, until = LONGER_APPROVALS
    return now.approved_on + (TWENTY_FOUR_WEEKS if since <= now.approved_on < until else SIXTEEN_WEEKS)
