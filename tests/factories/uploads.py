"""Generated uploads for Hypothesis: small SSDA903 and SSD returns with all the oddness that real ones have.

Keys that come twice, children with one UPN, children without a header row, rows in any order: none of it may matter
to the laws of importing.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from seenheard.returns.domain.types import Reading
from tests.factories.returns import reading

CHILDREN = ("A1", "A2", "A3", "B4", "B5")
days = st.integers(0, 364).map(lambda n: (date(2025, 4, 1) + timedelta(days=n)).isoformat())
maybe_days = st.none() | days
yes_no = st.sampled_from([None, "t", "f"])


def rows(**columns):
    """Lists of rows whose cells come from these strategies."""
    return st.lists(st.fixed_dictionaries(columns), max_size=6)


child = st.sampled_from(CHILDREN)
born = {name: f"201{n}-0{n + 1}-11" for n, name in enumerate(CHILDREN)}
upns = st.sampled_from([None, "H801200001001", "K801200001002", "P801200001003", "UN4"])


@st.composite
def ssda903(draw) -> Reading:
    """A 903 return of 2025-26: some of the tables, some of last year's."""
    header = [
        {"CHILD": name, "SEX": draw(st.sampled_from("MF")), "DOB": born[name], "ETHNIC": "WBRI", "UPN": draw(upns)}
        for name in draw(st.lists(child, unique=True))
    ]
    tables = {
        "header": header,
        "episodes": draw(
            rows(CHILD=child, DECOM=days, RNE=st.just("S"), LS=st.sampled_from(["C1", "C2", "V2"]), PLACE=st.just("U6"))
        ),
        "reviews": draw(rows(CHILD=child, REVIEW=days, REVIEW_CODE=st.sampled_from(["PN0", "PN1", "PN7"]))),
        "missing": draw(rows(CHILD=child, MISSING=st.sampled_from("MA"), MIS_START=days, MIS_END=maybe_days)),
    }
    last = {"reviews": draw(rows(CHILD=child, REVIEW=days, REVIEW_CODE=st.sampled_from(["PN1", "PN7"])))}
    return reading("ssda903", tables, last=last)


@st.composite
def ssd(draw) -> Reading:
    """SSD tables, one of which names its children only through another."""
    people = [
        {
            "pers_person_id": name,
            "pers_dob": born[name],
            "pers_sex": draw(st.sampled_from("MFU")),
            "pers_upn": draw(upns),
        }
        for name in draw(st.lists(child, unique=True))
    ]
    numbers = st.integers(1, 4)
    episodes = [
        row | {"clae_cla_id": f"LA{row['clae_person_id']}"}
        for row in draw(
            rows(clae_cla_episode_id=numbers.map("EP{}".format), clae_person_id=child, clae_cla_episode_start_date=days)
        )
    ]
    tables = {
        "person": people,
        "cla_episodes": episodes,
        # A review belongs to the child of its care period: one key never goes from child to child.
        "cla_reviews": [
            row | {"clar_cla_review_id": f"{row['clar_cla_review_id']}{row['clar_cla_id']}"}
            for row in draw(
                rows(
                    clar_cla_review_id=numbers.map("LR{}".format),
                    clar_cla_id=child.map("LA{}".format),
                    clar_cla_review_date=days,
                )
            )
        ],
        "cp_visits": draw(
            rows(
                cppv_cp_visit_id=numbers.map("CV{}".format),
                cppv_person_id=child,
                cppv_cp_visit_date=days,
                cppv_cp_visit_seen=yes_no,
            )
        ),
    }
    return reading("ssd", tables)


uploads = st.one_of(ssda903(), ssd())


def shuffled(made: Reading, chance) -> Reading:
    """The same rows in another order, of tables and of rows, on other lines."""
    names = list(made.tables)
    chance.shuffle(names)
    tables = {}
    for name in names:
        rows_of = list(made.tables[name])
        chance.shuffle(rows_of)
        tables[name] = [row._replace(line=line) for line, row in enumerate(rows_of, 2)]
    return Reading(made.return_name, made.year, files=made.files, tables=tables)


def part(made: Reading, keep) -> Reading:
    """The rows for which `keep(table, row)` is true."""
    tables = {name: [row for row in rows_of if keep(name, row)] for name, rows_of in made.tables.items()}
    return Reading(made.return_name, made.year, files=made.files, tables=tables)
