"""What single kinds of editor do beyond the common: suggestions, proposals, calendar, lists."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget

from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster_companions import STATUS_CHOICES
from tests.gui.editor_cases import emitted_by, leave, show
from tests.gui.theme_helpers import settle
from ui.form.editors.choice import CHOOSE, ChoiceEditor, OpenChoiceEditor
from ui.form.editors.read_line import AmountEditor, DateEditor, YearEditor
from ui.form.editors.text import UrlEditor
from ui.widgets import reading
from ui.widgets.reading import AMOUNT_THOUSANDS, AMOUNT_YEAR

# Pop-ups grab the keyboard, which the platform without a screen cannot do, and says so.
pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True),
]

WORDS = ("Stadt Münster", "Stadtwerke Münster", "Wohn+Stadtbau\nMünster")


@pytest.fixture
def shown(qtbot):
    """Return a function that shows an editor and returns it with what it emits."""

    def show_it(made, value=ABSENT):
        show(qtbot, made, value)
        return made, emitted_by(made)

    return show_it


def suggesting(shown, value=ABSENT):
    made, values = shown(OpenChoiceEditor(), value)
    made.set_choices(WORDS)
    made.focus_widget().setFocus()
    return made, values


def test_typing_offers_words_that_contain_the_text_in_any_case(qtbot, shown):
    made, _ = suggesting(shown)

    qtbot.keyClicks(made.focus_widget(), "WERKE")

    assert ["Stadtwerke Münster"] == offered(made)


def offered(made) -> list[str]:
    popup = made.focus_widget().suggestions()
    model = popup.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())] * popup.isVisible()


def test_a_suggestion_is_taken_with_arrow_and_enter(qtbot, shown):
    made, values = suggesting(shown)
    qtbot.keyClicks(made.focus_widget(), "werke")
    popup = made.focus_widget().suggestions()

    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert "Stadtwerke Münster" == values[-1] == made.focus_widget().text()
    assert not popup.isVisible()


def test_a_suggestion_of_several_lines_is_shown_in_one_and_taken_as_it_is(qtbot, shown):
    made, values = suggesting(shown)
    qtbot.keyClicks(made.focus_widget(), "wohn")
    seen = offered(made)
    popup = made.focus_widget().suggestions()

    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert ["Wohn+Stadtbau Münster"] == seen
    assert "Wohn+Stadtbau\nMünster" == values[-1]


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(qtbot, shown):
    made, values = suggesting(shown)
    qtbot.keyClicks(made.focus_widget(), "stadt")

    qtbot.keyClick(made.focus_widget().suggestions(), Qt.Key.Key_Escape)

    assert [] == offered(made)
    assert "stadt" == values[-1]


def test_f4_and_the_arrow_offer_every_word(qtbot, shown):
    made, _ = suggesting(shown, "etwas anderes")

    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_F4)
    by_key = offered(made)
    qtbot.keyClick(made.focus_widget().suggestions(), Qt.Key.Key_Escape)
    made.focus_widget().arrow.click()

    assert 3 == len(by_key) == len(offered(made))


def test_enter_without_suggestions_changes_nothing(qtbot, shown):
    made, values = suggesting(shown, "xyz")

    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_Return)

    assert [] == values


def test_a_value_shown_from_outside_closes_the_suggestions_for_the_former_one(qtbot, shown):
    made, values = suggesting(shown)
    qtbot.keyClicks(made.focus_widget(), "Wohn")
    popup = made.focus_widget().suggestions()
    assert popup.isVisible()

    made.set_value("Stadtwerke Münster")  # the next measure, or a step undone

    assert not popup.isVisible()
    assert ["W", "Wo", "Woh", "Wohn"] == values


def test_showing_a_value_opens_no_suggestions(shown):
    made, _ = suggesting(shown)

    made.set_value("Stadt")
    settle()

    assert [] == offered(made)


def chosen(shown, value):
    made, values = shown(ChoiceEditor(), value)
    made.set_choices(STATUS_CHOICES)
    return made, values


def test_a_choice_emits_the_stored_value_and_shows_the_label(qtbot, shown):
    made, values = chosen(shown, "unknown")
    made.focus_widget().setFocus()

    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_Down)  # opens the list
    assert [] == values
    qtbot.keyClick(made.focus_widget().view(), Qt.Key.Key_Down)
    qtbot.keyClick(made.focus_widget().view(), Qt.Key.Key_Return)

    assert ["in_progress"] == values
    assert "in Bearbeitung" == made.focus_widget().currentText()


def test_choosing_what_is_chosen_already_emits_nothing(shown):
    made, values = chosen(shown, "unknown")

    made.focus_widget().activated.emit(0)

    assert [] == values


def test_a_value_outside_the_list_is_shown_and_can_be_kept(shown):
    made, values = chosen(shown, "stale")
    made.focus_widget().activated.emit(3)

    assert "„stale“ (nicht in der Liste)" == made.focus_widget().currentText()
    assert [] == values


@pytest.mark.parametrize("value", [None, ABSENT])
def test_without_a_value_a_choice_asks_to_choose(shown, value):
    made, _ = chosen(shown, value)

    assert -1 == made.focus_widget().currentIndex()
    assert CHOOSE == made.focus_widget().placeholderText()


@pytest.mark.parametrize(
    ("text", "stored", "remark"),
    [
        ("862.139 €", 862139, "gelesen als 862.139 €"),
        ("862.139", 862139, AMOUNT_THOUSANDS.format(amount="862.139")),
        ("2030", 2030, AMOUNT_YEAR.format(amount="2.030")),
        ("1.250.000", 1250000, ""),
        ("802.139,70 €", 802139.7, "gelesen als 802.139,70 €"),
        ("Keine Angabe", None, ""),
        ("1.5", "1.5", ""),
        ("12a", "12a", ""),
        ("1,0055", "1,0055", ""),
    ],
)
def test_an_amount_says_how_it_was_read(text, stored, remark):
    assert reading.Reading(stored, remark) == reading.read_amount(text)


@pytest.mark.parametrize(
    ("text", "proposals"),
    [
        ("ca. 215 Mio. €", (("215.000.000 € übernehmen", 215_000_000),)),
        ("1,500", (("1.500 € übernehmen", 1_500), ("1,50 € übernehmen", 1.5))),
        ("350,000", (("350.000 € übernehmen", 350_000), ("350 € übernehmen", 350))),
        ("1,005 €", (("1.005 € übernehmen", 1_005),)),
        ("keine Kosten", (("0 € übernehmen", 0),)),
        (
            "ca. 4,2 Mio. €/a; 840 €/t CO2",
            (("4.200.000 €/a übernehmen", 4_200_000), ("840 €/t CO2 übernehmen", 840)),
        ),
    ],
)
def test_a_text_with_amounts_is_stored_as_typed_and_gets_proposals(text, proposals):
    found = reading.read_amount(text)

    assert (text, proposals) == (found.stored, found.proposals)


def test_a_number_that_json_cannot_hold_exactly_stays_a_text():
    text = "9007199254740990,123"

    assert text == reading.read_number(text).stored


def test_a_proposal_is_taken_with_one_press(qtbot, shown):
    made, values = shown(AmountEditor(), "ca. 215 Mio. €")
    made.set_accessible("Kosten")
    made.focus_widget().setFocus()
    made.attend(entered=True, quiet=False)

    (offer,) = made.offers()
    offer.click()

    assert [215_000_000] == values
    assert "215.000.000" == made.focus_widget().text()
    assert () == made.offers()
    assert made.focus_widget().hasFocus()


def test_the_remark_waits_until_typing_pauses(qtbot, shown):
    made, values = shown(AmountEditor())
    made.focus_widget().setFocus()
    made._pause.setInterval(1_000_000_000)

    qtbot.keyClicks(made.focus_widget(), "862.139")
    while_typing = made.remark()
    made._pause.setInterval(0)  # it is running, and starts again with that

    assert "" == while_typing
    assert 862139 == values[-1]
    qtbot.waitUntil(lambda: "gelesen als 862.139" in made.remark())


def test_leaving_the_amount_shows_the_remark_at_once(qtbot, shown):
    made, _ = shown(AmountEditor())
    made.focus_widget().setFocus()
    qtbot.keyClicks(made.focus_widget(), "862.139")

    leave(made)

    assert "gelesen als 862.139" in made.remark()


def test_no_information_is_null_and_can_be_taken_back(shown):
    made, values = shown(AmountEditor(), 350_000)

    made.none_box.click()
    without = (made.focus_widget().text(), made.none_box.isChecked())
    made.none_box.click()

    assert [None, 350_000] == values
    assert ("", True) == without
    assert ("350.000", False) == (made.focus_widget().text(), made.none_box.isChecked())


@pytest.mark.parametrize(("value", "checked"), [(None, True), (ABSENT, False), (0, False)])
def test_null_absent_and_nought_are_told_apart(shown, value, checked):
    made, _ = shown(AmountEditor(), value)

    assert checked == made.none_box.isChecked()


def test_a_missing_amount_becomes_null_only_by_the_users_own_act(shown):
    made, values = shown(AmountEditor())
    made.focus_widget().setFocus()
    leave(made)
    untouched = list(values)

    made.none_box.click()

    assert [] == untouched
    assert [None] == values


def test_typing_an_amount_takes_no_information_back(qtbot, shown):
    made, _ = shown(AmountEditor(), None)
    made.focus_widget().setFocus()

    qtbot.keyClicks(made.focus_widget(), "5")

    assert not made.none_box.isChecked()


def test_a_year_in_a_sentence_is_proposed(qtbot, shown):
    made, values = shown(YearEditor(), "Ende 2030")
    made.attend(entered=True, quiet=False)

    made.offers()[0].click()

    assert [2030] == values


def test_a_day_is_chosen_in_the_calendar(qtbot, shown):
    made, values = shown(DateEditor(), "2024-07-01")
    made.calendar_button.click()
    calendar = made.findChild(QCalendarWidget)
    first = calendar.selectedDate()

    calendar.activated.emit(QDate(2024, 7, 15))
    settle()

    assert QDate(2024, 7, 1) == first
    assert ["2024-07-15"] == values
    assert "15.07.2024" == made.focus_widget().text()
    assert made.focus_widget() is made.window_of_test.focusWidget()


def test_opening_an_address_is_only_asked_for(qtbot, shown):
    made, values = shown(UrlEditor(), " https://example.org/ ")

    with qtbot.waitSignal(made.open_requested) as asked:
        made.open_button.click()

    assert ["https://example.org/"] == asked.args
    assert [] == values


def test_an_empty_address_cannot_be_opened(shown):
    made, _ = shown(UrlEditor(), "")

    assert not made.open_button.isEnabled()
