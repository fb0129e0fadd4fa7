"""Texts: markup, characters, pseudo tables, placeholders, titles.

Leftovers of PDF files (hyphenation, blanks, tabs) are no findings; the clean-up tool shows them
hit by hit (DOM-11).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.checks import characters, links, markup
from klimaeditor.checks.amounts import CLEAR
from klimaeditor.checks.characters import CharacterKind
from klimaeditor.checks.personal import check_personal, find_personal
from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting, take_text
from klimaeditor.checks.schemas import own_fields, shared_fields
from klimaeditor.checks.value_types import PLACEHOLDER, SET_PLACEHOLDER
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Fix, Severity
from klimaeditor.model.placeholders import propose_placeholder
from klimaeditor.site.visible_text import leaves_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from klimaeditor.checks.characters import CharacterHit
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json

MARKUP: Final = Rule(
    id="markup",
    severity=Severity.ERROR,
    title="HTML im Text",
    problem="Der Text enthält HTML: {found}.",
    site="Die öffentliche Seite führt es aus und zeigt den Text dadurch falsch oder gar nicht.",
    remedy="Schreiben Sie den Text ohne HTML; ein „<“ vor einer Zahl ist erlaubt.",
    example="„< 10.000 Euro“",
)
MARKUP_ELSEWHERE: Final = Rule(
    id="markup_elsewhere",
    severity=Severity.WARNING,
    title="HTML im Text (wird wörtlich gezeigt)",
    problem="Der Text enthält HTML: {found}.",
    site="Die öffentliche Seite zeigt es wörtlich, und in den offenen Daten stört es.",
    remedy="Schreiben Sie den Text ohne HTML.",
    example="„Beratung & Förderung“",
)
CHARACTER_REFERENCE: Final = Rule(
    id="character_reference",
    severity=Severity.WARNING,
    title="Zeichen umschrieben",
    problem="Ein Zeichen ist als {found} umschrieben.",
    site="{effect}",
    remedy="Schreiben Sie das Zeichen selbst.",
    example="„Größe“ statt „Gr&ouml;&szlig;e“",
)
TEXT_INVISIBLE: Final = Rule(
    id="text_invisible",
    severity=Severity.ERROR,
    title="Text ohne sichtbare Zeichen",
    problem="„{label}“ besteht nur aus unsichtbaren Zeichen.",
    site="Die öffentliche Seite zeigt an dieser Stelle nichts.",
    remedy="Tragen Sie etwas ein, oder leeren Sie das Feld.",
)
CHARACTER_FORBIDDEN: Final = Rule(
    id="character_forbidden",
    severity=Severity.ERROR,
    title="Unzulässiges Zeichen",
    problem="Im Text steht ein unzulässiges Zeichen: {found}.",
    site="Auf der öffentlichen Seite fehlt es oder verdreht den Text; Excel kann die Datei "
    "ablehnen.",
    remedy="Entfernen Sie es, oder schreiben Sie das gemeinte Zeichen.",
)
CHARACTER_PRIVATE: Final = Rule(
    id="character_private",
    severity=Severity.WARNING,
    title="Zeichen aus einer Symbolschrift",
    problem="Im Text steht ein Zeichen aus einer Symbolschrift, vermutlich aus Word kopiert: "
    "{found}.",
    site="Die öffentliche Seite zeigt dafür ein leeres Kästchen.",
    remedy="Schreiben Sie dafür ein gewöhnliches Zeichen.",
    example="„→“ oder „•“",
)
CHARACTER_DOUBTFUL: Final = Rule(
    id="character_doubtful",
    severity=Severity.WARNING,
    title="Unsichtbares Zeichen",
    problem="Der Text enthält Zeichen, die man nicht sieht: {found}.",
    site="Auf der öffentlichen Seite sieht man es nicht, aber es stört Suche und Vorlesen.",
    remedy="Löschen Sie das Wort, und tippen Sie es neu.",
)
NOT_NORMALISED: Final = Rule(
    id="not_normalised",
    severity=Severity.HINT,
    title="Umlaute aus zwei Zeichen",
    problem="Buchstaben wie {found} sind aus zwei Zeichen zusammengesetzt.",
    site="Auf der öffentlichen Seite sehen sie richtig aus, aber Suche und Filter finden sie "
    "nicht.",
    remedy="Tippen Sie die Buchstaben neu.",
)
PSEUDO_TABLE: Final = Rule(
    id="pseudo_table",
    severity=Severity.WARNING,
    title="Tabelle aus Leerzeichen",
    problem="Spalten sind mit Tabulatoren oder Leerzeichen ausgerichtet ({count}-mal).",
    site="Auf der öffentlichen Seite verrutschen sie und werden ohne Zusammenhang vorgelesen.",
    remedy="Schreiben Sie eine Aufzählung oder einen Satz.",
    example="„2025: 30.000 €, 2026: 40.000 €“",
)
PLACEHOLDER_SPELLING: Final = Rule(
    id="placeholder_spelling",
    severity=Severity.HINT,
    title="Platzhalter anders geschrieben",
    problem="{found} ist ein Platzhalter in eigener Schreibweise.",
    site="Die öffentliche Seite zeigt dadurch für dasselbe verschiedene Wörter.",
    remedy="Schreiben Sie „Keine Angabe“, „Nicht zutreffend“ oder „Wird noch erarbeitet“.",
)
STRUCTURAL_DEBRIS: Final = Rule(
    id="structural_debris",
    severity=Severity.WARNING,
    title="Überschrift im Text",
    problem="Im Text steht die Überschrift eines anderen Feldes: {found}.",
    site="Die öffentliche Seite zeigt sie als Teil des Inhalts.",
    remedy="Löschen Sie die Überschrift.",
    fields=("field_of_action", "systemic_lever"),
)
TITLE_PREFIX: Final = Rule(
    id="title_prefix",
    severity=Severity.WARNING,
    title="Euro-Zeichen vor dem Titel",
    problem="Vor dem Kurztitel stehen Euro-Zeichen als Preisklasse.",
    site="Sie erscheinen in jeder Überschrift und Kachel und werden einzeln vorgelesen.",
    remedy="Geben Sie nur den Titel ein.",
    example="„Windkraft am Stadtrand“",
    fields=("short_title",),
)
TOO_LONG: Final = Rule(
    id="too_long",
    severity=Severity.HINT,
    title="Text recht lang",
    problem="Der Text hat {length} Zeichen, vorgesehen sind höchstens {limit}.",
    site="Die öffentliche Seite zeigt ihn ganz; in Kacheln und auf dem Telefon wird es eng.",
    remedy="Kürzen Sie ihn, wenn dabei nichts verloren geht.",
)
SUMMARY_MISSING: Final = Rule(
    id="summary_missing",
    severity=Severity.HINT,
    title="Keine Zusammenfassung",
    problem="Die Zusammenfassung fehlt.",
    site="Unter der Überschrift der öffentlichen Seite steht nichts.",
    remedy="Schreiben Sie zwei bis drei Sätze.",
    example="„14 neue Windräder sollen bis 2032 dazukommen, sechs laufen schon“",
    fields=("summary",),
)

REFERENCE_SHOWN: Final = (
    "Die öffentliche Seite zeigt das gemeinte Zeichen; in der Suche, in Excel und in den offenen "
    "Daten steht die Umschreibung."
)
REFERENCE_LITERAL: Final = (
    "Die öffentliche Seite zeigt die Umschreibung wörtlich und nur in den Rohdaten das gemeinte "
    "Zeichen."
)
DECODE: Final = "Zeichen einsetzen"
STRIP_MARKUP: Final = "HTML entfernen"
REPAIR_CHARACTERS: Final = "Zeichen bereinigen"
NORMALISE: Final = "Schreibweise vereinheitlichen"
REPAIR_TABLE: Final = "Als Text schreiben"
REMOVE_HEADING: Final = "Überschrift entfernen"
REMOVE_PREFIX: Final = "Euro-Zeichen entfernen"

_LONGEST_PLACEHOLDER: Final = 60
_NAMED_CHARACTERS: Final = 3


@cache
def _contract_keys(catalogue: Catalogue) -> tuple[str, ...]:
    texts = (field for field in catalogue.fields_of(FileName.MEASURES) if field.is_contract_text)
    return tuple(key for field in texts for key in field.path)


@cache
def _headings(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(key.casefold() for key in _contract_keys(catalogue))


@cache
def _own_texts(catalogue: Catalogue) -> tuple[Field, ...]:
    return tuple(field for field in own_fields(catalogue) if field.is_text)


class _Text(NamedTuple):
    """One text: its field, its place in a list, whether the site takes it as HTML.

    *fixable* is False for texts under keys that are no fields.
    """

    field: Field
    place: int | None
    text: str
    html: bool
    fixable: bool = True


def check_texts(view: MeasureView, only: AbstractSet[FieldName] | None = None) -> Iterator[Finding]:
    """Yield what is wrong with a measure's own texts (SEC-01, SEC-15, A11Y-21, DEL-07).

    With *only*, no other fields are looked at.
    """
    for field in _own_texts(view.site.catalogue):
        if only is not None and field.name not in only:
            continue
        value = view.value(field.name)
        if isinstance(value, str):
            if field.kind is not Kind.URL:
                yield from _check_text(view, _Text(field, None, value, field.html))
            yield from _check_field(view, field, value)
    if only is None or "links" in only:
        for found in _link_titles(view):
            yield from _check_text(view, found)
    if only is None:
        for found in _unknown_texts(view):
            yield from _check_text(view, found)
    if only is None or "summary" in only:
        yield from _check_summary(view)


def check_category_texts(view: MeasureView) -> Iterator[Finding]:
    """Yield what is wrong with the texts of the measure's category."""
    for field in shared_fields(view.site.catalogue):
        value = view.value(field.name)
        if isinstance(value, str):
            yield from _check_text(view, _Text(field, None, value, field.html))


