"""A child of whom all is recorded that a page can show: it asks no more of the database than another's, and loses none."""

import re
from datetime import date, timedelta

import pytest

from seenheard.accounts import operations as accounts
from seenheard.duties import operations as duties
from seenheard.duties.domain.causes import key_from
from seenheard.duties.models import Clock
from seenheard.record import operations as record
from seenheard.record.domain.openings import BREAK_GLASS
from seenheard.record.models import LinkedIdentifier
from seenheard.trail.models import Entry
from tests import cast
from tests.factories import record as made
from tests.pages.desk.conftest import looked_after

pytestmark = pytest.mark.django_db

MOST = 15
OLD = {"kind": "home", "lines": "14 Rowan Road", "postcode": "PE30 1AA", "from_on": date(2025, 1, 1)}
NEW = {"kind": "placement", "lines": "3 Birch Close", "postcode": "PE38 9ZZ", "from_on": date(2026, 2, 2)}
ALWAYS = (
    "Her father, and his family. Since 3 March 2026. Recorded by Maya Ashworth.",
    "The child has moved since this was said",
    "Does it hold for the new address?",
    "Linden Underwood aged 13 years same family",
    "Hazel Underwood aged 13 years same mother",
    "2 things in the files that cannot be right",
    "Placement from 2 May 2025 to 1 May 2025. From the Standard Safeguarding Dataset, made.csv line 2.",
    "Two workers hold the case at once.",
    "She is often on her own Raised by Maya Ashworth on 31 March 2026.",
    "Ask the school Tom Hale, by Friday 3 April 2026",
    "Ines Duarte Independent reviewing officer",
)
TODAY = ("The family was away.", "Booked for 2 April 2026.")
RESTRICTED = "Restricted to named people Since 31 March 2026. You are named"


@pytest.fixture
def ash(ash, take, at, on):
    """Ash with an address that is protected and a move since, a brother and a half-sister, two things that cannot be
    right, one worry that waits and one with an action, a delay explained, a visit booked and a reviewing officer."""
    maya, tom = cast.maya(), cast.tom()
    made.add("address", ash, **OLD)
    said = {"who": "her father, and his family", "why": "He has found them once before", "from_on": date(2026, 3, 3)}
    record.protect_address(children=[ash], key="said", by=maya, at=at, **said)
    made.add("address", ash, at=at + timedelta(minutes=1), **NEW)
    family(ash)
    made.add("cla_placement", ash, from_on=date(2025, 5, 2), until_on=date(2025, 5, 1))
    made.add("involvement", ash, professional_ref="P0100", team_ref="T02", from_on=date(2025, 1, 2))
    take()
    for key, words in (("alone", "She is often on her own"), ("school", "She missed school")):
        record.raise_issue(child=ash, words=words, on=on, key=key, by=maya, at=at)
    what = {"words": "Ask the school", "due_on": on + timedelta(days=3), "arising_from": "issue/school"}
    record.add_action(child=ash, key="ask", owned_by=str(tom.public_id), by=maya, at=at, **what)
    late = Clock.objects.filter(child=ash, ended_on=None, due_on__lt=on).first()
    clock = {"rule": late.rule, "key": key_from(late.started_on, late.started_ref)}
    duties.explain_delay(child=ash, why="The family was away.", by=maya, at=at, **clock)
    record.book(child=ash, kind="visit", planned_on=on + timedelta(days=2), key="booked", by=maya, at=at)
    named = {"kind": "reviewing_officer_named", "facts": {"officer": str(cast.ines().public_id)}}
    record.record_event(child=ash, on=on, key="officer", by=tom, at=at, **named)
    take()
    return ash


def family(child):
    """A brother by what the files call a family, and a half-sister by whose mother the files name."""
    brother, sister = looked_after(forename="Linden"), looked_after(forename="Hazel")
    mother = looked_after(born_on=date(1990, 1, 2))  # rows of hers are for who sees her
    for one in (child, brother):
        made.add("family", one, family_ref="F1")
    for one in (child, sister):
        number = LinkedIdentifier.objects.get(child=one, kind="la_child_id").value
        made.add("mother", mother, mothers_child_ref=number)


@pytest.fixture
def covering(at, on):
    """Somebody covers for a colleague: whoever does is asked about with each page."""

    def cover(who):
        away = cast.person("mona")
        made_of = {"covered": away, "cover": cast.person(who), "from_on": on, "until_on": on + timedelta(days=7)}
        accounts.set_cover(on=on, by=cast.sara(), at=at, **made_of)

    return cover


def read(client, child, asked="") -> str:
    page = client.get(f"/children/{child.public_id}/{asked}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("who", ["maya", "sara"])
@pytest.mark.parametrize("then", ["", "?as_at_day=1&as_at_month=3&as_at_year=2026&known=then"])
def test_a_named_person_reads_it_all_with_no_more_queries(ash, covering, count_queries, who, then, at, on):
    named = {"people": [cast.maya(), cast.sara()], "why": "Her uncle works among us, in another team"}
    record.restrict_child(child=ash, from_on=on, until_on=None, by=cast.sara(), at=at, **named)
    covering(who)
    client = cast.signed_in(who)
    shown = read(client, ash, then)
    assert [words for words in (*ALWAYS, RESTRICTED, *(() if then else TODAY)) if words not in shown] == []
    assert len(Entry.objects.get(what="looked_at_child").children) == 3
    assert count_queries(lambda: read(client, ash, then)) <= MOST


def test_nor_does_who_opens_the_record_in_an_emergency_while_covering(ash, covering, count_queries, at, on):
    said = {"because": "danger", "why": "A neighbour heard the child cry for hours"}
    otto = cast.otto()
    record.open_record(child=ash, kind=BREAK_GLASS, by=otto, on=on, at=at, **said)
    covering("otto")
    client = cast.signed_in("otto")
    shown = read(client, ash)
    nobody = [one for one in ALWAYS if "same " in one or "hold for" in one]
    assert [words for words in {*ALWAYS, *TODAY}.difference(nobody) if words not in shown] == []
    assert "Opened in an emergency" in shown and "No brother or sister is recorded whose file you may open." in shown
    assert count_queries(lambda: read(client, ash)) <= MOST
