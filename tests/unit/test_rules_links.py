"""Addresses and link titles (SEC-02, A11Y-21)."""

from __future__ import annotations

import pytest

from klimaeditor.checks.links import URL_REASONS, WARNINGS, UrlFault
from klimaeditor.checks.rulebook import RULES
from tests.checking import changed, findings_of, only, rules_of
from tests.rule_mutations import HEALTHY_LINK, URLS


def links(*changes: dict):
    return changed("links", [HEALTHY_LINK | change for change in changes])


def test_every_fault_of_an_address_has_its_words():
    assert set(UrlFault) == set(URL_REASONS) | WARNINGS


@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
def test_dangerous_and_broken_addresses_are_errors(url):
    assert {"url_invalid"} == rules_of(links({"url": url}))


def test_mail_is_for_the_call_to_action_only():
    mail = "mailto:rad@stadt.example"

    assert {"url_invalid"} == rules_of(links({"url": mail}))
    assert set() == rules_of(changed("user_action_href", mail))


@pytest.mark.parametrize(
    ("url", "better"),
    [
        ("www.stadt.example/klima", "https://www.stadt.example/klima"),
        (" https://stadt.example ", "https://stadt.example"),
        ("ja\tvascript:alert(1)", None),
        ("https://a@b.example", None),
    ],
)
def test_a_repair_is_proposed_where_there_is_one(url, better):
    fix = only("url_invalid", links({}, {"url": url})).fix

    if better is None:
        assert () == fix.edits
    else:
        assert [HEALTHY_LINK, HEALTHY_LINK | {"url": better}] == fix.edits[0].value
    assert not fix.automatic


def test_plain_http_is_a_warning_with_a_proposal():
    finding = only("url_http", links({"url": "http://stadt.example/x"}))

    assert "https://stadt.example/x" == finding.fix.edits[0].value[0]["url"]
    assert "Auf https:// umstellen" == finding.fix.label
    assert not finding.fix.automatic


@pytest.mark.parametrize("title", ["hier", "Mehr Infos", "https://stadt.example/x", "→ weiter"])
def test_titles_that_say_nothing_get_one_made_of_the_address(title):
    finding = only("link_title", links({"title": title}))

    assert "Klima (stadt.example)" == finding.fix.edits[0].value[0]["title"]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"url": "https://stadt.example"}, "Link 1 hat keinen Titel."),
        ({"title": "Räder"}, "Link 1 hat keine Adresse."),
        ({"title": "", "url": " "}, "Link 1 hat weder Titel noch Adresse."),
        ({}, "Link 1 hat weder Titel noch Adresse."),
        (None, "Link 1 hat weder Titel noch Adresse."),
        ("x", "Link 1 hat weder Titel noch Adresse."),
    ],
)
def test_an_incomplete_link_says_what_it_lacks(link, words):
    assert only("link_incomplete", changed("links", [link])).message.startswith(words)


@pytest.mark.parametrize("value", [None, []])
def test_no_links_are_no_finding(value):
    assert set() == rules_of(changed("links", value))


def test_each_missing_part_of_a_call_to_action_is_an_error_at_its_field():
    tables = changed("summary", "Kurz.")
    tables["additional_data.json"][0]["user_action"] = {}
    found = findings_of(tables)

    assert ["user_action_label", "user_action_href", "user_action_description"] == [
        f.field for f in found if f.rule == "user_action_incomplete"
    ]
    assert RULES["user_action_incomplete"].severity is found[0].severity


def test_no_call_to_action_is_no_finding():
    tables = changed("summary", "Kurz.")
    tables["additional_data.json"][0]["user_action"] = None

    assert set() == rules_of(tables)