def _link_titles(view: MeasureView) -> Iterator[_Text]:
    links = view.value("links")
    for place, link in enumerate(links if isinstance(links, list) else ()):
        title = link.get("title") if isinstance(link, dict) else None
        if isinstance(title, str):
            yield _Text(view.site.catalogue.field("links"), place, title, html=False)


def _unknown_texts(view: MeasureView) -> Iterator[_Text]:
    """Yield the texts under keys that are no fields; the page prints them as HTML too."""
    fields = view.site.catalogue.fields_of(FileName.MEASURES)
    known = {field.path for field in fields}
    for group in view.site.catalogue.groups:
        values = view.measure.get(group)
        for key, value in values.items() if isinstance(values, dict) else ():
            if isinstance(value, str) and (group, key) not in known:
                first = next(f for f in fields if f.path[0] == group)
                yield _Text(first, None, value, html=True, fixable=False)


def _check_text(view: MeasureView, found: _Text) -> Iterator[Finding]:
    """Yield what no text may have."""
    text = found.text
    if _is_clean(text, html=found.html):
        return
    yield from check_personal(view, found.field.name, found.place, text)
    pieces = markup.find_markup(text)
    tags = [piece for piece in pieces if piece.kind is markup.MarkupKind.TAG]
    unseen = not tags and _is_unseen(text, html=found.html)
    if unseen:
        yield from _unseen(view, found)
    elif tags or (pieces and not found.html):
        first = (tags or pieces)[0]
        rule = MARKUP if found.html else MARKUP_ELSEWHERE
        fix = _rewriting(view, found, STRIP_MARKUP, _without_markup(text), certain=True)
        shown = quoted(text[first.start : first.end])
        yield report(rule, view, found.field.name, place=found.place, fix=fix, found=shown)
    elif pieces:
        yield _reference(view, found, text[pieces[0].start : pieces[0].end])
    if not characters.is_plain(text):
        yield from _check_characters(view, found, unseen=unseen)
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        known = frozenset(text)
        letter = next((new for new in composed if new not in known), "ü")
        fix = _rewriting(view, found, NORMALISE, composed, certain=True)
        shown = quoted(letter)
        yield report(
            NOT_NORMALISED, view, found.field.name, place=found.place, fix=fix, found=shown
        )


