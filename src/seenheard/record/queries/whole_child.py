"""Everything the child page says, in few queries: who, where (district only), status, people, sources."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from seenheard.accounts import queries as accounts

from ..domain.objects import SOURCES
from ..domain.protecting import Protection
from ..domain.whole import (
    READS,
    Differs,
    Status,
    Works,
    differences,
    known_as,
    lives,
    single_values,
    sources_of,
    status,
    works_with,
)
from ..models import Child
from .facts import facts_by_child
from .seeing import children_now, find

ACCOUNT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a reviewing officer who was named here
RANK = f"array_position(ARRAY[{', '.join(repr(source) for source in SOURCES)}], source)"

SIBLINGS = """
SELECT other.child_id, 'same family'
FROM record_family AS own JOIN record_family AS other USING (source, family_ref)
WHERE own.child_id = %(child)s AND own.known_until IS NULL AND other.known_until IS NULL
UNION ALL
SELECT identifier.child_id, 'same mother'
FROM record_linkedidentifier AS own_number
JOIN record_mother AS own ON own.mothers_child_ref = own_number.value AND own.known_until IS NULL
JOIN record_mother AS other ON other.child_id = own.child_id AND other.known_until IS NULL
JOIN record_linkedidentifier AS identifier ON identifier.kind = 'la_child_id'
    AND identifier.value = other.mothers_child_ref AND identifier.known_until IS NULL
