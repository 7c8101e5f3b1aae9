"""Staff and teams as the record knows them: to choose from where somebody says who works with a child."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from ..domain.objects import SOURCES
from ..models import Child, Involved, Professional
from .seeing import find
from .whole_child import worker_names

RANK = f"array_position(ARRAY[{', '.join(repr(source) for source in SOURCES)}], source)"


@dataclass(frozen=True, slots=True)
class WorksNow:
    """Somebody who works with a child on a day; `name` is None where no staff list gives one."""

    professional_ref: str
    name: str | None
    role: str | None
    from_on: date | None


def teams() -> dict[str, str]:
    """Every team of the staff lists, by name: its reference and its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT team_ref, name FROM (
                SELECT DISTINCT ON (team_ref) team_ref, coalesce(name, team_ref) AS name FROM record_department
                WHERE known_until IS NULL AND team_ref IS NOT NULL ORDER BY team_ref, {RANK}, id DESC
            ) AS listed ORDER BY name, team_ref
            """
        )
        return dict(cursor.fetchall())


def teams_called(words: str) -> list[str]:
    """The keys of the teams of this name or key, in capitals or not; the words themselves where no list has them."""
    called = words.strip().casefold()
    return [ref for ref, name in teams().items() if called in (ref.casefold(), name.casefold())] or [words]


def known_workers(refs: Collection[str]) -> dict[str, str]:
    """Those of these numbers by which a file knows a worker, each with the name; "" where no staff list gives one."""
    told = Involved.objects.filter(professional_ref__in=refs).values_list("professional_ref", flat=True).distinct()
    listed = Professional.objects.filter(known_until=None)
    by_key = listed.filter(professional_ref__in=refs).values_list("professional_ref", flat=True)
    by_registration = listed.filter(registration_no__in=refs).values_list("registration_no", flat=True)
    known = {ref: "" for found in (told, by_key, by_registration) for ref in found if ref}
    return known | worker_names(refs=refs)


def worker_called(words: str) -> bool:
    """Whether a staff list has somebody of this whole name."""
    return Professional.objects.filter(known_until=None, name__iexact=words.strip()).exists()


def works_now(*, viewer, child: Child, on: date) -> tuple[WorksNow, ...]:
    """Who works with the child on the day, the latest first. Raises NoSuchChild."""
    find(viewer=viewer, child=child, on=on)
    begun = Q(from_on__isnull=True) | Q(from_on__lte=on)
    not_over = Q(until_on__isnull=True) | Q(until_on__gt=on)
    rows = Involved.objects.filter(begun, not_over, child=child, professional_ref__isnull=False).order_by("-id")
    told = [(one.professional_ref, one) for one in rows if one.professional_ref]
    names = worker_names(refs={ref for ref, _ in told}) if told else {}
    return tuple(WorksNow(ref, names.get(ref), one.role, one.from_on) for ref, one in told)
