"""THE rulebook: every rule with its weight and its German sentence.

The modules beside hold the sentences; code that finds a fault only knows the rule's id and the
details to put in. To change what the user reads, change it here.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.rulebook.dataset import DATASET_RULES
from klimaeditor.checks.rulebook.links import LINK_RULES
from klimaeditor.checks.rulebook.numbers import NUMBER_RULES
from klimaeditor.checks.rulebook.progress import PROGRESS_RULES
from klimaeditor.checks.rulebook.site import SITE_RULES
from klimaeditor.checks.rulebook.text import TEXT_RULES
from klimaeditor.checks.rulebook.types import Rule
from klimaeditor.model.core_words import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RULES", "Rule", "message", "quoted"]

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            *TEXT_RULES,
            *SITE_RULES,
            *PROGRESS_RULES,
            *NUMBER_RULES,
            *LINK_RULES,
            *DATASET_RULES,
        )
    }
)


@cache
def _template(rule_id: str) -> str:
    rule = RULES[rule_id]
    return f"{rule.problem} {rule.site} {rule.remedy}, z. B. {rule.example}."


def message(rule_id: str, **details: object) -> str:
    """Return the whole German sentence of a finding; *details* fill the rule's places.

    KeyError for an unknown rule or a detail that is missing.
    """
    return _template(rule_id).format(**details)
