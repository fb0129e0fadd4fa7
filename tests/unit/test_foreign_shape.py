"""Nothing in a foreign table vanishes unmentioned because of the table's shape (MRG-03, SEC-19)."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from klimaeditor.excel.foreign import read_file
from klimaeditor.excel.layout import letter
from klimaeditor.exchange import columns
from klimaeditor.exchange.importing import recognise
from klimaeditor.exchange.matching import Names
from klimaeditor.exchange.tables import match_rows, propose
from klimaeditor.exchange.tableshape import ShapeCode
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.cell_tools import package
from tests.foreign_cases import (
    TITLES,
    by_place,
    codes,
    proposed,
    report_file,
    small_town,
    table_file,
)

COST, STATE = ("bauen1", "cost_value"), ("bauen1", "state_text")


def delimited(tmp_path, text: str, name: str = "liste.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def said(tmp_path, text: str):
    return proposed(small_town(), delimited(tmp_path, text))


def clear(returned) -> set[tuple[str, str]]:
    """Return the places of the proposals that nobody has to look at."""
    return {(p.measure_id, p.place.field) for p in returned.unproblematic}


def table(tmp_path, rows, name: str = "tabelle.xlsx"):
    return proposed(small_town(), table_file(tmp_path / name, rows))


def messages(returned) -> str:
    return "\n".join(problem.message for problem in returned.all_problems)


# --- delimited files: rows wider than the header, quotation marks, titles above ------------------


@pytest.mark.parametrize(
    "row",
    [
        "bauen1;Der Bau läuft; der zweite Abschnitt folgt;100",
        "bauen1;Bau läuft;100;und noch etwas",
        "bauen1;Erster Teil;zweiter Teil;dritter Teil;;",
    ],
)
def test_a_row_wider_than_the_header_is_doubtful(tmp_path, row):
    found = said(tmp_path, f"Kennung;Sachstand;Kosten\n{row}\nbauen2;läuft;200\n")

    assert ("bauen2", "cost_value") in clear(found)
    assert not {place for place in clear(found) if place[0] == "bauen1"}
    assert ShapeCode.WIDE_ROW in codes(found)
    assert "Zeile 2 hat mehr Felder" in messages(found)


def test_delimiters_behind_the_last_text_are_no_cells(tmp_path):
    found = said(tmp_path, "Kennung;Sachstand\nbauen1;läuft;;;\nbauen2;fertig\n")

    assert {STATE, ("bauen2", "state_text")} == clear(found)
    assert ShapeCode.WIDE_ROW not in codes(found)


def test_a_column_that_is_filled_in_every_row_makes_no_row_too_wide(tmp_path):
    rows = "".join(f"bauen{n};läuft {n};neu;x{n}\n" for n in (1, 2, 3))
    found = said(tmp_path, f"Kennung;Sachstand;Kurztitel\n{rows}")

    assert STATE in clear(found)
    assert {ShapeCode.NO_HEADER} == codes(found) & set(ShapeCode)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r'"er sagte \"ja\", dann"', 'er sagte "ja", dann'),
        (r'"er sagte \"ja\" dazu"', 'er sagte "ja" dazu'),
        (r'"\"Ja\""', '"Ja"'),
        (r'"Ordner C:\ bleibt, \"so\""', 'Ordner C:\\ bleibt, "so"'),
    ],
)
def test_quotation_marks_behind_backslashes_are_read(tmp_path, written, meant):
    found = said(tmp_path, f"Kennung,Sachstand\nbauen1,{written}\n")

    assert meant == by_place(found)[STATE]
    assert "Schrägstrich" in messages(found)


def test_a_backslash_before_the_closing_mark_is_a_letter(tmp_path):
    found = said(tmp_path, 'Kennung;Sachstand\nbauen1;"liegt unter C:\\"\nbauen2;"a ""b"""\n')

    assert "liegt unter C:\\" == by_place(found)[STATE]
    assert "Schrägstrich" not in messages(found)


