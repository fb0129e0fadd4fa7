"""The text of a chapter: reads files of the handbook only, opens nothing outside (SEC-03, -04)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from ui import theme
from ui.handbook import texts
from ui.handbook.library import STYLE
from ui.handbook.style import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.handbook.library import Library
    from ui.theme import Tokens

_FRAME: Final = 24  # border and padding, in logical pixels
_LEAST: Final = 240
_LITTLE: Final = 24
PAPER_WIDTH: Final = 620  # logical pixels of a picture on an A4 page


class Pages(QTextBrowser):
    """*left* carries an address that leads out of the handbook; nothing is done about it here.

    *dressed* says that the same text is laid out anew.
    """

    left = Signal(str)
    dressed = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._on_paper = False
        self._wide = 0
        # a bar that comes while a page is laid out leaves the page as wide as it was without
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(texts.TEXT)
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

    def dress(self) -> None:
        """Take over a new theme, zoom or width; the place in the text stays."""
        if self.source().isEmpty():
            return
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._wide = self._room()
        self.reload()
        bar.setValue(round(share * bar.maximum()))
        self.dressed.emit()

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
            self.dress()

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
