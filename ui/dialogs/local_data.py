"""Which local data of the program shall go: one tick for each kind (DEL-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from ui import texts as words
from ui import theme
from ui.dialogs import texts
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.choices import LocalKind


class LocalDataDialog(DialogFrame):
    """:meth:`answer` returns the places of the kinds that are ticked.

    What had better stay is not ticked at first, and says why.
    """

    def __init__(self, kinds: Sequence[LocalKind], parent: QWidget | None = None) -> None:
        super().__init__(texts.LOCAL_TITLE, parent, width=520)
        self.body.addWidget(plain_label(texts.LOCAL_SENTENCE, wrap=True))
        self._boxes: list[QCheckBox] = []
        for kind in kinds:
            box = QCheckBox(kind.line.replace("&", "&&"), self)
            box.setChecked(not kind.keep)
            box.toggled.connect(self._judge)
            self._boxes.append(box)
            column = QVBoxLayout()
            column.setSpacing(theme.Space.XS)
            column.addWidget(box)
            if kind.keep:
                box.setAccessibleDescription(kind.keep)
                column.addWidget(plain_label(kind.keep, "note", wrap=True))
            self.body.addLayout(column)
        self.body.addWidget(plain_label(texts.LOCAL_NOTE, "muted", wrap=True))
        self._delete = self.add_button(texts.DELETE, self.accept)
        cancel = self.add_button(words.CANCEL, self.reject, default=True)
        self._judge()
        (self._boxes[0] if self._boxes else cancel).setFocus()

    def answer(self) -> frozenset[int]:
        """Return the places of the kinds to be removed."""
        return frozenset(n for n, box in enumerate(self._boxes) if box.isChecked())

    def _judge(self) -> None:
        self._delete.setEnabled(bool(self.answer()))
