"""The program without a display: one piece of work on a copy of a dataset, and pictures of it.

``python -m ui.headless OUTDIR [DATASET]`` goes through the same core as the window: check, one
automatic fix, edits, save, Excel. The window itself comes last, drawn offscreen.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.cli.arguments import measure_label, open_workbook_file
from klimaeditor.cli.cli_words import findings as counted
from klimaeditor.cli.console import remark, say, speak_utf8, system_error
from klimaeditor.document import Document, open_document
from klimaeditor.excel.target import is_workbook
from klimaeditor.excel.write import export
from klimaeditor.files.store import locate
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.site.muenster import muenster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding, Fix
    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

DESCRIPTION = (
    "Erledigt ohne Bildschirm ein Stück Arbeit an einer Kopie eines Datensatzes. Es prüft, "
    "behebt einen Befund, füllt Felder aus, speichert und schreibt Excel und Bilder vom Fenster."
)
OUTPUT, DATASET = "ORDNER", "DATENSATZ"
HELP_OUTPUT = "Ordner für die Ergebnisse; er wird angelegt"
HELP_DATASET = "Datensatz, von dem eine Kopie bearbeitet wird; sonst der Beispieldatensatz"

COPY_FOLDER = "datensatz"
DIFF_FILE = "aenderungen.diff"
WORKBOOK_FILE = "massnahmen.xlsx"

NOTHING_TO_FIX = "Kein Befund lässt sich ohne Entscheidung beheben; dieser Schritt entfällt."
NO_MEASURES = "Der Datensatz hat keine Maßnahmen; es gibt nichts zu bearbeiten."
STEP_FILL = "Felder ausfüllen"
SHORT_TITLE = "KlimaWerkstatt"
SUMMARY = (
    "Ein offener Raum zum Reparieren, Tauschen und Lernen. Die ersten Abende haben stattgefunden, "
    "ein zweiter Standort ist geplant."
)


def failed(reason: str) -> str:
    """Return the line of a run that did not succeed."""
    return f"Nicht gelungen: {reason}"


def copied(folder: str) -> str:
    """Return where the copy lies."""
    return f"Kopie des Datensatzes: {folder}"


def checked(findings: str) -> str:
    """Return what the check found."""
    return f"Geprüft: {findings}."


def repaired(measure: str, field: str, fix: str) -> str:
    """Return which finding was repaired."""
    return f"Behoben: {measure}, {field}: {fix}"


def filled(measure: str, fields: list[str]) -> str:
    """Return which fields were filled."""
    return f"Ausgefüllt: {measure}: {', '.join(fields)}"


def saved(findings: str) -> str:
    """Return what is open after saving."""
    return f"Gespeichert; offen sind noch: {findings}."


def changed(file: str, added: int, removed: int) -> str:
    """Return how many lines of a file changed."""
    return f"  {file}: Zeilen +{added} −{removed}"


def diff(path: str) -> str:
    """Return where the line-by-line differences lie."""
    return f"Geänderte Zeilen: {path}"


def exported(path: str) -> str:
    """Return where the workbook lies."""
    return f"Excel-Datei: {path}"


def picture_written(path: str) -> str:
    """Return where a picture lies."""
    return f"Bild: {path}"


FAILED: Final = 1
PREFERRED: Final = "iniative5"
"""The sample's measure that lacks its companion record; the id is misspelt on the site, too."""
VALUES: Final[dict[FieldName, Json]] = {
    "cost_value": 12500,
    "cost_until": 2028,
    "progress_values": [{"value": "in_progress", "date": "2026-03-01"}],
}
"""What is filled in."""
WORDS: Final[dict[FieldName, Json]] = {"short_title": SHORT_TITLE, "summary": SUMMARY}
"""What is filled in besides; it fits the preferred measure of the sample and no other."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where the results go, and what the four files held at first."""

    output: Path
    before: dict[FileName, bytes]

    @property
    def folder(self) -> Path:
        """The folder of the copy that is edited."""
        return self.output / COPY_FOLDER


