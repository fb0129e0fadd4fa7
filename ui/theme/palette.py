"""QPalette from tokens: every role in every group, so that nothing is left to the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from ui.theme.tokens import Tokens

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
