"""Which field a column stands for: by key, label or alias, else by likeness (MRG-03, DOM-04)."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from klimaeditor.files import disk
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldnames import field_name
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from klimaeditor.excel.foreign import ForeignColumn, RawTable
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName


# --- The fields a foreign column can stand for (DOM-04) ------------------------------------------

ID: Final[FieldName] = "id"
CATEGORY: Final[FieldName] = "category"
ONLY_FOR_MATCHING: Final = frozenset({ID, CATEGORY})
TITLE_FIELDS: Final[tuple[FieldName, ...]] = ("state_title", "action_name", "short_title")
_FILES = (FileName.MEASURES, FileName.ADDITIONAL)


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field a column can stand for: its name in the catalogue and its German label."""

    name: FieldName
    label: str


@cache
def targets(catalogue: Catalogue) -> tuple[TargetField, ...]:
    """Return the fields to choose from, in the order of the form; ids and category only match."""
    return tuple(
        TargetField(field.name, field.excel.header if field.excel else field.label)
        for field in catalogue.fields
        if field.file in _FILES and not (field.is_list or field.kind is Kind.CATEGORY)
    )


def labels_of(catalogue: Catalogue, *names: FieldName) -> tuple[str, ...]:
    """Return what these fields are called where columns are assigned."""
    labels = {target.name: target.label for target in targets(catalogue)}
    return tuple(labels[name] for name in names)


def plain(text: str) -> str:
    """Return a header as it is compared: letters and digits of its words, without case."""
    text = unicodedata.normalize("NFC", text).replace("₂", "2").casefold()
    return " ".join(re.sub(r"[^\w€]+|_", " ", text).split())


# --- Which field a column stands for: by key, label or alias, else by likeness (MRG-03, DOM-04) --

SAMPLE_ROWS: Final = 5
LEAST: Final = 0.8
_ALIKE_MOST: Final = 0.95
_SAMPLE_LETTERS: Final = 200
_SHORTEST: Final = 4
_YEAR_BEHIND: Final = re.compile(r"(?<=[^\W\d]) (?:19|20)[0-9]{2}$")


class Why(StrEnum):
    """Why a column stands for its field, or for none."""

    KEY = "key"
    LABEL = "label"
    ALIAS = "alias"
    ALIKE = "alike"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    DOUBLE = "double"
    UNKNOWN = "unknown"
    NO_HEADER = "no_header"


