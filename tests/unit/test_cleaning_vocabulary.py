"""Spellings that mean the same, put together and unified by choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.document import open_document
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.placeholders import is_placeholder, propose_placeholder
from klimaeditor.site.muenster import MUENSTER
from klimaeditor.textwork.cleanup import (
    AGREED,
    all_clusters,
    clusters,
    placeholder_clusters,
    spellings_of,
    unify,
    vocabulary_fields,
)
from tests.dataset_builders import dataset_of, measure_row, rows
from tests.edit_helpers import content, edit


def with_values(name, *values):
    """Return a dataset with one measure for each value of the field *name*."""
    dataset = dataset_of(rows([measure_row(f"bauen{n}") for n in range(len(values))], [], []))
    for measure, value in enumerate(values):
        edit(dataset, name, value, measure)
    return dataset


def spelt(found):
    return [[spelling.text for spelling in cluster.spellings] for cluster in found]


def bodies(*values):
    return clusters(with_values("responsible_bodies", *values), "responsible_bodies")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Technical Intervention", "Technical intervention"),
        ("Stadtwerke Münster", "Stadtwerke Muenster"),
        ("Stadtwerke Münster", "Stadtwerke Münster GmbH"),
        ("Amt für Grünflächen, Umwelt", "Umwelt, Amt für Grünflächen"),
        ("Stadt Münster", "Stadt  Münster "),
        ("Stabsstelle Klima", "Stabstelle Klima"),
        ("Bau & Betrieb", "Bau und Betrieb"),
    ],
)
def test_spellings_of_the_same_are_put_together(one, other):
    assert [sorted([one, other])] == [sorted(texts) for texts in spelt(bodies(one, other))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stadt Münster", "Stadtwerke Münster"),
        ("Amt 66 für Mobilität und Tiefbau", "Amt 67 für Mobilität und Tiefbau"),
        ("Verein", "Stadt"),
        ("Keine Angabe", "keine Angaben"),
    ],
)
def test_different_bodies_and_placeholders_stay_apart(one, other):
    assert () == bodies(one, other)


def test_the_most_frequent_spelling_leads_and_is_suggested_without_blanks_too_many():
    (cluster,) = bodies("Stadt Münster", "Stadt  Münster ", "Stadt  Münster ")

    assert ["Stadt  Münster ", "Stadt Münster"] == [s.text for s in cluster.spellings]
    assert [2, 1] == [len(s.places) for s in cluster.spellings]
    assert "Stadt Münster" == cluster.suggestion
    assert "Wer macht es?" == cluster.label


def test_the_lines_of_a_value_stay_lines():
    (cluster,) = bodies("Eins \nZwei", "eins\nzwei")

    assert "Eins\nZwei" == cluster.suggestion


def test_placeholders_are_grouped_by_what_they_should_be():
    dataset = with_values("total_costs", "k. A.", "entfällt", "-", "Keine Angabe", "12 Euro", "–")

    found = placeholder_clusters(dataset)

    assert [["k. A."], ["entfällt"], ["-", "–"]] == spelt(found)
    assert ["Keine Angabe", "Nicht zutreffend", ""] == [c.suggestion for c in found]
    assert {"Platzhalter"} == {c.label for c in found}


def test_the_agreed_placeholders_are_those_of_the_checks():
    assert all(is_placeholder(text) and propose_placeholder(text) is None for text in AGREED)
    assert set(AGREED) >= {propose_placeholder(text) for text in ("k. A.", "n/a", "tbd")}


def test_only_accepted_spellings_become_the_target():
    dataset = with_values("responsible_bodies", "Stadt", "stadt", "STADT")
    before = content(dataset)
    (cluster,) = clusters(dataset, "responsible_bodies")
    accepted = [spelling for spelling in cluster.spellings if spelling.text != "STADT"]

    batch = unify(dataset, {"Stadt": accepted}, cluster.label)
    dataset.apply(batch)

    assert ["Stadt", "Stadt", "STADT"] == [
        dataset.value(key, "responsible_bodies") for key in range(3)
    ]
    assert "Gleich schreiben in „Wer macht es?“ (1 Stelle)" == batch.label
    dataset.apply(batch.inverse())
    assert before == content(dataset)


def test_a_place_that_changed_meanwhile_is_refused():
    dataset = with_values("responsible_bodies", "Stadt", "stadt")
    (cluster,) = clusters(dataset, "responsible_bodies")
    edit(dataset, "responsible_bodies", "Verein", 1)

    with pytest.raises(StaleChangeError):
        unify(dataset, {"Stadt": cluster.spellings})


@given(st.lists(st.sampled_from(["Stadt", "stadt", "Stadt ", "Verein", "verein e.V.", "Amt 1"])))
def test_unifying_all_leaves_no_cluster_and_can_be_taken_back(values):
    dataset = with_values("responsible_bodies", *values)
    before = content(dataset)
    found = clusters(dataset, "responsible_bodies")

    batch = unify(dataset, {c.suggestion: c.spellings for c in found})
    dataset.apply(batch)

    assert () == clusters(dataset, "responsible_bodies")
    dataset.apply(batch.inverse())
    assert before == content(dataset)


def test_accepting_nothing_is_an_empty_batch():
    assert not unify(with_values("action_type", "A", "a"), {})


def test_all_spellings_of_a_field_can_be_had_with_their_places():
    dataset = with_values("action_type", "A", "B", "B")

    assert [("B", 2), ("A", 1)] == [
        (s.text, len(s.places)) for s in spellings_of(dataset, "action_type")
    ]


@pytest.mark.real
def test_the_real_dataset_has_a_handful_of_clusters_and_none_after_unifying(real_dataset, tmp_path):
    document = open_document(real_dataset, tmp_path)
    found = [cluster for cluster in all_clusters(document.dataset) if cluster.suggestion]

    assert 5 < len(found) < 30
    for cluster in found:
        present = unify(document.dataset, {cluster.suggestion: cluster.spellings})
        document.apply(present)
    left = [c for f in vocabulary_fields(MUENSTER) for c in clusters(document.dataset, f.name)]
    assert [] == left
