"""The button „Ansichten“: filters and orders kept under names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from klimaeditor.search.filters import Filter
from klimaeditor.search.views import SavedView, with_view, without_view
from ui.measures import texts
from ui.widgets.menus import MenuButton

if TYPE_CHECKING:
    from collections.abc import Iterable


class ViewsButton(MenuButton):
    """Keeps the views; *chosen* carries the one (SavedView) that shall be shown.

    *save_clicked* asks for a name; whoever hears it calls :meth:`put`. *changed* says that there
    are other views now.
    """

    chosen = Signal(object)
    save_clicked = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(texts.VIEWS, parent=parent)
        self.views: tuple[SavedView, ...] = ()
        self.setToolTip(texts.VIEWS_TIP)
        menu = self.menu()
        menu.aboutToShow.connect(self._fill)
        self._remove = QMenu(texts.REMOVE_VIEW, menu)

    def set_views(self, views: Iterable[SavedView]) -> None:
        """Take over views that were kept."""
        self.views = tuple(views)

    def put(self, view: SavedView) -> None:
        """Keep a view, in the place of one of the same name."""
        self.set_views(with_view(self.views, view))
        self.changed.emit()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        self._remove.clear()
        everything = SavedView(texts.EVERYTHING, Filter())
        for view in (everything, *self.views):
            menu.addAction(self._entry(menu, view))
        if not self.views:
            menu.addAction(texts.NO_VIEWS).setEnabled(False)
        menu.addSeparator()
        save = QAction(texts.SAVE_VIEW, menu)
        save.triggered.connect(self.save_clicked)
        menu.addAction(save)
        for view in self.views:
            action = QAction(_shown(view.name), self._remove)
            action.triggered.connect(lambda _=False, name=view.name: self._drop(name))
            self._remove.addAction(action)
        self._remove.setEnabled(bool(self.views))
        menu.addMenu(self._remove)

    def _entry(self, menu: QMenu, view: SavedView) -> QAction:
        action = QAction(_shown(view.name), menu)
        action.triggered.connect(lambda _=False: self.chosen.emit(view))
        return action

    def _drop(self, name: str) -> None:
        self.set_views(without_view(self.views, name))
        self.changed.emit()


def _shown(name: str) -> str:
    return name.replace("&", "&&")
