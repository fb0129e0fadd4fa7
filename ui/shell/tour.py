"""The tour: a small card that points to one thing after the other, and stops nobody from working.

The card lies above the window's content, the ring is painted around what it speaks of. Eingabe on
the card goes on and Esc leaves, wherever Esc means nothing else; Alt and the underlined letter work
from everywhere. The tour changes no data by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.shell.pages import MEASURES
from ui.theme import icons
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from ui.shell.main_window import MainWindow


# --- words ---------------------------------------------------------------------------------------

NEXT: Final = "&Weiter"
BACK: Final = "&Zurück"
DONE: Final = "&Fertig"
LEAVE: Final = "Rundgang beenden (Esc)"
SPOKEN: Final = "Rundgang, Schritt {number} von {total}: {title}"
STEP: Final = "Rundgang · {number} von {total}"
FINISHED: Final = "Der Rundgang ist zu Ende. Er beginnt wieder unter Hilfe › Rundgang."

LIST_TITLE: Final = "Eine Maßnahme finden"
LIST_TEXT: Final = (
    "Hier stehen alle Maßnahmen. Probieren Sie es: Strg+F, dann ein Wort wie „Wind“. "
    "Die Liste zeigt nur noch die Treffer, Esc leert die Suche."
)
FIELD_TITLE: Final = "Eine Angabe ändern"
FIELD_TEXT: Final = (
    "Klicken Sie in dieses Feld und schreiben Sie ein Wort dazu. Übernehmen müssen Sie nichts; "
    "Strg+Z macht es rückgängig."
)
PAGE_TITLE: Final = "Die öffentliche Seite folgt"
PAGE_TEXT: Final = (
    "Hier steht, was alle lesen werden. Die Stelle des Feldes ist umrahmt und ändert sich, "
    "während Sie tippen. Alle Angaben sind öffentlich, auch die, die keine Seite zeigt."
)
FINDING_TITLE: Final = "Einen Befund beheben"
FINDING_TEXT: Final = (
    "Unter diesem Feld steht, was nicht stimmt. Klicken Sie hinein: Der Satz sagt, was zu tun ist, "
    "und oft behebt es ein Knopf oder Strg+Punkt."
)
NO_FINDING_TEXT: Final = (
    "Stimmt etwas nicht, steht es unter dem Feld. F8 zeigt alle Befunde des Datensatzes auf einer "
    "Seite."
)
PUBLISH_TITLE: Final = "Veröffentlichen"
PUBLISH_TEXT: Final = (
    "„Veröffentlichen“ zeigt vorher alles, was die Öffentlichkeit sehen wird. Danach entsteht ein "
    "Ordner für die Website-Betreuung; ins Internet stellt der Klimaeditor nichts."
)
END_TITLE: Final = "Das war der Rundgang"
END_TEXT: Final = (
    "F1 erklärt das Feld, in dem Sie stehen, Umschalt+F1 öffnet das Handbuch. Eigene Daten öffnen "
    "Sie mit Strg+O; im Beispiel können Sie weiter üben."
)


# --- the steps -----------------------------------------------------------------------------------

_FIELD: Final[FieldName] = "summary"


@dataclass(frozen=True, slots=True)
class TourStep:
    """One stop: *show* brings what it is about into sight and returns it.

    The first widget gets the ring; the card keeps clear of all of them as far as there is room.
    """

    title: str
    text: str
    show: Callable[[MainWindow], Sequence[QWidget]]


def steps_for(window: MainWindow) -> tuple[TourStep, ...]:
    """Return the stops through what *window* has open."""
    finding = _finding(window)
    return (
        TourStep(LIST_TITLE, LIST_TEXT, _show_list),
        TourStep(FIELD_TITLE, FIELD_TEXT, _show_field),
        TourStep(PAGE_TITLE, PAGE_TEXT, _show_page),
        TourStep(
            FINDING_TITLE,
            FINDING_TEXT if finding else NO_FINDING_TEXT,
            lambda window: _show_finding(window, finding),
        ),
        TourStep(PUBLISH_TITLE, PUBLISH_TEXT, _show_publish),
        TourStep(END_TITLE, END_TEXT, lambda _window: ()),
    )


def _finding(window: MainWindow) -> Finding | None:
    """Return a finding that a button repairs, in a field of a measure."""
    found = window.workspace.bridge.document.findings.all()
    fixable = (f for f in found if f.fix is not None and f.fix.automatic and f.measure is not None)
    return next((f for f in fixable if f.field is not None), None)


def _show_list(window: MainWindow) -> Sequence[QWidget]:
    room = window.workspace.room
    room.show_list()
    return (room.list,)


def _show_field(window: MainWindow) -> Sequence[QWidget]:
    form = window.workspace.form
    window.workspace.room.show_form()
    row = form.rows[_FIELD]
    form.page.reveal(row)
    return (row,)


def _show_page(window: MainWindow) -> Sequence[QWidget]:
    workspace = window.workspace
    workspace.room.show_side()
    workspace.side.show_preview()
    workspace.side.show_field(_FIELD)
    return workspace.side, workspace.form.rows[_FIELD]


def _show_finding(window: MainWindow, finding: Finding | None) -> Sequence[QWidget]:
    workspace = window.workspace
    workspace.room.show_form()
    if finding is None or finding.measure not in workspace.bridge.document.dataset.measures:
        return (workspace.form,)
    workspace.go_to(finding.measure, None)
    row = next((r for name, r in workspace.form.rows.items() if name == finding.field), None)
    if row is None:
        return (workspace.form,)
    workspace.form.page.reveal(row)
    return (row,)


def _show_publish(window: MainWindow) -> Sequence[QWidget]:
    button = window.bar.tools["publish"]
    return (window.bar.more if button.isHidden() else button,)


# --- the tour ------------------------------------------------------------------------------------

_MEASURED_ANEW: Final = frozenset(
    {QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange}
)
_LOOK_MS: Final = 120  # what is pointed to may scroll, fold or go meanwhile


class Tour(QObject):
    """Leads through *window*; :meth:`begin` starts it, anew where it is on already."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps: tuple[TourStep, ...] = ()
        self._place = 0
        self._targets: Sequence[QWidget] = ()
        self._card = TourCard(window)
        self._ring = TourRing(window)
        self._card.next.clicked.connect(self.go_on)
        self._card.back.clicked.connect(self.go_back)
        self._card.leave.clicked.connect(self.leave)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._follow)
        window.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the card is seen."""
        return not self._card.isHidden()

    @property
    def place(self) -> int:
        """The step that is shown, counted from 0."""
        return self._place

    @property
    def card(self) -> TourCard:
        """The card."""
        return self._card

    def begin(self) -> None:
        """Show the first step; a document has to be open."""
        self._steps = steps_for(self._window)
        self._look.start()
        self._show(0)

    def go_on(self) -> None:
        """Show the next step, or end behind the last one."""
        if self._place + 1 < len(self._steps):
            self._show(self._place + 1)
        else:
            self.leave()

    def go_back(self) -> None:
        """Show the step before."""
        self._show(max(0, self._place - 1))

    def leave(self) -> None:
        """End the tour; the keyboard goes back to work if the card had it."""
        if not self.is_on:
            return
        self._look.stop()
        had_keyboard = self._card.isAncestorOf(self._window.focusWidget())
        self._card.hide()
        self._ring.hide()
        self._targets = ()
        if had_keyboard and self._window.workspace.isVisible():
            self._window.workspace.room.focus_first()
        self._window.status.say(FINISHED)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave on Esc that nothing in the window wanted; follow the size of the window."""
        if watched is self._window and self.is_on:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    self.leave()
                    return True
            elif event.type() in _MEASURED_ANEW:
                QTimer.singleShot(0, self, self._settle)
        return False

    def _show(self, place: int) -> None:
        self._place = place
        step = self._steps[place]
        if self._window.workspace.bridge.is_open:
            self._window.pages.show_page(MEASURES)
        self._targets = step.show(self._window)
        total = len(self._steps)
        self._card.show_step(step, place, total)
        self._settle()
        self._card.show()
        self._card.raise_()
        self._card.next.setFocus(Qt.FocusReason.OtherFocusReason)
        spoken = SPOKEN.format(number=place + 1, total=total, title=step.title)
        announce(self._card, f"{spoken}. {step.text}")

    def _settle(self) -> None:
        """Put the card where it covers least of what it speaks of."""
        if self._steps:
            self._follow()
            taken = [self._seen(widget) for widget in self._targets]
            room = self._window.pages.rect().translated(
                self._window.pages.mapTo(self._window, QPoint())
            )
            self._card.place_in(room, taken)

    def _follow(self) -> None:
        """Keep the ring around what is pointed to, as far as that is seen."""
        seen = self._seen(self._targets[0]) if self._targets else QRect()
        self._ring.surround(seen)
        if not seen.isEmpty():
            self._ring.stackUnder(self._card)

    def _seen(self, widget: QWidget) -> QRect:
        """Return the part of a widget that is seen, in the window's coordinates."""
        if not widget.isVisible():
            return QRect()
        part = widget.visibleRegion().boundingRect()
        return part.translated(widget.mapTo(self._window, QPoint()))


