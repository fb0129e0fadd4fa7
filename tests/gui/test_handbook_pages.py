"""The handbook says what is there: nothing stale, nothing missing, every link and picture."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QTableView

from docs import make_handbook
from docs.handbook import markup, pages, words
from docs.handbook.shots import SHOTS
from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli.program import COMMANDS
from tests.conftest import ROOT
from tests.muenster_fields import FIELDS
from ui.commands.command_list import ACTIONS

pytestmark = pytest.mark.gui
AGAIN = "run: python docs/make_handbook.py"
FORM, RULEBOOK, KEYS, HELP = "formular.html", "befunde.html", "tasten.html", "hilfe.html"
PICTURES = pages.TARGET / pages.PICTURES


class Seen(HTMLParser):
    """What a page holds: ids, links, pictures, headings, tags, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data

    def all(self, tag: str, name: str) -> list[str]:
        return [attrs.get(name) or "" for found, attrs in self.tags if found == tag]

    @property
    def ids(self) -> set[str]:
        return {str(attrs["id"]) for _, attrs in self.tags if "id" in attrs}

    @property
    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]


@pytest.fixture(scope="module")
def made() -> dict[str, Seen]:
    return {name: Seen(text) for name, text in pages.build().items() if name.endswith(".html")}


def test_the_handbook_is_up_to_date():
    assert [] == make_handbook.stale(), AGAIN


def test_a_stale_file_and_a_leftover_are_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(make_handbook, "TARGET", tmp_path)
    make_handbook.write()
    (tmp_path / "alt.html").write_text("alt", encoding="utf-8")
    (tmp_path / "formular.html").write_text("alt", encoding="utf-8")
    stale = make_handbook.stale()

    make_handbook.write()

    assert (["alt.html", "formular.html"], []) == (stale, make_handbook.stale())


def test_every_field_is_explained(made):
    missing = [field.name for field in FIELDS if f"feld-{field.name}" not in made[FORM].ids]

    assert [] == missing


def test_every_rule_is_explained(made):
    missing = [rule for rule in RULES if f"befund-{rule}" not in made[RULEBOOK].ids]

    assert [] == missing


# A11Y-23
def test_every_command_stands_there_with_its_keys(made):
    text = made[KEYS].text
    missing = [
        spec.id
        for spec in ACTIONS
        if words.name_of(spec) not in text
        or any(words.german_keys(keys) not in text for keys in spec.shortcuts)
    ]

    assert [] == missing


def test_every_command_is_explained_in_a_chapter():
    sources = [path.read_text(encoding="utf-8") for path in pages.SOURCES.glob("*.md")]
    explained = set(re.findall(r"\{[mt]:(\w+)\}", "".join(sources)))

    assert [] == [spec.id for spec in ACTIONS if spec.id not in explained]


def test_every_word_of_the_command_line_stands_there():
    codes = re.findall(r"<code>([\w-]+)</code>", pages.build()[HELP])

    assert [] == [name for name in COMMANDS if name not in codes]


def test_keys_are_written_as_the_window_writes_them(qapp):
    german = QTranslator()
    assert german.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    QCoreApplication.installTranslator(german)
    native = QKeySequence.SequenceFormat.NativeText
    try:
        shown = {k: QKeySequence(k).toString(native) for spec in ACTIONS for k in spec.shortcuts}
    finally:
        QCoreApplication.removeTranslator(german)

    assert shown == {keys: words.german_keys(keys) for keys in shown}


def is_lost(target: str, made: dict[str, Seen]) -> bool:
    name, _, anchor = target.partition("#")
    return name not in made or (bool(anchor) and anchor not in made[name].ids)


def test_every_link_leads_to_a_place_that_exists(made):
    links = [(name, target) for name, page in made.items() for target in page.all("a", "href")]

    assert [] == [link for link in links if is_lost(link[1], made)]
    assert is_lost("start.html#gibt-es-nicht", made)


