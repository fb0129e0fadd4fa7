"""Figures that tests used to hold: how long at most on a quiet machine, each in one run.

What a test can say on any machine (how a time grows, how many bytes are unpacked, that the window
answers while a call is held) it still says; see tests/waiting.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.common import Result, generate, show, within
from klimaeditor.checks.characters import find_debris, is_plain
from klimaeditor.checks.completeness import missing_fields
from klimaeditor.checks.engine import FindingIndex
from klimaeditor.checks.markup import strip_markup
from klimaeditor.clock import local_now
from klimaeditor.diff.worddiff import word_diff
from klimaeditor.document import open_document
from klimaeditor.excel.guard import read_package
from klimaeditor.files.jsontext import MAX_BYTES, read_json
from klimaeditor.model.errors import JsonFaultError, WorkbookError
from klimaeditor.reports.overview import OverviewIndex
from klimaeditor.reports.yearly import ReportContext, ReportOrder, report_of
from ui.overview.report_pdf import pdf_bytes
from ui.session.background import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.model.records import Dataset
    from klimaeditor.reports.yearly_model import YearlyReport


os.environ["QT_QPA_PLATFORM"] = "offscreen"

LONGEST_CELL = 32_767
"""Characters a cell of Excel may have."""
NOBODY_NOTICES_S = 0.2
CLEAN = "Die Stadt Münster plant – bis 2030 – „grüne“ Wärme für 10 % der Häuser.\n"


class Probe(QObject):
    """Measures the longest time for which the window did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.largest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(self, interval=5)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> float:
        """Return the longest time so far."""
        now = time.perf_counter()
        self.largest, self._last = max(self.largest, now - self._last), now
        return self.largest


def main() -> int:
    """Measure; returns 1 where a claim is not kept."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        code = show("Texts", _texts())
        code |= show("Files", _files(home))
        code |= show("Reports", _reports(home))
    code |= show("The window", [_latency()])
    del application
    return code


def _texts() -> list[Result]:
    hostile = ["<a", "<!--", "<script>", "&amp;", "&#x26;", "</script", "<style><!--"]
    debris = [" ", "\t", "\u00a0", "a- ", "a-\n", "\t\u00a0", "a\t\t", "-\u00ad "]
    return [
        within(
            "10,000 clean texts looked through",
            lambda: [is_plain(CLEAN * 20) for _ in range(10_000)],
            5,
            1,
        ),
        _slowest("a cell of hostile markup repaired", strip_markup, hostile, 0.05),
        _slowest("a cell of hostile blanks searched", find_debris, debris, 0.05),
        within(
            "two long texts word by word", lambda: word_diff("a b " * 1_000, "b a " * 1_000), 5, 3
        ),
    ]


def _slowest(what: str, work: Callable[[str], object], pieces: list[str], limit: float) -> Result:
    texts = [(piece * LONGEST_CELL)[:LONGEST_CELL] for piece in pieces]
    return max(
        (within(what, lambda text=text: work(text), limit, 3) for text in texts),
        key=lambda result: result.ours,
    )


def _files(home: Path) -> list[Result]:
    bomb = home / "bombe.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(2**28))
    many = b"[" + b'{"a":{}},' * 99_000 + b"!]"
    braces = b'{"a":' * (MAX_BYTES // 5)
    return [
        within("a packed bomb refused", lambda: _refused(lambda: read_package(bomb)), 2, 3),
        within("20 MB of braces refused", lambda: _refused(lambda: read_json(braces, "x")), 2, 3),
        within(
            "99,000 records and a fault refused",
            lambda: _refused(lambda: read_json(many, "x")),
            2,
            3,
        ),
    ]


def _refused(work: Callable[[], object]) -> None:
    try:
        work()
    except (JsonFaultError, WorkbookError):
        return
    raise AssertionError("was not refused")


def _reports(home: Path) -> list[Result]:
    today = local_now().date()

    def reported(dataset: Dataset) -> YearlyReport:
        known = OverviewIndex(dataset, FindingIndex(dataset)).overview(today)
        return report_of(
            dataset, ReportContext(known, missing_fields), ReportOrder("x", today, today)
        )

    small, large = (
        open_document(generate(home / str(count), count)).dataset for count in (68, 1_000)
    )
    made = reported(small)
    return [
        within("a yearly report on 1,000 measures", lambda: reported(large), 10, 1),
        within("a yearly report on 68 measures as PDF", lambda: pdf_bytes(made), 8, 1),
    ]


def _latency() -> Result:
    """Return the longest time without an answer while a share takes its time, six times over."""
    probe = Probe()
    for _ in range(6):
        run(lambda: time.sleep(0.25), "Es dauert.")
    taken = probe.look()
    claim = f"≤ {NOBODY_NOTICES_S * 1000:g} ms"
    return Result(
        "longest silence while a share is slow",
        taken,
        NOBODY_NOTICES_S,
        claim,
        taken <= NOBODY_NOTICES_S,
    )


if __name__ == "__main__":
    sys.exit(main())
