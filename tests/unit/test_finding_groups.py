"""Findings by rule, worst first: their place, their one button and what it repairs (D 4, D 6)."""

from __future__ import annotations

from klimaeditor.checks.groups import grouped
from klimaeditor.checks.rulebook import RULES
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.repairs import apply_chosen
from tests.checking import document_of, healthy, tables_of
from tests.conftest import SAMPLE
from tests.rule_cases import siblings
from tests.rule_mutations import put, remove_record


def of(groups, rule):
    return next(group for group in groups if group.rule.id == rule)


def missing_texts(document):
    return of(grouped(document.findings.all()), "required")


def crowd():
    """Return three measures; two of them lack a text of the page, one its costs."""
    tables = healthy()
    siblings("Mobilität", "Mobilität")(tables, "")
    put("involved_stakeholders", "")(tables, "mobilitaet1")
    put("involved_stakeholders", "")(tables, "mobilitaet2")
    put("action_scale", "")(tables, "mobilitaet2")
    remove_record(FileName.ADDITIONAL)(tables, "mobilitaet3")
    return tables


def test_groups_are_ordered_by_severity_then_by_number():  # D 4
    groups = grouped(document_of(tables_of(SAMPLE)).findings.all())
    order = [(group.severity.rank, -len(group.findings)) for group in groups]

    assert order == sorted(order)
    assert groups[0].severity is Severity.ERROR


def test_every_finding_is_in_the_group_of_its_rule_and_only_there():  # D 4
    findings = document_of(tables_of(SAMPLE)).findings.all()
    groups = grouped(findings)

    assert len(findings) == sum(len(group.findings) for group in groups)
    assert len(groups) == len({group.rule.id for group in groups})
    assert all(f.rule == group.rule.id for group in groups for f in group.findings)


def test_the_button_says_how_many_it_repairs():  # D 4
    errors = grouped(document_of(crowd()).findings.all())
    cost = of(errors, "cost_nan")

    assert cost.fix is not None
    assert cost.fix.label == "1 × Keine Angabe setzen"
    assert not cost.fix.decide


def test_proposals_say_that_a_preview_follows():  # D 6
    group = missing_texts(document_of(crowd()))

    assert group.fix is not None
    assert group.fix.label.startswith(f"{len(group.fix.findings)} × ")
    assert group.fix.label.endswith("…")
    assert group.fix.decide


def test_what_has_no_fix_at_hand_is_not_counted_on_the_button():  # D 4
    tables = crowd()
    put("action_name", "")(tables, "mobilitaet1")
    before = missing_texts(document_of(crowd()))
    group = missing_texts(document_of(tables))

    assert len(before.findings) + 1 == len(group.findings)
    assert before.fix is not None
    assert group.fix is not None
    assert before.fix.label == group.fix.label


def test_a_group_names_its_place():  # D 4
    document = document_of(crowd())
    groups = grouped(document.findings.all())

    def title_of(key):
        return document.view(key).title

    cost = of(groups, "cost_nan")
    assert missing_texts(document).place(title_of) == "2 Maßnahmen"
    assert cost.place(title_of) == document.view(cost.measures[0]).title


def test_findings_on_files_name_the_files_as_their_place():
    tables = healthy()
    tables[FileName.PROGRESS].append({"id": "weg1", "type": "binary", "values": []})
    group = of(grouped(document_of(tables).findings.all()), "orphan_record")

    assert group.place(str) == "Dateien"
    assert group.measures == ()


def test_what_differs_from_finding_to_finding_is_not_said_of_the_group():
    tables = crowd()
    effects = {group.rule.id: group.effect for group in grouped(document_of(tables).findings.all())}

    assert effects["required"] == ""
    assert effects["cost_nan"] == RULES["cost_nan"].site.format(label="Kosten der Maßnahme")


def test_the_chosen_ones_are_repaired_and_counted():  # D 6
    document = document_of(crowd())
    group = missing_texts(document)
    assert group.fix is not None

    gone = apply_chosen(document, group.fix.findings)

    assert gone == len(group.fix.findings)
    assert not any(f.rule == "required" for f in document.findings.all())


def test_what_was_not_chosen_stays():  # D 6
    document = document_of(crowd())
    group = missing_texts(document)
    assert group.fix is not None

    assert apply_chosen(document, group.fix.findings[:1]) == 1
    assert len(missing_texts(document).findings) == len(group.findings) - 1


def test_what_is_gone_by_now_is_left_alone():
    document = document_of(crowd())
    group = missing_texts(document)
    assert group.fix is not None
    apply_chosen(document, group.fix.findings)
    heard = []
    document.subscribe(heard.append)

    apply_chosen(document, group.fix.findings)

    assert heard == []


def test_two_places_of_one_list_are_repaired_both():
    tables = healthy()
    put("progress_values", [
        {"value": "unknown", "date": "2024-01-01"},
        {"value": "in_progress", "date": "1.5.2025"},
        {"value": "in_progress", "date": "1.6.2025"},
    ])(tables, "mobilitaet1")  # fmt: skip
    document = document_of(tables)
    group = of(grouped(document.findings.all()), "progress_date")
    assert group.fix is not None
    assert len(group.fix.findings) == 2

    assert apply_chosen(document, group.fix.findings) == 2