@pytest.mark.parametrize(
    "above",
    [
        "Bericht Amt 61\nStand: 1.3.2026\n\n",
        "# erzeugt von Fachverfahren; Version 3\n# Trennzeichen: Semikolon\n",
        "Klimaschutz, Rückmeldung\n",
        "Liste der Maßnahmen\n\n\n\nnur für den Dienstgebrauch\n",
    ],
)
def test_titles_above_the_header_are_read_over(tmp_path, above):
    rows = [["Kennung", "Sachstand"], ["bauen1", "läuft"], ["bauen2", "fertig, ganz"]]
    text = above + "".join(f"{a};{b}\n" for a, b in rows)
    as_workbook = [[line] for line in above.splitlines()] + rows

    assert by_place(said(tmp_path, text)) == by_place(table(tmp_path, as_workbook))
    assert {STATE, ("bauen2", "state_text")} == clear(said(tmp_path, text))


def test_a_text_is_no_table_because_of_a_comma_further_below(tmp_path):
    found = delimited(tmp_path, "Sehr geehrte Damen\nund Herren, anbei\ndie Liste\n", "brief.txt")

    with pytest.raises(Exception, match="keine Tabelle"):
        read_file(found)


# --- columns: without a header, and two for one field --------------------------------------------


def test_a_value_beside_a_column_without_a_header_is_doubtful(tmp_path):
    rows = [["Kennung", "Kosten", None, "Sachstand"], [None, "bis 2025", "ab 2026"]]
    found = table(tmp_path, [*rows, ["bauen1", 100, 200, "läuft"], ["bauen2", 300, None, "läuft"]])

    assert 100 == by_place(found)[COST]
    assert {STATE, ("bauen2", "state_text"), ("bauen2", "cost_value")} == clear(found)
    assert "Die Spalte C hat keine Überschrift" in messages(found)


def test_a_header_over_merged_cells_may_hold_for_both(tmp_path):
    book = Workbook()
    for row in (["Kennung", "Sachstand", None], [None, "2024", "2025"], ["bauen1", "alt", "neu"]):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    book.save(tmp_path / "verbunden.xlsx")
    found = proposed(small_town(), tmp_path / "verbunden.xlsx")

    assert not clear(found)
    assert "vielleicht gilt die Überschrift „Sachstand“ für beide" in messages(found)


def test_a_column_without_a_header_is_named_with_what_it_holds(tmp_path):
    found = table(tmp_path, [["Kennung", "Sachstand"], ["bauen1", "läuft", None, "siehe Akte 7"]])

    assert "Die Spalte D hat keine Überschrift" in messages(found)
    assert "siehe Akte 7" in messages(found)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Sachstand 2024", "Sachstand 2025"], ["alt", "neu"]),
        (["Sachstand 2025", "Sachstand 2024"], ["neu", "alt"]),
        (["Sachstand", "Sachstand"], ["neu", "anders"]),
        (["Umsetzungsstand", "Bericht"], ["neu", "anders"]),
    ],
)
def test_of_two_columns_for_a_field_the_choice_is_a_question(tmp_path, header, cells):
    found = table(
        tmp_path, [["Kennung", *header], ["bauen1", *cells], ["bauen2", "läuft", "läuft"]]
    )

    assert "neu" == by_place(found)[STATE]
    assert {("bauen2", "state_text")} == clear(found)
    assert "Entscheiden Sie, welche Angabe gilt" in messages(found)


def test_a_value_in_the_other_column_alone_is_named(tmp_path):
    rows = [["Kennung", "Sachstand 2024", "Sachstand 2025"], ["bauen1", "nur hier", None]]
    found = table(tmp_path, rows)

    assert not by_place(found)
    assert "nur hier" in messages(found)
    assert not found.is_clean


def test_who_has_chosen_the_column_is_not_asked_again(tmp_path):
    rows = [["Kennung", "Sachstand 2024", "Sachstand 2025"], ["bauen1", "alt", "neu"]]
    town = small_town()
    found = recognise(table_file(tmp_path / "t.xlsx", rows), site=muenster())
    raw = found.tables[0]
    matches = columns.assign(columns.match(MUENSTER, raw), 1, "state_text")
    returned = propose(town, found.source, raw, matches, match_rows(Names(town), raw, matches))

    assert "alt" == by_place(returned)[STATE]
    assert {STATE} == clear(returned)


# --- what is too far right, too late, or there twice ---------------------------------------------


