"""The design tokens: every colour, distance and letter size of the program, as data.

Light and dark hold the same roles. ``foreground`` roles (text, error, ...) reach 4.5:1 on every
surface they are used on, border and icon roles 3:1 (A11Y-09); tests/gui/test_theme.py computes
each pair. Where the system asks for high contrast, :func:`tokens_from_palette` fills the same
roles from the system's palette, so that painted widgets need no second path (A11Y-10).
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from functools import cache

from PySide6.QtGui import QColor, QPalette

from klimaeditor.model.dataclass import dataclass

ZOOM_MIN, ZOOM_MAX, ZOOM_STEP = 100, 200, 10
FONT_FAMILIES = (  # Windows, then desktops of Linux; without any Qt may take letters of one width
    "Segoe UI", "Noto Sans", "DejaVu Sans", "Ubuntu", "Cantarell", "Liberation Sans", "Arial",
)  # fmt: skip
BASE_POINTS = 9.5


class Scheme(StrEnum):
    """Which palette: light, dark, what the system says, or the system's own high contrast."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"
    CONTRAST = "contrast"


class Space(IntEnum):
    """The steps of distance, in logical pixels at 100 %."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 20


class Tone(StrEnum):
    """What a badge or a message says; each tone has a foreground and a ground."""

    ERROR = "error"
    WARNING = "warning"
    GOOD = "good"
    INFO = "info"
    NEUTRAL = "neutral"
    ACCENT = "accent"


def ink(name: str) -> QColor:
    """Return the colour that a role of the tokens names, ready to paint with."""
    return QColor(name)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette at one zoom. Colours are ``#rrggbb``; *zoom* is in percent.

    Surfaces: ground (behind cards), panel (cards, editors), desk (under the public page), header,
    hover, pressed.
    Lines: line (hairlines, no meaning), border (editors and buttons, 3:1).
    Ink: text, muted (second line), placeholder, disabled.
    Accent: accent (links, current tab), accent_bg (selection), fill with on_fill (main button,
    marked text), focus (ring), focus_on_fill (ring on the main button).
    Found words: hit on hit_bg, and hitnow on hitnow_bg for the one that counts now.
    """

    scheme: Scheme
    zoom: int
    ground: str
    panel: str
    header: str
    hover: str
    pressed: str
    line: str
    border: str
    text: str
    muted: str
    placeholder: str
    disabled: str
    accent: str
    accent_bg: str
    fill: str
    fill_hover: str
    on_fill: str
    focus: str
    focus_on_fill: str
    error: str
    error_bg: str
    warning: str
    warning_bg: str
    good: str
    good_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str
    desk: str
    hit: str
    hit_bg: str
    hitnow: str
    hitnow_bg: str

    def px(self, length: float) -> int:
        """Return *length* logical pixels at the current zoom, at least 1."""
        return max(1, round(length * self.zoom / 100))

    def points(self, factor: float = 1.0) -> float:
        """Return the size of text in points: *factor* times the base size, at the zoom."""
        return round(BASE_POINTS * factor * self.zoom / 100, 2)

    def color(self, role: str) -> QColor:
        """Return the colour of *role*, e.g. ``"accent"``; AttributeError for an unknown role."""
        return ink(getattr(self, role))

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Return foreground and ground of *tone*."""
        return self.color(tone.value), self.color(f"{tone.value}_bg")


@cache
def tokens(scheme: Scheme = Scheme.LIGHT, zoom: int = 100) -> Tokens:
    """Return the tokens of LIGHT or DARK at *zoom* percent (held between 100 and 200)."""
    colours = _DARK if scheme is Scheme.DARK else _LIGHT
    known = Scheme.DARK if scheme is Scheme.DARK else Scheme.LIGHT
    return Tokens(scheme=known, zoom=clamp_zoom(zoom), **colours)


def clamp_zoom(zoom: int) -> int:
    """Return *zoom* held between 100 and 200 percent (A11Y-11)."""
    return min(ZOOM_MAX, max(ZOOM_MIN, zoom))


def tokens_from_palette(palette: QPalette, zoom: int = 100) -> Tokens:
    """Return the tokens of a high-contrast system: every role is a colour of *palette*.

    Meaning is then carried by icon and word alone, as the user's system wants it (A11Y-10).
    """

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(QPalette.ColorGroup.Active, role).name()

    role = QPalette.ColorRole
    ground, base = name(role.Window), name(role.Base)
    text, window_text = name(role.Text), name(role.WindowText)
    disabled = palette.color(QPalette.ColorGroup.Disabled, role.Text).name()
    marked, on_marked = name(role.Highlight), name(role.HighlightedText)
    surfaces = dict.fromkeys(("panel", "header", "hover", "pressed", "accent_bg"), base)
    tones = {tone: text for tone in Tone if tone is not Tone.ACCENT}
    grounds = {f"{tone}_bg": base for tone in tones}
    inks = dict.fromkeys(("line", "border", "muted", "placeholder"), window_text)
    return Tokens(
        scheme=Scheme.CONTRAST,
        zoom=clamp_zoom(zoom),
        ground=ground,
        text=text,
        disabled=disabled,
        accent=name(role.Link),
        fill=marked,
        fill_hover=marked,
        on_fill=on_marked,
        focus=marked,
        focus_on_fill=on_marked,
        desk=ground,
        hit=on_marked,
        hit_bg=marked,
        hitnow=on_marked,
        hitnow_bg=marked,
        **surfaces,
        **inks,
        **{tone.value: ink for tone, ink in tones.items()},
        **grounds,
    )


_LIGHT = {
    "ground": "#f4f6f8",
    "panel": "#ffffff",
    "header": "#f7f9fa",
    "hover": "#eef2f5",
    "pressed": "#e6ebf0",
    "line": "#dde3e8",
    "border": "#84909c",
    "text": "#1b2733",
    "muted": "#5a6875",
    "placeholder": "#5d6a77",
    "disabled": "#8b97a2",
    "accent": "#00698f",
    "accent_bg": "#e3f1f6",
    "fill": "#00698f",
    "fill_hover": "#005a7b",
    "on_fill": "#ffffff",
    "focus": "#00698f",
    "focus_on_fill": "#04101a",
    "error": "#b3261e",
    "error_bg": "#fdeceb",
    "warning": "#8a5300",
    "warning_bg": "#fff4e0",
    "good": "#1f7a3a",
    "good_bg": "#e6f4ea",
    "info": "#2456a6",
    "info_bg": "#e8effb",
    "neutral": "#5f6b76",
    "neutral_bg": "#eceff2",
    "desk": "#e8ecf0",
    "hit": "#1b2733",
    "hit_bg": "#ffe9a3",
    "hitnow": "#1b2733",
    "hitnow_bg": "#ffc24a",
}
_DARK = {
    "ground": "#11171d",
    "panel": "#1a222a",
    "header": "#1f2932",
    "hover": "#263039",
    "pressed": "#2c3742",
    "line": "#313d48",
    "border": "#7d8b98",
    "text": "#e8edf2",
    "muted": "#a6b3bf",
    "placeholder": "#93a1ae",
    "disabled": "#6f7c88",
    "accent": "#63bfe3",
    "accent_bg": "#133746",
    "fill": "#0c769f",
    "fill_hover": "#0a6a8f",
    "on_fill": "#ffffff",
    "focus": "#63bfe3",
    "focus_on_fill": "#ffffff",
    "error": "#ff9c93",
    "error_bg": "#3d2020",
    "warning": "#f0b45a",
    "warning_bg": "#3f2d10",
    "good": "#7dd196",
    "good_bg": "#16361f",
    "info": "#9cbcf7",
    "info_bg": "#1d2f52",
    "neutral": "#b3bec9",
    "neutral_bg": "#2e3943",
    "desk": "#0d1217",
    "hit": "#ffe9a8",
    "hit_bg": "#4f4010",
    "hitnow": "#11171d",
    "hitnow_bg": "#f0b45a",
}
