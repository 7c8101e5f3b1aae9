"""Long lists in pages of fifty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
PER_PAGE = 50


@dataclass(frozen=True)
class Paged(Generic[T]):
    """One page of a list. `number` counts from 1; `query` is the filters, already encoded, without `page`."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int
    query: str = ""
    per_page: int = PER_PAGE

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def first(self) -> int:
        """The place in the whole list of the first row shown, or 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place in the whole list of the last row shown, or 0 when there is none."""
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def around(self) -> tuple[int | None, ...]:
        """The page numbers to offer: first, last and the neighbours; None stands for a gap."""
        near = {1, self.pages, self.number - 1, self.number, self.number + 1}
        shown = sorted(n for n in near if 1 <= n <= self.pages)
        offered: list[int | None] = []
        for n in shown:
            if offered and offered[-1] is not None and n - offered[-1] > 1:
                offered.append(None)
            offered.append(n)
        return tuple(offered)

    def link(self, number: int) -> str:
        """The relative address of another page of the same list, keeping its filters."""
        return f"?{self.query}&page={number}" if self.query else f"?page={number}"

    def holding(self, items: Sequence[Any]) -> "Paged[Any]":
        """The same page with its rows made into something else (a presenter's rows)."""
        return Paged(tuple(items), self.number, self.pages, self.total, self.query, self.per_page)


def paged(
    rows: Any,
    wanted: str | int | None = 1,
    *,
    filters: Mapping[str, str] | None = None,
    per_page: int = PER_PAGE,
    total: int | None = None,
) -> Paged[Any]:
    """Cut one page out of a sequence or a QuerySet (two queries: the count and the rows).

    `wanted` is what the address says; nonsense means the first page, too much the last. A caller that already
    knows how many rows there are gives `total` and saves the count.
    """
    if total is None:
        total = rows.count() if hasattr(rows, "query") else len(rows)
    pages = max(1, -(-total // per_page))
    number = min(max(_number(wanted), 1), pages)
    start = (number - 1) * per_page
    query = urlencode({name: value for name, value in (filters or {}).items() if value})
    return Paged(tuple(rows[start : start + per_page]), number, pages, total, query, per_page)


def _number(wanted: str | int | None) -> int:
    try:
        return int(wanted or 1)
    except ValueError:
        return 1
