"""The four files in one form: canonical once, content unchanged (OPN-01, OPN-02, OPN-03)."""

from __future__ import annotations

import json
import subprocess

import pytest
from hypothesis import given

from klimaeditor.document import open_document
from klimaeditor.files.source import read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.publish.clean import clean_files, in_order, plan_cleaning
from klimaeditor.site.muenster import MUENSTER
from tests.conftest import SAMPLE, each_folder
from tests.dataset_builders import additional_row, measure_row, sources_of, town
from tests.json_strategies import records
from tests.muenster_fields import KEY_ORDER
from tests.store_helpers import image

M, A, P, C = FileName


def untidy(folder, target):
    """Copy the four files, so that they can be written."""
    target.mkdir()
    for file in FileName:
        (target / file).write_bytes((folder / file).read_bytes())
    return target


@each_folder
def test_cleaned_files_are_canonical_and_say_the_same(folder, tmp_path):
    place = untidy(folder, tmp_path / "d")
    document = open_document(place)
    before = {file: json.loads((place / file).read_text("utf-8")) for file in FileName}

    sources = clean_files(place, document.sources, catalogue=MUENSTER)

    for file in FileName:
        text = (place / file).read_bytes().decode("utf-8")
        assert before[file] == json.loads(text)
        assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n" == text
        assert sources[file].data == text.encode()
        assert list(sources[file].records) == list(document.sources[file].records)


@each_folder
def test_a_second_cleaning_changes_nothing(folder, tmp_path):
    place = untidy(folder, tmp_path / "d")
    sources = clean_files(place, open_document(place).sources, catalogue=MUENSTER)
    before = image(place)

    assert not any(found.needed for found in plan_cleaning(sources, catalogue=MUENSTER))
    clean_files(place, sources, catalogue=MUENSTER)
    assert before == image(place)


@pytest.mark.real
def test_the_counts_are_those_of_the_real_files(real_dataset):
    found = {
        c.file: c for c in plan_cleaning(open_document(real_dataset).sources, catalogue=MUENSTER)
    }

    assert (1387, 264) == (found[M].before.escapes, found[M].before.slashes)
    assert (0, 0, 0) == (found[M].after.escapes, found[M].after.slashes, found[A].after.tabs)
    assert found[A].before.tabs > 40
    assert not found[C].needed
    for cleaning in found.values():
        assert cleaning.before.records == cleaning.after.records
        assert cleaning.before.values == cleaning.after.values


@each_folder
def test_the_number_of_changed_lines_is_about_what_git_says(folder, tmp_path):
    place = untidy(folder, tmp_path / "d")
    for found in plan_cleaning(open_document(place).sources, catalogue=MUENSTER):
        new = tmp_path / "neu.json"
        new.write_bytes(found.source.data)
        command = ["git", "diff", "--no-index", "--numstat", place / found.file, new]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed
        added = int(done.stdout.split("\t")[0]) if done.stdout else 0
        assert abs(added - found.changed_lines) <= 1


def test_keys_take_the_order_of_the_format_and_unknown_ones_stay_behind_theirs():
    row = {"zuletzt": 1, "summary": "b", "neu": 2, "id": "a1", "cost": {"value": 1, "x": 2,
           "until_in_years": 3}, "short_title": "c"}  # fmt: skip

    assert {
        "zuletzt": 1,
        "id": "a1",
        "short_title": "c",
        "summary": "b",
        "neu": 2,
        "cost": {"until_in_years": 3, "value": 1, "x": 2},
    } == in_order(MUENSTER.of(A), row)
    expected = ["zuletzt", "id", "short_title", "summary", "neu", "cost"]
    assert expected == list(in_order(MUENSTER.of(A), row))
    assert ["until_in_years", "value", "x"] == list(in_order(MUENSTER.of(A), row)["cost"])


def test_records_in_order_stay_the_same():
    for file, row in ((M, measure_row()), (A, additional_row())):
        assert json.dumps(row) == json.dumps(in_order(MUENSTER.of(file), row))
        assert set(row) <= set(KEY_ORDER[file, ()])


@given(records)
def test_any_record_keeps_its_content(row):
    assert row == in_order(MUENSTER.of(A), row)
    assert list(in_order(MUENSTER.of(A), row)) == list(
        in_order(MUENSTER.of(A), in_order(MUENSTER.of(A), row))
    )


def test_a_file_that_changed_on_disk_is_not_overwritten(tmp_path):
    place = untidy(SAMPLE, tmp_path / "d")
    sources = open_document(place).sources
    (place / A).write_bytes((place / A).read_bytes() + b"\n")
    before = image(place)

    with pytest.raises(DatasetError, match="additional_data"):
        clean_files(place, sources, catalogue=MUENSTER)
    assert before == image(place)


def test_a_byte_order_mark_and_windows_line_ends_go():
    sources = sources_of(town())
    data = b"\xef\xbb\xbf" + sources[C].text.replace("\n", "\r\n").encode()
    (found,) = [
        c
        for c in plan_cleaning(sources | {C: read_source(data, C)}, catalogue=MUENSTER)
        if c.needed
    ]

    assert C is found.file
    assert found.source.data == sources[C].data
    assert not found.source.bom
