"""What is new since the last publication: field by field, short, in German (OPN-12)."""

from __future__ import annotations

import json
import os
import random
from datetime import date

import pytest

from klimaeditor.diff.changed import LONGEST, ChangeKind, compared, excerpts
from klimaeditor.document import Document, open_document
from klimaeditor.files.source import read_source
from klimaeditor.model.changes import FileName
from klimaeditor.publish.changelog import changelog, escaped, first_changelog, subject
from tests.conftest import ROOT, SAMPLE
from tests.dataset_builders import dataset_of, sources_of, town

TODAY, BEFORE = date(2026, 11, 22), date(2026, 5, 3)
GOLDEN = ROOT / "tests" / "golden" / "aenderungen.md"


def town_document() -> Document:
    tables = town()
    return Document(dataset_of(tables), sources_of(tables))


def edit(document: Document, measure: str, **values) -> None:
    document.apply(document.plan_edit(document.dataset.find(measure), values))


def changes_of(document: Document) -> str:
    return changelog(compared(document.sources, document.dataset), TODAY, BEFORE)


def busy_document() -> Document:
    """Return a document with a change of every kind since its sources."""
    document = town_document()
    long = "Die Stadt baut Radwege. " * 20
    edit(document, "verkehr1", action_description=long)
    document.sources = town_with(document)
    edit(document, "verkehr1", action_description=long.replace("Radwege. Die", "Wege. Die", 1))
    edit(document, "verkehr1", short_title="<b>Räder</b> *neu*", cost_value=2500.5)
    edit(document, "verkehr3", cost_until=None, progress_values=[
        {"value": "in_progress", "date": "2025-05-01"},
        {"value": "completed", "date": "2026-05-01"},
    ])  # fmt: skip
    edit(document, "bauen1", links=[{"title": "Ziel", "url": "https://stadt.example"}])
    edit(document, "bauen1", category_description="Alles\nüber das Bauen")
    document.apply(document.plan_delete([document.dataset.find("bauen3")]))
    _, batch = document.plan_add("verkehr", "Neue Brücke")
    document.apply(batch)
    return document


def town_with(document: Document):
    """Return sources that hold what the document holds now."""
    return {
        file: read_source(json.dumps(list(table.rows.values())).encode(), file)
        for file, table in document.dataset.tables.items()
    }


def test_the_changes_read_as_they_should():
    actual = changes_of(busy_document())

    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(actual, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == actual


def test_the_changes_are_a_commit_message():
    first, second, *rest = changes_of(busy_document()).split("\n")

    assert "Maßnahmen: 1 neu, 3 geändert, 1 entfernt; Kategorien und Übriges: 1 geändert" == first
    assert "" == second
    assert not [line for line in rest if line.startswith(("#", "---", "diff ", "Index: "))]


def test_a_deleted_id_is_listed_as_gone_for_good():
    text = changes_of(busy_document())

    assert "**Entfernte Maßnahmen (ihre Kennungen werden nicht wieder vergeben)**" in text
    assert "- Kurz bauen3 (`bauen3`)" in text


def test_the_first_publication_counts():
    expected = "Erste Veröffentlichung: 1 Maßnahme in 1 Kategorie\n\nStand: 22.11.2026.\n"

    assert expected == first_changelog(1, 1, TODAY)


def test_without_a_change_the_subject_says_so():
    document = town_document()
    found = compared(document.sources, document.dataset)

    assert not found
    assert "Keine Änderungen an den Daten" == subject(found)


@pytest.mark.parametrize("seed", range(5))
def test_formatting_and_keys_of_the_other_version_do_not_matter(seed):
    document = open_document(SAMPLE)
    turned = {}
    for file, source in document.sources.items():
        rows = list(source.records.values())
        text = json.dumps(rows, indent=random.Random(seed).choice([None, 1, 4]))  # noqa: S311 - a test
        turned[file] = read_source(text.encode(), file)

    assert not compared(turned, document.dataset)


def test_a_measure_that_moved_is_a_change_of_its_own():
    document = town_document()
    rows = list(document.sources[FileName.MEASURES].records.values())
    turned = read_source(json.dumps([*rows[1:], rows[0]]).encode(), FileName.MEASURES)
    found = compared({**document.sources, FileName.MEASURES: turned}, document.dataset)

    (owner,) = found.owners
    assert ("bauen1", ChangeKind.CHANGED) == (owner.id, owner.kind)
    assert ChangeKind.MOVED is owner.changes[0].kind
    assert "Reihenfolge geändert bei 1 Eintrag" == subject(found)
    assert ["- Reihenfolge geändert"] == [
        line for line in changelog(found, TODAY, None).split("\n") if line.startswith("- ")
    ]


def test_a_file_in_another_order_is_no_change_of_every_measure():
    """Who moved is told, once and without places."""
    document = open_document(SAMPLE)
    turned = {
        file: read_source(json.dumps(list(source.records.values())[::-1]).encode(), file)
        for file, source in document.sources.items()
    }
    found = compared(turned, document.dataset)
    text = changelog(found, TODAY, None)

    assert subject(found).startswith("Reihenfolge geändert bei ")
    assert "geändert;" not in subject(found)
    assert "Stelle" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b*c", r"a\_b\*c"),
        ("<img src=x>", r"\<img src=x\>"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
        ("# kein Titel", r"\# kein Titel"),
        ("- kein Punkt", r"\- kein Punkt"),
        ("1. keine Liste", r"1\. keine Liste"),
        ("a | b ~~c~~ `d` \\", r"a \| b \~\~c\~\~ \`d\` \\"),
        ("Größe 5 - 10 %", "Größe 5 - 10 %"),
    ],
)
def test_markdown_in_data_stays_text(text, expected):
    assert expected == escaped(text)


def test_short_texts_are_shown_whole():
    assert ("alt", "neu") == excerpts("alt", "neu")
    assert ("a b", "") == excerpts("a\n b", "")


def test_of_long_texts_only_what_differs_is_shown():
    text = "Ein langer Satz über Radwege in der Stadt und ihre Breite. " * 10
    before, after = excerpts(text, text.replace("Radwege", "Gehwege", 1))

    assert "Ein langer Satz über Radwege in der Stadt und …" == before
    assert "Ein langer Satz über Gehwege in der Stadt und …" == after


@pytest.mark.parametrize("cut", range(0, 500, 37))
def test_excerpts_are_short_and_differ_where_the_texts_do(cut):
    text = "".join(f"Wort{number} " for number in range(80))
    before, after = excerpts(text, text[:cut] + "EINSCHUB " + text[cut:])

    assert max(len(before), len(after)) <= LONGEST
    assert "EINSCHUB" in after
    assert "EINSCHUB" not in before
