"""The real window, asked from outside as a screen reader asks (A11Y-02 to -06, -14, -17; D 5)."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QKeySequence

from klimaeditor.document import open_document
from klimaeditor.files import store
from klimaeditor.model.findings import Severity
from klimaeditor.repairs import apply_automatic
from klimaeditor.site.muenster import muenster
from tests.conftest import SAMPLE
from tests.foreign_cases import table_file
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.outside.desk import back_steps, copy_of, desk, faults
from tests.request_tools import requested
from tests.workbook_tools import headers
from ui.commands.command_list import ACTIONS
from ui.dialogs.help import HELP_TITLE as HELP
from ui.dialogs.new_measure import NEW_TITLE
from ui.dialogs.note_dialogs import NOTES_TITLE, WRITE_TITLE
from ui.dialogs.settings_dialog import TITLE as SETTINGS
from ui.exchange.import_wizard import STEP_COLUMNS, STEP_RECORDS
from ui.exchange.new_dataset_wizard import STEP_CATEGORIES, STEP_RESULT
from ui.exchange.new_dataset_wizard import STEP_COLUMNS as NEW_COLUMNS
from ui.exchange.request_wizard import BACK, NEXT, PAGES
from ui.exchange.request_wizard import TITLE as REQUEST
from ui.exchange.returns_page import LATER
from ui.findings.findings_page import SEARCH
from ui.form.finding_line import spoken
from ui.form.page import FORM_NAME as FORM
from ui.measures.table import PANE as LIST
from ui.page.preview import ONLY_RAW, PLACE_SPOKEN
from ui.page.preview import PANE as PAGE
from ui.publishing.package_result import DONE as PACKAGE_DONE
from ui.publishing.package_settings import CHOOSE as CHOOSE_FOLDER
from ui.publishing.package_settings import CONFIRM, FOLDER_NAME
from ui.publishing.publish_page import CHOOSE, DONE, WRITE
from ui.shell.side_pane import PAGE_TAB, TILE_TAB, TIMELINE_TAB
from ui.shell.start_page import OPEN_SAMPLE
from ui.textwork.bulk_dialog import BULK_TITLE
from ui.textwork.clean_up_dialog import TITLE as CLEAN_UP
from ui.textwork.replace_dialog import REPLACE_TITLE
from ui.widgets.common_words import plain

pytestmark = pytest.mark.gui


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    home = tmp_path_factory.mktemp("desk")
    yield from desk(home, copy_of(SAMPLE, home))


@pytest.fixture
def at_home(window):
    """The window with list and form; whatever the test opens is closed again."""
    window.there(LIST)
    yield window
    window.press("escape")
    window.there(LIST)


# --- the window with list, form and public page ------------------------------------------------


def test_all_parts_of_the_window_have_name_role_and_room(at_home):
    nodes = at_home.tree(LIST)
    names = {node.name for node in nodes} | {label for node in nodes for label in node.labels}

    assert [] == faults(nodes)
    shown = [
        field.label for field in FIELDS if field.name != "category"
    ]  # it follows the other one
    assert [] == [label for label in shown if label not in names]


def test_the_keyboard_goes_as_one_reads(at_home):
    steps = at_home.ring()
    back = back_steps(steps)

    assert len(back) <= 1, back  # from the end of the window to its beginning
    assert len(steps) > 50


def fields_of(nodes, label: str) -> list:
    """Return what has a label in the form; a combo box is named by its value."""
    fits = (n for n in nodes if n.name.startswith(label) or label in n.labels)
    return [n for n in fits if n.is_interactive and any(part.name == FORM for part in n.inside)]


def silent(nodes, told) -> list[str]:
    """Return which sentences the description of their field does not carry."""
    wanted = [(said, fields_of(nodes, label)) for label, said in told]
    return [
        f"{said} {fields}" for said, fields in wanted
        if fields and not any(said in " ".join(f.description.split()) for f in fields)
    ]  # fmt: skip


def test_the_description_of_a_field_carries_its_findings(at_home):
    document = open_document(at_home.home / "muster")
    keys = document.dataset.measure_keys()
    for key in keys:
        found = [f for f in document.findings.of(key) if f.field]
        told = [(FIELDS_BY_NAME[f.field].label, " ".join(spoken(f).split())) for f in found]
        nodes = at_home.until(lambda nodes, told=told: silent(nodes, told))
        assert [] == faults(nodes)
        at_home.press("alt+down")
    at_home.press(*["alt+up"] * len(keys))


# D 5, D 7
def test_the_public_place_of_a_field_is_announced(at_home):
    at_home.tab_to("Kurztitel")
    assert PLACE_SPOKEN.format(item="Kurztitel: ") in at_home.announced("Kurztitel: ")

    at_home.tab_to("Systemischer Hebel")
    assert ONLY_RAW in at_home.announced(ONLY_RAW)


def test_tile_and_history_can_be_used_without_seeing_them(at_home):
    at_home.tab_to(PAGE_TAB)
    for tab in (TILE_TAB, TIMELINE_TAB):
        at_home.press("right")
        at_home.until(lambda nodes, tab=tab: not any(
            n.name == tab and "selected" in n.states for n in nodes))  # fmt: skip

        assert [] == faults(at_home.tree())
    back = back_steps(at_home.ring())
    at_home.tab_to(TIMELINE_TAB)
    at_home.press("home")

    assert len(back) <= 1, back


# --- pages and dialogs -------------------------------------------------------------------------

OTHERS = {
    "ctrl+n": NEW_TITLE,
    "ctrl+shift+e": BULK_TITLE,
    "ctrl+h": REPLACE_TITLE,
    "ctrl+shift+a": REQUEST,
    "f1": HELP,
    "f8": SEARCH,
    "ctrl+shift+p": plain(CHOOSE),
    "ctrl+,": SETTINGS,
    "ctrl+m": WRITE_TITLE,
    "ctrl+shift+m": NOTES_TITLE,
}


@pytest.mark.parametrize(("chord", "name"), OTHERS.items())
def test_pages_and_dialogs_can_be_used_without_seeing_them(at_home, chord, name):
    at_home.press(chord)
    nodes = at_home.tree(name)
    back = back_steps(at_home.ring())

    assert [] == faults(nodes)
    assert len(back) <= 1, back


@pytest.fixture(scope="module")
def returned(window):
    """A returned file whose name can be typed, two of its values changed."""
    folder = window.home / "post"
    folder.mkdir()
    dataset = store.load(window.home / "muster", site=muenster()).dataset
    book = load_workbook(made := requested(dataset, folder, ("summary", "cost_value")))
    sheet = book["Maßnahmen"]
    columns = {name: place + 1 for place, name in enumerate(headers(sheet))}
    sheet.cell(2, columns["Kosten (Euro)"]).value = "ca. 3 Mio. €"
    sheet.cell(3, columns["Zusammenfassung"]).value = "Neu: Der Plan ist beschlossen."
    book.save(window.home / "r.xlsx")
    made.unlink()
    return window.home / "r.xlsx"


def test_the_page_of_returns_can_be_used_without_seeing_it(at_home, returned):
    at_home.press("ctrl+i")
    at_home.choose(returned)
    at_home.usable(plain(LATER))


# D 3: menu bar and tools share a line, and menus work as native ones
def test_every_command_of_the_menus_has_its_name_and_its_key(at_home):
    found = {
        (menu, name.partition(" (")[0]): (role, key)  # a command may count what waits
        for menu, role, name, key in at_home.ask("menus")
    }
    declared = {(plain(spec.menu.value), plain(spec.text)): spec for spec in ACTIONS}

    assert [] == [place for place in declared if place not in found]
    assert [] == [name for _, name in found if not name.strip()]
    for place, spec in declared.items():
        role, key = found[place]
        assert role.endswith("menu item")
        if spec.shortcuts:
            assert QKeySequence(spec.shortcuts[0]) == QKeySequence(key)


# --- a dataset that may be published: the steps of publishing, the pages of wizards -------------


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The window with a dataset without errors, and files whose names can be typed."""
    home = tmp_path_factory.mktemp("desk")
    document = open_document(copy_of(SAMPLE, home))
    apply_automatic(document)
    document.apply(document.plan_edit(document.dataset.find("bauen1"), {"cost_until": 2030}))
    document.save()
    assert 0 == document.findings.counts()[Severity.ERROR]
    rows = [
        ["Handlungsfeld", "Titel", "Beschreibung", "Kosten", "Notiz"],
        ["Bauen", "Turnhallen", "Drei Hallen.", "ca. 2000", "x"],
        ["Bauen ", "Busse mit Strom", "Zwei.", 1500, None],
    ]
    table_file(home / "t.xlsx", rows)
    yield from desk(home, home / "muster")


