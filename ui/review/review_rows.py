"""Decisions and changes as rows that a person can read."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from klimaeditor.diff.compare import compare
from klimaeditor.diff.decide import Action, outcome, with_companions
from klimaeditor.diff.describe import describe_field, label_of, title_of
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent, same
from ui.review import review_words
from ui.theme import Tone
from ui.widgets.marks import Badge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from klimaeditor.diff.decide import Chosen, Content, Found
    from klimaeditor.diff.fields import FieldRef, RecordRef
    from klimaeditor.model.catalogue import Catalogue, FileFields
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

DATASET: Final = "Datensatz"
WHOLE_MEASURE: Final = "Ganze Maßnahme"
WHOLE_COMPANIONS: Final = "Zusatzangaben im Ganzen"
WHOLE_PROGRESS: Final = "Fortschritt im Ganzen"
WHOLE_CATEGORY: Final = "Ganze Kategorie"
TAKEN: Final = "wird übernommen"
OURS: Final = "von Ihnen"
CHOSEN_EDITED: Final = "bearbeitet"
GONE: Final = "gelöscht"
NOT_YET: Final = "nicht vorhanden"
LINE: Final = "{label}: {value}"


# --- Decisions and changes as rows that a person can read ----------------------------------------

_WHOLE = {
    FileName.MEASURES: WHOLE_MEASURE,
    FileName.ADDITIONAL: WHOLE_COMPANIONS,
    FileName.PROGRESS: WHOLE_PROGRESS,
    FileName.CATEGORIES: WHOLE_CATEGORY,
}


def no_note(_found: Found) -> str:
    """Return that there is nothing else to know about a decision."""
    return ""


@dataclass(frozen=True, slots=True)
class Titles:
    """What to call the record of a decision, and the fields of the site it is meant for.

    *note* returns what else a person should know before deciding, "" for nothing.
    """

    catalogue: Catalogue
    of: Callable[[RecordRef], str]
    note: Callable[[Found], str] = no_note


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words: title of the measure, label of the field, before and after.

    *field* is what a screen reader calls both, where that is not the label.
    """

    title: str
    label: str
    before: str
    after: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with the names of its place."""

    decision: Found
    title: str
    label: str
    fields: FileFields = field(compare=False, repr=False)
    note: str = ""

    @property
    def field(self) -> Field | None:
        """The catalogue field; None for a whole record and for unknown keys."""
        ref = self.decision.field
        return None if ref is None else self.fields.at(ref.path)

    def text_of(self, content: Content[FieldRef]) -> str:
        """Return one of the versions, or what was chosen, as a person reads it."""
        ref = self.decision.field
        if ref is not None:
            return describe_field(self.fields, ref, cast("Value", content))
        if isinstance(content, Absent):
            return NOT_YET if isinstance(self.decision.base, Absent) else GONE
        fields = cast("Mapping[FieldRef, Value]", content)
        return "\n".join(
            LINE.format(
                label=label_of(self.fields, found),
                value=describe_field(self.fields, found, value),
            )
            for found, value in fields.items()
        )

    def is_like(self, other: DecisionRow) -> bool:
        """Whether both are about the same field, or the same fate of whole records."""
        mine, theirs = self.decision, other.decision
        if (mine.record.file, mine.action) != (theirs.record.file, theirs.action):
            return False
        if mine.field is None or theirs.field is None:
            return mine.field is theirs.field and mine.reason is theirs.reason
        return mine.field.path == theirs.field.path and mine.field.order == theirs.field.order


def says_something(content: Content[FieldRef]) -> bool:
    """Whether a version has words of its own; else it is shown by what it lacks."""
    if isinstance(content, Absent) or content is None:
        return False
    return bool(content.strip()) if isinstance(content, str) else content not in ([], {})


def titles_of(dataset: Dataset) -> Titles:
    """Return what to call the record of a decision: the title of its measure, else its id."""

    def title(ref: RecordRef) -> str:
        key = None if ref.file is FileName.CATEGORIES else dataset.find(ref.id)
        if ref.file is FileName.MEASURES and ref.key in dataset.measures:
            key = ref.key
        return (ref.id or DATASET) if key is None else dataset.view(key).title

    return Titles(dataset.site.catalogue, title)


def rows_of(decisions: Iterable[Found], titles: Titles) -> tuple[DecisionRow, ...]:
    """Return the decisions to show: what both sides have in common is left out."""
    return tuple(_row(found, titles) for found in decisions if found.action is not Action.EITHER)


def _row(found: Found, titles: Titles) -> DecisionRow:
    fields = titles.catalogue.of(found.record.file)
    title, label = _title(found, titles), _label(found, titles)
    return DecisionRow(found, title, label, fields, titles.note(found))


def change_rows(decisions: Iterable[Found], titles: Titles) -> tuple[ChangeRow, ...]:
    """Return what taking over all of *decisions* would change, ours before and theirs after."""
    return tuple(
        ChangeRow(
            row.title,
            row.label,
            row.text_of(row.decision.ours),
            row.text_of(row.decision.theirs),
        )
        for row in rows_of(decisions, titles)
        if row.decision.action is not Action.KEEP
    )


def differences_to(now: Dataset, then: Dataset) -> tuple[Found, ...]:
    """Return the decisions that turn *now* into *then*, with everything that is other in it.

    ``diff.apply.to_batch(now, these, label)`` makes one step of them.
    """
    ours = {file: tuple(table.rows.values()) for file, table in now.tables.items()}
    theirs = {file: tuple(table.rows.values()) for file, table in then.tables.items()}
    return compare(now, ours, theirs, exact=True)


def restored_rows(now: Dataset, then: Dataset) -> tuple[ChangeRow, ...]:
    """Return in words what restoring *then* would change."""
    return change_rows(differences_to(now, then), titles_of(now))


def _title(found: Found, titles: Titles) -> str:
    """Return the title; a whole measure that is in one version only brings its own."""
    if found.field is None and found.record.file is FileName.MEASURES:
        for content in (found.ours, found.theirs, found.base):
            if not isinstance(content, Absent):
                fields = cast("Mapping[FieldRef, Value]", content)
                return title_of(titles.catalogue.of(found.record.file), fields)
    return titles.of(found.record)


def _label(found: Found, titles: Titles) -> str:
    if found.field is None:
        return _WHOLE[found.record.file]
    return label_of(titles.catalogue.of(found.record.file), found.field)


# --- What has been decided so far. No widgets: a review can be played through without a window ---

if TYPE_CHECKING:
    Key = tuple[RecordRef, FieldRef | None]


class RowChoice(StrEnum):
    """How a row stands."""

    OPEN = "open"
    TAKEN = "taken"
    OURS = "ours"
    CHOSE_THEIRS = "chose_theirs"
    CHOSE_OURS = "chose_ours"
    EDITED = "edited"


class Review:
    """Decisions as rows, and what the user chose for them.

    With *settled_is_final* only conflicts can be decided; the rest has been carried out already and
    is shown for information.
    """

    def __init__(self, rows: Sequence[DecisionRow], *, settled_is_final: bool) -> None:
        self.rows = tuple(rows)
        self.settled_is_final = settled_is_final
        self._own: dict[Key, Content[FieldRef]] = {}
        self._picks: dict[Key, RowChoice] = {}
        self._all: Chosen = {}

    @property
    def choices(self) -> Chosen:
        """What ``klimaeditor.diff.apply.to_batch`` takes: decision key -> value."""
        return dict(self._all)

    @property
    def conflicts(self) -> tuple[DecisionRow, ...]:
        """The rows that somebody has to decide."""
        return tuple(row for row in self.rows if row.decision.action is Action.CONFLICT)

    @property
    def undecided(self) -> tuple[DecisionRow, ...]:
        """The conflicts without a choice."""
        return tuple(row for row in self.conflicts if row.decision.key not in self._all)

    def may_decide(self, row: DecisionRow) -> bool:
        """Whether the row can be decided here."""
        return row.decision.action is Action.CONFLICT or not self.settled_is_final

    def pick_of(self, row: DecisionRow) -> RowChoice:
        """Return how a row stands; the companions of a decided measure stand as it does."""
        key, decision = row.decision.key, row.decision
        if key in self._picks:
            return self._picks[key]
        if key in self._all:
            theirs = isinstance(self._all[key], Absent) == isinstance(decision.theirs, Absent)
            return RowChoice.CHOSE_THEIRS if theirs else RowChoice.CHOSE_OURS
        if decision.action is Action.CONFLICT:
            return RowChoice.OPEN
        return RowChoice.TAKEN if decision.action is Action.TAKE else RowChoice.OURS

    def result_of(self, row: DecisionRow) -> Content[FieldRef]:
        """Return what the row will hold; ours where nothing is decided yet."""
        return outcome(row.decision, self._all)

    def take(self, *rows: DecisionRow) -> None:
        """Choose theirs."""
        self._choose([(row, row.decision.theirs) for row in rows], RowChoice.CHOSE_THEIRS)

    def keep(self, *rows: DecisionRow) -> None:
        """Choose ours."""
        self._choose([(row, row.decision.ours) for row in rows], RowChoice.CHOSE_OURS)

    def edit(self, row: DecisionRow, value: Content[FieldRef]) -> None:
        """Choose a value of one's own; one that equals a version counts as that version."""
        for pick, version in (
            (RowChoice.CHOSE_OURS, row.decision.ours),
            (RowChoice.CHOSE_THEIRS, row.decision.theirs),
        ):
            if _same(value, version):
                self._choose([(row, version)], pick)
                return
        self._choose([(row, value)], RowChoice.EDITED)

    def keep_all(self) -> None:
        """Choose ours wherever nothing is decided yet."""
        self.keep(*self.undecided)

    def alike(self, row: DecisionRow) -> tuple[DecisionRow, ...]:
        """Return the other rows of the same sort that have no choice of their own yet."""
        if self._picks.get(row.decision.key) not in (RowChoice.CHOSE_OURS, RowChoice.CHOSE_THEIRS):
            return ()
        return tuple(
            other
            for other in self.rows
            if other is not row and other.is_like(row) and other.decision.key not in self._picks
        )

    def repeat(self, row: DecisionRow) -> None:
        """Choose for all that are alike as for *row*."""
        theirs = self.pick_of(row) is RowChoice.CHOSE_THEIRS
        (self.take if theirs else self.keep)(*self.alike(row))

    def _choose(
        self, found: Iterable[tuple[DecisionRow, Content[FieldRef]]], pick: RowChoice
    ) -> None:
        for row, value in found:
            if self.may_decide(row):
                self._own[row.decision.key] = value
                self._picks[row.decision.key] = pick
        self._all = with_companions([row.decision for row in self.rows], self._own)


def _same(left: Content[FieldRef], right: Content[FieldRef]) -> bool:
    if isinstance(left, Absent) or isinstance(right, Absent):
        return left is right
    return same(left, right)  # type: ignore[arg-type]  # only fields are edited, no records


# --- How a row stands, as a badge: icon and word -------------------------------------------------


def mark_of(pick: RowChoice) -> Badge:
    """Return the badge of a row."""
    return {
        RowChoice.OPEN: Badge(review_words.CONFLICT, "git-compare", Tone.ERROR),
        RowChoice.TAKEN: Badge(TAKEN, "check", Tone.GOOD),
        RowChoice.OURS: Badge(OURS, "check", Tone.NEUTRAL),
        RowChoice.CHOSE_THEIRS: Badge(review_words.CHOSEN_THEIRS, "circle-check", Tone.GOOD),
        RowChoice.CHOSE_OURS: Badge(review_words.CHOSEN_OURS, "circle-check", Tone.GOOD),
        RowChoice.EDITED: Badge(CHOSEN_EDITED, "pencil", Tone.GOOD),
    }[pick]
