"""Releases: whether a measure is as somebody released it, and what a publication asks for.

A release holds for the content that a person saw. Whatever changes it ends the release, and undoing
the change brings it back, because the content is again the one that was released. Names are the
computer's user names and no proof of who it was.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.notes.accepting import content_digest
from klimaeditor.notes.notebook import LastEdit, Release, with_entries, without_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Record
    from klimaeditor.notes.notebook import Notebook


# --- words ---------------------------------------------------------------------------------------

NO_ID: Final = "ohne eigene Kennung, deshalb nicht freizugeben"


def own_edit(title: str) -> str:
    """Return that somebody may not release what that person edited last."""
    return (
        f"{quoted(title)} haben Sie zuletzt selbst bearbeitet. Freigeben muss eine andere Person, "
        "so ist es für diesen Datensatz eingestellt."
    )


# --- Whether a measure is released ---------------------------------------------------------------


class ReleaseState(StrEnum):
    """How a measure stands."""

    RELEASED = "released"
    CHANGED = "changed"
    """It was released, and changed since."""
    NOT_RELEASED = "not_released"
    SAME_PERSON = "same_person"
    """Whoever released it edited it last, where another person is asked for."""

    @property
    def counts(self) -> bool:
        """Whether the measure counts as released."""
        return self is ReleaseState.RELEASED


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """How a measure stands, and the release that this is about, if there is one."""

    state: ReleaseState
    release: Release | None = None


class Releases:
    """The releases of a dataset, asked measure by measure.

    The content of a measure is read once and again only when one of its records is another.
    """

    def __init__(self, dataset: Dataset, notebook: Notebook) -> None:
        self.dataset = dataset
        self.notebook = notebook
        self._digests: dict[int, tuple[tuple[Record | None, ...], str]] = {}

    def of(self, measure: int) -> ReleaseStanding:
        """Return how a measure stands now."""
        view = self.dataset.view(measure)
        release = self.notebook.releases.get(view.id) if self.has_own_id(view) else None
        if release is None:
            return ReleaseStanding(ReleaseState.NOT_RELEASED)
        digest = self.digest(measure)
        if release.digest != digest:
            return ReleaseStanding(ReleaseState.CHANGED, release)
        if self.notebook.rules.second_person and self._edited_by(view, digest, release.author):
            return ReleaseStanding(ReleaseState.SAME_PERSON, release)
        return ReleaseStanding(ReleaseState.RELEASED, release)

    def digest(self, measure: int) -> str:
        """Return what tells the content of a measure from any other."""
        view = self.dataset.view(measure)
        rows = (view.measure, view.additional, view.progress)
        known = self._digests.get(measure)
        if known is None or any(a is not b for a, b in zip(known[0], rows, strict=True)):
            known = rows, content_digest(view)
            self._digests[measure] = known
        return known[1]

    def has_own_id(self, view: MeasureView) -> bool:
        """Tell whether a measure has an id that no other has: without one nothing is released."""
        by_id = self.dataset.tables[FileName.MEASURES].keys_by_id
        return bool(view.id) and len(by_id.get(view.id, ())) == 1

    def open(self) -> tuple[int, ...]:
        """Return the measures that do not count as released, in file order."""
        return tuple(key for key in self.dataset.measure_keys() if not self.of(key).state.counts)

    def refusals(self, measures: Iterable[int], author: str) -> Iterator[str]:
        """Yield in German for whom of *measures* *author* may not speak."""
        if not self.notebook.rules.second_person:
            return
        for key in measures:
            view = self.dataset.view(key)
            if self._edited_by(view, self.digest(key), author):
                yield own_edit(view.title)

    def may_release(self, measure: int, author: str) -> bool:
        """Tell whether *author* may release a measure."""
        view = self.dataset.view(measure)
        if not self.has_own_id(view):
            return False
        second = self.notebook.rules.second_person
        return not (second and self._edited_by(view, self.digest(measure), author))

    def unknown_editors(self) -> int:
        """Return of how many released measures nobody knows who edited them last."""
        return sum(
            self._editor(self.dataset.view(key), self.digest(key)) == ""
            for key in self.dataset.measure_keys()
            if self.of(key).state.counts
        )

    def _editor(self, view: MeasureView, digest: str) -> str:
        """Return who has made the content of a measure what it is, "" where nobody knows."""
        edit = self.notebook.edits.get(view.id)
        return edit.author if edit is not None and edit.digest == digest else ""

    def _edited_by(self, view: MeasureView, digest: str, author: str) -> bool:
        return bool(author) and self._editor(view, digest) == author


def released(
    releases: Releases, dataset: Dataset, measures: Iterable[int], author: str, at: datetime
) -> Notebook:
    """Return a notebook in which *author* releases those of *measures* that may be."""
    return with_entries(
        releases.notebook,
        [
            Release(dataset.view(key).id, author, at, releases.digest(key))
            for key in measures
            if releases.may_release(key, author)
        ],
    )


def not_released(notebook: Notebook, dataset: Dataset, measures: Iterable[int]) -> Notebook:
    """Return a notebook in which *measures* are no longer released."""
    names = {dataset.view(key).id for key in measures}
    return without_entries(
        notebook, [own for name, own in notebook.releases.items() if name in names]
    )


def with_last_edits(
    notebook: Notebook, dataset: Dataset, measures: Iterable[int], author: str, at: datetime
) -> Notebook:
    """Return a notebook that knows who has edited *measures* last.

    Only where the rules ask for a second person, and people may be named: else nobody is noted.
    """
    if not (notebook.rules.releases and notebook.rules.second_person and author):
        return notebook
    views = [dataset.view(key) for key in measures if key in dataset.measures]
    return with_entries(
        notebook, [LastEdit(v.id, author, at, content_digest(v)) for v in views if v.id]
    )


def restated(before: Notebook | None, now: Notebook | None) -> frozenset[str] | None:
    """Return the ids of measures that may stand otherwise under another notebook, None for all.

    None is passed where releases are not used.
    """
    if before is None or now is None:
        return None if before is not now else frozenset()
    if before.rules != now.rules:
        return None
    pairs = ((before.releases, now.releases), (before.edits, now.edits))
    return frozenset(
        name for old, new in pairs for name in {*old, *new} if old.get(name) != new.get(name)
    )
