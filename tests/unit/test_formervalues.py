"""What stood in a field before, from backups and packages; behaviour 9 of the mock-ups."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from klimaeditor.files import backups
from klimaeditor.files.formervalues import FormerValue, former_states, read_former
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder
from tests.publish_helpers import MOMENT, healthy_document, published

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def root(tmp_path):
    return tmp_path / "eigenes"


def measure(folder) -> str:
    return json.loads((folder / FileName.ADDITIONAL).read_bytes())[0]["id"]


def saved(folder, root, hours, **values) -> None:
    """Change further data of the first measure after a backup was made, as a save does."""
    backups.make_backup(folder, root, NOON + timedelta(hours=hours))
    rows = json.loads((folder / FileName.ADDITIONAL).read_bytes())
    rows[0] |= values
    (folder / FileName.ADDITIONAL).write_text(json.dumps(rows), "utf-8")


def summaries(folder, root, now, packages=()) -> tuple[FormerValue, ...]:
    states = former_states(folder, root, packages)
    return read_former(states, muenster()).of(measure(folder), "summary", now)


def told(found) -> list[tuple[object, int]]:
    """Return the values, and how many hours after noon each was seen last."""
    return [(own.value, round((own.seen - NOON).total_seconds() / 3600)) for own in found]


def test_9_a_backup_tells_what_a_field_said_until_its_save(folder, root):
    saved(folder, root, 0, summary="eins")
    saved(folder, root, 1, summary="zwei")
    saved(folder, root, 2, summary="drei")

    assert [("zwei", 2), ("eins", 1)] == told(summaries(folder, root, "drei"))[:2]


def test_9_a_value_that_went_on_is_told_once_with_its_last_moment(folder, root):
    saved(folder, root, 0, summary="eins")
    saved(folder, root, 1, links=[])
    saved(folder, root, 2, summary="zwei", links=[{"title": "a", "url": "https://a.de"}])

    assert ("eins", 2) == told(summaries(folder, root, "zwei"))[0]


def test_9_saves_within_a_second_keep_their_order(folder, root):
    for text in ("eins", "zwei", "drei"):
        saved(folder, root, 0, summary=text)

    assert ["zwei", "eins"] == [own.value for own in summaries(folder, root, "drei")][:2]


def test_9_what_the_field_says_now_is_no_former_value(folder, root):
    saved(folder, root, 0, summary="")
    saved(folder, root, 1, summary="eins")
    saved(folder, root, 2, summary="zwei")

    assert ["eins"] == [value for value, hour in told(summaries(folder, root, ABSENT)) if hour == 2]
    assert "" not in [own.value for own in summaries(folder, root, None)]


def test_9_a_package_tells_what_was_published(folder, root, tmp_path):
    saved(folder, root, 0, summary="eins")
    package = tmp_path / "paket"
    shutil.copytree(folder, package / "json")
    made = {"created": (NOON + timedelta(hours=3)).isoformat()}
    (package / "datapackage.json").write_text(json.dumps(made), "utf-8")
    saved(folder, root, 5, summary="zwei")
    saved(folder, root, 6, summary="drei")
    shutil.rmtree(backups.list_backups(folder, root)[1].path)

    found = summaries(folder, root, "drei", [package, tmp_path / "weg"])

    assert [("zwei", 6), ("eins", 3)] == told(found)[:2]
    assert [False, True] == [own.published for own in found][:2]


def test_9_a_package_of_ours_is_one(tmp_path):
    target = tmp_path / "paket"
    document = healthy_document()
    published(document, target)
    view = document.dataset.view(document.dataset.measure_keys()[0])
    folder = write_folder(tmp_path / "daten", town())

    (state,) = former_states(folder, tmp_path / "eigenes", [target])
    found = read_former([state], muenster()).of(view.id, "summary", "anders")

    assert [(view.value("summary"), True)] == [(own.value, own.published) for own in found]
    assert MOMENT == found[0].seen


def test_9_a_copy_that_cannot_be_read_is_left_out(folder, root):
    saved(folder, root, 0, summary="eins")
    saved(folder, root, 1, summary="zwei")
    newest, _ = backups.list_backups(folder, root)
    (newest.path / FileName.ADDITIONAL).write_text("{", "utf-8")

    assert "eins" not in [own.value for own in summaries(folder, root, "zwei")]
    assert summaries(folder, root, "zwei")
