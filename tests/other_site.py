"""A small invented second city with a profile and data of its own, and nothing of Münster's page.

Other are keys, labels, axis, filter and lists, the order of the page and its words, how it reads
a day, and what it makes of progress.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from klimaeditor.model.catalogue import Catalogue, City, SiteProfile, SiteProgram
from klimaeditor.model.changes import FileName
from klimaeditor.model.publicpage import (
    PageLayout,
    PagePart,
    PageWords,
    PublicStatus,
    StatusReason,
    StatusResult,
)
from klimaeditor.site.muenster import MUENSTER, muenster

RENAMED = {
    "action_description": (("Outline", "What we plan"), "Was haben wir vor?"),
    "cost_value": (("budget", "euro"), "Was kostet es?"),
}
"""Our name -> path and label in the other city; whatever shares a group moves with it."""
GROUPS = {"Action outline": "Outline", "cost": "budget"}


LABELS = {"responsible_bodies": "Wer kümmert sich?", "links": "Mehr im Netz"}
"""Our name -> label of fields that stand where they do in Münster."""

COST = RENAMED["cost_value"][1]


def path_there(field):
    if field.name in RENAMED:
        return RENAMED[field.name][0]
    return (GROUPS.get(field.path[0], field.path[0]), *field.path[1:])


def field_there(field):
    """Return a field of the other city: where it stands, and what it and its choices are called."""
    label = RENAMED.get(field.name, (None, LABELS.get(field.name, field.label)))[1]
    words = {"in_progress": "läuft noch"}
    return replace(
        field,
        path=path_there(field),
        label=label,
        excel=None if field.excel is None else replace(field.excel, header=label),
        choices=tuple((stored, words.get(stored, word)) for stored, word in field.choices),
    )


WORDS = PageWords(
    statuses={
        PublicStatus.COMPLETED: "Geschafft",
        PublicStatus.IN_PROGRESS: "Dabei",
        PublicStatus.STALE: "Lange her",
        PublicStatus.UNKNOWN: "Offen",
    },
    reached="Ja",
    missed="Nein",
    headings={
        PagePart.HEAD: "",
        PagePart.LINKS: "Mehr im Netz",
        PagePart.TAKE_PART: "Mach mit!",
        PagePart.ASK: "Weißt du mehr?",
        PagePart.ABOUT: "Worum es geht",
        PagePart.EFFECTS: "Was es bringt",
        PagePart.IMPLEMENTATION: "Wie es geht",
        PagePart.RAW: "Alles andere",
    },
    subtitles={PagePart.ABOUT: "In Kürze", PagePart.RAW: "Aus dem Vertrag"},
    steps="Schritt für Schritt",
    ask_text="Schreib uns!",
    ask_button="Schreiben",
    ask_target="https://anderswo.example/fragen",
    chart="Verlauf",
    no_cost="noch nicht bekannt",
    news="Frisch",
    offers="Zum Mitmachen",
)
LAYOUT = PageLayout(
    parts=(
        PagePart.HEAD,
        PagePart.IMPLEMENTATION,
        PagePart.EFFECTS,
        PagePart.ABOUT,
        PagePart.ASK,
        PagePart.TAKE_PART,
        PagePart.LINKS,
        PagePart.RAW,
    ),
    rows=(
        (PagePart.IMPLEMENTATION, "responsible_bodies"),
        (PagePart.IMPLEMENTATION, "cost_value"),
        (PagePart.EFFECTS, "ghg_reduction"),
        (PagePart.ABOUT, "action_description"),
    ),
    always=frozenset({PagePart.HEAD, PagePart.ABOUT}),
    html=("responsible_bodies",),
)


def moment_there(value):
    """Return what this city's page reads as a day: an ISO day and nothing else."""
    try:
        read = datetime.combine(date.fromisoformat(str(value)), time(), UTC)
    except ValueError:
        return None
    return int(read.timestamp() * 1000)


def status_there(progress, site):
    """Return the status of this city's lists: the first entry counts, and 50 % are all of it."""
    values = progress.get("values") if isinstance(progress, dict) else None
    value = values[0].get("value") if values else None
    if not isinstance(value, int | float):
        return StatusResult(PublicStatus.UNKNOWN, StatusReason.NO_RECORD)
    limit = site.facts.stale_before.isoformat()
    if values[0]["date"] < limit:
        day = values[0]["date"]
        return StatusResult(PublicStatus.STALE, StatusReason.STALE_LAST_DATE, day, limit)
    if value >= 50:
        return StatusResult(PublicStatus.COMPLETED, StatusReason.PERCENT_FULL, str(value))
    return StatusResult(PublicStatus.IN_PROGRESS, StatusReason.PERCENT_STARTED, str(value))


PROGRAM = SiteProgram(
    moment=moment_there,
    status=status_there,
    news=lambda progress, site: status_there(progress, site).status,
    word=lambda progress, site: site.words.missed,
    line=lambda progress, site: "Stand der Dinge: offen",
)


OTHER = SiteProfile(
    Catalogue(
        tuple(map(field_there, MUENSTER.declared)), initiative="ehrenamt", initiatives="Ehrenämtern"
    ),
    replace(
        muenster().facts,
        chart_end=date(2030, 1, 1),
        stale_before=date(2020, 1, 1),
        state_heading="Stand 2029",
        filter_bodies=("Stadt Anderswo",),
    ),
    City(
        "Stadt Anderswo",
        "https://anderswo.example/klima",
        "Klima in Anderswo",
        "klima-anderswo",
        *("https://portal.example/anderswo", "https://orte.example/anderswo"),
    ),
    words=WORDS,
    layout=LAYOUT,
    program=PROGRAM,
    icons=frozenset({"Wege"}),
    news=("wege1",),
)


def moved(tables):
    """Return the tables as the other city keeps them."""
    found = {file: [dict(row) for row in rows] for file, rows in tables.items()}
    for rows in found.values():
        for row in rows:
            for old, new in GROUPS.items():
                if old in row:
                    row[new] = dict(row.pop(old))
    for measure in found[FileName.MEASURES]:
        measure["category"] = "Wege"
        measure["Outline"]["What we plan"] = measure["Outline"].pop("Action description")
        body = OTHER.catalogue.path("responsible_bodies")
        measure[body[0]] = {**measure[body[0]], body[1]: "Stadt Anderswo"}
    for row in found[FileName.ADDITIONAL]:
        row["budget"]["euro"] = row["budget"].pop("value")
    for row in found[FileName.PROGRESS]:
        row |= {"type": "percent", "values": [{"value": 50, "date": "2021-07-01"}]}
    return found
