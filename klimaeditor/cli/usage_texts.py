"""German words of the command line's own help, and of what argparse complains about."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

USAGE = "Aufruf: "
HEADINGS = MappingProxyType({"positional arguments": "Angaben", "options": "Optionen"})
GROUP_COMMANDS = "Befehle"
EXAMPLES = "Beispiele:"
PROGRAM = "Prüft und bearbeitet die Maßnahmen eines Klimastadt-Vertrags ohne Fenster."
PROGRAM_END = (
    "Hilfe zu einem Befehl: klimaeditor BEFEHL --help\n\n"
    "Rückgabewerte: 0 in Ordnung, 1 Fehler in den Daten gefunden, 2 nicht ausführbar\n"
    "(dann steht der Grund in einer Zeile auf der Fehlerausgabe)."
)
HELP_HELP = "zeigt diese Hilfe"
HELP_VERSION = "zeigt die Version"
COMMAND = "BEFEHL"

AT_ARGUMENT = r"\Aargument (?P<name>.+?): "
USAGE_FAULTS: Final = MappingProxyType(
    {
        r"the following arguments are required: (.*)": "Es fehlt noch: {0}.",
        r"one of the arguments (.*) is required": "Eine dieser Angaben ist nötig: {0}.",
        r"unrecognized arguments: (.*)": "Diese Angaben sind unbekannt: {0}.",
        r"invalid choice: (.*) \(choose from (.*)\)": "„{0}“ ist bei {place} nicht möglich; "
        "möglich sind: {1}.",
        r"not allowed with argument (.*)": "{place} und {0} schließen einander aus.",
        r"ignored explicit argument (.*)": "{place} nimmt keinen Wert an, angegeben ist „{0}“.",
        r"expected (?:one|at least one|at most one|\d+) arguments?": "Hinter {place} fehlt der "
        "Wert (beginnt er mit einem Strich, hilft {place}=-…).",
    }
)
UNKNOWN_USAGE_FAULT = "Der Aufruf ist so nicht möglich ({0})."


def see_help(prog: str) -> str:
    """Return where the help is."""
    return f"Hilfe: {prog} --help"
