"""The menu Hilfe: explanations, the log, and removing what lies on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from klimaeditor import logs, paths
from klimaeditor.model.core_words import counted
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import InfoMessage, LocalKind
from ui.form.finding_line import spoken
from ui.shell.actions import Menu, Needs, shortcut_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.dialogs.help import Shortcut
    from ui.settings import Settings
    from ui.shell.tour import Tour


# --- words ---------------------------------------------------------------------------------------

NO_LOG = "Es gibt noch kein Protokoll, oder sein Ordner lässt sich nicht anlegen."
NO_LOCAL_DATA = "Auf diesem Rechner liegen keine lokalen Daten des Klimaeditors."
LOCAL_DELETED = "Was Sie gewählt haben, ist gelöscht. Ihre Datensätze sind davon nicht betroffen."


def local_line(label: str, files: int, size: int) -> str:
    """Return how much of one kind of local data there is; *size* in bytes."""
    count = counted(files, "Datei", "Dateien")
    return f"{label}: {count}, {max(1, round(size / 1024))} KB"


def local_traces(count: int) -> str:
    """Return what the window remembers of the user's work."""
    many = counted(count, "Eintrag", "Einträge")
    return f"Liste der Startseite, Filter, Ansichten und Ansprechperson: {many}"


def local_left(labels: Sequence[str]) -> str:
    """Return what could not be removed."""
    return (
        f"Nicht alles ließ sich löschen: {', '.join(labels)}. Vermutlich ist der Klimaeditor "
        "noch einmal geöffnet. Schließen Sie ihn dort, und versuchen Sie es erneut."
    )


class HelpQuestions(InfoMessage, Protocol):
    """What is explained, and what is asked before local data goes."""

    def show_handbook(self, chapter: str, anchor: str) -> None:
        """Show the handbook, "" where it was left last; *anchor* is a place in the chapter."""

    def show_help(self, field: str, said: Sequence[str]) -> None:
        """Explain a field of the catalogue, "" for the list of all.

        *said* are the sentences of what was found in it, whole.
        """

    def show_shortcuts(self, table: Sequence[Shortcut]) -> None:
        """Show (menu, command, keys) of all shortcuts."""

    def show_about(self) -> None:
        """Show version, licence and parts."""

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        """Ask which local data of the program may go (DEL-06): their places, none if cancelled."""


class HelpCommands(CommandGroup[HelpQuestions]):
    """Explanations, and what the program keeps on this machine.

    *forgotten* tells that what the window remembers of the user's work is gone.
    """

    menu = Menu.HELP
    forgotten = Signal()
    _tour: Tour | None = None

    @command("handbook", "Ha&ndbuch…", "Shift+F1", icon="book-open", needs=Needs.NOTHING)
    def show_handbook(self) -> None:
        """Show the handbook where it was left."""
        self._ask.show_handbook("", "")

    @command("help", "&Hilfe zum Feld", "F1", icon="life-buoy", needs=Needs.NOTHING)
    def show_help(self) -> None:
        """Explain the field at hand; where there is none, show the first steps."""
        field = self._workspace.form.field if self._session.bridge else ""
        if field:
            row = self._workspace.form.rows[field]
            self._ask.show_help(field, [spoken(found) for found in row.shown_findings()])
        else:
            self._ask.show_handbook("start", "")

    @command(
        "shortcuts",
        "&Tastenkürzel",
        "Ctrl+?",
        "Ctrl+Shift+?",
        icon="keyboard",
        needs=Needs.NOTHING,
    )
    def show_shortcuts(self) -> None:
        """Show the list of shortcuts."""
        self._ask.show_shortcuts(shortcut_table(self._window.commands))

    @command("tour", "&Rundgang", icon="lightbulb", needs=Needs.NOTHING)
    def start_tour(self) -> None:
        """Lead through the sample, which is opened for that; at any time it can be left."""
        if not self._session.is_sample and not self._session.open_sample():
            return
        if self._tour is None:
            from ui.shell.tour import Tour  # noqa: PLC0415 - few want it, and only once

            self._tour = Tour(self._window)
            self._session.closing.connect(self._tour.leave)
        self._tour.begin()

    @command("news", "&Was ist neu…", icon="info", needs=Needs.NOTHING)
    def show_news(self) -> None:
        """Show where everything went in this version."""
        self._ask.show_handbook("neu", "")

    @command("show_log", "&Protokoll zeigen", icon="file-text", needs=Needs.NOTHING, group=True)
    def show_log(self) -> None:
        """Show the folder of the logs in the system's own way."""
        folder = logs.default_folder()
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self._ask.info(NO_LOG)

    @command("delete_local", "Lokale &Daten löschen…", icon="trash-2", needs=Needs.NOTHING)
    def delete_local(self) -> None:
        """Remove what lies on this machine after saying what that is (DEL-06)."""
        if delete_local(self._settings, self._ask):
            self.forgotten.emit()

    @command("about", "Ü&ber Klimaeditor", icon="info", needs=Needs.NOTHING, group=True)
    def show_about(self) -> None:
        """Show version, licence and parts."""
        self._ask.show_about()


def delete_local(settings: Settings, ask: HelpQuestions) -> bool:
    """Ask what shall go and remove it; True where what the window remembers went with it."""
    from klimaeditor.localdata import delete_local_data, local_data  # noqa: PLC0415

    found = [d for d in local_data(paths.user_data(), paths.user_config()) if d.files]
    kinds = [LocalKind(local_line(d.label, d.files, d.size), d.keep) for d in found]
    if settings.traces():
        kinds.append(LocalKind(local_traces(settings.traces())))
    if not kinds:
        ask.info(NO_LOCAL_DATA)
        return False
    wanted = ask.delete_local(kinds)
    if not wanted:
        return False
    forgotten = len(found) in wanted
    if forgotten:
        settings.forget_traces()
    logs.shut_down()
    left = delete_local_data(d for n, d in enumerate(found) if n in wanted)
    logs.setup()
    ask.info(local_left(left) if left else LOCAL_DELETED)
    return forgotten
