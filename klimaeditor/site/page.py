"""Records and findings of one measure -> its public page as data."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.publicpage import PagePart, PublicStatus, StatusReason
from klimaeditor.model.values import ABSENT
from klimaeditor.site import javascript
from klimaeditor.site.faults import height_of, spoils_group
from klimaeditor.site.page_marks import field_at, marks_of, site_mark
from klimaeditor.site.page_model import (
    ChartPoint,
    ItemRole,
    PageChart,
    PageFault,
    PageItem,
    PageSection,
    PublicPage,
    PublicTile,
)
from klimaeditor.site.rows import rows
from klimaeditor.site.status import entries_of, of_progress
from klimaeditor.site.visible_text import in_one_line, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Path, Value
    from klimaeditor.site.page_model import PageMark, PageRow


# --- words ---------------------------------------------------------------------------------------

# --- the site's lists, and why a status has two words ------------------------------------------
IN_CATEGORY: Final = "Auf der Seite ihrer Kategorie"
IN_LIST: Final = "Auf der Startseite unter „{list}“"
NEWS_DIFFERS: Final = (
    "Hier zählt der Tag des letzten Standes nicht, und mehr als das Ziel gilt als abgeschlossen."
)


def meter(percent: str) -> str:
    """Return the words beside the site's meter, e.g. „erreicht (45%)“."""
    return f"erreicht ({percent}%)"


# --- The progress chart of the page: axes, steps, start and goal; port of [measureId].vue:300-385

PERCENT: Final = "%"
_USUAL_START: Final = "2023-01-01"
_KINDS: Final = ("percent", "count")


def chart_of(progress: Value, site: SiteProfile) -> PageChart | None:
    """Return the chart for a raw record of implementations.json, None where the page has none.

    None is also returned where the site fails before it could draw.
    """
    kind = of_progress(progress, "progress_type", site)
    entries = entries_of(progress, site)
    if kind not in _KINDS or isinstance(entries, StatusReason):
        return None
    counts = kind == "count"
    ends = _ends(progress, ("progress_y_min", "progress_y_max"), site)
    low, high = ends if counts else (0.0, 100.0)
    label = of_progress(progress, "progress_label", site)
    unit = of_progress(progress, "progress_unit", site)
    start, goal = _ends(progress, ("progress_start", "progress_goal"), site)
    first, last = _first_day(entries, site), site.facts.chart_end.isoformat()
    return PageChart(
        label=in_one_line(
            javascript.to_text(label) if javascript.truthy(label) else site.words.chart
        ),
        unit=in_one_line(javascript.display(unit)) if counts else PERCENT,
        first_day=first,
        last_day=last,
        low=low,
        high=high,
        start=start if counts else None,
        goal=goal if counts else None,
        astray=tuple(name for name, at in (("start", start), ("goal", goal)) if at is None)
        if counts
        else (),
        points=tuple(
            _point(entry, place, (first, last), (low, high), site)
            for place, entry in enumerate(entries)
        ),
    )


def meter_of(progress: Value, site: SiteProfile) -> str | None:
    """Return the words beside the meter of a percentage, None for other kinds.

    PrimeVue's meter holds the value between 0 and 100, rounds it and takes a missing one for 0.
    """
    entries = entries_of(progress, site)
    kind = of_progress(progress, "progress_type", site)
    if kind != "percent" or isinstance(entries, StatusReason):
        return None
    value = javascript.member(entries[-1], "value")
    share = 0.0 if value is ABSENT else javascript.to_number(value)
    held = share if math.isnan(share) else float(math.floor(max(0.0, min(100.0, share)) + 0.5))
    return meter(javascript.number_text(held))


def _first_day(entries: list[Json], site: SiteProfile) -> str:
    moment = site.program.moment(javascript.member(entries[0], "date"))
    day = "" if moment is None else javascript.iso_day(moment)
    return day if day and day < site.facts.stale_before.isoformat() else _USUAL_START


def _ends(
    progress: Value, names: tuple[FieldName, FieldName], site: SiteProfile
) -> tuple[float | None, float | None]:
    """Return two numbers of the record, None where there is none that could be drawn."""
    first, second = (of_progress(progress, name, site) for name in names)
    return height_of(first), height_of(second)


