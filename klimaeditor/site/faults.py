"""Every way in which the records of one measure break or bend the public pages (section 0.2)."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.publicpage import PublicStatus, StatusReason
from klimaeditor.model.records import TITLED_BY
from klimaeditor.model.values import is_number
from klimaeditor.site import javascript
from klimaeditor.site.page_model import FaultHit, PageFault
from klimaeditor.site.rows import cost_line, empty_rows, title_row
from klimaeditor.site.status import entries_of, of_progress
from klimaeditor.site.visible_text import shows_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Path, Value


# --- What a record of additional_data.json does to the detail page; part of :mod:`.faults` -------


def additional_faults(additional: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield the faults of a raw record of additional_data.json; None or ABSENT is no record."""
    yield from _cost_faults(additional, site)
    yield from _state_faults(additional, site)
    yield from _link_faults(additional, site)
    yield from _action_faults(additional, site)


def _hit(fault: PageFault, path: Path, detail: str = "", entry: int | None = None) -> FaultHit:
    return FaultHit(fault, FileName.ADDITIONAL, path, detail, entry)


def _cost_faults(additional: Value, site: SiteProfile) -> Iterator[FaultHit]:
    line = cost_line(additional, site)
    if line.fault is None:
        return
    path: Path = ()
    if not javascript.nullish(additional):
        amount = site.catalogue.path("cost_value")
        path = amount if isinstance(javascript.at(additional, amount[:-1]), dict) else amount[:-1]
    yield _hit(line.fault, path, line.text)


