"""The plain markup of the chapters, and the HTML it becomes.

Blocks are parted by empty lines: ``#`` headings (``{#id}`` behind them names the anchor), lists
with ``-`` or ``1.``, tables with ``|``, remarks with ``>``, ``!name`` for a picture, ``: term`` /
``  text`` for terms. Inside a line: ``**strong**``, ```code```, ``[text](chapter#anchor)``, and the
macros of :mod:`docs.handbook.words`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docs.handbook.words import StaleError, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEADING: Final = re.compile(r"(#{1,4}) (.+?)(?: \{#([\w-]+)\})?$")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_SPECIAL: Final = re.compile(r"([\\*`\[\]{}|])")
_BACK: Final = re.compile(r"\\([\\*`\[\]{}|])")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass
class Page:
    """What a chapter has become: its title, its HTML, its headings as (level, id, text)."""

    title: str = ""
    body: list[str] = field(default_factory=list)
    headings: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def anchors(self) -> set[str]:
        """The ids that links may lead to."""
        return {anchor for _, anchor, _ in self.headings}


def escape(text: str) -> str:
    """Return *text* so that the markup shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def slug(text: str) -> str:
    """Return an anchor for a heading: lower case, ASCII, hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_UMLAUTS))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def render(source: str, picture: Callable[[str], str]) -> Page:
    """Return the page of a chapter's *source*; *picture* returns the HTML for a picture's name."""
    page = Page()
    for block in _blocks(source.splitlines()):
        page.body.append(_block(block, page, picture))
    return page


def inline(text: str) -> str:
    """Return one line of markup as HTML."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(html.escape(found[1], quote=False))
        return f"\0{len(kept) - 1}\0"

    text = html.escape(_BACK.sub(keep, text), quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = _LINK.sub(_link, expand(text))
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def _link(found: re.Match[str]) -> str:
    label, target = found[1], found[2]
    if "://" in target:  # shown, never opened by itself
        return f"{label} (<code>{target}</code>)"
    chapter, _, anchor = target.partition("#")
    return f'<a href="{chapter}.html{"#" if anchor else ""}{anchor}">{label}</a>'


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _block(block: list[str], page: Page, picture: Callable[[str], str]) -> str:
    first = block[0]
    heading = _HEADING.match(first)
    if heading:
        return _heading(heading, page)
    if first.startswith("!"):
        return picture(first[1:])
    for start, make in _MAKERS:
        if re.match(start, first):
            return make(block)
    return f"<p>{inline(' '.join(block))}</p>"


def _heading(found: re.Match[str], page: Page) -> str:
    level, text = len(found[1]), inline(found[2])
    shown = html.unescape(re.sub(r"<[^>]+>", "", text))
    anchor = found[3] or slug(shown)
    if anchor in page.anchors:
        raise StaleError(f"two headings are called {anchor!r}")
    if level == 1:
        page.title = shown
    page.headings.append((level, anchor, shown))
    return f'<h{level} id="{anchor}">{text}</h{level}>'


def _items(block: list[str], start: str) -> list[str]:
    items: list[str] = []
    for line in block:
        if re.match(start, line):
            items.append(re.sub(start, "", line, count=1))
        else:
            items[-1] += f" {line.strip()}"
    return [inline(item) for item in items]


def _list(block: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in _items(block, r"- ")) + "\n</ul>"


def _steps(block: list[str]) -> str:
    items = _items(block, r"\d+\. ")
    return "<ol>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ol>"


def _terms(block: list[str]) -> str:
    rows = [
        f'<tr><th scope="row">{inline(line[2:])}</th>'
        if line.startswith(": ")
        else f"<td>{inline(line)}</td></tr>"
        for line in block
    ]
    return '<table class="angaben">\n' + "\n".join(rows) + "\n</table>"


def _remark(block: list[str]) -> str:
    text = " ".join(line.removeprefix(">").strip() for line in block)
    return f'<p class="hinweis">{inline(text)}</p>'


def _table(block: list[str]) -> str:
    rows = [re.split(r"(?<!\\)\|", line.strip("|")) for line in block if not line.startswith("|--")]
    cells = [[inline(cell.strip()) for cell in row] for row in rows]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in cells[0])
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells[1:])
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


_MAKERS: Final[tuple[tuple[str, Callable[[list[str]], str]], ...]] = (
    (r"- ", _list),
    (r"\d+\. ", _steps),
    (r": ", _terms),
    (r">", _remark),
    (r"\|", _table),
)
