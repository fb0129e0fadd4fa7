"""Who publishes, under which licence, with which identifiers: settings with defaults (OPN-10)."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor import paths
from klimaeditor.files import disk
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.policies import Default
from klimaeditor.publish.folder import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from klimaeditor.machine import MachineDefaults
    from klimaeditor.model.catalogue import City


# --- words ---------------------------------------------------------------------------------------

DESCRIPTION: Final = (
    "Maßnahmen des Klimastadt-Vertrags (Climate City Contract) mit Beschreibung, Auswirkungen, "
    "Umsetzung, Kosten und Fortschritt."
)
KEYWORDS: Final = ("Klimaschutz", "Klimastadt-Vertrag", "Klimaneutralität", "Maßnahmen")

# --- settings ----------------------------------------------------------------------------------

NO_TITLE: Final = "In den Angaben zur Veröffentlichung fehlt der Titel. Tragen Sie ihn ein."


def no_provider(example: str) -> str:
    """Return the sentence for a missing provider, with the name of the site's own city."""
    return (
        "In den Angaben zur Veröffentlichung fehlt der Name des Herausgebers. Die Lizenz verlangt "
        f"ihn; tragen Sie ihn ein. Beispiel: {quoted(example)}."
    )


def unknown_licence(found: str, known: list[str]) -> str:
    """Return the sentence for a licence that is none of ours."""
    return (
        f"Die Lizenz {quoted(found)} ist nicht bekannt. Wählen Sie eine davon: {', '.join(known)}."
        if found
        else f"Die Lizenz fehlt. Wählen Sie eine davon: {', '.join(known)}."
    )


def bad_identifier(found: str, example: str) -> str:
    """Return the sentence for an identifier that does not fit."""
    return (
        f"Die Kennung des Datensatzes {quoted(found)} ist nicht möglich. Erlaubt sind Buchstaben "
        f"ohne Umlaute, Ziffern, Punkt, Strich und Unterstrich. Beispiel: {quoted(example)}."
    )


NO_ADDRESS: Final = (
    "Die Adresse im Portal fehlt. Im Metadatensatz steht deshalb „opendata.example“; ersetzen Sie "
    "das vor der Meldung, oder tragen Sie die Adresse ein."
)
NO_CONTACT: Final = (
    "Die Ansprechstelle für die Daten fehlt. Portale verlangen eine E-Mail-Adresse oder eine "
    "Kontaktseite; tragen Sie eine davon ein."
)
FREQUENCIES: Final = MappingProxyType(
    {
        "IRREG": "unregelmäßig",
        "MONTHLY": "jeden Monat",
        "QUARTERLY": "jedes Vierteljahr",
        "ANNUAL_2": "jedes halbe Jahr",
        "ANNUAL": "jedes Jahr",
    }
)
"""How often the data are renewed: keys of the EU's vocabulary, with their German words."""


def unknown_frequency(found: str) -> str:
    """Return the sentence for a frequency that is none of ours."""
    return (
        f"Die Häufigkeit {quoted(found)} ist nicht bekannt. Wählen Sie eine davon: "
        f"{', '.join(FREQUENCIES)}."
    )


def bad_email(found: str) -> str:
    """Return the sentence for an address of the contact that is none."""
    return (
        f"{quoted(found)} ist keine E-Mail-Adresse. Tragen Sie eine Adresse der Stelle ein, keine "
        "einer Person. Beispiel: „opendata@stadt.example“."
    )


def bad_address(found: str) -> str:
    """Return the sentence for a web address that is none."""
    return (
        f"{quoted(found)} ist keine vollständige Adresse. Sie beginnt mit „https://“. "
        "Beispiel: „https://www.stadt.example/klima“."
    )


def settings_missing(path: str) -> str:
    """Return the sentence for a file of settings that is not there."""
    return f"Die Datei {path} gibt es nicht. Prüfen Sie den Namen."


def settings_unreadable(path: str) -> str:
    """Return the sentence for settings that cannot be read."""
    return (
        f"Die Angaben zur Veröffentlichung in {path} sind nicht lesbar. Berichtigen oder löschen "
        "Sie die Datei; ohne sie gelten die Voreinstellungen. Einzelheiten: Sie muss ein "
        "JSON-Objekt enthalten."
    )


