"""The overview of a dataset, kept current: only what has changed is read again."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.numbers import format_amount
from klimaeditor.checks.rulebook import RULES
from klimaeditor.checks.statuswords import status_word
from klimaeditor.clock import local_today
from klimaeditor.model.findings import Severity
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.reports import figures
from klimaeditor.reports.figures import (
    Amount,
    Bar,
    ChartId,
    Figure,
    Overview,
    OverviewChart,
    Segment,
    Shade,
    read_facts,
    thousands,
    without_news_since,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klimaeditor.checks.engine import FindingIndex
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.publicpage import PageWords
    from klimaeditor.model.records import Dataset
    from klimaeditor.reports.figures import OverviewFacts


# --- words ---------------------------------------------------------------------------------------

TITLES: Final[Mapping[ChartId, str]] = MappingProxyType(
    {
        ChartId.STATUS: "Öffentlicher Status je Kategorie",
        ChartId.COMPLETENESS: "Vollständigkeit je Kategorie",
        ChartId.MOST_EMPTY: "Am häufigsten leer",
        ChartId.NEWS: "Letzte Neuigkeit",
        ChartId.FINDINGS: "Befunde nach Regel",
        ChartId.YEARS: "Geplante Umsetzung bis",
        ChartId.COSTS: "Kosten der Maßnahmen",
    }
)
LINES: Final[Mapping[ChartId, str]] = MappingProxyType(
    {
        ChartId.STATUS: "So zeigt ihn der Balken auf der Seite der Kategorie, mit gerundeten "
        "Prozenten.",
        ChartId.COMPLETENESS: "Anteil der Felder, die für die öffentliche Seite zählen; hinten der "
        "Durchschnitt.",
        ChartId.MOST_EMPTY: "Felder, die für die öffentliche Seite zählen, und wie viele Maßnahmen "
        "dort nichts sagen.",
        ChartId.NEWS: "Der jüngste Tag im Fortschritt oder im Sachstand, der nicht in der Zukunft "
        "liegt.",
        ChartId.FINDINGS: "Fehler verhindern die Veröffentlichung, Warnungen und Hinweise nicht.",
        ChartId.YEARS: "Jahre, bis zu denen umgesetzt werden soll, mit dem öffentlichen Status.",
        ChartId.COSTS: "Die Summen stehen getrennt, weil man sie nicht zusammenzählen darf. "
        "Gemeinsame Beträge stehen in mehreren Maßnahmen, jährliche fallen immer wieder an.",
    }
)
MEASURES: Final = "Maßnahmen"
FINDINGS: Final = "Befunde"
ALL: Final = "Alle Maßnahmen"
NO_CATEGORY: Final = "ohne Kategorie"

FULL: Final = "vollständig"
MOST: Final = "75 bis 99 %"
HALF: Final = "50 bis 74 %"
LITTLE: Final = "unter 50 %"
AVERAGE: Final = "Ø {percent} %"

RECENT: Final = "in den letzten 6 Monaten"
HALF_YEAR: Final = "vor 6 bis 12 Monaten"
YEAR: Final = "vor 1 bis 2 Jahren"
OLDER: Final = "vor mehr als 2 Jahren"
NEVER: Final = "noch nie"
NEWS_TITLE: Final = "Letzte Neuigkeit {age}"

EMPTY_TITLE: Final = "„{field}“ ist leer"

NO_YEAR: Final = "ohne Angabe"
UNUSABLE_YEAR: Final = "kein Kalenderjahr"
PAST: Final = "vergangen"

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"}
)
ON_FILES: Final = "an Dateien, nicht an Maßnahmen"
SITE_BAR: Final = "{percent} % im Balken der Website"

AMOUNTS: Final[Mapping[Amount, str]] = MappingProxyType(
    {
        Amount.SINGLE: "Einzelne Beträge",
        Amount.SHARED: "Gemeinsame Beträge",
        Amount.YEARLY: "Beträge pro Jahr",
        Amount.PARTLY_YEARLY: "Mit jährlichen Anteilen",
        Amount.DOUBTFUL: "Zweifelhafte Beträge",
        Amount.ZERO: "0 €",
        Amount.NONE: "Keine Angabe",
        Amount.MISSING: "Betrag fehlt",
    }
)
SUM: Final = "zusammen {sum} €"
SUM_YEARLY: Final = "zusammen {sum} € im Jahr"
SUM_PARTLY: Final = "zusammen {sum} €, darin auch jährliche"
NOT_SUMMED: Final = "nicht summiert"
NAN: Final = "Seite zeigt „NaN €“"
SINGULAR: Final = "1 Maßnahme"

FIGURE_ALL: Final = "Maßnahmen"
FIGURE_ERRORS: Final = "mit Fehlern"
FIGURE_ASK: Final = "zeigen „{ask}“"
FIGURE_OLD: Final = "ohne Neuigkeit seit einem Jahr"
FIGURE_FULL: Final = "vollständig ausgefüllt"
TITLE_ERRORS: Final = "Maßnahmen mit Fehlern"
TITLE_ASK: Final = "Maßnahmen mit „{ask}“"
TITLE_OLD: Final = "Ohne Neuigkeit seit einem Jahr"
TITLE_FULL: Final = "Vollständig ausgefüllt"


def measures(count: int) -> str:
    """Return e.g. „3 Maßnahmen“."""
    return SINGULAR if count == 1 else f"{thousands(count)} {MEASURES}"


def in_measures(found: int, count: int) -> str:
    """Return in how many measures findings stand; nothing where each has its own."""
    return "" if found == count else f"in {measures(count)}"


def shared(amounts: int, once: str) -> str:
    """Return how many shared amounts there are and what they come to, each counted once."""
    if amounts == 1:
        return f"ein Betrag, einmal gezählt {once} €"
    return f"{thousands(amounts)} Beträge, jeder einmal gezählt {once} €"


# --- The charts of the overview, each made from the facts of all measures ------------------------

SITE_ORDER: Final = (
    PublicStatus.COMPLETED,
    PublicStatus.IN_PROGRESS,
    PublicStatus.STALE,
    PublicStatus.UNKNOWN,
    PublicStatus.BROKEN,
)
"""The order of the site's bar (ProgressBarChart.vue:2); what breaks the site comes last."""
_SHADES: Final[Mapping[PublicStatus, Shade]] = MappingProxyType(
    {status: Shade(status.value) for status in PublicStatus}
)
_FILLED: Final = (
    (1.0, Shade.FULL, FULL),
    (0.75, Shade.MOST, MOST),
    (0.5, Shade.HALF, HALF),
    (0.0, Shade.LITTLE, LITTLE),
)
_AGES: Final = (
    (183, RECENT),
    (365, HALF_YEAR),
    (730, YEAR),
)
MOST_FIELDS: Final = 10
_SEVERITY_SHADES: Final = {
    Severity.ERROR: Shade.ERROR,
    Severity.WARNING: Shade.WARNING,
    Severity.HINT: Shade.HINT,
}


