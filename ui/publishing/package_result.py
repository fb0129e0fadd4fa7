"""Step 3: what was written, where, and what the public now reads knowingly (behaviour 27)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import counted
from klimaeditor.model.findings import Severity
from klimaeditor.publish.gate import Topic
from ui import theme
from ui.publishing.package_settings import add_card
from ui.theme import icons
from ui.widgets.common_words import severity_count, thousands
from ui.widgets.labels import PlainLabel, plain_label
from ui.widgets.layouts import FlowLayout, cards_in_the_middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.publish.gate import PublicTopic
    from klimaeditor.publish.package import WrittenPackage
    from klimaeditor.publish.verify import PackageCheck


# --- words ---------------------------------------------------------------------------------------

DONE: Final = "Das Paket ist fertig und geprüft"
FAILED: Final = "Das Paket hat eine Prüfung nicht bestanden"
FAILED_NOTE: Final = (
    "Das Paket gilt nicht als fertig. Ein früheres Paket am selben Ort ist unverändert. "
    "Versuchen Sie es erneut, oder wählen Sie einen Ordner auf einem anderen Laufwerk."
)
COPY_PATH: Final = "Pfad &kopieren"
OPEN_FOLDER: Final = "&Ordner öffnen"
CHECKED: Final = "Geprüft"
FILES: Final = "Dateien"
KNOWINGLY: Final = "Damit wird öffentlich"
SHOW_LIST: Final = "&Liste ansehen"
PASSED: Final = "bestanden"
NOT_PASSED: Final = "nicht bestanden"
NONE_KNOWN: Final = "Keine Warnungen und keine Hinweise."
_COLUMN = 860


def known(warnings: int, hints: int) -> str:
    """Return what was published knowingly."""
    counts = ((Severity.WARNING, warnings), (Severity.HINT, hints))
    said = [severity_count(severity, count) for severity, count in counts if count]
    return f"{' und '.join(said)} haben Sie gesehen" if said else NONE_KNOWN


def size_text(count: int) -> str:
    """Return a size for people: „41 kB“."""
    if count < 1000:
        return f"{count} Byte"
    if count < 1_000_000:
        return f"{thousands(round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def files_of(count: int) -> str:
    """Return how many files a folder of the package holds."""
    return counted(count, "Datei", "Dateien")


# --- the step ------------------------------------------------------------------------------------


class ResultStep(QScrollArea):
    """Shows what came of writing; *list_wanted* asks for the list of what the public reads."""

    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.folder = Path()
        self.title = ""
        self.first: QPushButton | None = None
        self._cards: QVBoxLayout | None = None

    def show_package(self, written: WrittenPackage, topics: Sequence[PublicTopic]) -> None:
        """Show a package that was written and has passed its checks."""
        self.folder = written.target
        cards = self._begin(DONE, str(written.target), "circle-check", "good", buttons=True)
        self._add_checks(cards, written.checks)
        grid = _table(cards, FILES)
        for part in written.parts():
            what = f"{files_of(part.count)}: {part.what}" if part.name.endswith("/") else part.what
            _line(grid, ("check", "good"), part.name, what, size_text(part.size))
        self._add_known(cards, topics)
        cards.addStretch(1)

    def show_failure(self, checks: Sequence[PackageCheck]) -> None:
        """Show that a check was not passed."""
        cards = self._begin(FAILED, FAILED_NOTE, "circle-x", "error", buttons=False)
        self._add_checks(cards, checks)
        cards.addStretch(1)

    # --- inside ----------------------------------------------------------------------------

    def _begin(self, title: str, line: str, icon: str, tone: str, *, buttons: bool) -> QVBoxLayout:
        space = theme.Space
        self.title, self.first = title, None
        sheet, cards = cards_in_the_middle(self, theme.current().px(_COLUMN))
        mark = QLabel(sheet)
        icons.tint_label(mark, icon, tone, 32)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(plain_label(title, "title", wrap=True))
        path = PlainLabel(line, wrap=True)
        path.setProperty("role", "muted")
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(path)
        head = QHBoxLayout()
        head.setSpacing(space.M)
        head.addWidget(mark)
        head.addLayout(words, 1)
        cards.addLayout(head)
        if buttons:
            cards.addLayout(self._buttons(sheet))
        self.setWidget(sheet)
        return cards

    def _buttons(self, parent: QWidget) -> FlowLayout:
        self.first = QPushButton(OPEN_FOLDER, parent)
        self.first.setProperty("role", "primary")
        icons.tint(self.first, "folder-open")
        self.first.clicked.connect(self.open_folder)
        copy = QPushButton(COPY_PATH, parent)
        icons.tint(copy, "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(self.folder)))
        flow = FlowLayout(spacing=theme.Space.S)
        flow.addWidget(self.first)
        flow.addWidget(copy)
        return flow

    def open_folder(self) -> None:
        """Show the package in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    @staticmethod
    def _add_checks(cards: QVBoxLayout, checks: Iterable[PackageCheck]) -> None:
        grid = _table(cards, CHECKED)
        for check in checks:
            look = ("check", "good") if check.passed else ("circle-x", "error")
            _line(grid, look, check.title, check.sentence, PASSED if check.passed else NOT_PASSED)

    def _add_known(self, cards: QVBoxLayout, topics: Sequence[PublicTopic]) -> None:
        others = [topic for topic in topics if topic.topic is not Topic.ERRORS]
        hints = sum(topic.count for topic in others if topic.topic is Topic.HINTS)
        warnings = sum(topic.count for topic in others) - hints
        grid = _table(cards, KNOWINGLY, known(warnings, hints))
        for topic in others:
            hint = topic.topic is Topic.HINTS
            look = ("info", "info") if hint else ("triangle-alert", "warning")
            _line(grid, look, topic.title, "", thousands(topic.count))
        if others:
            show = QPushButton(SHOW_LIST)
            show.setProperty("role", "link")
            show.clicked.connect(self.list_wanted)
            grid.addWidget(show, grid.rowCount(), 1, 1, 2, Qt.AlignmentFlag.AlignLeft)


def _table(cards: QVBoxLayout, title: str, note: str = "") -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.Space.M)
    grid.setVerticalSpacing(theme.Space.S)
    grid.setColumnStretch(1, 2)
    grid.setColumnStretch(2, 3)
    add_card(cards, title, note, grid)
    return grid


def _line(grid: QGridLayout, look: tuple[str, str], name: str, what: str, figure: str) -> None:
    row = grid.rowCount()
    mark = QLabel()
    icons.tint_label(mark, *look)
    right = plain_label(figure, "muted")
    right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
    named, said = plain_label(name, wrap=True), plain_label(what, "muted", wrap=True)
    for label in (named, said):
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    grid.addWidget(named, row, 1, 1, 1 if what else 2)
    if what:
        grid.addWidget(said, row, 2)
    grid.addWidget(right, row, 3)
