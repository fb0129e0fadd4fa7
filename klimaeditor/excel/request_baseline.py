"""What was sent, kept in the hidden sheet „Basis“ of a request.

One line of JSON about the request and one per measure, cut into pieces a cell can hold, with a
checksum. So the sent values – absent and null, 350.0 and 350 – survive sorting, filtering, inserted
columns, copies and saving by other programs.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from klimaeditor import __version__
from klimaeditor.excel import workbook_words
from klimaeditor.excel.keptlines import KeptLines, NoLinesError, kept_lines
from klimaeditor.excel.plan import share_texts
from klimaeditor.excel.request_layout import RequestArrangement
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klimaeditor.excel.plan import Row
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Value

FORMAT: Final = "klimaeditor-abfrage"
SCHEMA: Final = 2
_OF_TABLES: Final = 1
"""What the workbooks with tables are written as, so that earlier versions go on reading them."""
MEASURES: Final = "Maßnahmen"
_PIECE: Final = 16_000  # at most two UTF-16 units each
_LONGEST_MARK: Final = 10
_TOGETHER: Final = 1_000


class AskedNote(NamedTuple):
    """An open note that is sent along: of which measure, about which field ("" for none), text."""

    measure_id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """What a request is: its id, whom it went to, when, until when, what was asked, and how.

    *catalogue* are the fields of the site that the dataset is meant for.
    *note* and *contact* are free text for the sheet of guidance; they come back with the workbook.
    *noted* stands there, too, and does not.
    """

    request: str
    department: str
    sent: datetime
    due: date | None
    fields: tuple[FieldName, ...]
    catalogue: Catalogue = dataclasses.field(compare=False, repr=False)
    contact: str = ""
    note: str = ""
    arrangement: RequestArrangement = RequestArrangement.TABLE
    noted: tuple[AskedNote, ...] = ()

    @property
    def schema(self) -> int:
        """The number of the format that it is written in."""
        return SCHEMA if self.arrangement is RequestArrangement.SHEETS else _OF_TABLES


@dataclass(frozen=True, slots=True)
class SentMeasure:
    """One measure as it was sent.

    *values* are the stored values of the asked fields (absent ones are left out), *shown* the texts
    of the locked columns by key, *progress_type* decides how its dated values are read.
    """

    id: str
    title: str
    values: Mapping[FieldName, Json]
    shown: Mapping[str, str]
    progress_type: str = "binary"

    def value(self, name: FieldName) -> Value:
        """Return what was sent for a field, ABSENT where there was nothing."""
        return self.values.get(name, ABSENT)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was sent: what it is, and its measures by id."""

    about: RequestInfo
    measures: Mapping[str, SentMeasure]


class NotARequestError(Exception):
    """The rows are not the baseline of a request."""


class DamagedBaselineError(Exception):
    """The baseline of a request is not as it was written."""


class NewerRequestError(DamagedBaselineError):
    """A request of a later version."""


def mark_of(request: str, measure_id: str, entry: int | str | None = None) -> str:
    """Return the mark of a row: of a measure, or of one entry of its list, counted from 0.

    The lines of a sheet per measure have names instead of numbers.
    """
    name = f"{request}\n{measure_id}" if entry is None else f"{request}\n{measure_id}\n{entry}"
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:_LONGEST_MARK]


def rows_of(sent: Sent) -> Iterator[Row]:
    """Yield the rows of the sheet."""
    lines = _measure_lines(sent)
    head = _head_of(sent.about)
    head["sha256"] = _checksum(_encoded(head), lines)
    yield from _pieces(workbook_words.BASELINE_ABOUT, 1, _encoded(head))
    for number, line in enumerate(lines, 1):
        yield from _pieces(MEASURES, number, line)


def checksum_of(sent: Sent) -> str:
    """Return what stands for everything sent, as 64 hexadecimal digits (MRG-01)."""
    return _checksum(_encoded(_head_of(sent.about)), _measure_lines(sent))


def _measure_lines(sent: Sent) -> list[str]:
    return [_encoded(_measure_json(measure)) for measure in sent.measures.values()]


