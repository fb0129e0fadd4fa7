"""The licences of the program and its parts, offline (DEL-08)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter

from klimaeditor.paths import resources
from ui import texts as words
from ui import theme
from ui.dialogs import licence_texts as texts
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

BUNDLED: Final = "Lizenzen"
"""The folder beside the program; ``build_installer.py licences`` fills it."""
FIRST: Final = ("DRITTANBIETER.md", "THIRD-PARTY.md", "Qt-Bestandteile.md")
_IN_SOURCE: Final = ("docs/THIRD-PARTY.md", "LICENSES", "installer/licences", "resources/icons")
_KINDS: Final = frozenset({".txt", ".md", ".rst", ".python", ""})
_PATH: Final = Qt.ItemDataRole.UserRole


def licence_files() -> tuple[Path, ...]:
    """Return the list of parts and the texts: those of the bundle, else those of the source."""
    if getattr(sys, "frozen", False):
        return _ordered((Path(sys.executable).parent / BUNDLED).glob("*"))
    root = resources().parent
    found = [root / name for name in _IN_SOURCE]
    return _ordered(path for place in found for path in ([place], place.glob("*"))[place.is_dir()])


def _ordered(paths: Iterable[Path]) -> tuple[Path, ...]:
    texts_ = [p for p in paths if p.is_file() and p.suffix in _KINDS]
    place = {name: number for number, name in enumerate(FIRST)}
    return tuple(sorted(texts_, key=lambda p: (place.get(p.name, len(place)), p.name.casefold())))


class LicencesDialog(DialogFrame):
    """The files at the left, the chosen one at the right, as plain text."""

    def __init__(self, files: Sequence[Path] | None = None, parent: QWidget | None = None) -> None:
        """Take the *files* to show, None for those of this program."""
        super().__init__(texts.TITLE, parent, width=560)
        shown = licence_files() if files is None else files
        self.list = QListWidget(self)
        self.list.setAccessibleName(texts.FILES)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(texts.TEXT)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        for path in shown:
            item = QListWidgetItem(path.stem if path.suffix == ".txt" else path.name, self.list)
            item.setData(_PATH, str(path))
            item.setToolTip(path.name)
        split = QSplitter(self)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        px = theme.current().px
        split.setSizes([px(220), px(560)])
        self.body.addWidget(plain_label(texts.SENTENCE if shown else texts.MISSING, wrap=True))
        self.body.addWidget(split, 1)
        split.setVisible(bool(shown))
        self.add_side_button(texts.COPY, self._copy)
        self.add_button(words.CLOSE, self.accept, primary=True, default=True)
        self.fits_content = not shown
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        if shown:
            room = self.screen().availableSize() * 0.9
            self.resize(min(px(900), room.width()), min(px(640), room.height()))
            self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        path = Path(item.data(_PATH)) if item is not None else Path()
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = texts.UNREADABLE.format(name=path.name)
        self.text.setPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
