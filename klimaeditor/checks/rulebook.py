"""THE rulebook: the rules of all themes by id, for those who list them.

A rule stands in its theme, beside the check that reports it; whoever finds a fault takes it there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor.checks import (
    across_records,
    amounts,
    dates,
    links,
    personal,
    progress,
    public_page,
    texts,
    value_types,
)
from klimaeditor.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.checks.rule import ThemeChecks

if TYPE_CHECKING:

    class RuleTheme(Protocol):
        """A module of rules with its checks."""

        @property
        def CHECKS(self) -> ThemeChecks:  # noqa: N802 - a constant of the module
            """What it checks."""


THEMES: Final[tuple[RuleTheme, ...]] = (
    value_types,
    texts,
    personal,
    public_page,
    progress,
    amounts,
    dates,
    links,
    across_records,
)
"""The modules whose constants of type Rule are the rulebook, and whose CHECKS the engine runs."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.id: rule for theme in THEMES for rule in vars(theme).values() if isinstance(rule, Rule)}
)
