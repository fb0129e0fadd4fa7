"""Dialogs: verbs on buttons, a safe Enter, Esc that changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from klimaeditor.model.fieldtypes import Profile
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, mnemonics, nameless, settle, shown_window
from tests.gui.reach import one
from tests.muenster_fields import FIELDS
from tests.other_site import OTHER
from ui.app import WindowAnswers
from ui.commands.command_list import ACTIONS
from ui.dialogs import confirm
from ui.dialogs.about import AboutDialog
from ui.dialogs.choices import ExportScope, UnsavedChoice
from ui.dialogs.confirm import LinkDialog
from ui.dialogs.help import HELP_CHOOSE, HelpDialog, ShortcutsDialog, accepted
from ui.dialogs.new_measure import NO_NAME, NewMeasureDialog
from ui.dialogs.questions import MessageDialog, QuestionDialog
from ui.dialogs.settings_dialog import SettingsDialog, SettingsOffer, SettingsValues
from ui.handbook.help_answers import about_info
from ui.shell import actions
from ui.widgets.pickers import LOCKED_HERE
from ui.widgets.search_field import SearchField

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key
TITLES = ["Radstation am Kanal", "<b>fett</b> & Co"]
CATEGORIES = {"bauen": "Bauen und Sanieren", "mobilitaet": "Mobilität"}
ADDRESS = "https://stadt-muenster.de@böse.example/pfad"


DIALOGS = {
    "unsaved": lambda: QuestionDialog(confirm.unsaved(TITLES, may_save=True)),
    "reload": lambda: QuestionDialog(confirm.unsaved(TITLES, may_save=False)),
    "read again": lambda: QuestionDialog(confirm.read_again(TITLES[0])),
    "delete": lambda: QuestionDialog(confirm.delete(TITLES)),
    "fixes": lambda: QuestionDialog(confirm.fixes(TITLES)),
    "overwrite": lambda: QuestionDialog(confirm.overwrite(Path("Q:/daten"))),
    "person": lambda: QuestionDialog(confirm.forget_person("anna", 3)),
    "notes": lambda: QuestionDialog(confirm.leave_notes("Der Datenträger ist voll.")),
    "export": lambda: QuestionDialog(confirm.scope(3, 12, 68)),
    "twins": lambda: QuestionDialog(confirm.twins("Radweg", "Fähre", "bauen9")),
    "link": lambda: LinkDialog(ADDRESS),
    "mail": lambda: LinkDialog("mailto:klima@stadt-muenster.de"),
    "error": lambda: MessageDialog("Das ging nicht.", "Zeile 1", is_error=True),
    "info": lambda: MessageDialog("Gut zu wissen.", is_error=False),
    "new": lambda: NewMeasureDialog(CATEGORIES),
    "shortcuts": lambda: ShortcutsDialog(actions.shortcut_table(ACTIONS)),
    "help": lambda: HelpDialog(muenster()),
    "about": lambda: AboutDialog(about_info(muenster())),
    "settings": lambda: SettingsDialog(
        SettingsOffer(SettingsValues(), {"cc0": "CC0"}, {"licence": LOCKED_HERE}, "Q:/klima")
    ),
}
LOSES_SOMETHING = ["reload", "delete", "overwrite", "person", "notes", "link", "mail"]


def shown(qtbot, name: str) -> QDialog:
    return shown_window(qtbot, DIALOGS[name](), 520, 360)


def button(dialog, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)


def words(dialog) -> str:
    areas = [area.toPlainText() for area in dialog.findChildren(QPlainTextEdit)]
    return "\n".join([*(label.text() for label in dialog.findChildren(QLabel)), *areas])


def answer(act) -> None:
    """Do *act* with the dialog that is about to be open."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        act(dialog)

    QTimer.singleShot(0, later)


# --- all of them ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIALOGS)
def test_letters_are_unique_and_everything_has_a_name(qtbot, name):
    dialog = shown(qtbot, name)
    letters = mnemonics(dialog)

    assert len(set(letters)) == len(letters)
    assert [] == nameless(dialog)


@pytest.mark.parametrize("name", DIALOGS)
def test_esc_closes_without_consequence(qtbot, name):
    dialog = shown(qtbot, name)

    qtbot.keyClick(dialog, Key.Key_Escape)

    assert not dialog.isVisible()
    assert QDialog.DialogCode.Accepted != dialog.result()


@pytest.mark.parametrize("name", LOSES_SOMETHING)
def test_enter_never_loses_anything(qtbot, name):
    dialog = shown(qtbot, name)

    qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)

    assert not dialog.isVisible()
    assert QDialog.DialogCode.Accepted != dialog.result()


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize("zoom", [100, 200])
def test_no_label_is_cut(lettered, qtbot, name, zoom):
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    dialog.show()
    settle()

    cut = [
        widget.text()
        for kind in (QLabel, QPushButton)
        for widget in dialog.findChildren(kind)
        if widget.isVisible() and not isinstance(widget.parent().parent(), HelpDialog)
        and widget.width() < widget.minimumSizeHint().width()
    ]  # fmt: skip

    assert [] == cut


