"""What the publication says about itself: provider, licence, identifiers (OPN-10, OPN-11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from klimaeditor import publish
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.publishing import publishing_words
from ui.widgets import common_words
from ui.widgets.labels import GivingArea, plain_label
from ui.widgets.pickers import CalmComboBox, lock

if TYPE_CHECKING:
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

PROVIDER: Final = "&Herausgeber"
LICENCE: Final = "&Lizenz"
NAME: Final = "&Titel"
DESCRIPTION: Final = "&Beschreibung"
IDENTIFIER: Final = "&Kennung des Datensatzes"
IDENTIFIER_NOTE: Final = "Die Kennung bleibt für immer; Buchstaben, Ziffern, Punkt, - und _."
ADDRESS: Final = "&Adresse im Portal (freiwillig)"
CANONICAL: Final = "JSON in &einheitlicher Form ausgeben statt so, wie es gespeichert ist"
RIGHTS: Final = "Die &Urheber der beigetragenen Texte sind einverstanden"
KEEP: Final = "&Merken"

_DESCRIPTION = 88  # logical pixels at 100 %


class SettingsDialog(DialogFrame):
    """After accepting, :meth:`settings` are the settings as changed.

    *locked* names the settings that the machine's administrator has fixed: ``provider``,
    ``licence`` (DEL-04). They are shown, with the reason why they cannot be changed.
    """

    def __init__(
        self,
        settings: PublicationSettings,
        parent: QWidget | None = None,
        *,
        locked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(publishing_words.SETTINGS_TITLE, parent)
        self._before = settings
        self._provider = QLineEdit(settings.provider, self)
        self._licence = CalmComboBox(self)
        for key, licence in publish.publisher.LICENCES.items():
            self._licence.addItem(licence.title, key)
        self._licence.setCurrentIndex(self._licence.findData(settings.licence))
        self._title = QLineEdit(settings.title, self)
        self._description = QPlainTextEdit(settings.description, self)
        self._description.setTabChangesFocus(True)
        self._identifier = QLineEdit(settings.identifier, self)
        self._address = QLineEdit(settings.dataset_uri, self)
        self._canonical = QCheckBox(CANONICAL, self)
        self._canonical.setChecked(settings.canonical)
        self._rights = QCheckBox(RIGHTS, self)
        self._rights.setChecked(settings.third_party_rights)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._lay_out(locked)
        self._keep = self.add_button(KEEP, self.accept, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        for line in (self._provider, self._title, self._identifier):
            line.textChanged.connect(lambda _: self._judge())
        self._judge()
        fit_screen(self, 620, 620)

    def _lay_out(self, locked: frozenset[str]) -> None:
        """Put everything into a part that scrolls: at 200 % it is higher than a small screen."""
        self._description.setMaximumHeight(theme.current().px(_DESCRIPTION))
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(PROVIDER, self._provider)
        if "provider" in locked:
            form.addRow(lock(self._provider))
        form.addRow(LICENCE, self._licence)
        if "licence" in locked:
            form.addRow(lock(self._licence))
        form.addRow(NAME, self._title)
        form.addRow(DESCRIPTION, self._description)
        form.addRow(IDENTIFIER, self._identifier)
        form.addRow(plain_label(IDENTIFIER_NOTE, "muted", wrap=True))
        form.addRow(ADDRESS, self._address)
        for box in (self._canonical, self._rights):
            form.addRow(box)
        self.body.addWidget(GivingArea(content, self))
        content.setAutoFillBackground(False)  # setWidget turns it on
        self.body.addStretch(1)
        self.body.addWidget(self._fault)

    def settings(self) -> PublicationSettings:
        """Return what is entered; what is not shown here stays as it was."""
        licence = self._licence.currentData()
        return replace(
            self._before,
            provider=self._provider.text().strip(),
            licence=licence if isinstance(licence, str) else self._before.licence,
            title=self._title.text().strip(),
            description=self._description.toPlainText().strip(),
            identifier=self._identifier.text().strip(),
            dataset_uri=self._address.text().strip(),
            canonical=self._canonical.isChecked(),
            third_party_rights=self._rights.isChecked(),
        )

    def _judge(self) -> None:
        faults = publish.publisher.missing(self.settings())
        self._fault.setText("\n".join(faults))
        self._fault.setVisible(bool(faults))
        self._keep.setEnabled(not faults)
