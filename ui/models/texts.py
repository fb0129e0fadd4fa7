"""German words of the models alone."""

from __future__ import annotations

from typing import Final

SPOKEN_HIT: Final = "Treffer in „{label}“"
