"""How easily a German text reads: a formula, the longest sentence, abbreviations not explained.

A quiet help for the texts at the head of a page, never a finding that counts.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.spelling.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_SENTENCE: Final = 20
"""Words; a sentence with more is named (rules for plain language, DIN SPEC 33429: 15 to 20)."""
HARD: Final = 12.0
"""School years; a text that asks for more is named: who has left school with less has to guess."""
_FEWEST_WORDS: Final = 8
_LONG_WORD: Final = 6
_MANY_SYLLABLES: Final = 3

# --- words ---------------------------------------------------------------------------------------


def long_sentence(words: int) -> str:
    """Return that a sentence is long."""
    return f"Der längste Satz hat {counted(words, 'Wort', 'Wörter')}. Teilen Sie ihn."


def hard_text(years: int) -> str:
    """Return that a text is hard to read."""
    return f"Der Text liest sich wie für Schuljahr {years}. Kürzere Wörter und Sätze helfen."


def unexplained(abbreviations: list[str]) -> str:
    """Return which abbreviations stand alone."""
    named = ", ".join(quoted(found) for found in abbreviations)
    return f"Nicht erklärt: {named}. Schreiben Sie die Abkürzung beim ersten Mal aus."


# --- measure -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Readability:
    """How a text reads: *years* of school by the formula, words of the longest sentence."""

    years: float
    longest: int
    abbreviations: tuple[str, ...]


def readability(text: str) -> Readability | None:
    """Return how a text reads, None where it is too short to say.

    *years* is the first "Wiener Sachtextformel" (R. Bamberger, E. Vanecek: Lesen – Verstehen –
    Lernen – Schreiben, 1984, p. 83), from 4 (easy) to 15 (hard)::

        0.1935 MS + 0.1672 SL + 0.1297 IW - 0.0327 ES - 0.875

    MS, IW, ES: words of three and more syllables, of more than six letters, of one syllable, each
    in percent of all; SL: words per sentence.
    """
    sentences = [found for part in _sentences(text) if (found := _plain_words(part))]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < _FEWEST_WORDS:
        return None
    counts = [syllables(word) for word in words]
    share = 100 / len(words)
    years = (
        0.1935 * share * sum(count >= _MANY_SYLLABLES for count in counts)
        + 0.1672 * len(words) / len(sentences)
        + 0.1297 * share * sum(len(word) > _LONG_WORD for word in words)
        - 0.0327 * share * sum(count == 1 for count in counts)
        - 0.875
    )
    return Readability(years, max(map(len, sentences)), _unexplained(text))


def advice(text: str) -> list[str]:
    """Return German sentences about what makes a text hard to read; [] where nothing does."""
    found = readability(text)
    if found is None:
        return []
    said = []
    if found.longest > LONG_SENTENCE:
        said.append(long_sentence(found.longest))
    elif found.years > HARD:
        said.append(hard_text(round(found.years)))
    if found.abbreviations:
        said.append(unexplained(list(found.abbreviations)))
    return said


def syllables(word: str) -> int:
    """Return the number of syllables of a German word: its groups of vowels, at least one.

    Two vowels are one sound in ai, au, äu, ei, eu, ie, oo, aa, ee, oi, ou, otherwise two; the u of
    qu is none.
    """
    return max(1, len(_sound().findall(word.lower().replace("qu", "q"))))


def _plain_words(sentence: str) -> list[str]:
    return [word.text for word in words_of(sentence)]


def _unexplained(text: str) -> tuple[str, ...]:
    """Return abbreviations in capitals that no brackets explain, each once."""
    found = dict.fromkeys(_abbreviation().findall(text))
    return tuple(short for short in found if f"({short})" not in text and f"{short} (" not in text)


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences; the dot of „z. B.“, „bzw.“ or „1.“ ends none."""
    start = 0
    for found in _sentence_end().finditer(text):
        last = found["last"] or ""
        if found["sign"] == "." and (len(last) < 2 or last.isdigit() or last.lower() in _SHORTENED):
            continue
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


_SHORTENED: Final = frozenset(
    "bzw bspw bzgl ca dr etc evtl ggf inkl insb max min mio mrd nr prof rd sog st str tsd usw vgl "
    "vsl zzgl".split()
)


@functools.cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?P<last>[^\W_]{0,40})(?P<sign>[.!?…:;]{1,3})[“”\"»)]?\s+|\n+")


@functools.cache
def _sound() -> re.Pattern[str]:
    return re.compile(r"ai|au|äu|ei|eu|ie|oo|aa|ee|oi|ou|[aeiouäöüyé]")


@functools.cache
def _abbreviation() -> re.Pattern[str]:
    """Return the pattern of capitals in a row; common ones need no explanation."""
    return re.compile(r"\b(?!EU\b|CO\b|EUR\b|PLZ\b|PDF\b|URL\b|USA\b)[A-ZÄÖÜ]{2,6}\b(?!\*)")
