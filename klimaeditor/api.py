"""The core as a library: open a dataset, read, check, edit, mend, save, publish; docs/api.md.

What stands here and on that page stays as it is from version to version; everything else in
``klimaeditor`` may change. Whatever is wrong with input or call raises :class:`KlimaError`, whose
text says in German what to do. No window is needed, nor Qt.
"""

from __future__ import annotations

import json
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeGuard

from klimaeditor.checks.dates import parse_date
from klimaeditor.checks.rulebook import RULES
from klimaeditor.clock import local_now
from klimaeditor.document import open_document
from klimaeditor.files import retired
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError, EditError, KlimaError, UnknownNameError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Severity
from klimaeditor.model.lookup import (
    find_field,
    find_measure,
    fixed_field,
    similar,
    unknown_rule,
)
from klimaeditor.model.values import Absent
from klimaeditor.publish import datadate, package, publisher
from klimaeditor.publish.folder import PublicationError
from klimaeditor.repairs import apply_automatic
from klimaeditor.saving import save_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.document import Document
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Record, Value
    from klimaeditor.publish.package import WrittenPackage

__all__: Final = (
    "DatasetError",
    "DatedValue",
    "EditError",
    "KlimaError",
    "MeasureFinding",
    "MeasureRecord",
    "OpenDataset",
    "PublicationError",
    "Severity",
    "UnknownNameError",
    "open_dataset",
)


# --- words ---------------------------------------------------------------------------------------


def not_json(name: str, kind: str) -> str:
    """Return the refusal of a value that no JSON file can hold."""
    return (
        f"Für {quoted(name)} wurde ein Wert der Art {kind} angegeben. Möglich sind Text, Zahl, "
        "Datum, None und für Listen list und dict daraus."
    )


# --- what one reads ------------------------------------------------------------------------------


class DatedValue(NamedTuple):
    """One dated entry of a measure's progress; *value* is a number or a status word."""

    day: date | None
    value: float | str | None


@dataclass(frozen=True, slots=True)
class MeasureFinding:
    """One thing found: *measure* is an id, "" for a finding on a file; *message* is German.

    *fixable* findings need no decision: :meth:`OpenDataset.fix` mends them.
    """

    rule: str
    severity: Severity
    message: str
    measure: str = ""
    field: str = ""
    fixable: bool = False


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """A measure as it was when it was asked for; ask again after an edit.

    *title* is what the public page calls it. :meth:`value` returns any field by its name.
    """

    id: str
    title: str
    category_id: str
    category: str
    status: str
    summary: str
    description: str
    responsible: str
    cost: float | None
    until: int | None
    progress: tuple[DatedValue, ...]
    links: tuple[tuple[str, str], ...]
    _view: MeasureView = field(repr=False, compare=False)

    def value(self, name: str) -> Json:
        """Return a field as JSON has it, None where the key is missing; raises UnknownNameError."""
        known = find_field(name, self._view.site.catalogue)
        found = self._view.value(known.name)
        return None if isinstance(found, Absent) else found


# --- the door ------------------------------------------------------------------------------------


def open_dataset(folder: str | Path) -> OpenDataset:
    """Open the dataset in a folder (or one of its four files); raises DatasetError."""
    return OpenDataset(open_document(Path(folder)))


