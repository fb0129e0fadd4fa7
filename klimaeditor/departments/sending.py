"""Send a request: one workbook per department and the register, in a folder of their own."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.clock import local_now
from klimaeditor.dataset import disk
from klimaeditor.departments import register, texts
from klimaeditor.departments.register import DepartmentEntry, Register, RegisterError
from klimaeditor.errors import KlimaError, WorkbookError
from klimaeditor.excel import target
from klimaeditor.excel.filemessages import long_path
from klimaeditor.excel.names import SUFFIX
from klimaeditor.excel.request.baseline import About
from klimaeditor.excel.request.layout import DEFAULT_FIELDS, askable
from klimaeditor.excel.request.writer import render
from klimaeditor.paths import plain_name
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.splitting import Group



class RequestError(KlimaError):
    """A request that cannot be made as it was wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked, by when, by whom; *note* is the covering note in each workbook."""

    fields: tuple[str, ...] = DEFAULT_FIELDS
    due: date | None = None
    contact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SentOut:
    """What was written: the register, and German remarks."""

    register: Register
    files: tuple[Path, ...]
    notices: tuple[str, ...] = field(default=())


def new_request_id(moment: datetime) -> str:
    """Return the id of a new request: the day, and something nobody guesses or repeats."""
    return f"A-{moment:%Y-%m-%d}-{secrets.token_hex(4)}"


def send(  # noqa: PLR0913 - clock and id are for tests
    dataset: Dataset,
    groups: Iterable[Group],
    wanted: Wanted,
    folder: Path,
    dataset_folder: Path | None = None,
    *,
    clock: Callable[[], datetime] = local_now,
    new_id: Callable[[datetime], str] = new_request_id,
) -> SentOut:
    """Write the workbooks and the register into *folder*, which is made where it is missing.

    Raises RequestError where the folder is part of a dataset or holds a request already, or where
    nothing is asked, and WorkbookError where a text fits into no cell or the disk refuses. All
    workbooks are made before the first is written; where not all can be, none is left.
    """
    refuse_public_folder(folder, dataset_folder)
    fields = _checked_fields(wanted.fields)
    chosen, notices = _with_ids(dataset, groups)
    if not chosen:
        raise RequestError(texts.NOTHING_TO_ASK)
    moment = clock()
    request = new_id(moment)
    entries, made = [], {}
    names: set[str] = set()
    for group in chosen:
        about = About(request, group.name, moment, wanted.due, fields, wanted.contact, wanted.note)
        data = render(dataset, group.measures, about)
        stem = texts.file_name(f"{moment:%Y-%m-%d}", group.name)
        name = safe_name(stem, names) + SUFFIX
        made[folder / name] = data
        views = [dataset.view(key) for key in group.measures]
        ids, titles = tuple(view.id for view in views), tuple(view.title for view in views)
        entries.append(DepartmentEntry(group.name, name, register.digest(data), ids, titles))
    found = Register(
        request, moment, wanted.due, wanted.contact, wanted.note, fields, tuple(entries), folder
    )
    _make(folder)
    _write(made, found)
    return SentOut(found, tuple(made), (*notices, *_too_long(made)))


def _write(made: Mapping[Path, bytes], found: Register) -> None:
    """Write the workbooks and the register: all, or none that was not there before."""
    fresh = [path for path in made if not path.exists()]
    try:
        for path, data in made.items():
            target.replace(path, data)
        register.save(found)
    except WorkbookError:
        for path in fresh:
            with suppress(OSError):
                disk.remove(path)
        raise


def _too_long(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the warning about the longest path, where Excel cannot open it (SAFE-14)."""
    length = max(len(str(path.absolute())) for path in paths)
    long = length > target.LONGEST_PATH
    return (long_path(length, target.LONGEST_PATH),) if long else ()


def refuse_public_folder(folder: Path, dataset_folder: Path | None) -> None:
    """Raise RequestError for a folder that is a dataset, or is in one, or holds a request."""
    own = folder.resolve()
    above = [own, *own.parents]
    public = dataset_folder is not None and dataset_folder.resolve() in above
    if public or any((place / FileName.MEASURES).is_file() for place in above):
        raise RequestError(texts.inside_dataset(str(folder)))
    if (folder / texts.REGISTER_NAME).exists():
        raise RequestError(texts.register_exists(str(folder)))


def _checked_fields(names: Sequence[str]) -> tuple[str, ...]:
    known = {found.name for found in askable()}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise RequestError(texts.not_askable(wrong))
    if not names:
        raise RequestError(texts.NO_FIELDS)
    return tuple(found.name for found in askable() if found.name in names)


def _with_ids(
    dataset: Dataset, groups: Iterable[Group]
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Return the groups without the measures that could not be recognised again."""
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    kept, lost = [], []
    for group in groups:
        good = []
        for key in group.measures:
            view = dataset.view(key)
            if view.id.strip() and len(by_id.get(view.id, ())) == 1:
                good.append(key)
            else:
                lost.append(view.title)
        if good:
            kept.append(type(group)(group.name, tuple(good), group.spellings))
    return tuple(kept), ((texts.without_id(lost),) if lost else ())


def safe_name(stem: str, taken: set[str]) -> str:
    """Return a name, without suffix, as ``paths.plain_name`` makes it (SEC-17).

    It is none of *taken* and is added to them; two names are the same whatever their case.
    """
    plain = plain_name(stem)
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise RegisterError(texts.folder_failed(str(folder), reason)) from error
