"""What only the city knows before it publishes: accepted findings, and what is not released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from klimaeditor.model.core_words import inflected, quoted, shortened
from ui import theme
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.publish.gate import InternalState


# --- words ---------------------------------------------------------------------------------------

SHOW_UNRELEASED: Final = "In der Liste zeigen"
ALL_RELEASED: Final = "Alle Maßnahmen sind freigegeben."
PICKED: Final = "Nicht freigegeben"
_MOST_NAMED: Final = 3


def accepted_ones(count: int) -> str:
    """Return how many findings somebody has accepted."""
    what = inflected(count, "Ein Befund ist", f"{count} Befunde sind")
    return f"{what} angenommen und hier nicht genannt. Sie stehen auf der Seite „Befunde“ (F8)."


def not_released(titles: Sequence[str], total: int) -> str:
    """Return which measures are not released."""
    count = len(titles)
    verb = inflected(count, "ist", "sind")
    shown = ", ".join(quoted(shortened(title)) for title in titles[:_MOST_NAMED])
    more = f" und {count - _MOST_NAMED} weitere" if count > _MOST_NAMED else ""
    return f"{count} von {total} Maßnahmen {verb} nicht freigegeben: {shown}{more}."


def unknown_editors(count: int) -> str:
    """Return of how many released measures nobody knows who edited them last."""
    what = inflected(count, "einer Maßnahme", f"{count} Maßnahmen")
    return f"Bei {what} ist nicht bekannt, wer sie zuletzt bearbeitet hat."


def release_first(count: int) -> str:
    """Return why step 2 is locked."""
    what = inflected(count, "die letzte Maßnahme", f"alle {count} Maßnahmen")
    return f"Weiter geht es, sobald {what} freigegeben {inflected(count, 'ist', 'sind')}."


# --- Below the groups of step 1 ------------------------------------------------------------------


class InternalNotes(QFrame):
    """*list_wanted* asks for the list of the measures that are not released."""

    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accepted = plain_label(role="muted", wrap=True)
        self._problem = plain_label(role="note", wrap=True)
        self._problem.setProperty("tone", "error")
        self._released = plain_label(role="note", wrap=True)
        self.list = QPushButton(SHOW_UNRELEASED, self)
        self.list.setProperty("role", "link")
        self.list.setAutoDefault(False)
        self.list.clicked.connect(self.list_wanted)
        row = QHBoxLayout()
        row.setSpacing(theme.Space.M)
        row.addWidget(self._released, 1)
        row.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._problem)
        column.addLayout(row)
        column.addWidget(self._accepted)

    def show_state(self, state: InternalState, titles: Sequence[str], total: int) -> None:
        """Show what the notebook says; *titles* are the measures that are not released."""
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        count = len(state.accepted)
        self._accepted.setText(accepted_ones(count) if count else "")
        self._accepted.setVisible(bool(count))
        used = state.releases is not None and state.releases.notebook.rules.releases
        said = not_released(titles, total) if titles else ALL_RELEASED
        unknown = state.unknown_editors() if used else 0
        self._released.setText(f"{said} {unknown_editors(unknown)}" if unknown else said)
        tone = "good" if not titles else "error" if state.required else "warning"
        set_role(self._released, "tone", tone)
        self._released.setVisible(used)
        self.list.setVisible(used and bool(titles))
        self.setVisible(bool(state.problem) or bool(count) or used)

    def stops(self) -> list[QWidget]:
        """Return what Tab reaches."""
        return [self.list] if self.list.isVisibleTo(self) else []

    def text(self) -> str:
        """Return all that is said."""
        labels = (self._problem, self._released, self._accepted)
        return " ".join(label.text() for label in labels if not label.isHidden())
