"""What every test may rely on: no screen, no network, no traces in the user's own folders."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt

import shutil
import socket
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from PySide6.QtCore import QSettings

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "sample"
REAL_DATASET = ROOT.parent / "shared" / "data" / "muenster"

HAS_REAL_DATASET = (REAL_DATASET / "measures.json").is_file()
needs_real_dataset = pytest.mark.skipif(
    not HAS_REAL_DATASET, reason="the city's real dataset does not lie beside this project"
)
each_folder = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(SAMPLE, id="sample"),
        pytest.param(REAL_DATASET, id="city", marks=needs_real_dataset),
    ],
)
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
settings.register_profile("dev", derandomize=True, max_examples=30, deadline=None)
settings.register_profile("nightly", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def refuse_network(*_arguments: object) -> NoReturn:
    """Fail the test that reaches out: the program never uses the network (DEL-03)."""
    raise AssertionError("the program tried to use the network")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", refuse_network)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse_network)
    monkeypatch.setattr(socket, "getaddrinfo", refuse_network)


@pytest.fixture(autouse=True)
def own_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> Path:
    """Send settings, recovery files and logs of this test to a folder of its own; return it."""
    home = tmp_path_factory.mktemp("user")
    for name in USER_FOLDERS:
        monkeypatch.setenv(name, str(home))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home))
        QSettings.setPath(kind, QSettings.Scope.SystemScope, str(home / "system"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    return home


@pytest.fixture
def sample_dataset(tmp_path: Path) -> Path:
    """Return a fresh copy of the shipped sample dataset, free to be written to."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


@pytest.fixture(scope="session")
def real_dataset() -> Path:
    """Return the folder of the city's real dataset (read only) where it lies beside the project."""
    if not HAS_REAL_DATASET:
        pytest.skip("the city's real dataset does not lie beside this project")
    return REAL_DATASET
