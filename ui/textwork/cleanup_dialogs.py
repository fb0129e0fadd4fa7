"""Leftovers of PDF files, hit by hit (DOM-11)."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import counted, inflected, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.textwork.cleanup import (
    AGREED,
    Cluster,
    DebrisKind,
    DebrisProposal,
    Spelling,
    all_clusters,
    clean,
    propose,
    spellings_of,
    unify,
    vocabulary_fields,
)
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.review.row_list import ListRow, RowList
from ui.textwork.hits_review import HitReview, HitRow, titles_of, visible_line
from ui.theme import Tone
from ui.widgets import common_words
from ui.widgets.common_words import thousands
from ui.widgets.labels import EmptyState, MessageArea, plain_label, safe_tip
from ui.widgets.layouts import FlowLayout
from ui.widgets.marks import Badge
from ui.widgets.pickers import CalmComboBox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.textplaces import TextPlace


# --- words ---------------------------------------------------------------------------------------

LEFT: Final = "bleibt"
SPOKEN_GROUP: Final = "{title}, {label}, {state}"

# --- leftovers of PDF files ------------------------------------------------------------------
DEBRIS_TITLE: Final = "Reste aus PDF und Word entfernen"
DEBRIS_SENTENCE: Final = (
    "In den Texten stehen Reste aus PDF- und Word-Dateien. Übernehmen Sie, was richtig ist. "
    "Strg+Z macht alles auf einmal rückgängig."
)
NO_DEBRIS: Final = "Die Texte sind sauber: Es wurden keine Reste gefunden."
KIND: Final = "&Art"
EVERY_KIND: Final = "Alle Arten"
KIND_COUNT: Final = "{name} ({count})"
KINDS: Final = {
    DebrisKind.HYPHENATION: "Trennung am Zeilenende",
    DebrisKind.NO_BREAK_SPACE: "Geschütztes Leerzeichen",
    DebrisKind.TAB: "Tabulator",
    DebrisKind.PSEUDO_TABLE: "Spalten aus Leerraum",
    DebrisKind.TRAILING_BLANKS: "Leerraum am Zeilenende",
    DebrisKind.PRIVATE_USE: "Zeichen aus Symbolschriften",
    DebrisKind.INVISIBLE: "Unsichtbares Zeichen",
    DebrisKind.LOST_HYPHEN: "Verlorener Bindestrich",
}
HIT_LABEL: Final = "{kind} · {field}"

# --- spellings -------------------------------------------------------------------------------
VOCABULARY_TITLE: Final = "Gleiches gleich schreiben"
VOCABULARY_SENTENCE: Final = (
    "Diese Angaben bedeuten vermutlich dasselbe, sind aber verschieden geschrieben. Wählen Sie "
    "die richtige Schreibweise und haken Sie an, was so geschrieben werden soll."
)
NO_CLUSTERS: Final = "Alle Angaben sind einheitlich geschrieben."
CLUSTERS: Final = "Gruppen ähnlicher Schreibweisen"
ALL_SPELLINGS: Final = "Alle Schreibweisen ({count})"
TARGET: Final = "Richtige &Schreibweise"
SPELLINGS: Final = "&Ändern, wo steht"
SPELLING: Final = "{text} ({count})"
PLACE_IN_FIELD: Final = "{title} · {field}"
TICK_ALL: Final = "Alle an&haken"
TICK_NONE: Final = "Ke&ine anhaken"
PREVIEW: Final = "Danach"
NO_PREVIEW: Final = "Noch nichts gewählt."
PREVIEW_LINE: Final = "{title}: „{before}“ wird „{after}“"
NO_TARGET: Final = (
    "Wählen Sie die richtige Schreibweise, oder geben Sie sie ein. Beispiel: „Keine Angabe“."
)


def apply_debris(count: int) -> str:
    """Return the button that cleans up what was accepted."""
    if count == 1:
        return "Rest an 1 &Stelle entfernen"
    return f"Reste an {thousands(count)} &Stellen entfernen"


def apply_spellings(count: int) -> str:
    """Return the button that unifies what was ticked."""
    if count == 1:
        return "An 1 Stelle &gleich schreiben"
    return f"An {thousands(count)} Stellen &gleich schreiben"


def places_badge(count: int) -> str:
    """Return how many places of a group will change, as a badge."""
    return counted(count, "Stelle", "Stellen")


def cluster(field: str, count: int) -> str:
    """Return the second line of a group: its field, and how many spellings there are."""
    return inflected(count, f"{field} · 1 Schreibweise", f"{field} · {count} Schreibweisen")


# --- Leftovers of PDF files, hit by hit (DOM-11) -------------------------------------------------


class DebrisDialog(DialogFrame):
    """Proposes for *measures* (None: all). After it was accepted, :meth:`batch` is the step."""

    def __init__(
        self,
        document: Document,
        measures: Iterable[int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(DEBRIS_TITLE, parent)
        self._document = document
        proposals = propose(document.dataset, measures)
        title = titles_of(document)
        self._proposals = {_row(document, title, proposal): proposal for proposal in proposals}
        self._kinds = CalmComboBox(self)
        self._fill_kinds(proposals)
        self._review = HitReview(self)
        self._empty = EmptyState(self)
        self._empty.show_state("circle-check", NO_DEBRIS, role="good")
        self._lay_out()
        self._review.changed.connect(self._refresh)
        self._kinds.currentIndexChanged.connect(lambda _: self._filter())
        self._filter()
        self._refresh()
        (self._review.list if proposals else self._cancel).setFocus()
        fit_screen(self, 1080, 680)

    def batch(self) -> Batch | None:
        """Return the clean-up of what was accepted, None for nothing."""
        taken = self._review.accepted()
        chosen = [proposal for row, proposal in self._proposals.items() if row in taken]
        return clean(self._document.dataset, chosen) if chosen else None

    def _fill_kinds(self, proposals: Iterable[DebrisProposal]) -> None:
        counts = Counter(proposal.kind for proposal in proposals)
        name = KIND_COUNT.format(name=EVERY_KIND, count=common_words.thousands(counts.total()))
        self._kinds.addItem(name, None)
        for kind in DebrisKind:
            if counts[kind]:
                count = common_words.thousands(counts[kind])
                name = KIND_COUNT.format(name=KINDS[kind], count=count)
                self._kinds.addItem(name, kind.value)

    def _lay_out(self) -> None:
        label = QLabel(KIND, self)
        label.setProperty("role", "field")
        label.setBuddy(self._kinds)
        self._kinds.setAccessibleName(common_words.plain(KIND))
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(label)
        row.addWidget(self._kinds)
        row.addStretch(1)
        found = bool(self._proposals)
        sentence = plain_label(DEBRIS_SENTENCE, wrap=True)
        for widget in (sentence, head, self._review):
            self.body.addWidget(widget, int(widget is self._review))
            widget.setVisible(found)
        self.body.addWidget(self._empty, 1)
        self._empty.setVisible(not found)
        self._apply = self.add_button(apply_debris(0), self.accept, primary=True)
        self._cancel = self.add_button(
            common_words.CANCEL if found else common_words.CLOSE, self.reject
        )
        self._apply.setVisible(found)
        for button in (self._apply, self._cancel):
            button.setAutoDefault(False)
        order = [self._kinds, *self._review.focus_order(), self._apply, self._cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _filter(self) -> None:
        kind = self._kinds.currentData()
        shown = [row for row, p in self._proposals.items() if kind in (None, p.kind.value)]
        self._review.show_rows(shown)

    def _refresh(self) -> None:
        count = len(self._review.accepted())
        self._apply.setText(apply_debris(count))
        self._apply.setEnabled(count > 0)


def _row(document: Document, title: Callable[[int], str], proposal: DebrisProposal) -> HitRow:
    place = proposal.hit.place
    field = document.dataset.site.catalogue.field(place.field).label
    label = HIT_LABEL.format(kind=KINDS[proposal.kind], field=field)
    return HitRow(title(place.measure), label, proposal.hit, field)


# --- The spellings of one group with the measures they stand in; each place has a box to tick ----

_PLACE = int(Qt.ItemDataRole.UserRole)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class SpellingTree(QTreeWidget):
    """*ticked* says that the user ticked something; a spelling ticks all of its places."""

    ticked = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        """Take the document that the places are in."""
        super().__init__(parent)
        self._document = document
        self._places: list[TextPlace] = []
        self._filling = False
        self.setHeaderHidden(True)
        self.setTabKeyNavigation(False)
        self.setUniformRowHeights(True)
        self._soon = QTimer(self)  # a spelling ticks all its places one by one
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.ticked)
        self.itemChanged.connect(self._on_changed)

    def show_choice(self, choice: Choice) -> None:
        """Show the spellings of a group, ticked as it says."""
        self._filling = True
        self.clear()
        self._places = []
        for spelling in choice.cluster.spellings:
            shown = visible_line(spelling.text)
            text = SPELLING.format(text=shown, count=len(spelling.places))
            item = _ticked_item(text, spelling.text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            for place in spelling.places:
                label = self._document.view(place.measure).title
                if choice.cluster.field is None:
                    field = self._document.dataset.site.catalogue.field(place.field).label
                    label = PLACE_IN_FIELD.format(title=label, field=field)
                child = _ticked_item(label, label)
                child.setData(0, _PLACE, len(self._places))
                child.setCheckState(0, _CHECKED if place in choice.ticked else _UNCHECKED)
                self._places.append(place)
                item.addChild(child)
            self.addTopLevelItem(item)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self._filling = False
        self._soon.stop()

    def ticked_places(self) -> set[TextPlace]:
        """Return the places that are ticked."""
        spellings = map(self.topLevelItem, range(self.topLevelItemCount()))
        return {
            self._places[child.data(0, _PLACE)]
            for item in spellings
            if item is not None
            for child in map(item.child, range(item.childCount()))
            if child is not None and child.checkState(0) is _CHECKED
        }

    def _on_changed(self) -> None:
        if not self._filling:
            self._soon.start(0)


def _ticked_item(text: str, whole: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([text])
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setToolTip(0, safe_tip(whole))
    return item


# --- What has been chosen for groups of spellings, without a screen ------------------------------


@dataclass(slots=True)
class Choice:
    """One group: which spelling it shall have (*target*), which of its places are ticked.

    *whole* says that the group is every spelling of a field, to choose from freely.
    """

    cluster: Cluster
    target: str
    whole: bool = False
    ticked: set[TextPlace] = field(default_factory=set)

    def options(self) -> list[str]:
        """Return the targets to choose from: the suggestion, the spellings, agreed placeholders."""
        agreed = AGREED if self.cluster.field is None else ()
        texts = (spelling.text for spelling in self.cluster.spellings)
        return [t for t in dict.fromkeys((self.cluster.suggestion, *agreed, *texts)) if t]

    def changing(self) -> list[Spelling]:
        """Return what changes: spellings other than the target, with their ticked places only."""
        if not self.target.strip():
            return []
        found = (
            Spelling(spelling.text, tuple(p for p in spelling.places if p in self.ticked))
            for spelling in self.cluster.spellings
            if spelling.text != self.target
        )
        return [spelling for spelling in found if spelling.places]

    def tick_all(self) -> None:
        """Tick every place."""
        self.ticked = {place for found in self.cluster.spellings for place in found.places}

    def places(self) -> int:
        """Return how many places change."""
        return sum(len(spelling.places) for spelling in self.changing())


def choices_in(dataset: Dataset) -> list[Choice]:
    """Return every group with nothing ticked: the similar ones, then each vocabulary as a whole."""
    found = [Choice(cluster, cluster.suggestion) for cluster in all_clusters(dataset)]
    for vocabulary in vocabulary_fields(dataset.site.catalogue):
        spellings = spellings_of(dataset, vocabulary.name)
        if len(spellings) > 1:
            found.append(Choice(Cluster(vocabulary, spellings, ""), "", whole=True))
    return found


def batch_of(dataset: Dataset, choices: Iterable[Choice]) -> Batch | None:
    """Return the one batch of all choices, None where nothing changes.

    A place that two groups would change follows the first of them.
    """
    accepted: dict[str, list[Spelling]] = {}
    seen: set[TextPlace] = set()
    labels = []
    for choice in choices:
        for spelling in choice.changing():
            places = tuple(place for place in spelling.places if place not in seen)
            if places:
                seen.update(places)
                accepted.setdefault(choice.target, []).append(Spelling(spelling.text, places))
                labels.append(choice.cluster.label)
    label = labels[0] if len(set(labels)) == 1 else ""
    batch = unify(dataset, accepted, label)
    return batch or None


# --- Spellings that mean the same: choose the right one, tick what shall be written so -----------

_PREVIEWED: Final = 200  # lines
_LINES: Final = 7


class VocabularyDialog(DialogFrame):
    """Offers the groups of a document. After it was accepted, :meth:`batch` is the step."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(VOCABULARY_TITLE, parent)
        self._document = document
        self._choices = choices_in(document.dataset)
        self._filling = False
        self._list = RowList(CLUSTERS, self, badges=True)
        self._target = CalmComboBox(self)
        self._target.setEditable(True)
        self._target.setInsertPolicy(CalmComboBox.InsertPolicy.NoInsert)
        self._target.setCompleter(None)  # type: ignore[arg-type]  # it would put capitals "right"
        self._spellings = SpellingTree(document, self)
        self._tick_all = self._button(TICK_ALL)
        self._tick_none = self._button(TICK_NONE)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._preview = MessageArea(_LINES, self)
        self._preview.set_name(PREVIEW)
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
        self._labelled(column, TARGET, self._target)
        column.addWidget(self._fault)
        column.addSpacing(space.S)
        self._labelled(column, SPELLINGS, self._spellings, 1)
        buttons = FlowLayout(spacing=space.S)
        buttons.addWidget(self._tick_all)
        buttons.addWidget(self._tick_none)
        column.addLayout(buttons)
        column.addSpacing(space.S)
        column.addWidget(plain_label(PREVIEW, "field"))
        column.addWidget(self._preview)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self._list)
        splitter.addWidget(detail)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(320), px(600)])
        empty = EmptyState(self)
        empty.show_state("circle-check", NO_CLUSTERS, role="good")
        found = bool(self._choices)
        sentence = plain_label(VOCABULARY_SENTENCE, wrap=True)
        for widget in (sentence, splitter):
            self.body.addWidget(widget, int(widget is splitter))
            widget.setVisible(found)
        self.body.addWidget(empty, 1)
        empty.setVisible(not found)
        self._apply = self.add_button(apply_spellings(0), self.accept, primary=True)
        self._cancel = self.add_button(
            common_words.CANCEL if found else common_words.CLOSE, self.reject
        )
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
        editor.setAccessibleName(common_words.plain(name))
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
        self._fault.setText(NO_TARGET if missing else "")
        self._fault.setVisible(missing)
        self._target.setAccessibleDescription(self._fault.text())

    # --- all groups ----------------------------------------------------------------------

    def _refresh(self) -> None:
        self._list.show_rows([_list_row(choice) for choice in self._choices])
        count = sum(choice.places() for choice in self._choices)
        self._apply.setText(apply_spellings(count))
        self._apply.setEnabled(count > 0)
        self._preview.set_text("\n".join(self._lines()) or NO_PREVIEW)

    def _lines(self) -> list[str]:
        lines = [
            PREVIEW_LINE.format(
                title=shortened(self._document.view(place.measure).title),
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
        title, label = choice.cluster.label, ALL_SPELLINGS.format(count=count)
    else:
        title = visible_line(choice.cluster.suggestion or choice.cluster.spellings[0].text)
        label = cluster(choice.cluster.label, count)
    mark = Badge(LEFT, "circle-minus", Tone.NEUTRAL)
    if places := choice.places():
        mark = Badge(places_badge(places), "circle-check", Tone.GOOD)
    spoken = SPOKEN_GROUP.format(title=title, label=label, state=mark.word)
    return ListRow(title, label, spoken, mark)
