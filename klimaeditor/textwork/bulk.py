"""The bulk form: what a selection of measures has in common, and what changing it would do."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.core_words import counted, measures, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.edits import set_field
from klimaeditor.model.errors import EditError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import category_names
from klimaeditor.model.textplaces import Substitution, substituting, texts_of
from klimaeditor.model.values import ABSENT, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


# --- German words of changing many measures at once ----------------------------------------------


def differs(count: int) -> str:
    """Return what stands in a field whose value is not the same in *count* measures."""
    return f"verschieden in {count} Maßnahmen"


def step_bulk(labels: list[str], count: int) -> str:
    """Return the name of changing these fields in *count* measures as a step."""
    what = quoted(labels[0]) if len(labels) == 1 else f"{len(labels)} Felder"
    return f"{what} in {measures(count)} ändern"


def step_replace(wanted: str, replacement: str, count: int) -> str:
    """Return the name of find and replace as a step; long words are shortened."""
    places = counted(count, "Stelle", "Stellen")
    return f"„{_short(wanted)}“ durch „{_short(replacement)}“ ersetzen ({places})"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else f"{line[:23]}…"


# --- The bulk form: what a selection of measures has in common, and what changing it would do ----

_NOTHING: Final = (ABSENT, None, "")
_TOGETHER: Final = 50  # measures that are planned before the window lives again
_ONE_BY_ONE: Final = frozenset({Kind.IDENTIFIER, Kind.LINKS, Kind.SERIES})
_FILES: Final = frozenset({FileName.MEASURES, FileName.ADDITIONAL})


def bulk_fields(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields that can be changed in many measures at once.

    Ids never change (WEB-09), lists have entries of their own, the text of a category is shared,
    and progress without an entry takes the site down (WEB-02).
    """
    return tuple(f for f in catalogue.fields if f.kind not in _ONE_BY_ONE and f.file in _FILES)


@dataclass(frozen=True, slots=True)
class Common:
    """A field of a selection: its *value*, where all measures have the same.

    *different* is True where they have not; *value* is ABSENT then. *measures* is how many there
    are. Nothing is the same in all its forms; „keine Angabe“ for an amount is something.
    """

    field: Field
    value: Value
    different: bool
    measures: int

    @property
    def remark(self) -> str:
        """„verschieden in 7 Maßnahmen“, or "" for a common value."""
        return differs(self.measures) if self.different else ""


