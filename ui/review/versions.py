"""Versions as runs of words, ready to be shown side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.diff.worddiff import Run, RunKind, word_diff
from klimaeditor.model.fieldtypes import Kind
from ui import theme
from ui.review.review_rows import says_something
from ui.widgets.labels import plain_label
from ui.widgets.text_edits import as_shown, raw_text
from ui.widgets.text_guards import fits, pasted_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent

    from klimaeditor.diff.decide import Content
    from klimaeditor.diff.fields import FieldRef
    from ui.review.review_rows import DecisionRow


# --- words ---------------------------------------------------------------------------------------

# --- the versions --------------------------------------------------------------------------
SPOKEN_REMOVED: Final = "entfallen: {text}"
SPOKEN_ADDED: Final = "neu: {text}"
EDIT_DONE: Final = "&Fertig"
EDIT_DROP: Final = "&Verwerfen"
RESULT: Final = "Ergebnis"
EDITOR_NAME: Final = "Zusammengeführter Text"
UNDECIDED: Final = "noch nicht entschieden"


def version_name(column: str, label: str) -> str:
    """Return the accessible name of one version."""
    return f"{column}: {label}"


# --- Versions as runs of words, ready to be shown side by side -----------------------------------

_PROSE: Final = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.OPEN_CHOICE})


class Version(NamedTuple):
    """What one pane shows. *faint*: a word for nothing („leer“), no content of its own."""

    runs: tuple[Run, ...]
    faint: bool = False

    def spoken(self) -> str:
        """Return what has gone and what has come, for those who do not see the marks."""
        sentences = {RunKind.REMOVED: SPOKEN_REMOVED, RunKind.ADDED: SPOKEN_ADDED}
        return "; ".join(
            sentences[run.kind].format(text=run.text.strip())
            for run in self.runs
            if run.kind in sentences and run.text.strip()
        )


def three_ways(row: DecisionRow) -> tuple[Version, Version, Version]:
    """Return base, theirs and ours: each side against the base, or one against the other.

    Where the base says nothing, only what the other side does not have is marked.
    """
    decision = row.decision
    base, theirs, ours = (
        _plain(row, content) for content in (decision.base, decision.theirs, decision.ours)
    )
    words = _by_words(row)
    if base.faint:
        new_theirs = _added(_against(ours, theirs, by_words=words))
        return base, new_theirs, _added(_against(theirs, ours, by_words=words))
    return (
        base,
        _against(base, theirs, by_words=words),
        _against(base, ours, by_words=words),
    )


def two_ways(before: str, after: str) -> tuple[Version, Version]:
    """Return before and after, the latter with what has changed; numbers are other as a whole."""
    old = Version((Run(RunKind.EQUAL, before),))
    by_words = any(map(str.isalpha, before)) and any(map(str.isalpha, after))
    return old, _against(old, Version((Run(RunKind.EQUAL, after),)), by_words=by_words)


def result(row: DecisionRow, content: Content[FieldRef]) -> Version:
    """Return what a row will hold, without marks."""
    return _plain(row, content)


def text_of(runs: Iterable[Run]) -> str:
    """Return the words of runs."""
    return "".join(run.text for run in runs)


def _plain(row: DecisionRow, content: Content[FieldRef]) -> Version:
    return Version((Run(RunKind.EQUAL, row.text_of(content)),), not says_something(content))


def _against(old: Version, new: Version, *, by_words: bool) -> Version:
    """Return *new* with what is other than in *old*; nothing has no words to compare."""
    before, after = text_of(old.runs), text_of(new.runs)
    if new.faint or old.faint or before == after:
        return new
    if by_words:
        return Version(word_diff(before, after))
    return Version((Run(RunKind.REMOVED, before), Run(RunKind.ADDED, after)))


def _added(version: Version) -> Version:
    runs = tuple(run for run in version.runs if run.kind is not RunKind.REMOVED)
    return Version(runs, version.faint)


def _by_words(row: DecisionRow) -> bool:
    """Whether words are worth comparing; a number or a day is another one as a whole."""
    ref, field = row.decision.field, row.field
    return ref is None or ref.order or field is None or field.kind in _PROSE


def word(text: str) -> Version:
    """Return a word that stands for nothing, as a version."""
    return Version((Run(RunKind.EQUAL, text),), faint=True)


# --- One version of a field, with what is other in it marked by line and colour ------------------

_LEAST_HEIGHT = 88  # logical pixels at 100 %
_ENOUGH = 110  # for large letters: two panes and their buttons have to fit a small screen


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
        self.reader.setAccessibleName(version_name(self._heading.text(), label))
        self.reader.setAccessibleDescription(version.spoken())
        self._write()

    def name(self, heading: str) -> None:
        """Call what is shown next by another name."""
        self._heading.setText(heading)

    def text(self) -> str:
        """Return what is shown."""
        return self.reader.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes of colours and letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        _write_runs(self.reader, self._version)


class VersionText(QWidget):
    """A heading and a version as high as it needs to be; very long ones scroll."""

    def __init__(
        self, heading: str, label: str, runs: tuple[Run, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._heading = plain_label(heading, "muted", wrap=True)
        self._version = Version(runs, not text_of(runs).strip())
        self._reader = _FittingText(self)
        self._reader.setAccessibleName(version_name(heading, label))
        self._reader.setAccessibleDescription(self._version.spoken())
        self.setFocusProxy(self._reader)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._reader)
        _write_runs(self._reader, self._version)

    def heading(self) -> str:
        """Return what the version is called."""
        return self._heading.text()

    def text(self) -> str:
        """Return what is shown."""
        return self._reader.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes of colours and letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            _write_runs(self._reader, self._version)


class _FittingText(QTextEdit):
    """Read-only text whose height follows from its width, up to a number of lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "version")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setMinimumWidth(1)
        self.document().contentsChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the text at the present width."""
        frame = 2 * self.frameWidth() + 4
        most = _MOST_LINES * self.fontMetrics().lineSpacing()
        return QSize(100, min(most, round(self.document().size().height())) + frame)

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(1, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where lines break elsewhere."""
        super().resizeEvent(event)
        self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page around, unless the text itself scrolls."""
        if self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


_MOST_LINES = 16


def _write_runs(reader: QTextEdit, version: Version) -> None:
    """Write a version as characters, what is other in it by its look."""
    reader.clear()
    cursor = QTextCursor(reader.document())
    before: Run | None = None
    for run in version.runs:
        replaced = run.kind is RunKind.ADDED and before and before.kind is RunKind.REMOVED
        if replaced and before is not None and not before.text[-1:].isspace():
            cursor.insertText(" ", _format(RunKind.EQUAL))
        text = run.text if run.kind is RunKind.EQUAL else _visible(run.text)
        cursor.insertText(text, _format(run.kind, faint=version.faint))
        before = run
    reader.moveCursor(QTextCursor.MoveOperation.Start)


def _visible(text: str) -> str:
    """Return changed white space so that it can be seen."""
    return text if text.strip() else text.replace(" ", "␣").replace("\n", "↵\n")


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


# --- Versions beside each other, or one below the other where there is little room ---------------

_LEAST_WIDTH = 170  # of one version, logical pixels at 100 %


class VersionColumns(QWidget):
    """One pane for each heading; *shares* are their widths in proportion."""

    def __init__(
        self, headings: Sequence[str], shares: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.panes = tuple(DiffPane(heading, self) for heading in headings)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.Space.S)
        for pane, share in zip(self.panes, shares, strict=True):
            self._row.addWidget(pane, share)
            pane.setMinimumWidth(1)

    def name_versions(self, headings: Sequence[str]) -> None:
        """Call what is shown next by other names."""
        for pane, heading in zip(self.panes, headings, strict=True):
            pane.name(heading)

    def show_versions(self, versions: Sequence[Version], label: str) -> None:
        """Show one version of the field *label* in each pane."""
        for pane, version in zip(self.panes, versions, strict=True):
            pane.show_version(version, label)

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [pane.reader for pane in self.panes]

    def is_stacked(self) -> bool:
        """Whether the versions stand one below the other."""
        return self._row.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between side by side and stacked."""
        super().resizeEvent(event)
        least = theme.current().px(_LEAST_WIDTH) * len(self.panes)
        stacked = self.width() < least
        if stacked != self.is_stacked():
            way = QBoxLayout.Direction
            self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)


