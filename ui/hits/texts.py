"""German words of hits to accept or refuse."""

from __future__ import annotations

from typing import Final

from ui.texts import thousands

HITS: Final = "Gefundene Stellen"
BEFORE: Final = "Jetzt"
AFTER: Final = "Danach"
TAKEN: Final = "wird geändert"
LEFT: Final = "bleibt"
SPOKEN_HIT: Final = "{title}, {label}, {state}"
TAKE: Final = "A&nnehmen"
TAKE_TIP: Final = "Diese Stelle ändern und zur nächsten gehen"
REFUSE: Final = "A&blehnen"
REFUSE_TIP: Final = "Diese Stelle lassen, wie sie ist, und zur nächsten gehen"
TAKE_ALL: Final = "A&lle gezeigten annehmen"
REFUSE_ALL: Final = "Alle gezeigten abl&ehnen"
KEYS: Final = "Leertaste: annehmen oder ablehnen · Alt+↓ und Alt+↑: nächste und vorige Stelle"
SIGNS: Final = "␣ Leerzeichen · ⍽ geschütztes Leerzeichen · ⇥ Tabulator · ↵ Zeilenende"


def taken(count: int, total: int) -> str:
    """Return how many of the hits shown are accepted."""
    return f"{thousands(count)} von {thousands(total)} angenommen"


def cut_off(shown: int, total: int) -> str:
    """Return the remark where there are more hits than the list shows."""
    return (
        f"Gezeigt werden die ersten {thousands(shown)} von {thousands(total)} Stellen; "
        "die übrigen kommen beim nächsten Mal."
    )
