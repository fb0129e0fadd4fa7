"""Answers what changes much at once: the dialogs show beforehand what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import textwork
from ui.dialogs.dialog_answers import DialogAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from ui.textwork.bulk_dialog import BulkDialog
    from ui.textwork.clean_up_dialog import CleanUpState, CleanUpTask
    from ui.textwork.cleanup_dialogs import DebrisDialog, VocabularyDialog
    from ui.textwork.replace_dialog import ReplaceDialog


class TextworkAnswers(DialogAnswers):
    """Each dialog is loaded when it is first asked for."""

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        """Ask what to store in all of these measures."""
        return self._batch(textwork.bulk_dialog.BulkDialog(document, list(keys), self._parent))

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int], text: str
    ) -> Batch | None:
        """Ask for words to find, at first *text*, and to put in their place."""
        return self._batch(
            textwork.replace_dialog.ReplaceDialog(
                document, list(shown), list(selected), self._parent, text=text
            )
        )

    def clean_up(
        self,
        tasks: Sequence[CleanUpTask],
        states: Sequence[CleanUpState],
        look: Callable[[], Sequence[CleanUpState]],
    ) -> None:
        """Show what can be tidied; what is asked on the way lies above that."""
        dialog = textwork.clean_up_dialog.CleanUpDialog(tasks, states, look, self._parent)
        self._above = dialog
        try:
            self._accepted(dialog)
        finally:
            self._above = None

    def leftovers(self, document: Document) -> Batch | None:
        """Show what PDF and Word have left in the texts."""
        return self._batch(textwork.cleanup_dialogs.DebrisDialog(document, parent=self._parent))

    def vocabulary(self, document: Document) -> Batch | None:
        """Show spellings that may mean the same."""
        return self._batch(textwork.cleanup_dialogs.VocabularyDialog(document, self._parent))

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        """Ask for the name of a view of the list."""
        dialog = textwork.bulk_dialog.ViewNameDialog(proposal, names, self._parent)
        return dialog.answer() if self._accepted(dialog) else ""

    def _batch(
        self, dialog: BulkDialog | ReplaceDialog | DebrisDialog | VocabularyDialog
    ) -> Batch | None:
        return dialog.batch() if self._accepted(dialog) else None