@pytest.fixture
def prepared(ready):
    ready.there(LIST)
    yield ready
    ready.press("escape", "escape")
    ready.there(LIST)


def test_publishing_can_be_done_without_seeing_it(prepared):
    package = prepared.home / "paket"
    package.mkdir()
    prepared.press("ctrl+shift+p")
    prepared.there(plain(CHOOSE))
    prepared.use(plain(CHOOSE))
    prepared.usable(FOLDER_NAME)
    prepared.use(plain(CHOOSE_FOLDER))
    prepared.choose(package)
    prepared.tick_all(CONFIRM)
    prepared.use(plain(WRITE))
    prepared.usable(PACKAGE_DONE)

    assert (package / "SHA256SUMS").is_file()
    prepared.use(plain(DONE))


def test_every_page_of_a_request_can_be_used_without_seeing_it(prepared):
    prepared.press("ctrl+shift+a")
    prepared.usable(plain(NEXT))
    for _ in PAGES[1:-1]:  # the last one follows writing
        prepared.use(plain(NEXT))
        prepared.usable(plain(BACK))


def test_every_page_of_a_foreign_table_can_be_used_without_seeing_it(prepared):
    prepared.press("ctrl+i")
    prepared.choose(prepared.home / "t.xlsx")
    prepared.usable(STEP_COLUMNS)
    prepared.use(plain(NEXT))
    prepared.usable(STEP_RECORDS)
    prepared.press("escape")


