"""The one line under a field that says what is wrong with it.

Without the cursor it is a sign and a short title. With the cursor it is the sentence, and the one
button that repairs it. Further findings wait behind „2 weitere“ (D 1, D 2). A value that a
department has named in a remark is that button before any other (D 10).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from klimaeditor.checks.rulebook import RULES
from klimaeditor.model.core_words import READ_ONLY, counted, shortened
from klimaeditor.model.findings import Severity
from ui import theme
from ui.theme import icons
from ui.widgets.common_words import severity_word
from ui.widgets.labels import ShortLabel, plain_label, safe_tip, set_role
from ui.widgets.marks import severity_mark
from ui.widgets.painting import calm, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.checks.readable import Readable
    from klimaeditor.model.findings import Finding


# --- words ---------------------------------------------------------------------------------------

KEYS: Final = "Strg+."
KEYS_TIP: Final = "Strg+. behebt den Befund des Felds, in dem der Cursor steht."
ACCEPT: Final = "Annehmen…"
ACCEPT_TIP: Final = "Diesen Befund mit einem Grund annehmen; er zählt dann nicht mehr (Strg+J)"
NEXT_TIP: Final = "Den nächsten Befund dieses Felds zeigen"
FROM_REMARK: Final = "aus der Bemerkung"


def enter_value(shown: str) -> str:
    """Return the button that puts a value into the field, e.g. „2039 eintragen“."""
    return f"{shortened(shown)} eintragen"


def remarked(text: str) -> str:
    """Return what a department wrote, where nothing is wrong with the field."""
    return f"Bemerkung: {text}"


def further(count: int) -> str:
    """Return e.g. „2 weitere“."""
    return counted(count, "weiterer", "weitere")


def spoken(finding: Finding) -> str:
    """Return a finding with the word of its severity, as it is read out."""
    return f"{severity_word(finding.severity)}: {finding.message}"


# --- What is said ----------------------------------------------------------------------------

_LONGEST = 600  # longer sentences quote data, which stand in the field above
_LINES = 2
_MARK = 14  # logical pixels at 100 %
_BELONGS_TOGETHER = re.compile(r"(?<=z\.) (?=B\.)|(?<=\d) (?=[€%])")


def unbroken(text: str) -> str:
    """Return *text* so that no line ends between „z.“ and „B.“, or a number and its sign."""
    return _BELONGS_TOGETHER.sub("\u00a0", text)


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of a field: the worst first, of equals those with a fix at hand."""
    return tuple(sorted(findings, key=lambda found: (found.severity.rank, not found.fixable)))


class _Turn(NamedTuple):
    """What is said at one time: a finding, and the offer where its button takes the place."""

    finding: Finding | None
    offer: Readable | None


