"""The main window: places start page, workspace, menus and status bar. No logic of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import shortened
from ui import theme
from ui.shell import actions
from ui.shell.actions import Menu
from ui.shell.command_bar import CommandBar
from ui.shell.pages import MEASURES, START, PageStack
from ui.shell.start_page import StartPlace
from ui.shell.status_bar import StatusBar
from ui.shell.workspace import Workspace
from ui.theme import icons
from ui.widgets.announce import announce
from ui.widgets.common_words import PRODUCT
from ui.widgets.drops import leave_files, local_paths
from ui.widgets.labels import ShortLabel
from ui.widgets.layouts import screen_area
from ui.widgets.tabs import by_tab, lead_through
from ui.widgets.text_edits import GrowingText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.shell.actions import ActionSpec
    from ui.shell.workspace import WorkspaceQuestions


# --- words ---------------------------------------------------------------------------------------

NOTICES = "Mitteilungen zum geöffneten Datensatz"
HIDE_NOTICES = "Mitteilungen ausblenden"
WHOLE_NOTICES = "Ganz zeigen"
RECENT = "&Zuletzt verwendet"


def title(name: str, *, read_only: bool = False) -> str:
    """Return the window title; Qt puts the star where [*] stands, and reads it twice as itself."""
    mode = " (schreibgeschützt)" if read_only else ""
    return f"{shortened(name).replace('[*]', '[*][*]')}[*]{mode} – {PRODUCT}" if name else PRODUCT


# --- Remarks about what was opened: they stay above the panes until they are put away ------------

_LINES = 5
_LOW = 480  # logical pixels at 100 %: a lower window has no room for several lines


class NoticeBar(QFrame):
    """Shows sentences below each other, so that none is lost and nothing interrupts.

    A low window shows their beginning in one line, and the rest once it is asked for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notices")
        self._first: tuple[str, ...] = ()
        mark = QLabel(self)
        icons.tint_label(mark, "info", "info")
        self._text = GrowingText(self, least=1, most=_LINES)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(NOTICES)
        self._line = ShortLabel(1, "", self)
        self._line.hide()
        self._whole = QPushButton(WHOLE_NOTICES, self)
        self._whole.setProperty("role", "link")
        self._whole.clicked.connect(self._unfold)
        self._whole.hide()
        self._unfolded = False
        self._close = QToolButton(self)
        self._close.setToolTip(HIDE_NOTICES)
        self._close.setAccessibleName(HIDE_NOTICES)
        self._close.clicked.connect(self.hide)
        icons.tint(self._close, "x")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.Space.M, theme.Space.XS, theme.Space.S, theme.Space.XS)
        layout.setSpacing(theme.Space.S)
        layout.addWidget(mark)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._whole)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def fit(self) -> None:
        """Take one line in a low window, unless all was asked for."""
        if self.isHidden():
            return
        tokens, text = theme.current(), self.text()
        beside = tokens.px(80)
        letters = self.fontMetrics().horizontalAdvance(text)
        is_long = "\n" in text or letters > self.width() - beside
        low = self.window().height() < tokens.px(_LOW) and is_long and not self._unfolded
        self._line.setVisible(low)
        self._whole.setVisible(low)
        self._text.setVisible(not low)

    def _unfold(self) -> None:
        self._unfolded = True
        self.fit()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentences: Sequence[str]) -> None:
        self._unfolded = False
        self._text.show_text("\n".join(sentences))
        self._line.setText(" ".join(sentences))
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """See what fits before it is seen."""
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        self.fit()

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def add_notices(self, sentences: Sequence[str]) -> None:
        """Show *sentences* below what is shown; what is there already is not said twice."""
        shown = [] if self.isHidden() else self.text().splitlines()
        fresh = [sentence for sentence in sentences if sentence not in shown]
        if fresh:
            self._say([*shown, *fresh])
            self.show()
            announce(self, " ".join(fresh))

    def drop_added(self) -> None:
        """Put away what was added, because it is settled; what was shown at first stays."""
        if not self.isHidden():
            self._say(self._first)
            self.setVisible(bool(self._first))

    def show_notices(self, sentences: Sequence[str]) -> None:
        """Show *sentences*, or nothing where there are none."""
        self._first = tuple(sentences)
        self._say(sentences)
        self.setVisible(bool(sentences))
        announce(self, " ".join(sentences))


