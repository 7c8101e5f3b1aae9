"""What people type: events, visits, corrections, what was raised and is to be done, bookings, drafts, reasons."""

from datetime import timedelta

from seenheard.desk import operations as desk
from seenheard.record import operations as record
from seenheard.record.models import Booking, ChildAction, Event, Issue, Visit
from seenheard.record.permissions import NoSuchChild

from .authority import WHY, Authority, Plan, Version
from .oracle import lines_now, pair, sees

MODELS = {"event": Event, "visit": Visit, "issue": Issue, "child_action": ChildAction, "booking": Booking}
KINDS = (
    "care_review_held", "core_group_held", "health_assessment_held", "strategy_discussion_held", "pep_made",
    "return_interview_offered", "care_plan_ready",
)  # fmt: skip


def _version(authority: Authority, who: str, child: str, values: dict, why=None, withdrawn=False) -> Version:
    return Version(child, authority.people[who].public_id, authority.now, why, values, withdrawn)


def trail_row(authority: Authority, what: str, who: str, child: str) -> tuple[str, str, tuple[str, ...]]:
    return what, authority.people[who].public_id, (authority.children[child].public_id,)


def _first(authority: Authority, says: str, act, name: str, what: str, pick, said: dict, values: dict) -> Plan:
    """A first version under a key of its own."""
    who, child, allowed = pick
    key = f"form-{authority.number()}"

    def do():
        return desk.for_child(
            act, child=authority.child(child), key=key, by=authority.user(who), at=authority.now, **said
        )

    def remember(saved):
        assert saved.written and saved.key == key
        authority.typed[name, key] = [_version(authority, who, child, values)]
        return [trail_row(authority, what, who, child)]

    return Plan(f"{who} {says} {child}", do, remember, None if allowed else NoSuchChild)


def _next(
    authority: Authority, says: str, act, name: str, key: str, what: str, said: dict, changes: dict, **how
) -> Plan:
    """A later version; `how`: why, withdrawn, stale."""
    stale, on = how.pop("stale", False), authority.on
    before = authority.typed[name, key][-1]
    people = authority.names("social_worker", "team_manager", "service_manager", "reviewing_officer")
    lines = lines_now(authority)
    able = [who for who in people if sees(authority, who, before.child, lines, on)]
    who = authority.chance.choice(able or people)
    rows = MODELS[name].objects.filter(row_key=key).order_by("id")
    version = rows.first().pk if stale else rows.last().pk
    based_on = {} if act is record.withdraw or act is record.cancel_booking else {"based_on": version}

    def do():
        child, by = authority.child(before.child), authority.user(who)
        return desk.for_child(act, child=child, key=key, by=by, at=authority.now, **based_on, **said)

    def remember(saved):
        assert saved.written
        version = _version(
            authority, who, before.child, before.values | changes, how.get("why"), bool(how.get("withdrawn"))
        )
        authority.typed[name, key].append(version)
        rows = [trail_row(authority, what, who, before.child)]
        raised = _raised_by(authority, name, key) if version.withdrawn else []
        for issue in raised:  # what a visit had raised goes with it
            of_it = _version(
                authority, who, before.child, authority.typed[issue][-1].values, how["why"], withdrawn=True
            )
            authority.typed[issue].append(of_it)
            rows.append(trail_row(authority, "withdrew_issue", who, before.child))
        return rows

    refused = None if able else NoSuchChild
    if able and stale and rows.count() > 1 and based_on:
        refused = record.ChangedMeanwhile
        authority.counted("two editors")
    return Plan(f"{who} {says} {name} {key}", do, remember, refused)


def _raised_by(authority: Authority, name: str, key: str) -> list[tuple[str, str]]:
    return [
        issue for issue, one in authority.standing("issue").items() if one.values["arising_from"] == f"{name}/{key}"
    ]


def event(authority: Authority) -> Plan | None:
    """Something happened; sometimes what somebody else has typed already."""
    chance, pick = authority.chance, pair(authority)
    if pick is None:
        return None
    kind, on = chance.choice(KINDS), authority.on - timedelta(days=chance.choice((0, 0, 1, 3, 20)))
    theirs = [one for one in authority.standing("event").values() if one.child == pick[1]]
    if theirs and chance.random() < 0.2:
        kind, on = theirs[-1].values["kind"], theirs[-1].values["happened_on"]
        authority.counted("the same by two people")
    facts = {"participation": "PN1"} if kind == "care_review_held" else {}
    values = {"kind": kind, "happened_on": on, "facts": facts}
    said = {"kind": kind, "on": on, "facts": facts}
    return _first(authority, f"records {kind} of", record.record_event, "event", "recorded_event", pick, said, values)


