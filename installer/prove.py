"""The proof under Wine: install, look, start, upgrade, refuse, remove – and compare with the page.

`build_installer.py prove` runs it in a clean prefix, prints a table and ends with 1 if anything is
not as docs/administration.md says.
"""

from __future__ import annotations

import shutil
import time
import zipfile
from typing import TYPE_CHECKING, Final

from installer import documented, msi, nsis, portable, prove_setup, screen, shortcut
from installer.console import say, stop
from installer.prefix import USER_DATA, Snapshot, here, snapshot, user_of, wait_for
from installer.project import BUILD, NAME, ROOT, VERSION, WINDOWS, Target, msi_file, setup_file
from installer.prove_page import as_administrator, without_installing
from installer.prove_steps import SECONDS, Proof, nothing_left, self_test
from installer.table import Table
from installer.wine import Wine, windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from installer.documented import Installation

OLD_VERSION: Final = "0.0.9"
OLD: Final = "old"
OLD_MSI: Final = "old.msi"
"""The workflow takes it to Windows, to be updated there."""
STALE: Final = "_internal/nur-in-der-alten-version.txt"
DATASET: Final = "Maßnahmen Stadtgrün (Prüfung)"
PATH_KEY: Final = r"HKCU\Environment"
STICK: Final = r"C:\Stick"
FOREIGN: Final = r"HKCU\Software\Classes\.json\OpenWithProgids"
MARKER: Final = "portable.ini"
LOCK: Final = ".klimaeditor.lock"
"""Lies beside a dataset as long as the editor has it open."""
ZOOM: Final = "150"
PICTURE_DELAY: Final = 4.0
OPEN_CODE: Final = 12
OUTSIDE: Final = (
    r"..\fremd.txt", r"_internal\..\..\fremd.txt", r"\eigen.txt", "/eigen.txt", r"C:\weit.txt",
    "eigen.*", "eige?.txt",
)
"""Lines of a list of files that a setup must not follow."""


def prove(pictures: Path | None = None, *, quick: bool = False) -> int:
    """Run the whole proof; return 0, or 1 after faults. *pictures* takes the windows' pictures.

    *quick* tries the installer packed with zlib, for those who change the script.
    """
    target = Target(WINDOWS)
    setup = BUILD / "probe-windows-Setup.exe" if quick else setup_file()
    if not setup.is_file():
        stop(f"there is no {setup.name}; please run the step installer first.")
    folder = BUILD / "prove"
    shutil.rmtree(folder, ignore_errors=True)
    old = _older_setup(target, folder)
    table = Table()
    with Wine(folder / "wine") as wine:
        proof = Proof(wine, table, setup, old, nsis.files(target.bundle), folder)
        table.note("clean prefix made")
        prove_setup.attempt(wine, table, folder / "stand-in")
        _for_one_user(proof)
        _for_all_users(proof)
        _in_path(proof)
        _refusals(proof)
        if not quick:
            _msi(proof)
            as_administrator(proof)
            without_installing(proof)
            _portable(proof)
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        for picture in sorted(folder.glob("*.png")):
            shutil.copyfile(picture, pictures / picture.name)
    say(table.closing())
    return int(bool(table.failed))


def _older_setup(target: Target, folder: Path) -> Path:
    """Make an installer of an older version that has a file which the present one lacks."""
    bundle = folder / OLD / "bundle" / NAME
    shutil.copytree(target.bundle, bundle)
    (bundle / STALE).write_text("", encoding="ascii")
    return nsis.compile_setup(
        bundle, folder / OLD, folder / "old-Setup.exe", OLD_VERSION, quick=True
    )


def _older_msi(folder: Path) -> Path:
    """Make an MSI of the same older version."""
    bundle = folder / OLD / "bundle" / NAME
    return msi.compile_package(bundle, folder / OLD, folder / OLD_MSI, OLD_VERSION)


