"""Step 1, right: the public page at one finding, with a way along all of its group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from ui import theme
from ui.bridge import no_document
from ui.page.preview import PreviewPane
from ui.theme import icons
from ui.widgets.announce import announce
from ui.widgets.common_words import thousands
from ui.widgets.labels import EmptyState, MessageArea, ShortLabel, plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.marks import severity_mark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from klimaeditor.checks.groups import FindingGroup
    from klimaeditor.model.findings import Finding
    from ui.bridge import DocumentBridge


# --- words ---------------------------------------------------------------------------------------

SO_IT_LOOKS: Final = "So sieht es aus"
BEFORE: Final = "Vorige Stelle"
NEXT: Final = "Nächste Stelle"
TO_FIELD: Final = "Zum &Feld"
BACK_HERE: Final = "Danach bringt Strg+Umschalt+P Sie hierher zurück."
TO_LIST: Final = "Zur &Liste"
NO_PAGE: Final = "Das betrifft eine ganze Datei und keine einzelne Seite."
CHOOSE: Final = "Mit „Ansehen“ erscheint hier die Stelle der öffentlichen Seite."
_LINES: Final = 5
_TIGHT_LINES: Final = 2
_GO_IN_HEAD: Final = 3
_SETTLE_MS: Final = 300
_LEAST: Final = 85  # logical pixels at 100 %: a line of the page and its label


def one_of(title: str, place: int, total: int) -> str:
    """Return which place of a group is shown."""
    return f"{title}, {thousands(place)} von {thousands(total)}"


# --- the place -----------------------------------------------------------------------------------


class PublicPlace(QFrame):
    """Shows the findings of one group one after the other, each where the public sees it.

    *to_field* carries the finding shown, *to_list* says that the list is wanted back where there
    is room for one of both, *shown* that other stops for the keyboard are there.
    """

    to_field = Signal(object)
    to_list = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._group: FindingGroup | None = None
        self._place = 0
        self._tight = False
        self._heading = plain_label(SO_IT_LOOKS, "heading")
        self._hint = plain_label(BACK_HERE, "muted")
        self._counter = ShortLabel(1, "muted")
        self._title = ShortLabel(1, "field")
        self.before = self._arrow("chevron-left", BEFORE, -1)
        self.next = self._arrow("chevron-right", NEXT, 1)
        self.back = QPushButton(TO_LIST, self)
        self.back.clicked.connect(self.to_list)
        self.back.hide()
        self.preview = PreviewPane(self)
        self._no_page = EmptyState(self)
        self._mark = QLabel(self)
        self._sentence = MessageArea(_LINES, self)
        self.go = QPushButton(TO_FIELD, self)
        icons.tint(self.go, "arrow-right")
        self.go.clicked.connect(self._go)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        bar = self.preview.sheet.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_: self._keep_in_sight())
        self.preview.field_chosen.connect(lambda *_: self._go())
        self._lay_out()
        self._show()

    # --- what others ask -------------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document."""
        self._bridge = bridge
        self._group, self._place = None, 0
        self.preview.set_bridge(bridge)
        self._show()

    @property
    def group(self) -> FindingGroup | None:
        """The group whose places are shown."""
        return self._group

    @property
    def finding(self) -> Finding | None:
        """The finding that is shown."""
        return None if self._group is None else self._group.findings[self._place]

    def show_group(self, group: FindingGroup | None, *, aloud: bool = True) -> None:
        """Show a group from its first finding; the same rule again keeps its place."""
        shown = self.finding
        same = shown is not None and group is not None and group.rule.id == shown.rule
        before = self._place if same else 0
        self._group = group
        self._place = 0
        if same and group is not None and shown is not None:
            self._place = next(
                (n for n, found in enumerate(group.findings) if _at(found) == _at(shown)),
                min(before, len(group.findings) - 1),
            )
        self._show()
        if aloud:
            announce(self, self._spoken())

    def show_tight(self, *, tight: bool) -> None:
        """Leave out what has no room where this stands alone, and show the way back."""
        self.back.setVisible(tight)
        for widget in (self.go, self._hint):
            self._foot.removeWidget(widget)
        self._head.removeWidget(self.go)
        if tight:
            self._head.insertWidget(_GO_IN_HEAD, self.go)
        else:
            self._foot.addWidget(self.go)
        self._foot.addWidget(self._hint)
        self._heading.setHidden(tight)
        self._hint.setHidden(tight)
        self._title.setHidden(tight)
        self._tight = tight
        self._show_counter()
        lines = _TIGHT_LINES if tight else _LINES
        self.preview.setMinimumHeight(theme.current().px(_LEAST))
        self._sentence.setMaximumHeight(lines * self.fontMetrics().lineSpacing() + 2)

    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, from top to bottom."""
        return [self.back, self.before, self.next, *self.preview.stops(), self.go]

    def step(self, by: int) -> None:
        """Show the next or the previous finding of the group, around the end."""
        if self._group is not None:
            self._place = (self._place + by) % len(self._group.findings)
            self._show()
            announce(self, self._spoken())

    # --- inside ----------------------------------------------------------------------------

    def _arrow(self, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(name)
        button.setAccessibleName(name)
        icons.tint(button, icon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.step(step))
        return button

    def _lay_out(self) -> None:
        space = theme.Space
        head = self._head = QHBoxLayout()
        head.setSpacing(space.S)
        head.addWidget(self.back)
        head.addWidget(self._heading)
        head.addWidget(self._counter, 1)
        head.addWidget(self.before)
        head.addWidget(self.next)
        said = QHBoxLayout()
        said.setSpacing(space.S)
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._sentence, 1)
        foot = self._foot = FlowLayout(spacing=space.S)
        foot.addWidget(self.go)
        foot.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.S)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self.preview, 1)
        column.addWidget(self._no_page, 1)
        column.addLayout(said)
        column.addLayout(foot)

    def _show(self) -> None:
        self._show_place()
        self.shown.emit()

    def _show_place(self) -> None:
        group, finding = self._group, self.finding
        many = group is not None and len(group.findings) > 1
        self.before.setEnabled(many)
        self.next.setEnabled(many)
        measure = None if finding is None else finding.measure
        self.go.setEnabled(measure is not None)
        self.preview.setVisible(measure is not None)
        self._no_page.setVisible(measure is None)
        if group is None or finding is None:
            self._show_counter()
            self._say(None)
            self._no_page.show_state("eye", CHOOSE)
            return
        self._show_counter()
        self._say(finding)
        if measure is None:
            self._no_page.show_state("file-text", NO_PAGE)
            return
        self.preview.show_measure(measure)
        self.preview.refresh()
        self.preview.show_field(finding.field or "")
        self._settling.start()

    def _keep_in_sight(self) -> None:
        """Show the place again while the page just shown still finds its height."""
        if self._settling.isActive() and self.finding is not None:
            self.preview.show_field(self.finding.field or "")

    def _say(self, finding: Finding | None) -> None:
        self._sentence.set_text("" if finding is None else finding.message)
        self._sentence.setVisible(finding is not None)
        self._mark.setVisible(finding is not None)
        if finding is not None:
            mark = severity_mark(finding.severity)
            icons.tint_label(self._mark, mark.icon, mark.tone.value)

    def _show_counter(self) -> None:
        """Say which place of how many is shown, and of which measure."""
        counter, title = self._counted(), self._measure_title()
        self._title.setText(title)
        self._counter.setText(f"{counter} · {title}" if self._tight and title else counter)

    def _counted(self) -> str:
        group = self._group
        return one_of(group.title, self._place + 1, len(group.findings)) if group else ""

    def _spoken(self) -> str:
        finding = self.finding
        if finding is None:
            return ""
        parts = (self._counted(), self._measure_title(), finding.message)
        return ". ".join(part for part in parts if part)

    def _measure_title(self) -> str:
        measure = None if self.finding is None else self.finding.measure
        return "" if measure is None else self._bridge.document.view(measure).title

    def _go(self) -> None:
        finding = self.finding
        if finding is not None and finding.measure is not None:
            self.to_field.emit(finding)


def _at(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.measure, finding.field, finding.file, finding.place
