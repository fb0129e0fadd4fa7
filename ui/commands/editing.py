"""The flows that change much at once: many measures, words, leftovers, spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from klimaeditor.model.errors import KlimaError
from ui.dialogs.choices import ErrorMessage
from ui.shell import actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from ui.session.session import Session
    from ui.settings import Settings
    from ui.shell.workspace import Workspace


# --- words ---------------------------------------------------------------------------------------

NO_TEXT_FOR_TAB = (
    "Bitte zuerst in einen mehrzeiligen Text klicken; nur dort lässt sich ein Tabulator einfügen."
)


def stepped(label: str) -> str:
    """Return that a step has been done."""
    return f"{label} (Rückgängig: Strg+Z)"


_MENU: Final = ("preview", "check_measure", "", "duplicate", "delete", "", "bulk")
"""What a measure of the list offers by itself; "" parts the groups."""


class EditingQuestions(ErrorMessage, Protocol):
    """What is asked before much is changed at once; None where cancelled or nothing is taken."""

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        """Ask what to store in all of these measures; None where cancelled."""

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int]
    ) -> Batch | None:
        """Ask for words to find and to put in their place; None where cancelled."""

    def leftovers(self, document: Document) -> Batch | None:
        """Show what PDF and Word have left in the texts; None where nothing is taken (DOM-11)."""

    def vocabulary(self, document: Document) -> Batch | None:
        """Show spellings that may mean the same; None where nothing is chosen."""

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        """Ask for the name of a view of the list, "" where cancelled; *names* are taken."""


class Editing:
    """Each asks, shows beforehand what would change, and is one step of the history."""

    def __init__(
        self, session: Session, workspace: Workspace, settings: Settings, ask: EditingQuestions
    ) -> None:
        self._session, self._workspace = session, workspace
        self._settings, self._ask = settings, ask
        pane = workspace.list
        pane.restore_views(settings.views())
        pane.bulk_wanted.connect(self.bulk)
        pane.view_name_wanted.connect(self._name_view)
        pane.context_menu.connect(lambda _, place: self._show_menu(place))
        pane.delete_wanted.connect(self._delete)
        pane.views_changed.connect(lambda: settings.set_views(pane.views_state()))

    def bulk(self, keys: Sequence[int] = ()) -> None:
        """Change fields of the selected measures, or of the one in the form."""
        document = self._session.document
        chosen = list(keys) or self._workspace.list.selected_keys()
        if not chosen and self._workspace.measure is not None:
            chosen = [self._workspace.measure]
        if document is not None and chosen and not self._session.read_only:
            self._push(self._ask.bulk(document, chosen))

    def replace(self) -> None:
        """Find and replace."""
        document, pane = self._session.document, self._workspace.list
        if document is not None:
            self._push(self._ask.replace(document, pane.shown_keys(), pane.selected_keys()))

    def insert_tab(self) -> None:
        """Put a tab where the caret stands; the key moves on to the next field (A11Y-02)."""
        field = self._workspace.window().focusWidget()
        if isinstance(field, QPlainTextEdit) and not field.isReadOnly():
            field.textCursor().insertText("\t")
        else:
            self._workspace.said.emit(NO_TEXT_FOR_TAB)

    def leftovers(self) -> None:
        """Propose to remove what PDF and Word have left in the texts (DOM-11)."""
        document = self._session.document
        if document is not None:
            self._push(self._ask.leftovers(document))

    def vocabulary(self) -> None:
        """Propose one spelling for each body, kind and placeholder."""
        document = self._session.document
        if document is not None:
            self._push(self._ask.vocabulary(document))

    def _show_menu(self, place: QPoint) -> None:
        """Offer the commands for the measure of the list that is current."""
        menu = QMenu(self._workspace)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(actions.plain(actions.Menu.MEASURE))
        for name in _MENU:
            action = actions.find(self._workspace.window(), name) if name else None
            if action is not None:
                menu.addAction(action)
            else:
                menu.addSeparator()
        menu.popup(place)

    def _delete(self) -> None:
        """Do what the command does; it knows whether it may and asks before."""
        action = actions.find(self._workspace.window(), "delete")
        if action is not None:
            action.trigger()

    def _push(self, batch: Batch | None) -> None:
        bridge = self._session.bridge
        if batch is None or bridge is None:
            return
        try:
            bridge.push(batch)
        except KlimaError as error:
            self._ask.error(str(error))
        else:
            self._session.said.emit(stepped(batch.label))

    def _name_view(self, proposal: str) -> None:
        pane = self._workspace.list
        names = [str(view["name"]) for view in pane.views_state() if isinstance(view, dict)]
        name = self._ask.view_name(proposal, names)
        if name:
            pane.keep_view(name)
