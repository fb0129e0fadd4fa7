"""What a measure or one of its fields said before, when, and who wrote it; and the way back.

Nothing here touches the dataset: the dialog returns what was chosen, and whoever asked makes one
step of that.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.diff.describe import describe
from klimaeditor.diff.revert import differences_between, differences_to_former, in_same_step
from klimaeditor.files.formervalues import FormerValue, StateKind, is_nothing
from klimaeditor.model.core_words import READ_ONLY, counted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT, Absent, same
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.review import review_words
from ui.review.review_rows import NOT_YET, ChangeRow, Titles, rows_of
from ui.review.row_list import ChangesView, ListRow, RowList
from ui.review.versions import Version, VersionColumns, two_ways, word
from ui.widgets import common_words
from ui.widgets.labels import EmptyState, plain_label, safe_tip
from ui.widgets.pickers import CalmComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from klimaeditor.diff.decide import Found
    from klimaeditor.files.formervalues import FormerValues, Sighting
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Frühere Fassungen"
LIST_NAME: Final = "Fassungen, die jüngste zuerst"
SCOPE: Final = "&Angabe:"
WHOLE: Final = "Ganze Maßnahme"
COMPARED: Final = "&Verglichen mit:"
WITH_NOW: Final = "dem jetzigen Stand"
WITH_BEFORE: Final = "der Fassung davor"
THIS: Final = "Diese Fassung"
NOW: Final = "Jetzt"
BEFORE: Final = "Fassung davor"
SAME_AS_NOW: Final = "Diese Fassung entspricht dem jetzigen Stand."
OLDEST: Final = "Das ist die älteste bekannte Fassung."
OLDEST_HINT: Final = "Was davor stand, ist nicht bekannt."
UNKNOWN: Final = "nicht bekannt"
NONE_KNOWN: Final = "Von dieser Maßnahme ist keine frühere Fassung bekannt."
NONE_HINT: Final = (
    "Sie stammen aus Sicherungen und veröffentlichten Paketen. Gehört der Ordner zu einem "
    "Git-Projekt, kommen dessen Commits hinzu."
)
RESTORE_FIELD: Final = "Dieses &Feld wiederherstellen"
RESTORE_MEASURE: Final = "Ganze &Maßnahme wiederherstellen"
LOG: Final = "laut Änderungsprotokoll"
BACKUP: Final = "Sicherung"
PACKAGE: Final = "veröffentlichtes Paket"


def field_scope(label: str, count: int) -> str:
    """Return a field in the choice of what is shown, and how often it was another."""
    return f"{shortened(label)} ({counted(count, 'Fassung', 'Fassungen')})"


def since_when(moment: str) -> str:
    """Return since when a version was there."""
    return f"seit {moment}"


def until(moment: str) -> str:
    """Return until when a version was there."""
    return f"bis {moment}"


def between(since: str, last: str) -> str:
    """Return from when until when a version was there."""
    return f"{since} bis {last}"


def published(moment: str) -> str:
    """Return when a version was published."""
    return f"veröffentlicht {moment}"


def by(author: str, subject: str) -> str:
    """Return who wrote a version, and what they said about it."""
    return f"{shortened(author)}: {shortened(subject)}" if subject else shortened(author)


def current_too(label: str) -> str:
    """Return where a version was found that says what stands there now."""
    return f"wie jetzt · {label}"


def now_since(day: str, author: str) -> str:
    """Return the heading of what stands there now, and who has saved that when."""
    return f"{NOW}, seit {day}{f' ({shortened(author)})' if author else ''}"


def differing(count: int) -> str:
    """Return how many fields differ."""
    return counted(count, "Feld ist anders", "Felder sind anders")


# --- What is asked and answered ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormerQuestion:
    """Of which measure former versions shall be shown; *field* "" shows all of it at first.

    *locked*: nothing may be restored. *now* is an aware time.
    """

    dataset: Dataset
    measure: int
    known: FormerValues
    field: FieldName | str
    now: datetime
    locked: bool = False


class Restoration(NamedTuple):
    """What shall come back, of the version of a *day*: a *field* with its value, or *decisions*.

    *label* is that of the field, "" where it is the whole measure.
    """

    day: str
    label: str
    field: FieldName | None = None
    value: Value = ABSENT
    decisions: tuple[Found, ...] = ()


# --- One version in the list ---------------------------------------------------------------------


class _Shown(NamedTuple):
    """A version: where it was seen, and what it says, of the measure or of one field."""

    sighting: Sighting
    view: MeasureView | None = None
    value: Value = ABSENT


def _row(shown: _Shown, following: _Shown | None, now: datetime, *, current: bool) -> ListRow:
    title = when(shown.sighting, None if following is None else following.sighting, now)
    label = who(shown.sighting)
    label = current_too(label) if current else label
    return ListRow(title, label, review_words.SPOKEN_CHANGE.format(title, label))


def when(sighting: Sighting, following: Sighting | None, now: datetime) -> str:
    """Return when a version was there, as exactly as the sources of it and of the next know it."""
    last, start = sighting.last, _start(sighting)
    if start is None or last.kind is StateKind.PACKAGE:
        moment = _moment(last.made, now)
        return published(moment) if last.kind is StateKind.PACKAGE else until(moment)
    known = [last.made] if last.kind is StateKind.BACKUP else []
    after = None if following is None else _start(following)
    known += [after] if after is not None else []
    end = next((made for made in known if made > start), None)
    if end is None:
        return since_when(_moment(start, now))
    first, until_then = start.astimezone(now.tzinfo), end.astimezone(now.tzinfo)
    if first.date() == until_then.date():
        return between(_moment(first, now), f"{until_then:%H:%M}")
    return between(f"{first:%d.%m.%Y}", f"{until_then:%d.%m.%Y}")


def _start(sighting: Sighting) -> datetime | None:
    """Return when a version was written, None where no source knows that."""
    if sighting.commit is not None:
        return sighting.commit.made
    return None if sighting.logged is None else sighting.logged.at


def who(sighting: Sighting) -> str:
    """Return who wrote a version, where a source knows that, and else what it was found in."""
    if sighting.commit is not None:
        return by(sighting.commit.author, sighting.commit.subject)
    if sighting.logged is not None and sighting.logged.author:
        return by(sighting.logged.author, LOG)
    return PACKAGE if sighting.last.kind is StateKind.PACKAGE else BACKUP


def day(sighting: Sighting) -> str:
    """Return the day of a version, to name a step after."""
    return f"{_start(sighting) or sighting.last.made:%d.%m.%Y}"


def _moment(made: datetime, now: datetime) -> str:
    local = made.astimezone(now.tzinfo)
    return f"{local:%d.%m.%Y, %H:%M}"


# --- The dialog ----------------------------------------------------------------------------------

_LEAST_CHOICE: Final = 14  # characters


class FormerVersionsDialog(DialogFrame):
    """Lists versions, compares one, and offers to bring back a field of it, or all.

    After accepting, :attr:`choice` says what.
    """

    def __init__(self, asked: FormerQuestion, parent: QWidget | None = None) -> None:
        self._view = asked.dataset.view(asked.measure)
        super().__init__(f"{TITLE}: {shortened(self._view.title)}", parent)
        self._asked = asked
        self.choice: Restoration | None = None
        self._measures = asked.known.measures(self._view.id)
        self._fields = self._fields_with_versions()
        self._shown: tuple[_Shown, ...] = ()
        self._decisions: tuple[Found, ...] = ()
        self._scope = CalmComboBox(self)
        self._compared = CalmComboBox(self)
        self._list = RowList(LIST_NAME, self, badges=False)
        self._changes = ChangesView(THIS, NOW, self, count=differing)
        self._columns = VersionColumns((THIS, NOW), (1, 1), self)
        self._state = EmptyState(self)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._field_button = self.add_button(RESTORE_FIELD, self._take_field, primary=True)
        self._measure_button = self.add_button(RESTORE_MEASURE, self._take_measure)
        close = self.add_button(common_words.CLOSE, self.reject)
        for button in (self._field_button, self._measure_button, close):
            button.setAutoDefault(False)
        self._order(close)
        self._connect()
        fit_screen(self, 1080, 660)
        self._fill()
        if self._measures:
            self._list.setFocus()
        else:
            close.setFocus()

    def _fields_with_versions(self) -> dict[str, tuple[FormerValue, ...]]:
        """Return what fields have said, those that never changed left out but for the one asked."""
        found = {}
        for field in self._view.site.catalogue.fields:
            values = self._asked.known.values(self._view.id, field.name)
            others = [own for own in values if not same(own.value, self._view.value(field.name))]
            if others or (values and field.name == self._asked.field):
                found[str(field.name)] = values
        return found

    def _choices(self) -> QHBoxLayout:
        """Return the row with what is shown and what it is compared with."""
        self._scope.addItem(WHOLE, "")
        for name, values in self._fields.items():
            label = self._view.site.catalogue.field(_name(self._view, name)).label
            self._scope.addItem(field_scope(label, len(values)), name)
        self._scope.setCurrentIndex(max(0, self._scope.findData(str(self._asked.field))))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self._scope.setSizeAdjustPolicy(policy)
        self._scope.setMinimumContentsLength(_LEAST_CHOICE)
        self._scope.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._compared.addItem(WITH_NOW, False)
        self._compared.addItem(WITH_BEFORE, True)
        row = QHBoxLayout()
        row.setSpacing(theme.Space.S)
        for text, box, stretch in ((SCOPE, self._scope, 1), (COMPARED, self._compared, 0)):
            label_of_box = QLabel(text, self)
            label_of_box.setBuddy(box)
            row.addWidget(label_of_box)
            row.addWidget(box, stretch)
            row.addSpacing(theme.Space.M)
        return row

    def _lay_out(self) -> None:
        space = theme.Space
        top = self._choices()
        field = QWidget(self)
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.XS)
        column.addWidget(self._columns, 1)
        column.addWidget(plain_label(review_words.LEGEND, "note", wrap=True))
        self._field_page = field
        self._pages.setProperty("role", "panel")
        for page in (field, self._changes, self._state):
            self._pages.addWidget(page)
        right = QWidget(self)
        inner = QVBoxLayout(right)
        inner.setContentsMargins(space.L, 0, 0, 0)
        inner.addWidget(self._pages)
        splitter = QSplitter(self)
        splitter.setAccessibleName(common_words.SPLITTER)
        splitter.addWidget(self._left())
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        px = theme.current().px
        splitter.setSizes([px(300), px(720)])
        self.body.addLayout(top)
        self.body.addWidget(splitter, 1)
        if not self._measures:
            for box in (self._scope, self._compared):
                box.setEnabled(False)

    def _left(self) -> QWidget:
        """Return the list, and below it what could not be read."""
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.Space.S, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self._list, 1)
        notices = [*self._asked.known.notices, *([READ_ONLY] if self._asked.locked else [])]
        for notice in notices:
            column.addWidget(plain_label(notice, "muted", wrap=True))
        left.setVisible(bool(self._measures))
        return left

    def _order(self, close: QPushButton) -> None:
        order: list[QWidget] = [
            *(self._scope, self._compared, self._list, self._changes.list),
            *(*self._changes.focus_order(), *self._columns.focus_order()),
            *(self._field_button, self._measure_button, close),
        ]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self._scope.currentIndexChanged.connect(lambda _: self._fill())
        self._compared.currentIndexChanged.connect(lambda _: self._show(self._list.selected_row()))
        self._list.row_selected.connect(self._show)
        self._changes.list.row_selected.connect(lambda _: self._offer())

    # --- what is shown -----------------------------------------------------------------------

    @property
    def _field(self) -> Field | None:
        """The field whose versions are shown, None where it is the whole measure."""
        return self._view.site.catalogue.known_field(self._scope.currentData() or None)

    def _fill(self) -> None:
        """List the versions of what was chosen, and show the latest that differs from now."""
        field = self._field
        if field is None:
            self._shown = tuple(_Shown(own.sighting, own.view) for own in self._measures)
        else:
            values = self._fields[field.name]
            self._shown = tuple(_Shown(own.sighting, None, own.value) for own in values)
        current = [self._is_current(shown) for shown in self._shown]
        following = [None, *self._shown]
        self._list.show_rows(
            [
                _row(shown, after, self._asked.now, current=is_current)
                for shown, after, is_current in zip(self._shown, following, current, strict=False)
            ]
        )
        first = current.index(False) if False in current else 0
        self._list.select_row(first if self._shown else None)
        self._show(self._list.selected_row())

    def _is_current(self, shown: _Shown) -> bool:
        field = self._field
        if field is not None:
            return same(shown.value, self._view.value(field.name))
        return shown.view is not None and not self._against_now(shown.view)

    def _against_now(self, former: MeasureView) -> tuple[Found, ...]:
        return differences_to_former(self._asked.dataset, self._asked.measure, former)

    def _show(self, place: int) -> None:
        """Compare the version in a row."""
        self._decisions = ()
        if not 0 <= place < len(self._shown):
            if not self._shown:
                hint = "\n".join([NONE_HINT, *self._asked.known.notices])
                self._state.show_state("history", NONE_KNOWN, hint=hint)
                self._pages.setCurrentWidget(self._state)
            self._offer()
            return
        before = self._shown[place + 1] if place + 1 < len(self._shown) else None
        backwards = bool(self._compared.currentData())
        headings = (BEFORE, THIS) if backwards else (THIS, self._now_heading())
        if self._field is not None:
            self._columns.name_versions(headings)
            self._show_value(self._field, self._shown[place], before, backwards=backwards)
        else:
            self._changes.name_versions(headings)
            self._show_measure(self._shown[place], before, backwards=backwards)
        self._offer()

    def _now_heading(self) -> str:
        """Return what to call the present state, with who has written it where that is logged."""
        field = self._field
        if field is None:
            return NOW
        value = self._view.value(field.name)
        change = self._asked.known.latest(self._view.id, field.name, value)
        day_of = self._asked.now.tzinfo
        return (
            NOW
            if change is None
            else now_since(f"{change.at.astimezone(day_of):%d.%m.%Y}", change.author)
        )

    def _show_value(
        self, field: Field, shown: _Shown, before: _Shown | None, *, backwards: bool
    ) -> None:
        if not backwards:
            versions = _compared(field, shown.value, self._view.value(field.name))
        elif before is None:
            versions = (word(UNKNOWN), _compared(field, shown.value, shown.value)[0])
        else:
            versions = _compared(field, before.value, shown.value)
        self._columns.show_versions(versions, field.label)
        self._pages.setCurrentWidget(self._field_page)

    def _show_measure(self, shown: _Shown, before: _Shown | None, *, backwards: bool) -> None:
        view = shown.view
        if view is None:
            return
        if backwards and (before is None or before.view is None):
            self._state.show_state("history", OLDEST, hint=OLDEST_HINT)
            self._pages.setCurrentWidget(self._state)
            return
        if backwards and before is not None and before.view is not None:
            found = differences_between(before.view, view)
        else:
            found = self._against_now(view)
        self._decisions = tuple(found)
        if not found:
            self._state.show_state("circle-check", SAME_AS_NOW, role="good")
            self._pages.setCurrentWidget(self._state)
            return
        self._changes.show_changes(_change_rows(found, view, backwards=backwards))
        self._pages.setCurrentWidget(self._changes)

    # --- what can be brought back ------------------------------------------------------------

    def _selected(self) -> _Shown | None:
        place = self._list.selected_row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _selected_decision(self) -> Found | None:
        """Return what would bring the field at hand back, None where it says that now."""
        shown, place = self._selected(), self._changes.list.selected_row()
        if shown is None or shown.view is None or not 0 <= place < len(self._decisions):
            return None
        wanted = self._decisions[place]
        place_of = wanted.record.file, wanted.field
        found = self._against_now(shown.view)
        return next((own for own in found if (own.record.file, own.field) == place_of), None)

    def _offer(self) -> None:
        """Offer what can be brought back of the version at hand."""
        field, shown = self._field, self._selected()
        if field is None:
            may_field = self._selected_decision() is not None
            may_measure = shown is not None and not self._is_current(shown)
        else:
            own = field.kind is not Kind.IDENTIFIER
            may_field = own and shown is not None and not self._is_current(shown)
            may_measure = False
        locked = self._asked.locked
        self._field_button.setEnabled(may_field and not locked)
        self._measure_button.setEnabled(may_measure and not locked)
        self._measure_button.setVisible(field is None)
        for button in (self._field_button, self._measure_button):
            button.setToolTip(safe_tip(READ_ONLY) if locked else "")

    def _take_field(self) -> None:
        field, shown, decision = self._field, self._selected(), self._selected_decision()
        if shown is None:
            return
        if field is not None:
            self.choice = Restoration(day(shown.sighting), field.label, field.name, shown.value)
        elif decision is not None and shown.view is not None:
            found = self._against_now(shown.view)
            together = in_same_step(self._view.site.catalogue, found, decision)
            (row,) = rows_of([decision], _titles(self._view))
            self.choice = Restoration(day(shown.sighting), row.label, decisions=together)
        self.accept()

    def _take_measure(self) -> None:
        shown = self._selected()
        if shown is not None and shown.view is not None:
            found = self._against_now(shown.view)
            self.choice = Restoration(day(shown.sighting), "", decisions=found)
            self.accept()


def _name(view: MeasureView, name: str) -> FieldName:
    return view.site.catalogue.field_name(name)


def _titles(view: MeasureView) -> Titles:
    return Titles(view.site.catalogue, lambda _: view.title)


def _change_rows(found: Sequence[Found], view: MeasureView, *, backwards: bool) -> list[ChangeRow]:
    """Return what differs in words: the older version before, the newer after."""
    rows = []
    for row in rows_of(found, _titles(view)):
        ours, theirs = (
            NOT_YET if row.field is None and isinstance(said, Absent) else row.text_of(said)
            for said in (row.decision.ours, row.decision.theirs)
        )
        older, newer = (ours, theirs) if backwards else (theirs, ours)
        rows.append(ChangeRow(row.label, shortened(theirs), older, newer, row.label))
    return rows


def _compared(field: Field, older: Value, newer: Value) -> tuple[Version, Version]:
    """Return two values of a field; where one is nothing, there are no words to compare."""
    told = describe(older, field), describe(newer, field)
    plain = tuple(
        word(text) if is_nothing(value) else two_ways(text, text)[0]
        for text, value in zip(told, (older, newer), strict=True)
    )
    return (plain[0], plain[1]) if is_nothing(older) or is_nothing(newer) else two_ways(*told)
