"""Ids of deleted measures do not come back, also after the dataset was closed (WEB-09, OPN-11)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from klimaeditor import paths
from klimaeditor.document import open_document
from klimaeditor.files import retired
from klimaeditor.files.retired import IdRegister, Retired, decode, encode, known_ids, note
from klimaeditor.files.retired import register_of as new_register
from klimaeditor.model.structure import next_id
from klimaeditor.publish.gate import Confirmation
from tests.conftest import SAMPLE
from tests.dataset_builders import dataset_of, town, write_folder
from tests.publish_helpers import MOMENT, planned, published, read_json, repaired
from tests.store_helpers import image

TODAY, EARLIER = date(2026, 11, 22), date(2025, 1, 1)


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "daten", town())


def delete(document, measure):
    document.apply(document.plan_delete([document.dataset.find(measure)]))


def added(document, category="verkehr", title="Neu") -> str:
    key, batch = document.plan_add(category, title)
    document.apply(batch)
    return document.view(key).id


def opened(folder, root):
    """Open as the program does."""
    document = open_document(folder)
    document.dataset.retired_ids |= known_ids(folder, document.dataset, root)
    return document


def save(document, root):
    document.save()
    known_ids(document.location, document.dataset, root)


def test_the_id_of_a_deleted_measure_is_not_given_again_after_reopening(folder, tmp_path):
    document = opened(folder, tmp_path / "root")
    delete(document, "verkehr3")
    save(document, tmp_path / "root")

    assert "verkehr4" == added(opened(folder, tmp_path / "root"))


def test_an_id_that_was_given_and_taken_back_between_two_openings_is_known(folder, tmp_path):
    document = opened(folder, tmp_path / "root")
    assert "verkehr4" == added(document)
    save(document, tmp_path / "root")
    delete(document, "verkehr4")
    save(document, tmp_path / "root")

    assert "verkehr5" == added(opened(folder, tmp_path / "root"))


def test_what_a_colleague_deleted_is_known_where_it_was_once_seen(folder, tmp_path):
    opened(folder, tmp_path / "root")
    elsewhere = open_document(folder)
    delete(elsewhere, "verkehr3")
    elsewhere.save()

    assert "verkehr4" == added(opened(folder, tmp_path / "root"))


def test_what_was_added_but_never_saved_leaves_no_trace(folder, tmp_path):
    document = opened(folder, tmp_path / "root")
    added(document)

    assert "verkehr4" == added(opened(folder, tmp_path / "root"))


def test_the_list_lies_in_the_users_folder_and_not_beside_the_data(folder):
    before = image(folder)
    known_ids(folder, open_document(folder).dataset)

    (file,) = (paths.user_data() / retired.FOLDER).iterdir()
    assert retired.present_ids(dataset_of(town())) == set(read_json(file))
    assert before == image(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"5", b'{"a": 1}', b"\xff", b'[5, "Mit Blank"]'])
def test_a_broken_list_is_no_obstacle(folder, tmp_path, content):
    document = opened(folder, tmp_path / "root")
    (file,) = (tmp_path / "root").iterdir()
    file.write_bytes(content)

    assert set() == known_ids(folder, document.dataset, tmp_path / "root")
    assert "verkehr3" in read_json(file)


def test_a_list_that_cannot_be_written_is_no_obstacle(folder, tmp_path):
    (tmp_path / "root").write_text("a file where the folder should be", encoding="utf-8")

    assert set() == known_ids(folder, open_document(folder).dataset, tmp_path / "root")


def test_a_package_teaches_a_machine_what_is_retired(folder, tmp_path):
    gone = {"verkehr7": Retired("Alt", EARLIER)}
    note(folder, IdRegister("x", EARLIER, TODAY, ("verkehr1",), gone), tmp_path / "root")

    assert "verkehr8" == added(opened(folder, tmp_path / "root"))


def test_a_register_comes_back_as_it_was_written():
    register = IdRegister("x", EARLIER, TODAY, ("a1",), {"a2": Retired("Größe „x“", EARLIER)})

    assert register == decode(encode(register))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"format": "anders"}', b"5"])
def test_what_is_no_register_is_none(data):
    assert decode(data) is None
    said = json.loads(encode(IdRegister("x", EARLIER, TODAY, ())))
    assert decode(json.dumps(said | {"published": "gestern"}).encode()) is None


def test_a_register_keeps_what_ever_was_retired():
    now = dataset_of(town())
    before = IdRegister(
        "x", EARLIER, EARLIER, ("bauen1", "bauen9"), {"bauen8": Retired("", EARLIER)}
    )

    found = new_register(now, "x", TODAY, before, None)

    assert EARLIER == found.first
    assert {"bauen8": Retired("", EARLIER), "bauen9": Retired("", TODAY)} == found.retired


def test_a_deletion_that_was_taken_back_is_forgotten():
    before = IdRegister("x", EARLIER, EARLIER, (), {"bauen1": Retired("Kurz bauen1", EARLIER)})
    now = dataset_of(town())

    assert {} == new_register(now, "x", TODAY, before, None).retired
    assert {} == retired.reused(now, before)


def test_the_package_lists_a_deleted_id_for_good(tmp_path):
    document = repaired(SAMPLE)
    published(document, tmp_path / "p")
    title = document.view(document.dataset.find("bauen2")).title
    delete(document, "bauen2")
    published(document, tmp_path / "p")
    other = document.dataset.find("bauen1")
    document.apply(document.plan_edit(other, {"summary": "Etwas anderes."}))
    published(document, tmp_path / "p", moment=MOMENT.replace(year=2027))
    register = read_json(tmp_path / "p/kennungen.json")

    assert [{"id": "bauen2", "title": title, "since": "2026-11-22"}] == register["retired"]
    assert "bauen2" not in register["ids"]
    assert ("2026-11-22", "2027-11-22") == (register["first_published"], register["published"])


def test_another_measure_under_a_retired_id_has_to_be_confirmed(tmp_path):
    document = repaired(SAMPLE)
    published(document, tmp_path / "p")
    ids = sorted(retired.present_ids(document.dataset))
    old = [found for found in ids if found.startswith("bauen")][-1]
    delete(document, old)
    published(document, tmp_path / "p")
    document.dataset.retired_ids.clear()  # as for a colleague who never saw the measure

    assert old == next_id(document.dataset, "bauen")
    assert old == added(document, "bauen", "Eine ganz andere")
    document.apply(document.plan_edit(document.dataset.find(old), dict.fromkeys(
        ("action_description", "responsible_bodies"), "Text")))  # fmt: skip
    plan = planned(document, tmp_path / "p")

    (question,) = [q for q in plan.gate.questions if q.kind is Confirmation.REUSED_ID]
    assert f"Die Kennung „{old}“ gehörte bis zum 22.11.2026" in question.sentence
