"""`mismatches` and `agreement` of a file of ratings. No database, no record.

The file is a JSON list of {"child", "category", "voice", "rating", "on"}. Voices: worker, carer, child, parent.
Ratings: red, amber, green, or why there is none (null, "not asked", "did not want to say" …). The category "safety" is
the one on which a red cannot wait. What one child's voices said within 28 days of the first is one round.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seenheard.lib.asked import BadFile, day_in, json_list
from seenheard.voices.domain import answers
from seenheard.voices.domain.agreement import HIDDEN_BELOW, NORMAL, Agreement, agreement
from seenheard.voices.domain.answers import Answer, Colour, Voice
from seenheard.voices.domain.gathering import Compared, Rated, SaidTwice, compared, pairs

COMMANDS = {
    "mismatches": "where worker, carer and child differ in a file of ratings, and what follows",
    "agreement": "how far each two voices agree in a file of ratings",
}
SIDES = ((Voice.WORKER, Voice.CHILD), (Voice.WORKER, Voice.CARER), (Voice.CARER, Voice.CHILD))
FIELDS = ("child", "category", "voice", "rating", "on")
ALL = "all categories"
MOST_NAMED = 20  # of what is wrong in one file


def is_meant(arguments: list[str]) -> bool:
    """Whether this is one of the commands that need no database."""
    return bool(arguments) and arguments[0] in COMMANDS


def register(sub) -> None:
    """Let `--help` say them; the commands themselves are taken before the database is started."""
    for name, says in COMMANDS.items():
        _asks(sub.add_parser(name, help=says))


def main(arguments: list[str]) -> int:
    name, *rest = arguments
    parser = argparse.ArgumentParser(prog=f"./seenheard {name}", description=COMMANDS[name])
    _asks(parser)
    wanted = parser.parse_args(rest)
    try:
        told = TOLD[name](ratings(json_list(wanted.ratings, "ratings")), wanted.json)
    except BadFile as why:
        return _refuse(str(why))
    except SaidTwice as which:
        return _refuse(f"One child has two different ratings by the {which}: keep the one that stands.")
    print(told)
    return 0


def _asks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ratings", required=True, metavar="FILE", type=Path, help="a JSON list of ratings")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def ratings(given: list[Any]) -> list[Rated]:
    """Every rating of the file. Raises BadFile with all that is wrong, a line each."""
    found: list[Rated] = []
    wrong: list[str] = []
    for number, one in enumerate(given, start=1):
        try:
            found.append(rating(one, number))
        except BadFile as why:
            wrong.append(str(why))
    if len(wrong) > MOST_NAMED:
        wrong[MOST_NAMED:] = [f"And {len(wrong) - MOST_NAMED:,} more."]
    if wrong:
        raise BadFile("\n".join(wrong))
    return found


def rating(one: Any, number: int) -> Rated:
    """One rating of the file. Raises BadFile with the place of what is wrong."""
    if not isinstance(one, dict) or not set(FIELDS) <= set(one):
        raise BadFile(f"Rating {number} must have {', '.join(FIELDS[:-1])} and {FIELDS[-1]}.")
    child, category = (_key(one[name], f"Rating {number}: {name}") for name in ("child", "category"))
    if one["voice"] not in list(Voice):
        raise BadFile(f"Rating {number}: voice must be one of {', '.join(Voice)}.")
    return Rated(
        child, category, Voice(one["voice"]), _answer(one["rating"], number), day_in(one["on"], f"Rating {number}: on")
    )


def _key(given: Any, what: str) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise BadFile(f"{what} must be a word or a number.")
    return str(given).strip()


def _answer(given: Any, number: int) -> Answer:
    if given is not None and not isinstance(given, str):
        given = ""
    try:
        return answers.read(given)
    except ValueError:
        words = ", ".join([*answers.COLOURS, *answers.STATES])
        raise BadFile(f"Rating {number}: rating must be null or one of {words}.") from None


def mismatches(given: list[Rated], as_json: bool) -> str:
    """Each category of each round of each child, the worst first where it is read by people."""
    found = list(compared(given))
    lines = [line for one in found for line in _plain(one)]
    if as_json:
        return json.dumps(lines, indent=1, ensure_ascii=False)
    return "\n".join(map(_line, sorted(lines, key=lambda line: -line["number"]))) or "No ratings."


def _plain(one: Compared) -> Iterator[dict[str, Any]]:
    for category, told in one.mismatches.items():
        yield {
            "child": one.child,
            "category": category,
            "round_from": one.from_on.isoformat(),
            "ratings": {voice: _word(answer) for voice, answer in one.answers[category].items()},
            "level": told.level.words,
            "number": int(told.level),
            "who_is_more_worried": list(told.more_worried),
            "steps": told.steps,
            "gaps": {str(voice): gap for voice, gap in told.gaps.items()},
            "red_while_the_worker_is_not": list(told.red),
            "happier_than_us": told.happier_than_us,
            "no_answer": list(told.silent),
            "two_rounds_running": category in one.pattern.again,
            "three_or_more_in_this_round": one.pattern.several and told.level.differs,
            "what_happens": told.what_happens,
        }


def _line(line: Mapping[str, Any]) -> str:
    said = ", ".join(f"{voice} {word}" for voice, word in line["ratings"].items())
    again = " Two rounds running." if line["two_rounds_running"] else ""
    where = f"{line['child']}  {line['round_from']}  {line['category']}"
    return f"{where}: {line['level']} ({said}). {line['what_happens']}{again}"


def _word(answer: Answer) -> str:
    return answer.word if isinstance(answer, Colour) else str(answer)


def agreements(given: list[Rated], as_json: bool) -> str:
    """Each two voices, of each category and of all together."""
    told = [line for sides in SIDES for line in _agreement(given, *sides)]
    if as_json:
        return json.dumps({"says": NORMAL, "hidden_below": HIDDEN_BELOW, "agreement": told}, indent=1)
    return "\n".join([NORMAL, *map(_agreement_line, told)])


def _agreement(given: list[Rated], first: Voice, second: Voice) -> Iterator[dict[str, Any]]:
    found = pairs(given, first, second)
    together = [pair for of_category in found.values() for pair in of_category]
    for category, of_category in [*sorted(found.items()), (ALL, together)]:
        figures = agreement(of_category)
        yield {"first": first, "second": second, "category": category, **_figures(figures)}


def _figures(figures: Agreement | None) -> dict[str, Any]:
    if figures is None:
        return {"hidden": True}
    return {"hidden": False, **{name: _rounded(value) for name, value in asdict(figures).items()}}


def _rounded(value: float | None) -> float | None:
    return value if value is None or isinstance(value, int) else round(value, 4)


def _agreement_line(line: Mapping[str, Any]) -> str:
    who = f"{line['first']} and {line['second']}, {line['category']}"
    if line["hidden"]:
        return f"{who}: hidden, fewer than {HIDDEN_BELOW} pairs."
    kappa = (
        "not known: all said the same"
        if line["kappa"] is None
        else f"{line['kappa']} ({line['low']} to {line['high']})"
    )
    return (
        f"{who}: {line['n']} pairs, the same {line['exact']:.0%}, within one step {line['within_one']:.0%}, "
        f"mean gap {line['mean_gap']:+}, weighted kappa {kappa}."
    )


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


TOLD = {"mismatches": mismatches, "agreement": agreements}
