"""What a typed value means for a field, as the form reads it – but what is unclear is refused.

The form keeps a text it cannot read and shows a finding beside it; a script has nobody to look, so
here such a text is an error that names what is accepted.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import Field, Kind
from klimaeditor.checks import dates, numbers
from klimaeditor.cli import texts
from klimaeditor.cli.command import CommandError
from klimaeditor.dataset.jsonread import read_json
from klimaeditor.document import category_names
from klimaeditor.errors import JsonFaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.values import Json, Record

_HALF: Final = re.compile("[\ud800-\udfff]")


def read_value(field: Field, text: str, dataset: Dataset) -> Json:
    """Return the value to store for *text*; None for "no value".

    Raises CommandError with a sentence that names what is accepted.
    """
    if _HALF.search(text):  # bytes that are no UTF-8, or half a pair: nobody can say what was meant
        raise CommandError(texts.not_as_typed(field.label))
    if field.kind is Kind.CATEGORY:
        return _chosen(field, text, category_names(dataset).items())
    if field.kind is Kind.CHOICE:
        return _chosen(field, text, field.choices)
    reader = _READERS.get(field.kind)
    return reader(field, text) if reader else text.replace("\r\n", "\n")


def _chosen(field: Field, text: str, choices: Iterable[tuple[Json, str]]) -> Json:
    """Return the choice that *text* names by its value or its German words."""
    known = tuple(choices)
    for value, label in known:
        if text.strip() in {value, label}:
            return value
    raise _refusal(field, text, texts.accepts_choice([str(value) for value, _ in known]))


def _amount(field: Field, text: str) -> Json:
    found = numbers.read_amount(text)
    if found.kind is numbers.Kind.NONE:
        return None
    if found.value is None or found.reason is numbers.Reason.FREE_OF_COST:
        meant = [q.value for q in found.candidates] if found.value is None else [found.value]
        offers = dict.fromkeys(map(numbers.format_amount, meant))
        raise _refusal(field, text, texts.accepts_amount(list(offers)))
    return _exact(field, text, found.value, texts.accepts_amount([]))


def _number(field: Field, text: str) -> Json:
    found = numbers.read_number(text)
    if found.kind is numbers.Kind.NONE:
        return None
    if found.value is None:
        raise _refusal(field, text, texts.ACCEPTS_NUMBER)
    return _exact(field, text, found.value, texts.ACCEPTS_NUMBER)


def _exact(field: Field, text: str, value: Decimal, accepted: str) -> Json:
    stored = numbers.to_json_number(value)
    if Decimal(str(stored)) != value:
        raise _refusal(field, text, accepted)
    return stored


def _year(field: Field, text: str) -> Json:
    found = dates.read_year(text)
    if found.fault is dates.YearFault.EMPTY:
        return None
    if found.year is None:
        raise _refusal(field, text, texts.ACCEPTS_YEAR)
    return found.year


def _date(field: Field, text: str) -> Json:
    found = dates.parse_date(text)
    if found.fault is dates.DateFault.EMPTY:
        return None
    if found.iso is None:
        raise _refusal(field, text, texts.ACCEPTS_DATE)
    return found.iso


def _links(field: Field, text: str) -> Json:
    return [_link(field, text, row) for row in _rows(field, text, texts.ACCEPTS_LINKS)]


def _link(field: Field, text: str, row: Record) -> Json:
    if set(row) != {"title", "url"} or not all(isinstance(part, str) for part in row.values()):
        raise _refusal(field, text, texts.ACCEPTS_LINKS)
    return {"title": row["title"], "url": row["url"]}


def _series(field: Field, text: str) -> Json:
    return [_stand(field, text, row) for row in _rows(field, text, texts.ACCEPTS_SERIES)]


def _stand(field: Field, text: str, row: Record) -> Json:
    """Return one entry of the progress: a number or a status, and its day."""
    value, day = row.get("value"), row.get("date")
    found = dates.parse_date(day) if isinstance(day, str) else dates.DateReading()
    status = {label: stored for stored, label in field.choices}
    if isinstance(value, str):
        value = status.get(value, value if value in status.values() else None)
    readable = isinstance(value, int | float | str) and not isinstance(value, bool)
    if set(row) != {"value", "date"} or not readable or found.iso is None:
        raise _refusal(field, text, texts.ACCEPTS_SERIES)
    return {"value": value, "date": found.iso}


def _rows(field: Field, text: str, accepted: str) -> tuple[Record, ...]:
    if not text.strip():
        return ()
    try:
        return read_json(text.encode("utf-8", "surrogatepass"), texts.OPTION_VALUE).records
    except JsonFaultError as error:
        where = texts.at_place(error.line, error.column)
        raise CommandError(texts.not_a_list(field.label, where, accepted)) from None


def _identifier(field: Field, _text: str) -> Json:
    raise CommandError(texts.fixed_field(field.label))


def _refusal(field: Field, text: str, accepted: str) -> CommandError:
    return CommandError(texts.unreadable(field.label, text, accepted))


_READERS: dict[Kind, Callable[[Field, str], Json]] = {
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.LINKS: _links,
    Kind.SERIES: _series,
    Kind.IDENTIFIER: _identifier,
}
