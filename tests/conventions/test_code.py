"""House rules about the code itself. Each rule is a function of a module's text, tried on a planted fault as well."""

import ast
import gc
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "seenheard"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
EVERYTHING = sorted([*MODULES, *(ROOT / "tests").rglob("*.py")])
LONGEST = 400

CLOCK = PACKAGE / "config" / "clock.py"
ASKS_THE_TIME = {"now", "today", "utcnow", "localdate", "localtime", "time_ns"}
NOT_NAMES = {"utils", "helpers", "common", "misc", "core", "base", "manager", "handler", "services"}
# What a domain may import of the standard library is everything but these.
NOT_PURE = {"random", "secrets", "uuid", "logging", "time", "os", "subprocess", "socket", "sqlite3"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(text: str) -> ast.Module:
    """The module, parsed once. Python 3.11 fails if a finaliser runs meanwhile, so the collector rests."""
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        gc.enable()


# --- the rules -----------------------------------------------------------------------------------------------------


def clock_calls(text: str) -> Iterator[str]:
    """Calls that ask the time: datetime.now(), date.today(), timezone.now(), time.time()."""
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).split(".")[-1]
            called = node.func.attr
            if owner in ("datetime", "date", "timezone", "dt") and called in ASKS_THE_TIME:
                yield f"{owner}.{called}() in line {node.lineno}"
            if owner == "time" and called in ("time", "time_ns", "localtime", "gmtime"):
                yield f"time.{called}() in line {node.lineno}"


def long_module(text: str) -> Iterator[str]:
    lines = text.count("\n") + 1
    if lines > LONGEST:
        yield f"{lines} lines"


def no_docstring(text: str) -> Iterator[str]:
    module = tree(text)
    if module.body and not ast.get_docstring(module):
        yield "says nowhere what it is for"


def impure_imports(text: str) -> Iterator[str]:
    """What a domain may not import: anything outside the standard library and seenheard's own domains, and what is not pure."""
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            top = name.split(".")[0]
            inside = top == "seenheard" and (".domain" in name or name.startswith("seenheard.lib"))
            if not (inside or top in sys.stdlib_module_names) or top in NOT_PURE:
                yield f"imports {name} in line {node.lineno}"


def swallowed(text: str) -> Iterator[str]:
    """`except Exception: pass`, which hides whatever went wrong."""
    for node in ast.walk(tree(text)):
        anything = isinstance(node, ast.ExceptHandler) and (
            node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        )
        if anything and all(isinstance(one, ast.Pass) for one in node.body):
            yield f"swallows an exception in line {node.lineno}"


def left_for_later(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"#.*\b(TODO|FIXME|XXX|HACK)\b", line) or "raise NotImplementedError" in line:
            yield f"line {number} leaves something for later"


RULES = {
    "asks the time": (clock_calls, [path for path in MODULES if path != CLOCK]),
    "is too long": (long_module, EVERYTHING),
    "has a docstring": (no_docstring, [path for path in MODULES if path.name not in ("__init__.py", "apps.py")]),
    "keeps its domain pure": (
        impure_imports,
        [path for path in MODULES if "domain" in path.parts or path.stem == "domain"],
    ),
    "swallows nothing": (swallowed, MODULES),
    "leaves nothing for later": (left_for_later, MODULES),
}


@pytest.mark.parametrize("rule", RULES)
def test_every_module_keeps_the_rule(rule):
    check, paths = RULES[rule]
    assert paths
    faults = [f"{named(path)}: {fault}" for path in paths for fault in check(path.read_text(encoding="utf-8"))]
    assert faults == []


PLANTED = {
    "asks the time": "from django.utils import timezone\nwhen = timezone.now()\n",
    "is too long": "x = 1\n" * (LONGEST + 1),
    "has a docstring": "x = 1\n",
    "keeps its domain pure": "import random\nfrom django.db import models\n",
    "swallows nothing": "try:\n    x = 1\nexcept Exception:\n    pass\n",
    "leaves nothing for later": "x = 1  # TODO later\n",
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_its_planted_fault(rule):
    assert list(RULES[rule][0](PLANTED[rule]))


# --- names -----------------------------------------------------------------------------------------------------------


def bad_names(paths: list[Path]) -> list[str]:
    parts = [(path, part) for path in paths for part in path.relative_to(ROOT).with_suffix("").parts]
    return [f"{named(path)}: {part}" for path, part in parts if set(part.split("_")) & NOT_NAMES]


def test_no_file_has_a_name_that_says_nothing():
    assert bad_names(EVERYTHING) == []


def test_a_name_that_says_nothing_is_found():
    assert bad_names([PACKAGE / "record" / "utils.py"]) and bad_names([PACKAGE / "returns" / "form_helpers.py"])


def naming_this_place(paths) -> list[str]:
    """Files that hold the path of this very checkout, or of the home of whoever runs the tests."""
    places = (f"{ROOT}/", f"{Path.home()}/")
    return [named(path) for path in paths if any(one in path.read_text(encoding="utf-8") for one in places)]


def test_nothing_names_the_machine_it_was_written_on():
    beside = [*ROOT.glob("*.toml"), *ROOT.glob("*.lock"), *ROOT.glob("package*.json"), ROOT / "test"]
    assert naming_this_place([*EVERYTHING, *beside]) == []


def test_a_file_that_names_this_place_is_found(tmp_path, monkeypatch):
    planted = tmp_path / "planted.py"
    planted.write_text(f'DATA = "{ROOT}/var"')
    monkeypatch.setattr("tests.conventions.test_code.named", str)
    assert naming_this_place([planted]) == [str(planted)]


def test_locks_hold_no_addresses():
    locks = [*ROOT.glob("*.lock"), ROOT / "package-lock.json"]
    assert len(locks) >= 5
    assert [named(path) for path in locks if "http" in path.read_text()] == []


def test_every_locked_package_is_pinned_by_hash():
    for path in ROOT.glob("*.lock"):
        entries = re.split(r"\n(?=\S)", path.read_text().strip())
        assert entries
        assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text()
    listed = [
        line
        for line in text.splitlines()
        if re.match(r'\s+"[a-z0-9\[\],-]+>=', line) or re.search(r'= \["[a-z]+>=', line)
    ]
    assert len(listed) > 20
    assert [line for line in listed if "#" not in line] == []
