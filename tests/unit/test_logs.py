"""The log tells what happened and nothing of what anybody wrote (DEL-05)."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from klimaeditor import logs
from klimaeditor.clock import local_today
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import EditError

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler


SENTINEL = "Erika Mustermann"
PLACE = "C:\\Benutzer\\mustermann\\Klima\\measures.json"


@pytest.fixture
def log(tmp_path):
    path = logs.setup(tmp_path / "Protokolle")
    yield path
    logs.shut_down()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def logger(name: str = "klimaeditor.document") -> logging.Logger:
    return logging.getLogger(name)


def handler_of(log: Path) -> RotatingFileHandler:
    (found,) = (
        handler
        for handler in logger("klimaeditor").handlers
        if getattr(handler, "baseFilename", "") == str(log)
    )
    return found


def test_an_event_is_one_line_with_time_level_and_module(log):
    before = local_today()
    logger().info("saved %d files", 2)

    (line,) = text(log).splitlines()
    assert line.split(" ")[0] in {f"{day:%Y-%m-%d}" for day in (before, local_today())}
    assert line.endswith(f"{os.getpid()} INFO klimaeditor.document: saved 2 files")


@pytest.mark.parametrize("name", logs.LOGGERS)
def test_core_and_window_write_and_others_do_not(log, name):
    logger(f"{name}.x").info("here")
    logger("openpyxl").warning("elsewhere")

    assert f"{name}.x: here" in text(log)
    assert "elsewhere" not in text(log)


def test_details_are_left_out(log):
    logger().debug("detail")
    logger().info("event")

    assert 1 == len(text(log).splitlines())


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        (5, "5"),
        (1.5, "1.5"),
        (True, "True"),
        (None, "None"),
        ("cost_nan", "cost_nan"),
        ("2026-05-03", "2026-05-03"),
        (FileName.MEASURES, "measures.json"),
        (Path("/x/y/additional_data.json"), "additional_data.json"),
        (Path("/x/mustermann/Erika.xlsx"), "*.xlsx"),
        (Path("/x/mustermann/x.mustermann"), "*"),
        (EditError(SENTINEL), "EditError"),
        (OSError, "OSError"),
        (SENTINEL, "[16 Zeichen]"),
        ("Mustermann", "[10 Zeichen]"),
        ("mustermann", "[10 Zeichen]"),
        (PLACE, f"[{len(PLACE)} Zeichen]"),
        ([SENTINEL], f"[{len(str([SENTINEL]))} Zeichen]"),
    ],
)
def test_of_arguments_only_numbers_and_plain_names_are_written(log, argument, written):
    logger().info("event %s", argument)

    assert text(log).rstrip("\n").endswith(f": event {written}")


def test_an_exception_is_written_as_type_file_and_line(log):
    try:
        try:
            int(SENTINEL)
        except ValueError as error:
            raise EditError(f"{SENTINEL} in {PLACE}") from error
    except EditError:
        logger().exception("edit failed")

    (line,) = text(log).splitlines()
    assert "Mustermann" not in line
    assert "mustermann" not in line
    assert "edit failed | EditError (test_logs.py:" in line
    assert " <- ValueError (test_logs.py:" in line
    assert str(Path(__file__).parent) not in line


def test_contents_never_reach_the_log_whatever_is_logged(log):
    record = {"Responsible bodies/person for implementation": SENTINEL}
    for argument in ([record], SENTINEL, PLACE, Path(PLACE), EditError(SENTINEL)):
        logger().warning("event %s", argument)
        logger().warning(argument)

    assert "ustermann" not in text(log)


@pytest.mark.parametrize("template", ["event %s %s", "event", "event %d", "event %(name)s"])
def test_arguments_that_do_not_fit_cost_nothing_and_tell_nothing(template):
    record = logging.LogRecord("klimaeditor", 20, "x.py", 1, template, (SENTINEL,), None)

    assert logs._Formatter().format(record).endswith(f": {template}")


def test_a_line_stays_a_line(log):
    logger().info("a\nb\r\nc")

    assert 1 == len(text(log).splitlines())


def test_logs_are_five_files_of_one_megabyte_at_most(log, monkeypatch):
    handler_of(log).maxBytes = 2000
    for number in range(400):
        logger().info("event %d", number)

    sizes = [path.stat().st_size for path in log.parent.iterdir()]
    assert logs.FILES == len(sizes)
    assert max(sizes) <= 2000
    assert (5, 1_000_000) == (logs.FILES, logs.MAX_BYTES)


def test_writing_goes_on_where_another_program_holds_the_file(log, monkeypatch):
    handler_of(log).maxBytes = 200
    with monkeypatch.context() as held:
        held.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(PermissionError()))
        for number in range(20):
            logger().info("event %d", number)

    assert "event 19" in text(log)


def test_a_full_disk_ends_nothing(log, monkeypatch, capsys):
    broken = lambda: (_ for _ in ()).throw(OSError(28, "full"))  # noqa: E731 - one line
    monkeypatch.setattr(handler_of(log), "_open", broken)

    logger().info("event")

    assert ("", "") == tuple(capsys.readouterr())


def test_logs_of_more_than_thirty_days_go(tmp_path):
    now = time.time()
    for name, days in (("klimaeditor.log", 31), ("klimaeditor.log.1", 31), ("fremd.log", 99)):
        (tmp_path / name).write_text("x", encoding="utf-8")
        os.utime(tmp_path / name, (now - days * 86400,) * 2)
    (tmp_path / "klimaeditor.log.2").write_text("x", encoding="utf-8")

    logs.forget_old(tmp_path, now)

    assert {"fremd.log", "klimaeditor.log.2"} == {path.name for path in tmp_path.iterdir()}


def test_without_a_place_to_write_there_is_no_log(tmp_path):
    (tmp_path / "datei").write_bytes(b"")

    assert None is logs.setup(tmp_path / "datei")


def test_setting_up_twice_writes_every_line_once(log):
    logs.setup(log.parent)
    logger().info("event")

    assert 1 == len(text(log).splitlines())
