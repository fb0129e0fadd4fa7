"""Every way in which the records of one measure break or bend the public pages (section 0.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.changes import FileName
from klimaeditor.checks.website import facts, js_values
from klimaeditor.checks.website.additional_faults import additional_faults
from klimaeditor.checks.website.progress_faults import progress_faults
from klimaeditor.checks.website.results import FaultHit, PageFault
from klimaeditor.checks.website.rows import empty_rows, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.values import Path, Value

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


def _hit(fault: PageFault, path: Path, detail: str = "") -> FaultHit:
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
        value = js_values.member(measure, key)
        if not (isinstance(value, str) and value.strip()):
            yield _hit(fault, (key,))
    name = js_values.member(measure, "category")
    if not (isinstance(name, str) and name in facts.CATEGORY_NAMES):
        yield _hit(PageFault.CATEGORY_NAME_UNKNOWN, ("category",), js_values.display(name))
    if js_values.nullish(category):
        yield _hit(PageFault.CATEGORY_NOT_LISTED, ("categoryId",))


def _title_faults(measure: Value, additional: Value) -> Iterator[FaultHit]:
    """Yield faults of the title: ``short_title``, or else the action name, on every page."""
    if js_values.nullish(js_values.member(measure, _OUTLINE)):
        yield _hit(PageFault.OUTLINE_MISSING, (_OUTLINE,))
        if not js_values.truthy(js_values.member(additional, "short_title")):
            yield _hit(PageFault.CARD_TITLE_FAILS, (_OUTLINE,))
        return
    title = rows(measure, additional)[0]
    if not title.text.strip():
        yield FaultHit(PageFault.TITLE_EMPTY, title.file, title.field_path)


def _group_faults(measure: Value) -> Iterator[FaultHit]:
    """Yield what fails in the four groups: everything in them must be text ([measureId].vue:242).

    The description is the only text that may not even be missing (:99).
    """
    outline = js_values.member(measure, _OUTLINE)
    description = js_values.member(outline, _DESCRIPTION[1])
    missing = js_values.nullish(description)
    if missing and not js_values.nullish(outline):
        yield _hit(PageFault.DESCRIPTION_MISSING, _DESCRIPTION)
    for name in facts.GROUPS:
        group = js_values.member(measure, name)
        if isinstance(group, dict):
            for key, value in group.items():
                known = missing and (name, key) == _DESCRIPTION
                if not isinstance(value, str) and not known:
                    yield _hit(PageFault.TEXT_NOT_TEXT, (name, key))
        elif not js_values.nullish(group):
            fault = PageFault.GROUP_FAILS if _loop_fails(group) else PageFault.GROUP_MISREAD
            yield _hit(fault, (name,))


def _loop_fails(group: Value) -> bool:
    """Whether a loop over something that is no object meets a value that is no text.

    A number n is a loop over 1 to n; a text is a loop over its letters.
    """
    if isinstance(group, list):
        return any(not isinstance(value, str) for value in group)
    return js_values.is_number(group) and group != 0


def _filter_faults(measure: Value) -> Iterator[FaultHit]:
    """Yield what keeps the measure out of the home page's filter (index.vue:15-21, WEB-10)."""
    body = js_values.member(js_values.member(measure, _IMPLEMENTATION), _RESPONSIBLE[1])
    text = "" if js_values.nullish(body) else body
    if not isinstance(text, str | list):
        yield _hit(PageFault.FILTER_TEXT_FAILS, _RESPONSIBLE)
    elif not any(choice in text for choice in facts.FILTER_BODIES):
        yield _hit(PageFault.FILTER_MISSES, _RESPONSIBLE)
