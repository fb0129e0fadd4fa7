"""The clean-up dialogs: nothing by itself, everything by keyboard, one batch."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton

from klimaeditor.document import Document, open_document
from klimaeditor.textwork.cleanup import DebrisKind, propose
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, sources_of
from tests.edit_helpers import content
from tests.gui import theme_helpers
from tests.gui.pane_cases import mnemonics, nameless, settle, shown_window, tab_walk
from tests.gui.reach import one
from tests.gui.review_cases import button, press
from ui.review.row_list import RowList
from ui.review.versions import VersionColumns
from ui.textwork.clean_up_dialog import CleanUpDialog, CleanUpState, CleanUpTask
from ui.textwork.cleanup_dialogs import (
    NO_DEBRIS,
    NO_TARGET,
    DebrisDialog,
    SpellingTree,
    VocabularyDialog,
)
from ui.textwork.hits_review import MOST, HitReview, HitRow, cut_off, visible, visible_line
from ui.widgets.labels import EmptyState, MessageArea

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
SUMMARIES = ("Die Trans-\nformation  \nder Stadt", "Ein\u00a0Wort", "sauber")
TYPES = ("Technisch", "technisch", "technisch", "Sozial")


def document_of(measures, additional=()) -> Document:
    tables = rows(list(measures), list(additional), [])
    return Document(dataset_of(tables), sources_of(tables))


def with_summaries(*summaries) -> Document:
    ids = [f"bauen{n}" for n in range(1, len(summaries) + 1)]
    extra = [additional_row(i, summary=s) for i, s in zip(ids, summaries, strict=True)]
    return document_of([measure_row(i) for i in ids], extra)


def with_types(*types) -> Document:
    made = []
    for number, kind in enumerate(types, 1):
        row = measure_row(f"bauen{number}")
        row["Action outline"]["Action type"] = kind
        made.append(row)
    return document_of(made)


def debris(qtbot, *summaries, size=(1000, 680)) -> DebrisDialog:
    dialog = DebrisDialog(with_summaries(*summaries))
    return shown_window(qtbot, dialog, *size)


@pytest.fixture
def document():
    return with_summaries(*SUMMARIES)


@pytest.fixture
def dialog(qtbot, document):
    return shown_window(qtbot, DebrisDialog(document), 1000, 680)


def marks(dialog) -> list[str]:
    return [row.mark.word for row in one(dialog, HitReview).list.rows()]


# --- leftovers ---------------------------------------------------------------------------------


def test_nothing_is_accepted_by_itself(dialog):
    assert ["bleibt"] * 3 == marks(dialog)
    assert dialog.batch() is None
    assert not button(dialog, "Reste an 0 Stellen entfernen").isEnabled()


def test_space_accepts_and_refuses_the_hit_at_hand(qtbot, dialog):
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Space)
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Down)
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Space)
    both = marks(dialog)
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Space)

    assert ["wird geändert", "wird geändert", "bleibt"] == both
    assert ["wird geändert", "bleibt", "bleibt"] == marks(dialog)
    assert button(dialog, "Rest an 1 Stelle entfernen").isEnabled()


def test_the_buttons_decide_and_go_on_and_alt_arrows_only_go(qtbot, dialog):
    press(qtbot, dialog, "Nicht ändern")
    press(qtbot, dialog, "Ändern")
    places = [one(dialog, HitReview).list.selected_row()]
    qtbot.keyClick(dialog, Key.Key_Up, Alt)
    places.append(one(dialog, HitReview).list.selected_row())

    assert ["bleibt", "wird geändert", "bleibt"] == marks(dialog)
    assert [2, 1] == places


def test_what_was_accepted_is_one_batch_and_the_document_is_untouched_until_then(
    qtbot, dialog, document
):
    before = content(document.dataset)
    press(qtbot, dialog, "Alle gezeigten ändern")
    press(qtbot, dialog, "Alle gezeigten nicht ändern")
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Space)
    press(qtbot, dialog, "Rest an 1 Stelle entfernen")
    untouched = content(document.dataset)

    batch = dialog.batch()
    document.apply(batch)

    assert QDialog.DialogCode.Accepted == dialog.result()
    assert before == untouched
    assert "Die Transformation  \nder Stadt" == document.view(0).value("summary")
    assert "Reste aus PDF und Word entfernen (1 Stelle)" == batch.label


def test_one_kind_can_be_looked_at_alone_and_what_was_accepted_elsewhere_stays(qtbot, dialog):
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Space)
    names = [one(dialog, QComboBox).itemText(n) for n in range(one(dialog, QComboBox).count())]

    one(dialog, QComboBox).setCurrentIndex(2)
    press(qtbot, dialog, "Alle gezeigten ändern")

    expected = [
        "Alle Arten (3)",
        "Trennung am Zeilenende (1)",
        "Geschütztes Leerzeichen (1)",
        "Leerraum am Zeilenende (1)",
    ]
    assert expected == names
    assert ["wird geändert"] == marks(dialog)
    assert button(dialog, "Reste an 2 Stellen entfernen").isEnabled()


def test_before_and_after_show_what_cannot_be_seen(dialog):
    panes = [pane.text() for pane in one(dialog, VersionColumns).panes]

    assert panes[0].startswith("Die Trans-↵")
    assert panes[1].startswith("Die Transformation")


def test_a_clean_dataset_is_said_to_be_clean(qtbot):
    dialog = debris(qtbot, "sauber")

    assert NO_DEBRIS == one(dialog, EmptyState).sentence()
    assert one(dialog, EmptyState).isVisible()
    assert button(dialog, "Schließen").isVisible()


def test_esc_leaves_without_a_change(qtbot, dialog):
    qtbot.keyClick(one(dialog, HitReview).list, Key.Key_Escape)

    assert QDialog.DialogCode.Rejected == dialog.result()


def test_very_many_hits_are_shown_in_portions(qtbot):
    dialog = debris(qtbot, *(["a  \nb"] * (MOST + 5)))

    assert MOST == len(one(dialog, HitReview).shown())
    assert cut_off(MOST, MOST + 5) == one(dialog, QLabel, "Gezeigt werden").text()
    assert "1.000 von 1.005" in one(dialog, QLabel, "Gezeigt werden").text()


@pytest.mark.parametrize("zoom", [100, 200])
def test_debris_can_be_reached_and_read_at_every_size(lettered, qtbot, zoom):
    dialog = debris(qtbot, *SUMMARIES, size=(900, 760))
    letters = mnemonics(dialog)
    seen = tab_walk(qtbot, dialog, 12)

    assert [] == nameless(dialog)
    assert len(letters) == len(set(letters))
    assert one(dialog, HitReview).list in seen
    assert not button(dialog, "Reste an 0 Stellen entfernen").isEnabled()
    assert one(dialog, QComboBox) in seen


def test_signs_stand_for_what_cannot_be_seen():
    assert "⇥⍽↵¬[U+F0E0]" == visible("\t\u00a0\n\u00ad\uf0e0")
    assert "␣Eins↵Zwei␣␣" == visible_line(" Eins\nZwei  ")


def test_a_row_marks_only_the_hit_itself(dialog):
    row = one(dialog, HitReview).shown()[0]

    before, after = row.versions()

    assert isinstance(row, HitRow)
    assert "entfallen: -↵" == before.spoken()
    assert "" == after.spoken()


@pytest.mark.real
def test_the_hyphens_of_the_real_dataset_are_cleaned_by_keyboard(qtbot, real_dataset, tmp_path):
    document = open_document(real_dataset, tmp_path)
    dialog = shown_window(qtbot, DebrisDialog(document), 1000, 680)
    kinds = one(dialog, QComboBox)
    kinds.setFocus()
    qtbot.keyClick(kinds, Key.Key_Down)
    hyphens = len(one(dialog, HitReview).shown())
    one(dialog, HitReview).take_all.setFocus()
    qtbot.keyClick(one(dialog, HitReview).take_all, Key.Key_Space)
    button(dialog, f"Reste an {hyphens} Stellen entfernen").setFocus()
    qtbot.keyClick(button(dialog, f"Reste an {hyphens} Stellen entfernen"), Key.Key_Space)
    document.apply(dialog.batch())

    left = Counter(proposal.kind for proposal in propose(document.dataset))
    assert QDialog.DialogCode.Accepted == dialog.result()
    assert 5 < hyphens < 30
    assert 0 == left[DebrisKind.HYPHENATION]
    assert 100 < left.total()


# --- spellings -----------------------------------------------------------------------------------


@pytest.fixture
def types():
    return with_types(*TYPES)


@pytest.fixture
def spellings(qtbot, types):
    return shown_window(qtbot, VocabularyDialog(types), 960, 660)


def groups(dialog) -> list[tuple[str, str, str]]:
    return [(row.title, row.label, row.mark.word) for row in one(dialog, RowList).rows()]


def test_similar_spellings_come_first_then_the_whole_vocabulary(spellings):
    first = ("technisch", "Art der Maßnahme · 2 Schreibweisen", "bleibt")
    whole = ("Art der Maßnahme", "Alle Schreibweisen (3)", "bleibt")

    assert first == groups(spellings)[0]
    assert whole in groups(spellings)
    assert spellings.batch() is None


def test_a_spelling_is_ticked_with_all_its_places_by_space(qtbot, spellings):
    tree = one(spellings, SpellingTree)
    tree.setFocus()
    qtbot.keyClick(tree, Key.Key_Down)
    qtbot.keyClick(tree, Key.Key_Space)
    settle()

    assert "An 1 Stelle gleich schreiben" == one(spellings, QPushButton, "An ").text().replace(
        "&", ""
    )
    assert "Kurz" not in one(spellings, MessageArea).text()
    assert "„Technisch“ wird „technisch“" in one(spellings, MessageArea).text()


def test_the_target_is_chosen_or_typed_and_the_preview_follows(qtbot, spellings):
    press(qtbot, spellings, "Alle anhaken")
    one(spellings, QComboBox).setFocus()
    one(spellings, QComboBox).lineEdit().selectAll()
    qtbot.keyClicks(one(spellings, QComboBox).lineEdit(), "Technik")

    lines = one(spellings, MessageArea).text().split("\n")

    assert 3 == len(lines)
    assert all(line.endswith("wird „Technik“") for line in lines)
    assert "3 Stellen" == groups(spellings)[0][2]


def test_one_place_can_be_left_out(qtbot, spellings, types):
    press(qtbot, spellings, "Alle anhaken")
    one(spellings, QComboBox).setEditText("Technisch")
    tree = one(spellings, SpellingTree)
    tree.setFocus()
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Space):
        qtbot.keyClick(tree, key)
    settle()

    press(qtbot, spellings, "An 1 Stelle")
    types.apply(spellings.batch())

    values = [types.view(key).value("action_type") for key in range(4)]
    assert ["Technisch", "technisch", "Technisch", "Sozial"] == values


def test_a_missing_target_is_said_at_the_field(qtbot, spellings):
    whole = next(n for n, g in enumerate(groups(spellings)) if g[0] == "Art der Maßnahme")
    one(spellings, RowList).select_row(whole)
    press(qtbot, spellings, "Alle anhaken")
    settle()

    assert NO_TARGET == one(spellings, QLabel, NO_TARGET).text()
    assert NO_TARGET == one(spellings, QComboBox).accessibleDescription()
    assert not one(spellings, QPushButton, "An ").isEnabled()


def test_choices_stay_while_looking_at_other_groups(qtbot, spellings):
    press(qtbot, spellings, "Alle anhaken")
    one(spellings, RowList).select_row(1)
    one(spellings, RowList).select_row(0)

    assert "1 Stelle" == groups(spellings)[0][2]
    assert 3 == len(one(spellings, SpellingTree).ticked_places())


def test_two_groups_with_the_same_places_change_them_once(qtbot, spellings, types):
    press(qtbot, spellings, "Alle anhaken")
    whole = next(n for n, g in enumerate(groups(spellings)) if g[0] == "Art der Maßnahme")
    one(spellings, RowList).select_row(whole)
    one(spellings, QComboBox).setEditText("Sozial")
    press(qtbot, spellings, "Alle anhaken")

    batch = spellings.batch()
    types.apply(batch)

    kinds = [types.view(key).value("action_type") for key in range(4)]
    assert ["technisch", "Sozial", "Sozial", "Sozial"] == kinds


def test_uniform_spellings_are_said_to_be_so(qtbot):
    dialog = shown_window(qtbot, VocabularyDialog(document_of([measure_row()])), 900, 600)

    assert button(dialog, "Schließen").isVisible()
    assert dialog.batch() is None


@pytest.mark.parametrize("zoom", [100, 200])
def test_spellings_can_be_reached_and_read_at_every_size(lettered, qtbot, zoom):
    dialog = shown_window(qtbot, VocabularyDialog(with_types(*TYPES)), 960, 700)
    letters = mnemonics(dialog)
    seen = tab_walk(qtbot, dialog, 8)

    assert [] == nameless(dialog)
    assert len(letters) == len(set(letters))
    assert {one(dialog, RowList), one(dialog, SpellingTree)} <= set(seen)


# --- Aufräumen: all of it in one place -------------------------------------------------------


class Tidy:
    """Two tasks: one with three things to do, one with none; each can be done once."""

    def __init__(self, qtbot, done="3 erledigt") -> None:
        self.left, self.done = [3, 0], done
        tasks = [CleanUpTask(f"Art {n}", "Was das tut", f"&{n} ansehen…", self.act) for n in (1, 2)]
        self.dialog = shown_window(qtbot, CleanUpDialog(tasks, self.look(), self.look), 640, 480)

    def look(self):
        return [CleanUpState(f"noch {count}", possible=count > 0) for count in self.left]

    def act(self) -> str:
        self.left[0] = 0 if self.done else 3
        return self.done

    def words(self) -> list[str]:
        return [label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible()]


def test_tidying_names_each_kind_with_its_count_and_what_it_does(qtbot):
    tidy = Tidy(qtbot)
    first, second = (one(tidy.dialog, QPushButton, f"Art {n}") for n in (1, 2))

    assert {"Art 1", "Art 2", "Was das tut", "noch 3", "noch 0"} <= set(tidy.words())
    assert (True, False) == (first.isEnabled(), second.isEnabled())
    assert "noch 3" == first.accessibleDescription()
    assert first.hasFocus()


def test_what_was_tidied_is_said_in_its_place_and_the_dialog_stays(qtbot):
    tidy = Tidy(qtbot)
    qtbot.keyClick(tidy.dialog.focusWidget(), Key.Key_Return)

    assert "3 erledigt" in tidy.words()
    assert tidy.dialog.isVisible()
    assert button(tidy.dialog, "Schließen").hasFocus()


def test_tidying_nothing_leaves_the_counts(qtbot):
    tidy = Tidy(qtbot, done="")
    one(tidy.dialog, QPushButton, "Art 1").click()

    assert {"noch 3", "noch 0"} <= set(tidy.words())
