"""The window: title, status bar, dropping files, what it remembers, links, closing."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from klimaeditor.excel.write import export
from klimaeditor.files.store import copy_of_sample
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from tests.e2e_driver import CTRL, Driver, Key
from tests.gui.window_cases import INITIATIVE, WINDMILLS, Program
from tests.request_tools import requested
from tests.workbook_tools import headers
from ui import theme
from ui.dialogs.choices import DropChoice, UnsavedChoice
from ui.exchange.choice_table import CHOICE_COLUMN, CHOICES
from ui.exchange.import_wizard import wizard_for
from ui.settings import Standing
from ui.shell.recent_entries import ENTRY_ROLE
from ui.widgets.labels import ShortLabel
from ui.widgets.layouts import screen_area
from ui.widgets.row_table import RowTable

pytestmark = pytest.mark.gui


def status_words(work: Program) -> list[str]:
    """Return what the status bar shows."""
    labels = work.window.status.findChildren(QWidget)
    return [w.text().strip() for w in labels if w.isVisible() and hasattr(w, "text") and w.text()]


def save_words(work: Program) -> str:
    """Return what the button says about unsaved work."""
    return work.window.bar.save.text().strip()


# --- title and status bar --------------------------------------------------------------------


def test_the_title_names_dataset_and_program(work):
    assert "muster[*] – Klimaeditor" == work.window.windowTitle()
    assert not work.window.isWindowModified()


def test_the_star_comes_with_a_change_and_goes_when_undo_is_back_at_the_saved_state(work):
    work.edit("summary", "a")
    work.press(Key.Key_S, CTRL)
    work.type("b")
    assert work.window.isWindowModified()
    work.press(Key.Key_Z, CTRL)
    assert not work.window.isWindowModified()
    work.press(Key.Key_Z, CTRL)
    assert work.window.isWindowModified()


def test_the_title_takes_the_name_of_the_new_place(work, tmp_path):
    target = tmp_path / "Neuer Ort"
    target.mkdir()
    work.answer(folder=target)
    work.trigger("save_as")

    assert "Neuer Ort[*] – Klimaeditor" == work.window.windowTitle()


def test_a_name_that_qt_would_read_as_the_star_is_shown_as_it_is(work, tmp_path):
    odd = Path(shutil.copytree(work.folder, tmp_path / "a[*]b"))
    work.app.session.open_path(odd)
    work.edit("summary", "x")

    assert "a[*]b*" in work.shown_title()


def test_the_status_bar_tells_place_findings_and_that_all_is_saved(work, qtbot):
    counts = work.document.findings.counts()
    told = f"{counts['error']} Fehler"  # judged after the first picture
    qtbot.waitUntil(lambda: told in status_words(work))
    words = status_words(work)

    assert "Maßnahme 1 von 21" in words
    assert f"{counts['error']} Fehler" in words
    assert f"{counts['warning']} Warnungen" in words
    assert f"{counts['hint']} Hinweise" in words
    assert save_words(work).startswith("Gespeichert ")


def test_a_message_without_room_ends_in_an_ellipsis_and_is_whole_in_its_tip(work):
    said = "Paket erstellt: 27 Dateien. " * 12
    work.window.status.say(said)
    work.settle()
    label = next(one for one in work.window.findChildren(ShortLabel) if one.text() == said)
    line = QLabel.text(label)

    assert line.endswith("…")
    assert "\n" not in line
    assert label.fontMetrics().horizontalAdvance(line) <= label.contentsRect().width()
    assert said.strip() in html.unescape(label.toolTip())
    assert said == work.window.status.message()


def test_the_status_bar_tells_how_many_the_list_shows(work):
    work.workspace.list.restore_filter({"text": "Lastenrad"})
    shown = len(work.workspace.list.shown_keys())

    assert f"Maßnahme 1 von 21 · {shown} angezeigt" in status_words(work)


def test_17_the_button_counts_what_is_not_saved_and_has_no_effect_when_all_is(work):
    button = work.window.bar.save
    assert not button.isEnabled()
    work.edit("summary", "x")
    assert ("Speichern · 1", True) == (save_words(work), button.isEnabled())
    assert "primary" == button.property("role")

    work.go("mobilitaet2", "summary")
    work.type("x")
    assert "Speichern · 2" == save_words(work)
    assert "Städtische" not in button.toolTip()

    button.click()
    work.settle()
    assert re.fullmatch(r"Gespeichert \d\d:\d\d", save_words(work))
    assert ("saved", False) == (button.property("role"), button.isEnabled())


def test_what_stands_beside_the_button_keeps_its_place_when_something_is_to_be_saved(work):
    """D 4: the way to the other tools is the same before and after saving."""
    bar = work.window.bar

    def places():
        return [bar.save.x(), *(tool.x() for tool in bar.tools.values() if tool.isVisible())]

    before = places()
    work.edit("summary", "x")
    work.settle()

    assert before == places()


def test_17_what_may_only_be_read_is_not_saved(work):
    work.edit("summary", "x")
    work.actions["save"].setEnabled(False)

    assert not work.window.bar.save.isEnabled()
    work.actions["save"].setEnabled(True)


# --- the command bar -------------------------------------------------------------------------


def in_bar(work: Program) -> list[str]:
    return [name for name, tool in work.window.bar.tools.items() if tool.isVisible()]


ALL_TOOLS = ["undo", "redo", "request", "returns", "check", "publish"]


def test_15_what_there_is_no_room_for_goes_into_more_in_its_order(work):
    seen = []
    for width in range(1600, 900, -16):
        work.window.resize(width, 720)
        work.settle(1)
        bar = work.window.bar
        if bar.is_in_two_lines():
            break
        state = (in_bar(work), list(bar.in_more()), bar.more.isVisible())
        if not seen or state != seen[-1]:
            seen.append(state)

    first = ["request", "returns", "publish"]
    assert (ALL_TOOLS, [], False) == seen[0]
    left = [more for _, more, _ in seen]
    assert [[], ["request"], ["request", "returns"], first] == [
        more for n, more in enumerate(left) if n == 0 or more != left[n - 1]
    ]
    assert all("check" in shown and shows is bool(more) for shown, more, shows in seen)


def test_15_the_tool_of_the_page_that_is_shown_stays(work):
    for width in range(1300, 1000, -8):
        work.window.resize(width, 720)
        work.settle(1)
        if "publish" in work.window.bar.in_more():
            break
    work.trigger("publish")
    work.settle()
    assert "publish" in in_bar(work)

    work.trigger("publish")
    work.settle()
    assert "publish" in work.window.bar.in_more()


def test_15_more_offers_what_has_left(work):
    work.window.resize(960, 720)
    work.settle()
    offered = work.window.bar.more.menu().actions()

    assert offered == [work.actions[name] for name in work.window.bar.in_more()]
    assert offered


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_15_menus_and_tools_are_never_cut(work, zoom):
    work.on_small_screen(zoom)
    bar = work.window.bar
    tools = [tool for tool in bar.tools.values() if tool.isVisible()]

    assert bar.menus.sizeHint().width() <= bar.menus.width()
    for widget in (bar.menus, *tools, bar.save):
        assert bar.rect().contains(QRect(widget.mapTo(bar, QPoint(0, 0)), widget.size()))
        assert widget.sizeHint().width() <= widget.width()
    work.zoom(100)


def test_at_100_percent_the_bar_is_40_high(work):
    assert 40 == work.window.bar.height()
    assert not work.window.bar.is_in_two_lines()


def test_the_bar_is_one_line_high_again_in_a_window_made_wide(work):
    size = work.window.size()
    work.window.resize(700, 720)
    work.qtbot.waitUntil(lambda: work.window.bar.height() > 40)
    work.window.resize(size)

    work.qtbot.waitUntil(lambda: 40 == work.window.bar.height())


def test_alt_leads_into_the_menus_as_with_a_bar_of_their_own(work):
    menus = work.window.menuBar()
    work.go(WINDMILLS, "summary")
    QTest.keyPress(work.window.windowHandle(), Key.Key_Alt)
    QTest.keyRelease(work.window.windowHandle(), Key.Key_Alt)
    work.settle()
    by_alt = menus.activeAction()
    work.press(Key.Key_Escape)

    assert "&Datei" == by_alt.text()
    assert work.row("summary").has_focus()
    assert QAccessible.Role.MenuBar == QAccessible.queryAccessibleInterface(menus).role()


def test_the_status_bar_follows_a_deleted_measure(work):
    before = work.window.status.findings_shown()
    work.go(INITIATIVE, None)
    work.answer(confirm_delete=True)
    work.trigger("delete")

    assert before != work.window.status.findings_shown()
    assert "Maßnahme 20 von 20" in status_words(work)


def test_a_click_on_the_errors_shows_the_errors_only(work):
    button = next(w for w in work.window.status.findChildren(QWidget) if hasattr(w, "click"))
    button.click()

    assert {"error"} == {row.finding.severity for row in work.findings.tree.places()}


def test_a_dataset_from_excel_says_that_it_has_no_folder_yet(work, tmp_path):
    book = export(work.document.dataset, tmp_path / "Mappe.xlsx").path
    work.app.session.open_path(book)

    assert "Speichern…" == save_words(work)
    assert work.window.isWindowModified()
    assert not work.actions["revert"].isEnabled()


def test_giving_work_up_for_a_workbook_keeps_the_star_of_the_workbook(work, tmp_path):
    book = export(work.document.dataset, tmp_path / "Mappe.xlsx").path
    work.edit("summary", "x")
    work.answer(unsaved=UnsavedChoice.DISCARD)
    work.app.session.open_path(book)
    work.settle()

    assert work.window.isWindowModified()


def test_remarks_about_the_files_stand_above_the_panes_until_they_are_put_away(work, spoken):
    data = (work.folder / FileName.MEASURES).read_bytes()
    (work.folder / FileName.MEASURES).write_bytes(b"\xef\xbb\xbf" + data)
    work.app.session.open_path(work.folder)
    bar = work.window.notices

    assert bar.isVisible()
    assert FileName.MEASURES in bar.text()
    assert any(FileName.MEASURES in text for text in spoken)
    work.app.session.close()
    assert not bar.isVisible()


# --- start page ------------------------------------------------------------------------------


def test_without_a_document_only_opening_is_offered(program):
    program.app.session.close()
    enabled = {name for name, action in program.actions.items() if action.isEnabled()}

    assert program.window.start.isVisible()
    assert {"open", "open_workbook", "open_sample", "quit", "help"} <= enabled
    assert not {"save", "save_as", "undo", "redo", "new", "check", "export", "find"} & enabled
    assert "Klimaeditor" == program.window.windowTitle()
    assert not program.window.isWindowModified()


def test_after_opening_the_keyboard_is_in_the_list(work):
    work.put_away()
    work.app.session.open_path(work.folder)

    assert work.workspace.list.isAncestorOf(work.focused())
    assert WINDMILLS == work.shown_id()


def test_what_was_used_is_in_the_menu_and_opens(work):
    work.put_away()
    first = work.window.recent_menu.actions()[0]
    assert str(work.folder) == first.text()

    first.trigger()

    assert work.folder == work.document.location


def test_what_is_gone_is_told_when_it_is_chosen(work):
    work.put_away()
    shutil.rmtree(work.folder)
    work.answer(error=None)
    work.window.recent_menu.actions()[0].trigger()

    assert work.document is None
    assert ["error"] == [name for name in work.asked() if name != "unsaved"]


# --- dropping --------------------------------------------------------------------------------


def drop(target: QWidget, *paths: Path | str) -> bool:
    """Drag paths over *target* and let go; return whether anybody took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) if isinstance(p, Path) else QUrl(p) for p in paths])
    data.setText("\n".join(map(str, paths)))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    enter = QDragEnterEvent(QPoint(3, 3), copy, data, left, none)
    enter.ignore()
    while target is not None:
        if target.acceptDrops():
            QApplication.sendEvent(target, enter)
        if enter.isAccepted():
            QApplication.sendEvent(target, QDropEvent(QPointF(3, 3), copy, data, left, none))
            return True
        target = target.parentWidget()
    return False


