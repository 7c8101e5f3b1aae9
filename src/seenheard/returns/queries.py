"""Questions about imports. No query here returns a child: the rows of one child are `operations.open_one_child`."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Sum

from seenheard.record import queries as record
from seenheard.record.domain.objects import FIELDS, SOURCES

from . import permissions
from .domain.gathering import LAST
from .domain.matching import AUTHORITY_KEY, Known
from .models import Compared, KeptFile, RowsSeen, Run, State

IN_FORCE = (State.APPLIED, State.UNDOING)
WORKING = (State.READING, State.APPLYING, State.UNDOING)


ADOPTED = ("E11", "E12")


class NoSuchRun(LookupError):
    """There is no such import, or it is not for this viewer."""


def runs(*, viewer) -> QuerySet[Run]:
    """Imports, newest first; none for a viewer who may not import."""
    return Run.objects.all() if permissions.can_import(viewer) else Run.objects.none()


def run_called(public_id: object, *, viewer) -> Run:
    """One import by its public id. Raises NoSuchRun."""
    try:
        return runs(viewer=viewer).get(public_id=str(public_id))
    except (Run.DoesNotExist, ValidationError) as error:  # ValidationError: not a UUID at all
        raise NoSuchRun("There is no such import.") from error


def later_runs(run: Run) -> int:
    """How many imports of the same return were applied after this one and still stand."""
    after = Run.objects.filter(return_name=run.return_name, state__in=IN_FORCE, applied_at__gte=run.applied_at)
    return after.exclude(pk=run.pk).exclude(applied_at=run.applied_at, pk__lt=run.pk).count()


def known() -> Known:
    """What the record knows of identifiers, as matching wants it."""
    ids, upns, closed = record.identifiers()
    return Known(
        ids=ids,
        upns=upns,
        closed=frozenset(closed),
        births={child: str(born_on) for child, born_on in record.birth_dates().items() if born_on},
        local_ids={child: local_id for local_id, child in ids.items()},
    )


def closed_on(child_ids: Collection[int]) -> dict[int, str]:
    """The day on which adoption closed the files of these children, as an ISO date."""
    found: dict[int, str] = {}
    end, why = (FIELDS["cla_episode"].index(name) for name in ("until_on", "end_reason"))
    for source in SOURCES if child_ids else ():
        current = record.current_rows(source=source, object="cla_episode")
        owners = {fact_id: child for fact_id, _, child, _ in current.values() if child in child_ids}
        for fact_id, values in record.row_values(object="cla_episode", fact_ids=list(owners)).items():
            child = owners[fact_id]
            if values[why] in ADOPTED and values[end] and child is not None:
                found[child] = max(values[end], found.get(child, ""))
    return found


def state_token(identified: Known) -> str:
    """A name for the state that a proposal is made against: which runs stand, who is known."""
    stand = Run.objects.filter(applied_at__isnull=False).order_by("id").values_list("public_id", "state")
    said = repr(
        ([(str(run), state) for run, state in stand], sorted(identified.ids.items()), sorted(identified.closed))
    )
    return blake2b(said.encode(), digest_size=16).hexdigest()


def run_years(return_name: str) -> dict[str, int | None]:
    """The collection year of every run of one return, by the run's public id."""
    found = Run.objects.filter(return_name=return_name, applied_at__isnull=False).values_list("public_id", "year")
    return {str(run): year for run, year in found}


class LastKeys(Mapping):
    """For each run, hashes of the keys it had from last year's files; asked of the database only where it matters."""

    def __init__(self) -> None:
        self._known: dict[str, set[int]] = {}

    def __getitem__(self, run_id: str) -> set[int]:
        if run_id not in self._known:
            seen = RowsSeen.objects.filter(run__public_id=run_id, name__contains=f"{LAST}/")
            self._known[run_id] = set().union(*(_hashes(hashes) for hashes in seen.values_list("hashes", flat=True)))
        return self._known[run_id]

    def __iter__(self):
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def rows_seen(return_name: str, year: int | None, names: Iterable[str]) -> dict[str, set[int]]:
    """Hashes of the keys that applied files of one return and year had, by "table/object"."""
    found: dict[str, set[int]] = {}
    seen = RowsSeen.objects.filter(
        run__return_name=return_name, run__year=year, run__state__in=IN_FORCE, name__in=list(names)
    )
    for name, hashes in seen.values_list("name", "hashes"):
        found.setdefault(name, set()).update(_hashes(hashes))
    return found


def _hashes(stored: bytes | memoryview) -> array:
    found = array("q")
    found.frombytes(bytes(stored))
    return found


def settled_answers() -> dict[str, str]:
    """What people have said about the same doubt in imports that stand: nobody is asked twice."""
    found: dict[str, str] = {}
    for answers in (
        Run.objects.filter(state__in=IN_FORCE)
        .exclude(answers={})
        .order_by("applied_at")
        .values_list("answers", flat=True)
    ):
        found.update(answers)
    found.pop(AUTHORITY_KEY, None)  # whose the files are is asked of every import
    return found


def space_used() -> int:
    """Bytes of kept files."""
    return KeptFile.objects.filter(deleted=False).aggregate(bytes=Sum("size"))["bytes"] or 0


def as_json(run: Run) -> dict[str, Any]:
    """A run as commands print it: numbers and sentences, no child's value beyond the files' own identifiers."""
    return {
        "run": str(run.public_id),
        "return": run.return_name,
        "year": run.year,
        "state": run.state,
        "says": run.says,
        "files": run.files,
        "counts": run.counts,
        "questions": run.questions,
        "problems": run.problems,
    }


def plain(thing: Any) -> Any:
    """A frozen dataclass or named tuple as JSON takes it."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if hasattr(thing, "_asdict"):
        return {key: plain(value) for key, value in thing._asdict().items()}
    if isinstance(thing, (list, tuple)):
        return [plain(value) for value in thing]
    return thing


def latest_year(return_name: str) -> int | None:
    """The latest collection year of which an import of this return stands."""
    years = Run.objects.filter(return_name=return_name, state__in=IN_FORCE).values_list("year", flat=True)
    return max((year for year in years if year is not None), default=None)


def stands(return_name: str) -> bool:
    """Whether any import of this return stands."""
    return Run.objects.filter(return_name=return_name, state__in=IN_FORCE).exists()


def comparison() -> QuerySet[Compared]:
    """What the last comparison of the two returns found, subject by subject."""
    return Compared.objects.all()
