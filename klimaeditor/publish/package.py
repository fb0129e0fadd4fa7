"""A publication: planned, shown, then written as one folder of files.

Planning reads and judges; nothing is written until :meth:`PackagePlan.write`. The plan works on the
records as they were when it was made, so it can be written in another thread.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from klimaeditor import excel
from klimaeditor.checks.dates import parse_date
from klimaeditor.diff.changed import Comparison, compared
from klimaeditor.files import disk
from klimaeditor.files.jsontext import write_document
from klimaeditor.files.retired import IdRegister, encode, register_of
from klimaeditor.files.source import render
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import Dataset
from klimaeditor.publish import changelog, datadate, folder, package_words
from klimaeditor.publish.clean import in_order
from klimaeditor.publish.csvtables import (
    EXCEL_DE,
    OPEN_DATA,
    FlatTable,
    numbers_of,
    tables_of,
    write_csv,
)
from klimaeditor.publish.folder import DataFile, Former, PublicationError, read_former, write_folder
from klimaeditor.publish.gate import NOTHING_INTERNAL, Gate, InternalState, judge
from klimaeditor.publish.opendata import Publication, datapackage, dcat_record
from klimaeditor.publish.package_words import APOSTROPHE
from klimaeditor.publish.verify import CheckFailedError, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from klimaeditor.excel.layout import CellValue
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Json
    from klimaeditor.publish.publisher import PublicationSettings
    from klimaeditor.publish.verify import PackageCheck


# --- words ---------------------------------------------------------------------------------------


def errors_stand(count: int) -> str:
    """Return the refusal to publish with errors."""
    stand = inflected(count, "steht noch ein Fehler", f"stehen noch {count} Fehler")
    return f"Es {stand} im Datensatz, und es wurde nichts geschrieben. Beheben Sie das zuerst."


def to_confirm(count: int) -> str:
    """Return the refusal to publish without confirmation."""
    what = inflected(count, "ist noch ein Punkt", f"sind noch {count} Punkte")
    return f"Vor der Veröffentlichung {what} zu bestätigen. Geschrieben wurde nichts."


# --- package -----------------------------------------------------------------------------------

README_TITLE: Final = "was in welcher Datei steht"
WORKBOOK_TITLE: Final = "Alle Maßnahmen als Excel-Datei"
NUMBERS_TITLE: Final = "Zahlen aller Maßnahmen über die Zeit als Excel-Datei"
NUMBERS_SHEET: Final = "Zahlen"


def schema_title(file: str) -> str:
    """Return the title of a schema."""
    return f"JSON Schema (2020-12) für {file}"


def for_excel(title: str) -> str:
    """Return the title of a table in the flavour for Excel."""
    return f"{title} (für Excel: Semikolon, Dezimalkomma)"


_CONTENTS: Final = (
    (
        folder.CHANGES,
        "was sich von Veröffentlichung zu Veröffentlichung geändert hat, die neueste zuerst",
    ),
    (folder.COMMIT, "was seit der vorigen Veröffentlichung neu ist, als Text für einen Commit"),
    (f"{folder.JSON}/", "die vier Dateien, die die Website liest"),
    (folder.WORKBOOK, "alle Maßnahmen als Excel-Datei"),
    (folder.NUMBERS, "die Zahlen aller Maßnahmen über die Zeit als Excel-Datei"),
    (f"{folder.CSV}/", "offene Daten: UTF-8, Komma, Punkt als Dezimalzeichen"),
    (f"{folder.CSV_EXCEL}/", "dieselben Tabellen für Excel: Semikolon, Dezimalkomma"),
    (f"{folder.SCHEMA}/", "JSON Schema (2020-12) je JSON-Datei"),
    (folder.DATAPACKAGE, "Beschreibung für Programme (Frictionless Data Package)"),
    (folder.DCAT, "Entwurf des Metadatensatzes für ein Portal"),
    (folder.REGISTER, "vergebene und nicht mehr vergebene Kennungen"),
    (folder.SUMS, "Prüfsummen; `sha256sum -c SHA256SUMS`"),
)


def readme(title: str, source_note: str) -> str:
    """Return the page that explains a package."""
    rows = "\n".join(f"| `{name}` | {what} |" for name, what in _CONTENTS)
    return f"""# {title}

| Datei | Inhalt |
|---|---|
{rows}

**Quellenvermerk:** {source_note}

**CSV:** {APOSTROPHE}

