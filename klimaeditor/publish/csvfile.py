"""CSV in two flavours: for open data, and for Excel in German (OPN-08).

A text that a spreadsheet would take for a formula gets an apostrophe in front (SEC-06); readers
take one away from ``'=``, ``'+``, ``'-``, ``'@`` (the package's LIESMICH.md says so). Numbers are
numbers and need none.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from klimaeditor.publish.tables import FlatTable
    from klimaeditor.values import Json

_FORMULA: Final = re.compile("\\A'*+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class Flavour:
    """How a CSV file is written; *german* means German titles and decimal commas."""

    delimiter: str
    encoding: str
    german: bool


OPEN_DATA: Final = Flavour(",", "utf-8", german=False)
EXCEL_DE: Final = Flavour(";", "utf-8-sig", german=True)
"""Excel recognises UTF-8 by its mark, and splits at semicolons where the system is German."""


def write_csv(table: FlatTable, flavour: Flavour) -> bytes:
    """Return a table as CSV: RFC 4180, the same bytes for the same table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=flavour.delimiter, lineterminator="\r\n")
    writer.writerow([c.title if flavour.german else c.name for c in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value, flavour) for value in row])
    return out.getvalue().encode(flavour.encoding)


def _cell(value: Json, flavour: Flavour) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int | float):
        shown = _number(value)
        return shown.replace(".", ",") if flavour.german else shown
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _number(value: float) -> str:
    """Return a number with a point, without ``.0`` and without an exponent (OPN-04)."""
    if value == int(value):
        return str(int(value))
    return format(value, "f").rstrip("0") if "e" in str(value) else str(value)
