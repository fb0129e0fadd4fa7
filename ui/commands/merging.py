"""What others have made elsewhere: their copy of the dataset, single measures of it, templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from klimaeditor import exchange, publish
from klimaeditor.clock import local_now
from klimaeditor.diff.apply import to_batch
from klimaeditor.files.formervalues import former_states
from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.core_words import counted, quoted, shortened
from klimaeditor.model.errors import KlimaError
from ui.commands.edit import stepped
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import CopySource, FolderQuestion, Messages, TwinChoice
from ui.review.review_rows import Titles, titles_of
from ui.review.review_words import ReviewWords
from ui.session.background import CancelledError, run
from ui.session.keeper import MergeQuestions
from ui.shell.actions import Menu, Needs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias, TypeVar

    from klimaeditor.diff.decide import Content, Found
    from klimaeditor.diff.fields import FieldRef, RecordRef
    from klimaeditor.document import Document
    from klimaeditor.exchange.copies import DatasetCopy
    from klimaeditor.exchange.copymerge import CommonVersion, CopyDifference
    from klimaeditor.exchange.drafts import MeasureDraft
    from klimaeditor.model.changes import Change
    from klimaeditor.model.records import Dataset
    from klimaeditor.publish.openconflicts import OpenConflict, Twins

    T = TypeVar("T")
    Decided: TypeAlias = (
        "Sequence[tuple[OpenConflict, tuple[RecordRef, FieldRef | None], Content[FieldRef]]]"
    )


# --- words ---------------------------------------------------------------------------------------

MERGE_TITLE: Final = "Anderen Datensatz zusammenführen"
TAKE_TITLE: Final = "Maßnahme aus anderem Datensatz übernehmen"
COMMON_TITLE: Final = "Gemeinsame Fassung wählen"
ARCHIVE_FILTER: Final = "Zip-Dateien (*.zip);;Alle Dateien (*)"
READING: Final = "Der andere Datensatz wird gelesen …"
COMPARING: Final = "Die Datensätze werden verglichen …"
NO_DIFFERENCE: Final = "Der andere Datensatz sagt nichts anderes als Ihrer."
BASE: Final = "Gemeinsame Fassung"
THEIRS: Final = "Anderer Datensatz"
OURS: Final = "Ihre Fassung"
NOTHING_TAKEN: Final = "Aus dem anderen Datensatz wurde nichts übernommen."


def what_differs(name: str, *, asked: bool) -> str:
    """Return what the review is about."""
    if asked:
        return (
            f"Entscheiden Sie bei jedem Unterschied zu {quoted(name)}. Ohne gemeinsame Fassung ist "
            "nicht bekannt, wer etwas geändert hat."
        )
    return (
        f"Was nur in {quoted(name)} geändert wurde, wird übernommen. Entscheiden Sie, wo beide "
        "dasselbe geändert haben."
    )


def named(heading: str, titles: Sequence[str]) -> str:
    """Return a list of measures in the sentence of the review."""
    return f"{shortened(heading)}: {exchange.copies.named_measures(titles)}."


def more_notes(count: int) -> str:
    """Return how many measures more are other here than there."""
    what = counted(count, "weitere Maßnahme hat", "weitere Maßnahmen haben")
    return f"{what} hier eine neue Kennung oder eine neue Kategorie."


CONFLICTS_TITLE: Final = "Offene Konflikte entscheiden"
CONFLICTS_THEIRS: Final = "Andere Fassung"
CONFLICTS_BASE: Final = "Bisher"
DECIDE_CONFLICTS: Final = (
    "Beim Zusammenführen in Git haben beide Seiten diese Felder verschieden geändert. Der "
    "Datensatz enthält bis zur Entscheidung Ihre Fassung."
)
STEP_CONFLICTS: Final = "Konflikte entscheiden"
STEP_OWN_MEASURE: Final = "Nur die eigene Maßnahme behalten"
NOTHING_OPEN: Final = "Nach dem Zusammenführen in Git ist kein Konflikt offen."
LOOKING: Final = "Git wird nach den Fassungen gefragt …"
ALL_SETTLED: Final = "Alle Konflikte sind entschieden. Melden Sie es Git mit „git add“."


def only_in_git(names: Sequence[str]) -> str:
    """Return what of the conflicts cannot be decided here."""
    listed = "; ".join(names[:_MOST_NOTES])
    return (
        f"Hier nicht zu entscheiden: {shortened(listed)}. Git kennt die andere Fassung nicht mehr, "
        "oder es geht um einen ganzen Eintrag. „klimaeditor-cli conflicts“ zeigt und entscheidet "
        "alles, mit „--done“ auch, was Sie hier im Formular berichtigt haben."
    )


def settled_but(left: int) -> str:
    """Return how many conflicts are open after saving."""
    return f"{counted(left, 'Konflikt ist', 'Konflikte sind')} noch offen."


_MOST_NOTES: Final = 5


def merged(changes: int) -> str:
    """Return what was done."""
    what = counted(changes, "Unterschied", "Unterschiede")
    return f"{what} übernommen (Rückgängig: Strg+Z)"


# --- A colleague's copy --------------------------------------------------------------------------


class MergingQuestions(MergeQuestions, Messages, FolderQuestion, Protocol):
    """What is asked on the way."""

    def open_file(self, title: str, start: Path | None, filters: str) -> Path | None:
        """Ask for a file to read."""

    def copy_source(self, title: str) -> CopySource:
        """Ask whether somebody else's dataset lies in a folder or in a zip archive."""

    def common_version(
        self,
        versions: Sequence[CommonVersion],
        suggested: CommonVersion | None,
        choose: Callable[[], CommonVersion | None],
    ) -> tuple[CommonVersion | None] | None:
        """Ask which version both began with, in a tuple of one; None where cancelled."""

    def take_measures(self, copy: DatasetCopy, ours: Dataset) -> tuple[int, ...]:
        """Ask which measures of somebody else's dataset to take; none where cancelled."""

    def twins(self, ours: str, theirs: str, id_: str) -> TwinChoice:
        """Ask what becomes of two new measures with one id."""

    def template(self, dataset: Dataset, chosen: int) -> MeasureDraft | None:
        """Ask for a template, at first *chosen*, and what is new; None where cancelled."""


