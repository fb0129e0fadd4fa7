"""The theme: every pair of colours, the palette, the style sheet, zoom and high contrast."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QTableWidget,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.paths import resources
from tests.gui.theme_helpers import between_lines, contrast, ring_after_tab, settle, undress
from ui import theme
from ui.theme import Scheme, Tone
from ui.widgets.search_field import PlaceSearchField

pytestmark = pytest.mark.gui

PALETTES = {scheme: theme.tokens(scheme) for scheme in (Scheme.LIGHT, Scheme.DARK)}
SURFACES = ("ground", "panel", "header", "hover", "pressed", "accent_bg")
INKS = ("text", "muted", "accent", "error", "warning", "good", "info", "neutral")
TONES = tuple(tone.value for tone in Tone)
TEXT_PAIRS = [
    *((ink, surface) for ink in ("text", "muted", "accent") for surface in SURFACES),
    *((ink, surface) for ink in INKS for surface in ("ground", "panel", "header", "accent_bg")),
    *((tone, f"{tone}_bg") for tone in TONES),
    *(("text", f"{tone}_bg") for tone in TONES),
    *(("placeholder", surface) for surface in ("panel", "ground", "error_bg")),
    *(("on_fill", surface) for surface in ("fill", "fill_hover")),
    ("muted", "desk"),
    ("hit", "hit_bg"),
    ("hitnow", "hitnow_bg"),
]
SHAPE_PAIRS = [
    *(("border", surface) for surface in ("ground", "panel", "header")),
    *(("focus", surface) for surface in (*SURFACES, "error_bg")),
    *((tone, surface) for tone in TONES for surface in ("panel", "ground", f"{tone}_bg")),
    *(("fill", surface) for surface in ("panel", "ground")),
    ("focus_on_fill", "fill"),
    ("muted", "panel"),
]
DESIGNED = {  # of the drafts of the window (D 5): contrast in light and in dark
    ("text", "panel"): (15.2, 13.7),
    ("muted", "panel"): (5.7, 7.5),
    ("muted", "ground"): (5.3, 8.4),
    ("muted", "desk"): (4.8, 8.8),
    ("accent", "panel"): (6.2, 7.7),
    ("accent", "accent_bg"): (5.3, 6.1),
    ("on_fill", "fill"): (6.2, 5.1),
    ("hit", "hit_bg"): (12.6, 8.4),
    ("hitnow", "hitnow_bg"): (9.4, 9.8),
    ("error", "error_bg"): (5.7, 7.3),
    ("error", "accent_bg"): (5.7, 6.3),
    ("warning", "panel"): (6.3, 8.7),
    ("warning", "warning_bg"): (5.8, 7.1),
    ("good", "good_bg"): (4.7, 7.2),
    ("info", "info_bg"): (6.2, 6.9),
    ("neutral", "neutral_bg"): (4.7, 6.2),
    ("border", "panel"): (3.3, 4.6),
    ("border", "ground"): (3.0, 5.2),
}
COLOUR = re.compile(r"#[0-9a-f]{6}")


@pytest.fixture
def dressed(qapp):
    """Return a function that applies a theme; the application is as before afterwards."""
    yield lambda scheme=Scheme.LIGHT, zoom=100: theme.apply(qapp, scheme, zoom)
    undress(qapp)


def test_the_programs_drawing_is_in_colours_of_the_light_theme():
    drawing = (resources() / "klimaeditor.svg").read_text(encoding="utf-8")
    light = theme.tokens()

    assert {light.accent, light.on_fill, light.good} == set(COLOUR.findall(drawing))


# A11Y-09
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
@pytest.mark.parametrize("scheme", PALETTES)
def test_text_is_readable_on_its_ground(scheme, pair):
    ink, ground = (getattr(PALETTES[scheme], role) for role in pair)

    assert contrast(ink, ground) >= 4.5


# A11Y-09
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
@pytest.mark.parametrize("scheme", PALETTES)
def test_borders_icons_and_rings_stand_out_from_their_ground(scheme, pair):
    shape, ground = (getattr(PALETTES[scheme], role) for role in pair)

    assert contrast(shape, ground) >= 3


# D 5, A11Y-09
@pytest.mark.parametrize("pair", DESIGNED, ids="-on-".join)
def test_the_pairs_of_the_design_have_at_least_the_contrast_it_gives_them(pair):
    found = (contrast(*(getattr(PALETTES[s], role) for role in pair)) for s in PALETTES)

    assert all(a >= b - 0.06 for a, b in zip(found, DESIGNED[pair], strict=True))


def test_the_focus_ring_differs_from_the_border_it_replaces():
    for tokens in PALETTES.values():
        assert contrast(tokens.focus, tokens.panel) > contrast(tokens.border, tokens.panel)


def test_editor_borders_are_those_agreed_for_the_light_palette():
    assert "#84909c" == PALETTES[Scheme.LIGHT].border


def test_every_colour_is_written_out_in_full():
    for tokens in PALETTES.values():
        names = [f.name for f in fields(tokens) if f.name not in ("scheme", "zoom")]

        assert [] == [n for n in names if not COLOUR.fullmatch(getattr(tokens, n))]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.Text, QPalette.ColorRole.AlternateBase),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        (QPalette.ColorRole.Link, QPalette.ColorRole.Base),
        (QPalette.ColorRole.LinkVisited, QPalette.ColorRole.Base),
        (QPalette.ColorRole.BrightText, QPalette.ColorRole.Window),
    ],
)
@pytest.mark.parametrize("scheme", PALETTES)
def test_the_palette_of_qt_is_readable_in_active_and_inactive_windows(qapp, scheme, ink, ground):
    palette = theme.palette(PALETTES[scheme])

    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        colours = (palette.color(group, role).name() for role in (ink, ground))
        assert contrast(*colours) >= 4.5


def test_no_role_of_the_palette_is_left_to_the_platform(qapp):
    palette = theme.palette(PALETTES[Scheme.DARK])
    roles = [r for r in QPalette.ColorRole if r.name not in ("NoRole", "NColorRoles")]

    unset = [r.name for r in roles if not palette.isBrushSet(QPalette.ColorGroup.Active, r)]

    assert [] == unset


def test_the_style_sheet_has_no_colours_of_its_own():
    sheet = (resources() / "style" / "klimaeditor.qss").read_text("utf-8")

    assert [] == re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", sheet)


@pytest.mark.parametrize("scheme", PALETTES)
def test_the_style_sheet_is_complete_and_names_pictures_that_exist(scheme):
    sheet = theme.style_sheet(PALETTES[scheme])
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)

    assert "$" not in sheet
    assert pictures
    assert [] == [p for p in pictures if not (resources() / "icons" / p).is_file()]


def test_lengths_grow_with_the_zoom_and_the_ring_keeps_its_room():
    sheet = theme.style_sheet(theme.tokens(Scheme.LIGHT, 150))

    assert "border: 1px solid #84909c; border-radius: 9px; padding: 8px 12px;" in sheet
    assert "border: 2px solid #00698f; padding: 7px 11px;" in sheet


@pytest.mark.parametrize(("asked", "given"), [(50, 100), (100, 100), (137, 137), (400, 200)])
def test_the_zoom_stays_between_100_and_200_percent(asked, given):
    assert given == theme.clamp_zoom(asked)
    assert 9.5 * given / 100 == theme.font(asked).pointSizeF()


def test_applying_a_theme_says_which_tokens_are_in_force(qapp, dressed):
    assert dressed(Scheme.DARK, 120) == theme.current() == theme.tokens(Scheme.DARK, 120)
    assert theme.tokens(Scheme.DARK).panel == qapp.palette().color(QPalette.ColorRole.Base).name()
    assert 9.5 * 1.2 == pytest.approx(qapp.font().pointSizeF())


def test_the_letters_of_what_qt_puts_into_widgets_follow_the_zoom(qtbot, dressed):
    window = QWidget()
    qtbot.addWidget(window)
    tabs = [QTabWidget(window) for _ in range(60)]
    for place in tabs:
        place.addTab(QTextEdit(), "Befunde")
    window.show()

    for zoom in (200, 100, 150):
        dressed(zoom=zoom)
        settle()
        sizes = {place.tabBar().font().pointSizeF() for place in tabs}
        assert {theme.font(zoom).pointSizeF()} == sizes


def test_everything_is_laid_out_again_after_a_change_also_layouts_that_are_new(qtbot, dressed):
    window = QWidget()
    column = QVBoxLayout(window)
    line = QLineEdit("Text", window)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, window)  # makes its layout anew
    column.addWidget(line)
    column.addWidget(box)
    qtbot.addWidget(window)
    window.show()
    settle()
    before = line.height()

    dressed(Scheme.DARK, 200)
    settle()

    layouts = window.findChildren(QLayout)
    assert 2 <= len(layouts)
    assert all(layout.isEnabled() for layout in layouts)
    assert before < line.height() >= line.sizeHint().height()
    assert box.geometry().top() >= line.geometry().bottom()


def test_a_silent_system_counts_as_light(qapp):
    assert Scheme.LIGHT is theme.resolved(qapp, Scheme.SYSTEM)


@pytest.mark.parametrize(
    ("scheme", "wanted"),
    [(Scheme.DARK, Qt.ColorScheme.Dark), (Scheme.LIGHT, Qt.ColorScheme.Light)],
)
def test_the_system_draws_title_bars_in_the_colours_of_the_window(
    qapp, dressed, monkeypatch, scheme, wanted
):
    """The title bar is the system's own; where Qt offers it, dark with a dark window."""
    asked = []
    monkeypatch.setattr(QStyleHints, "setColorScheme", lambda _self, found: asked.append(found))
    monkeypatch.setattr(QStyleHints, "unsetColorScheme", lambda _self: asked.append(None))

    dressed(scheme)
    dressed(Scheme.SYSTEM)

    assert [wanted, None] == asked


