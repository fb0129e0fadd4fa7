"""The gate: what stands against publishing, its fixes, and what would change (OPN-12, DEL-07)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from klimaeditor.site.catalogue import known_field
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.review.row_list import ListRow, RowList
from ui.theme import Tone
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.common_words import thousands
from ui.widgets.labels import EmptyState, plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.marks import Badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.document import Document
    from klimaeditor.model.findings import Finding
    from klimaeditor.publish.gate import Gate


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Veröffentlichen"
STANDS: Final = "Was noch dagegen steht"
CHANGES: Final = "Was sich seit der letzten Veröffentlichung ändert"
CHANGES_NAME: Final = "Zusammenfassung der Änderungen"
NOTHING: Final = "Nichts steht dagegen."
NOTHING_HINT: Final = "Der Datensatz kann veröffentlicht werden."
CONFIRM: Final = "Ich habe diese Hinweise geprüft und &bestätige sie"
FIX: Final = "Be&heben"
FIX_ALL: Final = "&Alle eindeutigen beheben"
GO: Final = "&Zum Feld"
SETTINGS: Final = "An&gaben…"
SETTINGS_TIP: Final = "Wer veröffentlicht, unter welcher Lizenz"
PUBLISH: Final = "&Veröffentlichen"
ERROR: Final = "Fehler"
LACK: Final = "Fehlt"
QUESTION: Final = "Bestätigen"
SPOKEN: Final = "{kind}: {title}. {sentence}"
DATASET: Final = "Datensatz"


def stands(errors: int, lacks: int, questions: int) -> str:
    """Return what stands against publishing, in a sentence."""
    if errors:
        what = "1 Fehler verhindert" if errors == 1 else f"{thousands(errors)} Fehler verhindern"
        return f"{what} die Veröffentlichung."
    if lacks:
        return "Angaben zur Veröffentlichung fehlen."
    if questions:
        what = "1 Hinweis ist" if questions == 1 else f"{thousands(questions)} Hinweise sind"
        return f"{what} zu bestätigen."
    return NOTHING


# --- What stands against publishing, as rows of a list -------------------------------------------


class ItemStanding(StrEnum):
    """How something stands against publishing."""

    ERROR = "error"
    LACK = "lack"
    QUESTION = "question"


_MARKS = {
    ItemStanding.ERROR: Badge(ERROR, "circle-x", Tone.ERROR),
    ItemStanding.LACK: Badge(LACK, "circle-x", Tone.ERROR),
    ItemStanding.QUESTION: Badge(QUESTION, "circle-question-mark", Tone.WARNING),
}


@dataclass(frozen=True, slots=True)
class GateItem:
    """One thing: where it is, the whole sentence, the finding behind it, if any."""

    stand: ItemStanding
    title: str
    label: str
    sentence: str
    finding: Finding | None = None

    @property
    def row(self) -> ListRow:
        """The item as a row of a list."""
        mark = _MARKS[self.stand]
        title = self.title or DATASET
        spoken = SPOKEN.format(kind=mark.word, title=title, sentence=self.sentence)
        return ListRow(title, self.label or self.sentence, spoken, mark)

    @property
    def can_fix(self) -> bool:
        """Whether one click mends it."""
        fix = None if self.finding is None else self.finding.fix
        return fix is not None and bool(fix.edits or fix.removals)


def items_of(document: Document, gate: Gate) -> tuple[GateItem, ...]:
    """Return everything that stands against it: errors, what is missing, what to confirm."""
    found = [_of_finding(document, ItemStanding.ERROR, finding) for finding in gate.errors]
    found += [GateItem(ItemStanding.LACK, TITLE, "", sentence) for sentence in gate.lacks]
    for question in gate.questions:
        if question.finding is None:
            found.append(GateItem(ItemStanding.QUESTION, "", "", question.sentence))
        else:
            found.append(_of_finding(document, ItemStanding.QUESTION, question.finding))
    return tuple(found)


def _of_finding(document: Document, stand: ItemStanding, finding: Finding) -> GateItem:
    title = "" if finding.measure is None else document.view(finding.measure).title
    field = known_field(finding.field)
    label = field.label if field else str(finding.file or "")
    return GateItem(stand, title or str(finding.file or ""), label, finding.message, finding)


# --- The gate: what stands against publishing, its fixes, and what would change (OPN-12, DEL-07) -

_LEAST_CHANGES = 44  # logical pixels at 100 %


class PublishDialog(DialogFrame):
    """Accepting publishes; what the user wants before that is told by signals.

    *fix_wanted* carries a finding to mend, *fix_all_wanted* asks for all that need no decision,
    *settings_wanted* asks for the settings. Whoever listens calls :meth:`show_stand` again. Where
    the user closed the dialog to be led to a finding, *goal* is that finding.
    """

    fix_wanted = Signal(object)
    fix_all_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._items: tuple[GateItem, ...] = ()
        self.goal: Finding | None = None
        self._stands = plain_label(role="heading", wrap=True)
        self._list = RowList(STANDS, self, badges=True)
        self._sentence = plain_label(wrap=True)
        self._empty = EmptyState(self)
        self._empty.show_state("circle-check", NOTHING, hint=NOTHING_HINT, role="good")
        self._changes = QPlainTextEdit(self)
        self._changes.setReadOnly(True)
        self._changes.setTabChangesFocus(True)
        self._changes.setAccessibleName(CHANGES_NAME)
        self._changes.setMinimumHeight(theme.current().px(_LEAST_CHANGES))
        self._confirm = QCheckBox(CONFIRM, self)
        self._lay_out()
        self._list.row_selected.connect(self._show)
        self._list.entered_row.connect(lambda *_: self._on_go())
        self._confirm.toggled.connect(lambda _: self._judge())
        fit_screen(self, 960, 680)

    @property
    def confirmed(self) -> bool:
        """Whether the user has said yes to what was to be confirmed."""
        return self._confirm.isChecked()

    def show_stand(self, items: Sequence[GateItem], changes: str) -> None:
        """Show what stands against it now, and what would change."""
        self._items = tuple(items)
        place = self._list.selected_row()
        counts = [sum(item.stand is stand for item in items) for stand in ItemStanding]
        self._stands.setText(stands(*counts))
        self._list.show_rows([item.row for item in self._items])
        self._list.setVisible(bool(items))
        self._sentence.setVisible(bool(items))
        self._empty.setVisible(not items)
        self._changes.setPlainText(changes)
        if items:
            self._list.select_row(min(max(place, 0), len(self._items) - 1))
        self._confirm.setVisible(counts[2] > 0)
        self._fix_all.setEnabled(any(item.can_fix for item in items))
        self._show(self._list.selected_row())
        self._judge()
        announce(self, self._stands.text())

    def _lay_out(self) -> None:
        px, space = theme.current().px, theme.Space
        upper = QWidget(self)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.S)
        for widget in (self._list, self._empty):
            column.addWidget(widget, 1)
        column.addWidget(self._sentence)
        self._fix = self.make_button(FIX, self._on_fix)
        self._go = self.make_button(GO, self._on_go)
        self._fix_all = self.make_button(FIX_ALL, self.fix_all_wanted.emit)
        ways = FlowLayout(spacing=space.S)
        for button in (self._fix, self._go, self._fix_all):
            ways.addWidget(button)
        column.addLayout(ways)
        lower = QWidget(self)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, space.S, 0, 0)
        below.setSpacing(space.XS)
        below.addWidget(plain_label(CHANGES, "muted"))
        below.addWidget(self._changes, 1)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(320), px(220)])
        self.body.addWidget(self._stands)
        self.body.addWidget(splitter, 1)
        self.body.addWidget(self._confirm)
        settings = self.add_side_button(SETTINGS, self.settings_wanted.emit)
        settings.setToolTip(SETTINGS_TIP)
        self._publish = self.add_button(PUBLISH, self.accept, primary=True)
        cancel = self.add_button(common_words.CANCEL, self.reject)
        for button in (self._publish, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [self._list, self._fix, self._go, self._fix_all, self._changes]
        order += [self._confirm, settings, self._publish, cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _at_hand(self) -> GateItem | None:
        place = self._list.selected_row()
        return self._items[place] if 0 <= place < len(self._items) else None

    def _show(self, _place: int) -> None:
        item = self._at_hand()
        self._sentence.setText("" if item is None else item.sentence)
        self._fix.setEnabled(item is not None and item.can_fix)
        finding = None if item is None else item.finding
        self._go.setEnabled(finding is not None and finding.measure is not None)

    def _on_fix(self) -> None:
        item = self._at_hand()
        if item is not None and item.finding is not None and item.can_fix:
            self.fix_wanted.emit(item.finding)

    def _on_go(self) -> None:
        item = self._at_hand()
        if item is not None and item.finding is not None and item.finding.measure is not None:
            self.goal = item.finding
            self.reject()

    def _judge(self) -> None:
        closed = any(item.stand is not ItemStanding.QUESTION for item in self._items)
        asks = any(item.stand is ItemStanding.QUESTION for item in self._items)
        self._publish.setEnabled(not closed and (not asks or self.confirmed))
