"""All checks together: what is wrong with a measure, and an index that keeps up with editing.

A measure is judged when somebody first asks for it, all of them when somebody needs all; until then
they wait and can be judged in slices. Every batch of changes renews only what it can have touched,
so a keystroke costs the same in a small and a large dataset; what a large batch has touched waits.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from threading import RLock
from time import perf_counter
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.across_records import Groups, check_files, memberships
from klimaeditor.checks.rulebook import THEMES
from klimaeditor.clock import local_today
from klimaeditor.model.changes import HEAD, FileName
from klimaeditor.model.records import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from collections.abc import Set as AbstractSet
    from datetime import date

    from klimaeditor.checks.rule import Check, DatedCheck
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.changes import Batch, Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding, Severity
    from klimaeditor.model.records import Dataset, MeasureView


CHECKS: Final = tuple(check for theme in THEMES for check in theme.CHECKS.own)
DATED_CHECKS: Final = tuple(check for theme in THEMES for check in theme.CHECKS.dated)
CATEGORY_CHECKS: Final = tuple(check for theme in THEMES for check in theme.CHECKS.category)
_MEANT_FOR_ALL: Final[frozenset[FieldName]] = frozenset({"id", "category_id", "category"})
"""The fields on which all others depend: whose record it is, and what is asked of it."""
AT_ONCE: Final = 100
"""So many measures are judged with the batch that has changed them; more wait to be asked for."""


def check_measure(view: MeasureView, today: date | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with one measure, errors first, then in the order of the form.

    *today* is the day beyond which lies the future, by default that of the computer's clock.

    What only shows beside other measures (double ids, shared amounts) is the index's business.
    """
    return _sorted(
        view.site.catalogue, [*_check_own(view, today or local_today()), *_check_shared(view)]
    )


def own_checks(today: date | None = None) -> tuple[Check, ...]:
    """Return the checks that look at one measure with its own records, each on its own."""
    day = today or local_today()
    dated = (partial(_on_day, check, day) for check, _ in DATED_CHECKS)
    return (*dated, *(partial(check, only=None) for check in CHECKS))


def checks_about(fields: AbstractSet[FieldName], today: date | None = None) -> tuple[Check, ...]:
    """Return the own checks that may find something else when nothing but *fields* changes.

    They look at little else, so that asking about a few fields of many measures takes no time.
    """
    if fields & _MEANT_FOR_ALL:
        return own_checks(today)
    day = today or local_today()
    asked = (check for check, own in DATED_CHECKS if fields & own)
    dated = (partial(_on_day, check, day) for check in asked)
    return (*dated, *(partial(check, only=fields) for check in CHECKS))


def _on_day(check: DatedCheck, day: date, view: MeasureView) -> Iterable[Finding]:
    return check(view, day)


def _check_own(view: MeasureView, today: date) -> list[Finding]:
    return [finding for check in own_checks(today) for finding in check(view)]


def _check_shared(view: MeasureView) -> list[Finding]:
    return [finding for check in CATEGORY_CHECKS for finding in check(view)]


