"""Ctrl+C: it ends a command at once or after what is being written, and says what is on disk.

Whatever was written when it came is named; what is being written is brought to its end first, for
half a save helps nobody. A second Ctrl+C does not wait, and then the outcome is open. This module
is loaded before all others of the program, so it needs none of them.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sys import UnraisableHookArgs
    from types import FrameType

_MOMENT_S: Final = 0.01


def already_written(names: list[str]) -> str:
    """Return the sentence for a command that had written something and did not come to its end."""
    return f"Abgebrochen. Vorher fertig geschrieben: {', '.join(names)}."


def open_outcome(name: str, names: list[str]) -> str:
    """Return the sentence for a command that was ended while it was writing."""
    before = f" Vorher fertig geschrieben: {', '.join(names)}." if names else ""
    return (
        f"Abgebrochen, während {name} geschrieben wurde; ob das noch gelang, ist offen. Prüfen "
        f"Sie die Datei. Ein angefangenes Speichern wird beim nächsten Öffnen geklärt.{before}"
    )


class Writing:
    """What a command has written so far, and what it is writing."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._writing = ""
        self._asked = self._over = False
        self._again: threading.Timer | None = None

    @contextmanager
    def writing(self, name: str) -> Iterator[None]:
        """Note that *name* is being written inside; an error means that nothing was.

        Raises KeyboardInterrupt afterwards where Ctrl+C was pressed meanwhile.
        """
        self._writing = name
        try:
            yield
        except Exception:
            self._writing = ""
            raise
        self._written.append(name)
        self._writing = ""
        if self._asked:
            self._over = True
            raise KeyboardInterrupt

    def sentence(self) -> str:
        """Return what a command has written that is ended now; "" for nothing."""
        if self._writing and self._writing not in self._written[-1:]:
            return open_outcome(self._writing, self._written)
        return already_written(self._written) if self._written else ""

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Take a Ctrl+C: raise KeyboardInterrupt, once, or note it while something is written."""
        if self._over:
            return
        if self._writing and not self._asked:
            self._asked = True
            return
        self._over = True
        raise KeyboardInterrupt

    def on_lost(self, lost: UnraisableHookArgs) -> bool:
        """Take what Python throws away, as in callbacks of an import; False where it is no Ctrl+C.

        It comes once more in a moment: raised from here it would be thrown away like the first.
        """
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            return False
        self._over = False
        self._again = threading.Timer(_MOMENT_S, _thread.interrupt_main)
        self._again.daemon = True
        self._again.start()
        return True

    def finish(self) -> None:
        """Let no Ctrl+C count any more."""
        self._over = True
        if self._again is not None:
            self._again.cancel()


@contextmanager
def listening(work: Writing, *, to_the_end: bool) -> Iterator[None]:
    """Send Ctrl+C to *work* meanwhile; afterwards to nobody, or where not *to_the_end* as before.

    Python tells only its main thread of signals; elsewhere nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if work.on_lost(lost) else told(lost)
    before = signal.signal(signal.SIGINT, work.on_signal)
    try:
        yield
    finally:
        work.finish()
        signal.signal(signal.SIGINT, signal.SIG_IGN if to_the_end else before)
        sys.unraisablehook = told
