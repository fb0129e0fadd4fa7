"""Decisions, backups and changes to look at; every value is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from klimaeditor.diff.decide import Action, Decision, DecisionReason
from klimaeditor.diff.fields import FieldRef, RecordRef, flatten
from klimaeditor.files.backups import Backup
from klimaeditor.files.locks import HeldLock
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import measure_row
from tests.gui.pane_cases import shown_window
from tests.gui.reach import one
from ui.review.dialogs import ReviewDialog
from ui.review.review_rows import ChangeRow, Titles
from ui.review.row_list import RowList
from ui.review.versions import VersionColumns

SUMMARY = "Zusammenfassung"
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
TITLES = {
    "bauen1": "Energetische Sanierung städtischer Gebäude",
    "bauen2": "PV-Anlagen auf städtischen Gebäuden",
    "strom1": "Windkraftausbau bis 2030",
}
OLD_TEXT = "Bestandsaufnahme von 46 Standorten, Abschluss im Frühjahr 2025."
THEIR_TEXT = "Bestandsaufnahme von 46 Standorten, Abschluss im Herbst 2026; 31 sind fertig."
OUR_TEXT = "Bestandsaufnahme von 48 Standorten, Abschluss im Frühjahr 2025."


TITLED = Titles(MUENSTER, lambda ref: TITLES.get(ref.id, ref.id))


def field_decision(name, measure, sides, reason=DecisionReason.BOTH_DIFFER, key=0):
    """Return the decision about a catalogue field of a measure."""
    base, ours, theirs = sides
    field = MUENSTER.field(name)
    actions = {DecisionReason.ONLY_OURS: Action.KEEP, DecisionReason.ONLY_THEIRS: Action.TAKE}
    action = actions.get(reason, Action.CONFLICT)
    record = RecordRef(field.file, key, measure)
    return Decision(record, FieldRef(field.path), base, ours, theirs, action, reason)


def removed_measure(key=9):
    """Return the decision about a measure that they removed and we edited."""
    content = flatten(MUENSTER.of(FileName.MEASURES), measure_row("strom9", "strom"))
    record = RecordRef(FileName.MEASURES, key, "strom9")
    reason = DecisionReason.REMOVED_THEIRS_EDITED_OURS
    return Decision(record, None, content, content, ABSENT, Action.CONFLICT, reason)


def sample_decisions():
    """Return five conflicts and two settled fields."""
    texts = (OLD_TEXT, OUR_TEXT, THEIR_TEXT)
    theirs, ours = DecisionReason.ONLY_THEIRS, DecisionReason.ONLY_OURS
    return (
        field_decision("cost_value", "bauen1", (12_500_000, 13_000_000, 14_200_000)),
        field_decision("summary", "bauen1", texts),
        field_decision("cost_until", "bauen1", (2030, 2030, 2032), theirs),
        field_decision("summary", "bauen2", (None, "Zwölf Dächer", "Zwanzig Dächer"), key=1),
        field_decision("short_title", "bauen2", ("PV", "PV-Anlagen", "PV"), ours, key=1),
        field_decision("summary", "strom1", ("Acht Anlagen.", "Neun Anlagen.", ""), key=2),
        removed_measure(),
    )


def backups(count=3):
    """Return backups, newest first; the second is of an interrupted save."""
    return tuple(
        Backup(Path("nirgends") / str(n), NOW - timedelta(hours=20 * n), tuple(FileName), n == 1)
        for n in range(count)
    )


def changes():
    """Return three changes in words."""
    return (
        ChangeRow(TITLES["bauen1"], "Zusammenfassung", OLD_TEXT, THEIR_TEXT),
        ChangeRow(TITLES["bauen1"], "Kosten der Maßnahme", "12.500.000 €", "14.200.000 €"),
        ChangeRow(TITLES["strom1"], "Zusammenfassung", "leer", "Acht Anlagen."),
    )


def held(*, stale):
    """Return a lock of somebody else."""
    return HeldLock(None, None, stale, crashed=False, sentence="„Meyer“ hat ihn geöffnet.")


def shown(qtbot, decisions=None, **settings) -> ReviewDialog:
    found = sample_decisions() if decisions is None else decisions
    return shown_window(qtbot, ReviewDialog(found, TITLED, **settings), 1120, 700)


@pytest.fixture
def dialog(qtbot):
    """The review of the sample's decisions, on screen."""
    return shown(qtbot)


def button(dialog, text: str) -> QPushButton:
    """Return the first button whose text begins with *text*; no matter which letter is its key."""
    wanted = text.replace("&", "")
    return next(
        b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "").startswith(wanted)
    )


def press(qtbot, dialog, text: str) -> None:
    qtbot.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)


def go_to(dialog, measure: str, label: str) -> None:
    row = next(
        place
        for place, row in enumerate(dialog.shown())
        if row.decision.record.id == measure and row.label.startswith(label)
    )
    one(dialog, RowList).select_row(row)


def words_of(dialog) -> list[str]:
    return [row.mark.word for row in one(dialog, RowList).rows()]


def panes(dialog) -> list[str]:
    return [pane.text() for pane in one(dialog, VersionColumns).panes]
