"""Files come in: new children, spells, visits that somebody also typed, rows put right or gone; and imports undone."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from seenheard.accounts.domain import SYSTEM
from seenheard.record import operations as record
from seenheard.record import queries
from seenheard.record.domain.changes import BuiltUpon, Changes
from seenheard.trail import operations as trail
from tests.factories.record import incoming

from .authority import NAME_MARK, Authority, Known, Plan

TEAMS = ("T1", "T2")
WORKERS = {"T1": ("P01", "P02", "P03"), "T2": ("P04", "P05")}
TYPED = ("event", "visit", "issue", "child_action", "booking")
MOST_CHILDREN = 12
Told = tuple[str, str, str, dict | None]  # object, row key, child (local id), fields; None: the row is gone


def new_child(authority: Authority) -> list[Told]:
    """Everything that the first file says of a child."""
    chance, number = authority.chance, authority.number()
    local_id, began = f"C{number:05}", authority.on - timedelta(days=chance.randint(5, 300))
    born_on = date(2010, 1, 1) + timedelta(days=chance.randint(0, 4500))
    name = {"forename": f"{NAME_MARK}{number:04}lia", "surname": f"{NAME_MARK}{chance.randint(1, 4)}son"}
    rows = [
        ("linked_identifier", f"{local_id}-id", local_id, {"kind": "la_child_id", "value": local_id}),
        ("person", local_id, local_id, {"born_on": born_on, "sex": "F"}),
        ("person_name", local_id, local_id, name),
    ]
    if chance.random() < 0.9:
        rows.append(_involved(authority, local_id, began))
    state = chance.choice(("care", "care", "plan", "need", "none"))
    if state == "care":
        episode = {
            "from_on": began,
            "start_reason": "S",
            "legal_code": "C2",
            "place_code": "U6",
            "care_ref": f"{local_id}-c",
        }
        rows.append(("cla_episode", f"{local_id}-e", local_id, episode))
    elif state == "plan":
        rows.append(("cp_plan", f"{local_id}-p", local_id, {"plan_ref": f"{local_id}-p", "from_on": began}))
    if state in ("plan", "need"):
        rows.append(("cin_episode", f"{local_id}-r", local_id, {"referral_ref": f"{local_id}-r", "referred_on": began}))
    return rows


def _involved(authority: Authority, local_id: str, began: date) -> Told:
    team = authority.chance.choice(TEAMS)
    fields = {
        "professional_ref": authority.chance.choice(WORKERS[team]),
        "team_ref": team,
        "role": "CW",
        "from_on": began,
    }
    return "involvement", f"{local_id}-i{authority.number()}", local_id, fields


def some_visits(authority: Authority) -> list[Told]:
    """Visits and reviews; every other one of a day on which a worker typed one too."""
    rows, chance = [], authority.chance
    typed = list(authority.standing("visit").values())
    known = sorted(child for child, _ in authority.open_rows("linked_identifier").values())
    for child in chance.sample(known, min(3, len(known))):
        on = authority.on - timedelta(days=chance.randint(0, 20))
        theirs = [one.values["visited_on"] for one in typed if one.child == child]
        if theirs and chance.random() < 0.5:
            on = theirs[-1]
            authority.counted("a visit typed and imported")
        rows.append(("cla_visit", f"V{authority.number():05}", child, {"visited_on": on, "seen": True}))
        if chance.random() < 0.3:
            rows.append(("cla_review", f"R{authority.number():05}", child, {"held_on": on}))
    return rows


def put_right(authority: Authority) -> list[Told]:
    """Rows that say otherwise now, or are gone; a worker who leaves a child and the next."""
    chance, rows = authority.chance, []
    open_rows = {key: row for key, row in authority.open_rows().items() if key[0] == "ssd"}
    points = [key for key in open_rows if key[1] in ("cla_visit", "cla_review", "person_name")]
    for key in chance.sample(points, min(2, len(points))):
        child, fields = open_rows[key]
        if key[1] == "person_name":
            rows.append((*key[1:], child, fields | {"surname": f"{NAME_MARK}{authority.number():04}by"}))
        elif chance.random() < 0.4:
            rows.append((*key[1:], child, None))
        else:
            day = "visited_on" if key[1] == "cla_visit" else "held_on"
            rows.append((*key[1:], child, fields | {day: fields[day] - timedelta(days=1)}))
    held = [key for key, (_, fields) in open_rows.items() if key[1] == "involvement" and not fields.get("until_on")]
    if held and chance.random() < 0.7:
        key = chance.choice(held)
        child, fields = open_rows[key]
        until_on = max(authority.on - timedelta(days=chance.randint(0, 2)), fields["from_on"] + timedelta(days=1))
        rows.append((*key[1:], child, fields | {"until_on": until_on}))
        if chance.random() < 0.8:
            rows.append(_involved(authority, child, until_on))
    in_care = [key for key, (_, fields) in open_rows.items() if key[1] == "cla_episode" and not fields.get("until_on")]
    if in_care and chance.random() < 0.15:
        key = chance.choice(in_care)
        child, fields = open_rows[key]
        ended = {"until_on": authority.on - timedelta(days=1), "end_reason": "E4A"}
        rows.append((*key[1:], child, fields | ended))
    return rows


def an_import(authority: Authority) -> Plan | None:
    """One run of the council's file."""
    chance, rows = authority.chance, []
    if len(authority.children) < MOST_CHILDREN and (chance.random() < 0.4 or not authority.children):
        for _ in range(8 if not authority.children else 1):
            rows += new_child(authority)
    rows += some_visits(authority)
    if chance.random() < 0.6:
        rows += put_right(authority)
    return importing(authority, rows) if rows else None


