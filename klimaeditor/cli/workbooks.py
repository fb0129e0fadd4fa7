"""``klimaeditor export`` and ``convert``: a dataset as a workbook, a table as a dataset."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor import excel, exchange
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import add_dataset, open_dataset
from klimaeditor.cli.console import FOUND, SUCCESS, Command, CommandError, one_line, remark, say
from klimaeditor.document import Document
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, inflected, measures, quoted, shortened
from klimaeditor.model.lookup import similar, unknown_field
from klimaeditor.textwork import cleanup

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence

    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.textwork.cleanup import DebrisProposal


# --- words ---------------------------------------------------------------------------------------


def not_a_folder(path: str) -> str:
    """Return the message for a target that is a file."""
    return f"{path} ist eine Datei. Geben Sie einen Ordner an."


def dataset_exists(folder: str, names: list[str]) -> str:
    """Return the refusal to overwrite a dataset."""
    return (
        f"Im Ordner {folder} {inflected(len(names), 'liegt', 'liegen')} schon "
        f"{', '.join(names)}. Geben Sie einen anderen Ordner an, oder ersetzen Sie die Dateien "
        "mit --force."
    )


def exported_line(number: int, path: str) -> str:
    """Return the success of an export."""
    return f"{measures(number)} nach {path} exportiert."


def converted(number: int, folder: str) -> str:
    """Return the success of a conversion."""
    return f"{measures(number)} als Datensatz in {folder} gespeichert."


EXPORT_SUMMARY = "schreibt den Datensatz als Excel-Datei"
EXPORT = "Schreibt alle Maßnahmen in eine neue Excel-Datei, die sich wieder einlesen lässt."
EXPORT_TARGET = "neue Excel-Datei, endet auf .xlsx"
EXPORT_FORCE = "eine vorhandene Excel-Datei ersetzen"
EXPORT_EXAMPLES = (
    ("daten/muenster massnahmen.xlsx", "neue Excel-Datei"),
    ("daten/muenster massnahmen.xlsx --force", "eine vorhandene ersetzen"),
)

CONVERT_SUMMARY = "macht aus einer Excel-Datei oder Tabelle einen Datensatz"
CONVERT = (
    "Liest eine Excel-Datei und speichert sie als Datensatz aus vier JSON-Dateien. Aus der\n"
    "Excel-Datei wird nur gelesen. Ist es kein Export des Klimaeditors, sondern eine andere\n"
    "Tabelle (*.xlsx, *.csv) mit einer Zeile je Maßnahme, werden die Spalten nach ihrer\n"
    "Überschrift zugeordnet, Kategorien und Kennungen angelegt. Was nicht übernommen wurde,\n"
    "wird genannt; Zweifelhaftes wird nur mit --doubtful übernommen.\n\n"
    "Rückgabewert: 0 gespeichert, 1 gespeichert, aber Zeilen oder Zellen zugeordneter Spalten\n"
    "fehlen, 2 nichts gespeichert."
)
CONVERT_SOURCE = "Excel-Datei oder Tabelle, endet auf .xlsx oder .csv"
CONVERT_TARGET = "Ordner für die vier Dateien; er wird angelegt, wenn es ihn nicht gibt"
CONVERT_FORCE = "einen vorhandenen Datensatz in dem Ordner ersetzen"
CONVERT_COLUMNS = (
    "welche Spalte welches Feld ist, wie „Vorhaben=title,Sparte=category,Notiz=“; links die "
    "Überschrift oder der Buchstabe der Spalte, rechts der Name des Feldes (siehe „klimaeditor "
    "fields“), nichts für „nicht übernehmen“; was nicht genannt ist, wird wie sonst erkannt"
)
CONVERT_DOUBTFUL = "auch übernehmen, was zweifelhaft ist"
CONVERT_CLEAN = "Reste aus PDF-Dateien in den Texten bereinigen, etwa „Wär- me“ zu „Wärme“"
CONVERT_EXAMPLES = (
    ("rueckmeldung.xlsx neuer_ordner", "neuer Datensatz"),
    ("rueckmeldung.xlsx daten --force", "ersetzt den Datensatz in daten"),
    ("liste.csv daten --columns Vorhaben=title,Sparte=category", "fremde Tabelle, Spalten genannt"),
)
COLUMNS, TABLE = "SPALTEN", "TABELLE"
NOT_TAKEN: Final = "nicht übernommen"
LEFT_OUT: Final = "Nicht übernommen:"


def column_line(header: str, letter: str, label: str) -> str:
    """Return the line that says what a column stands for."""
    return f"{shortened(header) or '(ohne Überschrift)'} ({letter}) → {label}"


def bad_pair(text: str) -> str:
    """Return the refusal of a column without a field."""
    return f"{quoted(text)}: Geben Sie je Spalte „Überschrift=Feld“ an, durch Komma getrennt."


def no_column(text: str, headers: Sequence[str]) -> str:
    """Return the refusal of a column that is not there, or several times."""
    known = ", ".join(quoted(header) for header in headers)
    return f"Die Tabelle hat nicht genau eine Spalte {quoted(text)}. Es gibt: {known}."


def only_for_tables(name: str) -> str:
    """Return the refusal of options that make no sense for an export of ours."""
    return (
        f"{quoted(name)} ist ein Export des Klimaeditors; --columns und --doubtful gelten nur für "
        "fremde Tabellen."
    )


def founded(number: int, categories: int, folder: str) -> str:
    """Return the success with a table of others."""
    groups = counted(categories, "Kategorie", "Kategorien")
    return f"{measures(number)} in {groups} als Datensatz in {folder} gespeichert."


def cleaned_line(where: str, before: str, after: str) -> str:
    """Return the line of one leftover that was repaired."""
    return f"Bereinigt: {where}: {quoted(before)} → {quoted(after)}"


def leftovers_found(count: int, before: str, after: str) -> str:
    """Return the remark about leftovers that stay."""
    places = counted(count, "Stelle sieht", "Stellen sehen")
    return (
        f"{places} nach Resten aus einer PDF-Datei aus: {quoted(before)} statt {quoted(after)}. "
        "--clean bereinigt sie; im Editor: Bearbeiten › Aufräumen."
    )


# --- ``klimaeditor export``: the dataset as a workbook -------------------------------------------


def _configure_export(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("workbook", type=Path, metavar=cli_words.XLSX, help=EXPORT_TARGET)
    parser.add_argument("--force", action="store_true", help=EXPORT_FORCE)


def _run_export(options: Namespace) -> int:
    document = open_dataset(options.dataset, options.site)
    target: Path = options.workbook
    if target.is_dir() or (target.exists() and not options.force):
        raise CommandError(cli_words.file_exists(str(target)))
    if not target.parent.is_dir():
        raise CommandError(cli_words.folder_missing(str(target.parent)))
    with options.work.writing(cli_words.the_file(target)):
        exported = excel.write.export(document.dataset, target)
    for notice in exported.notices:
        remark(cli_words.notice(notice))
    say(exported_line(exported.measures, str(target)))
    if exported.room:
        say(exported.room)
    return SUCCESS


EXPORT_COMMAND: Final[Command] = Command(
    name="export",
    summary=EXPORT_SUMMARY,
    description=EXPORT,
    examples=EXPORT_EXAMPLES,
    configure=_configure_export,
    run=_run_export,
)


# --- ``klimaeditor convert``: a workbook as a dataset of four files ------------------------------


def _configure_convert(parser: ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar=TABLE, help=CONVERT_SOURCE)
    parser.add_argument("folder", type=Path, metavar=cli_words.FOLDER, help=CONVERT_TARGET)
    parser.add_argument("--force", action="store_true", help=CONVERT_FORCE)
    parser.add_argument("--columns", metavar=COLUMNS, action="append", help=CONVERT_COLUMNS)
    parser.add_argument("--doubtful", action="store_true", help=CONVERT_DOUBTFUL)
    parser.add_argument("--clean", action="store_true", help=CONVERT_CLEAN)


def _run_convert(options: Namespace) -> int:
    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise CommandError(not_a_folder(str(folder)))
    existing = [file.value for file in FileName if (folder / file).exists()]
    if existing and not options.force:
        raise CommandError(dataset_exists(str(folder), existing))
    opened = exchange.newdataset.look(options.workbook, options.site)
    if not isinstance(opened, exchange.importing.Recognition):
        if options.columns or options.doubtful:
            raise CommandError(only_for_tables(options.workbook.name))
        for notice in opened.notices:
            remark(cli_words.notice(notice))
        document = Document(opened.dataset, {}, None, tuple(opened.notices))
        if options.clean:
            _clean(document, wanted=True)
        _save_new(document, options)
        say(converted(len(document.dataset.measures), str(folder)))
        return SUCCESS
    return _found(opened, options)


def _found(found: Recognition, options: Namespace) -> int:
    """Make a dataset of a table of others and say what of it is not there."""
    table = found.tables[0]
    matched = _chosen(exchange.columns.match(found.site.catalogue, table), options)
    draft = exchange.newdataset.draft(found, table, matched)
    wanted = draft.every_doubtful if options.doubtful else frozenset()
    made = exchange.newdataset.dataset_of(options.site, draft, wanted)
    if not made.dataset.measures:
        reasons = dict.fromkeys(problem.message for problem in made.left_out if problem.severe)
        raise CommandError(" ".join(reasons))
    document = Document(made.dataset, {})
    for notice in made.notices:
        remark(cli_words.notice(notice.message))
    _clean(document, wanted=options.clean)
    _save_new(document, options)
    _say_columns(found.site.catalogue, matched)
    if made.left_out:
        say(LEFT_OUT)
        for problem in made.left_out:
            say(f"  {one_line(problem.message)}")
    categories = len(made.dataset.tables[FileName.CATEGORIES].rows)
    say(founded(len(made.dataset.measures), categories, str(options.folder)))
    lost = any(problem.severe for problem in (*made.left_out, *made.notices))
    return FOUND if lost else SUCCESS


def _say_columns(catalogue: Catalogue, matched: Iterable[ColumnMatch]) -> None:
    labels = {target.name: target.label for target in exchange.columns.targets(catalogue)}
    for match in matched:
        label = labels[match.field] if match.field else NOT_TAKEN
        say(one_line(column_line(match.column.header, match.column.letter, label)))


def _chosen(matched: tuple[ColumnMatch, ...], options: Namespace) -> tuple[ColumnMatch, ...]:
    """Return the matches with what was said about columns; raises CommandError."""
    for line in options.columns or ():
        for pair in next(csv.reader([line], skipinitialspace=True), []):
            header, equals, name = pair.rpartition("=")
            if not equals or not header.strip():
                raise CommandError(bad_pair(pair))
            place = _place_of(matched, header.strip())
            field = _target(name.strip(), options.site.catalogue)
            matched = exchange.columns.assign(matched, place, field)
    return matched


def _place_of(matched: Sequence[ColumnMatch], given: str) -> int:
    plain = exchange.columns.plain
    headers = [match.column.header for match in matched]
    found = [n for n, header in enumerate(headers) if plain(header) == plain(given)]
    if not found:
        found = [n for n, m in enumerate(matched) if m.column.letter == given.upper()]
    if len(found) != 1:
        raise CommandError(no_column(given, [header for header in headers if header]))
    return found[0]


def _target(name: str, catalogue: Catalogue) -> FieldName | None:
    """Return the field that a column shall stand for, None for "leave it out"."""
    if not name:
        return None
    known = catalogue.known_field(name)
    text: FieldName | None
    text = known.name if known is not None else exchange.columns.field_named(catalogue, name)
    targets = {target.name: target for target in exchange.columns.targets(catalogue)}
    if text is None or text not in targets:
        raise CommandError(unknown_field(name, similar(name, targets)))
    return text


def _clean(document: Document, *, wanted: bool) -> None:
    """Repair leftovers of PDF files, each of them said; else say how many there are.

    What may have been a table is for the eyes of a person.
    """
    kinds = cleanup.DebrisKind
    certain = {kinds.HYPHENATION, kinds.INVISIBLE, kinds.TRAILING_BLANKS}
    found = [p for p in cleanup.propose(document.dataset) if p.kind in certain]
    found.sort(key=lambda p: p.kind is not kinds.HYPHENATION)
    if not found:
        return
    if not wanted:
        remark(cli_words.notice(leftovers_found(len(found), *_words(found[0]))))
        return
    for proposal in found:
        place = proposal.hit.place
        label = document.dataset.site.catalogue.field(place.field).label
        where = f"{document.view(place.measure).id}, {label}"
        remark(one_line(cleaned_line(where, *_words(proposal))))
    document.apply(cleanup.clean(document.dataset, found))


def _words(proposal: DebrisProposal) -> tuple[str, str]:
    """Return a leftover with a few letters around it, as it is and as it would be."""
    before, after = proposal.hit.before(10), proposal.hit.after(10)
    return one_line("".join(before)), one_line("".join(after))


def _save_new(document: Document, options: Namespace) -> None:
    with options.work.writing(cli_words.the_folder(options.folder)):
        document.save(options.folder)


CONVERT_COMMAND: Final[Command] = Command(
    name="convert",
    summary=CONVERT_SUMMARY,
    description=CONVERT,
    examples=CONVERT_EXAMPLES,
    configure=_configure_convert,
    run=_run_convert,
)
