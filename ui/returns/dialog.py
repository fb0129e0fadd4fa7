"""The review of returned files: what was sent, what came back, what it is now (MRG-02)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from klimaeditor.departments.reporting import key_of
from klimaeditor.merge.proposals import FileKind
from ui import texts as words
from ui import theme
from ui.dialogs.sizing import fit_screen
from ui.returns import texts
from ui.returns.rows import rows_of
from ui.returns.state import Returns
from ui.returns.tree import FileTree, Node
from ui.review.deciding import DecidingDialog
from ui.review.state import Pick
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.departments.reporting import Key
    from klimaeditor.merge.proposals import Proposal, Returned
    from klimaeditor.values import Value


class ReturnsDialog(DecidingDialog):
    """Shows *files* as read and decided; nothing is applied before „Übernehmen“.

    Afterwards :meth:`accepted` is what ``merge.accepting.to_batch`` takes. *report_wanted* says
    that the merge report of the decisions so far shall be saved.
    """

    report_wanted = Signal()

    def __init__(self, files: Sequence[Returned], parent: QWidget | None = None) -> None:
        foreign = all(found.kind is not FileKind.REQUEST for found in files)
        returns = Returns(rows_of(files))
        super().__init__(
            returns, texts.FOREIGN if foreign else texts.RETURNS, texts.LIST, parent
        )
        self._files = tuple(files)
        self._returns = returns
        self._tree = FileTree(self)
        self._only_open = QCheckBox(texts.ONLY_OPEN, self)
        self._about_file = QPlainTextEdit(self)
        self._summary = plain_label(role="field", wrap=True)
        self._lay_out()
        self._connect()
        self._tree.show_files(self._files, self._returns.proposals)
        self._refresh()
        self._tree.choose(Node(0) if len(self._files) == 1 else Node())
        self._only_open.setEnabled(bool(self._review.undecided))
        self._list.setFocus()
        fit_screen(self, 1200, 740)

    def accepted_values(self) -> tuple[tuple[int, Proposal, Value], ...]:
        """Return what is to be stored: file number, proposal, value."""
        return self._returns.accepted()

    def answer(self) -> tuple[tuple[tuple[int, Proposal, Value], ...], frozenset[Key]]:
        """Return what is to be stored, and where somebody decided for what is there."""
        kept = (key_of(self._files[number], found) for number, found in self._returns.kept())
        return self.accepted_values(), frozenset(kept)

    def _lay_out(self) -> None:
        space, px = theme.Space, theme.current().px
        self._about_file.setReadOnly(True)
        self._about_file.setTabChangesFocus(True)
        self._about_file.setAccessibleName(texts.ABOUT_FILE)
        self._about_file.setMinimumHeight(px(40))
        self._tree.setMinimumHeight(px(40))
        self._list.setMinimumHeight(self._list.row_height())
        left = QSplitter(Qt.Orientation.Vertical, self)
        left.addWidget(self._tree)
        left.addWidget(self._column(self._only_open, self._list))
        heading = plain_label(texts.ABOUT_FILE, "muted")
        left.addWidget(self._column(heading, self._about_file))
        left.setChildrenCollapsible(False)
        left.setSizes([px(200), px(260), px(110)])
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(left)
        whole.addWidget(self._detail)
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        whole.setSizes([px(340), px(820)])
        self.body.addWidget(plain_label(self._about.sentence, wrap=True))
        self.body.addWidget(whole, 1)
        self.body.addWidget(self._summary)
        report = self.add_side_button(texts.REPORT, self.report_wanted.emit)
        self._apply = self.add_button(texts.apply(0), self.accept, primary=True)
        cancel = self.add_button(words.CANCEL, self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [self._tree, self._only_open, self._list, self._about_file]
        order += [*self._detail.focus_order(), report, self._apply, cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
        self.body.setSpacing(space.S)

    def _column(self, *widgets: QWidget) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, theme.Space.XS, theme.Space.S, 0)
        column.setSpacing(theme.Space.XS)
        for widget in widgets:
            column.addWidget(widget)
        return box

    def _connect(self) -> None:
        super()._connect()
        self._tree.node_chosen.connect(lambda _node: self._refill())
        self._only_open.toggled.connect(lambda _on: self._refill())

    def _refill(self) -> None:
        """Show the rows of the chosen node and stay where we are, if we can."""
        node, current = self._tree.chosen(), self._current
        only = self._only_open.isChecked()
        self._shown = tuple(
            row
            for row in self._returns.proposals
            if node.holds(row) and (not only or row in self._review.undecided)
        )
        self._list.show_rows([self._list_row(row) for row in self._shown])
        self._about_file.setPlainText(self._file_text(node))
        if self._shown:
            self._list.select_row(self._shown.index(current) if current in self._shown else 0)
        self._show(self._list.selected_row())

    def _refresh(self) -> None:
        """Show anew how everything stands."""
        self._list.show_rows([self._list_row(row) for row in self._shown])
        self._tree.label(self._node_text)
        taken, left = len(self._returns.accepted()), len(self._review.undecided)
        self._summary.setText(texts.summary(taken, left))
        self._apply.setText(texts.apply(taken))
        self._apply.setEnabled(taken > 0 and not self._detail.is_editing())

    def _node_text(self, node: Node) -> str:
        rows = [row for row in self._returns.proposals if node.holds(row)]
        left = sum(self._review.pick_of(row) is Pick.OPEN for row in rows)
        if node.file is None:
            return f"{texts.ALL_FILES} ({texts.counts(len(rows), left)})"
        if node.measure is not None:
            return texts.measure_node(rows[0].title, len(rows), left)
        returned = self._files[node.file]
        return texts.file_node(returned.file, returned.sender, len(rows), left)

    def _file_text(self, node: Node) -> str:
        """Return what was found in the files of a node, and what departments wrote."""
        files = self._files if node.file is None else (self._files[node.file],)
        lines = []
        for returned in files:
            found = [texts.problem(p.sheet, p.cell, p.message) for p in returned.problems]
            found += [texts.remark(r.title, r.answer, r.text) for r in returned.remarks]
            lines += [returned.file, *found] if found and len(files) > 1 else found
        return "\n".join(lines) or texts.NO_REMARKS

    def _standing(self) -> str:
        return self._summary.text()

    def _on_editing(self, editing: bool) -> None:
        for widget in (self._list, self._tree, self._only_open):
            widget.setEnabled(not editing)
        self._refresh()
