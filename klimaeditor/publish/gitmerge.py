"""Three versions of one of the four files -> one: what Git's merge driver asks for (MRG-02).

Fields are merged, not lines, and the result is always JSON. Where both sides changed the same, it
holds ours; which fields these are is returned, so that a person can decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import COMPANIONS, id_of
from klimaeditor.dataset.source import read_source, render
from klimaeditor.errors import JsonFaultError
from klimaeditor.merge.align import keyed_like
from klimaeditor.merge.collisions import one_measure
from klimaeditor.merge.decide import conflicts
from klimaeditor.merge.describe import describe_field, label_of, title_of
from klimaeditor.merge.fields import flatten
from klimaeditor.merge.normal import normalised
from klimaeditor.merge.rebase import merge_file
from klimaeditor.publish import texts
from klimaeditor.publish.lines import excerpts
from klimaeditor.values import Absent, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import TypeAlias

    from klimaeditor.dataset.source import Source
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Record, Value

    Versions: TypeAlias = tuple[bytes, bytes, bytes]
    _Sides: TypeAlias = tuple[Source, Source, Source]

_NOTHING: Final = b"[]\n"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field, or a whole record where *label* says so, that both sides changed differently."""

    record: str
    title: str
    label: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The bytes of the merged file, and what somebody has to decide."""

    data: bytes
    conflicts: tuple[Conflict, ...]


def merge_versions(
    file: FileName,
    base: bytes,
    ours: bytes,
    theirs: bytes,
    others: Mapping[FileName, Versions] = MappingProxyType({}),
) -> Merged:
    """Return one file merged from three versions; an empty *base* is a file without records.

    The formatting is that of the side that changed it, theirs where both did. *others* are the same
    versions of the other files, as far as they are known: a companion alone does not tell whose it
    is. Raises JsonFaultError for a version that cannot be read.
    """
    sides = _sources(file, (base if base.strip() else _NOTHING, ours, theirs))
    data, found = _merged(file, sides)
    twins = _twins(file, sides, others, {conflict.record for conflict in found})
    if twins:
        data = _with(sides[1], twins, data, file)
        found = [conflict for conflict in found if conflict.record not in twins]
        measures = sides if file is FileName.MEASURES else _read(FileName.MEASURES, others)
        found += [_twin_conflict(file, name, sides, measures) for name in twins]
    if file is FileName.MEASURES:
        found += _unasked(sides, others)
    return Merged(data, tuple(found))


def _merged(file: FileName, sides: _Sides) -> tuple[bytes, list[Conflict]]:
    """Return a file merged field by field, and the fields both sides changed differently."""
    was, our, their = sides
    if their.data in (our.data, was.data):
        return our.data, []
    if our.data == was.data:
        return their.data, []
    data, decisions = merge_file(file, was.data, our.data, their.data)
    if was.records and _kept_format(was, their) and not _kept_format(was, our):
        data = _laid_on(our, data, file)
    titles = _titles(file, (was, their, our))
    return data, [_conflict(file, decision, titles) for decision in conflicts(decisions)]


def _sources(file: FileName, versions: Versions) -> _Sides:
    base, ours, theirs = (read_source(data, file) for data in versions)
    return base, ours, theirs


def _rows(source: Source, name: str) -> list[Record]:
    """Return the records of a version that have an id, in file order."""
    return [row for row in source.records.values() if id_of(row) == name]


def _ids(source: Source) -> dict[str, Record]:
    """Return the first record of each id; what has no id belongs to nothing."""
    found: dict[str, Record] = {}
    for row in source.records.values():
        found.setdefault(id_of(row), row)
    found.pop("", None)
    return found


def _twins(
    file: FileName, sides: _Sides, others: Mapping[FileName, Versions], disputed: Collection[str]
) -> list[str]:
    """Return the ids under which the sides have records of different measures.

    The next free id is the same for everybody. Fields of two measures must never be mixed, so such
    records are ours or theirs as a whole. Of a measure the title says whether it is another one. A
    companion that is new on both sides is one only if it is identical; whose it is where one side
    lacks it, the measures say. A category is another one if there is a *disputed* field.
    """
    was, ours, theirs = map(_ids, sides)
    added = [name for name in ours if name in theirs and name not in was]
    if file is FileName.MEASURES:
        return [name for name in added if not one_measure(ours[name], theirs[name])]
    if file not in COMPANIONS:
        return [name for name in added if name in disputed]
    found = [name for name in added if not _alike(name, sides[1], sides[2])]
    measures = _read(FileName.MEASURES, others)
    return found if measures is None else [*dict.fromkeys([*found, *_strays(sides, measures)])]


def _strays(sides: _Sides, measures: _Sides) -> list[str]:
    """Return the ids whose companion, as the sides have it, is not that of the merged measure.

    *measures* are the same three versions of measures.json; only what is new in them is looked at.
    """
    was, ours, theirs = map(_ids, measures)
    base, our, their = sides
    found = []
    for name in dict.fromkeys([*ours, *theirs]):
        if name in was or _alike(name, our, their):
            continue
        if name in ours and name in theirs:
            stray = not one_measure(ours[name], theirs[name])
        else:
            stray = not _alike(name, base, their if name in ours else our)
        if stray:
            found.append(name)
    return found


def _alike(name: str, left: Source, right: Source) -> bool:
    """Tell whether two versions have the same records under an id."""
    rows, others = _rows(left, name), _rows(right, name)
    pairs = zip(rows, others, strict=False)
    return len(rows) == len(others) and all(same(normalised(a), normalised(b)) for a, b in pairs)


def _read(file: FileName, others: Mapping[FileName, Versions]) -> _Sides | None:
    """Return the versions of another file of the dataset; None where they cannot be read."""
    try:
        return _sources(file, _filled(others[file]))
    except (KeyError, JsonFaultError):
        return None


def _filled(versions: Versions) -> Versions:
    """Return the versions; one in which the file is missing is a file without records."""
    base, ours, theirs = (data if data.strip() else _NOTHING for data in versions)
    return base, ours, theirs


def _unasked(measures: _Sides, others: Mapping[FileName, Versions]) -> list[Conflict]:
    """Return the companions that Git puts beside another measure without calling the driver.

    It calls nobody for a file that only one side changed; so the driver of measures.json says it.
    """
    found = []
    mine = _ids(measures[1])
    for file in COMPANIONS:
        sides = _read(file, others)
        if sides is None or sides[0].data not in (sides[1].data, sides[2].data):
            continue
        taken_theirs = sides[1].data == sides[0].data
        found += [
            replace(_twin_conflict(file, name, sides, measures), label=texts.taken_unasked(file))
            for name in _strays(sides, measures)
            if taken_theirs or name not in mine
        ]
    return found


def _with(our: Source, names: Collection[str], data: bytes, file: FileName) -> bytes:
    """Return the merged file with our whole records for some ids, none where we have none."""
    merged = read_source(data, file)
    mine = {name: _rows(our, name) for name in names}
    rows: dict[int, Record] = {}
    for key, row in merged.records.items():
        own = mine.get(id_of(row))
        if own is None:
            rows[key] = row
        elif own:
            rows[key] = own.pop(0)
    left = [row for own in mine.values() for row in own]
    return render(merged, rows | dict(enumerate(left, max(merged.records, default=-1) + 1)))


def _twin_conflict(file: FileName, name: str, sides: _Sides, measures: _Sides | None) -> Conflict:
    """Return the conflict about two records with one id, named by their measures where known."""
    shown = []
    for place in (1, 2):
        titles = _titles(file, sides[place : place + 1])
        if measures is not None:
            titles |= _titles(FileName.MEASURES, measures[place : place + 1])
        shown.append(titles[name] if _rows(sides[place], name) else texts.NOT_THERE)
    title = next((found for found in shown if found != texts.NOT_THERE), name)
    return Conflict(name, title, texts.SAME_NEW_ID, texts.NOT_THERE, *shown)


def _kept_format(was: Source, now: Source) -> bool:
    """Tell whether a version is what editing the base without touching its formatting gives."""
    return render(was, keyed_like(now.records.values(), was.records)) == now.data


def _laid_on(side: Source, data: bytes, file: FileName) -> bytes:
    """Return the records of *data* in the formatting of *side*."""
    merged = read_source(data, file).records.values()
    return render(side, keyed_like(merged, side.records))


def _titles(file: FileName, versions: Iterable[Source]) -> dict[str, str]:
    """Return what to call each record by its id; later versions count."""
    rows = [row for version in versions for row in version.records.values()]
    return {id_of(row): title_of(file, flatten(file, row)) for row in rows}


def _conflict(file: FileName, found: Found, titles: Mapping[str, str]) -> Conflict:
    ref, name = found.field, found.record.id
    sides = (found.base, found.ours, found.theirs)
    if ref is None:
        shown = [texts.NOT_THERE if isinstance(v, Absent) else texts.THERE for v in sides]
        return Conflict(name, titles.get(name, name), texts.WHOLE_RECORD, *shown)
    base, ours, theirs = (describe_field(file, ref, cast("Value", value)) for value in sides)
    shown = [excerpts(base, ours)[0], *excerpts(ours, theirs)]
    return Conflict(name, titles.get(name, name), label_of(file, ref), *shown)


def file_of(name: str) -> FileName | None:
    """Return which of the four files a path leads to, None for none of them."""
    plain = name.replace("\\", "/").rpartition("/")[2].casefold()
    return next((file for file in FileName if file.value == plain), None)
