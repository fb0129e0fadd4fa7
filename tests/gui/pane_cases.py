"""The sample dataset behind a bridge, with findings that a test decides."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from klimaeditor.document import open_document
from klimaeditor.model.findings import FieldEdit, Finding, Fix, Severity
from tests.conftest import SAMPLE
from ui.bridge import DocumentBridge

ERROR, WARNING, HINT = Severity


@pytest.fixture
def bridge(qapp, tmp_path):
    """Return a bridge to a copy of the sample dataset that may be saved."""
    folder = shutil.copytree(SAMPLE, tmp_path / "muster", copy_function=shutil.copyfile)
    return DocumentBridge(open_document(folder, tmp_path / "backups"))


class PlannedFindings:
    """Stands in for the FindingIndex: says what the test put into *planned*."""

    def __init__(self, document) -> None:
        self.document = document
        self.planned: dict[int, tuple[Finding, ...]] = {}
        self.files: tuple[Finding, ...] = ()
        self.is_complete = self.is_at_hand = True

    def of(self, measure):
        return self.planned.get(measure, ())

    def of_files(self):
        return self.files

    def all(self):
        keys = self.document.dataset.measures
        return self.files + tuple(f for key in keys for f in self.of(key))

    def counts(self):
        return Counter(finding.severity for finding in self.all())

    def refresh(self, _batch, measures):
        return frozenset(key for key in measures if key in self.document.dataset.measures)


def sample_bridge(planned=None) -> DocumentBridge:
    """Return the sample dataset with *planned* findings (measure id -> severities or findings)."""
    document = open_document(SAMPLE)
    index = PlannedFindings(document)
    document.findings = index
    for measure_id, found in (planned or {}).items():
        key = document.dataset.find(measure_id)
        index.planned[key] = tuple(
            finding(key, item, number) if isinstance(item, Severity) else item
            for number, item in enumerate(found)
        )
    return DocumentBridge(document)


def key_of(bridge: DocumentBridge, measure_id: str) -> int:
    """Return the key of a measure."""
    return bridge.document.dataset.find(measure_id)


def finding(key, severity=ERROR, number=0, *, field="summary", fix=None, message=None) -> Finding:
    """Return a finding; those with different *number* are of different rules."""
    text = message or f"Befund Nummer {number} zum Ausprobieren."
    return Finding(f"rule_{number}", severity, text, key, field, fix=fix)


def automatic_fix(key, text="Ersatz") -> Fix:
    """Return a fix that may be applied in bulk."""
    return Fix("Text ersetzen", (FieldEdit(key, "summary", text),), automatic=True)


def plan(bridge: DocumentBridge, measure_id: str, *severities: Severity) -> int:
    """Decide anew what is found in a measure, and tell the listeners; return its key."""
    key = key_of(bridge, measure_id)
    found = tuple(finding(key, severity, number) for number, severity in enumerate(severities))
    bridge.document.findings.planned[key] = found
    bridge.findings_changed.emit(frozenset({key}))
    return key


def ids(bridge: DocumentBridge, keys) -> list[str]:
    """Return the ids of measures."""
    return [bridge.document.view(key).id for key in keys]


def settle() -> None:
    """Let layouts, styles, queued calls and deletions finish."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def focusable(top: QWidget) -> list[QWidget]:
    """Return what can be reached with Tab in *top*."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def nameless(top: QWidget) -> list[str]:
    """Return the focusable widgets of *top* without an accessible name (A11Y-05)."""
    QAccessible.setActive(True)
    missing = []
    for widget in focusable(top):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = widget.accessibleName() or interface.text(QAccessible.Text.Name)
        if not name.strip():
            missing.append(f"{type(widget).__name__} {widget.objectName()}")
    return missing


def mnemonics(top: QWidget) -> list[str]:
    """Return the mnemonic letters that work in *top* (A11Y-07)."""
    found = []
    for widget in (*top.findChildren(QAbstractButton), *top.findChildren(QLabel)):
        if not widget.isVisibleTo(top):
            continue
        text = widget.text()
        place = text.replace("&&", "  ").find("&")
        if place >= 0 and (not isinstance(widget, QLabel) or widget.buddy() is not None):
            found.append(text[place + 1].lower())
    return found


def tab_walk(qtbot, top: QWidget, steps: int) -> list[QWidget]:
    """Press Tab *steps* times and return who had the focus in turn."""
    seen = []
    for _ in range(steps):
        qtbot.keyClick(top.window().focusWidget() or top, Qt.Key.Key_Tab)
        settle()
        seen.append(top.window().focusWidget())
    return seen


def shown_window(qtbot, widget: QWidget, width: int = 380, height: int = 720) -> QWidget:
    """Show *widget* as an active window."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    settle()
    return widget
