"""By which parts a child's names are found: worked out again from every name told, those of old included."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, groupby, islice
from operator import itemgetter

from django.db import connection

from seenheard.lib.copying import copying, these, write_values

from ..domain.folding import parts, words

NAME, KNOWN_AS, FORMER = "name", "known_as", "former"
FORGET = "DELETE FROM record_namepart WHERE %(ids)s::bigint[] IS NULL OR child_id = ANY(%(ids)s)"
# A name closed by its own run was taken back by undoing it, and what an undone run told is no name of old.
NAMES = """
SELECT child_id, known_until IS NULL AS stands, forename, surname, name_used FROM record_personname AS told
WHERE (%(ids)s::bigint[] IS NULL OR child_id = ANY(%(ids)s))
  AND (known_until IS NULL OR (closed_run_id <> run_id AND EXISTS (
      SELECT FROM record_loadedtable AS loaded WHERE loaded.run_id = told.run_id AND loaded.known_until IS NULL)))
ORDER BY child_id, stands DESC, id DESC
"""
TABLE = "record_namepart"
COLUMNS = ("child_id", "part", "told", "whole")
FEW = 50  # parts of names: what one child has, or a family


def refresh_names(*, child_ids: Collection[int] | None = None) -> None:
    """Work out the name parts of these children again, of all when None; in the transaction that changed them."""
    ids = {"ids": None if child_ids is None else these(sorted(child_ids))}
    with connection.cursor() as cursor:
        cursor.execute(FORGET, ids)
        cursor.execute(NAMES, ids)
        told = cursor.fetchall()
    _write(row for child_id, rows in groupby(told, itemgetter(0)) for row in _of_child(child_id, rows))


def _write(rows: Iterator[tuple]) -> None:
    few = list(islice(rows, FEW))
    if len(few) < FEW:
        write_values(TABLE, COLUMNS, few)
        return
    with copying(TABLE, COLUMNS) as copy:
        for row in chain(few, rows):
            copy.write_row(row)


def _of_child(child_id: int, rows: Iterable[tuple]) -> Iterator[tuple]:
    """Each part of each name once: of the same name in several sources, or again of old, the first is kept."""
    known: set[tuple[str, ...]] = set()
    for _, stands, forename, surname, name_used in rows:
        for told, names in _names(stands, forename, surname, name_used):
            whole = " ".join(filter(None, names))
            folded = tuple(words(whole))
            if folded and folded not in known:
                known.add(folded)
                yield from ((child_id, part, told, whole) for part in sorted(parts(*names)))


def _names(stands: bool, forename: str | None, surname: str | None, name_used: str | None) -> Iterator[tuple]:
    yield NAME if stands else FORMER, (forename, surname)
    if name_used:
        yield KNOWN_AS if stands else FORMER, (name_used, surname)
