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
from ui.theme.focus import has_ring, show_rings
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
    "has_ring",
    "ink",
    "palette",
    "resolved",
    "show_rings",
    "style_sheet",
    "tokens",
    "tokens_from_palette",
    "wants_contrast",
]
