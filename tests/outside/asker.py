"""Asks a window what a screen reader asks, over AT-SPI, and presses keys in the X server.

Run by the system's own Python, as the bindings of AT-SPI come from Debian: a line of JSON in, a
line of JSON out. Nothing of the program is imported. What is waited for is asked for again.
"""

import ctypes
import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after its version
from reader import Reader  # noqa: E402 - lies beside this script

PATIENCE_S = 60.0
PAUSE_MS = 10
KEYS = {
    "space": 0x20, "tab": 0xFF09, "enter": 0xFF0D, "escape": 0xFF1B, "home": 0xFF50, "up": 0xFF52,
    "right": 0xFF53, "down": 0xFF54, "end": 0xFF57, "delete": 0xFFFF,
    "alt": 0xFFE9, "ctrl": 0xFFE3, "shift": 0xFFE1,
}  # fmt: skip
_FUNCTION_KEYS = 0xFFBD  # F1 is the next
VIEWABLE, INPUT_OUTPUT = 2, 1
ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class WindowAttributes(ctypes.Structure):
    """What XGetWindowAttributes fills in (X11/Xlib.h)."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("kind", "bit_gravity", "win_gravity", "backing")),
        ("planes", ctypes.c_ulong),
        ("pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("installed", "map_state")),
        *((name, ctypes.c_long) for name in ("all_events", "own_events", "not_propagated")),
        ("override_redirect", ctypes.c_int),
        ("screen", ctypes.c_void_p),
    )


class Keyboard:
    """Presses keys in the X server, for the window that lies on top (there is no manager)."""

    def __init__(self) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._ignore = ERROR_HANDLER(lambda _display, _error: 0)  # a window may just have gone
        self._x.XSetErrorHandler(self._ignore)

    def press(self, chord: str) -> None:
        """Press e.g. ctrl+shift+a."""
        self._activate()
        codes = [self._code(name) for name in chord.split("+")]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XFlush(self._display)

    def _code(self, name: str) -> int:
        symbol = KEYS.get(name)
        if symbol is None:
            is_function = len(name) > 1 and name[0] == "f"
            symbol = _FUNCTION_KEYS + int(name[1:]) if is_function else ord(name)
        return self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(symbol))

    def _activate(self) -> None:
        """Give the keyboard to the uppermost window, as a window manager would."""
        window = ctypes.c_ulong(self._uppermost())
        self._x.XSetInputFocus(self._display, window, 1, 0)
        self._x.XSync(self._display, 0)

    def _uppermost(self) -> int:
        unused, count = ctypes.c_ulong(), ctypes.c_uint()
        windows = ctypes.POINTER(ctypes.c_ulong)()
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XQueryTree(
            self._display, root, ctypes.byref(unused), ctypes.byref(unused),
            ctypes.byref(windows), ctypes.byref(count),
        )  # fmt: skip
        found = 0
        for window in windows[: count.value]:
            seen = WindowAttributes()
            self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(seen))
            shown = seen.map_state == VIEWABLE and seen.kind == INPUT_OUTPUT
            if shown and not seen.override_redirect:
                found = window
        return found


class Asker:
    """The answers to the commands, by their names."""

    def __init__(self) -> None:
        self._keyboard, self._reader = Keyboard(), Reader()
        self._announced: list[str] = []
        self._focused: object = None
        self._moves = 0
        self._program: object = None
        self._listener = Atspi.EventListener.new(self._heard)
        kinds = ("state-changed:focused", "announcement")
        for kind in (f"object:{kind}" for kind in kinds):
            self._listener.register(kind)

    def _heard(self, event: object) -> None:
        if event.type.startswith("object:announcement"):
            self._announced.append(str(event.any_data))
        elif event.detail1:
            self._focused = event.source
            self._moves += 1

    def _wait(self, ready: object, patience: float = PATIENCE_S) -> bool:
        """Hear what happens until *ready* says so; False where it never does."""
        context, end = GLib.MainContext.default(), time.monotonic() + patience
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            try:
                if ready():
                    return True
            except GLib.Error:  # gone while it was asked
                pass
            GLib.timeout_add(PAUSE_MS, lambda: GLib.SOURCE_REMOVE)
            context.iteration(True)  # until something is told, or it is time to look again
        return False

    # --- commands ---------------------------------------------------------------------------

    def start(self) -> bool:
        """Wait for the program and its window."""
        return self._wait(lambda: self._window() is not None)

    def press(self, *chords: str) -> bool:
        """Press keys one after the other."""
        for chord in chords:
            self._keyboard.press(chord)
        return True

    def move(self, chord: str) -> dict:
        """Press a key that moves the keyboard on; return where it was and is, as both are now."""
        before, moves = self._focused, self._moves
        self._keyboard.press(chord)
        # From day to month inside a field nothing is told; a late word only makes a step of none.
        in_parts = before is not None and self._node(before)["role"] == "spin button"
        self._wait(lambda: self._moves > moves, 0.5 if in_parts else PATIENCE_S)
        return {"before": self._node(before), "after": self._node(self._focused)}

    def focused(self) -> dict:
        """Return what has the keyboard, as far as it was told."""
        return self._node(self._focused)

    def announced(self, word: str) -> str:
        """Wait until something with *word* is read out; return all of it, and forget it."""
        self._wait(lambda: any(word in text for text in self._announced))
        told, self._announced = " | ".join(self._announced), []
        return told

    def there(self, name: str) -> bool:
        """Wait until something whose name begins so is seen in the uppermost window."""

        def has() -> bool:
            window = self._window()
            return window is not None and self._reader.has(window, name)

        return self._wait(has)

    def tree(self) -> list[dict]:
        """Return all that is seen of the uppermost window; each node knows where its parent is."""
        found: list[dict] = []

        def read() -> bool:
            window = self._window()
            found[:] = self._reader.seen(window) if window is not None else []
            return bool(found)

        self._wait(read)
        return found

    def menus(self) -> list[list]:
        """Return what each menu of the bar holds: (menu, role, name, key), separators left out."""
        bar = self._first(self._window(), "menu bar")
        found = []
        for title in self._inside(bar):
            for popup in self._inside(title):
                for item in self._inside(popup):
                    told = (title.get_name(), item.get_role_name(), item.get_name())
                    if told[1] != "separator":
                        found.append([*told, self._key_of(item)])
        return found

    @staticmethod
    def _inside(thing: object) -> list:
        return [thing.get_child_at_index(at) for at in range(thing.get_child_count())]

    def _first(self, thing: object, role: str) -> object:
        """Return the first thing of a role; None where there is none."""
        for child in self._inside(thing):
            if child is None:
                continue
            found = child if child.get_role_name() == role else self._first(child, role)
            if found is not None:
                return found
        return None

    @staticmethod
    def _key_of(thing: object) -> str:
        actions = thing.get_action_iface()
        count = actions.get_n_actions() if actions is not None else 0
        keys = [actions.get_key_binding(at) for at in range(count)]
        return next((key for key in keys if key), "")

    # --- what is read -----------------------------------------------------------------------

    def _window(self) -> object:
        """Return the uppermost window of the program: a dialog, or the main window."""
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(place)
            shown = [
                window
                for child in range(program.get_child_count())
                if (window := program.get_child_at_index(child)) is not None
                and window.get_state_set().contains(Atspi.StateType.SHOWING)
            ]
            active = [w for w in shown if w.get_state_set().contains(Atspi.StateType.ACTIVE)]
            if shown:
                return (active or shown)[-1]
        return None

    def _node(self, thing: object) -> dict:
        gone = dict.fromkeys(("role", "name", "description"), "")
        try:
            known = self._facts(thing) if thing is not None else {}
        except GLib.Error:  # it was closed meanwhile
            known = {}
        return gone | {"states": [], "box": [], "labels": [], "parent": -1} | known

    def _facts(self, thing: object) -> dict:
        try:
            area = thing.get_extents(Atspi.CoordType.SCREEN)
            box = [area.x, area.y, area.width, area.height]
        except GLib.Error:
            box = []
        role = thing.get_role_name()
        return {
            "role": role,
            "name": thing.get_name() or "",
            "description": thing.get_description() or "",
            "states": [state.value_nick for state in thing.get_state_set().get_states()],
            "box": box,
            "labels": self._labels(thing) if role == "combo box" else [],
        }

    @staticmethod
    def _labels(thing: object) -> list[str]:
        """Return the names of what labels a thing."""
        return [
            relation.get_target(place).get_name()
            for relation in thing.get_relation_set()
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
            for place in range(relation.get_n_targets())
        ]


def main() -> None:
    """Answer until there are no more questions."""
    asker = Asker()
    for line in sys.stdin:
        name, *given = json.loads(line)
        sys.stdout.write(json.dumps(getattr(asker, name)(*given)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
