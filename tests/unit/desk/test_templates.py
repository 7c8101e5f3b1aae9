"""A template uses only what its page declares, and all of it."""

from dataclasses import fields, make_dataclass

import pytest
from django.template import engines
from jinja2 import nodes

from seenheard.desk.presenters import (
    address,
    child,
    children,
    due_dates,
    my_work,
    past_duties,
    story,
    team,
    team_caseloads,
    team_lists,
)

PAGES = {
    "desk/my_work.html": my_work.MyWork,
    "desk/team.html": team.TeamWork,
    "desk/team_list.html": team_lists.TeamPage,
    "desk/team_form.html": team_caseloads.TeamForm,
    "desk/children.html": children.Children,
    "desk/due_dates.html": due_dates.DueDates,
    "desk/story.html": story.Story,
    "desk/child.html": child.ChildPage,
    "desk/past_duties.html": past_duties.PastDuties,
    "desk/address.html": address.AddressPage,
}
FOR_THE_VIEW = {"public_ids"}  # what the trail is told, never shown


def asked_of_page(name: str) -> set[str]:
    """The fields of `page` that a template reads."""
    environment = engines["jinja2"].env
    source, *_ = environment.loader.get_source(environment, name)
    parsed = environment.parse(source)
    return {
        found.attr
        for found in parsed.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name == "page"
    }


def faults(name: str, page: type) -> tuple[set[str], set[str]]:
    """Fields that the template asks for in vain, and fields that nobody asks for."""
    declared, asked = {field.name for field in fields(page)}, asked_of_page(name)
    return asked - declared, declared - asked - asked_of_page("ui/page.html") - FOR_THE_VIEW


@pytest.mark.parametrize("name", PAGES)
def test_a_template_asks_for_what_its_page_declares_and_for_all_of_it(name):
    assert faults(name, PAGES[name]) == (set(), set())


def test_a_field_too_few_and_a_field_too_many_are_found():
    page = make_dataclass("Page", [*(f.name for f in fields(story.Story) if f.name != "moments"), "unused"])
    assert faults("desk/story.html", page) == ({"moments"}, {"unused"})


@pytest.mark.parametrize("page", PAGES.values())
def test_pages_are_frozen(page):
    assert page.__dataclass_params__.frozen
