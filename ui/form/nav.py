"""The row of section names above the form, with what is wrong in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from klimaeditor.catalogue import Section
from klimaeditor.checks.findings import Severity
from ui import icons, theme
from ui.form import form_texts

if TYPE_CHECKING:
    from collections import Counter


class SectionNav(QTabBar):
    """Tabs that scroll the form; *section_requested* carries the section chosen by the user."""

    section_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Section, Counter[Severity]] = {}
        self.setProperty("role", "nav")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(form_texts.NAV_NAME)
        for section in Section:
            self.setTabData(self.addTab(section.short), section)
        self.tabBarClicked.connect(self._on_chosen)
        self.currentChanged.connect(self._on_chosen)

    def mark_current(self, section: Section) -> None:
        """Show in which section the user is, without scrolling."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(list(Section).index(section))
        self.blockSignals(blocked)

    def show_counts(self, counts: dict[Section, Counter[Severity]]) -> None:
        """Write errors, else warnings, into the section names."""
        self._counts = counts
        tokens = theme.current()
        for place, section in enumerate(Section):
            found = counts.get(section)
            errors = found[Severity.ERROR] if found else 0
            warnings = found[Severity.WARNING] if found else 0
            count = errors or warnings
            self.setTabText(place, f"{section.short} {count}" if count else section.short)
            self.setAccessibleTabName(place, _spoken(section.title, errors, warnings))
            self.setTabToolTip(place, _spoken(section.title, errors, warnings))
            name, color = "circle-x", tokens.error
            if not errors:
                name, color = "triangle-alert", tokens.warning
            self.setTabIcon(place, icons.icon(name, color) if count else QIcon())

    def restyle(self) -> None:
        """Draw the icons in the colours of the current theme."""
        self.show_counts(self._counts)

    def _on_chosen(self, place: int) -> None:
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
