"""A paper as PDF and as DOCX: the same words, tagged, headed, and sound whatever somebody has written."""

import io
import time

import pypdf
import pytest
from docx import Document
from docx.styles.styles import Styles

from seenheard.ui.papers import Paper, Part, Side, Table, TooLong, Words, as_docx, as_pdf, pdf, signs
from seenheard.ui.papers.paper import A_LINE, MOST_LETTERS, SAID, STRONG

MARKUP = '*not* #eval("1") $x$ \\ [a] <b> & @ref //'


def paper(said: str = "All well", foot: str = "Printed by Maya Ashworth.") -> Paper:
    rows = ((Side((Words("Health", STRONG),)), Side((Words("Red"), Words(said, SAID)))),)
    parts = (
        Part("What people say", 2, (Table("Side by side", ("Part", "The child"), rows),)),
        Part("Details", 3, (Words(MARKUP),)),
    )
    return Paper("Review pack", "For the review", (Words("Ash, aged 13"),), parts, foot)


def read(told: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(told))


def words_of(told: bytes) -> str:
    """All words, without where a long word may break."""
    return "\n".join(page.extract_text() for page in read(told).pages).replace(signs.BREAK, "")


def all_of_docx(told: bytes) -> str:
    document = Document(io.BytesIO(told))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [one.text for section in document.sections for one in section.footer.paragraphs]
    return "\n".join([*(one.text for one in document.paragraphs), *cells, *foot])


