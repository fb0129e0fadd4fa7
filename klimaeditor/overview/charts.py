"""The charts of the overview, each made from the facts of all measures."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.findings import Severity
from klimaeditor.checks.rulebook import RULES
from klimaeditor.checks.statuswords import status_word
from klimaeditor.checks.website import PublicStatus
from klimaeditor.overview import texts
from klimaeditor.overview.model import Bar, Chart, ChartId, Segment, Shade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from klimaeditor.checks.findings import Finding
    from klimaeditor.overview.facts import Facts

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
    (1.0, Shade.FULL, texts.FULL),
    (0.75, Shade.MOST, texts.MOST),
    (0.5, Shade.HALF, texts.HALF),
    (0.0, Shade.LITTLE, texts.LITTLE),
)
_AGES: Final = (
    (183, texts.RECENT),
    (365, texts.HALF_YEAR),
    (730, texts.YEAR),
)
LEAST: Final = 10
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
) -> Chart:
    """Return a chart with the title and the line that belong to it."""
    title, line = texts.TITLES[chart_id], texts.LINES[chart_id]
    return Chart(chart_id, title, line, unit, tuple(bars), shared_scale, whole)


def by_category(facts: Sequence[Facts]) -> dict[str, list[Facts]]:
    """Return the measures of each category, in the order of the file; "" is none."""
    found: dict[str, list[Facts]] = defaultdict(list)
    for fact in facts:
        found[fact.category_id].append(fact)
    return found


def category_name(facts: Sequence[Facts]) -> str:
    """Return what a category is called: the name most of its measures give it."""
    names = Counter(fact.category for fact in facts)
    return names.most_common(1)[0][0] or texts.NO_CATEGORY


def status_chart(facts: Sequence[Facts]) -> Chart:
    """Return the public status of all measures and of each category, as the site's bar does."""
    bars = [_status_bar("", texts.ALL, facts)] if facts else []
    bars += [_status_bar(key, category_name(own), own) for key, own in by_category(facts).items()]
    return chart(ChartId.STATUS, texts.MEASURES, bars, shared_scale=False)


def _status_bar(key: str, label: str, facts: Sequence[Facts]) -> Bar:
    counted = sum(fact.status is not PublicStatus.BROKEN for fact in facts)
    segments = []
    for status in SITE_ORDER:
        keys = tuple(fact.key for fact in facts if fact.status is status)
        if keys:
            note = ""
            if status is not PublicStatus.BROKEN:
                note = texts.SITE_BAR.format(percent=site_percent(len(keys), counted))
            segments.append(_status_segment(status, label, keys, note))
    return Bar(key, label, tuple(segments), texts.measures(len(facts)))


def _status_segment(
    status: PublicStatus, label: str, keys: tuple[int, ...], note: str = ""
) -> Segment:
    word = status_word(status)
    return Segment(_SHADES[status], word, f"{label}: {word}", len(keys), keys, note)


def site_percent(part: int, whole: int) -> int:
    """Return the percentage the site's meter prints: ``Math.round`` of the share."""
    return math.floor(100 * part / whole + 0.5)


def completeness_chart(facts: Sequence[Facts]) -> Chart:
    """Return how complete the measures of each category are, with the average."""
    groups = [("", texts.ALL, facts)] if facts else []
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
        bars.append(Bar(key, label, segments, texts.AVERAGE.format(percent=average)))
    return chart(ChartId.COMPLETENESS, texts.MEASURES, bars, shared_scale=False)


def _filled(share: float) -> Shade:
    return next(shade for least, shade, _ in _FILLED if share >= least)


def least_complete_chart(facts: Sequence[Facts]) -> Chart:
    """Return the measures with the most gaps, at most ten; complete ones are left out."""
    lacking = sorted((f for f in facts if f.share < 1), key=lambda fact: fact.share)[:LEAST]
    bars = []
    for fact in lacking:
        percent = int(fact.share * 100)
        segment = Segment(Shade.PLAIN, fact.title, fact.title, percent, (fact.key,))
        bars.append(Bar(str(fact.key), fact.title, (segment,)))
    return chart(ChartId.LEAST_COMPLETE, texts.PERCENT, bars, whole=100)


def news_chart(facts: Sequence[Facts], today: date) -> Chart:
    """Return how long ago anything was told of the measures."""
    found: dict[str, list[int]] = {age: [] for _, age in _AGES}
    found |= {texts.OLDER: [], texts.NEVER: []}
    for fact in facts:
        found[_age(fact.last_news(today), today)].append(fact.key)
    bars = [_plain_bar(age, keys, texts.NEWS_TITLE.format(age=age)) for age, keys in found.items()]
    return chart(ChartId.NEWS, texts.MEASURES, bars if facts else [])


def _age(day: date | None, today: date) -> str:
    if day is None:
        return texts.NEVER
    for days, age in _AGES:
        if today - day <= timedelta(days=days):
            return age
    return texts.OLDER


def _plain_bar(label: str, keys: Sequence[int], title: str, note: str = "") -> Bar:
    segment = Segment(Shade.PLAIN, label, title, len(keys), tuple(keys))
    return Bar(label, label, (segment,) if keys else (), note)


def findings_chart(facts: Sequence[Facts], of_files: Sequence[Finding] = ()) -> Chart:
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
        segment = Segment(_SEVERITY_SHADES[severity], texts.SEVERITIES[severity], title, count, own)
        note = texts.in_measures(count, len(own)) if own else texts.ON_FILES
        bars.append(Bar(f"{severity}/{name}", title, (segment,), note))
    return chart(ChartId.FINDINGS, texts.FINDINGS, bars)


def years_chart(facts: Sequence[Facts], today: date) -> Chart:
    """Return until when the measures are planned, with their status; past years say so."""
    found: dict[str, list[Facts]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.until or 0):
        if fact.until is not None:
            found[str(fact.until)].append(fact)
    for fact in facts:
        if fact.until is None:
            found[texts.UNUSABLE_YEAR if fact.until_unusable else texts.NO_YEAR].append(fact)
    title = texts.TITLES[ChartId.YEARS]
    bars = []
    for label, own in found.items():
        year = own[0].until
        segments = tuple(
            _status_segment(status, f"{title} {label}", keys)
            for status in SITE_ORDER
            if (keys := tuple(fact.key for fact in own if fact.status is status))
        )
        past = texts.PAST if year is not None and year < today.year else ""
        bars.append(Bar(label, label, segments, past))
    return chart(ChartId.YEARS, texts.MEASURES, bars)
