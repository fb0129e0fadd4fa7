"""Returned workbooks -> decided proposals: guard, read, match, decide (MRG-02, MRG-04, MRG-06).

Base is what was sent – it lies in the workbook itself –, theirs what came back, ours the dataset as
it is now. Nothing is applied here.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from klimaeditor.checks import characters, links, markup
from klimaeditor.checks.quantities import scan
from klimaeditor.diff.decide import Action, DecisionReason
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.excel.return_read import DamagedRequestError, NoRequestError, read_return
from klimaeditor.exchange.answers import CROSS
from klimaeditor.exchange.doubts import about_text
from klimaeditor.exchange.exchange_words import _listed
from klimaeditor.exchange.newfindings import with_new_findings
from klimaeditor.exchange.proposals import (
    FileKind,
    FileProblem,
    Place,
    Remark,
    Returned,
    Said,
    against_each_other,
    propose,
)
from klimaeditor.exchange.register import decided_before, fingerprint
from klimaeditor.exchange.requests import plain_body
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, inflected, quoted
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from klimaeditor.excel.return_faults import ReturnFault
    from klimaeditor.excel.return_grid import MeasureReturn, Return
    from klimaeditor.exchange.doubts import TextDoubt
    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.exchange.register import DepartmentEntry, RequestRegister
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

# --- returns -----------------------------------------------------------------------------------


def unknown_measure(file: str, title: str, measure_id: str) -> str:
    """Return the sentence about a measure that has gone since the request was sent."""
    return (
        f"{quoted(file)}: Die Maßnahme {quoted(title)} ({measure_id}) gibt es im Datensatz nicht "
        "mehr; ihre Angaben wurden nicht übernommen. Prüfen Sie, ob sie zu einer anderen gehören."
    )


def ambiguous_measure(file: str, title: str, measure_id: str) -> str:
    """Return the sentence about an id that several measures have by now."""
    return (
        f"{quoted(file)}: Die Kennung {quoted(measure_id)} ({quoted(title)}) haben mehrere "
        "Maßnahmen; die Angaben wurden nicht übernommen. Bringen Sie zuerst die Kennungen in "
        "Ordnung."
    )


def other_dataset(file: str, known: int, sent: int) -> str:
    """Return the sentence about a return for another dataset."""
    return (
        f"{quoted(file)} gehört zu einem anderen Datensatz: Nur {known} von {sent} Maßnahmen "
        "passen zu den geöffneten. Es wurde nichts übernommen. Öffnen Sie den passenden "
        "Datensatz."
    )


def older_request(file: str, sent: str, newest: str) -> str:
    """Return the sentence about a return to an earlier request."""
    return (
        f"{quoted(file)} gehört zur älteren Abfrage vom {sent}, nicht zu der vom {newest}. "
        "Prüfen Sie jede Angabe einzeln, oder lassen Sie die neue Abfrage ausfüllen."
    )


def other_request(file: str, sent: str) -> str:
    """Return the sentence about a return to a request that the register does not know."""
    return (
        f"{quoted(file)} gehört zu einer anderen Abfrage (vom {sent}) als der gewählten. Prüfen "
        "Sie jede Angabe einzeln, oder wählen Sie den Ordner der richtigen Abfrage."
    )


def same_return(file: str, other: str) -> str:
    """Return the remark about a file that was given twice."""
    return f"{quoted(file)} ist dieselbe Datei wie {quoted(other)}; sie wurde einmal gelesen."


def merged_before(file: str, day: str) -> str:
    """Return the remark about a file that was taken over before."""
    return f"{quoted(file)} wurde schon am {day} übernommen; es ist nichts mehr zu tun."


def merged_but_lost(file: str, day: str, count: int) -> str:
    """Return the remark about a file taken over before, of which *count* values are not there."""
    what = counted(count, "Angabe daraus steht", "Angaben daraus stehen")
    return (
        f"{quoted(file)} wurde schon am {day} übernommen. {what} aber nicht im Datensatz: "
        "abgelehnt, rückgängig gemacht oder nicht gespeichert. Soll das doch gelten, lesen Sie "
        "die Datei noch einmal ein. Einzelheiten: Auf der Befehlszeile heißt das „--again“."
    )


def untouched(file: str) -> str:
    """Return the remark about a file that is still the one that was sent."""
    return f"{quoted(file)} ist noch die verschickte Datei; es wurde nichts eingetragen."


def decided_before_sentence(file: str, count: int) -> str:
    """Return the remark about values that were decided on with an earlier return."""
    what = inflected(count, "eine Angabe", f"{count} Angaben")
    return f"{quoted(file)}: Über {what} wurde schon bei einem früheren Rücklauf entschieden."


def corrected(file: str, title: str, field: str) -> str:
    """Return the remark about a value that replaces the same department's earlier one."""
    return (
        f"{quoted(file)}: Die zuständige Stelle hat {quoted(field)} zu {quoted(title)} gegenüber "
        "ihrem Rücklauf verbessert."
    )


