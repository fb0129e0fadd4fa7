"""Sentences of the rules about the public page: costs, rows, category, filter."""

from __future__ import annotations

from klimaeditor.checks.rulebook.types import Rule
from klimaeditor.model.findings import Severity

SITE_RULES = (
    Rule(
        id="cost_nan",
        severity=Severity.ERROR,
        title="Seite zeigt „NaN €“",
        problem="Zu dieser Maßnahme gibt es noch keine Zusatzdaten.",
        site="Die öffentliche Seite zeigt bei „Kosten der Maßnahme“ den Fehler „NaN €“.",
        remedy="Bitte einen Betrag eintragen oder „keine Angabe“ setzen",
        example="1.250.000 €",
    ),
    Rule(
        id="cost_incomplete",
        severity=Severity.ERROR,
        title="Kostenangaben unvollständig",
        problem="In den Zusatzdaten fehlt {missing}.",
        site="{effect}",
        remedy="Bitte „keine Angabe“ setzen oder die Werte eintragen",
        example="1.250.000 €",
    ),
    Rule(
        id="row_without_value",
        severity=Severity.WARNING,
        title="Zeile ohne Wert",
        problem="„{label}“ hat keinen Wert.",
        site="Die öffentliche Seite zeigt die Zeile trotzdem, mit nichts dahinter.",
        remedy="Bitte einen Wert eintragen",
        example="{example}",
    ),
    Rule(
        id="body_not_in_filter",
        severity=Severity.HINT,
        title="Nicht im Filter der Startseite",
        problem="Die zuständige Stelle enthält keine der Schreibweisen, nach denen die Startseite "
        "filtert.",
        site="Wer dort nach einer Stelle filtert, findet diese Maßnahme nicht.",
        remedy="Ist eine städtische Stelle zuständig, bitte genau so schreiben",
        example="{spelling}",
    ),
    Rule(
        id="id_missing",
        severity=Severity.ERROR,
        title="Kennung fehlt",
        problem="Die Maßnahme hat keine Kennung.",
        site="Ihre öffentliche Seite ist nicht erreichbar, und Zusatzdaten finden nicht zu ihr.",
        remedy="Bitte in measures.json unter „id“ nachtragen",
        example="mobilitaet12",
    ),
    Rule(
        id="id_pattern",
        severity=Severity.ERROR,
        title="Kennung unzulässig",
        problem="Die Kennung {found} passt nicht zum Format.",
        site="Sie steht in der Adresse der öffentlichen Seite; der Link kann ins Leere führen.",
        remedy="Erlaubt sind ein Kleinbuchstabe am Anfang, dann Kleinbuchstaben, Ziffern und "
        "Unterstrich (höchstens 64 Zeichen)",
        example="mobilitaet12",
    ),
    Rule(
        id="category_unknown",
        severity=Severity.ERROR,
        title="Kategorie gibt es nicht",
        problem="Die Kategorie {found} steht nicht in categories.json.",
        site="Ihre Übersichtsseite hat keinen Text.",
        remedy="Bitte eine vorhandene Kategorie wählen oder die Beschreibung der Kategorie anlegen",
        example="„Mobilität“",
    ),
    Rule(
        id="category_without_icon",
        severity=Severity.WARNING,
        title="Kategorie ohne Symbol",
        problem="Den Kategorienamen {found} kennt die Website nicht.",
        site="Die Maßnahme verliert Symbol und Farbe der Kategorie.",
        remedy="Bitte den genauen Namen verwenden oder das Symbol bei der Website-Betreuung "
        "bestellen",
        example="„Mobilität“",
    ),
)
