"""Rows of a spreadsheet become stands and links as one step; what is not understood is named."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from klimaeditor.site.muenster_companions import STATUS_CHOICES
from tests.e2e_driver import CTRL, Key
from tests.gui.editor_cases import emitted_by, show
from tests.gui.reach import one
from ui.form.editors.entries import EDIT_HINT, PASTE_HINT
from ui.form.editors.pasting import NO_ROWS, cells_of, is_table
from ui.form.editors.series import ADD_ENTRY, LinksEditor, SeriesEditor

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True),
]
TODAY = date(2026, 11, 22)


# --- the clipboard as cells -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"erste\nzweite"\tb\r\n', [["erste\nzweite", "b"]]),
        ('"sagt ""ja""\nlaut"\tb', [['sagt "ja"\nlaut', "b"]]),
        ('"Kanal"\tb', [['"Kanal"', "b"]]),
        ('5" Rohr\tb', [['5" Rohr', "b"]]),
        ('"offen\tb', [['"offen', "b"]]),
        ("a\t\t\nb", [["a", "", ""], ["b"]]),
        ("\n\t\n", []),
        ("", []),
    ],
)
def test_cells_are_read_as_spreadsheets_write_them(text, cells):
    assert cells == cells_of(text)


def test_one_cell_is_no_table():
    assert not is_table("Kanal\r\n")
    assert is_table("Kanal\tHafen")
    assert is_table("Kanal\nHafen")


# --- stands and links -----------------------------------------------------------------------------


def paste(editor, text: str) -> list:
    """Paste rows with the keyboard in the table; return what was emitted."""
    values = emitted_by(editor)
    QApplication.clipboard().setText(text)
    table = editor.focus_widget()
    table.setFocus()
    QTest.keyClick(table, Key.Key_V, CTRL)
    return values


@pytest.fixture
def series(qtbot):
    made = SeriesEditor(today=lambda: TODAY)
    made.set_series_type("count", "GWh")
    show(qtbot, made, [{"value": 1, "date": "2025-01-01"}, {"value": 9, "date": "2026-01-01"}])
    return made


@pytest.fixture
def links(qtbot):
    made = LinksEditor()
    show(qtbot, made, [{"title": "A", "url": "https://a.example"}])
    return made


def test_pasted_stands_go_to_their_days_as_one_change(series):
    values = paste(series, "01.06.2025\t3,5\r\n01.03.2026\t12\r\n")

    assert 1 == len(values)
    assert ["2025-01-01", "2025-06-01", "2026-01-01", "2026-03-01"] == [
        entry["date"] for entry in values[0]
    ]
    assert [1, 3.5, 9, 12] == [entry["value"] for entry in values[0]]
    assert "2 Stände eingefügt." == series.told()


def test_heading_swapped_columns_and_units_are_understood(series):
    values = paste(series, "Wert (GWh)\tDatum\r\n12 GWh\t01.03.2026\r\n")

    assert {"date": "2026-03-01", "value": 12} == values[0][-1]
    assert "1 Stand eingefügt. Die Kopfzeile „Wert (GWh), Datum“ wurde übergangen." == (
        series.told()
    )


def test_what_is_not_understood_is_kept_as_written_and_named(series):
    """Nothing that was pasted is lost, and nothing goes unmentioned."""
    values = paste(series, "Ende März\t12\tgeschätzt\r\n01.04.2026\tca. 13\r\n01.05.2026\t\r\n")
    pasted = {(entry["date"], entry["value"]) for entry in values[0]}

    assert {("Ende März", 12), ("2026-04-01", "ca. 13"), ("2026-05-01", None)} <= pasted
    said = series.told()
    assert "Nicht als Datum lesbar und so übernommen" in said
    assert "„Ende März“ (Zeile 1)" in said
    assert "„ca. 13“ (Zeile 2)" in said
    assert "Ohne Wert: Zeile 3." in said
    assert "Nicht übernommen wurden weitere Spalten: „geschätzt“ (Zeile 1)." in said


def test_rows_that_are_there_already_are_not_doubled(series):
    values = paste(series, "01.01.2025\t1\r\n01.01.2026\t9\r\n01.03.2026\t12\r\n")

    assert 3 == len(values[0])
    assert series.told().endswith("2 Zeilen standen schon da und kamen nicht noch einmal dazu.")


def test_a_status_is_read_by_its_word(qtbot):
    made = SeriesEditor(today=lambda: TODAY)
    made.set_choices(STATUS_CHOICES)
    made.set_series_type("binary")
    show(qtbot, made, [])
    values = paste(made, "01.03.2025\tIn Bearbeitung\r\n01.03.2026\tabgeschlossen\r\n")

    assert ["in_progress", "completed"] == [entry["value"] for entry in values[0]]


def test_pasted_links_come_behind_the_others_whichever_column_is_first(links):
    values = paste(links, 'https://b.example\tB\r\nwww.c.example\t"C\r\nmit Umbruch"\r\n')

    assert [
        {"title": "A", "url": "https://a.example"},
        {"title": "B", "url": "https://b.example"},
        {"title": "C mit Umbruch", "url": "www.c.example"},
    ] == values[0]
    assert "2 Links eingefügt." == links.told()


def test_addresses_alone_become_links_without_a_title_and_that_is_said(links):
    values = paste(links, "https://b.example\r\nhttps://c.example\r\n")

    assert ["", ""] == [entry["title"] for entry in values[0][1:]]
    assert "Ohne Titel: Zeile 1, Zeile 2." in links.told()


def test_without_rows_nothing_is_changed_and_the_reason_is_said(links):
    assert [] == paste(links, "\r\n")
    assert NO_ROWS == links.told()


def test_a_locked_list_takes_nothing(links):
    links.set_read_only(True)

    assert [] == paste(links, "B\thttps://b.example")


def test_a_list_that_is_no_list_is_left_alone(qtbot):
    made = LinksEditor()
    show(qtbot, made, "kaputt")

    assert [] == paste(made, "B\thttps://b.example")


def test_rows_pasted_into_a_cell_become_rows_here_too(qtbot, series):
    table = series.focus_widget()
    table.setFocus()
    series.button(ADD_ENTRY).click()
    values = emitted_by(series)
    QApplication.clipboard().setText("01.03.2026\t12\r\n01.04.2026\t13\r\n")
    qtbot.keyClick(one(table, QLineEdit), Key.Key_V, CTRL)

    days = {"2026-03-01", "2026-04-01"}
    assert [12, 13] == [entry["value"] for entry in values[-1] if entry["date"] in days]
    assert "2 Stände eingefügt." == series.told()


def test_one_cell_pasted_into_a_cell_goes_into_its_text(qtbot, series):
    table = series.focus_widget()
    table.go_to(0, 1)
    table.edit(table.currentIndex())
    QApplication.clipboard().setText("77")
    qtbot.keyClick(one(table, QLineEdit), Key.Key_V, CTRL)

    assert 77 == series.value()[0]["value"]


def test_a_row_is_copied_as_a_spreadsheet_would_and_comes_back_the_same(links, qtbot):
    table = links.focus_widget()
    table.setFocus()
    table.go_to(0)
    qtbot.keyClick(table, Key.Key_X, CTRL)
    cut = links.value()
    text = QApplication.clipboard().text()
    qtbot.keyClick(table, Key.Key_V, CTRL)

    assert ([], "A\thttps://a.example") == (cut, text)
    assert [{"title": "A", "url": "https://a.example"}] == links.value()


def test_how_to_paste_is_said_below_the_table_also_while_it_is_empty(links):
    filled = [label.text() for label in links.findChildren(QLabel) if label.isVisible()]
    links.set_value([])
    empty = [label.text() for label in links.findChildren(QLabel) if label.isVisible()]

    assert EDIT_HINT in filled
    assert PASTE_HINT in empty
