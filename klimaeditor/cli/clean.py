"""``klimaeditor clean``: canonical formatting, once (OPN-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_publish as texts
from klimaeditor.cli.command import FOUND, SUCCESS, Command
from klimaeditor.cli.console import remark, say
from klimaeditor.cli.opening import add_dataset, open_dataset
from klimaeditor.publish.clean import clean_files, plan_cleaning

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.publish.clean import Cleaning


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--check", action="store_true", help=texts.CLEAN_CHECK)


def _run(options: Namespace) -> int:
    document = open_dataset(options.dataset)
    found = plan_cleaning(document.sources)
    needed = sum(cleaning.needed for cleaning in found)
    if needed and not options.check and document.location is not None:
        with options.work.writing(common_texts.the_dataset(document.location)):
            refusal = document.back_up(document.location)
            if refusal:
                remark(refusal)
            clean_files(document.location, document.sources, document.backup_root)
    for cleaning in found:
        _say_counts(cleaning)
    say(texts.cleaning_done(needed, check=options.check))
    return FOUND if needed and options.check else SUCCESS


def _say_counts(cleaning: Cleaning) -> None:
    say(texts.cleaned(cleaning.file, cleaning.changed_lines))
    if cleaning.needed:
        for name, label in texts.COUNTS:
            before, after = getattr(cleaning.before, name), getattr(cleaning.after, name)
            if before or after:
                say(texts.counted(label, before, after))


COMMAND = Command(
    name="clean",
    summary=texts.CLEAN_SUMMARY,
    description=texts.CLEAN,
    examples=texts.CLEAN_EXAMPLES,
    configure=_configure,
    run=_run,
)
