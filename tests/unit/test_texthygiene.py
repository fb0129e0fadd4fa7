"""Leftovers of PDF and Word, titles that say nothing, placeholders (DOM-11, A11Y-21)."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.characters import Debris, apply, find_debris, find_structure
from klimaeditor.checks.links import (
    has_price_prefix,
    is_meaningless_link,
    propose_link_title,
    propose_title,
)
from klimaeditor.model.placeholders import is_placeholder, propose_placeholder
from tests.waiting import LINEAR, growth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


NAMES = ("Action name", "Reference to impact pathway", "Impact & cost")


def cleaned(text: str, *kinds: Debris) -> str:
    """Return the text with all hits of the given kinds repaired, by default of every kind."""
    return apply(text, (hit for hit in find_debris(text) if hit.kind in (kinds or Debris)))


@pytest.mark.parametrize(
    ("text", "kind", "repaired"),
    [
        ("sie wer- den", Debris.HYPHENATION, "sie werden"),
        ("ver-\nkürzt", Debris.HYPHENATION, "verkürzt"),
        ("ver- \n kürzt", Debris.HYPHENATION, "verkürzt"),
        ("Gebäudebe-  stand,", Debris.HYPHENATION, "Gebäudebestand,"),
        ("Insge-\nsamt", Debris.HYPHENATION, "Insgesamt"),
        ("ÖPNV-\nAngebot", Debris.HYPHENATION, "ÖPNV-Angebot"),
        ("CO2-\nneutral", Debris.HYPHENATION, "CO2-neutral"),
        ("wer\u00ad\nden", Debris.HYPHENATION, "werden"),
        ("Ende \nneu", Debris.TRAILING_BLANKS, "Ende\nneu"),
        ("Ende\t \u00a0\nneu", Debris.TRAILING_BLANKS, "Ende\nneu"),
        ("Ende  ", Debris.TRAILING_BLANKS, "Ende"),
        ("  \nneu", Debris.TRAILING_BLANKS, "\nneu"),
        ("a\t\tb", Debris.PSEUDO_TABLE, "a: b"),
        ("a:\t\tb", Debris.PSEUDO_TABLE, "a: b"),
        ("Wert  \tgeplant", Debris.PSEUDO_TABLE, "Wert: geplant"),
        ("Modell:           > 30", Debris.PSEUDO_TABLE, "Modell: > 30"),
        ("•\tPunkt", Debris.TAB, "• Punkt"),
        ("•\t\tPunkt", Debris.TAB, "• Punkt"),
        ("\t\tEingerückt", Debris.TAB, "Eingerückt"),
        ("ein \tWort", Debris.TAB, "ein Wort"),
        ("-\u00a0\u00a0\u00a0 Punkt", Debris.NO_BREAK_SPACE, "- Punkt"),
        ("\u00a0Punkt", Debris.NO_BREAK_SPACE, "Punkt"),
        ("zwei\u00a0Worte", Debris.NO_BREAK_SPACE, "zwei Worte"),
    ],
)
def test_a_leftover_is_found_and_repaired(text: str, kind: Debris, repaired: str) -> None:
    assert [hit.kind for hit in find_debris(text)] == [kind]
    assert cleaned(text, kind) == cleaned(text) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "Klimaschutz- und Anpassung",
        "Klimaschutz-\nund Anpassung",
        "Haus- oder Wohnung",
        "Investitions- bzw. Folgekosten",
        "Neubau- als auch Bestand",
        "6- bis 10-Jährige",
        "Klima- Anpassung",
        "E- mobil",
        "Ende -\nneu",
        "Absatz-\n\nneu",
        "10\u00a0€ und 5\u00a0GWh",
        "z.\u00a0B. Strom",
        "zwei  Blanks",
        "Zeile\n   Eingerückt",
        "",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert find_debris(text) == ()


def test_a_row_of_three_columns_reads_as_a_list() -> None:
    assert cleaned("a\t\tb\t\tc\nd\t\te") == "a: b, c\nd: e"


def test_a_single_hit_can_be_repaired_alone() -> None:
    text = "sie wer- den \nzwei\tWorte"
    hits = find_debris(text)

    assert apply(text, hits[:1]) == "sie werden \nzwei\tWorte"
    assert cleaned(text, Debris.TAB) == "sie wer- den \nzwei Worte"


@given(st.text(st.sampled_from("ab Ü9-\u00ad \t\u00a0\n•:.€"), max_size=40))
def test_hits_never_overlap_and_words_survive_a_repair(text: str) -> None:
    hits = find_debris(text)

    assert all(one.end <= two.start for one, two in pairwise(hits))
    assert Counter(c for c in cleaned(text) if c.isalnum()) == Counter(
        c for c in text if c.isalnum()
    )


@pytest.mark.parametrize(
    "piece", [" ", "\t", "\u00a0", "a- ", "a-\n", "\t\u00a0", "a\t\t", "-\u00ad "]
)
def test_hostile_texts_are_searched_in_a_time_that_grows_with_them(piece: str) -> None:
    assert growth(lambda times: find_debris(piece * times + "x"), 1_250) < LINEAR


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Bildung \nReference to impact pathway", "Bildung"),
        ("Bildung\n  impact &  cost: \nWeiter", "Bildung\nWeiter"),
        ("Action name\nBildung", "Bildung"),
        ("Action name", ""),
        ("Action name\n\nImpact & cost\nBildung", "Bildung"),
    ],
)
def test_a_line_with_a_field_name_is_cut_out(text: str, repaired: str) -> None:
    assert apply(text, find_structure(text, NAMES)) == repaired


@pytest.mark.parametrize("text", ["siehe Action name", "Action names", "", "Text\n\nText"])
def test_a_field_name_inside_a_sentence_stays(text: str) -> None:
    assert find_structure(text, NAMES) == ()


@given(st.lists(st.sampled_from(["Action name", "Impact & cost: ", "Text", "", " "]), max_size=6))
def test_no_field_name_is_left_after_cutting(lines: list[str]) -> None:
    text = "\n".join(lines)
    repaired = apply(text, find_structure(text, NAMES))

    assert find_structure(repaired, NAMES) == ()
    assert repaired.count("Text") == text.count("Text")


@pytest.mark.parametrize(
    ("title", "repaired"), [("€€€ KlimaTraining", "KlimaTraining"), ("€ Wind", "Wind")]
)
def test_a_price_class_is_no_title(title: str, repaired: str) -> None:
    assert has_price_prefix(title)
    assert propose_title(title) == repaired
    assert not has_price_prefix(repaired)


@pytest.mark.parametrize("title", ["100 € Zuschuss", "€uro", "€", ""])
def test_a_euro_sign_elsewhere_is_fine(title: str) -> None:
    assert not has_price_prefix(title)
    assert propose_title(title) == title


@pytest.mark.parametrize(
    "title",
    ["hier", "Hier ", "Link", "mehr …", "[mehr]", "weiterlesen", "https://stadt.de/x",
     "www.stadt.de", "stadt.de/klima", "", "  ", ">>", "Klicken  Sie hier!"],
)  # fmt: skip
def test_a_link_title_must_say_something(title: str) -> None:
    assert is_meaningless_link(title)


@pytest.mark.parametrize(
    "title", ["Windenergie-Projekte der Stadtwerke Münster", "Mehr Demokratie e. V.", "Linkstraße"]
)
def test_a_telling_link_title_passes(title: str) -> None:
    assert not is_meaningless_link(title)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.stadt.de/energie/wind-energie", "Wind energie (stadt.de)"),
        ("https://stadt.de/klima.html", "Klima (stadt.de)"),
        ("https://stadt.de/M%C3%BCnster/", "Münster (stadt.de)"),
        ("https://stadt.de/12", "stadt.de"),
        ("https://stadt.de/download.pdf", "stadt.de"),
        ("https://stadt.de", "stadt.de"),
        ("hier", None),
        ("https://[::1", None),
    ],
)
def test_a_title_can_be_made_of_the_address(url: str, title: str | None) -> None:
    assert propose_link_title(url) == title
    assert title is None or not is_meaningless_link(title)


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("keine Angaben", "Keine Angabe"),
        ("k. A.", "Keine Angabe"),
        ("Nicht anwendbar", "Nicht zutreffend"),
        ("entfällt", "Nicht zutreffend"),
        ("In  Erarbeitung …", "Wird noch erarbeitet"),
        ("Keine Angabe ", "Keine Angabe"),
        ("Keine Angabe", None),
        ("Nicht zutreffend", None),
        ("Keine", None),
        ("nicht quantifizierbar/messbar", None),
        ("Aktuell keine Bezifferung möglich", None),
        ("Siehe Beschreibung", None),
        ("Siehe B-1.1", None),
        ("–", None),
    ],
)
def test_placeholders_are_known_in_all_spellings(text: str, agreed: str | None) -> None:
    assert is_placeholder(text)
    assert propose_placeholder(text) == agreed


@pytest.mark.parametrize(
    "text",
    ["", " ", "Keine Kosten", "Nicht anwendbar. Indirekt über Beratung", "siehe 5 €", "Strom"],
)
def test_a_statement_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)
    assert propose_placeholder(text) is None


def real_texts(real_dataset: Path) -> Iterator[str]:
    def leaves(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict | list):
            for child in node.values() if isinstance(node, dict) else node:
                yield from leaves(child)

    yield from leaves(json.loads((real_dataset / "measures.json").read_text(encoding="utf-8")))


@pytest.mark.real
def test_the_real_dataset_has_the_known_placeholders(real_dataset: Path) -> None:
    found = Counter(text for text in real_texts(real_dataset) if is_placeholder(text))

    assert (found.total(), len(found)) == (174, 14)


@pytest.mark.real
def test_one_repair_leaves_the_real_texts_clean(real_dataset: Path) -> None:
    dirty = [text for text in real_texts(real_dataset) if find_debris(text)]

    assert dirty
    assert [text for text in dirty if find_debris(cleaned(text))] == []
