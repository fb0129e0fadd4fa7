"""The texts of a dataset, and putting others into their places."""

from __future__ import annotations

import pytest

from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.textplaces import (
    Substitution,
    TextPlace,
    excerpt,
    storing,
    substituting,
    text_at,
    texts_of,
)
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, town
from tests.edit_helpers import content

LINKS = [{"title": "Seite", "url": "https://a.de"}, "kaputt", {"title": "Zwei", "url": 7}]


def linked():
    return dataset_of(rows(additional=[additional_row(links=LINKS)]))


def test_texts_come_in_the_order_of_the_form_with_links_entry_by_entry():
    found = dict(texts_of(linked()))
    names = list(dict.fromkeys(place.field for place in found))

    assert ["short_title", "summary"] == names[:2]
    assert "Seite" == found[TextPlace(0, "links", 0, "title")]
    assert "https://a.de" == found[TextPlace(0, "links", 0, "url")]
    assert "Zwei" == found[TextPlace(0, "links", 2, "title")]
    assert TextPlace(0, "links", 2, "url") not in found


def test_the_text_of_a_category_is_told_once():
    dataset = dataset_of(town())

    places = [p for p, _ in texts_of(dataset) if p.field == "category_description"]

    assert [0, 3, 6] == [place.measure for place in places]


def test_every_place_leads_back_to_its_text():
    dataset = linked()

    for place, text in texts_of(dataset):
        assert text == text_at(dataset, place)
    assert text_at(dataset, TextPlace(0, "links", 9, "title")) is None
    assert text_at(dataset, TextPlace(99, "summary")) is None


def test_texts_are_stored_in_their_places_and_nothing_else_changes():
    dataset = linked()
    before = content(dataset)
    texts = {TextPlace(0, "links", 0, "title"): "Neu", TextPlace(0, "summary"): "Kurz"}

    batch = storing(dataset, texts, "Probe")
    dataset.apply(batch)

    assert "Neu" == text_at(dataset, TextPlace(0, "links", 0, "title"))
    assert "Kurz" == text_at(dataset, TextPlace(0, "summary"))
    assert "Zwei" == text_at(dataset, TextPlace(0, "links", 2, "title"))
    dataset.apply(batch.inverse())
    assert before == content(dataset)


def test_a_hit_in_a_text_that_changed_meanwhile_is_refused():
    dataset = dataset_of(rows())
    hit = Substitution(TextPlace(0, "summary"), "Ganz anders", 0, 4, "Halb")

    with pytest.raises(StaleChangeError):
        substituting(dataset, [hit], "Probe")


def test_several_hits_in_one_text_are_carried_out_together():
    dataset = dataset_of(rows(additional=[additional_row(summary="eins zwei drei")]))
    place = TextPlace(0, "summary")
    hits = [
        Substitution(place, "eins zwei drei", start, end, new)
        for start, end, new in ((10, 14, "3"), (0, 4, "1"))
    ]

    dataset.apply(substituting(dataset, hits, "Probe"))

    assert "1 zwei 3" == text_at(dataset, place)


def test_overlapping_hits_are_refused():
    dataset = dataset_of(rows(additional=[additional_row(summary="eins zwei")]))
    place = TextPlace(0, "summary")
    hits = [Substitution(place, "eins zwei", 0, 6, ""), Substitution(place, "eins zwei", 4, 9, "")]

    with pytest.raises(ValueError, match="overlap"):
        substituting(dataset, hits, "Probe")


def test_an_excerpt_says_where_text_was_left_out():
    text = "abcdefghij"

    assert ("…cd", "ef", "gh…") == excerpt(text, 4, 6, 2)
    assert ("abcd", "ef", "ghij") == excerpt(text, 4, 6, 9)


def test_measures_without_a_record_have_no_texts_there():
    dataset = dataset_of(rows([measure_row()], additional=[]))

    assert "summary" not in {place.field for place, _ in texts_of(dataset)}
