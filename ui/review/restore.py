"""Choosing a backup: what there is, and what would change, field by field (SAFE-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from klimaeditor.dataset.texts_saving import moment
from klimaeditor.errors import DatasetError
from klimaeditor.merge.compare import compare
from ui import texts as words
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.review import texts
from ui.review.changes import ChangesView
from ui.review.row_list import ListRow, RowList
from ui.review.rows import change_rows, titles_of
from ui.widgets.empty import EmptyState
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from klimaeditor.dataset.backups import Backup
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.merge.linked import Found
    from ui.review.rows import ChangeRow


def differences_to(now: Dataset, then: Dataset) -> tuple[Found, ...]:
    """Return the decisions that turn *now* into *then*, with everything that is other in it.

    ``merge.apply.to_batch(now, these, label)`` makes one step of them.
    """
    ours = {file: tuple(table.rows.values()) for file, table in now.tables.items()}
    theirs = {file: tuple(table.rows.values()) for file, table in then.tables.items()}
    return compare(now, ours, theirs, exact=True)


def restored_rows(now: Dataset, then: Dataset) -> tuple[ChangeRow, ...]:
    """Return in words what restoring *then* would change."""
    return change_rows(differences_to(now, then), titles_of(now))


class RestoreDialog(DialogFrame):
    """Lists *backups*; *changes* reads one and tells what would change, or raises DatasetError.

    It is called once for each backup that is looked at. *now* is an aware time. After accepting,
    :meth:`chosen` is the backup; restoring it is up to whoever asked.
    """

    def __init__(
        self,
        backups: Sequence[Backup],
        changes: Callable[[Backup], Sequence[ChangeRow]],
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(texts.RESTORE_TITLE, parent)
        self._backups, self._changes = tuple(backups), changes
        self._known: dict[int, tuple[ChangeRow, ...] | str] = {}
        self._list = RowList(texts.BACKUPS_NAME, self, badges=False)
        self._view = ChangesView(texts.NOW, texts.AFTERWARDS, self)
        self._state = EmptyState(self)
        self._pages = QStackedWidget(self)
        self._pages.setProperty("role", "panel")
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._state)
        self._lay_out()
        self._restore = self.add_button(texts.RESTORE, self.accept, primary=True)
        cancel = self.add_button(words.CANCEL if backups else words.CLOSE, self.reject)
        for button in (self._restore, cancel):
            button.setAutoDefault(False)
        self._restore.setEnabled(False)
        self._restore.setVisible(bool(backups))
        self._list.row_selected.connect(self._show)
        self._list.show_rows([_row(backup, now) for backup in self._backups])
        if backups:
            self._list.select_row(0)
            self._list.setFocus()
        else:
            cancel.setFocus()
        fit_screen(self, 1000, 640)

    def chosen(self) -> Backup | None:
        """Return the backup that is selected, None where there is none."""
        place = self._list.selected_row()
        return self._backups[place] if 0 <= place < len(self._backups) else None

    def _lay_out(self) -> None:
        px = theme.current().px
        if not self._backups:
            self._list.hide()
            hint = texts.NO_BACKUPS_HINT
            self._state.show_state("archive-restore", texts.NO_BACKUPS, hint=hint)
            self._pages.setCurrentWidget(self._state)
            self.body.addWidget(self._pages, 1)
            return
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.Space.L, 0, 0, 0)
        column.addWidget(self._pages)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self._list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(280), px(680)])
        self.body.addWidget(plain_label(texts.RESTORE_SENTENCE, wrap=True))
        self.body.addWidget(splitter, 1)

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._backups):
            return
        if place not in self._known:
            self._known[place] = self._look(self._backups[place])
        found = self._known[place]
        self._restore.setEnabled(not isinstance(found, str) and bool(found))
        if isinstance(found, str):
            self._state.show_state("triangle-alert", found, role="warning")
        elif found:
            self._view.show_changes(found)
        else:
            self._state.show_state("circle-check", texts.SAME_AS_NOW, role="good")
        shows_changes = bool(found) and not isinstance(found, str)
        self._pages.setCurrentWidget(self._view if shows_changes else self._state)

    def _look(self, backup: Backup) -> tuple[ChangeRow, ...] | str:
        """Return what would change, or why the backup cannot be read."""
        try:
            return tuple(self._changes(backup))
        except DatasetError as error:
            return str(error)


def _row(backup: Backup, now: datetime) -> ListRow:
    when = moment(backup.made, now)
    when = when[:1].upper() + when[1:]
    trigger = texts.INTERRUPTED if backup.interrupted else texts.BEFORE_SAVING
    second = texts.backup_line(trigger, _size(backup))
    return ListRow(when, second, texts.SPOKEN_CHANGE.format(when, second))


def _size(backup: Backup) -> int:
    """Return the size of the copy in bytes; files that are gone count nothing."""
    size = 0
    for file in backup.files:
        try:
            size += (backup.path / file).stat().st_size
        except OSError:
            continue
    return size
