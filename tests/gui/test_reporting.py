"""The yearly report from the window: what is asked, what is written."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from klimaeditor import machine
from klimaeditor.reports.wordfile import template_missing
from tests.word_tools import faults, headings, part, template, words
from ui.overview.report_dialog import FormerChoice, ReportChoice
from ui.overview.word_dialog import WordChoice, WordOffer, every_one, shown_ones
from ui.widgets.pickers import LOCKED_HERE

if TYPE_CHECKING:
    from pathlib import Path


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
    work.answer(word=first, save_file=tmp_path / "eine")
    work.trigger("word")
    data = (tmp_path / "eine.docx").read_bytes()

    assert "Windkraft am Stadtrand.docx" == work.ask.asked[1][1][1].name
    assert [] == faults(data)
    assert "Neu dazu." in words(part(data, "word/document.xml"))


def first(offer: WordOffer) -> WordChoice:
    return WordChoice(offer.choices[0][1], offer.template)


def test_what_the_list_shows_and_all_can_be_written_together(work, tmp_path):
    work.workspace.list.show_only("Zwei", work.document.dataset.measure_keys()[:2])
    work.answer(word=lambda o: WordChoice(o.choices[-1][1]), save_file=tmp_path / "alle.docx")
    work.trigger("word")
    (offer,) = work.ask.asked[0][1]
    shown = work.workspace.list.shown_keys()
    every = work.document.dataset.measure_keys()

    assert ["&Diese: Windkraft am Stadtrand", shown_ones(len(shown)), every_one(len(every))] == [
        name for name, _measures in offer.choices
    ]
    assert [1, len(shown), len(every)] == [len(measures) for _name, measures in offer.choices]
    assert (
        len(every)
        == len([1 for level, _ in headings(read(tmp_path / "alle.docx")) if level == 1]) - 1
    )


# --- the city's template -------------------------------------------------------------------------


def test_a_template_is_used_remembered_and_offered_again(work, tmp_path):
    given = template(tmp_path)
    work.answer(word=lambda o: WordChoice(o.choices[0][1], given), save_file=tmp_path / "eine.docx")
    work.trigger("word")
    work.answer(report=None)
    work.trigger("report")

    assert "Stadt am Kanal" in words(part(read(tmp_path / "eine.docx"), "word/header1.xml"))
    assert given == work.ask.asked[-1][1][0].template


def test_the_report_is_written_with_the_template_that_was_chosen(work, tmp_path):
    only_word = choice(pdf=False, workbook=False, word=True, template=template(tmp_path))
    work.answer(report=only_word, save_file=tmp_path / "c.docx")
    work.trigger("report")

    assert "Stadt am Kanal" in words(part(read(tmp_path / "c.docx"), "word/header1.xml"))


def test_a_template_that_is_gone_is_told_before_a_place_is_asked_for(work, tmp_path):
    work.answer(word=lambda o: WordChoice(o.choices[0][1], tmp_path / "weg.docx"), error=None)
    work.trigger("word")

    assert ["word", "error"] == work.asked()
    assert template_missing("weg.docx") == work.ask.asked[-1][1][0]


def test_the_template_of_a_locked_machine_outweighs_the_remembered_one(work, tmp_path, monkeypatch):
    path = tmp_path / "klimaeditor.ini"
    path.write_text(
        f"[Vorgaben]\nwordvorlage={tmp_path / 'v.dotx'}\n[Gesperrt]\nwordvorlage=ja", "utf-8"
    )
    work.answer(settings=lambda offer: replace(offer.values, template=str(template(tmp_path))))
    work.trigger("settings")
    monkeypatch.setattr(machine, "machine_file", lambda: path)
    work.answer(word=None)
    work.trigger("word")
    (offer,) = work.ask.asked[-1][1]

    assert (tmp_path / "v.dotx", LOCKED_HERE) == (offer.template, offer.locked)


def read(path: Path) -> bytes:
    return path.read_bytes()


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
