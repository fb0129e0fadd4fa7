"""German messages about the file itself: opening it, what the guard found, writing it."""

from __future__ import annotations

from typing import Final

SAVE_AS_XLSX: Final = (
    "Bitte in Excel mit „Speichern unter“ als „Excel-Arbeitsmappe (*.xlsx)“ speichern und diese "
    "Datei öffnen."
)
_DAMAGED = (
    "Bitte in Excel öffnen und neu als „Excel-Arbeitsmappe (*.xlsx)“ speichern; gelingt das nicht, "
    "eine frühere Fassung verwenden."
)
_TOO_BIG = (
    "Eine Arbeitsmappe des Klimaeditors ist viel kleiner; die Datei wurde zur Sicherheit nicht "
    "geöffnet. Bitte den Absender fragen."
)
_UNSAFE = "Die Datei wurde zur Sicherheit nicht geöffnet. "

UNSAFE_XML: Final = (
    "Arbeitsmappen lassen sich gerade nicht öffnen, weil ein Sicherheitsbaustein (defusedxml) "
    "fehlt oder abgeschaltet ist. Bitte den Klimaeditor neu installieren lassen."
)


def missing(name: str) -> str:
    """Return the message for a workbook that is not there."""
    return (
        f"„{name}“ gibt es nicht (mehr). Bitte prüfen, ob das Laufwerk verbunden ist oder die "
        "Datei umbenannt wurde."
    )


def unreadable(name: str, reason: str) -> str:
    """Return the message for a workbook the operating system does not hand out."""
    return (
        f"„{name}“ lässt sich nicht lesen: {reason} Ist die Mappe in Excel geöffnet, bitte dort "
        "schließen oder eine Kopie davon öffnen."
    )


def open_elsewhere(name: str, holder: str) -> str:
    """Return the notice that somebody is still working in the workbook that was read."""
    who = f"bei {holder}" if holder else "in Excel oder LibreOffice"
    return f"„{name}“ ist gerade {who} geöffnet. Gelesen wurde der zuletzt gespeicherte Stand."


def owner_file(name: str) -> str:
    """Return the message for Excel's owner file, mistaken for a workbook."""
    return (
        f"„{name}“ ist nur eine Sperrdatei, die Excel neben einer geöffneten Mappe anlegt. "
        "Bitte die Mappe selbst öffnen."
    )


def wrong_suffix(name: str, suffix: str) -> str:
    """Return the message for a file that is no .xlsx."""
    kind = f"das Format „{suffix}“" if suffix else "eine Datei ohne Endung"
    return f"„{name}“: Der Klimaeditor öffnet {kind} nicht. {SAVE_AS_XLSX}"


def old_or_encrypted(name: str, *, encrypted: bool) -> str:
    """Return the message for an OLE container: encrypted, or the old binary format."""
    if encrypted:
        return (
            f"„{name}“ ist mit einem Kennwort verschlüsselt. Bitte in Excel unter „Datei – "
            "Informationen – Arbeitsmappe schützen“ das Kennwort entfernen und neu speichern."
        )
    return f"„{name}“ ist im alten Excel-Format (.xls) gespeichert. {SAVE_AS_XLSX}"


def not_a_workbook(name: str) -> str:
    """Return the message for a file that is no package at all."""
    return f"„{name}“ ist keine Excel-Arbeitsmappe oder beschädigt. {_DAMAGED}"


def broken(name: str) -> str:
    """Return the message for a package whose inside cannot be read."""
    return f"„{name}“ ist beschädigt und lässt sich nicht vollständig lesen. {_DAMAGED}"


def too_large(name: str, megabytes: int) -> str:
    """Return the message for a file over the limit (SEC-07)."""
    return f"„{name}“ ist größer als die erlaubten {megabytes} MB. {_TOO_BIG}"


def too_many_parts(name: str, limit: int) -> str:
    """Return the message for a package with too many parts (SEC-07)."""
    return f"„{name}“ besteht aus mehr als {limit} Teilen. {_TOO_BIG}"


