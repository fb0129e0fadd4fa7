"""One table of actions: menus, tool bar, shortcuts and the shortcut list read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from ui import theme
from ui.theme import icons
from ui.widgets.labels import safe_tip
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    READING = "reading"  # a document that is open for reading only


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action as data. An id ending in ``|`` begins a new group of its menu."""

    id: str
    text: str
    menu: Menu
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    needs: Needs = Needs.DOCUMENT
    group: bool = False
    tool: bool = False
    tip: str = ""
    writes: bool = False
    checked: bool | None = None  # at first; None for what cannot be switched on and off


_PREFIX = "action_"
_F, _E, _M, _C, _X, _V, _H = Menu
_ANY, _ONE = Needs.NOTHING, Needs.MEASURE

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open",
        "&Ordner öffnen…",
        _F,
        ("Ctrl+O",),
        "folder-open",
        _ANY,
        tool=True,
        tip="Ordner mit den vier Dateien eines Datensatzes öffnen",
    ),
    ActionSpec("open_workbook", "&Excel öffnen…", _F, ("Ctrl+Shift+O",), "file-spreadsheet", _ANY),
    ActionSpec("open_sample", "&Beispieldatensatz öffnen", _F, (), "book-open", _ANY),
    ActionSpec("save", "&Speichern", _F, ("Ctrl+S",), "save", group=True, tool=True, writes=True),
    ActionSpec("save_as", "Speichern &unter…", _F, ("Ctrl+Shift+S",)),
    ActionSpec("reconcile", "Änderungen anderer ab&gleichen…", _F, ("F5",), "git-compare"),
    ActionSpec("restore", "Sicherung &wiederherstellen…", _F, (), "archive-restore", writes=True),
    ActionSpec("recover", "Nicht Gespeichertes w&iederherstellen…", _F, (), "history", _ANY),
    ActionSpec("edit_again", "Zu&m Bearbeiten öffnen", _F, (), "square-pen", Needs.READING),
    ActionSpec("revert", "&Verwerfen und neu laden…", _F, (), "refresh-cw", writes=True),
    ActionSpec(
        "export", "Als Excel e&xportieren…", _F, ("Ctrl+E",), "file-spreadsheet", group=True
    ),
    ActionSpec("report", "&Jahresbericht…", _F, (), "file-text"),
    ActionSpec("publish", "Veröffen&tlichen…", _F, ("Ctrl+Shift+P",), "globe"),
    ActionSpec("clean", "Dateien be&reinigen…", _F, (), "wrench", writes=True),
    ActionSpec("close", "S&chließen", _F, ("Ctrl+W",), "x", group=True),
    ActionSpec("quit", "Bee&nden", _F, ("Ctrl+Q",), "log-out", _ANY),
    ActionSpec("undo", "&Rückgängig", _E, ("Ctrl+Z",), "undo-2", tool=True),
    ActionSpec("redo", "&Wiederholen", _E, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", tool=True),
    ActionSpec("find", "&Suchen", _E, ("Ctrl+F",), "search", group=True),
    ActionSpec("replace", "Suchen und &ersetzen…", _E, ("Ctrl+H",), "replace", writes=True),
    ActionSpec("bulk", "&Auswahl bearbeiten…", _E, ("Ctrl+Shift+E",), "layers", writes=True),
    ActionSpec("insert_tab", "Ta&bulator einfügen", _E, (), "", _ONE, writes=True),
    ActionSpec("leftovers", "Te&xte bereinigen…", _E, (), "wrench", group=True, writes=True),
    ActionSpec("vocabulary", "Schreibweisen &vereinheitlichen…", _E, (), "list", writes=True),
    ActionSpec("new", "&Neue Maßnahme…", _M, ("Ctrl+N",), "plus", tool=True, writes=True),
    ActionSpec("duplicate", "&Duplizieren", _M, ("Ctrl+D",), "copy", _ONE, writes=True),
    ActionSpec("delete", "&Löschen…", _M, ("Ctrl+Shift+Del",), "trash-2", _ONE, writes=True),
    ActionSpec("previous", "&Vorherige Maßnahme", _M, ("Alt+Up",), "chevron-up", _ONE, group=True),
    ActionSpec("next", "Nä&chste Maßnahme", _M, ("Alt+Down",), "chevron-down", _ONE),
    ActionSpec("previous_open", "V&orherige mit Befunden", _M, ("Ctrl+Shift+Up",), "", _ONE),
    ActionSpec("next_open", "Nächste mit &Befunden", _M, ("Ctrl+Shift+Down",), "", _ONE),
    ActionSpec(
        "next_section", "Nächster &Abschnitt", _M, ("Ctrl+Tab", "Ctrl+PgDown"), "", _ONE, group=True
    ),
    ActionSpec(
        "previous_section", "Vorheriger Abschni&tt", _M, ("Ctrl+Shift+Tab", "Ctrl+PgUp"), "", _ONE
    ),
    ActionSpec(
        "check",
        "&Alle Befunde zeigen",
        _C,
        ("F8",),
        "list-checks",
        tool=True,
        tip="Befunde des ganzen Datensatzes in der Liste rechts",
    ),
    ActionSpec("check_measure", "Befunde &dieser Maßnahme", _C, ("Shift+F8",), "", _ONE),
    ActionSpec(
        "fix_here",
        "Befund im Feld &beheben",
        _C,
        ("Ctrl+.",),
        "wrench",
        _ONE,
        group=True,
        writes=True,
    ),
    ActionSpec(
        "fix_all", "Alle eindeutigen Befunde be&heben…", _C, ("Ctrl+Shift+F8",), writes=True
    ),
    ActionSpec("request", "&Abfrage erstellen…", _X, ("Ctrl+Shift+A",), "send"),
    ActionSpec("take_in", "&Rückläufe einlesen…", _X, ("Ctrl+I",), "download", writes=True),
    ActionSpec("follow", "Abfrage &verfolgen…", _X, (), "list-checks"),
    ActionSpec("overview", "&Übersicht", _V, ("F9",), "chart-line"),
    ActionSpec("preview", "Vo&rschau der öffentlichen Seite", _V, ("F7",), "eye", _ONE),
    ActionSpec("next_pane", "Nächster &Bereich", _V, ("F6",)),
    ActionSpec(
        "side",
        "Bereich rechts &zeigen",
        _V,
        ("Ctrl+B",),
        "panel-right",
        tool=True,
        tip="Befunde, Vorschau, Änderungen und Verlauf zeigen oder ausblenden",
        checked=True,
    ),
    ActionSpec("zoom_in", "&Vergrößern", _V, ("Ctrl++", "Ctrl+="), "zoom-in", _ANY, group=True),
    ActionSpec("zoom_out", "Ver&kleinern", _V, ("Ctrl+-",), "zoom-out", _ANY),
    ActionSpec("zoom_reset", "&Normale Größe", _V, ("Ctrl+0",), "", _ANY),
    ActionSpec("scheme_system", "Farben wie im &System", _V, (), "", _ANY, group=True),
    ActionSpec("scheme_light", "&Helle Farben", _V, (), "sun", _ANY),
    ActionSpec("scheme_dark", "&Dunkle Farben", _V, (), "moon", _ANY),
    ActionSpec("handbook", "Ha&ndbuch…", _H, ("Shift+F1",), "book-open", _ANY),
    ActionSpec("help", "&Hilfe zum Feld", _H, ("F1",), "life-buoy", _ANY),
    ActionSpec("shortcuts", "&Tastenkürzel", _H, ("Ctrl+?", "Ctrl+Shift+?"), "keyboard", _ANY),
    ActionSpec("show_log", "&Protokoll zeigen", _H, (), "file-text", _ANY, group=True),
    ActionSpec("delete_local", "Lokale &Daten löschen…", _H, (), "trash-2", _ANY),
    ActionSpec("about", "Ü&ber Klimaeditor", _H, (), "info", _ANY, group=True),
)


