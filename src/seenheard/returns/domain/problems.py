"""Every sentence that reading a file can answer with: one closed list, and a collector that says each thing once.

Sentences are filled with names of columns, tables and numbers of ours, never with what a cell holds.
"""

# ruff: noqa: E501  a sentence stays on one line, so that the list reads as a table
from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from seenheard.returns.domain.types import LINES_OF_A_FINDING, LINES_SHOWN, Problem, Refused


class Kind(NamedTuple):
    """One kind of problem: how bad it is, what is wrong and what to do."""

    level: str
    says: str
    do: str


SAVE_AS_CSV = "Open it in the spreadsheet program, choose Save as, choose CSV UTF-8, and upload the CSV file."
ASK_FOR_EXPORT = "Export the file again from the case system and upload the new one."

KINDS: Mapping[str, Kind] = MappingProxyType({
    # The container
    "nothing_found": Kind("refuse", "There is no CSV file in what was uploaded.", "Upload the CSV files, a folder of them or a zip of them."),
    "too_large": Kind("refuse", "The files are larger than {limit} MB together when unpacked.", "Upload fewer files at a time."),
    "file_too_large": Kind("refuse", "The file is larger than {limit} MB.", "Upload the tables in separate files."),
    "too_many_files": Kind("refuse", "There are more than {limit} files.", "Upload only the files of the return."),
    "too_dense": Kind("refuse", "The zip unpacks to more than {limit} times its size, which no real return does.", "Make the zip again from the CSV files, or upload them without a zip."),
    "overlapping_zip": Kind("refuse", "The zip's files lie over one another, which only a damaged or hostile zip does.", "Make the zip again from the CSV files."),
    "nested_zip": Kind("refuse", "There is a zip inside the zip.", "Unpack the inner zip and upload its files."),
    "encrypted_zip": Kind("refuse", "The zip is locked with a password.", "Upload it without a password; the connection is protected."),
    "broken_zip": Kind("refuse", "The zip is damaged or cut short.", "Make the zip again and upload the new one."),
    "strange_zip": Kind("refuse", "The zip is packed in a way that is not read here.", "Make the zip again with the ordinary method."),
    "not_a_file": Kind("refuse", "This is not an ordinary file.", "Upload the CSV file itself."),
    "left_out": Kind("note", "This is not a CSV file and was left out.", ""),
    # Not what it says
    "spreadsheet": Kind("refuse", "This is a spreadsheet ({kind}), not a CSV file.", SAVE_AS_CSV),
    "not_csv": Kind("refuse", "This is {kind}, not a CSV file.", ASK_FOR_EXPORT),
    "empty_file": Kind("refuse", "The file is empty.", ASK_FOR_EXPORT),
    # Text
    "zero_bytes": Kind("refuse", "The file holds zero bytes, so it is not plain text, or it is text in UTF-16 without its mark.", SAVE_AS_CSV),
    "unknown_encoding": Kind("refuse", "The letters of this file are written neither in UTF-8 nor in Windows-1252.", SAVE_AS_CSV),
    "mixed_encoding": Kind("refuse", "Some lines of this file are written in UTF-8 and others in Windows-1252, so names would be spoilt.", ASK_FOR_EXPORT),
    "read_as_cp1252": Kind("note", "The file is not UTF-8 and was read as Windows-1252. Names with accents may need a look.", "Save as CSV UTF-8 next time."),
    "read_as_utf16": Kind("note", "The file is UTF-16 and was read as such.", ""),
    "spoilt_letters": Kind("finding", "Letters were spoilt before this file was made (two odd signs stand for one accented letter).", "Compare these names with the case system."),
    "hidden_marks": Kind("note", "There are invisible signs in some cells; they were kept in words and taken out of codes and dates.", ""),
    # Lines and columns
    "unclosed_quote": Kind("refuse", "A quotation mark is opened and never closed, so the file is cut short or damaged.", ASK_FOR_EXPORT),
    "stray_quote": Kind("refuse", "There is text between a closing quotation mark and the next comma.", ASK_FOR_EXPORT),
    "cell_too_long": Kind("refuse", "A cell is longer than {limit} letters.", ASK_FOR_EXPORT),
    "too_many_columns": Kind("refuse", "There are more than {limit} columns.", ASK_FOR_EXPORT),
    "too_many_lines": Kind("refuse", "There are more than {limit} lines.", "Upload the table in parts."),
    "short_line": Kind("row", "The line has {have} cells where the heading has {want}, and is left out.", "Look whether a comma or a line break stands in a cell without quotation marks."),
    "cut_short": Kind("refuse", "The last line stops in the middle, so the file is cut short.", ASK_FOR_EXPORT),
    "no_heading": Kind("refuse", "The first line does not hold the names of columns.", "The first line must name the columns, for example {example}."),
    "unknown_table": Kind("refuse", "The columns are those of no table we know.", "Leave this file out, or give its columns the names of the return, for example {example}."),
    "column_twice": Kind("refuse", "The column {column} stands in the file twice.", "Remove one of the two and upload the file again."),
    "not_recognised": Kind("refuse", "The columns are those of no table we know. Nearest is {nearest}: it lacks {missing}.", "Mend the names of the columns, or leave this file out."),
    "known_not_taken": Kind("note", "This table is known and not taken in yet.", ""),
    "column_missing": Kind("refuse", "The column {column} of {table} is missing.", "Add the column (it may be empty) and upload the file again."),
    "columns_missing": Kind("note", "The file has no column {columns}; these facts stay unknown.", ""),
    "columns_aside": Kind("note", "{count} columns that the return does not have were kept aside.", ""),
    "table_before_its_year": Kind("note", "{table} is part of the return only from {year}; it was read all the same.", ""),
    "two_returns": Kind("refuse", "The files belong to two different returns: {names}.", "Upload one return at a time."),
    "regional_file": Kind("refuse", "The column {column} shows that the file holds several authorities or years.", "Upload one authority and one year, with the year before it if you have it."),
    "no_rows": Kind("note", "The file has a heading and no rows.", ""),
    "file_twice": Kind("note", "The same file was uploaded twice and read once.", ""),
    "table_in_parts": Kind("note", "{table} comes in several files of one year; they were read together.", ""),
    # Years
    "unknown_year": Kind("refuse", "The files are about {year}, a year this version does not know. It knows {first} to {last}.", "Look at the dates in the files; if they are right, a newer version is needed."),
    "too_many_years": Kind("refuse", "The files are about more than two years.", "Upload one year, with the year before it if you have it."),
    "years_apart": Kind("refuse", "The two years in the files do not follow one another.", "Upload one year, with the year before it if you have it."),
    "year_read": Kind("note", "Read as the return of {year}.", ""),
    # Cells
    "blank_key": Kind("row", "{column} is blank, so nobody can say which record this is: the row is left out.", "Fill it in the case system and export again."),
    "blank": Kind("finding", "{column} is blank and should not be.", "Fill it in the case system."),
    "bad_date": Kind("row", "{column} holds no possible date: the row is left out.", "Correct it in the case system and export again."),
    "bad_date_aside": Kind("finding", "{column} holds no possible date; it stays unknown.", "Correct it in the case system."),
    "date_left_out": Kind("row", "{column} is written in a way you asked to leave out: the row is left out.", "Export the file again with four-figure years, day first."),
    "dates_other_form": Kind("note", "{column} holds dates written {form}; they were read as such.", ""),
    "placeholder_date": Kind("note", "{column} holds a stand-in date (such as 1 January 1900); it was read as unknown.", ""),
    "word_for_blank": Kind("note", "Cells of {column} hold a word that stands for an empty cell (NULL); they were read as empty.", ""),
    "unknown_code": Kind("finding", "{column} holds a code that no year of the list {list} has; it stays unknown and is kept aside.", "Correct the code in the case system."),
    "old_code": Kind("note", "{column} holds a code of an earlier year; it was read, as today's code where there is just one.", ""),
    "early_code": Kind("note", "{column} holds a code of a later year than the file's; it was read.", ""),
    "not_a_number": Kind("finding", "{column} holds no whole number from {least} to {most}; it stays unknown and is kept aside.", "Correct it in the case system."),
    "not_a_figure": Kind("finding", "{column} holds no number; it stays unknown and is kept aside.", "Correct it in the case system."),
    "not_yes_no": Kind("finding", "{column} holds neither yes nor no; it stays unknown and is kept aside.", "Correct it in the case system."),
    "not_json": Kind("finding", "{column} holds a list that cannot be read; it stays unknown and is kept aside.", "Export the table again."),
    "spoilt_identifier": Kind("row", "{column} was turned into a number by a spreadsheet, so the identifier is lost and the row is left out.", "Export again, and do not open and save the file in a spreadsheet."),
    "suspect_identifier": Kind("finding", "{column} looks as if a spreadsheet had changed it into a number.", "Compare it with the case system."),
    "point_nought": Kind("note", "{column} holds identifiers ending in .0; they were read without it.", ""),
    "bad_upn": Kind("finding", "{column} is no unique pupil number (a letter and twelve figures); it was not used to match the child. If it is short, leading noughts may be lost.", "Correct it in the case system."),
    # Rows
    "key_twice": Kind("finding", "The same record ({columns}) stands in the file more than once.", "Look which of the rows is right."),
    "same_row_twice": Kind("note", "The same row stands in the file more than once, alike in every cell; it was read once.", ""),
    "wrong_order": Kind("finding", "{second} is before {first}.", "Correct the dates in the case system."),
    "overlap": Kind("finding", "The row begins before the child's row before it has ended ({first}, {second}).", "Correct the dates in the case system."),
    "shared_upn": Kind("finding", "Two children have the same {column}.", "Find out in the case system whether they are one child."),
    "no_header": Kind("finding", "The child of this row is not in {header}.", "Add the child to {header}."),
    "no_target": Kind("finding", "{column} names a row of {target} that is not in the files.", "Export both tables from the same day."),
    "birth_differs": Kind("finding", "The birth date is not the one in {header}.", "Correct it in the case system."),
    "born_too_early": Kind("finding", "{column} is more than {years} years before the newest date of the file.", "Correct the birth date in the case system."),
    "born_after": Kind("finding", "{column} is later than the year of the return.", "Correct the birth date in the case system."),
    "child_unknown": Kind("row", "The row does not name its child, and the table that would is not in the files: it is left out.", "Upload that table together with this one."),
    "after_the_year": Kind("finding", "{column} is later than the year of the return.", "Correct the date in the case system, or choose the right year."),
    # This year against last
    "open_last_year_gone": Kind("finding", "An episode open at the end of last year is not in this year's file.", "Add it to this year's file, or correct last year's end."),
    "changed_since_last_year": Kind("finding", "{column} of an episode open at the end of last year is not what it was.", "Find out which of the two is right."),
    "closed_last_year_again": Kind("finding", "An episode that ended last year has another end in this year's file.", "Find out which of the two is right."),
    "birth_changed": Kind("finding", "The birth date is not the one in last year's file.", "Find out which of the two is right."),
    # The cage
    "too_much_memory": Kind("refuse", "Reading the files needs more memory than is allowed ({limit} MB).", "Upload fewer files at a time."),
    "too_slow": Kind("refuse", "Reading the files takes longer than is allowed ({limit} seconds).", "Upload fewer files at a time."),
    "too_much_said": Kind("refuse", "Reading the files gives more than is allowed.", "Upload fewer files at a time."),
    "not_caged": Kind("refuse", "This machine cannot hold the reader of files to its limits. Nothing was read.", "Tell whoever looks after the system: it needs Linux, or a system that limits memory, time and open files."),
    "reader_died": Kind("refuse", "The reader stopped while reading the files. Nothing was taken in.", "Try the files one at a time; tell whoever looks after the system which one does it."),
})  # fmt: skip


