"""Head of the form: title, public status, category and id, how complete, that all is public."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from klimaeditor.checks.completeness import completeness
from klimaeditor.checks.statuswords import status_reason, status_word
from klimaeditor.model.fieldtypes import Section
from klimaeditor.model.findings import Severity
from klimaeditor.site.catalogue import FIELDS
from klimaeditor.site.status import public_status
from ui import theme
from ui.form import form_words
from ui.theme import icons
from ui.widgets.labels import ShortLabel, plain_label, safe_tip
from ui.widgets.layouts import BesideLayout
from ui.widgets.marks import status_icon, status_tone
from ui.widgets.painting import BadgeLabel, one_line

if TYPE_CHECKING:
    from collections import Counter

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView


# --- words ---------------------------------------------------------------------------------------

PUBLIC_BANNER = "Alle Angaben sind öffentlich, auch die, die die Seite nicht zeigt."
PUBLIC_STATUS = "öffentlich: {status}"
COMPLETE = "{percent} % ausgefüllt"
SECTION_ERRORS = "{title} ({count} Fehler)"
SECTION_WARNINGS = "{title} ({count} Warnungen)"
ONE_WARNING = "{title} (1 Warnung)"
HELP_IDLE = "Hilfe zum Feld erscheint hier, sobald Sie ein Feld betreten. F1 zeigt mehr."
NAV_NAME = "Abschnitte des Formulars"
ABBREVIATIONS: Final = {
    Section.DESCRIPTION: "Beschr.",
    Section.IMPACT: "Ausw.",
    Section.IMPLEMENTATION: "Umsetz.",
    Section.PROGRESS: "Fortschr.",
    Section.CATEGORY: "Kateg.",
}


# --- Head of the form: title, public status, category and id, how complete, that all is public ---

_PART = 80  # so much of category and id stands before how complete the measure is


class FormHeader(QFrame):
    """Shows which measure the form edits and what the public sees of it.

    Title and category take two lines at most, whatever they hold: the form needs the room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._title = ShortLabel(2, "title", self)
        self._badge = BadgeLabel(self)
        self._why = plain_label(role="muted", wrap=True)
        self._where = ShortLabel(2, "muted", self)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._public = self._banner()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.Space.XL, theme.Space.M, theme.Space.XL, theme.Space.S)
        layout.setSpacing(theme.Space.XS)
        layout.addWidget(self._title)
        layout.addLayout(BesideLayout(self._badge, self._why))
        layout.addWidget(self._where)
        layout.addWidget(self._public)

    def _banner(self) -> QWidget:
        """Return the reminder that every field is public (WEB-12)."""
        banner = QWidget(self)
        globe = QLabel(banner)
        icons.tint_label(globe, "globe", "muted", 14)
        row = QHBoxLayout(banner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.XS + 2)
        row.addWidget(globe, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain_label(PUBLIC_BANNER, "muted", wrap=True), 1)
        return banner

    def title(self) -> str:
        """Return the title shown."""
        return self._title.text()

    def set_compact(self, *, compact: bool) -> None:
        """Keep to title and status where height is scarce, e.g. at 200 % (A11Y-11)."""
        for widget in (self._why, self._where, self._public):
            widget.setVisible(not compact)

    def show_view(self, view: MeasureView) -> None:
        """Show the head of a measure as it is now."""
        self._title.setText(view.title)
        result = public_status(view.progress, view.site)
        word = PUBLIC_STATUS.format(status=status_word(result.status))
        tone = theme.Tone(status_tone(result.status))
        self._badge.show_mark(word, status_icon(result.status), tone)
        self._why.setText(status_reason(result))
        percent = int(completeness(view) * 100)
        complete = COMPLETE.format(percent=percent)
        category = view.value("category")
        named = one_line(str(category), _PART) if category else ""
        parts = (named, one_line(view.id, _PART), complete)
        self._where.setText(" · ".join(part for part in parts if part))


