"""DATE: TT.MM.JJJJ on the screen, ISO in the file, a calendar for those who like to point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, QSize, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from ui import theme
from ui.form import texts
from ui.form.editors import reading
from ui.form.editors.layouts import icon_button
from ui.form.editors.read_line import Look, ReadLineEditor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton


class DateEditor(ReadLineEditor):
    """A line for a day; emits ISO text, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(reading.read_date, reading.show_date, Look(13, texts.DATE_HINT), parent)
        self._open = icon_button(self, "calendar", texts.OPEN_CALENDAR)
        self._open.clicked.connect(self.open_calendar)
        self._first_row.addWidget(self._open)
        self._first_row.addStretch()

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
        return ((self._open, texts.OPEN_CALENDAR),)

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
    calendar.setAccessibleName(texts.CALENDAR)
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
