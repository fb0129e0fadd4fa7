"""Columns are found by the text of their header, never by position (MRG-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.excel import layout, messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.excel.report import Report


def plain(text: str) -> str:
    """Return a header without case, line breaks and doubled blanks."""
    return " ".join(text.split()).casefold()


def names_of(sheet: layout.Sheet) -> dict[str, str]:
    """Return column keys by every text that means them: header, else public label, else key.

    A header always wins; an alias that would mean two columns means none.
    """
    found = {plain(column.header): column.key for column in sheet.columns}
    aliases: dict[str, set[str]] = {}
    for column in sheet.columns:
        for alias in column.aliases:
            aliases.setdefault(plain(alias), set()).add(column.key)
    for alias, keys in aliases.items():
        if len(keys) == 1:
            found.setdefault(alias, *keys)
    return found


def match(sheet: layout.Sheet, texts_: Sequence[str], row: int, report: Report) -> dict[str, int]:
    """Return the place (from 0) of each column found in the header row; report the rest."""
    names = names_of(sheet)
    places: dict[str, list[int]] = {}
    unknown = []
    for place, text in enumerate(texts_):
        key = names.get(plain(text))
        if key is not None:
            places.setdefault(key, []).append(place)
        elif text.strip():
            unknown.append(" ".join(text.split()))
    if unknown:
        report.notice(messages.unknown_columns(sheet.title, unknown))
    for key, twice in places.items():
        if len(twice) > 1:
            cells = [f"{layout.letter(place)}{row}" for place in twice]
            report.problem(messages.duplicate_column(sheet.title, sheet.column(key).header, cells))
    missing = [c.header for c in sheet.columns if c.key not in places and not c.locked]
    if missing and layout.ID in places:
        report.notice(messages.missing_columns(sheet.title, missing))
    return {key: found[0] for key, found in places.items()}
