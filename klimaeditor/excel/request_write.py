"""Measures -> the bytes of a request workbook, always generated anew (SEC-10)."""

from __future__ import annotations

from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from klimaeditor import __version__
from klimaeditor.excel import layout as common
from klimaeditor.excel import (
    plan,
    request_baseline,
    request_layout,
    request_sheets,
    workbook_words,
    write,
)
from klimaeditor.excel.layout import shown, to_cell
from klimaeditor.excel.plan import SheetPlan, cells_below_header, spellings_in_use
from klimaeditor.excel.request_baseline import Sent, SentMeasure, mark_of
from klimaeditor.excel.request_layout import RequestArrangement
from klimaeditor.excel.request_sheets import FormSheet, kind_of_progress
from klimaeditor.excel.sheetxml import UnfitTextError
from klimaeditor.excel.workbook_words import SHEET_BASELINE
from klimaeditor.excel.write import ROWS_BELOW
from klimaeditor.model.core_words import measures
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldnames import field_name
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.layout import CellValue, ListSheet, SheetColumn, SheetLayout
    from klimaeditor.excel.plan import Row
    from klimaeditor.excel.request_baseline import RequestInfo
    from klimaeditor.excel.write import DrawnSheet
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

WORKBOOK_TITLE: Final = "Abfrage zu Maßnahmen des Klimastadt-Vertrags"
WORKBOOK_SUBJECT: Final = "Abfrage des Klimaeditors"

AREA_REQUEST: Final = "Diese Abfrage"
AREA_NOTED: Final = "Offene Fragen"
AREA_WORK: Final = "So geht es"
POINT_FOR: Final = "Für"
POINT_WHAT: Final = "Was zu tun ist"
POINT_DUE: Final = "Bitte zurück bis"
POINT_CONTACT: Final = "Zurück an"
POINT_NOTE: Final = "Anschreiben"
POINT_SENT: Final = "Verschickt am"
POINT_REQUEST: Final = "Abfrage"
POINT_STATE: Final = "Stand der Daten"
POINT_SCOPE: Final = "Umfang"

GUIDANCE: Final = (
    (
        "Ausfüllen",
        (
            "Weiße Zellen sind für Ihre Angaben da, graue sind gesperrt. Ändern Sie vorhandene "
            "Texte direkt in der Zelle. Schraffierte oder farbig umrandete Zellen sind Pflicht "
            "und noch leer."
        ),
    ),
    (
        "Rückmeldung",
        (
            "Wählen Sie in jeder Zeile „geändert“, „keine Änderung“ oder „nicht zuständig“. Dann "
            "wissen wir, dass nichts vergessen wurde."
        ),
    ),
    (
        "Leere Zellen",
        (
            "Eine leere Zelle, Zeile oder Spalte heißt „nicht beantwortet“; es wird nichts "
            "gelöscht. Soll eine Angabe wirklich entfallen, tragen Sie das Wort „leeren“ ein."
        ),
    ),
    (
        "Bemerkung",
        (
            "Was Sie in „Bemerkung an die Stabsstelle“ schreiben, lesen nur wir. "
            "Es wird nicht veröffentlicht."
        ),
    ),
    (
        "Fortschritt",
        (
            "Im Blatt „Fortschritt“ steht je Stand eine Zeile; für neue Stände sind unter jeder "
            "Maßnahme Zeilen frei. Reichen sie nicht, fügen Sie unten eine Zeile mit der Kennung "
            "an."
        ),
    ),
    plan.LINE_BREAKS,
    (
        "Filtern und Sortieren",
        (
            "Filtern Sie über die Pfeile im Kopf. Heben Sie zum Sortieren vorher unter "
            "„Überprüfen“ den Blattschutz auf; er hat kein Kennwort. Eigene Spalten und Blätter "
            "stören nicht."
        ),
    ),
    (
        "Formeln",
        "Tragen Sie nur Werte ein. Formeln und verbundene Zellen können wir nicht übernehmen.",
    ),
    (
        "Zurückschicken",
        (
            "Speichern Sie als Excel-Arbeitsmappe (*.xlsx), und schicken Sie diese Datei zurück. "
            f"Das ausgeblendete Blatt „{SHEET_BASELINE}“ gehört dazu; ohne es lässt sich die "
            "Datei nicht einlesen."
        ),
    ),
)
ON_SHEETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Rückmeldung": (
            "Wählen Sie auf jedem Blatt „geändert“, „keine Änderung“ oder „nicht zuständig“. "
            "Dann wissen wir, dass nichts vergessen wurde."
        ),
        "Leere Zellen": (
            "Eine leere Zelle oder Zeile heißt „nicht beantwortet“; es wird nichts gelöscht. "
            "Soll eine Angabe wirklich entfallen, tragen Sie das Wort „leeren“ ein."
        ),
        "Bemerkung": (
            "Was Sie rechts in „Bemerkung an die Stabsstelle“ schreiben, lesen nur wir. Es wird "
            "nicht veröffentlicht. Neue Angaben gehören in die mittlere Spalte."
        ),
        "Fortschritt": (
            "Unter „Fortschritt“ steht je Stand eine Zeile, links der Tag, daneben der Stand; "
            "darunter sind Zeilen für neue Stände frei. Reichen sie nicht, fügen Sie dort Zeilen "
            "ein."
        ),
    }
)
"""What to say instead of the guidance of the same name where each measure has a sheet."""
PRINTING: Final = (
    "Drucken",
    (
        "Jedes Blatt passt in der Breite auf eine Seite A4. Kopieren Sie keine Zeilen zwischen "
        "Blättern: Jede gehört zu ihrer Maßnahme."
    ),
)
TABLES_ONLY: Final = "Filtern und Sortieren"
WHAT_TO_DO: Final = (
    "Prüfen Sie die Angaben zu Ihren Maßnahmen in den folgenden Blättern. Bringen Sie sie auf "
    "den neuesten Stand, und schicken Sie diese Datei zurück."
)


