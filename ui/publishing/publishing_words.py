"""German words of publishing and of cleaning up the files."""

from __future__ import annotations

from typing import Final

# --- settings ------------------------------------------------------------------------------
SETTINGS_TITLE: Final = "Angaben zur Veröffentlichung"
