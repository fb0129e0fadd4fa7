"""Fields of the companion records: additional_data.json, implementations.json, categories.json.

They stand in the order of the files.
"""

from __future__ import annotations

from functools import partial

from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import (
    EVERY_PROFILE,
    ONLY_MEASURE,
    Excel,
    Field,
    Kind,
    Section,
    also,
)

PROGRESS_TYPES = (
    ("binary", "Status (in Bearbeitung, abgeschlossen …)"),
    ("count", "Zahl mit Ziel (wie erzeugte GWh)"),
    ("percent", "Prozent"),
)
STATUS_CHOICES = (
    ("unknown", "unbekannt"),
    ("in_progress", "in Bearbeitung"),
    ("completed", "abgeschlossen"),
)
_NOT_SHOWN = "Wird derzeit nicht angezeigt, steht aber in den offenen Daten."
_ONLY_COUNT = "Nur bei einer Zahl mit Ziel."

_additional = partial(Field, file=FileName.ADDITIONAL)
_progress = partial(Field, file=FileName.PROGRESS, section=Section.PROGRESS)

ADDITIONAL_FIELDS: tuple[Field, ...] = (
    _additional(
        name="short_title",
        path=("short_title",),
        label="Kurztitel",
        key_label="short_title",
        section=Section.HEAD,
        help="Kurzer Titel für Überschrift und Kacheln, ohne Vorzeichen wie „€€€“.",
        meaning="Kurzer Titel; ist er leer, gilt der Titel aus dem Vertrag.",
        shown="Überschrift der Seite, Kacheln und Suche; leer erscheint der lange Titel.",
        kind=Kind.SHORT_TEXT,
        expected=EVERY_PROFILE,
        excel=Excel("Kurztitel", 34),
        limit=50,
        empty="",
        aliases=also("Short title; Kurztitel; Kurzbezeichnung; Kurzname; Stichwort"),
    ),
    _additional(
        name="summary",
        path=("summary",),
        label="Zusammenfassung",
        key_label="summary",
        section=Section.HEAD,
        help="Zwei bis drei Sätze: Was ist das Ziel, wie weit ist die Stadt?",
        meaning="Ziel der Maßnahme und Stand der Umsetzung in zwei bis drei Sätzen.",
        shown="Unter der Überschrift der Seite.",
        kind=Kind.LONG_TEXT,
        expected=EVERY_PROFILE,
        excel=Excel("Zusammenfassung", 50),
        limit=400,
        empty="",
        aliases=also("Summary; Abstract; Kurzbeschreibung; Kurztext; Zusammenfassung; Teaser"),
    ),
    _additional(
        name="cost_until",
        path=("cost", "until_in_years"),
        label="Geplante Umsetzung bis",
        key_label="cost › until_in_years",
        section=Section.IMPLEMENTATION,
        help="Kalenderjahr, keine Dauer. Beispiel: 2030. Läuft die Maßnahme ohne Ende, bleibt das "
        "Feld leer.",
        meaning="Kalenderjahr, bis zu dem die Maßnahme umgesetzt sein soll; leer, wenn sie kein "
        "Ende hat.",
        shown="Vierte Zeile unter „Umsetzung“.",
        kind=Kind.YEAR,
        expected=ONLY_MEASURE,
        excel=Excel("Umsetzung bis (Jahr)", 14),
        row=True,
        empty=None,
        aliases=also(
            "Until; Year; End; Ende; Jahr; Umsetzung bis; Zieljahr; Fertigstellung; Abschluss; "
            "Laufzeit bis; bis Jahr"
        ),
    ),
    _additional(
        name="cost_value",
        path=("cost", "value"),
        label="Kosten der Maßnahme",
        key_label="cost › value",
        section=Section.IMPACT,
        help="Betrag in Euro. Beispiel: 1.250.000. Ist keiner bekannt, wählen Sie „Keine Angabe“, "
        "nicht 0.",
        meaning="Kosten der Maßnahme in Euro; leer, wenn kein Betrag bekannt ist.",
        shown="Vierte Zeile unter „Auswirkungen“.",
        kind=Kind.AMOUNT,
        expected=EVERY_PROFILE,
        excel=Excel("Kosten (Euro)", 18),
        row=True,
        empty=None,
        aliases=also(
            "Cost; Costs; Kosten; Kosten in Euro; Kosten (€); Kosten in €; Gesamtkosten; "
            "Gesamtkosten in Euro; Budget; Investition; Investitionskosten; Betrag"
        ),
    ),
    _additional(
        name="cost_quantity",
        path=("cost", "quantity"),
        label="Menge zu den Kosten",
        key_label="cost › quantity",
        section=Section.MORE,
        help="Zahl, auf die sich die Kosten beziehen. Die Einheit hat im Format keinen Platz.",
        meaning="Zahl, auf die sich die Kosten beziehen; ihre Einheit steht nicht in den Daten.",
        shown=_NOT_SHOWN,
        kind=Kind.NUMBER,
        excel=Excel("Menge zu den Kosten", 14),
        empty=None,
    ),
    _additional(
        name="links",
        path=("links",),
        label="Nützliche Links",
        key_label="links",
        section=Section.LINKS,
        help="Titel, der das Ziel nennt, und vollständige Adresse mit https://.",
        shown="Liste „Nützliche Links“ unter der Zusammenfassung; ohne Einträge entfällt sie.",
        kind=Kind.LINKS,
    ),
    _additional(
        name="state_title",
        path=("state", "title"),
        label="Sachstand: Titel",
        key_label="state › title",
        section=Section.IMPLEMENTATION,
        help="Titel der Maßnahme im Sachstandsbericht; dient dem Wiederfinden.",
        meaning="Titel der Maßnahme im Sachstandsbericht.",
        shown=_NOT_SHOWN,
        kind=Kind.LONG_TEXT,
        excel=Excel("Sachstand Titel", 34),
        after="state_date",
        aliases=also("State title; Titel im Sachstandsbericht; Titel Sachstand"),
    ),
    _additional(
        name="state_date",
        path=("state", "date"),
        label="Sachstand: Datum",
        key_label="state › date",
        section=Section.IMPLEMENTATION,
        help="Tag, zu dem der Sachstand gilt. Beispiel: 01.07.2024.",
        meaning="Tag, zu dem der Sachstand gilt.",
        shown="Derzeit nicht: Die Seite zeigt fest „01/08/2024“.",
        kind=Kind.DATE,
        excel=Excel("Sachstand Datum", 14),
        after="state_text",
        aliases=also(
            "Date; Datum; Stand vom; Datum des Sachstands; Sachstandsdatum; Stichtag; Berichtsdatum"
        ),
    ),
    _additional(
        name="state_text",
        path=("state", "text"),
        label="Sachstand: Was ist geschehen?",
        key_label="state › text",
        section=Section.IMPLEMENTATION,
        help="Was seit dem letzten Bericht erreicht wurde und was als Nächstes ansteht.",
        meaning="Was zum Stichtag erreicht war und was als Nächstes anstand.",
        shown="Im Zeitstrahl unter „Sachstand 2024“.",
        kind=Kind.LONG_TEXT,
        expected=ONLY_MEASURE,
        excel=Excel("Sachstand Text", 60),
        html=True,
        aliases=also(
            "State; Sachstand; Aktueller Sachstand; Stand der Umsetzung; Umsetzungsstand; "
            "Status quo; Bericht; Progress report"
        ),
    ),
    _additional(
        name="state_verdict",
        path=("state", "verdict"),
        label="Sachstand: Bewertung",
        key_label="state › verdict",
        section=Section.IMPLEMENTATION,
        help="Kurze Bewertung des Stands. Beispiel: „im Plan“.",
        meaning="Kurze Bewertung des Stands durch die Stadt.",
        shown=_NOT_SHOWN,
        kind=Kind.OPEN_CHOICE,
        excel=Excel("Sachstand Bewertung", 26),
        aliases=also("Verdict; Bewertung; Ampel; Einschätzung"),
    ),
    _additional(
        name="user_action_label",
        path=("user_action", "label"),
        label="Aufschrift der Schaltfläche",
        key_label="user_action › label",
        section=Section.ACTION,
        help="Kurzer Aufruf. Beispiel: „Jetzt Beratung buchen“.",
        meaning="Aufschrift der Schaltfläche, mit der die Website zum Mitmachen aufruft.",
        shown="Auf der Schaltfläche unter „Werde selber aktiv!“.",
        kind=Kind.SHORT_TEXT,
        excel=Excel("Aufruf Schaltfläche", 26),
        limit=60,
    ),
    _additional(
        name="user_action_href",
        path=("user_action", "href"),
        label="Ziel der Schaltfläche",
        key_label="user_action › href",
        section=Section.ACTION,
        help="Vollständige Adresse mit https:// oder eine E-Mail-Adresse mit mailto:.",
        meaning="Adresse, zu der die Schaltfläche führt.",
        shown="Ziel der Schaltfläche unter „Werde selber aktiv!“.",
        kind=Kind.URL,
        excel=Excel("Aufruf Adresse", 36),
        aliases=also("Link; URL; Adresse; Internetadresse; Webseite; Website"),
    ),
    _additional(
        name="user_action_description",
        path=("user_action", "description"),
        label="Text des Aufrufs",
        key_label="user_action › description",
        section=Section.ACTION,
        help="Ein bis zwei Sätze: Was können Bürgerinnen und Bürger tun?",
        meaning="Aufruf zum Mitmachen, der über der Schaltfläche steht.",
        shown="Text unter „Werde selber aktiv!“.",
        kind=Kind.LONG_TEXT,
        excel=Excel("Aufruf Text", 40),
    ),
)