def test_with_high_contrast_own_colours_are_off_and_the_letters_still_grow(
    qapp, dressed, monkeypatch
):
    dressed(Scheme.DARK)
    own = qapp.palette().color(QPalette.ColorRole.Window)
    monkeypatch.setattr("ui.theme.application.wants_contrast", lambda _app: True)

    tokens = dressed(Scheme.DARK, 200)

    assert "" == qapp.styleSheet()
    assert own != qapp.palette().color(QPalette.ColorRole.Window)
    assert Scheme.CONTRAST is tokens.scheme is theme.current().scheme
    assert 19 == qapp.font().pointSizeF()


def test_tokens_of_a_high_contrast_system_hold_only_its_colours(qapp):
    palette = QPalette()
    for role in QPalette.ColorRole:
        if role is not QPalette.ColorRole.NColorRoles:
            palette.setColor(role, QColor(Qt.GlobalColor.black))
    for role in ("WindowText", "Text", "ButtonText", "Link", "Highlight", "PlaceholderText"):
        palette.setColor(QPalette.ColorRole[role], QColor(Qt.GlobalColor.yellow))

    tokens = theme.tokens_from_palette(palette)

    colours = {getattr(tokens, f.name) for f in fields(tokens) if f.name not in ("scheme", "zoom")}
    assert {"#000000", "#ffff00"} == colours


