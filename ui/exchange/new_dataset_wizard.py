"""The way from a table of others to a dataset of its own: columns, categories, what is doubtful.

Nothing is written here. *answer* holds the dataset once somebody has asked for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from klimaeditor.diff.describe import describe
from klimaeditor.exchange import newdataset
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, measures, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.textwork import cleanup
from klimaeditor.textwork.cleanup import DebrisKind
from ui import theme
from ui.dialogs.choices import TableAnswer
from ui.exchange.choice_table import ChoiceRow, ChoiceTable
from ui.exchange.import_pages import ColumnsPage
from ui.exchange.import_wizard import BACK, CANCEL, NEXT, StepFrame, at_once
from ui.theme import Tone
from ui.widgets.labels import MessageArea, plain_label
from ui.widgets.marks import Badge

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from klimaeditor.exchange.columns import Memory
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.newdataset import Draft, DraftSpot, DraftValue, NewDataset
    from klimaeditor.textwork.cleanup import DebrisProposal
    from ui.dialogs.choices import Wait

    T = TypeVar("T")


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Tabelle als neuen Datensatz öffnen"
MAKE: Final = "Datensatz &anlegen"
READING: Final = "Die Tabelle wird gelesen …"
MAKING: Final = "Der Datensatz wird angelegt …"
STEP_COLUMNS: Final = "Schritt 1 von 3: Spalten zuordnen"
STEP_CATEGORIES: Final = "Schritt 2 von 3: Kategorien prüfen"
STEP_DOUBTS: Final = "Schritt 3 von 3: Zweifelhaftes entscheiden"
STEP_RESULT: Final = "Schritt 3 von 3: Ergebnis"
ABOUT_COLUMNS: Final = (
    "Jede Zeile mit einem Titel wird eine neue Maßnahme. Welche Spalte gehört in welches Feld? "
    "Die Auswahl öffnen Sie mit der Eingabetaste oder F4."
)
ABOUT_CATEGORIES: Final = (
    "Aus diesen Kategorien entstehen die Kennungen der Maßnahmen. Sie bleiben für immer gleich. "
    "Meinen zwei Zeilen dieselbe Kategorie, ordnen Sie eine der anderen zu."
)
ABOUT_DOUBTS: Final = (
    "Was zweifelhaft ist, wird nur übernommen, wenn Sie es hier so wählen. Was nicht übernommen "
    "wird, steht darunter. Gespeichert wird erst über „Speichern unter“."
)
ABOUT_RESULT: Final = (
    "So wird der Datensatz. Gespeichert wird er erst über „Speichern unter“, in einem Ordner, den "
    "Sie dann wählen."
)
CATEGORIES_NAME: Final = "Kategorien der Tabelle"
CATEGORY_HEADERS: Final = ("In der Tabelle", "Maßnahmen", "Wird zu", "Kennung")
CHOICE_OF_CATEGORY: Final = "Kategorie"
DOUBTS_NAME: Final = "Zweifelhafte Angaben"
DOUBT_HEADERS: Final = ("Stelle", "Angabe in der Tabelle", "Entscheidung", "Stand")
CHOICE_OF_DOUBT: Final = "Entscheidung"
TAKE: Final = "übernehmen"
LEAVE: Final = "– nicht übernehmen –"
TAKE_ALL: Final = "A&lle übernehmen"
TAKE_NONE: Final = "&Keine übernehmen"
DOUBTFUL: Final = "zweifelhaft"
CHOSEN: Final = "von Ihnen gewählt"
NOTHING_DOUBTFUL: Final = "Keine Angabe ist zweifelhaft."
LEFT_OUT: Final = "Außerdem nicht übernommen oder zu wissen:"
NOTHING_LEFT_OUT: Final = "Sonst bleibt nichts zurück."
LEFT_OUT_NAME: Final = "Was sonst nicht übernommen wird"
NO_MEASURES: Final = "So würde keine Zeile zu einer Maßnahme."


def new_category(name: str) -> str:
    """Return the choice that a category stays one of its own."""
    return f"neue Kategorie {quoted(name)}"


def same_as(name: str) -> str:
    """Return the choice that a category is the same as another one."""
    return f"gehört zu {quoted(name)}"


def summary(rows: int, categories: int, doubtful: int) -> str:
    """Return what will be made."""
    groups = counted(categories, "Kategorie", "Kategorien")
    made = f"{measures(rows)} in {groups}"
    if not doubtful:
        return f"{made}. {NOTHING_DOUBTFUL}"
    return f"{made}; {counted(doubtful, 'Angabe ist', 'Angaben sind')} zweifelhaft."


def place_of(label: str, cell: str) -> str:
    """Return where a doubtful value stands."""
    return f"{label} ({cell})"


def clean_up(count: int) -> str:
    """Return the offer to clean up the texts."""
    return f"Danach Re&ste aus PDF und Word ansehen ({counted(count, 'Stelle', 'Stellen')})"


def leftover(before: str, after: str) -> str:
    """Return an example of what would be cleaned up."""
    return (
        f"In den Texten sind Reste aus PDF-Dateien wie {quoted(before)} statt {quoted(after)}; "
        "„Aufräumen“ zeigt jede Stelle vorher."
    )


# --- The categories of the table -----------------------------------------------------------------


class CategoriesPage(QWidget):
    """Each category stays one of its own, or is the same as another one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self.same_as: dict[str, str] = {}
        """The keys of categories that are the same as others, with theirs."""
        self.list = ChoiceTable(
            CATEGORIES_NAME, CATEGORY_HEADERS, CHOICE_OF_CATEGORY, self._choices, self
        )
        self.list.chosen.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def show_draft(self, draft: Draft) -> None:
        """Show the categories of a draft; what was decided stays where it can."""
        self._draft = draft
        keys = {category.key for category in draft.categories}
        self.same_as = {k: to for k, to in self.same_as.items() if {k, to} <= keys}
        self._show()

    def _choices(self, row: int) -> list[tuple[object, str]]:
        categories = self._draft.categories if self._draft else ()
        own = categories[row]
        others = [c for c in categories if c is not own and c.key not in self.same_as]
        return [
            (own.key, new_category(own.name)),
            *((other.key, same_as(other.name)) for other in others),
        ]

    def _choose(self, row: int, value: object) -> None:
        if self._draft is None:
            return
        own, wanted = self._draft.categories[row].key, str(value)
        self.same_as.pop(own, None)
        if wanted != own:
            self.same_as[own] = wanted
            for key, to in self.same_as.items():  # who was the same as this one goes along
                if to == own:
                    self.same_as[key] = wanted
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        categories = self._draft.categories if self._draft else ()
        by_key = {category.key: category for category in categories}
        rows = []
        for category in categories:
            meant = by_key[self.same_as.get(category.key, category.key)]
            own = meant is category
            label = new_category(category.name) if own else same_as(meant.name)
            icon, tone = ("circle-check", Tone.GOOD) if own else ("square-pen", Tone.INFO)
            mark = Badge(f"{meant.id} …", icon, tone)
            number = measures(category.rows)
            rows.append(ChoiceRow(category.name, number, meant.key, label, mark))
        self.list.show_rows(rows)


