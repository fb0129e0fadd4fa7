"""Errors of the operating system in German: each family has its own sentence (SAFE-08 to -10)."""

from __future__ import annotations

import errno
import os

import pytest

from klimaeditor.files import disk
from klimaeditor.model.core_words import os_reason
from klimaeditor.model.errors import DatasetError

FAMILIES = {
    "gone": [errno.ENOENT],
    "not a folder": [errno.ENOTDIR],
    "no permission": [errno.EACCES, errno.EPERM],
    "full": [errno.ENOSPC],
    "quota": [errno.EDQUOT],
    "file too large": [errno.EFBIG],
    "read-only medium": [errno.EROFS],
    "path too long": [errno.ENAMETOOLONG],
    "hardware": [errno.EIO],
    "a file is in the way": [errno.EEXIST],
    "a folder is in the way": [errno.EISDIR],
    "links in a circle": [errno.ELOOP],
    "no ordinary file": [errno.ENODEV],
    "in use": [errno.EBUSY, errno.ETXTBSY],
    "lost share": [errno.ESTALE, errno.ENOTCONN, errno.EHOSTUNREACH, errno.ENETDOWN],
    "broken connection": [errno.ETIMEDOUT, errno.ECONNRESET],
}
WINDOWS_FAMILIES = {
    "no permission": [5],
    "read-only medium": [19],
    "not ready": [21],
    "in use": [32, 1224],
    "region locked": [33],
    "full": [39, 112],
    "share out of reach": [53, 1231],
    "lost share": [55, 64],
    "broken connection": [59, 121, 1236],
    "share refuses": [65],
    "no such share": [67],
    "reserved or forbidden name": [123],
    "something in the way": [80, 183],
    "not a folder": [267],
    "path too long": [206],
    "hardware": [1117],
    "quota": [1295],
    "log on again": [1326],
}


def sentences(families, reason) -> dict[str, set[str]]:
    return {name: {reason(number) for number in numbers} for name, numbers in families.items()}


@pytest.mark.parametrize(
    ("families", "reason"),
    [
        (FAMILIES, lambda number: os_reason(number, None, "")),
        (WINDOWS_FAMILIES, lambda number: os_reason(errno.EACCES, number, "")),
    ],
    ids=["errno", "WinError"],
)
def test_each_family_has_one_sentence_of_its_own(families, reason):
    found = sentences(families, reason)

    assert all(len(one) == 1 for one in found.values())
    assert len(families) == len(set.union(*found.values()))
    for (sentence,) in found.values():
        assert sentence.endswith(".")
        assert "Betriebssystem" not in sentence


def test_nearly_every_sentence_names_a_way_out():
    found = sentences(FAMILIES, lambda number: os_reason(number, None, "")) | sentences(
        WINDOWS_FAMILIES, lambda number: os_reason(errno.EACCES, number, "")
    )

    assert ["gone"] == [name for name, (one,) in found.items() if " Sie" not in one]


def test_the_number_of_windows_says_more_than_errno():
    assert os_reason(errno.EACCES, 32, "") != os_reason(errno.EACCES, None, "")


def test_what_is_unknown_is_told_in_the_words_of_the_system():
    assert "Das Betriebssystem meldet: halted." == os_reason(errno.EL2HLT, None, "halted")
    assert "Das Betriebssystem meldet: unbekannter Fehler." == os_reason(None, None, "")


@pytest.mark.parametrize(
    "name",
    ["CON", "con", "NUL.json", "Com1", "LPT9.alt", "aux ", "prn.", "a.", "b ", "a:b", "x?", "y*"],
)
def test_a_name_that_windows_does_not_allow_is_refused_for_a_new_folder(tmp_path, name):
    for folder in (tmp_path / name, tmp_path / name / "innen"):
        with pytest.raises(DatasetError, match="weil Windows diesen Namen nicht zulässt"):
            disk.refuse_reserved(folder)


@pytest.mark.parametrize("name", ["Conrad", "Maßnahmen 2026", "com", "com10", "a.b", ".versteckt"])
def test_an_ordinary_name_is_not(tmp_path, name):
    disk.refuse_reserved(tmp_path / name)


@pytest.mark.skipif(os.name == "nt", reason="cannot exist there")
def test_a_folder_that_exists_is_left_in_peace(tmp_path):
    (tmp_path / "aux").mkdir()

    disk.refuse_reserved(tmp_path / "aux" / "neu")
