"""The main job, timed: 10,000 children read, proposed, applied, every clock counted; the same again; rebuilt.

    bench/run imports [--fold 8]

Uses a database of its own under var/bench, with the settings a council would have (fsync on), made anew each time.
"""

import argparse
import csv
import gzip
import json
import os
import random
import shutil
import sys
from pathlib import Path

from measure import HEAD, Cost, run

from seenheard.config import environment

ROOT = Path(__file__).resolve().parents[1]
SET = ROOT / "bench" / "data" / "ssda903-10000"
PLACE = Path(os.environ.get("BENCH_PLACE", ROOT / "var" / "bench"))
UPN_LETTERS = "ABCDEFGH"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", type=int, default=1, help="the set this many times over (8 is 80,000 children)")
    fold = parser.parse_args().fold
    shutil.rmtree(PLACE, ignore_errors=True)
    files = unpack(PLACE / "files", fold=fold)
    os.environ["SEENHEARD_VAR"] = str(PLACE)
    os.environ.pop("DATABASE_URL", None)
    with environment.ready(role="owner"):
        from seenheard.config import prepare

        prepare.main(["--tables"])
        report(files, {**os.environ, "SEENHEARD_ROLE": "web"}, rows=count_rows(files))
    return 0


def report(files: Path, env: dict[str, str], *, rows: int) -> None:
    print(f"{rows:,} rows of {len(list(files.rglob('*.csv')))} files\n\n{HEAD}", flush=True)
    first = timed("read, check, match, propose, apply, all clocks", command("import", str(files), "--json"), env)
    shuffled = shuffle(files, PLACE / "shuffled")
    again = timed("the same rows, other order, other hash", command("import", str(shuffled), "--json"), env)
    timed("all clocks rebuilt", command("rebuild-clocks", "--json"), env)
    print(f"\nfirst: {counts(first)}\nagain: {counts(again)}")


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "seenheard.config.commandline", *words]


def timed(work: str, words: list[str], env: dict[str, str]) -> Cost:
    cost = run(words, data=PLACE / "pg", env=env)
    print(cost.row(work), flush=True)
    return cost


def counts(cost: Cost) -> object:
    answer = json.loads(cost.output[cost.output.index("{") :])
    return answer.get("counts", answer)


def unpack(folder: Path, *, fold: int) -> Path:
    for packed in sorted(SET.rglob("*.csv.gz")):
        path = folder / packed.parent.name / packed.name.removesuffix(".gz")
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(packed, "rt", encoding="utf-8-sig", newline="") as source, path.open("w", newline="") as target:
            multiply(csv.DictReader(source), target, fold=fold)
    return folder


def multiply(rows: csv.DictReader, target, *, fold: int) -> None:
    """Each child `fold` times: k x 10,000,000 more in CHILD, the k-th letter of A to H in the UPN."""
    writer = csv.DictWriter(target, rows.fieldnames or [])
    writer.writeheader()
    for row in rows:
        for k in range(fold):
            writer.writerow(row if fold == 1 else copy_of(row, k))


def copy_of(row: dict[str, str], k: int) -> dict[str, str]:
    upn = row.get("UPN") or ""
    new = {**row, "CHILD": str(int(row["CHILD"]) + k * 10_000_000)}
    if len(upn) == 13:
        new["UPN"] = UPN_LETTERS[k] + upn[1:]
    return new


def shuffle(files: Path, folder: Path) -> Path:
    draw = random.Random(903)
    for path in sorted(files.rglob("*.csv")):
        head, *lines = path.read_text().splitlines(keepends=True)
        draw.shuffle(lines)
        target = folder / path.relative_to(files)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(head + "".join(lines))
    return folder


def count_rows(files: Path) -> int:
    return sum(path.read_text().count("\n") - 1 for path in files.rglob("*.csv"))


if __name__ == "__main__":
    sys.exit(main())
