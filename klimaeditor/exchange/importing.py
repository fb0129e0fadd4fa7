"""Files from outside, whatever they are: read, set against each other, noted, reported.

A file is a returned request of ours, the city's yearly report, or any other table. Everything ends
as proposals (``exchange.proposals``); storing them is ``to_batch`` there.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout, target
from klimaeditor.excel.foreign import read_file
from klimaeditor.excel.request_sheets import FORM
from klimaeditor.excel.return_read import NoRequestError, read_return
from klimaeditor.excel.sheets import HEADER_WITHIN
from klimaeditor.excel.target import SUFFIX, is_workbook
from klimaeditor.exchange import (
    cityreport,
    columns,
    matching,
    mergereport,
    register,
    returns,
    tablesheets,
)
from klimaeditor.exchange import tables as exchange_tables
from klimaeditor.exchange.cityreport import read_report
from klimaeditor.exchange.exchange_words import REGISTER_NAME
from klimaeditor.exchange.proposals import FileKind, Returned
from klimaeditor.exchange.tablerows import Origin
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError, WorkbookError
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from klimaeditor.excel.foreign import Grid, Grids, RawTable
    from klimaeditor.exchange.cityreport import CityReport
    from klimaeditor.exchange.columns import Memory
    from klimaeditor.exchange.mergereport import Key, MergeReport, ReportLine
    from klimaeditor.exchange.register import RequestRegister
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------


def unknown_file(name: str) -> str:
    """Return the sentence for a file with nothing in it that could be taken over."""
    return (
        f"In {quoted(name)} steht weder eine Tabelle mit Kopfzeile noch ein Sachstandsbericht. "
        "Nötig ist eine Zeile je Maßnahme, oder ein Blatt je Maßnahme mit Zeilen wie „Titel“ und "
        "„Sachstand“."
    )


def ours(name: str) -> str:
    """Return the sentence for a workbook that this program made."""
    return (
        f"{quoted(name)} stammt aus dem Klimaeditor. Einen Export öffnen Sie über „Öffnen“, eine "
        "ausgefüllte Abfrage über „Rückläufe einlesen“."
    )


def part_of_request(name: str) -> str:
    """Return the sentence for single sheets of a request, from which nothing can be compared."""
    return (
        f"{quoted(name)} enthält nur Blätter aus einer Abfrage des Klimaeditors; was geändert "
        "wurde, ist so nicht zu erkennen. Bitten Sie die zuständige Stelle um die ausgefüllte "
        f"Excel-Datei selbst. Einzelheiten: Das ausgeblendete Blatt „{layout.BASELINE.title}“ "
        "fehlt."
    )


def sub_folder() -> str:
    """Return why a folder inside a folder was not read."""
    return "ein Unterordner; nennen Sie ihn eigens, wenn darin Rückläufe liegen"


def other_workbook(suffix: str) -> str:
    """Return why a workbook in another format was not read."""
    return (
        f"das Format {quoted(suffix)}; speichern Sie die Datei in Excel als "
        "„Excel-Arbeitsmappe (*.xlsx)“"
    )


def packed() -> str:
    """Return why an archive was not read."""
    return "ein gepacktes Archiv; entpacken Sie es zuerst"


def no_table_file() -> str:
    """Return why another file was not read."""
    return "keine Tabelle (*.xlsx, *.csv); sehen Sie bei Bedarf dort nach"


# --- Files from outside, whatever they are: read, set against each other, noted, reported --------

PAGE_SUFFIX: Final = ".html"
_TABLES: Final = frozenset({SUFFIX, ".csv", ".tsv"})
"""What is read of a folder; other text files are mostly letters and reminders."""
_PACKED: Final = frozenset({".zip", ".7z", ".rar", ".gz"})
_OF_PROGRAMS: Final = frozenset({REGISTER_NAME, "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class ReadIn:
    """The files as read and set against each other; *registers* are those of their requests."""

    files: tuple[Returned, ...] = ()
    registers: tuple[RequestRegister | None, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One file: *returned* is what it says, or *foreign* what it is and somebody has to say more.

    *register* is that of the request it belongs to, if any.
    """

    path: Path
    register: RequestRegister | None = None
    returned: Returned | None = None
    foreign: Recognition | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided: values to store, and places where what is there stays."""

    stored: Mapping[Key, Value] = field(default_factory=dict)
    kept: Collection[Key] = ()


@dataclass(frozen=True, slots=True)
class NotRead:
    """What lies in a folder and was not read, with the German reason."""

    path: Path
    reason: str


def files_in(given: Iterable[Path]) -> Iterator[Path]:
    """Yield files, and the tables in folders by name; Excel's owner files are none (SEC-17)."""
    for path in given:
        if path.is_dir():
            yield from (found for found in _inside(path) if _is_table(found))
        else:
            yield path


