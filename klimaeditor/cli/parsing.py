"""argparse in German: headings, help and messages; a wrong call becomes an error, no exit."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, NoReturn

from klimaeditor.cli import usage_texts as texts
from klimaeditor.cli.command import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.cli.command import Command


class GermanFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with German headings; descriptions and examples stay as they are written."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Put the German word before the usage line."""
        super().add_usage(usage, actions, groups, texts.USAGE if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Translate the headings that argparse brings."""
        super().start_section(texts.HEADINGS.get(heading or "", heading))


class GermanParser(argparse.ArgumentParser):
    """A parser that raises CommandError with a German sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse complains about, in German, with the call that helps."""
        raise CommandError(f"{translated(message)} {texts.see_help(self.prog)}")


def translated(message: str) -> str:
    """Return the German sentence for a message of argparse; unknown ones are passed on framed."""
    where = re.match(texts.AT_ARGUMENT, message)
    rest = message[where.end() :] if where else message
    for pattern, sentence in texts.USAGE_FAULTS.items():
        found = re.fullmatch(pattern, rest, re.DOTALL)
        if found:
            place = where["name"] if where else ""
            return sentence.format(*map(_unquoted, found.groups()), place=place)
    return texts.UNKNOWN_USAGE_FAULT.format(message)


def _unquoted(words: str) -> str:
    """Return what argparse names without Python's quotes, which come and go with its version."""
    return re.sub(r"'([^']*)'", r"\1", words)


def build_parser(commands: Iterable[Command], prog: str, version: str) -> GermanParser:
    """Return the parser of the whole program; the chosen command's name is ``options.command``."""
    parser = _parser(GermanParser, prog, texts.PROGRAM, texts.PROGRAM_END)
    parser.add_argument("--version", action="version", version=version, help=texts.HELP_VERSION)
    chosen = parser.add_subparsers(
        title=texts.GROUP_COMMANDS, dest="command", metavar=texts.COMMAND, required=True
    )
    for command in commands:
        sub = chosen.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=_examples(prog, command),
            formatter_class=GermanFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        _add_help(sub)
        command.configure(sub)
    return parser


def _parser(kind: type[GermanParser], prog: str, description: str, epilog: str) -> GermanParser:
    parser = kind(
        prog,
        description=description,
        epilog=epilog,
        formatter_class=GermanFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    _add_help(parser)
    return parser


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help=texts.HELP_HELP)


def _examples(prog: str, command: Command) -> str:
    lines = [texts.EXAMPLES]
    for call, meaning in command.examples:
        lines += [f"  {prog} {command.name}{' ' if call else ''}{call}", f"      {meaning}"]
    return "\n".join(lines)
