"""Answers what two sides changed, what a crash has left, and who has the dataset open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.clock import local_now
from ui import review
from ui.dialogs.dialog_answers import DialogAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.locks import HeldLock
    from ui.dialogs.choices import LockedChoice, RecoveryChoice
    from ui.review.former_versions import FormerQuestion, Restoration
    from ui.review.review_rows import ChangeRow, Titles
    from ui.review.review_words import ReviewWords


class ReviewAnswers(DialogAnswers):
    """Each dialog is loaded when it is first asked for."""

    def review(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: ReviewWords,
        *,
        settled_is_final: bool,
    ) -> Chosen | None:
        """Show what two sides changed and ask where both did; None where cancelled."""
        dialog = review.dialogs.ReviewDialog(
            decisions, titles, about, self._parent, settled_is_final=settled_is_final
        )
        return dialog.choices() if self._accepted(dialog) else None

    def restore(
        self, backups: Sequence[Backup], changes: Callable[[Backup], Sequence[ChangeRow]]
    ) -> Backup | None:
        """Ask for a backup to restore."""
        dialog = review.dialogs.RestoreDialog(backups, changes, local_now(), self._parent)
        return dialog.chosen() if self._accepted(dialog) else None

    def recovery(
        self, sentence: str, rows: Sequence[ChangeRow], *, readable: bool = True
    ) -> RecoveryChoice:
        """Ask whether changes that a crash left unsaved shall come back."""
        dialog = review.dialogs.RecoveryDialog(sentence, rows, self._parent, readable=readable)
        try:
            return dialog.ask()
        finally:
            dialog.deleteLater()

    def former_versions(self, asked: FormerQuestion) -> Restoration | None:
        """Show what a measure said before; return what shall come back, None for nothing."""
        dialog = review.former_versions.FormerVersionsDialog(asked, self._parent)
        return dialog.choice if self._accepted(dialog) else None

    def locked(self, held: HeldLock) -> LockedChoice:
        """Say who has the dataset open and ask how to open it."""
        return self._ask(review.dialogs.locked(held))
