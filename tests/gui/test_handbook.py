"""The window of the handbook: chapters, search, places, nothing from outside, print."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPdfWriter, QTextDocument

from klimaeditor.checks.rulebook import RULES
from tests.gui import theme_helpers
from tests.gui.pane_cases import nameless
from tests.muenster_fields import FIELDS
from ui import theme
from ui.handbook.browser import Library
from ui.handbook.handbook_window import MISSING, NO_HIT, HandbookWindow, outside

pytestmark = pytest.mark.gui
Key = Qt.Key


dressed = theme_helpers.dressed


@pytest.fixture(scope="module")
def made(qapp, dressed):
    """The window that the tests below turn to one after the other."""
    window = HandbookWindow()
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def handbook(qtbot, made) -> HandbookWindow:
    """The window at its first page, as if it had just been opened."""
    made.search.clear()
    made.show_chapter("start")
    made.resize(1040, 740)
    made.show()
    qtbot.waitExposed(made)
    return made


def listed(handbook) -> list[str]:
    """Return the chapters that the list shows."""
    items = [handbook.list.item(n) for n in range(handbook.list.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items if not item.isHidden()]


def chosen(handbook) -> str:
    return handbook.list.currentItem().data(Qt.ItemDataRole.UserRole)


def remark(handbook) -> str:
    return handbook._remark.text() if handbook._remark.isVisible() else ""


def at_the_top(handbook) -> str:
    """Return the line of text at the upper edge."""
    return handbook.pages.cursorForPosition(handbook.pages.rect().topLeft()).block().text()


def test_it_opens_at_the_first_chapter(qtbot, dressed):
    handbook = HandbookWindow()
    qtbot.addWidget(handbook)

    assert ("start", "start") == (handbook.chapter, chosen(handbook))
    assert handbook.pages.toPlainText().startswith("Erste Schritte")


def test_every_chapter_can_be_chosen_in_the_list(handbook):
    seen = []
    for row in range(handbook.list.count()):
        handbook.list.setCurrentRow(row)
        seen.append(handbook.chapter)

    assert [chapter.id for chapter in Library().chapters] == seen


@pytest.mark.parametrize("wanted", ["", "gibt-es-nicht"])
def test_an_unknown_chapter_shows_the_first(handbook, wanted):
    handbook.show_chapter("hilfe")
    handbook.show_chapter(wanted)

    assert "start" == handbook.chapter


def test_a_field_and_a_rule_are_shown_at_their_place(handbook):
    handbook.show_field("cost_value")
    field = handbook.chapter, at_the_top(handbook)
    handbook.show_rule("cost_nan")

    assert ("formular", "Kosten der Maßnahme") == field
    assert ("befunde", RULES["cost_nan"].title) == (handbook.chapter, at_the_top(handbook))
    assert handbook.chapter == chosen(handbook)


def test_every_field_and_rule_has_its_place():
    library = Library()

    assert {"formular"} == {library.place_of(f"feld-{field.name}") for field in FIELDS}
    assert {"befunde"} == {library.place_of(f"befund-{rule}") for rule in RULES}


def test_searching_keeps_the_chapters_that_have_all_words_and_marks_them(handbook):
    handbook.search.setText("SICHERUNG Absturz")

    marked = {word.casefold() for word in handbook.hits.marked()}
    assert "aenderungen" in listed(handbook)
    assert "formular" not in listed(handbook)
    assert handbook.chapter in listed(handbook)
    assert {"sicherung", "absturz"} == marked


def test_the_number_of_hits_marked_is_the_number_counted(handbook):
    counts = Library().counts(["strg"])
    handbook.search.setText("Strg")
    marked = {}
    for chapter in counts:
        handbook.show_chapter(chapter)
        marked[chapter] = len(handbook.hits.marked())

    assert counts == marked


def test_f3_goes_through_the_hits_and_on_into_the_next_chapter(handbook, qtbot):
    handbook.search.setText("Sicherung")
    first, total = handbook.chapter, len(handbook.hits.marked())
    said = []
    for _ in range(total):
        said.append(handbook.hits.text())
        qtbot.keyClick(handbook, Key.Key_F3)
    after = handbook.chapter
    qtbot.keyClick(handbook, Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)

    numbers = [f"Treffer {n} von {total}" for n in range(1, total + 1)]
    assert numbers == [line.split(" in ")[0] for line in said]
    assert first != after
    assert (first, f"Treffer {total} von {total}") == (
        handbook.chapter,
        handbook.hits.text().split(" in ")[0],
    )


def test_hits_stay_marked_when_the_window_gets_another_width(handbook, qapp):
    handbook.search.setText("Sicherung")
    handbook.step(1)
    before = handbook.hits.text(), handbook.hits.marked()
    handbook.resize(handbook.width() - 120, handbook.height())
    qapp.processEvents()

    assert before == (handbook.hits.text(), handbook.hits.marked())
    assert before[1]


def test_what_is_not_there_is_said(handbook):
    handbook.search.setText("Quastenflosser")

    assert ([], NO_HIT) == (listed(handbook), handbook.hits.text())


def test_an_empty_search_brings_everything_back(handbook):
    handbook.search.setText("Sicherung")
    handbook.search.clear()

    assert (len(Library().chapters), []) == (len(listed(handbook)), handbook.hits.marked())
    assert not handbook.hits.isVisible()


def test_a_link_inside_is_followed_and_back_leads_back(handbook):
    handbook.pages.anchorClicked.emit(handbook.pages.source().resolved(QUrl("suchen.html")))
    there = handbook.chapter
    handbook.back.click()

    assert ("suchen", "start", "start") == (there, handbook.chapter, chosen(handbook))


@pytest.mark.parametrize("address", ["https://example.org/x", "file:///weg.html", "mailto:a@b.de"])
def test_an_address_outside_is_shown_and_not_opened(handbook, monkeypatch, address):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pytest.fail(str(url)))
    handbook.pages.anchorClicked.emit(QUrl(address))

    assert outside(address) == remark(handbook)
    assert "start" == handbook.chapter


@pytest.mark.parametrize("kind", list(QTextDocument.ResourceType)[1:4])
def test_only_files_of_the_handbook_are_read(handbook, tmp_path, kind):
    (tmp_path / "geheim.html").write_text("geheim", encoding="utf-8")
    outside = QUrl.fromLocalFile(str(tmp_path / "geheim.html"))

    wanted = (outside, QUrl("../style/klimaeditor.qss"), QUrl("https://example.org/"))
    found = [handbook.pages.loadResource(kind.value, url) for url in wanted]

    assert all(not thing or thing.isNull() for thing in found)


def test_without_pages_it_says_so(qtbot, tmp_path):
    window = HandbookWindow(folder=tmp_path)
    qtbot.addWidget(window)
    window.show()

    assert MISSING == remark(window)


def test_letters_grow_with_the_zoom_and_colours_follow(handbook, qapp):
    def look() -> tuple[float, str]:
        form = handbook.pages.document().firstBlock().begin().fragment().charFormat()
        return form.fontPointSize(), form.foreground().color().name()

    handbook.show_chapter("befunde")
    small, dark = look()
    theme.apply(qapp, theme.Scheme.DARK, 200)
    large, light = look()
    theme.apply(qapp, theme.Scheme.LIGHT)

    assert (small * 2, theme.tokens(theme.Scheme.DARK).text) == (pytest.approx(large, 0.01), light)
    assert (dark, "befunde") == (theme.tokens().text, handbook.chapter)


@pytest.mark.parametrize("zoom", [100, 200])
def test_no_page_needs_sideways_scrolling(lettered, qtbot, qapp, zoom):
    window = HandbookWindow()
    qtbot.addWidget(window)
    window.show()
    bar = window.pages.horizontalScrollBar()
    for chapter in Library().chapters:
        window.show_chapter(chapter.id)
        qapp.processEvents()
        qtbot.waitUntil(lambda: not bar.maximum())  # a long chapter is laid out in two goes


def test_everything_that_takes_the_keyboard_has_a_name(handbook):
    assert [] == nameless(handbook)


def test_a_chapter_and_the_whole_are_printed(handbook, qtbot, tmp_path):
    sizes = []
    for place in (0, 1):
        with qtbot.waitSignal(handbook.print_requested) as asked:
            handbook.print_menu.actions()[place].trigger()
        path = tmp_path / f"{place}.pdf"
        writer = QPdfWriter(str(path))
        asked.args[0](writer)
        del writer
        sizes.append(path.read_bytes().count(b"/Type /Page\n"))

    assert sizes[0] in range(1, 5)
    assert sizes[1] in range(20, 80)


def test_escape_closes_it(handbook, qtbot):
    qtbot.keyClick(handbook, Key.Key_Escape)

    assert not handbook.isVisible()
