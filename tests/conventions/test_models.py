"""House rules about tables: declared field by field, and whatever a person caused says which person."""

import pytest
from django.apps import apps
from django.db import models

from seenheard.lib.declared import faults

OURS = [model for model in apps.get_models() if model.__module__.startswith("seenheard.")]

# Moments and days that nobody here caused by an act of their own, each with its reason. Facts about a child are
# not listed: their days are days of a life, and the run they name says who brought them.
NOBODYS_ACT = {
    "accounts.Cover.from_on": "a day chosen; `by` says by whom",
    "accounts.Cover.until_on": "a day chosen; `by` says by whom",
    "accounts.EndedCover.ended_on": "`by` says who",
    "accounts.Invitation.until_at": "a limit, worked out from made_at",
    "accounts.Invitation.used_at": "whoever held the link: the account it made says who",
    "config.Installation.born_demo_at": "the command that made the database",
    "config.Installation.demo_made_at": "the command that made the database",
    "config.Installation.day_taken_on": "a job",
    "prompts.Prompt.opens_on": "reckoned from a rule",
    "prompts.Prompt.act_by_on": "reckoned from a rule",
    "prompts.Prompt.until_on": "reckoned from a rule",
    "prompts.Prompt.given_at": "whoever changed the record: the trail says who",
    "prompts.Prompt.gone_at": "whoever changed the record: the trail says who",
    "prompts.Prompt.handed_at": "the clock: nobody had answered",
    "prompts.Step.opened_on": "reckoned from a rule",
    "prompts.Step.act_by_on": "reckoned from a rule",
    "prompts.ToldNext.from_on": "by says who",
    "prompts.Message.made_at": "a job",
    "prompts.Message.sent_at": "a job",
    "prompts.Message.failed_at": "a job",
    "voices.CategoryVersion.from_on": "by says who",
    "voices.Wording.from_on": "by says who",
    "voices.DoorWords.from_on": "by says who",
    "voices.Setting.from_on": "by says who",
    "voices.Round.opened_on": "by says who",
    "voices.Round.closes_on": "reckoned from the day it was opened",
    "voices.Round.review_on": "reckoned from a rule",
    "voices.Household.from_on": "by says who",
    "voices.EndedMember.ended_on": "by says who",
    "voices.Reply.sent_at": "said_by says who",
    "voices.ReplyDraft.saved_at": "said_by says who",
    "voices.ChildCode.until_at": "reckoned from when it was made",
    "voices.UsedCode.at": "the child, whom no account names",
    "voices.Sitting.began_at": "the child, whom no account names",
    "voices.Sitting.seen_at": "the child, whom no account names",
    "voices.Sitting.ended_at": "the child, whom no account names",
    "voices.WrongTry.at": "nobody knows who",
    "voices.Alarm.at": "the child or carer: its reply says who",
    "voices.Talk.held_on": "by says who",
    "voices.ToldBack.told_on": "by says who",
}
LIFE = {"record", "duties"}


def is_history(model) -> bool:
    """Tables that the database's own triggers write beside a table; that table is declared."""
    return bool(getattr(model, "pgh_tracked_model", None))


@pytest.mark.parametrize("model", [m for m in OURS if not is_history(m)], ids=lambda m: m._meta.label)
def test_every_field_is_declared(model):
    assert faults(model) == []


def test_an_undeclared_field_is_found():
    class Meta:
        app_label = "conventions"

    thing = type("Thing", (models.Model,), {"__module__": __name__, "Meta": Meta, "forename": models.TextField()})
    assert faults(thing) == ["Thing is not declared with @holds"]


def without_a_person(model) -> list[str]:
    names = {field.name for field in model._meta.get_fields() if field.concrete}
    caused = {name for name in names if name.endswith(("_at", "_on")) or name in ("at", "on")}
    missing = {
        name for name in caused if name.replace("_at", "_by").replace("_on", "_by").replace("at", "by") not in names
    }
    return sorted(f"{model._meta.label}.{name}" for name in missing)


def test_whatever_a_person_caused_says_which_person():
    found = [
        name
        for model in OURS
        if model._meta.app_label not in LIFE and not is_history(model)
        for name in without_a_person(model)
    ]
    assert sorted(set(found) - set(NOBODYS_ACT)) == []


def test_the_exceptions_are_all_still_there():
    assert {name for name in NOBODYS_ACT if name not in [f for m in OURS for f in without_a_person(m)]} == set()


def test_a_moment_without_a_person_is_found():
    class Meta:
        app_label = "conventions"

    fields = {
        "applied_at": models.DateTimeField(),
        "undone_at": models.DateTimeField(),
        "undone_by": models.TextField(),
    }
    thing = type("Applied", (models.Model,), {"__module__": __name__, "Meta": Meta, **fields})
    assert without_a_person(thing) == ["conventions.Applied.applied_at"]


def test_every_table_about_a_child_carries_child_id():
    """Row-level security comes later and then needs nothing but policies (S6)."""
    facts = [model for model in OURS if getattr(model, "append_only", "") == "close"]
    about_a_child = [model for model in facts if any(f.name == "child" for f in model._meta.get_fields())]
    assert len(about_a_child) > 20
    assert [model._meta.label for model in about_a_child if model._meta.get_field("child").column != "child_id"] == []
