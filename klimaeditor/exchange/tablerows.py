"""What the cells of one row of a foreign table, or of a sheet, say, and what speaks against it."""

from __future__ import annotations

import re
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import numbers
from klimaeditor.checks.dates import (
    DateFault,
    format_german,
    parse_date,
    read_year,
)
from klimaeditor.excel import comments
from klimaeditor.excel.foreign import CellDoubt, escaped_quotes
from klimaeditor.excel.numberformats import unit_factor
from klimaeditor.exchange import exchange_words
from klimaeditor.exchange.answers import is_no_answer
from klimaeditor.exchange.columns import ONLY_FOR_MATCHING, Why
from klimaeditor.exchange.doubts import TextDoubt, about_damage
from klimaeditor.exchange.exchange_words import is_for_remarks, not_taken, short
from klimaeditor.exchange.proposals import FileProblem, Place
from klimaeditor.exchange.reportdays import find_day
from klimaeditor.exchange.tableshape import shape_of
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.shortdates import read_short_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from klimaeditor.excel.comments import CellComment
    from klimaeditor.excel.foreign import GridRow, RawTable
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.exchange.tableshape import Against
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------


def in_cell(cell: str, message: str) -> str:
    """Return a sentence with the place it is about."""
    return f"Zelle {cell}: {message}" if message else ""


def error_cell(cell: str, shown: str) -> str:
    """Return the problem of a cell that shows an error (SEC-12)."""
    return (
        f"Zelle {cell} zeigt den Fehlerwert {quoted(shown)} und wird nicht übernommen. "
        "Berichtigen Sie den Wert in der Datei."
    )


def formula_cell(cell: str, shown: str) -> str:
    """Return what stands against the value of a formula (SEC-12)."""
    return (
        f"Zelle {cell} enthält eine Formel; vorgeschlagen wird der zuletzt angezeigte Wert "
        f"{quoted(shown)}. Prüfen Sie den Wert."
    )


def formula_without_value(cell: str) -> str:
    """Return the problem of a formula that shows nothing (SEC-12)."""
    return (
        f"Zelle {cell} enthält eine Formel ohne angezeigten Wert und wird nicht übernommen. "
        "Öffnen Sie die Datei in Excel, und speichern Sie sie neu."
    )


def doubtful(text: str, shown: str) -> str:
    """Return what stands against a number that could mean something else (SEC-19)."""
    return f"{quoted(text)} wurde als {shortened(shown)} gelesen, könnte aber anders gemeint sein."


def hidden_cell(cell: str) -> str:
    """Return what stands against a value in a hidden or filtered row or column (SEC-12)."""
    return (
        f"Zelle {cell} ist ausgeblendet oder ausgefiltert; vielleicht hat sie niemand gesehen. "
        "Prüfen Sie, ob ihr Inhalt gelten soll."
    )


def coloured(cell: str, colour: str) -> str:
    """Return what is worth knowing about a text in a colour."""
    return f"Zelle {cell} ist {colour} geschrieben; die Farbe wird nicht übernommen."


def struck_part(cell: str, struck: str) -> str:
    """Return what stands against a text of which a part is struck out."""
    return (
        f"Zelle {cell}: „{short(struck)}“ ist durchgestrichen und wurde weggelassen. Prüfen Sie "
        "den übrigen Text."
    )


def struck_out(cell: str, struck: str) -> str:
    """Return the problem of a cell that is struck out as a whole."""
    return (
        f"Zelle {cell}: „{short(struck)}“ ist durchgestrichen und wird nicht übernommen. Prüfen "
        "Sie, ob die Angabe gelöscht werden soll."
    )


def in_unit(text: str, source: str, shown: str) -> str:
    """Return what stands against an amount in a unit that is stated elsewhere."""
    return (
        f"„{short(text)}“ steht unter der Einheit „{short(source)}“; vorgeschlagen wird "
        f"{shortened(shown)} €. Prüfen Sie, ob der Betrag stimmt."
    )


