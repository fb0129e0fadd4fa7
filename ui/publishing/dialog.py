"""The gate: what stands against publishing, its fixes, and what would change (OPN-12, DEL-07)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from ui import texts as words
from ui import theme
from ui.announce import announce
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.publishing import texts
from ui.publishing.items import Item, Stand
from ui.review.row_list import RowList
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.checks.findings import Finding

_LEAST_CHANGES = 44  # logical pixels at 100 %


class PublishDialog(DialogFrame):
    """Accepting publishes; what the user wants before that is told by signals.

    *fix_wanted* carries a finding to mend, *fix_all_wanted* asks for all that need no decision,
    *settings_wanted* asks for the settings. Whoever listens calls :meth:`show_stand` again. Where
    the user closed the dialog to be led to a finding, *goal* is that finding.
    """

    fix_wanted = Signal(object)
    fix_all_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(texts.TITLE, parent)
        self._items: tuple[Item, ...] = ()
        self.goal: Finding | None = None
        self._stands = plain_label(role="heading", wrap=True)
        self._list = RowList(texts.STANDS, self, badges=True)
        self._sentence = plain_label(wrap=True)
        self._empty = EmptyState(self)
        self._empty.show_state("circle-check", texts.NOTHING, hint=texts.NOTHING_HINT, role="good")
        self._changes = QPlainTextEdit(self)
        self._changes.setReadOnly(True)
        self._changes.setTabChangesFocus(True)
        self._changes.setAccessibleName(texts.CHANGES_NAME)
        self._changes.setMinimumHeight(theme.current().px(_LEAST_CHANGES))
        self._confirm = QCheckBox(texts.CONFIRM, self)
        self._lay_out()
        self._list.row_selected.connect(self._show)
        self._list.entered_row.connect(lambda *_: self._on_go())
        self._confirm.toggled.connect(lambda _: self._judge())
        fit_screen(self, 960, 680)

    @property
    def confirmed(self) -> bool:
        """Whether the user has said yes to what was to be confirmed."""
        return self._confirm.isChecked()

    def show_stand(self, items: Sequence[Item], changes: str) -> None:
        """Show what stands against it now, and what would change."""
        self._items = tuple(items)
        place = self._list.selected_row()
        counts = [sum(item.stand is stand for item in items) for stand in Stand]
        self._stands.setText(texts.stands(*counts))
        self._list.show_rows([item.row for item in self._items])
        self._list.setVisible(bool(items))
        self._sentence.setVisible(bool(items))
        self._empty.setVisible(not items)
        self._changes.setPlainText(changes)
        if items:
            self._list.select_row(min(max(place, 0), len(self._items) - 1))
        self._confirm.setVisible(counts[2] > 0)
        self._fix_all.setEnabled(any(item.can_fix for item in items))
        self._show(self._list.selected_row())
        self._judge()
        announce(self, self._stands.text())

    def _lay_out(self) -> None:
        px, space = theme.current().px, theme.Space
        upper = QWidget(self)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.S)
        for widget in (self._list, self._empty):
            column.addWidget(widget, 1)
        column.addWidget(self._sentence)
        self._fix = self.make_button(texts.FIX, self._on_fix)
        self._go = self.make_button(texts.GO, self._on_go)
        self._fix_all = self.make_button(texts.FIX_ALL, self.fix_all_wanted.emit)
        ways = FlowLayout(spacing=space.S)
        for button in (self._fix, self._go, self._fix_all):
            ways.addWidget(button)
        column.addLayout(ways)
        lower = QWidget(self)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, space.S, 0, 0)
        below.setSpacing(space.XS)
        below.addWidget(plain_label(texts.CHANGES, "muted"))
        below.addWidget(self._changes, 1)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(320), px(220)])
        self.body.addWidget(self._stands)
        self.body.addWidget(splitter, 1)
        self.body.addWidget(self._confirm)
        settings = self.add_side_button(texts.SETTINGS, self.settings_wanted.emit)
        settings.setToolTip(texts.SETTINGS_TIP)
        self._publish = self.add_button(texts.PUBLISH, self.accept, primary=True)
        cancel = self.add_button(words.CANCEL, self.reject)
        for button in (self._publish, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [self._list, self._fix, self._go, self._fix_all, self._changes]
        order += [self._confirm, settings, self._publish, cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _at_hand(self) -> Item | None:
        place = self._list.selected_row()
        return self._items[place] if 0 <= place < len(self._items) else None

    def _show(self, _place: int) -> None:
        item = self._at_hand()
        self._sentence.setText("" if item is None else item.sentence)
        self._fix.setEnabled(item is not None and item.can_fix)
        finding = None if item is None else item.finding
        self._go.setEnabled(finding is not None and finding.measure is not None)

    def _on_fix(self) -> None:
        item = self._at_hand()
        if item is not None and item.finding is not None and item.can_fix:
            self.fix_wanted.emit(item.finding)

    def _on_go(self) -> None:
        item = self._at_hand()
        if item is not None and item.finding is not None and item.finding.measure is not None:
            self.goal = item.finding
            self.reject()

    def _judge(self) -> None:
        closed = any(item.stand is not Stand.QUESTION for item in self._items)
        asks = any(item.stand is Stand.QUESTION for item in self._items)
        self._publish.setEnabled(not closed and (not asks or self.confirmed))
