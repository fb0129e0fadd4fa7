"""Publishing again: the same data give the same package, and former news are kept (OPN-14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from klimaeditor.publish.changelog import with_history
from klimaeditor.publish.datadate import EPOCH, fixed, moment_of, not_seconds, the_day
from klimaeditor.publish.folder import PublicationError
from tests.conftest import SAMPLE
from tests.git_helpers import Repository
from tests.publish_helpers import MOMENT, SETTINGS, planned, published, read_json, repaired
from tests.store_helpers import image

LATER = MOMENT + timedelta(days=40)


def edit(document, measure: str, **values: object) -> None:
    document.apply(document.plan_edit(document.dataset.find(measure), values))


def created(target) -> str:
    return read_json(target / "datapackage.json")["created"]


def shown(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


# --- nothing is new ------------------------------------------------------------------------------


def test_publishing_the_same_again_changes_nothing_and_writes_nothing(tmp_path):
    target = tmp_path / "p"
    published(repaired(SAMPLE), target)
    before, then = image(target), {p: p.stat().st_mtime_ns for p in target.rglob("*")}
    written = planned(repaired(SAMPLE), target, moment=LATER).write(confirmed=True)

    assert before == image(target)
    assert then == {p: p.stat().st_mtime_ns for p in target.rglob("*")}
    assert all(check.passed for check in written.checks)
    assert len(before) == len(written.sizes)


def test_the_time_of_the_data_stays_while_only_the_settings_are_others(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p")
    others = replace(SETTINGS, title="Anders")
    published(repaired(SAMPLE), tmp_path / "p", moment=LATER, settings=others)

    assert "Anders" == read_json(tmp_path / "p/datapackage.json")["title"]
    assert shown(MOMENT) == created(tmp_path / "p")


def test_a_change_has_the_new_time_and_the_list_keeps_what_was_before(tmp_path):
    document = repaired(SAMPLE)
    published(document, tmp_path / "p")
    edit(document, "bauen2", short_title="Anders")
    published(document, tmp_path / "p", moment=LATER)
    edit(document, "bauen2", short_title="Noch anders")
    published(document, tmp_path / "p", moment=LATER + timedelta(days=1))
    text = (tmp_path / "p/AENDERUNGEN.md").read_text("utf-8")
    commit = (tmp_path / "p/COMMIT.txt").read_text("utf-8")
    entries = [part.strip().partition("\n")[0] for part in text.split("* * *")]

    assert shown(LATER + timedelta(days=1)) == created(tmp_path / "p")
    assert ["Maßnahmen: 1 geändert", "Maßnahmen: 1 geändert"] == entries[:2]
    assert entries[2].startswith("Erste Veröffentlichung: 21 Maßnahmen")
    assert text.startswith(commit.rstrip())
    assert "„Anders“ → „Noch anders“" in commit
    assert "Erste" not in commit


def test_an_unchanged_publication_keeps_what_was_new_the_last_time(tmp_path):
    document = repaired(SAMPLE)
    published(document, tmp_path / "p")
    edit(document, "bauen2", short_title="Anders")
    published(document, tmp_path / "p", moment=LATER)
    before = (tmp_path / "p/COMMIT.txt").read_text("utf-8")
    plan = published(document, tmp_path / "p", moment=LATER + timedelta(days=9))

    assert "Keine Änderungen an den Daten" == plan.subject
    assert before == (tmp_path / "p/COMMIT.txt").read_text("utf-8")


def test_a_package_that_names_no_time_is_taken_over(tmp_path):
    document = repaired(SAMPLE)
    published(document, tmp_path / "p")
    (tmp_path / "p/COMMIT.txt").unlink()
    (tmp_path / "p/datapackage.json").write_text("[]", "utf-8")
    published(document, tmp_path / "p", moment=LATER)

    assert shown(LATER) == created(tmp_path / "p")
    assert (tmp_path / "p/COMMIT.txt").read_text("utf-8").startswith("Erste Veröffentlichung")


def test_the_list_does_not_grow_without_end():
    text = ""
    for number in range(300):
        text = with_history(f"Eintrag {number}\n", text)

    assert text.startswith("Eintrag 299\n")
    assert 200 == text.count("Eintrag")


# --- the time of the data ------------------------------------------------------------------------


def test_whoever_builds_can_fix_the_time(tmp_path, monkeypatch):
    monkeypatch.setenv(EPOCH, "1700000000")
    published(repaired(SAMPLE), tmp_path / "p", moment=LATER)

    assert datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC) == fixed()
    assert "2023-11-14T22:13:20+00:00" == created(tmp_path / "p")
    assert "2023.11.14" == read_json(tmp_path / "p/datapackage.json")["version"]


@pytest.mark.parametrize("said", ["morgen", "-1", "1e9", "9" * 40, "٣"])
def test_a_time_that_is_none_is_refused(monkeypatch, said):
    monkeypatch.setenv(EPOCH, said)
    with pytest.raises(PublicationError) as told:
        fixed()

    assert not_seconds(said) == str(told.value)


def test_in_a_clone_the_last_commit_of_the_files_says_the_time(tmp_path):
    clone, when = Repository(tmp_path / "klon"), "2025-03-04T05:06:07+02:00"
    clone.git("commit", "--amend", "--no-edit", "--allow-empty", f"--date={when}")
    (clone.data / "anderes.txt").write_text("x", "utf-8")
    committed = moment_of(clone.data, LATER)
    measures = clone.data / "measures.json"
    measures.write_bytes(measures.read_bytes() + b" ")

    assert when == committed.isoformat()
    assert the_day(LATER) == moment_of(clone.data, LATER)
    assert the_day(LATER) == moment_of(tmp_path, LATER)
    assert the_day(LATER) == moment_of(None, LATER)
