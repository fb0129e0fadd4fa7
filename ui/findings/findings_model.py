"""The findings to show: of one measure or of the whole dataset, worst first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal

from klimaeditor.model.findings import Finding, Severity
from klimaeditor.model.records import TITLED_BY
from klimaeditor.site.catalogue import known_field
from klimaeditor.textwork.search import fold
from ui.bridge import Connections, DocumentBridge, no_document
from ui.widgets import common_words
from ui.widgets.keyed_rows import column_title
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ui.widgets.keyed_rows import AnyIndex


# --- words ---------------------------------------------------------------------------------------

SEVERITY_TITLE: Final = "Schwere"
FIELD_TITLE: Final = "Feld"
MESSAGE_TITLE: Final = "Befund"
FIX_TITLE: Final = "Behebung"
SPOKEN_FIX: Final = "Behebung: {label}"
DATASET: Final = "Datensatz"
WHOLE_MEASURE: Final = "Ganze Maßnahme"

_SOON = 120  # ms: editing must not wait for a list of thousands
_TITLE_FIELDS = frozenset({*TITLED_BY, "id"})


class Scope(StrEnum):
    """Whose findings are shown."""

    MEASURE = "measure"
    ALL = "all"


class FindingColumn(IntEnum):
    """The columns."""

    SEVERITY = 0
    PLACE = 1
    MESSAGE = 2
    FIX = 3


ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
HEADERS = (SEVERITY_TITLE, FIELD_TITLE, MESSAGE_TITLE, FIX_TITLE)


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding with the names of its place: *place* is field or file, *title* the measure.

    *locked* says that nothing may be changed.
    """

    finding: Finding
    place: str
    title: str
    locked: bool = False

    @property
    def fix_label(self) -> str:
        """The German text of the fix, "" where there is none that may be carried out."""
        return self.finding.fix.label if self.finding.fix and not self.locked else ""

    def is_like(self, other: FindingEntry) -> bool:
        """Whether both are about the same fault at the same place, words aside."""
        mine, theirs = self.finding, other.finding
        return (mine.rule, mine.measure, mine.field, mine.file, mine.place) == (
            theirs.rule,
            theirs.measure,
            theirs.field,
            theirs.file,
            theirs.place,
        )


