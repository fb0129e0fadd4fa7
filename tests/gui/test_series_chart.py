"""The chart of a series: what it draws, what it says, and that it survives any data."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from klimaeditor.site.muenster_companions import STATUS_CHOICES
from ui import theme
from ui.charts.series_chart import SeriesChart, describe
from ui.form.editors.series import place_for, series

pytestmark = pytest.mark.gui

NO_BOUNDS = (None, None, None, None)
BUSES = (
    {"value": 17, "date": "2021-07-01"},
    {"value": 39, "date": "2022-07-01"},
    {"value": 73, "date": "2024-09-01"},
)


def drawn(qtbot, what, width=400, height=160) -> QImage:
    chart = SeriesChart()
    qtbot.addWidget(chart)
    chart.resize(width, height)
    chart.show_series(what)
    return chart.grab().toImage()


def test_a_measured_series_is_told_in_words():
    told = describe(series("count", BUSES, (), (73, 116, 0, 120)))

    assert "3 Stände von 17 am 01.07.2021 bis 73 am 01.09.2024. Start 73. Ziel 116." == told


def test_a_single_status_is_told_in_words():
    entries = [{"value": "in_progress", "date": "2024-01-01"}]

    told = describe(series("binary", entries, STATUS_CHOICES, NO_BOUNDS))

    assert "Ein Stand: in Bearbeitung am 01.01.2024." == told


@pytest.mark.parametrize(
    "entries", [[], [None, "x", {}], [{"value": "stale", "date": "2024-01-01"}], [{"value": 1}]]
)
def test_what_cannot_be_drawn_is_left_out(qtbot, entries):
    what = series("binary", entries, STATUS_CHOICES, NO_BOUNDS)

    assert () == what.points
    assert not drawn(qtbot, what).isNull()


def test_points_are_drawn_in_the_order_of_their_days():
    points = series("count", BUSES[::-1], (), NO_BOUNDS).points

    assert [17, 39, 73] == [point.height for point in points]


def test_a_percent_axis_reaches_from_nought_to_a_hundred():
    assert (0, 100) == series(
        "percent", [{"value": 40, "date": "2024-01-01"}], (), NO_BOUNDS
    ).extent


@pytest.mark.parametrize("entries", [BUSES[:1], [BUSES[0], BUSES[0]], BUSES])
@pytest.mark.parametrize("bounds", [NO_BOUNDS, (73, 116, 0, 120), ("x", True, None, 17)])
def test_every_series_can_be_drawn_even_very_small(qtbot, entries, bounds):
    what = series("count", entries, (), bounds)

    assert not drawn(qtbot, what, 60, 40).isNull()


def test_start_and_goal_can_be_told_apart_in_grey(qtbot):
    lines = [
        drawn(qtbot, series("count", BUSES, (), bounds)).convertToFormat(
            QImage.Format.Format_Grayscale8
        )
        for bounds in ((60, None, 0, 120), (None, 60, 0, 120))
    ]

    assert lines[0] != lines[1]


def test_the_chart_follows_the_colours_of_the_theme(qtbot, qapp):
    qapp.setProperty("klimaeditor_tokens", theme.tokens(theme.Scheme.DARK))
    dark = drawn(qtbot, series("count", BUSES, (), NO_BOUNDS))
    qapp.setProperty("klimaeditor_tokens", None)

    assert dark != drawn(qtbot, series("count", BUSES, (), NO_BOUNDS))


@pytest.mark.parametrize(
    ("days", "row", "place"),
    [
        (["2021-01-01", "2023-01-01", "2022-01-01"], 2, 1),
        (["2021-01-01", "2022-01-01", "2020-01-01"], 2, 0),
        (["2025-01-01", "2022-01-01", "2023-01-01"], 0, 2),
        (["2021-01-01", "2022-01-01", "2022-01-01"], 2, 2),
        (["2021-01-01", "bald", "2022-01-01"], 2, 2),
        (["2021-01-01", "bald"], 1, 1),
        (["2024-01-01", "2022-01-01", "2023-01-01"], 2, 0),
    ],
)
def test_an_entry_belongs_before_the_first_later_day(days, row, place):
    assert place == place_for(row, [{"date": day} for day in days])