# --- questions -------------------------------------------------------------------------------


def test_unsaved_work_is_named_and_enter_saves_it(qtbot):
    dialog = shown(qtbot, "unsaved")
    text = words(dialog)

    qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)

    assert all(title in text for title in TITLES)
    assert UnsavedChoice.SAVE is dialog.value


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Speichern", UnsavedChoice.SAVE),
        ("Nicht speichern", UnsavedChoice.DISCARD),
        ("Abbrechen", UnsavedChoice.CANCEL),
    ],
)
def test_each_button_is_its_own_answer(qtbot, text, choice):
    dialog = shown(qtbot, "unsaved")

    qtbot.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)

    assert choice is dialog.value


def test_titles_are_never_taken_for_markup(qtbot):
    dialog = shown(qtbot, "delete")

    formats = {label.textFormat() for label in dialog.findChildren(QLabel) if label.text()}

    assert {Qt.TextFormat.PlainText} == formats


# --- single dialogs ---------------------------------------------------------------------------


def test_a_link_shows_the_host_it_really_leads_to(qtbot):
    text = words(shown(qtbot, "link"))

    assert "Sie führt zu: xn--bse-sna.example" in text
    assert "xn--bse-sna.example/pfad" in text


def test_an_address_without_readable_host_is_called_odd(qtbot):
    dialog = shown_window(qtbot, LinkDialog("https:///nirgends"))

    assert "nicht zu erkennen" in words(dialog)


def test_details_of_an_error_are_shown_and_copied_on_request(qtbot):
    dialog = shown(qtbot, "error")
    hidden = one(dialog, QPlainTextEdit).isVisible()

    qtbot.mouseClick(button(dialog, "Einzelheiten zeigen"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(dialog, "Kopieren"), Qt.MouseButton.LeftButton)

    assert not hidden
    assert one(dialog, QPlainTextEdit).isVisible()
    assert "Das ging nicht.\n\nZeile 1" == QGuiApplication.clipboard().text()


def test_a_new_measure_needs_category_and_title(qtbot):
    dialog = shown(qtbot, "new")

    qtbot.mouseClick(button(dialog, "Anlegen"), Qt.MouseButton.LeftButton)
    said = words(dialog)
    still_open = dialog.isVisible()
    one(dialog, QComboBox).setCurrentIndex(1)
    qtbot.keyClicks(one(dialog, QLineEdit), "  Radstation   am Kanal ")
    faults = [
        text in words(dialog) for text in ("Wählen Sie eine Kategorie", "Geben Sie einen Titel")
    ]
    qtbot.keyClick(one(dialog, QLineEdit), Key.Key_Return)

    assert still_open
    assert "Wählen Sie eine Kategorie. Beispiel: „Bauen und Sanieren“." in said
    assert "Geben Sie einen Titel ein" in said
    assert [False, False] == faults
    assert ("mobilitaet", "Radstation am Kanal") == dialog.answer()
    assert not dialog.isVisible()


def test_missing_things_are_said_to_screen_readers_and_take_the_keyboard(qtbot):
    dialog = shown(qtbot, "new")
    one(dialog, QComboBox).setCurrentIndex(0)

    qtbot.mouseClick(button(dialog, "Anlegen"), Qt.MouseButton.LeftButton)

    assert one(dialog, QLineEdit).hasFocus()
    assert NO_NAME == one(dialog, QLineEdit).accessibleDescription()
    assert "" == one(dialog, QComboBox).accessibleDescription()


def test_shortcuts_can_be_searched(qtbot):
    dialog = shown(qtbot, "shortcuts")

    qtbot.keyClicks(one(dialog, SearchField), "speichern")

    assert dialog.shown()
    assert all("peichern" in text for text in dialog.shown())


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_has_help(qtbot, field):
    dialog = HelpDialog(muenster())
    qtbot.addWidget(dialog)

    dialog.show_field(field.name)

    said = dialog.page_text()
    assert said.startswith(field.label)
    assert all(text in said for text in (field.help, field.shown, accepted(field, muenster())))


def test_help_speaks_of_the_initiatives_of_its_city():
    field = next(f for f in MUENSTER.fields if f.required and f.required != frozenset(Profile))

    assert "außer bei Stadtgesellschaftlichen Projekten." in accepted(field, muenster())
    assert "Pflichtfeld, außer bei Ehrenämtern." in accepted(field, OTHER)


def test_help_can_be_searched_and_lists_all_fields(qtbot):
    dialog = shown(qtbot, "help")
    everything = dialog.shown()

    one(dialog, SearchField).setText("kosten der")

    assert len(FIELDS) == len(everything)
    assert ["cost_value"] == dialog.shown()


def test_help_for_no_field_asks_to_choose_one(qtbot):
    dialog = shown(qtbot, "help")

    dialog.show_field("")

    assert one(dialog, QLabel, HELP_CHOOSE).isVisible()
    assert one(dialog, SearchField).hasFocus()


def test_tab_leaves_lists_and_tables(qtbot):
    for name in ("help", "shortcuts", "error"):
        dialog = shown(qtbot, name)
        for widget in focusable(dialog):
            widget.setFocus()
            qtbot.keyClick(widget, Key.Key_Tab)
            assert dialog.focusWidget() is not widget


def test_the_versions_can_be_copied_for_those_who_help(qtbot):
    dialog = shown(qtbot, "about")

    qtbot.mouseClick(button(dialog, "Angaben kopieren"), Qt.MouseButton.LeftButton)

    assert about_info(muenster()).as_text() == QGuiApplication.clipboard().text()
    assert "Qt " in QGuiApplication.clipboard().text()


# --- WindowAnswers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text", "expected"),
    [
        (lambda ask: ask.unsaved(TITLES, may_save=True), "Speichern", UnsavedChoice.SAVE),
        (lambda ask: ask.unsaved(TITLES, may_save=True), "Abbrechen", UnsavedChoice.CANCEL),
        (
            lambda ask: ask.unsaved(TITLES, may_save=False),
            "Verwerfen und neu laden",
            UnsavedChoice.DISCARD,
        ),
        (lambda ask: ask.confirm_delete(TITLES), "Löschen", True),
        (lambda ask: ask.confirm_delete(TITLES), "Abbrechen", False),
        (lambda ask: ask.confirm_fixes(TITLES), "Beheben", True),
        (lambda ask: ask.overwrite(Path("a.xlsx")), "Ersetzen", True),
        (lambda ask: ask.forget_person("anna", 1), "Löschen", True),
        (lambda ask: ask.leave_notes("Voll."), "Ohne Notizen schließen", True),
        (lambda ask: ask.confirm_link(ADDRESS), "Im Browser öffnen", True),
        (lambda ask: ask.confirm_link(ADDRESS), "Abbrechen", False),
        (
            lambda ask: ask.export_scope(3, 12, 68),
            "Ausgewählte exportieren (3)",
            ExportScope.SELECTED,
        ),
        (
            lambda ask: ask.export_scope(1, 12, 68),
            "Gefilterte exportieren (12)",
            ExportScope.FILTERED,
        ),
        (lambda ask: ask.export_scope(3, 68, 68), "Alle exportieren (68)", ExportScope.ALL),
        (lambda ask: ask.export_scope(1, 12, 68), "Abbrechen", None),
        (lambda ask: ask.new_measure(CATEGORIES), "Abbrechen", None),
        (lambda ask: ask.error("Nein."), "Schließen", None),
        (lambda ask: ask.info("Ja."), "Schließen", None),
    ],
)
def test_answers_are_the_buttons(qtbot, call, text, expected):
    answer(lambda dialog: button(dialog, text).click())

    assert expected == call(WindowAnswers(lambda: None))


