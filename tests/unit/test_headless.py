"""``python -m ui.headless``: the work without a window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from ui import headless

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def worked(tmp_path, sample_dataset, capsys):
    """Return output folder, worked-on measure and what was said."""
    work = headless.start(tmp_path / "lauf", sample_dataset, muenster())
    measure = headless.work_through(work, headless.VALUES)
    return tmp_path / "lauf", measure, capsys.readouterr().out


def test_the_missing_companion_record_is_repaired_and_filled(worked):
    output, measure, _ = worked
    document = open_document(output / "datensatz")
    view = document.view(document.dataset.find(measure))

    assert "iniative5" == measure
    assert headless.VALUES == {name: view.value(name) for name in headless.VALUES}
    assert [] == [f for f in document.findings.of(view.key) if f.rule == "cost_nan"]


def test_the_dataset_itself_stays_as_it_is(tmp_path, sample_dataset):
    before = {path.name: path.read_bytes() for path in sample_dataset.iterdir()}
    headless.work_through(
        headless.start(tmp_path / "lauf", sample_dataset, muenster()), headless.VALUES
    )

    assert before == {path.name: path.read_bytes() for path in sample_dataset.iterdir()}


def test_every_result_is_there_and_named(worked):
    output, _, said = worked

    assert (output / "massnahmen.xlsx").read_bytes().startswith(b"PK")
    for name in ("datensatz", "aenderungen.diff", "massnahmen.xlsx"):
        assert str(output / name) in said
        assert (output / name).exists()


def test_the_diff_holds_the_changed_files_and_nothing_else(worked):
    output, _, said = worked
    lines = (output / "aenderungen.diff").read_text("utf-8").splitlines()

    assert ["+++ b/additional_data.json", "+++ b/implementations.json"] == [
        line for line in lines if line.startswith("+++")
    ]
    assert any('"value": 12500,' in line and line.startswith("+") for line in lines)
    assert "additional_data.json: Zeilen +10 −0" in said


def test_a_second_run_starts_from_the_dataset_again(worked, sample_dataset, capsys):
    output, _, first = worked
    headless.work_through(headless.start(output, sample_dataset, muenster()), headless.VALUES)

    assert first == capsys.readouterr().out


def test_a_dataset_that_cannot_be_read_is_one_german_line(tmp_path, sample_dataset, capsys):
    (sample_dataset / "categories.json").write_bytes(b"\xff\xfe")
    code = headless.main([str(tmp_path / "lauf"), str(sample_dataset)])

    assert 1 == code
    assert capsys.readouterr().err.startswith("Nicht gelungen: categories.json, Zeile 1, Spalte 1:")


def test_an_output_that_cannot_be_written_is_one_german_line(tmp_path, capsys):
    (tmp_path / "lauf").write_bytes(b"")
    code = headless.main([str(tmp_path / "lauf")])

    assert 1 == code
    assert capsys.readouterr().err.startswith("Nicht gelungen: ")


def test_a_missing_dataset_is_refused(tmp_path):
    with pytest.raises(DatasetError):
        headless.start(tmp_path / "lauf", tmp_path / "nirgends", muenster())


@pytest.mark.real
def test_the_real_data_go_the_same_way(tmp_path, real_dataset, capsys):
    measure = headless.work_through(
        headless.start(tmp_path, real_dataset, muenster()), headless.VALUES
    )

    assert measure
    assert "Behoben: " in capsys.readouterr().out


def test_the_whole_run_ends_with_pictures_of_the_window(tmp_path):
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "ui.headless", tmp_path / "lauf"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )

    assert (0, b"") == (done.returncode, done.stderr)
    for name in ("startseite.png", "fenster.png"):
        picture = tmp_path / "lauf" / name
        assert f"Bild: {picture}" in done.stdout.decode("utf-8")
        assert (1440, 900) == size_of(picture.read_bytes())


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
