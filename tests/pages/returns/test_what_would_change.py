"""The person who decides reads what would change, field by field; nobody finds those values anywhere else."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seenheard.accounts.domain import SYSTEM
from seenheard.record.models import Child, ChildNow
from seenheard.returns import operations
from seenheard.returns.models import KeptFile, Kind, Run, State
from seenheard.returns.operations import keeping
from seenheard.trail.models import Entry
from tests import cast
from tests.factories.returns import imported, moment, proposed, reading

pytestmark = pytest.mark.django_db

HEADER = {"CHILD": "A1", "SEX": "F", "DOB": "2015-05-01", "ETHNIC": "WBRI"}
EPISODE = {
    "CHILD": "A1",
    "DECOM": "2025-06-29",
    "RNE": "S",
    "LS": "C2",
    "CIN": "N1",
    "PLACE": "U6",
    "HOME_POST": "FM8 2BB",
    "PL_POST": "FM9 5EB",
}
LEFT = EPISODE | {"DEC": "2026-03-30", "REC": "E4A"}


def upload(*episodes, header=HEADER):
    return reading("ssda903", {"header": [header], "episodes": list(episodes)})


@pytest.fixture
def ana(stopped_clock):
    return cast.signed_in("ana")


def page_of(client, run, more=""):
    answer = client.get(f"/imports/{run.public_id}/{more}")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_changed_line_says_each_field_as_it_was_and_would_be(ana):
    imported(upload(EPISODE))
    page = page_of(ana, proposed(upload(LEFT)))
    assert "Child A1 episodes.csv, line 2" in page
    assert "Care episodes, changed: until: not recorded → 30 March 2026; why it ended: not recorded → " in page
    assert "(E4A)" in page and "They are about 1 child, whose duties are worked out again." in page
    assert "The first of them" not in page


def test_a_new_line_says_its_main_values_in_words(ana):
    page = page_of(ana, proposed(upload(EPISODE)))
    assert "Care episodes, new: from: 29 June 2025" in page
    assert "legal status: Full care order (C2)" in page and page.index("Care episodes, new") < page.index(
        "Addresses, home"
    )
    assert "2015-05-01" not in page and "birth date: 1 May 2015" in page


def test_an_address_is_told_by_its_kind_and_district_alone(ana):
    imported(upload(EPISODE))
    within = page_of(ana, proposed(upload(EPISODE | {"PL_POST": "FM9 7ZZ"})))
    assert "Addresses, placement, changed: another address in the same district" in within
    away = page_of(ana, proposed(upload(EPISODE | {"PL_POST": "FM3 7ZZ"})))
    assert "postcode district: FM9 → FM3" in away
    new = page_of(ana, proposed(upload(EPISODE | {"DECOM": "2026-02-01"})))
    for page in (within, away, new):
        assert not re.search(r"FM\d ?\d[A-Z]{2}", page)


def test_a_corrected_day_says_which_day_it_was(ana):
    imported(upload(EPISODE))
    page = page_of(ana, proposed(upload(EPISODE | {"DECOM": "2025-06-30"})))
    assert "Care episodes, corrected: from: 29 June 2025 → 30 June 2025" in page


def test_a_withdrawn_row_says_what_it_said(ana):
    imported(upload(EPISODE))
    page = page_of(ana, proposed(upload(), complete_for_year=True))
    assert "Child A1 no longer in the files" in page
    assert "Care episodes, withdrawn: from: 29 June 2025" in page


def test_a_long_list_comes_in_pages_and_says_how_long_it_is(ana, monkeypatch):
    days = [f"2025-{month:02}-{day:02}" for month in (5, 6, 7) for day in range(1, 29)]
    run = proposed(upload(*(EPISODE | {"DECOM": day} for day in days)))
    first, second = page_of(ana, run), page_of(ana, run, "?page=2")
    assert "85 lines of the files would change the record." in first
    assert "episodes.csv, line 2 " in first and "episodes.csv, line 2 " not in second
    assert "episodes.csv, line 85 " in second
    monkeypatch.setattr("seenheard.returns.domain.differing.LINES_KEPT", 10)
    assert "The first 10 are shown" in page_of(ana, operations.propose(run=run, by=SYSTEM, at=moment()))


def test_the_values_stand_in_no_row_and_are_gone_once_somebody_has_decided(ana):
    imported(upload(EPISODE))
    said_yes, said_no = proposed(upload(LEFT)), proposed(upload(LEFT))
    page_of(ana, said_no)
    kept = KeptFile.objects.get(run=said_no, kind=Kind.CHANGES)
    assert b"2026-03-30" not in (keeping.folder() / kept.stored_as).read_bytes()
    assert "FM9 5EB" not in keeping.zlib.decompress(keeping.opened(kept)).decode()
    row = Run.objects.filter(pk=said_no.pk).values().get()
    trail = list(Entry.objects.values())
    assert "2026-03-30" not in json.dumps([row, trail], default=str)
    operations.abandon(run=said_no, by=cast.ana(), at=moment())
    operations.apply(run=said_yes, by=cast.ana(), at=moment())
    assert not KeptFile.objects.filter(kind=Kind.CHANGES, deleted=False).exists()


def test_the_trail_names_the_children_of_the_lines_on_the_page(ana):
    imported(upload(EPISODE))
    page_of(ana, proposed(upload(LEFT)))
    assert Entry.objects.latest("id").children == [str(Child.objects.get().public_id)]


def test_a_child_whose_file_has_closed_since_is_not_shown(ana):
    imported(upload(EPISODE))
    run = proposed(upload(LEFT))
    ChildNow.objects.update(adopted_closed=True)
    page = page_of(ana, run)
    assert "30 March 2026" not in page and "E4A" not in page


def test_where_the_values_cannot_be_kept_the_page_says_where_to_look(ana, settings):
    imported(upload(EPISODE))
    run = proposed(upload(LEFT))
    settings.FILES_QUOTA_BYTES = 0
    run = operations.propose(run=run, by=SYSTEM, at=moment())
    assert run.state == State.PROPOSED
    assert "The first of them" in page_of(ana, run)


def test_many_lines_cost_no_more_queries_than_one(ana):
    imported(upload(EPISODE))
    small, large = (
        proposed(upload(LEFT)),
        proposed(upload(LEFT, *(EPISODE | {"DECOM": f"2025-07-{n:02}"} for n in range(1, 29)))),
    )
    sent = []
    for run in (small, small, large):  # the first page of a process asks a few things once
        with CaptureQueriesContext(connection) as queries:
            page_of(ana, run)
        sent.append(len(queries))
    assert sent[1] == sent[2] <= 15
