"""The review of returned files: what was sent, what came back, what it is now (MRG-02)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QPlainTextEdit,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.diff.decide import Action, Decision, DecisionReason
from klimaeditor.diff.describe import describe, describe_item, label_of
from klimaeditor.diff.fields import FieldRef, RecordRef
from klimaeditor.exchange import exchange_words
from klimaeditor.exchange.mergereport import key_of
from klimaeditor.exchange.proposals import FileKind
from klimaeditor.model.core_words import quoted
from klimaeditor.model.values import Absent, same
from klimaeditor.site.catalogue import FIELDS_BY_NAME
from ui import theme
from ui.dialogs.frame import fit_screen
from ui.review.deciding import DecidingDialog
from ui.review.review_rows import DecisionRow, Review, RowChoice
from ui.review.review_words import ReviewWords
from ui.widgets import common_words
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex

    from klimaeditor.diff.decide import Content, Found
    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.proposals import Proposal, Returned
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

_REASONS: Final = {
    "only_ours": "Nur Sie haben das geändert; es bleibt so.",
    "only_theirs": "Nur die andere Fassung ist geändert; das wird übernommen.",
    "both_same": "Beide Fassungen sind gleich geändert.",
    "both_differ": "Beide Fassungen sind verschieden geändert. Bitte eine auswählen.",
    "removed_theirs_edited_ours": "In der anderen Fassung entfernt, von Ihnen geändert. "
    "Bitte auswählen, ob es bleibt.",
    "removed_ours_edited_theirs": "Von Ihnen entfernt, in der anderen Fassung geändert. "
    "Bitte auswählen, ob es wiederkommt.",
}


def reason(reason_: str) -> str:
    """Return the sentence for the reason of a decision."""
    return _REASONS[reason_]


RETURNS: Final = ReviewWords(
    exchange_words.TAKE_RETURNS,
    "Links stehen die Dateien mit ihren Maßnahmen. Was unproblematisch ist, ist zum Übernehmen "
    "vorgemerkt; Konflikte und Auffälliges entscheiden Sie.",
    "Gesendet",
    "Zurückgekommen",
    "Jetzt",
    take="Rückl&auf übernehmen",
    keep="&Jetziges behalten",
    open="offen",
    took="Rücklauf gewählt",
    kept="Jetziges behalten",
)
FOREIGN: Final = ReviewWords(
    "Angaben aus Dateien übernehmen",
    "Links stehen die Dateien mit ihren Maßnahmen. Nichts davon wird ungesehen überschrieben.",
    "",
    "In der Datei",
    "Jetzt",
    take="&Aus der Datei übernehmen",
    keep="&Jetziges behalten",
    open="offen",
    took="Datei gewählt",
    kept="Jetziges behalten",
)
TREE: Final = "Dateien und Maßnahmen"
ALL_FILES: Final = "Alle Dateien"
LIST: Final = "Felder"
ONLY_OPEN: Final = "Nur &offene"
ABOUT_FILE: Final = "Zu dieser Datei"
NO_REMARKS: Final = "Keine Auffälligkeiten, keine Bemerkungen."
REPORT: Final = "B&ericht speichern…"
APPLY_NOTHING: Final = "&Übernehmen"

# --- how a row stands ------------------------------------------------------------------------
ONLY_RETURNED: Final = "Nur im Rücklauf geändert; das wird übernommen."
ONLY_RETURNED_DOUBTFUL: Final = (
    "Nur im Rücklauf geändert. Daran ist etwas auffällig; bitte entscheiden."
)
BOTH_CHANGED: Final = (
    "Im Rücklauf geändert und seit dem Versand auch hier. Bitte eine Fassung auswählen."
)
RIVALS: Final = "Mehrere Dateien sagen Verschiedenes. Bitte eine Fassung auswählen."
NEW_IN_FILE: Final = "Im Datensatz steht hier noch nichts; das wird übernommen."
NEW_IN_FILE_DOUBTFUL: Final = "Im Datensatz steht hier noch nichts. Bitte prüfen und entscheiden."
OTHER_IN_FILE: Final = (
    "In der Datei steht etwas anderes als im Datensatz. Bitte auswählen, was gelten soll."
)


def apply(count: int) -> str:
    """Return the button that applies *count* values."""
    return f"{count} &übernehmen" if count else APPLY_NOTHING


def file_node(name: str, sender: str, fields: int, opened: int) -> str:
    """Return how a file stands in the tree."""
    who = f" · {sender}" if sender else ""
    return f"{name}\n{counts(fields, opened)}{who}"


def measure_node(title: str, fields: int, opened: int) -> str:
    """Return how a measure stands in the tree."""
    return f"{title} ({fields}, {opened} offen)" if opened else f"{title} ({fields})"


def counts(fields: int, opened: int) -> str:
    """Return how many fields there are, and how many wait for a decision."""
    what = "1 Feld" if fields == 1 else f"{fields} Felder"
    return f"{what}, {opened} offen" if opened else what


def summary(taken: int, opened: int) -> str:
    """Return what „Übernehmen“ would do now."""
    stay = "bleibt" if opened == 1 else "bleiben"
    rest = f"; {opened} {stay} offen und unverändert" if opened else ""
    what = "1 Angabe wird übernommen" if taken == 1 else f"{taken} Angaben werden übernommen"
    return f"{what}{rest}."


def rival_answer(who: str, text: str) -> str:
    """Return what another file says about the same place."""
    return f"{quoted(who)} sagt dagegen: {text}"


def score(title: str, share: float) -> str:
    """Return how sure the measure was recognised."""
    return f"Zugeordnet zu {quoted(title)} mit {round(share * 100)} % Übereinstimmung."


def problem(sheet: str, cell: str, message: str) -> str:
    """Return one thing found in a file, with its place."""
    where = " ".join(part for part in (f"Blatt {quoted(sheet)}" if sheet else "", cell) if part)
    told = not where or quoted(sheet) in message or (bool(cell) and cell in message)
    return f"• {message}" if told else f"• {where}: {message}"


def remark(title: str, answer: str, text: str) -> str:
    """Return what a department wrote about a measure; *answer* is the stored one."""
    return f"• {title}: {exchange_words.said(answer, text)}"


# --- Proposals of returned files as the rows of a review; and back again -------------------------

_FILES: Final = 1_000_000_000
"""Keys of measures are smaller; together with the file's number they tell rows apart."""


