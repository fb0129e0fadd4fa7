"""``klimaeditor edit``: values as the form reads them, one line changed, the rest untouched."""

from __future__ import annotations

import errno
import json
import subprocess

import pytest

from klimaeditor.cli import main
from klimaeditor.document import open_document
from klimaeditor.files import disk
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT


@pytest.fixture
def edit(capsys, sample_dataset):
    """Return what edits the sample: field, value, measure -> (exit code, stdout, stderr)."""

    def run(field: str, value: str | None, measure: str = "bauen1") -> tuple[int, str, str]:
        what = "--null" if value is None else f"--value={value}"
        words = ["edit", str(sample_dataset), "--measure", measure, "--field", field, what]
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def stored(folder, field, measure="bauen1"):
    document = open_document(folder)
    return document.view(document.dataset.find(measure)).value(field)


def numstat(before, after):
    """Return what ``git diff --numstat`` says: (lines added, lines removed) per changed file."""
    done = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", "diff", "--no-index", "--numstat", before, after],  # noqa: S607 - git of the machine
        capture_output=True,
        text=True,
        check=False,
    )
    return [tuple(map(int, line.split("\t")[:2])) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("cost_value", "1.234,56", 1234.56),
        ("cost_value", "1.250.000 €", 1250000),
        ("cost_value", "Keine Angabe", None),
        ("cost_value", None, None),
        ("cost_until", "2031", 2031),
        ("cost_until", "", None),
        ("cost_quantity", "12,5", 12.5),
        ("state_date", "1.7.2024", "2024-07-01"),
        ("state_date", "2024-07-01", "2024-07-01"),
        ("state_date", None, ABSENT),
        ("short_title", "- Städtische „Gebäude“", "- Städtische „Gebäude“"),
        ("short_title", None, ""),
        ("summary", "Erster Absatz.\r\n\r\nZweiter.", "Erster Absatz.\n\nZweiter."),
        ("renewable_energy", None, ""),
        ("responsible_bodies", "Stadt Musterstadt", "Stadt Musterstadt"),
        ("category_id", "mobilitaet", "mobilitaet"),
        ("category_id", "Mobilität", "mobilitaet"),
        ("user_action_href", "https://www.stadt.example/mit", "https://www.stadt.example/mit"),
        (
            "links",
            '[{"url": "https://www.stadt.example", "title": "Stadt"}]',
            [{"title": "Stadt", "url": "https://www.stadt.example"}],
        ),
        ("links", "[]", ABSENT),
        ("progress_type", "Prozent", "percent"),
        ("progress_type", "count", "count"),
        ("progress_goal", "-3", -3),
        (
            "progress_values",
            '[{"value":"in Bearbeitung","date":"1.7.2024"},{"value":1.5,"date":"2025-02-01"}]',
            [
                {"value": "in_progress", "date": "2024-07-01"},
                {"value": 1.5, "date": "2025-02-01"},
            ],
        ),
    ],
)
def test_values_are_stored_as_the_form_would_store_them(
    edit, sample_dataset, field, typed, expected
):
    code, _, err = edit(field, typed, measure="bauen3")

    value = stored(sample_dataset, field, "bauen3")
    assert (0, "") == (code, err)
    assert (type(expected), expected) == (type(value), value)


