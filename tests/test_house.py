"""The rules of the house, kept by a machine so that nobody has to remember them."""

from __future__ import annotations

import ast
import importlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tokenize
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import platformdirs
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QSettings

import klimaeditor
from klimaeditor.document import open_document
from tests.conftest import BESIDE, ROOT, SAMPLE, Beside

LEFT_OUT = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}
TEXT_SUFFIXES = {
    *("", ".cfg", ".css", ".html", ".ini", ".json", ".lock", ".md", ".py", ".qss"),
    *(".svg", ".toml", ".txt", ".xml", ".yaml", ".yml"),
}

PACKAGES = ("klimaeditor/", "ui/")
SPEAKS_BY_PRINTING = ("klimaeditor/cli", "benchmarks/", "docs/", "dev.py", "build_installer.py")
HOME_OF_COLOURS = ("ui/theme/",)

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
COLOUR_CALL = re.compile(r"\bQColor\(|\bQt\.GlobalColor\.(?!transparent\b)|\brgba?\(\s*\d")
BARE_IGNORE = re.compile(r"#\s*(?:noqa(?!:\s*[A-Z]+\d+)|type:\s*ignore(?!\[[a-z-]+))")
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:work|tmp|root|home/\w+)/")
PATH_IN_PROSE = re.compile(
    r"`((?:klimaeditor|ui|tests|docs|benchmarks|installer|resources)/[\w./*-]+)`"
)
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
REGISTRY_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs)\.org\b")


