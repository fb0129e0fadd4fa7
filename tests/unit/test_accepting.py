"""Accepted findings are folded away until the values change that they are about."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimaeditor.document import Document
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.notes import notebook_file
from klimaeditor.notes.accepting import (
    AcceptanceJudge,
    AcceptanceReason,
    accepted,
    refusal,
    shown_again,
)
from klimaeditor.notes.notebook import EMPTY
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    measure_row,
    rows,
    sources_of,
    write_folder,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
BECAUSE = AcceptanceReason("Mit Amt 23 besprochen", "anna", NOW)


def tables():
    cost = {"until_in_years": 1980, "value": 1000, "quantity": None}
    return rows(additional=[additional_row(cost=cost, short_title="Kurz " * 20)])


@pytest.fixture
def document():
    return Document(dataset_of(tables()), sources_of(tables()))


def of_field(document, field):
    return [f for f in document.findings.all() if f.field == field]


def fold(document, notebook):
    document.fold_accepted(AcceptanceJudge(document.dataset, notebook))


def accept(document, field, notebook=EMPTY):
    made = accepted(document.dataset, notebook, of_field(document, field), BECAUSE)
    fold(document, made)
    return made


def test_an_accepted_finding_is_out_of_lists_and_counts_and_can_be_asked_for(document):
    before = document.findings.counts().total()
    (finding,) = of_field(document, "short_title")

    accept(document, "short_title")

    assert [] == of_field(document, "short_title")
    assert before - 1 == document.findings.counts().total()
    assert (finding,) == document.findings.accepted()
    assert finding not in document.findings.of(0)


def test_it_comes_back_when_its_value_changes_and_goes_again_when_that_is_undone(document):
    accept(document, "short_title")
    batch = document.plan_edit(0, {"short_title": "Noch länger " * 10})

    document.apply(batch)
    back = of_field(document, "short_title")
    document.apply(batch.inverse())

    assert 1 == len(back)
    assert [] == of_field(document, "short_title")


def test_a_change_elsewhere_in_the_measure_does_not_bring_it_back(document):
    accept(document, "short_title")

    document.apply(document.plan_edit(0, {"summary": "Etwas anderes", "state_text": "x"}))

    assert [] == of_field(document, "short_title")


def test_a_value_beside_it_in_the_same_object_does(document):
    assert of_field(document, "cost_until")
    accept(document, "cost_until")

    document.apply(document.plan_edit(0, {"cost_value": 2000}))

    assert of_field(document, "cost_until")


def test_errors_and_what_belongs_to_no_measure_cannot_be_accepted():
    made = rows([measure_row(**{"Action outline": {}})], [additional_row("fremd1")])
    document = Document(dataset_of(made), sources_of(made))
    found = document.findings.all()
    errors = [f for f in found if f.severity is Severity.ERROR]

    notebook = accepted(document.dataset, EMPTY, found, BECAUSE)
    fold(document, notebook)

    assert errors
    assert all(refusal(document.dataset, finding) for finding in errors)
    assert [] == [f for f in document.findings.accepted() if f.severity is Severity.ERROR]
    assert errors == [f for f in document.findings.all() if f.severity is Severity.ERROR]


def test_measures_that_share_an_id_are_not_mixed_up():
    made = rows([measure_row(), measure_row()], [additional_row(short_title="Kurz " * 20)])
    document = Document(dataset_of(made), sources_of(made))
    found = [f for f in document.findings.all() if f.severity is not Severity.ERROR]

    assert EMPTY == accepted(document.dataset, EMPTY, found, BECAUSE)


def test_shown_again_they_count_again(document):
    notebook = accept(document, "short_title")

    fold(document, shown_again(notebook, notebook.acceptances.values()))

    assert of_field(document, "short_title")
    assert () == document.findings.accepted()


def test_listeners_hear_which_measures_differ(document):
    document.findings.run()
    heard = []
    document.subscribe(heard.append)

    notebook = accept(document, "short_title")
    fold(document, notebook)

    assert [frozenset({0})] == [event.findings for event in heard]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("short_title", "summary", "cost_value")),
            st.sampled_from(("Kurz " * 20, "Kurz " * 21, "x")),
        ),
        max_size=6,
    )
)
def test_however_one_edits_it_is_folded_exactly_while_its_value_is_the_accepted_one(edits):
    document = Document(dataset_of(tables()), sources_of(tables()))
    accept(document, "short_title")
    done = []
    for field, text in edits:
        done.append(document.plan_edit(0, {field: 7 if field == "cost_value" else text}))
        document.apply(done[-1])
        same = document.view(0).value("short_title") == "Kurz " * 20
        assert same == any(f.field == "short_title" for f in document.findings.accepted())
    for batch in reversed(done):
        document.apply(batch.inverse())
    assert 1 == len(document.findings.accepted())


# --- On the command line -------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "daten", tables())


@pytest.fixture
def noted(folder):
    """Return the notebook's file in which the long short title is accepted."""
    document = Document(dataset_of(tables()), sources_of(tables()))
    notebook = accepted(document.dataset, EMPTY, of_field(document, "short_title"), BECAUSE)
    place = notebook_file.notebook_path(folder, load_machine_defaults())
    return notebook_file.save(notebook_file.load(place), notebook).path


