"""Before the window's modules are loaded."""

import subprocess
import sys
from pathlib import Path

START = """
import gc
from ui.launch import prepare

plain = __import__
prepare()
import PySide6.QtWidgets
print(__builtins__.__import__ is plain, gc.isenabled())
"""


def test_pyside_does_not_look_at_each_module_that_is_imported():
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", START],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ["True", "False"] == done.stdout.split()
