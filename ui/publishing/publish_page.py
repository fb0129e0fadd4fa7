"""Publishing as one page in three steps: what the public reads, folder and settings, result.

Behaviours 25 to 27 of the design: nothing is asked before step 2, nothing is written before its
button, and what was written is shown with its checks.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.groups import repaired
from klimaeditor.model.core_words import counted, inflected
from klimaeditor.model.errors import KlimaError
from klimaeditor.publish.folder import FilledFolderError
from klimaeditor.publish.gate import NOTHING_INTERNAL, Topic, topics_of
from klimaeditor.publish.verify import CheckFailedError
from ui import theme
from ui.bridge import Connections, no_document
from ui.publishing.internal_notes import InternalNotes, release_first
from ui.publishing.package_result import ResultStep
from ui.publishing.package_settings import PackageStep
from ui.publishing.public_groups import GroupCards
from ui.publishing.public_place import PublicPlace
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label, set_role
from ui.widgets.painting import Ink, grown, paint_icon, paint_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent

    from klimaeditor.checks.groups import FindingGroup, GroupFix
    from klimaeditor.model.findings import Finding
    from klimaeditor.publish.gate import InternalState, PublicTopic
    from klimaeditor.publish.package import PackagePlan, WrittenPackage
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.bridge import DocumentBridge


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Veröffentlichen"
STEPS: Final = ("Was die Öffentlichkeit sehen wird", "Ordner und Angaben", "Ergebnis")
CHOOSE: Final = "&Weiter: Ordner wählen"
WRITE: Final = "Paket &erstellen"
BACK: Final = "&Zurück"
DONE: Final = "&Fertig"
AGAIN: Final = "&Zurück zu Ordner und Angaben"
NEXT_CLICK: Final = "Geschrieben wird erst in Schritt 2."
SAVED_ALONG: Final = "Ihre ungespeicherten Änderungen werden dabei gespeichert."
NOT_ONLINE: Final = "Die Website ändert sich erst, wenn die IT den Ordner einspielt."


def step_spoken(step: int) -> str:
    """Return which step is shown, for screen readers and narrow windows."""
    return f"Schritt {step + 1} von {len(STEPS)}: {STEPS[step]}"


def errors_first(count: int) -> str:
    """Return why step 2 is locked."""
    what = counted(count, "Fehler behoben ist", "Fehler behoben sind")
    return f"Weiter geht es, sobald {inflected(count, 'der', 'die')} {what}."


# --- Which of the three steps is shown -----------------------------------------------------------

_DOT, _LINE, _GAP = 24, 28, 8  # logical pixels at 100 %


class StepTrail(QWidget):
    """Shows the steps beside each other, or only the current one where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Show *step*, counted from 0; those before it are done."""
        self._step = step
        self.setAccessibleName(step_spoken(step))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of all steps."""
        return QSize(self._width_of_all(), theme.current().px(_DOT + 4))

    def minimumSizeHint(self) -> QSize:
        """Return the room for one dot and a few letters."""
        tokens = theme.current()
        return QSize(tokens.px(_DOT + 80), tokens.px(_DOT + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint dots, words and lines, from the right edge."""
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = tokens.px(_GAP)
        if self._width_of_all() > self.width():
            text, room = step_spoken(self._step), self.rect()
            wide = QFontMetrics(self._font(bold=True)).horizontalAdvance(text)
            room.setLeft(max(0, self.width() - wide - 1))
            paint_line(painter, room, text, Ink(self._font(bold=True), tokens.color("text")))
            return
        x = self.width() - self._width_of_all()
        for number, word in enumerate(STEPS):
            if number:
                middle = self.height() / 2
                painter.setPen(QPen(tokens.color("border"), 1))
                end = x + gap + tokens.px(_LINE)
                painter.drawLine(QPointF(x + gap, middle), QPointF(end, middle))
                x = end + gap
            self._paint_dot(painter, x, number)
            x += tokens.px(_DOT) + gap
            font = self._font(bold=number == self._step)
            wide = QFontMetrics(font).horizontalAdvance(word) + 2
            ink = tokens.color("text" if number == self._step else "muted")
            room = self.rect()
            room.setLeft(x)
            room.setWidth(wide)
            paint_line(painter, room, word, Ink(font, ink))
            x += wide

    def _paint_dot(self, painter: QPainter, x: int, number: int) -> None:
        tokens = theme.current()
        extent = tokens.px(_DOT)
        box = QRectF(x, (self.height() - extent) / 2, extent, extent)
        current, done = number == self._step, number < self._step
        line = "fill" if current else "good" if done else "border"
        painter.setPen(QPen(tokens.color(line), 1))
        painter.setBrush(tokens.color("fill" if current else "panel"))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if done:
            icon = tokens.px(14)
            at = box.center() - QPointF(icon / 2, icon / 2)
            paint_icon(painter, at.toPoint(), "check", tokens.good, icon)
            return
        painter.setFont(grown(self.font(), 0.92))
        painter.setPen(tokens.color("on_fill" if current else "muted"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))

    def _font(self, *, bold: bool) -> QFont:
        return grown(self.font(), 1.0, bold=bold)

    def _width_of_all(self) -> int:
        px = theme.current().px
        words = sum(
            QFontMetrics(self._font(bold=n == self._step)).horizontalAdvance(word) + 2
            for n, word in enumerate(STEPS)
        )
        dots = len(STEPS) * (px(_DOT) + px(_GAP))
        return words + dots + (len(STEPS) - 1) * (px(_LINE) + 2 * px(_GAP))


# --- Step 1: the groups and the place that is looked at ------------------------------------------

_BESIDE = 900  # logical pixels at 100 %: less has room for the groups or the place


class GateStep(QWidget):
    """The groups left, the public place right; in a narrow window one of both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = GroupCards(self)
        self.place = PublicPlace(self)
        self.internal = InternalNotes(self)
        self.internal.hide()
        self.done = plain_label(role="note", wrap=True)
        self.done.setProperty("tone", "good")
        self.done.hide()
        self._tight = False
        self._looking = False
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.Space.S)
        left.addWidget(self.done)
        left.addWidget(self.internal)
        left.addWidget(self.cards, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.XL)
        row.addWidget(self._left, 63)
        row.addWidget(self.place, 37)
        self.cards.viewed.connect(self.look)
        self.place.to_list.connect(self._back_to_list)

    def look(self, group: FindingGroup) -> None:
        """Show where the public sees what a group says."""
        self.cards.show_current(group.rule.id)
        self.place.show_group(group)
        self._looking = True
        self._arrange()
        if self._tight:
            self.place.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_topics(self, topics: tuple[PublicTopic, ...], bridge: DocumentBridge) -> None:
        """Show everything anew; what is looked at stays where it is still found."""
        self.cards.show_topics(topics, bridge.document, may_write=not bridge.read_only)
        groups = [group for topic in topics for group in topic.groups]
        shown = self.place.group
        same = next((g for g in groups if shown is not None and g.rule.id == shown.rule.id), None)
        group = same or next(iter(groups), None)
        self.place.show_group(group, aloud=False)
        self.cards.show_current("" if group is None else group.rule.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one of both where there is no room for two."""
        super().resizeEvent(event)
        self._tight = event.size().width() < theme.current().px(_BESIDE)
        self._arrange()

    def _arrange(self) -> None:
        self.place.setVisible(not self._tight or self._looking)
        self._left.setVisible(not self._tight or not self._looking)
        self.place.show_tight(tight=self._tight)

    def _back_to_list(self) -> None:
        self._looking = False
        self._arrange()
        group = self.place.group
        self.cards.focus_group("" if group is None else group.rule.id)


# --- The page ------------------------------------------------------------------------------------

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PublishDesk(Protocol):
    """What the page can have done; KlimaError where it cannot be."""

    def settings(self) -> PublicationSettings:
        """Return the settings of publications."""

    def locked_settings(self) -> frozenset[str]:
        """Return the names of the settings that nobody may change here."""

    def choose_folder(self, start: Path | None) -> Path | None:
        """Ask for the folder of the package."""

    def fresh_folder(self, inside: Path) -> Path:
        """Return a new folder for a package in one that holds something else."""

    def last_folder(self) -> Path | None:
        """Return the folder of the last package, None without any."""

    def plan(self, target: Path, settings: PublicationSettings) -> PackagePlan:
        """Judge the document for publication in a folder."""

    def write(self, plan: PackagePlan) -> WrittenPackage | None:
        """Save and write; everything is confirmed. None where saving was called off."""

    def repair(self, fix: GroupFix) -> int:
        """Repair the findings of a group together; returns how many are gone."""

    def show_field(self, finding: Finding) -> None:
        """Put the keyboard into the field of a finding."""

    def leave(self) -> None:
        """Go back to where the page was opened."""

    def internal(self) -> InternalState:
        """Return what the notebook says: accepted findings and releases."""

    def show_unreleased(self, measures: Sequence[int]) -> None:
        """Show the measures that are not released in the list."""


class PublishPage(QFrame):
    """The page; *desk* does what has to be done outside of it."""

    def __init__(self, desk: PublishDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bridge = no_document()
        self._heard = Connections()
        self._topics: tuple[PublicTopic, ...] = ()
        self._unreleased: tuple[int, ...] = ()
        self._required = False
        self._stale = self._fresh = True
        self._passed = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._renew)
        self._trail = StepTrail(self)
        self.steps = QStackedWidget(self)
        self.gate = GateStep(self)
        self.package: PackageStep | None = None
        self.result = ResultStep(self)
        self._mark = QLabel(self)
        self._reason = plain_label(role="note", wrap=True)
        self.cancel = QPushButton(common_words.CANCEL, self)
        self.next = QPushButton(CHOOSE, self)
        self.next.setProperty("role", "primary")
        self._lay_out()
        self.cancel.clicked.connect(self._on_cancel)
        self.next.clicked.connect(self._on_next)
        self.gate.cards.repair.connect(self._repair)
        self.gate.place.shown.connect(self._chain)
        self.gate.place.to_field.connect(self._desk.show_field)
        self.gate.internal.list_wanted.connect(lambda: desk.show_unreleased(self._unreleased))
        self.result.list_wanted.connect(lambda: self.show_step(0))

    # --- what the window asks --------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document, from the first step."""
        self._bridge = bridge
        self._heard.renew(
            (bridge.findings_changed, self._on_changed),
            (bridge.fields_changed, self._on_changed),
            (bridge.structure_changed, self._on_changed),
            (bridge.saved, self._judge),
            (bridge.judged, self._on_known),
        )
        self.gate.place.set_bridge(bridge)
        self._forget_package()
        self._stale = self._fresh = True
        self.show_step(0)
        if self.isVisible():
            self._begin()

    def focus_list(self) -> None:
        """Put the keyboard where the step begins."""
        if self.step == 0:
            group = self.gate.place.group
            self.gate.cards.focus_group("" if group is None else group.rule.id)
            if not self.gate.cards.rows:
                self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.step == 1 and self.package is not None:
            wanted = self.next if self.next.isEnabled() else self.package.first_open()
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.result.first or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def step(self) -> int:
        """The step that is shown, counted from 0."""
        return self._step_of(self.steps.currentWidget())

    def reason(self) -> str:
        """Return what stands left of the buttons."""
        return self._reason.text()

    def topics(self) -> tuple[PublicTopic, ...]:
        """Return everything the public will read as it is shown."""
        return self._topics

    def renew_internal(self) -> None:
        """Read again what the notebook says."""
        self._on_changed()

    def renew_settings(self) -> None:
        """Read the settings again: they were changed elsewhere."""
        shown = self.package is not None and self.step == 1
        self._forget_package()
        if shown:
            self.show_step(0)
            self._begin_package()

    # --- the steps -------------------------------------------------------------------------

    def show_step(self, step: int) -> None:
        """Show a step."""
        widgets: tuple[QWidget | None, ...] = (self.gate, self.package, self.result)
        self.steps.setCurrentWidget(widgets[step] or self.gate)
        self._trail.show_step(self.step)
        self._judge()

    def _on_next(self) -> None:
        if self.step == 0:
            self._begin_package()
        elif self.step == 1:
            self._write()
        elif self._passed:
            self.show_step(0)
            self._desk.leave()
        else:
            self._to_step(1)

    def _on_cancel(self) -> None:
        if self.step == 1:
            self._to_step(0)
        else:
            self.show_step(0)
            self._desk.leave()

    def _to_step(self, step: int) -> None:
        self.show_step(step)
        self.focus_list()
        announce(self, step_spoken(self.step))

    def _begin_package(self) -> None:
        try:
            settings = self._desk.settings()
        except KlimaError as error:
            self._say(str(error), "error")
            announce(self, str(error))
            return
        if self.package is not None and self.package.begun_with != settings:
            self._forget_package()  # they were changed elsewhere meanwhile
        if self.package is None:
            package = PackageStep(
                settings,
                self._bridge.document.dataset.site.city,
                self,
                locked=self._desk.locked_settings(),
            )
            package.folder_wanted.connect(self._choose_folder)
            package.fresh_wanted.connect(self._take_folder)
            package.changed.connect(self._judge)
            self.package = package
            self.steps.addWidget(package)
        self.show_step(1)
        folder = self.package.folder or self._desk.last_folder()
        if folder is not None:
            self._plan(folder)
        self._to_step(1)

    def _choose_folder(self) -> None:
        if self.package is None:
            return
        folder = self._desk.choose_folder(self.package.folder or self._desk.last_folder())
        if folder is not None:
            self._take_folder(folder)

    def _take_folder(self, folder: Path) -> None:
        if self._plan(folder):
            self.focus_list()
        elif self.package is not None and self.package.instead.isVisibleTo(self.package):
            self.package.instead.setFocus(Qt.FocusReason.OtherFocusReason)

    def _plan(self, folder: Path) -> bool:
        """Judge for a folder and show it; say why where the folder cannot be used."""
        package = self.package
        if package is None:
            return False
        try:
            package.show_plan(self._desk.plan(folder, package.form.settings()))
        except FilledFolderError as error:
            package.show_refusal(str(error), self._desk.fresh_folder(folder))
            announce(self, str(error))
            return False
        except KlimaError as error:
            package.show_refusal(str(error))
            announce(self, str(error))
            return False
        return True

    def _write(self) -> None:
        package = self.package
        if package is None or package.folder is None or package.reason():
            return
        if not self._plan(package.folder) or package.plan is None or package.reason():
            self._judge()
            return
        try:
            written = self._desk.write(package.plan)
        except CheckFailedError as error:
            self._passed = False
            self.result.show_failure(error.checks)
        except KlimaError as error:
            package.show_refusal(str(error))
            announce(self, str(error))
            return
        else:
            if written is None:
                return
            self._passed = True
            self.result.show_package(written, package.plan.gate.topics)
        self.show_step(2)
        self.focus_list()
        announce(self, f"{step_spoken(2)}. {self.result.title}")

    def _repair(self, group: FindingGroup) -> None:
        if group.fix is None:
            return
        gone = self._desk.repair(group.fix)
        self._renew()
        self.gate.done.setVisible(gone > 0)
        if gone:
            self.gate.done.setText(f"{group.title}: {repaired(gone)}")
            announce(self, self.gate.done.text())

    # --- inside ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button with the keyboard on Enter; go from step 2 back to step 1 on Esc.

        Elsewhere Esc leaves the page.
        """
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        button = self.focusWidget()
        if event.key() in _ENTER and isinstance(button, QAbstractButton) and button.hasFocus():
            button.click()
            return
        if event.key() == Qt.Key.Key_Escape and plain and self.step == 1:
            self._to_step(0)
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed meanwhile."""
        super().showEvent(event)
        if self._fresh:
            self._begin()
        elif self._stale:
            self._renew()

    def _begin(self) -> None:
        """Show a document for the first time; the keyboard begins at the first group."""
        self._fresh = False
        self._renew()
        QTimer.singleShot(0, self, self.focus_list)

    def _on_changed(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self.gate.done.hide()
            self._soon.start()

    def _on_known(self) -> None:
        """Show what waited for the judgement; what is shown already was asked for, and stays."""
        if self._stale and self.isVisible():
            self._soon.start()

    def _renew(self) -> None:
        self._soon.stop()
        self._stale = False
        document = self._bridge.document
        if not document.findings.is_at_hand:
            self._stale, self._topics = True, ()
            self.gate.cards.show_judging()
            self._judge()
            return
        found = document.findings.all() if self._bridge.is_open else ()
        fresh = topics_of(found, document.dataset.site)
        self._topics = fresh
        self.gate.show_topics(fresh, self._bridge)
        self._show_internal()
        self._chain()
        self._judge()

    def _show_internal(self) -> None:
        state = self._desk.internal() if self._bridge.is_open else NOTHING_INTERNAL
        document = self._bridge.document
        self._unreleased, self._required = state.unreleased(), state.required
        titles = [document.view(key).title for key in self._unreleased]
        total = len(document.dataset.measures)
        self.gate.internal.show_state(state, titles, total)

    def _errors(self) -> int:
        return sum(topic.count for topic in self._topics if topic.topic is Topic.ERRORS)

    def _chain(self) -> None:
        """Let Tab go as one reads: what was made later would else come last."""
        ends = [*self.gate.place.stops(), self.cancel, self.next]
        stops = [*self.gate.internal.stops(), *self.gate.cards.stops(), *ends]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _judge(self) -> None:
        """Say what comes next, or why it cannot come yet."""
        step = self.step
        reason, note = "", NEXT_CLICK
        if step == 0 and not self._bridge.document.findings.is_at_hand:
            reason = common_words.JUDGING
        elif step == 0 and self._errors():
            reason = errors_first(self._errors())
        elif step == 0 and self._required and self._unreleased:
            reason = release_first(len(self._unreleased))
        elif step == 1 and self.package is not None:
            unsaved = self._bridge.is_open and not self._bridge.is_clean
            reason = self.package.reason()
            note = f"{SAVED_ALONG} {NOT_ONLINE}" if unsaved else NOT_ONLINE
        elif step == 2:
            note = NOT_ONLINE if self._passed else ""
        self._say(reason or note, "error" if reason else "")
        self.cancel.setText(BACK if step == 1 else common_words.CANCEL)
        self.cancel.setVisible(step < 2)
        self.next.setText((CHOOSE, WRITE, DONE if self._passed else AGAIN)[step])
        self.next.setEnabled(not reason)
        set_role(self.next, "role", "" if step == 2 and self._passed else "primary")

    def _say(self, sentence: str, tone: str) -> None:
        self._reason.setText(sentence)
        set_role(self._reason, "tone", tone)
        self._mark.setVisible(bool(tone))
        if tone:
            icons.tint_label(self._mark, "circle-x", tone)

    def _step_of(self, widget: QWidget | None) -> int:
        return 1 if widget is self.package else 2 if widget is self.result else 0

    def _forget_package(self) -> None:
        if self.package is not None:
            self.steps.removeWidget(self.package)
            self.package.deleteLater()
            self.package = None

    def _lay_out(self) -> None:
        space = theme.Space
        self.steps.addWidget(self.gate)
        self.steps.addWidget(self.result)
        head_bar, head = _bar(self, "bar")
        head.addWidget(plain_label(TITLE, "title"))
        head.addWidget(self._trail, 1)
        foot_bar, foot = _bar(self, "footbar")
        foot.addWidget(self._mark)
        foot.addWidget(self._reason, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.next)
        body = QVBoxLayout()
        body.setContentsMargins(space.XL, space.L, space.XL, space.L)
        body.addWidget(self.steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head_bar)
        column.addLayout(body, 1)
        column.addWidget(foot_bar)


def _bar(parent: QWidget, role: str) -> tuple[QFrame, QHBoxLayout]:
    bar = QFrame(parent)
    bar.setProperty("role", role)
    row = QHBoxLayout(bar)
    space = theme.Space
    row.setContentsMargins(space.XL, space.M, space.XL, space.M)
    row.setSpacing(space.M)
    return bar, row
