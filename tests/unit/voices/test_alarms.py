"""Red on safety: who is told, by which road, never whom it is about; handed on, taken, settled; and what fails."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.prompts import operations as prompts
from seenheard.prompts.models import Message
from seenheard.record import operations as record
from seenheard.record.models import Conflict
from seenheard.trail.models import Entry
from seenheard.voices import operations, queries
from seenheard.voices.domain.alarms import AlarmStands, Did, Happened, is_by_day
from seenheard.voices.domain.seeing import Reader
from seenheard.voices.models import Alarm, AlarmStep, Category, Rating, Reply
from tests import cast
from tests.factories.record import add

ON = date(2026, 3, 31)
HOUR = timedelta(minutes=60)
MINUTE = timedelta(minutes=1)
NIGHT_BOX = "night@fenmarsh.example"


@pytest.fixture
def people(council, at):
    """Everybody who could be told, and an inbox of its own for the night."""
    for who in ("maya", "tom", "mona", "otto", "ines", "sara", "dev", "adam", "ana"):
        cast.person(who)
    operations.set_voices(name="night_inbox", value={"role": "Night desk", "email": NIGHT_BOX}, by=council, at=at)


def ids(*who):
    return [str(cast.person(one).public_id) for one in who]


def to():
    """Whom messages wait for, or went to."""
    names = {public_id: one for one in cast.PEOPLE for public_id in ids(one)}
    return [
        names.get(one, one)
        for one in Message.objects.filter(kind="alarm").order_by("id").values_list("person", flat=True)
    ]


def raised(child, at, **more):
    return operations.raise_alarm(child_id=child.pk, voice="child", key="pressed-1", at=at, **more)


def child_said_red(asked, at, **more):
    reply = Reply.objects.create(
        child=asked.child, round=asked, voice="child", said_by="child", form="11-17", sent_at=at, key="child"
    )
    Rating.objects.create(
        child=asked.child,
        reply=reply,
        category=Category.objects.get(key="safety"),
        voice="child",
        said_by="child",
        colour=1,
        step=4,
        chosen="Really not OK",
        said_on=ON,
        **more,
    )
    return operations.alarm_on_safety(reply=reply, at=at)


LONDON_NOON = datetime(2026, 3, 31, 12)


@pytest.mark.parametrize(
    ("moment", "holiday", "day"),
    [
        (LONDON_NOON, False, True),
        (datetime(2026, 3, 31, 8, 29), False, False),
        (datetime(2026, 3, 31, 8, 30), False, True),
        (datetime(2026, 3, 31, 16, 59), False, True),
        (datetime(2026, 3, 31, 17, 0), False, False),
        (datetime(2026, 4, 4, 12), False, False),
        (datetime(2026, 4, 5, 12), False, False),
        (datetime(2026, 4, 3, 12), True, False),
    ],
)
def test_by_day_or_by_night(moment, holiday, day):
    assert is_by_day(moment, ["08:30", "17:00"], is_bank_holiday=holiday) is day


def test_the_worker_the_manager_and_the_duty_inbox_are_told_at_once(people, ash, at):
    raised(ash, at)
    assert to() == ["maya", "tom", "duty@fenmarsh.example"]
    prompts.send_waiting(at=at)
    assert [one.to for one in mail.outbox] == [[cast.maya().email], [cast.tom().email], ["duty@fenmarsh.example"]]
    for one in mail.outbox:
        assert str(Alarm.objects.get().public_id)[:8] in one.body and "/alarms/" in one.body
        assert "within 60 minutes" in one.body
        assert "Ash" not in one.body + one.subject and "Underwood" not in one.body + one.subject


@pytest.mark.parametrize(
    ("moment", "box"),
    [
        (datetime(2026, 3, 31, 21, 0, tzinfo=UTC), NIGHT_BOX),
        (datetime(2026, 4, 4, 11, 0, tzinfo=UTC), NIGHT_BOX),
        (datetime(2026, 4, 3, 11, 0, tzinfo=UTC), NIGHT_BOX),  # Good Friday
        (datetime(2026, 4, 2, 7, 30, tzinfo=UTC), "duty@fenmarsh.example"),  # half past eight in London
        (datetime(2026, 4, 2, 7, 29, tzinfo=UTC), NIGHT_BOX),
    ],
)
def test_at_night_on_weekends_and_bank_holidays_the_night_inbox_is_told(people, ash, moment, box):
    raised(ash, moment)
    assert to()[-1] == box


def test_the_same_press_is_one_alarm_and_is_told_once(people, ash, at):
    assert raised(ash, at) == raised(ash, at + MINUTE)
    assert (Alarm.objects.count(), len(to())) == (1, 3)
    assert Entry.objects.filter(what="raised_alarm").count() == 1


def test_a_reply_with_red_on_safety_raises_one_and_with_amber_none(people, asked, at):
    assert len(child_said_red(asked, at)) == 1
    reply = Reply.objects.get()
    assert [one.pk for one in operations.alarm_on_safety(reply=reply, at=at)] == [Alarm.objects.get().pk]


def test_the_workers_own_red_is_no_alarm(people, asked, says, at):
    operations.send_worker_reply(public_id=asked.public_id, given=says(safety="red"), key="1", by=cast.maya(), at=at)
    assert not Alarm.objects.exists()


@pytest.mark.parametrize(
    ("about", "first"),
    [("worker", ["tom"]), ("manager", ["maya"]), ("carer", ["maya", "tom"]), ("", ["maya", "tom"])],
)
def test_whom_it_is_about_is_not_told(people, ash, at, about, first):
    raised(ash, at, about=about)
    assert to() == [*first, "duty@fenmarsh.example"]


@pytest.mark.parametrize(("about", "never"), [("worker", {"maya", "otto"}), ("manager", {"tom", "mona"})])
def test_nor_is_it_handed_on_to_them_however_the_list_is_written(people, ash, council, at, about, never):
    prompts.say_who_is_told_next(people=ids("maya", "tom", "ines", "sara"), from_on=ON, by=council, at=at)
    raised(ash, at, about=about)
    for hour in range(1, 7):
        operations.hand_on_alarms(at=at + hour * HOUR)
    assert not never & set(to())
    assert "ines" in to() and "sara" in to()


@pytest.mark.parametrize(
    ("about", "sees", "does_not"),
    [
        ("", {"maya", "tom", "ines", "sara"}, {"otto", "mona"}),
        ("worker", {"tom", "ines", "sara"}, {"maya", "otto", "mona"}),
        ("manager", {"maya", "ines", "sara"}, {"tom", "otto", "mona"}),
    ],
)
def test_who_sees_it_stand(people, ash, at, about, sees, does_not):
    alarm = raised(ash, at, about=about)
    for who in sees:
        assert [one.id for one in queries.alarms_standing(viewer=cast.person(who), on=ON)] == [alarm.pk], who
        assert queries.alarms_of_child(viewer=cast.person(who), child=ash, on=ON), who
        queries.alarm_for(viewer=cast.person(who), public_id=alarm.public_id, on=ON)
    for who in does_not | {"adam", "ana"}:
        assert not queries.alarms_standing(viewer=cast.person(who), on=ON), who
        assert not queries.alarms_of_child(viewer=cast.person(who), child=ash, on=ON), who
        for act in (
            lambda who=who: queries.alarm_for(viewer=cast.person(who), public_id=alarm.public_id, on=ON),
            lambda who=who: operations.take_alarm(public_id=alarm.public_id, by=cast.person(who), at=at),
            lambda who=who: operations.finish_alarm(
                public_id=alarm.public_id, words="Done.", by=cast.person(who), at=at
            ),
        ):
            with pytest.raises(queries.NoSuchAlarm):
                act()
    assert queries.references_on_duty(viewer=cast.person("dev")) and not queries.references_on_duty(viewer=cast.maya())


def test_not_my_social_worker_keeps_it_from_the_worker_too(people, asked, at):
    (alarm,) = child_said_red(asked, at, not_my_worker=True)
    assert "maya" not in to()
    assert queries.alarm_for(viewer=cast.tom(), public_id=alarm.public_id, on=ON)[0].kept_from == {Reader.WORKER}
    assert not queries.alarms_standing(viewer=cast.maya(), on=ON)


def test_handed_on_at_sixty_minutes_and_not_before(people, ash, at):
    raised(ash, at)
    assert operations.hand_on_alarms(at=at + HOUR - timedelta(seconds=1)) == 0
    assert operations.hand_on_alarms(at=at + HOUR) == 1
    assert to()[3:] == ["sara"]
    assert operations.hand_on_alarms(at=at + HOUR) == 0
    assert operations.hand_on_alarms(at=at + 2 * HOUR) == 1


def test_the_minutes_are_a_setting_and_the_list_goes_round(people, ash, council, at):
    operations.set_voices(name="have_this_minutes", value=30, by=council, at=at)
    prompts.say_who_is_told_next(people=ids("ines", "mona", "sara"), from_on=ON, by=council, at=at)
    raised(ash, at)
    for turn in range(1, 4):
        operations.hand_on_alarms(at=at + turn * HOUR / 2)
    assert to()[3:] == ["ines", "sara", "ines"]  # Mona manages another team


def test_into_the_night_the_night_inbox_is_told_once(people, ash):
    late = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)  # half past four in London
    raised(ash, late)
    operations.hand_on_alarms(at=late + HOUR)
    operations.hand_on_alarms(at=late + 2 * HOUR)
    assert to().count(NIGHT_BOX) == 1


def test_i_have_this_is_said_first_by_one_and_nobody_else_is_told(people, ash, at):
    alarm = raised(ash, at)
    assert operations.take_alarm(public_id=alarm.public_id, by=cast.tom(), at=at)
    assert not operations.take_alarm(public_id=alarm.public_id, by=cast.maya(), at=at)
    assert not operations.take_alarm(public_id=alarm.public_id, by=cast.tom(), at=at)
    assert operations.hand_on_alarms(at=at + 5 * HOUR) == 0
    assert AlarmStep.objects.filter(what="has this").count() == 1
    assert queries.alarms_standing(viewer=cast.sara(), on=ON)  # red until it is settled


def test_settled_with_words_once(people, ash, at):
    alarm = raised(ash, at)
    tom = cast.tom()
    for words in ("", "  ", "🙂"):
        with pytest.raises(NotAllowed, match="Say what was done"):
            operations.finish_alarm(public_id=alarm.public_id, words=words, by=tom, at=at)
    assert queries.alarms_standing(viewer=tom, on=ON)
    assert operations.finish_alarm(public_id=alarm.public_id, words="Seen at school.", by=tom, at=at)
    assert not operations.finish_alarm(public_id=alarm.public_id, words="Seen at school.", by=tom, at=at)
    with pytest.raises(operations.DoneAlready):
        operations.finish_alarm(public_id=alarm.public_id, words="Something else.", by=tom, at=at)
    assert not queries.alarms_standing(viewer=tom, on=ON)
    assert [one.what for one in AlarmStep.objects.order_by("id")][-2:] == ["has this", "done"]
    assert operations.hand_on_alarms(at=at + 5 * HOUR) == 0


def test_who_is_on_duty_takes_and_settles_it_without_seeing_the_child_otherwise(people, ash, at):
    alarm, dev = raised(ash, at, about="worker"), cast.person("dev")
    assert operations.take_alarm(public_id=alarm.public_id, by=dev, at=at)
    assert operations.finish_alarm(public_id=alarm.public_id, words="Police are there.", by=dev, at=at)


def test_who_is_on_duty_and_has_said_they_know_the_child_is_shown_nothing(people, ash, at):
    alarm, dev = raised(ash, at), cast.person("dev")
    of_dev = {"viewer": dev, "public_id": alarm.public_id, "on": ON}
    assert queries.references_on_duty(viewer=dev) and queries.alarm_for(**of_dev)
    Conflict.objects.create(child=ash, person_public_id=str(dev.public_id), kind="family", at=at)
    assert queries.references_on_duty(viewer=dev) == ()
    with pytest.raises(queries.NoSuchAlarm):
        queries.alarm_for(**of_dev)
    with pytest.raises(queries.NoSuchAlarm):
        operations.take_alarm(public_id=alarm.public_id, by=dev, at=at)


def test_words_that_tell_a_protected_address_are_not_kept_and_nobody_learns_it_by_trying(people, ash, at):
    add("address", ash, kind="placement", lines="14 Rowan Road, Littleport", postcode="PE30 1AA", from_on=ON)
    said = {"who": "her father", "why": "He found them before", "from_on": ON, "key": "one", "by": cast.maya()}
    record.protect_address(children=[ash], at=at, **said)
    one = raised(ash, at)
    words = "We took her home to 14 Rowan Road."
    with pytest.raises(record.TellsAddress):
        operations.finish_alarm(public_id=one.public_id, words=words, by=cast.tom(), at=at)
    assert not AlarmStep.objects.filter(what="done").exists()
    dev = cast.person("dev")  # on duty, and sees no child: a refusal would tell the address to whoever tries
    assert operations.finish_alarm(public_id=one.public_id, words=words, by=dev, at=at)


def test_a_message_that_did_not_go_is_written_down_once_and_the_next_is_told_without_waiting(
    people, ash, at, monkeypatch
):
    raised(ash, at)

    def refuse(*args, **kwargs):
        raise OSError("no")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        prompts.send_waiting(at=at)
    assert operations.hand_on_alarms(at=at + MINUTE) == 1
    assert set(AlarmStep.objects.filter(what="not told").values_list("to", flat=True)) == {
        *ids("maya", "tom"),
        "duty@fenmarsh.example",
    }
    assert to()[3:] == ["sara"]
    assert operations.hand_on_alarms(at=at + 2 * MINUTE) == 0
    assert AlarmStep.objects.filter(what="not told").count() == 3


def test_without_an_inbox_it_is_told_all_the_same_and_says_so(db, ash, at):
    for who in ("maya", "tom", "sara"):
        cast.person(who)
    raised(ash, at)
    assert to() == ["maya", "tom"]
    assert AlarmStep.objects.get(what="not told").words == "No inbox is set that is read at this hour."


def test_where_nobody_works_here_the_inbox_is_told(council, ash, at):
    council.is_active = False
    council.save()
    raised(ash, at)
    assert to() == ["duty@fenmarsh.example"]


def test_nothing_of_it_can_be_changed_or_taken_away(people, ash, at):
    raised(ash, at)
    for change in (
        lambda: Alarm.objects.update(about="worker"),
        lambda: Alarm.objects.all().delete(),
        lambda: AlarmStep.objects.update(words="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_taken_back_with_what_it_came_with(people, ash, at):
    with pytest.raises(RuntimeError), transaction.atomic():
        raised(ash, at)
        raise RuntimeError("killed")
    assert not Alarm.objects.exists() and not Message.objects.exists()


def steps(*told):
    return AlarmStands(tuple(Did(Happened(what), at, by="x", to="x") for what, at in told))


def test_when_it_is_the_next_ones_turn(at):
    assert steps().is_next(at, HOUR)
    told = ("told", at)
    assert not steps(told).is_next(at + HOUR - MINUTE, HOUR)
    assert steps(told).is_next(at + HOUR, HOUR)
    assert steps(told, ("not told", at)).is_next(at, HOUR)
    assert not steps(told, ("not told", at), ("handed on", at)).is_next(at, HOUR)
    assert not steps(told, ("has this", at)).is_next(at + 9 * HOUR, HOUR)
