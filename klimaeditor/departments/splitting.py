"""Which measure goes to whom: by responsible body, by category, or all to one.

A suggestion, not a verdict: spellings that mean the same body are put together, and the caller may
rename, join and take apart what is plain data.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from klimaeditor.dataset.categories import category_names
from klimaeditor.departments import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.dataset.records import Dataset

SAME_BODY: Final = 92
"""From this similarity on (0 to 100), two spellings mean the same body.

„Stadtwerke“ and „Stadtnetze“ of one town reach 83 and are two.
"""
_LEGAL_FORMS: Final = frozenset(
    {"gmbh", "ggmbh", "mbh", "ag", "kg", "ohg", "ev", "eg", "gbr", "ug", "se", "aör", "co"}
)
_SAME_WORDS: Final = {"stadtverwaltung": "stadt", "u": "und"}


class By(StrEnum):
    """How a request is split."""

    RESPONSIBLE = "responsible"
    CATEGORY = "category"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Group:
    """What one department is asked: its name, its measures by key, the *spellings* put together."""

    name: str
    measures: tuple[int, ...]
    spellings: tuple[str, ...] = ()


def split(dataset: Dataset, measures: Iterable[int], by: By) -> tuple[Group, ...]:
    """Return who is asked about which of *measures*, in the order of the dataset."""
    keys = list(measures)
    if by is By.CATEGORY:
        return _by_category(dataset, keys)
    if by is By.RESPONSIBLE:
        return _by_body(dataset, keys)
    return (Group(texts.EVERYBODY, tuple(keys)),) if keys else ()


def joined(groups: Iterable[Group], names: Iterable[str], name: str) -> tuple[Group, ...]:
    """Return the groups with those called *names* put together under *name*, at the first place."""
    wanted = set(names)
    all_groups = tuple(groups)
    parts = [group for group in all_groups if group.name in wanted]
    if not parts:
        return all_groups
    whole = Group(
        name,
        tuple(dict.fromkeys(key for group in parts for key in group.measures)),
        tuple(dict.fromkeys(spelling for group in parts for spelling in group.spellings)),
    )
    rest = (group for group in all_groups if group.name not in wanted or group is parts[0])
    return tuple(whole if group is parts[0] else group for group in rest)


def renamed(groups: Iterable[Group], name: str, new: str) -> tuple[Group, ...]:
    """Return the groups with one of them called *new*."""
    return tuple(replace(g, name=new) if g.name == name else g for g in groups)


def _by_category(dataset: Dataset, keys: list[int]) -> tuple[Group, ...]:
    names = category_names(dataset)
    found: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        value = dataset.measures[key].get("categoryId")
        identifier = value if isinstance(value, str) else ""
        found[names.get(identifier, identifier) or texts.NO_CATEGORY].append(key)
    return tuple(Group(name, tuple(own)) for name, own in found.items())


def _by_body(dataset: Dataset, keys: list[int]) -> tuple[Group, ...]:
    spellings = {key: _body(dataset, key) for key in keys}
    counted = Counter(text for text in spellings.values() if text)
    heads = same_bodies(counted)
    found: dict[str, list[int]] = defaultdict(list)
    for key, text in spellings.items():
        found[heads.get(text, texts.NO_BODY)].append(key)
    return tuple(
        Group(
            name,
            tuple(own),
            tuple(dict.fromkeys(spellings[key] for key in own if spellings[key])),
        )
        for name, own in found.items()
    )


def _body(dataset: Dataset, key: int) -> str:
    value = dataset.value(key, "responsible_bodies")
    return " ".join(value.split()) if isinstance(value, str) else ""


def same_bodies(counted: Mapping[str, int]) -> dict[str, str]:
    """Return for each spelling the one it is put under: the most frequent that means the same."""
    heads: dict[str, str] = {}
    result = {}
    for spelling in sorted(counted, key=lambda text: (-counted[text], text)):
        plain = plain_body(spelling)
        head = next((h for p, h in heads.items() if _same(plain, p)), None)
        if head is None:
            heads[plain] = head = spelling
        result[spelling] = head
    return result


def _same(left: str, right: str) -> bool:
    """Tell whether two plain spellings mean one body; numbers must agree to the digit."""
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    return fuzz.token_sort_ratio(left, right) >= SAME_BODY


def plain_body(text: str) -> str:
    """Return a spelling without case, punctuation, legal form and the town's own synonyms."""
    words = re.findall(r"\w+", text.casefold().replace("e.v.", "ev").replace(".", ""))
    return " ".join(_SAME_WORDS.get(w, w) for w in words if w not in _LEGAL_FORMS) or text
