"""Judging what waits for it, in slices, while there is nothing else to do.

What is seen is judged when it is asked for; here the rest follows, after opening and after steps
that have changed many measures. Whoever types or clicks comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from ui.bridge import DocumentBridge


SLICE_S: Final = 0.008
AFTER_INPUT_MS: Final = 200
AFTER_OPENING_MS: Final = 30  # first comes the picture
_Type = QEvent.Type
_INPUT: Final = frozenset(
    {*(_Type.KeyPress, _Type.MouseButtonPress, _Type.MouseMove, _Type.Wheel, _Type.InputMethod)}
)


class Judging(QObject):
    """Has all measures of a document judged; ``bridge.judged`` says when that is done."""

    def __init__(self, bridge: DocumentBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pause = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._judge_slice)
        bridge.findings_changed.connect(lambda _: self._go_on(AFTER_INPUT_MS))

    def start(self) -> None:
        """Begin once the first picture is there, however long it takes."""
        self._pause = AFTER_OPENING_MS
        self._go_on(0)

    def close(self) -> None:
        """Judge nothing any more."""
        self._timer.stop()
        self._listen(wanted=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait a little where somebody does something; take nothing away."""
        if event.type() in _INPUT and self._timer.isActive():
            self._timer.start(AFTER_INPUT_MS)
        return False

    def _go_on(self, wait_ms: int) -> None:
        if not self._bridge.document.findings.is_complete:
            self._listen(wanted=True)
            self._timer.start(wait_ms)

    def _listen(self, *, wanted: bool) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if wanted:
                application.installEventFilter(self)

    def _judge_slice(self) -> None:
        if self._pause:  # painting comes before timers, so it is done by now
            self._timer.start(self._pause)
            self._pause = 0
            return
        self._timer.setInterval(0)
        if self._bridge.document.findings.judge_some(SLICE_S):
            self.close()
            self._bridge.judged.emit()
