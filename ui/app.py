"""Composition root: builds the objects, passes them in, connects them."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QObject,
    QSettings,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import klimaeditor
from klimaeditor import logs, paths
from klimaeditor.machine import load_machine_defaults, place_problem, settle_place
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from ui import session as session_room
from ui import theme
from ui.commands.controller import Controller, WindowQuestions
from ui.dialogs.dialog_answers import ConfirmAnswers
from ui.exchange.exchange_answers import ExchangeAnswers
from ui.form.editors import accessible
from ui.handbook.help_answers import HelpAnswers
from ui.overview.report_answers import ReportAnswers
from ui.publishing.publication_answers import PublicationAnswers
from ui.review.review_answers import ReviewAnswers
from ui.session.opening import real
from ui.session.session import Session, SessionQuestions
from ui.settings import Settings, windows_accessibility
from ui.textwork.textwork_answers import TextworkAnswers
from ui.widgets.common_words import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from ui.bridge import DocumentBridge
    from ui.session.opening import Environment

_log = logging.getLogger(__name__)


# --- Garbage is collected in the thread of the window, and nowhere else --------------------------
#
# Python looks for cyclic garbage in whichever thread happens to make objects. Where that is a
# thread
# that reads files, it destroys widgets that have become garbage there, while the window lays out or
# paints; Qt does not survive that. So automatic collection is off, and a timer does the same work,
# with the same thresholds, where widgets may be destroyed.

LOOK_MS: Final = 500


class Collector(QObject):
    """Collects as Python itself would, generation by generation; from its making to its end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()


def collect() -> None:
    """Collect the oldest generation that is due; called in the thread of the window only."""
    due = [number for number, (made, most) in enumerate(_counts()) if most and made > most]
    if due:
        gc.collect(due[-1])


def install(application: QApplication) -> None:
    """Collect in the thread of *application* from now on; once is enough."""
    if application.findChild(Collector) is None:
        Collector(application)


def spare_records(session: Session) -> None:
    """Let a collection pass over what is there when a dataset is opened, until it is closed.

    Its records and findings are no garbage; looking through those of 10,000 measures takes a third
    of a second.
    """

    def spare(bridge: DocumentBridge) -> None:
        gc.freeze()
        bridge.judged.connect(gc.freeze)

    session.opened.connect(spare)
    session.closed.connect(gc.unfreeze)


def _counts() -> list[tuple[int, int]]:
    """Return (made since, threshold) of each generation."""
    return list(zip(gc.get_count(), gc.get_threshold(), strict=True))


# --- Composition root: builds the objects, passes them in, connects them -------------------------


class Questions(SessionQuestions, WindowQuestions, Protocol):
    """All questions of the program; each part of it gets only those that it asks."""


class WindowAnswers(
    ConfirmAnswers,
    ReviewAnswers,
    ExchangeAnswers,
    TextworkAnswers,
    ReportAnswers,
    PublicationAnswers,
    HelpAnswers,
):
    """Answers with the dialogs of all rooms."""


