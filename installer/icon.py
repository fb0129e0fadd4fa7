"""The program's icon and the installer's picture: `python -m installer.icon` renews both.

The drawing is resources/klimaeditor.svg, in colours of the window's light theme (a test compares
them). The results are checked in: a build needs no Qt.
"""

from __future__ import annotations

import struct
import sys
from typing import Final

from installer.console import say
from installer.project import HERE, ICON, ROOT

SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
WIZARD: Final = HERE / "wizard.bmp"
SOURCE: Final = ROOT / "resources" / "klimaeditor.svg"


def drawn(size: int) -> bytes:
    """Return the icon as a PNG of *size* pixels."""
    from PySide6.QtCore import QBuffer, Qt  # noqa: PLC0415 - only who draws needs Qt
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415 - only who draws needs Qt
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - only who draws needs Qt

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # wants str
    return bytes(buffer.data().data())


def icon_file(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico of PNG pictures, {size in pixels: data}; Windows reads these since Vista."""
    offset = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, data in pictures.items():
        edge = size % 256  # 0 means 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(data), offset + len(body))
        body += data
    return head + body


def draw_wizard() -> None:
    """Draw the picture at the side of the installer's first and last page (NSIS wants a BMP)."""
    from PySide6.QtCore import QRectF, Qt  # noqa: PLC0415 - only who draws needs Qt
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415 - only who draws needs Qt
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - only who draws needs Qt

    from ui import theme  # noqa: PLC0415 - only who draws needs Qt

    image = QImage(164, 314, QImage.Format.Format_RGB32)
    image.fill(theme.tokens().color("accent"))
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(26, 40, 112, 112))
    painter.end()
    flat = image.convertToFormat(
        QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither
    )
    flat.save(str(WIZARD))


def main() -> int:
    """Write icon and picture anew."""
    ICON.write_bytes(icon_file({size: drawn(size) for size in SIZES}))
    draw_wizard()
    for path in (ICON, WIZARD):
        say(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
