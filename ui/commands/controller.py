"""Connects session, window and commands: what is shown, enabled and remembered when."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from klimaeditor.clock import local_now
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected, quoted, shortened
from klimaeditor.model.findings import Severity
from ui import theme
from ui.commands.check import CheckCommands
from ui.commands.cleaning import CleanUpCommands
from ui.commands.command_list import ACTIONS, GROUPS, CommandQuestions
from ui.commands.departments import DepartmentCommands
from ui.commands.groups import Parts
from ui.commands.help import HelpCommands
from ui.commands.noting import NoteCommands
from ui.commands.preferences import SettingsCommands
from ui.commands.publication import PublishCommands
from ui.commands.returns import ReturnsCommands
from ui.commands.spelling import SpellingCommands
from ui.commands.view import ViewCommands
from ui.dialogs.choices import DropChoice, InfoMessage
from ui.form.header import ALL_PUBLIC
from ui.session.fieldmemory import FieldMemory, MemoryPlaces
from ui.settings import DatasetPlace, Standing
from ui.shell import actions
from ui.shell.actions import Needs
from ui.shell.main_window import MainWindow
from ui.shell.pages import MEASURES
from ui.shell.status_bar import short_place
from ui.widgets.announce import announce
from ui.widgets.common_words import NO_NOTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import TypeVar

    from PySide6.QtWidgets import QApplication

    from ui.bridge import DocumentBridge
    from ui.session.session import Session
    from ui.settings import Settings

    T = TypeVar("T")


# --- words ---------------------------------------------------------------------------------------

DROP_ONE = "Ziehen Sie einen Ordner, eine der vier JSON-Dateien oder eine Excel-Datei hierher."
LINK_UNREADABLE = (
    "Diese Adresse ist nicht lesbar und wurde nicht geöffnet. Prüfen Sie das Feld auf "
    "Zeilenumbrüche und Leerzeichen."
)
ALL_IS_PUBLIC = f"{ALL_PUBLIC} {NO_NOTES}"
_MOST_DROPPED = 5


def not_to_be_opened(names: Sequence[str]) -> str:
    """Return what is said to files that were dropped and are of no kind the program reads."""
    shown = ", ".join(quoted(shortened(name)) for name in names[:_MOST_DROPPED])
    rest = len(names) - _MOST_DROPPED
    more = f" und {rest} weitere" if rest > 0 else ""
    verb = inflected(len(names), "lässt", "lassen")
    return f"{shown}{more} {verb} sich hier nicht öffnen. {DROP_ONE}"


_TABLES = frozenset({".xlsx", ".csv"})
_OPENED = frozenset({"", ".xlsx", ".csv", ".json"})
_LINK_SCHEMES = frozenset({"https", "http", "mailto"})


class WindowQuestions(CommandQuestions, InfoMessage, Protocol):
    """What the window asks by itself, and what its commands ask."""

    def dropped(self, path: Path) -> DropChoice:
        """Ask whether a dropped workbook shall be taken in, or opened by itself."""

    def confirm_link(self, target: str) -> bool:
        """Show where an address leads and ask whether to open it (SEC-04)."""


class Controller(QObject):
    """Owns the window and its commands, and keeps both in step with the session."""

    def __init__(
        self, qt: QApplication, session: Session, settings: Settings, ask: WindowQuestions
    ) -> None:
        super().__init__()
        self._qt, self._session, self._settings, self._ask = qt, session, settings, ask
        self.window = MainWindow(ask, ACTIONS)
        self.memory = FieldMemory(self)
        self._parts = Parts(qt, self.window, session, settings, self.memory)
        self._saved_at: datetime | None = None
        self.groups = tuple(group(self._parts, ask) for group in GROUPS)
        self.view = self._group(ViewCommands)
        handlers = {name: do for group in self.groups for name, do in group.handlers().items()}
        actions.connect(self.window.actions_by_id, handlers)
        self.window.may_close = self._may_close
        self._connect()
        self._settings.restore_window(self.window, self.window.workspace)
        self.view.show_theme()
        self._group(SpellingCommands).show_switch()
        self._refresh_recent()
        self._enable()

    def _group(self, kind: type[T]) -> T:
        return next(group for group in self.groups if isinstance(group, kind))

    def _connect(self) -> None:
        window, session = self.window, self._session
        session.opened.connect(self._on_opened)
        session.closing.connect(self._remember_standing)
        session.closing.connect(self._remember_place)
        session.closed.connect(self._on_closed)
        session.saved.connect(self._on_saved)
        session.status_message.connect(window.status.say)
        session.notices.connect(self._show_notices)
        session.notice.connect(window.notices.add_notices)
        session.clean_up_wanted.connect(self._group(CleanUpCommands).remove_leftovers)
        self._qt.applicationStateChanged.connect(self._on_state_changed)
        window.dropped.connect(self._on_dropped)
        window.workspace.measure_changed.connect(self._on_measure_changed)
        window.workspace.form.link_requested.connect(self._open_link)
        window.workspace.list.shown_changed.connect(self._show_place)
        window.workspace.status_message.connect(window.status.say)
        window.workspace.room.changed.connect(window.actions_by_id["side"].setChecked)
        window.status.findings_requested.connect(self._show_severity)
        start = window.start
        start.open_folder_requested.connect(session.open_folder)
        start.open_workbook_requested.connect(session.open_workbook)
        start.sample_requested.connect(session.open_sample)
        start.recent_requested.connect(self._open_recent)
        start.recent_searched.connect(self._search_recent)
        start.recent_removed.connect(self._remove_recent)
        start.handbook_requested.connect(window.actions_by_id["handbook"].trigger)
        start.tour_requested.connect(window.actions_by_id["tour"].trigger)
        theme.follow_system(self._qt, self.view.apply_theme)
        returns = self._group(ReturnsCommands)
        returns.remarks_read.connect(self.memory.take_remarks)
        returns.settled.connect(self._group(NoteCommands).take_remarks)
        self.memory.remarks.connect(window.workspace.show_remarks)
        self.memory.former.connect(window.workspace.show_former)
        window.workspace.form.field_entered.connect(lambda _: self.memory.want())
        window.workspace.side.help_wanted.connect(window.actions_by_id["help"].trigger)
        self._group(DepartmentCommands).returns_wanted.connect(
            lambda register: returns.take_in(given=register)
        )
        self._group(HelpCommands).forgotten.connect(self._on_forgotten)
        settings = self._group(SettingsCommands)
        settings.looks_changed.connect(self.view.apply_theme)
        settings.publication_changed.connect(self._group(PublishCommands).renew_settings)

    def _on_opened(self, bridge: DocumentBridge) -> None:
        workspace = self.window.workspace
        workspace.set_bridge(bridge)
        self.window.pages.set_bridge(bridge)
        bridge.stack.cleanChanged.connect(lambda clean: self._on_clean_changed(bridge, clean=clean))
        bridge.stack.canUndoChanged.connect(lambda _: self._enable())
        bridge.stack.canRedoChanged.connect(lambda _: self._enable())
        bridge.stack.undoTextChanged.connect(lambda _: self._enable())
        bridge.findings_changed.connect(lambda _: self.window.status.show_findings(bridge))
        bridge.judged.connect(lambda: self.window.status.show_findings(bridge))
        bridge.judged.connect(self._remember_standing)
        bridge.fields_changed.connect(lambda _: self._show_saved(bridge))
        bridge.structure_changed.connect(self._show_place)
        bridge.adopted.connect(lambda: self._show_saved(bridge))
        self.memory.look_in(self._places())
        if self._session.notes is not None:
            self._session.notes.logged.connect(self._remember_again)
        self.window.pages.show_home(MEASURES)
        self._saved_at = self._session.written
        self._show_mode()
        self._on_clean_changed(bridge, clean=bridge.is_clean)
        self.window.status.show_findings(bridge)
        remembered = self._settings.filter()
        remembered.pop("text", None)  # a stale search would open on an empty list
        workspace.list.restore_filter(remembered)
        workspace.list.settle()
        self._select_first(bridge)
        workspace.focus_list()
        self._refresh_recent()
        self._enable()
        if self._session.current is not None:
            self._session.current.judging.start()

    def _show_notices(self, sentences: Sequence[str]) -> None:
        """Show what is to be said of what was opened; at the very first time also WEB-12."""
        first = (ALL_IS_PUBLIC,) if self._settings.says_first("public") else ()
        self.window.notices.show_notices((*sentences, *first))

    def _select_first(self, bridge: DocumentBridge) -> None:
        """Show what the user saw last time of this dataset, else the first of the list."""
        location, workspace = bridge.document.location, self.window.workspace
        place = self._settings.place(str(location)) if location else DatasetPlace()
        key = bridge.document.dataset.find(place.measure) if place.measure else None
        shown = workspace.list.shown_keys()
        if key is None or key not in shown:
            workspace.go_to(shown[0] if shown else None, None)
        else:
            workspace.go_to(key, None)
            workspace.form.scroll_back(place.section, place.below)
            workspace.side.tabs.setCurrentIndex(place.tab)
            self._remember_place()
        self._show_place()

    def _places(self) -> MemoryPlaces | None:
        """Return where it lies what is known of the fields besides the data."""
        current, shelf = self._session.current, self._group(ReturnsCommands).shelf
        if current is None or shelf is None:
            return None
        folder = current.place
        package = None if folder is None else self._settings.package_folder(folder)
        packages = () if package is None else (package,)
        site = current.document.dataset.site
        return MemoryPlaces(folder, current.backup_root, packages, shelf, site)

    def _on_closed(self) -> None:
        self.memory.look_in(None)
        self._settings.set_filter(self.window.workspace.list.filter_state())
        self.window.workspace.set_bridge(None)
        self.window.pages.set_bridge(None)
        self.window.show_start()
        self._refresh_recent()
        self._enable()

    def _on_saved(self) -> None:
        bridge = self._session.bridge
        if bridge is not None:
            self._saved_at = local_now()
            self._show_saved(bridge)
            announce(self.window, self.window.bar.save.accessibleName())
            self.window.notices.drop_added()
            self._show_mode()
            self._remember_place()  # the folder may be another one now
            self._remember_standing()
            self._remember_again()
            self._refresh_recent()
            self._enable()

    def _remember_again(self) -> None:
        """Read anew what fields said before; what is known stays until then."""
        if self._session.bridge is not None:
            self.memory.look_in(self._places(), fresh=False)
            self.memory.want()

    def _show_mode(self) -> None:
        """Show the document's name, and whether it may be changed."""
        read_only = self._session.read_only
        self.window.workspace.set_read_only(read_only=read_only)
        self.window.show_name(self._session.name, read_only=read_only)

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        """Look what others have done when the user comes back to the window."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._session.look()

    def _on_dropped(self, paths: list[Path]) -> None:
        """Open what was dropped, or take it in as returns where that may be what is meant."""
        tables = all(path.suffix.lower() in _TABLES or _holds_returns(path) for path in paths)
        writable = self._session.bridge is not None and not self._session.read_only
        choice = DropChoice.OPEN
        if writable and tables:
            returns, path = self._group(ReturnsCommands), paths[0]
            at_once = len(paths) > 1 or path.is_dir() or returns.is_return(path)
            choice = DropChoice.TAKE_IN if at_once else self._ask.dropped(path)
        if choice is DropChoice.TAKE_IN:
            self._group(ReturnsCommands).take_in(paths)
        elif choice is DropChoice.OPEN and len(paths) == 1:
            self._session.open_path(paths[0])
        elif unknown := [p.name for p in paths if p.suffix.lower() not in _OPENED]:
            self._ask.info(not_to_be_opened(unknown))
        else:
            self.window.status.say(DROP_ONE)

    def _on_clean_changed(self, bridge: DocumentBridge, *, clean: bool) -> None:
        self.window.setWindowModified(not clean)
        self._show_saved(bridge)

    def _show_saved(self, bridge: DocumentBridge) -> None:
        """Show whether all is saved, and since when."""
        at = self._saved_at
        today = at is not None and at.date() == local_now().date()
        self.window.bar.show_state(bridge, f"{at:%H:%M}" if at is not None and today else "")

    def _on_measure_changed(self, _measure: int | None) -> None:
        self._remember_place()
        self._show_place()
        self._enable()

    def _remember_place(self) -> None:
        """Keep where the user is in the document's folder."""
        document, workspace = self._session.document, self.window.workspace
        measure = workspace.measure
        if document is None or measure is None or document.location is None:
            return
        section, below = workspace.form.scrolled()
        tab = workspace.side.tabs.currentIndex()
        place = DatasetPlace(document.view(measure).id, section.name, below, tab)
        self._settings.remember_place(str(document.location), place)

    def _remember_standing(self) -> None:
        """Keep what the start page says of the dataset; what is not on disk does not count."""
        current = self._session.current
        if current is None or current.place is None or not current.bridge.is_clean:
            return
        document = current.document
        if not document.findings.is_at_hand:
            return  # it is kept when they are all there
        counts = document.findings.counts()
        standing = Standing(
            measures=len(document.dataset.measure_keys()),
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            waiting=self._group(ReturnsCommands).waiting(),
        )
        self._settings.remember_standing(current.place, standing)

    def _show_place(self) -> None:
        workspace = self.window.workspace
        if self._session.bridge is not None:
            shown = len(workspace.list.shown_keys())
            self.window.status.show_place(self._session.bridge, workspace.measure, shown)
            keys = self._session.bridge.document.dataset.measure_keys()
            number = keys.index(workspace.measure) + 1 if workspace.measure in keys else 0
            workspace.room.show_place(short_place(number, len(keys)))

    def _show_severity(self, severity: Severity) -> None:
        """Show all errors, or all warnings."""
        self._group(CheckCommands).show_severity(severity)

    def _enable(self) -> None:
        """Enable what can be done now, and name the steps that undo and redo are about."""
        bridge, made = self._session.bridge, self.window.actions_by_id
        writable = not self._session.read_only
        present = _present(bridge, self.window.workspace.measure, writable=writable)
        actions.enable(made, ACTIONS, present, writable=writable)
        steps = (bridge.stack.undoText(), bridge.stack.redoText()) if bridge else ("", "")
        for spec in ACTIONS:
            if spec.needs is Needs.STEP:
                actions.name_step(made[spec.id], spec, steps[0])
            elif spec.needs is Needs.UNDONE:
                actions.name_step(made[spec.id], spec, steps[1])

    def knows_datasets(self) -> bool:
        """Whether the user has opened something before."""
        return bool(self._settings.recent())

    def open_last(self) -> None:
        """Open what was used last, where the user wants that at every start."""
        recent = self._settings.recent()
        if recent and self._settings.opens_last():
            self._session.open_path(Path(recent[0].path))

    def _refresh_recent(self) -> None:
        recent = self._settings.recent()
        self.window.start.set_recent(recent)
        self.window.set_recent([entry.path for entry in recent], self._session.open_path)

    def _on_forgotten(self) -> None:
        """Show no more of what the user has just had deleted, and keep no more of it."""
        if self._session.current is not None:
            self._session.current.keep_no_steps()
        self.window.workspace.list.restore_views([])
        self._refresh_recent()

    def _open_recent(self, path: str) -> None:
        self._session.open_path(Path(path))

    def _search_recent(self, path: str) -> None:
        """Open what is there after all; else have it looked for, and forget where it was."""
        if Path(path).exists():
            self._session.open_path(Path(path))
        elif self._session.open_folder():
            self._remove_recent(path)

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


def _holds_returns(path: Path) -> bool:
    """Tell whether a folder holds tables and is no dataset."""
    with suppress(OSError):
        inside = list(path.iterdir()) if path.is_dir() else []
        is_dataset = not {found.name for found in inside}.isdisjoint(FileName)
        return not is_dataset and any(found.suffix.lower() in _TABLES for found in inside)
    return False


def _present(
    bridge: DocumentBridge | None, measure: int | None, *, writable: bool
) -> frozenset[Needs]:
    """Return everything that a command may need and that is there now."""
    if bridge is None:
        return frozenset({Needs.NOTHING})
    placed = bridge.document.location is not None
    there = {
        Needs.NOTHING: True,
        Needs.DOCUMENT: True,
        Needs.MEASURE: measure is not None,
        Needs.FOLDER: placed,
        Needs.READING: placed and not writable,
        Needs.STEP: bridge.stack.canUndo(),
        Needs.UNDONE: bridge.stack.canRedo(),
    }
    return frozenset(need for need, is_there in there.items() if is_there)