def test_the_category_takes_its_name_along(edit, sample_dataset):
    edit("category_id", "mobilitaet")

    assert stored(sample_dataset, "category", "mobilitaet1") == stored(sample_dataset, "category")


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("cost_value", "12a", "ein Betrag in Euro wie 1.234,56"),
        ("cost_value", "1,234.56", "ein Betrag in Euro wie 1.234,56"),
        ("cost_value", "keine Kosten", "--null für „Keine Angabe“"),
        ("cost_value", "keine Kosten", "Gemeint vielleicht: 0."),
        ("cost_value", "2 bis 3 Mio. €", "Gemeint vielleicht: 2.000.000 oder 3.000.000."),
        ("cost_value", "123456789,123", "ein Betrag in Euro wie 1.234,56"),
        ("cost_quantity", "viele", "eine Zahl wie 1.250,5"),
        ("cost_quantity", "0,12345678901234567", "eine Zahl wie 1.250,5"),
        ("cost_until", "in 20 Jahren", "ein Jahr von 1990 bis 2060"),
        ("cost_until", "1989", "ein Jahr von 1990 bis 2060"),
        ("state_date", "07/2024", "ein Tag von 1990 bis 2060 als TT.MM.JJJJ"),
        ("state_date", "31.02.2024", "ein Tag von 1990 bis 2060 als TT.MM.JJJJ"),
        ("progress_type", "Ampel", "Möglich sind: binary, count, percent."),
        ("category_id", "raumfahrt", "Möglich sind: energieerzeugung, "),
        ("links", "https://stadt.example", "ab Zeile 1, Spalte 1 kein lesbares JSON."),
        ("links", '[{"title": "A", "url": 1}]', 'eine JSON-Liste wie [{"title": '),
        ("links", '[{"title": "A"}]', 'eine JSON-Liste wie [{"title": '),
        ("links", '[{"title": "A",}]', "ab Zeile 1, Spalte 16 kein lesbares JSON."),
        ("progress_values", "[1]", "kein lesbares JSON. Angenommen wird eine JSON-Liste"),
        ("progress_values", '[{"value": 1, "date": "2024"}]', 'wie [{"value": "in_progress"'),
        ("progress_values", '[{"value": true, "date": "2024-01-01"}]', "value eine Zahl"),
        ("progress_values", '[{"value": "bald", "date": "2024-01-01"}]', "value eine Zahl"),
        ("progress_values", '[{"value": 1}]', "value eine Zahl"),
        ("progress_values", '[{"value": NaN, "date": "2024-01-01"}]', "kein lesbares JSON."),
        ("id", "bauen7", "„Kennung“ lässt sich nicht ändern"),
        ("category", None, "„Name der Kategorie“ lässt sich nicht ändern"),
    ],
)
def test_what_is_not_clear_is_refused_and_named(edit, sample_dataset, field, typed, expected):
    before = {path.name: path.read_bytes() for path in sample_dataset.iterdir()}
    code, out, err = edit(field, typed)

    assert (2, "") == (code, out)
    assert err.startswith("Nicht ausgeführt: ")
    assert expected in err
    assert 1 == err.count("\n")
    assert before == {path.name: path.read_bytes() for path in sample_dataset.iterdir()}


@pytest.mark.parametrize("field", ["summary", "cost_value", "links"])
def test_a_value_that_did_not_arrive_as_typed_is_refused(edit, sample_dataset, field):
    """A script in Windows-1252 hands over umlauts that no UTF-8 system can read."""
    before = stored(sample_dataset, field)

    code, out, err = edit(field, b"Gr\xf6\xdfe".decode("utf-8", "surrogateescape"))

    assert (2, "") == (code, out)
    assert "kamen nicht lesbar an" in err
    assert "UTF-8" in err
    assert before == stored(sample_dataset, field)


@pytest.mark.parametrize(
    ("measure", "field", "expected"),
    [
        ("baun1", "summary", "mit der Kennung „baun1“ gibt es in diesem Datensatz nicht. Gemeint"),
        ("", "summary", "mit der Kennung (leer) gibt es in diesem Datensatz nicht.\n"),
        ("bauen1", "cost", "Ein Feld namens „cost“ gibt es nicht."),
        ("bauen1", "sumary", "Gemeint vielleicht: summary. Alle Namen nennt „klimaeditor fields“."),
    ],
)
def test_an_unknown_measure_or_field_is_named_with_what_may_be_meant(
    edit, measure, field, expected
):
    code, _, err = edit(field, "x", measure)

    assert 2 == code
    assert expected in err


def test_a_measure_whose_id_is_double_is_not_guessed(edit, sample_dataset):
    file = sample_dataset / "measures.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"id": "bauen2"', '"id": "bauen1"', 1), encoding="utf-8")

    code, _, err = edit("summary", "x")

    assert 2 == code
    assert "Die Kennung „bauen1“ haben 2 Maßnahmen" in err


