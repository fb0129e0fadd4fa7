"""Four pages to a request: which measures, to whom, which fields, by when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.departments.sending import Wanted
from ui import texts as words
from ui import theme
from ui.announce import announce
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.requests import texts
from ui.requests.fields import FieldsPage
from ui.requests.groups import GroupsPage
from ui.requests.which import WhichPage
from ui.widgets.dates import CalmDateEdit
from ui.widgets.labels import plain_label
from ui.widgets.locked import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.splitting import Group

_WEEKS = 4


class RequestDialog(DialogFrame):
    """:meth:`groups` and :meth:`wanted` are what ``departments.send`` takes.

    Both go to *make* at the end; while that returns False the dialog stays as it is. *contact*
    is whom the machine's administrator names, *contact_locked* that no other may be (DEL-04).
    """

    def __init__(  # noqa: PLR0913 - by name where it is called
        self,
        dataset: Dataset,
        shown: Sequence[int],
        today: date,
        parent: QWidget | None = None,
        *,
        contact: str = "",
        contact_locked: bool = False,
    ) -> None:
        super().__init__(texts.TITLE, parent)
        self.make: Callable[[tuple[Group, ...], Wanted], bool] = lambda _groups, _wanted: True
        self._heading = plain_label(role="heading", wrap=True)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._which = WhichPage(dataset, shown, today, self)
        self._groups = GroupsPage(dataset, self)
        self._fields = FieldsPage(self)
        self._last = _LastPage(today, contact, self, locked=contact_locked)
        self._pages = QStackedWidget(self)
        self._pages.setProperty("role", "panel")
        for page in (self._which, self._groups, self._fields, self._last):
            self._pages.addWidget(page)
        for widget in (self._heading, self._pages, self._fault):
            self.body.addWidget(widget, 1 if widget is self._pages else 0)
        self._back = self.add_button(texts.BACK, lambda: self._go(-1))
        self._next = self.add_button(texts.NEXT, lambda: self._go(1), primary=True, default=True)
        self.add_button(words.CANCEL, self.reject)
        for changing in (self._which.changed, self._groups.changed, self._fields.changed):
            changing.connect(self._judge)
        self._go(0)
        fit_screen(self, 760, 560)

    def groups(self) -> tuple[Group, ...]:
        """Return who gets which measures."""
        return self._groups.groups()

    def wanted(self) -> Wanted:
        """Return fields, due date, contact and covering note."""
        return self._last.wanted(self._fields.fields())

    def _go(self, step: int) -> None:
        place = self._pages.currentIndex() + step
        if step > 0 and self._fault_here():
            self._judge()
            return
        if place == self._pages.count():
            if self.make(self.groups(), self.wanted()):
                self.accept()
            return
        self._pages.setCurrentIndex(max(0, place))
        if self._pages.currentWidget() is self._groups:
            self._groups.set_measures(self._which.measures())
        place = self._pages.currentIndex()
        self._heading.setText(texts.PAGES[place])
        self._back.setEnabled(place > 0)
        self._next.setText(texts.MAKE if place == self._pages.count() - 1 else texts.NEXT)
        self._judge()
        announce(self, texts.PAGES[place])
        page = self._pages.currentWidget()
        if step and page is not None:
            page.setFocus()

    def _fault_here(self) -> str:
        """Return what is missing on the page at hand."""
        page = self._pages.currentWidget()
        if page is self._which and not self._which.measures():
            return texts.NONE_CHOSEN
        if page is self._groups and not self._groups.groups():
            return texts.NO_GROUP
        if page is self._fields and not self._fields.fields():
            return texts.NO_FIELD
        return ""

    def _judge(self) -> None:
        fault = self._fault_here()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self._next.setEnabled(not fault)


class _LastPage(QWidget):
    """By when, whom to ask, and what to say."""

    def __init__(
        self, today: date, contact: str, parent: QWidget | None = None, *, locked: bool = False
    ) -> None:
        super().__init__(parent)
        self._with_due = QCheckBox(texts.WITH_DUE, self)
        self._with_due.setChecked(True)
        start = QDate(today.year, today.month, today.day).addDays(7 * _WEEKS)
        self._due = CalmDateEdit(start, self)
        self._due.setMinimumDate(start.addDays(-7 * _WEEKS))
        self._due.setAccessibleName(texts.DUE)
        self._with_due.toggled.connect(self._due.setEnabled)
        self._contact = QLineEdit(contact, self)
        self._contact.setPlaceholderText(texts.CONTACT_HINT)
        self._note = QPlainTextEdit(self)
        self._note.setPlaceholderText(texts.NOTE_HINT)
        self._note.setTabChangesFocus(True)
        self.setFocusProxy(self._with_due)  # Tab passes over what stands before the proxy
        line = QHBoxLayout()
        line.addWidget(self._with_due)
        line.addWidget(self._due)
        line.addStretch(1)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(texts.CONTACT, self._contact)
        if locked:
            form.addRow(lock(self._contact))
        form.addRow(texts.NOTE, self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.M)
        column.addLayout(line)
        column.addLayout(form, 1)
        column.addWidget(plain_label(texts.PUBLIC_NOTE, "muted", wrap=True))

    def wanted(self, fields: tuple[str, ...]) -> Wanted:
        """Return what is asked, with the *fields* of another page."""
        day = self._due.date()
        due = date(day.year(), day.month(), day.day()) if self._with_due.isChecked() else None
        contact = " ".join(self._contact.text().split())
        return Wanted(fields, due, contact, self._note.toPlainText().strip())