def make_actions(owner: QWidget) -> dict[str, QAction]:
    """Return the QActions of the table, added to *owner*."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, owner)
        action.setObjectName(f"{_PREFIX}{spec.id}")
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setToolTip(tip_of(spec.id))
        action.setCheckable(spec.checked is not None)
        action.setChecked(bool(spec.checked))
        owner.addAction(action)
        made[spec.id] = action
    return made


def find(window: QWidget, action_id: str) -> QAction | None:
    """Return an action of *window*, None where it has none of this id."""
    return window.findChild(QAction, f"{_PREFIX}{action_id}")


def connect(actions: Mapping[str, QAction], handlers: Mapping[str, Callable[[], None]]) -> None:
    """Connect every action of the table; each id needs a handler (KeyError)."""
    for spec in ACTIONS:
        actions[spec.id].triggered.connect(_caller(handlers[spec.id]))


def _caller(handler: Callable[[], None]) -> Callable[[], None]:
    return lambda *_: handler()


def tint(actions: Mapping[str, QAction]) -> None:
    """Give every action its icon in the colours of the current theme."""
    tokens = theme.current()
    for spec in ACTIONS:
        if spec.icon:
            actions[spec.id].setIcon(icons.icon(spec.icon, tokens.text))


def enable(
    actions: Mapping[str, QAction], *, document: bool, measure: bool, writable: bool
) -> None:
    """Enable what can be done now; undo and redo follow their stack."""
    for spec in ACTIONS:
        if spec.id in {"undo", "redo"}:
            continue
        wanted = {
            Needs.NOTHING: True,
            Needs.DOCUMENT: document,
            Needs.MEASURE: measure,
            Needs.READING: document and not writable,
        }[spec.needs]
        actions[spec.id].setEnabled(wanted and (writable or not spec.writes))


def name_step(action: QAction, step: str) -> None:
    """Say in menu and tool tip which step „undo“ or „redo“ is about, "" where there is none."""
    name = action.objectName().removeprefix(_PREFIX)
    text, tip = _spec(name).text, tip_of(name)
    shown = one_line(step).replace("&", "&&")
    action.setText(f"{text}: {shown}" if step else text)
    action.setToolTip(safe_tip(f"{tip}: {step}") if step else tip)


def plain(text: str) -> str:
    """Return a menu text without mnemonic mark."""
    return text.replace("&", "")


def tip_of(action_id: str) -> str:
    """Return the plain text of an action with its first shortcut."""
    spec = _spec(action_id)
    native = QKeySequence.SequenceFormat.NativeText
    keys = QKeySequence(spec.shortcuts[0]).toString(native) if spec.shortcuts else ""
    text = spec.tip or plain(spec.text).rstrip("…")
    return f"{text} ({keys})" if keys else text


def _spec(action_id: str) -> ActionSpec:
    return next(spec for spec in ACTIONS if spec.id == action_id)


def shortcut_table() -> list[tuple[str, str, str]]:
    """Return (menu, action, keys in the user's language) of every action that has keys."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (
            plain(spec.menu.value),
            plain(spec.text).rstrip("…"),
            ", ".join(QKeySequence(keys).toString(native) for keys in spec.shortcuts),
        )
        for spec in ACTIONS
        if spec.shortcuts
    ]
