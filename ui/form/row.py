"""One row of the form, made from one catalogue entry: label, editor, counter, finding line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Severity
from ui import theme
from ui.form.editors.choice import ChoiceEditor, OpenChoiceEditor
from ui.form.editors.read_line import AmountEditor, DateEditor, NumberEditor, YearEditor
from ui.form.editors.series import LinksEditor, SeriesEditor
from ui.form.editors.text import IdentifierEditor, LongTextEditor, ShortTextEditor, UrlEditor
from ui.form.finding_line import FindingLine, by_weight, spoken
from ui.widgets.found import FoundBar, FoundMarks
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.layouts import BesideLayout
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from klimaeditor.checks.readable import Readable
    from klimaeditor.model.fieldtypes import Field, Profile
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Value
    from klimaeditor.textwork.search import FoundPlace
    from ui.form.editors.base import FieldEditor


# --- words ---------------------------------------------------------------------------------------

HELP_SHOWN: Final = "Öffentlich: {shown}"

VOLUNTARY: Final = "(freiwillig)"
COUNTER = "{count} von {limit} Zeichen"
COUNTER_OVER = "{count} von {limit} Zeichen – zu lang"


# --- What stands before an editor: the public label, and whether the field is voluntary ----------

_STEPS: Final = ((1920, 216), (1440, 184))  # width of the window -> width of the labels (px)
_LEAST: Final = 172
_LINE: Final = 32  # height of an editor of one line
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX


def label_width(window: int) -> int:
    """Return how wide labels are in a window of *window* pixels, at the current zoom."""
    tokens = theme.current()
    known = (width for wide, width in _STEPS if window >= tokens.px(wide))
    return tokens.px(next(known, _LEAST))


class RowLabel(QWidget):
    """The label is the buddy of *target*, the widget that takes the keyboard (A11Y-06)."""

    def __init__(self, field: Field, target: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = plain_label(field.label, "label", wrap=True)
        label.setBuddy(target)
        self._voluntary = plain_label(VOLUNTARY, "optional")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addLayout(BesideLayout(label, self._voluntary, theme.Space.XS))
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setToolTip(safe_tip(f"{field.help}\n{HELP_SHOWN.format(shown=field.shown)}"))

    @property
    def is_voluntary(self) -> bool:
        """Whether the label says that the field is voluntary."""
        return not self._voluntary.isHidden()

    def set_voluntary(self, *, voluntary: bool) -> None:
        """Say in a word whether the field is voluntary."""
        self._voluntary.setVisible(voluntary)

    def set_room(self, width: int | None) -> None:
        """Take *width* pixels beside the editor; None: the whole width above it."""
        self.setMinimumWidth(width or 0)
        self.setMaximumWidth(width or _ANY_WIDTH)
        self.setMinimumHeight(theme.current().px(_LINE) if width else 0)


# --- Which editor a field gets: the one table from kind to editor --------------------------------


def make_editor(field: Field, parent: QWidget | None = None) -> FieldEditor:
    """Return a new editor for *field*, named after it, with its fixed choices."""
    editor = _new(field.kind, parent)
    editor.setObjectName(field.name)
    if field.choices:
        editor.set_choices(field.choices)
    editor.set_accessible(field.label)
    return editor


def _new(kind: Kind, parent: QWidget | None) -> FieldEditor:
    makers: dict[Kind, type[FieldEditor]] = {
        Kind.SHORT_TEXT: ShortTextEditor,
        Kind.LONG_TEXT: LongTextEditor,
        Kind.OPEN_CHOICE: OpenChoiceEditor,
        Kind.CHOICE: ChoiceEditor,
        Kind.CATEGORY: ChoiceEditor,
        Kind.AMOUNT: AmountEditor,
        Kind.YEAR: YearEditor,
        Kind.NUMBER: NumberEditor,
        Kind.DATE: DateEditor,
        Kind.URL: UrlEditor,
        Kind.LINKS: LinksEditor,
        Kind.SERIES: SeriesEditor,
        Kind.IDENTIFIER: IdentifierEditor,
    }
    return makers[kind](parent)


# --- One row of the form -------------------------------------------------------------------------

_COUNT_FROM: Final = 0.8  # of the length that the field may have


class FieldRow(QWidget):
    """A field in the form. *edited* carries (field name, value); *fix_requested* a finding.

    *offer_taken* carries the field name and the value of a remark that is to be entered,
    *accept_requested* the finding that somebody wants to accept.
    """

    edited = Signal(str, object)
    offer_taken = Signal(str, object)
    fix_requested = Signal(object)
    accept_requested = Signal(object)
    open_requested = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"row_{field.name}")
        self._findings: tuple[Finding, ...] = ()
        self._shown: tuple[Finding, ...] = ()
        self._line: FindingLine | None = None
        self._bar: FoundBar | None = None
        self._offer: Readable | None = None
        self._room: int | None = -1
        self._length = 0
        self._read_only = False
        self.editor = make_editor(field, self)
        self.editor.setObjectName(field.name)
        self._labels = RowLabel(field, self.editor.focus_widget(), self)
        self._counter = plain_label("", "note")
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._counter.hide()
        self._content = self._content_column()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, theme.Space.S)
        self._grid.setHorizontalSpacing(theme.Space.L)
        self._grid.setVerticalSpacing(theme.Space.XS)
        self.set_room(None)
        self.editor.edited.connect(self._on_edited)
        self.editor.open_requested.connect(self.open_requested)
        self.set_voluntary(voluntary=False)

    def _content_column(self) -> QWidget:
        column = QWidget(self)
        self._lines = QVBoxLayout(column)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(self.editor)
        self._lines.addWidget(self._counter)
        self._lines.addStretch(1)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return column

    def set_room(self, label: int | None) -> None:
        """Put the label *label* pixels wide beside the editor, None: above it (A11Y-13)."""
        if label == self._room:
            return
        above, self._room = label is None, label
        self._labels.set_room(label)
        self._grid.removeWidget(self._labels)
        self._grid.removeWidget(self._content)
        self._grid.addWidget(self._labels, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._content, *((1, 0) if above else (0, 1)))
        self._grid.setColumnStretch(0, 1 if above else 0)
        self._grid.setColumnStretch(1, 0 if above else 1)

    def set_voluntary(self, *, voluntary: bool) -> None:
        """Say in a word whether the field may stay empty."""
        self._labels.set_voluntary(voluntary=voluntary)
        self._name()

    @property
    def is_voluntary(self) -> bool:
        """Whether the row says that the field is voluntary."""
        return self._labels.is_voluntary

    def counter(self) -> str:
        """Return how long the text is, "" where that is not said."""
        return "" if self._counter.isHidden() else self._counter.text()

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the editor and the fixes; what is locked can still be read and copied."""
        self._read_only = read_only
        self.editor.set_read_only(read_only)
        if self._line is not None:
            self._line.set_read_only(read_only=read_only)

    def show_value(self, value: Value) -> None:
        """Show a stored value."""
        self.editor.set_value(value)
        self._count(value)

    def show_findings(self, findings: tuple[Finding, ...], *, anew: bool = False) -> None:
        """Say under the field what is wrong with it, and mark it when that is an error.

        While the field has the focus nothing new appears, so that half-typed input is not scolded;
        what has been mended goes at once. :meth:`settle` shows the rest. Of another measure all
        appears at once (*anew*).
        """
        self._findings = findings
        if self.has_focus() and not anew:
            known = {finding.rule for finding in self._shown}
            findings = tuple(finding for finding in findings if finding.rule in known)
        if findings != self._shown:
            self._show(findings)

    def settle(self) -> str:
        """Follow the focus: with it the sentence and its button, without it a short line.

        What was held back is shown once the focus has left; returned is what is new, as a sentence
        to be read out, or "".
        """
        entered = self.has_focus()
        self._show_counter()
        if self._line is not None:
            self._line.unfold(opened=entered)
        at_hand = self._line.finding if self._line is not None else None
        offered = self._line is not None and self._line.offer is not None
        self.editor.attend(
            entered=entered,
            quiet=offered or (at_hand is not None and (not entered or at_hand.fixable)),
        )
        if entered or self._findings == self._shown:
            return ""
        before = self._shown
        self._show(self._findings)
        fresh = [spoken(found) for found in by_weight(self._findings) if found not in before]
        return f"{self.field.label}. {' '.join(fresh)}" if fresh else ""

    def mark_found(self, words: tuple[str, ...], place: FoundPlace | None = None) -> None:
        """Mark *words* in the field; at the *place* at hand strongly, with a bar beside it."""
        here = place is not None
        number, entry = (place.number, place.hit.place) if place is not None else (None, None)
        self.editor.mark_found(FoundMarks(words, number), entry)
        if here and self._bar is None:
            self._bar = FoundBar(self.editor.focus_widget(), self)
        if self._bar is not None and here:
            self._bar.show_beside()
        elif self._bar is not None:
            self._bar.hide()

    def show_offer(self, offer: Readable | None) -> None:
        """Offer a value that a remark names, with the cursor in the field (D 10)."""
        if self._line is None and offer is not None:
            self._line = self._make_line()
        if self._line is not None and offer != self._offer:
            self._offer = offer
            if offer is None and self._line.isAncestorOf(self.window().focusWidget()):
                self.editor.focus_widget().setFocus()
            self._line.show_offer(offer)

    @property
    def line(self) -> FindingLine | None:
        """The line under the field; None where nothing is to be said of it."""
        offered = self._line is not None and self._line.offer is not None
        return self._line if self._shown or offered else None

    def shown_findings(self) -> tuple[Finding, ...]:
        """Return the findings that are told of the field, the worst first."""
        return by_weight(self._shown)

    def has_focus(self) -> bool:
        """Whether the keyboard is in this field, its button included."""
        return self.isAncestorOf(self.window().focusWidget())

    def _show(self, findings: tuple[Finding, ...]) -> None:
        self._shown = findings
        if self._line is None and findings:
            self._line = self._make_line()
        if self._line is not None:
            if not findings and self._line.isAncestorOf(self.window().focusWidget()):
                self.editor.focus_widget().setFocus()  # else Qt goes on to the next field
            self._line.show_findings(findings)
        self.editor.set_invalid(any(f.severity is Severity.ERROR for f in findings))
        self._name()

    def _make_line(self) -> FindingLine:
        line = FindingLine(self.field.label, self._content)
        line.fix_requested.connect(self.fix_requested)
        line.accept_requested.connect(self.accept_requested)
        line.offer_taken.connect(lambda value: self.offer_taken.emit(self.field.name, value))
        line.set_read_only(read_only=self._read_only)
        self._lines.insertWidget(self._lines.count() - 1, line)
        lead_through(by_tab(line), by_tab(self.editor)[-1])
        line.unfold(opened=self.has_focus())
        return line

    def _name(self) -> None:
        name = self.field.label
        if self._labels.is_voluntary:
            name = f"{name} {VOLUNTARY}"
        sentences = [spoken(finding) for finding in by_weight(self._shown)]
        self.editor.set_accessible(name, " ".join((*sentences, self.field.help)))

    def _on_edited(self, value: Value) -> None:
        self._count(value)
        self.edited.emit(self.field.name, value)

    def _count(self, value: Value) -> None:
        self._length = len(value) if isinstance(value, str) else 0
        self._show_counter()

    def _show_counter(self) -> None:
        """Say how long the text is, where the cursor is or little room is left."""
        limit = self.field.limit
        if limit is None:
            return
        pattern = COUNTER_OVER if self._length > limit else COUNTER
        self._counter.setText(pattern.format(count=self._length, limit=limit))
        self._counter.setVisible(self._length >= _COUNT_FROM * limit or self.has_focus())


def is_voluntary(field: Field, profile: Profile) -> bool:
    """Whether a measure of this profile may leave the field empty without anybody missing it."""
    asked = field.required | field.expected
    return profile not in asked and field.only_if is None and field.kind not in _GIVEN


_GIVEN: Final = frozenset({Kind.IDENTIFIER, Kind.CHOICE, Kind.CATEGORY})
"""Kinds that have a value anyway: it is given, or chosen with another one."""
