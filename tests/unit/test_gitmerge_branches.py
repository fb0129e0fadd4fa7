"""Many random branches, and Git itself with the merge driver (MRG-02)."""

from __future__ import annotations

import random

import pytest

from klimaeditor.catalogue import FIELDS, FileName
from klimaeditor.dataset.source import read_source, render
from klimaeditor.document import open_document
from klimaeditor.publish.gitmerge import merge_versions
from klimaeditor.values import same
from tests.conftest import FOLDERS, SAMPLE
from tests.git_helpers import (
    PROGRESS,
    Repository,
    entries,
    opened,
    random_edits,
    with_edits,
)

A = FileName.ADDITIONAL


@pytest.fixture
def base() -> dict[FileName, bytes]:
    return {file: (SAMPLE / file).read_bytes() for file in FileName}


@pytest.fixture(scope="module", params=FOLDERS)
def small(request) -> dict[FileName, bytes]:
    """Return untidy files with their first measures only, in their own formatting."""
    document = open_document(request.param)
    complete = [k for k in document.dataset.measure_keys() if document.view(k).progress][:6]
    ids = {document.view(key).id for key in complete}
    return {
        file: render(source, {k: row for k, row in source.records.items() if row["id"] in ids})
        for file, source in document.sources.items()
    }


# --- many branches -------------------------------------------------------------------------------


def expected_of(before: object, ours: object, theirs: object, name: str) -> object:
    """Return what the merged field holds: days come together, else a conflict leaves ours."""
    if name == PROGRESS and not same(ours, theirs):
        days = {entry["date"]: entry for side in (before, ours, theirs) for entry in entries(side)}
        return [days[day] for day in sorted(days)]
    return theirs if same(ours, before) else ours


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_two_hundred_pairs_of_random_branches_merge_as_they_should(small, start):
    document = opened(small)
    ids = [document.view(key).id for key in document.dataset.measure_keys()]
    for seed in range(start, start + 20):
        random_ = random.Random(seed)  # noqa: S311 - branches, no secrets
        edits = [random_edits(random_, ids) for _ in range(2)]
        ours, theirs = (with_edits(document, found) for found in edits)
        if seed % 4 == 0:
            read = {file: read_source(data, file) for file, data in ours.items()}
            ours = {file: render(None, source.records) for file, source in read.items()}
        merged = {f: merge_versions(f, small[f], ours[f], theirs[f]) for f in FileName}

        was, our, their, now = map(
            opened, (small, ours, theirs, {f: m.data for f, m in merged.items()})
        )
        clashes = 0
        for key in document.dataset.measure_keys():
            for field in FIELDS:
                sides = [found.view(key).value(field.name) for found in (was, our, their)]
                assert same(expected_of(*sides, field.name), now.view(key).value(field.name))
                differ = field.name != PROGRESS and not same(sides[1], sides[2])
                clashes += differ and not any(same(sides[0], side) for side in sides[1:])
        assert clashes == sum(len(found.conflicts) for found in merged.values())


# --- Git -----------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path) -> Repository:
    return Repository(tmp_path / "projekt")


def test_git_merges_edits_of_the_same_measure_and_of_neighbours(repository):
    one = [("bauen2", "short_title", "Eins"), ("bauen3", "action_type", "Eins")]
    two = [("bauen2", "summary", "Zwei"), ("bauen3", "outcome", "Zwei"),
           ("mobilitaet1", "action_type", "Zwei")]  # fmt: skip
    repository.branch("eins", *one)
    repository.branch("zwei", *two)

    repository.git("merge", "-q", "eins", "-m", "zusammen")

    for measure, field, value in (*one, *two):
        assert value == repository.value(measure, field)
    stat = repository.git("diff", "--numstat", "main", "HEAD").stdout
    assert "2\t2\tdaten/additional_data.json\n3\t3\tdaten/measures.json\n" == stat


def test_random_branches_merge_in_git_as_they_do_without_it(repository, base):
    document = opened(base)
    ids = [document.view(key).id for key in document.dataset.measure_keys()][:8]
    for seed in (1, 5):
        random_ = random.Random(seed)  # noqa: S311 - branches, no secrets
        sides = [with_edits(document, random_edits(random_, ids)) for _ in range(2)]
        for name, files in zip("ab", sides, strict=True):
            repository.git("checkout", "-q", "-B", f"{name}{seed}", "main")
            for file, data in files.items():
                (repository.data / file).write_bytes(data)
            repository.commit()
        merged = {f: merge_versions(f, base[f], sides[1][f], sides[0][f]) for f in FileName}
        code = int(any(found.conflicts for found in merged.values()))

        repository.git("merge", "-q", f"a{seed}", "-m", "zusammen", code=code)

        for file, found in merged.items():
            assert found.data == (repository.data / file).read_bytes()
        repository.git("reset", "-q", "--hard")


def test_without_the_driver_git_would_not_manage_that(repository):
    (repository.folder / ".gitattributes").write_text("", encoding="utf-8")
    repository.commit()
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "summary", "Zwei"))

    done = repository.git("merge", "-q", "eins", "-m", "zusammen", code=1)

    assert "CONFLICT" in done.stdout
    assert b"<<<<<<<" in (repository.data / A).read_bytes()


def test_git_calls_it_a_conflict_where_both_edited_the_same_field(repository):
    repository.branch("eins", ("bauen2", "short_title", "Eins"), ("bauen1", "summary", "Neu"))
    repository.branch("zwei", ("bauen2", "short_title", "Zwei"))

    done = repository.git("merge", "eins", "-m", "zusammen", code=1)

    assert "CONFLICT (content): Merge conflict in daten/additional_data.json" in done.stdout
    assert "Zwei (bauen2) – Kurztitel" in done.stderr
    assert "    eigene: Zwei\n    andere: Eins\n" in done.stderr
    assert "UU daten/additional_data.json" in repository.git("status", "--short").stdout
    assert ("Zwei", "Neu") == (
        repository.value("bauen2", "short_title"),
        repository.value("bauen1", "summary"),
    )
    repository.git("commit", "-q", "-m", "zu früh", code=128)
    repository.git("add", "daten/additional_data.json")
    repository.git("commit", "-q", "-m", "entschieden")


def test_git_keeps_ours_and_a_conflict_where_a_version_is_broken(repository):
    repository.branch("eins", ("bauen2", "summary", "Eins"))
    (repository.data / A).write_text("[{,]", encoding="utf-8")
    repository.commit()
    repository.branch("zwei", ("bauen3", "summary", "Zwei"))
    ours = (repository.data / A).read_bytes()

    done = repository.git("merge", "eins", "-m", "zusammen", code=1)

    assert "Zeile 1" in done.stderr
    assert ours == (repository.data / A).read_bytes()
    assert "UU daten/additional_data.json" in repository.git("status", "--short").stdout
