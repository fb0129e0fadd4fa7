"""``datapackage.json``: the package described for programs (Frictionless, OPN-07)."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.publish import folder, package_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from klimaeditor.model.values import Json, Record
    from klimaeditor.publish.csvtables import CsvColumn, FlatTable
    from klimaeditor.publish.folder import DataFile
    from klimaeditor.publish.publisher import PublicationSettings


# --- words ---------------------------------------------------------------------------------------

# --- descriptions ------------------------------------------------------------------------------

LANGUAGE: Final = "de"


# --- ``datapackage.json``: the package described for programs (Frictionless, OPN-07) -------------


def datapackage(
    settings: PublicationSettings,
    files: Iterable[DataFile],
    tables: Mapping[str, FlatTable],
    moment: datetime,
) -> Record:
    """Return the description of *files*; *tables* (by path) are those with a Table Schema.

    *moment* is the time of the publication; its day is the version.
    """
    terms = settings.terms
    licence: Json = {"name": terms.spdx, "title": terms.title, "path": terms.url}
    described: Record = {
        "profile": "data-package",
        "name": settings.identifier.lower(),
        "id": settings.dataset_uri or settings.identifier,
        "title": settings.title,
        "description": f"{settings.description} {package_words.APOSTROPHE}",
        "version": version(moment),
        "created": moment.isoformat(timespec="seconds"),
        "keywords": list(settings.keywords),
        "licenses": [licence],
        "contributors": [{"title": settings.provider, "role": "publisher"}],
        "attribution": settings.source_note,
        "resources": [_resource(file, tables.get(file.path)) for file in files],
    }
    if settings.dataset_uri:
        described["homepage"] = settings.dataset_uri
    return described


def version(moment: datetime) -> str:
    """Return the version of a publication: its day, 2026.11.22."""
    return f"{moment:%Y.%m.%d}"


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
    dialect: Json = {"delimiter": ",", "lineTerminator": "\r\n", "header": True}
    described: Record = {"profile": "tabular-data-resource", "type": "table", "dialect": dialect}
    return {**resource, **described, "schema": _schema(table)}


def _schema(table: FlatTable) -> Record:
    """Return the Table Schema of a table in the open-data flavour."""
    schema: Record = {
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
# are made from the dataset's address, or from a placeholder that nobody can take for real.

PLACEHOLDER: Final = "https://opendata.example/"
_EU: Final = "http://publications.europa.eu/resource/authority/"
_CONTEXT: Final = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatde": "http://dcat-ap.de/def/dcatde/",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"


def dcat_record(
    settings: PublicationSettings,
    files: Iterable[DataFile],
    first: date,
    moment: datetime,
    version: str,
) -> Record:
    """Return the record of the dataset with a distribution for each file.

    *first* is the day of the first publication, *moment* the time of this one.
    """
    address = settings.dataset_uri or f"{PLACEHOLDER}{settings.identifier}"
    base = address.rstrip("/")
    dataset: Record = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": _german(settings.title),
        "dct:description": _german(settings.description),
        "dct:identifier": settings.identifier,
        "adms:identifier": {
            "@type": "adms:Identifier",
            "http://www.w3.org/2004/02/skos/core#notation": settings.identifier,
        },
        "dcat:version": version,
        "dcat:keyword": [_german(word) for word in settings.keywords],
        "dcat:theme": _iri(_EU + "data-theme/ENVI"),
        "dct:issued": _typed(first.isoformat(), "date"),
        "dct:modified": _typed(moment.isoformat(timespec="seconds"), "dateTime"),
        "dct:language": _iri(_EU + "language/DEU"),
        "dct:publisher": {
            "@type": ["foaf:Agent", "foaf:Organization"],
            "foaf:name": settings.provider,
        },
        "dcatde:contributorID": _iri(settings.contributor_uri),
        "dcatde:politicalGeocodingLevelURI": _iri(settings.level_uri),
        "dcatde:politicalGeocodingURI": _iri(settings.place_uri),
        "dcat:distribution": [_distribution(settings, base, file) for file in files],
    }
    if settings.dataset_uri:
        dataset["dcat:landingPage"] = _iri(settings.dataset_uri)
    return {"@context": dict(_CONTEXT), "@graph": [dataset]}


def _distribution(settings: PublicationSettings, base: str, file: DataFile) -> Record:
    address = f"{base}/{file.path}"
    checksum: Json = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": _iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
        "spdx:checksumValue": _typed(hashlib.sha256(file.data).hexdigest(), "hexBinary"),
    }
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _german(file.title),
        "dcat:accessURL": _iri(address),
        "dcat:downloadURL": _iri(address),
        "dct:format": _iri(f"{_EU}file-type/{file.format.upper()}"),
        "dcat:mediaType": _iri(_MEDIA + file.media_type),
        "dcat:byteSize": _typed(str(len(file.data)), "nonNegativeInteger"),
        "dct:license": _iri(settings.terms.uri),
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