def _part(authority: Authority, child: str) -> dict:
    """One child's part: seen alone, seen with others, or not at all."""
    part = {"seen_alone": None, "said": None, "why_not_seen": None, "why_not_alone": None, "noticed": authority.words()}
    seen = authority.chance.choice(("alone", "alone", "with others", "not"))
    if seen == "not":
        part |= {"seen": False, "why_not_seen": authority.words()}
    else:
        part |= {"seen": True, "seen_alone": seen == "alone", "said": authority.words()}
        part |= {} if seen == "alone" else {"why_not_alone": authority.words()}
    return part | {"kept_why": WHY}


def _as_part(authority: Authority, child: str, values: dict, issues=()) -> record.Part:
    told = {name: values[name] or "" for name in ("said", "noticed", "why_not_seen", "why_not_alone", "kept_why")}
    seen = {"seen": values["seen"], "seen_alone": values["seen_alone"]}
    return record.Part(child=authority.child(child), issues=tuple(issues), **seen, **told)


def visit(authority: Authority, draft=None) -> Plan | None:
    """One visit, to one child or two; a worry is raised with every third part. With a draft, that is sent by it."""
    chance, pick = authority.chance, pair(authority)
    if pick is None:
        return None
    who, child, allowed = pick
    if draft is not None:
        who, lines = draft.by, lines_now(authority)
        seen = [one for one in authority.children if sees(authority, who, one, lines, authority.on)]
        if not seen:
            return None
        child, allowed = chance.choice(seen), True
    lines = lines_now(authority)
    others = [one for one in authority.children if one != child and sees(authority, who, one, lines, authority.on)]
    both = [child, chance.choice(others)] if others and chance.random() < 0.25 else [child]
    key, on = f"visit-{authority.number()}", authority.on - timedelta(days=chance.choice((0, 0, 1, 2, 9)))
    parts = {one: _part(authority, one) for one in both}
    worries = {one: [authority.words()] if chance.random() < 0.35 else [] for one in both}

    def do():
        told = [_as_part(authority, one, parts[one], worries[one]) for one in both]
        by = authority.user(who)
        saved = desk.record_visit(visited_on=on, place="home", parts=told, key=key, by=by, at=authority.now)
        if draft is not None:
            record.send_draft(public_id=draft.public_id, by=by, at=authority.now)
        return saved

    def remember(saved):
        assert all(one.written for one in saved) and len(saved) == len(both)
        rows = []
        for one in both:
            own = f"{key}:{authority.children[one].public_id}"
            whole = {"visited_on": on, "place": "home", "made_by": authority.people[who].public_id}
            authority.typed["visit", own] = [_version(authority, who, one, parts[one] | whole)]
            rows.append(trail_row(authority, "recorded_visit", who, one))
            for number, words in enumerate(worries[one], 1):
                raised = {"words": words, "raised_on": on, "arising_from": f"visit/{own}", "no_action_why": None}
                authority.typed["issue", f"{own}:{number}"] = [_version(authority, who, one, raised)]
                rows.append(trail_row(authority, "raised_issue", who, one))
        if draft is not None:
            draft.sent, draft.content = True, {}
        return rows

    return Plan(f"{who} visits {' and '.join(both)}", do, remember, None if allowed else NoSuchChild)


def _some(authority: Authority, *names: str, where=lambda version: True):
    found = [key for key, version in authority.standing(*names).items() if where(version)]
    return authority.chance.choice(found) if found else None


def correct(authority: Authority) -> Plan | None:
    """An event or a visit put right; sometimes by somebody who has an older version before them."""
    found = _some(authority, "event", "visit")
    if found is None:
        return None
    name, key = found
    values = authority.typed[found][-1].values
    stale = authority.chance.random() < 0.4
    if name == "event":
        on = values["happened_on"] - timedelta(days=authority.chance.randint(1, 3))
        said = {"on": on, "facts": {}, "why": WHY}
        changes = {"happened_on": on, "facts": {}}
        return _next(
            authority,
            "corrects",
            record.correct_event,
            name,
            key,
            "corrected_event",
            said,
            changes,
            why=WHY,
            stale=stale,
        )
    child, changes = authority.typed[found][-1].child, _part(authority, key)
    said = {
        "visited_on": values["visited_on"],
        "place": "school",
        "part": _as_part(authority, child, changes),
        "why": WHY,
    }
    changes = changes | {"place": "school"}
    return _next(
        authority, "corrects", record.correct_visit, name, key, "corrected_visit", said, changes, why=WHY, stale=stale
    )