class LookedAtCopy(NamedTuple):
    """A copy, what it may have begun with, the version to suggest, and former states of ours."""

    copy: DatasetCopy
    versions: tuple[CommonVersion, ...]
    suggested: CommonVersion | None
    earlier: tuple[Dataset, ...]


class _OtherDatasets(CommandGroup[MergingQuestions]):
    """Asks for somebody else's dataset and reads it beside the window."""

    def _ask_for(self, title: str) -> Path | None:
        source = self._ask.copy_source(title)
        start = self._session.start_folder()
        if source is CopySource.FOLDER:
            return self._ask.folder(title, start)
        if source is CopySource.ARCHIVE:
            return self._ask.open_file(title, start, ARCHIVE_FILTER)
        return None

    def _beside(self, work: Callable[[], T], sentence: str) -> T | None:
        """Return what *work* returns; None where it fails, which was told, or the user gives up."""
        try:
            return run(work, sentence, may_cancel=True)
        except KlimaError as error:
            self._ask.error(str(error))
        except CancelledError:
            pass
        return None

    def _read(self, path: Path) -> DatasetCopy | None:
        site = self._document.dataset.site
        return self._beside(lambda: exchange.copies.read_copy(path, site), READING)

    def _push(self, batch: Batch) -> bool:
        try:
            self._bridge.push(batch)
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        return True


