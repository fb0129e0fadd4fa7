"""``klimaeditor diff``: two versions of a dataset, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import texts_publish as texts
from klimaeditor.cli.command import FOUND, SUCCESS, Command
from klimaeditor.cli.console import one_line, say, say_json
from klimaeditor.publish.changed import compared
from klimaeditor.publish.changelog import details, subject
from klimaeditor.publish.former import read_other
from klimaeditor.publish.lines import lines_of
from klimaeditor.publish.texts import change as change_line
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.differences import FieldChange
    from klimaeditor.publish.changed import Comparison, Owner
    from klimaeditor.values import Json, Record, Value


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar=texts.BEFORE, help=texts.DIFF_BEFORE)
    parser.add_argument("after", type=Path, metavar=texts.AFTER, help=texts.DIFF_AFTER)
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help=texts.DIFF_FORMAT
    )
    parser.add_argument("--check", action="store_true", help=texts.DIFF_CHECK)


def _run(options: Namespace) -> int:
    before, after = read_other(options.before), read_other(options.after)
    found = compared(before.sources, after.dataset)
    if options.format == "json":
        say_json([row for owner in found.owners for row in _as_json(owner)])
    elif options.format == "markdown":
        say(details(found).rstrip())
    else:
        _say_text(found)
    return FOUND if found and options.check else SUCCESS


def _say_text(found: Comparison) -> None:
    for owner in found.owners:
        say(one_line(f"{owner.title} ({owner.id})" if owner.id else owner.title))
        for change in owner.changes:
            for line in lines_of(change):
                say(f"  {one_line(change_line(*line))}")
        say()
    say(subject(found) if found else texts.NO_DIFFERENCE)


def _as_json(owner: Owner) -> list[Json]:
    return [_change(owner, change) for change in owner.changes]


def _change(owner: Owner, change: FieldChange) -> Record:
    """Return one change for machines; *before* or *after* is left out where there is nothing."""
    row: Record = {
        "id": owner.id,
        "file": change.file.value,
        "path": list(change.path),
        "field": change.field,
        "kind": change.kind.value,
    }
    sides: tuple[tuple[str, Value], ...] = (("before", change.before), ("after", change.after))
    for name, value in sides:
        if not isinstance(value, Absent):
            row[name] = value
    return row


COMMAND = Command(
    name="diff",
    summary=texts.DIFF_SUMMARY,
    description=texts.DIFF,
    examples=texts.DIFF_EXAMPLES,
    configure=_configure,
    run=_run,
)