@dataclass(frozen=True)
class File:
    """A text file of the project with its path from the root; parsed at most once."""

    name: str
    text: str

    @property
    def is_python(self) -> bool:
        return self.name.endswith(".py")

    @property
    def is_source(self) -> bool:
        return self.is_python and self.name.startswith(PACKAGES)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    def where(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the lines in which something is found, with name and number."""
        if not pattern.search(self.text):
            return []
        found = [(n, line) for n, line in enumerate(self.lines, 1) if pattern.search(line)]
        return [f"{self.name}:{number}: {line.strip()[:80]}" for number, line in found]


@pytest.fixture(scope="module")
def files() -> list[File]:
    """Return every text file of the project that is neither built nor installed."""
    found = []
    for top, folders, names in os.walk(ROOT):
        here = Path(top)
        folders[:] = [n for n in folders if n not in LEFT_OUT and (n[0] != "." or n == ".ci")]
        found += [here / n for n in names if n not in LEFT_OUT and Path(n).suffix in TEXT_SUFFIXES]
    return [
        File(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(found)
        if path.is_file()
    ]


def comments_of(file: File) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(file.text).readline)
    return [f"{t.start[0]}: {t.string}" for t in tokens if t.type == tokenize.COMMENT]


def strings_of(file: File) -> list[tuple[int, str]]:
    """Return the string literals of a file with their lines, docstrings left out."""
    prose = {id(n.value) for n in file.nodes if isinstance(n, ast.Expr)}
    nodes = [n for n in file.nodes if isinstance(n, ast.Constant) and id(n) not in prose]
    return [(n.lineno, n.value) for n in nodes if isinstance(n.value, str)]


def test_the_tree_is_seen(files):
    names = {file.name for file in files}

    assert {"README.md", "pyproject.toml", ".ci/run", "klimaeditor/__init__.py"} <= names


def test_nobody_asks_a_widget_for_its_screen(files):
    """PySide would let the screen go with the widget; `screen_area` in ui/widgets/layouts.py."""
    asking = [f.name for f in files if f.is_python and re.search(r"\.screen\(\)", f.text)]

    assert [] == [name for name in asking if name != "tests/test_house.py"]


def test_data_classes_compile_nothing_at_the_start(files):
    """`klimaeditor.model.dataclass` has the one of ours."""
    taking = [
        file.name
        for file in files
        if file.is_python
        and file.name.startswith(("klimaeditor/", "ui/"))
        and re.search(r"^ *from dataclasses import .*\bdataclass\b", file.text, re.MULTILINE)
    ]

    assert ["klimaeditor/model/dataclass.py"] == taking


def test_no_python_file_has_more_than_700_lines(files):
    assert [] == [file.name for file in files if file.is_python and len(file.lines) > 700]


def test_only_commands_print(files):
    prints = [
        f"{file.name}:{node.lineno}"
        for file in files
        if file.is_python and not file.name.startswith((*SPEAKS_BY_PRINTING, "tests/"))
        if "print(" in file.text
        for node in file.nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]

    assert [] == prints


def test_no_widget_is_given_markup(files):
    call = "setHtml" + "("

    assert [] == [file.name for file in files if file.is_source and call in file.text]


def test_colours_are_named_in_the_theme_only(files):
    others = [f for f in files if f.is_source and not f.name.startswith(HOME_OF_COLOURS)]
    literals = [
        f"{file.name}:{line}: {text}"
        for file in others
        if COLOUR.search(file.text)
        for line, text in strings_of(file)
        if COLOUR.search(text)
    ]
    calls = [hit for file in others for hit in file.where(COLOUR_CALL)]

    assert [] == literals + calls


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["paths", "hosts"])
def test_nothing_points_at_one_machine_or_registry(files, pattern):
    assert [] == [hit for file in files for hit in file.where(pattern)]


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


def test_every_ignore_names_its_code(files):
    bare = [
        f"{file.name}:{comment}"
        for file in files
        if file.is_python and BARE_IGNORE.search(file.text)
        for comment in comments_of(file)
        if BARE_IGNORE.search(comment)
    ]

    assert [] == bare


def test_the_changelog_names_the_current_version():
    versions = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)

    assert klimaeditor.__version__ == versions[0]


def test_the_lock_file_pins_what_pyproject_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    ranges = [Requirement(text) for text in project["dependencies"] + extras["window"]]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {line.split(";")[0].strip(" \\") for line in lock.splitlines()}
    pins = {
        canonicalize_name(pin.split("==")[0]): pin.split("==")[1] for pin in locked if "==" in pin
    }

    assert [] == sorted(set(extras["dev"]) - locked)
    for wanted in ranges:
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), wanted
        assert not any(part.operator == "==" for part in wanted.specifier), wanted


def test_the_lock_file_holds_nothing_but_exact_pins_with_hashes():
    pin = re.compile(
        r"[\w.-]+==[\w.]+(?: ; sys_platform == \"win32\")? \\"
        r"|    --hash=sha256:[0-9a-f]{64}(?: \\)?"
    )
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    lines = [line for line in lock.splitlines() if not line.startswith("#")]

    assert [] == [line for line in lines if not pin.fullmatch(line)]


def test_the_layers_hold():
    """In a process of its own: import-linter puts every logger to rest that is there before."""
    lint = "from importlinter import cli; raise SystemExit(cli.lint_imports(no_cache=True))"
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert 0 == done.returncode, done.stdout


def floors_in_pyproject(package: str) -> list[set[str]]:
    """Return the rooms of a package by floor, the lowest first."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    lists = [c for c in tools["importlinter"]["contracts"] if c.get("containers") == [package]]
    assert 1 == len(lists)
    return [set(re.findall(r"\w+", layer)) for layer in reversed(lists[0]["layers"])]


def floors_on_the_page(column: int) -> list[set[str]]:
    rows = re.findall(r"^\| \d \|(.*)\|(.*)\|$", ARCHITECTURE, re.MULTILINE)
    cells = [row[column].replace("\\", "") for row in reversed(rows)]
    return [set(re.findall(r"\w+", cell)) for cell in cells if cell.strip()]


@pytest.mark.parametrize(("package", "column"), [("klimaeditor", 0), ("ui", 1)])
def test_a_half_has_at_most_eight_floors_and_the_page_shows_them(package, column):
    floors = floors_in_pyproject(package)

    assert floors_on_the_page(column) == floors
    assert len(floors) <= 8


def parts_on_the_map(package: str) -> set[str]:
    """Return the rooms and files that the map names below a package."""
    below = re.search(rf"^{package}/\n((?:  .*\n)+)", ARCHITECTURE, re.MULTILINE)
    assert below is not None
    names = re.findall(r"^  (\S+(?: \S+)*?) {2,}", below[1], re.MULTILINE)
    return {name for several in names for name in several.split()}


@pytest.mark.parametrize("package", ["klimaeditor", "ui"])
def test_the_map_names_every_room_and_file_and_nothing_else(package):
    found = [path for path in (ROOT / package).iterdir() if path.name != "__init__.py"]
    rooms = {f"{path.name}/" for path in found if any(path.glob("*.py"))}
    files = {path.name for path in found if path.suffix == ".py"}

    assert parts_on_the_map(package) == rooms | files


@pytest.mark.parametrize("name", ["docs/architecture.md", "README.md", "CONTRIBUTING.md"])
def test_every_path_that_a_page_names_is_there(name):
    paths = re.findall(PATH_IN_PROSE, (ROOT / name).read_text("utf-8"))

    assert [] == [path for path in paths if not list(ROOT.glob(path.rstrip("/")))]


DOORS = {
    "klimaeditor/cli/__init__.py",
    "klimaeditor/document.py",
    "ui/bridge.py",
    "ui/handbook/help_answers.py",
    "ui/headless.py",
    "ui/session/opening.py",
}
"""Who takes the profile of the machine's public page; everybody else is given one."""


SITES_OWN = ("javascript", "rows", "status")
"""The files of `site/` that a profile is made of: what others want of them, they ask a profile."""


def test_only_the_profile_knows_what_the_site_does(files):
    found = {
        f"{file.name}: {module}"
        for file in files
        if file.is_source and not file.name.startswith("klimaeditor/site/")
        for module in imported(file, frozenset(f"klimaeditor.site.{name}" for name in SITES_OWN))
    }

    assert set() == found


def test_only_the_doors_choose_the_site(files):
    own = "klimaeditor.site.muenster"
    found = {
        file.name
        for file in files
        if file.is_source and not file.name.startswith("klimaeditor/site/")
        for node in file.nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(own)
    }

    assert set() == found - DOORS


NAME_IN_PROSE = re.compile(r"(?<![\w*])\*([A-Za-z_][\w.]*)\*(?![\w*])")
ROLE_IN_PROSE = re.compile(r":(mod|func|class|meth|attr|data):`([^`]+)`")


def names_in(file: File) -> set[str]:
    """Return every name that the code of a file uses, the keys in its texts among them."""
    parts = ("id", "attr", "arg", "name", "asname")
    used = {getattr(node, part, None) for node in file.nodes for part in parts}
    texts = (n.value for n in file.nodes if isinstance(n, ast.Constant))
    used |= {text for text in texts if isinstance(text, str) and text.isidentifier()}
    return {name for name in used if isinstance(name, str)}


def test_prose_in_the_code_names_what_exists(files):
    """Docstrings name parameters and signals as *name*, other code by its role."""
    sources = [file for file in files if file.is_source]
    names = {file.name: names_in(file) for file in sources}
    everywhere = set().union(*names.values())
    modules = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in names
    }
    missing = []
    for file in sources:
        for node in file.nodes:
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                continue
            prose, own = str(node.value.value), names[file.name]
            stated = [n for n in NAME_IN_PROSE.findall(prose) if n.split(".")[-1] not in own]
            for role, name in ROLE_IN_PROSE.findall(prose):
                last = name.split(".")[-1]
                if role == "mod":
                    known = name in modules or last in own or last in sys.stdlib_module_names
                else:
                    known = last in (everywhere if "." in name else own)
                stated += [] if known else [name]
            missing += [f"{file.name}:{node.lineno}: {name}" for name in stated]

    assert [] == missing


