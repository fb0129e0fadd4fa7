"""The three panes of an open document and what connects them: list, form, findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from klimaeditor import texts as core_texts
from klimaeditor.document import category_names
from ui import mending, theme
from ui import window_texts as texts
from ui.changes import texts as change_texts
from ui.findings.pane import FindingsPane
from ui.form.form import FIRST_FIELD, MeasureForm
from ui.history import texts as history_texts
from ui.measures.pane import MeasurePane
from ui.pane_room import PaneRoom
from ui.preview import texts as preview_texts
from ui.widgets.late_tabs import LateTabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.changes import Batch
    from klimaeditor.differences import FieldChange
    from ui.ask import Ask
    from ui.bridge import DocumentBridge
    from ui.changes.pane import ChangesPane
    from ui.history.pane import HistoryPane
    from ui.preview.pane import PreviewPane

_LIST_WIDTH = 210  # least, at 100 %


class Workspace(QSplitter):
    """List left, form in the middle, findings right.

    *measure_changed* carries a key or None, *said* a line for the user.
    """

    measure_changed = Signal(object)
    said = Signal(str)

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ask = ask
        self.bridge: DocumentBridge | None = None
        self._touched: set[tuple[int, str]] = set()
        self._origin: dict[int, int | None] = {}
        self._stepped = ("", "")
        self.list = MeasurePane(self)
        self.form = MeasureForm(self)
        self.side = LateTabs(self)
        self.findings = FindingsPane(self.side)
        self.side.setDocumentMode(True)
        self.side.setProperty("role", "panel")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.tabBar().setAccessibleName(texts.SIDE)
        self.side.add_titled(self.findings, texts.TAB_FINDINGS, "list-checks")
        self._preview_tab = self.side.add_late(preview_texts.TAB, "eye", self._make_preview)
        self._changes_tab = self.side.add_late(change_texts.TAB, "square-pen", self._make_changes)
        self._history_tab = self.side.add_late(history_texts.TAB, "history", self._make_history)
        for widget in (self.list, self.form, self.side):
            self.addWidget(widget)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setStretchFactor(2, 0)
        self.room = PaneRoom(self)
        self.list.selected.connect(self.show_measure)
        self.list.activated.connect(lambda key: self.go_to(key, self.form.field or FIRST_FIELD))
        self.form.fix_requested.connect(partial(mending.fix, self))
        self.form.said.connect(self.said)
        self.findings.activated.connect(self.go_to)
        self.findings.fix_requested.connect(partial(mending.fix, self))
        self.findings.fix_all_requested.connect(partial(mending.fix_automatic, self))

    @property
    def changes(self) -> ChangesPane:
        """The pane with what is unsaved."""
        return cast("ChangesPane", self.side.page(self._changes_tab))

    @property
    def history(self) -> HistoryPane:
        """The pane with the steps."""
        return cast("HistoryPane", self.side.page(self._history_tab))

    @property
    def preview(self) -> PreviewPane:
        """The pane with the public page."""
        return cast("PreviewPane", self.side.page(self._preview_tab))

    def show_preview(self) -> None:
        """Show the public page of the measure beside the form."""
        self.open_side(self.preview)

    def open_side(self, pane: QWidget) -> None:
        """Bring one of the panes at the side into sight."""
        self.room.show_side()
        self.side.setCurrentWidget(pane)

    def search(self) -> None:
        """Put the keyboard into the search of the list."""
        self.room.show_list()
        self.list.focus_search()

    def minimumSizeHint(self) -> QSize:
        """Return what two panes need; the third gives way."""
        return self.room.least_size(super().minimumSizeHint())

    def _make_preview(self) -> PreviewPane:
        from ui.preview.pane import PreviewPane  # noqa: PLC0415 - a start does not wait for it

        pane = PreviewPane(self)
        pane.field_chosen.connect(lambda name, place: self.go_to(self.measure, name, place))
        self.form.field_entered.connect(pane.show_field)
        self.measure_changed.connect(self._show_in_preview)
        pane.set_bridge(self.bridge)
        pane.show_measure(self.measure)
        return pane

    def _show_in_preview(self, measure: int | None) -> None:
        self.preview.show_measure(measure)
        if self.form.isAncestorOf(self.window().focusWidget()):
            self.preview.show_field(self.form.field)

    def _make_changes(self) -> ChangesPane:
        from ui.changes.pane import ChangesPane  # noqa: PLC0415 - a start does not wait for it

        pane = ChangesPane(self)
        pane.activated.connect(self.go_to)
        pane.revert_requested.connect(self.revert)
        pane.revert_all_requested.connect(self.revert_all)
        pane.counted.connect(lambda n: self.side.show_number(self._changes_tab, n))
        pane.set_bridge(self.bridge)
        return pane

    def _make_history(self) -> HistoryPane:
        from ui.history.pane import HistoryPane  # noqa: PLC0415 - as above

        pane = HistoryPane(self)
        pane.jump_requested.connect(self.jump)
        pane.counted.connect(lambda n: self.side.show_number(self._history_tab, n))
        pane.set_bridge(self.bridge)
        return pane

    def restyle(self) -> None:
        """Take over a new theme or zoom: larger letters need a wider list."""
        self.list.setMinimumWidth(theme.current().px(_LIST_WIDTH))
        self.form.restyle()
        self.room.restyle()

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document, or none."""
        self.bridge = bridge
        self._touched.clear()
        self._origin.clear()
        if bridge is not None:  # before the panes hear of it: the list still knows the old order
            bridge.structure_changed.connect(self._leave_if_gone)
            bridge.fields_changed.connect(self._touched.update)
        self.form.set_bridge(bridge)
        self.findings.set_bridge(bridge)
        if self.side.is_made(self._preview_tab):
            self.preview.set_bridge(bridge)
        if self.side.is_made(self._changes_tab):
            self.changes.set_bridge(bridge)
        if self.side.is_made(self._history_tab):
            self.history.set_bridge(bridge)
        self.list.set_bridge(bridge)
        self.side.make_when_idle()

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the document only be read, or be changed again."""
        self.form.set_read_only(read_only=read_only)
        self.findings.set_read_only(read_only=read_only)

    def refused(self) -> bool:
        """Whether nothing may be changed; then the user is told why."""
        refused = self.bridge is not None and self.bridge.read_only
        if refused:
            self.said.emit(core_texts.READ_ONLY)
        return refused

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
        if measure == self.measure:
            self.list.select(measure)
        elif self.list.reveal(measure):
            self.said.emit(self.list.lifted_text())
        self.show_measure(measure)
        if field:
            self.form.focus_field(field, place)

    def step(self, step: int, *, with_findings: bool = False) -> None:
        """Go to the next (1) or previous (-1) measure of the list, keeping the field."""
        if self.measure is None:
            return
        target = self.list.neighbour(self.measure, step, with_findings=with_findings)
        if target is None or target == self.measure:
            end = texts.LIST_END if step > 0 else texts.LIST_START
            self.said.emit(texts.NONE_WITH_FINDINGS if with_findings else end)
            return
        in_form = self.form.isAncestorOf(self.window().focusWidget())
        if self.form.field != self._stepped[1]:  # else this measure only lacks the field wanted
            self._stepped = (self.form.field, "")
        wanted = self._stepped[0] if in_form else None
        self.go_to(target, wanted)
        self._stepped = (self._stepped[0], self.form.field)

    def revert(self, changes: Sequence[FieldChange]) -> None:
        """Take unsaved changes back as one step."""
        if self.bridge is not None and changes and not self.refused():
            self.bridge.push(self.bridge.document.plan_revert(changes))
            if self.bridge.document.is_saved:
                self.bridge.stack.setClean()
            self.said.emit(change_texts.reverted(len(changes)))

    def revert_all(self, changes: Sequence[FieldChange]) -> None:
        """Take all unsaved changes back as one step, after asking."""
        if self.refused():
            return
        if self._ask.confirm_revert([change_texts.line(c.title, c.label) for c in changes]):
            self.revert(changes)

    def jump(self, place: int) -> None:
        """Undo or redo until *place* steps are done; the keyboard stays where it is."""
        if self.bridge is not None and not self.refused():
            self._touched.clear()
            self.bridge.stack.setIndex(place)
            self._show_touched(with_field=False)

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
            self._origin[key] = self.measure
            self.bridge.push(batch)
            self.go_to(key, "action_name")

    def delete(self) -> None:
        """Delete the current measure after asking; the neighbour is shown."""
        if self.bridge is None or self.measure is None:
            return
        document, measure = self.bridge.document, self.measure
        if self._ask.confirm_delete([document.view(measure).title]):
            self.bridge.push(document.plan_delete([measure]))

    def undo(self) -> None:
        """Undo one step and show where it was."""
        if self.bridge is not None and self.bridge.stack.canUndo():
            stack = self.bridge.stack
            label = stack.undoText()
            self._touched.clear()
            stack.undo()
            self._show_touched()
            self.said.emit(texts.undone(label))

    def redo(self) -> None:
        """Redo one step and show where it is."""
        if self.bridge is not None and self.bridge.stack.canRedo():
            stack = self.bridge.stack
            label = stack.redoText()
            self._touched.clear()
            stack.redo()
            self._show_touched()
            self.said.emit(texts.redone(label))

    def _leave_if_gone(self) -> None:
        """Show the neighbour where the measure in the form has been taken away."""
        if self.bridge is None or self.measure is None:
            return
        measures = self.bridge.document.dataset.measures
        if self.measure in measures:
            return
        shown = self.list.shown_keys()
        place = shown.index(self.measure) if self.measure in shown else 0
        near = [self._origin.get(self.measure), *shown[place:], *reversed(shown[:place])]
        target = next((key for key in near if key in measures), None)
        self.list.select(target)
        self.show_measure(target)

    def _show_touched(self, *, with_field: bool = True) -> None:
        """Go where the step just undone or redone has changed something."""
        if self.bridge is None:
            return
        keys = self.bridge.document.dataset.measure_keys()
        measures = {measure for measure, _ in self._touched}
        if self.measure not in measures:
            first = next((key for key in keys if key in measures), None)
            self.go_to(first, None)
        fields = [name for measure, name in self._touched if measure == self.measure]
        if with_field and len(fields) == 1:
            self.go_to(self.measure, fields[0])

    def focus_tab(self) -> None:
        """Move the keyboard into the list of the tab that is open."""
        for pane in (self.findings, self.preview, self.changes, self.history):
            if pane is self.side.currentWidget():
                pane.focus_list()
