"""Composition root: builds the objects, passes them in, connects them."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import klimaeditor
from klimaeditor import paths
from ui import collecting, theme
from ui import window_texts as texts
from ui.ask import with_dialogs
from ui.controller import Controller
from ui.form.editors import accessible
from ui.safety.surroundings import real
from ui.session import Session
from ui.settings import Settings, windows_accessibility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.ask import Ask
    from ui.safety.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class App:
    """The program's objects, for whoever has to reach them (tests, pictures)."""

    qt: QApplication
    controller: Controller
    session: Session
    ask: Ask


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the QApplication, German and named; the one that exists where there is one."""
    existing = QApplication.instance()
    if existing is None:
        QApplication.setStyle("Fusion")  # before the application: a style made later costs 50 ms
    qt = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    qt.setApplicationName(texts.PRODUCT)
    qt.setApplicationDisplayName("")
    qt.setOrganizationName(texts.PRODUCT)
    qt.setApplicationVersion(klimaeditor.__version__)
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    translator = QTranslator(qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_de", folder):
        qt.installTranslator(translator)
    qt.setWindowIcon(QIcon(str(paths.resources() / "klimaeditor.svg")))
    collecting.install(qt)
    return qt


def build(
    qt: QApplication, settings: Settings, ask: Ask | None = None, here: Surroundings | None = None
) -> App:
    """Build window and session. *ask* answers questions; None asks the user with dialogs.

    *here* is where journals and backups go and who is working, None for this process and user.
    """
    accessible.install()
    theme.apply(qt, settings.scheme(), settings.zoom())
    windows: list[QWidget] = []
    asker = ask or with_dialogs(lambda: windows[-1] if windows else None)
    session = Session(asker, settings, here)
    controller = Controller(qt, session, settings, asker)
    windows.append(controller.window)
    return App(qt, controller, session, asker)


def begin(app: App, here: Surroundings, path: Path | None, *, sample: bool) -> None:
    """Do what the user has started the program for, and offer what an earlier crash left.

    What is recovered goes first; then *path* is not opened over it.
    """
    from klimaeditor import logs  # noqa: PLC0415 - not needed for the first picture
    from klimaeditor.settings import load_machine_defaults  # noqa: PLC0415 - as above
    from ui.safety.crashing import CrashTeller  # noqa: PLC0415 - not needed for the first picture
    from ui.safety.recovering import recover  # noqa: PLC0415 - as above

    log = logs.setup()
    CrashTeller(app.session, app.ask, log, app.qt).install()
    if recover(app.session, app.ask, here):
        return
    machine = load_machine_defaults()
    if sample:
        app.session.open_sample()
    elif path is None and machine.dataset is not None and not app.controller.knows_datasets():
        app.session.open_path(machine.dataset)
    elif path is not None:
        app.session.open_path(path.absolute())
    for problem in machine.problems:
        app.session.tell(problem)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the editor; returns the exit code."""
    parser = argparse.ArgumentParser(prog="klimaeditor-fenster", description=texts.PRODUCT)
    parser.add_argument("path", nargs="?", type=Path, help="Ordner, JSON-Datei oder Arbeitsmappe")
    parser.add_argument("--sample", action="store_true", help="Beispieldatensatz öffnen")
    options = parser.parse_args(sys.argv[1:] if arguments is None else list(arguments))
    qt = make_application(sys.argv[:1])
    here = real()
    app = build(qt, Settings(QSettings(), windows_accessibility()), here=here)
    app.controller.window.show()
    QTimer.singleShot(0, app.session, lambda: begin(app, here, options.path, sample=options.sample))
    code = int(qt.exec())
    from klimaeditor import logs  # noqa: PLC0415 - as above

    logs.shut_down()
    return code


if __name__ == "__main__":
    sys.exit(main())