def test_every_page_of_a_new_dataset_can_be_used_without_seeing_it(prepared):
    prepared.press("ctrl+shift+o")
    prepared.choose(prepared.home / "t.xlsx")
    prepared.usable(NEW_COLUMNS)
    for page in (STEP_CATEGORIES, STEP_RESULT.partition(":")[0]):
        prepared.use(plain(NEXT))
        prepared.usable(page)
    prepared.press("escape")


def test_cleaning_up_can_be_done_without_seeing_it(prepared):
    prepared.press("ctrl+shift+f8")
    prepared.usable(CLEAN_UP)


# --- a small screen, from the start page on ----------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The program without a dataset; a window of 1280 × 720 is 95 % of this screen."""
    yield from desk(tmp_path_factory.mktemp("desk"), size="1347x758")


def test_the_start_page_can_be_used_without_seeing_it(small):
    nodes = small.tree(plain(OPEN_SAMPLE))
    back = back_steps(small.ring())

    assert [] == faults(nodes)
    assert len(back) <= 1, back


# D 12, and the figures of D
def test_on_a_small_screen_there_is_room_for_six_fields_and_the_public_page(small):
    small.there(plain(OPEN_SAMPLE))
    small.tab_to(plain(OPEN_SAMPLE))
    small.press("space")
    nodes = small.tree(LIST)
    window, form, page = nodes[0], named(nodes, FORM), named(nodes, PAGE)
    fields = [n for n in nodes if form in n.inside and n.role in {"text", "combo box"}]
    whole = [n for n in fields if form.top <= n.top and n.bottom <= form.bottom]

    assert [1280, 720] == window.box[2:]
    assert form.box[3] >= (1 - 0.26) * window.box[3]
    assert page.box[2] >= 420
    assert len(whole) >= 6


def named(nodes, name: str):
    return next(node for node in nodes if node.name == name)
