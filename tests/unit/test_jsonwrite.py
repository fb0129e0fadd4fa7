"""Writing values: the canonical form, and the style that a file already has (OPN-01)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.files.jsontext import (
    CANONICAL,
    JsonStyle,
    style_of,
    style_of_token,
    write_document,
    write_string,
    write_value,
)
from tests.json_strategies import LETTERS, records, values


@given(st.lists(records, max_size=3))
def test_the_canonical_form_is_that_of_json_dumps(found):
    assert json.dumps(found, ensure_ascii=False, indent=2) + "\n" == write_document(found)


@given(values, st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_every_style_says_the_same(value, ascii_only, escaped_slash, newline):
    style = JsonStyle("\t", newline, ascii_only=ascii_only, escaped_slash=escaped_slash)
    text = write_value(value, style, "  ")

    assert repr(value) == repr(json.loads(text))
    assert not ascii_only or text.isascii()
    assert not escaped_slash or text.count("/") == text.count("\\/")


@pytest.mark.parametrize(
    ("text", "indent", "newline"),
    [
        ("", "  ", "\n"),
        ("[]", "  ", "\n"),
        ("[\n]\n", "  ", "\n"),
        ('[{"a": 1}]\n', "", ""),
        ('[\n{\n    "a": 1\n}\n]', "    ", "\n"),
        ('[\r\n\t{\r\n\t\t"a": 1\r\n\t}\r\n]', "\t", "\r\n"),
        ('[{\n    "a": [\n        1\n    ]\n}]', "    ", "\n"),
        ('[\n\n  {"a": 1}\n]', "  ", "\n"),
        ('[\n  {\n      "a": 1}]', "  ", "\n"),
    ],
)
def test_indentation_and_line_ends_are_seen(text, indent, newline):
    assert (indent, newline) == (style_of(text).indent, style_of(text).newline)


@pytest.mark.parametrize(
    ("text", "ascii_only", "escaped_slash"),
    [
        ('["ab"]', False, False),
        ('["\\u00e4"]', True, False),
        ('["\\u00e4 ä"]', False, False),
        ('["\\u0000\\u001f"]', False, False),
        ('["a\\/b"]', False, True),
        ('["a\\/b c/d e/f"]', False, False),
    ],
)
def test_escapes_are_seen(text, ascii_only, escaped_slash):
    assert (ascii_only, escaped_slash) == (style_of(text).ascii_only, style_of(text).escaped_slash)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ('"plain"', '"ä/"'),
        ('"\\u00fc"', '"\\u00e4/"'),
        ('"\\u00fc ü"', '"ä/"'),
        ('"a\\/b"', '"ä\\/"'),
        ('"a/b"', '"ä/"'),
    ],
)
def test_a_new_text_is_escaped_as_the_one_it_replaces(token, expected):
    assert expected == write_string("ä/", style_of_token(token, CANONICAL))


@given(st.text(LETTERS))
def test_a_token_can_be_read_back(text):
    assert text == json.loads(write_string(text, CANONICAL))
