"""The papers that go with the program: licences, publiccode.yml, third parties, links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

import klimaeditor
from docs import make_third_party
from installer import licences, lock

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "LICENSES"
REUSE = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def listed(value) -> list[str]:
    return value if isinstance(value, list) else [value]


# DEL-09
def test_every_licence_named_has_its_text_and_no_text_is_left_over():
    named = {
        name
        for table in REUSE
        for name in re.split(r" (?:AND|OR) ", table["SPDX-License-Identifier"])
    }

    assert {path.stem for path in TEXTS.iterdir()} == named


def test_every_path_of_the_licence_table_is_there():
    lost = [
        path
        for table in REUSE
        for path in listed(table["path"])
        if not any(ROOT.glob(path.replace("**", "**/*")))
    ]

    assert [] == lost


def test_the_projects_licence_is_the_same_text_in_both_places():
    text = (ROOT / "LICENSE").read_bytes()

    assert text == (TEXTS / "EUPL-1.2.txt").read_bytes()


def test_third_parties_are_listed_as_they_are_installed():
    found = make_third_party.TARGET.read_text(encoding="utf-8")

    assert make_third_party.listing() == found, "run: python docs/make_third_party.py"


def test_everything_that_is_shipped_is_listed_with_a_licence_that_was_decided():
    rows = re.findall(r"^\| (\S+) \| [^|]* \| ([^|]+) \| \S+ \|$",
                      make_third_party.listing(), re.MULTILINE)  # fmt: skip
    known = {*licences.ALLOWED, "ISC AND MIT"}

    assert set(lock.RUNTIME_PACKAGES) <= {name for name, _ in rows}
    assert [] == [row for row in rows if row[1] not in known and row[0] != "component"]


REQUIRED = ("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus",
            "softwareType", "description", "legal", "maintenance", "localisation")  # fmt: skip


def test_the_wheel_names_the_same_homes():
    """Metadata of a package cannot be read from another file, so they are the same by this test."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    homes = {"Homepage": PUBLIC["landingURL"], "Source": PUBLIC["url"].removesuffix(".git")}

    assert homes == project["urls"]


# DEL-10
@pytest.mark.parametrize("key", REQUIRED)
def test_publiccode_has_what_the_standard_requires(key):
    assert PUBLIC[key]


def test_publiccode_uses_the_words_of_the_standard():
    status = {"concept", "development", "beta", "stable", "obsolete"}
    platforms = {"web", "windows", "mac", "linux", "ios", "android"}

    assert PUBLIC["developmentStatus"] in status
    assert set(PUBLIC["platforms"]) <= platforms
    assert "standalone/desktop" == PUBLIC["softwareType"]
    assert ("EUPL-1.2", "community") == (PUBLIC["legal"]["license"], PUBLIC["maintenance"]["type"])
    assert all(contact["name"] for contact in PUBLIC["maintenance"]["contacts"])
    assert isinstance(PUBLIC["localisation"]["localisationReady"], bool)
    assert ["de"] == PUBLIC["localisation"]["availableLanguages"]


def test_publiccode_describes_in_german_within_the_lengths():
    about = PUBLIC["description"]["de"]

    assert len(about["shortDescription"]) <= 150
    assert 150 <= len(about["longDescription"]) <= 10_000
    assert about["features"]
    assert all(len(feature) <= 100 for feature in about["features"])


CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_publiccode_and_citation_tell_the_version_of_the_program():
    assert klimaeditor.__version__ == PUBLIC["softwareVersion"] == CITATION["version"]
    assert PUBLIC["releaseDate"] == CITATION["date-released"]
    assert PUBLIC["legal"]["license"] == CITATION["license"]


def test_publiccode_shows_pictures_that_are_there():
    shown = [PUBLIC["logo"], *PUBLIC["description"]["de"]["screenshots"]]

    assert [] == [name for name in shown if not (ROOT / name).is_file()]


def test_homes_and_addresses_are_named_in_publiccode_only():
    home = urlsplit(PUBLIC["url"]).hostname
    domain = ".".join(home.split(".")[-2:])
    text = [*PAPERS, *ROOT.glob("*.cff"), *ROOT.glob(".git*/**/*.md")]

    assert [] == [p.name for p in text if domain in p.read_text(encoding="utf-8")]


# DEL-10
@pytest.mark.parametrize(
    "name", ["README", "CONTRIBUTING", "SECURITY", "CHANGELOG", "CODE_OF_CONDUCT"]
)
def test_the_papers_of_an_open_project_are_there(name):
    assert len((ROOT / f"{name}.md").read_text(encoding="utf-8")) > 200


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_links_between_papers_lead_to_files(path):
    text = re.sub(r"`[^`\n]*`", "", path.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    inside = [target for target in targets if "://" not in target]

    assert [] == [target for target in inside if not (path.parent / target).exists()]
