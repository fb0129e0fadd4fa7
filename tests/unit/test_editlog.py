"""Who changed which field when: only where that is wanted, without values, and as the rules say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimaeditor.document import open_document
from klimaeditor.files import backups, disk
from klimaeditor.files.formervalues import (
    FormerReader,
    LoggedChange,
    digest_of_value,
    former_states,
)
from klimaeditor.model.values import ABSENT
from klimaeditor.notes import editlog
from klimaeditor.notes.editlog import EditLog, EditLogError, log_path, logged, read, write
from klimaeditor.notes.notebook import AuthorNames, NotebookRules
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
ON = NotebookRules(log_days=90)


@pytest.fixture
def path(tmp_path):
    return log_path(tmp_path / "daten-notizen.json")


def change(days: int = 0, author: str = "anna.beispiel", field: str = "summary", value="Eins."):
    at = NOW - timedelta(days=days)
    return LoggedChange("m1", field, digest_of_value(value), author, at)


def test_it_lies_beside_the_notes_under_their_name(tmp_path):
    assert tmp_path / "daten-aenderungen.jsonl" == log_path(tmp_path / "daten-notizen.json")


def test_what_was_logged_is_read_again_in_order(path):
    write(path, [change(1)], ON, NOW)
    write(path, [change(2, "bert"), change(0, "cem")], ON, NOW)

    assert ["bert", "anna.beispiel", "cem"] == [own.author for own in read(path).changes]


def test_no_value_stands_in_it(path):
    write(path, [change(value="Geheimnis ä")], ON, NOW)

    assert b"Geheim" not in path.read_bytes()


def test_turned_off_nothing_is_written_and_what_was_there_goes(path):
    write(path, [change()], NotebookRules(), NOW)
    before = path.exists()
    write(path, [change()], ON, NOW)
    there = path.exists()
    write(path, [change(1)], NotebookRules(), NOW)

    assert (False, True, False) == (before, there, path.exists())


def test_after_its_days_a_line_goes(path):
    write(path, [change(89), change(91, "alt")], ON, NOW)
    write(path, [], ON, NOW + timedelta(days=2))

    assert EditLog() == read(path)


@pytest.mark.parametrize(
    ("names", "author"), [(AuthorNames.INITIALS, "AB"), (AuthorNames.NONE, "")]
)
def test_names_are_as_the_rules_let_them_stand_also_old_ones(path, names, author):
    write(path, [change(1)], ON, NOW)
    write(path, [change(0)], replace(ON, names=names), NOW)

    assert [author, author] == [own.author for own in read(path).changes]


def test_a_person_is_named_no_more(path):
    write(path, [change(1), change(0, "bert")], ON, NOW)
    write(path, [], ON, NOW, without="bert")

    assert ["anna.beispiel", ""] == [own.author for own in read(path).changes]


def test_who_writes_at_the_same_moment_loses_nothing(path, monkeypatch):
    real, others = disk.write_whole, [change(1, "bert")]

    def write_whole(place, data, **options):
        real(place, data, **options)
        if others:  # the other person had read before, and writes now
            known = {others.pop()}
            real(place, editlog._encoded(sorted(known, key=lambda own: own.at)))

    monkeypatch.setattr(disk, "write_whole", write_whole)
    write(path, [change(0)], ON, NOW)

    assert {"bert", "anna.beispiel"} == {own.author for own in read(path).changes}


def test_a_file_of_a_later_version_stays_as_it_is(path):
    later = b'{"format": "klimaeditor-aenderungen", "version": 2}\n["neu"]\n'
    path.write_bytes(later)

    assert "" == write(path, [change()], ON, NOW)
    assert later == path.read_bytes()
    assert EditLog(newer=True) == read(path)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 200))
def test_damaged_lines_are_left_out(tmp_path_factory, damage, place):
    path = tmp_path_factory.mktemp("log") / "a-aenderungen.jsonl"
    write(path, [change(1), change(0, "bert")], ON, NOW)
    data = path.read_bytes()
    at = min(place, len(data))
    path.write_bytes(data[:at] + damage + data[at + len(damage) :])

    found = read(path)
    assert all(own.at.tzinfo is not None for own in found.changes)
    write(path, [change(2, "cem")], ON, NOW)
    assert found.newer or "cem" in {own.author for own in read(path).changes}


def test_a_damaged_head_costs_no_line(path):
    write(path, [change(1), change(0, "bert")], ON, NOW)
    path.write_bytes(b"x" + path.read_bytes())
    write(path, [change(2, "cem")], ON, NOW)

    assert ["cem", "anna.beispiel", "bert"] == [own.author for own in read(path).changes]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "2026-05-03T12:00:00", "", "x"])
def test_a_moment_that_is_none_is_left_out(path, at):
    path.write_text(json.dumps([at, "anna", "m1", "summary", "0" * 16]) + "\n", "utf-8")

    assert EditLog() == read(path)


def test_a_place_that_cannot_be_written_is_said(path):
    path.mkdir()

    with pytest.raises(EditLogError, match="daten-aenderungen"):
        write(path, [change()], ON, NOW)


def test_nothing_has_one_digest_in_whatever_form():
    assert 1 == len({digest_of_value(value) for value in (ABSENT, None, "", [])})
    assert digest_of_value({"a": 1, "b": 2}) == digest_of_value({"b": 2, "a": 1})


# --- what is logged, and what it tells -------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "daten", town())


def test_each_field_of_a_measure_is_logged_once_with_what_it_says_then(folder):
    document = open_document(folder, folder.parent / "s", muenster())
    key = document.dataset.measure_keys()[0]
    identifier = document.view(key).id
    document.apply(document.plan_edit(key, {"summary": "Eins.", "short_title": "T"}))
    document.apply(document.plan_duplicate(key)[1])

    found = logged(document.changed_fields(), document.dataset, "anna", NOW)

    own = {change.field: change.digest for change in found if change.measure == identifier}
    assert {"summary": digest_of_value("Eins."), "short_title": digest_of_value("T")} == own
    assert [""] == [change.field for change in found if change.measure != identifier]


def test_a_former_value_is_told_with_who_saved_it(folder, tmp_path):
    root = tmp_path / "sicherungen"
    document = open_document(folder, root, muenster())
    key = document.dataset.measure_keys()[0]
    identifier = document.view(key).id
    changes = []
    for hours, author, text in ((1, "anna", "Eins."), (2, "bert", "Zwei."), (3, "cem", "Drei.")):
        at = NOW + timedelta(hours=hours)
        backups.make_backup(folder, root, at)
        document.apply(document.plan_edit(key, {"summary": text}))
        changes += logged(document.changed_fields(), document.dataset, author, at)
        document.save()
    known = FormerReader(muenster()).read(former_states(folder, root)).with_log(changes)

    values = known.values(identifier, "summary")
    writers = {own.value: own.sighting.logged for own in values}
    assert ("anna", "bert") == (writers["Eins."].author, writers["Zwei."].author)
    assert known.latest(identifier, "summary", "Drei.").author == "cem"
    assert known.latest(identifier, "summary", "Ungespeichert.") is None
    measures = [own.sighting.logged for own in known.measures(identifier)]
    assert ["bert", "anna"] == [own.author for own in measures[:2]]


def test_of_a_value_that_somebody_changed_otherwise_nobody_is_told(folder, tmp_path):
    """Whoever edits without the program is in no log."""
    root = tmp_path / "sicherungen"
    rows = json.loads((folder / "additional_data.json").read_bytes())
    identifier = rows[0]["id"]
    rows[0]["summary"] = "Von Hand."
    (folder / "additional_data.json").write_text(json.dumps(rows), "utf-8")
    backups.make_backup(folder, root, NOW)
    log = [LoggedChange(identifier, "summary", digest_of_value("Eins."), "anna", NOW)]
    known = FormerReader(muenster()).read(former_states(folder, root)).with_log(log)

    (found,) = known.values(identifier, "summary")

    assert ("Von Hand.", None) == (found.value, found.sighting.logged)
