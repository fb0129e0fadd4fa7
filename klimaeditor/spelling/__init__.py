"""Spelling of German texts, offline: words that are right, suggestions, lists, readability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from klimaeditor.spelling import lists, readability, speller

__all__: Final = ("lists", "readability", "speller")

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
