"""German sentences of the command line: errors, remarks, results."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HELP_DATASET = "Ordner des Datensatzes oder eine seiner vier JSON-Dateien"
DATASET, ID, NAME, VALUE = "DATENSATZ", "KENNUNG", "NAME", "WERT"
RULE, XLSX, FOLDER = "REGEL", "MAPPE.xlsx", "ORDNER"
OPTION_VALUE = "--value"

# --- errors and remarks ------------------------------------------------------------------------


def the_dataset(folder: Path | None) -> str:
    """Return what to call a dataset that is written."""
    return f"der Datensatz „{folder.name}“" if folder else "der Datensatz"


def the_file(path: Path) -> str:
    """Return what to call a file that is written."""
    return f"die Datei „{path.name}“"


def the_folder(path: Path) -> str:
    """Return what to call a folder whose files are written."""
    return f"der Ordner „{path.name}“"


def complaint(sentence: str) -> str:
    """Return the line of an error."""
    return f"Nicht ausgeführt: {sentence}"


def notice(sentence: str) -> str:
    """Return the line of a remark about reading or writing."""
    return f"Hinweis: {sentence}"


def system_error(name: str, reason: str) -> str:
    """Return the message for an error of the operating system."""
    return f"{name}: {reason}" if name else reason


def workbook_not_here(name: str) -> str:
    """Return the refusal of a workbook where a folder is needed."""
    return (
        f"„{name}“ ist eine Arbeitsmappe; dieser Befehl braucht den Ordner eines Datensatzes. "
        "Eine Arbeitsmappe wird mit „klimaeditor convert“ zu einem Datensatz."
    )


def _meant(similar: list[str]) -> str:
    return f" Gemeint vielleicht: {', '.join(similar)}." if similar else ""


def unknown_measure(measure_id: str, similar: list[str]) -> str:
    """Return the message for an id that no measure has."""
    return (
        f"Eine Maßnahme mit der Kennung „{measure_id}“ gibt es in diesem Datensatz nicht."
        f"{_meant(similar)}"
    )


def several_measures(measure_id: str, count: int) -> str:
    """Return the refusal to choose among measures with one id."""
    return (
        f"Die Kennung „{measure_id}“ haben {count} Maßnahmen; welche gemeint ist, ist offen. "
        "Bitte zuerst in measures.json der später angelegten eine freie Kennung geben."
    )


def unknown_field(name: str, similar: list[str]) -> str:
    """Return the message for a field name that is not in the catalogue."""
    return (
        f"Ein Feld namens „{name}“ gibt es nicht.{_meant(similar)} "
        "Alle Namen nennt „klimaeditor fields“."
    )


def unknown_rule(rule: str, similar: list[str]) -> str:
    """Return the message for a rule that is not in the rulebook."""
    return (
        f"Eine Regel namens „{rule}“ gibt es nicht.{_meant(similar)} "
        "Die Regel jedes Befunds nennt „klimaeditor check DATENSATZ --format json“."
    )


def fixed_field(label: str) -> str:
    """Return the refusal to edit an identifier (WEB-09)."""
    return (
        f"„{label}“ lässt sich nicht ändern: Adressen und Symbole der Website hängen daran. "
        "Für eine andere Kategorie bitte das Feld category_id setzen."
    )


def unreadable(label: str, text: str, accepted: str) -> str:
    """Return the refusal of a typed value, with what is accepted."""
    return f"„{text}“ ist für „{label}“ nicht lesbar. {accepted}"


def not_as_typed(label: str) -> str:
    """Return the refusal of a value whose characters were lost on the way."""
    return (
        f"Zeichen des Werts für „{label}“ kamen nicht lesbar an, vermutlich Umlaute. Bitte das "
        "Skript in UTF-8 speichern und die Eingabeaufforderung auf UTF-8 stellen."
    )


def accepts_choice(choices: list[str]) -> str:
    """Return which choices there are."""
    return f"Möglich sind: {', '.join(choices)}."


def accepts_amount(offers: list[str]) -> str:
    """Return what an amount looks like, and which ones the text may have meant."""
    meant = f" Gemeint vielleicht: {' oder '.join(offers)}." if offers else ""
    return (
        "Angenommen wird ein Betrag in Euro wie 1.234,56 oder 350000; --null für „keine Angabe“."
        f"{meant}"
    )


ACCEPTS_NUMBER = "Angenommen wird eine Zahl wie 1.250,5 oder -3; --null leert das Feld."
ACCEPTS_YEAR = "Angenommen wird ein Jahr von 1990 bis 2060 wie 2030; --null für „keine Angabe“."
ACCEPTS_DATE = (
    "Angenommen wird ein Tag von 1990 bis 2060 als TT.MM.JJJJ wie 01.07.2024 "
    "oder als JJJJ-MM-TT; --null leert das Feld."
)
ACCEPTS_LINKS = (
    'Angenommen wird eine JSON-Liste wie [{"title": "Radnetz der Stadt", '
    '"url": "https://www.stadt.example/radnetz"}]; [] entfernt alle.'
)
ACCEPTS_SERIES = (
    'Angenommen wird eine JSON-Liste wie [{"value": "in_progress", "date": "01.07.2024"}] '
    "mit einer Zahl oder unknown, in_progress, completed als value und einem Tag von 1990 bis "
    "2060 als date."
)


def at_place(line: int, column: int) -> str:
    """Return a place in a typed value."""
    return f"Zeile {line}, Spalte {column}"


def not_a_list(label: str, where: str, accepted: str) -> str:
    """Return the refusal of a value that is not the JSON it should be."""
    return f"Der Wert für „{label}“ ist ab {where} kein lesbares JSON. {accepted}"


def file_exists(path: str) -> str:
    """Return the refusal to overwrite a file."""
    return f"{path} gibt es schon. Bitte einen anderen Namen angeben oder mit --force ersetzen."


def folder_missing(path: str) -> str:
    """Return the message for a target folder that does not exist."""
    return f"Den Ordner {path} gibt es nicht. Bitte zuerst anlegen."


def not_a_folder(path: str) -> str:
    """Return the message for a target that is a file."""
    return f"{path} ist eine Datei. Bitte einen Ordner angeben."


def dataset_exists(folder: str, names: list[str]) -> str:
    """Return the refusal to overwrite a dataset."""
    return (
        f"Im Ordner {folder} liegt schon {', '.join(names)}. "
        "Bitte einen anderen Ordner angeben oder mit --force ersetzen."
    )


# --- results -----------------------------------------------------------------------------------

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"}
)
REPAIRED = "behoben"
SEVERITY_WIDTH = 7
DATASET_AS_A_WHOLE = "Datensatz"
NO_ID = "(ohne Kennung)"
NO_VALUE = "keine Angabe"
FIELD_FIXED = "nicht änderbar"


def measure(measure_id: str, title: str) -> str:
    """Return how a measure is named in lists."""
    return f"{measure_id or NO_ID} – {title}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def measures(number: int) -> str:
    """Return a number of measures."""
    return _count(number, "Maßnahme", "Maßnahmen")


def findings(counts: Mapping[Severity, int]) -> str:
    """Return how many findings there are of each severity."""
    parts = (
        _count(counts.get(Severity.ERROR, 0), "Fehler", "Fehler"),
        _count(counts.get(Severity.WARNING, 0), "Warnung", "Warnungen"),
        _count(counts.get(Severity.HINT, 0), "Hinweis", "Hinweise"),
    )
    return ", ".join(parts)


def checked(number: int, counts: Mapping[Severity, int]) -> str:
    """Return the closing line of a check."""
    if not sum(counts.values()):
        return f"{measures(number)} geprüft, alles in Ordnung."
    return f"{measures(number)} geprüft: {findings(counts)}."


def euro(amount: str) -> str:
    """Return an amount with its unit."""
    return f"{amount} Euro"


def unchanged(label: str, value: str) -> str:
    """Return that a value was stored already."""
    return f"{label}: bleibt {value}"


def edited(label: str, before: str, after: str) -> str:
    """Return what an edit did."""
    return f"{label}: {before} → {after}"


def saved_in(files: list[str]) -> str:
    """Return which files were written."""
    return f"Gespeichert in {', '.join(files)}."


def repair(label: str, rule_title: str, rule: str) -> str:
    """Return what a fix did, and for which rule."""
    return f"{label} ({rule_title}, {rule})"


def repaired(number: int, counts: Mapping[Severity, int], *, dry_run: bool) -> str:
    """Return the closing line of a repair."""
    if not number:
        return (
            "Es gibt nichts, was sich ohne Entscheidung beheben lässt. "
            f"Offen sind: {findings(counts)}."
        )
    befunde = _count(number, "Befund", "Befunde")
    if dry_run:
        left = findings(counts)
        return f"Ohne Entscheidung behebbar: {befunde}; gespeichert wurde nichts. Danach: {left}."
    return f"{befunde} behoben und gespeichert. Offen sind noch: {findings(counts)}."


def exported(number: int, path: str) -> str:
    """Return the success of an export."""
    return f"{measures(number)} nach {path} exportiert."


def converted(number: int, folder: str) -> str:
    """Return the success of a conversion."""
    return f"{measures(number)} als Datensatz in {folder} gespeichert."


def field_place(file: str, path: tuple[str, ...]) -> str:
    """Return where a field is stored."""
    return f"{file}: {' › '.join(path)}"


_KINDS = MappingProxyType(
    {
        "short_text": "kurzer Text",
        "long_text": "Text, auch mit Absätzen",
        "open_choice": "Text, möglichst wie bei anderen Maßnahmen",
        "choice": "Auswahl",
        "category": "Kategorie des Datensatzes",
        "amount": "Betrag in Euro, z. B. 1.234,56",
        "year": "Jahr, z. B. 2030",
        "number": "Zahl, z. B. 1.250,5",
        "date": "Tag, z. B. 01.07.2024",
        "url": "Adresse mit https://",
        "links": 'JSON-Liste, z. B. [{"title": "…", "url": "https://…"}]',
        "series": 'JSON-Liste, z. B. [{"value": 120.5, "date": "01.07.2024"}]',
        "identifier": "Kennung",
    }
)
_PROFILES = MappingProxyType({"measure": "Maßnahmen", "initiative": "Initiativen"})


def field_kind(kind: str, *, required: list[str]) -> str:
    """Return what a field takes and where it has to be filled."""
    must = f"; Pflicht bei {' und '.join(_PROFILES[name] for name in required)}" if required else ""
    return f"{_KINDS.get(kind, kind)}{must}"


def field_choices(choices: list[tuple[str, str]]) -> str:
    """Return the choices of a field."""
    return "; ".join(f"{value} = {label}" for value, label in choices)