@dataclass(frozen=True, slots=True)
class ProposalRow(DecisionRow):
    """A proposal with the number of its file, as a row of a review.

    *foreign*: its file is none of ours, so nobody knows what stood there before.
    """

    file: int
    proposal: Proposal
    foreign: bool

    def notes(self) -> str:
        """Return what speaks for or against it: reason, damage, what other files say."""
        lines = [_reason(self)]
        lines += [problem.message for problem in self.proposal.problems]
        lines += [
            rival_answer(rival.sender or rival.file, _text(self.proposal, rival.returned))
            for rival in self.proposal.rivals
        ]
        if self.proposal.score < 1:
            lines.append(score(self.proposal.title, self.proposal.score))
        return "\n".join(lines)


def rows_of(files: Sequence[Returned]) -> tuple[ProposalRow, ...]:
    """Return everything that can be decided, file by file; what is done already is left out."""
    return tuple(
        _row(number, proposal, foreign=returned.kind is not FileKind.REQUEST)
        for number, returned in enumerate(files)
        for proposal in returned.proposals
        if not proposal.is_done
    )


def _row(number: int, proposal: Proposal, *, foreign: bool) -> ProposalRow:
    decision = _decision(number, proposal, foreign=foreign)
    ref = decision.field
    label = "" if ref is None else label_of(decision.record.file, ref)
    return ProposalRow(decision, proposal.title, label, number, proposal, foreign)


