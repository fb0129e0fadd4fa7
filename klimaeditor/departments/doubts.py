"""What speaks against a returned text although nothing is damaged: characters, another meaning."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import characters
from klimaeditor.checks.quantities import scan
from klimaeditor.departments import texts
from klimaeditor.merge.proposals import Problem

if TYPE_CHECKING:
    from klimaeditor.merge.proposals import Proposal
    from klimaeditor.values import Value

_CO2_FIELD: Final = "ghg_reduction"


class DoubtCode(StrEnum):
    """Why a text is not taken unseen."""

    BAD_CHARACTERS = "bad_characters"
    CO2_MEANING = "co2_meaning"


def with_doubts(proposal: Proposal, file: str) -> Proposal:
    """Return a proposal with what speaks against its text."""
    found = []
    place = texts.place(proposal.sheet, proposal.cell)
    names = _forbidden(proposal.returned)
    if names:
        sentence = texts.bad_characters(file, place, names)
        found.append(_problem(proposal, DoubtCode.BAD_CHARACTERS, sentence))
    if proposal.place.field == _CO2_FIELD and _means_other(proposal.base, proposal.returned):
        sentence = texts.co2_meaning(file, place)
        found.append(_problem(proposal, DoubtCode.CO2_MEANING, sentence))
    return replace(proposal, problems=(*proposal.problems, *found)) if found else proposal


def _forbidden(value: Value) -> list[str]:
    """Return the names of characters that must not be published (SEC-15)."""
    entries = list(value.values()) if isinstance(value, dict) else [value]
    hits = [h for text in entries if isinstance(text, str) for h in characters.forbidden(text)]
    return list(dict.fromkeys(characters.german_name(hit.code_point) for hit in hits))


def _means_other(base: Value, returned: Value) -> bool:
    """Tell whether CO2 became CO2e, or yearly a sum, or the other way round (DOM-09)."""
    before, now = _meanings(base), _meanings(returned)
    return bool(before and now) and before != now


def _meanings(value: Value) -> set[tuple[str, str | None, bool]]:
    found = scan(value).quantities if isinstance(value, str) else ()
    return {(q.substance, q.per, q.cumulative) for q in found if q.substance is not None}


def _problem(proposal: Proposal, code: DoubtCode, sentence: str) -> Problem:
    return Problem(
        code,
        sentence,
        proposal.sheet,
        proposal.cell,
        proposal.measure_id,
        proposal.place.field,
    )
