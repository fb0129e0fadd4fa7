"""Who is asked what, the folder of a request, its register, and reminders."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.excel import target
from klimaeditor.exchange import register as exchange_register
from klimaeditor.exchange.proposals import FileKind, Returned
from klimaeditor.exchange.register import RegisterError, ReturnEntry, Status, recorded
from klimaeditor.exchange.requests import (
    By,
    Group,
    RequestError,
    RequestOrder,
    incomplete,
    joined,
    reminder,
    renamed,
    safe_name,
    same_bodies,
    send,
    split,
    stale,
    write_reminders,
)
from klimaeditor.files import disk
from klimaeditor.model.errors import KlimaError
from klimaeditor.paths import plain_name
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    measure_row,
    progress_row,
    rows,
    town,
    write_folder,
)
from tests.request_tools import DUE, SENT, sent, sent_to, town_of_three

BODIES = [
    "Amt für Grünflächen",
    "Amt für Grünflaechen",
    "Stadtwerke",
    "Stadtwerke GmbH",
    "Stadtnetze",
    "Amt 61",
    "Amt 67",
    "",
]
BEFORE, AFTER = date(2026, 3, 20), date(2026, 4, 2)
LATER = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def bodies():
    """Return a dataset with a measure for each spelling of a body."""
    measures = [measure_row(f"bauen{n}") for n in range(1, len(BODIES) + 1)]
    for measure, body in zip(measures, BODIES, strict=True):
        measure["Implementation"]["Responsible bodies/person for implementation"] = body
    return dataset_of(rows(measures, [], []))


@pytest.fixture
def register(tmp_path):
    """Return the register of a request to the bodies of a small town."""
    return sent(dataset_of(town()), tmp_path / "abfrage", due=DUE, contact="klima@stadt.example")


def test_spellings_of_one_body_come_together_and_numbers_keep_apart(bodies):
    groups = split(bodies, bodies.measure_keys(), By.RESPONSIBLE)
    assert [
        ("Amt für Grünflaechen", 2),
        ("Stadtwerke", 2),
        ("Stadtnetze", 1),
        ("Amt 61", 1),
        ("Amt 67", 1),
        ("Ohne zuständige Stelle", 1),
    ] == [(group.name, len(group.measures)) for group in groups]
    assert ("Stadtwerke", "Stadtwerke GmbH") == groups[1].spellings


def test_the_more_frequent_spelling_gives_the_name():
    assert {"Amt A-B": "Amt A-B", "Amt A B": "Amt A-B"} == same_bodies({"Amt A B": 1, "Amt A-B": 3})


def test_every_measure_is_in_exactly_one_group(bodies):
    for by in By:
        found = [key for g in split(bodies, bodies.measure_keys(), by) for key in g.measures]
        assert sorted(bodies.measures) == sorted(found)


def test_categories_go_by_their_names():
    groups = split(dataset_of(town()), range(6), By.CATEGORY)
    assert [("Bauen", 3), ("Verkehr", 3)] == [(g.name, len(g.measures)) for g in groups]


def test_groups_can_be_joined_and_renamed():
    groups = (Group("A", (1,), ("a",)), Group("B", (2,)), Group("C", (3, 1), ("c",)))
    assert (Group("Neu", (1, 3), ("a", "c")), groups[1]) == joined(groups, ["A", "C"], "Neu")
    assert groups == joined(groups, ["X"], "Neu")
    assert "D" == renamed(groups, "B", "D")[1].name


def test_stale_measures_have_no_news_since_a_day():
    dataset = dataset_of(
        rows(
            [measure_row("bauen1"), measure_row("bauen2"), measure_row("bauen3")],
            [additional_row("bauen3", state={"date": "2026-02-01"})],
            [progress_row("bauen1")],
        )
    )
    assert (0, 1) == stale(dataset, dataset.measure_keys(), date(2026, 1, 1))
    assert (1,) == stale(dataset, dataset.measure_keys(), date(2025, 5, 1))


@pytest.mark.parametrize("day", ["2.11.2024", "kaputt", "9999"])
def test_a_day_in_another_spelling_is_read_as_everywhere(day):
    state = {"title": "", "date": day, "text": "", "verdict": ""}
    dataset = dataset_of(rows([measure_row()], [additional_row(state=state)], []))

    assert (0,) == stale(dataset, dataset.measure_keys(), date(2025, 1, 1))


def test_incomplete_measures_lack_something_the_page_shows():
    dataset = dataset_of(town())
    assert set(incomplete(dataset, dataset.measure_keys())) >= {0, 1}


def test_a_request_is_a_folder_with_workbooks_and_their_checksums(register):
    for entry in register.departments:
        data = (register.folder / entry.file).read_bytes()
        assert exchange_register.digest(data) == entry.sha256
    assert exchange_register.load(register.folder) == register
    text = json.loads((register.folder / "abfrage.json").read_text(encoding="utf-8"))
    assert ("klimaeditor-abfrage", "2026-04-01") == (text["format"], text["due"])


@pytest.mark.parametrize("inside", [".", "unter/ordner"])
def test_a_request_never_lies_in_the_dataset(tmp_path, inside):
    folder = write_folder(tmp_path / "daten", town())
    before = sorted(folder.rglob("*"))
    with pytest.raises(RequestError, match="veröffentlicht"):
        sent(dataset_of(town()), folder / inside)
    assert before == sorted(folder.rglob("*"))


def test_a_request_does_not_replace_another(register):
    with pytest.raises(RequestError, match="schon eine Abfrage"):
        sent(dataset_of(town()), register.folder)


def test_nothing_is_written_where_a_workbook_cannot_be_made(tmp_path):
    dataset = dataset_of(rows([measure_row()], [additional_row(summary="x" * 40_000)]))
    with pytest.raises(Exception, match="zu lang"):
        sent(dataset, tmp_path / "abfrage")
    assert not (tmp_path / "abfrage").exists()


@pytest.mark.parametrize("fails_at", ["second workbook", "register"])
def test_of_a_request_that_could_not_be_finished_nothing_is_left(tmp_path, monkeypatch, fails_at):
    """Workbooks that no register knows must not be sent out."""
    write_whole, written = disk.write_whole, []

    def full(path, data):
        written.append(path)
        if len(written) == 2 if fails_at == "second workbook" else path.suffix == ".json":
            raise OSError(errno.ENOSPC, "full")
        write_whole(path, data)

    monkeypatch.setattr(disk, "write_whole", full)
    dataset = town_of_three()
    groups = [Group(f"Amt {key}", (key,)) for key in dataset.measure_keys()]
    folder = tmp_path / "abfrage"
    folder.mkdir()
    (folder / "notiz.txt").touch()

    with pytest.raises(KlimaError, match="Der Datenträger ist voll"):
        send(dataset, groups, RequestOrder(), folder)

    assert ["notiz.txt"] == [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("fields", [(), ("category_id",), ("nichts",)])
def test_only_askable_fields_can_be_asked(tmp_path, fields):
    with pytest.raises(RequestError):
        sent(dataset_of(town()), tmp_path / "abfrage", fields=fields)


def test_measures_without_an_id_of_their_own_are_left_out_and_named(tmp_path):
    measures = [
        measure_row("bauen1"),
        measure_row("bauen1"),
        measure_row("bauen2"),
        measure_row(""),
    ]
    dataset = dataset_of(rows(measures, [], []))
    groups = split(dataset, dataset.measure_keys(), By.NOTHING)
    out = send(dataset, groups, RequestOrder(), tmp_path / "abfrage", clock=lambda: SENT)
    assert [("bauen2",)] == [entry.measures for entry in out.register.departments]
    assert "keine eigene Kennung" in out.notices[0]


def test_a_path_that_excel_cannot_open_is_told(tmp_path):
    group = [Group("Amt", (0,))]
    room = target.LONGEST_PATH - len(str(tmp_path)) - len("//Abfrage 2026-03-04 Amt.xlsx")
    fits = send(
        dataset_of(town()), group, RequestOrder(), tmp_path / ("a" * room), clock=lambda: SENT
    )
    long = send(
        dataset_of(town()), group, RequestOrder(), tmp_path / ("b" * (room + 1)), clock=lambda: SENT
    )

    assert ((), 218) == (fits.notices, len(str(fits.files[0])))
    assert "hat 219 Zeichen" in long.notices[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Amt 61/67: Grün?", "Amt 61 67 Grün"), ("..\\..\\x", ".. .. x"), ("x" * 200, "x" * 90)],
)
def test_file_names_are_accepted_everywhere(name, expected):
    assert expected == safe_name(name, set())


@pytest.mark.parametrize(
    "code", [0x202E, 0x2066, 0x200B, 0x200F, 0xFEFF, 0xAD, 0xE0041, 0xFE0F, 0x3164, 0xE000]
)
def test_no_sign_makes_a_file_look_like_another_kind(tmp_path, code):
    """``Amt gpj.exe`` with U+202E in front is shown as ``Amt exe.jpg``."""
    sign = chr(code)
    groups = [Group(f"Amt {sign}gpj{sign}", (0,)), Group("Amt gpj", (0,))]
    out = send(dataset_of(town()), groups, RequestOrder(), tmp_path / "a", clock=lambda: SENT)
    _, reminders = write_reminders(out.register, out.register.departments, date(2026, 5, 1))

    assert ["Abfrage 2026-03-04 Amt gpj.xlsx", "Abfrage 2026-03-04 Amt gpj (2).xlsx"] == [
        path.name for path in out.files
    ]
    assert all("gpj" in path.name and path.name.isprintable() for path in reminders)


@given(st.text())
def test_whatever_a_name_holds_the_file_name_shows_all_of_itself(text):
    name = plain_name(text)

    assert name.isprintable()
    assert name == plain_name(name)
    assert not set(name) & set('<>:"/\\|?*')


def test_departments_with_alike_names_get_files_of_their_own(tmp_path):
    dataset = dataset_of(town())
    groups = (Group("Amt/A", (0,)), Group("Amt:A", (1,)), Group("AMT A", (2,)))
    register = sent_to(dataset, tmp_path / "abfrage", groups)
    assert 3 == len({entry.file.casefold() for entry in register.departments})


def test_the_status_follows_from_what_came_back_and_the_day(register):
    entry = register.departments[0]
    back = ReturnEntry("x.xlsx", "1", LATER)
    assert [Status.SENT, Status.SENT, Status.OVERDUE] == [
        entry.status(DUE, day) for day in (BEFORE, DUE, AFTER)
    ]
    assert Status.SENT is entry.status(None, AFTER)
    assert Status.RETURNED is replace(entry, returns=(back,)).status(DUE, AFTER)
    merged = replace(back, merged=LATER)
    assert Status.MERGED is replace(entry, returns=(merged,)).status(DUE, AFTER)


def returned(register, place: int = 0, request: str = "A-1") -> Returned:
    sender = register.departments[place].name
    return Returned("x.xlsx", "77", FileKind.REQUEST, sender=sender, request=request)


def test_a_return_is_noted_once_and_counts_as_merged_when_nothing_is_open(register):
    first = recorded(register, returned(register), (), LATER, finished=False)
    second = recorded(first, returned(register), (), LATER, finished=True)
    third = recorded(second, returned(register), (), LATER, finished=False)
    assert [Status.RETURNED, Status.MERGED, Status.MERGED] == [
        found.departments[0].status(DUE, AFTER) for found in (first, second, third)
    ]
    assert 1 == len(third.departments[0].returns)
    exchange_register.save(third)
    assert third == exchange_register.load(register.folder)


def test_files_of_other_requests_are_not_noted(register):
    assert register is recorded(
        register, returned(register, request="A-0"), (), LATER, finished=True
    )


def test_those_who_have_not_answered_in_time_are_reminded(register):
    answered = recorded(register, returned(register), (), LATER, finished=False)
    late = answered.overdue(AFTER)
    assert [entry.name for entry in register.departments[1:]] == [entry.name for entry in late]
    assert () == answered.overdue(DUE)
    assert late == answered.missing(BEFORE)
    noted, paths = write_reminders(answered, late, AFTER)
    text = paths[0].read_text(encoding="utf-8-sig")
    assert text == reminder(answered, late[0])
    assert text.startswith("Betreff: Erinnerung")
    for word in (
        "04.03.2026",
        "01.04.2026",
        late[0].file,
        late[0].titles[0],
        "klima@stadt.example",
    ):
        assert word in text
    assert (AFTER,) == noted.departments[1].reminded


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "x"}', "\ufeff{", '{"format": "klimaeditor-abfrage"}']
)
def test_a_damaged_register_is_refused(tmp_path, text):
    (tmp_path / "abfrage.json").write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match="beschädigt"):
        exchange_register.load(tmp_path)


def test_a_register_of_a_later_version_and_a_missing_one_are_refused(register, tmp_path):
    path = register.folder / "abfrage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"schema": 1', '"schema": 2'), "utf-8")
    with pytest.raises(RegisterError, match="neueren Version"):
        exchange_register.load(register.folder)
    with pytest.raises(RegisterError, match="keine Abfrage"):
        exchange_register.load(tmp_path)


def test_the_register_is_found_beside_a_file_and_in_the_folder_above(register, tmp_path):
    below = register.folder / "eingang" / "x.xlsx"
    assert (
        register
        == exchange_register.find(below)
        == exchange_register.find(register.folder / "x.xlsx")
    )
    assert exchange_register.find(tmp_path / "anderswo" / "tief" / "x.xlsx") is None