def setting_unknown(name: str, path: str, known: Sequence[str]) -> str:
    """Return the sentence for a setting that does not exist, with those there are."""
    return (
        f"In {path} steht die unbekannte Angabe {quoted(name)}, sie bliebe ohne Wirkung. "
        f"Berichtigen oder löschen Sie sie. Es gibt: {', '.join(known)}."
    )


def setting_unfit(name: str) -> str:
    """Return the sentence for one setting of the wrong kind."""
    return (
        f"In den Angaben zur Veröffentlichung ist {quoted(name)} von der falschen Art. Prüfen "
        "Sie die Angabe."
    )


# --- Who publishes, under which licence, with which identifiers: settings with defaults (OPN-10) -

FILE: Final = "veroeffentlichung.json"
_LONGEST: Final = 2000
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^\s@<>\",;:()]{1,64}@[^\s@<>\",;:()]{1,255}")
_LARGEST: Final = 100_000


class Licence(NamedTuple):
    """A licence: its SPDX id, its name, its text, and its URI in the vocabulary of DCAT-AP.de."""

    spdx: str
    title: str
    url: str
    uri: str


_DCAT_DE: Final = "http://dcat-ap.de/def/licenses/"
LICENCES: Final = MappingProxyType(
    {
        "dl-de/by-2-0": Licence(
            "DL-DE-BY-2.0",
            "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "https://www.govdata.de/dl-de/by-2-0",
            _DCAT_DE + "dl-by-de/2.0",
        ),
        "dl-de/zero-2-0": Licence(
            "DL-DE-ZERO-2.0",
            "Datenlizenz Deutschland – Zero – Version 2.0",
            "https://www.govdata.de/dl-de/zero-2-0",
            _DCAT_DE + "dl-zero-de/2.0",
        ),
        "cc-by-4.0": Licence(
            "CC-BY-4.0",
            "Creative Commons Namensnennung 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
            _DCAT_DE + "cc-by/4.0",
        ),
        "cc0-1.0": Licence(
            "CC0-1.0",
            "Creative Commons Zero 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
            _DCAT_DE + "cc-zero",
        ),
    }
)
"""The licences to choose from, by the key that the settings hold."""


@dataclass(frozen=True, slots=True)
class PublicationSettings:
    """What a publication says about itself.

    *identifier* names the dataset for good (OPN-11): letters, digits, ``.``, ``-`` and ``_``.
    *dataset_uri* is the third part of the source note of dl-de/by-2-0 and may be empty. *canonical*
    publishes the JSON files in canonical form instead of as they are kept. *third_party_rights*
    says that the authors of contributed texts have agreed (OPN-10). The URIs are those of the
    city's records in the portal (OPN-09). *contact_name*, *contact_email* and *contact_url* say who
    answers questions about the data, *homepage* is the publisher's, *frequency* a key of
    :data:`FREQUENCIES`.
    """

    provider: str
    title: str
    identifier: str
    contributor_uri: str
    place_uri: str
    licence: str = "dl-de/by-2-0"
    dataset_uri: str = ""
    description: str = DESCRIPTION
    keywords: tuple[str, ...] = KEYWORDS
    level_uri: str = "http://dcat-ap.de/def/politicalGeocoding/Level/municipality"
    canonical: bool = False
    third_party_rights: bool = False
    homepage: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_url: str = ""
    frequency: str = "IRREG"

    @property
    def terms(self) -> Licence:
        """The licence; KeyError where :func:`missing` names it."""
        return LICENCES[self.licence]

    @property
    def source_note(self) -> str:
        """How users of the data name their source: provider, licence, address (OPN-10)."""
        parts = (self.provider, self.licence, self.terms.url, self.dataset_uri)
        return ", ".join(part for part in parts if part)


def settings_for(city: City) -> PublicationSettings:
    """Return what a publication of a city's data says unless somebody says otherwise."""
    return PublicationSettings(
        city.body, city.dataset, city.identifier, city.contributor_uri, city.place_uri
    )


def missing(settings: PublicationSettings, city: City) -> tuple[str, ...]:
    """Return a German sentence for every setting without which nothing is published (OPN-10)."""
    return tuple(_missing(settings, city))


