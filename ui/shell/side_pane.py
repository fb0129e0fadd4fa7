"""The right side of the window: the public page or the history, the field panel below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui import history, page, theme
from ui.page import budget_source, field_panel, note_source
from ui.page.field_panel import FieldPanel, PanelSource
from ui.theme import icons
from ui.widgets.announce import announce
from ui.widgets.labels import safe_tip
from ui.widgets.tabs import LateTabs, lead_through

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from klimaeditor.textwork.search import FoundPlace
    from ui.bridge import DocumentBridge
    from ui.history.timeline import TimelinePane
    from ui.page.preview import LivePane, PreviewPane, TilePane


# --- words ---------------------------------------------------------------------------------------

SIDE: Final = "Was rechts steht"
PAGE_TAB: Final = "Öffentliche Seite"
TILE_TAB: Final = "Kachel"
TIMELINE_TAB: Final = "Verlauf"
DIRECT: Final = "Direkt aufgerufen"
DIRECT_TIP: Final = (
    "Zeigt die Seite so, wie sie über einen Link oder nach dem Neuladen erscheint. Dabei gehen "
    "vier Texte verloren; das ist ein Fehler der Website."
)
HIDE: Final = "Öffentliche Seite ausblenden (F7)"


class SidePane(QWidget):
    """Shows what the public sees of a measure, and what became of the dataset.

    *field_chosen* carries a field and the entry of its list, *take_wanted* a field and a value to
    be put into it, *change_chosen* a measure and a field or None. *revert_requested* and
    *revert_all_requested* carry changes to take back, *jump_requested* a number of steps;
    *help_wanted* asks for help on the field, *note_wanted* for a note about it, *action_wanted*
    carries the key of what the panel says and what to do with it; *versions_wanted* asks for what a
    field said before, "" for the measure, *hide_wanted* for more room for the form.
    """

    field_chosen = Signal(str, object)
    take_wanted = Signal(str, object)
    action_wanted = Signal(str, str)
    help_wanted = Signal()
    note_wanted = Signal()
    change_chosen = Signal(object, object)
    revert_requested = Signal(object)
    revert_all_requested = Signal(object)
    jump_requested = Signal(int)
    hide_wanted = Signal()
    versions_wanted = Signal(str)

    def __init__(self, bridge: DocumentBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._measure: int | None = None
        self._field = ""
        self._found: tuple[tuple[str, ...], FoundPlace | None] = ((), None)
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = LateTabs(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setProperty("role", "segments")
        self.tabs.tabBar().setAccessibleName(SIDE)
        self._preview_tab = self.tabs.add_late(PAGE_TAB, self._make_preview)
        self._tile_tab = self.tabs.add_late(TILE_TAB, self._make_tile)
        self._timeline_tab = self.tabs.add_late(TIMELINE_TAB, self._make_timeline)
        self.tabs.setAccessibleName(SIDE)
        self.direct = self._tool("link", DIRECT, DIRECT_TIP)
        self.direct.setCheckable(True)
        self.direct.toggled.connect(lambda on: self.preview.set_direct(on=on))
        self._hide = self._tool("panel-right", HIDE)
        self._hide.clicked.connect(self.hide_wanted)
        self._corner()
        self._misspelt: tuple[str, ...] = ()
        self._make_panel()
        self.tabs.currentChanged.connect(self._on_tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.Space.S, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.panel)

    def _make_panel(self) -> None:
        self.remarks, self.former = field_panel.RemarkSource(), field_panel.FormerSource()
        self.panel = FieldPanel(self)
        self.notes = note_source.NoteSource()
        self.budget = budget_source.BudgetSource()
        self._sources: list[PanelSource] = [self.remarks, self.notes, self.budget, self.former]
        self.panel.set_sources(self._sources)
        self.panel.take_wanted.connect(self.take_wanted)
        self.panel.help_wanted.connect(self.help_wanted)
        self.panel.note_wanted.connect(self.note_wanted)
        self.panel.action_wanted.connect(self.action_wanted)
        self.panel.versions_wanted.connect(self.versions_wanted)
        self.panel.grown.connect(self._fit_panel)

    def _tool(self, icon: str, name: str, tip: str = "") -> QToolButton:
        button = QToolButton(self.tabs)
        button.setAccessibleName(name)
        button.setAccessibleDescription(tip)
        button.setToolTip(safe_tip(f"{name}\n{tip}") if tip else name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumSize(24, 24)
        icons.tint(button, icon)
        return button

    def _corner(self) -> None:
        """Put the tools beside the tabs, in one line with them."""
        corner = QWidget(self.tabs)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.XS)
        row.addWidget(self.direct)
        row.addWidget(self._hide)
        self.tabs.setCornerWidget(corner, Qt.Corner.TopRightCorner)
        lead_through([self.direct, self._hide], self.tabs.tabBar())

    def _on_tab(self, index: int) -> None:
        self.direct.setVisible(index == self._preview_tab)
        self._fit_panel()

    @property
    def preview(self) -> PreviewPane:
        """The public page; it is made now where it was not."""
        return cast("PreviewPane", self.tabs.page(self._preview_tab))

    @property
    def tile(self) -> TilePane:
        """The measure as lists of the site show it; it is made now where it was not."""
        return cast("TilePane", self.tabs.page(self._tile_tab))

    @property
    def timeline(self) -> TimelinePane:
        """What is unsaved, and the steps; it is made now where it was not."""
        return cast("TimelinePane", self.tabs.page(self._timeline_tab))

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document in what is made; the rest is made when there is time."""
        self._bridge, self._measure, self._field = bridge, None, ""
        self.panel.set_bridge(bridge)
        for pane in self._previews():
            pane.set_bridge(bridge)
        if self.tabs.is_made(self._timeline_tab):
            self.timeline.set_bridge(bridge)
        self.tabs.make_when_idle()

    def show_measure(self, measure: int | None, field: str = "") -> None:
        """Show another measure, and where the public sees the *field* with the keyboard."""
        self._measure, self._field = measure, field
        for pane in self._previews():
            pane.show_measure(measure, field)
        self.panel.show_measure(measure, field)
        if self.tabs.is_made(self._timeline_tab):
            self.timeline.allow_versions(measure is not None)
        self._announce_place()

    def show_field(self, name: str) -> None:
        """Show where the public sees a field; the keyboard stays where it is."""
        self._field = name
        self.panel.show_field(name)
        for pane in self._previews():
            pane.show_field(name)
        self._announce_place()

    def _announce_place(self) -> None:
        if self.tabs.is_made(self._preview_tab) and self.preview.isVisible():
            announce(self.preview, self.preview.spoken_place())

    def show_found(self, words: tuple[str, ...], place: FoundPlace | None) -> None:
        """Mark what was searched for on the public page, the *place* at hand strongly (D 23)."""
        self._found = (words, place)
        for pane in self._previews():
            pane.show_found(words, place)

    def underline(self, words: tuple[str, ...]) -> None:
        """Underline misspelt words on the public page; kept for a page made later."""
        self._misspelt = words
        if self.tabs.is_made(self._preview_tab):
            self.preview.sheet.set_misspelt(words)

    def add_source(self, source: PanelSource) -> None:
        """Have the field panel say what one more source knows, below the others."""
        self._sources = [*self._sources, source]
        self.panel.set_sources(self._sources)
        self.refresh_panel()

    def refresh_panel(self) -> None:
        """Ask again what is known of the field: a source has learned something."""
        self.panel.refresh()

    def _fit_panel(self) -> None:
        """Give the panel the height of what it says; what is marked above it stays in sight."""
        shown = self.panel.has_field and self.tabs.currentIndex() != self._timeline_tab
        if shown:
            self.panel.fit(self.width(), self.height())
        if shown or not self.panel.isHidden():
            self.panel.setVisible(shown)
            for pane in self._previews():
                pane.sheet.keep_marked()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the panel again."""
        super().resizeEvent(event)
        self._fit_panel()

    def show_preview(self) -> None:
        """Show the public page."""
        self.tabs.setCurrentWidget(self.preview)

    def show_timeline(self) -> None:
        """Show the history."""
        self.tabs.setCurrentWidget(self.timeline)

    def focus_list(self) -> None:
        """Put the keyboard into what is shown, or on its tab where nothing there takes it."""
        self.tabs.tabBar().setFocus()
        shown = self.tabs.page(self.tabs.currentIndex())
        cast("LivePane | TimelinePane", shown).focus_list()

    def _previews(self) -> list[LivePane]:
        """Return the previews that are made."""
        made = (tab for tab in (self._preview_tab, self._tile_tab) if self.tabs.is_made(tab))
        return [cast("LivePane", self.tabs.page(tab)) for tab in made]

    def _make_preview(self) -> LivePane:
        made = page.preview.PreviewPane(self)
        made.sheet.set_misspelt(self._misspelt)
        made.set_direct(on=self.direct.isChecked())
        return self._connected(made)

    def _make_tile(self) -> LivePane:
        return self._connected(page.preview.TilePane(self))

    def _connected(self, pane: LivePane) -> LivePane:
        pane.field_chosen.connect(self.field_chosen)
        pane.set_bridge(self._bridge)
        pane.show_measure(self._measure)
        pane.show_field(self._field)
        pane.show_found(*self._found)
        return pane

    def _make_timeline(self) -> TimelinePane:
        pane = history.timeline.TimelinePane(self)
        pane.counted.connect(lambda n: self.tabs.show_number(self._timeline_tab, n))
        pane.activated.connect(self.change_chosen)
        pane.revert_requested.connect(self.revert_requested)
        pane.revert_all_requested.connect(self.revert_all_requested)
        pane.jump_requested.connect(self.jump_requested)
        pane.versions_wanted.connect(lambda: self.versions_wanted.emit(""))
        pane.set_bridge(self._bridge)
        pane.allow_versions(self._measure is not None)
        return pane
