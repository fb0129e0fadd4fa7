"""Damage to rows, columns, sheets and files has its code and is never taken unseen."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.excel.workbook_words import FORMER_BASELINE, SHEET_BASELINE
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, town
from tests.muenster_fields import FIELDS_BY_NAME
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    MEASURES,
    PROGRESS,
    codes,
    fill,
    only,
    put_rows,
    requested,
    rewrite_columns,
    rewrite_rows,
    row_of,
    sent,
    taken,
    town_of_three,
)
from tests.workbook_tools import headers, parts_of, repacked, sheet_part, worked_on

COSTS = FIELDS_BY_NAME["cost_value"].excel.header


@pytest.fixture
def asked(tmp_path):
    """Return a dataset and the workbook that asks about everything."""
    dataset = town_of_three()
    return dataset, requested(dataset, tmp_path, EVERYTHING)


def test_a_deleted_column_is_named(asked):
    dataset, path = asked
    rewrite_columns(path, MEASURES, lambda found: [c for c in found if c[0] != "Zusammenfassung"])
    assert "Zusammenfassung" in only(dataset, path, "missing_column").message


def test_a_renamed_column_is_named_and_not_read(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    with worked_on(path) as book:
        sheet = book[MEASURES]
        sheet.cell(1, headers(sheet).index("Zusammenfassung") + 1, "Kurzfassung")
    problem = only(dataset, path, "renamed_column")
    assert "„Kurzfassung“" in problem.message
    assert () == taken(dataset, path)[0].proposals


def test_a_doubled_column_is_named_and_not_read(asked):
    dataset, path = asked

    def doubled(columns):
        copy = next(list(c) for c in columns if c[0] == "Zusammenfassung")
        copy[1] = "In der Kopie geändert"
        return [*columns, copy]

    rewrite_columns(path, MEASURES, doubled)
    only(dataset, path, "duplicate_column")
    assert () == taken(dataset, path)[0].proposals


def test_moved_columns_are_only_remarked(asked):
    dataset, path = asked
    rewrite_columns(path, MEASURES, lambda columns: columns[::-1])
    (returned,) = taken(dataset, path)
    assert {"reordered_columns"} == codes(returned)
    assert returned.is_clean


def test_a_blank_id_is_recovered_by_the_mark_and_said(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Kennung": None, "Zusammenfassung": "Neu"})
    only(dataset, path, "blank_id")
    assert ["Neu"] == [p.returned for p in taken(dataset, path)[0].proposals]


def test_a_row_without_id_and_mark_belongs_to_nobody(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Kennung": None, "Prüfzeichen": None, "Zusammenfassung": "Neu"})
    only(dataset, path, "blank_id")
    assert () == taken(dataset, path)[0].proposals


def test_an_overwritten_id_does_not_count_but_is_said(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Kennung": "bauen77", "Zusammenfassung": "Neu"})
    only(dataset, path, "changed_id")
    assert ["bauen1"] == [p.measure_id for p in taken(dataset, path)[0].proposals]


def test_an_unknown_id_is_not_taken(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Kennung": "neu1", "Prüfzeichen": None, "Zusammenfassung": "Neu"})
    only(dataset, path, "unknown_id")
    assert () == taken(dataset, path)[0].proposals


def test_rows_with_one_id_and_different_texts_are_both_left(asked):
    dataset, path = asked

    def copied(found):
        copy = list(found[0])
        copy[4] = "In der Kopie geändert"
        return [*found, copy]

    rewrite_rows(path, MEASURES, copied)
    problem = only(dataset, path, "duplicate_id")
    assert "Zeilen 2 und 5" in problem.message
    assert () == taken(dataset, path)[0].proposals


def test_a_row_copied_below_as_it_is_counts_once(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    rewrite_rows(path, MEASURES, lambda found: [*found, list(found[0])])
    (returned,) = taken(dataset, path)
    assert {"copied_row"} == codes(returned)
    assert ["Neu"] == [p.returned for p in returned.unproblematic]


def test_ids_sorted_without_the_rest_are_noticed(asked):
    dataset, path = asked

    def swapped(columns):
        ids = next(c for c in columns if c[0] == "Kennung")
        ids[1], ids[2] = ids[2], ids[1]
        return columns

    rewrite_columns(path, MEASURES, swapped)
    (returned,) = taken(dataset, path)
    assert {"mixed_row"} == codes(returned, severe=True)
    assert () == returned.proposals


def test_texts_sorted_without_the_rest_are_noticed(asked):
    dataset, path = asked

    def swapped(columns):
        found = next(c for c in columns if c[0] == "Zusammenfassung")
        found[1], found[2] = found[2], found[1]
        return columns

    rewrite_columns(path, MEASURES, swapped)
    (returned,) = taken(dataset, path)
    assert {"text_of_other_measure"} == codes(returned, severe=True)
    assert (2, ()) == (len(returned.proposals), returned.unproblematic)


def test_a_row_of_another_request_is_said(asked, tmp_path):
    dataset, path = asked
    (tmp_path / "alt").mkdir()
    other = requested(dataset, tmp_path / "alt", EVERYTHING, request="A-0")
    old = [cell.value for cell in load_workbook(other)[MEASURES][2]]
    old[4] = "Alter Text"
    rewrite_rows(path, MEASURES, lambda found: [old, *found[1:]])
    only(dataset, path, "foreign_row")


# MRG-06
def test_a_changed_locked_column_is_reported_and_not_applied(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Maßnahme": "Ein schönerer Titel", "Kategorie": "Verkehr"})
    (returned,) = taken(dataset, path)
    assert {"locked_changed"} == codes(returned)
    assert () == returned.proposals


def test_a_renamed_sheet_is_found_by_its_columns(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    with worked_on(path) as book:
        book[MEASURES].title = "Tabelle1"
    (returned,) = taken(dataset, path)
    assert (["Neu"], set()) == ([p.returned for p in returned.proposals], codes(returned))


def test_a_whole_other_sheet_is_said(asked):
    dataset, path = asked
    with worked_on(path) as book:
        place = book.sheetnames.index(MEASURES)
        del book[MEASURES]
        book.create_sheet(MEASURES, place)["A1"] = "Protokoll der Sitzung"
    problem = only(dataset, path, "sheet_replaced")
    assert "Kennung" in problem.message


def test_a_touched_baseline_makes_the_file_unreadable(asked):
    dataset, path = asked
    with worked_on(path) as book:
        book[SHEET_BASELINE]["D3"] = book[SHEET_BASELINE]["D3"].value.replace("Netze", "Netz")
    (returned,) = taken(dataset, path)
    assert (True, {"baseline_damaged"}) == (returned.unreadable, codes(returned))


def test_a_request_whose_hidden_sheet_has_its_former_name_is_read(asked):
    dataset, path = asked
    with worked_on(path) as book:
        book[SHEET_BASELINE].title = FORMER_BASELINE
    (returned,) = taken(dataset, path)
    assert not returned.unreadable


def test_an_extract_without_baseline_is_no_request(asked):
    dataset, path = asked
    with worked_on(path) as book:
        del book[SHEET_BASELINE]
    (returned,) = taken(dataset, path)
    assert (True, {"not_a_request"}) == (returned.unreadable, codes(returned))


def test_too_many_rows_are_not_read_to_the_end(asked, monkeypatch):
    dataset, path = asked
    monkeypatch.setattr("klimaeditor.excel.return_grid.MAX_ROWS", 3)
    with worked_on(path) as book:
        put_rows(book[LINKS], [["x", "y", "z", None, None]] * 30, 5)
    assert "too_many_rows" in codes(taken(dataset, path)[0])


def test_a_file_for_another_dataset_is_not_taken(asked):
    _, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    town_elsewhere = dataset_of(
        rows(
            [measure_row(f"bauen{n}") for n in (1, 2, 3)],
            [additional_row(f"bauen{n}", short_title=f"Hafenbahn {n}") for n in (1, 2, 3)],
        )
    )
    (returned,) = taken(town_elsewhere, path)
    assert "other_dataset" in codes(returned)
    assert () == returned.proposals


def test_a_measure_that_is_gone_is_said(asked):
    _, path = asked
    fill(path, "bauen3", {"Zusammenfassung": "Neu"})
    fewer = dataset_of(
        rows(
            [measure_row("bauen1"), measure_row("bauen2")],
            [additional_row("bauen1"), additional_row("bauen2")],
        )
    )
    (returned,) = taken(fewer, path)
    assert "unknown_measure" in codes(returned)
    assert () == returned.proposals


def test_an_older_request_is_never_taken_unseen(tmp_path):
    dataset = dataset_of(town())
    old = sent(dataset, tmp_path / "alt", note="A-0")
    new = sent(dataset, tmp_path / "neu", note="A-1")
    path = tmp_path / "alt" / old.departments[0].file
    fill(path, old.departments[0].measures[0], {"Zusammenfassung": "Neu"})
    later = replace(new, sent=new.sent.replace(year=2027))
    (returned,) = taken(dataset, path, register=later)
    assert "older_request" in codes(returned)
    assert (1, ()) == (len(returned.proposals), returned.unproblematic)
    (other,) = taken(dataset, path, register=new)
    assert "other_request" in codes(other)


def test_the_same_file_twice_counts_once(asked, tmp_path):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    twin = shutil.copy(path, tmp_path / "zweimal.xlsx")
    first, second = taken(dataset, path, twin)
    assert (1, 0) == (len(first.proposals), len(second.proposals))
    assert {"same_return"} == codes(second)


def test_the_reader_goes_through_the_guard(asked):
    dataset, path = asked
    bomb = repacked(path, {"xl/vbaProject.bin": b"macro"})
    (returned,) = taken(dataset, bomb)
    assert (True, {"unreadable"}) == (returned.unreadable, codes(returned))
    assert "vbaProject.bin" in returned.problems[0].message


def test_a_cell_at_the_end_of_the_sheet_costs_nothing(asked):
    dataset, path = asked
    with worked_on(path) as book:
        book[MEASURES]["XFD1048576"] = "weit weg"
    (found,) = taken(dataset, path)
    assert found.is_clean
    assert ["columns_beyond"] == [problem.code for problem in found.problems]
    assert "Ab Spalte XFD" in found.problems[0].message


def test_rows_out_of_order_make_everything_doubtful(asked):
    dataset, path = asked
    for measure_id in ("bauen1", "bauen2"):
        fill(path, measure_id, {COSTS: 61_000})
    part = sheet_part(path, MEASURES)
    text = parts_of(path)[part].decode()
    rows_ = re.findall(r"<row [^>]*>.*?</row>", text, re.DOTALL)
    swapped = text.replace(rows_[-1], "").replace(rows_[-2], rows_[-1] + rows_[-2])
    path = repacked(path, {part: swapped.encode()})

    assert "falscher Reihenfolge" in only(dataset, path, "rows_lost").message
    (found,) = taken(dataset, path)
    assert found.proposals
    assert () == found.unproblematic


def commented(path):
    """Put a comment beside the costs of "bauen2"."""
    with worked_on(path) as book:
        sheet = book[MEASURES]
        cell = sheet.cell(row_of(sheet, "bauen2"), headers(sheet).index(COSTS) + 1)
        cell.comment = Comment("Bitte auf 500.000 ändern", "Amt 61")


def test_an_answer_in_a_comment_is_named(asked):
    dataset, path = asked
    commented(path)
    remark = only(dataset, path, "comment")

    assert ("bauen2", "cost_value", True) == (remark.measure_id, remark.field, remark.severe)
    assert "„Amt 61“: „Bitte auf 500.000 ändern“" in remark.message


def test_a_comment_speaks_against_the_answer_in_its_cell(asked):
    dataset, path = asked
    fill(path, "bauen2", {COSTS: 60_500, "Zusammenfassung": "Neu"})
    commented(path)
    (found,) = taken(dataset, path)

    assert ["summary"] == [proposal.place.field for proposal in found.unproblematic]
    assert ["comment"] == [problem.code for p in found.proposals for problem in p.problems]


def test_every_code_has_its_case():
    """Whoever adds a code adds a fixture; the round trip has those of harmless things."""
    here = Path(__file__)
    files = [here, here.with_name("test_request_damage_cells.py")]
    files.append(here.with_name("test_request_roundtrip.py"))
    files += here.parent.glob("test_request_sheets*.py")
    files += here.parent.glob("test_return_*.py")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [] == [code.value for code in FaultCode if f'"{code.value}"' not in text]


@pytest.mark.parametrize("gone", ["Kennung", "Prüfzeichen"])
def test_one_of_id_and_mark_is_enough(asked, gone):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu"})
    fill(path, "bauen1", {"Stand": "abgeschlossen"}, sheet=PROGRESS)
    fill(path, "bauen2", {"Titel des Links": "Neu"}, sheet=LINKS)
    for sheet in (MEASURES, PROGRESS, LINKS):
        rewrite_columns(path, sheet, lambda found: [c for c in found if c[0] != gone])
    (returned,) = taken(dataset, path)
    assert returned.is_clean
    assert ["links", "progress_values", "summary"] == sorted(
        p.place.field for p in returned.unproblematic
    )


HOSTILE = {
    "xl/vbaProject.bin": b"x",
    "xl/externalLinks/externalLink1.xml": b"<a/>",
    "xl/embeddings/oleObject1.bin": b"x",
    "xl/activeX/activeX1.xml": b"<a/>",
    "xl/connections.xml": b"<a/>",
    "xl/extra.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "xl/bomb.xml": b" " * 30_000_000,
    "../ausbruch.xml": b"<a/>",
}


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_part_is_refused_by_name(asked, part):
    dataset, path = asked
    (returned,) = taken(dataset, repacked(path, {part: HOSTILE[part]}))
    assert (True, {"unreadable"}) == (returned.unreadable, codes(returned))
    assert part in returned.problems[0].message


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"Kennung;Titel", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)]
)
def test_what_is_no_workbook_is_unreadable(tmp_path, content):
    path = tmp_path / "anhang.xlsx"
    path.write_bytes(content)
    (returned,) = taken(town_of_three(), path)
    assert (True, {"unreadable"}) == (returned.unreadable, codes(returned))
    assert "anhang.xlsx" in returned.problems[0].message
