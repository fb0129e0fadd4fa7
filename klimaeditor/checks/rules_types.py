"""Rules that speak for the model: required fields, wrong types, values no editor could read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.dates import read_year
from klimaeditor.checks.numbers import Certainty as Reading
from klimaeditor.checks.numbers import (
    format_amount,
    format_number,
    read_amount,
    read_number,
    to_json_number,
)
from klimaeditor.checks.reporting import report, setting
from klimaeditor.checks.rulebook import labels
from klimaeditor.checks.schemas import judge, project
from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.checks.schemas import ModelError
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json

_UNREADABLE = {
    Kind.AMOUNT: "amount_unreadable",
    Kind.NUMBER: "number_unreadable",
    Kind.YEAR: "year_unreadable",
}


def check_types(view: MeasureView) -> Iterator[Finding]:
    """Yield what the model rejects in a measure's own records (DOM-02, WEB-01, WEB-02)."""
    entries: dict[tuple[str, int], list[ModelError]] = {}
    catalogue = view.site.catalogue
    for problem in judge(project(view), view.profile, catalogue):
        if problem.place is not None:
            entries.setdefault((problem.field, problem.place), []).append(problem)
        elif problem.field != "progress_values":  # no list at all: rules_progress
            yield _finding(view, catalogue.field(problem.field), problem)
    for (name, place), problems in entries.items():
        yield _broken_entry(view, name, place, {problem.key for problem in problems})


def check_category_types(view: MeasureView) -> Iterator[Finding]:
    """Yield what the model rejects in the record of the measure's category."""
    if view.category is not None:
        catalogue = view.site.catalogue
        found = judge(project(view, shared=True), view.profile, catalogue, shared=True)
        for problem in found:
            yield _finding(view, catalogue.field(problem.field), problem)


def _broken_entry(view: MeasureView, name: str, place: int, keys: set[str]) -> Finding:
    """Report an entry of a list that lacks something; "" among *keys* means all of it."""
    if name == "progress_values":
        return report("progress_entry_broken", view, name, place=place, row=place + 1)
    missing = labels.LINK_LACKS.get(frozenset(keys), labels.NO_ENTRY)
    return report("link_incomplete", view, name, place=place, row=place + 1, missing=missing)


def _finding(view: MeasureView, field: Field, problem: ModelError) -> Finding:
    if field.name == "id" and problem.empty:
        return report("id_missing", view, "id")
    if field.kind is Kind.CHOICE:
        return report("progress_type", view, field.name, found=quoted(problem.found))
    if problem.empty:
        return _missing(view, field)
    if field.is_number and isinstance(problem.found, str):
        return _unreadable(view, field, problem.found)
    return _wrong_type(view, field, problem.found)


def _missing(view: MeasureView, field: Field) -> Finding:
    """Report a required field without a value, with the place on the page that stays empty."""
    return report(
        "required",
        view,
        field.name,
        fix=_fill(view, field),
        label=field.label,
        shown=field.shown,
        example=labels.REQUIRED_EXAMPLES.get(field.name, labels.UNKNOWN_EXAMPLE),
    )


def _fill(view: MeasureView, field: Field) -> Fix:
    """Return the agreed placeholder as a proposal, where one says anything (OPN-05)."""
    if field.is_contract_text and field.name not in labels.REQUIRED_EXAMPLES:
        return setting(labels.SET_PLACEHOLDER, view, field.name, labels.PLACEHOLDER)
    return Fix(labels.ENTER)


def _unreadable(view: MeasureView, field: Field, text: str) -> Finding:
    """Report what an editor could not read and kept as typed, with what it may have meant."""
    fix = _reading_of_year(view, field, text) if field.kind is Kind.YEAR else None
    if field.kind is Kind.AMOUNT:
        fix = _reading_of_amount(view, field, text)
    elif field.kind is Kind.NUMBER:
        fix = _reading_of_number(view, field, text)
    return report(_UNREADABLE[field.kind], view, field.name, fix=fix, found=quoted(text))


def _reading_of_amount(view: MeasureView, field: Field, text: str) -> Fix | None:
    reading = read_amount(text)
    value = reading.value if reading.value is not None else reading.proposed
    if reading.kind is Reading.NONE:
        return setting(labels.SET_NO_AMOUNT, view, field.name, None, automatic=True)
    if value is None:
        return Fix(labels.ENTER)
    label = labels.take_amount(format_amount(value))
    certain = reading.kind is Reading.EXACT
    return setting(label, view, field.name, to_json_number(value), automatic=certain)


def _reading_of_number(view: MeasureView, field: Field, text: str) -> Fix | None:
    reading = read_number(text)
    if reading.kind is Reading.NONE:
        return setting(labels.CLEAR, view, field.name, None, automatic=True)
    if reading.value is None:
        return Fix(labels.ENTER)
    label = labels.take_value(format_number(reading.value))
    certain = reading.kind is Reading.EXACT
    return setting(label, view, field.name, to_json_number(reading.value), automatic=certain)


def _reading_of_year(view: MeasureView, field: Field, text: str) -> Fix:
    reading = read_year(text)
    year = reading.year if reading.year is not None else reading.proposal
    if year is None:
        return Fix(labels.ENTER_YEAR)
    certain = reading.year is not None
    return setting(labels.take_value(str(year)), view, field.name, year, automatic=certain)


def _wrong_type(view: MeasureView, field: Field, found: Json) -> Finding:
    expected, example = labels.EXPECTED[field.kind]
    return report(
        "wrong_type",
        view,
        field.name,
        fix=_as_text(view, field, found),
        label=field.label,
        found=labels.kind_of(found),
        expected=expected,
        example=example,
    )


def _as_text(view: MeasureView, field: Field, found: Json) -> Fix | None:
    """Propose the text a value of another type stands for."""
    if not field.is_text:
        return None
    if isinstance(found, list) and found and all(isinstance(entry, str) for entry in found):
        return setting(labels.KEEP_AS_TEXT, view, field.name, "\n".join(map(str, found)))
    if isinstance(found, int | float) and not isinstance(found, bool):
        return setting(labels.KEEP_AS_TEXT, view, field.name, format_number(found))
    return _fill(view, field)
