"""How tests get at a widget: by its class, and by what a person or a screen reader reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

Kind = TypeVar("Kind", bound=QWidget)


def one(top: QWidget, kind: type[Kind], name: str = "") -> Kind:
    """Return the only widget of *kind* in *top* whose name begins with *name*.

    Names are what a screen reader says of it, the text of its label included, its object name and
    its tool tip. Where several answer, those that *top* shows now count.
    """
    wanted = name.replace("&", "")
    found = [made for made in top.findChildren(kind) if not wanted or _is_called(made, wanted)]
    if len(found) > 1:
        found = [made for made in found if made.isVisibleTo(top)]
    said = [_spoken(made) for made in top.findChildren(kind)]
    assert len(found) == 1, f"{len(found)} {kind.__name__} „{name}“ among {said}"
    return found[0]


def table(top: QWidget) -> RowTable:
    """Return the only list of rows in *top*."""
    return one(top, RowTable)


def rows_of(top: QWidget) -> QAbstractItemModel:
    """Return the model behind the only list of rows in *top*."""
    return table(top).model()


def _is_called(made: QWidget, name: str) -> bool:
    return any(said.startswith(name) for said in (_spoken(made), made.objectName(), made.toolTip()))


def _spoken(made: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(made)
    named = made.accessibleName() or interface.text(QAccessible.Text.Name)
    return named.replace("&", "")