def other_unit(text: str, source: str) -> str:
    """Return what stands against an amount whose own unit is not the one stated elsewhere."""
    return f"„{short(text)}“ hat eine andere Einheit als „{short(source)}“. Prüfen Sie den Wert."


def error_value(text: str) -> str:
    """Return the problem of an error value that stands as text where a value belongs (SEC-12)."""
    return (
        f"{quoted(text)} ist der Fehlerwert eines Tabellenprogramms und wird nicht übernommen. "
        "Berichtigen Sie ihn in der Datei, oder fragen Sie nach."
    )


ESCAPED_QUOTES: Final = (
    'Anführungszeichen standen in der Datei hinter einem umgekehrten Schrägstrich (\\"). Prüfen '
    "Sie, ob der Text ganz ist."
)


def date_for_text(text: str) -> str:
    """Return what stands against a date where a text is published."""
    return f"{quoted(text)} ist ein Datum, kein Text. Prüfen Sie, ob die Spalte stimmt."


def number_for_text(text: str) -> str:
    """Return what stands against a bare number, or a truth value, where a text is published."""
    return f"{quoted(text)} ist kein Text. Prüfen Sie, ob die Spalte stimmt."


def no_number(text: str, example: str) -> str:
    """Return the problem of a cell that should hold a number."""
    such = f" Beispiel: {example}." if example else ""
    return f"{quoted(text)} ist keine eindeutige Zahl und wird nicht übernommen.{such}"


def no_year(text: str) -> str:
    """Return the problem of a cell that should hold a year."""
    return f"{quoted(text)} ist kein Kalenderjahr und wird nicht übernommen. Beispiel: 2030."


def no_date(text: str) -> str:
    """Return the problem of a cell that should hold a date."""
    return f"{quoted(text)} ist kein Datum und wird nicht übernommen. Beispiel: 01.10.2025."


def month_only(text: str) -> str:
    """Return what stands against a date without a day."""
    return f"{quoted(text)} nennt keinen Tag; angenommen wurde der Erste des Monats."


def cut_text(length: int) -> str:
    """Return what stands against a text as long as a limit of some program."""
    shown = f"{length:,}".replace(",", ".")
    return (
        f"Der Text endet nach genau {shown} Zeichen mitten im Satz und ist vermutlich "
        "abgeschnitten. Fragen Sie bei der zuständigen Stelle nach."
    )


# --- The text of a cell -> the value of a field, with what speaks against taking it unseen (SEC-19)
#
# Only an unmistakable spelling becomes a value without a word. What could mean something else is
# offered and has to be looked at; what cannot be read is named and left out. A placeholder such as
# "k. A." is no answer.


class Code:
    """The codes of problems in foreign files; stable, for machines."""

    UNCERTAIN_MATCH: Final = "uncertain_match"
    NO_MEASURE: Final = "no_measure"
    DOUBLE_ROW: Final = "double_row"
    NO_COLUMNS: Final = "no_columns"
    NO_TITLES: Final = "no_titles"
    FORMULA: Final = "formula"
    ERROR_CELL: Final = "error_cell"
    MERGED_CELLS: Final = "merged_cells"
    UNREADABLE_VALUE: Final = "unreadable_value"
    DOUBTFUL_VALUE: Final = "doubtful_value"
    FROM_SENTENCE: Final = "from_sentence"
    CUT_TEXT: Final = "cut_text"
    NO_ANSWER: Final = "no_answer"
    HIDDEN_CELL: Final = "hidden_cell"
    STRUCK_OUT: Final = "struck_out"
    STRUCK_PART: Final = "struck_part"
    NO_DATE: Final = "no_date"
    MONTH_ONLY: Final = "month_only"
    READING: Final = "reading"
    LOST: Final = "lost"
    COMMENT: Final = "comment"
    COLOURED: Final = "coloured"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """What a cell means. *answered* is False for a placeholder or what cannot be read.

    *code* and *message* speak against the value, "" for nothing.
    """

    value: Json = None
    answered: bool = True
    code: str = ""
    message: str = ""


