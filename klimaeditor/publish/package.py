"""A publication: planned, shown, then written as one folder of files.

Planning reads and judges; nothing is written until :meth:`Plan.write`. The plan works on the
records as they were when it was made, so it can be written in another thread.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.jsonwrite import write_document
from klimaeditor.dataset.records import Dataset
from klimaeditor.dataset.source import render
from klimaeditor.excel.writer import render as workbook
from klimaeditor.publish import changelog, layout, texts
from klimaeditor.publish.changed import Comparison, compared
from klimaeditor.publish.clean import in_order
from klimaeditor.publish.csvfile import EXCEL_DE, OPEN_DATA, write_csv
from klimaeditor.publish.datapackage import datapackage, version
from klimaeditor.publish.dcat import dcat_record
from klimaeditor.publish.errors import PublicationError
from klimaeditor.publish.folder import write_folder
from klimaeditor.publish.former import Former, read_former
from klimaeditor.publish.gate import Gate, judge
from klimaeditor.publish.layout import DataFile
from klimaeditor.publish.retired import Register, encode, register_of
from klimaeditor.publish.schema import file_name, schema_of
from klimaeditor.publish.tables import FlatTable, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from klimaeditor.checks.findings import Finding
    from klimaeditor.dataset.source import Source
    from klimaeditor.publish.settings import PublicationSettings
    from klimaeditor.values import Json


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be published: records, the files they were read from, all findings."""

    dataset: Dataset
    sources: Mapping[FileName, Source]
    findings: Iterable[Finding]


@dataclass(frozen=True, slots=True)
class Plan:
    """A publication that has been judged. *comparison* is None for the first one.

    *subject* is the first line of *changes*, the document of what is new.
    """

    target: Path
    gate: Gate
    comparison: Comparison | None
    changes: str
    register: Register
    dataset: Dataset
    sources: Mapping[FileName, Source]
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

    def write(self, *, confirmed: bool = False) -> tuple[str, ...]:
        """Write the package in place of the former one and return the paths of its files.

        *confirmed* says yes to all questions of the gate. Raises PublicationError where the gate is
        closed or something is not confirmed, or where the disk refuses; WorkbookError where a text
        fits into no cell. Then nothing has changed.
        """
        if self.gate.errors:
            raise PublicationError(texts.errors_stand(len(self.gate.errors)))
        if self.gate.questions and not confirmed:
            raise PublicationError(texts.to_confirm(len(self.gate.questions)))
        files = self.files()
        read_former(self.target)
        write_folder(self.target, files)
        return tuple(files)


def plan(
    content: Content,
    target: Path,
    settings: PublicationSettings,
    moment: datetime,
    since: Former | None = None,
) -> Plan:
    """Judge a dataset for publication in the folder *target*.

    *moment* is an aware time. *since* is what to compare with, None for what *target* holds.
    Raises PublicationError where the target is something else than a former package or an empty
    folder.
    """
    former = read_former(target)
    before = since or former
    earlier = former.register if former else None
    then = former.dataset if former else None
    today = moment.date()
    tables = content.dataset.tables
    snapshot = Dataset.keyed({file: table.rows for file, table in tables.items()})
    snapshot.retired_ids |= content.dataset.retired_ids
    comparison = None if before is None else compared(before.sources, snapshot)
    if comparison is None or before is None:
        counts = len(snapshot.measures), len(snapshot.tables[FileName.CATEGORIES].rows)
        changes = changelog.first_changelog(*counts, today)
    else:
        published = before.register.published if before.register else None
        changes = changelog.changelog(comparison, today, published)
    register = register_of(snapshot, settings.identifier, today, earlier, then)
    gate = judge(snapshot, content.findings, settings, earlier)
    kept = dict(content.sources)
    return Plan(target, gate, comparison, changes, register, snapshot, kept, settings, moment)


def _files(plan: Plan) -> dict[str, bytes]:
    tables = {f"{layout.CSV}/{table.name}.csv": table for table in tables_of(plan.dataset)}
    data = [*_json_files(plan), *_csv_files(tables), _workbook(plan)]
    schemas = [
        DataFile(f"{layout.SCHEMA}/{file_name(file)}", texts.schema_title(file), _json(schema))
        for file, schema in ((file, schema_of(file)) for file in FileName)
    ]
    described = datapackage(plan.settings, [*data, *schemas], tables, plan.moment)
    record = dcat_record(
        plan.settings, data, plan.register.first, plan.moment, version(plan.moment)
    )
    files = {file.path: file.data for file in (*data, *schemas)}
    files[layout.DATAPACKAGE] = _json(described)
    files[layout.DCAT] = _json(record)
    files[layout.REGISTER] = encode(plan.register)
    files[layout.CHANGES] = plan.changes.encode("utf-8", "replace")
    files[layout.README] = texts.readme(plan.settings.title, plan.settings.source_note).encode()
    files[layout.SUMS] = _sums(files)
    return files


def _json_files(plan: Plan) -> list[DataFile]:
    found = []
    for file in FileName:
        rows = plan.dataset.tables[file].rows
        if plan.settings.canonical:
            data = write_document([in_order(file, row) for row in rows.values()]).encode()
        else:
            data = render(plan.sources.get(file), rows).removeprefix(codecs.BOM_UTF8)
        found.append(DataFile(f"{layout.JSON}/{file}", texts.FILES[file], data))
    return found


def _csv_files(tables: Mapping[str, FlatTable]) -> list[DataFile]:
    plain = [DataFile(path, t.title, write_csv(t, OPEN_DATA)) for path, t in tables.items()]
    excel = [
        DataFile(
            f"{layout.CSV_EXCEL}/{table.name}.csv",
            texts.for_excel(table.title),
            write_csv(table, EXCEL_DE),
        )
        for table in tables.values()
    ]
    return plain + excel


def _workbook(plan: Plan) -> DataFile:
    data = workbook(plan.dataset, plan.dataset.measure_keys(), plan.moment)
    return DataFile(layout.WORKBOOK, texts.WORKBOOK_TITLE, data)


def _json(value: Json) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Return the file that ``sha256sum -c`` reads."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()]
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()
