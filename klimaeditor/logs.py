"""The log: local, small, and without contents (DEL-05).

Lines name events, rule ids, counts and types of exceptions. What else somebody passes to the log by
mistake does not get through: of arguments, only numbers, names like ``cost_nan`` and those of the
four files are written, of other files the ending, of exceptions type, file and line.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import time
import traceback
from contextlib import suppress
from datetime import timedelta
from enum import Enum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from klimaeditor import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import TypeAlias


# --- The log: local, small, and without contents (DEL-05) ----------------------------------------

FOLDER: Final = "Protokolle"
NAME: Final = "klimaeditor.log"
LOGGERS: Final = ("klimaeditor", "ui")
MAX_BYTES: Final = 1_000_000
FILES: Final = 5
KEEP: Final = timedelta(days=30)
_FILES: Final = r"(measures|additional_data|implementations|categories)\.json"
_PLAIN: Final = re.compile(rf"\A(?:[a-z]+(_[a-z0-9]+)+|{_FILES}|[\d.:-]{{1,30}})")
_TEMPLATE: Final = re.compile(r"[a-z0-9\s%,:;().=_'-]*")
"""Events are in plain lower case; what looks otherwise is taken for contents."""
_SUFFIXES: Final = frozenset({".json", ".jsonl", ".xlsx", ".log", ".lock"})


def default_folder() -> Path:
    """Return the folder of the logs; may not exist."""
    return paths.user_data() / FOLDER


def setup(folder: Path | None = None) -> Path | None:
    """Write the log of this process to *folder* (None: the user's own) and return its file.

    Removes logs older than thirty days. Returns None where the folder cannot be written: the
    program then works without a log. Loggers are ``logging.getLogger(__name__)`` in any module.
    """
    place = folder or default_folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        forget_old(place, time.time())
        handler = _handler(place / NAME)
    except OSError:
        return None
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for former in _own(logger):
            logger.removeHandler(former)
            former.close()
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    return place / NAME


def shut_down() -> None:
    """Close the log that :func:`setup` opened."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for handler in _own(logger):
            logger.removeHandler(handler)
            handler.close()
        logger.propagate = True


def forget_old(folder: Path, now: float) -> None:
    """Remove logs last written more than thirty days before *now* (seconds since 1970)."""
    for path in folder.glob(f"{NAME}*"):
        with suppress(OSError):
            if now - path.stat().st_mtime > KEEP.total_seconds():
                path.unlink()


def where(error: BaseException) -> str:
    """Return type, file and line of an exception and its causes, without what it says."""
    parts: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        frames = traceback.extract_tb(link.__traceback__)
        lines = " > ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in frames)
        parts.append(f"{type(link).__name__} ({lines or '-'})")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return " <- ".join(parts)


def _handler(path: Path) -> logging.Handler:
    """Return what rotates, and goes on writing where another program keeps the file from that."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - slow; no picture needs it

    class Handler(RotatingFileHandler):
        def doRollover(self) -> None:  # noqa: N802 - logging's own name
            with suppress(OSError):
                super().doRollover()

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as above
            """Let a line go that cannot be written: a full disk must not end the program."""

    handler = Handler(path, maxBytes=MAX_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)
    handler.set_name(NAME)
    handler.setFormatter(_Formatter())
    return handler


def _own(logger: logging.Logger) -> list[logging.Handler]:
    return [handler for handler in logger.handlers if handler.get_name() == NAME]


class _Formatter(logging.Formatter):
    """Time, level, module, event; nothing of what users wrote."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record.created))
        line = f"{stamp} {os.getpid()} {record.levelname} {record.name}: {_message(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" | {where(record.exc_info[1])}"
        return line.replace("\n", " ").replace("\r", " ")


def _message(record: logging.LogRecord) -> str:
    """Return the message with what its arguments may say."""
    plain = isinstance(record.msg, str) and _TEMPLATE.fullmatch(record.msg)
    template = record.msg if plain else str(_plain(record.msg))
    arguments = record.args
    if not isinstance(arguments, tuple) or not arguments:
        return template
    try:
        return template % tuple(map(_plain, arguments))
    except (TypeError, ValueError):
        return template


def _plain(value: object) -> object:
    """Return what the log may say of an argument."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, PurePath):
        other = f"*{value.suffix}" if value.suffix in _SUFFIXES else "*"
        return value.name if _PLAIN.fullmatch(value.name) else other
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, type):
        return value.__name__
    text = str(value)
    return text if _PLAIN.fullmatch(text) else f"[{len(text)} Zeichen]"


# --- What happens when nobody caught an exception: keep what was typed, log it, tell the user ----

if TYPE_CHECKING:
    Hook: TypeAlias = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def make_hook(
    flush: Callable[[], object], log: Path | None, tell: Callable[[Path | None], None]
) -> Hook:
    """Return an excepthook.

    It calls *flush* (of the recovery journals), logs type and place of the exception, and calls
    *tell* with the path of the log, None where there is none. Whatever of this fails, the rest is
    still done; while *tell* runs, further exceptions are saved and logged, but not told. Ctrl+C
    ends the program as usual.
    """
    busy = threading.Lock()
    logger = logging.getLogger(__name__)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _attempt(flush)
        logger.critical("uncaught exception", exc_info=(kind, error, trace))
        if busy.acquire(blocking=False):
            try:
                _attempt(lambda: tell(log))
            finally:
                busy.release()

    def _attempt(step: Callable[[], object]) -> None:
        try:
            step()
        except Exception:  # the last handler there is: the steps after this one must still run
            logger.critical("failed while handling an exception", exc_info=True)

    return hook


def install(hook: Hook) -> None:
    """Let *hook* hear of uncaught exceptions, those of threads and of destructors included."""

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = in_thread
