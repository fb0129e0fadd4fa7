"""``datapackage.json``: the package described for programs (Frictionless, OPN-07)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from klimaeditor.dataset.structure import ID_PATTERN
from klimaeditor.publish import layout, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from klimaeditor.publish.layout import DataFile
    from klimaeditor.publish.settings import PublicationSettings
    from klimaeditor.publish.tables import Column, FlatTable
    from klimaeditor.values import Json, Record


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
        "description": f"{settings.description} {texts.APOSTROPHE}",
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
        target: Json = {"resource": f"{layout.CSV}/{resource}", "fields": [key]}
        schema["foreignKeys"] = [{"fields": [column], "reference": target}]
    return schema


def _field(column: Column) -> Record:
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
