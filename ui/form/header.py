"""Head of the form, one line: name, public status, what is missing, previous, next, more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton

from klimaeditor.checks.completeness import missing_fields
from klimaeditor.checks.statuswords import status_reason, status_word, why_two_words
from ui import theme
from ui.dialogs.note_dialogs import open_notes
from ui.theme import icons
from ui.widgets.labels import ShortLabel, safe_tip
from ui.widgets.marks import status_icon, status_tone
from ui.widgets.painting import BadgeLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import MeasureView


# --- words ---------------------------------------------------------------------------------------

PUBLIC_STATUS: Final = "Öffentlich: {status}"
ALL_PUBLIC: Final = "Alle Angaben sind öffentlich, auch solche, die auf keiner Seite stehen."
MISSING: Final = "{count} leer"
MISSING_TIP: Final = "Noch leer: {fields}. Ein Klick führt zum nächsten leeren Feld."
PREVIOUS: Final = "Vorherige Maßnahme (Alt+↑)"
NEXT: Final = "Nächste Maßnahme (Alt+↓)"
NOTES_KEY: Final = "Strg+Umschalt+M"
MORE: Final = "Mehr zu dieser Maßnahme"


# --- Head of the form ----------------------------------------------------------------------------

_HEIGHT: Final = 46
_BUTTON: Final = 28
_PART: Final = 80  # so much of category and id stands in the tip of the status
_WHOLE_NAME: Final = 120  # px at 100 %: where the name has less, the release gives way
_SPARE: Final = 90  # px at 100 %: where the name has less, what is missing gives way
_LEAST_NAME: Final = 24
_RESTYLED: Final = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


class HeadLabel(ShortLabel):
    """The name on one line; it gives way to everything beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(1, "title", parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return the size of the whole name."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + 6
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        """Ask for other room in other letters."""
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return next to nothing: the name is the first to be shortened (D 13)."""
        return QSize(theme.current().px(_LEAST_NAME), self.fontMetrics().lineSpacing())


class FormHeader(QFrame):
    """Shows which measure the form edits and what the public sees of it (D 13).

    *stepped* carries 1 or -1, *missing_requested* the names of the empty fields, *menu_requested*
    the place of a menu; *notes_requested* asks for the notes of the measure.
    """

    stepped = Signal(int)
    missing_requested = Signal(object)
    notes_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._empty: tuple[FieldName, ...] = ()
        self._title = HeadLabel(self)
        self._badge = BadgeLabel(self)
        self._missing = QPushButton(self)
        self._missing.setProperty("role", "quiet")
        self._missing.clicked.connect(lambda: self.missing_requested.emit(self._empty))
        self._open = 0
        self._notes = QPushButton(self)
        self._notes.setProperty("role", "quiet")
        self._notes.clicked.connect(self.notes_requested)
        icons.tint(self._notes, "square-pen")
        self._release = BadgeLabel(self)
        self._release.hide()
        self._release_wanted = False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.Space.XL, 0, theme.Space.M, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(self._title)
        row.addWidget(self._badge)
        row.addWidget(self._release)
        row.addStretch(1)
        row.addWidget(self._notes)
        row.addWidget(self._missing)
        row.addSpacing(theme.Space.XS)
        row.setSpacing(2)
        row.insertSpacing(1, theme.Space.S)
        self._buttons = [
            self._button("chevron-up", PREVIOUS, lambda: self.stepped.emit(-1)),
            self._button("chevron-down", NEXT, lambda: self.stepped.emit(1)),
            self._button("ellipsis", MORE, self._ask_menu),
        ]
        for button in self._buttons:
            row.addWidget(button)
        self.restyle()

    def _button(self, picture: str, name: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(name)
        button.setAccessibleName(name.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.tint(button, picture)
        button.clicked.connect(slot)
        return button

    def _ask_menu(self) -> None:
        more = self._buttons[-1]
        self.menu_requested.emit(more.mapToGlobal(QPoint(0, more.height())))

    def title(self) -> str:
        """Return the title shown."""
        return self._title.text()

    def missing(self) -> str:
        """Return what is said to be missing, "" where nothing is."""
        return self._missing.text() if self._empty else ""

    def restyle(self) -> None:
        """Take over a new zoom."""
        px = theme.current().px
        self.setFixedHeight(px(_HEIGHT))
        for button in self._buttons:
            button.setFixedSize(px(_BUTTON), px(_BUTTON))
        self._fit()

    def show_view(self, view: MeasureView) -> None:
        """Show the head of a measure as it is now."""
        self._title.setText(view.title)
        result = view.site.status(view.progress)
        word = PUBLIC_STATUS.format(status=status_word(result.status, view.site.words))
        tone = theme.Tone(status_tone(result.status))
        self._badge.show_mark(word, status_icon(result.status), tone)
        category = one_line(str(view.value("category") or ""), _PART)
        named = " · ".join(part for part in (category, one_line(view.id, _PART)) if part)
        reason = status_reason(result, view.site.words)
        twice = why_two_words(view)
        tip = [f"{word}, {reason}" if reason else word, twice, named, ALL_PUBLIC]
        self._badge.setToolTip(safe_tip("\n".join(filter(None, tip))))
        self._badge.setAccessibleDescription(" ".join(filter(None, (reason, twice, ALL_PUBLIC))))
        self._show_missing(view)
        self._fit()

    def show_open_notes(self, count: int) -> None:
        """Show how many open notes the measure has, nothing where it has none."""
        self._open = count
        self._notes.setText(str(count))
        self._notes.setAccessibleName(open_notes(count))
        self._notes.setToolTip(f"{open_notes(count)} ({NOTES_KEY})")
        self._fit()

    def show_release(self, word: str, tip: str, *, counts: bool) -> None:
        """Show whether the measure is released, nothing for ""."""
        self._release_wanted = bool(word)
        if word:
            tone = theme.Tone.GOOD if counts else theme.Tone.NEUTRAL
            self._release.show_mark(word, "check-check" if counts else "circle-dashed", tone)
            self._release.setToolTip(safe_tip(tip) if tip else "")
            self._release.setAccessibleDescription(tip)
        self._fit()

    def _show_missing(self, view: MeasureView) -> None:
        missing = missing_fields(view)
        fields = [field for field in view.site.catalogue.fields if field.name in missing]
        self._empty = tuple(field.name for field in fields)
        self._missing.setText(MISSING.format(count=len(fields)))
        tip = MISSING_TIP.format(fields=", ".join(f"„{field.label}“" for field in fields))
        self._missing.setToolTip(safe_tip(tip))
        self._missing.setAccessibleDescription(tip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is missing where the name would have no room at all."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the width of status and menu: the rest can be left out (A11Y-13)."""
        px = theme.current().px
        return QSize(self._fixed() + px(_LEAST_NAME) + px(_BUTTON), px(_HEIGHT))

    def _fixed(self) -> int:
        return self._badge.sizeHint().width() + 4 * theme.Space.L

    def _fit(self) -> None:
        """Leave out what there is no room for: what is missing first, then the steps."""
        px = theme.current().px
        left = self.width() - self._fixed() - 3 * px(_BUTTON)
        name = min(px(_SPARE), self._title.sizeHint().width())
        whole = min(px(_WHOLE_NAME), self._title.sizeHint().width())
        with_release = self._release_wanted and left - self._release.sizeHint().width() >= whole
        self._release.setVisible(with_release)
        left -= self._release.sizeHint().width() if with_release else 0
        with_notes = bool(self._open) and left - self._notes.sizeHint().width() >= px(_LEAST_NAME)
        self._notes.setVisible(with_notes)
        left -= self._notes.sizeHint().width() if with_notes else 0
        self._missing.setVisible(
            bool(self._empty) and left - self._missing.sizeHint().width() >= name
        )
        for button in self._buttons[:-1]:
            button.setVisible(left >= px(_LEAST_NAME))
