"""The demo once it has been made: whose children it has, that it is made once, and the return sent again in April."""

from datetime import date, timedelta

import pytest
from django.test.utils import override_settings

from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, demo, demo_stories, demo_voices
from seenheard.desk import labels
from seenheard.duties import operations as duties
from seenheard.duties.models import Clock, Explanation
from seenheard.duties.queries.explained import explained_late
from seenheard.performance import queries as performance
from seenheard.performance.domain.published import read
from seenheard.prompts import queries as prompts
from seenheard.prompts.models import Message
from seenheard.record import queries as record
from seenheard.record.models import Booking, Child, ClaReview
from seenheard.returns import operations as returns
from seenheard.returns.models import Run
from seenheard.returns.operations import keeping
from seenheard.voices import operations as said
from seenheard.voices import queries as voices
from seenheard.voices.models import Alarm, Household, Rating, Reply, Round, Talk, ToldBack
from tests.factories.record import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(for_this_file, tmp_path_factory) -> list[str]:
    """Fenmarsh, for all tests of this file; what was said of it meanwhile."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patched, override_settings(FILES_FOLDER=tmp_path_factory.mktemp("files")):
        patched.setattr(clock, "is_demo", lambda: True)
        keeping._lock.cache_clear()
        with for_this_file():
            demo.make_demo(AT, said.append)
        yield said
    keeping._lock.cache_clear()


def test_all_of_fenmarsh_comes_in_and_progress_is_said(made):
    assert Child.objects.count() == 400
    assert [run.state for run in Run.objects.all()] == ["applied", "applied"]
    assert Clock.objects.exists()
    assert any("2 of 2" in line for line in made)


def test_the_cast_is_linked_to_people_of_the_files(at, on):
    maya, tom, ines, ana, sara, *others = people.cast()
    mine = record.children_now(viewer=maya, on=on, worker_ref="P0002")
    assert mine.count() >= 10
    assert mine.exclude(looked_after_since_on=None).count() >= 4
    assert record.children_now(viewer=tom, on=on).count() >= mine.count()
    assert record.children_now(viewer=ines, on=on).exists()
    assert record.children_now(viewer=sara, on=on).count() > record.children_now(viewer=tom, on=on).count()
    assert not record.children_now(viewer=ana, on=on).exists()
    assert [one.name.split()[0] for one in others] == ["Dev", "Grace", "Carl", "Hugh", "Cllr", "Della", "Adam"]
    assert not any(record.children_now(viewer=other, on=on).exists() for other in others)


def test_a_carer_is_asked_about_one_child_of_mayas(on):
    """In the placement of today, and as the demo's cast comes in: without a link."""
    carl = people.person_with_email("carl@fenmarsh.example")
    (placed,) = voices.placed_with(viewer=carl, on=on)
    assert any(one.waits for one in voices.rounds_placed(viewer=carl, on=on))
    maya = people.person_with_email("maya@fenmarsh.example")
    assert record.sees(viewer=maya, child=placed.child, on=on) and " " not in placed.first_name


def test_of_two_reports_for_reviews_one_is_late_and_one_was_sent(on):
    reports = {one.child.now.local_id: one for one in Clock.objects.filter(rule="LR-08").select_related("child__now")}
    late, sent = reports["501939"], reports["500490"]
    assert (late.due_on, late.ended_on) == (date(2026, 3, 30), None)
    assert (sent.due_on, sent.ended_on, sent.ended_how) == (date(2026, 4, 1), date(2026, 3, 30), "met")
    assert len(reports) == 2  # and of no review that was held before reports were recorded here


def test_two_quarters_are_published_with_figures_and_with_numbers_hidden(on):
    """So partners and scrutiny have something to read, and see what “c” is."""
    reports = [read(one.text) for one in performance.published()]
    assert [report.on for report in reports] == [date(2025, 12, 31), date(2025, 9, 30)]
    told = {table.key: table for table in reports[0].tables}
    figures = [figure for table in told.values() for row in table.figures for figure in row]
    assert sum(not table.why_not for table in told.values()) >= 5
    assert None in figures and any(figure and figure > 50 for figure in figures)


def test_somebody_must_not_know_one_address(on):
    (maya,) = (one for one in people.people() if one.email.startswith("maya@"))
    line = record.children_now(viewer=maya, on=on).get(local_id="502394")
    child = record.child_for(viewer=maya, public_id=line.child.public_id, on=on)
    whole = record.whole_child(viewer=maya, child=child, on=on)
    assert (whole.address_protected, whole.has_address) == ("her father, and his family", True)
    assert not record.unanswered(viewer=maya, child=child, on=on)


