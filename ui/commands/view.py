"""The menu Ansicht: overview, preview, panes, zoom and colours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from klimaeditor.clock import local_today
from klimaeditor.paths import plain_name
from ui import overview as overview_room
from ui import theme
from ui.commands.exporting import PDF_FILTER, write_file
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import WriteQuestions
from ui.shell.actions import Menu, Needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPagedPaintDevice

    from ui.bridge import DocumentBridge
    from ui.overview.overview_page import OverviewPage


# --- words ---------------------------------------------------------------------------------------

OVERVIEW = "Übersicht"
SAVE_OVERVIEW = "Übersicht speichern"
PNG_FILTER = "Bild (*.png)"


class OverviewQuestions(WriteQuestions, Protocol):
    """What the overview asks."""

    def print_with(self, draw: Callable[[QPagedPaintDevice], None]) -> None:
        """Ask for a printer and have *draw* paint on it."""


class ViewCommands(CommandGroup[OverviewQuestions]):
    """The overview is made when it is first wanted."""

    menu = Menu.VIEW

    def __init__(self, parts: Parts, ask: OverviewQuestions) -> None:
        super().__init__(parts, ask)
        self._page: OverviewPage | None = None

    @command("overview", "&Übersicht", "F9", icon="chart-line")
    def toggle_overview(self) -> None:
        """Show the overview, or go back to the measures."""
        if self._page is not None and self._page.isVisible():
            self._window.show_page(self._workspace)
            self._workspace.list.focus_list()
        else:
            self._window.show_page(self.page)
            self.page.focus_list()

    @command(
        "preview",
        "Vo&rschau der öffentlichen Seite",
        "F7",
        icon="eye",
        needs=Needs.MEASURE,
        shows_measures=True,
    )
    def show_preview(self) -> None:
        """Show the measure as the public page does."""
        self._workspace.show_preview()

    @command("next_pane", "Nächster &Bereich", "F6", shows_measures=True)
    def next_pane(self) -> None:
        """Put the keyboard into the next pane."""
        self._workspace.room.focus_next()

    @command(
        "side",
        "Bereich rechts &zeigen",
        "Ctrl+B",
        icon="panel-right",
        tool=True,
        tip="Befunde, Vorschau, Änderungen und Verlauf zeigen oder ausblenden",
        checked=True,
        shows_measures=True,
    )
    def toggle_side(self) -> None:
        """Show or hide the pane on the right."""
        self._workspace.room.toggle_side()

    @command(
        "zoom_in",
        "&Vergrößern",
        "Ctrl++",
        "Ctrl+=",
        icon="zoom-in",
        needs=Needs.NOTHING,
        group=True,
    )
    def zoom_in(self) -> None:
        """Show everything larger."""
        self.zoom_to(self._settings.zoom() + theme.ZOOM_STEP)

    @command("zoom_out", "Ver&kleinern", "Ctrl+-", icon="zoom-out", needs=Needs.NOTHING)
    def zoom_out(self) -> None:
        """Show everything smaller."""
        self.zoom_to(self._settings.zoom() - theme.ZOOM_STEP)

    @command("zoom_reset", "&Normale Größe", "Ctrl+0", needs=Needs.NOTHING)
    def zoom_reset(self) -> None:
        """Show everything as at first."""
        self.zoom_to(theme.ZOOM_MIN)

    @command("scheme_system", "Farben wie im &System", needs=Needs.NOTHING, group=True)
    def follow_system(self) -> None:
        """Use the colours of the system."""
        self.use_scheme(theme.Scheme.SYSTEM)

    @command("scheme_light", "&Helle Farben", icon="sun", needs=Needs.NOTHING)
    def use_light(self) -> None:
        """Use light colours."""
        self.use_scheme(theme.Scheme.LIGHT)

    @command("scheme_dark", "&Dunkle Farben", icon="moon", needs=Needs.NOTHING)
    def use_dark(self) -> None:
        """Use dark colours."""
        self.use_scheme(theme.Scheme.DARK)

    # --- theme and zoom --------------------------------------------------------------------

    def zoom_to(self, percent: int) -> None:
        """Show everything at *percent*, held between 100 and 200 (A11Y-11)."""
        self._settings.set_zoom(theme.clamp_zoom(percent))
        self.apply_theme()

    def use_scheme(self, scheme: theme.Scheme) -> None:
        """Use a colour scheme from now on."""
        self._settings.set_scheme(scheme)
        self.apply_theme()

    def apply_theme(self) -> None:
        """Apply scheme and zoom to the whole program."""
        qt, scheme = self._parts.qt, self._settings.scheme()
        qt.setOverrideCursor(Qt.CursorShape.WaitCursor)  # several hundred widgets to dress
        try:
            theme.apply(qt, scheme, self._settings.zoom())
            self.show_theme()
        finally:
            qt.restoreOverrideCursor()

    def show_theme(self) -> None:
        """Let the window take over the theme that is on."""
        scheme = self._settings.scheme()
        self._window.actions_by_id[f"scheme_{scheme.value}"].setChecked(True)
        self._window.restyle()

    # --- the overview ----------------------------------------------------------------------

    @property
    def page(self) -> OverviewPage:
        """The page, made now where it was not."""
        if self._page is None:
            self._page = overview_room.overview_page.OverviewPage(self._window, local_today)
            self._window.add_page(self._page)
            self._page.back_requested.connect(self.toggle_overview)
            self._page.list_wanted.connect(self._show_list)
            self._page.pdf_requested.connect(self._save_pdf)
            self._page.png_requested.connect(self._save_png)
            self._page.print_requested.connect(self._print)
            self._page.set_bridge(self._session.bridge)
        return self._page

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Count another document, or none."""
        if self._page is not None:
            self._page.set_bridge(bridge)

    def _show_list(self, title: str, measures: tuple[int, ...]) -> None:
        """Show the measures behind a number in the list."""
        workspace = self._workspace
        self._window.show_page(workspace)
        workspace.list.show_only(title, measures)
        workspace.list.focus_list()

    def _save_pdf(self) -> None:
        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._save(
                ".pdf",
                PDF_FILTER,
                lambda: overview_room.export.pdf_bytes(overview, name, local_today()),
            )

    def _save_png(self) -> None:
        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._save(
                ".png",
                PNG_FILTER,
                lambda: overview_room.export.png_bytes(overview, name, local_today()),
            )

    def _save(self, suffix: str, filters: str, make: Callable[[], bytes]) -> None:
        document = self._session.document
        place = document.location.parent if document and document.location else Path.home()
        name = plain_name(f"{OVERVIEW} {self._session.name}")
        start = place / f"{name}{suffix}"
        path = self._ask.save_file(SAVE_OVERVIEW, start, filters)
        said = "" if path is None else write_file(path, suffix, make, self._ask)
        if said:
            self._session.status_message.emit(said)

    def _print(self) -> None:
        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._ask.print_with(
                lambda printer: overview_room.export.print_on(
                    printer, overview, name, local_today()
                )
            )