@pytest.mark.parametrize("name", ["", FileName.MEASURES])
def test_a_dropped_folder_or_file_is_opened(work, tmp_path, name):
    other = Path(shutil.copytree(work.folder, tmp_path / "anderer"))

    assert drop(work.window, other / name)
    assert other == work.document.location


def test_a_dropped_workbook_is_opened(work, tmp_path):
    book = export(work.document.dataset, tmp_path / "Mappe.xlsx").path
    work.answer(dropped=DropChoice.OPEN)
    drop(work.window, book)

    assert work.document.location is None


def test_a_dropped_workbook_can_be_taken_in_as_a_return(work, tmp_path):
    book = export(work.document.dataset, tmp_path / "Mappe.xlsx").path
    before = work.document
    work.answer(dropped=DropChoice.TAKE_IN, error=None)  # an export is no return: that is said
    drop(work.window, book)

    assert before is work.document
    assert ["dropped", "error"] == work.asked()


def test_a_dropped_request_that_came_back_is_taken_in_without_asking(work, tmp_path):
    book = load_workbook(path := requested(work.document.dataset, tmp_path, ("summary",)))
    sheet = book["Maßnahmen"]
    sheet.cell(2, headers(sheet).index("Zusammenfassung") + 1).value = "Neu: Es ist beschlossen."
    book.save(path)
    drop(work.window, path)

    assert [] == work.asked()
    assert "returns" == work.window.pages.current


