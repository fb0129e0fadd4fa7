"""A colleague's copy against ours, field by field: three-way with a common version, else two-way.

Whoever works on a copy has changed what differs from the version that both began with. Without
such a version nobody can tell who changed what, so each difference is asked about. Nothing here
writes; ``diff.apply.to_batch`` makes one step of the decisions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from klimaeditor.diff.compare import compare
from klimaeditor.diff.decide import Action, DecisionReason, outcome, with_companions
from klimaeditor.diff.describe import describe_field, label_of
from klimaeditor.diff.fields import flatten, normalised
from klimaeditor.diff.rebase import one_measure
from klimaeditor.exchange.copies import dataset_of
from klimaeditor.exchange.mergereport import MergeOutcome, ReportLine
from klimaeditor.files.file_words import moment
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import EditError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import COMPANIONS, Dataset, category_names, category_of, id_of
from klimaeditor.model.structure import next_id
from klimaeditor.model.values import ABSENT, Absent, get_path, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import TypeAlias

    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.diff.fields import FieldRef, RecordRef
    from klimaeditor.exchange.copies import DatasetCopy
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.values import Record, Value

    Rows: TypeAlias = dict[FileName, list[Record]]
    Key: TypeAlias = tuple[RecordRef, FieldRef | None]


# --- words ---------------------------------------------------------------------------------------

NEW_THERE: Final = "Diese Maßnahme gibt es nur in der anderen Fassung."
GONE_THERE: Final = "Diese Maßnahme ist in der anderen Fassung gelöscht. Sie entscheiden darüber."
STOOD_HERE: Final = (
    "Dieser Wert stand hier schon früher. Vielleicht ist die andere Fassung nur älter."
)
WHOLE: Final = "Ganze Maßnahme"
WHOLE_CATEGORY: Final = "Ganze Kategorie"
WHOLE_RECORDS: Final = "Zusatzangaben im Ganzen"
WHOLE_PROGRESS: Final = "Fortschritt im Ganzen"
THERE: Final = "vorhanden"
NOT_THERE: Final = "nicht vorhanden"
DATASET: Final = "Datensatz"
PACKAGE: Final = "Paket"
BACKUP: Final = "Sicherung"


def step_merge(name: str) -> str:
    """Return the name of merging another dataset as a step."""
    return f"Datensatz {quoted(name)} zusammenführen"


def other_measure(old: str, mine: str, new: str) -> str:
    """Return that an id stands for another measure here, and what becomes of theirs."""
    return (
        f"Die Kennung {quoted(old)} gehört hier zu {quoted(mine)}. Die Maßnahme der anderen "
        f"Fassung bekommt deshalb die Kennung {quoted(new)}."
    )


def unnumbered(old: str, mine: str, title: str) -> str:
    """Return that a measure cannot come in: its id is taken and no new one can be made."""
    return (
        f"{quoted(title)} wurde nicht verglichen: Die Kennung {quoted(old)} gehört hier zu "
        f"{quoted(mine)}. Legen Sie die Maßnahme von Hand an."
    )


def new_category(category: str) -> str:
    """Return that a measure brings a category that does not exist here."""
    return f"Die Kategorie {quoted(category)} gibt es hier nicht."


def git_label(commit: str, when: str) -> str:
    """Return what to call a version in Git."""
    return f"gemeinsame Fassung in Git ({shortened(commit)}), {shortened(when)}"


# --- What differs, and who has to decide ---------------------------------------------------------

_WHOLE: Final = {
    FileName.MEASURES: WHOLE,
    FileName.ADDITIONAL: WHOLE_RECORDS,
    FileName.PROGRESS: WHOLE_PROGRESS,
    FileName.CATEGORIES: WHOLE_CATEGORY,
}


@dataclass(frozen=True, slots=True)
class CopyDifference:
    """What a copy says differently: the decisions, a German *note* on some, and what is named.

    *titles* says what to call each measure by its id; *new*, *gone* and *only_here* are some of
    them. *categories* are those that new measures bring and that do not exist here. *left_out* are
    sentences on what could not be compared. *asked* says that there was no common version, so that
    everything is a conflict.
    """

    decisions: tuple[Found, ...]
    notes: Mapping[Key, str]
    titles: Mapping[str, str]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    only_here: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    asked: bool = False

    @property
    def ordered(self) -> tuple[Found, ...]:
        """All decisions, what is of one measure together."""
        names = dict.fromkeys(found.record.id for found in self.decisions)
        order = {name: place for place, name in enumerate(names)}
        return tuple(sorted(self.decisions, key=lambda found: order[found.record.id]))

    @property
    def differing(self) -> tuple[Found, ...]:
        """What the copy would change, conflicts included; what is of one measure together."""
        return tuple(f for f in self.ordered if f.action in (Action.TAKE, Action.CONFLICT))

    @property
    def plain(self) -> tuple[Found, ...]:
        """What only the copy has changed and nobody has to decide about."""
        return tuple(found for found in self.decisions if found.action is Action.TAKE)

    def taken(self, choices: Chosen) -> int:
        """Return how many differences change ours, with what somebody chose."""
        chosen = with_companions(self.decisions, choices)
        return sum(outcome(found, chosen) is not found.ours for found in self.differing)


def difference(
    ours: Dataset,
    theirs: Dataset,
    base: Dataset | None = None,
    earlier: Sequence[Dataset] = (),
) -> CopyDifference:
    """Return what *theirs* says differently from *ours*, since *base*; None: nobody knows.

    *earlier* are former states of ours. A value of theirs that stood in one of them is asked about:
    a base that is younger than the copy would take our changes back. Two measures with one id are
    never mixed: theirs comes in under a new id, if somebody wants it. What theirs has deleted is
    always asked about, and without a base nothing is deleted.
    """
    rows, numbers, left_out = _told_apart(ours, theirs, base)
    was = {file: [] for file in FileName} if base is None else _rows_of(base)
    found = [_settled(d, asked=base is None, renamed=numbers) for d in compare(ours, was, rows)]
    found = _linked(found)
    stood = set() if base is None else _stood_before(ours.site.catalogue, found, earlier)
    found = [_asked(d) if d.key in stood else d for d in found]
    notes = {**dict.fromkeys(stood, STOOD_HERE), **dict(_notes(ours, found, numbers))}
    titles = _titles(ours, theirs)
    mine, their = (_ids(side.measures.values()) for side in (ours, theirs))
    known = set() if base is None else set(_ids(base.measures.values()))
    fresh = [name for name in their if name not in mine and name not in known]
    named = {new: titles[1][old] for new, (old, _) in numbers.items()}
    return CopyDifference(
        tuple(found),
        notes,
        titles[1] | titles[0] | named,
        new=(*(titles[1][name] for name in fresh), *named.values()),
        gone=tuple(titles[0][name] for name in mine if name in known and name not in their),
        only_here=tuple(titles[0][n] for n in mine if n not in known and n not in their),
        categories=_new_categories(ours, theirs, fresh),
        left_out=tuple(left_out),
        asked=base is None,
    )


def count_differences(one: Dataset, other: Dataset) -> int:
    """Return how many fields and whole records differ between two datasets."""
    rows, _, _ = _told_apart(one, other, None)
    found = compare(one, _rows_of(one), rows)
    return sum(decision.action is Action.TAKE for decision in found)


def _rows_of(dataset: Dataset) -> Rows:
    return {file: list(table.rows.values()) for file, table in dataset.tables.items()}


def _ids(rows: Iterable[Record]) -> dict[str, Record]:
    """Return the first record of each id."""
    found: dict[str, Record] = {}
    for row in rows:
        found.setdefault(id_of(row), row)
    found.pop("", None)
    return found


def _titles(ours: Dataset, theirs: Dataset) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles of the measures of both, by id."""
    sides = []
    for side in (ours, theirs):
        views = map(side.view, reversed(side.measure_keys()))
        sides.append({view.id: view.title for view in views})
    return sides[0], sides[1]


