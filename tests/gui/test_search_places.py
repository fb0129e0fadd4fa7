"""What the search finds is counted, marked and stepped through, place by place (D 22, 23)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from klimaeditor.document import open_document
from klimaeditor.textwork.search import FieldHit, FoundPlace, places_in
from tests.conftest import SAMPLE
from tests.gui.measure_cases import search, told
from tests.gui.pane_cases import key_of, settle, shown_window
from tests.gui.reach import one, table
from tests.waiting import wait_until
from ui import theme
from ui.bridge import DocumentBridge
from ui.form.editors.choice import ChoiceEditor
from ui.form.editors.series import LinksEditor
from ui.form.form import MeasureForm
from ui.measures.measure_list import ListRole
from ui.measures.pane import MeasurePane
from ui.page.preview import PreviewPane
from ui.widgets.found import FoundBar, FoundMarks
from ui.widgets.text_edits import GrowingText, LineEdit

pytestmark = pytest.mark.gui
Key = Qt.Key
WORDS = ("kanal",)
HEAT_PUMP = "energieerzeugung3"
SPOTTED = 17  # „Kanal“ in the sample


@pytest.fixture
def bridge(qapp):
    return DocumentBridge(open_document(SAMPLE))


@pytest.fixture
def pane(qtbot, bridge):
    made = MeasurePane()
    made.set_bridge(bridge)
    return shown_window(qtbot, made)


def number(pane) -> str:
    """Return what the search field says of the places."""
    return search(pane).accessibleDescription()


def titles(pane, bridge) -> list[str]:
    return [bridge.document.view(key).title for key in pane.shown_keys()]


def cell(pane, row: int, role: int):
    return table(pane).model().index(row, 0).data(role)


def place_in(bridge, measure_id: str, field: str, at: int = 0) -> FoundPlace:
    places = places_in(bridge.document.view(key_of(bridge, measure_id)), WORDS)
    return [place for place in places if place.hit.field == field][at]


def colors(widget) -> set[str]:
    """Return every colour of a widget as it is painted."""
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def color(role: str) -> str:
    return theme.current().color(role).name()


# --- the list: hits with their places, and how many there are (D 22) -------------------------


def test_while_typing_only_hits_are_left_and_every_place_is_counted(pane, bridge):
    """D 22."""
    search(pane).setText("Kanal")

    assert "17 Stellen" == number(pane) == search(pane).number()
    assert [3, 6, 3, 1, 4] == [cell(pane, row, ListRole.PLACES) for row in range(5)]
    assert 5 == len(pane.shown_keys())


def test_each_row_shows_a_place_beyond_its_own_title_with_its_field(pane, bridge):
    """D 22."""
    search(pane).setText("Kanal")
    row = titles(pane, bridge).index("Heizungstausch Kanalwohnen")
    spoken = cell(pane, row, Qt.ItemDataRole.AccessibleTextRole)

    assert "action_description" == cell(pane, row, ListRole.HIT).field
    assert spoken.endswith("3 Stellen, Treffer in „Was wird im Detail geplant?“")


def test_the_words_in_the_rows_stand_on_the_ground_of_hits(pane):
    """D 22."""
    before = color("hit_bg") in colors(table(pane).viewport())
    search(pane).setText("Kanal")
    settle()

    assert not before
    assert color("hit_bg") in colors(table(pane).viewport())


def test_nothing_found_is_said_in_the_field(pane):
    search(pane).setText("gibtesnicht")

    assert "keine Stelle" == number(pane)


def test_a_short_line_shows_the_number_before_the_buttons(pane, qtbot):
    field = search(pane)
    field.setText("Kanal")
    field.resize(150, field.height())
    narrow = [button.isVisible() for button in field.findChildren(QToolButton)]
    field.resize(400, field.height())
    wide = [button.isVisible() for button in field.findChildren(QToolButton)]

    assert (1, 3) == (sum(narrow), sum(wide))
    assert one(field, QLabel, "17 Stellen").isVisible()
    assert all(button.width() >= 24 for button in field.findChildren(QToolButton))


# --- F3 from place to place, in the order list, then form (D 22, 23) -------------------------


def test_the_way_goes_through_all_places_and_begins_again_behind_the_last(pane, bridge):
    """D 22, 23: the list first, then the form; after 17 comes 1, and that is said."""
    search(pane).setText("Kanal")
    said = told(pane.status_message)
    walked = []
    for _ in range(SPOTTED):
        pane.step_place(1)
        walked.append((pane.found.measure, pane.found.place.position))
    last, announced = number(pane), list(said)
    pane.step_place(1)

    order = {key: at for at, key in enumerate(pane.shown_keys())}
    assert sorted(walked, key=lambda step: (order[step[0]], step[1])) == walked
    assert SPOTTED == len(set(walked))
    assert ("17 von 17", []) == (last, announced)
    assert "1 von 17" == number(pane)
    assert said == [
        "Wieder von vorn: Stelle 1 von 17: Wer ist noch beteiligt?, Windkraft am Stadtrand"
    ]


def test_backwards_the_last_place_comes_before_the_first(pane):
    """D 23."""
    search(pane).setText("Kanal")
    pane.step_place(1)
    said = told(pane.status_message)
    pane.step_place(-1)

    assert "17 von 17" == number(pane)
    assert said[0].startswith("Wieder vom Ende: Stelle 17 von 17")


def test_a_measure_that_is_chosen_begins_with_its_first_place(pane, bridge):
    """D 23: selection as well as F3."""
    search(pane).setText("Kanal")
    table(pane).select_row(1)

    assert key_of(bridge, HEAT_PUMP) == pane.found.measure
    assert "4 von 17" == number(pane)


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Return], ids=["down", "enter"])
def test_a_measure_open_before_the_search_is_chosen_like_any_other(pane, bridge, key):
    """D 23: it need not be left first for its place to be at hand."""
    pane.select(key_of(bridge, HEAT_PUMP))
    search(pane).setText("Kanal")
    activated = told(pane.activated)
    QTest.keyClick(search(pane) if key == Key.Key_Down else table(pane), key)

    assert key_of(bridge, HEAT_PUMP) == pane.found.measure
    assert "4 von 17" == number(pane)
    assert len(activated) == (key == Key.Key_Return)


def test_the_row_of_the_measure_shows_the_place_at_hand(pane, bridge):
    search(pane).setText("Kanal")
    table(pane).select_row(1)
    for _ in range(4):
        pane.step_place(1)
    hit = cell(pane, 1, ListRole.HIT)

    assert "8 von 17" == number(pane)
    assert "Kanalwasser" == hit.text[hit.spans[0][0] :][:11]


def test_the_way_goes_on_behind_a_place_whose_words_were_changed(pane, bridge):
    """What was replaced is no place any more; the next one in its text is not passed over."""
    search(pane).setText("Kanal")
    table(pane).select_row(1)
    for _ in range(3):
        pane.step_place(1)
    place, key = pane.found.place, pane.found.measure
    text = place.hit.text
    bridge.edit(key, place.hit.field, text.replace("Kanal", "Alster", 1))
    left = (pane.found.place, number(pane))
    pane.step_place(1)

    assert (None, "16 Stellen") == left
    assert pane.found.place.hit.text[pane.found.place.span[0] :].startswith("Kanalwasser")
    assert "7 von 16" == number(pane)


def test_when_the_last_place_of_a_measure_goes_the_way_leads_to_the_next_measure(pane, bridge):
    search(pane).setText("Kanal")
    row = titles(pane, bridge).index("Solarsprechstunde")
    table(pane).select_row(row)
    key, place = pane.found.measure, pane.found.place
    bridge.edit(key, place.hit.field, "Bürgerhaus")
    left = number(pane)
    pane.step_place(1)
    settle()

    assert "16 Stellen" == left
    assert key not in pane.shown_keys()
    assert "Offene Gärten" in bridge.document.view(pane.found.measure).title


def test_esc_brings_the_former_list_back_where_it_stood(pane, qtbot, bridge):
    """D 23."""
    bar = table(pane).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    stood, shown = bar.value(), pane.shown_keys()
    pane.focus_search()
    qtbot.keyClicks(search(pane), "Kanal")
    qtbot.keyClick(search(pane), Key.Key_Escape)

    assert (shown, stood) == (pane.shown_keys(), bar.value())
    assert ("", ()) == (number(pane), pane.found.words)
    assert search(pane).hasFocus()


def test_f3_without_a_search_goes_to_the_search(pane):
    pane.focus_list()
    pane.step_place(1)

    assert search(pane).hasFocus()
    assert pane.found.place is None


# --- the form: light marks everywhere, a strong one with a bar (D 23) ------------------------


@pytest.fixture(scope="module")
def form_bridge(qapp):
    return DocumentBridge(open_document(SAMPLE))


@pytest.fixture(scope="module")
def form(qapp, form_bridge):
    made = MeasureForm()
    made.set_bridge(form_bridge)
    made.resize(620, 600)
    made.show()
    made.show_measure(key_of(form_bridge, HEAT_PUMP))
    settle()
    yield made
    made.close()
    made.deleteLater()


def widget_of(form, field: str):
    return form.rows[field].editor.focus_widget()


def grounds(area: GrowingText) -> list[str]:
    return [mark.format.background().color().name() for mark in area.extraSelections()]


def bars(form) -> list[str]:
    rows = form.rows.items()
    return [
        name for name, row in rows if any(bar.isVisible() for bar in row.findChildren(FoundBar))
    ]


def test_all_places_are_marked_light_and_the_one_at_hand_strongly_with_a_bar(form, form_bridge):
    """D 23."""
    place = place_in(form_bridge, HEAT_PUMP, "action_description", 1)
    form.mark_found(WORDS, place)
    settle()
    area = widget_of(form, "action_description")
    line, frame = widget_of(form, "short_title"), color("hit_bg")

    assert [color("hit_bg"), color("hitnow_bg")] == grounds(area)
    assert [color("hit_bg")] == grounds(widget_of(form, "summary"))
    assert color("hitnow_bg") in colors(area)
    assert frame in colors(line)
    assert ["action_description"] == bars(form)


def test_the_place_is_rolled_into_sight_and_its_section_is_current(form, form_bridge):
    """D 23."""
    form.page.verticalScrollBar().setValue(0)
    place = place_in(form_bridge, HEAT_PUMP, "state_title")
    form.mark_found(WORDS, place)
    settle()
    area = widget_of(form, "state_title")
    top = area.mapTo(form.page.viewport(), QPoint(0, 0)).y()

    assert 0 <= top < form.page.viewport().height() - area.height()
    assert "Umsetzung" == form.nav.current.short


def test_what_is_in_sight_already_does_not_move(form, form_bridge):
    """Calm: going from place to place inside a field scrolls nothing (D 23)."""
    form.mark_found(WORDS, place_in(form_bridge, HEAT_PUMP, "action_description", 0))
    settle()
    before = form.page.verticalScrollBar().value()
    form.mark_found(WORDS, place_in(form_bridge, HEAT_PUMP, "action_description", 1))
    settle()

    assert before == form.page.verticalScrollBar().value()


def test_without_words_nothing_is_marked_any_more(form, form_bridge):
    form.mark_found(WORDS, place_in(form_bridge, HEAT_PUMP, "short_title"))
    form.mark_found(())
    settle()

    assert [] == grounds(widget_of(form, "action_description"))
    assert [] == bars(form)
    assert not {color("hit_bg"), color("hitnow_bg")} & colors(widget_of(form, "short_title"))


def test_the_words_at_hand_are_selected_where_the_keyboard_goes(form, form_bridge):
    """D 23: Enter sets the cursor at the place, so that typing replaces the words."""
    for field in ("short_title", "action_description"):
        form.mark_found(WORDS, place_in(form_bridge, HEAT_PUMP, field))
        form.enter_found()
        widget = widget_of(form, field)
        chosen = widget.selectedText() if isinstance(widget, QLineEdit) else (
            widget.textCursor().selectedText()
        )  # fmt: skip
        assert "Kanal" == chosen


# --- editors of every kind --------------------------------------------------------------------


def test_a_line_keeps_its_mark_with_the_text_that_is_scrolled_into_sight(qtbot):
    """D 23: one-line fields stay line edits, the mark is painted."""
    line = LineEdit(width=160)
    line.show_text("Ein sehr langer Titel, bei dem erst ganz am Ende der Kanal vorkommt")
    qtbot.addWidget(line)
    line.show()
    before = color("hitnow_bg") in colors(line)
    line.mark(FoundMarks(WORDS, 0))

    assert not before
    assert color("hitnow_bg") in colors(line)
    assert not line.hasFocus()


def test_marks_follow_what_is_typed(qtbot):
    area = GrowingText()
    qtbot.addWidget(area)
    area.show_text("Am Kanal")
    area.mark(FoundMarks(WORDS))
    area.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(area, " Kanal")

    assert 2 == len(area.extraSelections())


@pytest.mark.parametrize("shown", ["Kanal", ""])
def test_another_text_keeps_no_underline_of_the_one_before(qtbot, shown):
    field = GrowingText()
    qtbot.addWidget(field)
    field.show_text("Der Kanal wird begrünnt.")
    field.underline([(15, 23)])
    field.mark(FoundMarks(WORDS))
    field.show_text(shown)  # a warning of Qt about places beyond its end fails the test

    assert [] == field.underlined()


def test_a_place_far_down_in_a_long_text_is_scrolled_to(qtbot):
    area = GrowingText(most=4)
    qtbot.addWidget(area)
    area.show()
    area.show_text("\n".join(["Zeile"] * 30) + "\nAm Kanal")
    area.mark(FoundMarks(WORDS, 0))

    assert area.viewport().rect().contains(area.mark_place().center())
    assert not area.hasFocus()


def test_a_list_of_choices_is_opened_and_never_stands_closed_under_the_cursor(qtbot):
    """Issue 14, 2: after a search no key changes a closed list unseen."""
    editor = ChoiceEditor()
    qtbot.addWidget(editor)
    editor.set_choices([("a", "Am Kanal"), ("b", "Am Berg")])
    editor.set_value("a")
    editor.show()
    editor.mark_found(FoundMarks(WORDS, 0))
    shown = color("hitnow_bg") in colors(editor.focus_widget())
    editor.enter_found()

    assert shown
    wait_until(editor.focus_widget().view().isVisible, settle)
    editor.focus_widget().hidePopup()
    assert "a" == editor.value()


def test_in_a_list_of_links_the_place_is_that_of_its_cell(qtbot):
    editor = LinksEditor()
    qtbot.addWidget(editor)
    editor.set_value([{"title": "Kanal", "url": "https://kanal.example"}])
    editor.show()
    both = ((0, 5), (14, 19))
    hit = FieldHit("links", 0, "Kanal (https://kanal.example)", both)
    editor.mark_found(FoundMarks(WORDS, 1), hit.place)
    shown = color("hitnow_bg") in colors(editor.focus_widget().viewport())
    editor.enter_found()
    line = one(editor, LineEdit)

    assert shown
    assert "kanal" == line.selectedText()
    assert "https://kanal.example" == line.text()


# --- the public page likewise (D 23) ----------------------------------------------------------


def test_the_page_marks_all_places_and_shows_the_one_at_hand(qtbot, bridge):
    """D 23."""
    page = PreviewPane()
    page.set_bridge(bridge)
    shown_window(qtbot, page, 420, 500)
    page.show_measure(key_of(bridge, HEAT_PUMP))
    page.show_found(WORDS, place_in(bridge, HEAT_PUMP, "action_description", 1))
    settle()
    marked = {item.item.field: item for item in page.sheet.buttons() if item.item.label}
    at_hand = marked["action_description"]

    assert FoundMarks(WORDS, 1) == at_hand.found
    assert FoundMarks(WORDS) == marked["action_name"].found
    assert {color("hit_bg"), color("hitnow_bg")} <= colors(at_hand)
    assert at_hand.is_current
    inside = at_hand.mapTo(page.sheet.viewport(), at_hand.found_places()[0].toRect().center())
    assert page.sheet.viewport().rect().contains(inside)


def test_on_the_page_the_mark_of_a_link_counts_through_title_and_address(qtbot, bridge):
    page = PreviewPane()
    page.set_bridge(bridge)
    shown_window(qtbot, page, 420, 500)
    windmills = key_of(bridge, "energieerzeugung1")
    links = [{"title": "Am Kanal", "url": "https://kanal.example"}]
    bridge.edit(windmills, "links", links)
    page.show_measure(windmills)
    page.show_found(WORDS, place_in(bridge, "energieerzeugung1", "links", 1))
    settle()
    link = next(item for item in page.sheet.buttons() if item.item.field == "links")

    assert 1 == len(link.found_places())
    assert {color("hit_bg"), color("hitnow_bg")} <= colors(link)


def test_selected_words_are_seen_as_such_also_where_they_were_found(qtbot):
    """After Enter the words are selected; the mark does not hide that typing replaces them."""
    line = LineEdit()
    shown_window(qtbot, line, 300, 60)
    line.show_text("Am Kanal")
    line.mark(FoundMarks(WORDS, 0))
    marked = color("hitnow_bg") in colors(line)
    line.enter_mark()

    assert marked
    assert "Kanal" == line.selectedText()
    assert color("hitnow_bg") not in colors(line)


def test_from_link_to_link_the_words_are_selected_in_the_cell_at_hand(qtbot):
    """F3 from a cell that is open: the former cell closes, the next one opens with its words."""
    editor = LinksEditor()
    shown_window(qtbot, editor, 500, 300)
    editor.set_value([{"title": f"Kanal {n}", "url": "https://a.example"} for n in range(2)])
    for entry in range(2):
        editor.mark_found(FoundMarks(WORDS, 0), entry)
        editor.enter_found()
    table = editor.focus_widget()
    line = table.indexWidget(table.currentIndex())

    assert ("Kanal 1", "Kanal") == (line.text(), line.selectedText())
    assert line.hasFocus()


def test_long_words_are_read_whole_before_the_buttons_have_room(pane):
    field = search(pane)
    field.resize(250, field.height())
    field.setText("Kanal")
    short = [button.isVisible() for button in field.findChildren(QToolButton)]
    field.setText("Energiegenossenschaft Kanalstrom")
    long = [button.isVisible() for button in field.findChildren(QToolButton)]

    assert (3, 1) == (sum(short), sum(long))
