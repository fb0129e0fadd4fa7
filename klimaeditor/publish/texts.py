"""German words of publications: what the files say about themselves, and what stops one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FileName
from klimaeditor.differences import ChangeKind

if TYPE_CHECKING:
    from datetime import date

TITLE: Final = "Maßnahmen des Klimastadt-Vertrags Münster"
DESCRIPTION: Final = (
    "Maßnahmen des Klimastadt-Vertrags (Climate City Contract) mit Beschreibung, Auswirkungen, "
    "Umsetzung, Kosten und Fortschritt."
)
KEYWORDS: Final = ("Klimaschutz", "Klimastadt-Vertrag", "Klimaneutralität", "Maßnahmen")
FILES: Final = MappingProxyType(
    {
        FileName.MEASURES: "Vertragstexte jeder Maßnahme in vier Gruppen",
        FileName.ADDITIONAL: "Kurztitel, Zusammenfassung, Kosten, Links, Sachstand je Maßnahme",
        FileName.PROGRESS: "Fortschritt je Maßnahme mit datierten Werten",
        FileName.CATEGORIES: "Texte der Kategorien (Handlungsfelder)",
    }
)
NO_MARKUP: Final = "Klartext ohne HTML; die öffentliche Seite gibt ihn ungeprüft aus."
JOIN: Final = "Kennung der Maßnahme oder Kategorie, zu der der Eintrag gehört."

# --- settings ----------------------------------------------------------------------------------

NO_PROVIDER: Final = (
    "In den Angaben zur Veröffentlichung fehlt der Name des Bereitstellers. Die Lizenz verlangt "
    "ihn; bitte eintragen, z. B. „Stadt Münster“."
)
NO_TITLE: Final = "In den Angaben zur Veröffentlichung fehlt der Titel. Bitte eintragen."


def unknown_licence(found: str, known: list[str]) -> str:
    """Return the sentence for a licence that is none of ours."""
    return (
        f"Die Lizenz „{found}“ ist nicht bekannt. Bitte eine davon wählen: {', '.join(known)}."
        if found
        else f"Die Lizenz fehlt. Bitte eine davon wählen: {', '.join(known)}."
    )


def bad_identifier(found: str) -> str:
    """Return the sentence for an identifier that does not fit."""
    return (
        f"Die Kennung des Datensatzes „{found}“ ist nicht möglich. Erlaubt sind Buchstaben ohne "
        "Umlaute, Ziffern, Punkt, Strich und Unterstrich, z. B. „klimastadt-vertrag-muenster“."
    )


def settings_missing(path: str) -> str:
    """Return the sentence for a file of settings that is not there."""
    return f"Die Datei {path} gibt es nicht. Bitte den Namen prüfen."


def settings_unreadable(path: str) -> str:
    """Return the sentence for settings that cannot be read."""
    return (
        f"Die Angaben zur Veröffentlichung in {path} sind nicht lesbar. Bitte die Datei "
        "berichtigen (ein JSON-Objekt) oder löschen; ohne sie gelten die Voreinstellungen."
    )


def setting_unfit(name: str) -> str:
    """Return the sentence for one setting of the wrong kind."""
    return f"In den Angaben zur Veröffentlichung ist „{name}“ von der falschen Art. Bitte prüfen."


# --- flat tables -------------------------------------------------------------------------------

MEASURES: Final = "massnahmen"
PROGRESS: Final = "fortschritt"
LINKS: Final = "links"
CATEGORIES: Final = "kategorien"
MEASURES_TITLE: Final = "Maßnahmen, eine Zeile je Maßnahme"
PROGRESS_TITLE: Final = "Fortschritt, eine Zeile je datiertem Wert"
LINKS_TITLE: Final = "Nützliche Links, eine Zeile je Link"
CATEGORIES_TITLE: Final = "Kategorien (Handlungsfelder)"
CURRENCY: Final = "Währung"
CURRENCY_HELP: Final = "Einheit des Betrags davor."
MEASURE_ID: Final = "Kennung der Maßnahme"
MEASURE_ID_HELP: Final = "Verweist auf „id“ in der Tabelle der Maßnahmen."
DAY: Final = "Datum"
DAY_HELP: Final = "Tag, zu dem der Wert gilt."
STATUS: Final = "Status"
STATUS_HELP: Final = "unknown = unbekannt, in_progress = in Bearbeitung, completed = abgeschlossen."
VALUE: Final = "Wert"
VALUE_HELP: Final = "Gezählter Wert oder Prozent; leer, wenn nur ein Status angegeben ist."
UNIT: Final = "Einheit"
UNIT_HELP: Final = "Einheit des Werts."
LINK_TITLE: Final = "Titel"
LINK_TITLE_HELP: Final = "Was hinter dem Link steht."
LINK_URL: Final = "Adresse"
LINK_URL_HELP: Final = "Vollständige Adresse."
CATEGORY_ID: Final = "Kennung der Kategorie"
CATEGORY_ID_HELP: Final = "Bleibt für immer gleich."
CATEGORY_NAME: Final = "Name der Kategorie"
CATEGORY_NAME_HELP: Final = "Wie die öffentliche Seite die Kategorie nennt."

# --- descriptions ------------------------------------------------------------------------------

LANGUAGE: Final = "de"
APOSTROPHE: Final = (
    "In den CSV-Dateien steht vor Texten, die mit = + - @ beginnen, ein Apostroph, damit "
    "Tabellenprogramme sie nicht als Formel ausführen; beim Einlesen bitte entfernen."
)

# --- changes -----------------------------------------------------------------------------------

COUNTED: Final = (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED)
SECTIONS: Final = (
    (ChangeKind.ADDED, "Neue Maßnahmen"),
    (ChangeKind.REMOVED, "Entfernte Maßnahmen (ihre Kennungen werden nicht wieder vergeben)"),
)
SECTION_CHANGED: Final = "Geänderte Maßnahmen"
SECTION_OTHERS: Final = "Kategorien und Übriges"
CAME: Final = "neu"
WENT: Final = "entfernt"
_COUNTED_AS: Final = MappingProxyType(
    {
        ChangeKind.ADDED: "neu",
        ChangeKind.CHANGED: "geändert",
        ChangeKind.REMOVED: "entfernt",
    }
)


def subject(counts: list[tuple[ChangeKind, int]], *, others: int) -> str:
    """Return the first line of the changes."""
    parts = [f"{number} {_COUNTED_AS[kind]}" for kind, number in counts]
    said = f"Maßnahmen: {', '.join(parts)}" if parts else ""
    if others:
        said += f"{'; ' if said else ''}Kategorien und Übriges: {others} geändert"
    return said or "Keine Änderungen an den Daten"


def first_subject(measures: int, categories: int) -> str:
    """Return the first line of a first publication."""
    kinds = "Kategorie" if categories == 1 else "Kategorien"
    noun = "Maßnahme" if measures == 1 else "Maßnahmen"
    return f"Erste Veröffentlichung: {measures} {noun} in {categories} {kinds}"


def day(when: date) -> str:
    """Return a day as people write it."""
    return f"{when:%d.%m.%Y}"


def as_of(today: date, since: date | None) -> str:
    """Return which state the changes lead to, and from where."""
    before = f", verglichen mit der Veröffentlichung vom {day(since)}" if since else ""
    return f"Stand: {day(today)}{before}."


def change(label: str, before: str, after: str) -> str:
    """Return one line of the changes."""
    if not before:
        return f"{label}: {after}" if after == CAME else f"{label}: neu „{after}“"
    if not after:
        return f"{label}: {before}" if before == WENT else f"{label}: entfernt, war „{before}“"
    return f"{label}: „{before}“ → „{after}“"


# --- merge and clean-up ------------------------------------------------------------------------

WHOLE_RECORD: Final = "Ganzer Eintrag"
THERE: Final = "vorhanden"
NOT_THERE: Final = "nicht vorhanden"
SAME_NEW_ID: Final = "Zwei neue Einträge mit derselben Kennung"


def taken_unasked(file: str) -> str:
    """Return the label of a companion that Git takes over beside another measure."""
    return f"Git übernimmt den Eintrag in {file} ohne Rückfrage; bitte dort prüfen"


def cleaning_failed(file: str) -> str:
    """Return the refusal to clean a file whose content would change."""
    return (
        f"{file} lässt sich nicht bereinigen, ohne den Inhalt zu verändern. Es wurde nichts "
        "geschrieben; bitte melden Sie das mit der Datei."
    )


# --- gate --------------------------------------------------------------------------------------

NO_MEASURES: Final = (
    "Der Datensatz enthält keine Maßnahme. Bitte prüfen, ob der richtige Ordner geöffnet ist."
)


def other_identifier(before: str, now: str) -> str:
    """Return the sentence for a package of another dataset."""
    return (
        f"Im Zielordner liegt die Veröffentlichung des Datensatzes „{before}“, hier heißt er "
        f"„{now}“. Bitte einen anderen Ordner wählen oder die Kennung des Datensatzes berichtigen."
    )


def rights(count: int) -> str:
    """Return the question about texts of others."""
    noun = "Beitrag" if count == 1 else "Beiträge"
    return (
        f"Der Datensatz enthält {count} {noun} der Stadtgesellschaft. Bitte bestätigen, dass die "
        "Verfasser der Veröffentlichung unter der gewählten Lizenz zugestimmt haben."
    )


def reused(measure_id: str, title: str, since: date) -> str:
    """Return the question about an id that belonged to another measure."""
    return (
        f"Die Kennung „{measure_id}“ gehörte bis zum {day(since)} der Maßnahme „{title}“; deren "
        "Adresse führt jetzt zu einer anderen. Bitte der neuen Maßnahme eine freie Kennung geben "
        "oder bestätigen, dass es dieselbe ist."
    )


def errors_stand(count: int) -> str:
    """Return the refusal to publish with errors."""
    stand = "steht noch ein Fehler" if count == 1 else f"stehen noch {count} Fehler"
    return f"Es {stand} im Datensatz; bitte zuerst beheben. Veröffentlicht wurde nichts."


def to_confirm(count: int) -> str:
    """Return the refusal to publish without confirmation."""
    what = "ist noch ein Punkt" if count == 1 else f"sind noch {count} Punkte"
    return f"Vor der Veröffentlichung {what} zu bestätigen. Veröffentlicht wurde nichts."


# --- package -----------------------------------------------------------------------------------

WORKBOOK_TITLE: Final = "Alle Maßnahmen als Excel-Arbeitsmappe"


def schema_title(file: str) -> str:
    """Return the title of a schema."""
    return f"JSON Schema (2020-12) für {file}"


def for_excel(title: str) -> str:
    """Return the title of a table in the flavour for Excel."""
    return f"{title} (für Excel: Semikolon, Dezimalkomma)"


def readme(title: str, source_note: str) -> str:
    """Return the page that explains a package."""
    return f"""# {title}

