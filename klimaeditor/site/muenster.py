"""The profile of Münster's public page: the fields of its files, and facts that an IT may renew.

The facts lie in ``resources/site/muenster.json``. A file of the same name in the folder of the
machine's defaults takes its place: the site changes more often than
programs are installed.

Sources: codeformuenster/climatems, frontend/, loadData.ts at 151f172 and [measureId].vue at
0b2fd25; the line numbers in this package belong to these versions. Literals are the site's own.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from klimaeditor.model.catalogue import Catalogue, City, SiteFacts, SiteProfile, SiteProgram
from klimaeditor.model.core_words import os_reason
from klimaeditor.model.publicpage import PageLayout, PagePart, PageWords, PublicStatus
from klimaeditor.paths import machine_config, read_at_most, resources
from klimaeditor.site.javascript import to_moment
from klimaeditor.site.muenster_companions import (
    ADDITIONAL_FIELDS,
    CATEGORY_FIELDS,
    PROGRESS_FIELDS,
)
from klimaeditor.site.muenster_contract import CONTRACT_FIELDS, IDENTITY_FIELDS
from klimaeditor.site.page_model import PageFault
from klimaeditor.site.status import detail_line, detail_word, news_status, public_status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

NO_JSON: Final = "Sie ist keine lesbare JSON-Datei mit Angaben zur Seite."


def lacking(names: Sequence[str]) -> str:
    """Return what is missing in a file of facts."""
    return f"Es fehlt: {', '.join(names)}."


def unusable(names: Sequence[str]) -> str:
    """Return which facts of a file cannot be used."""
    return f"Unbrauchbar ist: {', '.join(names)}."


def refused(path: str, reason: str, day: str) -> str:
    """Return that an administrator's facts are not used, why, and which ones are instead."""
    return (
        f"Die Datei {path} wird nicht verwendet: {reason} Für die öffentliche Seite gelten die "
        f"mitgelieferten Angaben vom {day}. Geben Sie das an Ihre IT weiter."
    )


class FactsError(ValueError):
    """A file of facts that is not whole, with the German reason."""


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
    ),
    initiative="urban_social_projects",
    initiatives="Stadtgesellschaftlichen Projekten",
)


CITY: Final = City(
    body="Stadt Münster",
    address="https://www.stadt-muenster.de/klima",
    dataset="Maßnahmen des Klimastadt-Vertrags Münster",
    identifier="klimastadt-vertrag-muenster",
    contributor_uri="http://dcat-ap.de/def/contributors/openNRW",
    place_uri="http://dcat-ap.de/def/politicalGeocoding/districtKey/05515",
)

ICONS: Final = frozenset(
    {
        "Energieerzeugung",
        "Bauen und Sanieren",
        "Mobilität",
        "Klimahaushalt",
        "Bildung und Ernährung",
        "Wirtschaft und Wissenschaft",
        "Stadtgesellschaftliche Projekte",
    }
)
"""Category *names* with an icon and a colour (helper/getCategoryIcon.helper.ts)."""

NEWS: Final = ("mobilitaet1", "mobilitaet7", "energieerzeugung1")
"""The only measures under „Was gibt es Neues?“ on the home page (News.vue:12-16)."""

RESERVED: Final = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)
"""What every object of JavaScript has: the loader keeps the progress records in a plain object
(loadData.ts:203-209), and finds under these names what is no progress."""

# --- the page itself: its words and its order, [measureId].vue at 0b2fd25 ------------------------
WORDS: Final = PageWords(
    statuses=MappingProxyType(
        {
            PublicStatus.COMPLETED: "Abgeschlossen",
            PublicStatus.IN_PROGRESS: "In Bearbeitung",
            PublicStatus.STALE: "Veraltet",
            PublicStatus.UNKNOWN: "Unbekannt",
        }
    ),  # CategoryAccordion.vue:57-80, NewsCard.vue
    reached="Erreicht",
    missed="Nicht erreicht",
    headings=MappingProxyType(
        {
            PagePart.HEAD: "",
            PagePart.LINKS: "Nützliche Links",
            PagePart.TAKE_PART: "Werde selber aktiv!",
            PagePart.ASK: "Frage nach!",
            PagePart.ABOUT: "Beschreibung",
            PagePart.EFFECTS: "Auswirkungen",
            PagePart.IMPLEMENTATION: "Umsetzung",
            PagePart.RAW: "Weitere Informationen",
        }
    ),
    subtitles=MappingProxyType(
        {
            PagePart.ABOUT: "Darum geht es",
            PagePart.EFFECTS: "Fakten die erreicht werden wollen",
            PagePart.IMPLEMENTATION: "Details zur Umsetzung der Maßnahme",
            PagePart.RAW: "Für alle, die es genauer wissen wollen",
        }
    ),
    steps="Was sind die konkreten Schritte/Fortschritte?",
    ask_text="Frage jetzt die Verantwortlichen nach neuen Informationen!",
    ask_button="Jetzt Daten anfragen",
    ask_target="https://fragdenstaat.de/",
    chart="Fortschritt",
    no_cost="keine Angabe/trifft nicht zu",
    news="Was gibt es Neues?",
    offers="Ich kann aktiv werden",
)

