"""How commands are declared: text, keys, icon, when they are enabled and what they do together."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject

from klimaeditor.model.dataclass import dataclass
from ui.shell.actions import ActionSpec, Menu, Needs
from ui.shell.pages import MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from klimaeditor.document import Document
    from ui.bridge import DocumentBridge
    from ui.session.fieldmemory import FieldMemory
    from ui.session.session import Session
    from ui.settings import Settings
    from ui.shell.main_window import MainWindow
    from ui.shell.workspace import Workspace


AsksT = TypeVar("AsksT")
MethodT = TypeVar("MethodT", bound="Callable[..., None]")
_DECLARED = "__command__"


@dataclass(frozen=True, slots=True)
class Parts:
    """What commands work with."""

    qt: QApplication
    window: MainWindow
    session: Session
    settings: Settings
    memory: FieldMemory


class Declares(Protocol):
    """A class that declares commands of one menu."""

    @property
    def menu(self) -> Menu:
        """The menu that they stand in."""


class CommandGroup(QObject, Generic[AsksT]):
    """Commands of one menu that belong together; *AsksT* is what they ask."""

    menu: ClassVar[Menu]

    def __init__(self, parts: Parts, ask: AsksT) -> None:
        super().__init__(parts.window)
        self._parts, self._ask = parts, ask
        self._window, self._session, self._settings = parts.window, parts.session, parts.settings

    @property
    def _workspace(self) -> Workspace:
        return self._window.workspace

    @property
    def _bridge(self) -> DocumentBridge:
        """The bridge of the open document; only what needs one is called while there is one."""
        bridge = self._session.bridge
        if bridge is None:
            raise LookupError("no document is open")
        return bridge

    @property
    def _document(self) -> Document:
        """The open document."""
        return self._bridge.document

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each command of the group does, by its id."""
        return {
            spec.id: self._at_the_door(spec, getattr(self, name))
            for name, spec in _methods(type(self))
        }

    def _at_the_door(self, spec: ActionSpec, method: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            if spec.needs is not Needs.NOTHING and self._session.bridge is None:
                return
            if spec.shows_measures:
                show_measures(self._parts)
            method()

        return go


def command(  # noqa: PLR0913 - the properties of a command, each given by its name
    name: str,
    text: str,
    *keys: str,
    icon: str = "",
    needs: Needs = Needs.DOCUMENT,
    group: bool = False,
    tip: str = "",
    writes: bool = False,
    checked: bool | None = None,
    shows_measures: bool = False,
) -> Callable[[MethodT], MethodT]:
    """Declare a method of a group as the command with the id *name*; see :class:`ActionSpec`.

    The commands of a group stand in its menu in the order of their methods.
    """

    def declare(method: MethodT) -> MethodT:
        def spec(menu: Menu) -> ActionSpec:
            return ActionSpec(
                id=name,
                text=text,
                menu=menu,
                shortcuts=keys,
                icon=icon,
                needs=needs,
                group=group,
                tip=tip,
                writes=writes,
                checked=checked,
                shows_measures=shows_measures,
            )

        setattr(method, _DECLARED, spec)
        return method

    return declare


def declared(group: Declares) -> list[ActionSpec]:
    """Return the commands of a group, in order; no window is needed for that."""
    return [spec for _, spec in _methods(group)]


def _methods(group: Declares) -> list[tuple[str, ActionSpec]]:
    found = [(name, getattr(method, _DECLARED, None)) for name, method in vars(group).items()]
    return [(name, declare(group.menu)) for name, declare in found if declare is not None]


def show_measures(parts: Parts) -> None:
    """Bring the measures of the open document into sight."""
    if parts.session.bridge is not None:
        parts.window.pages.show_page(MEASURES)
