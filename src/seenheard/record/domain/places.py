"""Where, without saying exactly where."""

INWARD = 3  # the last three characters of a United Kingdom postcode tell the street; the rest is the district


def area(postcode: str | None) -> str | None:
    """The postcode district: "FM8 5EB" and "fm85eb" give "FM8"; None where there is too little to tell."""
    squeezed = "".join((postcode or "").split()).upper()
    return squeezed[:-INWARD] if len(squeezed) > INWARD + 1 else None
