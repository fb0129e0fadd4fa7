"""The record for portals: what DCAT-AP.de 3.0, its conventions and data.europa.eu ask (OPN-09).

The rules are those of the SHACL shapes that GovData validates with, said again here: which
properties a class must have, how often, of what kind, and which are deprecated.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from klimaeditor.publish import mqa
from klimaeditor.publish.csvtables import tables_of
from klimaeditor.publish.folder import DataFile
from klimaeditor.publish.opendata import PLACEHOLDER, Publication, dcat_record
from klimaeditor.publish.publisher import (
    FREQUENCIES,
    LICENCES,
    NO_ADDRESS,
    NO_CONTACT,
    advice,
    bad_address,
    bad_email,
    missing,
    unknown_frequency,
)
from klimaeditor.site.muenster import CITY
from tests.conftest import SAMPLE
from tests.publish_helpers import MOMENT, SETTINGS, published, read_json, repaired

WHOLE = replace(
    SETTINGS,
    dataset_uri="https://opendata.stadt.example/klima",
    homepage="https://www.stadt.example",
    contact_name="Stelle für offene Daten",
    contact_email="opendata@stadt.example",
    contact_url="https://www.stadt.example/kontakt",
    frequency="ANNUAL",
)
FILES = (DataFile("csv/massnahmen.csv", "Maßnahmen", b"a"), DataFile("json/m.json", "M", b"[]"))
IRI, TEXT, NODE = "an address", "a text", "a node"
DATASET = {  # property -> (least, most, kind)
    "dct:title": (1, None, TEXT),
    "dct:description": (1, None, TEXT),
    "dct:identifier": (1, None, TEXT),
    "adms:identifier": (0, None, NODE),
    "dcat:version": (0, 1, TEXT),
    "dcat:keyword": (1, None, TEXT),
    "dcat:theme": (1, None, IRI),
    "dcat:landingPage": (1, None, IRI),
    "dcat:contactPoint": (1, None, NODE),
    "dcat:distribution": (1, None, NODE),
    "dct:issued": (1, 1, TEXT),
    "dct:modified": (1, 1, TEXT),
    "dct:language": (0, None, IRI),
    "dct:accrualPeriodicity": (0, 1, IRI),
    "dct:accessRights": (0, 1, IRI),
    "dct:publisher": (1, 1, NODE),
    "dct:spatial": (1, None, NODE),
    "dct:temporal": (1, None, NODE),
    "dcatde:contributorID": (1, 1, IRI),
    "dcatde:politicalGeocodingLevelURI": (0, None, IRI),
}
DISTRIBUTION = {
    "dct:title": (1, None, TEXT),
    "dct:issued": (1, 1, TEXT),
    "dct:modified": (1, 1, TEXT),
    "dcat:accessURL": (1, None, IRI),
    "dcat:downloadURL": (1, None, IRI),
    "dct:format": (1, 1, IRI),
    "dcat:mediaType": (1, 1, IRI),
    "dcat:byteSize": (1, 1, TEXT),
    "dct:license": (1, 1, IRI),
    "dct:rights": (1, 1, NODE),
    "dcatde:licenseAttributionByText": (0, None, TEXT),
    "dct:language": (0, None, IRI),
    "spdx:checksum": (0, 1, NODE),
}
DEPRECATED = (
    *("dcatde:politicalGeocodingURI", "dcatde:geocodingDescription", "owl:versionInfo"),
    *("dcatde:legalBasis", "dcatde:qualityProcessURI", "dcatde:originator", "dcatde:maintainer"),
    *("dct:hasVersion", "dct:isVersionOf", "dcat-ap.de/def/hashAlgorithms", "purl.org/adms/status"),
)


def record(settings=WHOLE, **other):
    about = Publication(settings, date(2025, 1, 2), MOMENT, **other)
    return dcat_record(about, FILES)


def dataset(settings=WHOLE, **other):
    return record(settings, **other)["@graph"][0]


def kind_of(value) -> str:
    if isinstance(value, dict):
        return IRI if set(value) == {"@id"} else TEXT if "@value" in value else NODE
    return TEXT


def faults(node, shape) -> list[str]:
    found = [name for name in node if not name.startswith("@") and name not in shape]
    for name, (least, most, kind) in shape.items():
        values = node.get(name, [])
        values = values if isinstance(values, list) else [values]
        if not least <= len(values) <= (most or 1_000):
            found.append(f"{name}: {len(values)} times")
        found += [f"{name}: no {kind}" for value in values if kind_of(value) != kind]
    return found


def test_a_dataset_and_its_distributions_are_as_the_shapes_ask():
    found = dataset()

    assert [] == faults(found, DATASET)
    for file in found["dcat:distribution"]:
        assert [] == faults(file, DISTRIBUTION)


def test_nothing_deprecated_is_used():
    text = json.dumps(record())

    assert [] == [name for name in DEPRECATED if name in text]


def test_every_prefix_is_declared():
    found = record()

    def names(value):
        if isinstance(value, dict):
            for key, below in value.items():
                if key == "@type":
                    yield from [below] if isinstance(below, str) else below
                elif not key.startswith("@"):
                    yield key
                    yield from names(below)
        elif isinstance(value, list):
            for below in value:
                yield from names(below)

    used = {name.partition(":")[0] for name in names(found["@graph"])}
    assert used <= set(found["@context"])


def test_contact_place_time_and_publisher_say_what_they_must():
    found = dataset(period=(date(2020, 5, 1), date(2026, 3, 1)))

    assert {"@id": "mailto:opendata@stadt.example"} == found["dcat:contactPoint"]["vcard:hasEmail"]
    assert {"@id": "https://www.stadt.example/kontakt"} == found["dcat:contactPoint"][
        "vcard:hasURL"
    ]
    assert "Stelle für offene Daten" == found["dcat:contactPoint"]["vcard:fn"]
    assert "dct:Location" == found["dct:spatial"]["@type"]
    assert ("2020-05-01", "2026-03-01") == tuple(
        found["dct:temporal"][f"dcat:{name}"]["@value"] for name in ("startDate", "endDate")
    )
    assert {"@id": "https://www.stadt.example"} == found["dct:publisher"]["foaf:homepage"]
    assert found["dct:accrualPeriodicity"]["@id"].endswith("/frequency/ANNUAL")


def test_without_any_day_in_the_data_the_time_is_that_of_the_publications():
    found = dataset()["dct:temporal"]

    assert ("2025-01-02", "2026-11-22") == tuple(
        found[f"dcat:{name}"]["@value"] for name in ("startDate", "endDate")
    )


def test_the_time_of_a_package_is_that_of_its_data(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p")
    (found,) = read_json(tmp_path / "p/dcat-ap-de.jsonld")["@graph"]
    rows = read_json(tmp_path / "p/json/implementations.json")
    days = {entry["date"] for row in rows for entry in row["values"]}

    assert found["dct:temporal"]["dcat:startDate"]["@value"] <= min(days)
    assert found["dct:temporal"]["dcat:endDate"]["@value"] >= max(days)


# --- points --------------------------------------------------------------------------------------


def test_all_points_that_need_no_network_are_reached():
    assert 405 == mqa.MOST + mqa.BY_NETWORK
    assert () == mqa.lacking(record())
    assert (
        "325 von 325 Punkten nach den Regeln von data.europa.eu, dazu bis zu 80 für Adressen, die "
        "antworten" == mqa.sentence(record())
    )


def test_the_points_are_those_of_the_five_dimensions():
    """Findability, accessibility without the network, interoperability, reusability, context."""
    points = iter(indicator.points for indicator in mqa.INDICATORS)

    assert [100, 20, 110, 75, 20] == [
        sum(next(points) for _ in range(count)) for count in (4, 1, 6, 6, 4)
    ]
    assert [] == list(points)


@pytest.mark.parametrize(
    ("key", "value", "lacks"),
    [
        ("dct:format", {"@id": "https://x.example/CSV"}, "Format und Medientyp aus ihren Listen"),
        ("dcat:mediaType", {"@id": "text/csv"}, "Format und Medientyp aus ihren Listen"),
        ("dct:license", {"@id": "https://x.example"}, "Lizenz aus einem Vokabular"),
    ],
)
def test_a_value_from_nowhere_is_a_value_and_no_member_of_a_list(key, value, lacks):
    spoiled = record()
    spoiled["@graph"][0]["dcat:distribution"][0][key] = value

    assert [lacks] == [indicator.name for indicator in mqa.lacking(spoiled)]


def test_without_a_contact_its_points_are_named_as_lacking():
    nobody = replace(WHOLE, contact_email="", contact_url="")

    assert mqa.sentence(record(nobody)).endswith("; es fehlt: Ansprechstelle (20)")


@pytest.mark.parametrize(
    "odd", [{}, {"@graph": 5}, {"@graph": [[]]}, {"@graph": [{"dct:title": 5}]}]
)
def test_what_is_no_record_gets_few_points_and_no_error(odd):
    assert len(mqa.lacking(odd)) > 15


# --- settings ------------------------------------------------------------------------------------


def test_a_placeholder_is_named_and_so_is_a_missing_contact():
    assert (NO_ADDRESS, NO_CONTACT) == advice(SETTINGS)
    assert () == advice(WHOLE)
    assert PLACEHOLDER in dataset(SETTINGS)["@id"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contact_email": "opendata"}, bad_email("opendata")),
        ({"contact_email": "a b@c"}, bad_email("a b@c")),
        ({"homepage": "www.stadt.example"}, bad_address("www.stadt.example")),
        ({"dataset_uri": "javascript:1"}, bad_address("javascript:1")),
        ({"contact_url": "https://a b"}, bad_address("https://a b")),
        ({"frequency": "oft"}, unknown_frequency("oft")),
    ],
)
def test_what_would_spoil_the_record_is_refused(change, sentence):
    assert (sentence,) == missing(replace(WHOLE, **change), CITY)


@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("licence", LICENCES)
def test_every_choice_fits(frequency, licence):
    chosen = replace(WHOLE, frequency=frequency, licence=licence)

    assert () == missing(chosen, CITY)
    assert () == mqa.lacking(record(chosen))


def test_the_package_for_programs_names_profile_sources_contact_and_licence(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p", settings=WHOLE)
    found = read_json(tmp_path / "p/datapackage.json")
    tables = [resource for resource in found["resources"] if resource["type"] == "table"]

    assert "https://datapackage.org/profiles/2.0/datapackage.json" == found["$schema"]
    assert ["publisher", "contact"] == [who["roles"][0] for who in found["contributors"]]
    assert "opendata@stadt.example" == found["contributors"][1]["email"]
    assert {"name", "title", "path"} == set(found["licenses"][0])
    assert found["sources"][0]["title"]
    assert tables
    for resource in tables:
        assert resource["schema"]["$schema"].endswith("/2.0/tableschema.json")
        assert resource["dialect"]["$schema"].endswith("/2.0/tabledialect.json")


def test_columns_say_what_a_value_means_not_how_to_type_it():
    """What readers of the data need; the help of the form is for those who fill it in."""
    columns = [column for table in tables_of(repaired(SAMPLE).dataset) for column in table.columns]
    said = " ".join(column.help for column in columns)

    assert all(column.help for column in columns)
    assert [] == re.findall(r"Wählen Sie|wählen Sie|Tragen Sie|bleibt das Feld leer|im Kopf", said)
