"""What speaks against a text wherever it comes from: it is no answer, or it was damaged.

Each doubt names one reason and what to do; where it stands is said by whoever asks.
"""

from __future__ import annotations

import re
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.exchange.answers import CROSS, is_agreed_placeholder, is_no_answer
from klimaeditor.exchange.exchange_words import short

if TYPE_CHECKING:
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------


def no_answer(text: str) -> str:
    """Return the sentence about a text that says nothing new."""
    return (
        f"„{short(text)}“ ist keine Angabe, die veröffentlicht werden kann. Gilt der bisherige "
        "Stand weiter, übernehmen Sie die Angabe nicht."
    )


def error_text(text: str) -> str:
    """Return the sentence about an error value that stands as text (SEC-12)."""
    return (
        f"„{short(text)}“ ist der Fehlerwert eines Tabellenprogramms, kein Text. Fragen Sie bei "
        "der zuständigen Stelle nach."
    )


def garbled(text: str) -> str:
    """Return the sentence about letters that were read in a wrong encoding, and put right."""
    return (
        f"Umlaute und Zeichen waren falsch gespeichert („{short(text)}“) und wurden "
        "zurückübersetzt. Prüfen Sie den Text."
    )


def letters_lost(text: str) -> str:
    """Return the sentence about umlauts that became question marks."""
    return (
        f"In „{short(text)}“ stehen Fragezeichen, wo vermutlich Umlaute standen. Berichtigen Sie "
        "den Text, oder lassen Sie ihn neu schicken."
    )


LINES_JOINED: Final = (
    "Alle Zeilenumbrüche des verschickten Textes sind verloren gegangen. Fügen Sie die Absätze "
    "wieder ein."
)

# --- doubts --------------------------------------------------------------------------------------


class TextDoubt(StrEnum):
    """Why a text is not taken unseen, whatever file it comes from."""

    NO_ANSWER = "no_answer"
    ERROR_TEXT = "error_text"
    GARBLED = "garbled"
    LETTERS_LOST = "letters_lost"
    LINES_JOINED = "lines_joined"


class Doubt(NamedTuple):
    """One reason against a value, its German sentence, and the text to offer instead, if any."""

    code: TextDoubt
    sentence: str
    offered: str = ""


def about_text(base: Value, returned: Value, *, crosses: bool = False) -> Doubt | None:
    """Return what speaks against a text that replaces what was sent.

    With *crosses*, a cross is an answer where the text stands.
    """
    if not isinstance(returned, str) or not returned.strip():
        return None
    if crosses and returned.strip().casefold() in CROSS:
        return None
    if is_no_answer(returned) and not (_says_nothing(base) and is_agreed_placeholder(returned)):
        return Doubt(TextDoubt.NO_ANSWER, no_answer(returned))
    damage = about_damage(returned)
    if damage is None and isinstance(base, str) and _lost_its_lines(base, returned):
        return Doubt(TextDoubt.LINES_JOINED, LINES_JOINED)
    return damage


def about_damage(text: str) -> Doubt | None:
    """Return what some program did to a text, None where it seems whole."""
    if found := _ERROR.search(text):
        return Doubt(TextDoubt.ERROR_TEXT, error_text(found[0]))
    repaired = ungarbled(text)
    if repaired != text:
        word = next(word for word in text.split() if ungarbled(word) != word)
        return Doubt(TextDoubt.GARBLED, garbled(word), repaired)
    if lost := next((w for w in text.split() if _LOST.search(w) and "/" not in w), None):
        return Doubt(TextDoubt.LETTERS_LOST, letters_lost(lost))
    return None


def ungarbled(text: str) -> str:
    """Return a text with letters put right that were UTF-8 and were read as Windows-1252.

    That may have happened more than once.
    """
    for _ in range(_MOST_TIMES):
        better = _GARBLED.sub(lambda match: _decoded(match[0]), text)
        if better == text:
            break
        text = better
    return text


def _decoded(text: str) -> str:
    with suppress(UnicodeError):
        data = b"".join(
            char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")
            for char in text
        )
        return data.decode("utf-8")
    return text


def _lost_its_lines(base: str, returned: str) -> bool:
    """Tell whether lines of a sent text are still there, but no longer lines."""
    lines = [" ".join(line.split()) for line in base.splitlines() if line.strip()]
    if len(lines) < _MOST_JOINED or "\n" in returned.strip():
        return False
    flat = " ".join(returned.split())
    return sum(len(line) > _LEAST_LINE and line in flat for line in lines) > 1


_NAMES: Final = (
    "NAME\\?|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|N/A|NV|NUM!|ZAHL!|NULL!|SPILL!|ÜBERLAUF!|CALC!"
)
_ERROR: Final = re.compile(
    rf"#(?:{_NAMES})(?![A-Za-z])|(?<!#)#{{4,}}(?!#)|\bErr:[0-9]{{3}}\b|\AFehler:[0-9]{{3}}\Z"
)
_MOST_TIMES: Final = 3
_HIGH: Final = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_GARBLED: Final = re.compile(f"[Â-ß][{_HIGH}]|[à-ï][{_HIGH}]{{2}}|[ð-ô][{_HIGH}]{{3}}")
_LOST: Final = re.compile(r"[A-Za-zÄÖÜäöüß]\?[a-zäöüß]|(?<![^\s(])\?[a-zäöü]{2}")
_MOST_JOINED: Final = 3
_LEAST_LINE: Final = 12


def _says_nothing(value: Value) -> bool:
    """Tell whether there is nothing that a placeholder could take away."""
    return not isinstance(value, str) or not value.strip() or is_no_answer(value)
