"""The gate in the window: what stands against it, mended there, confirmed, written."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from klimaeditor.model.findings import FieldEdit, Finding, Fix, Severity
from klimaeditor.publish.publisher import PublicationSettings
from ui.publishing.gate_dialog import NOTHING, GateItem, ItemStanding, PublishDialog
from ui.publishing.settings_dialog import IDENTIFIER_NOTE, SettingsDialog
from ui.widgets.pickers import LOCKED_HERE

FIX = Fix("Keine Angabe setzen", (FieldEdit(1, "cost_value", None),), automatic=True)
MENDABLE = Finding("cost_nan", Severity.ERROR, "Kosten fehlen.", 1, "cost_value", fix=FIX)
TYPED = Finding("year", Severity.ERROR, "20 ist kein Jahr.", 1, "cost_until")


def error(finding: Finding) -> GateItem:
    return GateItem(ItemStanding.ERROR, "Radweg", "Kosten", finding.message, finding)


QUESTION = GateItem(ItemStanding.QUESTION, "Radweg", "Text", "Hier steht eine E-Mail-Adresse.")


@pytest.fixture
def dialog(qtbot):
    made = PublishDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_error_stops_it_and_is_explained(dialog):
    dialog.show_stand([error(MENDABLE)], "")

    assert not dialog._publish.isEnabled()
    assert "1 Fehler" in dialog._stands.text()
    assert MENDABLE.message == dialog._sentence.text()


def test_what_one_click_mends_is_mended_there(dialog, qtbot):
    dialog.show_stand([error(MENDABLE)], "")

    with qtbot.waitSignal(dialog.fix_wanted) as told:
        dialog._fix.click()
    assert [MENDABLE] == told.args


def test_what_has_to_be_typed_leads_to_the_field(dialog):
    dialog.show_stand([error(TYPED)], "")

    assert not dialog._fix.isEnabled()
    dialog._go.click()
    assert TYPED is dialog.goal


def test_what_is_to_be_confirmed_waits_for_a_tick(dialog):
    dialog.show_stand([QUESTION], "")
    before = dialog._publish.isEnabled()
    dialog._confirm.setChecked(True)

    assert (False, True) == (before, dialog._publish.isEnabled())


def test_a_confirmation_does_not_open_the_gate_for_errors(dialog):
    dialog.show_stand([error(TYPED), QUESTION], "")
    dialog._confirm.setChecked(True)

    assert not dialog._publish.isEnabled()


def test_with_nothing_against_it_the_changes_are_shown(dialog):
    dialog.show_stand([], "2 Maßnahmen geändert")

    assert dialog._publish.isEnabled()
    assert NOTHING == dialog._stands.text()
    assert "2 Maßnahmen" in dialog._changes.toPlainText()


def test_settings_that_are_missing_something_are_not_kept(qtbot):
    form = SettingsDialog(PublicationSettings())
    qtbot.addWidget(form)
    form._provider.setText(" ")

    assert not form._keep.isEnabled()
    assert form._fault.text()


def test_the_note_on_the_identifier_stands_below_it(qtbot):
    form = SettingsDialog(PublicationSettings())
    qtbot.addWidget(form)
    form.show()
    note = next(w for w in form.findChildren(QLabel) if w.text() == IDENTIFIER_NOTE)

    above, below = form._identifier.geometry(), form._address.geometry()
    assert above.bottom() < note.geometry().top() < note.geometry().bottom() < below.top()


def test_settings_come_back_as_entered(qtbot):
    form = SettingsDialog(PublicationSettings())
    qtbot.addWidget(form)
    form._provider.setText("Stadt Musterstadt")
    form._rights.setChecked(True)

    found = form.settings()
    assert ("Stadt Musterstadt", True) == (found.provider, found.third_party_rights)
    assert PublicationSettings().keywords == found.keywords


@pytest.mark.parametrize(("name", "other"), [("licence", "provider"), ("provider", "licence")])
def test_what_the_administrator_has_locked_is_grey_and_says_why(qtbot, name, other):
    form = SettingsDialog(PublicationSettings(), locked=frozenset({name}))
    qtbot.addWidget(form)
    form.show()
    fields = {"licence": form._licence, "provider": form._provider}
    reason = next(w for w in form.findChildren(QLabel) if w.text() == LOCKED_HERE)

    assert (False, True) == (fields[name].isEnabled(), fields[other].isEnabled())
    assert LOCKED_HERE == fields[name].toolTip() == fields[name].accessibleDescription()
    assert "" == fields[other].accessibleDescription()
    assert fields[name].geometry().bottom() < reason.geometry().top()
    assert PublicationSettings() == form.settings()


def test_with_both_locked_each_reason_stands_below_its_field(qtbot):
    form = SettingsDialog(PublicationSettings(), locked=frozenset({"licence", "provider"}))
    qtbot.addWidget(form)
    form.show()
    reasons = [w.geometry() for w in form.findChildren(QLabel) if w.text() == LOCKED_HERE]
    provider, licence = form._provider.geometry(), form._licence.geometry()
    first, second = sorted(reasons, key=lambda place: place.top())

    assert provider.bottom() < first.top() < licence.top() < second.top()
    assert second.top() < form._title.geometry().top()
