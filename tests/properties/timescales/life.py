"""Children's lives made up from a seed, for property tests and for measuring: no real child, no real file."""

import random
from datetime import date, timedelta

from seenheard.timescales.domain.events import ONLY_HERE, Event, Life

FIRST, LAST = date(2018, 1, 1), date(2026, 3, 31)
PLACES = ("U6", "U6", "U4", "K2", "P1", "U1", "A5", "H5")
LEGAL = ("C1", "C2", "V2", "E1")
TURNS = (
    "care_visit_made", "care_visit_made", "care_visit_made", "care_review_held", "health_assessment_held",
    "dental_check_held", "sdq_completed", "immunisations_recorded", "health_year_reported", "care_plan_made",
    "move", "legal", "home", "referral", "plan", "protection_visit_made", "protection_review_held", "adoption",
    "became_care_leaver", "leaver_contacted", "pathway_plan_reviewed", "need_plan", "need_visit_made", "missing",
    "private_fostering", "contact", "conference", "review", "recorded", "recorded", "recorded",
)  # fmt: skip
# What workers record, on any day of any life.
RECORDED = (
    "core_group_held", "supervision_held", "need_plan_reviewed", "visit_written_up", "reviewing_officer_named",
    "care_plan_ready", "placement_plan_made", "placement_notice_sent", "health_assessment_requested", "sdq_sent",
    "pep_made", "pep_reviewed", "school_changed", "agreed_to_fewer_visits", "needs_assessment_made",
    "pathway_plan_made", "moved_to_new_accommodation", "moved_out_of_accommodation", "adviser_visit_made",
    "moved_to_long_term_team", "strategy_discussion_decided", "strategy_discussion_held", "conference_report_sent",
    "connected_person_approved", "connected_person_approval_extended", "connected_person_approval_ended",
    "referral_decided", "contact_decided", "review_report_sent",
)  # fmt: skip
HOURS = ("00:10", "09:30", "16:45", "23:55", None)


def life(seed: int, length: int = 12) -> Life:
    """One child's life of about `length` turns; the same seed gives the same life."""
    return _Writer(random.Random(seed)).write(length)


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self.chance, self.events = chance, []
        self.on = FIRST + timedelta(days=chance.randrange(2000))
        self.number = 0
        self.in_care = self.on_plan = None
        self.placement = self.legal = self.need = self.privately = None

    def write(self, length: int) -> Life:
        born_on = self.on - timedelta(days=self.chance.randrange(6000))
        for _ in range(length):
            self.on = min(LAST, self.on + timedelta(days=self.chance.choice((0, 1, 6, 20, 40, 60, 120, 200))))
            self.turn(self.chance.choice(TURNS))
        known = born_on if self.chance.random() > 0.05 else None
        unrecorded = frozenset({"care_visit_made"}) if self.chance.random() < 0.1 else frozenset()
        unrecorded |= ONLY_HERE if self.chance.random() < 0.1 else frozenset()
        since = dict.fromkeys(ONLY_HERE, date(2024, 1, 1)) if self.chance.random() < 0.3 else {}
        return Life(tuple(self.events), known, None, unrecorded, since)

    def turn(self, name: str) -> None:
        special = getattr(self, f"_{name}", None)
        if special is not None:
            special()
        elif self.in_care is None and not name.startswith(("protection", "leaver", "became", "pathway", "need")):
            self._enter()
        else:
            self.add(name, **self._facts(name))

    def add(self, kind: str, **facts) -> None:
        self.number += 1
        self.events.append(Event(kind, self.on, facts, f"{self.number:05}"))

    def _facts(self, name: str) -> dict:
        seen = self.chance.choice((True, True, False, None))
        return {
            "care_visit_made": {"seen": seen, "visit": f"v{self.number}"},
            "need_visit_made": {"seen": seen, "visit": f"v{self.number}"},
            "protection_visit_made": {"plan": self.on_plan, "seen": seen, "seen_alone": seen},
            "core_group_held": {"plan": self.on_plan},
            "need_plan_reviewed": {"plan": self.need},
            "moved_to_long_term_team": {"plan": self.on_plan},
            "visit_written_up": {"visit": f"v{self.number - 1}"},
            "placement_plan_made": {"placement": self.placement},
            "placement_notice_sent": {"placement": self.placement, "everyone_told": seen},
            "agreed_to_fewer_visits": {"agreed": seen, "old_enough": seen},
            "moved_to_new_accommodation": {"provided_by_authority": seen},
            "adviser_visit_made": {"seen": seen},
            "school_changed": {"school": f"s{self.number % 3}"},
            "pep_made": {"school": f"s{self.number % 3}"},
            "conference_report_sent": {"conference": "review"},
            "connected_person_approved": {"carer": "k", "placement": self.placement},
            "connected_person_approval_ended": {"carer": "k"},
            "strategy_discussion_decided": {"hour": self.chance.choice(HOURS)},
            "strategy_discussion_held": {"hour": self.chance.choice(HOURS)},
            "contact_decided": {"hour": self.chance.choice(HOURS)},
            "protection_review_held": {"plan": self.on_plan, "continued": True},
            "care_plan_made": {"intentions": self.chance.choice((("LTFOST18",), ("RETURNFAM",), ()))},
            "immunisations_recorded": {"up_to_date": self.chance.random() < 0.7},
            "health_year_reported": {"teeth_check": True, "health_assessment": True, "immunisations": True},
        }.get(name, {})

    def _recorded(self) -> None:
        name = self.chance.choice(RECORDED)
        self.add(name, **self._facts(name))

    def _need_plan(self) -> None:
        if self.need:
            self.add("need_plan_ended", plan=self.need)
            self.need = None
        else:
            self.need = f"n{self.number}"
            self.add("need_plan_started", plan=self.need)

    def _private_fostering(self) -> None:
        if self.privately is None:
            self.privately = f"f{self.number}"
            self.add("private_fostering_notified", arrangement=self.privately)
        elif self.chance.random() < 0.7:
            self.add("private_fostering_visit_made", arrangement=self.privately, seen=True)
        else:
            self.add("private_fostering_ended", arrangement=self.privately)
            self.privately = None

    def _missing(self) -> None:
        missing = f"m{self.number}"
        self.add("went_missing", missing=missing)
        self.on = min(LAST, self.on + timedelta(days=self.chance.randrange(4)))
        self.add("returned_from_missing", missing=missing, hour=self.chance.choice(HOURS))
        self.on = min(LAST, self.on + timedelta(days=self.chance.randrange(6)))
        if self.chance.random() < 0.8:
            self.add("return_interview_held", missing=missing, hour=self.chance.choice(HOURS))

    def _contact(self) -> None:
        self.add("contact_received", hour=self.chance.choice(HOURS))

    def _conference(self) -> None:
        ahead = timedelta(days=self.chance.randrange(40))
        conference = self.chance.choice(("initial", "review"))
        self.add("conference_arranged", conference=conference, arranged_for_on=self.on + ahead)

    def _review(self) -> None:
        ahead = timedelta(days=self.chance.randrange(40))
        self.add("care_review_arranged", arranged_for_on=self.on + ahead)

    def _enter(self) -> None:
        if self.chance.random() < 0.1:  # prepared beforehand, as the regulation asks
            self.add("care_plan_ready")
            self.on = min(LAST, self.on + timedelta(days=self.chance.randrange(1, 20)))
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
