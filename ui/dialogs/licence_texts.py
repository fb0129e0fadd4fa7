"""German words of the window with the licences."""

from __future__ import annotations

from typing import Final

OPEN: Final = "&Lizenzen…"
TITLE: Final = "Lizenzen"
SENTENCE: Final = (
    "Der Klimaeditor enthält Bestandteile anderer Urheber. Hier stehen, ohne Internet, die Liste "
    "der Bestandteile und alle Lizenztexte."
)
FILES: Final = "Liste und Lizenztexte"
TEXT: Final = "Text der Lizenz"
COPY: Final = "Text &kopieren"
MISSING: Final = (
    "Die Lizenztexte fehlen in dieser Installation. Sie gehören in den Ordner „Lizenzen“ neben "
    "dem Programm; bitte den Klimaeditor erneut installieren."
)
UNREADABLE: Final = "Diese Datei lässt sich nicht lesen: {name}"
