"""The three panes of an open document and what connects them: list, form, public page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from klimaeditor.model import core_words
from klimaeditor.model.core_words import shortened
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.records import category_names
from ui.bridge import Connections, DocumentBridge, StepGivenUpError, no_document
from ui.dialogs.choices import InfoMessage
from ui.form.form import MeasureForm
from ui.history.changes_model import count
from ui.measures.pane import MeasurePane
from ui.shell.panes import PaneRoom
from ui.shell.side_pane import SidePane

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from klimaeditor.diff.changed import FieldChange
    from klimaeditor.document import Document
    from klimaeditor.exchange.waitingreturns import FieldRemark
    from klimaeditor.files.formervalues import FormerValues
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------


def line(title: str, label: str) -> str:
    """Return a change in the question before all are taken back."""
    return f"{shortened(title)}: {label}"


def reverted(number: int) -> str:
    """Return what has just been taken back."""
    return f"{count(number)} rückgängig gemacht. Strg+Z stellt sie wieder her."


NOTHING_LEFT = "Kein anderes Feld dieser Maßnahme hat einen Befund."
LIST_END = "Das ist die letzte Maßnahme der Liste."
LIST_START = "Das ist die erste Maßnahme der Liste."
NONE_WITH_FINDINGS = "In dieser Richtung gibt es keine Maßnahme mit Befunden mehr."
GIVEN_UP = "Abgebrochen, nichts wurde geändert."
STEP_FIXES = "Alles automatisch Behebbare beheben"


def undone(label: str) -> str:
    """Return what was undone."""
    return f"Rückgängig gemacht: {label}"


def redone(label: str) -> str:
    """Return what was done again."""
    return f"Wiederhergestellt: {label}"


def fix_line_text(title: str, place: str, what: str) -> str:
    """Return e.g. „KlimaWerkstatt – Kosten der Maßnahme: Keine Angabe setzen“."""
    where = " – ".join(part for part in (shortened(title), place) if part)
    return f"{where}: {what}"


# --- Carrying out fixes in the window: one, the one at hand, all of a rule, all that are plain ---


def fix(workspace: Workspace, finding: Finding) -> None:
    """Carry out a finding's fix, or lead to the field where a person has to decide."""
    bridge = workspace.bridge
    measures = bridge.document.dataset.measures
    if finding.measure in measures and finding.measure != workspace.measure:
        workspace.go_to(finding.measure, None)
    if finding.fix is not None and _is_plain(finding):
        try:
            bridge.push(bridge.document.plan_fix(finding.fix))
        except KlimaError as error:  # a second click on a finding that is gone already
            workspace.status_message.emit(str(error))
    if finding.measure == workspace.measure and finding.field:
        workspace.enter(finding.field, finding.place)


def fix_here(workspace: Workspace) -> None:
    """Carry out the first fix of the field with the focus; where there is none, go to the next."""
    bridge, measure = workspace.bridge, workspace.measure
    if measure is None:
        return
    offer = workspace.form.offer_at_hand()
    if offer is not None and workspace.form.field:  # what the button under the field enters
        workspace.enter_value(workspace.form.field, offer.value)
        return
    at_field = [f for f in bridge.document.findings.of(measure) if f.field == workspace.form.field]
    said = workspace.form.finding_at_hand()  # what the button under the field repairs
    if said in at_field:
        at_field.insert(0, said)
    finding = next((f for f in at_field if _is_plain(f)), None)
    if finding is not None:
        fix(workspace, finding)
        return
    following = workspace.form.next_faulty()
    if following is None:
        workspace.status_message.emit(NOTHING_LEFT)
    else:
        workspace.enter(following, None)


class FixQuestions(InfoMessage, Protocol):
    """What is asked before findings are fixed in one go."""

    def confirm_fixes(self, messages: Sequence[str]) -> bool:
        """Ask whether these findings may be fixed in one go."""


def finding_place(document: Document, finding: Finding) -> str:
    """Return where a finding is: „KlimaWerkstatt – Kosten der Maßnahme“."""
    title = "" if finding.measure is None else document.view(finding.measure).title
    field = document.dataset.site.catalogue.known_field(finding.field)
    place = field.label if field else str(finding.file or "")
    return " – ".join(part for part in (shortened(title), place) if part)


