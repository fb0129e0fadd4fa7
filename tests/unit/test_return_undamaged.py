"""A text that some program damaged is not taken unseen; lost line breaks alone are no change."""

from __future__ import annotations

import pytest

from klimaeditor.exchange.doubts import about_damage, ungarbled
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from tests.foreign_cases import TITLES, by_place, codes, proposed, report_file, small_town
from tests.request_tools import fill, proposals, requested, town_of_three

STATE = "Sachstand Text"
LINES = "Ziel eins: Netze bauen\n\nZiel zwei: Häuser dämmen\nZiel drei: Busse kaufen"
DAMAGED = {
    "#WERT!": "error_text",
    "Wir bauen #BEZUG! Netze": "error_text",
    "########": "error_text",
    "Err:502": "error_text",
    "MÃ¼nster fÃ¶rdert": "garbled",
    "Ziel â€“ â€žNetzeâ€œ": "garbled",
    "StraÃŸe": "garbled",
    "MÃƒÂ¼nster fÃƒÂ¶rdert": "garbled",
    "M?nster f?rdert": "letters_lost",
    "Die St?dte und ?mter": "letters_lost",
}
WHOLE = [
    "Münster fördert – „Netze“ für 3 €",
    "Was ist geschehen? Viel.",
    "Mehr: https://stadt.de/?id=5&x=a?b",
    "Nr. #5 und #12",
    "ÂGE, Ãrgerlich, São Paulo",
    "Wirklich?ja",
]


@pytest.mark.parametrize("text", WHOLE[:-1])
def test_whole_texts_are_not_doubted(text):
    """Question marks, addresses, numbers and foreign letters are no damage."""
    assert about_damage(text) is None


def test_letters_are_put_right():
    """What was UTF-8 and read as Windows-1252 is read as it was meant."""
    assert "Münster fördert" == ungarbled("MÃ¼nster fÃ¶rdert")
    assert "Münster fördert" == ungarbled("MÃƒÂ¼nster fÃƒÂ¶rdert")
    assert "Ziel – „Netze“" == ungarbled("Ziel â€“ â€žNetzeâ€\u009c").replace("”", "“")
    assert "Straße" == ungarbled("StraÃŸe")


@pytest.fixture
def asked(tmp_path):
    """Return a dataset and the workbook that asks about it."""
    dataset = town_of_three()
    return dataset, requested(dataset, tmp_path)


@pytest.mark.parametrize(("text", "code"), DAMAGED.items())
def test_a_damaged_return_is_doubtful(asked, text, code):
    """With one reason; an error as the whole cell says nothing at all, as before."""
    dataset, path = asked
    fill(path, "bauen1", {STATE: text})
    for found in proposals(dataset, path):
        assert [code] == [problem.code for problem in found.problems]
        assert "Ã" not in str(found.returned)


@pytest.mark.parametrize(("text", "code"), DAMAGED.items())
def test_a_damaged_table_is_doubtful(tmp_path, text, code):
    """A CSV file has error values and letters as text."""
    path = tmp_path / "tabelle.csv"
    path.write_text(f"Maßnahme;Sachstand\n{TITLES['bauen1']};{text}\n", encoding="utf-8-sig")
    returned = proposed(small_town(), path)
    assert () == returned.unproblematic
    assert codes(returned) & {code, "error_cell"}


def test_a_damaged_report_is_doubtful(tmp_path):
    """And offers the letters put right."""
    lines = [("Titel", TITLES["bauen1"]), ("Sachstand", "MÃ¼nster baut.")]
    returned = proposed(small_town(), report_file(tmp_path / "b.xlsx", {"Blatt": lines}))
    assert "Münster baut." == by_place(returned)["bauen1", "state_text"]
    assert "state_text" not in {p.place.field for p in returned.unproblematic}


def with_lines(tmp_path):
    """Return a dataset whose first measure has lines in its state, and the workbook."""
    dataset = town_of_three()

    key = dataset.find("bauen1")
    dataset.apply(Batch("Text", set_field(dataset, key, "state_text", LINES)))
    return dataset, requested(dataset, tmp_path)


@pytest.mark.parametrize("joint", [" ", "", "  "])
def test_lost_line_breaks_alone_are_no_change(tmp_path, joint):
    """Whatever stands in their place."""
    dataset, path = with_lines(tmp_path)
    fill(path, "bauen1", {STATE: joint.join(LINES.split("\n"))})
    assert [] == proposals(dataset, path)


def test_an_edit_that_lost_all_lines_is_doubtful(tmp_path):
    """The edit counts, the lost paragraphs are named."""
    dataset, path = with_lines(tmp_path)
    fill(path, "bauen1", {STATE: " ".join(LINES.split()) + " Neu: Wir bauen."})
    (found,) = proposals(dataset, path)
    assert ["lines_joined"] == [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "text",
    [
        LINES + "\nZiel vier: Räder",
        LINES.replace("\n\n", "\n\n\n\n"),
        "Alles ist neu und steht in einer Zeile.",
        "Ziel eins: Netze bauen ist erreicht.",
    ],
)
def test_honest_edits_of_lines_stay_clear(tmp_path, text):
    """New lines, more distance, or a new text of one line."""
    dataset, path = with_lines(tmp_path)
    fill(path, "bauen1", {STATE: text})
    (found,) = proposals(dataset, path)
    assert found.unproblematic


SOFT = ["\x0b", "\x0c", "\u2028", "_x000B_", "_x000C_"]
"""Breaks of Word and PowerPoint, as characters and as a workbook writes them."""
TWO_LINES = "Ziel eins\nZiel zwei"


@pytest.mark.parametrize("sign", SOFT[2:])
def test_a_soft_break_in_a_return_is_a_line_break(asked, sign):
    """It is neither dropped nor stored."""
    dataset, path = asked
    fill(path, "bauen1", {STATE: f"Ziel eins{sign}Ziel zwei"})
    (found,) = proposals(dataset, path)
    assert (TWO_LINES, True) == (found.returned, found.unproblematic)


@pytest.mark.parametrize("sign", SOFT[2:])
def test_a_soft_break_that_replaces_a_line_break_changes_nothing(tmp_path, sign):
    """What was sent comes back from Word."""
    dataset, path = with_lines(tmp_path)
    fill(path, "bauen1", {STATE: LINES.replace("\n", sign)})
    assert [] == proposals(dataset, path)


@pytest.mark.parametrize("sign", SOFT[:3])
def test_a_soft_break_in_a_table_is_a_line_break(tmp_path, sign):
    """In a text file it stands as it is."""
    path = tmp_path / "tabelle.csv"
    text = f"Maßnahme;Sachstand\n{TITLES['bauen1']};Ziel eins{sign}Ziel zwei\n"
    path.write_bytes(text.encode())
    assert TWO_LINES == by_place(proposed(small_town(), path))["bauen1", "state_text"]


@pytest.mark.parametrize("sign", SOFT[2:])
def test_a_soft_break_in_a_report_is_a_line_break(tmp_path, sign):
    """As in any workbook of others."""
    lines = [("Titel", TITLES["bauen1"]), ("Sachstand", f"Ziel eins{sign}Ziel zwei")]
    returned = proposed(small_town(), report_file(tmp_path / "b.xlsx", {"Blatt": lines}))
    assert TWO_LINES == by_place(returned)["bauen1", "state_text"]
