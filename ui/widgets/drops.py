"""Files dragged into the window are for opening, wherever they are dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


def local_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders that are dragged; none where anything else is among them."""
    urls = data.urls()
    if not all(url.isLocalFile() for url in urls):
        return []
    return [Path(url.toLocalFile()) for url in urls]


def leave_files(top: QWidget) -> None:
    """Keep the text fields inside *top* from taking a dropped file for text."""
    sieve = _Sieve(top)
    for widget in top.findChildren(QWidget):
        if widget.acceptDrops():
            widget.installEventFilter(sieve)


class _Sieve(QObject):
    """Lets drags of files fall through to the window."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Refuse the drag of a file, so that Qt asks the widget around."""
        if event.type() is not QEvent.Type.DragEnter or not isinstance(event, QDragEnterEvent):
            return False
        if not local_paths(event.mimeData()):
            return False
        event.ignore()
        return True