def _state_faults(additional: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield faults of the card „Sachstand 2024“ ([measureId].vue:295-299)."""
    path = site.catalogue.path("state_text")
    state = javascript.at(additional, path[:-1])
    if javascript.truthy(state) and not isinstance(state, dict):
        yield _hit(PageFault.STATE_NOT_AN_OBJECT, path[:-1])
    text = javascript.at(additional, path)
    if not javascript.nullish(text) and not isinstance(text, str):
        yield _hit(PageFault.TEXT_NOT_TEXT, path)


def _link_faults(additional: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield faults of „Nützliche Links“ ([measureId].vue:37-51).

    A text instead of a list is taken apart into letters, each an empty link; anything else that
    is no list is left out without a word.
    """
    path = site.catalogue.path("links")
    links = javascript.at(additional, path)
    if not isinstance(links, list):
        if not javascript.nullish(links) and links != "":
            yield _hit(PageFault.LINKS_NOT_A_LIST, path)
        return
    for index, link in enumerate(links):
        if link is None:
            yield _hit(PageFault.LINK_NULL, path, entry=index)
            continue
        if not _has_text(javascript.member(link, "url")):
            yield _hit(PageFault.LINK_WITHOUT_TARGET, path, entry=index)
        if not _has_text(javascript.member(link, "title")):
            yield _hit(PageFault.LINK_WITHOUT_TITLE, path, entry=index)


def _action_faults(additional: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield faults of „Werde selber aktiv!“; an empty object shows the box with an empty button.

    The same object puts the measure under „Ich kann aktiv werden“ (index.vue:11-13), so no offer
    means no object: the key is absent or null.
    """
    label = site.catalogue.path("user_action_label")
    address = site.catalogue.path("user_action_href")
    action = javascript.at(additional, label[:-1])
    if not javascript.truthy(action):
        return
    if not isinstance(action, dict):
        yield _hit(PageFault.ACTION_NOT_AN_OBJECT, label[:-1])
        return
    if not _has_text(javascript.at(additional, address)):
        yield _hit(PageFault.ACTION_WITHOUT_TARGET, address)
    if not _has_text(javascript.at(additional, label)):
        yield _hit(PageFault.ACTION_WITHOUT_LABEL, label)


def _has_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())


# --- What a progress record does to the public pages; part of :mod:`.faults` ---------------------
#
# The chart exists for the types count and percent only ([measureId].vue:13-18); the days of every
# entry are written out for it all the same, so one unreadable day fails the page of any measure.

_LOADER_FAULTS: Final = {
    StatusReason.VALUES_MISSING: PageFault.VALUES_MISSING,
    StatusReason.EMPTY_VALUES: PageFault.VALUES_EMPTY,
    StatusReason.NULL_ENTRY: PageFault.NULL_ENTRY,
}


def progress_faults(progress: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield the faults of a raw record of implementations.json; None or ABSENT is no record."""
    values = site.catalogue.path("progress_values")
    status = site.status(progress)
    if status.status in {PublicStatus.UNKNOWN, PublicStatus.STALE}:
        where = () if status.reason_code is StatusReason.NO_RECORD else values
        yield _progress_fault(PageFault.ASKS_READERS, where, status.reason_code)
    if javascript.nullish(progress):
        return
    entries = entries_of(progress, site)
    if isinstance(entries, StatusReason):
        yield _progress_fault(_LOADER_FAULTS[entries], values)
        return
    if status.reason_code is StatusReason.OVER_GOAL:
        yield _progress_fault(
            PageFault.COUNT_OVER_GOAL, values, detail=status.detail, entry=len(entries) - 1
        )
    yield from _day_faults(entries, values, site)
    if len(entries) == 1 and javascript.nullish(javascript.member(entries[0], "value")):
        yield _progress_fault(PageFault.ONLY_VALUE_MISSING, values, entry=0)
    yield from _chart_faults(progress, entries, site)


def _progress_fault(
    fault: PageFault, path: Path, detail: str = "", entry: int | None = None
) -> FaultHit:
    return FaultHit(fault, FileName.PROGRESS, path, detail, entry)


def _day_faults(entries: list[Json], values: Path, site: SiteProfile) -> Iterator[FaultHit]:
    moments: list[int] = []
    for index, entry in enumerate(entries):
        raw = javascript.member(entry, "date")
        moment = site.program.moment(raw)
        if moment is None:
            yield _progress_fault(
                PageFault.DATE_INVALID, values, detail=javascript.display(raw), entry=index
            )
            continue
        moments.append(moment)
        day = javascript.iso_day(moment)
        if not (isinstance(raw, str) and raw.startswith(day)):
            yield _progress_fault(PageFault.DATE_MISREAD, values, detail=day, entry=index)
    if any(later < earlier for earlier, later in pairwise(moments)):
        yield _progress_fault(
            PageFault.VALUES_UNORDERED, values, detail=javascript.iso_day(max(moments))
        )


_LINES: tuple[FieldName, ...] = ("progress_start", "progress_goal")


def _chart_faults(progress: Value, entries: list[Json], site: SiteProfile) -> Iterator[FaultHit]:
    """Yield what lies outside the axes, which are fixed or given ([measureId].vue:324-348)."""
    values = site.catalogue.path("progress_values")
    kind = of_progress(progress, "progress_type", site)
    if kind == "percent":
        lowest, highest = 0.0, 100.0
    elif kind == "count":
        lowest, highest = (
            javascript.to_number(of_progress(progress, name, site))
            for name in ("progress_y_min", "progress_y_max")
        )
    else:
        return
    flat = lowest == highest
    for index, entry in enumerate(entries):
        moment = site.program.moment(javascript.member(entry, "date"))
        if moment is not None and _after_chart(moment, site):
            day = javascript.iso_day(moment)
            yield _progress_fault(PageFault.DATE_BEYOND_CHART, values, detail=day, entry=index)
        if not flat and _outside(javascript.member(entry, "value"), lowest, highest):
            yield _progress_fault(PageFault.VALUE_OUTSIDE_CHART, values, entry=index)
    if kind == "count":
        yield from _line_faults(progress, lowest, highest, site)


def _line_faults(
    progress: Value, lowest: float, highest: float, site: SiteProfile
) -> Iterator[FaultHit]:
    """Yield what a chart of counts does with its axis, its goal and its two lines (:353-381)."""
    goal = site.catalogue.path("progress_goal")
    if lowest == highest:
        axis = site.catalogue.path("progress_y_max")
        yield _progress_fault(PageFault.AXIS_WITHOUT_HEIGHT, axis)
    elif _outside(javascript.at(progress, goal), lowest, highest):
        yield _progress_fault(PageFault.GOAL_OUTSIDE_CHART, goal)
    for name in _LINES:
        if height_of(of_progress(progress, name, site)) is None:
            yield _progress_fault(PageFault.LINE_ASTRAY, site.catalogue.path(name))


def height_of(value: Value) -> float | None:
    """Return where the chart puts a value, None where it has no place for it.

    A line of the chart without a height is drawn through the whole chart, from corner to corner
    (chartjs-plugin-annotation); a point without one is left out.
    """
    number = math.nan if javascript.nullish(value) else javascript.to_number(value)
    return number if math.isfinite(number) else None


def _after_chart(moment: int, site: SiteProfile) -> bool:
    day = javascript.iso_day(moment)
    return day.startswith("+") or (
        not day.startswith("-") and day > site.facts.chart_end.isoformat()
    )


def _outside(value: Value, lowest: float, highest: float) -> bool:
    if not is_number(value):
        return False
    number = javascript.to_number(value)
    return number < lowest or number > highest


# --- Every way in which the records of one measure break or bend the public pages (section 0.2) --


def page_faults(
    measure: Value, additional: Value, progress: Value, category: Value, site: SiteProfile
) -> tuple[FaultHit, ...]:
    """Return all faults of the raw records of one measure, in the order of the page.

    *additional*, *progress* and *category* are None or ABSENT where their file has no record for
    the measure; *category* is the record of categories.json. A record that fails the site or a
    page is reported once per place, not once per page on which it fails.
    """
    return (
        *_identity_faults(measure, progress, category, site),
        *_title_faults(measure, additional, site),
        *progress_faults(progress, site),
        *_group_faults(measure, site),
        *_filter_faults(measure, site),
        *additional_faults(additional, site),
        *(
            FaultHit(PageFault.ROW_EMPTY, row.file, row.field_path, row.label)
            for row in empty_rows(measure, additional, site)
        ),
    )


_ADDITIONAL_PARTS: Final[
    tuple[tuple[FieldName, Callable[[Value, SiteProfile], Iterator[FaultHit]]], ...]
] = (
    ("cost_value", _cost_faults),
    ("state_text", _state_faults),
    ("links", _link_faults),
    ("user_action_label", _action_faults),
)
_TITLES: Final[frozenset[FieldName]] = frozenset(TITLED_BY)


def own_faults(
    measure: Value, additional: Value, site: SiteProfile, fields: AbstractSet[FieldName]
) -> Iterator[FaultHit]:
    """Yield those of the page faults that values of *fields* can bring; ids are none of them.

    A value brings its group into the record, so the other fields of the group are looked at, too.
    """
    groups = _groups_of(site.catalogue, frozenset(fields))
    files = {file for file, _ in groups}
    if FileName.MEASURES in files:
        yield from _group_faults(measure, site)
        yield from _filter_faults(measure, site)
    for name, part in _ADDITIONAL_PARTS:
        if (FileName.ADDITIONAL, site.catalogue.path(name)[0]) in groups:
            yield from part(additional, site)
    if not groups.isdisjoint(_groups_of(site.catalogue, _TITLES)):
        yield from _title_faults(measure, additional, site)
    for row in empty_rows(measure, additional, site, groups):
        yield FaultHit(PageFault.ROW_EMPTY, row.file, row.field_path, row.label)


@cache
def _groups_of(
    catalogue: Catalogue, fields: frozenset[FieldName]
) -> frozenset[tuple[FileName, str]]:
    """Return file and group of fields, or the key of one that stands in no group."""
    return frozenset((field.file, field.path[0]) for field in map(catalogue.field, sorted(fields)))


def _measure_fault(fault: PageFault, path: Path, detail: str = "") -> FaultHit:
    return FaultHit(fault, FileName.MEASURES, path, detail)


_IDENTITY: tuple[tuple[FieldName, PageFault], ...] = (
    ("id", PageFault.ID_UNUSABLE),
    ("category_id", PageFault.CATEGORY_ID_UNUSABLE),
)


def _identity_faults(
    measure: Value, progress: Value, category: Value, site: SiteProfile
) -> Iterator[FaultHit]:
    """Yield faults of id and category.

    Pages are found by ``===`` with a part of the address (loadData.ts:198, 230, 258), progress by
    the name in an object (:208), which has names of its own; icon and colour of a category by its
    *name*, not by its id ([measureId].vue:6).
    """
    path = site.catalogue.path
    for name, fault in _IDENTITY:
        value = javascript.at(measure, path(name))
        if not (isinstance(value, str) and value.strip()):
            yield _measure_fault(fault, path(name))
    known = javascript.at(measure, path("id"))
    if isinstance(known, str) and known in site.reserved and javascript.nullish(progress):
        yield _measure_fault(PageFault.ID_RESERVED, path("id"))
    called = javascript.at(measure, path("category"))
    if not (isinstance(called, str) and called in site.icons):
        said = javascript.display(called)
        yield _measure_fault(PageFault.CATEGORY_NAME_UNKNOWN, path("category"), said)
    if javascript.nullish(category):
        yield _measure_fault(PageFault.CATEGORY_NOT_LISTED, path("category_id"))


def _title_faults(measure: Value, additional: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield faults of the title: ``short_title``, or else the action name, on every page."""
    outline = site.catalogue.path("action_name")[:-1]
    if javascript.nullish(javascript.at(measure, outline)):
        yield _measure_fault(PageFault.OUTLINE_MISSING, outline)
        if not javascript.truthy(javascript.at(additional, site.catalogue.path("short_title"))):
            yield _measure_fault(PageFault.CARD_TITLE_FAILS, outline)
        return
    title = title_row(measure, additional, site)
    if shows_nothing(title.text):
        yield FaultHit(PageFault.TITLE_EMPTY, title.file, title.field_path)


def _group_faults(measure: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield what fails in the four groups: everything in them must be text ([measureId].vue:242).

    Where a value is none, its group of the raw data stays empty: each group is drawn by a part of
    its own. The page as a whole fails on the few texts that it takes as HTML outside of them (:99,
    :134, :177, :301), and the description is the only one that may not even be missing.
    """
    described = site.catalogue.path("action_description")
    outline = javascript.at(measure, described[:-1])
    missing = javascript.nullish(javascript.at(measure, described))
    if missing and not javascript.nullish(outline):
        yield _measure_fault(PageFault.DESCRIPTION_MISSING, described)
    for name in site.catalogue.groups:
        group = javascript.member(measure, name)
        if isinstance(group, dict):
            for key, value in group.items():
                if spoils_group((name, key), value, site):
                    yield _measure_fault(PageFault.RAW_GROUP_EMPTY, (name, key))
                elif not isinstance(value, str) and value is not None:
                    yield _measure_fault(PageFault.TEXT_NOT_TEXT, (name, key))
        elif not javascript.nullish(group):
            fault = PageFault.GROUP_FAILS if _loop_fails(group) else PageFault.GROUP_MISREAD
            yield _measure_fault(fault, (name,))


def spoils_group(path: Path, value: Value, site: SiteProfile) -> bool:
    """Tell whether a value empties its group of the raw data, and nothing but that.

    Where the page takes the text as HTML it fails as a whole, and so it does without description.
    """
    if isinstance(value, str):
        return False
    if value is None:
        return path != site.catalogue.path("action_description")
    sinks = (*site.layout.html, "implementation_comments")
    return path not in {site.catalogue.path(name) for name in sinks}


def _loop_fails(group: Value) -> bool:
    """Whether a loop over something that is no object meets a value that is no text.

    A number n is a loop over 1 to n; a text is a loop over its letters.
    """
    if isinstance(group, list):
        return any(not isinstance(value, str) for value in group)
    return is_number(group) and group != 0


def _filter_faults(measure: Value, site: SiteProfile) -> Iterator[FaultHit]:
    """Yield what keeps the measure out of the home page's filter (index.vue:15-21, WEB-10)."""
    responsible = site.catalogue.path("responsible_bodies")
    body = javascript.at(measure, responsible)
    text = "" if javascript.nullish(body) else body
    if not isinstance(text, str | list):
        yield _measure_fault(PageFault.FILTER_TEXT_FAILS, responsible)
    elif not any(choice in text for choice in site.facts.filter_bodies):
        yield _measure_fault(PageFault.FILTER_MISSES, responsible)
