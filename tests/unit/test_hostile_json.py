"""Hostile files: refused with a sentence or read, within 300 MB and a bounded time (SEC-16).

The heavy ones are read in processes of their own, which measure what they needed. Times are
compared with what the json module needs for a file of as many values as may be; the two seconds on
a machine as ours are claimed by ``benchmarks/bench_limits.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from klimaeditor.files import store
from klimaeditor.files.jsonnodes import MAX_VALUES
from klimaeditor.files.jsontext import MAX_BYTES, read_json
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError, JsonFaultError
from klimaeditor.site.muenster import muenster
from tests.conftest import SAMPLE
from tests.waiting import LONG_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar


if TYPE_CHECKING:
    T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
NAME = "measures.json"
TIMES, MEGABYTES = 200, 300
"""The most that any file may take of the time of an ordinary one, and the most memory."""
SMALL = '[{"id": "a1", "x": {"y": [-2.5e3, true, null, "ä\\n\\ud83c\\udf31🌱"]}}, {}]\r\n'.encode()

HOSTILE = {
    "a bracket": b"[",
    "brackets": b"[" * 100_000,
    "braces": b'{"a":' * 100_000,
    "deep and whole": b"[" * 5_000 + b"]" * 5_000,
    "deep in a record": b'[{"a": ' + b"[" * 500 + b"]" * 500 + b"}]",
    "1e400": b'[{"a": 1e400}]',
    "-1e999999999": b'[{"a": -1e999999999}]',
    "NaN": b'[{"a": NaN}]',
    "Infinity": b'[{"a": [Infinity, -Infinity]}]',
    "a huge number": b'[{"a": ' + b"9" * 1_000_000 + b"}]",
    "a huge exponent": b'[{"a": 1e' + b"9" * 1_000_000 + b"}]",
    "2**53": b'[{"a": 9007199254740992}]',
    "duplicate keys": b'[{"a": 1, "a": 2}]',
    "duplicate keys, one escaped": b'[{"a": 1, "\\u0061": 2}]',
    "ten thousand times a key": b"[{" + b'"a":1,' * 10_000 + b'"a":1}]',
    "a lone surrogate": b'[{"a": "\\ud800"}]',
    "surrogates in the wrong order": b'[{"a": "\\udf31\\ud83c"}]',
    "an encoded surrogate": b'[{"a": "\xed\xa0\x80"}]',
    "a double BOM": b"\xef\xbb\xbf\xef\xbb\xbf[]",
    "half a BOM": b"\xef\xbb[]",
    "UTF-16 with BOM": '[{"a": "ä"}]'.encode("utf-16"),
    "UTF-16 without": '[{"a": "ä"}]'.encode("utf-16-be"),
    "UTF-32": '[{"a": "ä"}]'.encode("utf-32"),
    "UTF-7": b"[{+ACI-a+ACI-: 1}]",
    "Latin-1": '[{"a": "ä"}]'.encode("latin-1"),
    "overlong UTF-8": b'[{"a": "\xc0\xaf"}]',
    "beyond Unicode": b'[{"a": "\xf5\x80\x80\x80"}]',
    "NULs": b"\0" * 1000,
    "a NUL in a text": b'[{"a": "b\0c"}]',
    "a NUL behind it": b'[{"a": "b"}]\0',
    "nothing": b"",
    "blanks": b" \n" * 100_000,
    "an object": b'{"a": 1}',
    "a text": b'"a"',
    "a number": b"1",
    "null": b"null",
    "a list of lists": b"[[]]",
    "a list of texts": b'["a"]',
    "a record of null": b"[null]",
    "a comment": b'[{"a": 1 /* b */}]',
    "two documents": b"[][]",
    "JavaScript": b"[{a: undefined}]",
    "Python": b"[{'a': None}]",
    "HTML": b"<!DOCTYPE html><html></html>",
    "an archive": b"PK\x03\x04" + bytes(range(256)) * 9,
    "conflict marks": b"[\n<<<<<<< HEAD\n{}\n=======\n>>>>>>> x\n]",
    "other blanks": "[\u00a0\u2003]".encode(),
    "other digits": '[{"a": ١٢}]'.encode(),
    "a very long key": b'[{"' + b"k" * 1_000_000 + b'": !}]',
    "an open text": b'[{"a": "' + b"x" * 1_000_000,
    "many open texts": b'["\\' * 100_000,
}
ACCEPTED = {
    "no records": b"[]",
    "BOM": b"\xef\xbb\xbf[{}]",
    "odd but legal": b'[ {"":0,"a":-0.0,"b":1E-400,"c":"\\u0000\\/","__proto__":{"a":[]}} ]',
    "32 levels": b"[" + b'{"a":' * 31 + b"1" + b"}" * 31 + b"]",
}


def fill(head: bytes, unit: bytes, tail: bytes = b"") -> bytes:
    """Return a file as large as may be."""
    return head + unit * ((MAX_BYTES - len(head) - len(tail)) // len(unit)) + tail


def full(head: bytes, unit: bytes, tail: bytes = b"") -> bytes:
    """Return a file of as many values as may be: *unit* is one and brings one."""
    return head + unit * (MAX_VALUES // 2 - 99) + tail


HEAVY = {
    "millions of brackets": lambda: fill(b"", b"["),
    "millions of braces": lambda: fill(b"", b'{"a":'),
    "millions of braces with backslashes": lambda: fill(b"", b'{"\\\\":'),
    "millions of empty records": lambda: fill(b"[", b"{},", b"{}]"),
    "millions of records, the last one wrong": lambda: fill(b"[", b'{"a":1},', b"{!}]"),
    "millions of records and a pair": lambda: fill(b'[{"a":"\\ud83c\\udf31"},', b'{"a":1},'),
    "millions of numbers": lambda: fill(b'[{"a":[', b"1,", b"1]}]"),
    "millions of lists": lambda: fill(b'[{"a":[', b"[],", b"1]}]"),
    "millions of equal keys": lambda: fill(b"[{", b'"a":1,', b'"a":1}]'),
    "a long text": lambda: fill(b'[{"a":"', b"x", b'"}]'),
    "a long text with wide letters": lambda: fill('[{"🌱":"'.encode(), b"x", b'"}]'),
    "a long text of commas": lambda: fill(b'[{"a":"', b",", b'"}]'),
    "a long text of quotes": lambda: fill(b'[{"a":"', b'\\",', b'"}]'),
    "a long text of escapes, then a fault": lambda: fill(b'[{"a":"', b"\\n", b'","b":!}]'),
    "a long text of pairs, then a fault": lambda: fill(b'[{"a":"', b"\\ud83c\\udf31", b'"!'),
    "a text without end": lambda: fill(b'[{"a":"', b"\\n"),
    "quotes only": lambda: fill(b'[{"a":', b'"'),
    "a number without end": lambda: fill(b'[{"a":', b"9"),
    "blanks, then a fault": lambda: fill(b"[", b" \n", b"!"),
    "as many values as may be": lambda: full(b"[", b'{"a":"\\ud83c\\udf31"},', b"{}]"),
    "as many values as may be, then a fault": lambda: full(b"[", b'{"a":"bcd"},', b"!]"),
    "as many values as may be, then too deep": lambda: full(
        b"[", b'{"a":1},', b"[" * 40 + b"]" * 40 + b"]"
    ),
}
PROGRAM = """
import os, resource
from tests.unit import test_hostile_json as hostile
ordinary = hostile.ordinary()
for name, made in hostile.HEAVY.items():
    if os.fork():  # a process of its own knows how much memory it had
        assert 0 == os.wait()[1], name
        continue
    data = made()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said, seconds = hostile.timed(lambda: hostile.outcome(data))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(name, seconds / ordinary, grown / 1024, said, sep="\\t", flush=True)
    os._exit(0)
