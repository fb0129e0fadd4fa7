"""Returned requests: how many of 100 answers somebody has to decide, and what the doubts cost.

The answers are honest: each measure gets true values for some of its fields. What is timed is the
command `import … --dry-run`, from the folder to the report; its reference is the same command with
every doubt switched off.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from openpyxl import Workbook, load_workbook

from benchmarks.common import against, generate, show
from klimaeditor.cli import main as command
from klimaeditor.document import open_document
from klimaeditor.excel.appearance import Appearance
from klimaeditor.excel.request_baseline import RequestInfo
from klimaeditor.excel.request_layout import DEFAULT_FIELDS, RequestArrangement
from klimaeditor.excel.request_write import render
from klimaeditor.exchange import importing, returns
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from klimaeditor.model.fieldnames import field_name
from klimaeditor.site.muenster import MUENSTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.model.records import Dataset


COUNT = 2_000
MOST = 1.5
"""So many times the time without doubts reading may take."""
FEW = 60
"""Measures in the other entrances, which are read sheet by sheet."""
CLEAR = 95
"""So many of 100 honest answers are clear at least."""
SHEET, COST = "Maßnahmen", "Kosten (Euro)"
WHAT = ("Wärmenetz", "Radweg", "Dachbegrünung", "Ladesäulen", "Energieberatung", "Windpark")
WHERE = (
    *("Hafenviertel", "Bahnhof", "Südpark", "Gewerbegebiet", "Altstadt", "Kanalufer", "Klinikum"),
    *("Schulzentrum", "Messe", "Rathaus"),
)
EMPTIED = ("state_text", "state_date", "state_title", "cost_value", "cost_until")
"""What replaces something is a conflict of others' tables, and no doubt; so these are empty."""
STATES = (
    "Der Bau hat begonnen; der Abschluss wird 2027 erwartet.",
    "Die Planung wurde im Juni 2026 beschlossen.\nDie Ausschreibung läuft.",
    "Fördermittel sind bewilligt.",
)


