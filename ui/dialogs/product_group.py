"""The product group of the city's budget for a measure: found by typing, chosen by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from klimaeditor.model.dataclass import dataclass
from klimaeditor.notes.productgroups import as_noted
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.widgets import common_words
from ui.widgets.labels import plain_label
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Produktgruppe"
FIND: Final = "&Suchen"
FIND_HINT: Final = "Nummer oder Name"
GROUPS: Final = "&Produktgruppen"
NO_GROUP: Final = "keine Produktgruppe"
NONE_FOUND: Final = "Keine Produktgruppe enthält das."
TAKE: Final = "Über&nehmen"
NOTE: Final = (
    "Der Jahresbericht summiert die Beträge nach Produktgruppen. Die Angabe ist intern und steht "
    "in keinem Paket."
)


@dataclass(frozen=True, slots=True)
class GroupOffer:
    """The groups to choose from, key -> name, for a *measure*; *chosen* is the key of its group."""

    measure: str
    groups: Mapping[str, str]
    chosen: str = ""


_WIDTH, _HEIGHT = 560, 560
_WALK: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class ProductGroupDialog(DialogFrame):
    """After accepting, :meth:`answer` is the group as it is noted, "" for none."""

    def __init__(self, offer: GroupOffer, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._find = QLineEdit(self)
        self._find.setPlaceholderText(FIND_HINT)
        self._find.setClearButtonEnabled(True)
        self._list = QListWidget(self)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = plain_label(NONE_FOUND, "muted", wrap=True)
        self._empty.hide()
        self._add(NO_GROUP, "")
        for key, name in offer.groups.items():
            self._add(one_line(as_noted(key, name), 120), as_noted(key, name), key == offer.chosen)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        self.body.addWidget(plain_label(one_line(offer.measure, 80), "section", wrap=True))
        for words, editor in ((FIND, self._find), (GROUPS, self._list)):
            label = plain_label("", "field")
            label.setText(words)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(editor)
            editor.setAccessibleName(common_words.plain(words))
            self.body.addWidget(label)
            self.body.addWidget(editor, int(editor is self._list))
        self.body.addWidget(self._empty)
        self.body.addWidget(plain_label(NOTE, "muted", wrap=True))
        self._take = self.add_button(TAKE, self.accept, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._find.textChanged.connect(self._filter)
        self._find.installEventFilter(self)
        self._list.itemActivated.connect(lambda _item: self.accept())
        fit_screen(self, _WIDTH, _HEIGHT)
        self._find.setFocus()
        middle = QListWidget.ScrollHint.PositionAtCenter
        QTimer.singleShot(0, self, lambda: self._list.scrollTo(self._list.currentIndex(), middle))

    def answer(self) -> str:
        """Return the group that is chosen, as it is noted."""
        found = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, str) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk through the list with the arrows while the keyboard is in the search."""
        pressed = event.type() == QEvent.Type.KeyPress and watched is self._find
        if pressed and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _WALK:
            self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _add(self, words: str, noted: str, chosen: bool = False) -> None:
        item = QListWidgetItem(words, self._list)
        item.setData(Qt.ItemDataRole.UserRole, noted)
        if chosen:
            self._list.setCurrentItem(item)

    def _filter(self, text: str) -> None:
        """Show the groups with all words; the first of them is chosen where the former is gone."""
        wanted = text.casefold().split()
        shown = []
        for place in range(self._list.count()):
            item = self._list.item(place)
            fits = all(word in item.text().casefold() for word in wanted)
            item.setHidden(not fits)
            if fits:
                shown.append(item)
        if shown and self._list.currentItem() not in shown:
            self._list.setCurrentItem(shown[0])
        self._empty.setVisible(not shown)
        self._take.setEnabled(bool(shown))
