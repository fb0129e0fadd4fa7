"""Returns are decided on a page: behaviours 28 to 30 of the mock-ups."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from klimaeditor.document import Document
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.exchange.proposals import (
    FileKind,
    FileProblem,
    Place,
    Remark,
    Returned,
    Said,
    against_each_other,
    propose,
)
from klimaeditor.exchange.verdicts import ReturnsReview, Verdict
from klimaeditor.files import store
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import muenster
from tests.conftest import SAMPLE
from tests.gui.reach import one
from tests.gui.review_cases import button
from ui.bridge import DocumentBridge
from ui.commands.returns import ReturnsCommands
from ui.exchange.entry_editor import EntryEditor
from ui.exchange.returns_page import ReturnsPage, summary
from ui.exchange.review_tree import ReviewNode, ReviewTree
from ui.exchange.value_card import TEXT_FOR_NUMBER, RemarkStrip, ValueCard
from ui.form.editors.read_line import AmountEditor
from ui.form.editors.text import LongTextEditor
from ui.review.versions import VersionText

Key, ALT, NONE = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
SUMMARY, COST = Place("summary"), Place("cost_value")
WIND, HOUSES = "energieerzeugung1", "bauen1"
TEXT = "„Umweltamt.xlsx“, Blatt „Maßnahmen“, Zelle D7 (Spalte „Kosten (Euro)“): keine Zahl."
NO_NUMBER = FileProblem("unreadable_number", TEXT, "Maßnahmen", "D7", WIND, "cost_value")
NOTE = FileProblem(
    FaultCode.COMMENT, "Blatt „Maßnahmen“: Bitte beachten.", "Maßnahmen", "D7", WIND, "cost_value"
)
REMARK = Remark(WIND, "Windkraft", "changed", "Erst nach der Ratssitzung.")


@pytest.fixture
def dataset():
    return store.load(SAMPLE, site=muenster()).dataset


def answer(dataset, measure, problems=None, base=None, **values):
    key = dataset.find(measure)
    sent = {name: dataset.value(key, name) for name in values} if base is None else base
    return propose(dataset, Said(key, values, sent, problems=problems or {}))


def returned(proposals, name="Umweltamt.xlsx", **more):
    more = {"sent": date(2026, 10, 5), "sender": "Umweltamt"} | more
    return Returned(name, name, FileKind.REQUEST, tuple(proposals), **more)


def shown(qtbot, dataset, *files) -> ReturnsPage:
    page = ReturnsPage()
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.set_bridge(DocumentBridge(Document(dataset, {})))
    page.show_review(ReturnsReview(against_each_other(files)))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_list()
    return page


@pytest.fixture
def page(qtbot, dataset):
    """A readable amount with a comment, a clear text, and another measure's clear text."""
    words = "Drei Windräder am Rand."
    sent = {"summary": "Zwei Windräder am Rand.", "cost_value": 2_700_000}
    key = dataset.find(WIND)
    dataset.apply(Batch("x", set_field(dataset, key, "summary", sent["summary"])))
    dataset.apply(Batch("x", set_field(dataset, key, "cost_value", 2_750_000)))
    problems = {COST: (NO_NUMBER, NOTE)}
    first = answer(dataset, WIND, problems, sent, cost_value="ca. 3 Mio. €", summary=words)
    doubt = {COST: (NO_NUMBER,)}
    second = answer(dataset, HOUSES, doubt, summary="Neu gefasst.", cost_value="siehe E-Mail")
    return shown(qtbot, dataset, returned([*first, *second], remarks=(REMARK,)))


def press(page, key, modifier=NONE):
    QTest.keyClick(QApplication.focusWidget() or page, key, modifier)


def cards(page) -> list[ValueCard]:
    return [card for card in page.findChildren(ValueCard) if card.isVisibleTo(page)]


def card(page, field) -> ValueCard:
    return next(own for own in cards(page) if own.item.proposal.place.field == field)


def versions(own: ValueCard) -> dict[str, str]:
    return {pane.heading(): pane.text() for pane in own.findChildren(VersionText)}


def texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def here(page):
    found = page.current.item.proposal
    return found.measure_id, found.place.field


def verdicts(page):
    review = page.review
    return {
        (i.proposal.measure_id, i.proposal.place.field): review.verdict(i) for i in review.items
    }


# --- 28: sent, now where it differs, what came back, remarks above ------------------------------


def test_28_sent_now_and_returned_stand_beside_each_other(page):
    cost, summary_ = versions(card(page, "cost_value")), versions(card(page, "summary"))

    assert {
        "Verschickt am 05.10.2026": "2.700.000 €",
        "Jetzt im Datensatz": "2.750.000 €",
        "Zurückgekommen": "ca. 3 Mio. €",
    } == cost
    assert ["Verschickt am 05.10.2026, steht noch so im Datensatz", "Zurückgekommen"] == list(
        summary_
    )


