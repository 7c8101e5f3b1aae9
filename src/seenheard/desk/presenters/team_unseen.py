"""Prompts that have stood for three days or more and that nobody has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from seenheard.accounts import queries as accounts
from seenheard.desk.presenters.team_lists import (
    CHILD_FILE_HEAD,
    CHILD_HEAD,
    TeamFile,
    TeamPage,
    child_cells,
    child_words,
    file_of,
    ids,
    page_of,
    teams_of,
)
from seenheard.desk.presenters.to_do import SOMEBODY
from seenheard.prompts import queries as prompts_queries
from seenheard.prompts.domain.causes import OTHER_CAUSES
from seenheard.prompts.domain.owners import PERSON
from seenheard.prompts.queries import Numbers, OnList, Standing
from seenheard.record import queries as record_queries
from seenheard.timescales import queries as timescales_queries
from seenheard.ui.dates import short
from seenheard.ui.words import capital, count, plural

NAME, FILE = "desk:team_unseen", "seen-by-nobody"
DAYS = 3
PROMPT_HEAD = ("Worker", "What", "For", "Stands since", "To be done by")
HEAD, FILE_HEAD = (*CHILD_HEAD, *PROMPT_HEAD), (*CHILD_FILE_HEAD, *PROMPT_HEAD)
UNSEEN = "They have stood for three days or more, and nobody has answered them."


def page(*, viewer, on: date, asked) -> TeamPage:
    """The prompts, the worst child first, fifty to a page."""
    found = _found(viewer, on, asked.get("page"))
    lines = record_queries.lines_of({one.child_id for one in found.paged})
    shown = [one for one in found.paged if one.child_id in lines]
    names = _names(shown)
    return page_of(
        NAME,
        on=on,
        heading="Seen by nobody",
        summary=_summary(found.numbers),
        notes=(UNSEEN,),
        head=HEAD,
        rows=[(*child_cells(lines[one.child_id], on), *_words(one, lines[one.child_id], names)) for one in shown],
        paged=found.paged,
        what=("prompt", "prompts"),
        empty="Everything that has stood for three days has been seen by somebody.",
        public_ids=ids(lines.values()),
    )


def file(*, viewer, on: date, asked) -> TeamFile:
    """All of them."""
    prompts = _all(viewer, on)
    lines = record_queries.lines_of({one.child_id for one in prompts})
    names = _names(prompts)
    rows = [
        (*child_words(lines[one.child_id], on), *_words(one, lines[one.child_id], names, iso=True))
        for one in prompts
        if one.child_id in lines
    ]
    return file_of(FILE, on=on, head=FILE_HEAD, rows=rows, public_ids=ids(lines.values()))


def _found(viewer, on: date, number) -> OnList:
    return prompts_queries.everybodys(viewer=viewer, on=on, teams=teams_of(viewer, on), unseen_for=DAYS, page=number)


def _all(viewer, on: date) -> list[Standing]:
    standing = prompts_queries.all_standing(viewer=viewer, on=on, teams=teams_of(viewer, on))
    return [one for one in standing if one.seen_at is None and (on - one.opens_on).days >= DAYS]


def _summary(numbers: Numbers) -> str:
    prompts = count(numbers.prompts, "prompt", "prompts")
    late = f"{numbers.late:,} {plural(numbers.late, 'is past its day', 'are past their day')}"
    return f"Nobody has seen {prompts} of {count(numbers.children, 'child', 'children')}. {capital(late)}."


def _names(prompts: Iterable[Standing]) -> Mapping[str, str]:
    """The names of those for whom something is by name, such as an action that they own; by owner."""
    people = {one.owner.removeprefix(PERSON) for one in prompts if one.owner.startswith(PERSON)}
    return {PERSON + public_id: name for public_id, name in accounts.names(people).items()} if people else {}


def _words(prompt: Standing, now, names: Mapping[str, str], *, iso: bool = False) -> tuple[str, ...]:
    days = (prompt.opens_on, prompt.act_by_on)
    said = (day.isoformat() if iso else short(day) for day in days)
    whose = names.get(prompt.owner, SOMEBODY) if prompt.owner.startswith(PERSON) else capital(prompt.owner)
    return (now.worker_name or now.worker_ref or "", _what(prompt.cause), whose, *said)


def _what(cause: str) -> str:
    rule = timescales_queries.rules().get(cause)
    named = OTHER_CAUSES.get(cause)
    return rule.title if rule else named.title if named else "Something that this version does not know"
