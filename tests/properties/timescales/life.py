"""Children's lives made up from a seed, for property tests and for measuring: no real child, no real file."""

import random
from datetime import date, timedelta

from seenheard.timescales.domain.events import Event, Life

FIRST, LAST = date(2018, 1, 1), date(2026, 3, 31)
PLACES = ("U6", "U6", "U4", "K2", "P1", "U1", "A5", "H5")
LEGAL = ("C1", "C2", "V2", "E1")
TURNS = (
    "care_visit_made", "care_visit_made", "care_visit_made", "care_review_held", "health_assessment_held",
    "dental_check_held", "sdq_completed", "immunisations_recorded", "health_year_reported", "care_plan_made",
    "move", "legal", "home", "referral", "plan", "protection_visit_made", "protection_review_held", "adoption",
    "became_care_leaver", "leaver_contacted", "pathway_plan_reviewed",
)  # fmt: skip


def life(seed: int, length: int = 12) -> Life:
    """One child's life of about `length` turns; the same seed gives the same life."""
    return _Writer(random.Random(seed)).write(length)


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self.chance, self.events = chance, []
        self.on = FIRST + timedelta(days=chance.randrange(2000))
        self.number = 0
        self.in_care = self.on_plan = None
        self.placement = self.legal = None

    def write(self, length: int) -> Life:
        born_on = self.on - timedelta(days=self.chance.randrange(6000))
        for _ in range(length):
            self.on = min(LAST, self.on + timedelta(days=self.chance.choice((0, 1, 6, 20, 40, 60, 120, 200))))
            self.turn(self.chance.choice(TURNS))
        known = born_on if self.chance.random() > 0.05 else None
        unrecorded = frozenset({"care_visit_made"}) if self.chance.random() < 0.1 else frozenset()
        return Life(tuple(self.events), known, None, unrecorded)

    def turn(self, name: str) -> None:
        special = getattr(self, f"_{name}", None)
        if special is not None:
            special()
        elif self.in_care is None and not name.startswith(("protection", "leaver", "became", "pathway")):
            self._enter()
        else:
            self.add(name, **self._facts(name))

    def add(self, kind: str, **facts) -> None:
        self.number += 1
        self.events.append(Event(kind, self.on, facts, f"{self.number:05}"))

    def _facts(self, name: str) -> dict:
        seen = self.chance.choice((True, True, False, None))
        return {
            "care_visit_made": {"seen": seen},
            "protection_visit_made": {"plan": self.on_plan, "seen": seen, "seen_alone": seen},
            "protection_review_held": {"plan": self.on_plan, "continued": True},
            "care_plan_made": {"intentions": self.chance.choice((("LTFOST18",), ("RETURNFAM",), ()))},
            "immunisations_recorded": {"up_to_date": self.chance.random() < 0.7},
            "health_year_reported": {"teeth_check": True, "health_assessment": True, "immunisations": True},
        }.get(name, {})

    def _enter(self) -> None:
        self.in_care = f"c{self.number}"
        self.add("became_looked_after", care=self.in_care)
        self._legal()
        self._move()

    def _move(self) -> None:
        if self.in_care is None:
            return
        if self.placement:
            self.add("placement_ended", placement=self.placement)
        self.placement = f"p{self.number}"
        self.add("placement_started", placement=self.placement, place=self.chance.choice(PLACES))

    def _legal(self) -> None:
        if self.legal:
            self.add("legal_status_ended", legal=self.legal)
        self.legal = self.chance.choice(LEGAL)
        self.add("legal_status_started", legal=self.legal)

    def _home(self) -> None:
        if self.in_care is None:
            return
        self.add("placement_ended", placement=self.placement)
        self.add("ceased_to_be_looked_after", care=self.in_care)
        self.in_care = self.placement = None

    def _referral(self) -> None:
        referral = f"r{self.number}"
        self.add("referral_received", referral=referral)
        if self.chance.random() < 0.8:
            self.on = min(LAST, self.on + timedelta(days=self.chance.randrange(90)))
            self.add("assessment_authorised", referral=referral)

    def _plan(self) -> None:
        if self.on_plan:
            self.add("protection_plan_ended", plan=self.on_plan)
            self.on_plan = None
            return
        self.add("section_47_started", enquiry=f"e{self.number}")
        self.on = min(LAST, self.on + timedelta(days=self.chance.randrange(40)))
        self.on_plan = f"pl{self.number}"
        self.add("initial_conference_held", enquiry=f"e{self.number - 2}", plan=self.on_plan, led_to_plan=True)
        self.add("protection_plan_started", plan=self.on_plan)

    def _adoption(self) -> None:
        self.add(self.chance.choice(("placement_order_made", "placed_for_adoption", "adoption_decision_reversed")))
