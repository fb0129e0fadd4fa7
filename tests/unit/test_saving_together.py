"""Saving without a person: others' work is merged, waited for, and never overwritten."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from klimaeditor.document import open_document
from klimaeditor.files import backups, store
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import BusyError, DatasetError
from klimaeditor.saving import save_together
from tests.conftest import ROOT
from tests.waiting import PATIENCE_S

WINDMILLS, HEAT = "energieerzeugung1", "energieerzeugung2"


def opened(folder, tmp_path):
    return open_document(folder, tmp_path / "backups")


def edit(document, measure: str, **values: object) -> None:
    key = document.dataset.find(measure)
    document.apply(document.plan_edit(key, values))


def on_disk(folder, measure: str, field: str, tmp_path) -> object:
    document = opened(folder, tmp_path)
    return document.view(document.dataset.find(measure)).value(field)


def test_what_others_saved_meanwhile_stays(sample_dataset, tmp_path):
    mine, theirs = opened(sample_dataset, tmp_path), opened(sample_dataset, tmp_path)
    edit(theirs, HEAT, summary="von anderen")
    save_together(theirs)
    edit(mine, WINDMILLS, summary="von mir")

    save_together(mine)

    assert "von anderen" == on_disk(sample_dataset, HEAT, "summary", tmp_path)
    assert "von mir" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)
    assert mine.is_saved


def test_other_fields_of_the_same_measure_are_merged(sample_dataset, tmp_path):
    mine, theirs = opened(sample_dataset, tmp_path), opened(sample_dataset, tmp_path)
    edit(theirs, WINDMILLS, cost_value=1)
    save_together(theirs)
    edit(mine, WINDMILLS, summary="von mir")

    save_together(mine)

    assert 1 == on_disk(sample_dataset, WINDMILLS, "cost_value", tmp_path)
    assert "von mir" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)


def test_the_same_field_is_not_decided_here(sample_dataset, tmp_path):
    mine, theirs = opened(sample_dataset, tmp_path), opened(sample_dataset, tmp_path)
    edit(theirs, WINDMILLS, summary="von anderen")
    save_together(theirs)
    edit(mine, WINDMILLS, summary="von mir")

    with pytest.raises(DatasetError, match="energieerzeugung1, Zusammenfassung"):
        save_together(mine)

    assert "von anderen" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)


def test_a_save_of_others_that_is_under_way_is_waited_for(sample_dataset, tmp_path, monkeypatch):
    document = opened(sample_dataset, tmp_path)
    edit(document, WINDMILLS, summary="von mir")
    real, refusals = store.save, iter([BusyError("belegt"), BusyError("belegt")])

    def save(*arguments, **named):
        for refusal in refusals:
            raise refusal
        return real(*arguments, **named)

    monkeypatch.setattr(store, "save", save)
    save_together(document)

    assert "von mir" == on_disk(sample_dataset, WINDMILLS, "summary", tmp_path)


def test_a_document_without_a_place_has_nothing_to_be_saved_over(sample_dataset, tmp_path):
    document = opened(sample_dataset, tmp_path)
    document.location = None

    with pytest.raises(ValueError, match="location"):
        save_together(document)


# --- eight at once -------------------------------------------------------------------------------

WAITS_BEFORE_NAMING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
rename = Path.rename
def waiting(self, target):
    if self.suffix == ".tmp" and self.is_dir():  # the copy is whole and gets its name
        print("here", flush=True)
        sys.stdin.readline()
    return rename(self, target)
Path.rename = waiting
from datetime import UTC, datetime
from klimaeditor.cli import main
from klimaeditor.files import store
class OneSecond(datetime):
    now = classmethod(lambda cls, zone=None: datetime(2026, 5, 3, 12, tzinfo=UTC))
store.datetime = OneSecond
sys.exit(main(sys.argv[1:]))
"""


def test_eight_edits_at_one_moment_are_all_saved_and_backed_up_without_a_word(
    sample_dataset, own_user_folders
):
    """Each copies the files as they were and names the copy at the same moment as the others."""
    dataset = open_document(sample_dataset).dataset
    measures = [dataset.view(key).id for key in dataset.measure_keys()[:8]]
    calls = [
        ["edit", str(sample_dataset), "--measure", measure, "--field", "outcome", "--value", "Neu"]
        for measure in measures
    ]
    started = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", WAITS_BEFORE_NAMING, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for words in calls
    ]
    assert ["here\n"] * 8 == [process.stdout.readline() for process in started]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=PATIENCE_S) for process in started]

    assert [(0, "")] * 8 == [
        (p.returncode, err) for p, (_, err) in zip(started, ended, strict=True)
    ]
    document = open_document(sample_dataset)
    views = [document.view(document.dataset.find(measure)) for measure in measures]
    assert ["Neu"] * 8 == [view.value("outcome") for view in views]
    found = backups.list_backups(sample_dataset, backups.default_root())
    assert {datetime(2026, 5, 3, 12, tzinfo=UTC)} == {backup.made for backup in found}
    assert len(found) >= 8  # and another one of whoever saves on top of the others
    for backup in found:
        assert tuple(FileName) == backup.files
        backups.read_backup(backup, dataset.site)
    shelf = backups.shelf(sample_dataset, backups.default_root())
    assert [] == [path.name for path in shelf.iterdir() if path.name.endswith(".tmp")]


def test_a_name_that_was_taken_and_is_free_again_is_no_failure(
    sample_dataset, tmp_path, monkeypatch
):
    """Another program forgets a copy of the same second between our two questions."""
    rename, refused = Path.rename, []

    def taken_once(self, target):
        if self.suffix == ".tmp" and not refused:
            refused.append(target)
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", taken_once)
    document = opened(sample_dataset, tmp_path)
    edit(document, WINDMILLS, summary="Neu")
    save_together(document)

    assert refused
    assert () == document.save_notices
    assert 1 == len(backups.list_backups(sample_dataset, tmp_path / "backups"))
