"""German words of the merge: values, places, reasons."""

from __future__ import annotations

from typing import Final

ABSENT: Final = "nicht vorhanden"
NO_ANSWER: Final = "keine Angabe"
EMPTY: Final = "leer"
ONLY_BLANKS: Final = "nur Leerzeichen"
YES: Final = "ja"
NO: Final = "nein"
LIST_JOINT: Final = "\n"
UNKNOWN_JOINT: Final = " › "
STEP_REBASE: Final = "Änderungen anderer übernehmen"

_REASONS: Final = {
    "only_ours": "Nur Sie haben das geändert; es bleibt so.",
    "only_theirs": "Nur die andere Fassung ist geändert; das wird übernommen.",
    "both_same": "Beide Fassungen sind gleich geändert.",
    "both_differ": "Beide Fassungen sind verschieden geändert. Bitte eine auswählen.",
    "removed_theirs_edited_ours": "In der anderen Fassung entfernt, von Ihnen geändert. "
    "Bitte auswählen, ob es bleibt.",
    "removed_ours_edited_theirs": "Von Ihnen entfernt, in der anderen Fassung geändert. "
    "Bitte auswählen, ob es wiederkommt.",
}


def reason(reason_: str) -> str:
    """Return the sentence for the reason of a decision."""
    return _REASONS[reason_]


def dated_value(day: str, value: str) -> str:
    """Return one entry of the progress."""
    return f"{day}: {value}"


def link(title: str, url: str) -> str:
    """Return one link."""
    return f"{title} ({url})"


def euro(amount: str) -> str:
    """Return an amount with its sign."""
    return f"{amount} €"


def order_of(label: str) -> str:
    """Return the name of the order of a list."""
    return f"{label}: Reihenfolge"


def item_of(label: str, item: str) -> str:
    """Return the name of one item of a list, by its day or address."""
    return f"{label}: {item}"


def renumbered(old: str, new: str) -> str:
    """Return the notice about a new measure of ours that had to take another id (WEB-09)."""
    return (
        f"Die neue Maßnahme „{old}“ heißt jetzt „{new}“, weil inzwischen jemand anderes eine neue "
        "Maßnahme mit dieser Kennung gespeichert hat. Beide bleiben erhalten."
    )
