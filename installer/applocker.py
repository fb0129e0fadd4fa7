"""Rules for AppLocker: by publisher where a program file is signed, else by its hash.

Whoever lets programs run from a profile or a share needs them; below Program Files Windows' own
rules do. Libraries are ruled only where AppLocker's collection for them is turned on.
"""

from __future__ import annotations

import re
import subprocess
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from installer import pe, sign
from installer.commands import find, need
from installer.msi import FAMILY
from installer.project import NAME, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EVERYBODY: Final = "S-1-1-0"
EXE, DLL = "Exe", "Dll"
_PARTS: Final = (("O", "O"), ("L", "L"), ("ST", "S"), ("C", "C"))
"""What AppLocker makes a publisher's name of, in its order: (of the certificate, of the rule)."""
_SUBJECT: Final = re.compile(r"Signer #0:\s+Subject: *(\S.*)")


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """A file to be allowed; *publisher* as AppLocker writes it, "" where nobody signed it."""

    name: str
    size: int
    image_hash: str
    publisher: str
    product: str

    @property
    def collection(self) -> str:
        """Whether it is a program or a library."""
        return EXE if self.name.lower().endswith(".exe") else DLL


def read(paths: Iterable[Path]) -> list[ProgramFile]:
    """Return what the rules need to know of program files."""
    need("osslsigncode")
    return [_read(path) for path in sorted(paths)]


def rules(files: Iterable[ProgramFile]) -> str:
    """Return a policy that allows the files, to be merged into what an administrator has."""
    root = ET.Element("AppLockerPolicy", Version="1")
    listed = list(files)
    for kind in (EXE, DLL):
        own = [file for file in listed if file.collection == kind]
        found = ET.SubElement(root, "RuleCollection", Type=kind, EnforcementMode="NotConfigured")
        by_name = {(file.publisher, file.product) for file in own if _is_named(file)}
        for publisher, product in sorted(by_name):
            _publisher_rule(found, kind, publisher, product)
        by_hash = {file.image_hash: file for file in own if not _is_named(file)}
        for file in sorted(by_hash.values(), key=lambda file: file.name.lower()):
            _hash_rule(found, kind, file)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def publisher_name(subject: str) -> str:
    """Return a certificate's subject („/C=DE/O=Stadt“) as AppLocker names a publisher."""
    found = dict(re.findall(r"(?:^|/)(C|ST|L|O)=([^/]*)", subject))
    return ", ".join(f"{short}={found[part]}" for part, short in _PARTS if part in found).upper()


def _read(path: Path) -> ProgramFile:
    data = path.read_bytes()
    publisher = publisher_name(_signer(path)) if sign.is_signed(path) else ""
    product = pe.resource_text(data, "ProductName").strip().upper()
    return ProgramFile(path.name, len(data), pe.image_hash(data), publisher, product)


def _signer(path: Path) -> str:
    """Return the subject of who signed a file; whether it is trusted is not asked here."""
    command = ["verify", "-ignore-crl", "-ignore-cdp", "-in", str(path)]
    done = subprocess.run(  # noqa: S603 - fixed arguments and a path of our own
        [find("osslsigncode") or "osslsigncode", *command], capture_output=True, check=False
    )
    found = _SUBJECT.search(done.stdout.decode("utf-8", "replace"))
    return found[1].strip() if found else ""


def _is_named(file: ProgramFile) -> bool:
    """Tell whether a publisher's rule can be kept to one product; else it would allow too much."""
    return bool(file.publisher and file.product)


def _publisher_rule(parent: ET.Element, kind: str, publisher: str, product: str) -> None:
    rule = _rule(parent, "FilePublisherRule", f"{kind} {publisher} {product}",
                 f"{NAME}: {product}, signiert")
    condition = ET.SubElement(rule, "FilePublisherCondition", PublisherName=publisher,
                              ProductName=product, BinaryName="*")
    ET.SubElement(condition, "BinaryVersionRange", LowSection="*", HighSection="*")


def _hash_rule(parent: ET.Element, kind: str, file: ProgramFile) -> None:
    rule = _rule(parent, "FileHashRule", f"{kind} {file.image_hash}",
                 f"{NAME} {VERSION}: {file.name}")
    condition = ET.SubElement(rule, "FileHashCondition")
    ET.SubElement(condition, "FileHash", Type="SHA256", Data=f"0x{file.image_hash.upper()}",
                  SourceFileName=file.name, SourceFileLength=str(file.size))


def _rule(parent: ET.Element, tag: str, content: str, name: str) -> ET.Element:
    """Add a rule with an id of its content and return where its condition goes."""
    rule = ET.SubElement(
        parent, tag, Id=str(uuid.uuid5(FAMILY, content)), Name=name, Description="",
        UserOrGroupSid=EVERYBODY, Action="Allow",
    )
    return ET.SubElement(rule, "Conditions")
