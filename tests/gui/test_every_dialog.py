"""What holds for the window holds for every dialog and each of its pages (A11Y-01 to -08, -20)."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

import ui
from klimaeditor.document import open_document
from klimaeditor.exchange.copies import DatasetCopy
from klimaeditor.exchange.copymerge import CommonVersion
from klimaeditor.exchange.importing import recognise
from klimaeditor.exchange.register import DepartmentEntry, KnownRequests, RequestRegister
from klimaeditor.exchange.requests import send
from klimaeditor.notes.notebook import NotebookRules
from klimaeditor.publish.publisher import settings_for
from klimaeditor.site.muenster import CITY, muenster
from tests.conftest import SAMPLE
from tests.foreign_cases import report_file, small_town, table_file
from tests.gui import (
    test_dialogs,
    test_former_versions,
    test_importing,
    test_new_dataset,
    test_review_restore,
    theme_helpers,
)
from tests.gui.pane_cases import focusable, mnemonics, nameless, settle, shown_window
from tests.gui.review_cases import TITLED, button, sample_decisions
from tests.gui.test_accessible_looks import cut_texts
from tests.gui.window_cases import Patience
from ui import theme
from ui.dialogs.about import LicencesDialog
from ui.dialogs.accept_dialogs import AcceptDialog, ReleaseRulesDialog
from ui.dialogs.choices import LocalKind
from ui.dialogs.confirm import LocalDataDialog
from ui.dialogs.frame import DialogFrame
from ui.dialogs.note_dialogs import NoteDialog, NoteDraft, NoteRow, NotesDialog
from ui.dialogs.product_group import GroupOffer, ProductGroupDialog
from ui.exchange.common_version import CommonVersionDialog
from ui.exchange.import_wizard import wizard_for
from ui.exchange.new_dataset_wizard import NewDatasetWizard
from ui.exchange.request_wizard import MAKE, NEXT, RequestDialog
from ui.exchange.take_measures import TakeMeasuresDialog, TemplateDialog
from ui.exchange.tracking import OverviewDialog
from ui.handbook.handbook_window import HandbookWindow
from ui.overview.report_dialog import Offer, ReportDialog
from ui.overview.word_dialog import WordDialog, WordOffer
from ui.publishing.setup_dialog import SetupDialog
from ui.review.dialogs import ReviewDialog
from ui.textwork.bulk_dialog import BulkDialog, ViewNameDialog
from ui.textwork.clean_up_dialog import CleanUpDialog, CleanUpState, CleanUpTask
from ui.textwork.cleanup_dialogs import DebrisDialog, VocabularyDialog
from ui.textwork.replace_dialog import ReplaceDialog
from ui.widgets.pickers import CalmDateEdit

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
TODAY = date(2026, 11, 22)
WIDTH, HEIGHT = 1280, 660
TIDY = (
    [CleanUpTask("Reste entfernen", "Was das tut", "&Stellen ansehen…", lambda: "")],
    [CleanUpState("3 Stellen in 2 Maßnahmen")],
    lambda: (),
)
NOTED = (
    NoteRow("1", "anna · 30.11.2026 · Zusammenfassung", "Rückfrage", done=False, field="summary"),
    NoteRow("2", "bert · 29.11.2026 · zur Maßnahme · erledigt", "Antwort", done=True),
)
SENT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def document():
    return open_document(SAMPLE)


def request(_folder, page=0):
    made = document()
    dialog = RequestDialog(made.dataset, made.dataset.measure_keys()[:5], TODAY)
    for _ in range(page):
        button(dialog, NEXT).click()
    return dialog


def overview(_folder):
    entry = DepartmentEntry("Amt", "Amt.xlsx", "0" * 64, ("a", "b"), ("A", "B"), ())
    register = RequestRegister("A-1", SENT, date(2026, 11, 1), "", "", ("summary",), (entry,))
    return OverviewDialog(KnownRequests((register, replace(register, request="A-2"))), TODAY)


def sent(folder):
    """Return the wizard at its end: what was written, and the text of the mail."""
    dialog = request(folder, 3)
    dataset = document().dataset
    dialog.make = lambda groups, wanted: send(dataset, groups, wanted, folder / "abfrage")
    button(dialog, MAKE).click()
    return dialog


def foreign_table(folder):
    return wizard_for(
        small_town(),
        recognise(table_file(folder / "a.xlsx", test_importing.TABLE), site=muenster()),
    )


def foreign_report(folder):
    found = recognise(report_file(folder / "b.xlsx", test_importing.REPORT), site=muenster())
    return wizard_for(small_town(), found)


def new_dataset(folder):
    return NewDatasetWizard(
        recognise(table_file(folder / "c.xlsx", test_new_dataset.TABLE), site=muenster())
    )


def second_page(make):
    def made(folder):
        wizard = make(folder)
        wizard.next.click()
        return wizard

    return made


def copy_of_sample():
    return DatasetCopy(SAMPLE, document().dataset)


def common_version(_folder):
    found = [CommonVersion(f"Sicherung, Nummer {n}", document().dataset, n) for n in range(3)]
    return CommonVersionDialog(found, found[1], lambda: None)


DIALOGS = {
    **{name: lambda _f, make=make: make() for name, make in test_dialogs.DIALOGS.items()},
    **{name: lambda _f, make=make: make() for name, make in test_review_restore.DIALOGS.items()},
    **{n: lambda _f, make=make: make() for n, make in test_former_versions.DIALOGS.items()},
    "review": lambda _f: ReviewDialog(sample_decisions(), TITLED),
    "bulk": lambda _f: BulkDialog(document(), document().dataset.measure_keys()),
    "replace": lambda _f: ReplaceDialog(document(), text="e"),
    "view": lambda _f: ViewNameDialog("Bauen"),
    "note": lambda _f: NoteDialog(NoteDraft("Windkraft", "Zusammenfassung", about_field=True)),
    "notes": lambda _f: NotesDialog("Windkraft", lambda: NOTED, lambda *_: None, lambda: None),
    "no notes": lambda _f: NotesDialog("Windkraft", tuple, lambda *_: None, lambda: None),
    "clean up": lambda _f: CleanUpDialog(*TIDY),
    "debris": lambda _f: DebrisDialog(document()),
    "vocabulary": lambda _f: VocabularyDialog(document()),
    "licences": lambda _f: LicencesDialog(),
    "local": lambda _f: LocalDataDialog([LocalKind("Sicherungen"), LocalKind("Kennungen", "x")]),
    "handbook": lambda _f: HandbookWindow(),
    "report": lambda _f: ReportDialog(Offer("Musterstadt", 68, 12, []), TODAY),
    "publication": lambda _f: SetupDialog(settings_for(CITY), CITY),
    "product group": lambda _f: ProductGroupDialog(GroupOffer("A", {"12 02": "Radwege"})),
    "word": lambda _f: WordDialog(WordOffer([("&Diese: A", [1]), ("&Alle (2)", [1, 2])])),
    "overview": overview,
    "sent": sent,
    **{f"request {n}": lambda f, n=n: request(f, n) for n in range(4)},
    "common version": common_version,
    "take measures": lambda _f: TakeMeasuresDialog(copy_of_sample(), document().dataset),
    "accept": lambda _f: AcceptDialog(["Windkraft – Kurztitel: zu lang"] * 3),
    "release rules": lambda _f: ReleaseRulesDialog(NotebookRules(releases=True)),
    "template": lambda _f: TemplateDialog(document().dataset, 0),
    "foreign table": foreign_table,
    "foreign records": second_page(foreign_table),
    "foreign report": foreign_report,
    "new dataset": new_dataset,
    "new dataset categories": second_page(new_dataset),
    "new dataset doubts": second_page(second_page(new_dataset)),
}


@pytest.fixture(scope="module", params=DIALOGS)
def dialog(request, qapp, tmp_path_factory):
    """A dialog that the tests below look at one after the other."""
    QAccessible.setActive(True)
    made = DIALOGS[request.param](tmp_path_factory.mktemp("dialog"))
    yield shown_window(Keeper(qapp), made, 1100, 760)
    made.close()
    made.deleteLater()
    settle()


class Keeper(Patience):
    """Keeps a dialog longer than one test."""

    def addWidget(self, made) -> None:
        """Leave it to the fixture to delete *made*."""


def describe(widget) -> str:
    return f"{type(widget).__name__} „{spoken_name(widget)}“"


def spoken_name(widget) -> str:
    heard = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return widget.accessibleName() or heard


def has_label(widget) -> bool:
    """Whether a label belongs to a field; a tick or a choice beside it is one with its own name."""
    relations = QAccessible.queryAccessibleInterface(widget).relations()
    labelled = any(kind == QAccessible.RelationFlag.Label for _, kind in relations)
    return labelled or (isinstance(widget, CalmDateEdit) and bool(widget.accessibleName()))


def is_input(widget) -> bool:
    kinds = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
    return isinstance(widget, kinds) and not getattr(widget, "isReadOnly", bool)()


def test_every_dialog_of_the_program_is_looked_at(qtbot, tmp_path):
    """A new dialog that nobody enters above fails here."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    made = {type(make(tmp_path)) for make in DIALOGS.values()}
    bases = {base for each in made for base in each.__mro__}

    missing = [each for each in all_kinds(DialogFrame) if each not in bases]
    assert [] == [each.__name__ for each in missing if not issubclass(each, tuple(made))]


