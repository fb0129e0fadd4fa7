"""What Qt's PDF writer cannot say: the language of the document, and bookmarks.

Both are added as the format means it, by an incremental update (ISO 32000-1, 7.5.6): what Qt wrote
stays as it is, new objects and a new catalogue follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRAILER: Final = re.compile(
    rb"trailer\s*+<<((?:(?!trailer).)*?)>>\s*startxref\s+([0-9]+)\s+%%EOF\s*\Z", re.DOTALL
)
_SIZE: Final = re.compile(rb"/Size\s+([0-9]+)")
_ROOT: Final = re.compile(rb"/Root\s+([0-9]+)\s+0\s+R")
_CATALOG: Final = rb"\n%d 0 obj\s*+<<((?:(?! obj).)*?)>>\s*endobj"
_KIDS: Final = re.compile(rb"/Type\s*/Pages\s*/Kids\s*\[([^\]]*)\]")
_REFERENCE: Final = re.compile(rb"(?<![0-9])([0-9]++)\s++0\s++R")


@dataclass(slots=True)
class Bookmark:
    """An entry of the outline: its words and page (from 1), and the entries below it."""

    words: str
    page: int
    below: list[Bookmark] = field(default_factory=list)


def finished(pdf: bytes, language: str, bookmarks: Sequence[Bookmark]) -> bytes:
    """Return *pdf*, as QPdfWriter makes it, with *language* and *bookmarks*.

    A file that is not built as expected comes back as it was: it is readable all the same.
    """
    trailer = _TRAILER.search(pdf)
    found = [p.search(trailer[1]) for p in (_SIZE, _ROOT)] if trailer else []
    kids = _KIDS.search(pdf)
    if trailer is None or kids is None or found[0] is None or found[1] is None:
        return pdf
    root = int(found[1][1])
    catalog = re.search(_CATALOG % root, pdf, re.DOTALL)
    if catalog is None:
        return pdf
    pages = [int(number) for number in _REFERENCE.findall(kids[1])]
    outline = _Outline(int(found[0][1]), pages)
    top = outline.add_all(bookmarks)
    entries = b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>" % language.encode()
    if bookmarks:
        entries += b"\n/Outlines %d 0 R\n/PageMode /UseOutlines" % top
    objects = {root: b"<<%s\n%s\n>>" % (catalog[1].rstrip(), entries), **outline.objects}
    return _appended(pdf, objects, trailer)


class _Outline:
    """Numbers and writes the objects of an outline."""

    def __init__(self, first: int, pages: Sequence[int]) -> None:
        self._next, self._pages = first, pages
        self.objects: dict[int, bytes] = {}

    def add_all(self, bookmarks: Sequence[Bookmark]) -> int:
        """Add the whole outline and return the number of its root."""
        top = self._number()
        if bookmarks:
            ends = self._add(bookmarks, top)
            self.objects[top] = b"<< /Type /Outlines %s /Count %d >>" % (ends, len(bookmarks))
        return top

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _add(self, bookmarks: Sequence[Bookmark], parent: int) -> bytes:
        """Add entries of one level and return the words that lead there; those below are folded."""
        numbers = [self._number() for _ in bookmarks]
        for place, (number, bookmark) in enumerate(zip(numbers, bookmarks, strict=True)):
            parts = [b"/Title %s /Parent %d 0 R" % (_text(bookmark.words), parent)]
            parts.append(b"/Dest [%d 0 R /Fit]" % self._pages[bookmark.page - 1])
            if place:
                parts.append(b"/Prev %d 0 R" % numbers[place - 1])
            if place + 1 < len(numbers):
                parts.append(b"/Next %d 0 R" % numbers[place + 1])
            if bookmark.below:
                ends = self._add(bookmark.below, number)
                parts.append(b"%s /Count -%d" % (ends, len(bookmark.below)))
            self.objects[number] = b"<< %s >>" % b" ".join(parts)
        return b"/First %d 0 R /Last %d 0 R" % (numbers[0], numbers[-1])


def _text(words: str) -> bytes:
    """Return a text string of the format: UTF-16 in hexadecimal, so that nothing needs escaping."""
    return b"<FEFF%s>" % words.encode("utf-16-be", "replace").hex().upper().encode()


def _appended(pdf: bytes, objects: dict[int, bytes], trailer: re.Match[bytes]) -> bytes:
    """Return the file with the objects behind it, and a table that says where they are."""
    body = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    table = bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(body)
    size = max(max(objects) + 1, int(_SIZE.search(trailer[1])[1]))  # type: ignore[index]  # found before
    rest = _SIZE.sub(b"/Size %d" % size, trailer[1]).strip()
    body += table
    body += b"trailer\n<<\n%s\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (rest, trailer[2], start)
    return bytes(body)
