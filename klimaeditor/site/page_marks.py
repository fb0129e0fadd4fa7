"""Which fault is marked where, and which finding speaks of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.site import javascript
from klimaeditor.site.faults import page_faults
from klimaeditor.site.page_model import Effect, PageFault, PageMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Path
    from klimaeditor.site.page_model import FaultHit


# --- words ---------------------------------------------------------------------------------------

# --- ours --------------------------------------------------------------------------------------
EMPTY_ROW: Final = "Zeile ohne Wert"
CAPTIONS: Final[Mapping[PageFault, str]] = MappingProxyType(
    {
        PageFault.VALUES_MISSING: "Fortschritt ohne Liste: Die ganze Website bricht ab",
        PageFault.VALUES_EMPTY: "Fortschritt ohne Stand: Die ganze Website bricht ab",
        PageFault.NULL_ENTRY: "Leerer Stand: Die ganze Website bricht ab",
        PageFault.DATE_INVALID: "Unlesbares Datum: Die Seite bricht ab",
        PageFault.DATE_MISREAD: "Die Seite liest einen falschen Tag",
        PageFault.DATE_BEYOND_CHART: "Stand liegt rechts außerhalb des Diagramms",
        PageFault.VALUES_UNORDERED: "Stände nicht nach Datum geordnet",
        PageFault.ONLY_VALUE_MISSING: "Stand ohne Wert: Die Kategorieseite bricht ab",
        PageFault.VALUE_OUTSIDE_CHART: "Wert liegt außerhalb des Diagramms",
        PageFault.GOAL_OUTSIDE_CHART: "Ziel liegt außerhalb des Diagramms",
        PageFault.LINE_ASTRAY: "Linie läuft schräg durch das Diagramm",
        PageFault.AXIS_WITHOUT_HEIGHT: "Achse ohne Höhe: Alle Werte verschwinden",
        PageFault.COUNT_OVER_GOAL: "Ziel überschritten, gilt nicht als erreicht",
        PageFault.ASKS_READERS: "Die Seite fordert zum Nachfragen auf",
        PageFault.OUTLINE_MISSING: "Angaben fehlen: Die Seite bricht ab",
        PageFault.CARD_TITLE_FAILS: "Kein Titel: Die Kategorieseite bricht ab",
        PageFault.DESCRIPTION_MISSING: "Beschreibung fehlt: Die Seite bricht ab",
        PageFault.TEXT_NOT_TEXT: "Kein Text: Die Seite bricht ab",
        PageFault.RAW_GROUP_EMPTY: "Kein Text: Diese Gruppe der Rohdaten bleibt leer",
        PageFault.GROUP_FAILS: "Angaben beschädigt: Sie bleiben leer",
        PageFault.GROUP_MISREAD: "Angaben beschädigt",
        PageFault.TITLE_EMPTY: "Seite ohne Überschrift",
        PageFault.ROW_EMPTY: EMPTY_ROW,
        PageFault.FILTER_TEXT_FAILS: "Kein Text: Die Filter der Startseite brechen ab",
        PageFault.FILTER_MISSES: "Nicht im Filter der Startseite",
        PageFault.ID_RESERVED: "Reservierte Kennung: Die ganze Website bricht ab",
        PageFault.ID_UNUSABLE: "Keine Kennung: Die Seite ist nicht erreichbar",
        PageFault.CATEGORY_ID_UNUSABLE: "Keine Kategorie: Die Seite ist nicht erreichbar",
        PageFault.CATEGORY_NAME_UNKNOWN: "Kategorie ohne Symbol und Farbe",
        PageFault.CATEGORY_NOT_LISTED: "Kategorie ist nicht angelegt",
        PageFault.COST_MISSING: "Kosten fehlen: Die Seite bricht ab",
        PageFault.COST_NAN: "Fehler statt eines Betrags",
        PageFault.COST_NOT_A_NUMBER: "Betrag ist als Text gespeichert",
        PageFault.STATE_NOT_AN_OBJECT: "Angaben zum Sachstand beschädigt",
        PageFault.LINKS_NOT_A_LIST: "Links beschädigt",
        PageFault.LINK_NULL: "Leerer Link: Die Seite bricht ab",
        PageFault.LINK_WITHOUT_TARGET: "Link ohne Adresse",
        PageFault.LINK_WITHOUT_TITLE: "Link ohne Titel",
        PageFault.ACTION_NOT_AN_OBJECT: "Angaben zum Aufruf beschädigt",
        PageFault.ACTION_WITHOUT_TARGET: "Schaltfläche ohne Ziel",
        PageFault.ACTION_WITHOUT_LABEL: "Schaltfläche ohne Aufschrift",
        PageFault.STATE_CARD_FIXED: "Überschrift und Tag stehen fest in der Website",
        PageFault.LOST_ON_DIRECT_LOAD: "Fehlt, wenn die Seite direkt aufgerufen wird",
    }
)
SITE_ITSELF: Final[Mapping[PageFault, str]] = MappingProxyType(
    {
        PageFault.DATE_BEYOND_CHART: "Die Zeitachse endet vor diesem Stand; der Status stimmt. "
        "Verlängern kann sie nur die Website-Betreuung.",
        PageFault.STATE_CARD_FIXED: "Die Website schreibt über jeden Sachstand dieselbe "
        "Überschrift und denselben Tag. Ändern kann das nur die Website-Betreuung.",
        PageFault.LOST_ON_DIRECT_LOAD: "Wer die Seite über einen Link öffnet oder neu lädt, sieht "
        "diesen Text nicht. Ändern kann das nur die Website-Betreuung.",
    }
)
"""What no data can cure, in a sentence of its own: no rule speaks of it."""

_EMPTY = ("required", "row_without_value", "card_without_text")
_UNSEEN = ("text_invisible", "markup")
_TYPES = ("broken_group", "wrong_type", "extra_value", "required")
_ENTRY = ("progress_entry_broken",)
_DAY = ("progress_date", *_ENTRY)
_COST = ("cost_incomplete", "cost_nan", "amount_unreadable", *_TYPES)
_LINK = ("link_incomplete", *_TYPES)
_ACTION = ("user_action_incomplete", *_TYPES)

RULES_OF: Final[Mapping[PageFault, tuple[str, ...]]] = MappingProxyType(
    {
        PageFault.VALUES_MISSING: ("progress_empty",),
        PageFault.VALUES_EMPTY: ("progress_empty",),
        PageFault.NULL_ENTRY: _ENTRY,
        PageFault.DATE_INVALID: _DAY,
        PageFault.DATE_MISREAD: _DAY,
        PageFault.DATE_BEYOND_CHART: (),
        PageFault.VALUES_UNORDERED: ("progress_order",),
        PageFault.ONLY_VALUE_MISSING: ("progress_value", *_ENTRY),
        PageFault.VALUE_OUTSIDE_CHART: ("progress_off_axis", "progress_range"),
        PageFault.GOAL_OUTSIDE_CHART: ("progress_goal_off_axis",),
        PageFault.LINE_ASTRAY: ("progress_count_incomplete", "number_unreadable", "wrong_type"),
        PageFault.AXIS_WITHOUT_HEIGHT: ("progress_axis",),
        PageFault.COUNT_OVER_GOAL: ("progress_above_goal",),
        PageFault.ASKS_READERS: ("status_asks_citizens",),
        PageFault.OUTLINE_MISSING: _TYPES,
        PageFault.CARD_TITLE_FAILS: _TYPES,
        PageFault.DESCRIPTION_MISSING: _TYPES,
        PageFault.TEXT_NOT_TEXT: _TYPES,
        PageFault.RAW_GROUP_EMPTY: _TYPES,
        PageFault.GROUP_FAILS: _TYPES,
        PageFault.GROUP_MISREAD: _TYPES,
        PageFault.TITLE_EMPTY: ("title_blank", *_EMPTY, *_UNSEEN),
        PageFault.ROW_EMPTY: (*_EMPTY, *_UNSEEN, *_TYPES, *_COST),
        PageFault.FILTER_TEXT_FAILS: _TYPES,
        PageFault.FILTER_MISSES: ("body_not_in_filter", *_EMPTY),
        PageFault.ID_RESERVED: ("id_reserved",),
        PageFault.ID_UNUSABLE: ("id_missing", *_TYPES),
        PageFault.CATEGORY_ID_UNUSABLE: _TYPES,
        PageFault.CATEGORY_NAME_UNKNOWN: ("category_without_icon", *_TYPES),
        PageFault.CATEGORY_NOT_LISTED: ("category_unknown", *_TYPES),
        PageFault.COST_MISSING: _COST,
        PageFault.COST_NAN: _COST,
        PageFault.COST_NOT_A_NUMBER: _COST,
        PageFault.STATE_NOT_AN_OBJECT: _TYPES,
        PageFault.LINKS_NOT_A_LIST: _TYPES,
        PageFault.LINK_NULL: _LINK,
        PageFault.LINK_WITHOUT_TARGET: _LINK,
        PageFault.LINK_WITHOUT_TITLE: _LINK,
        PageFault.ACTION_NOT_AN_OBJECT: _TYPES,
        PageFault.ACTION_WITHOUT_TARGET: _ACTION,
        PageFault.ACTION_WITHOUT_LABEL: _ACTION,
        PageFault.STATE_CARD_FIXED: (),
        PageFault.LOST_ON_DIRECT_LOAD: (),
    }
)
"""Fault -> the rules that may speak of it, the most exact first."""

_FAILING: Final = frozenset(
    {Effect.SITE_FAILS, Effect.PAGE_FAILS, Effect.LIST_FAILS, Effect.FILTER_FAILS}
)


def marks_of(
    view: MeasureView, findings: Iterable[Finding], titles: Mapping[str, str]
) -> tuple[PageMark, ...]:
    """Return the marks of a measure: what the site does wrong, then what else was found.

    *titles* are the captions of findings no fault speaks of, by rule; the sentence stands in.
    Hints that change nothing on the page are left out, and so is the text of the category.
    """
    known = tuple(findings)
    spoken: set[int] = set()
    marks = []
    faults = page_faults(view.measure, view.additional, view.progress, view.category, view.site)
    catalogue = view.site.catalogue
    for hit in faults:
        field = field_at(catalogue, hit.file, hit.field_path, hit.fault)
        mark, place = _mark(hit, field, known)
        spoken.update(place)
        marks.append(mark)
    marks += _card_mark(view)
    marks += [
        _of_finding(finding, titles)
        for number, finding in enumerate(known)
        if number not in spoken and _is_seen(finding, catalogue)
    ]
    return tuple(sorted(dict.fromkeys(marks), key=_weight))


def _is_seen(finding: Finding, catalogue: Catalogue) -> bool:
    field = catalogue.known_field(finding.field)
    return (
        finding.severity is not Severity.HINT
        and field is not None
        and field.file is not FileName.CATEGORIES
    )


def _weight(mark: PageMark) -> tuple[bool, int]:
    """Order what stops the page first, then by severity; equal ones keep the order of the page."""
    return (not mark.stops_page, mark.severity.rank)


def field_at(
    catalogue: Catalogue, file: FileName, path: Path, fault: PageFault | None = None
) -> str:
    """Return the catalogue name of the field at *path*, or the one that leads nearest to it."""
    fields = catalogue.fields_of(file)
    exact = (field.name for field in fields if field.path == path)
    below = (field.name for field in fields if path and field.path[: len(path)] == path)
    beside = (field.name for field in fields if path and field.path[:1] == path[:1])
    for found in (exact, below, beside):
        name = next(found, None)
        if name is not None:
            return name
    if file is FileName.PROGRESS:
        return "progress_values"
    return "cost_value" if fault is PageFault.COST_NAN else fields[0].name


def _mark(
    hit: FaultHit, field: str, findings: Sequence[Finding]
) -> tuple[PageMark, tuple[int, ...]]:
    """Return the mark of a fault, and the number of the finding that speaks of it."""
    number = _speaker(hit, field, findings)
    caption = CAPTIONS[hit.fault]
    if number is None:
        severity = Severity.ERROR if hit.effect in _FAILING else Severity.WARNING
        if hit.effect in {Effect.DATA_ONLY, Effect.NO_DATA_CURES}:
            severity = Severity.HINT
        said = SITE_ITSELF.get(hit.fault, "")
        return PageMark(caption, said, severity, "", field, hit.fault, hit.effect, hit.entry), ()
    spoken = findings[number]
    mark = PageMark(
        caption,
        spoken.message,
        spoken.severity,
        spoken.rule,
        spoken.field or field,
        hit.fault,
        hit.effect,
        hit.entry,
    )
    return mark, (number,)


def _card_mark(view: MeasureView) -> list[PageMark]:
    """Return the mark of the state where the page prints another day over it than it has."""
    path = view.site.catalogue.path("state_text")
    shown = javascript.truthy(javascript.at(view.additional, path[:-1]))
    printed = "-".join(reversed(view.site.facts.state_day.split("/")))
    if not shown or view.value("state_date") == printed:
        return []
    return [site_mark(PageFault.STATE_CARD_FIXED, "state_text")]


def site_mark(fault: PageFault, field: str) -> PageMark:
    """Return the mark of a fault of the site itself at a field."""
    effect = Effect.NO_DATA_CURES
    return PageMark(CAPTIONS[fault], SITE_ITSELF[fault], Severity.HINT, "", field, fault, effect)


def _speaker(hit: FaultHit, field: str, findings: Sequence[Finding]) -> int | None:
    """Return the number of the finding of the most exact rule at the field of a fault.

    The costs are one matter: a record without them is reported at the amount.
    """
    here = [
        (RULES_OF[hit.fault].index(finding.rule), number)
        for number, finding in enumerate(findings)
        if finding.rule in RULES_OF[hit.fault] and _same_place(hit, field, finding)
    ]
    return min(here)[1] if here else None


def _same_place(hit: FaultHit, field: str, finding: Finding) -> bool:
    if finding.field != field:
        return False
    return hit.entry is None or finding.place is None or finding.place == hit.entry


def _of_finding(finding: Finding, titles: Mapping[str, str]) -> PageMark:
    return PageMark(
        titles.get(finding.rule, finding.message),
        finding.message,
        finding.severity,
        finding.rule,
        finding.field or "",
        place=finding.place,
    )
