r"""The dictionary in a process of its own, and the line protocol that asks it.

Hunspell holds Python's lock while it looks for suggestions (up to 0.4 s), takes 40 MB and a third
of a second to load, and a broken dictionary can end the process that reads it. So it runs beside
the program (``klimaeditor.spelling.speller`` as a program, see `command`), and is asked in lines of
JSON, one answer for each question and in their order::

    {"lists": ["…\woerter.txt"], "dictionary": "…/de.dic"}  ->  {"ready": true, "reason": ""}
    {"texts": ["Ein Satz."]}    ->  {"faults": [[[4, 4]]]}    start and length in characters
    {"suggest": "Stz"}          ->  {"suggestions": ["Satz"]}
    {"learn": ["Klimatag"]}     ->  {"learned": 1}
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.paths import read_at_most, resources
from klimaeditor.policies import Default
from klimaeditor.spelling.lists import field_list, read_words
from klimaeditor.spelling.words import Judge, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.machine import MachineDefaults

# --- words ---------------------------------------------------------------------------------------

NO_DICTIONARY = (
    "Es gibt kein Wörterbuch, deshalb wird die Rechtschreibung nicht geprüft. Alles andere geht "
    "wie gewohnt. Ein Wörterbuch richtet die IT ein."
)
BROKEN_DICTIONARY = (
    "Das Wörterbuch ließ sich nicht lesen, deshalb wird die Rechtschreibung nicht geprüft. Alles "
    "andere geht wie gewohnt. Wenden Sie sich an die IT."
)

# --- which dictionary ----------------------------------------------------------------------------

SHIPPED: Final = "de_DE_frami.dic"
SHA256: Final = "52d2484a70681386d979e958f2f828a976f0dcdaa680038f371bc70abcf7463a"
"""Of the shipped dictionary; another one in its place is an administrator's, named elsewhere."""
_NONE: Final = frozenset(("nein", "0", "-"))


def dictionary_of(machine: MachineDefaults) -> Path | None:
    """Return the dictionary (``.dic``, with its ``.aff`` beside it) that holds on this machine.

    An administrator may name another one, or none („nein“); None where there is none.
    """
    named = machine.value(Default.DICTIONARY)
    if named.lower() in _NONE:
        return None
    place = Path(named) if named else resources() / "spelling" / SHIPPED
    return place if place.is_file() and place.with_suffix(".aff").is_file() else None


def is_as_shipped(dictionary: Path) -> bool:
    """Tell whether a dictionary is the shipped one, to the byte."""
    return hashlib.sha256(read_at_most(dictionary)).hexdigest() == SHA256


# --- the process that answers --------------------------------------------------------------------

SERVER_ARGUMENT: Final = "--spelling-server"
_MOST_SUGGESTIONS: Final = 6
_MOST_TRIED: Final = 1_500
"""Words that are judged for one answer, a twentieth of a millisecond to one each."""
_ALPHABET: Final = "esnrtailogdumhfcbkpvzwäüößjyxq"


def command() -> list[str]:
    """Return the command line that starts the process; in a frozen program it is that program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SERVER_ARGUMENT]
    return [sys.executable, "-m", "klimaeditor.spelling.speller"]


def environment() -> dict[str, str]:
    """Return the environment of the process: it finds this package wherever it is started."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def serve(questions: IO[str], answers: IO[str]) -> None:
    """Answer questions line by line until there are no more; a line that is none is skipped."""
    answering = _Answering()
    for line in questions:
        try:
            question = json.loads(line)
        except ValueError:
            continue
        if isinstance(question, dict):
            answers.write(json.dumps(answering.answer(question)) + "\n")
            answers.flush()


class _Answering:
    """What the process knows: a dictionary, or none, and lists of words."""

    def __init__(self) -> None:
        self._judge: Judge | None = None
        self._dictionary: _Dictionary | None = None
        self._suggested: dict[str, list[str]] = {}

    def answer(self, question: dict[str, object]) -> dict[str, object]:
        match question:
            case {"texts": list(texts)}:
                return {"faults": [self._faults(str(text)) for text in texts]}
            case {"suggest": str(word)}:
                return {"suggestions": self._suggestions(word)}
            case {"learn": list(words)}:
                return {"learned": self._learn({str(word) for word in words})}
            case {"lists": list(lists), "dictionary": dictionary}:
                return self._open(dictionary, [Path(str(path)) for path in lists])
        return {}

    def _open(self, dictionary: object, lists: Sequence[Path]) -> dict[str, object]:
        self._judge = None
        if not isinstance(dictionary, str):
            return {"ready": False, "reason": NO_DICTIONARY}
        self._dictionary = _opened(Path(dictionary))
        if self._dictionary is None:
            return {"ready": False, "reason": BROKEN_DICTIONARY}
        listed: set[str] = set()
        for path in (field_list(), *lists):
            listed |= read_words(path)
        self._judge = Judge(self._dictionary.knows, listed, english_words())
        return {"ready": True, "reason": ""}

    def _faults(self, text: str) -> list[list[int]]:
        if self._judge is None:
            return []
        return [[word.start, len(word.text)] for word in self._judge.faults(text)]

    def _learn(self, words: set[str]) -> int:
        if self._judge is not None and self._dictionary is not None:
            listed = {*self._judge.listed, *words}
            self._judge = Judge(self._dictionary.knows, listed, self._judge.english)
        self._suggested.clear()
        return len(words)

    def _suggestions(self, word: str) -> list[str]:
        if self._judge is None or self._dictionary is None:
            return []
        if word not in self._suggested:
            self._suggested[word] = suggestions(word, self._judge, self._dictionary.suggest)
        return self._suggested[word]


