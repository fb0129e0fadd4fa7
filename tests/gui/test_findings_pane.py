"""The pane with the findings: scopes, filters, going to the field, fixing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Finding
from tests.gui import theme_helpers
from tests.gui.pane_cases import (
    ERROR,
    HINT,
    WARNING,
    automatic_fix,
    finding,
    focusable,
    key_of,
    mnemonics,
    nameless,
    sample_bridge,
    settle,
    shown_window,
    tab_walk,
)
from tests.gui.reach import one, rows_of, table
from ui.bridge import no_document
from ui.findings import findings_table
from ui.findings.findings_model import FindingColumn, FindingsModel, Scope
from ui.findings.findings_pane import (
    FIX_ALL_TIP,
    FIX_TIP,
    FindingDetails,
    FindingsHead,
    FindingsPane,
)
from ui.widgets.labels import EmptyState, MessageArea
from ui.widgets.text_edits import SearchField

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
READY = "Keine Befunde: Diese Maßnahme ist bereit zur Veröffentlichung."


@pytest.fixture
def bridge(qapp):
    made = sample_bridge({"bauen1": (HINT, ERROR), "bauen2": (WARNING,), "bauen3": (ERROR,)})
    index = made.document.findings
    for measure_id in ("bauen2", "bauen3"):
        key = key_of(made, measure_id)
        index.planned[key] += (finding(key, WARNING, 9, fix=automatic_fix(key)),)
    index.files = (
        Finding("orphan", WARNING, "Ein Eintrag ohne Maßnahme.", file=FileName.ADDITIONAL),
    )
    return made


@pytest.fixture
def pane(qtbot, bridge):
    made = FindingsPane()
    made.set_bridge(bridge)
    made.set_measure(key_of(bridge, "bauen1"))
    return shown_window(qtbot, made)


def told(signal) -> list:
    found: list = []
    signal.connect(lambda *values: found.append(values))
    return found


def rows(pane) -> list[Finding]:
    model = rows_of(pane)
    return [model.entry(row).finding for row in range(model.rowCount())]


def change(bridge, measure_id, found) -> None:
    key = key_of(bridge, measure_id)
    bridge.document.findings.planned[key] = tuple(found)
    bridge.findings_changed.emit(frozenset({key}))


# --- model -------------------------------------------------------------------------------


def test_qt_finds_no_fault_in_the_model(bridge, qtmodeltester):
    model = FindingsModel()
    qtmodeltester.check(model)
    model.set_bridge(bridge)
    model.set_scope(Scope.ALL)
    model.narrow(frozenset({ERROR}), "befund")

    qtmodeltester.check(model)


def test_worst_comes_first(pane):
    pane.show_all()

    ranks = [found.severity.rank for found in rows(pane)]

    assert sorted(ranks) == ranks
    assert 7 == len(ranks)


def test_a_row_tells_a_screen_reader_everything(pane, bridge):
    pane.set_measure(key_of(bridge, "bauen2"))
    model = rows_of(pane)

    spoken = model.index(1, FindingColumn.MESSAGE).data(Qt.ItemDataRole.AccessibleTextRole)

    title = bridge.document.view(key_of(bridge, "bauen2")).title
    assert spoken.startswith(f"Warnung: {title}, Zusammenfassung: Befund Nummer 9")
    assert spoken.endswith("Behebung: Text ersetzen")


def test_findings_of_a_file_name_the_file(pane):
    pane.show_all()
    entries = [rows_of(pane).entry(row) for row in range(rows_of(pane).rowCount())]

    assert ("additional_data.json", "Datensatz") in {(e.place, e.title) for e in entries}


# --- scopes and filters ----------------------------------------------------------------------


def test_only_this_measure_is_shown_until_all_are_asked_for(pane):
    mine = len(rows(pane))
    pane.show_all()

    assert [2, 7] == [mine, len(rows(pane))]


def test_both_scopes_say_how_many_they_have(pane):
    texts = [button.text() for button in one(pane, FindingsHead).findChildren(QPushButton)]

    assert ["Diese Maßnahme (2)", "Alle (7)"] == texts


def test_a_severity_can_be_left_out(pane):
    box = one(pane, QCheckBox, "1 Hinweis")

    box.click()

    assert "1 Hinweis" == box.text()
    assert [ERROR] == [found.severity for found in rows(pane)]


def test_all_of_one_severity_can_be_asked_for(pane):
    pane.show_all(only=ERROR)

    assert {ERROR} == {found.severity for found in rows(pane)}


def test_all_findings_can_be_searched(pane, bridge):
    pane.show_all()
    title = bridge.document.view(key_of(bridge, "bauen3")).title

    one(pane, SearchField).setText(f"{title} NUMMER")

    assert {key_of(bridge, "bauen3")} == {found.measure for found in rows(pane)}


def test_a_search_among_all_does_not_narrow_this_measure(pane):
    pane.show_all()
    one(pane, SearchField).setText("gibtesnicht")

    pane.show_measure()

    assert 2 == len(rows(pane))


def test_filters_that_hide_everything_can_be_taken_off(qtbot, pane):
    pane.show_all()
    one(pane, SearchField).setText("gibtesnicht")
    button = one(one(pane, EmptyState), QPushButton)
    sentence = one(pane, EmptyState).sentence()

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert "Kein Befund passt zu den Filtern." == sentence
    assert 7 == len(rows(pane))


# --- states ---------------------------------------------------------------------------------


def test_success_is_said(pane, bridge):
    change(bridge, "bauen1", ())

    assert READY == one(pane, EmptyState).sentence()
    assert one(pane, EmptyState).isVisible()


def test_without_findings_the_keyboard_goes_to_the_scope(pane, bridge):
    change(bridge, "bauen1", ())

    pane.focus_list()

    assert one(pane, QPushButton, "Diese Maßnahme").hasFocus()


def test_no_measure_and_no_dataset_are_said_too(pane):
    pane.set_measure(None)
    no_measure = one(pane, EmptyState).sentence()
    pane.set_bridge(no_document())

    assert "Keine Maßnahme ausgewählt." == no_measure
    assert "Kein Datensatz geöffnet." == one(pane, EmptyState).sentence()


# --- what the user does --------------------------------------------------------------------


def test_enter_goes_to_the_field_and_ctrl_enter_fixes(qtbot, pane, bridge):
    key = key_of(bridge, "bauen2")
    pane.set_measure(key)
    activated, fixes = told(pane.activated), told(pane.fix_requested)
    pane.focus_list()
    qtbot.keyClick(table(pane), Key.Key_Down)

    qtbot.keyClick(table(pane), Key.Key_Return)
    qtbot.keyClick(table(pane), Key.Key_Return, Control)

    assert [(key, "summary", None)] == activated
    assert [(rows(pane)[1],)] == fixes


def test_ctrl_enter_on_a_finding_without_fix_leads_to_the_field(qtbot, pane, bridge):
    activated = told(pane.activated)
    pane.focus_list()

    qtbot.keyClick(table(pane), Key.Key_Return, Control)

    assert [(key_of(bridge, "bauen1"), "summary", None)] == activated


def test_the_painted_button_fixes(qtbot, pane, bridge):
    pane.set_measure(key_of(bridge, "bauen2"))
    settle()
    fixes = told(pane.fix_requested)
    seen = table(pane)
    cell = seen.visualRect(seen.model().index(1, FindingColumn.MESSAGE))
    place = findings_table.button_rect(rows_of(pane).entry(1), cell, seen._look()).center()

    qtbot.mouseClick(seen.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(seen.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(9, 9))
    settle()

    assert [(rows(pane)[1],)] == fixes


def test_the_details_have_real_buttons_for_the_selected_finding(qtbot, pane, bridge):
    pane.set_measure(key_of(bridge, "bauen2"))
    table(pane).select_row(1)
    settle()
    details = one(pane, FindingDetails)
    fixes, everywhere = told(pane.fix_requested), told(pane.fix_all_requested)

    qtbot.mouseClick(one(pane, QPushButton, FIX_TIP), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(one(pane, QPushButton, FIX_ALL_TIP), Qt.MouseButton.LeftButton)

    assert rows(pane)[1].message == one(details, MessageArea).text()
    assert "Text ersetzen" == one(pane, QPushButton, FIX_TIP).text()
    assert (
        "Alle gleichartigen automatisch beheben (2)" == one(pane, QPushButton, FIX_ALL_TIP).text()
    )
    assert [(rows(pane)[1],)] == fixes
    assert [("rule_9",)] == everywhere


def test_what_only_a_person_can_decide_is_not_offered_in_bulk(pane):
    table(pane).select_row(0)
    settle()

    assert not one(pane, QPushButton, FIX_ALL_TIP).isVisible()
    assert not one(pane, QPushButton, FIX_TIP).isVisible()


def test_the_same_finding_stays_selected_when_the_list_changes(pane, bridge):
    key = key_of(bridge, "bauen1")
    table(pane).select_row(1)

    change(
        bridge, "bauen1", [finding(key, ERROR, 7), finding(key, ERROR, 1), finding(key, HINT, 0)]
    )

    assert "rule_0" == rows(pane)[table(pane).selected_row()].rule


def test_after_a_fix_the_next_finding_is_selected(pane, bridge):
    key = key_of(bridge, "bauen1")
    change(bridge, "bauen1", [finding(key, ERROR, number) for number in range(3)])
    table(pane).select_row(1)

    change(bridge, "bauen1", [finding(key, ERROR, number) for number in (0, 2)])

    assert "rule_2" == rows(pane)[table(pane).selected_row()].rule


def test_findings_of_other_measures_arrive_a_little_later(qtbot, pane, bridge):
    pane.show_all()

    change(bridge, "mobilitaet1", [finding(key_of(bridge, "mobilitaet1"), ERROR, 3)])

    qtbot.waitUntil(lambda: 8 == len(rows(pane)))
    assert "Alle (8)" == one(pane, QPushButton, "Alle (").text()


def test_a_fix_with_an_ampersand_is_no_mnemonic(pane, bridge):
    key = key_of(bridge, "bauen1")
    fix = automatic_fix(key).__class__("A & B setzen")
    change(bridge, "bauen1", [finding(key, ERROR, fix=fix)])
    table(pane).select_row(0)

    assert "A && B setzen" == one(pane, QPushButton, FIX_TIP).text()


# --- layout and access ------------------------------------------------------------------------


def test_a_wide_pane_has_columns_and_a_narrow_one_has_one(qtbot, pane):
    hidden = table(pane).isColumnHidden
    narrow = [hidden(column) for column in FindingColumn]
    pane.resize(1000, 600)
    settle()

    assert [True, True, False, True] == narrow
    assert [False] * 4 == [hidden(column) for column in FindingColumn]


def test_thousands_of_findings_have_rows_of_one_height(qtbot, pane, bridge):
    key = key_of(bridge, "bauen1")
    many = [finding(key, WARNING, n, message="Ein langer Befund. " * (n % 9)) for n in range(3000)]

    change(bridge, "bauen1", many)

    heights = {table(pane).rowHeight(row) for row in range(3000)}
    assert 1 == len(heights)
    assert 3000 == len(rows(pane))


def test_tab_leaves_the_list_and_everything_has_a_name(qtbot, pane, bridge):
    pane.set_measure(key_of(bridge, "bauen2"))
    table(pane).select_row(1)
    settle()
    one(pane, QPushButton, "Diese Maßnahme").setFocus()

    walk = tab_walk(qtbot, pane, len(focusable(pane)))

    assert table(pane) in walk
    assert one(pane, QPushButton, FIX_TIP) in walk
    assert [] == nameless(pane)
    assert len(set(mnemonics(pane))) == len(mnemonics(pane))


# --- nothing may be changed ------------------------------------------------------------------


def test_a_window_for_reading_offers_no_fix_and_says_why(qtbot, pane, bridge):
    asked = []
    pane.fix_requested.connect(asked.append)
    pane.show_all()
    pane.set_read_only(read_only=True)
    model, seen, details = rows_of(pane), table(pane), one(pane, FindingDetails)
    rows = range(model.rowCount())
    row = next(n for n in rows if model.entry(n).finding.fix is not None)
    seen.select_row(row)
    settle()
    spoken = seen.model().index(row, FindingColumn.MESSAGE).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(seen, Key.Key_Return, Control)

    assert [""] * len(rows) == [model.entry(n).fix_label for n in rows]
    assert "Behebung" not in spoken
    assert not one(pane, QPushButton, FIX_TIP).isVisible()
    assert not one(pane, QPushButton, FIX_ALL_TIP).isVisible()
    assert (
        "nur zum Lesen geöffnet"
        in one(details, QLabel, "Der Datensatz ist nur zum Lesen geöffnet").text()
    )
    assert one(details, QLabel, "Der Datensatz ist nur zum Lesen geöffnet").isVisible()
    assert [] == asked
    pane.set_read_only(read_only=False)
    assert one(pane, QPushButton, FIX_TIP).isVisible()
    assert not one(details, QLabel, "Der Datensatz ist nur zum Lesen geöffnet").isVisible()
