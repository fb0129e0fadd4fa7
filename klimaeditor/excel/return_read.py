"""A returned workbook -> what it says against what was sent; nothing is written to it (SEC-10).

guard -> baseline -> cells by header -> rows by mark and id -> compared with what was sent. Damage
is named cell by cell; nothing damaged is silently part of the result.
"""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING

from klimaeditor.excel import comments, guard, request_baseline, request_layout
from klimaeditor.excel import layout as common
from klimaeditor.excel.cells import opened
from klimaeditor.excel.request_layout import RequestArrangement
from klimaeditor.excel.return_faults import FaultCode, ReturnFault
from klimaeditor.excel.return_forms import (
    OTHER_SHEETS,
    FormTab,
    foreign_sheets,
    read_forms,
    tables_of_forms,
)
from klimaeditor.excel.return_grid import (
    FoundTable,
    PlacedComment,
    Return,
    named_columns,
    read_grid,
)
from klimaeditor.excel.return_rows import measure_marks, owner_of
from klimaeditor.excel.return_sheets import read_list, read_measures
from klimaeditor.excel.return_slips import doubt_forms
from klimaeditor.excel.workbook_words import SHEET_BASELINE
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.excel import cells
    from klimaeditor.excel.layout import SheetLayout
    from klimaeditor.excel.request_baseline import Sent
    from klimaeditor.model.catalogue import Catalogue


# --- words ---------------------------------------------------------------------------------------


def sheet_missing(name: str, sheet: str) -> str:
    """Return the sentence about a sheet that was deleted."""
    return (
        f"{quoted(name)}: Das Blatt {quoted(sheet)} fehlt; das gilt als „nicht beantwortet“. "
        "Steht dort etwas, lassen Sie sich die Excel-Datei noch einmal schicken."
    )


def sheet_replaced(name: str, sheet: str, header: str) -> str:
    """Return the sentence about a sheet that holds something else."""
    return (
        f"{quoted(name)}: Im Blatt {quoted(sheet)} steht keine Zeile mit dem Spaltenkopf "
        f"{quoted(header)}; es wurde nicht gelesen. Lassen Sie sich die ausgefüllte Abfrage "
        "selbst zurückschicken."
    )


def commented(name: str, sheet: str, sentence: str) -> str:
    """Return the sentence about a comment that somebody put beside a cell."""
    return f"{quoted(name)}, Blatt {quoted(sheet)}: {sentence}"


def not_a_request(name: str) -> str:
    """Return the refusal of a workbook that is no request of ours."""
    return (
        f"{quoted(name)} ist keine Abfrage aus dem Klimaeditor: Das ausgeblendete Blatt "
        f"„{SHEET_BASELINE}“ fehlt. Bitten Sie die zuständige Stelle um die ausgefüllte "
        "Excel-Datei selbst; einzelne Blätter genügen nicht."
    )


def baseline_damaged(name: str) -> str:
    """Return the refusal of a request whose hidden sheet was touched."""
    return (
        f"{quoted(name)}: Das ausgeblendete Blatt „{SHEET_BASELINE}“ ist verändert oder "
        "unvollständig; was geändert wurde, ist nicht zu erkennen. Verschicken Sie die Abfrage "
        "neu, oder übertragen Sie die Angaben von Hand."
    )


def request_newer(name: str) -> str:
    """Return the refusal of a request that a later version has written."""
    return (
        f"{quoted(name)} stammt von einer neueren Version des Klimaeditors. Lassen Sie den "
        "Klimaeditor aktualisieren."
    )


# --- A returned workbook -> what it says against what was sent; nothing is written to it (SEC-10)


class NoRequestError(WorkbookError):
    """A sound workbook that is not one of our requests: perhaps a foreign table."""


class DamagedRequestError(WorkbookError):
    """A request whose hidden sheet is damaged, so that nothing in it can be compared."""


def read_return(path: Path, catalogue: Catalogue) -> Return:
    """Read a returned request about these fields.

    Raises NoRequestError for a workbook that is none, DamagedRequestError where its baseline was
    touched, and WorkbookError for what the guard refuses (SEC-07 to -09); each has its German
    sentence.
    """
    return read_content(guard.read_package(path), path.name, catalogue)


# --- A checked package -> what it says: sheets found, read and put together ----------------------


def read_content(data: bytes, name: str, catalogue: Catalogue) -> Return:
    """Return what a package that passed the guard says; errors as in :func:`read_return`."""
    sha256 = hashlib.sha256(data).hexdigest()
    with opened(data, name) as book:
        worksheets = {sheet.title: sheet for sheet in book.sheets}
        texts: dict[str, str] = {}
        result = Return(name, sha256, _sent(worksheets, name, catalogue, texts))
        tabs: tuple[FormTab, ...] = ()
        if result.sent.about.arrangement is RequestArrangement.SHEETS:
            tabs = read_forms(worksheets, result)
            tables = tables_of_forms(tabs, result)
        else:
            tables = _tables(worksheets, result, texts)
    del data  # megabytes that nobody needs any more
    for table in tables:
        result.faults += table.faults
    for table in sorted(tables, key=lambda table: table.sheet.title not in result.lists):
        if table.sheet.title in result.lists:
            read_list(table, result)
        else:
            read_measures(table, result)
    doubt_forms(tabs, result)
    for table in tables:
        _note_comments(table, result)
        _doubt_damaged(table, result)
    return result