def suggestions(word: str, judge: Judge, from_dictionary: Knower) -> list[str]:
    """Return up to six right words that may be meant, the likeliest first.

    One letter too many, missing, wrong or swapped comes before what the dictionary offers, as it
    knows no compounds. A gendered word is mended around its sign.
    """
    found: dict[str, None] = {}
    parts, plain = judge.doubtful_parts(word), word.isalpha()
    for at, candidate in islice(_nearby(word), _MOST_TRIED):
        longer = len(candidate) - len(word)
        if (
            (not plain and judge.is_right(candidate))
            or judge.knows(candidate)
            or any(
                first <= at < last
                and judge.may_be_part(candidate[first : last + longer], at_end=last == len(word))
                and judge.is_right(candidate)
                for first, last in parts
            )
        ):
            found[candidate] = None
            if len(found) == _MOST_SUGGESTIONS // 2:
                break
    for candidate in from_dictionary(word):
        found[candidate] = None
    return list(found)[:_MOST_SUGGESTIONS]


def _nearby(word: str) -> Iterable[tuple[int, str]]:
    """Yield what is one slip away, and its place: doubled, swapped, too many, missing, wrong."""
    places = range(len(word))
    for at in places[1:]:
        if word[at] == word[at - 1]:
            yield at, word[:at] + word[at + 1 :]
        if word[at : at + 2] == word[at + 2 : at + 4]:  # a syllable typed twice
            yield at, word[:at] + word[at + 2 :]
    for at in places[:-1]:
        yield at, word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in places[1:]:
        yield at, word[:at] + word[at + 1 :]
    yield from ((at, word[:at] + new + word[at:]) for at in places[1:] for new in _ALPHABET)
    yield from ((at, word[:at] + new + word[at + 1 :]) for at in places for new in _ALPHABET)


if TYPE_CHECKING:
    from collections.abc import Callable

    Knower = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """Hunspell with one dictionary; what its alphabet lacks is no word of it."""

    knows: Callable[[str], bool]
    suggest: Knower


def _opened(dictionary: Path) -> _Dictionary | None:
    """Return a dictionary, None where it is none: then it does not even know „und“."""
    found = _hunspell(dictionary.stem, dictionary.parent)
    return found if found is not None and found.knows("und") and not found.knows("unnd") else None


def english_words() -> Callable[[str], bool] | None:
    """Return what tells English words, where hunspell's package brings its dictionary; or None."""
    found = _hunspell("en_US", None)
    return None if found is None else found.knows


def _hunspell(name: str, folder: Path | None) -> _Dictionary | None:
    """Return a dictionary by hunspell (None: of its package); what its signs lack is no word."""
    try:
        from hunspell import Hunspell  # noqa: PLC0415 - only the process beside the program has it

        found = Hunspell(name, **({} if folder is None else {"hunspell_data_dir": str(folder)}))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, there is none
        return None

    def knows(word: str) -> bool:
        try:
            return bool(found.spell(word))
        except UnicodeEncodeError:
            return False

    def suggest(word: str) -> Sequence[str]:
        try:
            return tuple(found.suggest(word))
        except (UnicodeEncodeError, UnicodeDecodeError):
            return ()

    return _Dictionary(knows, suggest)


# --- asking it without a window ------------------------------------------------------------------


class Speller:
    """The process, asked one question after the other; for programs that can wait for an answer.

    Works without a dictionary, too: *reason* says why nothing is found then. To be closed.
    """

    def __init__(self, dictionary: Path | None, lists: Sequence[Path] = ()) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        opened = self._ask(
            {
                "lists": [str(path) for path in lists],
                "dictionary": None if dictionary is None else str(dictionary),
            }
        )
        self.ready = opened.get("ready") is True
        self.reason = str(opened.get("reason") or ("" if self.ready else BROKEN_DICTIONARY))

    def faults(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the words that are not right, for each text in order."""
        found = self._ask({"texts": list(texts)}).get("faults")
        if not isinstance(found, list) or len(found) != len(texts):
            return [[] for _ in texts]
        return [
            [Word(start, text[start : start + length]) for start, length in places]
            for text, places in zip(texts, found, strict=True)
        ]

    def suggest(self, word: str) -> list[str]:
        """Return what may be meant by a word, the likeliest first."""
        found = self._ask({"suggest": word}).get("suggestions")
        return [str(item) for item in found] if isinstance(found, list) else []

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Speller:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, question: dict[str, object]) -> dict[str, object]:
        process = self._process
        if process.stdin is None or process.stdout is None:
            return {}
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline() or "{}")
        except (OSError, ValueError):
            return {}  # the process has ended: there is no dictionary any more
        return answer if isinstance(answer, dict) else {}


def main() -> None:
    """Be the process: questions from the standard input, answers to the standard output."""
    serve(sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
