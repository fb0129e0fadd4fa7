"""Three versions of everything that differs; the user decides where both sides changed it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from klimaeditor.diff.decide import Action
from klimaeditor.files.file_words import moment
from klimaeditor.model.errors import DatasetError
from ui import theme
from ui.dialogs.choices import LockedChoice, RecoveryChoice
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.dialogs.questions import Answer, Question
from ui.review import review_words
from ui.review.deciding import DecidingDialog
from ui.review.review_rows import Review, rows_of
from ui.review.row_list import ChangesView, ListRow, RowList
from ui.widgets import common_words
from ui.widgets.common_words import thousands
from ui.widgets.labels import EmptyState, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.locks import HeldLock
    from ui.review.review_rows import ChangeRow, Titles


# --- words ---------------------------------------------------------------------------------------

# --- the list ------------------------------------------------------------------------------
LIST_NAME: Final = "Geänderte Felder"
ONLY_CONFLICTS: Final = "Nur &Konflikte"
NOTHING: Final = "Es gibt nichts zu entscheiden."
KEEP_ALL: Final = "Überall meine Fassung be&halten"
KEEP_ALL_TIP: Final = "Bei allen offenen Konflikten bleibt Ihre Fassung."
APPLY: Final = "&Zusammenführen"
NOTHING_YET: Final = "Nichts wird geändert, bevor Sie „Zusammenführen“ wählen."
NOW: Final = "Jetzt"
AFTERWARDS: Final = "Danach"
RESTORE_TITLE: Final = "Sicherung wiederherstellen"
RESTORE_SENTENCE: Final = (
    "Rechts steht, was sich gegenüber dem jetzigen Stand ändern würde. Strg+Z macht das "
    "Wiederherstellen auf einmal rückgängig."
)
RESTORE: Final = "Diese Sicherung &wiederherstellen"
BACKUPS_NAME: Final = "Sicherungen"
NO_BACKUPS: Final = "Für diesen Datensatz gibt es noch keine Sicherung."
NO_BACKUPS_HINT: Final = "Vor jedem Speichern entsteht eine Sicherung des bisherigen Stands."
SAME_AS_NOW: Final = "Diese Sicherung entspricht dem jetzigen Stand."
BEFORE_SAVING: Final = "vor einem Speichern"
INTERRUPTED: Final = "unterbrochenes Speichern"
RECOVERY_TITLE: Final = "Nicht Gespeichertes wiederherstellen"
RECOVERY_NOTE: Final = (
    "Mit „Später“ bleiben die Änderungen aufbewahrt: Datei › Nicht Gespeichertes "
    "wiederherstellen. Beim nächsten Start werden Sie wieder gefragt."
)
RECOVER: Final = "&Wiederherstellen"
DISCARD: Final = "&Verwerfen"
LATER: Final = "&Später"
SAVED_TEXT: Final = "Gespeichert"
RECOVERED_TEXT: Final = "Wiederhergestellt"

# --- somebody else has it open -----------------------------------------------------------------
LOCKED_TITLE: Final = "Datensatz ist schon geöffnet"
STALE_TITLE: Final = "Datensatz wirkt noch geöffnet"
READ_ONLY: Final = "Schreibge&schützt öffnen"
EDIT_ANYWAY: Final = "&Trotzdem bearbeiten"
TAKE_OVER: Final = "Über&nehmen und bearbeiten"


def decided(done: int, total: int) -> str:
    """Return the counter of conflicts: „2 von 5 entschieden“."""
    return f"{done} von {total} entschieden" if total else "keine Konflikte"


def backup_line(trigger: str, size: int) -> str:
    """Return the second line of a backup; *size* in bytes."""
    return f"{trigger} · {thousands(max(1, round(size / 1024)))} KB"


# --- Three versions of everything that differs; the user decides where both sides changed it -----


class ReviewDialog(DecidingDialog):
    """Shows decisions of :mod:`klimaeditor.diff.decide` and takes choices (MRG-02, SAFE-06).

    *titles* names records (``rows.titles_of(dataset)``), *about* the three versions. With
    *settled_is_final* what is no conflict has been carried out and is shown for information only.
    After „Übernehmen“ :meth:`choices` is what ``diff.apply.to_batch`` takes; Abbrechen and Esc
    change nothing, because nothing has been changed.
    """

    def __init__(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: review_words.ReviewWords = review_words.ON_DISK,
        parent: QWidget | None = None,
        *,
        settled_is_final: bool = False,
    ) -> None:
        rows = rows_of(decisions, titles)
        review = Review(rows, settled_is_final=settled_is_final)
        super().__init__(review, about, LIST_NAME, parent)
        self._counter = plain_label(role="field")
        self._only_conflicts = QCheckBox(ONLY_CONFLICTS, self)
        self._empty = EmptyState(self)
        self._empty.show_state("circle-check", NOTHING)
        self._lay_out(about.sentence)
        self._connect()
        self._can_filter = 0 < len(self._review.conflicts) < len(rows)
        self._only_conflicts.setEnabled(self._can_filter)
        self._only_conflicts.setChecked(self._can_filter)
        self._refill()
        self._list.setFocus()
        fit_screen(self, 1120, 700)

    def choices(self) -> Chosen:
        """Return decision key -> value for all that was decided here."""
        return self._review.choices

    def _connect(self) -> None:
        super()._connect()
        self._only_conflicts.toggled.connect(lambda _checked: self._refill())

    def _lay_out(self, sentence: str) -> None:
        space = theme.Space
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, space.S, 0)
        column.setSpacing(space.S)
        column.addWidget(self._counter)
        column.addWidget(self._only_conflicts)
        column.addWidget(self._list, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setAccessibleName(common_words.SPLITTER)
        splitter.addWidget(side)
        splitter.addWidget(self._detail)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        px = theme.current().px
        splitter.setSizes([px(260), px(820)])
        self.body.addWidget(plain_label(sentence, wrap=True))
        self.body.addWidget(splitter, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(plain_label(NOTHING_YET, "muted", wrap=True))
        splitter.setVisible(bool(self._review.rows))
        self._empty.setVisible(not self._review.rows)
        self._keep_all = self.add_side_button(KEEP_ALL, self._on_keep_all)
        self._keep_all.setToolTip(KEEP_ALL_TIP)
        self._apply = self.add_button(APPLY, self.accept, primary=True)
        cancel = self.add_button(common_words.CANCEL, self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [self._only_conflicts, self._list, *self._detail.focus_order()]
        order += [self._keep_all, self._apply, cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _refill(self) -> None:
        """Show the rows that the filter lets through and stay where we are, if we can."""
        current = self._current
        only = self._only_conflicts.isChecked()
        rows = self._review.rows
        conflicts = [row for row in rows if row.decision.action is Action.CONFLICT]
        self._shown = tuple(conflicts if only else rows)
        self._refresh()
        if self._shown:
            place = self._shown.index(current) if current in self._shown else 0
            self._list.select_row(place)

    def _refresh(self) -> None:
        self._list.show_rows([self._list_row(row) for row in self._shown])
        total, left = len(self._review.conflicts), len(self._review.undecided)
        self._counter.setText(decided(total - left, total))
        self._apply.setEnabled(not left and not self._detail.is_editing())
        self._keep_all.setEnabled(left > 0)
        self._keep_all.setVisible(total > 0)

    def _standing(self) -> str:
        return self._counter.text()

    def _on_editing(self, editing: bool) -> None:
        self._list.setEnabled(not editing)
        self._only_conflicts.setEnabled(self._can_filter and not editing)
        self._refresh()
        if editing:
            self._keep_all.setEnabled(False)

    def _on_keep_all(self) -> None:
        self._review.keep_all()
        self._on_decided()
        self._apply.setFocus()


# --- Choosing a backup: what there is, and what would change, field by field (SAFE-11) -----------


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
        super().__init__(RESTORE_TITLE, parent)
        self._backups, self._changes = tuple(backups), changes
        self._known: dict[int, tuple[ChangeRow, ...] | str] = {}
        self._list = RowList(BACKUPS_NAME, self, badges=False)
        self._view = ChangesView(NOW, AFTERWARDS, self)
        self._state = EmptyState(self)
        self._pages = QStackedWidget(self)
        self._pages.setProperty("role", "panel")
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._state)
        self._lay_out()
        self._restore = self.add_button(RESTORE, self.accept, primary=True)
        cancel = self.add_button(
            common_words.CANCEL if backups else common_words.CLOSE, self.reject
        )
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
            hint = NO_BACKUPS_HINT
            self._state.show_state("archive-restore", NO_BACKUPS, hint=hint)
            self._pages.setCurrentWidget(self._state)
            self.body.addWidget(self._pages, 1)
            return
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.Space.L, 0, 0, 0)
        column.addWidget(self._pages)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setAccessibleName(common_words.SPLITTER)
        splitter.addWidget(self._list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([px(280), px(680)])
        self.body.addWidget(plain_label(RESTORE_SENTENCE, wrap=True))
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
            self._state.show_state("circle-check", SAME_AS_NOW, role="good")
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
    trigger = INTERRUPTED if backup.interrupted else BEFORE_SAVING
    second = backup_line(trigger, _size(backup))
    return ListRow(when, second, review_words.SPOKEN_CHANGE.format(when, second))


def _size(backup: Backup) -> int:
    """Return the size of the copy in bytes; files that are gone count nothing."""
    size = 0
    for file in backup.files:
        try:
            size += (backup.path / file).stat().st_size
        except OSError:
            continue
    return size


# --- What a crash left unsaved, and whether it shall come back (SAFE-12) -------------------------


class RecoveryDialog(DialogFrame):
    """Asks *sentence*, e.g. that of a Leftover, about *rows*; :attr:`value` is the answer.

    Esc and the window's cross mean „Später“: nothing is lost. Enter never discards. What is not
    *readable* can only be kept or thrown away.
    """

    def __init__(
        self,
        sentence: str,
        rows: Sequence[ChangeRow],
        parent: QWidget | None = None,
        *,
        readable: bool = True,
    ) -> None:
        super().__init__(RECOVERY_TITLE, parent)
        self.value = RecoveryChoice.LATER
        self.add_heading("history", "accent", sentence)
        if rows:
            view = ChangesView(SAVED_TEXT, RECOVERED_TEXT, self)
            view.show_changes(rows)
            self.body.addWidget(view, 1)
        self.body.addWidget(plain_label(RECOVERY_NOTE, "muted", wrap=True))
        discard = self.add_side_button(DISCARD, lambda: self._take(RecoveryChoice.DISCARD))
        discard.setAutoDefault(False)
        if readable:
            self.add_button(
                RECOVER,
                lambda: self._take(RecoveryChoice.RESTORE),
                primary=True,
                default=True,
            )
        self.add_button(LATER, self.reject, default=not readable)
        if rows:
            fit_screen(self, 820, 600)

    def ask(self) -> RecoveryChoice:
        """Show the dialog and return the answer."""
        self.exec()
        return self.value

    def _take(self, choice: RecoveryChoice) -> None:
        self.value = choice
        self.accept()


# --- Somebody else has the dataset open: read only, edit anyway, or leave it (SAFE-07) -----------


def locked(held: HeldLock) -> Question[LockedChoice]:
    """Return the question about a lock; its sentence says who, where, since when, and if stale.

    A stale lock is taken over only after this question, and never by Enter.
    """
    edit = Answer(TAKE_OVER if held.stale else EDIT_ANYWAY, LockedChoice.EDIT_ANYWAY)
    read = Answer(READ_ONLY, LockedChoice.READ_ONLY, primary=True, default=True)
    return Question(
        STALE_TITLE if held.stale else LOCKED_TITLE,
        held.sentence,
        (read, edit),
        LockedChoice.CANCEL,
        icon="lock" if held.stale else "users",
        tone="warning" if held.stale else "accent",
    )