def test_28_what_it_is_now_stands_below_what_was_sent(page):
    sent, now, came_back = card(page, "cost_value").findChildren(VersionText)

    assert _top(page, sent) < _top(page, now)
    assert _left(page, sent) == _left(page, now) < _left(page, came_back)


def test_28_remark_and_comment_stand_above_the_values(page):
    own = card(page, "cost_value")
    comment = one(own, RemarkStrip)
    above = next(s for s in page.findChildren(RemarkStrip) if "Bemerkung" in s.text())

    assert "Bitte beachten." == comment.text()
    assert (
        "Bemerkung zur Maßnahme, Umweltamt: geändert – Erst nach der Ratssitzung." == above.text()
    )
    for pane in own.findChildren(VersionText):
        assert (
            comment.mapTo(page, comment.rect().bottomLeft()).y()
            < pane.mapTo(page, pane.rect().topLeft()).y()
        )


def test_28_words_that_differ_are_marked_by_their_look_and_never_by_signs(page):
    before, after = card(page, "summary").findChildren(VersionText)
    looks = [_look_of(before, "Zwei"), _look_of(after, "Drei")]

    assert ["Zwei Windräder am Rand.", "Drei Windräder am Rand."] == [before.text(), after.text()]
    assert [(True, False), (False, True)] == looks
    assert "neu: Drei" == one(after, QTextEdit).accessibleDescription()


def _look_of(pane, word):
    cursor = one(pane, QTextEdit).document().find(word)
    look = cursor.charFormat()
    return look.fontStrikeOut(), look.fontUnderline()


def test_28_what_speaks_against_a_value_stands_beside_it_once(qtbot, dataset):
    doubtful = answer(dataset, WIND, {COST: (NO_NUMBER,)}, cost_value="siehe E-Mail")
    said = texts(card(shown(qtbot, dataset, returned(doubtful)), "cost_value"))

    assert 1 == said.count("Keine Zahl.")
    assert "Umweltamt.xlsx" not in said


def test_28_a_file_of_others_is_set_against_what_is_there_now(qtbot, dataset):
    said = answer(dataset, WIND, base={"summary": ABSENT}, summary="Aus der Tabelle.")
    page = shown(qtbot, dataset, Returned("Tabelle.xlsx", "t", FileKind.TABLE, tuple(said)))

    assert ["Jetzt im Datensatz", "In der Datei"] == list(versions(card(page, "summary")))


def test_28_departments_that_contradict_each_other_are_named(qtbot, dataset):
    page = shown(
        qtbot,
        dataset,
        returned(answer(dataset, WIND, summary="Erste Fassung")),
        returned(answer(dataset, WIND, summary="Zweite"), "Werke.xlsx", sender="Stadtwerke"),
    )

    assert "„Stadtwerke“ sagt dagegen: Zweite" in texts(card(page, "summary"))


# --- 29: the result is the field's editor, readable texts are suggested ---------------------------


def test_29_the_result_is_the_editor_of_the_field(page):
    assert isinstance(card(page, "cost_value").editor, AmountEditor)
    assert isinstance(card(page, "summary").editor, LongTextEditor)


def test_29_the_result_suggests_what_is_in_use_as_the_form_does(qtbot, dataset):
    page = shown(qtbot, dataset, returned(answer(dataset, WIND, responsible_bodies="Amt 67")))
    (own,) = cards(page)
    words = own.editor.focus_widget().suggestions().model()

    assert words.rowCount() > 1


def test_29_a_readable_text_is_a_marked_suggestion_and_is_not_taken(page):
    own = card(page, "cost_value")

    assert 3_000_000 == own.editor.value()
    assert "Vorschlag aus „ca. 3 Mio. €“" in texts(own)
    assert TEXT_FOR_NUMBER in texts(own)  # not „Tragen Sie … ein“ beside what stands there
    assert verdicts(page)[WIND, "cost_value"] is Verdict.OPEN


def test_29_f2_puts_the_caret_into_the_result_and_escape_leads_out(page):
    press(page, Key.Key_F2)
    own = card(page, "cost_value")
    assert own.editor.focus_widget() is QApplication.focusWidget()
    press(page, Key.Key_Escape)

    assert isinstance(QApplication.focusWidget(), QPushButton)
    assert page.isVisible()


def test_29_what_is_typed_is_the_result_and_is_named_so(page):
    press(page, Key.Key_F2)
    press(page, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "2.900.000")
    own = page.current

    assert 2_900_000 == page.review.result(own.item)
    assert "Von Ihnen bearbeitet" in texts(own)
    press(page, Key.Key_1, ALT)
    assert [2_900_000] == [v for _, p, v in page.review.accepted() if p.place == COST]


