"""Titles that mean the same measure, and those that only sound like it (MRG-04)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.exchange import matching
from klimaeditor.exchange.matching import CERTAIN, LEAST, MOST_BY_TITLE, Basis, Sought, alike
from tests.dataset_builders import additional_row, dataset_of, many, measure_row, rows
from tests.foreign_cases import TITLES, small_town

SAME = [
    ("Fahrradnetz 2.0", "€€€ Fahrradnetz 2.0"),
    ("Wärme- netz", "Wärmenetz"),
    ("„TrinkWasser“-Kampagne", "TrinkWasser-Kampagne"),
    ("CO₂-freier ÖPNV", "CO2-freier ÖPNV"),
    ("Grüner  Schuldschein\n", "GRÜNER SCHULDSCHEIN"),
]
WORDS = ["Dach", "Schule", "Radweg", "Netz", "Bus", "Wald"]
APART = [
    ("Wasserstoff", "Gasnetz und Wasserstoff bis 2030"),
    ("Haus- und Hofbegrünung", "Hausundhof"),
    ("Sanierung der Schulen", "Sanierung der Bäder und Sporthallen"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spelling_does_not_matter(left, right):
    assert MOST_BY_TITLE == alike(left, right) == alike(right, left)


@pytest.mark.parametrize(("left", "right"), APART)
def test_what_only_sounds_alike_is_never_certain(left, right):
    assert alike(left, right) < CERTAIN


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_score_is_a_score_and_the_same_both_ways(left, right):
    assert 0 <= alike(left, right) <= MOST_BY_TITLE
    assert alike(left, right) == pytest.approx(alike(right, left), abs=0.02)


@given(
    st.lists(
        st.sampled_from(["Dach", "Schule", "Radweg", "Netz", "Bus", "Wald"]), min_size=2, max_size=6
    )
)
def test_the_order_of_words_hardly_matters(words):
    assert alike(" ".join(words), " ".join(reversed(words))) >= CERTAIN


def test_a_typing_error_is_found_in_a_large_dataset():
    dataset = dataset_of(many(matching._ALL_COMPARED))
    (key,) = [k for k in dataset.measure_keys() if dataset.view(k).id == "bauen77"]
    title = dataset.value(key, "action_name").replace("von", "vom")
    found = matching.Names(dataset).candidates(Sought(1, (title,)))

    assert key in [candidate.measure for candidate in found]


def test_what_is_called_the_same_is_told_apart_by_its_category_and_stays_doubtful():
    both = [measure_row("bauen1", "bauen"), measure_row("verkehr1", "verkehr")]
    for row in both:
        row["Action outline"] = row["Action outline"] | {"Action name": "Beratung ausbauen"}
    dataset = dataset_of(rows(both, [additional_row("bauen1", short_title="")], [], []))
    wanted = [Sought(1, ("Beratung ausbauen",), category="Verkehr")]
    (match,) = matching.match(matching.Names(dataset), wanted)

    assert "verkehr1" == dataset.view(match.measure).id
    assert not match.certain


def test_between_two_that_are_equally_alike_nothing_is_chosen():
    both = [measure_row("bauen1"), measure_row("bauen2")]
    for row, part in zip(both, ("Nord", "Ost"), strict=True):
        row["Action outline"] = row["Action outline"] | {"Action name": f"Radweg im Bezirk {part}"}
    dataset = dataset_of(rows(both, [], [], []))
    (match,) = matching.match(matching.Names(dataset), [Sought(1, ("Radweg im Bezirk",))])

    assert (None, Basis.NONE) == (match.measure, match.basis)
    assert 2 == len([c for c in match.candidates if c.score >= LEAST])


def test_a_choice_by_hand_counts_as_certain_and_can_be_taken_back():
    dataset = small_town()
    (match,) = matching.match(matching.Names(dataset), [Sought(1, ("Abfallberatung",))])
    chosen = match.chosen(dataset.find("bauen2"))

    assert chosen.certain
    assert None is chosen.chosen(None).measure
    assert 2 == chosen.given_up(2).taken_by


def test_the_better_of_two_rows_has_the_measure_whatever_their_order():
    names = matching.Names(small_town())
    near, same = (Sought(1, ("Dächer von Schulen begrünen",)), Sought(2, (TITLES["bauen1"],)))

    for wanted in ([near, same], [same, near]):
        found = {match.place: match for match in matching.match(names, wanted)}
        assert (None, 2) == (found[1].measure, found[1].taken_by)
        assert found[2].certain


# --- many rows -----------------------------------------------------------------------------------


def titled(count: int) -> list[str]:
    """Return so many titles of the same few words, as departments make them."""
    return [f"{WORDS[n % 6]} und {WORDS[n // 6 % 6]} im Bezirk {n}" for n in range(count)]


def named(titles: list[str]) -> matching.Names:
    measures = [measure_row(f"bauen{n}") for n in range(1, len(titles) + 1)]
    for measure, title in zip(measures, titles, strict=True):
        measure["Action outline"]["Action name"] = title
    return matching.Names(dataset_of(rows(measures, [], [])))


def test_thousands_of_rows_are_not_compared_with_every_title(monkeypatch):
    calls = []
    compare = matching.alike
    monkeypatch.setattr(matching, "alike", lambda a, b: calls.append(a) or compare(a, b))
    names = named(titled(120))
    count = 1_500
    wanted = [Sought(n, (f"Bus oder Wald in {n}",)) for n in range(count)]

    assert not names.compares_all(count)
    matching.match(names, wanted)

    assert len(calls) <= count * 2 * matching._NEAREST


def test_the_nearest_titles_lead_to_the_same_measures():
    titles = titled(120)
    names = named(titles)
    for place, title in enumerate(titles):
        for changed in (title, title.upper(), title.replace("und", "&"), f"M 3.{place}: {title}"):
            wanted = Sought(place, (changed,))
            near, far = (names.candidates(wanted, of_all=of_all) for of_all in (False, True))
            assert (far[0].measure, far[0].score) == (near[0].measure, near[0].score)


def test_a_row_that_calls_itself_endlessly_is_cut():
    names = named(titled(3))
    (found,) = matching.match(
        names, [Sought(1, ("Netz " * 7_000,), id="bauen1 " * 5_000, category="x" * 30_000)]
    )

    assert len(found.title) <= matching._LETTERS
