"""What is known of the field with the cursor: help, remarks of departments, former values.

It lies below the public page (D 9). Whoever knows more of fields is another :class:`PanelSource`:
the panel asks each of them, shows those that have something to say, and nothing of the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.readable import readable
from klimaeditor.diff.describe import describe
from klimaeditor.files.formervalues import FormerValues
from klimaeditor.model.core_words import READ_ONLY, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT, Absent, same
from ui import theme
from ui.bridge import Connections, DocumentBridge, no_document
from ui.theme import icons
from ui.widgets.labels import ShortLabel, hairline, plain_label, safe_tip
from ui.widgets.layouts import settle_layout
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.checks.readable import Readable
    from klimaeditor.exchange.waitingreturns import FieldRemark
    from klimaeditor.files.formervalues import FormerValue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

PANE: Final = "Zum Feld"
HELP: Final = "Mehr"
ADD_NOTE: Final = "Notiz hinzufügen"
HELP_KEY: Final = "F1"
HELP_TIP: Final = "Hilfe zu diesem Feld (F1)"
PUBLIC: Final = "Alle Angaben sind öffentlich"
TAKE: Final = "Übernehmen"
CLEAR: Final = "Feld leeren"


def public_where(shown: str) -> str:
    """Return that all is public, and where the page prints the field (WEB-12)."""
    return f"{PUBLIC}. Hier: {shown}"


def show_all(count: int) -> str:
    """Return the button that unfolds what a source knows."""
    return f"Alle {count}"


def take_spoken(button: str, head: str, text: str, label: str) -> str:
    """Return what a screen reader says of the button that takes a value over."""
    return f"{button}: {shortened(text)}, {shortened(head.rstrip(':'))}, {label}"


def more_spoken(button: str, label: str) -> str:
    """Return what a screen reader says of the link to all that a source knows of a field."""
    return f"{button}: {shortened(label)}"


# --- What a source says --------------------------------------------------------------------------

_FIRST: Final = 2
_LINES: Final = 8
_MARK: Final = 14  # logical pixels at 100 %
_MOST_SHARE: Final = 0.4
_LEAST: Final = 40
_SOON_MS: Final = 120


@dataclass(frozen=True, slots=True)
class PanelAction:
    """What can be done with an entry: *name* for whoever does it, *text* on the link."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """One thing to say of a field: *head* whose it is and of when, *text* what it says.

    With *can_take*, the user may put *value* into the field. *actions* are what else can be done
    with it, by its *key*; a *quiet* one is settled.
    """

    head: str
    text: str
    value: Value = ABSENT
    can_take: bool = False
    key: str = ""
    actions: tuple[PanelAction, ...] = ()
    quiet: bool = False


class PanelSource(Protocol):
    """Knows something of fields; *icon* stands before it, *framed* sets it off as somebody's words.

    *title* is what a screen reader calls it; *more* is the link to all it knows, "" for none.
    """

    title: str
    icon: str
    framed: bool
    more: str

    def entries(self, view: MeasureView, field: Field) -> Sequence[PanelEntry]:
        """Return what is known of a field, the latest first; nothing where it does not appear."""


class _SourceBlock(QWidget):
    """What one source says. *taken* carries the value to be put into the field.

    *more_wanted*: all that the source knows shall be shown elsewhere. *acted* carries the key of an
    entry and the name of what is to be done with it.
    """

    taken = Signal(object)
    more_wanted = Signal()
    acted = Signal(str, str)
    changed = Signal()

    def __init__(self, source: PanelSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.source = source
        self.setAccessibleName(source.title)
        self._entries: Sequence[PanelEntry] = ()
        self._label = ""
        self._locked = False
        self._unfolded = False
        mark = QLabel(self)
        icons.tint_label(mark, source.icon, "muted", _MARK)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.Space.XS)
        row.addLayout(self._column, 1)
        self.hide()

    def show_entries(self, entries: Sequence[PanelEntry], label: str, *, locked: bool) -> None:
        """Show what is known of the field called *label*; *locked* where it may only be read."""
        if (entries, label, locked) == (self._entries, self._label, self._locked):
            return
        if label != self._label:
            self._unfolded = False
        self._entries, self._label, self._locked = entries, label, locked
        self._fill()

    def _fill(self) -> None:
        while self._column.count():
            gone = self._column.takeAt(0)
            widget = gone.widget() if gone is not None else None
            if widget is not None:
                widget.hide()
                widget.setParent(None)  # off the way of Tab at once
                widget.deleteLater()
        shown = self._entries if self._unfolded else self._entries[:_FIRST]
        for entry in shown:
            made = self._framed(entry) if self.source.framed else self._line(entry)
            self._column.addWidget(made)
            made.show()  # a layout shows later, but the keyboard may go there now
        links = QHBoxLayout()
        links.setSpacing(theme.Space.M)
        if len(shown) < len(self._entries):
            more = self._link(show_all(len(self._entries)))
            more.clicked.connect(self._unfold)
            links.addWidget(more)
        if self.source.more:
            elsewhere = self._link(self.source.more)
            elsewhere.setAccessibleName(more_spoken(self.source.more, self._label))
            elsewhere.clicked.connect(self.more_wanted)
            links.addWidget(elsewhere)
        links.addStretch(1)
        line = QWidget(self)
        links.setContentsMargins(0, 0, 0, 0)
        line.setLayout(links)
        self._column.addWidget(line)
        line.setVisible(links.count() > 1)
        self.setVisible(bool(self._entries))

    def _unfold(self) -> None:
        """Show all, and lead the keyboard on to what has appeared."""
        self._unfolded = True
        self._fill()
        self.changed.emit()
        fresh = [own for own in by_tab(self) if own.isVisibleTo(self)][_FIRST:]
        if fresh:
            fresh[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _framed(self, entry: PanelEntry) -> QWidget:
        frame = QFrame(self)
        frame.setProperty("role", "remark")
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.Space.S, theme.Space.XS, theme.Space.S, theme.Space.XS)
        column.setSpacing(2)
        if entry.head:
            column.addWidget(plain_label(entry.head, "muted", wrap=True))
        text = ShortLabel(_LINES, "muted" if entry.quiet else "", frame)
        text.setText(entry.text)
        column.addWidget(text)
        if entry.actions:
            column.addLayout(self._actions(entry))
        return frame

    def _actions(self, entry: PanelEntry) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.Space.M)
        for action in entry.actions:
            link = self._link(action.text)
            link.setAccessibleName(take_spoken(action.text, entry.head, entry.text, self._label))
            link.clicked.connect(lambda _=False, own=action: self.acted.emit(entry.key, own.name))
            row.addWidget(link)
        row.addStretch(1)
        return row

    def _line(self, entry: PanelEntry) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(plain_label(entry.head, "muted"))
        text = ShortLabel(2, "", line)
        text.setText(entry.text)
        row.addWidget(text, 1)
        if entry.can_take:
            nothing = isinstance(entry.value, Absent) or entry.value in ("", [])
            take = self._link(CLEAR if nothing else TAKE)
            take.setAccessibleName(take_spoken(take.text(), entry.head, text.text(), self._label))
            take.setEnabled(not self._locked)
            take.setToolTip(safe_tip(READ_ONLY) if self._locked else "")
            take.clicked.connect(lambda: self.taken.emit(entry.value))
            row.addWidget(take)
        return line

    def _link(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        return button


# --- The panel -----------------------------------------------------------------------------------


class FieldPanel(QScrollArea):
    """As high as what it says, at most 40 % of the side; then it scrolls.

    *take_wanted* carries a field and the value to be put into it, *action_wanted* the key of an
    entry and what is to be done with it, *versions_wanted* a field of which all former versions
    shall be shown; *help_wanted* asks for more help, *note_wanted* for a note about the field.
    *grown* says that it needs another height.
    """

    take_wanted = Signal(str, object)
    action_wanted = Signal(str, str)
    versions_wanted = Signal(str)
    help_wanted = Signal()
    note_wanted = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._heard = Connections()
        self._measure: int | None = None
        self._field: Field | None = None
        self._known = False
        self._height = 0
        self._blocks: list[_SourceBlock] = []
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(PANE)
        self._sheet = QWidget(self)
        self._sheet.setProperty("role", "panel")
        self._title = ShortLabel(1, "section", self._sheet)
        self._note = QPushButton(ADD_NOTE, self._sheet)
        self._note.setProperty("role", "link")
        self._note.setAutoDefault(False)
        self._note.clicked.connect(self.note_wanted)
        self._help = ShortLabel(1, "muted", self._sheet)
        self._more = QPushButton(HELP_KEY, self._sheet)
        self._more.setProperty("role", "quiet")
        self._more.setAutoDefault(False)
        self._more.setAccessibleName(HELP_TIP)
        self._more.setToolTip(HELP_TIP)
        self._more.clicked.connect(self.help_wanted)
        self._public = ShortLabel(1, "muted", self._sheet)
        self._lay_out()
        self.setWidget(self._sheet)
        self.hide()

    def _lay_out(self) -> None:
        space = theme.Space
        outer = QVBoxLayout(self._sheet)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(hairline())
        self._column = QVBoxLayout()
        self._column.setContentsMargins(space.L, space.S, space.M, space.S)
        self._column.setSpacing(space.XS)
        outer.addLayout(self._column)
        outer.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(space.M)
        head.addWidget(self._title, 1)
        head.addWidget(self._note)
        self._column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(space.S)
        row.addWidget(self._help, 1)
        row.addWidget(self._more)
        self._column.addLayout(row)
        self._column.addWidget(self._public)

    # --- what others ask of the panel --------------------------------------------------------

    def set_sources(self, sources: Sequence[PanelSource]) -> None:
        """Ask these sources from now on, in their order."""
        for block in self._blocks:
            self._column.removeWidget(block)
            block.deleteLater()
        self._blocks = [_SourceBlock(source, self._sheet) for source in sources]
        for block in self._blocks:
            block.taken.connect(self._take)
            block.more_wanted.connect(self._ask_for_versions)
            block.acted.connect(self._act)
            block.changed.connect(self._order)
            block.changed.connect(self.grown)
            self._column.addWidget(block)
        self.refresh()

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Speak of the fields of another document."""
        self._bridge = bridge
        self._measure, self._field = None, None
        self._heard.renew((bridge.fields_changed, self._on_fields))
        self.refresh()

    def show_measure(self, measure: int | None, name: str = "") -> None:
        """Speak of another measure and of a field of it, "" of none."""
        self._measure = measure
        self.show_field(name)

    def show_field(self, name: str) -> None:
        """Speak of a field, "" of none."""
        catalogue = self._bridge.document.dataset.site.catalogue
        self._field = catalogue.known_field(name) if name else None
        self.refresh()

    def refresh(self) -> None:
        """Ask the sources again."""
        self._soon.stop()
        document, field = self._bridge.document, self._field
        known = field is not None and self._measure in document.dataset.measures
        if field is not None and known and self._measure is not None:
            view = document.view(self._measure)
            self._show(view, field)
        self._known = known
        self.grown.emit()

    @property
    def has_field(self) -> bool:
        """Whether there is a field to speak of."""
        return self._known

    def fit(self, width: int, most: int) -> None:
        """Be as high as what is said takes in *width*, but no higher than the share of *most*."""
        settle_layout()
        layout = self._sheet.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        height = max(1, min(height, round(most * _MOST_SHARE)))
        if height != self._height:
            self._height = height
            self.setMaximumHeight(height)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height that :meth:`fit` has found."""
        return QSize(super().sizeHint().width(), self._height)

    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: a low window is not made higher by what is said of a field."""
        return QSize(0, min(self._height, theme.current().px(_LEAST)))

    # --- what is shown -----------------------------------------------------------------------

    def _show(self, view: MeasureView, field: Field) -> None:
        self.setAccessibleName(f"{PANE}: {field.label}")
        self._title.setText(field.label)
        self._help.show_lines(field.help, 1, field.help)
        self._public.setText(public_where(field.shown))
        for block in self._blocks:
            entries = tuple(block.source.entries(view, field))
            block.show_entries(entries, field.label, locked=self._bridge.read_only)
        self._order()

    def _order(self) -> None:
        """Let Tab reach what has been made anew in the order in which it stands there."""
        own = [own for block in self._blocks for own in by_tab(block)]
        lead_through([self._more, *own], self._note)

    def _on_fields(self, fields: frozenset[tuple[int, FieldName]]) -> None:
        if self._field is not None and (self._measure, self._field.name) in fields:
            self._soon.start()  # what is typed need not wait for it

    def _ask_for_versions(self) -> None:
        if self._field is not None:
            self.versions_wanted.emit(self._field.name)

    def _act(self, key: str, name: str) -> None:
        """Have something done with an entry; the keyboard stays where that was."""
        before = self._links()
        focused = self.window().focusWidget()
        place = before.index(focused) if focused in before else 0
        self.action_wanted.emit(key, name)
        self.refresh()
        left = self._links()
        next_one = left[min(place, len(left) - 1)] if left else self._note
        next_one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _links(self) -> list[QWidget]:
        """Return what can be pressed in the blocks, from top to bottom."""
        found = [own for block in self._blocks for own in by_tab(block)]
        return [own for own in found if own.isVisibleTo(self)]

    def _take(self, value: Value) -> None:
        if self._field is not None:
            self.take_wanted.emit(self._field.name, value)
            self.refresh()