_BARE: Final = re.compile(r"-?[0-9][0-9.,\s]*")
_ENGLISH: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\s*(?:€|EUR|Euro)?")
_PADDED: Final = re.compile(r"0[0-9]+")
_CUT_AT: Final = (255, 256, 1024, 8192, 32_767)
_UNIT_ALONE: Final = 20
"""A cell that holds nothing but a unit is no longer."""
_LONGEST_UNIT: Final = 60
_DIGIT: Final = re.compile(r"[0-9]")
_NO_TEXT: Final = re.compile(r"[-+]?[0-9][0-9.,]*|WAHR|FALSCH|TRUE|FALSE")
_NO_ANSWER: Final = ReadValue(answered=False, code=Code.NO_ANSWER)


def read_value(field: Field, text: str) -> ReadValue:
    """Return what the text of a cell means for *field*; *text* is not blank."""
    text = text.strip()
    if is_no_answer(text):
        return _NO_ANSWER
    reader = _READERS.get(field.kind)
    if reader is not None:
        error = about_damage(text) if text.startswith(("#", "Err:")) else None
        if error is not None:
            return ReadValue(answered=False, code=Code.ERROR_CELL, message=error_value(text))
        return reader(text)
    if field.kind is not Kind.LONG_TEXT:
        text = " ".join(text.split())
    return _text(text)


def no_text(text: str) -> str:
    """Return what stands against a text that is a date, a number or a truth value, else ""."""
    if parse_date(text).iso is not None or read_short_date(text) is not None:
        return date_for_text(text)
    return number_for_text(text) if _NO_TEXT.fullmatch(text) else ""


def _text(text: str) -> ReadValue:
    if other := no_text(text):
        return ReadValue(text, code=Code.DOUBTFUL_VALUE, message=other)
    damage = about_damage(text)
    if damage is not None and damage.code is TextDoubt.ERROR_TEXT:
        return ReadValue(answered=False, code=Code.ERROR_CELL, message=damage.sentence)
    if damage is not None:
        return ReadValue(damage.offered or text, code=damage.code, message=damage.sentence)
    if len(text) in _CUT_AT and text[-1].isalnum():
        return ReadValue(text, code=Code.CUT_TEXT, message=cut_text(len(text)))
    return ReadValue(text)


def _amount(text: str) -> ReadValue:
    if _ENGLISH.fullmatch(text) or (_PADDED.fullmatch(text) and len(text) > 1):
        whole = Decimal(re.sub(r"[^0-9.]", "", text))
        shown = numbers.format_number(whole)
        value = numbers.to_json_number(whole)
        return ReadValue(value, code=Code.DOUBTFUL_VALUE, message=doubtful(text, shown))
    return _judged(numbers.read_amount(text), text)


def scaled(value: ReadValue, text: str, source: str) -> ReadValue:
    """Return an amount in the unit that *source* states, if it states one."""
    factor = unit_factor(source, alone=True)
    if factor == 1 or not value.answered or value.code == Code.FROM_SENTENCE:
        return value
    number = value.value
    if isinstance(number, bool) or not isinstance(number, int | float):
        return value
    if not _BARE.fullmatch(text.strip()):
        return ReadValue(number, code=Code.DOUBTFUL_VALUE, message=other_unit(text, source))
    whole = Decimal(str(number)) * factor
    message = in_unit(text, source, numbers.format_amount(whole))
    return ReadValue(numbers.to_json_number(whole), code=Code.DOUBTFUL_VALUE, message=message)


def _number(text: str) -> ReadValue:
    return _judged(numbers.read_number(text), text)


