"""Questions before something changes or goes: deleting, fixing in bulk, replacing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout

from klimaeditor.checks.links import shown_target
from klimaeditor.model.core_words import counted, inflected, quoted
from ui import theme
from ui.dialogs.choices import CopySource, DropChoice, ExportScope, TwinChoice, UnsavedChoice
from ui.dialogs.frame import DialogFrame
from ui.dialogs.questions import Answer, Question
from ui.widgets import common_words
from ui.widgets.common_words import thousands
from ui.widgets.labels import plain_label
from ui.widgets.painting import line_height

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.dialogs.choices import LocalKind


# --- words ---------------------------------------------------------------------------------------

# --- unsaved work --------------------------------------------------------------------------
UNSAVED_TITLE: Final = "Ungespeicherte Änderungen"
SAVE: Final = "&Speichern"
DISCARD: Final = "&Nicht speichern"
RELOAD_TITLE: Final = "Verwerfen und neu laden"
RELOAD: Final = "&Verwerfen und neu laden"
UNSAVED_NOTE: Final = "Ohne Speichern gehen diese Änderungen verloren."
RELOAD_NOTE: Final = "Der Datensatz wird neu geladen; das lässt sich nicht rückgängig machen."

# --- deleting and fixing -------------------------------------------------------------------
DELETE_TITLE: Final = "Maßnahme löschen"
DELETE: Final = "&Löschen"
GONE_TITLE: Final = "Viele Maßnahmen fehlen"
GONE_TAKE: Final = "Löschung &übernehmen"
GONE_NOTE: Final = (
    "War das ein Versehen, brechen Sie ab und fragen nach; Ihre Fassung bleibt unverändert "
    "offen. Strg+Z macht die Übernahme auf einmal rückgängig."
)
CLEAN_TITLE: Final = "Dateien einheitlich schreiben"
CLEAN: Final = "&Einheitlich schreiben"
CLEAN_NOTE: Final = (
    "Der Inhalt bleibt gleich. Nur Einrückung, Zeichen und Reihenfolge der Angaben werden "
    "einheitlich. Das ist kein Schritt im Verlauf; der jetzige Stand kommt zu den Sicherungen."
)
TWINS_TITLE: Final = "Zwei neue Maßnahmen mit einer Kennung"
TWINS_BOTH: Final = "&Beide behalten"
TWINS_OURS: Final = "Nur die &eigene behalten"
TWINS_NOTE: Final = (
    "„Beide behalten“ legt die andere Maßnahme mit ihren Zusatzangaben und ihrem Fortschritt unter "
    "einer neuen Kennung an. Erledigt ist der Konflikt mit dem Speichern."
)
DROP_TITLE: Final = "Excel-Datei"
DROP_TAKE_IN: Final = "Als &Rücklauf einlesen"
DROP_OPEN: Final = "Als eigenen Datensatz ö&ffnen"
COPY_SENTENCE: Final = (
    "Wo liegt der andere Datensatz? Er wird nur gelesen, auch Tabellen darin bleiben unbeachtet."
)
COPY_FOLDER: Final = "In einem &Ordner…"
COPY_ARCHIVE: Final = "In einer &Zip-Datei…"
READ_AGAIN_TITLE = "Noch einmal einlesen"
READ_AGAIN = "Noch einmal &einlesen"
DROP_RETURN_TITLE = "Aus der Liste nehmen"
DROP_RETURN = "Aus der Liste &nehmen"
LOCAL_TITLE = "Lokale Daten löschen"
LOCAL_SENTENCE = "Was auf diesem Rechner liegt und gelöscht werden kann:"
LOCAL_NOTE = (
    "Was gelöscht ist, lässt sich nicht wiederherstellen, auch Sicherungen nicht. Ihre Datensätze, "
    "Fenster und Farben bleiben; auch was eine laufende Sitzung zur Wiederherstellung braucht."
)
DELETE_NOTE: Final = (
    "Zusatzangaben und Fortschritt werden mit gelöscht. "
    "Bis zum Schließen des Datensatzes lässt sich der Schritt rückgängig machen (Strg+Z)."
)
FIX_TITLE: Final = "Befunde beheben"
FIX: Final = "&Beheben"
REVERT_TITLE: Final = "Alles rückgängig machen"
REVERT: Final = "&Rückgängig machen"
REVERT_NOTE: Final = "Danach ist alles wie gespeichert. Strg+Z stellt die Änderungen wieder her."

# --- files ---------------------------------------------------------------------------------
OVERWRITE_TITLE: Final = "Ersetzen"
OVERWRITE: Final = "&Ersetzen"
OVERWRITE_NOTE: Final = (
    "Was dort steht, geht verloren. Mit „Abbrechen“ wählen Sie einen anderen Ort."
)
EXPORT_TITLE: Final = "Als Excel exportieren"
EXPORT_NOTE: Final = "Welche Maßnahmen sollen in die Excel-Datei?"

# --- links ---------------------------------------------------------------------------------
LINK_TITLE: Final = "Adresse öffnen"
LINK_SENTENCE: Final = "Diese Adresse wird außerhalb des Klimaeditors geöffnet:"
LINK_HOST: Final = "Sie führt zu: {host}"
LINK_ODD: Final = "Der Rechner hinter dieser Adresse ist nicht zu erkennen."
LINK_OPEN: Final = "Im Browser ö&ffnen"
LINK_MAIL: Final = "E-Mail &schreiben"
COPY_LINK: Final = "Adresse &kopieren"


def twins_question(id_: str) -> str:
    """Return the sentence about two new measures that were given one id."""
    return (
        f"Beide Seiten haben in Git eine neue Maßnahme angelegt, die die Kennung {quoted(id_)} "
        "bekam. Der Datensatz enthält die eigene."
    )


def own_measure(title: str) -> str:
    """Return the line of the measure that is here."""
    return f"Eigene: {quoted(title)}"


def other_measure(title: str) -> str:
    """Return the line of the measure that is not."""
    return f"Andere: {quoted(title)}"


def unsaved_sentence(count: int) -> str:
    """Return the sentence above the list of unsaved measures."""
    if count == 0:
        return "Der Datensatz hat ungespeicherte Änderungen."
    if count == 1:
        return "Diese Maßnahme hat ungespeicherte Änderungen:"
    return f"An {thousands(count)} Stellen gibt es ungespeicherte Änderungen:"


def clean_question(count: int) -> str:
    """Return the question before files are formatted anew."""
    what = inflected(count, "Soll diese Datei", f"Sollen diese {count} Dateien")
    return f"{what} einheitlich geschrieben werden?"


def dropped_question(name: str) -> str:
    """Return the question what a dropped workbook is."""
    return f"Was soll mit {quoted(name)} geschehen?"


def gone_question(files: Sequence[str]) -> str:
    """Return the question about files that have lost a good part of their records."""
    return (
        f"Eine andere Person hat {' und '.join(files)} geändert; diese Maßnahmen fehlen dort "
        "jetzt. Sollen sie auch hier gelöscht werden?"
    )


def delete_question(count: int) -> str:
    """Return the question before measures are deleted."""
    if count == 1:
        return "Soll diese Maßnahme gelöscht werden?"
    return f"Sollen diese {thousands(count)} Maßnahmen gelöscht werden?"


def fix(count: int) -> str:
    """Return the question before findings are fixed."""
    if count == 1:
        return "Soll dieser Befund automatisch behoben werden?"
    return f"Sollen diese {thousands(count)} Befunde automatisch behoben werden?"


def revert_question(count: int) -> str:
    """Return the question before everything unsaved is taken back."""
    if count == 1:
        return "Soll diese ungespeicherte Änderung rückgängig gemacht werden?"
    return f"Sollen diese {thousands(count)} ungespeicherten Änderungen rückgängig gemacht werden?"


FORGET_TITLE: Final = "Notizen einer Person löschen"
FORGET: Final = "&Löschen"
FORGET_NOTE: Final = (
    "Bei angenommenen Befunden, Freigaben und im Änderungsprotokoll entfällt nur der Name. Das "
    "lässt sich nicht rückgängig machen."
)


def forget_question(name: str, notes: int) -> str:
    """Return the question before the notes of a person are deleted, or only the name."""
    if not notes:
        return f"Soll der Name {quoted(name)} überall entfallen, wo er noch steht?"
    verb = inflected(notes, "Soll", "Sollen")
    what = counted(notes, "Notiz", "Notizen")
    return f"{verb} {what} von {quoted(name)} gelöscht werden?"


LEAVE_NOTES_TITLE: Final = "Notizen nicht gespeichert"
LEAVE_NOTES_QUESTION: Final = (
    "Die letzten Notizen gehen verloren. Soll der Datensatz trotzdem geschlossen werden?"
)
LEAVE_NOTES: Final = "Ohne Notizen &schließen"


def overwrite_question(path: Path, *, folder: bool) -> str:
    """Return the question before something is replaced."""
    if folder:
        return f"Im Ordner {quoted(path.name)} liegt schon ein Datensatz. Soll er ersetzt werden?"
    return f"{quoted(path.name)} gibt es schon. Soll die Datei ersetzt werden?"


def export_selected(count: int) -> str:
    """Return the button that exports what is selected in the list."""
    return f"A&usgewählte exportieren ({thousands(count)})"


def export_filtered(count: int) -> str:
    """Return the button that exports what the list shows."""
    return f"&Gefilterte exportieren ({thousands(count)})"


def export_all(count: int) -> str:
    """Return the button that exports everything."""
    return f"A&lle exportieren ({thousands(count)})"


# --- Questions before something changes or goes: deleting, fixing in bulk, replacing -------------


def delete(titles: Sequence[str]) -> Question[bool]:
    """Return the question before measures are deleted."""
    return Question(
        DELETE_TITLE,
        delete_question(len(titles)),
        (Answer(DELETE, value=True),),
        cancelled=False,
        items=tuple(titles),
        note=DELETE_NOTE,
        icon="trash-2",
        tone="warning",
    )


def fixes(messages: Sequence[str]) -> Question[bool]:
    """Return the question before findings are fixed in bulk (A11Y-19)."""
    return Question(
        FIX_TITLE,
        fix(len(messages)),
        (Answer(FIX, value=True, primary=True, default=True),),
        cancelled=False,
        items=tuple(messages),
        note=common_words.ONE_STEP,
        icon="wrench",
    )


def revert(changes: Sequence[str]) -> Question[bool]:
    """Return the question before everything unsaved is taken back."""
    return Question(
        REVERT_TITLE,
        revert_question(len(changes)),
        (Answer(REVERT, value=True),),
        cancelled=False,
        items=tuple(changes),
        note=REVERT_NOTE,
        icon="undo-2",
        tone="warning",
    )


def read_again(sentence: str) -> Question[bool]:
    """Return the question before files that were taken over before are read once more."""
    return Question(
        READ_AGAIN_TITLE,
        sentence,
        (Answer(READ_AGAIN, value=True),),
        cancelled=False,
        icon="file-spreadsheet",
    )


def drop_return(question: str) -> Question[bool]:
    """Return the question before a returned file goes from the list of those that wait."""
    return Question(
        DROP_RETURN_TITLE,
        question,
        (Answer(DROP_RETURN, value=True),),
        cancelled=False,
        icon="file-spreadsheet",
        tone="warning",
    )


def overwrite(path: Path) -> Question[bool]:
    """Return the question before a dataset or a file is replaced."""
    return Question(
        OVERWRITE_TITLE,
        overwrite_question(path, folder=path.is_dir()),
        (Answer(OVERWRITE, value=True),),
        cancelled=False,
        items=(str(path),),
        note=OVERWRITE_NOTE,
        icon="triangle-alert",
        tone="warning",
    )


def forget_person(name: str, notes: int) -> Question[bool]:
    """Return the question before the notes of a person are deleted."""
    return Question(
        FORGET_TITLE,
        forget_question(name, notes),
        (Answer(FORGET, value=True),),
        cancelled=False,
        note=FORGET_NOTE,
        icon="triangle-alert",
        tone="warning",
    )


def leave_notes(reason: str) -> Question[bool]:
    """Return the question before notes are given up that could not be written."""
    return Question(
        LEAVE_NOTES_TITLE,
        LEAVE_NOTES_QUESTION,
        (Answer(LEAVE_NOTES, value=True),),
        cancelled=False,
        items=(reason,),
        icon="triangle-alert",
        tone="warning",
    )


def gone(files: Sequence[str], lines: Sequence[str]) -> Question[bool]:
    """Return the question whether many records have gone on purpose (SAFE-06)."""
    return Question(
        GONE_TITLE,
        gone_question(files),
        (Answer(GONE_TAKE, value=True),),
        cancelled=False,
        items=tuple(lines),
        note=GONE_NOTE,
        icon="triangle-alert",
        tone="warning",
    )


def clean(lines: Sequence[str]) -> Question[bool]:
    """Return the question before files are formatted anew (OPN-02)."""
    return Question(
        CLEAN_TITLE,
        clean_question(len(lines)),
        (Answer(CLEAN, value=True, primary=True, default=True),),
        cancelled=False,
        items=tuple(lines),
        note=CLEAN_NOTE,
        icon="wrench",
    )


# --- The question about unsaved work -------------------------------------------------------------


def unsaved(titles: Sequence[str], *, may_save: bool) -> Question[UnsavedChoice]:
    """Return the question about unsaved work; without *may_save* it can only be discarded."""
    discard = Answer(DISCARD if may_save else RELOAD, UnsavedChoice.DISCARD)
    save = Answer(SAVE, UnsavedChoice.SAVE, primary=True, default=True)
    return Question(
        UNSAVED_TITLE if may_save else RELOAD_TITLE,
        unsaved_sentence(len(titles)),
        (save, discard) if may_save else (discard,),
        UnsavedChoice.CANCEL,
        tuple(titles),
        UNSAVED_NOTE if may_save else RELOAD_NOTE,
        "save" if may_save else "triangle-alert",
        "accent" if may_save else "warning",
    )


# --- Questions about workbooks: which measures to export, what a dropped one is ------------------


def scope(selected: int, filtered: int, total: int) -> Question[ExportScope | None]:
    """Return the question: those selected together, those the list shows, or all of them."""
    offered = [(export_selected(selected), ExportScope.SELECTED)] if selected > 1 else []
    if filtered < total:
        offered.append((export_filtered(filtered), ExportScope.FILTERED))
    offered.append((export_all(total), ExportScope.ALL))
    answers: tuple[Answer[ExportScope | None], ...] = tuple(
        Answer(name, wanted, primary=not place, default=not place)
        for place, (name, wanted) in enumerate(offered)
    )
    return Question(EXPORT_TITLE, EXPORT_NOTE, answers, None, icon="file-spreadsheet")


def copy_source(title: str) -> Question[CopySource]:
    """Return the question where somebody else's dataset lies."""
    return Question(
        title,
        COPY_SENTENCE,
        (
            Answer(COPY_FOLDER, CopySource.FOLDER, primary=True, default=True),
            Answer(COPY_ARCHIVE, CopySource.ARCHIVE),
        ),
        CopySource.CANCEL,
        icon="folder-open",
    )


