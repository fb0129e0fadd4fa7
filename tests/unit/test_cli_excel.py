"""``klimaeditor export`` and ``convert``: to a workbook and back, nothing overwritten unasked."""

from __future__ import annotations

import json

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from tests.muenster_fields import FIELDS


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
    assert (
        "gibt es schon. Geben Sie einen anderen Namen an, oder ersetzen Sie die Datei mit --force"
    ) in refused[2]
    assert b"wichtig" == kept
    assert 0 == forced[0]
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("massnahmen.csv", "muss auf „.xlsx“ enden"),
        ("nirgends/massnahmen.xlsx", "gibt es nicht. Legen Sie ihn zuerst an."),
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
    assert "datei ist eine Datei. Geben Sie einen Ordner an." in err


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


FOREIGN = (
    "Vorhaben;Sparte;Wärme;Kosten;Ablage\n"
    "Turnhallen dämmen;Bauen;Die Wär- me bleibt drin.;ca. 3 Mio. €;Regal 4\n"
    "Busse mit Strom;Mobilität;;500;\n"
)


@pytest.fixture
def table(tmp_path):
    """Return a table with headers that nobody can guess."""
    path = tmp_path / "liste.csv"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


COLUMNS = ("--columns", "Vorhaben=title,Sparte=category", "--columns", "C=action_description")


def test_a_foreign_table_becomes_a_dataset_and_what_is_left_out_is_named(call, table, tmp_path):
    code, out, err = call("convert", table, tmp_path / "neu", *COLUMNS)
    measures = json.loads((tmp_path / "neu" / "measures.json").read_text("utf-8"))

    assert 1 == code  # an amount is doubtful
    assert ["bauen1", "mobilitaet1"] == [row["id"] for row in measures]
    assert "Vorhaben (A) → Worum geht es?" in out
    assert "Spalte „Ablage“ (E): 1 Zelle, zum Beispiel „Regal 4“." in out
    assert "ca. 3 Mio. €" in out
    assert f"2 Maßnahmen in 2 Kategorien als Datensatz in {tmp_path / 'neu'} gespeichert." in out
    assert "--clean" in err
    assert {file.value for file in FileName} == {p.name for p in (tmp_path / "neu").iterdir()}


def test_doubtful_values_and_repairs_are_taken_when_asked_for(call, table, tmp_path):
    code, _, err = call("convert", table, tmp_path / "neu", *COLUMNS, "--doubtful", "--clean")
    document = open_document(tmp_path / "neu")

    assert 0 == code
    assert "Bereinigt: bauen1" in err
    assert ("Die Wärme bleibt drin.", 3_000_000) == (
        document.view(0).value("action_description"),
        document.view(0).value("cost_value"),
    )


def test_a_column_can_be_left_out(call, table, tmp_path):
    out = call("convert", table, tmp_path / "neu", *COLUMNS, "--columns", "Kosten=")[1]

    assert "Kosten (D) → nicht übernommen" in out
    assert "Spalte „Kosten“ (D): 2 Zellen" in out


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Vorhaben", "Geben Sie je Spalte „Überschrift=Feld“ an"),
        ("Vorhaben=titelchen", "titelchen"),
        ("Vorhaben=links", "links"),
        ("Fehlt=title", "Die Tabelle hat nicht genau eine Spalte „Fehlt“. Es gibt: „Vorhaben“"),
    ],
)
def test_a_column_that_cannot_be_is_explained(call, table, tmp_path, given, expected):
    code, out, err = call("convert", table, tmp_path / "neu", "--columns", given)

    assert (2, "") == (code, out)
    assert expected in err
    assert not (tmp_path / "neu").exists()


def test_without_a_title_nothing_is_written(call, table, tmp_path):
    code, _, err = call("convert", table, tmp_path / "neu")

    assert 2 == code
    assert "Es fehlt eine Spalte" in err
    assert not (tmp_path / "neu").exists()


def test_columns_of_an_export_are_not_to_be_chosen(call, workbook, tmp_path):
    code, _, err = call("convert", workbook, tmp_path / "neu", "--columns", "A=title")

    assert 2 == code
    assert "gelten nur für fremde Tabellen" in err


@pytest.mark.real
def test_the_real_data_survive_the_way_through_excel(call, real_dataset, tmp_path):
    workbook, folder = tmp_path / "massnahmen.xlsx", tmp_path / "neu"

    assert 0 == call("export", real_dataset, workbook)[0]
    assert 0 == call("convert", workbook, folder)[0]
    assert cells(real_dataset) == cells(folder)


@pytest.mark.real
@pytest.mark.parametrize("name", ["b-2_actions_raw.xlsx", "b-2_actions_raw.csv"])
def test_the_city_can_begin_with_its_first_table(call, real_dataset, tmp_path, name):
    code, out, _ = call("convert", real_dataset / name, tmp_path / "neu")
    document = open_document(tmp_path / "neu")

    assert 0 == code
    assert "60 Maßnahmen in 8 Kategorien" in out
    assert "Spalte „Source“ (E): 60 Zellen" in out
    texts = ("action_name", "short_title", "action_description")
    for key in document.dataset.measure_keys():
        assert all(document.view(key).value(field) for field in texts)
