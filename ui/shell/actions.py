"""Commands as the window shows them: menus, tool bar, shortcuts and the shortcut list read these.

What a command is and does is declared in :mod:`ui.commands`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.theme import icons
from ui.widgets.labels import safe_tip
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from PySide6.QtWidgets import QWidget


class Menu(StrEnum):
    """The menus, in order; the value is the German title with its mnemonic."""

    FILE = "&Datei"
    EDIT = "&Bearbeiten"
    MEASURE = "&Maßnahme"
    CHECK = "P&rüfen"
    EXCHANGE = "Fa&chämter"
    VIEW = "&Ansicht"
    HELP = "&Hilfe"


class Needs(StrEnum):
    """What must be there for an action to be enabled."""

    NOTHING = "nothing"
    DOCUMENT = "document"
    MEASURE = "measure"
    FOLDER = "folder"  # a document that lies in a folder
    READING = "reading"  # one that lies in a folder and is open for reading only
    STEP = "step"  # a step that can be undone
    UNDONE = "undone"  # a step that can be done again
    FOCUS = "focus"  # a widget with the keyboard that can do it; looked at when the menu opens


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """A command as data. *group* begins a new group of its menu.

    One that *writes* needs a document that may be changed; *shows_measures* brings the measures
    into sight before it does anything.
    """

    id: str
    text: str
    menu: Menu
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    needs: Needs = Needs.DOCUMENT
    group: bool = False
    tip: str = ""
    writes: bool = False
    checked: bool | None = None  # at first; None for what cannot be switched on and off
    shows_measures: bool = False


_PREFIX = "action_"


def make_actions(owner: QWidget, commands: Sequence[ActionSpec]) -> dict[str, QAction]:
    """Return the QActions of the commands, added to *owner*."""
    made: dict[str, QAction] = {}
    for spec in commands:
        action = QAction(spec.text, owner)
        action.setObjectName(f"{_PREFIX}{spec.id}")
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setToolTip(tip_of(spec))
        action.setCheckable(spec.checked is not None)
        action.setChecked(bool(spec.checked))
        owner.addAction(action)
        made[spec.id] = action
    return made


def find(window: QWidget, action_id: str) -> QAction | None:
    """Return an action of *window*, None where it has none of this id."""
    return window.findChild(QAction, f"{_PREFIX}{action_id}")


def connect(actions: Mapping[str, QAction], handlers: Mapping[str, Callable[[], None]]) -> None:
    """Connect every action; each id needs a handler (KeyError)."""
    for name, action in actions.items():
        action.triggered.connect(_caller(handlers[name]))


def _caller(handler: Callable[[], None]) -> Callable[[], None]:
    return lambda *_: handler()


def tint(actions: Mapping[str, QAction], commands: Sequence[ActionSpec]) -> None:
    """Give every action its icon in the colours of the current theme."""
    tokens = theme.current()
    for spec in commands:
        if spec.icon:
            actions[spec.id].setIcon(icons.icon(spec.icon, tokens.text))


def enable(
    actions: Mapping[str, QAction],
    commands: Sequence[ActionSpec],
    present: Collection[Needs],
    *,
    writable: bool,
) -> None:
    """Enable what can be done now; *present* is everything that is there to be needed."""
    for spec in commands:
        if spec.needs is not Needs.FOCUS:
            actions[spec.id].setEnabled(spec.needs in present and (writable or not spec.writes))


def name_step(action: QAction, spec: ActionSpec, step: str) -> None:
    """Say in menu and tool tip which step „undo“ or „redo“ is about, "" where there is none."""
    tip = tip_of(spec)
    shown = one_line(step).replace("&", "&&")
    action.setText(f"{spec.text}: {shown}" if step else spec.text)
    action.setToolTip(safe_tip(f"{tip}: {step}") if step else tip)


def plain(text: str) -> str:
    """Return a menu text without mnemonic mark."""
    return text.replace("&", "")


def tip_of(spec: ActionSpec) -> str:
    """Return the plain text of a command with its first shortcut."""
    native = QKeySequence.SequenceFormat.NativeText
    keys = QKeySequence(spec.shortcuts[0]).toString(native) if spec.shortcuts else ""
    text = spec.tip or plain(spec.text).rstrip("…")
    return f"{text} ({keys})" if keys else text


def shortcut_table(commands: Sequence[ActionSpec]) -> list[tuple[str, str, str]]:
    """Return (menu, command, keys in the user's language) of every command that has keys."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (
            plain(spec.menu.value),
            plain(spec.text).rstrip("…"),
            ", ".join(QKeySequence(keys).toString(native) for keys in spec.shortcuts),
        )
        for spec in commands
        if spec.shortcuts
    ]
