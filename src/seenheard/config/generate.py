"""The reference pages that are made from the code, so that they cannot fall behind it.

`./seenheard generate` writes them under docs/reference; `--check` writes nothing and fails if one is not current.
"""

import argparse
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from seenheard.config.environment import ROOT

FOLDER = ROOT / "docs" / "reference"
TYPES = {
    "ArrayField": "list of words",
    "AutoField": "number",
    "BigAutoField": "number",
    "BigIntegerField": "number",
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "moment",
    "FloatField": "number",
    "IntegerField": "number",
    "JSONField": "JSON",
    "SmallIntegerField": "number",
    "TextField": "text",
    "UUIDField": "public identifier",
}
MADE = "*Made from the code by `./seenheard generate`. Change the code, not this page.*"


def main(arguments: Sequence[str], folder: Path = FOLDER) -> int:
    """Write every page, or with --check say which are not current (1) and write nothing."""
    parser = argparse.ArgumentParser(prog="./seenheard generate", description="Write the pages made from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is not current")
    check = parser.parse_args(arguments).check
    made = pages()
    stale = [name for name, text in made.items() if not _is_current(folder / name, text)]
    if check:
        for name in stale:
            print(f"docs/reference/{name} is not current: run ./seenheard generate", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name], encoding="utf-8")
    return 0


def pages() -> dict[str, str]:
    """Every generated page by its path under docs/reference. Django must be set up."""
    from seenheard.timescales import queries

    ours = {
        "data-dictionary.md": data_dictionary(),
        "roles.md": roles(),
        "commands.md": commands(),
        "problems.md": problems(),
        "measures.md": measures(),
    }
    return ours | {path.removeprefix("docs/reference/"): text for path, text in queries.reference_pages().items()}


def data_dictionary() -> str:
    """Every table of ours: purpose, retention, each field with its sensitivity and the columns that feed it."""
    from django.apps import apps

    fed_by = columns_by_field()
    models = [model for model in apps.get_models() if hasattr(model, "held")]
    by_room: dict[str, list[Any]] = defaultdict(list)
    for model in models:
        by_room[model._meta.app_label].append(model)
    lines = [
        "Every table, what it is for, how long it is kept and each of its fields. *Sensitive* means that the value",
        "could identify or hurt a person if it leaked. *Comes from* names the table and column of a return.",
    ]
    for room in sorted(by_room):
        lines += ["", f"## {room}"]
        for model in sorted(by_room[room], key=lambda model: model.__name__):
            lines += _table_of(model, fed_by)
    return _page("Data dictionary", lines)


def _table_of(model: Any, fed_by: Mapping[tuple[str, str], list[str]]) -> Iterator[str]:
    held = model.held
    yield from ("", f"### {model.__name__}", "", f"{held.purpose}", "", f"Kept: {held.retention}", "")
    yield from ("| Field | Type | Sensitive | Comes from |", "|---|---|---|---|")
    for field in model._meta.concrete_fields:
        columns = ", ".join(fed_by.get((object_name(model), field.name), ()))
        sensitive = "yes" if field.name in held.sensitive else ""
        yield f"| `{field.name}` | {_type(field)} | {sensitive} | {columns} |"


