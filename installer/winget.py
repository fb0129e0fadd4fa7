"""The manifest for winget: version, installer, and texts in German and English.

Fields and values are those of Microsoft's schema 1.6.0 (microsoft/winget-cli, schemas/JSON).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeAlias

from installer.documented import EXIT_CODES
from installer.project import NAME, PUBLISHER, VERSION, setup_file
from installer.release_notes import home, public_text, public_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SCHEMA: Final = "1.6.0"
IDENTIFIER: Final = f"{NAME}.{NAME}"
GERMAN, ENGLISH = "de-DE", "en-US"
OLDEST_WINDOWS: Final = "10.0.17763.0"
_SHORT: Final = (
    "Maintains the measures of a Climate City Contract without a network, and shows what its "
    "website makes of them."
)
_TAGS: Final = ("climate-city-contract", "klimastadt-vertrag", "open-data")
Yaml: TypeAlias = "str | int | Sequence[Yaml] | Mapping[str, Yaml]"


def manifests(setup_sum: str, public: str) -> dict[str, str]:
    """Return {name of a file: text} of the manifest.

    *setup_sum* is the SHA-256 of the setup, *public* the text of publiccode.yml.
    """
    found = {
        "": _version(),
        ".installer": _installer(setup_sum, public),
        f".locale.{GERMAN}": _locale(GERMAN, "defaultLocale", public),
        f".locale.{ENGLISH}": _locale(ENGLISH, "locale", public),
    }
    return {f"{IDENTIFIER}{kind}.yaml": text(facts) for kind, facts in found.items()}


def place() -> str:
    """Return the folder of the manifest as a source of winget orders them."""
    return f"manifests/{NAME[0].lower()}/{NAME}/{NAME}/{VERSION}"


def text(facts: Mapping[str, Yaml]) -> str:
    """Return facts as YAML, every text in quotes."""
    return "\n".join(_lines(facts, "")) + "\n"


def _version() -> dict[str, Yaml]:
    return {**_head(), "DefaultLocale": GERMAN, **_foot("version")}


def _installer(setup_sum: str, public: str) -> dict[str, Yaml]:
    """Return the setup twice: for one user, and for all with an administrator's rights."""
    entry = {"DisplayName": NAME, "Publisher": PUBLISHER, "ProductCode": NAME}
    common: dict[str, Yaml] = {
        "Architecture": "x64", "InstallerUrl": f"{home(public)}/{setup_file().name}",
        "InstallerSha256": setup_sum.upper(), "ProductCode": NAME,
        "AppsAndFeaturesEntries": [entry],
    }
    return {
        **_head(),
        "Platform": ["Windows.Desktop"], "MinimumOSVersion": OLDEST_WINDOWS,
        "InstallerType": "nullsoft", "InstallModes": ["interactive", "silent"],
        "InstallerSwitches": {
            "Silent": "/S", "SilentWithProgress": "/S", "Log": '/LOG="<LOGPATH>"',
            "InstallLocation": "/D=<INSTALLPATH>",  # winget appends it, as the setup needs it last
        },
        "ExpectedReturnCodes": [
            {"InstallerReturnCode": code, "ReturnResponse": meaning.winget}
            for code, meaning in EXIT_CODES.items() if meaning.winget
        ],
        "UpgradeBehavior": "install",
        "FileExtensions": ["json", "xlsx"],
        "Installers": [
            {**common, "Scope": "user"},
            {**common, "Scope": "machine", "InstallerSwitches": {"Custom": "/ALLUSERS"},
             "ElevationRequirement": "elevationRequired"},
        ],
        **_foot("installer"),
    }


def _locale(tag: str, kind: str, public: str) -> dict[str, Yaml]:
    short = public_text(public, "shortDescription") if tag == GERMAN else _SHORT
    moniker = {"Moniker": NAME.lower()} if kind == "defaultLocale" else {}
    return {
        **_head(), "PackageLocale": tag, "Publisher": PUBLISHER,
        "PublisherUrl": public_value(public, "landingURL"), "PackageName": NAME,
        "PackageUrl": public_value(public, "landingURL"), "License": "EUPL-1.2",
        "ShortDescription": short, **moniker, "Tags": list(_TAGS), **_foot(kind),
    }


def _head() -> dict[str, Yaml]:
    return {"PackageIdentifier": IDENTIFIER, "PackageVersion": VERSION}


def _foot(kind: str) -> dict[str, Yaml]:
    return {"ManifestType": kind, "ManifestVersion": SCHEMA}


def _lines(value: Yaml, indent: str) -> Iterator[str]:
    """Yield the lines of a mapping or a list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield f"{indent}{key}:"
                yield from _lines(inner, f"{indent}  " if isinstance(inner, dict) else indent)
            else:
                yield f"{indent}{key}: {json.dumps(inner, ensure_ascii=False)}"
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict):
                first, *rest = _lines(inner, f"{indent}  ")
                yield f"{indent}- {first.strip()}"
                yield from rest
            else:
                yield f"{indent}- {json.dumps(inner, ensure_ascii=False)}"