def _judged(reading: numbers.AmountReading, text: str) -> ReadValue:
    """Return a value for what the number readers say."""
    if reading.kind is numbers.Certainty.NONE:
        return _NO_ANSWER
    if reading.value is not None:
        value = numbers.to_json_number(reading.value)
        if reading.kind is numbers.Certainty.EXACT:
            return ReadValue(value)
        shown = numbers.format_number(reading.value)
        return ReadValue(value, code=Code.DOUBTFUL_VALUE, message=doubtful(text, shown))
    if reading.proposed is not None:
        shown = numbers.format_number(reading.proposed)
        message = exchange_words.from_sentence(text, shown)
        value = numbers.to_json_number(reading.proposed)
        return ReadValue(value, code=Code.FROM_SENTENCE, message=message)
    message = no_number(text, reading.example or "")
    return ReadValue(answered=False, code=Code.UNREADABLE_VALUE, message=message)


def _year(text: str) -> ReadValue:
    reading = read_year(text)
    if reading.year is not None:
        return ReadValue(reading.year)
    day = parse_date(text).value
    year = day.year if day is not None else reading.proposal
    if year is not None:
        message = exchange_words.from_sentence(text, str(year))
        return ReadValue(year, code=Code.FROM_SENTENCE, message=message)
    return ReadValue(answered=False, code=Code.UNREADABLE_VALUE, message=no_year(text))


def _date(text: str) -> ReadValue:
    reading = parse_date(text)
    if reading.iso is not None:
        return ReadValue(reading.iso)
    short = read_short_date(text)
    if short is not None:
        message = exchange_words.from_sentence(text, format_german(short.isoformat()))
        return ReadValue(short.isoformat(), code=Code.FROM_SENTENCE, message=message)
    found = find_day([(text, "")])
    if reading.fault is DateFault.NOT_IN_CALENDAR or found is None:
        return ReadValue(answered=False, code=Code.UNREADABLE_VALUE, message=no_date(text))
    if not found.exact:
        return ReadValue(found.iso, code=Code.MONTH_ONLY, message=month_only(text))
    shown = exchange_words.german(found.iso)
    message = exchange_words.from_sentence(text, shown)
    return ReadValue(found.iso, code=Code.FROM_SENTENCE, message=message)


_READERS: Final[dict[Kind, Callable[[str], ReadValue]]] = {
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.DATE: _date,
}


