"""What is said about errors and saving, and in which language."""

from __future__ import annotations

import ast

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QWidget,
)

from tests.e2e_driver import CTRL, Key
from tests.gui.test_accessibility import ENGLISH, FAULTY, KEPT_ENGLISH, ROOT
from tests.muenster_fields import FIELDS_BY_NAME
from ui.page.preview import ONLY_RAW

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def spoken_to(qapp):
    QAccessible.setActive(True)


# --- errors ----------------------------------------------------------------------------------


# A11Y-15, A11Y-17
def test_an_error_is_seen_spoken_listed_and_found(work):
    work.go(FAULTY, None)
    row, widget = work.row("cost_until"), work.row("cost_until").editor.focus_widget()
    (message,) = work.lines("cost_until")
    label = next(x for x in row.findChildren(QLabel) if x.text() == "Kein Kalenderjahr")

    assert label.isVisibleTo(row)
    assert f"Fehler: {message}" == label.accessibleName()
    assert message in widget.accessibleDescription()
    assert QAccessible.queryAccessibleInterface(row.editor).state().invalid

    work.trigger("check_measure")
    tree = work.findings.tree
    listed = {row.finding.message: row.finding for row in tree.places()}
    assert tree.select_finding(listed[message])
    tree.setFocus()
    work.press(Key.Key_Return)
    assert row.has_focus()


def test_a_mended_field_is_not_invalid_any_more(work):
    work.go(FAULTY, "cost_until")
    work.press(Key.Key_A, CTRL)
    work.type("2030")

    assert not QAccessible.queryAccessibleInterface(work.row("cost_until").editor).state().invalid


# A11Y-17
def test_saving_is_read_out(work, spoken):
    work.edit("summary", "x")
    work.press(Key.Key_S, CTRL)

    assert any(text.startswith("Gespeichert ") for text in spoken)


def about_fields(spoken: list[str]) -> list[str]:
    """Return what was read out, without the length of the list, which takes its time."""
    return [text for text in spoken if not text.endswith(" Maßnahmen")]


def test_a_fault_is_read_out_when_the_field_is_left_and_not_before(work, spoken):
    work.form.focus_field("cost_until")
    spoken.clear()  # of its place on the public page
    work.edit("cost_until", "x")
    assert [] == about_fields(spoken)

    work.leave()
    (said,) = about_fields(spoken)

    assert said.startswith("Geplante Umsetzung bis. Fehler: ")
    assert work.lines("cost_until")[0] in said


def test_leaving_a_field_in_order_says_nothing(work, spoken):
    work.form.focus_field("summary")
    spoken.clear()
    work.edit("summary", " Noch ein Satz.")
    work.leave()

    assert [] == about_fields(spoken)


# D 5, D 7
def test_the_public_place_of_a_field_is_read_out_on_the_way_in(work, spoken):
    work.form.focus_field("cost_until")
    work.form.focus_field("systemic_lever")

    expected = ["Öffentliche Seite: Geplante Umsetzung bis: 2032", ONLY_RAW]
    assert expected == about_fields(spoken)


def test_what_undo_did_is_read_out(work, spoken):
    work.edit("summary", "x")
    work.press(Key.Key_Z, CTRL)

    assert any("Rückgängig gemacht" in text for text in spoken)


# --- language --------------------------------------------------------------------------------


# A11Y-18
def test_qts_own_buttons_speak_german(work):
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Save
        | QDialogButtonBox.StandardButton.Cancel
        | QDialogButtonBox.StandardButton.Discard
    )
    message = QMessageBox()
    message.setStandardButtons(QMessageBox.StandardButton.Yes)
    words = {button.text().replace("&", "") for button in (*box.buttons(), *message.buttons())}

    assert {"Speichern", "Abbrechen", "Verwerfen", "Ja"} == words


# A11Y-18
def test_nothing_in_the_window_speaks_english(work):
    data = {str(v) for row in work.document.dataset.tables.values() for v in row.rows.values()}
    shown = set()
    for widget in work.window.findChildren(QWidget):
        shown |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            shown.add(widget.text())
    shown |= {action.text() for action in work.actions.values()}
    english = {text for text in shown - KEPT_ENGLISH if ENGLISH.search(text)}

    assert set() == {t for t in english if not any(t in record for record in data)}


# D 21, A11Y-18
def test_the_keys_of_the_files_do_not_stand_in_the_form(work):
    keys = {field.key_label for field in FIELDS_BY_NAME.values()}
    shown = {label.text() for label in work.form.page.findChildren(QLabel)}

    assert set() == keys & shown


def test_no_text_of_the_source_is_english():
    found = []
    for path in sorted((ROOT / "ui").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        left_out = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for raised in (n for n in ast.walk(tree) if isinstance(n, ast.Raise)):
            left_out |= {id(n) for n in ast.walk(raised)}  # for developers, never shown
        for called in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            if ast.unparse(called.func).startswith("_log."):
                left_out |= {id(n) for n in ast.walk(called)}
        found += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and id(node) not in left_out and " " in node.value.strip()
            and ENGLISH.search(node.value)
        ]  # fmt: skip

    assert [] == found