def twins(ours: str, theirs: str, id_: str) -> Question[TwinChoice]:
    """Return the question what becomes of two new measures with one id."""
    return Question(
        TWINS_TITLE,
        twins_question(id_),
        (
            Answer(TWINS_BOTH, TwinChoice.BOTH, primary=True, default=True),
            Answer(TWINS_OURS, TwinChoice.OURS),
        ),
        TwinChoice.LATER,
        (own_measure(ours), other_measure(theirs)),
        TWINS_NOTE,
        "git-compare",
    )


def dropped(path: Path) -> Question[DropChoice]:
    """Return the question what to do with a workbook dropped on an open dataset."""
    answers = (
        Answer(DROP_TAKE_IN, DropChoice.TAKE_IN, primary=True, default=True),
        Answer(DROP_OPEN, DropChoice.OPEN),
    )
    return Question(
        DROP_TITLE,
        dropped_question(path.name),
        answers,
        DropChoice.CANCEL,
        icon="file-spreadsheet",
    )


# --- Before an address opens: where it leads, in full (SEC-04) -----------------------------------

_LINES = 8
_WIDE = 400  # logical pixels of a line at least


def _address_area(address: str, parent: QWidget) -> QPlainTextEdit:
    """Return a field that breaks the address anywhere: a long word must not hide its end."""
    area = QPlainTextEdit(address, parent)
    area.setReadOnly(True)
    area.setTabChangesFocus(True)
    area.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
    area.setAccessibleName(address)
    lines = 1 + area.fontMetrics().horizontalAdvance(address) // theme.current().px(_WIDE)
    around = 2 * (area.document().documentMargin() + area.frameWidth()) + theme.Space.M
    area.setFixedHeight(min(lines, _LINES) * line_height(area.font()) + round(around))
    return area