def _doubt_damaged(table: FoundTable, result: Return) -> None:
    """Let lost rows speak against all that was read: another row may have said something else."""
    lost = [fault for fault in table.faults if fault.code is FaultCode.ROWS_LOST]
    for measure in result.measures.values() if lost else ():
        measure.row_faults += lost


def _note_comments(table: FoundTable, result: Return) -> None:
    """Note what people wrote beside cells: at the value of the cell, else at its measure."""
    for placed in table.placed:
        _note_comment(placed, result)
    if not table.comments:
        return
    known = measure_marks(result.sent)
    owners = {row.number: owner_of(table, row, known).measure_id for row in table.rows}
    places = table.rows[0].shape.places if table.rows else {}
    keys = {place: key for key, (place, _) in places.items()}
    open_ = {column.key for column in table.sheet.columns if not column.locked}
    for comment in table.comments:
        key = keys.get(comment.place, "") if table.sheet.title not in result.lists else ""
        name = key if key in open_ and key in FIELD_NAMES else ""
        owner = owners.get(comment.row, "")
        _note_comment(PlacedComment(table.title, comment, owner, name), result)


def _note_comment(placed: PlacedComment, result: Return) -> None:
    comment, measure = placed.comment, result.measures.get(placed.measure_id)
    sentence = commented(result.file, placed.tab, comments.sentence(comment))
    measure_id = measure.sent.id if measure else ""
    where = (placed.tab, comment.cell, measure_id, placed.field)
    fault = ReturnFault(FaultCode.COMMENT, sentence, *where, comment.text, comment.author)
    name = placed.field
    if measure is not None and name and field_name(name) in measure.returned:
        measure.faults.setdefault((field_name(name), None), []).append(fault)
    else:
        result.faults.append(fault)


def _sent(
    worksheets: dict[str, cells.BookSheet], name: str, catalogue: Catalogue, texts: dict[str, str]
) -> Sent:
    sheet = next((worksheets[t] for t in common.BASELINE_TITLES if t in worksheets), None)
    if sheet is None:
        raise NoRequestError(not_a_request(name))
    rows = sheet.values(len(common.BASELINE.columns))
    try:
        return request_baseline.restore(rows, catalogue, texts)
    except request_baseline.NotARequestError as error:
        raise NoRequestError(not_a_request(name)) from error
    except request_baseline.NewerRequestError as error:
        raise DamagedRequestError(request_newer(name)) from error
    except request_baseline.DamagedBaselineError as error:
        raise DamagedRequestError(baseline_damaged(name)) from error


def _tables(
    worksheets: dict[str, cells.BookSheet], result: Return, texts: Mapping[str, str]
) -> list[FoundTable]:
    """Read the sheets of the request, wherever they are, and note what else is there.

    *texts* are those that were sent.
    """
    about = result.sent.about
    sheets = request_layout.data_sheets(about.catalogue, about.fields)
    titles = _titles(worksheets, sheets)
    found = []
    for sheet in sheets:
        title = titles.get(sheet.title, "")
        table = FoundTable(sheet, result.file, title)
        if not title:
            sentence = sheet_missing(result.file, sheet.title)
            result.faults.append(ReturnFault(FaultCode.SHEET_MISSING, sentence, sheet.title))
        elif read_grid(worksheets[title], table, _expected(sheet, result), texts):
            found.append(table)
        else:
            header = sheet.column(request_layout.ID).header
            sentence = sheet_replaced(result.file, title, header)
            result.faults.append(ReturnFault(FaultCode.SHEET_REPLACED, sentence, title))
    foreign = [title for title in worksheets if title not in {*titles.values(), *OTHER_SHEETS}]
    if foreign:
        sentence = foreign_sheets(result.file, foreign)
        result.faults.append(ReturnFault(FaultCode.FOREIGN_SHEETS, sentence))
    return found


def _titles(
    worksheets: dict[str, cells.BookSheet], sheets: tuple[SheetLayout, ...]
) -> dict[str, str]:
    """Return the tab of each sheet: its own, or the one that looks most like it."""
    found = {sheet.title: sheet.title for sheet in sheets if sheet.title in worksheets}
    for sheet in sheets:
        if sheet.title in found:
            continue
        free = [t for t in worksheets if t not in {*found.values(), *OTHER_SHEETS}]
        alike = {t: named_columns(worksheets[t].rows(), sheet) for t in islice(free, 50)}
        best = max(alike, key=lambda title: alike[title], default="")
        if best and alike[best] > len(sheet.columns) // 2:
            found[sheet.title] = best
    return found


def _expected(sheet: SheetLayout, result: Return) -> int:
    """Return an upper bound of the rows a sheet was sent with."""
    spec, sent = result.lists.get(sheet.title), result.sent.measures
    if spec is None:
        return len(sent)
    lists = (measure.value(spec.field) for measure in sent.values())
    return sum(3 + len(entries) if isinstance(entries, list) else 3 for entries in lists)
