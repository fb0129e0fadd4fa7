"""A list of hits, each to be accepted or refused, and before and after of the one at hand."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from klimaeditor.diff.worddiff import Run, RunKind
from ui import theme
from ui.review.row_list import ListRow, RowList
from ui.review.versions import Version, VersionColumns
from ui.theme import Tone, icons
from ui.widgets.announce import announce
from ui.widgets.common_words import thousands
from ui.widgets.labels import plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.marks import Badge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from klimaeditor.document import Document
    from klimaeditor.model.textplaces import Excerpt, Substitution


# --- words ---------------------------------------------------------------------------------------

HITS: Final = "Gefundene Stellen"
BEFORE: Final = "Jetzt"
AFTER: Final = "Danach"
TAKEN: Final = "wird geändert"
LEFT: Final = "bleibt"
SPOKEN_HIT: Final = "{title}, {label}, {state}"
TAKE: Final = "Ä&ndern"
TAKE_TIP: Final = "Diese Stelle ändern und zur nächsten gehen"
REFUSE: Final = "Nicht änd&ern"
REFUSE_TIP: Final = "Diese Stelle lassen, wie sie ist, und zur nächsten gehen"
TAKE_ALL: Final = "A&lle gezeigten ändern"
REFUSE_ALL: Final = "Alle gezeig&ten nicht ändern"
KEYS: Final = "Leertaste: ändern oder nicht ändern · Alt+↓ und Alt+↑: nächste und vorige Stelle"
SIGNS: Final = "␣ Leerzeichen · ⍽ geschütztes Leerzeichen · ⇥ Tabulator · ↵ Zeilenende"


def accepted_of_shown(count: int, total: int) -> str:
    """Return how many of the hits shown are accepted."""
    return f"{thousands(count)} von {thousands(total)} zum Ändern gewählt"


def cut_off(shown: int, total: int) -> str:
    """Return the remark where there are more hits than the list shows."""
    return (
        f"Gezeigt werden die ersten {thousands(shown)} von {thousands(total)} Stellen; "
        "die übrigen kommen beim nächsten Mal."
    )


# --- A list of hits, each to be accepted or refused, and before and after of the one at hand -----

MOST: Final = 1_000
"""So many hits are shown at once; nobody decides more of them one by one."""
_LIST_WIDTH: Final = 300  # px at 100 %
_MOST_LIST: Final = 45  # percent of the whole
_TAKEN = Badge(TAKEN, "circle-check", Tone.GOOD)
_LEFT = Badge(LEFT, "circle-minus", Tone.NEUTRAL)


class TickList(RowList):
    """*ticked* says that Space was pressed on the row at hand."""

    ticked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept or refuse with Space."""
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit()
        else:
            super().keyPressEvent(event)


