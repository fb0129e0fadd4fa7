"""The MSI for roll-out by group policy: per machine, from the same bundle, made by wixl."""

from __future__ import annotations

import hashlib
import re
import shutil
import uuid
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from installer import documented, nsis, pe, release_notes, sign
from installer.commands import need, run
from installer.console import megabytes, say, stop
from installer.project import HERE, ICON, NAME, PUBLISHER, ROOT, VERSION, epoch, msi_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from installer.project import Target

TEMPLATE: Final = HERE / "klimaeditor.wxs"
FAMILY: Final = uuid.UUID("5d0c1c5e-2f0b-4f0e-9b1e-6b9f6a0d9a11")
"""Never changed: it makes all versions one product that upgrades itself."""
REMOVE_INSIDE: Final = (
    "UPDATE InstallExecuteSequence SET Sequence=1501 WHERE Action='RemoveExistingProducts'"
)
"""Next after InstallInitialize (1500), which begins what is undone where an update fails."""
DESKTOP_ONLY: Final = (
    "UPDATE Component SET Condition='DESKTOP=\"1\"' WHERE Component='DesktopLink'"
)
"""The property is given once and read from the registry at an update."""
LINKS: Final = {
    "ARPHELPLINK": "documentation", "ARPURLINFOABOUT": "landingURL", "ARPCONTACT": "email",
}
"""What „Apps“ shows of a program, by the keys of publiccode.yml."""
GERMAN: Final = 1031
CODE_PAGE: Final = 1252
_SINCE_1601: Final = 116_444_736_000_000_000
"""From there to 1970, in the tenths of microseconds that Windows counts."""
_TIME_MARK: Final = b"\x40\0\0\0"
_TIME: Final = re.compile(_TIME_MARK + rb".{6}[\xd0-\xe8]\x01", re.DOTALL)
"""A time in the summary, between 2014 and 2068: when it was made, when it was saved."""
_BUNDLE: Final = f"bundle/{NAME}"
"""Where the bundle lies beside the description."""


def build(target: Target) -> Path:
    """Make the MSI of a Windows bundle and return it."""
    if not target.program.is_file():
        stop(f"there is no {target.name} bundle; please run the step bundle first.")
    sign.programs(target)
    return compile_package(target.bundle, target.folder, msi_file(), VERSION)


def compile_package(bundle: Path, work: Path, output: Path, version: str) -> Path:
    """Make a package of *bundle*, which lies below *work* (_BUNDLE), and return *output*."""
    need("wixl", "msibuild")
    nsis.settle_times(bundle)
    source = work / "klimaeditor.wxs"
    source.write_text(text(nsis.files(bundle), version), encoding="utf-8", newline="\n")
    output.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ICON, work / ICON.name)  # wixl knows paths beside its source only
    run(["wixl", "-a", "x64", "-o", output, source.name], "wixl", folder=work)
    _settle(output, work, version)
    sign.file(output)
    say(f"{output.relative_to(ROOT)}: {megabytes(output.stat().st_size)}")
    return output


def text(listed: list[str], version: str = VERSION) -> str:
    """Return the description of the package; the same version and files give the same text."""
    components = [f'<ComponentRef Id="{_id("c", name)}"/>' for name in listed]
    return TEMPLATE.read_text(encoding="utf-8").format(
        name=NAME, version=version, publisher=PUBLISHER, icon=ICON.name,
        family=str(FAMILY).upper(), product=product_code(version),
        menu=_guid("links"), desktop=_guid("desktop"), links=links(),
        uninstall=documented.UNINSTALL, registry=_registry(version), tree=_tree(listed, ""),
        components="\n      ".join(components),
    )


def product_code(version: str) -> str:
    """Return the code by which Windows Installer knows a version, without braces."""
    return _guid(f"product {version}")


def links(public: str | None = None) -> str:
    """Return what „Apps“ shows for help, about and contact, as properties of the package.

    *public* is the text of publiccode.yml (None: read it); its placeholders are left out.
    """
    public = public or release_notes.PUBLIC.read_text(encoding="utf-8")
    found = {name: release_notes.public_value(public, key) for name, key in LINKS.items()}
    return "\n    ".join(
        f'<Property Id="{name}" Value={quoteattr(value)}/>' for name, value in found.items()
        if value and not release_notes.placeholders(f"x: {value}")
    )


