"""THE rulebook: the rules of all themes by id, for those who list them.

A rule stands in its theme, beside the check that reports it; whoever finds a fault takes it there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

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

THEMES: Final = (
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
"""The modules whose constants of type Rule are the rulebook."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {rule.id: rule for theme in THEMES for rule in vars(theme).values() if isinstance(rule, Rule)}
)
