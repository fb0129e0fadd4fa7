"""The text of a chapter: reads files of the handbook only, opens nothing outside (SEC-03, -04)."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QAbstractTextDocumentLayout, QImage, QPageLayout, QPainter, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from klimaeditor.model.dataclass import dataclass
from klimaeditor.paths import resources
from klimaeditor.textwork.search import occurrences
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPagedPaintDevice, QResizeEvent

    from ui.theme import Tokens


# --- The chapters as files, and searching their words --------------------------------------------

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


# --- The style of the pages in the window: the colours and sizes of the theme that is on ---------


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet, as Qt's rich text understands it."""
    big, middle, small = (tokens.points(factor) for factor in (1.7, 1.3, 1.1))
    return "\n".join(
        (
            f"body {{ color: {tokens.text}; font-size: {tokens.points(1.05)}pt; }}",
            f"h1 {{ font-size: {big}pt; margin-top: 0; }}",
            f"h2 {{ font-size: {middle}pt; margin-top: {tokens.px(22)}px; }}",
            f"h3 {{ font-size: {small}pt; margin-top: {tokens.px(16)}px; }}",
            f"h4 {{ font-size: {tokens.points()}pt; }}",
            f"a {{ color: {tokens.accent}; }}",
            f"code, kbd {{ background-color: {tokens.hover}; }}",
            f"th {{ background-color: {tokens.hover}; }}",
            f".legende {{ color: {tokens.muted}; }}",
            f".hinweis {{ background-color: {tokens.info_bg}; color: {tokens.text}; }}",
        )
    )


# --- German words of the window of the handbook --------------------------------------------------

TITLE: Final = "Handbuch"
TEXT: Final = "Text des Kapitels"


def page(number: int) -> str:
    """Return the foot of a printed page."""
    return f"{TITLE} des Klimaeditors · Seite {number}"


# --- The text of a chapter: reads files of the handbook only, opens nothing outside (SEC-03, -04)

_FRAME: Final = 24  # border and padding, in logical pixels
_LEAST: Final = 240
_LITTLE: Final = 24
PAPER_WIDTH: Final = 620  # logical pixels of a picture on an A4 page


class Pages(QTextBrowser):
    """*left* carries an address that leads out of the handbook; nothing is done about it here.

    *styled* says that the same text is laid out anew.
    """

    left = Signal(str)
    styled = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._on_paper = False
        self._wide = 0
        # a bar that comes while a page is laid out leaves the page as wide as it was without
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(TEXT)
        self.document().setDocumentMargin(theme.Space.M)
        self.anchorClicked.connect(self._follow)

    @property
    def chapter(self) -> str:
        """The id of the chapter that is shown, "" for none."""
        return self._library.chapter_at(Path(self.source().toLocalFile()))

    def show_page(self, path: Path, anchor: str = "") -> None:
        """Show a file of the handbook, from the place *anchor* on."""
        url = QUrl.fromLocalFile(str(path))
        if anchor:
            url.setFragment(anchor)
        self.setSource(url)

    def apply_style(self) -> None:
        """Take over a new theme, zoom or width; the place in the text stays."""
        if self.source().isEmpty():
            return
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._wide = self._room()
        self.reload()
        bar.setValue(round(share * bar.maximum()))
        self.styled.emit()

    def for_paper(self) -> None:
        """Be what goes to a printer: dark letters at their normal size, pictures of a page."""
        self._on_paper = True
        self.setFont(theme.font())
        self.setPalette(theme.palette(theme.tokens()))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a page, a picture or the style of the theme; nothing from elsewhere."""
        wanted = QUrl(name)
        url = self.source().resolved(wanted) if wanted.isRelative() else wanted
        if not url.isLocalFile():
            return None
        path = Path(url.toLocalFile())
        if kind == QTextDocument.ResourceType.StyleSheetResource.value and path.name == STYLE:
            return style_sheet(self._tokens())
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(self._library.read(path))
        return _for_qt(self._library.text(path))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give pictures the new width."""
        super().resizeEvent(event)
        if self._wide and abs(self._room() - self._wide) > _LITTLE:
            self.apply_style()

    def _tokens(self) -> Tokens:
        return theme.tokens() if self._on_paper else theme.current()

    def _room(self) -> int:
        """Return how wide a picture may be beside a scroll bar, whether that is there or not."""
        bar = self.verticalScrollBar().sizeHint().width()
        return max(_LEAST, self.width() - bar - 2 * theme.Space.M - _FRAME)

    def _picture(self, content: bytes) -> QImage:
        """Return a picture, not wider than the text; on paper with all its pixels."""
        self._wide = PAPER_WIDTH if self._on_paper else self._room()
        image = QImage.fromData(content)
        wide = min(self._wide, image.width())
        if image.isNull() or wide == image.width():
            return image
        if not self._on_paper:
            image = image.scaledToWidth(
                round(wide * self.devicePixelRatioF()), Qt.TransformationMode.SmoothTransformation
            )
        image.setDevicePixelRatio(image.width() / wide)
        return image

    def _follow(self, url: QUrl) -> None:
        path = Path(url.toLocalFile()) if url.isLocalFile() else Path()
        if url.isLocalFile() and self._library.read(path):
            self.setSource(url)
        else:
            self.left.emit(url.toString())


def _for_qt(page: str) -> str:
    """Return a page with the attributes for which Qt's rich text knows no style."""
    page = page.replace("<link ", '<link type="text/css" ')
    page = page.replace("<table", '<table width="100%" cellspacing="0" cellpadding="3"')
    return page.replace("<th ", '<th align="left" valign="top" ').replace("<td", '<td valign="top"')


# --- The handbook on paper: each chapter begins a page, every page has a number ------------------

_MARGIN: Final = 18  # mm
_PAPER_FOOT: Final = 30  # logical pixels below the text, for the number


def printed(library: Library, chapters: Sequence[str], device: QPagedPaintDevice) -> None:
    """Draw *chapters* on *device*, one after the other.

    Chapter by chapter: laying out all of them as one document takes Qt minutes.
    """
    edge = float(_MARGIN)
    device.setPageMargins(QMarginsF(edge, edge, edge, edge), QPageLayout.Unit.Millimeter)
    pages = Pages(library)
    pages.for_paper()
    painter = QPainter(device)
    try:
        scale = device.logicalDpiX() / pages.logicalDpiX()
        painter.scale(scale, scale)
        whole = QSizeF(painter.viewport().size()) / scale
        number = 0
        for chapter in chapters:
            pages.show_page(library.path(chapter))
            number = _draw(pages, painter, whole, number)
    finally:
        painter.end()
        pages.deleteLater()


def _draw(pages: Pages, painter: QPainter, whole: QSizeF, number: int) -> int:
    """Draw a chapter behind page *number*; returns the number of its last page."""
    document = pages.document().clone(pages)  # the browser's own is as wide as the window
    room = QSizeF(whole.width(), whole.height() - _PAPER_FOOT)
    document.setDocumentMargin(0)
    document.setPageSize(room)
    for place in range(document.pageCount()):
        if number:
            device = painter.device()
            assert hasattr(device, "newPage")  # noqa: S101 - it is a device of pages
            device.newPage()
        number += 1
        painter.save()
        painter.translate(0, -place * room.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = pages.palette()
        context.clip = QRectF(0, place * room.height(), room.width(), room.height())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(theme.font())
        painter.setPen(theme.tokens().color("text"))
        foot = QRectF(0, room.height(), whole.width(), _PAPER_FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, page(number))
    document.deleteLater()
    return number