@dataclass(frozen=True, slots=True)
class App:
    """The program's objects, for whoever has to reach them (tests, pictures)."""

    qt: QApplication
    controller: Controller
    session: Session
    ask: Questions


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the QApplication, German and named; the one that exists where there is one."""
    existing = QApplication.instance()
    if existing is None:
        QApplication.setStyle("Fusion")  # before the application: a style made later costs 50 ms
    qt = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    qt.setApplicationName(PRODUCT)
    qt.setApplicationDisplayName("")
    qt.setOrganizationName(PRODUCT)
    qt.setApplicationVersion(klimaeditor.__version__)
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    translator = QTranslator(qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_de", folder):
        qt.installTranslator(translator)
    qt.setWindowIcon(QIcon(str(paths.resources() / "klimaeditor.svg")))
    install(qt)
    return qt


def build(
    qt: QApplication,
    settings: Settings,
    ask: Questions | None = None,
    environment: Environment | None = None,
) -> App:
    """Build window and session. *ask* answers questions; None asks the user with dialogs.

    *environment* is where journals and backups go and who is working, None for this process and
    user.
    """
    accessible.install()
    theme.apply(qt, settings.scheme(), settings.zoom())
    windows: list[QWidget] = []
    around = environment or real()
    asker: Questions = (
        WindowAnswers(lambda: windows[-1] if windows else None, around.site) if ask is None else ask
    )
    session = Session(asker, settings, around)
    spare_records(session)
    controller = Controller(qt, session, settings, asker)
    windows.append(controller.window)
    return App(qt, controller, session, asker)


def begin(app: App, environment: Environment, path: Path | None, *, sample: bool) -> None:
    """Do what the user has started the program for, and offer what an earlier crash left.

    What is recovered goes first; then *path* is not opened over it.
    """
    log = logs.setup()
    session_room.recovering.CrashTeller(app.session, app.ask, log, app.qt).install()
    if session_room.recovering.recover(app.session, app.ask, environment):
        return
    machine = load_machine_defaults()
    if sample:
        app.session.open_sample()
    elif path is not None:
        app.session.open_path(path.absolute())
    elif machine.dataset is not None and not app.controller.knows_datasets():
        app.session.open_path(machine.dataset)
    else:
        app.controller.open_last()
    if machine.problems:
        _log.warning("machine defaults: %d problems", len(machine.problems))
    for name in machine.idle:
        _log.warning("machine defaults: the lock of %s has no effect", name)
    problems = [*machine.problems, place_problem(machine), environment.site.problem]
    if log is None and (beside := paths.portable_data()) is not None:
        problems.append(not_writable(str(beside)))
    for problem in filter(None, problems):
        app.session.tell(problem)


WINDOW_FILE: Final = "fenster.ini"


def not_writable(path: str) -> str:
    """Return that a portable program cannot keep anything."""
    return (
        f"Neben dem Programm lässt sich nichts ablegen ({path}). Einstellungen, Sicherungen und "
        "Wiederherstellung fehlen. Kopieren Sie den Programmordner an einen Ort, an dem Sie "
        "schreiben dürfen."
    )


def store() -> QSettings:
    """Return where the window's settings are kept: as Qt does, or in a file beside the program."""
    if paths.portable_data() is None:
        return QSettings()
    return QSettings(str(paths.user_config() / WINDOW_FILE), QSettings.Format.IniFormat)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the editor; returns the exit code."""
    parser = argparse.ArgumentParser(prog="klimaeditor-fenster", description=PRODUCT)
    parser.add_argument("path", nargs="?", type=Path, help="Ordner, JSON-Datei oder Excel-Datei")
    parser.add_argument("--sample", action="store_true", help="Beispieldatensatz öffnen")
    options = parser.parse_args(sys.argv[1:] if arguments is None else list(arguments))
    qt = make_application(sys.argv[:1])
    settle_place(load_machine_defaults())
    environment = real()
    app = build(qt, Settings(store(), windows_accessibility()), environment=environment)
    app.controller.window.show()
    QTimer.singleShot(
        0, app.session, lambda: begin(app, environment, options.path, sample=options.sample)
    )
    code = int(qt.exec())
    logs.shut_down()
    return code


if __name__ == "__main__":
    sys.exit(main())


# --- German words of the run without a display ---------------------------------------------------

START_PICTURE = "startseite.png"
WINDOW_PICTURE = "fenster.png"


def no_picture(path: str) -> str:
    """Return that a picture could not be written."""
    return f"Das Bild {path} ließ sich nicht schreiben. Prüfen Sie Platz und Rechte."


def asked(question: str) -> str:
    """Return that the program asked something nobody can answer here."""
    return f"Das Programm hat nachgefragt ({question}), aber ohne Bildschirm antwortet niemand."


def not_opened(folder: str) -> str:
    """Return that the window did not open the dataset."""
    return f"Das Fenster hat den Datensatz nicht geöffnet: {folder}"


# --- Pictures of the real window, drawn where there is no display --------------------------------

SIZE: Final = (1440, 900)
FIELD: Final = "cost_value"
"""The field that the picture of the form shows."""
_OFFSCREEN_ONLY: Final = "This plugin does not support "


class Nobody:
    """Stands in for the user: whatever is asked or reported ends the run, instead of a dialog."""

    def __getattr__(self, _name: str) -> Callable[..., NoReturn]:
        def refuse(*said: object, **_options: object) -> NoReturn:
            raise KlimaError(asked(str(said[0]) if said else ""))

        return refuse


def take_pictures(dataset: Path, measure_id: str, output: Path) -> Iterator[Path]:
    """Open *dataset* in the window, and yield each picture written into *output*.

    First the empty window, then the form of the measure with that id. Raises KlimaError.
    """
    qInstallMessageHandler(_pass_on)
    qt = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="klimaeditor-") as folder:
        store = QSettings(str(Path(folder) / "fenster.ini"), QSettings.Format.IniFormat)
        built = build(qt, Settings(store), Nobody())
        window = built.controller.window
        window.resize(*SIZE)
        window.show()
        yield _picture(qt, built, output / START_PICTURE)
        if not built.session.open_path(dataset) or built.session.document is None:
            raise KlimaError(not_opened(str(dataset)))
        measure = built.session.document.dataset.find(measure_id)
        window.workspace.go_to(measure, FIELD)
        yield _picture(qt, built, output / WINDOW_PICTURE)
        window.close()


def _picture(qt: QApplication, built: App, target: Path) -> Path:
    """Let the window settle, and write down what it looks like."""
    for _ in range(3):
        qt.processEvents()
    if not built.controller.window.grab().save(str(target)):
        raise KlimaError(no_picture(str(target)))
    return target


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass Qt's messages on, except that the offscreen screen cannot do what a real one can."""
    if not message.startswith(_OFFSCREEN_ONLY):
        sys.stderr.write(f"{message}\n")
