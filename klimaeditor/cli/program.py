"""The program of the command line: the table of commands, and errors as German lines."""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NoReturn

import klimaeditor
from klimaeditor.cli import cli_words
from klimaeditor.cli.console import (
    FAILED,
    CommandError,
    complain,
    flush,
    remark,
    say_error,
    speak_utf8,
    system_error,
)
from klimaeditor.late import on_first_use
from klimaeditor.model.core_words import shortened
from klimaeditor.model.errors import KlimaError, OpenOutcomeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from klimaeditor.cli.console import Command
    from klimaeditor.cli.interrupting import Writing
    from klimaeditor.model.catalogue import SiteProfile


# --- words ---------------------------------------------------------------------------------------

USAGE = "Aufruf: "
HEADINGS = MappingProxyType({"positional arguments": "Angaben", "options": "Optionen"})
GROUP_COMMANDS = "Befehle"
EXAMPLES = "Beispiele:"
PROGRAM_PURPOSE = "Prüft und bearbeitet die Maßnahmen eines Klimastadt-Vertrags ohne Fenster."
PROGRAM_END = (
    "Hilfe zu einem Befehl: klimaeditor BEFEHL --help\n\n"
    "Rückgabewerte: 0 in Ordnung, 1 Fehler in den Daten gefunden, 2 nicht ausführbar\n"
    "(dann steht der Grund in einer Zeile auf der Fehlerausgabe)."
)
HELP_HELP = "zeigt diese Hilfe"
HELP_VERSION = "zeigt die Version"
COMMAND = "BEFEHL"

AT_ARGUMENT = r"\Aargument (?P<name>.+?): "
USAGE_FAULTS: Final = MappingProxyType(
    {
        r"the following arguments are required: (.*)": "Es fehlt noch: {0}.",
        r"one of the arguments (.*) is required": "Eine dieser Angaben ist nötig: {0}.",
        r"unrecognized arguments: (.*)": "Diese Angaben sind unbekannt: {0}.",
        r"invalid choice: (.*) \(choose from (.*)\)": "„{0}“ ist bei {place} nicht möglich; "
        "möglich sind: {1}.",
        r"not allowed with argument (.*)": "{place} und {0} schließen einander aus.",
        r"ignored explicit argument (.*)": "{place} nimmt keinen Wert an, angegeben ist „{0}“.",
        r"expected (?:one|at least one|at most one|\d+) arguments?": "Hinter {place} fehlt der "
        "Wert (beginnt er mit einem Strich, hilft {place}=-…).",
    }
)
UNKNOWN_USAGE_FAULT = "Der Aufruf ist so nicht möglich ({0})."


def see_help(prog: str) -> str:
    """Return where the help is."""
    return f"Hilfe: {prog} --help"