def _decision(number: int, proposal: Proposal, *, foreign: bool) -> Found:
    """Return the decision; what has a doubt about it waits for a person, as a conflict does.

    What a *foreign* file says is compared with what is there now.
    """
    field = FIELDS_BY_NAME[proposal.place.field]
    doubtful = proposal.action is Action.TAKE and not proposal.unproblematic
    return Decision(
        record=RecordRef(field.file, number * _FILES + proposal.measure, proposal.measure_id),
        field=FieldRef(field.path, proposal.place.item),
        base=proposal.current if foreign else proposal.base,
        ours=proposal.current,
        theirs=proposal.returned,
        action=Action.CONFLICT if doubtful else proposal.action,
        reason=proposal.reason,
    )


def _reason(row: ProposalRow) -> str:
    """Return why a row stands as it does; the sentences of the merge are about two people."""
    found = row.proposal
    waits = row.decision.action is Action.CONFLICT
    if found.reason is DecisionReason.ONLY_THEIRS:
        plain, doubtful = ONLY_RETURNED, ONLY_RETURNED_DOUBTFUL
        if row.foreign:
            plain, doubtful = NEW_IN_FILE, NEW_IN_FILE_DOUBTFUL
        return _rival_reason(found) or (doubtful if waits else plain)
    if found.reason is DecisionReason.BOTH_DIFFER:
        return OTHER_IN_FILE if row.foreign else _rival_reason(found) or BOTH_CHANGED
    return reason(found.reason)


def _rival_reason(found: Proposal) -> str:
    """Return that files contradict each other, where that is all there is to decide."""
    return RIVALS if found.rivals and _is_unchanged(found) else ""


def _is_unchanged(found: Proposal) -> bool:
    """Whether the dataset still holds what was sent."""
    if isinstance(found.base, Absent) or isinstance(found.current, Absent):
        return found.base is found.current
    return same(found.base, found.current)


def _text(proposal: Proposal, value: Value) -> str:
    field = FIELDS_BY_NAME[proposal.place.field]
    if proposal.place.item is None or isinstance(value, Absent):
        return describe(value, field)
    return describe_item(value, field)


# --- What has been decided about returned files so far. No widgets -------------------------------

_STORES = frozenset({RowChoice.TAKEN, RowChoice.CHOSE_THEIRS, RowChoice.EDITED})


class Returns(Review):
    """A review in which several files may speak about one place; at most one of them is taken."""

    def __init__(self, rows: Sequence[ProposalRow]) -> None:
        super().__init__(rows, settled_is_final=False)
        self.proposals = tuple(rows)

    def take(self, *rows: DecisionRow) -> None:
        """Choose what came back, and not what rivals say."""
        super().take(*rows)
        self._refuse_rivals(rows)

    def edit(self, row: DecisionRow, value: Content[FieldRef]) -> None:
        """Choose a value of one's own, for all files that speak about the place."""
        super().edit(row, value)
        if self.pick_of(row) in _STORES:
            self._refuse_rivals((row,))

    def accepted(self) -> tuple[tuple[int, Proposal, Value], ...]:
        """Return what is to be stored: file number, proposal and value, in the order of the rows.

        Conflicts that nobody has decided are left as they are.
        """
        found = []
        for row in self.proposals:
            if self.pick_of(row) in _STORES:
                value = self.result_of(row)
                found.append((row.file, row.proposal, value))  # fields only: no mappings here
        return tuple(found)  # type: ignore[arg-type]  # as the comment above says

    def kept(self) -> tuple[tuple[int, Proposal], ...]:
        """Return where somebody decided for what is there: file number and proposal."""
        return tuple(
            (row.file, row.proposal)
            for row in self.proposals
            if self.pick_of(row) is RowChoice.CHOSE_OURS
        )

    def _refuse_rivals(self, rows: Sequence[DecisionRow]) -> None:
        taken = {row.proposal.key: row for row in self.proposals if row in rows}
        self.keep(
            *(
                row
                for row in self.proposals
                if row.proposal.key in taken and row is not taken[row.proposal.key]
            )
        )


