"""The record for portals against SHACL shapes of DCAT-AP.de 3.0: no violation, no warning (OPN-09).

The shapes are our own saying of GovData's, see ``tests/shapes/dcat-ap-de.ttl``; pyshacl, which is
not ours, holds the record against them. No network: the record has its context in it.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph

from klimaeditor.publish.publisher import FREQUENCIES, LICENCES
from tests.conftest import SAMPLE
from tests.publish_helpers import published, read_json, repaired
from tests.unit.test_dcat_record import WHOLE
from tests.unit.test_dcat_record import record as small

SHAPES = Path(__file__).resolve().parents[1] / "shapes"
VIOLATION, WARNING = "Violation", "Warning"
# What rdflib says to those who call it, of whom pyshacl is one.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def shapes():
    return Graph().parse(SHAPES / "dcat-ap-de.ttl")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """Return the record of the package that is written for the sample, as it lies in the file."""
    target = tmp_path_factory.mktemp("shapes") / "p"
    published(repaired(SAMPLE), target, settings=WHOLE)
    return read_json(target / "dcat-ap-de.jsonld")


@pytest.fixture
def judged(shapes):
    def judge(record) -> set[tuple[str, str]]:
        """Return what is said against a record: severity and property."""
        graph = Graph().parse(data=json.dumps(record), format="json-ld")
        graph.parse(SHAPES / "vocabularies.ttl")
        _, report, _ = validate(graph, shacl_graph=shapes)
        return {
            (
                str(report.value(found, SH.resultSeverity)).rpartition("#")[2],
                graph.namespace_manager.normalizeUri(report.value(found, SH.resultPath)),
            )
            for found in report.subjects(RDF.type, SH.ValidationResult)
        }

    return judge


def test_the_record_of_the_sample_conforms_without_a_warning(record, judged):
    assert len(record["@graph"][0]["dcat:distribution"]) > 10
    assert set() == judged(record)


def test_every_class_of_the_record_has_its_shape(record, shapes):
    graph = Graph().parse(data=json.dumps(record), format="json-ld")
    aimed_at = set(shapes.objects(None, SH.targetClass))

    assert set() == {
        kind
        for node in graph.subjects(RDF.type, unique=True)
        for kind in [set(graph.objects(node, RDF.type))]
        if not kind & aimed_at
    }


@pytest.mark.parametrize("licence", LICENCES)
@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_every_choice_of_the_settings_conforms(licence, frequency, judged):
    assert set() == judged(small(replace(WHOLE, licence=licence, frequency=frequency)))


def test_settings_that_are_not_whole_say_what_a_portal_will_miss(judged):
    bare = replace(WHOLE, dataset_uri="", contact_email="", contact_url="", homepage="")

    assert {(WARNING, "dcat:landingPage")} == judged(small(bare))


def without(*keys):
    return lambda dataset: [dataset.pop(key) for key in keys]


def file_without(key):
    return lambda dataset: dataset["dcat:distribution"][0].pop(key)


def put(key, value):
    return lambda dataset: dataset.update({key: value})


def file_put(key, value):
    return lambda dataset: dataset["dcat:distribution"][0].update({key: value})


IRI = {"@id": "https://www.stadt.example/x"}
SPOILED = [  # what is changed, severity, property that is complained of
    (without("dct:title"), VIOLATION, "dct:title"),
    (without("dct:publisher"), VIOLATION, "dct:publisher"),
    (put("dct:publisher", "Stadt"), VIOLATION, "dct:publisher"),
    (put("dct:publisher", {"@type": "foaf:Agent"}), VIOLATION, "foaf:name"),
    (put("dct:issued", "gestern"), VIOLATION, "dct:issued"),
    (put("dct:issued", {"@value": "2025-13-01", "@type": "xsd:date"}), VIOLATION, "dct:issued"),
    (put("dcat:version", ["1", "2"]), VIOLATION, "dcat:version"),
    (put("dcat:theme", IRI), VIOLATION, "dcat:theme"),
    (put("dct:language", "de"), VIOLATION, "dct:language"),
    (put("dct:accrualPeriodicity", IRI), VIOLATION, "dct:accrualPeriodicity"),
    (put("dct:temporal", {"@type": "dct:PeriodOfTime"}), VIOLATION, None),
    (put("dcat:contactPoint", {"@type": "vcard:Kind"}), VIOLATION, None),
    (put("adms:identifier", {"@type": "adms:Identifier"}), VIOLATION, "skos:notation"),
    (without("dcatde:contributorID"), VIOLATION, "dcatde:contributorID"),
    (put("dcatde:contributorID", IRI), WARNING, "dcatde:contributorID"),
    (put("dct:spatial", IRI), WARNING, "dct:spatial"),
    (without("dcat:landingPage"), WARNING, "dcat:landingPage"),
    (without("dcat:keyword"), WARNING, "dcat:keyword"),
    (put("dcatde:politicalGeocodingURI", IRI), WARNING, "dcatde:politicalGeocodingURI"),
    (put("dct:hasVersion", IRI), WARNING, "dct:hasVersion"),
    (file_without("dcat:accessURL"), VIOLATION, "dcat:accessURL"),
    (file_without("dct:license"), VIOLATION, "dct:license"),
    (file_put("dct:license", IRI), VIOLATION, "dct:license"),
    (file_put("dct:format", IRI), VIOLATION, "dct:format"),
    (file_put("dcat:mediaType", IRI), VIOLATION, "dcat:mediaType"),
    (file_put("dcat:byteSize", 5.5), VIOLATION, "dcat:byteSize"),
    (file_put("spdx:checksum", {"@type": "spdx:Checksum"}), VIOLATION, "spdx:checksumValue"),
    (file_put("dct:rights", "frei"), VIOLATION, "dct:rights"),
    (file_put("dct:rights", {"@type": "dct:RightsStatement"}), WARNING, "dct:rights"),
    (file_without("dct:title"), WARNING, "dct:title"),
]


@pytest.mark.parametrize(
    ("spoil", "severity", "about"), SPOILED, ids=[f"{said}-{about}" for _, said, about in SPOILED]
)
def test_the_shapes_do_refuse(spoil, severity, about, judged):
    spoiled = copy.deepcopy(small())
    spoil(spoiled["@graph"][0])
    found = judged(spoiled)

    assert severity in {said for said, _ in found}
    assert about is None or (severity, about) in found
