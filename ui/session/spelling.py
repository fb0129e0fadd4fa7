"""The dictionary beside the window: asked as texts are shown and typed, never waited for.

It runs in a process of its own (:mod:`klimaeditor.spelling.speller`), started when the first text
is asked about. What was judged is remembered by text. Suggestions, which a person waits for, are
asked before texts.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from klimaeditor.spelling.lists import add_word
from klimaeditor.spelling.speller import BROKEN_DICTIONARY, NO_DICTIONARY, command, environment
from klimaeditor.spelling.words import Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_log = logging.getLogger(__name__)

_MOST_REMEMBERED: Final = 50_000
_LEAVE_MS: Final = 2_000


class SpellingPlaces(NamedTuple):
    """The dictionary, None for none, the person's list, and the city's, None without a dataset."""

    dictionary: Path | None
    personal: Path
    city: Path | None


class _Question(NamedTuple):
    asked: dict[str, object]
    then: Callable[[dict[str, object]], None]


class DictionaryService(QObject):
    """Judges texts. *judged* carries a text that is known now, *changed* that all is to be asked.

    Without a dictionary every text is right, and *reason* says why nothing is underlined.
    """

    judged = Signal(str)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: SpellingPlaces | None = None
        self._process: QProcess | None = None
        self._known: dict[str, tuple[Word, ...]] = {}
        self._asked: set[str] = set()
        self._urgent: deque[_Question] = deque()
        self._waiting: deque[_Question] = deque()
        self._running: _Question | None = None
        self.reason = ""

    def use(self, places: SpellingPlaces | None) -> None:
        """Judge by these lists from now on; None judges nothing (switched off, nothing open)."""
        if places != self._places:
            self._end()
            self._places = places
            self.reason = NO_DICTIONARY if places is not None and places.dictionary is None else ""
            self.changed.emit()

    @property
    def is_on(self) -> bool:
        """Whether texts are judged."""
        return self._places is not None and not self.reason

    @property
    def may_share(self) -> bool:
        """Whether there is a list of the city to put a word into."""
        return self._places is not None and self._places.city is not None

    @property
    def busy(self) -> bool:
        """Whether something is still to be answered."""
        return self._running is not None or bool(self._urgent or self._waiting)

    def faults(self, text: str) -> tuple[Word, ...] | None:
        """Return the words of a text that are not right; None where that is told later."""
        if not self.is_on or not text.strip():
            return ()
        if text in self._known:
            return self._known[text]
        if text not in self._asked:
            self._asked.add(text)
            self._ask({"texts": [text]}, lambda answer: self._take(text, answer))
        return None

    def suggest(self, word: str, then: Callable[[list[str]], None]) -> None:
        """Tell *then* what may be meant by a word, the likeliest first; [] where nothing is."""

        def take(answer: dict[str, object]) -> None:
            found = answer.get("suggestions")
            then([str(item) for item in found] if isinstance(found, list) else [])

        if self.is_on:
            self._ask({"suggest": word}, take, urgent=True)
        else:
            then([])

    def learn(self, word: str, *, shared: bool) -> None:
        """Put a word into the city's list or the person's. Raises OSError, WordListError."""
        place = self.list_at(shared=shared)
        if place is None:
            return
        add_word(place, word)
        if self._process is not None:
            self._ask({"learn": [word]}, lambda _: None, urgent=True)
        self._known = {
            text: found
            for text, found in self._known.items()
            if all(word != fault.text for fault in found)
        }
        self.changed.emit()

    def list_at(self, *, shared: bool) -> Path | None:
        """Return where the city's list or the person's lies, None while nothing is judged."""
        places = self._places
        if places is None:
            return None
        return places.city if shared and places.city is not None else places.personal

    def close(self) -> None:
        """End the process; nothing is told any more."""
        self._end()
        self._places = None

    # --- the process -----------------------------------------------------------------------

    def _ask(
        self,
        question: dict[str, object],
        then: Callable[[dict[str, object]], None],
        *,
        urgent: bool = False,
    ) -> None:
        (self._urgent if urgent else self._waiting).append(_Question(question, then))
        if self._process is None:
            self._start()
        self._send_next()

    def _start(self) -> None:
        places = self._places
        if places is None:
            return
        self._process = process = QProcess(self)
        around = QProcessEnvironment()
        for name, value in environment().items():
            around.insert(name, value)
        process.setProcessEnvironment(around)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.readyReadStandardOutput.connect(self._on_answer)
        process.errorOccurred.connect(lambda _: self._on_ended(process))
        process.finished.connect(lambda *_: self._on_ended(process))
        lists = [path for path in (places.personal, places.city) if path is not None]
        opening: dict[str, object] = {
            "lists": [str(path) for path in lists],
            "dictionary": str(places.dictionary),
        }
        self._urgent.appendleft(_Question(opening, self._on_opened))
        program, *arguments = command()
        process.start(program, arguments)

    def _on_opened(self, answer: dict[str, object]) -> None:
        if answer.get("ready") is not True:
            self._give_up(str(answer.get("reason") or BROKEN_DICTIONARY))

    def _send_next(self) -> None:
        if self._running is not None or self._process is None:
            return
        queue = self._urgent or self._waiting
        if queue:
            self._running = queue.popleft()
            self._process.write(json.dumps(self._running.asked).encode() + b"\n")

    def _on_answer(self) -> None:
        process = self._process
        while process is not None and process is self._process and process.canReadLine():
            line = bytes(process.readLine().data())
            question, self._running = self._running, None
            if question is None:
                continue
            try:
                answer = json.loads(line)
            except ValueError:
                answer = {}
            question.then(answer if isinstance(answer, dict) else {})
            self._send_next()

    def _take(self, text: str, answer: dict[str, object]) -> None:
        found = answer.get("faults")
        places = found[0] if isinstance(found, list) and found else []
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[text] = tuple(
            Word(start, text[start : start + length]) for start, length in places
        )
        self._asked.discard(text)
        self.judged.emit(text)

    def _on_ended(self, process: QProcess) -> None:
        """Go on without a dictionary where its process has ended by itself."""
        if process is self._process:
            _log.warning("spelling: the process has ended: %s", process.errorString())
            self._give_up(BROKEN_DICTIONARY)

    def _give_up(self, reason: str) -> None:
        self._end()
        self.reason = reason
        self.changed.emit()

    def _end(self) -> None:
        process, self._process = self._process, None
        self._urgent.clear()
        self._waiting.clear()
        self._asked.clear()
        self._known.clear()
        self._running = None
        if process is not None:
            process.closeWriteChannel()
            if not process.waitForFinished(_LEAVE_MS):
                process.kill()
                process.waitForFinished(_LEAVE_MS)
            process.deleteLater()
