"""Characters that must not, or should not, be published (SEC-15)."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.characters import (
    CharacterHit,
    CharacterKind,
    doubtful,
    forbidden,
    german_name,
    is_plain,
    normalise,
    propose,
)
from tests.waiting import LINEAR, growth

if TYPE_CHECKING:
    from pathlib import Path


FORBIDDEN = {
    0x00: CharacterKind.CONTROL,
    0x08: CharacterKind.CONTROL,
    0x0B: CharacterKind.CONTROL,
    0x0D: CharacterKind.CARRIAGE_RETURN,
    0x1F: CharacterKind.CONTROL,
    0x7F: CharacterKind.DELETE,
    0x202A: CharacterKind.DIRECTION,
    0x202E: CharacterKind.DIRECTION,
    0x2066: CharacterKind.DIRECTION,
    0x2069: CharacterKind.DIRECTION,
    0xD800: CharacterKind.SURROGATE,
    0xDFFF: CharacterKind.SURROGATE,
    0xFFFD: CharacterKind.REPLACEMENT,
    0xFFFE: CharacterKind.NONCHARACTER,
    0xFFFF: CharacterKind.NONCHARACTER,
}
DOUBTFUL = {
    0x80: CharacterKind.OLD_CONTROL,
    0xAD: CharacterKind.SOFT_HYPHEN,
    0x200B: CharacterKind.ZERO_WIDTH,
    0x200D: CharacterKind.ZERO_WIDTH,
    0x2060: CharacterKind.ZERO_WIDTH,
    0xFEFF: CharacterKind.ZERO_WIDTH,
    0x2028: CharacterKind.SEPARATOR,
    0xE000: CharacterKind.PRIVATE_USE,
    0xF8FF: CharacterKind.PRIVATE_USE,
    0xF0000: CharacterKind.PRIVATE_USE,
    0x10FFFD: CharacterKind.PRIVATE_USE,
}


@pytest.mark.parametrize(("code", "kind"), FORBIDDEN.items())
def test_a_forbidden_character_is_found_with_its_place(code: int, kind: CharacterKind) -> None:
    text = f"ab{chr(code)}c"

    assert forbidden(text) == (CharacterHit(2, code, kind),)
    assert doubtful(text) == ()


@pytest.mark.parametrize(("code", "kind"), DOUBTFUL.items())
def test_a_doubtful_character_is_found_with_its_place(code: int, kind: CharacterKind) -> None:
    text = f"ab{chr(code)}c"

    assert doubtful(text) == (CharacterHit(2, code, kind),)
    assert forbidden(text) == ()


@pytest.mark.parametrize("text", ["", "Tab\tund\nZeile", "Äöüß €„“–… 10\u00a0t ² § 🚲", "e\u0301"])
def test_ordinary_text_is_plain(text: str) -> None:
    assert is_plain(text)
    assert (forbidden(text), doubtful(text)) == ((), ())


def test_several_characters_are_reported_in_reading_order() -> None:
    assert [hit.offset for hit in forbidden("\x00a\x7f\u202eb\ud800")] == [0, 2, 3, 5]


@given(st.text(st.characters(exclude_categories=())))
def test_plain_means_no_findings_at_all(text: str) -> None:
    assert is_plain(text) == (not forbidden(text) and not doubtful(text))


@given(st.text(st.characters(exclude_categories=())))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    normal = normalise(text)

    assert normalise(normal) == normal
    assert "\r" not in normal
    assert unicodedata.is_normalized("NFC", normal)


def test_line_breaks_and_umlauts_become_uniform() -> None:
    assert normalise("u\u0308ber\r\nalt\rneu") == "über\nalt\nneu"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("48 MW \uf0e0 92 GWh", "48 MW → 92 GWh"),
        ("\uf0b7 Punkt", "• Punkt"),
        ("Ziel eins\x0bZiel zwei\x0cZiel drei", "Ziel eins\nZiel zwei\nZiel drei"),
        ("wer\u00adden", "werden"),
        ("a\u200bb\x00c\x7fd\u202ee", "abcde"),
        ("Zeile\u2028Zeile\r\nEnde", "Zeile\nZeile\nEnde"),
        ("M\ufffdnster", "M\ufffdnster"),
        ("\ud800 \uf123 \x85", "\ud800 \uf123 \x85"),
    ],
)
def test_a_repair_replaces_what_is_known_and_keeps_what_is_lost(text: str, repaired: str) -> None:
    assert propose(text) == repaired


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (0xF0E0, "Privatzeichen U+F0E0"),
        (0x00, "Steuerzeichen U+0000"),
        (0x0D, "Wagenrücklauf U+000D"),
        (0xD800, "halbes Zeichenpaar U+D800"),
        (0xFFFD, "Ersatzzeichen U+FFFD"),
        (0x202E, "Schreibrichtungszeichen U+202E"),
        (0x200B, "unsichtbares Zeichen U+200B"),
        (0xAD, "weiches Trennzeichen U+00AD"),
        (0x41, "Zeichen U+0041"),
        (0x10FFFD, "Privatzeichen U+10FFFD"),
    ],
)
def test_characters_have_german_names(code: int, name: str) -> None:
    assert german_name(code) == name


def test_a_clean_text_is_checked_in_a_time_that_grows_with_it() -> None:
    text = "Die Stadt Münster plant – bis 2030 – „grüne“ Wärme für 10 % der Häuser.\n" * 200

    assert is_plain(text)
    assert growth(lambda times: is_plain(text * times), 1) < LINEAR


@pytest.mark.real
def test_the_real_dataset_has_one_private_character(real_dataset: Path) -> None:
    records = [
        record
        for name in ("additional_data.json", "measures.json")
        for record in json.loads((real_dataset / name).read_text(encoding="utf-8"))
    ]

    texts = [(record["id"], json.dumps(record, ensure_ascii=False)) for record in records]

    found = [(key, hit.code_point) for key, text in texts for hit in doubtful(text)]

    assert found == [("energieerzeugung1", 0xF0E0)]
    assert not any(forbidden(text) for _, text in texts)
