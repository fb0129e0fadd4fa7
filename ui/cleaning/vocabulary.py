"""Spellings that mean the same: choose the right one, tick what shall be written so."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import texts as words
from ui import theme
from ui.cleaning import texts
from ui.cleaning.choices import Choice, batch_of, choices_in
from ui.cleaning.spelling_tree import SpellingTree
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.hits.rows import visible_line
from ui.models.marks import Mark
from ui.review.row_list import ListRow, RowList
from ui.theme import Tone
from ui.widgets.combo import CalmComboBox
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label
from ui.widgets.message_area import MessageArea

if TYPE_CHECKING:
    from klimaeditor.changes import Batch
    from klimaeditor.document import Document

_PREVIEWED: Final = 200  # lines
_LINES: Final = 7


class VocabularyDialog(DialogFrame):
    """Offers the groups of a document. After it was accepted, :meth:`batch` is the step."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(texts.VOCABULARY_TITLE, parent)
        self._document = document
        self._choices = choices_in(document.dataset)
        self._filling = False
        self._list = RowList(texts.CLUSTERS, self, badges=True)
        self._target = CalmComboBox(self)
        self._target.setEditable(True)
        self._target.setInsertPolicy(CalmComboBox.InsertPolicy.NoInsert)
        self._target.setCompleter(None)  # type: ignore[arg-type]  # it would put capitals "right"
        self._spellings = SpellingTree(lambda key: document.view(key).title, self)
        self._tick_all = self._button(texts.TICK_ALL)
        self._tick_none = self._button(texts.TICK_NONE)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._preview = MessageArea(_LINES, self)
        self._preview.set_name(texts.PREVIEW)
        self._lay_out()
        self._connect()
        self._refresh()
        self._list.select_row(0 if self._choices else None)
        (self._list if self._choices else self._cancel).setFocus()
        fit_screen(self, 980, 660)

    def batch(self) -> Batch | None:
        """Return the unification of what was ticked, None for nothing."""
        return batch_of(self._document.dataset, self._choices)

    def accept(self) -> None:
        """Take over what was ticked last and leave."""
        self._on_ticked()
        super().accept()

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        space, px = theme.Space, theme.current().px
        detail = QWidget(self)
        column = QVBoxLayout(detail)
        column.setContentsMargins(space.S, 0, 0, 0)
        column.setSpacing(space.XS)
        self._labelled(column, texts.TARGET, self._target)
        column.addWidget(self._fault)
        column.addSpacing(space.S)
        self._labelled(column, texts.SPELLINGS, self._spellings, 1)
        buttons = FlowLayout(spacing=space.S)
        buttons.addWidget(self._tick_all)
        buttons.addWidget(self._tick_none)
        column.addLayout(buttons)
        column.addSpacing(space.S)
        column.addWidget(plain_label(texts.PREVIEW, "field"))
        column.addWidget(self._preview)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self._list)
        splitter.addWidget(detail)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(320), px(600)])
        empty = EmptyState(self)
        empty.show_state("circle-check", texts.NO_CLUSTERS, role="good")
        found = bool(self._choices)
        sentence = plain_label(texts.VOCABULARY_SENTENCE, wrap=True)
        for widget in (sentence, splitter):
            self.body.addWidget(widget, int(widget is splitter))
            widget.setVisible(found)
        self.body.addWidget(empty, 1)
        empty.setVisible(not found)
        self._apply = self.add_button(texts.apply_spellings(0), self.accept, primary=True)
        self._cancel = self.add_button(words.CANCEL if found else words.CLOSE, self.reject)
        self._apply.setVisible(found)
        for button in (self._apply, self._cancel):
            button.setAutoDefault(False)
        order = [self._list, self._target, self._spellings, self._tick_all, self._tick_none]
        for first, second in pairwise([*order, self._preview, self._apply, self._cancel]):
            QWidget.setTabOrder(first, second)

    def _labelled(self, column: QVBoxLayout, name: str, editor: QWidget, stretch: int = 0) -> None:
        label = QLabel(name, self)
        label.setProperty("role", "field")
        label.setBuddy(editor)
        editor.setAccessibleName(words.plain(name))
        column.addWidget(label)
        column.addWidget(editor, stretch)

    def _connect(self) -> None:
        self._list.row_selected.connect(lambda _: self._show())
        self._list.entered_row.connect(lambda _index, _control: self._target.setFocus())
        self._target.editTextChanged.connect(self._on_target)
        self._spellings.ticked.connect(self._on_ticked)
        self._tick_all.clicked.connect(lambda: self._tick(ticked=True))
        self._tick_none.clicked.connect(lambda: self._tick(ticked=False))

    # --- one group -----------------------------------------------------------------------

    def _current(self) -> Choice | None:
        place = self._list.selected_row()
        return self._choices[place] if 0 <= place < len(self._choices) else None

    def _show(self) -> None:
        choice = self._current()
        if choice is None:
            return
        self._filling = True
        self._target.clear()
        for option in choice.options():
            self._target.addItem(visible_line(option), option)
        place = self._target.findData(choice.target)
        self._target.setCurrentIndex(place)
        if place < 0:
            self._target.setEditText(visible_line(choice.target))
        self._spellings.show_choice(choice)
        self._filling = False
        self._say_fault()

    def _on_target(self, text: str) -> None:
        choice = self._current()
        if choice is None or self._filling:
            return
        place = self._target.findText(text, Qt.MatchFlag.MatchExactly)
        choice.target = self._target.itemData(place) if place >= 0 else text.replace("↵", "\n")
        self._say_fault()
        self._refresh()

    def _on_ticked(self) -> None:
        choice = self._current()
        if choice is None:
            return
        choice.ticked = self._spellings.ticked_places()
        self._say_fault()
        self._refresh()

    def _tick(self, *, ticked: bool) -> None:
        choice = self._current()
        if choice is not None:
            choice.ticked = set()
            if ticked:
                choice.tick_all()
            self._show()
            self._refresh()

    def _say_fault(self) -> None:
        """Say that a target is missing where something is ticked (A11Y-15, A11Y-16)."""
        choice = self._current()
        missing = choice is not None and bool(choice.ticked) and not choice.target.strip()
        self._fault.setText(texts.NO_TARGET if missing else "")
        self._fault.setVisible(missing)
        self._target.setAccessibleDescription(self._fault.text())

    # --- all groups ----------------------------------------------------------------------

    def _refresh(self) -> None:
        self._list.show_rows([_list_row(choice) for choice in self._choices])
        count = sum(choice.places() for choice in self._choices)
        self._apply.setText(texts.apply_spellings(count))
        self._apply.setEnabled(count > 0)
        self._preview.set_text("\n".join(self._lines()) or texts.NO_PREVIEW)

    def _lines(self) -> list[str]:
        lines = [
            texts.PREVIEW_LINE.format(
                title=self._document.view(place.measure).title,
                before=visible_line(spelling.text),
                after=visible_line(choice.target),
            )
            for choice in self._choices
            for spelling in choice.changing()
            for place in spelling.places
        ]
        return lines if len(lines) <= _PREVIEWED else [*lines[:_PREVIEWED], "…"]


def _list_row(choice: Choice) -> ListRow:
    count = len(choice.cluster.spellings)
    if choice.whole:
        title, label = choice.cluster.label, texts.ALL_SPELLINGS.format(count=count)
    else:
        title = visible_line(choice.cluster.suggestion or choice.cluster.spellings[0].text)
        label = texts.cluster(choice.cluster.label, count)
    mark = Mark(texts.LEFT, "circle-minus", Tone.NEUTRAL)
    if places := choice.places():
        mark = Mark(texts.places(places), "circle-check", Tone.GOOD)
    spoken = texts.SPOKEN_GROUP.format(title=title, label=label, state=mark.word)
    return ListRow(title, label, spoken, mark)
