"""The ladder of rooms: five contracts hold in the product, and each turns red when it is broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
ROOMS = (
    "config",
    "desk",
    "performance",
    "duties",
    "returns",
    "voices",
    "prompts",
    "record",
    "timescales",
    "accounts",
    "trail",
    "ui",
    "lib",
)

# What somebody might write one day, and the contract that has to say no.
FAULTS = {
    "a lower room imports a higher": ("rooms", {"record/operations.py": "import seenheard.duties.domain"}),
    "neighbours import each other": ("rooms", {"timescales/queries.py": "import seenheard.record.domain"}),
    "a room nobody declared": ("rooms", {"extras/__init__.py": ""}),
    "an operation imports a view": (
        "inside",
        {"duties/operations.py": "import seenheard.duties.views", "duties/views.py": ""},
    ),
    "the domain meets Django by way of another module": (
        "pure",
        {"timescales/domain.py": "import seenheard.lib.odd", "lib/odd.py": "import django"},
    ),
    "a room enters its neighbour by the models": (
        "front-door",
        {"duties/operations.py": "import seenheard.record.models", "record/models.py": ""},
    ),
    "two modules of a room need each other": (
        "no-rings",
        {"record/one.py": "import seenheard.record.two", "record/two.py": "import seenheard.record.one"},
    ),
}


def contracts(folder: Path, only: str | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    command += ["--config", str(folder / "pyproject.toml"), *(["--contract", only] if only else [])]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def skeleton(tmp_path):
    """The rooms, empty, under the product's own contracts."""
    for room in ROOMS:
        (tmp_path / "src" / "seenheard" / room).mkdir(parents=True)
        (tmp_path / "src" / "seenheard" / room / "__init__.py").touch()
        (tmp_path / "src" / "seenheard" / room / "domain.py").touch()
    (tmp_path / "src" / "seenheard" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_product_keeps_every_contract():
    told = contracts(ROOT)
    assert told.returncode == 0, told.stdout


def test_there_are_five_contracts_and_the_first_names_every_room():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [one["id"] for one in told] == ["rooms", "inside", "pure", "front-door", "no-rings"]
    named = {room for layer in told[0]["layers"] for room in layer.split(" | ")}
    assert named == {path.parent.name for path in (SRC / "seenheard").glob("*/__init__.py")}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_contract_is_reported(skeleton, fault):
    contract, files = FAULTS[fault]
    assert contracts(skeleton, contract).returncode == 0
    for name, text in files.items():
        path = skeleton / "src" / "seenheard" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    told = contracts(skeleton, contract)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "BROKEN" in told.stdout or "undeclared" in told.stdout.lower()
