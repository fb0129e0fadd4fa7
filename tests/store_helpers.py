"""Opening, changing and saving folders, and file systems that fail."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

from klimaeditor.files import store
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.values import get_path
from klimaeditor.site.muenster import muenster

M, A, P, C = FileName


def image(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def hashes(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in image(folder).items()}


def put(opened, file, path, value, record=0):
    row = opened.dataset.tables[file].rows[record]
    batch = Batch("", (Change(file, record, path, get_path(row, path), value),))
    opened.dataset.apply(batch)
    return opened


def edited(folder, *files):
    """Open a folder and change one value in each of some files."""
    opened = store.load(folder, site=muenster())
    paths = {M: ("category",), A: ("summary",), P: ("type",), C: ("description",)}
    for file in files:
        put(opened, file, paths[file], "neu")
    return opened


def save(opened, folder=None, *, fresh=False):
    return store.save(folder or opened.folder, opened.dataset, opened.sources, fresh=fresh)


def refuse(monkeypatch, owner, name, when, error, *, times=10**6):
    """Let calls of owner.name fail while *when* says so; return the list of calls that failed."""
    original, failed = getattr(owner, name), []

    def stand_in(*arguments, **options):
        if when(*arguments) and len(failed) < times:
            failed.append(arguments)
            raise error
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, stand_in)
    return failed


def windows_error(number, code=errno.EACCES):
    error = OSError(code, "Access is denied")
    error.winerror = number
    return error


def is_target(name):
    return lambda source, target: Path(target).name == name
