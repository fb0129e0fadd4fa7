"""How data.europa.eu scores a record: the points of its Metadata Quality Assessment (OPN-09).

The weights are those of https://data.europa.eu/mqa/methodology: 405 points in five dimensions. What
they were compared with (2026-11-30), as that page could not be read, are two tools that say them
again: the README of github.com/mjanez/ckan-mqa, with the sums of the dimensions, and mqaMetrics.py
of github.com/YourOpenDAta/yoda-validator. All 23 are the same there and here. The points for
addresses that answer need a network and are counted apart. Whether a record conforms, an indicator
of 30 points, SHACL shapes say in ``tests/unit/test_dcat_shapes.py``; here it is what must be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from klimaeditor.model.values import Json, Record


# --- words ---------------------------------------------------------------------------------------

SENTENCE: Final = (
    "{reached} von {most} Punkten nach den Regeln von data.europa.eu, dazu bis zu {net} für "
    "Adressen, die antworten"
)
LACKING: Final = "; es fehlt: {what}"


# --- the indicators ------------------------------------------------------------------------------

BY_NETWORK: Final = 80
"""Access URLs that answer give 50 points, download URLs that answer 30."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its name in German, its points, and whether a dataset reaches it."""

    name: str
    points: int
    reached: Callable[[Record], bool]


def _has(key: str) -> Callable[[Record], bool]:
    return lambda dataset: bool(dataset.get(key))


def _each(key: str, begins: str = "") -> Callable[[Record], bool]:
    """Return whether every distribution has a property, whose address begins as it should."""

    def judge(dataset: Record) -> bool:
        found = list(_distributions(dataset))
        return bool(found) and all(
            file.get(key) and _address(file[key]).startswith(begins) for file in found
        )

    return judge


def _some_format(dataset: Record) -> bool:
    formats = {_address(file.get("dct:format")) for file in _distributions(dataset)}
    return any(address.rpartition("/")[2] in _OPEN for address in formats)


_OPEN: Final = ("CSV", "JSON")
"""Formats of our packages that the EU's lists call machine-readable and non-proprietary."""
_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_MANDATORY: Final = ("dct:title", "dct:description")
INDICATORS: Final = (
    # Findability, 100
    Indicator("Schlagwörter", 30, _has("dcat:keyword")),
    Indicator("Kategorie", 30, _has("dcat:theme")),
    Indicator("Raumbezug", 20, _has("dct:spatial")),
    Indicator("Zeitbezug", 20, _has("dct:temporal")),
    # Accessibility, 100 with those of the network
    Indicator("Adresse zum Herunterladen", 20, _each("dcat:downloadURL")),
    # Interoperability, 110
    Indicator("Format", 20, _each("dct:format")),
    Indicator("Medientyp", 10, _each("dcat:mediaType")),
    Indicator(
        "Format und Medientyp aus ihren Listen",
        10,
        lambda dataset: (
            _each("dct:format", f"{_EU}file-type/")(dataset)
            and _each("dcat:mediaType", _IANA)(dataset)
        ),
    ),
    Indicator("offenes Format", 20, _some_format),
    Indicator("maschinenlesbares Format", 20, _some_format),
    Indicator(
        "Pflichtangaben von DCAT-AP",
        30,
        lambda dataset: (
            all(dataset.get(key) for key in _MANDATORY) and _each("dcat:accessURL")(dataset)
        ),
    ),
    # Reusability, 75
    Indicator("Lizenz", 20, _each("dct:license")),
    Indicator("Lizenz aus einem Vokabular", 10, _each("dct:license", "http://dcat-ap.de/def/")),
    Indicator("Zugangsrechte", 10, _has("dct:accessRights")),
    Indicator(
        "Zugangsrechte aus dem Vokabular der EU",
        5,
        lambda dataset: _address(dataset.get("dct:accessRights")).startswith(f"{_EU}access-right/"),
    ),
    Indicator("Ansprechstelle", 20, _has("dcat:contactPoint")),
    Indicator("Herausgeber", 10, _has("dct:publisher")),
    # Contextuality, 20
    Indicator("Rechte", 5, _each("dct:rights")),
    Indicator("Größe", 5, _each("dcat:byteSize")),
    Indicator("Tag der Veröffentlichung", 5, _each("dct:issued")),
    Indicator("Tag der Änderung", 5, _each("dct:modified")),
)
MOST: Final = sum(indicator.points for indicator in INDICATORS)


def lacking(record: Record) -> tuple[Indicator, ...]:
    """Return the indicators that a record (JSON-LD, as the package has it) does not reach."""
    dataset = _dataset(record)
    return tuple(indicator for indicator in INDICATORS if not indicator.reached(dataset))


def sentence(record: Record) -> str:
    """Return the points of a record as a German half sentence, with what is lacking."""
    missing = lacking(record)
    reached = MOST - sum(indicator.points for indicator in missing)
    said = SENTENCE.format(reached=reached, most=MOST, net=BY_NETWORK)
    what = ", ".join(f"{indicator.name} ({indicator.points})" for indicator in missing)
    return said + (LACKING.format(what=what) if missing else "")


def _dataset(record: Record) -> Record:
    graph = record.get("@graph")
    first = graph[0] if isinstance(graph, list) and graph else None
    return first if isinstance(first, dict) else {}


def _distributions(dataset: Record) -> Iterator[Record]:
    found = dataset.get("dcat:distribution")
    for file in found if isinstance(found, list) else ():
        if isinstance(file, dict):
            yield file


def _address(value: Json) -> str:
    """Return the address that a property leads to, "" for anything else."""
    found = value.get("@id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
