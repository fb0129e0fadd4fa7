"""Tables that others made: columns, rows, values, proposals (MRG-03, MRG-04, DOM-04, SEC-19)."""

from __future__ import annotations

from functools import partial

import pytest
from openpyxl import load_workbook

from klimaeditor.diff.decide import Action
from klimaeditor.excel.foreign import Grid, GridRow, find_table
from klimaeditor.excel.write import export
from klimaeditor.exchange import columns, matching, tables
from klimaeditor.exchange.columns import Memory, Why
from klimaeditor.exchange.importing import ForeignKind, recognise
from klimaeditor.exchange.proposals import FileKind, to_batch
from klimaeditor.model.errors import WorkbookError
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.foreign_cases import TITLES, by_place, codes, proposed, small_town, table_file
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.workbook_tools import clock

HEADER = ["Maßnahme", "Zuständiges Amt", "Gesamtkosten", "Sachstand 2025", "Datum"]


def matched(path, remembered=None):
    raw = recognise(path, site=muenster()).tables[0]
    return {m.column.header: m for m in columns.match(MUENSTER, raw, remembered)}


def one_row(tmp_path, header, cell, title=TITLES["bauen1"]):
    """Return what one cell under one header suggests."""
    return proposed(
        small_town(), table_file(tmp_path / "t.xlsx", [["Titel", header], [title, cell]])
    )


# --- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Generated renewable energy", "renewable_energy"),
        ("Removed/substituted energy", "substituted_energy"),
        ("GHG emissions reduction estimate (total)", "ghg_reduction"),
        ("Action Outline", "action_description"),
        ("Field", "category"),
        ("Wer macht es?", "responsible_bodies"),
        ("WER  MACHT\nES", "responsible_bodies"),
        ("Responsible bodies/person for implementation", "responsible_bodies"),
        ("state.text", "state_text"),
        ("Sachstand 2025", "state_text"),
        ("Kosten der Massnahme", "cost_value"),
        ("Zustaendige Stelle", "responsible_bodies"),
        ("Kosten (Euro)", "cost_value"),
        ("Nr.", "id"),
    ],
)
def test_a_header_stands_for_its_field(header, field):
    assert columns.recognised(MUENSTER, header) >= columns.LEAST
    raw = find_table(
        _grid([[header, "Telefon"], ["a", "b"]]), partial(columns.recognised, MUENSTER)
    )
    assert field == columns.match(MUENSTER, raw)[0].field


@pytest.mark.parametrize("header", ["Telefon", "Source", "Priorität", "E-Mail", "x", "Ziel 2030"])
def test_a_header_nobody_knows_stands_for_nothing(header):
    assert columns.recognised(MUENSTER, header) < columns.LEAST


def test_every_field_is_found_by_its_key_label_and_excel_header():
    for target in columns.targets(MUENSTER):
        field = FIELDS_BY_NAME[target.name]
        for name in (target.name, field.key_label, target.label, field.label.upper()):
            raw = find_table(
                _grid([[name, "Telefon"], ["a", "b"]]), partial(columns.recognised, MUENSTER)
            )
            assert target.name == columns.match(MUENSTER, raw)[0].field, name


def test_every_alias_means_a_field_and_only_one():
    names = {target.name for target in columns.targets(MUENSTER)}
    said = [columns.plain(alias) for field in FIELDS for alias in field.aliases]

    assert {field.name for field in FIELDS if field.aliases} <= names
    assert len(said) == len(set(said))


def test_two_columns_for_one_field_give_it_to_the_better_one(tmp_path):
    path = table_file(tmp_path / "t.xlsx", [["Titell", "Titel", "Ort"], ["a", "b", "c"]])
    found = matched(path)

    assert ("action_name", Why.ALIAS) == (found["Titel"].field, found["Titel"].why)
    assert (None, Why.DOUBLE) == (found["Titell"].field, found["Titell"].why)


def test_a_column_chosen_by_hand_takes_the_field_from_another(tmp_path):
    raw = recognise(
        table_file(tmp_path / "t.xlsx", [["Titel", "Text"], ["a", "b"]]), site=muenster()
    ).tables[0]
    found = columns.assign(columns.match(MUENSTER, raw), 1, "action_name")

    assert [None, "action_name"] == [match.field for match in found]
    assert Why.CHOSEN is found[1].why


