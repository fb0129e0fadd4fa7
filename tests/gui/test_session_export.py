"""Exporting from the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from ui.dialogs.choices import ExportScope

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.gui
MEASURE, TITLE = "energieerzeugung1", "Windkraft am Stadtrand"


# --- exporting -------------------------------------------------------------------------------


def rows_of(book: Path) -> int:
    loaded = load_workbook(book, read_only=True)
    count = sum(row[0].value is not None for row in loaded["Maßnahmen"].iter_rows()) - 1
    loaded.close()
    return count


def test_the_whole_list_is_exported_without_a_question(opened, tmp_path):
    target = tmp_path / "Alles.xlsx"
    opened.answer(save_file=target)
    opened.export(opened.document.dataset.measure_keys())

    assert ["save_file"] == opened.asked()
    assert rows_of(target) >= 21
    assert ["21 Maßnahmen nach „Alles.xlsx“ exportiert."] == opened.heard


@pytest.mark.parametrize(("scope", "count"), [(ExportScope.FILTERED, 3), (ExportScope.ALL, 21)])
def test_a_narrowed_list_asks_which_measures(opened, tmp_path, scope, count):
    target = tmp_path / "Teil.xlsx"
    opened.answer(export_scope=scope, save_file=target)
    opened.export(opened.document.dataset.measure_keys()[:3])

    assert ("export_scope", (0, 3, 21)) == opened.ask.asked[0]
    assert f"{count} Maßnahmen" in opened.heard[0]


@pytest.mark.parametrize("answers", [{"export_scope": None}, {"export_scope": ExportScope.ALL,
                                                              "save_file": None}])  # fmt: skip
def test_exporting_can_be_cancelled_at_every_question(opened, answers):
    opened.answer(**answers)
    opened.export(opened.document.dataset.measure_keys()[:3])

    assert list(answers) == opened.asked()
    assert [] == opened.heard


def test_measures_selected_together_are_exported(opened, tmp_path):  # D.2
    keys = opened.document.dataset.measure_keys()
    opened.answer(export_scope=ExportScope.SELECTED, save_file=tmp_path / "Zwei.xlsx")
    opened.export(keys, keys[4:6])

    assert ("export_scope", (2, 21, 21)) == opened.ask.asked[0]
    assert "2 Maßnahmen" in opened.heard[0]


def test_the_one_measure_in_the_form_is_no_selection(opened, tmp_path):
    keys = opened.document.dataset.measure_keys()
    opened.answer(save_file=tmp_path / "Alle.xlsx")
    opened.export(keys, keys[:1])

    assert ["save_file"] == opened.asked()


def test_one_measure_is_told_as_one(opened, tmp_path):
    opened.answer(export_scope=ExportScope.FILTERED, save_file=tmp_path / "Eine.xlsx")
    opened.export(opened.document.dataset.measure_keys()[:1])

    assert ["1 Maßnahme nach „Eine.xlsx“ exportiert."] == opened.heard


def test_a_name_with_a_point_keeps_all_of_it(opened, tmp_path):
    opened.answer(save_file=tmp_path / "Stand 1.12")
    opened.export(opened.document.dataset.measure_keys())

    assert (tmp_path / "Stand 1.12.xlsx").is_file()


def test_a_file_that_only_the_full_name_meets_is_asked_about(opened, tmp_path):
    (tmp_path / "Da.xlsx").write_bytes(b"wichtig")
    opened.answer(save_file=tmp_path / "Da", overwrite=False)
    opened.export(opened.document.dataset.measure_keys())

    assert b"wichtig" == (tmp_path / "Da.xlsx").read_bytes()


def test_an_export_that_fails_is_told(opened, tmp_path):
    opened.answer(save_file=tmp_path / "gibt es nicht" / "Da.xlsx", error=None)
    opened.export(opened.document.dataset.measure_keys())

    assert ["save_file", "error"] == opened.asked()
    assert [] == opened.heard


def test_without_a_document_nothing_happens(desk):
    desk.session.revert()

    assert not desk.session.save_as()
    assert desk.session.close()
