"""The preview beside the form: live, clickable, reachable with the keyboard, never markup."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QRect, Qt, QUrl, Slot
from PySide6.QtGui import QAccessible, QDesktopServices, QFont
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.site.page_model import Effect
from tests.checking import document_of, healthy
from tests.conftest import SAMPLE
from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, key_of, nameless, settle, shown_window
from tests.gui.reach import one
from tests.gui.theme_helpers import frame_pixels, ring_share
from tests.muenster_fields import FIELDS
from tests.page_cases import COUNT
from ui import theme
from ui.bridge import DocumentBridge
from ui.page.cards import OPEN, GroupFold
from ui.page.items import PageStop
from ui.page.preview import (
    NO_MEASURE,
    NOT_PRINTED,
    ONLY_RAW,
    SHOWN_DIRECTLY,
    PreviewPane,
    TilePane,
)
from ui.widgets.common_words import NO_DATASET
from ui.widgets.labels import EmptyState
from ui.widgets.painting import PaintLook, Words

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key
FULL = "energieerzeugung1"
WHY = (ONLY_RAW, NOT_PRINTED)
HOSTILE = (
    "<b>fett</b>",
    "<img src='https://angriff.example/x.png'>",
    "<a href='javascript:alert(1)'>weiter</a>",
    "<style>*{display:none}</style><script>alert(1)</script>",
    "&Kosten && Nutzen",
    "[*]",
    "\u202egnutlahsum\u202c",
    "Null\x00Zeichen\x07\u2028Zeile\ufffd",
    "|".join(["Donaudampfschifffahrt" * 20]),
    "<qt>" + "x" * 5_000,
    "halbes Zeichen \ud800",
)


@pytest.fixture(scope="module")
def bridge(qapp):
    """Return the sample; what a test edits is undone after it."""
    return DocumentBridge(open_document(SAMPLE))


@pytest.fixture
def pane(qtbot, bridge):
    made = PreviewPane()
    made.set_bridge(bridge)
    made.show_measure(key_of(bridge, FULL))
    yield shown_window(qtbot, made)
    bridge.stack.setIndex(0)


def button(pane, key):
    return next(found for found in pane.sheet.buttons() if found.item.key == key)


def seen(pane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def in_sight(pane, widget) -> bool:
    top_left = widget.mapTo(pane.sheet.viewport(), widget.rect().topLeft())
    return pane.sheet.viewport().rect().intersects(QRect(top_left, widget.size()))


def wholly_in_sight(pane, widget) -> bool:
    top_left = widget.mapTo(pane.sheet.viewport(), widget.rect().topLeft())
    return pane.sheet.viewport().rect().contains(QRect(top_left, widget.size()))


def told(signal) -> list:
    found: list = []
    signal.connect(lambda *values: found.append(values))
    return found


# --- what is shown ---------------------------------------------------------------------------


def test_without_a_document_and_without_a_measure_it_says_so(qtbot, bridge):
    pane = shown_window(qtbot, PreviewPane())
    first = one(pane, EmptyState).sentence()
    pane.set_bridge(bridge)

    assert [NO_DATASET, NO_MEASURE] == [first, one(pane, EmptyState).sentence()]


def test_every_measure_of_the_sample_can_be_shown(pane, bridge):
    for key in bridge.document.dataset.measure_keys():
        pane.show_measure(key)
        settle()
        shown = [found.item.key for found in pane.sheet.buttons()]

        assert [item.key for item in pane.page.items() if not item.key.startswith("raw/")] == [
            name for name in shown if not name.startswith(("failure/", "loose/"))
        ]


def test_typing_is_seen_at_once(pane, bridge):
    bridge.edit(key_of(bridge, FULL), "summary", "Neu <b>getippt</b>", "visit")
    settle()

    assert "Neu <b>getippt</b>" == button(pane, "head/text").item.text
    bridge.stack.undo()
    settle()
    assert "Neu <b>getippt</b>" != button(pane, "head/text").item.text


def test_typing_keeps_the_buttons_and_the_place(pane, bridge):
    pane.sheet.verticalScrollBar().setValue(150)
    before = pane.sheet.buttons()
    bridge.edit(key_of(bridge, FULL), "action_scale", "Ganz woanders", "visit")
    settle()

    assert before == pane.sheet.buttons()
    assert 150 == pane.sheet.verticalScrollBar().value()


def test_another_measure_is_not_redrawn(pane, bridge):
    before = pane.page
    bridge.edit(key_of(bridge, "bauen1"), "summary", "Anderswo", "visit")
    settle()

    assert before is pane.page


def test_a_hidden_pane_does_nothing_until_it_is_seen(pane, bridge):
    pane.hide()
    before = pane.page
    bridge.edit(key_of(bridge, FULL), "summary", "Verborgen", "visit")
    settle()
    unchanged = pane.page is before
    pane.show()
    settle()

    assert unchanged
    assert "Verborgen" == button(pane, "head/text").item.text


def test_a_measure_that_is_gone_leaves_the_pane_empty(pane, bridge):
    bridge.push(bridge.document.plan_delete([key_of(bridge, FULL)]))
    settle()

    assert pane.page is None
    assert NO_MEASURE == one(pane, EmptyState).sentence()


def test_a_page_that_fails_is_shown_with_what_breaks_it(pane, bridge):
    bridge.edit(key_of(bridge, FULL), "progress_values", [], "visit")
    settle()

    assert Effect.SITE_FAILS is pane.page.effect
    first = pane.sheet.buttons()[0]
    assert ("failure/0", "progress_values") == (first.item.key, first.item.field)


# --- from the page to the form and back ------------------------------------------------------


def test_a_click_on_any_value_leads_to_its_field(qtbot, pane):
    went = told(pane.field_chosen)
    for found in pane.sheet.buttons():
        qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    assert [(b.item.field, b.item.place) for b in pane.sheet.buttons()] == went


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_a_key_leads_to_the_field_of_a_value(qtbot, pane, key):
    went = told(pane.field_chosen)
    pane.focus_list()
    qtbot.keyClick(pane.window().focusWidget(), key)

    assert [("short_title", None)] == went


def test_a_link_is_never_opened(qtbot, pane):
    class Opened(QObject):
        urls: list[QUrl] = []  # noqa: RUF012 - one for the test

        @Slot(QUrl)
        def take(self, url):
            self.urls.append(url)

    handler = Opened()
    for scheme in ("https", "http", "mailto"):
        QDesktopServices.setUrlHandler(scheme, handler, "take")
    qtbot.mouseClick(button(pane, "links/0"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(button(pane, "links/0"), Key.Key_Return)
    settle()
    for scheme in ("https", "http", "mailto"):
        QDesktopServices.unsetUrlHandler(scheme)

    assert [] == handler.urls


def test_7_the_public_place_of_a_field_is_in_sight_and_marked_at_once(pane):
    for field in [f.name for f in FIELDS if f.kind is not Kind.IDENTIFIER]:
        pane.show_field(field)  # no round of events in between
        item = pane.page.item_for(field)
        printed = item is not None and not item.key.startswith("raw/")
        marked = [found for found in pane.sheet.buttons() if found.is_current]
        note = next(x for x in pane.findChildren(QLabel) if x.text() in WHY)

        assert ([item] if printed else []) == [found.item for found in marked]
        assert all(in_sight(pane, found) for found in marked)
        assert printed is not note.isVisible()


def test_7_an_empty_field_is_said_to_be_empty_and_not_to_stand_in_the_raw_data(pane, bridge):
    said = []
    for value in ("Es geht voran.", ""):
        bridge.edit(key_of(bridge, FULL), "state_verdict", value, ())
        settle()
        pane.show_field("state_verdict")  # printed nowhere
        said += [x.text() for x in pane.findChildren(QLabel) if x.isVisible() and x.text() in WHY]

    assert [ONLY_RAW, NOT_PRINTED] == said


def test_7_a_place_in_sight_does_not_move(pane):
    pane.show_field("cost_until")
    seen = [found for found in pane.sheet.buttons() if wholly_in_sight(pane, found)]
    before = pane.sheet.verticalScrollBar().value()
    fields = [found.item.field for found in seen]
    for field in fields:
        if pane.page.item_for(field) in [found.item for found in seen]:
            pane.show_field(field)

    assert len(fields) > 2
    assert before == pane.sheet.verticalScrollBar().value()


def marked(pane) -> bool:
    """Whether any word on the page has the ground of what was found."""
    picture = pane.grab().toImage()
    wanted = theme.current().color("hit_bg").rgb()
    return any(picture.pixel(x, y) == wanted for y in range(picture.height())
               for x in range(0, picture.width(), 2))  # fmt: skip


def test_what_was_searched_for_is_not_marked_in_another_dataset(pane, bridge):
    pane.show_found(("e",), None)
    before = marked(pane)
    pane.set_bridge(bridge)  # opened anew
    pane.show_found((), None)
    pane.show_measure(key_of(bridge, FULL))
    settle()

    assert before
    assert not marked(pane)


def test_7_a_page_made_late_shows_the_place_of_the_field_at_hand(qtbot, bridge):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(420, 500)
    window.show()
    made = PreviewPane(window)  # when the window is there already, as it is made when idle
    made.set_bridge(bridge)
    made.show_measure(key_of(bridge, FULL))
    made.show_field("cost_until")
    made.show()
    made.resize(420, 500)
    settle()
    marked = [button for button in made.sheet.buttons() if button.is_current]

    assert ["cost_until"] == [button.item.field for button in marked]
    assert wholly_in_sight(made, marked[0])


def test_8_typing_keeps_mark_and_place(pane, bridge):
    pane.show_field("cost_until")
    before = pane.sheet.verticalScrollBar().value()
    bridge.edit(key_of(bridge, FULL), "cost_until", "2031", ())
    settle()
    (marked,) = [found for found in pane.sheet.buttons() if found.is_current]

    assert "2031" == marked.item.text
    assert before == pane.sheet.verticalScrollBar().value()


def test_going_to_a_field_leaves_the_keyboard_where_it_is(pane):
    pane.focus_list()
    before = pane.window().focusWidget()
    pane.show_field("outcome")
    settle()

    assert before is pane.window().focusWidget()


def test_the_raw_data_is_folded_until_asked_for(qtbot, pane):
    folds = pane.sheet.findChildren(GroupFold)
    before = [b for b in pane.sheet.buttons() if b.item.key.startswith("raw/")]
    qtbot.mouseClick(folds[1], Qt.MouseButton.LeftButton)
    after = [b.item.key for b in pane.sheet.buttons() if b.item.key.startswith("raw/")]

    assert [] == before
    assert 3 == len(after)
    assert folds[1].accessibleName().endswith(OPEN)


# --- keyboard and screen reader --------------------------------------------------------------


def test_tab_enters_at_one_place_and_the_arrows_go_through_all(qtbot, pane):
    stops = pane.sheet.stops()
    pane.focus_list()
    seen = [pane.window().focusWidget()]
    for _ in range(len(stops) + 2):
        qtbot.keyClick(pane.window().focusWidget(), Key.Key_Down)
        seen.append(pane.window().focusWidget())

    assert stops == list(dict.fromkeys(seen))
    assert [stops[-1]] == [w for w in focusable(pane) if isinstance(w, PageStop)]
    qtbot.keyClick(pane.window().focusWidget(), Key.Key_Home)
    assert stops[0] is pane.window().focusWidget()


def test_tab_stops_once_on_the_page(pane):
    pane.focus_list()

    assert isinstance(pane.window().focusWidget(), PageStop)
    assert 1 == len(focusable(pane))


def test_the_place_with_the_keyboard_is_seen(pane, qtbot):
    target = button(pane, "about/action_name")
    calm = frame_pixels(target)
    target.setFocus()
    settle()

    assert ring_share(calm, frame_pixels(target)) > 0.8


def test_everything_that_can_be_reached_has_a_name(pane):
    assert [] == nameless(pane)
    assert all(stop.accessibleName() for stop in pane.sheet.stops())


def test_a_screen_reader_hears_label_value_and_fault(pane, bridge):
    bridge.edit(key_of(bridge, FULL), "cost_until", None, "visit")
    settle()
    found = button(pane, "implementation/cost_until")

    assert "Geplante Umsetzung bis: ohne Wert, Warnung: Zeile ohne Wert" == found.accessibleName()
    assert (
        "Die Eingabetaste führt zum Feld „Geplante Umsetzung bis“."
    ) in found.accessibleDescription()
    role = QAccessible.queryAccessibleInterface(found).role()
    assert QAccessible.Role.Button == role


def test_the_chart_is_told_in_words(pane):
    name = button(pane, "head/chart").accessibleName()

    assert "34 GWh am 01.10.2023, 41 GWh am 01.07.2024, Start 34 GWh, Ziel 120 GWh" in name


# --- text stays text (SEC-03) ----------------------------------------------------------------


def hostile_bridge(text: str) -> DocumentBridge:
    """Return a measure that says *text* wherever a file can say anything, keys included."""

    def swap(value):
        if isinstance(value, dict):
            return {key: swap(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [swap(inner) for inner in value]
        return text if isinstance(value, str) else value

    tables = {file: [swap(row) for row in rows] for file, rows in healthy().items()}
    chart = {**COUNT, "id": text, "label": text, "unit": text}
    tables[FileName.PROGRESS] = [chart]
    tables[FileName.MEASURES][0]["Implementation"][text] = text
    return DocumentBridge(document_of(tables))


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_markup_a_shortcut_or_a_request(pane, hostile):
    pane.set_bridge(hostile_bridge(hostile))
    pane.show_measure(0)
    for fold in pane.sheet.findChildren(GroupFold):
        fold.setChecked(True)
    settle()
    labels = [label for label in pane.findChildren(QLabel) if label.text()]

    assert {Qt.TextFormat.PlainText} == {label.textFormat() for label in labels}
    assert [] == pane.findChildren(QTextEdit)
    assert len(pane.sheet.buttons()) > 30
    for found in pane.sheet.buttons():
        assert found.text() == ""
        assert found.shortcut().isEmpty()
        tip = found.toolTip().removeprefix("<qt>").removesuffix("</qt>").replace("<br>", "")
        assert "<" not in tip
    assert not pane.grab().isNull()
    assert {"PySide6.QtNetwork", "PySide6.QtWebEngineCore"}.isdisjoint(sys.modules)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.one_of(st.sampled_from(HOSTILE[:-1]), st.text(), st.text(alphabet="<b>&;/='\"\n x")))
def test_what_is_painted_is_the_very_text(qapp, text):
    painted = Words(text, PaintLook(QFont()), 200.0)

    assert text.replace("\n", "\u2028")[:20_000] == painted._layout.text()[:20_000]
    assert painted.width <= 201.0
    assert painted.height > 0


def test_an_endless_text_is_cut_with_an_ellipsis(qapp):
    shown = Words("x" * 30_000, PaintLook(QFont()), 200.0)._layout.text()

    assert (20_001, "…") == (len(shown), shown[-1])


# --- looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK, theme.Scheme.CONTRAST])
@pytest.mark.parametrize("zoom", [100, 200])
def test_nothing_is_cut_off_in_a_narrow_pane(qapp, pane, scheme, zoom):
    theme.apply(qapp, scheme, zoom)
    pane.resize(320, 700)
    settle()
    room = pane.sheet.viewport().width()
    wide = [b.item.key for b in pane.sheet.buttons() if b.width() > room]
    low = [b.item.key for b in pane.sheet.buttons() if b.height() < b.heightForWidth(b.width())]
    theme.apply(qapp, theme.Scheme.LIGHT)

    assert ([], []) == (wide, low)
    assert 0 == pane.sheet.horizontalScrollBar().maximum()


def test_the_page_does_not_move_when_it_prints_nothing_of_a_field(pane):  # D 4
    pane.show_field("short_title")
    settle()
    item = button(pane, "about/action_description")
    before = item.mapTo(pane, item.rect().topLeft())
    pane.show_field("systemic_lever")
    settle()

    assert ONLY_RAW in seen(pane)
    assert before == item.mapTo(pane, item.rect().topLeft())


# --- as someone sees it who opens the address ---------------------------------------------------


def test_the_switch_shows_what_a_page_opened_directly_has_lost_and_brings_it_back(qtbot, pane):
    before = button(pane, "about/action_description").item.text
    assert SHOWN_DIRECTLY not in seen(pane)
    pane.set_direct(on=True)
    settle()

    lost = button(pane, "about/action_description")
    assert "" == lost.item.text
    assert "direkt aufgerufen" in lost.accessibleName()
    assert SHOWN_DIRECTLY in seen(pane)
    pane.set_direct(on=False)
    settle()
    assert before == button(pane, "about/action_description").item.text


def test_a_line_without_a_height_is_told_and_drawn_across_the_chart(qtbot):
    pictures = []
    for goal in (60, None):
        tables = healthy()
        measure_id = tables[FileName.MEASURES][0]["id"]
        tables[FileName.PROGRESS] = [{"id": measure_id, **COUNT, "goal": goal, "start": None}]
        made = PreviewPane()
        made.set_bridge(DocumentBridge(document_of(tables)))
        made.show_measure(0)
        shown_window(qtbot, made)
        chart = button(made, "head/chart")
        pictures.append((chart.accessibleName(), chart.grab().toImage()))

    assert "Linie „Start“ schräg" in pictures[0][0]
    assert "Linie „Ziel“ schräg" in pictures[1][0]
    assert "Linie „Ziel“ schräg" not in pictures[0][0]
    assert pictures[0][1] != pictures[1][1]


# --- the tile --------------------------------------------------------------------------------


def test_11_the_tile_is_live_and_leads_to_its_fields(qtbot, bridge):
    made = TilePane()
    made.set_bridge(bridge)
    made.show_measure(key_of(bridge, FULL))
    shown_window(qtbot, made)
    bridge.edit(key_of(bridge, FULL), "short_title", "Neuer Name", ())
    settle()
    made.show_field("short_title")
    chosen = []
    made.field_chosen.connect(lambda field, _: chosen.append(field))
    for key in ("category/tag", "category/title", "category/status"):
        qtbot.mouseClick(button(made, key), Qt.MouseButton.LeftButton)
    marked = [found.item.key for found in made.sheet.buttons() if found.is_current]
    bridge.stack.setIndex(0)

    assert "Neuer Name" == button(made, "category/title").item.text
    assert ["category", "short_title", "progress_values"] == chosen
    assert ["category/title"] == marked
    assert [] == nameless(made)


def test_a_status_with_two_words_is_explained_on_the_page(qtbot):
    made = PreviewPane()
    tables = healthy()
    tables[FileName.PROGRESS] = []
    made.set_bridge(DocumentBridge(document_of(tables)))
    made.show_measure(0)
    shown_window(qtbot, made)

    assert "Listen und Kacheln" in button(made, "head/status").accessibleName()


def test_a_wide_pane_keeps_the_page_as_wide_as_it_reads_well(pane, bridge):
    pane.resize(1_400, 900)
    settle()
    widths = {button.width() for button in pane.sheet.buttons()}

    assert max(widths) <= theme.current().px(720)
