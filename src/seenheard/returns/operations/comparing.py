"""Comparing what SSD and SSDA903 tell of the same children, after every import: the page has only to show it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from seenheard.lib.collecting import many_rows
from seenheard.record import queries as record
from seenheard.record.domain.objects import FIELDS
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain.comparing import ALIKE, Comparison, Context, Fact, compare, explained
from ..domain.subjects import SUBJECTS
from ..models import Compared

logger = logging.getLogger(__name__)

PAIRS_KEPT = 2_000


@transaction.atomic
def compare_returns(*, by, at: datetime) -> int:
    """Compare both returns and keep what differs; how many subjects were compared, 0 if either return is not there."""
    permissions.check_can_import(by)
    forget_comparison()
    year = queries.latest_year("ssda903")
    if year is None or not queries.stands("ssd"):
        return 0
    with many_rows():
        facts = _Facts()
        made = _compare_all(year, facts)
    Compared.objects.bulk_create(
        Compared(
            what=comparison.what,
            place=place,
            year=year,
            counts=comparison.counts,
            reasons=comparison.reasons,
            pairs=_differing(comparison, facts.child_ids),
            compared_at=at,
            compared_by=str(by.public_id),
        )
        for place, comparison in enumerate(made)
    )
    trail.write(what="compared_returns", by=by, at=at, counts={"subjects": len(made)})
    return len(made)


def forget_comparison() -> None:
    """The record is about to change: what was compared before is shown no longer."""
    Compared.objects.all().delete()


def compare_quietly(*, by, at: datetime) -> None:
    """Compare after an import that stands whatever becomes of this; a failure is logged without a value."""
    try:
        compare_returns(by=by, at=at)
    except Exception as error:
        logger.error("The returns could not be compared: %s", type(error).__name__)


def _compare_all(year: int, facts: _Facts) -> list[Comparison]:
    context = _context(year, facts)
    return [
        compare(subject, facts.of("ssd", subject.ssd), facts.of("ssda903", subject.ssda903), context)
        for subject in SUBJECTS
    ]


def _context(year: int, facts: _Facts) -> Context:
    bare = Context(year)
    episodes = facts.of("ssd", "cla_episode")
    return Context(
        year,
        in_return=frozenset(said(fact["child"]) for fact in facts.of("ssda903", "linked_identifier")),
        looked_after=frozenset(said(f["child"]) for f in episodes if not f["until_on"] or f["until_on"] > bare.begins),
        leaving=frozenset(said(fact["child"]) for fact in facts.of("ssd", "care_leaver")),
        ended=frozenset((said(f["child"]), f["until_on"]) for f in facts.of("ssda903", "cla_episode") if f["until_on"]),
    )


def _differing(comparison: Comparison, child_ids: Mapping[str, int]) -> list[list[str | int | None]]:
    differing = [pair for pair in comparison.pairs if pair.outcome != ALIKE]
    differing.sort(key=lambda pair: explained(pair.reason))  # the limit cuts off what is explained first
    return [
        [pair.child, pair.which, pair.outcome, pair.reason, child_ids.get(pair.child)]
        for pair in differing[:PAIRS_KEPT]
    ]


def said(value: str | None) -> str:
    """The value, or nothing."""
    return value or ""


class _Facts:
    """Current rows of one source and object, with the child's local identifier; each read once."""

    def __init__(self) -> None:
        # A file closed by adoption is compared by nobody.
        self._closed = record.identifiers()[2]
        self.child_ids: dict[str, int] = {}
        self._read: dict[tuple[str, str], list[Fact]] = {}
        self._registered: dict[str, str] | None = None

    def of(self, source: str, name: str) -> list[Fact]:
        if (source, name) not in self._read:
            self._read[source, name] = self._rows(source, name)
        return self._read[source, name]

    def _rows(self, source: str, name: str) -> list[Fact]:
        current = record.current_rows(source=source, object=name)
        values = record.row_values(object=name, fact_ids=[fact_id for fact_id, *_ in current.values()])
        local_ids = record.local_ids({child for _, _, child, _ in current.values() if child is not None})
        self.child_ids.update((local_id, child) for child, local_id in local_ids.items())
        return [
            self._with_registration(
                {**dict(zip(FIELDS[name], values[fact_id], strict=True)), "child": local_ids.get(child or 0)}
            )
            for fact_id, _, child, _ in current.values()
            if child is None or (child in local_ids and child not in self._closed)
        ]

    def _with_registration(self, fact: dict) -> Fact:
        """SSD names a worker by its own key, SSDA903 by registration number: both get the number."""
        if "professional_ref" not in fact or "registration_no" in fact:
            return fact
        if self._registered is None:
            self._registered = {}
            self._registered = {
                said(f["professional_ref"]): said(f["registration_no"]) for f in self.of("ssd", "professional")
            }
        return {**fact, "registration_no": self._registered.get(fact["professional_ref"]) or fact["professional_ref"]}
