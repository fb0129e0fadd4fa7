"""German sentences about values and files of a dataset."""

from __future__ import annotations


def no_json_value(label: str) -> str:
    """Return the refusal to store what JSON has no word for."""
    return (
        f"„{label}“ kann diesen Wert nicht aufnehmen, weil ihn das Dateiformat nicht kennt. "
        "Bitte als Text oder Zahl eingeben."
    )


def text_expected(label: str) -> str:
    """Return the refusal to store anything but a text in a text field (WEB-01)."""
    return (
        f"„{label}“ ist ein Textfeld; einen anderen Wert zeigt die öffentliche Seite nicht an. "
        "Bitte als Text eingeben."
    )


def link_notice(file: str) -> str:
    """Return the notice about a file that lies somewhere else (SEC-17)."""
    return (
        f"{file} ist eine Verknüpfung zu einer Datei außerhalb des Ordners. "
        "Beim Speichern wird daraus eine eigene Datei in diesem Ordner."
    )
