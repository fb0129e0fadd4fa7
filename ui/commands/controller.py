"""Connects session, window and settings: what every action does, what is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from klimaeditor.model.core_words import quoted, shortened
from ui import theme
from ui.commands.editing import Editing
from ui.commands.exchanging import Exchange
from ui.commands.insight import Insight, Reporting
from ui.commands.publication import Publication
from ui.dialogs.choices import DropChoice
from ui.shell import actions
from ui.shell import workspace as shell_workspace
from ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QApplication

    from klimaeditor.model.findings import Severity
    from ui.bridge import DocumentBridge
    from ui.questions import Ask
    from ui.session.session import Session
    from ui.settings import Settings


# --- words ---------------------------------------------------------------------------------------

DROP_ONE = "Bitte einen Ordner, eine der vier JSON-Dateien oder eine Excel-Datei hierher ziehen."
LINK_UNREADABLE = (
    "Diese Adresse ist nicht lesbar und wurde nicht geöffnet. Bitte das Feld prüfen, "
    "z. B. auf Zeilenumbrüche."
)
_MOST_DROPPED = 5


def not_to_be_opened(names: Sequence[str]) -> str:
    """Return what is said to files that were dropped and are of no kind the program reads."""
    shown = ", ".join(quoted(shortened(name)) for name in names[:_MOST_DROPPED])
    rest = len(names) - _MOST_DROPPED
    more = f" und {rest} weitere" if rest > 0 else ""
    verb = "lassen" if len(names) > 1 else "lässt"
    return f"{shown}{more} {verb} sich hier nicht öffnen. {DROP_ONE}"


NO_LOG = "Es gibt noch kein Protokoll, oder sein Ordner lässt sich nicht anlegen."

_TABLES = frozenset({".xlsx", ".csv"})
_OPENED = frozenset({"", ".xlsx", ".json"})
_LINK_SCHEMES = frozenset({"https", "http", "mailto"})


class Controller(QObject):
    """Owns the window and keeps it in step with the session."""

    def __init__(self, qt: QApplication, session: Session, settings: Settings, ask: Ask) -> None:
        super().__init__()
        self._qt, self._session, self._settings, self._ask = qt, session, settings, ask
        self._exchange = Exchange(session, settings, ask)
        self.window = MainWindow(ask)
        self._insight = Insight(self.window, session, ask)
        self._publication = Publication(session, self.window.workspace, ask, self._show_workspace)
        self._reporting = Reporting(session, ask)
        self._editing = Editing(session, self.window.workspace, settings, ask)
        actions.connect(self.window.actions_by_id, self._in_workspace(self._handlers()))
        self.window.may_close = self._may_close
        self._connect()
        self._settings.restore_window(self.window, self.window.workspace)
        self._show_theme()
        self._refresh_recent()
        self._enable()

    def _handlers(self) -> dict[str, Callable[[], None]]:
        session, workspace = self._session, self.window.workspace
        return {
            "open": session.open_folder,
            "open_workbook": session.open_workbook,
            "open_sample": session.open_sample,
            "save": lambda: self._ignore(session.save()),
            "save_as": lambda: self._ignore(session.save_as()),
            "reconcile": session.reconcile,
            "restore": session.restore_backup,
            "recover": session.recover_kept,
            "edit_again": session.open_for_editing,
            "revert": self._revert,
            "export": lambda: session.export(workspace.list.shown_keys()),
            "report": lambda: self._reporting.report(workspace.list.shown_keys()),
            "publish": self._publication.publish,
            "clean": self._publication.clean,
            "close": lambda: self._ignore(session.close()),
            "quit": lambda: self._ignore(self.window.close()),
            "undo": workspace.undo,
            "redo": workspace.redo,
            "find": workspace.search,
            "replace": self._editing.replace,
            "bulk": self._editing.bulk,
            "insert_tab": self._editing.insert_tab,
            "leftovers": self._editing.leftovers,
            "vocabulary": self._editing.vocabulary,
            "new": workspace.new_measure,
            "duplicate": workspace.duplicate,
            "delete": workspace.delete,
            "previous": lambda: workspace.step(-1),
            "next": lambda: workspace.step(1),
            "previous_open": lambda: workspace.step(-1, with_findings=True),
            "next_open": lambda: workspace.step(1, with_findings=True),
            "next_section": lambda: workspace.form.focus_section(1),
            "previous_section": lambda: workspace.form.focus_section(-1),
            "check": lambda: self._show_findings(everywhere=True),
            "check_measure": lambda: self._show_findings(everywhere=False),
            "fix_here": lambda: shell_workspace.fix_here(workspace),
            "fix_all": lambda: shell_workspace.fix_all(workspace, self._ask),
            "request": lambda: self._exchange.request(workspace.list.shown_keys()),
            "take_in": lambda: self._ignore(self._exchange.take_in()),
            "follow": self._exchange.overview,
            "overview": self._insight.toggle,
            "preview": workspace.show_preview,
            "next_pane": workspace.room.focus_next,
            "side": workspace.room.toggle_side,
            "zoom_in": lambda: self._zoom(theme.ZOOM_STEP),
            "zoom_out": lambda: self._zoom(-theme.ZOOM_STEP),
            "zoom_reset": lambda: self._zoom(0),
            "scheme_system": lambda: self.use_scheme(theme.Scheme.SYSTEM),
            "scheme_light": lambda: self.use_scheme(theme.Scheme.LIGHT),
            "scheme_dark": lambda: self.use_scheme(theme.Scheme.DARK),
            "handbook": lambda: self._ask.show_handbook("", ""),
            "help": self._show_help,
            "shortcuts": lambda: self._ask.show_shortcuts(actions.shortcut_table()),
            "show_log": self._show_log,
            "delete_local": self._delete_local,
            "about": self._show_about,
        }

    def _in_workspace(
        self, handlers: dict[str, Callable[[], None]]
    ) -> dict[str, Callable[[], None]]:
        """Return the handlers; those about measures first bring the measures into sight."""

        def shown(handler: Callable[[], None]) -> Callable[[], None]:
            def go() -> None:
                self._show_workspace()
                handler()

            return go

        menus = {actions.Menu.EDIT, actions.Menu.MEASURE, actions.Menu.CHECK}
        about = {spec.id for spec in actions.ACTIONS if spec.menu in menus}
        about |= {"preview", "next_pane", "side"}
        return {name: shown(h) if name in about else h for name, h in handlers.items()}

    def _show_workspace(self) -> None:
        """Bring the measures of the open document into sight."""
        if self._session.bridge is not None:
            self.window.show_page(self.window.workspace)

    @staticmethod
    def _ignore(_result: object) -> None:
        """Drop a handler's result."""

    def _connect(self) -> None:
        window, session = self.window, self._session
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.saved.connect(self._on_saved)
        session.said.connect(window.status.say)
        session.noticed.connect(window.notices.show_notices)
        session.told.connect(window.notices.add_notices)
        self._qt.applicationStateChanged.connect(self._on_state_changed)
        window.dropped.connect(self._on_dropped)
        window.workspace.measure_changed.connect(self._on_measure_changed)
        window.workspace.form.link_requested.connect(self._open_link)
        window.workspace.list.shown_changed.connect(self._show_place)
        window.workspace.said.connect(window.status.say)
        window.workspace.room.changed.connect(window.actions_by_id["side"].setChecked)
        window.status.findings_requested.connect(self._show_severity)
        start = window.start
        start.open_folder_requested.connect(session.open_folder)
        start.open_workbook_requested.connect(session.open_workbook)
        start.sample_requested.connect(session.open_sample)
        start.recent_requested.connect(self._open_recent)
        start.recent_removed.connect(self._remove_recent)
        theme.follow_system(self._qt, self._dress)

    def _on_opened(self, bridge: DocumentBridge) -> None:
        workspace = self.window.workspace
        workspace.set_bridge(bridge)
        self._insight.set_bridge(bridge)
        bridge.stack.cleanChanged.connect(lambda clean: self._on_clean_changed(bridge, clean=clean))
        bridge.stack.canUndoChanged.connect(lambda _: self._enable())
        bridge.stack.canRedoChanged.connect(lambda _: self._enable())
        bridge.stack.undoTextChanged.connect(lambda _: self._enable())
        bridge.findings_changed.connect(lambda _: self.window.status.show_findings(bridge))
        bridge.fields_changed.connect(lambda _: self.window.status.show_unsaved(bridge))
        bridge.structure_changed.connect(self._show_place)
        bridge.adopted.connect(lambda: self.window.status.show_unsaved(bridge))
        self._show_mode()
        self._on_clean_changed(bridge, clean=bridge.is_clean)
        self.window.status.show_findings(bridge)
        remembered = self._settings.filter()
        remembered.pop("text", None)  # a stale search would open on an empty list
        workspace.list.restore_filter(remembered)
        self._select_first(bridge)
        workspace.list.focus_list()
        self._refresh_recent()
        self._enable()

    def _select_first(self, bridge: DocumentBridge) -> None:
        """Show the measure that was open last time, else the first of the list."""
        location = bridge.document.location
        remembered = self._settings.last_measure(str(location)) if location else ""
        key = bridge.document.dataset.find(remembered) if remembered else None
        shown = self.window.workspace.list.shown_keys()
        if key is None or key not in shown:
            key = shown[0] if shown else None
        self.window.workspace.go_to(key, None)
        self._show_place()

    def _on_closed(self) -> None:
        self._settings.set_filter(self.window.workspace.list.filter_state())
        self.window.workspace.set_bridge(None)
        self._insight.set_bridge(None)
        self.window.show_start()
        self._refresh_recent()
        self._enable()

    def _on_saved(self) -> None:
        bridge = self._session.bridge
        if bridge is not None:
            self.window.status.show_saved_now(bridge)
            self.window.notices.drop_added()
            self.window.status.show_unsaved(bridge)
            self._show_mode()
            self._remember_measure()  # the folder may be another one now
            self._refresh_recent()
            self._enable()

    def _show_mode(self) -> None:
        """Show the document's name, and whether it may be changed."""
        read_only = self._session.read_only
        self.window.workspace.set_read_only(read_only=read_only)
        self.window.show_workspace(self._session.name, read_only=read_only)

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        """Look what others have done when the user comes back to the window."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._session.look()

    def _on_dropped(self, paths: list[Path]) -> None:
        """Open what was dropped, or take it in as returns where that may be what is meant."""
        tables = all(path.suffix.lower() in _TABLES for path in paths)
        writable = self._session.bridge is not None and not self._session.read_only
        choice = DropChoice.OPEN
        if writable and tables:
            choice = DropChoice.TAKE_IN if len(paths) > 1 else self._ask.dropped(paths[0])
        if choice is DropChoice.TAKE_IN:
            self._exchange.take_in(paths)
        elif choice is DropChoice.OPEN and len(paths) == 1:
            self._session.open_path(paths[0])
        elif unknown := [p.name for p in paths if p.suffix.lower() not in _OPENED]:
            self._ask.info(not_to_be_opened(unknown))
        else:
            self.window.status.say(DROP_ONE)

    def _on_clean_changed(self, bridge: DocumentBridge, *, clean: bool) -> None:
        self.window.setWindowModified(not clean)
        self.window.status.show_unsaved(bridge)

    def _revert(self) -> None:
        """Read the files again; the user goes on looking at what they looked at."""
        workspace = self.window.workspace
        looked_for, form = workspace.list.filter_state(), workspace.form
        field = form.field if form.isAncestorOf(self.window.focusWidget()) else ""
        if self._session.revert():
            workspace.list.restore_filter(looked_for)
            if field:
                form.focus_field(field)

    def _on_measure_changed(self, _measure: int | None) -> None:
        self._remember_measure()
        self._show_place()
        self._enable()

    def _remember_measure(self) -> None:
        """Keep which measure was open last in the document's folder."""
        document, measure = self._session.document, self.window.workspace.measure
        if document is not None and measure is not None and document.location is not None:
            self._settings.remember_measure(str(document.location), document.view(measure).id)

    def _show_place(self) -> None:
        workspace = self.window.workspace
        if self._session.bridge is not None:
            shown = len(workspace.list.shown_keys())
            self.window.status.show_place(self._session.bridge, workspace.measure, shown)

    def _show_findings(self, *, everywhere: bool) -> None:
        workspace = self.window.workspace
        workspace.open_side(workspace.findings)
        if everywhere:
            workspace.findings.show_all()
        else:
            workspace.findings.show_measure()
        workspace.findings.focus_list()

    def _show_severity(self, severity: Severity) -> None:
        """Show all errors, or all warnings."""
        self._show_workspace()
        workspace = self.window.workspace
        workspace.open_side(workspace.findings)
        workspace.findings.show_all(severity)
        workspace.findings.focus_list()

    def _enable(self) -> None:
        bridge = self._session.bridge
        made = self.window.actions_by_id
        measure = self.window.workspace.measure if bridge else None
        writable = not self._session.read_only
        actions.enable(
            made, document=bridge is not None, measure=measure is not None, writable=writable
        )
        made["undo"].setEnabled(writable and bridge is not None and bridge.stack.canUndo())
        made["redo"].setEnabled(writable and bridge is not None and bridge.stack.canRedo())
        placed = bridge is not None and bridge.document.location is not None
        made["reconcile"].setEnabled(placed)
        made["edit_again"].setEnabled(placed and not writable)
        for name in ("revert", "restore"):
            made[name].setEnabled(placed and writable)
        actions.name_step(made["undo"], bridge.stack.undoText() if bridge else "")
        actions.name_step(made["redo"], bridge.stack.redoText() if bridge else "")

    def _show_help(self) -> None:
        """Explain the field at hand; where there is none, show the first steps."""
        field = self.window.workspace.form.field if self._session.bridge else ""
        if field:
            self._ask.show_help(field)
        else:
            self._ask.show_handbook("start", "")

    def _show_about(self) -> None:
        self._ask.show_about()

    def _show_log(self) -> None:
        """Show the folder of the logs in the system's own way."""
        from klimaeditor import logs  # noqa: PLC0415

        folder = logs.default_folder()
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self._ask.info(NO_LOG)

    def _delete_local(self) -> None:
        """Remove what lies on this machine after saying what that is (DEL-06)."""
        from ui.commands.local_flow import delete_local  # noqa: PLC0415

        if delete_local(self._settings, self._ask):
            self.window.workspace.list.restore_views([])
            self._refresh_recent()

    def _zoom(self, step: int) -> None:
        self.zoom_to(self._settings.zoom() + step if step else theme.ZOOM_MIN)

    def knows_datasets(self) -> bool:
        """Whether the user has opened something before."""
        return bool(self._settings.recent())

    def zoom_to(self, percent: int) -> None:
        """Show everything at *percent*, held between 100 and 200 (A11Y-11)."""
        self._settings.set_zoom(theme.clamp_zoom(percent))
        self._dress()

    def use_scheme(self, scheme: theme.Scheme) -> None:
        """Use a colour scheme from now on."""
        self._settings.set_scheme(scheme)
        self._dress()

    def _dress(self) -> None:
        scheme = self._settings.scheme()
        self._qt.setOverrideCursor(Qt.CursorShape.WaitCursor)  # several hundred widgets to dress
        try:
            theme.apply(self._qt, scheme, self._settings.zoom())
            self._show_theme()
        finally:
            self._qt.restoreOverrideCursor()

    def _show_theme(self) -> None:
        """Let the window take over the theme that is on."""
        scheme = self._settings.scheme()
        self.window.actions_by_id[f"scheme_{scheme.value}"].setChecked(True)
        self.window.restyle()

    def _refresh_recent(self) -> None:
        recent = self._settings.recent()
        self.window.start.set_recent(recent)
        self.window.set_recent([entry.path for entry in recent], self._session.open_path)

    def _open_recent(self, path: str) -> None:
        self._session.open_path(Path(path))

    def _remove_recent(self, path: str) -> None:
        self._settings.remove_recent(path)
        self._refresh_recent()

    def _open_link(self, address: str) -> None:
        """Open an address after showing the whole target (SEC-04)."""
        address = address.strip()
        url = QUrl(address)
        if url.isEmpty() or not url.isValid():
            self.window.status.say(LINK_UNREADABLE)
        elif url.scheme().lower() in _LINK_SCHEMES and self._ask.confirm_link(address):
            QDesktopServices.openUrl(url)

    def _may_close(self) -> bool:
        if not self._session.close():
            return False
        workspace = self.window.workspace
        self._settings.remember_window(self.window, workspace)
        return True