**Portal:** In `dcat-ap-de.jsonld` sind die Adressen der Dateien Vorschläge. Ersetzen Sie sie vor
der Meldung an ein Portal durch die tatsächlichen.
"""


@dataclass(frozen=True, slots=True)
class PackageContent:
    """What is to be published: records, the files they were read from, all findings.

    *internal* is for the gate only: what the notebook beside the dataset says.
    """

    dataset: Dataset
    sources: Mapping[FileName, SourceFile]
    findings: Iterable[Finding]
    internal: InternalState = NOTHING_INTERNAL


@dataclass(frozen=True, slots=True)
class PackagePart:
    """What a clerk sees of a package in its folder: *name* is a file, or a folder of *count*."""

    name: str
    what: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package on the disk: *sizes* in bytes by path, and the checks it has passed.

    *unchanged*: it lay there already, byte by byte, and nothing was written.
    """

    target: Path
    sizes: Mapping[str, int]
    checks: tuple[PackageCheck, ...]
    unchanged: bool = False

    def parts(self) -> tuple[PackagePart, ...]:
        """Return the files and folders of the package, the page that explains it last."""
        named = (*_CONTENTS, (folder.README, README_TITLE))
        found = ((name, what, self._sizes_in(name)) for name, what in named)
        return tuple(PackagePart(n, what.partition(";")[0], len(s), sum(s)) for n, what, s in found)

    def _sizes_in(self, name: str) -> list[int]:
        within = name.endswith("/")
        return [
            size
            for path, size in self.sizes.items()
            if (path.startswith(name) if within else path == name)
        ]


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """A publication that has been judged. *comparison* is None for the first one.

    *subject* is the first line of *changes*, the document of what is new; *history* is that of all
    publications. *moment* is the time of the data: where they are those of the former package, its
    time.
    """

    target: Path
    gate: Gate
    comparison: Comparison | None
    changes: str
    history: str
    register: IdRegister
    dataset: Dataset
    sources: Mapping[FileName, SourceFile]
    settings: PublicationSettings
    moment: datetime

    @property
    def subject(self) -> str:
        """What is new on one line."""
        return self.changes.partition("\n")[0]

    def files(self) -> dict[str, bytes]:
        """Return all files of the package by path; raises WorkbookError, PublicationError."""
        if self.gate.lacks:
            raise PublicationError(" ".join(self.gate.lacks))
        return _files(self)

    def write(self, *, confirmed: bool = False) -> WrittenPackage:
        """Write the package in place of the former one and return what was written and checked.

        *confirmed* says yes to all questions of the gate. Raises PublicationError where the gate is
        closed or something is not confirmed, or where the disk refuses, CheckFailedError where the
        written files are not what they should be; WorkbookError where a text fits into no cell.
        Then nothing has changed.
        """
        if self.gate.errors:
            raise PublicationError(errors_stand(len(self.gate.errors)))
        if self.gate.questions and not confirmed:
            raise PublicationError(to_confirm(len(self.gate.questions)))
        files = self.files()
        read_former(self.target, self.dataset.site)
        checks: list[PackageCheck] = []
        sizes = {path: len(data) for path, data in files.items()}
        if self._is_written(files):
            return WrittenPackage(self.target, sizes, verify(self.target, self.dataset), True)

        def approve(fresh: Path) -> None:
            checks.extend(verify(fresh, self.dataset))
            if not all(check.passed for check in checks):
                raise CheckFailedError(tuple(checks))

        write_folder(self.target, files, approve)
        return WrittenPackage(self.target, sizes, tuple(checks))

    def _is_written(self, files: Mapping[str, bytes]) -> bool:
        """Tell whether the target holds these very files already: then nothing is written."""
        try:
            return all(
                disk.read(self.target / path, len(data) + 1) == data for path, data in files.items()
            )
        except OSError:
            return False


def plan(
    content: PackageContent,
    target: Path,
    settings: PublicationSettings,
    moment: datetime,
    since: Former | None = None,
) -> PackagePlan:
    """Judge a dataset for publication in the folder *target*.

    *moment* is the time of the data, an aware one; where they are still those of the package in
    *target*, its own time holds on (:mod:`klimaeditor.publish.datadate`). *since* is what to
    compare with, None for what *target* holds. Raises PublicationError where the target is
    something else than a former package or an empty folder.
    """
    former = read_former(target, content.dataset.site)
    before = since or former
    earlier = former.register if former else None
    then = former.dataset if former else None
    tables = content.dataset.tables
    snapshot = Dataset.keyed(
        {file: table.rows for file, table in tables.items()}, content.dataset.site
    )
    snapshot.retired_ids |= content.dataset.retired_ids
    comparison = None if before is None else compared(before.sources, snapshot)
    same = former is not None and not compared(former.sources, snapshot)
    moment = datadate.fixed() or (former.moment if former and same else None) or moment
    today = moment.date()
    if comparison is None or before is None:
        counts = len(snapshot.measures), len(snapshot.tables[FileName.CATEGORIES].rows)
        changes = changelog.first_changelog(*counts, today)
    else:
        published = before.register.published if before.register else None
        changes = changelog.changelog(comparison, today, published)
    history = changelog.with_history(changes, former.changes if former else "")
    if former is not None and same and former.changes:
        history = former.changes
    register = register_of(snapshot, settings.identifier, today, earlier, then)
    gate = judge(snapshot, content.findings, settings, earlier, content.internal)
    kept = dict(content.sources)
    return PackagePlan(
        target, gate, comparison, changes, history, register, snapshot, kept, settings, moment
    )


