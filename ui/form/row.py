"""One row of the form, made from one catalogue entry: label, editor, counter, findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import READ_ONLY
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Severity
from ui import theme
from ui.form import form_words
from ui.form.editors.choice import ChoiceEditor, OpenChoiceEditor
from ui.form.editors.read_line import AmountEditor, DateEditor, NumberEditor, YearEditor
from ui.form.editors.series import LinksEditor, SeriesEditor
from ui.form.editors.text import IdentifierEditor, LongTextEditor, ShortTextEditor, UrlEditor
from ui.theme import icons
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.layouts import BesideLayout
from ui.widgets.painting import calm, one_line
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from klimaeditor.model.fieldtypes import Field, Profile
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Value
    from ui.form.editors.base import FieldEditor


# --- words ---------------------------------------------------------------------------------------

REQUIRED = "Pflichtfeld"
COUNTER = "{count} von {limit} Zeichen"
COUNTER_OVER = "{count} von {limit} Zeichen – zu lang"
ORIGINAL = "Englischer Name im Vertrag: {key}"
SEVERITY = {"error": "Fehler", "warning": "Warnung", "hint": "Hinweis"}

_BELONGS_TOGETHER = re.compile(r"(?<=z\.) (?=B\.)|(?<=\d) (?=[€%])")


def unbroken(text: str) -> str:
    """Return *text* so that no line ends between „z.“ and „B.“, or a number and its sign."""
    return _BELONGS_TOGETHER.sub("\u00a0", text)


# --- What stands before an editor: the public label, whether it is required, the contract's key --

WIDTH = 220
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX


class RowLabel(QWidget):
    """The label is the buddy of *target*, the widget that takes the keyboard (A11Y-06)."""

    def __init__(self, field: Field, target: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = plain_label(field.label, "field", wrap=True)
        label.setBuddy(target)
        self._required = plain_label(REQUIRED, "required")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.Space.XS, 0, 0)
        layout.setSpacing(1)
        layout.addLayout(BesideLayout(label, self._required, theme.Space.S))
        key = plain_label(field.key_label, "key", wrap=True)
        layout.addWidget(key)
        layout.addStretch(1)
        tip = f"{field.help}\n{form_words.HELP_SHOWN.format(shown=field.shown)}"
        if field.is_contract_text:  # the contract's own words are English (A11Y-18)
            original = ORIGINAL.format(key=field.key_label)
            key.setAccessibleName(original)
            tip = f"{tip}\n{original}"
        self.setToolTip(safe_tip(tip))
        self.set_required(required=False)

    @property
    def is_required(self) -> bool:
        """Whether the label says that the field is required."""
        return not self._required.isHidden()

    def set_required(self, *, required: bool) -> None:
        """Say in a word whether the field is required."""
        self._required.setVisible(required)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take the whole width, or that of the label column."""
        width = theme.current().px(WIDTH)
        self.setMinimumWidth(0 if narrow else width)
        self.setMaximumWidth(_ANY_WIDTH if narrow else width)


# --- One finding under its field: icon, word, sentence, and the button that repairs it -----------

ICONS = {
    Severity.ERROR: "circle-x",
    Severity.WARNING: "triangle-alert",
    Severity.HINT: "info",
}
_LONGEST = 600  # longer sentences quote data, which stand in the field above
ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}


