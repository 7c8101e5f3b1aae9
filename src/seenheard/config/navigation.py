"""The main navigation: which pages each role is offered. What a person may open is decided by the pages."""

from dataclasses import dataclass

from django.urls import reverse

from seenheard.accounts.domain.roles import Ability, roles_with
from seenheard.ui.parts import Link

SIGN_OUT = "account_logout"
ACCOUNT = "mfa_index"


@dataclass(frozen=True)
class Entry:
    """A line of the navigation; no roles means everyone who has signed in. `holds`: the beginning of the addresses
    that it stands for, where they begin otherwise than its own."""

    text: str
    page: str
    roles: frozenset[str] = frozenset()
    holds: str = ""


WITH_CHILDREN = frozenset({"social_worker", "team_manager", "reviewing_officer", "service_manager"})
READERS = roles_with(Ability.READ_PUBLISHED)
KNOW_RULES = roles_with(Ability.READ_RULES)
MANAGERS = frozenset({"team_manager", "service_manager"})

ENTRIES: tuple[Entry, ...] = (
    Entry("My work", "desk:my_work", WITH_CHILDREN),
    Entry("My team", "desk:team", frozenset({"team_manager"})),
    Entry("All teams", "desk:team", frozenset({"service_manager"})),
    Entry("Children", "desk:children", WITH_CHILDREN),
    Entry("Reports", "performance:reports", WITH_CHILDREN),
    Entry("Reports for reviews", "desk:review_reports", frozenset({"reviewing_officer"})),
    Entry("Children placed with you", "desk:caring", frozenset({"carer"})),
    Entry("Totals", "performance:totals", frozenset({"director"})),
    Entry("Published reports", "performance:published", READERS),
    Entry("Open a record", "record:on_duty", frozenset({"duty_worker"})),
    Entry("Looks to judge", "record:looks", frozenset({"records_guardian"})),
    Entry("Cover", "accounts:covers", MANAGERS),
    Entry("Conflicts", "record:conflicts", MANAGERS | {"records_guardian"}),
    Entry("Restricted", "record:restricted", frozenset({"service_manager"})),
    Entry("Closed files", "record:closed_files", frozenset({"service_manager"})),
    Entry("What is asked", "voices:categories", frozenset({"service_manager"}), "/voices/"),
    Entry("Imports", "returns:history", frozenset({"analyst"})),
    Entry("People", "accounts:people", frozenset({"administrator"})),
    Entry("To agree", "accounts:waiting", frozenset({"service_manager", "administrator"})),
    Entry("Messages", "prompts:messages", frozenset({"administrator"})),
    Entry("Due dates", "desk:due_dates", MANAGERS | {"reviewing_officer", "analyst"}),
    Entry("Rules", "timescales:rules", KNOW_RULES),
)
FOOTER: tuple[Entry, ...] = (
    Entry("Register of rules", "timescales:rules", KNOW_RULES),
    Entry("Accessibility", "ui:accessibility"),
)


def links(role: str, path: str) -> tuple[Link, ...]:
    """The navigation of one role, the line that holds `path` marked as current."""
    entries = [entry for entry in ENTRIES if not entry.roles or role in entry.roles]
    addresses = [reverse(entry.page) for entry in entries]
    begins = [entry.holds or address for entry, address in zip(entries, addresses, strict=True)]
    # The longest that the path starts with, so that "/" does not claim every page.
    holding = max((one for one in begins if path.startswith(one)), key=len, default="")
    told = zip(entries, addresses, begins, strict=True)
    return tuple(Link(entry.text, address, one == holding) for entry, address, one in told)


def footer(role: str = "") -> tuple[Link, ...]:
    """The links at the foot of every page; for who has not signed in, as well."""
    entries = [entry for entry in FOOTER if not (entry.roles and role and role not in entry.roles)]
    return tuple(Link(entry.text, reverse(entry.page)) for entry in entries)