def _files(plan: PackagePlan) -> dict[str, bytes]:
    from klimaeditor.publish.schema import file_name, schema_of  # noqa: PLC0415 - loads pydantic

    catalogue = plan.dataset.site.catalogue
    tables = {f"{folder.CSV}/{table.name}.csv": table for table in tables_of(plan.dataset)}
    data = [*_json_files(plan), *_csv_files(tables), _workbook(plan), _numbers(plan)]
    schemas = [
        DataFile(f"{folder.SCHEMA}/{file_name(file)}", schema_title(file), _json(schema))
        for file, schema in ((file, schema_of(file, catalogue)) for file in FileName)
    ]
    about = Publication(plan.settings, plan.register.first, plan.moment, _period(plan.dataset))
    described = datapackage(about, [*data, *schemas], tables)
    record = dcat_record(about, data)
    files = {file.path: file.data for file in (*data, *schemas)}
    files[folder.DATAPACKAGE] = _json(described)
    files[folder.DCAT] = _json(record)
    files[folder.REGISTER] = encode(plan.register)
    files[folder.CHANGES] = plan.history.encode("utf-8", "replace")
    files[folder.COMMIT] = changelog.newest(plan.history).encode("utf-8", "replace")
    files[folder.README] = readme(plan.settings.title, plan.settings.source_note).encode()
    files[folder.SUMS] = _sums(files)
    return files


def _period(dataset: Dataset) -> tuple[date, date] | None:
    """Return the first and the last day of which the data say something, None without any."""
    days = []
    for key in dataset.measure_keys():
        view = dataset.view(key)
        values = view.value("progress_values")
        entries = values if isinstance(values, list) else []
        said = [entry.get("date") for entry in entries if isinstance(entry, dict)]
        for day in (*said, view.value("state_date")):
            found = parse_date(day).value if isinstance(day, str) else None
            if found is not None:
                days.append(found)
    return (min(days), max(days)) if days else None


def _json_files(plan: PackagePlan) -> list[DataFile]:
    found = []
    for file in FileName:
        rows = plan.dataset.tables[file].rows
        if plan.settings.canonical:
            fields = plan.dataset.site.catalogue.of(file)
            data = write_document([in_order(fields, row) for row in rows.values()]).encode()
        else:
            data = render(plan.sources.get(file), rows, bom=False)
        found.append(DataFile(f"{folder.JSON}/{file}", package_words.FILES[file], data))
    return found


def _csv_files(tables: Mapping[str, FlatTable]) -> list[DataFile]:
    plain = [DataFile(path, t.title, write_csv(t, OPEN_DATA)) for path, t in tables.items()]
    excel = [
        DataFile(
            f"{folder.CSV_EXCEL}/{table.name}.csv",
            for_excel(table.title),
            write_csv(table, EXCEL_DE),
        )
        for table in tables.values()
    ]
    return plain + excel


def _workbook(plan: PackagePlan) -> DataFile:
    data = excel.write.render(plan.dataset, plan.dataset.measure_keys(), plan.moment)
    return DataFile(folder.WORKBOOK, WORKBOOK_TITLE, data)


def _numbers(plan: PackagePlan) -> DataFile:
    """Return the long table as a workbook of one sheet, its days and numbers real ones."""
    table = numbers_of(plan.dataset)
    kinds = {"date": Kind.DATE, "number": Kind.NUMBER}
    columns = tuple(
        excel.handout.TableColumn(column.title, 24, kinds.get(column.type, Kind.LONG_TEXT))
        for column in table.columns
    )
    rows = tuple(
        tuple(_cell(cell, column.kind) for cell, column in zip(row, columns, strict=True))
        for row in table.rows
    )
    sheet = excel.handout.PlainTable(NUMBERS_SHEET, columns, rows, frozen=2)
    about = excel.handout.WorkbookInfo(plan.settings.title, table.title, plan.moment)
    return DataFile(folder.NUMBERS, NUMBERS_TITLE, excel.handout.render_tables((sheet,), about))


def _cell(value: Json, kind: Kind) -> CellValue:
    if kind is Kind.DATE and isinstance(value, str):
        return parse_date(value).value or value
    return value if isinstance(value, str | int | float) else None


def _json(value: Json) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Return the file that ``sha256sum -c`` reads."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()]
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()
