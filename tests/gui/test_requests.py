"""The wizard of a request and the overview of its returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetSelectionRange,
)

from klimaeditor.excel.request_layout import DEFAULT_FIELDS
from klimaeditor.exchange.register import (
    DepartmentEntry,
    KnownRequests,
    RequestRegister,
    ReturnEntry,
    load_known,
    save,
)
from klimaeditor.exchange.requests import SentOut
from klimaeditor.files import store
from klimaeditor.site.muenster import muenster
from tests.conftest import SAMPLE
from tests.gui.reach import one
from tests.gui.review_cases import button
from ui.exchange.request_wizard import (
    BACK,
    CONTACT,
    DUE,
    EVERY_GROUP,
    JOIN,
    MAKE,
    NEXT,
    NO_GROUP,
    NO_GROUPS,
    STALE,
    WITH_DUE,
    FieldsPage,
    GroupsPage,
    RequestDialog,
    WhichPage,
    files,
    with_notes,
)
from ui.exchange.sent_requests import COPY_MAIL, OPEN_FOLDER, SENT_FILES
from ui.exchange.tracking import ANSWERS_LIST, OVERVIEW_LIST, REMIND, OverviewDialog, about
from ui.widgets.common_words import CLOSE as LEAVE
from ui.widgets.pickers import LOCKED_HERE

TODAY = date(2026, 11, 22)
SENT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def dataset():
    return store.load(SAMPLE, site=muenster()).dataset


@pytest.fixture
def wizard(qtbot, dataset):
    made = RequestDialog(dataset, dataset.measure_keys()[:5], TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def to_page(wizard, number: int) -> None:
    while one(wizard, QStackedWidget).currentIndex() < number:
        button(wizard, NEXT).click()


def test_whoever_cancels_the_choice_of_a_folder_is_back_in_the_wizard(wizard):
    asked = []
    out = SentOut(register(entry("Amt A")), ())
    wizard.make = lambda *wanted: asked.append(wanted) or (out if len(asked) > 1 else None)
    to_page(wizard, 3)
    one(wizard, QLineEdit, CONTACT).setText("Umweltamt, 1234")
    button(wizard, MAKE).click()
    kept = (
        wizard.isVisible(),
        one(wizard, QStackedWidget).currentIndex(),
        one(wizard, QLineEdit, CONTACT).text(),
    )
    button(wizard, MAKE).click()

    assert (True, 3, "Umweltamt, 1234") == kept
    assert asked[0] == asked[1]
    assert LEAVE == wizard.focusWidget().text()
    button(wizard, LEAVE).click()
    assert not wizard.isVisible()
    assert wizard.result()


def test_the_last_page_has_a_text_for_the_mail_of_each_recipient(wizard, qtbot, qapp):
    made = register(entry("Amt A"), entry("Amt B"))
    made = replace(made, folder=Path("abfragen"), contact="Frau Beispiel", note="Es eilt.")
    wizard.make = lambda _groups, _wanted: SentOut(made, ())
    to_page(wizard, 3)
    button(wizard, MAKE).click()
    one(wizard, QTableWidget, SENT_FILES).selectRow(1)
    button(wizard, COPY_MAIL).click()

    text = qapp.clipboard().text()
    assert text.startswith("Betreff: ")
    for part in ("Amt B", "„Amt B.xlsx“", "01.11.2026", "2 Maßnahmen", "– A", "Es eilt."):
        assert part in text
    assert "Frau Beispiel" in text
    with qtbot.waitSignal(wizard.folder_wanted) as wanted:
        button(wizard, OPEN_FOLDER).click()
    assert [Path("abfragen")] == wanted.args


def test_selected_measures_can_be_asked_alone(qtbot, dataset):
    keys = dataset.measure_keys()
    made = RequestDialog(dataset, keys, TODAY, selected=(keys[4], keys[1]))
    qtbot.addWidget(made)

    assert (keys[1], keys[4]) == one(made, WhichPage).measures()


def test_without_a_selection_it_is_not_offered(wizard):
    assert not one(wizard, QRadioButton, "In der Liste ausgewählte").isEnabled()


def test_all_recipients_are_ticked_or_none(wizard):
    to_page(wizard, 1)
    every = wizard.groups()
    page = one(wizard, GroupsPage)
    one(page, QPushButton, NO_GROUPS).click()
    nobody = wizard.groups()
    one(page, QPushButton, EVERY_GROUP).click()

    assert ((), every) == (nobody, wizard.groups())


@pytest.mark.parametrize(("row", "expected"), [(0, None), (1, "sheets"), (2, "table")])
def test_the_layout_is_chosen(wizard, row, expected):
    to_page(wizard, 3)
    one(wizard, QComboBox).setCurrentIndex(row)

    assert expected == wizard.wanted().arrangement


def test_what_the_list_shows_is_offered_first(wizard, dataset):
    assert dataset.measure_keys()[:5] == list(one(wizard, WhichPage).measures())


def test_measures_without_news_can_be_chosen(wizard, dataset):
    one(wizard, QRadioButton, STALE).setChecked(True)

    assert 0 < len(one(wizard, WhichPage).measures()) <= len(dataset.measure_keys())


def test_renaming_to_a_name_that_exists_puts_groups_together(wizard):
    one(wizard, QRadioButton, "Alle ").setChecked(True)
    to_page(wizard, 1)
    before = wizard.groups()
    one(wizard, QTableWidget).item(1, 0).setText(before[0].name)

    after = wizard.groups()
    assert len(before) - 1 == len(after)
    assert {*before[0].measures, *before[1].measures} == {*after[0].measures}


def test_selected_groups_can_be_joined(wizard):
    one(wizard, QRadioButton, "Alle ").setChecked(True)
    to_page(wizard, 1)
    before = wizard.groups()
    one(wizard, QTableWidget).setRangeSelected(_range(one(wizard, QTableWidget), 0, 2), True)
    button(wizard, JOIN).click()

    assert len(before) - 2 == len(wizard.groups())


def _range(table, first: int, last: int):
    return QTableWidgetSelectionRange(first, 0, last, table.columnCount() - 1)


def test_a_group_without_a_tick_gets_no_workbook(wizard):
    to_page(wizard, 1)
    before = wizard.groups()
    one(wizard, QTableWidget).item(0, 0).setCheckState(Qt.CheckState.Unchecked)

    assert before[1:] == wizard.groups()


def test_without_any_group_there_is_no_way_on_and_the_reason_is_said(wizard):
    to_page(wizard, 1)
    for row in range(one(wizard, QTableWidget).rowCount()):
        one(wizard, QTableWidget).item(row, 0).setCheckState(Qt.CheckState.Unchecked)

    assert not button(wizard, NEXT).isEnabled()
    assert NO_GROUP == one(wizard, QLabel, NO_GROUP).text()


def test_going_back_keeps_what_was_renamed(wizard):
    to_page(wizard, 1)
    one(wizard, QTableWidget).item(0, 0).setText("Umweltamt")
    button(wizard, BACK).click()
    button(wizard, NEXT).click()

    assert "Umweltamt" == wizard.groups()[0].name


def test_the_usual_fields_are_ticked(wizard):
    assert {*DEFAULT_FIELDS} == {*wizard.wanted().fields}


def test_without_a_field_there_is_no_way_on(wizard):
    to_page(wizard, 2)
    one(wizard, FieldsPage).choose(())

    assert not button(wizard, NEXT).isEnabled()


def test_the_last_page_takes_date_contact_and_note(wizard):
    to_page(wizard, 3)
    one(wizard, QLineEdit, CONTACT).setText("  Frau Beispiel,  Tel. 1 ")
    one(wizard, QPlainTextEdit).setPlainText("Bitte bald.")

    wanted = wizard.wanted()
    assert ("Frau Beispiel, Tel. 1", "Bitte bald.") == (wanted.contact, wanted.note)
    assert date(2026, 12, 20) == wanted.due


def test_the_department_of_the_machine_is_proposed_and_may_be_replaced(qtbot, dataset):
    made = RequestDialog(dataset, (), TODAY, contact="Amt 67")
    qtbot.addWidget(made)

    assert "Amt 67" == made.wanted().contact
    one(made, QLineEdit, CONTACT).setText("Frau Beispiel")
    assert "Frau Beispiel" == made.wanted().contact


def test_a_locked_department_is_grey_and_says_why(qtbot, dataset):
    made = RequestDialog(dataset, (), TODAY, contact="Amt 67", contact_locked=True)
    qtbot.addWidget(made)
    contact = one(made, QLineEdit, CONTACT)

    assert not contact.isEnabled()
    assert LOCKED_HERE == contact.accessibleDescription()
    assert LOCKED_HERE in contact.toolTip()
    assert LOCKED_HERE in [label.text() for label in made.findChildren(QLabel)]
    assert "Amt 67" == made.wanted().contact


def test_a_request_may_have_no_date(wizard):
    one(wizard, QCheckBox, WITH_DUE).setChecked(False)

    assert wizard.wanted().due is None


def test_nobody_is_asked_to_answer_by_a_day_that_has_passed(wizard):
    one(wizard, QDateEdit, DUE).setDate(QDate(2026, 11, 21))

    assert TODAY == wizard.wanted().due


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("1 Datei mit 1 Maßnahme", files(1, 1)),
        ("2 Dateien mit zusammen 3 Maßnahmen", files(2, 3)),
        ("1 von 7 ist zurück.", about("", "", 1, 7).split(". ")[-1]),
        ("2 von 7 sind zurück.", about("", "", 2, 7).split(". ")[-1]),
    ],
)
def test_numbers_are_counted_in_german(said, text):
    assert said == text


# --- the overview ----------------------------------------------------------------------------


def entry(name: str, *returns: ReturnEntry) -> DepartmentEntry:
    return DepartmentEntry(name, f"{name}.xlsx", "0" * 64, ("a", "b"), ("A", "B"), returns)


def recipients(made: OverviewDialog) -> QTableWidget:
    """Return the table of those who were asked."""
    return one(made, QTableWidget, OVERVIEW_LIST)


def register(*entries: DepartmentEntry) -> RequestRegister:
    return RequestRegister("A-1", SENT, date(2026, 11, 1), "", "", ("summary",), entries)


@pytest.fixture
def overview(qtbot):
    back = ReturnEntry("x.xlsx", "1" * 64, SENT, SENT)
    made = OverviewDialog(KnownRequests((register(entry("Amt A"), entry("Amt B", back)),)), TODAY)
    qtbot.addWidget(made)
    return made


def test_the_overview_says_who_is_overdue_and_who_is_done(overview):
    stands = [recipients(overview).item(row, 1).text() for row in range(2)]

    assert ["überfällig (21 Tage)", "übernommen"] == stands
    assert "1 von 2" in one(overview, QLabel, "Verschickt am").text()


def test_the_overview_says_who_has_answered_what(overview):
    answers = (("a", "changed"), ("b", "not_ours"))
    done = ReturnEntry("x.xlsx", "1" * 64, SENT, SENT, (), answers[:1])
    half, whole = entry("Amt A", done), entry("Amt B", replace(done, answers=answers))
    overview.show_register(register(half, whole), TODAY)
    counts = [recipients(overview).item(row, 2).text() for row in range(2)]
    recipients(overview).selectRow(1)
    found = one(overview, QTableWidget, ANSWERS_LIST)

    assert ["1 von 2", "2 von 2"] == counts
    assert ["geändert", "nicht zuständig"] == [found.item(row, 1).text() for row in range(2)]


def test_all_requests_are_listed_with_who_is_late(qtbot, overview):
    other = replace(register(entry("Amt C")), request="A-2", due=date(2026, 12, 1))
    overview.show_register(other, TODAY)
    listed = one(overview, QListWidget)
    lines = [listed.item(row).text() for row in range(listed.count())]

    assert ["01.10.2026\n0 von 1", "01.10.2026\n1 von 2, 1 überfällig"] == lines
    assert "A-2" == overview.current().request
    listed.setCurrentRow(1)
    assert "Amt A" == recipients(overview).item(0, 0).text()


def test_folders_that_are_gone_are_told_apart(tmp_path):
    save(replace(register(entry("Amt A")), folder=tmp_path))

    found = load_known([tmp_path / "weg", tmp_path, tmp_path])
    assert ["A-1"] == [own.request for own in found.registers]
    assert (tmp_path / "weg",) == found.out_of_reach


def test_a_request_out_of_reach_is_named(qtbot, tmp_path):
    """Nobody thinks that all is answered because a drive is missing."""
    known = KnownRequests((register(entry("Amt A")),), (tmp_path / "weg",))
    made = OverviewDialog(known, TODAY)
    qtbot.addWidget(made)

    (said,) = [label for label in made.findChildren(QLabel) if "nicht erreichbar" in label.text()]
    assert str(tmp_path / "weg") in said.text()
    assert "1 gemerkte Abfrage fehlt" in said.text()


def test_names_of_departments_are_not_cut_for_the_name_of_a_file(overview):
    overview.show_register(register(entry("Stadtgesellschaftliche Projekte")), TODAY)
    overview.show()

    name = recipients(overview).fontMetrics().horizontalAdvance("Stadtgesellschaftliche Projekte")
    assert name < recipients(overview).columnWidth(0)


def test_reminders_are_offered_while_somebody_is_missing(overview, qtbot):
    with qtbot.waitSignal(overview.remind_wanted):
        button(overview, REMIND).click()


def test_nobody_is_reminded_when_all_have_answered(overview):
    done = ReturnEntry("x.xlsx", "1" * 64, SENT, SENT)
    overview.show_register(register(entry("Amt B", done)), TODAY)

    assert not button(overview, REMIND).isEnabled()


def test_the_day_of_the_last_reminder_is_shown(overview):
    reminded = replace(entry("Amt A"), reminded=(date(2026, 11, 10),))
    overview.show_register(register(reminded), TODAY)

    assert "10.11.2026" == recipients(overview).item(0, 3).text()


def test_notes_are_sent_along_only_if_that_is_ticked(qtbot, dataset):
    made = RequestDialog(dataset, dataset.measure_keys()[:5], TODAY, open_notes=3)
    qtbot.addWidget(made)
    to_page(made, 3)
    before = made.wanted().with_notes
    one(made, QCheckBox, with_notes(3)).setChecked(True)

    assert (False, True) == (before, made.wanted().with_notes)


def test_without_open_notes_there_is_nothing_to_tick(wizard):
    to_page(wizard, 3)

    assert not one(wizard, QCheckBox, with_notes(0)).isVisibleTo(wizard)