def chart(
    chart_id: ChartId,
    unit: str,
    bars: Iterable[Bar],
    *,
    shared_scale: bool = True,
    whole: int = 0,
) -> OverviewChart:
    """Return a chart with the title and the line that belong to it."""
    title, line = TITLES[chart_id], LINES[chart_id]
    return OverviewChart(chart_id, title, line, unit, tuple(bars), shared_scale, whole)


def by_category(facts: Sequence[OverviewFacts]) -> dict[str, list[OverviewFacts]]:
    """Return the measures of each category, in the order of the file; "" is none."""
    found: dict[str, list[OverviewFacts]] = defaultdict(list)
    for fact in facts:
        found[fact.category_id].append(fact)
    return found


def category_name(facts: Sequence[OverviewFacts]) -> str:
    """Return what a category is called: the name most of its measures give it."""
    names = Counter(fact.category for fact in facts)
    return names.most_common(1)[0][0] or NO_CATEGORY


def status_chart(facts: Sequence[OverviewFacts], words: PageWords) -> OverviewChart:
    """Return the public status of all measures and of each category, as the site's bar does."""
    groups = [("", ALL, facts)] if facts else []
    groups += [(key, category_name(own), own) for key, own in by_category(facts).items()]
    bars = [_status_bar(key, label, own, words) for key, label, own in groups]
    return chart(ChartId.STATUS, MEASURES, bars, shared_scale=False)


