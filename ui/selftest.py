"""The self-test with a window: the core's steps, then Qt's words, pictures and the window itself.

``python -m ui.selftest`` in the source tree, ``Klimaeditor --selftest`` in a bundle. A windowed
program has no console, so the judge is the file of ``--result``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication, QIcon, QImage, QImageReader
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from klimaeditor.cli.console import remark, speak_utf8, system_error
from klimaeditor.cli.selftest import run_steps, say_results, write_results
from klimaeditor.cli.selftest_steps import STEPS, SelftestError
from ui import app as program
from ui import icons, theme
from ui import selftest_texts as texts
from ui.headless_window import take_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.cli.selftest_steps import Bench

FAILED: Final = 2
FORMATS: Final = ("png", "svg", "jpeg")
CANCEL: Final = "Abbrechen"
_FEWEST_COLOURS: Final = 20
_SMALLEST_PAPER: Final = 10_000  # bytes; a PDF without text has about 1,000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the self-test; returns 0, 1 where a step failed, 2 where it could not be carried out."""
    options = _parser().parse_args(arguments)
    if options.platform:
        os.environ["QT_QPA_PLATFORM"] = options.platform
    speak_utf8()
    try:
        return _run(options.result, options.picture)
    except OSError as error:
        remark(system_error(error))
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("--selftest", description=texts.DESCRIPTION)
    parser.add_argument("--result", type=Path, metavar=texts.FILE, help=texts.HELP_RESULT)
    parser.add_argument("--picture", type=Path, metavar=texts.FILE, help=texts.HELP_PICTURE)
    parser.add_argument("--platform", metavar=texts.PLATFORM, help=texts.HELP_PLATFORM)
    return parser


def _run(result: Path | None, picture: Path | None) -> int:
    program.make_application(sys.argv[:1])
    steps: list[tuple[str, Callable[[Bench], str]]] = [
        *STEPS,
        (texts.BUTTONS, _german_buttons),
        (texts.PICTURES, _pictures),
        (texts.WINDOW, partial(_window, picture)),
        (texts.STYLE, _style),
        (texts.HANDBOOK, _handbook),
    ]
    results = run_steps(steps)
    if result is not None:
        write_results(result, results)
    return say_results(results)


def _german_buttons(_bench: Bench) -> str:
    """See to it that Qt's own buttons speak German (A11Y-18)."""
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    text = box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")
    if text != CANCEL:
        raise SelftestError(texts.not_german(text))
    return text


def _pictures(_bench: Bench) -> str:
    known = {bytes(name.data()).decode("ascii") for name in QImageReader.supportedImageFormats()}
    missing = [name for name in FORMATS if name not in known]
    if missing:
        raise SelftestError(texts.formats_missing(missing))
    names = icons.names()
    empty = [name for name in names if not _shows(icons.icon(name, theme.current().text))]
    if empty or not names:
        raise SelftestError(texts.icons_empty(empty))
    return texts.icons(len(names))


def _shows(icon: QIcon) -> bool:
    image = icon.pixmap(24, 24).toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y).alpha() for x, y in points)


def _window(picture: Path | None, bench: Bench) -> str:
    """Draw the real window with the sample's first measure in its form."""
    folder = bench.folder / "bilder"
    folder.mkdir()
    measure = bench.document.view(bench.measure).id
    *_, last = take_pictures(bench.dataset, measure, folder)
    image = QImage(str(last))
    across, down = range(0, image.width(), 7), range(0, image.height(), 7)
    colours = {image.pixel(x, y) for x in across for y in down}
    if len(colours) < _FEWEST_COLOURS:
        raise SelftestError(texts.EMPTY_PICTURE)
    if picture is not None:
        shutil.copyfile(last, picture)
    return texts.drawn(image.width(), image.height(), QGuiApplication.platformName())


def _style(_bench: Bench) -> str:
    qt = QApplication.instance()
    sheet = qt.styleSheet() if isinstance(qt, QApplication) else ""
    if not sheet:
        raise SelftestError(texts.NO_STYLE)
    return texts.style(len(sheet))


def _handbook(bench: Bench) -> str:
    """Print a chapter of the handbook as a printer would get it, into a PDF.

    What prints is imported only when it is needed, so that a bundle without it would start.
    """
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - its absence is a result

    from ui.handbook.library import Library  # noqa: PLC0415 - as above
    from ui.handbook.paper import printed  # noqa: PLC0415 - as above

    library = Library()
    lost = [c.id for c in library.chapters if not library.read(library.path(c.id))]
    if lost or not library.chapters:
        raise SelftestError(texts.chapters_missing(lost))
    paper = bench.folder / "handbuch.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    printed(library, [library.chapters[0].id], printer)
    size = paper.stat().st_size
    if size < _SMALLEST_PAPER:
        raise SelftestError(texts.EMPTY_PAPER)
    return texts.handbook(len(library.chapters), size)


if __name__ == "__main__":
    sys.exit(main())
