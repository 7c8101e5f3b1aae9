"""A paper as PDF: tagged, with language, title and headings, checked against PDF/UA as it is made."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from .paper import A_LINE, Paper, Side, Table, TooLong, Words
from .signs import FONTS, MARK, is_right_to_left, printable

LONG_ROW = 900  # letters: what fits into a third of a page in a column of four
LARGEST = 5_000_000  # bytes
MARKED = f"{MARK} stands where something was written that this paper cannot show. It can be read on the screen."


def as_pdf(paper: Paper) -> bytes:
    """The paper. Raises TooLong.

    What stands in it goes to the typesetter as data, so no words of anybody's can become instructions. It sees our own
    typefaces and no file else, and keeps no time: the same paper is the same file.
    """
    paper.check_length()
    told = _told(paper)
    if MARK in json.dumps(told["parts"], ensure_ascii=False):
        told["lead"].append(_words(Words(MARKED, "quiet")))
    made = _set(json.dumps(told))
    if len(made) > LARGEST:
        raise TooLong
    return made


def _set(told: str) -> bytes:
    given: dict[str, Any] = {
        "format": "pdf",
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"paper": told},
    }
    try:
        return typst.compile(_layout(), pdf_standards=["ua-1"], **given)
    except typst.TypstError:
        # Signs that each have a glyph and together none (a letter of one typeface with an accent of the other): still
        # tagged, and only such a cluster stands as a box.
        return typst.compile(_layout(), **given)


@cache
def _layout() -> bytes:
    return (files("seenheard.ui.papers") / "paper.typ").read_bytes()


def _told(paper: Paper) -> dict[str, Any]:
    return {
        "title": printable(paper.title),
        "heading": printable(paper.heading),
        "foot": printable(paper.foot),
        "lead": [_words(one) for one in paper.lead],
        "parts": [
            {
                "heading": printable(part.heading),
                "level": part.level,
                "under": [_table(one) if isinstance(one, Table) else _words(one) for one in part.under],
            }
            for part in paper.parts
        ],
    }


def _words(one: Words) -> dict[str, Any]:
    return {"kind": one.kind, "lines": [_line(line) for line in printable(one.text).split("\n") if line.strip()]}


def _line(text: str) -> dict[str, Any]:
    return {"text": text, "rtl": is_right_to_left(text)}


def _row(row: tuple[Side, ...]) -> dict[str, Any]:
    """A row of a few lines stays whole on its page; a long one goes on overleaf."""
    longest = max(sum(len(words.text) + A_LINE for words in cell.words) for cell in row)
    return {"long": longest > LONG_ROW, "cells": [[_words(words) for words in cell.words] for cell in row]}


def _table(one: Table) -> dict[str, Any]:
    rows = [_row(row) for row in one.rows]
    return {"kind": "table", "caption": printable(one.caption), "head": [*map(printable, one.head)], "rows": rows}
