"""The strict reader: every fault has its own sentence with file, line and column (SEC-16)."""

from __future__ import annotations

import codecs
import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klimaeditor.files import jsontext
from klimaeditor.files.jsonnodes import (
    MAX_DEPTH,
    MAX_VALUES,
    FaultKind,
    JsonFault,
    parse_document,
)
from klimaeditor.files.jsontext import read_json
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.values import MAX_INTEGER, same
from tests.json_strategies import LETTERS, documents

NAME = "measures.json"
DEEP = "[" * MAX_DEPTH + "]" * MAX_DEPTH

# kind, text, line, column, what the sentence must name
FAULTS = [
    ("too_many", b"[" + b"{}," * 100_000 + b"{}]", 1, 1, "200.000"),
    ("utf16", '[{"a": 1}]'.encode("utf-16"), 1, 1, "UTF-16"),
    ("utf16", '[{"a": 1}]'.encode("utf-16-le"), 1, 1, "UTF-16"),
    ("utf16", '[{"a": 1}]'.encode("utf-16-be"), 1, 1, "UTF-16"),
    ("utf16", '[{"a": 1}]'.encode("utf-32"), 1, 1, "UTF-16"),
    ("no_text", b"\0" * 500, 1, 1, "wieder her"),
    ("no_text", b"\x1f\x8b\x08\0\0\0", 1, 1, "wieder her"),
    ("not_utf8", '[\n {"a": "ü"}]'.encode("latin-1"), 2, 9, "0xFC"),
    ("not_utf8", b'[{"a": "\xed\xa0\x80"}]', 1, 9, "0xED"),
    ("empty", b"", 1, 1, "leer"),
    ("empty", b" \r\n\t", 1, 1, "leer"),
    ("empty", codecs.BOM_UTF8, 1, 1, "leer"),
    ("syntax", b'[{"a": }]', 1, 8, "JSON"),
    ("syntax", b'[{"a" 1}]', 1, 7, "JSON"),
    ("syntax", b"[{'a': 1}]", 1, 3, "JSON"),
    ("syntax", b'[{"a": None}]', 1, 8, "JSON"),
    ("syntax", b'[{"a": "er sagte "ja" dazu"}]', 1, 19, "JSON"),
    ("syntax", b'[{"a": 1, 5}]', 1, 11, "JSON"),
    ("syntax", b'[{"a": [1}]', 1, 10, "JSON"),
    ("syntax", b"[{]", 1, 3, "JSON"),
    ("syntax", b"[}", 1, 2, "JSON"),
    ("syntax", b"[,]", 1, 2, "JSON"),
    ("syntax", b'[{"a": 1}} ]', 1, 10, "JSON"),
    ("syntax", "\ufeff\ufeff[]".encode(), 1, 1, "JSON"),
    ("syntax", "[\u00a0]".encode(), 1, 2, "JSON"),
    ("zeros", b"[]" + b"\0" * 500, 1, 3, "wieder her"),
    ("zeros", b'[{"a": 1}]\n' + b"\0" * 500 + b"\r\n", 2, 1, "wieder her"),
    ("zeros", b'[\n{"a": "mittend' + b"\0" * 500, 2, 15, "wieder her"),
    ("zeros", b'[{"a": "C:\\' + b"\0" * 500, 1, 12, "wieder her"),
    ("zeros", '[{"a": "ü'.encode()[:-1] + b"\0" * 500, 1, 9, "wieder her"),
    ("control_character", b'[{"a": "b\0c"}]', 1, 10, "U+0000"),
    ("git_conflict", b'[\n<<<<<<< HEAD\n{"a": 1}\n]', 2, 1, "<<<<<<<"),
    ("git_conflict", b'[{"a": 1}\n=======\n{"a": 2}]', 2, 1, "======="),
    ("git_conflict", b'[{"a": 1,\n>>>>>>> neu\n"b": 2}]', 2, 1, ">>>>>>>"),
    ("trailing_comma", b'[{"a": 1},\n]', 2, 1, "Komma zu viel"),
    ("trailing_comma", b'[{"a": 1, }]', 1, 11, "Komma zu viel"),
    ("trailing_comma", b'[{"a": [1,]}]', 1, 11, "Komma zu viel"),
    ("trailing_comma", b'[{"a": "\\u0041", }]', 1, 18, "Komma zu viel"),
    ("trailing_comma", b'[{"a": "\\ud83c\\udf31", }]', 1, 24, "Komma zu viel"),
    ("missing_comma", b'[\r\n{"a": 1}\r\n{"b": 2}]', 3, 1, "fehlt ein Komma"),
    ("missing_comma", b'[{"a": 1\n "b": 2}]', 2, 2, "fehlt ein Komma"),
    ("missing_comma", b'[{"a": [1 -2]}]', 1, 11, "fehlt ein Komma"),
    ("extra_text", b"[]\n]", 2, 1, "Hinter dem Ende"),
    ("extra_text", b"\n[]\n]", 3, 1, "Hinter dem Ende"),
    ("extra_text", b"[] x", 1, 4, "Hinter dem Ende"),
    ("unfinished", b'[{"a": 1}', 1, 10, "mittendrin"),
    ("unfinished", b'[{"a": "bc', 1, 8, "mittendrin"),
    ("unfinished", b'[{"a": "bc\\', 1, 8, "mittendrin"),
    ("unfinished", b'[{"a"', 1, 6, "mittendrin"),
    ("unfinished", b"[", 1, 2, "mittendrin"),
    ("unfinished", b'[{"a": 1,', 1, 10, "mittendrin"),
    ("duplicate_key", b'[{"a": 1, "b": {"c": 1,\n "\\u0063": 2}}]', 2, 2, "„c“"),
    ("not_a_number", b'[{"a": NaN}]', 1, 8, "„NaN“"),
    ("not_a_number", b'[{"a": -Infinity}]', 1, 8, "„-Infinity“"),
    ("number_range", b'[{"a": 1e400}]', 1, 8, "1e400"),
    ("number_range", b'[{"a": 9007199254740992}]', 1, 8, "9007199254740992"),
    ("number_range", b'[{"a": -9007199254740992}]', 1, 8, "-9007199254740992"),
    ("number_range", b'[{"a": ' + b"7" * 5000 + b"}]", 1, 8, "7777…"),
    ("number_range", b'[{"a": 0.' + b"7" * 5000 + b"}]", 1, 8, "7777…"),
    ("number_format", b'[{"a": 007}]', 1, 8, "00"),
    ("number_format", b'[{"a": 1.}]', 1, 8, "1."),
    ("number_format", b'[{"a": 12a}]', 1, 8, "12a"),
    ("number_format", b'[{"a": .5}]', 1, 8, ".5"),
    ("number_format", b'[{"a": +5}]', 1, 8, "+5"),
    ("number_format", b'[{"a": -}]', 1, 8, "-"),
    ("number_format", b'[{"a": -.5}]', 1, 8, "-."),
    ("too_deep", b"[" * 100_000, 1, 33, "32 Ebenen"),
    ("too_deep", b'[{"a":' * 20, 1, 97, "32 Ebenen"),
    ("too_deep", b'[{"a": ' + DEEP.encode() + b"}]", 1, 38, "32 Ebenen"),
    ("surrogate", b'[{"a": "\\ud800"}]', 1, 9, "\\ud800"),
    ("surrogate", b'[{"\\uDC00": 1}]', 1, 4, "\\uDC00"),
    ("surrogate", b'[{"a": "\\ud83c\\u0041"}]', 1, 9, "\\ud83c"),
    ("surrogate", b'[{"a": "\\\\\\ud83c"}]', 1, 11, "\\ud83c"),
    ("control_character", b'[{"a": "b\tc"}]', 1, 10, "U+0009"),
    ("control_character", b'[{"a": "b\nc"}]', 1, 10, "U+000A"),
    ("bad_escape", b'[{"a": "C:\\x"}]', 1, 11, "„\\x“"),
    ("bad_escape", b'[{"a": "\\u00g0"}]', 1, 9, "„\\u“"),
    ("top_level", b" {}", 1, 2, "Liste"),
    ("top_level", b'{"a": []}', 1, 1, "Liste"),
    ("top_level", b"null", 1, 1, "Liste"),
    ("record", b'[{"a": 1},\n 5]', 2, 2, "Eintrag 2"),
    ("record", b"[[]]", 1, 2, "Eintrag 1"),
]


