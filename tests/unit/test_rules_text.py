"""Rules about texts: what is a finding, and above all what is none (SEC-01, SEC-15, A11Y-21)."""

from __future__ import annotations

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.findings import Severity
from tests.checking import changed, document_of, healthy, only, rules_of
from tests.rule_mutations import HEALTHY_LINK, MARKUP, REFERENCES

ALLOWED = ["< 10.000 Euro", "<300", "R&D", "a > b", "5 < 7 & 8", "A&B;", "x &amp ohne Ende"]
DEBRIS = [
    "wer- den in der Stadt",
    "Zeile mit Leerzeichen \nund mehr",
    "10\u00a0Prozent\u00a0der Flotte",
    "-\tPunkt eins\n-\tPunkt zwei",
    "Klimaschutz- und Anpassung",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_ordinary_signs_are_no_markup(text):
    assert set() == rules_of(changed("action_description", text))


@pytest.mark.parametrize("text", DEBRIS)
def test_leftovers_of_pdf_files_are_the_business_of_the_clean_up_tool(text):
    assert set() == rules_of(changed("action_description", text))


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("action_name", "markup"),
        ("outcome", "markup"),
        ("state_text", "markup"),
        ("summary", "markup_elsewhere"),
        ("state_title", "markup_elsewhere"),
        ("user_action_description", "markup_elsewhere"),
    ],
)
def test_markup_is_an_error_where_the_page_would_run_it_and_a_warning_elsewhere(field, rule, text):
    finding = only(rule, changed(field, text))

    expected = Severity.ERROR if rule == "markup" else Severity.WARNING
    assert expected is finding.severity


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES)
@pytest.mark.parametrize(
    ("field", "rule", "shown"),
    [
        ("action_name", "character_reference", "wörtlich"),
        ("outcome", "character_reference", "zeigt das gemeinte Zeichen"),
        ("state_text", "character_reference", "zeigt das gemeinte Zeichen"),
        ("summary", "markup_elsewhere", "wörtlich"),
    ],
)
def test_a_character_reference_is_a_warning_that_says_what_the_page_shows(field, rule, shown, text):
    finding = only(rule, changed(field, text))

    assert Severity.WARNING is finding.severity
    assert shown in finding.message


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Gr&ouml;&szlig;e", "Größe"),
        ("10&nbsp;&euro;, R&amp;D", "10 €, R&D"),
        ("R &amp;amp; D", "R & D"),
        ("&lt;b&gt;fett", None),
    ],
)
def test_a_reference_is_replaced_by_its_character_unless_that_would_make_markup(text, better):
    fix = only("character_reference", changed("outcome", text)).fix

    assert ([] if better is None else [better]) == [edit.value for edit in fix.edits]
    assert fix.automatic is (better is not None)


def test_removing_markup_keeps_the_words():
    finding = only("markup", changed("outcome", "Erst <b>fett</b>, dann &amp; &#8364;"))

    assert "Erst fett, dann & €" == finding.fix.edits[0].value
    assert finding.fix.automatic


def test_a_text_of_markup_only_has_no_fix_because_it_would_be_empty():
    assert only("markup", changed("action_description", "<img src=x>")).fix is None


def test_markup_that_hides_a_forbidden_character_is_repaired_to_clean_text():
    document = document_of(changed("outcome", "a &#x202e;b"))
    (finding,) = document.findings.all()

    document.apply(document.plan_fix(finding.fix))

    assert () == document.findings.all()


def test_markup_in_a_link_title_is_repaired_in_that_link_only():
    links = [HEALTHY_LINK, HEALTHY_LINK | {"title": "<b>Räder</b> leihen"}]
    finding = only("markup_elsewhere", changed("links", links))

    assert 1 == finding.place
    expected = [HEALTHY_LINK, HEALTHY_LINK | {"title": "Räder leihen"}]
    assert expected == finding.fix.edits[0].value


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\x7f", "\ufffe", "\u202e", "\u2066", "\r"])
def test_forbidden_characters_are_errors_with_a_certain_repair(character):
    finding = only("character_forbidden", changed("action_description", f"Rad{character}weg"))

    assert finding.severity is Severity.ERROR
    assert finding.fix.automatic
    assert character not in finding.fix.edits[0].value


