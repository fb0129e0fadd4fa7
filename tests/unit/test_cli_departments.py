"""``klimaeditor request`` and ``import``: from sending to the saved dataset without a window."""

from __future__ import annotations

import json
import shutil

import pytest
from openpyxl import load_workbook

from klimaeditor.clock import local_now
from klimaeditor.document import open_document
from klimaeditor.exchange import keptreviews, returns, waitingreturns
from klimaeditor.exchange import register as exchange_register
from klimaeditor.exchange.register import Status
from klimaeditor.exchange.verdicts import ReturnsReview
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import town, write_folder
from tests.request_tools import DUE, MEASURES, fill
from tests.workbook_tools import repacked

ACCEPT = ("--accept", "unproblematic")


@pytest.fixture
def data(tmp_path):
    """Return the folder of a small dataset."""
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def folder(call, data, tmp_path):
    """Return the folder of a request that was split by category."""
    target = tmp_path / "abfrage"
    how = ("--by", "category", "--due", "01.04.2026", "--layout", "table")
    assert 0 == call("request", data, target, *how)[0]
    return target


@pytest.fixture
def bauen(folder, tmp_path):
    """Return a return from „Bauen“ beside nothing else."""
    (name,) = [path for path in folder.iterdir() if "Bauen" in path.name]
    path = shutil.copy(name, tmp_path / "rücklauf.xlsx")
    fill(path, "bauen1", {"Zusammenfassung": "Neu gefasst"})
    return path


def files_of(data):
    return {path.name: path.read_bytes() for path in data.iterdir() if path.suffix == ".json"}


def status(folder):
    register = exchange_register.load(folder)
    return [
        entry.status(DUE, register.sent.date().replace(year=2025)) for entry in register.departments
    ]


def test_a_request_says_what_it_wrote(call, data, tmp_path):
    code, said, _ = call("request", data, tmp_path / "a", "--by", "category")
    assert 0 == code
    assert "(Bauen, 3 Maßnahmen)" in said
    assert "3 Excel-Dateien und das Verzeichnis „abfrage.json“" in said


def test_fields_and_measures_can_be_chosen(call, data, tmp_path):
    chosen = ("--fields", "state_text, cost_value", "--measures", "bauen2,bauen3")
    chosen += ("--layout", "table")
    assert 0 == call("request", data, tmp_path / "a", "--by", "nothing", *chosen)[0]
    register = exchange_register.load(tmp_path / "a")
    assert ("cost_value", "state_text") == register.fields
    assert [("bauen2", "bauen3")] == [entry.measures for entry in register.departments]
    sheet = load_workbook(tmp_path / "a" / register.departments[0].file)[MEASURES]
    assert {"Sachstand Text", "Kosten (Euro)"} < {cell.value for cell in sheet[1]}


@pytest.mark.parametrize(
    ("layout", "tabs"),
    [((), 2), (("--layout", "sheets"), 2), (("--layout", "table"), 1)],
)
def test_few_measures_get_a_sheet_each_unless_a_table_is_wanted(call, data, tmp_path, layout, tabs):
    chosen = ("--fields", "state_text", "--measures", "bauen2,bauen3", *layout)
    assert 0 == call("request", data, tmp_path / "a", "--by", "nothing", *chosen)[0]
    (entry,) = exchange_register.load(tmp_path / "a").departments
    book = load_workbook(tmp_path / "a" / entry.file)
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert 1 + tabs == len(shown)


