"""CHOICE and CATEGORY: one of a fixed list; a value outside the list stays, and is said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from klimaeditor.model.values import Absent, same
from ui.form.editors.base import Choice, FieldEditor, pairs, row, set_flag
from ui.theme import icons
from ui.widgets.found import FoundMarks, paint_marks, written_line
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox
from ui.widgets.reading import shown_text
from ui.widgets.text_edits import INDENT, GrowingText
from ui.widgets.text_guards import fits, pasted_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

CHOOSE = "Auswählen …"
NOT_IN_LIST = "„{value}“ (nicht in der Liste)"
SHOW_SUGGESTIONS = "Vorschläge zeigen"
SUGGESTIONS = "Vorschläge"


# --- CHOICE and CATEGORY: one of a fixed list; a value outside the list stays, and is said to be -


_OPENING: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_CHANGING: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class FormComboBox(CalmComboBox):
    """A closed list changes nothing by keys: arrows open it, and what is chosen is seen before."""

    def __init__(self, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        super().__init__(parent, narrow=narrow)
        self._marks = FoundMarks()

    def mark(self, marks: FoundMarks) -> None:
        """Mark words that were searched for in the choice that is shown."""
        self._marks = marks
        self.update()

    def mark_place(self) -> QRect:
        """Return all of the box."""
        return self.rect()

    def enter_mark(self) -> None:
        """Open the list: whoever has searched never stands in a closed one."""
        self.setFocus()
        if not self.property("locked"):
            self.showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark what was searched for over the choice that Qt has written."""
        super().paintEvent(event)
        if not self._marks.words:
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = (
            self.style()
            .subControlRect(
                QStyle.ComplexControl.CC_ComboBox,
                option,
                QStyle.SubControl.SC_ComboBoxEditField,
                self,
            )
            .adjusted(1, 0, -1, 0)
        )
        painter = QPainter(self)
        painter.setFont(self.font())
        height = written_line(self.currentText(), self.font()).boundingRect().height()
        at = QPointF(room.x(), room.y() + (room.height() - height) // 2)
        paint_marks(painter, room, at, self.currentText(), self._marks)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, or leave the key alone."""
        key = Qt.Key(event.key())
        if key in _OPENING and not self.property("locked"):
            self.showPopup()
        elif key in (*_OPENING, *_CHANGING) or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChoiceEditor(FieldEditor):
    """A combo box over (stored value, label); emits the stored value, never the label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._items: list[Choice] = []
        self._combo = FormComboBox(self, narrow=True)
        self._combo.setPlaceholderText(CHOOSE)
        row(self).addWidget(self._combo)
        self.setFocusProxy(self._combo)
        self._combo.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        """Offer *choices*; the value that is shown stays shown."""
        self._choices = pairs(choices)
        self._fill()

    def focus_widget(self) -> CalmComboBox:
        """Return the combo box."""
        return self._combo

    def _show(self, value: Value) -> None:
        self._fill()

    def _lock(self, *, locked: bool) -> None:
        """Leave only the present value in the list: readable, reachable, not to be changed."""
        set_flag(self._combo, "locked", on=locked)
        self._fill()

    def _fill(self) -> None:
        present = self._value
        items = list(self._choices)
        if not isinstance(present, Absent) and self._place(items) < 0 and present is not None:
            shown = one_line(shown_text(present), 80)
            items.append((present, NOT_IN_LIST.format(value=shown)))
        if self._read_only:
            items = [item for item in items if _is(item, present)]
        self._items = items  # the box would hand the values back as Qt holds them
        self._combo.clear()
        self._combo.addItems([one_line(label) for _, label in items])
        self._combo.setCurrentIndex(self._place(items))

    def _place(self, items: Sequence[Choice]) -> int:
        return next((at for at, item in enumerate(items) if _is(item, self._value)), -1)

    def _on_activated(self, index: int) -> None:
        if not self._read_only and 0 <= index < len(self._items):
            self._emit(self._items[index][0])


def _is(item: Choice, value: Value) -> bool:
    return same(item[0], value)


# --- OPEN_CHOICE: free text with the spellings in use offered while typing -----------------------
#
# The field is as high as its text: some stored values have several lines and keep them. Enter takes
# a suggestion and never breaks a line; the list opens with F4 or the arrow.

_LONGEST = 1_000  # so many letters of a word can be found
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEFT_TO_LIST = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class SuggestingText(GrowingText):
    """A text area of one line or more with a list of suggestions below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, least=1, most=8)
        self._words = QStandardItemModel(self)
        self._popup = _popup()
        self._completer = _completer(self, self._words, self._popup)
        self._arrow = QToolButton(self)
        self._arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrow.setCursor(Qt.CursorShape.ArrowCursor)
        self._arrow.setToolTip(SHOW_SUGGESTIONS)
        icons.tint(self._arrow, "chevron-down")
        self._arrow.clicked.connect(self.show_all)
        self._arrow.hide()
        self.typed.connect(self._suggest)
        self._completer.activated[QModelIndex].connect(  # type: ignore[index] # the stub lacks it
            self._take
        )

    @property
    def arrow(self) -> QToolButton:
        """The button that opens the whole list."""
        return self._arrow

    def suggestions(self) -> QListView:
        """Return the list of suggestions, open or not."""
        return self._popup

    def set_words(self, choices: Sequence[Choice]) -> None:
        """Offer *choices*; a word of several lines is shown in one."""
        self._words.clear()
        for stored, label in choices:
            item = QStandardItem(one_line(label, _LONGEST))
            item.setData(stored, Qt.ItemDataRole.UserRole)
            self._words.appendRow(item)
        self._place_arrow()

    def show_all(self) -> None:
        """Open the whole list, whatever the text."""
        if self.isReadOnly() or not self._words.rowCount():
            return
        self.setFocus()
        self._completer.setCompletionPrefix("")
        self._open()

    def close_list(self) -> None:
        """Close the list: what it offers is no longer about the text shown."""
        self._popup.hide()

    def setReadOnly(self, read_only: bool) -> None:
        """Lock the text and take the arrow away."""
        super().setReadOnly(read_only)
        self._place_arrow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the list its keys; Enter breaks no line."""
        for_the_list = event.key() in _LEFT_TO_LIST and self._popup.isVisible()
        if for_the_list or event.key() in _ENTER:
            event.ignore()
        elif event.key() == Qt.Key.Key_F4:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line of plain text."""
        if fits(source, self):
            self.insertPlainText(pasted_line(source))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the arrow in the upper right corner."""
        super().resizeEvent(event)
        self._place_arrow()

    def _suggest(self, text: str) -> None:
        """Open, narrow or close the list for what is typed now."""
        completer = self._completer
        completer.setCompletionPrefix(" ".join(text.split()))
        matches = completer.completionCount()
        done = matches == 1 and completer.currentIndex().data(Qt.ItemDataRole.UserRole) == text
        if text.strip() and matches and not done:
            self._open()
        else:
            self._popup.hide()

    def _open(self) -> None:
        self._popup.setCurrentIndex(QModelIndex())
        below = self.rect().translated(0, 2)
        self._completer.complete(QRect(below.left(), below.top(), self.width(), self.height()))

    def _take(self, index: QModelIndex) -> None:
        """Put the chosen word in place of the text."""
        self.selectAll()
        self.insertPlainText(index.data(Qt.ItemDataRole.UserRole))
        self._popup.hide()

    def _place_arrow(self) -> None:
        offered = self._words.rowCount() > 0 and not self.isReadOnly()
        self._arrow.setVisible(offered)
        size = self._arrow.sizeHint()
        self.setViewportMargins(INDENT, 0, size.width() if offered else INDENT, 0)
        frame = self.frameWidth() // 2
        one_line = min(self.height(), self._height(1))
        top = max(0, (one_line - size.height()) // 2)
        self._arrow.setGeometry(
            self.width() - size.width() - frame, top, size.width(), size.height()
        )


class OpenChoiceEditor(FieldEditor):
    """Free text with suggestions; emits str."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = SuggestingText(self)
        row(self).addWidget(self._text)
        self.setFocusProxy(self._text)
        self._text.typed.connect(self._emit)

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        """Offer *choices*, usually the spellings in use."""
        self._text.set_words(pairs(choices))

    def focus_widget(self) -> SuggestingText:
        """Return the text area."""
        return self._text

    def _buttons(self) -> Sequence[tuple[QToolButton, str]]:
        return ((self._text.arrow, SHOW_SUGGESTIONS),)

    def _show(self, value: Value) -> None:
        self._text.close_list()
        self._text.show_text(shown_text(value))

    def _lock(self, *, locked: bool) -> None:
        self._text.setReadOnly(locked)


def _popup() -> QListView:
    """Return the list; the completer takes it over."""
    popup = QListView()
    popup.setProperty("role", "popup")
    popup.setAccessibleName(SUGGESTIONS)
    return popup


def _completer(owner: QWidget, words: QStandardItemModel, popup: QListView) -> QCompleter:
    """Return a completer that finds words anywhere, whatever their case."""
    completer = QCompleter(words, owner)
    completer.setWidget(owner)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(10)
    completer.setPopup(popup)
    return completer
