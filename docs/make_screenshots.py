"""Draw the main states of the window into docs/bilder: ``python dev.py shots``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QSettings

from klimaeditor.dataset.sample import copy_of_sample
from ui.app import build, make_application
from ui.settings import Settings
from ui.theme import Scheme

if TYPE_CHECKING:
    from ui.app import App

PICTURES = Path(__file__).resolve().parent / "bilder"
SIZE = (1440, 900)
DEMO = "iniative5"


def main() -> int:
    """Draw all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(QSettings(f"{temporary}/a.ini", QSettings.Format.IniFormat))
        app = build(make_application(sys.argv[:1]), settings)
        app.controller.window.resize(*SIZE)
        app.controller.window.show()
        _draw(app, "startseite")
        sample = copy_of_sample(Path(temporary) / "Beispieldatensatz")
        app.session.open_path(sample)
        workspace = app.controller.window.workspace
        document = app.session.document
        assert document is not None  # noqa: S101 - just opened
        workspace.go_to(document.dataset.find("energieerzeugung1"), None)
        _draw(app, "formular")
        workspace.go_to(document.dataset.find(DEMO), "cost_value")
        _draw(app, "befunde")
        workspace.go_to(document.dataset.find("bauen3"), "progress_values")
        _draw(app, "fortschritt")
        app.controller.use_scheme(Scheme.DARK)
        workspace.go_to(document.dataset.find(DEMO), "summary")
        _draw(app, "dunkel")
        app.controller.use_scheme(Scheme.LIGHT)
        app.controller.zoom_to(200)
        _draw(app, "zoom200")
        app.controller.zoom_to(100)
        app.session.close()
    return 0


def _draw(app: App, name: str) -> None:
    for _ in range(20):
        app.qt.processEvents()
    app.controller.window.grab().save(str(PICTURES / f"{name}.png"))


if __name__ == "__main__":
    sys.exit(main())
