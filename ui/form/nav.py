"""The row of section names above the form, with what is wrong in each.

All sections stay in sight: where the words do not fit, all but that of the current section are
shortened, and where even that does not fit, they are icons.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from klimaeditor.catalogue import Section
from klimaeditor.checks.findings import Severity
from ui import icons, theme
from ui.form import form_texts
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections import Counter

    from PySide6.QtGui import QResizeEvent

_SECTIONS: Final = tuple(Section)
_ICONS: Final = {
    Section.HEAD: "file-text",
    Section.DESCRIPTION: "book-open",
    Section.IMPACT: "sun",
    Section.IMPLEMENTATION: "wrench",
    Section.PROGRESS: "chart-line",
    Section.MORE: "layers",
    Section.LINKS: "link",
    Section.ACTION: "users",
    Section.CATEGORY: "folder",
}
_EDGE: Final = 7  # px at 100 %: padding and border of a tab
_RESTYLED: Final = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


class Spelling(Enum):
    """How the sections beside the current one are written, the longest first."""

    WORDS = 1
    SHORT = 2
    UNCOUNTED = 3
    ICONS = 4


class _Fault(NamedTuple):
    """What is wrong in a section: the errors, or else the warnings."""

    number: int = 0
    is_error: bool = False


class SectionNav(QTabBar):
    """Tabs that scroll the form; *section_requested* carries the section chosen by the user."""

    section_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Section, Counter[Severity]] = {}
        self._faults = dict.fromkeys(_SECTIONS, _Fault())
        self._spelling = Spelling.WORDS
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)
        self.setProperty("role", "nav")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(form_texts.NAV_NAME)
        for section in _SECTIONS:
            self.setTabData(self.addTab(section.short), section)
        self.tabBarClicked.connect(self._on_chosen)
        self.currentChanged.connect(self._on_chosen)

    @property
    def spelling(self) -> Spelling:
        """How the sections beside the current one are written now."""
        return self._spelling

    def mark_current(self, section: Section) -> None:
        """Show in which section the user is, without scrolling."""
        place = _SECTIONS.index(section)
        if place == self.currentIndex():
            return
        blocked = self.blockSignals(True)
        self.setCurrentIndex(place)
        self.blockSignals(blocked)
        self._fit()

    def show_counts(self, counts: dict[Section, Counter[Severity]]) -> None:
        """Write errors, else warnings, into the section names."""
        self._counts = counts
        faults = {}
        for place, section in enumerate(_SECTIONS):
            found = counts.get(section)
            errors = found[Severity.ERROR] if found else 0
            warnings = found[Severity.WARNING] if found else 0
            faults[section] = _Fault(errors or warnings, errors > 0)
            spoken = _spoken(section.title, errors, warnings)
            self.setAccessibleTabName(place, spoken)
            self.setTabToolTip(place, safe_tip(spoken))
        if faults != self._faults:
            self._faults = faults
            self._fit()

    def restyle(self) -> None:
        """Draw the icons in the colours of the current theme."""
        self._fit()

    def tabSizeHint(self, index: int) -> QSize:
        """Return the room for a section; around an icon alone Qt would leave too much."""
        size = super().tabSizeHint(index)
        if self.tabText(index):
            return size
        edges = 2 * theme.current().px(_EDGE)
        return QSize(min(size.width(), self.iconSize().width() + edges), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and colours once all of it is dressed."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_later"):
            self._later.start()

    def _fit(self) -> None:
        """Write the sections as long as there is room for all of them."""
        for spelling in Spelling:
            self._spelling = spelling
            for place, section in enumerate(_SECTIONS):
                self._write(place, section)
            if self.sizeHint().width() <= self.width():
                return

    def _write(self, place: int, section: Section) -> None:
        """Write one section; that of the user is always spelt out."""
        spelling = Spelling.WORDS if place == self.currentIndex() else self._spelling
        count, is_error = self._faults[section]
        tokens = theme.current()
        color = tokens.error if is_error else tokens.warning
        if spelling is Spelling.ICONS:
            text, name = "", _ICONS[section]
            icon = icons.icon(name, tokens.muted)
            if count:
                icon = icons.marked(name, tokens.muted, color, edged=not is_error)
        else:
            words = spelling is Spelling.WORDS
            text = section.short if words else form_texts.ABBREVIATIONS.get(section, section.short)
            if count and spelling is not Spelling.UNCOUNTED:
                text = f"{text} {count}"
            name = "circle-x" if is_error else "triangle-alert"
            icon = icons.icon(name, color) if count else QIcon()
        self.setTabText(place, text)
        self.setTabIcon(place, icon)

    def _on_chosen(self, place: int) -> None:
        self._fit()
        if place >= 0:
            self.section_requested.emit(self.tabData(place))


def _spoken(title: str, errors: int, warnings: int) -> str:
    if errors:
        return form_texts.SECTION_ERRORS.format(title=title, count=errors)
    if warnings == 1:
        return form_texts.ONE_WARNING.format(title=title)
    if warnings:
        return form_texts.SECTION_WARNINGS.format(title=title, count=warnings)
    return title
