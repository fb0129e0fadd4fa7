"""A byte order mark is an error with a fix: one step, undone as one, and nothing else changes."""

from __future__ import annotations

import codecs
from dataclasses import replace

import pytest

from klimaeditor.cli import main
from klimaeditor.diff.changed import shown_after, shown_before
from klimaeditor.diff.rebase import merge_file
from klimaeditor.document import open_document
from klimaeditor.files import journal, leftovers
from klimaeditor.model.changes import HEAD, MARK, Change, FileName
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.values import ABSENT
from klimaeditor.repairs import apply_automatic
from klimaeditor.saving import save_together
from klimaeditor.site.muenster import MUENSTER
from tests import recovery_session
from tests.publish_helpers import SETTINGS, healthy_document, planned, published
from tests.recovery_session import Session, only, reopened

BOM = codecs.BOM_UTF8
RULE = "byte_order_mark"
M, A, P, C = FileName
root = recovery_session.root


@pytest.fixture
def folder(sample_dataset):
    """Return a dataset of which two files begin with a byte order mark."""
    for file in (M, C):
        path = sample_dataset / file
        path.write_bytes(BOM + path.read_bytes())
    return sample_dataset


@pytest.fixture
def document(folder, tmp_path):
    return open_document(folder, tmp_path / "backups")


def contents(folder):
    return {file: (folder / file).read_bytes() for file in FileName}


def marks(document):
    return [finding for finding in document.findings.of_files() if finding.rule == RULE]


def fix(document, file):
    found = next(finding for finding in marks(document) if finding.file is file)
    batch = document.plan_fix(found.fix)
    document.apply(batch)
    return batch


def test_each_marked_file_is_an_error_with_an_automatic_fix(document):
    found = marks(document)

    assert [M, C] == [finding.file for finding in found]
    assert all(finding.fix.automatic and finding.severity == "error" for finding in found)
    assert found[0].message.endswith(
        "measures.json beginnt mit einer Byte-Reihenfolge-Marke (BOM)."
    )
    assert 2 == sum("(BOM)" in notice for notice in document.notices)


def test_the_next_save_drops_the_mark_and_nothing_else(document, folder):
    before = contents(folder)
    fix(document, M)

    assert not document.is_saved
    assert ["measures.json"] == document.changed_measures()
    document.save()

    assert before | {M: before[M].removeprefix(BOM)} == contents(folder)
    assert [C] == [finding.file for finding in marks(document)]
    assert [] == [f for f in marks(open_document(folder)) if f.file is M]


def test_the_fix_is_undone_as_one_step_before_and_after_a_save(document, folder):
    before = contents(folder)
    batch = fix(document, M)
    document.apply(batch.inverse())
    assert document.is_saved
    assert document.is_saved_in(batch)
    assert 2 == len(marks(document))

    document.apply(batch)
    assert not document.is_saved_in(batch)
    document.save()
    assert document.is_saved_in(batch)
    document.apply(batch.inverse())
    assert not document.is_saved
    document.save()

    assert before == contents(folder)


def test_a_text_undone_after_the_save_does_not_bring_the_mark_back(document, folder):
    before = contents(folder)
    edit = document.plan_edit(0, {"action_name": "Anders"})
    document.apply(edit)
    fix(document, M)
    document.save()
    document.apply(edit.inverse())
    document.save()

    assert before[M].removeprefix(BOM) == (folder / M).read_bytes()


def test_a_mark_that_nobody_touched_stays_in_an_edited_file(document, folder):
    document.apply(document.plan_edit(0, {"action_name": "Anders"}))
    document.save()

    assert (folder / M).read_bytes().startswith(BOM + b"[")


def test_saving_elsewhere_drops_what_was_fixed_only(document, folder, tmp_path):
    before = contents(folder)
    fix(document, M)
    document.save(tmp_path / "anderswo")

    assert before | {M: before[M].removeprefix(BOM)} == contents(tmp_path / "anderswo")


def test_it_is_listed_as_unsaved_and_can_be_taken_back(document):
    fix(document, M)
    document.apply(document.plan_edit(0, {"action_name": "Anders"}))
    mark, name = document.changed_fields()[::-1]

    assert (None, "measures.json", "BOM") == (mark.measure, mark.title, mark.label)
    assert ("ja", "nicht vorhanden") == (shown_before(mark), shown_after(mark))
    document.apply(document.plan_revert([mark]))
    assert (name,) == document.changed_fields()
    fix(document, M)
    document.apply(document.plan_revert(document.changed_fields()))
    assert document.is_saved


