"""Lists of words that are right beside the dictionary: the field's, the city's, the person's.

A list is a text file in UTF-8, one word a line; a line with ``#`` in front is a remark. The field's
list is shipped, the person's lies with the user's data, and the city's is shared by all: beside the
folder of the dataset (which is often a checkout of a public repository), or where an administrator
or the settings say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.files.disk import write_whole
from klimaeditor.model.core_words import quoted
from klimaeditor.paths import read_at_most, resources, user_data
from klimaeditor.spelling.words import LONGEST_WORD

if TYPE_CHECKING:
    from pathlib import Path

PERSONAL_FILE: Final = "woerter.txt"
"""In the user's data."""
LARGEST: Final = 2_000_000
"""Bytes of a list; of a longer one nothing is read."""
_HEAD: Final = "# Wörter, die der Klimaeditor nicht anstreicht. Ein Wort je Zeile.\n"

# --- words ---------------------------------------------------------------------------------------


def no_word(text: str) -> str:
    """Return that something cannot stand in a list of words."""
    return (
        f"{quoted(text)} ist kein einzelnes Wort. Aufgenommen wird nur ein Wort ohne Leerzeichen."
    )


def too_large(path: Path) -> str:
    """Return that a list is too long to be one."""
    return (
        f"Die Wörterliste {path} ist ungewöhnlich groß. Sie wird nicht gelesen und nicht geändert."
    )


# --- places --------------------------------------------------------------------------------------


class WordListError(Exception):
    """A list that cannot be written; the message is a German sentence for the user."""


def field_list() -> Path:
    """Return the shipped list of words of climate work and town halls."""
    return resources() / "spelling" / "fachwoerter.txt"


def personal_list() -> Path:
    """Return the list of the person at this computer; it may not exist."""
    return user_data() / PERSONAL_FILE


def city_list(dataset: Path) -> Path:
    """Return the list shared by all who work on the dataset in a folder, beside that folder."""
    return dataset.parent / f"{dataset.name}-woerter.txt"


# --- read and write ------------------------------------------------------------------------------


def read_words(path: Path) -> frozenset[str]:
    """Return the words of a list; none where it is missing, too large or no text."""
    try:
        data = read_at_most(path, LARGEST + 1)
    except OSError:
        return frozenset()
    if len(data) > LARGEST:
        return frozenset()
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    return frozenset(word for line in lines if (word := line.strip()) and _is_word(word))


def add_word(path: Path, word: str) -> bool:
    """Add a word to a list, which is made if need be; return whether it was not in it yet.

    What others added meanwhile stays, remarks and order do, too: the new word comes last. Raises
    WordListError for what is no word and for a file that is too large to be a list, OSError where
    it cannot be written.
    """
    word = word.strip()
    if not _is_word(word):
        raise WordListError(no_word(word))
    try:
        data = read_at_most(path, LARGEST + 1)
    except FileNotFoundError:
        data = b""
    if len(data) > LARGEST:
        raise WordListError(too_large(path))
    text = data.decode("utf-8-sig", errors="surrogateescape")
    if word in {line.strip() for line in text.splitlines()}:
        return False
    text = text or _HEAD
    end = "" if text.endswith("\n") else "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{text}{end}{word}\n".encode(errors="surrogateescape"))
    return True


def _is_word(text: str) -> bool:
    return (
        0 < len(text) <= LONGEST_WORD
        and not text.startswith("#")
        and not any(sign.isspace() or not sign.isprintable() for sign in text)
    )
