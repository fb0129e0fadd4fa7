"""Is a written package what it should be: read back, counted again, looked at as the website does.

The checks look at the folder on the disk, before it takes the place of the former one: where one
of them fails, nothing is published and the former package is as it was.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk, store
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.publish import folder, mqa
from klimaeditor.publish.folder import PublicationError
from klimaeditor.site.faults import page_faults
from klimaeditor.site.page_model import Effect, PageFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

READ_BACK: Final = "Dateien zurückgelesen"
WEBSITE: Final = "Website"
SUMS: Final = "Prüfsummen"
METADATA: Final = "Metadaten"
PAGES_STAND: Final = "keine Seite bricht ab, kein „NaN €“"
SUMS_AGREE: Final = "alle Dateien stimmen mit SHA256SUMS überein"


def as_in_editor(measures: int, additional: int, progress: int) -> str:
    """Return that the files say what the editor says."""
    return (
        f"{core_words.measures(measures)}, "
        f"{core_words.counted(additional, 'Zusatzangabe', 'Zusatzangaben')}, "
        f"{core_words.counted(progress, 'Fortschritt', 'Fortschritte')}, wie im Editor"
    )


def differs(file: str) -> str:
    """Return that a file says something else than the editor."""
    return f"{file} sagt nach dem Schreiben etwas anderes als der Editor"


def unreadable(reason: str) -> str:
    """Return that the files cannot be read again; *reason* is a sentence."""
    return f"nach dem Schreiben nicht lesbar: {reason}"


def page_fails(measure: str) -> str:
    """Return that the page of a measure fails."""
    return f"die Seite von {core_words.quoted(measure)} bricht ab oder zeigt „NaN €“"


def sum_differs(path: str) -> str:
    """Return that a file is not the one that was counted."""
    return f"{path} fehlt oder stimmt nicht mit SHA256SUMS überein"


def failed(checks: tuple[PackageCheck, ...]) -> str:
    """Return the refusal of a package that did not pass."""
    what = "; ".join(f"{check.title}: {check.sentence}" for check in checks if not check.passed)
    return (
        f"Das Paket hat eine Prüfung nicht bestanden und gilt nicht als fertig ({what}). Ein "
        "früheres Paket am selben Ort ist unverändert. Versuchen Sie es erneut, oder wählen Sie "
        "einen Ordner auf einem anderen Laufwerk."
    )


# --- the checks ----------------------------------------------------------------------------------

_FAILING: Final = frozenset(
    {Effect.SITE_FAILS, Effect.PAGE_FAILS, Effect.LIST_FAILS, Effect.FILTER_FAILS}
)


@dataclass(frozen=True, slots=True)
class PackageCheck:
    """One check of a written package: what was looked at, and what was found, in German."""

    title: str
    sentence: str
    passed: bool = True


class CheckFailedError(PublicationError):
    """A package that was written and is not what it should be; *checks* say why."""

    def __init__(self, checks: tuple[PackageCheck, ...]) -> None:
        super().__init__(failed(checks))
        self.checks = checks


def verify(package: Path, dataset: Dataset) -> tuple[PackageCheck, ...]:
    """Return the checks of the package in a folder, which shall hold *dataset*; raises OSError."""
    return (_read_back(package, dataset), _pages(dataset), _metadata(package), _sums(package))


def _read_back(package: Path, dataset: Dataset) -> PackageCheck:
    try:
        found = store.load(package / folder.JSON, site=dataset.site).dataset
    except KlimaError as error:
        return PackageCheck(READ_BACK, unreadable(str(error)), passed=False)
    for file in FileName:
        wanted = list(dataset.tables[file].rows.values())
        read = list(found.tables[file].rows.values())
        if wanted != read:  # the order of keys is a matter of form
            return PackageCheck(READ_BACK, differs(file.value), passed=False)
    rows = {file: len(table.rows) for file, table in found.tables.items()}
    counts = (rows[FileName.MEASURES], rows[FileName.ADDITIONAL], rows[FileName.PROGRESS])
    return PackageCheck(READ_BACK, as_in_editor(*counts))


def _pages(dataset: Dataset) -> PackageCheck:
    for key in dataset.measure_keys():
        view = dataset.view(key)
        faults = page_faults(view.measure, view.additional, view.progress, view.category, view.site)
        if any(hit.effect in _FAILING or hit.fault is PageFault.COST_NAN for hit in faults):
            return PackageCheck(WEBSITE, page_fails(view.title), passed=False)
    return PackageCheck(WEBSITE, PAGES_STAND)


def _sums(package: Path) -> PackageCheck:
    listed = _listed(disk.read(package / folder.SUMS, MAX_BYTES) or b"")
    for path, wanted in listed.items():
        data = disk.read(package / path, MAX_BYTES)
        if data is None or hashlib.sha256(data).hexdigest() != wanted:
            return PackageCheck(SUMS, sum_differs(path), passed=False)
    if not listed:
        return PackageCheck(SUMS, sum_differs(folder.SUMS), passed=False)
    return PackageCheck(SUMS, SUMS_AGREE)


def _metadata(package: Path) -> PackageCheck:
    """Say how many points the record of the portal gets; too few are no reason not to publish."""
    record = json.loads(disk.read(package / folder.DCAT, MAX_BYTES) or b"{}")
    return PackageCheck(METADATA, mqa.sentence(record))


def _listed(sums: bytes) -> Mapping[str, str]:
    lines = (line.partition("  ") for line in sums.decode("utf-8", "replace").splitlines())
    return {path: digest for digest, _, path in lines}