# --- What one row or sheet says ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that something comes from: its name without folders, its SHA-256, what was odd.

    *lost* are sentences about what could not be read of it.
    """

    name: str
    sha256: str
    notices: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class ForeignRow:
    """What is taken from one row or sheet, by field.

    *problems* speak against single values, *left_out* name what was not taken at all, *unanswered*
    counts the cells that only say that there is nothing to say.
    """

    returned: dict[FieldName, Value] = field(default_factory=dict)
    cells: dict[Place, tuple[str, str]] = field(default_factory=dict)
    problems: dict[Place, tuple[FileProblem, ...]] = field(default_factory=dict)
    left_out: list[FileProblem] = field(default_factory=list)
    unanswered: int = 0
    comments: list[FileProblem] = field(default_factory=list)

    def put(self, name: FieldName, value: Value, sheet: str, cell: str) -> None:
        """Take a value for a field, found in a cell."""
        self.returned[name] = value
        self.cells[Place(name)] = (sheet, cell)

    def object(self, name: FieldName, code: str, message: str, measure_id: str) -> None:
        """Say something against the value of a field."""
        sheet, cell = self.cells[Place(name)]
        problem = FileProblem(code, message, sheet, cell, measure_id, name)
        self.problems[Place(name)] = (*self.problems.get(Place(name), ()), problem)

    def note_colour(self, name: FieldName, colour: str, measure_id: str) -> None:
        """Say in which colour a value is written; that speaks against nothing."""
        sheet, cell = self.cells[Place(name)]
        said = coloured(cell, colour)
        problem = FileProblem(Code.COLOURED, said, sheet, cell, measure_id, name, severe=False)
        self.problems[Place(name)] = (*self.problems.get(Place(name), ()), problem)

    def remark(self, comment: CellComment, name: str, sheet: str, measure_id: str) -> None:
        """Say what somebody wrote beside a cell; it speaks against the value of the cell."""
        text = comments.sentence(comment)
        problem = FileProblem(Code.COMMENT, text, sheet, comment.cell, measure_id, name)
        self.comments.append(problem)
        if name in self.returned:
            self.problems[Place(name)] = (*self.problems.get(Place(name), ()), problem)

    def unheard(self, found: Iterable[Proposal]) -> list[FileProblem]:
        """Return the comments that stand at none of the proposals."""
        heard = {problem for proposal in found for problem in proposal.problems}
        return [problem for problem in self.comments if problem not in heard]


def by_row(found: Iterable[CellComment]) -> dict[int, list[CellComment]]:
    """Return comments by the number of their row."""
    rows: dict[int, list[CellComment]] = {}
    for comment in found:
        rows.setdefault(comment.row, []).append(comment)
    return rows


def _read_cell(  # noqa: PLR0913, PLR0917 - a place has this many parts
    read: ForeignRow,
    sheet: str,
    row: GridRow,
    match: ColumnMatch,
    own: Field,
    measure_id: str,
    unit: str,
) -> None:
    """Read one cell that is not blank; *unit* is a text that states the unit of its amount."""
    name, place = own.name, match.column.place
    text, fault = row.text(place), row.faults.get(place)
    cell = f"{match.column.letter}{row.number}"
    if fault is CellDoubt.ERROR:
        message = error_cell(cell, text)
        read.left_out.append(FileProblem(Code.ERROR_CELL, message, sheet, cell, measure_id, name))
        return
    if not text.strip():
        message = formula_without_value(cell)
        read.left_out.append(FileProblem(Code.FORMULA, message, sheet, cell, measure_id, name))
        return
    if row.is_struck(place):
        message = struck_out(cell, text)
        read.left_out.append(FileProblem(Code.STRUCK_OUT, message, sheet, cell, measure_id, name))
        return
    value = read_value(own, text)
    if unit and own.kind is Kind.AMOUNT:
        value = scaled(value, text, unit)
    message = in_cell(cell, value.message)
    if not value.answered:
        if value.code == Code.NO_ANSWER:
            read.unanswered += 1
        else:
            read.left_out.append(FileProblem(value.code, message, sheet, cell, measure_id, name))
        return
    read.put(name, value.value, sheet, cell)
    if value.code:
        read.object(name, value.code, message, measure_id)
    if fault is CellDoubt.FORMULA:
        read.object(name, Code.FORMULA, formula_cell(cell, text), measure_id)
    _object_to_look(read, row, match, measure_id)


def _object_to_look(read: ForeignRow, row: GridRow, match: ColumnMatch, measure_id: str) -> None:
    """Object to a value of which a part is struck out, or that nobody sees; name its colour."""
    name, place = match.field, match.column.place
    cell = f"{match.column.letter}{row.number}"
    if name is None:
        return
    if place in row.struck:
        read.object(name, Code.STRUCK_PART, struck_part(cell, row.struck[place]), measure_id)
    elif place in row.hidden:
        read.object(name, Code.HIDDEN_CELL, hidden_cell(cell), measure_id)
    if place in row.coloured:
        read.note_colour(name, row.coloured[place], measure_id)


def put_against(
    read: ForeignRow, sheet: str, measure_id: str, found: Iterable[Against]
) -> list[FileProblem]:
    """Put what stands against values to them; return what is about a value that was not read."""
    left = []
    for against in found:
        for name in [against.field] if against.field else read.returned:
            if name in read.returned:
                read.object(name, against.code, against.message, measure_id)
            else:
                code, said = against.code, against.message
                left.append(FileProblem(code, said, sheet, against.cell, measure_id, name))
    return left


def _units_in(table: RawTable) -> list[str]:
    """Return the units of money that stand in rows of their own: below the header, or at the end.

    Such a row says nothing else; a text with a number in it is no unit.
    """
    return [
        text
        for row in table.rows
        if not any(_DIGIT.search(cell) for cell in row.cells)
        for text in row.cells
        if len(text) <= _LONGEST_UNIT and unit_factor(text, alone=True) != 1
    ]


# --- A table whose columns are matched, read row by row ------------------------------------------


class TableReading:
    """Reads the rows of a table whose columns stand for fields, with all that is against them."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: Origin,
        table: RawTable,
        found: Sequence[ColumnMatch],
    ) -> None:
        """Take the file, its table, and what its columns stand for."""
        self._catalogue = catalogue
        self.table = table
        self.taken = [m for m in found if m.field is not None and m.field not in ONLY_FOR_MATCHING]
        self.unanswered = 0
        loose = [
            match.column
            for match in found
            if match.field is None
            and match.why is Why.UNKNOWN
            and any(text.strip() for text in table.column_texts(match.column))
        ]
        self._remarks = [column for column in loose if is_for_remarks(column.header)]
        self._unread = [column for column in loose if column not in self._remarks]
        self._shape = shape_of(catalogue, table, found)
        self._above = (*table.above, *_units_in(table))
        self._lost = source.lost
        self._escaped = escaped_quotes() in source.notices
        self._places = {match.field: match.column.place for match in self.taken if match.field}
        self._fields = {place: name for name, place in self._places.items()}
        self._rows = {row.number: row for row in table.rows}
        self._comments = by_row(table.comments)

    def about(self) -> list[FileProblem]:
        """Return the problems of columns that nobody named."""
        return self._shape.about(self.table)

    def untaken(self) -> list[FileProblem]:
        """Return the notice about columns that hold something and stand for no field."""
        if not self._unread:
            return []
        message = not_taken(self.table.sheet, [column.header for column in self._unread])
        return [FileProblem(Code.READING, message, self.table.sheet, severe=False)]

    def remarks(self, number: int) -> list[str]:
        """Return what the row *number* tells the editors."""
        texts = [self._rows[number].text(column.place).strip() for column in self._remarks]
        return [text for text in texts if text]

    def read(self, number: int, measure_id: str = "") -> ForeignRow:
        """Return what the row *number* says about its measure."""
        row, sheet = self._rows[number], self.table.sheet
        read = self._read_row(row, measure_id)
        self.unanswered += read.unanswered
        read.left_out += put_against(read, sheet, measure_id, self._shape.against(row))
        contested = self._shape.contested(row, self._places)
        read.left_out += put_against(read, sheet, measure_id, contested)
        if self._escaped:
            for name, value in read.returned.items():
                if isinstance(value, str) and '"' in value:
                    cell = read.cells[Place(name)][1]
                    read.object(name, Code.READING, in_cell(cell, ESCAPED_QUOTES), measure_id)
        for text in self._lost:
            for answered in read.returned:
                read.object(answered, Code.LOST, text, measure_id)
        for remark in self._comments.pop(number, ()):
            read.remark(remark, self._fields.get(remark.place, ""), sheet, measure_id)
        return read

    def _read_row(self, row: GridRow, measure_id: str) -> ForeignRow:
        """Return what the cells of a row say.

        A unit of money may stand in the header, in a cell or row of its own, or above the table.
        """
        read = ForeignRow()
        alone = [cell for cell in row.cells if len(cell) <= _UNIT_ALONE and not _DIGIT.search(cell)]
        for match in self.taken:
            text, fault = row.text(match.column.place), row.faults.get(match.column.place)
            if match.field is not None and (fault is not None or text.strip()):
                stated = (match.column.header, *alone, *self._above)
                unit = next((found for found in stated if unit_factor(found, alone=True) != 1), "")
                own = self._catalogue.field(match.field)
                _read_cell(read, self.table.sheet, row, match, own, measure_id, unit)
        return read

    def other_comments(self) -> list[FileProblem]:
        """Return the comments in rows that were not read; those above the data need nobody."""
        return [
            FileProblem(
                Code.COMMENT,
                comments.sentence(comment),
                self.table.sheet,
                comment.cell,
                severe=comment.row > self.table.header_row,
            )
            for found in self._comments.values()
            for comment in found
        ]