@lru_cache(maxsize=4096)
def _is_clean(text: str, *, html: bool) -> bool:
    """Tell whether :func:`_check_text` has nothing to say; looked at once for equal texts.

    A letter typed into one text changes none of the others.
    """
    return not (
        find_personal(text)
        or markup.find_markup(text)
        or not characters.is_plain(text)
        or not unicodedata.is_normalized("NFC", text)
        or _is_unseen(text, html=html)
    )


def _is_unseen(text: str, *, html: bool) -> bool:
    """Tell whether a text is one, and yet nothing of it is seen; blanks alone are no text."""
    return bool(text.strip()) and leaves_nothing(text, html=html)


def _unseen(view: MeasureView, found: _Text) -> Iterator[Finding]:
    """Report a text of nothing but invisible characters; for the short title there is a rule."""
    field = found.field
    if field.name in TITLE_PREFIX.fields:
        return
    fix = Fix(ENTER)
    if found.fixable and found.place is None:
        if field.is_contract_text and view.profile in field.required:
            fix = setting(SET_PLACEHOLDER, view, field.name, PLACEHOLDER)
        elif view.profile not in field.required:
            fix = setting(CLEAR, view, field.name, "", automatic=True)
    yield report(TEXT_INVISIBLE, view, field.name, place=found.place, fix=fix, label=field.label)


