"""One card of the page: heading and items; the groups of the raw data fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from klimaeditor.model.core_words import counted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.publicpage import PagePart
from klimaeditor.site.page import STATUS_LINE
from klimaeditor.site.page_model import Effect, ItemRole, PageItem
from ui import theme
from ui.page.items import ItemButton, PageStop
from ui.theme import Tone
from ui.widgets.labels import plain_label, set_role
from ui.widgets.painting import Ink, paint_icon, paint_line, sized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.site.page_model import PageChart, PageMark, PageSection, PublicPage, PublicTile


# --- words ---------------------------------------------------------------------------------------

RAW_HEADING: Final = "Rohdaten: {group}"
RAW_SPOKEN: Final = "Rohdaten, {group}, {count}"
OPEN: Final = "aufgeklappt"
FOLDED: Final = "zugeklappt"

SITE_FAILS: Final = "Die ganze Website bricht ab"
SITE_FAILS_LINE: Final = (
    "Statt jeder Seite erscheint eine Fehlermeldung. Ohne den Fehler sähe diese Seite so aus:"
)
PAGE_FAILS: Final = "Diese Seite bricht ab"
PAGE_FAILS_LINE: Final = (
    "Zu sehen ist nur eine Fehlermeldung. Ohne den Fehler sähe die Seite so aus:"
)
LOOSE: Final = "Außerhalb dieser Seite"
LOOSE_LINE: Final = "Das sieht man nicht hier, sondern an anderer Stelle der Website."


def entries(count: int) -> str:
    """Return how many keys a group of the raw data holds."""
    return counted(count, "Eintrag", "Einträge")


# --- One card of the page: heading and items; the groups of the raw data fold --------------------


class GroupFold(PageStop):
    """The heading of a group that folds; checked while it is open."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._count = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _: self.show_count(self._count))

    def show_count(self, count: int) -> None:
        """Say how many entries there are, and whether they are seen."""
        self._count = count
        group = self._title.removeprefix(RAW_HEADING.format(group=""))
        state = OPEN if self.isChecked() else FOLDED
        spoken = RAW_SPOKEN.format(group=group, count=entries(count))
        self.setAccessibleName(f"{spoken}, {state}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line with room around it."""
        metrics = QFontMetrics(sized(self.font(), 1.0, bold=True))
        return QSize(theme.current().px(200), metrics.lineSpacing() + 2 * theme.current().px(5))

    def minimumSizeHint(self) -> QSize:
        """Return a size that the narrowest pane has."""
        return QSize(theme.current().px(80), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint arrow, title and count."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, tokens, current=False)
        extent, left = tokens.px(14), tokens.px(8)
        icon = "chevron-down" if self.isChecked() else "chevron-right"
        top = (self.height() - extent) // 2
        paint_icon(painter, QPoint(left, top), icon, tokens.muted, extent)
        count = entries(self._count)
        small = sized(self.font(), 0.93)
        room = QFontMetrics(small).horizontalAdvance(count) + left
        whole = self.rect().adjusted(left + extent + tokens.px(4), 0, -left, 0)
        bold = Ink(sized(self.font(), 1.0, bold=True), tokens.color("text"))
        paint_line(painter, whole.adjusted(0, 0, -room, 0), self._title, bold)
        right = QRect(whole.right() - room + left + 1, 0, room, self.height())
        paint_line(painter, right, count, Ink(small, tokens.color("muted")))
        painter.end()


class CardFrame(QFrame):
    """Shows a :class:`Card`. *chosen* carries (field, place), *changed* that other stops are seen.

    Items are kept by their key, so that typing redraws only what is different.
    """

    chosen = Signal(str, object)
    changed = Signal()

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self._buttons: dict[str, ItemButton] = {}
        self.fold: GroupFold | None = None
        self._column = QVBoxLayout(self)
        space = theme.Space
        self._column.setContentsMargins(space.XS, space.S, space.XS, space.S)
        self._column.setSpacing(1)
        self._title, self._line = self._heading()
        self.show_card(card)

    def _heading(self) -> tuple[QLabel, QLabel]:
        title, line = plain_label(role="heading", wrap=True), plain_label(role="muted", wrap=True)
        for label in (title, line):
            label.setContentsMargins(theme.Space.S, 0, theme.Space.S, 0)
            self._column.addWidget(label)
        if self.card.folded:
            self.fold = GroupFold(self.card.title, self)
            self.fold.toggled.connect(self._on_folded)
            self._column.addWidget(self.fold)
        return title, line

    def show_card(self, card: Card) -> None:
        """Show another state of the same card."""
        self.card = card
        set_role(self, "role", "notice" if card.tone else "card")
        set_role(self, "tone", card.tone.value if card.tone else "")
        for label, text in ((self._title, card.title), (self._line, card.line)):
            label.setText(text)
            label.setVisible(bool(text) and not card.folded)
        self.setAccessibleName(card.title)
        if self.fold is not None:
            self.fold.show_count(len(card.items))
        if self.fold is None or self.fold.isChecked():
            self._show_items()

    def open(self) -> None:
        """Unfold the card."""
        if self.fold is not None:
            self.fold.setChecked(True)

    def stops(self) -> list[PageStop]:
        """Return where the keyboard can stand, from top to bottom."""
        head: list[PageStop] = [] if self.fold is None else [self.fold]
        if self.fold is not None and not self.fold.isChecked():
            return head
        return [*head, *(self._buttons[item.key] for item in self.card.items)]

    def button(self, key: str) -> ItemButton | None:
        """Return the button of an item, None where it is not made."""
        return self._buttons.get(key)

    def _on_folded(self, opened: bool) -> None:
        if opened:
            self._show_items()
        for button in self._buttons.values():
            button.setVisible(opened)
        self.changed.emit()

    def _show_items(self) -> None:
        keys = [item.key for item in self.card.items]
        if keys != list(self._buttons):
            self._exchange(keys)
        for item in self.card.items:
            self._buttons[item.key].show_item(item, self.card.chart)

    def _exchange(self, keys: list[str]) -> None:
        """Make and remove buttons until they are those of *keys*, in their order."""
        for key in [key for key in self._buttons if key not in keys]:
            gone = self._buttons.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        first = self._column.count() - len(self._buttons)
        for place, item in enumerate(self.card.items):
            button = self._buttons.get(item.key) or self._make(item.key, place)
            self._column.insertWidget(first + place, button)
            button.setVisible(self.fold is None or self.fold.isChecked())  # Qt would do so later
        self._buttons = {key: self._buttons[key] for key in keys}
        self.changed.emit()

    def _make(self, key: str, place: int) -> ItemButton:
        button = ItemButton(self.card.items[place], self)
        button.clicked.connect(lambda: self.chosen.emit(button.item.field, button.item.place))
        self._buttons[key] = button
        return button

    def minimumSizeHint(self) -> QSize:
        """Return what the narrowest pane allows (A11Y-13)."""
        return QSize(theme.current().px(100), super().minimumSizeHint().height())


# --- The page as cards: the parts of the site, and before and after them what breaks it ----------

_TONES = {PagePart.TAKE_PART: Tone.ACCENT, PagePart.ASK: Tone.WARNING}


@dataclass(frozen=True, slots=True)
class Card:
    """One card: heading, line below it, items; *tone* colours it, *folded* items start hidden."""

    key: str
    title: str
    line: str
    items: tuple[PageItem, ...]
    tone: Tone | None = None
    folded: bool = False
    chart: PageChart | None = None


def cards_of(page: PublicPage, why_two_words: str = "") -> tuple[Card, ...]:
    """Return the cards of a page from top to bottom.

    *why_two_words* stands below the status, where lists and tiles have another word for it.
    """
    return tuple(_cards(page, why_two_words))


def tile_cards(tiles: Iterable[PublicTile]) -> tuple[Card, ...]:
    """Return a card for each list of the site that shows the measure."""
    return tuple(Card(tile.key, "", tile.heading, tile.items) for tile in tiles)


def _cards(page: PublicPage, why_two_words: str) -> Iterator[Card]:
    if page.effect is not None:
        whole = page.effect is Effect.SITE_FAILS
        title = SITE_FAILS if whole else PAGE_FAILS
        line = SITE_FAILS_LINE if whole else PAGE_FAILS_LINE
        yield Card("failures", title, line, _items("failure", page.failures), Tone.ERROR)
    for section in page.sections:
        yield _card(section, page.chart if section.part is PagePart.HEAD else None, why_two_words)
    loose = tuple(mark for mark in page.loose if not mark.stops_page)
    if loose:
        yield Card("loose", LOOSE, LOOSE_LINE, _items("loose", loose), Tone.NEUTRAL)


def _card(section: PageSection, chart: PageChart | None, why_two_words: str) -> Card:
    if section.part is PagePart.RAW:
        title = RAW_HEADING.format(group=section.title)
        return Card(section.key, title, section.subtitle, section.items, folded=True)
    items = tuple(
        replace(item, note=why_two_words) if item.key == STATUS_LINE else item
        for item in section.items
    )
    tone = _TONES.get(section.part)
    return Card(section.key, section.title, section.subtitle, items, tone, chart=chart)


def _items(name: str, marks: Iterable[PageMark]) -> tuple[PageItem, ...]:
    """Return one item for each fault: its sentence, and its caption as the mark."""
    return tuple(
        PageItem(f"{name}/{number}", ItemRole.TEXT, "", mark.message or mark.caption, mark.field,
             place=mark.place, marks=(mark,) if mark.message else ())
        for number, mark in enumerate(marks)
    )  # fmt: skip
