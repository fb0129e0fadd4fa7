"""What stands above the findings: whose, how severe, and a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.findings import Severity
from ui import texts as words
from ui import theme
from ui.findings import texts
from ui.models.findings import FindingsModel, Scope
from ui.widgets.flow import FlowLayout
from ui.widgets.search_field import SearchField
from ui.widgets.undo_filter import prefer_own_undo

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {Scope.MEASURE: texts.THIS_MEASURE, Scope.ALL: texts.ALL}


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
        self.search = SearchField(texts.SEARCH, texts.SEARCH, texts.CLEAR_SEARCH, self)
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
            button.setText(texts.with_count(_NAMES[scope], model.total(scope)))
            button.setChecked(scope is model.scope)
        counts = model.counts()
        for severity, box in self._severities.items():
            box.setText(words.severity_count(severity, counts[severity]))
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
        word = words.severity_count(severity, 2).partition(" ")[2]
        box.setToolTip(texts.SEVERITY_TIP.format(word=word))
        box.toggled.connect(lambda _: self._tell())
        return box

    def _tell(self) -> None:
        self.narrowed.emit(self.severities(), self.text())
