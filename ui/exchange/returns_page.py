"""Returns are decided on a page: files and measures at the left, the values of one at the right.

Nothing is written before „n übernehmen“, and then as one step. What is decided, also half-made, is
noted at once; whoever listens to *changed* keeps it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from klimaeditor.checks.statuswords import status_word
from klimaeditor.exchange import exchange_words
from klimaeditor.exchange.verdicts import ReturnsReview, Verdict
from klimaeditor.model.core_words import counted, inflected, shortened
from klimaeditor.model.core_words import measures as count_measures
from klimaeditor.model.fieldtypes import Kind
from ui import theme
from ui.bridge import no_document
from ui.exchange.review_tree import ReviewNode, ReviewTree
from ui.exchange.value_card import CardContext, CardState, RemarkStrip, ValueCard
from ui.form.form import Vocabulary
from ui.theme import Tone, icons
from ui.widgets.announce import announce
from ui.widgets.common_words import SPLITTER
from ui.widgets.labels import EmptyState, plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.marks import status_icon, status_tone
from ui.widgets.painting import BadgeLabel, one_line
from ui.widgets.tabs import lead_through

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from klimaeditor.exchange.proposals import FileProblem, Returned
    from klimaeditor.exchange.verdicts import ReturnItem
    from ui.bridge import DocumentBridge


# --- words ---------------------------------------------------------------------------------------

PAGE: Final = "Rückläufe"
ONLY_OPEN: Final = "nur &offene"
SHOW_MEASURE: Final = "Öffentliche Seite"
REPORT: Final = "B&ericht speichern…"
LATER: Final = "&Später fortsetzen"
APPLY_NOTHING: Final = "Übernehmen"
MORE: Final = "Rückläufe einlesen…"
DROP: Final = "Aus der Liste nehmen…"
NOTHING: Final = "Es gibt nichts zu entscheiden."
NOTHING_HINT: Final = "Ausgefüllte Dateien, die zurückkommen, lesen Sie mit Strg+I ein."
ALL_DECIDED: Final = "Alles ist entschieden."
NO_PROBLEMS: Final = "Zu dieser Datei gibt es keine Auffälligkeiten und keine Bemerkungen."
KEYS: Final = (
    "Alt+1 übernehmen, Alt+2 behalten, Alt+3 später\nAlt+↓ nächste offene Angabe\nStrg+Z macht "
    "die letzte Entscheidung rückgängig"
)


def head(files: int, measures: int) -> str:
    """Return what is in the list."""
    return f"{counted(files, 'Datei', 'Dateien')}, {count_measures(measures)}"


def apply(count: int) -> str:
    """Return the button that applies *count* values."""
    return f"{count} &übernehmen" if count else APPLY_NOTHING


def summary(taken: int, opened: int) -> str:
    """Return what „Übernehmen“ would do now."""
    what = counted(taken, "Angabe wird übernommen", "Angaben werden übernommen")
    rest = ""
    if opened:
        verb = inflected(opened, "ist offen und bleibt", "sind offen und bleiben")
        rest = f", {opened} {verb} unverändert"
    return f"{what}{rest}."


def remark_of(who: str, text: str) -> str:
    """Return what a department wrote about a measure."""
    return (
        f"Bemerkung zur Maßnahme, {shortened(who)}: {text}"
        if who
        else f"Bemerkung zur Maßnahme: {text}"
    )


def about_file(sender: str, day: str) -> str:
    """Return who sent a file, and when it was sent to them."""
    return ", ".join(
        part for part in (shortened(sender), f"verschickt am {day}" if day else "") if part
    )


def public(status: str) -> str:
    """Return the public status of the measure."""
    return f"Öffentlich: {status}"


# --- the page ------------------------------------------------------------------------------------

_SIDE: Final = 282  # px at 100 %
_NARROW: Final = 700  # px at 100 %: below, the list stands above the values
_LEAST: Final = 320  # px at 100 %
_VALUES: Final = 1100  # px at 100 %: wider lines are hard to read


class ReturnsPage(QFrame):
    """Shows a :class:`ReturnsReview` and writes into it; what is to be stored is up to others.

    *changed* says that something was decided or made; *measure_wanted* carries a measure to show
    with its public page, *drop_wanted* the number of a file that shall wait no more.
    """

    changed = Signal()
    apply_wanted = Signal()
    later_wanted = Signal()
    report_wanted = Signal()
    more_wanted = Signal()
    measure_wanted = Signal(int)
    drop_wanted = Signal(int)
    open_requested = Signal(str)
    shown_again = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(PAGE)
        self._bridge = no_document()
        self.review = ReturnsReview(())
        self._missing: tuple[str, ...] = ()
        self._cards: list[ValueCard] = []
        self.current: ValueCard | None = None
        self._watched: QObject | None = None
        self._is_old = False
        self._tree = ReviewTree(self)
        self._count = plain_label(role="field", wrap=True)
        self._only_open = QCheckBox(ONLY_OPEN, self)
        self._title = plain_label(role="title", wrap=True)
        self._status = BadgeLabel(self)
        self._show_page = QPushButton(SHOW_MEASURE, self)
        self._scroll = QScrollArea(self)
        self._summary = plain_label(role="field", wrap=True)
        self._empty = EmptyState(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setAccessibleName(SPLITTER)
        self._footer = QWidget(self)
        self._apply = self._button(apply(0), self.apply_wanted.emit)
        self._lay_out()
        self._tree.node_chosen.connect(lambda _node: self._show_node())
        self._only_open.toggled.connect(lambda _on: self._filter())
        self._refresh()

    # --- what others ask ---------------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document; the review of the one before is no longer shown."""
        self._bridge = no_document() if bridge is None else bridge
        self.show_review(ReturnsReview(()))

    def show_review(self, review: ReturnsReview, missing: Sequence[str] = ()) -> None:
        """Show a review from its first open value; *missing* have not answered yet."""
        self.review, self._missing = review, tuple(missing)
        self._drop_cards()
        self.refresh()
        first = next(iter(self.review.open_items()), None)
        if first is not None:
            self._go_to(first)
        elif nodes := self._tree.nodes():
            self._tree.choose(next((n for n in nodes if n.measure is not None), nodes[0]))

    def refresh(self) -> None:
        """Show anew what the review holds: the dataset has changed, or something was stored."""
        self._is_old = False
        here = self.current.item.key if self.current is not None else None
        nodes = self._nodes()
        if nodes != self._tree.nodes():
            self._tree.show_nodes(nodes, self._missing)
        chosen = self._tree.chosen()
        if chosen is None and nodes:
            self._tree.choose(nodes[0])
        self._show_node()
        self._refresh()
        again = next((card for card in self._cards if card.item.key == here), None)
        if again is not None:
            self._make_current(again)

    def mark_old(self) -> None:
        """Note that the review has changed; it is shown anew when the page is seen again."""
        self._is_old = True

    def focus_list(self) -> None:
        """Put the keyboard on the value at hand, else into the list of files."""
        if self.current is not None and not self._empty.isVisible():
            self.current.focus_decision()
        else:
            self._tree.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        space, px = theme.Space, theme.current().px
        self._split.addWidget(self._make_side())
        self._split.addWidget(self._make_values())
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([px(_SIDE), px(900)])
        self._footer.setProperty("role", "panel")
        self._footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot = QVBoxLayout(self._footer)
        foot.setContentsMargins(space.L, space.S, space.L, space.S)
        row = QHBoxLayout()
        row.addWidget(self._summary, 1)
        buttons = QWidget(self._footer)
        flow = FlowLayout(buttons, space.S)
        self._report = self._button(REPORT, self.report_wanted.emit)
        self._later = self._button(LATER, self.later_wanted.emit)
        self._report.setProperty("role", "flat")
        self._apply.setProperty("role", "primary")
        for button in (self._report, self._later, self._apply):
            flow.addWidget(button)
        row.addWidget(buttons)
        foot.addLayout(row)
        self._empty.show_state("circle-check", NOTHING, hint=NOTHING_HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._split, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._footer)
        lead_through([self._only_open, self._tree, self._more, self._show_page], self)

    def _make_side(self) -> QWidget:
        space = theme.Space
        side = QWidget(self)
        side.setProperty("role", "panel")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top = QHBoxLayout()
        top.setContentsMargins(space.M, space.S, space.S, space.S)
        top.addWidget(self._count, 1)
        top.addWidget(self._only_open)
        keys = plain_label(KEYS, "muted", wrap=True)
        keys.setContentsMargins(space.M, 0, space.S, space.S)
        more = self._button(MORE, self.more_wanted.emit)
        icons.tint(more, "download")
        bottom = QHBoxLayout()
        bottom.setContentsMargins(space.M, space.S, space.S, space.S)
        bottom.addWidget(more)
        bottom.addStretch(1)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._tree, 1)
        column.addLayout(bottom)
        column.addWidget(keys)
        self._key_hints, self._more = keys, more
        return side

    def _make_values(self) -> QWidget:
        space = theme.Space
        right = QWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(space.L, space.S, space.L, space.S)
        top.setSpacing(space.M)
        top.addWidget(self._title, 1)
        top.addWidget(self._status)
        top.addWidget(self._show_page)
        self._show_page.setProperty("role", "flat")
        self._show_page.setAutoDefault(False)
        icons.tint(self._show_page, "eye")
        self._show_page.clicked.connect(self._on_show_page)
        self._scroll.setProperty("role", "bare")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)
        return right

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: slot())
        return button

    def minimumSizeHint(self) -> QSize:
        """Return what the values alone need: the list may stand above them."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.current().px(_LEAST)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the values where there is little room."""
        super().resizeEvent(event)
        px = theme.current().px
        narrow = self.width() < px(_NARROW)
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        for widget in (self._key_hints, self._more, self._summary):
            widget.setVisible(not narrow)
        if way is not self._split.orientation():
            self._split.setOrientation(way)
            sizes = [px(70), px(400)] if narrow else [px(_SIDE), px(900)]
            self._split.setSizes(sizes)

    # --- the list at the left ------------------------------------------------------------------

    def _nodes(self) -> tuple[ReviewNode, ...]:
        found: list[ReviewNode] = []
        for number, _ in enumerate(self.review.files):
            found.append(ReviewNode(number))
            own = [i.proposal.measure for i in self.review.items if i.file == number]
            found += [ReviewNode(number, measure) for measure in dict.fromkeys(own)]
        return tuple(found)

    def _items_of(self, node: ReviewNode) -> list[ReturnItem]:
        return [
            item
            for item in self.review.items
            if item.file == node.file and node.measure in (None, item.proposal.measure)
        ]

    def _label_of(self, node: ReviewNode) -> tuple[str, int]:
        items = self._items_of(node)
        left = sum(self.review.verdict(item).is_open for item in items)
        if node.measure is None:
            return self.review.files[node.file].file, left
        return (items[0].proposal.title if items else ""), left

    def _filter(self) -> None:
        only = self._only_open.isChecked()
        self._tree.show_only(lambda node: not only or self._label_of(node)[1] > 0)

    def _refresh(self) -> None:
        """Count anew, at the left and below."""
        review = self.review
        measures = {item.proposal.measure for item in review.items}
        self._count.setText(head(len(review.files), len(measures)))
        self._tree.label(self._label_of)
        self._filter()
        taken, left = len(review.accepted()), len(review.open_items())
        self._summary.setText(summary(taken, left))
        self._apply.setText(apply(taken))
        self._apply.setEnabled(taken > 0 or bool(review.kept()))
        there = bool(review.files)
        self._split.setVisible(there)
        self._footer.setVisible(there)
        self._empty.setVisible(not there)

    # --- the values at the right ---------------------------------------------------------------

    def _show_node(self) -> None:
        node = self._tree.chosen()
        self._drop_cards()
        sheet = QWidget()
        sheet.setProperty("role", "page")
        sheet.setMaximumWidth(theme.current().px(_VALUES))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(*(theme.Space.L, theme.Space.XS, theme.Space.L, theme.Space.L))
        column.setSpacing(theme.Space.S)
        if node is not None and node.file < len(self.review.files):
            if node.measure is None:
                self._show_file(self.review.files[node.file], node, column)
            else:
                self._show_measure(node, node.measure, column)
        column.addStretch(1)
        old = cast("QWidget | None", self._scroll.takeWidget())
        if old is not None:  # a button of it may be what brought us here
            old.hide()
            old.deleteLater()
        self._scroll.setWidget(sheet)
        before: QWidget = self._show_page
        for card in self._cards:
            before = card.order_tabs(before)
        lead_through([self._report, self._later, self._apply], before)

    def _show_file(self, returned: Returned, node: ReviewNode, column: QVBoxLayout) -> None:
        """Show what was found in a file, and what a department wrote."""
        self._title.setText(one_line(returned.file))
        self._status.hide()
        self._show_page.hide()
        sent = f"{returned.sent:%d.%m.%Y}" if returned.sent else ""
        about = about_file(returned.sender, sent)
        if about:
            column.addWidget(plain_label(about, "muted", wrap=True))
        own = {problem for proposal in returned.proposals for problem in proposal.problems}
        for problem in returned.problems:
            if problem not in own:
                column.addWidget(_problem_line(problem))
        for remark in returned.remarks:
            text = exchange_words.said(remark.answer, remark.text)
            if text:
                column.addWidget(RemarkStrip(f"{remark.title}: {text}"))
        if not returned.problems and not returned.remarks:
            column.addWidget(plain_label(NO_PROBLEMS, "muted", wrap=True))
        drop = self._button(DROP, lambda: self.drop_wanted.emit(node.file))
        drop.setProperty("role", "small")
        column.addWidget(drop, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_measure(self, node: ReviewNode, measure: int, column: QVBoxLayout) -> None:
        dataset = self._bridge.document.dataset
        items = self._items_of(node)
        returned = self.review.files[node.file]
        series, vocabulary = ("binary", ""), Vocabulary(dataset)
        self._title.setText(one_line(items[0].proposal.title))
        self._status.setVisible(measure in dataset.measures)
        self._show_page.setVisible(measure in dataset.measures)
        if measure in dataset.measures:
            view = dataset.view(measure)
            status = view.site.status(view.progress).status
            tone = Tone(status_tone(status))
            self._status.show_mark(
                public(status_word(status, view.site.words)), status_icon(status), tone
            )
            kind, unit = view.value("progress_type"), view.value("progress_unit")
            series = (str(kind or "binary"), str(unit or ""))
        for text in self._said_about(returned, items[0].proposal.measure_id):
            column.addWidget(RemarkStrip(text))
        own = {problem for proposal in returned.proposals for problem in proposal.problems}
        for problem in returned.problems:
            if problem.measure_id == items[0].proposal.measure_id and problem not in own:
                column.addWidget(_problem_line(problem))
        sent = f"{returned.sent:%d.%m.%Y}" if returned.sent else ""
        for item in items:
            card = ValueCard(item, CardContext(sent, series))
            card.decided.connect(lambda verdict, card=card: self._decide(card, verdict))
            card.edited.connect(lambda value, card=card: self._on_edited(card, value))
            card.repeat_wanted.connect(lambda card=card: self._repeat(card))
            card.open_requested.connect(self.open_requested)
            if item.field.kind is Kind.OPEN_CHOICE:
                card.editor.set_choices(vocabulary.of(item.field.name))
            self._cards.append(card)
            column.addWidget(card)
        self._show_states()

    def _said_about(self, returned: Returned, measure_id: str) -> list[str]:
        return [
            remark_of(returned.sender, exchange_words.said(remark.answer, remark.text))
            for remark in returned.remarks
            if remark.measure_id == measure_id and (remark.text or remark.answer)
        ]

    def _show_states(self) -> None:
        review = self.review
        open_ = [card for card in self._cards if review.verdict(card.item).is_open]
        for card in self._cards:
            card.show_state(self._state_of(card, open_))

    def _state_of(self, card: ValueCard, open_: Sequence[ValueCard]) -> CardState:
        review, item = self.review, card.item
        return CardState(
            review.verdict(item),
            review.result(item),
            edited=review.is_edited(item),
            stale=review.is_stale(item),
            number=open_.index(card) + 1 if card in open_ else 0,
            total=len(open_),
            alike=len(review.alike(item)),
        )

    def _drop_cards(self) -> None:
        self._make_current(None)
        self._cards = []

    # --- deciding --------------------------------------------------------------------------------

    def _decide(self, card: ValueCard, verdict: Verdict) -> None:
        review = self.review
        deeds = {
            Verdict.TAKE: review.take,
            Verdict.KEEP: review.keep,
            Verdict.LATER: review.postpone,
        }
        deeds[verdict](card.item)
        self._after_deciding(card.item)

    def _repeat(self, card: ValueCard) -> None:
        self.review.repeat(card.item)
        self._after_deciding(card.item)

    def _after_deciding(self, item: ReturnItem) -> None:
        """Fold what is decided, and go to the next value that nobody has looked at."""
        self._show_states()
        self._refresh()
        self.changed.emit()
        following = self._open_beside(item, 1, Verdict.OPEN)
        if following is None:
            self._make_current(None)
            target = self._apply if self._apply.isEnabled() else self._later
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._go_to(following)
        done = not self.review.open_items()
        announce(self, f"{ALL_DECIDED} {self._summary.text()}" if done else self._summary.text())

    def _on_edited(self, card: ValueCard, value: object) -> None:
        self.review.set_result(card.item, value)  # type: ignore[arg-type]  # editors emit JSON
        open_ = [own for own in self._cards if self.review.verdict(own.item).is_open]
        card.update_state(self._state_of(card, open_))
        self._refresh()
        self.changed.emit()

    def _go_back(self) -> None:
        """Take the latest decision back and show where it was."""
        before = dict(self.review.decided)
        self.review.go_back()
        after = self.review.decided
        self._show_states()
        self._refresh()
        self.changed.emit()
        touched = [i for i in self.review.items if before.get(i.key) != after.get(i.key)]
        if touched:
            self._go_to(touched[0])
        announce(self, self._summary.text())

    def _step(self, step: int) -> None:
        here = self.current.item if self.current is not None else None
        found = self._open_beside(here, step)
        if found is not None:
            self._go_to(found)

    def _open_beside(
        self, item: ReturnItem | None, step: int, wanted: Verdict | None = None
    ) -> ReturnItem | None:
        """Return the next open value in the order of the list; after the last comes the first."""
        items = self.review.items
        keys = [own.key for own in items]
        at = keys.index(item.key) if item is not None and item.key in keys else -step
        for offset in range(1, len(items) + 1):
            found = items[(at + step * offset) % len(items)]
            verdict = self.review.verdict(found)
            if verdict is wanted or (wanted is None and verdict.is_open):
                return found
        return None

    def _go_to(self, item: ReturnItem) -> None:
        """Show a value and put the keyboard on its decision."""
        node = ReviewNode(item.file, item.proposal.measure)
        if self._tree.chosen() != node:
            self._tree.choose(node)
        card = next((card for card in self._cards if card.item.key == item.key), None)
        if card is not None:
            self._make_current(card)
            if self.isVisible():
                card.focus_decision()
            QTimer.singleShot(0, card, lambda: self._bring_into_sight(card))

    def _bring_into_sight(self, card: ValueCard) -> None:
        if card in self._cards:
            space = theme.Space.L
            bottom = card.geometry().bottom()
            self._scroll.ensureVisible(0, bottom, 0, space)
            self._scroll.ensureVisible(0, card.geometry().top(), 0, space)

    def _make_current(self, card: ValueCard | None) -> None:
        if self.current is not None and self.current in self._cards:
            self.current.set_current(current=False)
        self.current = card
        if card is not None:
            card.set_current(current=True)

    def _on_show_page(self) -> None:
        node = self._tree.chosen()
        if node is not None and node.measure is not None:
            self.measure_wanted.emit(node.measure)

    # --- the keyboard ------------------------------------------------------------------------
    #
    # Some of the page's keys mean something else in the window (Alt+Down goes to the next measure),
    # and editors would type others. So the widget with the keyboard is watched.

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the keyboard, and catch up with the dataset."""
        super().showEvent(event)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self.shown_again.emit()
        if self._is_old:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Listen no longer."""
        super().hideEvent(event)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus)
        self._watch(None)
        self.left.emit()

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self.isAncestorOf(now)
        self._watch(now if inside else None)
        if now is None or not inside:
            return
        card = next((card for card in self._cards if card.isAncestorOf(now)), None)
        if card is not None and card is not self.current:
            self._make_current(card)

    def _watch(self, widget: QObject | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = widget
        if widget is not None:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Act on the page's own keys before anything else does."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in kinds and isinstance(event, QKeyEvent):
            deed = self._deed_of(event)
            if deed is not None:
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    deed()
                return True
        return super().eventFilter(watched, event)

    def _deed_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        found: Callable[[], object] | None = None
        if modifiers == alt and key in _STEPS:
            found = partial(self._step, _STEPS[key])
        elif event.matches(QKeySequence.StandardKey.Undo):
            found = self._go_back if self.review.can_go_back else None
        elif self.current is not None:
            found = self._deed_on(self.current, modifiers == alt, modifiers == control, key)
        return found

    def _deed_on(
        self, card: ValueCard, alt: bool, control: bool, key: Qt.Key
    ) -> Callable[[], object] | None:
        """Return what a key does with the value at hand."""
        editing = card.is_editing()
        if alt and key in _DECIDE:
            return partial(self._decide, card, _DECIDE[key])
        if control and editing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return partial(self._decide, card, Verdict.TAKE)
        if not alt and not control and key == Qt.Key.Key_F2 and not editing:
            return card.focus_result
        leaves = key == Qt.Key.Key_Escape and editing and not alt and not control
        return card.focus_decision if leaves else None


_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_DECIDE: Final = {
    Qt.Key.Key_1: Verdict.TAKE,
    Qt.Key.Key_2: Verdict.KEEP,
    Qt.Key.Key_3: Verdict.LATER,
}


def _problem_line(problem: FileProblem) -> QWidget:
    """Return what was found in a file, as a line with its mark."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    mark = plain_label()
    picture, tone = ("triangle-alert", "warning") if problem.severe else ("info", "info")
    icons.tint_label(mark, picture, tone)
    text = plain_label(problem.message, "finding", wrap=True)
    text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    return box