def _settle(package: Path, work: Path, version: str) -> None:
    """Do what wixl cannot: undo an update that fails, name versions, say German, be reproducible.

    The old version is removed after InstallInitialize, so inside of the transaction: an update that
    fails brings it back. wixl removes it before, names no code page and writes a code of the
    package, a language and times of its own.
    """
    page = work / "_ForceCodepage.idt"
    page.write_bytes(f"\r\n\r\n{CODE_PAGE}\t_ForceCodepage\r\n".encode("ascii"))
    code = f"{{{_guid(f'package {_fingerprint(work)}')}}}"
    orders = [REMOVE_INSIDE, DESKTOP_ONLY, *_versions(work)]
    run(["msibuild", package, *(word for order in orders for word in ("-q", order))],
        "Setting versions, a condition and the turn of the removal")
    run(["msibuild", package, "-i", page], "Setting the code page")
    run(["msibuild", package, "-s", f"{NAME} {version}", PUBLISHER, f"x64;{GERMAN}", code],
        "Setting the summary")
    data = package.read_bytes()
    time = (epoch() * 10_000_000 + _SINCE_1601).to_bytes(8, "little")
    settled, count = _TIME.subn(lambda _found: _TIME_MARK + time, data)
    if count != len(("made", "saved")):
        stop(f"{package.name} holds {count} times where two were expected.")
    package.write_bytes(settled)


def _versions(work: Path) -> Iterator[str]:
    """Yield what names the version of every file that has one.

    Windows decides before the old version is removed which files it will install; one that is named
    without a version would lose against the old one, which has it, and be missing afterwards. For
    the same reason REINSTALLMODE has all files installed, also where a version went back.
    """
    for name in nsis.files(work / _BUNDLE):
        path = work / _BUNDLE / name
        version = pe.file_version(path.read_bytes()) if pe.is_program(path) else ""
        if version:
            yield f"UPDATE File SET Version='{version}' WHERE File='{_id('f', name)}'"  # noqa: S608 - numbers


def _fingerprint(work: Path) -> str:
    """Return a sum over what a package is made of: its description and every file."""
    found = hashlib.sha256((work / TEMPLATE.name).read_bytes())
    for name in nsis.files(work / _BUNDLE):
        found.update(hashlib.sha256((work / _BUNDLE / name).read_bytes()).digest())
    return found.hexdigest()


def _tree(listed: list[str], folder: str) -> str:
    """Return the folders and files below *folder* as WiX writes them, each file a component."""
    prefix = f"{folder}/" if folder else ""
    inside = [name.removeprefix(prefix) for name in listed if name.startswith(prefix)]
    lines = [_file(prefix + name) for name in inside if "/" not in name]
    for child in sorted({name.split("/")[0] for name in inside if "/" in name}):
        place = _id("d", prefix + child)
        lines.append(f'<Directory Id="{place}" Name={quoteattr(child)}>')
        lines += [_tree(listed, prefix + child), "</Directory>"]
    return "\n".join(lines)


def _file(name: str) -> str:
    return (
        f'<Component Id="{_id("c", name)}" Guid="{_guid(name)}" Win64="yes">'
        f'<File Id="{_id("f", name)}" Source={quoteattr(f"{_BUNDLE}/{name}")} KeyPath="yes"/>'
        "</Component>"
    )


def _registry(version: str) -> str:
    """Return what the NSIS installer registers for all users, but for its uninstall entry."""
    place = documented.Installation("HKLM", "[INSTALLDIR]", "", "")
    lines = []
    for (key, name), content in documented.registry(place, version).items():
        if documented.UNINSTALL in key:
            continue
        named = "" if name == "@" else f" Name={quoteattr(name)}"
        path = key.removeprefix("HKLM\\")
        value = content.replace("[INSTALLDIR]\\", "[INSTALLDIR]")
        lines.append(f'<RegistryValue Root="HKLM" Key={quoteattr(path)}{named} Type="string" '
                     f"Value={quoteattr(value)}/>")
    return "\n          ".join(lines)


def _id(kind: str, name: str) -> str:
    return f"{kind}{uuid.uuid5(FAMILY, name).hex}"


def _guid(name: str) -> str:
    return str(uuid.uuid5(FAMILY, name)).upper()
