"""The program around the commands: help, wrong calls, errors, encoding."""

from __future__ import annotations

import gc
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

import klimaeditor
from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import main
from klimaeditor.cli.console import CommandError
from klimaeditor.cli.program import COMMANDS, commands, parser_for
from klimaeditor.document import open_document
from tests.conftest import SAMPLE
from tests.git_helpers import Repository
from tests.muenster_fields import FIELDS_BY_NAME
from tests.waiting import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = re.compile(
    r"\b(?:usage|error|argument|options|positional|show|exit|required|invalid|expected|choose)\b"
)


def help_of(capsys, *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert 0 == ended.value.code
    return capsys.readouterr().out


def test_the_version_is_the_one_of_the_package(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert 0 == ended.value.code
    assert f"klimaeditor {klimaeditor.__version__}\n" == capsys.readouterr().out


def test_the_help_lists_every_command(capsys):
    text = help_of(capsys)

    assert [] == [command.name for command in commands() if command.summary not in text]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_german(capsys, name):
    text = help_of(capsys, *([name] if name else []))

    assert text.startswith("Aufruf: klimaeditor")
    stored = re.sub(r"[({]error, ?warning, ?hint[)}]", "", text)
    assert [] == ENGLISH.findall(stored)


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_help_of_each_option_is_a_sentence_not_a_placeholder(command):
    parser = ArgumentParser()
    command.configure(parser)

    assert [] == [a.dest for a in parser._actions if not a.help or a.help.isupper()]


def test_the_examples_of_the_readme_do_what_they_say(call, tmp_path, monkeypatch):
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    calls = [shlex.split(line, comments=True)[3:] for line in lines
             if line.startswith("python -m klimaeditor ") and "--help" not in line]  # fmt: skip
    repository = Repository(tmp_path / "projekt")
    monkeypatch.chdir(repository.folder)
    given = {
        name: tmp_path / name for name in ("TABLE.xlsx", "REPORT.xlsx", "LIST.md", "RETURN.xlsx")
    }
    given |= {
        "FOLDER": repository.data,
        "TABLE": given["TABLE.xlsx"],
        "A": repository.data,
        "B": SAMPLE,
    }
    for name in ("BASE", "OURS", "THEIRS"):
        given[name] = tmp_path / name / "measures.json"
        given[name].parent.mkdir()
        shutil.copy(SAMPLE / "measures.json", given[name])

    for words in calls:
        own = {"OUT": tmp_path / f"out-{words[0]}"}
        if words[0] == "convert":
            own["FOLDER"] = tmp_path / "neu"
        if words[0] == "import":
            shutil.copy(next((tmp_path / "out-request").glob("*.xlsx")), given["RETURN.xlsx"])
        code, out, err = call(*((given | own).get(word, word) for word in words))
        assert code in {0, 1}, (words, err)
        assert "Nicht ausgeführt" not in err
        assert out or words[0] == "merge"
    assert {words[0] for words in calls} >= set(COMMANDS) - {"edit", "word"}
    written = ("TABLE.xlsx", "REPORT.xlsx", "LIST.md", "neu/measures.json", "out-request")
    assert all((tmp_path / name).exists() for name in written)


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_help_of_a_command_has_examples_that_can_be_typed(capsys, command):
    text = help_of(capsys, command.name)
    parser = parser_for(())

    assert command.examples
    for example, meaning in command.examples:
        assert f"  klimaeditor {command.name} {example}".rstrip() in text
        assert meaning in text
        words = shlex.split(example.partition(">")[0])  # where the shell writes it is its affair
        options = parser.parse_args([command.name, *words])
        assert command.name == options.command
        assert getattr(options, "field", None) in {None, *FIELDS_BY_NAME}
        rules = getattr(options, "rule", None) or []
        assert set(rules if isinstance(rules, list) else [rules]) <= RULES.keys()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "Es fehlt noch: BEFEHL."),
        (["pruefe"], "„pruefe“ ist bei BEFEHL nicht möglich; möglich sind: check, "),
        (["check"], "Es fehlt noch: DATENSATZ."),
        (["check", "x", "y"], "Diese Angaben sind unbekannt: y."),
        (["check", "x", "--for", "json"], "Diese Angaben sind unbekannt: --for json."),
        (["check", "x", "--format"], "Hinter --format fehlt der Wert"),
        (
            ["check", "x", "--format", "yaml"],
            "„yaml“ ist bei --format nicht möglich; möglich sind: text, json, ndjson, ",
        ),
        (["fix", "x", "--dry-run=ja"], "--dry-run nimmt keinen Wert an, angegeben ist „ja“."),
        (["edit", "x", "--field", "links", "--null"], "Es fehlt noch: --measure."),
        (
            ["edit", "x", "--measure", "a", "--field", "links"],
            "Eine dieser Angaben ist nötig: --value --null.",
        ),
        (
            ["edit", "x", "--measure", "a", "--field", "links", "--null", "--value", ""],
            "--value und --null schließen einander aus.",
        ),
        (
            ["edit", "x", "--measure", "a", "--field", "links", "--value", "-x"],
            "Hinter --value fehlt der Wert (beginnt er mit einem Strich, hilft --value=-…).",
        ),
    ],
)
def test_a_wrong_call_is_explained_in_german_on_one_line(call, words, expected):
    code, out, err = call(*words)

    assert (2, "") == (code, out)
    assert err.startswith(f"Nicht ausgeführt: {expected}")
    assert 1 == err.count("\n")
    assert [] == ENGLISH.findall(err)


