"""Measures that begin with others: those of another dataset, and a draft from a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
)

from klimaeditor import exchange
from klimaeditor.model.core_words import counted, quoted, shortened
from klimaeditor.model.records import category_names, category_of
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.widgets import common_words
from ui.widgets.labels import MessageArea, plain_label, safe_tip, set_role
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from klimaeditor.exchange.copies import DatasetCopy
    from klimaeditor.exchange.drafts import MeasureDraft
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

TAKE_TITLE: Final = "Maßnahme aus anderem Datensatz übernehmen"
TAKE: Final = "Über&nehmen"
SEARCH: Final = "Maßnahmen des anderen Datensatzes"
SEARCH_HINT: Final = "Titel, Kennung oder Kategorie"
SEARCH_CLEAR: Final = "Suche leeren"
LIST: Final = "Maßnahmen zum Übernehmen"
TAKE_NOTE: Final = (
    "Zusatzangaben und Fortschritt kommen mit. Strg+Z macht das Übernehmen auf einmal rückgängig."
)
TEMPLATE_TITLE: Final = "Maßnahme aus Vorlage anlegen"
TEMPLATE: Final = "&Vorlage"
TEMPLATE_CATEGORY: Final = "&Kategorie"
TEMPLATE_NAME: Final = "&Titel der neuen Maßnahme"
TEMPLATE_HINT: Final = "z. B. Radstation am Hauptbahnhof"
TEMPLATE_NO_NAME: Final = "Geben Sie einen Titel ein. Beispiel: „Radstation am Hauptbahnhof“."
WITH_TEXTS: Final = "Auch die Te&xte übernehmen, zum Überschreiben"
CREATE_DRAFT: Final = "&Anlegen"
NOTHING_KEPT: Final = "Aus dieser Vorlage wird nichts übernommen."
KNOWN_HERE: Final = "gibt es hier schon"
WHAT_BECOMES: Final = "Was übernommen wird und was nicht"


def from_dataset(name: str, count: int) -> str:
    """Return what stands above the list."""
    what = counted(count, "Maßnahme", "Maßnahmen")
    return f"{quoted(name)} enthält {what}. Wählen Sie, welche Sie hier anlegen möchten."


def keeps(labels: str) -> str:
    """Return what the template gives."""
    return f"Übernommen: {labels}."


def empties(labels: str) -> str:
    """Return what of the template is not taken."""
    return f"Bleibt leer: {labels}."


def gets_new_id(count: int) -> str:
    """Return how many measures get another id."""
    what = counted(count, "Maßnahme bekommt", "Maßnahmen bekommen")
    return f"{what} eine neue Kennung, weil die alte hier vergeben ist oder war."


def unknown_categories(names: str) -> str:
    """Return which categories do not exist here."""
    return f"Diese Kategorien gibt es hier nicht: {names}. Prüfen Sie sie danach im Formular."


# --- Measures of another dataset -----------------------------------------------------------------

_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_ROW: Final = 26  # logical pixels at 100 %


class TakeMeasuresDialog(DialogFrame):
    """Lists the measures of *copy*; after accepting, :meth:`chosen` are the keys of the ticked."""

    def __init__(self, copy: DatasetCopy, ours: Dataset, parent: QWidget | None = None) -> None:
        super().__init__(TAKE_TITLE, parent)
        self._other, self._ours = copy.dataset, ours
        self._names = category_names(self._other)
        self._search = SearchField(SEARCH, SEARCH_HINT, SEARCH_CLEAR, self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(LIST)
        self._note = plain_label(role="note", wrap=True)
        keys = self._other.measure_keys()
        for key in keys:
            self._add(key)
        self.body.addWidget(plain_label(from_dataset(copy.name, len(keys)), wrap=True))
        self.body.addWidget(self._search)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._note)
        self.body.addWidget(plain_label(TAKE_NOTE, "muted", wrap=True))
        self._take = self.add_button(TAKE, self.accept, primary=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._search.textChanged.connect(self._filter)
        self._search.left_down.connect(self._list.setFocus)
        self._list.itemChanged.connect(lambda _item: self._judge())
        self._judge()
        self._search.setFocus()
        fit_screen(self, 720, 560)

    def chosen(self) -> tuple[int, ...]:
        """Return the keys of the ticked measures in the other dataset, in its order."""
        ticked = Qt.CheckState.Checked
        return tuple(item.data(_ROLE) for item in self._items() if item.checkState() is ticked)

    def _add(self, key: int) -> None:
        view = self._other.view(key)
        here = self._ours.find(view.id) if view.id else None
        known = here is not None and self._ours.view(here).title == view.title
        parts = (view.title, view.id, self._category(key), KNOWN_HERE if known else "")
        line = " · ".join(one_line(part, 80) for part in parts if part)
        item = QListWidgetItem(line, self._list)
        item.setData(_ROLE, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setToolTip(safe_tip(line))
        item.setSizeHint(QSize(0, theme.current().px(_ROW)))

    def _category(self, key: int) -> str:
        found = category_of(self._other.measures[key], self._other.site)[0]
        return self._names.get(found, found) if isinstance(found, str) else ""

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def _judge(self) -> None:
        """Say what is other here than there, and whether there is anything to take."""
        chosen, ours = self.chosen(), self._ours
        used = ours.retired_ids.union(*(table.keys_by_id for table in ours.tables.values()))
        taken = sum(self._other.view(key).id in used for key in chosen)
        known = set(category_names(ours).values())
        strange = dict.fromkeys(c for key in chosen if (c := self._category(key)) not in known)
        sentences = [gets_new_id(taken)] if taken else []
        if strange:
            names = ", ".join(quoted(shortened(name)) for name in strange)
            sentences.append(unknown_categories(names))
        self._note.setText(" ".join(sentences))
        self._note.setVisible(bool(sentences))
        self._take.setEnabled(bool(chosen))


# --- A draft from a template ---------------------------------------------------------------------


class TemplateDialog(DialogFrame):
    """Asks for a template, at first *chosen*, and what is new; :meth:`draft` is the answer."""

    def __init__(self, dataset: Dataset, chosen: int, parent: QWidget | None = None) -> None:
        super().__init__(TEMPLATE_TITLE, parent, width=560)
        self._dataset = dataset
        self._template = CalmComboBox(self, narrow=True)
        for key in dataset.measure_keys():
            self._template.addItem(one_line(dataset.view(key).title, 80), key)
        self._category = CalmComboBox(self, narrow=True)
        for identifier, name in category_names(dataset).items():
            self._category.addItem(one_line(name, 60), identifier)
        self._title = QLineEdit(self)
        self._title.setPlaceholderText(TEMPLATE_HINT)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        self._fault.hide()
        self._texts = QCheckBox(WITH_TEXTS, self)
        self._what = MessageArea(10, self)
        self._what.set_name(WHAT_BECOMES)
        self._lay_out()
        self.add_button(CREATE_DRAFT, self._accept_if_named, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._template.currentIndexChanged.connect(lambda _: self._on_template())
        self._texts.toggled.connect(lambda _: self._show())
        self._title.textChanged.connect(lambda _: self._complain(""))
        self._template.setCurrentIndex(max(self._template.findData(chosen), 0))
        self._on_template()
        self._title.setFocus()

    def draft(self) -> MeasureDraft:
        """Return the draft as it is described."""
        template, category = self._template.currentData(), self._category.currentData()
        title = " ".join(self._title.text().split())
        texts = self._texts.isChecked()
        make = exchange.drafts.draft_from
        return make(self._dataset, template, str(category or ""), title, with_texts=texts)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.M)
        grid.setVerticalSpacing(theme.Space.S)
        rows: tuple[tuple[str, QWidget], ...] = (
            (TEMPLATE, self._template),
            (TEMPLATE_NAME, self._title),
            (TEMPLATE_CATEGORY, self._category),
        )
        for number, (name, editor) in enumerate(rows):
            label = QLabel(name, self)
            label.setProperty("role", "field")
            label.setBuddy(editor)
            editor.setAccessibleName(common_words.plain(name))
            grid.addWidget(label, 2 * number, 0)
            grid.addWidget(editor, 2 * number, 1)
        grid.addWidget(self._fault, 3, 1)
        grid.addWidget(self._texts, 6, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self._what)
        self.body.addStretch(1)

    def _on_template(self) -> None:
        """Begin with the category of the template."""
        key = self._template.currentData()
        if key is not None:
            found = self._category.findData(self._dataset.view(key).value("category_id"))
            self._category.setCurrentIndex(max(found, 0))
        self._show()

    def _show(self) -> None:
        draft = self.draft()
        kept = ", ".join(draft.kept)
        sentences = [keeps(kept) if kept else NOTHING_KEPT]
        if draft.emptied:
            sentences.append(empties(", ".join(draft.emptied)))
        self._what.set_text("\n\n".join(sentences))
        if self.isVisible():
            self.fit()

    def _accept_if_named(self) -> None:
        if self.draft().new.title:
            self.accept()
        else:
            self._complain(TEMPLATE_NO_NAME)
            self._title.setFocus()

    def _complain(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        set_role(self._title, "invalid", bool(sentence))
        self._title.setAccessibleDescription(sentence)
        if self.isVisible():
            self.fit()
