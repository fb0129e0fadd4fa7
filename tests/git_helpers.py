"""Branches of the four files: edited as the program edits them, in memory or in a repository."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from copy import copy
from typing import TYPE_CHECKING

from klimaeditor.document import Document, open_document
from klimaeditor.files.source import read_source, render
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.conftest import ROOT, SAMPLE
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path


PROGRESS = "progress_values"
TEXT_FIELDS = [f.name for f in FIELDS if f.is_contract_text or f.name in {"short_title", "summary"}]


def edited(folder: Path, *edits: tuple[str, str, object]) -> dict[FileName, bytes]:
    """Return the files of a folder after some edits (measure, field, value), as they are saved."""
    document = open_document(folder)
    for measure, field, value in edits:
        document.apply(document.plan_edit(document.dataset.find(measure), {field: value}))
    return bytes_of(document)


def bytes_of(document: Document) -> dict[FileName, bytes]:
    return {
        file: render(document.sources[file], table.rows)
        for file, table in document.dataset.tables.items()
    }


def record(data: bytes, measure: str) -> dict:
    return next(row for row in json.loads(data) if row["id"] == measure)


def lines_changed(old: bytes, new: bytes) -> int:
    return len(set(new.split(b"\n")) - set(old.split(b"\n")))


def random_edits(random_: random.Random, ids: list[str]) -> dict[tuple[str, str], object]:
    """Return some edits by measure and field; the one of a progress is a day to be added."""
    edits: dict[tuple[str, str], object] = {}
    for _ in range(random_.randint(1, 8)):
        measure, number = random_.choice(ids), random_.randint(1, 9)
        name = random_.choice([*TEXT_FIELDS, "cost_value", "cost_until", PROGRESS])
        kind = FIELDS_BY_NAME[name].kind
        if name == PROGRESS:
            edits[measure, name] = f"20{30 + number}-01-01"
        elif kind in (Kind.AMOUNT, Kind.YEAR):
            edits[measure, name] = 2030 + number
        else:
            edits[measure, name] = f"Text {number} – „ä/ö“"
    return edits


def with_edits(document: Document, edits: dict[tuple[str, str], object]) -> dict[FileName, bytes]:
    """Return the files of a branch, and leave the document as it was."""
    done = []
    for (measure, name), wanted in edits.items():
        key = document.dataset.find(measure)
        days = entries(document.view(key).value(PROGRESS))
        added = [*days, {"value": "completed", "date": wanted}]
        value = added if name == PROGRESS else wanted
        done.append(document.plan_edit(key, {name: value}))
        document.apply(done[-1])
    files = bytes_of(document)
    for batch in reversed(done):
        document.apply(batch.inverse())
    return files


def entries(value: object) -> list:
    return value if isinstance(value, list) else []


def opened(files: dict[FileName, bytes]) -> Document:
    sources = {file: read_source(data, file) for file, data in files.items()}
    rows = {f: s.records.values() for f, s in sources.items()}
    return Document(Dataset(rows, muenster()), sources)


class Repository:
    """A real repository with the merge driver, set up as docs/git.md says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "daten"
        self.data.mkdir(parents=True)
        for file in FileName:
            (self.data / file).write_bytes((SAMPLE / file).read_bytes())
        lines = [f"daten/{file} merge=klimaeditor -text\n" for file in FileName]
        (folder / ".gitattributes").write_text("".join(lines), encoding="utf-8")
        python = shlex.quote(sys.executable)
        driver = f"{python} -m klimaeditor merge %O %A %B %P"
        self.path = os.environ["PATH"]
        self.git("init", "-q", "-b", "main")
        for key, value in {
            "user.name": "Test",
            "user.email": "test@stadt.example",
            "core.autocrlf": "false",
            "core.fsync": "none",
            "maintenance.auto": "false",
            "merge.klimaeditor.name": "Maßnahmen Feld für Feld",
            "merge.klimaeditor.driver": driver,
        }.items():
            self.git("config", key, value)
        self.commit()

    def copied(self, folder: Path) -> Repository:
        """Return a copy in *folder*, which costs less than to begin and to commit again."""
        found = copy(self)
        found.folder, found.data = folder, folder / "daten"
        shutil.copytree(self.folder, folder, copy_function=shutil.copy2)
        return found

    def git(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "GIT_CONFIG_NOSYSTEM": "1"}
        environment |= {"PATH": self.path}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", *words],  # noqa: S607 - the one that is installed
            cwd=self.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert code == done.returncode, done.stdout + done.stderr
        return done

    def shell(self, line: str, program: Path | None) -> None:
        """Type a line into a shell; *program* is klimaeditor-cli from now on, None for none."""
        tools = self.folder.parent / "befehle"
        tools.mkdir()
        for name in ("git", "sh", "echo"):
            (tools / name).symlink_to(shutil.which(name) or name)
        if program is not None:
            (tools / "klimaeditor-cli").symlink_to(program)
        self.path = str(tools)
        subprocess.run(["sh", "-c", line], cwd=self.folder, check=True)  # noqa: S603, S607 - ours

    def write(self, file: FileName, change: Callable[[list], object]) -> None:
        """Rewrite a file with what *change* makes of its records, as a person would, and commit."""
        rows = json.loads((self.data / file).read_bytes())
        change(rows)
        text = json.dumps(rows, ensure_ascii=False, indent=2)
        (self.data / file).write_text(text + "\n", encoding="utf-8")
        self.commit()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def branch(self, name: str, *edits: tuple[str, str, object]) -> None:
        """Start a branch at main and edit fields there as the program does."""
        self.git("checkout", "-q", "-b", name, "main")
        document = open_document(self.data)
        for measure, field, value in edits:
            key = document.dataset.find(measure)
            document.apply(document.plan_edit(key, {field: value}))
        document.save()
        self.commit()

    def value(self, measure: str, field: str) -> object:
        document = open_document(self.data)
        return document.view(document.dataset.find(measure)).value(field)
