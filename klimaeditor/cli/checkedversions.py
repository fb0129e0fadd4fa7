"""What ``klimaeditor check`` looks at, and which of its findings were known before.

A folder or a workbook, what Git would commit, or one file on the standard input in its place among
the others. Known is what a list says, or what the commit before had: the same rule at the same
field of the same measure.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor import publish, spelling, textwork
from klimaeditor.cli.arguments import open_any, opened
from klimaeditor.cli.console import CommandError, remark
from klimaeditor.cli.reporting import finding_row
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError
from klimaeditor.paths import read_at_most
from klimaeditor.policies import Default

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from klimaeditor.document import Document
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Json
    from klimaeditor.publish.clone import Clone


# --- words ---------------------------------------------------------------------------------------

STDIN_NAME: Final = "--stdin-name"
NO_DATASET: Final = "Es fehlt noch: DATENSATZ. Ohne ihn geht nur „klimaeditor check --staged“."
NEW_ONLY_HERE: Final = "--new-only vergleicht mit Git; eine Excel-Datei hat dort keine Fassung."
NO_STDIN_NAME: Final = (
    "Für „-“ fehlt --stdin-name: wo die Datei liegen würde. Beispiel: daten/measures.json."
)
ONLY_STDIN: Final = "--stdin-name gilt nur für „-“, die Standardeingabe."
STDIN_ALONE: Final = (
    "„-“ liest eine Datei von der Standardeingabe; --staged und --new-only lesen Git."
)


def not_in_index(folder: str, names: Sequence[str]) -> str:
    """Return the refusal of a dataset that would be committed without all of its files."""
    return (
        f"Im Index von Git fehlen in {quoted(folder or '.')}: {', '.join(names)}. "
        "Merken Sie die Dateien mit „git add“ vor."
    )


def not_beside(folder: str, names: Sequence[str]) -> str:
    """Return the refusal of a single file whose dataset is not there."""
    return (
        f"Im Ordner {quoted(folder)} fehlen: {', '.join(names)}. Eine einzelne Datei lässt sich "
        "nur neben den anderen dreien prüfen."
    )


def no_such_file(name: str) -> str:
    """Return the refusal of a name that is none of the four."""
    return f"{quoted(name)} ist keine der vier Dateien eines Datensatzes. Es gibt: {_ALL}."


def bad_baseline(name: str) -> str:
    """Return the refusal of a file that holds no findings."""
    return (
        f"{quoted(name)} enthält keine Liste von Befunden. Schreiben Sie die Datei mit "
        "„klimaeditor check DATENSATZ --format json“ neu."
    )


_ALL: Final = ", ".join(FileName)


# --- What is checked -----------------------------------------------------------------------------

STDIN: Final = Path("-")
Known: TypeAlias = "Counter[tuple[Json, ...]]"


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """A version of a dataset to be checked: what to call it, and what was known of it before.

    *open* reads it and raises KlimaError; *file* is the only one that somebody asks about.
    """

    name: str
    open: Callable[[], Document]
    known: Callable[[], Known] = field(default=Counter)
    file: FileName | None = None


def to_check(options: Namespace) -> Iterator[CheckedVersion]:
    """Yield what is to be checked, without opening it; raises CommandError, GitError."""
    path: Path | None = options.dataset
    listed = _listed(options.baseline)
    if (options.stdin_name is None) == (path == STDIN):
        raise CommandError(NO_STDIN_NAME if path == STDIN else ONLY_STDIN)
    if path == STDIN:
        if options.staged or options.new_only:
            raise CommandError(STDIN_ALONE)
        yield _on_stdin(options.stdin_name, options.site, listed)
    elif options.staged:
        yield from _staged(options, listed)
    elif path is None:
        raise CommandError(NO_DATASET)
    else:
        yield _on_disk(path, options, listed)


def _on_disk(path: Path, options: Namespace, listed: Known) -> CheckedVersion:
    def read() -> Document:
        document = open_any(path, options.site)
        if options.new_only and document.location is None:
            raise CommandError(NEW_ONLY_HERE)
        return document

    def known() -> Known:
        clone = publish.clone.Clone(path)
        return _before(clone, clone.folder_of(path), options)

    return CheckedVersion(str(path), read, known if options.new_only else lambda: listed)


def _staged(options: Namespace, listed: Known) -> Iterator[CheckedVersion]:
    path: Path | None = options.dataset
    clone = publish.clone.Clone(path or Path())
    staged = clone.folders(changed=path is None)
    for folder in staged if path is None else [clone.folder_of(path)]:
        yield _in_index(clone, folder, options, listed)


def _in_index(clone: Clone, folder: str, options: Namespace, listed: Known) -> CheckedVersion:
    def read() -> Document:
        files = clone.files_in(folder)
        missing = [file.value for file in FileName if file not in files]
        if missing:
            raise CommandError(not_in_index(folder, missing))
        return opened(files, options.site, clone.top / folder)

    def known() -> Known:
        return _before(clone, folder, options)

    return CheckedVersion(folder or ".", read, known if options.new_only else lambda: listed)


def _on_stdin(name: str, site: SiteProfile, listed: Known) -> CheckedVersion:
    """Return a dataset with one of its files as the standard input has it."""
    asked = publish.gitmerge.file_of(name)
    if asked is None:
        raise CommandError(no_such_file(name))
    folder = Path(name).parent

    def read() -> Document:
        files = dict(_beside(folder, asked))
        missing = [file.value for file in FileName if file not in files]
        if missing:
            raise CommandError(not_beside(str(folder), missing))
        return opened(files, site, folder)

    return CheckedVersion(name, read, lambda: listed, asked)


def _beside(folder: Path, asked: FileName) -> Iterator[tuple[FileName, bytes]]:
    """Yield the files of a folder, *asked* as it comes on the standard input."""
    for file in FileName:
        if file is asked:
            stream = getattr(sys.stdin, "buffer", None)
            yield file, b"" if stream is None else stream.read(MAX_BYTES + 1)
        else:
            with suppress(FileNotFoundError):
                yield file, read_at_most(folder / file, MAX_BYTES + 1)


# --- What is found in it -------------------------------------------------------------------------


def findings_in(document: Document, *, spelled: bool) -> Sequence[Finding]:
    """Return all findings; with *spelled*, hints about words that are in no dictionary, too."""
    found = document.findings.all()
    return in_order([*found, *_spelling(document)]) if spelled else found


def _spelling(document: Document) -> list[Finding]:
    """Return the hints about spelling; why there are none where there is no dictionary is told."""
    machine = load_machine_defaults()
    city = machine.value(Default.WORDS)
    lists = [spelling.lists.personal_list()]
    if city:
        lists.append(Path(city))
    elif document.location is not None:
        lists.append(spelling.lists.city_list(document.location))
    with spelling.speller.Speller(spelling.speller.dictionary_of(machine), lists) as speller:
        if not speller.ready:
            remark(speller.reason)
        return textwork.misspelt.misspelt_in(document.dataset, speller.faults)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Return findings with those of one measure together; those of files come first, as always."""
    by_measure: dict[int | None, list[Finding]] = {}
    for finding in found:
        by_measure.setdefault(finding.measure, []).append(finding)
    return [finding for group in by_measure.values() for finding in group]