def bad_characters(file: str, place: str, names: Sequence[str]) -> str:
    """Return the sentence about characters that must not be published (SEC-15)."""
    return (
        f"{quoted(file)}, {place}: Der Text enthält Zeichen, die nicht veröffentlicht werden "
        f"dürfen ({_listed(names)}). Entfernen Sie diese Zeichen."
    )


def markup_doubt(file: str, place: str) -> str:
    """Return the sentence about HTML in a text, which no page shows as typed (SEC-01)."""
    return (
        f"{quoted(file)}, {place}: Der Text enthält HTML-Befehle oder umschriebene Zeichen wie "
        "„<b>“ oder „&amp;“. Übernehmen Sie nur den reinen Text."
    )


def bad_address(file: str, place: str) -> str:
    """Return the sentence about an address that must not be published (SEC-02)."""
    return (
        f"{quoted(file)}, {place}: Diese Adresse kann nicht veröffentlicht werden. Tragen Sie "
        "eine vollständige Adresse ein, die mit https:// beginnt."
    )


def co2_meaning(file: str, place: str) -> str:
    """Return the sentence about a quantity that means something else now (DOM-09)."""
    return (
        f"{quoted(file)}, {place}: Die Angabe meint etwas anderes als zuvor (CO2 oder CO2e, pro "
        "Jahr oder insgesamt). Prüfen Sie, ob das gewollt ist."
    )


def at_place(file: str, place: str, sentence: str) -> str:
    """Return a sentence with the place it is about."""
    return f"{quoted(file)}, {place}: {sentence}"


def cell_place(sheet: str, cell: str) -> str:
    """Return where a value stands in a workbook."""
    return f"Blatt {quoted(sheet)}, Zelle {cell}"


# --- What speaks against a returned text although nothing is damaged -----------------------------
#
# Characters, markup and addresses that must not be published, and another meaning.

_CO2_FIELD: Final = "ghg_reduction"


class DoubtCode(StrEnum):
    """Why a text is not taken unseen."""

    BAD_CHARACTERS = "bad_characters"
    MARKUP = "markup"
    BAD_ADDRESS = "bad_address"
    CO2_MEANING = "co2_meaning"


def all_with_doubts(
    proposals: Iterable[Proposal], file: str, crossed: frozenset[str] = frozenset()
) -> tuple[Proposal, ...]:
    """Return the proposals about one measure with what speaks against them.

    *crossed* are the fields that were sent with crosses, where one is an answer.

    A changed address comes as an old link that goes and a new one that comes; while the new one is
    doubtful, the old one must not go unseen.
    """
    found = [with_doubts(p, file, crosses=p.place.field in crossed) for p in proposals]
    code = DoubtCode.BAD_ADDRESS
    doubts = {p.place.field: doubt for p in found for doubt in p.problems if doubt.code == code}
    return tuple(
        replace(p, problems=(*p.problems, doubts[p.place.field]))
        if p.place.field in doubts and isinstance(p.returned, Absent)
        else p
        for p in found
    )


def with_doubts(proposal: Proposal, file: str, *, crosses: bool = False) -> Proposal:
    """Return a proposal with what speaks against its text."""
    found = []
    place = cell_place(proposal.sheet, proposal.cell)
    if not any(problem.severe for problem in proposal.problems):
        doubts = [
            doubt
            for text in _texts(proposal.returned)
            if (doubt := about_text(proposal.base, text, crosses=crosses)) is not None
        ]
        if doubts:
            sentence = at_place(file, place, doubts[0].sentence)
            found.append(_problem(proposal, doubts[0].code, sentence))
        if doubts and doubts[0].offered and isinstance(proposal.returned, str):
            proposal = replace(proposal, returned=doubts[0].offered)
    names = _forbidden(proposal.returned)
    if names:
        sentence = bad_characters(file, place, names)
        found.append(_problem(proposal, DoubtCode.BAD_CHARACTERS, sentence))
    if any(markup.find_markup(text) for text in _texts(proposal.returned)):
        found.append(_problem(proposal, DoubtCode.MARKUP, markup_doubt(file, place)))
    if isinstance(proposal.returned, dict) and _is_bad_address(proposal.returned.get("url")):
        found.append(_problem(proposal, DoubtCode.BAD_ADDRESS, bad_address(file, place)))
    if proposal.place.field == _CO2_FIELD and _means_other(proposal.base, proposal.returned):
        sentence = co2_meaning(file, place)
        found.append(_problem(proposal, DoubtCode.CO2_MEANING, sentence))
    return replace(proposal, problems=(*proposal.problems, *found)) if found else proposal