# --- The same id, another measure ----------------------------------------------------------------

_LONG: Final = 40  # characters
_SHORT: Final = 8  # letters of a commit that tell it apart


def is_same_measure(catalogue: Catalogue, left: Record, right: Record) -> bool:
    """Tell whether two records with one id are versions of one measure.

    They are where the title is the same, or half of the long texts that both have. Short ones are
    the same in many measures („gesamtes Stadtgebiet“) and say nothing.
    """
    if one_measure(catalogue, left, right):
        return True
    alike = other = 0
    for field in catalogue.fields_of(FileName.MEASURES):
        if field.kind is not Kind.LONG_TEXT or field.name == "action_name":
            continue
        values = [normalised(get_path(row, field.path)) for row in (left, right)]
        if all(isinstance(value, str) and len(value) >= _LONG for value in values):
            alike, other = (alike + 1, other) if same(*values) else (alike, other + 1)
    return alike >= other and alike > 0


def _told_apart(
    ours: Dataset, theirs: Dataset, base: Dataset | None
) -> tuple[Rows, dict[str, tuple[str, str]], list[str]]:
    """Return their records with twins under new ids, (old id, our title) by new id, what is left.

    Under the old id stand our own records, so that nothing of theirs is mixed into them.
    """
    catalogue = ours.site.catalogue
    mine, their = (_ids(side.measures.values()) for side in (ours, theirs))
    known = set() if base is None else set(_ids(base.measures.values()))
    rows, numbers, left_out = _rows_of(theirs), dict[str, tuple[str, str]](), list[str]()
    scratch = Dataset(_rows_of(ours), ours.site)
    scratch.retired_ids |= ours.retired_ids.union(*(t.keys_by_id for t in theirs.tables.values()))
    titles = _titles(ours, theirs)
    for name in [name for name in their if name in mine]:
        strict = base is not None and name not in known
        alike = one_measure if strict else is_same_measure
        if alike(catalogue, mine[name], their[name]):
            continue
        category = category_of(their[name], ours.site)[0]
        try:
            new = next_id(scratch, category if isinstance(category, str) else "")
        except EditError:
            new = ""
            left_out.append(unnumbered(name, titles[0][name], titles[1][name]))
        else:
            scratch.retired_ids.add(new)
            numbers[new] = (name, titles[0][name])
        for file in (FileName.MEASURES, *COMPANIONS):
            rows[file] = _renumbered(rows[file], _rows_of(ours)[file], name, new)
    return rows, numbers, left_out


