"""The preview beside the form: the public page of the measure, or its tiles, live while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.rulebook import RULES
from klimaeditor.checks.statuswords import why_two_words
from klimaeditor.model.publicpage import PagePart
from klimaeditor.model.values import ABSENT
from klimaeditor.site.page import page_of, tiles_of
from ui import theme
from ui.bridge import Connections, DocumentBridge, no_document
from ui.page.cards import CardFrame, cards_of, tile_cards
from ui.page.items import ItemButton, PageStop, name_of
from ui.widgets.common_words import NO_DATASET
from ui.widgets.found import FoundMarks
from ui.widgets.labels import EmptyState, plain_label
from ui.widgets.layouts import settle_layout
from ui.widgets.painting import one_line
from ui.widgets.tabs import lead_through

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from klimaeditor.model.records import MeasureView
    from klimaeditor.site.page_model import PageItem, PublicPage
    from klimaeditor.textwork.search import FieldHit, FoundPlace
    from ui.page.cards import Card


# --- words ---------------------------------------------------------------------------------------

PANE: Final = "Vorschau der öffentlichen Seite"
HOW: Final = (
    "Pfeiltasten wechseln zwischen den Angaben, die Eingabetaste führt zum Feld im Formular."
)
TILES: Final = "Vorschau der Kachel"
SHOWN_DIRECTLY: Final = "Wie über einen Link oder nach dem Neuladen: Vier Texte fehlen."
ONLY_RAW: Final = "Steht nur in den Rohdaten"
NOT_PRINTED: Final = "Leer: Die Seite zeigt davon nichts"
PLACE_SPOKEN: Final = "Öffentliche Seite: {item}"
NO_MEASURE: Final = "Keine Maßnahme gewählt."
NO_MEASURE_HINT: Final = "Wählen Sie links eine Maßnahme, um ihre öffentliche Seite zu sehen."


_LONGEST_SPOKEN: Final = 120
WIDEST: Final = 720
"""px at 100 %: the widest that the page is shown (design, section 1)."""
_TITLES: Final = {name: rule.title for name, rule in RULES.items()}


# --- The cards below each other, and the one place among them where the keyboard stands ----------


class PageSheet(QScrollArea):
    """Shows cards. Tab enters at one stop and leaves again; arrows move between the stops.

    *chosen* carries (field, place) of what the user clicked or pressed Enter on.
    """

    chosen = Signal(str, object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = parent  # on the way of Tab; what is shown here comes behind it
        self._frames: dict[str, CardFrame] = {}
        self._stop: PageStop | None = None
        self._misspelt: tuple[str, ...] = ()
        self._sheet = QWidget(self)
        self._sheet.setProperty("role", "page")
        self._sheet.setAccessibleName(name)
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
        self.setAccessibleName(name)
        self.setAccessibleDescription(HOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as it reads well, in the middle of a wide pane."""
        super().resizeEvent(event)
        space = theme.Space
        beside = max(space.S, (self.viewport().width() - theme.current().px(WIDEST)) // 2)
        self._column.setContentsMargins(beside, space.M, beside, space.L)

    def come_after(self, before: QWidget) -> None:
        """Let Tab come here from *before*."""
        self._place = before

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
                frame.show()  # Qt would do so later, after the first painting
        self._frames = {key: self._frames[key] for key in keys}
        self._keep_stop()
        self._underline()

    def set_misspelt(self, words: tuple[str, ...]) -> None:
        """Underline these words wherever they stand."""
        if words != self._misspelt:
            self._misspelt = words
            self._underline()

    def _underline(self) -> None:
        for button in self.buttons():
            button.set_found(button.found._replace(misspelt=self._misspelt))

    def to_top(self) -> None:
        """Scroll to the top and let Tab enter there."""
        self._take(next(iter(self.stops()), None))
        self.verticalScrollBar().setValue(0)

    def mark(self, key: str | None, *, reveal: bool = True) -> None:
        """Mark the item *key* as that of the field being edited; with *reveal* bring it into sight.

        What is in sight already does not move.
        """
        found = None
        for button in self.buttons():
            button.set_current(current=button.item.key == key)
            found = button if button.item.key == key else found
        if found is not None and reveal:
            self._take(found)
            settle_layout()
            self._show_stop(found)

    def mark_found(
        self, words: tuple[str, ...], key: str | None, number: int | None, *, reveal: bool
    ) -> None:
        """Mark *words* in all items; the place at hand is that *number* in the item *key* (D 23).

        With *reveal* it is brought into sight; what is in sight already does not move.
        """
        found = None
        for button in self.buttons():
            here = key is not None and button.item.key == key
            button.set_found(FoundMarks(words, number if here else None, self._misspelt))
            found = button if here else found
        if found is not None and reveal:
            settle_layout()
            places = [place.toAlignedRect() for place in found.found_places()] or [found.rect()]
            corner = found.mapTo(self._sheet, places[0].center())
            self.ensureVisible(0, corner.y(), 0, min(theme.current().px(60), self.height() // 3))

    def keep_marked(self) -> None:
        """Bring what is marked back into sight where something has covered it."""
        marked = next((button for button in self.buttons() if button.is_current), None)
        if marked is not None and self.isVisible():
            settle_layout()
            self._show_stop(marked)

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
            lead_through([stop], self._place)

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
        self._show_stop(stop)
        QTimer.singleShot(0, stop, lambda: self._show_stop(stop))

    def _show_stop(self, stop: PageStop) -> None:
        """Scroll to a stop that is not wholly in sight, to the upper third; one too high begins."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top = stop.mapTo(self._sheet, stop.rect().topLeft()).y()
        if top < bar.value() or top + stop.height() > bar.value() + room:
            above = max(theme.current().px(24), min(room // 3, room - stop.height()))
            bar.setValue(top - above)


_KNOWN = "known_to_sheet"


# --- Beside the form, live while typing: what both previews do -----------------------------------


class LivePane(QFrame):
    """Shows a measure as visitors of the site would see it; what is shown, a subclass knows.

    *field_chosen* carries the catalogue name of the field that was clicked, and the entry of its
    list or None. Nothing is computed while the pane is not seen; no link is ever opened here.
    """

    field_chosen = Signal(str, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(name)
        self._bridge = no_document()
        self._heard = Connections()
        self._measure: int | None = None
        self._page: PublicPage | None = None
        self._field = ""
        self._stale = False
        self._found: tuple[tuple[str, ...], FoundPlace | None] = ((), None)
        self._marked = False  # buttons are used again for what is shown next
        self.sheet = PageSheet(name, self)
        self._empty = EmptyState(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.refresh)
        self.sheet.chosen.connect(self.field_chosen)
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.sheet, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        self._show_state()

    # --- what others ask of the pane -------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document; shows no measure until :meth:`show_measure`."""
        self._bridge = bridge
        self._measure = None
        self._page = None
        self._heard.renew(
            (bridge.fields_changed, self._on_fields),
            (bridge.findings_changed, self._on_findings),
            (bridge.structure_changed, self._renew),
        )
        self._show_state()

    @property
    def measure(self) -> int | None:
        """The key of the measure shown."""
        return self._measure

    @property
    def page(self) -> PublicPage | None:
        """What is shown, None where nothing is."""
        return self._page

    def show_measure(self, measure: int | None, field: str = "") -> None:
        """Show a measure from the top or where it prints *field*, or none."""
        if measure == self._measure:
            return
        self._measure = measure
        self._page = None
        self._field = field
        self._stale = True
        if self.isVisible():
            self.refresh()

    def show_field(self, name: str) -> None:
        """Mark what is shown of a field and scroll there; the keyboard stays where it is."""
        self._field = name
        if self._page is not None and not self._stale:
            self._mark_field()

    def show_found(self, words: tuple[str, ...], place: FoundPlace | None) -> None:
        """Mark what was searched for; the *place* at hand strongly, its field as the one edited."""
        self._found = (words, place)
        if place is not None and self._field != place.hit.field:
            self.show_field(place.hit.field)
        if self._page is not None and not self._stale:
            self._mark_found()

    def _mark_found(self, *, reveal: bool = True) -> None:
        words, place = self._found
        self._marked = bool(words)
        item = self._item_of(place.hit) if place is not None else None
        number = place.number if place is not None and item is not None else None
        if item is not None and place is not None and item.field != place.hit.field:
            number = None  # another field is printed there together with this one
        key = item.key if item is not None else None
        self.sheet.mark_found(words, key, number, reveal=reveal)

    def _item_of(self, hit: FieldHit) -> PageItem | None:
        """Return the item that prints a hit, that of its entry where the field is a list."""
        if self._page is None:
            return None
        entries = [i for i in self._page.items() if (i.field, i.place) == (hit.field, hit.place)]
        seen = [item for item in entries if not item.key.startswith(f"{PagePart.RAW}/")]
        whole = self._page.item_for(hit.field)
        return next(iter(seen), whole) if hit.place is not None else whole

    def focus_list(self) -> None:
        """Put the keyboard onto the page."""
        self.sheet.focus_stop()

    def refresh(self) -> None:
        """Show the measure as it is now."""
        self._timer.stop()
        self._stale = False
        document, measure = self._bridge.document, self._measure
        if measure not in document.dataset.measures:
            self._page = None
            self._show_state()
            return
        fresh = self._page is None
        view = document.view(measure)
        page = page_of(view, document.findings.of(measure), _TITLES, direct=self._is_direct())
        if page != self._page:
            self._page = page
            self.sheet.show_cards(self._cards(view, page))
            if not fresh:
                self._mark_field(reveal=False)  # what is typed moves nothing
            if not fresh and (self._found[0] or self._marked):
                self._mark_found(reveal=False)
        if fresh:
            settle_layout()  # else it is painted once for each round of its layouts
            self.sheet.to_top()
            self._mark_field()
            if self._found[0] or self._marked:
                self._mark_found()
        self._show_state()

    # --- what a subclass knows -------------------------------------------------------------

    def _cards(self, view: MeasureView, page: PublicPage) -> Sequence[Card]:
        """Return what is shown of a measure."""
        raise NotImplementedError

    def _is_direct(self) -> bool:
        """Whether the page is shown as one that was opened by its address."""
        return False

    def _mark_field(self, *, reveal: bool = True) -> None:
        """Mark what is shown of the field."""
        raise NotImplementedError

    # --- what happens ----------------------------------------------------------------------

    def _on_fields(self, fields: frozenset[tuple[int, str]]) -> None:
        if any(measure == self._measure for measure, _ in fields):
            self._renew()

    def _on_findings(self, measures: frozenset[int]) -> None:
        if self._measure in measures:
            self._renew()

    def _renew(self) -> None:
        """Show the new state once for all that one edit tells, as soon as the pane is seen."""
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
            QTimer.singleShot(0, self.sheet, self.sheet.keep_marked)  # once it has its size

    def _show_state(self) -> None:
        if self._page is not None:
            self._stack.setCurrentIndex(1)
            return
        if self._bridge.is_open:
            self._empty.show_state("eye", NO_MEASURE, hint=NO_MEASURE_HINT)
        else:
            self._empty.show_state("eye", NO_DATASET)
        self._stack.setCurrentIndex(0)


# --- The public page of the measure --------------------------------------------------------------


class PreviewPane(LivePane):
    """Shows the page of a measure (WEB-05, SEC-03, SEC-04)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(PANE, parent)
        self._direct = False
        self._note = plain_label(SHOWN_DIRECTLY, "raw", wrap=True)
        self._raw = plain_label(ONLY_RAW, "raw", wrap=True)
        for label in (self._note, self._raw):
            label.hide()
        self._column.insertWidget(0, self._note)
        self._column.addWidget(self._raw)  # below: the page does not move when it comes and goes

    def set_direct(self, *, on: bool) -> None:
        """Show the page as one that was opened by its address, and say so; or as usual."""
        self._direct = on
        self._note.setVisible(on)
        self._renew()

    def _cards(self, view: MeasureView, page: PublicPage) -> Sequence[Card]:
        return cards_of(page, why_two_words(view))

    def _is_direct(self) -> bool:
        return self._direct

    def _mark_field(self, *, reveal: bool = True) -> None:
        """Mark where the page prints the field; where it does not, say why."""
        item = self._printed()
        self._raw.setText(self._why_not_printed())
        self._raw.setVisible(bool(self._page and self._field) and item is None)
        self.sheet.mark(item.key if item is not None else None, reveal=reveal)

    def _printed(self) -> PageItem | None:
        """Return what the page prints of the field; None where only the raw data hold it."""
        item = self._page.item_for(self._field) if self._page and self._field else None
        return None if item is None or item.key.startswith(f"{PagePart.RAW}/") else item

    def _why_not_printed(self) -> str:
        """Return why the page prints nothing of the field: it is empty, or of the raw data."""
        document, measure = self._bridge.document, self._measure
        field = document.dataset.site.catalogue.known_field(self._field)
        anywhere = self._page is not None and self._page.item_for(self._field) is not None
        if field is None or anywhere or measure not in document.dataset.measures:
            return ONLY_RAW
        empty = document.view(measure).value(field.name) in (ABSENT, None, "", [])
        return NOT_PRINTED if empty else ONLY_RAW

    def spoken_place(self) -> str:
        """Return where the public reads the field at hand, for screen readers (D 5)."""
        item = self._printed()
        if item is None:
            return self._why_not_printed() if self._page and self._field else ""
        return PLACE_SPOKEN.format(item=one_line(name_of(item), _LONGEST_SPOKEN))

    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, from top to bottom."""
        return [*self.sheet.stops()]


# --- The measure as the site's lists show it -----------------------------------------------------


class TilePane(LivePane):
    """Shows a measure as each list of the site does that leads to its page (11)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TILES, parent)

    def _cards(self, view: MeasureView, page: PublicPage) -> Sequence[Card]:
        return tile_cards(tiles_of(view, page))

    def _mark_field(self, *, reveal: bool = True) -> None:
        shared = _SHARED.get(self._field.partition("_")[0], self._field)
        keys = [button.item.key for button in self.sheet.buttons() if button.item.field == shared]
        self.sheet.mark(next(iter(keys), None), reveal=reveal)


_SHARED: Final = {"progress": "progress_values", "category": "category"}
