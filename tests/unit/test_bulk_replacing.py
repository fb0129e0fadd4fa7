"""Find and replace across fields, hit by hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.textwork.bulk import Replacement, find, replace
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.edit_helpers import content
from tests.muenster_fields import FIELDS_BY_NAME


def with_summaries(*texts):
    return dataset_of(
        rows(
            [measure_row(f"bauen{n}") for n in range(len(texts))],
            [additional_row(f"bauen{n}", summary=text) for n, text in enumerate(texts)],
            [],
        )
    )


SUMMARY = (FIELDS_BY_NAME["summary"],)


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        (Replacement("stadt", "Kommune"), "Kommune, Kommunewerke, Kommune."),
        (Replacement("stadt", "Kommune", match_case=True), "Stadt, Stadtwerke, Kommune."),
        (Replacement("stadt", "Kommune", whole_words=True), "Kommune, Stadtwerke, Kommune."),
        (Replacement("Stadt, ", ""), "Stadtwerke, stadt."),
        (Replacement(".", "!"), "Stadt, Stadtwerke, stadt!"),
    ],
)
def test_words_are_replaced_as_asked(wanted, after):
    dataset = with_summaries("Stadt, Stadtwerke, stadt.")

    dataset.apply(replace(dataset, wanted, find(dataset, wanted, fields=SUMMARY)))

    assert after == dataset.value(0, "summary")


@pytest.mark.parametrize(
    ("wanted", "before", "after"),
    [
        (Replacement("kanal", "gracht"), "Kanal, KANAL, kanal", "Gracht, GRACHT, gracht"),
        (Replacement("Kanal", "Gracht"), "Kanal, Stadtkanal", "Gracht, Stadtgracht"),
        (Replacement("Kanal", "Gracht", match_case=True), "Kanal, kanal", "Gracht, kanal"),
        (Replacement("Kanal", "alter Kanal"), "Kanal", "alter Kanal"),  # as it was typed
        (Replacement("klimastadt", "Klimastadt"), "KLIMASTADT", "Klimastadt"),  # only written so
        (Replacement("co2", "CO2"), "Co2, co2", "CO2, CO2"),
        (Replacement("Nahverkehr", "ÖPNV"), "nahverkehr", "ÖPNV"),
        (Replacement("ÖPNV", "Nahverkehr"), "öpnv", "Nahverkehr"),
        (Replacement("kanal", ""), "Kanal.", "."),
        (Replacement("€", "Euro"), "5 €", "5 Euro"),
    ],
)
def test_a_place_keeps_its_capitals_where_they_do_not_matter(wanted, before, after):
    dataset = with_summaries(before)
    hits = find(dataset, wanted, fields=SUMMARY)

    dataset.apply(replace(dataset, wanted, hits))

    assert after == dataset.value(0, "summary")


def test_only_accepted_hits_of_the_measures_asked_for_change():
    dataset = with_summaries("alt alt", "alt")
    wanted = Replacement("alt", "neu")
    hits = find(dataset, wanted, [0])

    batch = replace(dataset, wanted, hits[1:])
    dataset.apply(batch)

    assert 2 == len(hits)
    assert ["alt neu", "alt"] == [dataset.value(key, "summary") for key in (0, 1)]
    assert "„alt“ durch „neu“ ersetzen (1 Stelle)" == batch.label


def test_titles_and_addresses_of_links_are_found_too():
    links = [{"title": "Alte Seite", "url": "https://alt.de/alt"}]
    dataset = dataset_of(rows(additional=[additional_row(links=links)]))
    wanted = Replacement("alt.de", "neu.de")

    dataset.apply(replace(dataset, wanted, find(dataset, wanted)))

    assert [{"title": "Alte Seite", "url": "https://neu.de/alt"}] == dataset.value(0, "links")


def test_what_is_as_wanted_already_and_no_words_are_no_hits():
    dataset = with_summaries("Neu neu")

    assert 1 == len(find(dataset, Replacement("neu", "neu"), fields=SUMMARY))
    assert () == find(dataset, Replacement(""))


@given(
    st.lists(st.text("abA .", max_size=8), min_size=1, max_size=3),
    st.text("abA .", min_size=1, max_size=2),
    st.text("abX", max_size=2),
    st.data(),
)
def test_any_choice_is_one_batch_that_can_be_taken_back(texts, text, replacement, data):
    dataset = with_summaries(*texts)
    before = content(dataset)
    wanted = Replacement(text, replacement, data.draw(st.booleans()), data.draw(st.booleans()))
    chosen = [hit for hit in find(dataset, wanted) if data.draw(st.booleans())]

    batch = replace(dataset, wanted, chosen)
    assert bool(chosen) or not batch
    dataset.apply(batch)
    dataset.apply(batch.inverse())

    assert before == content(dataset)
