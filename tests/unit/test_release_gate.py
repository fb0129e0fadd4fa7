"""What the notebook says to a publication: accepted findings and releases, no byte of it inside."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from klimaeditor.document import open_document
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.findings import Severity
from klimaeditor.notes import notebook_file
from klimaeditor.notes.accepting import AcceptanceReason, accepted
from klimaeditor.notes.notebook import EMPTY, NotebookRules, new_note, with_entries
from klimaeditor.notes.releasing import Releases, released
from tests.publish_helpers import repaired

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ON = NotebookRules(releases=True)
REQUIRED = replace(ON, release_required=True)
CONFIRMED = ("--confirm",)


@pytest.fixture
def folder(sample_dataset):
    """Return the sample, repaired on disk."""
    repaired(sample_dataset).save()
    return sample_dataset


def note(folder, notebook):
    place = notebook_file.notebook_path(folder, load_machine_defaults())
    notebook_file.save(notebook_file.load(place), notebook)
    return place


def all_released(folder, rules, but=()):
    document = open_document(folder)
    notebook = replace(EMPTY, rules=rules)
    keys = [key for key in document.dataset.measure_keys() if document.view(key).id not in but]
    return released(Releases(document.dataset, notebook), document.dataset, keys, "anna", NOW)


def bytes_in(folder):
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_accepted_findings_are_counted_and_not_named(call, folder, tmp_path):
    document = open_document(folder)
    weak = [f for f in document.findings.all() if f.severity is not Severity.ERROR]
    note(folder, accepted(document.dataset, EMPTY, weak, AcceptanceReason("so gewollt", "a", NOW)))

    _, out, _ = call("publish", folder, tmp_path / "p", "--confirm", "--dry-run")
    found = json.loads(call("publish", folder, tmp_path / "p", "--dry-run", "--format", "json")[1])

    assert f"{found['accepted']} Befunde sind angenommen" in out
    assert 0 < found["accepted"] <= len(weak)
    assert "Hinweise: " not in out


def test_what_has_to_be_confirmed_is_asked_though_it_is_accepted(call, folder, tmp_path):
    document = open_document(folder)
    document.apply(
        document.plan_edit(document.dataset.find("bauen2"), {"summary": "Fragen an Frau Muster"})
    )
    document.save()
    found = [f for f in document.findings.all() if f.rule == "personal_data"]
    note(folder, accepted(document.dataset, EMPTY, found, AcceptanceReason("x", "a", NOW)))

    _, out, _ = call("publish", folder, tmp_path / "p")

    assert found
    assert "„Frau Muster“" in out


def test_without_releases_nothing_is_said_of_them(call, folder, tmp_path):
    note(folder, replace(EMPTY, rules=replace(REQUIRED, releases=False)))

    code, out, _ = call("publish", folder, tmp_path / "p", *CONFIRMED)

    assert 0 == code
    assert "freigegeben" not in out


def test_what_is_not_released_is_listed_and_stops_nothing_unless_required(call, folder, tmp_path):
    note(folder, all_released(folder, ON, but={"bauen1"}))

    code, out, _ = call("publish", folder, tmp_path / "p", *CONFIRMED)

    assert 0 == code
    assert "Eine Maßnahme ist nicht freigegeben:\n  bauen1 – " in out


def test_required_it_stops_the_publication_until_all_is_released(call, folder, tmp_path):
    note(folder, all_released(folder, REQUIRED, but={"bauen1"}))
    code, out, _ = call("publish", folder, tmp_path / "p", *CONFIRMED)
    stopped = (tmp_path / "p").exists()
    note(folder, all_released(folder, REQUIRED))
    again, _, _ = call("publish", folder, tmp_path / "p", *CONFIRMED)

    assert 1 == code
    assert "vor der Veröffentlichung alles freigegeben" in out
    assert (False, 0, True) == (stopped, again, (tmp_path / "p").exists())


def test_a_change_after_the_release_stops_it_again(call, folder, tmp_path):
    note(folder, all_released(folder, REQUIRED))
    document = open_document(folder)
    document.apply(document.plan_edit(document.dataset.find("bauen2"), {"summary": "Neu"}))
    document.save()

    found = json.loads(call("publish", folder, tmp_path / "p", *CONFIRMED, "--format", "json")[1])

    assert (False, ["bauen2"]) == (found["published"], found["unreleased"])


def test_a_notebook_that_cannot_be_read_stops_a_publication(call, folder, tmp_path):
    note(folder, EMPTY).write_text("{", encoding="utf-8")

    code, _, error = call("publish", folder, tmp_path / "p", *CONFIRMED)

    assert 2 == code
    assert "Notizen zu diesem Datensatz lassen sich nicht lesen" in error


def test_the_package_is_the_same_to_the_byte_with_and_without_a_notebook(call, folder, tmp_path):
    assert 0 == call("publish", folder, tmp_path / "p", *CONFIRMED)[0]
    before = bytes_in(tmp_path / "p")
    document = open_document(folder)
    weak = [f for f in document.findings.all() if f.severity is not Severity.ERROR]
    notebook = accepted(
        document.dataset, all_released(folder, ON), weak, AcceptanceReason("geheim", "anna", NOW)
    )
    note(folder, with_entries(notebook, [new_note("bauen1", None, "geheim", "anna", NOW)]))

    assert 0 == call("publish", folder, tmp_path / "q", *CONFIRMED)[0]
    after = bytes_in(tmp_path / "q")

    assert before == after
