"""``klimaeditor notes``: what is noted beside a dataset, for people and for programs."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from klimaeditor.cli import main
from klimaeditor.document import open_document
from klimaeditor.excel.request_layout import REMARK_HEADER
from klimaeditor.machine import MachineDefaults
from klimaeditor.notes.notebook_file import KeptNotebook, notebook_path, read_notebook, save
from tests.notebook_helpers import note, notebook
from tests.request_tools import requested


@pytest.fixture
def noted(sample_dataset):
    path = notebook_path(sample_dataset, MachineDefaults())
    found = notebook(
        note("n1", "Rückfrage\nan alle"),
        note("n2", "erledigt ist das", done=True, field=None),
        note("n3", "später", measure="energieerzeugung1", source="Rücklauf Amt 67"),
    )
    save(KeptNotebook(path), found)
    return sample_dataset


@pytest.fixture
def said(noted, capsys):
    def run(*arguments: str) -> str:
        assert 0 == main(["notes", str(noted), *arguments])
        return capsys.readouterr().out

    return run


def test_open_notes_are_listed_by_measure_with_field_day_and_author(said):
    first, second = said().splitlines()

    assert "bauen1 · Zusammenfassung · 03.05.2026 · anna: Rückfrage an alle" == first
    assert second.startswith("energieerzeugung1 · Zusammenfassung · 03.05.2026 · anna · Rücklauf")


def test_done_ones_are_listed_if_asked_for(said):
    lines = said("--all", "--measure", "bauen1").splitlines()

    assert ["bauen1 · 03.05.2026 · anna · erledigt: erledigt ist das"] == [
        line for line in lines if "erledigt" in line
    ]
    assert 2 == len(lines)


def test_json_holds_all_of_a_note(said):
    found = json.loads(said("--format", "json"))

    assert {
        "key": "n1",
        "measure": "bauen1",
        "field": "summary",
        "text": "Rückfrage\nan alle",
        "author": "anna",
        "at": "2026-05-03T12:00:00+00:00",
        "done": False,
        "source": "",
    } == found[0]
    assert ["n1", "n3"] == [row["key"] for row in found]


def test_without_notes_that_is_said(sample_dataset, capsys):
    assert 0 == main(["notes", str(sample_dataset)])

    assert "Keine offene Notiz.\n" == capsys.readouterr().out


def test_a_measure_that_is_not_there_is_refused(noted, capsys):
    assert 2 == main(["notes", str(noted), "--measure", "bauen99"])

    assert "bauen99" in capsys.readouterr().err


def test_a_notebook_that_cannot_be_read_is_named(sample_dataset, capsys):
    notebook_path(sample_dataset, MachineDefaults()).write_bytes(b"kaputt")

    assert 0 == main(["notes", str(sample_dataset)])

    assert "lassen sich nicht lesen" in capsys.readouterr().err


# --- from returns ----------------------------------------------------------------------------


def returned(folder, summary: str = "") -> str:
    """Return a workbook that came back with a remark, and perhaps with a new summary."""
    path = requested(open_document(folder).dataset, folder.parent)
    book = load_workbook(path)
    sheet = book["Maßnahmen"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == "bauen1")
    sheet.cell(row, columns[REMARK_HEADER]).value = "Erst nach der Ratssitzung."
    if summary:
        sheet.cell(row, columns["Zusammenfassung"]).value = summary
    book.save(path)
    return str(path)


def remarked(folder) -> list[tuple[str, str]]:
    found = read_notebook(folder, MachineDefaults())
    return [] if found is None else [(own.text, own.source) for own in found.notes.values()]


@pytest.mark.parametrize("summary", ["", "Neu gefasst."], ids=["unchanged", "changed"])
def test_remarks_of_returns_that_are_taken_become_notes_once(sample_dataset, capsys, summary):
    path = returned(sample_dataset, summary)
    said = []
    for _ in range(2):
        main(["import", str(sample_dataset), path, "--accept", "unproblematic"])
        said.append("1 Bemerkung ist jetzt als Notiz zu finden" in capsys.readouterr().err)

    assert [True, False] == said
    source = "Rücklauf Amt 67, Abfrage vom 04.03.2026"
    assert [("Erst nach der Ratssitzung.", source)] == remarked(sample_dataset)


@pytest.mark.parametrize("words", [(), ("--accept", "unproblematic", "--dry-run")])
def test_who_only_looks_at_returns_notes_nothing(sample_dataset, words):
    main(["import", str(sample_dataset), returned(sample_dataset), *words])

    assert [] == remarked(sample_dataset)