# --- What is doubtful, and what stays behind -----------------------------------------------------

_REASON_LINES: Final = 2
_LEFT_OUT_LINES: Final = 5
_MOST_LEFT_OUT: Final = 500


class DoubtsPage(QWidget):
    """The doubtful values, each taken or not; *changed* says that something was decided."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[DraftValue, ...] = ()
        self.wanted: set[DraftSpot] = set()
        self._decided: set[DraftSpot] = set()
        self.summary = plain_label(wrap=True)
        self.list = ChoiceTable(DOUBTS_NAME, DOUBT_HEADERS, CHOICE_OF_DOUBT, self._choices, self)
        self.list.chosen.connect(self._choose)
        self.list.row_selected.connect(self._explain)
        self._reason = MessageArea(_REASON_LINES, self)
        self._heading = plain_label(role="muted")
        self.left_out = MessageArea(_LEFT_OUT_LINES, self)
        self.left_out.set_name(LEFT_OUT_NAME)
        self.clean_up = QCheckBox(self)
        self._leftover = ""
        self._all = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(self._reason)
        column.addLayout(self._all)
        column.addWidget(self._heading)
        column.addWidget(self.left_out)
        column.addWidget(self.clean_up)
        column.addStretch(0)
        self._buttons: list[QWidget] = []

    def add_button(self, button: QWidget) -> None:
        """Take a button that decides about all doubtful values."""
        self._buttons.append(button)
        self._all.addWidget(button)

    def finish_buttons(self) -> None:
        """Leave the room behind the buttons free."""
        self._all.addStretch(1)

    def show_draft(self, draft: Draft) -> None:
        """Show what is doubtful in a draft; what was decided stays where it can."""
        self._values = draft.doubtful
        spots = draft.every_doubtful
        self.wanted &= spots
        self._decided &= spots
        for widget in (self.list, self._reason, *self._buttons):
            widget.setVisible(bool(self._values))
        self._show()

    def show_result(self, made: NewDataset) -> None:
        """Show what would be made, and name what would not."""
        rows = len(made.dataset.measures)
        categories = len(made.dataset.tables[FileName.CATEGORIES].rows)
        self.summary.setText(summary(rows, categories, len(self._values)))
        above = {problem for value in self._values for problem in value.against}
        said = [problem for problem in (*made.left_out, *made.notices) if problem not in above]
        found = [*filter(None, [self._leftover]), *(problem.message for problem in said)]
        more = len(found) - _MOST_LEFT_OUT
        lines = found[:_MOST_LEFT_OUT] + ([f"… und {more} weitere"] if more > 0 else [])
        self._heading.setText(LEFT_OUT if found else NOTHING_LEFT_OUT)
        self.left_out.set_text("\n".join(lines))
        self.left_out.setVisible(bool(found))

    def offer_clean_up(self, found: tuple[DebrisProposal, ...]) -> None:
        """Offer to clean up the texts afterwards, where there is anything to clean up."""
        self.clean_up.setVisible(bool(found))
        self._leftover = ""
        self.clean_up.setChecked(bool(found))
        if found:
            hyphen = [p for p in found if p.kind is DebrisKind.HYPHENATION]
            hit = (hyphen or list(found))[0].hit
            before, after = (shortened("".join(text(4)), 30) for text in (hit.before, hit.after))
            self.clean_up.setText(clean_up(len(found)))
            self._leftover = leftover(before, after)
            self.clean_up.setAccessibleDescription(self._leftover)

    def take_all(self, *, taken: bool) -> None:
        """Take all of them, or none."""
        spots = {value.spot for value in self._values}
        self.wanted = spots if taken else set()
        self._decided = spots
        self._show()
        self.changed.emit()

    def _choices(self, _row: int) -> list[tuple[object, str]]:
        return [(False, LEAVE), (True, TAKE)]

    def _choose(self, row: int, value: object) -> None:
        spot = self._values[row].spot
        self._decided.add(spot)
        self.wanted.discard(spot)
        if value:
            self.wanted.add(spot)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.list.show_rows([self._row(value) for value in self._values])
        self._explain(self.list.selected_row())

    def _row(self, value: DraftValue) -> ChoiceRow:
        taken = value.spot in self.wanted
        decided = value.spot in self._decided
        mark = (
            Badge(CHOSEN, "square-pen", Tone.INFO)
            if decided
            else Badge(DOUBTFUL, "triangle-alert", Tone.WARNING)
        )
        text = shortened(describe(value.value, value.field))
        where = place_of(value.field.label, value.cell)
        return ChoiceRow(where, text, taken, TAKE if taken else LEAVE, mark, _reasons(value))

    def _explain(self, row: int) -> None:
        known = 0 <= row < len(self._values)
        self._reason.set_text(_reasons(self._values[row]) if known else "")


def _reasons(value: DraftValue) -> str:
    return "\n".join(problem.message for problem in value.against if problem.severe)


# --- The wizard ----------------------------------------------------------------------------------

_COLUMNS, _CATEGORIES, _DOUBTS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Made:
    """A dataset as it would be, and the leftovers in its texts."""

    new: NewDataset
    leftovers: tuple[DebrisProposal, ...]


class NewDatasetWizard(StepFrame):
    """*answer* is None until the dataset is made, and after leaving."""

    def __init__(
        self,
        found: Recognition,
        memory: Memory | None = None,
        parent: QWidget | None = None,
        wait: Wait = at_once,
    ) -> None:
        """Take a recognised file with tables and what is remembered of their columns."""
        super().__init__(TITLE, found.name, parent)
        self._found, self._wait = found, wait
        self.answer: TableAnswer | None = None
        self._draft: Draft | None = None
        self._drafted_for: object = None
        self._made: _Made | None = None
        self.columns = ColumnsPage(found, memory, self, only_for_matching=frozenset())
        self.categories = CategoriesPage(self)
        self.doubts = DoubtsPage(self)
        for taken, words in ((True, TAKE_ALL), (False, TAKE_NONE)):
            self.doubts.add_button(self._deciding(words, taken=taken))
        self.doubts.finish_buttons()
        for page in (self.columns, self.categories, self.doubts):
            self._pages.addWidget(page)
        self.columns.changed.connect(self._judge)
        self.doubts.changed.connect(self._make_again)
        self.back = self.add_side_button(BACK, lambda: self._go(self._pages.currentIndex() - 1))
        self.next = self.add_button(NEXT, self._forward, primary=True, default=True)
        self.add_button(CANCEL, self.reject)
        self._go(_COLUMNS)

    def _deciding(self, words: str, *, taken: bool) -> QWidget:
        button = self.make_button(words, lambda: self.doubts.take_all(taken=taken))
        button.setAutoDefault(False)
        return button

    def _forward(self) -> None:
        page = self._pages.currentIndex()
        if page == _DOUBTS:
            self._finish()
        else:
            self._go(page + 1)

    def _go(self, page: int) -> None:
        """Show a page; who gives up waiting for it stays where he is."""
        if page == _CATEGORIES and not self._read():
            return
        if page == _DOUBTS and not self._make():
            return
        self._pages.setCurrentIndex(page)
        self.back.setEnabled(page != _COLUMNS)
        self.next.setText(MAKE if page == _DOUBTS else NEXT)
        doubtful = self._draft is not None and bool(self._draft.doubtful)
        last = (STEP_DOUBTS, ABOUT_DOUBTS) if doubtful else (STEP_RESULT, ABOUT_RESULT)
        first = ((STEP_COLUMNS, ABOUT_COLUMNS), (STEP_CATEGORIES, ABOUT_CATEGORIES))
        self._explain(*(*first, last)[page])
        self._judge()
        shown = (self.columns.list, self.categories.list, self.doubts.list)[page]
        (self.next if shown.isHidden() else shown).setFocus()

    def _read(self) -> bool:
        """Read the rows where the columns are others than before."""
        wanted = (self.columns.table, self.columns.matches)
        if self._drafted_for == wanted:
            return True
        draft = self._tried(lambda: newdataset.draft(self._found, *wanted), READING)
        if draft is None:
            return False
        self._draft, self._drafted_for = draft, wanted
        self.categories.show_draft(draft)
        self.doubts.show_draft(draft)
        return True

    def _make(self) -> bool:
        """Make the dataset as it is wanted now, and show what it would be."""
        made = self._tried(self._as_wanted, MAKING)
        if made is None:
            return False
        self._made = made
        if self._pages.currentIndex() != _DOUBTS:
            self.doubts.offer_clean_up(made.leftovers)
        self.doubts.show_result(made.new)
        return True

    def _as_wanted(self) -> _Made:
        if self._draft is None:
            raise ValueError("the rows are read first")
        wanted, same = frozenset(self.doubts.wanted), dict(self.categories.same_as)
        new = newdataset.dataset_of(self._found.site, self._draft, wanted, same)
        return _Made(new, cleanup.propose(new.dataset))

    def _tried(self, work: Callable[[], T], sentence: str) -> T | None:
        """Return what *work* returns, None where the user gives up or it says why it cannot be."""
        try:
            return self._wait(work, sentence)
        except KlimaError as error:
            self._say_missing(str(error))
            return None

    def _make_again(self) -> None:
        if self._make():
            self._judge()

    def _judge(self) -> None:
        page = self._pages.currentIndex()
        missing = self.columns.hint() if page == _COLUMNS else ""
        if page == _DOUBTS and self._made is not None and not self._made.new.dataset.measures:
            missing = NO_MEASURES
        self.next.setEnabled(self._say_missing(missing))

    def _finish(self) -> None:
        if self._made is None:
            return
        self.columns.remember()
        asked = not self.doubts.clean_up.isHidden() and self.doubts.clean_up.isChecked()
        self.answer = TableAnswer(self._made.new, asked)
        self.accept()
