"""The gate and the package: what is in it, and that it is there as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from klimaeditor.document import open_document
from klimaeditor.files import disk
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import WorkbookError
from klimaeditor.publish import folder as folders
from klimaeditor.publish.folder import PublicationError, read_former, read_other, write_folder
from klimaeditor.publish.gate import Confirmation
from klimaeditor.publish.publisher import settings_for
from klimaeditor.site.muenster import CITY, muenster
from tests.conftest import ROOT, SAMPLE
from tests.faulty import DEAD_PID, Killed
from tests.publish_helpers import (
    MOMENT,
    SETTINGS,
    healthy_document,
    planned,
    published,
    read_json,
    repaired,
)
from tests.store_helpers import image, refuse, windows_error
from tests.waiting import LONG_S

FILES = {
    *("AENDERUNGEN.md", "LIESMICH.md", "SHA256SUMS", "datapackage.json", "dcat-ap-de.jsonld"),
    *("COMMIT.txt", "kennungen.json", "massnahmen.xlsx", "zahlen.xlsx"),
    *(f"json/{file}" for file in FileName),
    *(f"schema/{file.value.replace('.json', '.schema.json')}" for file in FileName),
    *(f"{kind}/{name}.csv" for kind in ("csv", "csv-excel")
      for name in ("massnahmen", "fortschritt", "zahlen", "links", "kategorien")),
}  # fmt: skip


def edit(document, measure, **values):
    document.apply(document.plan_edit(document.dataset.find(measure), values))


def kinds(plan) -> list[Confirmation]:
    return [question.kind for question in plan.gate.questions]


# --- gate ----------------------------------------------------------------------------------------


def test_errors_close_the_gate_and_nothing_is_written(tmp_path):
    plan = planned(open_document(SAMPLE), tmp_path / "p")

    assert plan.gate.closed
    assert {"cost_nan", "year_not_calendar"} == {found.rule for found in plan.gate.errors}
    with pytest.raises(PublicationError, match="stehen noch 5 Fehler"):
        plan.write(confirmed=True)
    assert [] == list(tmp_path.iterdir())


def test_personal_data_wants_a_yes(tmp_path):
    document = repaired(SAMPLE)
    edit(document, "bauen2", summary="Fragen an Frau Muster")
    plan = planned(document, tmp_path / "p")

    assert not plan.gate.closed
    assert [Confirmation.PERSONAL] == kinds(plan)
    assert plan.gate.questions[0].finding.field == "summary"
    with pytest.raises(PublicationError, match="noch ein Punkt zu bestätigen"):
        plan.write()
    assert [] == list(tmp_path.iterdir())
    assert len(FILES) == len(plan.write(confirmed=True).sizes)


def test_texts_of_others_want_a_yes_unless_the_settings_give_it(tmp_path):
    without = planned(repaired(SAMPLE), tmp_path / "p", settings=settings_for(CITY))

    assert [Confirmation.RIGHTS] == kinds(without)
    assert [] == kinds(planned(repaired(SAMPLE), tmp_path / "p"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"provider": " "}, "Name des Herausgebers"),
        ({"licence": ""}, "Die Lizenz fehlt"),
        ({"licence": "frei"}, "„frei“ ist nicht bekannt"),
        ({"identifier": "mit Leerzeichen"}, "„mit Leerzeichen“ ist nicht möglich"),
        ({"title": ""}, "fehlt der Titel"),
    ],
)
def test_without_provider_licence_identifier_or_title_nothing_is_published(tmp_path, change, words):
    plan = planned(repaired(SAMPLE), tmp_path / "p", settings=replace(SETTINGS, **change))

    assert words in " ".join(plan.gate.lacks)
    with pytest.raises(PublicationError, match=words):
        plan.write(confirmed=True)
    assert [] == list(tmp_path.iterdir())


def test_an_empty_dataset_is_not_published(tmp_path):
    document = healthy_document()
    document.apply(document.plan_delete(document.dataset.measure_keys()))

    assert "keine Maßnahme" in " ".join(planned(document, tmp_path / "p").gate.lacks)


def test_a_text_that_fits_into_no_cell_stops_before_anything_is_written(tmp_path):
    document = healthy_document()
    edit(document, "mobilitaet1", state_text="x" * 32_768)

    with pytest.raises(WorkbookError, match=r"32\.767|32767"):
        planned(document, tmp_path / "p").write(confirmed=True)
    assert [] == list(tmp_path.iterdir())


# --- package -------------------------------------------------------------------------------------


def test_a_package_holds_every_file_and_its_sums(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p")
    files = image(tmp_path / "p")
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())

    assert FILES == set(files)
    assert FILES - {"SHA256SUMS"} == set(sums)
    assert all(hashlib.sha256(files[name]).hexdigest() == found for name, found in sums.items())


def test_the_json_files_are_as_they_are_kept_or_canonical(tmp_path, sample_dataset):
    document = repaired(sample_dataset)
    document.save()
    published(document, tmp_path / "kept")
    published(document, tmp_path / "canonical", settings=replace(SETTINGS, canonical=True))

    for file in FileName:
        kept = (tmp_path / "kept/json" / file).read_bytes()
        assert (sample_dataset / file).read_bytes() == kept
        canonical = (tmp_path / "canonical/json" / file).read_text("utf-8")
        assert read_json(sample_dataset / file) == read_json(tmp_path / "canonical/json" / file)
        assert "\\/" not in canonical
        assert "\t" not in canonical
        assert canonical.endswith("]\n")


def test_the_record_for_portals_says_what_muensters_records_say(tmp_path):
    settings = replace(SETTINGS, dataset_uri="https://opendata.stadt.example/klima/")
    published(repaired(SAMPLE), tmp_path / "p", settings=settings)
    (dataset,) = read_json(tmp_path / "p/dcat-ap-de.jsonld")["@graph"]

    assert "dcat:Dataset" == dataset["@type"]
    assert "klimastadt-vertrag-muenster" == dataset["dct:identifier"]
    assert dataset["dct:language"]["@id"].endswith("/DEU")
    assert dataset["dcatde:contributorID"]["@id"].endswith("/openNRW")
    assert dataset["dct:spatial"]["@id"].endswith("/districtKey/05515")
    assert dataset["dcatde:politicalGeocodingLevelURI"]["@id"].endswith("/municipality")
    for found in dataset["dcat:distribution"]:
        address = found["dcat:downloadURL"]["@id"]
        path = address.removeprefix("https://opendata.stadt.example/klima/")
        assert (tmp_path / "p" / path).is_file()
        assert found["dct:license"]["@id"].endswith("/licenses/dl-by-de/2.0")
        assert "Stadt Münster, dl-de/by-2-0" in found["dcatde:licenseAttributionByText"]["@value"]
        assert found["dct:format"]["@id"].rpartition("/")[2] in {"CSV", "JSON", "XLSX"}


def test_the_second_package_tells_what_is_new_since_the_first(tmp_path):
    document = repaired(SAMPLE)
    first = published(document, tmp_path / "p")
    edit(document, "bauen2", short_title="Anders")
    second = published(document, tmp_path / "p", moment=MOMENT.replace(month=12))
    text = (tmp_path / "p/AENDERUNGEN.md").read_text("utf-8")

    assert first.subject.startswith("Erste Veröffentlichung: 21 Maßnahmen in ")
    assert "Maßnahmen: 1 geändert" == second.subject
    assert "Stand: 22.12.2026, verglichen mit der Veröffentlichung vom 22.11.2026." in text
    assert "→ „Anders“" in text


def test_a_package_can_be_compared_with_a_folder_instead(tmp_path):
    document = repaired(SAMPLE)
    edit(document, "bauen2", short_title="Anders")
    plan = planned(document, tmp_path / "p", since=read_other(SAMPLE, site=muenster()))

    assert plan.subject.startswith("Maßnahmen: ")
    assert "→ „Anders“" in plan.changes


@pytest.mark.parametrize("soffice", ["/usr/bin/soffice"])
def test_the_workbook_opens_in_libreoffice(tmp_path, soffice):
    if not Path(soffice).exists():
        pytest.skip("LibreOffice is not installed")
    published(repaired(SAMPLE), tmp_path / "p")
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"]
    subprocess.run(  # noqa: S603 - fixed arguments
        [*command, str(tmp_path), str(tmp_path / "p/massnahmen.xlsx")],
        check=True,
        capture_output=True,
        timeout=LONG_S,
    )

    text = (tmp_path / "massnahmen.csv").read_text("utf-8")
    assert all(f"{found}," in text for found in ("bauen1", "bauen2"))


# --- replacing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["file", "dataset", "stranger", "folder", "link"])
def test_what_is_no_former_package_is_never_replaced(tmp_path, what):
    target = tmp_path / "p"
    if what == "file":
        target.write_text("x", encoding="utf-8")
    elif what == "dataset":
        shutil.copytree(SAMPLE, target)
    else:
        published(repaired(SAMPLE), target)
        if what == "stranger":
            (target / "json/notizen.txt").write_text("x", encoding="utf-8")
        elif what == "folder":
            shutil.rmtree(target)
            (target / "a").mkdir(parents=True)
        else:
            (target / "weg").symlink_to(SAMPLE)
    before = image(tmp_path)

    with pytest.raises(PublicationError):
        planned(repaired(SAMPLE), target)
    assert before == image(tmp_path)


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "p").mkdir()

    assert read_former(tmp_path / "p", site=muenster()) is None
    published(repaired(SAMPLE), tmp_path / "p")
    assert FILES == set(image(tmp_path / "p"))


def test_a_package_of_another_dataset_is_not_replaced(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p", settings=replace(SETTINGS, identifier="andere"))
    plan = planned(repaired(SAMPLE), tmp_path / "p")

    assert "Veröffentlichung des Datensatzes „andere“" in " ".join(plan.gate.lacks)


def test_a_file_that_came_between_planning_and_writing_is_not_lost(tmp_path):
    plan = planned(repaired(SAMPLE), tmp_path / "p")
    (tmp_path / "p").mkdir()
    (tmp_path / "p/wichtig.txt").write_text("x", encoding="utf-8")

    with pytest.raises(PublicationError, match="enthält etwas anderes"):
        plan.write(confirmed=True)
    assert {"p/wichtig.txt": b"x"} == image(tmp_path)


OLD = {"a.txt": b"alt", "b/c.txt": b"alt"}
NEW = {"a.txt": b"neu", "b/d.txt": b"neu", "e.txt": b"neu"}
STEPS = [
    *((disk, "create_checked"), (disk, "sync_folder")),
    *((Path, "mkdir"), (Path, "rename"), (shutil, "rmtree")),
]


class Steps:
    """Counts the steps of writing a folder; from or at one of them, an error is raised."""

    def __init__(self, monkeypatch, number: int, error: BaseException, *, on: bool) -> None:
        self.count = 0
        for owner, name in STEPS:
            original = getattr(owner, name)

            def step(*arguments, _original=original, **options):
                self.count += 1
                if self.count == number or (on and self.count > number):
                    raise error
                return _original(*arguments, **options)

            monkeypatch.setattr(owner, name, step)


def test_writing_a_folder_replaces_all_of_it(tmp_path, monkeypatch):
    write_folder(tmp_path / "p", OLD)
    steps = Steps(monkeypatch, 0, Killed(), on=False)
    write_folder(tmp_path / "p", NEW)

    assert NEW == image(tmp_path / "p")
    assert ["p"] == [path.name for path in tmp_path.iterdir()]
    assert 10 < steps.count < 20


@pytest.mark.parametrize("number", range(1, 18))
@pytest.mark.parametrize("had", [True, False], ids=["replacing", "first"])
def test_a_killed_publication_leaves_the_old_package_or_the_new_one_whole(
    tmp_path, monkeypatch, number, had
):
    target = tmp_path / "p"
    if had:
        write_folder(target, OLD)
    with monkeypatch.context() as patch:
        Steps(patch, number, Killed(), on=True)
        with suppress(Killed):
            write_folder(target, NEW)

    folders.settle(target)

    whole = [OLD, NEW] if had else [{}, NEW]
    assert image(target) in whole
    assert {"p"} >= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("number", range(1, 18))
def test_a_failing_step_leaves_the_old_package_in_its_place(tmp_path, monkeypatch, number):
    target = tmp_path / "p"
    write_folder(target, OLD)
    with monkeypatch.context() as patch:
        Steps(patch, number, OSError(28, "No space left on device"), on=False)
        failure = None
        try:
            write_folder(target, NEW)
        except PublicationError as error:
            failure = str(error)

    assert (OLD if failure else NEW) == image(target)
    assert failure is None or "Der Datenträger ist voll." in failure
    assert failure is not None or number > 8  # from then on the new folder is complete


@pytest.mark.parametrize(("times", "expected"), [(3, NEW), (99, OLD)])
def test_a_folder_that_windows_holds_for_a_moment_is_tried_again(
    tmp_path, monkeypatch, times, expected
):
    write_folder(tmp_path / "p", OLD)
    monkeypatch.setattr(disk, "BACKOFF", (0, 0, 0, 0))
    failed = refuse(monkeypatch, Path, "rename", lambda *_: True, windows_error(32), times=times)
    with suppress(PublicationError):
        write_folder(tmp_path / "p", NEW)
    monkeypatch.undo()

    assert len(failed) >= 3
    assert expected == image(tmp_path / "p")


def test_a_process_that_dies_between_the_two_renames_loses_nothing(tmp_path):
    target = tmp_path / "p"
    write_folder(target, OLD)
    script = (
        "import os, sys; from pathlib import Path; from klimaeditor.publish import folder\n"
        "rename, done = Path.rename, []\n"
        "def dying(self, target):\n"
        "    if done: os._exit(9)\n"
        "    done.append(1); return rename(self, target)\n"
        "Path.rename = dying\n"
        "folder.write_folder(Path(sys.argv[1]), {'a.txt': b'neu'})\n"
    )
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", script, str(target)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert 9 == done.returncode
    assert not target.exists()

    folders.settle(target)

    assert OLD == image(target)
    assert ["p"] == [path.name for path in tmp_path.iterdir()]


def test_the_folder_of_a_publication_under_way_is_left_alone(tmp_path):
    busy = tmp_path / f".p.{os.getppid()}.neu"
    dead = tmp_path / f".p.{DEAD_PID}.neu"
    for path in (busy, dead):
        path.mkdir()

    folders.settle(tmp_path / "p")

    assert [busy] == list(tmp_path.iterdir())
