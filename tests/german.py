"""Measures of German sentences, and every string of the program that people may read."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?<=[.!?“)])(?<!\bz\.)(?<!z\. B\.)(?<!\bd\.)(?<!d\. h\.)(?<!Dr\.)\s+(?=[A-ZÄÖÜ„])"
)
_STOPS = re.compile(r"[.!?]“?\)?\Z")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; „z. B.“ ends none."""
    found: list[str] = []
    for part in _END.split(text.strip()):
        if found and not _STOPS.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return [sentence for sentence in found if sentence]


def words(sentence: str) -> int:
    """Return how many words a sentence has; numbers and names count as one."""
    return len(re.findall(r"[^\s–…]+", sentence))
