"""What visitors read of a text: white space, and markup where the site takes a text as HTML.

The preview and the checks show what a browser leaves of a text as plain text; nothing of it is
ever interpreted here (SEC-03). Texts that the site puts in as HTML get ``<br/>`` for every newline
and an indent for every tab first ([measureId].vue:99), so a tag that is not closed ends at the next
line, and one in the last line swallows the rest. Everywhere else white space is one blank.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from klimaeditor.model.publicpage import PagePart

if TYPE_CHECKING:
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.site.page_model import PageRow

INDENT: Final = "\u2003"  # EM SPACE, as wide as the site's indent
UNREADABLE: Final = "\ufffd"  # what browsers print for half a character

_HALVES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLANKS_IN_LINE = re.compile(r"[ \r\f]+")
_VISIBLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def shows_nothing(text: str) -> bool:
    """Tell whether a text, as it is printed, leaves its place empty: blanks and the invisible."""
    return _VISIBLE.search(text) is None


def begins_visibly(text: str) -> bool:
    """Tell whether a letter or digit stands at the beginning: it is seen, whatever follows."""
    first = text[:1]
    return first.isascii() and first.isalnum()


def leaves_nothing(text: str, *, html: bool) -> bool:
    """Tell whether visitors see nothing of a text; *html*: the site takes it as HTML."""
    if begins_visibly(text):
        return False
    return shows_nothing(in_html(text) if html else in_one_line(text))


def printed(row: PageRow, site: SiteProfile) -> str:
    """Return the text of a row as visitors read it."""
    return in_html(row.text) if taken_as_html(row, site) else in_one_line(row.text)


def taken_as_html(row: PageRow, site: SiteProfile) -> bool:
    """Tell whether the page puts the text of a row in as HTML."""
    inside = row.step or row.part is PagePart.RAW
    return inside or any(row.field_path == site.catalogue.path(name) for name in site.layout.html)


def in_one_line(text: str) -> str:
    """Return *text* with all white space as single blanks; no-break spaces stay."""
    return _HALVES.sub(UNREADABLE, _BLANKS.sub(" ", text).strip(" "))


def in_lines(text: str) -> str:
    """Return *text* with its line breaks and tabs; a break at the very end shows nothing."""
    lines = (_BLANKS_IN_LINE.sub(" ", line).strip(" ") for line in text.split("\n"))
    shown = "\n".join(lines).replace("\t", INDENT).removesuffix("\n")
    return _HALVES.sub(UNREADABLE, shown)


def in_html(text: str) -> str:
    """Return what a browser leaves of *text* where the site takes it as HTML."""
    if "<" not in text and "&" not in text:
        return in_lines(text)
    source = text.replace("\n", _BREAK).replace("\t", _TAB)
    return in_lines("".join(_Leaving(source).pieces()))


# --- What a browser leaves of HTML: HTML's own rules for where tags and comments end -------------

_BREAK: Final = "<br/>"
_TAB: Final = "<span class='pl-4'></span>"
_OPENING = re.compile(
    r"<(?:(?P<comment>!--)|(?P<nothing>/>)|(?P<bogus>[!?]|/(?![A-Za-z]))"
    r"|(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*))"
)
_COMMENT_END = re.compile(r"--!?>")
_TAG_END = re.compile(r">|=\s*([\"'])")
_HIDING = re.compile(r"\shidden(?=[\s=/]|\Z)|display\s*:\s*none", re.IGNORECASE)
_UNSEEN: Final = frozenset(
    {
        "script", "style", "template", "title", "iframe", "noembed", "noframes", "noscript",
        "datalist", "dialog", "audio", "video", "canvas", "object",
    }
)  # fmt: skip
"""Elements whose content is not read."""
_LITERAL: Final = frozenset({"textarea", "xmp", "plaintext"})
"""Elements in which tags are text."""
_VOID: Final = frozenset({"img", "input", "br", "hr", "wbr", "col", "embed", "link", "meta"})
_LINES: Final = frozenset(
    {
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "section", "article",
        "header", "footer", "blockquote", "pre", "form", "fieldset", "address", "figure", "details",
        "summary", "h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "aside", "caption", "center",
    }
)  # fmt: skip
"""Elements that stand on lines of their own."""


class _Leaving:
    """One pass over a text; what is opened and never closed reaches to its end."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._pieces: list[str] = []

    def pieces(self) -> list[str]:
        """Return the pieces of text that are left, with their line breaks."""
        while match := _OPENING.search(self._source, self._at):
            self._say(self._source[self._at : match.start()])
            self._at = match.end()
            if match["comment"]:
                self._skip_comment()
            elif match["bogus"]:
                self._skip_behind(">")
            elif match["name"]:
                self._take_tag(match["name"].lower(), closing=bool(match["closing"]))
        self._say(self._source[self._at :])
        return self._pieces

    def _say(self, text: str, *, literal: bool = False) -> None:
        if text:
            decoded = text if literal else html.unescape(text)
            self._pieces.append(_BLANKS.sub(" ", decoded))

    def _break(self) -> None:
        if self._pieces and self._pieces[-1] != "\n":
            self._pieces.append("\n")

    def _skip_behind(self, sign: str) -> None:
        end = self._source.find(sign, self._at)
        self._at = len(self._source) if end < 0 else end + len(sign)

    def _skip_comment(self) -> None:
        for empty in (">", "->"):
            if self._source.startswith(empty, self._at):
                self._at += len(empty)
                return
        end = _COMMENT_END.search(self._source, self._at)
        self._at = end.end() if end else len(self._source)

    def _take_tag(self, name: str, *, closing: bool) -> None:
        begin = self._at
        if not self._find_tag_end():
            return
        attributes = self._source[begin : self._at - 1]
        if name == "br":
            self._pieces.append("\n")
        elif name == "hr" or name in _LINES:
            self._break()
        elif name == "span" and attributes == " class='pl-4'":
            self._pieces.append("\t")
        elif name in {"td", "th"}:
            self._pieces.append(" ")
        if closing:
            return
        hidden = name in _UNSEEN or (name not in _VOID and _HIDING.search(attributes) is not None)
        if hidden or name in _LITERAL:
            self._take_content(name, hidden=hidden)

    def _find_tag_end(self) -> bool:
        """Go behind the tag; without an end it reaches to that of the text, and is no tag."""
        while match := _TAG_END.search(self._source, self._at):
            self._at = match.end()
            if match[1] is None:
                return True
            closed = self._source.find(match[1], self._at)
            if closed < 0:
                break
            self._at = closed + 1
        self._at = len(self._source)
        return False

    def _take_content(self, name: str, *, hidden: bool) -> None:
        """Go to the end tag of an element whose content is unseen, or text and nothing else."""
        end = None
        if name != "plaintext":
            end = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(
                self._source, self._at
            )
        stop = len(self._source) if end is None else end.start()
        if not hidden:
            self._say(self._source[self._at : stop], literal=name != "textarea")
        self._at = stop
