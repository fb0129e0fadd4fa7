"""German words of publications: what the files say about themselves, and what stops one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName

if TYPE_CHECKING:
    from datetime import date

FILES: Final = MappingProxyType(
    {
        FileName.MEASURES: "Vertragstexte jeder Maßnahme in vier Gruppen",
        FileName.ADDITIONAL: "Kurztitel, Zusammenfassung, Kosten, Links, Sachstand je Maßnahme",
        FileName.PROGRESS: "Fortschritt je Maßnahme mit datierten Werten",
        FileName.CATEGORIES: "Texte der Kategorien (Handlungsfelder)",
    }
)
APOSTROPHE: Final = (
    "In „csv-excel“ steht vor Texten mit = + - @ am Anfang ein Apostroph, damit kein "
    "Tabellenprogramm sie als Formel ausführt. Die Dateien in „csv“ enthalten jeden Text "
    "unverändert und sind für Programme da."
)


def day(when: date) -> str:
    """Return a day as people write it."""
    return f"{when:%d.%m.%Y}"
