"""``klimaeditor import`` given a dataset: a colleague's copy merged field by field.

Only the four files of the copy are read; a workbook that lies beside them is none of ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor import exchange
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import open_dataset
from klimaeditor.cli.console import (
    FOUND,
    SUCCESS,
    CommandError,
    one_line,
    remark,
    say,
    say_json,
)
from klimaeditor.cli.editing import save_document
from klimaeditor.clock import local_now
from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.decide import Action
from klimaeditor.files.backups import default_root
from klimaeditor.files.formervalues import former_states
from klimaeditor.model.core_words import counted, inflected, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent
from klimaeditor.publish.gitmerge import common_version

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from klimaeditor.diff.decide import Content, Found
    from klimaeditor.diff.fields import FieldRef
    from klimaeditor.document import Document
    from klimaeditor.exchange.copies import DatasetCopy
    from klimaeditor.exchange.copymerge import CommonVersion, CopyDifference, CopyLine, Key
    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

BASE: Final = "FASSUNG"
IMPORT_BASE: Final = (
    "nur für den Datensatz einer anderen Person: womit beide begonnen haben, ein Paket, eine "
    "Sicherung oder ein Ordner; ohne Angabe die gemeinsame Fassung in Git, wo es eine gibt, sonst "
    "keine, und jeder Unterschied ist zu prüfen"
)
IMPORT_COPY_EXAMPLE: Final = (
    "daten kopie_von_anna --base paket_vom_mai",
    "was in der Kopie einer anderen Person anders ist",
)
DECISIONS: Final = MappingProxyType(
    {"taken": "übernommen", "acceptable": "eindeutig", "open": "zu prüfen"}
)
NO_BASE: Final = "ohne gemeinsame Fassung verglichen; jeder Unterschied ist zu prüfen"
NEW: Final = "Neue Maßnahmen:"
GONE: Final = "Dort gelöscht:"
ONLY_HERE: Final = "Nur hier vorhanden, bleibt:"
CATEGORIES: Final = "Kategorien, die es hier nicht gibt:"
NO_DIFFERENCE: Final = "Kein Unterschied."
ALONE: Final = (
    "Geben Sie den Datensatz einer anderen Person allein an, ohne Rückläufe daneben. "
    "Rückläufe lesen Sie mit einem eigenen Aufruf ein."
)
BASE_IS_FOR_COPIES: Final = (
    "--base gilt nur für den Datensatz einer anderen Person, nicht für Rückläufe."
)
NOTHING_NEW_HERE: Final = "--new-measures gilt nur für Tabellen und Berichte."
SAME_FOLDER: Final = "Das ist derselbe Datensatz. Geben Sie den einer anderen Person an."


def compared_with(name: str, base: str) -> str:
    """Return what was compared with what."""
    return f"{quoted(name)}, verglichen mit: {shortened(base)}"


def nearer(label: str, path: Path) -> str:
    """Return which former state the copy may have begun with."""
    return (
        f"Die Kopie ist vermutlich hieraus entstanden: {shortened(label)}. Mit --base {path} ist "
        "nur noch zu prüfen, was beide geändert haben."
    )


DIFFERENCE: Final = "{decided:<10}  {label}: {ours} → {theirs}"
COMMON: Final = "gemeinsam: {value}"


def result_line(stored: int, acceptable: int, left: int, *, dry: bool) -> str:
    """Return the last line."""
    parts = []
    if stored:
        would = inflected(stored, "würde übernommen", "würden übernommen")
        verb = would if dry else "übernommen und gespeichert"
        parts.append(f"{_counted(stored)} {verb}")
    if acceptable:
        parts.append(f"{_counted(acceptable)} eindeutig (--accept unproblematic übernimmt sie)")
    if left:
        parts.append(f"{left} zu prüfen: Datei › Anderen Datensatz zusammenführen")
    return "; ".join(parts) + "." if parts else NO_DIFFERENCE


def _counted(number: int) -> str:
    return counted(number, "Unterschied", "Unterschiede")


# --- The call ------------------------------------------------------------------------------------

_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class CopyImport:
    """One call: the copy, what it says differently, what it was compared with, what is taken."""

    copy: DatasetCopy
    result: CopyDifference
    base: CommonVersion | None
    taken: tuple[Found, ...] = ()
    dry: bool = False

    def decision(self, found: Found) -> str:
        """Return what becomes of a difference."""
        if any(taken is found for taken in self.taken):
            return "taken"
        return "acceptable" if found.action is Action.TAKE else "open"


def copy_in(paths: Sequence[Path]) -> Path | None:
    """Return the dataset among what was given, None for returns; CommandError for both."""
    copies = [path for path in paths if exchange.copies.is_copy(path)]
    if copies and len(paths) > 1:
        raise CommandError(ALONE)
    return copies[0] if copies else None


def run_copy(path: Path, options: Namespace) -> int:
    """Compare a copy with the dataset and take what is plain, where that was asked for.

    Raises KlimaError; 1 where something is left to decide, else 0.
    """
    if options.new_measures is not None:
        raise CommandError(NOTHING_NEW_HERE)
    document = open_dataset(options.dataset, options.site)
    copy = exchange.copies.read_copy(path, options.site)
    if document.location is not None and _is_inside(path, document.location):
        raise CommandError(SAME_FOLDER)
    base = _base(document, copy, options.base)
    states = _states(document)
    earlier = [state.dataset for state in states]
    result = exchange.copymerge.difference(
        document.dataset, copy.dataset, None if base is None else base.dataset, earlier
    )
    taken = result.plain if options.accept else ()
    done = CopyImport(copy, result, base, taken, dry=options.dry_run)
    lines = {
        found.key: exchange.copymerge.line_of(document.dataset, result, found)
        for found in result.differing
    }
    stored = {found.key for found in taken}
    report = exchange.copymerge.report_of(copy, document.dataset, result, stored)
    if done.taken and not options.dry_run:
        label = exchange.copymerge.step_merge(copy.name)
        document.apply(to_batch(document.dataset, done.taken, label))
        save_document(document, options.work)
    if options.report is not None:
        with options.work.writing(cli_words.the_file(options.report)):
            name = document.location.name if document.location else cli_words.DATASET
            exchange.importing.write_lines(options.report, name, copy.name, report, local_now())
    if options.format == "json":
        say_json(_as_json(done))
    else:
        _say(done, lines)
        if base is None and result.differing:
            _suggest(document, copy, states)
    waiting = len(result.differing) - len(done.taken)
    return FOUND if waiting or result.left_out else SUCCESS


def _is_inside(path: Path, folder: Path) -> bool:
    place = path if path.is_dir() else path.parent
    return path.suffix.lower() != exchange.copies.ZIP and place.resolve() == folder.resolve()


def _base(document: Document, copy: DatasetCopy, given: Path | None) -> CommonVersion | None:
    """Return what both began with: what was given, else what Git knows, else None."""
    if given is not None:
        found = exchange.copies.read_copy(given, document.dataset.site)
        return exchange.copymerge.CommonVersion(quoted(found.name), found.dataset, 0)
    return _git_base(document, copy)


def _git_base(document: Document, copy: DatasetCopy) -> CommonVersion | None:
    """Return the version of Git that the dataset and a copy began with, None: nobody knows."""
    if document.location is None or not copy.path.is_dir():
        return None
    known = common_version(document.location, copy.path)
    if known is None:
        return None
    merging = exchange.copymerge
    return merging.version_of_git(copy, known.commit, known.made, known.files, local_now())


def _states(document: Document) -> list[DatasetCopy]:
    """Return the backups of the dataset."""
    if document.location is None:
        return []
    root = document.backup_root or default_root()
    states = former_states(document.location, root)
    read = (exchange.copies.read_state(state, document.dataset.site) for state in states)
    return [state for state in read if state is not None]


def _suggest(document: Document, copy: DatasetCopy, states: Sequence[DatasetCopy]) -> None:
    """Say which former state the copy may have begun with."""
    found = exchange.copymerge.candidates(copy, states, local_now())
    likely = exchange.copymerge.likeliest(found, document.dataset, copy)
    if likely is not None:
        path = next(state.path for state in states if state.dataset is likely.dataset)
        remark(cli_words.notice(nearer(likely.label, path)))


# --- What is said --------------------------------------------------------------------------------


def _cut(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _say(done: CopyImport, lines: Mapping[Key, CopyLine]) -> None:
    base = NO_BASE if done.base is None else done.base.label
    say(one_line(compared_with(done.copy.name, base)))
    heading = ""
    for found in done.result.differing:
        line = lines[found.key]
        if one_line(f"{line.measure_id}  {line.title}") != heading:
            heading = one_line(f"{line.measure_id}  {line.title}")
            say(f"  {heading}")
        decided, label = done.decision(found), one_line(line.label)
        words = {"decided": DECISIONS[decided], "label": label}
        sides = {"ours": _cut(line.ours), "theirs": _cut(line.theirs)}
        say(f"    {DIFFERENCE.format(**words, **sides)}")
        if decided == "open" and done.base is not None and found.field is not None:
            say(f"      {COMMON.format(value=_cut(line.base))}")
        if line.note:
            say(f"      {one_line(line.note)}")
    named = (
        (NEW, done.result.new),
        (GONE, done.result.gone),
        (ONLY_HERE, done.result.only_here),
        (CATEGORIES, done.result.categories),
    )
    for title, names in named:
        if names:
            say(title)
        for name in names:
            say(f"  {one_line(shortened(name))}")
    for sentence in done.result.left_out:
        say(one_line(sentence))
    stored, left = (
        len(done.taken),
        sum(done.decision(found) == "open" for found in done.result.differing),
    )
    acceptable = 0 if stored else len(done.result.plain)
    say(result_line(stored, acceptable, left, dry=done.dry))


def _as_json(done: CopyImport) -> Json:
    """Return everything for machines; a value that is not there is null."""
    result = done.result
    return {
        "saved": bool(done.taken) and not done.dry,
        "dataset": done.copy.name,
        "base": None if done.base is None else done.base.label,
        "new": list(result.new),
        "deleted": list(result.gone),
        "only_here": list(result.only_here),
        "new_categories": list(result.categories),
        "left_out": list(result.left_out),
        "fields": [_field(done, found) for found in result.differing],
    }


def _field(done: CopyImport, found: Found) -> Json:
    ref = found.field
    return {
        "measure": found.record.id,
        "file": found.record.file.value,
        "path": None if ref is None else list(ref.path),
        "item": None if ref is None else ref.item,
        "base": _value(found.base),
        "current": _value(found.ours),
        "other": _value(found.theirs),
        "decision": done.decision(found),
        "note": done.result.notes.get(found.key) or None,
    }


def _value(content: Content[FieldRef]) -> Json:
    """Return a value; of a whole record only whether it is there."""
    if isinstance(content, Absent):
        return None
    if isinstance(content, dict) and any(not isinstance(key, str) for key in content):
        return True
    return content  # type: ignore[return-value]  # a field's own JSON
