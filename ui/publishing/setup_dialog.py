"""Veröffentlichung einrichten: what every package says about itself, once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.publishing.publication_form import SettingsForm
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from klimaeditor.model.catalogue import City
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Veröffentlichung einrichten"
SENTENCE: Final = (
    "Das steht in jedem Paket und im Metadatensatz für ein Datenportal. Alles davon ist öffentlich."
)
TAKE: Final = "Über&nehmen"

_WIDTH, _HEIGHT = 640, 760


class SetupDialog(DialogFrame):
    """After accepting, :meth:`settings` is what shall hold; what is wrong keeps it open."""

    def __init__(
        self,
        settings: PublicationSettings,
        city: City,
        locked: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(TITLE, parent, width=480)
        page = QWidget()
        page.setProperty("role", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.Space.S, 0)
        self._form = SettingsForm(settings, city, page, locked=locked)
        self._form.unfold()
        column.addWidget(self._form)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        area = QScrollArea(self)
        area.setProperty("role", "bare")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(self.focusPolicy())
        area.setWidget(page)
        self.body.addWidget(plain_label(SENTENCE, "muted", wrap=True))
        self.body.addWidget(area, 1)
        self.body.addWidget(self._fault)
        self.add_button(TAKE, self._take, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._form.changed.connect(self._fault.hide)
        self._fault.hide()
        fit_screen(self, _WIDTH, _HEIGHT)

    def settings(self) -> PublicationSettings:
        """Return what is entered."""
        return self._form.settings()

    def _take(self) -> None:
        """Accept, or say what cannot be taken (A11Y-16)."""
        faults = self._form.faults()
        if not faults:
            self.accept()
            return
        self._fault.setText(faults[0])
        self._fault.show()
        announce(self._fault, faults[0])