@dataclass(frozen=True, slots=True)
class FieldStep:
    """One field of one measure, before and after."""

    measure: int
    field: Field
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk edit would do: its *batch*, its *steps* to be looked at.

    *refused* are measures that cannot take a value, with the German reason.
    """

    batch: Batch
    steps: tuple[FieldStep, ...]
    refused: tuple[tuple[int, str], ...] = ()

    @property
    def measures(self) -> int:
        """How many measures change."""
        return len({step.measure for step in self.steps})


def common_values(
    dataset: Dataset, measures: Sequence[int], fields: Iterable[Field] | None = None
) -> tuple[Common, ...]:
    """Return what *measures* have in common by *fields* (None: all), in the order of the form."""
    fields = bulk_fields(dataset.site.catalogue) if fields is None else fields
    return tuple(_common(dataset, measures, field) for field in fields)


def plan(dataset: Dataset, measures: Iterable[int], values: Mapping[FieldName, Value]) -> BulkPlan:
    """Return what storing *values* (field name -> value) in *measures* would do.

    Only these fields are written, and only where they hold something else. Raises KeyError for
    unknown fields and StaleChangeError for a measure that is gone.
    """
    planning = Planning(dataset, measures, values)
    for _ in planning.steps():
        pass
    return planning.plan()


class Planning:
    """What :func:`plan` does, part by part, for whoever cannot wait for all measures.

    Between two items of :meth:`steps` the dataset is what it was, so that a window may be painted.
    """

    def __init__(
        self, dataset: Dataset, measures: Iterable[int], values: Mapping[FieldName, Value]
    ) -> None:
        field_of = dataset.site.catalogue.field
        self._dataset = dataset
        self._keys = list(dict.fromkeys(measures))
        self._values = [(field_of(name), value) for name, value in values.items()]
        self._changes: list[Change] = []
        self._done: dict[int, list[FieldStep]] = defaultdict(list)
        self._refused: dict[int, str] = {}
        given = any(field.kind is Kind.CATEGORY for field, _ in self._values)
        self._categories = category_names(dataset) if given else None  # looks at all measures

    def steps(self) -> Iterator[None]:
        """Plan some measures after the others.

        Those that need a new record come together at the end: the next one gets its key and its
        place from the one before.
        """
        later = [key for key in self._keys if self._needs_record(key)]
        waiting = set(later)
        soon = [key for key in self._keys if key not in waiting]
        for at in range(0, len(soon), _TOGETHER):
            self._rehearse(soon[at : at + _TOGETHER])
            yield
        self._rehearse(later)

    def _needs_record(self, key: int) -> bool:
        dataset = self._dataset
        files = {field.file for field, _ in self._values}
        return key in dataset.measures and any(
            dataset.companion_key(file, key) is None for file in files
        )

    def plan(self) -> BulkPlan:
        """Return the plan, once all steps have been made."""
        done = tuple(step for key in self._keys for step in self._done.get(key, ()))
        labels = list(dict.fromkeys(step.field.label for step in done))
        count = len({step.measure for step in done})
        label = step_bulk(labels, count) if done else ""
        refused = [(key, self._refused[key]) for key in self._keys if key in self._refused]
        return BulkPlan(Batch(label, tuple(self._changes)), done, tuple(refused))

    def _rehearse(self, keys: Sequence[int]) -> None:
        """Find the changes of some measures, and note what would be done."""
        done: list[FieldStep] = []

        def storing(key: int, field: Field, value: Value) -> tuple[Change, ...]:
            try:
                changes = set_field(self._dataset, key, field.name, value, self._categories)
            except EditError as problem:
                self._refused.setdefault(key, str(problem))
                return ()
            if changes:
                before = self._dataset.value(key, field.name)
                done.append(FieldStep(key, field, before, ABSENT))
            return changes

        def looking_back() -> tuple[Change, ...]:
            for step in done:
                after = self._dataset.value(step.measure, step.field.name)
                planned = FieldStep(step.measure, step.field, step.before, after)
                self._done[step.measure].append(planned)
            return ()

        steps = [partial(storing, key, *pair) for key in keys for pair in self._values]
        self._changes += self._dataset.rehearse([*steps, looking_back])


def _common(dataset: Dataset, measures: Sequence[int], field: Field) -> Common:
    values = (dataset.value(key, field.name) for key in measures)  # most differ early
    first = next(values, ABSENT)
    alike = all(_are_alike(field, first, value) for value in values)
    return Common(field, first if alike else ABSENT, not alike, len(measures))


def _are_alike(field: Field, one: Value, other: Value) -> bool:
    """Tell whether a person reads the same; „keine Angabe“ for an amount is not nothing."""
    if same(one, other):
        return True
    return field.kind is not Kind.AMOUNT and one in _NOTHING and other in _NOTHING


# --- Find and replace across measures and fields: hits first, then one batch of what is wanted ---


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to look for: *text* as it is written, and what to put there instead.

    Without *match_case* capitals do not matter, and each place keeps its own: see
    :meth:`for_hit`. *whole_words* passes over parts of words.
    """

    text: str
    replacement: str = ""
    match_case: bool = False
    whole_words: bool = False

    def for_hit(self, found: str) -> str:
        """Return what to put in place of *found*, with its capitals where they do not matter.

        A place written as looked for gets the replacement as it is, as does one that is only to be
        written another way: „KLIMASTADT“ by „Klimastadt“. Abbreviations keep their capitals.
        """
        new = self.replacement
        if self.match_case or found == self.text or new.lower() == self.text.lower():
            return new
        if len(found) > 1 and found.isupper() and not self.text.isupper():
            return new.upper()
        if found[:1].isupper() and self.text[:1].islower():
            return new[:1].upper() + new[1:]
        is_word = not _is_abbreviation(self.text) and not _is_abbreviation(new)
        if found[:1].islower() and self.text[:1].isupper() and is_word:
            return new[:1].lower() + new[1:]
        return new


def _is_abbreviation(text: str) -> bool:
    """Tell whether a text begins like „CO2“ or „ÖPNV“."""
    return len(text) > 1 and not text[1].islower()


def find(
    dataset: Dataset,
    wanted: Replacement,
    measures: Iterable[int] | None = None,
    fields: Iterable[Field] | None = None,
) -> tuple[Substitution, ...]:
    """Return every place in *fields* of *measures* (None: all of either) where *wanted* stands.

    Places that hold the replacement already are left out; hits never overlap.
    """
    hits = finding(dataset, wanted, measures, fields)
    return tuple(hit for hit in hits if hit is not None)


def finding(
    dataset: Dataset,
    wanted: Replacement,
    measures: Iterable[int] | None = None,
    fields: Iterable[Field] | None = None,
) -> Iterator[Substitution | None]:
    """Yield what :func:`find` returns, and None after each text: whoever asks may pause there."""
    if not wanted.text:
        return
    pattern = _pattern(wanted)
    for place, text in texts_of(dataset, measures, fields):
        for match in pattern.finditer(text):
            replacement = wanted.for_hit(match.group())
            if match.group() != replacement:
                yield Substitution(place, text, *match.span(), replacement)
        yield None


def replace(dataset: Dataset, wanted: Replacement, accepted: Iterable[Substitution]) -> Batch:
    """Return the one batch that replaces the *accepted* hits, empty for none.

    Raises StaleChangeError where a text has changed since.
    """
    hits = tuple(accepted)
    label = step_replace(wanted.text, wanted.replacement, len(hits))
    return substituting(dataset, hits, label)


def _pattern(wanted: Replacement) -> re.Pattern[str]:
    written = re.escape(wanted.text)
    if wanted.whole_words:
        written = rf"(?<!\w){written}(?!\w)"
    return re.compile(written, 0 if wanted.match_case else re.IGNORECASE)
