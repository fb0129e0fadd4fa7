"""The settings dialog: every setting in one place, and nothing kept twice (DEL-04, A11Y-05)."""

from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
)

from klimaeditor import machine, paths, publish
from klimaeditor.clock import local_now
from klimaeditor.files import backups, retired
from klimaeditor.files.formervalues import LoggedChange
from klimaeditor.localdata import LOCAL_CHOSEN_BACKUPS, local_data
from klimaeditor.model.fieldtypes import Section
from klimaeditor.notes import editlog, notebook_file
from klimaeditor.notes.notebook import AuthorNames, with_rules
from klimaeditor.publish.publisher import settings_for
from klimaeditor.reports.wordfile import not_a_template
from klimaeditor.site.muenster import CITY
from tests.answers import Answers
from tests.conftest import SAMPLE
from tests.gui import theme_helpers
from tests.gui.pane_cases import shown_window
from tests.gui.reach import one
from tests.gui.window_cases import INITIATIVE
from tests.word_tools import template
from ui import app, theme
from ui.dialogs.settings_dialog import (
    AUTHORS,
    BACKUPS,
    CONTACT,
    FORGET_PERSON,
    LICENCE,
    NO_DAYS,
    NOTES_FOLDER,
    OPENS_LAST,
    PROVIDER,
    RETENTION,
    SCHEME,
    TAKE,
    ZOOM,
    SettingsDialog,
    SettingsOffer,
    SettingsValues,
)
from ui.form.header import ALL_PUBLIC
from ui.session.opening import real
from ui.settings import Settings
from ui.theme import Scheme
from ui.widgets.pickers import LOCKED_HERE

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
LICENCES = {"dl-de/by-2-0": "Namensnennung", "cc0-1.0": "CC0"}
VALUES = SettingsValues(provider="Stadt Y", licence="cc0-1.0", zoom=110, scheme=Scheme.DARK)


@pytest.fixture
def locked_computer(tmp_path, monkeypatch):
    """A machine whose administrator has fixed licence and contact, and offers a dataset."""
    path = tmp_path / "klimaeditor.ini"
    said = "[Vorgaben]\nlizenz = cc0-1.0\nfachbereich = Amt 67\ndatensatz = Q:/klima\n"
    path.write_text(f"{said}[Gesperrt]\nlizenz = ja\nfachbereich = ja\n", "utf-8")
    monkeypatch.setattr(machine, "machine_file", lambda: path)


def shown(qtbot, **offered) -> SettingsDialog:
    offer = SettingsOffer(VALUES, LICENCES, **offered)
    return shown_window(qtbot, SettingsDialog(offer), 660, 720)


# --- the dialog ------------------------------------------------------------------------------


def test_what_is_shown_is_what_is_returned(qtbot):
    assert VALUES == shown(qtbot).values()


def test_every_setting_is_named_and_can_be_changed(qtbot):
    dialog = shown(qtbot)
    one(dialog, QLineEdit, CONTACT).setText("  Rieke  Beispiel ")
    one(dialog, QLineEdit, PROVIDER).setText("Stadt Z")
    one(dialog, QLineEdit, BACKUPS).setText("/srv/klima")
    for name, value in ((LICENCE, "dl-de/by-2-0"), (ZOOM, 150), (SCHEME, "light")):
        box = one(dialog, QComboBox, name)
        box.setCurrentIndex(box.findData(value))
    one(dialog, QCheckBox, OPENS_LAST).setChecked(True)

    assert (
        replace(
            VALUES,
            contact="Rieke Beispiel",
            provider="Stadt Z",
            licence="dl-de/by-2-0",
            backups="/srv/klima",
            zoom=150,
            scheme=Scheme.LIGHT,
            opens_last=True,
        )
        == dialog.values()
    )


def test_what_the_administrator_has_locked_is_shown_with_the_reason(qtbot):
    dialog = shown(qtbot, locked={"licence": LOCKED_HERE}, dataset="Q:/klima")
    licence = one(dialog, QComboBox, LICENCE)
    read = [label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog)]

    assert not licence.isEnabled()
    assert LOCKED_HERE == licence.accessibleDescription()
    assert LOCKED_HERE in read
    assert any("Q:/klima" in text for text in read)
    assert one(dialog, QLineEdit, PROVIDER).isEnabled()


def test_a_folder_is_chosen_with_its_button(qtbot):
    dialog = shown(qtbot)
    asked = []
    dialog.choose = lambda title, start: asked.append((title, start)) or Path("/srv/klima")
    one(dialog, QPushButton, "Ordner für Sicherungen wählen").click()

    assert [("Ordner für Sicherungen wählen", None)] == asked
    assert str(Path("/srv/klima")) == dialog.values().backups


