"""Writes bank_holidays.toml from the `holidays` package: run it when GOV.UK has published another year.

    python -m seenheard.timescales.data.make_bank_holidays 2012 2027 > src/seenheard/timescales/data/bank_holidays.toml

A development tool: `holidays` is not needed to run the product. A test compares the file with `govuk-bank-holidays`.
"""

import sys
from importlib.metadata import version


def lines(first_year: int, last_year: int) -> list[str]:
    """The file's lines for these years."""
    import holidays

    found = holidays.UnitedKingdom(subdiv="ENG", years=range(first_year, last_year + 1))
    head = [
        "# Bank holidays of England: Christmas Day, Good Friday and the bank holidays in England and Wales under the",
        "# Banking and Financial Dealings Act 1971. Written by make_bank_holidays.py; the calendar refuses to count",
        "# past last_on.",
        f'source = "the Python package holidays {version("holidays")}, England; a test compares it with GOV.UK"',
        "taken_on = 2026-11-21",
        f"first_on = {first_year}-01-01",
        f"last_on = {last_year}-12-31",
        "",
        "[holidays]",
    ]
    return head + [f'{day.isoformat()} = "{name}"' for day, name in sorted(found.items())]


if __name__ == "__main__":
    print("\n".join(lines(int(sys.argv[1]), int(sys.argv[2]))))
