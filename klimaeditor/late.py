"""Rooms that are needed later than the first picture are loaded when they are first used.

The package of such a room names its modules for the type checker and takes this as its
``__getattr__`` (PEP 562). Whoever needs the room imports its package at the top and writes
``exchange.requests.send(...)``; the first such line loads ``exchange.requests``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import ModuleType


def on_first_use(package: str, modules: Collection[str]) -> Callable[[str], ModuleType]:
    """Return the ``__getattr__`` of *package*: it imports the module of that name.

    Only *modules* are looked for; AttributeError for every other name.
    """

    def load(name: str) -> ModuleType:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return import_module(f"{package}.{name}")

    return load


def note_in_log(name: str, message: str, *arguments: object, failed: bool = False) -> None:
    """Put a line into the log of a module, with the error that is being handled where *failed*.

    Where nobody has loaded ``logging`` there is no log, and nothing is loaded for it: the command
    line, which has none, would pay for it at each start.
    """
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger(name).info(message, *arguments, exc_info=failed, stacklevel=2)
