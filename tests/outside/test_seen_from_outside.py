"""The real window, asked from outside as a screen reader asks (A11Y-02 to -06, -14, -17; D 5)."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from klimaeditor.document import open_document
from klimaeditor.files import store
from klimaeditor.site.muenster import muenster
from tests.conftest import SAMPLE
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.outside.desk import back_steps, copy_of, desk, faults
from tests.request_tools import requested
from tests.workbook_tools import headers
from ui.dialogs.help import HELP_TITLE as HELP
from ui.dialogs.new_measure import NEW_TITLE
from ui.dialogs.settings_dialog import TITLE as SETTINGS
from ui.exchange.request_wizard import TITLE as REQUEST
from ui.exchange.returns_page import LATER
from ui.findings.findings_page import SEARCH
from ui.form.finding_line import spoken
from ui.form.page import FORM_NAME as FORM
from ui.measures.table import PANE as LIST
from ui.page.preview import ONLY_RAW, PLACE_SPOKEN
from ui.page.preview import PANE as PAGE
from ui.publishing.publish_page import CHOOSE
from ui.shell.side_pane import PAGE_TAB, TILE_TAB, TIMELINE_TAB
from ui.shell.start_page import OPEN_SAMPLE
from ui.textwork.bulk_dialog import BULK_TITLE
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
    at_home.there("Abbrechen")  # the system's dialog; there, Qt's own
    at_home.type(str(returned))
    at_home.press("enter")
    nodes = at_home.tree(plain(LATER))
    back = back_steps(at_home.ring())

    assert [] == faults(nodes)
    assert len(back) <= 1, back


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
