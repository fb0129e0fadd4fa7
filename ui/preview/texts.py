"""German words of the preview."""

from __future__ import annotations

from typing import Final

TAB: Final = "Vorschau"
PANE: Final = "Vorschau der öffentlichen Seite"
HOW: Final = "Pfeiltasten wechseln zwischen den Angaben, Eingabe springt zum Feld im Formular."
IN_LISTS: Final = "So erscheint sie in Listen und Kacheln"
NO_DATASET: Final = "Kein Datensatz geöffnet."
NO_MEASURE: Final = "Keine Maßnahme gewählt."
NO_MEASURE_HINT: Final = "Wählen Sie links eine Maßnahme, um ihre öffentliche Seite zu sehen."

WITHOUT_VALUE: Final = "– ohne Wert –"
NOTHING: Final = "– leer –"
FIELD_EMPTY: Final = "– {field}: leer –"
SPOKEN_EMPTY: Final = "ohne Wert"
UNTITLED_LINK: Final = "(Link ohne Titel)"
UNTITLED_BUTTON: Final = "(Schaltfläche ohne Aufschrift)"
LINK: Final = "Link"
BUTTON: Final = "Schaltfläche"
LEADS_TO: Final = "führt zu {target}"
NO_TARGET: Final = "ohne Adresse"
TO_FIELD: Final = "Eingabe springt zum Feld „{field}“."

RAW_HEADING: Final = "Rohdaten: {group}"
RAW_SPOKEN: Final = "Rohdaten, {group}, {count}"
OPEN: Final = "aufgeklappt"
FOLDED: Final = "zugeklappt"

SITE_FAILS: Final = "Die ganze Website bricht ab"
SITE_FAILS_LINE: Final = (
    "Statt jeder Seite erscheint eine Fehlermeldung. Ohne den Fehler sähe diese Seite so aus:"
)
PAGE_FAILS: Final = "Diese Seite bricht ab"
PAGE_FAILS_LINE: Final = (
    "Besucherinnen und Besucher sehen nur eine Fehlermeldung. Ohne den Fehler sähe die Seite so "
    "aus:"
)
LOOSE: Final = "Außerhalb dieser Seite"
LOOSE_LINE: Final = "Das sieht man nicht hier, sondern an anderer Stelle der Website."

CHART: Final = "Diagramm „{label}“"
CHART_NO_POINTS: Final = "kein Stand liegt im gezeigten Bereich"
CHART_FROM_TO: Final = "von {first} bis {last}"
CHART_POINT: Final = "{value} am {day}"
CHART_START: Final = "Start {value}"
CHART_GOAL: Final = "Ziel {value}"
START: Final = "Start"
GOAL: Final = "Ziel"


def entries(count: int) -> str:
    """Return how many keys a group of the raw data holds."""
    return "1 Eintrag" if count == 1 else f"{count} Einträge"


def times(caption: str, count: int) -> str:
    """Return a caption with how often it stands there."""
    return caption if count == 1 else f"{caption} ({count} ×)"
