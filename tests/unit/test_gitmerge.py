"""The merge driver: fields instead of lines, and never anything but JSON (MRG-02)."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from klimaeditor.cli import main
from klimaeditor.document import open_document
from klimaeditor.files.source import read_source, render
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.publish.gitmerge import (
    SAME_NEW_ID,
    Merged,
    file_of,
    merge_decided,
    merge_versions,
)
from klimaeditor.site.muenster import MUENSTER
from tests.conftest import SAMPLE
from tests.dataset_builders import (
    additional_row,
    category_row,
    measure_row,
    progress_row,
    rows,
    text_of,
)
from tests.git_helpers import bytes_of, edited, lines_changed, record
from tests.merge_helpers import NO_COST, TOKENS, base_side, one_side, strangers, titled

if TYPE_CHECKING:
    from tests.dataset_builders import Rows


M, A, P, C = FileName


@pytest.fixture
def base() -> dict[FileName, bytes]:
    return {file: (SAMPLE / file).read_bytes() for file in FileName}


# --- one file ------------------------------------------------------------------------------------


def test_different_fields_of_one_measure_and_of_its_neighbours_come_together(base):
    ours = edited(SAMPLE, ("bauen2", "action_type", "Unseres"), ("bauen3", "outcome", "A"))
    theirs = edited(SAMPLE, ("bauen2", "outcome", "Ihres"), ("bauen1", "outcome", "B"))
    merged = merge_versions(MUENSTER.of(M), base[M], ours[M], theirs[M])

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
    merged = merge_versions(MUENSTER.of(A), base[A], ours[A], theirs[A])

    (found,) = merged.conflicts
    assert ("bauen2", "Unser Titel", "Kurztitel") == (found.record, found.title, found.label)
    assert (was, "Unser Titel", "Ihr Titel") == (found.base, found.ours, found.theirs)
    assert "Unser Titel" == record(merged.data, "bauen2")["short_title"]
    assert "S" == record(merged.data, "bauen2")["summary"]


def test_a_measure_removed_here_and_changed_there_is_a_conflict():
    was = [measure_row("a1"), measure_row("a2")]
    changed = [was[0], was[1] | {"category": "Neu"}]
    merged = merge_versions(
        MUENSTER.of(M), *(text_of(rows).encode() for rows in (was, was[:1], changed))
    )

    (found,) = merged.conflicts
    assert ("a2", "Ganzer Eintrag") == (found.record, found.label)
    edited_there = "vorhanden, geändert: Name der Kategorie Bauen → Neu"
    assert ("vorhanden", "nicht vorhanden", edited_there) == (found.base, found.ours, found.theirs)
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
        merged = merge_versions(MUENSTER.of(file), base[file], ours[file], theirs[file])

        (found,) = merged.conflicts
        assert "Zwei neue Einträge mit derselben Kennung" == found.label
        assert record(ours[file], found.record) == record(merged.data, found.record)
        assert name in merged.data.decode()
    assert ("Unsere", "Ihre") == tuple(
        getattr(merge_versions(MUENSTER.of(M), base[M], ours[M], theirs[M]).conflicts[0], side)
        for side in ("ours", "theirs")
    )


def versions_of(base: Rows, ours: Rows, theirs: Rows) -> dict[FileName, tuple[bytes, bytes, bytes]]:
    """Return the versions of each file, as the merge driver gets them."""
    return {
        file: tuple(text_of(side[file]).encode() for side in (base, ours, theirs))
        for file in FileName
    }


def merged_of(versions: dict[FileName, tuple[bytes, bytes, bytes]]) -> dict[FileName, Merged]:
    """Return what Git makes of a dataset: it asks for the files that both sides changed only."""
    found = {}
    for file, (base, ours, theirs) in versions.items():
        if base in (ours, theirs) or ours == theirs:
            found[file] = Merged(theirs if base == ours else ours, ())
        else:
            others = {other: versions[other] for other in FileName if other is not file}
            found[file] = merge_versions(MUENSTER.of(file), base, ours, theirs, others)
    return found


@pytest.mark.parametrize("mine", [{"cost": NO_COST, "links": []}, {}, {"summary": ""}])
def test_a_companion_that_both_added_is_a_twin_whatever_its_fields_say(mine):
    """Blank on one side is nothing to merge: the other measure's cost would stand in ours."""
    base = rows([], [additional_row()], [], [])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[A].append({"id": "a9", **mine})
    theirs[A].append(additional_row("a9", cost={**NO_COST, "value": 5_000_000, "until": 2030}))

    for sides in ((ours, theirs), (theirs, ours)):
        merged = merge_versions(MUENSTER.of(A), *versions_of(base, *sides)[A])

        assert ["a9"] == [conflict.record for conflict in merged.conflicts]
        assert "Zwei neue Einträge mit derselben Kennung" == merged.conflicts[0].label
        assert sides[0][A][-1] == record(merged.data, "a9")