"""


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what *work* returns, and the seconds of the processor it took."""
    began = time.thread_time()
    return work(), time.thread_time() - began


def ordinary() -> float:
    """Return how long the json module takes for a file of as many values as may be, in seconds."""
    data = full(b"[", b'{"a":"bcd"},', b"{}]")
    return min(timed(lambda: json.loads(data))[1] for _ in range(3))


@pytest.fixture(scope="module")
def longest() -> float:
    """How long a file may take, in seconds of the processor of this machine."""
    return TIMES * ordinary()


def outcome(data: bytes) -> str:
    """Return the sentence of the fault, "" where the file is read; anything else is raised."""
    try:
        read_json(data, NAME)
    except JsonFaultError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_a_sentence_and_soon(longest, name):
    said, seconds = timed(lambda: outcome(HOSTILE[name]))

    assert seconds < longest
    assert said.startswith(f"{NAME}, Zeile ")
    assert len(said) < 400


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_only_looks_odd_is_read(name):
    assert "" == outcome(ACCEPTED[name])


def test_a_file_cut_off_anywhere_is_refused():
    whole = SMALL.rstrip()
    assert "" == outcome(whole)

    assert [] == [place for place in range(len(whole)) if not outcome(whole[:place])]


def test_any_byte_of_a_file_may_be_any_other():
    for place in range(len(SMALL)):
        for byte in (0, 9, 0x22, 0x2C, 0x5B, 0x5C, 0x7B, 0x7D, 0x80, 0xC3, 0xED, 0xFF):
            outcome(SMALL[:place] + bytes([byte]) + SMALL[place + 1 :])


