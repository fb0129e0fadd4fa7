"""The four files in one form: canonical formatting, once, content unchanged (OPN-01, OPN-02)."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from operator import ne
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.files import backups, transaction
from klimaeditor.files.jsontext import write_document
from klimaeditor.files.source import SourceFile, read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.publish.folder import PublicationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.model.catalogue import Catalogue, FileFields
    from klimaeditor.model.values import Json, Record
    from klimaeditor.model.values import Path as Keys

    KeyOrder: TypeAlias = Mapping[tuple[FileName, Keys], tuple[str, ...]]


# --- words ---------------------------------------------------------------------------------------


def cleaning_failed(file: str) -> str:
    """Return the refusal to clean a file whose content would change."""
    return (
        f"{file} lässt sich nicht bereinigen, ohne den Inhalt zu verändern. Es wurde nichts "
        "geschrieben. Geben Sie die Datei an Ihre Betreuung."
    )


_ESCAPED: Final = re.compile(r"\\u(?!00[01][0-9a-fA-F])[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Form:
    """What can be counted in a file's text, before and after; *values* must stay the same."""

    lines: int
    records: int
    values: int
    escapes: int
    slashes: int
    tabs: int


@dataclass(frozen=True, slots=True)
class Cleaning:
    """One file: its new source under the old keys, what was counted, how many lines differ."""

    file: FileName
    source: SourceFile
    before: Form
    after: Form
    changed_lines: int

    @property
    def needed(self) -> bool:
        """Whether the file is not in canonical form yet."""
        return self.changed_lines > 0


def plan_cleaning(
    sources: Mapping[FileName, SourceFile], catalogue: Catalogue
) -> tuple[Cleaning, ...]:
    """Return for each file what cleaning would do; nothing is written.

    Raises PublicationError where the new text would not say the same as the old one.
    """
    return tuple(_cleaning(catalogue.of(file), sources[file]) for file in FileName)


def clean_files(
    folder: Path,
    sources: Mapping[FileName, SourceFile],
    catalogue: Catalogue,
    backup_root: Path | None = None,
) -> dict[FileName, SourceFile]:
    """Write the files that are not canonical yet and return all sources, under the old keys.

    *sources* are the files as last read or written; the document must have no unsaved changes. Make
    a backup before. Raises DatasetError where a file has changed on disk since, and
    PublicationError; then nothing has changed.
    """
    cleanings = [found for found in plan_cleaning(sources, catalogue) if found.needed]
    planned = {found.file: found.source.data for found in cleanings}
    if planned:
        expected = {file: sources[file].sha256 for file in planned}
        root = backup_root or backups.default_root()
        transaction.replace_all(
            folder, planned, expected, partial(backups.keep_unsaved, folder, root)
        )
    return dict(sources) | {found.file: found.source for found in cleanings}


def in_order(fields: FileFields, row: Record, path: Keys = ()) -> Record:
    """Return a record with its keys in the order of the format (OPN-01).

    A key that the format does not know stays behind the key it follows.
    """
    order = fields.catalogue.key_order.get((fields.file, path), ())
    known = {key: place for place, key in enumerate(order)}
    places: dict[str, int] = {}
    last = -1
    for key in row:
        last = known.get(key, last)
        places[key] = last
    keys = sorted(row, key=places.__getitem__)
    return {key: _inside(fields, row[key], (*path, key)) for key in keys}


def _inside(fields: FileFields, value: Json, path: Keys) -> Json:
    return in_order(fields, value, path) if isinstance(value, dict) else value


def _cleaning(fields: FileFields, source: SourceFile) -> Cleaning:
    file = fields.file
    rows = {key: in_order(fields, row) for key, row in source.records.items()}
    text = write_document(list(rows.values()))
    written = read_source(text.encode(), file)
    if list(written.records.values()) != list(source.records.values()):
        raise PublicationError(cleaning_failed(file))
    new = replace(written, records=rows)
    changed = 0 if new.data == source.data else max(1, _changed_lines(source.text, text))
    return Cleaning(file, new, _form(source), _form(new), changed)


def _changed_lines(old: str, new: str) -> int:
    """Return how many lines of the new text are not in the old one, about as Git counts."""
    left, right = old.split("\n"), new.split("\n")
    if len(left) == len(right):
        return sum(map(ne, left, right))
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return len(right) - sum(block.size for block in blocks)


def _form(source: SourceFile) -> Form:
    text = source.text
    return Form(
        lines=text.count("\n"),
        records=len(source.records),
        values=sum(map(_values, source.records.values())),
        escapes=len(_ESCAPED.findall(text)),
        slashes=text.count("\\/"),
        tabs=sum(line.startswith("\t") for line in text.split("\n")),
    )


def _values(value: Json) -> int:
    """Return how many texts, numbers and other leaves a value holds."""
    if isinstance(value, dict):
        return sum(map(_values, value.values()))
    return sum(map(_values, value)) if isinstance(value, list) else 1
