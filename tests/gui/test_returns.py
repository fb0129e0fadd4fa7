"""The review of returned files: what is shown, what is decided, what would be stored."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from klimaeditor.exchange.proposals import (
    FileKind,
    FileProblem,
    Place,
    Remark,
    Returned,
    Said,
    against_each_other,
    propose,
    to_batch,
)
from klimaeditor.files import store
from klimaeditor.model.values import ABSENT
from tests.conftest import SAMPLE
from tests.gui.reach import one
from tests.gui.review_cases import button
from ui.commands.departments import STEP, DepartmentCommands
from ui.exchange.returns_review import (
    ABOUT_FILE,
    FileTree,
    ReturnsDialog,
    TreePlace,
    problem,
    summary,
)
from ui.review.deciding import Detail
from ui.review.row_list import RowList
from ui.review.versions import EDITOR_NAME, VersionColumns

Key = Qt.Key
SUMMARY, COST = Place("summary"), Place("cost_value")
DATE = FileProblem("number_as_date", "In Zelle D7 steht ein Datum.", "Maßnahmen", "D7")


@pytest.fixture(scope="module")
def dataset():
    return store.load(SAMPLE).dataset


@pytest.fixture(scope="module")
def keys(dataset):
    return dataset.find("energieerzeugung1"), dataset.find("bauen1")


def answer(dataset, key, problems=None, base=None, **values):
    sent = {name: dataset.value(key, name) for name in values} if base is None else base
    return propose(dataset, Said(key, values, sent, problems=problems or {}))


def returned(proposals, name="Umweltamt.xlsx", **more):
    return Returned(name, name, FileKind.REQUEST, tuple(proposals), **more)


@pytest.fixture
def made(qtbot, dataset, keys):
    """Two departments that contradict each other, one damaged cell, one plain answer."""
    wind, houses = keys
    first = answer(dataset, wind, {COST: (DATE,)}, summary="Erste Fassung", cost_value=99)
    first += answer(dataset, houses, summary="Neu")
    second = answer(dataset, wind, summary="Zweite Fassung")
    remark = Remark("bauen1", "Gebäude", "not_ours", "Danke")
    files = (
        returned(first, problems=(DATE,), remarks=(remark,), sender="Umweltamt"),
        returned(second, "Stadtwerke.xlsx", sender="Stadtwerke"),
    )
    dialog = ReturnsDialog(against_each_other(files))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def stored(dialog) -> dict[tuple[int, str, str], object]:
    return {(n, p.measure_id, p.place.field): v for n, p, v in dialog.accepted_values()}


def notes(dialog) -> str:
    """Return what is said below the versions of the row at hand."""
    return "\n".join(label.text() for label in one(dialog, Detail).findChildren(QLabel))


def press(dialog, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(dialog.focusWidget() or dialog, key, modifier)


def test_only_what_nothing_speaks_against_is_taken_unasked(made):
    assert {(0, "bauen1", "summary"): "Neu"} == stored(made)
    assert one(made, QLabel, summary(1, 3)).isVisible()


def test_contradicting_departments_are_shown_to_each_other(made):
    assert "Zweite Fassung" in notes(made)
    assert "Stadtwerke" in notes(made)


def test_taking_one_of_two_rivals_refuses_the_other(made, keys):
    button(made, "Rücklauf").click()
    one(made, RowList).select_row(3)  # the rival, in the second file
    button(made, "Rücklauf").click()

    wind = [(n, v) for n, p, v in made.accepted_values() if p.key == (keys[0], SUMMARY)]
    assert [(1, "Zweite Fassung")] == wind


def test_damage_is_named_and_waits_for_a_person(made):
    one(made, RowList).select_row(1)

    assert DATE.message in notes(made)
    assert (0, "energieerzeugung1", "cost_value") not in stored(made)


def test_alt_down_goes_to_the_next_difference(made):
    press(made, Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert 1 == one(made, RowList).selected_row()


def test_the_tree_narrows_the_list_to_a_measure(made, keys):
    one(made, FileTree).choose(TreePlace(0, keys[1]))

    assert ["bauen1"] == [row.proposal.measure_id for row in made.shown()]


def test_only_what_is_open_can_be_shown(made):
    one(made, QCheckBox).setChecked(True)

    assert 3 == len(made.shown())


def test_the_file_tells_of_its_problems_and_remarks(made):
    one(made, FileTree).choose(TreePlace(0))

    told = one(made, QPlainTextEdit, ABOUT_FILE).toPlainText()
    assert DATE.message in told
    assert "• Gebäude: nicht zuständig – Danke" in told


def test_a_text_of_ones_own_is_stored(made):
    button(made, "Bearbeiten").click()
    editor = one(made, QPlainTextEdit, EDITOR_NAME)
    editor.setPlainText("Beides zusammen")
    QTest.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert "Beides zusammen" == stored(made)[0, "energieerzeugung1", "summary"]


def test_escape_changes_nothing(made):
    press(made, Key.Key_Escape)

    assert 0 == made.result()


def test_what_is_accepted_makes_one_batch(made, dataset, keys):
    batch = to_batch(dataset, [(p, v) for _, p, v in made.accepted_values()], STEP)

    assert STEP == batch.label
    assert {keys[1]} == {key for c in batch.changes for key in dataset.measures_of(c)}


def test_data_is_never_markup(qtbot, dataset, keys):
    evil = "<b>fett</b><img src='x'>"
    dialog = ReturnsDialog([returned(answer(dataset, keys[0], summary=evil), evil)])
    qtbot.addWidget(dialog)
    dialog.show()

    assert evil in one(dialog, VersionColumns).panes[1].text()


def test_what_is_said_about_a_row_fits_how_it_stands(made):
    said = [row.notes().splitlines()[0] for row in made.shown()]

    assert [
        "Mehrere Dateien sagen Verschiedenes. Bitte eine Fassung auswählen.",
        "Nur im Rücklauf geändert. Daran ist etwas auffällig; bitte entscheiden.",
        "Nur im Rücklauf geändert; das wird übernommen.",
        "Mehrere Dateien sagen Verschiedenes. Bitte eine Fassung auswählen.",
    ] == said
    assert "offen" == one(made, RowList).rows()[1].mark.word


def test_the_buttons_call_the_versions_what_the_columns_call_them(made):
    buttons = (button(made, "Rücklauf"), button(made, "Jetziges"))

    assert ["Rücklauf übernehmen", "Jetziges behalten"] == [
        button.text().replace("&", "") for button in buttons
    ]


def test_a_file_of_others_is_set_against_what_is_there_now(qtbot, dataset, keys):
    said = answer(dataset, keys[0], base={"summary": ABSENT}, summary="Aus der Tabelle")
    table = Returned("Tabelle.xlsx", "", FileKind.TABLE, tuple(said))
    dialog = ReturnsDialog([table])
    qtbot.addWidget(dialog)
    dialog.show()

    row = dialog.shown()[0]
    assert 2 == len(one(dialog, VersionColumns).panes)
    assert dataset.value(keys[0], "summary") == one(dialog, VersionColumns).panes[1].text()
    assert row.notes().startswith("In der Datei steht etwas anderes als im Datensatz.")


@pytest.mark.parametrize(
    ("taken", "opened", "said"),
    [
        (0, 1, "0 Angaben werden übernommen; 1 bleibt offen und unverändert."),
        (1, 2, "1 Angabe wird übernommen; 2 bleiben offen und unverändert."),
        (2, 0, "2 Angaben werden übernommen."),
    ],
)
def test_the_summary_counts_in_german(taken, opened, said):
    assert said == summary(taken, opened)


def test_a_problem_that_names_its_place_is_not_placed_twice():
    message = "Blatt „Tabelle1“, Zeile 59: Dazu wurde keine Maßnahme gefunden."

    assert f"• {message}" == problem("Tabelle1", "59:59", message)
    assert "• Blatt „Maßnahmen“ D7: Datum" == problem("Maßnahmen", "D7", "Datum")


@pytest.mark.parametrize(
    ("name", "data"), [("liste.ods", b"x"), ("alt.xls", bytes.fromhex("d0cf11e0a1b11ae1"))]
)
def test_files_nobody_can_read_are_said_without_an_empty_review(
    qtbot, dataset, tmp_path, name, data
):
    (tmp_path / name).write_bytes(data)
    said = []
    session = SimpleNamespace(bridge=SimpleNamespace(document=SimpleNamespace(dataset=dataset)))
    settings = SimpleNamespace(requests=list)
    window = QWidget()
    qtbot.addWidget(window)
    parts = SimpleNamespace(window=window, session=session, settings=settings)
    commands = DepartmentCommands(parts, SimpleNamespace(error=said.append))

    assert not commands.take_in([tmp_path / name])
    (sentence,) = said
    assert name in sentence
    assert "als „Excel-Arbeitsmappe (*.xlsx)“" in sentence
