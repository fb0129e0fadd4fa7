"""What ``klimaeditor import`` says about the files: lines for people, JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.cli import texts_departments as texts
from klimaeditor.cli.console import one_line, say
from klimaeditor.departments import texts as departments
from klimaeditor.merge.proposing import describe_place, label_of_place
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from klimaeditor.merge.proposals import Problem, Proposal, Returned
    from klimaeditor.values import Json, Value

    Accepted = Collection[tuple[Returned, Proposal]]

_LONGEST = 160


def decision(proposal: Proposal, accepted: Accepted) -> str:
    """Return what becomes of a proposal: taken, done, acceptable, conflict or open."""
    if any(taken is proposal for _, taken in accepted):
        return "taken"
    if proposal.is_done:
        return "done"
    if proposal.is_conflict:
        return "conflict"
    return "acceptable" if proposal.unproblematic else "open"


def as_json(files: Iterable[Returned], accepted: Accepted, *, saved: bool) -> Json:
    """Return everything for machines; a value that is not there is null."""
    return {"saved": saved, "files": [_file(returned, accepted) for returned in files]}


def _file(returned: Returned, accepted: Accepted) -> Json:
    return {
        "file": returned.file,
        "kind": returned.kind.value,
        "sender": returned.sender or None,
        "request": returned.request or None,
        "readable": not returned.unreadable,
        "fields": [
            _field(proposal, decision(proposal, accepted)) for proposal in returned.proposals
        ],
        "problems": [_problem(problem) for problem in returned.problems],
        "remarks": [
            {
                "measure": remark.measure_id,
                "answer": remark.answer or None,
                "text": remark.text or None,
            }
            for remark in returned.remarks
        ],
    }


def _field(proposal: Proposal, decided: str) -> Json:
    return {
        "measure": proposal.measure_id,
        "field": proposal.place.field,
        "item": proposal.place.item,
        "base": _value(proposal.base),
        "returned": _value(proposal.returned),
        "current": _value(proposal.current),
        "decision": decided,
        "problem": [problem.code for problem in proposal.problems],
        "sheet": proposal.sheet,
        "cell": proposal.cell,
        "score": proposal.score,
        "rivals": [
            {"file": rival.file, "sender": rival.sender, "returned": _value(rival.returned)}
            for rival in proposal.rivals
        ],
    }


def _problem(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "severe": problem.severe,
        "message": problem.message,
        "sheet": problem.sheet or None,
        "cell": problem.cell or None,
        "measure": problem.measure_id or None,
        "field": problem.field or None,
    }


def _value(value: Value) -> Json:
    return None if isinstance(value, Absent) else value


def say_files(files: Iterable[Returned], accepted: Accepted) -> None:
    """Print the files with what they want, what speaks against it and what was remarked."""
    for returned in files:
        say(one_line(texts.file_head(returned.file, returned.sender)))
        heading = ""
        for proposal in returned.proposals:
            if proposal.measure_id != heading:
                heading = proposal.measure_id
                say(f"  {one_line(f'{proposal.measure_id}  {proposal.title}')}")
            _say_proposal(proposal, decision(proposal, accepted))
        said = {problem for proposal in returned.proposals for problem in proposal.problems}
        for problem in returned.problems:
            if problem not in said:
                say(f"  {one_line(problem.message)}")
        _say_remarks(returned)
        say()


def _say_proposal(proposal: Proposal, decided: str) -> None:
    def words(value: Value) -> str:
        text = one_line(describe_place(proposal.place, value))
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    current, returned = words(proposal.current), words(proposal.returned)
    label = one_line(label_of_place(proposal.place))
    say(f"    {texts.proposal(decided, label, current, returned)}")
    if proposal.is_conflict:
        say(f"      {texts.sent_value(words(proposal.base))}")
    for rival in proposal.rivals:
        say(f"      {texts.rival(one_line(rival.file), words(rival.returned))}")
    for problem in proposal.problems:
        say(f"      {one_line(problem.message)}")


def _say_remarks(returned: Returned) -> None:
    spoken = [found for found in returned.remarks if found.text or found.answer == "not_ours"]
    if spoken:
        say(f"  {texts.REMARKS}")
    for found in spoken:
        what = departments.said(found.answer, found.text)
        say(f"    {one_line(f'{found.title}: {what}')}")
