"""``klimaeditor check``: exit codes, text, JSON."""

from __future__ import annotations

import json
from functools import partial

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.findings import Finding, Severity

KEYS = {"measure", "field", "rule", "severity", "message", "fixable"}


@pytest.fixture
def call(call):
    """Return what runs ``check``: arguments -> (exit code, stdout, stderr)."""
    return partial(call, "check")


@pytest.fixture
def found(monkeypatch):
    """Return what decides what the checks find: (severity, field) pairs of the first measure."""

    def decide(*pairs: tuple[Severity, str]) -> None:
        monkeypatch.setattr(
            "klimaeditor.checks.engine.CHECKS",
            (lambda view, only=None: _findings(view.key, pairs),),
        )
        for name in ("DATED_CHECKS", "CATEGORY_CHECKS"):
            monkeypatch.setattr(f"klimaeditor.checks.engine.{name}", ())
        monkeypatch.setattr("klimaeditor.checks.engine.memberships", lambda _view: {})
        monkeypatch.setattr("klimaeditor.checks.engine.check_files", lambda _dataset: ())

    return decide


def _findings(measure, pairs):
    if measure != 0:
        return []
    return [Finding("regel", severity, "Es hakt.", 0, field) for severity, field in pairs]


def test_errors_in_the_data_are_code_1(call, sample_dataset):
    code, out, err = call(sample_dataset)

    assert (1, "") == (code, err)
    assert "\niniative5 – KlimaWerkstatt im Quartier\n  Fehler   Kosten der Maßnahme: " in out


def test_the_last_line_counts_what_was_found(call, sample_dataset):
    counts = open_document(sample_dataset).findings.counts()
    _, out, _ = call(sample_dataset)

    assert (
        f"21 Maßnahmen geprüft: {counts[Severity.ERROR]} Fehler, "
        f"{counts[Severity.WARNING]} Warnungen, {counts[Severity.HINT]} Hinweise."
    ) == out.splitlines()[-1]


def test_every_finding_has_its_line_under_its_measure(call, sample_dataset):
    document = open_document(sample_dataset)
    _, out, _ = call(sample_dataset)
    *lines, gap, _summary = out.splitlines()
    headings = [line for line in lines if not line.startswith("  ")]

    assert "" == gap
    assert len(document.findings.all()) == len(lines) - len(headings)
    assert len(set(headings)) == len(headings)


def test_warnings_and_hints_alone_are_code_0(call, found, sample_dataset):
    found((Severity.WARNING, "summary"), (Severity.HINT, "links"))
    code, out, _ = call(sample_dataset)

    assert 0 == code
    assert [
        "  Warnung  Zusammenfassung: Es hakt.",
        "  Hinweis  Nützliche Links: Es hakt.",
        "",
        "21 Maßnahmen geprüft: 0 Fehler, 1 Warnung, 1 Hinweis.",
    ] == out.splitlines()[1:]


def test_without_findings_there_is_one_quiet_sentence(call, found, sample_dataset):
    found()

    assert (0, "21 Maßnahmen geprüft, alles in Ordnung.\n", "") == call(sample_dataset)


def test_one_of_the_four_files_stands_for_the_dataset(call, sample_dataset):
    assert call(sample_dataset) == call(sample_dataset / "categories.json")


def test_json_holds_every_finding_in_the_agreed_shape(call, sample_dataset):
    document = open_document(sample_dataset)
    code, out, _ = call(sample_dataset, "--format", "json")
    rows = json.loads(out)

    assert 1 == code
    assert len(document.findings.all()) == len(rows)
    assert [] == [row for row in rows if KEYS != set(row) - {"file"}]
    assert {"error", "warning", "hint"} >= {row["severity"] for row in rows}
    assert {bool} == {type(row["fixable"]) for row in rows}


def test_json_names_the_measure_by_id_and_the_field_by_its_catalogue_name(call, sample_dataset):
    _, out, _ = call(sample_dataset, "--format", "json")
    row = next(r for r in json.loads(out) if r["measure"] == "iniative5" and r["fixable"])

    assert ("cost_value", "error") == (row["field"], row["severity"])
    assert "file" not in row


def test_json_names_the_file_where_no_measure_is_concerned(call, sample_dataset):
    file = sample_dataset / "additional_data.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"id": "bauen1"', '"id": "bauen99"', 1), encoding="utf-8")

    _, out, _ = call(sample_dataset, "--format", "json")
    row = next(r for r in json.loads(out) if r["rule"] == "orphan_record")

    assert (None, None, "additional_data.json") == (row["measure"], row["field"], row["file"])