def start(output: Path, dataset: Path, site: SiteProfile) -> Work:
    """Put a copy of *dataset* (folder, one of its files or a workbook) into *output*.

    A copy of an earlier run is replaced. Raises KlimaError or OSError.
    """
    folder = output / COPY_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    if is_workbook(dataset):
        open_workbook_file(dataset, site).save(folder)
    else:
        source = locate(dataset)
        for file in FileName:
            shutil.copyfile(source / file, folder / file)
    return Work(output, {file: (folder / file).read_bytes() for file in FileName})


def work_through(work: Work, values: Mapping[FieldName, Json]) -> str:
    """Check, repair, fill in *values*, save and export; return the id of the measure worked on."""
    say(copied(str(work.folder)))
    document = open_document(work.folder)
    say(checked(counted(document.findings.counts())))
    measure = _repair(document)
    _fill(document, measure, values)
    document.save()
    say(saved(counted(document.findings.counts())))
    _say_differences(work)
    workbook = work.output / WORKBOOK_FILE
    for notice in export(document.dataset, workbook).notices:
        say(notice)
    say(exported(str(workbook)))
    return document.view(measure).id


def _repair(document: Document) -> int:
    """Apply one automatic fix and return its measure; without any, return the first measure."""
    found = _automatic(document)
    if found is None or found[0].measure is None:
        say(NOTHING_TO_FIX)
        measures = document.dataset.measure_keys()
        if not measures:
            raise KlimaError(NO_MEASURES)
        return measures[0]
    finding, fix = found
    label = measure_label(document, found[0].measure)
    document.apply(document.plan_fix(fix))
    own = document.dataset.site.catalogue.field(finding.field or "id")
    say(repaired(label, own.label, fix.label))
    return found[0].measure


def _automatic(document: Document) -> tuple[Finding, Fix] | None:
    """Return the finding to repair: that of the preferred measure, else the first of any."""
    found = [
        (finding, finding.fix)
        for finding in document.findings.all()
        if finding.fix is not None and finding.fix.automatic and finding.measure is not None
    ]
    preferred = document.dataset.find(PREFERRED)
    return next((pair for pair in found if pair[0].measure == preferred), next(iter(found), None))


def _fill(document: Document, measure: int, values: Mapping[FieldName, Json]) -> None:
    document.apply(document.plan_edit(measure, values, STEP_FILL))
    labels = [document.dataset.site.catalogue.field(name).label for name in values]
    say(filled(measure_label(document, measure), labels))


def _say_differences(work: Work) -> None:
    """Say how many lines of each file changed, and write them down as a unified diff."""
    lines: list[str] = []
    for file, before in work.before.items():
        after = (work.folder / file).read_bytes()
        old, new = (data.decode("utf-8").splitlines() for data in (before, after))
        found = list(difflib.unified_diff(old, new, f"a/{file}", f"b/{file}", lineterm=""))
        if found:
            body = found[2:]
            added = sum(line.startswith("+") for line in body)
            say(changed(file.value, added, sum(line.startswith("-") for line in body)))
            lines += found
    target = work.output / DIFF_FILE
    target.write_text("\n".join([*lines, ""]), encoding="utf-8")
    say(diff(str(target)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the work; returns 0, or 1 after one German line on stderr."""
    parser = argparse.ArgumentParser("ui.headless", description=DESCRIPTION)
    parser.add_argument("output", type=Path, metavar=OUTPUT, help=HELP_OUTPUT)
    parser.add_argument("dataset", type=Path, nargs="?", metavar=DATASET, help=HELP_DATASET)
    options = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    speak_utf8()
    try:
        work = start(
            options.output.absolute(), options.dataset or paths.sample_dataset(), muenster()
        )
        measure = work_through(work, VALUES if options.dataset else WORDS | VALUES)
        from ui.app import take_pictures  # noqa: PLC0415 - loads Qt, after the platform is set

        for picture in take_pictures(work.folder, measure, work.output):
            say(picture_written(str(picture)))
    except KlimaError as error:
        remark(failed(str(error)))
    except OSError as error:
        remark(failed(system_error(error)))
    else:
        return 0
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
