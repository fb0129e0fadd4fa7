"""Which panes stand beside the form: both where there is room, else the one last asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Signal

from ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.workspace import Workspace

_FIRST = (352, 728, 360)  # px: list, form and side until the user moves a border
_TURN = 250  # px at 100 %: what list and side get where they take turns
_FITTING = frozenset({QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest})


class PaneRoom(QObject):
    """Lets list and side pane take turns where large letters leave room for one (A11Y-13).

    *changed* tells whether the side pane is shown now.
    """

    changed = Signal(bool)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._list, self._form, self._side = workspace.list, workspace.form, workspace.side
        self._tight = False
        self._wished = QByteArray()  # the widths the user gave where there was room for all
        self._side_first = False  # counts while it is tight
        self._side_wanted = True  # counts while it is not
        self._widen()
        workspace.splitterMoved.connect(self._on_moved)
        workspace.installEventFilter(self)

    # --- what others ask -----------------------------------------------------------------

    @property
    def side_wanted(self) -> bool:
        """Whether the user wants the side pane where there is room for it."""
        return self._side_wanted

    @side_wanted.setter
    def side_wanted(self, wanted: bool) -> None:
        self._side_wanted = wanted
        self._place()

    def widths(self) -> QByteArray:
        """Return the widths the user gave where there was room for all; empty without any."""
        return self._wished

    def restore_widths(self, kept: QByteArray) -> None:
        """Take over what :meth:`widths` returned; nothing happens where it says nothing."""
        self._wished = kept
        if not self._tight:
            self._widen()

    def least_size(self, beside: QSize) -> QSize:
        """Return the size below which not even two panes fit; the height is that of *beside*."""
        wider = max(_least(self._list), _least(self._side))
        width = wider + self._workspace.handleWidth() + _least(self._form)
        return QSize(min(width, beside.width()), beside.height())

    def show_list(self) -> None:
        """Bring the list into sight."""
        self._side_first = False
        self._place()

    def show_side(self) -> None:
        """Bring the side pane into sight."""
        self._side_first = self._side_wanted = True
        self._place()

    def toggle_side(self) -> None:
        """Show the side pane or put it away; where it is tight the list takes its place."""
        if self._side.isHidden():
            self.show_side()
            return
        if self._tight:
            self._side_first = False
        else:
            self._side_wanted = False
        self._place()

    def fit(self) -> None:
        """See whether all three panes fit; the one with the keyboard stays."""
        panes = (self._list, self._form, self._side)
        gaps = 2 * self._workspace.handleWidth()
        tight = sum(_least(pane) for pane in panes) + gaps > self._workspace.width()
        if tight == self._tight:
            return
        self._tight = tight
        self._side_first = self._has_keyboard(self._side)
        if tight:
            self._share()
        else:
            self._widen()
        self._place()

    def restyle(self) -> None:
        """Follow the letters; what large ones needed is too much for small ones."""
        self.fit()
        if not self._tight:
            self._widen()

    def _widen(self) -> None:
        """Give the panes the widths wished for, or more where their letters need it."""
        if self._wished.isEmpty() or not self._workspace.restoreState(self._wished):
            self._workspace.setSizes(list(_FIRST))

    def _on_moved(self) -> None:
        if not self._tight:
            self._wished = self._workspace.saveState()

    def _share(self) -> None:
        """Give list and side, which take turns, the same width beside the form."""
        whole = self._workspace.width() - self._workspace.handleWidth()
        turn = min(theme.current().px(_TURN), whole - _least(self._form))
        self._workspace.setSizes([turn, whole - turn, turn])

    # --- the keyboard --------------------------------------------------------------------

    def focus_next(self) -> None:
        """Move the keyboard from pane to pane: list, form, side."""
        panes = (self._list, self._form, self._side)
        current = next((i for i, pane in enumerate(panes) if self._has_keyboard(pane)), -1)
        if current == 0:
            self._form.focus_last()
        elif current == 1:
            self.focus_side()
        else:
            self.show_list()
            self._list.focus_list()

    def focus_side(self) -> None:
        """Move the keyboard into the list of the tab that is open, or on its tab."""
        self.show_side()
        self._side.tabBar().setFocus()
        self._workspace.focus_tab()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the workspace and what the panes need."""
        if watched is self._workspace and event.type() in _FITTING:
            self.fit()
        return False

    def _has_keyboard(self, pane: QWidget) -> bool:
        return pane.isAncestorOf(self._workspace.window().focusWidget())

    def _place(self) -> None:
        """Show what is to be seen, then hide the rest; the keyboard leaves it beforehand."""
        side = self._side_first if self._tight else self._side_wanted
        listed = not (self._tight and side)
        was_shown = not self._side.isHidden()
        for pane, seen in ((self._list, listed), (self._side, side)):
            if seen:
                pane.show()
            elif self._has_keyboard(pane):
                self._form.focus_last()
        self._list.setVisible(listed)
        self._side.setVisible(side)
        if side != was_shown:
            self.changed.emit(side)


def _least(pane: QWidget) -> int:
    return max(pane.minimumWidth(), pane.minimumSizeHint().width())
