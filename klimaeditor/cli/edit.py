"""``klimaeditor edit``: store one value in one field and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import Kind
from klimaeditor.cli import help_texts, texts
from klimaeditor.cli.check import finding_line
from klimaeditor.cli.command import SUCCESS, Command, CommandError
from klimaeditor.cli.console import one_line, say
from klimaeditor.cli.opening import (
    add_dataset,
    find_field,
    find_measure,
    measure_label,
    open_dataset,
    save_document,
)
from klimaeditor.cli.reading import read_value
from klimaeditor.cli.showing import shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--measure", required=True, metavar=texts.ID, help=help_texts.EDIT_MEASURE)
    parser.add_argument("--field", required=True, metavar=texts.NAME, help=help_texts.EDIT_FIELD)
    value = parser.add_mutually_exclusive_group(required=True)
    value.add_argument(texts.OPTION_VALUE, metavar=texts.VALUE, help=help_texts.EDIT_VALUE)
    value.add_argument("--null", action="store_true", help=help_texts.EDIT_NULL)


def _run(options: Namespace) -> int:
    document = open_dataset(options.dataset)
    measure = find_measure(document.dataset, options.measure)
    field = find_field(options.field)
    if field.kind is Kind.IDENTIFIER:
        raise CommandError(texts.fixed_field(field.label))
    value = None if options.null else read_value(field, options.value, document.dataset)
    batch = document.plan_edit(measure, {field.name: value})
    before = shown(field, document.view(measure).value(field.name))
    if batch:
        document.apply(batch)
        save_document(document, options.work)
    say(one_line(measure_label(document, measure)))
    if not batch:
        say(f"  {texts.unchanged(field.label, before)}")
        return SUCCESS
    after = shown(field, document.view(measure).value(field.name))
    say(f"  {texts.edited(field.label, before, after)}")
    for finding in document.findings.of(measure):
        if finding.field == field.name:
            say(f"  {finding_line(finding)}")
    say(texts.saved_in(sorted({change.file.value for change in batch.changes})))
    return SUCCESS


COMMAND = Command(
    name="edit",
    summary=help_texts.EDIT_SUMMARY,
    description=help_texts.EDIT,
    examples=help_texts.EDIT_EXAMPLES,
    configure=_configure,
    run=_run,
)