# --- The row of section names above the form, with what is wrong in each -------------------------
#
# All sections stay in sight: where the words do not fit, all but that of the current section are
# shortened, and where even that does not fit, they are icons.

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


class SectionSpelling(Enum):
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
        self._spelling = SectionSpelling.WORDS
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)
        self.setProperty("role", "nav")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(NAV_NAME)
        for section in _SECTIONS:
            self.setTabData(self.addTab(section.short), section)
        self.tabBarClicked.connect(self._on_chosen)
        self.currentChanged.connect(self._on_chosen)

    @property
    def spelling(self) -> SectionSpelling:
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
        for spelling in SectionSpelling:
            self._spelling = spelling
            for place, section in enumerate(_SECTIONS):
                self._write(place, section)
            if self.sizeHint().width() <= self.width():
                return

    def _write(self, place: int, section: Section) -> None:
        """Write one section; that of the user is always spelt out."""
        spelling = SectionSpelling.WORDS if place == self.currentIndex() else self._spelling
        count, is_error = self._faults[section]
        tokens = theme.current()
        color = tokens.error if is_error else tokens.warning
        if spelling is SectionSpelling.ICONS:
            text, name = "", _ICONS[section]
            icon = icons.icon(name, tokens.muted)
            if count:
                icon = icons.marked(name, tokens.muted, color, edged=not is_error)
        else:
            words = spelling is SectionSpelling.WORDS
            text = section.short if words else ABBREVIATIONS.get(section, section.short)
            if count and spelling is not SectionSpelling.UNCOUNTED:
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
        return SECTION_ERRORS.format(title=title, count=errors)
    if warnings == 1:
        return ONE_WARNING.format(title=title)
    if warnings:
        return SECTION_WARNINGS.format(title=title, count=warnings)
    return title


# --- The strip under the form: what to write in the current field and where the public sees it ---

_HELP_BAR_RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


class HelpBar(QFrame):
    """Is as high as its longest text needs, so that nothing jumps when the focus moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "help")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.Space.XL, theme.Space.S, theme.Space.XL, theme.Space.S)
        layout.setSpacing(1)
        self._help = plain_label(HELP_IDLE, "note", wrap=True)
        self._shown = plain_label("", "note", wrap=True)
        self._known: tuple[object, ...] = ()
        layout.addWidget(self._help)
        layout.addWidget(self._shown)
        layout.addStretch(1)
        self._layout = layout

    def show_field(self, field: Field) -> None:
        """Show the help of a field."""
        self._help.setText(_help(field))
        self._shown.setText(_shown(field))

    def text(self) -> str:
        """Return what is said about the field."""
        return self._help.text()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what F1 tells as well where lines would be many."""
        self._shown.setVisible(not narrow)
        self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the longest text at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._keep_height()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the longest text in the new letters."""
        super().changeEvent(event)
        if event.type() in _HELP_BAR_RESTYLED:
            self._keep_height()

    def _keep_height(self) -> None:
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return  # nobody has given it a width yet; for a chance one it would be far too high
        margins = self._layout.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        self._help.ensurePolished()
        known = (width, self._shown.isHidden(), self._help.font().key())
        if known == self._known:  # Qt asks several times for each change
            return
        self._known = known
        height = _tallest(self._help, [_help(field) for field in FIELDS], width)
        if not self._shown.isHidden():
            height += 1 + _tallest(self._shown, [_shown(field) for field in FIELDS], width)
        self.setFixedHeight(height + margins.top() + margins.bottom() + 1)

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(0, self.minimumHeight())


def _help(field: Field) -> str:
    return f"{field.label} – {field.help}"


def _shown(field: Field) -> str:
    return form_words.HELP_SHOWN.format(shown=field.shown)


def _tallest(label: QLabel, texts: list[str], width: int) -> int:
    label.ensurePolished()
    room = QRect(0, 0, max(width, 1), 10_000)
    metrics, wrap = label.fontMetrics(), Qt.TextFlag.TextWordWrap
    return max(metrics.boundingRect(room, wrap, text).height() for text in texts)
