"""Category and title of a new measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit

from klimaeditor.model.core_words import shortened
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.widgets import common_words
from ui.widgets.labels import plain_label, set_role
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget


# --- words ---------------------------------------------------------------------------------------

# --- a new measure -------------------------------------------------------------------------
NEW_TITLE: Final = "Neue Maßnahme"
NEW_SENTENCE: Final = (
    "Die Kennung wird aus der Kategorie gebildet und bleibt danach für immer gleich, "
    "weil Adressen der Website darauf zeigen."
)
NEW_CATEGORY: Final = "&Kategorie"
NEW_NAME: Final = "&Titel"
NEW_NAME_HINT: Final = "z. B. Radstation am Hauptbahnhof"
CHOOSE: Final = "Auswählen …"
CREATE: Final = "&Anlegen"
NO_CATEGORY: Final = "Wählen Sie eine Kategorie. Beispiel: „{example}“."
NO_NAME: Final = "Geben Sie einen Titel ein. Beispiel: „Radstation am Hauptbahnhof“."


class NewMeasureDialog(DialogFrame):
    """Asks for both; :meth:`answer` returns them. *categories* maps ids to names.

    What is missing is said under its field when the user wants to go on (A11Y-16).
    """

    def __init__(
        self, categories: Mapping[str, str], parent: QWidget | None = None, *, chosen: str = ""
    ) -> None:
        super().__init__(NEW_TITLE, parent)
        self._categories = dict(categories)
        self._category = CalmComboBox(self)
        self._category.setPlaceholderText(CHOOSE)
        for identifier, name in categories.items():
            self._category.addItem(one_line(name, 60), identifier)
        self._category.setCurrentIndex(self._category.findData(chosen) if chosen else -1)
        self._title = QLineEdit(self)
        self._title.setPlaceholderText(NEW_NAME_HINT)
        self._category_fault = self._fault()
        self._title_fault = self._fault()
        self._lay_out()
        self.add_button(CREATE, self._take, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._category.currentIndexChanged.connect(lambda _: self._judge(only_clear=True))
        self._title.textChanged.connect(lambda _: self._judge(only_clear=True))
        (self._title if chosen else self._category).setFocus()

    def answer(self) -> tuple[str, str]:
        """Return category id and title as entered."""
        chosen = self._category.currentData()
        title = " ".join(self._title.text().split())
        return (chosen if isinstance(chosen, str) else "", title)

    def _fault(self) -> QLabel:
        label = plain_label(role="note", wrap=True)
        label.setProperty("tone", "error")
        label.hide()
        return label

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.M)
        grid.setVerticalSpacing(theme.Space.XS)
        rows = (
            (NEW_CATEGORY, self._category, self._category_fault),
            (NEW_NAME, self._title, self._title_fault),
        )
        for number, (name, editor, fault) in enumerate(rows):
            label = QLabel(name, self)
            label.setProperty("role", "field")
            label.setBuddy(editor)
            editor.setAccessibleName(common_words.plain(name))
            grid.addWidget(label, 3 * number, 0)
            grid.addWidget(editor, 3 * number, 1)
            grid.addWidget(fault, 3 * number + 1, 1)
            grid.setRowMinimumHeight(3 * number + 2, theme.Space.XS)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(plain_label(NEW_SENTENCE, "muted", wrap=True))
        self.body.addStretch(1)

    def _take(self) -> None:
        if self._judge():
            self.accept()

    def _judge(self, *, only_clear: bool = False) -> bool:
        """Say what is missing, or *only_clear* what no longer is; True where nothing is."""
        category, title = self.answer()
        example = next(iter(self._categories.values()), "")
        faults = (
            (self._title, self._title_fault, "" if title else NO_NAME),
            (
                self._category,
                self._category_fault,
                "" if category else NO_CATEGORY.format(example=shortened(example)),
            ),
        )
        for editor, label, sentence in faults:
            if sentence and only_clear:
                continue
            label.setText(sentence)
            label.setVisible(bool(sentence))
            set_role(editor, "invalid", bool(sentence))
            editor.setAccessibleDescription(sentence)
            if sentence:
                editor.setFocus()
        return bool(category and title)