def _missing(settings: PublicationSettings, city: City) -> Iterator[str]:
    if not settings.provider.strip():
        yield no_provider(city.body)
    if settings.licence not in LICENCES:
        yield unknown_licence(settings.licence, list(LICENCES))
    if not _is_identifier(settings.identifier):
        yield bad_identifier(settings.identifier, city.identifier)
    if not settings.title.strip():
        yield NO_TITLE
    if settings.frequency not in FREQUENCIES:
        yield unknown_frequency(settings.frequency)
    if settings.contact_email and not _EMAIL.fullmatch(settings.contact_email):
        yield bad_email(settings.contact_email)
    for address in (settings.dataset_uri, settings.homepage, settings.contact_url):
        if address and not (len(address) <= _LONGEST and _ADDRESS.fullmatch(address)):
            yield bad_address(address)


def advice(settings: PublicationSettings) -> tuple[str, ...]:
    """Return a German sentence for every setting without which a portal wants more (OPN-09)."""
    found = [] if settings.dataset_uri else [NO_ADDRESS]
    if not (settings.contact_email or settings.contact_url):
        found.append(NO_CONTACT)
    return tuple(found)


def _is_identifier(text: str) -> bool:
    return text.isascii() and bool(text) and all(c.isalnum() or c in "-._" for c in text)


def default_path() -> Path:
    """Return where the user's settings lie; the file may not exist."""
    return paths.user_config() / FILE


def load(path: Path, defaults: PublicationSettings, *, needed: bool = False) -> PublicationSettings:
    """Return the settings in the file at *path*; what it does not say is as in *defaults*.

    Without the file the defaults hold, unless it is *needed*. Raises PublicationError where it
    cannot be read or says something of the wrong kind. A key nobody knows is an error where the
    file is *needed*: a typing error would publish under another licence.
    """
    found = defaults
    try:
        data = disk.read(path, _LARGEST + 1)
    except OSError as error:
        raise PublicationError(settings_unreadable(str(path))) from error
    if data is None:
        if needed:
            raise PublicationError(settings_missing(str(path)))
        return found
    try:
        said = json.loads(data[:_LARGEST].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PublicationError(settings_unreadable(str(path))) from error
    if not isinstance(said, dict):
        raise PublicationError(settings_unreadable(str(path)))
    known = [field.name for field in fields(PublicationSettings)]
    for name in said if needed else ():
        if name not in known:
            raise PublicationError(setting_unknown(name, str(path), known))
    values: dict[str, object] = {}
    for field in fields(PublicationSettings):
        if field.name in said:
            values[field.name] = _fitting(field.name, said[field.name], getattr(found, field.name))
    return replace(found, **values)  # type: ignore[arg-type]  # judged by _fitting


def _fitting(name: str, value: object, example: object) -> object:
    """Return a value of the kind of *example*; raises PublicationError."""
    if isinstance(example, tuple) and isinstance(value, list):
        if all(isinstance(entry, str) for entry in value):
            return tuple(value)
    elif type(value) is type(example):
        return value
    raise PublicationError(setting_unfit(name))


def save(settings: PublicationSettings, path: Path) -> None:
    """Write the settings, replacing the file in one step; raises OSError."""
    said = {field.name: getattr(settings, field.name) for field in fields(settings)}
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.write_whole(path, text.encode("utf-8"))


# --- What an administrator has decided about publications on this machine (DEL-04) ---------------

FIELDS: Final = MappingProxyType({"provider": Default.PROVIDER, "licence": Default.LICENCE})
"""The settings of a publication that have a default of the machine, by their name."""


def load_for_machine(
    path: Path, machine: MachineDefaults, city: City, *, needed: bool = False
) -> PublicationSettings:
    """Return the settings in the file at *path* above the defaults of the machine.

    What the administrator has locked outweighs the file. Raises PublicationError as
    :func:`klimaeditor.publish.publisher.load` does.
    """
    plain = settings_for(city)
    prepared = replace(
        plain,
        provider=machine.value(Default.PROVIDER) or plain.provider,
        licence=machine.value(Default.LICENCE) or plain.licence,
    )
    found = load(path, prepared, needed=needed)
    return replace(
        found,
        provider=machine.value(Default.PROVIDER, found.provider),
        licence=machine.value(Default.LICENCE, found.licence),
    )


def locked(machine: MachineDefaults) -> frozenset[str]:
    """Return the names of the settings that nobody may change here."""
    return frozenset(field for field, name in FIELDS.items() if machine.is_locked(name))
