"""Markup in texts that the website prints raw (SEC-01)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.markup import Markup, MarkupKind, find_markup, strip_markup
from tests.waiting import LINEAR, growth

if TYPE_CHECKING:
    from pathlib import Path


FILES = ("measures.json", "additional_data.json", "implementations.json", "categories.json")


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=1>",
        "</p>",
        "<!--",
        "<?php",
        "&lt;script&gt;",
        "&#60;",
        "&#x3c",
        "&#X",
        "a <b",
        "<svg/onload=alert(1)>",
        "T&auml;glich",
    ],
)
def test_markup_is_found(text: str) -> None:
    assert find_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "< 10.000 Euro",
        "<300",
        "R&D",
        ">",
        "a < b > c",
        "R&D; F&E;",
        "A & B",
        "<€",
        "&",
        "&#",
        "->",
        "",
    ],
)
def test_ordinary_signs_are_no_markup(text: str) -> None:
    assert find_markup(text) == ()
    assert strip_markup(text) == text


def test_every_piece_is_reported_with_its_offsets() -> None:
    assert find_markup("x<b>fett</b> &amp; <i") == (
        Markup(1, 4, MarkupKind.TAG),
        Markup(8, 12, MarkupKind.TAG),
        Markup(13, 18, MarkupKind.ENTITY),
        Markup(19, 21, MarkupKind.TAG),
    )


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("<b>fett</b>", "fett"),
        ("Zeile<br>Zeile<br />Ende", "Zeile\nZeile\nEnde"),
        ("<p>Eins</p><p>Zwei</p>", "Eins\nZwei\n"),
        ("T&auml;glich &#8364; &#x20AC; R&D", "Täglich € € R&D"),
        ("10&nbsp;t wer&shy;den", "10 t werden"),
        ("&lt;b&gt;x", "x"),
        ("&amp;lt;b&amp;gt;x", "x"),
        ("vor<script>alert('<b>')</script>nach", "vornach"),
        ("vor<!-- <b> -->nach", "vornach"),
        ("vor<!-- offen", "vor< !-- offen"),
        ("unter <b 5 und mehr", "unter < b 5 und mehr"),
        ("<scr<b>ipt>alert(1)</script>", "alert(1)"),
        ("<script>alert(1)", "alert(1)"),
        ("&#x", "& #x"),
        ('<a href="x>y">Titel</a>', 'y">Titel'),
        ("F&E; <b>x</b>", "F&E; x"),
    ],
)
def test_a_repair_keeps_the_words(text: str, repaired: str) -> None:
    assert strip_markup(text) == repaired


@given(st.text(st.sampled_from("<>/!?&#;xab3lt gmp-script\"'="), max_size=60))
def test_a_repaired_text_has_no_markup_left(text: str) -> None:
    repaired = strip_markup(text)

    assert find_markup(repaired) == ()
    assert strip_markup(repaired) == repaired


@pytest.mark.parametrize(
    "piece", ["<a", "<!--", "<script>", "&amp;", "&#x26;", "</script", "<style><!--"]
)
def test_hostile_texts_are_repaired_in_a_time_that_grows_with_them(piece: str) -> None:
    assert find_markup(strip_markup(piece * 3000)) == ()
    assert growth(lambda times: strip_markup(piece * times), 400) < LINEAR


@pytest.mark.parametrize("name", FILES)
@pytest.mark.real
def test_the_real_dataset_has_no_markup(real_dataset: Path, name: str) -> None:
    text = json.dumps(
        json.loads((real_dataset / name).read_text(encoding="utf-8")), ensure_ascii=False
    )

    assert find_markup(text) == ()
