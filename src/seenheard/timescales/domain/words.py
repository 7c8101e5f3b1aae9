"""Sentences made of references and numbers. Nothing a person wrote about a child ever enters them."""

from collections.abc import Iterable
from datetime import date, timedelta

from seenheard.timescales.domain.calendar import Calendar
from seenheard.timescales.domain.clock import Clock
from seenheard.timescales.domain.conditions import STARTING_DAYS
from seenheard.timescales.domain.interval import Interval
from seenheard.timescales.domain.rule import Rule, Version
from seenheard.timescales.domain.standing import up_to_its_day

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LONGEST_BREAK = timedelta(days=7)  # no bank holidays and weekends together last as long
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

MISSING = {
    "born_on": "the date of birth is not recorded",
    "not_in_force": "the rule was not in force when this began",
    "law_not_known": "the law was changed for a time and we know of no day in it to judge by",
    "calendar": "the bank holiday calendar does not reach that far",
    "referral_received": "the date of the referral is not recorded",
    "earlier_reviews": "the reviews from before the files begin are not known",
    "only_latest": "the files hold only the latest one, and an earlier one may have been in time",
    "temporary_approval": "the day of the temporary approval is not recorded",
    "before_records": "it may have been done before the first day from which this is recorded here",
    "school_terms": "the school terms that it is counted in are not known",
    "before_the_files": "it was due before the first day that the files reach back to",
    "day_in_the_year": "the return says that it was done in the year, and not on which day",
}
_OF_THE_TERM = {
    "terms": "the last day of the next school term",
    "cut_offs": "the authority's own last day in the next school term",
}
# What would have met a clock, as the end of "no file we hold about this child says when …".
_HAPPENS = {
    "assessment_authorised": "an assessment is authorised by a manager",
    "care_review_held": "the case of a child in care is reviewed",
    "care_visit_made": "a child in care is visited",
    "dental_check_held": "teeth are checked",
    "health_assessment_held": "a health assessment is held",
    "health_year_reported": "the yearly questions on health are answered",
    "immunisations_recorded": "immunisations are looked at",
    "initial_conference_held": "an initial conference is held",
    "leaver_contacted": "there is contact with a care leaver",
    "legal_status_ended": "a legal status ends",
    "need_visit_made": "a child in need is visited",
    "matched_for_adoption": "a child is matched for adoption",
    "pathway_plan_reviewed": "a pathway plan is reviewed",
    "placed_for_adoption": "a child is placed for adoption",
    "protection_review_held": "a review conference is held",
    "protection_visit_made": "a child on a protection plan is visited",
    "sdq_completed": "a strengths and difficulties questionnaire is completed",
}


def long_date(day: date) -> str:
    """ "Wednesday 29 April 2026" """
    return f"{_DAYS[day.weekday()]} {short_date(day)}"


def short_date(day: date) -> str:
    """ "29 April 2026" """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def because(clock: Clock, rule: Rule) -> str:
    """Why this clock says what it says, from its references and numbers alone.

    "Due Wednesday 29 April 2026: 20 working days after 30 March 2026. Two bank holidays are not counted.
    Regulation 33(1)."
    """
    version = _version(clock, rule)
    return " ".join(part for part in _parts(clock, rule, version) if part)


def because_on(clock: Clock, rule: Rule, on: date) -> str:
    """The same as told on a day: what is still to come is due, and nobody will be able to say that it was done."""
    told = up_to_its_day(clock, on)
    if told is clock or clock.unjudged is None:
        return because(clock, rule)
    return f"{because(told, rule)} Once that day has passed nobody can say: {missing(clock.unjudged)}."


def own_standard(clock: Clock, calendar: Calendar) -> str:
    """The authority's own day where it is tighter than the law's: "Our own standard is tighter: Friday 3 April 2026,
    not a working day: the last one before it is Thursday 2 April 2026." Empty where it is not.
    """
    own, law = clock.local_due_on, clock.due_on
    if own is None or law is None or own >= law:
        return ""
    before = working_day_before(own, calendar)
    day_off = f", not a working day: the last one before it is {long_date(before)}" if before else ""
    return f"Our own standard is tighter: {long_date(own)}{day_off}."


