"""The licences under „Über“: all of them, as plain text, without a network."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QPushButton

from klimaeditor.site.muenster import muenster
from tests.gui import theme_helpers
from tests.gui.pane_cases import nameless
from ui.dialogs import about as dialogs_about
from ui.dialogs.about import AboutDialog, LicencesDialog, licence_files
from ui.handbook.help_answers import about_info

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed


def opened(qtbot, files=None) -> LicencesDialog:
    dialog = LicencesDialog(files)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def names(dialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_the_parts_come_first_and_the_texts_of_qts_licences_are_there(qtbot):
    dialog = opened(qtbot)

    assert ["THIRD-PARTY.md", "Qt-Bestandteile.md"] == names(dialog)[:2]
    assert {"EUPL-1.2", "GPL-3.0", "LGPL-3.0", "ISC", "MIT"} <= set(names(dialog))
    assert "PySide6" in dialog.text.toPlainText()


# DEL-08
def test_every_file_can_be_read(qtbot):
    dialog = opened(qtbot)
    lengths = []
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        lengths.append(len(dialog.text.toPlainText()))

    assert min(lengths) > 200


def test_a_bundle_shows_the_folder_beside_the_program(tmp_path, monkeypatch):
    folder = tmp_path / dialogs_about.BUNDLED
    folder.mkdir()
    for name in ("b-LICENSE.txt", "DRITTANBIETER.md", "picture.png"):
        (folder / name).write_text("Text", encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Klimaeditor"))

    assert ["DRITTANBIETER.md", "b-LICENSE.txt"] == [path.name for path in licence_files()]


def test_markup_in_a_text_stays_text(qtbot, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("<b>fett</b>", encoding="utf-8")

    assert "<b>fett</b>" == opened(qtbot, [path]).text.toPlainText()


def test_a_file_that_is_gone_and_an_installation_without_texts_say_so(qtbot, tmp_path):
    gone = opened(qtbot, [tmp_path / "weg.txt"])
    none = opened(qtbot, [])

    assert dialogs_about.UNREADABLE.format(name="weg.txt") == gone.text.toPlainText()
    assert not none.list.isVisible()


def test_everything_that_takes_the_keyboard_has_a_name(qtbot):
    assert [] == nameless(opened(qtbot))


def test_about_leads_to_the_licences(qtbot):
    about = AboutDialog(about_info(muenster()))
    qtbot.addWidget(about)
    about.show()
    button = next(b for b in about.findChildren(QPushButton)
                  if b.text() == dialogs_about.OPEN)  # fmt: skip
    button.click()

    licences = about.findChild(LicencesDialog)
    assert licences.isVisible()
    licences.reject()  # a dialog left open is the modal one of the next test file
