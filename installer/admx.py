"""The templates for Windows' policies: ADMX and its texts in German and English (ADML).

Made of the names that the program reads (klimaeditor/policies.py), into the folder `Richtlinien`
beside the program. What a policy means is said here, as only these templates say it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from installer.project import NAME
from klimaeditor.policies import (
    CHOICES,
    DEFAULTS,
    KEY,
    LOCKABLE,
    LOCKS,
    PATHS,
    YES_OR_NO,
    Default,
)

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "Richtlinien"
ADMX: Final = f"{NAME}.admx"
ADML: Final = f"{NAME}.adml"
NAMESPACE: Final = "http://www.microsoft.com/GroupPolicy/PolicyDefinitions"
REVISION: Final = "1.0"
GERMAN: Final = "de-DE"
ENGLISH: Final = "en-US"
SINCE: Final = "since_0_1"


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """What is said of a policy in one language: its name, and what it does."""

    title: str
    meaning: str


COMMON: Final = MappingProxyType({
    GERMAN: {
        "category": NAME,
        SINCE: "Klimaeditor 0.1.0 oder neuer unter Windows 10 (1809) oder neuer",
        "value": "Wert:",
        "lock": "Sperren: Die Person kann den Wert nicht ändern",
        "description": "Vorgaben und Sperren des Klimaeditors. Was hier steht, geht der Datei "
                       "klimaeditor.ini vor, für den Rechner vor der Person.",
    },
    ENGLISH: {
        "category": NAME,
        SINCE: "Klimaeditor 0.1.0 or later on Windows 10 (1809) or later",
        "value": "Value:",
        "lock": "Lock: the user cannot change the value",
        "description": "Defaults and locks of Klimaeditor. What is set here outweighs the file "
                       "klimaeditor.ini, for the computer before the user.",
    },
})
_VARIABLES: Final = {
    GERMAN: "Variablen wie %LOCALAPPDATA% werden eingesetzt.",
    ENGLISH: "Variables like %LOCALAPPDATA% are expanded.",
}
WORDS: Final = MappingProxyType({
    Default.DATASET: {
        GERMAN: PolicyWords(
            "Datensatz", "Ordner des Datensatzes, der geöffnet wird, solange noch keiner offen war."
        ),
        ENGLISH: PolicyWords(
            "Dataset", "Folder of the dataset that is opened as long as none has been opened yet."
        ),
    },
    Default.DEPARTMENT: {
        GERMAN: PolicyWords(
            "Ansprechperson in Abfragen",
            "Steht als Ansprechperson in neuen Abfragen an die Fachämter. Gesperrt zum Beispiel, "
            "damit dort kein Name steht.",
        ),
        ENGLISH: PolicyWords(
            "Contact in requests",
            "Stands as contact in new requests to departments. Lock it to keep people's names out, "
            "for instance.",
        ),
    },
    Default.LICENCE: {
        GERMAN: PolicyWords("Lizenz der Daten", "Lizenz, unter der Pakete veröffentlicht werden."),
        ENGLISH: PolicyWords("Licence of the data", "Licence that packages are published under."),
    },
    Default.PROVIDER: {
        GERMAN: PolicyWords(
            "Herausgeber", "Wer die Daten herausgibt; steht in veröffentlichten Paketen."
        ),
        ENGLISH: PolicyWords("Publisher", "Who publishes the data; stands in published packages."),
    },
    Default.DICTIONARY: {
        GERMAN: PolicyWords(
            "Wörterbuch",
            "Anderes Wörterbuch im Format von Hunspell (die Datei .dic, daneben die .aff), oder "
            "„nein“ für keine Rechtschreibprüfung.",
        ),
        ENGLISH: PolicyWords(
            "Dictionary",
            "Another dictionary in Hunspell's format (the file .dic, with the .aff beside it), or "
            "“nein” for no spelling check.",
        ),
    },
    Default.WORDS: {
        GERMAN: PolicyWords(
            "Gemeinsame Wörterliste", "Datei mit Wörtern, die für alle richtig sind (UTF-8)."
        ),
        ENGLISH: PolicyWords(
            "Shared list of words", "File of words that are right for all (UTF-8)."
        ),
    },
    Default.TEMPLATE: {
        GERMAN: PolicyWords(
            "Word-Vorlage", "Datei .docx oder .dotx mit Formatvorlagen, Kopf- und Fußzeile."
        ),
        ENGLISH: PolicyWords(
            "Word template", "File .docx or .dotx with styles, header and footer."
        ),
    },
    Default.NOTES: {
        GERMAN: PolicyWords(
            "Ordner der Notizen",
            "In diesem Ordner liegen Notizen, angenommene Befunde und Freigaben aller Datensätze; "
            "sonst liegen sie neben dem Ordner des Datensatzes.",
        ),
        ENGLISH: PolicyWords(
            "Folder of notes",
            "Holds notes, accepted findings and releases of all datasets, which otherwise lie "
            "beside the folder of the dataset.",
        ),
    },
    Default.STEPS: {
        GERMAN: PolicyWords(
            "Schritte über das Ende hinaus aufbewahren",
            "Deaktiviert: Schritte lassen sich nach dem nächsten Start nicht mehr rückgängig "
            "machen, und Aufbewahrtes wird beim nächsten Start gelöscht.",
        ),
        ENGLISH: PolicyWords(
            "Keep steps after the end of the program",
            "Disabled: steps cannot be undone after the next start, and what was kept is removed "
            "at the next start.",
        ),
    },
    Default.PLACE: {
        GERMAN: PolicyWords(
            "Ordner für lokale Daten",
            "Ordner für Sicherungen, Wiederherstellung, Schritte und Protokolle statt "
            "%LOCALAPPDATA%\\Klimaeditor, etwa auf virtuellen Arbeitsplätzen (VDI). Jede Person "
            "hat darin einen eigenen Ordner.",
        ),
        ENGLISH: PolicyWords(
            "Folder of local data",
            "Folder for backups, recovery, steps and logs instead of %LOCALAPPDATA%\\Klimaeditor, "
            "on virtual desktops (VDI) for instance. Each user has a folder of their own there.",
        ),
    },
})


def place(folder: Path) -> list[Path]:
    """Write the templates below *folder* and return them."""
    texts = {ADMX: policies(), **{f"{tag}/{ADML}": words(tag) for tag in (GERMAN, ENGLISH)}}
    for name, text in texts.items():
        path = folder / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\r\n")
    return [folder / FOLDER / name for name in texts]


def policies() -> str:
    """Return the ADMX: a policy for each entry, for the computer and the user."""
    root = _root("policyDefinitions")
    namespaces = ET.SubElement(root, "policyNamespaces")
    ET.SubElement(namespaces, "target", prefix=NAME.lower(), namespace=f"{NAME}.Policies")
    ET.SubElement(root, "resources", minRequiredRevision=REVISION, fallbackCulture=GERMAN)
    definitions = ET.SubElement(ET.SubElement(root, "supportedOn"), "definitions")
    ET.SubElement(definitions, "definition", name=SINCE, displayName=_string(SINCE))
    categories = ET.SubElement(root, "categories")
    ET.SubElement(categories, "category", name=NAME, displayName=_string("category"))
    found = ET.SubElement(root, "policies")
    for name in Default:
        _policy(found, name)
    return _text(root)


def words(tag: str) -> str:
    """Return the ADML of a language: all strings, and how each policy is presented."""
    common = COMMON[tag]
    root = _root("policyDefinitionResources")
    ET.SubElement(root, "displayName").text = NAME
    ET.SubElement(root, "description").text = common["description"]
    resources = ET.SubElement(root, "resources")
    strings = ET.SubElement(resources, "stringTable")
    for key in ("category", SINCE):
        ET.SubElement(strings, "string", id=key).text = common[key]
    presentations = ET.SubElement(resources, "presentationTable")
    for name in Default:
        said = WORDS[name][tag]
        meaning = said.meaning + (f" {_VARIABLES[tag]}" if name in PATHS else "")
        ET.SubElement(strings, "string", id=name.value).text = said.title
        ET.SubElement(strings, "string", id=f"{name}_explain").text = f"{meaning} [{name}]"
        for number, choice in enumerate(CHOICES.get(name, ())):
            ET.SubElement(strings, "string", id=_choice(name, number)).text = choice
        if name not in YES_OR_NO:
            _presentation(presentations, name, common)
    return _text(root)


def _policy(parent: ET.Element, name: Default) -> None:
    shown = {} if name in YES_OR_NO else {"presentation": f"$(presentation.{name})"}
    value = {"valueName": name.value} if name in YES_OR_NO else {}
    policy = ET.SubElement(
        parent, "policy",
        {"name": name.value, "class": "Both", "displayName": _string(name),
         "explainText": _string(f"{name}_explain"), **shown, "key": rf"{KEY}\{DEFAULTS}", **value},
    )
    ET.SubElement(policy, "parentCategory", ref=NAME)
    ET.SubElement(policy, "supportedOn", ref=SINCE)
    if name in YES_OR_NO:
        for answer, word in (("enabledValue", "ja"), ("disabledValue", "nein")):
            ET.SubElement(ET.SubElement(policy, answer), "string").text = word
        return
    elements = ET.SubElement(policy, "elements")
    if name in LOCKABLE:
        lock = ET.SubElement(
            elements, "boolean", id=_lock(name), key=rf"{KEY}\{LOCKS}", valueName=name.value
        )
        for answer, word in (("trueValue", "1"), ("falseValue", "0")):
            ET.SubElement(ET.SubElement(lock, answer), "decimal", value=word)
    facts = {"id": _value(name), "valueName": name.value, "required": "true"}
    if name not in CHOICES:
        ET.SubElement(elements, "text", facts, expandable=str(name in PATHS).lower())
        return
    choice = ET.SubElement(elements, "enum", facts)
    for number, word in enumerate(CHOICES[name]):
        item = ET.SubElement(choice, "item", displayName=_string(_choice(name, number)))
        ET.SubElement(ET.SubElement(item, "value"), "string").text = word


def _presentation(parent: ET.Element, name: Default, common: dict[str, str]) -> None:
    shown = ET.SubElement(parent, "presentation", id=name.value)
    if name in CHOICES:
        box = ET.SubElement(shown, "dropdownList", refId=_value(name), noSort="true")
        box.text = common["value"]
    else:
        box = ET.SubElement(shown, "textBox", refId=_value(name))
        ET.SubElement(box, "label").text = common["value"]
    if name in LOCKABLE:
        ET.SubElement(shown, "checkBox", refId=_lock(name)).text = common["lock"]


def _root(tag: str) -> ET.Element:
    return ET.Element(tag, xmlns=NAMESPACE, revision=REVISION, schemaVersion="1.0")


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _string(key: str) -> str:
    return f"$(string.{key})"


def _value(name: Default) -> str:
    return f"{name}_value"


def _lock(name: Default) -> str:
    return f"{name}_lock"


def _choice(name: Default, number: int) -> str:
    return f"{name}_{number}"
