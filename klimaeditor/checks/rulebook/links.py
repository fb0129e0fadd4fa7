"""Sentences of the rules about addresses, links and the call to action."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from klimaeditor.checks.links import UrlFault
from klimaeditor.checks.rulebook.types import Rule
from klimaeditor.model.findings import Severity

LINK_RULES = (
    Rule(
        id="url_invalid",
        severity=Severity.ERROR,
        title="Adresse unbrauchbar",
        problem="Die Adresse {found} {reason}.",
        site="Die öffentliche Seite verlinkt sie ungeprüft; der Link ist kaputt oder gefährlich.",
        remedy="Bitte die vollständige Adresse mit {scheme} eingeben",
        example="{example}",
    ),
    Rule(
        id="url_http",
        severity=Severity.WARNING,
        title="Adresse ohne Verschlüsselung",
        problem="Die Adresse {found} beginnt mit http://.",
        site="Browser warnen vor der Seite, wenn Bürgerinnen und Bürger den Link öffnen.",
        remedy="Bitte prüfen, ob es die Seite auch verschlüsselt gibt",
        example="https://www.stadt-muenster.de/klima",
    ),
    Rule(
        id="link_incomplete",
        severity=Severity.ERROR,
        title="Link unvollständig",
        problem="Link {row} hat {missing}.",
        site="Die öffentliche Seite zeigt einen leeren Link, oder er führt nirgendwohin.",
        remedy="Bitte Titel und Adresse eintragen oder die Zeile entfernen",
        example="„Förderprogramm der Stadt“ und https://www.stadt-muenster.de/klima",
    ),
    Rule(
        id="link_title",
        severity=Severity.WARNING,
        title="Linktitel sagt nichts",
        problem="Der Titel {found} sagt nicht, wohin der Link führt.",
        site="Auf der öffentlichen Seite und beim Vorlesen ist das Ziel nicht zu erkennen.",
        remedy="Bitte das Ziel benennen",
        example="„Windpark-Seite der Stadtwerke“",
    ),
    Rule(
        id="user_action_incomplete",
        severity=Severity.ERROR,
        title="Aufruf unvollständig",
        problem="Zum Aufruf „Werde selber aktiv!“ fehlt „{label}“.",
        site="Die öffentliche Seite zeigt den Aufruf mit einer Lücke oder einer Schaltfläche ohne "
        "Ziel.",
        remedy="Bitte alle drei Felder ausfüllen oder alle drei leeren",
        example="{example}",
    ),
)

URL_REASONS: Final = MappingProxyType(
    {
        UrlFault.EMPTY: "ist leer",
        UrlFault.SPACE: "enthält ein Leerzeichen",
        UrlFault.CONTROL: "enthält ein unsichtbares Zeichen",
        UrlFault.BAD_CHARACTER: "enthält ein Zeichen, das in Adressen nicht vorkommen darf",
        UrlFault.TOO_LONG: "ist länger als 2.000 Zeichen",
        UrlFault.NOT_ABSOLUTE: "beginnt nicht mit https://",
        UrlFault.SCHEME: "führt zu keiner Webseite",
        UrlFault.MAIL_NOT_ALLOWED: "ist eine E-Mail-Adresse, keine Webseite",
        UrlFault.MAIL_ADDRESS: "enthält keine gültige E-Mail-Adresse",
        UrlFault.NO_HOST: "nennt keinen Server",
        UrlFault.BAD_HOST: "nennt einen Server, den es im Internet nicht geben kann",
        UrlFault.USER_INFO: "täuscht mit dem Teil vor dem @ einen anderen Server vor",
    }
)