def _head_of(about: RequestInfo) -> dict[str, Json]:
    head: dict[str, Json] = {
        "format": FORMAT,
        "schema": about.schema,
        "app": __version__,
        "request": about.request,
        "department": about.department,
        "sent": about.sent.isoformat(timespec="seconds"),
        "due": about.due.isoformat() if about.due else None,
        "fields": list(about.fields),
        "contact": about.contact,
        "note": about.note,
    }
    if about.arrangement is not RequestArrangement.TABLE:
        head["arrangement"] = about.arrangement.value
    return head


def restore(rows: Iterable[list[Any]], catalogue: Catalogue, texts: dict[str, str]) -> Sent:
    """Return what the rows of the sheet (without header) hold, about these fields.

    *texts* takes up the texts that were sent, each once. Raises NotARequestError where the rows are
    somebody else's and DamagedBaselineError where something is missing or was changed.
    """
    try:
        joined = kept_lines(rows)
    except NoLinesError as error:
        raise DamagedBaselineError from error
    head = _head(joined)
    lines = joined.get(MEASURES, KeptLines())
    try:
        checksum = head.pop("sha256")
        if head["schema"] > SCHEMA:
            raise NewerRequestError
        if checksum != _checksum(_encoded(head), lines):
            raise DamagedBaselineError
        known = catalogue.known_field
        about = RequestInfo(
            request=str(head["request"]),
            department=str(head["department"]),
            sent=datetime.fromisoformat(head["sent"]),
            due=date.fromisoformat(head["due"]) if head["due"] else None,
            fields=tuple(own.name for name in head["fields"] if (own := known(name))),
            catalogue=catalogue,
            contact=str(head["contact"]),
            note=str(head["note"]),
            arrangement=RequestArrangement(head.get("arrangement", RequestArrangement.TABLE)),
        )
        measures = [_measure(found) for found in _all_decoded(lines, texts)]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise DamagedBaselineError from error
    return Sent(about, {measure.id: measure for measure in measures})


def _head(joined: Mapping[str, KeptLines]) -> dict[str, Any]:
    lines = joined.get(workbook_words.BASELINE_ABOUT)
    if not lines:
        raise DamagedBaselineError if MEASURES in joined else NotARequestError
    try:
        head = _decoded(lines[0])
    except ValueError as error:
        raise DamagedBaselineError from error
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise NotARequestError
    return head


def _measure_json(measure: SentMeasure) -> Json:
    return {
        "id": measure.id,
        "title": measure.title,
        "values": {str(name): value for name, value in measure.values.items()},
        "shown": dict(measure.shown),
        "type": measure.progress_type,
    }


def _measure(found: dict[str, Any]) -> SentMeasure:
    return SentMeasure(
        id=str(found["id"]),
        title=str(found["title"]),
        values=found["values"] if isinstance(found["values"], dict) else dict(found["values"]),
        shown={str(key): str(text) for key, text in found["shown"].items()},
        progress_type=str(found["type"]),
    )


def _encoded(value: Json) -> str:
    """Return one line; ``_x`` is escaped so that no program takes it for its own (SEC-13)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("_x", "\\u005fx")


def _all_decoded(lines: KeptLines, texts: dict[str, str]) -> Iterator[Any]:
    """Yield what lines say; ValueError as in :func:`_decoded`. Lines read together share keys."""
    for start in range(0, len(lines), _TOGETHER):
        places = range(start, min(start + _TOGETHER, len(lines)))
        found = _decoded(b"[" + b",".join(map(lines.__getitem__, places)) + b"]")
        if len(found) != len(places):
            raise ValueError(start)
        share_texts(found, texts)
        yield from found


def _decoded(line: bytes) -> Any:  # noqa: ANN401 - whatever the sheet holds; the caller judges
    """Return what one line says; raises ValueError for what is no strict JSON (SEC-16)."""
    return json.loads(line.decode("utf-8", "surrogatepass"), parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _checksum(head: str, lines: Iterable[str | bytes]) -> str:
    total = hashlib.sha256()
    for line in (head, *lines):
        total.update(_bytes_of(line) + b"\n")
    return total.hexdigest()


def _bytes_of(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def _pieces(name: str, number: int, text: str) -> Iterator[Row]:
    for part, start in enumerate(range(0, len(text), _PIECE), 1):
        yield [name, number, part, text[start : start + _PIECE]]