def _reference(view: MeasureView, found: _Text, reference: str) -> Finding:
    """Report a character reference: the page shows it rightly where it takes a text as HTML."""
    literal = found.fixable and view.site.layout.prints_as_text(found.field)
    better = characters.propose(markup.decode_references(found.text))
    helps = not markup.find_markup(better)
    fix = _rewriting(view, found, DECODE, better, certain=True) if helps else None
    return report(
        CHARACTER_REFERENCE,
        view,
        found.field.name,
        place=found.place,
        fix=fix or Fix(ENTER),
        found=quoted(reference),
        effect=REFERENCE_LITERAL if literal else REFERENCE_SHOWN,
    )


def _without_markup(text: str) -> str:
    return characters.propose(markup.strip_markup(text))


def _check_characters(view: MeasureView, found: _Text, *, unseen: bool) -> Iterator[Finding]:
    """Yield one finding for each kind of trouble, with the characters by name (SEC-15).

    Where nothing is seen of the text at all, its invisible characters are no matter of their own.
    """
    doubtful = () if unseen else characters.doubtful(found.text)
    private = [hit for hit in doubtful if hit.kind is CharacterKind.PRIVATE_USE]
    others = [hit for hit in doubtful if hit.kind is not CharacterKind.PRIVATE_USE]
    better = characters.propose(found.text)
    for rule, hits, certain in (
        (CHARACTER_FORBIDDEN, characters.forbidden(found.text), True),
        (CHARACTER_PRIVATE, private, False),
        (CHARACTER_DOUBTFUL, others, False),
    ):
        if hits:
            fix = _rewriting(view, found, REPAIR_CHARACTERS, better, certain=certain)
            name, place = found.field.name, found.place
            yield report(rule, view, name, place=place, fix=fix, found=_names(hits))


