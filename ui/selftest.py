"""German words of the window's self-test."""

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
from klimaeditor.cli.selftest import STEPS, SelftestError, run_steps, say_results, write_results
from ui import app as program
from ui import theme
from ui.app import take_pictures
from ui.theme import icons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.cli.selftest import Bench


# --- German words of the window's self-test ------------------------------------------------------

DESCRIPTION = (
    "Prüft, ob das Programm hier vollständig ist und sein Fenster zeichnen kann. Es arbeitet an "
    "einer Kopie des Beispieldatensatzes und ändert sonst nichts."
)
FILE = "DATEI"
PLATFORM = "NAME"
HELP_RESULT = "das Ergebnis als JSON in diese Datei schreiben"
HELP_PICTURE = "ein Bild des Fensters in diese Datei (PNG) schreiben"
HELP_PLATFORM = "Bildschirmanbindung von Qt, zum Beispiel offscreen; sonst die übliche"

BUTTONS = "Deutsche Schaltflächen"
PICTURES = "Bilder und Symbole"
STYLE = "Formatvorlage"
WINDOW = "Fenster zeichnen"
HANDBOOK = "Handbuch und Drucken"

NO_STYLE = "Die Formatvorlage ist leer."
EMPTY_PAPER = "Das gedruckte Handbuch ist leer."
EMPTY_PICTURE = "Das Bild des Fensters ist leer."


def not_german(text: str) -> str:
    """Return that Qt's own words are not German."""
    return f"Die Schaltfläche zum Abbrechen heißt „{text}“; die deutsche Übersetzung von Qt fehlt."


def formats_missing(formats: list[str]) -> str:
    """Return which kinds of picture cannot be read."""
    return f"Diese Bildarten kann das Programm nicht lesen: {', '.join(formats)}."


def icons_empty(names: list[str]) -> str:
    """Return which icons show nothing."""
    return f"Diese Symbole bleiben leer: {', '.join(names)}."


def chapters_missing(chapters: list[str]) -> str:
    """Return which chapters of the handbook cannot be read."""
    return f"Im Handbuch fehlt etwas: {', '.join(chapters) or 'alle Kapitel'}."


def handbook(chapters: int, size: int) -> str:
    """Return how many chapters there are and how large the printed one is, in bytes."""
    return f"{chapters} Kapitel, eines gedruckt ({round(size / 1000)} kB)"


def icons_drawn(number: int) -> str:
    """Return how many icons were drawn."""
    return f"{number} Symbole gezeichnet"


def style(number: int) -> str:
    """Return the length of the style sheet."""
    return f"{number} Zeichen"


def drawn(width: int, height: int, platform: str) -> str:
    """Return the size of the picture and the screen it was drawn on."""
    return f"{width} × {height} Bildpunkte, {platform}"


# --- The self-test with a window: the core's steps, then Qt's words, pictures and the window itself
#
# ``python -m ui.selftest`` in the source tree, ``Klimaeditor --selftest`` in a bundle. A windowed
# program has no console, so the judge is the file of ``--result``.

FAILED: Final = 2
FORMATS: Final = ("png", "svg")
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
    parser = argparse.ArgumentParser("--selftest", description=DESCRIPTION)
    parser.add_argument("--result", type=Path, metavar=FILE, help=HELP_RESULT)
    parser.add_argument("--picture", type=Path, metavar=FILE, help=HELP_PICTURE)
    parser.add_argument("--platform", metavar=PLATFORM, help=HELP_PLATFORM)
    return parser


def _run(result: Path | None, picture: Path | None) -> int:
    program.make_application(sys.argv[:1])
    steps: list[tuple[str, Callable[[Bench], str]]] = [
        *STEPS,
        (BUTTONS, _german_buttons),
        (PICTURES, _pictures),
        (WINDOW, partial(_window, picture)),
        (STYLE, _style),
        (HANDBOOK, _handbook),
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
        raise SelftestError(not_german(text))
    return text


def _pictures(_bench: Bench) -> str:
    known = {bytes(name.data()).decode("ascii") for name in QImageReader.supportedImageFormats()}
    missing = [name for name in FORMATS if name not in known]
    if missing:
        raise SelftestError(formats_missing(missing))
    names = icons.names()
    empty = [name for name in names if not _shows(icons.icon(name, theme.current().text))]
    if empty or not names:
        raise SelftestError(icons_empty(empty))
    return icons_drawn(len(names))


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
        raise SelftestError(EMPTY_PICTURE)
    if picture is not None:
        shutil.copyfile(last, picture)
    return drawn(image.width(), image.height(), QGuiApplication.platformName())


def _style(_bench: Bench) -> str:
    qt = QApplication.instance()
    sheet = qt.styleSheet() if isinstance(qt, QApplication) else ""
    if not sheet:
        raise SelftestError(NO_STYLE)
    return style(len(sheet))


def _handbook(bench: Bench) -> str:
    """Print a chapter of the handbook as a printer would get it, into a PDF.

    What prints is imported only when it is needed, so that a bundle without it would start.
    """
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - its absence is a result

    from ui.handbook.browser import Library, printed  # noqa: PLC0415 - needed for this step only

    library = Library()
    lost = [c.id for c in library.chapters if not library.read(library.path(c.id))]
    if lost or not library.chapters:
        raise SelftestError(chapters_missing(lost))
    paper = bench.folder / "handbuch.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    printed(library, [library.chapters[0].id], printer)
    size = paper.stat().st_size
    if size < _SMALLEST_PAPER:
        raise SelftestError(EMPTY_PAPER)
    return handbook(len(library.chapters), size)


if __name__ == "__main__":
    sys.exit(main())
