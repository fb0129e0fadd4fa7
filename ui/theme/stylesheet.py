"""The style sheet: resources/style/klimaeditor.qss filled with the tokens of one palette."""

from __future__ import annotations

import re
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from klimaeditor.paths import resources
from ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from ui.theme.tokens import Tokens

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