def _forbidden(value: Value) -> list[str]:
    """Return the names of characters that must not be published (SEC-15)."""
    hits = [hit for text in _texts(value) for hit in characters.forbidden(text)]
    return list(dict.fromkeys(characters.german_name(hit.code_point) for hit in hits))


def _texts(value: Value) -> list[str]:
    """Return the texts of a value: itself, or what a link consists of."""
    entries = list(value.values()) if isinstance(value, dict) else [value]
    return [text for text in entries if isinstance(text, str)]


def _is_bad_address(url: Json) -> bool:
    """Tell whether an address must not be published (SEC-02); a warning is no obstacle here."""
    return isinstance(url, str) and links.has_errors(links.check_url(url, mail_allowed=False))


def _means_other(base: Value, returned: Value) -> bool:
    """Tell whether CO2 became CO2e, or yearly a sum, or the other way round (DOM-09)."""
    before, now = _meanings(base), _meanings(returned)
    return bool(before and now) and before != now


def _meanings(value: Value) -> set[tuple[str, str | None, bool]]:
    found = scan(value).quantities if isinstance(value, str) else ()
    return {(q.substance, q.per, q.cumulative) for q in found if q.substance is not None}


def crossed_fields(read: Return) -> frozenset[str]:
    """Return the fields that were sent with a cross to some measure."""
    return frozenset(
        name
        for measure in read.sent.measures.values()
        for name in read.sent.about.fields
        if isinstance(value := measure.value(name), str) and value.strip().casefold() in CROSS
    )


def _problem(proposal: Proposal, code: DoubtCode | TextDoubt, sentence: str) -> FileProblem:
    return FileProblem(
        code,
        sentence,
        proposal.sheet,
        proposal.cell,
        proposal.measure_id,
        proposal.place.field,
    )


# --- Returned workbooks -> decided proposals: guard, read, match, decide (MRG-02, MRG-04, MRG-06)

_SAME_DATASET: Final = 0.5
"""Share of the sent measures that must still be there under their titles."""
_SAME_TITLE: Final = 60


