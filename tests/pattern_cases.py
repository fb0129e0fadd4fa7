"""Every pattern of the product, found by itself, and texts made from each to slow it down."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as code
from re import _parser as parser
from types import ModuleType
from typing import Any

from klimaeditor.cli.program import USAGE_FAULTS
from ui.overview import report_paper

ROOT = Path(__file__).parent.parent
PACKAGES = ("klimaeditor", "ui")
USES = frozenset(
    ("compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")
)

# Patterns that are put together while the program runs: where, and what one of them looks like.
# A pattern that is written whole never belongs here; it is found without.
PUT_TOGETHER: dict[str, str | bytes] = {
    "klimaeditor.textwork.bulk: written": r"(?<!\w)wort(?!\w)",
    "klimaeditor.textwork.search: re.escape(word)": r"wort",
    "klimaeditor.publish.folder: f'\\\\.{re.escape(target.name)}\\\\.(\\\\d{{1,10}})\\\\.({_NEW}|{_OLD})'": (  # noqa: E501
        r"\.ziel\.(\d{1,10})\.(neu|alt)"
    ),
    "klimaeditor.site.visible_text: f'</{re.escape(name)}(?=[\\\\s/>])'": r"</style(?=[\s/>])",
    'klimaeditor.excel.appearance: f"""s=(?<=\\\\bs=)["\'](?:{numbers})["\']""".encode()': (
        rb"""s=(?<=\bs=)["'](?:3|14)["']"""
    ),
    "klimaeditor.cli.program: pattern": "|".join(USAGE_FAULTS),
    "ui.overview.report_paper: _CATALOG % root": report_paper._CATALOG % 1,
    "ui.widgets.painting: f'\\\\S{{{longest}}}(?=\\\\S{{4}})'": r"\S{40}(?=\S{4})",
}

MISSED: list[str] = []
_FLAG = re.compile(r"re\.[A-Z]+\b")
LONG = 256  # how often a repeat must be allowed to run to make a difference at all


@dataclass(frozen=True)
class Found:
    """A pattern of the product and where it stands, as "module:name" or "module:line"."""

    where: str
    pattern: re.Pattern[Any]


def all_modules() -> list[ModuleType]:
    """Every module of the core and the window, imported."""
    modules = []
    for package in map(importlib.import_module, PACKAGES):
        modules.append(package)
        for entry in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not entry.name.endswith("__main__"):
                modules.append(importlib.import_module(entry.name))  # noqa: PERF401
    return modules


def all_patterns() -> list[Found]:
    """Each pattern once: those kept in modules, and those written where they are used.

    Raises AssertionError where a use of `re` can be traced to neither and is not told in
    `PUT_TOGETHER`: then this collection would miss it.
    """
    found: dict[tuple[Any, int], Found] = {}
    for module in all_modules():
        for name, value in vars(module).items():
            for pattern in _inside(value):
                _note(found, f"{module.__name__}:{name}", pattern)
        for where, pattern in _written_in_place(module):
            _note(found, where, pattern)
    return sorted(found.values(), key=lambda one: one.where)


def _note(found: dict[tuple[Any, int], Found], where: str, pattern: re.Pattern[Any]) -> None:
    found.setdefault((pattern.pattern, pattern.flags), Found(where, pattern))


