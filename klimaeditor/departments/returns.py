"""Returned workbooks -> decided proposals: guard, read, match, decide (MRG-02, MRG-04, MRG-06).

Base is what was sent – it lies in the workbook itself –, theirs what came back, ours the dataset as
it is now. Nothing is applied here.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from klimaeditor.catalogue import FIELDS_BY_NAME, FileName
from klimaeditor.departments import texts
from klimaeditor.departments.doubts import all_with_doubts
from klimaeditor.departments.fingerprints import decided_before, fingerprint
from klimaeditor.departments.splitting import plain_body
from klimaeditor.errors import WorkbookError
from klimaeditor.excel.request.faults import FaultCode
from klimaeditor.excel.request.reader import DamagedRequestError, NoRequestError, read_return
from klimaeditor.merge.decide import Action, Reason
from klimaeditor.merge.proposals import FileKind, Place, Problem, Remark, Returned
from klimaeditor.merge.proposing import Said, against_each_other, propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.register import DepartmentEntry, Register
    from klimaeditor.excel.request.faults import Fault
    from klimaeditor.excel.request.returned import MeasureReturn, Return
    from klimaeditor.merge.proposals import Proposal

_SAME_DATASET: Final = 0.5
"""Share of the sent measures that must still be there under their titles."""
_SAME_TITLE: Final = 60


class DamageCode(StrEnum):
    """What can be wrong with a return as a whole.

    What is wrong inside has its code in ``excel.request.faults`` and in ``doubts``.
    """

    NOT_A_REQUEST = "not_a_request"
    OTHER_DATASET = "other_dataset"
    OLDER_REQUEST = "older_request"
    OTHER_REQUEST = "other_request"
    SAME_RETURN = "same_return"
    MERGED_BEFORE = "merged_before"
    UNTOUCHED = "untouched"
    DECIDED_BEFORE = "decided_before"
    CORRECTED = "corrected"
    UNKNOWN_MEASURE = "unknown_measure"


def together(files: Sequence[Returned]) -> tuple[Returned, ...]:
    """Return files set against each other: copies of one return, and conflicts."""
    return against_each_other(_without_copies(files))


def read_file(dataset: Dataset, path: Path, register: Register | None = None) -> Returned:
    """Return what one file says; never raises for what is wrong with the file."""
    try:
        return read_request(dataset, path, register)
    except NoRequestError as error:
        return unreadable(path, DamageCode.NOT_A_REQUEST, str(error))
    except DamagedRequestError as error:
        return unreadable(path, FaultCode.BASELINE_DAMAGED, str(error))
    except WorkbookError as error:
        return unreadable(path, FaultCode.UNREADABLE, str(error))


def unreadable(path: Path, code: str, sentence: str) -> Returned:
    """Return a file of which nothing can be used, with the reason."""
    problem = Problem(str(code), sentence)
    return Returned(path.name, "", FileKind.REQUEST, problems=(problem,), unreadable=True)


def read_request(dataset: Dataset, path: Path, register: Register | None = None) -> Returned:
    """Return what a returned request says.

    With the *register* of a request, files of other requests and values that were decided on before
    are recognised. Raises NoRequestError for a workbook that is no request – perhaps a foreign
    table –, DamagedRequestError and WorkbookError, each with its German sentence.
    """
    read = read_return(path)
    problems = [_problem(fault) for fault in read.faults]
    returned = _returned(read, problems)
    entry = None if register is None else register.department(read.sent.about.department)
    nothing_new = _nothing_new(dataset, read, entry)
    if nothing_new is not None:
        return replace(returned, problems=(nothing_new,))
    other = _other_dataset(dataset, read)
    if other is not None:
        return replace(returned, problems=(other, *problems))
    foreign = _foreign_request(read, register)
    proposals = [p for m in read.measures.values() for p in _of_measure(dataset, m, read, problems)]
    if foreign is not None:
        problems.insert(0, foreign)
        proposals = [replace(p, problems=(foreign, *p.problems)) for p in proposals]
    if entry is not None:
        proposals, known = _less_decided(proposals, entry, read.file)
        problems += known
    return replace(returned, proposals=tuple(proposals), problems=tuple(dict.fromkeys(problems)))


def _returned(read: Return, problems: Sequence[Problem]) -> Returned:
    remarks = tuple(
        Remark(measure.sent.id, measure.sent.title, measure.answer, measure.remark)
        for measure in read.measures.values()
        if measure.answer or measure.remark
    )
    return Returned(
        file=read.file,
        sha256=read.sha256,
        kind=FileKind.REQUEST,
        problems=tuple(problems),
        remarks=remarks,
        sender=read.sent.about.department,
        request=read.sent.about.request,
    )


def _problem(fault: Fault) -> Problem:
    return Problem(
        str(fault.code),
        fault.message,
        fault.sheet,
        fault.cell,
        fault.measure_id,
        fault.field,
        fault.severe,
    )


def _of_measure(
    dataset: Dataset, measure: MeasureReturn, read: Return, problems: list[Problem]
) -> tuple[Proposal, ...]:
    """Return the proposals about one measure; what has no place any more is added to *problems*."""
    if not measure.returned:
        return ()
    sent = measure.sent
    keys = dataset.tables[FileName.MEASURES].keys_by_id.get(sent.id, ())
    if len(keys) != 1:
        words = texts.ambiguous_measure if keys else texts.unknown_measure
        sentence = words(read.file, sent.title, sent.id)
        problems.append(Problem(DamageCode.UNKNOWN_MEASURE, sentence, measure_id=sent.id))
        return ()
    row = tuple(map(_problem, measure.row_faults))
    own = {Place(*place): tuple(map(_problem, faults)) for place, faults in measure.faults.items()}
    against = {Place(*place): own.get(Place(*place), ()) + row for place in (*measure.cells, *own)}
    said = Said(
        measure=keys[0],
        returned=measure.returned,
        base={name: sent.value(name) for name in measure.returned},
        cells={Place(*place): where for place, where in measure.cells.items()},
        problems=against,
    )
    return all_with_doubts(propose(dataset, said), read.file)


def _other_dataset(dataset: Dataset, read: Return) -> Problem | None:
    """Return the problem of a file whose measures are not those of the dataset.

    Ids alone do not tell: every town has a „mobilitaet1“. So titles have to fit too.
    """
    sent = read.sent.measures
    fitting = sum(_is_here(dataset, key, found.title) for key, found in sent.items())
    if not sent or fitting / len(sent) >= _SAME_DATASET:
        return None
    sentence = texts.other_dataset(read.file, fitting, len(sent))
    return Problem(DamageCode.OTHER_DATASET, sentence)


def _is_here(dataset: Dataset, measure_id: str, title: str) -> bool:
    key = dataset.find(measure_id)
    if key is None:
        return False
    now = plain_body(dataset.view(key).title)
    return fuzz.token_sort_ratio(now, plain_body(title)) >= _SAME_TITLE


def _nothing_new(dataset: Dataset, read: Return, entry: DepartmentEntry | None) -> Problem | None:
    """Return the remark about a file that is the sent one, or was taken over before.

    What was taken over may have gone again: undone, never saved, or lost with a restored backup.
    """
    if entry is None:
        return None
    if read.sha256 == entry.sha256:
        return Problem(DamageCode.UNTOUCHED, texts.untouched(read.file), severe=False)
    for found in entry.returns:
        if found.sha256 == read.sha256 and found.merged is not None:
            day = found.merged.strftime("%d.%m.%Y")
            lost = _count_lost(dataset, read)
            sentence = texts.merged_before(read.file, day)
            if lost:
                sentence = texts.merged_but_lost(read.file, day, lost)
            return Problem(DamageCode.MERGED_BEFORE, sentence, severe=False)
    return None


def _count_lost(dataset: Dataset, read: Return) -> int:
    """Return how many values of a return the dataset does not hold, though nobody changed them."""
    found = [p for m in read.measures.values() for p in _of_measure(dataset, m, read, [])]
    return sum(proposal.action is Action.TAKE for proposal in found)


def _foreign_request(read: Return, register: Register | None) -> Problem | None:
    """Return the problem of a file that answers another request than the register's."""
    about = read.sent.about
    if register is None or about.request == register.request:
        return None
    day = about.sent.strftime("%d.%m.%Y")
    if about.sent < register.sent:
        newest = register.sent.strftime("%d.%m.%Y")
        return Problem(DamageCode.OLDER_REQUEST, texts.older_request(read.file, day, newest))
    return Problem(DamageCode.OTHER_REQUEST, texts.other_request(read.file, day))


