"""The gate in the window: what stands against it, mended there, confirmed, written."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from klimaeditor.model.findings import FieldEdit, Finding, Fix, Severity
from klimaeditor.publish.publisher import PublicationSettings
from tests.gui.reach import one
from tests.gui.review_cases import button
from ui.publishing.gate_dialog import (
    CHANGES_NAME,
    CONFIRM,
    GO,
    NOTHING,
    PUBLISH,
    GateItem,
    ItemStanding,
    PublishDialog,
)
from ui.publishing.gate_dialog import FIX as MEND
from ui.publishing.settings_dialog import (
    ADDRESS,
    IDENTIFIER,
    IDENTIFIER_NOTE,
    KEEP,
    NAME,
    PROVIDER,
    RIGHTS,
    SettingsDialog,
)
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


def words(dialog) -> str:
    """Return what the labels say."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_an_error_stops_it_and_is_explained(dialog):
    dialog.show_stand([error(MENDABLE)], "")

    assert not button(dialog, PUBLISH).isEnabled()
    assert "1 Fehler" in words(dialog)
    assert one(dialog, QLabel, MENDABLE.message).isVisible()


def test_what_one_click_mends_is_mended_there(dialog, qtbot):
    dialog.show_stand([error(MENDABLE)], "")

    with qtbot.waitSignal(dialog.fix_wanted) as told:
        button(dialog, MEND).click()
    assert [MENDABLE] == told.args


def test_what_has_to_be_typed_leads_to_the_field(dialog):
    dialog.show_stand([error(TYPED)], "")

    assert not button(dialog, MEND).isEnabled()
    button(dialog, GO).click()
    assert TYPED is dialog.goal


def test_what_is_to_be_confirmed_waits_for_a_tick(dialog):
    dialog.show_stand([QUESTION], "")
    before = button(dialog, PUBLISH).isEnabled()
    one(dialog, QCheckBox, CONFIRM).setChecked(True)

    assert (False, True) == (before, button(dialog, PUBLISH).isEnabled())


def test_a_confirmation_does_not_open_the_gate_for_errors(dialog):
    dialog.show_stand([error(TYPED), QUESTION], "")
    one(dialog, QCheckBox, CONFIRM).setChecked(True)

    assert not button(dialog, PUBLISH).isEnabled()


def test_with_nothing_against_it_the_changes_are_shown(dialog):
    dialog.show_stand([], "2 Maßnahmen geändert")

    assert button(dialog, PUBLISH).isEnabled()
    assert 2 == words(dialog).count(NOTHING)  # above, and where the list would be
    assert "2 Maßnahmen" in one(dialog, QPlainTextEdit, CHANGES_NAME).toPlainText()


def test_settings_that_are_missing_something_are_not_kept(qtbot):
    form = SettingsDialog(PublicationSettings())
    qtbot.addWidget(form)
    one(form, QLineEdit, PROVIDER).setText(" ")

    assert not button(form, KEEP).isEnabled()
    assert "fehlt der Name des Bereitstellers" in words(form)


def test_the_note_on_the_identifier_stands_below_it(qtbot):
    form = SettingsDialog(PublicationSettings())
    qtbot.addWidget(form)
    form.show()
    note = next(w for w in form.findChildren(QLabel) if w.text() == IDENTIFIER_NOTE)

    above, below = (
        one(form, QLineEdit, IDENTIFIER).geometry(),
        one(form, QLineEdit, ADDRESS).geometry(),
    )
    assert above.bottom() < note.geometry().top() < note.geometry().bottom() < below.top()


def test_settings_come_back_as_entered(qtbot):
    form = SettingsDialog(PublicationSettings())
    qtbot.addWidget(form)
    one(form, QLineEdit, PROVIDER).setText("Stadt Musterstadt")
    one(form, QCheckBox, RIGHTS).setChecked(True)

    found = form.settings()
    assert ("Stadt Musterstadt", True) == (found.provider, found.third_party_rights)
    assert PublicationSettings().keywords == found.keywords


@pytest.mark.parametrize(("name", "other"), [("licence", "provider"), ("provider", "licence")])
def test_what_the_administrator_has_locked_is_grey_and_says_why(qtbot, name, other):
    form = SettingsDialog(PublicationSettings(), locked=frozenset({name}))
    qtbot.addWidget(form)
    form.show()
    fields = {"licence": one(form, QComboBox), "provider": one(form, QLineEdit, PROVIDER)}
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
    provider, licence = (
        one(form, QLineEdit, PROVIDER).geometry(),
        one(form, QComboBox).geometry(),
    )
    first, second = sorted(reasons, key=lambda place: place.top())

    assert provider.bottom() < first.top() < licence.top() < second.top()
    assert second.top() < one(form, QLineEdit, NAME).geometry().top()