def unpacks_too_large(name: str, part: str) -> str:
    """Return the message for a package that swells when unpacked (SEC-07)."""
    return f"„{name}“: Der Teil „{part}“ wird beim Entpacken übermäßig groß. {_TOO_BIG}"


def endless_text(name: str, part: str = "") -> str:
    """Return the message for a text that Excel cannot hold, so Excel has not written it."""
    where = f" (Teil „{part}“)" if part else ""
    return (
        f"„{name}“{where} enthält einen Text mit mehr als 32.767 Zeichen; so lange Texte "
        f"schreibt Excel nicht. {_UNSAFE}Bitte den Text auf mehrere Zellen verteilen oder den "
        "Absender fragen."
    )


def too_much_text(name: str) -> str:
    """Return the message for a workbook whose cells hold more than anybody reads (SEC-07)."""
    return (
        f"„{name}“ enthält zu viele oder zu lange Texte und wurde nicht gelesen. Bitte in mehrere "
        "Dateien aufteilen; ist die Mappe eigentlich klein, bitte den Absender fragen."
    )


def bad_part_name(name: str, part: str) -> str:
    """Return the message for a part whose name leads elsewhere (SEC-07)."""
    return f"„{name}“ enthält einen Teil mit unzulässigem Namen: „{part}“. {_UNSAFE}{_DAMAGED}"


def active_content(name: str, what: str, part: str) -> str:
    """Return the message for macros and their like (SEC-09)."""
    return (
        f"„{name}“ enthält {what} (Teil „{part}“). {_UNSAFE}Bitte in Excel entfernen und als "
        "„Excel-Arbeitsmappe (*.xlsx)“ neu speichern."
    )


def external_target(name: str, part: str, target: str) -> str:
    """Return the message for a relationship that fetches something from elsewhere (SEC-09)."""
    return (
        f"„{name}“ verweist auf einen Inhalt außerhalb der Mappe: {target} (Teil „{part}“). "
        f"{_UNSAFE}Bitte in Excel die Verknüpfung lösen und neu speichern."
    )


def dtd(name: str, part: str) -> str:
    """Return the message for a document type declaration (SEC-08)."""
    return (
        f"„{name}“: Der Teil „{part}“ enthält eine Dokumenttyp-Deklaration, wie sie für Angriffe "
        f"benutzt wird; Excel schreibt so etwas nicht. {_UNSAFE}Bitte den Absender fragen."
    )


def strict_format(name: str) -> str:
    """Return the message for ISO strict workbooks, whose names differ."""
    return f"„{name}“ ist als „Strict Open XML“ gespeichert. {SAVE_AS_XLSX}"


ACTIVE_CONTENT: Final = (
    ("vbaproject.bin", "Makros"),
    ("xl/vbaproject", "Makros"),
    ("xl/macrosheets/", "Makros (Excel 4.0)"),
    ("xl/dialogsheets/", "alte Dialogblätter"),
    ("xl/externallinks/", "Verknüpfungen mit anderen Mappen"),
    ("xl/embeddings/", "eingebettete Dateien"),
    ("xl/activex/", "ActiveX-Steuerelemente"),
    ("xl/ctrlprops/", "Formularsteuerelemente"),
    ("xl/connections.xml", "Datenverbindungen"),
    ("xl/querytables/", "Datenabfragen"),
    ("xl/model/", "ein Datenmodell"),
    ("xl/webextensions/", "Office-Add-Ins"),
    ("customui/", "eigene Menüs"),
)
MACROS: Final = "Makros"


READ_BACK_FAILED: Final = "Das Geschriebene ließ sich nicht fehlerfrei zurücklesen."

# --- writing -----------------------------------------------------------------------------------


def target_suffix(name: str) -> str:
    """Return the refusal to write anything but .xlsx."""
    return f"„{name}“: Der Dateiname muss auf „.xlsx“ enden. Bitte die Endung ergänzen."