def test_pictures_exist_and_are_described_and_none_is_left_over(made):
    shown = {src for page in made.values() for src in page.all("img", "src")}
    silent = [name for name, page in made.items() if not all(page.all("img", "alt"))
              and page.all("img", "src")]  # fmt: skip

    assert {f"{pages.PICTURES}/{path.name}" for path in PICTURES.iterdir()} == shown
    assert [] == silent


def test_every_picture_that_is_drawn_is_used(made):
    shown = {src for page in made.values() for src in page.all("img", "src")}

    assert {f"{pages.PICTURES}/{shot.name}.png" for shot in SHOTS} == shown


def test_pages_are_german_have_one_title_and_no_gap_in_their_headings(made):
    odd = [
        name
        for name, page in made.items()
        if page.all("html", "lang") != ["de"]
        or page.levels.count(1) != 1
        or any(after > before + 1 for before, after in pairwise([0, *page.levels]))
    ]

    assert [] == odd


def test_pages_run_nothing_and_load_nothing_from_elsewhere(made):
    loads = [
        (name, tag)
        for name, page in made.items()
        for tag, attrs in page.tags
        if tag in {"script", "iframe", "object", "embed", "form", "base"}
        or any(key.startswith("on") for key in attrs)
        or any("//" in (attrs.get(key) or "") for key in ("href", "src"))
    ]
    style = pages.build()[pages.STYLE]

    assert ([], False) == (loads, "url(" in style or "@import" in style)


def test_texts_stay_within_the_characters_that_qt_counts_as_one(made):
    assert [] == [name for name, page in made.items() if max(page.text) > "\uffff"]


@pytest.mark.parametrize(
    "text", ["{m:gone}", "{w:measures.GONE}", "{w:gone.SEARCH}", "{t:open_sample}"]
)
def test_what_does_not_exist_stops_the_making(text):
    with pytest.raises(words.StaleError):
        markup.inline(text)


def test_the_macros_that_contributors_are_shown_exist():
    shown = (ROOT / "CONTRIBUTING.md").read_text("utf-8")

    for macro in re.findall(r"`(\{[mtkw]:[^}]+\})`", shown):
        assert macro not in words.expand(macro)


def test_a_link_to_nowhere_stops_the_making(tmp_path, monkeypatch):
    for name in pages.CHAPTERS:
        text = f"# {name}\n\n[weg](start#gibt-es-nicht)\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(pages, "SOURCES", tmp_path)

    with pytest.raises(words.StaleError, match="start#gibt-es-nicht"):
        pages.build()


def test_markup_shows_data_as_it_is():
    data = "a * b | <b>c</b> `d` [e](f) {m:save} **g**"

    shown = Seen(markup.inline(markup.escape(data)))

    assert (data, []) == (shown.text, shown.tags)


def visible_words(widget) -> set[str]:
    """Return what can be read on the labels, buttons, tabs and headers of a window."""
    found = [w.text() for kind in (QLabel, QAbstractButton) for w in shown(widget, kind)]
    for bar in shown(widget, QTabBar):
        found += [bar.tabText(place) for place in range(bar.count())]
    for table in shown(widget, QTableView):
        model, orientation = table.model(), table.horizontalHeader().orientation()
        found += [str(model.headerData(n, orientation)) for n in range(model.columnCount())]
    return {re.sub(r"[\s\d…]+$", "", text.replace("&", "")).strip() for text in found}


def shown(widget, kind) -> list:
    return [found for found in widget.findChildren(kind) if found.isVisible()]


def test_a_caption_names_only_what_is_in_the_window(work):
    missing = {}
    for shot in SHOTS:
        widget = shot.go(work.app)
        work.settle()
        missing[shot.name] = [word for word in shot.named if word not in visible_words(widget)]
        if widget is not work.window:
            widget.close()
    work.trigger("scheme_light")

    assert {shot.name: [] for shot in SHOTS} == missing