def test_a_companion_that_both_added_alike_is_taken_without_a_word():
    base = rows([], [additional_row()], [], [])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[A] += [additional_row("a8"), additional_row("a9", summary="Gleich")]
    theirs[A].append(additional_row("a9", summary="Gleich "))
    merged = merge_versions(MUENSTER.of(A), *versions_of(base, ours, theirs)[A])

    assert () == merged.conflicts
    assert ["bauen1", "a8", "a9"] == [row["id"] for row in json.loads(merged.data)]


def test_a_new_category_on_both_sides_is_one_unless_its_texts_differ():
    """Its id is its name, no number: nothing on one side does not stand against a text."""
    base = rows([], [], [], [category_row()])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[C].append({"id": "wasser", "description": ""})
    theirs[C].append({"id": "wasser", "description": "Alles über Wasser"})
    merged = merge_versions(MUENSTER.of(C), *versions_of(base, ours, theirs)[C])

    assert (theirs[C], ()) == (json.loads(merged.data), merged.conflicts)
    ours[C][-1] = {"id": "wasser", "description": "Anders", "unbekannt": 1}
    merged = merge_versions(MUENSTER.of(C), *versions_of(base, ours, theirs)[C])
    assert ["Zwei neue Einträge mit derselben Kennung"] == [c.label for c in merged.conflicts]
    assert ours[C] == json.loads(merged.data)


def two_new_measures(**theirs_title: str) -> tuple[Rows, Rows, Rows]:
    """Return base and two sides that each added bauen9; only theirs has a progress record."""
    base = rows([measure_row()], [additional_row()], [progress_row()], [category_row()])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[M].append(titled("bauen9", "Unsere"))
    theirs[M].append(titled("bauen9", theirs_title.get("title", "Ihre")))
    theirs[P].append(progress_row("bauen9", unit="Plätze"))
    return base, ours, theirs


def test_a_companion_that_only_they_have_is_not_put_beside_our_measure():
    base, ours, theirs = two_new_measures()
    ours[P][0]["unit"] = "Räder"
    merged = merged_of(versions_of(base, ours, theirs))

    (found,) = merged[P].conflicts
    assert ("bauen9", "nicht vorhanden", "Ihre") == (found.record, found.ours, found.theirs)
    assert ["Räder"] == [row["unit"] for row in json.loads(merged[P].data)]
    assert 1 == len(merged[M].conflicts)  # said once, where the driver was asked


def test_a_companion_that_only_we_have_is_a_conflict_and_stays():
    base, theirs, ours = two_new_measures()
    theirs[P][0]["unit"] = "Räder"
    merged = merged_of(versions_of(base, ours, theirs))

    (found,) = merged[P].conflicts
    assert ("bauen9", "Ihre", "nicht vorhanden") == (found.record, found.ours, found.theirs)
    assert ["Räder", "Plätze"] == [row["unit"] for row in json.loads(merged[P].data)]


def test_a_companion_of_the_same_measure_is_taken_from_the_side_that_has_it():
    base, ours, theirs = two_new_measures(title="Unsere")
    ours[P][0]["unit"] = "Räder"
    merged = merged_of(versions_of(base, ours, theirs))

    assert () == merged[P].conflicts + merged[M].conflicts
    assert ["Räder", "Plätze"] == [row["unit"] for row in json.loads(merged[P].data)]


def test_measures_without_title_are_not_one_measure():
    base = rows([measure_row()], [], [], [])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[M].append({"id": "x1", "categoryId": "x", "category": "Ihres nicht"})
    theirs[M].append({"id": "x1", "categoryId": "x", "Action outline": {"Action type": "Ihres"}})
    merged = merge_versions(MUENSTER.of(M), *versions_of(base, ours, theirs)[M])

    assert ["x1"] == [conflict.record for conflict in merged.conflicts]
    assert ours[M][-1] == record(merged.data, "x1")