_SCORES: Final = {Why.KEY: 1.0, Why.LABEL: 1.0, Why.ALIAS: 0.97, Why.REMEMBERED: 1.0}


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column, its first texts, and the field it stands for (None: it is not taken over).

    *like* is the name of the field that the header resembles most.
    """

    column: ForeignColumn
    sample: tuple[str, ...]
    field: FieldName | None
    score: float
    why: Why
    like: str = ""

    def chosen(self, field: FieldName | None) -> ColumnMatch:
        """Return the match as a person decided it."""
        return replace(self, field=field, score=1.0 if field else 0.0, why=Why.CHOSEN)


def match(
    catalogue: Catalogue, table: RawTable, remembered: Mapping[str, str] | None = None
) -> tuple[ColumnMatch, ...]:
    """Return a match for each column, in their order; each field is given once, to the best.

    Of two that are alike, the one of the later year has it. *remembered* maps headers
    (``fields.plain``) to fields, or to "" for a column that is left out.
    """
    found = [_guess(catalogue, table, column, remembered) for column in table.columns]
    ranked = sorted(range(len(found)), key=lambda place: _rank(found[place]))
    given: set[str] = set()
    for place in ranked:
        field = found[place].field
        if field is not None and field in given:
            found[place] = replace(found[place], field=None, why=Why.DOUBLE)
        elif field is not None:
            given.add(field)
    return tuple(found)


def _rank(match: ColumnMatch) -> tuple[float, int]:
    year = _YEAR_BEHIND.search(plain(match.column.header))
    return -match.score, -int(year[0]) if year else 0


def recognised(catalogue: Catalogue, header: str) -> float:
    """Return from 0 to 1 how surely a text is the name of a field."""
    return _by_name(catalogue, header)[1]


def field_named(catalogue: Catalogue, header: str) -> FieldName | None:
    """Return the field that a header names, None where it names none."""
    return _by_name(catalogue, header)[0]


def assign(
    matches: tuple[ColumnMatch, ...], place: int, field: FieldName | None
) -> tuple[ColumnMatch, ...]:
    """Return the matches with the column at *place* standing for *field*, as a person decided.

    Another column that stood for it stands for nothing then.
    """
    return tuple(
        found.chosen(field)
        if number == place
        else replace(found, field=None, why=Why.DOUBLE)
        if field is not None and found.field == field
        else found
        for number, found in enumerate(matches)
    )


def _guess(
    catalogue: Catalogue,
    table: RawTable,
    column: ForeignColumn,
    remembered: Mapping[str, str] | None,
) -> ColumnMatch:
    rows = table.rows[:SAMPLE_ROWS]
    texts = (row.text(column.place)[:_SAMPLE_LETTERS] for row in rows)
    sample = tuple(" ".join(text.split()) for text in texts)
    key = plain(column.header)
    known = (remembered or {}).get(key)
    if known is not None and key and (not known or known in _target_names(catalogue)):
        name = field_name(known) if known else None
        return ColumnMatch(column, sample, name, 1.0 if known else 0.0, Why.REMEMBERED)
    if not key:
        return ColumnMatch(column, sample, None, 0.0, Why.NO_HEADER)
    field, score, why, like = _by_name(catalogue, column.header)
    return ColumnMatch(column, sample, field, score, why, like)


@cache
def _target_names(catalogue: Catalogue) -> frozenset[FieldName]:
    return frozenset(target.name for target in targets(catalogue))


@cache
def _vocabulary(catalogue: Catalogue) -> dict[str, tuple[FieldName, Why, str]]:
    """Return every known name of a field: plain -> field, kind of name, as written.

    Keys win over labels and labels over aliases, so that nothing of our own is read as another's.
    """
    found: dict[str, tuple[FieldName, Why, str]] = {}
    names: list[tuple[str, Why, FieldName]] = []
    for target in targets(catalogue):
        field = catalogue.field(target.name)
        keys = (field.name, field.key_label, ".".join(field.path), " › ".join(field.path))
        names += [(name, Why.KEY, field.name) for name in keys]
        names += [(name, Why.LABEL, field.name) for name in (target.label, field.label)]
        names += [(alias, Why.ALIAS, field.name) for alias in field.aliases]
    for why in (Why.KEY, Why.LABEL, Why.ALIAS):
        for text, kind, meant in names:
            if kind is why and meant in _target_names(catalogue):
                found.setdefault(plain(text), (meant, kind, text))
    return found


def _by_name(catalogue: Catalogue, header: str) -> tuple[FieldName | None, float, Why, str]:
    """Return field, score, why and the name it resembles for a header."""
    if len(header) > _SAMPLE_LETTERS:
        return None, 0.0, Why.UNKNOWN, ""
    key = _YEAR_BEHIND.sub("", plain(header))
    exact = _vocabulary(catalogue).get(key)
    if exact is not None:
        return exact[0], _SCORES[exact[1]], exact[1], exact[2]
    if len(key) < _SHORTEST:
        return None, 0.0, Why.UNKNOWN, ""
    best, best_score = "", 0.0
    for name in _vocabulary(catalogue):
        score = _likeness(key, name)
        if score > best_score:
            best, best_score = name, score
    score = round(min(best_score, _ALIKE_MOST), 4)
    if not best:
        return None, 0.0, Why.UNKNOWN, ""
    field, _, text = _vocabulary(catalogue)[best]
    return (field, score, Why.ALIKE, text) if score >= LEAST else (None, score, Why.UNKNOWN, text)


def _likeness(header: str, name: str) -> float:
    """Return how alike two names are; a longer header that begins with a long name is alike."""
    score = max(fuzz.ratio(header, name), fuzz.token_sort_ratio(header, name)) / 100
    words, known = header.split(), name.split()
    if len(known) > 1 and words[: len(known)] == known:
        score = max(score, 0.85)
    if len(words) > 2 and known[: len(words)] == words:
        score = max(score, 0.85)
    return score


# --- What people decided about the columns of a table, remembered by its header ------------------
#
# A small JSON file in the user's own folder; it holds headers and field names, no content. When it
# cannot be read or written, nothing is remembered, and nothing else happens.

FOLDER: Final = "import"
NAME: Final = "spalten.json"
MOST: Final = 200
_MOST_BYTES: Final = 4 * 1024 * 1024
_VERSION: Final = 1
_log = logging.getLogger(__name__)


class Memory:
    """The remembered headers under the user's folder *root* (``paths.user_config()``)."""

    def __init__(self, root: Path) -> None:
        self._path = root / FOLDER / NAME

    def recall(self, table: RawTable) -> dict[str, str]:
        """Return field by plain header for a table seen before ("" for none), else nothing."""
        return self._read().get(_key(table), {})

    def remember(self, table: RawTable, matches: Sequence[ColumnMatch]) -> None:
        """Keep which column stands for which field; the oldest are forgotten."""
        known = self._read()
        key = _key(table)
        known.pop(key, None)
        headers = [plain(match.column.header) for match in matches]
        known[key] = {
            header: match.field or ""
            for header, match in zip(headers, matches, strict=True)
            if header and headers.count(header) == 1
        }
        kept = dict(list(known.items())[-MOST:])
        text = json.dumps({"version": _VERSION, "headers": kept}, ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            disk.write_whole(self._path, text.encode("utf-8"), durable=False)
        except OSError:
            _log.warning("the columns of a table were not remembered", exc_info=True)

    def forget(self) -> None:
        """Remove everything remembered."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, dict[str, str]]:
        """Return what is remembered by table; a damaged file counts as none."""
        try:
            data = read_at_most(self._path, _MOST_BYTES + 1)
            content = json.loads(data.decode("utf-8")) if len(data) <= _MOST_BYTES else {}
        except (OSError, ValueError, RecursionError):
            return {}
        tables = content.get("headers") if isinstance(content, dict) else None
        if not isinstance(tables, dict):
            return {}
        return {
            key: {header: name for header, name in table.items() if isinstance(name, str)}
            for key, table in tables.items()
            if isinstance(table, dict)
        }


def _key(table: RawTable) -> str:
    """Return what a table is known by: its headers in any order."""
    return " | ".join(sorted(filter(None, (plain(c.header) for c in table.columns))))
