"""``klimaeditor check``: exit codes, text, JSON."""

from __future__ import annotations

import io
import json
import sys
from functools import partial

import pytest
from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator

from klimaeditor.checks.rulebook import RULES
from klimaeditor.document import open_document
from klimaeditor.excel.write import export
from klimaeditor.model.findings import Finding, Severity
from tests.conftest import ROOT
from tests.publish_helpers import repaired

SCHEMA = Draft202012Validator(
    json.loads((ROOT / "resources/schema/befunde.schema.json").read_bytes())
)


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
    SCHEMA.validate(rows)
    assert set(SCHEMA.schema["$defs"]["befund"]["required"]) == set(rows[0])


def test_json_names_the_measure_by_id_and_the_field_by_its_catalogue_name(call, sample_dataset):
    _, out, _ = call(sample_dataset, "--format", "json")
    row = next(r for r in json.loads(out) if r["measure"] == "iniative5" and r["fixable"])

    assert ("cost_value", "error") == (row["field"], row["severity"])
    assert "measures.json" == row["file"]  # it has no record in the other file


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
    assert rows == json.loads(call(sample_dataset, "--format", "json")[1])
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


def cases_of(out):
    """Return the test cases of JUnit's XML by name, and what its head counts."""
    (suite,) = fromstring(out)
    return {case.get("name"): case for case in suite}, dict(suite.items())


def test_junit_has_a_case_for_reading_and_one_for_each_finding(call, sample_dataset):
    rows = json.loads(call(sample_dataset, "--format", "json")[1])
    code, out, _ = call(sample_dataset, "--format", "junit")
    (suite,) = fromstring(out)
    read, *cases = suite

    assert (1, "Datensatz lesen", []) == (code, read.get("name"), list(read))
    for row, case in zip(rows, cases, strict=True):
        owner = row["measure"] or row["file"]
        where = (owner, row["path"], str(row["line"]))
        assert where == (case.get("classname"), case.get("file"), case.get("line"))
        (inside,) = case
        if row["severity"] == "error":
            assert ("failure", row["message"]) == (inside.tag, inside.get("message"))
        else:
            assert ("system-out", row["message"]) == (inside.tag, inside.text)
    errors = sum(row["severity"] == "error" for row in rows)
    counts = {"tests": str(len(rows) + 1), "failures": str(errors), "errors": "0"}
    assert {"name": "klimaeditor check", **counts} == dict(suite.items())


@pytest.mark.parametrize("form", ["json", "ndjson", "sarif", "github", "junit"])
def test_a_dataset_that_cannot_be_read_stays_what_programs_read(call, sample_dataset, form):
    (sample_dataset / "measures.json").write_text("[\n{,]", encoding="utf-8")

    code, out, err = call(sample_dataset / "categories.json", "--format", form)

    assert 2 == code
    assert 1 == err.count("\n")
    path = (sample_dataset / "measures.json").as_posix()
    if form == "junit":
        cases, counts = cases_of(out)
        assert ("1", "0", "1") == tuple(counts[name] for name in ("tests", "failures", "errors"))
        assert cases["Datensatz lesen"].find("error").get("message") in err
    elif form == "github":
        assert out.startswith(f"::error file={path},line=2,title=unreadable::")
    elif form == "sarif":
        ((result,),) = [run["results"] for run in json.loads(out)["runs"]]
        assert ("unreadable", "error") == (result["ruleId"], result["level"])
    else:
        rows = json.loads(out) if form == "json" else [json.loads(out)]
        SCHEMA.validate(rows)
        (row,) = rows
        assert ("unreadable", "measures.json", path, 2, 2) == tuple(
            row[key] for key in ("rule", "file", "path", "line", "column")
        )
        assert row["message"] in err


def test_a_folder_that_is_not_there_is_json_too(call, tmp_path):
    code, out, _ = call(tmp_path / "nirgends", "--format", "json")
    (row,) = json.loads(out)

    SCHEMA.validate([row])
    assert (2, "unreadable", None) == (code, row["rule"], row["file"])


def test_findings_of_a_workbook_are_of_the_same_shape(call, sample_dataset, tmp_path):
    export(open_document(sample_dataset).dataset, tmp_path / "mappe.xlsx")
    _, out, _ = call(tmp_path / "mappe.xlsx", "--format", "json")
    rows = json.loads(out)

    SCHEMA.validate(rows)
    assert {(tmp_path / "mappe.xlsx").as_posix()} == {row["path"] for row in rows}


# --- what counts ---------------------------------------------------------------------------------


