"""Where words stand in a measure, read past case and accents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.document import open_document
from klimaeditor.textwork.search import (
    SearchTexts,
    first_hit,
    fold,
    hits_in,
    occurrences,
    places_in,
)
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows

LETTERS = "aäÄßsSé\u0301\u00adﬁx ₂2"


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Die Wärme hier", "warme", "Wärme"),
        ("Große STRASSE", "strasse", "STRASSE"),
        ("Straße", "strasse", "Straße"),
        ("Wär\u00admepumpe", "warmep", "Wär\u00admep"),
        ("CO₂-frei", "co2", "CO₂"),
        ("cafe\u0301s", "cafes", "cafe\u0301s"),
    ],
)
def test_an_occurrence_is_told_by_its_place_in_the_text_itself(text, word, found):
    ((start, end),) = occurrences(text, [word])

    assert found == text[start:end]


def test_touching_and_overlapping_occurrences_are_one():
    assert ((0, 6),) == occurrences("aabbcc", ["aab", "bbc", "c"])


@given(st.text(LETTERS, max_size=20), st.text(LETTERS, min_size=1, max_size=3))
def test_what_occurs_in_the_folded_text_occurs_in_the_text(text, word):
    folded = fold(word)
    spans = occurrences(text, [folded])

    assert bool(spans) == bool(folded and folded in fold(text))
    assert all(folded in fold(text[start:end]) for start, end in spans)
    assert list(spans) == sorted(spans)


def view(**extra):
    tables = rows(
        [measure_row()],
        [additional_row(links=[{"title": "Wärmeplan", "url": "https://a.de"}], **extra)],
        [progress_row(values=[{"value": "completed", "date": "2026-03-01"}])],
    )
    return dataset_of(tables).view(0)


def test_hits_come_field_by_field_with_links_one_by_one():
    hits = list(hits_in(view(summary="Wärme und Strom"), ("warme",)))

    assert [("summary", None), ("links", 0)] == [(hit.field, hit.place) for hit in hits]
    assert ["Wärme", "Wärme"] == [h.text[h.spans[0][0] : h.spans[0][1]] for h in hits]


def test_numbers_and_days_are_found_as_they_are_read():
    assert ["cost_value"] == [hit.field for hit in hits_in(view(), ("1.000",))]
    assert ["progress_values"] == [hit.field for hit in hits_in(view(), ("01.03.2026",))]


def test_a_category_is_found_once_by_its_name_as_the_form_shows_it():
    found = dataset_of(rows([measure_row("m1", "zauberkraft")], [], [])).view(0)

    assert ["category"] == [hit.field for hit in hits_in(found, ("zauberkraft",))]


def shown_first(*words):
    found = view(short_title="Wärme", summary="Strom aus Wärme")
    return first_hit(hits_in(found, words), words)


def test_the_hit_shown_first_has_most_of_the_words():
    assert "summary" == shown_first("warme", "strom").field
    assert "short_title" == shown_first("warme").field
    assert shown_first("gibtesnicht") is None
    assert shown_first() is None


def test_every_place_is_counted_in_the_order_of_the_form():
    """D 22: a text with two places counts twice, words that touch are one place."""
    found = view(short_title="Kanal", summary="Am Kanal, im Kanal, KanalKanal")

    places = places_in(found, ("kanal",))

    fields = [place.hit.field for place in places]
    assert ["short_title", "summary", "summary", "summary"] == fields
    assert ["Kanal", "Kanal", "Kanal", "KanalKanal"] == [
        place.hit.text[slice(*place.span)] for place in places
    ]


@given(st.lists(st.text(LETTERS, max_size=12), min_size=2, max_size=3),
       st.lists(st.text("aeß1sx ", min_size=1, max_size=2), min_size=1, max_size=2))  # fmt: skip
def test_counting_in_the_prepared_text_finds_as_many_as_looking_at_each_field(texts, typed):
    """D 22: the number beside the search is that of the places one can go to."""
    found = view(short_title=texts[0], summary=texts[1], state_title=texts[-1])
    words = tuple(fold(" ".join(typed)).split())

    counted = SearchTexts(lambda _: found).count(0, words)

    assert len(places_in(found, words)) == counted


@pytest.mark.real
def test_measures_of_the_real_dataset_that_match_mostly_have_a_place(real_dataset, tmp_path):
    document = open_document(real_dataset, tmp_path)
    keys = document.dataset.measure_keys()

    matching = SearchTexts(document.view).matching(keys, ["solar"])
    placed = [key for key in matching if places_in(document.view(key), ["solar"])]

    assert len(matching) > 3
    assert matching == placed