# --- argparse in German: headings, help and messages; a wrong call becomes an error, no exit -----


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
        super().add_usage(usage, actions, groups, USAGE if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Translate the headings that argparse brings."""
        super().start_section(HEADINGS.get(heading or "", heading))


class GermanParser(argparse.ArgumentParser):
    """A parser that raises CommandError with a German sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse complains about, in German, with the call that helps."""
        raise CommandError(f"{translated(message)} {see_help(self.prog)}")


def translated(message: str) -> str:
    """Return the German sentence for a message of argparse; unknown ones are passed on framed."""
    where = re.match(AT_ARGUMENT, message)
    rest = message[where.end() :] if where else message
    for pattern, sentence in USAGE_FAULTS.items():
        found = re.fullmatch(pattern, rest, re.DOTALL)
        if found:
            place = where["name"] if where else ""
            return sentence.format(*map(_unquoted, found.groups()), place=place)
    return UNKNOWN_USAGE_FAULT.format(shortened(message))


def _unquoted(words: str) -> str:
    """Return what argparse names without Python's quotes, which come and go with its version."""
    return shortened(re.sub(r"'([^']*)'", r"\1", words))


def build_parser(commands: Iterable[Command], prog: str, version: str) -> GermanParser:
    """Return the parser of the whole program; the chosen command's name is ``options.command``."""
    parser = _parser(GermanParser, prog, PROGRAM_PURPOSE, PROGRAM_END)
    parser.add_argument("--version", action="version", version=version, help=HELP_VERSION)
    chosen = parser.add_subparsers(
        title=GROUP_COMMANDS, dest="command", metavar=COMMAND, required=True
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
    parser.add_argument("-h", "--help", action="help", help=HELP_HELP)


def _examples(prog: str, command: Command) -> str:
    lines = [EXAMPLES]
    for call, meaning in command.examples:
        lines += [f"  {prog} {command.name}{' ' if call else ''}{call}", f"      {meaning}"]
    return "\n".join(lines)


# --- The program of the command line: the table of commands, and errors as German lines ----------

PROGRAM: Final = "klimaeditor"
COMMANDS: Final = MappingProxyType(
    {
        "check": "checking",
        "fields": "fieldlist",
        "notes": "notebooks",
        "edit": "editing",
        "fix": "editing",
        "export": "workbooks",
        "convert": "workbooks",
        "request": "departments",
        "import": "departments",
        "publish": "publishing",
        "report": "publishing",
        "word": "publishing",
        "diff": "versions",
        "merge": "versions",
        "git": "repository",
        "conflicts": "repository",
        "clean": "publishing",
        "schema": "publishing",
        "completion": "shellhelp",
        "man": "shellhelp",
        "selftest": "selftest",
    }
)
"""Every subcommand and its module, which is loaded when it is called and declares NAME_COMMAND."""


def commands(names: Iterable[str] = COMMANDS) -> tuple[Command, ...]:
    """Return subcommands with their declarations, all of them or those named."""
    load = on_first_use("klimaeditor.cli", COMMANDS.values())
    return tuple(getattr(load(COMMANDS[name]), f"{name.upper()}_COMMAND") for name in names)


def parser_for(words: Collection[str]) -> GermanParser:
    """Return the parser for a command that is named, of all of them where none is."""
    version = f"{PROGRAM} {klimaeditor.__version__}"
    known = COMMANDS.keys() & words
    return build_parser(commands(known or COMMANDS), PROGRAM, version)


def run(
    arguments: Sequence[str] | None, work: Writing, site: SiteProfile, told: Sequence[str] = ()
) -> int:
    """Run one command and return its exit code; errors become one German line on stderr.

    *work* learns what is written, *site* is the profile of the public page; commands find both
    among their options, and what returns all declarations. *told* is what is wrong with the
    machine's defaults, for stderr. Raises KeyboardInterrupt.
    """
    speak_utf8()
    options = None
    try:
        words = sys.argv[1:] if arguments is None else list(arguments)
        options = parser_for(words[:1]).parse_args(words)
        code = _run(options, work, site, told)
        flush()
    except SystemExit:  # after --help
        flush()
        raise
    except OpenOutcomeError as error:  # neither carried out nor not
        remark(str(error))
        _say_error(options, error)
    except KlimaError as error:
        complain(str(error))
        _say_error(options, error)
    except OSError as error:
        complain(system_error(error))
    else:
        return code
    with suppress(OSError):
        flush()
    return FAILED


def _run(options: argparse.Namespace, work: Writing, site: SiteProfile, told: Sequence[str]) -> int:
    options.work, options.site, options.commands = work, site, commands
    for problem in filter(None, (*told, site.problem)):
        remark(cli_words.notice(problem))
    (command,) = commands([options.command])
    return command.run(options)


def _say_error(options: argparse.Namespace | None, error: KlimaError) -> None:
    """Say an error as JSON, too, where somebody reads JSON; a wrong call has no format."""
    if getattr(options, "format", None) == "json":
        say_error(error)
