"""Answers the program's questions in place of a person.

mypy reads this file: a question that the program asks and nobody answers here stops it.
"""

# mypy: disable-error-code="no-any-return"
# A test says what is answered, of whatever type.

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice

    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.document import Document
    from klimaeditor.exchange.copies import DatasetCopy
    from klimaeditor.exchange.copymerge import CommonVersion
    from klimaeditor.exchange.drafts import MeasureDraft
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.exchange.register import KnownRequests, RequestRegister
    from klimaeditor.exchange.requests import Group, RequestOrder, SentOut
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.locks import HeldLock
    from klimaeditor.model.catalogue import City
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.records import Dataset
    from klimaeditor.notes.notebook import NotebookRules
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.app import Questions
    from ui.dialogs.choices import (
        CopySource,
        DropChoice,
        ExportScope,
        LocalKind,
        LockedChoice,
        RecoveryChoice,
        RequestStart,
        TableAnswer,
        TwinChoice,
        UnsavedChoice,
        Wait,
    )
    from ui.dialogs.help import Shortcut
    from ui.dialogs.note_dialogs import NoteAct, NoteDraft, NoteRow
    from ui.dialogs.product_group import GroupOffer
    from ui.dialogs.settings_dialog import SettingsOffer, SettingsValues
    from ui.exchange.import_wizard import Add
    from ui.overview.report_dialog import Offer, ReportChoice
    from ui.overview.word_dialog import WordChoice, WordOffer
    from ui.review.former_versions import FormerQuestion, Restoration
    from ui.review.review_rows import ChangeRow, Titles
    from ui.review.review_words import ReviewWords
    from ui.textwork.clean_up_dialog import CleanUpState, CleanUpTask


