"""Provider, licence, identifiers: settings with defaults, in the user's own folder (OPN-10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klimaeditor.publish import publisher
from klimaeditor.publish.folder import PublicationError
from klimaeditor.publish.publisher import LICENCES, missing, settings_for
from klimaeditor.site.muenster import CITY


def test_the_defaults_are_enough_to_publish():
    found = settings_for(CITY)

    assert () == missing(found, CITY)
    assert "DL-DE-BY-2.0" == found.terms.spdx
    expected = "Stadt Münster, dl-de/by-2-0, https://www.govdata.de/dl-de/by-2-0"
    assert expected == found.source_note
    address = replace(found, dataset_uri="https://opendata.stadt.example/klima")
    assert f"{expected}, https://opendata.stadt.example/klima" == address.source_note


@pytest.mark.parametrize("licence", LICENCES)
def test_every_licence_has_a_text_and_a_name_in_the_vocabulary(licence):
    found = LICENCES[licence]

    assert found.url.startswith("https://")
    assert found.uri.startswith("http://dcat-ap.de/def/licenses/")
    assert () == missing(replace(settings_for(CITY), licence=licence), CITY)


def test_settings_come_back_as_they_were_saved(own_user_folders):
    path = publisher.default_path()
    assert settings_for(CITY) == publisher.load(path, settings_for(CITY))
    chosen = replace(settings_for(CITY), provider="Größe & Co", keywords=("a", "b"), canonical=True)

    for _ in range(2):
        publisher.save(chosen, path)

    assert path.is_relative_to(own_user_folders)
    assert chosen == publisher.load(path, settings_for(CITY))
    assert [path] == list(path.parent.iterdir())


def test_what_a_file_does_not_say_is_as_the_machine_says(tmp_path):
    file = tmp_path / "angaben.json"
    file.write_text('\ufeff{"provider": "Stadt X", "unbekannt": 5}', encoding="utf-8")
    machine = replace(settings_for(CITY), provider="Stadt Y", licence="cc0-1.0")

    assert replace(machine, provider="Stadt X") == publisher.load(file, machine)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[", "5", "[]", "\x00", '{"provider": 5}'),
        *('{"keywords": [5]}', '{"keywords": "a"}', '{"canonical": 1}'),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, text):
    file = tmp_path / "angaben.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PublicationError, match="Angaben zur Veröffentlichung"):
        publisher.load(file, settings_for(CITY))


def test_a_file_that_was_asked_for_must_be_there(tmp_path):
    with pytest.raises(PublicationError, match="gibt es nicht"):
        publisher.load(tmp_path / "fehlt.json", settings_for(CITY), needed=True)


def test_a_key_nobody_knows_is_an_error_in_a_file_that_was_asked_for(tmp_path):
    file = tmp_path / "angaben.json"
    file.write_text('{"license": "cc0-1.0"}', encoding="utf-8")

    with pytest.raises(PublicationError, match=r"unbekannte Angabe „license“.*licence"):
        publisher.load(file, settings_for(CITY), needed=True)
