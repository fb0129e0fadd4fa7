"""The steps of a build, each a function and a command of its own, and all of them in order."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from installer import (
    admx,
    bundle,
    checksums,
    compare,
    distribution,
    environment,
    gates,
    licences,
    msi,
    nsis,
    portable,
    prove,
    prove_setup,
    release_notes,
    sbom,
    selftest,
    sign,
    wheel,
)
from installer.commands import need, packages
from installer.console import say, step, stop
from installer.project import DIST, LINUX, VERSION, WINDOWS, Target, host
from installer.wine import COMPILER

if TYPE_CHECKING:
    from collections.abc import Sequence

Options: TypeAlias = argparse.Namespace


@dataclass(frozen=True, slots=True)
class Step:
    """One command: what it says of itself and the options it takes besides --target."""

    summary: str
    takes: tuple[str, ...] = ()


def version(_options: Options) -> int:
    """Print the version that the program, the package and the installer share."""
    sys.stdout.write(f"{VERSION}\n")
    return 0


def name_missing(options: Options) -> int:
    """Print the Debian packages that `all` needs and this machine lacks, nothing where none is."""
    missing = packages(*_tools_for(options))
    if _target(options) == LINUX:
        missing += environment.missing_python()
    sys.stdout.write(f"{' '.join(missing)}\n" if missing else "")
    return 0


def make_bundle(options: Options) -> int:
    """Make the one-folder program with its licences and policies, check it, and sign it.

    Signed here, before anything is made of it: what is tested, listed and packed is the same.
    """
    target = Target(options.target)
    bundle.build(target)
    licences.collect(target)
    if target.name == WINDOWS:
        admx.place(target.bundle)
    gates.check(target)
    sign.programs(target)
    return 0


def test_bundle(options: Options) -> int:
    """Let both programs of the bundle test themselves; the file they write is the judge."""
    selftest.test(Target(options.target))
    return 0


def make_installer(options: Options) -> int:
    """Compile the installer for Windows."""
    nsis.build(Target(options.target), quick=options.short)
    return 0


def make_msi(options: Options) -> int:
    """Make the MSI for group policies (on Linux)."""
    msi.build(Target(options.target))
    return 0


def make_portable(options: Options) -> int:
    """Pack the bundle as a ZIP."""
    portable.build(Target(options.target))
    return 0


def make_distribution(options: Options) -> int:
    """Pack what roll-out needs: winget manifest, Intune page, AppLocker rules, policies."""
    distribution.build(Target(options.target))
    return 0


def make_wheel(_options: Options) -> int:
    """Build sdist and wheel, and try the wheel in clean environments, with and without Qt."""
    wheel.build()
    return 0


def make_sbom(options: Options) -> int:
    """List what is in the bundle (CycloneDX)."""
    sbom.build(Target(options.target))
    return 0


def make_licences(options: Options) -> int:
    """Collect the licence texts and the list of components anew into the bundle."""
    licences.collect(Target(options.target))
    return 0


def make_checksums(_options: Options) -> int:
    """Write SHA256SUMS and build-info.json over dist/."""
    checksums.build()
    return 0


def sign_all(options: Options) -> int:
    """Sign programs and installer with the certificate of the environment."""
    if options.test_certificate:
        sign.use_test_certificate()
    sign.everything(Target(options.target))
    return 0


def write_notes(options: Options) -> int:
    """Print the text of a release; with --strict refuse while names or homes are placeholders."""
    lacking = release_notes.placeholders(release_notes.PUBLIC.read_text(encoding="utf-8"))
    if options.strict and lacking:
        stop("publiccode.yml still names what does not exist:\n  " + "\n  ".join(lacking))
    sys.stdout.write(release_notes.notes())
    return 0


def prove_installer(options: Options) -> int:
    """Install, start, upgrade and remove under Wine in a clean prefix, and print a table."""
    if options.stand_in:
        return prove_setup.prove()
    return prove.prove(options.pictures, quick=options.short)


def compare_empty(options: Options) -> int:
    """Measure size and start against the bundle of an empty PySide6 window: a report, no gate."""
    return compare.compare(Target(options.target))


def everything(options: Options) -> int:
    """Do all steps in order; --short only proves bundle, self-test and installer script."""
    started = time.monotonic()
    options.target = _target(options)
    need(*_tools_for(options))
    if options.test_certificate and not options.short:
        sign.use_test_certificate()
    if not options.short:
        shutil.rmtree(DIST, ignore_errors=True)  # the checksums cover whatever lies there
    for name in SHORT if options.short else FULL[options.target]:
        with step(name):
            STEPS[name][1](options)
    say(f"all done in {time.monotonic() - started:.0f} s")
    return 0


def _target(options: Options) -> str:
    """Return what is built for; the short form never needs Wine."""
    return host() if options.short else str(options.target)


def _tools_for(options: Options) -> list[str]:
    """Return all tools of a build, to stop at once and not after minutes where one is missing."""
    target = _target(options)
    tools = ["makensis"] if options.short or target == WINDOWS else []
    if target == WINDOWS and host() == LINUX:
        tools += ["wine", "Xvfb", COMPILER, "osslsigncode", "wixl", "msibuild"]
    if target == LINUX:
        tools += ["strip", "objdump"]
    return tools


STEPS: Final = {
    "version": (Step("print the version"), version),
    "missing": (Step("print the Debian packages that are missing", ("short",)), name_missing),
    "bundle": (Step("make the one-folder program and check it"), make_bundle),
    "selftest": (Step("let the bundle test itself"), test_bundle),
    "licences": (Step("collect licences into the bundle"), make_licences),
    "wheel": (Step("build sdist and wheel, try the wheel"), make_wheel),
    "sbom": (Step("list what is in the bundle"), make_sbom),
    "installer": (Step("compile the Windows installer", ("short",)), make_installer),
    "msi": (Step("make the MSI for group policies (on Linux)"), make_msi),
    "portable": (Step("pack the program as a ZIP"), make_portable),
    "sign": (Step("sign programs and installer", ("test-certificate",)), sign_all),
    "distribution": (Step("pack winget, Intune, AppLocker, policies"), make_distribution),
    "checksums": (Step("write SHA256SUMS and build-info.json"), make_checksums),
    "notes": (Step("print the text of a release", ("strict",)), write_notes),
    "prove": (
        Step("try the installer under Wine, print a table", ("short", "pictures", "stand-in")),
        prove_installer,
    ),
    "compare": (Step("measure against an empty PySide6 window"), compare_empty),
    "all": (Step("all of the above but notes, prove and compare", ("short", "test-certificate")),
            everything),
}
SHORT: Final = ("version", "wheel", "bundle", "selftest", "installer")
FULL: Final = {
    WINDOWS: ("version", "bundle", "selftest", "sbom", "installer", "portable",
              *(("msi",) if host() == LINUX else ()), "sign", "distribution", "checksums"),
    LINUX: ("version", "wheel", "bundle", "selftest", "sbom", "portable", "checksums"),
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the step named on the command line and return its exit code."""
    options = build_parser().parse_args(arguments)
    return STEPS[options.step][1](options)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser: one subcommand for each step."""
    parser = argparse.ArgumentParser(
        "build_installer.py", description="Builds the deliverables of Klimaeditor.",
        epilog="Each step has its own --help. Results lie in dist/, everything else in build/.",
    )
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, (facts, action) in STEPS.items():
        entry = steps.add_parser(name, help=facts.summary, description=action.__doc__)
        entry.add_argument(
            "--target", choices=(WINDOWS, LINUX), default=WINDOWS,
            help="the system built for (default: windows, on Linux through Wine)",
        )
        if "short" in facts.takes:
            entry.add_argument("--short", action="store_true", help="quick, not to be handed out: "
                               "this system's bundle, the installer packed with zlib")
        if "test-certificate" in facts.takes:
            entry.add_argument("--test-certificate", action="store_true",
                               help="sign with a certificate made here, to try the way")
        if "strict" in facts.takes:
            entry.add_argument("--strict", action="store_true",
                               help="refuse while publiccode.yml names placeholders")
        if "stand-in" in facts.takes:
            entry.add_argument("--stand-in", action="store_true",
                               help="try the setup alone, with a bundle of a few small files")
        if "pictures" in facts.takes:
            entry.add_argument("--pictures", type=Path, metavar="FOLDER",
                               help="copy the pictures of the windows there")
    return parser
