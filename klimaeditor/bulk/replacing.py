"""Find and replace across measures and fields: hits first, then one batch of what is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.bulk import texts
from klimaeditor.dataset.substitution import Substitution, substituting
from klimaeditor.dataset.textplaces import TEXT_FIELDS, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.catalogue import Field
    from klimaeditor.changes import Batch
    from klimaeditor.dataset.records import Dataset


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: *text* as it is written, and what to put there instead.

    Without *match_case* capitals do not matter; *whole_words* passes over parts of words.
    """

    text: str
    replacement: str = ""
    match_case: bool = False
    whole_words: bool = False


def find(
    dataset: Dataset,
    wanted: Wanted,
    measures: Iterable[int] | None = None,
    fields: Iterable[Field] = TEXT_FIELDS,
) -> tuple[Substitution, ...]:
    """Return every place in *fields* of *measures* (None: all) where *wanted* stands.

    Places that hold the replacement already are left out; hits never overlap.
    """
    if not wanted.text:
        return ()
    pattern = _pattern(wanted)
    return tuple(
        Substitution(place, text, *match.span(), wanted.replacement)
        for place, text in texts_of(dataset, measures, fields)
        for match in pattern.finditer(text)
        if match.group() != wanted.replacement
    )


def replace(dataset: Dataset, wanted: Wanted, accepted: Iterable[Substitution]) -> Batch:
    """Return the one batch that replaces the *accepted* hits, empty for none.

    Raises StaleChangeError where a text has changed since.
    """
    hits = tuple(accepted)
    label = texts.step_replace(wanted.text, wanted.replacement, len(hits))
    return substituting(dataset, hits, label)


def _pattern(wanted: Wanted) -> re.Pattern[str]:
    written = re.escape(wanted.text)
    if wanted.whole_words:
        written = rf"(?<!\w){written}(?!\w)"
    return re.compile(written, 0 if wanted.match_case else re.IGNORECASE)
