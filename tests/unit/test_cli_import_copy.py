"""``klimaeditor import`` given the dataset of another person: compared, and taken where plain."""

from __future__ import annotations

import json
import shutil

import pytest

from klimaeditor.document import open_document
from tests.dataset_builders import town, write_folder

ACCEPT = ("--accept", "unproblematic")


@pytest.fixture
def data(tmp_path):
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def base(tmp_path, data):
    return shutil.copytree(data, tmp_path / "mai")


@pytest.fixture
def copy(tmp_path, data):
    """Return the copy of a colleague who has written a summary."""
    folder = shutil.copytree(data, tmp_path / "anna")
    write(folder, "bauen1", "Von Anna")
    return folder


def write(folder, measure, text):
    document = open_document(folder)
    key = document.dataset.find(measure)
    document.apply(document.plan_edit(key, {"summary": text}))
    document.save()


def summary(folder):
    rows = json.loads((folder / "additional_data.json").read_bytes())
    return {row["id"]: row["summary"] for row in rows}["bauen1"]


def test_without_accept_it_is_only_shown(call, data, copy, base):
    code, out, _ = call("import", data, copy, "--base", base)

    assert 1 == code
    assert "eindeutig   Zusammenfassung: Kurz gesagt → Von Anna" in out
    assert "Kurz gesagt" == summary(data)


def test_what_only_the_copy_changed_is_taken_and_saved(call, data, copy, base):
    code, out, _ = call("import", data, copy, "--base", base, *ACCEPT)

    assert (0, "Von Anna") == (code, summary(data))
    assert "1 Unterschied übernommen und gespeichert." in out
    assert 0 == call("import", data, copy, "--base", base)[0]


def test_dry_run_saves_nothing_and_the_report_says_it_field_by_field(
    call, data, copy, base, tmp_path
):
    report = tmp_path / "bericht.html"
    code, out, _ = call(
        "import", data, copy, "--base", base, *ACCEPT, "--dry-run", "--report", report
    )

    assert (0, "Kurz gesagt") == (code, summary(data))
    assert "1 Unterschied würde übernommen." in out
    page = report.read_text(encoding="utf-8")
    assert "Zusammenfassung" in page
    assert "anna" in page


def test_without_a_base_all_is_left_to_a_person_and_the_likely_one_is_named(call, data, copy):
    write(data, "verkehr1", "Neu")  # leaves a backup
    write(data, "verkehr3", "Neu")
    code, out, error = call("import", data, copy, *ACCEPT)

    assert (1, "Kurz gesagt") == (code, summary(data))
    assert "zu prüfen" in out
    assert "vermutlich hieraus entstanden: Sicherung, heute" in error


def test_a_workbook_in_the_folder_is_never_read(call, data, copy, base):
    (copy / "rücklauf.xlsx").write_bytes(b"kein Excel")

    code, out, _ = call("import", data, copy, "--base", base)

    assert 1 == code
    assert "rücklauf" not in out


def test_new_deleted_and_unknown_things_are_named(call, data, copy, base):
    document = open_document(copy)
    document.apply(document.plan_add("verkehr", "Neu dort")[1])
    document.save()
    for name in ("measures.json", "implementations.json"):
        rows = json.loads((copy / name).read_bytes())
        kept = [row for row in rows if row["id"] != "bauen2"]
        (copy / name).write_text(json.dumps(kept), encoding="utf-8")

    found = json.loads(call("import", data, copy, "--base", base, "--format", "json")[1])

    assert (["Neu dort"], ["Action name von bauen2"]) == (found["new"], found["deleted"])
    decided = {(row["measure"], row["file"]): row["decision"] for row in found["fields"]}
    assert "open" == decided["bauen2", "measures.json"] == decided["bauen2", "implementations.json"]
    assert "acceptable" == decided["verkehr4", "measures.json"]


def test_a_damaged_copy_is_refused_with_file_and_place(call, data, copy):
    (copy / "categories.json").write_text("[{]", encoding="utf-8")

    code, _, error = call("import", data, copy)

    assert 2 == code
    assert "„anna“ ist beschädigt: categories.json, Zeile 1, Spalte 3" in error


@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("anna", "mai"), "allein"),
        (("daten",), "derselbe Datensatz"),
        (("anna", "--new-measures"), "Tabellen und Berichte"),
        (("liste.csv", "--base", "mai"), "nur für den Datensatz einer anderen Person"),
    ],
)
def test_calls_that_make_no_sense_are_refused(call, base, tmp_path, words, sentence):
    data = base.with_name("daten")
    (tmp_path / "liste.csv").write_text("Titel;Kosten\nA;1\n", encoding="utf-8")
    paths = [tmp_path / word if (tmp_path / word).exists() else word for word in words]

    code, _, error = call("import", data, *paths)

    assert 2 == code
    assert sentence in error


def test_the_copy_is_never_written(call, data, copy, base):
    before = {path.name: path.read_bytes() for path in copy.iterdir()}

    call("import", data, copy, "--base", base, *ACCEPT)

    assert before == {path.name: path.read_bytes() for path in copy.iterdir()}
