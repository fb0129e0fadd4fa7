"""Zoom, colours and links of the window."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.e2e_driver import CTRL, Key
from ui import theme

pytestmark = pytest.mark.gui


# --- zoom and colours ------------------------------------------------------------------------


def test_zoom_goes_in_steps_between_100_and_200(work):
    work.press(Key.Key_Plus, CTRL)
    assert 110 == theme.current().zoom
    work.app.controller._settings.set_zoom(195)
    work.press(Key.Key_Plus, CTRL)
    assert 200 == theme.current().zoom
    work.press(Key.Key_Minus, CTRL)
    assert 190 == theme.current().zoom
    work.press(Key.Key_0, CTRL)
    assert 100 == theme.current().zoom


def test_zoom_keeps_the_field_in_view(work):
    work.form.focus_field("category_description")
    work.app.controller.view.zoom_to(180)
    work.settle()
    widget = work.row("category_description").editor.focus_widget()
    top = widget.mapTo(work.form, QPoint(0, 0)).y()

    assert work.row("category_description").has_focus()
    assert 0 < top < work.form.height()


def colours(widget) -> Counter[int]:
    """Return how often each colour is seen in *widget*, looking at every third pixel."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return Counter(
        picture.pixel(x, y)
        for y in range(0, picture.height(), 3)
        for x in range(0, picture.width(), 3)
    )


def share_of_grounds(seen: Counter[int], scheme: theme.Scheme) -> float:
    """Return how much of what is *seen* has one of the colours that texts stand on in *scheme*.

    A single pixel would not do: there may be a letter, as soon as that field has been made.
    """
    tokens = theme.tokens(scheme)
    grounds = {QColor(name).rgb() for name in (tokens.ground, tokens.panel, tokens.header)}
    return sum(seen[colour] for colour in grounds) / seen.total()


def test_the_colours_change_at_once(work):
    parts = [work.workspace.list, work.form, work.workspace.side]
    for before, now in pairwise((theme.Scheme.LIGHT, theme.Scheme.DARK, theme.Scheme.LIGHT)):
        work.trigger(f"scheme_{now}")

        for part in (*parts, work.window):
            seen = colours(part)
            assert share_of_grounds(seen, now) > 0.6
            assert share_of_grounds(seen, before) < 0.02


class Moves(QObject):
    """Counts how often anything seen is moved or gets another size."""

    count = 0

    def eventFilter(self, watched, event) -> bool:
        moved = event.type() in (QEvent.Type.Move, QEvent.Type.Resize)
        if moved and isinstance(watched, QWidget) and watched.isVisible():
            self.count += 1
        return False


def test_new_colours_do_not_move_the_window_about(work):
    work.form.page.all_rows()
    work.settle(9)
    seen = [widget for widget in work.window.findChildren(QWidget) if widget.isVisible()]
    moves = Moves()
    work.app.qt.installEventFilter(moves)
    work.trigger("scheme_dark")
    work.settle(9)
    work.app.qt.removeEventFilter(moves)

    assert 100 < len(seen)
    assert moves.count <= 2 * len(seen)  # each once for new edges, some with their neighbours


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_nothing_in_the_status_bar_is_cut_and_a_message_has_room(zoomed, zoom):
    zoomed.window.resize(1280, 720)
    zoomed.settle(6)
    zoomed.trigger("save")
    status = zoomed.window.status
    status.say("Rückgängig gemacht: Kurztitel")
    zoomed.settle(6)
    parts = [*status.findChildren(QLabel), *status.findChildren(QPushButton)]
    parts = [part for part in parts if part.isVisible() and part.text()]

    assert "Rückgängig gemacht: Kurztitel" in [part.text() for part in parts]
    assert any("Fehler" in part.text() for part in parts)
    for part in parts:
        assert part.sizeHint().width() <= part.width(), part.text()


def test_the_status_bar_is_26_high_and_its_targets_24(work):  # D 12
    work.settle(6)
    status = work.window.status
    buttons = [button for button in status.findChildren(QPushButton) if button.isVisible()]

    assert 26 == status.height()
    assert buttons
    assert all(button.height() >= 24 and button.width() >= 24 for button in buttons)


# --- links -----------------------------------------------------------------------------------


@pytest.fixture
def opened_urls(monkeypatch) -> list[str]:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toString()))
    return urls


def test_a_link_opens_after_its_target_was_shown(work, opened_urls):
    work.answer(confirm_link=[False, True])
    work.form.link_requested.emit("https://example.org/a")
    assert [] == opened_urls
    work.form.link_requested.emit("https://example.org/a")

    assert [("confirm_link", ("https://example.org/a",))] * 2 == work.ask.asked
    assert ["https://example.org/a"] == opened_urls


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:,x", ""])
def test_other_kinds_of_address_never_open(work, opened_urls, address):
    work.form.link_requested.emit(address)

    assert [] == opened_urls
    assert [] == work.asked()


def test_looking_at_every_measure_opens_nothing(work, opened_urls):
    for key in work.document.dataset.measure_keys():
        work.workspace.go_to(key, "links")
        work.settle()

    assert [] == opened_urls
    assert [] == work.asked()