# --- What a field will hold; on request its text can be typed right there ------------------------

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResultPane(QWidget):
    """*finished* carries the text as typed (Fertig, Strg+Enter); *dropped* says: leave it."""

    finished = Signal(str)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = ""
        self._shown = DiffPane(RESULT, self)
        self._editor = _Editor(self)
        self._editor.setAccessibleName(EDITOR_NAME)
        self._editor.setTabChangesFocus(True)
        policy = QSizePolicy.Policy
        self._editor.setSizePolicy(policy.Expanding, policy.Ignored)
        self._editor.setMinimumHeight(theme.current().px(_LEAST_HEIGHT))
        self._editor.done.connect(self._finish)
        done = QPushButton(EDIT_DONE, self)
        drop = QPushButton(EDIT_DROP, self)
        for button in (done, drop):
            button.setAutoDefault(False)
        done.clicked.connect(self._finish)
        drop.clicked.connect(self.dropped)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(done)
        row.addWidget(drop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._shown, 1)
        column.addWidget(self._editor, 1)
        column.addWidget(self._buttons)
        self.stop_editing()

    def show_version(self, version: Version, *, open_: bool) -> None:
        """Show the result; *open_* that there is none yet."""
        shown = word(UNDECIDED) if open_ else version
        self._shown.show_version(shown, RESULT)

    def text(self) -> str:
        """Return what is shown as the result."""
        return self._shown.text()

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self._shown.reader, self._editor, *self._buttons.findChildren(QPushButton)]

    def is_editing(self) -> bool:
        """Whether the text is being typed."""
        return not self._editor.isHidden()

    def start_editing(self, text: str) -> None:
        """Show the editor with *text* in it."""
        self._start = text
        self._editor.setPlainText(text)
        self._set_editing(editing=True)
        self._editor.setFocus()

    def stop_editing(self) -> None:
        """Show the result again."""
        self._set_editing(editing=False)

    def _finish(self) -> None:
        """Hand over the text; where nothing was typed, as it was and not as Qt holds it."""
        text = raw_text(self._editor)
        self.finished.emit(self._start if text == as_shown(self._start) else text)

    def _set_editing(self, *, editing: bool) -> None:
        self._shown.setVisible(not editing)
        self._editor.setVisible(editing)
        self._buttons.setVisible(editing)


class _Editor(QPlainTextEdit):
    """*done* says that Ctrl+Enter was pressed."""

    done = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste, unless no file could hold it."""
        if fits(source, self):
            plain = QMimeData()
            plain.setText(pasted_text(source))
            super().insertFromMimeData(plain if source.hasText() else source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Ctrl+Enter."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in _ENTER:
            self.done.emit()
        else:
            super().keyPressEvent(event)
