"""Word files of the window: the core writes them, the charts are painted here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter

from klimaeditor import reports
from ui import theme
from ui.overview.report_pages import HEIGHT, axes_of, paint_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from klimaeditor.model.records import Dataset
    from klimaeditor.reports.word import WordOrder
    from klimaeditor.reports.yearly_model import Progress, YearlyReport

_WIDTH: Final = 620.0
_SHARP: Final = 3  # pixels of the picture to one of the chart


def measures_bytes(dataset: Dataset, measures: Sequence[int], order: WordOrder) -> bytes:
    """Return these measures as a Word file, with painted charts."""
    paint = partial(chart_png, today=order.created.date())
    return reports.word.measures_file(dataset, measures, replace(order, paint=paint))


def report_bytes(report: YearlyReport, order: WordOrder) -> bytes:
    """Return the report as a Word file, with painted charts."""
    paint = partial(chart_png, today=report.day)
    return reports.word.report_file(report, replace(order, paint=paint))


def chart_png(progress: Progress, today: date) -> bytes | None:
    """Return the chart of a progress as the report draws it, None where nothing can be drawn."""
    axes = axes_of(progress, today)
    if axes is None:
        return None
    picture = QImage(round(_WIDTH * _SHARP), round(HEIGHT * _SHARP), QImage.Format.Format_RGB32)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.fill(theme.tokens().color("panel"))  # paper is light, whatever the window looks like
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SHARP, _SHARP)
    paint_progress(painter, QRectF(0, 0, _WIDTH, HEIGHT), progress, axes)
    painter.end()
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(data.data())