class FindingLine(QWidget):
    """*fix_requested* carries the finding whose button was pressed, *offer_taken* the value.

    *accept_requested* carries the finding that somebody wants to accept.
    """

    fix_requested = Signal(object)
    accept_requested = Signal(object)
    offer_taken = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._findings: tuple[Finding, ...] = ()
        self._offer: Readable | None = None
        self._turns: list[_Turn] = []
        self._place = 0
        self._open = False
        self._read_only = False
        self._tone = ""
        self._mark = QLabel(self)
        self._text = ShortLabel(1, "finding", self)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._number = plain_label("", "note")
        self._next = QPushButton(self)
        self._next.setProperty("role", "link")
        self._next.setToolTip(NEXT_TIP)
        self._next.clicked.connect(self._show_next)
        self._fix = QPushButton(self)
        icons.tint(self._fix, "lightbulb")
        self._fix.clicked.connect(self._ask)
        self._source = plain_label(FROM_REMARK, "note")
        self._keys = plain_label(KEYS, "keycap")
        self._keys.setToolTip(KEYS_TIP)
        self._lay_out()

    def _lay_out(self) -> None:
        self._row = QWidget(self)
        self._accept = QPushButton(ACCEPT, self)
        self._accept.setProperty("role", "link")
        self._accept.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it has its key; Tab goes on to fields
        self._accept.setToolTip(ACCEPT_TIP)
        self._accept.clicked.connect(self._ask_to_accept)
        top = QHBoxLayout()
        top.setSpacing(theme.Space.S - 2)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._text, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._next, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout(self._row)
        below.setContentsMargins(theme.Space.XL, theme.Space.XS, 0, 2)
        below.setSpacing(theme.Space.S)
        below.addWidget(self._fix)
        below.addWidget(self._source)
        below.addStretch(1)
        below.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.Space.XS, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._row)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the field, the worst first."""
        return self._findings

    @property
    def finding(self) -> Finding | None:
        """The one that is said."""
        return self._turns[self._place].finding if self._turns else None

    @property
    def offer(self) -> Readable | None:
        """The value of a remark that the button enters, None where it does something else."""
        return self._turns[self._place].offer if self._turns and self._open else None

    @property
    def is_open(self) -> bool:
        """Whether the sentence is shown, with the button where there is one."""
        return self._open

    def text(self) -> str:
        """Return what is said."""
        return self._text.text()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Say what is wrong now; the one that is said stays where it is still there."""
        said = self.finding
        self._findings = by_weight(findings)
        self._take_turns()
        alike = [at for at, turn in enumerate(self._turns)
                 if said and turn.finding and turn.finding.rule == said.rule]  # fmt: skip
        self._place = alike[0] if alike and self._open else 0
        self._show()

    def show_offer(self, offer: Readable | None) -> None:
        """Let the button enter a value that a remark names, or no longer."""
        if offer != self._offer:
            self._offer = offer
            self._take_turns()
            self._place = 0
            self._show()

    def _take_turns(self) -> None:
        """Put the offer in the place of the first button; what that did comes next."""
        self._turns = [_Turn(finding, None) for finding in self._findings]
        if self._offer is not None and self._turns and not self._findings[0].fixable:
            self._turns.pop(0)
        if self._offer is not None:
            self._turns.insert(0, _Turn(next(iter(self._findings), None), self._offer))

    def unfold(self, *, opened: bool) -> None:
        """Show the sentence and the button, or the short title alone."""
        if opened != self._open:
            self._open = opened
            self._place = 0
            self._show()

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the button while nothing may be changed, and let it say why."""
        self._read_only = read_only
        self._show()

    def _show_next(self) -> None:
        self._place = (self._place + 1) % len(self._turns)
        self._show()

    def _ask(self) -> None:
        if self.offer is not None:
            self.offer_taken.emit(self.offer.value)
        elif self.finding is not None:
            self.fix_requested.emit(self.finding)

    def _ask_to_accept(self) -> None:
        if self.finding is not None:
            self.accept_requested.emit(self.finding)

    def _show(self) -> None:
        finding, offer = self.finding, self.offer
        weak = finding is not None and finding.severity is not Severity.ERROR
        self._accept.setVisible(self._open and weak)
        self._accept.setAccessibleName(f"{ACCEPT} {self._label}")
        if finding is not None:
            self._say(finding)
            self._show_number(len(self._turns if self._open else self._findings) - 1)
        elif offer is not None:
            self._tint("message-square", "info")
            self._text.show_lines(remarked(offer.source), 1, offer.source)
            self._show_number(0)
        self._show_button(finding, offer)
        self.setVisible(finding is not None or offer is not None)

    def _say(self, finding: Finding) -> None:
        mark = severity_mark(finding.severity)
        self._tint(mark.icon, mark.tone)
        whole = "\n".join(spoken(each) for each in self._findings)
        if self._open:
            problem = unbroken(one_line(calm(finding.problem), _LONGEST))
            self._text.show_lines(unbroken(_sentence(finding)), _LINES, whole, problem)
        else:
            self._text.show_lines(RULES[finding.rule].title, 1, whole)
        self._text.setAccessibleName(spoken(finding))

    def _tint(self, icon: str, tone: str) -> None:
        if self._tone != f"{icon} {tone}":
            self._tone = f"{icon} {tone}"
            icons.tint_label(self._mark, icon, tone, _MARK)
            set_role(self._text, "tone", tone)

    def _show_number(self, others: int) -> None:
        words = further(others)
        self._number.setText(words)
        self._number.setVisible(bool(others) and not self._open)
        self._next.setText(words)
        self._next.setAccessibleName(f"{words}: {self._label}")
        self._next.setVisible(bool(others) and self._open)

    def _show_button(self, finding: Finding | None, offer: Readable | None) -> None:
        fix = finding.fix if finding is not None and finding.fixable and self._open else None
        self._row.setVisible(offer is not None or fix is not None)
        self._source.setVisible(offer is not None)
        if offer is not None:
            label, reason = enter_value(offer.shown), offer.source
            self._fix.setAccessibleName(f"{label}, {FROM_REMARK}: {self._label}")
        elif fix is not None and finding is not None:
            label, reason = fix.label, finding.message
            self._fix.setAccessibleName(f"{label}: {self._label}")
        else:
            return
        self._fix.setText(one_line(label, 80).replace("&", "&&"))
        self._fix.setAccessibleDescription(READ_ONLY if self._read_only else reason)
        tip = READ_ONLY if self._read_only else offer.source if offer is not None else ""
        self._fix.setToolTip(safe_tip(tip) if tip else "")
        self._fix.setEnabled(not self._read_only)


def _sentence(finding: Finding) -> str:
    """Return what is wrong and what the public sees of it; the rest stands in the tool tip."""
    text = calm(f"{finding.problem} {finding.effect}" if finding.problem else finding.message)
    return one_line(text, _LONGEST)
