"""The commands for maintainers: publish, diff, clean, schema (merge: test_gitmerge)."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

from klimaeditor.document import open_document
from klimaeditor.files import retired
from klimaeditor.model.changes import FileName
from klimaeditor.publish.publisher import NO_ADDRESS, NO_CONTACT
from tests.publish_helpers import read_json, repaired
from tests.store_helpers import image

A = FileName.ADDITIONAL
TOPIC = re.compile(r"\S.*: \d+")


@pytest.fixture
def mended(sample_dataset):
    """Return the sample, repaired on disk."""
    repaired(sample_dataset).save()
    return sample_dataset


def edit(folder, measure, **values):
    document = open_document(folder)
    document.apply(document.plan_edit(document.dataset.find(measure), values))
    document.save()


# --- publish -------------------------------------------------------------------------------------


def test_errors_are_listed_and_nothing_is_written(call, sample_dataset, tmp_path):
    code, out, err = call("publish", sample_dataset, tmp_path / "p", "--confirm")

    assert 1 == code
    assert out.startswith(
        "Fehler, die die Veröffentlichung verhindern: 5\n    4  Seite zeigt „NaN €“ (4 Maßnahmen)\n"
    )
    assert "       Geplante Umsetzung bis: bauen1\n" in out
    assert err.startswith("Nicht veröffentlicht: 5 Fehler stehen noch im Datensatz.")
    assert not (tmp_path / "p").exists()


def test_what_has_to_be_confirmed_is_listed_and_waits_for_the_flag(call, mended, tmp_path):
    edit(mended, "bauen2", summary="Fragen an Frau Muster")
    code, out, err = call("publish", mended, tmp_path / "p")

    assert 1 == code
    assert "Zu bestätigen (--confirm):\n" in out
    assert "bauen2 – " in out
    assert "„Frau Muster“" in out
    assert "2 Punkte sind zu bestätigen" in err
    assert not (tmp_path / "p").exists()

    code, out, err = call("publish", mended, tmp_path / "p", "--confirm")
    assert (0, "") == (code, err)
    assert f"27 Dateien nach {tmp_path / 'p'} geschrieben.\n" in out
    assert (tmp_path / "p/AENDERUNGEN.md").is_file()


def test_who_publishes_the_same_again_is_told_that_nothing_is_new(call, mended, tmp_path):
    call("publish", mended, tmp_path / "p", "--confirm")
    before = {path: path.stat().st_ino for path in (tmp_path / "p").rglob("*")}
    code, out, err = call("publish", mended, tmp_path / "p", "--confirm")

    assert (0, "") == (code, err)
    assert out.endswith(
        f"Nichts ist neu; die 27 Dateien in {tmp_path / 'p'} bleiben, wie sie sind.\n"
    )
    assert before == {path: path.stat().st_ino for path in (tmp_path / "p").rglob("*")}
    said = json.loads(call("publish", mended, tmp_path / "p", "--confirm", "--format", "json")[1])
    assert (True, True) == (said["published"], said["unchanged"])


def test_everything_the_public_will_read_is_named_with_counts_and_places(call, mended, tmp_path):
    findings = open_document(mended).findings
    code, out, _ = call("publish", mended, tmp_path / "p", "--confirm")

    assert 0 == code
    titles = [line.rpartition(": ") for line in out.splitlines() if TOPIC.fullmatch(line)]
    assert sum(findings.counts().values()) == sum(int(count) for _, _, count in titles)
    assert [title for title, _, _ in titles] == [
        "Zeilen ohne Wert",
        "Leere Karten im Zeitstrahl",
        "Seiten sagen „Frage nach!“",
        "Beträge, die so nicht stimmen können",
        "Weitere Warnungen",
        "Hinweise",
    ]
    for finding in findings.all():
        assert open_document(mended).view(finding.measure).id in out


def test_programs_are_told_what_stands_against_a_publication(call, sample_dataset, tmp_path):
    code, out, err = call(
        "publish", sample_dataset, tmp_path / "p", "--confirm", "--format", "json"
    )
    said = json.loads(out)

    assert (1, "") == (code, err)
    assert (False, 5, {}) == (said["published"], said["errors"], said["files"])
    (errors,) = [topic for topic in said["topics"] if topic["topic"] == "errors"]
    checked = json.loads(call("check", sample_dataset, "--format", "json")[1])
    rows = [row for row in checked if row["severity"] == "error"]
    assert sorted((f["measure"], f["rule"]) for f in errors["findings"]) == sorted(
        (row["measure"], row["rule"]) for row in rows
    )
    assert not (tmp_path / "p").exists()


def test_programs_are_told_what_was_published(call, mended, tmp_path):
    target = tmp_path / "p"
    words = ("publish", mended, target, "--format", "json")
    code, out, err = call(*words)
    asked = json.loads(out)
    assert (1, "", False) == (code, err, asked["published"])
    assert ["rights"] == [question["kind"] for question in asked["questions"]]

    code, out, _ = call(*words, "--confirm", "--dry-run")
    assert (0, False) == (code, json.loads(out)["published"])
    assert not target.exists()

    code, out, _ = call(*words, "--confirm")
    first = json.loads(out)
    assert (0, True, None) == (code, first["published"], first["changes"])
    assert first["files"] == {
        path.relative_to(target).as_posix(): path.stat().st_size
        for path in target.rglob("*")
        if path.is_file()
    }

    edit(mended, "bauen2", short_title="Anders")
    (change,) = json.loads(call(*words, "--confirm")[1])["changes"]
    assert ("bauen2", "short_title", "Anders") == tuple(
        change[key] for key in ("id", "field", "after")
    )


@pytest.mark.real
def test_the_citys_data_are_named_as_counted_on_the_running_site(call, real_dataset, tmp_path):
    _, out, _ = call("publish", real_dataset, tmp_path / "p", "--dry-run")

    assert "Fehler, die die Veröffentlichung verhindern: 11\n" in out
    assert "Zeilen ohne Wert: 107\n" in out
    assert "Leere Karten im Zeitstrahl: 11\n" in out
    assert "Seiten sagen „Frage nach!“: 18\n" in out
    assert not (tmp_path / "p").exists()


def test_a_rehearsal_writes_nothing(call, mended, tmp_path):
    before = image(mended)
    code, out, _ = call("publish", mended, tmp_path / "p", "--confirm", "--dry-run")

    assert 0 == code
    assert "Nichts steht im Weg" in out
    assert not (tmp_path / "p").exists()
    assert before == image(mended)


def test_the_next_package_says_what_is_new(call, mended, tmp_path):
    call("publish", mended, tmp_path / "p", "--confirm")
    edit(mended, "bauen2", short_title="Anders")
    _, out, _ = call("publish", mended, tmp_path / "p", "--confirm")

    assert "Maßnahmen: 1 geändert\n" in out
    assert "→ „Anders“" in out
    assert "→ „Anders“" in (tmp_path / "p/AENDERUNGEN.md").read_text("utf-8")


def test_settings_can_come_from_a_file(call, mended, tmp_path):
    file = tmp_path / "angaben.json"
    said = {"provider": "Stadt X", "licence": "cc0-1.0", "third_party_rights": True}
    file.write_text(json.dumps(said), encoding="utf-8")
    code, _, err = call("publish", mended, tmp_path / "p", "--settings", file, "--canonical")

    assert (0, "") == (code, err)
    package = read_json(tmp_path / "p/datapackage.json")
    assert "CC0-1.0" == package["licenses"][0]["name"]
    assert "Stadt X" == package["contributors"][0]["title"]
    text = (tmp_path / "p/json" / A).read_text("utf-8")
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n" == text

    file.write_text('{"provider": ""}', encoding="utf-8")
    code, out, err = call("publish", mended, tmp_path / "q", "--settings", file)
    assert 1 == code
    assert "fehlt der Name des Herausgebers" in out
    assert "Ergänzen Sie zuerst die Angaben zur Veröffentlichung." in err


def test_a_folder_with_something_else_is_refused(call, mended, tmp_path):
    code, out, err = call("publish", mended, mended, "--confirm")

    assert (2, "") == (code, out)
    assert "enthält etwas anderes als eine frühere Veröffentlichung" in err


def test_publishing_teaches_this_machine_the_ids(call, mended, tmp_path):
    call("publish", mended, tmp_path / "p", "--confirm")
    document = open_document(mended)
    document.apply(document.plan_delete([document.dataset.find("bauen2")]))
    document.save()

    assert {"bauen2"} == retired.known_ids(mended, open_document(mended).dataset)


# --- diff ----------------------------------------------------------------------------------------


def test_a_difference_is_a_field(call, mended, tmp_path):
    call("publish", mended, tmp_path / "alt", "--confirm")
    edit(mended, "bauen2", short_title="Anders", cost_value=5000)
    code, out, err = call("diff", tmp_path / "alt", mended)

    assert (0, "") == (code, err)
    assert "Anders (bauen2)\n  Kurztitel: „" in out
    assert "→ „5.000 €“" in out
    assert out.endswith("\nMaßnahmen: 1 geändert\n")
    assert 1 == call("diff", tmp_path / "alt", mended, "--check")[0]


def test_a_difference_for_programs_has_the_values(call, mended, tmp_path):
    call("publish", mended, tmp_path / "alt", "--confirm")
    edit(mended, "bauen2", cost_value=5000)
    _, out, _ = call("diff", tmp_path / "alt", mended, "--format", "json")

    (row,) = json.loads(out)
    assert ("bauen2", "cost_value", "changed") == (row["id"], row["field"], row["kind"])
    assert (["cost", "value"], 5000) == (row["path"], row["after"])


def test_a_difference_in_markdown_is_the_commit_message(call, mended, tmp_path):
    call("publish", mended, tmp_path / "alt", "--confirm")
    edit(mended, "bauen2", cost_value=5000)
    _, out, _ = call("diff", tmp_path / "alt", mended, "--format", "markdown")

    assert out.startswith("Maßnahmen: 1 geändert\n\n**Geänderte Maßnahmen**\n")


def test_formatting_is_no_difference(call, sample_dataset, tmp_path):
    document = open_document(sample_dataset)
    document.save(tmp_path / "neu")
    call("clean", tmp_path / "neu")

    code, out, _ = call("diff", sample_dataset, tmp_path / "neu", "--check")
    assert (0, "Kein Unterschied.\n") == (code, out)


# --- clean and schema ----------------------------------------------------------------------------


def test_cleaning_counts_first_and_writes_then(call, sample_dataset):
    before = image(sample_dataset)
    code, out, _ = call("clean", sample_dataset, "--check")

    assert 1 == code
    assert "measures.json: 124 Zeilen anders\n  Zeilen: 494 → 494\n" in out
    assert "3 Dateien zu bereinigen; geschrieben wurde nichts.\n" in out
    assert before == image(sample_dataset)

    code, out, err = call("clean", sample_dataset)
    assert (0, "") == (code, err)
    assert "3 Dateien bereinigt; der Inhalt ist unverändert.\n" in out
    assert 0 == call("clean", sample_dataset, "--check")[0]


def test_what_was_cleaned_lies_among_the_backups(call, sample_dataset, own_user_folders):
    before = (sample_dataset / A).read_bytes()
    call("clean", sample_dataset)

    assert before in [path.read_bytes() for path in own_user_folders.rglob(A.value)]


def test_the_schema_of_findings_is_printed_and_written_nowhere(call, tmp_path):
    code, out, _ = call("schema", "--findings")

    assert 0 == code
    Draft202012Validator.check_schema(json.loads(out))
    code, out, err = call("schema", "--findings", tmp_path / "s")
    assert (2, "") == (code, out)
    assert "--findings gibt ein Schema aus" in err
    assert not (tmp_path / "s").exists()


def test_schemas_are_printed_or_written(call, tmp_path):
    code, out, _ = call("schema")
    assert 0 == code
    schemas = json.loads(out)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)

    code, out, _ = call("schema", tmp_path / "neu" / "schema")
    assert (0, f"4 Schemas nach {tmp_path / 'neu' / 'schema'} geschrieben.\n") == (code, out)
    assert schemas == {p.name: read_json(p) for p in (tmp_path / "neu/schema").iterdir()}


def test_what_a_portal_will_ask_for_is_said_and_stops_nothing(call, mended, tmp_path):
    code, out, err = call("publish", mended, tmp_path / "p", "--confirm")
    settings = tmp_path / "angaben.json"
    settings.write_text(
        json.dumps({"dataset_uri": "https://o.example/k", "contact_email": "o@stadt.example"})
    )
    _, whole, _ = call("publish", mended, tmp_path / "q", "--confirm", "--settings", settings)
    _, told, _ = call("publish", mended, tmp_path / "r", "--dry-run", "--format", "json")

    assert (0, "") == (code, err)
    assert f"Für ein Datenportal:\n  {NO_ADDRESS}\n  {NO_CONTACT}\n" in out
    assert "Für ein Datenportal" not in whole
    assert "325 von 325 Punkten" in whole
    assert [NO_ADDRESS, NO_CONTACT] == json.loads(told)["advice"]
