"""The window of the handbook: chapters at the left, text at the right, a search over everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QSplitter, QVBoxLayout, QWidget

from klimaeditor.search.folding import fold
from ui import texts as words
from ui import theme
from ui.announce import announce
from ui.dialogs.frame import DialogFrame
from ui.handbook import texts
from ui.handbook.browser import Pages
from ui.handbook.hits import HitBar
from ui.handbook.library import Library
from ui.handbook.paper import printed
from ui.widgets.labels import plain_label
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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
        super().__init__(texts.TITLE, parent, width=560)
        self._library = Library(folder)
        self._dressed = theme.current()
        self.search = SearchField(texts.SEARCH, texts.SEARCH_HINT, texts.CLEAR_SEARCH, self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(texts.CHAPTERS)
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
            self._say(texts.MISSING)

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
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        px = theme.current().px
        split.setSizes([px(260), px(700)])
        self.body.addWidget(split, 1)
        self.back = self.add_side_button(texts.BACK, self.pages.backward)
        printing = self.add_side_button(texts.PRINT, lambda: None)
        self.print_menu = self._make_print_menu(printing)
        printing.setMenu(self.print_menu)
        self.add_button(words.CLOSE, self.close)
        self.fits_content = False
        room = self.screen().availableSize() * 0.9
        self.resize(min(px(1040), room.width()), min(px(740), room.height()))

    def _make_print_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.addAction(texts.PRINT_CHAPTER, lambda: self._print([self.chapter]))
        menu.addAction(texts.PRINT_ALL, lambda: self._print([c.id for c in self._library.chapters]))
        return menu

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.search.textChanged.connect(self._search)
        self.search.left_down.connect(lambda: self.step(1))
        self.hits.step_wanted.connect(self.step)
        self.pages.historyChanged.connect(self._on_page)  # Qt's sourceChanged comes too early
        self.pages.dressed.connect(self.hits.mark_again)
        self.pages.left.connect(lambda address: self._say(texts.outside(address)))
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
            self.pages.dress()

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
        self.setWindowTitle(f"{texts.TITLE} – {title.title}" if title else texts.TITLE)

    def _search(self, text: str) -> None:
        wanted = [word for word in fold(text).split() if len(word) >= _SHORTEST]
        counts = self._library.counts(wanted) if wanted else {}
        for item in self._items():
            chapter = self._library.chapter(str(item.data(_ID)))
            count = counts.get(item.data(_ID), 0)
            item.setHidden(bool(wanted) and not count)
            if chapter is not None:
                counted = texts.COUNTED.format(title=chapter.title, count=count)
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
