"""Putting a theme on the application, and asking which one is on."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QRegularExpression, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from klimaeditor.paths import resources
from ui.theme.focus import show_rings
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
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QGuiApplication


# --- QPalette from tokens: every role in every group, so that nothing is left to the platform ----

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

_ROLES = {
    _Role.Window: "ground",
    _Role.WindowText: "text",
    _Role.Base: "panel",
    _Role.AlternateBase: "header",
    _Role.Text: "text",
    _Role.PlaceholderText: "placeholder",
    _Role.Button: "panel",
    _Role.ButtonText: "text",
    _Role.BrightText: "error",
    _Role.Highlight: "fill",
    _Role.HighlightedText: "on_fill",
    _Role.Accent: "accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "info",
    _Role.ToolTipBase: "panel",
    _Role.ToolTipText: "text",
    _Role.Light: "panel",
    _Role.Midlight: "hover",
    _Role.Mid: "border",
    _Role.Dark: "border",
    _Role.Shadow: "text",
}
_DISABLED = {
    _Role.WindowText: "disabled",
    _Role.Text: "disabled",
    _Role.ButtonText: "disabled",
    _Role.HighlightedText: "text",
    _Role.Highlight: "pressed",
    _Role.PlaceholderText: "disabled",
}


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of *tokens*; inactive windows look as active ones do (A11Y-09)."""
    result = QPalette()
    for role, token in _ROLES.items():
        for group in (_Group.Active, _Group.Inactive, _Group.Disabled):
            result.setColor(group, role, QColor(getattr(tokens, token)))
    for role, token in _DISABLED.items():
        result.setColor(_Group.Disabled, role, QColor(getattr(tokens, token)))
    return result


# --- The style sheet: resources/style/klimaeditor.qss filled with the tokens of one palette ------

_LENGTH = re.compile(r"(?<![\w#.])(\d+(?:\.\d+)?)(px|pt)\b(-1)?")


class _Sheet(Template):
    """Templates whose names may contain a hyphen, as the pictures' names do."""

    idpattern = r"[a-z][a-z_-]*[a-z]"


def style_sheet(tokens: Tokens) -> str:
    """Return the application's style sheet for *tokens*, lengths scaled with their zoom."""
    sheet = (resources() / "style" / "klimaeditor.qss").read_text("utf-8")
    scaled = _LENGTH.sub(lambda found: _scale(found, tokens.zoom), sheet)
    return _Sheet(scaled).substitute(asdict(tokens), **_pictures(tokens.scheme))


def _scale(found: re.Match[str], zoom: int) -> str:
    """Return one length at *zoom*: whole pixels, text in hundredths of a point.

    Lines of 1 and 2 pixels stay, so that a ring of two and a padding less one fill the same room.
    """
    written, unit, less = float(found[1]), found[2], bool(found[3])
    if unit == "pt":
        return f"{written * zoom / 100:.2f}pt"
    pixels = int(written) if written <= 2 else round(written * zoom / 100)
    return f"{pixels - less}px"


def _pictures(scheme: Scheme) -> dict[str, str]:
    """Return name -> file of every picture the sheet may use.

    ``white_`` is for the filled accent; ``glyph_`` is black on light and white on dark, because a
    style sheet cannot tint a picture.
    """
    icons = resources() / "icons"
    white = {path.stem: path.as_posix() for path in (icons / "white").glob("*.svg")}
    black = {name: (icons / f"{name}.svg").as_posix() for name in white}
    glyphs = white if scheme is Scheme.DARK else black
    return {
        **{f"white_{name}": path for name, path in white.items()},
        **{f"glyph_{name}": path for name, path in glyphs.items()},
    }


# --- Putting a theme on the application, and asking which one is on ------------------------------

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
    show_rings(app)
    _dress_frame(app, scheme)
    with _layouts_at_rest(app):
        if wants_contrast(app) or scheme is Scheme.CONTRAST:
            result = _undress(app, zoom)
        else:
            result = tokens(resolved(app, scheme), zoom)
            app.setProperty(_PROPERTY, result)
            _put_on(app, style_sheet(result), zoom, palette(result))
        _settle_letters(app)
    return result


def _put_on(app: QApplication, sheet: str, zoom: int, colours: QPalette) -> None:
    changed = sheet != app.styleSheet()  # Qt dresses every widget anew, even in the same sheet
    if changed:  # one sheet off and another on takes a third of the time of changing one
        app.setStyleSheet("")
    app.setFont(font(zoom))
    app.setPalette(colours)
    if changed:
        app.setStyleSheet(sheet)
        app.setFont(font(zoom))  # on Windows the sheet brings the system's own letters back


@contextmanager
def _layouts_at_rest(app: QApplication) -> Iterator[None]:
    """Have nothing laid out within, and everything once after it.

    A widget that is dressed makes its layout, and those around it, look for their places anew: four
    times as many moves as widgets, the first half of them between two sheets, for nothing.
    """
    windows = app.topLevelWidgets()
    for layout in _layouts(windows):
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in _layouts(windows):
            layout.setEnabled(True)
            layout.invalidate()
        for window in windows:
            for widget in (window, *window.findChildren(QWidget)):
                if widget.isVisible():
                    QCoreApplication.postEvent(widget, QEvent(QEvent.Type.LayoutRequest))


def _layouts(windows: list[QWidget]) -> list[QLayout]:
    """Return all layouts as they are now: a box of buttons makes itself a new one (resetLayout)."""
    return [layout for window in windows for layout in window.findChildren(QLayout)]


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