def _point(
    entry: Json,
    place: int,
    days: tuple[str, str],
    heights: tuple[float | None, float | None],
    site: SiteProfile,
) -> ChartPoint:
    moment = site.program.moment(javascript.member(entry, "date"))
    day = "" if moment is None else javascript.iso_day(moment)
    value = javascript.member(entry, "value")
    height, (low, high) = height_of(value), heights
    inside = (
        height is not None
        and (low is None or low != high)
        and days[0] <= day <= days[1]
        and (low is None or height >= low)
        and (high is None or height <= high)
    )
    return ChartPoint(day, height, in_one_line(javascript.display(value)), inside, place)


# --- Records and findings of one measure -> its public page as data ------------------------------

STATUS_LINE: Final = "head/status"
"""The key of the line below the summary that tells the status."""
_PROGRESS: Final = "progress_values"
_ASKING: Final = frozenset({PublicStatus.STALE, PublicStatus.UNKNOWN})
_HEAD_ROLES: Final = {"category": ItemRole.TAG, "summary": ItemRole.TEXT}
_MOST_LETTERS: Final = 40


def page_of(
    view: MeasureView,
    findings: Iterable[Finding] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
    *,
    direct: bool = False,
) -> PublicPage:
    """Return the public page of a measure, as the site would show these very records.

    *findings* are those of the measure; their sentences and rules go into the marks, and the
    *titles* of the rules where a mark has no words of its own. Where the site fails on the data,
    the page says so (:attr:`PublicPage.effect`) and shows what it would be without that fault.
    *direct* gives the page as someone sees it who opens its address or loads it anew.
    """
    chart = chart_of(view.progress, view.site)
    plain = [
        *_from_rows(view),
        *_letters(javascript.at(view.additional, view.site.catalogue.path("links"))),
        *_progress(view, chart),
        *_asking(view),
    ]
    marks = marks_of(view, findings, titles)
    items, loose = _with_marks(plain, marks)
    items = list(_labelled(items, view.site.catalogue))
    if direct:
        items = list(_without_lost(items, view.site))
    return PublicPage(
        view.site.status(view.progress), tuple(_sections(items, view.site)), chart, loose
    )


def _from_rows(view: MeasureView) -> Iterator[tuple[PagePart, PageItem]]:
    """Yield what the port of the page prints, in its order."""
    links = 0
    steps = False
    spoiled = _spoiled(view)
    for row in rows(view.measure, view.additional, view.site):
        if not row.shown:
            continue
        part, field = row.part, field_at(view.site.catalogue, row.file, row.field_path)
        if part is PagePart.LINKS:
            yield part, _link(row, links, view.site)
            links += 1
        elif part is PagePart.RAW:
            item = _raw(row, field, view, spoiled)
            if item is not None:
                yield part, item
        elif part is PagePart.HEAD:
            role = _HEAD_ROLES.get(field, ItemRole.TITLE)
            key = f"head/{role}"
            yield part, PageItem(key, role, "", printed(row, view.site), field)
        else:
            if row.step and not steps:
                steps = True
                heading = view.site.words.steps
                yield part, PageItem("step", ItemRole.HEADING, "", heading, "state_text")
            yield part, _other(part, row, field, view.site)


def _spoiled(view: MeasureView) -> frozenset[Path]:
    """Return the keys of the raw data on which their group stays empty."""
    return frozenset(
        (name, key)
        for name in view.site.catalogue.groups
        if isinstance(group := view.measure.get(name), dict)
        for key, value in group.items()
        if spoils_group((name, key), value, view.site)
    )


def _raw(row: PageRow, field: str, view: MeasureView, spoiled: frozenset[Path]) -> PageItem | None:
    """Return a row of the raw data; of a group that stays empty only the keys that are to blame."""
    group, key = row.field_path
    text = printed(row, view.site)
    if any(path[0] == group for path in spoiled):
        if row.field_path not in spoiled:
            return None
        text = ""
    label = in_one_line(row.label)
    return PageItem(f"raw/{group}/{key}", ItemRole.ROW, label, text, field, group)


def _link(row: PageRow, place: int, site: SiteProfile) -> PageItem:
    text, target = printed(row, site), in_one_line(row.target)
    return PageItem(f"links/{place}", ItemRole.LINK, "", text, "links", target=target, place=place)


