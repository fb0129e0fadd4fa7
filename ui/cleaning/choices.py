"""What has been chosen for groups of spellings, without a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.cleaning.vocabulary import (
    AGREED,
    VOCABULARY_FIELDS,
    Cluster,
    Spelling,
    all_clusters,
    spellings_of,
    unify,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.changes import Batch
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.textplaces import TextPlace


@dataclass(slots=True)
class Choice:
    """One group: which spelling it shall have (*target*), which of its places are ticked.

    *whole* says that the group is every spelling of a field, to choose from freely.
    """

    cluster: Cluster
    target: str
    whole: bool = False
    ticked: set[TextPlace] = field(default_factory=set)

    def options(self) -> list[str]:
        """Return the targets to choose from: the suggestion, the spellings, agreed placeholders."""
        agreed = AGREED if self.cluster.field is None else ()
        texts = (spelling.text for spelling in self.cluster.spellings)
        return [t for t in dict.fromkeys((self.cluster.suggestion, *agreed, *texts)) if t]

    def changing(self) -> list[Spelling]:
        """Return what changes: spellings other than the target, with their ticked places only."""
        if not self.target.strip():
            return []
        found = (
            Spelling(spelling.text, tuple(p for p in spelling.places if p in self.ticked))
            for spelling in self.cluster.spellings
            if spelling.text != self.target
        )
        return [spelling for spelling in found if spelling.places]

    def tick_all(self) -> None:
        """Tick every place."""
        self.ticked = {place for found in self.cluster.spellings for place in found.places}

    def places(self) -> int:
        """Return how many places change."""
        return sum(len(spelling.places) for spelling in self.changing())


def choices_in(dataset: Dataset) -> list[Choice]:
    """Return every group with nothing ticked: the similar ones, then each vocabulary as a whole."""
    found = [Choice(cluster, cluster.suggestion) for cluster in all_clusters(dataset)]
    for vocabulary in VOCABULARY_FIELDS:
        spellings = spellings_of(dataset, vocabulary.name)
        if len(spellings) > 1:
            found.append(Choice(Cluster(vocabulary, spellings, ""), "", whole=True))
    return found


def batch_of(dataset: Dataset, choices: Iterable[Choice]) -> Batch | None:
    """Return the one batch of all choices, None where nothing changes.

    A place that two groups would change follows the first of them.
    """
    accepted: dict[str, list[Spelling]] = {}
    seen: set[TextPlace] = set()
    labels = []
    for choice in choices:
        for spelling in choice.changing():
            places = tuple(place for place in spelling.places if place not in seen)
            if places:
                seen.update(places)
                accepted.setdefault(choice.target, []).append(Spelling(spelling.text, places))
                labels.append(choice.cluster.label)
    label = labels[0] if len(set(labels)) == 1 else ""
    batch = unify(dataset, accepted, label)
    return batch or None
