"""Which file of a package is what: paths, media types, titles; one list for all documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CHANGES: Final = "AENDERUNGEN.md"
README: Final = "LIESMICH.md"
SUMS: Final = "SHA256SUMS"
DATAPACKAGE: Final = "datapackage.json"
DCAT: Final = "dcat-ap-de.jsonld"
REGISTER: Final = "kennungen.json"
WORKBOOK: Final = "massnahmen.xlsx"
JSON: Final = "json"
CSV: Final = "csv"
CSV_EXCEL: Final = "csv-excel"
SCHEMA: Final = "schema"

MEDIA_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of data: its path in the package, what it is in German, its content."""

    path: str
    title: str
    data: bytes

    @property
    def format(self) -> str:
        """The ending of the name: json, csv, xlsx."""
        return self.path.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """The media type of the content."""
        return MEDIA_TYPES[self.format]