def test_no_list_is_empty_that_a_first_user_of_a_team_opens(on):
    who = {one.email.partition("@")[0]: one for one in people.people()}
    tom, sara, grace, clove = (who[name] for name in ("tom", "sara", "grace", "clove"))
    assert people.covers(on) == {str(clove.public_id): (str(who["maya"].public_id),)}
    for manager, alone in ((tom, 1), (sara, 2)):
        unheld = record.unheld(viewer=manager, on=on)
        assert (len(unheld.without), len(unheld.unqualified_only)) == (alone, 1)
        changes = record.changes_of_worker(viewer=manager, on=on)
        assert len(changes) == 5
        assert not any("no list here explains" in labels.label("SW_REASON", one.reason) for one in changes)
        assert prompts.everybodys(viewer=manager, on=on, unseen_for=3).numbers.unseen
        assert record.conflicts(viewer=manager).count() == 1
    assert record.restrictions(viewer=sara).count() == 1
    assert not record.children_now(viewer=sara, on=on).filter(local_id="500196").exists()
    assert record.children_now(viewer=tom, on=on).filter(local_id="500196").exists()
    opened = record.looks_standing_out(viewer=grace, standing="unjudged")
    assert {reason for one in opened for reason in one["reasons"]} == {"on_duty", "break_glass"}
    assert [one.person for one in people.rights_waiting()] == [clove], "for Sara to agree to"


def test_maya_has_worried_promised_booked_and_explained(on):
    maya = people.person_with_email(demo.address("maya"))
    line = record.children_now(viewer=maya, on=on).get(local_id="501036")
    child = record.child_for(viewer=maya, public_id=line.child.public_id, on=on)
    assert len(record.issues(viewer=maya, child=child, on=on)) == 2
    assert [one.words for one in record.actions(viewer=maya, child=child, on=on)] == [
        "Ask the college about a travel pass"
    ]
    assert list(Booking.objects.filter(kind="visit").values_list("state", flat=True)) == ["booked"]
    # The questionnaire that was due before questionnaires were recorded here is asked for no more (LH-06).
    assert len(explained_late(viewer=maya, on=on)) == 1
    assert sorted(Explanation.objects.values_list("rule", flat=True)) == ["LH-01", "LH-05"]  # the second said ahead


def test_fenmarsh_has_said_what_it_asks_and_who_is_told_at_once(at, on):
    maya = people.person_with_email(demo.address("maya"))
    assert len([one for one in voices.categories(on=on) if one.is_asked]) == 12
    assert voices.children_may_be_asked(on)
    line = record.children_now(viewer=maya, on=on, worker_ref="P0002").exclude(looked_after_since_on=None).first()
    child = record.child_for(viewer=maya, public_id=line.child.public_id, on=on)
    assert len(said.open_round(child=child, by=maya, at=at).categories) == 12


def of_maya(number, on):
    maya = people.person_with_email(demo.address("maya"))
    line = record.children_now(viewer=maya, on=on).get(local_id=number)
    return {"viewer": maya, "child": record.child_for(viewer=maya, public_id=line.child.public_id, on=on), "on": on}


def levels(rounds, on, category, **seen) -> list[int]:
    """Of one category, what the answers of each round meant, the earliest first."""
    shown = [voices.columns(viewer=seen["viewer"], child=seen["child"], now=one, on=on) for one in reversed(rounds)]
    return [int(row.mismatch.level) for one in shown for row in one.rows if row.key == category]


