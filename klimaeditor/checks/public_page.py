"""The public page: what the port of the website reports, in words and with repairs.

The port states facts (:mod:`klimaeditor.site.faults`); here each of them gets its rule, or is
left to the rule that says it more exactly.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.amounts import CLEAR, ENTER_YEAR, SET_NO_AMOUNT
from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting, take_text
from klimaeditor.checks.value_types import PLACEHOLDER, SET_PLACEHOLDER, kind_of
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import FieldEdit, Fix, Severity
from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.model.values import ABSENT, Absent, get_path
from klimaeditor.site.faults import own_faults, page_faults
from klimaeditor.site.page_model import PageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Record
    from klimaeditor.site.page_model import FaultHit

COST_NAN: Final = Rule(
    id="cost_nan",
    severity=Severity.ERROR,
    title="Seite zeigt „NaN €“",
    problem="Zu dieser Maßnahme gibt es noch keine Zusatzangaben.",
    site="Die öffentliche Seite zeigt bei „{label}“ den Fehler „NaN €“.",
    remedy="Tragen Sie einen Betrag ein, oder wählen Sie „Keine Angabe“.",
    example="1.250.000",
)
COST_INCOMPLETE: Final = Rule(
    id="cost_incomplete",
    severity=Severity.ERROR,
    title="Kostenangaben unvollständig",
    problem="Die Kostenangaben sind in der Datei unvollständig.",
    site="{effect}",
    remedy="Tragen Sie die Angaben ein, oder wählen Sie „Keine Angabe“.",
    detail="In additional_data.json fehlt {missing}.",
)
ROW_WITHOUT_VALUE: Final = Rule(
    id="row_without_value",
    severity=Severity.WARNING,
    title="Zeile ohne Wert",
    problem="„{label}“ ist leer.",
    site="Auf der öffentlichen Seite steht die Zeile ohne Inhalt.",
    remedy="{remedy}",
)
CARD_WITHOUT_TEXT: Final = Rule(
    id="card_without_text",
    severity=Severity.WARNING,
    title="Leere Karte im Zeitstrahl",
    problem="„{label}“ ist leer.",
    site="Im Zeitstrahl der öffentlichen Seite steht dadurch eine leere Karte.",
    remedy="Tragen Sie einen Text ein; ist nichts bekannt, „Keine Angabe“.",
    fields=("state_text", "implementation_comments"),
)
BODY_NOT_IN_FILTER: Final = Rule(
    id="body_not_in_filter",
    severity=Severity.HINT,
    title="Nicht im Filter der Startseite",
    problem="Die zuständige Stelle ist anders geschrieben als alle, nach denen die Startseite "
    "filtert.",
    site="Wer dort nach einer Stelle filtert, findet diese Maßnahme nicht.",
    remedy="Ist eine städtische Stelle zuständig, schreiben Sie sie genau wie im Filter.",
    example="{spelling}",
    fields=("responsible_bodies",),
)
TITLE_BLANK: Final = Rule(
    id="title_blank",
    severity=Severity.ERROR,
    title="Kurztitel ohne sichtbare Zeichen",
    problem="Der Kurztitel besteht nur aus Leerzeichen oder unsichtbaren Zeichen.",
    site="Die öffentliche Seite zeigt dadurch keine Überschrift.",
    remedy="Geben Sie einen Titel ein, oder leeren Sie das Feld; dann erscheint der lange Titel.",
    example="„Windkraft am Stadtrand“",
)
ID_UNUSABLE: Final = Rule(
    id="id_pattern",
    severity=Severity.ERROR,
    title="Kennung unzulässig",
    problem="Die Kennung {found} hat eine Form, die nicht erlaubt ist.",
    site="Sie steht in der Adresse der öffentlichen Seite; der Link dorthin kann versagen.",
    remedy="Bitten Sie die Website-Betreuung um eine neue Kennung.",
    example="mobilitaet12",
    detail="Erlaubt sind ein Kleinbuchstabe am Anfang, dann Kleinbuchstaben, Ziffern und "
    "Unterstrich, höchstens 64 Zeichen.",
)
ID_RESERVED: Final = Rule(
    id="id_reserved",
    severity=Severity.ERROR,
    title="Kennung reserviert",
    problem="Die Kennung {found} hat für die Website schon eine eigene Bedeutung.",
    site="Startseite und alle anderen Seiten der Website können daran scheitern.",
    remedy="Bitten Sie die Website-Betreuung, die Kennung in allen Dateien zu ändern.",
    example="mobilitaet12",
)
CATEGORY_UNKNOWN: Final = Rule(
    id="category_unknown",
    severity=Severity.ERROR,
    title="Kategorie gibt es nicht",
    problem="Die Kategorie {found} ist nicht angelegt.",
    site="Ihre Übersichtsseite hat keinen Text.",
    remedy="Wählen Sie eine vorhandene Kategorie, oder schreiben Sie eine Beschreibung der "
    "Kategorie.",
    detail="Die Kategorie fehlt in categories.json.",
)
CATEGORY_WITHOUT_ICON: Final = Rule(
    id="category_without_icon",
    severity=Severity.WARNING,
    title="Kategorie ohne Symbol",
    problem="Den Kategorienamen {found} kennt die Website nicht.",
    site="Die Maßnahme verliert dort Symbol und Farbe der Kategorie.",
    remedy="Verwenden Sie den genauen Namen, oder bestellen Sie bei der Website-Betreuung ein "
    "Symbol.",
    example="„Mobilität“",
)
BROKEN_GROUP: Final = Rule(
    id="broken_group",
    severity=Severity.ERROR,
    title="Angaben in der Datei beschädigt",
    problem="Diese Angaben sind in der Datei beschädigt.",
    site="Die öffentliche Seite zeigt sie leer oder falsch, oder sie bricht ab.",
    remedy="{remedy}",
    detail="„{group}“ in {file} enthält {found} statt einer Gruppe von Feldern.",
)
EXTRA_VALUE: Final = Rule(
    id="extra_value",
    severity=Severity.ERROR,
    title="Zusätzliche Angabe ist kein Text",
    problem="In der Datei steht eine zusätzliche Angabe, die kein Text ist.",
    site="Unter „Rohdaten“ bleibt auf der öffentlichen Seite dadurch die ganze Gruppe leer.",
    remedy="Das kann nur die Website-Betreuung beheben.",
    detail="„{key}“ unter „{group}“ in measures.json enthält {found}.",
)

HIDE_ROW: Final = "Zeile ausblenden"
ENTER_VALUE: Final = f"Tragen Sie etwas ein; ist nichts bekannt, „{PLACEHOLDER}“."
ENTER_OR_HIDE: Final = "Tragen Sie etwas ein, oder blenden Sie die Zeile mit einem leeren Text aus."
ENTER_END: Final = (
    "Tragen Sie das Jahr ein, in dem die Maßnahme fertig sein soll; läuft sie weiter, bleibt das "
    "Feld leer."
)
WEBSITE_MENDS: Final = "Das kann nur die Website-Betreuung beheben."
CHOOSE_NO_AMOUNT: Final = (
    "Wählen Sie „Keine Angabe“, oder lassen Sie die Website-Betreuung die Datei berichtigen."
)
COST_OBJECT: Final = "die Gruppe „cost“ mit den Kosten"
COST_STOPS_PAGE: Final = "Die öffentliche Seite der Maßnahme bricht daran ab."
COST_SHOWS_NAN: Final = "Die öffentliche Seite zeigt bei „{label}“ den Fehler „NaN €“."
COST_DATA_ONLY: Final = (
    "Auf der öffentlichen Seite fällt es nicht auf; in den offenen Daten fehlt die Angabe."
)

_BODY_PARTS = re.compile(r" ?(?:[,;/]|\bund\b) ?")  # of a text with single blanks
_LIKENESS: Final = 0.93


_COSTS: Final[frozenset[FieldName]] = frozenset({"cost_value", "cost_until", "cost_quantity"})


def check_site(view: MeasureView, only: AbstractSet[FieldName] | None = None) -> Iterator[Finding]:
    """Yield what the measure's own records do to the public pages (requirements 0.2).

    With *only*, not much else is looked at than these fields, and not the ids.
    """
    category: Record = {}  # looked at apart, like the progress: check_category, check_progress
    hits: Iterable[FaultHit] = (
        page_faults(view.measure, view.additional, None, category, view.site)
        if only is None
        else own_faults(view.measure, view.additional, view.site, only)
    )
    for hit in hits:
        handler = HANDLERS.get(hit.fault)
        if handler is not None:
            yield from handler(view, hit)
    if only is None:
        yield from _check_ids(view)
    if only is None or not only.isdisjoint(_COSTS):
        yield from _check_cost_keys(view)


def check_category(view: MeasureView) -> Iterator[Finding]:
    """Yield the error of a category that categories.json does not know (WEB-08)."""
    wanted = view.value("category_id")
    if view.category is None and isinstance(wanted, str) and wanted.strip():
        fix = Fix(ENTER)
        yield report(CATEGORY_UNKNOWN, view, "category_id", fix=fix, found=quoted(wanted))


def _check_ids(view: MeasureView) -> Iterator[Finding]:
    """Yield ids that do not fit into an address (WEB-09)."""
    for name in ("id", "category_id"):
        value = view.value(name)
        if name == "id" and isinstance(value, str) and value in view.site.reserved:
            yield report(ID_RESERVED, view, name, found=quoted(value))
        elif isinstance(value, str) and value.strip() and not ID_PATTERN.fullmatch(value):
            yield report(ID_UNUSABLE, view, name, found=quoted(value))


def _check_cost_keys(view: MeasureView) -> Iterator[Finding]:
    """Yield missing keys of the costs; the site itself only misses the amount (WEB-02)."""
    catalogue = view.site.catalogue
    group = catalogue.path("cost_value")[:-1]
    cost = get_path(view.additional or {}, group)
    if not isinstance(cost, dict):
        return
    kept = (f.name for f in catalogue.declared if f.path[:-1] == group and f.is_kept)
    lacking = [name for name in kept if view.value(name) is ABSENT]
    if lacking:
        keys = ", ".join(f"„{catalogue.path(name)[-1]}“" for name in lacking)
        nan = "cost_value" in lacking
        label = view.site.catalogue.field("cost_value").label
        effect = COST_SHOWS_NAN.format(label=label) if nan else COST_DATA_ONLY
        edits = tuple(FieldEdit(view.key, name, None) for name in lacking)
        fix = Fix(SET_NO_AMOUNT, edits, automatic=True)
        yield report(COST_INCOMPLETE, view, lacking[0], fix=fix, missing=keys, effect=effect)


def _cost_missing(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report a record without costs, at which the page stops."""
    fix = setting(SET_NO_AMOUNT, view, "cost_value", None, automatic=True)
    yield report(
        COST_INCOMPLETE,
        view,
        "cost_value",
        fix=fix,
        missing=COST_OBJECT,
        effect=COST_STOPS_PAGE,
    )