def state(checksum: str, schema: int) -> str:
    """Return what the file holds, for whoever compares files: checksum and number of the format."""
    return f"Prüfsumme {checksum}, Format {schema}"


# --- What a request workbook consists of, as plain data: records -> rows of each sheet -----------

FREE_ROWS: Final = 2
"""Blank rows for new dated values or links under each measure."""


def what_is_sent(dataset: Dataset, measures: Iterable[int], about: RequestInfo) -> Sent:
    """Return the baseline of a request for the measures with these keys, in their order.

    Each needs an id that no other measure has.
    """
    found = [_sent(dataset, key, about) for key in measures]
    return Sent(about, {measure.id: measure for measure in found})


def _sent(dataset: Dataset, key: int, about: RequestInfo) -> SentMeasure:
    view = dataset.view(key)
    values = {name: view.value(name) for name in about.fields}
    context = {key: _shown(view.value(name)) for key, name in request_layout.CONTEXT.items()}
    kind = view.value("progress_type")
    return SentMeasure(
        id=view.id,
        title=view.title,
        values={name: v for name, v in values.items() if not isinstance(v, Absent)},
        shown={request_layout.TITLE: view.title, **context},
        progress_type=kind if isinstance(kind, str) else "binary",
    )


def _shown(value: Value) -> str:
    return "" if isinstance(value, Absent) else shown(value)


def workbook_plan(dataset: Dataset, sent: Sent) -> tuple[SheetPlan | DrawnSheet, ...]:
    """Return all sheets of a request, in order of the tabs."""
    about = sent.about
    tables = request_layout.data_sheets(about.catalogue, about.fields)
    specs = request_layout.list_sheets(about.catalogue)
    lists = _lists(dataset, tables)
    ranges = {
        key: cells_below_header(common.LISTS_TITLE, place, len(entries))
        for place, (key, entries) in enumerate(lists.items())
    }
    ids = {request_layout.ID: cells_below_header(common.SHEET_MEASURES, 0, len(sent.measures))}
    plans: list[SheetPlan | DrawnSheet] = [
        SheetPlan(request_layout.NOTES, list(_notes(sent)), editable=False)
    ]
    on_sheets = about.arrangement is RequestArrangement.SHEETS
    if on_sheets:
        plans += _forms(sent, ranges)
    for sheet in () if on_sheets else tables:
        spec = specs.get(sheet.title)
        if spec is None:
            plans.append(SheetPlan(sheet, list(_measure_rows(sheet, sent)), ranges))
            continue
        open_below = frozenset({request_layout.ID})
        plans.append(SheetPlan(sheet, list(_entry_rows(sent, spec)), ranges | ids, open_below))
    plans.append(_lists_plan(lists, tables))
    rows = request_baseline.rows_of(sent)
    plans.append(SheetPlan(common.BASELINE, list(rows), hidden=True, editable=False))
    return tuple(plans)


