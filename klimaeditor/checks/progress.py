"""Progress: its entries, their days and values, and the status the public reads from them.

Only the last entry decides the status, and the loader of the whole site stops at an empty list
(requirements 0.2), so most of these are errors.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.checks.dates import DATE_REASONS, format_german, parse_date
from klimaeditor.checks.numbers import format_number
from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting, take_value
from klimaeditor.checks.statuswords import status_sentence
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.findings import Fix, Severity
from klimaeditor.model.values import ABSENT, is_number, same
from klimaeditor.site.faults import height_of, progress_faults
from klimaeditor.site.page_model import PageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json
    from klimaeditor.site.page_model import FaultHit

AXIS_LOW: Final = "„{fields[progress_y_min].label}“"
AXIS_HIGH: Final = "„{fields[progress_y_max].label}“"

PROGRESS_EMPTY: Final = Rule(
    id="progress_empty",
    severity=Severity.ERROR,
    title="Fortschritt ohne Stand",
    problem="Der Fortschritt hat keinen einzigen gültigen Stand.",
    site="Daran scheitern alle Seiten der Website, nicht nur diese.",
    remedy="Tragen Sie mindestens einen Stand mit Datum ein.",
    example="„unbekannt“ zum 01.10.2026",
)
PROGRESS_ENTRY_BROKEN: Final = Rule(
    id="progress_entry_broken",
    severity=Severity.ERROR,
    title="Stand im Fortschritt unvollständig",
    problem="Stand {row} des Fortschritts hat keinen Wert oder kein Datum.",
    site="Daran können alle Seiten der Website scheitern.",
    remedy="Ergänzen oder entfernen Sie den Stand.",
    example="„in Bearbeitung“ zum 01.10.2026",
)
PROGRESS_DATE: Final = Rule(
    id="progress_date",
    severity=Severity.ERROR,
    title="Datum unbrauchbar",
    problem="Das Datum {found} von Stand {row} {reason}.",
    site="{effect}",
    remedy="Geben Sie Tag, Monat und Jahr zwischen 1990 und 2060 ein.",
    example="01.10.2026",
)
PROGRESS_ORDER: Final = Rule(
    id="progress_order",
    severity=Severity.ERROR,
    title="Reihenfolge falsch",
    problem="Die Stände sind nicht nach Datum geordnet.",
    site="Die öffentliche Seite zeigt den letzten der Liste als aktuellen Stand, auch wenn er "
    "älter ist.",
    remedy="Ordnen Sie die Stände nach Datum, den ältesten zuerst.",
    fields=("progress_values",),
)
PROGRESS_SAME_DAY: Final = Rule(
    id="progress_same_day",
    severity=Severity.ERROR,
    title="Zwei Stände am selben Tag",
    problem="Zum {day} gibt es mehrere Stände.",
    site="Welcher davon auf der öffentlichen Seite gilt, hängt nur von der Reihenfolge ab.",
    remedy="Lassen Sie je Tag nur einen Stand stehen, den neueren.",
)
PROGRESS_VALUE: Final = Rule(
    id="progress_value",
    severity=Severity.ERROR,
    title="Wert passt nicht zur Art",
    problem="Der Wert {found} von Stand {row} passt nicht zur Art des Fortschritts.",
    site="{effect}",
    remedy="Tragen Sie {expected} ein.",
    example="{example}",
)
PROGRESS_TYPE: Final = Rule(
    id="progress_type",
    severity=Severity.ERROR,
    title="Art des Fortschritts unbekannt",
    problem="Die Website kennt diese Art des Fortschritts nicht: {found}.",
    site="Die öffentliche Seite zeigt den Status „Unbekannt“ und kein Diagramm.",
    remedy="Wählen Sie „Status“, „Zahl mit Ziel“ oder „Prozent“.",
)
PROGRESS_STALE_VALUE: Final = Rule(
    id="progress_stale_value",
    severity=Severity.WARNING,
    title="„veraltet“ als Stand gespeichert",
    problem="Als letzter Stand ist „veraltet“ gespeichert.",
    site="Die öffentliche Seite errechnet das selbst und zeigt nun dauerhaft „Veraltet“.",
    remedy="Wählen Sie den wirklichen Stand.",
)
PROGRESS_COUNT_INCOMPLETE: Final = Rule(
    id="progress_count_incomplete",
    severity=Severity.ERROR,
    title="Start oder Ziel fehlt",
    problem="Bei einer Zahl mit Ziel fehlt „{label}“.",
    site="{effect}",
    remedy="Tragen Sie eine Zahl ein.",
    example="120",
)
PROGRESS_UNIT: Final = Rule(
    id="progress_unit",
    severity=Severity.HINT,
    title="Einheit fehlt",
    problem="Bei einer Zahl mit Ziel fehlt die Einheit.",
    site="Die senkrechte Achse des Diagramms bleibt ohne Beschriftung.",
    remedy="Tragen Sie die Einheit ein.",
    example="GWh",
)
PROGRESS_RANGE: Final = Rule(
    id="progress_range",
    severity=Severity.WARNING,
    title="Prozentwert außerhalb von 0 bis 100",
    problem="Der Wert {found} von Stand {row} liegt nicht zwischen 0 und 100 Prozent.",
    site="Das Diagramm der öffentlichen Seite reicht nur von 0 bis 100.",
    remedy="Geben Sie den Anteil in Prozent ein.",
    example="45",
    fields=("progress_values",),
)
PROGRESS_BELOW_START: Final = Rule(
    id="progress_below_start",
    severity=Severity.WARNING,
    title="Wert unter dem Startwert",
    problem="Der Wert {found} von Stand {row} liegt unter dem Startwert {start}.",
    site="Ist es der letzte Stand, zeigt die öffentliche Seite den Status „Unbekannt“.",
    remedy="Vergleichen Sie beide Werte, und berichtigen Sie den falschen.",
)
PROGRESS_ABOVE_GOAL: Final = Rule(
    id="progress_above_goal",
    severity=Severity.WARNING,
    title="Wert über dem Ziel",
    problem="Der Wert {found} von Stand {row} liegt über dem Zielwert {goal}.",
    site="Die öffentliche Seite bleibt bei „In Bearbeitung“, die Neuigkeiten melden "
    "„Abgeschlossen“.",
    remedy="Heben Sie das Ziel an; ist es erreicht, tragen Sie genau {goal} ein.",
)
PROGRESS_GOAL_OFF_AXIS: Final = Rule(
    id="progress_goal_off_axis",
    severity=Severity.WARNING,
    title="Zielwert außerhalb des Diagramms",
    problem="Der Zielwert {goal} liegt nicht auf der Achse von {low} bis {high}.",
    site="Die Linie „Ziel“ fehlt im Diagramm der öffentlichen Seite.",
    remedy=f"Wählen Sie {AXIS_LOW} und {AXIS_HIGH} so, dass das Ziel dazwischen liegt.",
)
PROGRESS_OFF_AXIS: Final = Rule(
    id="progress_off_axis",
    severity=Severity.HINT,
    title="Wert außerhalb des Diagramms",
    problem="Der Wert {found} von Stand {row} liegt außerhalb der senkrechten Achse.",
    site="Das Diagramm der öffentlichen Seite zeigt ihn abgeschnitten.",
    remedy=f"Ändern Sie {AXIS_LOW} und {AXIS_HIGH} so, dass der Wert dazwischen liegt.",
)
PROGRESS_FUTURE: Final = Rule(
    id="progress_future",
    severity=Severity.WARNING,
    title="Stand in der Zukunft",
    problem="Das Datum {day} von Stand {row} liegt in der Zukunft.",
    site="Die öffentliche Seite kann schon jetzt als erreicht zeigen, was erst geplant ist.",
    remedy="Tragen Sie nur erreichte Stände ein, mit einem Datum bis heute.",
    fields=("progress_values",),
)
PROGRESS_AXIS: Final = Rule(
    id="progress_axis",
    severity=Severity.WARNING,
    title="Achse ohne Höhe",
    problem=f"{AXIS_LOW} und {AXIS_HIGH} sind beide {{low}}.",
    site="Im Diagramm der öffentlichen Seite verschwinden alle Werte.",
    remedy=f"Wählen Sie {AXIS_HIGH} größer als {AXIS_LOW} und als das Ziel.",
    example="{high}",
    fields=("progress_y_max",),
)
STATUS_ASKS_CITIZENS: Final = Rule(
    id="status_asks_citizens",
    severity=Severity.WARNING,
    title="Seite fordert zum Nachfragen auf",
    problem="Öffentlicher Status: {status}.",
    site="Die öffentliche Seite fordert dazu auf, bei der Stadt nachzufragen.",
    remedy="Tragen Sie den aktuellen Stand mit Datum ein.",
    fields=("progress_values",),
)

ENTER_STATUS: Final = "Stand eintragen…"
SORT: Final = "Nach Datum ordnen"
REMOVE_REPEATED: Final = "Wiederholung entfernen"
STATUS_EXPECTED: Final = "„unbekannt“, „in Bearbeitung“ oder „abgeschlossen“"
PERCENT_EXPECTED: Final = "eine Zahl von 0 bis 100"
COUNT_EXPECTED: Final = "eine Zahl"
NUMBER_EXAMPLE: Final = "45"
MISSING: Final = "(fehlt)"
COUNT_EFFECTS: Final[Mapping[FieldName, str]] = MappingProxyType(
    {
        "progress_start": "Der öffentliche Status kann „Unbekannt“ lauten, und eine falsche "
        "Linie läuft schräg durch das ganze Diagramm.",
        "progress_goal": "Der öffentliche Status wird nie „Abgeschlossen“, und eine falsche "
        "Linie läuft schräg durch das ganze Diagramm.",
    }
)
"""What a count lacks -> what the site makes of it."""
VALUE_UNKNOWN: Final = "Die öffentliche Seite zeigt den Status „Unbekannt“"
VALUE_DRAWN: Final = "; im Diagramm erscheint der Wert trotzdem"
VALUE_LEFT_OUT: Final = "; im Diagramm fehlt der Punkt"
VALUE_EARLIER: Final = "Solange ein neuerer Stand folgt, bleibt der öffentliche Status richtig"
GERMAN_DATE: Final = "ist nicht in der vereinbarten Schreibweise gespeichert"
DATE_EFFECTS: Final = MappingProxyType(
    {
        PageFault.DATE_INVALID: "Die öffentliche Seite der Maßnahme bricht daran ab.",
        PageFault.DATE_MISREAD: "Die öffentliche Seite liest daraus den falschen Tag.",
    }
)
DATE_NOT_SAFE: Final = "Die öffentliche Seite kann es anders lesen, als es gemeint ist."

FIELD: Final[FieldName] = "progress_values"
_STATUS_VALUES: Final = ("unknown", "in_progress", "completed", "stale")


class _Entry(NamedTuple):
    """One entry that has a value and a day; *place* counts from 0."""

    place: int
    value: Json
    day: str


def check_progress(view: MeasureView, today: date) -> Iterator[Finding]:
    """Yield what is wrong with a measure's progress (WEB-02 to WEB-05, WEB-07).

    A day that lies behind the end of the chart is no finding: no data can cure it (WEB-11).
    """
    entries = _entries(view)
    future = [entry for entry in entries if _is_after(entry, today)]
    hits = tuple(progress_faults(view.progress, view.site))
    for hit in hits:
        handler = HANDLERS.get(hit.fault)
        if handler is not None:
            yield from handler(view, hit)
    if view.progress is None:
        return
    kind = view.value("progress_type")
    if kind is ABSENT:
        yield report(PROGRESS_TYPE, view, "progress_type", found=MISSING)
    yield from _check_days(view, entries, hits)
    for entry in future:
        yield _ahead(view, entry)
    last = len(_list_of(view)) - 1
    for entry in entries:
        yield from _check_value(view, kind, entry, last=entry.place == last)
    if kind == "count":
        yield from _check_count(view, entries)
    if entries and kind == "binary" and entries[-1].value == "stale":
        yield report(PROGRESS_STALE_VALUE, view, FIELD, place=entries[-1].place)


def _entries(view: MeasureView) -> list[_Entry]:
    found = []
    for place, entry in enumerate(_list_of(view)):
        if isinstance(entry, dict) and "value" in entry:
            day = entry.get("date")
            if isinstance(day, str) and day.strip():
                found.append(_Entry(place, entry["value"], day))
    return found


def _list_of(view: MeasureView) -> list[Json]:
    values = view.value(FIELD)
    return list(values) if isinstance(values, list) else []


def _check_days(
    view: MeasureView, entries: list[_Entry], hits: tuple[FaultHit, ...]
) -> Iterator[Finding]:
    """Yield days that are not stored as YYYY-MM-DD, and double ones (WEB-03, WEB-04)."""
    effects = {hit.entry: DATE_EFFECTS.get(hit.fault) for hit in hits}
    for entry in entries:
        if parse_date(entry.day).iso != entry.day:
            yield _bad_day(view, entry, effects.get(entry.place) or DATE_NOT_SAFE)
    days = Counter(entry.day for entry in entries)
    for day, count in days.items():
        if count > 1:
            of_day = [entry for entry in entries if entry.day == day]
            fix = _without_repeated(view, of_day)
            place, shown = of_day[1].place, shortened(format_german(day))
            yield report(PROGRESS_SAME_DAY, view, FIELD, place=place, fix=fix, day=shown)


def _bad_day(view: MeasureView, entry: _Entry, effect: str) -> Finding:
    reading = parse_date(entry.day)
    reason = GERMAN_DATE if reading.fault is None else DATE_REASONS[reading.fault]
    fix = Fix(ENTER)
    if reading.iso is not None:
        label = take_value(format_german(reading.iso))
        changed = _with(view, entry.place, "date", reading.iso)
        fix = setting(label, view, FIELD, changed, automatic=True)
    return report(
        PROGRESS_DATE,
        view,
        FIELD,
        place=entry.place,
        fix=fix,
        found=quoted(entry.day),
        row=entry.place + 1,
        reason=reason,
        effect=effect,
    )


def _is_after(entry: _Entry, today: date) -> bool:
    day = parse_date(entry.day).value
    return day is not None and day > today


def _ahead(view: MeasureView, entry: _Entry) -> Finding:
    """Return the doubt about a stand that cannot have been reached yet, whatever its kind."""
    place, row = entry.place, entry.place + 1
    fix, day = Fix(ENTER_STATUS), format_german(parse_date(entry.day).iso or entry.day)
    return report(PROGRESS_FUTURE, view, FIELD, place=place, fix=fix, day=day, row=row)


def _with(view: MeasureView, place: int, key: str, value: Json) -> list[Json]:
    """Return the list with one key of one entry replaced."""
    changed = _list_of(view)
    entry = changed[place]
    if isinstance(entry, dict):
        changed[place] = {**entry, key: value}
    return changed


def _without_repeated(view: MeasureView, of_day: list[_Entry]) -> Fix | None:
    """Return the fix that removes what is said twice; of two different entries nobody knows."""
    values = _list_of(view)
    if not all(same(values[entry.place], values[of_day[0].place]) for entry in of_day):
        return None
    spare = {entry.place for entry in of_day[1:]}
    kept = [entry for place, entry in enumerate(values) if place not in spare]
    return setting(REMOVE_REPEATED, view, FIELD, kept, automatic=True)


def _check_value(
    view: MeasureView, kind: object, entry: _Entry, *, last: bool
) -> Iterator[Finding]:
    """Yield a value that does not fit the type, or no percentage (WEB-07, DOM-05)."""
    status = VALUE_UNKNOWN if last else VALUE_EARLIER
    if kind == "binary":
        if entry.value not in _STATUS_VALUES:
            yield _bad_value(view, entry, STATUS_EXPECTED, "", f"{status}.")
    elif kind in ("percent", "count") and not is_number(entry.value):
        expected = PERCENT_EXPECTED if kind == "percent" else COUNT_EXPECTED
        drawn = VALUE_LEFT_OUT if height_of(entry.value) is None else VALUE_DRAWN
        yield _bad_value(view, entry, expected, NUMBER_EXAMPLE, f"{status}{drawn}.")
    elif kind == "percent" and is_number(entry.value) and not 0 <= entry.value <= 100:
        yield _about(PROGRESS_RANGE, view, entry)


def _bad_value(
    view: MeasureView, entry: _Entry, expected: str, example: str, effect: str
) -> Finding:
    found = MISSING if entry.value in (None, "") else quoted(entry.value)
    return report(
        PROGRESS_VALUE,
        view,
        FIELD,
        place=entry.place,
        fix=Fix(ENTER),
        found=found,
        row=entry.place + 1,
        expected=expected,
        example=example,
        effect=effect,
    )


def _about(
    rule: Rule, view: MeasureView, entry: _Entry, start: str = "", goal: str = ""
) -> Finding:
    """Return a finding on an entry whose value is a number."""
    found = format_number(entry.value) if is_number(entry.value) else quoted(entry.value)
    place, row = entry.place, entry.place + 1
    return report(rule, view, FIELD, place=place, found=found, row=row, start=start, goal=goal)


def _check_count(view: MeasureView, entries: list[_Entry]) -> Iterator[Finding]:
    """Yield counts outside start and goal, and what a count lacks (WEB-07)."""
    start, goal = view.value("progress_start"), view.value("progress_goal")
    for name, effect in COUNT_EFFECTS.items():
        label = view.site.catalogue.field(name).label
        if view.value(name) in (ABSENT, None):
            fix = Fix(ENTER)
            rule = PROGRESS_COUNT_INCOMPLETE
            yield report(rule, view, name, fix=fix, label=label, effect=effect)
    unit = view.value("progress_unit")
    if not (isinstance(unit, str) and unit.strip()):
        yield report(PROGRESS_UNIT, view, "progress_unit", fix=Fix(ENTER))
    for entry in entries:
        if is_number(entry.value):
            if is_number(start) and entry.value < start:
                yield _about(PROGRESS_BELOW_START, view, entry, start=format_number(start))
            elif is_number(goal) and entry.value > goal:
                yield _about(PROGRESS_ABOVE_GOAL, view, entry, goal=format_number(goal))


def broken_entry(view: MeasureView, place: int) -> Finding:
    """Return the finding on an entry without value or day."""
    return report(PROGRESS_ENTRY_BROKEN, view, FIELD, place=place, row=place + 1)


def unknown_type(view: MeasureView, found: Json) -> Finding:
    """Return the finding on a type that the site does not know."""
    return report(PROGRESS_TYPE, view, "progress_type", found=quoted(found))


def _empty(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    yield report(PROGRESS_EMPTY, view, FIELD, fix=Fix(ENTER_STATUS))


def _unordered(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    """Report the wrong order; with faultless days the repair is certain (WEB-04)."""
    entries = _entries(view)
    values = _list_of(view)
    fix = None
    if len(entries) == len(values) and all(parse_date(e.day).iso == e.day for e in entries):
        ordered = [values[entry.place] for entry in sorted(entries, key=lambda e: e.day)]
        fix = setting(SORT, view, FIELD, ordered, automatic=True)
    yield report(PROGRESS_ORDER, view, FIELD, fix=fix)


def _asks_readers(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    status = status_sentence(view.site.status(view.progress), view.site.words)
    yield report(STATUS_ASKS_CITIZENS, view, FIELD, fix=Fix(ENTER_STATUS), status=status)


def _flat_axis(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    axis: tuple[FieldName, ...] = ("progress_y_min", "progress_goal", "progress_y_max")
    low, *others = (height_of(view.value(name)) or 0.0 for name in axis)
    reached = (height for e in _entries(view) if (height := height_of(e.value)) is not None)
    high = max(*others, *reached, 1.0)
    ends = (format_number(low), format_number(high))
    fix = Fix(ENTER)
    yield report(PROGRESS_AXIS, view, "progress_y_max", fix=fix, low=ends[0], high=ends[1])


def _off_axis(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report a count the chart cuts off; for percentages there is a rule of its own."""
    if view.value("progress_type") == "count":
        for entry in _entries(view):
            if entry.place == hit.entry:
                yield _about(PROGRESS_OFF_AXIS, view, entry)


def _goal_off_axis(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    axis: tuple[FieldName, ...] = ("progress_goal", "progress_y_min", "progress_y_max")
    values = [view.value(name) for name in axis]
    numbers = [format_number(value) if is_number(value) else "?" for value in values]
    goal, low, high = numbers
    yield report(PROGRESS_GOAL_OFF_AXIS, view, "progress_goal", goal=goal, low=low, high=high)


HANDLERS: Final[Mapping[PageFault, Callable[[MeasureView, FaultHit], Iterator[Finding]]]] = {
    PageFault.VALUES_MISSING: _empty,
    PageFault.VALUES_EMPTY: _empty,
    PageFault.VALUES_UNORDERED: _unordered,
    PageFault.ASKS_READERS: _asks_readers,
    PageFault.AXIS_WITHOUT_HEIGHT: _flat_axis,
    PageFault.VALUE_OUTSIDE_CHART: _off_axis,
    PageFault.GOAL_OUTSIDE_CHART: _goal_off_axis,
}


_FIELDS: Final = frozenset(field_name(n) for n in FIELD_NAMES if n.startswith("progress_"))
CHECKS: Final = ThemeChecks(dated=((check_progress, _FIELDS),))
