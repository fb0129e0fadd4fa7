"""The rules of the house, kept by a machine so that nobody has to remember them."""

from __future__ import annotations

import ast
import io
import re
import socket
import statistics
import tokenize
import tomllib
from pathlib import Path

import platformdirs
import pytest
from importlinter.cli import lint_imports
from PySide6.QtCore import QSettings

import klimaeditor

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}
TEXT_SUFFIXES = {
    *("", ".cfg", ".css", ".html", ".ini", ".json", ".lock", ".md", ".py", ".qss"),
    *(".svg", ".toml", ".txt", ".xml", ".yaml", ".yml"),
}

PACKAGES = ("klimaeditor", "ui")
SPEAKS_BY_PRINTING = ("klimaeditor/cli", "benchmarks/", "docs/", "dev.py", "build_installer.py")
HOME_OF_COLOURS = ("ui/theme.py", "ui/theme/")

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
COLOUR_CALL = re.compile(r"\bQColor\(|\bQt\.GlobalColor\.(?!transparent\b)|\brgba?\(\s*\d")
BARE_IGNORE = re.compile(r"#\s*(?:noqa(?!:\s*[A-Z]+\d+)|type:\s*ignore(?!\[[a-z-]+))")
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:work|tmp|root|home/\w+)/")
REGISTRY_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs)\.org\b")


def tree_files() -> list[Path]:
    """Return every text file of the project that is neither built nor installed."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if not hidden and not LEFT_OUT.intersection(parts) and path.suffix in TEXT_SUFFIXES:
            found.append(path)
    return [path for path in found if path.is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = tree_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]
SOURCE = [path for path in PYTHON if name_of(path).startswith(tuple(f"{p}/" for p in PACKAGES))]


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def comments_of(path: Path) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [f"{t.start[0]}: {t.string}" for t in tokens if t.type == tokenize.COMMENT]


def strings_of(path: Path) -> list[tuple[int, str]]:
    """Return the string literals of a file with their lines, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in prose]
    return [(n.lineno, n.value) for n in nodes if isinstance(n.value, str)]


def test_the_tree_is_seen():
    names = {name_of(path) for path in FILES}

    assert {"README.md", "pyproject.toml", ".ci/run", "klimaeditor/__init__.py"} <= names


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_no_python_file_has_more_than_400_lines(path):
    assert len(lines_of(path)) <= 400


def test_most_source_files_are_short():
    assert statistics.median(len(lines_of(path)) for path in SOURCE) <= 150


def test_only_commands_print():
    prints = [
        f"{name_of(path)}:{node.lineno}"
        for path in PYTHON
        if not name_of(path).startswith((*SPEAKS_BY_PRINTING, "tests/"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]

    assert [] == prints


def test_no_widget_is_given_markup():
    call = "setHtml" + "("

    assert [] == [name_of(path) for path in SOURCE if call in path.read_text(encoding="utf-8")]


def test_colours_are_named_in_the_theme_only():
    others = [path for path in SOURCE if not name_of(path).startswith(HOME_OF_COLOURS)]
    literals = [
        f"{name_of(path)}:{line}: {text}"
        for path in others
        for line, text in strings_of(path)
        if COLOUR.search(text)
    ]
    calls = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in others
        for number, line in enumerate(lines_of(path), 1)
        if COLOUR_CALL.search(line)
    ]

    assert [] == literals + calls


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["paths", "hosts"])
def test_nothing_points_at_one_machine_or_registry(pattern):
    hits = [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in FILES
        for number, line in enumerate(lines_of(path), 1)
        if pattern.search(line)
    ]

    assert [] == hits


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# noqa", True),
        ("# noqa: S603 - fixed arguments", False),
        ("# type: ignore", True),
        ("# type: ignore[override]  # Qt's own signature", False),
    ],
)
def test_a_bare_ignore_is_recognised(comment, bare):
    assert bare == bool(BARE_IGNORE.search(comment))


def test_every_ignore_names_its_code():
    bare = [
        f"{name_of(path)}:{comment}"
        for path in PYTHON
        for comment in comments_of(path)
        if BARE_IGNORE.search(comment)
    ]

    assert [] == bare


def test_the_changelog_names_the_current_version():
    versions = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)

    assert klimaeditor.__version__ == versions[0]


def test_pyproject_and_the_lock_file_pin_the_same_versions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    locked = {line.split(";")[0].strip() for line in lines_of(ROOT / "requirements.lock")}

    assert [] == sorted(set(wanted) - locked)


def test_the_lock_file_holds_nothing_but_exact_pins():
    pin = re.compile(r"[\w.-]+==[\w.]+(?: ; sys_platform == \"win32\")?")
    lines = [line for line in lines_of(ROOT / "requirements.lock") if not line.startswith("#")]

    assert [] == [line for line in lines if not pin.fullmatch(line)]


def test_the_layers_hold(monkeypatch):
    monkeypatch.chdir(ROOT)

    assert 0 == lint_imports(no_cache=True, no_logo=True)


def test_a_test_cannot_reach_the_network():
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))


def test_a_test_leaves_no_trace_in_the_users_folders(own_user_folders):
    data = Path(platformdirs.user_data_dir("Klimaeditor", appauthor=False))
    settings = Path(QSettings("Stadt", "Klimaeditor").fileName())

    assert data.is_relative_to(own_user_folders)
    assert settings.is_relative_to(own_user_folders)