# --- The tree at the left: every file with its measures, and how much of it waits for a decision -

_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class TreePlace(NamedTuple):
    """A place in the tree: a file by number (None: all files), and in it a measure by key."""

    file: int | None = None
    measure: int | None = None

    def holds(self, row: ProposalRow) -> bool:
        """Whether a row belongs here."""
        if self.file is not None and row.file != self.file:
            return False
        return self.measure is None or row.proposal.measure == self.measure


class FileTree(QTreeView):
    """*node_chosen* carries the node that was chosen."""

    node_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._items: dict[TreePlace, QStandardItem] = {}
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setAccessibleName(TREE)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_files(self, files: Sequence[Returned], rows: Sequence[ProposalRow]) -> None:
        """Build the tree: all files, every file, every measure in it."""
        self._add(self._model.invisibleRootItem(), TreePlace())
        for number, _ in enumerate(files):
            node = TreePlace(number)
            parent = self._add(self._model.invisibleRootItem(), node)
            for key in dict.fromkeys(row.proposal.measure for row in rows if node.holds(row)):
                self._add(parent, TreePlace(number, key))
        self.expandAll()

    def label(self, text_of: Callable[[TreePlace], str]) -> None:
        """Write every node anew."""
        for node, item in self._items.items():
            text = text_of(node)
            if item.text() != text:
                item.setText(text)
                item.setToolTip(safe_tip(text))

    def choose(self, node: TreePlace) -> None:
        """Select a node."""
        self.setCurrentIndex(self._items[node].index())

    def chosen(self) -> TreePlace:
        """Return the node that is selected."""
        found = self.currentIndex().data(_ROLE)
        return found if isinstance(found, TreePlace) else TreePlace()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]  # Qt's stubs name a union here
        """Tell which node is selected now."""
        super().currentChanged(current, previous)
        self.node_chosen.emit(self.chosen())

    def _add(self, parent: QStandardItem, node: TreePlace) -> QStandardItem:
        item = QStandardItem()
        item.setData(node, _ROLE)
        parent.appendRow(item)
        self._items[node] = item
        return item


# --- The review of returned files: what was sent, what came back, what it is now (MRG-02) --------


