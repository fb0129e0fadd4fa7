"""``klimaeditor fields``: the names ``edit`` understands, from the catalogue."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.cli.cli_words import FOR_PROGRAMS, FORMAT
from klimaeditor.cli.console import SUCCESS, Command, say, say_json
from klimaeditor.model.fieldtypes import Field, Kind, Profile

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

FIELD_FIXED = "nicht änderbar"


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
        "amount": "Betrag in Euro. Beispiel: 1.234,56",
        "year": "Jahr. Beispiel: 2030",
        "number": "Zahl. Beispiel: 1.250,5",
        "date": "Tag. Beispiel: 01.07.2024",
        "url": "Adresse mit https://",
        "links": 'JSON-Liste. Beispiel: [{"title": "…", "url": "https://…"}]',
        "series": 'JSON-Liste. Beispiel: [{"value": 120.5, "date": "01.07.2024"}]',
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


FIELDS_SUMMARY = "nennt die Felder, die „edit“ kennt"
FIELDS_HELP = (
    "Nennt jedes Feld mit Name, Beschriftung, Datei und Stelle, Art des Werts, Auswahl und ob es\n"
    "Pflicht ist."
)
FIELDS_EXAMPLES = (
    ("", "alle Felder zum Lesen"),
    ("--format json", FOR_PROGRAMS),
)


# --- The list ------------------------------------------------------------------------------------


def _configure_fields(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help=FORMAT)


def _run_fields(options: Namespace) -> int:
    fields: tuple[Field, ...] = options.site.catalogue.fields
    if options.format == "json":
        say_json([_as_json(field) for field in fields])
        return SUCCESS
    width = max(len(field.name) for field in fields)
    for field in fields:
        say(f"{field.name:<{width}}  {field.label}")
        for line in _details(field):
            say(f"{'':<{width}}    {line}")
    return SUCCESS


def _details(field: Field) -> list[str]:
    lines = [
        field_place(field.file.value, field.path),
        field_kind(field.kind, required=_required(field)),
    ]
    if field.choices:
        lines.append(field_choices([(str(value), label) for value, label in field.choices]))
    if field.kind is Kind.IDENTIFIER:
        lines.append(FIELD_FIXED)
    return lines


def _required(field: Field) -> list[str]:
    return [profile.value for profile in Profile if profile in field.required]


def _as_json(field: Field) -> Json:
    return {
        "name": field.name,
        "file": field.file.value,
        "path": list(field.path),
        "label": field.label,
        "kind": field.kind.value,
        "choices": [{"value": value, "label": label} for value, label in field.choices],
        "required": [*_required(field)],
        "editable": field.kind is not Kind.IDENTIFIER,
    }


FIELDS_COMMAND: Final[Command] = Command(
    name="fields",
    summary=FIELDS_SUMMARY,
    description=FIELDS_HELP,
    examples=FIELDS_EXAMPLES,
    configure=_configure_fields,
    run=_run_fields,
)
