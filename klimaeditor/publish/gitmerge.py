"""Three versions of one of the four files -> one: what Git's merge driver asks for (MRG-02).

Fields are merged, not lines, and the result is always JSON. Where both sides changed the same, it
holds ours; which fields these are is returned, so that a person can decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from klimaeditor.catalogue import FIELDS_BY_NAME, FileName
from klimaeditor.dataset.records import id_of
from klimaeditor.dataset.source import read_source, render
from klimaeditor.merge.align import keyed_like
from klimaeditor.merge.decide import conflicts
from klimaeditor.merge.describe import describe_field, label_of, title_of
from klimaeditor.merge.fields import flatten
from klimaeditor.merge.normal import normalised
from klimaeditor.merge.rebase import merge_file
from klimaeditor.publish import texts
from klimaeditor.publish.lines import excerpts
from klimaeditor.values import Absent, get_path, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from klimaeditor.dataset.source import Source
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Record, Value

_TITLE: Final = FIELDS_BY_NAME["action_name"].path


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


def merge_versions(file: FileName, base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Return one file merged from three versions; an empty *base* is a file without records.

    The formatting is that of the side that changed it, theirs where both did. Raises JsonFaultError
    for a version that cannot be read.
    """
    base = base if base.strip() else b"[]\n"
    was, our, their = (read_source(data, file) for data in (base, ours, theirs))
    if theirs in (ours, base):
        return Merged(ours, ())
    if ours == base:
        return Merged(theirs, ())
    data, decisions = merge_file(file, base, ours, theirs)
    if was.records and _kept_format(was, their) and not _kept_format(was, our):
        data = _laid_on(our, data, file)
    titles = _titles(file, (was, their, our))
    found = [_conflict(file, decision, titles) for decision in conflicts(decisions)]
    twins = _twins(file, (was, our, their), {conflict.record for conflict in found})
    if twins:
        data = _with(our, twins, data, file)
        found = [conflict for conflict in found if conflict.record not in twins]
        others = _titles(file, (their,))
        found += [_twin_conflict(name, titles[name], others[name]) for name in twins]
    return Merged(data, tuple(found))


def _by_id(source: Source) -> dict[str, Record]:
    return {id_of(row): row for row in source.records.values()}


def _twins(file: FileName, sources: tuple[Source, ...], disputed: Collection[str]) -> list[str]:
    """Return the ids under which both sides added something else.

    The next free id is the same for everybody. Fields of two measures must never be mixed, so such
    records are ours or theirs as a whole. Of a measure the title says whether it is another one, of
    its companions only that there is a *disputed* field.
    """
    was, ours, theirs = map(_by_id, sources)
    added = [name for name in ours if name and name in theirs and name not in was]
    if file is not FileName.MEASURES:
        return [name for name in added if name in disputed]
    return [name for name in added if not _one_measure(ours[name], theirs[name])]


def _one_measure(left: Record, right: Record) -> bool:
    """Tell whether two new measures are one that came in on both sides: the title is the same."""
    titles = [normalised(get_path(row, _TITLE)) for row in (left, right)]
    return same(*titles)


def _with(our: Source, names: Collection[str], data: bytes, file: FileName) -> bytes:
    """Return the merged file with our whole records for some ids."""
    merged, mine = read_source(data, file), _by_id(our)
    rows = {k: mine[id_of(r)] if id_of(r) in names else r for k, r in merged.records.items()}
    return render(merged, rows)


def _twin_conflict(name: str, ours: str, theirs: str) -> Conflict:
    return Conflict(name, ours, texts.SAME_NEW_ID, texts.NOT_THERE, ours, theirs)


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
