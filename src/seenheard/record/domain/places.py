"""Where, without saying exactly where."""

PLACEMENT, HOME = "placement", "home"
PLACEMENTS = frozenset({PLACEMENT, "episode_placement"})
HOMES = frozenset({HOME, "episode_home"})  # for a looked after child: where the parents live

INWARD = 3  # the last three characters of a United Kingdom postcode tell the street; the rest is the district


def area(postcode: str | None) -> str | None:
    """The postcode district: "FM8 5EB" and "fm85eb" give "FM8"; None where there is too little to tell."""
    squeezed = "".join((postcode or "").split()).upper()
    return squeezed[:-INWARD] if len(squeezed) > INWARD + 1 else None


def dwelling(kind: str | None) -> str | None:
    """What kind of home an address is, in one word whichever source says it: placement, home, or the source's own."""
    return PLACEMENT if kind in PLACEMENTS else HOME if kind in HOMES else kind
