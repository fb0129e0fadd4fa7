"""What is written into the public site itself and no dataset can change.

Sources: codeformuenster/climatems, frontend/, loadData.ts at 151f172 and [measureId].vue at
0b2fd25; the line numbers in this package belong to these versions. Literals are the site's own.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STALE_BEFORE: Final = date(2024, 1, 1)
"""A last progress entry before this day counts as out of date (loadData.ts:139)."""

CHART_END: Final = date(2026, 10, 1)
"""The time axis of the chart ends here ([measureId].vue:328)."""

GROUPS: Final = (
    "Action outline",
    "Reference to impact pathway",
    "Implementation",
    "Impact & cost",
)
"""The groups of a measure whose every value the page prints as raw HTML ([measureId].vue:232)."""

FILTER_BODIES: Final = ("Stadtwerke Münster", "Stadt Münster", "Stadtverwaltung Münster")
"""The choices of the home page's filter; a body must contain one, NFC (index.vue:35-39)."""

CATEGORY_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Energieerzeugung": "BoltIcon",
        "Bauen und Sanieren": "HomeIcon",
        "Mobilität": "PaperAirplaneIcon",
        "Klimahaushalt": "SunIcon",
        "Bildung und Ernährung": "AcademicCapIcon",
        "Wirtschaft und Wissenschaft": "BeakerIcon",
        "Stadtgesellschaftliche Projekte": "MegaphoneIcon",
    }
)
"""Category *names* with an icon (heroicons) and a colour (helper/getCategoryIcon.helper.ts)."""

NEWS_IDS: Final = ("mobilitaet1", "mobilitaet7", "energieerzeugung1")
"""The only measures under „Was gibt es Neues?“ on the home page (News.vue:12-16)."""

STATE_HEADING: Final = "Sachstand 2024"
STATE_DAY: Final = "01/08/2024"
"""Printed over ``state.text`` whatever ``state.date`` says ([measureId].vue:296)."""

CONTRACT_HEADING: Final = "Klimastadtvertrag"
CONTRACT_DAY: Final = "01/07/2024"

ASK_HEADING: Final = "Frage nach!"
ASK_TEXT: Final = "Frage jetzt die Verantwortlichen nach neuen Informationen!"
NO_COST: Final = "keine Angabe/trifft nicht zu"

ABOUT: Final = "Beschreibung"
EFFECTS: Final = "Auswirkungen"
IMPLEMENTATION: Final = "Umsetzung"
STEPS: Final = "Was sind die konkreten Schritte/Fortschritte?"
LINKS: Final = "Nützliche Links"
TAKE_PART: Final = "Werde selber aktiv!"
RAW_DATA: Final = "Weitere Informationen"
