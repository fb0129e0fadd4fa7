"""Plans -> the bytes of a workbook, the same bytes each time (OPN-14).

openpyxl makes the package: styles, views, filters, protection, properties. The rows are put in as
text while it is zipped (see ``sheetxml``), with fixed times and without any user's name.
"""

from __future__ import annotations

import io
import re
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from klimaeditor.excel import layout, sheetxml, styles, texts
from klimaeditor.excel.validations import add_validations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from _typeshed import StrPath
    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.plan import SheetPlan

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_LEVEL: Final = 4  # half the time of the default for a tenth more bytes
_A4: Final = 9
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')


class _Archive(ZipFile):
    """A zip archive that knows no time and puts rows into the sheets that pass through."""

    def __init__(self, target: io.BytesIO, rows: dict[str, _Rows]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._rows = rows

    def write(
        self,
        filename: StrPath,
        arcname: StrPath | None = None,
        compress_type: int | None = ZIP_DEFLATED,
        compresslevel: int | None = _LEVEL,
    ) -> None:
        """Add a sheet that openpyxl wrote to a temporary file, with its rows."""
        content = Path(filename).read_bytes()
        found = self._rows.pop(str(arcname))
        content = _DIMENSION.sub(b'<dimension ref="%s"/>' % found.reference.encode(), content)
        before, after = _NO_ROWS.split(content)
        with self.open(str(arcname), "w") as stream:  # in pieces: a sheet is never there twice
            stream.write(before + b"<sheetData>")
            for part in found.parts:
                stream.write(part)
            stream.write(b"</sheetData>" + after)
        self.getinfo(str(arcname)).create_system = 0

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: bytes | str,  # type: ignore[override]  # openpyxl gives nothing else
        compress_type: int | None = ZIP_DEFLATED,
        compresslevel: int | None = _LEVEL,
    ) -> None:
        """Add a part, always with the same time and attributes."""
        info = ZipInfo(str(zinfo_or_arcname), _ZIP_TIME)
        info.create_system = 0
        super().writestr(info, data, compress_type, compresslevel)


class _Rows:
    """The rows of one sheet as XML, and the range they fill."""

    def __init__(self, parts: list[bytes], columns: int) -> None:
        self.parts = parts
        self.reference = f"A1:{layout.letter(columns - 1)}{len(parts)}"


def build(
    plans: Sequence[SheetPlan],
    created: datetime,
    names: tuple[str, str] = (texts.WORKBOOK_TITLE, texts.WORKBOOK_SUBJECT),
    finish: Callable[[Worksheet, SheetPlan], None] | None = None,
) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted.

    *names* are title and subject in the properties; *finish* is called for each sheet that is
    furnished, to change what the plan does not say.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_properties(book, created, names)
    rows = {}
    known: styles.Known = {}
    for number, plan in enumerate(plans, 1):
        sheet = book.create_sheet(plan.sheet.title)
        rows[f"xl/worksheets/sheet{number}.xml"] = _furnish(sheet, plan, known)
        if finish is not None:
            finish(sheet, plan)
    target = io.BytesIO()
    with _Archive(target, rows) as archive:
        ExcelWriter(book, archive).write_data()
    return target.getvalue()


def _set_properties(book: Workbook, created: datetime, names: tuple[str, str]) -> None:
    moment = created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.subject = names
    properties.creator = texts.CREATOR
    properties.language = texts.LANGUAGE
    properties.created = properties.modified = moment


def _furnish(sheet: Worksheet, plan: SheetPlan, known: styles.Known) -> _Rows:
    """Set up everything around the rows of a sheet and return the rows."""
    columns = plan.sheet.columns
    looks = [
        styles.look_of(sheet, column, place, known, form=plan.editable)
        for place, column in enumerate(columns)
    ]
    for look, column in zip(looks, columns, strict=True):
        dimension = sheet.column_dimensions[look.letter]
        dimension.width = column.width
        locked = not plan.editable or (column.locked and column.key not in plan.open_below)
        styles.dress_column(dimension, column, locked=locked)
    headers = [column.header for column in columns]
    parts = [sheetxml.header_row(headers, looks, styles.header_style(sheet)).encode()]
    try:
        parts += [row.encode() for row in sheetxml.data_rows(plan.rows, looks)]
    except sheetxml.UnfitTextError as fault:
        fault.sheet = plan.sheet
        raise
    found = _Rows(parts, len(columns))
    _set_view(sheet, plan, found.reference)
    return found


def _set_view(sheet: Worksheet, plan: SheetPlan, reference: str) -> None:
    """Freeze the header, offer filters, protect without a password, prepare the print."""
    sheet.sheet_state = "hidden" if plan.hidden else "visible"
    sheet.freeze_panes = f"{layout.letter(plan.sheet.frozen)}2"
    sheet.auto_filter.ref = reference
    add_validations(sheet, plan)
    protection = sheet.protection
    protection.sheet = True
    for freedom in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "insertHyperlinks",
        "sort",
        "autoFilter",
    ):
        setattr(protection, freedom, False)  # False: not forbidden
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.print_title_rows = "1:1"
    if sheet.oddFooter is not None:
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", texts.page_footer()
    if sum(column.width for column in plan.sheet.columns) < 400:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
    else:
        sheet.print_title_cols = f"A:{layout.letter(plan.sheet.frozen - 1)}"