def _renumbered(rows: list[Record], ours: list[Record], old: str, new: str) -> list[Record]:
    """Return *rows* with ours under an id, and theirs of that id under the *new* one."""
    own = [row for row in ours if id_of(row) == old]
    found: list[Record] = []
    for row in rows:
        if id_of(row) != old:
            found.append(row)
            continue
        found += own
        own = []
        if new:
            found.append({**row, "id": new})
    return [*found, *own]


# --- Who decides ---------------------------------------------------------------------------------


def _settled(found: Found, *, asked: bool, renamed: Mapping[str, object]) -> Found:
    """Return a decision; what nobody may take unseen becomes a conflict."""
    if found.action is Action.EITHER:
        return found
    removed = found.field is None and isinstance(found.theirs, Absent)
    if found.record.id in renamed or (asked and not removed):
        return _asked(found)
    if removed and found.action is Action.TAKE:
        reason = DecisionReason.REMOVED_THEIRS_EDITED_OURS
        return replace(found, action=Action.CONFLICT, reason=reason)
    return found


def _linked(decisions: Sequence[Found]) -> list[Found]:
    """Return the decisions; who is asked about a measure is asked about all its records."""
    asked = {
        found.record.id
        for found in decisions
        if found.field is None and found.action is Action.CONFLICT and found.record.id
        if found.record.file is FileName.MEASURES
    }
    return [
        _asked(found)
        if found.field is None and found.record.id in asked and found.action is Action.TAKE
        else found
        for found in decisions
    ]


def _asked(found: Found) -> Found:
    return replace(found, action=Action.CONFLICT, reason=DecisionReason.BOTH_DIFFER)


def _stood_before(
    catalogue: Catalogue, decisions: Iterable[Found], earlier: Sequence[Dataset]
) -> set[Key]:
    """Return where a value that would be taken is one that stood here before."""
    found = set()
    for decision in decisions:
        ref, record = decision.field, decision.record
        if ref is None or decision.action is not Action.TAKE or ref.order:
            continue
        theirs = normalised(cast("Value", decision.theirs))
        for former in earlier:
            table = former.tables[record.file]
            for key in table.keys_by_id.get(record.id, ()):
                value = flatten(catalogue.of(record.file), table.rows[key]).get(ref, ABSENT)
                if same(normalised(value), theirs):
                    found.add(decision.key)
    return found


def _notes(
    ours: Dataset, decisions: Iterable[Found], numbers: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[Key, str]]:
    """Yield what a person should know about a decision before it is made."""
    known = category_names(ours)
    for found in decisions:
        if found.field is not None or found.record.file is not FileName.MEASURES:
            continue
        if found.record.id in numbers:
            old, mine = numbers[found.record.id]
            yield found.key, other_measure(old, mine, found.record.id)
        elif isinstance(found.theirs, Absent) and not isinstance(found.base, Absent):
            yield found.key, GONE_THERE
        elif isinstance(found.ours, Absent):
            yield found.key, _of_new(ours, found, known)


def _of_new(ours: Dataset, found: Found, known: Mapping[str, str]) -> str:
    fields = cast("Mapping[FieldRef, Value]", found.theirs)
    key = ours.site.catalogue.category_key
    category = next((value for ref, value in fields.items() if ref.path == (key,)), "")
    if isinstance(category, str) and category and category not in known:
        return f"{NEW_THERE} {new_category(category)}"
    return NEW_THERE