class Answers:
    """Answers the program's questions from a list and remembers what was asked.

    A question nobody expected fails the test. An answer that is a function is called with what was
    asked: it may play a dialog through.
    """

    def __init__(self, **answers: object) -> None:
        self.answers = {name: deque(_listed(value)) for name, value in answers.items()}
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def _answer(self, name: str, *arguments: object, **named: object) -> Any:
        self.asked.append((name, (*arguments, *named.values())))
        if not self.answers.get(name):
            raise AssertionError(f"unexpected question: {name}{arguments}")
        found = self.answers[name].popleft()
        return found(*arguments, **named) if callable(found) else found

    def unsaved(self, titles: Sequence[str], *, may_save: bool) -> UnsavedChoice:
        return self._answer("unsaved", titles, may_save=may_save)

    def confirm_delete(self, titles: Sequence[str]) -> bool:
        return self._answer("confirm_delete", titles)

    def confirm_fixes(self, messages: Sequence[str]) -> bool:
        return self._answer("confirm_fixes", messages)

    def confirm_revert(self, changes: Sequence[str]) -> bool:
        return self._answer("confirm_revert", changes)

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        return self._answer("delete_local", kinds)

    def forget_person(self, name: str, notes: int) -> bool:
        return self._answer("forget_person", name, notes)

    def leave_notes(self, reason: str) -> bool:
        return self._answer("leave_notes", reason)

    def product_group(self, offer: GroupOffer) -> str | None:
        return self._answer("product_group", offer)

    def write_note(self, draft: NoteDraft) -> NoteDraft | None:
        return self._answer("write_note", draft)

    def measure_notes(
        self,
        title: str,
        rows: Callable[[], Sequence[NoteRow]],
        act: Callable[[str, NoteAct], None],
        write: Callable[[], None],
    ) -> str:
        return self._answer("measure_notes", title, rows, act, write)

    def confirm_gone(self, files: Sequence[str], lines: Sequence[str]) -> bool:
        return self._answer("confirm_gone", files, lines)

    def overwrite(self, path: Path) -> bool:
        return self._answer("overwrite", path)

    def confirm_link(self, target: str) -> bool:
        return self._answer("confirm_link", target)

    def folder(self, title: str, start: Path | None) -> Path | None:
        return self._answer("folder", title, start)

    def open_file(self, title: str, start: Path | None, filters: str) -> Path | None:
        return self._answer("open_file", title, start, filters)

    def open_files(self, title: str, start: Path | None, filters: str) -> list[Path]:
        return self._answer("open_files", title, start, filters)

    def dropped(self, path: Path) -> DropChoice:
        return self._answer("dropped", path)

    def save_file(self, title: str, suggestion: Path | None, filters: str) -> Path | None:
        return self._answer("save_file", title, suggestion, filters)

    def new_measure(
        self, categories: Mapping[str, str], chosen: str = ""
    ) -> tuple[str, str] | None:
        return self._answer("new_measure", categories, chosen)

    def export_scope(self, selected: int, filtered: int, total: int) -> ExportScope | None:
        return self._answer("export_scope", selected, filtered, total)

    def review(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: ReviewWords,
        *,
        settled_is_final: bool,
    ) -> Chosen | None:
        return self._answer("review", decisions, titles, about, settled_is_final=settled_is_final)

    def restore(
        self, backups: Sequence[Backup], changes: Callable[[Backup], Sequence[ChangeRow]]
    ) -> Backup | None:
        return self._answer("restore", backups, changes)

    def recovery(
        self, sentence: str, rows: Sequence[ChangeRow], *, readable: bool = True
    ) -> RecoveryChoice:
        return self._answer("recovery", sentence, rows, readable=readable)

    def locked(self, held: HeldLock) -> LockedChoice:
        return self._answer("locked", held)

    def settings(self, offer: SettingsOffer) -> SettingsValues | None:
        return self._answer("settings", offer)

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], RequestOrder], SentOut | None],
        selected: Sequence[int],
        start: RequestStart,
    ) -> None:
        self._answer("request", dataset, shown, make, selected, start)

    def accept_findings(self, lines: Sequence[str]) -> str:
        return self._answer("accept_findings", lines)

    def release_rules(self, rules: NotebookRules) -> NotebookRules | None:
        return self._answer("release_rules", rules)

    def copy_source(self, title: str) -> CopySource:
        return self._answer("copy_source", title)

    def twins(self, ours: str, theirs: str, id_: str) -> TwinChoice:
        return self._answer("twins", ours, theirs, id_)

    def common_version(
        self,
        versions: Sequence[CommonVersion],
        suggested: CommonVersion | None,
        choose: Callable[[], CommonVersion | None],
    ) -> tuple[CommonVersion | None] | None:
        return self._answer("common_version", versions, suggested, choose)

    def take_measures(self, copy: DatasetCopy, ours: Dataset) -> tuple[int, ...]:
        return self._answer("take_measures", copy, ours)

    def template(self, dataset: Dataset, chosen: int) -> MeasureDraft | None:
        return self._answer("template", dataset, chosen)

    def confirm_read_again(self, sentence: str) -> bool:
        return self._answer("confirm_read_again", sentence)

    def confirm_drop(self, question: str) -> bool:
        return self._answer("confirm_drop", question)

    def new_dataset(self, found: Recognition, wait: Wait) -> TableAnswer | None:
        return self._answer("new_dataset", found, wait)

    def request_overview(
        self,
        known: KnownRequests,
        remind: Callable[[RequestRegister], RequestRegister],
        take_in: Callable[[RequestRegister], RequestRegister],
        other: Callable[[], RequestRegister | None],
    ) -> None:
        self._answer("request_overview", known, remind, take_in, other)

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        return self._answer("confirm_clean", lines)

    def foreign(
        self, dataset: Dataset, found: Recognition, wait: Wait, add: Add
    ) -> Returned | None:
        return self._answer("foreign", dataset, found, wait, add)

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        return self._answer("bulk", document, keys)

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int], text: str
    ) -> Batch | None:
        return self._answer("replace", document, shown, selected, text)

    def clean_up(
        self,
        tasks: Sequence[CleanUpTask],
        states: Sequence[CleanUpState],
        look: Callable[[], Sequence[CleanUpState]],
    ) -> None:
        self._answer("clean_up", tasks, states, look)

    def leftovers(self, document: Document) -> Batch | None:
        return self._answer("leftovers", document)

    def vocabulary(self, document: Document) -> Batch | None:
        return self._answer("vocabulary", document)

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        return self._answer("view_name", proposal, names)

    def publication(
        self, settings: PublicationSettings, city: City, locked: frozenset[str]
    ) -> PublicationSettings | None:
        return self._answer("publication", settings, city, locked)

    def word(self, offer: WordOffer) -> WordChoice | None:
        return self._answer("word", offer)

    def report(self, offer: Offer) -> ReportChoice | None:
        return self._answer("report", offer)

    def print_with(self, draw: Callable[[QPagedPaintDevice], None]) -> None:
        self._answer("print_with", draw)

    def error(self, sentence: str, details: str = "") -> None:
        self._answer("error", sentence, details)

    def info(self, sentence: str, details: str = "") -> None:
        self._answer("info", sentence, details)

    def show_handbook(self, chapter: str, anchor: str) -> None:
        self._answer("show_handbook", chapter, anchor)

    def former_versions(self, asked: FormerQuestion) -> Restoration | None:
        return self._answer("former_versions", asked)

    def show_help(self, field: str, said: Sequence[str]) -> None:
        self._answer("show_help", field, list(said))

    def show_shortcuts(self, table: Sequence[Shortcut]) -> None:
        self._answer("show_shortcuts", table)

    def show_about(self) -> None:
        self._answer("show_about")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


if TYPE_CHECKING:

    def answers_everything(answers: Answers) -> Questions:
        """Hold for the type checker that no question of the program is missing above."""
        return answers