def object_name(model: Any) -> str:
    """The name that specs use for a model: ClaEpisode is cla_episode, S47Enquiry is s47_enquiry."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", model.__name__).lower()


def columns_by_field() -> dict[tuple[str, str], list[str]]:
    """(object, field) -> the columns of the returns that land there, as "SSD person.pers_dob"."""
    from seenheard.record.domain.objects import FIELDS
    from seenheard.returns.domain import spec

    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in spec.NAMES:
        for table in spec.load(name).tables.values():
            for land in table.lands:
                for field, source in zip(FIELDS[land.object], land.fields, strict=True):
                    if source is not None and source.column is not None:
                        column = f"{name.upper()} `{table.name}.{table.columns[source.column].name}`"
                        if column not in found[land.object, field]:
                            found[land.object, field].append(column)
    return found


def roles() -> str:
    """Each role and what it may do."""
    from seenheard.accounts.domain.roles import ABILITIES, Ability

    lines = [
        "Seeing a child needs more than the ability: a current involvement, a team, or the child's status.",
        "Whoever may not know of a child gets the answer that a child who does not exist would get.",
        "",
    ]
    for role, abilities in ABILITIES.items():
        lines.append(f"* **{role.replace('_', ' ')}**: " + "; ".join(a.value for a in Ability if a in abilities) + ".")
    return _page("Roles", lines)


def commands() -> str:
    """The help of every command."""
    from seenheard.config.commandline import parser

    lines = ["Exit codes: 0 done, 1 refused with a reason, 2 wrong use, 141 cut short because nobody reads on."]
    for group in parser()._subparsers._group_actions:  # type: ignore[union-attr]
        summaries = {action.dest: action.help for action in group._choices_actions}
        for name, command in group.choices.items():
            lines += ["", f"## {name}", "", _sentence(summaries.get(name) or ""), "", f"`{_usage(command)}`", ""]
            lines += [_argument(action) for action in command._actions if action.dest != "help"]
    return _page("Commands", lines)


def problems() -> str:
    """Every sentence that reading a file can answer with."""
    from seenheard.returns.domain.problems import KINDS

    levels = {
        "refuse": "Nothing is taken in",
        "row": "The row is left out",
        "finding": "The row is taken in, and this is kept beside it",
        "note": "For your information",
    }
    lines = [
        "What reading a file can say, and what to do. Words in braces are filled with names and numbers, never values."
    ]
    for level, heading in levels.items():
        lines += ["", f"## {heading}", "", "| Code | Says | What to do |", "|---|---|---|"]
        lines += [f"| `{code}` | {kind.says} | {kind.do} |" for code, kind in KINDS.items() if kind.level == level]
    return _page("Problems with files", lines)


def measures() -> str:
    """Each measure as it is defined."""
    from seenheard.performance.domain.measures import CURRENT_DAYS, MEASURES, NOT_BUILT

    lines = [
        "Every figure of a report is a count of rows of one of these measures. Each row is about one child and has one",
        "outcome. Any measure can be crossed by team, worker, how the child's visits, duties and actions stand, and",
        "how the reviewing officer rates the plan.",
        f"An answer is current for {CURRENT_DAYS} days: three months between rounds, and the 28 days of a round.",
        "",
        NOT_BUILT,
    ]
    for one in MEASURES.values():
        share = ", ".join(outcome for outcome in one.outcomes if outcome in one.good)
        apart = ", ".join(outcome for outcome in one.outcomes if outcome in one.unknown)
        lines += ["", f"## {one.name}", "", one.counts, "", f"* Key: `{one.key}`", f"* Among: {one.among}"]
        lines += [f"* Outcomes: {', '.join(one.outcomes)}.", *([f"* Its share: {share}."] if share else [])]
        lines += [f"* In no share: {apart}."] if apart else []
        lines += [f"* Rows are about: the child{''.join(f', {name}' for name in one.about)}."]
        lines += [f"* As at a past day: {one.as_at}", f"* From: {one.source}"]
    return _page("Measures", lines)


def _usage(command: argparse.ArgumentParser) -> str:
    # argparse wraps usage at the terminal's width; a page must not depend on that.
    return " ".join(command.format_usage().removeprefix("usage: ").split())


def _argument(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    return f"* `{name}`: {_sentence(action.help or '')}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words and not words.endswith(".") else words


def _type(field: Any) -> str:
    if field.is_relation:
        return f"one {field.related_model.__name__}"
    return TYPES.get(field.get_internal_type(), field.get_internal_type())


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", MADE, "", *lines]).rstrip() + "\n"


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seenheard.config.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