def refused(code: str, file: str = "", **words: object) -> Refused:
    """The exception that ends the reading of an upload (container and cage; everything else is a Problem)."""
    kind = KINDS[code]
    return Refused(code, f"{kind.says.format(**words)} {kind.do.format(**words)}".strip(), file)


class Problems:
    """Collects problems so that a thousand of one kind in one column is one, with a count and its first lines."""

    def __init__(self) -> None:
        self._found: dict[tuple, list] = {}

    def add(
        self,
        code: str,
        file: str = "",
        lines: Iterable[int] = (),
        column: str = "",
        table: str = "",
        **words: object,
    ) -> None:
        """Note `code` once for each of `lines` (once in all when there are none)."""
        kind = KINDS[code]
        says = kind.says.format(column=column, table=table, **words)
        do = kind.do.format(column=column, table=table, **words)
        entry = self._found.setdefault((code, file, column, table, says, do), [0, []])
        lines = sorted(lines)
        entry[0] += len(lines) or 1
        entry[1].extend(lines)

    def listed(self) -> list[Problem]:
        """All problems, worst first, then by file and line."""
        found = [_problem(*key, *entry) for key, entry in self._found.items()]
        rank = {"refuse": 0, "row": 1, "finding": 2, "note": 3}
        return sorted(
            found,
            key=lambda problem: (rank[problem.level], problem.file, problem.line or 0, problem.code, problem.column),
        )


def _problem(
    code: str, file: str, column: str, table: str, says: str, do: str, count: int, lines: list[int]
) -> Problem:
    kind = KINDS[code]
    shown = sorted(lines)[: LINES_OF_A_FINDING if kind.level == "finding" else LINES_SHOWN]
    return Problem(
        code=code,
        level=kind.level,
        says=says,
        do=do,
        file=file,
        line=shown[0] if shown else None,
        column=column,
        table=table,
        count=count,
        lines=tuple(shown),
    )
