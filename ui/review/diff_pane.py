"""One version of a field, with what is other in it marked by sign, line and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from klimaeditor.merge.worddiff import RunKind
from ui import theme
from ui.review import texts
from ui.review.diffing import Version
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from klimaeditor.merge.worddiff import Run

_LEAST_HEIGHT = 88  # logical pixels at 100 %
_ENOUGH = 110  # for large letters: two panes and their buttons have to fit a small screen
_MARKS = {RunKind.REMOVED: texts.REMOVED_MARK, RunKind.ADDED: texts.ADDED_MARK}


class DiffPane(QWidget):
    """A heading and read-only text; the data is written as characters, never as markup."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = plain_label(heading, "muted")
        self.reader = QTextEdit(self)
        self.reader.setReadOnly(True)
        self.reader.setAcceptRichText(False)
        self.reader.setTabChangesFocus(True)
        self.reader.setAccessibleName(heading)
        self.reader.setMinimumHeight(min(theme.current().px(_LEAST_HEIGHT), _ENOUGH))
        policy = QSizePolicy.Policy
        self.reader.setSizePolicy(policy.Expanding, policy.Ignored)
        self._version = Version(())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._heading)
        column.addWidget(self.reader, 1)

    def show_version(self, version: Version, label: str) -> None:
        """Show a version of the field *label*, from its beginning."""
        self._version = version
        self.reader.setAccessibleName(texts.version_name(self._heading.text(), label))
        self.reader.setAccessibleDescription(version.spoken())
        self._write()

    def text(self) -> str:
        """Return what is shown, signs included."""
        return self.reader.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes of colours and letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        self.reader.clear()
        cursor = QTextCursor(self.reader.document())
        before: Run | None = None
        for run in self._version.runs:
            replaced = before is not None and before.kind is RunKind.REMOVED
            if replaced and before is not None and not before.text[-1:].isspace():
                cursor.insertText(" ", _format(RunKind.EQUAL))
            look = _format(run.kind, faint=self._version.faint)
            if run.kind in _MARKS:
                cursor.insertText(_MARKS[run.kind], _without_lines(look))
            text = _visible(run.text) if run.kind in _MARKS else run.text
            cursor.insertText(text, look)
            before = run
        self.reader.moveCursor(QTextCursor.MoveOperation.Start)


def _visible(text: str) -> str:
    """Return changed white space so that it can be seen."""
    return text if text.strip() else text.replace(" ", "␣").replace("\n", "↵\n")


def _without_lines(look: QTextCharFormat) -> QTextCharFormat:
    """Return the look of a sign: a minus must not be struck out, nor a plus underlined."""
    result = QTextCharFormat(look)
    result.setFontStrikeOut(False)
    result.setFontUnderline(False)
    result.setFontWeight(QFont.Weight.Bold)
    return result


def _format(kind: RunKind, *, faint: bool = False) -> QTextCharFormat:
    tokens = theme.current()
    result = QTextCharFormat()
    result.setForeground(tokens.color("muted" if faint else "text"))
    result.setFontItalic(faint)
    if kind is RunKind.REMOVED:
        result.setForeground(tokens.color("error"))
        result.setBackground(tokens.color("error_bg"))
        result.setFontStrikeOut(True)
    elif kind is RunKind.ADDED:
        result.setForeground(tokens.color("good"))
        result.setBackground(tokens.color("good_bg"))
        result.setFontUnderline(True)
        result.setFontWeight(QFont.Weight.DemiBold)
    return result
