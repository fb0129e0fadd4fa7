"""German words of the form and its editors."""

from __future__ import annotations

# --- German words of the form and its editors ----------------------------------------------------

OPEN_LINK = "Öffnen"


# --- German words of the form around its editors -------------------------------------------------

HELP_SHOWN = "Öffentlich: {shown}"
FORM_NAME = "Formular der Maßnahme"
