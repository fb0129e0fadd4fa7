"""The text of a file: every byte that need not change stays (OPN-02, OPN-04)."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from klimaeditor.files.jsonnodes import parse_document
from klimaeditor.files.source import read_source, render, saved_source, unchanged
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT, get_path, same, set_path
from tests.conftest import each_folder
from tests.json_strategies import documents, edited_rows, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from klimaeditor.files.jsonnodes import JsonNode
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.values import Json


GIT = shutil.which("git")
FORMATTED = b"""[
  {"a": 350.0, "b": 1E5 , "c":-0,
   "d": 1.10, "e": "\\u00e4\\/", "f": [ 1,2 ] , "g": { } }
 ,
  { "a" : "x"  }  ]\r\n"""


def source_of(data: bytes) -> SourceFile:
    return read_source(data, "measures.json")


def rows_of(source: SourceFile) -> dict:
    return dict(source.records)


def leaves(value: Json, path: tuple = ()) -> Iterator[tuple]:
    """Yield the paths of all texts, numbers and constants inside *value*."""
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in pairs:
            yield from leaves(child, (*path, key))
    else:
        yield path


def put(value: Json, path: tuple, new: Json) -> Json:
    """Return a copy of *value* with *new* at a path of keys and list places."""
    if not path:
        return new
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[path[0]] = put(value[path[0]], path[1:], new)
    return changed


def node_at(node: JsonNode, path: tuple) -> JsonNode:
    """Return the node at a path of keys and list places."""
    for step in path:
        found = {name: child for name, _, child in node.members} or dict(enumerate(node.items))
        node = found[step]
    return node


def lines_that_differ(before: bytes, after: bytes) -> list[tuple[bytes, bytes]]:
    old, new = before.split(b"\n"), after.split(b"\n")
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


# SAFE-16
@given(documents())
def test_without_changes_not_one_byte_changes(data):
    source = source_of(data)

    assert data == render(source, rows_of(source))
    assert data == render(source, copy.deepcopy(rows_of(source)))


@given(st.data(), documents())
def test_what_is_written_is_what_the_model_says(data, document):
    source = source_of(document)
    rows = data.draw(edited_rows(rows_of(source)))

    written = source_of(render(source, rows))

    assert same(list(written.records.values()), list(rows.values()))
    assert source.bom == written.bom


@given(st.data(), documents())
def test_an_edited_value_leaves_every_byte_around_it(data, document):
    source = source_of(document)
    paths = [(key, path) for key, row in source.records.items() for path in leaves(row) if path]
    assume(paths)
    key, path = data.draw(st.sampled_from(paths))
    new = data.draw(texts | st.integers(-9, 9))

    rows = {**source.records, key: put(source.records[key], path, new)}
    written = source_of(render(source, rows)).text

    node = node_at(parse_document(source.text), (key, *path))
    assert written.startswith(source.text[: node.start])
    assert written.endswith(source.text[node.end :])


@given(st.data(), documents())
def test_records_that_stay_keep_their_text(data, document):
    source = source_of(document)
    rows = data.draw(edited_rows(rows_of(source)))

    written = source_of(render(source, rows))

    expected = {
        place: source.piece_of[key].text
        for place, (key, row) in enumerate(rows.items())
        if key in source.records and same(row, source.records[key])
    }
    assert expected == {place: written.piece_of[place].text for place in expected}


@given(st.data(), documents())
def test_undoing_everything_gives_the_original_bytes(data, document):
    source = source_of(document)
    data.draw(edited_rows(rows_of(source)))

    assert document == render(source, copy.deepcopy(rows_of(source)))


@given(st.data(), documents())
def test_undoing_everything_gives_the_original_bytes_past_any_number_of_saves(data, document):
    source = first = source_of(document)
    for _ in range(data.draw(st.integers(1, 3))):
        rows = data.draw(edited_rows(rows_of(source)))
        source = saved_source(source, render(source, rows), rows)

    assert document == render(source, copy.deepcopy(rows_of(first)))


@given(st.data(), documents())
def test_a_record_that_becomes_what_it_was_gets_its_text_back_past_a_save(data, document):
    first = source_of(document)
    rows = data.draw(edited_rows(rows_of(first)))
    saved = saved_source(first, render(first, rows), rows)
    again = data.draw(edited_rows(rows)) | rows_of(first)

    written = source_of(render(saved, again))

    expected = [first.piece_of[key].text for key in again if key in first.records]
    texts_now = (piece.text for piece in written.piece_of.values())
    found = [text for key, text in zip(again, texts_now, strict=True) if key in first.records]
    assert expected == found


@given(st.data(), documents())
def test_what_was_saved_is_a_source_like_any_other(data, document):
    source = source_of(document)
    rows = data.draw(edited_rows(rows_of(source)))
    saved = source_of(render(source, rows))

    again = render(saved, data.draw(edited_rows(rows_of(saved))))

    assert render(saved, rows_of(saved)) == render(source, rows)
    assert source_of(again).text == again.decode("utf-8-sig")


@given(documents())
def test_cleaning_up_changes_the_form_and_not_the_content(data):
    source = source_of(data)
    cleaned = render(None, rows_of(source))

    assert json.loads(data.decode("utf-8-sig")) == json.loads(cleaned)
    assert cleaned == render(None, rows_of(source_of(cleaned)))


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("a", b"350.0", b"351"),
        ("b", b"1E5", b"0.5"),
        ("d", b"1.10", b"null"),
        ("e", b'"\\u00e4\\/"', b'"\\u00fc\\/x"'),
        ("f", b"[ 1,2 ]", b"[ 1,3 ]"),
        ("g", b"{ }", b'"t"'),
    ],
)
def test_only_the_edited_value_is_written_anew(key, before, after):
    source = source_of(FORMATTED)
    value = "ü/x" if key == "e" else json.loads(after)

    written = render(source, {**source.records, 0: {**source.records[0], key: value}})

    assert FORMATTED.replace(before, after) == written


def test_an_edited_text_is_escaped_as_it_was_not_as_its_file_is():
    data = b'[\n  {"a": "\xc3\xa4/", "b": "\\u00e4\\/", "c": "\xc3\xbc\xc3\xb6"}\n]'
    source = source_of(data)

    written = render(source, {0: source.records[0] | {"a": "Ü/", "b": "Ü/"}})

    expected = '[\n  {"a": "Ü/", "b": "\\u00dc\\/", "c": "üö"}\n]'
    assert expected == written.decode()


def test_removed_keys_items_and_records_take_only_themselves_away():
    source = source_of(FORMATTED)
    first, second = source.records.values()
    less = {k: v for k, v in first.items() if k not in "bg"}

    written = render(source, {0: {**less, "f": [2]}, 1: second})

    expected = (
        FORMATTED.replace(b' "b": 1E5 ,', b"").replace(b"1,2 ", b"2 ").replace(b' , "g": { }', b"")
    )
    assert expected == written
    assert b'[\n  { "a" : "x"  }  ]\r\n' == render(source, {1: second})
    assert b"[]\r\n" == render(source, {})


def test_new_keys_and_records_look_like_their_neighbours():
    text = '[\r\n\t{\r\n\t\t"a": 1,\r\n\t\t"b": {}\r\n\t}\r\n]'
    source = source_of(text.encode())
    row = set_path(source.records[0], ("c",), {"d": [1]}, 1)

    written = render(source, {0: row, 1: {"a": None}}).decode()

    expected = (
        '[\r\n\t{\r\n\t\t"a": 1,\r\n\t\t"c": {\r\n\t\t\t"d": [\r\n\t\t\t\t1\r\n\t\t\t]\r\n\t\t},'
        '\r\n\t\t"b": {}\r\n\t},\r\n\t{\r\n\t\t"a": null\r\n\t}\r\n]'
    )
    assert expected == written


def test_a_file_with_windows_line_ends_gets_no_others():
    data = b'[\r\n  {\r\n    "a": 1\r\n  }\r\n]\r\n'
    source = source_of(data)

    written = render(source, {0: {"a": [1, {"b": 2}]}, 1: {"c": {"d": "e"}}})

    assert written.count(b"\n") == written.count(b"\r\n") > 8


def test_a_key_that_went_and_came_back_elsewhere_leaves_the_others_alone():
    source = source_of(FORMATTED)
    row = dict(source.records[0])
    row = {"b": row.pop("b"), **row}

    written = render(source, {0: row, 1: source.records[1]})

    assert same([row, source.records[1]], list(source_of(written).records.values()))
    assert all(part in written for part in (b"350.0", b"1E5", b"-0", b"1.10", b"[ 1,2 ]", b"{ }"))


@pytest.mark.parametrize("empty", [b"[]", b" [ ]\n", b"[\n]\n", b"\xef\xbb\xbf[]"])
def test_a_record_can_be_added_to_an_empty_file(empty):
    written = render(source_of(empty), {0: {"id": "a"}})

    assert b'[\n  {\n    "id": "a"\n  }\n]' in written
    assert ({"id": "a"},) == tuple(source_of(written).records.values())


def test_a_file_in_one_line_stays_in_one_line():
    source = source_of(b'[{"a":1, "b":[]}]')

    written = render(source, {0: {"a": 1, "b": [2, {"c": 3}]}, 1: {"d": {"e": 4}}})

    assert b'[{"a":1, "b":[2,{"c": 3}]},{"d": {"e": 4}}]' == written


def test_a_file_is_unchanged_only_with_the_same_records_in_the_same_order():
    source = source_of(b'[{"a": 1}, {"a": 2}]')
    one, two = source.records.values()

    assert unchanged(source, {0: {"a": 1}, 1: two})
    assert not unchanged(source, {1: two, 0: one})
    assert not unchanged(source, {0: one})
    assert not unchanged(source, {0: {"a": 1.0}, 1: two})


@each_folder
@pytest.mark.parametrize("file", list(FileName))
def test_one_edited_value_is_one_changed_line(folder, file):
    data = (folder / file).read_bytes()
    source = read_source(data, file)
    for key, row in list(source.records.items())[::7]:
        for path in leaves(row):
            new = "Anderer Text mit Ü/ü"

            written = render(source, {**source.records, key: put(row, path, new)})

            assert 1 == len(lines_that_differ(data, written)), path


@each_folder
@pytest.mark.parametrize("file", list(FileName))
def test_a_record_that_goes_and_comes_back_touches_only_its_own_lines(folder, file):
    data = (folder / file).read_bytes()
    source = read_source(data, file)
    for gone in list(source.records)[::5]:
        rows = {key: row for key, row in source.records.items() if key != gone}

        kept = render(source, rows).split(b"\n")

        own = source.piece_of[gone].text.count("\n") + 1
        assert data.count(b"\n") + 1 - own == len(kept)
    assert data == render(source, source.records)


@pytest.mark.skipif(GIT is None, reason="git is not installed")
@each_folder
@pytest.mark.parametrize(
    ("file", "path"),
    [
        (FileName.MEASURES, ("Action outline", "Action description")),
        (FileName.ADDITIONAL, ("cost", "value")),
        (FileName.ADDITIONAL, ("short_title",)),
        (FileName.PROGRESS, ("type",)),
        (FileName.CATEGORIES, ("description",)),
    ],
)
def test_git_counts_one_line_out_and_one_line_in(folder, file, path, tmp_path):
    source = read_source((folder / file).read_bytes(), file)
    key = next(k for k, row in source.records.items() if get_path(row, path) is not ABSENT)
    row = set_path(source.records[key], path, "neu")
    (tmp_path / file).write_bytes(render(source, {**source.records, key: row}))

    assert "1\t1" == numstat(folder / file, tmp_path / file)


def numstat(before: Path, after: Path) -> str:
    command = [GIT, "diff", "--no-index", "--numstat", str(before), str(after)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - fixed arguments
    return found.stdout.rpartition("\t")[0]