# --- What the panel's sources are told ---------------------------------------------------------

REMARKS: Final = "Bemerkungen der zuständigen Stellen"
FORMER: Final = "Frühere Werte"
VERSIONS: Final = "Frühere Fassungen…"
WHOLE_MEASURE: Final = "zur Maßnahme"
UNKNOWN_SENDER: Final = "Rücklauf"


def returned_by(sender: str, day: str) -> str:
    """Return whose remark it is, and of the request of which day."""
    return f"{sender or UNKNOWN_SENDER} · Abfrage vom {day}" if day else sender or UNKNOWN_SENDER


def until(day: str) -> str:
    """Return the day until which a field had a value."""
    return f"bis {day}:"


def published_on(day: str) -> str:
    """Return the day on which a value was published."""
    return f"veröffentlicht {day}:"


def written_by(author: str, day: str) -> str:
    """Return who wrote a value, and when."""
    return f"{shortened(author)}, {day}:"


class RemarkSource:
    """What departments remarked in returns that wait to be decided on (D 9, D 10)."""

    title, icon, framed, more = REMARKS, "message-square", True, ""

    def __init__(self) -> None:
        self._remarks: dict[str, list[FieldRemark]] = {}

    def set_remarks(self, remarks: Iterable[FieldRemark]) -> None:
        """Tell of these remarks from now on."""
        self._remarks = {}
        for remark in remarks:
            self._remarks.setdefault(remark.measure_id, []).append(remark)

    def entries(self, view: MeasureView, field: Field) -> Sequence[PanelEntry]:
        """Return the remarks at the field, then those about the whole measure."""
        return [PanelEntry(_whose(remark), remark.text) for remark in self._about(view, field)]

    def offer(self, view: MeasureView, field: Field) -> Readable | None:
        """Return the value that a remark names for the field, None where it says that already."""
        for remark in self._about(view, field):
            for found in readable(field.kind, remark.text)[:1]:
                if not same(found.value, view.value(field.name)):
                    return replace(found, source=remark.text)
        return None

    def _about(self, view: MeasureView, field: Field) -> list[FieldRemark]:
        found = self._remarks.get(view.id, [])
        at_field = [remark for remark in found if remark.field == field.name]
        return [*at_field, *(remark for remark in found if not remark.field)]


