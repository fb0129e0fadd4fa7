"""What speaks against a returned text although nothing is damaged.

Characters, markup and addresses that must not be published, and another meaning.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import characters, markup, urls
from klimaeditor.checks.quantities import scan
from klimaeditor.departments import texts
from klimaeditor.merge.proposals import Problem
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.merge.proposals import Proposal
    from klimaeditor.values import Json, Value

_CO2_FIELD: Final = "ghg_reduction"


class DoubtCode(StrEnum):
    """Why a text is not taken unseen."""

    BAD_CHARACTERS = "bad_characters"
    MARKUP = "markup"
    BAD_ADDRESS = "bad_address"
    CO2_MEANING = "co2_meaning"


def all_with_doubts(proposals: Iterable[Proposal], file: str) -> tuple[Proposal, ...]:
    """Return the proposals about one measure with what speaks against them.

    A changed address comes as an old link that goes and a new one that comes; while the new one is
    doubtful, the old one must not go unseen.
    """
    found = [with_doubts(proposal, file) for proposal in proposals]
    code = DoubtCode.BAD_ADDRESS
    doubts = {p.place.field: doubt for p in found for doubt in p.problems if doubt.code == code}
    return tuple(
        replace(p, problems=(*p.problems, doubts[p.place.field]))
        if p.place.field in doubts and isinstance(p.returned, Absent)
        else p
        for p in found
    )


def with_doubts(proposal: Proposal, file: str) -> Proposal:
    """Return a proposal with what speaks against its text."""
    found = []
    place = texts.place(proposal.sheet, proposal.cell)
    names = _forbidden(proposal.returned)
    if names:
        sentence = texts.bad_characters(file, place, names)
        found.append(_problem(proposal, DoubtCode.BAD_CHARACTERS, sentence))
    if any(markup.find_markup(text) for text in _texts(proposal.returned)):
        found.append(_problem(proposal, DoubtCode.MARKUP, texts.markup(file, place)))
    if isinstance(proposal.returned, dict) and _is_bad_address(proposal.returned.get("url")):
        found.append(_problem(proposal, DoubtCode.BAD_ADDRESS, texts.bad_address(file, place)))
    if proposal.place.field == _CO2_FIELD and _means_other(proposal.base, proposal.returned):
        sentence = texts.co2_meaning(file, place)
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
    return isinstance(url, str) and urls.has_errors(urls.check_url(url, mail_allowed=False))


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
