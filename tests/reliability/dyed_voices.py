"""What was said of the children in dye: for each in care a round in which worker and child have answered otherwise, a red
on safety, a talk, what the child was told, a wish and a plan's rating; every word of it unique.

Everybody who works with the child may read it (`SEES`), for the round is open and the child keeps nothing from anybody;
whom a child keeps words from is CD1.
"""

from collections.abc import Callable
from datetime import timedelta

from seenheard.record.models import Child
from seenheard.voices import operations as voices
from seenheard.voices import queries
from seenheard.voices.domain.answers import Colour, packed
from seenheard.voices.domain.rounds import BY_WISH
from seenheard.voices.models import Category, PlanRating, Rating, Reply, Round, Talk, ToldBack
from tests import cast
from tests.reliability.world import AT, ON

BEFORE = AT - timedelta(days=3)
INBOX = {"role": "Duty desk", "email": "duty@fenmarsh.example"}
NUMBER = {"number": "01632 960 001", "checked_by": "Sara Okafor", "checked_on": "2026-03-30"}
RED, GREEN = Colour.RED, Colour.GREEN
SAID = {
    "health": (GREEN, RED),
    "home": (GREEN, GREEN),
    "safety": (GREEN, RED),
}  # of each category, the worker's colour and the child's


def choose() -> None:
    """The council asks the twelve categories, and says who is told at once."""
    sara, long_ago = cast.person("sara"), AT - timedelta(days=30)
    voices.choose_pack(pack="twelve", by=sara, at=long_ago)
    for name, value in (("duty_inbox", INBOX), ("night_inbox", INBOX), ("night_number", NUMBER)):
        voices.set_voices(name=name, value=value, by=sara, at=long_ago)


def speak(child: Child, dyed: Callable[[str], str]) -> None:
    """A round of this child, and all that followed from it. `dyed`: a new word for a field."""

    def word(field: str) -> str:
        return f"{dyed(field)} was said"

    def key(of: str) -> str:
        return f"{of} {child.pk}"

    of_child, by = {"child": child}, {"by": str(cast.person("tom").public_id), "at": BEFORE}
    asked = Round.objects.create(
        opened_on=BEFORE.date(),
        closes_on=BEFORE.date() + timedelta(days=14),
        why=BY_WISH,
        categories=list(SAID),
        voices=["worker", "child"],
        **of_child,
        **by,
    )
    sent = {}
    for number, voice, form in ((0, "worker", "worker"), (1, "child", "11-17")):
        said_by = {"voice": voice, "said_by": "child" if voice == "child" else str(cast.maya().public_id)}
        sent[voice] = Reply.objects.create(
            round=asked,
            form=form,
            best_thing=word("reply.best_thing") if number else "",
            one_thing=word("reply.one_thing") if number else "",
            anything_else=word("reply.anything_else"),
            colours=packed(SAID, {name: two[number] for name, two in SAID.items()}),
            sent_at=BEFORE,
            key=key(voice),
            **said_by,
            **of_child,
        )
        for name, two in SAID.items():
            said = {"comment": word("rating.comment")}
            if number:
                said |= {"chosen": word("rating.chosen"), "step": 4 if two[1] == RED else 1}
            Rating.objects.create(
                reply=sent[voice],
                category=Category.objects.get(key=name),
                colour=int(two[number]),
                said_on=BEFORE.date(),
                **said,
                **said_by,
                **of_child,
            )
    voices.alarm_on_safety(reply=sent["child"], at=BEFORE)
    words = {"child_id": child.pk, "voice": "child", "round_id": asked.pk, "words": word("alarm.words")}
    voices.raise_alarm(key=key("pressed"), at=BEFORE, **words)
    talk = Talk.objects.create(
        round=asked,
        category=Category.objects.get(key="health"),
        held_on=BEFORE.date(),
        with_whom=word("talk.with_whom"),
        decided=word("talk.decided"),
        no_action_why=word("talk.no_action_why"),
        for_child=word("talk.for_child"),
        key=key("talk"),
        **of_child,
        **by,
    )
    told = {"told_on": ON, "how": word("told.how"), "words": word("told.words")}
    ToldBack.objects.create(talk=talk, key=key("told"), **told, **of_child, **by)
    PlanRating.objects.create(
        rater="reviewing officer",
        colour=1,
        scheme=queries.scheme_on(ON).key,
        reasons=word("plan.reasons"),
        on=ON,
        key=key("plan"),
        **of_child,
        **by,
    )
    voices.hand_over_many(child_ids=[child.pk], at=AT)
