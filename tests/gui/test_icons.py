"""Icons: present, tinted, sharp, and following the theme."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QLabel, QPushButton

from klimaeditor.paths import resources
from tests.conftest import ROOT
from tests.gui import theme_helpers
from ui import theme
from ui.commands.command_list import ACTIONS
from ui.theme import icons

pytestmark = pytest.mark.gui

dressed = theme_helpers.dressed
FOLDER = resources() / "icons"
RED = "#b3261e"


def colours_of(picture) -> set[tuple[int, ...]]:
    """Return the colours of all opaque pixels, rounded to steps of eight."""
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {rounded(pixel) for pixel in pixels if pixel.alpha() == 255}


def rounded(color) -> tuple[int, ...]:
    return tuple(round(part / 8) for part in QColor(color).getRgb()[:3])


def test_the_set_holds_what_is_used_and_is_licensed():
    files = [*(ROOT / "ui").rglob("*.py"), *(resources() / "style").glob("*.qss")]
    sources = "".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(r'"(?:\$(?:glyph|white)_)?([a-z0-9-]+)"', sources))

    assert set() == set(icons.names()) - named
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(icons.names())
    assert "ISC License" in (FOLDER / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.svg")))
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    assert {rounded(RED)} == colours_of(icons.icon(name, RED).pixmap(QSize(48, 48)))


def test_every_drawing_of_the_set_leaves_its_colour_open():
    closed = [
        path.name
        for path in FOLDER.glob("*.svg")
        if re.search(r"#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8"))
        or "currentColor" not in path.read_text("utf-8")
    ]

    assert [] == closed


@pytest.mark.parametrize("size", [16, 18, 20, 24])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_is_drawn_pixel_by_pixel_for_the_scale_of_the_screen(qapp, size, ratio):
    picture = icons.icon("save", RED).pixmap(QSize(size, size), ratio)
    redrawn = icons.pixmap("save", RED, picture.width())

    assert int(size * ratio + 0.5) == picture.width()
    assert picture.toImage() == redrawn.toImage().convertToFormat(picture.toImage().format())


def test_an_unknown_icon_is_refused(qapp):
    with pytest.raises(KeyError):
        icons.icon("no-such-icon", RED)


def test_the_same_icon_is_drawn_once(qapp):
    assert icons.icon("save", RED) is icons.icon("save", RED)


def test_a_disabled_icon_is_grey(qapp):
    picture = icons.icon("save", RED).pixmap(QSize(32, 32), QIcon.Mode.Disabled)

    assert icons.pixmap("save", theme.current().disabled, 32).toImage() == picture.toImage()


def test_a_button_keeps_its_icon_in_the_colour_of_its_text(qtbot, qapp):
    button = QPushButton("Neu")
    qtbot.addWidget(button)
    icons.tint(button, "plus")
    for color in (RED, theme.tokens().accent):
        palette = button.palette()
        palette.setColor(palette.ColorRole.ButtonText, QColor(color))
        button.setPalette(palette)

        assert {rounded(color)} == colours_of(button.icon().pixmap(QSize(48, 48)))


@pytest.mark.parametrize("zoom", [100, 200])
def test_between_icon_and_text_of_a_button_is_room(qtbot, qapp, dressed, zoom):
    theme.apply(qapp, theme.Scheme.LIGHT, zoom)
    button = QPushButton("Neu")
    qtbot.addWidget(button)
    icons.tint(button, "plus")
    button.ensurePolished()
    size = button.iconSize()
    picture = button.icon().pixmap(size)
    theme.apply(qapp, theme.Scheme.LIGHT)

    assert zoom // 25 == size.width() - size.height()
    assert size == picture.deviceIndependentSize().toSize()
    behind = picture.toImage().copy(size.height(), 0, size.width() - size.height(), size.height())
    assert {0} == {behind.pixelColor(x, 5).alpha() for x in range(behind.width())}


def test_a_label_shows_its_icon_in_the_token_of_the_theme(qtbot):
    label = QLabel()
    qtbot.addWidget(label)

    icons.tint_label(label, "circle-x", "error", 20)

    assert {rounded(theme.tokens().error)} == colours_of(label.pixmap())
    assert QSize(20, 20) == label.size()