def withdraw(authority: Authority) -> Plan | None:
    """Something typed is taken back."""
    found = _some(authority, "event", "visit")
    if found is None or authority.chance.random() < 0.5:
        return None
    name, key = found
    said, how = {"name": name, "why": WHY}, {"why": WHY, "withdrawn": True}
    return _next(authority, "takes back", record.withdraw, name, key, f"withdrew_{name}", said, {}, **how)


def answer(authority: Authority) -> Plan | None:
    """A worry gets an answer: nothing is needed because, or something to do."""
    found = _some(authority, "issue", where=lambda version: not version.values["no_action_why"])
    if found is None:
        return None
    key, child = found[1], authority.typed[found][-1].child
    if authority.chance.random() < 0.5:
        why = authority.words()
        said, changes = {"no_action_why": why}, {"no_action_why": why}
        return _next(authority, "answers", record.answer_issue, "issue", key, "answered_issue", said, changes)
    return _to_do(authority, child, arising_from=f"issue/{key}", issue=key)


def action(authority: Authority) -> Plan | None:
    """Something to do that arose elsewhere."""
    pick = pair(authority)
    return _to_do(authority, pick[1]) if pick else None


def _to_do(authority: Authority, child: str, arising_from=None, issue=None) -> Plan | None:
    lines = lines_now(authority)
    able = [who for who in authority.names() if sees(authority, who, child, lines, authority.on)]
    if not able:
        return None
    owner = authority.people[authority.chance.choice(able)]
    words, due_on = authority.words(), authority.on + timedelta(days=authority.chance.randint(0, 12))
    values = {
        "words": words,
        "owned_by": owner.public_id,
        "due_on": due_on,
        "arising_from": arising_from,
        "done_on": None,
    }
    said = {"words": words, "owned_by": owner.public_id, "due_on": due_on} | ({"issue": issue} if issue else {})
    act = record.answer_with_action if issue else record.add_action
    pick = (authority.chance.choice(able), child, True)
    return _first(authority, f"gives {owner.name} to do for", act, "child_action", "added_action", pick, said, values)


def finish(authority: Authority) -> Plan | None:
    """An action is done, or handed on to somebody else."""
    found = _some(authority, "child_action", where=lambda version: version.values["done_on"] is None)
    if found is None:
        return None
    if authority.chance.random() < 0.6:
        said = {"done_on": authority.on, "outcome": authority.words()}
        return _next(authority, "finishes", record.finish_action, *found, "finished_action", said, dict(said))
    lines, child = lines_now(authority), authority.typed[found][-1].child
    able = [who for who in authority.names() if sees(authority, who, child, lines, authority.on)]
    if not able:
        return None
    other = authority.people[authority.chance.choice(able)]
    changes = {"owned_by": other.public_id, "due_on": authority.on + timedelta(days=authority.number() % 9 + 1)}
    if changes.items() <= authority.typed[found][-1].values.items():
        return None
    said = changes | {"why": WHY}
    return _next(
        authority, f"hands {other.name}", record.hand_on_action, *found, "changed_action", said, changes, why=WHY
    )


def booking(authority: Authority) -> Plan | None:
    """A visit is booked, or a booking falls through."""
    chance = authority.chance
    found = _some(authority, "booking", where=lambda version: version.values["state"] == "booked")
    if found and chance.random() < 0.3:
        said, changes = {"why": WHY}, {"state": "cancelled", "why": WHY}
        return _next(authority, "cancels", record.cancel_booking, *found, "cancelled_booking", said, changes, why=WHY)
    pick = pair(authority)
    if pick is None:
        return None
    kind, planned_on = chance.choice(("visit", "care_review_held")), authority.on + timedelta(days=chance.randint(0, 9))
    values = {"kind": kind, "planned_on": planned_on, "state": "booked", "booked_on": authority.on}
    return _first(
        authority, "books", record.book, "booking", "booked", pick, {"kind": kind, "planned_on": planned_on}, values
    )
