"""The gate: what the public will read, what stops a publication, what a person has to confirm.

(DEL-07, OPN-10) Saving never asks; publishing names everything, not only what stops it.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import amounts
from klimaeditor.checks.across_records import COST_SHARED
from klimaeditor.checks.groups import grouped
from klimaeditor.checks.progress import STATUS_ASKS_CITIZENS
from klimaeditor.checks.public_page import CARD_WITHOUT_TEXT, ROW_WITHOUT_VALUE
from klimaeditor.checks.rule import Rule
from klimaeditor.files.retired import reused
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Profile
from klimaeditor.model.findings import Severity
from klimaeditor.publish.package_words import day
from klimaeditor.publish.publisher import missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from klimaeditor.checks.groups import FindingGroup
    from klimaeditor.files.retired import IdRegister
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import Dataset
    from klimaeditor.notes.releasing import Releases
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

NO_MEASURES: Final = (
    "Der Datensatz enthält keine Maßnahme. Prüfen Sie, ob der richtige Ordner geöffnet ist."
)


def other_identifier(before: str, now: str) -> str:
    """Return the sentence for a package of another dataset."""
    return (
        f"Im Zielordner liegt die Veröffentlichung des Datensatzes {quoted(before)}, hier heißt "
        f"er {quoted(now)}. Wählen Sie einen anderen Ordner, oder berichtigen Sie die Kennung "
        "des Datensatzes."
    )


def rights(count: int) -> str:
    """Return the question about texts of others."""
    noun = inflected(count, "Beitrag", "Beiträge")
    return (
        f"Der Datensatz enthält {count} {noun} der Stadtgesellschaft. Bestätigen Sie, dass alle, "
        "die einen Text verfasst haben, der Veröffentlichung unter der gewählten Lizenz "
        "zugestimmt haben."
    )


def reused_id_question(measure_id: str, title: str, since: date) -> str:
    """Return the question about an id that belonged to another measure."""
    return (
        f"Die Kennung {quoted(measure_id)} gehörte bis zum {day(since)} der Maßnahme "
        f"{quoted(title)}; deren Adresse führt jetzt zu einer anderen. Geben Sie der neuen "
        "Maßnahme eine freie Kennung, oder bestätigen Sie, dass es dieselbe ist."
    )


def not_released(count: int) -> str:
    """Return that nothing may be published before all is released."""
    what = inflected(count, "Eine Maßnahme ist", f"{count} Maßnahmen sind")
    return (
        f"{what} nicht freigegeben. Für diesen Datensatz ist eingestellt, dass vor der "
        "Veröffentlichung alles freigegeben sein muss."
    )


PERSONAL_RULE: Final = "personal_data"


# --- What the public will see, by topic ----------------------------------------------------------


class Topic(StrEnum):
    """What a clerk asks about the findings before publishing; the order is that of the page."""

    ERRORS = "errors"
    ROWS = "rows"
    CARDS = "cards"
    ASKS = "asks"
    AMOUNTS = "amounts"
    WARNINGS = "warnings"
    HINTS = "hints"


TOPIC_TITLES: Final = MappingProxyType(
    {
        Topic.ERRORS: "Fehler, die die Veröffentlichung verhindern",
        Topic.ROWS: "Zeilen ohne Wert",
        Topic.CARDS: "Leere Karten im Zeitstrahl",
        Topic.ASKS: "Seiten sagen „{ask}“",
        Topic.AMOUNTS: "Beträge, die so nicht stimmen können",
        Topic.WARNINGS: "Weitere Warnungen",
        Topic.HINTS: "Hinweise",
    }
)
_TOPICS: Final = MappingProxyType(
    {ROW_WITHOUT_VALUE.id: Topic.ROWS, CARD_WITHOUT_TEXT.id: Topic.CARDS}
    | {STATUS_ASKS_CITIZENS.id: Topic.ASKS, COST_SHARED.id: Topic.AMOUNTS}
    | {rule.id: Topic.AMOUNTS for rule in vars(amounts).values() if isinstance(rule, Rule)}
)
"""The topics of warnings; the others are further warnings."""


@dataclass(frozen=True, slots=True)
class PublicTopic:
    """One thing the public will see: the groups of findings that say so, most frequent first.

    *title* says what it is, in a few German words.
    """

    topic: Topic
    title: str
    groups: tuple[FindingGroup, ...]

    @property
    def is_one_rule(self) -> bool:
        """Whether the title says as much as that of its only rule."""
        return self.topic in {Topic.ROWS, Topic.CARDS, Topic.ASKS}

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(group.findings) for group in self.groups)


def topics_of(findings: Iterable[Finding], site: SiteProfile) -> tuple[PublicTopic, ...]:
    """Return all findings by topic, those without any left out; none is left out otherwise."""
    by_topic: dict[Topic, list[FindingGroup]] = {topic: [] for topic in Topic}
    for group in grouped(findings):
        by_topic[_topic(group)].append(group)
    return tuple(
        PublicTopic(topic, TOPIC_TITLES[topic].format(ask=site.words.ask), tuple(found))
        for topic, found in by_topic.items()
        if found
    )


def _topic(group: FindingGroup) -> Topic:
    if group.severity is Severity.ERROR:
        return Topic.ERRORS
    if group.severity is Severity.HINT:
        return Topic.HINTS
    return _TOPICS.get(group.rule.id, Topic.WARNINGS)


# --- What stops it, what has to be confirmed -----------------------------------------------------


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
class InternalState:
    """What the notebook says about a dataset: accepted findings, and releases where they are used.

    *problem* says in German that it cannot be read, so that nobody knows what it asks for. Nothing
    of it is in a package (WEB-12).
    """

    accepted: tuple[Finding, ...] = ()
    releases: Releases | None = None
    problem: str = ""

    def unreleased(self) -> tuple[int, ...]:
        """Return the measures that are not released, () where releases are not used."""
        if self.releases is None or not self.releases.notebook.rules.releases:
            return ()
        return self.releases.open()

    def unknown_editors(self) -> int:
        """Return of how many released measures nobody knows who edited them last.

        0 where the rules do not ask for another person.
        """
        if self.releases is None or not self.releases.notebook.rules.second_person:
            return 0
        return self.releases.unknown_editors()

    @property
    def required(self) -> bool:
        """Whether nothing may be published that is not released."""
        rules = None if self.releases is None else self.releases.notebook.rules
        return rules is not None and rules.releases and rules.release_required


NOTHING_INTERNAL: Final = InternalState()


@dataclass(frozen=True, slots=True)
class Gate:
    """*topics* are all findings. *errors* among them and *lacks*, German sentences, stop it.

    *questions* want a yes. *accepted* says how many findings somebody has accepted, which are in no
    topic; *unreleased* are the measures that are not released, by key, where releases are used.
    """

    errors: tuple[Finding, ...]
    lacks: tuple[str, ...]
    questions: tuple[GateQuestion, ...]
    topics: tuple[PublicTopic, ...] = ()
    accepted: int = 0
    unreleased: tuple[int, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nothing can be published, whatever is confirmed."""
        return bool(self.errors or self.lacks)


def judge(
    dataset: Dataset,
    findings: Iterable[Finding],
    settings: PublicationSettings,
    before: IdRegister | None,
    internal: InternalState = NOTHING_INTERNAL,
) -> Gate:
    """Return what stands against publishing; *findings* are all of the dataset's.

    Those accepted are not among them; what they ask to be confirmed is asked all the same.
    """
    found = tuple(findings)
    errors = tuple(f for f in found if f.severity is Severity.ERROR)
    lacks = list(missing(settings, dataset.site.city))
    if not dataset.measures:
        lacks.append(NO_MEASURES)
    if before is not None and before.identifier != settings.identifier:
        lacks.append(other_identifier(before.identifier, settings.identifier))
    if internal.problem:
        lacks.append(internal.problem)
    unreleased = internal.unreleased()
    if unreleased and internal.required:
        lacks.append(not_released(len(unreleased)))
    questions = tuple(_questions(dataset, (*found, *internal.accepted), settings, before))
    topics, accepted = topics_of(found, dataset.site), len(internal.accepted)
    return Gate(errors, tuple(lacks), questions, topics, accepted, unreleased)


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