class ReturnsDialog(DecidingDialog):
    """Shows *files* as read and decided; nothing is applied before „Übernehmen“.

    Afterwards :meth:`accepted` is what ``exchange.proposals.to_batch`` takes. *report_wanted* says
    that the merge report of the decisions so far shall be saved.
    """

    report_wanted = Signal()

    def __init__(self, files: Sequence[Returned], parent: QWidget | None = None) -> None:
        foreign = all(found.kind is not FileKind.REQUEST for found in files)
        returns = Returns(rows_of(files))
        super().__init__(returns, FOREIGN if foreign else RETURNS, LIST, parent)
        self._files = tuple(files)
        self._returns = returns
        self._tree = FileTree(self)
        self._only_open = QCheckBox(ONLY_OPEN, self)
        self._about_file = QPlainTextEdit(self)
        self._summary = plain_label(role="field", wrap=True)
        self._lay_out()
        self._connect()
        self._tree.show_files(self._files, self._returns.proposals)
        self._refresh()
        self._tree.choose(TreePlace(0) if len(self._files) == 1 else TreePlace())
        self._only_open.setEnabled(bool(self._review.undecided))
        self._list.setFocus()
        fit_screen(self, 1200, 740)

    def accepted_values(self) -> tuple[tuple[int, Proposal, Value], ...]:
        """Return what is to be stored: file number, proposal, value."""
        return self._returns.accepted()

    def answer(self) -> tuple[tuple[tuple[int, Proposal, Value], ...], frozenset[Key]]:
        """Return what is to be stored, and where somebody decided for what is there."""
        kept = (key_of(self._files[number], found) for number, found in self._returns.kept())
        return self.accepted_values(), frozenset(kept)

    def _lay_out(self) -> None:
        space, px = theme.Space, theme.current().px
        self._about_file.setReadOnly(True)
        self._about_file.setTabChangesFocus(True)
        self._about_file.setAccessibleName(ABOUT_FILE)
        self._about_file.setMinimumHeight(px(40))
        self._tree.setMinimumHeight(px(40))
        self._list.setMinimumHeight(self._list.row_height())
        left = QSplitter(Qt.Orientation.Vertical, self)
        left.addWidget(self._tree)
        left.addWidget(self._column(self._only_open, self._list))
        heading = plain_label(ABOUT_FILE, "muted")
        left.addWidget(self._column(heading, self._about_file))
        left.setChildrenCollapsible(False)
        left.setSizes([px(200), px(260), px(110)])
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(left)
        whole.addWidget(self._detail)
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        whole.setSizes([px(340), px(820)])
        self.body.addWidget(plain_label(self._about.sentence, wrap=True))
        self.body.addWidget(whole, 1)
        self.body.addWidget(self._summary)
        report = self.add_side_button(REPORT, self.report_wanted.emit)
        self._apply = self.add_button(apply(0), self.accept, primary=True)
        cancel = self.add_button(common_words.CANCEL, self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [self._tree, self._only_open, self._list, self._about_file]
        order += [*self._detail.focus_order(), report, self._apply, cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
        self.body.setSpacing(space.S)

    def _column(self, *widgets: QWidget) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, theme.Space.XS, theme.Space.S, 0)
        column.setSpacing(theme.Space.XS)
        for widget in widgets:
            column.addWidget(widget)
        return box

    def _connect(self) -> None:
        super()._connect()
        self._tree.node_chosen.connect(lambda _node: self._refill())
        self._only_open.toggled.connect(lambda _on: self._refill())

    def _refill(self) -> None:
        """Show the rows of the chosen node and stay where we are, if we can."""
        node, current = self._tree.chosen(), self._current
        only = self._only_open.isChecked()
        self._shown = tuple(
            row
            for row in self._returns.proposals
            if node.holds(row) and (not only or row in self._review.undecided)
        )
        self._list.show_rows([self._list_row(row) for row in self._shown])
        self._about_file.setPlainText(self._file_text(node))
        if self._shown:
            self._list.select_row(self._shown.index(current) if current in self._shown else 0)
        self._show(self._list.selected_row())

    def _refresh(self) -> None:
        """Show anew how everything stands."""
        self._list.show_rows([self._list_row(row) for row in self._shown])
        self._tree.label(self._node_text)
        taken, left = len(self._returns.accepted()), len(self._review.undecided)
        self._summary.setText(summary(taken, left))
        self._apply.setText(apply(taken))
        self._apply.setEnabled(taken > 0 and not self._detail.is_editing())

    def _node_text(self, node: TreePlace) -> str:
        rows = [row for row in self._returns.proposals if node.holds(row)]
        left = sum(self._review.pick_of(row) is RowChoice.OPEN for row in rows)
        if node.file is None:
            return f"{ALL_FILES} ({counts(len(rows), left)})"
        if node.measure is not None:
            return measure_node(rows[0].title, len(rows), left)
        returned = self._files[node.file]
        return file_node(returned.file, returned.sender, len(rows), left)

    def _file_text(self, node: TreePlace) -> str:
        """Return what was found in the files of a node, and what departments wrote."""
        files = self._files if node.file is None else (self._files[node.file],)
        lines = []
        for returned in files:
            found = [problem(p.sheet, p.cell, p.message) for p in returned.problems]
            found += [remark(r.title, r.answer, r.text) for r in returned.remarks]
            lines += [returned.file, *found] if found and len(files) > 1 else found
        return "\n".join(lines) or NO_REMARKS

    def _standing(self) -> str:
        return self._summary.text()

    def _on_editing(self, editing: bool) -> None:
        for widget in (self._list, self._tree, self._only_open):
            widget.setEnabled(not editing)
        self._refresh()