@pytest.mark.parametrize("place", [201, 212, 300])
def test_columns_beyond_the_limit_are_named(tmp_path, place):
    header, row = ["Kennung", "Sachstand"], ["bauen1", "läuft"]
    wide = [[*header, *[None] * (place - 3), "Kosten"], [*row, *[None] * (place - 3), 100]]
    found = table(tmp_path, wide)
    as_text = said(tmp_path, "".join(";".join(str(c or "") for c in r) + "\n" for r in wide))

    assert {STATE} == set(by_place(found)) == set(by_place(as_text))
    letters = letter(place - 1)
    assert f"Ab Spalte {letters} wurde nicht weitergelesen" in messages(found)
    assert "Ab Spalte GS wurde nicht weitergelesen" in messages(as_text)


def sheet_of(tmp_path, *rows: tuple[int, str, int]):
    """Return what a sheet says whose rows stand in the file in the order given."""
    line = '<row r="{0}"><c r="A{0}" t="str"><v>{1}</v></c><c r="B{0}" t="{3}"><v>{2}</v></c></row>'
    head = line.format(1, "Kennung", "Kosten", "str")
    path = tmp_path / "durcheinander.xlsx"
    path.write_bytes(package(head + "".join(line.format(*row, "n") for row in rows)))
    return proposed(small_town(), path)


@pytest.mark.parametrize(
    "rows",
    [
        [(3, "bauen1", 10), (2, "bauen2", 20)],
        [(2, "bauen1", 10), (2, "bauen1", 20)],
        [(2, "bauen1", 10), (4, "bauen2", 20), (3, "bauen3", 30), (5, "verkehr1", 40)],
    ],
)
def test_rows_out_of_order_or_twice_are_named_and_make_all_doubtful(tmp_path, rows):
    found = sheet_of(tmp_path, *rows)

    assert 10 == by_place(found)[COST]
    assert not clear(found)
    assert "in falscher Reihenfolge oder doppelt" in messages(found)


def test_rows_with_gaps_are_in_order(tmp_path):
    found = sheet_of(tmp_path, (2, "bauen1", 10), (7, "bauen2", 20))

    assert {COST, ("bauen2", "cost_value")} == clear(found)


# --- several sheets ------------------------------------------------------------------------------


def offices(tmp_path, sheets):
    return proposed(small_town(), report_file(tmp_path / "aemter.xlsx", sheets))


def test_the_tables_of_all_sheets_are_read(tmp_path):
    head = ("Kennung", "Sachstand", "Kosten")
    sheets = {"Amt 61": [head, ("bauen1", "läuft", 5)]}
    sheets["Amt 62"] = [head, ("bauen2", "neu", 6), ("bauen3", "alt", 7)]
    sheets["Amt 63"] = [("Titel", "Gesamtkosten"), (TITLES["verkehr1"], 8)]
    found = offices(tmp_path, sheets)

    assert {5, 6, 7, 8} == {v for (_, name), v in by_place(found).items() if name == "cost_value"}
    assert 7 == len(clear(found))


def test_where_two_sheets_differ_somebody_has_to_choose(tmp_path):
    head = ("Kennung", "Sachstand", "Kosten")
    sheets = {"neu": [head, ("bauen1", "läuft", 5)], "alt": [head, ("bauen1", "läuft", 6)]}
    found = offices(tmp_path, sheets)

    assert {STATE} == clear(found)
    assert [STATE, COST] == [(p.measure_id, p.place.field) for p in found.proposals]
    assert "Das Blatt „alt“ sagt dazu in Zelle C2" in messages(found)


def test_sheets_without_measures_are_named(tmp_path):
    sheets = {
        "Liste": [("Kennung", "Sachstand"), ("bauen1", "läuft")],
        "Ansprechpersonen": [("Person", "Telefon"), ("Frau Muster", "1234")],
        "Notiz": [("Bitte bis Freitag",)],
    }
    found = offices(tmp_path, sheets)

    assert {STATE} == clear(found)
    assert "eine Tabelle und wurden nicht gelesen: „Ansprechpersonen“" in messages(found)
    assert "Blätter ohne Tabelle wurden nicht gelesen: „Notiz“" in messages(found)


def test_a_sheet_with_nothing_in_it_is_not_worth_a_word(tmp_path):
    sheets = {"Liste": [("Kennung", "Sachstand"), ("bauen1", "läuft")], "Tabelle2": []}

    assert not offices(tmp_path, sheets).all_problems
