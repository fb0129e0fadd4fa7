"""The profile of Münster's public page: the fields of its files, and facts that an IT may renew.

The facts lie in ``resources/site/muenster.json``. A file of the same name in the folder of the
machine's defaults takes its place: the site changes more often than
programs are installed.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.catalogue import Catalogue, SiteFacts, SiteProfile
from klimaeditor.paths import machine_config, read_at_most, resources
from klimaeditor.site.muenster_companions import (
    ADDITIONAL_FIELDS,
    CATEGORY_FIELDS,
    PROGRESS_FIELDS,
)
from klimaeditor.site.muenster_contract import CONTRACT_FIELDS, IDENTITY_FIELDS
from klimaeditor.site.status import PageFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FACTS_FILE: Final = "muenster.json"
_LARGEST: Final = 65_536
_DAYS: Final = frozenset({"version", "stale_before", "chart_end"})

MUENSTER: Final = Catalogue(
    (
        *IDENTITY_FIELDS,
        *CONTRACT_FIELDS,
        *ADDITIONAL_FIELDS,
        *PROGRESS_FIELDS,
        *CATEGORY_FIELDS,
    )
)


_PAGE: Final = "frontend/pages/category/[categoryId]/measure/[measureId].vue"
PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PageFault.STATE_CARD_FIXED.value: f"`{_PAGE}`, Zeile 298 (`status: 'Sachstand 2024'`)",
        PageFault.DATE_BEYOND_CHART.value: f"`{_PAGE}`, Zeile 330 (`max` der Zeitachse)",
        PageFault.LOST_ON_DIRECT_LOAD.value: "`frontend/dataProcessing/loadData.ts`, Zeile 5 "
        f"(Adresse ohne Server); `{_PAGE}`, Zeilen 99, 134, 177 und 207 (`v-html`)",
    }
)
"""Where the site's own faults stand, at the versions that :mod:`klimaeditor.site.facts` names."""


@cache
def muenster() -> SiteProfile:
    """Return the profile: with the machine's facts where an administrator put some, else ours."""
    facts = _replaced(machine_config() / FACTS_FILE) or shipped()
    return SiteProfile(MUENSTER, facts, PLACES)


def shipped() -> SiteFacts:
    """Return the facts that come with the program."""
    return facts_in(read_at_most(resources() / "site" / FACTS_FILE))


def facts_in(data: bytes) -> SiteFacts:
    """Return the facts in a file; ValueError where it is not one of facts, or not whole."""
    try:
        said = json.loads(data)
        found = {field.name: said[field.name] for field in fields(SiteFacts)}
        for name in _DAYS:
            found[name] = date.fromisoformat(found[name])
        bodies = found["filter_bodies"]
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError("no facts of a site") from error
    texts = [value for name, value in found.items() if name not in {*_DAYS, "filter_bodies"}]
    if not isinstance(bodies, list) or not all(isinstance(t, str) for t in (*texts, *bodies)):
        raise ValueError("no facts of a site")
    return SiteFacts(**{**found, "filter_bodies": tuple(bodies)})


def _replaced(path: Path) -> SiteFacts | None:
    """Return the machine's facts, None where there are none that can be read."""
    try:
        return facts_in(read_at_most(path, _LARGEST))
    except (OSError, ValueError):
        return None
