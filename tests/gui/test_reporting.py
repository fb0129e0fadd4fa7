"""The yearly report from the window: what is asked, what is written."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from tests.word_tools import faults, part, words
from ui.overview.report_dialog import FormerChoice, ReportChoice


def choice(**wanted) -> ReportChoice:
    values = {"pdf": True, "workbook": True, "only_shown": False, "former": None, **wanted}
    return ReportChoice(name="Musterstadt", since=date(2024, 1, 1), **values)


def test_pdf_and_workbook_are_written(work, tmp_path):
    work.answer(report=choice(), save_file=[tmp_path / "a.pdf", tmp_path / "b"])
    work.trigger("report")

    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "b.xlsx").read_bytes().startswith(b"PK")


def test_the_report_is_written_as_a_word_file_with_pictures(work, tmp_path):
    work.answer(report=choice(pdf=False, workbook=False, word=True), save_file=tmp_path / "c")
    work.trigger("report")
    data = (tmp_path / "c.docx").read_bytes()

    assert [] == faults(data)
    assert any(name.startswith("word/media/") for name in names_in(data))


def test_the_measure_in_the_form_is_written_as_a_word_file_with_unsaved_edits(work, tmp_path):
    work.edit("summary", " Neu dazu.")
    work.answer(save_file=tmp_path / "eine")
    work.trigger("word")
    data = (tmp_path / "eine.docx").read_bytes()

    assert "Windkraft am Stadtrand.docx" == work.ask.asked[0][1][1].name
    assert [] == faults(data)
    assert "Neu dazu." in words(part(data, "word/document.xml"))


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


def test_backups_are_offered_to_compare_with(work):
    work.edit("summary", " Neu")
    work.trigger("save")
    work.answer(report=None)
    work.trigger("report")

    (offer,) = work.ask.asked[-1][1]
    assert 1 == len(offer.formers)
    assert offer.total == len(work.document.dataset.measure_keys())


def test_a_former_version_that_is_gone_is_told(work, tmp_path):
    gone = FormerChoice(tmp_path / "weg", "weg")
    work.answer(report=choice(former=gone), error=None)
    work.trigger("report")

    assert ["report", "error"] == work.asked()


def test_leaving_the_file_dialog_writes_nothing(work, tmp_path):
    work.answer(report=choice(), save_file=None)
    work.trigger("report")

    assert ["report", "save_file"] == work.asked()