| Datei | Inhalt |
|---|---|
| `AENDERUNGEN.md` | was sich seit der vorigen Veröffentlichung geändert hat; auch als Commit-Text |
| `json/` | die vier Dateien, die die Website liest |
| `massnahmen.xlsx` | alle Maßnahmen als Excel-Arbeitsmappe |
| `csv/` | offene Daten: UTF-8, Komma, Punkt als Dezimalzeichen |
| `csv-excel/` | dieselben Tabellen für Excel: Semikolon, Dezimalkomma |
| `schema/` | JSON Schema (2020-12) je JSON-Datei |
| `datapackage.json` | Beschreibung für Programme (Frictionless Data Package) |
| `dcat-ap-de.jsonld` | Entwurf des Metadatensatzes für ein Portal |
| `kennungen.json` | vergebene und nicht mehr vergebene Kennungen |
| `SHA256SUMS` | Prüfsummen; `sha256sum -c SHA256SUMS` |

**Quellenvermerk:** {source_note}

**CSV:** {APOSTROPHE}

**Portal:** In `dcat-ap-de.jsonld` sind die Adressen der Dateien Vorschläge. Bitte vor der
Meldung an ein Portal durch die tatsächlichen ersetzen.
"""


def cannot_write(name: str, reason: str) -> str:
    """Return the message for a package that cannot be written."""
    return f"Die Veröffentlichung „{name}“ kann nicht geschrieben werden: {reason}"


def cannot_read(name: str, reason: str) -> str:
    """Return the message for a folder that cannot be read."""
    return f"Der Ordner {name} kann nicht gelesen werden: {reason}"


def not_a_folder(name: str) -> str:
    """Return the message for a target that is a file."""
    return f"„{name}“ ist eine Datei. Bitte einen Ordner angeben."


def foreign_folder(name: str) -> str:
    """Return the refusal to replace a folder that is no publication."""
    return (
        f"Der Ordner {name} enthält etwas anderes als eine frühere Veröffentlichung und wird nicht "
        "ersetzt. Bitte einen neuen oder leeren Ordner angeben."
    )


def strangers(name: str, found: list[str]) -> str:
    """Return the refusal to replace a publication that has more files than its own."""
    return (
        f"Im Ordner {name} liegt neben der früheren Veröffentlichung noch {', '.join(found)}. "
        "Beim Ersetzen ginge das verloren. Bitte woanders ablegen oder einen anderen Ordner "
        "angeben."
    )


def former_unreadable(name: str, reason: str) -> str:
    """Return the message for a former publication whose data cannot be read."""
    return (
        f"Die frühere Veröffentlichung in {name} ist beschädigt ({reason}) Bitte einen anderen "
        "Ordner angeben oder sie umbenennen."
    )
