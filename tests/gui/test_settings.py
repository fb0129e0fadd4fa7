"""What is remembered between two starts, and what is made of garbage."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow

from ui.settings import (
    MOST_RECENT,
    DatasetPlace,
    RecentEntry,
    Settings,
    Standing,
    windows_accessibility,
)
from ui.theme import Scheme

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLACE = DatasetPlace("bauen1", "PROGRESS", 40, 2)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "settings.ini")


def store(file: str) -> QSettings:
    return QSettings(file, QSettings.Format.IniFormat)


@pytest.fixture
def settings(file) -> Settings:
    return Settings(store(file))


def again(settings: Settings, file: str) -> Settings:
    """Return the settings as the next start of the program reads them."""
    settings._store.sync()
    return Settings(store(file))


class Columns:
    """A list that keeps whatever state it is given."""

    def __init__(self, state: bytes = b"") -> None:
        self.state = state

    def columns_state(self) -> bytes:
        return self.state

    def restore_columns(self, saved: bytes) -> None:
        self.state = saved


class Room:
    side_wanted = True

    def __init__(self) -> None:
        self._widths: dict[str, tuple[int, int]] = {}

    def widths(self) -> dict[str, tuple[int, int]]:
        return self._widths

    def restore_widths(self, kept: dict[str, tuple[int, int]]) -> None:
        self._widths = kept


class Panes:
    def __init__(self, state: bytes = b"") -> None:
        self.room = Room()
        self.list = Columns(state)


def test_at_the_first_start_there_are_defaults(settings):
    assert 100 == settings.zoom()
    assert Scheme.SYSTEM is settings.scheme()
    assert {} == settings.filter()
    assert [] == settings.recent()
    assert DatasetPlace() == settings.place("irgendwo")
    assert b"" == settings.list_columns()
    assert {} == settings.widths()


def test_everything_survives_a_restart(settings, file):
    settings.set_zoom(150)
    settings.set_scheme(Scheme.DARK)
    settings.set_filter({"text": "Grüße", "categories": ["bauen"], "descending": True})
    settings.remember_place("Q:/daten", PLACE)
    settings.set_list_columns(b"\x00\xff")
    settings.add_recent(Path("Q:/daten"), NOON)

    fresh = again(settings, file)

    assert 150 == fresh.zoom()
    assert Scheme.DARK is fresh.scheme()
    assert {"text": "Grüße", "categories": ["bauen"], "descending": True} == fresh.filter()
    assert PLACE == fresh.place("Q:/daten")
    assert b"\x00\xff" == fresh.list_columns()
    assert [RecentEntry("Q:/daten", "daten", NOON)] == fresh.recent()


def test_window_panes_and_columns_come_back(qtbot, settings, file):
    window, panes = QMainWindow(), Panes(b"spalten")
    qtbot.addWidget(window)
    window.resize(333, 222)
    panes.room.restore_widths({"three": (300, 500)})
    panes.room.side_wanted = False
    settings.remember_window(window, panes)
    other, others = QMainWindow(), Panes()
    qtbot.addWidget(other)

    again(settings, file).restore_window(other, others)

    assert window.size() == other.size()
    assert {"three": (300, 500)} == others.room.widths()
    assert b"spalten" == others.list.state
    assert not others.room.side_wanted


@pytest.mark.parametrize(("wanted", "kept"), [(50, 100), (130, 130), (900, 200)])
def test_the_zoom_stays_between_100_and_200(settings, wanted, kept):
    settings.set_zoom(wanted)

    assert kept == settings.zoom()


@pytest.mark.parametrize(
    ("factor", "zoom"), [(100, 100), (137, 137), (225, 200), (50, 100), ("viel", 100), (None, 100)]
)
def test_the_first_start_has_letters_as_large_as_windows_has_them(file, tmp_path, factor, zoom):
    windows = store(str(tmp_path / "windows.ini"))
    if factor is not None:
        windows.setValue("TextScaleFactor", factor)

    assert zoom == Settings(store(file), windows).zoom()


def test_a_zoom_that_was_chosen_holds_whatever_windows_says(file, tmp_path):
    windows = store(str(tmp_path / "windows.ini"))
    windows.setValue("TextScaleFactor", 150)
    settings = Settings(store(file), windows)
    settings.set_zoom(100)

    assert 100 == settings.zoom()


def test_the_size_of_letters_is_asked_of_windows_only(monkeypatch):
    monkeypatch.setattr("os.name", "posix")

    assert windows_accessibility() is None


def test_garbage_counts_as_not_remembered(file):
    raw = store(file)
    for key in ("view/zoom", "view/scheme", "list/filter", "recent", "list/last_measures"):
        raw.setValue(key, "{kein json")
    raw.setValue("list/columns", "Text")
    raw.setValue("window/geometry", 7)
    settings = Settings(raw)

    assert 100 == settings.zoom()
    assert Scheme.SYSTEM is settings.scheme()
    assert {} == settings.filter()
    assert [] == settings.recent()
    assert DatasetPlace() == settings.place("x")
    assert b"" == settings.list_columns()


@pytest.mark.parametrize(
    "text",
    ["5", "[1, null]", '[{"path": 5}]', '[{"path": "a", "opened": "gestern"}]', '[{"path": ""}]'],
)
def test_a_damaged_list_of_recent_datasets_is_left_out(file, text):
    raw = store(file)
    raw.setValue("recent", text)

    assert [] == Settings(raw).recent()


def test_what_was_used_last_comes_first_and_once(settings):
    for name in ("a", "b", "a"):
        settings.add_recent(Path(f"Q:/{name}"), NOON)

    assert ["a", "b"] == [entry.name for entry in settings.recent()]


def test_the_list_of_recent_datasets_is_short(settings):
    for number in range(MOST_RECENT + 5):
        settings.add_recent(Path(f"Q:/{number}"), NOON)

    assert MOST_RECENT == len(settings.recent())
    assert str(MOST_RECENT + 4) == settings.recent()[0].name


def test_a_path_can_be_taken_off_the_list(settings):
    settings.add_recent(Path("Q:/a"), NOON)
    settings.add_recent(Path("Q:/b"), NOON)

    settings.remove_recent(settings.recent()[0].path)

    assert ["a"] == [entry.name for entry in settings.recent()]


# D 24
def test_how_a_dataset_stood_is_kept_when_it_is_opened_again(settings):
    settings.add_recent(Path("Q:/a"), NOON)
    settings.remember_standing(Path("Q:/a"), Standing(21, 5, 65, 2))
    settings.remember_standing(Path("Q:/fremd"), Standing(1, 0, 0))
    settings.add_recent(Path("Q:/b"), NOON)

    settings.add_recent(Path("Q:/a"), NOON)

    assert [Standing(21, 5, 65, 2), None] == [e.standing for e in settings.recent()]


@pytest.mark.parametrize(
    "kept", [5, {}, {"measures": 1}, {"measures": -1, "errors": 0, "warnings": 0, "waiting": 0}]
)
def test_a_standing_that_is_none_is_left_out(file, kept):
    raw = store(file)
    plain = {"path": "a", "opened": NOON.isoformat(), "standing": kept}
    raw.setValue("recent", json.dumps([plain]))

    assert [None] == [entry.standing for entry in Settings(raw).recent()]


def test_each_dataset_has_its_own_place(settings):
    for dataset, measure in (("a", "bauen1"), ("b", "mobilitaet2"), ("a", "bauen2")):
        settings.remember_place(dataset, DatasetPlace(measure, "PROGRESS", 40, 1))

    assert ["bauen2", "mobilitaet2"] == [settings.place(name).measure for name in "ab"]


def test_the_measure_that_an_older_version_kept_is_still_known(file):
    raw = store(file)
    raw.setValue("list/last_measures", json.dumps({"a": "bauen1", "b": 7, "c": {"below": "x"}}))
    settings = Settings(raw)

    assert [DatasetPlace("bauen1"), DatasetPlace(), DatasetPlace()] == [
        settings.place(name) for name in "abc"
    ]


def test_old_datasets_are_forgotten_in_time(settings):
    for number in range(60):
        settings.remember_place(str(number), PLACE)

    assert DatasetPlace() == settings.place("0")
    assert PLACE == settings.place("59")
