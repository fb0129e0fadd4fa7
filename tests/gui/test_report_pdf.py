"""The yearly report on paper: every page numbered, every text a text, quick enough."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.reports.yearly_model import Progress, ProgressEntry, ProgressKind
from tests.conftest import SAMPLE
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    hostile,
    many,
    measure_row,
    rows,
    town,
)
from tests.gui import theme_helpers
from tests.waiting import LINEAR, LONG_S, growth
from tests.yearly_cases import (
    HOSTILE,
    SINCE,
    TODAY,
    counted,
    report_on,
    with_costs,
    with_progress,
    with_state,
)
from ui.overview import report_paper
from ui.overview.report_pages import axes_of, paint_progress
from ui.overview.report_paper import Bookmark, finished
from ui.overview.report_pdf import bookmarks_of, compose, paint_pages, pdf_bytes

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
LONG = "Der Ausbau geht voran und wird im nächsten Jahr fortgesetzt. " * 150


@pytest.fixture
def written(monkeypatch):
    """Return the texts that are put on paper from now on."""
    found: list[str] = []
    real = report_paper.Text.__init__

    def listen(self, text, look, width, most=None):
        found.append(text)
        real(self, text, look, width, most)

    monkeypatch.setattr(report_paper.Text, "__init__", listen)
    return found


def pages_of(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\n", data))


def read_back(data: bytes, folder, *options: str) -> str:
    """Return the text of a PDF as another program reads it; skips where there is none."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed here")
    path = folder / "bericht.pdf"
    path.write_bytes(data)
    call = [program, *options, str(path), "-"]
    return subprocess.run(call, check=True, capture_output=True, timeout=LONG_S).stdout.decode()  # noqa: S603 - fixed call


# --- pages ---------------------------------------------------------------------------------------


def test_every_measure_begins_on_a_page_of_its_own():
    report = report_on(dataset_of(town()))
    entries = {entry.words: entry.page for entry in compose(report).entries}
    pages = [entries[measure.title] for measure in report.measures]

    assert sorted(set(pages)) == pages
    assert pages[0] == entries["Bauen"]


def test_the_contents_name_the_pages_where_things_are(tmp_path):
    report = report_on(dataset_of(town()))
    entries = compose(report).entries
    data = pdf_bytes(report)

    for entry in entries:
        page = read_back(data, tmp_path, "-f", str(entry.page), "-l", str(entry.page))
        contents = read_back(data, tmp_path, "-layout", "-f", "2", "-l", "2")
        assert entry.words in page
        assert re.search(rf"{re.escape(entry.words)}[ .]*{entry.page}\b", contents)


def test_the_pages_are_counted_and_each_but_the_first_has_its_number(tmp_path):
    report = report_on(open_document(SAMPLE).dataset)
    data = pdf_bytes(report)
    total = len(compose(report).pages)
    pages = read_back(data, tmp_path).split("\f")[:-1]

    assert total == pages_of(data) == len(pages)
    assert "Seite 1 von" not in pages[0]
    for number, page in enumerate(pages[1:], 2):
        assert f"Seite {number} von {total}" in page
        assert "Jahresbericht – Musterstadt" in page
        assert "Stand 22.11.2026" in page


def test_a_long_text_goes_on_on_the_next_page_and_nothing_is_lost(written, tmp_path):
    text = f"{LONG}Ende gut."
    report = report_on(with_state("2026-05-01", text))
    composed = compose(report)
    read = " ".join(read_back(pdf_bytes(report), tmp_path).split())

    assert len(composed.pages) > 7
    assert any("(Fortsetzung)" in words for words in written)
    assert read.count("nächsten Jahr fortgesetzt") >= 150
    assert "Ende gut." in read


def test_a_text_beyond_all_measure_is_cut_and_says_so(written):
    compose(report_on(with_state("2026-05-01", "x" * 100_000)))
    block = report_paper.Text("x" * 100_000, report_paper.style(), 600)

    assert block._layout.text().endswith("(gekürzt)")
    assert written


def test_an_empty_dataset_has_a_report():
    data = pdf_bytes(report_on(dataset_of(rows([], [], [], []))))

    assert data.startswith(b"%PDF-")
    assert pages_of(data) >= 4


# --- what stands there ---------------------------------------------------------------------------