class MergingCommands(_OtherDatasets):
    """A colleague's copy is reviewed like what others have saved, and is one step."""

    menu = Menu.FILE

    @command(
        "merge_other",
        "Anderen Datensatz zusammenfü&hren…",
        icon="git-compare",
        writes=True,
        tip="Kopie einer anderen Person Feld für Feld übernehmen",
    )
    def merge(self) -> None:
        """Ask for a copy and what both began with, show what differs, and take what is chosen."""
        path = self._ask_for(MERGE_TITLE)
        if path is None:
            return
        looked = self._beside(lambda: self._look(path), READING)
        if looked is None:
            return
        answer = self._ask.common_version(
            looked.versions, looked.suggested, lambda: self._choose(looked.copy)
        )
        if answer is None:
            return
        base = None if answer[0] is None else answer[0].dataset
        ours, earlier = self._document.dataset, looked.earlier
        result = self._beside(
            lambda: exchange.copymerge.difference(ours, looked.copy.dataset, base, earlier),
            COMPARING,
        )
        if result is not None:
            self._review(looked.copy, result)

    def _look(self, path: Path) -> LookedAtCopy:
        """Read the copy and all states it may have begun with; runs beside the window."""
        document, merging = self._document, exchange.copymerge
        site, folder = document.dataset.site, document.location
        copy = exchange.copies.read_copy(path, site)
        states, versions = [], []
        if folder is not None:
            package = self._settings.package_folder(folder)
            packages = () if package is None else (package,)
            root = self._session.current.backup_root if self._session.current else Path()
            read = (
                exchange.copies.read_state(state, site)
                for state in former_states(folder, root, packages)
            )
            states = [state for state in read if state is not None]
            git = publish.gitmerge
            known = git.common_version(folder, copy.path) if copy.path.is_dir() else None
            if known is not None:
                versions.append(
                    merging.version_of_git(copy, known.commit, known.made, known.files, local_now())
                )
        versions += merging.candidates(copy, states, local_now())
        suggested = merging.likeliest(versions, document.dataset, copy)
        return LookedAtCopy(copy, tuple(versions), suggested, tuple(s.dataset for s in states))

    def _choose(self, copy: DatasetCopy) -> CommonVersion | None:
        """Ask for a folder with the version that both began with."""
        path = self._ask.folder(COMMON_TITLE, self._session.start_folder())
        found = None if path is None else self._read(path)
        if found is None:
            return None
        distance = exchange.copymerge.count_differences(found.dataset, copy.dataset)
        return exchange.copymerge.CommonVersion(found.name, found.dataset, distance)

    def _review(self, copy: DatasetCopy, result: CopyDifference) -> None:
        for sentence in result.left_out:
            self._ask.info(sentence)
        if not result.differing:
            self._ask.info(" ".join((NO_DIFFERENCE, *_named(result))))
            return
        sentence = " ".join((what_differs(copy.name, asked=result.asked), *_named(result)))
        words = ReviewWords(MERGE_TITLE, sentence, "" if result.asked else BASE, THEIRS, OURS)
        catalogue = self._document.dataset.site.catalogue

        def note(found: Found) -> str:
            return result.notes.get(found.key, "")

        titles = Titles(catalogue, lambda ref: result.titles.get(ref.id, ref.id), note)
        choices = self._ask.review(result.ordered, titles, words, settled_is_final=False)
        if choices is None:
            return
        step = exchange.copymerge.step_merge(copy.name)
        try:
            batch = to_batch(self._document.dataset, result.decisions, step, choices)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        if not batch:
            self._session.status_message.emit(NOTHING_TAKEN)
        elif self._push(batch):
            self._session.status_message.emit(merged(result.taken(choices)))

    @command(
        "open_conflicts",
        "Offene &Konflikte entscheiden…",
        icon="git-compare",
        writes=True,
        tip="Entscheiden, was ein Zusammenführen in Git offen ließ",
    )
    def decide_open(self) -> None:
        """Show what a merge in Git left open, field by field; the choices are one step."""
        document, folder = self._document, self._document.location
        if folder is None:
            self._ask.info(NOTHING_OPEN)
            return
        about = publish.openconflicts.decisions_about
        found = self._beside(lambda: about(document.dataset, folder), LOOKING)
        if found is None:
            return
        self._decide_whole(folder, document, found.others)
        if not found.pairs:
            if not found.others and document.is_saved:
                publish.openconflicts.settle(folder, publish.openconflicts.still_open(folder))
            if not found.others:
                self._ask.info(NOTHING_OPEN)
            return
        words = ReviewWords(
            CONFLICTS_TITLE, DECIDE_CONFLICTS, CONFLICTS_BASE, CONFLICTS_THEIRS, OURS
        )
        decisions = [decision for _, decision in found.pairs]
        titles = titles_of(document.dataset)
        choices = self._ask.review(decisions, titles, words, settled_is_final=False)
        if choices is None:
            return
        batch = to_batch(document.dataset, decisions, STEP_CONFLICTS, choices)
        open_still = {one for one, it in found.pairs if it.key not in choices}
        decided = [
            (one, it.key, choices[it.key]) for one, it in found.pairs if one not in open_still
        ]
        if not batch:
            self._settle(folder, document, decided)
        elif self._push(batch):
            self._session.status_message.emit(merged(len(choices)))
            self._with_the_save(document, lambda: self._settle(folder, document, decided))

    def _decide_whole(
        self, folder: Path, document: Document, others: Sequence[OpenConflict]
    ) -> None:
        """Ask about two new measures with one id, and name what cannot be decided here."""
        among = publish.openconflicts.twins_among
        twins = self._beside(lambda: among(document.dataset, folder, others), LOOKING) or ()
        for two in twins:
            self._decide_twins(folder, document, two)
        asked = {one for two in twins for one in two.conflicts}
        left = [_conflict_name(one) for one in others if one not in asked]
        if left:
            self._ask.info(only_in_git(left))

    def _decide_twins(self, folder: Path, document: Document, twins: Twins) -> None:
        """Ask what becomes of two new measures with one id; each answer is a step of its own."""
        dataset = document.dataset
        choice = self._ask.twins(twins.ours, twins.theirs, twins.conflicts[0].conflict.record)
        if choice is TwinChoice.LATER:
            return

        def without() -> tuple[Change, ...]:
            return publish.openconflicts.without_strays(dataset, twins)

        added: tuple[int, ...] = ()
        batch = Batch(STEP_OWN_MEASURE, without())
        if choice is TwinChoice.BOTH:
            try:
                taken = exchange.drafts.plan_take(
                    dataset, twins.dataset, [twins.measure], CONFLICTS_THEIRS
                )
            except KlimaError as error:
                self._ask.error(str(error))
                return
            added = taken.keys
            changes = dataset.rehearse([without, lambda: taken.batch.changes])
            batch = Batch(taken.batch.label, changes)

        def settle() -> None:
            tables = document.dataset.tables
            if all(key in tables[FileName.MEASURES].rows for key in added) and not any(
                key in tables[file].rows for file, key in twins.strays
            ):
                self._shorten(folder, twins.conflicts)

        if not batch:
            settle()
        elif self._push(batch):
            self._session.status_message.emit(stepped(batch.label))
            for note in taken.notes if choice is TwinChoice.BOTH else ():
                self._session.tell(note)
            self._with_the_save(document, settle)

    def _with_the_save(self, document: Document, settle: Callable[[], None]) -> None:
        """Take what was decided out of the list once the files hold it."""

        def saved() -> None:
            self._session.saved.disconnect(saved)
            if self._session.current is not None and self._document is document:
                settle()

        self._session.saved.connect(saved)

    def _shorten(self, folder: Path, done: Sequence[OpenConflict]) -> None:
        try:
            left = publish.openconflicts.settle(folder, done)
        except (KlimaError, OSError) as error:
            self._ask.error(str(error))
            return
        self._session.tell(settled_but(len(left)) if left else ALL_SETTLED)

    def _settle(self, folder: Path, document: Document, decided: Decided) -> None:
        """Shorten the list; what was taken back since stays in it."""
        conflicts = publish.openconflicts
        try:
            found = conflicts.decisions_about(document.dataset, folder).pairs
            differing = {(one, it.key): it.ours for one, it in found}
            taken_back = {
                one
                for one, key, chosen in decided
                if (one, key) in differing and differing[one, key] != chosen
            }
            done = [one for one, _, _ in decided if one not in taken_back]
        except (KlimaError, OSError) as error:
            self._ask.error(str(error))
            return
        self._shorten(folder, done)