def reserved_name(name: str) -> str:
    """Return the refusal of names Windows keeps for itself (SEC-17)."""
    return (
        f"„{name}“ ist unter Windows kein erlaubter Dateiname. Bitte einen Namen ohne "
        "Sonderzeichen wählen, z. B. „Maßnahmen.xlsx“."
    )


def target_locked(name: str, holder: str, lock: str, other: str) -> str:
    """Return the refusal to overwrite a workbook somebody has open (SAFE-08)."""
    who = f"von {holder}" if holder else "in Excel oder LibreOffice"
    return (
        f"„{name}“ ist gerade {who} geöffnet und wurde nicht überschrieben. Bitte dort schließen "
        f"oder unter einem anderen Namen speichern, z. B. „{other}“. Ist die Mappe nirgends mehr "
        f"geöffnet, hilft es, die übrig gebliebene Datei „{lock}“ zu löschen."
    )


def target_in_use(name: str, other: str) -> str:
    """Return the message for a target another program holds (SAFE-09)."""
    return (
        f"„{name}“ ist in einem anderen Programm geöffnet, vermutlich in Excel, und wurde nicht "
        "überschrieben. Ihre Änderungen sind noch da: Bitte dort schließen oder unter einem "
        f"anderen Namen speichern, z. B. „{other}“."
    )


def cannot_write(name: str, reason: str) -> str:
    """Return the message for a workbook that could not be written."""
    return (
        f"„{name}“ wurde nicht geschrieben: {reason} Eine vorhandene Datei ist unverändert. "
        "Bitte einen anderen Ordner oder Namen wählen."
    )


def too_long(place: str, length: int, limit: int) -> str:
    """Return the refusal of a text that no cell can hold (SEC-14)."""
    return (
        f"{place}: Der Text ist mit {_thousands(length)} Zeichen zu lang für Excel "
        f"(höchstens {_thousands(limit)}). Bitte kürzen oder diese Maßnahme vom Export ausnehmen."
    )


def too_many_lines(place: str, count: int, limit: int) -> str:
    """Return the refusal of a text with too many line breaks (SEC-14)."""
    return (
        f"{place}: Der Text hat {count} Zeilenumbrüche; Excel erlaubt höchstens {limit}. "
        "Bitte Leerzeilen entfernen oder diese Maßnahme vom Export ausnehmen."
    )


def room(characters: tuple[int, int, str], feeds: tuple[int, int, str]) -> str:
    """Return how full the fullest cells are: how much, of how much, and where (SEC-14)."""
    length, longest, where = characters
    count, most, there = feeds
    return (
        f"Die vollsten Zellen: {_thousands(length)} von {_thousands(longest)} Zeichen ({where}), "
        f"{count} von {most} Zeilenumbrüchen ({there})."
    )


def short_place(record_id: str, header: str) -> str:
    """Return where a cell is, in few words."""
    return f"{record_id}, „{header}“"


def half_character(place: str) -> str:
    """Return the refusal of a lone surrogate (SEC-15)."""
    return (
        f"{place}: Der Text enthält ein halbes Zeichen, das sich nicht speichern lässt. "
        "Bitte durch das gemeinte Zeichen ersetzen."
    )


def place(sheet: str, title: str, record_id: str, header: str) -> str:
    """Return where a cell is, in words of the reader: measure and field."""
    return f"{title} ({record_id}), Feld „{header}“ im Blatt „{sheet}“"


def long_path(length: int, limit: int) -> str:
    """Return the warning about a path Excel cannot open (SAFE-14)."""
    return (
        f"Der vollständige Pfad hat {length} Zeichen; Excel öffnet höchstens {limit}. "
        "Bitte einen kürzeren Ordner oder Namen wählen."
    )


def large_file(megabytes: int, limit: int) -> str:
    """Return the warning about a workbook that the editor will not open again."""
    return (
        f"Die Mappe ist {megabytes} MB groß; der Klimaeditor öffnet höchstens {limit} MB wieder. "
        "Zum Bearbeiten bitte in Teilen exportieren, z. B. nach Kategorie gefiltert."
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