class HitReview(QWidget):
    """*changed* says that other hits are accepted than before; nothing is accepted by itself."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[HitRow, ...] = ()
        self._taken: set[HitRow] = set()
        self._counter = plain_label(role="field", wrap=True)
        self._cut_off = plain_label(role="note", wrap=True)
        self.list = TickList(HITS, self, badges=True)
        self._columns = VersionColumns((BEFORE, AFTER), (1, 1))
        self._take = self._button(TAKE, "check", TAKE_TIP)
        self._refuse = self._button(REFUSE, "x", REFUSE_TIP)
        self.take_all = self._button(TAKE_ALL, "check-check")
        self.refuse_all = self._button(REFUSE_ALL)
        self._lay_out()
        self._connect()
        self.show_rows(())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list its width, but no more than leaves the texts room on a small screen."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            width = self.width()
            listed = min(theme.current().px(_LIST_WIDTH), width * _MOST_LIST // 100)
            self._splitter.setSizes([listed, width - listed])

    def show_rows(self, rows: Sequence[HitRow], count: int | None = None) -> None:
        """Show other hits, the first of *count* (None: all); those accepted stay so."""
        count = len(rows) if count is None else count
        self._rows = tuple(rows[:MOST])
        self._cut_off.setText(cut_off(len(self._rows), count))
        self._cut_off.setVisible(count > len(self._rows))
        self._refresh()
        self.list.select_row(0 if self._rows else None)
        self._show(self.list.selected_row())

    def shown(self) -> tuple[HitRow, ...]:
        """Return the hits in the list."""
        return self._rows

    def accept(self, rows: Sequence[HitRow]) -> None:
        """Count *rows* as accepted and nothing else, without telling."""
        self._taken = set(rows)
        self._refresh()

    def count_text(self) -> str:
        """Return how many of the hits shown are accepted, as it is shown."""
        return self._counter.text()

    def accepted(self) -> set[HitRow]:
        """Return the hits accepted, also those that are not shown now."""
        return set(self._taken)

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        buttons: list[QWidget] = [self._take, self._refuse, self.take_all, self.refuse_all]
        return [self.list, *self._columns.focus_order(), *buttons]

    def be_led_from(self, widget: QWidget) -> None:
        """Let Alt+Down and Alt+Up lead from hit to hit while *widget* has the keyboard, too."""
        self._lead(widget, Qt.ShortcutContext.WidgetShortcut)

    def _lead(self, widget: QWidget, context: Qt.ShortcutContext) -> None:
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(context)
            shortcut.activated.connect(lambda step=step: self._step(step))

    def _button(self, text: str, picture: str = "", tip: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        if picture:
            icons.tint(button, picture)
        return button

    def _lay_out(self) -> None:
        space = theme.Space
        side = QWidget(self)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, space.S, 0)
        left.setSpacing(space.S)
        for widget in (self._counter, self._cut_off):
            left.addWidget(widget)
        left.addWidget(self.list, 1)
        detail = QWidget(self)
        right = QVBoxLayout(detail)
        right.setContentsMargins(space.S, 0, 0, 0)
        right.setSpacing(space.S)
        right.addWidget(self._columns, 1)
        right.addWidget(plain_label(SIGNS, "note", wrap=True))
        right.addLayout(_flow(self._take, self._refuse))
        right.addLayout(_flow(self.take_all, self.refuse_all))
        right.addWidget(plain_label(KEYS, "note", wrap=True))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(side)
        splitter.addWidget(_Scrolling(detail))
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        self._splitter = splitter
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        for first, second in pairwise(self.focus_order()):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.list.row_selected.connect(self._show)
        self.list.ticked.connect(self._toggle)
        self.list.entered_row.connect(lambda _index, _control: self._toggle())
        self._take.clicked.connect(lambda: self._decide(taken=True))
        self._refuse.clicked.connect(lambda: self._decide(taken=False))
        self.take_all.clicked.connect(lambda: self._decide_all(taken=True))
        self.refuse_all.clicked.connect(lambda: self._decide_all(taken=False))
        self._lead(self, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _refresh(self) -> None:
        self.list.show_rows([self._list_row(row) for row in self._rows])
        taken = sum(row in self._taken for row in self._rows)
        self._counter.setText(accepted_of_shown(taken, len(self._rows)))
        for button in (self._take, self._refuse, self.take_all, self.refuse_all):
            button.setEnabled(bool(self._rows))

    def _list_row(self, row: HitRow) -> ListRow:
        mark = _TAKEN if row in self._taken else _LEFT
        spoken = SPOKEN_HIT.format(title=row.title, label=row.label, state=mark.word)
        return ListRow(row.title, row.label, spoken, mark)

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            row = self._rows[place]
            self._columns.show_versions(row.versions(), row.field)

    def _step(self, step: int) -> None:
        place = self.list.selected_row() + step
        if 0 <= place < len(self._rows):
            self.list.select_row(place)

    def _toggle(self) -> None:
        place = self.list.selected_row()
        if 0 <= place < len(self._rows):
            self._set(self._rows[place : place + 1], taken=self._rows[place] not in self._taken)

    def _decide(self, *, taken: bool) -> None:
        place = self.list.selected_row()
        if 0 <= place < len(self._rows):
            self._set(self._rows[place : place + 1], taken=taken)
            self._step(1)

    def _decide_all(self, *, taken: bool) -> None:
        self._set(self._rows, taken=taken)

    def _set(self, rows: Sequence[HitRow], *, taken: bool) -> None:
        self._taken = self._taken | set(rows) if taken else self._taken - set(rows)
        self._refresh()
        announce(self.list, self._counter.text())
        self.changed.emit()


class _Scrolling(QScrollArea):
    """Lets *page* be scrolled where large letters leave it too little room; never sideways."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        page.setProperty("role", "panel")
        self._page = page
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the page beside the bar that scrolls it."""
        beside = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        width = self._page.minimumSizeHint().width() + beside
        return QSize(width, super().minimumSizeHint().height())


def _flow(*buttons: QPushButton) -> FlowLayout:
    flow = FlowLayout(spacing=theme.Space.S)
    for button in buttons:
        flow.addWidget(button)
    return flow


# --- Hits in texts as rows that a person can read: where, what stands there, what would ----------

_SIGNS: Final = {
    " ": "␣",
    "\t": "⇥",
    "\n": "↵",
    "\u00a0": "⍽",
    "\u00ad": "¬",
    "\u200b": "◦",
    "\u2060": "◦",
    "\ufeff": "◦",
}


def titles_of(document: Document) -> Callable[[int], str]:
    """Return what gives the title of a measure by its key; each is looked up once."""
    return cache(lambda key: document.view(key).title)


class HitRow(NamedTuple):
    """One hit: title of its measure, what it is and in which field, the hit, that field's label."""

    title: str
    label: str
    hit: Substitution
    field: str

    def versions(self) -> tuple[Version, Version]:
        """Return what stands there and what would, with the hit marked."""
        before, after = self.hit.before(), self.hit.after()
        return _version(before, RunKind.REMOVED), _version(after, RunKind.ADDED)


def visible(text: str) -> str:
    """Return *text* with signs for what cannot be seen; private characters by their number."""
    return "".join(_SIGNS.get(letter) or _named(letter) for letter in text)


def visible_line(text: str) -> str:
    """Return a value on one line: line ends, and blanks at its ends, as signs."""
    inner = text.strip(" ")
    start = len(text) - len(text.lstrip(" "))
    ends = visible(text[:start]), visible(text[start + len(inner) :])
    return ends[0] + inner.replace("\n", "↵") + ends[1]


def _named(letter: str) -> str:
    private = "\ue000" <= letter <= "\uf8ff"
    return f"[U+{ord(letter):04X}]" if private else letter


def _version(found: Excerpt, kind: RunKind) -> Version:
    """Return an excerpt; in the hit itself white space at its ends is made visible."""
    runs = (
        Run(RunKind.EQUAL, found.head),
        Run(kind, _shown(found.hit)),
        Run(RunKind.EQUAL, found.tail),
    )
    return Version(tuple(run for run in runs if run.text))


def _shown(text: str) -> str:
    """Return a hit: ordinary blanks between words stay as they are."""
    inner = text.strip(" ")
    if not inner:
        return visible(text)
    left, right = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    odd = "".join(letter if letter == " " else visible(letter) for letter in inner)
    return visible(left) + odd + visible(right)