def tags(node, found) -> list[str]:
    """The kinds of everything in a PDF's structure."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            tags(one, found)
    elif isinstance(node, dict):
        found.append(node.get("/S"))
        if "/K" in node:
            tags(node["/K"], found)
    return found


def test_a_pdf_is_tagged_and_tells_its_language_and_title_and_no_more():
    made = as_pdf(paper())
    told = read(made)
    root = told.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert dict(told.metadata) | {"/Creator": ""} == {"/Title": "Review pack", "/Creator": ""}
    assert "pdfuaid:part>1<" in told.xmp_metadata.stream.get_data().decode()
    kinds = tags(root["/StructTreeRoot"]["/K"], [])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/P", "/Caption"} <= set(kinds)
    assert as_pdf(paper()) == made  # keeps no time


def test_the_foot_and_the_number_stand_on_every_page():
    told = read(as_pdf(paper("A line\n" * 150)))
    assert len(told.pages) > 2
    for number, page in enumerate(told.pages, 1):
        assert f"Page {number} of {len(told.pages)}" in page.extract_text()
        assert "Printed by Maya Ashworth." in page.extract_text()


def test_a_docx_has_real_headings_a_table_with_a_head_and_no_word_of_its_maker():
    told = Document(io.BytesIO(as_docx(paper())))
    headings = [(one.style.name, one.text) for one in told.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "For the review"), ("Heading 2", "What people say"), ("Heading 3", "Details")]
    head, row = told.tables[0].rows
    assert "tblHeader" in head._tr.xml and "cantSplit" in row._tr.xml, "no row is cut by the end of a page"
    assert len({cell.width for cell in head.cells}) == 2 == len({cell.width for cell in row.cells})
    for style in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        xml = told.styles[style].element.xml
        assert 'w:ascii="Arial"' in xml and "Theme" not in xml, (
            "no word processor takes a colour or a typeface of its own"
        )
        assert told.styles[style].paragraph_format.keep_with_next
    about = told.core_properties
    assert (about.title, about.language, about.author) == ("Review pack", "en-GB", "")


def test_what_a_table_is_called_is_never_left_at_the_foot_of_a_page():
    heads = Part(
        "Soon", 3, (Table("One duty", ("Part", "Child"), ((Side((Words("Health"),)), Side((Words("Red"),))),)),)
    )
    for lines in range(44, 54):
        lead = tuple(Words(f"line {number}") for number in range(lines))
        told = pypdf.PdfReader(io.BytesIO(as_pdf(Paper("Pack", "For the review", lead, (heads,), "foot"))))
        pages = [page.extract_text() for page in told.pages]
        assert [page for page in pages if ("One duty" in page) != ("Health" in page)] == []


@pytest.mark.parametrize(("made", "words"), [(as_pdf, words_of), (as_docx, all_of_docx)])
def test_what_somebody_wrote_is_never_markup_and_signs_no_file_holds_are_left_out(made, words):
    told = words(made(paper("bell\x07 nul\x00 tail\x0bnext \ufffe turned\u202e back \U0001f600 end")))
    assert MARKUP in told.replace("\n", " ")
    for one in ("bell nul tail", "next", "turned back \U0001f600 end"):
        assert one in told


def test_a_sign_that_no_typeface_shows_is_marked_and_the_paper_says_so():
    told = words_of(as_pdf(paper("\u4f60\u597d and more")))
    assert f"{signs.MARK}{signs.MARK} and more" in told and "can be read on the screen" in told
    assert "can be read on the screen" not in words_of(as_pdf(paper()))
    assert "\u4f60\u597d and more" in all_of_docx(as_docx(paper("\u4f60\u597d and more")))


def test_words_from_the_right_stand_at_the_right():
    arabic = "\u0645\u0631\u062d\u0628\u0627"
    assert signs.is_right_to_left(f"12 {arabic} abc") and not signs.is_right_to_left(f"abc {arabic}")
    assert set(arabic) <= set(words_of(as_pdf(paper(arabic))))
    cell = Document(io.BytesIO(as_docx(paper(arabic)))).tables[0].rows[1].cells[1].paragraphs[-1]
    assert "w:bidi" in cell._p.xml and cell.runs[0].font.rtl


def test_fifty_thousand_letters_lose_none_and_take_no_two_seconds():
    said = "z" * 20_000 + " word" * 4_000 + "\nlines" * 1_600
    began = time.process_time()
    as_a_pdf, as_a_docx = as_pdf(paper(said)), as_docx(paper(said))
    assert time.process_time() - began < 2
    for told in (words_of(as_a_pdf), all_of_docx(as_a_docx)):
        assert [told.count(one) for one in ("z", "word", "lines")] == [20_000, 4_000, 1_600]
    assert len(as_a_pdf) < pdf.LARGEST


def test_a_long_word_breaks_before_it_leaves_its_column():
    assert signs.printable("a" * 40).split(signs.BREAK) == ["a" * 16, "a" * 16, "a" * 8]


def test_signs_that_two_typefaces_show_only_apart_lose_the_check_alone():
    """An accent that the first typeface lacks, over a letter that it has."""
    told = as_pdf(paper("a\u0489 b\u20e3 \U0001f468\u200d\U0001f469 e\u0301"))
    assert read(told).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_more_than_a_paper_holds_is_refused():
    for made in (as_pdf, as_docx):
        with pytest.raises(TooLong):
            made(paper("x" * (MOST_LETTERS + 1)))


def test_a_line_and_a_cell_count_for_what_they_take_and_not_for_one_letter():
    """A hundred thousand lines of one letter took 3 s and 840 MB."""

    def of(*rows):
        return Paper("t", "", (), (Part("", 2, (Table("", ("",), rows),)),), "")

    one = ((Side((Words("a"),)),),)
    empty = of().length
    assert [of(*one * rows).length - empty for rows in (1, 5)] == [A_LINE * 2 + 1, (A_LINE * 2 + 1) * 5]
    assert of((Side(()),)).length - empty == A_LINE
    for end in ("\n", "\r\n", "\u2028"):
        assert of((Side((Words(f"a{end}b"),)),)).length - empty == A_LINE * 3 + len("a.b")
    lines = paper("a\n" * (MOST_LETTERS // A_LINE))
    for made in (as_pdf, as_docx):
        with pytest.raises(TooLong):
            made(lines)


def test_a_docx_searches_for_no_style_by_its_name_paragraph_by_paragraph(monkeypatch):
    """It took most of the ten seconds of a file of 3,000 rows; what each looks like is the same."""
    searched = []
    search = Styles.get_style_id
    monkeypatch.setattr(Styles, "get_style_id", lambda *asked: searched.append(asked) or search(*asked))
    rows = ((Side((Words("a"),)), Side((Words("b", SAID),))),) * 30
    made = as_docx(Paper("t", "t", (), (Part("p", 2, (Table("c", ("a", "b"), rows),)),) * 2, "foot"))
    assert len(searched) <= 2, "for each table its own, and for no paragraph"
    told = Document(io.BytesIO(made))
    assert [one.style.name for one in told.paragraphs if one.text] == ["Heading 1", *("Heading 2", "Caption") * 2]
    assert [cell.paragraphs[0].style.name for cell in told.tables[0].rows[30].cells] == ["Normal", "Quote"]
