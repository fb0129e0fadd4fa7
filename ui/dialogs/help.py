"""Help for the fields, read from the catalogue; it stays open beside the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.catalogue import FIELDS, FIELDS_BY_NAME, Field
from klimaeditor.search.folding import fold
from ui import texts as words
from ui import theme
from ui.dialogs import texts
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.widgets.labels import plain_label
from ui.widgets.search_field import SearchField

_NAME = Qt.ItemDataRole.UserRole


class HelpDialog(DialogFrame):
    """All fields at the left, the chosen one explained at the right.

    *handbook_wanted* carries the field to read about in the handbook.
    """

    handbook_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(texts.HELP_TITLE, parent, width=560)
        self._search = SearchField(texts.HELP_SEARCH, texts.HELP_SEARCH, texts.CLEAR_SEARCH, self)
        self._tree = _make_tree(self)
        self._none = plain_label(texts.HELP_NONE, "muted", wrap=True)
        self._none.hide()
        self._page = FieldPage(self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.Space.M, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self._search)
        column.addWidget(self._none)
        column.addWidget(self._tree, 1)
        split = QSplitter(self)
        split.addWidget(left)
        split.addWidget(self._page)
        split.setChildrenCollapsible(False)
        px = theme.current().px
        split.setSizes([px(280), px(420)])
        self.body.addWidget(split, 1)
        self.add_side_button(texts.HELP_HANDBOOK, self._open_handbook)
        self.add_button(words.CLOSE, self.close)
        self._search.textChanged.connect(self._filter)
        self._search.left_down.connect(self._tree.setFocus)
        self._tree.currentItemChanged.connect(self._show_current)
        fit_screen(self, 760, 540)

    def show_field(self, name: str) -> None:
        """Explain the field *name*; an unknown one leaves the list to choose from."""
        self._search.clear()
        for item in _leaves(self._tree):
            if item.data(0, _NAME) == name:
                self._tree.setCurrentItem(item)
                self._tree.scrollToItem(item)
                self._tree.setFocus()
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
        self._page.show_field(FIELDS_BY_NAME.get(name) if isinstance(name, str) else None)

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        for section, leaves in _sections(self._tree):
            for leaf in leaves:
                field = FIELDS_BY_NAME[leaf.data(0, _NAME)]
                found = fold(f"{field.label} {field.key_label} {field.help} {section.text(0)}")
                leaf.setHidden(not all(word in found for word in wanted))
            section.setHidden(all(leaf.isHidden() for leaf in leaves))
        self._none.setVisible(not self.shown())


class FieldPage(QScrollArea):
    """What to write into one field, where it appears, which form it accepts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(texts.HELP_TITLE)
        page = QWidget(self)
        self._title = plain_label(role="title", wrap=True)
        self._hint = plain_label(texts.HELP_CHOOSE, "muted", wrap=True)
        headings = (texts.HELP_WHAT, texts.HELP_SHOWN, texts.HELP_FORM, texts.HELP_KEY)
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

    def show_field(self, field: Field | None) -> None:
        """Explain *field*, or ask to choose one."""
        explained = (
            ("", "", "", "")
            if field is None
            else (field.help, field.shown, texts.accepted(field), texts.stored(field))
        )
        self._title.setText("" if field is None else field.label)
        self._title.setVisible(field is not None)
        self._hint.setText(texts.HELP_CHOOSE if field is None else field.section.title)
        for (heading, label), text in zip(self._parts, explained, strict=True):
            heading.setVisible(field is not None)
            label.setVisible(field is not None)
            label.setText(text)
        self.setAccessibleDescription(self.text())

    def text(self) -> str:
        """Return everything that is said."""
        parts = [f"{heading.text()}: {text.text()}" for heading, text in self._parts if text.text()]
        return "\n".join([self._title.text(), *parts]).strip()


def _make_tree(parent: QWidget) -> QTreeWidget:
    tree = QTreeWidget(parent)
    tree.setAccessibleName(texts.HELP_FIELDS)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    sections: dict[str, QTreeWidgetItem] = {}
    for field in FIELDS:
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
