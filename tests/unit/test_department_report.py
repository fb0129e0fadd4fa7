"""The merge report names who, file, measure, field, old, new and decision; data is only text."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO

import pytest
from openpyxl import load_workbook

from klimaeditor.exchange.mergereport import (
    MergeOutcome,
    MergeReport,
    as_html,
    as_workbook,
    key_of,
    report_lines,
)
from tests.request_tools import fill, taken, town_request

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
NASTY = '<script>alert("1")</script> & =1+1'


class Page(HTMLParser):
    """Collects tags and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data) -> None:
        self.text += data


@pytest.fixture
def report(tmp_path):
    """Return the report about four values: taken, edited, turned down, open."""
    dataset, path = town_request(tmp_path)
    fill(path, "bauen1", {"Zusammenfassung": NASTY, "Bemerkung an die Stabsstelle": "<b>Bitte</b>"})
    fill(path, "bauen2", {"Zusammenfassung": "Zwei", "Rückmeldung": "nicht zuständig"})
    fill(path, "bauen3", {"Zusammenfassung": "Drei", "Kosten (Euro)": 60})
    files = taken(dataset, path)
    (returned,) = files
    found = {(p.measure_id, p.place.field): p for p in returned.proposals}
    stored = {
        key_of(returned, found["bauen1", "summary"]): NASTY,
        key_of(returned, found["bauen2", "summary"]): "Zwei, verbessert",
    }
    kept = {key_of(returned, found["bauen3", "summary"])}
    return MergeReport(NOON, "daten", files, report_lines(files, stored, kept))


def test_every_value_has_a_line_with_its_decision(report):
    assert [MergeOutcome.TAKEN, MergeOutcome.EDITED, MergeOutcome.OPEN, MergeOutcome.KEPT] == [
        line.decision
        for line in sorted(report.lines, key=lambda line: (line.measure_id, line.field))
    ]
    line = report.lines[0]
    assert ("Amt 67", "abfrage.xlsx", "bauen1", "Kurz bauen1", "Zusammenfassung") == (
        line.sender,
        line.file,
        line.measure_id,
        line.title,
        line.field,
    )
    assert ("Kurz gesagt", "Kurz gesagt", NASTY, NASTY) == (
        line.sent,
        line.old,
        line.new,
        line.stored,
    )
    spoiled = next(line for line in report.lines if line.decision is MergeOutcome.OPEN)
    assert "60" in spoiled.problem


def test_the_workbook_has_one_row_per_line_and_no_formula(report):
    sheet = load_workbook(BytesIO(as_workbook(report))).worksheets[0]
    assert len(report.lines) + 1 == sheet.max_row
    assert ["Zuständige Stelle", "Datei", "Kennung"] == [cell.value for cell in sheet[1]][:3]
    assert {"s"} == {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None}
    assert "übernommen" in [cell.value for cell in sheet[2]]


def test_the_page_shows_data_as_text_and_fetches_nothing(report):
    page = Page()
    text = as_html(report)
    page.feed(text)
    assert {"script", "img", "a", "link", "b"}.isdisjoint(page.tags)
    assert {"src", "href", "onclick"}.isdisjoint(page.attributes)
    assert 'alert("1")' in page.text
    assert "<b>Bitte</b>" in page.text
    assert "default-src 'none'" in text
    assert "2 Angaben übernommen, 1 offen." in page.text
    assert {"ins", "del"} <= set(page.tags)


def test_the_page_says_in_german_who_is_not_responsible(report):
    page = Page()
    page.feed(as_html(report))
    assert ": nicht zuständig" in page.text
    assert "not_ours" not in page.text
