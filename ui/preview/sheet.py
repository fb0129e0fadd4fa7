"""The cards below each other, and the one place among them where the keyboard stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.preview import texts
from ui.preview.card import CardFrame
from ui.preview.item import ItemButton, PageStop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.preview.cards import Card


class PageSheet(QScrollArea):
    """Shows cards. Tab enters at one stop and leaves again; arrows move between the stops.

    *chosen* carries (field, place) of what the user clicked or pressed Enter on.
    """

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: dict[str, CardFrame] = {}
        self._stop: PageStop | None = None
        self._sheet = QWidget(self)
        self._sheet.setProperty("role", "page")
        self._sheet.setAccessibleName(texts.PANE)
        self._column = QVBoxLayout(self._sheet)
        space = theme.Space
        self._column.setContentsMargins(space.S, space.M, space.S, space.L)
        self._column.setSpacing(space.S)
        self._column.addStretch(1)
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(texts.PANE)
        self.setAccessibleDescription(texts.HOW)

    # --- what is shown ---------------------------------------------------------------------

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show *cards*; those that were there keep their place, their folding and the keyboard."""
        keys = [card.key for card in cards]
        for key in [key for key in self._frames if key not in keys]:
            gone = self._frames.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        moved = keys != list(self._frames)
        for place, card in enumerate(cards):
            frame = self._frames.get(card.key)
            if frame is None:
                frame = self._make(card)
            else:
                frame.show_card(card)
            if moved:
                self._column.insertWidget(place, frame)
        self._frames = {key: self._frames[key] for key in keys}
        self._keep_stop()

    def to_top(self) -> None:
        """Scroll to the top and let Tab enter there."""
        self._take(next(iter(self.stops()), None))
        self.verticalScrollBar().setValue(0)

    def mark(self, key: str | None) -> None:
        """Mark the item *key* as that of the field being edited, and bring it into sight."""
        for frame in self._frames.values():
            for item in frame.card.items:
                if item.key == key:
                    frame.open()
        found = None
        for button in self.buttons():
            button.set_current(current=button.item.key == key)
            found = button if button.item.key == key else found
        if found is not None:
            self._take(found)
            self._reveal(found)

    def buttons(self) -> list[ItemButton]:
        """Return the buttons of all items that are seen, from top to bottom."""
        return [stop for stop in self.stops() if isinstance(stop, ItemButton)]

    def stops(self) -> list[PageStop]:
        """Return where the keyboard can stand, from top to bottom."""
        return [stop for frame in self._frames.values() for stop in frame.stops()]

    def _make(self, card: Card) -> CardFrame:
        frame = CardFrame(card, self._sheet)
        frame.chosen.connect(self.chosen)
        frame.changed.connect(self._keep_stop)
        self._frames[card.key] = frame
        return frame

    # --- where the keyboard is -------------------------------------------------------------

    def focus_stop(self) -> None:
        """Put the keyboard where it was last, or on the first item."""
        if self._stop is not None:
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_stop(self) -> None:
        """Have exactly one stop for Tab, whatever has come or gone."""
        stops = self.stops()
        for stop in stops:
            if not stop.property(_KNOWN):
                stop.setProperty(_KNOWN, True)
                stop.moved.connect(self._move)
                stop.installEventFilter(self)
        if self._stop not in stops:
            self._stop = None
            self._take(next(iter(stops), None))

    def _take(self, stop: PageStop | None) -> None:
        if stop is self._stop:
            return
        if self._stop is not None:
            self._stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stop = stop
        if stop is not None:
            stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _move(self, steps: int) -> None:
        stops = self.stops()
        if self._stop in stops:
            place = max(0, min(len(stops) - 1, stops.index(self._stop) + steps))
            stops[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keyboard; never swallow an event."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, PageStop):
            self._take(watched)
            self._reveal(watched)
        return False

    def _reveal(self, stop: PageStop) -> None:
        """Bring a stop into sight, also one that has only just been made."""
        margin = theme.current().px(24)
        self.ensureWidgetVisible(stop, 0, margin)
        QTimer.singleShot(0, stop, lambda: self.ensureWidgetVisible(stop, 0, margin))


_KNOWN = "known_to_sheet"
