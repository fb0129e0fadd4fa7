"""The settings of the window beside a portable program."""

from __future__ import annotations

import sys

import pytest

from klimaeditor import paths
from ui.app import store

pytestmark = pytest.mark.gui


def test_a_portable_program_keeps_the_windows_settings_beside_it(tmp_path, monkeypatch, qapp):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Klimaeditor.exe"))
    (tmp_path / paths.MARKER).touch()
    settings = store()
    settings.setValue("view/zoom", "150")
    settings.sync()

    written = tmp_path / "Daten" / "Einstellungen" / "fenster.ini"
    assert "zoom=150" in written.read_text("utf-8")


def test_an_installed_program_leaves_the_place_to_qt(qapp):
    assert "fenster.ini" not in store().fileName()