def _for_one_user(proof: Proof) -> None:
    wine, table = proof.wine, proof.table
    place = documented.for_user(user_of(wine))
    wine("reg", "add", FOREIGN, "/v", "Fremd.Programm", "/t", "REG_SZ", "/d", "", "/f")
    wine("reg", "add", r"HKCU\Software\Classes\.json", "/ve", "/d", "Fremd.Programm", "/f")
    before = snapshot(wine)
    table.equal("user: an older version installs silently", 0, proof.installs(proof.old_setup))
    table.note("user: its extra file is there", not here(wine, f"{place.folder}\\{STALE}".replace(
        "/", "\\")).is_file() and "the stale file is missing")
    _keep_zoom(proof, ZOOM)
    table.equal("user: upgrade over it, silently", 0, proof.installs(proof.setup))
    after = snapshot(wine)
    _compare(proof, place, before, after)
    table.equal(
        "user: who opens .json stays the same", "Fremd.Programm",
        after.entries.get((r"HKCU\Software\Classes\.json", "@")),
    )
    table.equal("user: settings outlast the upgrade", ZOOM, _kept(after))
    _keep_zoom(proof, "100")  # for the pictures
    _starts(proof, place)
    self_test(proof, place, "user")
    table.equal("user: silent uninstall", 0, proof.removes(place))
    nothing_left(proof, "user", before)


def _for_all_users(proof: Proof) -> None:
    wine, table, place = proof.wine, proof.table, documented.for_all()
    before = snapshot(wine)
    code = proof.installs(proof.setup, "/ALLUSERS", "/DESKTOP")
    table.equal("all users: installs silently with desktop link", 0, code)
    _compare(proof, place, before, snapshot(wine), desktop=True)
    self_test(proof, place, "all users")
    table.equal("all users: silent uninstall", 0, proof.removes(place))
    nothing_left(proof, "all users", before)


def _in_path(proof: Proof) -> None:
    """PATH gets the folder at its end and loses it again, however long it is (NSIS: 1,024)."""
    wine, table = proof.wine, proof.table
    place = documented.for_user(user_of(wine))
    for path in (r"%USERPROFILE%\bin;C:\b;", ";".join(rf"C:\Programm{n:03}" for n in range(300))):
        wine("reg", "add", PATH_KEY, "/v", "Path", "/t", "REG_SZ", "/d", path, "/f")
        before = snapshot(wine).entries[PATH_KEY, "Path"]
        table.equal("path: installs silently", 0, proof.installs(proof.setup, "/PATH"))
        after = snapshot(wine).entries[PATH_KEY, "Path"]
        what = f"path: the folder behind {len(path)} characters"
        table.equal(what, f"{before};{place.folder}", after)
        table.equal("path: silent uninstall", 0, proof.removes(place))
        table.equal("path: as it was", before, snapshot(wine).entries[PATH_KEY, "Path"])
    wine("reg", "delete", PATH_KEY, "/v", "Path", "/f")


def _msi(proof: Proof) -> None:
    """Install the MSI of an older version and update it; all files of the new one must be there."""
    table, place, package = proof.table, documented.for_all(), msi_file()
    if not package.is_file():
        table.note("MSI", "there is none; please run the step msi first")
        return
    before = snapshot(proof.wine)
    older = _older_msi(proof.folder)
    table.equal("MSI: an older version installs", 0, _msiexec(proof, "/i", older))
    table.equal("MSI: the new one over it", 0, _msiexec(proof, "/i", package))
    found = nsis.files(here(proof.wine, place.folder))
    table.note("MSI: exactly the new files are there", sorted({*found} ^ {*proof.bundle})[:12])
    self_test(proof, place, "MSI")
    table.equal("MSI: removed", 0, _msiexec(proof, "/x", package))
    nothing_left(proof, "MSI", before)


def _msiexec(proof: Proof, way: str, package: Path) -> int:
    words = ["msiexec", way, windows_path(package), "/qn", "/norestart"]
    return proof.wine(*words, seconds=SECONDS)[0]