def test_29_alt_and_a_digit_type_nothing(page):
    press(page, Key.Key_F2)
    press(page, Key.Key_3, ALT)

    item = next(i for i in page.review.items if i.proposal.place == COST)
    assert 3_000_000 == page.review.result(item)


def test_29_another_reading_is_one_button_away(qtbot, dataset):
    problems = {COST: (NO_NUMBER,)}
    said = answer(dataset, WIND, problems, cost_value="2,5 bis 3 Mio. €")
    page = shown(qtbot, dataset, returned(said))
    button(page, "3.000.000 € einsetzen").click()

    assert 3_000_000 == card(page, "cost_value").editor.value()
    assert 3_000_000 == page.review.result(page.current.item)


def test_29_an_entry_of_a_list_is_edited_in_its_parts(qtbot, dataset):
    key = dataset.find(WIND)
    sent = dataset.value(key, "progress_values")
    more = [*sent, {"value": 412, "date": "2026-09-30"}]
    page = shown(qtbot, dataset, returned(answer(dataset, WIND, progress_values=more)))
    cards(page)[0].unfold()
    editor = cards(page)[0].editor

    assert isinstance(editor, EntryEditor)
    editor.focus_widget().setFocus()
    press(page, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor.focus_widget(), "413")
    assert {"value": 413, "date": "2026-09-30"} == page.review.result(page.review.items[0])


# --- 30: deciding folds and goes on, the keys, nothing is written here ---------------------------


def test_30_the_first_open_value_has_the_keyboard(page):
    assert (WIND, "cost_value") == here(page)
    assert card(page, "cost_value").isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize(
    ("key", "verdict"),
    [(Key.Key_1, Verdict.TAKE), (Key.Key_2, Verdict.KEEP), (Key.Key_3, Verdict.LATER)],
)
def test_30_alt_and_a_digit_decide_fold_and_go_to_the_next_open_value(page, key, verdict):
    heard = []
    page.changed.connect(lambda: heard.append(1))
    first = card(page, "cost_value")
    press(page, key, ALT)

    assert verdict is verdicts(page)[WIND, "cost_value"]
    assert [1] == heard
    assert (HOUSES, "cost_value") == here(page)
    one(page, ReviewTree).choose(ReviewNode(0, first.item.proposal.measure))
    assert card(page, "cost_value").is_folded


def test_30_aendern_unfolds_a_decided_value(page):
    press(page, Key.Key_1, ALT)
    one(page, ReviewTree).choose(ReviewNode(0, page.review.items[0].proposal.measure))
    own = card(page, "cost_value")
    button(own, "Ändern").click()

    assert not own.is_folded
    assert own.isAncestorOf(QApplication.focusWidget())


def test_30_alt_and_arrows_go_round_the_open_values(page):
    places = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up):
        press(page, key, ALT)
        places.append(here(page)[0])

    assert [HOUSES, WIND, HOUSES] == places


def test_30_after_the_last_decision_the_keyboard_is_on_the_button_that_stores(page):
    press(page, Key.Key_1, ALT)
    press(page, Key.Key_2, ALT)

    assert "3 übernehmen" == QApplication.focusWidget().text().replace("&", "")
    assert one(page, QLabel, "3 Angaben werden übernommen.").isVisible()


