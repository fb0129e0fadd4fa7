"""Leftovers of PDF files as proposals that a person accepts or refuses (DOM-11)."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.document import open_document
from klimaeditor.textwork.cleanup import DebrisKind, clean, leftovers, propose
from tests.dataset_builders import additional_row, dataset_of, rows
from tests.edit_helpers import content

PIECES = (
    "wer",
    "den",
    "und",
    "Haus",
    "- ",
    "-\n",
    " ",
    "\t",
    "\u00a0",
    "    ",
    "\n",
    ":",
    ",",
    "•",
)
ODD = ("A", "9", "x", "\u00ad", "-", "\u00ad ", "\u200b", "\uf0b7", "\uf0e0", "\ue111")
TEXTS = st.lists(st.sampled_from(PIECES + ODD), max_size=10).map("".join)


def with_summary(text):
    return dataset_of(rows(additional=[additional_row(summary=text)]))


def cleaned(text):
    for piece in reversed(leftovers(text)):
        text = text[: piece.start] + piece.replacement + text[piece.end :]
    return text


@pytest.mark.parametrize(
    ("text", "kind", "repaired"),
    [
        ("Die Trans-\nformation", DebrisKind.HYPHENATION, "Die Transformation"),
        ("wer\u00ad\nden", DebrisKind.HYPHENATION, "werden"),
        ("Text  \nZeile", DebrisKind.TRAILING_BLANKS, "Text\nZeile"),
        ("ein\tTab", DebrisKind.TAB, "ein Tab"),
        ("ein\u00a0Wort", DebrisKind.NO_BREAK_SPACE, "ein Wort"),
        ("48 MW \uf0e0 insgesamt", DebrisKind.PRIVATE_USE, "48 MW → insgesamt"),
        ("\uf0b7 Punkt", DebrisKind.PRIVATE_USE, "• Punkt"),
        ("Wär\u00admepumpe", DebrisKind.INVISIBLE, "Wärmepumpe"),
        ("Null\u200bbreite", DebrisKind.INVISIBLE, "Nullbreite"),
        ("Kosten    12", DebrisKind.PSEUDO_TABLE, "Kosten: 12"),
    ],
)
def test_a_leftover_is_proposed_with_its_repair(text, kind, repaired):
    assert [kind] == [piece.kind for piece in leftovers(text)]
    assert repaired == cleaned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Klimaschutz- und Anpassung",
        "Haus- und-\nHof",
        "10\u00a0€ und z.\u00a0B. mehr",
        "Absatz\n\nAbsatz",
        "unbekannt \ue111 bleibt",
    ],
)
def test_what_is_right_or_unknown_is_left_alone(text):
    assert () == leftovers(text)


def test_a_bullet_of_wingdings_is_no_column():
    assert "•    Punkt" == cleaned("\uf0b7    Punkt")


def test_accepting_one_hit_leaves_the_others():
    dataset = with_summary("Trans-\nformation und An-\npassung")
    first, second = propose(dataset)

    dataset.apply(clean(dataset, [second]))
    (left,) = propose(dataset)

    assert "Trans-\nformation und Anpassung" == dataset.value(0, "summary")
    assert (first.hit.start, first.hit.end) == (left.hit.start, left.hit.end)


def test_hits_tell_before_and_after_with_context():
    (proposal,) = propose(with_summary("Die Trans-\nformation der Stadt"))

    assert ("Die Trans", "-\n", "formation der Stadt") == proposal.hit.before()
    assert ("Die Trans", "", "formation der Stadt") == proposal.hit.after()


def test_addresses_are_left_alone():
    links = [{"title": "Ein\u00a0Titel", "url": "https://a.de/x- y "}]
    dataset = dataset_of(rows(additional=[additional_row(links=links)]))

    assert ["title"] == [proposal.hit.place.part for proposal in propose(dataset)]


@given(TEXTS)
def test_accepting_nothing_changes_nothing_and_all_leaves_nothing_to_propose(text):
    dataset = with_summary(text)
    before = content(dataset)
    proposals = propose(dataset)

    assert not clean(dataset, ())
    batch = clean(dataset, proposals)
    dataset.apply(batch)

    assert () == propose(dataset)
    dataset.apply(batch.inverse())
    assert before == content(dataset)


@given(TEXTS, st.data())
def test_any_choice_of_hits_is_one_batch_that_can_be_taken_back(text, data):
    dataset = with_summary(text)
    before = content(dataset)
    proposals = propose(dataset)
    chosen = [p for p in proposals if data.draw(st.booleans())]

    batch = clean(dataset, chosen)
    dataset.apply(batch)
    dataset.apply(batch.inverse())

    assert before == content(dataset)


@given(TEXTS)
def test_no_letter_is_lost(text):
    letters = "".join(c for c in text if c.isalnum())

    assert letters == "".join(c for c in cleaned(text) if c.isalnum())


@pytest.mark.real
def test_the_real_dataset_is_clean_after_accepting_everything(real_dataset, tmp_path):
    document = open_document(real_dataset, tmp_path)
    proposals = propose(document.dataset)
    kinds = Counter(proposal.kind for proposal in proposals)

    assert 400 < kinds[DebrisKind.TRAILING_BLANKS] < 600
    assert 5 < kinds[DebrisKind.HYPHENATION] < 30
    assert 1 == kinds[DebrisKind.PRIVATE_USE]
    document.apply(clean(document.dataset, proposals))
    assert () == propose(document.dataset)