def test_a_new_measure_is_answered_with_category_and_title(qtbot):
    def fill(dialog) -> None:
        one(dialog, QComboBox).setCurrentIndex(0)
        one(dialog, QLineEdit).setText("Neues Dach")
        button(dialog, "Anlegen").click()

    answer(fill)

    assert ("bauen", "Neues Dach") == WindowAnswers(lambda: None).new_measure(CATEGORIES)


def test_files_and_folders_are_asked_for_where_the_caller_starts(monkeypatch):
    asked = []

    def folder(*arguments):
        asked.append(arguments)
        return "/ordner"

    def file(*arguments):
        asked.append(arguments)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", file)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", file)
    ask = WindowAnswers(lambda: None)

    assert Path("/ordner") == ask.folder("Ordner", Path("start"))
    assert ask.open_file("Öffnen", None, "Excel (*.xlsx)") is None
    assert ask.save_file("Speichern", Path("a.xlsx"), "Excel (*.xlsx)") is None
    assert [
        (None, "Ordner", "start"),
        (None, "Öffnen", "", "Excel (*.xlsx)"),
        (None, "Speichern", "a.xlsx", "Excel (*.xlsx)"),
    ] == asked


def test_help_opens_once_and_follows_the_field(qtbot):
    ask = WindowAnswers(lambda: None)

    ask.show_help("cost_value", ["Fehler: „1,5 Mio.“ ist kein Betrag."])
    first = ask._help
    with_finding = first.page_text()
    ask.show_help("links", [])
    qtbot.addWidget(first)

    assert first is ask._help
    assert first.isVisible()
    assert "Was gemeldet wird: Fehler: „1,5 Mio.“ ist kein Betrag." in with_finding
    assert first.page_text().startswith("Nützliche Links")
    assert "Was gemeldet wird" not in first.page_text()
