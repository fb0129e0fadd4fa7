"""The three panes of an open document and what connects them: list, form, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from klimaeditor.catalogue import fields_touched
from klimaeditor.document import category_names
from klimaeditor.repairs import apply_automatic
from ui import window_texts as texts
from ui.bridge import BatchCommand, DocumentBridge
from ui.findings.pane import FindingsPane
from ui.form.form import MeasureForm
from ui.measures.pane import MeasurePane

if TYPE_CHECKING:
    from klimaeditor.changes import Batch
    from klimaeditor.checks.findings import Finding
    from ui.ask import Ask

FIRST_FIELD = "short_title"


class Workspace(QSplitter):
    """List left, form in the middle, findings right. *measure_changed* carries a key or None."""

    measure_changed = Signal(object)

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ask = ask
        self.bridge: DocumentBridge | None = None
        self.list = MeasurePane(self)
        self.form = MeasureForm(self)
        self.findings = FindingsPane(self)
        self.side = QTabWidget(self)
        self.side.setDocumentMode(True)
        self.side.addTab(self.findings, texts.TAB_FINDINGS)
        for widget in (self.list, self.form, self.side):
            self.addWidget(widget)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setStretchFactor(2, 0)
        self.setSizes([360, 720, 360])
        self.list.selected.connect(self.show_measure)
        self.list.activated.connect(lambda key: self.go_to(key, self.form.field or FIRST_FIELD))
        self.form.fix_requested.connect(self.fix)
        self.findings.activated.connect(self.go_to)
        self.findings.fix_requested.connect(self.fix)
        self.findings.fix_all_requested.connect(self.fix_rule)

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document, or none."""
        self.bridge = bridge
        self.form.set_bridge(bridge)
        self.findings.set_bridge(bridge)
        self.list.set_bridge(bridge)

    @property
    def measure(self) -> int | None:
        """The key of the measure in the form."""
        return self.form.measure

    def show_measure(self, measure: int | None) -> None:
        """Show a measure in the form and its findings beside it."""
        if measure == self.form.measure:
            return
        self.form.show_measure(measure)
        self.findings.set_measure(measure)
        self.measure_changed.emit(measure)

    def go_to(self, measure: int | None, field: str | None, place: int | None = None) -> None:
        """Select a measure and put the keyboard into one of its fields."""
        if measure is None:
            return
        self.list.select(measure)
        self.show_measure(measure)
        if field:
            self.form.focus_field(field, place)

    def step(self, step: int, *, with_findings: bool = False) -> None:
        """Go to the next (1) or previous (-1) measure of the list, keeping the field."""
        if self.measure is None:
            return
        target = self.list.neighbour(self.measure, step, with_findings=with_findings)
        if target is None:
            return
        field = self.form.field if self.form.isAncestorOf(self.window().focusWidget()) else ""
        self.go_to(target, field or None)

    def fix(self, finding: Finding) -> None:
        """Carry out a finding's fix, or lead to the field where a person has to decide."""
        if self.bridge is None:
            return
        if finding.fix is not None and (finding.fix.edits or finding.fix.removals):
            self.bridge.push(self.bridge.document.plan_fix(finding.fix))
        self.go_to(finding.measure, finding.field, finding.place)

    def fix_here(self) -> None:
        """Carry out the first fix of the field that has the focus."""
        if self.bridge is None or self.measure is None:
            return
        for finding in self.bridge.document.findings.of(self.measure):
            if finding.field == self.form.field and finding.fix is not None:
                self.fix(finding)
                return

    def fix_rule(self, rule: str) -> None:
        """Carry out all automatic fixes of one rule as one step."""
        self._fix_automatic(rule)

    def fix_all(self) -> None:
        """Carry out all automatic fixes as one step, after asking."""
        if self.bridge is None:
            return
        findings = self.bridge.document.findings.all()
        found = [f for f in findings if f.fix is not None and f.fix.automatic]
        if not found:
            self._ask.info(texts.NOTHING_TO_FIX)
        elif self._ask.confirm_fixes([f.message for f in found]):
            self._fix_automatic(None)

    def _fix_automatic(self, rule: str | None) -> None:
        """Fix one by one, because a fix may change what the next sees; one undo takes all back."""
        if self.bridge is None:
            return
        stack = self.bridge.stack
        stack.beginMacro(texts.STEP_FIXES)
        repairs = apply_automatic(self.bridge.document, rule, self.bridge.push)
        stack.endMacro()
        if not repairs:
            stack.undo()

    def new_measure(self) -> None:
        """Ask for category and title, add the measure and open it."""
        if self.bridge is None:
            return
        document = self.bridge.document
        answer = self._ask.new_measure(category_names(document.dataset))
        if answer is not None:
            key, batch = document.plan_add(*answer)
            self._push_and_show(key, batch)

    def duplicate(self) -> None:
        """Duplicate the current measure and open the copy."""
        if self.bridge is not None and self.measure is not None:
            self._push_and_show(*self.bridge.document.plan_duplicate(self.measure))

    def _push_and_show(self, key: int, batch: Batch) -> None:
        if self.bridge is not None:
            self.bridge.push(batch)
            self.list.reveal(key)
            self.go_to(key, "action_name")

    def delete(self) -> None:
        """Delete the current measure after asking; the neighbour is shown."""
        if self.bridge is None or self.measure is None:
            return
        document, measure = self.bridge.document, self.measure
        if not self._ask.confirm_delete([document.view(measure).title]):
            return
        neighbour = self.list.neighbour(measure, 1)
        if neighbour in {None, measure}:
            neighbour = self.list.neighbour(measure, -1)
        batch = document.plan_delete([measure])
        self.show_measure(None)
        self.bridge.push(batch)
        if neighbour in document.dataset.measures:
            self.go_to(neighbour, None)

    def undo(self) -> None:
        """Undo one step and show where it was."""
        if self.bridge is not None and self.bridge.stack.canUndo():
            self._leave_if_gone(self._command(self.bridge.stack.index() - 1), undone=True)
            self.bridge.stack.undo()
            self._show_step(self.bridge.stack.index())

    def redo(self) -> None:
        """Redo one step and show where it is."""
        if self.bridge is not None and self.bridge.stack.canRedo():
            self._leave_if_gone(self._command(self.bridge.stack.index()), undone=False)
            self.bridge.stack.redo()
            self._show_step(self.bridge.stack.index() - 1)

    def _command(self, place: int) -> Batch | None:
        command = self.bridge.stack.command(place) if self.bridge else None
        return command.batch if isinstance(command, BatchCommand) else None

    def _leave_if_gone(self, batch: Batch | None, *, undone: bool) -> None:
        """Take the form off a measure that the step is about to remove."""
        for change in batch.changes if batch else ():
            gone = change.before if undone else change.after
            if not change.path and not gone and change.record == self.measure:
                self.show_measure(None)

    def _show_step(self, place: int) -> None:
        batch = self._command(place)
        if self.bridge is None or batch is None or not batch.changes:
            return
        change = batch.changes[0]
        dataset = self.bridge.document.dataset
        measures = [m for m in dataset.measures_of(change) if m in dataset.measures]
        target = self.measure if self.measure in measures else next(iter(measures), None)
        fields = fields_touched(change.file, change.path)
        single = len(batch.changes) == 1 and change.path and fields
        self.go_to(target, fields[0].name if single else None)

    def focus_next_pane(self) -> None:
        """Move the keyboard from pane to pane: list, form, findings."""
        focused = self.window().focusWidget()
        panes = (self.list, self.form, self.side)
        current = next((i for i, p in enumerate(panes) if p.isAncestorOf(focused)), -1)
        following = (current + 1) % len(panes)
        if following == 0:
            self.list.focus_list()
        elif following == 1:
            self.form.focus_field(self.form.field or FIRST_FIELD)
        else:
            self.side.setCurrentWidget(self.findings)
            self.findings.focus_list()
