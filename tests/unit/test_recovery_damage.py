"""Whatever became of a recovery journal: no step is lost without a word, and no start fails."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from zlib import crc32

import pytest

from klimaeditor.files import disk, journal, leftovers
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from tests import recovery_session
from tests.recovery_session import NOON, only, reopened

M, A, P, C = FileName
folder, root = recovery_session.folder, recovery_session.root
session = recovery_session.session
TYPED = (0, 2)
WAYS = {
    "a bit": lambda byte: byte ^ 1,
    "a break": lambda byte: 10 if byte != 10 else 32,
    "a zero": lambda byte: 0,
    "a bracket": lambda byte: 123 if byte != 123 else 91,
}


def written(session, count: int = 6) -> list[str]:
    """Type into fields of two measures in turn, crash, and return what each step has typed."""
    texts = ["Schritt".ljust(8, letter) for letter in "abcdefghij"[:count]]
    for number, text in enumerate(texts):
        session.edit(TYPED[number % 2], summary=text)
    session.crash()
    return texts


def file_of(session):
    return session.journal.path / journal.JOURNAL


def line_of(content: object) -> bytes:
    text = json.dumps(content).encode("ascii")
    return b"%08x %s\n" % (crc32(text), text)


# Every byte


@pytest.mark.parametrize("way", WAYS)
def test_any_byte_may_change_and_what_is_missing_is_counted(session, way):
    texts = written(session)
    data = file_of(session).read_bytes()
    whole = journal.read_lines(data)
    assert (len(texts), 0) == (len(whole.steps), whole.lost)

    for place, byte in enumerate(data):
        changed = bytearray(data)
        changed[place] = WAYS[way](byte)
        found = journal.read_lines(bytes(changed))

        assert found is not None, place
        assert whole.ground == found.ground, place
        assert all(step in whole.steps for step in found.steps), place
        missing = len(texts) - len(found.steps)
        assert missing <= found.lost <= missing + 1, place
        assert bool(missing) == bool(found.lost) or place == len(data) - 1, place
        assert missing <= 1, place


def test_any_piece_may_be_cut_off_and_half_a_line_is_counted(session):
    written(session)
    data = file_of(session).read_bytes()
    start = data.index(b'{"n":1') - 9

    for end in range(start, len(data)):
        found = journal.read_lines(data[:end])
        count = data[:end].count(b"\n") - 2
        half = not data[:end].endswith(b"\n")
        expected = (count + 1, 0) if data[end : end + 1] == b"\n" else (count, int(half))
        expected = expected if expected[0] else (0, 1)  # no journal is begun without a step
        assert expected == (len(found.steps), found.lost), end


def test_a_text_that_looks_like_the_beginning_of_a_step_is_none(session, root):
    text = '12345678 {"n":1}\n12345678 {"n":2'
    session.edit(summary=text)
    session.edit(2, summary="b")
    session.crash()

    assert (2, 0) == (only(root).changes, only(root).lost)
    assert text == reopened(only(root)).view(0).value("summary")


@pytest.mark.parametrize("start", range(7))
def test_a_changed_byte_never_costs_a_start_nor_the_steps_behind_it(session, root, start):
    texts = written(session)
    path = file_of(session)
    data = path.read_bytes()

    for place in range(start * 11, len(data), 7 * 11):
        changed = bytearray(data)
        changed[place] ^= 1
        path.write_bytes(changed)
        leftover = only(root)
        document = reopened(leftover)
        found = [document.view(number).value("summary") for number in TYPED]
        missing = [text for text in texts[-2:] if text not in found]
        assert len(missing) <= leftover.lost, place
        assert ("nicht gelesen werden" in leftover.question(NOON)) == bool(leftover.lost)


# Lines that are missing


@pytest.mark.parametrize("gone", range(6))
def test_what_was_typed_last_comes_back_although_a_step_before_it_is_missing(session, root, gone):
    texts = written(session)
    found = file_of(session).read_bytes().splitlines(keepends=True)
    found[2 + gone] = found[2 + gone].replace(b"changes", b"chances")
    file_of(session).write_bytes(b"".join(found))

    leftover = only(root)
    document = reopened(leftover)

    expected = [[t for n, t in enumerate(texts) if n % 2 == p and n != gone][-1] for p in (0, 1)]
    assert expected == [document.view(number).value("summary") for number in TYPED]
    assert 1 == leftover.lost == leftovers.restore(leftover).lost


def test_what_rests_on_a_missing_record_is_counted_with_it(session, root):
    key, batch = session.document.plan_add("bauen", "Neu")
    session.do(batch)
    session.edit(key, summary="verloren")
    session.edit(0, summary="bleibt")
    session.do(session.document.plan_delete([1]))
    session.crash()
    found = file_of(session).read_bytes().splitlines(keepends=True)
    del found[2]
    file_of(session).write_bytes(b"".join(found))

    leftover = only(root)
    document = reopened(leftover)

    assert 2 == leftover.lost
    assert "2 Schritte konnten nicht gelesen werden" in leftover.question(NOON)
    assert "bleibt" == document.view(0).value("summary")
    assert {1, key}.isdisjoint(document.dataset.measures)


def test_a_record_that_was_deleted_stays_deleted_although_a_step_before_is_missing(session, root):
    session.edit(1, summary="verloren")
    session.do(session.document.plan_delete([1]))
    session.crash()
    found = file_of(session).read_bytes().splitlines(keepends=True)
    del found[2]
    file_of(session).write_bytes(b"".join(found))

    assert 1 == only(root).lost
    assert 1 not in reopened(only(root)).dataset.measures


def test_nothing_but_missing_steps_is_said_too(session, root):
    session.edit(summary="verloren")
    session.crash()
    found = file_of(session).read_bytes().splitlines(keepends=True)
    file_of(session).write_bytes(b"".join(found).replace(b"verloren", b"verlohren"))

    assert (False, 1) == (only(root).readable, only(root).lost)


def test_a_step_that_could_not_be_written_is_missing_and_that_is_said(session, root):
    session.edit(summary="a")
    session.journal.append(Batch("", (Change(A, 0, ("summary",), "a", object()),)))
    assert not session.journal.flush()
    session.edit(1, summary="b")
    session.crash()

    assert (2, 1) == (only(root).changes, only(root).lost)


def test_bytes_between_the_lines_that_are_no_step_are_none(session, root):
    written(session)
    data = file_of(session).read_bytes()
    cut = data.index(b'{"n":3') - 9
    file_of(session).write_bytes(data[:cut] + b"Unsinn\n" + data[cut:])

    assert (2, 0) == (only(root).changes, only(root).lost)


def test_a_line_that_comes_twice_counts_once(session, root):
    texts = written(session)
    found = file_of(session).read_bytes().splitlines(keepends=True)
    file_of(session).write_bytes(b"".join(found[:4] + found[2:]))

    assert (2, 0) == (only(root).changes, only(root).lost)
    assert texts[-1] == reopened(only(root)).view(TYPED[1]).value("summary")


# The former version


def former(session) -> list[bytes]:
    """Return the lines of the journal as the version before wrote them."""
    found = []
    for line in file_of(session).read_bytes().splitlines()[1:]:
        content = json.loads(line[9:])
        content.pop("n", None)
        if "version" in content:
            content["version"] = 1
        found.append(json.dumps(content, separators=(",", ":")).encode() + b"\n")
    return found


def test_a_journal_of_the_former_version_comes_back(session, root):
    texts = written(session)
    file_of(session).write_bytes(b"".join(former(session)))

    assert (2, 0) == (only(root).changes, only(root).lost)
    assert texts[-1] == reopened(only(root)).view(TYPED[1]).value("summary")


def test_a_bad_line_of_the_former_version_is_left_out_and_counted(session, root):
    texts = written(session)
    found = former(session)
    found[2] = found[2].replace(b"changes", b"chances")
    file_of(session).write_bytes(b"".join(found) + b'{"at"')

    assert 2 == only(root).lost
    found = [reopened(only(root)).view(number).value("summary") for number in TYPED]
    assert texts[-2:] == found


# What somebody else has written


def ground_of(session) -> dict:
    return json.loads(file_of(session).read_bytes().splitlines()[0][9:])


def put(session, *contents: object) -> None:
    file_of(session).write_bytes(b"".join(map(line_of, contents)))


def change(**parts: object) -> list:
    known = {"file": "additional_data.json", "record": 0, "path": ["summary"]}
    known |= {"before": ["Kurz gesagt"], "after": ["a"], "index": None}
    return list((known | parts).values())


def step(number: int = 1, **parts: object) -> dict:
    known = {"n": number, "at": NOON.isoformat(), "label": "", "changes": [change()]}
    return known | parts


def deep(levels: int) -> list:
    found: list = []
    for _ in range(levels):
        found = [found]
    return found


GROUNDS = {
    "no object": lambda _: [],
    "no content": lambda _: {},
    "another version": lambda g: g | {"version": 3},
    "a version in words": lambda g: g | {"version": [1]},
    "hashes as list": lambda g: g | {"hashes": ["a"]},
    "hash as number": lambda g: g | {"hashes": {"measures.json": 1}},
    "copies as list": lambda g: g | {"copies": ["a"]},
    "copy with a path": lambda g: g | {"copies": {"measures.json": "../x.json"}},
    "copies missing": lambda g: g | {"copies": {}},
    "unknown file": lambda g: g | {"hashes": {"andere.json": "x"}},
    "zero byte in the folder": lambda g: g | {"folder": "a\0b"},
    "folder as number": lambda g: g | {"folder": 5},
    "folder as list": lambda g: g | {"folder": ["/"]},
    "time as number": lambda g: g | {"at": 5},
    "keys as number": lambda g: g | {"keys": 3},
    "keys without end": lambda g: g | {"keys": {"measures.json": [[0, 10**12]]}},
    "keys that cancel out": lambda g: (
        g | {"keys": {"measures.json": [[0, 10**12], [0, -(10**12)]]}}
    ),
    "infinite keys": lambda g: g | {"keys": {"measures.json": [[0, float("inf")]]}},
    "double keys": lambda g: g | {"keys": g["keys"] | {"measures.json": [[0, 2], [0, 2]]}},
    "too few keys": lambda g: g | {"keys": g["keys"] | {"measures.json": [[0, 1]]}},
    "nested keys": lambda g: g | {"keys": {"measures.json": deep(60)}},
}


@pytest.mark.parametrize("kind", GROUNDS)
def test_a_ground_that_is_none_is_said_and_breaks_nothing(session, root, kind):
    written(session)
    put(session, GROUNDS[kind](ground_of(session)), step())

    leftover = only(root)

    assert not leftover.readable
    assert "lassen sich nicht lesen" in leftover.question(NOON)
    with pytest.raises(DatasetError, match="lassen sich nicht lesen"):
        leftovers.restore(leftover)


STEPS = {
    "changes as number": step(changes=5),
    "no changes at all": {"n": 1},
    "a list": [],
    "null": None,
    "label as list": step(label=[]),
    "time as number": step(at=7),
    "time that is none": step(at="gestern"),
    "number in words": step(n="eins"),
    "number from below": step(n=0),
    "number out of reach": step(n=2**53),
    "number as truth": step(n=True) | {"changes": 1},
    "unknown file": step(changes=[change(file="andere.json")]),
    "file as list": step(changes=[change(file=[])]),
    "record in words": step(changes=[change(record="x")]),
    "record as text": step(changes=[change(record="0")]),
    "record with a comma": step(changes=[change(record=0.5)]),
    "record without end": step(changes=[change(record=float("inf"))]),
    "record that is no number": step(changes=[change(record=float("nan"))]),
    "record below zero": step(changes=[change(record=-1)]),
    "record of 300 digits": step(changes=[change(record=10**300)]),
    "path of lists": step(changes=[change(path=[[]])]),
    "path of numbers": step(changes=[change(path=[0])]),
    "path as text": step(changes=[change(path="summary")]),
    "path as object": step(changes=[change(path={"summary": 1})]),
    "place as text": step(changes=[change(index="1")]),
    "place as truth": step(changes=[change(index=True)]),
    "place below zero": step(changes=[change(index=-1)]),
    "value without box": step(changes=[change(after="a")]),
    "two values": step(changes=[change(after=["a", "b"])]),
    "value as object": step(changes=[change(after={"a": 1})]),
    "value without end": step(changes=[change(after=[float("inf")])]),
    "value that is no number": step(changes=[change(after=[float("nan")])]),
    "value of 300 digits": step(changes=[change(after=[10**300])]),
    "value in the depths": step(changes=[change(after=[deep(60)])]),
    "change too short": step(changes=[change()[:-1]]),
    "change as number": step(changes=[4]),
}


@pytest.mark.parametrize("kind", STEPS)
@pytest.mark.parametrize("behind", [False, True], ids=["alone", "others behind"])
def test_a_step_that_is_none_is_left_out_and_counted(session, root, kind, behind):
    written(session)
    more = [step(2, changes=[change(after=["b"])])] if behind else []
    put(session, ground_of(session), STEPS[kind], *more)

    leftover = only(root)

    assert (behind, behind, 1) == (leftover.readable, leftover.changes, leftover.lost)
    if behind:
        assert "b" == reopened(leftover).view(0).value("summary")


UNFIT = {
    "record that is not there": change(record=77),
    "path through a text": change(path=["summary", "deeper"]),
    "no path and no record": change(path=[], after=["text"]),
    "another value before": change(before=["anderes"]),
    "path of nothing": change(path=[""], before=["x"]),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_a_step_that_does_not_fit_is_left_out_and_counted(session, root, kind):
    written(session)
    fitting = step(2, changes=[change(path=["short_title"], before=[], after=["b"])])
    put(session, ground_of(session), step(changes=[UNFIT[kind]]), fitting)

    leftover = only(root)

    assert (1, 1) == (leftover.changes, leftover.lost)
    assert "b" == reopened(leftover).view(0).value("short_title")


@pytest.mark.parametrize(
    "at",
    [
        "2026-05-03T12:00:00",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59-14:00",
        "2026-05-03",
    ],
)
@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))]
)
def test_any_time_can_be_shown_and_costs_no_step(session, root, at, zone):
    written(session)
    put(session, ground_of(session) | {"at": at}, step(at=at))
    now = datetime(2026, 5, 3, tzinfo=zone)

    leftover = only(root, now)

    assert "1 ungespeicherte Änderung" in leftover.question(now)
    assert leftover.is_old(now) == (leftover.last < now - timedelta(days=14))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000 + b"\n",
        b'{"a":' * 100_000 + b"\n",
        b"1" * 100_000 + b"\n",
        b"\xff\xfe" * 50 + b"\n",
        b"\0" * 5000,
        b"null\n" * 3,
    ],
    ids=["nested lists", "nested objects", "digits", "no text", "zeros", "nulls"],
)
@pytest.mark.parametrize("place", ["instead", "behind"])
def test_bytes_of_any_kind_break_nothing(session, root, data, place):
    written(session)
    path = file_of(session)
    path.write_bytes(data if place == "instead" else path.read_bytes() + data)

    leftover = only(root)

    assert (place == "behind") == leftover.readable
    assert leftover.lost or not leftover.readable


def checked(content: bytes) -> bytes:
    return b"%08x %s\n" % (crc32(content), content)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"n":1,"changes":' + b"9" * 9999 + b"}"])
def test_a_right_checksum_does_not_make_bytes_of_any_kind_a_step(session, root, content):
    written(session)
    path = file_of(session)
    path.write_bytes(path.read_bytes() + checked(content))

    assert (2, 1) == (only(root).changes, only(root).lost)


# Things that are no files, and files that are too large


@pytest.mark.parametrize("name", [journal.JOURNAL, journal.LOCK, "copy"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "link into nothing", "link to itself"])
def test_things_that_are_no_files_break_nothing(session, folder, root, name, kind):
    written(session)
    path = file_of(session).with_name(name)
    if name == "copy":
        path = path.with_name(ground_of(session)["copies"][M])
        (folder / M).write_bytes(b"[]")
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "link to itself" else path.with_name("nichts"))

    found = leftovers.find_leftovers(root, NOON, site=muenster())

    assert all(left.path.exists() for left in found)
    readable = name == journal.LOCK
    nothing = name == journal.JOURNAL and kind == "link into nothing"
    assert nothing or [readable] == [left.readable for left in found] or (readable and not found)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_entered_breaks_nothing(session, root):
    written(session)
    path = session.journal.path
    path.chmod(0)
    try:
        assert not only(root).readable
    finally:
        path.chmod(stat.S_IRWXU)


def counted(monkeypatch, module, name: str, size) -> list[int]:
    """Note how much each call of a function takes."""
    sizes, real = [], getattr(module, name)

    def count(*arguments, **options):
        result = real(*arguments, **options)
        sizes.append(size(arguments, result))
        return result

    monkeypatch.setattr(module, name, count)
    return sizes


@pytest.mark.parametrize("name", ["journal", "copy"])
def test_a_file_beyond_every_measure_is_not_read_at_all(session, folder, root, monkeypatch, name):
    written(session)
    path = file_of(session)
    if name == "copy":
        path = path.with_name(ground_of(session)["copies"][M])
        (folder / M).write_bytes(b"[]")
    with path.open("ab") as file:
        file.truncate(3 * 1024**3)  # takes no room
    read = counted(monkeypatch, disk.os, "read", lambda _, result: len(result))

    assert not only(root).readable
    assert sum(read) < 100_000


MANY = 2_000_000


@pytest.mark.parametrize("kind", ["lines", "changes", "steps"])
def test_two_million_entries_are_refused_before_one_is_parsed(session, monkeypatch, kind):
    written(session)
    ground = file_of(session).read_bytes().split(b"\n")[0] + b"\n"
    data = {
        "lines": lambda: ground + b"x\n" * MANY,
        "changes": lambda: ground + checked(b'{"n":1,"changes":[' + b"[[[[]]]]," * MANY + b"0]}"),
        "steps": lambda: ground + checked(b'{"n":1,"changes":[]}') * MANY,
    }[kind]()
    parsed = counted(monkeypatch, journal.json, "loads", lambda arguments, _: len(arguments[0]))

    assert None is journal.read_lines(data)
    assert [] == parsed


def test_what_would_never_be_read_again_is_not_written_and_that_is_said(session, root, monkeypatch):
    session.edit(summary="a")
    monkeypatch.setattr(journal, "MOST_BYTES", session.journal._size + 400)
    session.document.apply(session.document.plan_edit(1, {"summary": "b" * 500}))

    assert not session.journal.flush()
    assert "zu viele auf einmal" in session.journal.problem
    monkeypatch.undo()
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)
    session.edit(2, outcome="c")
    session.crash()
    assert (3, 0) == (only(root).changes, only(root).lost)


def test_a_first_journal_that_would_never_be_read_is_not_written(session, root, monkeypatch):
    monkeypatch.setattr(journal, "MOST_BYTES", 100)
    session.document.apply(session.document.plan_edit(0, {"summary": "a"}))

    assert not session.journal.flush()
    assert "zu viele auf einmal" in session.journal.problem
    assert [] == session.lines()


def test_a_journal_of_many_steps_is_begun_anew(session, monkeypatch):
    monkeypatch.setattr(journal, "COMPACT_AFTER", 5)
    for number in range(20):
        session.edit(summary=str(number))

    assert len(session.lines()) <= 1 + 6


@pytest.mark.parametrize("fault", [RuntimeError, MemoryError, RecursionError])
def test_a_fault_of_any_kind_while_writing_stops_nothing(session, root, monkeypatch, fault):
    def fail(*_):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(disk, "create", fail)
        session.document.apply(session.document.plan_edit(0, {"summary": "a"}))
        assert not session.journal.flush()
        assert "unerwarteter Fehler" in session.journal.problem
    session.edit(1, summary="b")

    session.crash()
    assert ["a", "b"] == [reopened(only(root)).view(n).value("summary") for n in (0, 1)]
