"""``klimaeditor selftest``: say whether the program works here, from source or frozen."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import klimaeditor
from klimaeditor.cli import help_texts
from klimaeditor.cli import selftest_texts as texts
from klimaeditor.cli.command import FOUND, SUCCESS, Command
from klimaeditor.cli.console import one_line, say
from klimaeditor.cli.selftest_steps import STEPS, Bench
from klimaeditor.cli.texts import the_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Sequence

NETWORK_MODULES: Final = frozenset(
    {
        *("_ssl", "asyncio", "ftplib", "http.client", "http.server", "imaplib", "poplib"),
        *("smtplib", "socketserver", "ssl", "urllib.request", "xmlrpc", "PySide6.QtNetwork"),
    }
)
"""What speaks over a network (DEL-03). ``socket`` may be there: Python's logging brings it."""
_OWN_NAME: Final = "socket.gethostname"
"""Asks this machine for its name, for locks; nothing leaves it."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one step went."""

    name: str
    passed: bool
    detail: str


@dataclass(slots=True)
class NetworkWatch:
    """Notes what the program does with sockets (DEL-03); an audit hook sees all of it."""

    active: bool = False
    seen: list[str] = field(default_factory=list)

    def listen(self, event: str, _details: tuple[object, ...]) -> None:
        """Note an event of the socket module."""
        if self.active and event.startswith("socket.") and event != _OWN_NAME:
            self.seen.append(event)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch for the time of the block; a hook cannot be taken off, so it only falls silent."""
        sys.addaudithook(self.listen)
        self.active = True
        try:
            yield
        finally:
            self.active = False


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("--result", type=Path, metavar=texts.FILE, help=texts.HELP_RESULT)


def _run(options: Namespace) -> int:
    results = run_steps(STEPS)
    if options.result is not None:
        with options.work.writing(the_file(options.result)):
            write_results(options.result, results)
    return say_results(results)


def run_steps(steps: Sequence[tuple[str, Callable[[Bench], str]]]) -> list[Result]:
    """Run the steps on one bench, watching the network, and return how each went."""
    before = set() if getattr(sys, "frozen", False) else set(sys.modules)
    watch = NetworkWatch()
    with tempfile.TemporaryDirectory(prefix="klimaeditor-") as folder, watch.on():
        bench = Bench(Path(folder))
        results = [_result(name, step, bench) for name, step in steps]
    used = [*watch.seen, *(NETWORK_MODULES & (set(sys.modules) - before))]
    return [*results, Result(texts.NETWORK, not used, texts.network(used))]


def say_results(results: Sequence[Result]) -> int:
    """Print the table and return the exit code."""
    width = max(len(result.name) for result in results)
    for result in results:
        passed = texts.PASSED if result.passed else texts.FAILED
        say(f"{passed}  {result.name:<{width}}  {one_line(result.detail)}")
    failed = [result.name for result in results if not result.passed]
    say()
    say(texts.verdict(len(results), failed))
    return FOUND if failed else SUCCESS


def write_results(target: Path, results: Sequence[Result]) -> None:
    """Write the table as JSON, for whoever cannot read the console. Raises OSError."""
    report = {
        "version": klimaeditor.__version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "passed": all(result.passed for result in results),
        "steps": [asdict(result) for result in results],
    }
    target.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _result(name: str, step: Callable[[Bench], str], bench: Bench) -> Result:
    """Return how a step went; whatever goes wrong is its result."""
    try:
        return Result(name, True, step(bench))
    except Exception as error:  # noqa: BLE001 - a part missing from a frozen build is what we look for
        return Result(name, False, texts.fault(error))


COMMAND = Command(
    name="selftest",
    summary=help_texts.SELFTEST_SUMMARY,
    description=help_texts.SELFTEST,
    examples=help_texts.SELFTEST_EXAMPLES,
    configure=_configure,
    run=_run,
)
