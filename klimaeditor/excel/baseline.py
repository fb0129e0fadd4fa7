"""The hidden sheet „Basis“: the raw records a workbook was made from (docs/decisions.md, 8).

Each record stands as its JSON, cut into pieces a cell can hold, all four files in file order. So
unknown keys, the order of keys, absent and null, 350.0 and 350 survive a workbook that shows only
text and numbers. A checksum tells whether the sheet is still as written.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from klimaeditor import __version__
from klimaeditor.changes import FileName
from klimaeditor.dataset.jsonread import read_json
from klimaeditor.dataset.records import COMPANIONS, id_of
from klimaeditor.errors import JsonFaultError, WorkbookError
from klimaeditor.excel import messages, texts
from klimaeditor.excel.tables import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.tables import Row
    from klimaeditor.values import Record

_PIECE: Final = 32_000
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")  # two units each, for Excel
_TOGETHER: Final = 1_000
Texts = dict[FileName, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the sheet holds: the records of each file, also as their texts by key.

    *used_ids* must not be given again (WEB-09).
    """

    records: dict[FileName, list[Record]]
    texts: Texts
    used_ids: frozenset[str]


def record_texts(dataset: Dataset) -> Texts:
    """Return every record of the dataset as one line of JSON, by file and key.

    ``_x`` is escaped as JSON can, so that no program takes it for an escape of its own (SEC-13).
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return {
        file: {key: encode(row).replace("_x", "\\u005fx") for key, row in table.rows.items()}
        for file, table in dataset.tables.items()
    }


def dataset_hash(record_texts_: Texts) -> str:
    """Return the checksum of a dataset's content, whatever the formatting of its files."""
    total = hashlib.sha256()
    for file in FileName:
        total.update(f"{file}\n".encode())
        for text in record_texts_[file].values():
            total.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return total.hexdigest()


def chosen_records(dataset: Dataset, measures: Collection[int]) -> dict[FileName, list[int]]:
    """Return the keys of the records that go along with *measures*, in file order.

    All of them where all measures are chosen, also companions without a measure; otherwise the
    companions of the chosen measures. Categories are few and always complete.
    """
    keys = {file: list(table.rows) for file, table in dataset.tables.items()}
    if len(measures) == len(dataset.measures):
        return keys
    ids = {id_of(dataset.measures[key]) for key in measures}
    keys[FileName.MEASURES] = [key for key in keys[FileName.MEASURES] if key in measures]
    for file in COMPANIONS:
        rows = dataset.tables[file].rows
        keys[file] = [key for key in keys[file] if id_of(rows[key]) in ids]
    return keys


def fingerprints(dataset: Dataset, texts_: Texts, measures: Iterable[int]) -> dict[int, str]:
    """Return a short checksum for each measure with its companions."""
    found = {}
    for key in measures:
        total = hashlib.sha256(texts_[FileName.MEASURES][key].encode("utf-8", "surrogatepass"))
        for file in COMPANIONS:
            companion = dataset.companion_key(file, key)
            text = "" if companion is None else texts_[file][companion]
            total.update(b"\n" + text.encode("utf-8", "surrogatepass"))
        found[key] = total.hexdigest()[:10]
    return found


def rows_of(
    dataset: Dataset, texts_: Texts, chosen: dict[FileName, list[int]], exported: datetime
) -> Iterator[Row]:
    """Yield the rows of the sheet: first what it is, then the chosen records."""
    content = {file: {key: texts_[file][key] for key in keys} for file, keys in chosen.items()}
    everything = dataset_hash(texts_)
    whole = all(len(content[file]) == len(texts_[file]) for file in content)
    kept = {id_of(dataset.measures[key]) for key in chosen[FileName.MEASURES]}
    every = dataset.retired_ids.union(*(table.keys_by_id for table in dataset.tables.values()))
    about = {
        "format": "klimaeditor",
        "schema": SCHEMA,
        "app": __version__,
        "exported": exported.isoformat(timespec="seconds"),
        "dataset": everything,
        "sha256": everything if whole else dataset_hash(content),
        "used_ids": sorted(every - kept - {""}),
    }
    yield from _pieces(texts.BASELINE_ABOUT, 1, json.dumps(about))
    for file, records in content.items():
        for number, text in enumerate(records.values(), 1):
            yield from _pieces(file.value, number, text)


def _pieces(name: str, number: int, text: str) -> Iterator[Row]:
    """Yield the rows of one text, each as long as a cell can hold."""
    size = _PIECE if len(text) <= _PIECE // 2 or not _BEYOND.search(text) else _PIECE // 2
    for part, start in enumerate(range(0, len(text), size), 1):
        yield [name, number, part, text[start : start + size]]


def restore(rows: Iterable[list[Any]], name: str) -> Baseline:
    """Return what the rows of the sheet (without header) hold; *name* is the workbook's.

    Raises WorkbookError where the sheet is not as it was written.
    """
    pieces: dict[str, dict[int, dict[int, str]]] = {}
    try:
        for sheet_name, number, part, text in rows:
            pieces.setdefault(str(sheet_name), {}).setdefault(int(number), {})[int(part)] = text
        joined = {
            key: ["".join(p[part] for part in sorted(p)) for _, p in sorted(records.items())]
            for key, records in pieces.items()
        }
        about = json.loads(joined.pop(texts.BASELINE_ABOUT)[0])
        schema, checksum = about["schema"], about["sha256"]
        used_ids = frozenset(map(str, about["used_ids"]))
        content = {file: joined.pop(file.value, []) for file in FileName}
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise WorkbookError(messages.baseline_damaged(name)) from error
    if not isinstance(schema, int) or schema > SCHEMA:
        raise WorkbookError(messages.baseline_newer(name))
    found = {file: dict(enumerate(lines)) for file, lines in content.items()}
    if joined or checksum != dataset_hash(found):
        raise WorkbookError(messages.baseline_damaged(name))
    records = {file: _parsed(file, lines, name) for file, lines in content.items()}
    return Baseline(records, found, used_ids)


def _parsed(file: FileName, lines: list[str], name: str) -> list[Record]:
    """Return the records of one file, read as strictly as the file itself would be (SEC-16)."""
    found: list[Record] = []
    try:
        for start in range(0, len(lines), _TOGETHER):
            together = ",".join(lines[start : start + _TOGETHER])
            found += read_json(f"[{together}]".encode(), file).records
    except (JsonFaultError, UnicodeEncodeError) as error:
        raise WorkbookError(messages.baseline_damaged(name)) from error
    if len(found) != len(lines):
        raise WorkbookError(messages.baseline_damaged(name))
    return found