def _conflict_name(one: OpenConflict) -> str:
    found = one.conflict
    return f"{shortened(found.title or found.record)} – {shortened(found.label)}"


def _named(result: CopyDifference) -> list[str]:
    """Return the sentences that name what came, went, or is only on one side."""
    lists = (
        ("Neu", result.new),
        ("Dort gelöscht", result.gone),
        ("Nur hier, bleibt", result.only_here),
        ("Kategorien, die es hier nicht gibt", result.categories),
    )
    return [named(heading, names) for heading, names in lists if names]


# --- Measures that begin with others -------------------------------------------------------------


class DraftCommands(_OtherDatasets):
    """Each is one step, and the first measure it makes is shown."""

    menu = Menu.MEASURE

    @command(
        "template",
        "Aus Vorla&ge anlegen…",
        icon="layers",
        needs=Needs.MEASURE,
        writes=True,
        shows_measures=True,
        tip="Neue Maßnahme nach dem Muster einer vorhandenen anlegen",
    )
    def draft(self) -> None:
        """Draft a measure from a template, at first from the one in the form."""
        measure = self._workspace.measure
        dataset = self._document.dataset
        draft = None if measure is None else self._ask.template(dataset, measure)
        if draft is None:
            return
        try:
            key, batch = exchange.drafts.plan_draft(dataset, draft)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        if self._push(batch):
            self._workspace.go_to(key, "short_title")
            self._session.status_message.emit(stepped(batch.label))

    @command(
        "take_measures",
        "Aus anderem Datensat&z übernehmen…",
        icon="download",
        writes=True,
        shows_measures=True,
        tip="Maßnahmen eines anderen Datensatzes hier anlegen",
    )
    def take(self) -> None:
        """Ask for another dataset and which of its measures to add here."""
        path = self._ask_for(TAKE_TITLE)
        copy = None if path is None else self._read(path)
        if copy is None:
            return
        dataset = self._document.dataset
        chosen = self._ask.take_measures(copy, dataset)
        if not chosen:
            return
        try:
            taken = exchange.drafts.plan_take(dataset, copy.dataset, chosen, copy.name)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        if self._push(taken.batch):
            self._workspace.go_to(taken.keys[0], None)
            self._session.status_message.emit(stepped(taken.batch.label))
            for note in taken.notes[:_MOST_NOTES]:
                self._session.tell(note)
            if (more := len(taken.notes) - _MOST_NOTES) > 0:
                self._session.tell(more_notes(more))
