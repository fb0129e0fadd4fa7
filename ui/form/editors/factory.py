"""Which editor a field gets: the one table from kind to editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import Kind
from ui.form.editors.amount import AmountEditor
from ui.form.editors.choice import ChoiceEditor
from ui.form.editors.date import DateEditor
from ui.form.editors.identifier import IdentifierEditor
from ui.form.editors.links import LinksEditor
from ui.form.editors.long_text import LongTextEditor
from ui.form.editors.open_choice import OpenChoiceEditor
from ui.form.editors.read_line import NumberEditor, YearEditor
from ui.form.editors.series import SeriesEditor
from ui.form.editors.short_text import ShortTextEditor
from ui.form.editors.url import UrlEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from klimaeditor.catalogue import Field
    from ui.form.editors.base import FieldEditor


def make_editor(field: Field, parent: QWidget | None = None) -> FieldEditor:
    """Return a new editor for *field*, named after it, with its fixed choices."""
    editor = _new(field.kind, parent)
    editor.setObjectName(field.name)
    if field.choices:
        editor.set_choices(field.choices)
    editor.set_accessible(field.label)
    return editor


def _new(kind: Kind, parent: QWidget | None) -> FieldEditor:
    makers: dict[Kind, type[FieldEditor]] = {
        Kind.SHORT_TEXT: ShortTextEditor,
        Kind.LONG_TEXT: LongTextEditor,
        Kind.OPEN_CHOICE: OpenChoiceEditor,
        Kind.CHOICE: ChoiceEditor,
        Kind.CATEGORY: ChoiceEditor,
        Kind.AMOUNT: AmountEditor,
        Kind.YEAR: YearEditor,
        Kind.NUMBER: NumberEditor,
        Kind.DATE: DateEditor,
        Kind.URL: UrlEditor,
        Kind.LINKS: LinksEditor,
        Kind.SERIES: SeriesEditor,
        Kind.IDENTIFIER: IdentifierEditor,
    }
    return makers[kind](parent)
