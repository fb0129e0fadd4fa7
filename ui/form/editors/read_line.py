"""YEAR, NUMBER, and the common part of AMOUNT and DATE: a short line that is read while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.readable import AMOUNT_UNIT
from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.form.editors.base import FieldEditor, column, icon_button, note, small_button
from ui.widgets import reading
from ui.widgets.layouts import FlowLayout
from ui.widgets.text_edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QAbstractButton, QPushButton

    from klimaeditor.model.values import Json, Value
    from ui.widgets.reading import Reading


# --- words ---------------------------------------------------------------------------------------

NO_INFORMATION = "Keine Angabe"
AMOUNT_HINT = "z. B. 1.250.000"

YEAR_HINT = "z. B. 2030"

DATE_HINT = "TT.MM.JJJJ"
OPEN_CALENDAR = "Kalender öffnen"
CALENDAR = "Kalender"


# --- YEAR, NUMBER, and the common part of AMOUNT and DATE: a short line that is read while typing

_PAUSE_MS: Final = 600


@dataclass(frozen=True, slots=True)
class LineLook:
    """How the line looks: its width (pixels at 100 %), the text while it is empty, its unit."""

    width: int
    hint: str = ""
    unit: str = ""


class ReadLineEditor(FieldEditor):
    """A line whose text is read into a stored value on each key.

    The line keeps the typed spelling while it has the focus and takes the tidy one when left. The
    remark on how the text was read comes when typing pauses, so that nothing flickers. Buttons that
    take a proposed value stand there with the cursor only (D 1).
    """

    def __init__(
        self,
        read: Callable[[str], Reading],
        show: Callable[[Value], str],
        look: LineLook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._tidy = read, show
        self._line = LineEdit(self, width=look.width, unit=look.unit)
        self._quiet = False
        self._look = look
        self._line.setPlaceholderText(look.hint)
        self._remark = note(self)
        self._offers: list[QPushButton] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._lines = column(self)
        # What has no room beside the line goes below it, and the line is not cut off.
        self._first_row = FlowLayout(spacing=theme.Space.S)
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

    def attend(self, *, entered: bool, quiet: bool) -> None:
        """Leave the word to the finding under the field; offer buttons with the cursor only."""
        self._quiet = quiet
        if quiet:
            self._clear_remark()
        elif not entered:
            self._drop_offers()
        elif isinstance(self._value, str) and not self._offers and not self._pause.isActive():
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
        if self._quiet:
            return
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
        self._drop_offers()

    def _drop_offers(self) -> None:
        for button in self._offers:
            self._lines.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offers.clear()


class YearEditor(ReadLineEditor):
    """A calendar year; emits int, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(reading.read_year, reading.show_year, LineLook(110, YEAR_HINT), parent)


class NumberEditor(ReadLineEditor):
    """A plain number in German spelling; emits int, float, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(reading.read_number, reading.show_number, LineLook(150), parent)


# --- AMOUNT: euro in German spelling, and an explicit "Keine Angabe" (null, not 0) ---------------


class AmountEditor(ReadLineEditor):
    """A line for euro; emits int, float, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            reading.read_amount,
            reading.show_amount,
            LineLook(170, AMOUNT_HINT, AMOUNT_UNIT),
            parent,
        )
        self._before_none: Json = None
        self._none = QCheckBox(NO_INFORMATION, self)
        self._none.clicked.connect(self._on_none_clicked)
        self._first_row.addWidget(self._none)

    @property
    def none_box(self) -> QCheckBox:
        """The check box for "Keine Angabe"."""
        return self._none

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._none, NO_INFORMATION),)

    def _show(self, value: Value) -> None:
        super()._show(value)
        self._before_none = None
        self._none.setChecked(value is None)

    def _lock(self, *, locked: bool) -> None:
        super()._lock(locked=locked)
        self._none.setEnabled(not locked)

    def _emit(self, value: Json) -> None:
        self._none.setChecked(value is None)
        super()._emit(value)

    def _on_none_clicked(self, checked: bool) -> None:
        """Store null, or bring back what stood there before; without that, ask for an amount."""
        if checked:
            before = self._value
            self._take(None)
            self._before_none = before if isinstance(before, int | float | str) else None
        else:
            self._take(self._before_none)
        self._none.setFocus() if checked else self._line.setFocus()


# --- DATE: TT.MM.JJJJ on the screen, ISO in the file, a calendar for those who like to point -----


class DateEditor(ReadLineEditor):
    """A line for a day; emits ISO text, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(reading.read_date, reading.show_date, LineLook(150, DATE_HINT), parent)
        self._open = icon_button(self, "calendar", OPEN_CALENDAR)
        self._open.clicked.connect(self.open_calendar)
        self._first_row.addWidget(self._open)

    @property
    def calendar_button(self) -> QToolButton:
        """The button that opens the calendar."""
        return self._open

    def open_calendar(self) -> QCalendarWidget:
        """Open the calendar below the line at the stored day, and return it."""
        calendar = calendar_popup(self)
        day = QDate.fromString(str(self._value), Qt.DateFormat.ISODate)
        if day.isValid():
            calendar.setSelectedDate(day)
        calendar.activated.connect(self._on_day_chosen)
        calendar.clicked.connect(self._on_day_chosen)
        show_below(calendar, self._line)
        return calendar

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._open, OPEN_CALENDAR),)

    def _lock(self, *, locked: bool) -> None:
        super()._lock(locked=locked)
        self._open.setVisible(not locked)

    def _on_day_chosen(self, day: QDate) -> None:
        calendar = self.sender()
        if isinstance(calendar, QCalendarWidget):
            calendar.window().close()
        self._take(day.toString(Qt.DateFormat.ISODate))


def calendar_popup(owner: QWidget) -> QCalendarWidget:
    """Return a calendar in a window that closes by Esc or a click elsewhere."""
    frame = QFrame(owner, Qt.WindowType.Popup)
    frame.setProperty("role", "notice")
    frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar = QCalendarWidget(frame)
    calendar.setAccessibleName(CALENDAR)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setGridVisible(False)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())  # Qt's red is unreadable on dark
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(calendar)
    room_for_ring = QSize(theme.current().px(24), theme.current().px(24))
    calendar.setMinimumSize(calendar.sizeHint() + room_for_ring)
    return calendar


def show_below(calendar: QCalendarWidget, anchor: QWidget) -> None:
    """Show the calendar's window under *anchor* with the keyboard in it."""
    frame = calendar.window()
    frame.move(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))
    frame.show()
    calendar.setFocus()
