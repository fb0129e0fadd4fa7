"""What stood in a field before, from 500 commits: at most a second, and against Git's own reading.

The reference is Git writing the same contents of the same commits into nothing, in one call. Half
of the commits edit measures.json, half additional_data.json, each one record, as people do; what is
read serves every field of every measure.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.common import against, generate, show, within
from klimaeditor.files.formervalues import FormerReader
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import muenster

COMMITS, MEASURES = 500, 68
SECONDS, TIMES = 1.0, 4.0


def main() -> int:
    """Measure all; with a number, so many commits instead of 500."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COMMITS
    if shutil.which("git") is None:
        print("git is not installed; nothing was measured")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = generate(Path(name) / "daten", MEASURES)
        objects = commit_often(folder, count)
        field = "summary"
        identifier = json.loads((folder / FileName.MEASURES).read_bytes())[0]["id"]

        def history() -> object:
            return FormerReader(muenster()).read((), folder).values(identifier, field)

        def by_git() -> object:
            return _git(folder.parent, "cat-file", "--batch", given=objects)

        reader = FormerReader(muenster())
        reader.read((), folder)
        what = f"history of a field, {count} commits"
        return show(
            "former values from Git",
            [
                within(what, history, SECONDS, 3),
                against(f"{what}, as Git reads it", history, by_git, TIMES, 3),
                within("the same again", lambda: reader.read((), folder), SECONDS / 4, 3),
            ],
        )


def commit_often(folder: Path, count: int) -> bytes:
    """Make a repository around a dataset with so many commits; return the objects to be read."""
    chance = random.Random(1)  # noqa: S311 - data for timing, no secret
    rows = {file: json.loads((folder / file).read_bytes()) for file in FileName}
    lines: list[bytes] = []
    for number in range(count):
        files = list(FileName)
        if number:
            files = [FileName.MEASURES if number % 2 else FileName.ADDITIONAL]
            row = chance.choice(rows[files[0]])
            row["summary" if files[0] is FileName.ADDITIONAL else "note"] = f"Fassung {number} – ä"
        moment = 1_700_000_000 + 3_600 * number
        lines.append(b"commit refs/heads/main\ncommitter A <a@b.example> %d +0000\n" % moment)
        lines.append(_data(b"Nr. %d" % number))
        for file in files:
            text = json.dumps(rows[file], ensure_ascii=False, indent=2).encode()
            lines += [b"M 100644 inline daten/%b\n" % file.encode(), _data(text)]
    top = folder.parent
    _git(top, "init", "-q", "-b", "main")
    _git(top, "fast-import", "--quiet", given=b"".join(lines))
    _git(top, "reset", "-q", "--hard")
    found = _git(top, "rev-list", "--objects", "main").splitlines()
    return b"".join(line.split()[0] + b"\n" for line in found if b".json" in line)


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(  # noqa: S603 - fixed words
        ["git", *words],  # noqa: S607 - the one that is installed
        cwd=folder,
        input=given,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