def test_30_the_latest_decision_is_taken_back(page):
    press(page, Key.Key_1, ALT)
    press(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert verdicts(page)[WIND, "cost_value"] is Verdict.OPEN
    assert (WIND, "cost_value") == here(page)


def test_30_files_and_measures_say_how_much_is_open(page):
    tree = one(page, ReviewTree)
    model = tree.model()
    file = model.index(0, 0)
    rows = [(model.index(n, 0, file).data(), model.index(n, 1, file).data()) for n in range(2)]

    assert ("Umweltamt.xlsx", "2 offen") == (file.data(), file.siblingAtColumn(1).data())
    assert ["1 offen", "1 offen"] == [count for _, count in rows]
    press(page, Key.Key_2, ALT)
    assert "" == model.index(0, 1, file).data()


def test_30_only_open_ones_can_be_shown(page):
    press(page, Key.Key_1, ALT)
    one(page, QCheckBox, "nur &offene").setChecked(True)
    tree = one(page, ReviewTree)

    file = tree.model().index(0, 0)
    assert [True, False] == [tree.isRowHidden(n, file) for n in range(2)]


def test_30_a_decision_is_repeated_where_the_same_is_asked(qtbot, dataset):
    problems = {COST: (NO_NUMBER,)}
    said = [
        own
        for measure in (WIND, HOUSES)
        for own in answer(dataset, measure, problems, cost_value="siehe E-Mail")
    ]
    page = shown(qtbot, dataset, returned(said))
    press(page, Key.Key_2, ALT)
    one(page, ReviewTree).choose(ReviewNode(0, said[0].measure))
    button(page, "Ebenso bei 1 gleichen Fall").click()

    assert {Verdict.KEEP} == set(verdicts(page).values())


def test_30_what_changed_in_the_dataset_is_asked_anew(page, dataset):
    press(page, Key.Key_1, ALT)
    key = dataset.find(WIND)
    dataset.apply(Batch("x", set_field(dataset, key, "cost_value", 1_000)))
    page.review.renew(dataset)
    page.refresh()
    one(page, ReviewTree).choose(ReviewNode(0, key))

    own = card(page, "cost_value")
    assert not own.is_folded
    assert "1.000 €" == versions(own)["Jetzt im Datensatz"]


def test_the_file_itself_tells_of_its_problems_and_remarks(qtbot, dataset):
    fault = FileProblem("foreign_sheets", "Das Blatt „Notizen“ wurde nicht gelesen.", severe=False)
    said = answer(dataset, WIND, summary="Neu")
    page = shown(qtbot, dataset, returned(said, problems=(fault,), remarks=(REMARK,)))
    one(page, ReviewTree).choose(ReviewNode(0))

    said = texts(page)
    assert fault.message in said
    assert "Umweltamt, verschickt am 05.10.2026" in said
    assert "Windkraft: geändert – Erst nach der Ratssitzung." in said


def test_problems_of_a_measure_stand_with_its_values(qtbot, dataset):
    fault = FileProblem("incomplete_entry", "Der Link ist unvollständig.", measure_id=WIND)
    page = shown(qtbot, dataset, returned(answer(dataset, WIND, summary="Neu"), problems=(fault,)))

    assert fault.message in texts(page)


def test_data_is_never_markup(qtbot, dataset):
    evil = "<b>fett</b><img src='x'>"
    page = shown(qtbot, dataset, returned(answer(dataset, WIND, summary=evil), evil))
    cards(page)[0].unfold()

    assert evil == versions(cards(page)[0])["Zurückgekommen"]


def test_every_control_of_a_value_says_what_it_is_about(page):
    own = card(page, "cost_value")
    names = [b.accessibleName() for b in own.findChildren(QPushButton) if b.isVisible()]

    assert "Ergebnis übernehmen: Kosten der Maßnahme" in names
    assert all("Kosten der Maßnahme" in name for name in names)
    take = button(own, "Ergebnis übernehmen")
    assert "Zurückgekommen: ca. 3 Mio. €" in take.accessibleDescription()


def test_the_list_stands_above_the_values_where_there_is_little_room(page, qtbot):
    host = QStackedWidget()
    qtbot.addWidget(host)
    host.addWidget(page)
    host.resize(640, 600)
    host.show()
    tree = one(page, ReviewTree)
    qtbot.waitUntil(
        lambda: tree.mapTo(page, tree.rect().bottomLeft()).y() < _top(page, page.current)
    )

    assert 640 == page.width()
    assert max(own.mapTo(page, own.rect().topRight()).x() for own in cards(page)) < 640
    host.removeWidget(page)
    page.setParent(None)


def _left(page, widget) -> int:
    return widget.mapTo(page, widget.rect().topLeft()).x()


def _top(page, widget) -> int:
    return widget.mapTo(page, widget.rect().topLeft()).y()


@pytest.mark.parametrize(
    ("taken", "opened", "said"),
    [
        (0, 1, "0 Angaben werden übernommen, 1 ist offen und bleibt unverändert."),
        (1, 2, "1 Angabe wird übernommen, 2 sind offen und bleiben unverändert."),
        (2, 0, "2 Angaben werden übernommen."),
    ],
)
def test_the_summary_counts_in_german(taken, opened, said):
    assert said == summary(taken, opened)


class Session(QObject):
    """A session with a dataset open, as far as reading returns needs one."""

    opened, closed = Signal(object), Signal()

    def __init__(self, dataset) -> None:
        super().__init__()
        self.bridge = SimpleNamespace(document=SimpleNamespace(dataset=dataset, location=None))


@pytest.mark.parametrize(
    ("name", "data"), [("liste.ods", b"x"), ("alt.xls", bytes.fromhex("d0cf11e0a1b11ae1"))]
)
@pytest.mark.usefixtures("own_user_folders")
def test_files_nobody_can_read_are_said_without_an_empty_page(qtbot, dataset, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    said = []
    window = QWidget()
    window.pages = SimpleNamespace(add_late=lambda *_: None)
    qtbot.addWidget(window)
    settings = SimpleNamespace(requests=list)
    parts = SimpleNamespace(window=window, session=Session(dataset), settings=settings)
    commands = ReturnsCommands(parts, SimpleNamespace(error=said.append))

    assert not commands.take_in([tmp_path / name])
    (sentence,) = said
    assert name in sentence
    assert "als „Excel-Arbeitsmappe (*.xlsx)“" in sentence