def test_a_column_shows_its_first_five_texts(tmp_path):
    rows = [[f"Titel {n}", n] for n in range(9)]
    found = matched(table_file(tmp_path / "t.xlsx", [["Titel", "Nr."], *rows]))

    assert tuple(f"Titel {n}" for n in range(5)) == found["Titel"].sample
    assert ("0", "1", "2", "3", "4") == found["Nr."].sample


def test_the_header_is_found_below_a_heading(tmp_path):
    lines = [["Maßnahmenliste der Stadt"], [], ["Stand", "01.10.2025"], HEADER]
    path = table_file(tmp_path / "t.xlsx", [*lines, [TITLES["bauen1"], "Amt 67", 1, "läuft", None]])
    raw = recognise(path, site=muenster()).tables[0]

    assert 4 == raw.header_row
    assert [5] == [row.number for row in raw.rows]


def test_the_sheet_with_most_known_columns_comes_first(tmp_path):
    path = table_file(
        tmp_path / "t.xlsx", [["Telefon", "Raum"], ["1", "2"], ["3", "4"]], "Adressen"
    )
    book = load_workbook(path)
    sheet = book.create_sheet("Liste")
    sheet.append(HEADER)
    sheet.append([TITLES["bauen1"], "Amt 67"])
    book.save(path)

    assert ["Liste", "Adressen"] == [raw.sheet for raw in recognise(path, site=muenster()).tables]


# --- memory --------------------------------------------------------------------------------------


def test_a_mapping_is_remembered_by_its_header_in_any_order(tmp_path):
    first = recognise(
        table_file(tmp_path / "a.xlsx", [["Titel", "Text"], ["a", "b"]]), site=muenster()
    ).tables[0]
    found = columns.assign(columns.match(MUENSTER, first), 1, "state_text")
    Memory(tmp_path).remember(first, found)
    path = table_file(tmp_path / "b.xlsx", [["TEXT", "Titel"], ["b", "a"]])
    again = matched(path, Memory(tmp_path).recall(recognise(path, site=muenster()).tables[0]))

    assert ("state_text", Why.REMEMBERED) == (again["TEXT"].field, again["TEXT"].why)
    assert "action_name" == again["Titel"].field


def test_a_column_left_out_stays_left_out(tmp_path):
    raw = recognise(
        table_file(tmp_path / "a.xlsx", [["Titel", "Kosten"], ["a", 1]]), site=muenster()
    ).tables[0]
    Memory(tmp_path).remember(raw, columns.assign(columns.match(MUENSTER, raw), 1, None))

    assert None is columns.match(MUENSTER, raw, Memory(tmp_path).recall(raw))[1].field


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"headers": 3}', '{"headers": {"a": [1]}}', "[" * 9]
)
def test_a_damaged_memory_is_none(tmp_path, text):
    raw = recognise(
        table_file(tmp_path / "a.xlsx", [["Titel", "Kosten"], ["a", 1]]), site=muenster()
    ).tables[0]
    memory = Memory(tmp_path)
    memory.remember(raw, columns.match(MUENSTER, raw))
    (found,) = tmp_path.rglob("*.json")
    found.write_text(text, encoding="utf-8")

    assert {} == memory.recall(raw)


def test_a_memory_that_cannot_be_written_disturbs_nobody(tmp_path):
    raw = recognise(
        table_file(tmp_path / "a.xlsx", [["Titel", "Kosten"], ["a", 1]]), site=muenster()
    ).tables[0]
    (tmp_path / "import").write_text("eine Datei, wo der Ordner sein müsste")
    memory = Memory(tmp_path)
    memory.remember(raw, columns.match(MUENSTER, raw))

    assert {} == memory.recall(raw)


# --- rows ----------------------------------------------------------------------------------------


def rows_of(tmp_path, titles, header="Titel"):
    dataset = small_town()
    raw = recognise(
        table_file(tmp_path / "t.xlsx", [[header, "Bemerkung"], *([t, "x"] for t in titles)]),
        site=muenster(),
    ).tables[0]
    matches = tables.match_rows(matching.Names(dataset), raw, columns.match(MUENSTER, raw))
    return [(None if m.measure is None else dataset.view(m.measure).id, m.certain) for m in matches]