def test_several_workbooks_are_taken_in_together(work, tmp_path):
    books = [export(work.document.dataset, tmp_path / f"{n}.xlsx").path for n in range(2)]
    work.answer(error=None)
    drop(work.window, *books)

    ((_, (sentence, *_)),) = work.ask.asked
    assert all(f"„{book.name}“" in sentence for book in books)


def test_a_dropped_folder_of_returns_says_what_it_left_unread(work, tmp_path):
    folder = tmp_path / "Rückläufe"
    (folder / "Nachzügler").mkdir(parents=True)
    (folder / "alt.xls").write_bytes(b"nichts")
    (folder / "amt1.csv").write_text("Kennung;Titel\nbauen1;Anders\n", encoding="utf-8")
    before = work.document
    work.answer(info=None, foreign=None)
    drop(work.window, folder)

    assert before is work.document
    (_, (sentence, *_)), *rest = work.ask.asked
    assert "alt.xls" in sentence
    assert "Nachzügler" in sentence
    assert "amt1.csv" not in sentence
    assert ["foreign"] == [name for name, _ in rest]


@pytest.mark.parametrize("good", [0, 1])
def test_many_files_that_are_no_workbooks_get_one_sentence(work, tmp_path, good):
    junk = [tmp_path / f"{number:04}{'x' * 90}.xlsx" for number in range(40)]
    for path in junk:
        path.write_bytes(b"nichts")
    table = tmp_path / "Tabelle.csv"
    table.write_text("Kennung;Titel\nbauen1;Anders\n", encoding="utf-8")
    work.answer(info=None, foreign=None)
    drop(work.window, *junk, *[table] * good)

    (_, (sentence, *_)), *rest = work.ask.asked
    assert sentence.endswith(
        " und 35 weitere Dateien lassen sich nicht lesen und wurden übergangen. "
        "Wählen Sie nur die Rückläufe aus."
    )
    assert len(sentence) < 600
    assert ["foreign"] * good == [name for name, _ in rest]


