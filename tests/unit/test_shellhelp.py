"""Completion for shells and the manual: made from the declarations, tried where the shell is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from klimaeditor.cli.program import COMMANDS, commands
from klimaeditor.cli.shellhelp import SHELLS, declared_by, manual
from tests.waiting import LONG_S

BASH = shutil.which("bash")
CHECKERS = {"bash": ["-n"], "zsh": ["-n"], "fish": ["--no-execute"]}


def completed(script: str, *words: str) -> set[str]:
    """Return what bash offers for the last of *words* behind the name of the program."""
    quoted = " ".join(f"'{word}'" for word in ("klimaeditor-cli", *words))
    call = f"COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _klimaeditor; "
    done = subprocess.run(  # noqa: S603 - our own script
        [BASH, "--norc", "-c", f'{script}\n{call}printf "%s\\n" "${{COMPREPLY[@]}}"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "" == done.stderr
    return set(done.stdout.split())


@pytest.mark.skipif(BASH is None, reason="there is no bash")
def test_bash_offers_commands_options_and_fixed_values(call):
    code, script, err = call("completion", "bash")

    assert (0, "") == (code, err)
    assert {*COMMANDS, "--help", "--version"} == completed(script, "")
    assert {"check", "clean", "completion", "conflicts", "convert"} == completed(script, "c")
    assert {"--severity", "--spelling", "--staged", "--stdin-name", "--strict"} == completed(
        script, "check", "daten", "--s"
    )
    assert {"text", "json", "ndjson", "github", "sarif", "junit"} == completed(
        script, "check", "daten", "--format", ""
    )
    assert {"markdown"} == completed(script, "diff", "--format", "m")
    assert {"setup", "check", "text"} == completed(script, "git", "")
    assert set() == completed(script, "check", "dat")  # bash itself offers paths
    assert set() == completed(script, "publish", "--settings", "--d")


@pytest.mark.skipif(BASH is None, reason="there is no bash")
def test_bash_takes_the_script_for_both_names_and_leaves_paths_to_itself(call, tmp_path):
    (tmp_path / "daten").mkdir()
    script = call("completion", "bash")[1]
    done = subprocess.run(  # noqa: S603 - our own script
        [BASH, "--norc", "-c", f"{script}\ncomplete -p klimaeditor klimaeditor-cli"],
        capture_output=True,
        text=True,
        check=True,
    )

    lines = done.stdout.splitlines()
    assert 2 == len(lines)
    assert all("-o default" in line and "-F _klimaeditor" in line for line in lines)


# --- zsh and fish, asked as somebody who presses Tab asks them -----------------------------------

ZSH = shutil.which("zsh")
FISH = shutil.which("fish")
ZSH_SESSION = r"""
zmodload zsh/zpty || exit 3
zpty shell zsh -f -i
zpty -w shell 'source $SETUP'
zpty -r -m shell said '*READY*'
zpty -w -n shell "$1"$'\t'
zpty -r -m shell said '*DONE*'
print -r -- "$said"
zpty -d shell
"""
ZSH_SETUP = r"""
PROMPT= RPROMPT=
fpath=($FOLDER $fpath)
autoload -Uz compinit; compinit -u -D
compadd () {  # says what it would offer; calls with -O, -A, -D only ask
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
  typeset -a hits
  builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- HIT:${^hits}
  return 0
}
say_done () { print -r -- DO''NE }
comppostfuncs=(say_done)
bindkey '^I' complete-word
print REA''DY
"""


def zsh_completed(script: str, folder, line: str) -> set[str]:
    """Return what an interactive zsh offers when Tab is pressed behind *line*."""
    (folder / "_klimaeditor").write_text(script, encoding="utf-8")
    (folder / "setup.zsh").write_text(ZSH_SETUP, encoding="utf-8")
    (folder / "session.zsh").write_text(ZSH_SESSION, encoding="utf-8")
    names = {"FOLDER": str(folder), "SETUP": str(folder / "setup.zsh"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 - our own script
        [ZSH, "-f", folder / "session.zsh", line],
        cwd=folder,
        env={**os.environ, **names, "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
        timeout=LONG_S,
    )
    return set(re.findall(r"HIT:(\S+)", done.stdout))


def fish_completed(script: str, folder, line: str) -> set[str]:
    """Return what fish offers behind *line*."""
    (folder / "klimaeditor.fish").write_text(script, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own script
        [FISH, "--no-config", "-c", "source klimaeditor.fish; complete -C $argv[1]", line],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "" == done.stderr
    return {offered.partition("\t")[0] for offered in done.stdout.splitlines()}


def bash_completed(script: str, _folder, line: str) -> set[str]:
    return completed(script, *line.split(" ")[1:])


ASKED = {
    "c": {"check", "clean", "completion", "conflicts", "convert"},
    "--": {"--help", "--version"},
    "check daten --s": {"--severity", "--spelling", "--staged", "--stdin-name", "--strict"},
    "check daten --format ": {"text", "json", "ndjson", "github", "sarif", "junit"},
    "diff --format m": {"markdown"},
    "git ": {"setup", "check", "text"},
    "git check --": {"--help", "--no-hooks", "--new-only"},  # none of those of "check"
    "completion ": {"bash", "zsh", "fish", "powershell"},
}
TABS = {
    "bash": (BASH, bash_completed),
    "zsh": (ZSH, zsh_completed),
    "fish": (FISH, fish_completed),
}


@pytest.mark.parametrize("shell", TABS)
@pytest.mark.parametrize("line", ASKED)
def test_a_shell_offers_commands_options_and_values(call, tmp_path, shell, line):
    program, ask = TABS[shell]
    if program is None:
        pytest.skip(f"there is no {shell}")

    assert ASKED[line] == ask(call("completion", shell)[1], tmp_path, f"klimaeditor-cli {line}")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_offers_paths_where_a_path_stands(call, tmp_path, shell):
    program, ask = TABS[shell]
    if program is None:
        pytest.skip(f"there is no {shell}")
    (tmp_path / "daten").mkdir()
    script = call("completion", shell)[1]

    for line in ("check dat", "check daten --baseline dat", "publish daten --settings dat"):
        assert {"daten"} == {
            found.rstrip("/") for found in ask(script, tmp_path, f"klimaeditor-cli {line}")
        }


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_has_every_command_and_option(call, shell):
    script = call("completion", shell)[1]

    for command in commands():
        assert command.name in script
        for option in declared_by(command):
            for name in option.names:
                long = name.startswith("--")
                shown = f"-l {name[2:]} " if shell == "fish" and long else name
                shown = f"-s {name[1:]} " if shell == "fish" and not long else shown
                assert shown in script, (command.name, name)


@pytest.mark.parametrize("shell", CHECKERS)
def test_each_shell_that_is_here_can_read_its_script(call, shell, tmp_path):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    path = tmp_path / "script"
    path.write_text(call("completion", shell)[1], encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own script
        [program, *CHECKERS[shell], path], capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)


def test_a_command_declares_the_same_for_a_shell_as_for_its_help():
    (check,) = commands(["check"])
    by_name = {option.names[0]: option for option in declared_by(check) if option.names}

    assert ("error", "warning", "hint") == by_name["--severity"].choices
    assert by_name["--baseline"].is_path
    assert "" == by_name["--staged"].takes
    assert ("-q", "--quiet") == by_name["-q"].names
    assert "%" not in "".join(
        arg.text for c in commands() for arg in declared_by(c) if "%%" in arg.text
    )


def test_the_manual_has_every_command_option_and_example(call):
    text = call("man")[1]
    plain = text.replace("\\-", "-").replace("\\(dq", '"').replace("\\e", "\\")

    assert text == manual(commands())
    for command in commands():
        assert f'.SS "{command.name} - {command.summary}"' in plain
        for call_, meaning in command.examples:
            assert f".B klimaeditor-cli {command.name} {call_}".rstrip() in plain
            assert meaning in plain
        for option in declared_by(command):
            assert not option.names or f".B {', '.join(option.names)}" in plain


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff")
def test_groff_sets_the_manual_without_a_warning(call, tmp_path):
    path = tmp_path / "klimaeditor-cli.1"
    path.write_text(call("man")[1], encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own page
        [shutil.which("groff"), "-k", "-man", "-Tutf8", "-ww", path],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )

    assert (0, b"") == (done.returncode, done.stderr)
    shown = re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout.decode("utf-8"))
    assert "RÜCKGABEWERT" in shown
    assert "prüft einen Datensatz" in shown