def test_two_years_of_rounds_stand_behind_the_last_children_in_care(on):
    ids = list(
        record.children_now(viewer=SYSTEM, on=on).exclude(looked_after_since_on=None).values_list("pk", flat=True)
    )
    rounds = list(Round.objects.filter(child__in=ids))
    assert len(voices.last_opened(viewer=SYSTEM, on=on, child_ids=ids)) == len(ids) > 50
    assert len(rounds) > 5 * len(ids) and min(one.opened_on for one in rounds) < on - timedelta(days=650)
    assert max(Reply.objects.values_list("sent_at", flat=True)) < AT and not Round.objects.filter(opened_on__gt=on)
    told = {voice: Reply.objects.filter(voice=voice).count() / len(rounds) for voice in ("worker", "carer", "child")}
    assert told["worker"] > 0.85 and told["carer"] > 0.6 and told["child"] > 0.5, told
    assert Rating.objects.filter(colour__isnull=False).values("colour").distinct().count() == 3
    of_learning = Rating.objects.filter(child__now__born_on__gt=on - timedelta(days=3 * 365), category__key="learning")
    assert set(of_learning.values_list("state", flat=True)) == {"does not apply"}, "nobody rates a baby’s school"
    assert Talk.objects.count() > 500 and ToldBack.objects.filter(talk=None).exists()
    assert not Alarm.objects.exclude(steps__what="done").exists(), "no alarm rings when somebody first opens the demo"


def test_a_difference_led_somewhere(on):
    seen = of_maya(demo_stories.GALE, on)
    rounds = voices.rounds_of(**seen)
    assert levels(rounds, **seen, category="family")[-2:] == [2, 0], "act in the autumn; the same in the winter"
    (came, *_) = [one for one in voices.said_and_done(**seen) if one.action and one.category]
    assert came.category == "family" and came.action.done_on and "every second Saturday" in came.action.outcome
    assert came.told and came.for_child
    assert voices.plan_of(**seen).together.differs is False


def test_a_red_on_safety_at_night_reached_the_night_team_and_was_done(on):
    seen = of_maya(demo_stories.MAPLE, on)
    (alarm,) = voices.alarms_of_child(**seen)
    dev = people.person_with_email(demo.address("dev"))
    assert (alarm.at.hour, alarm.stands.done.by, alarm.stands.had_by) == (23, str(dev.public_id), str(dev.public_id))
    assert "nights@fenmarsh.example" in {step.to for step in alarm.stands.steps}
    assert not Message.objects.filter(kind="alarm", sent_at=None).exists()
    assert levels(voices.rounds_of(**seen), **seen, category="safety")[-2:] == [3, 0]


def test_what_comes_back_who_is_observed_who_has_an_interpreter_and_what_nobody_answered(on):
    fern = of_maya(demo_stories.FERN, on)
    assert voices.pattern_now(**fern).again == ("learning",) and voices.pattern_now(**fern).several
    waiting = prompts.all_mine(viewer=fern["viewer"], on=on)
    assert {one.cause for one in waiting if one.child_id == fern["child"].pk} >= {"voices_differ", "child_not_told"}
    assert Reply.objects.filter(child=of_maya(demo_stories.LINDEN, on)["child"], form="observed").count() == 2
    heath = Reply.objects.filter(child=of_maya(demo_stories.HEATH, on)["child"], voice="child").latest("sent_at")
    assert heath.helpers[0]["role"] == "interpreter" and heath.form == "5-10"
    silent = [one for one in voices.rounds_of(**of_maya(demo_stories.OLIVE, on)) if not one.sent]
    assert [one.opened_on for one in silent] == [demo_stories.AUTUMN]


def test_what_the_service_manager_has_changed_since_stays(at, on):
    sara = people.person_with_email(demo.address("sara"))
    said.retire_category(key="friends", why="Asked at school.", by=sara, at=at)
    demo_voices.choose(at)
    assert not voices.category_called("friends", on=on).is_asked


def test_made_twice_it_is_made_once(at):
    counted = (Child, ClaReview, Clock, Round, Reply, Household)
    before = [people.people().count(), *(model.objects.count() for model in counted)]
    demo.make_demo(at, print)
    assert before == [people.people().count(), *(model.objects.count() for model in counted)]


def test_the_return_sent_again_in_april_changes_mayas_list_and_undo_brings_it_back(at, on):
    maya, ana = people.person_with_email(demo.address("maya")), people.person_with_email(demo.address("ana"))

    def list_of_maya():
        ids = list(record.children_now(viewer=maya, on=on, worker_ref="P0002").values_list("child_id", flat=True))
        return set(Clock.objects.filter(child__in=ids, ended_on=None).values_list("child", "rule", "due_on"))

    before = list_of_maya()
    demo.load(demo.FILES.parent / "fenmarsh-april", by=ana, at=at)
    duties.take_changes(by=SYSTEM, at=at)
    assert list_of_maya() != before
    returns.undo(run=Run.objects.latest("pk"), by=ana, at=at)
    duties.take_changes(by=SYSTEM, at=at)
    assert list_of_maya() == before