def as_new_measure(dataset, found, wait, add):
    """Go through the wizard and make the first row a new measure."""
    wizard = wizard_for(dataset, found, None, None, wait)
    wizard.offer_new(add)
    wizard.next.click()
    choices = wizard.records.list.model().index(0, CHOICE_COLUMN).data(CHOICES)
    wizard.records.list.chosen.emit(0, choices[1][0])
    wizard.next.click()
    returned = wizard.returned
    wizard.deleteLater()
    return returned


def test_a_table_read_again_asks_again_when_its_new_measure_was_undone(work, tmp_path):
    """What somebody said about its rows holds no longer: one of the measures is gone."""
    table = tmp_path / "Tabelle.csv"
    table.write_text("Titel;Sachstand\nSeilbahn;Wird geprüft.\n", encoding="utf-8")
    before = work.document.dataset.measure_keys()
    for _ in range(2):
        work.answer(dropped=DropChoice.TAKE_IN, foreign=as_new_measure)
        drop(work.window, table)
        (item,) = work.window.pages.page("returns").review.items
        assert item.proposal.measure in set(work.document.dataset.measures) - set(before)
        work.window.actions_by_id["undo"].trigger()
        assert before == work.document.dataset.measure_keys()

    assert ["dropped", "foreign"] * 2 == work.asked()


