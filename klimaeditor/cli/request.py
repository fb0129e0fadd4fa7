"""``klimaeditor request``: workbooks for the departments to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_departments as texts
from klimaeditor.cli.command import SUCCESS, Command, CommandError
from klimaeditor.cli.console import one_line, remark, say
from klimaeditor.cli.opening import add_dataset, find_field, find_measure, open_dataset

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.document import Document

_BY = ("responsible", "category", "nothing")


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("outdir", type=Path, metavar=texts.OUTDIR, help=texts.REQUEST_OUTDIR)
    parser.add_argument("--by", choices=_BY, required=True, help=texts.REQUEST_BY)
    parser.add_argument("--fields", metavar=texts.NAMES, help=texts.REQUEST_FIELDS)
    parser.add_argument("--measures", metavar=texts.IDS, help=texts.REQUEST_MEASURES)
    parser.add_argument("--stale-since", metavar=texts.DAY, help=texts.REQUEST_STALE)
    parser.add_argument("--incomplete", action="store_true", help=texts.REQUEST_INCOMPLETE)
    parser.add_argument("--due", metavar=texts.DAY, help=texts.REQUEST_DUE)
    parser.add_argument("--contact", metavar=texts.TEXT, help=texts.REQUEST_CONTACT)
    parser.add_argument("--note", metavar=texts.TEXT, default="", help=texts.REQUEST_NOTE)


def _run(options: Namespace) -> int:
    from klimaeditor.departments import sending  # noqa: PLC0415 - loads when it is needed
    from klimaeditor.departments.splitting import By, split  # noqa: PLC0415
    from klimaeditor.excel.request.layout import DEFAULT_FIELDS  # noqa: PLC0415
    from klimaeditor.settings import Default, load_machine_defaults  # noqa: PLC0415

    document = open_dataset(options.dataset)
    fields = _names(options.fields)
    wanted = sending.Wanted(
        fields=tuple(find_field(name).name for name in fields) or DEFAULT_FIELDS,
        due=_day(options.due),
        contact=load_machine_defaults().value(Default.DEPARTMENT, options.contact),
        note=options.note,
    )
    groups = split(document.dataset, _measures(document, options), By(options.by))
    with options.work.writing(common_texts.the_folder(options.outdir)):
        sent = sending.send(document.dataset, groups, wanted, options.outdir, document.location)
    for group in groups:
        if len(group.spellings) > 1:
            remark(common_texts.notice(texts.grouped(group.name, group.spellings)))
    for notice in sent.notices:
        remark(common_texts.notice(notice))
    for entry in sent.register.departments:
        say(one_line(texts.sent(entry.file, entry.name, len(entry.measures))))
    say(texts.sent_all(len(sent.files), str(options.outdir)))
    return SUCCESS


def _measures(document: Document, options: Namespace) -> list[int]:
    """Return the measures that are asked about, in the order of the dataset."""
    from klimaeditor.departments import selecting  # noqa: PLC0415 - loads when it is needed

    dataset = document.dataset
    keys = dataset.measure_keys()
    if options.measures:
        wanted = {find_measure(dataset, name) for name in _names(options.measures)}
        keys = [key for key in keys if key in wanted]
    since = _day(options.stale_since)
    if since is not None:
        keys = list(selecting.stale(dataset, keys, since))
    if options.incomplete:
        keys = list(selecting.incomplete(dataset, keys))
    return keys


def _names(text: str | None) -> list[str]:
    return [name for part in (text or "").split(",") if (name := part.strip())]


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(texts.bad_day(text)) from error


COMMAND = Command(
    name="request",
    summary=texts.REQUEST_SUMMARY,
    description=texts.REQUEST,
    examples=texts.REQUEST_EXAMPLES,
    configure=_configure,
    run=_run,
)
