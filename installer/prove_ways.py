"""What the setup does where another version is installed, or the same one in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from installer import documented, stand_in
from installer.prefix import here, snapshot
from installer.project import NAME
from installer.prove_steps import SECONDS
from installer.trial import NEW, OLD
from installer.wine import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from installer.trial import Trial

DEFAULTS: Final = rf"C:\ProgramData\{NAME}"
MSI_MARK: Final = rf"HKLM\Software\{NAME}"
OTHERS_WRITE: Final = 0o002


def attempt(trial: Trial) -> None:
    """Try everything where nothing is installed, and leave nothing."""
    _downgrade(trial)
    _scopes(trial)
    _msi_first(trial)
    _help(trial)
    _defaults(trial)
    _msi(trial)


def _downgrade(trial: Trial) -> None:
    table, place = trial.table, trial.place
    table.equal("downgrade: the newer version is installed", 0, trial.run(NEW))
    newer = trial.content(place)
    trial.refuses("downgrade", 15, trial.run(OLD), NEW, OLD, "/DOWNGRADE")
    table.note("downgrade: nothing is changed", newer != trial.content(place))
    table.equal("downgrade: the same version again", 0, trial.run(NEW))
    table.equal("downgrade: forced", 0, trial.run(OLD, "/DOWNGRADE"))
    table.equal("downgrade: the older version is registered", [OLD], _versions(trial))
    lacking = [name for name in trial.bundled(OLD) if name not in trial.content(place)]
    table.note("downgrade: and its files are there", lacking)
    table.equal("downgrade: removed", 0, trial.remove(place))


def _scopes(trial: Trial) -> None:
    """Try both orders of „for me“ and „for all“; there is one entry in „Apps“ at any time."""
    table, user, everyone = trial.table, trial.place, documented.for_all()
    table.equal("scopes: installed for one user", 0, trial.run(OLD))
    code = trial.run(NEW, "/ALLUSERS")
    trial.refuses("scopes: then for all", 16, code, user.folder)
    table.equal("scopes: one entry", [OLD], _versions(trial))
    table.equal("scopes: removed for the user", 0, trial.remove(user))
    table.equal("scopes: installed for all", 0, trial.run(OLD, "/ALLUSERS"))
    trial.refuses("scopes: then for one user", 16, trial.run(NEW), everyone.folder, "/ALLUSERS")
    table.equal("scopes: one entry", [OLD], _versions(trial))
    table.equal("scopes: updated for all", 0, trial.run(NEW, "/ALLUSERS"))
    trial.refuses("scopes: downgrade for all", 15, trial.run(OLD, "/ALLUSERS"))
    table.equal("scopes: one entry", [NEW], _versions(trial))
    table.equal("scopes: removed for all", 0, trial.remove(everyone))


def _msi_first(trial: Trial) -> None:
    """Show that the setup refuses where the MSI left its mark."""
    trial.wine("reg", "add", MSI_MARK, "/v", "MSI", "/t", "REG_DWORD", "/d", "1", "/f")
    for switches in ((), ("/ALLUSERS",)):
        trial.refuses(f"after the MSI {' '.join(switches)}", 16, trial.run(NEW, *switches), "MSI")
    trial.wine("reg", "delete", MSI_MARK, "/f")


def _help(trial: Trial) -> None:
    before = snapshot(trial.wine)
    code = trial.wine(trial.setups[NEW], "/S", "/?", seconds=SECONDS)[0]
    trial.table.equal("/? without a window ends with 0", 0, code)
    trial.table.note("and does nothing", before.difference(snapshot(trial.wine)))


def _defaults(trial: Trial) -> None:
    """See that the administrators' folder is made for them alone, and kept where it is used."""
    table, everyone = trial.table, documented.for_all()
    folder = here(trial.wine, DEFAULTS)
    table.equal("defaults: installed for all", 0, trial.run(NEW, "/ALLUSERS"))
    there = folder.is_dir() and not folder.stat().st_mode & OTHERS_WRITE
    table.note("defaults: the folder is there, others may not write", not there and _mode(trial))
    (folder / "klimaeditor.ini").write_text("[Vorgaben]\r\n", encoding="ascii")
    table.equal("defaults: removed", 0, trial.remove(everyone))
    table.note("defaults: what is in the folder stays", not any(folder.iterdir()) and "it is gone")
    (folder / "klimaeditor.ini").unlink()
    folder.chmod(0o777)
    log = f"/LOG={windows_path(trial.log)}"
    table.equal("defaults: in a folder that all may change", 0, trial.run(NEW, "/ALLUSERS", log))
    there = not folder.stat().st_mode & OTHERS_WRITE
    table.note("defaults: others may not write any more", not there and _mode(trial))
    table.equal("defaults: removed again", 0, trial.remove(everyone))
    table.note("defaults: an empty folder goes", folder.exists() and "it is there")