def test_a_page_says_what_there_is_to_say(tmp_path):
    report = report_on(counted())
    page = next(e.page for e in compose(report).entries if e.level == 1)
    text = read_back(pdf_bytes(report), tmp_path, "-f", str(page), "-l", str(page))

    for words in (
        "Kurz bauen1", "Bauen", "Kurz gesagt", "1.000 €", "01.07.2026", "Erzeugter Strom (GWh)",
        "Ziel 280", "Start 90", "1.234,5", "Sachstand: Was ist geschehen?", "Zuständig",
    ):  # fmt: skip
        assert words in text.replace("\u00a0", " ")


def test_the_costs_name_a_shared_amount_once_and_every_kind_by_itself(tmp_path):
    report = report_on(with_costs(5000000, 5000000, 5000000, 200, None))
    page = next(entry.page for entry in compose(report).entries if entry.words == "Kosten")
    text = read_back(pdf_bytes(report), tmp_path, "-layout", "-f", str(page), "-l", str(page))

    assert re.search(r"Kurz bauen1; Kurz bauen2; Kurz bauen3 +5\.000\.000 €", text)
    assert 2 == text.count("5.000.000 €")
    assert 2 == text.count("200 €")
    assert "5.000.200" not in text
    assert "Keine Angabe (1 Maßnahme)" in text


def test_news_lead_to_the_page_of_their_measure(tmp_path):
    report = report_on(with_progress(("2026-05-01", "completed")))
    entries = compose(report).entries
    page = next(entry.page for entry in entries if entry.words.startswith("Änderungen"))
    text = read_back(pdf_bytes(report), tmp_path, "-f", str(page), "-l", str(page))

    assert f"Seite {next(e.page for e in entries if e.level == 1)}" in text
    assert "Fortschritt: abgeschlossen" in text


def test_no_data_is_ever_taken_for_markup(written):
    row = measure_row(category=HOSTILE)
    extra = additional_row(short_title=HOSTILE, summary=HOSTILE)
    report = report_on(dataset_of(rows([row], [extra])), name=HOSTILE)
    data = pdf_bytes(report)

    assert {HOSTILE, f"Jahresbericht – {HOSTILE}"} <= set(written)
    for word in (
        b"/URI",
        b"/Launch",
        b"/JavaScript",
        b"/OpenAction",
        b"/GoToR",
        b"/Subtype /Image",
    ):
        assert word not in data


def test_a_title_of_any_characters_breaks_no_page():
    title = "\U0001f33b \u0627\u0644\u0645\u062f\u064a\u0646\u0629 (x) \\ <FEFF> /Lang" + "W" * 400
    extra = additional_row(short_title=title)
    data = pdf_bytes(report_on(dataset_of(rows(additional=[extra])), name=title))

    assert data.rstrip().endswith(b"%%EOF")


# --- properties ----------------------------------------------------------------------------------


def test_the_file_has_title_author_language_and_bookmarks():
    data = pdf_bytes(report_on(dataset_of(town())))

    assert b"/Lang (de-DE)" in data
    assert b"/DisplayDocTitle true" in data
    assert b"/PageMode /UseOutlines" in data
    assert "Jahresbericht – Musterstadt".encode("utf-16-be") in data
    assert "Verkehr".encode("utf-16-be").hex().upper().encode() in data


def test_bookmarks_hold_the_measures_below_their_category():
    found = bookmarks_of(compose(report_on(dataset_of(town()))).entries)
    below = {bookmark.words: len(bookmark.below) for bookmark in found}

    assert {
        "Übersicht": 0, "Änderungen seit 01.01.2026": 0, "Kosten": 0, "Bauen": 3,
        "Verkehr": 3, "Projekte": 1, "Stand der Daten": 0,
    } == below  # fmt: skip


def test_every_object_is_where_the_table_says():
    data = pdf_bytes(report_on(dataset_of(town())))
    table = data[int(data.rsplit(b"startxref\n", 1)[1].split()[0]) :]

    for number, place in re.findall(rb"([0-9]+) 1\n([0-9]{10}) 00000 n \n", table):
        assert data[int(place) :].startswith(b"%s 0 obj" % number)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 anders", b"trailer <<>> startxref 5 %%EOF"])
def test_a_file_of_another_make_stays_as_it_is(data):
    assert data == finished(data, "de-DE", [Bookmark("a", 1)])


# --- charts --------------------------------------------------------------------------------------