def test_stale_ones_can_be_chosen(call, data, tmp_path):
    chosen = ("--stale-since", "2025-01-01", "--incomplete")
    assert 0 == call("request", data, tmp_path / "a", "--by", "responsible", *chosen)[0]
    asked = [key for e in exchange_register.load(tmp_path / "a").departments for key in e.measures]
    assert {"bauen1", "verkehr1", "initiative1"} == set(asked)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--fields", "state_txt"), "Gemeint vielleicht"),
        (("--fields", "category_id"), "keine Stelle gefragt"),
        (("--due", "bald"), "kein Tag"),
        (("--measures", "wald9"), "gibt es in diesem Datensatz nicht"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(call, data, tmp_path, more, reason):
    code, _, said = call("request", data, tmp_path / "a", "--by", "category", *more)
    assert 2 == code
    assert reason in said
    assert not (tmp_path / "a").exists()


def test_a_request_is_never_put_into_the_dataset(call, data):
    code, _, said = call("request", data, data / "abfrage", "--by", "category")
    assert (2, True) == (code, "veröffentlicht" in said)


def test_without_accept_it_is_only_shown(call, data, folder, bauen):
    before = files_of(data)
    code, said, _ = call("import", data, bauen, "--register", folder)
    assert 1 == code
    assert "eindeutig   Zusammenfassung: Kurz gesagt → Neu gefasst" in said
    assert "1 Angabe eindeutig (--accept unproblematic übernimmt sie)." in said
    assert before == files_of(data)
    assert Status.RETURNED in status(folder)


def test_accepting_saves_exactly_the_field_and_notes_it(call, data, folder, bauen):
    before = files_of(data)
    code, said, _ = call("import", data, bauen, "--register", folder, *ACCEPT)
    assert (0, True) == (code, "1 Angabe übernommen und gespeichert." in said)
    after = files_of(data)
    name = "additional_data.json"
    assert before[name].replace(b"Kurz gesagt", b"Neu gefasst", 1) == after[name]
    assert {name: after[name]} == {k: v for k, v in after.items() if v != before[k]}
    assert Status.MERGED in status(folder)
    again = call("import", data, bauen, "--register", folder, *ACCEPT)
    assert (0, True) == (again[0], "Nichts zu tun." in again[1])


def test_what_was_lost_after_it_was_taken_over_can_be_taken_once_more(call, data, folder, bauen):
    path = data / "additional_data.json"
    before = path.read_bytes()
    call("import", data, bauen, "--register", folder, *ACCEPT)
    path.write_bytes(before)  # an older backup restored

    _, said, _ = call("import", data, bauen, "--register", folder, *ACCEPT)
    assert "--again" in said
    assert before == path.read_bytes()
    code, _, _ = call("import", data, bauen, "--register", folder, *ACCEPT, "--again")
    assert (0, True) == (code, b"Neu gefasst" in path.read_bytes())


def test_a_dry_run_changes_nothing(call, data, folder, bauen):
    before, register = files_of(data), (folder / "abfrage.json").read_bytes()
    code, said, _ = call("import", data, bauen, "--register", folder, *ACCEPT, "--dry-run")
    assert (0, True) == (code, "würden übernommen" in said)
    assert (before, register) == (files_of(data), (folder / "abfrage.json").read_bytes())


def test_json_gives_the_three_versions_decision_and_problem(call, data, bauen):
    fill(bauen, "bauen1", {"Kosten (Euro)": 60})
    code, said, _ = call("import", data, bauen, "--format", "json", *ACCEPT)
    (found,) = json.loads(said)["files"]
    assert (1, "request", "Bauen") == (code, found["kind"], found["sender"])
    values = {entry["field"]: entry for entry in found["fields"]}
    assert ("Kurz gesagt", "Neu gefasst", "Kurz gesagt", "taken", []) == tuple(
        values["summary"][key] for key in ("base", "returned", "current", "decision", "problem")
    )
    assert (1000, 60, 1000, "open", ["thousands_lost"]) == tuple(
        values["cost_value"][key] for key in ("base", "returned", "current", "decision", "problem")
    )


def test_conflicts_stay_and_say_what_was_sent(call, data, bauen):
    local = ("--measure", "bauen1", "--field", "summary", "--value", "Von uns")
    assert 0 == call("edit", data, *local)[0]
    before = files_of(data)
    code, said, _ = call("import", data, bauen, *ACCEPT)
    assert 1 == code
    assert "Konflikt    Zusammenfassung: Von uns → Neu gefasst" in said
    assert "versandt: Kurz gesagt" in said
    assert before == files_of(data)


def test_a_folder_is_read_whole_and_what_nobody_can_read_ends_with_two(call, data, bauen, tmp_path):
    inbox = tmp_path / "eingang"
    inbox.mkdir()
    shutil.copy(bauen, inbox / "bauen.xlsx")
    (inbox / "~$bauen.xlsx").write_bytes(b"owner")
    repacked(bauen, {"xl/vbaProject.bin": b"x"}).rename(inbox / "makro.xlsx")
    code, said, _ = call("import", data, inbox, *ACCEPT)
    assert 2 == code
    assert "vbaProject.bin" in said
    assert "1 Angabe übernommen und gespeichert" in said


def test_files_of_one_name_from_two_folders_are_two_files(call, data, bauen, tmp_path):
    for folder, measure in (("a", "bauen2"), ("b", "bauen3")):
        (tmp_path / folder).mkdir()
        shutil.copy(bauen, tmp_path / folder / "x.xlsx")
        fill(tmp_path / folder / "x.xlsx", measure, {"Sachstand Text": folder})
    report = tmp_path / "bericht.html"
    folders = (tmp_path / "a", tmp_path / "b")
    code, said, _ = call("import", data, *folders, *ACCEPT, "--report", report)
    assert (0, True) == (code, "3 Angaben übernommen und gespeichert" in said)
    assert 3 == report.read_text(encoding="utf-8").count("<td>übernommen</td>")


def test_the_register_is_found_beside_the_files(call, data, folder, bauen):
    inbox = folder / "eingang"
    inbox.mkdir()
    shutil.copy(bauen, inbox)
    assert 0 == call("import", data, inbox, *ACCEPT)[0]
    assert Status.MERGED in status(folder)


def test_other_tables_are_read_too(call, data, tmp_path):
    table = tmp_path / "liste.csv"
    table.write_text("Kennung;Zusammenfassung\nbauen2;Aus der Liste\n", encoding="utf-8")
    _, said, _ = call("import", data, table, "--format", "json")
    (found,) = json.loads(said)["files"]
    assert "table" == found["kind"]
    assert [("bauen2", "summary", "Aus der Liste")] == [
        (entry["measure"], entry["field"], entry["returned"]) for entry in found["fields"]
    ]


@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
def test_a_report_can_be_written(call, data, bauen, tmp_path, suffix):
    target = tmp_path / f"bericht{suffix}"
    assert 0 == call("import", data, bauen, *ACCEPT, "--report", target)[0]
    assert target.stat().st_size > 1000


def test_a_report_in_another_format_is_refused_before_anything_happens(call, data, bauen, tmp_path):
    before = files_of(data)
    code, _, said = call("import", data, bauen, *ACCEPT, "--report", tmp_path / "bericht.doc")
    assert (2, True) == (code, "„.xlsx“ oder „.html“" in said)
    assert before == files_of(data)


def test_an_empty_folder_is_said(call, data, tmp_path):
    (tmp_path / "leer").mkdir()
    code, _, said = call("import", data, tmp_path / "leer")
    assert (2, True) == (code, "keine Excel-Datei" in said)


def test_a_folder_is_read_with_its_tables_and_the_rest_is_named(call, data, bauen, tmp_path):
    inbox = tmp_path / "eingang"
    (inbox / "nachgereicht").mkdir(parents=True)
    shutil.copy(bauen, inbox / "bauen.xlsx")
    (inbox / "liste.csv").write_text("Kennung;Zusammenfassung\nbauen2;Aus der Liste\n", "utf-8")
    for name in ("alt.xls", "calc.ods", "makro.xlsm", "mehr.zip", "brief.docx"):
        (inbox / name).write_bytes(b"x")
    for name in ("~$bauen.xlsx", ".versteckt", "Thumbs.db"):
        (inbox / name).write_bytes(b"x")
    code, said, _ = call("import", data, inbox, "--dry-run")

    assert 1 == code
    assert "liste.csv" in said
    assert "Aus der Liste" in said
    for line in (
        "alt.xls: das Format „.xls“; speichern Sie die Datei in Excel",
        "calc.ods: das Format „.ods“; speichern Sie die Datei in Excel",
        "makro.xlsm: das Format „.xlsm“",
        "mehr.zip: ein gepacktes Archiv",
        "brief.docx: keine Tabelle",
        "nachgereicht: ein Unterordner",
        "6 Dateien oder Ordner nicht gelesen",
    ):
        assert line in said
    assert "Thumbs" not in said


def test_what_a_folder_holds_besides_is_something_to_do(call, data, folder, bauen):
    inbox = folder / "eingang"
    inbox.mkdir()
    shutil.copy(bauen, inbox)
    assert 0 == call("import", data, inbox, *ACCEPT)[0]
    (inbox / "antwort.eml").write_bytes(b"x")
    code, said, _ = call("import", data, inbox, *ACCEPT)
    assert (1, False) == (code, "Nichts zu tun" in said)
    found = json.loads(call("import", data, inbox, "--format", "json")[1])
    assert ["antwort.eml"] == [left["file"] for left in found["not_read"]]


def test_a_folder_with_nothing_to_read_says_what_lies_there(call, data, tmp_path):
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "seite1.pdf").write_bytes(b"x")
    code, _, said = call("import", data, tmp_path / "scans")
    assert (2, True) == (code, "seite1.pdf: keine Tabelle" in said)