# --- The main window: places start page, workspace, menus and status bar. No logic of its own ----

_FILES = frozenset(name.value for name in FileName)
_SIZE = 1440, 900  # at the first start, where the screen is large enough


class MainWindow(QMainWindow):
    """The window. *dropped* carries the paths that were dropped, at least one."""

    dropped = Signal(object)

    def __init__(self, ask: WorkspaceQuestions, commands: Sequence[ActionSpec]) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.may_close: Callable[[], bool] = lambda: True
        center = QWidget(self)  # each widget is made where it stays: moving one dresses it anew
        self.pages = PageStack(center)
        self.start = StartPlace(self.pages)
        self.workspace = Workspace(ask, self.pages)
        self.status = StatusBar(self)
        self.pages.add_page(START, self.start)
        self.pages.add_page(MEASURES, self.workspace)
        self.pages.changed.connect(self._mark_page)
        self.workspace.list.selected.connect(lambda _: self.pages.forget_way())
        self.notices = NoticeBar(center)
        self._fill_center(center)
        self.setCentralWidget(center)
        self.setStatusBar(self.status)
        self.commands = commands
        self.actions_by_id = actions.make_actions(self, commands)
        self.recent_menu = QMenu(RECENT, self)
        self.resize(QSize(*_SIZE).boundedTo(screen_area(self).size() * 0.95))
        self.bar = CommandBar(self.actions_by_id, self)
        self.setMenuWidget(self.bar)
        lead_through(by_tab(self.notices), by_tab(self.bar)[-1])  # notices stand below the bar
        self._fill_menus()
        self._group_schemes()
        leave_files(self)
        self.show_start()

    def _fill_center(self, center: QWidget) -> None:
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.pages, 1)

    def menuBar(self) -> QMenuBar:
        """Return the menus; they share their line with the tools."""
        return self.bar.menus

    def _fill_menus(self) -> None:
        menus = {menu: self.menuBar().addMenu(menu.value) for menu in Menu}
        for spec in self.commands:
            if spec.group:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(self.actions_by_id[spec.id])
            if spec.id == "open_sample":
                menus[spec.menu].addMenu(self.recent_menu)

    def _group_schemes(self) -> None:
        group = QActionGroup(self)
        for spec in self.commands:
            if spec.id.startswith("scheme_"):
                self.actions_by_id[spec.id].setCheckable(True)
                group.addAction(self.actions_by_id[spec.id])

    def set_recent(self, paths: list[str], open_path: Callable[[Path], object]) -> None:
        """Fill the menu of recently used datasets."""
        self.recent_menu.clear()
        for path in paths:
            action = QAction(path.replace("&", "&&"), self.recent_menu)
            action.triggered.connect(lambda _=False, path=path: open_path(Path(path)))
            self.recent_menu.addAction(action)
        self.recent_menu.setEnabled(bool(paths))

    def show_start(self) -> None:
        """Show the start page."""
        self.pages.show_home(START)
        self.bar.show_open(is_open=False)
        self.notices.hide()
        self.status.clear()
        self.setWindowTitle(title(""))
        self.setWindowModified(False)

    def show_name(self, name: str, *, read_only: bool = False) -> None:
        """Name the open document, and say whether it may be changed."""
        self.bar.show_open(is_open=True)
        self.setWindowTitle(title(name, read_only=read_only))

    def _mark_page(self, name: str) -> None:
        """Show the command of the page that is seen as pressed."""
        for page in self.pages.names():
            action = self.actions_by_id.get(page)
            if action is not None and action.isCheckable():
                action.setChecked(page == name)

    def restyle(self) -> None:
        """Take over a new theme or zoom."""
        for widget in self.findChildren(QWidget):  # sizes found between two sheets are forgotten
            widget.updateGeometry()
        actions.tint(self.actions_by_id, self.commands)
        self.bar.restyle()
        self.status.restyle()
        self.notices.fit()
        self.workspace.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give notices the room there is."""
        super().resizeEvent(event)
        self.notices.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the session agrees."""
        event.setAccepted(self.may_close())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files and folders."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the dropped paths on; the files of one dataset count as their folder."""
        event.acceptProposedAction()
        paths = local_paths(event.mimeData())
        folders = {path.parent for path in paths}
        if len(paths) > 1 and len(folders) == 1 and all(path.name in _FILES for path in paths):
            paths = list(folders)
        if paths:
            self.dropped.emit(paths)
