"""The components page holds every component once; these tests render it and read it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string

from seenheard.ui import gallery, standings

COMPONENTS = Path(gallery.__file__).parent / "jinja2" / "ui" / "components.html"
SHOWN = COMPONENTS.with_name("gallery.html")


class Page(HTMLParser):
    """Enough of a page to ask it things: its ids, its labels and its text."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.labelled, self.named, self.text = [], set(), [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "label":
            self.labelled.add(attrs["for"])
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden":
            self.named.append(attrs["id"])

    def handle_data(self, data):
        self.text += data


def macro(source, **context):
    template = engines["jinja2"].from_string('{% import "ui/components.html" as c %}' + source)
    return template.render(context)


@pytest.fixture(params=["", "1"], ids=["fresh", "with errors"])
def html(request):
    return render_to_string("ui/gallery.html", {"page": gallery.page({"wrong": request.param})})


def test_every_component_is_on_the_page():
    offered = set(re.findall(r"set (\w+) =", COMPONENTS.read_text()))
    used = set(re.findall(r"\bc\.(\w+)\(", SHOWN.read_text()))
    assert offered - used == {"field", "duty_row"}  # drawn by form and duty_list
    assert used <= offered


def test_no_id_is_given_twice(html):
    ids = Page(html).ids
    assert len(ids) == len(set(ids))


def test_every_box_has_a_label(html):
    page = Page(html)
    assert len(page.named) > 10
    assert set(page.named) <= page.labelled


def test_a_standing_is_said_in_words_beside_a_shape_that_is_its_own():
    shapes = {}
    for standing, look in standings.LOOKS.items():
        html = macro("{{ c.state_tag(standing) }}", standing=standing)
        assert look.words in Page(html).text
        assert f"sh-tag--{look.colour}" in html
        shapes[standing] = re.search(r"<svg.*</svg>", html, re.DOTALL)[0]
        assert "<path" in shapes[standing]
    assert len(set(shapes.values())) == len(standings.LOOKS)


def test_a_standing_nobody_knows_is_not_given_a_colour():
    with pytest.raises(KeyError):
        macro("{{ c.state_tag('green') }}")


def test_what_people_typed_is_never_markup():
    bad = "<b>&"
    html = macro("{{ c.tag(bad) }}{{ c.notice(bad) }}{{ c.table(bad, [bad], [[bad]]) }}{{ c.code(bad, bad) }}", bad=bad)
    assert "<b>" not in html
    assert (
        html.count("&lt;b&gt;&amp;") == 8
    )  # the caption of a table is also the name of its region, as the label of code is


def test_a_cell_knows_the_title_of_its_column_for_a_phone():
    html = macro("{{ c.table('T', page.head, page.rows) }}", page=gallery.page({}))
    assert html.count('data-title="Rows"') == 3
    assert html.count('data-title="Last read"') == 3
    assert html.count('role="row"') == 4


def test_numbers_have_commas_and_nought_is_shown_as_nought():
    html = macro("{{ c.table('T', ['a', 'b', 'c'], [['x', 1204, 0]]) }}")
    assert ">1,204</td>" in html
    assert '<span class="sh-zero">0</span>' in html


def test_a_difference_says_was_and_now():
    text = " ".join(Page(macro("{{ c.differences(rows) }}", rows=gallery.CHANGES)).text.split())
    assert "Placed until was not recorded now 12 March 2026" in text
    assert "was U1 Foster placement with relative now U4 Foster placement, long term" in text
    assert "Reason for change was CHILD now not recorded" in text


def test_a_list_says_which_part_of_it_is_shown(html):
    text = Page(html).text
    assert "Showing 301 to 350 of 1,234 children" in text
    assert 'href="?team=east&amp;page=8"' in html


def test_errors_stand_first_and_lead_to_their_fields():
    html = render_to_string("ui/gallery.html", {"page": gallery.page({"wrong": "1"})})
    page = Page(html)
    assert "<title>Error: Components" in html
    assert 'href="#id_visited_on_day">The date of the visit must be a real date<' in html
    assert html.index("There is a problem") < html.index("How a duty stands")
    assert {"id_visited_on_day", "id_visited_on-error", "id_seen_0"} <= set(page.ids)


def test_the_progress_of_long_work_is_told_without_script():
    text = Page(macro("{{ c.progress(work) }}", work=gallery.page({}).progress)).text
    assert "61,000 of 109,597" in text
