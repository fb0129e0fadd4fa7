"""Step 2: the folder, what the publication says about itself, what has to be confirmed.

(OPN-10, OPN-11) That everything is public is said here, too (WEB-12).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import inflected, shortened
from klimaeditor.publish.gate import Confirmation
from ui import theme
from ui.publishing.publication_form import SettingsForm
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.labels import plain_label
from ui.widgets.layouts import cards_in_the_middle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from klimaeditor.model.catalogue import City
    from klimaeditor.publish.gate import GateQuestion
    from klimaeditor.publish.package import PackagePlan
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

FOLDER: Final = "Ordner des Pakets"
FOLDER_NAME: Final = "Ordner"
CHOOSE: Final = "Ordner &wählen…"
FOLDER_NOTE: Final = (
    "Ein neuer oder leerer Ordner, oder das Paket vom letzten Mal. Es wird als Ganzes ersetzt; "
    "unten steht, was seitdem anders ist."
)
TAKE_FRESH: Final = "&Neuen Ordner darin nehmen: {name}"
NO_FOLDER: Final = "noch kein Ordner gewählt"
ABOUT: Final = "Angaben zur Veröffentlichung"
PUBLIC: Final = "Alles im Paket ist öffentlich"
PUBLIC_NOTE: Final = (
    "Jede Angabe der vier Dateien können alle lesen. Das gilt auch für Angaben, die auf keiner "
    f"Seite stehen, wie Titel des Sachstands oder Menge zu den Kosten. {common_words.NO_NOTES}"
)
TO_CONFIRM: Final = "Vor der Veröffentlichung zu bestätigen"
CONFIRM: Final = "Ich habe das geprüft und bestätige es"
NEW: Final = "Neu seit der letzten Veröffentlichung"
CHANGES_NAME: Final = "Zusammenfassung der Änderungen"
WITHOUT_FOLDER: Final = "Weiter geht es, sobald ein Ordner gewählt ist."
UNCONFIRMED: Final = "Weiter geht es, sobald alles bestätigt ist."


def personal(count: int) -> str:
    """Return what is confirmed about personal data."""
    what = inflected(count, "An 1 Stelle stehen", f"An {count} Stellen stehen")
    return f"{what} personenbezogene Angaben (Schritt 1). Sie dürfen veröffentlicht werden."


_CHANGES = 150  # logical pixels at 100 %
_COLUMN = 760


# --- the step ------------------------------------------------------------------------------------


class PackageStep(QScrollArea):
    """Asks for the folder and the settings; *changed* says that :meth:`reason` may be another.

    *folder_wanted* asks whoever listens for a folder, *fresh_wanted* carries one that was taken
    instead of a filled one; they then call :meth:`show_plan`.
    """

    changed = Signal()
    folder_wanted = Signal()
    fresh_wanted = Signal(object)

    def __init__(
        self,
        settings: PublicationSettings,
        city: City,
        parent: QWidget | None = None,
        *,
        locked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plan: PackagePlan | None = None
        self.begun_with = settings
        self._boxes: list[QCheckBox] = []
        self._path = QLineEdit(self)
        self._path.setReadOnly(True)
        self._path.setAccessibleName(FOLDER_NAME)
        self._path.setPlaceholderText(NO_FOLDER)
        self.choose = QPushButton(CHOOSE, self)
        icons.tint(self.choose, "folder-open")
        self.choose.clicked.connect(self.folder_wanted)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._fresh: Path | None = None
        self.instead = QPushButton(self)
        self.instead.hide()
        self.instead.clicked.connect(lambda: self.fresh_wanted.emit(self._fresh))
        self.form = SettingsForm(settings, city, self, locked=locked)
        self.form.changed.connect(self.changed)
        self._questions = QVBoxLayout()
        self._changes = QPlainTextEdit(self)
        self._changes.setReadOnly(True)
        self._changes.setTabChangesFocus(True)
        self._changes.setAccessibleName(CHANGES_NAME)
        self._changes.setFixedHeight(theme.current().px(_CHANGES))
        self._lay_out()
        self._show()

    # --- what others ask -------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """The folder that was chosen and may be used."""
        return None if self.plan is None else self.plan.target

    def show_plan(self, plan: PackagePlan) -> None:
        """Show the plan for a folder; what was confirmed of the same questions stays confirmed."""
        confirmed = {box.property(_ABOUT) for box in self._boxes if box.isChecked()}
        self.plan = plan
        self._fault.hide()
        self.instead.hide()
        self._clear_questions()
        for sentence in _sentences(plan.gate.questions):
            self._ask(sentence, confirmed=sentence in confirmed)
        self._show()
        self.changed.emit()

    def show_refusal(self, sentence: str, fresh: Path | None = None) -> None:
        """Say why a folder cannot be used, and offer a *fresh* one; the one before stays."""
        self._fault.setText(sentence)
        self._fault.show()
        self._fresh = fresh
        self.instead.setVisible(fresh is not None)
        if fresh is not None:
            name = shortened(fresh.name).replace("&", "&&")
            self.instead.setText(TAKE_FRESH.format(name=name))
            self.instead.setAccessibleName(common_words.plain(TAKE_FRESH).format(name=fresh.name))
        self.changed.emit()

    def reason(self) -> str:
        """Return why nothing can be written yet, "" where it can."""
        faults = self.form.faults()
        if self.plan is None:
            return WITHOUT_FOLDER
        if faults:
            return faults[0]
        others = [lack for lack in self.plan.gate.lacks if lack not in faults]
        if others and self.form.settings() == self.plan.settings:
            return others[0]
        return "" if all(box.isChecked() for box in self._boxes) else UNCONFIRMED

    def first_open(self) -> QWidget:
        """Return where the next thing is to be done: the folder, or what is to be confirmed."""
        if self.plan is None:
            return self.choose
        return next((box for box in self._boxes if not box.isChecked()), self.choose)

    # --- inside ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        sheet, cards = cards_in_the_middle(self, theme.current().px(_COLUMN))
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(self.choose)
        offer = QHBoxLayout()
        offer.addWidget(self.instead)
        offer.addStretch(1)
        add_card(cards, FOLDER, FOLDER_NOTE, row, self._fault, offer)
        QWidget.setTabOrder(self.choose, self.instead)
        add_card(cards, ABOUT, "", self.form)
        self._confirm_card = add_card(cards, TO_CONFIRM, "", self._questions)
        add_card(cards, PUBLIC, PUBLIC_NOTE)
        self._new_card = add_card(cards, NEW, "", self._changes)
        cards.addStretch(1)
        self.setWidget(sheet)

    def _show(self) -> None:
        plan = self.plan
        self._path.setText("" if plan is None else str(plan.target))
        self._fault.setVisible(bool(self._fault.text()) and plan is None)
        self._confirm_card.setVisible(bool(self._boxes))
        self._new_card.setVisible(plan is not None)
        self._changes.setPlainText("" if plan is None else plan.changes)

    def _ask(self, sentence: str, *, confirmed: bool) -> None:
        label = plain_label(sentence, wrap=True)
        box = QCheckBox(CONFIRM, self)
        box.setProperty(_ABOUT, sentence)
        box.setAccessibleDescription(sentence)
        box.setChecked(confirmed)
        box.toggled.connect(lambda _: self.changed.emit())
        self._boxes.append(box)
        self._questions.addWidget(label)
        self._questions.addWidget(box)

    def _clear_questions(self) -> None:
        self._boxes = []
        while (item := self._questions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


_ABOUT: Final = "about"


def _sentences(questions: Iterable[GateQuestion]) -> list[str]:
    """Return what is to be confirmed; places with personal data are seen in step 1, once."""
    found = []
    for kind, group in groupby(sorted(questions, key=lambda q: q.kind), key=lambda q: q.kind):
        alike = list(group)
        if kind is Confirmation.PERSONAL:
            found.append(personal(len(alike)))
        else:
            found += [question.sentence for question in alike]
    return found


def add_card(cards: QVBoxLayout, title: str, note: str, *content: QWidget | QLayout) -> QFrame:
    """Put a card with a heading below the others, and return it."""
    card = QFrame()
    card.setProperty("role", "card")
    card.setAccessibleName(title)
    column = QVBoxLayout(card)
    space = theme.Space
    column.setContentsMargins(space.L, space.M, space.L, space.M)
    column.setSpacing(space.S)
    column.addWidget(plain_label(title, "heading"))
    if note:
        column.addWidget(plain_label(note, "muted", wrap=True))
    for part in content:
        column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
    cards.addWidget(card)
    return card
