"""Reviews of returns that were interrupted: their decisions, also half-made ones, on this machine.

One versioned JSON file per dataset in the user's own folder, and beside it a copy of each returned
file, because a file opened from a mail is soon gone (where: ``waitingreturns``). A returned file is
known by its checksum, and a decision by what the dataset said when it was made. What cannot be read
is never overwritten: it is put aside under another name.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from klimaeditor import __version__, paths
from klimaeditor.excel.request_layout import list_sheets
from klimaeditor.exchange.proposals import Place
from klimaeditor.exchange.verdicts import OwnDecision, Verdict
from klimaeditor.exchange.waitingreturns import NAME, FieldRemark, as_json, remark_of
from klimaeditor.files import disk
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.values import ABSENT, Absent
from klimaeditor.notes.notebook import new_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.exchange.verdicts import ReturnsReview
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.values import Json
    from klimaeditor.notes.notebook import Note


# --- words ---------------------------------------------------------------------------------------


def kept_unreadable(path: str) -> str:
    """Return the sentence about begun decisions that cannot be read."""
    return (
        f"Die begonnenen Entscheidungen über Rückläufe in {path} sind nicht lesbar. Die Datei "
        "bleibt erhalten. Lesen Sie die Rückläufe noch einmal ein."
    )


def kept_newer(path: str) -> str:
    """Return the sentence about begun decisions of a later version."""
    return (
        f"Die begonnenen Entscheidungen über Rückläufe in {path} stammen von einer neueren Version "
        "des Klimaeditors. Die Datei bleibt erhalten. Lassen Sie den Klimaeditor aktualisieren."
    )


def not_kept(path: str, reason: str) -> str:
    """Return the sentence about decisions that could not be written."""
    return (
        f"Die begonnenen Entscheidungen ließen sich nicht in {path} aufbewahren ({reason}). "
        "Schaffen Sie Platz, oder übernehmen Sie die entschiedenen Angaben jetzt."
    )


def file_gone(name: str) -> str:
    """Return the sentence about a returned file that is nowhere any more."""
    return (
        f"{quoted(name)} ist nicht mehr zu finden. Die Entscheidungen darüber bleiben aufbewahrt. "
        "Lesen Sie die Datei noch einmal ein, sobald sie wieder da ist."
    )


def note_source(sender: str, day: str) -> str:
    """Return where a note comes from that was a remark in a return."""
    whose = f"Rücklauf {shortened(sender)}" if sender else "Rücklauf"
    return f"{whose}, Abfrage vom {day}" if day else whose


# --- what is kept --------------------------------------------------------------------------------

ASIDE: Final = "entscheidungen-beiseite-{number}.json"
_FORMAT: Final = "klimaeditor-ruecklaeufe"
_VERSION: Final = 1
_MOST_BYTES: Final = 50 * 1024 * 1024
_MOST_ASIDE: Final = 1_000
_LENGTH: Final = 16
_KEY: Final = 32


class KeptReviewError(KlimaError):
    """Begun decisions that cannot be read or written."""


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision about a place of a measure, by the measure's id."""

    measure_id: str
    place: Place
    own: OwnDecision


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A returned file that waits: where it lay, since when, how many values are still open.

    *remarks* are what was written for the editors in it; the form shows them at their fields (9).
    """

    name: str
    path: Path
    sha256: str
    since: datetime
    open_values: int
    decisions: tuple[KeptDecision, ...] = ()
    remarks: tuple[FieldRemark, ...] = ()


def load(folder: Path) -> tuple[KeptFile, ...]:
    """Return the files that wait; raises KeptReviewError, and then nothing is changed."""
    path = folder / NAME
    try:
        data = paths.read_at_most(path, _MOST_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise KeptReviewError(kept_unreadable(str(path))) from error
    try:
        found = json.loads(data.decode("utf-8")) if len(data) <= _MOST_BYTES else {}
        known, newer = found["format"] == _FORMAT, found["version"] > _VERSION
        files = () if newer else tuple(map(_file, found["files"]))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise KeptReviewError(kept_unreadable(str(path))) from error
    if not known:
        raise KeptReviewError(kept_unreadable(str(path)))
    if newer:
        raise KeptReviewError(kept_newer(str(path)))
    return files


def save(folder: Path, files: Sequence[KeptFile]) -> None:
    """Keep *files* and no others; raises KeptReviewError where the disk refuses.

    A file of decisions that cannot be read is put aside first.
    """
    path = folder / NAME
    text = json.dumps(_as_json(files), ensure_ascii=False, indent=1) + "\n"
    try:
        _put_aside_unreadable(folder)
        if not files:
            disk.remove(path)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for kept in files:
                _keep_copy(folder, kept)
            disk.write_whole(path, text.encode("utf-8", "surrogatepass"))
        _drop_copies(folder, {kept.sha256 for kept in files})
    except OSError as error:
        raise KeptReviewError(not_kept(str(path), error.strerror or str(error))) from error


def source_of(folder: Path, kept: KeptFile) -> Path | None:
    """Return where a returned file can be read: where it lay, else the copy; None: nowhere."""
    for path in (kept.path, _copy_of(folder, kept)):
        if _digest(path) == kept.sha256:
            return path
    return None


def without_copy(kept: Iterable[KeptFile], path: Path, folder: Path) -> Path:
    """Return where a file lay that is read from its copy in *folder*; others are themselves."""
    known = {_copy_of(folder, own): own.path for own in kept}
    return known.get(path, path)


def _keep_copy(folder: Path, kept: KeptFile) -> None:
    copy = _copy_of(folder, kept)
    if copy.exists():
        return
    with suppress(OSError):  # it is gone already: the decisions are kept all the same
        data = paths.read_at_most(kept.path)
        if disk.digest(data) == kept.sha256:
            copy.parent.mkdir(parents=True, exist_ok=True)
            disk.write_whole(copy, data, durable=False)


def _drop_copies(folder: Path, needed: set[str]) -> None:
    names = {sha256[:_LENGTH] for sha256 in needed}
    if not folder.is_dir():
        return
    for own in folder.iterdir():
        if own.is_dir() and len(own.name) == _LENGTH and own.name not in names:
            with suppress(OSError):
                for copy in own.iterdir():
                    disk.remove(copy)
                own.rmdir()


def _copy_of(folder: Path, kept: KeptFile) -> Path:
    return folder / kept.sha256[:_LENGTH] / kept.name


def _digest(path: Path) -> str | None:
    try:
        return disk.digest(paths.read_at_most(path))
    except OSError:
        return None


def _put_aside_unreadable(folder: Path) -> None:
    try:
        load(folder)
    except KeptReviewError:
        for number in range(1, _MOST_ASIDE):
            aside = folder / ASIDE.format(number=number)
            if not aside.exists():
                os.replace(folder / NAME, aside)  # noqa: PTH105 - as in files/disk.py
                return
        raise OSError(f"{_MOST_ASIDE} files were put aside") from None


# --- as JSON -------------------------------------------------------------------------------------


def _as_json(files: Iterable[KeptFile]) -> Json:
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "app": __version__,
        "files": [
            {
                "name": kept.name,
                "path": str(kept.path),
                "sha256": kept.sha256,
                "since": kept.since.isoformat(timespec="seconds"),
                "open": kept.open_values,
                "decisions": [_decision_json(found) for found in kept.decisions],
                "remarks": [as_json(found) for found in kept.remarks],
            }
            for kept in files
        ],
    }


def _decision_json(found: KeptDecision) -> Json:
    own = found.own
    said: dict[str, Json] = {
        "measure": found.measure_id,
        "field": found.place.field,
        "item": found.place.item,
        "verdict": own.verdict.value,
        "seen": own.seen,
        "applied": own.applied,
    }
    if own.edited:
        said["result"] = None if isinstance(own.result, Absent) else own.result
        said["absent"] = isinstance(own.result, Absent)
    return said


def _file(found: Any) -> KeptFile:  # noqa: ANN401 - the caller catches misfits
    name = str(found["name"])
    if not name or Path(name).name != name:
        raise ValueError(name)
    return KeptFile(
        name=name,
        path=Path(str(found["path"])),
        sha256=str(found["sha256"]),
        since=datetime.fromisoformat(found["since"]),
        open_values=int(found["open"]),
        decisions=tuple(
            _decision(own) for own in found["decisions"] if own["field"] in FIELD_NAMES
        ),
        remarks=tuple(map(remark_of, found.get("remarks", ()))),
    )


def _decision(found: Any) -> KeptDecision:  # noqa: ANN401 - the caller catches misfits
    item = found["item"]
    edited = "result" in found
    return KeptDecision(
        str(found["measure"]),
        Place(field_name(str(found["field"])), None if item is None else str(item)),
        OwnDecision(
            Verdict(found["verdict"]),
            str(found["seen"]),
            edited,
            ABSENT if found.get("absent") else found.get("result"),
            str(found["applied"]),
        ),
    )


# --- from a review and back ----------------------------------------------------------------------


def kept_of(
    review: ReturnsReview,
    sources: Mapping[str, Path],
    now: datetime,
    before: Iterable[KeptFile],
    catalogue: Catalogue,
) -> tuple[KeptFile, ...]:
    """Return what is to be kept of a review: every file in which something is still to be decided.

    *sources* says by checksum where each file lay, *before* what was kept; files of it that are not
    in the review stay as they are.
    """
    known = {kept.sha256: kept for kept in before}
    read = {returned.sha256 for returned in review.files}
    left = [kept for sha256, kept in known.items() if sha256 not in read]
    for number, returned in enumerate(review.files):
        own_items = [item for item in review.items if item.file == number]
        if not own_items or not returned.sha256 or returned.sha256 not in sources:
            continue
        since = known[returned.sha256].since if returned.sha256 in known else now
        decisions = tuple(
            KeptDecision(proposal.measure_id, proposal.place, review.decided[key])
            for proposal in returned.proposals
            for key in [(returned.sha256, proposal.measure, proposal.place)]
            if key in review.decided
        )
        left.append(
            KeptFile(
                returned.file,
                sources[returned.sha256],
                returned.sha256,
                since,
                len(review.open_items(number)),
                decisions,
                remarks_of(catalogue, returned),
            )
        )
    return tuple(left)


def remarks_of(catalogue: Catalogue, returned: Returned) -> tuple[FieldRemark, ...]:
    """Return what was written for the editors in a file: beside cells, and about measures."""
    sender, sent = returned.sender, returned.sent
    beside = [
        FieldRemark(found.measure_id, found.field, sender or found.writer, sent, found.wrote)
        for found in returned.all_problems
        if found.wrote and found.measure_id
    ]
    about = [
        FieldRemark(found.measure_id, name, sender, sent, text)
        for found in returned.remarks
        for name, text in _by_field(catalogue, found.text)
    ]
    return (*beside, *about)


def notes_of(catalogue: Catalogue, returned: Returned, now: datetime) -> tuple[Note, ...]:
    """Return the remarks of a file as notes with their source, once all in it is decided.

    Read again, the same remark is the same note. Where the file does not say which department it
    is from, who wrote beside the cell is the author.
    """
    made = []
    for remark in remarks_of(catalogue, returned):
        day = f"{remark.sent:%d.%m.%Y}" if remark.sent else ""
        note = new_note(remark.measure_id, remark.field or None, remark.text, "", now)
        same = "\n".join((returned.sha256, remark.measure_id, remark.field, remark.text))
        made.append(
            replace(
                note,
                key=hashlib.sha256(same.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY],
                author="" if returned.sender else remark.sender,
                source=note_source(returned.sender, day),
            )
        )
    return tuple(made)


def decisions_for(kept: Iterable[KeptFile], files: Iterable[Returned]) -> dict[Key, OwnDecision]:
    """Return the decisions that were kept about the values of *files*."""
    known = {
        (own.sha256, decision.measure_id, decision.place): decision.own
        for own in kept
        for decision in own.decisions
    }
    return {
        (returned.sha256, proposal.measure, proposal.place): own
        for returned in files
        for proposal in returned.proposals
        if (own := known.get((returned.sha256, proposal.measure_id, proposal.place))) is not None
    }


def _by_field(catalogue: Catalogue, text: str) -> list[tuple[str, str]]:
    """Return a remark by the fields that it names: a sheet per measure has one on each line."""
    fields = catalogue.fields
    names: dict[str, str] = {field.excel.header: field.name for field in fields if field.excel}
    names |= {field.label: field.name for field in fields}
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        label, _, rest = line.partition(": ")
        name = names.get(label) or _list_of(catalogue, label)
        if rest and name:
            found.append((name, [rest]))
        else:
            found[-1][1].append(line)
    return [(name, told) for name, lines in found if (told := "\n".join(lines).strip())]


def _list_of(catalogue: Catalogue, label: str) -> str:
    """Return the field of the list whose entry a line is named after, e.g. with its day."""
    lists = list_sheets(catalogue).items()
    return next((own.field for title, own in lists if label.startswith(f"{title} ")), "")
