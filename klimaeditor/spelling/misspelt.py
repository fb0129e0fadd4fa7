"""Words of a dataset that are not right, as findings: hints, which never stop publishing."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Finding, Severity
from klimaeditor.model.textplaces import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.textplaces import TextPlace
    from klimaeditor.spelling.words import Word

SPELLING: Final = "spelling"
"""The rule's name: in lists of findings, in ``check --format json``."""
TITLE: Final = "Rechtschreibung"
"""What people call it."""
_AT_ONCE: Final = 50
_MOST_NAMED: Final = 5
_ADDRESS: Final = "url"
_PROSE: Final = frozenset((Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.LINKS))

# --- words ---------------------------------------------------------------------------------------


def not_in_dictionary(words: Sequence[str]) -> str:
    """Return that words are in no dictionary, and what to do."""
    named = ", ".join(quoted(word) for word in words[:_MOST_NAMED])
    rest = f" und weitere ({len(words) - _MOST_NAMED})" if len(words) > _MOST_NAMED else ""
    verb = inflected(len(words), "steht", "stehen")
    return (
        f"{named}{rest} {verb} in keinem Wörterbuch. Prüfen Sie die Schreibweise. "
        "Ist sie richtig, nehmen Sie das Wort in eine Wörterliste auf."
    )


# --- find ----------------------------------------------------------------------------------------


def spelled_texts(
    dataset: Dataset, measures: Iterable[int] | None = None
) -> Iterator[tuple[TextPlace, str]]:
    """Yield the texts people write, in the order of list and form: no addresses, no choices."""
    fields = [field for field in dataset.site.catalogue.fields if field.kind in _PROSE]
    found = texts_of(dataset, measures, fields)
    return ((place, text) for place, text in found if place.part != _ADDRESS)


def misspelt(
    found: Iterable[tuple[TextPlace, Sequence[Word]]],
) -> list[Finding]:
    """Return one hint for each field with words that are not right; each word is named once."""
    words: Mapping[tuple[int, FieldName], dict[str, None]] = defaultdict(dict)
    for place, faults in found:
        for word in faults:
            words[place.measure, place.field][word.text] = None
    return [
        Finding(SPELLING, Severity.HINT, not_in_dictionary(list(named)), measure, field)
        for (measure, field), named in words.items()
    ]


def misspelt_in(
    dataset: Dataset, ask: Callable[[Sequence[str]], Sequence[Sequence[Word]]]
) -> list[Finding]:
    """Return the hints for a whole dataset; *ask* answers for some texts at once, in order."""
    texts = spelled_texts(dataset)
    found: list[tuple[TextPlace, Sequence[Word]]] = []
    while some := list(islice(texts, _AT_ONCE)):
        answers = ask([text for _, text in some])
        found += zip((place for place, _ in some), answers, strict=True)
    return misspelt(found)
