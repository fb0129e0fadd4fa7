"""The line of a row that shows what was searched for: the word found is always in sight."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from klimaeditor.textwork.search import FieldHit
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from ui import theme
from ui.measures.hit_line import pieces
from ui.widgets.painting import sized

pytestmark = pytest.mark.gui
LONGEST = max(FIELDS, key=lambda field: len(field.label)).name
WORD = "Photovoltaik"


def hit(before: str, behind: str = " auf den Dächern der Schulen") -> FieldHit:
    text = f"{before}{WORD}{behind}"
    spans = ((len(before), len(before) + len(WORD)),)
    return FieldHit(LONGEST, None, text, spans, label=FIELDS_BY_NAME[LONGEST].label)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("room", [180, 260, 400, 900])
@pytest.mark.parametrize("before", ["", "Ausbau der ", "Mehrjähriger Ausbau und Betrieb der "])
def test_the_word_found_is_seen_whole(qapp, percent, room, before):
    room = room * percent // 100
    plain = sized(theme.font(percent), 0.95)
    strong = sized(plain, 1.0, bold=True)
    needed = QFontMetrics(strong).horizontalAdvance(WORD)
    shown = pieces(hit(before), room, plain, strong)
    place = next(n for n, piece in enumerate(shown) if piece.is_hit)
    start = sum(piece.width for piece in shown[:place])

    assert WORD == shown[place].text
    assert needed == shown[place].width
    assert start + needed <= room
    assert sum(piece.width for piece in shown) <= room


def test_a_word_wider_than_the_row_begins_at_its_beginning(qapp):
    plain = sized(theme.font(200), 0.95)
    shown = pieces(hit("Ausbau der "), 60, plain, sized(plain, 1.0, bold=True))

    assert shown[0].text in {"…", WORD}
    assert any(piece.is_hit for piece in shown)
    assert sum(piece.width for piece in shown) <= 60


def test_with_room_the_label_and_the_words_before_are_there(qapp):
    plain = sized(theme.font(), 0.95)
    shown = pieces(hit("Ausbau der "), 2000, plain, sized(plain, 1.0, bold=True))
    label = next(field.label for field in FIELDS if field.name == LONGEST)

    assert label in shown[0].text
    assert "Ausbau der " == shown[1].text
