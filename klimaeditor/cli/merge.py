"""``klimaeditor merge``: the merge driver of Git for the four files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_publish as texts
from klimaeditor.cli.command import FOUND, SUCCESS, Command, CommandError
from klimaeditor.cli.console import one_line, remark
from klimaeditor.dataset import disk
from klimaeditor.dataset.jsonread import MAX_BYTES
from klimaeditor.paths import read_at_most
from klimaeditor.publish import gitstate
from klimaeditor.publish.gitmerge import file_of, merge_versions

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.publish.gitmerge import Merged


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("base", type=Path, metavar=texts.BASE, help=texts.MERGE_BASE)
    parser.add_argument("ours", type=Path, metavar=texts.OURS, help=texts.MERGE_OURS)
    parser.add_argument("theirs", type=Path, metavar=texts.THEIRS, help=texts.MERGE_THEIRS)
    parser.add_argument("path", nargs="?", metavar=texts.PATH, help=texts.MERGE_PATH)


def _run(options: Namespace) -> int:
    ours: Path = options.ours
    name = options.path or str(ours)
    file = file_of(name)
    if file is None:
        raise CommandError(texts.not_one_of_the_four(name))
    for other in (options.base, options.theirs):
        if file_of(str(other)) not in {None, file}:
            raise CommandError(texts.another_file(other.name, file))
    base, mine, theirs = (
        read_at_most(path, MAX_BYTES + 1) for path in (options.base, ours, options.theirs)
    )
    others = gitstate.others(name, file, (base, mine, theirs))
    merged = merge_versions(file, base, mine, theirs, others)
    if merged.data != mine:
        with options.work.writing(common_texts.the_file(ours)):
            disk.write_whole(ours, merged.data)  # Git takes whatever it finds there
    if not merged.conflicts:
        return SUCCESS
    _report(name, merged)
    return FOUND


def _report(name: str, merged: Merged) -> None:
    """Say on stderr what somebody has to decide; Git shows it with its own message."""
    remark(texts.conflicts(name, len(merged.conflicts)))
    for found in merged.conflicts:
        _indented(2, texts.conflict(found.title, found.record, found.label))
        for side, value in (("base", found.base), ("ours", found.ours), ("theirs", found.theirs)):
            _indented(4, texts.side(side, value))
    remark(texts.after_conflicts(name))


def _indented(depth: int, text: str) -> None:
    print(" " * depth + one_line(text), file=sys.stderr)


COMMAND = Command(
    name="merge",
    summary=texts.MERGE_SUMMARY,
    description=texts.MERGE,
    examples=texts.MERGE_EXAMPLES,
    configure=_configure,
    run=_run,
)