class FindingsModel(QAbstractTableModel):
    """*renewed* says that rows or counts are others than before; *renewing* comes before it."""

    renewing = Signal()
    renewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._heard = Connections()
        self._measure: int | None = None
        self._scope = Scope.MEASURE
        self._locked = False
        self._severities = frozenset(Severity)
        self._words: tuple[str, ...] = ()
        self._all: list[FindingEntry] = []
        self._texts: list[str] = []
        self._entries: list[FindingEntry] = []
        self._counts: Counter[Severity] = Counter()
        self._automatic: Counter[str] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self.renew)

    # --- what is shown -------------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the findings of another document."""
        self._bridge, self._measure = bridge, None
        self._heard.renew(
            (bridge.findings_changed, self._on_findings_changed),
            (bridge.fields_changed, self._on_fields_changed),
            (bridge.structure_changed, self._soon.start),
        )
        self.renew()

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer no fixes while nothing may be changed."""
        if read_only != self._locked:
            self._locked = read_only
            self.renew()

    @property
    def scope(self) -> Scope:
        """Whose findings are shown."""
        return self._scope

    @property
    def measure(self) -> int | None:
        """The measure that counts as „this one“."""
        return self._measure

    def set_measure(self, measure: int | None) -> None:
        """Take another measure as „this one“."""
        if measure != self._measure:
            self._measure = measure
            self.renew()

    def set_scope(self, scope: Scope) -> None:
        """Show the findings of this measure, or all."""
        if scope is not self._scope:
            self._scope = scope
            self.renew()

    def narrow(self, severities: frozenset[Severity], text: str) -> None:
        """Show only some severities, and what contains every word of *text*."""
        words = tuple(fold(text).split())
        if (severities, words) != (self._severities, self._words):
            self._severities, self._words = severities, words
            self.renewing.emit()
            self.beginResetModel()
            self._entries = self._admitted()
            self.endResetModel()
            self.renewed.emit()

    def entry(self, row: int) -> FindingEntry | None:
        """Return what stands in a row, None outside the list."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_like(self, entry: FindingEntry) -> int | None:
        """Return the row of the same fault at the same place, None where it is gone."""
        return next((row for row, e in enumerate(self._entries) if e.is_like(entry)), None)

    def counts(self) -> Counter[Severity]:
        """Return how many findings the scope has of each severity, filters aside."""
        return self._counts

    def total(self, scope: Scope) -> int:
        """Return how many findings a scope has, filters aside."""
        found = self._bridge.document.findings
        if scope is Scope.ALL:
            return sum(found.counts().values())
        return 0 if self._measure is None else len(found.of(self._measure))

    def automatic(self, rule: str) -> int:
        """Return how many findings of a rule can be fixed automatically, in the whole dataset."""
        if self._automatic is None:
            found = self._bridge.document.findings.all()
            self._automatic = Counter(f.rule for f in found if f.fix and f.fix.automatic)
        return self._automatic[rule]

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of findings shown."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(FindingColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or tells."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        teller = _TELLERS.get(role)
        return teller(entry, FindingColumn(index.column())) if teller else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the title of a column; rows have none."""
        return column_title(HEADERS, section, orientation, role)

    # --- changes -------------------------------------------------------------------------

    def renew(self) -> None:
        """Read the findings again."""
        self._soon.stop()
        self.renewing.emit()
        self.beginResetModel()
        self._automatic = None
        found = sorted(self._findings(), key=lambda finding: finding.severity.rank)
        self._counts = Counter(finding.severity for finding in found)
        self._all, self._texts = self._named(found), []
        self._entries = self._admitted()
        self.endResetModel()
        self.renewed.emit()

    def _findings(self) -> Iterable[Finding]:
        if self._scope is Scope.ALL:
            return self._bridge.document.findings.all()
        return () if self._measure is None else self._bridge.document.findings.of(self._measure)

    def _named(self, findings: list[Finding]) -> list[FindingEntry]:
        document = self._bridge.document
        keys = {f.measure for f in findings} & document.dataset.measures.keys()
        titles = {key: document.view(key).title for key in keys if key is not None}
        return [FindingEntry(f, _place(f), _title(f, titles), self._locked) for f in findings]

    def _admitted(self) -> list[FindingEntry]:
        chosen = self._severities
        if not self._words:
            return [entry for entry in self._all if entry.finding.severity in chosen]
        if not self._texts:
            self._texts = [fold(f"{e.place} {e.title} {e.finding.message}") for e in self._all]
        pairs = zip(self._all, self._texts, strict=True)
        return [
            entry
            for entry, text in pairs
            if entry.finding.severity in chosen and all(word in text for word in self._words)
        ]

    def _on_findings_changed(self, measures: frozenset[int]) -> None:
        if self._scope is Scope.MEASURE and self._measure in measures:
            self.renew()
        else:
            self._soon.start()

    def _on_fields_changed(self, changed: frozenset[tuple[int, str]]) -> None:
        if self._scope is Scope.ALL and any(name in _TITLE_FIELDS for _, name in changed):
            self._soon.start()


def _title(finding: Finding, titles: Mapping[int, str]) -> str:
    return DATASET if finding.measure is None else titles.get(finding.measure, "")


def _place(finding: Finding) -> str:
    field = known_field(finding.field)
    if field is not None:
        return field.label
    return finding.file.value if finding.file else WHOLE_MEASURE


def _text(entry: FindingEntry, column: FindingColumn) -> str:
    return {
        FindingColumn.SEVERITY: common_words.severity_word(entry.finding.severity),
        FindingColumn.PLACE: entry.place,
        FindingColumn.MESSAGE: entry.finding.message,
        FindingColumn.FIX: entry.fix_label,
    }[column]


def _spoken(entry: FindingEntry, column: FindingColumn) -> str:
    """Return what a screen reader says: the message tells the whole row."""
    if column is not FindingColumn.MESSAGE:
        return _text(entry, column)
    severity = common_words.severity_word(entry.finding.severity)
    spoken = f"{severity}: {entry.title}, {entry.place}: {entry.finding.message}"
    if not entry.fix_label:
        return spoken
    return f"{spoken} {SPOKEN_FIX.format(label=entry.fix_label)}"


_TELLERS: dict[int, Callable[[FindingEntry, FindingColumn], object]] = {
    Qt.ItemDataRole.DisplayRole: _text,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.ToolTipRole: lambda entry, column: safe_tip(_text(entry, column)),
}