def not_read_in(given: Iterable[Path]) -> tuple[NotRead, ...]:
    """Return what lies in folders beside the tables, so that nothing is missed."""
    return tuple(
        NotRead(found, _why_not(found))
        for folder in given
        if folder.is_dir()
        for found in _inside(folder)
        if not _is_table(found)
    )


def _inside(folder: Path) -> list[Path]:
    """Return what lies in a folder by name, without what programs leave for themselves."""
    return sorted(
        found
        for found in folder.iterdir()
        if not found.name.startswith(("~$", ".")) and found.name.casefold() not in _OF_PROGRAMS
    )


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in _TABLES and not path.is_dir()


def _why_not(path: Path) -> str:
    if path.is_dir():
        return sub_folder()
    if is_workbook(path):
        return other_workbook(path.suffix.lower())
    return packed() if path.suffix.lower() in _PACKED else no_table_file()


def look_at(
    dataset: Dataset,
    paths: Iterable[Path],
    given: RequestRegister | None = None,
    folders: Iterable[Path] = (),
) -> tuple[LookedAt, ...]:
    """Read files as what they are; what cannot be read comes back with its reason, never raises.

    *given* is the register of the request, else each file's own is looked for beside it, which may
    raise RegisterError, and then in the *folders* of earlier requests.
    """
    known = tuple(folders)
    return tuple(
        _with_register(dataset, _look_at(dataset, path, given or register.find(path)), known)
        for path in paths
    )


def _with_register(dataset: Dataset, looked: LookedAt, folders: tuple[Path, ...]) -> LookedAt:
    """Return a return that lies elsewhere with the register of its request, where that is known."""
    request = looked.returned.request if looked.returned else ""
    if looked.register is not None or not request:
        return looked
    for folder in folders:
        with suppress(KlimaError):
            found = register.load(folder)
            if found.request == request:
                return _look_at(dataset, looked.path, found)
    return looked


def _look_at(dataset: Dataset, path: Path, own: RequestRegister | None) -> LookedAt:
    try:
        if path.suffix.lower() == SUFFIX:
            return LookedAt(path, own, returns.read_request(dataset, path, own))
    except NoRequestError:
        pass
    except WorkbookError:
        return LookedAt(path, own, returns.read_file(dataset, path, own))
    try:
        found = recognise(path, dataset.site)
        if found.kind in (ForeignKind.REPORT, ForeignKind.TABLE):
            return LookedAt(path, own, foreign=found)
        return LookedAt(path, own, propose(dataset, found))
    except WorkbookError as error:
        return LookedAt(path, own, _unreadable(path, error))


def _unreadable(path: Path, error: WorkbookError) -> Returned:
    return returns.unreadable(path, returns.DamageCode.NOT_A_REQUEST, str(error))


def unasked(dataset: Dataset, looked: LookedAt) -> Returned:
    """Return what a table or report of others says, matched without asking anybody.

    A file that cannot be read says why. ValueError for a file of ours: nothing is matched there.
    """
    if looked.foreign is None:
        raise ValueError("only tables and reports of others are matched")
    try:
        return propose(dataset, looked.foreign)
    except WorkbookError as error:
        return _unreadable(looked.path, error)


def together(found: Iterable[LookedAt], answers: Mapping[Path, Returned]) -> ReadIn:
    """Return the files set against each other; *answers* are those about files of others."""
    files = tuple(found)
    read = [looked.returned or answers[looked.path] for looked in files]
    return ReadIn(returns.together(read), tuple(looked.register for looked in files))


