"""The sheet „Kategorien“ -> descriptions of categories, and new categories."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, FileName, Profile, template
from klimaeditor.changes import Change
from klimaeditor.dataset.categories import category_names
from klimaeditor.dataset.records import id_of
from klimaeditor.dataset.structure import ID_PATTERN
from klimaeditor.excel import layout, messages
from klimaeditor.excel.projection import from_cell, shown, unchanged
from klimaeditor.values import ABSENT, get_path, set_path

if TYPE_CHECKING:
    from klimaeditor.excel.session import Session
    from klimaeditor.excel.sheetread import Table, TableRow
    from klimaeditor.values import Record, Value

_OWN = tuple(
    column
    for column in layout.CATEGORIES.columns
    if column.key in FIELDS_BY_NAME and column.key != layout.ID
)


def names_with_new(session: Session, table: Table | None) -> dict[str, str]:
    """Return the names of all categories by id, with those the sheet adds."""
    names = category_names(session.base)
    for row in table.rows if table else ():
        given = row.text(layout.ID)
        if given and given not in names and ID_PATTERN.fullmatch(given):
            names[given] = row.text(layout.CATEGORY_NAME) or given
    return names


def read_categories(session: Session, table: Table) -> None:
    """Take over the sheet; rows that are gone leave their category as it was."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for key, row in session.base.tables[FileName.CATEGORIES].rows.items():
        waiting[shown(id_of(row))].append(key)
    known = set(map(shown, category_names(session.base))) - {""}
    stray = []
    for found in table.rows:
        given = found.text(layout.ID)
        if given and waiting[given]:
            _update(session, waiting[given].pop(0), found)
        elif given in known or ID_PATTERN.fullmatch(given):
            _add(session, given, found, new=given not in known)
        else:
            stray.append(found.number)
    if stray:
        session.report.notice(messages.unassigned_rows(layout.CATEGORIES.title, stray))


def _update(session: Session, key: int, found: TableRow) -> None:
    for column in _OWN:
        if column.key not in found.cells:
            continue
        path = FIELDS_BY_NAME[column.key].path
        old = get_path(session.base.tables[FileName.CATEGORIES].rows[key], path)
        cell = found.cells[column.key]
        if not unchanged(column.kind, old, cell, column.choices):
            new: Value = from_cell(column.kind, cell, column.choices)
            if new == "":
                new = FIELDS_BY_NAME[column.key].emptied(Profile.MEASURE)
            session.apply(Change(FileName.CATEGORIES, key, path, old, new))


def _add(session: Session, given: str, found: TableRow, *, new: bool) -> None:
    """Add the record of a category as soon as something is said about it."""
    row: Record = template(FileName.CATEGORIES, given)
    said = False
    for column in _OWN:
        cell = found.cells.get(column.key)
        if cell not in (None, ""):
            path = FIELDS_BY_NAME[column.key].path
            row = set_path(row, path, from_cell(column.kind, cell, column.choices))
            said = True
    if said or new:
        key = session.dataset.tables[FileName.CATEGORIES].next_key
        session.apply(Change(FileName.CATEGORIES, key, (), ABSENT, row))
