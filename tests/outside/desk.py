"""A desk of its own for the real program: X server, bus, accessibility and somebody who asks.

Where Debian's packages for that are missing, whoever wants one is skipped with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import dev
from tests.conftest import USER_FOLDERS
from tests.waiting import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
ASKER = Path(__file__).with_name("asker.py")
LAST_WORDS = "stderr.txt"
INTERACTIVE = frozenset({
    "push button", "toggle button", "check box", "radio button", "combo box", "text", "spin button",
    "page tab", "list", "table", "tree", "tree table", "slider", "link", "menu item",
    "check menu item", "radio menu item", "password text", "split pane", "menu", "entry",
})  # fmt: skip
"""The roles of what somebody can use."""


class Node:
    """A thing as a screen reader knows it; *inside* are those around it, the innermost first."""

    def __init__(self, facts: dict[str, Any], above: list[Node]) -> None:
        self.role, self.name = facts["role"], facts["name"]
        self.labels, self.description, self.states = (
            facts["labels"],
            facts["description"],
            frozenset(facts["states"]),
        )
        self.box = facts["box"] or [0, 0, 0, 0]
        self.parent = above[facts["parent"]] if 0 <= facts["parent"] < len(above) else None

    @property
    def inside(self) -> list[Node]:
        around, thing = [], self.parent
        while thing is not None:
            around.append(thing)
            thing = thing.parent
        return around

    @property
    def left(self) -> int:
        return self.box[0]

    @property
    def top(self) -> int:
        return self.box[1]

    @property
    def right(self) -> int:
        return self.box[0] + self.box[2]

    @property
    def bottom(self) -> int:
        return self.box[1] + self.box[3]

    @property
    def is_interactive(self) -> bool:
        return "focusable" in self.states or self.role in INTERACTIVE

    def __repr__(self) -> str:
        return f"{self.role} „{self.name}“ {self.box}"


class Desk:
    """The program on its screen, and what can be asked of it."""

    def __init__(
        self, asker: subprocess.Popen[str], program: subprocess.Popen[str], home: Path
    ) -> None:
        self._asker, self._program, self.home = asker, program, home

    def ask(self, *command: object) -> Any:
        """Send a command to the asker and return its answer; AssertionError once all is over."""
        if self._program.poll() is not None:  # nobody waits a minute for each thing of it
            told = (self.home / LAST_WORDS).read_text(encoding="utf-8")
            raise AssertionError(f"the program ended with {self._program.poll()}: {told[-3000:]}")
        self._asker.stdin.write(json.dumps(command) + "\n")
        self._asker.stdin.flush()
        line = self._asker.stdout.readline()
        assert line, "the asker has ended"
        return json.loads(line)

    def press(self, *chords: str) -> None:
        self.ask("press", *chords)

    def type(self, text: str) -> None:
        """Type what stands on an American keyboard without Shift."""
        self.press(*text)

    def there(self, name: str) -> None:
        """Wait until something whose name begins so is seen."""
        assert self.ask("there", name), f"there is no {name!r}"

    def tree(self, name: str = "") -> list[Node]:
        """Return what is seen of the uppermost window, once something of that name is there."""
        self.there(name)
        nodes: list[Node] = []
        for facts in self.ask("tree"):
            nodes.append(Node(facts, nodes))
        return nodes

    def until(self, fault: Callable[[list[Node]], object]) -> list[Node]:
        """Look again and again until there is no *fault* in what is seen; return that."""
        end = time.monotonic() + PATIENCE_S
        while found := fault(nodes := self.tree()):
            assert time.monotonic() < end, found
        return nodes

    def announced(self, word: str) -> str:
        """Return what was read out once *word* is among it."""
        return self.ask("announced", word)

    def tab_to(self, name: str, most: int = 250) -> Node:
        """Press Tab until the keyboard is in something of that name."""
        for _ in range(most):
            reached = Node(self.ask("move", "tab")["after"], [])
            if reached.name.startswith(name):
                return reached
        raise AssertionError(f"Tab never reaches {name}")

    def use(self, name: str) -> None:
        """Go to a button with Tab and press it."""
        self.tab_to(name)
        self.press("space")

    def tick_all(self, name: str) -> None:
        """Tick every box of that name; where the keyboard is then, does not matter."""

        def empty(nodes: list[Node]) -> list[Node]:
            return [node for node in nodes if node.name == name and "checked" not in node.states]

        end = time.monotonic() + PATIENCE_S
        while left := empty(self.tree(name)):
            assert time.monotonic() < end, left
            if "checked" not in self.tab_to(name).states:
                self.press("space")
                self.until(lambda nodes, left=left: len(empty(nodes)) >= len(left))

    def choose(self, path: Path) -> None:
        """Type a path into the dialog for files, which is Qt's own here."""
        self.there("Abbrechen")
        self.type(str(path))
        self.press("enter")

    def usable(self, name: str) -> None:
        """Hold that what is seen, once something of that name is, can be used without seeing."""
        nodes = self.tree(name)
        back = back_steps(self.ring())
        assert [] == faults(nodes)
        assert len(back) <= 1, back

    def ring(self, most: int = 250) -> list[tuple[Node, Node]]:
        """Press Tab until the keyboard is where it began; return the steps (from, to)."""
        steps: list[tuple[Node, Node]] = []
        self.ask("move", "tab")
        first = None
        for _ in range(most):
            moved = self.ask("move", "tab")
            before, after = Node(moved["before"], []), Node(moved["after"], [])
            first = first or (before.role, before.name)
            steps.append((before, after))
            if (after.role, after.name) == first:
                return steps
        raise AssertionError(f"Tab never comes back: {steps[-5:]}")


