"""The chapters as files, and searching their words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from klimaeditor.paths import resources
from klimaeditor.search.folding import occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIST: Final = "kapitel.json"
STYLE: Final = "handbuch.css"
_SUFFIX: Final = ".html"
_FOOT: Final = "<hr>"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its id, its German title, the places that can be gone to."""

    id: str
    title: str
    anchors: frozenset[str]


class Library:
    """The handbook in a folder; empty where the folder holds none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or resources() / "handbook").resolve()
        self.chapters = _chapters(self.folder)
        self._words: dict[str, str] = {}

    def chapter(self, wanted: str) -> Chapter | None:
        """Return the chapter with the id *wanted*."""
        return next((chapter for chapter in self.chapters if chapter.id == wanted), None)

    def place_of(self, anchor: str) -> str:
        """Return the id of the chapter that has *anchor*, "" where none has."""
        return next((c.id for c in self.chapters if anchor in c.anchors), "")

    def path(self, chapter: str) -> Path:
        """Return the page of a chapter."""
        return self.folder / f"{chapter}{_SUFFIX}"

    def chapter_at(self, path: Path) -> str:
        """Return which chapter a page is, "" for another file."""
        found = path.stem if path.parent == self.folder and path.suffix == _SUFFIX else ""
        return found if self.chapter(found) else ""

    def read(self, path: Path) -> bytes:
        """Return the content of a file of the handbook; b"" for any other (SEC-03)."""
        try:
            real = path.resolve()
            return real.read_bytes() if real.is_relative_to(self.folder) else b""
        except OSError:
            return b""

    def text(self, path: Path) -> str:
        """Return a page without the links at its foot: the window has its own."""
        return self.read(path).decode("utf-8").partition(_FOOT)[0]

    def counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return how often *words* (folded) occur, per chapter that has all of them."""
        found = {}
        for chapter in self.chapters:
            text = self._searched(chapter.id)
            if all(occurrences(text, [word]) for word in words):
                found[chapter.id] = len(occurrences(text, words))
        return found

    def _searched(self, chapter: str) -> str:
        if chapter not in self._words:
            reader = _Words()
            reader.feed(self.text(self.path(chapter)))
            self._words[chapter] = "\n".join(reader.found)
        return self._words[chapter]


def _chapters(folder: Path) -> tuple[Chapter, ...]:
    try:
        known = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except OSError:
        return ()
    return tuple(Chapter(c["id"], c["title"], frozenset(c["anchors"])) for c in known)


class _Words(HTMLParser):
    """Collects the lines of a page: what stands between the tags of blocks."""

    _INLINE: Final = frozenset({"a", "b", "code", "kbd"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside |= tag == "body"
        self._open &= tag in self._INLINE

    def handle_endtag(self, tag: str) -> None:
        self._open &= tag in self._INLINE

    def handle_data(self, data: str) -> None:
        if not self._inside:
            return
        if self._open:
            self.found[-1] += data
        else:
            self.found.append(data)
        self._open = True
