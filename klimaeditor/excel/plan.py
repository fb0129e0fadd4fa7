"""What a workbook consists of, as plain data: sheets with rows, drop-downs, where one may write."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from klimaeditor import __version__
from klimaeditor.excel import layout, workbook_words
from klimaeditor.excel.keptlines import KeptLines, NoLinesError, kept_lines
from klimaeditor.excel.layout import shown, to_cell
from klimaeditor.files.jsontext import read_json
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import JsonFaultError, WorkbookError
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.placeholders import propose_placeholder
from klimaeditor.model.records import COMPANIONS, Dataset, category_names, id_of
from klimaeditor.model.values import get_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from klimaeditor.excel.layout import CellValue
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Record, Value


# --- words ---------------------------------------------------------------------------------------

NOTE_DATASET: Final = "Stand der Daten (Prüfsumme)"
NOTE_SCHEMA: Final = "Version des Formats"
NOTE_EXPORTED: Final = "Erstellt am"
NOTE_APP: Final = "Erstellt mit"
NOTE_SCOPE: Final = "Umfang"
NOTE_WORKBOOK: Final = "Excel-Datei"
LINE_BREAKS: Final = (
    "Zeilenumbruch",
    (
        "Drücken Sie in der Zelle Alt+Eingabe. Hohe Zellen öffnen Sie ganz durch einen "
        "Doppelklick auf die untere Kante der Zeilennummer."
    ),
)
GUIDANCE: Final = (
    (
        "Ausfüllen",
        (
            "Weiße Zellen sind zum Bearbeiten da, graue sind gesperrt. Eine geleerte Zelle heißt "
            "„kein Eintrag“; eine fehlende Zeile oder Spalte heißt „nicht beantwortet“."
        ),
    ),
    LINE_BREAKS,
    (
        "Neue Maßnahme",
        (
            "Tragen Sie sie im Blatt „Maßnahmen“ in der ersten freien Zeile ein. Kennung und "
            "Prüfzeichen bleiben leer, die Kategorie wählen Sie. Die Kennung vergibt der "
            "Klimaeditor beim Öffnen."
        ),
    ),
    (
        "Filtern und Sortieren",
        (
            "Filtern Sie über die Pfeile im Kopf. Heben Sie zum Sortieren vorher unter "
            "„Überprüfen“ den Blattschutz auf; er hat kein Kennwort. Beim Öffnen zählt die "
            "Reihenfolge nicht."
        ),
    ),
    (
        "Formeln",
        "Tragen Sie nur Werte ein. Formeln und verbundene Zellen übernimmt der Klimaeditor nicht.",
    ),
    (
        "Zurückschicken",
        (
            "Speichern Sie als Excel-Arbeitsmappe (*.xlsx). Das ausgeblendete Blatt "
            f"„{workbook_words.SHEET_BASELINE}“ gehört dazu; ohne es kann der Klimaeditor die "
            "Datei nicht öffnen."
        ),
    ),
)


def scope_in_words(chosen: int, total: int) -> str:
    """Return how much of the dataset the workbook holds."""
    return f"alle {total} Maßnahmen" if chosen == total else f"{chosen} von {total} Maßnahmen"


def baseline_newer(name: str) -> str:
    """Return the message for a workbook made by a later version."""
    return (
        f"{quoted(name)} stammt von einer neueren Version des Klimaeditors. Lassen Sie den "
        "Klimaeditor aktualisieren, oder öffnen Sie die Datei dort, wo sie herkommt."
    )


# --- Dataset -> rows of cells for each sheet; nothing here knows how a workbook is written -------

Row = list["CellValue"]
SCHEMA = 1


def measure_rows(
    sheet: layout.SheetLayout, views: Iterable[MeasureView], fingerprints: Mapping[int, str]
) -> Iterator[Row]:
    """Yield one row per measure."""
    columns = sheet.columns[:-1]
    for view in views:
        cells = (to_cell(c.kind, view.value(field_name(c.key)), c.choices) for c in columns)
        yield [*cells, fingerprints[view.key]]


def progress_rows(spec: layout.ListSheet, views: Iterable[MeasureView]) -> Iterator[Row]:
    """Yield one row per dated value, one blank row for a measure that has none yet."""
    own = [column for column in spec.sheet.columns if column.key in FIELD_NAMES][1:]
    for view in _once_per_id(views):
        facts = [to_cell(c.kind, view.value(field_name(c.key)), c.choices) for c in own]
        entries = entries_of(view.value(spec.field))
        for cells in [spec.cells(entry) for entry in entries] or [[None, None]]:
            yield [view.id, view.title, *cells, *facts]


def link_rows(spec: layout.ListSheet, views: Iterable[MeasureView]) -> Iterator[Row]:
    """Yield one row per link."""
    for view in _once_per_id(views):
        for entry in entries_of(view.value(spec.field)):
            yield [view.id, view.title, *spec.cells(entry)]


def category_rows(sheet: layout.SheetLayout, dataset: Dataset) -> Iterator[Row]:
    """Yield one row per category: those with a text in file order, then those only in use.

    A record without an id has no row: nobody could say what it belongs to.
    """
    names = category_names(dataset)
    own = [column for column in sheet.columns if column.key in FIELD_NAMES][1:]
    path = dataset.site.catalogue.path
    table = dataset.tables[FileName.CATEGORIES]
    for row in table.rows.values():
        if not shown(id_of(row)):
            continue
        values = [get_path(row, path(field_name(c.key))) for c in own]
        cells = [to_cell(c.kind, value, c.choices) for c, value in zip(own, values, strict=True)]
        yield [id_of(row), names.get(id_of(row)), *cells]
    for identifier, name in names.items():
        if shown(identifier) and identifier not in table.keys_by_id:
            yield [identifier, name, *(None for _ in own)]


def note_rows(
    dataset_hash: str, exported: datetime, scope: str, sheets: Sequence[layout.SheetLayout]
) -> Iterator[Row]:
    """Yield the guidance: about the workbook, how to work in it, what each column wants."""
    for name, value in (
        (NOTE_EXPORTED, exported.strftime("%d.%m.%Y, %H:%M Uhr")),
        (NOTE_SCOPE, scope),
        (NOTE_APP, f"{workbook_words.CREATOR} {__version__}"),
        (NOTE_SCHEMA, str(SCHEMA)),
        (NOTE_DATASET, dataset_hash),
        *GUIDANCE,
    ):
        yield [NOTE_WORKBOOK, name, value, None, None]
    for sheet in sheets:
        for column in sheet.columns:
            yield [
                sheet.title,
                column.header,
                column.help,
                column.shown or None,
                column.required or None,
            ]


def entries_of(value: Value) -> list[Json]:
    """Return the entries of a list field, none where the value is no list."""
    return value if isinstance(value, list) else []


def _once_per_id(views: Iterable[MeasureView]) -> Iterator[MeasureView]:
    """Yield the measures that companions can belong to, each id once."""
    seen = {""}
    for view in views:
        name = shown(view.id)
        if name not in seen:
            seen.add(name)
            yield view


# --- The hidden sheet „Basis“: the raw records a workbook was made from (docs/decisions.md, 8) ---
#
# Each record stands as its JSON, cut into pieces a cell can hold, all four files in file order. So
# unknown keys, the order of keys, absent and null, 350.0 and 350 survive a workbook that shows only
# text and numbers. A checksum tells whether the sheet is still as written.

_PIECE: Final = 32_000
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")  # two units each, for Excel
_TOGETHER: Final = 1_000
Texts = dict[FileName, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the sheet holds: the dataset as exported, and the fingerprints of its measures by key.

    *used_ids* must not be given again (WEB-09). *texts* are those that stand in the records, each
    once: whoever reads the same text again need not keep it twice.
    """

    dataset: Dataset
    fingerprints: dict[int, str]
    used_ids: frozenset[str]
    texts: dict[str, str]