def test_public_class_names_are_unique(files):
    names = Counter(
        node.name
        for file in files
        if file.is_source
        for node in file.nodes
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert [] == [name for name, count in names.items() if count > 1]


def imported(file: File, modules: frozenset[str]) -> set[str]:
    """Return the modules of the program that a file imports anywhere, for types only as well."""
    found = set()
    for node in file.nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name}: imports are absolute"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & modules if names <= modules else {str(node.module)} | names & modules
    return found & modules


def test_no_file_leads_back_to_itself(files):
    sources = {
        f.name.removesuffix(".py").removesuffix("/__init__"): f for f in files if f.is_source
    }
    modules = frozenset(name.replace("/", ".") for name in sources)
    uses = {
        name.replace("/", "."): imported(file, modules) - {name.replace("/", ".")}
        for name, file in sources.items()
    }
    while ends := [n for n in uses if not uses[n] or not any(n in used for used in uses.values())]:
        uses = {n: used.difference(ends) for n, used in uses.items() if n not in ends}

    assert {} == uses


def late_rooms(file: File) -> dict[str, str]:
    """Return the rooms that a file imports as a whole: the name in the file -> the package."""
    return {
        found.asname or found.name: f"{node.module}.{found.name}"
        for node in file.nodes
        if isinstance(node, ast.ImportFrom) and node.module in {"klimaeditor", "ui"}
        for found in node.names
        if (ROOT / node.module / found.name / "__init__.py").exists()
    }


