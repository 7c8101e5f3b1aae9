"""AZ4: one road to each child. Read from the source: who touches a sensitive table, and who forgets to ask for whom.

* Outside its room a table is not touched at all (import-linter holds imports; here raw SQL and `get_model` too).
* Inside its room only `queries` and `operations` touch it (and `models`, migrations). The policies of the database's own
  second line (AZ7) are told of all of them.
* Every public query of `record` and `duties` that returns children takes `viewer`, without a default.
"""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps

SOURCE = Path(__file__).resolve().parents[2] / "src" / "seenheard"
SECOND_LINE = {("config", "policies"), ("config", "doors")}
ROADS = {"queries", "operations", "models", "migrations"}
ROOMS = {path.name for path in SOURCE.iterdir() if (path / "apps.py").exists()}

NO_CHILD_COMES_BACK = {
    # name of the query: why it needs no viewer
    "record.current_rows": "the importer's own rows, by source and key, for those who may import",
    "record.identifiers": "identifiers for matching, for those who may import",
    "record.birth_dates": "matching, for those who may import",
    "record.local_ids": "the numbers of children the importer has already found",
    "record.public_ids": "opaque ids of children the importer has already found",
    "record.row_values": "one row of a file before and after, for those who may import",
    "record.children_by_reference": "whose a reference in a file is, for those who may import",
    "record.changed_by": "opaque ids for the trail",
    "record.worker_names": "names of staff",
    "record.typed_of": "rows from which duties and prompts are worked out, for the room that does so",
    "record.lines_of": "lines of children that the caller was given for a viewer",
    "record.lines_among": "lines of children that the caller was given for a viewer",
    "record.known_by": "a moment",
    "record.met_then": "what visits tell, by children that the caller was given for a viewer",
    "record.typed_event": "one row that the caller was given for a viewer, as values",
    "record.kept_to_named_people": "a condition on lines that the caller was given for a viewer",
    "record.namings_not_over": "who is named for a closed file, of a child that the caller was given for a viewer",
    "record.open_bookings": "a choice among rows that the caller was given for a viewer",
    "record.moves_to_ask_about": "keys and days, from which prompts are worked out, for the room that does so",
    "record.is_shut_out": "whether a message to one person is still true: yes or no",
    "record.who_may_know": "a choice among people, of a child that the caller was given for a viewer",
    "record.caseload_limits": "numbers that the authority has set",
    "record.worker_stages": "of workers, not of children",
    "prompts.asked_by_rounds": "the days of messages, by round and carer, for the job that asks and reminds",
    "prompts.named": "words of a rule",
    "prompts.not_arrived": "messages, which hold counts",
    "prompts.ownerless": "a number",
    "prompts.owners": "people, for prompts that the caller was given for a viewer",
    "prompts.told_next": "people",
    "prompts.told_next_from": "people",
    "prompts.staff_on": "who is there, by their accounts",
    "duties.done_late": "duties behind reasons that the caller was given for a viewer",
    "duties.behind": "duties behind prompts that the caller was given for a viewer",
    "duties.reckoned": "clocks of a history that the caller was given for a viewer",
}


def modules() -> list[tuple[str, str, ast.Module, str]]:
    """(room, module inside the room, tree, text) of every file of ours."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        text = path.read_text()
        if len(parts) > 1:
            found.append((parts[0], parts[1], ast.parse(text), text))
    return found


def sensitive_models() -> dict[str, str]:
    """Every table of the record and its clocks, and whatever else holds a sensitive field: model name to room."""
    return {
        model.__name__: model._meta.app_label
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        and (
            model._meta.app_label in ("record", "duties", "prompts")
            or getattr(model, "held", None)
            and model.held.sensitive
        )
    }


def touched(tree: ast.Module) -> set[str]:
    """Names of models whose `.objects` a module uses, or that it gets by `get_model`."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            names.add(node.value.id if isinstance(node.value, ast.Name) else "?")
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "get_model":
            names |= {str(a.value).rpartition(".")[2] for a in node.args if isinstance(a, ast.Constant)}
    return names


TABLE_NAME = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|COPY)\s+\"?((?:record|duties|prompts)_[a-z]+)")


def off_the_road(parsed=None) -> list[str]:
    """Every touch of a sensitive table from where it may not be touched."""
    models, faults = sensitive_models(), []
    for room, module, tree, text in parsed or modules():
        for name in touched(tree) & models.keys():
            if models[name] != room or module not in ROADS:
                faults.append(f"{room}.{module} touches {name}")
        for table in set(TABLE_NAME.findall(text)):
            if (room, module) not in SECOND_LINE and (table.split("_")[0] != room or module not in ROADS):
                faults.append(f"{room}.{module} names the table {table}")
    return sorted(set(faults))


def public_queries() -> dict[str, inspect.Signature]:
    """Every public function that a room below the desk offers as a query about children."""
    found = {}
    for room in ("record", "duties", "prompts"):
        queries = importlib.import_module(f"seenheard.{room}.queries")
        for name in getattr(queries, "__all__", [n for n in dir(queries) if not n.startswith("_")]):
            function = getattr(queries, name)
            if inspect.isfunction(function) and function.__module__.startswith(f"seenheard.{room}.queries"):
                found[f"{room}.{name}"] = inspect.signature(function)
    return found


def without_a_viewer(queries=None) -> list[str]:
    """Queries that do not insist on knowing who asks."""
    return [
        name
        for name, signature in (queries or public_queries()).items()
        if name not in NO_CHILD_COMES_BACK
        and (
            "viewer" not in signature.parameters
            or signature.parameters["viewer"].default is not inspect.Parameter.empty
        )
    ]


def test_sensitive_tables_are_touched_on_the_road_only():
    assert off_the_road() == []


def test_every_query_about_children_insists_on_knowing_who_asks():
    assert without_a_viewer() == []


def test_there_is_something_to_look_at():
    assert len(modules()) > 80 and len(sensitive_models()) > 20 and len(public_queries()) > 8


def test_the_exceptions_exist_and_are_needed():
    queries = public_queries()
    assert set(NO_CHILD_COMES_BACK) <= set(queries)
    assert not [name for name in NO_CHILD_COMES_BACK if "viewer" in queries[name].parameters]


# --- planted faults ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("room", "module", "text"),
    [
        ("desk", "views", "Child.objects.all()"),
        ("desk", "presenters", "apps.get_model('record', 'Child')"),
        ("desk", "queries", "cursor.execute('SELECT * FROM record_child')"),
        ("record", "permissions", "Child.objects.all()"),
        ("duties", "operations", "cursor.execute('SELECT * FROM record_personname')"),
    ],
)
def test_a_touch_from_elsewhere_turns_this_check_red(room, module, text):
    assert off_the_road([(room, module, ast.parse(text), text)])


def test_the_same_touch_on_the_road_is_allowed():
    text = "Child.objects.all()\ncursor.execute('SELECT * FROM record_child')"
    assert off_the_road([("record", "queries", ast.parse(text), text)]) == []


def test_a_query_with_a_default_viewer_turns_this_check_red():
    def children(*, viewer=None):
        """Planted."""

    assert without_a_viewer({"record.children": inspect.signature(children)}) == ["record.children"]
