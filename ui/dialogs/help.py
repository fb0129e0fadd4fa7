"""Help for the fields, read from the catalogue; it stays open beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import Field, Kind, Profile
from klimaeditor.textwork.search import fold
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.widgets import common_words
from ui.widgets.common_words import thousands
from ui.widgets.labels import plain_label
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.model.catalogue import Catalogue, SiteProfile


# --- words ---------------------------------------------------------------------------------------

# --- shortcuts -----------------------------------------------------------------------------
SHORTCUTS_TITLE: Final = "Tastenkürzel"
SHORTCUTS_SEARCH: Final = "Tastenkürzel durchsuchen"
SHORTCUTS_HEADERS: Final = ("Menü", "Befehl", "Tasten")
SHORTCUTS_NONE: Final = "Kein Tastenkürzel passt zur Suche."
CLEAR_SEARCH: Final = "Suche leeren (Esc)"

# --- help ----------------------------------------------------------------------------------
HELP_TITLE: Final = "Hilfe zu den Feldern"
HELP_HANDBOOK: Final = "Im Handbuch &nachlesen"
HELP_FIELDS: Final = "Felder"
HELP_SEARCH: Final = "Felder durchsuchen"
HELP_NONE: Final = "Kein Feld passt zur Suche."
HELP_CHOOSE: Final = "Wählen Sie ein Feld, um zu lesen, was hineingehört."
HELP_SAID: Final = "Was gemeldet wird"
HELP_WHAT: Final = "Was hier hineingehört"
HELP_SHOWN: Final = "Wo es erscheint"
HELP_FORM: Final = "Zulässige Form"
HELP_KEY: Final = "Im Datensatz"
_REQUIRED_ALL: Final = "Pflichtfeld."
_REQUIRED_MEASURE: Final = "Pflichtfeld, außer bei {initiatives}."
_LIMIT: Final = "Am besten höchstens {limit} Zeichen."
_CHOICES: Final = "Zur Wahl stehen: {choices}."
_HTML: Final = "Kein HTML: Zeichen wie < und > würden als Befehle gelesen."
_FORMS: Final = {
    Kind.SHORT_TEXT: "Eine Zeile Text.",
    Kind.LONG_TEXT: "Text mit Absätzen.",
    Kind.OPEN_CHOICE: "Text; Vorschläge zeigen die Schreibweisen, die schon in Gebrauch sind.",
    Kind.CHOICE: "Auswahl aus einer festen Liste.",
    Kind.CATEGORY: "Auswahl aus den Kategorien des Datensatzes.",
    Kind.AMOUNT: "Betrag in Euro, ohne Wörter wie „Mio.“. Beispiel: 1.250.000 oder 1.250.000,50.",
    Kind.YEAR: "Jahr mit vier Ziffern. Beispiel: 2030.",
    Kind.NUMBER: "Zahl. Beispiel: 1.250,5.",
    Kind.DATE: "Tag. Beispiel: 01.10.2026.",
    Kind.URL: "Vollständige Adresse. Beispiel: {address}.",
    Kind.LINKS: "Je Zeile ein Titel und eine vollständige Adresse mit https://.",
    Kind.SERIES: "Je Zeile ein Tag und ein Stand, der neueste zuletzt.",
    Kind.IDENTIFIER: "Wird vergeben und kann nicht geändert werden.",
}


def accepted(field: Field, site: SiteProfile) -> str:
    """Return which form a field accepts, for the help."""
    parts = [_FORMS[field.kind].format(address=site.city.address)]
    if field.choices:
        labels = ", ".join(quoted(label) for _, label in field.choices)
        parts.append(_CHOICES.format(choices=labels))
    if field.limit:
        parts.append(_LIMIT.format(limit=thousands(field.limit)))
    if field.html:
        parts.append(_HTML)
    if field.required == frozenset(Profile):
        parts.append(_REQUIRED_ALL)
    elif field.required:
        parts.append(_REQUIRED_MEASURE.format(initiatives=site.catalogue.initiatives))
    return " ".join(parts)


def stored(field: Field) -> str:
    """Return where a field is stored: file and keys."""
    return " › ".join([field.file.value, *field.path])


# --- Help for the fields, read from the catalogue; it stays open beside the work -----------------

_NAME = Qt.ItemDataRole.UserRole


class HelpDialog(DialogFrame):
    """All fields at the left, the chosen one explained at the right.

    *handbook_wanted* carries the field to read about in the handbook.
    """

    handbook_wanted = Signal(str)

    def __init__(self, site: SiteProfile, parent: QWidget | None = None) -> None:
        super().__init__(HELP_TITLE, parent, width=560)
        catalogue = self._catalogue = site.catalogue
        self._said = ("", "")
        self._search = SearchField(HELP_SEARCH, HELP_SEARCH, CLEAR_SEARCH, self)
        self._tree = _make_tree(catalogue, self)
        self._none = plain_label(HELP_NONE, "muted", wrap=True)
        self._none.hide()
        self._page = FieldPage(site, self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.Space.M, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self._search)
        column.addWidget(self._none)
        column.addWidget(self._tree, 1)
        split = QSplitter(self)
        split.setAccessibleName(common_words.SPLITTER)
        split.addWidget(left)
        split.addWidget(self._page)
        split.setChildrenCollapsible(False)
        px = theme.current().px
        split.setSizes([px(280), px(420)])
        self.body.addWidget(split, 1)
        self.add_side_button(HELP_HANDBOOK, self._open_handbook)
        self.add_button(common_words.CLOSE, self.close)
        self._search.textChanged.connect(self._filter)
        self._search.left_down.connect(self._tree.setFocus)
        self._tree.currentItemChanged.connect(self._show_current)
        fit_screen(self, 760, 540)

    def show_field(self, name: str, said: Sequence[str] = ()) -> None:
        """Explain the field *name*; an unknown one leaves the list to choose from.

        *said* are the sentences of what was found in it.
        """
        self._said = (name, "\n".join(said))
        self._search.clear()
        for item in _leaves(self._tree):
            if item.data(0, _NAME) == name:
                self._tree.setCurrentItem(item)
                self._tree.scrollToItem(item)
                self._tree.setFocus()
                self._show_current(item)  # it may have been the current one before
                return
        self._page.show_field(None)
        self._search.setFocus()

    def _open_handbook(self) -> None:
        item = self._tree.currentItem()
        name = item.data(0, _NAME) if item is not None else None
        self.handbook_wanted.emit(name if isinstance(name, str) else "")

    def shown(self) -> list[str]:
        """Return the names of the fields that match the search."""
        return [item.data(0, _NAME) for item in _leaves(self._tree) if not item.isHidden()]

    def page_text(self) -> str:
        """Return what the page says, as one text."""
        return self._page.text()

    def _show_current(self, item: QTreeWidgetItem | None) -> None:
        name = item.data(0, _NAME) if item else None
        field = self._catalogue.known_field(name) if isinstance(name, str) else None
        self._page.show_field(field, self._said[1] if name == self._said[0] else "")

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        for section, leaves in _sections(self._tree):
            for leaf in leaves:
                field = self._catalogue.field(leaf.data(0, _NAME))
                found = fold(f"{field.label} {field.key_label} {field.help} {section.text(0)}")
                leaf.setHidden(not all(word in found for word in wanted))
            section.setHidden(all(leaf.isHidden() for leaf in leaves))
        self._none.setVisible(not self.shown())


class FieldPage(QScrollArea):
    """What to write into one field, where it appears, which form it accepts."""

    def __init__(self, site: SiteProfile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._site = site
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(HELP_TITLE)
        page = QWidget(self)
        self._title = plain_label(role="title", wrap=True)
        self._hint = plain_label(HELP_CHOOSE, "muted", wrap=True)
        headings = (HELP_SAID, HELP_WHAT, HELP_SHOWN, HELP_FORM, HELP_KEY)
        self._parts = [(plain_label(name, "heading"), plain_label(wrap=True)) for name in headings]
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.Space.M, 0, theme.Space.XS, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        for heading, text in self._parts:
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addSpacing(theme.Space.M)
            column.addWidget(heading)
            column.addWidget(text)
        column.addStretch(1)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.show_field(None)

    def show_field(self, field: Field | None, said: str = "") -> None:
        """Explain *field*, or ask to choose one; *said* is what was found in it."""
        explained = (
            ("", "", "", "", "")
            if field is None
            else (said, field.help, field.shown, accepted(field, self._site), stored(field))
        )
        self._title.setText("" if field is None else field.label)
        self._title.setVisible(field is not None)
        self._hint.setText(HELP_CHOOSE if field is None else field.section.title)
        for (heading, label), text in zip(self._parts, explained, strict=True):
            heading.setVisible(bool(text))
            label.setVisible(bool(text))
            label.setText(text)
        self.setAccessibleDescription(self.text())

    def text(self) -> str:
        """Return everything that is said."""
        parts = [f"{heading.text()}: {text.text()}" for heading, text in self._parts if text.text()]
        return "\n".join([self._title.text(), *parts]).strip()


def _make_tree(catalogue: Catalogue, parent: QWidget) -> QTreeWidget:
    tree = QTreeWidget(parent)
    tree.setAccessibleName(HELP_FIELDS)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    sections: dict[str, QTreeWidgetItem] = {}
    for field in catalogue.fields:
        title = field.section.title
        if title not in sections:
            section = QTreeWidgetItem(tree, [title])
            section.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = section.font(0)
            font.setBold(True)
            section.setFont(0, font)
            sections[title] = section
        leaf = QTreeWidgetItem(sections[title], [field.label])
        leaf.setData(0, _NAME, field.name)
    tree.expandAll()
    return tree


def _sections(tree: QTreeWidget) -> list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]]:
    """Return the sections with their fields."""
    root = tree.invisibleRootItem()
    return [(section, _children(section)) for section in _children(root)]


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(place) for place in range(item.childCount()))
    return [child for child in found if child is not None]


def _leaves(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    return [leaf for _, leaves in _sections(tree) for leaf in leaves]


# --- The list of keys, to be searched; it stays open beside the work -----------------------------

Shortcut = tuple[str, str, str]


class ShortcutsDialog(DialogFrame):
    """Shows (menu, command, keys) rows."""

    def __init__(self, table: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(SHORTCUTS_TITLE, parent, width=520)
        self._search = SearchField(SHORTCUTS_SEARCH, SHORTCUTS_SEARCH, CLEAR_SEARCH, self)
        self._rows = list(table)
        self._table = _make_table(self._rows, self)
        self._none = plain_label(SHORTCUTS_NONE, "muted")
        self._none.hide()
        self.body.addWidget(self._search)
        self.body.addWidget(self._none)
        self.body.addWidget(self._table, 1)
        self.add_button(common_words.CLOSE, self.close)
        self._search.textChanged.connect(self._filter)
        self._search.left_down.connect(self._table.setFocus)
        self._search.setFocus()
        fit_screen(self, 660, 560)

    def shown(self) -> list[str]:
        """Return the commands that match the search."""
        shown = enumerate(self._rows)
        return [command for row, (_, command, _) in shown if not self._table.isRowHidden(row)]

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        for row, cells in enumerate(self._rows):
            found = fold(" ".join(cells))
            self._table.setRowHidden(row, not all(word in found for word in wanted))
        self._none.setVisible(not self.shown())


def _make_table(rows: Sequence[Shortcut], parent: QWidget) -> QTableWidget:
    table = QTableWidget(len(rows), 3, parent)
    table.setAccessibleName(SHORTCUTS_TITLE)
    table.setHorizontalHeaderLabels(list(SHORTCUTS_HEADERS))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table
