"""Measures and fields by the names that people and programs give them; unknown ones are errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------


def meant_perhaps(similar: list[str]) -> str:
    """Return the question whether one of these names was meant; "" where there is none."""
    return f" Gemeint vielleicht: {', '.join(similar)}." if similar else ""


def unknown_measure(measure_id: str, similar: list[str]) -> str:
    """Return the message for an id that no measure has."""
    return (
        f"Eine Maßnahme mit der Kennung {quoted(measure_id)} gibt es in diesem Datensatz nicht."
        f"{meant_perhaps(similar)}"
    )


def several_measures(measure_id: str, count: int) -> str:
    """Return the refusal to choose among measures with one id."""
    return (
        f"Die Kennung {quoted(measure_id)} haben {count} Maßnahmen; welche gemeint ist, ist "
        "offen. Geben Sie zuerst in measures.json der später angelegten eine freie Kennung."
    )


def unknown_field(name: str, similar: list[str]) -> str:
    """Return the message for a field name that is not in the catalogue."""
    return (
        f"Ein Feld namens {quoted(name)} gibt es nicht.{meant_perhaps(similar)} "
        "Alle Namen nennt „klimaeditor fields“."
    )


def unknown_rule(rule: str, similar: list[str]) -> str:
    """Return the message for a rule that is not in the rulebook."""
    return (
        f"Eine Regel namens {quoted(rule)} gibt es nicht.{meant_perhaps(similar)} "
        "Die Regel jedes Befunds nennt „klimaeditor check DATENSATZ --format json“."
    )


def fixed_field(label: str) -> str:
    """Return the refusal to edit an identifier (WEB-09)."""
    return (
        f"{quoted(label)} lässt sich nicht ändern: Adressen und Symbole der Website hängen "
        "daran. Setzen Sie für eine andere Kategorie das Feld category_id."
    )


# --- by name -------------------------------------------------------------------------------------


def find_measure(dataset: Dataset, measure_id: str) -> int:
    """Return the key of the measure called *measure_id*; raises UnknownNameError.

    Two measures with one id are neither.
    """
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    found = by_id.get(measure_id, []) if measure_id else []
    if not found:
        raise UnknownNameError(unknown_measure(measure_id, similar(measure_id, by_id)))
    if len(found) > 1:
        raise UnknownNameError(several_measures(measure_id, len(found)))
    return found[0]


def find_field(name: str, catalogue: Catalogue) -> Field:
    """Return the catalogue field called *name*; raises UnknownNameError."""
    found = catalogue.known_field(name)
    if found is None:
        raise UnknownNameError(unknown_field(name, similar(name, catalogue.by_name)))
    return found


def similar(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that *name* may have meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and for mistakes only

    return get_close_matches(name, [word for word in known if word], n=3, cutoff=0.6)
