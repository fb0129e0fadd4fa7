"""Rules about addresses, link titles and the call to action (SEC-02, A11Y-21)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klimaeditor.checks import links
from klimaeditor.checks.reporting import report, setting
from klimaeditor.checks.rulebook import labels
from klimaeditor.checks.rulebook.links import URL_REASONS
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Fix
from klimaeditor.model.values import get_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Record


def check_links(view: MeasureView) -> Iterator[Finding]:
    """Yield what is wrong with links and the call to action; missing parts: rules_types."""
    links = view.value("links")
    for place, link in enumerate(links if isinstance(links, list) else ()):
        if isinstance(link, dict):
            yield from _check_link(view, place, link)
    yield from _check_action(view)


def _check_link(view: MeasureView, place: int, link: Record) -> Iterator[Finding]:
    url, title = link.get("url"), link.get("title")
    if isinstance(url, str) and url.strip():
        better = links.repair(url)
        fix = _with(view, place, "url", better, labels.REPAIR_URL)
        yield from _check_url(view, "links", place, url, fix)
    if isinstance(title, str) and title.strip() and links.is_meaningless_link(title):
        better = links.propose_link_title(url) if isinstance(url, str) else None
        label = "" if better is None else labels.take_text(better)
        fix = _with(view, place, "title", better, label)
        yield report("link_title", view, "links", place=place, fix=fix, found=quoted(title))


def _with(view: MeasureView, place: int, key: str, value: str | None, label: str) -> Fix:
    """Return the proposal that changes one key of one link; without a value only the way there."""
    links = view.value("links")
    if value is None or not isinstance(links, list):
        return Fix(labels.ENTER)
    changed: list[Json] = list(links)
    entry = changed[place]
    if isinstance(entry, dict):
        changed[place] = {**entry, key: value}
    return setting(label, view, "links", changed)


def _check_url(
    view: MeasureView, field: str, place: int | None, url: str, fix: Fix
) -> Iterator[Finding]:
    """Yield the first fault of an address; plain http is a warning (SEC-02)."""
    mail = field != "links"
    faults = links.check_url(url, mail_allowed=mail)
    found = quoted(url)
    if links.has_errors(faults):
        reason = URL_REASONS[next(f for f in faults if f not in links.WARNINGS)]
        scheme = labels.SCHEME_OR_MAIL if mail else labels.SCHEME
        details = {"reason": reason, "scheme": scheme, "example": labels.URL_EXAMPLE}
        yield report("url_invalid", view, field, place=place, fix=fix, found=found, **details)
    elif faults:
        fix = replace(fix, label=labels.USE_HTTPS) if fix.edits else fix
        yield report("url_http", view, field, place=place, fix=fix, found=found)


def _check_action(view: MeasureView) -> Iterator[Finding]:
    """Yield the parts a call to action lacks: all three belong together, or none."""
    path = view.site.catalogue.path("user_action_label")
    group = get_path(view.additional or {}, path[:-1])
    if not isinstance(group, dict):
        return
    for name, example in labels.ACTION_FIELDS.items():
        label = view.site.catalogue.field(name).label
        value = view.value(name)
        if not (isinstance(value, str) and value.strip()):
            fix = Fix(labels.ENTER)
            yield report(
                "user_action_incomplete", view, name, fix=fix, label=label, example=example
            )
    href = view.value("user_action_href")
    if isinstance(href, str) and href.strip():
        better = links.repair(href, mail_allowed=True)
        fix = Fix(labels.ENTER)
        if better is not None:
            fix = setting(labels.REPAIR_URL, view, "user_action_href", better)
        yield from _check_url(view, "user_action_href", None, href, fix)