def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_closes(qtbot):
    dialog = shown(qtbot, judge=lambda _values: {"backups": "Geht nicht."})
    one(dialog, QPushButton, TAKE).click()
    line = one(dialog, QLineEdit, BACKUPS)

    assert dialog.isVisible()
    assert line.hasFocus()
    assert "Geht nicht." == line.accessibleDescription()
    assert "Geht nicht." in [label.text() for label in dialog.findChildren(QLabel)]


# --- where each is kept ----------------------------------------------------------------------


def test_publisher_and_licence_are_those_of_the_page_of_publishing(work):
    work.answer(settings=lambda offer: replace(offer.values, provider="Stadt Z"))
    work.trigger("settings")
    kept = publish.publisher.load(publish.publisher.default_path(), settings_for(CITY))

    assert "Stadt Z" == kept.provider
    assert publish.publisher.settings_for(CITY).title == kept.title


def test_the_page_of_publishing_shows_what_was_just_set(work, tmp_path):
    """There is one publisher: writing the package does not bring the former one back."""
    work.window.pages.show_page("publish")
    page = work.window.pages.page("publish")
    page.next.setEnabled(True)  # the sample has errors, which is of no interest here
    page.next.click()
    work.answer(settings=lambda offer: replace(offer.values, provider="Stadt Z"))
    work.trigger("settings")
    work.settle()

    assert 1 == page.step
    assert "Stadt Z" == page.package.form.settings().provider


@pytest.mark.parametrize("accepted", [True, False])
def test_the_dialog_answers_for_the_window_and_folders_are_asked_above_it(
    qtbot, monkeypatch, accepted
):
    parents = []

    def play(_answers, dialog) -> bool:
        qtbot.addWidget(dialog)
        one(dialog, QPushButton, "Ordner für Sicherungen wählen").click()
        return accepted

    monkeypatch.setattr(app.WindowAnswers, "_accepted", play)
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda parent, *_: parents.append(parent) or "/srv"
    )
    found = app.WindowAnswers(lambda: None).settings(SettingsOffer(VALUES, LICENCES))

    assert (replace(VALUES, backups=str(Path("/srv"))) if accepted else None) == found
    assert [SettingsDialog] == [type(parent) for parent in parents]


def test_zoom_and_colours_change_at_once(work):
    before = theme.current().zoom
    work.answer(settings=lambda offer: replace(offer.values, scheme=Scheme.DARK))
    work.trigger("settings")
    dark, checked = theme.current().scheme, work.actions["scheme_dark"].isChecked()
    work.answer(settings=lambda offer: replace(offer.values, scheme=Scheme.SYSTEM))
    work.trigger("settings")

    assert (Scheme.DARK, before, True) == (dark, theme.current().zoom, checked)


def test_contact_and_folder_of_requests_are_used_by_the_next_request(work, tmp_path):
    work.answer(
        settings=lambda o: replace(o.values, contact="Rieke", requests=str(tmp_path)),
        request=None,
    )
    work.trigger("settings")
    work.trigger("request")

    assert "Rieke" == work.ask.asked[-1][1][-1].contact


def test_a_machine_says_what_is_locked(work, locked_computer):
    work.answer(settings=None)
    work.trigger("settings")
    offer = work.ask.asked[0][1][0]

    assert {"licence": LOCKED_HERE, "contact": LOCKED_HERE} == offer.locked
    assert ("Amt 67", "cc0-1.0") == (offer.values.contact, offer.values.licence)
    assert "Q:/klima" == Path(offer.dataset).as_posix()


def test_settings_of_publishing_that_cannot_be_read_are_left_alone(work):
    file = publish.publisher.default_path()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("kaputt", "utf-8")
    work.answer(settings=lambda offer: replace(offer.values, provider="Stadt Z", contact="R"))
    work.trigger("settings")
    offer = work.ask.asked[0][1][0]

    assert {"provider", "licence"} == set(offer.locked)
    assert "kaputt" == file.read_text("utf-8")


def test_the_template_of_word_files_is_kept_and_a_broken_one_is_refused(work, tmp_path):
    good, bad = template(tmp_path), tmp_path / "kaputt.docx"
    bad.write_bytes(b"x")
    work.answer(settings=lambda offer: replace(offer.values, template=str(good)), word=None)
    work.trigger("settings")
    offer = work.ask.asked[0][1][0]
    work.trigger("word")

    assert good == work.ask.asked[-1][1][0].template
    assert {"template": not_a_template(bad.name)} == offer.judge(
        replace(offer.values, template=str(bad))
    )


# --- backups ---------------------------------------------------------------------------------