def test_an_id_finds_its_measure_whatever_the_case(tmp_path):
    assert [("bauen2", True), (None, False)] == rows_of(tmp_path, [" BAUEN2 ", "bauen9"], "Kennung")


def test_titles_find_their_measures_although_spelled_otherwise(tmp_path):
    titles = ["€€€ Radweg zum  Bahnhof", "Wärme- netz für das Hafenviertel", "Busse, elektrische"]

    assert ["verkehr1", "bauen2", "verkehr2"] == [found for found, _ in rows_of(tmp_path, titles)]


def test_a_title_that_is_only_like_another_is_not_certain(tmp_path):
    assert [("bauen1", False)] == rows_of(tmp_path, ["Dächer von Schulen begrünen lassen"])


def test_a_title_of_nothing_here_finds_nothing(tmp_path):
    assert [(None, False)] == rows_of(tmp_path, ["Abfallberatung im Stadtteil"])


def test_two_rows_never_mean_the_same_measure(tmp_path):
    path = table_file(
        tmp_path / "t.xlsx",
        [["Titel", "Sachstand"], [TITLES["bauen1"], "erst"], [TITLES["bauen1"] + ".", "dann"]],
    )
    returned = proposed(small_town(), path)

    assert {("bauen1", "state_text"): "erst"} == by_place(returned)
    assert {"double_row"} == codes(returned)


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cell", "value", "code"),
    [
        ("Kosten", 1250000, 1250000, None),
        ("Kosten", 1250.5, 1250.5, None),
        ("Kosten", "1.250.000 €", 1250000, None),
        ("Kosten", "862.139", 862139, "doubtful_value"),
        ("Kosten", "ca. 4,2 Mio. €", 4200000, "from_sentence"),
        ("Kosten", "keine Kosten", 0, "doubtful_value"),
        ("Umsetzung bis", 2030, 2030, None),
        ("Umsetzung bis", "Ende 2030", 2030, "from_sentence"),
        ("Datum", "1.10.2025", "2025-10-01", None),
        ("Datum", "Oktober 2025", "2025-10-01", "month_only"),
        ("Sachstand", "Zeile 1\r\nZeile 2 ", "Zeile 1\nZeile 2", None),
        ("Kurztitel", "Grüne\nDächer", "Grüne Dächer", None),
        ("Sachstand", "x" * 255, "x" * 255, "cut_text"),
    ],
)
def test_a_text_becomes_the_value_of_its_field(tmp_path, header, cell, value, code):
    returned = one_row(tmp_path, header, cell)
    (proposal,) = returned.proposals

    assert value == proposal.returned
    assert type(value) is type(proposal.returned)
    assert ([code] if code else []) == [problem.code for problem in proposal.problems]
    assert (code is None) == proposal.unproblematic


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Kosten", "siehe Anlage 3 Buchstabe b", "unreadable_value"),
        ("Kosten", "1,234.56", "unreadable_value"),
        ("Kosten", "58.000 t CO2", "unreadable_value"),
        ("Umsetzung bis", "20 Jahre", "unreadable_value"),
        ("Datum", "31.02.2025", "unreadable_value"),
        ("Datum", "demnächst", "unreadable_value"),
        ("Sachstand", "k. A.", "no_answer"),
        ("Kosten", "–", "no_answer"),
        ("Sachstand", "#NAME?", "error_cell"),
    ],
)
def test_what_cannot_be_read_is_named_and_left_out(tmp_path, header, cell, code):
    returned = one_row(tmp_path, header, cell)

    assert () == returned.proposals
    assert {code} == codes(returned)


def test_a_blank_cell_is_no_answer(tmp_path):
    returned = one_row(tmp_path, "Sachstand", "   ")

    assert ((), ()) == (returned.proposals, returned.problems)


def test_a_formula_is_offered_with_what_it_showed_and_never_taken_unseen(tmp_path):
    path = table_file(tmp_path / "t.xlsx", [["Titel", "Kosten"], [TITLES["bauen1"], "=1+1"]])
    returned = proposed(small_town(), path)

    assert () == returned.proposals
    assert {"formula"} == codes(returned)


