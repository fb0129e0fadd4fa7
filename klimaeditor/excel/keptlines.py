"""The lines of a hidden sheet, put together from their pieces in whatever order these come.

Tens of megabytes of texts are needed for a moment. As bytes in one block they take half as much as
texts, and the block goes back to the system at once.
"""

from __future__ import annotations

from array import array
from operator import lt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_PIECES: Final = 200_000
"""A hidden sheet holds at most so many rows."""


class KeptLines:
    """Lines in UTF-8, by their number; each may have several parts. The last word counts."""

    __slots__ = ("_bytes", "_lines", "_pieces")

    def __init__(self) -> None:
        """Begin without lines."""
        self._bytes = bytearray()
        self._pieces = array("q")  # number, part, start and end of each piece
        self._lines: list[int | list[int]] | None = None

    def add(self, number: int, part: int, text: str) -> None:
        """Add a piece; OverflowError for a number that no sheet counts to."""
        start = len(self._bytes)
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._pieces.extend((number, part, start, len(self._bytes)))
        self._lines = None

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._sorted())

    def __getitem__(self, place: int) -> bytes:
        """Return a line by its place among all of them."""
        found = self._sorted()[place]
        places = [found] if isinstance(found, int) else found
        spans = ((self._pieces[p + 2], self._pieces[p + 3]) for p in places)
        return b"".join(self._bytes[start:end] for start, end in spans)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines by their numbers."""
        return map(self.__getitem__, range(len(self)))

    def _sorted(self) -> list[int | list[int]]:
        """Return where the pieces of each line are told of, in the order of the lines."""
        if self._lines is None:
            numbers, parts = self._pieces[::4], self._pieces[1::4]
            if all(map(lt, numbers, numbers[1:])):
                self._lines = list(range(0, len(self._pieces), 4))
                return self._lines
            places = range(0, len(self._pieces), 4)
            last = dict(zip(zip(numbers, parts, strict=True), places, strict=True))
            lines: dict[int, int | list[int]] = {}
            for (number, _), place in sorted(last.items()):
                before = lines.get(number)
                if before is None:
                    lines[number] = place
                else:
                    lines[number] = [*([before] if isinstance(before, int) else before), place]
            self._lines = list(lines.values())
        return self._lines


class NoLinesError(Exception):
    """Rows that are no pieces of lines, or too many."""


def kept_lines(rows: Iterable[list[Any]]) -> dict[str, KeptLines]:
    """Return the lines of each name from rows of name, number, part and text.

    Raises NoLinesError for rows that say something else and for more than MOST_PIECES, but what
    *rows* raise comes first: a sheet that cannot be read was not changed by somebody.
    """
    found: dict[str, KeptLines] = {}
    wrong: Exception | None = None
    for count, (name, number, part, text) in enumerate(rows):
        if count == MOST_PIECES:
            raise NoLinesError
        try:
            found.setdefault(str(name), KeptLines()).add(int(number), int(part), str(text))
        except (TypeError, ValueError, OverflowError) as error:
            wrong = error
    if wrong is not None:
        raise NoLinesError from wrong
    return found
