"""Words of a German text, and whether they are right: gender signs, hyphens, compounds.

A dictionary answers for single words only; what no dictionary can list is judged here: compounds
(a word that splits into known parts with a linking sound is right), gendered forms, words of
English titles, abbreviations, names with capitals inside.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import functools
import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    Knows = Callable[[str], bool]

LONGEST_WORD: Final = 80
"""Characters; what is longer is no word, and is not judged."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place, counted in characters of the text.

    *dangling*: a hyphen behind it says that the rest comes later („Bildungs- und Kulturamt“).
    """

    start: int
    text: str
    dangling: bool = False

    @property
    def end(self) -> int:
        """The place behind the last character."""
        return self.start + len(self.text)


# --- words of a text -----------------------------------------------------------------------------

_LETTER: Final = r"[^\W\d_]"


@functools.cache
def _token() -> re.Pattern[str]:
    """Return the pattern of what stands between blanks: an address, or a word with its signs."""
    return re.compile(
        r"(?P<address>(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}|&\w{1,20};)"
        r"|(?P<word>\w(?:\w|[-*:/'’.](?=\w)|/(?=-\w))*)",
        re.IGNORECASE,
    )


@functools.cache
def _no_word() -> re.Pattern[str]:
    """Return the pattern of what is no word: figures, powers, names of files, „z.B.“."""
    return re.compile(rf"[\d_²³]|\.{_LETTER}")


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of *text* that can be judged; addresses, numbers and codes are left out.

    „Rad-/Fußweg“ and „und/oder“ are two words each, „Bürger/-innen“ and „Schüler:innen“ are one.
    """
    for found in _token().finditer(text):
        whole = found["word"]
        if whole is None:
            continue
        start = found.start()
        for piece in re.split(r"(?<!\W)/(?!-?innen\b|-?in\b)|(?<=-)/(?!-)", whole):
            at = text.index(piece, start) if piece else start
            start = at + len(piece)
            word = piece.rstrip("-*:/'’.")
            if 1 < len(word) <= LONGEST_WORD and not _no_word().search(word):
                behind = text[at + len(word) : at + len(word) + 2]
                yield Word(at, word, dangling=behind[:1] in ("-", "‐", "‑") and behind != "--")


# --- whether a word is right ---------------------------------------------------------------------

LINKING: Final = ("s", "es", "n", "en", "er", "e", "ns", "ens")
"""Linking sounds (Fugenelemente) of German compounds; Duden, Die Grammatik, „Fugenelement“."""

_PREFIXES: Final = frozenset(
    "ab an auf aus be bei durch ein ent er fort gegen her hin hinter höher los mit nach "
    "neben neu nicht mehr über um un unter ver vor weg weiter wieder zer zu zurück "
    "zusammen zwischen ko re de dis".split()
)
_FRONTS: Final = frozenset(
    "ultra super inter multi semi mikro makro mega bio öko geo hydro thermo elektro auto "
    "foto photo agrar solar video audio tele online mehr neu nicht zwischen".split()
)
_SHORT: Final = frozenset(
    "abo akt alt amt arm art arzt bad bar bau box bus eck eis erd erz fan fee gas gen gut "
    "hof hut los maß mut not ohr ort ost rad rat rot süd see tag tat tau tee ton tor typ "
    "uhr web weg zug pkw lkw lok öko bio kfz app öl".split()
)
"""Words of two or three letters that make compounds; among all such words are too many that a
mistyped word falls into by chance."""
_NEEDS_S: Final = ("ung", "heit", "keit", "schaft", "tät", "ion", "ling", "tum")
_SHORTEST_PART: Final = 3
_MOST_PARTS: Final = 5
_MOST_CUTS: Final = 2
_VOWELS: Final = frozenset("aeiouäöüyé")