def test_check_counts_accepted_ones_and_all_shows_them(call, folder, noted):
    before = noted.read_bytes()
    _, out, _ = call("check", folder)
    _, every, _ = call("check", folder, "--all")

    assert out.endswith(". 1 angenommen (--all zeigt sie).\n")
    assert "Kurztitel" not in out
    assert "– angenommen: Mit Amt 23 besprochen" in every
    assert every.endswith(". 1 angenommen.\n")
    assert before == noted.read_bytes()


def test_they_never_fail_a_check_and_programs_read_why(call, folder, noted):
    assert noted.exists()
    rule = json.loads(call("check", folder, "--all", "--format", "json")[1])
    (row,) = [found for found in rule if "accepted" in found]

    assert ("short_title", "Mit Amt 23 besprochen") == (row["field"], row["accepted"])
    only = ("check", folder, "--all", "--rule", row["rule"], "--strict")
    assert 0 == call(*only)[0]
    assert 'failures="0"' in call(*only, "--format", "junit")[1]
    sarif = json.loads(call(*only, "--format", "sarif")[1])
    assert "accepted" == sarif["runs"][0]["results"][0]["suppressions"][0]["status"]


def test_fix_leaves_what_is_accepted_as_it_is(call, tmp_path):
    made = rows(additional=[additional_row(summary="Klima&nbsp;schutz <br> hier")])
    folder = write_folder(tmp_path / "daten", made)
    document = Document(dataset_of(made), sources_of(made))
    wanted = [f for f in document.findings.all() if f.fix is not None and f.fix.automatic]
    notebook = accepted(document.dataset, EMPTY, wanted, BECAUSE)
    _, before, _ = call("fix", folder, "--dry-run")
    place = notebook_file.notebook_path(folder, load_machine_defaults())
    notebook_file.save(notebook_file.load(place), notebook)

    _, after, _ = call("fix", folder, "--dry-run")

    assert any(f.severity is not Severity.ERROR for f in wanted)
    assert after.count("\n") < before.count("\n")


def test_without_a_notebook_nothing_is_written_or_said_of_it(call, folder):
    before = sorted(path.name for path in folder.parent.iterdir())
    _, out, error = call("check", folder)

    assert "angenommen" not in out + error
    assert before == sorted(path.name for path in folder.parent.iterdir())


def test_a_notebook_that_cannot_be_read_is_told_and_folds_nothing(call, folder, noted):
    noted.write_text("{", encoding="utf-8")
    _, out, error = call("check", folder)

    assert "Notizen zu diesem Datensatz lassen sich nicht lesen" in error
    assert "Kurztitel" in out


def test_the_four_files_say_nothing_of_it(folder, noted):
    assert noted.parent == folder.parent
    assert sorted(FileName) == sorted(path.name for path in folder.iterdir())
