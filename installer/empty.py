"""An empty window that ends as soon as it is shown: what every PySide6 program pays at least."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication, QMainWindow

if __name__ == "__main__":
    qt = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    qt.processEvents()
    os._exit(0)
