"""What speaks against a text wherever it comes from: it is no answer.

Each doubt names one reason and what to do; where it stands is said by whoever asks.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.exchange.answers import CROSS, is_agreed_placeholder, is_no_answer
from klimaeditor.exchange.exchange_words import short

if TYPE_CHECKING:
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------


def no_answer(text: str) -> str:
    """Return the sentence about a text that says nothing new."""
    return (
        f"„{short(text)}“ ist keine Angabe, die veröffentlicht werden kann. Vermutlich gilt der "
        "bisherige Stand weiter; dann bitte nicht übernehmen."
    )


# --- doubts --------------------------------------------------------------------------------------


class TextDoubt(StrEnum):
    """Why a text is not taken unseen, whatever file it comes from."""

    NO_ANSWER = "no_answer"


class Doubt(NamedTuple):
    """One reason against a value, and its German sentence."""

    code: TextDoubt
    sentence: str


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
    return None


def _says_nothing(value: Value) -> bool:
    """Tell whether there is nothing that a placeholder could take away."""
    return not isinstance(value, str) or not value.strip() or is_no_answer(value)