class FindingLine(QWidget):
    """Shows one finding; *fix_requested* carries it when its button is pressed."""

    fix_requested = Signal(object)

    def __init__(self, finding: Finding, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._label = label
        severity = finding.severity
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(theme.Space.S)
        mark = QLabel(self)
        icons.tint_label(mark, ICONS[severity], ROLES[severity])
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.Space.XS)
        layout.addLayout(column, 1)
        message = calm(finding.message)
        if len(message) > _LONGEST or "\n" in message:
            message = one_line(message, _LONGEST)
        text = f"{SEVERITY[severity]}: {message}"
        sentence = plain_label(unbroken(text), "finding", wrap=True)
        sentence.setProperty("tone", ROLES[severity])
        sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column.addWidget(sentence)
        self._button = self._make_button()
        if self._button is not None:
            column.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeft)

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the button while nothing may be changed, and let it say why."""
        if self._button is not None:
            self._button.setEnabled(not read_only)
            self._button.setToolTip(safe_tip(READ_ONLY) if read_only else "")
            reason = READ_ONLY if read_only else self.finding.message
            self._button.setAccessibleDescription(reason)

    def _make_button(self) -> QPushButton | None:
        fix = self.finding.fix
        if fix is None or not (fix.edits or fix.removals):
            return None
        button = QPushButton(one_line(fix.label, 80).replace("&", "&&"), self)
        button.setProperty("role", "small")
        button.setAccessibleName(f"{fix.label}: {self._label}")
        button.setAccessibleDescription(self.finding.message)
        button.clicked.connect(lambda: self.fix_requested.emit(self.finding))
        return button


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


# --- One row of the form, made from one catalogue entry: label, editor, counter, findings --------


class FieldRow(QWidget):
    """A field in the form. *edited* carries (field name, value); *fix_requested* a finding."""

    edited = Signal(str, object)
    fix_requested = Signal(object)
    open_requested = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"row_{field.name}")
        self._findings: tuple[Finding, ...] = ()
        self._shown: tuple[FindingLine, ...] = ()
        self._narrow: bool | None = None
        self._read_only = False
        self.editor = make_editor(field, self)
        self.editor.setObjectName(field.name)
        self._labels = RowLabel(field, self.editor.focus_widget(), self)
        self._counter = plain_label("", "note", wrap=True)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._content = self._content_column()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*_margins())
        self._grid.setHorizontalSpacing(theme.Space.L)
        self._grid.setVerticalSpacing(theme.Space.XS)
        self.set_narrow(narrow=False)
        self.editor.edited.connect(self._on_edited)
        self.editor.open_requested.connect(self.open_requested)
        self.set_required(required=False)
        self._count("")

    def _content_column(self) -> QWidget:
        column = QWidget(self)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.editor)
        layout.addWidget(self._counter)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        layout.addLayout(self._lines)
        layout.addStretch(1)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return column

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the label above the editor (narrow) or to its left (A11Y-13)."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._grid.removeWidget(self._labels)
        self._grid.removeWidget(self._content)
        self._grid.addWidget(self._labels, 0, 0)
        self._grid.addWidget(self._content, *((1, 0) if narrow else (0, 1)))
        self._labels.set_narrow(narrow=narrow)
        self._grid.setColumnStretch(0, 1 if narrow else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 1)

    def restyle(self) -> None:
        """Take over new theme tokens (zoom changes the label column)."""
        narrow, self._narrow = bool(self._narrow), None
        self.set_narrow(narrow=narrow)

    def set_required(self, *, required: bool) -> None:
        """Say in a word whether the profile needs the field."""
        self._labels.set_required(required=required)
        self._name()

    @property
    def is_required(self) -> bool:
        """Whether the row says that the field is required."""
        return self._labels.is_required

    def counter(self) -> str:
        """Return how long the text is, "" where that does not matter."""
        return "" if self._counter.isHidden() else self._counter.text()

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the editor and the fixes; what is locked can still be read and copied."""
        self._read_only = read_only
        self.editor.set_read_only(read_only)
        for line in self._shown:
            line.set_read_only(read_only=read_only)

    def show_value(self, value: Value) -> None:
        """Show a stored value."""
        self.editor.set_value(value)
        self._count(value)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show findings under the field and mark it when one is an error.

        While the field has the focus nothing new appears, so that half-typed input is not scolded;
        what has been mended goes at once. :meth:`settle` shows the rest.
        """
        if self.has_focus():
            known = {line.finding.rule for line in self._shown}
            self._findings = findings
            findings = tuple(finding for finding in findings if finding.rule in known)
        else:
            self._findings = findings
        if findings != tuple(line.finding for line in self._shown):
            self._rebuild(findings)

    def settle(self) -> str:
        """Show every finding; called when the focus has left the field.

        Returns what is new, as a sentence to be read out, or "".
        """
        before = tuple(line.finding for line in self._shown)
        if self._findings == before:
            return ""
        self._rebuild(self._findings)
        fresh = [_sentence(found) for found in self._findings if found not in before]
        return f"{self.field.label}. {' '.join(fresh)}" if fresh else ""

    def shown_lines(self) -> tuple[FindingLine, ...]:
        """Return the findings that stand under the field."""
        return self._shown

    def has_focus(self) -> bool:
        """Whether the keyboard is in this field."""
        return self.editor.isAncestorOf(self.window().focusWidget())

    def _rebuild(self, findings: tuple[Finding, ...]) -> None:
        for line in self._shown:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown = tuple(
            FindingLine(finding, self.field.label, self._content) for finding in findings
        )
        for line in self._shown:
            line.fix_requested.connect(self.fix_requested)
            line.set_read_only(read_only=self._read_only)
            self._lines.addWidget(line)
            line.show()  # a layout shows it later, but it counts as seen from now on
        buttons = [button for line in self._shown for button in by_tab(line)]
        lead_through(buttons, by_tab(self.editor)[-1])
        self.editor.set_invalid(any(f.severity is Severity.ERROR for f in findings))
        self._name()

    def _name(self) -> None:
        name = self.field.label
        if self._labels.is_required:
            name = f"{name} ({REQUIRED})"
        sentences = [_sentence(line.finding) for line in self._shown]
        self.editor.set_accessible(name, " ".join((*sentences, self.field.help)))

    def _on_edited(self, value: Value) -> None:
        self._count(value)
        self.edited.emit(self.field.name, value)

    def _count(self, value: Value) -> None:
        limit = self.field.limit
        self._counter.setVisible(limit is not None)
        if limit is None:
            return
        count = len(value) if isinstance(value, str) else 0
        pattern = COUNTER_OVER if count > limit else COUNTER
        self._counter.setText(pattern.format(count=count, limit=limit))


def _sentence(finding: Finding) -> str:
    return f"{SEVERITY[finding.severity]}: {finding.message}"


def profile_needs(field: Field, profile: Profile) -> bool:
    """Whether a measure of this profile has to fill the field."""
    given = field.kind is Kind.IDENTIFIER or field.empty_hides_row
    return profile in field.required and not given


def _margins() -> tuple[int, int, int, int]:
    return theme.Space.L, theme.Space.S, theme.Space.L, theme.Space.S
