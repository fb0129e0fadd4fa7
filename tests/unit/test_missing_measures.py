"""Rows and sheets of others that mean no measure become new ones, where somebody asks for it."""

from __future__ import annotations

import json

import pytest

from klimaeditor.document import Document, open_document
from klimaeditor.exchange import missingmeasures
from klimaeditor.exchange.importing import recognise
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder
from tests.foreign_cases import TITLES, report_file, small_town, table_file

HEADER = ["Handlungsfeld", "Titel", "Sachstand", "Kosten"]
NEW = "Fernwärme aus dem Klärwerk"


def found(tmp_path, rows, header=None):
    return recognise(
        table_file(tmp_path / "liste.xlsx", [header or HEADER, *rows]), site=muenster()
    )


def titles(made) -> list[tuple[str, str]]:
    return [(new.title, new.category_id) for new in made.new]


def why(made) -> str:
    return "\n".join(problem.message for problem in made.problems)


def test_a_row_that_means_no_measure_can_become_one(tmp_path):
    rows = [["Bauen", TITLES["bauen1"], "läuft", None], ["Bauen", NEW, "geplant", 500]]
    made = missingmeasures.missing(small_town(), found(tmp_path, rows))

    assert [(NEW, "bauen")] == titles(made)
    assert "" == why(made)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([None, NEW, "x y", 5], "die Kategorie fehlt"),
        (["Weltraum", NEW, "x y", 5], "die Kategorie „Weltraum“ gibt es nicht"),
        (["Bauen", "Dächer von Schulen begrünen lassen", "ruht", 5], None),
        (["Bauen", "Summe", None, 500], "zweifelhaft"),
    ],
)
def test_what_is_not_made_is_named_with_its_reason(tmp_path, row, expected):
    rows = [["Bauen", TITLES["bauen1"], "läuft", 1], row]
    made = missingmeasures.missing(small_town(), found(tmp_path, rows))

    assert [] == titles(made)
    assert expected is None or (expected in why(made) and "Zeile 3" in why(made))


def test_a_category_can_be_given_for_those_that_name_none(tmp_path):
    made = missingmeasures.missing(
        small_town(), found(tmp_path, [[None, NEW, "a b", 5]]), "Verkehr"
    )

    assert [(NEW, "verkehr")] == titles(made)


def test_a_sheet_of_a_report_goes_to_the_category_the_file_is_called_after(tmp_path):
    sheets = {"Eins": [("Titel", f"€€ {NEW}"), ("Sachstand", "Es geht voran.")]}
    report = recognise(report_file(tmp_path / "Verkehr.xlsx", sheets), site=muenster())
    elsewhere = recognise(report_file(tmp_path / "bericht.xlsx", sheets), site=muenster())

    assert [(NEW, "verkehr")] == titles(missingmeasures.missing(small_town(), report))
    assert "Blatt „Eins“" in why(missingmeasures.missing(small_town(), elsewhere))


def test_they_are_added_as_one_step_with_the_next_ids(tmp_path):
    document = Document(small_town(), {})
    rows = [["Bauen", NEW, "a b", 5], ["Verkehr", "Seilbahn", "c d", 6]]
    made = missingmeasures.missing(document.dataset, found(tmp_path, rows))
    before = document.dataset.measure_keys()
    batch = missingmeasures.adding(document.dataset, made.new)
    document.apply(batch)

    assert "2 neue Maßnahmen aus einer Datei anlegen" == batch.label
    assert ["bauen4", "verkehr3"] == [
        document.view(document.dataset.find(known)).id for known in ("bauen4", "verkehr3")
    ]
    document.apply(batch.inverse())
    assert before == document.dataset.measure_keys()


# --- on the command line -------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path):
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def table(tmp_path):
    rows = [["Bauen", NEW, "Die Leitung ist geplant.", 500], ["Weltraum", "Seilbahn", "nein", 6]]
    return table_file(tmp_path / "liste.xlsx", [HEADER, *rows])


def ids(data):
    return [row["id"] for row in json.loads((data / "measures.json").read_text("utf-8"))]


def test_never_by_default(call, data, table):
    before = ids(data)
    call("import", data, table, "--accept", "unproblematic")

    assert before == ids(data)


def test_a_dry_run_only_says_what_would_be_new(call, data, table):
    before = ids(data)
    out = call("import", data, table, "--new-measures", "--dry-run")[1]

    assert "Neue Maßnahmen (würden angelegt):" in out
    assert NEW in out
    assert before == ids(data)


def test_new_measures_are_saved_and_their_values_taken_like_any_other(call, data, table):
    before = set(ids(data))
    code, out, _ = call("import", data, table, "--new-measures", "--accept", "unproblematic")
    (new,) = set(ids(data)) - before
    document = open_document(data)
    view = document.view(document.dataset.find(new))

    assert 1 == code  # one row is left
    assert f"{new} {NEW} (liste.xlsx)" in out
    assert "„Seilbahn“ wurde nicht angelegt" in out
    assert ("Die Leitung ist geplant.", 500) == (view.value("state_text"), view.value("cost_value"))


def test_a_second_time_there_is_nothing_new(call, data, table):
    call("import", data, table, "--new-measures", "--accept", "unproblematic")
    before = ids(data)
    call("import", data, table, "--new-measures", "--accept", "unproblematic")

    assert before == ids(data)


def test_json_names_them(call, data, table):
    out = call("import", data, table, "--new-measures", "--dry-run", "--format", "json")[1]
    said = json.loads(out)

    assert [NEW] == [new["title"] for new in said["new_measures"]]
    assert 1 == len(said["not_made"])
    assert not said["saved"]


def test_a_category_that_is_not_there_is_refused(call, data, table):
    code, _, err = call("import", data, table, "--new-measures", "Weltraum")

    assert 2 == code
    assert "Die Kategorie „Weltraum“ gibt es nicht. Es gibt: " in err


@pytest.mark.real
def test_sheets_of_the_city_that_mean_no_measure_can_become_some(call, real_data, real_dataset):
    report = real_data / "sachstand" / "Bauen_und_Sanieren.xlsx"
    out = call("import", real_dataset, report, "--new-measures", "--dry-run", "--format", "json")[1]

    assert ["bauen10", "bauen11"] == [new["measure"] for new in json.loads(out)["new_measures"]]
