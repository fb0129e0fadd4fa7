"""What a publication says about itself, as a form: on the page of publishing and in a dialog."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor import publish
from ui import theme
from ui.widgets import common_words
from ui.widgets.labels import plain_label
from ui.widgets.pickers import CalmComboBox, lock

if TYPE_CHECKING:
    from klimaeditor.model.catalogue import City
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

PROVIDER: Final = "&Herausgeber"
LICENCE: Final = "&Lizenz"
MORE: Final = "Weitere &Angaben"
NAME: Final = "&Titel"
DESCRIPTION: Final = "&Beschreibung"
IDENTIFIER: Final = "&Kennung des Datensatzes"
IDENTIFIER_NOTE: Final = "Die Kennung bleibt für immer; Buchstaben, Ziffern, Punkt, - und _."
ADDRESS: Final = "Ad&resse im Portal"
HOMEPAGE: Final = "Web&site des Herausgebers"
CONTACT: Final = "Anspre&chstelle für die Daten"
EMAIL: Final = "E-&Mail der Stelle"
CONTACT_PAGE: Final = "K&ontaktseite der Stelle"
FREQUENCY: Final = "Neue Daten &gibt es"
WEB_HINT: Final = "https://"
BODY_HINT: Final = "Name einer Stelle, keiner Person"
CANONICAL: Final = "&JSON in einheitlicher Form ausgeben statt so, wie es gespeichert ist"
RIGHTS: Final = "Alle, die einen Beitrag verfasst haben, sind &einverstanden"

_LINES: Final = (
    ("dataset_uri", ADDRESS, WEB_HINT),
    ("homepage", HOMEPAGE, WEB_HINT),
    ("contact_name", CONTACT, BODY_HINT),
    ("contact_email", EMAIL, ""),
    ("contact_url", CONTACT_PAGE, WEB_HINT),
)
"""Settings that are a line of text: their name, their label, what stands in the empty field."""
_DESCRIPTION: Final = 66  # logical pixels at 100 %


# --- what a publication says about itself --------------------------------------------------------


class SettingsForm(QWidget):
    """Fields for the settings of a publication; *changed* says that one is another now.

    *locked* names the settings that the machine's administrator has fixed: ``provider``,
    ``licence`` (DEL-04). They are shown, with the reason why they cannot be changed.
    """

    changed = Signal()

    def __init__(
        self,
        settings: PublicationSettings,
        city: City,
        parent: QWidget | None = None,
        *,
        locked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._before, self._city = settings, city
        self._provider = QLineEdit(settings.provider, self)
        self._licence = CalmComboBox(self, narrow=True)
        for key, licence in publish.publisher.LICENCES.items():
            self._licence.addItem(licence.title, key)
        self._licence.setCurrentIndex(self._licence.findData(settings.licence))
        self._title = QLineEdit(settings.title, self)
        self._description = QPlainTextEdit(settings.description, self)
        self._description.setTabChangesFocus(True)
        self._description.setFixedHeight(theme.current().px(_DESCRIPTION))
        self._identifier = QLineEdit(settings.identifier, self)
        self._lines = {
            name: QLineEdit(getattr(settings, name), self) for name, _words, _note in _LINES
        }
        self._frequency = CalmComboBox(self, narrow=True)
        for key, words in publish.publisher.FREQUENCIES.items():
            self._frequency.addItem(words, key)
        self._frequency.setCurrentIndex(self._frequency.findData(settings.frequency))
        self._canonical = QCheckBox(CANONICAL, self)
        self._canonical.setChecked(settings.canonical)
        self._rights = QCheckBox(RIGHTS, self)
        self._rights.setChecked(settings.third_party_rights)
        self._more = QPushButton(MORE, self)
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._rest = QWidget(self)
        self._lay_out(locked)
        self._more.toggled.connect(self._rest.setVisible)
        self._more.setChecked(bool(publish.publisher.missing(settings, city)))
        self._rest.setVisible(self._more.isChecked())
        for line in (self._provider, self._title, self._identifier, *self._lines.values()):
            line.textChanged.connect(lambda _: self._tell())
        self._licence.currentIndexChanged.connect(lambda _: self._tell())
        self._tell()

    def unfold(self) -> None:
        """Show all fields, without the button that does."""
        self._more.setChecked(True)
        self._more.hide()
        self._provider.setFocus()

    def _lay_out(self, locked: frozenset[str]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        first, rest = QFormLayout(), QFormLayout(self._rest)
        for form in (first, rest):
            form.setContentsMargins(0, 0, 0, 0)
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name, editor in (
            (PROVIDER, self._provider),
            (LICENCE, self._licence),
            (NAME, self._title),
            (DESCRIPTION, self._description),
            (IDENTIFIER, self._identifier),
            (FREQUENCY, self._frequency),
            *((words, self._lines[name]) for name, words, _note in _LINES),
        ):
            editor.setAccessibleName(common_words.plain(name))
        first.addRow(PROVIDER, self._provider)
        if "provider" in locked:
            first.addRow(lock(self._provider))
        first.addRow(LICENCE, self._licence)
        if "licence" in locked:
            first.addRow(lock(self._licence))
        rest.addRow(NAME, self._title)
        rest.addRow(DESCRIPTION, self._description)
        rest.addRow(IDENTIFIER, self._identifier)
        rest.addRow(plain_label(IDENTIFIER_NOTE, "muted", wrap=True))
        for name, words, note in _LINES:
            rest.addRow(words, self._lines[name])
            if note:
                self._lines[name].setPlaceholderText(note)
        rest.addRow(FREQUENCY, self._frequency)
        for box in (self._canonical, self._rights):
            rest.addRow(box)
        column.addLayout(first)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rest)
        self._advice = plain_label(role="note", wrap=True)
        self._advice.setProperty("tone", "warning")
        column.addWidget(self._advice)

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
            frequency=self._frequency.currentData() or self._before.frequency,
            canonical=self._canonical.isChecked(),
            third_party_rights=self._rights.isChecked(),
            dataset_uri=self._said("dataset_uri"),
            homepage=self._said("homepage"),
            contact_name=self._said("contact_name"),
            contact_email=self._said("contact_email"),
            contact_url=self._said("contact_url"),
        )

    def _said(self, name: str) -> str:
        return self._lines[name].text().strip()

    def faults(self) -> tuple[str, ...]:
        """Return what is missing, in German sentences."""
        return publish.publisher.missing(self.settings(), self._city)

    def _tell(self) -> None:
        """Say what a portal will ask for, and that something is another now."""
        advice = publish.publisher.advice(self.settings())
        self._advice.setText("\n".join(advice))
        self._advice.setVisible(bool(advice))
        self.changed.emit()