def record_texts_baseline(dataset: Dataset) -> Texts:
    """Return every record of the dataset as one line of JSON, by file and key.

    ``_x`` is escaped as JSON can, so that no program takes it for an escape of its own (SEC-13).
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return {
        file: {key: encode(row).replace("_x", "\\u005fx") for key, row in table.rows.items()}
        for file, table in dataset.tables.items()
    }


def dataset_hash(record_texts_: Texts) -> str:
    """Return the checksum of a dataset's content, whatever the formatting of its files."""
    return _hash_of({file: texts.values() for file, texts in record_texts_.items()})


def _hash_of(lines: Mapping[FileName, Iterable[str] | KeptLines]) -> str:
    total = hashlib.sha256()
    for file in FileName:
        total.update(f"{file}\n".encode())
        for text in lines[file]:
            total.update(_bytes_of(text) + b"\n")
    return total.hexdigest()


def _bytes_of(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def chosen_records(dataset: Dataset, measures: Collection[int]) -> dict[FileName, list[int]]:
    """Return the keys of the records that go along with *measures*, in file order.

    All of them where all measures are chosen, also companions without a measure; otherwise the
    companions of the chosen measures. Categories are few and always complete.
    """
    keys = {file: list(table.rows) for file, table in dataset.tables.items()}
    if len(measures) == len(dataset.measures):
        return keys
    ids = {id_of(dataset.measures[key]) for key in measures}
    keys[FileName.MEASURES] = [key for key in keys[FileName.MEASURES] if key in measures]
    for file in COMPANIONS:
        rows = dataset.tables[file].rows
        keys[file] = [key for key in keys[file] if id_of(rows[key]) in ids]
    return keys


def fingerprints(dataset: Dataset, texts_: Texts, measures: Iterable[int]) -> dict[int, str]:
    """Return a short checksum for each measure with its companions."""
    own = texts_[FileName.MEASURES]
    return {
        key: _fingerprint(dataset, key, hashlib.sha256(_bytes_of(own[key])), texts_)
        for key in measures
    }


def _fingerprint(
    dataset: Dataset,
    measure: int,
    begun: hashlib._Hash,
    texts_: Mapping[FileName, Mapping[int, str] | KeptLines],
) -> str:
    """Return the checksum of a measure that was begun with its own text."""
    for file in COMPANIONS:
        companion = dataset.companion_key(file, measure)
        begun.update(b"\n" + (b"" if companion is None else _bytes_of(texts_[file][companion])))
    return begun.hexdigest()[:10]


def rows_of(
    dataset: Dataset, texts_: Texts, chosen: dict[FileName, list[int]], exported: datetime
) -> Iterator[Row]:
    """Yield the rows of the sheet: first what it is, then the chosen records."""
    content = {file: {key: texts_[file][key] for key in keys} for file, keys in chosen.items()}
    everything = dataset_hash(texts_)
    whole = all(len(content[file]) == len(texts_[file]) for file in content)
    kept = {id_of(dataset.measures[key]) for key in chosen[FileName.MEASURES]}
    every = dataset.retired_ids.union(*(table.keys_by_id for table in dataset.tables.values()))
    about = {
        "format": "klimaeditor",
        "schema": SCHEMA,
        "app": __version__,
        "exported": exported.isoformat(timespec="seconds"),
        "dataset": everything,
        "sha256": everything if whole else dataset_hash(content),
        "used_ids": sorted(every - kept - {""}),
    }
    yield from _pieces(workbook_words.BASELINE_ABOUT, 1, json.dumps(about))
    for file, records in content.items():
        for number, text in enumerate(records.values(), 1):
            yield from _pieces(file.value, number, text)


def _pieces(name: str, number: int, text: str) -> Iterator[Row]:
    """Yield the rows of one text, each as long as a cell can hold."""
    size = _PIECE if len(text) <= _PIECE // 2 or not _BEYOND.search(text) else _PIECE // 2
    for part, start in enumerate(range(0, len(text), size), 1):
        yield [name, number, part, text[start : start + size]]


def restore(rows: Iterable[list[Any]], name: str, site: SiteProfile) -> Baseline:
    """Return what the rows of the sheet (without header) hold; *name* is the workbook's.

    Raises WorkbookError where the sheet is not as it was written.
    """
    try:
        lines = kept_lines(rows)
    except NoLinesError as error:
        raise WorkbookError(workbook_words.baseline_damaged(name)) from error
    try:
        about = json.loads(lines.pop(workbook_words.BASELINE_ABOUT)[0])
        schema, checksum = about["schema"], about["sha256"]
        used_ids = frozenset(map(str, about["used_ids"]))
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise WorkbookError(workbook_words.baseline_damaged(name)) from error
    if not isinstance(schema, int) or schema > SCHEMA:
        raise WorkbookError(baseline_newer(name))
    own = {file: lines.pop(file.value, KeptLines()) for file in FileName}
    if lines or checksum != _hash_of(own):
        raise WorkbookError(workbook_words.baseline_damaged(name))
    texts: dict[str, str] = {}
    begun = [hashlib.sha256(line) for line in own[FileName.MEASURES]]
    records = {}
    for file in FileName:
        records[file] = _parsed(file, own[file], name, texts)
        if file is FileName.MEASURES:
            del own[file]  # most of what there is, and not needed any more
    dataset = Dataset(records, site)
    prints = {key: _fingerprint(dataset, key, begun[key], own) for key in dataset.measures}
    return Baseline(dataset, prints, used_ids, texts)


def _parsed(file: FileName, lines: KeptLines, name: str, texts: dict[str, str]) -> list[Record]:
    """Return the records of one file, read as strictly as the file itself would be (SEC-16)."""
    found: list[Record] = []
    try:
        for start in range(0, len(lines), _TOGETHER):
            together = map(lines.__getitem__, range(start, min(start + _TOGETHER, len(lines))))
            records = read_json(b"[" + b",".join(together) + b"]", file).records
            for record in records:
                share_texts(record, texts)
            found += records
    except JsonFaultError as error:
        raise WorkbookError(workbook_words.baseline_damaged(name)) from error
    if len(found) != len(lines):
        raise WorkbookError(workbook_words.baseline_damaged(name))
    return found


def share_texts(held: Json, texts: dict[str, str]) -> None:
    """Let a value that was read just now hold each text that is in *texts* from there.

    What is not there yet is added.
    """
    places: Iterable[Any] = held.items() if isinstance(held, dict) else enumerate(held)  # type: ignore[arg-type]
    for place, value in places:
        if value.__class__ is str:
            held[place] = texts.setdefault(value, value)  # type: ignore[index]
        elif isinstance(value, dict | list):
            share_texts(value, texts)


# --- What a workbook consists of, as plain data: sheets with rows, drop-downs, where one may write

_LONGEST_CHOICE = 120
_MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet to write.

    *drop_downs* maps column keys to the range that holds their choices. *open_below* are locked
    columns that may be filled in new rows under the data.
    """

    sheet: layout.SheetLayout
    rows: list[Row]
    drop_downs: dict[str, str] = field(default_factory=dict)
    open_below: frozenset[str] = frozenset()
    hidden: bool = False
    editable: bool = True


def workbook_plan(
    dataset: Dataset, measures: Sequence[int], exported: datetime
) -> tuple[SheetPlan, ...]:
    """Return all sheets of the workbook that holds *measures*, in order of the tabs."""
    record_texts = record_texts_baseline(dataset)
    views = [dataset.view(key) for key in measures]
    chosen = chosen_records(dataset, set(measures))
    prints = fingerprints(dataset, record_texts, measures)
    scope = scope_in_words(len(measures), len(dataset.measures))
    sheets = layout.export_sheets(dataset.site.catalogue)
    values, links = sheets.lists
    notes = note_rows(dataset_hash(record_texts), exported, scope, sheets.data)
    lists = _lists(dataset, sheets)
    ranges = {
        key: cells_below_header(layout.LISTS_TITLE, place, len(entries))
        for place, (key, entries) in enumerate(lists.items())
    }
    ids = {layout.ID: cells_below_header(sheets.measures.title, 0, len(views))} if views else {}
    return (
        SheetPlan(sheets.measures, list(measure_rows(sheets.measures, views, prints)), ranges),
        SheetPlan(
            values.sheet, list(progress_rows(values, views)), ranges | ids, frozenset({layout.ID})
        ),
        SheetPlan(links.sheet, list(link_rows(links, views)), ids, frozenset({layout.ID})),
        SheetPlan(
            sheets.categories,
            list(category_rows(sheets.categories, dataset)),
            open_below=frozenset({layout.ID, layout.CATEGORY_NAME}),
        ),
        SheetPlan(layout.NOTES, list(notes), editable=False),
        _lists_plan(lists, sheets),
        SheetPlan(
            layout.BASELINE,
            list(rows_of(dataset, record_texts, chosen, exported)),
            hidden=True,
            editable=False,
        ),
    )


def _lists(dataset: Dataset, sheets: layout.ExportSheets) -> dict[str, list[str]]:
    """Return the choices of each column that has some; none of them is empty."""
    found: dict[str, list[str]] = {}
    for column in (*sheets.measures.columns, *sheets.progress.columns):
        if column.locked:
            continue
        if column.choices:
            found[column.key] = [label for _, label in column.choices]
        elif column.kind is Kind.CATEGORY:
            found[column.key] = list(dict.fromkeys(category_names(dataset).values()))
        elif column.kind is Kind.OPEN_CHOICE:
            found[column.key] = spellings_in_use(dataset, field_name(column.key))
    return {key: entries for key, entries in found.items() if entries}


def spellings_in_use(dataset: Dataset, name: FieldName) -> list[str]:
    """Return the spellings of a field in use, as far as a drop-down can show them.

    A placeholder is there as it is agreed on: no rule shall criticise what is offered.
    """
    own = dataset.site.catalogue.field(name)
    values = {
        value
        for row in dataset.tables[own.file].rows.values()
        if isinstance(value := get_path(row, own.path), str)
    }
    if own.is_contract_text:
        values = {propose_placeholder(value) or value for value in values}
    short = [v for v in values if v.strip() and "\n" not in v and len(v) <= _LONGEST_CHOICE]
    return sorted(short, key=lambda text: (text.casefold(), text))[:_MOST_CHOICES]


def _lists_plan(lists: dict[str, list[str]], sheets: layout.ExportSheets) -> SheetPlan:
    own = {c.key: c for sheet in sheets.data for c in sheet.columns}
    columns = tuple(
        layout.SheetColumn(key, own[key].header, 30, Kind.IDENTIFIER, "", locked=True)
        for key in lists
    )
    rows: list[Row] = [list(row) for row in zip_longest(*lists.values())]
    return SheetPlan(
        layout.SheetLayout(layout.LISTS_TITLE, columns, frozen=0), rows, hidden=True, editable=False
    )


def cells_below_header(title: str, place: int, count: int) -> str:
    """Return the range of the first *count* cells of a column, as a drop-down names it."""
    letter = layout.letter(place)
    return f"'{title}'!${letter}$2:${letter}${count + 1}"
