"""Versions as runs of words, ready to be shown side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.catalogue import Kind
from klimaeditor.merge.worddiff import Run, RunKind, word_diff
from ui.review import texts
from ui.review.rows import says_something

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.merge.decide import Content
    from klimaeditor.merge.fields import FieldRef
    from ui.review.rows import DecisionRow

_PROSE: Final = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.OPEN_CHOICE})


class Version(NamedTuple):
    """What one pane shows. *faint*: a word for nothing („leer“), no content of its own."""

    runs: tuple[Run, ...]
    faint: bool = False

    def spoken(self) -> str:
        """Return what has gone and what has come, for those who do not see the marks."""
        sentences = {RunKind.REMOVED: texts.SPOKEN_REMOVED, RunKind.ADDED: texts.SPOKEN_ADDED}
        return "; ".join(
            sentences[run.kind].format(text=run.text.strip())
            for run in self.runs
            if run.kind in sentences and run.text.strip()
        )


def three_ways(row: DecisionRow) -> tuple[Version, Version, Version]:
    """Return base, theirs and ours: each side against the base, or one against the other.

    Where the base says nothing, only what the other side does not have is marked.
    """
    decision = row.decision
    base, theirs, ours = (
        _plain(row, content) for content in (decision.base, decision.theirs, decision.ours)
    )
    words = _by_words(row)
    if base.faint:
        new_theirs = _added(_against(ours, theirs, by_words=words))
        return base, new_theirs, _added(_against(theirs, ours, by_words=words))
    return (
        base,
        _against(base, theirs, by_words=words),
        _against(base, ours, by_words=words),
    )


def two_ways(before: str, after: str) -> tuple[Version, Version]:
    """Return before and after, the latter with what has changed; numbers are other as a whole."""
    old = Version((Run(RunKind.EQUAL, before),))
    by_words = any(map(str.isalpha, before)) and any(map(str.isalpha, after))
    return old, _against(old, Version((Run(RunKind.EQUAL, after),)), by_words=by_words)


def result(row: DecisionRow, content: Content[FieldRef]) -> Version:
    """Return what a row will hold, without marks."""
    return _plain(row, content)


def text_of(runs: Iterable[Run]) -> str:
    """Return the words of runs."""
    return "".join(run.text for run in runs)


def _plain(row: DecisionRow, content: Content[FieldRef]) -> Version:
    return Version((Run(RunKind.EQUAL, row.text_of(content)),), not says_something(content))


def _against(old: Version, new: Version, *, by_words: bool) -> Version:
    """Return *new* with what is other than in *old*; nothing has no words to compare."""
    before, after = text_of(old.runs), text_of(new.runs)
    if new.faint or old.faint or before == after:
        return new
    if by_words:
        return Version(word_diff(before, after))
    return Version((Run(RunKind.REMOVED, before), Run(RunKind.ADDED, after)))


def _added(version: Version) -> Version:
    runs = tuple(run for run in version.runs if run.kind is not RunKind.REMOVED)
    return Version(runs, version.faint)


def _by_words(row: DecisionRow) -> bool:
    """Whether words are worth comparing; a number or a day is another one as a whole."""
    ref, field = row.decision.field, row.field
    return ref is None or ref.order or field is None or field.kind in _PROSE


def word(text: str) -> Version:
    """Return a word that stands for nothing, as a version."""
    return Version((Run(RunKind.EQUAL, text),), faint=True)
