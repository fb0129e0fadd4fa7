"""Reads what is seen of a window over AT-SPI, one floor of its tree after the other.

All questions about a floor are sent before the first answer is read: asked one by one, bus and
program have to wake up for each of some thousand. A thing is known by its place on the bus.
"""

from contextlib import suppress

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 - after its version

PATIENCE_MS = 60_000
SHOWN = "showing"
NOTHING = "/org/a11y/atspi/null"
ACCESSIBLE, PROPERTIES = "org.a11y.atspi.Accessible", "org.freedesktop.DBus.Properties"
STATES, INSIDE = (ACCESSIBLE, "GetState", None), (ACCESSIBLE, "GetChildren", None)
ROLE, RELATIONS = (ACCESSIBLE, "GetRole", None), (ACCESSIBLE, "GetRelationSet", None)
NAME, DESCRIPTION = (
    (PROPERTIES, "Get", GLib.Variant("(ss)", (ACCESSIBLE, name)))
    for name in ("Name", "Description")
)
ON_SCREEN = GLib.Variant("(u)", (int(Atspi.CoordType.SCREEN),))
BOX = ("org.a11y.atspi.Component", "GetExtents", ON_SCREEN)


class Reader:
    """Asks about many things at once; what has gone meanwhile answers nothing."""

    def __init__(self) -> None:
        session, kind = Gio.bus_get_sync(Gio.BusType.SESSION), Gio.DBusConnectionFlags
        place = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        (address,) = session.call_sync(*place, None, None, Gio.DBusCallFlags.NONE, -1).unpack()
        self._bus = Gio.DBusConnection.new_for_address_sync(
            address, kind.AUTHENTICATION_CLIENT | kind.MESSAGE_BUS_CONNECTION
        )

    def has(self, window: object, name: str) -> bool:
        """Whether the name of something that is seen begins so."""
        floor = [_place(window)]
        while floor:
            told = zip(floor, self._states(floor), strict=True)
            floor = [thing for thing, states in told if SHOWN in states]
            if any((told or "").startswith(name) for told in self._texts(floor, NAME)):
                return True
            floor = [child for children in self._inside(floor) for child in children]
        return False

    def seen(self, window: object) -> list[dict]:
        """Return what is seen, as one reads a tree; each node knows where its parent is."""
        found: list[dict] = []

        def walk(branches: list[tuple[dict, list]], parent: int) -> None:
            for node, inside in branches:
                found.append(node | {"parent": parent})
                walk(inside, len(found) - 1)

        walk(self._read(_place(window)), -1)
        return found

    def _read(self, window: tuple) -> list[tuple[dict, list]]:
        """Return the branches below: a node with the branches in it, again and again."""
        tree: list[tuple[dict, list]] = []
        floor = [(window, tree)]
        while floor:
            states = self._states([thing for thing, _ in floor])
            shown = [(*at, told) for at, told in zip(floor, states, strict=True) if SHOWN in told]
            things = [thing for thing, _, _ in shown]
            told = zip(shown, self._facts(things), self._inside(things), strict=True)
            floor = []
            for (_, beside, names), facts, children in told:
                if facts is not None:
                    inside: list[tuple[dict, list]] = []
                    beside.append((facts | {"states": names}, inside))
                    floor += [(child, inside) for child in children]
        return tree

    def _facts(self, things: list) -> list[dict | None]:
        """Return what each thing is, in the order of *things*; None for what has gone."""
        roles = [Atspi.role_get_name(Atspi.Role(told[0])) if told else None
                 for told in self._each(things, ROLE)]  # fmt: skip
        boxes = [list(told[0]) if told else [] for told in self._each(things, BOX)]
        names, descriptions = (self._texts(things, text) for text in (NAME, DESCRIPTION))
        combos = [thing for thing, role in zip(things, roles, strict=True) if role == "combo box"]
        labels = dict(zip(combos, self._labels(combos), strict=True))
        told = zip(things, roles, names, descriptions, boxes, strict=True)
        return [
            None if None in (role, name, description) else {
                "role": role, "name": name, "description": description, "box": box,
                "labels": labels.get(thing, []),
            }
            for thing, role, name, description, box in told
        ]  # fmt: skip

    def _labels(self, things: list) -> list[list[str]]:
        """Return the names of what labels each thing."""
        labelled = int(Atspi.RelationType.LABELLED_BY)
        found = []
        for told in self._each(things, RELATIONS):
            by = [to for kind, targets in (told[0] if told else ()) for to in targets
                  if kind == labelled]  # fmt: skip
            found.append([name for name in self._texts(by, NAME) if name is not None])
        return found

    def _states(self, things: list) -> list[list[str]]:
        return [_state_names(*told[0]) if told else [] for told in self._each(things, STATES)]

    def _inside(self, things: list) -> list[list]:
        told = (answer[0] if answer else [] for answer in self._each(things, INSIDE))
        return [[child for child in children if child[1] != NOTHING] for children in told]

    def _texts(self, things: list, question: tuple) -> list[str | None]:
        return [told[0] if told else None for told in self._each(things, question)]

    def _each(self, things: list, question: tuple) -> list[tuple | None]:
        """Ask all things the same; None is the answer of what is not there any more."""
        answers: list[tuple | None] = [None] * len(things)
        waiting = len(things)

        def came(bus: object, result: object, place: int) -> None:
            nonlocal waiting
            waiting -= 1
            with suppress(GLib.Error):
                answers[place] = bus.call_finish(result).unpack()

        interface, method, given = question
        without, flags = None, Gio.DBusCallFlags.NONE
        for place, (bus, path) in enumerate(things):
            self._bus.call(
                bus, path, interface, method, given, without, flags, PATIENCE_MS, None, came, place
            )
        while waiting:
            GLib.MainContext.default().iteration(True)
        return answers


def _place(window: object) -> tuple[str, str]:
    return window.app.bus_name, window.path


def _state_names(low: int, high: int) -> list[str]:
    bits = high << 32 | low
    return [Atspi.StateType(at).value_nick for at in range(bits.bit_length()) if bits >> at & 1]
