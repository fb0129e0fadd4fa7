"""What stands before an editor: the public label, whether it is required, the contract's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.form import form_texts
from ui.widgets.beside import BesideLayout
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from klimaeditor.catalogue import Field

WIDTH = 220
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX


class RowLabel(QWidget):
    """The label is the buddy of *target*, the widget that takes the keyboard (A11Y-06)."""

    def __init__(self, field: Field, target: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = plain_label(field.label, "field", wrap=True)
        label.setBuddy(target)
        self._required = plain_label(form_texts.REQUIRED, "required")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.Space.XS, 0, 0)
        layout.setSpacing(1)
        layout.addLayout(BesideLayout(label, self._required, theme.Space.S))
        key = plain_label(field.key_label, "key", wrap=True)
        layout.addWidget(key)
        layout.addStretch(1)
        tip = f"{field.help}\n{form_texts.HELP_SHOWN.format(shown=field.shown)}"
        if field.is_contract_text:  # the contract's own words are English (A11Y-18)
            original = form_texts.ORIGINAL.format(key=field.key_label)
            key.setAccessibleName(original)
            tip = f"{tip}\n{original}"
        self.setToolTip(safe_tip(tip))
        self.set_required(required=False)

    @property
    def is_required(self) -> bool:
        """Whether the label says that the field is required."""
        return not self._required.isHidden()

    def set_required(self, *, required: bool) -> None:
        """Say in a word whether the field is required."""
        self._required.setVisible(required)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take the whole width, or that of the label column."""
        width = theme.current().px(WIDTH)
        self.setMinimumWidth(0 if narrow else width)
        self.setMaximumWidth(_ANY_WIDTH if narrow else width)
