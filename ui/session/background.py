"""Work beside the window: the window goes on living, whoever asked gets the answer.

Files on a share may take seconds. :func:`run` waits for its work as a function call does, but the
window repaints and moves meanwhile; input is held back, and after 300 ms a dialog says what is
being done. What was typed arrives afterwards, and the keyboard is back where it was.
:class:`Errand` does small things behind the user's back, :class:`Soon` one thing over and over.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QProgressDialog, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar


# --- What is typed while the window may not answer is not lost: it is held back and handed on ----
#
# A user who saves and types on does not look whether the share is slow. Keys go to the field they
# were meant for as soon as the work is done; clicks and shortcuts would mean something else by then
# and are dropped.

_AGAIN_MS: Final = 50
_Type = QEvent.Type
_KEYS: Final = frozenset({_Type.KeyPress, _Type.KeyRelease})
_DROPPED: Final = frozenset(
    {
        *(_Type.MouseButtonPress, _Type.MouseButtonRelease, _Type.MouseButtonDblClick),
        *(_Type.Wheel, _Type.ContextMenu, _Type.Shortcut, _Type.ShortcutOverride),
        *(_Type.TouchBegin, _Type.TouchEnd, _Type.TabletPress, _Type.TabletRelease, _Type.Drop),
    }
)


class HeldInput(QObject):
    """Holds input back from its making until :meth:`hand_on`."""

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._target = _keyboard()
        self._typed: list[QEvent] = []
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep keys, drop clicks, let nothing be closed; a modal dialog sees to that itself."""
        kind = event.type()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            typed = (event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
            self._typed.append(QKeyEvent(kind, *typed))
            return True
        if kind == _Type.InputMethod and isinstance(event, QInputMethodEvent):
            copy = QInputMethodEvent()
            copy.setCommitString(event.commitString())
            self._typed.append(copy)
            return True
        modal = QApplication.activeModalWidget() is not None
        if kind == _Type.Close and event.spontaneous() and not modal:
            event.ignore()
            return True
        return kind in _DROPPED

    def hand_on(self) -> None:
        """Hold nothing back any more; what was typed arrives when no dialog is in its way."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        QTimer.singleShot(0, self, self._deliver)

    def _deliver(self) -> None:
        if self._typed and QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_AGAIN_MS, self, self._deliver)
            return
        for event in self._typed:
            target = self._target
            if target is not None and shiboken6.isValid(target) and target.isVisible():
                QApplication.sendEvent(target, event)
        self.deleteLater()


def _keyboard() -> QWidget | None:
    """Return where the keyboard is, or will be as soon as a window of ours is active again."""
    focused = QApplication.focusWidget()
    if focused is None and (window := main_window()) is not None:
        focused = window.focusWidget()
    return focused


def main_window() -> QMainWindow | None:
    """Return the main window that the active window belongs to, else one that is to be seen."""
    window = QApplication.activeWindow()
    while window is not None and not isinstance(window, QMainWindow):
        window = window.parentWidget()
    if window is not None:
        return window
    windows = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    return next((each for each in windows if each.isVisible()), None)


# --- Work beside the window: the window goes on living, whoever asked gets the answer ------------

if TYPE_CHECKING:
    T = TypeVar("T")


# --- words ---------------------------------------------------------------------------------------

SAVING: Final = "Der Datensatz wird gespeichert …"
LOOKING: Final = "Die Dateien werden verglichen …"
OPENING: Final = "Der Datensatz wird geöffnet …"
CHANGING: Final = "Die Änderungen werden vorgenommen …"


_log = logging.getLogger(__name__)
AT_ONCE_S: Final = 0.05
"""Nobody notices a window that answers so much later."""
SHOW_AFTER_MS: Final = 300
PATIENCE_S: Final = 2.0


class CancelledError(Exception):
    """The user does not want to wait any longer; what the work returns is of no interest."""


class _Bell(QObject):
    """Rings in the thread of the window when the work is done."""

    rung = Signal()


def run(work: Callable[[], T], sentence: str, *, may_cancel: bool = False) -> T:
    """Return what *work* returns, run in another thread; raises what it raises.

    *sentence* says in German what is being done, where that takes longer. Where *may_cancel*, the
    user may give up waiting: raises CancelledError, and the work goes on unheard.
    """
    outcome: Future[T] = Future()
    bell = _Bell(QApplication.instance())  # owned by Qt: no thread of ours may destroy it
    thread = threading.Thread(target=_carry_out, args=(work, outcome, bell), daemon=may_cancel)
    thread.start()
    thread.join(AT_ONCE_S)
    if thread.is_alive():
        _wait(outcome, bell, sentence, may_cancel=may_cancel)
    thread.join()  # it rings last, and a bell must not go while it is rung
    bell.deleteLater()
    return outcome.result()


def unless_given_up(work: Callable[[], T], sentence: str) -> T | None:
    """Return what *work* returns, run beside the window; None where the user gives up."""
    try:
        return run(work, sentence, may_cancel=True)
    except CancelledError:
        return None


def _carry_out(work: Callable[[], T], outcome: Future[T], bell: _Bell) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001 - handed on to whoever asked, whatever it is
        outcome.set_exception(error)
    bell.rung.emit()


def _wait(outcome: Future[T], bell: _Bell, sentence: str, *, may_cancel: bool) -> None:
    loop = QEventLoop()
    bell.rung.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    held = HeldInput()
    patience = QTimer(singleShot=True, interval=SHOW_AFTER_MS)
    patience.timeout.connect(loop.quit)
    patience.start()
    try:
        while not outcome.done() and patience.isActive():
            loop.exec()
        if may_cancel:
            held.hand_on()  # the dialog has a button
        if not outcome.done():
            _wait_with_dialog(outcome, loop, sentence, may_cancel=may_cancel)
    finally:
        if not may_cancel:
            held.hand_on()


def _wait_with_dialog(
    outcome: Future[T], loop: QEventLoop, sentence: str, *, may_cancel: bool
) -> None:
    home, active = main_window(), QApplication.activeWindow()
    dialog = _Busy(sentence, home, may_cancel=may_cancel)  # any other window may go meanwhile
    dialog.canceled.connect(loop.quit)
    dialog.show()
    try:
        while not outcome.done():
            loop.exec()
            if dialog.wasCanceled() and not outcome.done():
                raise CancelledError
    finally:
        dialog.done(0)
        dialog.deleteLater()
        _activate(active, home)


def _activate(*windows: QWidget | None) -> None:
    """Give the keyboard back to the first of *windows* that is still there.

    Not every system does that when a dialog goes; the window itself knows which field had it. Who
    has gone over to another program is left there.
    """
    if QApplication.applicationState() is not Qt.ApplicationState.ApplicationActive:
        return
    for window in windows:
        if window is not None and shiboken6.isValid(window) and window.isVisible():
            window.activateWindow()
            return


class _Busy(QProgressDialog):
    """Says what is being done; stays until that is over, or until Abbrechen where there is one."""

    def __init__(self, sentence: str, parent: QWidget | None, *, may_cancel: bool) -> None:
        super().__init__(parent)
        self._may_cancel = may_cancel
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(QApplication.applicationName())
        self.setLabelText(sentence)
        self.setAccessibleName(sentence)
        self.setRange(0, 0)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setMinimumDuration(0)
        if not may_cancel:
            self.setCancelButton(None)

    def reject(self) -> None:
        """Esc and the cross count only where there is something to cancel."""
        if self._may_cancel:
            super().reject()


class StepProgress:
    """Says after 300 ms what is being done in the thread of the window, with Abbrechen.

    Whoever works calls :meth:`tick` or :meth:`goes_on` between two steps, :meth:`close` at the end.
    """

    def __init__(self, sentence: str, *, may_cancel: bool = True) -> None:
        self._sentence, self._may_cancel = sentence, may_cancel
        self._from = time.monotonic() + SHOW_AFTER_MS / 1000
        self._pause = min(AT_ONCE_S, SHOW_AFTER_MS / 1000)
        self._again = time.monotonic() + self._pause
        self._dialog: _Busy | None = None

    def goes_on(self) -> bool:
        """Let the window live every now and then; False where the user does not want to wait.

        Until there is a dialog, what is typed and clicked waits.
        """
        now = time.monotonic()
        if now < self._again:
            return True
        if self._dialog is None and now >= self._from:
            self._dialog = _Busy(self._sentence, main_window(), may_cancel=self._may_cancel)
            self._dialog.show()
        without_input = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
        all_events = QEventLoop.ProcessEventsFlag.AllEvents
        QApplication.processEvents(without_input if self._dialog is None else all_events)
        self._again = time.monotonic() + self._pause
        return self._dialog is None or not self._dialog.wasCanceled()

    def tick(self) -> None:
        """Do what :meth:`goes_on` does; raises CancelledError where the user gives up."""
        if not self.goes_on():
            raise CancelledError

    def close(self) -> None:
        """Show nothing any more."""
        if self._dialog is not None:
            self._dialog.done(0)
            self._dialog.deleteLater()
            self._dialog = None


class Errand(QObject):
    """Small work in another thread, one at a time; who comes while it is busy is turned away.

    After :meth:`close` it finishes its work, but nobody hears of it.
    """

    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._then: Callable[[Future[object]], None] | None = None
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is under way, or its outcome has not been heard yet."""
        return self._thread is not None

    def start(self, work: Callable[[], object], then: Callable[[Future[object]], None]) -> bool:
        """Run *work*; *then* gets its outcome in this thread. False where it is busy."""
        if self.busy:
            return False
        outcome: Future[object] = Future()
        self._then = then

        def carry_out() -> None:
            try:
                outcome.set_result(work())
            except BaseException as error:  # noqa: BLE001 - as in run()
                outcome.set_exception(error)
            with suppress(RuntimeError):  # whoever asked has gone meanwhile
                self._done.emit(outcome)

        self._thread = threading.Thread(target=carry_out, daemon=True)
        self._thread.start()
        return True

    def close(self) -> None:
        """Tell nobody of what is under way; wait for it, but not for a share that has gone."""
        self._then = None
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def _finish(self, outcome: Future[object]) -> None:
        then, self._then, self._thread = self._then, None, None
        if then is not None:
            then(outcome)


class Soon(QObject):
    """Does one thing over and over, as soon as it is asked for, in a thread of its own.

    It does not wait for the window, which may be busy or stuck just then. Asked for all the time,
    it leaves *pause_s* between one beginning and the next. *done* says in the thread of the window
    that it was done.
    """

    done = Signal()

    def __init__(
        self, work: Callable[[], object], pause_s: float, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work, self._pause = work, pause_s
        self._asked, self._hurried, self._over = (threading.Event() for _ in range(3))
        self._thread: threading.Thread | None = None
        self._working = False

    def ask(self, *, at_once: bool = False) -> None:
        """Have it done, after the pause or *at_once*; what is under way does not count."""
        if at_once:
            self._hurried.set()
        self._asked.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._carry_out, daemon=True)
            self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether it has been asked for and is not done yet."""
        return self._asked.is_set() or self._working

    def close(self) -> None:
        """Do nothing more; wait for what is under way, but not for ever."""
        self._over.set()
        self._hurried.set()
        self._asked.set()
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def _carry_out(self) -> None:
        begun = -math.inf
        while self._asked.wait():
            self._hurried.wait(max(0.0, begun + self._pause - time.monotonic()))
            self._hurried.clear()
            begun = time.monotonic()
            self._working = True
            self._asked.clear()
            if self._over.is_set():
                return
            try:
                self._work()
            except Exception:  # noqa: BLE001 - asked for again, it is tried again
                _log.warning("errand failed", exc_info=True)
            self._working = False
            with suppress(RuntimeError):  # the window has gone meanwhile
                self.done.emit()
