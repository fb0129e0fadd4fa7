"""The spellings of one group with the measures they stand in; each place has a box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from klimaeditor.catalogue import FIELDS_BY_NAME
from ui.cleaning import texts
from ui.hits.rows import visible_line
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.dataset.textplaces import TextPlace
    from ui.cleaning.choices import Choice

_PLACE = int(Qt.ItemDataRole.UserRole)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class SpellingTree(QTreeWidget):
    """*ticked* says that the user ticked something; a spelling ticks all of its places."""

    ticked = Signal()

    def __init__(self, title: Callable[[int], str], parent: QWidget | None = None) -> None:
        """Take what gives the title of a measure by its key."""
        super().__init__(parent)
        self._title = title
        self._places: list[TextPlace] = []
        self._filling = False
        self.setHeaderHidden(True)
        self.setTabKeyNavigation(False)
        self.setUniformRowHeights(True)
        self._soon = QTimer(self)  # a spelling ticks all its places one by one
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.ticked)
        self.itemChanged.connect(self._on_changed)

    def show_choice(self, choice: Choice) -> None:
        """Show the spellings of a group, ticked as it says."""
        self._filling = True
        self.clear()
        self._places = []
        for spelling in choice.cluster.spellings:
            shown = visible_line(spelling.text)
            text = texts.SPELLING.format(text=shown, count=len(spelling.places))
            item = _ticked_item(text, spelling.text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            for place in spelling.places:
                label = self._title(place.measure)
                if choice.cluster.field is None:
                    field = FIELDS_BY_NAME[place.field].label
                    label = texts.PLACE_IN_FIELD.format(title=label, field=field)
                child = _ticked_item(label, label)
                child.setData(0, _PLACE, len(self._places))
                child.setCheckState(0, _CHECKED if place in choice.ticked else _UNCHECKED)
                self._places.append(place)
                item.addChild(child)
            self.addTopLevelItem(item)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self._filling = False
        self._soon.stop()

    def ticked_places(self) -> set[TextPlace]:
        """Return the places that are ticked."""
        spellings = map(self.topLevelItem, range(self.topLevelItemCount()))
        return {
            self._places[child.data(0, _PLACE)]
            for item in spellings
            if item is not None
            for child in map(item.child, range(item.childCount()))
            if child is not None and child.checkState(0) is _CHECKED
        }

    def _on_changed(self) -> None:
        if not self._filling:
            self._soon.start(0)


def _ticked_item(text: str, whole: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([text])
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setToolTip(0, safe_tip(whole))
    return item