def _names(hits: Iterable[CharacterHit]) -> str:
    """Return the names of the first few different characters."""
    names = list(dict.fromkeys(characters.german_name(hit.code_point) for hit in hits))
    more = " und weitere" if len(names) > _NAMED_CHARACTERS else ""
    return ", ".join(names[:_NAMED_CHARACTERS]) + more


def _rewriting(
    view: MeasureView, found: _Text, label: str, better: str, *, certain: bool
) -> Fix | None:
    """Return the fix that stores another text; none where it would leave nothing or not help.

    It is automatic only where the new text has no markup of its own.
    """
    useless = not better.strip() or better == found.text or characters.forbidden(better)
    if not found.fixable or useless:
        return None
    certain = certain and not markup.find_markup(better)
    value: Json = better
    if found.place is not None:
        value = _links_with_title(view, found.place, better)
    return setting(label, view, found.field.name, value, automatic=certain)


def _links_with_title(view: MeasureView, place: int, title: str) -> list[Json]:
    links = view.value("links")
    changed: list[Json] = list(links) if isinstance(links, list) else []
    entry = changed[place]
    if isinstance(entry, dict):
        changed[place] = {**entry, "title": title}
    return changed


def _check_field(view: MeasureView, field: Field, text: str) -> Iterator[Finding]:
    """Yield what the kind of the field and the rules about this one ask for."""
    if field.kind is Kind.LONG_TEXT and ("\t" in text or "    " in text):
        yield from _check_tables(view, field, text)
    if field.is_contract_text and len(text) <= _LONGEST_PLACEHOLDER:
        yield from _check_placeholder(view, field, text)
    if field.limit is not None and len(text) > field.limit:
        yield report(TOO_LONG, view, field.name, length=len(text), limit=field.limit)
    if field.name in STRUCTURAL_DEBRIS.fields:
        yield from _check_structure(view, field, text)
    if field.name in TITLE_PREFIX.fields and links.has_price_prefix(text):
        better = links.propose_title(text)
        fix = setting(REMOVE_PREFIX, view, field.name, better, automatic=True)
        yield report(TITLE_PREFIX, view, field.name, fix=fix)


def _check_tables(view: MeasureView, field: Field, text: str) -> Iterator[Finding]:
    table = characters.Debris.PSEUDO_TABLE
    hits = [hit for hit in characters.find_debris(text) if hit.kind is table]
    if hits:
        better = characters.apply(text, hits)
        fix = setting(REPAIR_TABLE, view, field.name, better)
        yield report(PSEUDO_TABLE, view, field.name, fix=fix, count=len(hits))


def _check_placeholder(view: MeasureView, field: Field, text: str) -> Iterator[Finding]:
    """Yield the hint at another spelling; only capitals and stops apart, the repair is certain."""
    agreed = propose_placeholder(text)
    if agreed is not None:
        certain = text.strip(" \t\n.!…").casefold() == agreed.casefold()
        fix = setting(take_text(agreed), view, field.name, agreed, automatic=certain)
        found = quoted(text)
        yield report(PLACEHOLDER_SPELLING, view, field.name, fix=fix, found=found)


def _check_structure(view: MeasureView, field: Field, text: str) -> Iterator[Finding]:
    one_line = "\n" not in text
    if one_line and text.strip().casefold() not in _headings(view.site.catalogue):
        return
    hits = characters.find_structure(text, _contract_keys(view.site.catalogue))
    if hits:
        better = characters.apply(text, hits)
        fix = setting(REMOVE_HEADING, view, field.name, better) if better.strip() else None
        found = quoted(text[hits[0].start : hits[0].end])
        yield report(STRUCTURAL_DEBRIS, view, field.name, fix=fix, found=found)


def _check_summary(view: MeasureView) -> Iterator[Finding]:
    summary = view.value("summary")
    if not summary or (isinstance(summary, str) and not summary.strip()):
        yield report(SUMMARY_MISSING, view, "summary", fix=Fix(ENTER))


CHECKS: Final = ThemeChecks(own=(check_texts,), category=(check_category_texts,))
