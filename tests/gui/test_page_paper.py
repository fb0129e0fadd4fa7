"""The public page of one measure on paper: title, day and number on every sheet, text as text."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter, QTextCursor

from klimaeditor.document import Document, open_document
from tests.conftest import SAMPLE
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, sources_of
from tests.gui import theme_helpers
from tests.gui.window_cases import WINDMILLS
from ui import theme
from ui.page.page_paper import laid_out, paint_pages, pdf_bytes, printed_page
from ui.theme import Scheme

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
TODAY = date(2026, 11, 30)
ROLES = ("text", "muted", "accent", "warning", "error")
SHEET = QSizeF(658, 987)


def sample():
    document = open_document(SAMPLE)
    return printed_page(document, document.dataset.find(WINDMILLS), "muster", TODAY)


def with_summary(summary: str):
    tables = rows([measure_row("bauen1")], [additional_row("bauen1", summary=summary)], [])
    document = Document(dataset_of(tables), sources_of(tables))
    return printed_page(document, 0, "muster", TODAY)


def plain(page, size=SHEET) -> str:
    return laid_out(page, size).toPlainText().replace("\u2028", "\n")


def painted(page) -> tuple[int, list[QImage]]:
    """Return how many sheets there are, and a picture of each."""
    sheet = QImage(SHEET.toSize(), QImage.Format.Format_RGB32)
    sheet.fill(0xFFFFFFFF)
    done: list[QImage] = []
    painter = QPainter(sheet)

    def turn() -> None:
        done.append(sheet.copy())
        sheet.fill(0xFFFFFFFF)

    count = paint_pages(painter, page, SHEET, turn)
    painter.end()
    return count, [*done, sheet]


def test_what_visitors_read_is_on_paper_in_the_same_order(qapp):
    page = sample()
    text = plain(page)
    places = [text.index(card.title) for card in page.cards if card.title]

    assert "Windkraft am Stadtrand" == page.title
    assert sorted(places) == places
    assert "https://kanalstrom.example/windpark-nord" in text
    assert "Rohdaten: Implementation" in text


def test_every_sheet_has_title_day_and_number(qapp, monkeypatch):
    written = []
    real = QPainter.drawText
    monkeypatch.setattr(
        QPainter, "drawText", lambda self, *said: written.append(said[-1]) or real(self, *said)
    )
    count, _sheets = painted(sample())

    assert count > 1
    assert count == written.count("Stand 30.11.2026")
    assert [f"Seite {n + 1} von {count}" for n in range(count)] == [
        words for words in written if str(words).startswith("Seite ")
    ]


def test_paper_is_light_in_a_dark_window(qapp):
    """The colours of the words are those of the light palette, whatever the window has on."""
    theme.apply(qapp, Scheme.DARK)
    text = laid_out(sample(), SHEET)
    theme.apply(qapp, Scheme.LIGHT)
    inks, cursor = set(), QTextCursor(text)
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        form = cursor.charFormat()
        if not form.isImageFormat() and not cursor.atBlockStart():
            inks.add(form.foreground().color().name())

    light = {theme.tokens().color(role).name() for role in ROLES}
    assert set() == inks - light


@pytest.mark.parametrize("hostile", ["<b>fett</b> & <img src=x>", "\u202everkehrt"])
def test_what_data_say_is_never_markup(qapp, hostile):  # SEC-03
    assert hostile in plain(with_summary(hostile))


def test_a_long_text_goes_on_over_the_sheets(qapp):
    text = laid_out(with_summary("Der Ausbau geht voran. " * 900), SHEET)

    assert text.pageCount() > 2


def test_a_heading_never_ends_a_sheet(qapp):
    """Whatever stands before it: a heading has what it is about below it on the same sheet."""
    for lines in range(30, 60, 3):
        text = laid_out(with_summary("Wort " * 22 * lines), SHEET)
        layout, block = text.documentLayout(), text.begin()
        while block.isValid() and block.next().isValid():
            if block.text() in {"Beschreibung", "Umsetzung", "Auswirkungen"}:
                here, below = (layout.blockBoundingRect(b).top() for b in (block, block.next()))
                assert here // SHEET.height() == below // SHEET.height()
            block = block.next()


def test_the_pdf_names_the_measure(qapp):
    assert b"%PDF" == pdf_bytes(sample())[:4]