def fault_of(data: bytes) -> JsonFaultError | None:
    try:
        read_json(data, NAME)
    except JsonFaultError as error:
        return error
    return None


@pytest.mark.parametrize(("kind", "data", "line", "column", "named"), FAULTS)
def test_every_fault_is_named_with_its_place(kind, data, line, column, named):
    error = fault_of(data)

    assert (kind, line, column, NAME) == (error.kind, error.line, error.column, error.file)
    assert str(error).startswith(f"{NAME}, Zeile {line}, Spalte {column}: ")
    assert named in str(error)


def test_every_kind_of_fault_has_its_own_sentence():
    tested = {kind: fault_of(data) for kind, data, *_ in FAULTS}
    sentences = {str(error).partition(": ")[2] for error in tested.values()}

    assert set(FaultKind) == {*tested, "too_large"}
    assert len(tested) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_file_over_20_mb_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(jsontext, "MAX_BYTES", 9)

    assert fault_of(b"[{}, {}]") is None
    assert ("too_large", 1, 1) == ((e := fault_of(b"[{}, {}] ! ")).kind, e.line, e.column)
    assert "größer als die erlaubten 20 MB" in str(e)


def test_sentences_stay_short_whatever_the_file_holds():
    long = b"k" * 5000
    faults = [
        b'[{"a": "\\' + "\U0001f331".encode() * 999 + b'"}]',
        b'[{"' + long + b'": 1, "' + long + b'": 2}]',
        b'[{"a": ' + b"1" * 300 + b"x}]",
        b'[{"a": 1.' + b"0" * 300 + b"x}]",
    ]

    assert [] == [len(str(fault_of(data))) for data in faults if len(str(fault_of(data))) > 300]