def all_kinds(base: type) -> list[type]:
    found = base.__subclasses__()
    return found + [inner for each in found for inner in all_kinds(each)]


def test_names_labels_and_letters_are_there_and_given_once(dialog):
    letters = Counter(mnemonics(dialog))
    names = Counter(spoken_name(widget) for widget in focusable(dialog))

    assert [] == nameless(dialog)
    assert [] == [letter for letter, count in letters.items() if count > 1]
    assert [] == [name for name, count in names.items() if count > 1]
    assert [] == [describe(w) for w in focusable(dialog) if is_input(w) and not has_label(w)]


def test_tab_reaches_everything_and_is_held_nowhere(dialog):
    wanted = [w for w in focusable(dialog) if not isinstance(w, QRadioButton) or w.isChecked()]
    seen, held = [], Counter()
    for _ in range(3 * len(wanted) + 12):
        here = QApplication.focusWidget()
        seen.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        settle()
        held[here] = held[here] + 1 if QApplication.focusWidget() is here else 0
        if held[here] > 2 and not isinstance(
            here, QTextBrowser
        ):  # its links are stops of their own
            assert [here] == wanted, describe(here)

    browsers = any(isinstance(widget, QTextBrowser) for widget in wanted)
    assert browsers or [] == [describe(widget) for widget in wanted if widget not in seen]


