"""The page for administrators, followed to the letter; and the two ways beside the installer."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Final

from installer import documented, page, portable
from installer.prefix import here, snapshot, user_of
from installer.project import DIST, NAME, ROOT, VERSION, WINDOWS, Target, setup_file
from installer.prove_steps import SECONDS, nothing_left, self_test
from klimaeditor import policies

if TYPE_CHECKING:
    from installer.prove_steps import Proof

DELIVERY: Final = r"C:\Lieferung"
LINE: Final = "zeile.cmd"
DEPARTMENT: Final = "fachbereich = "
POLICY_LOCKS: Final = rf"{policies.KEY}\{policies.LOCKS}"
POLICY_DEPARTMENT: Final = re.compile(r'/v fachbereich /d "([^"]+)"')
ODD_PLACE: Final = r"C:\Werkzeuge für Maßnahmen"


def as_administrator(proof: Proof) -> None:
    """Run every command of the page as it stands there, the MSI's first, each to end with 0."""
    if not (DIST / f"{NAME}-{VERSION}.msi").is_file():
        proof.table.note("page: commands", "there is no MSI; please run the step msi first")
        return
    before = snapshot(proof.wine)
    folder = here(proof.wine, DELIVERY)
    folder.mkdir()
    for path in DIST.iterdir():
        shutil.copyfile(path, folder / path.name)
    example = "\r\n".join(page.blocks("ini")[0])
    (folder / "klimaeditor.ini").write_text(example, encoding="utf-8")
    commands = sorted(page.blocks("bat"), key=_turn)
    for line in (line for block in commands for line in block):
        proof.table.equal(f"page: {line}", 0, _runs(proof, line))
        _looked_at(proof, line)
    proof.removes(documented.for_user(user_of(proof.wine)))
    shutil.rmtree(folder)
    left = here(proof.wine, rf"C:\ProgramData\{NAME}")
    given = (left / "klimaeditor.ini").read_text(encoding="utf-8")
    proof.table.equal("page: the defaults lie in their place", example.split(), given.split())
    shutil.rmtree(left)
    nothing_left(proof, "page", before)


def _turn(lines: list[str]) -> int:
    """Return when a block's turn is: the MSI first, and last who installs for one user alone."""
    if "msiexec" in lines[0]:
        return 0
    return 2 if setup_file().name in lines[0] and "/ALLUSERS" not in lines[0] else 1


def without_installing(proof: Proof) -> None:
    """Unpack the ZIP into a folder with umlauts and blanks, and let it test itself there."""
    packed = portable.file_of(Target(WINDOWS))
    if not packed.is_file():
        proof.table.note("ZIP", "there is none; please run the step portable first")
        return
    before = snapshot(proof.wine)
    place = here(proof.wine, ODD_PLACE)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(place)
    folder = rf"{ODD_PLACE}\{NAME}-{VERSION}"
    self_test(proof, documented.Installation("", folder, "", ""), "ZIP")
    shutil.rmtree(place)
    nothing_left(proof, "ZIP", before)


def _runs(proof: Proof, line: str) -> int:
    """Run a line as a batch file in the folder of the delivery; return what it ends with."""
    batch = here(proof.wine, rf"{DELIVERY}\{LINE}")
    text = f"@echo off\r\n{line}\r\nexit /b %ERRORLEVEL%\r\n"
    batch.write_text(text, encoding="ascii", newline="")
    return proof.wine("cmd", "/c", LINE, folder=batch.parent, seconds=SECONDS)[0]


def _looked_at(proof: Proof, line: str) -> None:
    """See to it that a command did what the page says, and not only ended well."""
    user, everyone = documented.for_user(user_of(proof.wine)), documented.for_all()
    there = None
    if "msiexec /i" in line or "/ALLUSERS" in line:
        there = here(proof.wine, everyone.program).is_file()
    elif "msiexec /x" in line or "uninstall.exe" in line:
        there = not here(proof.wine, everyone.folder).exists()
    elif setup_file().name in line:
        there = here(proof.wine, user.program).is_file()
    elif "copy klimaeditor.ini" in line:
        there = _defaults_hold(proof)
    elif line.startswith("reg add") and POLICY_LOCKS in line:
        there = _department(proof) == _department_of_policy()
    elif "--result" in line:
        there = _passed(proof, "fenster.json" if "--picture" in line else "selbsttest.json")
    if there is not None:
        proof.table.note("      and it did so", not there and "it did not")


def _defaults_hold(proof: Proof) -> bool:
    """Let the installed program make a request; it must come from the department of the page."""
    wanted = next(line for line in page.blocks("ini")[0] if line.startswith(DEPARTMENT))
    return wanted == f"{DEPARTMENT}{_department(proof)}"


def _department(proof: Proof) -> str:
    """Return who a request of the installed program is from, "" where it makes none."""
    dataset, request = (here(proof.wine, rf"{DELIVERY}\{name}") for name in ("daten", "abfrage"))
    shutil.copytree(ROOT / "resources" / "sample", dataset, dirs_exist_ok=True)
    shutil.rmtree(request, ignore_errors=True)
    proof.wine(
        documented.for_all().console, "request", rf"{DELIVERY}\daten", rf"{DELIVERY}\abfrage",
        "--by", "nothing", seconds=SECONDS,
    )
    register = request / "abfrage.json"
    if not register.is_file():
        return ""
    return str(json.loads(register.read_text(encoding="utf-8"))["contact"])


def _department_of_policy() -> str:
    """Return whom the policy of the page names; its file names another one."""
    found = (POLICY_DEPARTMENT.search(line) for block in page.blocks("bat") for line in block)
    return next(match[1] for match in found if match)


def _passed(proof: Proof, name: str) -> bool:
    home = here(proof.wine, rf"C:\users\{user_of(proof.wine)}")
    found = list(home.rglob(name))
    return bool(found) and bool(json.loads(found[0].read_text(encoding="utf-8"))["passed"])
