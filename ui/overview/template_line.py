"""A line that says which template a Word file is written with, and lets another be chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets import common_words
from ui.widgets.labels import plain_label, safe_tip, set_role
from ui.widgets.pickers import CalmComboBox, lock

# --- words ---------------------------------------------------------------------------------------

TEMPLATE: Final = "Vorla&ge"
CHOOSE_TEMPLATE: Final = "Vorlage wä&hlen…"


class TemplateLine(QWidget):
    """The choice of a template; *wanted* asks for a file, :meth:`take` or :meth:`refuse` answer.

    *resized* tells that the line may be higher or lower now.

    *reason* says why nobody may choose here, "" where one may.
    """

    wanted = Signal()
    resized = Signal()

    def __init__(
        self, template: Path | None, reason: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.choice = CalmComboBox(self, narrow=True)
        self.choice.setAccessibleName(common_words.plain(TEMPLATE))
        self.choice.setAccessibleDescription(common_words.TEMPLATE_NOTE)
        self.choice.addItem(common_words.NO_TEMPLATE)
        self._choose = QPushButton(CHOOSE_TEMPLATE, self)
        self._choose.setAutoDefault(False)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.Space.S)
        row.addWidget(self.choice, 1)
        row.addWidget(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addLayout(row)
        column.addWidget(self._fault)
        if template is not None:
            self.take(template)
        if reason:
            self._choose.setEnabled(False)
            column.addWidget(lock(self.choice, reason))
        else:
            column.addWidget(plain_label(common_words.TEMPLATE_NOTE, "muted", wrap=True))
        self._choose.clicked.connect(lambda _checked=False: self.wanted.emit())
        self.choice.currentIndexChanged.connect(lambda _place: self.refuse(""))

    def template(self) -> Path | None:
        """Return the template that is chosen, None for none."""
        found = self.choice.currentData()
        return Path(found) if isinstance(found, str) else None

    def take(self, path: Path) -> None:
        """Choose a template, adding it where it is not in the list."""
        place = self.choice.findData(str(path))
        if place < 0:
            self.choice.addItem(path.name, str(path))
            place = self.choice.count() - 1
            self.choice.setItemData(place, safe_tip(str(path)), Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentIndex(place)
        self.refuse("")

    def refuse(self, sentence: str) -> None:
        """Say why a file is no template; the choice stays. "" takes the sentence away."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        set_role(self.choice, "invalid", bool(sentence))
        self.choice.setAccessibleDescription(sentence or common_words.TEMPLATE_NOTE)
        self.resized.emit()
