"""Spelling in the menu Prüfen: switched on and off, and the word at the caret mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QTimer

from klimaeditor import spelling, textwork
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.fieldtypes import Section
from klimaeditor.policies import Default
from ui import session
from ui.commands.groups import CommandGroup, Parts, command
from ui.page.field_panel import PanelEntry
from ui.shell import workspace
from ui.shell.actions import Menu, Needs
from ui.shell.workspace import FixQuestions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView
    from ui.findings.findings_page import FindingsPage
    from ui.form.spelling import FormSpelling
    from ui.session.spelling import DictionaryService, SpellingPlaces

# --- words ---------------------------------------------------------------------------------------

SPELLING_TIP: Final = (
    "Unterstreicht Wörter, die in keinem Wörterbuch stehen. Strg+. nennt Vorschläge."
)
SWITCHED_OFF: Final = "Die Rechtschreibung wird nicht mehr geprüft."
SWITCHED_ON: Final = "Die Rechtschreibung wird geprüft."

PLAIN_LANGUAGE: Final = "Klare Sprache"

# --- how plainly a text at the head of the page is written ---------------------------------------


class PlainLanguage:
    """What makes the texts at the head of a page hard to read: help, never a finding."""

    title, icon, framed, more = PLAIN_LANGUAGE, "lightbulb", False, ""

    def entries(self, view: MeasureView, field: Field) -> Sequence[PanelEntry]:
        """Return what could be plainer in a text of the first section."""
        text = view.value(field.name)
        if field.section is not Section.HEAD or not field.is_text or not isinstance(text, str):
            return ()
        return [PanelEntry("", sentence) for sentence in spelling.readability.advice(text)]


# --- commands ------------------------------------------------------------------------------------

_SPELLING: Final = "spelling"
BEGIN_MS: Final = 1_000
"""How long after opening the dictionary is asked for: the first pictures come before it."""
GATHER_MS: Final = 400
_MOST_TEXTS: Final = 40_000
"""Texts of a dataset; the findings of a larger one name no words."""
_PAGE: Final = "check"


class SpellingCommands(CommandGroup[FixQuestions]):
    """Judges the texts of the form beside the window; nothing of it is there at the start."""

    menu = Menu.CHECK

    def __init__(self, parts: Parts, ask: FixQuestions) -> None:
        super().__init__(parts, ask)
        self._made: tuple[DictionaryService, FormSpelling] | None = None
        self._begin = QTimer(self, interval=BEGIN_MS, singleShot=True)
        self._begin.timeout.connect(self._use)
        self._session.opened.connect(lambda _: self._begin.start())
        self._session.closed.connect(self._leave)
        self._soon = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._soon.timeout.connect(self._gather)
        self._window.pages.changed.connect(lambda _: self._gather_soon())
        parts.qt.aboutToQuit.connect(self._close)

    @command(
        "fix_here",
        "Befund &beheben, sonst zum nächsten",
        "Ctrl+.",
        icon="wrench",
        needs=Needs.MEASURE,
        group=True,
        writes=True,
        shows_measures=True,
    )
    def fix_here(self) -> None:
        """Offer what is meant by the misspelt word at the caret, else fix the finding, or go on."""
        if self._made is None or not self._made[1].menu_here():
            workspace.fix_here(self._workspace)

    @command(_SPELLING, "&Rechtschreibung prüfen", "Shift+F7", tip=SPELLING_TIP, checked=True)
    def switch(self) -> None:
        """Judge texts, or do not any more; kept for the next time."""
        wanted = not self._settings.spelling()
        self._settings.set_spelling(on=wanted)
        self._use()
        service = self.service
        reason = service.reason if service is not None and wanted else ""
        self._window.status.say(reason or (SWITCHED_ON if wanted else SWITCHED_OFF))

    @property
    def service(self) -> DictionaryService | None:
        """What judges, None as long as no dataset was open for a second."""
        return None if self._made is None else self._made[0]

    def show_switch(self) -> None:
        """Show in the menu whether texts are judged."""
        self._window.actions_by_id[_SPELLING].setChecked(self._settings.spelling())

    def _use(self) -> None:
        self.show_switch()
        if self._session.bridge is None:
            return
        wanted = self._settings.spelling()
        if self._made is None:
            if not wanted:
                return
            self._made = self._make()
        self._made[0].use(self._places() if wanted else None)
        self._gather_soon()

    # --- the words of the whole dataset, on the page of findings ------------------------------

    def _gather_soon(self) -> None:
        if self._window.pages.current == _PAGE and not self._soon.isActive():
            self._soon.start()

    def _gather(self) -> None:
        """Show what is known so far of all texts; of the rest one is told."""
        if self._session.bridge is None or self._made is None:
            return
        words, service = textwork.misspelt, self._made[0]
        texts = list(words.spelled_texts(self._document.dataset)) if service.is_on else []
        if len(texts) > _MOST_TEXTS:
            texts = []
        found = words.misspelt((place, service.faults(text) or ()) for place, text in texts)
        page = cast("FindingsPage", self._window.pages.page(_PAGE))
        page.show_beside(words.SPELLING, found)

    def _make(self) -> tuple[DictionaryService, FormSpelling]:
        from ui.form.spelling import FormSpelling  # noqa: PLC0415 - after the first picture

        self._workspace.side.add_source(PlainLanguage())
        service = session.spelling.DictionaryService(self)
        service.judged.connect(lambda _: self._gather_soon())
        service.changed.connect(self._gather_soon)
        form = FormSpelling(self._workspace.form, service)
        form.words_changed.connect(self._workspace.side.underline)
        return service, form

    def _places(self) -> SpellingPlaces:
        lists, machine = spelling.lists, load_machine_defaults()
        named, folder = machine.value(Default.WORDS), self._document.location
        city = Path(named) if named else None if folder is None else lists.city_list(folder)
        dictionary = spelling.speller.dictionary_of(machine)
        return session.spelling.SpellingPlaces(dictionary, lists.personal_list(), city)

    def _leave(self) -> None:
        self._begin.stop()
        if self._made is not None:
            self._made[0].use(None)

    def _close(self) -> None:
        if self._made is not None:
            self._made[0].close()
