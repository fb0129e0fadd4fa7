"""From words of the command line to a document, a measure, a field."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor import excel
from klimaeditor.checks import dates, numbers
from klimaeditor.cli import cli_words
from klimaeditor.cli.cli_words import meant_perhaps
from klimaeditor.cli.console import CommandError, remark
from klimaeditor.document import Document, open_document
from klimaeditor.excel.target import is_workbook
from klimaeditor.files.jsontext import read_json
from klimaeditor.files.source import marked, read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import NOTHING, quoted, shortened
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.fieldtypes import Field, Kind
from klimaeditor.model.linebreaks import line_feeds
from klimaeditor.model.records import Dataset, category_names
from klimaeditor.model.values import Absent
from klimaeditor.saving import save_together

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from klimaeditor.cli.interrupting import Writing
    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.values import Json, Record, Value


# --- words ---------------------------------------------------------------------------------------

HELP_DATASET = "Ordner des Datensatzes oder eine seiner vier JSON-Dateien"


def workbook_not_here(name: str) -> str:
    """Return the refusal of a workbook where a folder is needed."""
    return (
        f"{quoted(name)} ist eine Excel-Datei; dieser Befehl braucht den Ordner eines "
        "Datensatzes. Eine Excel-Datei wird mit „klimaeditor convert“ zu einem Datensatz."
    )


def unknown_measure(measure_id: str, similar: list[str]) -> str:
    """Return the message for an id that no measure has."""
    return (
        f"Eine Maßnahme mit der Kennung {quoted(measure_id)} gibt es in diesem Datensatz nicht."
        f"{meant_perhaps(similar)}"
    )


def several_measures(measure_id: str, count: int) -> str:
    """Return the refusal to choose among measures with one id."""
    return (
        f"Die Kennung {quoted(measure_id)} haben {count} Maßnahmen; welche gemeint ist, ist "
        "offen. Geben Sie zuerst in measures.json der später angelegten eine freie Kennung."
    )


def unknown_field(name: str, similar: list[str]) -> str:
    """Return the message for a field name that is not in the catalogue."""
    return (
        f"Ein Feld namens {quoted(name)} gibt es nicht.{meant_perhaps(similar)} "
        "Alle Namen nennt „klimaeditor fields“."
    )


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


NO_ID = "(ohne Kennung)"
NO_VALUE = "Keine Angabe"
ROW_HIDDEN = "(leer; die öffentliche Seite lässt die Zeile weg)"


def measure_line(measure_id: str, title: str) -> str:
    """Return how a measure is named in lists."""
    return f"{shortened(measure_id) or NO_ID} – {shortened(title)}"


def euro(amount: str) -> str:
    """Return an amount with its unit."""
    return f"{amount} Euro"


# --- From words of the command line to a document, a measure, a field ----------------------------


def add_dataset(parser: ArgumentParser, help_text: str = HELP_DATASET) -> None:
    """Declare the argument DATENSATZ."""
    parser.add_argument("dataset", type=Path, metavar=cli_words.DATASET, help=help_text)


def open_dataset(path: Path, site: SiteProfile) -> Document:
    """Open a folder or one of its four files; remarks about the reading go to stderr.

    Raises KlimaError, for a workbook too: it has no folder to write to.
    """
    if is_workbook(path):
        raise CommandError(workbook_not_here(path.name))
    return _announced(open_document(path, site=site))


def open_any(path: Path, site: SiteProfile) -> Document:
    """Open a folder, one of its four files or a workbook; raises KlimaError."""
    return open_workbook_file(path, site) if is_workbook(path) else open_dataset(path, site)


def opened(files: Mapping[FileName, bytes], site: SiteProfile, folder: Path | None) -> Document:
    """Return a document of files that lie in no folder, as in Git; raises DatasetError.

    *folder* is where they would lie.
    """
    sources = {file: read_source(data, file) for file, data in files.items()}
    rows = {file: source.records.values() for file, source in sources.items()}
    return Document(Dataset(rows, site, marked(sources)), sources, folder)


def open_workbook_file(path: Path, site: SiteProfile) -> Document:
    """Open a workbook as a document without a folder; raises KlimaError."""
    opened = excel.read.open_workbook(path, site)
    return _announced(Document(opened.dataset, {}, None, tuple(opened.notices)))


def save_document(document: Document, work: Writing) -> None:
    """Save in place, merged with what others saved meanwhile; remarks go to stderr.

    Raises DatasetError where that is not possible without a person.
    """
    with work.writing(cli_words.the_dataset(document.location)):
        save_together(document)
    for notice in document.save_notices:
        remark(cli_words.notice(notice))


def _announced(document: Document) -> Document:
    for notice in document.notices:
        remark(cli_words.notice(notice))
    return document


def read_day(text: str) -> date:
    """Return a day typed as TT.MM.JJJJ or JJJJ-MM-TT, as everywhere else; raises CommandError."""
    day = dates.parse_date(text).value
    if day is None:
        raise CommandError(cli_words.bad_day(text))
    return day


def find_measure(dataset: Dataset, measure_id: str) -> int:
    """Return the key of the measure called *measure_id*; raises CommandError."""
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    found = by_id.get(measure_id, []) if measure_id else []
    if not found:
        raise CommandError(unknown_measure(measure_id, similar(measure_id, by_id)))
    if len(found) > 1:
        raise CommandError(several_measures(measure_id, len(found)))
    return found[0]


def find_field(name: str, catalogue: Catalogue) -> Field:
    """Return the catalogue field called *name*; raises CommandError."""
    found = catalogue.known_field(name)
    if found is None:
        raise CommandError(unknown_field(name, similar(name, catalogue.by_name)))
    return found


def similar(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that *name* may have meant."""
    return get_close_matches(name, [word for word in known if word], n=3, cutoff=0.6)


def measure_label(document: Document, measure: int) -> str:
    """Return id and title of a measure on one line."""
    view = document.view(measure)
    return measure_line(view.id, view.title)


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
    raise CommandError(cli_words.fixed_field(field.label))


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
