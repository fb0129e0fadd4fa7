"""The programs `bench_start` starts: each prints its processor time until ready, and its memory.

EMPTY is the measure. EDITOR is ours; it also prints when its first picture was there, before the
measures that are not seen were judged. WIDGETS and CORE are what no shape of our own code can go
below: Qt's plain widgets, as many as the editor shows, and reading and judging without a window.
"""

from __future__ import annotations

from typing import Final

_END: Final = """
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
os._exit(0)
"""
EMPTY: Final = (
    """
import os, sys, time, resource
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1400, 900)
window.show()
app.processEvents()
"""
    + _END
)
EDITOR: Final = (
    """
import os, sys, time, resource
from pathlib import Path
from ui.launch import prepare
prepare()
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
picture = time.process_time()
findings = app.session.bridge.document.findings
while not findings.is_complete:
    qt.processEvents()
qt.processEvents()
assert findings.counts()
print(picture)
"""
    + _END
)
SHOWN: Final = """
import collections, json
from PySide6 import QtWidgets
count = collections.Counter()
for widget in app.controller.window.findChildren(QtWidgets.QWidget):
    kind = widget.metaObject()
    while not hasattr(QtWidgets, kind.className()):
        kind = kind.superClass()
    count[kind.className()] += widget.isVisible()
print(json.dumps({"count": +count, "sheet": qt.styleSheet()}))
"""
"""Put before EDITOR's end: prints how many of Qt's widgets it shows, and its style sheet."""
WIDGETS: Final = (
    """
import json, os, sys, time, resource
from PySide6 import QtWidgets
plan = json.loads(sys.argv[3])
QtWidgets.QApplication.setStyle("Fusion")
app = QtWidgets.QApplication(sys.argv[:1])
app.setStyleSheet(plan["sheet"])
window = QtWidgets.QMainWindow()
window.resize(1400, 900)
middle = QtWidgets.QWidget()
window.setCentralWidget(middle)
grid = QtWidgets.QGridLayout(middle)
parts = {"QMainWindow", "QMenuBar", "QStatusBar", "QScrollBar", "QTabBar", "QHeaderView",
         "QSplitterHandle", "QSizeGrip", "QAbstractButton"}  # what the others bring along
kinds = [name for name, count in plan["count"].items() if name not in parts for _ in range(count)]
for place, name in enumerate(kinds):
    widget = getattr(QtWidgets, name)()
    if hasattr(widget, "setText"):
        widget.setText("Text")
    grid.addWidget(widget, place // 14, place % 14)
window.menuBar().addMenu("Datei")
window.statusBar()
window.show()
app.processEvents()
"""
    + _END
)
CORE: Final = (
    """
import os, sys, time, resource
from pathlib import Path
from klimaeditor.document import open_document
assert open_document(Path(sys.argv[1])).findings.counts()
"""
    + _END
)
NOTHING: Final = (
    """
import os, sys, time, resource
"""
    + _END
)


def counting(editor: str = EDITOR) -> str:
    """Return the editor's program that also says what it shows."""
    return editor.removesuffix(_END) + SHOWN + _END