# --- what is wrong with what was seen --------------------------------------------------------

LEAST_TARGET = 24
_TARGETS = INTERACTIVE - {"split pane", "list", "table", "tree", "tree table", "menu"}
_NO_ROLE = frozenset({"", "unknown", "invalid", "redundant object"})


def faults(nodes: list[Node]) -> list[str]:
    """Return what a screen reader or a hand would stumble over: no name, no role, too small."""
    found = []
    for node in nodes:
        if not node.is_interactive:
            continue
        spoken = [*node.labels, *([] if node.role == "combo box" else [node.name])]
        if not any(name.strip() for name in spoken):  # Qt names a combo box by its value on Linux
            found.append(f"no name: {node}, in {node.inside[:3]}")
        if node.role in _NO_ROLE:
            found.append(f"no role: {node}")
        if "<" in node.name + node.description and "</" in node.name + node.description:
            found.append(f"markup is read out: {node} {node.description!r}")
        if node.role in _TARGETS and any(node.box[2:]) and min(node.box[2:]) < LEAST_TARGET:
            found.append(f"too small: {node}")
    return found


def back_steps(steps: list[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """Return the steps of a ring that lead back: neither down, nor right, nor into a thing."""
    return [(a, b) for a, b in steps if not (_is_behind(a, b) or _is_inside(a, b))]


def _is_behind(first: Node, second: Node) -> bool:
    slack = 6  # what stands in one line need not begin at the same pixel
    in_line = abs(first.top - second.top) <= slack and second.left > first.left
    return second.top >= first.bottom - slack or second.left >= first.right - slack or in_line


def _is_inside(outer: Node, inner: Node) -> bool:
    beside = outer.left <= inner.left and inner.right <= outer.right
    return beside and outer.top <= inner.top and inner.bottom <= outer.bottom


def missing() -> str:
    """Return why there can be no such desk here, "" where there can."""
    if not sys.platform.startswith("linux"):
        return "AT-SPI is there on Linux only"
    lacking = dev.desk_packages()
    return f"not installed here: {' '.join(lacking)}" if lacking else ""


def desk(home: Path, *arguments: object, size: str = "1440x900") -> Iterator[Desk]:
    """Start the program with *arguments* on a desk of its own; ends all of it afterwards."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    started: list[subprocess.Popen[str]] = []

    def start(command: list[object], **options: Any) -> subprocess.Popen[str]:
        words = [str(word) for word in command]
        began = subprocess.Popen(words, cwd=ROOT, text=True, **options)  # noqa: S603 - our own
        started.append(began)
        return began

    try:
        yield _set_up(start, home, arguments, size)
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _set_up(start: Any, home: Path, arguments: tuple[object, ...], size: str) -> Desk:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    reading, writing = os.pipe()
    screen = ["Xvfb", "-displayfd", writing, "-screen", 0, f"{size}x24", "-nolisten", "tcp"]
    start(screen, pass_fds=[writing], **quiet)
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    place = {name: str(home) for name in ("HOME", "TMPDIR", *USER_FOLDERS)}
    environment = {**os.environ, **place, "DISPLAY": display, "LC_ALL": "C.UTF-8"}
    for name in ("QT_SCALE_FACTOR", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS"):
        environment.pop(name, None)
    bus = start(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    spoken = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}
    with (home / LAST_WORDS).open("w") as last_words:  # where it stood, if it crashes
        program = start(
            [sys.executable, "-X", "faulthandler", "-m", "ui.app", *arguments],
            env={**environment, **spoken}, stdout=subprocess.DEVNULL, stderr=last_words,
        )  # fmt: skip
    asker = start(
        [SYSTEM_PYTHON, ASKER],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    made = Desk(asker, program, home)
    assert made.ask("start"), "the program does not come up"
    return made


def copy_of(source: Path, home: Path) -> Path:
    """Return a copy of a dataset in *home*, with a name that can be typed."""
    return Path(shutil.copytree(source, home / "muster"))
