"""What is so for a child on the day the engine has reached: what the named conditions look at."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from seenheard.timescales.domain.events import ENDINGS, Happening

LATER = 2  # from the second review on they are counted alike
FIRST_REVIEW = timedelta(weeks=4)  # about 20 working days


class Situation:
    """A child's circumstances, brought forward one day at a time.

    `began_on` is the day from which the interval in question is counted; a condition that depends on time
    (the first year of a placement) asks about that day.
    """

    __slots__ = (
        "approved_on",
        "arranged",
        "assessed_on",
        "began_on",
        "born_on",
        "care_reviews",
        "care_since",
        "conferences",
        "expected_on",
        "fewer_visits",
        "first_placed_on",
        "freed_on",
        "intentions",
        "legal",
        "need_plans",
        "new_plan",
        "others",
        "past_care",
        "place",
        "placed_for_adoption",
        "placement",
        "placement_since",
        "plans",
        "private_since",
        "review_on",
        "reviews_known_from",
        "temporary",
        "visited_on",
    )  # fmt: skip

    def __init__(
        self, born_on: date | None, expected_on: date | None = None, reviews_known_from: date | None = None
    ) -> None:
        self.born_on, self.expected_on = born_on, expected_on
        self.reviews_known_from = reviews_known_from or date.min
        self.began_on = date.min
        self.care_since: date | None = None
        self.care_reviews = 0
        self.placement_since: date | None = None
        self.placement: str | None = None
        self.place: str | None = None
        self.visited_on: date | None = None
        self.others: list[tuple[str, date, str | None, date | None, bool]] = []
        self.fewer_visits = False
        self.first_placed_on: date | None = None
        self.past_care: list[tuple[date, date]] = []
        self.legal: set[str] = set()
        self.intentions: tuple[str, ...] | None = None
        self.placed_for_adoption = False
        self.plans: set[str | None] = set()
        self.new_plan: tuple[str | None, date] | None = None
        self.conferences: dict[str, date] = {}
        self.need_plans: set[str | None] = set()
        self.arranged: tuple[str | None, date | None] = (None, None)
        self.assessed_on: date | None = None
        self.approved_on: date | None = None
        self.freed_on: date | None = None  # the day on which the approval for this placement ended
        self.temporary: dict[str | None, str] = {}  # carer approved for a time -> the placement it is for
        self.private_since: date | None = None
        self.review_on: date | None = None

    def live(self, happenings: Iterable[Happening]) -> Happening | None:
        """Take in one day. Answers with the first happening that a rule's conditions may notice, if there is one."""
        change: Happening | None = None
        late = []
        for event in happenings:
            if event.kind in ENDINGS and not self._is_under_way(event):
                late.append(event)  # a spell that began and ended on one day
                continue
            if step := _STEPS.get(event.kind):
                step(self, event.on, event.facts)
                if change is None and event.kind in CHANGES:
                    change = event
        for event in late:
            if step := _STEPS.get(event.kind):
                step(self, event.on, event.facts)
        return change

    def _is_under_way(self, event: Happening) -> bool:
        tie = event.facts.get(ENDINGS[event.kind] or "")
        if event.kind == "placement_ended":
            here = tie is None or self.placement is None or tie == self.placement
            return self.placement_since is not None and (here or any(other[0] == tie for other in self.others))
        if event.kind == "ceased_to_be_looked_after":
            return self.care_since is not None
        if event.kind == "protection_plan_ended":
            return tie in self.plans or (tie is None and bool(self.plans))
        if event.kind == "need_plan_ended":
            return tie in self.need_plans or (tie is None and bool(self.need_plans))
        if event.kind == "legal_status_ended":
            return tie in self.legal
        return True

    def _begin_care(self, on: date, facts: Mapping[str, Any]) -> None:
        if self.care_since is None:
            # Of care that began before the files do nobody knows how often it was reviewed: the next is a later one.
            unknown = facts.get("began_earlier") or on + FIRST_REVIEW < self.reviews_known_from
            reviews = LATER if unknown else 0
            self.care_since, self.care_reviews, self.placed_for_adoption = on, reviews, False
            self.intentions = None
            # Of care that began before the files do nobody knows which placement was the first.
            self.first_placed_on = date.min if facts.get("began_earlier") else self.placement_since

    def _end_care(self, on: date, _: Mapping[str, Any]) -> None:
        if self.care_since is not None:
            self.past_care.append((self.care_since, on))
        self.care_since = self.first_placed_on = None
        self.temporary.clear()
        self._leave_placement(on, {})

    def _enter_placement(self, on: date, facts: Mapping[str, Any]) -> None:
        if self.placement is not None and self.placement_since is not None:
            # The files overlap: the newer placement is the one that counts for as long as it lasts.
            self.others.append((self.placement, self.placement_since, self.place, self.visited_on, self.fewer_visits))
        self.placement, self.placement_since = facts.get("placement"), on
        self.place, self.visited_on, self.fewer_visits = facts.get("place"), None, False
        self.freed_on = None
        if self.care_since is not None and self.first_placed_on is None:
            self.first_placed_on = on

    def _leave_placement(self, _: date, facts: Mapping[str, Any]) -> None:
        tie = facts.get("placement")
        if tie is None or self.placement is None:
            self.others.clear()
        elif tie != self.placement:
            self.others = [other for other in self.others if other[0] != tie]
            return
        back_to = self.others.pop() if self.others else (None, None, None, None, False)
        self.placement, self.placement_since, self.place, self.visited_on, self.fewer_visits = back_to

    def _visit(self, on: date, facts: Mapping[str, Any]) -> None:
        if facts.get("seen") is not False and self.placement_since is not None:
            self.visited_on = on

    def _start_legal_status(self, _: date, facts: Mapping[str, Any]) -> None:
        self.legal.add(facts.get("legal") or "?")

    def _end_legal_status(self, _: date, facts: Mapping[str, Any]) -> None:
        self.legal.discard(facts.get("legal") or "?")

    def _make_care_plan(self, _: date, facts: Mapping[str, Any]) -> None:
        self.intentions = tuple(facts.get("intentions") or ())

    def _review_care(self, _: date, __: Mapping[str, Any]) -> None:
        self.care_reviews += self.care_since is not None

    def _place_for_adoption(self, _: date, __: Mapping[str, Any]) -> None:
        self.placed_for_adoption = True

    def _reverse_adoption(self, _: date, __: Mapping[str, Any]) -> None:
        self.placed_for_adoption = False

    def _hold_conference(self, on: date, facts: Mapping[str, Any]) -> None:
        if facts.get("led_to_plan") and facts.get("plan") is not None:
            self.conferences[facts["plan"]] = on

    def _start_plan(self, on: date, facts: Mapping[str, Any]) -> None:
        self.plans.add(facts.get("plan"))
        self.new_plan = facts.get("plan"), on

    def _end_plan(self, _: date, facts: Mapping[str, Any]) -> None:
        tie = facts.get("plan")
        self.plans = set() if tie is None else self.plans - {tie, None}

    def _start_need_plan(self, _: date, facts: Mapping[str, Any]) -> None:
        self.need_plans.add(facts.get("plan"))

    def _end_need_plan(self, _: date, facts: Mapping[str, Any]) -> None:
        tie = facts.get("plan")
        self.need_plans = set() if tie is None else self.need_plans - {tie, None}

    def _agree(self, _: date, facts: Mapping[str, Any]) -> None:
        self.fewer_visits = facts.get("agreed") is True and facts.get("old_enough") is True

    def _arrange(self, _: date, facts: Mapping[str, Any]) -> None:
        self.arranged = facts.get("conference"), facts.get("arranged_for_on")

    def _plan_a_review(self, _: date, facts: Mapping[str, Any]) -> None:
        self.review_on = facts.get("arranged_for_on")

    def _assess_health(self, on: date, _: Mapping[str, Any]) -> None:
        self.assessed_on = on

    def _approve(self, on: date, facts: Mapping[str, Any]) -> None:
        self.approved_on = on
        if facts.get("placement") is not None:
            self.temporary[facts.get("carer")] = facts["placement"]

    def _end_approval(self, on: date, facts: Mapping[str, Any]) -> None:
        tie = facts.get("carer")
        ended = [carer for carer in self.temporary if tie is None or carer == tie]
        for placement in [self.temporary.pop(carer) for carer in ended]:
            if placement == self.placement:
                self.freed_on = on

    def _foster_privately(self, on: date, _: Mapping[str, Any]) -> None:
        self.private_since = on

    def _end_private_fostering(self, _: date, __: Mapping[str, Any]) -> None:
        self.private_since = None