def _status_bar(key: str, label: str, facts: Sequence[OverviewFacts], words: PageWords) -> Bar:
    counted = sum(fact.status is not PublicStatus.BROKEN for fact in facts)
    segments = []
    for status in SITE_ORDER:
        keys = tuple(fact.key for fact in facts if fact.status is status)
        if keys:
            note = ""
            if status is not PublicStatus.BROKEN:
                note = SITE_BAR.format(percent=site_percent(len(keys), counted))
            segments.append(_status_segment(status, label, keys, words, note))
    return Bar(key, label, tuple(segments), measures(len(facts)))


def _status_segment(
    status: PublicStatus, label: str, keys: tuple[int, ...], words: PageWords, note: str = ""
) -> Segment:
    word = status_word(status, words)
    return Segment(_SHADES[status], word, f"{label}: {word}", len(keys), keys, note)


def site_percent(part: int, whole: int) -> int:
    """Return the percentage the site's meter prints: ``Math.round`` of the share."""
    return math.floor(100 * part / whole + 0.5)


def completeness_chart(facts: Sequence[OverviewFacts]) -> OverviewChart:
    """Return how complete the measures of each category are, with the average."""
    groups = [("", ALL, facts)] if facts else []
    groups += [(key, category_name(own), own) for key, own in by_category(facts).items()]
    bars = []
    for key, label, own in groups:
        parts: dict[Shade, list[int]] = defaultdict(list)
        for fact in own:
            parts[_filled(fact.share)].append(fact.key)
        segments = tuple(
            Segment(shade, word, f"{label}: {word}", len(parts[shade]), tuple(parts[shade]))
            for _, shade, word in _FILLED
            if parts[shade]
        )
        average = int(100 * sum(fact.share for fact in own) / len(own))
        bars.append(Bar(key, label, segments, AVERAGE.format(percent=average)))
    return chart(ChartId.COMPLETENESS, MEASURES, bars, shared_scale=False)


def _filled(share: float) -> Shade:
    return next(shade for least, shade, _ in _FILLED if share >= least)


def most_empty_chart(facts: Sequence[OverviewFacts]) -> OverviewChart:
    """Return the fields that say nothing in the most measures, at most ten."""
    found: dict[str, list[int]] = defaultdict(list)
    for fact in facts:
        for label in fact.missing:
            found[label].append(fact.key)
    ordered = sorted(found.items(), key=lambda pair: -len(pair[1]))[:MOST_FIELDS]
    bars = [_plain_bar(label, keys, EMPTY_TITLE.format(field=label)) for label, keys in ordered]
    return chart(ChartId.MOST_EMPTY, MEASURES, bars, whole=len(facts))


def news_chart(facts: Sequence[OverviewFacts], today: date) -> OverviewChart:
    """Return how long ago anything was told of the measures."""
    found: dict[str, list[int]] = {age: [] for _, age in _AGES}
    found |= {OLDER: [], NEVER: []}
    for fact in facts:
        found[_age(fact.last_news(today), today)].append(fact.key)
    bars = [_plain_bar(age, keys, NEWS_TITLE.format(age=age)) for age, keys in found.items()]
    return chart(ChartId.NEWS, MEASURES, bars if facts else [])


def _age(day: date | None, today: date) -> str:
    if day is None:
        return NEVER
    for days, age in _AGES:
        if today - day <= timedelta(days=days):
            return age
    return OLDER