def test_a_byte_order_mark_is_accepted_and_remembered():
    parsed = read_json('\ufeff[{"a": "ä"}]'.encode(), NAME)

    assert (True, '[{"a": "ä"}]', ({"a": "ä"},)) == (parsed.bom, parsed.text, parsed.records)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        " [ ]\r\n",
        f'[{{"a": {MAX_INTEGER}, "b": -{MAX_INTEGER}}}]',
        '[{"a": 1e308, "b": 1E-400, "c": -0, "d": -0.0, "e": 1.50}]',
        '[{"a": "\\ud83c\\udf31 \\\\ud800 \\/ \\u0000 \ufffd"}]',
        '[{"": null, "A": true, "a": false}]',
        '[{"a": "\\ud7ff \\ue000 \\ud800\\udc00 \\udbff\\udfff"}]',  # at either side of halves
        json.dumps([{"a": "," * (MAX_VALUES // 2), "b": "[" * (MAX_VALUES // 2), "c": "{" * 99}]),
        '[{"a": ' + "[" * (MAX_DEPTH - 2) + "]" * (MAX_DEPTH - 2) + "}]",
    ],
)
def test_what_is_legal_is_read_as_json_reads_it(text):
    assert same(json.loads(text), list(read_json(text.encode(), NAME).records))


@given(documents())
def test_any_way_of_writing_a_document_is_read_as_json_reads_it(data):
    assert same(json.loads(data.decode("utf-8-sig")), list(read_json(data, NAME).records))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(documents(max_size=2)).decode("utf-8-sig")
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        taken = draw(st.integers(0, 2))
        put = draw(st.text(st.sampled_from(LETTERS + '{}[]:,"0-1.eEuN\\x\x00\x1f'), max_size=2))
        text = text[:place] + put + text[place + taken :]
    return text


def constants(text: str) -> list[str]:
    found: list[str] = []
    json.loads(text, parse_constant=found.append)
    return found


def is_stricter_than_json(text: str) -> bool:
    """Tell whether a text that json accepts breaks one of the additional rules of I-JSON."""
    doubles: list[bool] = []
    numbers: list[float] = []

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        doubles.append(len(dict(found)) != len(found))
        return dict(found)

    def number(lexeme: str) -> float:
        large = len(lexeme) > 400 or (
            lexeme.lstrip("-").isdigit() and abs(int(lexeme)) > MAX_INTEGER
        )
        numbers.append(math.inf if large else float(lexeme))
        return numbers[-1]

    value = json.loads(text, object_pairs_hook=pairs, parse_int=number, parse_float=number)
    wrong_shape = not isinstance(value, list) or not all(isinstance(v, dict) for v in value)
    lone = any("\ud800" <= c <= "\udfff" for c in json.dumps(value, ensure_ascii=False))
    return (
        wrong_shape
        or lone
        or any(doubles)
        or not all(map(math.isfinite, numbers))
        or bool(constants(text))
    )


@given(mutated())
@example('[{"a": "\\ud83c"}]')
@example('[{"a": NaN}]')
@example('[{"a": 1, "a": 1}]')
def test_a_damaged_file_is_either_read_as_json_reads_it_or_refused_with_a_place(text):
    error = fault_of(text.encode())
    try:
        expected = json.loads(text)
    except ValueError:
        assert error is not None
    else:
        assert is_stricter_than_json(text) == (error is not None)
        if error is None:
            assert same(expected, list(read_json(text.encode(), NAME).records))
    if error is not None:
        assert 1 <= error.line <= text.count("\n") + 1
        assert 1 <= error.column <= max(map(len, text.split("\n"))) + 1


def precise_fault(text: str) -> FaultKind | None:
    try:
        parse_document(text)
    except JsonFault as fault:
        return fault.kind
    return None


@given(mutated())
def test_the_precise_parser_agrees_with_the_fast_one(text):
    stricter = {"duplicate_key", "not_a_number", "number_range", "surrogate", "too_deep"}
    try:
        json.loads(text)
    except ValueError:
        assert precise_fault(text) is not None
    else:
        assert precise_fault(text) in {None, *stricter}


@given(st.binary(max_size=40))
def test_any_bytes_give_records_or_a_fault(data):
    error = fault_of(data)

    assert error is None or str(error).startswith(NAME)
