"""The categories of a dataset; measures.json itself says which id bears which name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import id_of

if TYPE_CHECKING:
    from klimaeditor.dataset.records import Dataset


def category_names(dataset: Dataset) -> dict[str, str]:
    """Return the name of each category by id: those with a text first, in file order.

    The name is the one most of its measures have (WEB-08), else the one they last had while the
    dataset is open: icons of the site hang on the name. A category that never had one is called by
    its id.
    """
    described = map(id_of, dataset.tables[FileName.CATEGORIES].rows.values())
    counts: dict[str, Counter[str]] = {found: Counter() for found in described if found}
    for row in dataset.measures.values():
        identifier, name = row.get("categoryId"), row.get("category")
        if isinstance(identifier, str) and identifier:
            names = counts.setdefault(identifier, Counter())
            if isinstance(name, str) and name:
                names[name] += 1
    return {
        identifier: usual_name(names) or dataset.former_categories.get(identifier, identifier)
        for identifier, names in counts.items()
    }


def usual_name(names: Counter[str]) -> str:
    """Return the most frequent name, the first in the alphabet among equals, "" for none."""
    return min(names, key=lambda name: (-names[name], name), default="")
