"""What a record of additional_data.json does to the detail page; part of :mod:`.faults`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.changes import FileName
from klimaeditor.checks.website import js_values
from klimaeditor.checks.website.results import FaultHit, PageFault
from klimaeditor.checks.website.rows import cost_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.values import Path, Value


def additional_faults(additional: Value) -> Iterator[FaultHit]:
    """Yield the faults of a raw record of additional_data.json; None or ABSENT is no record."""
    yield from _cost_faults(additional)
    yield from _state_faults(js_values.member(additional, "state"))
    yield from _link_faults(js_values.member(additional, "links"))
    yield from _action_faults(js_values.member(additional, "user_action"))


def _hit(fault: PageFault, path: Path, detail: str = "", entry: int | None = None) -> FaultHit:
    return FaultHit(fault, FileName.ADDITIONAL, path, detail, entry)


def _cost_faults(additional: Value) -> Iterator[FaultHit]:
    line = cost_line(additional)
    if line.fault is None:
        return
    path: Path = ()
    if not js_values.nullish(additional):
        cost = js_values.member(additional, "cost")
        path = ("cost", "value") if isinstance(cost, dict) else ("cost",)
    yield _hit(line.fault, path, line.text)


def _state_faults(state: Value) -> Iterator[FaultHit]:
    """Yield faults of the card „Sachstand 2024“ ([measureId].vue:295-299)."""
    if js_values.truthy(state) and not isinstance(state, dict):
        yield _hit(PageFault.STATE_NOT_AN_OBJECT, ("state",))
    text = js_values.member(state, "text")
    if not js_values.nullish(text) and not isinstance(text, str):
        yield _hit(PageFault.TEXT_NOT_TEXT, ("state", "text"))


def _link_faults(links: Value) -> Iterator[FaultHit]:
    """Yield faults of „Nützliche Links“ ([measureId].vue:37-51).

    A text instead of a list is taken apart into letters, each an empty link; anything else that
    is no list is left out without a word.
    """
    if not isinstance(links, list):
        if not js_values.nullish(links) and links != "":
            yield _hit(PageFault.LINKS_NOT_A_LIST, ("links",))
        return
    for index, link in enumerate(links):
        if link is None:
            yield _hit(PageFault.LINK_NULL, ("links",), entry=index)
            continue
        if not _has_text(js_values.member(link, "url")):
            yield _hit(PageFault.LINK_WITHOUT_TARGET, ("links",), entry=index)
        if not _has_text(js_values.member(link, "title")):
            yield _hit(PageFault.LINK_WITHOUT_TITLE, ("links",), entry=index)


def _action_faults(action: Value) -> Iterator[FaultHit]:
    """Yield faults of „Werde selber aktiv!“; an empty object shows the box with an empty button.

    The same object puts the measure under „Ich kann aktiv werden“ (index.vue:11-13), so no offer
    means no object: the key is absent or null.
    """
    if not js_values.truthy(action):
        return
    if not isinstance(action, dict):
        yield _hit(PageFault.ACTION_NOT_AN_OBJECT, ("user_action",))
        return
    if not _has_text(js_values.member(action, "href")):
        yield _hit(PageFault.ACTION_WITHOUT_TARGET, ("user_action", "href"))
    if not _has_text(js_values.member(action, "label")):
        yield _hit(PageFault.ACTION_WITHOUT_LABEL, ("user_action", "label"))


def _has_text(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip())