def test_a_row_of_a_table_becomes_a_new_measure_as_one_step(work, tmp_path):
    table = tmp_path / "Tabelle.csv"
    table.write_text("Titel;Sachstand\nSeilbahn;Wird geprüft.\n", encoding="utf-8")
    before = work.document.dataset.measure_keys()

    work.answer(dropped=DropChoice.TAKE_IN, foreign=as_new_measure)
    drop(work.window, table)
    after = work.document.dataset.measure_keys()
    work.window.actions_by_id["undo"].trigger()

    assert len(before) + 1 == len(after)
    assert before == work.document.dataset.measure_keys()


def test_the_four_files_dropped_together_are_their_folder(work, tmp_path):
    other = Path(shutil.copytree(work.folder, tmp_path / "anderer"))
    drop(work.window, *(other / name for name in FileName))

    assert other == work.document.location


def test_two_things_at_once_are_refused_with_a_hint(work, tmp_path):
    before = work.document
    drop(work.window, tmp_path, work.folder)

    assert before is work.document
    assert "Excel-Datei hierher" in work.said()


@pytest.mark.parametrize(("count", "more"), [(2, ""), (5_000, " und 4995 weitere")])
def test_files_of_other_kinds_are_answered_with_a_sentence(work, tmp_path, count, more):
    work.answer(info=None)
    drop(work.window, *(tmp_path / f"{number}.docx" for number in range(count)))

    ((_, (sentence, *_)),) = work.ask.asked
    assert "„0.docx“, „1.docx“" in sentence
    assert f"{more} lassen sich hier nicht öffnen. Ziehen Sie" in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize("end", ["\n", "\r\n", " \u2028"])
def test_a_link_with_a_line_break_at_its_end_opens_without_it(work, end):
    work.answer(confirm_link=False)
    work.window.workspace.form.link_requested.emit("https://example.org/a" + end)

    ((_, (address, *_)),) = work.ask.asked
    assert "https://example.org/a" == address


def test_an_address_from_the_browser_is_not_taken(work):
    assert not drop(work.window, "https://example.org/")


@pytest.mark.parametrize("field", ["short_title", "summary", "action_type", "cost_value"])
def test_a_file_dropped_on_a_field_is_opened_and_not_written_into_it(work, tmp_path, field):
    other = Path(shutil.copytree(work.folder, tmp_path / "anderer"))
    before = work.value(field)
    widget = work.row(field).editor.focus_widget()

    assert drop(widget.viewport() if hasattr(widget, "viewport") else widget, other)
    assert other == work.document.location
    assert before == work.value(field)


def test_what_is_dropped_and_broken_is_told(work, tmp_path):
    (tmp_path / "leer").mkdir()
    before = work.document
    work.answer(error=None)
    drop(work.window, tmp_path / "leer")

    assert ["error"] == work.asked()
    assert before is work.document


# --- closing and starting again --------------------------------------------------------------


@pytest.fixture
def start(qtbot, tmp_path):
    """Return a function that starts the program anew with the same settings."""
    started: list[Driver] = []

    def begin() -> Driver:
        started.append(Driver(qtbot, tmp_path, size=None))
        return started[-1]

    yield begin
    for driver in started:
        driver.destroy()


