"""The overview on the screen: every number opens its list, without colour and without a mouse."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QLabel

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.reports.figures import ChartId, Shade
from klimaeditor.reports.overview import OverviewIndex
from tests.checking import document_of, healthy
from tests.conftest import SAMPLE
from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, key_of, mnemonics, nameless, settle, shown_window
from ui import theme
from ui.bridge import DocumentBridge
from ui.charts.bars import paint_fill
from ui.overview.bar_chart import SegmentButton
from ui.overview.export import pdf_bytes, png_bytes
from ui.overview.overview_page import (
    AS_CHART,
    AS_TABLE,
    BACK,
    EMPTY,
    PDF,
    PNG,
    PRINT,
    OverviewPage,
)
from ui.widgets.common_words import NO_DATASET

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key
TODAY = date(2024, 12, 1)


@pytest.fixture(scope="module")
def bridge(qapp):
    """Return the sample; whoever edits it undoes that."""
    return DocumentBridge(open_document(SAMPLE))


@pytest.fixture
def page(qtbot, bridge):
    made = OverviewPage(today=lambda: TODAY)
    made.set_bridge(bridge)
    made.refresh()
    yield shown_window(qtbot, made, 1100, 800)
    bridge.stack.setIndex(0)


@pytest.fixture(scope="module")
def overview(bridge):
    document = bridge.document
    return OverviewIndex(document.dataset, document.findings).overview(TODAY)


def told(signal) -> list:
    found: list = []
    signal.connect(lambda *values: found.append(values))
    return found


# --- opening lists ---------------------------------------------------------------------------


@pytest.mark.parametrize("chart_id", ChartId)
def test_every_segment_opens_its_list(qtbot, page, chart_id):
    wanted = told(page.list_wanted)
    buttons = page.cards[chart_id].chart.buttons()
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.keyClick(button, Key.Key_Return)

    expected = [(b.segment.title, b.segment.measures) for b in buttons if b.segment.measures]
    assert [entry for entry in expected for _ in range(2)] == wanted


def test_every_figure_opens_its_list(qtbot, page):
    wanted = told(page.list_wanted)
    for button in page.figures.buttons():
        qtbot.keyClick(button, Key.Key_Enter)

    figures = page.overview.figures
    assert [(f.title, f.measures) for f in figures if f.measures] == wanted


@pytest.mark.parametrize("chart_id", ChartId)
def test_the_table_says_and_opens_the_same(qtbot, page, chart_id):
    card = page.cards[chart_id]
    card.switch.click()
    settle()
    wanted = told(page.list_wanted)
    model = card.table.model()
    chart = page.overview.chart(chart_id)
    for row in range(model.rowCount()):
        card.table.setCurrentIndex(model.index(row, 0))
        qtbot.keyClick(card.table, Key.Key_Return)

    assert [bar.label for bar in chart.bars] == [
        model.index(row, 0).data() for row in range(model.rowCount())
    ]
    amounts = [
        sum(
            int(model.index(row, column).data().replace(".", ""))
            for column in range(1, 1 + max(1, len(chart.legend)))
        )
        for row in range(model.rowCount())
    ]
    assert [bar.amount for bar in chart.bars] == amounts
    keys = [tuple(k for s in bar.segments for k in s.measures) for bar in chart.bars]
    assert [(bar.label, own) for bar, own in zip(chart.bars, keys, strict=True) if own] == wanted


def test_one_cell_of_the_table_opens_one_segment(qtbot, page):
    card = page.cards[ChartId.STATUS]
    card.switch.click()
    settle()
    wanted = told(page.list_wanted)
    card.table.setCurrentIndex(card.table.model().index(0, 2))
    qtbot.keyClick(card.table, Key.Key_Return)
    segment = page.overview.chart(ChartId.STATUS).bars[0].segments[1]

    assert [(segment.title, segment.measures)] == wanted


def test_the_table_gives_way_to_the_chart_again(page):
    card = page.cards[ChartId.YEARS]
    card.switch.click()
    first = (card.chart.isHidden(), card.table.isHidden(), card.switch.text())
    card.switch.click()

    assert (True, False, AS_CHART) == first
    assert (False, True, AS_TABLE) == (
        card.chart.isHidden(),
        card.table.isHidden(),
        card.switch.text(),
    )


@pytest.mark.parametrize("number", range(4))
def test_the_buttons_ask_for_paper_and_picture(page, number):
    signals = (
        *(page.back_requested, page.print_requested),
        *(page.pdf_requested, page.png_requested),
    )
    words = (BACK, PRINT, PDF, PNG)
    asked = told(signals[number])
    button = next(b for b in focusable(page) if getattr(b, "text", str)().strip() == words[number])
    button.click()

    assert [()] == asked


# --- keyboard and screen reader --------------------------------------------------------------


def test_each_chart_is_one_stop_and_the_arrows_reach_every_segment(qtbot, page):
    stops = [widget for widget in focusable(page) if isinstance(widget, SegmentButton)]
    chart = page.cards[ChartId.STATUS].chart
    chart.focus_stop()
    seen = set()
    for button in chart.buttons():
        button.setFocus()
        qtbot.keyClick(button, Key.Key_Right)
        seen.add(page.window().focusWidget())
        qtbot.keyClick(page.window().focusWidget(), Key.Key_Down)
        seen.add(page.window().focusWidget())

    assert len([c for c in page.overview.charts if c.bars]) == len(stops)
    assert seen <= set(chart.buttons())
    assert len(seen) > len(chart.buttons()) / 2


def test_home_and_end_go_to_the_first_and_the_last_bar(qtbot, page):
    chart = page.cards[ChartId.FINDINGS].chart
    chart.focus_stop()
    qtbot.keyClick(page.window().focusWidget(), Key.Key_End)
    last = page.window().focusWidget()
    qtbot.keyClick(last, Key.Key_Home)

    assert [chart.buttons()[-1], chart.buttons()[0]] == [last, page.window().focusWidget()]


def test_a_segment_tells_bar_word_number_and_note(page):
    button = page.cards[ChartId.STATUS].chart.buttons()[0]
    bar = page.overview.chart(ChartId.STATUS).bars[0]
    first = bar.segments[0]

    expected = f"Alle Maßnahmen, {first.label}: {first.amount} Maßnahmen, {first.note}"
    assert expected == button.accessibleName()
    role = QAccessible.queryAccessibleInterface(button).role()
    assert QAccessible.Role.Button == role


def test_everything_that_can_be_reached_has_its_own_name(page):
    assert [] == nameless(page)
    assert [] == mnemonics(page)
    names = [button.accessibleName() for button in page.cards[ChartId.STATUS].chart.buttons()]
    assert len(set(names)) == len(names)


# --- looks -----------------------------------------------------------------------------------


def grey(shade: Shade) -> bytes:
    picture = QImage(60, 24, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    paint_fill(painter, QRectF(0, 0, 60, 24), shade, theme.tokens())
    painter.end()
    return bytes(picture.convertToFormat(QImage.Format.Format_Grayscale8).constBits())


@pytest.mark.parametrize(
    "shades",
    [
        (Shade.COMPLETED, Shade.IN_PROGRESS, Shade.STALE, Shade.UNKNOWN, Shade.BROKEN),
        (Shade.FULL, Shade.MOST, Shade.HALF, Shade.LITTLE),
        (Shade.ERROR, Shade.WARNING, Shade.HINT),
    ],
)
def test_shades_that_meet_differ_without_colour(qapp, shades):
    pictures = [grey(shade) for shade in shades]
    for place, one in enumerate(pictures):
        for other in pictures[place + 1 :]:
            different = sum(abs(a - b) > 40 for a, b in zip(one, other, strict=True))

            assert different > 60


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("width", [320, 700, 1300])
def test_nothing_is_cut_off(lettered, page, width, zoom):
    page.resize(width * (zoom // 100), 700)
    settle()
    scroll = page._scroll.horizontalScrollBar().maximum()
    low = [
        card.chart.accessibleName()
        for card in page.cards.values()
        if card.isVisible() and card.chart.height() < card.chart.heightForWidth(card.chart.width())
    ]
    outside = [
        button.accessibleName()
        for card in page.cards.values()
        for button in card.chart.buttons()
        if not card.chart.rect().contains(button.geometry())
    ]

    assert (0, [], []) == (scroll, low, outside)


def test_every_label_is_plain_text(page):
    labels = [label for label in page.findChildren(QLabel) if label.text()]

    assert {Qt.TextFormat.PlainText} == {label.textFormat() for label in labels}


def test_hostile_names_stay_text(qtbot):
    tables = healthy()
    measure = tables[FileName.MEASURES][0]
    measure["category"] = "<b>&Kategorie</b>"
    tables[FileName.ADDITIONAL][0]["short_title"] = "<b>&Titel</b>"
    tables[FileName.ADDITIONAL][0]["summary"] = ""
    page = OverviewPage(today=lambda: TODAY)
    page.set_bridge(DocumentBridge(document_of(tables)))
    page.refresh()
    shown_window(qtbot, page)
    buttons = [b for card in page.cards.values() for b in card.chart.buttons()]

    assert all(button.text() == "" and button.shortcut().isEmpty() for button in buttons)
    assert any("<b>&Kategorie</b>" in button.accessibleName() for button in buttons)
    assert not any("<b>" in button.toolTip() for button in buttons)


# --- keeping up ------------------------------------------------------------------------------


def test_an_edit_is_counted_after_a_moment(qtbot, page, bridge):
    key = key_of(bridge, "bauen1")
    bridge.edit(key, "progress_values", [{"value": "completed", "date": "2024-07-01"}], "visit")

    def counted() -> bool:
        bar = page.overview.chart(ChartId.STATUS).bars[0]
        return any(s.shade is Shade.COMPLETED and key in s.measures for s in bar.segments)

    qtbot.waitUntil(counted)


def test_a_deleted_measure_is_in_no_number(page, bridge):
    key = key_of(bridge, "bauen1")
    bridge.push(bridge.document.plan_delete([key]))
    page.refresh()

    assert not any(key in segment.measures for segment in page.overview.segments())


def test_a_hidden_page_counts_nothing_until_it_is_seen(qtbot, page, bridge):
    page.hide()
    before = page.overview
    bridge.edit(key_of(bridge, "bauen1"), "summary", "", "visit")
    settle()
    unchanged = page.overview is before
    page.show()

    assert unchanged
    qtbot.waitUntil(lambda: page.overview is not before)


def test_without_a_document_or_measures_the_page_says_so(qtbot, bridge):
    page = shown_window(qtbot, OverviewPage(today=lambda: TODAY))
    first = page._empty.sentence()
    page.set_bridge(DocumentBridge(document_of({})))
    page.refresh()

    assert [NO_DATASET, EMPTY] == [first, page._empty.sentence()]


# --- paper and picture -----------------------------------------------------------------------


def test_the_pdf_has_pages_and_its_title(overview):
    data = pdf_bytes(overview, "Musterstadt", TODAY)

    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") >= 2


def test_the_picture_is_as_large_as_asked_for_and_not_empty(overview):
    small = QImage.fromData(QByteArray(png_bytes(overview, "Musterstadt", TODAY, 1.0)))
    large = QImage.fromData(QByteArray(png_bytes(overview, "Musterstadt", TODAY, 2.0)))
    colours = {small.pixel(x, y) for x in range(0, 900, 7) for y in range(0, small.height(), 7)}

    assert abs(2 * small.height() - large.height()) <= 2
    assert 2 * small.width() == large.width()
    assert len(colours) > 8


def test_paper_is_light_also_in_the_dark(qapp, overview):
    light = png_bytes(overview, "Musterstadt", TODAY, 1.0)
    theme.apply(qapp, theme.Scheme.DARK, 200)
    dark = png_bytes(overview, "Musterstadt", TODAY, 1.0)
    theme.apply(qapp, theme.Scheme.LIGHT)

    assert light == dark


def test_a_change_while_it_is_counted_begins_the_counting_anew(qtbot, page, bridge):
    key = key_of(bridge, "bauen1")
    before = page.overview
    bridge.edit(key, "short_title", "Erstens", ())
    page._timer.stop()
    page._count_on()  # reads
    page._count_on()  # counts the first part
    halfway = page._steps
    bridge.edit(key, "short_title", "Zweitens", ())
    dropped = page._steps
    qtbot.waitUntil(lambda: not page._stale)

    assert halfway is not None
    assert dropped is None
    assert before is not page.overview
    assert page._steps is None


def test_a_count_that_fails_is_begun_anew_when_the_page_is_seen_again(page, monkeypatch):
    def broken(_today):
        yield None
        raise ValueError("a chart")

    page.hide()
    page._forget(frozenset())
    monkeypatch.setattr(page._index, "counting", broken)
    page._count_on()
    page._count_on()
    with pytest.raises(ValueError, match="a chart"):
        page._count_on()
    monkeypatch.undo()
    for _ in range(20):
        page._count_on()

    assert not page._stale
