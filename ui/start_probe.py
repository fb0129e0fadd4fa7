"""The start as a user waits for it, and no more: for measuring how long it takes.

``Klimaeditor --start-only FOLDER`` opens the dataset in FOLDER/datensatz and ends, without clearing
up, as soon as its form has been drawn. Settings go to FOLDER; the user's own are not touched.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings

from ui import app as program
from ui.settings import Settings

DATASET = "datensatz"


def main(arguments: list[str]) -> int:
    """Start, draw, end; returns 1 where no form was shown. The rest of the arguments is Qt's."""
    folder = Path(arguments[0])
    qt = program.make_application([sys.argv[0], *arguments[1:]])
    store = QSettings(str(folder / "fenster.ini"), QSettings.Format.IniFormat)
    built = program.build(qt, Settings(store))
    window = built.controller.window
    window.show()
    opened = built.session.open_path(folder / DATASET)
    qt.processEvents()
    if opened and window.workspace.form.page.rows()["short_title"].isVisible():
        os._exit(0)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
