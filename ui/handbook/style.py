"""The style of the pages in the window: the colours and sizes of the theme that is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.theme import Tokens


def style_sheet(tokens: Tokens) -> str:
    """Return the style sheet, as Qt's rich text understands it."""
    big, middle, small = (tokens.points(factor) for factor in (1.7, 1.3, 1.1))
    return "\n".join(
        (
            f"body {{ color: {tokens.text}; font-size: {tokens.points(1.05)}pt; }}",
            f"h1 {{ font-size: {big}pt; margin-top: 0; }}",
            f"h2 {{ font-size: {middle}pt; margin-top: {tokens.px(22)}px; }}",
            f"h3 {{ font-size: {small}pt; margin-top: {tokens.px(16)}px; }}",
            f"h4 {{ font-size: {tokens.points()}pt; }}",
            f"a {{ color: {tokens.accent}; }}",
            f"code, kbd {{ background-color: {tokens.hover}; }}",
            f"th {{ background-color: {tokens.hover}; }}",
            f".legende {{ color: {tokens.muted}; }}",
            f".hinweis {{ background-color: {tokens.info_bg}; color: {tokens.text}; }}",
        )
    )
