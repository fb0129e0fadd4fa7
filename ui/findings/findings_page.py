"""The page of findings: groups by rule, worst first, each with its place and at most one button."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.groups import FindingGroup, grouped
from klimaeditor.model import core_words
from klimaeditor.model.core_words import counted, shortened
from klimaeditor.model.findings import Severity
from klimaeditor.model.records import category_names
from klimaeditor.textwork.search import fold
from ui import theme
from ui.bridge import Connections, DocumentBridge, no_document
from ui.findings.finding_tree import (
    AcceptedPlace,
    AcceptedRow,
    FindingTree,
    PlaceRow,
    RuleRow,
    ghost,
    place_of,
)
from ui.theme import icons
from ui.widgets.announce import announce
from ui.widgets.common_words import JUDGING, NO_DATASET, severity_count, thousands
from ui.widgets.labels import EmptyState, GivingArea, hairline, plain_label, safe_tip
from ui.widgets.painting import one_line
from ui.widgets.search_field import SearchField
from ui.widgets.tabs import lead_through
from ui.widgets.text_guards import prefer_own_undo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from klimaeditor.checks.rule import Rule
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.findings import Finding
    from klimaeditor.notes.accepting import AcceptedFinding
    from klimaeditor.notes.notebook import Acceptance


# --- words ---------------------------------------------------------------------------------------

PAGE: Final = "Befunde"
BACK: Final = "Zur Maßnahme"
BACK_TIP: Final = "Zurück zu Liste und Formular (Esc)"
SEARCH: Final = "In Befunden suchen"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"
ALL: Final = "Alle"
THIS_MEASURE: Final = "Diese Maßnahme"
CATEGORY: Final = "Kategorie"
WITH_COUNT: Final = "{name} ({count})"
ALL_READY: Final = "Keine Befunde: Der Datensatz ist bereit zur Veröffentlichung."
MEASURE_READY: Final = "Keine Befunde: Diese Maßnahme ist bereit zur Veröffentlichung."
NO_MATCH: Final = "Kein Befund passt zu den Filtern."
NO_MATCH_BUTTON: Final = "Filter entfernen"
ACCEPT: Final = "Annehmen…"
ACCEPT_TIP: Final = "Den gewählten Befund mit einem Grund annehmen (Strg+J)"
SHOW_AGAIN: Final = "Wieder zeigen"
SHOW_AGAIN_TIP: Final = "Der gewählte Befund zählt wieder (Strg+J)"


def summary(findings: int, measures: int, rules: int) -> str:
    """Return e.g. „91 in 21 Maßnahmen, 16 Regeln“."""
    found = f"{thousands(findings)} in {core_words.measures(measures)}"
    return f"{found}, {counted(rules, 'Regel', 'Regeln')}"


def and_accepted(count: int) -> str:
    """Return how many findings are accepted, behind the summary; "" for none."""
    return f" · {thousands(count)} angenommen" if count else ""


def accepted_by(author: str, day: str, reason: str, problem: str) -> str:
    """Return who accepted a finding when and why, and what was found."""
    who = f"{shortened(author)}, {day}" if author else day
    return f"{who}: {shortened(reason)} – {shortened(problem)}"


def with_number(name: str, count: int) -> str:
    """Return e.g. „Mobilität (5)“."""
    return WITH_COUNT.format(name=one_line(name, 24), count=thousands(count))


def spoken_number(name: str, count: int) -> str:
    """Return the same with the whole name."""
    return WITH_COUNT.format(name=name, count=thousands(count))


# --- Which findings: whose, how severe, of which category, with which words ----------------------

_SOON: Final = 120  # ms: editing must not wait for a list of thousands
_NARROW: Final = 860  # px at 100 %: then the choice stands above the groups
_SIDE_WIDTH: Final = 262
_LEAST_WITH_BUTTON: Final = 560  # px at 100 %: below, the keys accept what is selected


class FindingsChoice(QFrame):
    """Search, whose findings, severities and categories; *changed* says that they are others."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(SEARCH, SEARCH, CLEAR_SEARCH, self)
        prefer_own_undo(self.search)
        self.search.textChanged.connect(lambda _: self.changed.emit())
        self._all, self._one = self._scope(ALL), self._scope(THIS_MEASURE)
        self._all.setChecked(True)
        both = QButtonGroup(self)
        scopes = QHBoxLayout()
        scopes.setSpacing(theme.Space.XS)
        for button in (self._all, self._one):
            both.addButton(button)
            scopes.addWidget(button)
        scopes.addStretch(1)
        self._severities = {severity: self._box() for severity in Severity}
        self._beside = self._box()
        self._beside.hide()
        self._heading = plain_label(CATEGORY, "note")
        self._categories: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.Space.M, theme.Space.M, theme.Space.M, theme.Space.M)
        column.setSpacing(theme.Space.XS)
        self._top = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._top.setSpacing(theme.Space.S)
        self._top.addWidget(self.search)
        self._top.addLayout(scopes)
        column.addLayout(self._top)
        column.addSpacing(theme.Space.XS)
        self._levels = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._levels.setSpacing(theme.Space.XS)
        for box in self._severities.values():
            self._levels.addWidget(box)
        self._levels.addWidget(self._beside)
        column.addLayout(self._levels)
        column.addSpacing(theme.Space.S)
        column.addWidget(self._heading)
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(0)
        column.addLayout(self._boxes)
        column.addStretch(1)

    def only_one(self) -> bool:
        """Whether the findings of one measure are wanted."""
        return self._one.isChecked()

    def choose(self, *, one: bool) -> None:
        """Take the findings of the measure at hand, or all."""
        (self._one if one else self._all).setChecked(True)

    def clear(self, only: Severity | None = None) -> None:
        """Tick everything, or *only* one severity, and empty the search."""
        for severity, box in self._severities.items():
            box.setChecked(only in (None, severity))
        self._beside.setChecked(only is None)
        for box in self._categories.values():
            box.setChecked(True)
        self.search.clear()

    def admits(self, finding: Finding, category: str, words: str, *, beside: bool = False) -> bool:
        """Whether a finding is wanted; *words* is all that is said of it.

        Those *beside* the rulebook have a box of their own.
        """
        box = self._categories.get(category)
        level = self._beside if beside else self._severities[finding.severity]
        if not level.isChecked() or (box and not box.isChecked()):
            return False
        return all(word in fold(words) for word in fold(self.search.text()).split())

    def show_counts(
        self, severities: Counter[Severity], categories: Counter[str], names: dict[str, str]
    ) -> None:
        """Show how many findings there are of each severity and category."""
        for severity, box in self._severities.items():
            box.setText(severity_count(severity, severities[severity]))
        self._show_category_counts(categories, names)

    def show_beside(self, title: str, count: int) -> None:
        """Show how many findings there are beside the rulebook; no box where there are none."""
        if count:
            self._beside.setText(with_number(title, count).replace("&", "&&"))
            self._beside.setAccessibleName(spoken_number(title, count))
        self._beside.setVisible(count > 0)

    def _show_category_counts(self, categories: Counter[str], names: dict[str, str]) -> None:
        for key in self._categories.keys() - names.keys():
            self._categories.pop(key).deleteLater()
        made = bool(names.keys() - self._categories.keys())
        for key, name in names.items():
            if key not in self._categories:
                self._categories[key] = self._box()
                self._boxes.addWidget(self._categories[key])
            self._categories[key].setToolTip(safe_tip(name))
            self._categories[key].setAccessibleName(spoken_number(name, categories[key]))
            self._categories[key].setAccessibleDescription(name)
            self._categories[key].setText(with_number(name, categories[key]).replace("&", "&&"))
        if made:
            lead_through(self._categories.values(), self._beside)
        self._heading.setVisible(bool(names))

    def set_brief(self, *, brief: bool) -> None:
        """Leave the categories out where there is little room, the rest beside each other."""
        direction = QBoxLayout.Direction
        for rows in (self._top, self._levels):
            rows.setDirection(direction.LeftToRight if brief else direction.TopToBottom)
        self._heading.setVisible(not brief and bool(self._categories))
        for box in self._categories.values():
            box.setVisible(not brief)

    def _box(self) -> QCheckBox:
        box = QCheckBox(self)
        box.setMinimumWidth(1)  # a long name must not push the search out of sight
        box.setChecked(True)
        box.toggled.connect(lambda _: self.changed.emit())
        return box

    def _scope(self, name: str) -> QPushButton:
        button = QPushButton(name, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.toggled.connect(lambda on: self.changed.emit() if on else None)
        return button


# --- The page ------------------------------------------------------------------------------------


class FindingsPage(QFrame):
    """The groups, and what to choose from them.

    *activated* asks to go to (measure key or None, field or None, place or None),
    *repair_requested* carries the fix of a group, *accept_requested* asks to accept what is
    selected, or to show it again; *back_requested* leads back. *read_accepted* returns what
    somebody has accepted.
    """

    activated = Signal(object, object, object)
    repair_requested = Signal(object)
    accept_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(PAGE)
        self._bridge = no_document()
        self._heard = Connections()
        self._measure: int | None = None
        self._beside: tuple[Rule | None, tuple[Finding, ...]] = (None, ())
        self.read_accepted: Callable[[], Sequence[AcceptedFinding]] = tuple
        self._done: tuple[str, int, int] = ("", 0, -1)  # rule, number, step of the history
        self._summary = plain_label("", "muted")
        self._accept = QPushButton(ACCEPT, self)
        self._accept.setAutoDefault(False)
        self._accept.setMinimumWidth(1)  # it gives way where the page is narrow
        self._accept.clicked.connect(self.accept_requested)
        self._back = self._back_button()
        self._choice = FindingsChoice(self)
        self.tree = FindingTree(self)
        self._empty = EmptyState(self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.renew)
        self._is_stale = False
        self._lay_out(self._back)
        self._choice.changed.connect(self.renew)
        self._choice.search.left_down.connect(self.focus_list)
        self.tree.chosen.connect(lambda f: self.activated.emit(f.measure, f.field, f.place))
        self.tree.repair_wanted.connect(self.repair_requested)
        self.tree.row_changed.connect(self._offer)
        self._empty.button_clicked.connect(self._choice.clear)

    def _back_button(self) -> QPushButton:
        back = QPushButton(BACK, self)
        back.setProperty("role", "flat")
        back.setToolTip(BACK_TIP)
        back.setAutoDefault(False)
        icons.tint(back, "arrow-left")
        back.clicked.connect(self.back_requested)
        return back

    def _lay_out(self, back: QPushButton) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.Space.M, theme.Space.S, theme.Space.L, theme.Space.S)
        head.setSpacing(theme.Space.S)
        head.addWidget(back)
        head.addWidget(plain_label(PAGE, "title"))
        head.addWidget(self._summary, 1)
        head.addWidget(self._accept)
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(GivingArea(self._empty, self))
        self._side = GivingArea(self._choice, self)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self._side)
        self._body.addWidget(holder, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addLayout(self._body, 1)

    # --- what others ask -------------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the findings of another document."""
        self._bridge, self._measure = bridge, None
        self._heard.renew(
            (bridge.findings_changed, lambda _: self._outdate()),
            (bridge.fields_changed, lambda _: self._outdate()),
            (bridge.structure_changed, self._outdate),
            (bridge.judged, self._outdate),
        )
        self.renew()

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the buttons while nothing may be changed."""
        self.tree.set_read_only(read_only=read_only)

    def set_measure(self, measure: int | None) -> None:
        """Take another measure as „this one“."""
        self._measure = measure
        self.renew()

    def show_measure(self) -> None:
        """Show the findings of this measure, all places unfolded."""
        self._choice.clear()
        self._choice.choose(one=True)
        self.renew()
        self.tree.unfold_all()

    def show_all(self, only: Severity | None = None) -> None:
        """Show the findings of the whole dataset, or *only* those of one severity."""
        self._choice.clear(only)
        self._choice.choose(one=False)
        self.renew()

    def show_repaired(self, rule: str, number: int) -> None:
        """Say in the line of a group how many findings its button has repaired (D 6)."""
        if number:
            self._done = rule, number, self._bridge.stack.index()
            announce(self, ghost(rule, number).rule.title)
            self.renew()

    def show_beside(self, rule: Rule, findings: Sequence[Finding]) -> None:
        """Show also the findings of a rule beside the rulebook; they count for nothing else."""
        if (rule, tuple(findings)) != self._beside:
            self._beside = rule, tuple(findings)
            self._outdate()

    def selected_findings(self) -> list[Finding]:
        """Return the finding that is selected, or those of the group that is."""
        row = self.tree.current_row()
        if isinstance(row, RuleRow):
            return list(row.group.findings) if row.group else []
        return [row.finding] if isinstance(row, PlaceRow) else []

    def selected_acceptances(self) -> list[Acceptance]:
        """Return what holds for the accepted finding that is selected, or for all of them."""
        row = self.tree.current_row()
        if isinstance(row, AcceptedRow):
            return [place.accepted.acceptance for place in self.tree.accepted_places()]
        return [row.accepted.acceptance] if isinstance(row, AcceptedPlace) else []

    def _offer(self) -> None:
        """Let the button do what can be done with what is selected."""
        back = bool(self.selected_acceptances())
        self._accept.setText(SHOW_AGAIN if back else ACCEPT)
        self._accept.setToolTip(SHOW_AGAIN_TIP if back else ACCEPT_TIP)
        found = self.selected_findings()
        some = any(f.severity is not Severity.ERROR and f.measure is not None for f in found)
        self._accept.setEnabled(back or some)

    def focus_list(self) -> None:
        """Put the keyboard into the groups."""
        if self._stack.currentIndex():
            (self._back if self._side.isHidden() else self._choice.search).setFocus()
            return
        self.tree.setFocus()
        self.tree.select_first()

    # --- what is shown ---------------------------------------------------------------------

    def _outdate(self) -> None:
        """Read again soon, or when the page is next seen: typing does not pay for it."""
        self._is_stale = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has happened meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self.renew()

    def renew(self) -> None:
        """Read the findings again, once all measures are judged."""
        self._soon.stop()
        self._is_stale = False
        if not self._bridge.document.findings.is_at_hand:
            self._wait()
            return
        waited = self._side.isHidden()
        self._side.show()
        self._read()
        if waited and self._back.hasFocus():
            self.focus_list()

    def _read(self) -> None:
        document = self._bridge.document
        index = document.findings
        one = self._choice.only_one()
        rule, beside = self._beside
        of_measure = () if self._measure is None else index.of(self._measure)
        own_beside = [f for f in beside if f.measure == self._measure]
        of_rules = [*of_measure] if one else [*index.all()]
        of_words = own_beside if one else [*beside]
        found = [*of_rules, *of_words]
        measures = document.dataset.measures
        known = [a for a in self.read_accepted() if not one or a.finding.measure == self._measure]
        both = [*found, *(a.finding for a in known)]
        keys = {f.measure for f in both if f.measure is not None and f.measure in measures}
        views = {key: document.view(key) for key in keys}
        catalogue = document.dataset.site.catalogue
        titles = {key: view.title for key, view in views.items()}
        groups_of = {key: str(view.value("category_id")) for key, view in views.items()}

        def category(finding: Finding) -> str:
            return groups_of.get(finding.measure, "") if finding.measure is not None else ""

        def words(finding: Finding) -> str:
            title = titles.get(finding.measure, "") if finding.measure is not None else ""
            return f"{title} {place_of(finding, catalogue)} {finding.message}"

        self._choice.show_counts(
            Counter(f.severity for f in of_rules),
            Counter(category(f) for f in found),
            category_names(document.dataset),
        )
        self._choice.show_beside(rule.title if rule else "", len(of_words))
        apart = rule.id if rule else ""
        admitted = [
            f for f in found
            if self._choice.admits(f, category(f), words(f), beside=f.rule == apart)
        ]  # fmt: skip
        groups = grouped(admitted, *filter(None, [rule]))
        rows = self._rows(groups, titles)
        admits = self._choice.admits
        accepted = [
            self._accepted_place(a, titles, catalogue)
            for a in known
            if admits(a.finding, category(a.finding), f"{words(a.finding)} {a.acceptance.reason}")
        ]
        self.tree.show_groups(rows, lambda key: titles.get(key, ""), catalogue, accepted)
        self._offer()
        concerned = len({f.measure for f in admitted if f.measure is not None})
        said = summary(len(admitted), concerned, len(groups))
        self._summary.setText(f"{said}{and_accepted(len(accepted))}")
        self._show_state(any_found=bool(found or accepted), one=one)
        self._fit()

    def _wait(self) -> None:
        """Say that measures are still being judged; there is nothing to choose from yet."""
        self._is_stale = True
        self._side.hide()
        self.tree.show_groups([], lambda _: "", self._bridge.document.dataset.site.catalogue)
        self._summary.clear()
        self._empty.show_state("clock", JUDGING)
        self._stack.setCurrentIndex(1)
        self._offer()
        if self.isAncestorOf(self.window().focusWidget()):
            self.focus_list()

    @staticmethod
    def _accepted_place(
        accepted: AcceptedFinding, titles: dict[int, str], catalogue: Catalogue
    ) -> AcceptedPlace:
        finding, known = accepted.finding, accepted.acceptance
        title = "" if finding.measure is None else titles.get(finding.measure, "")
        day = f"{known.at.astimezone():%d.%m.%Y}"
        problem = finding.problem or finding.message
        said = accepted_by(known.author, day, known.reason, problem)
        return AcceptedPlace(accepted, one_line(title), place_of(finding, catalogue), said)

    def _rows(self, groups: tuple[FindingGroup, ...], titles: dict[int, str]) -> list[RuleRow]:
        rule, number, step = self._done
        if step != self._bridge.stack.index():
            rule, number = "", 0
        rows = [
            RuleRow(
                group.rule,
                group.place(lambda key: titles.get(key, "")),
                group,
                number if group.rule.id == rule else 0,
            )
            for group in groups
        ]
        if rule and all(row.rule.id != rule for row in rows):
            line = ghost(rule, number)
            rank = line.rule.severity.rank
            behind = [at for at, row in enumerate(rows) if row.rule.severity.rank <= rank]
            rows.insert(behind[-1] + 1 if behind else 0, line)
        return rows

    def _show_state(self, *, any_found: bool, one: bool) -> None:
        if self.tree.rows() or self.tree.accepted_places():
            self._stack.setCurrentIndex(0)
            return
        if not self._bridge.is_open:
            self._empty.show_state("list-checks", NO_DATASET)
        elif any_found:
            self._empty.show_state("search", NO_MATCH, button=NO_MATCH_BUTTON)
        else:
            sentence = MEASURE_READY if one else ALL_READY
            self._empty.show_state("circle-check", sentence, role="good")
        self._stack.setCurrentIndex(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choice above the groups where the page is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = theme.current().px
        narrow = self.width() < px(_NARROW)
        way = QBoxLayout.Direction
        self._body.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._choice.set_brief(brief=narrow)
        self._accept.setVisible(self.width() >= px(_LEAST_WITH_BUTTON))
        policy = QSizePolicy.Policy
        upright = policy.Fixed if narrow else policy.Ignored  # ignored, the groups lay over it
        self._side.setSizePolicy(policy.Preferred, upright)
        self._side.setMinimumWidth(0 if narrow else px(_SIDE_WIDTH))
        self._side.setMaximumWidth(16_777_215 if narrow else px(_SIDE_WIDTH))
        most = self.height() * 2 // 5
        needed = min(self._choice.sizeHint().height(), most)
        self._side.setMinimumHeight(needed if narrow else 0)
        self._side.setMaximumHeight(most if narrow else 16_777_215)
