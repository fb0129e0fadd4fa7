"""The door for other programs: what docs/api.md says of it, and its errors."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date

import pytest

from klimaeditor import api
from klimaeditor.api import (
    DatasetError,
    DatedValue,
    EditError,
    KlimaError,
    Severity,
    UnknownNameError,
    open_dataset,
)
from klimaeditor.publish.folder import PublicationError
from tests.conftest import ROOT, SAMPLE
from tests.publish_helpers import read_json

PAGE = (ROOT / "docs/api.md").read_text("utf-8")
EXAMPLE = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture
def data(sample_dataset):
    return open_dataset(sample_dataset)


# --- the page ------------------------------------------------------------------------------------


def test_the_example_of_the_page_runs_as_it_stands(tmp_path, own_user_folders):
    """15 lines beside the import; it publishes, because what stands against that is mended."""
    shutil.copytree(SAMPLE, tmp_path / "daten", copy_function=shutil.copyfile)
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", EXAMPLE],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    row = next(r for r in read_json(tmp_path / "daten/additional_data.json") if r["id"] == "bauen1")

    assert "" == done.stderr
    assert "21 measures in" in done.stdout
    assert (2030, "Ein Windpark am Stadtrand.") == (row["cost"]["until_in_years"], row["summary"])
    assert (tmp_path / "paket/datapackage.json").is_file()
    assert "PackageCheck" in done.stdout
    assert 15 >= len([line for line in EXAMPLE.splitlines()[2:] if line.strip()])


def test_the_library_needs_no_qt():
    program = (
        "import sys; sys.modules['PySide6'] = None; import klimaeditor.api; "
        "print([n for n in sys.modules if n.startswith(('PySide6.', 'ui'))])"
    )
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert "[]\n" == done.stdout


def test_every_name_of_the_door_stands_on_the_page_and_is_there():
    assert [] == [name for name in api.__all__ if name not in PAGE or not hasattr(api, name)]
    public = [name for name in vars(api.OpenDataset) if not name.startswith("_")]
    assert [] == [name for name in public if f".{name}" not in PAGE]
    fields = [name for name in api.MeasureRecord.__dataclass_fields__ if not name.startswith("_")]
    assert [] == [name for name in fields if f"`{name}`" not in PAGE]


# --- reading -------------------------------------------------------------------------------------


def test_a_measure_is_read_with_types(data):
    found = data.measure("bauen1")

    assert data.measures[0].id == data.measure(data.measures[0].id).id
    assert 148_000_000.0 == found.cost
    assert isinstance(found.summary, str)
    assert found.status in {"unknown", "in_progress", "completed", "stale"}
    assert all(isinstance(entry, DatedValue) for entry in found.progress)
    assert any(isinstance(e.day, date) for m in data.measures for e in m.progress)
    assert found.value("short_title") == read_row(data, "bauen1")["short_title"]


def read_row(data, measure_id: str) -> dict:
    rows = read_json(data.folder / "additional_data.json")
    return next(row for row in rows if row["id"] == measure_id)


def test_findings_name_measure_and_field(data):
    errors = data.findings(Severity.ERROR)

    assert errors
    assert {Severity.ERROR} == {finding.severity for finding in errors}
    assert len(data.findings()) > len(errors)
    assert all(data.measure(f.measure) for f in errors if f.measure)


# --- changing ------------------------------------------------------------------------------------


def test_an_edit_is_one_field_of_the_files(data):
    before = {p.name: p.read_bytes() for p in data.folder.iterdir()}
    assert data.edit("bauen2", short_title="Neuer Titel")
    assert not data.is_saved
    assert not data.edit("bauen2", short_title="Neuer Titel")
    data.save()
    after = {p.name: p.read_bytes() for p in data.folder.iterdir()}
    lines = set(after["additional_data.json"].split(b"\n"))

    assert data.is_saved
    assert "Neuer Titel" == open_dataset(data.folder).measure("bauen2").title
    assert 1 == len(lines - set(before.pop("additional_data.json").split(b"\n")))
    assert before == {name: after[name] for name in before}


def test_a_day_can_be_a_date_and_a_list_is_stored_as_it_is(data):
    data.edit("bauen2", state_date=date(2026, 3, 1), links=[{"title": "A", "url": "https://a.de"}])
    found = data.measure("bauen2")

    assert "2026-03-01" == found.value("state_date")
    assert (("A", "https://a.de"),) == found.links


def test_several_values_are_stored_together_or_not_at_all(data):
    with pytest.raises(EditError):
        data.edit("bauen2", short_title="Neu", summary={1, 2})

    assert data.is_saved


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda d: d.measure("bauen"), UnknownNameError, "Gemeint vielleicht: bauen"),
        (lambda d: d.measure(""), UnknownNameError, "gibt es in diesem Datensatz nicht"),
        (lambda d: d.edit("nirgends", summary="x"), UnknownNameError, "„nirgends“"),
        (lambda d: d.edit("bauen1", sumary="x"), UnknownNameError, "Gemeint vielleicht: summary"),
        (lambda d: d.measure("bauen1").value("sumary"), UnknownNameError, "„sumary“ gibt es nicht"),
        (lambda d: d.edit("bauen1", id="neu"), EditError, "lässt sich nicht ändern"),
        (lambda d: d.edit("bauen1", summary=float("nan")), EditError, "Art float"),
        (lambda d: d.edit("bauen1", summary=object()), EditError, "Art object"),
        (lambda d: d.fix("kostet_nichts"), UnknownNameError, "„kostet_nichts“ gibt es nicht"),
        (lambda d: d.publish(d.folder.parent / "p"), PublicationError, "Fehler"),
        (lambda d: d.publish(d.folder, confirm=True), PublicationError, "enthält etwas anderes"),
        (lambda d: open_dataset(d.folder / "fehlt"), DatasetError, "fehlt"),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_german_sentence(data, call, kind, words):
    with pytest.raises(kind) as told:
        call(data)

    assert words in str(told.value)
    assert isinstance(told.value, KlimaError)
    assert data.is_saved


def test_an_unknown_name_is_a_lookup_error_as_python_has_it(data):
    with pytest.raises(LookupError):
        data.measure("nirgends")


def test_mending_one_rule_leaves_the_others(data):
    before = len(data.findings())
    rule = next(f.rule for f in data.findings() if f.fixable)
    done = data.fix(rule)

    assert done > 0
    assert len(data.findings()) < before


def test_a_copy_goes_into_another_folder(data, tmp_path):
    data.edit("bauen2", short_title="Kopie")
    data.save(tmp_path / "kopie")

    assert "Kopie" == open_dataset(tmp_path / "kopie").measure("bauen2").title
