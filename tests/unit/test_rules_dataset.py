"""Rules over several records: double ids, names of categories, shared amounts, strays."""

from __future__ import annotations

from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import FieldEdit, Removal
from tests.checking import HEALTHY_ID, document_of, findings_of, healthy, only, rules_of
from tests.rule_cases import siblings
from tests.rule_mutations import add_record, repeat_record

A, P, C = FileName.ADDITIONAL, FileName.PROGRESS, FileName.CATEGORIES


def with_(mutation):
    tables = healthy()
    mutation(tables, HEALTHY_ID)
    return tables


# WEB-08
def test_a_double_id_is_reported_once_at_the_one_that_came_later():
    found = [f for f in findings_of(with_(repeat_record(FileName.MEASURES))) if f.field == "id"]

    assert [(1, "id_duplicate")] == [(f.measure, f.rule) for f in found]


# WEB-08
def test_the_rarer_name_of_a_category_is_the_wrong_one():
    finding = only("category_name_differs", with_(siblings("Mobilität", "Verkehr")))

    assert 2 == finding.measure
    assert (FieldEdit(2, "category_id", "mobilitaet"),) == finding.fix.edits
    assert "heißt hier „Verkehr“, bei ihren anderen Maßnahmen „Mobilität“" in finding.message


def test_taking_the_usual_name_ends_the_finding():
    document = document_of(with_(siblings("Mobilität", "Verkehr")))
    (finding,) = [f for f in document.findings.all() if f.rule == "category_name_differs"]

    document.apply(document.plan_fix(finding.fix))

    assert "Mobilität" == document.view(2).value("category")
    assert "category_name_differs" not in {f.rule for f in document.findings.all()}


def test_of_two_names_the_one_the_site_knows_is_right():
    assert 0 == only("category_name_differs", with_(renamed)).measure


def renamed(tables, _measure_id):
    siblings("Mobilität")(tables, "")
    tables[FileName.MEASURES][0]["category"] = "Anders"


def test_one_amount_three_times_in_a_category_is_a_warning_on_each():
    found = findings_of(with_(siblings("Mobilität", "Mobilität")))

    assert [0, 1, 2] == [f.measure for f in found if f.rule == "cost_shared"]


def test_twice_or_nought_or_elsewhere_is_no_finding():
    elsewhere = with_(siblings("Mobilität", "Mobilität"))
    elsewhere[FileName.MEASURES][2] |= {"categoryId": "bauen", "category": "Bauen und Sanieren"}
    elsewhere[C].append({"id": "bauen", "description": "Häuser."})

    assert set() == rules_of(with_(siblings("Mobilität")))
    assert set() == rules_of(elsewhere)
    assert "cost_shared" not in rules_of(with_(siblings("Mobilität", "Mobilität", amount=0)))


# WEB-08
def test_a_stray_record_is_a_finding_of_its_file_that_offers_to_remove_it():
    document = document_of(with_(add_record(P, id="niemand1", type="binary", values=[])))
    (finding,) = document.findings.of_files()

    assert (P, None, None) == (finding.file, finding.measure, finding.field)
    assert (Removal(P, 1),) == finding.fix.removals
    assert not finding.fix.automatic

    document.apply(document.plan_fix(finding.fix))
    assert () == document.findings.all()


def test_of_double_records_the_one_the_site_ignores_is_to_go():
    first = only("duplicate_record", with_(repeat_record(A, summary="anders")))
    last = only("duplicate_record", with_(repeat_record(P, type="percent")))

    assert (Removal(A, 1),) == first.fix.removals
    assert (Removal(P, 0),) == last.fix.removals
    assert "nur die ersten" in first.message
    assert "nur die letzten" in last.message


def test_only_an_equal_record_is_removed_without_asking():
    assert only("duplicate_record", with_(repeat_record(A))).fix.automatic
    assert not only("duplicate_record", with_(repeat_record(A, summary="anders"))).fix.automatic


def test_a_category_without_measures_is_no_finding():
    assert set() == rules_of(with_(add_record(C, id="neu", description="Kommt noch.")))


def test_an_id_given_five_hundred_times_is_one_finding_in_each_file():
    tables = healthy()
    for file in (FileName.MEASURES, A, P):
        for _ in range(500):
            repeat_record(file)(tables, HEALTHY_ID)
    rules = [f.rule for f in findings_of(tables)]
    assert 1 == rules.count("id_duplicate")
    assert 2 == rules.count("duplicate_record")
