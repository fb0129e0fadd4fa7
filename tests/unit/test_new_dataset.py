"""A table of measures that is no export of ours becomes a dataset, and names what it leaves out."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from klimaeditor.exchange import columns, newdataset
from klimaeditor.exchange.importing import Recognition
from klimaeditor.exchange.newmeasures import category_ids
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.foreign_cases import FULL_REPORT, report_file, table_file

HEADER = ["Handlungsfeld", "Titel", "Kurztitel", "Beschreibung", "Kosten", "Notiz"]
ROWS = [
    ["Mobilität", "Den Radweg am Kanal verbreitern", "Kanalradweg", "Zwei Kilometer.", 1500, "x1"],
    ["Mobilitaet ", "Busse mit Strom", "Strombusse", "Zwölf Stück.", None, None],
    ["Bauen & Sanieren", "Turnhallen dämmen", "Turnhallen", "Drei Hallen.", 2000, None],
]


def opened(path) -> Recognition:
    found = newdataset.look(path, site=muenster())
    assert isinstance(found, Recognition)
    return found


def drafted(path) -> newdataset.Draft:
    found = opened(path)
    return newdataset.draft(found, found.tables[0], columns.match(MUENSTER, found.tables[0]))


def made(tmp_path, rows, header=None, wanted=()) -> newdataset.NewDataset:
    """Return the dataset of a table with these rows."""
    draft = drafted(table_file(tmp_path / "liste.xlsx", [header or HEADER, *rows]))
    return newdataset.dataset_of(muenster(), draft, draft.every_doubtful if wanted else ())


def measures(new: newdataset.NewDataset) -> dict[str, str]:
    views = map(new.dataset.view, new.dataset.measure_keys())
    return {view.id: str(view.value("action_name")) for view in views}


def said(new: newdataset.NewDataset) -> str:
    return "\n".join(problem.message for problem in (*new.left_out, *new.notices))


def test_rows_become_measures_in_their_categories_with_ids_of_the_site(tmp_path):
    new = made(tmp_path, ROWS)

    assert {
        "mobilitaet1": "Den Radweg am Kanal verbreitern",
        "mobilitaet2": "Busse mit Strom",
        "bauen_sanieren1": "Turnhallen dämmen",
    } == measures(new)
    view = new.dataset.view(new.dataset.find("mobilitaet1"))
    assert ("Kanalradweg", 1500, "Mobilität") == (
        view.value("short_title"),
        view.value("cost_value"),
        view.value("category"),
    )
    assert {"mobilitaet", "bauen_sanieren"} == set(
        new.dataset.tables[FileName.CATEGORIES].keys_by_id
    )


def test_a_column_without_a_field_is_named_with_an_example(tmp_path):
    assert "Spalte „Notiz“ (F): 1 Zelle, zum Beispiel „x1“." in said(made(tmp_path, ROWS))


def test_a_row_without_a_title_is_named(tmp_path):
    new = made(tmp_path, [*ROWS, ["Mobilität", None, None, "Nur ein Text.", None, None]])

    assert 3 == len(measures(new))
    assert "Zeile 5 hat keinen Titel und wird keine Maßnahme" in said(new)


@pytest.mark.parametrize(
    ("row", "because"),
    [
        (["Mobilität", "Busse mit Strom", "Neu", "Anderes.", 5, None], "heißt wie die Maßnahme"),
        ([None, "Wohnen und Leben", None, None, None, None], "Zwischenüberschrift"),
        (["Bauen", "Summe", None, None, 9000, None], "Summenzeile"),
        (["Bauen", "MÃ¼hlen sanieren", None, "Text.", None, None], "MÃ¼hlen"),
    ],
)
def test_a_doubtful_row_is_no_measure_unless_somebody_wants_it(tmp_path, row, because):
    left = made(tmp_path, [*ROWS, row])
    taken = made(tmp_path, [*ROWS, row], wanted=True)

    assert 3 == len(measures(left))
    assert "Zeile 5" in said(left)
    assert because in said(left)
    assert 4 == len(measures(taken))


def test_a_row_that_is_there_twice_becomes_one_measure(tmp_path):
    new = made(tmp_path, [*ROWS, ROWS[1]], wanted=True)

    assert 3 == len(measures(new))
    assert "steht wortgleich schon in Zeile 3" in said(new)


def test_a_doubtful_value_is_named_and_not_taken(tmp_path):
    row = ["Bauen", "Dach", "Dach", "Text.", "ca. 3 Mio. €", None]
    left, taken = made(tmp_path, [row]), made(tmp_path, [row], wanted=True)

    assert left.dataset.view(0).value("cost_value") in (None, "")
    assert "ca. 3 Mio. €" in said(left)
    assert 3_000_000 == taken.dataset.view(0).value("cost_value")


def test_struck_hidden_and_commented_cells_are_doubts(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    sheet["D2"].font = Font(strike=True)
    sheet["D3"].comment = Comment("Stimmt das noch?", "Amt")
    sheet.row_dimensions[4].hidden = True
    book.save(tmp_path / "liste.xlsx")
    new = newdataset.dataset_of(muenster(), drafted(tmp_path / "liste.xlsx"))

    assert ["mobilitaet1", "mobilitaet2"] == list(measures(new))
    assert ["", ""] == [new.dataset.view(key).value("action_description") for key in (0, 1)]
    for words in ("durchgestrichen", "Stimmt das noch?", "ausgeblendet"):
        assert words in said(new)


def test_merged_cells_of_the_category_count_for_all_of_their_rows(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in [HEADER, ROWS[0], [None, *ROWS[1][1:]], ROWS[2]]:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "liste.xlsx")
    new = newdataset.dataset_of(muenster(), drafted(tmp_path / "liste.xlsx"))

    assert ["mobilitaet1", "mobilitaet2", "bauen_sanieren1"] == list(measures(new))
    assert "verbunden" not in said(new).lower()


def test_ids_of_the_file_stay_where_the_site_can_bear_them(tmp_path):
    header = ["Kennung", *HEADER]
    rows = [["verkehr7", *ROWS[0]], ["verkehr2", *ROWS[1]], [None, *ROWS[2]]]
    new = made(tmp_path, rows, header)

    assert ["verkehr7", "verkehr2", "bauen_sanieren1"] == list(measures(new))
    assert "verkehr" == new.dataset.view(0).measure["categoryId"]


def test_other_numbers_give_way_to_new_ids_and_are_named(tmp_path):
    new = made(tmp_path, [[n, *row] for n, row in enumerate(ROWS, 1)], ["Nr.", *HEADER])

    assert ["mobilitaet1", "mobilitaet2", "bauen_sanieren1"] == list(measures(new))
    assert "3 Zeilen mit einer eigenen Nummer oder Kennung, zum Beispiel „1“" in said(new)


def test_a_new_id_is_never_one_of_the_file(tmp_path):
    header = ["Kennung", *HEADER]
    rows = [["mobilitaet1", *ROWS[0]], ["Nr. 5", *ROWS[1]], [None, *ROWS[2]]]

    assert ["mobilitaet1", "mobilitaet2", "bauen_sanieren1"] == list(
        measures(made(tmp_path, rows, header))
    )


def test_without_a_category_rows_are_together_and_named(tmp_path):
    new = made(tmp_path, [["–", *ROWS[0][1:]], ROWS[1]])

    assert ["ohne_kategorie1", "mobilitaet1"] == list(measures(new))
    assert "hat keine Kategorie" in said(new)


def test_categories_can_be_put_together(tmp_path):
    draft = drafted(table_file(tmp_path / "liste.xlsx", [HEADER, *ROWS]))
    new = newdataset.dataset_of(muenster(), draft, (), {"bauen_sanieren": "mobilitaet"})

    assert ["mobilitaet1", "mobilitaet2", "mobilitaet3"] == list(measures(new))
    assert ["mobilitaet"] == list(new.dataset.tables[FileName.CATEGORIES].keys_by_id)


def test_only_a_short_title_names_the_measure_too(tmp_path):
    new = made(tmp_path, [["Bauen", "Dach"]], ["Sparte", "Kurztitel"])

    assert ("Dach", "Dach") == (
        new.dataset.view(0).value("action_name"),
        new.dataset.view(0).value("short_title"),
    )


def test_without_titles_there_is_no_dataset(tmp_path):
    path = table_file(tmp_path / "liste.xlsx", [["Ort", "Kosten"], ["Kanal", 5]])

    with pytest.raises(WorkbookError, match="Es fehlt eine Spalte"):
        drafted(path)


def test_every_sheet_that_was_not_read_is_named(tmp_path):
    book = Workbook()
    for row in [HEADER, *ROWS]:
        book.active.append(row)
    for row in [HEADER, ROWS[0]]:
        book.create_sheet("Mehr").append(row)
        book.create_sheet("Zettel").append(["nur ein Satz"])
    book.save(tmp_path / "liste.xlsx")

    new = newdataset.dataset_of(muenster(), drafted(tmp_path / "liste.xlsx"))
    assert "„Zettel“" in said(new)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_delimited_file_is_as_good(tmp_path, encoding, delimiter):
    lines = [["Handlungsfeld", "Titel"], ["Mobilität", "Züge"], ["Bauen", "Dächer"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    (tmp_path / "liste.csv").write_bytes(text.encode(encoding))

    new = newdataset.dataset_of(muenster(), drafted(tmp_path / "liste.csv"))
    assert {"mobilitaet1": "Züge", "bauen1": "Dächer"} == measures(new)


def test_a_report_is_sent_to_where_it_is_read(tmp_path):
    path = report_file(tmp_path / "bericht.xlsx", {"Eins": FULL_REPORT})

    with pytest.raises(WorkbookError, match="Rückläufe einlesen"):
        newdataset.look(path, site=muenster())


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Mobilität"], ["mobilitaet"]),
        (["Straße & Schiene", "Straße und Schiene"], ["strasse_schiene", "strasse_und_schiene"]),
        (["3. Energie 2030"], ["energie_2030_"]),
        (["Énergie"], ["energie"]),
        (["中文", "日本"], ["kategorie", "kategorie_2_"]),
        (["Wort " * 30], ["wort_wort_wort_wort_wort_wort_wort_wort"]),
        (["x" * 90], ["x" * 40]),
    ],
)
def test_ids_of_categories_can_begin_those_of_measures(names, ids):
    found = category_ids(names)

    assert ids == list(found.values())
    assert all(ID_PATTERN.fullmatch(f"{known}1") for known in found.values())


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("leer.xlsx", b"", "ist leer (0 Byte)"),
        ("leer.csv", b"", "ist leer (0 Byte)"),
        ("mappe.csv", b"PK\x03\x04 und mehr", "Excel-Datei mit falscher Endung"),
        ("alt.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "alten Excel-Format"),
        ("calc.ods", b"PK\x03\x04", "das Format „.ods“ nicht"),
        ("brief.txt", "Schöne Grüße".encode("cp1252"), "enthält keine Tabelle"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(WorkbookError, match=r"Sie|Nötig") as refused:
        newdataset.look(tmp_path / name, site=muenster())
    assert expected in str(refused.value)
    assert name in str(refused.value)


def test_numbered_titles_are_no_filled_series(tmp_path):
    """People number what they do; amounts that count on are still asked about."""
    rows = [
        ["Bauen", f"Turnhalle {n} dämmen", f"Halle {n}", "Wir dämmen.", 1_000 + n, None]
        for n in range(1, 7)
    ]
    draft = drafted(table_file(tmp_path / "liste.xlsx", [HEADER, *rows]))

    doubts = {v.spot.field for v in draft.doubtful for p in v.against if p.code == "filled_series"}
    assert {"cost_value"} == doubts