def fix_line(document: Document, finding: Finding) -> str:
    """Return what the fix of a finding is about to do, and where, as a line of a question."""
    title = "" if finding.measure is None else document.view(finding.measure).title
    field = document.dataset.site.catalogue.known_field(finding.field)
    place = field.label if field else str(finding.file or "")
    return fix_line_text(title, place, finding.fix.label if finding.fix else "")


def _is_plain(finding: Finding) -> bool:
    """Whether a fix can be carried out without a person's decision."""
    return finding.fix is not None and bool(finding.fix.edits or finding.fix.removals)


# --- The three panes of an open document and what connects them: list, form, findings ------------


class WorkspaceQuestions(Protocol):
    """What the panes ask."""

    def confirm_revert(self, changes: Sequence[str]) -> bool:
        """Ask whether all these unsaved changes may be taken back."""

    def confirm_delete(self, titles: Sequence[str]) -> bool:
        """Ask whether these measures may be deleted."""

    def new_measure(
        self, categories: Mapping[str, str], chosen: str = ""
    ) -> tuple[str, str] | None:
        """Ask for category id and title of a new measure; *categories* maps ids to names.

        *chosen* is the category to begin with.
        """


class Workspace(QWidget):
    """List left, form in the middle, public page right.

    *measure_changed* carries a key or None, *status_message* a line for the user.
    """

    measure_changed = Signal(object)
    status_message = Signal(str)

    def __init__(self, ask: WorkspaceQuestions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.bridge = no_document()
        self._heard = Connections()
        self._touched: set[tuple[int, FieldName]] = set()
        self._origin: dict[int, int | None] = {}
        self._stepped: tuple[FieldName | Literal[""], FieldName | Literal[""]] = ("", "")
        self.room = PaneRoom(self)
        self.list = MeasurePane(self.room)
        self.form = MeasureForm(self.room.splitter)
        self.side = SidePane(self.bridge, self.room.splitter)
        self.room.add_panes(self.list, self.form, self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.room)
        self.room.search_wanted.connect(self.search)
        self.room.filter_wanted.connect(self.filter)
        self.side.hide_wanted.connect(self.room.toggle_side)
        self.side.field_chosen.connect(self.enter)
        self.side.change_chosen.connect(self.go_to)
        self.side.revert_requested.connect(self.revert)
        self.side.revert_all_requested.connect(self.revert_all)
        self.side.jump_requested.connect(self.jump)
        self.list.selected.connect(self.show_measure)
        self.list.activated.connect(self._enter_form)
        self.list.clicked.connect(self._on_list_clicked)
        self.list.found_changed.connect(self._show_found)
        self.list.place_entered.connect(self._enter_found)
        self.list.status_message.connect(self.status_message)
        self.form.header.stepped.connect(self.step)
        self.form.fix_requested.connect(partial(fix, self))
        self.form.find_offer = self.side.remarks.offer
        self.form.value_requested.connect(self.enter_value)
        self.side.take_wanted.connect(self.enter_value)
        self.form.status_message.connect(self.status_message)
        self.form.field_entered.connect(self.side.show_field)

    def _enter_form(self, key: int) -> None:
        """Put the keyboard into the form of a measure: at what was found, else where it was."""
        if self.list.found.measure == key:
            self._enter_found()
        else:
            self.go_to(key, self.list.noted_field(key) or self.form.entry_field)

    def _on_list_clicked(self, key: int) -> None:
        """Fold a list that lies above the form; the keyboard goes to what was found there."""
        if self.room.close_list() and self.list.found.measure == key:
            self.form.enter_found()

    def focus_list(self) -> None:
        """Put the keyboard where work begins."""
        self.room.focus_first()

    def search(self) -> None:
        """Put the keyboard into the search of the list."""
        self.room.show_list()
        self.list.focus_search()

    def step_place(self, step: int) -> None:
        """Go to the next place found (1) or the previous one (-1); F3 goes on from the form, too.

        The keyboard stays in the search; from the form it goes to the place.
        """
        in_form = self.form.isAncestorOf(self.window().focusWidget())
        if not self.list.found.words:
            self.search()
            return
        self.list.step_place(step)
        if (
            in_form
            and self.list.found.place is not None
            and not self.form.enter_found(opening=False)
        ):
            self.search()  # F3 goes on from there; a list of choices would keep the key

    def end_search(self) -> bool:
        """Search for nothing any more; False where nothing was searched for."""
        return self.list.end_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End a search on Esc, wherever the keyboard is."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() != Qt.Key.Key_Escape or not plain or not self.end_search():
            super().keyPressEvent(event)

    def _show_found(self) -> None:
        """Mark what is searched for in form and public page; the place at hand is shown (D 23)."""
        words, measure, place = self.list.found
        if measure is not None:
            self.show_measure(measure)
        self.form.mark_found(words, place)
        self.side.show_found(words, place)

    def _enter_found(self) -> None:
        """Put the keyboard at the place at hand."""
        if self.list.found.place is not None:
            self.room.show_form()
            self.form.enter_found()

    def filter(self) -> None:
        """Open the filters of the list."""
        self.room.show_list()
        self.list.open_filters()

    def restyle(self) -> None:
        """Take over a new theme or zoom."""
        self.form.restyle()
        self.room.restyle()

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document, or none."""
        self.bridge = bridge = no_document() if bridge is None else bridge
        self._touched.clear()
        self._origin.clear()
        self._heard.renew(  # before the panes hear of it: the list still knows the old order
            (bridge.structure_changed, self._leave_if_gone),
            (bridge.fields_changed, self._touched.update),
        )
        if self.form.isAncestorOf(self.window().focusWidget()):
            self.list.focus_list()  # what has the keyboard is of the document before
        self.form.set_bridge(bridge)
        self.side.set_bridge(bridge)
        self.list.set_bridge(bridge)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the document only be read, or be changed again."""
        self.form.set_read_only(read_only=read_only)

    def refused(self) -> bool:
        """Whether nothing may be changed; then the user is told why."""
        if self.bridge.read_only:
            self.status_message.emit(core_words.READ_ONLY)
        return self.bridge.read_only

    @property
    def measure(self) -> int | None:
        """The key of the measure in the form."""
        return self.form.measure

    @property
    def field_at_hand(self) -> str:
        """The field with the keyboard, or that the panel speaks of; "" elsewhere."""
        focused = self.window().focusWidget()
        inside = self.form.isAncestorOf(focused) or self.side.panel.isAncestorOf(focused)
        return self.form.field if inside else ""

    def show_measure(self, measure: int | None) -> None:
        """Show a measure in the form and its public page beside it."""
        if measure == self.form.measure:
            return
        self.form.show_measure(measure)
        inside = self.form.isAncestorOf(self.window().focusWidget())
        self.side.show_measure(measure, self.form.field if inside else "")
        self.measure_changed.emit(measure)

    def go_to(self, measure: int | None, field: FieldName | None, place: int | None = None) -> None:
        """Select a measure and put the keyboard into one of its fields."""
        if measure is None:
            return
        if self.list.reveal(measure):
            self.status_message.emit(self.list.lifted_text())
        self.show_measure(measure)
        if field:
            self.enter(field, place)

    def enter(self, field: FieldName, place: int | None = None) -> None:
        """Put the keyboard into a field of the measure in the form, whatever the list shows."""
        if self.measure is not None:
            self.room.show_form()
            self.form.focus_field(field, place)

    def enter_value(self, field: FieldName, value: Value) -> None:
        """Put a value into a field of the measure shown as one step, and the keyboard there."""
        if self.measure is None or self.refused():
            return
        try:
            self.bridge.push(self.bridge.document.plan_edit(self.measure, {field: value}))
        except KlimaError as error:
            self.status_message.emit(str(error))
        self.enter(field)

    def show_remarks(self, remarks: Sequence[FieldRemark]) -> None:
        """Tell at their fields what was remarked in returns that wait (D 9, D 10)."""
        self.side.remarks.set_remarks(remarks)
        self.side.refresh_panel()
        self.form.renew_offer()

    def show_former(self, known: FormerValues) -> None:
        """Tell what stood in the fields before (D 9)."""
        self.side.former.set_values(known)
        self.side.refresh_panel()

    def step(self, step: int, *, with_findings: bool = False) -> None:
        """Go to the next (1) or previous (-1) measure of the list, keeping the field."""
        if self.measure is None:
            return
        target = self.list.neighbour(self.measure, step, with_findings=with_findings)
        if target is None or target == self.measure:
            end = LIST_END if step > 0 else LIST_START
            self.status_message.emit(NONE_WITH_FINDINGS if with_findings else end)
            return
        in_form = self.form.isAncestorOf(self.window().focusWidget())
        if self.form.field != self._stepped[1]:  # else this measure only lacks the field wanted
            self._stepped = (self.form.field, "")
        wanted = (self._stepped[0] or None) if in_form else None
        self.go_to(target, wanted)
        self._stepped = (self._stepped[0], self.form.field)

    def revert(self, changes: Sequence[FieldChange]) -> None:
        """Take unsaved changes back as one step."""
        if changes and not self.refused():
            batch = self.bridge.document.plan_revert(changes)
            try:
                self.bridge.push(batch, may_cancel=True)
            except StepGivenUpError:
                self.status_message.emit(GIVEN_UP)
                return
            if self.bridge.document.is_saved:
                self.bridge.stack.setClean()
            self.status_message.emit(reverted(len(changes)))

    def revert_all(self, changes: Sequence[FieldChange]) -> None:
        """Take all unsaved changes back as one step, after asking."""
        if self.refused():
            return
        if self._ask.confirm_revert([line(c.title, c.label) for c in changes]):
            self.revert(changes)

    def jump(self, place: int) -> None:
        """Undo or redo until *place* steps are done; the keyboard stays where it is."""
        if not self.refused():
            self._touched.clear()
            self.bridge.stack.setIndex(place)
            self._show_touched(with_field=False)

    def new_measure(self) -> None:
        """Ask for category and title, add the measure and open it.

        The category to begin with is that of the place in the list.
        """
        document = self.bridge.document
        names = category_names(document.dataset)
        here = "" if self.measure is None else str(document.view(self.measure).value("category_id"))
        answer = self._ask.new_measure(names, here if here in names else "")
        if answer is not None:
            key, batch = document.plan_add(*answer)
            self._push_and_show(key, batch)
            self.form.keep_quiet(key)

    def duplicate(self) -> None:
        """Duplicate the measures selected as one step and open the first copy."""
        if self.measure is not None:
            copies, batch = self.bridge.document.plan_duplicates(self._chosen(self.measure))
            self._push_and_show(copies[0], batch)

    def _push_and_show(self, key: int, batch: Batch) -> None:
        self._origin[key] = self.measure
        self.bridge.push(batch)
        self.go_to(key, "action_name")

    def delete(self) -> None:
        """Delete the measures selected after asking, as one step; the neighbour is shown."""
        if self.measure is None:
            return
        document, chosen = self.bridge.document, self._chosen(self.measure)
        if self._ask.confirm_delete([document.view(key).title for key in chosen]):
            self.bridge.push(document.plan_delete(chosen))

    def _chosen(self, measure: int) -> list[int]:
        """Return the measures selected with *measure*; it alone where the list hides it."""
        selected = self.list.selected_keys()
        return selected if measure in selected else [measure]

    def undo(self) -> None:
        """Undo one step and show where it was."""
        stack = self.bridge.stack
        if stack.canUndo():
            label = stack.undoText()
            self._touched.clear()
            if not self.bridge.undo():
                self.status_message.emit(GIVEN_UP)
                return
            self._show_touched()
            self.status_message.emit(undone(label))

    def redo(self) -> None:
        """Redo one step and show where it is."""
        stack = self.bridge.stack
        if stack.canRedo():
            label = stack.redoText()
            self._touched.clear()
            if not self.bridge.redo():
                self.status_message.emit(GIVEN_UP)
                return
            self._show_touched()
            self.status_message.emit(redone(label))

    def _leave_if_gone(self) -> None:
        """Show the neighbour where the measure in the form has been taken away."""
        measures = self.bridge.document.dataset.measures
        if self.measure is None or self.measure in measures:
            return
        shown = self.list.shown_keys()
        place = shown.index(self.measure) if self.measure in shown else 0
        near = [self._origin.get(self.measure), *shown[place:], *reversed(shown[:place])]
        target = next((key for key in near if key in measures), None)
        self.list.select(target)
        self.show_measure(target)

    def _show_touched(self, *, with_field: bool = True) -> None:
        """Go where the step just undone or redone has changed something."""
        keys = self.bridge.document.dataset.measure_keys()
        measures = {measure for measure, _ in self._touched}
        if self.measure not in measures:
            first = next((key for key in keys if key in measures), None)
            self.go_to(first, None)
        fields = [name for measure, name in self._touched if measure == self.measure]
        if with_field and len(fields) == 1:
            self.enter(fields[0])
