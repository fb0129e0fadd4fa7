"""Notebooks to be merged, saved and shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from klimaeditor.notes.notebook import (
    Acceptance,
    AuthorNames,
    Note,
    Notebook,
    NotebookRules,
    Release,
    with_entries,
)

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


def note(key: str = "n1", text: str = "Rückfrage an Amt 23", **other: Any) -> Note:
    own: dict[str, Any] = {"measure": "bauen1", "field": "summary", "author": "anna", "at": NOW}
    return Note(key=key, text=text, **(own | other))


def notebook(*entries: Note | Acceptance | Release, **other: Any) -> Notebook:
    return with_entries(Notebook(**other), entries)


MOMENTS = st.integers(0, 9).map(lambda days: NOW + timedelta(days=days))
WORDS = st.sampled_from(["", "a", "b", "ab", "Amt 23", "ä\n„x“"])
EXTRA = st.dictionaries(
    st.sampled_from(["neu", "später"]), st.one_of(st.none(), st.integers(0, 2), WORDS), max_size=2
)
MEASURES = st.sampled_from(["bauen1", "bauen2"])
FIELDS = st.sampled_from([None, "summary"])
NOTES = st.builds(
    Note,
    st.sampled_from("123456"),
    MEASURES,
    FIELDS,
    WORDS,
    WORDS,
    MOMENTS,
    st.booleans(),
    WORDS,
    EXTRA,
)
ACCEPTANCES = st.builds(
    Acceptance, MEASURES, FIELDS, st.sampled_from("rs"), WORDS, WORDS, WORDS, MOMENTS, EXTRA
)
RELEASES = st.builds(Release, MEASURES, WORDS, MOMENTS, WORDS, EXTRA)
RULES = st.builds(
    NotebookRules,
    st.sampled_from(AuthorNames),
    st.sampled_from([0, 30, 365]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    EXTRA,
)
NOTEBOOKS = st.builds(
    lambda entries, keys, rules, extra: with_entries(
        Notebook(budget_keys=keys, rules=rules, extra=extra), entries
    ),
    st.lists(st.one_of(NOTES, NOTES, ACCEPTANCES, RELEASES), max_size=8),
    st.dictionaries(MEASURES, st.sampled_from(["0901", "1401"]), max_size=2),
    RULES,
    EXTRA,
)
