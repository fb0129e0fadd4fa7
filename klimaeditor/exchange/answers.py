"""What is no answer: a text typed into a cell that only says that there is nothing new to say.

One list for every entrance: returns, tables and reports of others.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from klimaeditor.model.placeholders import is_placeholder, propose_placeholder

CROSS: Final = frozenset({"x", "✓", "✔", "☒"})
"""What people tick with; in a column of such signs a cross is an answer."""
_NOTHING: Final = frozenset(
    """
    unverändert|unverändert gültig|bleibt|bleibt so|bleibt bestehen|bleibt unverändert|wie gehabt
    wie bisher|wie zuvor|wie vorher|wie letztes jahr|wie im vorjahr|wie oben|wie unten|wie vor
    wie sachstand|dito|ditto|idem|ebenso|do|gleich|gleichbleibend|so lassen|s.o|s.u|s.oben|s.unten
    s.a|k.a|ka|k.a.m|na|n.a|n.v|n.b|n.n|nn|tba|tbc|tbd|todo|to do|fehlt|fehlt noch|nichts neues
    nichts|nicht vorhanden|nicht ermittelbar|nicht bekannt|liegt nicht vor|liegt noch nicht vor
    weiß nicht|weiss nicht|wissen wir nicht|wird nachgereicht|wird nachgeliefert|folgt noch
    kommt noch|kommt später|in klärung|wird geklärt|in prüfung|per mail|per e-mail|mail folgt
    mündlich|telefonisch|ok|okay|i.o|in ordnung|passt|passt so|stimmt|stimmt so|aktuell|korrekt
    platzhalter|test|text|blabla|lorem ipsum|null|none|nan|leer|xx|xxx|xxxx|frage nach
    keine rückmeldung|keine antwort|keine aussage|keine aussage möglich|keine daten
    keine informationen|keine information|keine ahnung|nachfragen|bitte nachfragen|rückfrage
    rücksprache|bitte rücksprache|liegt vor|liegt ihnen vor|text bleibt|stand bleibt|dto|unv
    unveraendert|wie besprochen|wie telefonisch besprochen|alles wie bisher|alles wie gehabt
    alles unverändert|stand unverändert|kein neuer stand|kein neuer sachstand|löschen|gestrichen
    leeren|bitte leeren|bitte löschen|bitte streichen|streichen|kann entfallen|kann weg
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
_UNCHANGED: Final = re.compile(
    r"(?:es gibt |bisher |derzeit |aktuell |noch |weiterhin )?(?:"
    r"(?:keine|ohne) (?:neuen? )?(?:(?:ver)?änderung(?:en)?|neuigkeiten|neuerungen|neues"
    r"|neuen informationen|aktualisierung(?:en)?|anmerkung(?:en)?|ergänzung(?:en)?)"
    r"|unverändert)(?: (?:zu|zum|zur|seit|gegenüber|im vergleich)(?: [^\s]+){1,4})?"
)
_REFERENCE: Final = re.compile(
    r"(?:s\.?|siehe|vgl\.?|vergleiche|laut|gemäß|gem\.?|lt\.?|steht in|liegt in) ?"
    r"(?:bitte )?(?:(?:der|die|das|dem|den|unsere[rsn]?|meine[rsn]?|beigefügte[rsn]?|separate[rsn]?"
    r"|gesonderte[rsn]?) )?(?:e-?mail|mail|anhang|anlage|oben|unten|beschreibung|bemerkung"
    r"|telefonat|gespräch|besprechung|vorjahr|letzte[rsn]? bericht|bericht|datei|excel|liste"
    r"|tabelle|antwort|schreiben|link"
    r"|website|webseite|homepage|internet|zeile [0-9]+|spalte [a-z]+|blatt [^\s]+|nr\.? ?[0-9]+)"
    r"(?: vom [0-9.]+| an [^\s]+| von [^\s]+)?"
)
_SIGNS: Final = re.compile(r"[^\w€]+")
_LONGEST: Final = 80


def is_no_answer(text: str) -> bool:
    """Tell whether a text is no answer; blank text is none of either.

    A cross counts as none: whoever knows that it means "yes" looks at :data:`CROSS` first.
    """
    words = _key(text)
    if not words or len(words) > _LONGEST:
        return bool(text.strip()) and not words and "##" not in text
    return (
        words in _NOTHING
        or words in CROSS
        or is_placeholder(text)
        or _UNCHANGED.fullmatch(words) is not None
        or _REFERENCE.fullmatch(words) is not None
    )


def is_agreed_placeholder(text: str) -> bool:
    """Tell whether it is one of the agreed spellings, which stand on the page as they are.

    Capitals and a full stop do not count: that is put right without a question.
    """
    plain = " ".join(text.split()).rstrip(".")
    agreed = propose_placeholder(plain.casefold())
    return agreed is not None and agreed.casefold() == plain.casefold()


def _key(text: str) -> str:
    """Return a text as it is compared: small, without blanks that differ and signs around it."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("‑", "-")
    plain = re.sub(r"\. +(?=[a-z]\b)", ".", " ".join(plain.split()))
    plain = plain.strip(" .,;:!?()[]{}<>*#_-–—/\\\"'„“”«»‚‘’…=~^+|")
    return plain if plain in CROSS or _SIGNS.sub("", plain) else ""
