"""Take over what somebody else has saved: theirs and ours in one document (SAFE-06).

Nothing is asked where only one side changed a field. Where both did, the user decides – or, where
nobody may be asked now, nothing is done at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.merge import texts as merge_texts
from klimaeditor.merge.align import records_of
from klimaeditor.merge.apply import to_batch
from klimaeditor.merge.decide import Action
from klimaeditor.merge.rebase import rebase
from klimaeditor.values import Absent
from ui.review.rows import titles_of
from ui.safety import texts

if TYPE_CHECKING:
    from klimaeditor.dataset.store import Opened
    from klimaeditor.merge.align import Tables
    from klimaeditor.merge.linked import Chosen, Found
    from klimaeditor.merge.rebase import Rebased
    from ui.ask import Ask
    from ui.bridge import DocumentBridge
    from ui.review.rows import Titles
    from ui.review.texts import ReviewWords

MANY: Final = 3
MANY_OF: Final = 10
"""A tenth of a file, and three records at least, do not go without a question."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What came of it: whether anything was *done*; *sentences* tell the user."""

    done: bool
    sentences: tuple[str, ...]


def absorb(bridge: DocumentBridge, opened: Opened, ask: Ask | None, words: ReviewWords) -> Absorbed:
    """Merge the files as just *opened* into the document of *bridge*, as one step.

    *ask* settles conflicts, *words* say what they are about; None leaves the document alone where
    there are any, as does a user who cancels. Where a good part of a file has gone, the user is
    asked, too.
    """
    document = bridge.document
    result = rebase(
        records_of(document.sources), document.dataset, opened.sources, texts.STEP_MERGE
    )
    gone = missing(result, records_of(document.sources))
    titles = titles_of(document.dataset)
    choices: Chosen | None = {}
    if ask is None:
        if gone or result.conflicts:
            count = len(result.conflicts)
            return Absorbed(False, (texts.emptied(gone) if gone else texts.waiting(count),))
    elif gone and not ask.confirm_gone(gone, [_line(found, titles) for found in _removed(result)]):
        choices = None
    elif result.conflicts:
        choices = ask.review(result.decisions, titles, words, settled_is_final=True)
    if choices is None:
        return Absorbed(False, (texts.NOT_MERGED,))
    _carry_out(bridge, result, choices)
    return Absorbed(True, _report(bridge, result))


def missing(result: Rebased, base: Tables) -> tuple[str, ...]:
    """Return the files in which so many records are gone that it was hardly meant.

    A file that a program cut short or emptied must not empty the document without a word.
    """
    gone = Counter(found.record.file for found in _removed(result))
    return tuple(
        file for file, count in gone.items() if count >= MANY and count * MANY_OF >= len(base[file])
    )


def _removed(result: Rebased) -> list[Found]:
    return [
        found
        for found in result.decisions
        if found.field is None
        and isinstance(found.theirs, Absent)
        and not isinstance(found.base, Absent)
        and not isinstance(found.ours, Absent)
    ]


def _line(found: Found, titles: Titles) -> str:
    return texts.record_line(titles(found.record), found.record.file)


def _carry_out(bridge: DocumentBridge, result: Rebased, choices: Chosen) -> None:
    document, stack = bridge.document, bridge.stack
    if result.batch:  # an empty macro would be a step that does nothing
        stack.beginMacro(result.batch.label)
    try:
        bridge.take_in(result.batch)
        label = result.batch.label
        bridge.take_in(to_batch(document.dataset, result.conflicts, label, choices))
    finally:
        if result.batch:
            stack.endMacro()
    document.adopt(result.sources)


def _report(bridge: DocumentBridge, result: Rebased) -> tuple[str, ...]:
    taken = [found for found in result.decisions if found.action is Action.TAKE]
    title = titles_of(bridge.document.dataset)
    titles = list(dict.fromkeys(title(found.record) for found in taken))
    sentences = [merge_texts.renumbered(old, new) for old, new in result.renumbered]
    if taken:
        mine = not bridge.document.is_saved
        sentences.insert(0, texts.merged(len(taken), titles, mine=mine))
    return tuple(sentences)
