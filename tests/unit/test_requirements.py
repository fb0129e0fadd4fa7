"""Every number of a requirement leads to docs/requirements.md, and every promise to a test."""

from __future__ import annotations

import re

from tests.conftest import ROOT

NUMBER = re.compile(r"\b(?:A11Y|WEB|SEC|SAFE|MRG|DEL|OPN|DOM)-\d\d\b")
ENTRY = re.compile(rf"^- \*\*({NUMBER.pattern}) (MUST|SHOULD|MAY)\*\* ", re.MULTILINE)
PAGE = (ROOT / "docs" / "requirements.md").read_text("utf-8")
BY_PEOPLE = PAGE.partition("\n## What only people can judge\n")[2]
WHOLE = re.compile(rf"^- \*\*({NUMBER.pattern})\*\* ", re.MULTILINE)


def numbers_in(folders: tuple[str, ...], pattern: str = "*.py") -> set[str]:
    paths = [path for folder in folders for path in (ROOT / folder).rglob(pattern)]
    return {number for path in paths for number in NUMBER.findall(path.read_text("utf-8"))}


def test_every_number_is_given_once():
    numbers = [number for number, _ in ENTRY.findall(PAGE)]

    assert sorted(set(numbers)) == sorted(numbers)


def test_every_number_in_the_project_stands_in_the_document():
    used = numbers_in(("klimaeditor", "ui", "installer", "tests", "benchmarks"))

    assert set() == used - {number for number, _ in ENTRY.findall(PAGE)}


def test_every_promise_is_named_by_a_test_or_said_to_be_for_people():
    promised = {number for number, level in ENTRY.findall(PAGE) if level == "MUST"}
    for_people = set(WHOLE.findall(BY_PEOPLE))

    assert set() == promised - numbers_in(("tests",), "test_*.py") - for_people


def test_what_people_judge_is_not_tested_as_well():
    assert set() == set(WHOLE.findall(BY_PEOPLE)) & numbers_in(("tests",), "test_*.py")