def known_before(files: Iterable[Returned]) -> list[str]:
    """Return what is known of files from the register: untouched, taken over, decided on before."""
    code = returns.DamageCode
    known = (code.MERGED_BEFORE, code.UNTOUCHED, code.DECIDED_BEFORE)
    return list(dict.fromkeys(p.message for f in files for p in f.problems if p.code in known))


def is_request(path: Path, site: SiteProfile) -> bool:
    """Tell whether a file is a request of ours, which can be nothing but a return; never raises."""
    if path.suffix.lower() != SUFFIX:
        return False
    try:
        read_return(path, site.catalogue)
    except WorkbookError:
        return False
    return True


def look_again(dataset: Dataset, found: Iterable[LookedAt]) -> tuple[LookedAt, ...]:
    """Return files that were taken over before as if they came for the first time; others stay.

    What is decided now is noted in the place of what was noted then.
    """
    code = returns.DamageCode.MERGED_BEFORE
    return tuple(
        _look_at(dataset, looked.path, register.forgetting(looked.register, looked.returned.sha256))
        if looked.register is not None
        and looked.returned is not None
        and any(problem.code is code for problem in looked.returned.problems)
        else looked
        for looked in found
    )


def record(read: ReadIn, decided: Decided, moment: datetime) -> None:
    """Note in the registers what came back and what became of it.

    Raises WorkbookError where a register cannot be written.
    """
    settled = {*decided.stored, *decided.kept}
    before = {own.request: own for own in read.registers if own is not None}
    current = dict(before)
    for returned, own in zip(read.files, read.registers, strict=True):
        if own is None:
            continue
        own_places = [p for p in returned.proposals if mergereport.key_of(returned, p) in settled]
        done = sum(found.is_done for found in returned.proposals)
        finished = len(own_places) + done >= len(returned.proposals) and not _damaged(returned)
        current[own.request] = register.recorded(
            current[own.request], returned, own_places, moment, finished=finished
        )
    for request, own in current.items():
        if own is not before[request]:
            register.save(own)


def _damaged(returned: Returned) -> bool:
    """Tell whether something in a file could not even be proposed, so that somebody has to ask."""
    judged = {problem for found in returned.proposals for problem in found.problems}
    return returned.unreadable or any(p.severe and p not in judged for p in returned.problems)


def write_report(path: Path, name: str, read: ReadIn, decided: Decided, moment: datetime) -> None:
    """Write the merge report (MRG-07): a page where *path* ends in .html, else a workbook.

    *name* is that of the dataset. Raises WorkbookError where the disk refuses.
    """
    lines = mergereport.report_lines(read.files, decided.stored, decided.kept)
    _write(path, mergereport.MergeReport(moment, name, read.files, lines))


def write_lines(
    path: Path, name: str, file: str, lines: Sequence[ReportLine], moment: datetime
) -> None:
    """Write the merge report about a *file* that is no return: a copy of the dataset *name*.

    Raises WorkbookError where the disk refuses.
    """
    copy = Returned(file, "", FileKind.COPY)
    _write(path, mergereport.MergeReport(moment, name, (copy,), tuple(lines)))


def _write(path: Path, report: MergeReport) -> None:
    as_page = path.suffix.lower() == PAGE_SUFFIX
    data = mergereport.as_html(report).encode() if as_page else mergereport.as_workbook(report)
    target.replace(path, data)


# --- What kind of file it is, and the shortest way from a file to its proposals ------------------


class ForeignKind(StrEnum):
    """The kinds of file."""

    OURS = "ours"
    """Made by this program: an export or a request."""
    REPORT = "report"
    """The city's yearly report, one measure per sheet."""
    TABLE = "table"
    """Any other table with a header row."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A file as read: its kind, its sheets, and what was found in them.

    *tables* has the likeliest table first; *report* is set for a report.
    """

    kind: ForeignKind
    name: str
    sha256: str
    grids: Grids
    site: SiteProfile
    tables: tuple[RawTable, ...] = ()
    report: CityReport | None = None

    @property
    def source(self) -> Origin:
        """The file, as proposals name it."""
        notices = () if self.report is not None else self.grids.notices
        return Origin(self.name, self.sha256, notices, self.grids.lost)


