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

from openpyxl import load_workbook

from benchmarks.common import against, generate, show
from klimaeditor.cli import main as command
from klimaeditor.document import open_document
from klimaeditor.excel.appearance import Appearance
from klimaeditor.excel.request_baseline import RequestInfo
from klimaeditor.excel.request_layout import DEFAULT_FIELDS
from klimaeditor.excel.request_write import render
from klimaeditor.exchange import returns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.model.records import Dataset


COUNT = 2_000
MOST = 1.5
"""So many times the time without doubts reading may take."""
CLEAR = 95
"""So many of 100 honest answers are clear at least."""
SHEET, COST = "Maßnahmen", "Kosten (Euro)"
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
        code = _decisions(read.proposals, len(plain.proposals))

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
    about = RequestInfo(
        "A-1", "Amt 67", datetime(2026, 3, 4, tzinfo=UTC), date(2026, 4, 1), DEFAULT_FIELDS
    )
    path.write_bytes(render(dataset, dataset.measure_keys(), about))
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


def _edits(chance: random.Random, cost: object) -> dict[str, object]:
    """Return true values for some fields; a cost is of the size that it had."""
    before = cost if isinstance(cost, int | float) and cost >= 1_000 else 250_000
    possible = {
        "Sachstand Text": chance.choice(STATES),
        "Sachstand Datum": date(2026, chance.randint(1, 9), chance.randint(1, 28)),
        COST: round(before * chance.uniform(0.7, 1.8), -2),
        "Umsetzung bis (Jahr)": chance.choice([2027, 2028, 2030, 2031, 2035]),
    }
    return {header: value for header, value in possible.items() if chance.random() < 0.4}


def _decisions(proposals: Sequence[Proposal], answers: int) -> int:
    """Print the decisions per 100 answers and their reasons; 1 where they are too many."""
    open_ = [found for found in proposals if not found.unproblematic and not found.is_done]
    share = 100 * len(open_) / max(1, answers)
    print(f"\n{answers} honest answers: {share:.1f} decisions per 100, claim ≤ {100 - CLEAR}")
    reasons: dict[str, int] = {}
    for found in open_:
        code = next((p.code for p in found.problems if p.severe), str(found.reason))
        reasons[code] = reasons.get(code, 0) + 1
    for code, number in sorted(reasons.items(), key=lambda item: -item[1]):
        print(f"      {number:>6}  {code}")
    return int(share > 100 - CLEAR)


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
