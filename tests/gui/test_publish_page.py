"""Publishing as one page in three steps (behaviours 25, 26 and 27 of the design)."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from klimaeditor import machine
from klimaeditor.clock import local_today
from klimaeditor.files import disk, retired
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.publish import publisher
from klimaeditor.publish.publisher import NO_ADDRESS, NO_CONTACT, bad_email, settings_for
from klimaeditor.repairs import apply_automatic
from klimaeditor.site.muenster import CITY
from tests.e2e_driver import CTRL, SHIFT, Key
from tests.gui.reach import one
from tests.gui.review_cases import button
from ui.publishing.package_result import COPY_PATH, OPEN_FOLDER
from ui.publishing.package_settings import CHANGES_NAME, CHOOSE, CONFIRM, FOLDER_NAME, PUBLIC
from ui.publishing.public_groups import LOOK
from ui.publishing.public_place import NEXT, TO_FIELD
from ui.publishing.publication_form import (
    ADDRESS,
    CONTACT,
    EMAIL,
    FREQUENCY,
    IDENTIFIER,
    IDENTIFIER_NOTE,
    MORE,
    PROVIDER,
    RIGHTS,
    SettingsForm,
)
from ui.publishing.publish_page import CHOOSE as GO_ON
from ui.publishing.publish_page import DONE, SAVED_ALONG, WRITE
from ui.publishing.setup_dialog import TAKE, SetupDialog
from ui.widgets.labels import safe_tip
from ui.widgets.pickers import LOCKED_HERE

pytestmark = pytest.mark.gui


@pytest.fixture
def page(work, tmp_path, monkeypatch):
    """The page, opened with its keys on the sample as it is."""
    monkeypatch.setattr("klimaeditor.paths.user_config", lambda: tmp_path / "einstellungen")
    work.press(Key.Key_P, CTRL | SHIFT)
    work.settle()
    assert "publish" == work.window.pages.current
    return work.window.pages.page("publish")


def mend(work) -> None:
    """Mend what stops publishing."""
    document = work.document
    with work.bridge.as_one_step("Beheben") as tick:
        apply_automatic(document, None, tick)
    measure = document.dataset.find("bauen1")
    work.bridge.push(document.plan_edit(measure, {"cost_until": 2030}))
    work.settle()


def confirm(page) -> None:
    for box in page.package.findChildren(QCheckBox):
        if box.text() == CONFIRM:
            box.setChecked(True)


def to_step_2(work, page, folder) -> None:
    mend(work)
    work.answer(folder=folder)
    button(page, GO_ON).click()
    button(page, CHOOSE).click()
    work.settle()


def write(work, page) -> None:
    confirm(page)
    button(page, WRITE).click()
    work.settle()


def words(widget) -> str:
    """Return what the labels that are seen say."""
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisibleTo(widget))


def row_of(page, rule: str):
    return next(row for row in page.gate.cards.rows if row.group.rule.id == rule)


# --- step 1: what the public will read (25) ------------------------------------------------------


def test_25_step_1_names_everything_by_rule_and_its_sums_are_those_of_the_status_bar(work, page):
    counts = work.document.findings.counts()
    shown = dict.fromkeys(Severity, 0)
    for row in page.gate.cards.rows:
        shown[row.group.severity] += len(row.group.findings)

    assert {severity: counts[severity] for severity in Severity} == shown
    said = words(page)
    assert "5 Fehler verhindern die Veröffentlichung" in said
    assert "65 Warnungen und 21 Hinweise, kein Hindernis" in said
    assert "davon 11 × „Geplante Umsetzung bis“" in said
    assert [] == work.asked()  # no folder before step 2


def test_25_errors_lock_the_way_on_and_the_reason_stands_left_of_it(work, page):
    go_on = button(page, GO_ON)
    reason = next(w for w in page.findChildren(QLabel) if w.text() == page.reason())

    assert not go_on.isEnabled()
    assert "Weiter geht es, sobald die 5 Fehler behoben sind." == page.reason()
    assert reason.mapTo(page, reason.rect().center()).x() < go_on.mapTo(page, go_on.pos()).x()

    mend(work)
    assert go_on.isEnabled()
    assert "Fehler" not in page.reason()


def test_25_the_button_of_a_group_repairs_it_as_one_step(work, page):
    row = row_of(page, "cost_nan")
    assert "4 × Keine Angabe setzen" == row.together.text()
    row.together.setFocus()
    row.together.click()
    work.settle()

    assert "Seite zeigt „NaN €“: 4 behoben, Strg+Z" in words(page)
    assert "cost_nan" not in {r.group.rule.id for r in page.gate.cards.rows}
    assert page.gate.isAncestorOf(work.focused())
    assert 1 == work.stack.count()
    work.trigger("undo")
    assert "cost_nan" in {f.rule for f in work.document.findings.all()}


def test_25_where_a_person_decides_all_places_are_shown_first(work, page):
    row = row_of(page, "card_without_text")
    work.answer(confirm_fixes=[False, True])
    row.together.click()
    assert 0 == work.stack.count()

    row_of(page, "card_without_text").together.click()
    work.settle()
    ((_, (lines,)), _) = work.ask.asked
    assert 5 == len(lines)
    assert "card_without_text" not in {f.rule for f in work.document.findings.all()}


def test_who_may_only_read_sees_everything_and_repairs_nothing(work, page):
    work.bridge.read_only = True
    page.set_bridge(work.bridge)
    row = row_of(page, "cost_nan")

    assert not row.together.isEnabled()
    assert row.look.isEnabled()
    assert 0 == work.stack.count()


def test_arrows_go_from_group_to_group_and_tab_as_one_reads(work, page):
    rows = page.gate.cards.rows
    assert rows[0].look.hasFocus()
    work.press(Key.Key_Down)
    assert rows[1].look.hasFocus()
    work.press(Key.Key_Up)
    work.press(Key.Key_Tab)
    assert rows[0].together.hasFocus()
    rows[-1].look.setFocus()
    for _ in range(3):
        work.press(Key.Key_Tab)
        if page.gate.place.isAncestorOf(work.focused()):
            break
    assert page.gate.place.before.hasFocus()


# --- step 1: the place (26) ----------------------------------------------------------------------


def test_26_look_shows_the_public_place_and_the_arrows_go_through_the_group(work, page):
    row = row_of(page, "row_without_value")
    row.look.setFocus()
    work.press(Key.Key_Return)
    place = page.gate.place
    first = place.finding

    assert row.group.findings[0] == first
    assert first.measure == place.preview.measure
    current = [b.item.field for b in place.preview.sheet.buttons() if b.property("current")]
    assert [first.field] == current or first.field in {
        b.item.field for b in place.preview.sheet.buttons()
    }
    assert "Zeile ohne Wert, 1 von 36" in words(place)
    one(place, type(place.next), NEXT).click()
    assert row.group.findings[1] == place.finding
    place.before.click()
    place.before.click()
    assert row.group.findings[-1] == place.finding
    assert "36 von 36" in words(place)


def test_26_only_there_stands_the_way_to_the_field_and_the_keys_lead_back(work, page):
    ways = [b for b in page.findChildren(QPushButton) if b.text() == TO_FIELD]
    assert [page.gate.place.go] == ways
    row_of(page, "row_without_value").look.click()
    page.gate.place.step(2)
    finding = page.gate.place.finding
    page.gate.place.go.setFocus()
    work.press(Key.Key_Return)
    work.settle()

    assert "measures" == work.window.pages.current
    assert finding.measure == work.workspace.measure
    assert work.row(finding.field).has_focus()
    work.press(Key.Key_P, CTRL | SHIFT)
    work.settle()
    assert "publish" == work.window.pages.current
    assert finding == page.gate.place.finding
    assert page.gate.place.go.hasFocus()


def test_26_what_was_mended_in_the_form_is_gone_and_the_place_stays_in_its_group(work, page):
    row_of(page, "row_without_value").look.click()
    finding = page.gate.place.finding
    page.gate.place.go.click()
    work.bridge.push(work.document.plan_edit(finding.measure, {finding.field: 2031}))
    work.press(Key.Key_P, CTRL | SHIFT)
    work.settle()

    assert "Zeile ohne Wert, 1 von 35" in words(page.gate.place)
    assert finding != page.gate.place.finding


def test_a_narrow_window_shows_the_groups_or_the_place(work, page):
    work.on_small_screen(200)
    row_of(page, "cost_nan").look.click()
    work.settle()

    assert not page.gate.cards.isVisible()
    assert page.gate.place.isVisible()
    page.gate.place.back.click()
    assert page.gate.cards.isVisible()
    assert row_of(page, "cost_nan").look.hasFocus()
    assert (1280, 720) == (work.window.width(), work.window.height())


# --- step 2 --------------------------------------------------------------------------------------


def test_step_2_asks_for_the_folder_and_says_that_all_is_public(work, page, tmp_path):
    mend(work)
    button(page, GO_ON).click()
    assert button(page, CHOOSE).hasFocus()
    assert PUBLIC in words(page)
    assert "sobald ein Ordner gewählt ist" in page.reason()
    assert not button(page, WRITE).isEnabled()

    work.answer(folder=tmp_path / "paket")
    button(page, CHOOSE).click()
    assert str(tmp_path / "paket") == one(page, QLineEdit, FOLDER_NAME).text()
    assert "sobald alles bestätigt ist" in page.reason()
    assert "Erste Veröffentlichung" in one(page, QPlainTextEdit, CHANGES_NAME).toPlainText()
    confirm(page)
    assert button(page, WRITE).isEnabled()
    assert not (tmp_path / "paket").exists()


def test_a_folder_with_other_things_in_it_is_not_taken(work, page, tmp_path):
    (tmp_path / "fremd").mkdir()
    (tmp_path / "fremd" / "brief.txt").write_text("wichtig", "utf-8")
    to_step_2(work, page, tmp_path / "fremd")

    assert "enthält etwas anderes als eine frühere Veröffentlichung" in words(page)
    assert not button(page, WRITE).isEnabled()
    assert "wichtig" == (tmp_path / "fremd" / "brief.txt").read_text("utf-8")


def test_instead_of_a_filled_folder_a_new_one_in_it_is_offered(work, page, tmp_path):
    (tmp_path / "fremd").mkdir()
    (tmp_path / "fremd" / "brief.txt").write_text("wichtig", "utf-8")
    fresh = tmp_path / "fremd" / f"Klimapaket {local_today():%Y-%m-%d}"
    to_step_2(work, page, tmp_path / "fremd")
    offer = button(page, f"Neuen Ordner darin nehmen: {fresh.name}")

    assert offer.hasFocus()
    work.press(Key.Key_Return)
    assert fresh == page.package.folder
    assert not offer.isVisible()
    assert "enthält etwas anderes" not in words(page)
    assert CONFIRM == work.focused().text()  # what comes next has the keyboard
    write(work, page)
    assert "Das Paket ist fertig und geprüft" == page.result.title
    assert ["Klimapaket", "brief.txt"] == sorted(
        path.name.split()[0] for path in (tmp_path / "fremd").iterdir()
    )


def test_before_choosing_it_is_said_which_folder_and_that_unsaved_work_is_saved(
    work, page, tmp_path
):
    to_step_2(work, page, tmp_path / "paket")
    assert "Ein neuer oder leerer Ordner" in words(page)
    assert SAVED_ALONG not in page.reason()  # as long as something is to be confirmed
    confirm(page)
    assert page.reason().startswith(SAVED_ALONG)

    work.trigger("save")
    assert SAVED_ALONG not in page.reason()


def test_a_folder_that_cannot_be_used_does_not_take_the_place_of_one_that_can(work, page, tmp_path):
    (tmp_path / "fremd").mkdir()
    (tmp_path / "fremd" / "brief.txt").write_text("wichtig", "utf-8")
    to_step_2(work, page, tmp_path / "paket")
    work.answer(folder=tmp_path / "fremd")
    button(page, CHOOSE).click()

    assert "wird nicht ersetzt" in words(page)
    assert tmp_path / "paket" == page.package.folder


def test_esc_goes_back_from_step_2_and_leaves_the_page_from_step_1(work, page, tmp_path):
    to_step_2(work, page, tmp_path / "paket")
    work.press(Key.Key_Escape)
    assert ("publish", 0) == (work.window.pages.current, page.step)
    work.press(Key.Key_Escape)
    assert "measures" == work.window.pages.current
    assert not (tmp_path / "paket").exists()


def test_settings_that_cannot_be_read_are_said(work, page, tmp_path):
    mend(work)
    (tmp_path / "einstellungen").mkdir()
    (tmp_path / "einstellungen/veroeffentlichung.json").write_text("{", "utf-8")
    button(page, GO_ON).click()

    assert 0 == page.step
    assert "sind nicht lesbar" in page.reason()


def test_what_the_machine_locks_reaches_the_page(work, page, tmp_path, monkeypatch):
    path = tmp_path / "klimaeditor.ini"
    path.write_text("[Vorgaben]\nlizenz = cc0-1.0\n[Gesperrt]\nlizenz = ja\n", "utf-8")
    monkeypatch.setattr(machine, "machine_file", lambda: path)
    mend(work)
    button(page, GO_ON).click()

    assert "cc0-1.0" == page.package.form.settings().licence
    assert not one(page.package, QComboBox).isEnabled()
    assert LOCKED_HERE in words(page)


# --- step 3 (27) ---------------------------------------------------------------------------------


def test_27_the_result_names_path_checks_files_and_what_was_published_knowingly(
    work, page, tmp_path, monkeypatch
):
    to_step_2(work, page, tmp_path / "paket")
    write(work, page)

    said = words(page.result)
    assert "Das Paket ist fertig und geprüft" == page.result.title
    assert str(tmp_path / "paket") in said
    for check in ("Dateien zurückgelesen", "Website", "Prüfsummen"):
        assert check in said
    assert "massnahmen.xlsx" in said
    assert " kB" in said
    assert "65 Warnungen und 21 Hinweise haben Sie gesehen" in said
    assert button(page.result, OPEN_FOLDER).hasFocus()
    assert {*FileName} == {path.name for path in (tmp_path / "paket/json").iterdir()}
    assert work.document.is_saved
    assert (
        "Paket erstellt: 27 Dateien in „paket“. Geben Sie den Ordner an die Website-Betreuung."
    ) == work.said()

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    work.press(Key.Key_Return)
    button(page.result, COPY_PATH).click()
    assert [str(tmp_path / "paket")] == opened
    assert str(tmp_path / "paket") == QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    button(page, DONE).click()
    assert "measures" == work.window.pages.current
    work.press(Key.Key_P, CTRL | SHIFT)
    assert 0 == page.step


def test_27_a_failed_check_names_the_page_so_and_nothing_counts_as_published(
    work, page, tmp_path, monkeypatch
):
    to_step_2(work, page, tmp_path / "paket")
    original = disk.create_checked

    def spoil(path, data, **options):
        original(path, data + b"x" if path.name == "massnahmen.csv" else data, **options)

    monkeypatch.setattr(disk, "create_checked", spoil)
    before = retired.known_ids(work.folder, work.document.dataset)
    write(work, page)

    said = words(page.result)
    assert "Das Paket hat eine Prüfung nicht bestanden" == page.result.title
    assert "gilt nicht als fertig" in said
    assert "nicht bestanden" in said
    assert not (tmp_path / "paket").exists()
    assert "Paket erstellt" not in work.said()
    assert before == retired.known_ids(work.folder, work.document.dataset)

    monkeypatch.undo()
    button(page, "Zurück zu Ordner").click()
    assert 1 == page.step


def test_the_folder_is_remembered_and_compared_with(work, page, tmp_path):
    to_step_2(work, page, tmp_path / "paket")
    write(work, page)
    button(page, DONE).click()
    work.bridge.push(work.document.plan_edit(work.key("bauen2"), {"short_title": "Anders"}))
    work.press(Key.Key_P, CTRL | SHIFT)
    work.settle()
    button(page, GO_ON).click()

    assert tmp_path / "paket" == page.package.folder
    assert "→ „Anders“" in one(page, QPlainTextEdit, CHANGES_NAME).toPlainText()


def test_saving_called_off_writes_nothing(work, page, tmp_path, monkeypatch):
    to_step_2(work, page, tmp_path / "paket")
    monkeypatch.setattr(work.app.session, "save", lambda: False)
    write(work, page)

    assert 1 == page.step
    assert not (tmp_path / "paket").exists()


def test_another_document_begins_with_step_1(work, page, tmp_path):
    to_step_2(work, page, tmp_path / "paket")
    work.put_away()
    assert work.app.session.open_path(work.folder)
    work.press(Key.Key_P, CTRL | SHIFT)

    assert 0 == page.step
    assert 5 == sum(len(g.findings) for g in page.topics()[0].groups)


def test_what_is_said_aloud_of_a_place_is_counter_measure_and_sentence(work, page, spoken):
    row_of(page, "cost_nan").look.click()

    assert spoken[-1].startswith("Seite zeigt „NaN €“, 1 von 4. ")
    assert "Die öffentliche Seite zeigt" in spoken[-1]


# --- the settings --------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot):
    made = SettingsForm(settings_for(CITY), CITY)
    qtbot.addWidget(made)
    button(made, MORE).click()
    made.show()
    return made


def test_settings_that_are_missing_something_are_named(form, qtbot):
    with qtbot.waitSignal(form.changed):
        one(form, QLineEdit, PROVIDER).setText(" ")

    assert "fehlt der Name des Herausgebers" in form.faults()[0]


def test_the_note_on_the_identifier_stands_below_it(form):
    note = next(w for w in form.findChildren(QLabel) if w.text() == IDENTIFIER_NOTE)
    above = one(form, QLineEdit, IDENTIFIER).geometry()
    below = one(form, QLineEdit, ADDRESS).geometry()

    assert above.bottom() < note.geometry().top() < note.geometry().bottom() < below.top()


def test_settings_come_back_as_entered(form):
    one(form, QLineEdit, PROVIDER).setText("Stadt Musterstadt")
    one(form, QCheckBox, RIGHTS).setChecked(True)

    found = form.settings()
    assert ("Stadt Musterstadt", True) == (found.provider, found.third_party_rights)
    assert settings_for(CITY).keywords == found.keywords


def test_settings_that_were_used_are_kept(work, page, tmp_path):
    to_step_2(work, page, tmp_path / "paket")
    one(page.package, QLineEdit, PROVIDER).setText("Stadt Musterstadt")
    write(work, page)

    kept = json.loads((tmp_path / "einstellungen/veroeffentlichung.json").read_bytes())
    package = json.loads((tmp_path / "paket/datapackage.json").read_bytes())
    assert "Stadt Musterstadt" == kept["provider"] == package["contributors"][0]["title"]


def test_what_a_portal_will_ask_for_is_said_until_it_is_there(form):
    def said() -> list[str]:
        return [w.text() for w in form.findChildren(QLabel) if w.isVisible()]

    assert f"{NO_ADDRESS}\n{NO_CONTACT}" in said()
    one(form, QLineEdit, EMAIL).setText("opendata@stadt.example")
    assert NO_ADDRESS in said()
    one(form, QLineEdit, ADDRESS).setText("https://opendata.stadt.example/klima")
    assert not [text for text in said() if text.startswith("Die A")]


# --- Veröffentlichung einrichten -----------------------------------------------------------------


def test_the_dialog_shows_all_and_keeps_what_was_entered(work, page):
    def enter(settings, city, locked):
        dialog = SetupDialog(settings, city, locked)
        dialog.show()
        one(dialog, QLineEdit, CONTACT).setText("Stelle für offene Daten")
        one(dialog, QLineEdit, EMAIL).setText("opendata@stadt.example")
        frequency = one(dialog, QComboBox, FREQUENCY)
        frequency.setCurrentIndex(frequency.findData("ANNUAL"))
        one(dialog, QPushButton, TAKE).click()
        dialog.deleteLater()
        return dialog.settings()

    work.answer(publication=enter)
    work.trigger("publication_setup")
    kept = publisher.load(publisher.default_path(), settings_for(CITY))

    assert ("Stelle für offene Daten", "opendata@stadt.example", "ANNUAL") == (
        kept.contact_name,
        kept.contact_email,
        kept.frequency,
    )


def test_the_dialog_stays_open_on_what_cannot_be_taken_and_says_it(qtbot):
    dialog = SetupDialog(settings_for(CITY), CITY)
    qtbot.addWidget(dialog)
    dialog.show()
    one(dialog, QLineEdit, EMAIL).setText("opendata")
    one(dialog, QPushButton, TAKE).click()

    assert dialog.isVisible()
    assert bad_email("opendata") in [w.text() for w in dialog.findChildren(QLabel) if w.isVisible()]
    one(dialog, QLineEdit, EMAIL).setText("opendata@stadt.example")
    one(dialog, QPushButton, TAKE).click()
    assert not dialog.isVisible()
    assert "opendata@stadt.example" == dialog.settings().contact_email


@pytest.mark.parametrize(("name", "other"), [("licence", "provider"), ("provider", "licence")])
def test_what_the_administrator_has_locked_is_grey_and_says_why(qtbot, name, other):
    form = SettingsForm(settings_for(CITY), CITY, locked=frozenset({name}))
    qtbot.addWidget(form)
    form.show()
    fields = {"licence": one(form, QComboBox), "provider": one(form, QLineEdit, PROVIDER)}
    reason = next(w for w in form.findChildren(QLabel) if w.text() == LOCKED_HERE)

    assert (False, True) == (fields[name].isEnabled(), fields[other].isEnabled())
    assert safe_tip(LOCKED_HERE) == fields[name].toolTip()
    assert LOCKED_HERE == fields[name].accessibleDescription()
    assert "" == fields[other].accessibleDescription()
    assert fields[name].geometry().bottom() < reason.geometry().top()
    assert settings_for(CITY) == form.settings()


def test_without_mouse_nothing_is_out_of_reach(work, page):
    assert all(
        b.focusPolicy() & Qt.FocusPolicy.TabFocus
        for b in page.findChildren(QPushButton)
        if b.isVisibleTo(page) and b.isEnabled()
    )
    assert {LOOK} == {row.look.text() for row in page.gate.cards.rows}
    names = [row.look.accessibleName() for row in page.gate.cards.rows]
    assert len(names) == len(set(names))
