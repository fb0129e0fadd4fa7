"""Signing, where a certificate is given in the environment; `python -m installer.sign FILE` signs.

| variable | meaning |
|---|---|
| KLIMAEDITOR_SIGN_COMMAND | signs the file named last, in place (token, HSM, signtool) |
| KLIMAEDITOR_SIGN_CERTIFICATE, KLIMAEDITOR_SIGN_KEY | PEM files for osslsigncode |
| KLIMAEDITOR_SIGN_TIMESTAMP | address of a time-stamp server; without it no time stamp |
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from installer import pe
from installer.commands import need, run
from installer.console import say
from installer.project import BUILD, NAME, PUBLISHER, WINDOWS, epoch, msi_file, setup_file

if TYPE_CHECKING:
    from installer.project import Target

COMMAND: Final = "KLIMAEDITOR_SIGN_COMMAND"
CERTIFICATE: Final = "KLIMAEDITOR_SIGN_CERTIFICATE"
KEY: Final = "KLIMAEDITOR_SIGN_KEY"
TIMESTAMP: Final = "KLIMAEDITOR_SIGN_TIMESTAMP"
TEST_DAYS: Final = 30
_WIDE: Final = b"\x0b\x02"  # the mark of a 64-bit program; the tables of others begin earlier
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNATURE_STREAM: Final = "\x05DigitalSignature".encode("utf-16-le")


def is_configured() -> bool:
    """Tell whether the environment says how to sign."""
    both = os.environ.get(CERTIFICATE) and os.environ.get(KEY)
    return bool(os.environ.get(COMMAND) or both)


def file(path: Path) -> bool:
    """Sign a file in place; returns False, and does nothing, where no certificate is given."""
    if not is_configured():
        return False
    command = os.environ.get(COMMAND)
    if command:
        run([*shlex.split(command, posix=os.name != "nt"), path], f"Signing {path.name}")
        return True
    need("osslsigncode")
    signed = path.with_name(f"{path.name}.signed")
    signed.unlink(missing_ok=True)
    stamp = ["-ts", os.environ[TIMESTAMP]] if os.environ.get(TIMESTAMP) else ["-time", str(epoch())]
    run(["osslsigncode", "sign", "-certs", os.environ[CERTIFICATE], "-key", os.environ[KEY],
         "-h", "sha256", "-n", NAME, *stamp, "-in", path, "-out", signed], f"Signing {path.name}")
    signed.replace(path)
    return True


def programs(target: Target) -> None:
    """Sign every program file of a Windows bundle that nobody has signed yet.

    That is what rules for publishers (AppLocker, WDAC) ask of libraries, too.
    """
    if not is_configured() or target.name != WINDOWS:
        return
    found = sorted(path for path in target.bundle.rglob("*") if pe.is_program(path))
    unsigned = [path for path in found if not is_signed(path)]
    for path in unsigned:
        file(path)
    if unsigned:
        say(f"signed: {len(unsigned)} program files of {len(found)}")


def is_signed(path: Path) -> bool:
    """Tell whether a program file of 32 or 64 bits, or an MSI, carries a signature."""
    data = path.read_bytes()
    if data[:8] == _COMPOUND:  # an MSI keeps its signature in a stream of its own
        return _SIGNATURE_STREAM in data
    optional = int.from_bytes(data[0x3C:0x40], "little") + 24
    wide = data[optional : optional + 2] == _WIDE
    table = optional + (112 if wide else 96) + 8 * 4  # the fifth table: certificates
    return int.from_bytes(data[table + 4 : table + 8], "little") > 0


def everything(target: Target) -> None:
    """Sign whatever is handed out and is not signed yet, and say what is."""
    if not is_configured():
        say(f"not signed: set {CERTIFICATE} and {KEY} (or {COMMAND}) to sign. Use "
            "sign --test-certificate to try the way with a certificate of your own.")
        return
    programs(target)
    for path in (setup_file(), msi_file()):
        if path.suffix == ".exe" and path.is_file() and not is_signed(path):
            file(path)
            say(f"signed: {path.name}")


def use_test_certificate() -> None:
    """Make a certificate that nobody trusts and use it in this run: it proves the way, no more."""
    need("openssl")
    folder = BUILD / "test-certificate"
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    if not certificate.is_file():
        run(["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-days", str(TEST_DAYS),
             "-subj", f"/CN={NAME} (Test)/O={PUBLISHER}", "-addext",
             "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate],
            "Making a test certificate")
    os.environ[CERTIFICATE], os.environ[KEY] = str(certificate), str(key)
    say("signing with a test certificate: nobody but this machine trusts it")


def main(arguments: list[str]) -> int:
    """Sign the files named; returns 0, or 1 where no certificate is given."""
    return int(not all(file(Path(name)) for name in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