class LinkDialog(DialogFrame):
    """Shows the whole target; accepted means that it may open. Enter presses Abbrechen."""

    def __init__(self, target: str, parent: QWidget | None = None) -> None:
        super().__init__(LINK_TITLE, parent)
        host, address = shown_target(target)
        mail = address.lower().startswith("mailto:")
        self.add_heading("external-link", "accent", LINK_SENTENCE)
        self.add_indented(_address_area(address, self))
        if not mail:
            sentence = LINK_HOST.format(host=host) if host else LINK_ODD
            note = plain_label(sentence, "heading", wrap=True)
            if not host:
                note.setProperty("tone", "warning")
            self.add_indented(note)
        self.add_side_button(COPY_LINK, lambda: QGuiApplication.clipboard().setText(target))
        self.add_button(LINK_MAIL if mail else LINK_OPEN, self.accept, primary=True)
        self.add_button(common_words.CANCEL, self.reject, default=True)


# --- Which local data of the program shall go: one tick for each kind (DEL-06) -------------------


class LocalDataDialog(DialogFrame):
    """:meth:`answer` returns the places of the kinds that are ticked.

    What had better stay is not ticked at first, and says why.
    """

    def __init__(self, kinds: Sequence[LocalKind], parent: QWidget | None = None) -> None:
        super().__init__(LOCAL_TITLE, parent, width=520)
        self.body.addWidget(plain_label(LOCAL_SENTENCE, wrap=True))
        self._boxes: list[QCheckBox] = []
        for kind in kinds:
            box = QCheckBox(kind.line.replace("&", "&&"), self)
            box.setChecked(not kind.keep)
            box.toggled.connect(self._judge)
            self._boxes.append(box)
            column = QVBoxLayout()
            column.setSpacing(theme.Space.XS)
            column.addWidget(box)
            if kind.keep:
                box.setAccessibleDescription(kind.keep)
                column.addWidget(plain_label(kind.keep, "note", wrap=True))
            self.body.addLayout(column)
        self.body.addWidget(plain_label(LOCAL_NOTE, "muted", wrap=True))
        self._delete = self.add_button(DELETE, self.accept)
        cancel = self.add_button(common_words.CANCEL, self.reject, default=True)
        self._judge()
        (self._boxes[0] if self._boxes else cancel).setFocus()

    def answer(self) -> frozenset[int]:
        """Return the places of the kinds to be removed."""
        return frozenset(n for n, box in enumerate(self._boxes) if box.isChecked())

    def _judge(self) -> None:
        self._delete.setEnabled(bool(self.answer()))
