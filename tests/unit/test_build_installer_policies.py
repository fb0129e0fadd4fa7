"""The templates for policies: the names that the program reads, in the order that Windows asks."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from installer import admx
from installer.project import ROOT
from klimaeditor import policies
from klimaeditor.policies import CHOICES, LOCKABLE, PATHS, YES_OR_NO, Default
from klimaeditor.publish.publisher import LICENCES

IN = f"{{{admx.NAMESPACE}}}"
LANGUAGES = (admx.GERMAN, admx.ENGLISH)
GRAMMAR = {
    # as Microsoft's schema of ADMX has it: attributes needed, attributes allowed, order of children
    "policyDefinitions": (
        "revision schemaVersion", "", "policyNamespaces resources supportedOn categories policies"
    ),
    "policyNamespaces": ("", "", "target"),
    "target": ("prefix namespace", "", ""),
    "supportedOn": ("", "ref", "definitions"),
    "definitions": ("", "", "definition"),
    "definition": ("name displayName", "", ""),
    "categories": ("", "", "category"),
    "category": ("name displayName", "explainText", "parentCategory"),
    "policies": ("", "", "policy"),
    "policy": (
        "name class displayName key", "explainText presentation valueName",
        "parentCategory supportedOn enabledValue disabledValue elements",
    ),
    "parentCategory": ("ref", "", ""),
    "enabledValue": ("", "", "string"),
    "disabledValue": ("", "", "string"),
    "boolean": ("id valueName", "key", "trueValue falseValue"),
    "trueValue": ("", "", "decimal"),
    "falseValue": ("", "", "decimal"),
    "decimal": ("value", "", ""),
    "text": ("id valueName", "key required maxLength expandable", ""),
    "enum": ("id valueName", "key required", "item"),
    "item": ("displayName", "", "value"),
    "value": ("", "", "string"),
    "policyDefinitionResources": (
        "revision schemaVersion", "", "displayName description resources"
    ),
    "displayName": ("", "", ""),
    "description": ("", "", ""),
    "stringTable": ("", "", "string"),
    "string": ("", "id", ""),
    "presentationTable": ("", "", "presentation"),
    "textBox": ("refId", "", "label"),
    "label": ("", "", ""),
    "checkBox": ("refId", "defaultChecked", ""),
    "dropdownList": ("refId", "noSort defaultItem", ""),
}  # fmt: skip
EITHER = {
    # whose children may stand in any order, or differ by the file
    "elements": {"boolean", "text", "enum"},
    "presentation": {"textBox", "checkBox", "dropdownList"},
    "resources": {"stringTable", "presentationTable"},
}


def tree(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - made a moment ago


def elements(text: str, name: str) -> list[ET.Element]:
    return list(tree(text).iter(f"{IN}{name}"))


def plain(element: ET.Element) -> str:
    return element.tag.removeprefix(IN)


def faults(element: ET.Element) -> list[str]:
    """Return where an element and those in it differ from the grammar."""
    name, inside = plain(element), [plain(child) for child in element]
    below = [fault for child in element for fault in faults(child)]
    if name in EITHER:
        return below + [f"{name}: {child}" for child in inside if child not in EITHER[name]]
    needed, allowed, order = (words.split() for words in GRAMMAR[name])
    lacking = [f"{name} lacks {key}" for key in needed if key not in element.attrib]
    strange = [f"{name} has {key}" for key in element.attrib if key not in {*needed, *allowed}]
    turns = [order.index(child) if child in order else -1 for child in inside]
    disorder = [f"{name}: {inside}"] if turns != sorted(turns) or -1 in turns else []
    return [*below, *lacking, *strange, *disorder]


# DEL-04
@pytest.mark.parametrize("text", [admx.policies(), *map(admx.words, LANGUAGES)])
def test_a_template_is_well_formed_and_in_the_order_of_microsofts_schema(text):
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    assert [] == faults(tree(text))


def test_there_is_a_policy_for_each_entry_and_for_nothing_else():
    found = {policy.get("name"): policy for policy in elements(admx.policies(), "policy")}

    assert set(Default) == set(found)
    assert {"Both"} == {policy.get("class") for policy in found.values()}
    for name, policy in found.items():
        values = [own for own in policy.iter() if own.get("valueName")]
        assert {name} == {own.get("valueName") for own in values}
        assert rf"{policies.KEY}\Vorgaben" == policy.get("key")


def test_what_can_be_locked_has_a_lock_and_nothing_else_has():
    locks = elements(admx.policies(), "boolean")

    assert set(LOCKABLE) == {lock.get("valueName") for lock in locks}
    assert {rf"{policies.KEY}\Gesperrt"} == {lock.get("key") for lock in locks}


def test_paths_may_hold_variables_and_licences_are_chosen():
    texts = elements(admx.policies(), "text")
    (choice,) = elements(admx.policies(), "enum")
    offered = [value.text for value in choice.iter(f"{IN}string")]

    assert set(PATHS) == {own.get("valueName") for own in texts if own.get("expandable") == "true"}
    assert "lizenz" == choice.get("valueName")
    assert list(LICENCES) == offered == list(CHOICES[Default.LICENCE])
    assert set(Default) == {own.get("valueName") for own in texts} | set(CHOICES) | YES_OR_NO


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_says_whatever_the_policies_point_to(tag):
    said = admx.words(tag)
    pointed = re.findall(r"\$\((string|presentation)\.(\w+)\)", admx.policies())
    strings = {own.get("id") for own in elements(said, "string")}
    shown = {own.get("id") for own in elements(said, "presentation")}
    ids = {own.get("id") for own in tree(admx.policies()).iter() if own.get("id")}

    assert strings == {name for kind, name in pointed if kind == "string"}
    assert shown == {name for kind, name in pointed if kind == "presentation"}
    assert ids == {own.get("refId") for own in tree(said).iter() if own.get("refId")}
    assert [] == [own.get("id") for own in elements(said, "string") if not own.text]


def test_the_two_languages_differ_and_name_the_entry_of_the_file():
    german, english = ({own.get("id"): own.text for own in elements(admx.words(tag), "string")}
                       for tag in LANGUAGES)  # fmt: skip

    for name in Default:
        assert german[f"{name}_explain"] != english[f"{name}_explain"]
        assert german[f"{name}_explain"].endswith(f"[{name}]")


def test_the_templates_lie_as_windows_looks_for_them(tmp_path):
    written = admx.place(tmp_path)

    assert ["Klimaeditor.admx", "de-DE/Klimaeditor.adml", "en-US/Klimaeditor.adml"] == [
        path.relative_to(tmp_path / "Richtlinien").as_posix() for path in written
    ]
    assert admx.policies().encode() == written[0].read_bytes().replace(b"\r\n", b"\n")


def test_they_are_made_by_a_python_without_other_packages():
    """The build starts with nothing installed; -S leaves out whatever is."""
    code = "from installer import admx; admx.policies()"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=False)  # noqa: S603 - fixed

    assert 0 == done.returncode