def _sorted(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def key(finding: Finding) -> tuple[int, int, int, str, str]:
        return (
            finding.severity.rank,
            catalogue.places.get(finding.field, -1),
            -1 if finding.place is None else finding.place,
            finding.rule,
            finding.message,
        )

    return tuple(sorted(findings, key=key))


def _none_is(_finding: Finding) -> bool:
    return False


class FindingIndex:
    """The findings of a whole dataset, kept current by :meth:`refresh`.

    What is returned is always what a full check would say; only who asks for all findings, or how
    many there are, has all measures judged that still wait (:attr:`is_complete`). Several threads
    may ask; changes come from one, while no other asks.
    Those that somebody has accepted (:meth:`fold`) are asked for by :meth:`accepted` only.
    """

    def __init__(self, dataset: Dataset, today: Callable[[], date] = local_today) -> None:
        """Take the dataset and the clock; nothing is checked yet."""
        self._dataset = dataset
        self._today = today
        self._day = today()
        self._begun = False
        self._waiting: dict[int, None] = {}
        self._lock = RLock()
        self._own: dict[int, list[Finding]] = {}
        self._shared: dict[int, list[Finding]] = {}
        self._grouped: dict[int, dict[Hashable, Finding]] = {}
        self._merged: dict[int, tuple[Finding, ...]] = {}
        self._folded: dict[int, tuple[Finding, ...]] = {}
        self._is_accepted: Callable[[Finding], bool] = _none_is
        self._groups = Groups(dataset.site.icons)
        self._files: tuple[Finding, ...] | None = None  # None: to be looked at again
        self._counts: Counter[Severity] = Counter()

    @property
    def is_complete(self) -> bool:
        """Whether every measure has been judged as it is now."""
        return self._begun and not self._waiting

    @property
    def is_at_hand(self) -> bool:
        """Whether all findings are there at once: hardly any measure waits (AT_ONCE at most)."""
        waiting = self._waiting if self._begun else self._dataset.measures
        return len(waiting) <= AT_ONCE

    def run(self) -> None:
        """Judge all measures that wait; who needs all findings has it done."""
        self.judge_some(None)

    def judge_some(self, seconds: float | None) -> bool:
        """Judge measures that wait for about *seconds* (None: all); return whether none is left."""
        end = None if seconds is None else perf_counter() + seconds
        self._begin()
        while self._waiting:
            if end is not None and perf_counter() > end:
                return False
            with self._lock:
                if self._waiting:
                    self._judge(next(iter(self._waiting)))
        return True

    def of(self, measure: int) -> tuple[Finding, ...]:
        """Return the findings of a measure, errors first, then in the order of the form."""
        self._begin()
        if measure in self._waiting:
            with self._lock:
                if measure in self._waiting:
                    self._judge(measure)
        return self._merged.get(measure, ())

    def of_files(self) -> tuple[Finding, ...]:
        """Return the findings that belong to no measure, such as records without one."""
        self._begin()
        with self._lock:
            if self._files is None:
                self._files = check_files(self._dataset)
            return self._files

    def all(self) -> tuple[Finding, ...]:
        """Return all findings: of the files, then of the measures in file order."""
        self.run()
        found = list(self.of_files())
        for measure in self._dataset.measures:
            found += self._merged.get(measure, ())
        return tuple(found)

    def counts(self) -> Counter[Severity]:
        """Return how many findings there are of each severity."""
        self.run()
        counts = self._counts + Counter(finding.severity for finding in self.of_files())
        return Counter({severity: n for severity, n in counts.items() if n})

    def accepted(self) -> tuple[Finding, ...]:
        """Return the findings that are accepted, of the measures in file order."""
        self.run()
        return tuple(f for measure in self._dataset.measures for f in self._folded.get(measure, ()))

    def fold(self, is_accepted: Callable[[Finding], bool]) -> frozenset[int]:
        """Fold those findings of measures away that are accepted; return the measures that differ.

        It is asked again about the findings of a measure as soon as anything in it changes.
        """
        self._is_accepted = is_accepted
        if not self._begun:
            return frozenset()
        judged = self._dataset.measures.keys() - self._waiting.keys()
        return frozenset(key for key in judged if self._merge(key))

    def refresh(self, batch: Batch, measures: AbstractSet[int]) -> frozenset[int]:
        """Renew what *batch*, just applied, can have changed; return the measures that differ.

        *measures* are the ones the caller knows to be concerned; members of groups and measures
        of a changed category are found here. Removed measures are forgotten and not returned.
        More than AT_ONCE measures wait to be judged, and all of them are returned. After midnight
        all measures are renewed: what was the future may have come.
        """
        if not self._begun:
            return frozenset()
        by_category: set[int] = set()
        own: set[int] = set()
        day = self._today()
        if day != self._day:
            self._day = day
            own |= self._dataset.measures.keys()
        for change in batch.changes:
            if change.file is FileName.CATEGORIES:
                by_category |= self._of_categories(change)
            else:
                own |= self._of_ids(change)
        own |= measures - by_category
        changed = self._renew(own, by_category - own)
        if any(self._concerns_files(change) for change in batch.changes):
            self._files = None
        return frozenset(changed & self._dataset.measures.keys())

    def _of_ids(self, change: Change) -> set[int]:
        """Return the measures whose own records a change touches, before and after it."""
        if change.record == HEAD:
            return set()
        if change.file is FileName.MEASURES:
            return {change.record}
        by_id = self._dataset.tables[FileName.MEASURES].keys_by_id
        return {key for found in self._ids(change) for key in by_id.get(found, ())}

    def _of_categories(self, change: Change) -> set[int]:
        wanted = self._ids(change)
        rows = self._dataset.measures
        joined = self._dataset.site.catalogue.category_key
        return {
            key
            for key, row in rows.items()
            if isinstance(category := row.get(joined), str) and category in wanted
        }

    def _ids(self, change: Change) -> set[str]:
        """Return the ids that a changed record had before and has now, without "no id"."""
        row = self._dataset.tables[change.file].get(change.record)
        found = {id_of(row)} if row is not None else set()
        for value in (change.before, change.after):
            if change.path == () and isinstance(value, dict):
                found.add(id_of(value))
            elif change.path == ("id",) and isinstance(value, str):
                found.add(value)
        return found - {""}

    def _begin(self) -> None:
        """Look at the files and at what measures share; each measure waits to be judged itself."""
        with self._lock:
            if self._begun:
                return
            self._day = self._today()
            self._waiting = dict.fromkeys(self._dataset.measures)
            dirty: set[Hashable] = set()
            for key in self._waiting:
                dirty |= self._groups.put(key, memberships(self._dataset.view(key)))
            for group in dirty:
                self._regroup(group)
            self._begun = True

    def _judge(self, key: int) -> bool:
        """Judge a measure by itself; tell whether its findings are others than before."""
        self._waiting.pop(key, None)
        view = self._dataset.view(key)
        self._own[key] = _check_own(view, self._day)
        self._shared[key] = _check_shared(view)
        return self._merge(key)

    def _renew(self, own: set[int], by_category: set[int]) -> set[int]:
        """Check measures again, wholly or for their category only; return those that differ."""
        dirty: set[Hashable] = set()
        for key in own:
            present = key in self._dataset.measures
            groups = memberships(self._dataset.view(key)) if present else {}
            dirty |= self._groups.put(key, groups)
            if not present:
                self._waiting.pop(key, None)
                self._own.pop(key, None)
                self._shared.pop(key, None)
        touched = self._renew_shared(by_category)
        for group in dirty:
            touched |= self._regroup(group)
        judged = own - self._waiting.keys()
        if len(judged) > AT_ONCE:
            waiting = judged & self._dataset.measures.keys()
            self._waiting |= dict.fromkeys(sorted(waiting))
            rest = (touched | judged) - self._waiting.keys()
            return waiting | {key for key in rest if self._merge(key)}
        here = self._dataset.measures
        changed = {key for key in judged if (self._judge if key in here else self._merge)(key)}
        rest = touched - judged - self._waiting.keys()
        return changed | {key for key in rest if self._merge(key)}

    def _renew_shared(self, measures: set[int]) -> set[int]:
        """Check the categories of measures again, each once; return the measures concerned."""
        clean: dict[object, bool] = {}
        touched = set()
        for key in measures - self._waiting.keys():
            category = self._dataset.view(key).value("category_id")
            if not isinstance(category, str):
                continue
            if category not in clean:
                clean[category] = not _check_shared(self._dataset.view(key))
            if not clean[category] or self._shared.get(key):
                self._shared[key] = _check_shared(self._dataset.view(key))
                touched.add(key)
        return touched

    def _regroup(self, group: Hashable) -> set[int]:
        """Judge a group again; return the measures that were or are in a finding of it."""
        old = self._groups.findings.pop(group, {})
        new = self._groups.judge(group)
        for key in old.keys() - new.keys():
            self._grouped[key].pop(group, None)
        for key, finding in new.items():
            self._grouped.setdefault(key, {})[group] = finding
        return old.keys() | new.keys()

    def _merge(self, key: int) -> bool:
        """Put a measure's findings together; tell whether they are others than before."""
        old, was_folded = self._merged.get(key, ()), self._folded.get(key, ())
        parts = (self._own.get(key, ()), self._shared.get(key, ()))
        grouped = self._grouped.get(key, {}).values()
        found = _sorted(self._dataset.site.catalogue, [*parts[0], *parts[1], *grouped])
        folded = tuple(filter(self._is_accepted, found))
        new = tuple(f for f in found if f not in folded) if folded else found
        if key in self._dataset.measures:
            self._merged[key] = new
            self._folded[key] = folded
        else:
            self._merged.pop(key, None)
            self._folded.pop(key, None)
            self._grouped.pop(key, None)
        self._count(old, new)
        return new != old or folded != was_folded

    def _concerns_files(self, change: Change) -> bool:
        """Tell whether a change moves ids or is one of several records with the same id."""
        if change.record == HEAD or change.path in {(), ("id",)}:
            return True
        by_id = self._dataset.tables[change.file].keys_by_id
        return any(len(by_id.get(found, ())) > 1 for found in self._ids(change))

    def _count(self, old: tuple[Finding, ...], new: tuple[Finding, ...]) -> None:
        self._counts.subtract(finding.severity for finding in old)
        self._counts.update(finding.severity for finding in new)
