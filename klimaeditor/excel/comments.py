"""What people wrote beside the cells of a sheet: comments and notes, with their authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from openpyxl.utils import column_index_from_string

from klimaeditor.excel.layout import decode
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element


MOST: Final = 5_000
"""So many comments of a sheet are read."""
_LONGEST: Final = 600
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


# --- words ---------------------------------------------------------------------------------------


def sentence(comment: CellComment) -> str:
    """Return what somebody wrote, with who it was."""
    who = f" von „{comment.author}“" if comment.author else ""
    return (
        f"Zu Zelle {comment.cell} gibt es einen Kommentar{who}: „{comment.text}“. Beachten Sie "
        "ihn; Kommentare werden nicht übernommen."
    )


# --- comments ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CellComment:
    """A comment: the cell ("B7"), its row from 1 and column from 0, who wrote it, and what."""

    cell: str
    row: int
    place: int
    author: str
    text: str


def notes_of(root: Element) -> list[CellComment]:
    """Return the notes of a sheet; those that stand in for a conversation have no author."""
    authors = [found.text or "" for found in root.iter() if _name(found) == "author"]
    found = []
    for comment in (element for element in root.iter() if _name(element) == "comment"):
        number = comment.get("authorId") or ""
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        text = "".join(_texts(comment))
        stands_in = author.startswith("tc=")
        found.append(_comment(comment, "" if stands_in else author, text))
    return [comment for comment in found if comment is not None][:MOST]


def conversations_of(root: Element, people: dict[str, str]) -> list[CellComment]:
    """Return the threaded comments of a sheet, each of them; *people* are names by id."""
    found = [
        _comment(element, people.get(element.get("personId") or "", ""), "".join(_texts(element)))
        for element in root.iter()
        if _name(element) == "threadedComment"
    ]
    return [comment for comment in found if comment is not None][:MOST]


def people_of(root: Element) -> dict[str, str]:
    """Return the names of those who talk in threaded comments, by id."""
    return {
        found.get("id") or "": found.get("displayName") or ""
        for found in root.iter()
        if _name(found) == "person"
    }


def merged(notes: Iterable[CellComment], talks: Iterable[CellComment]) -> tuple[CellComment, ...]:
    """Return all comments by cell; a note that only stands in for a conversation is left out."""
    talked = list(talks)
    cells = {comment.cell for comment in talked}
    own = [note for note in notes if note.cell not in cells]
    return tuple(sorted((*own, *talked), key=lambda comment: (comment.row, comment.place)))


def _comment(element: Element, author: str, text: str) -> CellComment | None:
    match = _CELL.fullmatch(element.get("ref") or "")
    said = " ".join(decode(text).split())
    if match is None or not said:
        return None
    said = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
    return CellComment(
        match[0],
        int(match[2]),
        column_index_from_string(match[1]) - 1,
        " ".join(author.split()),
        said,
    )


def _texts(element: Element) -> Iterable[str]:
    """Return the texts of a comment in order, reading aids left out."""
    for child in element:
        if _name(child) == "rPh":
            continue
        if _name(child) in ("t", "text") and child.text and not len(child):
            yield child.text
        else:
            yield from _texts(child)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
