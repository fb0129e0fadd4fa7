"""The rulebook: complete, German, and every rule of it can speak (A11Y-16)."""

from __future__ import annotations

import re

import pytest

from klimaeditor.checks.rulebook import RULES, message
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Severity
from klimaeditor.site.catalogue import FIELDS, FIELDS_BY_NAME
from tests.checking import assert_automatic_fixes_hold, document_of, findings_of, healthy
from tests.rule_cases import ALL, CASES, spoiled

EVERY_CASE = pytest.mark.parametrize(("rule", "place"), ALL, ids=[f"{r}-{n}" for r, n in ALL])


def test_a_healthy_measure_has_no_findings():
    assert () == findings_of(healthy())


def test_every_rule_has_a_case():
    assert set(RULES) == set(CASES)


def test_rules_are_filed_under_their_ids():
    assert list(RULES) == [rule.id for rule in RULES.values()]


def test_every_rule_that_the_catalogue_names_is_in_the_rulebook_or_is_made_of_such():
    named = {rule for field in FIELDS for rule in field.rules}

    assert set() == named - set(RULES)


@EVERY_CASE
def test_the_rule_speaks_where_it_should(rule, place):
    tables, field = spoiled(rule, place)

    found = {(f.rule, f.field) for f in findings_of(tables)}

    assert (rule, field) in found


@EVERY_CASE
def test_automatic_fixes_of_a_case_hold(rule, place):
    tables, _field = spoiled(rule, place)

    assert_automatic_fixes_hold(document_of(tables))


@EVERY_CASE
def test_a_finding_is_whole(rule, place):
    tables, _field = spoiled(rule, place)
    for finding in findings_of(tables):
        assert finding.severity is RULES[finding.rule].severity
        assert (finding.measure is None) == (finding.file is not None)
        assert finding.field is None or finding.field in FIELDS_BY_NAME
        assert_is_a_good_sentence(finding.message)
        if finding.fix is not None:
            assert finding.fix.label.strip()
            assert all(edit.measure == finding.measure for edit in finding.fix.edits)
            assert finding.fix.edits or finding.fix.removals or not finding.fix.automatic


def assert_is_a_good_sentence(text: str) -> None:
    assert re.search(r"[.!?]\Z", text), text
    assert "{" not in text, text
    assert "None" not in text, text
    assert "  " not in text, text
    assert ".." not in text, text
    assert '"' not in text, text
    assert ".“." not in text, text
    assert text.count("„") == text.count("“"), text
    assert ", z. B. " in text
    assert "\n" not in text
    assert len(text) < 450, text


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_what_is_wrong_what_the_page_shows_and_what_to_do(rule):
    for part in (rule.title, rule.problem, rule.site, rule.remedy, rule.example):
        assert part == part.strip()
        assert len(part) > 1
    assert rule.problem.endswith(".")
    assert rule.site.endswith((".", "}"))
    assert not rule.remedy.endswith((".", ","))
    assert not rule.example.endswith(".")
    assert re.fullmatch(r"[a-z_]+", rule.id)
    assert isinstance(rule.severity, Severity)


def test_titles_tell_the_rules_apart():
    titles = [rule.title for rule in RULES.values()]

    assert len(titles) == len(set(titles))


def test_a_missing_detail_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        message("required")


def test_braces_in_data_do_no_harm():
    assert "„{x} {0}“" in message("placeholder_spelling", found=quoted("{x} {0}"), agreed="x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\nb\tc", "„a b c“"),
        ("x" * 100, "„" + "x" * 79 + "…“"),
        ("a\u202eb", "„a[U+202E]b“"),
        ("\ud800", "„[U+D800]“"),
        (5, "„5“"),
        (" ", "(leer)"),
    ],
)
def test_quoted_values_are_short_visible_and_on_one_line(value, expected):
    assert expected == quoted(value)
