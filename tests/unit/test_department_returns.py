"""Returns are decided place by place; departments and editors never overwrite each other."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.diff.decide import Action
from klimaeditor.document import open_document
from klimaeditor.excel.request_layout import DEFAULT_FIELDS
from klimaeditor.exchange.proposals import Place, alike, to_batch
from klimaeditor.exchange.register import Status, forgetting, recorded
from klimaeditor.exchange.requests import Group
from klimaeditor.files.store import load
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import dataset_of, town
from tests.request_tools import (
    DUE,
    LINKS,
    MEASURES,
    PROGRESS,
    SENT,
    about,
    codes,
    fill,
    proposals,
    requested,
    row_of,
    sent,
    sent_to,
    taken,
    town_request,
)
from tests.workbook_tools import headers, tables_of, worked_on

if TYPE_CHECKING:
    from pathlib import Path


IDS = [f"{category}{n}" for category in ("bauen", "verkehr") for n in (1, 2, 3)]
FIELDS = {
    "Zusammenfassung": "summary",
    "Wer macht es?": "responsible_bodies",
    "Sachstand Text": "state_text",
    "Kosten (Euro)": "cost_value",
}
LATER = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


class Edit(NamedTuple):
    """Who writes what where."""

    measure: str
    header: str
    value: object


def values_of(header: str):
    """Return what may be written under a header; few values, so that people meet."""
    if header == "Kosten (Euro)":
        return st.sampled_from([250_000, 500_000])
    return st.sampled_from(["Erste Fassung", "Zweite Fassung", "Dritte\nFassung"])


EDITS = st.sampled_from(list(FIELDS)).flatmap(
    lambda header: st.builds(Edit, st.sampled_from(IDS), st.just(header), values_of(header))
)
SOME = st.lists(EDITS, max_size=6).map(
    lambda edits: {(edit.measure, FIELDS[edit.header]): edit for edit in edits}
)


def both_asked(folder: Path, fields: tuple[str, ...] = DEFAULT_FIELDS):
    """Return a dataset, the register and the workbooks of two departments asked the same."""
    dataset = dataset_of(town())
    keys = tuple(dataset.measure_keys())
    groups = (Group("Amt A", keys), Group("Amt B", keys))
    register = sent_to(dataset, folder, groups, fields=fields)
    return dataset, register, [folder / entry.file for entry in register.departments]


def edit_workbook(path: Path, edits) -> None:
    if not edits:
        return
    with worked_on(path) as book:
        sheet = book[MEASURES]
        for edit in edits:
            place = headers(sheet).index(edit.header) + 1
            sheet.cell(row_of(sheet, edit.measure), place, edit.value)


def edit_locally(dataset, edits) -> None:
    for (measure, name), edit in edits.items():
        changes = set_field(dataset, dataset.find(measure), name, edit.value)
        dataset.apply(Batch("", changes))


def said(returned, *, conflicts: bool | None = None):
    return {
        (p.measure_id, p.place.field): p.returned
        for p in returned.proposals
        if conflicts in (None, p.is_conflict)
    }


@given(first=SOME, second=SOME, local=SOME)
def test_every_planted_edit_is_decided_and_nothing_else(tmp_path_factory, first, second, local):
    dataset, register, paths = both_asked(
        tmp_path_factory.mktemp("abfrage"), tuple(FIELDS.values())
    )
    for path, edits in zip(paths, (first, second), strict=True):
        edit_workbook(path, edits.values())
    edit_locally(dataset, local)
    before = tables_of(dataset)
    ours = {key: edit.value for key, edit in local.items()}
    files = taken(dataset, *paths, register=register)
    sides = [{key: edit.value for key, edit in edits.items()} for edits in (first, second)]
    for returned, mine, other in zip(files, sides, sides[::-1], strict=True):
        assert mine == said(returned)
        clashing = {
            key: value
            for key, value in mine.items()
            if ours.get(key, value) != value
            or (other.get(key, value) != value and ours.get(key) != value)
        }
        assert clashing == said(returned, conflicts=True)
    accepted = [(p, p.returned) for f in files for p in f.unproblematic]
    batch = to_batch(dataset, accepted, "Rückläufe")
    dataset.apply(batch)
    assert_exactly_these_changed(dataset, before, {**sides[0], **sides[1]}, files)
    dataset.apply(batch.inverse())
    assert before == tables_of(dataset)


def assert_exactly_these_changed(dataset, before, wanted, files) -> None:
    """Compare each field of each measure with what was accepted, or else with what it was."""
    takes = {(p.measure_id, p.place.field) for f in files for p in f.unproblematic}
    old = dataset_of(before)
    for measure in IDS:
        now, was = dataset.view(dataset.find(measure)), old.view(old.find(measure))
        for name in FIELDS.values():
            expected = wanted[measure, name] if (measure, name) in takes else was.value(name)
            assert alike(expected, now.value(name))  # a new record comes with blank fields
        assert was.value("progress_values") == now.value("progress_values")


@pytest.mark.real
def test_the_whole_town_may_send_back_what_it_got(real_dataset, tmp_path):
    dataset = load(real_dataset, site=muenster()).dataset
    register = sent(dataset, tmp_path / "abfrage")
    paths = [register.folder / entry.file for entry in register.departments]
    for path in paths:
        with worked_on(path) as book:
            book.properties.title = "von Hand gespeichert"
    files = taken(dataset, *paths, register=register)
    assert [(), True] * len(files) == [x for f in files for x in (f.proposals, f.is_clean)]
    asked = [measure for entry in register.departments for measure in entry.measures]
    assert sorted(asked) == sorted(dataset.view(key).id for key in dataset.measures)


def test_one_step_takes_an_import_back_to_the_byte(sample_dataset, tmp_path):
    document = open_document(sample_dataset, tmp_path / "sicherungen")
    before = {path.name: path.read_bytes() for path in sample_dataset.glob("*.json")}
    ids = [document.view(key).id for key in document.dataset.measures][:3]
    path = requested(document.dataset, tmp_path)
    for measure in ids:
        fill(path, measure, {"Zusammenfassung": f"Neu: {measure}", "Kosten (Euro)": 123_456})
        fill(path, measure, {"Sachstand Text": "leeren"})
    (returned,) = taken(document.dataset, path)
    batch = to_batch(document.dataset, [(p, p.returned) for p in returned.proposals], "Rücklauf")
    document.apply(batch)
    document.save()
    changed = {p.name for p in sample_dataset.glob("*.json") if p.read_bytes() != before[p.name]}
    assert {"additional_data.json"} == changed
    document.apply(batch.inverse())
    document.save()
    assert before == {path.name: path.read_bytes() for path in sample_dataset.glob("*.json")}


def test_two_departments_that_disagree_are_shown_side_by_side(tmp_path):
    dataset, register, (first, second) = both_asked(tmp_path / "abfrage")
    fill(first, "bauen1", {"Zusammenfassung": "So"})
    fill(second, "bauen1", {"Zusammenfassung": "Anders"})
    files = taken(dataset, first, second, register=register)
    conflicts = [p for f in files for p in f.conflicts]
    assert ["So", "Anders"] == [p.returned for p in conflicts]
    assert [("Amt B", "Anders"), ("Amt A", "So")] == [
        (rival.sender, rival.returned) for p in conflicts for rival in p.rivals
    ]


def test_two_departments_that_agree_are_taken_once(tmp_path):
    dataset, register, (first, second) = both_asked(tmp_path / "abfrage")
    for path in (first, second):
        fill(path, "bauen1", {"Zusammenfassung": "Einig"})
    files = taken(dataset, first, second, register=register)
    assert [Action.TAKE, Action.EITHER] == [p.action for f in files for p in f.proposals]


def test_new_dated_values_of_both_come_together(tmp_path):
    dataset, register, (first, second) = both_asked(tmp_path / "abfrage")
    fill(
        first,
        "bauen2",
        {"Datum": date(2026, 2, 1), "Stand": "abgeschlossen"},
        sheet=PROGRESS,
        nth=2,
    )
    fill(second, "bauen2", {"Datum": date(2026, 1, 1), "Stand": "unbekannt"}, sheet=PROGRESS, nth=3)
    files = taken(dataset, first, second, register=register)
    accepted = [(p, p.returned) for f in files for p in f.unproblematic]
    dataset.apply(to_batch(dataset, accepted, ""))
    expected = [
        {"value": "in_progress", "date": "2025-05-01"},
        {"value": "unknown", "date": "2026-01-01"},
        {"value": "completed", "date": "2026-02-01"},
    ]
    assert expected == dataset.view(dataset.find("bauen2")).value("progress_values")


def test_a_first_dated_value_makes_the_record(tmp_path):
    dataset, path = town_request(tmp_path)
    fill(path, "bauen1", {"Datum": "1.2.2026", "Stand": "in Bearbeitung"}, sheet=PROGRESS)
    (proposal,) = proposals(dataset, path)
    dataset.apply(to_batch(dataset, [(proposal, proposal.returned)], ""))
    view = dataset.view(dataset.find("bauen1"))
    assert {
        "id": "bauen1",
        "type": "binary",
        "values": [{"value": "in_progress", "date": "2026-02-01"}],
    } == view.progress


def test_a_row_for_an_entry_may_be_added_at_the_end(tmp_path):
    dataset, path = town_request(tmp_path)
    with worked_on(path) as book:
        book[PROGRESS].append(["verkehr3", None, date(2026, 2, 1), "abgeschlossen", None, None])
    (proposal,) = proposals(dataset, path)
    assert ("verkehr3", Place("progress_values", "2026-02-01")) == (
        proposal.measure_id,
        proposal.place,
    )


def test_a_changed_date_moves_the_entry(tmp_path):
    dataset, path = town_request(tmp_path)
    fill(path, "bauen2", {"Datum": date(2025, 6, 1)}, sheet=PROGRESS)
    accepted = [(p, p.returned) for p in proposals(dataset, path)]
    dataset.apply(to_batch(dataset, accepted, ""))
    expected = [{"value": "in_progress", "date": "2025-06-01"}]
    assert expected == dataset.view(dataset.find("bauen2")).value("progress_values")


def test_links_come_and_change_one_by_one(tmp_path):
    dataset, path = town_request(tmp_path, ("links",))
    fill(path, "bauen1", {"Titel des Links": "Netz", "Adresse": "https://netz.de"}, sheet=LINKS)
    (proposal,) = proposals(dataset, path)
    dataset.apply(to_batch(dataset, [(proposal, proposal.returned)], ""))
    expected = [{"title": "Netz", "url": "https://netz.de"}]
    assert expected == dataset.view(dataset.find("bauen1")).value("links")


def test_remarks_and_answers_never_become_data(tmp_path):
    dataset, path = town_request(tmp_path)
    remark = {"Rückmeldung": "nicht zuständig", "Bemerkung an die Stabsstelle": "Frau X fragen"}
    fill(path, "bauen1", remark)
    (returned,) = taken(dataset, path)
    assert () == returned.proposals
    (found,) = returned.remarks
    assert ("bauen1", "not_ours", "Frau X fragen") == (found.measure_id, found.answer, found.text)


def test_a_return_that_was_taken_over_is_not_asked_about_again(tmp_path):
    dataset, register, (path, _) = both_asked(tmp_path / "abfrage")
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    (returned,) = taken(dataset, path, register=register)
    dataset.apply(to_batch(dataset, [(p, p.returned) for p in returned.proposals], ""))
    register = recorded(register, returned, returned.proposals, LATER, finished=True)
    edit_locally(dataset, {("bauen1", "summary"): Edit("", "", "Von uns verbessert")})
    (again,) = taken(dataset, path, register=register)
    assert ((), {"merged_before"}) == (again.proposals, codes(again))
    with worked_on(path) as book:
        book.properties.title = "neu gespeichert"
    (resaved,) = taken(dataset, path, register=register)
    assert ((), {"decided_before"}) == (resaved.proposals, codes(resaved))


def test_a_return_whose_answers_were_lost_again_says_so(tmp_path):
    """Undone, not saved, or an older backup restored: then there is something to do."""
    dataset, register, (path, _) = both_asked(tmp_path / "abfrage")
    fill(path, "bauen1", {"Zusammenfassung": "Neu", "Wer macht es?": "Amt 5"})
    (returned,) = taken(dataset, path, register=register)
    register = recorded(register, returned, returned.proposals, LATER, finished=True)

    (again,) = taken(dataset, path, register=register)

    assert ((), {"merged_before"}) == (again.proposals, codes(again))
    (said,) = again.problems
    assert "2 Angaben daraus stehen aber nicht im Datensatz" in said.message
    assert "lesen Sie die Datei noch einmal ein" in said.message
    assert "nichts mehr zu tun" not in said.message
    anew = forgetting(register, again.sha256)
    assert 2 == len(taken(dataset, path, register=anew)[0].proposals)
    assert 1 == len(register.department(again.sender).returns)
    assert () == anew.department(again.sender).returns


def test_a_department_may_correct_its_own_return(tmp_path):
    dataset, register, (path, _) = both_asked(tmp_path / "abfrage")
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    (returned,) = taken(dataset, path, register=register)
    dataset.apply(to_batch(dataset, [(p, p.returned) for p in returned.proposals], ""))
    register = recorded(register, returned, returned.proposals, LATER, finished=True)
    fill(path, "bauen1", {"Zusammenfassung": "Neu und richtig"})
    (proposal,) = proposals(dataset, path, register=register)
    assert (Action.TAKE, "Neu", "Neu und richtig") == (
        proposal.action,
        proposal.current,
        proposal.returned,
    )


def test_the_sent_file_itself_is_no_answer(tmp_path):
    dataset, register, (path, _) = both_asked(tmp_path / "abfrage")
    (returned,) = taken(dataset, path, register=register)
    assert {"untouched"} == codes(returned)
    register = recorded(register, returned, (), LATER, finished=True)
    assert Status.SENT is register.departments[0].status(DUE, SENT.date())


def test_a_return_needs_no_register(tmp_path):
    dataset, _, (path, _) = both_asked(tmp_path / "abfrage")
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    alone = shutil.copy(path, tmp_path / "allein.xlsx")
    (returned,) = taken(dataset, alone)
    assert ("Amt A", about().request) == (returned.sender, returned.request)
    assert ["Neu"] == [p.returned for p in returned.unproblematic]
