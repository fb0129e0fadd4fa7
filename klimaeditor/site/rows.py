"""The texts of the public detail page, from top to bottom; port of [measureId].vue:1-254.

The status line, the box „Frage nach!“ and the chart depend on the progress and are not rows:
see :mod:`klimaeditor.site.status`. ``cost.quantity``, ``state.title``, ``state.date``,
``state.verdict`` and the texts of categories.json are printed nowhere on the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.site import facts, javascript
from klimaeditor.site.status import CostLine, PageFault, PageRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.values import Path, Value

_OUTLINE, _PATHWAY, _IMPLEMENTATION, _IMPACT = facts.GROUPS
_NAME = (_OUTLINE, "Action name")
_ROWS: tuple[tuple[str, str, Path], ...] = (
    (facts.ABOUT, "Worum geht es?", _NAME),
    (facts.ABOUT, "Was wird im Detail geplant?", (_OUTLINE, "Action description")),
    (
        facts.EFFECTS,
        "Neu generierte erneuerbare Energien",
        (_IMPACT, "Generated renewable energy (if applicable)"),
    ),
    (
        facts.EFFECTS,
        "Welcher Energieträger wurde reduziert/ersetzt?",
        (_IMPACT, "Removed/substituted energy, volume, or fuel type"),
    ),
    (
        facts.EFFECTS,
        "Geschätzte potentielle CO2-Einsparung",
        (_IMPACT, "GHG emissions reduction estimate (total) per emission source sector"),
    ),
    (facts.EFFECTS, "Kosten der Maßnahme", ("cost", "value")),
    (
        facts.IMPLEMENTATION,
        "Welchen Bereich betrifft die Maßnahme?",
        (_IMPLEMENTATION, "Action scale & addressed entities"),
    ),
    (
        facts.IMPLEMENTATION,
        "Wer macht es?",
        (_IMPLEMENTATION, "Responsible bodies/person for implementation"),
    ),
    (facts.IMPLEMENTATION, "Wer ist noch beteiligt?", (_IMPLEMENTATION, "Involved stakeholders")),
    (facts.IMPLEMENTATION, "Geplante Umsetzung bis", ("cost", "until_in_years")),
)
_HIDDEN_WHEN_EMPTY = "Generated renewable energy (if applicable)"
_LABELLED = frozenset({facts.ABOUT, facts.EFFECTS, facts.IMPLEMENTATION, facts.STEPS})


def rows(measure: Value, additional: Value) -> tuple[PageRow, ...]:
    """Return the texts the detail page prints for the raw records, in the order of the page.

    *additional* is None or ABSENT where additional_data.json has no record. Values on which the
    page fails are given as JavaScript would write them; :func:`page_faults` names them.
    """
    return (
        *_head(measure, additional),
        *_links(additional),
        *_take_part(additional),
        *_details(measure, additional),
        *_steps(measure, additional),
        *_raw_data(measure),
    )


def empty_rows(measure: Value, additional: Value) -> tuple[PageRow, ...]:
    """Return the rows that stand on the page with a label and nothing behind it.

    Counted are „Beschreibung“, „Auswirkungen“ and „Umsetzung“ with the timeline in it. That
    gives the 52 of 68 measures of the published dataset: 42 whose ``cost.until_in_years`` is
    null, and the 10 without a record in additional_data.json; the 11 measures that lack whole
    groups are among these. „NaN €“ and „keine Angabe/trifft nicht zu“ count as text.
    """
    return tuple(
        row
        for row in rows(measure, additional)
        if row.shown and row.section in _LABELLED and not row.text.strip()
    )


def cost_line(additional: Value) -> CostLine:
    """Return what stands after „Kosten der Maßnahme“ ([measureId].vue:141).

    Without a record, and where ``value`` is missing or no number, that is „NaN €“; null reads
    „keine Angabe/trifft nicht zu“ and 0 reads „0 €“. Without ``cost`` the page fails. Numbers
    look as in a German browser, rounded to three decimals; server and foreign browsers use
    their own signs.
    """
    cost = javascript.member(additional, "cost")
    if javascript.nullish(cost) and not javascript.nullish(additional):
        return CostLine("", PageFault.COST_MISSING)
    value = javascript.member(cost, "value")
    if value is None:
        return CostLine(facts.NO_COST)
    number = javascript.german_number(value)
    fault = None
    if number == "NaN":
        fault = PageFault.COST_NAN
    elif not javascript.is_number(value):
        fault = PageFault.COST_NOT_A_NUMBER
    return CostLine(f"{number} €", fault)


def _at(record: Value, path: Path) -> Value:
    for key in path:
        record = javascript.member(record, key)
    return record


def _row(section: str, label: str, file: FileName, path: Path, record: Value) -> PageRow:
    return PageRow(section, label, file, path, javascript.display(_at(record, path)))


def _head(measure: Value, additional: Value) -> Iterator[PageRow]:
    """Yield title, category and summary ([measureId].vue:4-12)."""
    if javascript.truthy(javascript.member(additional, "short_title")):
        yield _row("", "", FileName.ADDITIONAL, ("short_title",), additional)
    else:
        yield _row("", "", FileName.MEASURES, _NAME, measure)
    yield _row("", "", FileName.MEASURES, ("category",), measure)
    yield _row("", "", FileName.ADDITIONAL, ("summary",), additional)


def _links(additional: Value) -> Iterator[PageRow]:
    """Yield one row per link ([measureId].vue:37-51)."""
    entries = javascript.member(additional, "links")
    for entry in entries if isinstance(entries, list) else ():
        yield PageRow(
            facts.LINKS,
            "",
            FileName.ADDITIONAL,
            ("links",),
            javascript.display(javascript.member(entry, "title")),
            target=javascript.display(javascript.member(entry, "url")),
        )


def _take_part(additional: Value) -> Iterator[PageRow]:
    """Yield the text and the button of „Werde selber aktiv!“ ([measureId].vue:52-62)."""
    action = javascript.member(additional, "user_action")
    if not javascript.truthy(action):
        return
    file, section = FileName.ADDITIONAL, facts.TAKE_PART
    yield _row(section, "", file, ("user_action", "description"), additional)
    yield PageRow(
        section,
        "",
        file,
        ("user_action", "label"),
        javascript.display(javascript.member(action, "label")),
        target=javascript.display(javascript.member(action, "href")),
    )


def _details(measure: Value, additional: Value) -> Iterator[PageRow]:
    """Yield the rows with a label ([measureId].vue:86-186)."""
    for section, label, path in _ROWS:
        if path == ("cost", "value"):
            text = cost_line(additional).text
            yield PageRow(section, label, FileName.ADDITIONAL, path, text)
        elif path[0] == "cost":
            yield _row(section, label, FileName.ADDITIONAL, path, additional)
        else:
            value = _at(measure, path)
            shown = path[1] != _HIDDEN_WHEN_EMPTY or value != ""
            text = javascript.display(value)
            yield PageRow(section, label, FileName.MEASURES, path, text, shown)


def _steps(measure: Value, additional: Value) -> Iterator[PageRow]:
    """Yield the cards of the timeline; their headings and days never change (:293-303)."""
    state = javascript.member(additional, "state")
    if javascript.truthy(state):
        yield _row(
            facts.STEPS, facts.STATE_HEADING, FileName.ADDITIONAL, ("state", "text"), additional
        )
    comments = (_IMPLEMENTATION, "Comments on implementation")
    yield _row(facts.STEPS, facts.CONTRACT_HEADING, FileName.MEASURES, comments, measure)


def _raw_data(measure: Value) -> Iterator[PageRow]:
    """Yield every key of the four groups, labelled with the key itself (:231-251)."""
    for name in facts.GROUPS:
        group = javascript.member(measure, name)
        for key in group if isinstance(group, dict) else ():
            yield _row(facts.RAW_DATA, key, FileName.MEASURES, (name, key), measure)
