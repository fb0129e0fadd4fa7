"""The row of section names above the form, with what is wrong in each.

Names that do not fit go from the right into „Mehr“; a section with errors and the one at hand stay
in sight as long as there is room for them (D 14). A name is never shortened to a sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTabBar, QWidget

from klimaeditor.model.fieldtypes import Section
from klimaeditor.model.findings import Severity
from ui import theme
from ui.theme import icons
from ui.widgets.common_words import severity_count
from ui.widgets.labels import safe_tip
from ui.widgets.marks import severity_mark
from ui.widgets.painting import Ink, paint_icon, paint_line, sized
from ui.widgets.pickers import MenuButton

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from PySide6.QtGui import QFont, QPaintEvent, QResizeEvent


# --- words ---------------------------------------------------------------------------------------

NAV_NAME: Final = "Abschnitte des Formulars"
MORE: Final = "Mehr"
MORE_NAME: Final = "Mehr Abschnitte"


# --- What is wrong in a section: the worst kind, and how many of it -----------------------------

_SECTIONS: Final = tuple(Section)
_RESTYLED: Final = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})
_PICTURE: Final = 13  # logical pixels at 100 %
_HEIGHT: Final = 32
_SIDE: Final = 8
_GAP: Final = 4  # between a name and its sign
_CLOSE: Final = 3  # between sign and number


class SectionFault(NamedTuple):
    """The worst severity in a section and how many findings have it."""

    severity: Severity
    number: int


def worst(found: Counter[Severity] | None) -> SectionFault | None:
    """Return the worst kind of finding and its number, None where there is none."""
    for severity in Severity:
        if found and found[severity]:
            return SectionFault(severity, found[severity])
    return None


# --- The names -----------------------------------------------------------------------------------


class SectionNav(QTabBar):
    """Tabs that scroll the form; *section_requested* carries the section chosen by the user.

    *refitted* says that other names are in sight than before.
    """

    section_requested = Signal(object)
    refitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Section, Counter[Severity]] = {}
        self._faults: dict[Section, SectionFault | None] = dict.fromkeys(_SECTIONS)
        self._room = self._kept = 0
        self.setProperty("role", "nav")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(NAV_NAME)
        for section in _SECTIONS:
            self.setTabData(self.addTab(section.short), section)
        self.tabBarClicked.connect(self._on_chosen)
        self.currentChanged.connect(self._on_chosen)

    @property
    def current(self) -> Section:
        """The section the user is in."""
        return _SECTIONS[max(0, self.currentIndex())]

    def in_sight(self) -> tuple[Section, ...]:
        """Return the sections whose names are shown in the row."""
        return tuple(s for at, s in enumerate(_SECTIONS) if self.isTabVisible(at))

    def fault(self, section: Section) -> SectionFault | None:
        """Return what is wrong in a section."""
        return self._faults[section]

    def mark_current(self, section: Section) -> None:
        """Show in which section the user is, without scrolling."""
        place = _SECTIONS.index(section)
        if place == self.currentIndex():
            return
        blocked = self.blockSignals(True)
        self.setTabVisible(place, True)
        self.setCurrentIndex(place)
        self.blockSignals(blocked)
        self.fit(self._room, self._kept)

    def show_counts(self, counts: dict[Section, Counter[Severity]]) -> None:
        """Show behind each name the worst kind of finding and how many there are."""
        faults = {section: worst(counts.get(section)) for section in _SECTIONS}
        for place, section in enumerate(_SECTIONS):
            spoken = spoken_section(section, counts.get(section))
            self.setAccessibleTabName(place, spoken)
            self.setTabToolTip(place, spoken)  # read out as well, so no markup; none of it is data
        changed = faults != self._faults
        self._faults = faults
        if changed:
            for place, section in enumerate(_SECTIONS):
                self.setTabText(place, section.short)  # the only way to have Qt measure anew
            self.fit(self._room, self._kept)

    def fit(self, room: int, more: int = 0) -> None:
        """Show as many names as *room* pixels allow, *more* of which are kept for the rest."""
        self._room, self._kept = room, more
        widths = {section: self._width(at) for at, section in enumerate(_SECTIONS)}
        shown = set(_SECTIONS)
        rank = self._dispensable()
        while rank and sum(widths[s] for s in shown) > room - (more if len(shown) < 9 else 0):
            shown.discard(rank.pop(0))
        blocked = self.blockSignals(True)
        for at, section in enumerate(_SECTIONS):
            if self.isTabVisible(at) != (section in shown):
                self.setTabVisible(at, section in shown)
        self.blockSignals(blocked)
        self.setFixedWidth(sum(widths[section] for section in shown))
        self.refitted.emit()

    def _width(self, place: int) -> int:
        return self.tabSizeHint(place).width()

    def _dispensable(self) -> list[Section]:
        """Return the sections in the order in which they go: from the right, faulty ones last."""
        from_right = [section for section in reversed(_SECTIONS) if section is not self.current]
        kept = [section for section in from_right if self._has_error(section)]
        return [section for section in from_right if section not in kept] + kept

    def _has_error(self, section: Section) -> bool:
        fault = self._faults[section]
        return fault is not None and fault.severity is Severity.ERROR

    def tabSizeHint(self, index: int) -> QSize:
        """Return the room for a name, written as that of the current section, and its mark."""
        px = theme.current().px
        bold = QFontMetrics(self._letters(current=True))
        width = bold.horizontalAdvance(self.tabText(index)) + 2 * px(_SIDE)
        return QSize(width + self._mark_width(_SECTIONS[index]), px(_HEIGHT))

    def _letters(self, *, current: bool) -> QFont:
        return sized(self.font(), 1.0, bold=current)

    def _mark_width(self, section: Section) -> int:
        fault, px = self._faults[section], theme.current().px
        if fault is None:
            return 0
        number = QFontMetrics(self._number_letters()).horizontalAdvance(str(fault.number))
        return px(_GAP) + px(_PICTURE) + px(_CLOSE) + number

    def _number_letters(self) -> QFont:
        return sized(self.font(), 0.95, bold=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the names, with sign and number behind those where something is wrong."""
        painter = QPainter(self)
        for place in range(self.count()):
            if self.isTabVisible(place):
                self._paint(painter, place)

    def _paint(self, painter: QPainter, place: int) -> None:
        tokens, section = theme.current(), _SECTIONS[place]
        area, current = self.tabRect(place), place == self.currentIndex()
        under = self.tabAt(self.mapFromGlobal(QCursor.pos())) == place and self.underMouse()
        ink = tokens.color("accent" if current else "text" if under else "muted")
        letters = self._letters(current=current)
        words = area.adjusted(tokens.px(_SIDE), 0, 0, 0)
        paint_line(painter, words, self.tabText(place), Ink(letters, ink))
        fault = self._faults[section]
        if fault is not None:
            mark = severity_mark(fault.severity)
            color, extent = tokens.tone(mark.tone)[0], tokens.px(_PICTURE)
            x = words.x() + QFontMetrics(letters).horizontalAdvance(self.tabText(place))
            x += tokens.px(_GAP)
            y = area.y() + (area.height() - extent) // 2
            paint_icon(painter, QPoint(x, y), mark.icon, color.name(), extent)
            room = QRect(x + extent + tokens.px(_CLOSE), area.y(), area.width(), area.height())
            paint_line(painter, room, str(fault.number), Ink(self._number_letters(), color))
        if current:
            painter.fillRect(QRect(area.x(), area.bottom() - 1, area.width(), 2), ink)
        if current and theme.has_ring(self):
            painter.setPen(QPen(tokens.color("focus"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.px(4), tokens.px(4))

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def _on_chosen(self, place: int) -> None:
        if place >= 0:
            self.refitted.emit()
            self.section_requested.emit(self.tabData(place))


def spoken_section(section: Section, found: Counter[Severity] | None) -> str:
    """Return e.g. „Umsetzung (1 Fehler, 2 Warnungen)“."""
    counted = [severity_count(s, found[s]) for s in Severity if found and found[s]]
    return f"{section.title} ({', '.join(counted)})" if counted else section.title


class SectionBar(QFrame):
    """The names, and „Mehr“ for those that do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.nav = SectionNav(self)
        self.more = MenuButton(MORE, QMenu(self), self)
        self.more.setAccessibleName(MORE_NAME)
        self.more.setProperty("role", "more")
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.Space.M, 0, theme.Space.M, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(self.more)
        row.addStretch(1)
        self.nav.refitted.connect(self._show_more)
        self.more.menu().aboutToShow.connect(self._fill)
        self.restyle()

    def restyle(self) -> None:
        """Take over a new theme or zoom."""
        self.setFixedHeight(theme.current().px(_HEIGHT) + 1)
        self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and letters once all of it is dressed."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_later"):
            self._later.start()

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do: what does not fit goes into „Mehr“."""
        return QSize(0, self.minimumHeight())

    def hidden(self) -> tuple[Section, ...]:
        """Return the sections behind „Mehr“."""
        seen = self.nav.in_sight()
        return tuple(section for section in _SECTIONS if section not in seen)

    def _fit(self) -> None:
        room = self.width() - 2 * theme.Space.M - 1
        self.nav.fit(room, self._widest_more())

    def _widest_more(self) -> int:
        return self.more.sizeHint().width() + theme.current().px(_PICTURE + 4)

    def _show_more(self) -> None:
        hidden = self.hidden()
        self.more.setVisible(bool(hidden))
        fault = _worst_of(self.nav.fault(section) for section in hidden)
        self.more.setText(MORE if fault is None else f" {MORE}")  # apart from its sign
        if fault is None:
            self.more.setIcon(icons.no_icon())
        else:
            mark = severity_mark(fault.severity)
            self.more.setIcon(icons.icon(mark.icon, theme.current().tone(mark.tone)[0].name()))
        said = [self.nav.accessibleTabName(_SECTIONS.index(section)) for section in hidden]
        self.more.setToolTip(safe_tip(", ".join(said)))
        self.more.setAccessibleDescription(", ".join(said))

    def _fill(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for section in self.hidden():
            place = _SECTIONS.index(section)
            action = menu.addAction(self.nav.accessibleTabName(place).replace("&", "&&"))
            fault = self.nav.fault(section)
            if fault is not None:
                mark = severity_mark(fault.severity)
                color = theme.current().tone(mark.tone)[0].name()
                action.setIcon(icons.icon(mark.icon, color))
            action.triggered.connect(lambda _=False, s=section: self.nav.section_requested.emit(s))


def _worst_of(faults: Iterable[SectionFault | None]) -> SectionFault | None:
    found = [fault for fault in faults if fault is not None]
    return min(found, key=lambda fault: fault.severity.rank, default=None)
