"""Interrupted reviews are kept on the machine and offered again; behaviour 30 of the mock-ups."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from klimaeditor import paths
from klimaeditor.excel.request_layout import REMARK_HEADER, RequestArrangement
from klimaeditor.exchange import keptreviews, waitingreturns
from klimaeditor.exchange.keptreviews import KeptReviewError
from klimaeditor.exchange.proposals import FileProblem, Remark
from klimaeditor.exchange.verdicts import ReturnsReview, Verdict
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import MUENSTER
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    entry_lines,
    fill,
    form_of,
    put_cell,
    requested,
    taken,
    town_of_three,
)
from tests.workbook_tools import worked_on

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


@pytest.fixture
def dataset():
    return town_of_three()


@pytest.fixture
def path(dataset, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    made = requested(dataset, folder, ("summary", "cost_value", "links"))
    fill(made, "bauen1", {"Zusammenfassung": "Kurz und neu.", "Kosten (Euro)": "ca. 3 Mio. €"})
    fill(made, "bauen2", {"Titel des Links": "leeren", "Adresse": "leeren"}, sheet=LINKS)
    return made


@pytest.fixture
def shelf(dataset, tmp_path):
    return waitingreturns.shelf(tmp_path / "daten", dataset, tmp_path / "nutzer")


def begun(dataset, path):
    review = ReturnsReview(taken(dataset, path))
    summary, cost, link = review.items
    review.keep(summary)
    review.set_result(cost, 2_900_000)
    review.set_result(link, {"title": "Neu", "url": "https://neu.de"})
    review.take(link)
    return review


def keep(shelf, review, path, before=()):
    sums = {review.files[0].sha256: path}
    keptreviews.save(shelf, keptreviews.kept_of(review, sums, NOW, before, MUENSTER))


def resumed(dataset, shelf):
    kept = keptreviews.load(shelf)
    files = taken(dataset, *(keptreviews.source_of(shelf, own) for own in kept))
    return ReturnsReview(files, keptreviews.decisions_for(kept, files))


def states(review):
    return [(review.verdict(i), review.result(i), review.is_edited(i)) for i in review.items]


def test_30_decisions_also_half_made_ones_come_back(dataset, path, shelf):
    review = begun(dataset, path)
    keep(shelf, review, path)

    found = resumed(dataset, shelf)

    assert states(review) == states(found)
    assert 2_900_000 == found.result(found.items[1])
    assert Verdict.OPEN is found.verdict(found.items[1])
    (kept,) = keptreviews.load(shelf)
    assert ("abfrage.xlsx", 1, NOW) == (kept.name, kept.open_values, kept.since)
    assert 1 == waitingreturns.waiting(shelf)


def test_30_a_result_of_nothing_comes_back_as_nothing(dataset, path, shelf):
    review = ReturnsReview(taken(dataset, path))
    review.set_result(review.items[0], ABSENT)
    review.set_result(review.items[1], None)
    keep(shelf, review, path)

    found = resumed(dataset, shelf)

    assert same(ABSENT, found.result(found.items[0]))
    assert found.result(found.items[1]) is None


def test_30_a_file_from_a_mail_may_have_gone(dataset, path, shelf):
    keep(shelf, begun(dataset, path), path)
    shutil.rmtree(path.parent)

    (kept,) = keptreviews.load(shelf)
    copy = keptreviews.source_of(shelf, kept)

    assert copy.name == path.name
    assert path == keptreviews.without_copy([kept], copy, shelf)
    assert 3 == len(resumed(dataset, shelf).items)


def test_30_another_file_of_the_same_name_is_not_taken_for_it(dataset, path, shelf):
    keep(shelf, begun(dataset, path), path)
    fill(path, "bauen1", {"Zusammenfassung": "Ganz anders."})

    (kept,) = keptreviews.load(shelf)

    assert path != keptreviews.source_of(shelf, kept)
    other = taken(dataset, path)
    assert {} == keptreviews.decisions_for([kept], other)


def test_30_a_file_that_is_nowhere_keeps_its_decisions(dataset, path, shelf):
    keep(shelf, begun(dataset, path), path)
    (kept,) = keptreviews.load(shelf)
    path.unlink()
    keptreviews.source_of(shelf, kept).unlink()

    assert keptreviews.source_of(shelf, kept) is None
    keptreviews.save(shelf, [kept])
    assert (kept,) == keptreviews.load(shelf)


def test_what_is_decided_on_and_stored_waits_no_more_and_leaves_no_copy(dataset, path, shelf):
    review = begun(dataset, path)
    keep(shelf, review, path)
    review.keep(*review.items)
    review.note_applied()
    keep(shelf, review, path, keptreviews.load(shelf))

    assert 0 == waitingreturns.waiting(shelf)
    assert [] == [own for own in shelf.rglob("*") if own.is_file()]


def test_files_of_other_reviews_stay(dataset, path, shelf, tmp_path):
    keep(shelf, begun(dataset, path), path)
    second = shutil.copy(path, tmp_path / "zweite.xlsx")
    fill(second, "bauen3", {"Zusammenfassung": "Auch neu."})
    before = keptreviews.load(shelf)
    keep(shelf, begun_second(dataset, second), second, before)

    assert ["abfrage.xlsx", "zweite.xlsx"] == [own.name for own in keptreviews.load(shelf)]


def begun_second(dataset, path):
    review = ReturnsReview(taken(dataset, path))
    review.keep(review.items[0])
    return review


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": "x"}', '{"format": "klimaeditor-ruecklaeufe"}', "[" * 9999]
)
def test_30_what_cannot_be_read_is_said_and_never_overwritten(dataset, path, shelf, text):
    shelf.mkdir(parents=True)
    (shelf / waitingreturns.NAME).write_text(text, "utf-8")

    with pytest.raises(KeptReviewError, match="nicht lesbar"):
        keptreviews.load(shelf)
    assert 0 == waitingreturns.waiting(shelf)
    keep(shelf, begun(dataset, path), path)

    assert 1 == waitingreturns.waiting(shelf)
    aside = shelf / keptreviews.ASIDE.format(number=1)
    assert text == aside.read_text("utf-8")


def test_30_a_newer_file_is_said_and_put_aside_whole(dataset, path, shelf):
    keep(shelf, begun(dataset, path), path)
    found = json.loads((shelf / waitingreturns.NAME).read_text("utf-8"))
    newer = json.dumps(found | {"version": 2, "files": "anders"})
    (shelf / waitingreturns.NAME).write_text(newer, "utf-8")

    with pytest.raises(KeptReviewError, match="neueren Version"):
        keptreviews.load(shelf)
    keep(shelf, begun(dataset, path), path)

    assert newer == (shelf / keptreviews.ASIDE.format(number=1)).read_text("utf-8")


def test_a_name_never_leads_out_of_the_folder(dataset, path, shelf):
    keep(shelf, begun(dataset, path), path)
    text = (shelf / waitingreturns.NAME).read_text("utf-8")
    text = text.replace('"abfrage.xlsx"', '"../../abfrage.xlsx"', 1)
    (shelf / waitingreturns.NAME).write_text(text, "utf-8")

    with pytest.raises(KeptReviewError):
        keptreviews.load(shelf)


def test_a_full_disk_is_said(dataset, path, shelf, monkeypatch):
    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keptreviews.disk, "write_whole", full)
    with pytest.raises(KeptReviewError, match="ließen sich nicht"):
        keep(shelf, begun(dataset, path), path)


def test_datasets_are_told_apart_by_their_folder(dataset, tmp_path, own_user_folders):
    here = waitingreturns.shelf(tmp_path / "a", dataset)
    there = waitingreturns.shelf(tmp_path / "b", dataset)
    loose = waitingreturns.shelf(None, dataset)

    assert 3 == len({here, there, loose})
    root = paths.user_data() / waitingreturns.FOLDER
    assert {root} == {own.parent for own in (here, there, loose)}


def test_9_what_was_remarked_waits_with_the_file_at_its_field(dataset, path, shelf):
    book = load_workbook(path)
    sheet = book["Maßnahmen"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "bauen1")
    note = Comment("15 Jahre, also bis 2039.", "Frau Muster")
    sheet.cell(row, columns["Kosten (Euro)"]).comment = note
    sheet.cell(row, columns[REMARK_HEADER]).value = "Erst nach der Ratssitzung."
    book.save(path)
    keep(shelf, ReturnsReview(taken(dataset, path)), path)

    found = waitingreturns.remarks(shelf)

    assert found == keptreviews.load(shelf)[0].remarks
    assert [
        ("bauen1", "cost_value", "15 Jahre, also bis 2039."),
        ("bauen1", "", "Erst nach der Ratssitzung."),
    ] == [(own.measure_id, own.field, own.text) for own in found]
    assert {"Amt 67"} == {own.sender for own in found}


def test_9_a_remark_that_names_its_field_stands_at_that_field(dataset, path):
    (returned,) = taken(dataset, path)
    said = "Umsetzung bis (Jahr): 15 Jahre, also bis 2039.\nNach dem Beschluss.\nOb: nein"
    text = f"Vorab per Mail.\n{said}"
    remark = Remark("bauen1", "Häuser", "changed", text)

    found = keptreviews.remarks_of(MUENSTER, replace(returned, remarks=(remark,)))

    late = "15 Jahre, also bis 2039.\nNach dem Beschluss.\nOb: nein"
    assert [("", "Vorab per Mail."), ("cost_until", late)] == [(r.field, r.text) for r in found]


def test_9_a_remark_beside_an_entry_of_a_list_belongs_to_the_list(dataset, tmp_path):
    path = requested(dataset, tmp_path, EVERYTHING, arrangement=RequestArrangement.SHEETS)
    with worked_on(path) as book:
        sheet = form_of(book, "bauen3")
        put_cell(sheet, f"C{entry_lines(sheet)[0]}", "vorläufig")
        put_cell(sheet, f"C{entry_lines(sheet, 'Links: Titel des Links')[0]}", "bald weg")
    (returned,) = taken(dataset, path)

    found = keptreviews.remarks_of(dataset.site.catalogue, returned)

    assert {"progress_values": "vorläufig", "links": "bald weg"} == {r.field: r.text for r in found}


@pytest.mark.parametrize("text", ["{", "[]", '{"files": [{"remarks": [{}]}]}', '{"files": 3}'])
def test_9_remarks_that_cannot_be_read_are_none(tmp_path, text):
    assert () == waitingreturns.remarks(tmp_path)
    (tmp_path / waitingreturns.NAME).write_text(text, "utf-8")

    assert () == waitingreturns.remarks(tmp_path)


def test_what_was_remarked_becomes_notes_with_their_source(dataset, path):
    (returned,) = taken(dataset, path)
    comment = replace(returned_comment(), writer="Frau Muster")
    remark = Remark("bauen1", "Häuser", "changed", "Erst nach der Ratssitzung.")
    full = replace(returned, remarks=(remark,), problems=(comment,), proposals=())

    found = keptreviews.notes_of(MUENSTER, full, NOW)
    again = keptreviews.notes_of(MUENSTER, full, NOW)

    assert [
        ("bauen1", "cost_value", "15 Jahre, also bis 2039.", ""),
        ("bauen1", None, "Erst nach der Ratssitzung.", ""),
    ] == [(own.measure, own.field, own.text, own.author) for own in found]
    assert all(own.source.startswith("Rücklauf Amt 67, Abfrage vom ") for own in found)
    assert not any(own.done for own in found)
    assert [own.key for own in found] == [own.key for own in again]
    assert 2 == len({own.key for own in found})


def test_who_wrote_beside_a_cell_is_named_where_the_file_names_no_sender(dataset, path):
    (returned,) = taken(dataset, path)
    comment = replace(returned_comment(), writer="Frau Muster")
    full = replace(returned, sender="", sent=None, problems=(comment,), proposals=())

    (found,) = keptreviews.notes_of(MUENSTER, full, NOW)

    assert ("Frau Muster", "Rücklauf") == (found.author, found.source)


def returned_comment() -> FileProblem:
    text = "15 Jahre, also bis 2039."
    return FileProblem("comment", text, "Maßnahmen", "D7", "bauen1", "cost_value", wrote=text)