def _plain_bar(label: str, keys: Sequence[int], title: str, note: str = "") -> Bar:
    segment = Segment(Shade.PLAIN, label, title, len(keys), tuple(keys))
    return Bar(label, label, (segment,) if keys else (), note)


def findings_chart(
    facts: Sequence[OverviewFacts], of_files: Sequence[Finding] = ()
) -> OverviewChart:
    """Return how often each rule found something, errors first, then the most frequent."""
    counts: Counter[tuple[str, Severity]] = Counter()
    keys: dict[tuple[str, Severity], list[int]] = defaultdict(list)
    for fact in facts:
        counts.update(fact.rules)
        for rule in fact.rules:
            keys[rule].append(fact.key)
    counts.update((finding.rule, finding.severity) for finding in of_files)
    ordered = sorted(counts, key=lambda rule: (rule[1].rank, -counts[rule], rule[0]))
    bars = []
    for name, severity in ordered:
        own = tuple(keys[name, severity])
        count = counts[name, severity]
        title = RULES[name].title if name in RULES else name
        segment = Segment(_SEVERITY_SHADES[severity], SEVERITIES[severity], title, count, own)
        note = in_measures(count, len(own)) if own else ON_FILES
        bars.append(Bar(f"{severity}/{name}", title, (segment,), note))
    return chart(ChartId.FINDINGS, FINDINGS, bars)


def years_chart(facts: Sequence[OverviewFacts], today: date, words: PageWords) -> OverviewChart:
    """Return until when the measures are planned, with their status; past years say so."""
    found: dict[str, list[OverviewFacts]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.until or 0):
        if fact.until is not None:
            found[str(fact.until)].append(fact)
    for fact in facts:
        if fact.until is None:
            found[UNUSABLE_YEAR if fact.until_unusable else NO_YEAR].append(fact)
    title = TITLES[ChartId.YEARS]
    bars = []
    for label, own in found.items():
        year = own[0].until
        segments = tuple(
            _status_segment(status, f"{title} {label}", keys, words)
            for status in SITE_ORDER
            if (keys := tuple(fact.key for fact in own if fact.status is status))
        )
        past = PAST if year is not None and year < today.year else ""
        bars.append(Bar(label, label, segments, past))
    return chart(ChartId.YEARS, MEASURES, bars)


# --- The chart of the costs. Amounts of different kinds are never added up (requirements 0.3) ----

_COSTS_SHADES = {
    Amount.SHARED: Shade.HINT,
    Amount.YEARLY: Shade.HINT,
    Amount.PARTLY_YEARLY: Shade.HINT,
    Amount.DOUBTFUL: Shade.WARNING,
    Amount.MISSING: Shade.ERROR,
}


def costs_chart(facts: Sequence[OverviewFacts]) -> OverviewChart:
    """Return how many measures have which kind of amount, and what each kind comes to."""
    bars = []
    for kind in Amount:
        own = [fact for fact in facts if fact.amount is kind]
        if own:
            label = AMOUNTS[kind]
            title = f"{TITLES[ChartId.COSTS]}: {label}"
            keys = tuple(fact.key for fact in own)
            segment = Segment(_COSTS_SHADES.get(kind, Shade.PLAIN), label, title, len(own), keys)
            bars.append(Bar(kind.value, label, (segment,), note_of(kind, own)))
    return chart(ChartId.COSTS, MEASURES, bars)


def note_of(kind: Amount, facts: Sequence[OverviewFacts]) -> str:
    """Return what the amounts of one kind come to, as far as that can be said."""
    if kind is Amount.SHARED:
        groups = {(fact.category_id, fact.euro) for fact in facts}
        return shared(len(groups), total(euro for _, euro in groups))
    summed = total(fact.euro for fact in facts)
    sentences = {
        Amount.SINGLE: SUM.format(sum=summed),
        Amount.YEARLY: SUM_YEARLY.format(sum=summed),
        Amount.PARTLY_YEARLY: SUM_PARTLY.format(sum=summed),
        Amount.DOUBTFUL: NOT_SUMMED,
        Amount.MISSING: NAN,
    }
    return sentences.get(kind, "")


