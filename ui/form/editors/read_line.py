"""YEAR, NUMBER, and the common part of AMOUNT and DATE: a short line that is read while typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer

from ui.form import texts
from ui.form.editors import reading
from ui.form.editors.base import FieldEditor
from ui.form.editors.layouts import column, note, row, small_button
from ui.form.editors.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton, QWidget

    from klimaeditor.values import Json, Value
    from ui.form.editors.reading import Reading

_PAUSE_MS: Final = 600


@dataclass(frozen=True, slots=True)
class Look:
    """How the line looks: its width in digits, and what stands in it while it is empty."""

    chars: int
    hint: str = ""


class ReadLineEditor(FieldEditor):
    """A line whose text is read into a stored value on each key.

    The line keeps the typed spelling while it has the focus and takes the tidy one when left. The
    remark on how the text was read comes when typing pauses, so that nothing flickers.
    """

    def __init__(
        self,
        read: Callable[[str], Reading],
        show: Callable[[Value], str],
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._tidy = read, show
        self._line = LineEdit(self, chars=look.chars)
        self._look = look
        self._line.setPlaceholderText(look.hint)
        self._remark = note(self)
        self._offers: list[QPushButton] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._lines = column(self)
        self._first_row = row()
        self._lines.addLayout(self._first_row)
        self._first_row.addWidget(self._line)
        self._lines.addWidget(self._remark)
        self.setFocusProxy(self._line)
        self._line.typed.connect(self._on_typed)
        self._line.editingFinished.connect(self._on_left)

    def focus_widget(self) -> LineEdit:
        """Return the line."""
        return self._line

    def remark(self) -> str:
        """Return the remark on how the text was read, "" where there is none."""
        return "" if self._remark.isHidden() else self._remark.text()

    def offers(self) -> tuple[QPushButton, ...]:
        """Return the buttons that take a proposed value."""
        return tuple(self._offers)

    def _show(self, value: Value) -> None:
        self._line.show_text(self._tidy(value))
        self._clear_remark()
        if isinstance(value, str) and self._read(value).proposals:
            self._tell()

    def _lock(self, *, locked: bool) -> None:
        self._line.setReadOnly(locked)
        self._line.setPlaceholderText("" if locked else self._look.hint)
        self._clear_remark()

    def _on_typed(self, text: str) -> None:
        self._emit(self._read(text).stored)
        self._pause.start()

    def _on_left(self) -> None:
        if self._pause.isActive():
            self._tell()
        self._line.show_text(self._tidy(self._value))

    def _tell(self) -> None:
        """Show remark and proposals for the text as it stands."""
        found = self._read(self._line.text())
        self._clear_remark()
        self._remark.setText(found.remark)
        self._remark.setVisible(bool(found.remark))
        for words, value in found.proposals:
            self._offer(words, value)

    def _offer(self, words: str, value: Json) -> None:
        button = small_button(self, words)
        button.setAccessibleName(f"{words}: {self.accessibleName()}")
        button.clicked.connect(lambda: self._take(value))
        self._lines.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._offers.append(button)

    def _take(self, value: Json) -> None:
        """Store a proposed value and go back to the line."""
        self._emit(value)
        self._line.show_text(self._tidy(value))
        self._line.setFocus()
        self._clear_remark()

    def _clear_remark(self) -> None:
        self._pause.stop()
        self._remark.hide()
        for button in self._offers:
            self._lines.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offers.clear()


class YearEditor(ReadLineEditor):
    """A calendar year; emits int, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(reading.read_year, reading.show_year, Look(10, texts.YEAR_HINT), parent)
        self._first_row.addStretch()


class NumberEditor(ReadLineEditor):
    """A plain number in German spelling; emits int, float, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(reading.read_number, reading.show_number, Look(14), parent)
        self._first_row.addStretch()