def test_what_git_takes_without_asking_is_said_beside_the_measure():
    """It calls no driver for a file that only one side changed."""
    base, ours, theirs = two_new_measures()
    merged = merged_of(versions_of(base, ours, theirs))

    same_id, unasked = merged[M].conflicts
    assert "Zwei neue Einträge mit derselben Kennung" == same_id.label
    assert "implementations.json" in unasked.label
    assert ("bauen9", "nicht vorhanden", "Ihre") == (unasked.record, unasked.ours, unasked.theirs)
    merged = merged_of(versions_of(base, theirs, ours))
    assert 1 == len(merged[M].conflicts)


def test_a_record_that_waited_for_its_measure_is_not_shared_by_two():
    base, ours, theirs = two_new_measures()
    for side in (base, ours):
        side[P].append(progress_row("bauen9"))
    merged = merged_of(versions_of(base, ours, theirs))
    assert 2 == len(merged[M].conflicts)

    ours[P][0]["unit"] = "Räder"
    merged = merged_of(versions_of(base, ours, theirs))
    assert ["bauen9"] == [conflict.record for conflict in merged[P].conflicts]
    assert ours[P] == json.loads(merged[P].data)


def test_a_companion_without_a_measure_on_its_side_is_not_put_beside_the_other_ones():
    base, ours, theirs = two_new_measures()
    theirs[M].pop()
    ours[P][0]["unit"] = "Räder"
    for sides in ((ours, theirs), (theirs, ours)):
        merged = merged_of(versions_of(base, *sides))
        assert ["bauen9"] == [conflict.record for conflict in merged[P].conflicts]
        assert [row["id"] for row in sides[0][P]] == [r["id"] for r in json.loads(merged[P].data)]
    ours[P] = copy.deepcopy(base[P])
    theirs[M][0]["category"] = "Anders"
    for sides in ((ours, theirs), (theirs, ours)):
        assert ["bauen9"] == [c.record for c in merged_of(versions_of(base, *sides))[M].conflicts]


def test_where_the_measures_cannot_be_read_the_companions_are_merged_all_the_same():
    base, ours, theirs = two_new_measures()
    ours[P][0]["unit"] = "Räder"
    versions = versions_of(base, ours, theirs)
    merged = merge_versions(MUENSTER.of(P), *versions[P], {M: (b"[", *versions[M][1:])})

    assert () == merged.conflicts
    assert ["Räder", "Plätze"] == [row["unit"] for row in json.loads(merged.data)]


def test_a_new_dataset_on_both_sides_has_no_measures_in_common():
    _, ours, theirs = two_new_measures()
    ours[P][0]["unit"] = "Räder"
    versions = {file: (b"", *v[1:]) for file, v in versions_of(ours, ours, theirs).items()}
    merged = merge_versions(MUENSTER.of(P), *versions[P], {M: versions[M]})

    assert {"bauen1", "bauen9"} == {conflict.record for conflict in merged.conflicts}


def test_ids_that_come_twice_stay_ours_as_they_are():
    base = rows([measure_row()], [additional_row()], [], [])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[A] += [additional_row("a9", summary=text) for text in ("Eins", "Zwei", "Drei")]
    theirs[A] += [additional_row("a9", summary=text) for text in ("Ihres", "Zwei")]
    theirs[A].append(additional_row("a7"))
    for sides in ((ours, theirs), (theirs, ours)):
        merged = merge_versions(MUENSTER.of(A), *versions_of(base, *sides)[A])

        assert ["a9"] == [conflict.record for conflict in merged.conflicts]
        found = [row["summary"] for row in json.loads(merged.data) if row["id"] == "a9"]
        assert [row["summary"] for row in sides[0][A] if row["id"] == "a9"] == found
        assert {row["id"] for row in (*ours[A], *theirs[A])} == {
            row["id"] for row in json.loads(merged.data)
        }


def test_where_theirs_is_taken_all_their_records_come_and_no_other_goes():
    base = rows([measure_row()], [additional_row()], [], [])
    ours, theirs = copy.deepcopy(base), copy.deepcopy(base)
    ours[A] += [additional_row("a9", summary="Unseres"), additional_row("a5")]
    theirs[A] += [additional_row("a9", summary=text) for text in ("Eins", "Zwei", "Drei")]
    versions = versions_of(base, ours, theirs)[A]
    merged = merge_decided(MUENSTER.of(A), versions, {}, {("a9", SAME_NEW_ID)})
    found = json.loads(merged.data)

    assert () == merged.conflicts
    assert ["Eins", "Zwei", "Drei"] == [row["summary"] for row in found if row["id"] == "a9"]
    assert {row["id"] for row in (*ours[A], *theirs[A])} == {row["id"] for row in found}


