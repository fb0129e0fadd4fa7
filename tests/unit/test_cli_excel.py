"""``klimaeditor export`` and ``convert``: to a workbook and back, nothing overwritten unasked."""

from __future__ import annotations

import json

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.site.catalogue import FIELDS


@pytest.fixture
def workbook(call, sample_dataset, tmp_path):
    """Return the sample as a workbook."""
    target = tmp_path / "massnahmen.xlsx"
    assert 0 == call("export", sample_dataset, target)[0]
    return target


def cells(folder):
    """Return what a workbook shows of a dataset: (id, field) -> value, "" for nothing."""
    document = open_document(folder)
    names = [field.name for field in FIELDS if field.excel is not None]
    views = map(document.view, document.dataset.measure_keys())
    return {(view.id, name): view.value(name) or "" for view in views for name in names}


def test_the_export_says_what_it_wrote_and_where(call, sample_dataset, tmp_path):
    target = tmp_path / "massnahmen.xlsx"

    code, out, err = call("export", sample_dataset, target)

    assert (0, "") == (code, err)
    assert f"21 Maßnahmen nach {target} exportiert." == out.splitlines()[0]
    assert out.splitlines()[1].startswith("Die vollsten Zellen: ")
    assert target.read_bytes().startswith(b"PK")


def test_an_existing_workbook_is_replaced_only_by_force(call, sample_dataset, tmp_path):
    target = tmp_path / "massnahmen.xlsx"
    target.write_bytes(b"wichtig")
    refused = call("export", sample_dataset, target)
    kept = target.read_bytes()
    forced = call("export", sample_dataset, target, "--force")

    assert (2, "") == refused[:2]
    assert "gibt es schon. Bitte einen anderen Namen angeben oder mit --force" in refused[2]
    assert b"wichtig" == kept
    assert 0 == forced[0]
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("massnahmen.csv", "muss auf „.xlsx“ enden"),
        ("nirgends/massnahmen.xlsx", "gibt es nicht. Bitte zuerst anlegen."),
        ("ordner.xlsx", "gibt es schon."),
    ],
)
def test_a_target_that_is_none_is_explained(call, sample_dataset, tmp_path, name, expected):
    (tmp_path / "ordner.xlsx").mkdir()
    code, _, err = call("export", sample_dataset, tmp_path / name, "--force")

    assert 2 == code
    assert expected in err


def test_a_workbook_becomes_a_dataset_again(call, workbook, sample_dataset, tmp_path):
    folder = tmp_path / "neu"

    assert (0, f"21 Maßnahmen als Datensatz in {folder} gespeichert.\n") == call(
        "convert", workbook, folder
    )[:2]
    assert cells(sample_dataset) == cells(folder)
    assert {file.value for file in FileName} == {path.name for path in folder.iterdir()}


def test_converting_leaves_the_workbook_as_it_is(call, workbook, tmp_path):
    before = workbook.read_bytes()
    call("convert", workbook, tmp_path / "neu")

    assert before == workbook.read_bytes()


def test_an_existing_dataset_is_replaced_only_by_force(call, workbook, tmp_path):
    folder = tmp_path / "neu"
    folder.mkdir()
    (folder / "categories.json").write_text("[]", encoding="utf-8")
    refused = call("convert", workbook, folder)
    kept = (folder / "categories.json").read_text("utf-8")
    forced = call("convert", workbook, folder, "--force")

    assert (2, "") == refused[:2]
    assert "liegt schon categories.json." in refused[2]
    assert "[]" == kept
    assert 0 == forced[0]
    assert 7 == len(json.loads((folder / "categories.json").read_text("utf-8")))


def test_a_file_is_no_folder_to_convert_into(call, workbook, tmp_path):
    target = tmp_path / "datei"
    target.write_bytes(b"")
    code, _, err = call("convert", workbook, target, "--force")

    assert 2 == code
    assert "datei ist eine Datei. Bitte einen Ordner angeben." in err


def test_a_workbook_can_be_checked_like_its_dataset(call, workbook, sample_dataset):
    def rules(target):
        code, out, _ = call("check", target, "--format", "json")
        return code, [(row["measure"], row["field"], row["rule"]) for row in json.loads(out)]

    assert rules(sample_dataset) == rules(workbook)


@pytest.mark.parametrize("command", ["check", "convert"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fehlt.xlsx", None),
        ("kaputt.xlsx", b"kein zip"),
        ("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("makros.xlsm", b"PK"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_no_workbook_is_code_2_and_one_line(call, tmp_path, command, name, content):
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    target = [tmp_path / "neu"] if command == "convert" else []
    code, out, err = call(command, source, *target)

    assert (2, "") == (code, out)
    assert name in err
    assert 1 == err.count("\n")
    assert not (tmp_path / "neu").exists()


@pytest.mark.real
def test_the_real_data_survive_the_way_through_excel(call, real_dataset, tmp_path):
    workbook, folder = tmp_path / "massnahmen.xlsx", tmp_path / "neu"

    assert 0 == call("export", real_dataset, workbook)[0]
    assert 0 == call("convert", workbook, folder)[0]
    assert cells(real_dataset) == cells(folder)