_STEPS: Mapping[str, Callable[[Situation, date, Mapping[str, Any]], None]] = {
    "became_looked_after": Situation._begin_care,
    "ceased_to_be_looked_after": Situation._end_care,
    "placement_started": Situation._enter_placement,
    "placement_ended": Situation._leave_placement,
    "care_visit_made": Situation._visit,
    "legal_status_started": Situation._start_legal_status,
    "legal_status_ended": Situation._end_legal_status,
    "care_plan_made": Situation._make_care_plan,
    "care_review_held": Situation._review_care,
    "placed_for_adoption": Situation._place_for_adoption,
    "adoption_decision_reversed": Situation._reverse_adoption,
    "initial_conference_held": Situation._hold_conference,
    "protection_plan_started": Situation._start_plan,
    "protection_plan_ended": Situation._end_plan,
    "need_plan_started": Situation._start_need_plan,
    "need_plan_ended": Situation._end_need_plan,
    "agreed_to_fewer_visits": Situation._agree,
    "conference_arranged": Situation._arrange,
    "care_review_arranged": Situation._plan_a_review,
    "health_assessment_held": Situation._assess_health,
    "connected_person_approved": Situation._approve,
    "connected_person_approval_ended": Situation._end_approval,
    "private_fostering_notified": Situation._foster_privately,
    "private_fostering_ended": Situation._end_private_fostering,
}

# Events after which an open clock's conditions are asked again.
CHANGES = frozenset(
    {
        "placement_started", "placement_ended", "legal_status_started", "legal_status_ended", "care_plan_made",
        "placed_for_adoption", "adoption_decision_reversed", "agreed_to_fewer_visits", "protection_plan_ended",
        "need_plan_ended", "ceased_to_be_looked_after", "connected_person_approved", "connected_person_approval_ended",
    }
)  # fmt: skip