class DamageCode(StrEnum):
    """What can be wrong with a return as a whole.

    What is wrong inside has its code in ``excel.return_faults`` and in :class:`DoubtCode`.
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


def read_file(dataset: Dataset, path: Path, register: RequestRegister | None = None) -> Returned:
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
    problem = FileProblem(str(code), sentence)
    return Returned(path.name, "", FileKind.REQUEST, problems=(problem,), unreadable=True)


def read_request(dataset: Dataset, path: Path, register: RequestRegister | None = None) -> Returned:
    """Return what a returned request says.

    With the *register* of a request, files of other requests and values that were decided on before
    are recognised. Raises NoRequestError for a workbook that is no request – perhaps a foreign
    table –, DamagedRequestError and WorkbookError, each with its German sentence.
    """
    read = read_return(path, dataset.site.catalogue)
    problems = [_problem_returns(fault) for fault in read.faults]
    returned = _returned(read, problems)
    entry = None if register is None else register.department(read.sent.about.department)
    nothing_new = _nothing_new(dataset, read, entry)
    if nothing_new is not None:
        return replace(returned, problems=(nothing_new,))
    other = _other_dataset(dataset, read)
    if other is not None:
        return replace(returned, problems=(other, *problems))
    foreign = _foreign_request(read, register)
    proposals = _proposals(dataset, read, problems)
    if foreign is not None:
        problems.insert(0, foreign)
        proposals = [replace(p, problems=(foreign, *p.problems)) for p in proposals]
    if entry is not None:
        proposals, known = _less_decided(proposals, entry, read.file)
        problems += known
    return replace(returned, proposals=tuple(proposals), problems=tuple(dict.fromkeys(problems)))


def _returned(read: Return, problems: Sequence[FileProblem]) -> Returned:
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
        sent=read.sent.about.sent.date(),
    )


def _problem_returns(fault: ReturnFault) -> FileProblem:
    return FileProblem(
        str(fault.code),
        fault.message,
        fault.sheet,
        fault.cell,
        fault.measure_id,
        fault.field,
        fault.severe,
        fault.wrote,
        fault.writer,
    )


def _proposals(dataset: Dataset, read: Return, problems: list[FileProblem]) -> list[Proposal]:
    """Return all proposals of a file with what speaks against them."""
    crossed = crossed_fields(read)
    found = [
        proposal
        for measure in read.measures.values()
        for proposal in all_with_doubts(
            _of_measure(dataset, measure, read, problems), read.file, crossed
        )
    ]

    def say(proposal: Proposal, sentence: str) -> str:
        return at_place(read.file, cell_place(proposal.sheet, proposal.cell), sentence)

    return with_new_findings(dataset, found, say)


def _of_measure(
    dataset: Dataset, measure: MeasureReturn, read: Return, problems: list[FileProblem]
) -> tuple[Proposal, ...]:
    """Return the proposals about one measure; what has no place any more is added to *problems*."""
    if not measure.returned:
        return ()
    sent = measure.sent
    keys = dataset.tables[FileName.MEASURES].keys_by_id.get(sent.id, ())
    if len(keys) != 1:
        words = ambiguous_measure if keys else unknown_measure
        sentence = words(read.file, sent.title, sent.id)
        problems.append(FileProblem(DamageCode.UNKNOWN_MEASURE, sentence, measure_id=sent.id))
        return ()
    row = tuple(map(_problem_returns, measure.row_faults))
    own = {
        Place(*place): tuple(map(_problem_returns, faults))
        for place, faults in measure.faults.items()
    }
    against = {Place(*place): own.get(Place(*place), ()) + row for place in (*measure.cells, *own)}
    said = Said(
        measure=keys[0],
        returned=measure.returned,
        base={name: sent.value(name) for name in measure.returned},
        cells={Place(*place): where for place, where in measure.cells.items()},
        problems=against,
    )
    return propose(dataset, said)


def _other_dataset(dataset: Dataset, read: Return) -> FileProblem | None:
    """Return the problem of a file whose measures are not those of the dataset.

    Ids alone do not tell: every town has a „mobilitaet1“. So titles have to fit too.
    """
    sent = read.sent.measures
    fitting = sum(_is_here(dataset, key, found.title) for key, found in sent.items())
    if not sent or fitting / len(sent) >= _SAME_DATASET:
        return None
    sentence = other_dataset(read.file, fitting, len(sent))
    return FileProblem(DamageCode.OTHER_DATASET, sentence)


def _is_here(dataset: Dataset, measure_id: str, title: str) -> bool:
    key = dataset.find(measure_id)
    if key is None:
        return False
    now = plain_body(dataset.view(key).title)
    return fuzz.token_sort_ratio(now, plain_body(title)) >= _SAME_TITLE


def _nothing_new(
    dataset: Dataset, read: Return, entry: DepartmentEntry | None
) -> FileProblem | None:
    """Return the remark about a file that is the sent one, or was taken over before.

    What was taken over may have gone again: undone, never saved, or lost with a restored backup.
    """
    if entry is None:
        return None
    if read.sha256 == entry.sha256:
        return FileProblem(DamageCode.UNTOUCHED, untouched(read.file), severe=False)
    for found in entry.returns:
        if found.sha256 == read.sha256 and found.merged is not None:
            day = found.merged.strftime("%d.%m.%Y")
            lost = _count_lost(dataset, read)
            sentence = merged_before(read.file, day)
            if lost:
                sentence = merged_but_lost(read.file, day, lost)
            return FileProblem(DamageCode.MERGED_BEFORE, sentence, severe=False)
    return None


def _count_lost(dataset: Dataset, read: Return) -> int:
    """Return how many values of a return the dataset does not hold, though nobody changed them."""
    found = [p for m in read.measures.values() for p in _of_measure(dataset, m, read, [])]
    return sum(proposal.action is Action.TAKE for proposal in found)


def _foreign_request(read: Return, register: RequestRegister | None) -> FileProblem | None:
    """Return the problem of a file that answers another request than the register's."""
    about = read.sent.about
    if register is None or about.request == register.request:
        return None
    day = about.sent.strftime("%d.%m.%Y")
    if about.sent < register.sent:
        newest = register.sent.strftime("%d.%m.%Y")
        return FileProblem(DamageCode.OLDER_REQUEST, older_request(read.file, day, newest))
    return FileProblem(DamageCode.OTHER_REQUEST, other_request(read.file, day))


def _less_decided(
    proposals: Iterable[Proposal], entry: DepartmentEntry, file: str
) -> tuple[list[Proposal], list[FileProblem]]:
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
            label = found.field.label
            sentence = corrected(file, found.title, label)
            problem = FileProblem(DamageCode.CORRECTED, sentence, severe=False)
            problems.append(problem)
            left.append(
                replace(
                    found,
                    action=Action.TAKE,
                    reason=DecisionReason.ONLY_THEIRS,
                    problems=(*found.problems, problem),
                )
            )
            continue
        left.append(found)
    if count:
        sentence = decided_before_sentence(file, count)
        problems.append(FileProblem(DamageCode.DECIDED_BEFORE, sentence, severe=False))
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
        sentence = same_return(found.file, first[found.sha256])
        problem = FileProblem(DamageCode.SAME_RETURN, sentence, severe=False)
        result.append(replace(found, proposals=(), remarks=(), problems=(problem,)))
    return result
