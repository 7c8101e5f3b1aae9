"""Print what every address answers now, as lines of `url_table.toml`, for a person to review and correct.

python -m pytest tests/reliability/draft_url_table.py -s -q
"""

import pytest

from tests.reliability.test_az1_every_url import METHODS, OUTSIDE, asked
from tests.reliability.world import ACTORS, every_url, real_path


@pytest.mark.django_db(databases=["default", "apart"])
def test_print_what_is_so_now(world):
    for address in every_url():
        path = real_path(address.name, world)
        found = {(a, m): asked(path, a, m, world) for a in ACTORS for m in METHODS if m != "HEAD"}
        door = _door(found)
        print(f'\n[url."{address.name}"]\ndoor = "{door}"')
        for method in METHODS:
            if method != "HEAD":
                _print_method(method, {a: found[a, method] for a in ACTORS}, door)


def _door(found) -> str:
    if found["stranger", "GET"] != "sign in" or found["stranger", "PUT"] != "sign in":
        return "open"
    return "two factors" if found["one factor", "PUT"] == "second step" else "one factor"


def _print_method(method, found, door) -> None:
    said = {a: word for a, word in found.items() if door == "open" or a not in OUTSIDE or a == "one factor"}
    if door == "two factors":
        said.pop("one factor")
    if set(said.values()) == {"wrong method"}:
        return
    words = sorted(set(said.values()), key=list(said.values()).count)
    for word in words:
        actors = [a for a in said if said[a] == word] if word != words[-1] else ["others"]
        print(f'{method}."{word}" = {actors}'.replace("'", '"'))
