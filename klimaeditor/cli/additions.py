"""``klimaeditor import --new-measures``: rows of others that mean no measure become new ones."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from klimaeditor import exchange
from klimaeditor.cli.console import CommandError, one_line, say
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.records import category_names

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Sequence

    from klimaeditor.document import Document
    from klimaeditor.exchange.importing import LookedAt
    from klimaeditor.exchange.proposals import FileProblem
    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

CATEGORY: Final = "KATEGORIE"
IMPORT_NEW: Final = (
    "Zeilen und Blätter fremder Dateien, zu denen keine Maßnahme gefunden wurde, als neue "
    "Maßnahmen anlegen und speichern, mit Titel und Kategorie; die übrigen Angaben werden "
    "vorgeschlagen wie sonst. KATEGORIE gilt, wo die Datei keine nennt"
)
IMPORT_NEW_EXAMPLE: Final = (
    "daten liste.xlsx --new-measures --dry-run",
    "welche Maßnahmen neu wären",
)


def new_line(measure_id: str, title: str, file: str) -> str:
    """Return the line of a measure that a file has brought."""
    return f"{shortened(measure_id)} {shortened(title)} ({file})"


def new_measures(*, saved: bool) -> str:
    """Return the heading of the measures that are new."""
    return f"Neue Maßnahmen ({'angelegt und gespeichert' if saved else 'würden angelegt'}):"


def no_such_category(name: str, known: Sequence[str]) -> str:
    """Return the refusal of a category that is not there."""
    return f"Die Kategorie {quoted(name)} gibt es nicht. Es gibt: {', '.join(known)}."


# --- Which measures a call of ``import`` adds ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddedMeasure:
    """A measure that a file has brought."""

    measure_id: str
    title: str
    file: str


@dataclass(slots=True)
class Additions:
    """The measures that were added, and what could not become one."""

    new: list[AddedMeasure] = field(default_factory=list)
    not_made: list[FileProblem] = field(default_factory=list)


def configure(parser: ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument("--new-measures", nargs="?", const="", metavar=CATEGORY, help=IMPORT_NEW)


def add_missing(document: Document, looked_at: Iterable[LookedAt], usual: str | None) -> Additions:
    """Add the measures that tables and reports speak of, None: none; nothing is saved here.

    Raises CommandError where *usual*, the category of those that name none, is not there.
    """
    made = Additions()
    if usual is None:
        return made
    dataset = document.dataset
    if usual and exchange.newmeasures.known_category(dataset, usual) is None:
        raise CommandError(no_such_category(usual, list(category_names(dataset))))
    for looked in looked_at:
        if looked.foreign is None:
            continue
        missing = exchange.missingmeasures.missing(dataset, looked.foreign, usual)
        made.not_made += missing.problems
        if not missing.new:
            continue
        known = set(dataset.measures)
        document.apply(exchange.missingmeasures.adding(dataset, missing.new))
        for key in sorted(set(dataset.measures) - known):
            view = dataset.view(key)
            made.new.append(AddedMeasure(view.id, view.title, looked.path.name))
    return made


def say_additions(made: Additions, *, saved: bool) -> None:
    """Print what was added, and what was not and why."""
    if made.new:
        say(new_measures(saved=saved))
        for new in made.new:
            say(f"  {one_line(new_line(new.measure_id, new.title, new.file))}")
    for problem in made.not_made:
        say(one_line(problem.message))
    if made.new or made.not_made:
        say()


def additions_as_json(made: Additions) -> dict[str, Json]:
    """Return what was added for machines."""
    return {
        "new_measures": [
            {"measure": new.measure_id, "title": new.title, "file": new.file} for new in made.new
        ],
        "not_made": [problem.message for problem in made.not_made],
    }
