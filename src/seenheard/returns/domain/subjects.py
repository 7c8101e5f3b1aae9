"""What SSD and SSDA903 both tell of a child, and the known reasons why they may tell it differently."""

from __future__ import annotations

from .comparing import Context, Fact, Subject

# SW_EPISODES began with the return of 2023-24: allocations begun earlier are told from its first full year on.
WORKERS_FROM = "2024-04-01"


def same(*names: str) -> tuple[tuple[str, str], ...]:
    """Fields that both returns call alike."""
    return tuple((name, name) for name in names)


def ended_earlier(fact: Fact, context: Context) -> str:
    until = fact.get("until_on")
    if until and until <= context.begins:
        return "it had ended before the collection year, which the return does not carry"
    return ""


def not_held_in_the_year(fact: Fact, context: Context) -> str:
    held_on = fact.get("held_on")
    if not held_on:
        return "it is planned or was cancelled: the return carries reviews that were held"
    if held_on < context.begins:
        return "it was held before the collection year, which the return does not carry"
    return "it was held after the collection year" if held_on > context.ends else ""


def no_reason(fact: Fact, context: Context) -> str:
    return ""


def of_a_mother(name: str, ssd: Fact, ssda903: Fact, context: Context) -> str:
    if name == "is_mother" and ssd.get(name) == "f" and not ssda903.get(name):
        return "SSD says that the child is not a mother; the return leaves that blank"
    return ""


def of_a_status(name: str, ssd: Fact, ssda903: Fact, context: Context) -> str:
    if name == "until_on" and not ssd.get(name):
        return "the return gives the day on which the status will end; SSD gives an end only once it has ended"
    return ""


def of_an_allocation(name: str, ssd: Fact, ssda903: Fact, context: Context) -> str:
    if name == "from_on" and ssda903.get(name) == WORKERS_FROM and (ssd.get(name) or "") < WORKERS_FROM:
        return "the allocation began before the return’s own first day of allocations, 1 April 2024"
    until = ssda903.get(name)
    if name == "until_on" and not ssd.get(name) and until and (ssda903["child"], until) in context.ended:
        return "the return ends the allocation on the day the child left care; in SSD the worker went on"
    return ""


def of_a_child_not_looked_after(fact: Fact, context: Context) -> str:
    if fact["child"] not in context.looked_after:
        return "the child was not looked after in the year: the return has only what it has of care leavers"
    return ended_earlier(fact, context)


PERIOD = "until_on"
SUBJECTS = (
    Subject(
        "care episodes",
        "cla_episode",
        "cla_episode",
        ("from_on",),
        same("start_reason", "need_code", PERIOD, "end_reason"),
        ended_earlier,
    ),
    Subject(
        "legal statuses",
        "legal_status",
        "cla_episode",
        ("from_on",),
        (("code", "legal_code"), *same(PERIOD)),
        ended_earlier,
    ),
    Subject(
        "placements",
        "cla_placement",
        "cla_episode",
        ("from_on",),
        same("place_code", "provider_code", "urn", PERIOD, "change_reason"),
        ended_earlier,
    ),
    Subject("care reviews", "cla_review", "cla_review", ("held_on",), same("participation"), not_held_in_the_year),
    Subject("missing episodes", "missing", "missing", ("from_on",), same("kind", PERIOD), ended_earlier),
    Subject(
        "who the child is",
        "person",
        "person",
        (),
        same("born_on", "sex", "ethnicity", "upn_unknown", "is_mother"),
        no_reason,
        of_a_mother,
    ),
    Subject(
        "UPN and local identifier",
        "linked_identifier",
        "linked_identifier",
        ("kind",),
        same("value"),
        no_reason,
        compared=lambda fact: fact.get("kind") in ("upn", "la_child_id"),
    ),
    Subject(
        "previous permanence",
        "cla_previous_permanence",
        "cla_previous_permanence",
        (),
        same("option", "authority", "ordered_on"),
        no_reason,
    ),
    Subject(
        "care leavers",
        "care_leaver",
        "care_leaver",
        (),
        same("in_touch", "accommodation", "accommodation_suitable", "activity"),
        no_reason,
    ),
    Subject(
        "unaccompanied children",
        "immigration_status",
        "immigration_status",
        ("status",),
        same(PERIOD),
        of_a_child_not_looked_after,
        of_a_status,
    ),
    Subject(
        "workers’ allocations",
        "involvement",
        "involvement",
        ("registration_no",),
        same("from_on", PERIOD, "change_reason"),
        ended_earlier,
        of_an_allocation,
    ),
)
