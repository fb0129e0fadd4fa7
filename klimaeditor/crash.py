"""What happens when nobody caught an exception: keep what was typed, log it, tell the user."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import TypeAlias

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
