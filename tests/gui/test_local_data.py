"""Deleting local data: what goes is chosen, what protects others stays unless it is ticked."""

from __future__ import annotations

import pytest

from klimaeditor import paths
from klimaeditor.exchange import columns as exchange_columns
from klimaeditor.files import retired
from ui.dialogs.choices import LocalKind
from ui.dialogs.confirm import LocalDataDialog

pytestmark = pytest.mark.gui


@pytest.fixture
def remembered():
    """Leave remembered columns and a list of given ids."""
    columns = paths.user_config() / exchange_columns.FOLDER / exchange_columns.NAME
    ids = paths.user_data() / retired.FOLDER / "muster.json"
    for file in (columns, ids):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}", "utf-8")
    return columns, ids


def test_everything_is_ticked_but_what_had_better_stay(qtbot):
    dialog = LocalDataDialog([LocalKind("Sicherungen"), LocalKind("Kennungen", "Besser behalten")])
    qtbot.addWidget(dialog)
    first = dialog.answer()
    dialog._boxes[1].setChecked(True)

    assert {0} == first
    assert {0, 1} == dialog.answer()
    assert "Besser behalten" == dialog._boxes[1].accessibleDescription()


def test_nothing_ticked_deletes_nothing(qtbot):
    dialog = LocalDataDialog([LocalKind("Sicherungen")])
    qtbot.addWidget(dialog)
    dialog._boxes[0].setChecked(False)

    assert not dialog._delete.isEnabled()


def test_views_columns_and_recent_go_and_the_ids_stay(work, remembered):
    columns, ids = remembered
    work.workspace.list.keep_view("Meine Ansicht")
    settings = work.app.controller._settings
    assert settings.recent()
    work.answer(
        delete_local=lambda kinds: {n for n, k in enumerate(kinds) if not k.keep}, info=None
    )
    work.trigger("delete_local")
    offered = [kind.line.partition(":")[0] for kind in work.ask.asked[0][1][0]]

    assert "Gemerkte Spalten fremder Tabellen" in offered
    assert "Vergebene Kennungen" in offered
    assert "Liste der Startseite, Filter, Ansichten und Ansprechperson" == offered[-1]
    assert not columns.exists()
    assert ids.exists()
    assert [] == settings.recent()
    assert not settings.views()
    assert [] == work.workspace.list.views_state()


def test_the_ids_go_when_they_are_ticked(work, remembered):
    _columns, ids = remembered
    work.answer(delete_local=lambda kinds: {n for n, k in enumerate(kinds) if k.keep}, info=None)
    work.trigger("delete_local")

    assert not ids.exists()
    assert work.app.controller._settings.recent()


def test_cancelling_deletes_nothing(work, remembered):
    work.answer(delete_local=frozenset())
    work.trigger("delete_local")

    assert all(file.exists() for file in remembered)
    assert ["delete_local"] == work.asked()
