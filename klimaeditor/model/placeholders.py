"""Placeholders: texts that only say that there is nothing to say, in all their spellings.

The contract's groups need a text in every field, so people write "Keine Angabe" in fourteen ways
(requirements section 0.3). Three spellings are agreed (OPN-05).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NOT_STATED: Final = "Keine Angabe"
_NOT_APPLICABLE: Final = "Nicht zutreffend"
_IN_PREPARATION: Final = "Wird noch erarbeitet"
_PLACEHOLDERS: Final[dict[str, str | None]] = {
    "keine angabe": _NOT_STATED, "keine angaben": _NOT_STATED, "k. a": _NOT_STATED,
    "k.a": _NOT_STATED, "ohne angabe": _NOT_STATED, "nicht bekannt": _NOT_STATED,
    "unbekannt": _NOT_STATED,
    "nicht zutreffend": _NOT_APPLICABLE, "trifft nicht zu": _NOT_APPLICABLE,
    "nicht anwendbar": _NOT_APPLICABLE, "entfällt": _NOT_APPLICABLE, "n. a": _NOT_APPLICABLE,
    "n.a": _NOT_APPLICABLE, "n/a": _NOT_APPLICABLE, "n. z": _NOT_APPLICABLE,
    "wird noch erarbeitet": _IN_PREPARATION, "wird erarbeitet": _IN_PREPARATION,
    "in erarbeitung": _IN_PREPARATION, "in arbeit": _IN_PREPARATION, "folgt": _IN_PREPARATION,
    "wird ergänzt": _IN_PREPARATION, "wird noch ergänzt": _IN_PREPARATION,
    "noch offen": _IN_PREPARATION, "tbd": _IN_PREPARATION,
    "keine": None, "keiner": None, "keines": None, "offen": None, "keine bewertung": None,
    "kein neuer sachstand": None, "nicht quantifizierbar": None,
    "nicht quantifizierbar/messbar": None, "nicht messbar": None, "nicht bezifferbar": None,
    "aktuell keine bezifferung möglich": None, "keine bezifferung möglich": None,
    "-": None, "–": None, "—": None, "--": None, "---": None, "/": None, "?": None, "x": None,
}  # fmt: skip
_REFERENCE = re.compile(r"siehe(?: [^\s€]+){1,3}")


def is_placeholder(text: str) -> bool:
    """Tell whether a text only says that there is nothing to say; blank text is no placeholder.

    Includes short references ("Siehe Beschreibung"); "Keine Kosten" is a statement.
    """
    words = _placeholder_key(text)
    return words in _PLACEHOLDERS or _REFERENCE.fullmatch(words) is not None


def propose_placeholder(text: str) -> str | None:
    """Return the agreed spelling of a placeholder (OPN-05); None without one, or if it is it."""
    agreed = _PLACEHOLDERS.get(_placeholder_key(text))
    return None if agreed == text else agreed


@lru_cache(maxsize=1024)  # a few spellings stand in thousands of fields
def _placeholder_key(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!… ")