def importing(authority: Authority, rows: list[Told]) -> Plan:
    """These rows as one run of source "ssd"."""
    run_id = f"run-{authority.number()}"

    def do():
        with transaction.atomic():
            changes = _changes(authority, rows)
            counts = record.take_in(source="ssd", run_id=run_id, changes=changes, by=SYSTEM, at=authority.now)
            twice = record.take_in(source="ssd", run_id=run_id, changes=changes, by=SYSTEM, at=authority.now)
            assert not any(twice.values()), "taken in twice"
            trail.write(what="applied_import", by=SYSTEM, at=authority.now, about=run_id, counts=counts)
        return counts

    def remember(counts):
        assert counts["inserted"] == sum(fields is not None for *_, fields in rows)
        for name, row_key, child, fields in rows:
            authority.told.setdefault(("ssd", name, row_key), []).append((run_id, child, fields))
        authority.runs.append((run_id, frozenset(("ssd", name, row_key) for name, row_key, *_ in rows)))
        _meet(authority)
        return [("applied_import", "system", ())]

    return Plan(f"import {run_id} of {len(rows)} rows", do, remember, again=False, touches_seeing=True)


def _changes(authority: Authority, rows: Iterable[Told]) -> Changes:
    inserts: dict[str, list] = {}
    closes: dict[str, list] = {}
    new = []
    for name, row_key, child, fields in rows:
        there = queries.current_rows(source="ssd", object=name).get(row_key)
        if there:
            closes.setdefault(name, []).append(there[0])
        if fields is not None:
            known = authority.children.get(child)
            new += [] if known or child in new else [child]
            inserts.setdefault(name, []).append(
                incoming(name, known.pk if known else child, row_key=row_key, file="ssd.csv", **fields)
            )
    return Changes(new_children=new, inserts=inserts, closes=closes)


def _meet(authority: Authority) -> None:
    """The children whom the last import brought get to be known."""
    public = {one: row for one, row in authority.told.items() if one[1] == "linked_identifier"}
    ids = queries.identifiers()[0]
    wanted = [stack[-1][1] for stack in public.values() if stack and stack[-1][1] not in authority.children]
    found = queries.public_ids([ids[one] for one in wanted])
    for local_id in wanted:
        authority.children[local_id] = Known(local_id, ids[local_id], str(found[ids[local_id]]))


def undone(authority: Authority) -> Plan | None:
    """An import is taken back: the last, or one upon which later ones were built, which is refused."""
    if len(authority.runs) < 2:
        return None
    chance = authority.chance
    run_id, keys = authority.runs[-1] if chance.random() < 0.7 else chance.choice(authority.runs[1:])
    built_upon = any(authority.told[key][-1][0] != run_id for key in keys)
    goes = {authority.told[key][0][1] for key in keys if key[1] == "linked_identifier"}
    if any(one.child in goes for one in authority.standing(*TYPED).values()):
        built_upon = True
        authority.counted("an import kept because of what was typed")

    def do():
        with transaction.atomic():
            counts = record.undo(run_id=run_id, by=SYSTEM, at=authority.now)
            assert not any(record.undo(run_id=run_id, by=SYSTEM, at=authority.now).values()), "undone twice"
            trail.write(what="undid_import", by=SYSTEM, at=authority.now, about=run_id, counts=counts)
        return counts

    def remember(_):
        for key in keys:
            authority.told[key].pop()
        authority.runs = [one for one in authority.runs if one[0] != run_id]
        authority.counted("undone")
        return [("undid_import", "system", ())]

    refused = BuiltUpon if built_upon else None
    return Plan(f"undo {run_id}", do, remember, refused, again=False, touches_seeing=True)
