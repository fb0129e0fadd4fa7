"""About the program: version, licence, parts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter

from klimaeditor.model.dataclass import dataclass
from klimaeditor.paths import resources
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.widgets import common_words
from ui.widgets.labels import hairline, plain_label
from ui.widgets.layouts import screen_area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget


# --- words ---------------------------------------------------------------------------------------

# --- about ---------------------------------------------------------------------------------
ABOUT_TITLE: Final = "Über Klimaeditor"
ABOUT_VERSION: Final = "Version {version}"
ABOUT_OFFLINE: Final = (
    "Der Klimaeditor arbeitet ohne Netz: Er sucht keine Aktualisierungen und sendet nichts. "
    "Adressen öffnet er nur, wenn Sie es ausdrücklich bestätigen."
)
ABOUT_LICENCE: Final = "Freie Software unter der European Union Public Licence (EUPL) 1.2."
ABOUT_PARTS: Final = "Bestandteile"
ABOUT_COPY: Final = "Angaben &kopieren"


# --- German words of the window with the licences ------------------------------------------------

OPEN: Final = "&Lizenzen…"
TITLE: Final = "Lizenzen"
SENTENCE: Final = (
    "Der Klimaeditor enthält Bestandteile anderer. Hier stehen, ohne Internet, die Liste der "
    "Bestandteile und alle Lizenztexte."
)
FILES: Final = "Liste und Lizenztexte"
TEXT: Final = "Text der Lizenz"
COPY: Final = "Text &kopieren"
MISSING: Final = (
    "Die Lizenztexte fehlen in dieser Installation. Sie gehören in den Ordner „Lizenzen“ neben "
    "dem Programm. Lassen Sie den Klimaeditor erneut installieren."
)
UNREADABLE: Final = "Diese Datei lässt sich nicht lesen: {name}"


# --- About the program: version, licence, parts --------------------------------------------------


@dataclass(frozen=True, slots=True)
class AboutInfo:
    """What the dialog tells: the program's version, and (name, version) of its *parts*."""

    version: str
    parts: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """Return everything as lines, to send to those who help."""
        lines = [f"{common_words.PRODUCT} {self.version}", *(f"{n} {v}" for n, v in self.parts)]
        return "\n".join(lines)


class AboutDialog(DialogFrame):
    """Shows an :class:`AboutInfo`."""

    def __init__(self, info: AboutInfo, parent: QWidget | None = None) -> None:
        super().__init__(ABOUT_TITLE, parent)
        self.body.addWidget(plain_label(common_words.PRODUCT, "title"))
        self.body.addWidget(plain_label(ABOUT_VERSION.format(version=info.version), "muted"))
        self.body.addWidget(plain_label(common_words.CLAIM, wrap=True))
        self.body.addWidget(plain_label(ABOUT_OFFLINE, wrap=True))
        self.body.addWidget(plain_label(ABOUT_LICENCE, wrap=True))
        self.body.addWidget(hairline())
        self.body.addWidget(plain_label(ABOUT_PARTS, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.L)
        grid.setVerticalSpacing(theme.Space.XS)
        for row, (name, version) in enumerate(info.parts):
            shown = plain_label(version, "muted")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(plain_label(name), row, 0)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_side_button(
            ABOUT_COPY, lambda: QGuiApplication.clipboard().setText(info.as_text())
        )
        self.add_side_button(OPEN, self._show_licences)
        self.add_button(common_words.CLOSE, self.accept, primary=True, default=True)

    def _show_licences(self) -> None:
        """Show licences over this dialog; nothing is asked, so nothing has to be wired."""
        dialog = LicencesDialog(parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


# --- The licences of the program and its parts, offline (DEL-08) ---------------------------------

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
        super().__init__(TITLE, parent, width=560)
        shown = licence_files() if files is None else files
        self.list = QListWidget(self)
        self.list.setAccessibleName(FILES)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(TEXT)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        for path in shown:
            item = QListWidgetItem(path.stem if path.suffix == ".txt" else path.name, self.list)
            item.setData(_PATH, str(path))
            item.setToolTip(path.name)
        split = QSplitter(self)
        split.setAccessibleName(common_words.SPLITTER)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        px = theme.current().px
        split.setSizes([px(220), px(560)])
        self.body.addWidget(plain_label(SENTENCE if shown else MISSING, wrap=True))
        self.body.addWidget(split, 1)
        split.setVisible(bool(shown))
        self.add_side_button(COPY, self._copy)
        self.add_button(common_words.CLOSE, self.accept, primary=True, default=True)
        self.fits_content = not shown
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        if shown:
            room = screen_area(self).size() * 0.9
            self.resize(min(px(900), room.width()), min(px(640), room.height()))
            self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        path = Path(item.data(_PATH)) if item is not None else Path()
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = UNREADABLE.format(name=path.name)
        self.text.setPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
