"""``klimaeditor schema``: the JSON Schemas of the four files, made from the catalogue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_publish as texts
from klimaeditor.cli.command import SUCCESS, Command
from klimaeditor.cli.console import say, say_json
from klimaeditor.publish.schema import file_name, schema_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.values import Record


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar=texts.FOLDER, help=texts.SCHEMA_TARGET
    )


def _run(options: Namespace) -> int:
    folder: Path | None = options.folder
    schemas: Record = {file_name(file): schema_of(file) for file in FileName}
    if folder is None:
        say_json(schemas)
        return SUCCESS
    with options.work.writing(common_texts.the_folder(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas.items():
            text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            (folder / name).write_bytes(text.encode("utf-8"))
    say(texts.schemas_written(len(schemas), str(folder)))
    return SUCCESS


COMMAND = Command(
    name="schema",
    summary=texts.SCHEMA_SUMMARY,
    description=texts.SCHEMA,
    examples=texts.SCHEMA_EXAMPLES,
    configure=_configure,
    run=_run,
)
