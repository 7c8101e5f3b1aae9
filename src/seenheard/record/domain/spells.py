"""Things that last (referrals, plans, episodes, involvements): how each begins and ends is a happening."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .care import Care, Spell, began_earlier
from .happenings import Happening
from .sources import Facts, Same, always, same_worker, standing


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a spell: the kind of happening, its day, its facts and the columns they come from."""

    kind: str
    day: str
    facts: Mapping[str, str]


# object: (where it starts, its edges)
EDGES: dict[str, tuple[str, tuple[Edge, ...]]] = {
    "early_help_episode": (
        "from_on",
        (Edge("early_help_started", "from_on", {}), Edge("early_help_ended", "until_on", {})),
    ),
    "cin_episode": (
        "referred_on",
        (
            Edge(
                "referral_received",
                "referred_on",
                {"referral": "referral_ref", "no_further_action": "no_further_action"},
            ),
            Edge("need_episode_closed", "closed_on", {"referral": "referral_ref", "reason": "close_reason"}),
        ),
    ),
    "cin_assessment": (
        "started_on",
        (
            Edge("assessment_started", "started_on", {"referral": "referral_ref", "assessment": "assessment_ref"}),
            Edge(
                "assessment_authorised", "authorised_on", {"referral": "referral_ref", "assessment": "assessment_ref"}
            ),
        ),
    ),
    "s47_enquiry": (
        "started_on",
        (
            Edge("section_47_started", "started_on", {"referral": "referral_ref", "enquiry": "enquiry_ref"}),
            Edge(
                "section_47_ended",
                "ended_on",
                {"enquiry": "enquiry_ref", "no_further_action": "no_further_action"},
            ),
        ),
    ),
    "cp_plan": (
        "from_on",
        (
            Edge("protection_plan_started", "from_on", {"plan": "plan_ref", "category": "initial_category"}),
            Edge("protection_plan_ended", "until_on", {"plan": "plan_ref"}),
        ),
    ),
    "cin_plan": (
        "from_on",
        (
            Edge("need_plan_started", "from_on", {"plan": "plan_ref", "referral": "referral_ref"}),
            Edge("need_plan_ended", "until_on", {"plan": "plan_ref"}),
        ),
    ),
    "missing": (
        "from_on",
        (
            Edge("went_missing", "from_on", {"missing": "missing_ref", "kind": "kind"}),
            Edge(
                "returned_from_missing",
                "until_on",
                {
                    "missing": "missing_ref",
                    "interview_offered": "interview_offered",
                    "interview_accepted": "interview_accepted",
                },
            ),
        ),
    ),
    "deprivation_of_liberty": (
        "from_on",
        (Edge("deprived_of_liberty_started", "from_on", {}), Edge("deprived_of_liberty_ended", "until_on", {})),
    ),
    "involvement": (
        "from_on",
        (
            Edge(
                "worker_allocated",
                "from_on",
                # Files give with the new worker why there is a new one; the first has "first contact".
                {"worker": "professional_ref", "role": "role", "team": "team_ref", "reason": "change_reason"},
            ),
            Edge("worker_left", "until_on", {"worker": "professional_ref"}),
        ),
    ),
}


# Of these, another source's later spell inside one that is in force is the same one, dated differently.
SAME: dict[str, Same] = {
    "early_help_episode": always,
    "cp_plan": always,
    "cin_plan": always,
    "missing": always,
    "deprivation_of_liberty": always,
    "involvement": same_worker,
}


def spells(facts: Facts) -> Iterator[Happening]:
    """How everything that lasts began and ended, of the sources that stand."""
    for name, (start, edges) in EDGES.items():
        for row in standing(facts.get(name, ()), start, same=SAME.get(name)):
            yield from _edges(name, row, edges)


def in_care(care: Care) -> Iterator[Happening]:
    """How periods of care, legal statuses and stays began and ended."""
    for period in care.periods:
        ref = {"care": period.ref or period.row_key}
        earlier: dict[str, Any] = {"began_earlier": True} if began_earlier(period) else {}
        ended = ref | {"reason": period.end_reason}
        yield from _ends(period, "became_looked_after", ref | earlier, "ceased_to_be_looked_after", ended)
    for legal in care.legal:
        code = {"legal": legal.code}
        yield from _ends(legal, "legal_status_started", code, "legal_status_ended", code)
    for stay in care.stays:
        ref = {"placement": stay.ref or stay.row_key}
        began = ref | {"place": stay.code, "provider": stay.provider, "reason": stay.reason}
        yield from _ends(stay, "placement_started", began, "placement_ended", ref | {"reason": stay.end_reason})


def _edges(name: str, row: Any, edges: Sequence[Edge]) -> Iterator[Happening]:
    ref, sources = f"{name}/{row.source}/{row.row_key}", (row.source,)
    for edge in edges:
        if (day := getattr(row, edge.day)) is not None:
            told = {fact: getattr(row, field) for fact, field in edge.facts.items()}
            yield Happening(edge.kind, day, told, ref, sources)


def _ends(spell: Spell, began: str, began_facts: dict, ended: str, ended_facts: dict) -> Iterator[Happening]:
    ref, sources = f"{spell.told_by}/{spell.source}/{spell.row_key}", (spell.source,)
    yield Happening(began, spell.from_on, began_facts, ref, sources)
    if spell.until_on is not None:
        yield Happening(ended, spell.until_on, ended_facts, ref, sources)