def test_backups_go_to_the_chosen_folder_and_earlier_ones_are_still_found(opened, tmp_path):
    """SAFE-11; the list of ids stays with the user."""
    opened.edit("Eins")
    assert opened.session.save()
    earlier = opened.session.backups()
    place = opened.session.place
    backups.choose_root(tmp_path)
    opened.session.keep_backups_in(backups.default_root())
    assert opened.session.close()
    assert opened.session.open_path(place)
    opened.edit("Zwei")
    assert opened.session.save()
    found = opened.session.backups()

    assert set(earlier) < set(found)
    assert found[0].path.is_relative_to(tmp_path / backups.CHOSEN)
    assert not (tmp_path / retired.FOLDER).exists()


def test_chosen_backups_are_among_the_local_data(own_user_folders, tmp_path):
    backups.choose_root(tmp_path)
    backups.make_backup(SAMPLE, backups.default_root(), real().clock())
    kinds = {kind.label: kind for kind in local_data(paths.user_data(), paths.user_config())}

    assert tmp_path / backups.CHOSEN == kinds[LOCAL_CHOSEN_BACKUPS].folder
    assert kinds[LOCAL_CHOSEN_BACKUPS].files


@pytest.mark.parametrize("place", [".", "unterordner"])
def test_backups_never_lie_in_a_dataset(sample_dataset, place):
    """WEB-12: everything in the folder of a dataset is public."""
    (sample_dataset / "unterordner").mkdir()

    assert backups.IN_DATASET == backups.refusal(sample_dataset / place)


def test_backups_need_a_folder_that_is_there(tmp_path):
    assert backups.NOT_WHOLE == backups.refusal(Path("sicher"))
    assert "gibt es nicht" in backups.refusal(tmp_path / "fort")
    assert "" == backups.refusal(tmp_path)


# --- what is said once -----------------------------------------------------------------------


def test_that_all_is_public_is_said_at_the_first_opening_and_can_be_put_away(qtbot, tmp_path):
    """WEB-12: once, not in the way, gone with a click."""
    store = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    folder = shutil.copytree(SAMPLE, tmp_path / "muster", copy_function=shutil.copyfile)
    made = app.build(app.make_application(["test"]), store, Answers())
    notices, session = made.controller.window.notices, made.session
    qtbot.addWidget(made.controller.window)
    assert session.open_path(folder)
    said, modal = notices.text(), made.qt.activeModalWidget()
    shown = not notices.isHidden()
    one(notices, QToolButton).click()
    closed = notices.isHidden()
    assert session.close()
    assert session.open_path(folder)
    again = notices.text()
    assert session.close()

    assert ALL_PUBLIC in said
    assert (True, None, True) == (shown, modal, closed)
    assert ALL_PUBLIC not in again


# --- at the start ----------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [True, False])
def test_the_last_dataset_is_opened_at_the_start_where_that_is_wanted(work, wanted):
    work.answer(settings=lambda offer: replace(offer.values, opens_last=wanted))
    work.trigger("settings")
    work.put_away()
    app.begin(work.app, real(), None, sample=False)

    assert wanted == (work.document is not None)
    assert not wanted or work.folder == work.document.location


def test_what_is_wrong_with_the_machines_defaults_is_told_at_the_start_and_logged(
    work, tmp_path, monkeypatch, caplog
):
    path = tmp_path / "klimaeditor.ini"
    said = "[Vorgaben]\nverlauf = ja\n[Gesperrt]\nverlauf = ja\nlizens = ja\n"
    path.write_text(said, "utf-8")
    monkeypatch.setattr(machine, "machine_file", lambda: path)
    monkeypatch.setattr(app, "place_problem", lambda _machine: "Der Ordner ist schreibgeschützt.")
    work.put_away()
    log = logging.getLogger("ui.app")
    log.addHandler(caplog.handler)
    app.begin(work.app, real(), None, sample=False)
    log.removeHandler(caplog.handler)
    shown = work.app.controller.window.notices.text()

    assert [] == [word for word in ("verlauf", "lizens", "schreibgeschützt") if word not in shown]
    assert "the lock of verlauf has no effect" in caplog.text


def test_enter_on_the_start_page_leads_back_to_where_one_was(work):  # D 24
    work.go(INITIATIVE, None)
    work.form.scroll_back("IMPLEMENTATION", 30)
    work.workspace.side.show_timeline()
    was = (work.shown_id(), work.form.scrolled(), work.workspace.side.tabs.currentIndex())
    work.put_away()
    work.workspace.side.show_preview()
    work.window.start.page().focus_list()
    work.press(Qt.Key.Key_Return)
    work.qtbot.waitUntil(lambda: work.document is not None)
    work.settle()

    assert was == (work.shown_id(), work.form.scrolled(), work.workspace.side.tabs.currentIndex())
    assert (Section.IMPLEMENTATION, 30) == was[1]


