"""Papers: one document in words, shown as a page, as a tagged PDF or as DOCX, so that none of the three says more."""

from .paper import Paper, Part, Side, Table, TooLong, Words
from .pdf import as_pdf
from .word import as_docx

__all__ = ["Paper", "Part", "Side", "Table", "TooLong", "Words", "as_docx", "as_pdf"]