@pytest.fixture(scope="module")
def enlarged(qapp, dressed):
    """Letters of 200 %, for all tests that want them; they come last."""
    theme.apply(qapp, theme.Scheme.LIGHT, 200)


@pytest.fixture(params=DIALOGS)
def large(request, qtbot, enlarged, tmp_path):
    """A dialog at 200 % on a screen of 1280 × 720, without frame and task bar."""
    made = DIALOGS[request.param](tmp_path)
    qtbot.addWidget(made)
    made.show()
    made.resize(WIDTH, HEIGHT)
    for _ in range(6):
        settle()
    return made


def test_at_200_percent_it_fits_a_small_screen_and_no_text_is_cut(large):
    assert 200 == theme.current().zoom
    least = large.minimumSizeHint()

    assert least.width() <= WIDTH
    assert least.height() <= HEIGHT
    assert [] == cut_texts(large)


def test_the_wheel_changes_nothing_without_the_keyboard(dialog):
    changed = []
    for widget in dialog.findChildren(QWidget):
        if not isinstance(widget, QComboBox | QAbstractSpinBox) or not widget.isVisible():
            continue
        if widget.hasFocus():
            widget.clearFocus()
        read = widget.currentIndex if isinstance(widget, QComboBox) else widget.text
        before = read()
        for step in (120, -120):
            event = QWheelEvent(
                QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, step),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(widget, event)
            if read() != before:
                changed.append(describe(widget))

    assert [] == changed


def test_tables_tell_headers_and_cells(dialog):
    for table in dialog.findChildren(QTableView):
        if not table.isVisible() or isinstance(table, QHeaderView):
            continue
        interface = QAccessible.queryAccessibleInterface(table)
        parts = [interface.child(place) for place in range(interface.childCount())]
        headers = [p for p in parts if p.role() == QAccessible.Role.ColumnHeader]
        cells = [p for p in parts if p.role() == QAccessible.Role.Cell]
        model = table.model()

        assert model.columnCount() == len(headers), describe(table)
        assert [] == [h for h in headers if not h.text(QAccessible.Text.Name).strip()]
        assert model.columnCount() * model.rowCount() == len(cells), describe(table)
        rows, columns = range(model.rowCount()), range(model.columnCount())
        places = [model.index(row, column) for row in rows for column in columns]
        empty = [
            (p.row(), p.column(), p.data()) for p, c in zip(places, cells, strict=True)
            if p.data() and not c.text(QAccessible.Text.Name).strip()
        ]  # fmt: skip
        assert [] == empty
