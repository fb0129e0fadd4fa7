"""The merge driver: fields instead of lines, and never anything but JSON (MRG-02)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from klimaeditor.catalogue import FileName
from klimaeditor.cli import main
from klimaeditor.dataset.source import read_source, render
from klimaeditor.document import open_document
from klimaeditor.errors import JsonFaultError
from klimaeditor.publish.gitmerge import file_of, merge_versions
from tests.conftest import SAMPLE
from tests.dataset_builders import additional_row, measure_row, text_of
from tests.git_helpers import bytes_of, edited, lines_changed, record

M, A, P, C = FileName


@pytest.fixture
def base() -> dict[FileName, bytes]:
    return {file: (SAMPLE / file).read_bytes() for file in FileName}


# --- one file ------------------------------------------------------------------------------------


def test_different_fields_of_one_measure_and_of_its_neighbours_come_together(base):
    ours = edited(SAMPLE, ("bauen2", "action_type", "Unseres"), ("bauen3", "outcome", "A"))
    theirs = edited(SAMPLE, ("bauen2", "outcome", "Ihres"), ("bauen1", "outcome", "B"))
    merged = merge_versions(M, base[M], ours[M], theirs[M])

    assert () == merged.conflicts
    both = edited(
        SAMPLE,
        *(("bauen2", "action_type", "Unseres"), ("bauen3", "outcome", "A")),
        *(("bauen2", "outcome", "Ihres"), ("bauen1", "outcome", "B")),
    )
    assert both[M] == merged.data


def test_the_same_field_keeps_ours_and_says_what_the_sides_have(base):
    was = record(base[A], "bauen2")["short_title"]
    ours = edited(SAMPLE, ("bauen2", "short_title", "Unser Titel"))
    theirs = edited(SAMPLE, ("bauen2", "short_title", "Ihr Titel"), ("bauen2", "summary", "S"))
    merged = merge_versions(A, base[A], ours[A], theirs[A])

    (found,) = merged.conflicts
    assert ("bauen2", "Unser Titel", "Kurztitel") == (found.record, found.title, found.label)
    assert (was, "Unser Titel", "Ihr Titel") == (found.base, found.ours, found.theirs)
    assert "Unser Titel" == record(merged.data, "bauen2")["short_title"]
    assert "S" == record(merged.data, "bauen2")["summary"]


def test_a_measure_removed_here_and_changed_there_is_a_conflict():
    was = [measure_row("a1"), measure_row("a2")]
    changed = [was[0], was[1] | {"category": "Neu"}]
    merged = merge_versions(M, *(text_of(rows).encode() for rows in (was, was[:1], changed)))

    (found,) = merged.conflicts
    assert ("a2", "Ganzer Eintrag") == (found.record, found.label)
    assert ("vorhanden", "nicht vorhanden", "vorhanden") == (found.base, found.ours, found.theirs)
    assert [was[0]] == json.loads(merged.data)


def new_measure(title: str, **values: object) -> dict[FileName, bytes]:
    """Return the files of a branch on which somebody added a measure."""
    document = open_document(SAMPLE)
    key, batch = document.plan_add("bauen", title)
    document.apply(batch)
    document.apply(document.plan_edit(key, {"summary": f"S {title}", **values}))
    return bytes_of(document)


def test_two_new_measures_with_one_id_are_never_mixed(base):
    ours, theirs = new_measure("Unsere"), new_measure("Ihre", outcome="Nur ihres", cost_value=5)
    for file, name in ((M, "Unsere"), (A, "S Unsere")):
        merged = merge_versions(file, base[file], ours[file], theirs[file])

        (found,) = merged.conflicts
        assert "Zwei neue Einträge mit derselben Kennung" == found.label
        assert record(ours[file], found.record) == record(merged.data, found.record)
        assert name in merged.data.decode()
    assert ("Unsere", "Ihre") == tuple(
        getattr(merge_versions(M, base[M], ours[M], theirs[M]).conflicts[0], side)
        for side in ("ours", "theirs")
    )


def test_the_same_new_measure_on_both_sides_comes_together(base):
    ours, theirs = new_measure("Neu", outcome="A"), new_measure("Neu", action_type="B")
    merged = merge_versions(M, base[M], ours[M], theirs[M])

    assert () == merged.conflicts
    (row,) = [r for r in json.loads(merged.data) if r["Action outline"]["Action name"] == "Neu"]
    assert "B" == row["Action outline"]["Action type"]
    assert "A" == row["Reference to impact pathway"]["Outcome (according to module B-1.1)"]


def test_what_only_one_side_did_is_taken_byte_for_byte(base):
    theirs = edited(SAMPLE, ("bauen2", "summary", "Ihres"))[A]

    assert theirs == merge_versions(A, base[A], base[A], theirs).data
    assert theirs == merge_versions(A, base[A], theirs, base[A]).data
    assert theirs == merge_versions(A, base[A], theirs, theirs).data


@pytest.mark.parametrize("cleaned", ["ours", "theirs"])
def test_the_side_that_was_cleaned_stays_clean(base, cleaned):
    clean = render(None, read_source(base[A], A).records)
    edit = edited(SAMPLE, ("bauen2", "summary", "Neu"))[A]
    sides = (clean, edit) if cleaned == "ours" else (edit, clean)
    merged = merge_versions(A, base[A], *sides)

    assert () == merged.conflicts
    assert 1 == lines_changed(clean, merged.data)
    assert "Neu" == record(merged.data, "bauen2")["summary"]


def test_a_file_that_both_added_has_no_base():
    one, two = ([additional_row(name)] for name in ("a1", "a2"))
    merged = merge_versions(A, b"", text_of(one).encode(), text_of(two).encode())

    assert () == merged.conflicts
    assert {"a1", "a2"} == {row["id"] for row in json.loads(merged.data)}


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_version_that_is_no_json_is_refused(base, broken):
    versions = [base[A]] * 3
    versions[broken] = b"<<<<<<< HEAD\n"

    with pytest.raises(JsonFaultError, match="Zeile 1"):
        merge_versions(A, *versions)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("daten/measures.json", M),
        (r"daten\Additional_Data.json", A),
        ("implementations.json", P),
        (".merge_file_a1b2", None),
        ("measures.json.bak", None),
    ],
)
def test_a_path_says_which_file_it_is(name, expected):
    assert expected is file_of(name)


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def versions(tmp_path):
    """Return what writes three versions of a file under the names Git gives them."""

    def write(*contents: bytes) -> list[str]:
        paths = [tmp_path / f".merge_file_{letter}" for letter in "OAB"]
        for path, data in zip(paths, contents, strict=True):
            path.write_bytes(data)
        return [str(path) for path in paths]

    return write


def test_the_command_writes_into_ours_and_says_nothing(base, versions, capsys, tmp_path):
    ours = edited(SAMPLE, ("bauen2", "summary", "Unseres"))[A]
    theirs = edited(SAMPLE, ("bauen3", "summary", "Ihres"))[A]
    paths = versions(base[A], ours, theirs)

    assert 0 == main(["merge", *paths, "daten/additional_data.json"])
    assert ("", "") == tuple(capsys.readouterr())
    merged = Path(paths[1]).read_bytes()
    assert "Unseres" == record(merged, "bauen2")["summary"]
    assert "Ihres" == record(merged, "bauen3")["summary"]
    assert 3 == len(list(tmp_path.iterdir()))


def test_the_command_reports_conflicts_in_german_and_leaves_json(base, versions, capsys):
    ours = edited(SAMPLE, ("bauen2", "summary", "Unseres"))[A]
    theirs = edited(SAMPLE, ("bauen2", "summary", "Ihres"))[A]
    paths = versions(base[A], ours, theirs)

    assert 1 == main(["merge", *paths, "daten/additional_data.json"])
    out, err = capsys.readouterr()
    assert "" == out
    assert "daten/additional_data.json: ein Konflikt." in err
    assert "– Zusammenfassung\n" in err
    assert "    eigene: Unseres\n    andere: Ihres\n" in err
    assert "git add daten/additional_data.json" in err
    assert ours == Path(paths[1]).read_bytes()


def test_the_command_leaves_ours_alone_where_it_cannot_work(base, versions, capsys):
    paths = versions(base[A], base[A], b"{")
    assert 2 == main(["merge", *paths, "additional_data.json"])
    assert base[A] == Path(paths[1]).read_bytes()
    assert 2 == main(["merge", *paths])
    assert "keine der vier Dateien" in capsys.readouterr().err


def test_another_file_of_the_dataset_is_not_merged_in_by_mistake(base, capsys, tmp_path):
    """It would count as: all records deleted, others added."""
    for name in (A, M):
        (tmp_path / name).write_bytes(base[name])
    ours, other = str(tmp_path / A), str(tmp_path / M)

    for versions in ((ours, ours, other), (other, ours, ours)):
        assert 2 == main(["merge", *versions])
        assert "„measures.json“ ist eine andere Datei als" in capsys.readouterr().err
    assert base[A] == Path(ours).read_bytes()