def _portable(proof: Proof) -> None:
    """With a marker beside the unpacked program everything is kept there, and nothing elsewhere."""
    wine, table, user = proof.wine, proof.table, user_of(proof.wine)
    packed = portable.file_of(Target(WINDOWS))
    if not packed.is_file():
        table.note("portable", "there is no ZIP; please run the step portable first")
        return
    stick, profile = here(wine, STICK), here(wine, rf"C:\users\{user}\AppData")
    kept = [profile / place / NAME for place in ("Local", "Roaming")]
    for folder in kept:
        shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(stick)
    shutil.copytree(ROOT / "resources" / "sample", stick / "daten")
    program = stick / f"{NAME}-{VERSION}"
    (program / MARKER).touch()
    before = snapshot(wine)
    process = wine.start(rf"{STICK}\{program.name}\{NAME}.exe", rf"{STICK}\daten")
    in_use = wait_for((stick / "daten" / LOCK).is_file, 60)
    table.note("portable: it opens a dataset", not in_use and "it did not")
    _close(proof)
    process.wait(SECONDS)
    logs = program / "Daten" / "Protokolle"
    table.note("portable: its logs lie beside it", not logs.is_dir() and "they do not")
    settings = list((program / "Daten").rglob("fenster.ini"))
    table.note("portable: and its settings", not settings and "they do not")
    other = [str(folder) for folder in kept if folder.exists()]
    keys = snapshot(wine).entries.keys() - before.entries.keys()
    other += [key for key, _ in keys if NAME in key]
    table.note("portable: nothing lies elsewhere", other)
    shutil.rmtree(stick)


def _refusals(proof: Proof) -> None:
    wine, table = proof.wine, proof.table
    before = snapshot(wine)
    place = documented.for_user(user_of(wine))
    blocked = here(wine, place.program)
    blocked.mkdir(parents=True)
    table.equal("cannot write: exit code 13", 13, proof.installs(proof.setup))
    shutil.rmtree(here(wine, place.folder))
    wine("winecfg", "-v", "win81")
    table.equal("Windows 8.1: exit code 11", 11, proof.installs(proof.setup))
    wine("winecfg", "-v", "win10")
    odd = r"C:\Eigene Programme\Klima ä ö ü"
    code = wine("cmd", "/c", f'{windows_path(proof.setup)} /S /D={odd}', seconds=SECONDS)[0]
    table.equal("folder of one's own with blanks and umlauts (/D=)", 0, code)
    table.note("and the program is there", not here(wine, rf"{odd}\{NAME}.exe").is_file()
               and "it is not")
    wine(rf"{odd}\uninstall.exe", "/S")
    nothing_left(proof, "refusals", before, {r"C:\Eigene Programme"})
    _attacks(proof)


def _attacks(proof: Proof) -> None:
    """Let others tamper with what runs with an administrator's rights; they must not get far."""
    wine, table, place = proof.wine, proof.table, documented.for_all()
    before = snapshot(wine)
    folder = here(wine, place.folder)
    beside = folder.parent / "fremd.txt"
    table.equal("attack: installed for all users", 0, proof.installs(proof.setup, "/ALLUSERS"))
    folder.chmod(0o777)  # Wine makes of it: everybody may write
    table.equal("attack: open folder: exit code 14", 14, proof.installs(proof.setup, "/ALLUSERS"))
    folder.chmod(0o755)
    kept = [beside, folder / "eigen.txt", here(wine, r"C:\weit.txt")]
    for path in [*kept, folder / "alt.txt"]:
        path.write_text("", encoding="ascii")
    with (folder / nsis.LIST).open("a", encoding="ascii", newline="") as file:
        file.write("".join(f"{line}\r\n" for line in [*OUTSIDE, "alt.txt"]))
    table.equal("attack: list tampered with", 0, proof.installs(proof.setup, "/ALLUSERS"))
    gone = [path.name for path in kept if not path.is_file()]
    table.note("attack: nothing outside is removed, nor by a pattern", gone)
    table.note("attack: what is listed inside is", (folder / "alt.txt").is_file() and "it is not")
    for path in kept:
        path.unlink(missing_ok=True)
    proof.removes(place)
    drive = here(wine, "C:\\")
    drive.chmod(0o777)
    line = f"{windows_path(proof.setup)} /S /ALLUSERS /D=C:\\Neu"
    code = wine("cmd", "/c", line, seconds=SECONDS)[0]
    drive.chmod(0o755)
    table.equal("attack: new folder in an open one: exit code 14", 14, code)
    nothing_left(proof, "attack", before)


