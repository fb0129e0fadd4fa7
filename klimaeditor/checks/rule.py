"""What a rule is, and how a theme writes down what it found."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor.model.core_words import shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.findings import FieldEdit, Finding, Fix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet
    from datetime import date
    from typing import TypeAlias

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Severity
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Value

# --- words ---------------------------------------------------------------------------------------

EXAMPLE: Final = "Beispiel: {}."
DETAIL: Final = "Einzelheiten: {}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words (A11Y-16): a constant of the theme whose check reports it.

    *title* names the fault in lists. The text of a finding is made of three sentences: *problem*
    (what is wrong), *site* (what the public page shows) and *remedy* (what to do). An *example*
    stands only where it can be typed as it is. *detail* is the one place for names of files and
    keys, for whoever looks after the website. All may have places for the finding's details; an
    example of which nothing is left is not said. *fields* are the only fields that the rule is
    about; without them it is about a kind of field, or about several records.
    """

    id: str
    severity: Severity
    title: str
    problem: str
    site: str
    remedy: str
    example: str = ""
    detail: str = ""
    fields: tuple[FieldName, ...] = ()

    def message(self, **details: object) -> str:
        """Return the whole German text of a finding; *details* fill the rule's places.

        KeyError for a detail that is missing.
        """
        example, detail = self.example.format(**details), self.detail.format(**details)
        sentences = [part.format(**details) for part in (self.problem, self.site, self.remedy)]
        sentences += [EXAMPLE.format(example)] if example else []
        sentences += [DETAIL.format(detail)] if detail else []
        return " ".join(sentences)


# --- What a theme checks; the engine goes through the themes of the rulebook ---------------------

if TYPE_CHECKING:
    Check: TypeAlias = Callable[[MeasureView], Iterable[Finding]]
    DatedCheck: TypeAlias = Callable[[MeasureView, date], Iterable[Finding]]

    class FieldCheck(Protocol):
        """A check that may be asked about some fields only; where none are named, about all.

        Naming some saves time and hides nothing: what their values bring is found all the same.
        """

        def __call__(
            self, view: MeasureView, only: AbstractSet[FieldName] | None = None
        ) -> Iterable[Finding]:
            """Yield what is wrong."""


@dataclass(frozen=True, slots=True)
class ThemeChecks:
    """The checks of a theme, its constant CHECKS.

    *own* look at one measure with its own records, and so do the *dated* ones, for which it matters
    what day it is, each with the fields it looks at. Those of the *category* look at the record of
    its category, which many measures share.
    """

    own: tuple[FieldCheck, ...] = ()
    dated: tuple[tuple[DatedCheck, frozenset[FieldName]], ...] = ()
    category: tuple[Check, ...] = ()


def report(
    rule: Rule,
    view: MeasureView,
    field: FieldName,
    *,
    place: int | None = None,
    fix: Fix | None = None,
    **details: object,
) -> Finding:
    """Return the finding of *rule* on a field of a measure; *details* fill its sentence.

    Always there are the *label* that the site gives the field, its *fields* by their names, and
    the *words* of its pages.
    """
    fields = view.site.catalogue.by_name
    known = {"label": fields[field].label, "fields": fields, "words": view.site.words}
    details = known | details
    return Finding(
        rule.id,
        rule.severity,
        intern(rule.message(**details)),  # thousands of measures lack the same thing
        measure=view.key,
        field=field,
        place=place,
        fix=fix,
        problem=intern(rule.problem.format(**details)),
        effect=intern(rule.site.format(**details)),
    )


# --- Fixes; the labels of their buttons stand in the theme that says them, common ones here ------

ENTER: Final = "Eintragen…"
"""Leads to the field, where the value has to be typed."""


def setting(
    label: str, view: MeasureView, field: FieldName, value: Value, *, automatic: bool = False
) -> Fix:
    """Return the fix that stores one value in one field."""
    return Fix(label, (FieldEdit(view.key, field, value),), automatic=automatic)


def take_value(value: str) -> str:
    """Return the button that takes a read value."""
    return f"Als {shortened(value)} übernehmen"


def take_text(text: str) -> str:
    """Return the button that puts another spelling."""
    return f"„{shortened(text)}“ verwenden"
