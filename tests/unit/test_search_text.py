"""Finding measures by any text they contain."""

from __future__ import annotations

import pytest

from klimaeditor.textwork.search import (
    SearchTexts,
    fold,
    narrows,
    pair_mask,
    places_in,
    search_text,
)
from tests.gui.pane_cases import key_of, sample_bridge


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Bürgerhäuser", "burgerhauser"),
        ("Café", "cafe"),
        ("CO₂", "co2"),
        ("Wär\u00adme", "wärme"),
        ("280\u00a0GWh", "280 gwh"),
    ],
)
def test_texts_that_read_alike_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_a_search_text_holds_words_of_all_three_records_and_numbers_as_germans_write_them():
    bridge = sample_bridge()

    text = search_text(bridge.document.view(key_of(bridge, "energieerzeugung1")))

    cost = bridge.document.view(key_of(bridge, "energieerzeugung1")).value("cost_value")
    assert b"binary" in text or b"count" in text or b"percent" in text
    assert f"{cost:,.0f}".replace(",", ".").encode() in text


def test_a_measure_is_found_by_what_its_form_shows_and_the_records_store_otherwise():
    bridge = sample_bridge()
    texts = SearchTexts(bridge.document.view)
    keys = bridge.document.dataset.measure_keys()
    placed = [key for key in keys if places_in(bridge.document.view(key), ["abgeschlossen"])]

    assert placed
    assert placed == texts.matching(keys, ["abgeschlossen"])


def test_every_part_of_a_text_has_its_pairs_in_the_mask_of_the_whole():
    whole = fold("Wärmepumpe Kanalhafen").encode()
    mask = pair_mask(whole)

    for start in range(len(whole) - 4):
        bits = pair_mask(whole[start : start + 4])
        assert bits == mask & bits


def test_every_word_must_occur():
    bridge = sample_bridge()
    view = bridge.document.view
    texts = SearchTexts(view)
    keys = bridge.document.dataset.measure_keys()

    both = texts.matching(keys, ["energieerzeugung1", fold("Wind")])
    none = texts.matching(keys, ["energieerzeugung1", "gibtesnicht"])

    assert [key_of(bridge, "energieerzeugung1")] == both
    assert [] == none


def test_a_changed_measure_is_read_again_when_it_was_forgotten():
    bridge = sample_bridge()
    key = key_of(bridge, "bauen1")
    texts = SearchTexts(bridge.document.view)
    texts.build([key])

    bridge.edit(key, "summary", "Zauberwort")
    texts.forget([key])

    assert [key] == texts.matching([key], ["zauberwort"])


def test_texts_are_built_in_slices():
    bridge = sample_bridge()
    texts = SearchTexts(bridge.document.view)
    keys = bridge.document.dataset.measure_keys()

    assert not texts.build(keys, seconds=0)
    assert texts.build(keys)
    assert texts.build(keys, seconds=0)


@pytest.mark.parametrize(
    ("new", "old", "further"),
    [
        (("klima",), ("kli",), True),
        (("klima", "rad"), ("klima",), True),
        (("kli",), ("klima",), False),
        (("rad",), ("klima",), False),
        ((), ("klima",), False),
        (("klima",), (), True),
    ],
)
def test_a_search_goes_on_only_where_nothing_new_can_match(new, old, further):
    assert further == narrows(new, old)