def _other(part: PagePart, row: PageRow, field: str, site: SiteProfile) -> PageItem:
    """Return an item of the call to action, of the rows with a label, or of the timeline."""
    text = printed(row, site)
    if part is PagePart.TAKE_PART:
        role = ItemRole.BUTTON if field == "user_action_label" else ItemRole.TEXT
        return PageItem(f"{part}/{role}", role, "", text, field, target=in_one_line(row.target))
    if row.step:
        state = field == "state_text"
        note = site.facts.state_day if state else site.facts.contract_day
        return PageItem(f"step/{field}", ItemRole.STEP, row.label, text, field, note)
    return PageItem(f"{part}/{field}", ItemRole.ROW, row.label, text, field)


def _letters(links: Value) -> Iterator[tuple[PagePart, PageItem]]:
    """Yield the empty links that the site makes of a text instead of a list ([measureId].vue:40).

    There is one for each letter; the first forty show what is meant.
    """
    if isinstance(links, str):
        for place in range(min(len(links), _MOST_LETTERS)):
            yield (
                PagePart.LINKS,
                PageItem(f"links/{place}", ItemRole.LINK, "", "", "links", place=place),
            )


def _progress(view: MeasureView, chart: PageChart | None) -> Iterator[tuple[PagePart, PageItem]]:
    """Yield chart, meter and status line of the head ([measureId].vue:13-32)."""
    if chart is not None:
        yield PagePart.HEAD, PageItem("head/chart", ItemRole.CHART, "", chart.label, _PROGRESS)
    meter = meter_of(view.progress, view.site)
    if meter is not None:
        yield PagePart.HEAD, PageItem("head/meter", ItemRole.TEXT, "", meter, _PROGRESS)
    line = view.site.program.line(view.progress, view.site)
    if line:
        yield (
            PagePart.HEAD,
            PageItem(STATUS_LINE, ItemRole.TEXT, "", in_one_line(line), _PROGRESS),
        )


def _asking(view: MeasureView) -> Iterator[tuple[PagePart, PageItem]]:
    """Yield the box „Frage nach!“ ([measureId].vue:64-76)."""
    if view.site.status(view.progress).status in _ASKING:
        words = view.site.words
        yield PagePart.ASK, PageItem("ask/text", ItemRole.TEXT, "", words.ask_text, _PROGRESS)
        yield (
            PagePart.ASK,
            PageItem("ask/button", ItemRole.BUTTON, "", words.ask_button, _PROGRESS,
                 target=words.ask_target),
        )  # fmt: skip


def _labelled(
    items: Iterable[tuple[PagePart, PageItem]], catalogue: Catalogue
) -> Iterator[tuple[PagePart, PageItem]]:
    """Yield the items with the labels of the fields they come from."""
    for part, item in items:
        own = catalogue.known_field(item.field)
        yield part, item if own is None else replace(item, field_label=own.label)


def _with_marks(
    items: list[tuple[PagePart, PageItem]], marks: tuple[PageMark, ...]
) -> tuple[list[tuple[PagePart, PageItem]], tuple[PageMark, ...]]:
    """Put each mark at the items it is about, and return those that are about none."""
    at: dict[str, list[PageMark]] = {}
    loose = []
    for mark in marks:
        keys = _keys_for(mark, items)
        for key in keys:
            at.setdefault(key, []).append(mark)
        if not keys:
            loose.append(mark)
    marked = [
        (part, replace(item, marks=tuple(at[item.key])) if item.key in at else item)
        for part, item in items
    ]
    return marked, tuple(mark for mark in loose if mark.fault is not None)


def _keys_for(mark: PageMark, items: list[tuple[PagePart, PageItem]]) -> list[str]:
    """Return the keys of the items where a mark stands.

    The box „Frage nach!“ has its own mark, and an empty row is marked where it is empty; the raw
    data repeats nothing that is marked above it.
    """
    if mark.fault is PageFault.ASKS_READERS:
        return ["ask/text"]
    here = [
        (part, item) for part, item in items if _is_about(mark, item) and part is not PagePart.ASK
    ]
    if mark.fault is PageFault.ROW_EMPTY:
        here = [(part, item) for part, item in here if item.role in {ItemRole.ROW, ItemRole.STEP}]
    if mark.fault is PageFault.TITLE_EMPTY:
        here = [(part, item) for part, item in here if item.role is ItemRole.TITLE]
    if mark.fault is PageFault.RAW_GROUP_EMPTY:
        return [item.key for part, item in here if part is PagePart.RAW]
    above = [item.key for part, item in here if part is not PagePart.RAW]
    return above or [item.key for _, item in here]