def test_findings_on_a_file_stand_under_its_name(call, sample_dataset):
    file = sample_dataset / "additional_data.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"id": "bauen1"', '"id": "bauen99"', 1), encoding="utf-8")

    _, out, _ = call(sample_dataset)

    assert out.startswith("additional_data.json\n  Fehler   Zur Kennung „bauen99“ ")


def test_a_measure_without_id_is_null_in_json_and_named_in_text(call, sample_dataset):
    file = sample_dataset / "measures.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"id": "bauen1"', '"id": ""', 1), encoding="utf-8")

    _, as_json, _ = call(sample_dataset, "--format", "json")
    _, as_text, _ = call(sample_dataset)

    assert None in {row["measure"] for row in json.loads(as_json)}
    assert "\n(ohne Kennung) – " in as_text


def test_remarks_about_reading_go_to_stderr(call, sample_dataset):
    file = sample_dataset / "measures.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    _, out, err = call(sample_dataset, "--format", "json")

    assert json.loads(out)
    assert err.startswith("Beachten Sie: ")
    assert "measures.json beginnt mit einer Byte-Reihenfolge-Marke" in err


def test_checking_changes_nothing(call, sample_dataset):
    before = {path.name: path.read_bytes() for path in sample_dataset.iterdir()}
    call(sample_dataset)

    assert before == {path.name: path.read_bytes() for path in sample_dataset.iterdir()}


# --- for other programs --------------------------------------------------------------------------


def steps_of(row):
    return [step.replace("~1", "/").replace("~0", "~") for step in row["pointer"].split("/")[1:]]


def value_at(folder, row):
    value = json.loads((folder / row["file"]).read_bytes())
    for step in steps_of(row):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def test_each_line_of_json_has_a_place_that_is_there(call, sample_dataset):
    code, out, _ = call(sample_dataset, "--format", "ndjson")
    rows = [json.loads(line) for line in out.splitlines()]

    assert (1, len(open_document(sample_dataset).findings.all())) == (code, len(rows))
    assert {1} == {row["schema_version"] for row in rows}
    year = next(row for row in rows if row["field"] == "cost_until" and row["measure"] == "bauen1")
    assert 15 == value_at(sample_dataset, year)
    assert (sample_dataset / "additional_data.json").as_posix() == year["path"]
    for row in rows:
        lines = (sample_dataset / row["file"]).read_text(encoding="utf-8").splitlines()
        assert value_at(sample_dataset, row) is not NotImplemented
        *_, last = steps_of(row)
        assert last.isdigit() or f'"{last}"' in lines[row["line"] - 1].replace(r"\/", "/")


def test_github_and_sarif_say_the_same_at_the_same_line(call, sample_dataset):
    words = (sample_dataset, "--severity", "error", "--format")
    rows = [json.loads(line) for line in call(*words, "ndjson")[1].splitlines()]
    github = call(*words, "github")[1].splitlines()
    log = json.loads(call(*words, "sarif")[1])
    (results,) = [run["results"] for run in log["runs"]]

    assert len(rows) == len(github) == len(results) > 2
    for row, line, result in zip(rows, github, results, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert line.startswith(f"::error file={row['path']},line={row['line']},title=")
        assert line.endswith("::" + row["message"].replace("%", "%25"))
        assert (row["path"], row["line"]) == (
            place["artifactLocation"]["uri"],
            place["region"]["startLine"],
        )
        assert (row["rule"], "error", row["message"]) == (
            result["ruleId"],
            result["level"],
            result["message"]["text"],
        )


def test_a_dataset_that_cannot_be_read_is_json_too(call, sample_dataset):
    (sample_dataset / "measures.json").write_text("[\n{,]", encoding="utf-8")

    code, out, err = call(sample_dataset, "--format", "json")
    (row,) = json.loads(out)

    assert 2 == code
    assert ("unreadable", "error", "measures.json", 2) == tuple(
        row[key] for key in ("rule", "severity", "file", "line")
    )
    assert row["message"] in err


@pytest.mark.real
def test_the_real_data_can_be_checked(call, real_dataset):
    code, out, _ = call(real_dataset)

    assert 1 == code
    assert "68 Maßnahmen geprüft: " in out.splitlines()[-1]