def test_closing_the_window_asks_and_keeps_everything_when_cancelled(work):
    work.edit("summary", "x")
    work.answer(unsaved=UnsavedChoice.CANCEL)
    work.window.close()

    assert work.window.isVisible()
    assert work.value("summary").endswith("x")
    assert work.window.isWindowModified()
    assert WINDMILLS == work.shown_id()


def stood(program: Program):
    """Return how the latest entry of the start page says that it stood."""
    model = program.window.start.page().findChild(RowTable).model()
    return model.index(0, 0).data(ENTRY_ROLE).standing


# D 24
def test_the_start_page_knows_how_the_dataset_stood_when_it_was_closed(work):
    counts = work.document.findings.counts()
    as_saved = Standing(21, counts[Severity.ERROR], counts[Severity.WARNING])
    document = work.document
    faulty = document.plan_edit(document.dataset.find(WINDMILLS), {"cost_until": "irgendwann"})
    work.bridge.push(faulty)
    assert counts != document.findings.counts()
    work.answer(unsaved=UnsavedChoice.DISCARD)
    work.app.session.close()
    thrown_away = stood(work)

    work.app.session.open_path(work.folder)
    work.document.findings.counts()
    work.app.session.close()

    assert thrown_away in (
        None,
        as_saved,
    )  # it was known as soon as all of it was judged, if at all
    assert as_saved == stood(work)


def test_everything_is_as_it_was_after_a_restart(start, tmp_path):
    folder = copy_of_sample(tmp_path / "muster")
    first = start()
    first.app.session.open_path(folder)
    first.window.resize(790, 700)  # the screen offscreen is small
    first.drag_panes([250, 380, 300])
    first.workspace.list._table.show_column(2, True)
    first.workspace.list.restore_filter({"sort": "title", "descending": True})
    first.workspace.go_to(first.document.dataset.find("mobilitaet1"), None)
    first.app.controller.view.use_scheme(theme.Scheme.DARK)
    first.app.controller.view.zoom_to(120)
    first.app.qt.processEvents()
    expected = (
        first.window.size(), first.workspace.room.widths(), first.workspace.list.filter_state(),
        first.workspace.list.columns_state(),
    )  # fmt: skip
    first.window.close()

    again = start()
    again.app.session.open_path(folder)
    again.app.qt.processEvents()

    assert expected == (
        again.window.size(), again.workspace.room.widths(), again.workspace.list.filter_state(),
        again.workspace.list.columns_state(),
    )  # fmt: skip
    assert "mobilitaet1" == again.document.view(again.workspace.measure).id
    assert (theme.Scheme.DARK, 120) == (theme.current().scheme, theme.current().zoom)
    assert again.window.actions_by_id["scheme_dark"].isChecked()


def test_a_filter_is_remembered_but_no_search_because_the_list_would_begin_empty(start, tmp_path):
    """A start without opening anything forgets nothing, either."""
    folder = copy_of_sample(tmp_path / "muster")
    first = start()
    first.app.session.open_path(folder)
    first.workspace.list.restore_filter({"findings": "errors"})
    expected = first.workspace.list.shown_keys()
    first.workspace.list.restore_filter({"findings": "errors", "text": "gibtesnicht"})
    assert () == tuple(first.workspace.list.shown_keys())
    first.window.close()
    start().window.close()

    again = start()
    again.app.session.open_path(folder)
    assert "errors" == again.workspace.list.filter_state()["findings"]
    assert expected
    assert expected == again.workspace.list.shown_keys()


def test_the_first_start_takes_most_of_a_small_screen(start):
    window = start().window
    room = screen_area(window)

    assert (min(1440, room.width()) * 0.9, min(900, room.height()) * 0.9) <= (
        window.width(), window.height(),
    )  # fmt: skip
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700


def test_typing_while_the_keyboard_is_nowhere_fails_the_test_and_not_the_program(work, monkeypatch):
    monkeypatch.setattr(work, "focused", lambda: None)

    with pytest.raises(AssertionError, match="the keyboard is nowhere: 'a' of 'ab'"):
        work.type("ab")