def _less_decided(
    proposals: Iterable[Proposal], entry: DepartmentEntry, file: str
) -> tuple[list[Proposal], list[Problem]]:
    """Leave out what was decided on with an earlier return of the department.

    Where the dataset holds what the department said then, a new value of theirs corrects it and is
    no conflict.
    """
    earlier = decided_before(entry)
    left, problems, count = [], [], 0
    for found in proposals:
        if fingerprint(found, found.returned) in earlier:
            count += 1
            continue
        if found.is_conflict and fingerprint(found, found.current) in earlier:
            label = FIELDS_BY_NAME[found.place.field].label
            sentence = texts.corrected(file, found.title, label)
            problem = Problem(DamageCode.CORRECTED, sentence, severe=False)
            problems.append(problem)
            left.append(
                replace(
                    found,
                    action=Action.TAKE,
                    reason=Reason.ONLY_THEIRS,
                    problems=(*found.problems, problem),
                )
            )
            continue
        left.append(found)
    if count:
        sentence = texts.decided_before(file, count)
        problems.append(Problem(DamageCode.DECIDED_BEFORE, sentence, severe=False))
    return left, problems


def _without_copies(files: Sequence[Returned]) -> list[Returned]:
    """Return the files; of those with the same bytes only the first has proposals."""
    first: dict[str, str] = {}
    result = []
    for found in files:
        if not found.sha256 or found.sha256 not in first:
            first[found.sha256] = found.file
            result.append(found)
            continue
        sentence = texts.same_return(found.file, first[found.sha256])
        problem = Problem(DamageCode.SAME_RETURN, sentence, severe=False)
        result.append(replace(found, proposals=(), remarks=(), problems=(problem,)))
    return result
