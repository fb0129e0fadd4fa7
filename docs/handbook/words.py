"""What chapters may say about the program: menus, keys and words, taken from where they live.

A chapter never repeats a word of the window by hand. It names it, and a name that does not exist
(any more) stops the making of the handbook: :class:`StaleError`.
"""

from __future__ import annotations

import html
import importlib
import re
from typing import Final

from ui.commands.command_list import ACTIONS
from ui.shell.actions import ActionSpec, plain

_PATH: Final = " › "
_KEYS: Final = {
    "Ctrl": "Strg",
    "Shift": "Umschalt",
    "Del": "Entf",
    "Up": "Hoch",
    "Down": "Herunter",
    "PgUp": "Bild aufwärts",
    "PgDown": "Bild abwärts",
}
_MACRO: Final = re.compile(r"\{([mtkw]):([^{}]+)\}")


class StaleError(Exception):
    """A chapter names something that the program does not have."""


def german_keys(shortcut: str) -> str:
    """Return a shortcut as the German window writes it: „Strg+Umschalt+S“ for Ctrl+Shift+S."""
    if shortcut.endswith("++"):
        return f"{german_keys(shortcut[:-2])}++"
    return "+".join(_KEYS.get(key, key) for key in shortcut.split("+"))


def name_of(spec: ActionSpec) -> str:
    """Return the name of a command as its menu shows it, without mnemonic and dots."""
    return plain(spec.text).rstrip("… ")


def menu_of(spec: ActionSpec) -> str:
    """Return the name of the menu of a command."""
    return plain(spec.menu.value)


def command(wanted: str) -> ActionSpec:
    """Return the action with the id *wanted*; raises StaleError."""
    for spec in ACTIONS:
        if spec.id == wanted:
            return spec
    raise StaleError(f"there is no command {wanted!r}")


def word(name: str) -> str:
    """Return a word of the window, e.g. ``measures.bars.BULK_EDIT`` of ``ui/measures/bars.py``.

    ``klimaeditor.x.NAME`` reads from the core; ``.KEY`` behind a table takes one of its entries.
    """
    parts = name.split(".")
    core = parts[0] == "klimaeditor"
    place = next(i for i, part in enumerate(parts) if part.isupper())
    folders = parts[:place]
    module = ".".join(folders) if core else ".".join(["ui", *folders])
    try:
        found = getattr(importlib.import_module(module), parts[place])
        for key in parts[place + 1 :]:
            found = found[int(key)] if key.isdigit() else _entry(found, key)
    except (ImportError, AttributeError, KeyError, IndexError) as error:
        raise StaleError(f"there is no word {name!r}") from error
    return re.sub(r"&(?!&)", "", str(found)).rstrip("… ")


def _entry(table: object, key: str) -> object:
    assert hasattr(table, "items")  # noqa: S101 - only tables have keys
    return next(value for name, value in table.items() if getattr(name, "name", name) == key)


def expand(text: str) -> str:
    """Replace the macros in escaped text by HTML.

    ``{m:save}`` is menu, command and keys, ``{t:save}`` the keys of a command, ``{k:F2}`` a key,
    ``{w:measures.bars.BULK_EDIT}`` a word of the window.
    """
    return _MACRO.sub(lambda found: _expanded(found[1], html.unescape(found[2])), text)


def _expanded(kind: str, name: str) -> str:
    if kind == "k":
        return _key(name)
    if kind == "w":
        return f"<b>„{html.escape(word(name))}“</b>"
    spec = command(name)
    keys = " oder ".join(_key(german_keys(key)) for key in spec.shortcuts)
    if kind == "t":
        if not keys:
            raise StaleError(f"{name!r} has no keys")
        return keys
    path = f"<b>{html.escape(menu_of(spec) + _PATH + name_of(spec))}</b>"
    return f"{path} ({keys})" if keys else path


def _key(name: str) -> str:
    return f"<kbd>{html.escape(name)}</kbd>"