# --- What was known of it ------------------------------------------------------------------------


def not_known(document: Document, found: Iterable[Finding], known: Known) -> list[Finding]:
    """Return the findings beyond those known, however often each of them was known."""
    left = Counter(known)
    new = []
    for finding in found:
        key = _row_key(document, finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return new


def _row_key(document: Document, finding: Finding) -> tuple[Json, ...]:
    return _key(finding_row(document, finding) | {"file": finding.file})


def _key(row: Mapping[str, Json]) -> tuple[Json, ...]:
    """Return what tells a finding of a dataset from others, whatever line it stands in."""
    file = None if row.get("measure") else row.get("file")
    return (row.get("measure"), row.get("field"), file, row.get("rule"))


def _listed(file: Path | None) -> Known:
    """Return the findings of an earlier ``check --format json``; raises CommandError."""
    if file is None:
        return Counter()
    try:
        rows = json.loads(read_at_most(file, MAX_BYTES).decode("utf-8-sig"))
        return Counter(_key(row) for row in rows)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise CommandError(bad_baseline(file.name)) from error


def _before(clone: Clone, folder: str, options: Namespace) -> Known:
    """Return what the commit before had; in a merge, what either side had."""
    known: Known = Counter()
    for version in clone.versions_before():
        files = clone.files_in(folder, version)
        if len(files) < len(FileName):
            continue
        with suppress(DatasetError):  # a broken version has nothing that would excuse a finding
            document = opened(files, options.site, None)
            found = findings_in(document, spelled=options.spelling)
            known |= Counter(_row_key(document, finding) for finding in found)
    return known
