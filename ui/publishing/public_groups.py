"""Step 1, left: everything the public will read, by rule, each with a way to look at it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import counted
from klimaeditor.model.findings import Severity
from klimaeditor.publish.gate import Topic
from ui import theme
from ui.theme import Tone, icons
from ui.widgets.common_words import JUDGING, severity_count, thousands
from ui.widgets.labels import EmptyState, ShortLabel, plain_label, set_role
from ui.widgets.layouts import FlowLayout
from ui.widgets.marks import severity_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.checks.groups import FindingGroup
    from klimaeditor.document import Document
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.publish.gate import PublicTopic


# --- words ---------------------------------------------------------------------------------------

LIST: Final = "Was die Öffentlichkeit lesen wird"
READ_ELSE: Final = "Das liest die Öffentlichkeit sonst noch"
LOOK: Final = "Ansehen"
LOOK_SPOKEN: Final = "Ansehen: {count} × {title}, {place}"
NOTHING: Final = "Keine Fehler, Warnungen oder Hinweise."
NOTHING_HINT: Final = "Die öffentlichen Seiten zeigen nichts Leeres und nichts Zweifelhaftes."


def errors_stop(count: int) -> str:
    """Return the heading of the errors."""
    what = counted(count, "Fehler verhindert", "Fehler verhindern")
    return f"{what} die Veröffentlichung"


def no_obstacle(warnings: int, hints: int) -> str:
    """Return how many findings do not stop it."""
    counts = ((Severity.WARNING, warnings), (Severity.HINT, hints))
    said = [severity_count(severity, count) for severity, count in counts if count]
    return f"{' und '.join(said)}, kein Hindernis"


def where(place: str, label: str, count: int, total: int) -> str:
    """Return where a group is, and which field most of it is about."""
    if not label:
        return place
    return f"{place} · {label}" if count == total else f"{place}, davon {count} × „{label}“"


# --- One group as a row --------------------------------------------------------------------------


class GroupRow(QFrame):
    """A group: how often, what, where, „Ansehen“, and the button that repairs it together.

    *viewed* says that its places shall be seen, *repair* that its button was pressed.
    """

    viewed = Signal()
    repair = Signal()

    def __init__(
        self,
        group: FindingGroup,
        place: str,
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.group = group
        self.setProperty("role", "grouprow")
        px, space = theme.current().px, theme.Space
        count = plain_label(thousands(len(group.findings)), "heading")
        count.setMinimumWidth(px(40))
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        mark = QLabel(self)
        seen = severity_mark(group.severity)
        icons.tint_label(mark, seen.icon, seen.tone.value)
        title, line = ShortLabel(2), ShortLabel(2, "muted")
        title.setText(group.title)
        line.setText(_where(group, place, catalogue))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(line)
        self.look = QPushButton(LOOK, self)
        self.look.setProperty("role", "link")
        spoken = LOOK_SPOKEN.format(count=len(group.findings), title=group.title, place=place)
        self.look.setAccessibleName(spoken)
        self.look.clicked.connect(self.viewed)
        self.together: QPushButton | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(space.S, space.XS, space.M, space.XS)
        row.setSpacing(space.S)
        row.addWidget(count)
        row.addWidget(mark)
        row.addLayout(words, 1)
        row.addWidget(self.look)
        if group.fix is not None:
            self.together = QPushButton(group.fix.label, self)
            self.together.setProperty("role", "small")
            self.together.setAccessibleName(f"{group.fix.label}: {group.title}")
            icons.tint(self.together, "check-check")
            self.together.clicked.connect(self.repair)
            row.addWidget(self.together)

    def show_current(self, *, current: bool) -> None:
        """Show whether the places of this group are being looked at."""
        set_role(self, "current", current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the group wherever its row is clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.look.setFocus(Qt.FocusReason.MouseFocusReason)
            self.viewed.emit()
        else:
            super().mousePressEvent(event)


def _where(group: FindingGroup, place: str, catalogue: Catalogue) -> str:
    labels = Counter(
        field.label for f in group.findings if (field := catalogue.known_field(f.field))
    )
    label, count = labels.most_common(1)[0] if labels else ("", 0)
    return where(place, label, count, len(group.findings))


# --- All groups, in cards below each other -------------------------------------------------------


class GroupCards(QScrollArea):
    """Shows topics. *viewed* and *repair* carry the :class:`FindingGroup` that was meant.

    Tab goes along all buttons, the arrows from „Ansehen“ to „Ansehen“.
    """

    viewed = Signal(object)
    repair = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GroupRow] = []
        self._current = ""
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(LIST)
        self._sheet = QWidget(self)
        self._sheet.setProperty("role", "page")
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(0, 0, theme.Space.S, 0)
        self._column.setSpacing(theme.Space.M)
        self.setWidget(self._sheet)

    def show_topics(
        self, topics: Sequence[PublicTopic], document: Document, *, may_write: bool
    ) -> None:
        """Show *topics*; the keyboard stays on the row of the same rule, or on the next one."""
        focused = self._focused()
        self._clear()
        errors = [t for t in topics if t.topic is Topic.ERRORS]
        others = [t for t in topics if t.topic is not Topic.ERRORS]
        if errors:
            heading = errors_stop(sum(topic.count for topic in errors))
            self._add_card(errors, document, (heading, "", Tone.ERROR))
        if others:
            hints = sum(topic.count for topic in others if topic.topic is Topic.HINTS)
            line = no_obstacle(sum(topic.count for topic in others) - hints, hints)
            self._add_card(others, document, (READ_ELSE, line, Tone.WARNING))
        if not topics:
            empty = EmptyState(self._sheet)
            empty.show_state("circle-check", NOTHING, hint=NOTHING_HINT, role="good")
            self._column.addWidget(empty)
        self._column.addStretch(1)
        for row in self.rows:
            if row.together is not None:
                row.together.setEnabled(may_write)
        self.show_current(self._current)
        self._focus_again(focused)

    def show_judging(self) -> None:
        """Show that the findings are still to come: none would be taken for none found."""
        self._clear()
        empty = EmptyState(self._sheet)
        empty.show_state("clock", JUDGING)
        self._column.addWidget(empty)
        self._column.addStretch(1)

    def show_current(self, rule: str) -> None:
        """Mark the group of a rule as the one that is looked at."""
        self._current = rule
        for row in self.rows:
            row.show_current(current=row.group.rule.id == rule)

    def focus_group(self, rule: str = "") -> None:
        """Put the keyboard on „Ansehen“ of a rule, or on the first."""
        row = next((row for row in self.rows if row.group.rule.id == rule), None)
        row = row or next(iter(self.rows), None)
        if row is not None:
            row.look.setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, from top to bottom."""
        found = [(row.look, row.together) for row in self.rows]
        return [button for pair in found for button in pair if button is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows go from row to row, and bring what has the keyboard into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, theme.current().px(40))
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            looks = [row.look for row in self.rows]
            if step and watched in looks:
                place = max(0, min(len(looks) - 1, looks.index(watched) + step))
                looks[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _add_card(
        self,
        topics: Sequence[PublicTopic],
        document: Document,
        head: tuple[str, str, Tone],
    ) -> None:
        card = QFrame(self._sheet)
        heading, line, tone = head
        card.setProperty("role", "card")
        card.setAccessibleName(heading)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, theme.Space.S, 1, theme.Space.S)
        column.setSpacing(0)
        column.addLayout(self._heading(heading, line, tone))
        for topic in topics:
            if topic.topic is not Topic.ERRORS and not topic.is_one_rule:
                label = plain_label(f"{topic.title}: {thousands(topic.count)}", "muted")
                label.setContentsMargins(theme.Space.M, theme.Space.M, theme.Space.M, 0)
                column.addWidget(label)
            for group in topic.groups:
                column.addWidget(self._row(group, document, card))
        self._column.addWidget(card)

    @staticmethod
    def _heading(heading: str, line: str, tone: Tone) -> FlowLayout:
        mark = QLabel()
        icons.tint_label(mark, severity_mark(_SEVERITIES[tone]).icon, tone.value)
        title = plain_label(heading, "heading")
        if tone is Tone.ERROR:
            title.setProperty("tone", tone.value)
        flow = FlowLayout(spacing=theme.Space.S)
        flow.setContentsMargins(theme.Space.M, theme.Space.XS, theme.Space.M, theme.Space.XS)
        for widget in (mark, title, plain_label(line, "muted")):
            flow.addWidget(widget)
        return flow

    def _row(self, group: FindingGroup, document: Document, card: QWidget) -> GroupRow:
        place = group.place(lambda key: document.view(key).title)
        row = GroupRow(group, place, document.dataset.site.catalogue, card)
        row.viewed.connect(lambda: self.viewed.emit(group))
        row.repair.connect(lambda: self.repair.emit(group))
        for button in (row.look, row.together):
            if button is not None:
                button.installEventFilter(self)
        self.rows.append(row)
        return row

    def _clear(self) -> None:
        self.rows = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _focused(self) -> tuple[int, str, bool] | None:
        """Return place and rule of the row with the keyboard, and whether its button has it."""
        for place, row in enumerate(self.rows):
            if row.look.hasFocus() or (row.together is not None and row.together.hasFocus()):
                return place, row.group.rule.id, not row.look.hasFocus()
        return None

    def _focus_again(self, focused: tuple[int, str, bool] | None) -> None:
        if focused is None or not self.rows:
            return
        place, rule, was_button = focused
        same = next((row for row in self.rows if row.group.rule.id == rule), None)
        row = same or self.rows[min(place, len(self.rows) - 1)]
        button = row.together if same is not None and was_button and row.together else row.look
        button.setFocus(Qt.FocusReason.OtherFocusReason)


_SEVERITIES: Final = {Tone.ERROR: Severity.ERROR, Tone.WARNING: Severity.WARNING}