def one_cell_table():
    table = QTableWidget(2, 1)
    table.setTabKeyNavigation(False)
    table.setCurrentCell(0, 0)
    return table


def focusable_button(role=""):
    button = QPushButton("Speichern")
    button.setProperty("role", role)
    return button


def tool_button(role=""):
    button = QToolButton()
    button.setText("Mehr")
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def tab_bar():
    bar = QTabBar()
    for name in ("Kopf", "Umsetzung"):
        bar.addTab(name)
    return bar


@pytest.mark.parametrize(
    "make",
    [
        QLineEdit,
        QPlainTextEdit,
        QComboBox,
        QSpinBox,
        QListWidget,
        QTreeWidget,
        one_cell_table,
        lambda: QCheckBox("keine Angabe"),
        lambda: QRadioButton("ja"),
        focusable_button,
        lambda: focusable_button("primary"),
        lambda: focusable_button("small"),
        lambda: focusable_button("flat"),
        lambda: focusable_button("link"),
        lambda: focusable_button("chip"),
        tool_button,
        lambda: tool_button("outline"),
        lambda: tool_button("small"),
    ],
)
@pytest.mark.parametrize("scheme", PALETTES)
def test_a_ring_of_two_pixels_shows_what_has_the_focus(qtbot, dressed, scheme, make):
    dressed(scheme)
    widget = make()
    window = between_lines(qtbot, widget)

    assert ring_after_tab(qtbot, window, widget) >= 0.8


@pytest.mark.parametrize("scheme", PALETTES)
def test_a_ring_shows_which_tab_has_the_focus(qtbot, dressed, scheme):
    dressed(scheme)
    bar = tab_bar()

    window = between_lines(qtbot, bar)
    tab = bar.tabRect(0)

    share = ring_after_tab(qtbot, window, bar, band=bar.height())

    around_the_tab = (tab.width() + tab.height()) / (bar.width() + bar.height())
    assert share >= 0.8 * around_the_tab * 0.75  # its lower edge has its line without focus, too


def test_what_stands_in_a_search_line_keeps_its_room_when_colours_change(qtbot, qapp, dressed):
    line = PlaceSearchField("Suche", "Alles durchsuchen", "Leeren", keys="Strg+F")
    qtbot.addWidget(line)
    line.resize(240, 30)
    line.show()
    settle()
    keys = next(label for label in line.findChildren(QLabel) if label.text() == "Strg+F")
    for scheme in (theme.Scheme.DARK, theme.Scheme.LIGHT):
        theme.apply(qapp, scheme)
        settle()
        assert keys.isVisible()
        assert keys.sizeHint().width() <= keys.width()
