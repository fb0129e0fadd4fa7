"""The only place with colours: palettes, letters, distances and the style sheet made of them."""

from ui.theme.application import (
    apply,
    current,
    follow_system,
    font,
    palette,
    resolved,
    style_sheet,
    wants_contrast,
)
from ui.theme.tokens import (
    ZOOM_MAX,
    ZOOM_MIN,
    ZOOM_STEP,
    Scheme,
    Space,
    Tokens,
    Tone,
    clamp_zoom,
    ink,
    tokens,
    tokens_from_palette,
)

__all__ = [
    "ZOOM_MAX",
    "ZOOM_MIN",
    "ZOOM_STEP",
    "Scheme",
    "Space",
    "Tokens",
    "Tone",
    "apply",
    "clamp_zoom",
    "current",
    "follow_system",
    "font",
    "ink",
    "palette",
    "resolved",
    "style_sheet",
    "tokens",
    "tokens_from_palette",
    "wants_contrast",
]
