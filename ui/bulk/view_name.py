"""The name of a view to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ui import texts as words
from ui import theme
from ui.bulk import texts
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from collections.abc import Iterable


class ViewNameDialog(DialogFrame):
    """Asks for a name; *taken* are those in use. :meth:`answer` returns it."""

    def __init__(
        self, proposal: str, taken: Iterable[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(texts.VIEW_TITLE, parent)
        self._taken = {name.casefold() for name in taken}
        self._line = QLineEdit(proposal, self)
        self._line.setPlaceholderText(texts.VIEW_HINT)
        self._line.setAccessibleName(words.plain(texts.VIEW_NAME))
        self._line.selectAll()
        self._note = plain_label(role="note", wrap=True)
        label = QLabel(texts.VIEW_NAME, self)
        label.setProperty("role", "field")
        label.setBuddy(self._line)
        row = QHBoxLayout()
        row.setSpacing(theme.Space.M)
        row.addWidget(label)
        row.addWidget(self._line, 1)
        self.body.addWidget(plain_label(texts.VIEW_SENTENCE, "muted", wrap=True))
        self.body.addLayout(row)
        self.body.addWidget(self._note)
        self.add_button(texts.VIEW_KEEP, self._take, primary=True, default=True)
        self.add_button(words.CANCEL, self.reject)
        self._line.textChanged.connect(lambda _: self._tell())
        self._tell()
        self._line.setFocus()

    def answer(self) -> str:
        """Return the name as entered, without blanks around it."""
        return " ".join(self._line.text().split())

    def _tell(self, *, missing: bool = False) -> None:
        replaces = self.answer().casefold() in self._taken
        sentence = texts.VIEW_REPLACES if replaces else ""
        self._note.setText(texts.VIEW_NO_NAME if missing else sentence)
        set_role(self._note, "tone", "error" if missing else "")
        set_role(self._line, "invalid", missing)
        self._line.setAccessibleDescription(self._note.text())

    def _take(self) -> None:
        """Take the name, or say that one is missing (A11Y-16)."""
        if self.answer():
            self.accept()
        else:
            self._tell(missing=True)
            self._line.setFocus()
