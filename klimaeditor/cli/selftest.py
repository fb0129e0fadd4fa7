"""``klimaeditor selftest``: say whether the program works here, from source or frozen."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import help_texts
from klimaeditor.cli import selftest_texts as texts
from klimaeditor.cli.command import FOUND, SUCCESS, Command
from klimaeditor.cli.console import one_line, say
from klimaeditor.cli.selftest_steps import STEPS, Bench

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator


@dataclass(slots=True)
class NetworkWatch:
    """Notes what the program does with sockets (DEL-03); an audit hook sees all of it."""

    active: bool = False
    seen: list[str] = field(default_factory=list)

    def listen(self, event: str, _details: tuple[object, ...]) -> None:
        """Note an event of the socket module."""
        if self.active and event.startswith("socket."):
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


def _configure(_parser: ArgumentParser) -> None:
    """There is nothing to choose."""


def _run(_options: Namespace) -> int:
    watch = NetworkWatch()
    with tempfile.TemporaryDirectory(prefix="klimaeditor-") as folder, watch.on():
        bench = Bench(Path(folder))
        results = [_result(name, step, bench) for name, step in STEPS]
    results.append((texts.NETWORK, not watch.seen, texts.network(watch.seen)))
    width = max(len(name) for name, _, _ in results)
    for name, passed, detail in results:
        say(f"{texts.PASSED if passed else texts.FAILED}  {name:<{width}}  {one_line(detail)}")
    failed = [name for name, passed, _ in results if not passed]
    say()
    say(texts.verdict(len(results), failed))
    return FOUND if failed else SUCCESS


def _result(name: str, step: Callable[[Bench], str], bench: Bench) -> tuple[str, bool, str]:
    """Return name, success and detail of a step; whatever goes wrong is its result."""
    try:
        return name, True, step(bench)
    except Exception as error:  # noqa: BLE001 - a part missing from a frozen build is what we look for
        return name, False, texts.fault(error)


COMMAND = Command(
    name="selftest",
    summary=help_texts.SELFTEST_SUMMARY,
    description=help_texts.SELFTEST,
    examples=help_texts.SELFTEST_EXAMPLES,
    configure=_configure,
    run=_run,
)