def _msi(trial: Trial) -> None:
    """Try the MSI over the setup, over an older and under a newer one of its kind."""
    table, everyone = trial.table, documented.for_all()
    packages = stand_in.packages(trial.folder, OLD, NEW)
    before = snapshot(trial.wine)
    table.equal("MSI: the setup was first, for one user", 0, trial.run(OLD))
    found = _msiexec(trial, "/i", packages[NEW])
    table.note("MSI: refuses beside the user's", not found and "it ended with 0")
    table.equal("MSI: the user's is removed", 0, trial.remove(trial.place))
    table.equal("MSI: the setup was first, for all", 0, trial.run(OLD, "/ALLUSERS"))
    found = _msiexec(trial, "/i", packages[NEW])
    table.note("MSI: refuses beside the setup", not found and "it ended with 0")
    table.equal("MSI: the setup's version is still there", [OLD], _versions(trial))
    table.equal("MSI: the setup's is removed", 0, trial.remove(everyone))
    code = _msiexec(trial, "/i", packages[OLD], "DESKTOP=1")
    table.equal("MSI: the older one installs", 0, code)
    table.equal("MSI: with a link on the desktop", 1, len(_desktop_links(trial)))
    trial.refuses("MSI: then the setup", 16, trial.run(NEW, "/ALLUSERS"), "MSI")
    table.equal("MSI: the newer one over it", 0, _msiexec(trial, "/i", packages[NEW]))
    wrong = sorted({*trial.bundled(NEW)} ^ trial.content(everyone).keys())
    table.note("MSI: exactly the newer files are there", wrong)
    library = trial.content(everyone).get(stand_in.LIBRARY)
    made = (trial.folder / NEW / "bundle" / NAME / stand_in.LIBRARY).read_bytes()
    table.note("MSI: a library whose version went back, too", library != made and "the older one")
    table.equal("MSI: and the link on the desktop", 1, len(_desktop_links(trial)))
    text = trial.content(everyone).get(stand_in.TEXT, b"").decode("ascii")
    table.equal("MSI: with the newer content", NEW, text)
    table.equal("MSI: one entry", 1, _entries(trial))
    found = _msiexec(trial, "/i", packages[OLD])
    table.note("MSI: the older one refuses", not found and "it ended with 0")
    menu = rf"HKLM\{documented.CLASSES}\Directory\shell\{NAME}"
    spoken = snapshot(trial.wine).entries.get((menu, "@"))
    table.equal("MSI: umlauts are umlauts", "Mit Klimaeditor öffnen", spoken)
    table.equal("MSI: removed", 0, _msiexec(trial, "/x", packages[NEW]))
    table.note("MSI: files and registry as before", before.difference(snapshot(trial.wine)))


def _desktop_links(trial: Trial) -> list[Path]:
    return list(here(trial.wine, r"C:\users").glob(f"*/Desktop/{NAME}.lnk"))


def _msiexec(trial: Trial, way: str, package: Path, *properties: str) -> int:
    words = ["msiexec", way, windows_path(package), "/qn", "/norestart", *properties]
    return trial.wine(*words, seconds=SECONDS)[0]


def _entries(trial: Trial) -> int:
    found = snapshot(trial.wine).entries
    place = documented.UNINSTALL.removesuffix(NAME)
    return sum(
        name == "DisplayName" and text == NAME and place in key
        for (key, name), text in found.items()
    )


def _mode(trial: Trial) -> str:
    folder = here(trial.wine, DEFAULTS)
    return f"{folder.stat().st_mode:o}" if folder.is_dir() else "there is none"


def _versions(trial: Trial) -> list[str]:
    """Return the version of every entry in „Apps“."""
    found = snapshot(trial.wine).entries
    return [
        text for (key, name), text in found.items()
        if name == "DisplayVersion" and key.endswith(documented.UNINSTALL)
    ]
