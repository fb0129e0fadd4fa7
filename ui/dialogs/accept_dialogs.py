"""Why a finding is accepted, and how releases are used: what is asked about both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from klimaeditor.model.core_words import counted, shortened
from klimaeditor.notes.notebook import AuthorNames
from ui.dialogs.frame import DialogFrame
from ui.widgets import common_words
from ui.widgets.labels import MessageArea, plain_label, set_role
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from klimaeditor.notes.notebook import NotebookRules


# --- words ---------------------------------------------------------------------------------------

ACCEPT_TITLE: Final = "Befund annehmen"
ACCEPT: Final = "&Annehmen"
REASON: Final = "&Grund"
REASON_HINT: Final = "Warum bleibt es so?"
NO_REASON: Final = "Nennen Sie einen Grund, damit andere ihn verstehen."
ACCEPT_NOTE: Final = (
    "Was angenommen ist, zählt nicht mehr und steht auf der Seite „Befunde“ ganz unten. Es kommt "
    "wieder, sobald sich die Angabe ändert. Der Grund ist intern und wird nicht veröffentlicht."
)
RULES_TITLE: Final = "Freigabe einrichten"
RULES_SENTENCE: Final = (
    "Wer eine Maßnahme freigibt, sagt: Ich habe sie angesehen, so kann sie veröffentlicht werden."
)
RULES_ON: Final = "&Freigaben verwenden"
RULES_REQUIRED: Final = "&Vor der Veröffentlichung muss alles freigegeben sein"
RULES_SECOND: Final = "Freigeben &darf nicht, wer die Maßnahme zuletzt bearbeitet hat"
RULES_STORE: Final = "&Übernehmen"
RULES_ENDS: Final = (
    "Jede Änderung beendet die Freigabe; wer sie rückgängig macht, stellt sie wieder her."
)
RULES_HONEST: Final = (
    "Namen sind die Benutzernamen des Rechners und kein Nachweis, wer es war. Die Einstellung gilt "
    "für alle, die mit diesem Datensatz und seinen Notizen arbeiten."
)
RULES_NAMELESS: Final = (
    "Bei diesem Datensatz werden keine Namen gespeichert. Ob es eine andere Person ist, lässt sich "
    "deshalb nicht prüfen."
)
RULES_SHORT: Final = (
    "Dafür wird gespeichert, wer eine Maßnahme zuletzt bearbeitet hat. Zwei Personen mit demselben "
    "Kürzel gelten als eine."
)
RULES_KEEPS: Final = "Dafür wird gespeichert, wer eine Maßnahme zuletzt bearbeitet hat."

_KEEPS: Final = {
    AuthorNames.FULL: RULES_KEEPS,
    AuthorNames.INITIALS: RULES_SHORT,
    AuthorNames.NONE: RULES_NAMELESS,
}
_MOST_LINES: Final = 6


def accept_sentence(count: int) -> str:
    """Return what is about to be accepted."""
    if count == 1:
        return "Dieser Befund wird angenommen:"
    return f"{counted(count, 'Befund', 'Befunde')} werden mit demselben Grund angenommen:"


# --- Why -----------------------------------------------------------------------------------------


class AcceptDialog(DialogFrame):
    """Asks why the findings in *lines* are accepted; :meth:`reason` is the answer."""

    def __init__(self, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(ACCEPT_TITLE, parent, width=560)
        sentence = accept_sentence(len(lines))
        self.body.addWidget(plain_label(sentence, wrap=True))
        area = MessageArea(_MOST_LINES, self)
        area.set_name(sentence)
        area.set_text("\n".join(f"•  {one_line(shortened(line, 300), 300)}" for line in lines))
        self.body.addWidget(area)
        label = QLabel(REASON, self)
        label.setProperty("role", "field")
        self._reason = QLineEdit(self)
        self._reason.setPlaceholderText(REASON_HINT)
        self._reason.setAccessibleName(common_words.plain(REASON))
        label.setBuddy(self._reason)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._fault.hide()
        self.body.addWidget(label)
        self.body.addWidget(self._reason)
        self.body.addWidget(self._fault)
        self.body.addWidget(plain_label(ACCEPT_NOTE, "muted", wrap=True))
        self.add_button(ACCEPT, self._accept_if_said, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._reason.textChanged.connect(lambda _: self._complain(""))
        self._reason.setFocus()

    def reason(self) -> str:
        """Return the reason."""
        return " ".join(self._reason.text().split())

    def _accept_if_said(self) -> None:
        if self.reason():
            self.accept()
        else:
            self._complain(NO_REASON)
            self._reason.setFocus()

    def _complain(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        set_role(self._reason, "invalid", bool(sentence))
        self._reason.setAccessibleDescription(sentence)
        if self.isVisible():
            self.fit()


# --- How releases are used -----------------------------------------------------------------------


class ReleaseRulesDialog(DialogFrame):
    """Shows what of *rules* is about releases; :meth:`rules` are those chosen."""

    def __init__(self, rules: NotebookRules, parent: QWidget | None = None) -> None:
        super().__init__(RULES_TITLE, parent, width=560)
        self._rules = rules
        self._on = self._box(RULES_ON, checked=rules.releases)
        self._required = self._box(RULES_REQUIRED, checked=rules.release_required)
        self._second = self._box(RULES_SECOND, checked=rules.second_person)
        self._keeps = plain_label(role="note", wrap=True)
        self._keeps.setText(_KEEPS[rules.names])
        self.body.addWidget(plain_label(RULES_SENTENCE, wrap=True))
        for widget in (self._on, self._required, self._second, self._keeps):
            self.body.addWidget(widget)
        self.body.addWidget(plain_label(RULES_ENDS, "muted", wrap=True))
        self.body.addWidget(plain_label(RULES_HONEST, "muted", wrap=True))
        self.body.addStretch(1)
        self.add_button(RULES_STORE, self.accept, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        for box in (self._on, self._second):
            box.toggled.connect(lambda _: self._offer())
        self._offer()
        self._on.setFocus()

    def rules(self) -> NotebookRules:
        """Return the rules as chosen; what depends on releases is off without them."""
        on = self._on.isChecked()
        return replace(
            self._rules,
            releases=on,
            release_required=on and self._required.isChecked(),
            second_person=on and self._second.isChecked(),
        )

    def _box(self, text: str, *, checked: bool) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setChecked(checked)
        return box

    def _offer(self) -> None:
        for box in (self._required, self._second):
            box.setEnabled(self._on.isChecked())
        self._keeps.setVisible(self._on.isChecked() and self._second.isChecked())
        if self.isVisible():
            self.fit()
