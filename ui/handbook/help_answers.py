"""Answers with explanations: handbook, help, shortcuts and „Über“; some stay beside the work."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QSysInfo, qVersion

import klimaeditor
from klimaeditor import reports
from klimaeditor.site.muenster import muenster
from ui import handbook
from ui.dialogs.about import AboutDialog, AboutInfo
from ui.dialogs.dialog_answers import SystemAnswers, bring_up
from ui.dialogs.help import HelpDialog, Shortcut, ShortcutsDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from klimaeditor.model.catalogue import SiteProfile
    from ui.handbook.handbook_window import HandbookWindow


class HelpAnswers(SystemAnswers):
    """Help and shortcuts stay open beside the work."""

    def __init__(
        self, window: Callable[[], QWidget | None], site: SiteProfile | None = None
    ) -> None:
        """Take what gives the window, and the site whose fields are explained; None: ours."""
        super().__init__(window)
        self._site = site or muenster()
        self._help: HelpDialog | None = None
        self._handbook: HandbookWindow | None = None

    def show_handbook(self, chapter: str, anchor: str) -> None:
        """Show the handbook, in the window that is open already where there is one."""
        if self._handbook is None or self._handbook.parent() is not self._window():
            self._handbook = handbook.handbook_window.HandbookWindow(self._window())
            self._handbook.print_requested.connect(self.print_with)
        if chapter:
            self._handbook.show_chapter(chapter, anchor)
        bring_up(self._handbook)

    def show_help(self, field: str, said: Sequence[str]) -> None:
        """Explain a field, in the window that is open already where there is one."""
        if self._help is None or self._help.parent() is not self._window():
            self._help = HelpDialog(self._site, self._window())
            self._help.handbook_wanted.connect(
                lambda name: self.show_handbook("formular", f"feld-{name}")
            )
        self._help.show_field(field, said)
        bring_up(self._help)

    def show_shortcuts(self, table: Sequence[Shortcut]) -> None:
        """Show the shortcuts in a window of their own."""
        dialog = ShortcutsDialog(table, self._window())
        dialog.finished.connect(dialog.deleteLater)
        bring_up(dialog)

    def show_about(self) -> None:
        """Show version, licence and parts."""
        self._accepted(AboutDialog(about_info(self._site), self._parent))


def about_info(site: SiteProfile) -> AboutInfo:
    """Return what the program is made of, as far as this machine can tell."""
    parts = (
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide6", PySide6.__version__),
        ("System", QSysInfo.prettyProductName()),
    )
    version = reports.report_words.as_of(site.facts.version)
    return AboutInfo(klimaeditor.__version__, (*parts, (reports.report_words.SITE_FACTS, version)))
