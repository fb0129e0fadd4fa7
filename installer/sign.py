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

from installer.commands import need, run
from installer.console import say
from installer.project import BUILD, NAME, PUBLISHER, epoch, msi_file, setup_file

if TYPE_CHECKING:
    from installer.project import Target

COMMAND: Final = "KLIMAEDITOR_SIGN_COMMAND"
CERTIFICATE: Final = "KLIMAEDITOR_SIGN_CERTIFICATE"
KEY: Final = "KLIMAEDITOR_SIGN_KEY"
TIMESTAMP: Final = "KLIMAEDITOR_SIGN_TIMESTAMP"
TEST_DAYS: Final = 30


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
    """Sign both programs of a Windows bundle that are not signed yet."""
    for path in (target.program, target.console):
        if is_configured() and path.suffix == ".exe" and not is_signed(path):
            file(path)
            say(f"signed: {path.name}")


def is_signed(path: Path) -> bool:
    """Tell whether a program file carries a signature, whoever made it."""
    data = path.read_bytes()
    optional = int.from_bytes(data[0x3C:0x40], "little") + 24
    table = optional + 112 + 8 * 4  # the fifth table of a 64-bit program: certificates
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
