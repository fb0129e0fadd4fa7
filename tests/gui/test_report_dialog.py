"""The dialog of the yearly report, and what is made of its answers."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
)

from klimaeditor.document import open_document
from klimaeditor.model.errors import DatasetError
from klimaeditor.reports.wordfile import not_a_template
from tests.conftest import SAMPLE
from tests.dataset_builders import town, write_folder
from tests.gui import theme_helpers
from tests.gui.pane_cases import mnemonics, nameless, settle, shown_window, tab_walk
from tests.gui.reach import one
from tests.word_tools import template
from tests.yearly_cases import HOSTILE, SINCE, TODAY
from ui import app
from ui.overview import report_dialog
from ui.overview.report_dialog import FormerChoice, Offer, ReportChoice, ReportDialog
from ui.overview.report_pdf import make_report, pdf_bytes, workbook_bytes
from ui.overview.template_line import CHOOSE_TEMPLATE, TEMPLATE
from ui.overview.word_dialog import WordChoice, WordDialog, WordOffer
from ui.widgets.pickers import LOCKED_HERE

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
BACKUP = FormerChoice(SAMPLE, "Sicherung von gestern")


@pytest.fixture
def dialog(qtbot):
    return shown_window(qtbot, ReportDialog(Offer("Musterstadt", 68, 12, [BACKUP]), TODAY))


def choice(**other: object) -> ReportChoice:
    options = {"name": "Musterstadt", "since": SINCE, "only_shown": False, "former": None}
    return ReportChoice(**(options | {"pdf": True, "workbook": True} | other))


def test_at_first_it_offers_the_last_year_of_all_measures_as_a_pdf(dialog):
    expected = ReportChoice(
        "Musterstadt", datetime(2025, 11, 22, tzinfo=UTC).date(), False, None, True, False
    )

    assert expected == dialog.answer()
    assert "" == dialog.fault()


def test_what_is_chosen_is_the_answer(dialog):
    one(dialog, QLineEdit, report_dialog.NAME).setText("  Stadt   am Fluss ")
    one(dialog, QLineEdit, report_dialog.SINCE).setText("1.1.2026")
    one(dialog, QRadioButton, "Nur die").setChecked(True)
    one(dialog, QComboBox, report_dialog.FORMER).setCurrentIndex(1)
    one(dialog, QCheckBox, report_dialog.PDF).setChecked(False)
    one(dialog, QCheckBox, report_dialog.WORKBOOK).setChecked(True)

    assert ReportChoice("Stadt am Fluss", SINCE, True, BACKUP, False, True) == dialog.answer()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", report_dialog.BAD_DAY),
        ("31.02.2026", report_dialog.BAD_DAY),
        ("2026", report_dialog.BAD_DAY),
        ("23.11.2026", report_dialog.FUTURE_DAY),
        ("22.11.2026", ""),
        ("2026-01-01", ""),
    ],
)
def test_a_day_that_is_none_or_to_come_keeps_the_dialog_open(qtbot, dialog, typed, fault):
    one(dialog, QLineEdit, report_dialog.SINCE).setText(typed)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()

    assert fault == dialog.fault()
    assert (not fault) == (dialog.result() == QDialog.DialogCode.Accepted)
    if fault:
        assert one(dialog, QLabel, fault).isVisible()
        assert fault == one(dialog, QLineEdit, report_dialog.SINCE).accessibleDescription()
        assert one(dialog, QLineEdit, report_dialog.SINCE) is dialog.focusWidget()
    if fault == report_dialog.BAD_DAY:
        with pytest.raises(ValueError, match="Datum"):
            dialog.answer()


def test_without_a_file_nothing_is_made(qtbot, dialog):
    one(dialog, QCheckBox, report_dialog.PDF).setChecked(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()

    assert report_dialog.NO_FORMAT == dialog.fault()
    assert dialog.isVisible()
    assert one(dialog, QCheckBox, report_dialog.PDF) is dialog.focusWidget()


@pytest.mark.parametrize(("shown", "offered"), [(0, False), (1, True), (67, True), (68, False)])
def test_the_list_is_offered_where_it_shows_a_part(qtbot, shown, offered):
    dialog = ReportDialog(Offer("Musterstadt", 68, shown), TODAY)
    qtbot.addWidget(dialog)

    assert offered == one(dialog, QRadioButton, "Nur die").isEnabled()


def test_a_folder_is_asked_for_and_taken_once(qtbot, dialog, tmp_path):
    found = FormerChoice(tmp_path, "Paket 2025")
    with qtbot.waitSignal(dialog.former_wanted):
        one(dialog, QPushButton, report_dialog.CHOOSE).click()
    for _ in range(2):
        dialog.set_former(found)

    assert found == dialog.answer().former
    assert 3 == one(dialog, QComboBox).count()
    dialog.set_former(BACKUP)
    assert BACKUP == dialog.answer().former


def test_everything_has_a_name_a_key_and_a_place_in_the_round(qtbot, dialog):
    letters = mnemonics(dialog)
    walked = tab_walk(qtbot, dialog, 9)

    assert [] == nameless(dialog)
    assert sorted(set(letters)) == sorted(letters)
    for widget in (
        one(dialog, QLineEdit, report_dialog.NAME),
        one(dialog, QComboBox),
        one(dialog, QPushButton, report_dialog.CHOOSE),
        one(dialog, QCheckBox, report_dialog.PDF),
        one(dialog, QCheckBox, report_dialog.WORKBOOK),
    ):
        assert widget in walked


def test_a_name_is_never_markup(qtbot):
    offer = Offer(HOSTILE, 2, 1, [FormerChoice(SAMPLE, HOSTILE)])
    dialog = ReportDialog(offer, TODAY)
    qtbot.addWidget(dialog)

    assert " ".join(HOSTILE.split()) == dialog.answer().name
    assert HOSTILE == one(dialog, QComboBox).itemText(1)


# --- making --------------------------------------------------------------------------------------


def test_the_answers_become_a_report_a_pdf_and_a_workbook():
    document = open_document(SAMPLE)
    shown = document.dataset.measure_keys()[:2]
    report = make_report(document, choice(only_shown=True, former=BACKUP), shown, TODAY)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report, datetime.now(UTC))))

    assert list(shown) == [measure.key for measure in report.measures]
    assert ("Sicherung von gestern", ()) == (report.former.label, report.former.changes)
    assert pdf_bytes(report).startswith(b"%PDF-")
    assert 3 == book["Maßnahmen"].max_row


def test_unsaved_edits_are_in_the_report():
    document = open_document(SAMPLE)
    key = document.dataset.measure_keys()[0]
    document.apply(document.plan_edit(key, {"short_title": "Noch nicht gespeichert"}))
    report = make_report(document, choice(former=BACKUP), (), TODAY)

    assert "Noch nicht gespeichert" == report.measures[0].title
    assert ["Noch nicht gespeichert"] == [change.after for change in report.former.changes]


def test_a_former_version_that_cannot_be_read_is_refused_in_german(tmp_path):
    document = open_document(write_folder(tmp_path / "jetzt", town()))
    (tmp_path / "leer").mkdir()

    with pytest.raises(DatasetError, match=r"fehl|enthält"):
        make_report(document, choice(former=FormerChoice(tmp_path / "leer", "x")), (), TODAY)


# --- the template of Word files ------------------------------------------------------------------


def test_the_template_is_asked_for_where_a_word_file_is_wanted(dialog):
    line = dialog.template
    before = line.isVisible()
    one(dialog, QCheckBox, report_dialog.WORD).setChecked(True)
    settle()

    assert (False, True) == (before, line.isVisible())
    assert None is dialog.answer().template


def test_a_file_is_judged_when_it_is_chosen_and_the_reason_is_said(qtbot, tmp_path, monkeypatch):
    """Through the program's own answers: first a file that is no template, then one that is."""
    chosen = [tmp_path / "kaputt.docx", template(tmp_path)]
    chosen[0].write_bytes(b"PK")
    seen = []

    def play(_answers, dialog) -> bool:
        qtbot.addWidget(dialog)
        button = one(dialog, QPushButton, CHOOSE_TEMPLATE)
        button.click()
        seen.append([label.text() for label in dialog.findChildren(QLabel)])
        button.click()
        seen.append([label.text() for label in dialog.findChildren(QLabel)])
        return True

    monkeypatch.setattr(app.WindowAnswers, "_accepted", play)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen[len(seen)]), ""))
    found = app.WindowAnswers(lambda: None).word(WordOffer([("&Diese", [7])]))

    assert WordChoice([7], chosen[1]) == found
    assert not_a_template("kaputt.docx") in seen[0]
    assert not_a_template("kaputt.docx") not in seen[1]


def test_a_locked_template_cannot_be_changed_and_says_why(qtbot, tmp_path):
    offer = WordOffer([("&Diese", [7])], tmp_path / "stadt.dotx", LOCKED_HERE)
    dialog = shown_window(qtbot, WordDialog(offer))

    assert not one(dialog, QComboBox, TEMPLATE).isEnabled()
    assert not one(dialog, QPushButton, CHOOSE_TEMPLATE).isEnabled()
    assert LOCKED_HERE in [label.text() for label in dialog.findChildren(QLabel)]
    assert tmp_path / "stadt.dotx" == dialog.answer().template


def test_no_template_can_be_chosen_again(qtbot, tmp_path):
    dialog = shown_window(qtbot, WordDialog(WordOffer([("&Diese", [7])], tmp_path / "stadt.dotx")))
    one(dialog, QComboBox, TEMPLATE).setCurrentIndex(0)

    assert WordChoice([7], None) == dialog.answer()