def main() -> int:
    """Run for 2,000 measures, or for as many as are given; 1 where a claim is not kept."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as temporary:
        folder = generate(Path(temporary) / "daten", count)
        dataset = open_document(folder).dataset
        path = _answered(dataset, Path(temporary) / "abfrage.xlsx")
        read = returns.read_request(dataset, path)
        with _without_doubts():
            plain = returns.read_request(dataset, path)
        code = _decisions("a table of ours", read.proposals, len(plain.proposals))
        code |= _other_entrances(Path(temporary))

        def whole() -> None:
            with redirect_stdout(io.StringIO()):
                command(["import", str(folder), str(path), "--dry-run"])

        def bare() -> None:
            with _without_doubts():
                whole()

        what = f"import of {count} measures: with all doubts against none"
        result = against(what, whole, bare, MOST, 3)
    return code | show("Reading returns", [result])


def _answered(dataset: Dataset, path: Path) -> Path:
    """Return the workbook of a request with honest answers in it."""
    path.write_bytes(render(dataset, dataset.measure_keys(), _about(RequestArrangement.TABLE)))
    chance = random.Random(1)  # noqa: S311 - data for timing, no secret
    book = load_workbook(path)
    sheet = book[SHEET]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        cost = sheet.cell(row, places[COST]).value
        for header, value in _edits(chance, cost).items():
            sheet.cell(row, places[header]).value = value
    book.save(path)
    return path


def _about(arrangement: RequestArrangement) -> RequestInfo:
    sent, due = datetime(2026, 3, 4, tzinfo=UTC), date(2026, 4, 1)
    fixed = ("A-1", "Amt 67", sent, due, DEFAULT_FIELDS, MUENSTER)
    return RequestInfo(*fixed, arrangement=arrangement)


def _edits(chance: random.Random, cost: object) -> dict[str, object]:
    """Return true values for some fields; a cost is of the size that it had."""
    before = cost if isinstance(cost, int | float) and cost >= 1_000 else 250_000
    possible = {
        "Sachstand Text": chance.choice(STATES),
        "Sachstand Datum": date(2026, chance.randint(1, 11), chance.randint(1, 28)),
        COST: round(before * chance.uniform(0.7, 1.8), -2),
        "Umsetzung bis (Jahr)": chance.choice([2027, 2028, 2030, 2031, 2035]),
    }
    return {header: value for header, value in possible.items() if chance.random() < 0.4}


def _other_entrances(folder: Path) -> int:
    """Judge the same honest answers in sheets per measure, and in tables and reports of others."""
    dataset = open_document(generate(folder / "wenige", FEW)).dataset
    path = folder / "blaetter.xlsx"
    answers = _answered_sheets(dataset, path)
    code = _decisions("sheets per measure", returns.read_request(dataset, path).proposals, answers)
    titles = (f"{what} {where}" for what in WHAT for where in WHERE)
    for key, title in zip(dataset.measure_keys(), titles, strict=False):
        values = dict.fromkeys(EMPTIED) | {"short_title": title, "action_name": title}
        for name, value in values.items():
            dataset.apply(Batch("", set_field(dataset, key, field_name(name), value)))
    chance = random.Random(2)  # noqa: S311 - data for timing, no secret
    measures = {dataset.view(key).title: _edits(chance, None) for key in dataset.measure_keys()}
    for what, book in (("a table", _table(measures)), ("a report", _report(measures))):
        path = folder / "andere.xlsx"
        book.save(path)
        found = importing.propose(dataset, importing.recognise(path, site=dataset.site))
        answers = sum(p.place.field != "state_title" for p in found.proposals)
        code |= _decisions(f"{what} of others", found.proposals, answers)
    return code


def _answered_sheets(dataset: Dataset, path: Path) -> int:
    """Write a request with a sheet per measure, answered; return the number of answers."""
    path.write_bytes(render(dataset, dataset.measure_keys(), _about(RequestArrangement.SHEETS)))
    chance = random.Random(1)  # noqa: S311 - data for timing, no secret
    book = load_workbook(path)
    answers = 0
    for sheet in [book[title] for title in book.sheetnames if title[0].isdigit()]:
        lines = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
        for header, value in _edits(chance, lines[COST].value).items():
            answers += lines[header].value != value
            lines[header].value = value
    book.save(path)
    return answers


def _table(measures: Mapping[str, Mapping[str, object]]) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    headers = ("Sachstand Text", "Sachstand Datum", COST, "Umsetzung bis (Jahr)")
    sheet.append(["Titel", *headers])
    for title, edits in measures.items():
        sheet.append([title, *(edits.get(header) for header in headers)])
    return book


def _report(measures: Mapping[str, Mapping[str, object]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, (title, edits) in enumerate(measures.items()):
        sheet = book.create_sheet(f"Tabelle{number}")
        text = edits.get("Sachstand Text", STATES[number % len(STATES)])
        sheet.append(["Titel", title])
        sheet.append(["Sachstand", text])
        sheet.append(["Stand", edits.get("Sachstand Datum")])
    return book


def _decisions(what: str, proposals: Sequence[Proposal], answers: int) -> int:
    """Print the decisions per 100 answers and their reasons; 1 where they are too many."""
    open_ = [found for found in proposals if not found.unproblematic and not found.is_done]
    share = 100 * len(open_) / max(1, answers)
    print(f"\n{answers} honest answers in {what}: {share:.1f} decisions per 100")
    reasons: dict[str, int] = {}
    for found in open_:
        code = next((p.code for p in found.problems if p.severe), str(found.reason))
        reasons[code] = reasons.get(code, 0) + 1
    for code, number in sorted(reasons.items(), key=lambda item: -item[1]):
        print(f"      {number:>6}  {code}")
    return int(share > 100 - CLEAR)  # the claim


@contextmanager
def _without_doubts() -> Iterator[None]:
    """Switch off what doubts a value that was read: look, column, text and rulebook."""
    excel, exchange = "klimaeditor.excel.return_", "klimaeditor.exchange.returns."
    with ExitStack() as stack:
        for name, instead in (
            (f"{excel}grid.appearance_of", lambda _: Appearance()),
            (f"{excel}sheets._look_down", lambda *_: None),
            (f"{excel}sheets._look_down_list", lambda *_: None),
            (f"{excel}sheets._compare_with_others", lambda *_: None),
            (f"{exchange}all_with_doubts", lambda found, *_: tuple(found)),
            (f"{exchange}with_new_findings", lambda _dataset, found, _say: found),
        ):
            stack.enter_context(patch(name, instead))
        yield


if __name__ == "__main__":
    sys.exit(main())