def _cost_nan(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report "NaN €" of a measure without additional record (WEB-06); other causes have a rule.

    The repair creates the record, which needs the measure's id.
    """
    if view.additional is None:
        fix = setting(SET_NO_AMOUNT, view, "cost_value", None, automatic=True)
        yield report(COST_NAN, view, "cost_value", fix=fix if view.id else None)
    else:
        yield from _not_an_object(view, hit, view.site.catalogue.path("cost_value")[0])


def _row_empty(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report a label with nothing behind it, unless a rule about the field's value says why."""
    field = view.site.catalogue.of(hit.file).at(hit.field_path)
    if field is None or _has_error(view, field):
        return
    fix, remedy = Fix(ENTER), ENTER_VALUE
    if field.empty_hides_row:
        fix, remedy = setting(HIDE_ROW, view, field.name, ""), ENTER_OR_HIDE
    elif field.is_contract_text:
        fix = setting(SET_PLACEHOLDER, view, field.name, PLACEHOLDER)
    elif field.is_number:
        fix, remedy = Fix(ENTER_YEAR), ENTER_END
    if field.name in CARD_WITHOUT_TEXT.fields:
        yield report(CARD_WITHOUT_TEXT, view, field.name, fix=fix, label=field.label)
        return
    yield report(
        ROW_WITHOUT_VALUE,
        view,
        field.name,
        fix=fix,
        label=field.label,
        remedy=remedy,
    )


def _has_error(view: MeasureView, field: Field) -> bool:
    value = view.value(field.name)
    wrong = field.is_contract_text and value is not ABSENT and not isinstance(value, str)
    return wrong or view.profile in field.required


def _title_empty(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    if hit.file is FileName.ADDITIONAL:
        fix = setting(CLEAR, view, "short_title", "", automatic=True)
        yield report(TITLE_BLANK, view, "short_title", fix=fix)


def _group(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    yield from _not_an_object(view, hit, hit.field_path[0])


def _not_an_object(view: MeasureView, hit: FaultHit, group: str) -> Iterator[Finding]:
    row = view.row(hit.file) or {}
    value = get_path(row, (group,))
    if isinstance(value, dict | Absent):
        return
    catalogue = view.site.catalogue
    name = next(f.name for f in catalogue.fields_of(hit.file) if f.path[0] == group)
    costs = group == catalogue.path("cost_value")[0]
    fix = setting(SET_NO_AMOUNT, view, "cost_value", None) if costs else None
    yield report(
        BROKEN_GROUP,
        view,
        name,
        fix=fix,
        remedy=CHOOSE_NO_AMOUNT if costs else WEBSITE_MENDS,
        group=group,
        file=hit.file,
        found=kind_of(value),
    )


def _text_not_text(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report values of unknown keys; those of fields are the model's business."""
    if hit.file is not FileName.MEASURES or view.site.catalogue.of(hit.file).at(hit.field_path):
        return
    group, key = hit.field_path
    fields = view.site.catalogue.fields_of(hit.file)
    name = next(f.name for f in fields if f.path[0] == group)
    value = get_path(view.measure, hit.field_path)
    if not isinstance(value, Absent):
        found = kind_of(value)
        yield report(EXTRA_VALUE, view, name, key=key, group=group, found=found)


def _category_name(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    if hit.detail.strip():
        yield report(CATEGORY_WITHOUT_ICON, view, "category", found=quoted(hit.detail))


def _filter_misses(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report a body the home page's filter does not find, with the nearest spelling (WEB-10)."""
    text = view.value("responsible_bodies")
    if not isinstance(text, str) or not text.strip():
        return
    near = nearest_spelling(text, view.site.facts.filter_bodies)
    spelling, fix = view.site.city.body, None
    if near is not None:
        spelling = near[0]
        fix = setting(take_text(spelling), view, "responsible_bodies", near[1])
    yield report(BODY_NOT_IN_FILTER, view, "responsible_bodies", fix=fix, spelling=quoted(spelling))


@lru_cache(maxsize=512)
def nearest_spelling(text: str, bodies: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the filter's spelling that a part of *text* nearly has, and the text with it.

    Only slips count ("Stadt Muenster", "Stadwerke"): "Stadtnetze Münster" is another company.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    for part in (composed, *_BODY_PARTS.split(composed)):
        for body in bodies:
            if body in part:
                return body, composed
            if _nearly(_folded(part), _folded(body)):
                return body, composed.replace(part, body, 1)
    return None


def _nearly(part: str, body: str) -> bool:
    """Tell whether two names are one but for a slip; most are apart by their length already."""
    most = 2 * min(len(part), len(body)) / ((len(part) + len(body)) or 1)
    if most < _LIKENESS:
        return False
    import difflib  # noqa: PLC0415 - slow to load, and hardly any name comes this far

    return difflib.SequenceMatcher(None, part, body).ratio() >= _LIKENESS


def _folded(text: str) -> str:
    """Return the text without the differences that do not make another name."""
    return text.casefold().replace("ü", "ue")


HANDLERS: Final[Mapping[PageFault, Callable[[MeasureView, FaultHit], Iterator[Finding]]]] = {
    PageFault.COST_MISSING: _cost_missing,
    PageFault.COST_NAN: _cost_nan,
    PageFault.ROW_EMPTY: _row_empty,
    PageFault.TITLE_EMPTY: _title_empty,
    PageFault.GROUP_FAILS: _group,
    PageFault.GROUP_MISREAD: _group,
    PageFault.STATE_NOT_AN_OBJECT: _group,
    PageFault.ACTION_NOT_AN_OBJECT: _group,
    PageFault.RAW_GROUP_EMPTY: _text_not_text,
    PageFault.CATEGORY_NAME_UNKNOWN: _category_name,
    PageFault.FILTER_MISSES: _filter_misses,
}


CHECKS: Final = ThemeChecks(own=(check_site,), category=(check_category,))