def test_a_rule_can_be_asked_for_alone(call, sample_dataset):
    all_rows = json.loads(call(sample_dataset, "--format", "json")[1])
    words = (sample_dataset, "--rule", "cost_nan", "--rule", "row_without_value")
    code, out, _ = call(*words, "--format", "json")

    assert 1 == code
    wanted = [row for row in all_rows if row["rule"] in {"cost_nan", "row_without_value"}]
    assert wanted == json.loads(out)
    assert 0 == call(sample_dataset, "--rule", "row_without_value")[0]


def test_a_rule_nobody_knows_is_named_with_what_may_be_meant(call, sample_dataset):
    code, _, err = call(sample_dataset, "--rule", "cost_nann")

    assert 2 == code
    assert "Eine Regel namens „cost_nann“ gibt es nicht. Gemeint vielleicht: cost_nan" in err


@pytest.mark.parametrize("rule", ["open_conflict", "unreadable", "spelling"])
def test_a_rule_beside_the_rulebook_can_be_asked_for(call, sample_dataset, rule):
    assert rule not in RULES
    assert 0 == call(sample_dataset, "--rule", rule)[0]


def test_strict_lets_warnings_fail_and_hints_pass(call, found, sample_dataset):
    found((Severity.HINT, "links"))
    assert 0 == call(sample_dataset, "--strict")[0]

    found((Severity.WARNING, "summary"))
    assert 0 == call(sample_dataset)[0]
    assert 1 == call(sample_dataset, "--strict")[0]
    counts = cases_of(call(sample_dataset, "--strict", "--format", "junit")[1])[1]
    assert "1" == counts["failures"]


@pytest.mark.parametrize("words", [["-q"], ["--quiet", "--format", "json"]])
def test_quiet_leaves_the_exit_code_and_what_went_wrong(call, sample_dataset, words):
    assert (1, "", "") == call(sample_dataset, *words)

    repaired(sample_dataset).save()
    assert (0, "", "") == call(sample_dataset, *words)

    (sample_dataset / "measures.json").write_text("[{,]", encoding="utf-8")
    code, out, err = call(sample_dataset, *words)
    assert (2, "") == (code, out)
    assert "measures.json, Zeile 1" in err


# --- one file on the standard input --------------------------------------------------------------


@pytest.fixture
def typed(monkeypatch):
    """Return what puts bytes on the standard input."""

    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return put


def test_a_file_on_the_standard_input_stands_among_the_others(call, sample_dataset, typed):
    name = sample_dataset / "additional_data.json"
    all_rows = json.loads(call(sample_dataset, "--format", "json")[1])
    typed(name.read_bytes())
    same = json.loads(call("-", "--stdin-name", name, "--format", "json")[1])
    typed(name.read_bytes().replace(b'"id": "bauen1"', b'"id": "bauen99"', 1))
    code, out, _ = call("-", "--stdin-name", name, "--format", "json")
    new = json.loads(out)

    assert [row for row in all_rows if row["file"] == "additional_data.json"] == same
    assert 1 == code
    assert {"additional_data.json"} == {row["file"] for row in new}
    assert "orphan_record" in {row["rule"] for row in new} - {row["rule"] for row in same}
    assert b"bauen99" not in name.read_bytes()


def test_a_file_on_the_standard_input_that_is_no_json_has_its_place(call, sample_dataset, typed):
    typed(b"[\n{,]")
    code, out, _ = call("-", "--stdin-name", sample_dataset / "measures.json", "--format", "json")
    (row,) = json.loads(out)

    SCHEMA.validate([row])
    path = (sample_dataset / "measures.json").as_posix()
    assert (2, "unreadable", path, 2) == (code, row["rule"], row["path"], row["line"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["-"], "Für „-“ fehlt --stdin-name"),
        (["-", "--stdin-name", "{}/notizen.json"], "keine der vier Dateien"),
        (["-", "--stdin-name", "{}/woanders/measures.json"], "fehlen: additional_data.json, "),
        (
            ["-", "--stdin-name", "{}/measures.json", "--staged"],
            "--staged und --new-only",
        ),
        (["{}", "--stdin-name", "{}/measures.json"], "--stdin-name gilt nur für „-“"),
    ],
)
def test_a_call_for_the_standard_input_that_makes_no_sense(
    call, sample_dataset, typed, words, sentence
):
    typed(b"[]")
    code, out, err = call(*(word.format(sample_dataset) for word in words))

    assert (2, "") == (code, out)
    assert sentence in err


@pytest.mark.real
def test_the_real_data_can_be_checked(call, real_dataset):
    code, out, _ = call(real_dataset)

    assert 1 == code
    assert "68 Maßnahmen geprüft: " in out.splitlines()[-1]
