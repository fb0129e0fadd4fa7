"""German messages about what is in a workbook: what is wrong, where, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_AGAIN = "Bitte in Excel beheben, speichern und die Mappe erneut öffnen."
_SHOWN = 12


def _listed(items: Sequence[str]) -> str:
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")


# --- what is in it -----------------------------------------------------------------------------


def not_ours(name: str) -> str:
    """Return the message for a sound workbook that the editor did not make."""
    return (
        f"„{name}“ stammt nicht aus dem Klimaeditor: Das Blatt „Maßnahmen“ mit der Spalte "
        "„Kennung“ oder das ausgeblendete Blatt „Basis“ fehlt. Bitte eine Mappe öffnen, die mit "
        "„Als Excel exportieren“ erzeugt wurde, und die Angaben dort eintragen."
    )


def baseline_damaged(name: str) -> str:
    """Return the message for a Basis sheet that was touched."""
    return (
        f"„{name}“: Das ausgeblendete Blatt „Basis“ wurde verändert oder ist unvollständig; ohne "
        "es lässt sich die Mappe nicht verlustfrei öffnen. Bitte die Mappe neu exportieren und die "
        "Änderungen dort eintragen."
    )


def baseline_newer(name: str) -> str:
    """Return the message for a workbook made by a later version."""
    return (
        f"„{name}“ wurde mit einer neueren Version des Klimaeditors erzeugt. Bitte den "
        "Klimaeditor aktualisieren lassen oder die Mappe dort öffnen, wo sie herkommt."
    )


def problems(name: str, found: Sequence[str]) -> str:
    """Return one message for everything that has to be mended before the workbook can be read."""
    return f"„{name}“ wurde nicht geöffnet. " + " ".join(found) + f" {_AGAIN}"


def duplicate_column(sheet: str, header: str, cells: Sequence[str]) -> str:
    """Return the problem of two columns with one meaning (MRG-03)."""
    return (
        f"Blatt „{sheet}“: Die Spalte „{header}“ kommt mehrfach vor ({_listed(cells)}). "
        "Bitte alle bis auf eine löschen oder umbenennen."
    )


def error_cells(sheet: str, cells: Sequence[str]) -> str:
    """Return the problem of Excel errors in data cells (SEC-12)."""
    return (
        f"Blatt „{sheet}“: In {_listed(cells)} steht ein Excel-Fehler. "
        "Bitte den richtigen Wert eintragen."
    )


def merged_cells(sheet: str, ranges: Sequence[str]) -> str:
    """Return the problem of merged cells in the data (SEC-12)."""
    return (
        f"Blatt „{sheet}“: {_listed(ranges)} sind verbundene Zellen, dort ginge Inhalt verloren. "
        "Bitte „Zellverbund aufheben“ wählen."
    )


def too_many_rows(sheet: str, limit: int) -> str:
    """Return the problem of a sheet with more rows than are read (SEC-11)."""
    return (
        f"Blatt „{sheet}“: Es sind mehr als {limit} Zeilen ausgefüllt. "
        "Bitte überzählige Zeilen löschen."
    )


def duplicate_id(sheet: str, measure_id: str, rows: Sequence[int]) -> str:
    """Return the problem of one id in several rows (MRG-04)."""
    places = " und ".join(str(row) for row in rows)
    return (
        f"Blatt „{sheet}“: Die Kennung „{measure_id}“ steht in den Zeilen {places}. Soll eine "
        "davon eine neue Maßnahme werden, bitte dort Kennung und Prüfzeichen leeren."
    )


def no_category(sheet: str, row: int) -> str:
    """Return the problem of a new measure without a usable category."""
    return (
        f"Blatt „{sheet}“, Zeile {row}: Der neuen Maßnahme fehlt die Kategorie. "
        "Bitte eine aus der Liste wählen."
    )


def not_possible(sheet: str, row: int, reason: str) -> str:
    """Return the problem of a row whose content has no place in the format."""
    return f"Blatt „{sheet}“, Zeile {row}: {reason}"


def no_measures(sheet: str) -> str:
    """Return the problem of an emptied sheet of measures."""
    return f"Blatt „{sheet}“: Es enthält keine Maßnahmen mehr."


# --- notices: it was read, but -----------------------------------------------------------------


def formula_cells(sheet: str, found: Sequence[tuple[str, str, str]]) -> str:
    """Return the notice about formulas: (cell, formula, shown value); none was taken (SEC-12)."""
    cells = _listed([f"{cell} („{text}“, angezeigt: {value})" for cell, text, value in found])
    return (
        f"Blatt „{sheet}“: Formeln wurden nicht übernommen, dort gilt der Wert vom Export: "
        f"{cells}. Soll der angezeigte Wert gelten, bitte in Excel als Wert einfügen und die Mappe "
        "neu öffnen."
    )


def unknown_columns(sheet: str, headers: Sequence[str]) -> str:
    """Return the notice about columns that mean nothing here (MRG-03)."""
    names = _listed([f"„{header}“" for header in headers])
    return f"Blatt „{sheet}“: Unbekannte Spalten wurden nicht gelesen: {names}."


def missing_columns(sheet: str, headers: Sequence[str]) -> str:
    """Return the notice about columns that were taken out."""
    names = _listed([f"„{header}“" for header in headers])
    return f"Blatt „{sheet}“: Es fehlen Spalten; dort gilt der Stand vom Export: {names}."


def missing_sheet(sheet: str) -> str:
    """Return the notice about a sheet that was taken out."""
    return f"Das Blatt „{sheet}“ fehlt; dort gilt der Stand vom Export."


def ignored_sheets(titles: Sequence[str], *, hidden: bool) -> str:
    """Return the notice about sheets of somebody else's."""
    names = _listed([f"„{title}“" for title in titles])
    kind = "Ausgeblendete fremde Blätter" if hidden else "Fremde Blätter"
    return f"{kind} wurden nicht gelesen: {names}."


