"""Working out what an import would change, and keeping the numbers for the person who decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from seenheard.lib.collecting import many_rows
from seenheard.record import queries as record
from seenheard.record.domain.objects import FIELDS
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain import differing, gathering, landing, proposing, spec
from ..domain.gathering import Upload
from ..domain.matching import (
    AUTHORITY_KEY,
    OURS,
    Known,
    Matched,
    authority_question,
    looks_like_another_authority,
    match,
)
from ..domain.proposing import MISSING_LISTED, Before, Proposal
from ..domain.spec import ReturnSpec
from ..domain.types import Reading
from ..models import Run, State
from .differing import keep_differences
from .keeping import kept_reading
from .reading import problems_as_json
from .steps import one_at_a_time, set_back, step

FAILED = "The proposal could not be made because of a fault in this system. Nothing was changed. Try again."


def propose(*, run: Run, by, at: datetime) -> Run:
    """Compare what was read with the record; the run then waits for a yes, or for an answer."""
    permissions.check_can_import(by)
    with (
        set_back(run, working=State.READING, to=State.RECEIVING, says=FAILED),
        step(run, allowed=[State.READING, State.PROPOSED]) as locked,
    ):
        one_at_a_time()
        with many_rows():
            locked.prepared = work_out(locked)
        note(locked, locked.prepared)
        trail.write(what="proposed_import", by=by, at=at, about=str(run.public_id), counts=totals(locked.counts))
        return locked


def work_out(run: Run) -> Proposal:
    """The whole difference between the run's rows and the record as it is now. Writes nothing."""
    reading = run.in_hand if isinstance(run.in_hand, Reading) else kept_reading(run)
    run.in_hand = reading
    return_spec = spec.load(reading.return_name)
    rows, problems = gathering.gather(landing.land_all(reading, return_spec))
    known, answers = queries.known(), {**queries.settled_answers(), **run.answers}
    run.state_token = queries.state_token(known)
    children = gathering.children_in(rows)
    matched = match(children, known, answers)
    if looks_like_another_authority(matched, len(children), known) and answers.get(AUTHORITY_KEY) != OURS:
        sure = matched.known_for_sure
        return Proposal(questions=[authority_question(len(children), sure)], problems=[*reading.problems, *problems])
    upload = _upload(rows, reading, return_spec, run.complete_for_year)
    proposal = proposing.propose(upload, matched, _before(reading, upload, known, matched), children)
    if run.take_corrections:
        _pair_corrections(proposal, return_spec)
    proposal.problems = [*reading.problems, *problems, *proposal.problems]
    proposal.against = run.state_token
    return proposal


def note(run: Run, proposal: Proposal) -> Run:
    """Keep on the run what the person reads: numbers, first examples, problems, questions, missing rows."""
    run.questions = [
        {**queries.plain(question), "children": list(proposal.about.get(question.key, ()))}
        for question in proposal.questions
    ]
    run.problems = problems_as_json(proposal.problems)
    run.counts = {
        "rows": run.counts.get("rows", {}),
        "objects": proposal.counts,
        "new_children": len(proposal.new_children),
        "children": differing.changed_children(proposal),
    }
    run.proposal = {name: queries.plain(proposing.examples(of)) for name, of in sorted(proposal.objects.items())}
    run.missing_rows = _missing_listed(proposal)
    run.state = State.ASKING if proposal.questions else State.PROPOSED
    run.save()
    keep_differences(run, proposal)
    return run


def totals(counts: Mapping) -> dict[str, int]:
    """The numbers of all objects together, for the trail."""
    found = {"new_children": counts.get("new_children", 0)}
    for of in counts.get("objects", {}).values():
        for kind, number in of.items():
            found[kind] = found.get(kind, 0) + number
    return found


def _upload(rows: dict, reading: Reading, return_spec: ReturnSpec, complete: bool) -> Upload:
    """The rows, with every object that the files can carry, also those without a row."""
    parts: dict[str, set[str]] = {}
    left_out: dict[str, set[str | None]] = {}
    for file in reading.files:
        if file.table:
            lands = {land.object for land in return_spec.tables[file.table].lands} | {landing.IDENTIFIER}
            for name in lands:
                parts.setdefault(name, set()).add(gathering.seen_name(file.table, file.last_year, name))
                left_out.setdefault(name, set()).update(file.left_out)
    table_of = {file.name: file.table for file in reading.files}
    return Upload({name: {} for name in parts} | rows, reading.year, table_of, complete, parts, left_out)


def _before(reading: Reading, upload: Upload, known: Known, matched: Matched) -> Before:
    source = reading.return_name
    names = set().union(*upload.parts.values())
    return Before(
        current={name: record.current_rows(source=source, object=name) for name in upload.rows},
        run_years=queries.run_years(source),
        last_keys=queries.LastKeys(),
        seen=queries.rows_seen(source, reading.year, names),
        by_reference=_references(source, upload),
        ids=known.ids,
        closed=known.closed,
        closed_on=queries.closed_on({matched.closed[local_id] for local_id in matched.perhaps_new}),
    )


def _references(source: str, upload: Upload) -> dict[tuple, int]:
    """Children of the rows of the record that rows of this upload point at."""
    wanted = {fact.via[:2] for of in upload.rows.values() for fact, _ in of.values() if fact.via}
    return {
        (name, field, value): child
        for name, field in wanted
        for value, child in record.children_by_reference(source=source, object=name, field=field).items()
    }


def _pair_corrections(proposal: Proposal, return_spec: ReturnSpec) -> None:
    wanted = proposing.pairs_to_look_at(proposal)
    if not wanted:
        return
    values = {name: record.row_values(object=name, fact_ids=ids) for name, ids in wanted.items()}
    keys = {name: [FIELDS[name].index(field) for field in landing.key_fields(return_spec, name)] for name in wanted}
    proposing.pair_corrections(proposal, values, keys)


def _missing_listed(proposal: Proposal) -> list[dict[str, object]]:
    """Missing rows as the page lists them: by local identifier and key, at most so many of each object."""
    found: list[dict[str, object]] = []
    for name, of in sorted(proposal.objects.items()):
        listed = of.missing[:MISSING_LISTED]
        local_ids = record.local_ids({child for _, child, _ in listed if child is not None})
        found += [
            {"object": name, "local_id": local_ids.get(child or 0), "child": child, "key": key}
            for _, child, key in listed
        ]
    return found
