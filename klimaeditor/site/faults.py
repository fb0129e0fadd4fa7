"""Every way in which the records of one measure break or bend the public pages (section 0.2)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.site import facts, javascript
from klimaeditor.site.rows import cost_line, empty_rows, rows
from klimaeditor.site.status import (
    FaultHit,
    PageFault,
    PublicStatus,
    StatusReason,
    entries_of,
    public_status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.values import Json, Path, Value


# --- What a record of additional_data.json does to the detail page; part of :mod:`.faults` -------


def additional_faults(additional: Value) -> Iterator[FaultHit]:
    """Yield the faults of a raw record of additional_data.json; None or ABSENT is no record."""
    yield from _cost_faults(additional)
    yield from _state_faults(javascript.member(additional, "state"))
    yield from _link_faults(javascript.member(additional, "links"))
    yield from _action_faults(javascript.member(additional, "user_action"))


def _hit(fault: PageFault, path: Path, detail: str = "", entry: int | None = None) -> FaultHit:
    return FaultHit(fault, FileName.ADDITIONAL, path, detail, entry)


def _cost_faults(additional: Value) -> Iterator[FaultHit]:
    line = cost_line(additional)
    if line.fault is None:
        return
    path: Path = ()
    if not javascript.nullish(additional):
        cost = javascript.member(additional, "cost")
        path = ("cost", "value") if isinstance(cost, dict) else ("cost",)
    yield _hit(line.fault, path, line.text)


def _state_faults(state: Value) -> Iterator[FaultHit]:
    """Yield faults of the card „Sachstand 2024“ ([measureId].vue:295-299)."""
    if javascript.truthy(state) and not isinstance(state, dict):
        yield _hit(PageFault.STATE_NOT_AN_OBJECT, ("state",))
    text = javascript.member(state, "text")
    if not javascript.nullish(text) and not isinstance(text, str):
        yield _hit(PageFault.TEXT_NOT_TEXT, ("state", "text"))


def _link_faults(links: Value) -> Iterator[FaultHit]:
    """Yield faults of „Nützliche Links“ ([measureId].vue:37-51).

    A text instead of a list is taken apart into letters, each an empty link; anything else that
    is no list is left out without a word.
    """
    if not isinstance(links, list):
        if not javascript.nullish(links) and links != "":
            yield _hit(PageFault.LINKS_NOT_A_LIST, ("links",))
        return
    for index, link in enumerate(links):
        if link is None:
            yield _hit(PageFault.LINK_NULL, ("links",), entry=index)
            continue
        if not _has_text(javascript.member(link, "url")):
            yield _hit(PageFault.LINK_WITHOUT_TARGET, ("links",), entry=index)
        if not _has_text(javascript.member(link, "title")):
            yield _hit(PageFault.LINK_WITHOUT_TITLE, ("links",), entry=index)


def _action_faults(action: Value) -> Iterator[FaultHit]:
    """Yield faults of „Werde selber aktiv!“; an empty object shows the box with an empty button.

    The same object puts the measure under „Ich kann aktiv werden“ (index.vue:11-13), so no offer
    means no object: the key is absent or null.
    """
    if not javascript.truthy(action):
        return
    if not isinstance(action, dict):
        yield _hit(PageFault.ACTION_NOT_AN_OBJECT, ("user_action",))
        return
    if not _has_text(javascript.member(action, "href")):
        yield _hit(PageFault.ACTION_WITHOUT_TARGET, ("user_action", "href"))
    if not _has_text(javascript.member(action, "label")):
        yield _hit(PageFault.ACTION_WITHOUT_LABEL, ("user_action", "label"))


def _has_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())


# --- What a progress record does to the public pages; part of :mod:`.faults` ---------------------
#
# The chart exists for the types count and percent only ([measureId].vue:13-18); the days of every
# entry are written out for it all the same, so one unreadable day fails the page of any measure.

_VALUES: Final = ("values",)
_LOADER_FAULTS: Final = {
    StatusReason.VALUES_MISSING: PageFault.VALUES_MISSING,
    StatusReason.EMPTY_VALUES: PageFault.VALUES_EMPTY,
    StatusReason.NULL_ENTRY: PageFault.NULL_ENTRY,
}
_CHART_END: Final = facts.CHART_END.isoformat()


def progress_faults(progress: Value) -> Iterator[FaultHit]:
    """Yield the faults of a raw record of implementations.json; None or ABSENT is no record."""
    status = public_status(progress)
    if status.status in {PublicStatus.UNKNOWN, PublicStatus.STALE}:
        where = () if status.reason_code is StatusReason.NO_RECORD else _VALUES
        yield _progress_fault(PageFault.ASKS_READERS, where, status.reason_code)
    if javascript.nullish(progress):
        return
    entries = entries_of(progress)
    if isinstance(entries, StatusReason):
        yield _progress_fault(_LOADER_FAULTS[entries])
        return
    if status.reason_code is StatusReason.OVER_GOAL:
        yield _progress_fault(
            PageFault.COUNT_OVER_GOAL, detail=status.detail, entry=len(entries) - 1
        )
    yield from _day_faults(entries)
    if len(entries) == 1 and javascript.nullish(javascript.member(entries[0], "value")):
        yield _progress_fault(PageFault.ONLY_VALUE_MISSING, entry=0)
    yield from _chart_faults(progress, entries)


def _progress_fault(
    fault: PageFault, path: Path = _VALUES, detail: str = "", entry: int | None = None
) -> FaultHit:
    return FaultHit(fault, FileName.PROGRESS, path, detail, entry)


def _day_faults(entries: list[Json]) -> Iterator[FaultHit]:
    moments: list[int] = []
    for index, entry in enumerate(entries):
        raw = javascript.member(entry, "date")
        moment = javascript.to_moment(raw)
        if moment is None:
            yield _progress_fault(
                PageFault.DATE_INVALID, detail=javascript.display(raw), entry=index
            )
            continue
        moments.append(moment)
        day = javascript.iso_day(moment)
        if not (isinstance(raw, str) and raw.startswith(day)):
            yield _progress_fault(PageFault.DATE_MISREAD, detail=day, entry=index)
    if any(later < earlier for earlier, later in pairwise(moments)):
        yield _progress_fault(PageFault.VALUES_UNORDERED, detail=javascript.iso_day(max(moments)))


def _chart_faults(progress: Value, entries: list[Json]) -> Iterator[FaultHit]:
    """Yield what lies outside the axes, which are fixed or given ([measureId].vue:324-348)."""
    kind = javascript.member(progress, "type")
    if kind == "percent":
        lowest, highest = 0.0, 100.0
    elif kind == "count":
        lowest, highest = (
            javascript.to_number(javascript.member(progress, key)) for key in ("yMin", "yMax")
        )
    else:
        return
    for index, entry in enumerate(entries):
        moment = javascript.to_moment(javascript.member(entry, "date"))
        if moment is not None and _after_chart(moment):
            day = javascript.iso_day(moment)
            yield _progress_fault(PageFault.DATE_BEYOND_CHART, detail=day, entry=index)
        if _outside(javascript.member(entry, "value"), lowest, highest):
            yield _progress_fault(PageFault.VALUE_OUTSIDE_CHART, entry=index)
    if _outside(javascript.member(progress, "goal"), lowest, highest) and kind == "count":
        yield _progress_fault(PageFault.GOAL_OUTSIDE_CHART, ("goal",))


def _after_chart(moment: int) -> bool:
    day = javascript.iso_day(moment)
    return day.startswith("+") or (not day.startswith("-") and day > _CHART_END)


def _outside(value: Value, lowest: float, highest: float) -> bool:
    if not javascript.is_number(value):
        return False
    number = javascript.to_number(value)
    return number < lowest or number > highest


# --- Every way in which the records of one measure break or bend the public pages (section 0.2) --

_OUTLINE, _, _IMPLEMENTATION, _ = facts.GROUPS
_DESCRIPTION: Final = (_OUTLINE, "Action description")
_RESPONSIBLE: Final = (_IMPLEMENTATION, "Responsible bodies/person for implementation")


def page_faults(
    measure: Value, additional: Value, progress: Value, category: Value
) -> tuple[FaultHit, ...]:
    """Return all faults of the raw records of one measure, in the order of the page.

    *additional*, *progress* and *category* are None or ABSENT where their file has no record for
    the measure; *category* is the record of categories.json. A record that fails the site or a
    page is reported once per place, not once per page on which it fails.
    """
    return (
        *_identity_faults(measure, category),
        *_title_faults(measure, additional),
        *progress_faults(progress),
        *_group_faults(measure),
        *_filter_faults(measure),
        *additional_faults(additional),
        *(
            FaultHit(PageFault.ROW_EMPTY, row.file, row.field_path, row.label)
            for row in empty_rows(measure, additional)
        ),
    )


def _measure_fault(fault: PageFault, path: Path, detail: str = "") -> FaultHit:
    return FaultHit(fault, FileName.MEASURES, path, detail)


def _identity_faults(measure: Value, category: Value) -> Iterator[FaultHit]:
    """Yield faults of id and category.

    Pages are found by ``===`` with a part of the address (loadData.ts:198, 230, 258); icon and
    colour of a category by its *name*, not by its id ([measureId].vue:6).
    """
    for key, fault in (
        ("id", PageFault.ID_UNUSABLE),
        ("categoryId", PageFault.CATEGORY_ID_UNUSABLE),
    ):
        value = javascript.member(measure, key)
        if not (isinstance(value, str) and value.strip()):
            yield _measure_fault(fault, (key,))
    name = javascript.member(measure, "category")
    if not (isinstance(name, str) and name in facts.CATEGORY_NAMES):
        yield _measure_fault(
            PageFault.CATEGORY_NAME_UNKNOWN, ("category",), javascript.display(name)
        )
    if javascript.nullish(category):
        yield _measure_fault(PageFault.CATEGORY_NOT_LISTED, ("categoryId",))


def _title_faults(measure: Value, additional: Value) -> Iterator[FaultHit]:
    """Yield faults of the title: ``short_title``, or else the action name, on every page."""
    if javascript.nullish(javascript.member(measure, _OUTLINE)):
        yield _measure_fault(PageFault.OUTLINE_MISSING, (_OUTLINE,))
        if not javascript.truthy(javascript.member(additional, "short_title")):
            yield _measure_fault(PageFault.CARD_TITLE_FAILS, (_OUTLINE,))
        return
    title = rows(measure, additional)[0]
    if not title.text.strip():
        yield FaultHit(PageFault.TITLE_EMPTY, title.file, title.field_path)


def _group_faults(measure: Value) -> Iterator[FaultHit]:
    """Yield what fails in the four groups: everything in them must be text ([measureId].vue:242).

    The description is the only text that may not even be missing (:99).
    """
    outline = javascript.member(measure, _OUTLINE)
    description = javascript.member(outline, _DESCRIPTION[1])
    missing = javascript.nullish(description)
    if missing and not javascript.nullish(outline):
        yield _measure_fault(PageFault.DESCRIPTION_MISSING, _DESCRIPTION)
    for name in facts.GROUPS:
        group = javascript.member(measure, name)
        if isinstance(group, dict):
            for key, value in group.items():
                known = missing and (name, key) == _DESCRIPTION
                if not isinstance(value, str) and not known:
                    yield _measure_fault(PageFault.TEXT_NOT_TEXT, (name, key))
        elif not javascript.nullish(group):
            fault = PageFault.GROUP_FAILS if _loop_fails(group) else PageFault.GROUP_MISREAD
            yield _measure_fault(fault, (name,))


def _loop_fails(group: Value) -> bool:
    """Whether a loop over something that is no object meets a value that is no text.

    A number n is a loop over 1 to n; a text is a loop over its letters.
    """
    if isinstance(group, list):
        return any(not isinstance(value, str) for value in group)
    return javascript.is_number(group) and group != 0


def _filter_faults(measure: Value) -> Iterator[FaultHit]:
    """Yield what keeps the measure out of the home page's filter (index.vue:15-21, WEB-10)."""
    body = javascript.member(javascript.member(measure, _IMPLEMENTATION), _RESPONSIBLE[1])
    text = "" if javascript.nullish(body) else body
    if not isinstance(text, str | list):
        yield _measure_fault(PageFault.FILTER_TEXT_FAILS, _RESPONSIBLE)
    elif not any(choice in text for choice in facts.FILTER_BODIES):
        yield _measure_fault(PageFault.FILTER_MISSES, _RESPONSIBLE)
