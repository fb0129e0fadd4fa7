"""The model of the measure list: rows, filters, order, and changes while it is shown."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt

from klimaeditor.model.findings import FieldEdit
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.textwork.filters import Facet, Filter, FindingsFilter, NewsAge
from tests.gui.pane_cases import ERROR, HINT, WARNING, ids, key_of, plan, sample_bridge
from ui.bridge import no_document
from ui.measures import measure_list
from ui.measures.measure_list import ListRole, MeasureListModel
from ui.measures.measure_row import ListColumn, SortKey, natural

pytestmark = pytest.mark.gui
PLANNED = {
    "bauen1": (ERROR, ERROR, WARNING),
    "bauen2": (WARNING,),
    "mobilitaet1": (HINT, HINT),
}


@pytest.fixture
def bridge(qapp):
    return sample_bridge(PLANNED)


@pytest.fixture
def model(bridge):
    made = MeasureListModel()
    made.set_bridge(bridge)
    return made


def shown(model, bridge) -> list[str]:
    return ids(bridge, model.keys())


def cell(model, bridge, measure_id, column, role=Qt.ItemDataRole.DisplayRole):
    return model.index(model.place_of(key_of(bridge, measure_id)), column).data(role)


def test_qt_finds_no_fault_in_the_model(bridge, qtmodeltester):
    made = MeasureListModel()
    qtmodeltester.check(made)
    made.set_bridge(bridge)
    made.set_filter(Filter(text="en"))
    made.set_sorting(SortKey.TITLE, descending=True)
    bridge.edit(key_of(bridge, "bauen1"), "short_title", "Ein neuer Anfang")
    bridge.push(bridge.document.plan_duplicate(key_of(bridge, "bauen2"))[1])
    made.set_filter(Filter(findings=FindingsFilter.ERRORS))
    made.set_filter(Filter())
    bridge.stack.undo()

    qtmodeltester.check(made)


@pytest.mark.parametrize(
    ("measure_id", "word"),
    [
        ("bauen1", "2 Fehler"),
        ("bauen2", "1 Warnung"),
        ("mobilitaet1", "2 Hinweise"),
        ("bauen3", "vollständig"),
    ],
)
def test_the_weightiest_kind_of_finding_is_named(model, bridge, measure_id, word):
    assert word == cell(model, bridge, measure_id, ListColumn.FINDINGS)


def test_the_public_status_is_shown_in_the_sites_words(model, bridge):
    words = {cell(model, bridge, i, ListColumn.STATUS) for i in shown(model, bridge)}

    assert {"In Bearbeitung", "Unbekannt", "Veraltet", "Abgeschlossen"} >= words
    assert "Veraltet" == cell(model, bridge, "mobilitaet2", ListColumn.STATUS)


def test_a_status_that_breaks_the_site_is_named(model, bridge):
    key = key_of(bridge, "mobilitaet2")

    bridge.edit(key, "progress_values", [])

    assert "Website bricht ab" == cell(model, bridge, "mobilitaet2", ListColumn.STATUS)
    assert PublicStatus.BROKEN == cell(model, bridge, "mobilitaet2", 0, ListRole.STATUS)


def test_a_screen_reader_hears_the_whole_row_in_the_first_column(model, bridge):
    spoken = cell(model, bridge, "bauen1", 0, Qt.ItemDataRole.AccessibleTextRole)

    title = bridge.document.view(key_of(bridge, "bauen1")).title
    empty = len(cell(model, bridge, "bauen1", 0, ListRole.ROW).facts.missing)
    told = f"{title}, Bauen und Sanieren · bauen1, Status: Unbekannt, 2 Fehler"
    assert empty > 1
    assert f"{told}, {empty} Angaben leer" == spoken


def test_roles_tell_key_and_numbers(model, bridge):
    told = [cell(model, bridge, "bauen1", 0, role) for role in (ListRole.ERRORS, ListRole.WARNINGS)]

    assert [2, 1] == told
    assert key_of(bridge, "bauen1") == cell(model, bridge, "bauen1", 0, ListRole.KEY)


def test_markup_in_a_title_stays_text_in_tool_tips(model, bridge):
    bridge.edit(key_of(bridge, "bauen1"), "short_title", "<b>fett</b>")

    tip = cell(model, bridge, "bauen1", 0, Qt.ItemDataRole.ToolTipRole)

    assert "<b>" not in tip
    assert "&lt;b&gt;" in tip


# --- filters -----------------------------------------------------------------------------


def test_several_words_in_any_field_narrow_the_list(model, bridge):
    model.set_filter(Filter(text="energieerzeugung WIND"))

    assert "energieerzeugung1" in shown(model, bridge)
    assert len(shown(model, bridge)) < len(model.keys()) + 1


def test_going_on_typing_finds_the_same_as_typing_at_once(model, bridge):
    word = "wärme"
    for length in range(1, len(word) + 1):
        model.set_filter(Filter(text=word[:length]))
    typed = shown(model, bridge)
    model.set_filter(Filter())
    model.set_filter(Filter(text=word))

    assert typed
    assert typed == shown(model, bridge)


def test_taking_letters_back_shows_more_again(model, bridge):
    model.set_filter(Filter(text="wär"))
    before = shown(model, bridge)
    model.set_filter(Filter(text="wärmepumpe"))
    model.set_filter(Filter(text="wär"))

    assert before == shown(model, bridge)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (FindingsFilter.ERRORS, ["bauen1"]),
        (FindingsFilter.WARNINGS, ["bauen1", "bauen2"]),
    ],
)
def test_measures_are_filtered_by_findings(model, bridge, wanted, expected):
    model.set_filter(Filter(findings=wanted))

    assert expected == sorted(shown(model, bridge))


def test_without_findings_means_not_even_a_hint(model, bridge):
    model.set_filter(Filter(findings=FindingsFilter.WITHOUT))

    assert not {"bauen1", "bauen2", "mobilitaet1"} & set(shown(model, bridge))
    assert "bauen3" in shown(model, bridge)


def test_facets_and_text_apply_together(model, bridge):
    wanted = Filter(
        text="bauen", categories=frozenset({"bauen"}), statuses=frozenset({PublicStatus.UNKNOWN})
    )
    model.set_filter(wanted)

    assert {"bauen1", "bauen3"} >= set(shown(model, bridge))
    assert "bauen1" in shown(model, bridge)


# --- order -------------------------------------------------------------------------------


def test_the_contract_decides_the_order_at_first(model, bridge):
    assert bridge.document.dataset.measure_keys() == model.keys()


def test_errors_come_first(model, bridge):
    model.set_sorting(SortKey.ERRORS)

    assert ["bauen1", "bauen2", "mobilitaet1"] == shown(model, bridge)[:3]


def test_measures_that_compare_equal_keep_the_order_of_the_contract_both_ways(model, bridge):
    contract = [i for i in shown(model, bridge) if i not in PLANNED]
    for descending in (False, True):
        model.set_sorting(SortKey.ERRORS, descending=descending)
        assert contract == [i for i in shown(model, bridge) if i not in PLANNED]


def test_numbers_in_ids_and_umlauts_sort_as_people_expect():
    words = ["bauen10", "Zaun", "bauen2", "Ärger", "Arbeit"]

    assert ["Arbeit", "Ärger", "bauen2", "bauen10", "Zaun"] == sorted(words, key=natural)


# --- changes -----------------------------------------------------------------------------


def test_an_edit_redraws_its_row_and_nothing_else(model, bridge, qtbot):
    resets, changes = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda first, last: changes.append((first.row(), last.row())))
    key = key_of(bridge, "bauen1")

    bridge.edit(key, "short_title", "Neuer Titel")

    assert "Neuer Titel" == cell(model, bridge, "bauen1", 0)
    assert [] == resets
    assert {(model.place_of(key), model.place_of(key))} == set(changes)


def test_an_edit_that_shows_nothing_new_redraws_nothing(model, bridge):
    changes = []
    model.dataChanged.connect(lambda *_: changes.append(1))

    bridge.edit(key_of(bridge, "bauen1"), "summary", "Etwas anderes")

    assert [] == changes


def test_a_mended_measure_leaves_the_filtered_list_and_the_others_stay(model, bridge):
    model.set_filter(Filter(findings=FindingsFilter.WARNINGS))
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    other = QPersistentModelIndex(model.index(model.place_of(key_of(bridge, "bauen2")), 0))

    plan(bridge, "bauen1")

    assert ["bauen2"] == shown(model, bridge)
    assert [] == resets
    assert key_of(bridge, "bauen2") == other.data(ListRole.KEY)


def test_a_new_fault_brings_a_measure_into_the_filtered_list(model, bridge):
    model.set_filter(Filter(findings=FindingsFilter.ERRORS))

    plan(bridge, "mobilitaet2", ERROR)

    assert {"bauen1", "mobilitaet2"} == set(shown(model, bridge))


def test_a_measure_hidden_by_the_search_follows_the_filter_too(model, bridge):
    model.set_filter(Filter(text="gibtesnicht", findings=FindingsFilter.ERRORS))
    plan(bridge, "bauen1")
    model.set_filter(Filter(findings=FindingsFilter.ERRORS))

    assert [] == shown(model, bridge)


def test_typed_text_is_found_at_once(model, bridge):
    model.set_filter(Filter(text="zauberwort"))

    bridge.edit(key_of(bridge, "bauen1"), "summary", "Ein Zauberwort")

    assert ["bauen1"] == shown(model, bridge)


def test_renaming_moves_the_row_in_a_list_sorted_by_title(model, bridge):
    model.set_sorting(SortKey.TITLE)
    key = key_of(bridge, "bauen1")
    held = QPersistentModelIndex(model.index(model.place_of(key), 0))

    bridge.edit(key, "short_title", "000 ganz vorn")

    assert "bauen1" == shown(model, bridge)[0]
    assert 0 == held.row()


def test_measures_come_and_go_with_the_document(model, bridge):
    before = shown(model, bridge)
    _, batch = bridge.document.plan_duplicate(key_of(bridge, "bauen1"))

    bridge.push(batch)
    with_copy = shown(model, bridge)
    bridge.stack.undo()

    assert "bauen4" == with_copy[with_copy.index("bauen1") + 1]
    assert before == shown(model, bridge)


def test_a_document_that_was_left_is_not_listened_to(model, bridge):
    model.set_bridge(no_document())

    bridge.edit(key_of(bridge, "bauen1"), "short_title", "Neu")

    assert [] == model.keys()


# --- neighbours --------------------------------------------------------------------------


def test_neighbours_are_those_of_the_list_as_it_is_shown(model, bridge):
    model.set_sorting(SortKey.ERRORS)
    keys = model.keys()

    assert keys[1] == model.neighbour(keys[0], 1)
    assert keys[0] == model.neighbour(keys[1], -1)
    assert model.neighbour(keys[0], -1) is None
    assert model.neighbour(keys[-1], 1) is None


def test_the_way_from_finding_to_finding_passes_over_hints(model, bridge):
    first = model.keys()[0]
    found = model.neighbour(first, 1, with_findings=True)

    assert "bauen1" == ids(bridge, [found])[0]
    assert "bauen2" == ids(bridge, [model.neighbour(found, 1, with_findings=True)])[0]
    assert model.neighbour(key_of(bridge, "bauen2"), 1, with_findings=True) is None


def test_a_hidden_measure_still_has_neighbours(model, bridge):
    model.set_filter(Filter(findings=FindingsFilter.WARNINGS))
    hidden = key_of(bridge, "energieerzeugung1")

    assert key_of(bridge, "bauen1") == model.neighbour(hidden, 1)
    assert model.neighbour(hidden, -1) is None


def test_after_midnight_the_list_counts_and_shows_news_of_the_new_day(bridge):
    days = [date(2025, 1, 1)]
    model = MeasureListModel(today=lambda: days[-1])
    model.set_bridge(bridge)
    fresh = Filter(news=frozenset({NewsAge.FRESH}))
    model.set_filter(fresh)
    before = model.keys()

    days.append(date(2036, 1, 1))
    counted = model.counts()[Facet.NEWS]
    model.set_filter(Filter(text=" ", news=fresh.news))

    assert before
    assert 0 == counted[NewsAge.FRESH]
    assert [] == model.keys()


# --- places of a search -----------------------------------------------------------------------


def test_counting_many_places_goes_on_where_it_was_left(model, bridge):
    """D 22: a key never waits for the places of thousands of measures."""
    model.set_filter(Filter(text="e"))
    keys = model.keys()
    counted = [model.count_places(0) for _ in keys]

    assert [None] * (len(keys) - 1) == counted[:-1]
    assert sum(len(model.places(key)) for key in keys) == counted[-1]


def test_a_search_that_goes_on_counts_only_what_is_left(model):
    model.set_filter(Filter(text="kan"))
    wide = model.count_places()
    model.set_filter(Filter(text="kanal"))

    assert 17 == model.count_places() <= wide


# --- thousands of measures: rows come in slices ----------------------------------------------


@pytest.fixture
def in_slices(monkeypatch):
    """Read nothing but what is seen until there is time."""
    monkeypatch.setattr(measure_list, "AT_ONCE", 0)
    monkeypatch.setattr(measure_list, "_SLICE", 0)


def worked_off(model, qtbot) -> list[int]:
    """Return how many rows there were whenever some had come, until all are there."""
    seen = [len(model.keys())]
    model.changed.connect(lambda: seen.append(len(model.keys())))
    with qtbot.waitSignal(model.settled):
        pass
    return seen


SLICED = (
    Filter(text="en"),
    Filter(text="energie wind"),
    Filter(text="gibt es nicht"),
    Filter(findings=FindingsFilter.ERRORS),
    Filter(text="en", missing=frozenset({"summary"})),
)


@pytest.mark.usefixtures("in_slices")
@pytest.mark.parametrize("wanted", SLICED)
def test_in_slices_a_filter_shows_in_the_end_what_it_shows_at_once(bridge, qtbot, wanted):
    whole = MeasureListModel()
    whole.set_bridge(bridge)
    whole.set_filter(wanted)
    whole.settle()
    model = MeasureListModel()
    model.set_bridge(bridge)
    model.set_filter(wanted)

    assert not model.is_settled
    assert model.count_places(0) is None
    seen = worked_off(model, qtbot)

    assert model.is_settled
    assert whole.keys() == model.keys()
    assert sorted(seen) == seen
    assert whole.counts() == model.counts()


@pytest.mark.usefixtures("in_slices")
def test_in_slices_an_order_by_findings_comes_when_all_are_read(bridge, qtbot):
    model = MeasureListModel()
    model.set_bridge(bridge)
    contract = model.keys()
    model.set_sorting(SortKey.ERRORS)
    before = model.keys()
    worked_off(model, qtbot)

    assert contract == before
    assert "bauen1" == ids(bridge, model.keys())[0]
    assert sorted(contract) == sorted(model.keys())


@pytest.mark.usefixtures("in_slices")
def test_a_search_goes_on_while_it_is_still_looking(bridge, qtbot):
    model = MeasureListModel()
    model.set_bridge(bridge)
    model.set_filter(Filter(text="e"))
    model.set_filter(Filter(text="energieerzeugung1"))
    bridge.edit(key_of(bridge, "energieerzeugung1"), "summary", "Anders")
    worked_off(model, qtbot)

    assert "energieerzeugung1" in ids(bridge, model.keys())


@pytest.mark.usefixtures("in_slices")
def test_many_edits_at_once_keep_the_rows_until_they_are_read_again(bridge, qtbot):
    model = MeasureListModel()
    model.set_bridge(bridge)
    model.set_filter(Filter(missing=frozenset({"summary"})))
    model.settle()
    before = model.keys()
    edits = [FieldEdit(key, "summary", "Da.") for key in before]
    bridge.push(bridge.document.plan_fixes(edits, ""))

    assert before == model.keys()
    model.keep(None)
    worked_off(model, qtbot)
    assert [] == model.keys()


def test_rows_that_come_at_the_end_leave_the_others_alone(model):
    keys, told = model.keys(), []
    model.show_keys(keys[:5])
    model.modelReset.connect(lambda: told.append("anew"))
    model.rowsInserted.connect(lambda _, first, last: told.append((first, last)))

    model.show_keys(keys[:20])

    assert [(5, 19)] == told
