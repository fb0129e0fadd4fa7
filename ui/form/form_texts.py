"""German words of the form around its editors."""

from __future__ import annotations

import re
from typing import Final

from klimaeditor.catalogue import Section

REQUIRED = "Pflichtfeld"
COUNTER = "{count} von {limit} Zeichen"
COUNTER_OVER = "{count} von {limit} Zeichen – zu lang"
PUBLIC_BANNER = "Alle Angaben sind öffentlich, auch die, die die Seite nicht zeigt."
PUBLIC_STATUS = "öffentlich: {status}"
COMPLETE = "{percent} % ausgefüllt"
SECTION_ERRORS = "{title} ({count} Fehler)"
SECTION_WARNINGS = "{title} ({count} Warnungen)"
ONE_WARNING = "{title} (1 Warnung)"
HELP_IDLE = "Hilfe zum Feld erscheint hier, sobald Sie ein Feld betreten. F1 zeigt mehr."
HELP_SHOWN = "Öffentlich: {shown}"
ORIGINAL = "Englischer Name im Vertrag: {key}"
NAV_NAME = "Abschnitte des Formulars"
ABBREVIATIONS: Final = {
    Section.DESCRIPTION: "Beschr.",
    Section.IMPACT: "Ausw.",
    Section.IMPLEMENTATION: "Umsetz.",
    Section.PROGRESS: "Fortschr.",
    Section.CATEGORY: "Kateg.",
}
FORM_NAME = "Formular der Maßnahme"
SEVERITY = {"error": "Fehler", "warning": "Warnung", "hint": "Hinweis"}
EMPTY_TITLE = "Keine Maßnahme ausgewählt"
EMPTY_TEXT = "Wählen Sie links eine Maßnahme, oder legen Sie mit Strg+N eine neue an."

_BELONGS_TOGETHER = re.compile(r"(?<=z\.) (?=B\.)|(?<=\d) (?=[€%])")


def unbroken(text: str) -> str:
    """Return *text* so that no line ends between „z.“ and „B.“, or a number and its sign."""
    return _BELONGS_TOGETHER.sub("\u00a0", text)