def test_a_message_of_argparse_that_nobody_knows_is_still_framed_in_german():
    with pytest.raises(CommandError, match=r"^Der Aufruf ist so nicht möglich \(strange\)\."):
        parser_for(()).error("strange")


@pytest.mark.parametrize(
    "words",
    [
        ["check", "{}"],
        ["edit", "{}", "--measure", "bauen1", "--field", "summary", "--value", "x"],
        ["fix", "{}"],
        ["export", "{}", "out.xlsx"],
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("missing", "Prüfen Sie, ob das Laufwerk verbunden ist"),
        ("incomplete", "Im Ordner „sample“ fehlt categories.json."),
        ("broken", "categories.json, Zeile 1, Spalte 5: "),
    ],
)
def test_a_dataset_that_cannot_be_read_is_code_2_and_one_line(
    call, sample_dataset, words, damage, expected
):
    categories = sample_dataset / "categories.json"
    folder = sample_dataset
    if damage == "missing":
        folder = sample_dataset / "nirgends"
    elif damage == "incomplete":
        categories.unlink()
    else:
        categories.write_text("[{},]", encoding="utf-8")

    code, out, err = call(*(word.format(folder) for word in words))

    assert (2, "") == (code, out)
    assert expected in err
    assert 1 == err.count("\n")


def test_a_file_that_is_none_of_the_four_is_refused(call, sample_dataset):
    other = sample_dataset / "notizen.json"
    other.write_text("[]", encoding="utf-8")

    code, _, err = call("check", other)

    assert 2 == code
    assert "„notizen.json“ ist keine Datei eines Datensatzes." in err


def test_an_error_of_the_operating_system_is_one_german_line(call, sample_dataset, monkeypatch):
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device", "ziel")

    monkeypatch.setattr("klimaeditor.cli.checking.say", full)
    code, _, err = call("check", sample_dataset)

    assert 2 == code
    reason = "Der Datenträger ist voll. Schaffen Sie dort Platz."
    assert f"Nicht ausgeführt: ziel: {reason}\n" == err


def test_data_cannot_steer_the_terminal(call, sample_dataset):
    file = sample_dataset / "additional_data.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"short_title": "', r'"short_title": "\u001b[2J', 1), "utf-8")

    _, out, _ = call("check", sample_dataset)

    assert "[U+001B][2J" in out
    assert "\x1b" not in out


def environment(**extra: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **extra}


