"""The rulebook: complete, German, and every rule of it can speak (A11Y-16)."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

from klimaeditor import checks
from klimaeditor.checks.rule import Rule
from klimaeditor.checks.rulebook import RULES, THEMES
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Severity
from tests.checking import assert_automatic_fixes_hold, document_of, findings_of, healthy
from tests.german import sentences, words
from tests.muenster_fields import FIELDS_BY_NAME
from tests.rule_cases import ALL, CASES, spoiled

EVERY_CASE = pytest.mark.parametrize(("rule", "place"), ALL, ids=[f"{r}-{n}" for r, n in ALL])


def test_a_healthy_measure_has_no_findings():
    assert () == findings_of(healthy())


def test_every_rule_has_a_case():
    assert set(RULES) == set(CASES) | {"byte_order_mark"}  # has a file of tests of its own


def test_rules_are_filed_under_their_ids():
    assert list(RULES) == [rule.id for rule in RULES.values()]


def test_every_module_of_the_checks_with_a_rule_is_a_theme():
    names = [f"{checks.__name__}.{found.name}" for found in pkgutil.iter_modules(checks.__path__)]
    modules = [importlib.import_module(name) for name in names]

    having = [m for m in modules if any(isinstance(value, Rule) for value in vars(m).values())]
    assert {theme.__name__ for theme in THEMES} == {module.__name__ for module in having}


def test_no_rule_is_hidden_by_another_with_its_id():
    rules = [rule for theme in THEMES for rule in vars(theme).values() if isinstance(rule, Rule)]

    assert len(RULES) == len({id(rule) for rule in rules})


def test_a_rule_of_one_field_names_fields_of_the_catalogue_and_speaks_of_them_only():
    for rule in RULES.values():
        assert set(rule.fields) <= FIELDS_BY_NAME.keys()
        assert not rule.fields or {field for _, field in CASES[rule.id]} <= set(rule.fields)


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
    assert "\n" not in text
    assert_is_plain(text)


def assert_is_plain(message: str) -> None:
    """Keep three of the ten rules: three short sentences, one semicolon, names of files apart."""
    text, _, detail = message.partition(" Einzelheiten: ")
    text, _, example = text.partition(" Beispiel: ")
    assert "z. B." not in text, text
    assert len(sentences(text)) <= 3, text
    for sentence in (*sentences(text), *sentences(example), *sentences(detail)):
        assert words(sentence) <= 20, sentence
    assert re.sub("„[^“]*“", "", text).count(";") <= 1, text
    assert not OF_FILES.search(text), text


OF_FILES = re.compile(r"\.json\b|\bnull\b|Schlüssel|Objekt")
"""What only those who look after the website can do something with: it follows „Einzelheiten“."""


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_what_is_wrong_what_the_page_shows_and_what_to_do(rule):
    for part in (rule.title, rule.problem, rule.site, rule.remedy):
        assert part == part.strip()
        assert len(part) > 1
    assert rule.problem.endswith(".")
    assert rule.site.endswith((".", "}"))
    assert rule.remedy.endswith((".", "}"))
    assert not rule.example.endswith(".")
    assert "Bitte " not in rule.remedy
    assert re.fullmatch(r"[a-z_]+", rule.id)
    assert isinstance(rule.severity, Severity)


def test_titles_tell_the_rules_apart():
    titles = [rule.title for rule in RULES.values()]

    assert len(titles) == len(set(titles))


def test_a_missing_detail_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        RULES["required"].message()


def test_braces_in_data_do_no_harm():
    rule = RULES["placeholder_spelling"]

    assert "„{x} {0}“" in rule.message(found=quoted("{x} {0}"))


def test_an_example_is_a_sentence_of_its_own_and_left_out_where_none_is_accepted():
    with_one, without = RULES["year_unreadable"], RULES["year_implausible"]

    assert with_one.message(found="„x“", label="y").endswith(" ein. Beispiel: 2030.")
    assert "Beispiel" not in without.message(found="1999", label="y")
    assert "Beispiel" not in RULES["required"].message(
        label="x", shown="x.", remedy="y.", example=""
    )


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
