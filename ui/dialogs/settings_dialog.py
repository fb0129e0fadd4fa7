"""Einstellungen: what holds on this machine, each thing in the one place where it is kept.

What an administrator has locked is shown with the reason and cannot be changed (DEL-04).
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from klimaeditor.model.dataclass import dataclass
from klimaeditor.notes.notebook import AuthorNames
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.theme import Scheme
from ui.widgets import common_words
from ui.widgets.labels import plain_label, set_role
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox, lock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Einstellungen"
TAKE: Final = "Über&nehmen"

PEOPLE: Final = "Ansprechperson und Herausgeber"
CONTACT: Final = "Ansprech&person"
CONTACT_HINT: Final = "Name, Telefon, E-Mail"
CONTACT_NOTE: Final = "Steht in jeder Abfrage an die Fachämter, nie in der Veröffentlichung."
PROVIDER: Final = "&Herausgeber"
LICENCE: Final = "&Lizenz"
LICENCE_NOTE: Final = "Herausgeber und Lizenz stehen in jedem Paket zur Veröffentlichung."

FOLDERS: Final = "Ordner"
FOLDERS_NOTE: Final = (
    "Hier beginnt die Auswahl. Ist nichts angegeben, beginnt sie beim zuletzt benutzten Ordner."
)
DATASETS: Final = "&Datensätze"
PACKAGES: Final = "Pa&kete"
REQUESTS: Final = "&Abfragen"
BACKUPS: Final = "&Sicherungen"
NOTES_FOLDER: Final = "No&tizen"
BESIDE_DATASET: Final = "neben dem Ordner des Datensatzes"
NOTES_FOLDER_NOTE: Final = (
    "Zum Beispiel ein Ordner für alle im Team. Vorhandene Notizen bleiben, wo sie sind; was noch "
    "geöffnet ist, kommt dorthin mit."
)
LAST_USED: Final = "zuletzt benutzter Ordner"
OWN_PROFILE: Final = "im eigenen Benutzerprofil"
BACKUPS_NOTE: Final = (
    "Gilt ab dem nächsten Öffnen eines Datensatzes. Frühere Sicherungen bleiben, wo sie sind."
)
CHOOSE: Final = "Wählen…"
CHOOSE_FOR: Final = "Ordner für {name} wählen"

WORD_FILES: Final = "Word-Dateien"
TEMPLATE: Final = "&Vorlage"
CHOOSE_TEMPLATE: Final = "Word-Vorlage wählen"

LOOKS: Final = "Aussehen"
ZOOM: Final = "&Größe"
ZOOM_ITEM: Final = "{percent} %"
SCHEME: Final = "&Farben"
SCHEMES: Final = {
    Scheme.SYSTEM: "Wie im System",
    Scheme.LIGHT: "Hell",
    Scheme.DARK: "Dunkel",
}

NOTES: Final = "Notizen zu diesem Datensatz"
NOTES_RULES: Final = "Diese Angaben gelten für alle, die zu diesem Datensatz Notizen schreiben."
AUTHORS: Final = "Na&men"
AUTHOR_NAMES: Final = {
    AuthorNames.FULL: "Benutzername",
    AuthorNames.INITIALS: "Anfangsbuchstaben",
    AuthorNames.NONE: "keine Namen",
}
RETENTION: Final = "Aufbe&wahren, Tage"
FOR_EVER: Final = "ohne Ende"
RETENTION_NOTE: Final = (
    "Danach werden erledigte Notizen gelöscht; bei allem anderen entfällt der Name."
)
LOG_DAYS: Final = "Änderungspr&otokoll, Tage"
NO_LOG: Final = "aus"
LOG_NOTE: Final = (
    "Hält beim Speichern fest, wer wann welches Feld geändert hat, in einer eigenen Datei neben "
    "den Notizen. Leer: Es gibt keines, ein vorhandenes wird gelöscht. Klären Sie das vorher mit "
    "dem Personalrat."
)
NO_DAYS: Final = "Geben Sie die Tage als ganze Zahl ein. Beispiel: 365."
FORGET_PERSON: Final = "Notizen einer Person löschen"
NOBODY: Final = "niemand"
START: Final = "Beim Start"
OPENS_LAST: Final = "Den &zuletzt benutzten Datensatz öffnen"


def given_dataset(path: str) -> str:
    """Return which dataset the administrator offers at the first start."""
    return f"Von der IT für den ersten Start vorgegeben: {path}"


# --- what is asked -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SettingsValues:
    """What the dialog shows and returns; a folder is "" where none is set."""

    contact: str = ""
    provider: str = ""
    licence: str = ""
    datasets: str = ""
    packages: str = ""
    requests: str = ""
    backups: str = ""
    template: str = ""
    notes: str = ""
    author_names: AuthorNames = AuthorNames.FULL
    retention: str = ""
    log_days: str = ""
    forget_person: str = ""
    zoom: int = 100
    scheme: Scheme = Scheme.SYSTEM
    opens_last: bool = False


@dataclass(frozen=True, slots=True)
class SettingsOffer:
    """What there is to set.

    *licences* maps keys to titles. *locked* says in German, by the name of a value, why it cannot
    be changed. *authors* are named in the notes of the open dataset, None where there are no notes
    to set anything for. *dataset* is what the administrator offers at the first start. *judge*
    returns a sentence for each value that cannot be taken, by its name.
    """

    values: SettingsValues
    licences: Mapping[str, str]
    locked: Mapping[str, str] = field(default_factory=dict)
    dataset: str = ""
    authors: Sequence[str] | None = None
    judge: Callable[[SettingsValues], Mapping[str, str]] = lambda _values: {}


# --- the dialog ----------------------------------------------------------------------------------

_FOLDERS: Final = {
    "datasets": (DATASETS, LAST_USED),
    "packages": (PACKAGES, LAST_USED),
    "requests": (REQUESTS, LAST_USED),
    "backups": (BACKUPS, OWN_PROFILE),
    "notes": (NOTES_FOLDER, BESIDE_DATASET),
}
_FOLDER_NOTES: Final = {"backups": BACKUPS_NOTE, "notes": NOTES_FOLDER_NOTE}
_WIDTH, _HEIGHT = 660, 720
_LONGEST_NAME = 60


class SettingsDialog(DialogFrame):
    """Asks for everything at once; after it was accepted, :meth:`values` is what shall hold.

    *choose* asks for a folder, *choose_file* for a template, given a title and where to begin.
    """

    def __init__(self, offer: SettingsOffer, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent, width=480)
        self.choose: Callable[[str, Path | None], Path | None] = lambda _title, _start: None
        self.choose_file: Callable[[str, Path | None], Path | None] = lambda _title, _start: None
        self._offer = offer
        values = offer.values
        self._contact = QLineEdit(values.contact, self)
        self._contact.setPlaceholderText(CONTACT_HINT)
        self._provider = QLineEdit(values.provider, self)
        self._licence = _combo(self, offer.licences, values.licence)
        self._folders = {
            name: QLineEdit(getattr(values, name), self) for name, _words in _FOLDERS.items()
        }
        self._template = QLineEdit(values.template, self)
        self._template.setPlaceholderText(common_words.NO_TEMPLATE)
        self._author_names = _combo(self, AUTHOR_NAMES, values.author_names)
        self._retention = QLineEdit(values.retention, self)
        self._retention.setPlaceholderText(FOR_EVER)
        self._log_days = QLineEdit(values.log_days, self)
        self._log_days.setPlaceholderText(NO_LOG)
        people = {name: one_line(name, _LONGEST_NAME) for name in offer.authors or ()}
        self._forget = _combo(self, {"": NOBODY, **people}, "")
        for editor in (self._author_names, self._retention, self._log_days, self._forget):
            editor.setVisible(offer.authors is not None)
        steps = range(theme.ZOOM_MIN, theme.ZOOM_MAX + 1, theme.ZOOM_STEP)
        sizes = {p: ZOOM_ITEM.format(percent=p) for p in sorted({*steps, values.zoom})}
        self._zoom = _combo(self, sizes, values.zoom)
        self._scheme = _combo(self, SCHEMES, values.scheme)
        self._opens_last = QCheckBox(OPENS_LAST, self)
        self._opens_last.setChecked(values.opens_last)
        self._faults: dict[str, QLabel] = {}
        self._lay_out()
        self.add_button(TAKE, self._take, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        fit_screen(self, _WIDTH, _HEIGHT)
        (self._contact if self._contact.isEnabled() else self._provider).setFocus()

    def values(self) -> SettingsValues:
        """Return what is entered."""
        licence, zoom, scheme = (
            box.currentData() for box in (self._licence, self._zoom, self._scheme)
        )
        before = self._offer.values
        return replace(
            before,
            contact=" ".join(self._contact.text().split()),
            provider=self._provider.text().strip(),
            licence=licence if isinstance(licence, str) else before.licence,
            zoom=zoom if isinstance(zoom, int) else before.zoom,
            scheme=Scheme(scheme) if isinstance(scheme, str) else before.scheme,
            template=self._template.text().strip(),
            author_names=AuthorNames(self._author_names.currentData()),
            retention=self._retention.text().strip(),
            log_days=self._log_days.text().strip(),
            forget_person=str(self._forget.currentData()),
            opens_last=self._opens_last.isChecked(),
            **{name: line.text().strip() for name, line in self._folders.items()},
        )

    # --- inside ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "panel")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, theme.Space.S, 0)
        grid.setHorizontalSpacing(theme.Space.M)
        grid.setVerticalSpacing(theme.Space.S)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        self._begin(PEOPLE)
        self._add("contact", CONTACT, self._contact, CONTACT_NOTE)
        self._add("provider", PROVIDER, self._provider)
        self._add("licence", LICENCE, self._licence, LICENCE_NOTE)
        self._begin(FOLDERS, FOLDERS_NOTE)
        for name, (words, empty) in _FOLDERS.items():
            line = self._folders[name]
            line.setPlaceholderText(empty)
            self._add(name, words, line, _FOLDER_NOTES.get(name, ""))
        if self._offer.authors is not None:
            self._begin(NOTES, NOTES_RULES)
            self._add("author_names", AUTHORS, self._author_names)
            self._add("retention", RETENTION, self._retention, RETENTION_NOTE)
            self._add("log_days", LOG_DAYS, self._log_days, LOG_NOTE)
            self._add("forget_person", FORGET_PERSON, self._forget)
        self._begin(WORD_FILES)
        self._add("template", TEMPLATE, self._template, common_words.TEMPLATE_NOTE)
        self._begin(LOOKS)
        self._add("zoom", ZOOM, self._zoom)
        self._add("scheme", SCHEME, self._scheme)
        self._begin(START, given_dataset(self._offer.dataset) if self._offer.dataset else "")
        grid.addWidget(self._opens_last, grid.rowCount(), 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea(self)
        area.setProperty("role", "bare")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(self.focusPolicy())
        area.setWidget(page)
        self._area = area
        self.body.addWidget(area, 1)

    def _begin(self, title: str, note: str = "") -> None:
        """Begin a section below the others."""
        row = self._grid.rowCount()
        if row > 1:
            self._grid.setRowMinimumHeight(row, theme.Space.S)
        self._grid.addWidget(plain_label(title, "heading"), row + 1, 0, 1, 2)
        if note:
            self._grid.addWidget(plain_label(note, "muted", wrap=True), row + 2, 0, 1, 2)

    def _add(self, name: str, words: str, editor: QWidget, note: str = "") -> None:
        """Put a field below the others: its label, what is wrong, what it means."""
        grid = self._grid
        label = QLabel(words, self)
        label.setProperty("role", "field")
        label.setBuddy(editor)
        editor.setAccessibleName(common_words.plain(words))
        editor.setAccessibleDescription(note)
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        if isinstance(editor, QLineEdit) and (name in self._folders or name == "template"):
            grid.addLayout(self._with_button(name, editor), row, 1)
        else:
            grid.addWidget(editor, row, 1)
        fault = plain_label(role="note", wrap=True)
        fault.setProperty("tone", "error")
        fault.hide()
        self._faults[name] = fault
        grid.addWidget(fault, row + 1, 1)
        if name in self._offer.locked:
            grid.addWidget(lock(editor, self._offer.locked[name]), row + 2, 1)
        elif note:
            grid.addWidget(plain_label(note, "muted", wrap=True), row + 2, 1)

    def _with_button(self, name: str, line: QLineEdit) -> QHBoxLayout:
        is_file = name == "template"
        words = CHOOSE_TEMPLATE
        if not is_file:
            words = CHOOSE_FOR.format(name=common_words.plain(_FOLDERS[name][0]))
        button = QPushButton(CHOOSE, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setEnabled(name not in self._offer.locked)
        button.clicked.connect(lambda: self._choose(words, line, is_file=is_file))
        row = QHBoxLayout()
        row.setSpacing(theme.Space.S)
        row.addWidget(line, 1)
        row.addWidget(button)
        return row

    def _choose(self, title: str, line: QLineEdit, *, is_file: bool) -> None:
        start = line.text().strip()
        ask = self.choose_file if is_file else self.choose
        found = ask(title, Path(start) if start else None)
        if found is not None:
            line.setText(str(found))
            line.setFocus()

    def _take(self) -> None:
        """Accept, or say under its field what cannot be taken and put the keyboard there."""
        faults = self._offer.judge(self.values())
        for name, label in self._faults.items():
            sentence = faults.get(name, "")
            label.setText(sentence)
            label.setVisible(bool(sentence))
        editors = {"provider": self._provider, "licence": self._licence, **self._folders}
        editors |= {"template": self._template, "retention": self._retention}
        for name, editor in editors.items():
            set_role(editor, "invalid", name in faults)
            if name in faults:
                editor.setAccessibleDescription(faults[name])
        wrong = next((editor for name, editor in editors.items() if name in faults), None)
        if wrong is None:
            self.accept()
            return
        wrong.setFocus()
        self._area.ensureWidgetVisible(wrong)


def _combo(parent: QWidget, items: Mapping[Any, str], at: object) -> CalmComboBox:
    """Return a list of choices that stands on the one whose value is *at*."""
    box = CalmComboBox(parent, narrow=True)
    for value, words in items.items():
        box.addItem(words, value.value if isinstance(value, StrEnum) else value)
    box.setCurrentIndex(box.findData(at.value if isinstance(at, StrEnum) else at))
    return box
