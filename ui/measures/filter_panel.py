"""The filters on one flat panel: every choice with its number, in effect at once (D 20)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.statuswords import status_words
from klimaeditor.textwork.filters import Facet, Filter, FindingsFilter
from ui import theme
from ui.measures.bars import FILTERS
from ui.measures.filter_bar import (
    CHOICE_COUNT,
    FINDINGS_FILTERS,
    LONGEST_CHOICE,
    MORE_FACETS,
    NOTHING_TO_CHOOSE,
    choices,
    facet_name,
    rarer,
    value_name,
)
from ui.widgets import common_words
from ui.widgets.labels import hairline, plain_label
from ui.widgets.painting import Ink, one_line, paint_line
from ui.widgets.pickers import MenuButton

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.textwork.filters import Counts
    from ui.measures.measure_list import MeasureListModel


# --- words ---------------------------------------------------------------------------------------

PUBLIC_STATUS: Final = "Öffentlicher Status"
SAVE_AS_VIEW: Final = "Als Ansicht merken…"
RESET: Final = "Zurücksetzen"
DONE: Final = "Fertig"
EVERYTHING_CHOSEN: Final = "alle"
SOME_CHOSEN: Final = "{count} gewählt"
CHOICE_SPOKEN: Final = "{name}, {count}"


# --- One choice, and the choices of a facet ------------------------------------------------------

_SIDE: Final = 18  # logical pixels
_LONGEST: Final = 34  # characters of a choice on the panel
Choice = tuple["Hashable", str]


class FacetChoices(QWidget):
    """The choices of one facet below its name, each with the number of measures it would show.

    *ticked* carries a value and whether it is chosen now. With *one_of* one of them holds always.
    """

    ticked = Signal(object, bool)

    def __init__(self, title: str, parent: QWidget | None = None, *, one_of: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._one_of = one_of
        self._entries: tuple[Choice, ...] = ()
        self._boxes: list[QAbstractButton] = []
        self._numbers: list[QLabel] = []
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.Space.S)
        column.setSpacing(theme.Space.XS)
        column.addWidget(plain_label(title, "facet"))
        column.addLayout(self._rows)

    def boxes(self) -> list[QAbstractButton]:
        """Return what is ticked, from top to bottom."""
        return list(self._boxes)

    def show_choices(
        self, entries: Sequence[Choice], counts: Counts, chosen: Iterable[Hashable]
    ) -> None:
        """Show these values (value, name) with their numbers, the *chosen* ones ticked."""
        if tuple(entries) != self._entries:
            self._rebuild(tuple(entries))
        ticked = set(chosen)
        for place, ((value, name), box) in enumerate(zip(entries, self._boxes, strict=True)):
            number = common_words.thousands(counts.get(value, 0))
            blocked = box.blockSignals(True)
            box.setChecked(value in ticked)
            box.blockSignals(blocked)
            box.setAccessibleName(CHOICE_SPOKEN.format(name=name, count=number))
            self._numbers[place].setText(number)

    def _rebuild(self, entries: tuple[Choice, ...]) -> None:
        for widget in (*self._boxes, *self._numbers):
            self._rows.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._entries, self._boxes, self._numbers = entries, [], []
        for place, (value, name) in enumerate(entries):
            box = (QRadioButton if self._one_of else QCheckBox)(self)
            box.setText(one_line(name, _LONGEST).replace("&", "&&"))
            if len(name) > _LONGEST:
                box.setToolTip(one_line(name, LONGEST_CHOICE))
            box.toggled.connect(lambda on, value=value: self.ticked.emit(value, on))
            self._boxes.append(box)
            self._rows.addWidget(box, place, 0)
            number = plain_label("", "muted")
            self._numbers.append(number)
            self._rows.addWidget(number, place, 1, Qt.AlignmentFlag.AlignRight)


_LEFT, _RIGHT = 9, 22  # of a choice, logical pixels at 100 %


class FacetButton(MenuButton):
    """Opens the choices of a facet that has too many of them for the panel; they can be ticked.

    *ticked* carries a value and whether it is chosen now.
    """

    ticked = Signal(object, bool)

    def __init__(
        self,
        facet: Facet,
        counts: Callable[[], Mapping[Facet, Counts]],
        catalogue: Callable[[], Catalogue],
        parent: QWidget,
    ) -> None:
        super().__init__(EVERYTHING_CHOSEN, parent=parent)
        self._facet, self._counts, self._catalogue = facet, counts, catalogue
        self._filter = Filter()
        self.setProperty("role", "choice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.menu().aboutToShow.connect(self._fill)
        self.show_filter(Filter())

    def show_filter(self, shown: Filter) -> None:
        """Take over what is chosen now."""
        self._filter = shown
        chosen = shown.choices(self._facet)
        text = EVERYTHING_CHOSEN
        if len(chosen) == 1:
            text = one_line(
                value_name(self._catalogue(), self._facet, next(iter(chosen))), _LONGEST
            )
        elif chosen:
            text = SOME_CHOSEN.format(count=len(chosen))
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(f"{facet_name(self._catalogue(), self._facet)}: {text}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the choice from the left, as a list does; a tool button would centre it."""
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        tokens = theme.current()
        room = self.rect().adjusted(tokens.px(_LEFT), 0, -tokens.px(_RIGHT), 0)
        ink = Ink(self.font(), tokens.color("text" if self.isEnabled() else "disabled"))
        paint_line(painter, room, self.text().replace("&&", "&"), ink)

    def _fill(self) -> None:
        menu, counts = self.menu(), self._counts()[self._facet]
        menu.clear()
        chosen = self._filter.choices(self._facet)
        offered = choices(self._catalogue(), self._facet, counts, self._filter)
        for value, count in offered:
            name = one_line(value_name(self._catalogue(), self._facet, value), LONGEST_CHOICE)
            action = menu.addAction(CHOICE_COUNT.format(name=name, count=count).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.toggled.connect(lambda on, value=value: self.ticked.emit(value, on))
        if not offered:
            menu.addAction(NOTHING_TO_CHOOSE).setEnabled(False)
        elif len(offered) < len(counts):
            menu.addAction(rarer(len(counts) - len(offered))).setEnabled(False)


# --- The panel -----------------------------------------------------------------------------------


class FilterPanel(QFrame):
    """Shows a filter and tells which one the user *wanted*; it keeps nothing else.

    *model* tells all measures, which name the categories there are, and how many of them each
    choice would show; *site* names fields and statuses. *save_clicked* asks to keep what is shown
    as a view. The *extra* buttons stand in the foot. Esc, „Fertig“ and a click beside it close the
    panel.
    """

    wanted = Signal(object)
    save_clicked = Signal()
    closed = Signal()

    def __init__(
        self,
        model: MeasureListModel,
        site: Callable[[], SiteProfile],
        extra: Sequence[QWidget],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._model, self._filter, self._site = model, Filter(), site
        self._opener: QWidget = parent
        self.setProperty("role", "popup")
        self.setFrameShape(QFrame.Shape.Box)  # where the system's colours count, there is no sheet
        self.setAccessibleName(FILTERS)
        self.setWindowTitle(FILTERS)
        self._categories = FacetChoices(common_words.CATEGORY, self)
        self._statuses = FacetChoices(PUBLIC_STATUS, self)
        self._findings = FacetChoices(common_words.FINDINGS, self, one_of=True)
        self._names: dict[Facet, QLabel] = {}
        self._rare = {
            facet: FacetButton(facet, model.counts, lambda: site().catalogue, self)
            for facet in MORE_FACETS
        }
        self._categories.ticked.connect(lambda v, on: self._tick(Facet.CATEGORIES, v, on=on))
        self._statuses.ticked.connect(lambda v, on: self._tick(Facet.STATUSES, v, on=on))
        self._findings.ticked.connect(self._tick_findings)
        for facet, button in self._rare.items():
            button.ticked.connect(lambda v, on, facet=facet: self._tick(facet, v, on=on))
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._scrolling(), 1)
        self._whole.addWidget(hairline())
        self._bottom = self._foot(extra)
        self._whole.addLayout(self._bottom)

    def _scrolling(self) -> QScrollArea:
        space, side = theme.Space, _SIDE
        sheet = QWidget(self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(2 * space.L)
        right = QVBoxLayout()
        right.setSpacing(space.S)
        right.addWidget(self._statuses)
        right.addWidget(self._findings)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self._categories)
        left.addStretch(1)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        rare = QGridLayout()
        rare.setHorizontalSpacing(2 * space.L)
        rare.setVerticalSpacing(2)
        for number, (facet, button) in enumerate(self._rare.items()):
            label = plain_label(facet_name(self._site().catalogue, facet), "facet")
            self._names[facet] = label
            label.setBuddy(button)
            label.setContentsMargins(0, space.S if number > 1 else 0, 0, 0)
            rare.addWidget(label, 2 * (number // 2), number % 2)
            rare.addWidget(button, 2 * (number // 2) + 1, number % 2)
        for at in range(2):
            rare.setColumnStretch(at, 1)
        self._content = QVBoxLayout(sheet)
        self._content.setContentsMargins(side, space.L, side, space.M)
        self._content.setSpacing(space.S)
        self._content.addLayout(self._columns)
        self._content.addLayout(rare)
        self._content.addStretch(1)
        area = QScrollArea(self)
        area.setProperty("role", "bare")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        area.viewport().setAutoFillBackground(False)
        sheet.setAutoFillBackground(False)
        self._area, self._sheet = area, sheet
        return area

    def _foot(self, extra: Sequence[QWidget]) -> QHBoxLayout:
        space = theme.Space
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, space.M, _SIDE, space.M)
        foot.setSpacing(space.S)
        save = QPushButton(SAVE_AS_VIEW, self)
        save.setProperty("role", "flat")
        save.clicked.connect(self._on_save)
        foot.addWidget(save)
        for widget in extra:
            widget.setParent(self)
            foot.addWidget(widget)
        foot.addStretch(1)
        self._reset = QPushButton(RESET, self)
        self._reset.clicked.connect(lambda: self.wanted.emit(Filter(self._filter.text)))
        done = QPushButton(DONE, self)
        done.clicked.connect(self.hide)
        foot.addWidget(self._reset)
        foot.addWidget(done)
        self._last = (save, *extra, self._reset, done)
        return foot

    # --- what is shown -----------------------------------------------------------------------

    def show_filter(self, shown: Filter) -> None:
        """Show another filter; the numbers are counted while the panel is seen."""
        self._filter = shown
        for button in self._rare.values():
            button.show_filter(shown)
        if self.isVisible():
            self._renew()

    def open_beside(self, opener: QWidget, beside: QWidget) -> None:
        """Open to the right of *beside*, level with *opener*, inside the window."""
        self._opener = opener
        self._renew()
        self._settle()
        room = QRect(beside.window().mapToGlobal(QPoint(0, 0)), beside.window().size())
        gap, direction = theme.Space.S, QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight)
        if self._wide() > room.width() - 2 * gap:
            self._columns.setDirection(direction.TopToBottom)
        self._settle()
        width = min(self._wide(), room.width() - 2 * gap)
        high = self._sheet.sizeHint().height() + self._foot_height()
        height = min(high, room.height() - 2 * gap)
        right = beside.mapToGlobal(QPoint(beside.width() + gap, 0)).x()
        left = min(right, room.right() - gap - width)
        top = opener.mapToGlobal(QPoint(0, -gap)).y()
        top = min(top, room.bottom() - gap - height)
        self.setGeometry(QRect(max(room.left() + gap, left), max(room.top() + gap, top),
                               width, height))  # fmt: skip
        self.show()
        first = (self._categories.boxes() or self._statuses.boxes())[0]
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _settle(self) -> None:
        """Have everything measured with its letters, before anything of it is seen."""
        for widget in (self, *self.findChildren(QWidget)):
            widget.ensurePolished()
        for layout in (self._columns, self._content, self._whole):
            layout.invalidate()
            layout.activate()

    def _wide(self) -> int:
        """Return the width that everything takes beside each other."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        return max(self._sheet.sizeHint().width() + bar, self._whole.minimumSize().width()) + 2

    def _foot_height(self) -> int:
        return self._bottom.sizeHint().height() + 1 + 2 * self.frameWidth()

    def _renew(self) -> None:
        """Count, and tick what is chosen."""
        shown, counts, site = self._filter, self._model.counts(), self._site()
        for facet, label in self._names.items():
            label.setText(facet_name(site.catalogue, facet))
            self._rare[facet].show_filter(shown)
        names: dict[Hashable, str] = {}
        for row in self._model.names():
            names.setdefault(row.category_id, row.category)
        self._categories.show_choices(
            list(names.items()), counts[Facet.CATEGORIES], shown.choices(Facet.CATEGORIES)
        )
        statuses = counts[Facet.STATUSES]
        self._statuses.show_choices(
            list(status_words(site.words).items()), statuses, shown.choices(Facet.STATUSES)
        )
        self._findings.show_choices(
            list(FINDINGS_FILTERS.items()), counts[Facet.FINDINGS], {shown.findings}
        )
        self._reset.setEnabled(shown.has_facets)
        boxes = [box for facet in (self._categories, self._statuses, self._findings)
                 for box in facet.boxes()]  # fmt: skip
        for before, after in pairwise([*boxes, *self._rare.values(), *self._last]):
            self.setTabOrder(before, after)

    # --- what the user does ------------------------------------------------------------------

    def _tick(self, facet: Facet, value: Hashable, *, on: bool) -> None:
        self.wanted.emit(self._filter.with_choice(facet.value, value, chosen=on))

    def _tick_findings(self, value: FindingsFilter, on: bool) -> None:
        if on:
            self.wanted.emit(replace(self._filter, findings=value))

    def _on_save(self) -> None:
        self.hide()
        self.save_clicked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let a click beside the panel do what it does there; on the opener it only closes."""
        place = self._opener.mapFromGlobal(event.globalPosition().toPoint())
        on_opener = self._opener.rect().contains(place)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay, on_opener)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, and on the keys that opened the panel."""
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        opening = event.key() == Qt.Key.Key_L and event.modifiers() == control
        if event.key() == Qt.Key.Key_Escape or opening:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the panel is closed."""
        super().hideEvent(event)
        self.closed.emit()