def _inside(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _inside(pair)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from _inside(item)


def _written_in_place(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    for call in ast.walk(tree):
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and call.func.attr in USES
        ):
            continue
        where = f"{module.__name__}:{call.lineno}"
        told = f"{module.__name__}: {ast.unparse(call.args[0])}"
        if told in PUT_TOGETHER:
            yield where, re.compile(PUT_TOGETHER[told], re.DOTALL)
            continue
        try:
            written = _evaluated(call.args[0], module)
            flags = [arg for arg in call.args[1:] if _FLAG.match(ast.unparse(arg))]
            flags = [_evaluated(arg, module) for arg in flags]
        except NameError:
            if any(call is inner for inner in _at_module_level(tree)):
                continue  # what came of it stands in the module itself
            MISSED.append(told)
            continue
        if isinstance(written, re.Pattern):
            continue
        yield where, re.compile(written, flags[0] if flags else 0)


def _evaluated(node: ast.expr, module: ModuleType) -> Any:
    expression = ast.Expression(node)
    return eval(compile(expression, "pattern", "eval"), dict(vars(module)))  # noqa: S307  own source


def _at_module_level(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def repeats_without_end(pattern: re.Pattern[Any]) -> bool:
    """Whether some part of the pattern may run as long as the text does."""
    return any(
        operation in _REPEATS and argument[1] >= LONG
        for operation, argument in _walk(_tree(pattern))
    )


def hostile(pattern: re.Pattern[Any], length: int) -> list[Any]:
    """Texts of about that length that make backtracking work: parts of the pattern again and
    again, alone or behind what leads to them, and then a character that cannot match."""
    tree = _tree(pattern)
    parts: dict[str, None] = {}
    heads: dict[str, None] = {"": None}
    for before, part in _parts(tree, ""):
        parts[part] = None
        heads[before] = None
    letters = dict.fromkeys(letter for part in parts for letter in part[:3])
    pairs = [a + b for a in list(letters)[:4] for b in list(letters)[:4]]
    behind = [head + part for head in heads for part in parts if head]
    pumped = dict.fromkeys(
        [*_spread(letters, 12), *_spread(parts, 12), *pairs, *_spread(behind, 6)]
    )
    leading = _spread([head for head in heads if head], 4)
    texts = []
    for text in pumped:
        run = text * (length // len(text) + 1)
        texts += [run[:length] + end for end in ("\x01", "")]
    for text in _spread([*letters, *parts], 12):
        run = text * (length // len(text) + 1)
        texts += [head + run[:length] + "\x01" for head in leading]
    texts = list(dict.fromkeys(texts))
    return [text.encode("latin-1", "replace") for text in texts] if _of_bytes(pattern) else texts


def _spread(items: Iterable[str], most: int) -> list[str]:
    """Return at most so many of the items, from beginning to end."""
    all_of_them = [item for item in items if item]
    step = -(-len(all_of_them) // most) or 1
    return all_of_them[::step]


def _of_bytes(pattern: re.Pattern[Any]) -> bool:
    return isinstance(pattern.pattern, bytes)


_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


def _tree(pattern: re.Pattern[Any]) -> Any:
    # a compiled pattern carries flags that its parser takes; DEBUG is none of them
    return parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


def _walk(tree: Any) -> Iterator[tuple[Any, Any]]:
    for operation, argument in tree:
        yield operation, argument
        for inner in _children(operation, argument):
            yield from _walk(inner)


def _children(operation: Any, argument: Any) -> list[Any]:
    if operation in _REPEATS:
        return [argument[2]]
    if operation is code.SUBPATTERN:
        return [argument[3]]
    if operation is code.BRANCH:
        return list(argument[1])
    if operation is code.ATOMIC_GROUP:
        return [argument]
    if operation in (code.ASSERT, code.ASSERT_NOT):
        return [argument[1]]
    return []


def _parts(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What leads to each part of a pattern, and an example of the part."""
    for operation, argument in tree:
        for inner in _children(operation, argument):
            yield from _parts(inner, before)
        example = _example([(operation, argument)])
        if example:
            yield before, example
        before += example


def _example(tree: Any) -> str:
    """A short text that the pattern (nearly) matches."""
    made = ""
    for operation, argument in tree:
        if operation is code.LITERAL:
            made += chr(argument)
        elif operation is code.NOT_LITERAL:
            made += "a" if argument != ord("a") else "b"
        elif operation is code.ANY:
            made += "x"
        elif operation is code.IN:
            made += _member(argument)
        elif operation in _REPEATS:
            made += _example(argument[2]) * max(1, min(argument[0], LONG))
        elif operation is code.BRANCH:
            made += _example(argument[1][0])
        elif operation in (code.SUBPATTERN, code.ATOMIC_GROUP):
            made += _example(_children(operation, argument)[0])
    return made


_CATEGORY = {
    code.CATEGORY_DIGIT: "1",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_WORD: " ",
}


def _member(members: Any) -> str:
    if members and members[0][0] is code.NEGATE:
        for letter in "a1 .-,\n/é":
            if not any(_is_in(letter, member) for member in members[1:]):
                return letter
        return "\u2603"
    return _one(members[0])


def _one(member: Any) -> str:
    operation, argument = member
    if operation is code.LITERAL:
        return chr(argument)
    if operation is code.RANGE:
        return chr(argument[0])
    return _CATEGORY.get(argument, "a") if operation is code.CATEGORY else ""


def _is_in(letter: str, member: Any) -> bool:
    operation, argument = member
    if operation is code.LITERAL:
        return ord(letter) == argument
    if operation is code.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    tests = {
        code.CATEGORY_DIGIT: r"\d",
        code.CATEGORY_NOT_DIGIT: r"\D",
        code.CATEGORY_SPACE: r"\s",
        code.CATEGORY_NOT_SPACE: r"\S",
        code.CATEGORY_WORD: r"\w",
        code.CATEGORY_NOT_WORD: r"\W",
    }
    return re.match(tests[argument], letter) is not None


def run(pattern: re.Pattern[Any], text: Any) -> None:
    """Use a pattern in every way the product does."""
    pattern.match(text)
    pattern.fullmatch(text)
    for _ in pattern.finditer(text):
        pass
    pattern.sub(b"" if isinstance(text, bytes) else "", text)
