"""The findings of a measure or of the whole dataset, and what can be done about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.findings import Severity
from ui import theme
from ui.bridge import DocumentBridge, no_document
from ui.findings import findings_table
from ui.findings.findings_model import FindingEntry, FindingsModel, Scope
from ui.findings.findings_table import FindingsTable
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.common_words import NO_DATASET, thousands
from ui.widgets.labels import EmptyState, GivingArea, MessageArea, hairline, plain_label
from ui.widgets.layouts import BesideLayout, FlowLayout
from ui.widgets.marks import severity_mark
from ui.widgets.painting import BadgeLabel
from ui.widgets.text_edits import SearchField, prefer_own_undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent


# --- words ---------------------------------------------------------------------------------------

THIS_MEASURE: Final = "Diese Maßnahme"
ALL: Final = "Alle"
WITH_COUNT: Final = "{name} ({count})"
SEARCH: Final = "Befunde durchsuchen"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"
SEVERITY_TIP: Final = "{word} zeigen oder ausblenden"

NO_MEASURE: Final = "Keine Maßnahme ausgewählt."
NO_MEASURE_HINT: Final = "Unter „Alle“ stehen die Befunde des ganzen Datensatzes."
MEASURE_READY: Final = "Keine Befunde: Diese Maßnahme ist bereit zur Veröffentlichung."
DATASET_READY: Final = "Keine Befunde: Der Datensatz ist bereit zur Veröffentlichung."
NO_MATCH: Final = "Kein Befund passt zu den Filtern."
NO_MATCH_BUTTON: Final = "Filter entfernen"

DETAILS: Final = "Ausgewählter Befund"
CHOOSE: Final = "Wählen Sie einen Befund, um ihn ganz zu lesen."
GO_TO_FIELD: Final = "Zum Feld"
GO_TO_FIELD_TIP: Final = "Im Formular zeigen (Eingabetaste)"
LOCKED: Final = (
    "Der Datensatz ist nur zum Lesen geöffnet, beheben lässt sich der Befund erst in einer eigenen "
    "Kopie: Datei, „Speichern unter“."
)
FIX_TIP: Final = "Diesen Befund beheben (Strg+Eingabetaste)"
FIX_ALL: Final = "Alle gleichartigen automatisch beheben ({count})"
FIX_ALL_TIP: Final = (
    "Behebt diese Art von Befund im ganzen Datensatz in einem Schritt, der sich rückgängig machen "
    "lässt."
)


def with_count(name: str, count: int) -> str:
    """Return e.g. „Alle (71)“."""
    return WITH_COUNT.format(name=name, count=thousands(count))


# --- What stands above the findings: whose, how severe, and a search -----------------------------

_NAMES = {Scope.MEASURE: THIS_MEASURE, Scope.ALL: ALL}


class FindingsHead(QWidget):
    """Tells *scope_wanted* (Scope) and *narrowed* (severities, text)."""

    scope_wanted = Signal(object)
    narrowed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scopes = {scope: self._scope_button(scope) for scope in Scope}
        group = QButtonGroup(self)
        row = FlowLayout(spacing=theme.Space.S)
        for button in self._scopes.values():
            group.addButton(button)
            row.addWidget(button)
        self._severities = {severity: self._tick(severity) for severity in Severity}
        ticks = FlowLayout(spacing=theme.Space.XS)
        for box in self._severities.values():
            ticks.addWidget(box)
        self.search = SearchField(SEARCH, SEARCH, CLEAR_SEARCH, self)
        prefer_own_undo(self.search)
        self.search.textChanged.connect(lambda _: self._tell())
        column = QVBoxLayout(self)
        space = theme.Space
        column.setContentsMargins(space.M, space.M, space.M, space.S)
        column.setSpacing(space.S)
        column.addLayout(row)
        column.addWidget(self.search)
        column.addLayout(ticks)

    def show_counts(self, model: FindingsModel) -> None:
        """Show scope and counts of *model*."""
        for scope, button in self._scopes.items():
            button.setText(with_count(_NAMES[scope], model.total(scope)))
            button.setChecked(scope is model.scope)
        counts = model.counts()
        for severity, box in self._severities.items():
            box.setText(common_words.severity_count(severity, counts[severity]))
        self.search.setVisible(model.scope is Scope.ALL)

    def severities(self) -> frozenset[Severity]:
        """Return the severities that are ticked."""
        return frozenset(s for s, box in self._severities.items() if box.isChecked())

    def text(self) -> str:
        """Return what is searched for; nothing while the search is not shown."""
        return "" if self.search.isHidden() else self.search.text()

    def clear(self, only: Severity | None = None) -> None:
        """Tick everything, or *only* one severity, and empty the search."""
        for severity, box in self._severities.items():
            box.setChecked(only in (None, severity))
        self.search.clear()

    def focus_scope(self) -> None:
        """Put the keyboard on the scope in force."""
        next(button for button in self._scopes.values() if button.isChecked()).setFocus()

    def _scope_button(self, scope: Scope) -> QPushButton:
        button = QPushButton(_NAMES[scope], self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(self._chooser(scope))
        return button

    def _chooser(self, scope: Scope) -> Callable[[], None]:
        return lambda: self.scope_wanted.emit(scope)

    def _tick(self, severity: Severity) -> QCheckBox:
        box = QCheckBox(self)
        box.setChecked(True)
        word = common_words.severity_count(severity, 2).partition(" ")[2]
        box.setToolTip(SEVERITY_TIP.format(word=word))
        box.toggled.connect(lambda _: self._tell())
        return box

    def _tell(self) -> None:
        self.narrowed.emit(self.severities(), self.text())


# --- The selected finding in full, with real buttons for what can be done ------------------------

_LINES = 6


class FindingDetails(QFrame):
    """Tells *go_clicked*, *fix_clicked* and *fix_all_clicked* for the entry shown."""

    go_clicked = Signal()
    fix_clicked = Signal()
    fix_all_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(DETAILS)
        self._severity = BadgeLabel(self)
        self._place = plain_label(role="field", wrap=True)
        self._title = plain_label(role="muted", wrap=True)
        self._message = MessageArea(_LINES, self)
        self._locked = plain_label(LOCKED, "note", wrap=True)
        self._fix = self._button("primary", "", FIX_TIP, self.fix_clicked)
        self._go = self._button("", GO_TO_FIELD, GO_TO_FIELD_TIP, self.go_clicked)
        self._all = self._button("", "", FIX_ALL_TIP, self.fix_all_clicked)
        icons.tint(self._go, "arrow-right")
        self._lay_out()

    def show_entry(self, entry: FindingEntry | None, automatic: int, *, with_title: bool) -> None:
        """Show a finding, or ask to choose one; *automatic* fixes of its rule can be done at once.

        *with_title* names the measure too.
        """
        for widget in (self._severity, self._place, self._go):
            widget.setVisible(entry is not None)
        self._title.setVisible(entry is not None and with_title)
        self._fix.setVisible(entry is not None and bool(entry.fix_label))
        offered = entry is not None and automatic > 1 and bool(entry.fix_label)
        self._all.setVisible(offered and entry is not None and _is_automatic(entry))
        self._locked.setVisible(entry is not None and entry.locked and bool(entry.finding.fix))
        if entry is None:
            self._message.set_text(CHOOSE)
            return
        mark = severity_mark(entry.finding.severity)
        self._severity.show_mark(mark.word, mark.icon, mark.tone)
        self._place.setText(entry.place)
        self._title.setText(entry.title)
        self._message.set_text(entry.finding.message)
        self._fix.setText(entry.fix_label.replace("&", "&&"))
        self._all.setText(FIX_ALL.format(count=automatic))
        self._go.setEnabled(entry.finding.measure is not None)

    def _button(self, role: str, text: str, tip: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        if role:
            button.setProperty("role", role)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        space = theme.Space
        head = BesideLayout(self._severity, self._place)
        buttons = FlowLayout(spacing=space.S)
        for button in (self._fix, self._go, self._all):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.M, space.M, space.M, space.M)
        column.setSpacing(space.S)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._message)
        column.addWidget(self._locked)
        column.addLayout(buttons)


def _is_automatic(entry: FindingEntry) -> bool:
    return entry.finding.fix is not None and entry.finding.fix.automatic


# --- The findings of a measure or of the whole dataset, and what can be done about each ----------

_LEAST_LIST = 100  # pixels; at 200 % what is above and below needs the rest of a small screen
_LIST, _EMPTY = range(2)  # the places of the stack


class _Body(QWidget):
    """Tells its height."""

    resized = Signal(int)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the new height."""
        super().resizeEvent(event)
        self.resized.emit(event.size().height())


