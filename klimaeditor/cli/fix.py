"""``klimaeditor fix``: repair what needs no decision and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import help_texts, texts
from klimaeditor.cli.check import one_line_finding, owner_label
from klimaeditor.cli.command import SUCCESS, Command, CommandError
from klimaeditor.cli.console import one_line, say
from klimaeditor.cli.opening import add_dataset, open_dataset, save_document, similar
from klimaeditor.repairs import apply_automatic

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.document import Document
    from klimaeditor.repairs import Repair


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--rule", metavar=texts.RULE, help=help_texts.FIX_RULE)
    parser.add_argument("--dry-run", action="store_true", help=help_texts.FIX_DRY_RUN)


def _run(options: Namespace) -> int:
    if options.rule is not None and options.rule not in RULES:
        raise CommandError(texts.unknown_rule(options.rule, similar(options.rule, RULES)))
    document = open_dataset(options.dataset)
    repairs = apply_automatic(document, options.rule)
    if repairs and not options.dry_run:
        save_document(document, options.work)
    _say_repairs(document, repairs)
    counts = document.findings.counts()
    say(texts.repaired(len(repairs), counts, dry_run=options.dry_run))
    return SUCCESS


def _say_repairs(document: Document, repairs: list[Repair]) -> None:
    by_owner: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_owner.setdefault(owner_label(document, repair.finding), []).append(repair)
    for owner, group in by_owner.items():
        say(one_line(owner))
        for repair in group:
            say(f"  {_line(repair)}")
    if repairs:
        say()


def _line(repair: Repair) -> str:
    field = repair.finding.field
    label = FIELDS_BY_NAME[field].label if field else ""
    what = texts.repair(repair.fix.label, RULES[repair.finding.rule].title, repair.finding.rule)
    return one_line_finding(texts.REPAIRED, label, what)


COMMAND = Command(
    name="fix",
    summary=help_texts.FIX_SUMMARY,
    description=help_texts.FIX,
    examples=help_texts.FIX_EXAMPLES,
    configure=_configure,
    run=_run,
)