@dataclass(slots=True)
class Judge:
    """Judges words by a dictionary and by lists; remembers what it was asked.

    *knows* says whether the dictionary has a word as it is written, *english* whether an English
    one has. *listed* are words that are right beside that (the field's, the city's, the person's).
    """

    knows: Knows
    listed: Collection[str] = frozenset()
    english: Knows | None = None
    _known: dict[str, bool] = field(default_factory=dict)
    _fronts: dict[str, bool] = field(default_factory=dict)
    _right: dict[tuple[str, bool], bool] = field(default_factory=dict)

    def faults(self, text: str) -> list[Word]:
        """Return the words of *text* that are not right; two English words in a row are."""
        words = list(words_of(text))
        wrong = [not self.is_right(word.text, dangling=word.dangling) for word in words]
        return [
            word
            for place, word in enumerate(words)
            if wrong[place] and not self._in_english(text, words, place)
        ]

    def is_right(self, word: str, *, dangling: bool = False) -> bool:
        """Tell whether a word is right; *dangling*: it is the front of a compound."""
        asked = (word, dangling)
        if asked not in self._right:
            self._right[asked] = self._judged(word, dangling=dangling)
        return self._right[asked]

    def _judged(self, word: str, *, dangling: bool) -> bool:
        word = word.replace("’", "'")
        if self._has(word) or (dangling and self._in_front(word)):
            return True
        gendered = _without_gender(word)
        if gendered != word:
            return self.is_right(gendered, dangling=dangling)
        if "-" in word or "'" in word:
            return self._right_hyphenated(re.split("([-'])", word))
        return word.isalpha() and self._right_letters(word)

    def _right_letters(self, word: str) -> bool:
        """Tell whether a word of nothing but letters is right: an abbreviation, a compound."""
        if word.isupper():
            return len(word) <= _LONGEST_ABBREVIATION or self._whole(word.lower())
        if _plural_of_capitals().fullmatch(word):
            return True
        if any(letter.isupper() for letter in word[1:]):
            return self._right_camel(word)
        return self._whole(word.lower(), noun=word[0].isupper())

    def doubtful_parts(self, word: str) -> list[tuple[int, int]]:
        """Return the starts and ends of what in a word may be the part that is not known.

        „Abfall|wirtschfts|betriebe“: whoever looks for what is meant need not look at the rest.
        There are several where words can be cut in several ways, the shortest first.
        """
        low = word.lower()
        starts = [0, *(cut for cut in range(4, len(low) - 3) if self._front(low[:cut]))]
        ends = [cut for cut in range(4, len(low) - 3) if self._whole(low[cut:], parts=2)]
        found = [
            (first, last)
            for first in starts
            for last in (*ends, len(low))
            if _SHORTEST_PART < last - first < len(low)
        ]
        return sorted(found, key=lambda part: part[1] - part[0])[:_MOST_CUTS]

    def may_be_part(self, part: str, *, at_end: bool) -> bool:
        """Tell whether something can be a part of a compound, in front of another or at its end."""
        low = part.lower()
        return self._whole(low) if at_end else self._front(low)

    def _right_hyphenated(self, pieces: list[str]) -> bool:
        """Tell whether all parts are right; some stand in a list together („Know-how“).

        *pieces* are parts and the signs between them, in turn.
        """
        for end in range(len(pieces) - 2, 1, -2):
            if self._has("".join(pieces[:end])):
                return self._right_hyphenated(pieces[end + 1 :])
        parts = [part for part in pieces[::2] if len(part) > 1]
        return bool(parts) and all(self._right_part(part) for part in parts)

    def _right_part(self, part: str) -> bool:
        """Tell whether a part between hyphens is right: a word, or the front of a compound."""
        return self.is_right(part) or self._in_front(part) or self.is_right(part.capitalize())

    def _in_front(self, part: str) -> bool:
        """Tell whether a part can stand in front of a hyphen: „Bildungs-“, „Wärmeplanungs-“."""
        if self._front(part.lower()):
            return True
        stem = part.removesuffix("s")
        return stem != part and len(stem) > _SHORTEST_PART and self.is_right(stem)

    def _right_camel(self, word: str) -> bool:
        """Tell whether a name with capitals inside is made of known words („JobTicket“)."""
        parts = _humps().findall(word)
        if "".join(parts) != word or len(parts) > _MOST_PARTS:
            return False
        return all(
            (part.isupper() and len(part) <= _LONGEST_ABBREVIATION) or self._right_part(part)
            for part in parts
        )

    def _in_english(self, text: str, words: list[Word], place: int) -> bool:
        """Tell whether a word stands in a row of at least two English ones."""
        if self.english is None or not self.english(words[place].text):
            return False
        for other in (place - 1, place + 1):
            if 0 <= other < len(words) and self.english(words[other].text):
                first, second = sorted((words[place], words[other]), key=lambda word: word.start)
                if text[first.end : second.start].strip("-–&„“\"'") in ("", " "):
                    return True
        return False

    # A compound is judged in lower case: *noun* says that its last part has to be a noun.

    def _has(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = word in self.listed or self.knows(word)
        return self._known[word]

    def _whole(self, word: str, *, noun: bool = True, parts: int = _MOST_PARTS) -> bool:
        """Tell whether *word* is a known word, or known fronts and a known word behind them."""
        if len(word) <= _SHORTEST_PART:
            return word in _SHORT
        if self._has(word.capitalize() if noun else word):
            return True
        if parts < _MOST_PARTS:
            return parts > 1 and self._compound(word, noun=noun, parts=parts)
        # A capital may begin an adjective, at a sentence's beginning or in a title.
        if noun and self._has(word):
            return True
        if self._doubled(word, noun=noun):
            return False
        return self._compound(word, noun=noun, parts=parts) or (
            noun and self._whole(word, noun=False)
        )

    def _compound(self, word: str, *, noun: bool, parts: int) -> bool:
        """Tell whether *word* splits into at most so many known parts."""
        for cut in range(2, len(word) - _SHORTEST_PART + 1):
            front, rest = word[:cut], word[cut:]
            if front in _PREFIXES and self._single(rest, noun=noun):
                return True
            if self._front(front) and self._whole(rest, noun=noun, parts=parts - 1):
                return True
        return False

    def _single(self, word: str, *, noun: bool) -> bool:
        """Tell whether what follows a prefix is one known word: „Be|grünung“, „um|planen“."""
        return len(word) > _SHORTEST_PART + 1 and (
            self._has(word.capitalize()) if noun else self._has(word)
        )

    def _doubled(self, word: str, *, noun: bool) -> bool:
        """Tell whether a letter is typed twice: without it there is a word of the dictionary."""
        return any(
            self._has(once.capitalize() if noun else once) or self._two(once, noun=noun)
            for once in (
                word[:place] + word[place + 1 :]
                for place in range(1, len(word))
                if word[place] == word[place - 1] and not self._linked(word, place, noun=noun)
            )
        )

    def _linked(self, word: str, place: int, *, noun: bool) -> bool:
        """Tell whether a linking s meets a word that begins with one: „Mobilität|s|system“."""
        stem, rest = word[: place - 1], word[place:]
        return (
            word[place] == "s"
            and len(stem) > _SHORTEST_PART
            and self._has(stem.capitalize())
            and self._whole(rest, noun=noun, parts=2)
        )

    def _two(self, word: str, *, noun: bool) -> bool:
        """Tell whether *word* is two words of at least five letters that only meet."""
        return any(
            self._has(word[:cut].capitalize())
            and self._has(word[cut:].capitalize() if noun else word[cut:])
            for cut in range(5, len(word) - 4)
        )

    def _front(self, word: str) -> bool:
        """Tell whether something can stand in front of the rest of a compound."""
        if word not in self._fronts:
            self._fronts[word] = self._judged_front(word)
        return self._fronts[word]

    def _judged_front(self, word: str) -> bool:
        if word in _FRONTS or word in _SHORT:
            return True
        if len(word) <= _SHORTEST_PART or not _VOWELS.intersection(word):
            return False
        if self._has(word.capitalize()) or self._has(word):
            return not word.endswith(_NEEDS_S)
        for sound in LINKING:
            stem = word.removesuffix(sound)
            # „Zinsssatz“: no linking s behind an s
            if (
                stem != word
                and len(stem) > _SHORTEST_PART
                and stem[-1] not in "sßxz" * (sound == "s")
                and self._has(stem.capitalize())
            ):
                return True
        # „Schulhof“, „Wohnraum“: a noun without its e, a verb without its ending
        return len(word) > _SHORTEST_PART and (
            self._has(word.capitalize() + "e") or self._has(word + "en")
        )


_LONGEST_ABBREVIATION: Final = 7


@functools.cache
def _plural_of_capitals() -> re.Pattern[str]:
    """Return the pattern of „WEAs“, „GmbHs“."""
    return re.compile(r"[A-ZÄÖÜ]{2,6}s")


@functools.cache
def _humps() -> re.Pattern[str]:
    """Return the pattern of the parts of a word with capitals inside: „WC“, „Anlagen“."""
    return re.compile(r"[A-ZÄÖÜ]?[a-zäöüßéèáàâç]+|[A-ZÄÖÜ]+(?![a-zäöüß])")


def _without_gender(word: str) -> str:
    """Return a gendered form as the feminine one: „Akteur*innen“, „Bürger/-in“, „jede*r“."""
    return re.sub(r"(?:[*:]|/-?)(?=in|innen|[rnmse]\b)", "", word)