def test_every_dataset_has_a_place_of_its_own(work, tmp_path):
    other = shutil.copytree(SAMPLE, tmp_path / "andere", copy_function=shutil.copyfile)
    work.go(INITIATIVE, None)
    assert work.app.session.open_path(other)
    work.settle()
    first = work.shown_id()
    work.form.scroll_back("MORE", 0)
    assert work.app.session.open_path(work.folder)
    work.settle()

    assert (INITIATIVE, (Section.HEAD, 0)) == (work.shown_id(), work.form.scrolled())
    assert INITIATIVE != first


# --- notes -----------------------------------------------------------------------------------


def kept(work):
    work.qtbot.waitUntil(lambda: not work.app.session.notes.busy)
    work.settle()
    return work.app.session.notes


def test_rules_for_notes_are_asked_only_where_there_are_notes(qtbot):
    without, with_them = shown(qtbot), shown(qtbot, authors=("anna", "bert"))

    assert not [b for b in without.findChildren(QComboBox) if b.accessibleName() == "Namen"]
    one(with_them, QComboBox, AUTHORS).setCurrentIndex(1)
    one(with_them, QLineEdit, RETENTION).setText(" 90 ")
    one(with_them, QComboBox, FORGET_PERSON).setCurrentIndex(2)
    found = with_them.values()

    assert (AuthorNames.INITIALS, "90", "bert") == (
        found.author_names,
        found.retention,
        found.forget_person,
    )


def test_names_and_days_are_kept_in_the_notebook_for_all(work):
    kept(work).add(INITIATIVE, None, "Frage")
    work.answer(settings=lambda o: replace(o.values, author_names=AuthorNames.NONE, retention="90"))
    work.trigger("settings")

    found = notebook_file.load(kept(work).place).notebook

    assert (AuthorNames.NONE, 90) == (found.rules.names, found.rules.retention)
    assert [""] == [note.author for note in found.notes.values()]


@pytest.mark.parametrize("days", ["ein Jahr", "-3", "1e3", "²", "1234567"])
def test_days_that_are_no_number_are_refused(work, days):
    faults = {}
    work.answer(settings=lambda o: faults.update(o.judge(replace(o.values, retention=days))))
    work.trigger("settings")

    assert {"retention": NO_DAYS} == faults


@pytest.mark.parametrize("sure", [True, False])
def test_the_notes_of_a_person_are_deleted_only_after_asking(work, sure):
    notes = kept(work)
    me = notes.author()
    notes.add(INITIATIVE, None, "Frage")
    offered = []

    def choose(offer):
        offered.extend(offer.authors)
        return replace(offer.values, forget_person=me)

    work.answer(settings=choose, forget_person=sure)
    work.trigger("settings")

    assert [me] == offered
    assert ("forget_person", (me, 1)) == work.ask.asked[-1]
    assert (0 if sure else 1) == len(notebook_file.load(kept(work).place).notebook.notes)


def test_who_is_named_in_the_log_of_changes_only_can_be_forgotten_too(work):
    notes = kept(work)
    notes.change(lambda known: with_rules(known, replace(known.rules, log_days=30)))
    path = editlog.log_path(kept(work).place)
    at = local_now().astimezone(UTC).replace(microsecond=0)
    change = LoggedChange(INITIATIVE, "summary", "0" * 16, "anna", at)
    editlog.write(path, [change], notes.notebook.rules, at)
    work.answer(
        settings=lambda o: replace(o.values, forget_person=o.authors[0]), forget_person=True
    )
    work.trigger("settings")

    assert ("forget_person", ("anna", 0)) == work.ask.asked[-1]
    work.qtbot.waitUntil(lambda: "anna" not in {c.author for c in editlog.read(path).changes})


def test_notes_lie_in_the_folder_chosen_from_now_on_and_go_along(work, tmp_path):
    kept(work).add(INITIATIVE, None, "Frage")
    kept(work)
    team = tmp_path / "team"
    team.mkdir()
    work.answer(settings=lambda o: replace(o.values, notes=str(team)))
    work.trigger("settings")

    place = kept(work).place

    assert team == place.parent
    assert ["Frage"] == [n.text for n in notebook_file.load(place).notebook.notes.values()]
    work.answer(settings=lambda o: replace(o.values, notes=""))
    work.trigger("settings")
    assert notebook_file.chosen_folder() is None


def test_notes_do_not_go_into_a_dataset(work):
    faults = {}
    work.answer(
        settings=lambda o: faults.update(o.judge(replace(o.values, notes=str(work.folder))))
    )
    work.trigger("settings")

    assert {"notes": backups.IN_DATASET} == faults


def test_a_folder_that_the_administrator_has_locked_is_grey(qtbot):
    dialog = shown(qtbot, locked={"notes": LOCKED_HERE})

    assert not one(dialog, QLineEdit, NOTES_FOLDER).isEnabled()
