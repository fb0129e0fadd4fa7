"""Find and replace across fields, with every hit to be seen before anything changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QStackedLayout, QWidget

from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.textplaces import ADDRESS_PART
from klimaeditor.textwork.bulk import Replacement, finding, replace
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.textwork.hits_review import MOST, HitReview, HitRow, titles_of
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.common_words import thousands
from ui.widgets.labels import EmptyState, plain_label, safe_tip
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox
from ui.widgets.slices import Slices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.textplaces import Substitution


# --- words ---------------------------------------------------------------------------------------

# --- find and replace ------------------------------------------------------------------------
REPLACE_TITLE: Final = "Suchen und ersetzen"
FIND: Final = "S&uchen nach"
REPLACE_BY: Final = "Ersetzen &durch"
FIND_HINT: Final = "z. B. {body}"
REPLACE_HINT: Final = "leer: die Fundstellen werden gelöscht"
MATCH_CASE: Final = "&Groß- und Kleinschreibung beachten"
KEEPS_CASE: Final = (
    "Ausgewählt: Gefunden wird nur, was genau so geschrieben ist. Sonst: „Kanal“ und „KANAL“ "
    "bleiben so groß geschrieben, wie sie sind."
)
WHOLE_WORDS: Final = "Nur ganze &Wörter"
FIELDS: Final = "&Felder"
ALL_FIELDS: Final = "Alle Texte"
MEASURES: Final = "&Maßnahmen"
NOTHING_ASKED: Final = "Geben Sie ein, was ersetzt werden soll."
UNTOUCHED: Final = (
    "Ersetzt wird in Texten und Links; Kennungen, Zahlen, Daten und Auswahllisten bleiben."
)
ADDRESSES: Final = (
    "Adressen von Links bleiben zunächst: Mit einem anderen Wort führen sie woandershin."
)
ADDRESS_OF: Final = "{label}: Adresse"
IN_WORDS: Final = "{words} · {label}"
CATEGORY_OF: Final = "Kategorie {name}"
SEARCHING: Final = "Es wird gesucht …"
NOTHING_FOUND: Final = "Nichts gefunden. Prüfen Sie Schreibweise, Felder und Maßnahmen."


def apply_replace(count: int, *, deleting: bool = False) -> str:
    """Return the button that replaces the hits accepted, or takes them out."""
    what = "l&öschen" if deleting else "e&rsetzen"
    return f"{counted(count, 'Stelle', 'Stellen')} {what}"


def all_measures(count: int) -> str:
    """Return the choice of all measures."""
    return f"Alle ({thousands(count)})"


def shown_measures(count: int) -> str:
    """Return the choice of the measures that the list shows."""
    return f"Angezeigte ({thousands(count)})"


def selected_measures(count: int) -> str:
    """Return the choice of the measures selected."""
    return f"Ausgewählte ({thousands(count)})"


_AROUND: Final = 10  # characters before and after a hit that tell it from others of its field
_NARROW: Final = 640  # of the dialog, logical pixels at 100 %
_LEAST_WIDTH: Final = 85  # of a choice, logical pixels at 100 %
_LONG: Final = 300  # ms until it is said that the search goes on
_AFTER: Final = 200  # ms without a further keystroke before the search starts


class ReplaceDialog(DialogFrame):
    """Searches all measures, those *shown* in the list or those *selected* there.

    Everything found counts as accepted until it is refused, for it was asked for; addresses do not,
    as they would lead elsewhere. Where *text* is
    given to look for, the keyboard begins at what shall stand there instead. After the dialog was
    accepted, :meth:`batch` is the step.
    """

    def __init__(
        self,
        document: Document,
        shown: Sequence[int] = (),
        selected: Sequence[int] = (),
        parent: QWidget | None = None,
        *,
        text: str = "",
    ) -> None:
        super().__init__(REPLACE_TITLE, parent)
        self._document = document
        self._wanted = Replacement("")
        self._count = 0
        self.find_line, self.replace_line = QLineEdit(text, self), QLineEdit(self)
        self.find_line.setPlaceholderText(
            FIND_HINT.format(body=document.dataset.site.facts.filter_bodies[-1])
        )
        self.replace_line.setPlaceholderText(REPLACE_HINT)
        self.match_case = QCheckBox(MATCH_CASE, self)
        self.match_case.setToolTip(safe_tip(KEEPS_CASE))
        self.match_case.setAccessibleDescription(KEEPS_CASE)
        self.whole_words = QCheckBox(WHOLE_WORDS, self)
        self.fields = self._field_choices()
        self.measures = self._measure_choices(shown, selected)
        self.review = HitReview(self)
        for line in (self.find_line, self.replace_line):
            self.review.be_led_from(line)
        self._addresses = plain_label(ADDRESSES, "note", wrap=True)
        self._addresses.hide()
        self._empty = EmptyState(self)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.review)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._slices = Slices(self)
        self._long = QTimer(self, singleShot=True, interval=_LONG)
        self._lay_out()
        self._connect()
        self.search()
        (self.replace_line if text else self.find_line).setFocus()
        fit_screen(self, 1080, 720)

    def batch(self) -> Batch | None:
        """Return the replacement of what was accepted, None for nothing."""
        taken = self.review.accepted()
        hits = [row.hit for row in self.review.shown() if row in taken]
        return replace(self._document.dataset, self._wanted, hits) if hits else None

    def accept(self) -> None:
        """Leave, unless something else was asked for since the hits were shown."""
        if self._timer.isActive():
            self.search()
        elif not self._slices.is_busy:
            super().accept()

    def done(self, result: int) -> None:
        """Go, and search no further."""
        self._slices.stop()
        self._long.stop()
        super().done(result)

    def search(self) -> None:
        """Find what is asked for now and show it; a long search lets the window live meanwhile."""
        self._timer.stop()
        self._wanted = Replacement(
            self.find_line.text(),
            self.replace_line.text(),
            self.match_case.isChecked(),
            self.whole_words.isChecked(),
        )
        name, measures = self.fields.currentData(), self.measures.currentData()
        catalogue = self._document.dataset.site.catalogue
        fields = None if name is None else (catalogue.field(name),)
        hits = finding(self._document.dataset, self._wanted, measures, fields)
        rows: list[HitRow] = []
        self._count = 0
        self._slices.start(self._rows_of(hits, rows), lambda: self._show_found(rows))
        if self._slices.is_busy:
            self._long.start()
            self._refresh()

    def _rows_of(self, hits: Iterator[Substitution | None], rows: list[HitRow]) -> Iterator[None]:
        """Fill *rows* with what is shown of the hits, and count them all."""
        title = titles_of(self._document)
        for hit in hits:
            if hit is not None:
                self._count += 1
                if len(rows) < MOST:
                    rows.append(self._row(hit, title))
            yield

    def _row(self, hit: Substitution, title: Callable[[int], str]) -> HitRow:
        field = self._document.dataset.site.catalogue.field(hit.place.field)
        shared = field.file is FileName.CATEGORIES  # one text of all measures of a category
        named = self._category(hit.place.measure) if shared else title(hit.place.measure)
        label = ADDRESS_OF.format(label=field.label) if self._is_address(hit) else field.label
        around = one_line("".join(hit.before(_AROUND)))
        return HitRow(named, IN_WORDS.format(label=label, words=around), hit, field.label)

    def _show_found(self, rows: Sequence[HitRow]) -> None:
        self._long.stop()
        self.review.show_rows(rows, self._count)
        wanted = [row for row in self.review.shown() if not self._is_address(row.hit)]
        self.review.accept(wanted)
        self._addresses.setVisible(len(wanted) < len(self.review.shown()))
        asked = bool(self._wanted.text)
        self._empty.show_state("search", NOTHING_FOUND if asked else NOTHING_ASKED)
        self._pages.setCurrentIndex(1 if rows else 0)
        self._refresh()
        announce(self, self.review.count_text() if rows else self._empty.sentence())

    def _show_searching(self) -> None:
        self._empty.show_state("search", SEARCHING)
        self._pages.setCurrentIndex(0)
        announce(self, SEARCHING)

    def _is_address(self, hit: Substitution) -> bool:
        """Whether a hit stands in an address, which then leads elsewhere."""
        kind = self._document.dataset.site.catalogue.field(hit.place.field).kind
        return kind is Kind.URL or hit.place.part == ADDRESS_PART

    def _category(self, measure: int) -> str:
        name = self._document.view(measure).value("category")
        return CATEGORY_OF.format(name=name if isinstance(name, str) else "")

    def _field_choices(self) -> CalmComboBox:
        combo = CalmComboBox(self)
        combo.addItem(ALL_FIELDS, None)
        for field in self._document.dataset.site.catalogue.text_fields:
            combo.addItem(field.label, field.name)
        return combo

    def _measure_choices(self, shown: Sequence[int], selected: Sequence[int]) -> CalmComboBox:
        combo = CalmComboBox(self)
        total = len(self._document.dataset.measures)
        combo.addItem(all_measures(total), None)
        if 0 < len(shown) < total:
            combo.addItem(shown_measures(len(shown)), tuple(shown))
        if len(selected) > 1:
            combo.addItem(selected_measures(len(selected)), tuple(selected))
            combo.setCurrentIndex(combo.count() - 1)
        return combo

    def _lay_out(self) -> None:
        self._untouched = plain_label(UNTOUCHED, "note", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.Space.M)
        self._grid.setVerticalSpacing(theme.Space.S)
        self._parts: list[tuple[QLabel, QWidget]] = []
        rows: tuple[tuple[str, QWidget], ...] = (
            (FIND, self.find_line),
            (REPLACE_BY, self.replace_line),
            (FIELDS, self.fields),
            (MEASURES, self.measures),
        )
        for name, editor in rows:
            label = QLabel(name, self)
            label.setProperty("role", "field")
            label.setBuddy(editor)
            editor.setAccessibleName(common_words.plain(name))
            editor.setMinimumSize(theme.current().px(_LEAST_WIDTH), editor.sizeHint().height())
            self._parts.append((label, editor))
        self._arrange(narrow=False)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        boxes = FlowLayout(spacing=theme.Space.L)
        boxes.addWidget(self.match_case)
        boxes.addWidget(self.whole_words)
        self.body.addLayout(self._grid)
        self.body.addLayout(boxes)
        self.body.addWidget(self._untouched)
        self.body.addWidget(self._addresses)
        self.body.addLayout(self._pages, 1)
        self._apply = self.add_button(apply_replace(0), self.accept, primary=True)
        cancel = self.add_button(common_words.CANCEL, self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [editor for _, editor in rows]
        order += [self.match_case, self.whole_words, *self.review.focus_order()]
        for first, second in pairwise([*order, self._apply, cancel]):
            QWidget.setTabOrder(first, second)

    def _arrange(self, *, narrow: bool) -> None:
        """Put two beside each other; a *narrow* dialog has a line for each choice."""
        for number, (label, editor) in enumerate(self._parts):
            row, column = divmod(number, 2)
            if narrow and row:
                row, column = number - 1, 0
            self._grid.addWidget(label, row, 2 * column)
            self._grid.addWidget(editor, row, 2 * column + 1, 1, 3 if narrow and row else 1)
        self._untouched.setHidden(narrow)  # else the places found have no room
        self._narrow = narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the choices a line each where beside each other they would be cut."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().px(_NARROW)
        if narrow != self._narrow:
            self._arrange(narrow=narrow)

    def _connect(self) -> None:
        for line in (self.find_line, self.replace_line):
            line.textChanged.connect(lambda _: self._timer.start())
            line.returnPressed.connect(self.search)
        for box in (self.match_case, self.whole_words):
            box.toggled.connect(lambda _: self.search())
        for combo in (self.fields, self.measures):
            combo.currentIndexChanged.connect(lambda _: self.search())
        self._timer.timeout.connect(self.search)
        self._long.timeout.connect(self._show_searching)
        self.review.changed.connect(self._refresh)

    def _refresh(self) -> None:
        count = len(self.review.accepted())
        self._apply.setText(apply_replace(count, deleting=not self._wanted.replacement))
        self._apply.setEnabled(count > 0 and not self._slices.is_busy)