WHERE own_number.child_id = %(child)s AND own_number.kind = 'la_child_id' AND own_number.known_until IS NULL
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works or worked with the child."""

    name: str | None
    role: str | None
    team_name: str | None
    from_on: date | None
    until_on: date | None
    current: bool
    professional_ref: str | None
    team_ref: str | None


@dataclass(frozen=True, slots=True)
class Sibling:
    """A brother or sister whom the viewer may see; others are not mentioned at all."""

    public_id: UUID
    name: str | None
    born_on: date | None
    expected_on: date | None
    why: str  # same family | same mother


@dataclass(frozen=True, slots=True)
class WholeChild:
    """The child as known: each value from the believed source, and what others say instead."""

    public_id: UUID
    name: str | None
    name_used: str | None
    forename: str | None
    surname: str | None
    born_on: date | None
    expected_on: date | None
    born_estimated: bool | None
    died_on: date | None
    sex: str | None
    gender: str | None
    ethnicity: str | None
    nationality: str | None
    language: str | None
    interpreter: bool | None
    communication: str | None
    upn_unknown: str | None
    send_flag: bool | None
    is_mother: bool | None
    disabilities: tuple[str, ...]
    immigration: str | None
    identifiers: tuple[tuple[str, str], ...]
    area: str | None
    has_address: bool
    address_protected: str | None  # who must not know the address, in words
    protections: tuple[Protection, ...]  # what was said here of that, and stands
    protected_by_files: tuple[str, ...]
    address_untold: bool  # of the placement, which somebody typed
    status: Status
    people: tuple[Person, ...]
    siblings: tuple[Sibling, ...]
    sources: tuple[str, ...]
    differs: tuple[Differs, ...]


def whole_child(*, viewer, child: Child, on: date, known_at: datetime | None = None, why: str = "") -> WholeChild:
    """The child on the day `on`, as known now or at a past moment. At most five queries.

    Raises NoSuchChild. `why`: the reason of somebody who mends an import and sees no child otherwise.
    """
    find(viewer=viewer, child=child, on=on, why=why)
    ((_, facts),) = facts_by_child([child.pk], READS, known_at=known_at)
    works = works_with(facts, on)
    names = accounts.names(accounts_among(works))
    return put_together(child, on, facts, works, names, siblings(child, viewer, on))


def accounts_among(works: Iterable[Works]) -> set[str]:
    """The public ids of those around the child who were named by their account here: reviewing officers."""
    return {one.professional_ref for one in works if one.professional_ref and ACCOUNT.fullmatch(one.professional_ref)}


def put_together(
    child: Child,
    on: date,
    facts: dict[str, list],
    works: tuple[Works, ...],
    names: Mapping[str, str],
    others: tuple[Sibling, ...],
) -> WholeChild:
    """For the queries of this room: what these facts, of all of READS, come to. `names`: of accounts. One query."""
    values = single_values(facts)
    stands = status(facts, on)
    home = lives(facts, on, in_care=stands.looked_after_since_on is not None)
    immigration = [row for row in facts.get("immigration_status", ()) if row.until_on is None or row.until_on > on]
    return WholeChild(
        public_id=child.public_id,
        name=_name(values),
        **values,
        disabilities=tuple(sorted({row.code for row in facts.get("disability", ()) if row.code})),
        immigration=immigration[0].status if immigration else None,
        identifiers=known_as(facts),
        area=home.area,
        has_address=home.has_address,
        address_protected=home.address_protected,
        protections=home.protections,
        protected_by_files=home.protected_by_files,
        address_untold=home.untold,
        status=stands,
        people=_people(works, names),
        siblings=others,
        sources=sources_of(facts),
        differs=differences(facts, values),
    )


def _name(values: dict[str, Any]) -> str | None:
    return " ".join(part for part in (values["name_used"] or values["forename"], values["surname"]) if part) or None


def _people(works: tuple[Works, ...], of_accounts: Mapping[str, str]) -> tuple[Person, ...]:
    refs = {ref for one in works for ref in (one.professional_ref, one.team_ref) if ref}
    names = _names_of(sorted(refs)) if refs else {}
    names |= {("professional", ref): of_accounts[ref] for ref in accounts_among(works).intersection(of_accounts)}
    return tuple(
        Person(
            name=names.get(("professional", one.professional_ref)),
            role=one.role,
            team_name=names.get(("team", one.team_ref)),
            from_on=one.from_on,
            until_on=one.until_on,
            current=one.current,
            professional_ref=one.professional_ref,
            team_ref=one.team_ref,
        )
        for one in works
    )


def _names_of(refs: list[str]) -> dict[tuple[str, str | None], str]:
    """Names of professionals, by key or registration number, and of teams."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT what, ref, name FROM (
                SELECT 'professional' AS what, professional_ref AS ref, name, {RANK} AS rank, id
                FROM record_professional WHERE known_until IS NULL AND professional_ref = ANY(%(refs)s)
                UNION ALL
                SELECT 'professional', registration_no, name, {RANK}, id
                FROM record_professional WHERE known_until IS NULL AND registration_no = ANY(%(refs)s)
                UNION ALL
                SELECT 'team', team_ref, name, {RANK}, id
                FROM record_department WHERE known_until IS NULL AND team_ref = ANY(%(refs)s)
            ) AS named WHERE name IS NOT NULL ORDER BY rank DESC, id
            """,
            {"refs": refs},
        )
        return {(what, ref): name for what, ref, name in cursor.fetchall()}


def worker_names(*, refs: Collection[str]) -> dict[str, str]:
    """Names of professionals by key or registration number: staff, so no viewer is asked for."""
    named = _names_of(sorted(refs))
    workers = {ref: name for (what, ref), name in named.items() if ref and what == "professional"}
    by_account = [ref for ref in refs if ACCOUNT.fullmatch(ref)]
    return workers | accounts.names(by_account) if by_account else workers


def siblings(child: Child, viewer, on: date) -> tuple[Sibling, ...]:
    """For the queries of this room: brothers and sisters whom the viewer sees, the eldest first."""
    return seen_of(_sibling_ids(child), viewer, on)


def seen_of(why: Mapping[int, str], viewer, on: date) -> tuple[Sibling, ...]:
    """Those of these, by id and why, whom the viewer sees. One query, and none of nobody."""
    if not why:
        return ()
    lines = children_now(viewer=viewer, on=on, child_ids=why).order_by("born_on", "pk")
    return tuple(
        Sibling(line.child.public_id, line.name, line.born_on, line.expected_on, why[line.pk]) for line in lines
    )


def _sibling_ids(child: Child) -> dict[int, str]:
    """Children of the same family, or of the same mother, by id."""
    with connection.cursor() as cursor:
        cursor.execute(SIBLINGS, {"child": child.pk})
        return sibling_ids(child, cursor.fetchall())


def sibling_ids(child: Child, told: Iterable[tuple[int, str]]) -> dict[int, str]:
    """For the queries of this room: by id and why, of what `SIBLINGS` gives; of one family before of one mother."""
    return {
        child_id: why for child_id, why in sorted(told, key=lambda one: one[1], reverse=True) if child_id != child.pk
    }
