"""Findings that somebody has accepted with a reason: which may be, and for how long it holds.

An acceptance holds for a rule at a field of a measure as long as the values stay that the finding
was about. Errors stop publishing and cannot be accepted, and neither can what belongs to no
measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.findings import Severity
from klimaeditor.notes.notebook import (
    Acceptance,
    acceptance_key,
    digest_of,
    with_entries,
    without_entries,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.notes.notebook import Notebook


# --- words ---------------------------------------------------------------------------------------

NO_ERRORS: Final = "Fehler lassen sich nicht annehmen, denn sie verhindern die Veröffentlichung."
NO_MEASURE: Final = "Dieser Befund gehört zu keiner Maßnahme und lässt sich nicht annehmen."
NO_ID: Final = (
    "Diese Maßnahme hat keine eigene Kennung. Ohne sie lässt sich ein Befund nicht annehmen."
)


# --- Which findings may be accepted, and whether one is ------------------------------------------


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding, and who accepted it when and why."""

    finding: Finding
    acceptance: Acceptance


@dataclass(frozen=True, slots=True)
class AcceptanceReason:
    """Why somebody accepts findings; *author* as the rules of the notebook let it be named."""

    text: str
    author: str
    at: datetime


def refusal(dataset: Dataset, finding: Finding) -> str:
    """Return in German why a finding cannot be accepted, "" where it can."""
    if finding.severity is Severity.ERROR:
        return NO_ERRORS
    if finding.measure is None or finding.measure not in dataset.measures:
        return NO_MEASURE
    return "" if _own_id(dataset, finding.measure) else NO_ID


def _own_id(dataset: Dataset, measure: int) -> str:
    """Return the id of a measure, "" where it has none or shares it."""
    name = dataset.view(measure).id
    known = dataset.tables[FileName.MEASURES].keys_by_id.get(name, ())
    return name if name and len(known) == 1 else ""


def accepted(
    dataset: Dataset, notebook: Notebook, findings: Iterable[Finding], reason: AcceptanceReason
) -> Notebook:
    """Return a notebook in which those of *findings* that may be are accepted."""
    return with_entries(
        notebook,
        [
            Acceptance(
                dataset.view(finding.measure).id,
                finding.field,
                finding.rule,
                finding_digest(dataset.view(finding.measure), finding.field),
                _storable(reason.text),
                reason.author,
                reason.at,
            )
            for finding in findings
            if finding.measure is not None and not refusal(dataset, finding)
        ],
    )


def shown_again(notebook: Notebook, acceptances: Iterable[Acceptance]) -> Notebook:
    """Return a notebook in which these acceptances no longer hold."""
    return without_entries(notebook, acceptances)


class AcceptanceJudge:
    """Tells whether findings of a dataset are accepted; call it for each of them."""

    def __init__(self, dataset: Dataset, notebook: Notebook) -> None:
        self._dataset = dataset
        self._known = notebook.acceptances

    def of(self, finding: Finding) -> Acceptance | None:
        """Return the acceptance that holds for a finding, None where there is none."""
        if not self._known or finding.measure is None or finding.severity is Severity.ERROR:
            return None
        name = _own_id(self._dataset, finding.measure)
        found = self._known.get(acceptance_key(name, finding.field, finding.rule)) if name else None
        if found is None:
            return None
        now = finding_digest(self._dataset.view(finding.measure), finding.field)
        return found if found.digest == now else None

    def __call__(self, finding: Finding) -> bool:
        """Tell whether a finding is accepted."""
        return self.of(finding) is not None


def finding_digest(view: MeasureView, field_name: str | None) -> str:
    """Return what tells whether anything has changed that a finding at a field is about.

    That is the field with those beside it in one object of the file – costs, state, progress – as
    rules compare them; of a finding about the whole measure, all of it.
    """
    catalogue = view.site.catalogue
    field = catalogue.known_field(field_name)
    if field is None:
        return content_digest(view)
    fields = [own for own in catalogue.declared if own is field or _is_beside(field, own)]
    return digest_of(*(view.value(own.name) for own in fields))


def content_digest(view: MeasureView) -> str:
    """Return what tells the content of a measure, with all its records, from any other."""
    return digest_of(view.measure, view.additional, view.progress)


def _is_beside(field: Field, other: Field) -> bool:
    if field.file is not other.file:
        return False
    if field.file is FileName.PROGRESS:
        return True
    return (
        field.file is FileName.ADDITIONAL
        and len(field.path) > 1 < len(other.path)
        and (field.path[0] == other.path[0])
    )


def _storable(text: str) -> str:
    """Return a text as it can be stored: on one line, without half characters."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