# --- whole datasets ------------------------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_no_merged_measure_holds_companions_of_another_without_a_conflict(start):
    for seed in range(start, start + 100):
        random_ = random.Random(seed)  # noqa: S311 - branches, no secrets
        base = base_side(random_)
        ours, theirs = (one_side(random_, base, side) for side in TOKENS)
        merged = merged_of(versions_of(base, ours, theirs))

        said = {(file, c.record) for file in (A, P) for c in merged[file].conflicts}
        said |= {
            (file, c.record) for file in (A, P) for c in merged[M].conflicts if file in c.label
        }
        found = strangers(base, ours, theirs, {f: json.loads(m.data) for f, m in merged.items()})
        assert set() == found - said, seed


def test_the_same_new_measure_on_both_sides_comes_together(base):
    ours, theirs = new_measure("Neu", outcome="A"), new_measure("Neu", action_type="B")
    merged = merge_versions(MUENSTER.of(M), base[M], ours[M], theirs[M])

    assert () == merged.conflicts
    (row,) = [r for r in json.loads(merged.data) if r["Action outline"]["Action name"] == "Neu"]
    assert "B" == row["Action outline"]["Action type"]
    assert "A" == row["Reference to impact pathway"]["Outcome (according to module B-1.1)"]


def test_what_only_one_side_did_is_taken_byte_for_byte(base):
    theirs = edited(SAMPLE, ("bauen2", "summary", "Ihres"))[A]

    assert theirs == merge_versions(MUENSTER.of(A), base[A], base[A], theirs).data
    assert theirs == merge_versions(MUENSTER.of(A), base[A], theirs, base[A]).data
    assert theirs == merge_versions(MUENSTER.of(A), base[A], theirs, theirs).data


@pytest.mark.parametrize("cleaned", ["ours", "theirs"])
def test_the_side_that_was_cleaned_stays_clean(base, cleaned):
    clean = render(None, read_source(base[A], A).records)
    edit = edited(SAMPLE, ("bauen2", "summary", "Neu"))[A]
    sides = (clean, edit) if cleaned == "ours" else (edit, clean)
    merged = merge_versions(MUENSTER.of(A), base[A], *sides)

    assert () == merged.conflicts
    assert 1 == lines_changed(clean, merged.data)
    assert "Neu" == record(merged.data, "bauen2")["summary"]


def test_a_file_that_both_added_has_no_base():
    one, two = ([additional_row(name)] for name in ("a1", "a2"))
    merged = merge_versions(MUENSTER.of(A), b"", text_of(one).encode(), text_of(two).encode())

    assert () == merged.conflicts
    assert {"a1", "a2"} == {row["id"] for row in json.loads(merged.data)}


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_version_that_is_no_json_is_refused(base, broken):
    versions = [base[A]] * 3
    versions[broken] = b"<<<<<<< HEAD\n"

    side = ("Bisherige", "Eigene", "Andere")[broken]
    with pytest.raises(JsonFaultError, match=f"^{side} Fassung: additional_data.json, Zeile 1"):
        merge_versions(MUENSTER.of(A), *versions)


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


def test_the_command_tells_programs_what_somebody_has_to_decide(base, versions, capsys):
    ours = edited(SAMPLE, ("bauen2", "summary", "Unseres"), ("bauen3", "summary", "Auch"))[A]
    theirs = edited(SAMPLE, ("bauen2", "summary", "Ihres"))[A]
    words = ["daten/additional_data.json", "--format", "json"]

    assert 1 == main(["merge", *versions(base[A], ours, theirs), *words])
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert ("", "daten/additional_data.json", False) == (err, said["file"], said["changed"])
    (conflict,) = said["conflicts"]
    assert ("bauen2", "Zusammenfassung", "Unseres", "Ihres") == tuple(
        conflict[key] for key in ("record", "label", "ours", "theirs")
    )

    assert 0 == main(["merge", *versions(base[A], base[A], theirs), *words])
    assert {"file": words[0], "changed": True, "conflicts": []} == json.loads(
        capsys.readouterr().out
    )


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