PROGRESS_FIELDS: tuple[Field, ...] = (
    _progress(
        name="progress_type",
        path=("type",),
        label="Art des Fortschritts",
        key_label="type",
        help="Status genügt meist; Zahl oder Prozent nur, wenn regelmäßig gemessen wird.",
        meaning="Wie der Fortschritt gemessen wird: binary = Status, percent = Prozent, count = "
        "Zahl mit Ziel.",
        shown="Entscheidet zwischen Statuszeile und Diagramm.",
        kind=Kind.CHOICE,
        choices=PROGRESS_TYPES,
    ),
    _progress(
        name="progress_label",
        path=("label",),
        label="Beschriftung des Diagramms",
        key_label="label",
        help="Was gezählt wird. Beispiel: „Erzeugte Energie pro Jahr“. " + _ONLY_COUNT,
        meaning="Was gezählt wird; nur bei einer Zahl mit Ziel.",
        shown="Legende des Diagramms.",
        kind=Kind.SHORT_TEXT,
        only_if=("progress_type", "count"),
    ),
    _progress(
        name="progress_unit",
        path=("unit",),
        label="Einheit",
        key_label="unit",
        help="Einheit der Werte. Beispiel: GWh. " + _ONLY_COUNT,
        meaning="Einheit der gezählten Werte; nur bei einer Zahl mit Ziel.",
        shown="An der senkrechten Achse des Diagramms.",
        kind=Kind.SHORT_TEXT,
        only_if=("progress_type", "count"),
    ),
    _progress(
        name="progress_start",
        path=("start",),
        label="Startwert",
        key_label="start",
        help="Wert zu Beginn. Liegt der letzte Wert darunter, erscheint „unbekannt“. "
        + _ONLY_COUNT,
        meaning="Wert zu Beginn; nur bei einer Zahl mit Ziel.",
        shown="Gestrichelte Linie „Start“ im Diagramm.",
        kind=Kind.NUMBER,
        only_if=("progress_type", "count"),
    ),
    _progress(
        name="progress_goal",
        path=("goal",),
        label="Zielwert",
        key_label="goal",
        help="Wird er genau erreicht, gilt die Maßnahme als abgeschlossen. " + _ONLY_COUNT,
        meaning="Zielwert; nur bei einer Zahl mit Ziel.",
        shown="Gestrichelte Linie „Ziel“ im Diagramm.",
        kind=Kind.NUMBER,
        only_if=("progress_type", "count"),
    ),
    _progress(
        name="progress_y_min",
        path=("yMin",),
        label="Achse von",
        key_label="yMin",
        help="Kleinster Wert der Achse. " + _ONLY_COUNT,
        meaning="Unteres Ende der Achse, mit der die Website den Fortschritt zeichnet.",
        shown="Unteres Ende der senkrechten Achse.",
        kind=Kind.NUMBER,
        only_if=("progress_type", "count"),
    ),
    _progress(
        name="progress_y_max",
        path=("yMax",),
        label="Achse bis",
        key_label="yMax",
        help="Größter Wert der Achse; Start und Ziel müssen hineinpassen. " + _ONLY_COUNT,
        meaning="Oberes Ende der Achse, mit der die Website den Fortschritt zeichnet.",
        shown="Oberes Ende der senkrechten Achse.",
        kind=Kind.NUMBER,
        only_if=("progress_type", "count"),
    ),
    _progress(
        name="progress_values",
        path=("values",),
        label="Fortschritt",
        key_label="values",
        help="Je Zeile ein Stand mit Datum. Der letzte bestimmt den öffentlichen Status.",
        shown="Diagramm und Status am Kopf der Seite, in Listen und in den Neuigkeiten.",
        kind=Kind.SERIES,
        expected=EVERY_PROFILE,
        choices=STATUS_CHOICES,
        after="progress_type",
    ),
)

CATEGORY_FIELDS: tuple[Field, ...] = (
    Field(
        name="category_description",
        file=FileName.CATEGORIES,
        path=("description",),
        label="Beschreibung der Kategorie",
        key_label="categories › description",
        section=Section.CATEGORY,
        help="Ein Absatz zum Handlungsfeld. Eine Änderung gilt für alle Maßnahmen der Kategorie.",
        meaning="Was zur Kategorie gehört, in einem Absatz.",
        shown="Auf der Übersichtsseite der Kategorie.",
        kind=Kind.LONG_TEXT,
        required=EVERY_PROFILE,
        empty="",
    ),
)