def total(amounts: Iterable[float]) -> str:
    """Return a sum in euro, written the German way, to the cent."""
    return format_amount(round(sum(amounts), 2))


# --- The overview of a dataset, kept current: only what has changed is read again ----------------

_ASKING = frozenset({PublicStatus.STALE, PublicStatus.UNKNOWN})


class OverviewIndex:
    """The facts of all measures of a dataset, read when they are needed."""

    def __init__(self, dataset: Dataset, findings: FindingIndex) -> None:
        """Take dataset and findings; nothing is read yet."""
        self._dataset = dataset
        self._findings = findings
        self._facts: dict[int, OverviewFacts] = {}

    def forget(self, measures: Iterable[int] | None = None) -> None:
        """Read *measures* again when they are next needed, or all of them."""
        if measures is None:
            self._facts.clear()
        else:
            for measure in measures:
                self._facts.pop(measure, None)

    def facts(self, wanted: Iterable[int] | None = None) -> tuple[OverviewFacts, ...]:
        """Return the facts of *wanted* measures that exist, or of all, in file order."""
        keys = self._dataset.measures if wanted is None else dict.fromkeys(wanted)
        return tuple(self._of(key) for key in keys if key in self._dataset.measures)

    def read_some(self, seconds: float) -> bool:
        """Read facts for about so many seconds; tell whether all are known then."""
        end = time.perf_counter() + seconds
        for key in self._dataset.measures:
            if key not in self._facts:
                self._of(key)
                if time.perf_counter() >= end:
                    break
        return len(self._facts.keys() & self._dataset.measures.keys()) == len(
            self._dataset.measures
        )

    def _of(self, key: int) -> OverviewFacts:
        known = self._facts.get(key)
        if known is None:
            known = read_facts(self._dataset.view(key), self._findings.of(key))
            self._facts[key] = known
        return known

    def overview(self, today: date | None = None) -> Overview:
        """Return the overview as of *today*, by default the day of the computer's clock."""
        found = list(self.counting(today))[-1]
        assert found is not None  # noqa: S101 - the last one is the overview
        return found

    def counting(self, today: date | None = None) -> Iterator[Overview | None]:
        """Count part by part: yields None after each, and the overview at the end.

        Whoever has a window to keep alive goes on when it has breathed. What changes meanwhile
        does not count; begin anew then.
        """
        day = today or local_today()
        facts, words = self.facts(), self._dataset.site.words
        yield None
        figures = _figures(facts, day, words)
        yield None
        made: list[OverviewChart] = []
        for make in (
            partial(status_chart, words=words),
            completeness_chart,
            most_empty_chart,
            partial(news_chart, today=day),
            partial(findings_chart, of_files=self._findings.of_files()),
            partial(years_chart, today=day, words=words),
            costs_chart,
        ):
            made.append(make(facts))
            yield None
        yield Overview(figures, tuple(made))


def _figures(facts: tuple[OverviewFacts, ...], today: date, words: PageWords) -> tuple[Figure, ...]:
    wrong = tuple(f.key for f in facts if any(s is Severity.ERROR for _, s in f.rules))
    asks = tuple(f.key for f in facts if f.status in _ASKING)
    old = without_news_since(facts, today - timedelta(days=365), today)
    full = tuple(f.key for f in facts if f.share >= 1)
    everything = tuple(f.key for f in facts)
    return tuple(
        Figure(key, figures.thousands(len(keys)), label, title, keys)
        for key, keys, label, title in (
            ("all", everything, FIGURE_ALL, ALL),
            ("errors", wrong, FIGURE_ERRORS, TITLE_ERRORS),
            ("ask", asks, FIGURE_ASK.format(ask=words.ask), TITLE_ASK.format(ask=words.ask)),
            ("old", old, FIGURE_OLD, TITLE_OLD),
            ("full", full, FIGURE_FULL, TITLE_FULL),
        )
    )
