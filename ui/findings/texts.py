"""German words of the list of findings."""

from __future__ import annotations

from typing import Final

from ui.texts import thousands

PANE: Final = "Liste der Befunde"
THIS_MEASURE: Final = "Diese Maßnahme"
ALL: Final = "Alle"
WITH_COUNT: Final = "{name} ({count})"
SEARCH: Final = "Befunde durchsuchen"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"
SEVERITY_TIP: Final = "{word} zeigen oder ausblenden"

NO_DATASET: Final = "Kein Datensatz geöffnet."
NO_MEASURE: Final = "Keine Maßnahme ausgewählt."
NO_MEASURE_HINT: Final = "Unter „Alle“ stehen die Befunde des ganzen Datensatzes."
MEASURE_READY: Final = "Keine Befunde: Diese Maßnahme ist bereit zur Veröffentlichung."
DATASET_READY: Final = "Keine Befunde: Der Datensatz ist bereit zur Veröffentlichung."
NO_MATCH: Final = "Kein Befund passt zu den Filtern."
NO_MATCH_BUTTON: Final = "Filter entfernen"

DETAILS: Final = "Ausgewählter Befund"
CHOOSE: Final = "Wählen Sie einen Befund, um ihn ganz zu lesen."
GO_TO_FIELD: Final = "Zum Feld"
GO_TO_FIELD_TIP: Final = "Im Formular zeigen (Eingabetaste)"
LOCKED: Final = (
    "Der Datensatz ist nur zum Lesen geöffnet, beheben lässt sich der Befund erst in einer eigenen "
    "Kopie: Datei, „Speichern unter“."
)
FIX_TIP: Final = "Diesen Befund beheben (Strg+Eingabetaste)"
FIX_ALL: Final = "Alle gleichartigen automatisch beheben ({count})"
FIX_ALL_TIP: Final = (
    "Behebt diese Art von Befund im ganzen Datensatz in einem Schritt, der sich rückgängig machen "
    "lässt."
)


def with_count(name: str, count: int) -> str:
    """Return e.g. „Alle (71)“."""
    return WITH_COUNT.format(name=name, count=thousands(count))
