"""Answers what publishing asks outside of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import publishing
from ui.dialogs.dialog_answers import DialogAnswers

if TYPE_CHECKING:
    from klimaeditor.model.catalogue import City
    from klimaeditor.publish.publisher import PublicationSettings


class PublicationAnswers(DialogAnswers):
    """The dialog is loaded when it is first asked for."""

    def publication(
        self, settings: PublicationSettings, city: City, locked: frozenset[str]
    ) -> PublicationSettings | None:
        """Ask what every package says about itself."""
        dialog = publishing.setup_dialog.SetupDialog(settings, city, locked, self._parent)
        return dialog.settings() if self._accepted(dialog) else None