class OpenDataset:
    """An open dataset. Edits stay in memory until :meth:`save`."""

    def __init__(self, document: Document) -> None:
        self._document = document

    # --- reading ---------------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """Where the four files lie."""
        return self._document.location

    @property
    def notices(self) -> tuple[str, ...]:
        """What was remarkable about reading, in German."""
        return tuple(self._document.notices)

    @property
    def measures(self) -> tuple[MeasureRecord, ...]:
        """All measures in the order of the file."""
        return tuple(map(self._measure, self._document.dataset.measure_keys()))

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of all fields that a measure has."""
        return tuple(self._document.dataset.site.catalogue.by_name)

    def measure(self, measure_id: str) -> MeasureRecord:
        """Return the measure of this id; raises UnknownNameError."""
        return self._measure(find_measure(self._document.dataset, measure_id))

    def findings(self, severity: Severity | None = None) -> tuple[MeasureFinding, ...]:
        """Return what the rulebook finds, all of it or that of one severity."""
        found = self._document.findings.all()
        return tuple(self._told(f) for f in found if severity in (None, f.severity))

    @property
    def is_saved(self) -> bool:
        """Whether the files say what the dataset says."""
        return self._document.is_saved

    # --- changing --------------------------------------------------------------------------

    def edit(self, measure_id: str, **values: object) -> bool:
        """Store values by the names of their fields, all or none; tell whether anything changed.

        A day may be a ``date``. Raises UnknownNameError for an unknown measure or field, EditError
        for a value that cannot be stored. What is stored and wrong is a finding.
        """
        document = self._document
        key, catalogue = find_measure(document.dataset, measure_id), document.dataset.site.catalogue
        wanted = {}
        for name, value in values.items():
            known = find_field(name, catalogue)
            if known.kind is Kind.IDENTIFIER:
                raise EditError(fixed_field(known.label))
            wanted[known.name] = _json(name, value)
        batch = document.plan_edit(key, wanted)
        if batch:
            document.apply(batch)
        return bool(batch)

    def fix(self, rule: str | None = None) -> int:
        """Mend what needs no decision, of one rule or of all; return how many findings are gone.

        Raises UnknownNameError for an unknown rule.
        """
        if rule is not None and rule not in RULES:
            raise UnknownNameError(unknown_rule(rule, similar(rule, RULES)))
        return len(apply_automatic(self._document, rule))

    def save(self, folder: str | Path | None = None) -> None:
        """Save in place, merged with what others saved meanwhile, or into another *folder*.

        Raises DatasetError; then nothing was written. In place, a backup is kept.
        """
        if folder is None:
            save_together(self._document)
        else:
            self._document.save(Path(folder))

    def publish(
        self, target: str | Path, *, settings: str | Path | None = None, confirm: bool = False
    ) -> WrittenPackage:
        """Write the package of the dataset as it is saved or edited now into the folder *target*.

        *settings* is a file as for ``klimaeditor publish --settings``; *confirm* says yes to what
        somebody has to answer for. Returns what was written and checked. Raises PublicationError
        where errors, settings or questions stand against it; then nothing was written.
        """
        document, site = self._document, self._document.dataset.site
        path = publisher.default_path() if settings is None else Path(settings)
        said = publisher.load_for_machine(
            path, load_machine_defaults(), site.city, needed=settings is not None
        )
        content = package.PackageContent(
            document.dataset, document.sources, document.findings.all()
        )
        moment = datadate.moment_of(document.location, local_now())
        planned = package.plan(content, Path(target), said, moment)
        written = planned.write(confirmed=confirm)
        if document.location is not None:
            retired.note(document.location, planned.register)
        return written

    # --- inside ----------------------------------------------------------------------------

    def _measure(self, key: int) -> MeasureRecord:
        view = self._document.view(key)
        cost, until = view.value("cost_value"), view.value("cost_until")
        return MeasureRecord(
            id=view.id,
            title=view.title,
            category_id=_text(view.value("category_id")),
            category=_text(view.value("category")),
            status=view.site.status(view.progress).status.value,
            summary=_text(view.value("summary")),
            description=_text(view.value("action_description")),
            responsible=_text(view.value("responsible_bodies")),
            cost=float(cost) if _is_number(cost) else None,
            until=until if isinstance(until, int) and not isinstance(until, bool) else None,
            progress=tuple(_dated(view)),
            links=tuple(
                (_text(e.get("title")), _text(e.get("url"))) for e in _entries(view, "links")
            ),
            _view=view,
        )

    def _told(self, finding: Finding) -> MeasureFinding:
        owner = "" if finding.measure is None else self._document.view(finding.measure).id
        return MeasureFinding(
            finding.rule,
            finding.severity,
            finding.message,
            owner,
            finding.field or "",
            finding.fix is not None and finding.fix.automatic,
        )


def _dated(view: MeasureView) -> Iterator[DatedValue]:
    for entry in _entries(view, "progress_values"):
        day, value = entry.get("date"), entry.get("value")
        read = parse_date(day).value if isinstance(day, str) else None
        yield DatedValue(read, value if isinstance(value, str) or _is_number(value) else None)


def _entries(view: MeasureView, name: Literal["links", "progress_values"]) -> Iterator[Record]:
    found = view.value(name)
    for entry in found if isinstance(found, list) else ():
        if isinstance(entry, dict):
            yield entry


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _json(name: str, value: object) -> Json:
    """Return a value as JSON has it; raises EditError."""
    plain = value.isoformat() if type(value) is date else value
    try:
        kept: Json = json.loads(json.dumps(plain, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise EditError(not_json(name, type(value).__name__)) from error
    return kept