def hidden_cells(sheet: str, rows: int, columns: int) -> str:
    """Return the notice that hidden rows and columns count too (SEC-12)."""
    parts = [f"{rows} ausgeblendete {'Zeile' if rows == 1 else 'Zeilen'}"] if rows else []
    if columns:
        parts.append(f"{columns} ausgeblendete {'Spalte' if columns == 1 else 'Spalten'}")
    verb = "wurde" if rows + columns == 1 else "wurden"
    return f"Blatt „{sheet}“: {' und '.join(parts)} {verb} mitgelesen."


def new_measure(row: int, given: str, measure_id: str) -> str:
    """Return the notice about a row that became a measure (WEB-09)."""
    why = f"Die Kennung „{given}“ ist unbekannt; die Zeile" if given else "Die Zeile ohne Kennung"
    return f"Blatt „Maßnahmen“, Zeile {row}: {why} wurde als neue Maßnahme „{measure_id}“ angelegt."


def id_kept(row: int, given: str, measure_id: str) -> str:
    """Return the notice about an id that somebody overwrote (WEB-09)."""
    return (
        f"Blatt „Maßnahmen“, Zeile {row}: Die Kennung wurde in „{given}“ geändert. Kennungen "
        f"bleiben gleich, deshalb gilt weiter „{measure_id}“."
    )


def measures_left_out(titles: Sequence[str]) -> str:
    """Return the notice about measures whose rows are gone."""
    return (
        f"Im Blatt „Maßnahmen“ fehlen Zeilen; diese Maßnahmen gehören deshalb nicht zum geöffneten "
        f"Datensatz: {_listed([f'„{title}“' for title in titles])}."
    )


def rows_of_other_export(rows: Sequence[int]) -> str:
    """Return the notice about rows pasted from another workbook."""
    return (
        "Blatt „Maßnahmen“: Zeilen stammen aus einem anderen Export (Prüfzeichen abweichend): "
        f"{_listed([str(row) for row in rows])}. Bitte die Inhalte dort besonders prüfen."
    )


def category_unknown(row: int, name: str, kept: str) -> str:
    """Return the notice about a category that does not exist."""
    return (
        f"Blatt „Maßnahmen“, Zeile {row}: Die Kategorie „{name}“ gibt es nicht; es bleibt „{kept}“."
    )


def unassigned_rows(sheet: str, rows: Sequence[int]) -> str:
    """Return the notice about rows whose id belongs to no measure."""
    return (
        f"Blatt „{sheet}“: Zeilen ohne bekannte Kennung wurden nicht übernommen: "
        f"{_listed([str(row) for row in rows])}."
    )


def contradicting_rows(header: str, title: str, shown: Sequence[str]) -> str:
    """Return the notice about one property with different values in the rows of one measure."""
    values = " und ".join(f"„{value}“" for value in shown)
    return (
        f"Blatt „Fortschritt“: Für „{title}“ steht unter „{header}“ Verschiedenes ({values}); "
        "es gilt weiter der Wert vom Export."
    )


def entries_missing(sheet: str, titles: Sequence[str]) -> str:
    """Return the notice about rows that are gone: not answered, so they stay."""
    names = _listed([f"„{title}“" for title in titles])
    return f"Blatt „{sheet}“: Es fehlen Zeilen; die Einträge bleiben erhalten: {names}."