def _compare(
    proof: Proof, place: Installation, before: Snapshot, after: Snapshot, *, desktop: bool = False
) -> None:
    """Compare what is new with what the page says, files and registry, in both directions."""
    way = _way(place)
    expected = documented.files(place, proof.bundle, desktop=desktop)
    new = after.files.keys() - before.files.keys()
    new = {name for name in new if not USER_DATA.search(name) and "\\Temp\\" not in name}
    wrong = sorted(new ^ expected)
    proof.table.note(f"{way}: {len(expected)} files, exactly as documented", wrong[:12])
    wanted = documented.registry(place, VERSION)
    wrong = [
        f"{key} : {name}" for (key, name), text in wanted.items()
        if name != documented.SIZE and after.entries.get((key, name)) != text
    ]
    changes = before.difference(Snapshot(before.files, after.entries))
    known = {f"+ {key} : {name}" for key, name in wanted}
    prefixes = {key for key, _ in wanted}
    extra = [
        line for line in changes
        if line not in known and not USER_DATA.search(line[2:])
        and not any(key == line[2:] or key.startswith(f"{line[2:]}\\") for key in prefixes)
    ]
    proof.table.note(f"{way}: {len(wanted)} registry values, exactly as documented", wrong + extra)


def _starts(proof: Proof, place: Installation) -> None:
    """Start from the Start menu and from a folder; while it is open nothing may be replaced."""
    wine, table, way = proof.wine, proof.table, _way(place)
    link = shortcut.target(here(wine, place.start).read_bytes())
    table.equal(f"{way}: the Start menu leads to the program", place.program, link)
    process = wine.start("start", "/wait", place.start)
    table.note(f"{way}: it starts from there", _drawn(proof, "windows-start"))
    table.equal(f"{way}: open: setup ends with {OPEN_CODE}", OPEN_CODE, proof.installs(proof.setup))
    table.equal(f"{way}: open: uninstall ends with {OPEN_CODE}", OPEN_CODE,
                proof.removes(place))
    _close(proof)
    process.wait(SECONDS)
    dataset = here(wine, rf"C:\users\Public\Documents\{DATASET}")
    shutil.copytree(ROOT / "resources" / "sample", dataset)
    wine.start(place.program, rf"C:\users\Public\Documents\{DATASET}")
    in_use = wait_for((dataset / LOCK).is_file, 60)
    fault = _drawn(proof, "windows-form") if in_use else "it did not open the dataset"
    table.note(f"{way}: it opens a folder with umlauts and blanks", fault)
    _close(proof)
    shutil.rmtree(dataset)


def _drawn(proof: Proof, name: str) -> str:
    """Wait until a window stands, take its picture; return "" or what is wrong."""
    path = proof.folder / f"{name}.png"
    if not wait_for((proof.wine.frame / screen.FILE).is_file, 10):
        return "there is no screen"
    blank = len(screen.picture(proof.wine.frame))
    if not wait_for(lambda: len(screen.picture(proof.wine.frame)) > max(20_000, blank * 2), 60):
        return "no window appeared within a minute"
    time.sleep(PICTURE_DELAY)
    path.write_bytes(screen.picture(proof.wine.frame))
    return ""


def _close(proof: Proof) -> None:
    """Close the program as its user would, and wait for its end."""
    proof.wine("taskkill", "/IM", f"{NAME}.exe")
    proof.wine.settle()


def _keep_zoom(proof: Proof, percent: str) -> None:
    """Leave a setting as the program would."""
    key = rf"HKCU\Software\{NAME}\{NAME}\view"
    proof.wine("reg", "add", key, "/v", "zoom", "/t", "REG_SZ", "/d", percent, "/f")


def _kept(after: Snapshot) -> str | None:
    return after.entries.get((rf"HKCU\Software\{NAME}\{NAME}\view", "zoom"))


def _way(place: Installation) -> str:
    return "user" if place.hive == "HKCU" else "all users"