def _is_about(mark: PageMark, item: PageItem) -> bool:
    if item.role is ItemRole.HEADING:
        return False
    if item.field != mark.field and not _same_matter(mark.field, item.field):
        return False
    return mark.place is None or item.place is None or mark.place == item.place


def _same_matter(marked: str, shown: str) -> bool:
    """Whether an item stands for another field, too: the chart, the button, the category."""
    if shown == _PROGRESS:
        return marked.startswith("progress_")
    if shown == "user_action_label":
        return marked == "user_action_href"
    return shown == "category" and marked == "category_id"


def _without_lost(
    items: list[tuple[PagePart, PageItem]], site: SiteProfile
) -> Iterator[tuple[PagePart, PageItem]]:
    """Empty what stays empty when the page is opened by its address.

    The server draws the page before it has the measure: it asks for the data under an address that
    only browsers can complete (loadData.ts:5), and gets none. The browser fills in what is missing,
    but leaves alone what an element holds as HTML: three rows (:99, :134, :177) and the first card
    of the timeline (:207), the only one that the server had drawn.
    """
    cards = 0
    for part, item in items:
        cards += item.role is ItemRole.STEP
        first = item.role is ItemRole.STEP and cards == 1
        row = (
            item.role is ItemRole.ROW
            and part is not PagePart.RAW
            and item.field in site.layout.html
        )
        if (first or row) and item.text:
            lost = site_mark(PageFault.LOST_ON_DIRECT_LOAD, item.field)
            yield part, replace(item, text="", marks=(*item.marks, lost))
        else:
            yield part, item


# --- The measure as the site's lists show it -----------------------------------------------------


def tiles_of(view: MeasureView, page: PublicPage) -> tuple[PublicTile, ...]:
    """Return the measure as each list of the site shows it that *page* is reached from.

    That is the page of its category (CategoryAccordion.vue), „Was gibt es Neues?“ for the measures
    that the site names there (News.vue:12-36), and „Ich kann aktiv werden“ for those with an offer
    (index.vue:11-13).
    """
    status, site = page.status.status, view.site
    known = {item.role: item for item in page.items()}
    above = [known[role] for role in (ItemRole.TAG, ItemRole.TITLE) if role in known]

    def tile(key: str, heading: str, status: PublicStatus, note: str = "") -> PublicTile:
        word = site.status_word(status)
        last = PageItem(
            f"{key}/status", ItemRole.STATUS, "", word, _PROGRESS, note=note, status=status
        )
        items = [*(replace(item, key=f"{key}/{item.role}") for item in above), last]
        return PublicTile(key, heading, status, tuple(items))

    found = [tile("category", IN_CATEGORY, status)]
    if view.id in site.news:
        news = site.program.news(view.progress, site)
        note = NEWS_DIFFERS if news is not status else ""
        found.append(tile("news", IN_LIST.format(list=site.words.news), news, note))
    offer = site.catalogue.path("user_action_label")[:-1]
    if javascript.truthy(javascript.at(view.additional, offer)):
        found.append(tile("offers", IN_LIST.format(list=site.words.offers), status))
    return tuple(found)


def _sections(items: list[tuple[PagePart, PageItem]], site: SiteProfile) -> Iterator[PageSection]:
    """Yield the sections in the order of the page; the four groups of the raw data at the end."""
    words, layout = site.words, site.layout
    for part in layout.parts:
        title, subtitle = words.headings[part], words.subtitles.get(part, "")
        inside = tuple(item for where, item in items if where is part)
        if part is PagePart.RAW:
            for group in site.catalogue.groups:
                of_group = tuple(replace(i, note="") for i in inside if i.note == group)
                yield PageSection(part, group, subtitle, of_group)
        elif inside or part in layout.always:
            yield PageSection(part, title, subtitle, inside)
