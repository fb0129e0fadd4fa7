"""The schemas as users' hooks take them: check-jsonschema, a program that is not ours (OPN-06).

It reads patterns as JavaScript does. Nothing is fetched: its proxy is an address where nobody
listens, so that whoever asks the network fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from klimaeditor.model.changes import FileName
from klimaeditor.publish.schema import file_name
from tests.conftest import SAMPLE
from tests.publish_helpers import published, read_json, repaired

NOBODY = "http://127.0.0.1:9"


def judged(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HTTP_PROXY": NOBODY, "HTTPS_PROXY": NOBODY}
    return subprocess.run(  # noqa: S603 - our own interpreter, a module that is pinned
        [sys.executable, "-m", "check_jsonschema", "--no-cache", *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    target = tmp_path_factory.mktemp("published") / "paket"
    published(repaired(SAMPLE), target)
    return target


def test_the_schemas_of_a_package_and_of_findings_are_schemas(package, call, tmp_path):
    findings = tmp_path / "befunde.schema.json"
    findings.write_text(call("schema", "--findings")[1], encoding="utf-8")
    schemas = sorted((package / "schema").iterdir())

    assert len(FileName) == len(schemas)
    done = judged("--check-metaschema", *schemas, findings)
    assert (0, "ok -- validation done\n") == (done.returncode, done.stdout), done.stdout


@pytest.mark.parametrize("file", FileName)
def test_the_data_of_a_package_fit_its_schemas(package, file):
    schema = package / "schema" / file_name(file)
    done = judged("--schemafile", schema, package / "json" / file.value)

    assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_findings_fit_the_schema_of_findings(call, tmp_path):
    for name, words in (
        ("s", ["schema", "--findings"]),
        ("f", ["check", SAMPLE, "--format", "json"]),
    ):
        (tmp_path / f"{name}.json").write_text(call(*words)[1], encoding="utf-8")
    done = judged("--schemafile", tmp_path / "s.json", tmp_path / "f.json")

    assert len(read_json(tmp_path / "f.json")) > 50
    assert (0, "") == (done.returncode, done.stderr), done.stdout


BROKEN = [
    ("measures", lambda rows: rows[0].update(id="Bauen 1"), "$[0].id"),
    ("measures", lambda rows: rows[0].pop("categoryId"), "'categoryId' is a required property"),
    ("additional_data", lambda rows: rows[0].update(short_title=5), "$[0].short_title"),
    ("implementations", lambda rows: rows[0].update(values=[{"date": "1.7.24"}]), "$[0].values[0]"),
    ("categories", lambda rows: rows.append(5), "5 is not of type 'object'"),
]


@pytest.mark.parametrize(("name", "spoil", "complaint"), BROKEN, ids=[c for _, _, c in BROKEN])
def test_a_broken_file_is_refused_with_its_place(package, tmp_path, name, spoil, complaint):
    rows = read_json(package / "json" / f"{name}.json")
    spoil(rows)
    broken = tmp_path / f"{name}.json"
    broken.write_text(json.dumps(rows), encoding="utf-8")
    done = judged("--schemafile", package / "schema" / f"{name}.schema.json", broken)

    assert 1 == done.returncode
    assert complaint in done.stdout
