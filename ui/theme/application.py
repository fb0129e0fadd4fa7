"""Putting a theme on the application, and asking which one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRegularExpression, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.palette import palette
from ui.theme.stylesheet import style_sheet
from ui.theme.tokens import (
    BASE_POINTS,
    FONT_FAMILIES,
    Scheme,
    Tokens,
    clamp_zoom,
    tokens,
    tokens_from_palette,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QGuiApplication

_PROPERTY: Final = "klimaeditor_tokens"
_SYSTEM_SCHEMES: Final = {
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
}


def apply(app: QApplication, scheme: Scheme = Scheme.SYSTEM, zoom: int = 100) -> Tokens:
    """Dress *app* in *scheme* at *zoom* percent and return the tokens now in force.

    With a high-contrast system, own palette and style sheet are off and the system's colours
    count, whatever *scheme* says (A11Y-10); letters still follow the zoom (A11Y-11).
    """
    if not app.styleSheet() and app.style().name() != "fusion":  # under a sheet it has no name
        app.setStyle("Fusion")
    _dress_frame(app, scheme)
    if wants_contrast(app) or scheme is Scheme.CONTRAST:
        result = _undress(app, zoom)
    else:
        result = tokens(resolved(app, scheme), zoom)
        app.setProperty(_PROPERTY, result)
        sheet = style_sheet(result)
        changed = sheet != app.styleSheet()  # Qt dresses every widget anew, even in the same sheet
        if changed:  # one sheet off and another on takes a third of the time of changing one
            app.setStyleSheet("")
        app.setFont(font(zoom))
        app.setPalette(palette(result))
        if changed:
            app.setStyleSheet(sheet)
            app.setFont(font(zoom))  # on Windows the sheet brings the system's own letters back
    _settle_letters(app)
    return result


def current() -> Tokens:
    """Return the tokens in force, for widgets that paint themselves; light before any theme."""
    app = QApplication.instance()
    known = app.property(_PROPERTY) if app else None
    return known if isinstance(known, Tokens) else tokens()


def font(zoom: int = 100) -> QFont:
    """Return the program's letters at *zoom* percent."""
    result = QFont(list(FONT_FAMILIES))
    result.setPointSizeF(BASE_POINTS * clamp_zoom(zoom) / 100)
    return result


def wants_contrast(app: QGuiApplication) -> bool:
    """Whether the system asks for high contrast; False below Qt 6.10, which cannot tell."""
    hints = app.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def resolved(app: QGuiApplication, scheme: Scheme) -> Scheme:
    """Return LIGHT or DARK: SYSTEM asks the system, which counts as light when it is silent."""
    if scheme is not Scheme.SYSTEM:
        return scheme
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return Scheme.DARK if dark else Scheme.LIGHT


def follow_system(app: QGuiApplication, changed: Callable[[], None]) -> None:
    """Call *changed* whenever the system switches between light and dark or asks for contrast."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: changed())
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: changed())


def _dress_frame(app: QGuiApplication, scheme: Scheme) -> None:
    """Have the system draw window frames and its own dialogs in *scheme*, too."""
    hints, wanted = app.styleHints(), _SYSTEM_SCHEMES.get(scheme)
    if wanted is None:
        hints.unsetColorScheme()
    elif hints.colorScheme() != wanted:
        hints.setColorScheme(wanted)


def _settle_letters(app: QApplication) -> None:
    """Give what Qt puts into its own widgets, a bar of tabs say, the letters of these.

    New letters reach all widgets in no fixed order. Whoever hears of them before its parent hears
    again from the parent, but not the parts whose names begin with "qt_" (isNaturalChild in
    qstylesheetstyle.cpp): they would keep the former size.
    """
    inside = QRegularExpression("^qt_")
    for window in app.topLevelWidgets():
        for part in window.findChildren(QWidget, inside):
            QApplication.sendEvent(part, QEvent(QEvent.Type.ApplicationFontChange))


def _undress(app: QApplication, zoom: int) -> Tokens:
    """Take own colours off *app* and return tokens made of the system's."""
    app.setFont(font(zoom))
    app.setPalette(QPalette())
    result = tokens_from_palette(app.palette(), zoom)
    app.setProperty(_PROPERTY, result)
    app.setStyleSheet("")  # last: else menu bar, scroll bars and icons keep the colours they had
    return result
