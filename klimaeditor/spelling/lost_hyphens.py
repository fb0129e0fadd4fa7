"""Hyphens that a PDF lost: „WCAnlagen“, „CarsharingStellplätze“, „Migrationsoder“ – proposals.

They stood at the end of a line there, and went with it. A capital inside a word may as well be a
name that is written so, so nothing here is certain: a person decides on each.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_OFTEN: Final = 3
"""Places; a word written with a capital inside that often is a name („KlimaTraining“)."""
_SUFFIXES: Final = "(?:ung|heit|keit|schaft|tät|ion|ling|tum)s"


class LostHyphen(NamedTuple):
    """Where a hyphen is missing in a text, and what could stand there.

    *doubtful*: more than a hyphen got lost, or it is a name; *replacement* is then no proposal.
    """

    start: int
    end: int
    replacement: str
    doubtful: bool = False


@functools.cache
def _glued() -> re.Pattern[str]:
    """Return the pattern of two words glued together: at a capital inside, or at „oder“, „und“.

    Not „CO2“, „GmbH“, „kWh“, „IFM“: behind the capital stand three small letters, in front of it
    three, or nothing but capitals. Not „BewohnerInnen“.
    """
    return re.compile(
        r"(?<![\w.@/:*#&-])(?:"
        r"(?P<front>[^\W\d_a-zäöüß]?[a-zäöüß]{2,}+)(?P<back>(?!Innen|In\b)[A-ZÄÖÜ][a-zäöüß]{3}[\w-]*+)"
        r"|(?P<short>[A-ZÄÖÜ]{1,5})(?P<long>(?!Innen)[A-ZÄÖÜ][a-zäöüß]{3}[\w-]*+)"
        rf"|(?P<first>[A-ZÄÖÜ][a-zäöüß]{{2,60}}{_SUFFIXES})(?P<and>und|oder)(?!\w)"
        r")(?![\w@*:])"
    )


def lost_hyphens(text: str, names: Collection[str] = ()) -> Iterator[LostHyphen]:
    """Yield the places of *text* where a hyphen got lost; *names* are written as they are.

    „zusamThermografie“, whose first half is a scrap in small letters, is doubtful.
    """
    for found in _glued().finditer(text):
        if found.group() in names:
            continue
        if found["and"]:
            yield LostHyphen(*found.span(), f"{found['first']}- {found['and']}")
            continue
        front, back = (found["front"] or found["short"]), (found["back"] or found["long"])
        yield LostHyphen(*found.span(), f"{front}-{back}", doubtful=front[0].islower())


def names_in(texts: Iterable[str], titles: Iterable[str] = ()) -> frozenset[str]:
    """Return words with capitals inside that are names: in a title, or in three texts and more."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update({match.group() for match in _glued().finditer(text)})
    named = {match.group() for title in titles for match in _glued().finditer(title)}
    return frozenset({*named, *(word for word, count in found.items() if count >= _OFTEN)})