def _whose(remark: FieldRemark) -> str:
    day = f"{remark.sent:%d.%m.%Y}" if remark.sent else ""
    who = returned_by(remark.sender, day)
    return who if remark.field else f"{who} · {WHOLE_MEASURE}"


class FormerSource:
    """What stood in a field before, from backups, packages and commits (D 9)."""

    title, icon, framed, more = FORMER, "history", False, VERSIONS

    def __init__(self) -> None:
        self._known = FormerValues()

    def set_values(self, known: FormerValues) -> None:
        """Tell of these values from now on."""
        self._known = known

    def entries(self, view: MeasureView, field: Field) -> Sequence[PanelEntry]:
        """Return the values the field had, the latest first, each to be taken over."""
        own = field.kind is not Kind.IDENTIFIER
        return [
            PanelEntry(_when(former), describe(former.value, field), former.value, can_take=own)
            for former in self._known.of(view.id, field.name, view.value(field.name))
        ]


def _when(former: FormerValue) -> str:
    day, commit = f"{former.seen:%d.%m.%Y}", former.sighting.commit
    if former.published:
        return published_on(day)
    logged = former.sighting.logged
    if commit is not None:
        return written_by(commit.author, f"{commit.made:%d.%m.%Y}")
    if logged is not None and logged.author:
        return written_by(logged.author, f"{logged.at.astimezone():%d.%m.%Y}")
    return until(day)