class TourCard(QFrame):
    """Title, text and buttons of a step."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "tour")
        self._number = plain_label(role="muted")
        self._title = plain_label(role="heading", wrap=True)
        self._text = plain_label(wrap=True)
        self.back = QPushButton(BACK, self)
        self.next = QPushButton(NEXT, self)
        self.next.setProperty("role", "primary")
        self.leave = QToolButton(self)
        self.leave.setAccessibleName(LEAVE)
        self.leave.setToolTip(LEAVE)
        self.leave.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        icons.tint(self.leave, "x")
        space = theme.Space
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        head.addWidget(self.leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.L, space.S, space.L, space.L)
        column.setSpacing(space.S)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(space.S)
        column.addLayout(buttons)
        self.hide()

    def words(self) -> str:
        """Return title and text."""
        return f"{self._title.text()}\n{self._text.text()}"

    def show_step(self, step: TourStep, place: int, total: int) -> None:
        """Show a step."""
        self._number.setText(STEP.format(number=place + 1, total=total))
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.back.setEnabled(place > 0)
        self.next.setText(NEXT if place + 1 < total else DONE)
        self.setAccessibleName(SPOKEN.format(number=place + 1, total=total, title=step.title))
        self.setAccessibleDescription(step.text)
        self.next.setAccessibleDescription(step.text)

    def place_in(self, room: QRect, taken: Sequence[QRect]) -> None:
        """Lie in *room*, beside what is *taken* where that is possible."""
        gap, wide = theme.current().px(_GAP), theme.current().px(_WIDE)
        width = min(wide, room.width() - 2 * gap)
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else self.height()
        size = QSize(width, min(height, room.height() - 2 * gap))
        inner = room.adjusted(gap, gap, -gap, -gap)
        places = [QRect(corner, size) for corner in _corners(inner, size, taken)]
        best = min(
            (rect for rect in places if inner.contains(rect)),
            key=lambda rect: sum(_area(rect.intersected(other)) for other in taken),
            default=QRect(inner.topLeft(), size),
        )
        self.setGeometry(best)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, leave with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            pressed = focused if focused in (self.back, self.leave) else self.next
            pressed.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave.click()
        else:
            super().keyPressEvent(event)


_WIDE: Final = 340
_GAP: Final = 16


def _corners(room: QRect, size: QSize, taken: Sequence[QRect]) -> list[QPoint]:
    """Return where a card of *size* could begin: beside the first of *taken*, then the corners."""
    gap = theme.current().px(_GAP)
    found = []
    if taken and not taken[0].isEmpty():
        target = taken[0]
        top = max(room.top(), min(target.top(), room.bottom() - size.height() + 1))
        found = [
            QPoint(target.right() + gap, top),
            QPoint(target.left() - size.width() - gap, top),
            QPoint(target.left(), target.bottom() + gap),
            QPoint(target.left(), target.top() - size.height() - gap),
        ]
    right, bottom = room.right() - size.width() + 1, room.bottom() - size.height() + 1
    return [
        *found,
        QPoint(right, bottom),
        QPoint(room.left(), bottom),
        QPoint(right, room.top()),
        room.topLeft(),
    ]


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())


class TourRing(QWidget):
    """A ring around something; the mouse goes through it, and it has no place for the keyboard."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, target: QRect) -> None:
        """Lie around *target*, in the window's coordinates; an empty one is not surrounded."""
        self.setVisible(not target.isEmpty())
        if target.isEmpty():
            return
        edge = theme.current().px(_EDGE)
        around = target.adjusted(-edge, -edge, edge, edge)
        around = around.intersected(self._window.rect())
        if self.geometry() != around:
            self.setGeometry(around)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("accent"), _LINE))
        half = _LINE / 2
        radius = tokens.px(8)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
        painter.end()


_EDGE: Final = 4
_LINE: Final = 3
