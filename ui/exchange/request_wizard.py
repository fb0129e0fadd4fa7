"""Four pages to a request: which measures, to whom, which fields, by when; then what to send."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.excel.request_layout import (
    DEFAULT_FIELDS,
    FEW_MEASURES,
    RequestArrangement,
    askable,
)
from klimaeditor.exchange.requests import (
    By,
    RequestOrder,
    incomplete,
    joined,
    renamed,
    split,
    stale,
)
from klimaeditor.model.core_words import counted, inflected
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.exchange.sent_requests import SentPage
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.pickers import CalmComboBox, CalmDateEdit, lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from klimaeditor.exchange.requests import Group, SentOut
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.records import Dataset

    Make = Callable[[tuple[Group, ...], RequestOrder], SentOut | None]


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Abfrage erstellen"
BACK: Final = "&Zurück"
NEXT: Final = "&Weiter"
MAKE: Final = "&Abfrage erstellen…"
PAGES: Final = (
    "Schritt 1 von 4: Welche Maßnahmen?",
    "Schritt 2 von 4: An wen?",
    "Schritt 3 von 4: Welche Felder?",
    "Schritt 4 von 4: Form, Frist und Anschreiben",
    "Die Dateien sind geschrieben",
)

# --- which measures ------------------------------------------------------------------------
STALE: Final = "Ohne &Neuigkeiten seit"
SINCE: Final = "Neuigkeiten seit"
INCOMPLETE: Final = "&Unvollständige"
NONE_CHOSEN: Final = "Diese Auswahl enthält keine Maßnahme. Treffen Sie eine andere."

# --- to whom -------------------------------------------------------------------------------
BY_BODY: Final = "Nach zuständiger &Stelle"
BY_CATEGORY: Final = "Nach &Kategorie"
BY_NOTHING: Final = "Alle in &eine Datei"
GROUPS: Final = "Empfänger"
GROUP_COLUMNS: Final = ("Empfänger", "Maßnahmen", "Schreibweisen im Datensatz")
GROUPS_NOTE: Final = (
    "Je Empfänger entsteht eine Excel-Datei. Namen lassen sich ändern (F2); gleiche Namen "
    "werden zusammengelegt. Ohne Häkchen entsteht keine Datei."
)
JOIN: Final = "Ausgewählte zusammen&legen"
EVERY_GROUP: Final = "&Alle"
NO_GROUPS: Final = "Kei&ne"
NO_GROUP: Final = "Kreuzen Sie mindestens einen Empfänger an."

# --- which fields --------------------------------------------------------------------------
FIELDS: Final = "Abgefragte Felder"
FIELDS_NOTE: Final = "Alles andere ist in der Datei gesperrt oder gar nicht enthalten."
ALL: Final = "&Alle"
USUAL: Final = "&Übliche"
NONE: Final = "&Keine"
NO_FIELD: Final = "Kreuzen Sie mindestens ein Feld an."

# --- how, due date and note -----------------------------------------------------------------------
ARRANGEMENT: Final = "&Form der Dateien"
ARRANGEMENTS: Final = (
    (
        None,
        f"Bis {FEW_MEASURES} Maßnahmen ein Blatt je Maßnahme, sonst eine Tabelle",
    ),
    (RequestArrangement.SHEETS, "Ein Blatt je Maßnahme, zum Ausdrucken geeignet"),
    (RequestArrangement.TABLE, "Eine Tabelle mit einer Zeile je Maßnahme"),
)
WITH_DUE: Final = "&Rückgabe bis"
DUE: Final = "Tag der Rückgabe"
CONTACT: Final = "Ansprech&person"
CONTACT_HINT: Final = "Name, Telefon, E-Mail – steht in jeder Datei"
NOTE: Final = "An&schreiben"
NOTE_HINT: Final = "wofür die Angaben gebraucht werden – steht auf dem ersten Blatt"
NOTES_NOTE: Final = (
    "Notizen zu den Maßnahmen stehen dann auf dem ersten Blatt. Prüfen Sie vorher, ob alle "
    "Empfänger sie lesen dürfen."
)
PUBLIC_NOTE: Final = (
    "Als Nächstes wählen Sie einen Ordner für die Dateien. Er darf nicht im Ordner des Datensatzes "
    "liegen: Namen und Bemerkungen gehören nicht in die Veröffentlichung."
)


def with_notes(count: int) -> str:
    """Return the tick that sends open notes along."""
    return f"&Offene Notizen mitschicken, ohne Namen ({count})"


def selected_measures(count: int) -> str:
    """Return the choice of what is selected in the list."""
    return f"In der Liste ausgewähl&te ({count})"


def all_measures(count: int) -> str:
    """Return the choice of everything."""
    return f"&Alle {count} Maßnahmen"


def shown_measures(count: int) -> str:
    """Return the choice of what the list shows."""
    return f"In der Liste an&gezeigte ({count})"


def chosen(count: int) -> str:
    """Return how many measures are in the request."""
    return counted(count, "Maßnahme ausgewählt", "Maßnahmen ausgewählt")


def files(groups: int, measures: int) -> str:
    """Return what will be made."""
    what = counted(groups, "Datei mit", "Dateien mit zusammen")
    return inflected(measures, f"{what} 1 Maßnahme", f"{what} {measures} Maßnahmen")


# --- First page of a request: which measures it is about -----------------------------------------


class WhichPage(QWidget):
    """*changed* says that other measures are chosen."""

    changed = Signal()

    def __init__(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        today: date,
        parent: QWidget | None = None,
        *,
        selected: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self._dataset, self._shown = dataset, frozenset(shown)
        self._selected = frozenset(selected)
        every = dataset.measure_keys()
        self._all = QRadioButton(all_measures(len(every)), self)
        self._listed = QRadioButton(shown_measures(len(shown)), self)
        self._chosen = QRadioButton(selected_measures(len(self._selected)), self)
        self._stale = QRadioButton(STALE, self)
        self._incomplete = QRadioButton(INCOMPLETE, self)
        self._since = CalmDateEdit(QDate(today.year - 1, today.month, 1), self)
        self._since.setAccessibleName(SINCE)
        self._count = plain_label(role="muted")
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.M)
        above = (self._all, self._listed, self._chosen)
        for button in (*above, self._stale, self._incomplete):
            group.addButton(button)
        for button in above:
            column.addWidget(button)
        line = QHBoxLayout()
        line.addWidget(self._stale)
        line.addWidget(self._since)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._incomplete)
        column.addWidget(self._count)
        column.addStretch(1)
        self._listed.setEnabled(0 < len(shown) < len(every))
        self._chosen.setEnabled(bool(self._selected))
        first = self._listed if self._listed.isEnabled() else self._all
        first = self._chosen if len(self._selected) > 1 else first
        first.setChecked(True)
        self.setFocusProxy(first)
        group.buttonToggled.connect(lambda *_: self._tell())
        self._since.dateChanged.connect(lambda _: self._stale.setChecked(True))
        self._since.dateChanged.connect(lambda _: self._tell())
        self._tell()

    def measures(self) -> tuple[int, ...]:
        """Return the keys of the chosen measures, in the order of the dataset."""
        every = self._dataset.measure_keys()
        if self._listed.isChecked():
            return tuple(key for key in every if key in self._shown)
        if self._chosen.isChecked():
            return tuple(key for key in every if key in self._selected)
        if self._stale.isChecked():
            day = self._since.date()
            return stale(self._dataset, every, _date(day))
        return incomplete(self._dataset, every) if self._incomplete.isChecked() else tuple(every)

    def _tell(self) -> None:
        self._count.setText(chosen(len(self.measures())))
        self.changed.emit()


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


# --- Second page of a request: who gets a workbook; names can be changed and put together --------

_WAYS = (
    (By.RESPONSIBLE, BY_BODY),
    (By.CATEGORY, BY_CATEGORY),
    (By.NOTHING, BY_NOTHING),
)


class GroupsPage(QWidget):
    """*changed* says that other workbooks would be made."""

    changed = Signal()

    def __init__(self, dataset: Dataset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset = dataset
        self._measures: tuple[int, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._left_out: set[str] = set()
        self._ways = QButtonGroup(self)
        line = QHBoxLayout()
        for number, (_, words) in enumerate(_WAYS):
            button = QRadioButton(words, self)
            self._ways.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        self._table = self._make_table()
        self._join = QPushButton(JOIN, self)
        self._join.setAutoDefault(False)
        self._count = plain_label(role="muted")
        below = QHBoxLayout()
        for words, on in ((EVERY_GROUP, True), (NO_GROUPS, False)):
            tick = QPushButton(words, self)
            tick.setAutoDefault(False)
            tick.clicked.connect(lambda _checked=False, on=on: self.tick_all(on=on))
            below.addWidget(tick)
        below.addWidget(self._join)
        below.addWidget(self._count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addLayout(line)
        column.addWidget(plain_label(GROUPS_NOTE, "muted", wrap=True))
        column.addWidget(self._table, 1)
        column.addLayout(below)
        self._ways.button(0).setChecked(True)
        self.setFocusProxy(self._ways.button(0))
        self._ways.idToggled.connect(lambda _id, on: self._split() if on else None)
        self._join.clicked.connect(self._on_join)
        self._table.itemChanged.connect(self._on_item_changed)
        self._table.itemSelectionChanged.connect(self._offer)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(GROUP_COLUMNS), self)
        table.setHorizontalHeaderLabels(GROUP_COLUMNS)
        table.setAccessibleName(GROUPS)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def set_measures(self, measures: Sequence[int]) -> None:
        """Split other measures; what was renamed and joined stays where they are the same."""
        if tuple(measures) != self._measures:
            self._measures = tuple(measures)
            self._split()

    def groups(self) -> tuple[Group, ...]:
        """Return who shall get a workbook."""
        return tuple(group for group in self._groups if group.name not in self._left_out)

    def tick_all(self, *, on: bool) -> None:
        """Let everybody get a workbook, or nobody."""
        self._left_out = set() if on else {group.name for group in self._groups}
        self._show(self._groups)

    def _split(self) -> None:
        self._left_out.clear()
        self._show(split(self._dataset, self._measures, _WAYS[self._ways.checkedId()][0]))

    def _show(self, groups: tuple[Group, ...]) -> None:
        self._groups = groups
        self._table.blockSignals(True)
        self._table.setRowCount(len(groups))
        flags = Qt.ItemFlag
        for row, group in enumerate(groups):
            name = QTableWidgetItem(group.name)
            name.setFlags(
                flags.ItemIsSelectable | flags.ItemIsEnabled | flags.ItemIsEditable
                | flags.ItemIsUserCheckable
            )  # fmt: skip
            wanted = group.name not in self._left_out
            name.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            name.setToolTip(safe_tip(group.name))
            spellings = " · ".join(group.spellings)
            cells = (name, QTableWidgetItem(str(len(group.measures))), QTableWidgetItem(spellings))
            cells[2].setToolTip(safe_tip("\n".join(group.spellings)))
            for place, cell in enumerate(cells):
                if place:
                    cell.setFlags(flags.ItemIsSelectable | flags.ItemIsEnabled)
                self._table.setItem(row, place, cell)
        self._table.blockSignals(False)
        self._offer()

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() or not 0 <= item.row() < len(self._groups):
            return
        old, new = self._groups[item.row()].name, " ".join(item.text().split())
        if item.checkState() is Qt.CheckState.Unchecked:
            self._left_out.add(old)
        else:
            self._left_out.discard(old)
        if new and new != old:
            self._rename(old, new)
        elif new != item.text():
            self._show(self._groups)
        self._offer()

    def _rename(self, old: str, new: str) -> None:
        if any(group.name == new for group in self._groups):
            self._show(joined(self._groups, (old, new), new))
        else:
            self._show(renamed(self._groups, old, new))

    def _on_join(self) -> None:
        rows = sorted({index.row() for index in self._table.selectedIndexes()})
        names = [self._groups[row].name for row in rows]
        self._show(joined(self._groups, names, names[0]))
        self._table.selectRow(rows[0])

    def _offer(self) -> None:
        rows = {index.row() for index in self._table.selectedIndexes()}
        self._join.setEnabled(len(rows) > 1)
        chosen = self.groups()
        keys = {key for group in chosen for key in group.measures}
        self._count.setText(files(len(chosen), len(keys)))
        self.changed.emit()


# --- Third page of a request: which fields are asked ---------------------------------------------

_ROW = 26  # logical pixels at 100 %
_ROLE = int(Qt.ItemDataRole.UserRole)


class FieldsPage(QWidget):
    """*changed* says that other fields are chosen."""

    changed = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fields = askable(catalogue)
        self._list = QListWidget(self)
        self._list.setAccessibleName(FIELDS)
        self.setFocusProxy(self._list)
        for field in fields:
            item = QListWidgetItem(f"{field.section.title} · {field.label}", self._list)
            item.setData(_ROLE, field.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setToolTip(safe_tip(field.help))
            item.setSizeHint(QSize(0, theme.current().px(_ROW)))
        line = QHBoxLayout()
        every = tuple(field.name for field in fields)
        for words, names in ((USUAL, DEFAULT_FIELDS), (ALL, every), (NONE, ())):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, names=names: self.choose(names))
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(plain_label(FIELDS_NOTE, "muted", wrap=True))
        column.addWidget(self._list, 1)
        column.addLayout(line)
        self.choose(DEFAULT_FIELDS)
        self._list.itemChanged.connect(lambda _: self.changed.emit())

    def choose(self, names: Iterable[str]) -> None:
        """Tick exactly these fields."""
        wanted = set(names)
        for item in self._items():
            on = item.data(_ROLE) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def fields(self) -> tuple[str, ...]:
        """Return the names of the ticked fields."""
        ticked = Qt.CheckState.Checked
        return tuple(item.data(_ROLE) for item in self._items() if item.checkState() is ticked)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]


# --- Four pages to a request: which measures, to whom, which fields, by when ---------------------

_WEEKS = 4
_LOWEST = 50  # covering note, logical pixels at 100 %


class RequestDialog(DialogFrame):
    """:meth:`groups` and :meth:`wanted` are what ``departments.send`` takes.

    Both go to *make* at the end; while that returns None the dialog stays as it is, then it shows
    what to send. *folder_wanted* asks for the folder of the files. *selected* are the measures
    selected in the list. *contact* is whom the machine's administrator names, *contact_locked* that
    no other may be (DEL-04). *open_notes* is how many notes could be sent along; none is unless it
    is ticked.
    """

    folder_wanted = Signal(object)

    def __init__(  # noqa: PLR0913 - by name where it is called
        self,
        dataset: Dataset,
        shown: Sequence[int],
        today: date,
        parent: QWidget | None = None,
        *,
        selected: Sequence[int] = (),
        contact: str = "",
        contact_locked: bool = False,
        open_notes: int = 0,
    ) -> None:
        super().__init__(TITLE, parent)
        self.make: Make = lambda _groups, _wanted: None
        self._heading = plain_label(role="heading", wrap=True)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._which = WhichPage(dataset, shown, today, self, selected=selected)
        self._groups = GroupsPage(dataset, self)
        self._fields = FieldsPage(dataset.site.catalogue, self)
        self._last = _LastPage(today, contact, self, locked=contact_locked, notes=open_notes)
        self._pages = QStackedWidget(self)
        self._pages.setProperty("role", "panel")
        self._sent = SentPage(self)
        for page in (self._which, self._groups, self._fields, self._last, self._sent):
            self._pages.addWidget(page)
        for widget in (self._heading, self._pages, self._fault):
            self.body.addWidget(widget, 1 if widget is self._pages else 0)
        self._back = self.add_button(BACK, lambda: self._go(-1))
        self._next = self.add_button(NEXT, lambda: self._go(1), primary=True, default=True)
        self._leave = self.add_button(common_words.CANCEL, self.reject)
        self._sent.folder_wanted.connect(self.folder_wanted)
        for changing in (self._which.changed, self._groups.changed, self._fields.changed):
            changing.connect(self._judge)
        self._go(0)
        fit_screen(self, 760, 560)

    def groups(self) -> tuple[Group, ...]:
        """Return who gets which measures."""
        return self._groups.groups()

    def wanted(self) -> RequestOrder:
        """Return fields, due date, contact and covering note."""
        return self._last.wanted(self._fields.fields())

    def _go(self, step: int) -> None:
        place = self._pages.currentIndex() + step
        if step > 0 and self._fault_here():
            self._judge()
            return
        if self._pages.currentWidget() is self._last and step > 0:
            made = self.make(self.groups(), self.wanted())
            if made is not None:
                self._show_sent(made)
            return
        self._pages.setCurrentIndex(max(0, place))
        if self._pages.currentWidget() is self._groups:
            self._groups.set_measures(self._which.measures())
        place = self._pages.currentIndex()
        self._heading.setText(PAGES[place])
        self._back.setEnabled(place > 0)
        self._next.setText(MAKE if self._pages.currentWidget() is self._last else NEXT)
        self._judge()
        announce(self, PAGES[place])
        page = self._pages.currentWidget()
        if step and page is not None:
            page.setFocus()

    def _show_sent(self, made: SentOut) -> None:
        """Show what was written; there is no way back to asking the same again."""
        self._sent.show_register(made.register)
        self._pages.setCurrentWidget(self._sent)
        self._heading.setText(PAGES[-1])
        for button in (self._back, self._next):
            button.hide()
        self._leave.setText(common_words.CLOSE)
        self._leave.setDefault(True)
        self._leave.setFocus()
        announce(self, PAGES[-1])

    def reject(self) -> None:
        """Leave; once the files are written, that is no giving up."""
        if self._pages.currentWidget() is self._sent:
            self.accept()
        else:
            super().reject()

    def _fault_here(self) -> str:
        """Return what is missing on the page at hand."""
        page = self._pages.currentWidget()
        if page is self._which and not self._which.measures():
            return NONE_CHOSEN
        if page is self._groups and not self._groups.groups():
            return NO_GROUP
        if page is self._fields and not self._fields.fields():
            return NO_FIELD
        return ""

    def _judge(self) -> None:
        fault = self._fault_here()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self._next.setEnabled(not fault)


class _LastPage(QWidget):
    """By when, whom to ask, and what to say."""

    def __init__(
        self,
        today: date,
        contact: str,
        parent: QWidget | None = None,
        *,
        locked: bool = False,
        notes: int = 0,
    ) -> None:
        super().__init__(parent)
        self._with_due = QCheckBox(WITH_DUE, self)
        self._with_due.setChecked(True)
        start = QDate(today.year, today.month, today.day).addDays(7 * _WEEKS)
        self._due = CalmDateEdit(start, self)
        self._due.setMinimumDate(start.addDays(-7 * _WEEKS))
        self._due.setAccessibleName(DUE)
        self._with_due.toggled.connect(self._due.setEnabled)
        self._contact = QLineEdit(contact, self)
        self._contact.setPlaceholderText(CONTACT_HINT)
        self._contact.setAccessibleName(common_words.plain(CONTACT))
        self._note = QPlainTextEdit(self)
        self._note.setAccessibleName(common_words.plain(NOTE))
        self._note.setPlaceholderText(NOTE_HINT)
        self._note.setTabChangesFocus(True)
        self._note.setMinimumHeight(theme.current().px(_LOWEST))
        self.setFocusProxy(self._with_due)  # Tab passes over what stands before the proxy
        line = QHBoxLayout()
        line.addWidget(self._with_due)
        line.addWidget(self._due)
        line.addStretch(1)
        self._arrangement = CalmComboBox(self)
        self._arrangement.setAccessibleName(common_words.plain(ARRANGEMENT))
        for arrangement, words in ARRANGEMENTS:
            self._arrangement.addItem(words, arrangement)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(ARRANGEMENT, self._arrangement)
        form.addRow(CONTACT, self._contact)
        if locked:
            form.addRow(lock(self._contact))
        form.addRow(NOTE, self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.M)
        column.addLayout(line)
        column.addLayout(form, 1)
        self._with_notes = self._notes_choice(column, notes)
        column.addWidget(plain_label(PUBLIC_NOTE, "muted", wrap=True))

    def _notes_choice(self, column: QVBoxLayout, notes: int) -> QCheckBox:
        """Return the tick that sends notes along; it is to be seen where there are some."""
        tick = QCheckBox(with_notes(notes), self)
        tick.setAccessibleDescription(NOTES_NOTE)
        tick.setToolTip(safe_tip(NOTES_NOTE))
        tick.setVisible(bool(notes))
        column.addWidget(tick)
        return tick

    def wanted(self, fields: tuple[str, ...]) -> RequestOrder:
        """Return what is asked, with the *fields* of another page."""
        day = self._due.date()
        due = date(day.year(), day.month(), day.day()) if self._with_due.isChecked() else None
        contact = " ".join(self._contact.text().split())
        note = self._note.toPlainText().strip()
        arrangement = ARRANGEMENTS[self._arrangement.currentIndex()][0]
        noted = self._with_notes.isChecked()
        return RequestOrder(fields, due, contact, note, arrangement, noted)