def stands(*found: tuple[date | None, float | None]) -> Progress:
    made = tuple(ProgressEntry(day, "", height, f"{height}") for day, height in found)
    return Progress(ProgressKind.COUNT, "L", "GWh", made, 90.0, 280.0, 0.0, 300.0)


def test_the_axes_show_every_stand_and_the_goal_until_the_day_of_the_report():
    axes = axes_of(stands((date(2024, 1, 1), 500.0)), TODAY)

    assert (date(2024, 1, 1), TODAY, 0, 500) == (axes.first, axes.last, axes.low, axes.high)


@pytest.mark.parametrize(
    "found",
    [
        [(TODAY, 5.0)],
        [(date(2024, 2, 29), 0.0)],
        [(date(2024, 1, 1), -50.0), (date(2027, 1, 1), 10.0)],
        [(date(2024, 1, 1), 1e300), (date(2024, 1, 1), 5.0)],
        [(date(2024, 1, 1) if n % 2 else TODAY, float(n)) for n in range(200)],
    ],
)
def test_any_stands_can_be_drawn(found):
    progress = stands(*found)
    axes = axes_of(progress, TODAY)
    picture = QImage(400, 200, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    paint_progress(painter, QRectF(0, 0, 400, 170), progress, axes)
    painter.end()
    colours = {picture.pixel(x, y) for x in range(0, 400, 2) for y in range(0, 170, 2)}

    assert axes.first < axes.last
    assert axes.low < axes.high
    assert len(colours) > 3


def test_without_a_day_and_a_number_there_is_no_chart():
    assert axes_of(stands((None, 5.0), (TODAY, None)), TODAY) is None
    assert axes_of(stands((TODAY, 1.5e308), (TODAY, -1.5e308)), TODAY) is None


def test_a_page_can_be_told_apart_without_colour():
    report = report_on(open_document(SAMPLE).dataset)
    composed = compose(report)
    picture = QImage(794, 1123, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    painter = QPainter(picture)
    only = type(composed)(composed.pages[2:3], composed.entries)
    paint_pages(painter, report, only, lambda: True)
    painter.end()
    greys = {picture.pixelColor(x, y).value() for x in range(100, 700) for y in range(250, 280)}

    assert min(greys) < 80
    assert max(greys) == 255


# --- size ----------------------------------------------------------------------------------------


def test_the_report_is_made_in_a_time_that_grows_with_the_measures():
    reports = {times: report_on(dataset_of(many(8 * times)), since=SINCE) for times in (1, 8)}

    assert pages_of(pdf_bytes(reports[8])) > 64
    assert growth(lambda times: pdf_bytes(reports[times]), 1) < LINEAR


@pytest.mark.real
def test_the_real_dataset_fits_one_page_for_nearly_every_measure(real_dataset):
    report = report_on(open_document(real_dataset).dataset, since=date(2024, 7, 1))
    entries = compose(report).entries
    pages = [entry.page for entry in entries if entry.level == 1]
    longer = sum(after - before > 1 for before, after in pairwise(pages))

    assert len(report.measures) == len(pages)
    assert longer <= 3


# --- hostile texts --------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [3_000, 6_000])
def test_a_title_without_end_fills_no_page_by_itself(length):
    """What stands at the top of pages that go on was longer than a page."""
    title = "Klimaschutz und Anpassung " * (length // 26)
    long = additional_row("bauen1", short_title=title, summary=LONG)
    report = report_on(dataset_of(rows([measure_row()], [long])))

    found = compose(report)

    assert len(found.pages) < 20
    assert pdf_bytes(report).startswith(b"%PDF")


def test_running_titles_take_two_lines_and_end_in_an_ellipsis():
    look, width = report_paper.style(0.92), 300.0
    short, long = (
        report_paper.Text(text, look, width, most=2) for text in ("Kurz", "Windkraft " * 400)
    )

    assert [1, 2] == [len(short.lines), len(long.lines)]
    assert long.width <= width
    assert long._layout.text().endswith("…")


def test_every_hostile_text_has_its_place_on_paper():
    tables = hostile()
    report = report_on(dataset_of(tables))
    found = compose(report)
    image = QImage(400, 560, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_pages(painter, report, found, lambda: True)
    painter.end()

    assert len(found.pages) < 60 * len(tables[FileName.MEASURES])
    marks = bookmarks_of(found.entries)
    words = [mark.words for top in marks for mark in (top, *top.below)]
    assert all(len(word) <= 120 and "\n" not in word for word in words)