def recognise(path: Path, site: SiteProfile) -> Recognition:
    """Return what kind of file *path* is; nothing is written to it.

    *site* is the public page whose fields the headers of a table may name.

    Raises WorkbookError with a German sentence for what the guard refuses or nobody can read.
    """
    grids = read_file(path)
    digest = _digest(path)
    if _is_ours(grids.titles):
        return Recognition(ForeignKind.OURS, path.name, digest, grids, site)
    if any(_is_form(grid) for grid in grids.sheets):
        raise WorkbookError(part_of_request(path.name))
    report = read_report(grids)
    if report is not None:
        return Recognition(ForeignKind.REPORT, path.name, digest, grids, site, report=report)
    tables = exchange_tables.tables_of(site.catalogue, grids)
    kind = ForeignKind.TABLE if tables else ForeignKind.UNKNOWN
    return Recognition(kind, path.name, digest, grids, site, tables)


def propose(
    dataset: Dataset,
    found: Recognition,
    memory: Memory | None = None,
    day: str | None = None,
) -> Returned:
    """Return what a recognised table or report suggests, matched without asking anybody.

    *day* is the day a report speaks of (``YYYY-MM-DD``), where the caller knows it. Raises
    WorkbookError for a file of our own, which is read elsewhere, and for one with nothing in it.
    """
    if found.kind is ForeignKind.OURS:
        raise WorkbookError(ours(found.name))
    if found.report is not None:
        names = matching.Names(dataset, matching.Basis.STATE_TITLE)
        matches = cityreport.match_entries(names, found.report)
        return cityreport.propose(dataset, found.source, found.report, matches, day)
    if not found.tables:
        raise WorkbookError(unknown_file(found.name))
    raw = found.tables[0]
    matched = _matched(found, raw, memory)
    rows = exchange_tables.match_rows(matching.Names(dataset), raw, matched)
    first = exchange_tables.propose(dataset, found.source, raw, matched, rows)
    return with_other_tables(
        dataset, found, first, raw, lambda other: _matched(found, other, memory)
    )


def with_other_tables(
    dataset: Dataset,
    found: Recognition,
    returned: Returned,
    asked: RawTable,
    columns_of: Callable[[RawTable], Sequence[columns.ColumnMatch]],
) -> Returned:
    """Return what the table that was *asked* about suggests with all others that name measures.

    *columns_of* says what their columns stand for; their rows are matched without asking, and what
    is uncertain is doubtful. Sheets without such a table are named.
    """
    names = matching.Names(dataset)
    said, read = [returned], [asked.sheet]
    for raw in found.tables:
        matched = columns_of(raw)
        if raw is asked or not tablesheets.speaks_of_measures(matched):
            continue
        rows = exchange_tables.match_rows(names, raw, matched)
        said.append(exchange_tables.propose(dataset, found.source, raw, matched, rows))
        read.append(raw.sheet)
    return with_other_sheets(found, tablesheets.together(said), read)


def _matched(
    found: Recognition, raw: RawTable, memory: Memory | None
) -> tuple[columns.ColumnMatch, ...]:
    remembered = memory.recall(raw) if memory is not None else None
    return columns.match(found.site.catalogue, raw, remembered)


def with_other_sheets(found: Recognition, returned: Returned, read: Collection[str]) -> Returned:
    """Return what a file suggests with the sheets named that were not *read*."""
    left = tablesheets.not_read(found.grids, found.tables, read)
    return replace(returned, problems=(*returned.problems, *left))


def _is_ours(titles: tuple[str, ...]) -> bool:
    """Tell whether a workbook is an export or a request; other people have a sheet "Basis" too."""
    besides = {layout.SHEET_MEASURES, layout.NOTES.title}
    return not layout.BASELINE_TITLES.isdisjoint(titles) and not besides.isdisjoint(titles)


def _is_form(grid: Grid) -> bool:
    """Tell whether a sheet is that of a measure in a request, by its header."""
    headers = {column.header for column in FORM.columns}
    return any(headers.issubset(row.cells) for row in grid.rows[:HEADER_WITHIN])


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(read_at_most(path, MAX_BYTES)).hexdigest()
    except OSError:
        return ""
