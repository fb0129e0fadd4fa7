"""Preview and overview: what a keystroke costs until it is seen, at every size of dataset."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.common import SIZES, Result, generate, show, within
from klimaeditor.document import open_document
from klimaeditor.reports.overview import OverviewIndex
from klimaeditor.site.page import page_of
from ui import theme
from ui.bridge import DocumentBridge, no_document
from ui.overview.export import pdf_bytes
from ui.overview.overview_page import OverviewPage
from ui.page.preview import PreviewPane

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything loads Qt

TODAY = date(2025, 1, 1)
LONG = "Ein Satz, wie er in einer Beschreibung steht. " * 120


def main() -> int:
    """Run for every size; returns 1 where a claim is not kept."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        theme.apply(app, theme.Scheme.LIGHT)
    code = 0
    with tempfile.TemporaryDirectory() as temporary:
        for size in SIZES:
            bridge = DocumentBridge(open_document(generate(Path(temporary) / str(size), size)))
            bridge.document.findings.run()
            results = [*measure_preview(bridge), *measure_overview(bridge)]
            code |= show(f"{size} measures", results)
            bridge.close()
    return code


def measure_preview(bridge: DocumentBridge) -> list[Result]:
    """Measure the page as data, one keystroke until it is painted, and another measure."""
    document = bridge.document
    keys = document.dataset.measure_keys()
    pane = PreviewPane()
    pane.set_bridge(bridge)
    pane.resize(360, 900)
    pane.show()
    pane.show_measure(keys[0])
    QApplication.processEvents()
    numbers = count()

    def type_into(field: str, text: str) -> None:
        bridge.edit(keys[0], field, f"{text}{next(numbers)}", "visit")
        QApplication.processEvents()

    def other() -> None:
        pane.show_measure(keys[next(numbers) % len(keys)])
        QApplication.processEvents()

    results = [
        within("page of one measure, as data",
               lambda: page_of(document.view(keys[0]), document.findings.of(keys[0])), 0.005),
        within("one keystroke until the preview is painted",
               lambda: type_into("action_scale", "Stadt"), 0.050),
        within("the same in a text of 5,500 characters",
               lambda: type_into("action_description", LONG), 0.050),
        within("another measure until its preview is painted", other, 0.100),
    ]  # fmt: skip
    pane.hide()
    pane.set_bridge(no_document())
    pane.deleteLater()
    return results


def measure_overview(bridge: DocumentBridge) -> list[Result]:
    """Measure counting anew, counting after one edit, showing it, and the PDF."""
    document = bridge.document
    keys = document.dataset.measure_keys()
    index = OverviewIndex(document.dataset, document.findings)
    page = OverviewPage(today=lambda: TODAY)
    page.set_bridge(bridge)
    page.resize(1200, 900)
    page.refresh()
    page.show()
    QApplication.processEvents()

    def anew() -> None:
        index.forget()
        index.overview(TODAY)

    def after_one_edit() -> None:
        index.forget(keys[:1])
        index.overview(TODAY)

    def shown() -> None:
        page.refresh()
        QApplication.processEvents()

    overview = index.overview(TODAY)
    size = len(keys)
    results = [
        within("overview, everything read anew", anew, 0.1 + size * 2e-4, 3),
        within("overview after one edit", after_one_edit, 0.02 + size * 3e-5),
        within("overview after one edit until it is painted", shown, 0.1 + size * 3e-5),
        within("overview as PDF", lambda: pdf_bytes(overview, "Musterstadt", TODAY), 0.5, 3),
    ]
    page.hide()
    page.set_bridge(None)
    page.deleteLater()
    return results


if __name__ == "__main__":
    sys.exit(main())
