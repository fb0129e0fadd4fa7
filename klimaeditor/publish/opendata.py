"""The package described for programs: Data Package 2.0 (OPN-07) and DCAT-AP.de 3.0 (OPN-09)."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.publish import folder, package_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from klimaeditor.model.values import Json, Record
    from klimaeditor.publish.csvtables import CsvColumn, FlatTable
    from klimaeditor.publish.folder import DataFile
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

LANGUAGE: Final = "de"
CONTRACT: Final = "Klimastadt-Vertrag (Climate City Contract), Aktionsplan, Modul B-2"
PUBLIC_RIGHTS: Final = "Öffentlich, ohne Anmeldung. Quellenvermerk: {note}"


# --- a publication -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Publication:
    """What both descriptions say of a publication beside its files.

    *first* is the day of the first one, *moment* the time of the data, whose day is the version.
    *period* are the first and the last day that the data tell of, None where they name none.
    """

    settings: PublicationSettings
    first: date
    moment: datetime
    period: tuple[date, date] | None = None

    @property
    def version(self) -> str:
        """The day of the data: 2026.11.22."""
        return f"{self.moment:%Y.%m.%d}"


# --- ``datapackage.json``: the package described for programs (Frictionless, OPN-07) -------------

_PROFILES: Final = "https://datapackage.org/profiles/2.0/"


def datapackage(
    about: Publication, files: Iterable[DataFile], tables: Mapping[str, FlatTable]
) -> Record:
    """Return the description of *files*; *tables* (by path) are those with a Table Schema."""
    settings = about.settings
    terms = settings.terms
    licence: Json = {"name": terms.spdx, "title": terms.title, "path": terms.url}
    described: Record = {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": settings.identifier.lower(),
        "id": settings.dataset_uri or settings.identifier,
        "title": settings.title,
        "description": f"{settings.description} {package_words.APOSTROPHE}",
        "version": about.version,
        "created": about.moment.isoformat(timespec="seconds"),
        "keywords": list(settings.keywords),
        "licenses": [licence],
        "sources": [_with({"title": CONTRACT}, path=settings.homepage)],
        "contributors": list(_contributors(settings)),
        "attribution": settings.source_note,
        "resources": [_resource(file, tables.get(file.path)) for file in files],
    }
    if settings.dataset_uri:
        described["homepage"] = settings.dataset_uri
    return described


def _contributors(settings: PublicationSettings) -> Iterator[Json]:
    yield _with({"title": settings.provider, "roles": ["publisher"]}, path=settings.homepage)
    if settings.contact_email or settings.contact_url:
        name: Record = {"title": settings.contact_name or settings.provider, "roles": ["contact"]}
        yield _with(name, email=settings.contact_email, path=settings.contact_url)


def _with(said: Record, **more: str) -> Record:
    """Return an object with those further keys that say something."""
    return {**said, **{key: value for key, value in more.items() if value}}


def _resource(file: DataFile, table: FlatTable | None) -> Record:
    name = file.path.rpartition(".")[0] if file.format != "json" else file.path
    resource: Record = {
        "name": name.lower(),
        "path": file.path,
        "title": file.title,
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": len(file.data),
        "hash": f"sha256:{hashlib.sha256(file.data).hexdigest()}",
    }
    if file.format != "xlsx":
        resource["encoding"] = "utf-8"
    if table is None:
        return {**resource, "type": "json" if file.format == "json" else "file"}
    dialect: Json = {
        "$schema": f"{_PROFILES}tabledialect.json",
        "delimiter": ",",
        "lineTerminator": "\r\n",
        "header": True,
    }
    described: Record = {"type": "table", "dialect": dialect}
    return {**resource, **described, "schema": _schema(table)}


def _schema(table: FlatTable) -> Record:
    """Return the Table Schema of a table in the open-data flavour."""
    schema: Record = {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers is not None:
        column, resource, key = table.refers
        target: Json = {"resource": f"{folder.CSV}/{resource}", "fields": [key]}
        schema["foreignKeys"] = [{"fields": [column], "reference": target}]
    return schema


def _field(column: CsvColumn) -> Record:
    constraints: Record = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.name == "id":
        constraints |= {"unique": True, "pattern": ID_PATTERN.pattern}
    field: Record = {
        "name": column.name,
        "title": column.title,
        "description": column.help,
        "type": column.type,
    }
    return {**field, "constraints": constraints} if constraints else field


# --- A draft of the portal's record: DCAT-AP.de as JSON-LD (OPN-09) ------------------------------
#
# A draft, because the addresses under which the files will be found are the portal's business. They
# are made from the dataset's address, or from a placeholder that nobody can take for real. What
# version 3.0 calls deprecated (politicalGeocodingURI, the old list of hash algorithms) is not used.

PLACEHOLDER: Final = "https://opendata.example/"
_EU: Final = "http://publications.europa.eu/resource/authority/"
_CONTEXT: Final = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatde": "http://dcat-ap.de/def/dcatde/",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"


def dcat_record(about: Publication, files: Iterable[DataFile]) -> Record:
    """Return the record of the dataset with a distribution for each file."""
    settings = about.settings
    address = settings.dataset_uri or f"{PLACEHOLDER}{settings.identifier}"
    base = address.rstrip("/")
    dataset: Record = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": _german(settings.title),
        "dct:description": _german(settings.description),
        "dct:identifier": settings.identifier,
        "adms:identifier": {"@type": "adms:Identifier", "skos:notation": settings.identifier},
        "dcat:version": about.version,
        "dcat:keyword": [_german(word) for word in settings.keywords],
        "dcat:theme": _iri(_EU + "data-theme/ENVI"),
        "dct:issued": _typed(about.first.isoformat(), "date"),
        "dct:modified": _modified(about),
        "dct:language": _iri(_EU + "language/DEU"),
        "dct:accrualPeriodicity": _iri(f"{_EU}frequency/{settings.frequency}"),
        "dct:accessRights": _iri(_EU + "access-right/PUBLIC"),
        "dct:publisher": _publisher(settings),
        "dct:spatial": {"@id": settings.place_uri, "@type": "dct:Location"},
        "dct:temporal": _period(about),
        "dcatde:contributorID": _iri(settings.contributor_uri),
        "dcatde:politicalGeocodingLevelURI": _iri(settings.level_uri),
        "dcat:distribution": [_distribution(about, base, file) for file in files],
    }
    if settings.contact_email or settings.contact_url:
        dataset["dcat:contactPoint"] = _contact(settings)
    if settings.dataset_uri:
        dataset["dcat:landingPage"] = _iri(settings.dataset_uri)
    return {"@context": dict(_CONTEXT), "@graph": [dataset]}


def _modified(about: Publication) -> Json:
    return _typed(about.moment.isoformat(timespec="seconds"), "dateTime")


def _publisher(settings: PublicationSettings) -> Json:
    agent: Record = {
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": settings.provider,
    }
    if settings.homepage:
        agent["foaf:homepage"] = _iri(settings.homepage)
    return agent


def _contact(settings: PublicationSettings) -> Json:
    card: Record = {
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": settings.contact_name or settings.provider,
    }
    if settings.contact_email:
        card["vcard:hasEmail"] = _iri(f"mailto:{settings.contact_email}")
    if settings.contact_url:
        card["vcard:hasURL"] = _iri(settings.contact_url)
    return card


def _period(about: Publication) -> Json:
    """Return the time that the data tell of; without any day, the time of their publications."""
    start, end = about.period or (about.first, max(about.first, about.moment.date()))
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _typed(start.isoformat(), "date"),
        "dcat:endDate": _typed(end.isoformat(), "date"),
    }


def _distribution(about: Publication, base: str, file: DataFile) -> Record:
    settings = about.settings
    address = f"{base}/{file.path}"
    checksum: Json = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": _iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
        "spdx:checksumValue": _typed(hashlib.sha256(file.data).hexdigest(), "hexBinary"),
    }
    rights = PUBLIC_RIGHTS.format(note=settings.source_note)
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _german(file.title),
        "dct:issued": _typed(about.first.isoformat(), "date"),
        "dct:modified": _modified(about),
        "dcat:accessURL": _iri(address),
        "dcat:downloadURL": _iri(address),
        "dct:format": _iri(f"{_EU}file-type/{file.format.upper()}"),
        "dcat:mediaType": _iri(_MEDIA + file.media_type),
        "dcat:byteSize": _typed(str(len(file.data)), "nonNegativeInteger"),
        "dct:license": _iri(settings.terms.uri),
        "dct:rights": {
            "@id": f"{base}#rights",  # a node without an address is a warning of the conventions
            "@type": "dct:RightsStatement",
            "rdfs:label": _german(rights),
        },
        "dcatde:licenseAttributionByText": _german(settings.source_note),
        "dct:language": _iri(_EU + "language/DEU"),
        "spdx:checksum": checksum,
    }


def _iri(address: str) -> Json:
    return {"@id": address}


def _typed(value: str, kind: str) -> Json:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _german(text: str) -> Json:
    return {"@value": text, "@language": LANGUAGE}