def _new_categories(ours: Dataset, theirs: Dataset, fresh: Sequence[str]) -> tuple[str, ...]:
    known, names = category_names(ours), category_names(theirs)
    rows = _ids(theirs.measures.values())
    found = (category_of(rows[name], ours.site)[0] for name in fresh)
    missing = dict.fromkeys(c for c in found if isinstance(c, str) and c and c not in known)
    return tuple(names.get(category, category) for category in missing)


# --- What both began with: what is known here, the likeliest first -------------------------------


@dataclass(frozen=True, slots=True)
class CommonVersion:
    """A former state of ours; the copy differs from it in *differing* places.

    *sure*: Git knows that both began with it; else somebody has to say so.
    """

    label: str
    dataset: Dataset
    differing: int
    sure: bool = False


def candidates(
    copy: DatasetCopy, states: Iterable[DatasetCopy], now: datetime
) -> tuple[CommonVersion, ...]:
    """Return former states of ours that the copy may have begun with, the likeliest first.

    A copy differs from its beginning by the work on it alone, and from others by ours, too. Of
    equal ones the oldest comes first: it takes nothing of ours back.
    """
    found = [
        CommonVersion(label_of_state(state, now), state.dataset, _distance(state, copy))
        for state in sorted(states, key=lambda state: state.made or now)
    ]
    return tuple(sorted(found, key=lambda version: version.differing))


def version_of_git(
    copy: DatasetCopy, commit: str, made: datetime, files: Mapping[FileName, bytes], now: datetime
) -> CommonVersion:
    """Return the version that Git knows to be common; raises DatasetError for one that is damaged.

    *files* are those of the *commit*, which was *made* then.
    """
    dataset = dataset_of(copy.path, files, copy.dataset.site)
    label = git_label(commit[:_SHORT], moment(made, now))
    return CommonVersion(label, dataset, count_differences(dataset, copy.dataset), sure=True)


def label_of_state(state: DatasetCopy, now: datetime) -> str:
    """Return what to call a former state: „Sicherung, am 3. Mai 2026 um 14:03 Uhr“."""
    when = state.name if state.made is None else moment(state.made, now)
    return f"{PACKAGE if state.published else BACKUP}, {when}"


def likeliest(
    found: Sequence[CommonVersion], ours: Dataset, copy: DatasetCopy
) -> CommonVersion | None:
    """Return the version to suggest: that of Git, else one nearer to the copy than ours is."""
    sure = next((version for version in found if version.sure), None)
    if sure is not None or not found:
        return sure
    return found[0] if found[0].differing < count_differences(ours, copy.dataset) else None


def _distance(state: DatasetCopy, copy: DatasetCopy) -> int:
    return count_differences(state.dataset, copy.dataset)


# --- In words: where it is, what both say, what became of it -------------------------------------


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One difference in words."""

    measure_id: str
    title: str
    label: str
    base: str
    ours: str
    theirs: str
    note: str


def line_of(ours: Dataset, result: CopyDifference, found: Found) -> CopyLine:
    """Return a decision in words: title of the measure, label of the field, the versions."""
    shape, ref = ours.site.catalogue.of(found.record.file), found.field
    sides = (found.base, found.ours, found.theirs)
    if ref is None:
        shown = [NOT_THERE if isinstance(side, Absent) else THERE for side in sides]
        label = _WHOLE[found.record.file]
    else:
        shown = [describe_field(shape, ref, cast("Value", side)) for side in sides]
        label = label_of(shape, ref)
    name = found.record.id
    title = name if shape.file is FileName.CATEGORIES else result.titles.get(name, name)
    return CopyLine(name, title or DATASET, label, *_three(shown), result.notes.get(found.key, ""))


def _three(shown: Sequence[str]) -> tuple[str, str, str]:
    base, ours, theirs = shown
    return base, ours, theirs


def report_of(
    copy: DatasetCopy, ours: Dataset, result: CopyDifference, stored: Collection[Key]
) -> tuple[ReportLine, ...]:
    """Return a line per difference for the merge report (MRG-07).

    *stored* are the keys of the decisions that were taken; the others are still open.
    """
    lines = []
    for found in result.differing:
        words = line_of(ours, result, found)
        taken = found.key in stored
        lines.append(
            ReportLine(
                sender=copy.name,
                file=copy.name,
                measure_id=words.measure_id,
                title=words.title,
                field=words.label,
                sent=words.base,
                old=words.ours,
                new=words.theirs,
                stored=words.theirs if taken else words.ours,
                decision=MergeOutcome.TAKEN if taken else MergeOutcome.OPEN,
                problem=words.note,
            )
        )
    return tuple(lines)
