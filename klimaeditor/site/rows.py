"""The texts of the public detail page, from top to bottom; port of [measureId].vue:1-254.

The status line, the box „Frage nach!“ and the chart depend on the progress and are not rows:
see :mod:`klimaeditor.site.status`. ``cost.quantity``, ``state.title``, ``state.date``,
``state.verdict`` and the texts of categories.json are printed nowhere on the site.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.model.publicpage import PagePart
from klimaeditor.model.values import is_number
from klimaeditor.site import javascript
from klimaeditor.site.page_model import CostLine, PageFault, PageRow
from klimaeditor.site.visible_text import begins_visibly, leaves_nothing, taken_as_html

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Value


def rows(measure: Value, additional: Value, site: SiteProfile) -> tuple[PageRow, ...]:
    """Return the texts the detail page prints for the raw records, part by part.

    *additional* is None or ABSENT where additional_data.json has no record. Values on which the
    page fails are given as JavaScript would write them; they are named by
    :func:`klimaeditor.site.faults.page_faults`.
    """
    return (
        *_head(measure, additional, site),
        *_links(additional, site),
        *_take_part(additional, site),
        *_details(measure, additional, site),
        *_steps(measure, additional, site),
        *_raw_data(measure, site),
    )


def empty_rows(
    measure: Value,
    additional: Value,
    site: SiteProfile,
    groups: Container[tuple[FileName, str]] | None = None,
) -> tuple[PageRow, ...]:
    """Return the rows that stand on the page with a label and nothing behind it.

    With *groups* (file, first key of the path), no others are looked at.

    Counted are „Beschreibung“, „Auswirkungen“ and „Umsetzung“ with the timeline in it. That
    gives the 52 of 68 measures of the published dataset: 42 whose ``cost.until_in_years`` is
    null, and the 10 without a record in additional_data.json; the 11 measures that lack whole
    groups are among these. „NaN €“ and „keine Angabe/trifft nicht zu“ count as text; one that
    is all markup or invisible leaves its row as empty as none.
    """
    return tuple(
        row
        for row in chain(
            _details(measure, additional, site, groups), _steps(measure, additional, site)
        )
        if (groups is None or (row.file, row.field_path[0]) in groups)
        and row.shown
        and not begins_visibly(row.text)
        and leaves_nothing(row.text, html=taken_as_html(row, site))
    )


def title_row(measure: Value, additional: Value, site: SiteProfile) -> PageRow:
    """Return the title that the page prints."""
    return next(_head(measure, additional, site))


def cost_line(additional: Value, site: SiteProfile) -> CostLine:
    """Return what stands after „Kosten der Maßnahme“ ([measureId].vue:141).

    Without a record, and where ``value`` is missing or no number, that is „NaN €“; null reads
    „keine Angabe/trifft nicht zu“ and 0 reads „0 €“. Without ``cost`` the page fails. Numbers
    look as in a German browser, rounded to three decimals; server and foreign browsers use
    their own signs.
    """
    path = site.catalogue.path("cost_value")
    cost = javascript.at(additional, path[:-1])
    if javascript.nullish(cost) and not javascript.nullish(additional):
        return CostLine("", PageFault.COST_MISSING)
    value = javascript.member(cost, path[-1])
    if value is None:
        return CostLine(site.words.no_cost)
    number = javascript.german_number(value)
    fault = None
    if number == "NaN":
        fault = PageFault.COST_NAN
    elif not is_number(value):
        fault = PageFault.COST_NOT_A_NUMBER
    return CostLine(f"{number} €", fault)


def _row(part: PagePart, label: str, field: Field, record: Value, *, step: bool = False) -> PageRow:
    text = javascript.display(javascript.at(record, field.path))
    return PageRow(part, label, field.file, field.path, text, step=step)


def _head(measure: Value, additional: Value, site: SiteProfile) -> Iterator[PageRow]:
    """Yield title, category and summary ([measureId].vue:4-12)."""
    field = site.catalogue.field
    short = field("short_title")
    if javascript.truthy(javascript.at(additional, short.path)):
        yield _row(PagePart.HEAD, "", short, additional)
    else:
        yield _row(PagePart.HEAD, "", field("action_name"), measure)
    yield _row(PagePart.HEAD, "", field("category"), measure)
    yield _row(PagePart.HEAD, "", field("summary"), additional)


def _links(additional: Value, site: SiteProfile) -> Iterator[PageRow]:
    """Yield one row per link ([measureId].vue:37-51)."""
    path = site.catalogue.path("links")
    entries = javascript.at(additional, path)
    for entry in entries if isinstance(entries, list) else ():
        yield PageRow(
            PagePart.LINKS,
            "",
            FileName.ADDITIONAL,
            path,
            javascript.display(javascript.member(entry, "title")),
            target=javascript.display(javascript.member(entry, "url")),
        )


def _take_part(additional: Value, site: SiteProfile) -> Iterator[PageRow]:
    """Yield the text and the button of „Werde selber aktiv!“ ([measureId].vue:52-62)."""
    field = site.catalogue.field
    label, address = field("user_action_label"), field("user_action_href")
    action = javascript.at(additional, label.path[:-1])
    if not javascript.truthy(action):
        return
    yield _row(PagePart.TAKE_PART, "", field("user_action_description"), additional)
    yield PageRow(
        PagePart.TAKE_PART,
        "",
        label.file,
        label.path,
        javascript.display(javascript.at(additional, label.path)),
        target=javascript.display(javascript.at(additional, address.path)),
    )


def _details(
    measure: Value,
    additional: Value,
    site: SiteProfile,
    groups: Container[tuple[FileName, str]] | None = None,
) -> Iterator[PageRow]:
    """Yield the rows with a label, those of *groups* ([measureId].vue:86-186)."""
    for part, name in site.layout.rows:
        field = site.catalogue.field(name)
        if groups is not None and (field.file, field.path[0]) not in groups:
            continue
        if name == "cost_value":
            text = cost_line(additional, site).text
            yield PageRow(part, field.label, field.file, field.path, text)
            continue
        value = javascript.at(measure if field.is_contract_text else additional, field.path)
        shown = not field.empty_hides_row or value != ""
        text = javascript.display(value)
        yield PageRow(part, field.label, field.file, field.path, text, shown)


def _steps(measure: Value, additional: Value, site: SiteProfile) -> Iterator[PageRow]:
    """Yield the cards of the timeline; their headings and days never change (:293-303)."""
    field, part = site.catalogue.field, PagePart.IMPLEMENTATION
    state = field("state_text")
    if javascript.truthy(javascript.at(additional, state.path[:-1])):
        yield _row(part, site.facts.state_heading, state, additional, step=True)
    comments = field("implementation_comments")
    yield _row(part, site.facts.contract_heading, comments, measure, step=True)


def _raw_data(measure: Value, site: SiteProfile) -> Iterator[PageRow]:
    """Yield every key of the four groups, labelled with the key itself (:231-251)."""
    for name in site.catalogue.groups:
        group = javascript.member(measure, name)
        for key in group if isinstance(group, dict) else ():
            text = javascript.display(javascript.at(measure, (name, key)))
            yield PageRow(PagePart.RAW, key, FileName.MEASURES, (name, key), text)