# --- proposals -----------------------------------------------------------------------------------


def test_what_fills_something_empty_is_unproblematic_and_the_rest_is_a_conflict(tmp_path):
    header = ["Titel", "Sachstand", "Beschreibung"]
    path = table_file(tmp_path / "t.xlsx", [header, [TITLES["bauen1"], "läuft", "anders"]])
    returned = proposed(small_town(), path)
    actions = {p.place.field: p.action for p in returned.proposals}

    assert FileKind.TABLE is returned.kind
    assert {"state_text": Action.TAKE, "action_description": Action.CONFLICT} == actions
    assert ["state_text"] == [p.place.field for p in returned.unproblematic]
    assert [("Tabelle1", "B2")] == [(p.sheet, p.cell) for p in returned.unproblematic]


def test_an_uncertain_row_fills_nothing_unseen(tmp_path):
    returned = one_row(tmp_path, "Sachstand", "läuft", "Dächer von Schulen begrünen lassen")

    assert {"state_text", "action_name"} == {p.place.field for p in returned.proposals}
    assert () == returned.unproblematic
    assert {"uncertain_match"} == codes(returned)


def test_what_differs_in_blanks_only_is_no_suggestion(tmp_path):
    dataset = small_town(bauen1={"title": "a", "date": "2025-01-01", "text": "Es  geht\nvoran."})
    path = table_file(
        tmp_path / "t.xlsx", [["Titel", "Sachstand"], [TITLES["bauen1"], "Es geht voran. "]]
    )

    assert () == proposed(dataset, path).proposals


def test_accepted_suggestions_are_stored_as_one_step(tmp_path):
    dataset = small_town()
    returned = one_row(tmp_path, "Kosten", 5000)
    batch = to_batch(dataset, [(p, p.returned) for p in returned.unproblematic], "Einlesen")
    dataset.apply(batch)

    assert 5000 == dataset.value(dataset.find("bauen1"), "cost_value")


def test_merged_cells_among_the_data_are_named(tmp_path):
    path = table_file(tmp_path / "t.xlsx", [["Titel", "Sachstand"], ["a", "b"], ["c", "d"]])
    book = load_workbook(path)
    book.active.merge_cells("B2:B3")
    book.save(path)

    assert "merged_cells" in codes(proposed(small_town(), path))


def test_ids_and_categories_are_never_overwritten(tmp_path):
    header = ["Kennung", "Kategorie", "Kurztitel"]
    returned = proposed(
        small_town(), table_file(tmp_path / "t.xlsx", [header, ["bauen1", "Verkehr", "Dächer"]])
    )

    assert {("bauen1", "short_title"): "Dächer"} == by_place(returned)
    assert [1.0] == [p.score for p in returned.proposals]


def test_a_table_without_titles_or_fields_says_what_is_missing(tmp_path):
    path = table_file(tmp_path / "t.xlsx", [["Telefon", "Raum"], ["1", "2"]])

    assert {"no_columns", "no_titles"} <= codes(proposed(small_town(), path))


# --- kinds ---------------------------------------------------------------------------------------


def test_an_export_of_ours_is_known_and_not_read_as_a_table(tmp_path):
    path = export(small_town(), tmp_path / "unsere.xlsx", clock=clock).path
    found = recognise(path, site=muenster())

    assert ForeignKind.OURS is found.kind
    with pytest.raises(WorkbookError, match="stammt aus dem Klimaeditor"):
        proposed(small_town(), path)


def test_a_foreign_sheet_called_basis_is_foreign(tmp_path):
    path = table_file(tmp_path / "t.xlsx", [["Titel", "Kosten"], ["a", 1]], "Basis")

    assert ForeignKind.TABLE is recognise(path, site=muenster()).kind


def test_a_file_with_nothing_in_it_is_unknown(tmp_path):
    path = table_file(tmp_path / "leer.xlsx", [])

    assert ForeignKind.UNKNOWN is recognise(path, site=muenster()).kind
    with pytest.raises(WorkbookError, match=r"leer\.xlsx"):
        proposed(small_town(), path)


def _grid(lines):
    rows = tuple(GridRow(n, tuple(line)) for n, line in enumerate(lines, 1))
    return Grid("Tabelle1", rows)
