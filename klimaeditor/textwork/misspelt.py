"""Words of a dataset that are not right, as findings: hints, which never stop publishing."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.rule import Rule
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

SPELLING: Final = Rule(
    id="spelling",
    severity=Severity.HINT,
    title="Rechtschreibung",
    problem="{words} {verb} in keinem Wörterbuch.",
    site="Die Seite zeigt den Text so.",
    remedy="Prüfen Sie die Schreibweise, oder nehmen Sie das Wort in eine Wörterliste auf.",
)
"""Stands beside the rulebook: what it says depends on a dictionary, not on the data alone."""
_AT_ONCE: Final = 50
_MOST_NAMED: Final = 5
_ADDRESS: Final = "url"
_PROSE: Final = frozenset((Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.LINKS))

# --- words ---------------------------------------------------------------------------------------


def _said(words: Sequence[str]) -> str:
    named = ", ".join(quoted(word) for word in words[:_MOST_NAMED])
    rest = len(words) - _MOST_NAMED
    more = f" und {rest} weitere" if rest > 0 else ""
    return SPELLING.message(words=f"{named}{more}", verb=inflected(len(words), "steht", "stehen"))


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
        Finding(SPELLING.id, Severity.HINT, _said(list(named)), measure, field)
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
