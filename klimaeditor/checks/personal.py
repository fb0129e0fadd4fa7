"""Personal data in texts that are about to be published (DEL-07).

Four kinds can be told without knowing people: mail addresses, telephone numbers, names behind a
form of address or a title, and bank accounts. Names alone cannot; the search would be a guess.
"""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.checks.rule import Rule, ThemeChecks, report
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView


class PersonalKind(StrEnum):
    """What kind of personal data a piece of text is."""

    MAIL = "mail"
    PHONE = "phone"
    NAME = "name"
    ACCOUNT = "account"


class Personal(NamedTuple):
    """One piece: its offsets and its kind."""

    start: int
    end: int
    kind: PersonalKind


_SUSPECT = re.compile(r"@|\b(?:Herrn?|Frau|Dr|Prof|Dipl)\b|[0-9]{4}|[0-9][ ()/-]+[0-9]")
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_NUMBER: Final = r"[0-9](?:[ ()/.\u00a0\u2013-]{0,3}[0-9]){5,13}"
_PHONE = re.compile(
    rf"(?:\b(?:Telefon|Tel|Fon|Mobil|Handy|Fax|Durchwahl)\b[\w ]{{0,12}}[.:]{{0,2}}\s{{0,2}}"
    rf"|(?<![\w.,/])(?=\+49|0049|\(?0[1-9][0-9]{{1,4}}(?:\) ?| ?/ ?| ?[-\u2013] ?| )[0-9]))"
    rf"(?P<number>(?:\+|\()?{_NUMBER})(?![0-9])",
    re.IGNORECASE,
)
_TITLE: Final = r"(?:Prof\.|Dr\.(?:-Ing\.)?|Dipl\.-[A-Z][a-z]+\.)"
_CAPITAL: Final = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_NAME = re.compile(
    rf"(?<![\w-])(?:(?:Herrn?|Frau)\s+(?:{_TITLE}\s*)*|{_TITLE}\s*(?:{_TITLE}\s*)*)"
    rf"(?:[A-ZÄÖÜ]\.\s*)?(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)(?![a-zäöüß])"
)
_PLACES: Final = frozenset(
    ("Straße", "Strasse", "Str", "Platz", "Weg", "Allee", "Ring", "Schule", "Haus", "Stiftung")
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


def find_personal(text: str) -> tuple[Personal, ...]:
    """Return what looks like personal data, in reading order; pieces never overlap (DEL-07)."""
    if not _SUSPECT.search(text):
        return ()
    kept: list[Personal] = []
    for piece in sorted(_pieces(text)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return tuple(kept)


def _pieces(text: str) -> Iterator[Personal]:
    for match in _MAIL.finditer(text) if "@" in text else ():
        yield Personal(*match.span(), PersonalKind.MAIL)
    for match in _ACCOUNT.finditer(text):
        if _is_account(match.group()):
            yield Personal(*match.span(), PersonalKind.ACCOUNT)
    for match in _PHONE.finditer(text):
        if 6 <= sum(char.isdigit() for char in match["number"]) <= 15:
            yield Personal(*match.span("number"), PersonalKind.PHONE)
    for match in _NAME.finditer(text):
        if _PLACES.isdisjoint(re.split(r"[\s-]", match["name"])):
            yield Personal(*match.span(), PersonalKind.NAME)


def _is_account(text: str) -> bool:
    """Tell an IBAN by its check digits (ISO 13616)."""
    number = text.replace(" ", "")
    turned = number[4:] + number[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


# --- The rule about them -------------------------------------------------------------------------

PERSONAL_DATA: Final = Rule(
    id="personal_data",
    severity=Severity.WARNING,
    title="Personenbezogene Angabe",
    problem="Der Text enthält vermutlich personenbezogene Angaben ({kinds}): {found}.",
    site="Alle können sie auf der öffentlichen Seite und in den offenen Daten lesen.",
    remedy="Nennen Sie stattdessen die zuständige Stelle, oder bestätigen Sie beim "
    "Veröffentlichen, dass die Angabe öffentlich sein darf.",
    example="„Stabsstelle Klima“",
)

PERSONAL_KINDS: Final = MappingProxyType(
    {
        PersonalKind.MAIL: "E-Mail-Adresse",
        PersonalKind.PHONE: "Telefonnummer",
        PersonalKind.NAME: "Name einer Person",
        PersonalKind.ACCOUNT: "Bankverbindung",
    }
)


def check_personal(
    view: MeasureView, field: FieldName, place: int | None, text: str
) -> Iterator[Finding]:
    """Yield one warning for the personal data in a text, with the first piece."""
    if data := find_personal(text):
        kinds = ", ".join(dict.fromkeys(PERSONAL_KINDS[piece.kind] for piece in data))
        shown = quoted(text[data[0].start : data[0].end])
        yield report(PERSONAL_DATA, view, field, place=place, found=shown, kinds=kinds)


CHECKS: Final = ThemeChecks()  # texts.py asks for them text by text
