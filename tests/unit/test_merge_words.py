"""Two versions side by side: what changed word by word, and any value in German."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.diff.describe import describe, describe_field, label_of, title_of
from klimaeditor.diff.fields import FieldRef, flatten
from klimaeditor.diff.worddiff import RunKind, word_diff
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import additional_row, measure_row, progress_row
from tests.json_strategies import values
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.waiting import LINEAR, growth
from ui.session.keeper import renumbered

if TYPE_CHECKING:
    from collections.abc import Iterable


M, A, P, C = FileName
EQUAL, REMOVED, ADDED = RunKind
DATED = {"value": "in_progress", "date": "2025-05-01"}
LINK = {"title": "Stadtwerke", "url": "https://example.org"}

word_texts = st.lists(
    st.sampled_from(
        ["die", "der", "Wärme", "CO2", "1.250", " ", "\n", "\u00a0", "-", "„", "u\u0308"]
    ),
    max_size=40,
).map("".join)


@given(word_texts | st.text(max_size=30), word_texts | st.text(max_size=30))
def test_the_runs_joined_give_both_texts(old, new):
    runs = word_diff(old, new)

    assert old == "".join(run.text for run in runs if run.kind is not ADDED)
    assert new == "".join(run.text for run in runs if run.kind is not REMOVED)
    assert all(a.kind is not b.kind for a, b in pairwise(runs))
    assert all(run.text for run in runs)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ()),
        ("---", "--", ((EQUAL, "--"), (REMOVED, "-"))),
        ("gleich", "gleich", ((EQUAL, "gleich"),)),
        ("", "neu", ((ADDED, "neu"),)),
        ("alt", "", ((REMOVED, "alt"),)),
        (
            "Bis 2030 sollen 42 Anlagen stehen.",
            "Bis 2035 sollen 42 Anlagen stehen.",
            (
                (EQUAL, "Bis "),
                (REMOVED, "2030 "),
                (ADDED, "2035 "),
                (EQUAL, "sollen 42 Anlagen stehen."),
            ),
        ),
        (
            "Wind und Sonne",
            "Wind, Wasser und Sonne",
            ((REMOVED, "Wind "), (ADDED, "Wind, Wasser "), (EQUAL, "und Sonne")),
        ),
        ("eins zwei", "eins  zwei", ((REMOVED, "eins "), (ADDED, "eins  "), (EQUAL, "zwei"))),
    ],
)
def test_words_are_compared_as_wholes(old, new, expected):
    assert expected == word_diff(old, new)


@pytest.mark.parametrize(
    ("texts_of", "words"),
    [
        (lambda words: ("a b " * words, "b a " * words), 1000),
        (lambda words: (numbers(range(words)), numbers(range(words, 0, -1))), 900),
        (lambda words: ("wort " * words, "text " * words), 20_000),
    ],
)
def test_long_texts_take_a_time_that_grows_with_them(texts_of, words):
    pairs = {times: texts_of(words * times) for times in (1, 8)}
    for old, new in pairs.values():
        runs = word_diff(old, new)
        assert old == "".join(run.text for run in runs if run.kind is not ADDED)

    assert growth(lambda times: word_diff(*pairs[times]), 1) < LINEAR


def numbers(found: Iterable[int]) -> str:
    return " ".join(map(str, found))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("summary", ABSENT, "nicht vorhanden"),
        ("summary", None, "Keine Angabe"),
        ("summary", "", "leer"),
        ("summary", " \n", "nur Leerzeichen"),
        ("summary", "Ein Text.", "Ein Text."),
        ("links", [], "leer"),
        ("cost_value", 215_000_000, "215.000.000 €"),
        ("cost_value", 1250.5, "1.250,50 €"),
        ("cost_value", 350.0, "350 €"),
        ("cost_value", 0, "0 €"),
        ("cost_value", "12a", "12a"),
        ("cost_value", None, "Keine Angabe"),
        ("cost_until", 2030, "2030"),
        ("cost_until", 2030.0, "2030"),
        ("cost_quantity", 1234.5, "1.234,5"),
        ("cost_quantity", -1234, "-1.234"),
        ("cost_quantity", 1e22, "10.000.000.000.000.000.000.000"),
        ("cost_quantity", True, "ja"),
        ("cost_quantity", False, "nein"),
        ("state_date", "2024-07-01", "01.07.2024"),
        ("state_date", "Herbst 2026", "Herbst 2026"),
        ("progress_type", "percent", "Prozent"),
        ("progress_type", "krumm", "krumm"),
        (
            "progress_values",
            [DATED, DATED | {"date": None}],
            "01.05.2025: in Bearbeitung\nKeine Angabe: in Bearbeitung",
        ),
        ("progress_values", [{"value": 92.5, "date": "2024-01-01"}], "01.01.2024: 92,5"),
        (
            "progress_values",
            [DATED | {"note": 1}],
            '{"value": "in_progress", "date": "2025-05-01", "note": 1}',
        ),
        ("links", [LINK], "Stadtwerke (https://example.org)"),
        ("links", ["kaputt", 3], "kaputt\n3"),
        (None, {"ä": [1]}, '{"ä": [1]}'),
        (None, 1234, "1.234"),
        (None, ["a", None], "a\nKeine Angabe"),
    ],
)
def test_a_value_is_described_as_its_field_shows_it(field, value, expected):
    assert expected == describe(value, FIELDS_BY_NAME[field] if field else None)


@given(st.sampled_from([None, *FIELDS]), values)
def test_any_value_can_be_described(field, value):
    assert describe(value, field).strip() or value


@pytest.mark.parametrize(
    ("file", "ref", "value", "label", "shown"),
    [
        (A, FieldRef(("cost", "value")), 5, "Kosten der Maßnahme", "5 €"),
        (A, FieldRef(("cost", "unit")), "t", "cost › unit", "t"),
        (
            P,
            FieldRef(("values",), "2025-05-01"),
            DATED,
            "Fortschritt: 01.05.2025",
            "01.05.2025: in Bearbeitung",
        ),
        (P, FieldRef(("values",), ""), ABSENT, "Fortschritt: leer", "nicht vorhanden"),
        (
            A,
            FieldRef(("links",), "https://example.org"),
            LINK,
            "Nützliche Links: https://example.org",
            "Stadtwerke (https://example.org)",
        ),
        (
            A,
            FieldRef(("links",), order=True),
            ["b", "a"],
            "Nützliche Links: Reihenfolge",
            "b\na",
        ),
        (A, FieldRef(("links",), order=True), ABSENT, "Nützliche Links: Reihenfolge", ""),
    ],
)
def test_a_decision_has_words(file, ref, value, label, shown):
    assert (label, shown) == (
        label_of(MUENSTER.of(file), ref),
        describe_field(MUENSTER.of(file), ref, value),
    )


@pytest.mark.parametrize(
    ("file", "row", "expected"),
    [
        (A, additional_row("a1", short_title=" Wind\n2030 "), "Wind 2030"),
        (M, measure_row("a1"), "Action name von a1"),
        (P, progress_row("a1"), "a1"),
        (P, {"values": []}, "(ohne Titel)"),
        (P, {"short_title": "fremd", "id": "a1"}, "a1"),
    ],
)
def test_a_record_has_a_title(file, row, expected):
    assert expected == title_of(MUENSTER.of(file), flatten(MUENSTER.of(file), row))


def test_the_notice_about_a_new_id_names_both():
    said = renumbered("bauen4", "bauen5")

    assert "Kennung „bauen5“" in said
    assert "„bauen4“" in said