def test_what_was_done_is_said_with_the_value_before_and_after(edit):
    _, out, _ = edit("cost_value", "1.250.000,5")

    assert [
        "bauen1 – Städtische Gebäude",
        "  Kosten der Maßnahme: 148.000.000 Euro → 1.250.000,50 Euro",
    ] == out.splitlines()[:2]
    assert "Gespeichert in additional_data.json." == out.splitlines()[-1]


def test_findings_on_the_edited_field_are_said_at_once(edit):
    code, out, _ = edit("summary", "Text mit <b>HTML</b>")

    assert 0 == code
    assert "\n  Warnung  Zusammenfassung: Der Text enthält HTML" in out


def test_a_value_that_is_stored_already_changes_nothing(edit, sample_dataset):
    before = {path.name: path.stat().st_mtime_ns for path in sample_dataset.iterdir()}
    code, out, _ = edit("cost_value", "148000000")

    assert 0 == code
    assert "bauen1 – Städtische Gebäude\n  Kosten der Maßnahme: bleibt 148.000.000 Euro\n" == out
    assert before == {path.name: path.stat().st_mtime_ns for path in sample_dataset.iterdir()}


def test_a_missing_companion_record_is_created(edit, sample_dataset):
    code, _, _ = edit("cost_value", None, "iniative5")

    assert 0 == code
    assert stored(sample_dataset, "cost_value", "iniative5") is None
    records = json.loads((sample_dataset / "additional_data.json").read_text("utf-8"))
    assert "iniative5" in {record["id"] for record in records}


def test_a_workbook_has_no_fields_to_edit(capsys, tmp_path):
    workbook = tmp_path / "mappe.xlsx"
    workbook.write_bytes(b"")
    code = main(["edit", str(workbook), "--measure", "a", "--field", "links", "--null"])

    assert 2 == code
    assert "Eine Excel-Datei wird mit „klimaeditor convert“ zu" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("field", "typed"),
    [("cost_value", "1.234.567"), ("short_title", "Anderer Titel"), ("cost_until", "2044")],
)
def test_one_edited_field_is_a_one_line_diff(edit, sample_dataset, tmp_path, field, typed):
    before = tmp_path / "vorher.json"
    before.write_bytes((sample_dataset / "additional_data.json").read_bytes())
    edit(field, typed)

    assert [(1, 1)] == numstat(before, sample_dataset / "additional_data.json")


@pytest.mark.parametrize(
    ("field", "typed"), [("cost_value", "7.654.321"), ("action_name", "Ein anderer Name")]
)
@pytest.mark.real
def test_one_edited_field_of_the_real_data_is_a_one_line_diff(real_dataset, tmp_path, field, typed):
    for path in real_dataset.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    document = open_document(tmp_path)
    measure = next(
        view.id
        for view in map(document.view, document.dataset.measure_keys())
        if view.additional is not None and view.value(field) not in (None, ABSENT)
    )
    words = ["--measure", measure, "--field", field, "--value", typed]

    assert 0 == main(["edit", str(tmp_path), *words])
    assert [(1, 1)] == [
        lines
        for path in real_dataset.glob("*.json")
        if (tmp_path / path.name).exists()
        for lines in numstat(path, tmp_path / path.name)
    ]


def test_a_save_whose_outcome_is_open_is_not_said_to_be_not_carried_out(edit, monkeypatch):
    def broken(*_, **__):
        raise OSError(errno.EIO, "gone")

    def move(source, target, backup, real=disk.move):
        if target.name == FileName.ADDITIONAL:
            for name in ("move", "remove", "sync"):
                monkeypatch.setattr(disk, name, broken)
            broken()
        real(source, target, backup)

    monkeypatch.setattr(disk, "move", move)

    code, _, said = edit("summary", "neu")

    assert code
    assert said.startswith(
        "Ob gespeichert wurde, ist noch offen; beim nächsten Öffnen klärt es sich."
    )
    assert "Nicht ausgeführt" not in said
