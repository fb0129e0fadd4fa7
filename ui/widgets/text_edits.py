"""One line of text: no length limit, no history of its own, no hidden line breaks by pasting."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QWidget,
)

from ui import theme
from ui.widgets import pickers
from ui.widgets.found import (
    FoundMarks,
    layout_places,
    mark_format,
    misspelt_format,
    paint_frames,
    paint_marks,
    paint_underlines,
    unit_spans,
    units,
    written_line,
    x_of,
)
from ui.widgets.painting import line_height
from ui.widgets.text_guards import (
    fits,
    leave_undo_to_window,
    pasted_line,
    pasted_text,
    refuse_too_long,
    run_menu,
)

# --- One line of text: no length limit, no history of its own, no hidden line breaks by pasting --

# Qt cuts text at 32 767 characters by default, without a word.
_NO_LIMIT = 2**31 - 1
_PASTE = "edit-paste"
_OWN_HISTORY = frozenset({"edit-undo", "edit-redo"})
_UNIT_EDGE = 10  # logical pixels at 100 %
_FRAME = 2
_BESIDE_CURSOR = 5  # QWidgetLineControl::rectForPos
_LINE_FONT_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class LineEdit(QLineEdit):
    """A line edit; *typed* carries the text after each change by the user.

    With *width* the line wishes to be that many pixels wide (at 100 %) and may shrink, never grow;
    *unit* is written at its end, beside the text.
    """

    typed = Signal(str)
    menu_opening = Signal(QMenu, int)

    def __init__(self, parent: QWidget | None = None, width: int = 0, unit: str = "") -> None:
        super().__init__(parent)
        self._width, self._unit = width, unit
        self._breaks = 0
        self.setMaxLength(_NO_LIMIT)
        if width:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._marks = FoundMarks()
        self._underlined: list[tuple[int, int]] = []
        leave_undo_to_window(self)
        refuse_too_long(self)
        if unit:
            self._keep_room()
        self.textEdited.connect(self._on_text_edited)

    def show_text(self, text: str) -> None:
        """Show *text*; the caret goes behind what changed, or to the start without focus."""
        old = self.text()
        if text == old:
            return
        self._breaks = _line_breaks(text)
        self.setText(text)
        place = units(text[: end_of_change(old, text)]) if self.hasFocus() else 0
        self.setCursorPosition(place)
        self.underline([])  # those were of another text

    def sizeHint(self) -> QSize:
        """Return the wished size."""
        hint = super().sizeHint()
        width = theme.current().px(self._width) if self._width else hint.width()
        return QSize(width, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that fits the narrowest form (A11Y-13)."""
        hint = super().minimumSizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("0") * 6, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the unit at the end of the line, and mark what was searched for (D 23)."""
        super().paintEvent(event)
        if self._marks.words or self._underlined:
            painter = QPainter(self)
            painter.setFont(self.font())
            room = self.rect().adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
            text = self.displayText()
            paint_underlines(painter, room, self._text_at(), text, self._underlined)
            painter.setClipRegion(QRegion(room) - self._selected_room())
            paint_marks(painter, room, self._text_at(), text, self._marks)
            painter.end()
        if self._unit:
            area = self.rect().adjusted(0, 0, -theme.current().px(_UNIT_EDGE), 0)
            painter = QPainter(self)
            painter.setPen(theme.current().color("muted"))
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(area, end, self._unit)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the unit in new letters."""
        super().changeEvent(event)
        if self._unit and event.type() in _LINE_FONT_EVENTS:
            self._keep_room()

    # --- words that are misspelt -----------------------------------------------------------

    def underline(self, spans: list[tuple[int, int]]) -> None:
        """Underline what stands at these places, in UTF-16 units: it is misspelt."""
        if spans != self._underlined:
            self._underlined = spans
            self.update()

    def underlined(self) -> list[tuple[int, int]]:
        """Return what is underlined."""
        return self._underlined

    def replace(self, start: int, end: int, text: str) -> None:
        """Put *text* in place of what stands there, as if it were typed."""
        self.setSelection(start, end - start)
        self.insert(text)

    # --- words that were searched for ------------------------------------------------------

    def mark(self, marks: FoundMarks) -> None:
        """Mark words; the place at hand is brought into sight, the keyboard stays where it is."""
        if marks != self._marks:
            moved = marks.current != self._marks.current
            self._marks = marks
            span = self._current_span()
            if span is not None:
                self._bring_into_sight(span)
            elif moved and not self.hasFocus():
                self.setCursorPosition(0)
            self.update()

    def mark_place(self) -> QRect:
        """Return all of the line."""
        return self.rect()

    def enter_mark(self) -> None:
        """Put the keyboard at the place at hand, its words selected."""
        self.setFocus()
        span = self._current_span()
        if span is None:
            self.setCursorPosition(0)
        else:
            self.setSelection(span[0], span[1] - span[0])

    def _bring_into_sight(self, span: tuple[int, int]) -> None:
        """Scroll as little as needed: Qt does that for the caret alone, at the next painting."""
        layout, left = written_line(self.displayText(), self.font()), self._text_at().x()
        first, last = (left + x_of(layout.lineAt(0), place) for place in span)
        if first < _BESIDE_CURSOR:
            self.setCursorPosition(span[0])
        elif last > self.width() - _BESIDE_CURSOR or not self.hasFocus():
            self.setCursorPosition(span[1])

    def _current_span(self) -> tuple[int, int] | None:
        spans = unit_spans(self.text(), self._marks.words)
        current = self._marks.current
        return spans[current] if current is not None and current < len(spans) else None

    def _selected_room(self) -> QRegion:
        """Return where selected words stand: they are seen as such, also where they were found."""
        if not (self.hasSelectedText() and self.hasFocus()):
            return QRegion()
        layout = written_line(self.displayText(), self.font())
        span = (self.selectionStart(), self.selectionStart() + self.selectionLength())
        places = layout_places(layout, span, self._text_at())
        return QRegion(places[0].toAlignedRect()) if places else QRegion()

    def _text_at(self) -> QPointF:
        """Return where the text begins; Qt tells that of the cursor alone, which is 10 px wide."""
        layout = written_line(self.displayText(), self.font())  # its lines go with it
        rect, before = self.cursorRect(), x_of(layout.lineAt(0), self.cursorPosition())
        return QPointF(rect.x() + _BESIDE_CURSOR - int(before + 0.5), rect.y())

    def _keep_room(self) -> None:
        room = self.fontMetrics().horizontalAdvance(self._unit) + theme.current().px(4)
        self.setTextMargins(0, 0, room, 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer Qt's menu without undo and redo, which belong to the document."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in _OWN_HISTORY:
                action.setVisible(False)
        for action in menu.actions():
            if action.objectName() == _PASTE:
                action.triggered.disconnect()
                action.triggered.connect(self.paste)
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.cursorPosition() if by_keys else self.cursorPositionAt(event.pos())
        self.menu_opening.emit(menu, at)
        may_paste = fits(QGuiApplication.clipboard().mimeData(), self)
        run_menu(menu, event.globalPos(), may_paste=may_paste)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a cell of a spreadsheet as it is read there."""
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Paste what the clipboard holds as one line of plain text."""
        self._insert(QGuiApplication.clipboard().mimeData())

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what is dropped as one line of plain text; a text of its own is moved by Qt."""
        if event.source() is self or self.isReadOnly():
            super().dropEvent(event)
            return
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        self._insert(event.mimeData())
        event.acceptProposedAction()

    def _insert(self, data: QMimeData) -> None:
        if data.hasText() and not self.isReadOnly() and fits(data, self):
            self.insert(pasted_line(data))

    def _on_text_edited(self, text: str) -> None:
        """Turn line breaks that came with pasted text into blanks; stored ones stay.

        Half characters, which Qt holds and Python is not shown, go at once (SEC-15).
        """
        before = str(self.inputMethodQuery(Qt.InputMethodQuery.ImTextBeforeCursor))
        caret, wanted = units(before), text
        if _line_breaks(text) > self._breaks:
            wanted = text.replace("\r\n", " \n").replace("\n", " ").replace("\r", " ")
        if wanted != text or caret != self.cursorPosition():
            text = wanted
            self.setText(text)
            self.setCursorPosition(caret)
            self.setModified(True)
        self._breaks = _line_breaks(text)
        self.typed.emit(text)


def end_of_change(old: str, new: str) -> int:
    """Return the place in *new* behind the part that differs from *old*."""
    shortest = min(len(old), len(new))
    tail = 0
    while tail < shortest and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return len(new) - tail


def _line_breaks(text: str) -> int:
    return text.count("\n") + text.count("\r")


# --- Text of several lines that grows with its content and never traps keyboard or wheel ---------
#
# ``toPlainText`` of Qt turns no-break spaces into plain ones; the data holds hundreds of them, so
# text is read raw (:func:`raw_text`). Half characters, which other programs leave in the clipboard,
# Qt holds and Python is not shown: they go at once, else places would be counted differently
# (SEC-15).

INDENT = 4
_LINE_ENDS = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FONT_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class GrowingText(QPlainTextEdit):
    """A plain text editor between *least* and *most* lines high; *typed* after user changes."""

    typed = Signal(str)
    menu_opening = Signal(QMenu, int)

    def __init__(self, parent: QWidget | None = None, least: int = 2, most: int = 16) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._showing = False
        self._held = ""
        self._marks = FoundMarks()
        self._underlined: list[tuple[int, int]] = []
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.document().setDocumentMargin(2)
        self.setViewportMargins(INDENT, 0, INDENT, 0)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        leave_undo_to_window(self)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def text(self) -> str:
        """Return the text as it is stored: line feeds, no-break spaces kept."""
        return raw_text(self)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text, unless no file could hold it."""
        if fits(source, self):
            plain = QMimeData()
            plain.setText(pasted_text(source))
            super().insertFromMimeData(plain if source.hasText() else source)

    def show_text(self, text: str) -> None:
        """Show *text* without *typed*; with focus only the part that differs is replaced."""
        old, new = self.text(), as_shown(text)
        whole = self._holds(old)
        if old == new and whole:
            return
        self._held = new
        self._showing = True
        if self.hasFocus() and whole:
            self._replace_difference(old, new)
        else:
            self.setPlainText(new)
        self._showing = False
        self.underline([])  # those were of another text

    # --- words that are misspelt -----------------------------------------------------------

    def underline(self, spans: list[tuple[int, int]]) -> None:
        """Underline what stands at these places, in UTF-16 units: it is misspelt."""
        if spans != self._underlined:
            self._underlined = spans
            self._show_marks()

    def underlined(self) -> list[tuple[int, int]]:
        """Return what is underlined."""
        return self._underlined

    def replace(self, start: int, end: int, text: str) -> None:
        """Put *text* in place of what stands there, as if it were typed."""
        self._select(start, end)
        self.textCursor().insertText(text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer Qt's menu, with what others put into it."""
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        cursor = self.textCursor() if by_keys else self.cursorForPosition(event.pos())
        menu = self.createStandardContextMenu(event.pos())
        self.menu_opening.emit(menu, cursor.position())
        may_paste = fits(QGuiApplication.clipboard().mimeData(), self)
        run_menu(menu, event.globalPos(), may_paste=may_paste)

    # --- words that were searched for ------------------------------------------------------

    def mark(self, marks: FoundMarks) -> None:
        """Mark words; the place at hand is brought into sight, the keyboard stays where it is."""
        if marks == self._marks:
            return
        self._marks = marks
        self._show_marks()
        span = self._current_span()
        if span is not None and not self.hasFocus():
            self._select(span[0], span[0])

    def mark_place(self) -> QRect:
        """Return where the place at hand stands; all of the text where it is not there."""
        places = self._current_places()
        if not places:
            return self.rect()
        return places[0].toAlignedRect().translated(self.viewport().pos())

    def enter_mark(self) -> None:
        """Put the keyboard at the place at hand, its words selected."""
        self.setFocus()
        span = self._current_span()
        self._select(*(span or (0, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the place at hand."""
        super().paintEvent(event)
        if self._marks.current is not None:
            painter = QPainter(self.viewport())
            paint_frames(painter, self._current_places())
            painter.end()

    def _show_marks(self) -> None:
        found = unit_spans(self.text(), self._marks.words) if self._marks.words else []
        length = self.document().characterCount() - 1  # places are told later than a text shrinks
        looks = [(span, misspelt_format()) for span in self._underlined if span[1] <= length]
        for number, span in enumerate(found):
            looks.append((span, mark_format(current=number == self._marks.current)))
        selections = []
        for (start, end), look in looks:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = look
            selections.append(selection)
        self.setExtraSelections(selections)

    def _current_span(self) -> tuple[int, int] | None:
        current = self._marks.current
        spans = unit_spans(self.text(), self._marks.words) if current is not None else []
        return spans[current] if current is not None and current < len(spans) else None

    def _current_places(self) -> list[QRectF]:
        """Return where the place at hand stands in what is seen, line by line."""
        span = self._current_span()
        if span is None:
            return []
        block = self.document().findBlock(span[0])
        at = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        first = block.position()
        return layout_places(block.layout(), (span[0] - first, span[1] - first), at)

    def _select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def lines(self) -> int:
        """Return how many lines the text takes at the present width."""
        return max(1, round(self.document().size().height()))

    def sizeHint(self) -> QSize:
        """Return a height that shows all lines, within the limits."""
        return QSize(super().sizeHint().width(), self._height(self.lines()))

    def minimumSizeHint(self) -> QSize:
        """Return the least height, and a width that fits the narrowest form (A11Y-13)."""
        width = self.fontMetrics().horizontalAdvance("0") * 8
        return QSize(width, self._height(self._least))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Shift+Enter break the line as Enter does; Qt would insert U+2028."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self.isReadOnly():
                self.textCursor().insertText("\n")
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll only with focus and only while there is something to scroll; else the page."""
        if pickers.belongs_to_page(self, event):
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again how many lines the text takes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height in step with letters and style."""
        super().changeEvent(event)
        if event.type() in _FONT_EVENTS:
            self._grow()
            if self._marks.words or self._underlined:  # in the colours of the theme
                self._show_marks()

    def _grow(self) -> None:
        height = self._height(self.lines())
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.updateGeometry()
        scrolls = self.lines() > self._most
        policy = Qt.ScrollBarPolicy
        wanted = policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != wanted:
            self.setVerticalScrollBarPolicy(wanted)

    def _height(self, lines: int) -> int:
        shown = min(self._most, max(self._least, lines))
        margins = 2 * self.document().documentMargin() + 2 * self.frameWidth()
        whole_lines = 1 if shown > 1 else 0  # else Qt takes the last line for hidden
        return shown * line_height(self.font()) + math.ceil(margins) + whole_lines

    def _replace_difference(self, old: str, new: str) -> None:
        """Replace what lies between common head and tail; the caret goes behind it."""
        end_new = end_of_change(old, new)
        end_old = end_new + len(old) - len(new)
        start = 0
        while start < min(end_old, end_new) and old[start] == new[start]:
            start += 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(old[:start]))
        cursor.setPosition(units(old[:end_old]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[start:end_new])
        self.setTextCursor(cursor)

    def _on_text_changed(self) -> None:
        if self._marks.words:
            self._show_marks()
        if self._showing:
            return
        text = self.text()
        if not self._holds(text):
            self._drop_halves(text)
        if text != self._held:  # Qt also speaks up where an input method has begun, and no more
            self._held = text
            self.typed.emit(text)

    def _holds(self, text: str) -> bool:
        """Whether the widget holds *text* to the unit, without half characters in between."""
        return self.document().characterCount() - 1 == units(text)

    def _drop_halves(self, text: str) -> None:
        """Put *text*, which is all Python is shown, in place of what Qt holds; the caret stays."""
        before = QTextCursor(self.document())
        before.setPosition(self.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        place = units(before.selectedText())
        self._showing = True
        self.setPlainText(text)
        self._showing = False
        caret = self.textCursor()
        caret.setPosition(place)
        self.setTextCursor(caret)


def raw_text(edit: QPlainTextEdit) -> str:
    """Return the text of *edit* with line feeds between paragraphs and all else untouched."""
    return edit.document().toRawText().replace("\u2029", "\n")


def as_shown(text: str) -> str:
    """Return *text* as an area holds it: Qt makes a line feed of each of these (SEC-15)."""
    return _LINE_ENDS.sub("\n", text)
