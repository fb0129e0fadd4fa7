"""What the machine's administrator decides about publications and requests (DEL-04)."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from klimaeditor import machine
from klimaeditor.cli import main
from klimaeditor.machine import MachineDefaults
from klimaeditor.policies import Default
from klimaeditor.publish import publisher
from klimaeditor.publish.folder import PublicationError
from klimaeditor.publish.publisher import settings_for
from klimaeditor.site.muenster import CITY
from tests.dataset_builders import town, write_folder
from tests.publish_helpers import repaired

GIVEN = {Default.PROVIDER: "Stadt Y", Default.LICENCE: "cc0-1.0", Default.DEPARTMENT: "Amt 67"}


@pytest.fixture
def chosen(tmp_path):
    """Return a file in which a user has chosen provider and licence."""
    path = tmp_path / "angaben.json"
    path.write_text('{"provider": "Stadt X", "licence": "cc-by-4.0"}', encoding="utf-8")
    return path


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """Return what sets this machine up: the lines that follow [Vorgaben]."""

    def prepare(*lines: str) -> None:
        path = tmp_path / "klimaeditor.ini"
        path.write_text("\n".join(["[Vorgaben]", *lines]), encoding="utf-8")
        monkeypatch.setattr(machine, "machine_file", lambda: path)

    return prepare


def contact_of(folder) -> set[str]:
    return {
        str(cell.value)
        for path in folder.glob("*.xlsx")
        for row in load_workbook(path).worksheets[0].iter_rows()
        for cell in row
    }


def test_the_machines_defaults_hold_before_anybody_chooses(tmp_path):
    found = publisher.load_for_machine(tmp_path / "fehlt.json", MachineDefaults(GIVEN), CITY)

    assert ("Stadt Y", "cc0-1.0") == (found.provider, found.licence)
    assert settings_for(CITY).title == found.title


def test_what_the_user_chose_outweighs_a_default(chosen):
    found = publisher.load_for_machine(chosen, MachineDefaults(GIVEN), CITY)

    assert ("Stadt X", "cc-by-4.0") == (found.provider, found.licence)


def test_a_lock_outweighs_what_the_user_chose_and_is_named(chosen):
    locking = MachineDefaults(GIVEN, frozenset({Default.LICENCE, Default.DEPARTMENT}))
    found = publisher.load_for_machine(chosen, locking, CITY)

    assert ("Stadt X", "cc0-1.0") == (found.provider, found.licence)
    assert frozenset({"licence"}) == publisher.locked(locking)


def test_without_defaults_the_settings_are_as_ever(chosen, tmp_path):
    plain = publisher.load_for_machine(chosen, MachineDefaults(), CITY)
    assert publisher.load(chosen, settings_for(CITY)) == plain
    with pytest.raises(PublicationError):
        publisher.load_for_machine(tmp_path / "fehlt.json", MachineDefaults(), CITY, needed=True)


def test_a_lock_holds_on_the_command_line_too(computer, chosen, sample_dataset, tmp_path, capsys):
    computer("lizenz = cc0-1.0", "[Gesperrt]", "lizenz = ja")
    repaired(sample_dataset).save()
    target = tmp_path / "p"
    words = ["publish", sample_dataset, target, "--settings", chosen, "--confirm"]
    code = main([str(word) for word in words])

    assert 0 == code, capsys.readouterr().err
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    assert "CC0-1.0" == package["licenses"][0]["name"]


@pytest.mark.parametrize(
    ("lock", "given", "expected"),
    [
        ("nein", [], "Amt 67"),
        ("nein", ["--contact", "Amt 23"], "Amt 23"),
        ("ja", ["--contact", "Amt 23"], "Amt 67"),
    ],
)
def test_a_request_comes_from_the_department_of_the_machine(
    computer, tmp_path, lock, given, expected
):
    computer("fachbereich = Amt 67", "[Gesperrt]", f"fachbereich = {lock}")
    data, target = write_folder(tmp_path / "daten", town()), tmp_path / "abfrage"

    assert 0 == main(["request", str(data), str(target), "--by", "nothing", *given])
    said = " ".join(contact_of(target))
    assert [expected] == [name for name in ("Amt 23", "Amt 67") if name in said]