class FindingsPane(QFrame):
    """The list and the selected finding in full.

    *activated* asks to go to (measure key or None, field or None, place or None), *fix_requested*
    carries the Finding, *fix_all_requested* the id of a rule.
    """

    activated = Signal(object, object, object)
    fix_requested = Signal(object)
    fix_all_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(findings_table.PANE)
        self._bridge = no_document()
        self._held: tuple[FindingEntry, int] | None = None
        self._model = FindingsModel(self)
        self._head = FindingsHead(self)
        self._table = FindingsTable(self._model, self)
        self._details = FindingDetails(self)
        self._empty = EmptyState(self)
        self._lay_out()
        self._connect()
        self._on_renewed()

    def _lay_out(self) -> None:
        body = _Body(self)
        body.resized.connect(self._share)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._table.setMinimumHeight(_LEAST_LIST)
        column.addWidget(self._table, 1)
        column.addWidget(hairline())
        self._below = GivingArea(self._details, body)
        column.addWidget(self._below)
        self._stack = QStackedLayout()
        self._stack.addWidget(body)
        self._stack.addWidget(GivingArea(self._empty, self))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(hairline())
        whole.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self._model.renewing.connect(self._on_renewing)
        self._model.renewed.connect(self._on_renewed)
        self._head.scope_wanted.connect(self._set_scope)
        self._head.narrowed.connect(self._model.narrow)
        self._head.search.left_down.connect(self.focus_list)
        self._table.selectionModel().selectionChanged.connect(self._show_details)
        self._table.entered_row.connect(self._on_entered)
        self._table.fix_clicked.connect(self._fix)
        self._details.go_clicked.connect(lambda: self._go(self._table.selected_row()))
        self._details.fix_clicked.connect(lambda: self._fix(self._table.selected_row()))
        self._details.fix_all_clicked.connect(self._fix_all)
        self._empty.button_clicked.connect(self._head.clear)

    def _share(self, height: int) -> None:
        """Leave the list at least as much of *height* as what is said of one finding."""
        self._below.setMaximumHeight((height - 1) // 2)  # without the line between

    # --- what others ask of the pane -----------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the findings of another document."""
        self._bridge = bridge
        self._model.set_bridge(bridge)

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer no fixes while nothing may be changed, and say once why."""
        self._model.set_read_only(read_only=read_only)

    def set_measure(self, measure: int | None) -> None:
        """Take another measure as „this one“; the scope stays."""
        self._model.set_measure(measure)

    def show_measure(self) -> None:
        """Show the findings of this measure."""
        self._set_scope(Scope.MEASURE)

    def show_all(self, only: Severity | None = None) -> None:
        """Show the findings of the whole dataset, or *only* those of one severity."""
        self._head.clear(only)
        self._set_scope(Scope.ALL)

    def focus_list(self) -> None:
        """Put the keyboard into the list, on its first row where none is selected."""
        if self._stack.currentIndex() == _EMPTY:
            self._head.focus_scope()
            return
        self._table.setFocus()
        if self._table.selected_row() < 0:
            self._table.select_row(0)

    # --- what the user does --------------------------------------------------------------

    def _set_scope(self, scope: Scope) -> None:
        self._model.set_scope(scope)
        self._model.narrow(self._head.severities(), self._head.text())

    def _on_entered(self, index: QModelIndex, control: bool) -> None:
        (self._fix if control else self._go)(index.row())

    def _go(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            found = entry.finding
            self.activated.emit(found.measure, found.field, found.place)

    def _fix(self, row: int) -> None:
        """Ask for the fix; a finding without one leads to its field."""
        entry = self._model.entry(row)
        if entry is not None and entry.finding.fix is not None and not entry.locked:
            self.fix_requested.emit(entry.finding)
        else:
            self._go(row)

    def _fix_all(self) -> None:
        entry = self._model.entry(self._table.selected_row())
        if entry is not None:
            self.fix_all_requested.emit(entry.finding.rule)

    # --- what is shown -------------------------------------------------------------------

    def _on_renewing(self) -> None:
        """Remember what is selected: the same finding, or else the same row, will be again."""
        row = self._table.selected_row()
        entry = self._model.entry(row)
        self._held = None if entry is None else (entry, row)

    def _on_renewed(self) -> None:
        self._head.show_counts(self._model)
        rows = self._model.rowCount()
        if self._held is not None and rows:
            entry, row = self._held
            same = self._model.row_like(entry)
            self._table.select_row(min(row, rows - 1) if same is None else same)
        self._held = None
        self._show_details()
        self._show_state()

    def _show_details(self) -> None:
        entry = self._model.entry(self._table.selected_row())
        automatic = self._model.automatic(entry.finding.rule) if entry else 0
        everything = self._model.scope is Scope.ALL
        self._details.show_entry(entry, automatic, with_title=everything)

    def _show_state(self) -> None:
        was = self._empty.sentence() if self._stack.currentIndex() == _EMPTY else ""
        self._head.setVisible(self._bridge.is_open)
        if self._model.rowCount():
            self._stack.setCurrentIndex(_LIST)
            return
        everything = self._model.scope is Scope.ALL
        if not self._bridge.is_open:
            self._empty.show_state("list-checks", NO_DATASET)
        elif not everything and self._model.measure is None:
            self._empty.show_state("list-checks", NO_MEASURE, hint=NO_MEASURE_HINT)
        elif self._model.counts():
            self._empty.show_state("search", NO_MATCH, button=NO_MATCH_BUTTON)
        else:
            sentence = DATASET_READY if everything else MEASURE_READY
            self._empty.show_state("circle-check", sentence, role="good")
        self._stack.setCurrentIndex(_EMPTY)
        if self._empty.sentence() != was and self.isVisible():
            announce(self, self._empty.sentence())
