"""The pages of the window: one is seen at a time, and Esc leads back to where one came from.

A page fills the window below the command bar: the measures (list, form, public page), the
overview, the findings, publishing, returns. How a room adds one:

1. The page is a QWidget with :meth:`WindowPage.set_bridge` and :meth:`WindowPage.focus_list`.
2. Its command group registers how to make it, under the id of the command that shows it:
   ``window.pages.add_late("overview", self._make_page)``. It is made when it is first shown, gets
   the open document then, and every other document from then on.
3. The command toggles it: ``window.pages.toggle("overview")``. A command declared with
   ``checked=False`` is shown pressed while its page is seen.
4. What leads from the page to a field calls ``window.pages.show_page(MEASURES)`` (a command
   declared with ``shows_measures=True`` does) and then ``workspace.go_to``. Esc, or the page's key,
   then leads back to the same place of the page.

Esc reaches the stack only where nothing inside wants it: a search that it clears comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.bridge import no_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from ui.bridge import DocumentBridge


START: Final = "start"
MEASURES: Final = "measures"
_HOMES: Final = (START, MEASURES)


class WindowPage(Protocol):
    """What a page of the window answers to, besides being a QWidget."""

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document; no_document() where none is open."""

    def focus_list(self) -> None:
        """Put the keyboard where work begins: called where it was nowhere in the page before."""


class PageStack(QStackedWidget):
    """Shows one page of the window; *changed* carries the name of the page now seen."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._pages: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[PageStack], QWidget]] = {}
        self._current = START
        self._back: list[str] = []

    def add_page(self, name: str, page: QWidget) -> None:
        """Add a page that is there from the start."""
        self._pages[name] = page
        self.addWidget(page)

    def add_late(self, name: str, make: Callable[[PageStack], QWidget]) -> None:
        """Add a page that *make* returns when it is first wanted; it gets its parent."""
        self._makers[name] = make

    def names(self) -> list[str]:
        """Return the names of all pages, made or not."""
        return [*self._pages, *self._makers]

    @property
    def current(self) -> str:
        """The name of the page that is seen."""
        return self._current

    def page(self, name: str) -> QWidget:
        """Return a page; it is made now where it was not."""
        if name in self._makers:
            made = self._makers.pop(name)(self)
            self.add_page(name, made)
            cast("WindowPage", made).set_bridge(self._bridge)
        return self._pages[name]

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document on all pages made so far, or none."""
        self._bridge = no_document() if bridge is None else bridge
        for name, page in self._pages.items():
            if name not in _HOMES:
                cast("WindowPage", page).set_bridge(self._bridge)

    def show_home(self, name: str) -> None:
        """Show the page that Esc ends at, and forget every way back."""
        self._back.clear()
        self._show(name)

    def show_page(self, name: str) -> None:
        """Show a page; Esc then leads back to the one seen now."""
        if name == self._current:
            return
        self._back = [earlier for earlier in self._back if earlier != name] + [self._current]
        self._enter(name)

    def toggle(self, name: str) -> None:
        """Show a page, or go back from it where it is seen."""
        if name == self._current:
            self.go_back()
        else:
            self.show_page(name)

    def go_back(self) -> bool:
        """Show the page one came from, else the measures; False where one is there already."""
        if self._back:
            self._enter(self._back.pop())
        elif self._current not in _HOMES:
            self._enter(MEASURES)
        else:
            return False
        return True

    def forget_way(self) -> None:
        """Let Esc lead nowhere: who has gone on working does not want to be led back."""
        self._back.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc that nothing inside the page wanted."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Escape and plain and self.go_back():
            return
        super().keyPressEvent(event)

    def _show(self, name: str) -> None:
        page = self.page(name)
        self._current = name
        self.setCurrentWidget(page)
        self.changed.emit(name)

    def _enter(self, name: str) -> None:
        """Show a page, the keyboard where it was last in it; Qt knows that of every widget."""
        page = self.page(name)
        last = cast("QWidget | None", page.focusWidget())  # before Qt looks for any place itself
        self._show(name)
        if last is not None and last.isVisible() and last.isEnabled():
            last.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name != START:
            cast("WindowPage", page).focus_list()
