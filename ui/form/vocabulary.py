"""The vocabulary in use: the values a field has across all measures, most frequent first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.values import get_path

if TYPE_CHECKING:
    from klimaeditor.dataset.records import Dataset


class Vocabulary:
    """Remembers the values in use per field until told that they may have changed."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known: dict[str, list[str]] = {}

    def of(self, field: str) -> list[str]:
        """Return the texts in use for a field, most frequent first, then by alphabet."""
        if field not in self._known:
            self._known[field] = _in_use(self._dataset, field)
        return self._known[field]

    def forget(self, fields: set[str]) -> None:
        """Look again at these fields when next asked."""
        for field in fields:
            self._known.pop(field, None)


def _in_use(dataset: Dataset, name: str) -> list[str]:
    field = FIELDS_BY_NAME[name]
    rows = dataset.tables[field.file].rows.values()
    values = (get_path(row, field.path) for row in rows)
    counts = Counter(v for v in values if isinstance(v, str) and v.strip() and "\n" not in v)
    return [text for text, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
