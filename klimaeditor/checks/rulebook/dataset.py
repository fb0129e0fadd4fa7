"""Sentences of the rules that look at several records."""

from __future__ import annotations

from klimaeditor.checks.rulebook.types import Rule
from klimaeditor.model.findings import Severity

DATASET_RULES = (
    Rule(
        id="id_duplicate",
        severity=Severity.ERROR,
        title="Kennung doppelt",
        problem="Die Kennung {found} haben {count} Maßnahmen.",
        site="Nur die erste ist auf der öffentlichen Seite zu erreichen; Zusatzdaten und "
        "Fortschritt gelten für alle zugleich.",
        remedy="Bitte in measures.json der später angelegten eine freie Kennung geben",
        example="{example}",
    ),
    Rule(
        id="category_name_differs",
        severity=Severity.ERROR,
        title="Zwei Namen für eine Kategorie",
        problem="Die Kategorie heißt hier {found}, bei ihren anderen Maßnahmen {usual}.",
        site="Auf der Startseite erscheint sie dadurch zweimal, einmal mit falschem oder ohne "
        "Symbol.",
        remedy="Bitte für alle Maßnahmen der Kategorie denselben Namen verwenden",
        example="{usual}",
    ),
    Rule(
        id="cost_shared",
        severity=Severity.WARNING,
        title="Gleicher Betrag bei mehreren Maßnahmen",
        problem="{count} Maßnahmen dieser Kategorie nennen denselben Betrag von {stored} Euro.",
        site="Die öffentliche Seite zeigt ihn bei jeder; in einer Summe steckt er mehrfach.",
        remedy="Bitte prüfen, ob es die Kosten aller Vorhaben zusammen sind",
        example="je Vorhaben der eigene Anteil",
    ),
    Rule(
        id="orphan_record",
        severity=Severity.ERROR,
        title="Eintrag ohne Maßnahme",
        problem="In {file} {entries} mit der Kennung {found}, zu der es keine Maßnahme gibt.",
        site="Die öffentliche Seite zeigt ihn nicht, veröffentlicht ist er trotzdem; ein kaputter "
        "Fortschritt legt sogar alle Seiten lahm.",
        remedy="Bitte entfernen oder die Kennung in der Datei berichtigen",
        example="{example}",
    ),
    Rule(
        id="duplicate_record",
        severity=Severity.ERROR,
        title="Eintrag doppelt",
        problem="In {file} steht die Kennung {found} mehrfach ({count} Einträge).",
        site="Die öffentliche Seite beachtet nur den {used} Eintrag.",
        remedy="Bitte die überzähligen entfernen, nachdem ihr Inhalt geprüft ist",
        example="den {unused}",
    ),
    Rule(
        id="byte_order_mark",
        severity=Severity.ERROR,
        title="Byte-Reihenfolge-Marke am Dateianfang",
        problem="{file} beginnt mit einer Byte-Reihenfolge-Marke (BOM).",
        site="Die öffentliche Seite kann die Datei damit nicht einlesen.",
        remedy="Bitte die Marke entfernen; alle Angaben bleiben, wie sie sind",
        example="eine Datei in UTF-8 ohne BOM",
    ),
)
