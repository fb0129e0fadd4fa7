"""The real window, asked from outside as a screen reader asks (A11Y-02 to -06, -14, -17; D 5)."""

from __future__ import annotations

import pytest

from klimaeditor.document import open_document
from tests.conftest import SAMPLE
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.outside.desk import back_steps, copy_of, desk, faults
from ui.dialogs.help import HELP_TITLE as HELP
from ui.dialogs.new_measure import NEW_TITLE
from ui.exchange.request_wizard import TITLE as REQUEST
from ui.findings.findings_page import SEARCH
from ui.form.finding_line import spoken
from ui.form.form_words import FORM_NAME as FORM
from ui.measures.list_words import PANE as LIST
from ui.page.preview import ONLY_RAW, PLACE_SPOKEN
from ui.publishing.publish_page import CHOOSE
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
        at_home.until(lambda nodes, told=told: silent(nodes, told))
        at_home.press("alt+down")
    at_home.press(*["alt+up"] * len(keys))


# D 5, D 7
def test_the_public_place_of_a_field_is_announced(at_home):
    at_home.tab_to("Kurztitel")
    assert PLACE_SPOKEN.format(item="Kurztitel: ") in at_home.announced("Kurztitel: ")

    at_home.tab_to("Systemischer Hebel")
    assert ONLY_RAW in at_home.announced(ONLY_RAW)


# --- pages and dialogs -------------------------------------------------------------------------

OTHERS = {
    "ctrl+n": NEW_TITLE,
    "ctrl+shift+e": BULK_TITLE,
    "ctrl+h": REPLACE_TITLE,
    "ctrl+shift+a": REQUEST,
    "f1": HELP,
    "f8": SEARCH,
    "ctrl+shift+p": plain(CHOOSE),
}


@pytest.mark.parametrize(("chord", "name"), OTHERS.items())
def test_pages_and_dialogs_can_be_used_without_seeing_them(at_home, chord, name):
    at_home.press(chord)
    nodes = at_home.tree(name)
    back = back_steps(at_home.ring())

    assert [] == faults(nodes)
    assert len(back) <= 1, back


def test_the_start_page_can_be_used_without_seeing_it(tmp_path_factory):
    for bare in desk(tmp_path_factory.mktemp("desk")):
        nodes = bare.tree(plain(OPEN_SAMPLE))
        back = back_steps(bare.ring())

        assert [] == faults(nodes)
        assert len(back) <= 1, back
