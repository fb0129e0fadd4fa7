"""``klimaeditor fields``: the names ``edit`` understands, from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS, Field, Kind, Profile
from klimaeditor.cli import help_texts, texts
from klimaeditor.cli.command import SUCCESS, Command
from klimaeditor.cli.console import say, say_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.values import Json


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=help_texts.FORMAT
    )


def _run(options: Namespace) -> int:
    if options.format == "json":
        say_json([_as_json(field) for field in FIELDS])
        return SUCCESS
    width = max(len(field.name) for field in FIELDS)
    for field in FIELDS:
        say(f"{field.name:<{width}}  {field.label}")
        for line in _details(field):
            say(f"{'':<{width}}    {line}")
    return SUCCESS


def _details(field: Field) -> list[str]:
    lines = [
        texts.field_place(field.file.value, field.path),
        texts.field_kind(field.kind, required=_required(field)),
    ]
    if field.choices:
        lines.append(texts.field_choices([(str(value), label) for value, label in field.choices]))
    if field.kind is Kind.IDENTIFIER:
        lines.append(texts.FIELD_FIXED)
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


COMMAND = Command(
    name="fields",
    summary=help_texts.FIELDS_SUMMARY,
    description=help_texts.FIELDS,
    examples=help_texts.FIELDS_EXAMPLES,
    configure=_configure,
    run=_run,
)
