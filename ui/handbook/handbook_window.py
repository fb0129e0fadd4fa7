"""The window of the handbook: chapters at the left, text at the right, a search over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.textwork.search import fold, occurrences
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.handbook import browser
from ui.handbook.browser import Library, Pages, printed
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label
from ui.widgets.layouts import screen_area
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


# --- words ---------------------------------------------------------------------------------------

CHAPTERS: Final = "Kapitel"
SEARCH: Final = "Handbuch durchsuchen"
SEARCH_HINT: Final = "Suchen im Handbuch"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"
NEXT: Final = "Nächster Treffer (F3)"
PREVIOUS: Final = "Voriger Treffer (Umschalt+F3)"
NO_HIT: Final = "Das steht nicht im Handbuch. Versuchen Sie ein anderes Wort."
PRINT: Final = "&Drucken"
PRINT_CHAPTER: Final = "Dieses &Kapitel…"
PRINT_ALL: Final = "&Ganzes Handbuch…"
BACK: Final = "&Zurück"
COUNTED: Final = "{title} ({count})"
MISSING: Final = (
    "Das Handbuch fehlt in dieser Installation. Lassen Sie den Klimaeditor erneut installieren."
)


def outside(address: str) -> str:
    """Return that an address leads out of the handbook; it is shown, not opened."""
    return f"Diese Adresse führt aus dem Handbuch und wird nicht geöffnet: {address}"


def hits(number: int, here: int, everywhere: int) -> str:
    """Return which hit is marked, of how many in the chapter and in the whole handbook."""
    if here == everywhere:
        return f"Treffer {number} von {here}"
    return f"Treffer {number} von {here} in diesem Kapitel, {everywhere} im Handbuch"


# --- What the search has found in the chapter: marked in the text, counted, gone through ---------


class HitBar(QWidget):
    """The line above the text while something is searched for. *step_wanted*: 1 or -1."""

    step_wanted = Signal(int)

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._words: Sequence[str] = ()
        self._everywhere = 0
        self._found: tuple[tuple[int, int], ...] = ()
        self._current = 0
        self._label = plain_label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(self._label, 1)
        for name, tip, step in (
            ("chevron-up", PREVIOUS, -1),
            ("chevron-down", NEXT, 1),
        ):
            button = QToolButton(self)
            icons.tint(button, name)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked=False, step=step: self.step_wanted.emit(step))
            row.addWidget(button)
        self.hide()

    @property
    def searching(self) -> bool:
        """Whether something is searched for and found anywhere."""
        return bool(self._everywhere)

    def text(self) -> str:
        """Return what the line says."""
        return self._label.text()

    def search(self, words: Sequence[str], everywhere: int) -> None:
        """Look for folded *words*; *everywhere* is how often they occur in the handbook."""
        self._words, self._everywhere = words, everywhere
        self.setVisible(bool(words))
        self.mark()

    def mark(self) -> None:
        """Find and mark the words in the chapter that is shown now."""
        self._current = 0
        self.mark_again()

    def mark_again(self) -> None:
        """Find and mark the words in the text as it is laid out now."""
        text = self._pages.document().toPlainText()
        self._found = occurrences(text, self._words) if self._words else ()
        self._show()

    def step(self, step: int) -> bool:
        """Go to another hit of the chapter; False where there is none in that direction."""
        wanted = self._current + step
        if not 0 <= wanted < len(self._found):
            return False
        self._go_to(wanted)
        return True

    def go_to_first(self) -> None:
        """Show the first hit of the chapter."""
        self._go_to(0)

    def go_to_end(self) -> None:
        """Show the last hit of the chapter."""
        self._go_to(len(self._found) - 1)

    def marked(self) -> list[str]:
        """Return the marked words, as they stand in the text."""
        return [selection.cursor.selectedText() for selection in self._pages.extraSelections()]

    def _go_to(self, number: int) -> None:
        if 0 <= number < len(self._found):
            self._current = number
            cursor = self._cursor(number)
            cursor.setPosition(cursor.selectionStart())
            self._pages.setTextCursor(cursor)
            self._pages.ensureCursorVisible()
        self._show()
        announce(self, self.text() if self._found else "")

    def _show(self) -> None:
        self._pages.setExtraSelections([self._selection(n) for n in range(len(self._found))])
        none = bool(self._words) and not self._everywhere
        said = hits(self._current + 1, len(self._found), self._everywhere)
        self._label.setText(NO_HIT if none else said)

    def _cursor(self, number: int) -> QTextCursor:
        first, last = self._found[number]
        cursor = QTextCursor(self._pages.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _selection(self, number: int) -> QTextEdit.ExtraSelection:
        tokens = theme.current()
        chosen = number == self._current
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(number)
        look = QTextCharFormat()
        look.setBackground(tokens.color("fill" if chosen else "accent_bg"))
        look.setForeground(tokens.color("on_fill" if chosen else "text"))
        look.setFontUnderline(True)
        selection.format = look
        return selection


# --- The window of the handbook: chapters at the left, text at the right, a search over everything

_ID: Final = Qt.ItemDataRole.UserRole
_SHORTEST: Final = 2  # letters: one alone stands everywhere
_FIELD, _RULE = "feld-", "befund-"


class HandbookWindow(DialogFrame):
    """Stays open beside the work.

    *print_requested* carries a function that draws on a QPagedPaintDevice: a chapter, or all.
    """

    print_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        """Take the *folder* of the pages, None for those that are shipped."""
        super().__init__(browser.TITLE, parent, width=560)
        self._library = Library(folder)
        self._dressed = theme.current()
        self.search = SearchField(SEARCH, SEARCH_HINT, CLEAR_SEARCH, self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(CHAPTERS)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = Pages(self._library, self)
        self.hits = HitBar(self.pages, self)
        self._remark = plain_label(role="muted", wrap=True)
        self._remark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remark.hide()
        self._fill()
        self._lay_out()
        self._connect()
        if self._library.chapters:
            self.show_chapter(self._library.chapters[0].id)
        else:
            self._say(MISSING)

    # --- going places ------------------------------------------------------------------------

    def show_chapter(self, chapter: str, anchor: str = "") -> None:
        """Show a chapter, from *anchor* on; an unknown chapter shows the first one."""
        found = self._library.chapter(chapter)
        if found is None and self._library.chapters:
            found, anchor = self._library.chapters[0], ""
        if found is not None:
            self._remark.hide()
            self.pages.show_page(self._library.path(found.id), anchor)

    def show_field(self, name: str) -> None:
        """Show what the handbook says about a field of the catalogue."""
        self._show_place(f"{_FIELD}{name}")

    def show_rule(self, rule: str) -> None:
        """Show what the handbook says about a rule of the rulebook."""
        self._show_place(f"{_RULE}{rule}")

    def _show_place(self, anchor: str) -> None:
        self.show_chapter(self._library.place_of(anchor), anchor)

    @property
    def chapter(self) -> str:
        """The id of the chapter that is shown."""
        return self.pages.chapter

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()
        self.search.selectAll()

    # --- making ------------------------------------------------------------------------------

    def _fill(self) -> None:
        for chapter in self._library.chapters:
            item = QListWidgetItem(chapter.title, self.list)
            item.setData(_ID, chapter.id)

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.Space.M, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        text = QVBoxLayout(right)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(theme.Space.S)
        for widget in (self.hits, self._remark):
            text.addWidget(widget)
        text.addWidget(self.pages, 1)
        split = QSplitter(self)
        split.setAccessibleName(common_words.SPLITTER)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        px = theme.current().px
        split.setSizes([px(260), px(700)])
        self.body.addWidget(split, 1)
        self.back = self.add_side_button(BACK, self.pages.backward)
        printing = self.add_side_button(PRINT, lambda: None)
        self.print_menu = self._make_print_menu(printing)
        printing.setMenu(self.print_menu)
        self.add_button(common_words.CLOSE, self.close)
        self.fits_content = False
        room = screen_area(self).size() * 0.9
        self.resize(min(px(1040), room.width()), min(px(740), room.height()))

    def _make_print_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addAction(PRINT_CHAPTER, lambda: self._print([self.chapter]))
        menu.addAction(PRINT_ALL, lambda: self._print([c.id for c in self._library.chapters]))
        return menu

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.search.textChanged.connect(self._search)
        self.search.left_down.connect(lambda: self.step(1))
        self.hits.step_wanted.connect(self.step)
        self.pages.historyChanged.connect(self._on_page)  # Qt's sourceChanged comes too early
        self.pages.styled.connect(self.hits.mark_again)
        self.pages.left.connect(lambda address: self._say(outside(address)))
        self.pages.backwardAvailable.connect(self.back.setEnabled)
        self.back.setEnabled(False)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self.focus_search)
        for keys, step in (("F3", 1), ("Shift+F3", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self.step(step))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the program's colours and zoom."""
        super().changeEvent(event)
        late = hasattr(self, "hits") and theme.current() != self._dressed
        if late and event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._dressed = theme.current()
            self.pages.apply_style()

    # --- what happens ------------------------------------------------------------------------

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID) != self.chapter:
            self.show_chapter(str(item.data(_ID)))

    def _on_page(self) -> None:
        """Show in the list which chapter is read, and mark what is searched for."""
        for item in self._items():
            if item.data(_ID) == self.chapter:
                self.list.setCurrentItem(item)
        self.hits.mark()
        title = self._library.chapter(self.chapter)
        self.setWindowTitle(f"{browser.TITLE} – {title.title}" if title else browser.TITLE)

    def _search(self, text: str) -> None:
        wanted = [word for word in fold(text).split() if len(word) >= _SHORTEST]
        counts = self._library.counts(wanted) if wanted else {}
        for item in self._items():
            chapter = self._library.chapter(str(item.data(_ID)))
            count = counts.get(item.data(_ID), 0)
            item.setHidden(bool(wanted) and not count)
            if chapter is not None:
                counted = COUNTED.format(title=chapter.title, count=count)
                item.setText(counted if count else chapter.title)
        self.hits.search(wanted, sum(counts.values()))
        if counts and self.chapter not in counts:
            self.show_chapter(next(iter(counts)))
        self.hits.go_to_first()
        if wanted:
            announce(self.search, self.hits.text())

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) hit, into the next chapter where this one ends."""
        if self.hits.step(step) or not self.hits.searching:
            return
        shown = [item for item in self._items() if not item.isHidden()]
        place = next((i for i, it in enumerate(shown) if it.data(_ID) == self.chapter), None)
        if place is not None:
            self.show_chapter(str(shown[(place + step) % len(shown)].data(_ID)))
            self.hits.go_to_end() if step < 0 else self.hits.go_to_first()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _say(self, sentence: str) -> None:
        self._remark.setText(sentence)
        self._remark.show()
        announce(self, sentence)

    def _print(self, chapters: Sequence[str]) -> None:
        library = self._library
        self.print_requested.emit(lambda device: printed(library, chapters, device))
