"""A paper as DOCX: real headings and tables, in the council's own word processor and open to be changed there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .paper import QUIET, SAID, STRONG, Paper, Table, Words
from .signs import clean, is_right_to_left

LANGUAGE = "en-GB"
FONT = "Arial"  # on nearly every machine; the words are the same in any other
INK, QUIET_COLOUR = RGBColor(0x1C, 0x19, 0x17), RGBColor(0x57, 0x53, 0x4E)
SIZES = {"Heading 1": 17, "Heading 2": 13, "Heading 3": 11, "Heading 4": 10, "Caption": 10}
OF_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")  # they go before any font that is named beside them
NARROW, WIDE = Mm(43), Mm(131)  # two columns, as in the PDF: what it is, and what is said of it
IN_CELL = 40  # twentieths of a point above the first line of a cell, and below the last
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # the file keeps no time: when it was printed stands on every page


def as_docx(paper: Paper) -> bytes:
    """The paper. Raises TooLong."""
    paper.check_length()
    document = Document()
    _describe(document, paper)
    _set_page(document, paper)
    ids = {style.name: style.style_id for style in document.styles}
    _heading(document, paper.heading, 1, ids)
    for words in paper.lead:
        _add(document, words, ids)
    for part in paper.parts:
        _heading(document, part.heading, part.level, ids)
        for one in part.under:
            _add_table(document, one, ids) if isinstance(one, Table) else _add(document, one, ids)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _describe(document, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.language, about.author, about.comments = clean(paper.title), LANGUAGE, "", ""
    about.created = about.modified = LONG_AGO


def _set_page(document, paper: Paper) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    _set_headings(document)
    marked = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    marked.append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    foot = section.footer.paragraphs[0]
    _quiet(foot.add_run(f"{clean(paper.foot)} Page "))
    _number(foot)


def _set_headings(document) -> None:
    """In the ink and type of all else; and none is left at the foot of a page, away from what it heads."""
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb, style.font.bold = FONT, Pt(size), INK, True
        for one in OF_THEME:
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{one}"), None)
        style.paragraph_format.keep_with_next = True


def _number(paragraph) -> None:
    """The number of the page, which the word processor fills in."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        _quiet(run)
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _heading(document, text: str, level: int, ids: Mapping[str, str]) -> None:
    document.add_paragraph(clean(text))._p.style = ids[f"Heading {level}"]


def _add(to, words: Words, ids: Mapping[str, str]) -> None:
    """One paragraph, with its lines; `to` is the document or a cell. `ids` of the styles, by name: read once for a
    file, since to be given a style by name the library searches all of them anew for every paragraph."""
    text = "\n".join(line for line in clean(words.text).split("\n") if line.strip())
    if not text:
        return
    paragraph = to.add_paragraph()
    if words.kind == SAID:
        paragraph._p.style = ids["Quote"]
    run = paragraph.add_run(text)
    run.bold = True if words.kind == STRONG else None
    if words.kind == QUIET:
        _quiet(run)
    if is_right_to_left(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # of a line from the right, the side where it begins
        run.font.rtl = True


def _quiet(run) -> None:
    run.font.size, run.font.color.rgb = Pt(8.5), QUIET_COLOUR


def _add_table(document, one: Table, ids: Mapping[str, str]) -> None:
    """Its head is repeated on every page, and is its head for a screen reader, too; no row is cut by a page's end."""
    document.add_paragraph(clean(one.caption))._p.style = ids["Caption"]
    table = document.add_table(rows=1, cols=len(one.head), style="Table Grid")
    _leave_room(table)
    for cell, name in zip(table.rows[0].cells, one.head, strict=True):
        cell.paragraphs[0].add_run(clean(name)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in one.rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, side in zip(added.cells, row, strict=True):
            for words in side.words:
                _add(cell, words, ids)
            _drop_first(cell)


def _leave_room(table) -> None:
    around = OxmlElement("w:tblCellMar")
    for edge in ("top", "bottom"):
        room = OxmlElement(f"w:{edge}")
        room.set(qn("w:w"), str(IN_CELL))
        room.set(qn("w:type"), "dxa")
        around.append(room)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(around)  # the format has an order, and some readers hold to it
    if len(table.columns) == 2:
        for column, cell, width in zip(table.columns, table.rows[0].cells, (NARROW, WIDE), strict=True):
            column.width = cell.width = width


def _drop_first(cell) -> None:
    """A cell is made with an empty paragraph, and has to keep one."""
    if len(cell.paragraphs) > 1:
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