@cache
def offered(package: str) -> frozenset[str]:
    """Return the modules that a room loads when they are first used."""
    return frozenset(getattr(importlib.import_module(package), "__all__", ()))


def test_a_module_used_through_its_room_is_loaded_by_the_room(files):
    """Else it is there only where somebody else has imported it before; mypy does not see that."""
    missing = []
    for file in files:
        rooms = late_rooms(file) if file.is_source else {}
        for node in file.nodes if rooms else ():
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                package = rooms.get(node.value.id, "")
                module = ROOT / package.replace(".", "/") / f"{node.attr}.py"
                if package and module.exists() and node.attr not in offered(package):
                    missing.append(f"{file.name}:{node.lineno}: {package}.{node.attr}")

    assert [] == missing


def test_a_test_cannot_reach_the_network():
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A folder like the one beside the project, kept as that is; a lone clone has none."""
    folder = tmp_path_factory.mktemp("guarded") / "shared"
    shutil.copytree(SAMPLE, folder / "data" / "city")
    (folder / "README.md").write_text("Daten", encoding="utf-8")
    beside = Beside(folder, folder / "README.md")
    yield folder
    beside.listen(False)


@pytest.mark.parametrize(
    "read",
    [
        lambda folder: (folder / "data" / "city" / "measures.json").read_bytes(),
        lambda folder: (folder / "data" / ".." / "README.md").read_text(encoding="utf-8"),
        lambda folder: list(folder.iterdir()),
        lambda folder: list(os.scandir(os.fsencode(folder))),
        lambda folder: list(folder.rglob("*.xlsx")),
        lambda folder: shutil.copytree(folder / "data" / "city", "city"),
        lambda folder: open_document(folder / "data" / "city"),
    ],
)
def test_a_test_without_the_marker_reads_nothing_beside_the_project(
    read, guarded, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError, match="marker `real`"):
        read(guarded)


def test_the_citys_data_are_what_is_guarded(request):
    assert request.config.pluginmanager.get_plugin("beside").folder == BESIDE


def test_what_beside_the_project_only_looks_alike_may_be_read(tmp_path):
    alike = tmp_path / "shared" / "data.txt"
    alike.parent.mkdir()
    alike.write_text("eigene", encoding="utf-8")

    assert "eigene" == alike.read_text(encoding="utf-8")


@pytest.mark.real
def test_a_test_with_the_marker_reads_the_citys_data(real_dataset):
    assert b"energieerzeugung1" in (real_dataset / "measures.json").read_bytes()


def test_a_test_leaves_no_trace_in_the_users_folders(own_user_folders):
    data = Path(platformdirs.user_data_dir("Klimaeditor", appauthor=False))
    settings = Path(QSettings("Stadt", "Klimaeditor").fileName())

    assert data.is_relative_to(own_user_folders)
    assert settings.is_relative_to(own_user_folders)
