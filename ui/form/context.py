"""What some editors need to know beyond their own value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.values import ABSENT
from ui.form.editors.links import LinksEditor
from ui.form.editors.series import SeriesEditor

if TYPE_CHECKING:
    from klimaeditor.dataset.records import MeasureView
    from ui.form.editors.base import FieldEditor


def tell_series(editor: FieldEditor, view: MeasureView) -> None:
    """Tell the progress series its type, unit and the lines of its chart."""
    if not isinstance(editor, SeriesEditor):
        return
    kind = view.value("progress_type")
    editor.set_series_type("binary" if kind is ABSENT else kind, view.value("progress_unit"))
    editor.set_bounds(
        view.value("progress_start"),
        view.value("progress_goal"),
        view.value("progress_y_min"),
        view.value("progress_y_max"),
    )


def go_to_place(editor: FieldEditor, place: int) -> None:
    """Put the keyboard on one row of a list field."""
    if isinstance(editor, LinksEditor | SeriesEditor):
        editor.focus_widget().go_to(place)
