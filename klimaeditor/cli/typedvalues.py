"""What a typed value means for a field, and how a stored one is shown on the command line."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import dates, numbers
from klimaeditor.cli import cli_words
from klimaeditor.cli.console import CommandError
from klimaeditor.files.jsontext import read_json
from klimaeditor.model.core_words import NOTHING, quoted
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.fieldtypes import Field, Kind
from klimaeditor.model.linebreaks import line_feeds
from klimaeditor.model.lookup import fixed_field
from klimaeditor.model.records import category_names
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Json, Record, Value


# --- words ---------------------------------------------------------------------------------------


def unreadable(label: str, text: str, accepted: str) -> str:
    """Return the refusal of a typed value, with what is accepted."""
    return f"{quoted(text)} ist für {quoted(label)} nicht lesbar. {accepted}"


def not_as_typed(label: str) -> str:
    """Return the refusal of a value whose characters were lost on the way."""
    return (
        f"Zeichen des Werts für {quoted(label)} kamen nicht lesbar an, vermutlich Umlaute. "
        "Speichern Sie das Skript in UTF-8, und stellen Sie die Eingabeaufforderung auf UTF-8."
    )


def accepts_choice(choices: list[str]) -> str:
    """Return which choices there are."""
    return f"Möglich sind: {', '.join(choices)}."


def accepts_amount(offers: list[str]) -> str:
    """Return what an amount looks like, and which ones the text may have meant."""
    meant = f" Gemeint vielleicht: {' oder '.join(offers)}." if offers else ""
    return (
        "Angenommen wird ein Betrag in Euro wie 1.234,56 oder 350000; --null für „Keine Angabe“."
        f"{meant}"
    )


ACCEPTS_NUMBER = "Angenommen wird eine Zahl wie 1.250,5 oder -3; --null leert das Feld."
ACCEPTS_YEAR = "Angenommen wird ein Jahr von 1990 bis 2060 wie 2030; --null leert das Feld."
ACCEPTS_DATE = (
    "Angenommen wird ein Tag von 1990 bis 2060 als TT.MM.JJJJ wie 01.07.2024 "
    "oder als JJJJ-MM-TT; --null leert das Feld."
)
ACCEPTS_LINKS = (
    'Angenommen wird eine JSON-Liste wie [{"title": "Radnetz der Stadt", '
    '"url": "https://www.stadt.example/radnetz"}]; [] entfernt alle.'
)
ACCEPTS_SERIES = (
    'Angenommen wird eine JSON-Liste wie [{"value": "in_progress", "date": "01.07.2024"}]. Dabei '
    "ist value eine Zahl, unknown, in_progress oder completed, date ein Tag von 1990 bis 2060."
)


def at_place(line: int, column: int) -> str:
    """Return a place in a typed value."""
    return f"Zeile {line}, Spalte {column}"


def not_a_list(label: str, where: str, accepted: str) -> str:
    """Return the refusal of a value that is not the JSON it should be."""
    return f"Der Wert für {quoted(label)} ist ab {where} kein lesbares JSON. {accepted}"


NO_VALUE = "Keine Angabe"
ROW_HIDDEN = "(leer; die öffentliche Seite lässt die Zeile weg)"


def euro(amount: str) -> str:
    """Return an amount with its unit."""
    return f"{amount} Euro"


# --- What a typed value means for a field, as the form reads it – but what is unclear is refused -
#
# The form keeps a text it cannot read and shows a finding beside it; a script has nobody to
# look, so
# here such a text is an error that names what is accepted.

_HALF: Final = re.compile("[\ud800-\udfff]")


def read_value(field: Field, text: str, dataset: Dataset) -> Json:
    """Return the value to store for *text*; None for "no value".

    Raises CommandError with a sentence that names what is accepted.
    """
    if _HALF.search(text):  # bytes that are no UTF-8, or half a pair: nobody can say what was meant
        raise CommandError(not_as_typed(field.label))
    if field.kind is Kind.CATEGORY:
        return _chosen(field, text, category_names(dataset).items())
    if field.kind is Kind.CHOICE:
        return _chosen(field, text, field.choices)
    reader = _READERS.get(field.kind)
    return reader(field, text) if reader else line_feeds(text)


def _chosen(field: Field, text: str, choices: Iterable[tuple[Json, str]]) -> Json:
    """Return the choice that *text* names by its value or its German words."""
    known = tuple(choices)
    for value, label in known:
        if text.strip() in {value, label}:
            return value
    raise _refusal(field, text, accepts_choice([str(value) for value, _ in known]))


def _amount(field: Field, text: str) -> Json:
    found = numbers.read_amount(text)
    if found.kind is numbers.Certainty.NONE:
        return None
    if found.value is None or found.reason is numbers.Inexactness.FREE_OF_COST:
        meant = [q.value for q in found.candidates] if found.value is None else [found.value]
        offers = dict.fromkeys(map(numbers.format_amount, meant))
        raise _refusal(field, text, accepts_amount(list(offers)))
    return _exact(field, text, found.value, accepts_amount([]))


def _number(field: Field, text: str) -> Json:
    found = numbers.read_number(text)
    if found.kind is numbers.Certainty.NONE:
        return None
    if found.value is None:
        raise _refusal(field, text, ACCEPTS_NUMBER)
    return _exact(field, text, found.value, ACCEPTS_NUMBER)


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
        raise _refusal(field, text, ACCEPTS_YEAR)
    return found.year


def _date(field: Field, text: str) -> Json:
    found = dates.parse_date(text)
    if found.fault is dates.DateFault.EMPTY:
        return None
    if found.iso is None:
        raise _refusal(field, text, ACCEPTS_DATE)
    return found.iso


def _links(field: Field, text: str) -> Json:
    return [_link(field, text, row) for row in _rows(field, text, ACCEPTS_LINKS)]


def _link(field: Field, text: str, row: Record) -> Json:
    if set(row) != {"title", "url"} or not all(isinstance(part, str) for part in row.values()):
        raise _refusal(field, text, ACCEPTS_LINKS)
    return {"title": row["title"], "url": row["url"]}


def _series(field: Field, text: str) -> Json:
    return [_stand(field, text, row) for row in _rows(field, text, ACCEPTS_SERIES)]


def _stand(field: Field, text: str, row: Record) -> Json:
    """Return one entry of the progress: a number or a status, and its day."""
    value, day = row.get("value"), row.get("date")
    found = dates.parse_date(day) if isinstance(day, str) else dates.DateReading()
    status = {label: stored for stored, label in field.choices}
    if isinstance(value, str):
        value = status.get(value, value if value in status.values() else None)
    readable = isinstance(value, int | float | str) and not isinstance(value, bool)
    if set(row) != {"value", "date"} or not readable or found.iso is None:
        raise _refusal(field, text, ACCEPTS_SERIES)
    return {"value": value, "date": found.iso}


def _rows(field: Field, text: str, accepted: str) -> tuple[Record, ...]:
    if not text.strip():
        return ()
    try:
        return read_json(text.encode("utf-8", "surrogatepass"), cli_words.OPTION_VALUE).records
    except JsonFaultError as error:
        where = at_place(error.line, error.column)
        raise CommandError(not_a_list(field.label, where, accepted)) from None


def _identifier(field: Field, _text: str) -> Json:
    raise CommandError(fixed_field(field.label))


def _refusal(field: Field, text: str, accepted: str) -> CommandError:
    return CommandError(unreadable(field.label, text, accepted))


_READERS: dict[Kind, Callable[[Field, str], Json]] = {
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.LINKS: _links,
    Kind.SERIES: _series,
    Kind.IDENTIFIER: _identifier,
}


# --- How a stored value is shown on the command line ---------------------------------------------


def shown(field: Field, value: Value) -> str:
    """Return a value in German words, on one line; long texts are cut."""
    if value is None or value in ("", []) or isinstance(value, Absent):
        if field.kind is Kind.AMOUNT and value is None:
            return NO_VALUE
        return ROW_HIDDEN if field.empty_hides_row and value == "" else NOTHING
    if isinstance(value, str):
        return quoted(dates.format_german(value) if field.kind is Kind.DATE else value)
    if isinstance(value, int | float) and not isinstance(value, bool) and field.is_number:
        return _number_showing(field, value)
    return quoted(json.dumps(value, ensure_ascii=False))


def _number_showing(field: Field, value: float) -> str:
    if field.kind is Kind.AMOUNT:
        return euro(numbers.format_amount(value))
    return str(value) if field.kind is Kind.YEAR else numbers.format_number(value)
