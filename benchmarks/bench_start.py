"""Start to a usable form, time and memory, against an empty PySide6 window.

Usable: all measures are read and checked, list, findings and the form of the first measure are
painted and take input. What nobody sees yet (the form below the fold, the other tabs, the texts of
the search) is made afterwards, in slices.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import Result, generate, show

_EMPTY = """
import os, sys, time, resource
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1400, 900)
window.show()
app.processEvents()
print(time.time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
os._exit(0)
"""
_EDITOR = """
import os, sys, time, resource
from pathlib import Path
from PySide6.QtCore import QSettings
from ui.app import build, make_application
from ui.settings import Settings
qt = make_application(sys.argv[:1])
app = build(qt, Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat)))
app.controller.window.resize(1400, 900)
app.controller.window.show()
assert app.session.open_path(Path(sys.argv[1]))
qt.processEvents()
assert app.session.bridge.document.location == Path(sys.argv[1])
assert app.controller.window.workspace.form.page.rows()["short_title"].isVisible()
assert app.session.bridge.document.findings.counts()
print(time.time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
os._exit(0)
"""
_USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
MOST = 2.0
MOONSHOT = 1.35


def main() -> int:
    """Start both programs in turn; returns 1 where the claim is not kept."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = generate(Path(temporary) / "68", 68)
        arguments = [str(folder), str(Path(temporary) / "settings.ini")]
        times: dict[str, list[float]] = {"empty": [], "editor": []}
        memory: dict[str, int] = {}
        for code in (_EMPTY, _EDITOR):
            _run(code, arguments)  # compiles
        for _ in range(6):
            for name, code in (("empty", _EMPTY), ("editor", _EDITOR)):
                taken, kilobytes = _run(code, arguments)
                times[name].append(taken)
                memory[name] = kilobytes
    ours, reference = min(times["editor"]), min(times["empty"])
    kept = ours <= MOST * reference
    claim = f"≤ {MOST:g} × (moonshot {MOONSHOT:g})"
    code = show("Start with 68 measures, checked", [
        Result("usable form (against an empty window)", ours, reference, claim, kept),
    ])
    print(f"       memory: {memory['editor'] / 1024:.0f} MB, empty {memory['empty'] / 1024:.0f} MB")
    return code


def _run(code: str, arguments: list[str]) -> tuple[float, int]:
    """Return seconds from the start of the process until it is usable, and its memory in KiB."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    environment["PYTHONPYCACHEPREFIX"] = str(Path(arguments[0]).parent / "compiled")
    given, settings = (Path(argument) for argument in arguments)
    settings.unlink(missing_ok=True)
    copy = Path(shutil.copytree(given, given.parent / f"copy {time.time()}"))  # no lock of others
    environment |= dict.fromkeys(_USER_FOLDERS, str(given.parent / "user"))
    start = time.time()
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code, str(copy), str(settings)],
        env=environment, check=True, capture_output=True, text=True, timeout=60,
    )
    ready, kilobytes = done.stdout.split()[-2:]
    return float(ready) - start, int(kilobytes)


if __name__ == "__main__":
    sys.exit(main())
