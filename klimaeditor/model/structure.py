"""Whole measures: add, duplicate, delete – as changes, companions included (WEB-06, WEB-09)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klimaeditor.model import core_words
from klimaeditor.model.changes import HEAD, Change, FileName, mark_changes
from klimaeditor.model.core_words import quoted
from klimaeditor.model.edits import place_behind, whole_characters
from klimaeditor.model.errors import EditError, StaleChangeError
from klimaeditor.model.records import COMPANIONS, category_of, id_of
from klimaeditor.model.values import ABSENT, set_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Record


# --- words ---------------------------------------------------------------------------------------


def bad_category_id(category_id: str) -> str:
    """Return the refusal to make an id from a category id that does not fit WEB-09."""
    return (
        f"Aus der Kategorie-Kennung {quoted(category_id)} lässt sich keine Kennung bilden. "
        "Erlaubt sind Kleinbuchstaben, Ziffern und Unterstrich. Beispiel: mobilitaet."
    )


def copy_of(title: str) -> str:
    """Return the title of a copy."""
    return f"{title} (Kopie)"


ID_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,63}")


def next_id(dataset: Dataset, category_id: str) -> str:
    """Return the id of the next new measure: category id + the number after the highest ever used.

    Ids of deleted measures count as used (WEB-09). Raises EditError where the category id cannot
    begin an id.
    """
    used = dataset.retired_ids.union(*(table.keys_by_id for table in dataset.tables.values()))
    return id_after(max((number_in(known, category_id) for known in used), default=0), category_id)


def id_after(number: int, category_id: str) -> str:
    """Return the id behind the highest *number* used in a category; EditError as for next_id."""
    found = f"{category_id}{number + 1}"
    if not ID_PATTERN.fullmatch(found):
        raise EditError(bad_category_id(category_id))
    return found


def number_in(known: str, category_id: str) -> int:
    """Return the number behind the category id in an id, 0 where there is none."""
    number = known.removeprefix(category_id)
    numbered = known.startswith(category_id) and number.isascii() and number.isdigit()
    return int(number) if numbered and ID_PATTERN.fullmatch(known) else 0


def blank_measure(
    catalogue: Catalogue, measure_id: str, category_id: str, category: str, title: str
) -> Record:
    """Return a new measure's row: every text its profile requires is there, empty but the title."""
    row: Record = {"id": measure_id}
    row = set_path(row, catalogue.path("category_id"), category_id)
    row = set_path(row, catalogue.path("category"), category)
    profile = catalogue.profile_of(category_id)
    groups: dict[str, Record] = {}
    for field in catalogue.declared:
        if field.is_contract_text and profile in field.required:
            group, key = field.path
            groups.setdefault(group, {})[key] = title if field.name == "action_name" else ""
    return {**row, **groups}


def add_measure(
    dataset: Dataset, category_id: str, category: str, title: str
) -> tuple[int, tuple[Change, ...]]:
    """Return key and changes of a new measure with its additional record, last of its category."""
    measure_id = next_id(dataset, category_id)
    catalogue = dataset.site.catalogue
    row = blank_measure(catalogue, measure_id, category_id, category, whole_characters(title))
    after = _last_of_category(dataset, category_id)
    additional = catalogue.template(FileName.ADDITIONAL, measure_id)
    return _insert(dataset, row, {FileName.ADDITIONAL: additional}, after)


def add_records(
    dataset: Dataset, records: Mapping[FileName, Record]
) -> tuple[int, tuple[Change, ...]]:
    """Return key and changes of a measure made elsewhere, last of its category, with companions."""
    row = records[FileName.MEASURES]
    category_id = category_of(row, dataset.site)[0]
    after = _last_of_category(dataset, category_id if isinstance(category_id, str) else "")
    companions = {file: records[file] for file in COMPANIONS if file in records}
    return _insert(dataset, row, companions, after)


def duplicate_measure(dataset: Dataset, measure: int) -> tuple[int, tuple[Change, ...]]:
    """Return key and changes of a copy with a new id, placed behind the original.

    Additional data and progress are copied too, and a missing additional record is added as for any
    new measure (WEB-06); the titles say that it is a copy.
    """
    _require(dataset, FileName.MEASURES, measure)
    view = dataset.view(measure)
    catalogue = dataset.site.catalogue
    category_id = category_of(view.measure, dataset.site)[0]
    measure_id = next_id(dataset, category_id if isinstance(category_id, str) else "")
    row = set_path(view.measure, ("id",), measure_id, 0)
    row = _renamed(row, catalogue.path("action_name"))
    additional = view.additional or catalogue.template(FileName.ADDITIONAL, measure_id)
    copy = _renamed({**additional, "id": measure_id}, catalogue.path("short_title"))
    companions = {FileName.ADDITIONAL: copy}
    if view.progress is not None:
        companions[FileName.PROGRESS] = {**view.progress, "id": measure_id}
    return _insert(dataset, row, companions, measure)


def delete_measure(dataset: Dataset, measure: int) -> tuple[Change, ...]:
    """Return the changes that remove a measure and the companions no other measure shares."""
    _require(dataset, FileName.MEASURES, measure)
    row = dataset.measures[measure]
    table = dataset.tables[FileName.MEASURES]
    doomed = [(FileName.MEASURES, measure)]
    if id_of(row) and len(table.keys_by_id[id_of(row)]) == 1:
        for file in COMPANIONS:
            doomed += [(file, key) for key in dataset.tables[file].keys_by_id.get(id_of(row), ())]
    return tuple(
        Change(
            file, key, (), dataset.tables[file].rows[key], ABSENT, dataset.tables[file].place(key)
        )
        for file, key in reversed(doomed)
    )


def delete_record(dataset: Dataset, file: FileName, record: int) -> tuple[Change, ...]:
    """Return the change that removes one record, e.g. a companion without a measure.

    Of the HEAD of a file it removes the byte order mark.
    """
    if record == HEAD:
        return mark_changes(file, had=dataset.tables[file].bom, has=False)
    _require(dataset, file, record)
    table = dataset.tables[file]
    return (Change(file, record, (), table.rows[record], ABSENT, table.place(record)),)


def _require(dataset: Dataset, file: FileName, record: int) -> None:
    """Refuse to plan anything for a record that is gone."""
    if record not in dataset.tables[file].rows:
        raise StaleChangeError(core_words.STALE_CHANGE)


def _renamed(row: Record, path: tuple[str, ...]) -> Record:
    value = row
    for key in path[:-1]:
        child = value.get(key)
        if not isinstance(child, dict):
            return row
        value = child
    title = value.get(path[-1])
    return set_path(row, path, copy_of(title)) if isinstance(title, str) and title else row


def _insert(
    dataset: Dataset, row: Record, companions: dict[FileName, Record], after: int | None
) -> tuple[int, tuple[Change, ...]]:
    """Return key and changes that put a measure behind *after* and its companions accordingly."""
    table = dataset.tables[FileName.MEASURES]
    index = None if after is None else table.place(after) + 1
    changes = [Change(FileName.MEASURES, table.next_key, (), ABSENT, row, index)]
    before = dataset.measure_keys()[:index]
    before.reverse()
    for file, record in companions.items():
        place = place_behind(dataset, file, before)
        changes.append(Change(file, dataset.tables[file].next_key, (), ABSENT, record, place))
    return table.next_key, tuple(changes)


def _last_of_category(dataset: Dataset, category_id: str) -> int | None:
    rows = dataset.measures.items()
    keys = [key for key, row in rows if category_of(row, dataset.site)[0] == category_id]
    return keys[-1] if keys else None
