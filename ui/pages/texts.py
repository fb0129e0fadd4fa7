"""German words of the start page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

PAGE: Final = "Startseite"
OPEN_FOLDER: Final = "&Ordner öffnen…"
OPEN_FOLDER_HINT: Final = "Datensatz mit den vier JSON-Dateien"
OPEN_WORKBOOK: Final = "&Excel öffnen…"
OPEN_WORKBOOK_HINT: Final = "Arbeitsmappe aus einem Export"
OPEN_SAMPLE: Final = "Be&ispieldatensatz öffnen"
OPEN_SAMPLE_HINT: Final = "Zum Ausprobieren, mit erfundenen Maßnahmen"
DROP_HINT: Final = "Oder einen Ordner, eine der JSON-Dateien oder eine Excel-Datei hierher ziehen."

RECENT: Final = "&Zuletzt verwendet"
NO_RECENT: Final = "Was Sie öffnen, steht beim nächsten Mal hier."
MISSING: Final = "nicht gefunden"
MISSING_PATH: Final = "nicht gefunden · {path}"
REMOVE: Final = "Aus der Liste e&ntfernen"
REMOVE_TIP: Final = (
    "Nimmt den gewählten Eintrag aus der Liste (Entf); die Dateien bleiben, wo sie sind."
)
_TODAY: Final = "heute, {time}"
_YESTERDAY: Final = "gestern, {time}"


def when(moment: datetime, now: datetime) -> str:
    """Return when something was used: „heute, 09:14“, „gestern, 17:30“ or „12.11.2026“."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return _TODAY.format(time=f"{local:%H:%M}")
    if local.date() == now.date() - timedelta(days=1):
        return _YESTERDAY.format(time=f"{local:%H:%M}")
    return f"{local:%d.%m.%Y}"


def spoken(name: str, path: str, moment: str, *, missing: bool) -> str:
    """Return what a screen reader says of an entry."""
    parts = [name, MISSING if missing else "", path, moment]
    return ", ".join(part for part in parts if part)
