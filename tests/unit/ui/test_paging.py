import pytest

from seenheard.ui.paging import Paged, paged


def test_a_list_is_cut_into_fifties():
    page = paged(range(120), 2)
    assert (page.items[0], page.items[-1], len(page)) == (50, 99, 50)
    assert (page.first, page.last, page.total, page.pages) == (51, 100, 120, 3)


def test_the_last_page_holds_what_is_left():
    page = paged(range(120), 3)
    assert (len(page), page.first, page.last) == (20, 101, 120)


@pytest.mark.parametrize(("wanted", "number"), [("0", 1), ("-4", 1), ("x", 1), ("", 1), (None, 1), ("99", 3), ("2", 2)])
def test_nonsense_in_the_address_is_the_first_page_and_too_much_the_last(wanted, number):
    assert paged(range(120), wanted).number == number


def test_an_empty_list_is_one_page_of_nothing():
    page = paged([])
    assert (page.items, page.pages, page.first, page.last) == ((), 1, 0, 0)


@pytest.mark.parametrize(
    ("number", "pages", "offered"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (7, 25, (1, None, 6, 7, 8, None, 25)),
        (2, 25, (1, 2, 3, None, 25)),
        (25, 25, (1, None, 24, 25)),
    ],
)
def test_the_pages_offered_are_the_ends_and_the_neighbours(number, pages, offered):
    assert Paged((), number, pages, 0).around == offered


def test_a_link_keeps_the_filters_and_encodes_them():
    page = paged(range(120), 1, filters={"team": "East & West", "kind": ""})
    assert page.link(2) == "?team=East+%26+West&page=2"
    assert paged(range(120)).link(2) == "?page=2"


def test_rows_can_be_made_into_what_a_page_shows():
    page = paged(range(60), 2).holding(["a"])
    assert (list(page), page.number, page.total) == (["a"], 2, 60)


def test_a_total_that_is_known_is_not_counted_again():
    class Uncountable:
        query = "rows of the database"

        def __getitem__(self, part):
            return [part.start, part.stop]

    page = paged(Uncountable(), 2, total=51)
    assert (page.items, page.pages, page.total) == ((50, 100), 2, 51)