@pytest.mark.parametrize("code_point", [0xFFFD, 0xD800])
def test_a_lost_character_cannot_be_repaired(code_point):
    finding = only("character_forbidden", changed("action_description", f"M{chr(code_point)}nster"))

    assert finding.fix is None


def test_doubtful_characters_are_warnings_with_a_proposal():
    finding = only("character_doubtful", changed("outcome", "Klima\xadschutz"))

    assert (Severity.WARNING, False) == (finding.severity, finding.fix.automatic)
    assert "Klimaschutz" == finding.fix.edits[0].value


def test_a_finding_names_the_first_few_characters():
    finding = only("character_forbidden", changed("summary", "a\x01b\x02c\x03d\x04e"))

    assert "U+0001, Steuerzeichen U+0002, Steuerzeichen U+0003 und weitere" in finding.message


def test_tabs_and_line_feeds_are_allowed():
    assert set() == rules_of(changed("action_description", "a\tb\nc"))


@pytest.mark.parametrize(
    ("text", "agreed", "certain"),
    [
        ("keine angabe", "Keine Angabe", True),
        ("Keine Angabe.", "Keine Angabe", True),
        ("k. A.", "Keine Angabe", False),
        ("Nicht anwendbar", "Nicht zutreffend", False),
    ],
)
def test_placeholders_get_their_agreed_spelling(text, agreed, certain):
    finding = only("placeholder_spelling", changed("outcome", text))

    assert (agreed, certain) == (finding.fix.edits[0].value, finding.fix.automatic)


@pytest.mark.parametrize("text", ["Keine Angabe", "Nicht zutreffend", "Keine", "Siehe oben"])
def test_agreed_placeholders_and_those_without_agreement_are_no_finding(text):
    assert set() == rules_of(changed("outcome", text))


def test_placeholders_outside_the_contract_are_left_alone():
    assert set() == rules_of(changed("state_verdict", "keine angaben"))


def test_a_heading_of_another_field_is_removed():
    text = "Mobilität \nReference to impact pathway"
    finding = only("structural_debris", changed("field_of_action", text))

    assert "Mobilität" == finding.fix.edits[0].value.strip()


def test_nothing_but_a_heading_has_no_fix():
    assert only("structural_debris", changed("systemic_lever", "Systemic lever")).fix is None


def test_euro_signs_before_a_title_are_removed():
    assert "Räder" == only("title_prefix", changed("short_title", "€€€ Räder")).fix.edits[0].value


@pytest.mark.parametrize("title", ["50 € für Räder", "Euro 6", "x" * 50])
def test_good_titles_are_no_finding(title):
    assert set() == rules_of(changed("short_title", title))


def test_a_pseudo_table_is_rewritten_as_a_proposal():
    finding = only("pseudo_table", changed("total_costs", "Jahr\t\tKosten"))

    assert not finding.fix.automatic
    assert "\t" not in finding.fix.edits[0].value


def test_texts_in_number_fields_are_not_judged_as_texts():
    assert {"cost_value": "amount_unreadable"} == {
        f.field: f.rule for f in document_of(changed("cost_value", "<b>")).findings.all()
    }


def test_the_healthy_link_is_healthy():
    assert set() == rules_of(changed("links", [HEALTHY_LINK]))
    assert healthy() == changed("short_title", "Lastenräder")


@pytest.mark.real
def test_the_real_data_have_no_markup_and_one_private_character(real_dataset):
    rules = [finding.rule for finding in open_document(real_dataset).findings.all()]

    assert 0 == rules.count("markup") + rules.count("markup_elsewhere")
    assert 0 == rules.count("character_forbidden")
    assert 1 == rules.count("character_private")
    assert 0 == rules.count("required")
