"""German help of the subcommands: what each does, its options, its examples."""

from __future__ import annotations

DATASET_OR_WORKBOOK = (
    "Ordner des Datensatzes, eine seiner vier JSON-Dateien oder eine Arbeitsmappe (.xlsx)"
)
FORMAT = "text (voreingestellt) zum Lesen, json für Programme"

CHECK_SUMMARY = "prüft einen Datensatz"
CHECK = (
    "Prüft alle Maßnahmen und nennt je Befund das Feld, was nicht stimmt und was zu tun ist.\n"
    "Geändert wird nichts.\n\n"
    "Rückgabewert: 0 ohne Fehler (Warnungen und Hinweise sind erlaubt), 1 mit Fehlern,\n"
    "2 wenn der Datensatz nicht zu lesen ist. JSON ist eine Liste von Objekten mit measure,\n"
    "field, rule, severity (error, warning, hint), message und fixable (behebt „fix“ von selbst);\n"
    "Befunde an einer Datei nennen statt der Maßnahme die Datei in file."
)
CHECK_EXAMPLES = (
    ("daten/muenster", "zeigt die Befunde je Maßnahme"),
    ("daten/muenster --format json", "dasselbe für ein Programm"),
    ("rueckmeldung.xlsx", "prüft eine Arbeitsmappe, bevor sie übernommen wird"),
)

FIELDS_SUMMARY = "nennt die Felder, die „edit“ kennt"
FIELDS = (
    "Nennt jedes Feld mit Name, Beschriftung, Datei und Stelle, Art des Werts, Auswahl und ob es\n"
    "Pflicht ist."
)
FIELDS_EXAMPLES = (
    ("", "alle Felder zum Lesen"),
    ("--format json", "dasselbe für ein Programm"),
)

EDIT_SUMMARY = "ändert ein Feld einer Maßnahme und speichert"
EDIT = (
    "Schreibt einen Wert in ein Feld und speichert; alles andere in den Dateien bleibt, wie es\n"
    "ist. Werte werden gelesen wie im Formular: Beträge wie 1.234,56, Jahre wie 2030, Tage wie\n"
    "01.07.2024, Auswahl als Wert oder Beschriftung; links und progress_values als JSON-Liste.\n"
    "Was nicht eindeutig ist, wird nicht gespeichert. Ein leerer Wert leert das Feld.\n"
    "Einen Wert, der mit einem Strich beginnt, bitte als --value=-… schreiben."
)
EDIT_MEASURE = "Kennung der Maßnahme, z. B. mobilitaet1"
EDIT_FIELD = "Name des Felds, wie „klimaeditor fields“ ihn nennt"
EDIT_VALUE = "neuer Wert"
EDIT_NULL = "kein Wert: bei Beträgen und Jahren „keine Angabe“, sonst wird das Feld geleert"
EDIT_EXAMPLES = (
    ("daten --measure mobilitaet1 --field cost_value --value 1.250.000", "Kosten in Euro"),
    ("daten --measure mobilitaet1 --field cost_value --null", "Kosten: keine Angabe"),
    ("daten --measure bauen2 --field state_date --value 01.07.2024", "Tag des Sachstands"),
    ('daten --measure bauen2 --field short_title --value "Wärme aus dem Kanal"', "Kurztitel"),
    (
        r'daten --measure bauen2 --field links --value "[{\"title\": \"Netz\", \"url\": \"https://…\"}]"',
        "alle Links",
    ),
)

FIX_SUMMARY = "behebt, was ohne Entscheidung zu beheben ist, und speichert"
FIX = (
    "Führt die Korrekturen aus, die immer richtig sind (z. B. fehlende Kosten als „keine Angabe“\n"
    "anlegen), bis keine mehr übrig ist, und nennt sie je Maßnahme. Vorschläge, über die jemand\n"
    "entscheiden muss, bleiben stehen. Ein zweiter Lauf ändert nichts mehr."
)
FIX_RULE = "nur Befunde dieser Regel; die Namen stehen in „check --format json“ unter rule"
FIX_DRY_RUN = "nur zeigen, was behoben würde; nichts speichern"
FIX_EXAMPLES = (
    ("daten/muenster --dry-run", "zeigt, was geschähe"),
    ("daten/muenster", "behebt und speichert"),
    ("daten/muenster --rule cost_nan", "nur fehlende Kosten"),
)

EXPORT_SUMMARY = "schreibt den Datensatz als Excel-Arbeitsmappe"
EXPORT = "Schreibt alle Maßnahmen in eine neue Arbeitsmappe, die sich wieder einlesen lässt."
EXPORT_TARGET = "neue Arbeitsmappe, endet auf .xlsx"
EXPORT_FORCE = "eine vorhandene Arbeitsmappe ersetzen"
EXPORT_EXAMPLES = (
    ("daten/muenster massnahmen.xlsx", "neue Arbeitsmappe"),
    ("daten/muenster massnahmen.xlsx --force", "eine vorhandene ersetzen"),
)

CONVERT_SUMMARY = "macht aus einer Arbeitsmappe einen Datensatz"
CONVERT = (
    "Liest eine Arbeitsmappe und speichert sie als Datensatz aus vier JSON-Dateien. Aus der\n"
    "Arbeitsmappe wird nur gelesen."
)
CONVERT_SOURCE = "Arbeitsmappe, endet auf .xlsx"
CONVERT_TARGET = "Ordner für die vier Dateien; er wird angelegt, wenn es ihn nicht gibt"
CONVERT_FORCE = "einen vorhandenen Datensatz in dem Ordner ersetzen"
CONVERT_EXAMPLES = (
    ("rueckmeldung.xlsx neuer_ordner", "neuer Datensatz"),
    ("rueckmeldung.xlsx daten --force", "ersetzt den Datensatz in daten"),
)

SELFTEST_SUMMARY = "prüft, ob das Programm auf diesem Rechner arbeitet"
SELFTEST = (
    "Arbeitet einmal alles an einer Kopie des Beispieldatensatzes durch: öffnen, ändern, prüfen,\n"
    "zurücknehmen, speichern, nach Excel und zurück. Eigene Daten werden nicht berührt.\n\n"
    "Rückgabewert: 0 wenn alles gelingt, sonst 1."
)
SELFTEST_EXAMPLES = (("", "eine Zeile je Schritt"),)