def _forms(sent: Sent, ranges: Mapping[str, str]) -> Iterator[FormSheet]:
    """Yield a sheet per measure."""
    measures = tuple(sent.measures.values())
    due = request_sheets.due_by(sent.about.due.strftime("%d.%m.%Y")) if sent.about.due else ""
    for tab, measure in zip(request_sheets.tab_names(measures), measures, strict=True):
        kind = kind_of_progress(sent.about.catalogue, measure)
        lines = tuple(request_sheets.form_lines(sent, measure, kind))
        yield FormSheet(tab, measure, sent.about.request, due, lines, _gap(), ranges)


def measure_cells(column: SheetColumn, measure: SentMeasure) -> CellValue:
    """Return the cell of a measure in a column as it was sent."""
    return to_cell(column.kind, measure.value(field_name(column.key)), column.choices)


def _measure_rows(sheet: SheetLayout, sent: Sent) -> Iterator[Row]:
    asked = {column.key for column in request_layout.asked_columns(sheet)}
    for measure in sent.measures.values():
        own: dict[str, CellValue] = {
            request_layout.ID: measure.id,
            request_layout.MARK: mark_of(sent.about.request, measure.id),
            **measure.shown,
        }
        yield [
            measure_cells(column, measure) if column.key in asked else own.get(column.key) or None
            for column in sheet.columns
        ]


def _entry_rows(sent: Sent, spec: ListSheet) -> Iterator[Row]:
    """Yield a row per entry of each measure's list, and free ones for new entries."""
    for measure in sent.measures.values():
        facts: list[CellValue] = []
        if spec.field == "progress_values":
            facts = [kind_of_progress(sent.about.catalogue, measure)]
        for place, entry in enumerate(plan.entries_of(measure.value(spec.field))):
            if isinstance(entry, dict):
                mark = mark_of(sent.about.request, measure.id, place)
                yield [measure.id, measure.title, *spec.cells(entry), *facts, mark]
        for _ in range(FREE_ROWS):
            yield [measure.id, measure.title, None, None, *facts, None]


def _lists(dataset: Dataset, sheets: Sequence[SheetLayout]) -> dict[str, list[str]]:
    """Return the choices of each open column that has some; none of them is empty."""
    found: dict[str, list[str]] = {}
    for column in (column for sheet in sheets for column in sheet.columns if not column.locked):
        if column.choices:
            found[column.key] = [label for _, label in column.choices]
        elif column.kind is Kind.OPEN_CHOICE:
            found[column.key] = spellings_in_use(dataset, field_name(column.key))
    return {key: entries for key, entries in found.items() if entries}


def _lists_plan(lists: Mapping[str, list[str]], sheets: Sequence[SheetLayout]) -> SheetPlan:
    headers = {column.key: column.header for sheet in sheets for column in sheet.columns}
    columns = tuple(
        common.SheetColumn(key, headers[key], 30, Kind.IDENTIFIER, "", locked=True) for key in lists
    )
    rows: list[Row] = [list(row) for row in zip_longest(*lists.values())]
    sheet = common.SheetLayout(common.LISTS_TITLE, columns, frozen=0)
    return SheetPlan(sheet, rows, hidden=True, editable=False)


