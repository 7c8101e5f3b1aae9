"""A manager who holds the case, a service manager who runs the team: kept from them is what is kept from who does so.

Of the pages CD1 tells (tests/reliability/test_cd1_safety_dye.py), of the rule test_who_sees_what; here are the queries.
"""

from datetime import timedelta

import pytest

from seenheard.accounts.domain import SYSTEM
from seenheard.prompts import operations as prompts_operations
from seenheard.prompts import queries as prompts
from seenheard.prompts.models import Prompt
from seenheard.prompts.permissions import NoSuchPrompt
from seenheard.prompts.queries import counting
from seenheard.voices import operations, queries
from seenheard.voices.domain.answers import Colour, Voice, packed
from seenheard.voices.models import Category, Rating, Reply
from tests import cast

from .test_following import ON, on_list_of
from .test_talking import talk

pytestmark = pytest.mark.django_db
HOLDS, RUNS = {"worker_refs": ["P0002"]}, {"team_refs": [cast.TEAM]}


@pytest.fixture
def kept(asked, says, at):
    """`kept(about="worker")`: the child says red at home and wishes something, and keeps both from somebody."""
    for who in ("maya", "tom", "otto", "mona", "ines", "sara"):
        cast.person(who)

    def make(**more):
        of = {"child": asked.child, "voice": "child", "said_by": "child"}
        colours = packed(asked.categories, {"home": Colour.RED})
        wish = {"one_thing": "Another worker.", "choices": {"one_thing": more}}
        reply = Reply.objects.create(round=asked, form="11-17", sent_at=at, key="kept", colours=colours, **wish, **of)
        home = Category.objects.get(key="home")
        Rating.objects.create(reply=reply, category=home, colour=1, step=4, said_on=ON, **of, **more)
        operations.send_worker_reply(
            public_id=asked.public_id, given=says(home="green"), key="1", by=cast.maya(), at=at
        )
        return asked

    return make


def becomes(who, **keys):
    """From now on the record names this person by these keys."""
    person = cast.person(who)
    for name, refs in keys.items():
        setattr(person, name, refs)
    person.save()
    return person


def reads(viewer, asked):
    """By each way in which what was kept could be told: whether it is."""
    child, told = asked.child, {"viewer": viewer, "on": ON}
    now, _ = queries.round_for(**told, public_id=asked.public_id)
    seen, over = queries.columns(**told, child=child, now=now), queries.over_time(**told, child=child)[0]
    since = {"since": ON - timedelta(days=9)}
    by_child, of = {"viewer": viewer, "child_ids": [child.pk], "as_at": ON}, Voice.CHILD
    heat, then = queries.heat(**told, child_ids=[child.pk])[child.pk], queries.heat_then(**by_child)[child.pk]
    there = Prompt.objects.filter(giver="voices", facts__kept_from__gt="").values_list("pk", "cause", "key")
    kept, known = {pk for pk, *_ in there}, {(cause, key) for _, cause, key in there}
    assert kept
    lists = {
        "own list": prompts.all_mine(**told) if viewer.role == "team_manager" else prompts.all_standing(**told),
        "everybody's": prompts.everybodys(**told).paged,
        "all": prompts.all_standing(**told),
    }
    found = {name: bool(kept & {one.id for one in rows}) for name, rows in lists.items()}
    for number, one in enumerate(sorted(kept)):
        for act in ("see", "ticked"):
            try:
                if act == "see":
                    prompts_operations.see(prompt_id=one, by=viewer, at=asked.at)
                else:
                    prompts.ticked(**told, numbers=[one])
                found[f"{act} {number}"] = True
            except NoSuchPrompt:
                found[f"{act} {number}"] = False
    return found | {
        "columns": any(row.columns.get(of) for row in seen.rows if row.key == "home"),
        "words": any(one.words == "Another worker." for one in seen.words),
        "heat": isinstance(heat.cells["home"].answers[of], Colour),
        "heat then": isinstance(then.cells["home"].answers[of], Colour),
        "over time": any(voice is of for voice, _, _ in over.colours),
        "words over time": any(one.words == "Another worker." for one in over.words),
        "talks": bool(queries.talks_of(**told, child=child)),
        "talks then": bool(queries.talks_then(**by_child)),
        "history": any((one.cause, one.key) in known for one in prompts.history_of(**told, child=child)),
        "raised": len(prompts.raised(**by_child, **since))
        == len(prompts.raised(**by_child | {"viewer": SYSTEM}, **since)),
    }


@pytest.mark.parametrize(
    ("more", "who", "keys", "talker"),
    [
        ({"not_my_worker": True}, "tom", HOLDS, "sara"),
        ({"about": "worker"}, "sara", HOLDS, "tom"),
        ({"about": "manager"}, "sara", RUNS, "maya"),
    ],
)
def test_nothing_tells_it_to_whoever_the_record_names_and_all_does_to_who_only_manages(
    kept, at, more, who, keys, talker
):
    asked = kept(**more)
    talk(asked, at, by=cast.person(talker))
    before = reads(cast.person(who), asked)
    assert all(before.values()), before
    after = reads(becomes(who, **keys), asked)
    assert not any(after.values()), after
    tallies, number = counting.by_person(ON), len(prompts.all_mine(viewer=cast.person(who), on=ON))
    assert (tallies[str(cast.person(who).public_id)].prompts if number else 0) == number


def test_where_the_manager_holds_the_case_its_prompts_go_above_and_a_talk_of_theirs_settles_nothing(kept, at):
    tom = becomes("tom", **HOLDS)
    asked = kept(not_my_worker=True)
    operations.hand_over(child_id=asked.child_id, at=at)
    assert {"answer_unread", "child_not_told", "voices_differ"} <= set(on_list_of("sara"))
    assert not {"answer_unread", "voices_differ"} & set(on_list_of("tom"))
    talk(asked, at, by=tom)
    assert "voices_differ" in on_list_of("sara")

    def waits(who):
        told = queries.to_talk_about(viewer=cast.person(who), child=asked.child, on=ON)
        return [one.category for one in told]

    assert (waits("sara"), waits("tom")) == (["home"], [])
    alarm = operations.raise_alarm(
        child_id=asked.child_id, voice="child", key="k", at=at, round_id=asked.pk, not_my_worker=True
    )
    assert "safety_red" in on_list_of("sara") and "safety_red" not in on_list_of("tom")
    assert not queries.alarms_standing(viewer=tom, on=ON) and alarm


def test_where_the_case_comes_to_the_manager_later_its_prompts_go_above_before_the_night_gives_them(kept, at):
    kept(not_my_worker=True)
    becomes("tom", **HOLDS)
    assert {"answer_unread", "voices_differ"} <= set(on_list_of("sara"))
    operations.follow_actions(at=at)
    assert {"answer_unread", "voices_differ"} <= set(on_list_of("sara"))
    assert not {"answer_unread", "voices_differ"} & set(on_list_of("tom"))


def test_what_is_about_the_manager_is_the_reviewing_officers_where_the_only_service_manager_runs_the_team(kept, at):
    kept(about="manager")
    assert "answer_unread" in on_list_of("sara") and "answer_unread" not in on_list_of("ines")
    becomes("sara", **RUNS)
    assert "answer_unread" not in on_list_of("sara") and {"answer_unread", "voices_differ"} <= set(on_list_of("ines"))
    assert "answer_unread" not in on_list_of("tom")
    ines = cast.person("ines")
    assert operations.read_reply(public_id=Reply.objects.get(key="kept").public_id, by=ines, at=at)
    assert "answer_unread" not in on_list_of("ines")
