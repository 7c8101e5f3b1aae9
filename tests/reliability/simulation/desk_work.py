"""What people do at their desks beside recording: drafts, reasons for a delay, prompts seen and acted on."""

from seenheard.duties import operations as duties
from seenheard.duties.models import Clock
from seenheard.prompts import operations as prompts
from seenheard.prompts.models import Prompt
from seenheard.record import operations as record
from seenheard.record.permissions import NoSuchChild

from .authority import Authority, Draft, Plan
from .oracle import pair
from .typed import trail_row, visit


def draft(authority: Authority) -> Plan | None:
    """A form is begun, saved, thrown away or, as a visit, sent; only by whoever began it."""
    chance = authority.chance
    begun = [one for one in authority.drafts if not one.sent and authority.people[one.by].is_active]
    if not begun or chance.random() < 0.35:
        return _begin_draft(authority)
    one = chance.choice(begun)
    if chance.random() < 0.4:
        return visit(authority, one)
    mine, content = chance.random() < 0.8, {"said": authority.words()}
    who = one.by if mine else chance.choice(authority.names("social_worker", "team_manager", "service_manager"))
    gone = None if who == one.by else record.DraftGone
    if chance.random() < 0.2:

        def thrown_away(_):
            authority.drafts.remove(one)
            return ()

        return Plan(
            f"{who} throws a draft away",
            lambda: record.throw_draft_away(public_id=one.public_id, by=authority.user(who), at=authority.now),
            thrown_away,
            gone,
        )

    def saved(_):
        one.content = content
        return ()

    return Plan(
        f"{who} writes on in a draft",
        lambda: record.save_draft(public_id=one.public_id, content=content, by=authority.user(who), at=authority.now),
        saved,
        gone,
        again=False,  # the words are kept once more, under the next number
    )


def _begin_draft(authority: Authority) -> Plan | None:
    pick = pair(authority)
    if pick is None:
        return None
    who, child, _ = pick
    content = {"said": authority.words()}
    children = [authority.children[child].public_id]

    def begun(made):
        authority.drafts.append(Draft(who, str(made.public_id), content))
        return ()

    return Plan(
        f"{who} begins a draft",
        lambda: record.begin_draft(
            form="visit", children=children, content=content, by=authority.user(who), at=authority.now
        ),
        begun,
        again=False,
    )


def explain(authority: Authority) -> Plan | None:
    """Why a duty is late."""
    pick = pair(authority)
    clock = (
        pick and Clock.objects.filter(child=authority.children[pick[1]].pk).order_by("rule", "started_on", "id").first()
    )
    if not clock:
        return None
    who, child, allowed = pick
    key = f"{clock.started_on} {clock.started_ref}" if clock.started_ref else str(clock.started_on)
    why = authority.words()

    def do():
        by = authority.user(who)
        return duties.explain_delay(
            child=authority.child(child), rule=clock.rule, key=key, why=why, by=by, at=authority.now
        )

    def remember(written):
        assert written
        return [trail_row(authority, "explained_delay", who, child)]

    return Plan(f"{who} explains a delay for {child}", do, remember, None if allowed else NoSuchChild)


def attend(authority: Authority) -> Plan | None:
    """Somebody sees a prompt, or says what came of it."""
    pick = pair(authority)
    if pick is None:
        return None
    who, child, allowed = pick
    rows = Prompt.objects.filter(child=authority.children[child].pk, gone_at=None, opens_on__lte=authority.on)
    rows = sorted(rows, key=lambda one: (one.cause, one.opens_on, one.act_by_on, one.giver, one.key))
    if not rows:
        return None
    prompt = authority.chance.choice(rows)
    act = authority.chance.choice(("see", "mine", "done"))
    by_now = (prompt.acted_by, prompt.outcome) == (authority.people[who].public_id, act)

    def do():
        said = {"prompt_id": prompt.pk, "by": authority.user(who), "at": authority.now}
        return prompts.see(**said) if act == "see" else prompts.act(outcome=act, **said)

    def remember(written):
        assert written == (prompt.seen_at is None if act == "see" else not by_now)
        return (
            [trail_row(authority, "saw_prompt" if act == "see" else "acted_on_prompt", who, child)] if written else []
        )

    says = f"{who} says {act} of {prompt.cause} of {child}"
    return Plan(says, do, remember, None if allowed else prompts.acting.NoSuchPrompt)