LAYOUT: Final = PageLayout(
    parts=(
        PagePart.HEAD,
        PagePart.LINKS,
        PagePart.TAKE_PART,
        PagePart.ASK,
        PagePart.ABOUT,
        PagePart.EFFECTS,
        PagePart.IMPLEMENTATION,
        PagePart.RAW,
    ),
    rows=(
        (PagePart.ABOUT, "action_name"),
        (PagePart.ABOUT, "action_description"),
        (PagePart.EFFECTS, "renewable_energy"),
        (PagePart.EFFECTS, "substituted_energy"),
        (PagePart.EFFECTS, "ghg_reduction"),
        (PagePart.EFFECTS, "cost_value"),
        (PagePart.IMPLEMENTATION, "action_scale"),
        (PagePart.IMPLEMENTATION, "responsible_bodies"),
        (PagePart.IMPLEMENTATION, "involved_stakeholders"),
        (PagePart.IMPLEMENTATION, "cost_until"),
    ),
    always=frozenset({PagePart.HEAD, PagePart.ABOUT, PagePart.EFFECTS, PagePart.IMPLEMENTATION}),
    html=("action_description", "ghg_reduction", "involved_stakeholders"),
)

PROGRAM: Final = SiteProgram(to_moment, public_status, news_status, detail_word, detail_line)

_PAGE: Final = "frontend/pages/category/[categoryId]/measure/[measureId].vue"
PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PageFault.STATE_CARD_FIXED.value: f"`{_PAGE}`, Zeile 298 (`status: 'Sachstand 2024'`)",
        PageFault.DATE_BEYOND_CHART.value: f"`{_PAGE}`, Zeile 330 (`max` der Zeitachse)",
        PageFault.LOST_ON_DIRECT_LOAD.value: "`frontend/dataProcessing/loadData.ts`, Zeile 5 "
        f"(Adresse ohne Server); `{_PAGE}`, Zeilen 99, 134, 177 und 207 (`v-html`)",
    }
)
"""Where the site's own faults stand, at the versions named above."""


@cache
def muenster() -> SiteProfile:
    """Return the profile: with the machine's facts where an administrator put some, else ours.

    Facts that are not whole are refused; the profile's *problem* says so.
    """
    path = machine_config() / FACTS_FILE
    try:
        return _profile(facts_in(read_at_most(path, _LARGEST)))
    except (FileNotFoundError, NotADirectoryError):
        return _profile(shipped())
    except FactsError as error:
        reason = str(error)
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
    facts = shipped()
    problem = refused(str(path), reason, f"{facts.version:%d.%m.%Y}")
    return _profile(facts, problem)


def _profile(facts: SiteFacts, problem: str = "") -> SiteProfile:
    return SiteProfile(
        *(MUENSTER, facts, CITY, WORDS, LAYOUT, PROGRAM),
        reserved=RESERVED,
        icons=ICONS,
        news=NEWS,
        places=PLACES,
        problem=problem,
    )


def shipped() -> SiteFacts:
    """Return the facts that come with the program."""
    return facts_in(read_at_most(resources() / "site" / FACTS_FILE))


def facts_in(data: bytes) -> SiteFacts:
    """Return the facts in a file; FactsError with a German reason where they are not whole."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FactsError(NO_JSON) from error
    if not isinstance(said, dict):
        raise FactsError(NO_JSON)
    names = [field.name for field in fields(SiteFacts)]
    missing = [name for name in names if name not in said]
    if missing:
        raise FactsError(lacking(missing))
    read = {name: _read(name, said[name]) for name in names}
    wrong = [name for name, value in read.items() if value is None]
    if wrong:
        raise FactsError(unusable(wrong))
    return SiteFacts(**read)


def _read(name: str, value: Json) -> Any:  # noqa: ANN401 - each fact has a type of its own
    """Return what a fact says, None where it is none."""
    if name == "filter_bodies":
        is_list = isinstance(value, list) and all(isinstance(body, str) for body in value)
        return tuple(value) if is_list and isinstance(value, list) else None
    if not isinstance(value, str):
        return None
    if name not in _DAYS:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
