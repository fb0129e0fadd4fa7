"""The same content is the same bytes on every machine, in every locale and time zone (OPN-03)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.waiting import LONG_S

SCRIPT = r"""
import hashlib, locale, tempfile
from contextlib import suppress
from pathlib import Path
with suppress(locale.Error):
    locale.setlocale(locale.LC_ALL, "")
from klimaeditor.publish.clean import clean_files
from tests.publish_helpers import MOMENT, planned, repaired
from tests.conftest import SAMPLE

def sums(folder):
    return [(p.relative_to(folder).as_posix(), hashlib.sha256(p.read_bytes()).hexdigest())
            for p in sorted(folder.rglob("*")) if p.is_file()]

def edited(document):
    key = document.dataset.find("bauen2")
    values = {"summary": "Über Ä, ß und €", "cost_value": 1234.5, "state_date": "2026-01-31"}
    document.apply(document.plan_edit(key, values))
    document.apply(document.plan_add("bauen", "Öfen tauschen")[1])
    return document

with tempfile.TemporaryDirectory() as temporary:
    place = Path(temporary)
    document = edited(repaired(SAMPLE))
    document.save(place / "daten")
    again = edited(repaired(SAMPLE))
    again.save(place / "noch einmal")
    clean_files(place / "noch einmal", again.sources, again.dataset.site.catalogue)
    planned(repaired(SAMPLE), place / "paket").write(confirmed=True)
    print("\n".join(f"{name} {found}" for name, found in sums(place)))
"""


def written(tmp_path, **environment: str) -> list[str]:
    """Return name and checksum of all that is written, one a line."""
    home = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env={**os.environ, **home, **environment},
        capture_output=True, encoding="utf-8", check=False, timeout=LONG_S,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return written(tmp_path_factory.mktemp("home"), LC_ALL="C.UTF-8", TZ="UTC", PYTHONHASHSEED="1")


@pytest.mark.parametrize("zone", ["<-12>12", "<+12>-12"])
@pytest.mark.parametrize("language", ["de_DE.UTF-8", "C"])
def test_locale_and_time_zone_change_no_byte(here, tmp_path, language, zone):
    there = written(tmp_path, LC_ALL=language, TZ=zone, PYTHONHASHSEED="2")

    assert len(here) > 20
    assert here == there
