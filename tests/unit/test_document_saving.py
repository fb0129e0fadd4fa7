"""A document and its files: what is unsaved, what saving does, odd and large datasets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.document import Document, Event, open_document
from klimaeditor.files import store
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.errors import DatasetError, EditError
from klimaeditor.model.findings import Fix, Removal
from klimaeditor.model.records import category_names
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import (
    category_row,
    dataset_of,
    initiative_row,
    progress_row,
    rows,
    sources_of,
    town,
    write_folder,
)
from tests.muenster_fields import FIELDS, fields_of

if TYPE_CHECKING:
    from pathlib import Path


M, A, P, C = FileName
EVERY_FIELD = {f.name for f in FIELDS}


@pytest.fixture
def document(tmp_path) -> Document:
    return open_document(write_folder(tmp_path / "daten", town()))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Saved or not


def test_an_opened_document_is_saved(document):
    assert (True, []) == (document.is_saved, document.changed_measures())


def test_what_was_undone_is_not_unsaved(document):
    for values in ({"summary": "x"}, {"state_text": "x"}, {"category_id": "verkehr"}):
        batch = document.plan_edit(0, values)
        document.apply(batch)
        assert (False, ["Kurz bauen1"]) == (document.is_saved, document.changed_measures())

        document.apply(batch.inverse())
        assert (True, []) == (document.is_saved, document.changed_measures())


def test_every_changed_measure_is_named_once_in_file_order(document):
    for measure, values in [
        (5, {"summary": "x"}),
        (1, {"action_name": "Y"}),
        (2, {"summary": "z"}),
    ]:
        document.apply(document.plan_edit(measure, values))
    document.apply(document.plan_edit(2, {"outcome": "neu", "progress_unit": "GWh"}))

    assert ["Y", "Kurz bauen3", "Kurz verkehr3"] == document.changed_measures()


def test_two_measures_with_one_title_are_named_twice(document):
    for measure in (0, 2):
        document.apply(document.plan_edit(measure, {"short_title": "Gleich"}))

    assert ["Gleich", "Gleich"] == document.changed_measures()


def test_a_deleted_measure_is_named_by_the_title_it_had(document):
    document.apply(document.plan_edit(0, {"short_title": "Zwischendurch"}))
    document.apply(document.plan_delete([0, 1]))

    expected = ["Kurz bauen1", document.sources[M].records[1]["Action outline"]["Action name"]]
    assert expected == document.changed_measures()


def test_a_new_measure_is_named(document):
    _, batch = document.plan_add("bauen", "Solardach")
    document.apply(batch)
    assert ["Solardach"] == document.changed_measures()

    document.apply(batch.inverse())
    assert [] == document.changed_measures()


def test_texts_of_categories_and_records_of_nobody_are_named_by_their_file(tmp_path):
    document = open_document(write_folder(tmp_path, rows(progress=[progress_row("niemand")])))

    document.apply(document.plan_edit(0, {"category_description": "neu"}))
    document.apply(document.plan_fix(Fix("", removals=(Removal(P, 0),))))

    expected = ["Eintrag in implementations.json", "Eintrag in categories.json"]
    assert expected == document.changed_measures()


def test_another_order_alone_is_unsaved_too(document):
    row = document.dataset.measures[0]
    for change in (Change(M, 0, (), row, ABSENT, 0), Change(M, 0, (), ABSENT, row, 3)):
        document.apply(Batch("", (change,)))

    assert (False, ["Eintrag in measures.json"]) == (document.is_saved, document.changed_measures())


def test_saving_makes_everything_saved(document, tmp_path):
    steps = [
        lambda: document.plan_edit(0, {"summary": "x"}),
        lambda: document.plan_delete([1, 2]),
        lambda: document.plan_add("bauen", "Neu")[1],
        lambda: document.plan_duplicate(3)[1],
        lambda: document.plan_edit(6, {"cost_value": 1, "category_description": "y"}),
    ]
    for place, plan in enumerate(steps):
        document.apply(plan())
        assert document.changed_measures()
        document.save(tmp_path / "neu" if place == 2 else None)

        assert (True, []) == (document.is_saved, document.changed_measures())
        fresh = open_document(document.location)
        assert [list(t.rows.values()) for t in fresh.dataset.tables.values()] == [
            list(t.rows.values()) for t in document.dataset.tables.values()
        ]
    assert tmp_path / "neu" == document.location


def test_saving_elsewhere_leaves_the_old_place_alone(document, tmp_path):
    old = document.location
    before = files(old)
    document.apply(document.plan_edit(0, {"summary": "x"}))

    document.save(tmp_path / "neu")
    document.apply(document.plan_edit(0, {"summary": "y"}))
    document.save()

    assert before == files(old)
    assert "y" == open_document(tmp_path / "neu").view(0).value("summary")


def test_undo_over_a_save_gives_the_original_bytes_again(document):
    before = files(document.location)
    batches = []
    for plan in (
        lambda: document.plan_edit(1, {"summary": "x", "state_text": "y"}),
        lambda: document.plan_edit(0, {"category_id": "verkehr"}),
        lambda: document.plan_delete([0, 3]),
        lambda: document.plan_duplicate(2)[1],
    ):
        batches.append(plan())
        document.apply(batches[-1])
        document.save()

    for batch in reversed(batches):
        document.apply(batch.inverse())
    document.save()

    assert before == files(document.location)


def test_saving_elsewhere_under_another_spelling_still_minds_what_others_changed(document):
    location = document.location
    document.apply(document.plan_edit(0, {"summary": "x"}))
    (location / A).write_bytes(b"[]")

    with pytest.raises(DatasetError, match="wurde seit dem Öffnen"):
        document.save(location / ".." / location.name)
    assert b"[]" == (location / A).read_bytes()


def test_a_save_that_fails_changes_nothing_in_the_document(document, monkeypatch):
    document.apply(document.plan_edit(0, {"summary": "x"}))
    heard: list[Event] = []
    document.subscribe(heard.append)
    state = (document.location, document.sources, document.changed_measures())

    def refuse(*_, **__):
        raise DatasetError("geht nicht")

    monkeypatch.setattr(store, "save", refuse)

    with pytest.raises(DatasetError):
        document.save(document.location / "neu")
    assert state == (document.location, document.sources, document.changed_measures())
    assert ([], False) == (heard, document.is_saved)


def test_a_document_without_a_place_is_unsaved_until_it_has_one(tmp_path):
    document = Document(dataset_of(town()), {})
    assert not document.is_saved
    assert 7 + 1 == len(document.changed_measures())
    with pytest.raises(ValueError, match="needs a folder"):
        document.save()

    document.save(tmp_path / "neu")

    assert (True, []) == (document.is_saved, document.changed_measures())
    assert {f: s.data for f, s in sources_of(town()).items()} == {
        FileName(name): data for name, data in files(tmp_path / "neu").items()
    }


# Odd data and large data


# WEB-12, OPN-05
def test_initiatives_keep_their_keys_over_editing_and_saving(tmp_path):
    document = open_document(write_folder(tmp_path, rows([initiative_row()], [], [])))
    before = list(document.view(0).measure)

    document.apply(document.plan_edit(0, {"action_name": "Neu", "outcome": "", "cost_value": ""}))
    document.save()

    assert before == list(open_document(tmp_path).view(0).measure)


ODD_ROWS = [
    {},
    {"id": None, "categoryId": 5, "category": []},
    {"id": "a", "Action outline": "Text", "Implementation": None, "Impact & cost": [1]},
    {"id": "a", "categoryId": "a", "unbekannt": {"x": [None]}},
]


def test_odd_records_can_be_opened_edited_undone_and_saved(tmp_path):
    odd = [row | {"cost": cost} for row in ODD_ROWS for cost in (5, None, "", [], {})]
    tables = {M: ODD_ROWS, A: odd, P: [{"id": "a", "values": None}, {"id": "a"}], C: ODD_ROWS}
    document = open_document(write_folder(tmp_path, tables))
    document.findings.run()
    before = files(tmp_path)
    done = []
    for measure in document.dataset.measure_keys():
        for found in FIELDS:
            for value in ("x", 7, None, [], ABSENT, {"x": 1}):
                try:
                    batch = document.plan_edit(measure, {found.name: value})
                except EditError:
                    continue
                done.append(batch)
                document.apply(batch)
    assert not document.is_saved
    assert document.changed_measures()

    for batch in reversed(done):
        document.apply(batch.inverse())
    assert document.is_saved
    assert FindingIndex(document.dataset).all() == document.findings.all()
    document.save()
    assert before == files(tmp_path)


def test_files_without_records_can_be_filled(tmp_path):
    document = open_document(write_folder(tmp_path, rows([], [], [], [])))
    assert {} == category_names(document.dataset)

    key, batch = document.plan_add("bauen", "Neu")
    document.apply(batch)
    values = {"category_description": "x", "progress_type": "binary"}
    document.apply(document.plan_edit(key, values))
    document.save()

    assert [1] * 4 == [len(t.rows) for t in open_document(tmp_path).dataset.tables.values()]


def test_a_byte_order_mark_and_windows_line_ends_survive_editing(tmp_path):
    write_folder(tmp_path, town())
    for path in tmp_path.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    document = open_document(tmp_path)
    before = files(tmp_path)

    values = {"summary": "x", "cost_value": 5, "links": [{"title": "t", "url": "u"}]}
    batch = document.plan_edit(1, values)
    document.apply(batch)
    document.apply(document.plan_delete([2]))
    document.save()

    for name, data in files(tmp_path).items():
        assert data.startswith(b"\xef\xbb\xbf"), name
        assert data.count(b"\n") == data.count(b"\r\n"), name
    assert len(document.notices) == len(before) == 4


def test_categories_know_the_fields_of_their_own_record_only(document):
    row = category_row("neu")

    document.apply(Batch("", (Change(C, 9, (), ABSENT, row),)))

    assert "neu" in category_names(document.dataset)
    assert {"category_description"} == {f.name for f in fields_of(C)}
