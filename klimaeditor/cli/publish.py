"""``klimaeditor publish``: through the gate, then the package as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_publish as texts
from klimaeditor.cli.check import finding_line, owner_label
from klimaeditor.cli.command import FOUND, SUCCESS, Command
from klimaeditor.cli.console import one_line, remark, say
from klimaeditor.cli.opening import add_dataset, open_dataset
from klimaeditor.clock import local_now
from klimaeditor.publish import machine, retired, settings
from klimaeditor.publish.changelog import details
from klimaeditor.publish.former import read_other
from klimaeditor.publish.package import Content, plan
from klimaeditor.settings import load_machine_defaults

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.document import Document
    from klimaeditor.publish.gate import Gate
    from klimaeditor.publish.package import Plan
    from klimaeditor.publish.settings import PublicationSettings


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("target", type=Path, metavar=texts.TARGET, help=texts.PUBLISH_TARGET)
    parser.add_argument("--since", type=Path, metavar=texts.FOLDER, help=texts.PUBLISH_SINCE)
    parser.add_argument("--settings", type=Path, metavar=texts.FILE, help=texts.PUBLISH_SETTINGS)
    parser.add_argument("--confirm", action="store_true", help=texts.PUBLISH_CONFIRM)
    parser.add_argument("--canonical", action="store_true", help=texts.PUBLISH_CANONICAL)
    parser.add_argument("--dry-run", action="store_true", help=texts.PUBLISH_DRY_RUN)


def _run(options: Namespace) -> int:
    document = open_dataset(options.dataset)
    folder = document.location or options.dataset
    document.dataset.retired_ids |= retired.known_ids(folder, document.dataset)
    since = read_other(options.since) if options.since else None
    content = Content(document.dataset, document.sources, document.findings.all())
    now = local_now()
    planned = plan(content, options.target, _settings(options), now, since)
    _say_gate(document, planned.gate)
    say(planned.subject if planned.comparison is None else details(planned.comparison).rstrip())
    say()
    return _publish(planned, options, folder)


def _settings(options: Namespace) -> PublicationSettings:
    chosen: Path | None = options.settings
    path = chosen or settings.default_path()
    found = machine.load(path, load_machine_defaults(), needed=chosen is not None)
    return replace(found, canonical=True) if options.canonical else found


def _say_gate(document: Document, gate: Gate) -> None:
    for finding in gate.errors:
        say(one_line(owner_label(document, finding)))
        say(f"  {finding_line(finding)}")
    if gate.lacks:
        say(texts.NOT_IN_ORDER)
        for sentence in gate.lacks:
            say(f"  {one_line(sentence)}")
    if gate.questions:
        say(texts.TO_CONFIRM)
        for question in gate.questions:
            where = owner_label(document, question.finding) + ": " if question.finding else ""
            say(f"  {one_line(where + question.sentence)}")
    if gate.closed or gate.questions:
        say()


def _publish(planned: Plan, options: Namespace, folder: Path) -> int:
    gate = planned.gate
    if gate.errors:
        remark(texts.refused(len(gate.errors)))
        return FOUND
    if gate.lacks:
        remark(texts.lacking())
        return FOUND
    if gate.questions and not options.confirm:
        remark(texts.unconfirmed(len(gate.questions)))
        return FOUND
    if options.dry_run:
        say(texts.would_publish(str(options.target)))
        return SUCCESS
    with options.work.writing(common_texts.the_folder(options.target)):
        files = planned.write(confirmed=options.confirm)
        retired.note(folder, planned.register)
    say(texts.published(len(files), str(options.target)))
    return SUCCESS


COMMAND = Command(
    name="publish",
    summary=texts.PUBLISH_SUMMARY,
    description=texts.PUBLISH,
    examples=texts.PUBLISH_EXAMPLES,
    configure=_configure,
    run=_run,
)