def _notes(sent: Sent) -> Iterator[Row]:
    """Yield the guidance: what to do, by when, to whom; then how; then what each column wants."""
    about = sent.about
    for point, text in (
        (POINT_WHAT, WHAT_TO_DO),
        (POINT_DUE, about.due.strftime("%d.%m.%Y") if about.due else ""),
        (POINT_CONTACT, about.contact),
        (POINT_NOTE, about.note),
        (POINT_FOR, about.department),
        (POINT_SCOPE, measures(len(sent.measures))),
        (POINT_SENT, about.sent.strftime("%d.%m.%Y")),
        (POINT_REQUEST, f"{about.request} ({workbook_words.CREATOR} {__version__})"),
        (POINT_STATE, state(request_baseline.checksum_of(sent), about.schema)),
    ):
        if text:
            yield [AREA_REQUEST, point, text, None]
    for note in about.noted:
        sent_measure = sent.measures.get(note.measure_id)
        if sent_measure is not None:
            about_what = (sent_measure.title, note.label)
            yield [AREA_NOTED, " · ".join(filter(None, about_what)), note.text, None]
    for point, text in _guidance(about.arrangement):
        yield [AREA_WORK, point, text, None]
    for sheet in request_layout.data_sheets(about.catalogue, about.fields):
        for column in sheet.columns:
            if not column.locked:
                yield [sheet.title, column.header, column.help, column.required or None]


def _guidance(arrangement: RequestArrangement) -> Iterator[tuple[str, str]]:
    """Yield the points of how to work in the workbook."""
    if arrangement is RequestArrangement.TABLE:
        yield from GUIDANCE
        return
    for point, text in GUIDANCE:
        if point == TABLES_ONLY:
            yield PRINTING
        else:
            yield point, ON_SHEETS.get(point, text)


# --- Measures -> the bytes of a request workbook, always generated anew (SEC-10) -----------------


def render(dataset: Dataset, measures: Iterable[int], about: RequestInfo) -> bytes:
    """Return the workbook about the measures with these keys; the same for the same arguments.

    Raises WorkbookError with a German sentence for a text that fits into no cell (SEC-14). Each
    measure needs an id of its own.
    """
    try:
        return build(workbook_plan(dataset, what_is_sent(dataset, measures, about)), about.sent)
    except UnfitTextError as fault:
        raise WorkbookError(write.sentence_of_record(fault)) from fault


# --- What a request adds to an ordinary workbook: help in every open column, and marked gaps -----

_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_ACCENT: Final = 5  # place in the theme of the reader's own Excel


def build(plans: Sequence[SheetPlan | DrawnSheet], created: datetime) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted."""
    names = (WORKBOOK_TITLE, WORKBOOK_SUBJECT)
    return write.build(plans, created, names, _dress)


def _dress(sheet: Worksheet, plan: SheetPlan) -> None:
    if plan.editable:
        _add_help(sheet, plan)
        _mark_gaps(sheet, plan)


def _add_help(sheet: Worksheet, plan: SheetPlan) -> None:
    """Show the help of a column as soon as one of its cells is chosen, where nothing does yet."""
    helped = {
        str(area).rstrip("0123456789").rpartition(":")[2]
        for found in sheet.data_validations.dataValidation
        for area in found.sqref.ranges
    }
    last = len(plan.rows) + 1 + ROWS_BELOW
    for place, column in enumerate(plan.sheet.columns):
        letter = common.letter(place)
        if column.locked or letter in helped:
            continue
        prompt = DataValidation(showInputMessage=True, allow_blank=True)
        prompt.promptTitle = column.header[:_LONGEST_TITLE]
        prompt.prompt = column.help[:_LONGEST_PROMPT]
        prompt.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(prompt)


def _gap() -> DifferentialStyle:
    """Return how a required cell looks while it is blank."""
    accent = Color(theme=_ACCENT, tint=0.4)
    side = Side(style="thin", color=accent)
    return DifferentialStyle(
        fill=PatternFill("lightUp", fgColor=accent),
        border=Border(left=side, right=side, top=side, bottom=side),
    )


def _mark_gaps(sheet: Worksheet, plan: SheetPlan) -> None:
    """Hatch the required cells that are blank; a pattern, so that colour is not all there is."""
    if not plan.rows:
        return
    look, last = _gap(), len(plan.rows) + 1
    for place, column in enumerate(plan.sheet.columns):
        if column.required and not column.locked:
            letter = common.letter(place)
            formula = f"LEN(TRIM({letter}2))=0"
            rule = Rule(type="expression", dxf=look, formula=[formula])
            sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)
