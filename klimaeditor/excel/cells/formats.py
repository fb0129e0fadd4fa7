"""The styles of a workbook -> the number format of each, and whether it makes a number a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from klimaeditor.excel.cells.parsing import MAIN, pieces

if TYPE_CHECKING:
    from klimaeditor.excel.cells.parsing import Attributes, Room

_FORMATS, _FORMAT, _STYLES, _STYLE = (
    MAIN + name for name in ("numFmts", "numFmt", "cellXfs", "xf")
)
_LONGEST_CODE: Final = 255


@dataclass(frozen=True, slots=True)
class Format:
    """How a style shows numbers: the *code*, and whether they are a date or a length of time."""

    code: str
    is_date: bool = False
    is_duration: bool = False


GENERAL: Final = Format("General")


def read_formats(stream: IO[bytes], room: Room) -> dict[str, Format]:
    """Return the formats by the number of the style as cells write it; raises what *room* raises.

    A format longer than Excel takes is none.
    """
    reader = _Styles()
    for _ in pieces(stream, reader.start, reader.end, reader.texts, room):
        pass
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()} | reader.own
    known = {number: _format(codes[number]) for number in set(reader.used) & codes.keys()}
    return {str(place): known.get(number, GENERAL) for place, number in enumerate(reader.used)}


class _Styles:
    """The formats that a workbook brings along, and the one that each of its styles uses."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.used: list[str] = []
        self.texts: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a format or a style."""
        self.texts.clear()
        inside = self._path[1:]
        self._path.append(name)
        if name == _FORMAT and inside == [_FORMATS]:
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == _STYLE and inside == [_STYLES]:
            self.used.append(attributes.get("numFmtId", "0"))

    def end(self, _name: str) -> None:
        """Leave an element."""
        self._path.pop()


def _format(code: str) -> Format:
    if len(code) > _LONGEST_CODE:
        return GENERAL
    return Format(code, is_date_format(code), is_timedelta_format(code))
