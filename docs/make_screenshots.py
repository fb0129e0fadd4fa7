"""Draw the window for docs/bilder and for the handbook: ``python dev.py shots``.

``dev.py shots handbook`` draws the handbook's pictures only. Only the sample dataset is shown.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs.handbook import pages, shots
from klimaeditor.clock import local_now
from klimaeditor.files.processes import this_process
from klimaeditor.files.store import copy_of_sample
from klimaeditor.site.muenster import muenster
from ui.app import build, make_application
from ui.session.opening import Environment
from ui.settings import Settings
from ui.theme import Scheme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.app import App


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PICTURES = Path(__file__).resolve().parent / "bilder"
HANDBOOK = pages.TARGET / pages.PICTURES
SIZE = (1440, 900)
DEMO = "iniative5"
_SETTLED_MS = 700


def main() -> int:
    """Draw all pictures, or those of the handbook."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(QSettings(f"{folder}/a.ini", QSettings.Format.IniFormat))
        settings.says_first("public")  # the pictures show the program in use
        environment = Environment(
            local_now, this_process(), folder / "backups", folder / "journals", site=muenster()
        )
        app = build(make_application(sys.argv[:1]), settings, environment=environment)
        sample = copy_of_sample(folder / "Beispieldatensatz")
        if "handbook" not in sys.argv:
            draw_documentation(app, sample)
            app.session.close()
        draw_handbook(app, sample)
    return 0


def draw_documentation(app: App, sample: Path) -> None:
    """Draw the pictures of README and docs."""
    window, workspace = app.controller.window, app.controller.window.workspace
    window.resize(*SIZE)
    window.show()
    _draw(app, window, PICTURES / "startseite.png")
    app.session.open_path(sample)
    for name, measure, field in (
        ("formular", "energieerzeugung1", None),
        ("befunde", DEMO, "cost_value"),
        ("fortschritt", "bauen3", "progress_values"),
    ):
        _go_to(app, measure, field)
        _draw(app, window, PICTURES / f"{name}.png")
    app.controller.view.use_scheme(Scheme.DARK)
    _go_to(app, DEMO, "summary")
    _draw(app, window, PICTURES / "dunkel.png")
    app.controller.view.use_scheme(Scheme.LIGHT)
    app.controller.view.zoom_to(200)
    _draw(app, window, PICTURES / "zoom200.png")
    app.controller.view.zoom_to(100)
    workspace.go_to(workspace.measure, None)


def draw_handbook(app: App, sample: Path) -> None:
    """Draw the pictures of the handbook, one after the other in one window."""
    app.controller.window.resize(*shots.SIZE)
    app.controller.window.show()
    app.controller.view.use_scheme(Scheme.LIGHT)
    app.session.open_path(sample)
    for shot in shots.SHOTS:
        widget = shot.go(app)
        _draw(app, widget, HANDBOOK / f"{shot.name}.png")
        if widget is not app.controller.window:
            widget.close()
    workspace = app.controller.window.workspace
    workspace.bridge.stack.setIndex(0)  # nothing unsaved: closing asks nothing
    app.session.close()


def _go_to(app: App, measure: str, field: str | None) -> None:
    document = app.session.document
    assert document is not None  # noqa: S101 - the sample is open
    app.controller.window.workspace.go_to(document.dataset.find(measure), field)


def _draw(app: App, widget: QWidget, path: Path) -> None:
    QTest.qWait(_SETTLED_MS)  # what is judged and drawn beside the window
    for _ in range(30):
        app.qt.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    _small(widget.grab().toImage()).save(str(path))


def _small(image: QImage) -> QImage:
    """Return a picture in its 256 most frequent colours: half the bytes, no difference to see."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(plain.constBits()).cast("I")
    table = [colour for colour, _ in Counter(pixels).most_common(256)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table)


if __name__ == "__main__":
    sys.exit(main())
