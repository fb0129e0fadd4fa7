"""The pictures of the handbook: what each shows, and how the window gets there.

Every „quoted“ word of a caption is a word of the window; a test looks for it in the very window
that the picture is taken of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ui.exchange.request_wizard import RequestDialog
from ui.overview.overview_page import OverviewPage
from ui.shell.pages import MEASURES
from ui.textwork.bulk_dialog import BulkDialog
from ui.theme import Scheme
from ui.widgets.row_table import RowTable
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.app import App


if TYPE_CHECKING:
    Go = Callable[[App], QWidget]

SIZE: Final = (1280, 800)
DAY: Final = date(2026, 10, 1)
_FAULTY, _PERCENT = "iniative5", "bauen3"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file *name*, a short *alt*, what its caption *says*, and how to get there.

    *go* brings a program with the sample dataset open into the state and returns what to draw.
    """

    name: str
    alt: str
    says: str
    go: Go

    @property
    def named(self) -> tuple[str, ...]:
        """The words of the window that the caption names."""
        return tuple(re.findall(r"„([^“]+)“", self.says))


def _go_to(app: App, measure: str, field: str) -> QWidget:
    window = app.controller.window
    document = app.session.document
    assert document is not None  # noqa: S101 - the sample is open
    app.controller.view.use_scheme(Scheme.LIGHT)
    window.pages.show_page(MEASURES)
    window.workspace.side.show_preview()
    window.workspace.go_to(document.dataset.find(measure), field)
    return window


def _form(app: App) -> QWidget:
    return _go_to(app, "energieerzeugung1", "summary")


def _findings(app: App) -> QWidget:
    return _go_to(app, _FAULTY, "cost_value")


def _progress(app: App) -> QWidget:
    return _go_to(app, _PERCENT, "progress_values")


def _changes(app: App) -> QWidget:
    window = _go_to(app, _PERCENT, "short_title")
    workspace = app.controller.window.workspace
    bridge, measure = workspace.bridge, workspace.measure
    assert measure is not None  # noqa: S101 - just gone to
    document = bridge.document
    for field, value in (("short_title", "Neue Heizungen"), ("cost_value", 52_500_000)):
        bridge.push(document.plan_edit(measure, {field: value}))
    workspace.side.show_timeline()
    app.qt.processEvents()
    table = workspace.side.timeline.findChild(RowTable)
    assert table is not None  # noqa: S101 - the pane has one
    workspace.side.timeline.renew()
    table.select_row(2)
    return window


def _preview(app: App) -> QWidget:
    window = _go_to(app, _PERCENT, "summary")
    app.controller.window.workspace.side.show_preview()
    return window


def _search(app: App) -> QWidget:
    window = _go_to(app, _PERCENT, "summary")
    _search_for(app, "Wärme")
    return window


def _search_for(app: App, text: str) -> None:
    pane = app.controller.window.workspace.list
    pane.focus_search()
    field = pane.findChild(SearchField)
    assert field is not None  # noqa: S101 - the pane has one
    field.setText(text)


def _overview(app: App) -> QWidget:
    _search_for(app, "")
    window = app.controller.window
    window.actions_by_id["overview"].trigger()
    page = window.findChild(OverviewPage)
    assert page is not None  # noqa: S101 - the action has made it
    page.refresh()  # counted at once, not part by part
    return window


def _request(app: App) -> QWidget:
    _go_to(app, _PERCENT, "summary")
    document = app.session.document
    assert document is not None  # noqa: S101 - the sample is open
    shown = tuple(document.dataset.measure_keys())
    dialog = RequestDialog(document.dataset, shown, DAY, app.controller.window)
    dialog.show()
    return dialog


def _bulk(app: App) -> QWidget:
    _go_to(app, _PERCENT, "summary")
    document = app.session.document
    assert document is not None  # noqa: S101 - the sample is open
    keys = document.dataset.measure_keys()[:3]
    dialog = BulkDialog(document, keys, app.controller.window)
    dialog.show()
    return dialog


def _gate(app: App) -> QWidget:
    window = _go_to(app, _FAULTY, "cost_value")
    window.pages.show_page("publish")
    return window


def _dark(app: App) -> QWidget:
    window = _go_to(app, _FAULTY, "cost_value")
    app.controller.view.use_scheme(Scheme.DARK)
    return window


SHOTS: Final = (
    Shot(
        "formular",
        "das Fenster mit Liste, Formular und Befunden",
        "Links die Liste der Maßnahmen, in der Mitte das Formular mit Abschnitten wie „Kopf“ und "
        "„Beschreibung“, rechts „Öffentliche Seite“ und „Verlauf“.",
        _form,
    ),
    Shot(
        "befunde",
        "ein Feld mit Befund",
        "Unter dem Feld „Kosten der Maßnahme“ steht, was nicht stimmt; die Schaltfläche „Keine "
        "Angabe setzen“ behebt es.",
        _findings,
    ),
    Shot(
        "fortschritt",
        "die Liste der Stände mit Diagramm",
        "Der Fortschritt mit „Datum“ und „Stand hinzufügen“; darüber zeigt das Diagramm, was die "
        "Website zeichnet.",
        _progress,
    ),
    Shot(
        "vorschau",
        "die Vorschau neben dem Formular",
        "Rechts unter „Öffentliche Seite“ die Seite der Maßnahme, wie die Website sie zeigt.",
        _preview,
    ),
    Shot(
        "suche",
        "die gefilterte Liste",
        "Die Suche grenzt die Liste ein und nennt die Stelle des Treffers. Rechts daneben öffnet "
        "„Filter“ alle Filter und gemerkten Ansichten.",
        _search,
    ),
    Shot(
        "uebersicht",
        "die Übersicht mit Diagrammen",
        "Die Übersicht zählt den ganzen Datensatz. „Als Tabelle“ zeigt dieselben Zahlen als "
        "Tabelle, „Als PDF“ schreibt sie in eine Datei.",
        _overview,
    ),
    Shot(
        "abfrage",
        "der erste Schritt einer Abfrage",
        "Der erste Schritt einer Abfrage: „Unvollständige“ wählt die Maßnahmen, denen auf der "
        "öffentlichen Seite etwas fehlt.",
        _request,
    ),
    Shot(
        "auswahl",
        "drei Maßnahmen gemeinsam bearbeiten",
        "Drei Maßnahmen auf einmal: Es ändert sich nur, was Sie ausfüllen; „Änderungen "
        "ansehen“ zeigt vorher, was daraus wird.",
        _bulk,
    ),
    Shot(
        "paket",
        "die Seite Veröffentlichen mit Schritt 1",
        "Links, was die Öffentlichkeit lesen wird, rechts „So sieht es aus“ mit „Zum Feld“. Unten "
        "links steht, was „Weiter: Ordner wählen“ noch sperrt.",
        _gate,
    ),
    Shot(
        "dunkel",
        "das Fenster in dunklen Farben",
        "Dasselbe Fenster in dunklen Farben.",
        _dark,
    ),
    Shot(
        "aenderungen",
        "die Liste der ungespeicherten Änderungen",
        "Unter „Verlauf“ steht jedes geänderte Feld mit altem und neuem Wert; „Feld "
        "rückgängig machen“ stellt den gespeicherten Wert wieder her.",
        _changes,
    ),
)
