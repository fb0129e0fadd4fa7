"""The gate: what stops a publication, and what a person has to confirm (DEL-07, OPN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import Profile
from klimaeditor.checks.findings import Severity
from klimaeditor.publish import texts
from klimaeditor.publish.retired import reused
from klimaeditor.publish.settings import missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.checks.findings import Finding
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.publish.retired import Register
    from klimaeditor.publish.settings import PublicationSettings

PERSONAL_RULE: Final = "personal_data"


class Ask(StrEnum):
    """What has to be confirmed."""

    PERSONAL = "personal"
    RIGHTS = "rights"
    REUSED_ID = "reused_id"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to confirm, as a German sentence; *finding* says where, if anywhere."""

    kind: Ask
    sentence: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """*errors* are findings and *lacks* German sentences that stop it; *questions* want a yes."""

    errors: tuple[Finding, ...]
    lacks: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def closed(self) -> bool:
        """Whether nothing can be published, whatever is confirmed."""
        return bool(self.errors or self.lacks)


def judge(
    dataset: Dataset,
    findings: Iterable[Finding],
    settings: PublicationSettings,
    before: Register | None,
) -> Gate:
    """Return what stands against publishing; *findings* are all of the dataset's."""
    found = tuple(findings)
    errors = tuple(f for f in found if f.severity is Severity.ERROR)
    lacks = list(missing(settings))
    if not dataset.measures:
        lacks.append(texts.NO_MEASURES)
    if before is not None and before.identifier != settings.identifier:
        lacks.append(texts.other_identifier(before.identifier, settings.identifier))
    return Gate(errors, tuple(lacks), tuple(_questions(dataset, found, settings, before)))


def _questions(
    dataset: Dataset,
    findings: Iterable[Finding],
    settings: PublicationSettings,
    before: Register | None,
) -> Iterator[Question]:
    for finding in findings:
        if finding.rule == PERSONAL_RULE:
            yield Question(Ask.PERSONAL, finding.message, finding)
    contributed = sum(
        dataset.view(key).profile is Profile.INITIATIVE for key in dataset.measure_keys()
    )
    if contributed and not settings.third_party_rights:
        yield Question(Ask.RIGHTS, texts.rights(contributed))
    for measure_id, retired in sorted(reused(dataset, before).items()):
        yield Question(Ask.REUSED_ID, texts.reused(measure_id, retired.title, retired.day))
