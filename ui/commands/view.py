"""The menu Ansicht: overview, preview, panes, zoom and colours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import Qt

from klimaeditor.clock import local_today
from klimaeditor.paths import plain_name
from ui import overview as overview_room
from ui import theme
from ui.commands.exporting import PDF_FILTER, write_file
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import PrintQuestion, WriteQuestions
from ui.shell.actions import Menu, Needs
from ui.shell.pages import MEASURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.overview.overview_page import OverviewPage
    from ui.shell.pages import PageStack


# --- words ---------------------------------------------------------------------------------------

OVERVIEW = "Übersicht"
SAVE_OVERVIEW = "Übersicht speichern"
PNG_FILTER = "Bild (*.png)"

_OVERVIEW_PAGE: Final = "overview"


class OverviewQuestions(WriteQuestions, PrintQuestion, Protocol):
    """What the overview asks."""


class ViewCommands(CommandGroup[OverviewQuestions]):
    """The overview is made when it is first wanted."""

    menu = Menu.VIEW

    def __init__(self, parts: Parts, ask: OverviewQuestions) -> None:
        super().__init__(parts, ask)
        self._window.pages.add_late(_OVERVIEW_PAGE, self._make_page)

    @command(_OVERVIEW_PAGE, "&Übersicht", "F9", icon="chart-line", checked=False)
    def toggle_overview(self) -> None:
        """Show the overview, or go back to the measures."""
        self._window.pages.toggle(_OVERVIEW_PAGE)

    @command("next_pane", "Nächster &Bereich", "F6", shows_measures=True)
    def next_pane(self) -> None:
        """Put the keyboard into the next pane."""
        self._workspace.room.focus_next()

    @command(
        "side",
        "&Öffentliche Seite",
        "F7",
        "Ctrl+B",
        icon="panel-right",
        tip="Öffentliche Seite zeigen oder ausblenden",
        checked=True,
        shows_measures=True,
    )
    def toggle_side(self) -> None:
        """Show or hide the public page on the right."""
        self._workspace.room.toggle_side()

    @command("timeline", "Verl&auf", icon="history", shows_measures=True)
    def show_timeline(self) -> None:
        """Show what is unsaved, and the steps."""
        self._workspace.room.show_side()
        self._workspace.side.show_timeline()
        self._workspace.side.focus_list()

    @command("list", "&Liste der Maßnahmen", "Ctrl+L", icon="list", shows_measures=True)
    def toggle_list(self) -> None:
        """Put the keyboard into the list; where it lies above the form, it goes again."""
        self._workspace.room.toggle_list()

    @command("filter", "&Filter…", "Ctrl+Shift+L", icon="list-filter", shows_measures=True)
    def open_filters(self) -> None:
        """Open the filters of the list beside it."""
        self._workspace.filter()

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
        return cast("OverviewPage", self._window.pages.page(_OVERVIEW_PAGE))

    def _make_page(self, parent: PageStack) -> OverviewPage:
        page = overview_room.overview_page.OverviewPage(parent, local_today)
        page.back_requested.connect(parent.go_back)
        page.list_wanted.connect(self._show_list)
        page.pdf_requested.connect(self._save_pdf)
        page.png_requested.connect(self._save_png)
        page.print_requested.connect(self._print)
        return page

    def _show_list(self, title: str, measures: tuple[int, ...]) -> None:
        """Show the measures behind a number in the list."""
        workspace = self._workspace
        self._window.pages.show_page(MEASURES)
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
