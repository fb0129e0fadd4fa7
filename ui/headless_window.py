"""Pictures of the real window, drawn where there is no display."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, cast

from PySide6.QtCore import QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler

from klimaeditor.errors import KlimaError
from ui import app as program
from ui import headless_texts as texts
from ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from ui.ask import Ask

SIZE: Final = (1440, 900)
FIELD: Final = "cost_value"
"""The field that the picture of the form shows."""
_OFFSCREEN_ONLY: Final = "This plugin does not support "


class Nobody:
    """Stands in for the user: whatever is asked or reported ends the run, instead of a dialog."""

    def __getattr__(self, _name: str) -> Callable[..., NoReturn]:
        def refuse(*said: object, **_options: object) -> NoReturn:
            raise KlimaError(texts.asked(str(said[0]) if said else ""))

        return refuse


def take_pictures(dataset: Path, measure_id: str, output: Path) -> Iterator[Path]:
    """Open *dataset* in the window, and yield each picture written into *output*.

    First the empty window, then the form of the measure with that id. Raises KlimaError.
    """
    qInstallMessageHandler(_pass_on)
    qt = program.make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="klimaeditor-") as folder:
        store = QSettings(str(Path(folder) / "fenster.ini"), QSettings.Format.IniFormat)
        built = program.build(qt, Settings(store), cast("Ask", Nobody()))
        window = built.controller.window
        window.resize(*SIZE)
        window.show()
        yield _picture(qt, built, output / texts.START_PICTURE)
        if not built.session.open_path(dataset) or built.session.document is None:
            raise KlimaError(texts.not_opened(str(dataset)))
        measure = built.session.document.dataset.find(measure_id)
        window.workspace.go_to(measure, FIELD)
        yield _picture(qt, built, output / texts.WINDOW_PICTURE)
        window.close()


def _picture(qt: QApplication, built: program.App, target: Path) -> Path:
    """Let the window settle, and write down what it looks like."""
    for _ in range(3):
        qt.processEvents()
    if not built.controller.window.grab().save(str(target)):
        raise KlimaError(texts.no_picture(str(target)))
    return target


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass Qt's messages on, except that the offscreen screen cannot do what a real one can."""
    if not message.startswith(_OFFSCREEN_ONLY):
        sys.stderr.write(f"{message}\n")