def test_what_is_begun_to_be_decided_in_the_window_is_said_and_left_alone(
    call, data, bauen, own_user_folders
):
    fill(bauen, "bauen2", {"Zusammenfassung": "Auch neu gefasst"})
    document = open_document(data)
    review = ReturnsReview([returns.read_file(document.dataset, bauen)])
    review.keep(review.items[0])
    shelf = waitingreturns.shelf(data, document.dataset)
    kept = keptreviews.kept_of(review, {review.files[0].sha256: bauen}, local_now(), (), MUENSTER)
    keptreviews.save(shelf, kept)

    code, said, remarked = call("import", data, bauen, *ACCEPT)

    assert 1 == code
    assert "Über eine Angabe aus „rücklauf.xlsx“ wurde im Fenster schon entschieden" in remarked
    assert "1 Angabe übernommen und gespeichert; 1 zu prüfen." in said
    assert b"Auch neu gefasst" in files_of(data)["additional_data.json"]
    assert b"Neu gefasst" not in files_of(data)["additional_data.json"]
    assert kept[0].decisions == keptreviews.load(shelf)[0].decisions


def test_begun_decisions_nobody_can_read_are_said(call, data, bauen, own_user_folders):
    shelf = waitingreturns.shelf(data, open_document(data).dataset)
    shelf.mkdir(parents=True)
    (shelf / waitingreturns.NAME).write_text("{", "utf-8")

    code, _, remarked = call("import", data, bauen)

    assert 1 == code
    assert "nicht lesbar" in remarked
    assert "{" == (shelf / waitingreturns.NAME).read_text("utf-8")
