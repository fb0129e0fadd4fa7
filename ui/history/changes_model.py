"""The unsaved changes as rows, grouped by measure; read again soon after an edit, not during it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal

from klimaeditor.diff.changed import ChangeKind, FieldChange, shown_after, shown_before
from klimaeditor.diff.worddiff import RunKind, word_diff
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Path
from ui.bridge import Connections, DocumentBridge, batches_in, no_document
from ui.widgets.common_words import thousands
from ui.widgets.labels import safe_tip
from ui.widgets.painting import few_marks, line_feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex


# --- German words of the list of unsaved changes -------------------------------------------------

BREAK: Final = "↵ "
JOINT: Final = " · "
GAP: Final = "…"
SEPARATED: Final = " … "
BEFORE, NOW = "Vorher: ", "Jetzt: "
_SPOKEN: Final = "{title}, {label}: vorher {before}, nachher {after}"
_KINDS: Final = {
    ChangeKind.ADDED: "neu",
    ChangeKind.REMOVED: "gelöscht",
    ChangeKind.MOVED: "verschoben",
    ChangeKind.CHANGED: "geändert",
}


def kind(found: ChangeKind) -> str:
    """Return the word for what became of a record."""
    return _KINDS[found]


def count(number: int) -> str:
    """Return e.g. „3 Änderungen“."""
    return counted(number, "Änderung", "Änderungen")


def more(number: int) -> str:
    """Return the last line of a list that is too long to be shown whole."""
    return f"… und {thousands(number)} weitere. „Alles rückgängig machen…“ umfasst auch sie."


def spoken(title: str, label: str, before: str, after: str) -> str:
    """Return what a screen reader says about a change."""
    return _SPOKEN.format(title=title, label=label, before=before, after=after)


def spoken_record(title: str, label: str, word: str) -> str:
    """Return what a screen reader says about a whole record."""
    return f"{title}, {label}: {word}"


# --- A change as two short lines: what goes, and what comes in its place -------------------------

_AROUND = 36  # characters of unchanged text that are shown beside a change
_MOST, _MOST_OF_RECORD = 400, 160  # characters of a line


class LinePart(NamedTuple):
    """Text, and whether it is what has changed."""

    text: str
    marked: bool


class ChangeSide(NamedTuple):
    """One side of a change: *comes* tells the new value from the old one."""

    comes: bool
    parts: tuple[LinePart, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(part.text for part in self.parts)


def lines_of(change: FieldChange) -> tuple[ChangeSide, ...]:
    """Return the old and the new value, long ones cut down to what is around the difference.

    A record that came or went has one line only.
    """
    before, after = shown_before(change), shown_after(change)
    if change.structural:
        comes = change.kind is ChangeKind.ADDED
        record = line_feeds(after if comes else before).replace("\n", JOINT)
        return (ChangeSide(comes, _short([LinePart(record, marked=False)], _MOST_OF_RECORD)),)
    if not (isinstance(change.before, str) and isinstance(change.after, str)):
        old, new = [LinePart(before, marked=True)], [LinePart(after, marked=True)]
    else:
        runs = word_diff(before, after)
        old = [LinePart(r.text, r.kind is RunKind.REMOVED) for r in runs if r.kind != RunKind.ADDED]
        new = [LinePart(r.text, r.kind is RunKind.ADDED) for r in runs if r.kind != RunKind.REMOVED]
    return ChangeSide(False, _short(old)), ChangeSide(True, _short(new))


def _short(parts: Sequence[LinePart], room: int = _MOST) -> tuple[LinePart, ...]:
    found: list[LinePart] = []
    for place, part in enumerate(parts):
        text = line_feeds(few_marks(part.text)).replace("\n", BREAK)
        if not part.marked and len(parts) > 1:
            text = _cut(text, first=place == 0, last=place == len(parts) - 1)
        if len(text) > room:
            return (*found, LinePart(text[:room] + GAP, part.marked))
        room -= len(text)
        found.append(LinePart(text, part.marked))
    return tuple(found)


def _cut(text: str, *, first: bool, last: bool) -> str:
    """Return unchanged text without what is far from a change."""
    head = "" if first else text[:_AROUND].rpartition(" ")[0] or text[:_AROUND]
    tail = "" if last else text[-_AROUND:].partition(" ")[2] or text[-_AROUND:]
    cut = SEPARATED.join([head, tail])
    cut = cut.lstrip() if first else cut.rstrip() if last else cut
    return text if len(text) <= 2 * _AROUND or len(cut) >= len(text) else cut


# --- The unsaved changes as rows, grouped by measure; read again soon after an edit, not during it

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex

SOON, LATER = 150, 600  # ms after an edit: while the list is seen, and while only the count is
MOST = 500  # changes that are listed; a workbook may bring many thousands
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class ChangesRow:
    """A title with its changes, one of them (*change*), or the remark that there are more.

    *time* is when a change was made last, "" where that was before the opening.
    """

    title: str
    changes: tuple[FieldChange, ...]
    change: FieldChange | None = None
    time: str = ""

    @property
    def text(self) -> str:
        """What the row says in plain words."""
        if self.change is None:
            return f"{self.title} ({count(len(self.changes))})" if self.changes else self.title
        change = self.change
        if change.structural:
            return spoken_record(self.title, change.label, kind(change.kind))
        told = spoken(self.title, change.label, shown_before(change), shown_after(change))
        return f"{told}, {self.time}" if self.time else told

    def is_like(self, other: ChangesRow) -> bool:
        """Whether both stand for the same place, values aside."""
        if self.change is None or other.change is None:
            return self.change is other.change and _owner_of(self) == _owner_of(other)
        return self.change.place == other.change.place


class ChangesModel(QAbstractTableModel):
    """*renewed* says that rows may be others than before; *renewing* comes before it."""

    renewing = Signal()
    renewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._heard = Connections()
        self._live = False
        self._changes: tuple[FieldChange, ...] = ()
        self._rows: list[ChangesRow] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.renew)

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the changes of another document."""
        self._bridge = bridge
        self._heard.renew(
            (bridge.findings_changed, self._wait),  # comes with every batch
            (bridge.saved, self.renew),
            (bridge.adopted, self.renew),
        )
        self.renew()

    def set_live(self, live: bool) -> None:
        """Follow edits closely while the list is seen."""
        self._live = live
        if live and self._soon.isActive():
            self.renew()

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """All changes, also those that are not listed."""
        return self._changes

    def row(self, row: int) -> ChangesRow | None:
        """Return what stands in a row, None outside the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_like(self, row: ChangesRow) -> int | None:
        """Return the row of the same place, None where it is gone."""
        return next((place for place, found in enumerate(self._rows) if found.is_like(row)), None)

    def renew(self) -> None:
        """Read the changes again; nothing happens where they are the same."""
        self._soon.stop()
        document = self._bridge.document
        changes = document.changed_fields() if document.sources else ()
        self.renewing.emit()
        rows = _rows(changes, times_of(self._bridge))
        if rows != self._rows:
            self.beginResetModel()
            self._changes, self._rows = changes, rows
            self.endResetModel()
        self.renewed.emit()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return that there is one column."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows or tells."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            change = row.change
            return safe_tip(row.text if change is None else _full(change))
        told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.text if role in told else None

    def _wait(self) -> None:
        self._soon.start(SOON if self._live else LATER)


Times = dict[tuple[FileName, int, Path], str]


def times_of(bridge: DocumentBridge) -> Times:
    """Return when each place was changed last by a step that is done, whole records included."""
    stack, found = bridge.stack, Times()
    for step in range(stack.index()):
        for command in batches_in(stack.command(step)):
            time = f"{command.made:%H:%M}"
            for change in command.batch.changes:
                found[change.file, change.record, ()] = time
                for depth in range(1, len(change.path) + 1):
                    found[change.file, change.record, change.path[:depth]] = time
    return found


def _time(change: FieldChange, times: Times) -> str:
    exact = times.get((change.file, change.record, change.path))
    return exact or times.get((change.file, change.record, ()), "")


def _rows(changes: tuple[FieldChange, ...], times: Times) -> list[ChangesRow]:
    groups: dict[object, list[FieldChange]] = {}
    for change in changes:
        groups.setdefault(_owner(change), []).append(change)
    rows: list[ChangesRow] = []
    listed = 0
    for found in groups.values():
        title, own = found[0].title, tuple(found)
        room = MOST - listed
        if room <= 0:
            break
        rows.append(ChangesRow(title, own))
        rows += [ChangesRow(title, own, one, _time(one, times)) for one in own[:room]]
        listed += min(room, len(own))
    if listed < len(changes):
        rows.append(ChangesRow(more(len(changes) - listed), ()))
    return rows


def _owner(change: FieldChange) -> object:
    """Return what a change belongs to: its measure, or else its record."""
    return (change.file, change.record) if change.measure is None else change.measure


def _owner_of(row: ChangesRow) -> object:
    return _owner(row.changes[0]) if row.changes else None


def _full(change: FieldChange) -> str:
    if change.structural:
        (line,) = lines_of(change)
        return f"{NOW}{shown_after(change)}" if line.comes else f"{BEFORE}{shown_before(change)}"
    return f"{BEFORE}{shown_before(change)}\n{NOW}{shown_after(change)}"
