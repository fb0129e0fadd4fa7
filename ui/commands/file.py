"""The menu Datei: opening, saving, restoring, and leaving."""

from __future__ import annotations

from ui.commands.groups import CommandGroup, command
from ui.shell.actions import Menu, Needs


class FileCommands(CommandGroup[object]):
    """Open, save, restore: the session asks what there is to ask."""

    menu = Menu.FILE

    @command(
        "open",
        "&Ordner öffnen…",
        "Ctrl+O",
        icon="folder-open",
        needs=Needs.NOTHING,
        tip="Ordner mit den vier Dateien eines Datensatzes öffnen",
    )
    def open_folder(self) -> None:
        """Ask for a folder and open it."""
        self._session.open_folder()

    @command(
        "open_workbook",
        "&Excel öffnen…",
        "Ctrl+Shift+O",
        icon="file-spreadsheet",
        needs=Needs.NOTHING,
    )
    def open_workbook(self) -> None:
        """Ask for a workbook and open it."""
        self._session.open_workbook()

    @command("open_sample", "&Beispieldatensatz öffnen", icon="book-open", needs=Needs.NOTHING)
    def open_sample(self) -> None:
        """Open a copy of the sample dataset."""
        self._session.open_sample()

    @command("save", "&Speichern", "Ctrl+S", icon="save", group=True, writes=True)
    def save(self) -> None:
        """Save in place, or ask where."""
        self._session.save()

    @command("save_as", "Speichern &unter…", "Ctrl+Shift+S")
    def save_as(self) -> None:
        """Ask for a folder and save there."""
        self._session.save_as()

    @command(
        "reconcile",
        "Änderungen anderer zusammen&führen…",
        "F5",
        icon="git-compare",
        needs=Needs.FOLDER,
    )
    def reconcile(self) -> None:
        """Merge what others have saved."""
        self._session.reconcile()

    @command(
        "restore",
        "Sicherung &wiederherstellen…",
        icon="archive-restore",
        needs=Needs.FOLDER,
        writes=True,
    )
    def restore(self) -> None:
        """Ask for a backup and bring it back."""
        self._session.restore_backup()

    @command(
        "recover", "Nicht Gespeichertes w&iederherstellen…", icon="history", needs=Needs.NOTHING
    )
    def recover(self) -> None:
        """Offer what crashes have left."""
        self._session.recover_kept()

    @command("edit_again", "Zu&m Bearbeiten öffnen", icon="square-pen", needs=Needs.READING)
    def edit_again(self) -> None:
        """Open for editing what is open for reading."""
        self._session.open_for_editing()

    @command(
        "revert",
        "&Verwerfen und neu laden…",
        icon="refresh-cw",
        needs=Needs.FOLDER,
        writes=True,
    )
    def revert(self) -> None:
        """Read the files again; the user goes on looking at what they looked at."""
        workspace = self._workspace
        looked_for, form = workspace.list.filter_state(), workspace.form
        field = form.field if form.isAncestorOf(self._window.focusWidget()) else ""
        if self._session.revert():
            workspace.list.restore_filter(looked_for)
            if field:
                form.focus_field(field)


class LeaveCommands(CommandGroup[object]):
    """Leave the document, or the program."""

    menu = Menu.FILE

    @command("close", "S&chließen", "Ctrl+W", icon="x", group=True)
    def close_document(self) -> None:
        """Close the document after asking about unsaved work."""
        self._session.close()

    @command("quit", "Bee&nden", "Ctrl+Q", icon="log-out", needs=Needs.NOTHING)
    def leave(self) -> None:
        """Close the window, which asks about unsaved work."""
        self._window.close()
