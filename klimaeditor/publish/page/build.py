"""Records and findings of one measure -> its public page as data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.website import (
    PageFault,
    PublicStatus,
    detail_line,
    facts,
    js_values,
    public_status,
    rows,
)
from klimaeditor.publish.page import texts
from klimaeditor.publish.page.chart import chart_of, meter_of
from klimaeditor.publish.page.marks import field_at, marks_of
from klimaeditor.publish.page.model import Item, Page, PageSection, Part, Role
from klimaeditor.publish.page.printed import in_one_line, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.checks.findings import Finding
    from klimaeditor.checks.website import PageRow
    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.publish.page.model import Chart, Mark
    from klimaeditor.values import Value

_PROGRESS: Final = "progress_values"
_ASKING: Final = frozenset({PublicStatus.STALE, PublicStatus.UNKNOWN})
_ALWAYS: Final = (Part.HEAD, Part.ABOUT, Part.EFFECTS, Part.IMPLEMENTATION)
_TITLES: Final = {part: title for title, part in texts.PARTS.items() if title != facts.STEPS}
_HEAD_ROLES: Final = {"category": Role.TAG, "summary": Role.TEXT}
_MOST_LETTERS: Final = 40


def page_of(view: MeasureView, findings: Iterable[Finding] = ()) -> Page:
    """Return the public page of a measure, as the site would show these very records.

    *findings* are those of the measure; their sentences and rules go into the marks. Where the
    site fails on the data, the page says so (:attr:`Page.effect`) and shows what it would be
    without that fault.
    """
    chart = chart_of(view.progress)
    plain = [
        *_from_rows(view),
        *_letters(js_values.member(view.additional, "links")),
        *_progress(view, chart),
        *_asking(view),
    ]
    marks = marks_of(view, findings)
    items, loose = _with_marks(plain, marks)
    return Page(public_status(view.progress), tuple(_sections(items)), chart, loose)


def _from_rows(view: MeasureView) -> Iterator[tuple[Part, Item]]:
    """Yield what the port of the page prints, in its order."""
    links = 0
    steps = False
    for row in rows(view.measure, view.additional):
        if not row.shown:
            continue
        part, field = texts.PARTS[row.section], field_at(row.file, row.field_path)
        if part is Part.LINKS:
            yield part, _link(row, links)
            links += 1
        elif part is Part.RAW:
            group, key = row.field_path
            label = in_one_line(row.label)
            yield part, Item(f"raw/{group}/{key}", Role.ROW, label, printed(row), field, group)
        elif part is Part.HEAD:
            role = _HEAD_ROLES.get(field, Role.TITLE)
            key = f"head/{role}"
            yield part, Item(key, role, "", printed(row), field)
        else:
            if row.section == facts.STEPS and not steps:
                steps = True
                yield part, Item("step", Role.HEADING, "", facts.STEPS, "state_text")
            yield part, _other(part, row, field)


def _link(row: PageRow, place: int) -> Item:
    text, target = printed(row), in_one_line(row.target)
    return Item(f"links/{place}", Role.LINK, "", text, "links", target=target, place=place)


def _other(part: Part, row: PageRow, field: str) -> Item:
    """Return an item of the call to action, of the rows with a label, or of the timeline."""
    text = printed(row)
    if part is Part.TAKE_PART:
        role = Role.BUTTON if field == "user_action_label" else Role.TEXT
        return Item(f"{part}/{role}", role, "", text, field, target=in_one_line(row.target))
    if row.section == facts.STEPS:
        state = row.label == facts.STATE_HEADING
        note = facts.STATE_DAY if state else facts.CONTRACT_DAY
        return Item(f"step/{field}", Role.STEP, row.label, text, field, note)
    return Item(f"{part}/{field}", Role.ROW, row.label, text, field)


def _letters(links: Value) -> Iterator[tuple[Part, Item]]:
    """Yield the empty links that the site makes of a text instead of a list ([measureId].vue:40).

    There is one for each letter; the first forty show what is meant.
    """
    if isinstance(links, str):
        for place in range(min(len(links), _MOST_LETTERS)):
            yield Part.LINKS, Item(f"links/{place}", Role.LINK, "", "", "links", place=place)


def _progress(view: MeasureView, chart: Chart | None) -> Iterator[tuple[Part, Item]]:
    """Yield chart, meter and status line of the head ([measureId].vue:13-32)."""
    if chart is not None:
        yield Part.HEAD, Item("head/chart", Role.CHART, "", chart.label, _PROGRESS)
    meter = meter_of(view.progress)
    if meter is not None:
        yield Part.HEAD, Item("head/meter", Role.TEXT, "", meter, _PROGRESS)
    line = detail_line(view.progress)
    if line:
        yield Part.HEAD, Item("head/status", Role.TEXT, "", in_one_line(line), _PROGRESS)


def _asking(view: MeasureView) -> Iterator[tuple[Part, Item]]:
    """Yield the box „Frage nach!“ ([measureId].vue:64-76)."""
    if public_status(view.progress).status in _ASKING:
        yield Part.ASK, Item("ask/text", Role.TEXT, "", facts.ASK_TEXT, _PROGRESS)
        yield (
            Part.ASK,
            Item("ask/button", Role.BUTTON, "", texts.ASK_BUTTON, _PROGRESS,
                 target=texts.ASK_TARGET),
        )  # fmt: skip


def _with_marks(
    items: list[tuple[Part, Item]], marks: tuple[Mark, ...]
) -> tuple[list[tuple[Part, Item]], tuple[Mark, ...]]:
    """Put each mark at the items it is about, and return those that are about none."""
    at: dict[str, list[Mark]] = {}
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


def _keys_for(mark: Mark, items: list[tuple[Part, Item]]) -> list[str]:
    """Return the keys of the items where a mark stands.

    The box „Frage nach!“ has its own mark, and an empty row is marked where it is empty; the raw
    data repeats nothing that is marked above it.
    """
    if mark.fault is PageFault.ASKS_READERS:
        return ["ask/text"]
    here = [(part, item) for part, item in items if _is_about(mark, item) and part is not Part.ASK]
    if mark.fault is PageFault.ROW_EMPTY:
        here = [(part, item) for part, item in here if item.role in {Role.ROW, Role.STEP}]
    if mark.fault is PageFault.TITLE_EMPTY:
        here = [(part, item) for part, item in here if item.role is Role.TITLE]
    above = [item.key for part, item in here if part is not Part.RAW]
    return above or [item.key for _, item in here]


def _is_about(mark: Mark, item: Item) -> bool:
    if item.role is Role.HEADING:
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


def _sections(items: list[tuple[Part, Item]]) -> Iterator[PageSection]:
    """Yield the sections in the order of the page; the four groups of the raw data at the end."""
    for part in Part:
        inside = tuple(item for where, item in items if where is part)
        if part is Part.RAW:
            for group in facts.GROUPS:
                of_group = tuple(replace(i, note="") for i in inside if i.note == group)
                yield PageSection(part, group, texts.SUBTITLES[part], of_group)
        elif inside or part in _ALWAYS:
            yield PageSection(part, _TITLES[part], texts.SUBTITLES.get(part, ""), inside)