def working_day_before(day: date, calendar: Calendar) -> date | None:
    """The last working day before a day that is not one itself: a visit due on a Sunday is a visit by Friday.

    None for a working day, and where the calendar does not reach.
    """
    if not calendar.first_on + _LONGEST_BREAK <= day <= calendar.last_on or calendar.is_working_day(day):
        return None
    return next(
        before
        for back in range(1, _LONGEST_BREAK.days + 1)
        if calendar.is_working_day(before := day - timedelta(days=back))
    )


def unjudged(clock: Clock, rule: Rule) -> str:
    """Why nobody can say whether this was met, in plain words; empty for a clock that can be judged."""
    if clock.unjudged is None:
        return ""
    version = _version(clock, rule)
    known = f" {version.unknown}" if clock.unjudged == "law_not_known" and version.unknown else ""
    return f"We cannot judge this: {missing(clock.unjudged)}.{known}"


def missing(code: str) -> str:
    """What an unjudged clock lacks, in words."""
    if code in MISSING:
        return MISSING[code]
    return f"no file we hold about this child says when {_HAPPENS.get(code, 'this is done')}"


def named_holidays(days: Iterable[str], holidays: dict[date, str]) -> tuple[str, ...]:
    """The bank holidays a clock did not count, with their names: "Good Friday (3 April 2026)"."""
    found = [date.fromisoformat(day) for day in days]
    return tuple(f"{holidays.get(day, 'bank holiday')} ({short_date(day)})" for day in found)


def _version(clock: Clock, rule: Rule) -> Version:
    for version in rule.versions:
        if version.from_on == clock.version:
            return version
    return rule.latest


def _parts(clock: Clock, rule: Rule, version: Version) -> Iterable[str]:
    if clock.unjudged is not None:
        yield unjudged(clock, rule)
    if clock.due_on is not None:
        yield _due(clock)
        yield _skipped(clock)
        if clock.to_the_day:
            yield _left_open(clock)
        if "came_first" in clock.because:
            yield f"It was done beforehand, on {short_date(date.fromisoformat(clock.because['came_first']))}."
    yield from _exception(clock, version)
    yield _cite(clock, version)


def _due(clock: Clock) -> str:
    due = clock.due_on
    reasons = clock.because
    if due is None or "unit" not in reasons:
        return ""
    reason = _counted(clock)
    if reasons.get("already_over"):
        comma = "," if "starting_day" in reasons else ""
        return f"Due {long_date(due)}, the day this began to apply: {reason}{comma} had already passed."
    by = f" by {reasons['due_hour']}" if "due_hour" in reasons else ""
    return f"Due {long_date(due)}{by}: {reason}."


def _counted(clock: Clock) -> str:
    """ "20 working days after 30 March 2026" """
    reasons = clock.because
    counted_from = date.fromisoformat(reasons["counted_from"])
    if reasons["unit"] in _OF_THE_TERM:
        return f"{_OF_THE_TERM[reasons['unit']]} after {_start_words(clock)}{short_date(counted_from)}"
    length = Interval(reasons["number"], reasons["unit"]).words
    hour = f", {reasons['hour']}" if "hour" in reasons else ""
    way = "before" if reasons.get("back") else "after"
    return f"{length} {way} {_start_words(clock)}{short_date(counted_from)}{hour}"


def _left_open(clock: Clock) -> str:
    if "due_hour" in clock.because:
        ended = clock.ended_on is not None and clock.ended_on == clock.due_on
        return (
            "The hour at which it was done is not recorded, so we cannot say whether it was in time." if ended else ""
        )
    return "We hold dates and not hours, so that day itself is neither in time nor late."


def _start_words(clock: Clock) -> str:
    if clock.because.get("recorded_from"):
        return "the first day from which this is recorded here, "
    name = clock.because.get("starting_day")
    return f"{STARTING_DAYS[name].words}, " if name else ""


def _skipped(clock: Clock) -> str:
    number = len(clock.because.get("skipped", ()))
    if not number:
        return ""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} bank holiday is not counted." if number == 1 else f"{word} bank holidays are not counted."


def _exception(clock: Clock, version: Version) -> Iterable[str]:
    name = clock.because.get("instead")
    for instead in version.instead:
        if instead.condition.name == name:
            yield instead.says


def _cite(clock: Clock, version: Version) -> str:
    if clock.unjudged == "not_in_force":
        return ""
    instead = next((i for i in version.instead if i.condition.name == clock.because.get("instead")), None)
    steps = instead.steps if instead else version.steps
    step = clock.because.get("step")
    cite = (steps[step].cite if steps and step is not None else "") or version.cite
    return f"{cite}."
