"""Measures for what is seen: WCAG contrast, and pixels that change with the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ui import theme

BAND = 3


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.1 for ``#rrggbb``."""
    channels = QColor(color)
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channels.redF(), channels.greenF(), channels.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def frame_pixels(widget, band: int = BAND, rect: QRect | None = None) -> dict:
    """Return the pixels of the outer band of *widget*, or of its *rect*, where no caret can be."""
    picture = (widget.grab() if rect is None else widget.grab(rect)).toImage()
    width, height = picture.width(), picture.height()
    sides = {*range(min(band, width)), *range(max(0, width - band), width)}
    return {
        (x, y): picture.pixel(x, y)
        for y in range(height)
        for x in (range(width) if min(y, height - 1 - y) < band else sides)
    }


def ring_share(before: dict, after: dict) -> float:
    """Return how many pixels changed, as a share of a ring two pixels wide."""
    changed = sum(after[place] != color for place, color in before.items())
    width = max(x for x, _ in before) + 1
    height = max(y for _, y in before) + 1
    return changed / (2 * 2 * (width + height))


def settle() -> None:
    """Let layouts, styles and queued calls finish."""
    for _ in range(3):
        QApplication.processEvents()


def between_lines(qtbot, widget) -> QWidget:
    """Return an active window with *widget* between two lines; the first line has the focus."""
    window = QWidget()
    layout = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    before.setObjectName("before")
    after.setObjectName("after")
    for each in (before, widget, after):
        layout.addWidget(each)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before.setFocus()
    settle()
    return window


def ring_after_tab(qtbot, window, target, band: int = BAND) -> float:
    """Press a real Tab in the first line; return the share of *target*'s ring that changed."""
    calm = frame_pixels(target, band)
    window.findChild(QLineEdit, "before").setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    qtbot.waitUntil(target.hasFocus)
    settle()
    return ring_share(calm, frame_pixels(target, band))


def undress(app) -> None:
    """Take the theme off the application."""
    app.setStyleSheet("")
    app.setPalette(QPalette())
    app.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    app.setProperty("klimaeditor_tokens", None)


@pytest.fixture(autouse=True, scope="module")
def dressed(qapp):
    """Dress the application in light for the module that names this fixture as its own."""
    theme.apply(qapp, theme.Scheme.LIGHT)
    yield
    undress(qapp)
