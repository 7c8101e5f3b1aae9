"""All the words of an answer, whatever it is written as: a page, a file of lines, a PDF, a document or a workbook."""

import io
import zipfile

from pypdf import PdfReader

from seenheard.ui.papers import signs


def words_in(response) -> str:
    """What somebody reads in it, and in a PDF and in a zip of XML also what is written around that."""
    told = b"".join(response.streaming_content) if response.streaming else response.content
    if told.startswith(b"%PDF"):
        return _words_in_pdf(told)
    if told.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(told)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return told.decode()


def _words_in_pdf(told: bytes) -> str:
    paper = PdfReader(io.BytesIO(told))
    pages = "\n".join(page.extract_text() for page in paper.pages).replace(signs.BREAK, "")
    return f"{pages}\n{paper.metadata}"