def test_output_is_utf_8_whatever_the_code_page_says(sample_dataset):
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "klimaeditor", "check", sample_dataset / "measures.json"],
        env=environment(PYTHONIOENCODING="cp1252"),
        capture_output=True,
        check=False,
    )

    out = done.stdout.decode("utf-8")
    assert (1, b"") == (done.returncode, done.stderr)
    assert "Kosten der Maßnahme: " in out
    assert "„" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["fields"], 0),
        (["check", "{}"], 1),
        (["check", "{}", "--format", "json"], 1),
        (["edit", "{}", "--measure", "bauen1", "--field", "cost_until", "--value", "2031"], 0),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else None,
)
def test_a_reader_that_stops_early_is_no_error(sample_dataset, words, code):
    started = subprocess.Popen(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "klimaeditor", *(word.format(sample_dataset) for word in words)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    started.stdout.close()
    err = started.stderr.read()
    started.stderr.close()
    started.wait(timeout=PATIENCE_S)

    assert (code, b"") == (started.returncode, err)
    dataset = open_document(sample_dataset).dataset
    until = dataset.view(dataset.find("bauen1")).value("cost_until")
    assert (2031 == until) is (words[0] == "edit")  # whoever reads it: what is to be done is done


@pytest.mark.parametrize(
    "words",
    [
        ["publish", "{}", "{}-paket"],
        ["diff", "{}", "{}"],
        ["import", "{}", "{}/categories.json"],
        ["merge", "{0}/categories.json", "{0}/categories.json", "{0}/categories.json"],
    ],
    ids=lambda words: words[0],
)
def test_who_reads_json_finds_json_where_a_file_is_broken(call, sample_dataset, words):
    (sample_dataset / "categories.json").write_text("[\n{,]", encoding="utf-8")
    code, out, err = call(*(w.format(sample_dataset) for w in words), "--format", "json")
    said = json.loads(out)

    assert 2 == code
    assert err == f"Nicht ausgeführt: {said['error']}\n"
    assert ("categories.json", 2, 2) == tuple(said[key] for key in ("file", "line", "column"))


@pytest.mark.skipif(os.name == "nt", reason="a shell closes no streams there")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_from_the_start_is_no_error(sample_dataset, closed):
    words = shlex.join([sys.executable, "-m", "klimaeditor", "check", str(sample_dataset)])

    done = subprocess.run(  # noqa: S602 - closing a stream takes a shell; the words are quoted
        f"{words} {closed}", shell=True, env=environment(), capture_output=True, check=False
    )

    assert (1, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="a shell closes no streams there")
def test_remarks_do_not_slip_into_the_result_where_nobody_reads_them(sample_dataset):
    file = sample_dataset / "measures.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    words = [sys.executable, "-m", "klimaeditor", "check", str(sample_dataset), "--format", "json"]

    done = subprocess.run(  # noqa: S602 - as above
        f"{shlex.join(words)} 2>&-", shell=True, env=environment(), capture_output=True, check=False
    )

    assert isinstance(json.loads(done.stdout), list)


# --- what is loaded, and when --------------------------------------------------------------------

SAYS_WHAT_IT_LOADED = """
import runpy, sys
before = set(sys.modules)
sys.argv = ["klimaeditor", *{words!r}]
try:
    runpy.run_module("klimaeditor", run_name="__main__", alter_sys=True)
finally:
    print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""
SLOW = {"openpyxl", "PySide6", "ui", "docx", "lxml", "filelock", "hunspell", "rapidfuzz", "logging"}


def loaded_by(*words: object) -> set[str]:
    """Return the modules that a command loads, beside those that Python has loaded by then."""
    code = SAYS_WHAT_IT_LOADED.format(words=[str(word) for word in words])
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}
    return set(done.stderr.split())


def test_the_version_loads_nothing_of_the_program():
    """Git asks for it before each file it merges."""
    ours = {name for name in loaded_by("--version") if name.startswith("klimaeditor")}

    assert {"klimaeditor", "klimaeditor.__main__", "klimaeditor.cli"} >= ours


def test_the_list_of_fields_loads_no_data_and_no_checks():
    loaded = loaded_by("fields")

    assert set() == loaded & (SLOW | {"pydantic", "subprocess"})
    rooms = {name.split(".")[1] for name in loaded if name.startswith("klimaeditor.")}
    assert {"cli", "model", "site", "late", "paths", "policies", "__main__"} >= rooms
    commands_loaded = {name for name in loaded if name.startswith("klimaeditor.cli.")}
    assert {"program", "console", "cli_words", "interrupting", "fieldlist"} == {
        name.rpartition(".")[2] for name in commands_loaded
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_check_loads_no_other_command_and_nothing_that_writes_formats(sample_dataset, form):
    loaded = loaded_by("check", sample_dataset, "--format", form, "--quiet")

    late = {"subprocess", "pydantic", "klimaeditor.saving", "uuid", "ctypes", "platform"}
    assert set() == loaded & (SLOW | late)
    not_wanted = ("exchange.", "reports.", "publish.", "spelling.speller")
    assert [] == [n for n in loaded if n.removeprefix("klimaeditor.").startswith(not_wanted)]
    commands_loaded = {
        name.rpartition(".")[2] for name in loaded if name.startswith("klimaeditor.cli.")
    }
    others = {
        "editing",
        "departments",
        "publishing",
        "repository",
        "selftest",
        "versions",
        "workbooks",
    }
    assert set() == commands_loaded & others


def test_the_program_itself_looks_for_no_rubbish_and_a_call_from_python_changes_nothing(call):
    """A short run makes hardly any; looking for it took a sixth of a check."""
    before = gc.get_threshold()
    code = "print(*gc.get_threshold(), gc.get_freeze_count())"
    start = f"import gc, sys, atexit; atexit.register(lambda: {code}); "
    start += "sys.argv = ['klimaeditor', 'fields']; from klimaeditor import cli; cli.main()"
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", start], env=environment(), capture_output=True, text=True, check=True
    )
    call("fields")

    threshold, *_, frozen = map(int, done.stdout.splitlines()[-1].split())
    assert threshold > 100_000
    assert frozen > 1_000
    assert before == gc.get_threshold()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_called_what_it_is_declared(name):
    assert [name] == [command.name for command in commands([name])]
