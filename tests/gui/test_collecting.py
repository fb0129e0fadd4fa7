"""Widgets are destroyed where they live, whichever thread makes the garbage collector run."""

from __future__ import annotations

import gc
import threading

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.e2e_driver import Driver
from ui import app


class Own(QWidget):
    """A widget of ours, as every garbage of the program is."""


@pytest.fixture(autouse=True)
def as_before(qapp):
    yield
    for made in qapp.findChildren(app.Collector):
        shiboken6.delete(made)
    gc.enable()


@pytest.fixture
def installed(qapp):
    for made in qapp.findChildren(app.Collector):
        shiboken6.delete(made)  # of another module, since when somebody may have let it collect
    app.install(qapp)
    return qapp


def make_garbage(ends: list[str]) -> None:
    """Make a widget that only the garbage collector can get rid of."""
    widget = Own()
    widget.destroyed.connect(
        lambda: ends.append(threading.current_thread().name), Qt.ConnectionType.DirectConnection
    )
    widget.itself = widget


def read_in_a_thread() -> list[list[int]]:
    """Do what reading a dataset in another thread does to the garbage collector."""
    read: list[list[int]] = []
    thread = threading.Thread(
        target=lambda: read.extend([number] for number in range(100_000)), name="worker"
    )
    thread.start()
    thread.join()
    return read


def test_a_worker_does_not_destroy_widgets_that_are_garbage(installed, qtbot):
    ends: list[str] = []
    make_garbage(ends)

    read = read_in_a_thread()
    assert [] == ends

    qtbot.waitUntil(lambda: bool(ends))
    assert [threading.main_thread().name] == ends
    assert read


def test_the_collector_of_python_would_destroy_them_there(qapp):
    """The reason for all this; should it fail one day, nothing of this is needed any more."""
    gc.enable()
    ends: list[str] = []
    make_garbage(ends)

    read_in_a_thread()

    assert ["worker"] == ends


def test_installing_twice_makes_one_collector(installed):
    app.install(installed)

    assert 1 == len(installed.findChildren(app.Collector))


def test_a_dataset_that_is_open_is_not_looked_through_for_garbage(qtbot, tmp_path, sample_dataset):
    driver = Driver(qtbot, tmp_path)  # looking through 10,000 measures would stop the window (I 1)
    assert driver.app.session.open_path(sample_dataset)
    spared = gc.get_freeze_count()
    assert driver.app.session.close()
    driver.destroy()

    assert spared > 10_000
    assert 0 == gc.get_freeze_count()
