"""What every test may rely on: no screen, no network, no traces in the user's own folders."""

from __future__ import annotations

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would compile the program
os.environ["OPENPYXL_LXML"] = "False"  # before anything loads openpyxl, as klimaeditor.excel does

import shutil
import socket
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.waiting import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "sample"
BESIDE = ROOT.parent / "shared"  # what may lie beside a checkout; a clone elsewhere has none
CITY = BESIDE / "data" / "muenster"

FOLDERS = [
    pytest.param(SAMPLE, id="sample"),
    pytest.param(CITY, id="city", marks=pytest.mark.real),
]
each_folder = pytest.mark.parametrize("folder", FOLDERS)
"""Runs a test on the sample dataset, and on the real one where it is there (read only)."""

# Where platformdirs looks on Linux and on Windows (the last one for its non-environment way).
USER_FOLDERS = (
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
    "APPDATA",
    "LOCALAPPDATA",
    "WIN_PD_OVERRIDE_APPDATA",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA",
)

# No deadlines: a shared machine pauses at will, and a slow example is not a wrong one.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", UNHURRIED, derandomize=True, max_examples=30)
settings.register_profile("nightly", UNHURRIED, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


class Beside:
    """Lets the tests with the marker `real`, and no others, read what lies beside the project.

    It listens to the interpreter, so a test or helper cannot get past it by accident. Without the
    city's data the marked tests are skipped. *folder* is where they lie, *proof* a file in it.
    """

    def __init__(self, folder: Path, proof: Path) -> None:
        self.folder, self._proof, self._open = folder, proof, False
        sys.addaudithook(self._heard)

    def listen(self, on: bool) -> None:
        """Refuse what is read from now on, or let it pass; the interpreter keeps a listener."""
        self._open = not on

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._open = item.get_closest_marker("real") is not None
        try:
            return (yield)
        finally:
            self._open = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        if self._open and not self._proof.is_file():
            pytest.skip("the city's data do not lie beside this project")

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in {"open", "os.listdir", "os.scandir"} or self._open:
            return
        named = arguments[0]
        path = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""
        if self.folder.name in path and Path(os.path.abspath(path)).is_relative_to(self.folder):  # noqa: PTH100 - without ..
            raise AssertionError(f"a test without the marker `real` wants to read {path}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Beside(BESIDE, CITY / "measures.json"), "beside")


def refuse_network(*_arguments: object) -> NoReturn:
    """Fail the test that reaches out: the program never uses the network (DEL-03)."""
    raise AssertionError("the program tried to use the network")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", refuse_network)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse_network)
    monkeypatch.setattr(socket, "getaddrinfo", refuse_network)


@pytest.fixture(autouse=True, scope="session")
def disk_not_waited_for() -> Iterator[None]:
    """Let no test wait until the disk has what was written: that it is asked to is what counts.

    What is asked must still be an open file. The torture in tests/torture waits for the real disk.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: os.fstat(handle) and None)
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return one free path after the other; pytest would look through all former ones for each."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in count())


def send_user_folders(home: Path, patch: pytest.MonkeyPatch) -> None:
    """Send settings, recovery files and logs to a folder, which is made."""
    home.mkdir()
    for name in USER_FOLDERS:
        patch.setenv(name, str(home))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home))
        QSettings.setPath(kind, QSettings.Scope.SystemScope, str(home / "system"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)


@pytest.fixture(autouse=True, scope="module")
def user_folders_of_the_module(homes: Iterator[Path]) -> Iterator[None]:
    """Send what fixtures of a module leave behind, its window above all, to a folder of its own.

    They come before those of its tests, and would find the user's own folders.
    """
    with pytest.MonkeyPatch.context() as patch:
        send_user_folders(next(homes), patch)
        yield


@pytest.fixture(autouse=True)
def own_user_folders(homes: Iterator[Path], monkeypatch) -> Path:
    """Send settings, recovery files and logs of this test to a folder of its own; return it."""
    home = next(homes)
    send_user_folders(home, monkeypatch)
    return home


class PatientBot(QtBot):
    """Waits as long as every test may, and names no time of its own."""

    def waitUntil(self, ready, *, timeout: int = int(PATIENCE_S * 1000)) -> None:
        super().waitUntil(ready, timeout=timeout)

    def waitSignal(self, signal, *, timeout: int = int(PATIENCE_S * 1000), **options):
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp, request) -> PatientBot:
    return PatientBot(request)


@pytest.fixture
def sample_dataset(tmp_path: Path) -> Path:
    """Return a fresh copy of the shipped sample dataset, free to be written to."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


@pytest.fixture(scope="session")
def real_dataset() -> Path:
    """Return the folder of the city's dataset (read only); for tests with the marker `real`."""
    return CITY


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of all the city's data (read only); for tests with the marker `real`."""
    return CITY.parent