@pytest.fixture(scope="module")
def heavy() -> dict[str, tuple[float, float, str]]:
    """Return what each heavy file took of the ordinary time and of memory, and what was said."""
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=LONG_S,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {name: (float(times), float(grown), said) for name, times, grown, said in lines}


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource, which only POSIX has")
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_files_take_neither_long_nor_300_megabytes(heavy, name):
    times, grown, said = heavy[name]

    assert times < TIMES
    assert grown < MEGABYTES
    assert not said or said.startswith(NAME)


# --- the whole dataset ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a bracket", "NULs", "a lone surrogate", "null", "brackets"])
@pytest.mark.parametrize("file", FileName)
def test_one_hostile_file_means_no_dataset_at_all(sample_dataset, tmp_path, file, name):
    before = {path.name for path in sample_dataset.iterdir()}
    (sample_dataset / file).write_bytes(HOSTILE[name])

    with pytest.raises(DatasetError, match=f"^{file}, Zeile "):
        store.load(sample_dataset, tmp_path / "Sicherungen", site=muenster())
    assert before == {path.name for path in sample_dataset.iterdir()}
    assert HOSTILE[name] == (sample_dataset / file).read_bytes()


CONTENTS = {file: (SAMPLE / file).read_bytes() for file in FileName}
PIECES = (
    *(b"", b"[", b"]", b"{", b"}", b'"', b",", b":", b"\\", b"\\u", b"\\ud800", b"null", b"NaN"),
    *(b"-", b"1e999", b"0" * 50, b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\n", b'"id":', b"[["),
)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[FileName, bytes]:
    """Return a file of the sample with some damage: cut, doubled, moved, overwritten."""
    file = draw(st.sampled_from(FileName))
    data = CONTENTS[file]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 7, 100, 5_000, 10**6])))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=8))
        kind = draw(st.sampled_from(["put", "cut", "double", "swap"]))
        if kind == "put":
            data = data[:start] + piece + data[end:]
        elif kind == "cut":
            data = data[:start]
        elif kind == "double":
            data = data[:end] + data[start:end] + data[end:]
        else:
            data = data[end:] + data[:start]
    return file, data[:MAX_BYTES]


@settings(suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(mutations())
@example((FileName.MEASURES, CONTENTS[FileName.MEASURES] * 2))
def test_a_damaged_sample_is_refused_or_read_as_json_reads_it(longest, damaged):
    file, data = damaged
    began, said, records = time.thread_time(), "", ()
    try:
        records = read_json(data, file).records
    except JsonFaultError as error:
        said = str(error)
    assert time.thread_time() - began < longest
    if said:
        assert said.startswith(f"{file}, Zeile ")
    else:
        assert json.loads(data.decode("utf-8-sig")) == list(records)


@settings(
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
    max_examples=25,
)
@given(mutations())
def test_a_damaged_dataset_opens_whole_or_not_at_all(tmp_path, damaged):
    file, data = damaged
    for name, content in CONTENTS.items():
        (tmp_path / name).write_bytes(data if name is file else content)
    said, sources = "", {}
    try:
        sources = store.load(tmp_path, tmp_path / "Sicherungen", site=muenster()).sources
    except DatasetError as error:
        said = str(error)
    if said:
        assert said.startswith(file)
    else:
        assert {*FileName} == set(sources)
        assert data == sources[file].data
