"""The gate: what stops a publication, and what a person has to confirm (DEL-07, OPN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.files.retired import reused
from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import Profile
from klimaeditor.model.findings import Severity
from klimaeditor.publish.package_words import day
from klimaeditor.publish.publisher import missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from klimaeditor.files.retired import IdRegister
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import Dataset
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

# --- gate --------------------------------------------------------------------------------------

NO_MEASURES: Final = (
    "Der Datensatz enthält keine Maßnahme. Bitte prüfen, ob der richtige Ordner geöffnet ist."
)


def other_identifier(before: str, now: str) -> str:
    """Return the sentence for a package of another dataset."""
    return (
        f"Im Zielordner liegt die Veröffentlichung des Datensatzes {quoted(before)}, hier heißt er "
        f"{quoted(now)}. Bitte einen anderen Ordner wählen oder die Kennung des Datensatzes "
        "berichtigen."
    )


def rights(count: int) -> str:
    """Return the question about texts of others."""
    noun = "Beitrag" if count == 1 else "Beiträge"
    return (
        f"Der Datensatz enthält {count} {noun} der Stadtgesellschaft. Bitte bestätigen, dass die "
        "Verfasser der Veröffentlichung unter der gewählten Lizenz zugestimmt haben."
    )


def reused_id_question(measure_id: str, title: str, since: date) -> str:
    """Return the question about an id that belonged to another measure."""
    return (
        f"Die Kennung {quoted(measure_id)} gehörte bis zum {day(since)} der Maßnahme "
        f"{quoted(title)}; deren Adresse führt jetzt zu einer anderen. Bitte der neuen Maßnahme "
        "eine freie Kennung geben oder bestätigen, dass es dieselbe ist."
    )


PERSONAL_RULE: Final = "personal_data"


class Confirmation(StrEnum):
    """What has to be confirmed."""

    PERSONAL = "personal"
    RIGHTS = "rights"
    REUSED_ID = "reused_id"


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """One thing to confirm, as a German sentence; *finding* says where, if anywhere."""

    kind: Confirmation
    sentence: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """*errors* are findings and *lacks* German sentences that stop it; *questions* want a yes."""

    errors: tuple[Finding, ...]
    lacks: tuple[str, ...]
    questions: tuple[GateQuestion, ...]

    @property
    def closed(self) -> bool:
        """Whether nothing can be published, whatever is confirmed."""
        return bool(self.errors or self.lacks)


def judge(
    dataset: Dataset,
    findings: Iterable[Finding],
    settings: PublicationSettings,
    before: IdRegister | None,
) -> Gate:
    """Return what stands against publishing; *findings* are all of the dataset's."""
    found = tuple(findings)
    errors = tuple(f for f in found if f.severity is Severity.ERROR)
    lacks = list(missing(settings))
    if not dataset.measures:
        lacks.append(NO_MEASURES)
    if before is not None and before.identifier != settings.identifier:
        lacks.append(other_identifier(before.identifier, settings.identifier))
    return Gate(errors, tuple(lacks), tuple(_questions(dataset, found, settings, before)))


def _questions(
    dataset: Dataset,
    findings: Iterable[Finding],
    settings: PublicationSettings,
    before: IdRegister | None,
) -> Iterator[GateQuestion]:
    for finding in findings:
        if finding.rule == PERSONAL_RULE:
            yield GateQuestion(Confirmation.PERSONAL, finding.message, finding)
    contributed = sum(
        dataset.view(key).profile is Profile.INITIATIVE for key in dataset.measure_keys()
    )
    if contributed and not settings.third_party_rights:
        yield GateQuestion(Confirmation.RIGHTS, rights(contributed))
    for measure_id, retired in sorted(reused(dataset, before).items()):
        yield GateQuestion(
            Confirmation.REUSED_ID, reused_id_question(measure_id, retired.title, retired.day)
        )
