"""A small invented second city: other keys, labels, axis, filter and lists, and data of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from klimaeditor.model.catalogue import Catalogue, City, SiteProfile
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import MUENSTER, muenster

RENAMED = {
    "action_description": (("Outline", "What we plan"), "Was haben wir vor?"),
    "cost_value": (("budget", "euro"), "Was kostet es?"),
}
"""Our name -> path and label in the other city; whatever shares a group moves with it."""
GROUPS = {"Action outline": "Outline", "cost": "budget"}


COST = RENAMED["cost_value"][1]


def path_there(field):
    if field.name in RENAMED:
        return RENAMED[field.name][0]
    return (GROUPS.get(field.path[0], field.path[0]), *field.path[1:])


def field_there(field):
    """Return a field of the other city: where it stands, and what it and its choices are called."""
    label = RENAMED.get(field.name, (None, field.label))[1]
    words = {"in_progress": "läuft noch"}
    return replace(
        field,
        path=path_there(field),
        label=label,
        excel=None if field.excel is None else replace(field.excel, header=label),
        choices=tuple((stored, words.get(stored, word)) for stored, word in field.choices),
    )


OTHER = SiteProfile(
    Catalogue(tuple(map(field_there, MUENSTER.declared)), initiative="ehrenamt"),
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
