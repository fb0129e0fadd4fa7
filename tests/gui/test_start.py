"""What is loaded before the first picture: the window with the start page, without a dataset.

Each of these costs the start milliseconds that nobody sees anything for. A room listed here is
loaded when it is first used, through its package (:mod:`klimaeditor.late`).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = (
    "defusedxml",
    "docx",
    "filelock",
    "klimaeditor.site.page",
    "logging.handlers",
    "lxml",
    "openpyxl",
    "pydantic",
    "pydantic_core",
    "rapidfuzz",
    "xml.etree.ElementTree",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
)
ROOMS = (
    "klimaeditor.cli",
    "klimaeditor.excel",
    "klimaeditor.exchange",
    "klimaeditor.publish",
    "klimaeditor.reports",
    "klimaeditor.spelling",
    "klimaeditor.textwork",
    "ui.exchange",
    "ui.findings",
    "ui.handbook",
    "ui.history",
    "ui.overview",
    "ui.page",
    "ui.publishing",
    "ui.review",
    "ui.textwork",
)
EARLY = frozenset(
    {
        *("checks", "diff", "document", "files", "late", "logs", "machine", "model", "paths"),
        "policies",
        *("clock", "notes", "repairs", "site"),
        *("app", "bridge", "charts", "commands", "dialogs", "form", "measures", "session"),
        *("settings", "shell", "theme", "widgets"),
    }
)
"""The rooms and files beside them that the window is made of; whatever is new is late."""
LIGHT = frozenset(
    {
        "klimaeditor.excel.target",  # tells by its name whether a file is a workbook
        "klimaeditor.publish.package_words",
        "klimaeditor.textwork.filters",  # the list's filters and its search line
        "klimaeditor.textwork.search",
        "ui.exchange.exchange_answers",  # the dialogs are loaded with the first question
        "ui.handbook.help_answers",
        "ui.overview.report_answers",
        "ui.publishing.publication_answers",
        "ui.textwork.textwork_answers",
        "ui.review.review_answers",
        "ui.review.review_rows",  # says in words what a crash left, without a dialog
        "ui.review.review_words",
        "ui.page.field_panel",  # lies below the public page, which is made later
        "ui.page.note_source",
        "ui.page.budget_source",
        "ui.history.changes_model",  # counts the changes on the pane's tab
    }
)
START = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from ui import app
from ui.settings import Settings

qt = app.make_application(sys.argv[:1])
store = QSettings(str(Path(sys.argv[1]) / "fenster.ini"), QSettings.Format.IniFormat)
built = app.build(qt, Settings(store))
built.controller.window.show()
qt.processEvents()
print(*sys.modules, sep="\\n")
sys.stdout.flush()
built.controller.window.close()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The modules that the window with the start page has loaded, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", START, str(tmp_path_factory.mktemp("start"))],
        cwd=Path(__file__).parent.parent.parent,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(done.stdout.split())


def test_the_first_picture_needs_nothing_that_is_slow_to_import(loaded):
    assert [] == [name for name in SLOW if name in loaded]


@pytest.mark.parametrize("room", ROOMS)
def test_the_first_picture_needs_no_room_that_is_used_later(loaded, room):
    inside = {name for name in loaded if name == room or name.startswith(f"{room}.")}

    assert set() == inside - {room} - LIGHT


def test_the_first_picture_needs_no_room_but_those_named(loaded):
    own = {name for name in loaded if name.split(".")[0] in ("klimaeditor", "ui")}
    rooms = {".".join(name.split(".")[:2]) for name in own if "." in name}

    assert set() == {room.split(".")[1] for room in rooms - set(ROOMS)} - EARLY
