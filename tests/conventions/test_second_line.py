"""Every place that looks beyond what a person may see stands in docs/security-properties.md, with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "security-properties.md"
USE = "seeing_everything"
MOST = 20  # reasons: each is a place where the database holds nobody


def reasons(tree: ast.AST) -> Iterator[str]:
    """The reason of each use in one module: words, or a constant of the module that holds them."""
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == USE:
            (told,) = node.args
            yield constants[told.id] if isinstance(told, ast.Name) else ast.literal_eval(told)


def used(root: Path = ROOT) -> set[tuple[str, str]]:
    return {
        (str(path.relative_to(root)), why)
        for path in sorted((root / "src").rglob("*.py"))
        for why in reasons(ast.parse(path.read_text()))
    }


def listed(text: str) -> set[tuple[str, str]]:
    section = text.partition("## The second line")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE))


def test_every_look_beyond_is_listed_with_its_reason_and_they_are_few():
    assert used() == listed(DOCS.read_text())
    assert 5 < len(used()) <= MOST


def test_a_use_that_is_not_listed_would_be_noticed(tmp_path):
    room = tmp_path / "src" / "seenheard"
    room.mkdir(parents=True)
    (room / "new.py").write_text("WHY = 'so'\n@sight.seeing_everything(WHY)\ndef all(): ...\n")
    assert used(tmp_path) == {("src/seenheard/new.py", "so")}
    assert not used(tmp_path) & listed(DOCS.read_text())
