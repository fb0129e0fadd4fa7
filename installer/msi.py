"""The MSI for roll-out by group policy: per machine, from the same bundle, made by wixl."""

from __future__ import annotations

import shutil
import uuid
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from installer import documented, nsis, sign
from installer.commands import need, run
from installer.console import megabytes, say, stop
from installer.project import HERE, ICON, NAME, PUBLISHER, ROOT, VERSION, msi_file

if TYPE_CHECKING:
    from pathlib import Path

    from installer.project import Target

TEMPLATE: Final = HERE / "klimaeditor.wxs"
FAMILY: Final = uuid.UUID("5d0c1c5e-2f0b-4f0e-9b1e-6b9f6a0d9a11")
"""Never changed: it makes all versions one product that upgrades itself."""
_BUNDLE: Final = f"bundle/{NAME}"
"""Where the bundle lies beside the description."""


def build(target: Target) -> Path:
    """Make the MSI of a Windows bundle and return it."""
    need("wixl")
    if not target.program.is_file():
        stop(f"there is no {target.name} bundle; please run the step bundle first.")
    sign.programs(target)
    nsis.settle_times(target.bundle)
    source = target.folder / "klimaeditor.wxs"
    source.write_text(text(nsis.files(target.bundle)), encoding="utf-8", newline="\n")
    output = msi_file()
    output.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ICON, target.folder / ICON.name)  # wixl knows paths beside its source only
    run(["wixl", "-a", "x64", "-o", output, source.name], "wixl", folder=target.folder)
    sign.file(output)
    say(f"{output.relative_to(ROOT)}: {megabytes(output.stat().st_size)}")
    return output


def text(listed: list[str]) -> str:
    """Return the description of the package; the same version and files give the same text."""
    components = [f'<ComponentRef Id="{_id("c", name)}"/>' for name in listed]
    return TEMPLATE.read_text(encoding="utf-8").format(
        name=NAME, version=VERSION, publisher=PUBLISHER, icon=ICON.name,
        family=str(FAMILY).upper(), product=_guid(f"product {VERSION}"),
        package=_guid(f"package {VERSION}"),
        links=_guid("links"), registry=_registry(), tree=_tree(listed, ""),
        components="\n      ".join(components),
    )


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


def _registry() -> str:
    """Return what the NSIS installer registers for all users, but for its uninstall entry."""
    place = documented.Installation("HKLM", "[INSTALLDIR]", "", "")
    lines = []
    for (key, name), content in documented.registry(place, VERSION).items():
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
