"""``klimaeditor completion`` and ``man``: what shells and readers of manuals get.

Both are made from the declarations of the commands, so that neither can promise an option that is
not there. A script completes commands, options, choices and paths, and never starts the program.
Those of bash, zsh and fish are tried in these shells; that of the PowerShell, which the registries
do not have, never was.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

import klimaeditor
from klimaeditor.cli.console import SUCCESS, Command, say
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence


# --- words ---------------------------------------------------------------------------------------

COMPLETION_SUMMARY = "gibt die Vervollständigung für eine Shell aus"
COMPLETION = (
    "Schreibt ein Skript, mit dem die Tabulatortaste Befehle, Optionen, feste Werte und Pfade\n"
    "ergänzt. Es gilt für „klimaeditor“ und „klimaeditor-cli“."
)
COMPLETION_SHELL = "bash, zsh, fish oder powershell"
COMPLETION_EXAMPLES = (
    ("bash > ~/.local/share/bash-completion/completions/klimaeditor-cli", "für bash"),
    ("zsh > ~/.zfunc/_klimaeditor", "für zsh, in einem Ordner von fpath"),
    ("fish > ~/.config/fish/completions/klimaeditor-cli.fish", "für fish"),
    ("powershell >> $PROFILE", "für die PowerShell"),
)
MAN_SUMMARY = "gibt die Handbuchseite für „man“ aus"
MAN = "Schreibt alle Befehle mit Optionen und Beispielen als Handbuchseite (roff)."
MAN_EXAMPLES = (("> ~/.local/share/man/man1/klimaeditor-cli.1", "danach: man klimaeditor-cli"),)
SECTIONS: Final = ("NAME", "ÜBERSICHT", "BESCHREIBUNG", "BEFEHLE", "RÜCKGABEWERT")
PURPOSE: Final = "Maßnahmen eines Klimastadt-Vertrags prüfen und bearbeiten"
ABOUT: Final = (
    "Prüft und bearbeitet ohne Fenster, was der Klimaeditor mit Fenster bearbeitet: die vier "
    "Dateien measures.json, additional_data.json, implementations.json und categories.json."
)
RETURNS: Final = (
    "0 in Ordnung, 1 Fehler in den Daten gefunden, 2 nicht ausführbar, 130 mit Strg+C "
    "abgebrochen. Was ein Befehl außerdem meldet, steht bei ihm."
)
MANUAL: Final = "Klimaeditor"
EXAMPLES: Final = "Beispiele:"
HELP: Final = "zeigt diese Hilfe"
VERSION: Final = "zeigt die Version"


# --- What the commands have declared -------------------------------------------------------------

_ActionT = TypeVar("_ActionT", bound=argparse.Action)
NAMES: Final = ("klimaeditor", "klimaeditor-cli")
_HELP: Final = ("-h", "--help")
_ALONE: Final = MappingProxyType({"--help": HELP, "--version": VERSION})
"""The options that stand in the place of a command."""


@dataclass(frozen=True, slots=True)
class DeclaredArgument:
    """An option with its *names*, or a positional argument without; *choices* are fixed values.

    *takes* is what it is called that stands behind an option or in the place, "" for nothing.
    """

    names: tuple[str, ...]
    takes: str
    choices: tuple[str, ...]
    is_path: bool
    several: bool
    needed: bool
    text: str


class _Declaring(argparse.ArgumentParser):
    """A parser that keeps what is declared, in order, whatever group it stands in."""

    def __init__(self) -> None:
        self.declared: list[argparse.Action] = []
        super().__init__(add_help=False)

    def _add_action(self, action: _ActionT) -> _ActionT:
        self.declared.append(action)
        return super()._add_action(action)


def declared_by(command: Command) -> tuple[DeclaredArgument, ...]:
    """Return the arguments of a command, the option for help last."""
    parser = _Declaring()
    command.configure(parser)
    found = tuple(_declared(action) for action in parser.declared)
    return (*found, DeclaredArgument(_HELP, "", (), False, False, False, HELP))


def _declared(action: argparse.Action) -> DeclaredArgument:
    flag = action.nargs == 0
    takes = "" if flag else str(action.metavar or action.dest.upper())
    return DeclaredArgument(
        tuple(action.option_strings),
        takes,
        tuple(map(str, action.choices or ())),
        action.type is Path,
        action.nargs in {"+", "*"},
        action.required,
        (action.help or "").replace("%%", "%"),
    )


def _options(command: Command) -> list[DeclaredArgument]:
    return [argument for argument in declared_by(command) if argument.names]


def _places(command: Command) -> list[DeclaredArgument]:
    return [argument for argument in declared_by(command) if not argument.names]


# --- Scripts for shells --------------------------------------------------------------------------


def bash(commands: Sequence[Command]) -> str:
    """Return the script for bash; paths are left to bash itself."""
    cases, values = [], []
    for command in commands:
        options, places = _options(command), _places(command)
        names = " ".join(name for option in options for name in option.names)
        fixed = " ".join(value for place in places for value in place.choices)
        cases.append(f"    {command.name}) options='{names}'; words='{fixed}' ;;")
        values += [
            f"    {command.name}:{name}) words='{' '.join(option.choices)}'; options='' ;;"
            for option in options
            for name in option.names
            if option.choices
        ]
        free = [name for o in options for name in o.names if o.takes and not o.choices]
        if free:
            values.append(f"    {'|'.join(f'{command.name}:{n}' for n in free)}) return ;;")
    known = " ".join(command.name for command in commands)
    return _BASH.format(
        commands=known,
        cases="\n".join(cases),
        values="\n".join(values),
        names=" ".join(NAMES),
        alone=" ".join(_ALONE),
    )


_BASH: Final = """\
# bash: klimaeditor completion bash
_klimaeditor() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  local command="${{COMP_WORDS[1]}}" options='' words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{commands} {alone}' -- "$word"))
    return
  fi
  case "$command" in
{cases}
  esac
  case "$command:$before" in
{values}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
  esac
}}
complete -o bashdefault -o default -F _klimaeditor {names}
"""


def zsh(commands: Sequence[Command]) -> str:
    """Return the script for zsh."""
    listed = "\n".join(
        f"    {_single(f'{command.name}:{command.summary}')}" for command in commands
    )
    cases = []
    for command in commands:
        lines = [_zsh_option(option) for option in _options(command)]
        lines += [
            _single(f"{'*' if place.several else number}:{_zsh(place.takes)}:{_zsh_values(place)}")
            for number, place in enumerate(_places(command), 1)
        ]
        inside = " \\\n        ".join(lines)
        cases.append(f"    {command.name})\n      _arguments -s \\\n        {inside} ;;")
    alone = " ".join(_single(f"{name}:{text}") for name, text in _ALONE.items())
    return _ZSH.format(names=" ".join(NAMES), commands=listed, cases="\n".join(cases), alone=alone)


def _zsh_option(option: DeclaredArgument) -> str:
    text = f"[{_zsh(option.text)}]"
    value = f":{_zsh(option.takes)}:{_zsh_values(option)}" if option.takes else ""
    if len(option.names) == 1:
        return _single(f"{option.names[0]}{text}{value}")
    joined = ",".join(option.names)
    return f"'({' '.join(option.names)})'{{{joined}}}{_single(text + value)}"


def _zsh_values(argument: DeclaredArgument) -> str:
    if argument.choices:
        return f"({' '.join(argument.choices)})"
    return "_files" if argument.is_path else " "


def _zsh(text: str) -> str:
    """Return *text* for a specification of zsh, where some characters part it."""
    return "".join(f"\\{char}" if char in "[]:\\" else char for char in text)


_ZSH: Final = """\
#compdef {names}
# zsh: klimaeditor completion zsh
_klimaeditor() {{
  local -a commands
  commands=(
{commands}
  )
  if (( CURRENT == 2 )); then
    local -a alone=({alone})
    _describe -t commands BEFEHL commands
    _describe -o OPTION alone
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
{cases}
  esac
}}
_klimaeditor "$@"
"""


def fish(commands: Sequence[Command]) -> str:
    """Return the script for fish."""
    lines = [_FISH]
    for name in NAMES:
        lines += [
            f"complete -c {name} -n __fish_use_subcommand -f -a {command.name} "
            f"-d {_single(command.summary)}"
            for command in commands
        ]
        lines += [
            f"complete -c {name} -n __fish_use_subcommand -l {option[2:]} -d {_single(text)}"
            for option, text in _ALONE.items()
        ]
        for command in commands:
            seen = f"complete -c {name} -n '__klimaeditor_command {command.name}'"
            lines += [f"{seen} {_fish_option(option)}" for option in _options(command)]
            lines += [
                f"{seen} -f -a {_single(' '.join(place.choices))}"
                for place in _places(command)
                if place.choices
            ]
    return "\n".join(lines) + "\n"


_FISH: Final = """\
# fish: klimaeditor completion fish
function __klimaeditor_command  # whether it is the command: "git check" is none of "check"
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = $argv[1]
end"""


def _fish_option(option: DeclaredArgument) -> str:
    names = [
        f"-l {name.removeprefix('--')}" if name.startswith("--") else f"-s {name[1:]}"
        for name in option.names
    ]
    value = ""
    if option.choices:
        value = f" -x -a {_single(' '.join(option.choices))}"
    elif option.takes:
        value = " -r" if option.is_path else " -x"
    return f"{' '.join(names)}{value} -d {_single(option.text)}"


def powershell(commands: Sequence[Command]) -> str:
    """Return the script for the PowerShell; paths are left to the shell itself."""
    rows = []
    for command in commands:
        options = {
            name: " ".join(option.choices) for option in _options(command) for name in option.names
        }
        fixed = " ".join(value for place in _places(command) for value in place.choices)
        inside = "; ".join(f"{_doubled(name)} = {_doubled(v)}" for name, v in options.items())
        rows.append(f"  {_doubled(command.name)} = @{{ '' = {_doubled(fixed)}; {inside} }}")
    alone = ", ".join(map(_doubled, _ALONE))
    return _POWERSHELL.format(names=", ".join(NAMES), commands="\n".join(rows), alone=alone)


_POWERSHELL: Final = """\
# PowerShell: klimaeditor completion powershell
Register-ArgumentCompleter -Native -CommandName {names} -ScriptBlock {{
  param($word, $line, $position)
  $commands = @{{
{commands}
  }}
  $words = @($line.CommandElements | ForEach-Object {{ $_.ToString() }})
  $done = $words.Count - [int][bool]$word
  $known = if ($words.Count -gt 1) {{ $commands[$words[1]] }}
  $found = if ($done -le 1) {{ @($commands.Keys) + @({alone}) }}
    elseif (-not $known) {{ @() }}
    elseif ($word.StartsWith('-')) {{ $known.Keys | Where-Object {{ $_ }} }}
    elseif ($known[$words[$done - 1]]) {{ $known[$words[$done - 1]] -split ' ' }}
    else {{ $known[''] -split ' ' }}
  $found | Where-Object {{ $_ -and $_.StartsWith($word) }} | Sort-Object | ForEach-Object {{
    [System.Management.Automation.CompletionResult]::new($_)
  }}
}}
"""


def _single(text: str) -> str:
    """Return *text* in single quotes for a shell of Unix."""
    return "'" + text.replace("'", "'\\''") + "'"


def _doubled(text: str) -> str:
    """Return *text* in single quotes for the PowerShell."""
    return "'" + text.replace("'", "''") + "'"


# --- The manual ----------------------------------------------------------------------------------


def manual(commands: Sequence[Command]) -> str:
    """Return the page for ``man`` in roff."""
    name, synopsis, about, listed, returns = SECTIONS
    program = NAMES[-1]
    lines = [
        '.\\" -*- coding: utf-8 -*-',
        f'.TH {program.upper()} 1 "" "Klimaeditor {klimaeditor.__version__}" "{MANUAL}"',
        *(f".SH {name}", f"{_roff(program)} \\- {_roff(PURPOSE)}"),
        *(f".SH {synopsis}", f".B {_roff(program)}", "BEFEHL [ANGABEN]"),
        *(f".SH {about}", _roff(ABOUT)),
        f".SH {listed}",
    ]
    for command in commands:
        lines += _manual_of(command, program)
    return "\n".join([*lines, f".SH {returns}", _roff(RETURNS), ""])


def _manual_of(command: Command, program: str) -> list[str]:
    lines = [f'.SS "{_roff(command.name)} \\- {_roff(command.summary)}"']
    usage = " ".join(
        (place.takes if place.needed else f"[{place.takes}]") + ("…" if place.several else "")
        for place in _places(command)
    )
    lines += [f".B {_roff(program)} {_roff(command.name)}", f"[OPTIONEN] {_roff(usage)}".rstrip()]
    for part in command.description.split("\n\n"):
        lines += [".PP", _roff(" ".join(part.split()))]
    for argument in declared_by(command):
        names = ", ".join(argument.names)
        value = "{" + ",".join(argument.choices) + "}" if argument.choices else argument.takes
        lines += [".TP", f".B {_roff(f'{names} {value}'.strip())}", _roff(argument.text)]
    lines += [".PP", EXAMPLES]
    for call, meaning in command.examples:
        lines += [".TP", f".B {_roff(f'{program} {command.name} {call}'.strip())}", _roff(meaning)]
    return lines


def _roff(text: str) -> str:
    """Return *text* as roff reads it: no escapes, no request at the start of a line."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


# --- ``klimaeditor completion`` and ``klimaeditor man`` ------------------------------------------

SHELLS: Final[Mapping[str, Callable[[Sequence[Command]], str]]] = MappingProxyType(
    {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}
)


def _configure_completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=tuple(SHELLS), help=COMPLETION_SHELL)


def _run_completion(options: Namespace) -> int:
    say(SHELLS[options.shell](options.commands()).rstrip("\n"))
    return SUCCESS


def _configure_man(_parser: argparse.ArgumentParser) -> None:
    """Declare nothing."""


def _run_man(options: Namespace) -> int:
    say(manual(options.commands()).rstrip("\n"))
    return SUCCESS


COMPLETION_COMMAND: Final[Command] = Command(
    name="completion",
    summary=COMPLETION_SUMMARY,
    description=COMPLETION,
    examples=COMPLETION_EXAMPLES,
    configure=_configure_completion,
    run=_run_completion,
)
MAN_COMMAND: Final[Command] = Command(
    name="man",
    summary=MAN_SUMMARY,
    description=MAN,
    examples=MAN_EXAMPLES,
    configure=_configure_man,
    run=_run_man,
)
