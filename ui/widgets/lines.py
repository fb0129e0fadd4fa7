"""How tall written lines are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF

if TYPE_CHECKING:
    from PySide6.QtGui import QFont


def line_height(font: QFont) -> int:
    """Return the height of a line in a text area, in pixels: Qt rounds each one up.

    ``QFontMetrics.lineSpacing`` is rounded to the nearest pixel; sixteen lines of it are up to
    sixteen pixels less than they take.
    """
    return math.ceil(QFontMetricsF(font).lineSpacing())
