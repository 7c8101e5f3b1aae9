import pytest
from django.apps import apps

from seenheard.config import generate
from seenheard.record.domain.objects import OBJECTS


@pytest.fixture
def two_pages(monkeypatch, tmp_path):
    monkeypatch.setattr(generate, "pages", lambda: {"a.md": "# A\n", "deeper/b.md": "# B\n"})
    return tmp_path


def test_pages_are_written_and_then_current(two_pages):
    assert generate.main(["--check"], two_pages) == 1
    assert generate.main([], two_pages) == 0
    assert (two_pages / "deeper" / "b.md").read_text() == "# B\n"
    assert generate.main(["--check"], two_pages) == 0


def test_a_page_that_fell_behind_is_named_and_not_touched(two_pages, capsys):
    generate.main([], two_pages)
    (two_pages / "a.md").write_text("# Old\n")
    assert generate.main(["--check"], two_pages) == 1
    assert "docs/reference/a.md is not current" in capsys.readouterr().err
    assert (two_pages / "a.md").read_text() == "# Old\n"


def test_a_model_is_called_in_the_dictionary_what_specs_call_it():
    names = {generate.object_name(model) for model in apps.get_app_config("record").get_models()}
    assert set(OBJECTS) <= names


def test_the_dictionary_names_every_declared_table_and_marks_what_is_sensitive():
    text = generate.data_dictionary()
    declared = [model for model in apps.get_models() if hasattr(model, "held")]
    assert len(declared) > 40
    assert all(f"\n### {model.__name__}\n" in text for model in declared)
    assert "| `forename` | text | yes | SSD `person.pers_forename`" in text


def test_a_field_names_the_columns_that_feed_it_from_each_return():
    columns = generate.columns_by_field()
    assert "SSD `person.pers_dob`" in columns["person", "born_on"]
    assert any(column.startswith("SSDA903 ") for column in columns["person", "born_on"])


def test_every_command_and_every_kind_of_problem_is_on_its_page():
    assert {"## import", "## undo", "## clocks", "## verify-trail"} <= set(generate.commands().splitlines())
    from seenheard.returns.domain.problems import KINDS

    text = generate.problems()
    assert all(f"| `{code}` |" in text for code in KINDS)


def test_a_role_is_listed_with_what_it_may_do():
    assert "**administrator**: read the register of rules; invite people" in generate.roles()
    assert "see" not in generate.roles().split("**administrator**")[1].splitlines()[0]
