"""What a crash left unsaved, and whether it shall come back (SAFE-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.choices import RecoveryChoice
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.review import texts
from ui.review.changes import ChangesView
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.review.rows import ChangeRow


class RecoveryDialog(DialogFrame):
    """Asks *sentence*, e.g. that of a Leftover, about *rows*; :attr:`value` is the answer.

    Esc and the window's cross mean „Später“: nothing is lost. Enter never discards. What is not
    *readable* can only be kept or thrown away.
    """

    def __init__(
        self,
        sentence: str,
        rows: Sequence[ChangeRow],
        parent: QWidget | None = None,
        *,
        readable: bool = True,
    ) -> None:
        super().__init__(texts.RECOVERY_TITLE, parent)
        self.value = RecoveryChoice.LATER
        self.add_heading("history", "accent", sentence)
        if rows:
            view = ChangesView(texts.SAVED_TEXT, texts.RECOVERED_TEXT, self)
            view.show_changes(rows)
            self.body.addWidget(view, 1)
        self.body.addWidget(plain_label(texts.RECOVERY_NOTE, "muted", wrap=True))
        discard = self.add_side_button(texts.DISCARD, lambda: self._take(RecoveryChoice.DISCARD))
        discard.setAutoDefault(False)
        if readable:
            self.add_button(
                texts.RECOVER,
                lambda: self._take(RecoveryChoice.RESTORE),
                primary=True,
                default=True,
            )
        self.add_button(texts.LATER, self.reject, default=not readable)
        if rows:
            fit_screen(self, 820, 600)

    def ask(self) -> RecoveryChoice:
        """Show the dialog and return the answer."""
        self.exec()
        return self.value

    def _take(self, choice: RecoveryChoice) -> None:
        self.value = choice
        self.accept()
