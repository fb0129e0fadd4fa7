"""The menu Bearbeiten: steps undone, words found, and what changes much at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QWidget
from shiboken6 import isValid

from klimaeditor.model.errors import KlimaError
from ui.bridge import StepGivenUpError
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import ErrorMessage
from ui.shell import actions
from ui.shell.actions import Menu, Needs
from ui.shell.workspace import GIVEN_UP
from ui.widgets import clipboard
from ui.widgets.clipboard import Clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch


# --- words ---------------------------------------------------------------------------------------

NO_TEXT_FOR_TAB = (
    "Klicken Sie zuerst in einen mehrzeiligen Text; nur dort lässt sich ein Tabulator einfügen."
)


def stepped(label: str) -> str:
    """Return that a step has been done."""
    return f"{label} (Rückgängig: Strg+Z)"


_LONGEST_WORDS: Final = 100  # characters; more is no word to look for everywhere
_MENU: Final = ("side", "check_measure", "former_versions", "", "duplicate", "delete", "", "bulk")
"""What a measure of the list offers by itself; "" parts the groups."""


class EditingQuestions(ErrorMessage, Protocol):
    """What is asked before much is changed at once; None where cancelled or nothing is taken."""

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        """Ask what to store in all of these measures; None where cancelled."""

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int], text: str
    ) -> Batch | None:
        """Ask for words to find, at first *text*, and to put in their place; None if cancelled."""

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        """Ask for the name of a view of the list, "" where cancelled; *names* are taken."""


class EditCommands(CommandGroup[EditingQuestions]):
    """Each asks, shows beforehand what would change, and is one step of the history."""

    menu = Menu.EDIT

    def __init__(self, parts: Parts, ask: EditingQuestions) -> None:
        super().__init__(parts, ask)
        self._last: QWidget | None = None
        self._watch_keyboard()
        pane, settings = self._workspace.list, self._settings
        pane.restore_views(settings.views())
        pane.bulk_wanted.connect(self._change)
        new = self._window.actions_by_id["new"]
        pane.new_wanted.connect(new.trigger)
        new.enabledChanged.connect(pane.allow_new)
        pane.view_name_wanted.connect(self._name_view)
        pane.context_menu.connect(lambda _, place: self._show_menu(place))
        self._workspace.form.header.menu_requested.connect(self._show_menu)
        pane.delete_wanted.connect(self._delete)
        pane.views_changed.connect(lambda: settings.set_views(pane.views_state()))

    @command(
        "undo",
        "&Rückgängig",
        "Ctrl+Z",
        icon="undo-2",
        needs=Needs.STEP,
        writes=True,
        shows_measures=True,
    )
    def undo(self) -> None:
        """Undo the latest step."""
        self._workspace.undo()

    @command(
        "redo",
        "&Wiederholen",
        "Ctrl+Y",
        "Ctrl+Shift+Z",
        icon="redo-2",
        needs=Needs.UNDONE,
        writes=True,
        shows_measures=True,
    )
    def redo(self) -> None:
        """Do again what was undone."""
        self._workspace.redo()

    @command(Clip.CUT.value, "A&usschneiden", "Ctrl+X", needs=Needs.FOCUS, group=True)
    def cut(self) -> None:
        """Cut what is marked where the keyboard is."""
        clipboard.carry_out(self._with_keyboard(), Clip.CUT)

    @command(Clip.COPY.value, "&Kopieren", "Ctrl+C", needs=Needs.FOCUS)
    def copy(self) -> None:
        """Copy what is marked where the keyboard is."""
        clipboard.carry_out(self._with_keyboard(), Clip.COPY)

    @command(Clip.PASTE.value, "E&infügen", "Ctrl+V", needs=Needs.FOCUS)
    def paste(self) -> None:
        """Paste where the keyboard is; into a list of links or figures whole rows."""
        clipboard.carry_out(self._with_keyboard(), Clip.PASTE)

    @command("find", "&Suchen", "Ctrl+F", icon="search", group=True, shows_measures=True)
    def find(self) -> None:
        """Go to the search of the list."""
        self._workspace.search()

    @command("find_next", "&Nächste Fundstelle", "F3", shows_measures=True)
    def find_next(self) -> None:
        """Go to the next place that was found."""
        self._workspace.step_place(1)

    @command("find_previous", "V&orige Fundstelle", "Shift+F3", shows_measures=True)
    def find_previous(self) -> None:
        """Go to the previous place that was found."""
        self._workspace.step_place(-1)

    @command(
        "replace",
        "Suchen und &ersetzen…",
        "Ctrl+H",
        icon="replace",
        writes=True,
        shows_measures=True,
    )
    def replace(self) -> None:
        """Find and replace what is marked or searched for; a search that is done with ends."""
        pane = self._workspace.list
        shown, selected, text = pane.shown_keys(), pane.selected_keys(), self._words_at_hand()
        found = pane.places()
        self._push(self._ask.replace(self._document, shown, selected, text))
        if found and not pane.places():
            pane.end_search()

    @command(
        "bulk",
        "&Mehrere Maßnahmen bearbeiten…",
        "Ctrl+Shift+E",
        icon="layers",
        writes=True,
        shows_measures=True,
    )
    def bulk(self) -> None:
        """Change fields of the selected measures, or of the one in the form."""
        chosen = self._workspace.list.selected_keys()
        if not chosen and self._workspace.measure is not None:
            chosen = [self._workspace.measure]
        if chosen:
            self._change(chosen)

    @command(
        "insert_tab",
        "Ta&bulator einfügen",
        needs=Needs.MEASURE,
        writes=True,
        shows_measures=True,
    )
    def insert_tab(self) -> None:
        """Put a tab where the caret stands; the key moves on to the next field (A11Y-02)."""
        field = self._window.focusWidget()
        if isinstance(field, QPlainTextEdit) and not field.isReadOnly():
            field.textCursor().insertText("\t")
        else:
            self._workspace.status_message.emit(NO_TEXT_FOR_TAB)

    def _words_at_hand(self) -> str:
        """Return what is marked in a field, on one line, else what is searched for."""
        field, marked = self._with_keyboard(), ""
        if isinstance(field, QLineEdit):
            marked = field.selectedText()
        elif isinstance(field, QPlainTextEdit):
            marked = field.textCursor().selection().toPlainText()
        fits = 0 < len(marked.strip()) <= _LONGEST_WORDS and "\n" not in marked
        return marked if fits else self._workspace.list.search_text()

    def _watch_keyboard(self) -> None:
        """Let the menu offer what can be done where the keyboard was before it opened."""
        self._parts.qt.focusChanged.connect(self._on_focus_changed)
        menus = self._window.menuBar().findChildren(QMenu)
        edit = next(menu for menu in menus if menu.title() == Menu.EDIT)
        edit.aboutToShow.connect(self._offer_clips)
        edit.aboutToHide.connect(lambda: self._enable_clips(set(Clip)))  # keys look by themselves

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not isinstance(new, QMenuBar | QMenu):
            self._last = new

    def _with_keyboard(self) -> QWidget | None:
        """Return the widget with the keyboard, also while a menu has it."""
        return self._last if self._last is not None and isValid(self._last) else None

    def _offer_clips(self) -> None:
        widget = self._with_keyboard()
        self._enable_clips({what for what in Clip if clipboard.can(widget, what)})

    def _enable_clips(self, possible: set[Clip]) -> None:
        for what in Clip:
            self._window.actions_by_id[what].setEnabled(what in possible)

    def _change(self, keys: Sequence[int]) -> None:
        """Change fields of these measures."""
        if not keys:
            self.bulk()
        elif not self._session.read_only:
            self._push(self._ask.bulk(self._document, list(keys)))

    def _show_menu(self, place: QPoint) -> None:
        """Offer the commands for the measure of the list that is current."""
        menu = QMenu(self._workspace)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(actions.plain(Menu.MEASURE))
        for name in _MENU:
            action = actions.find(self._window, name) if name else None
            if action is not None:
                menu.addAction(action)
            else:
                menu.addSeparator()
        menu.popup(place)

    def _delete(self) -> None:
        """Do what the command does; it knows whether it may and asks before."""
        action = actions.find(self._window, "delete")
        if action is not None:
            action.trigger()

    def _push(self, batch: Batch | None) -> None:
        if batch is None:
            return
        try:
            self._bridge.push(batch, may_cancel=True)
        except StepGivenUpError:
            self._session.status_message.emit(GIVEN_UP)
        except KlimaError as error:
            self._ask.error(str(error))
        else:
            self._session.status_message.emit(stepped(batch.label))

    def _name_view(self, proposal: str) -> None:
        pane = self._workspace.list
        names = [str(view["name"]) for view in pane.views_state() if isinstance(view, dict)]
        name = self._ask.view_name(proposal, names)
        if name:
            pane.keep_view(name)