def test_the_journal_keeps_the_step_and_recovery_brings_it_back(folder, root, monkeypatch):
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)
    session = Session(open_document(folder), root)
    session.do(session.document.plan_fix(marks(session.document)[0].fix))
    session.journal.rest_on(folder, session.document.sources, session.document.dataset)
    assert session.journal.flush()
    session.crash()

    leftover = only(root)
    assert (1, 0) == (leftover.changes, leftover.lost)
    restored = leftovers.restore(leftover)
    assert not leftovers.is_saved_already(restored, session.document.sources)
    document = reopened(leftover)
    document.save()

    assert (folder / M).read_bytes().startswith(b"[")
    assert (folder / C).read_bytes().startswith(BOM)
    assert leftovers.is_saved_already(restored, document.sources)


def test_a_step_that_is_carried_out_leniently_takes_the_mark_too(folder, root, monkeypatch):
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)
    session = Session(open_document(folder), root)
    session.edit(summary="verloren")
    session.do(session.document.plan_fix(marks(session.document)[0].fix))
    path = session.journal.path / journal.JOURNAL
    path.write_bytes(path.read_bytes().replace(b"verloren", b"verdoren"))
    session.crash()

    leftover = only(root)
    assert (1, 1) == (leftover.changes, leftover.lost)
    assert frozenset({C}) == reopened(leftover).dataset.marked


def test_only_the_mark_of_a_head_can_change(document):
    wrong = [
        Change(M, HEAD, MARK, ABSENT, True),
        Change(M, HEAD, MARK, True, "x"),
        Change(M, HEAD, (), ABSENT, {"id": "x"}),
        Change(A, HEAD, MARK, True, ABSENT),
        Change(M, HEAD, ("anderes",), True, ABSENT),
    ]
    for change in wrong:
        with pytest.raises(StaleChangeError):
            document.dataset.rehearse([lambda change=change: (change,)])
    assert frozenset({M, C}) == document.dataset.marked


@pytest.mark.parametrize("mine", [True, False])
def test_whoever_removed_the_mark_decides_in_a_merge(folder, tmp_path, mine):
    ours, theirs = (open_document(folder, tmp_path / "backups") for _ in range(2))
    fixing, other = (ours, theirs) if mine else (theirs, ours)
    fix(fixing, M)
    other.apply(other.plan_edit(0, {"action_name": "Anders"}))
    save_together(theirs)
    ours.apply(ours.plan_edit(1, {"action_name": "Noch etwas"}))
    save_together(ours)

    assert ours.is_saved
    found = open_document(folder)
    assert frozenset({C}) == found.dataset.marked
    assert "Anders" == found.dataset.value(0, "action_name")
    assert "Noch etwas" == found.dataset.value(1, "action_name")


def test_a_mark_that_somebody_else_adds_is_theirs(sample_dataset, tmp_path):
    mine = open_document(sample_dataset, tmp_path / "backups")
    mine.apply(mine.plan_edit(1, {"action_name": "Anders"}))
    path = sample_dataset / M
    path.write_bytes(BOM + path.read_bytes())
    save_together(mine)

    assert path.read_bytes().startswith(BOM)
    assert mine.is_saved


@pytest.mark.parametrize("marked", [0, 1, 2])
def test_the_merge_driver_takes_the_mark_from_whoever_touched_it(sample_dataset, marked):
    plain = (sample_dataset / M).read_bytes()
    versions = [BOM + plain] * 3
    versions[marked] = plain
    merged, _decisions = merge_file(MUENSTER.of(M), *versions)

    assert merged.startswith(BOM) == (marked == 0)


def test_the_command_names_the_file_and_fixes_it(folder, capsys):
    assert 1 == main(["check", str(folder)])
    assert "measures.json beginnt mit einer Byte-Reihenfolge-Marke" in capsys.readouterr().out
    before = contents(folder)
    main(["fix", str(folder), "--rule", RULE])
    assert "2 Befunde behoben" in capsys.readouterr().out
    assert {file: data.removeprefix(BOM) for file, data in before.items()} == contents(folder)


def test_all_automatic_fixes_take_the_marks_as_well(document):
    done = apply_automatic(document, RULE)

    assert 2 == len(done)
    assert [] == marks(document)


@pytest.mark.parametrize("canonical", [True, False])
def test_a_package_has_no_mark_and_waits_for_the_fix(tmp_path, canonical):
    document = healthy_document()
    document.sources = {f: replace(s, bom=True) for f, s in document.sources.items()}
    settings = replace(SETTINGS, canonical=canonical)
    for table in document.dataset.tables.values():
        table.bom = True
    assert planned(document, tmp_path / "p", settings=settings).gate.errors

    apply_automatic(document, RULE)
    published(document, tmp_path / "p", settings=settings)
    for file in FileName:
        assert (tmp_path / "p/json" / file).read_bytes().startswith(b"[")
