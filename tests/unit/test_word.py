"""Measures and the yearly report as Word files that a screen reader can read (A11Y-22)."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from klimaeditor.document import open_document
from klimaeditor.reports.word import WordOrder, measures_file, report_file
from klimaeditor.reports.wordfile import WordError, WordFile, WordInfo, read_template
from tests.conftest import CITY, SAMPLE
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.waiting import LONG_S
from tests.word_tools import faults, headings, part, tables, template, with_parts, words
from tests.yearly_cases import HOSTILE, report_on, with_progress

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
)


def order(**other) -> WordOrder:
    return WordOrder("Musterstadt", NOW, **other)


@pytest.fixture(scope="module")
def sample():
    return open_document(SAMPLE).dataset


@pytest.fixture(scope="module")
def made(sample):
    """The three files of the sample: one measure, all of them, the report."""
    keys = sample.measure_keys()
    return {
        "one": measures_file(sample, keys[:1], order()),
        "all": measures_file(sample, keys, order()),
        "report": report_file(report_on(sample), order()),
    }


@pytest.mark.parametrize("name", ["one", "all", "report"])
def test_a_checker_finds_nothing_to_stumble_over(made, name):
    assert [] == faults(made[name])


@pytest.mark.real
def test_a_checker_finds_nothing_in_the_papers_of_the_city():
    dataset = open_document(CITY).dataset

    assert [] == faults(measures_file(dataset, dataset.measure_keys(), order()))
    assert [] == faults(report_file(report_on(dataset), order()))


def test_one_measure_is_told_in_the_order_of_the_public_page(made, sample):
    document = docx.Document(io.BytesIO(made["one"]))
    view = sample.view(sample.measure_keys()[0])

    assert ("Title", view.title) == (
        document.paragraphs[0].style.name,
        document.paragraphs[0].text,
    )
    assert ["Auf einen Blick", "Windstrom pro Jahr", "Beschreibung", "Auswirkungen"] == [
        text for level, text in headings(made["one"]) if level == 1
    ][:4]
    assert ["Kosten der Maßnahme", "96.000.000 €"] in [
        row for t in tables(made["one"]) for row in t
    ]


def test_several_measures_have_a_list_that_leads_to_each(made, sample):
    body = part(made["all"], "word/document.xml")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {mark.get(f"{w}name") for mark in body.iter(f"{w}bookmarkStart")}
    links = [link for link in body.iter(f"{w}hyperlink") if link.get(f"{w}anchor")]
    titles = [sample.view(key).title for key in sample.measure_keys()]

    assert titles == [words(link) for link in links]
    assert {link.get(f"{w}anchor") for link in links} <= marks
    assert titles == [text for level, text in headings(made["all"]) if level == 1][1:]


def test_the_report_has_the_chapters_of_the_pdf(made):
    assert ["Inhalt", "Übersicht", "Kosten", "Änderungen seit 01.01.2026", "Maßnahmen"] == [
        text for level, text in headings(made["report"]) if level == 1
    ]


def test_the_properties_say_what_the_file_is(made):
    found = docx.Document(io.BytesIO(made["report"])).core_properties

    assert ("Jahresbericht – Musterstadt", "Klimaeditor", "de-DE", NOW.replace(tzinfo=None)) == (
        found.title,
        found.author,
        found.language,
        found.created.replace(tzinfo=None),
    )


def test_the_same_measures_give_the_same_bytes(made, sample):
    assert made["one"] == measures_file(sample, sample.measure_keys()[:1], order())


def test_a_picture_has_an_alternative_text_with_the_numbers_of_the_table():
    dataset = with_progress(("2026-01-01", 5), ("2026-02-01", 7), type="count", unit="GWh")
    data = measures_file(dataset, dataset.measure_keys(), order(paint=lambda _progress: PNG))

    assert [] == faults(data)
    assert "01.02.2026: 7 GWh" in part(data, "word/document.xml").find(
        ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ).get("descr")


# SEC-03
@pytest.mark.parametrize("text", [HOSTILE, "a\x00b\x0bc", "]]><w:p/>", "\ue000 &#0; \uffff"])
def test_what_data_say_is_text_and_never_markup(text):
    extra = additional_row(short_title=text, summary=text, links=[{"title": text, "url": text}])
    dataset = dataset_of(rows([measure_row()], [extra], []))

    for data in (
        measures_file(dataset, dataset.measure_keys(), order()),
        report_file(report_on(dataset, name=text), order()),
    ):
        assert [] == faults(data)
        docx.Document(io.BytesIO(data))


# --- the city's template -------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".docx", ".dotx"])
def test_a_template_gives_styles_and_header_but_not_its_text(tmp_path, sample, suffix):
    given = read_template(template(tmp_path, suffix))
    data = measures_file(sample, sample.measure_keys()[:2], order(template=given))
    document = docx.Document(io.BytesIO(data))

    assert [] == faults(data)
    assert "Stadtschrift" == document.styles["Heading 1"].font.name
    assert "Stadt am Kanal" == document.sections[0].header.paragraphs[0].text
    assert not any("Vorlage" in paragraph.text for paragraph in document.paragraphs)


def test_page_numbers_of_a_template_stay_the_only_ones(tmp_path):
    own = WordFile(WordInfo("a", "b", NOW)).content()
    again = WordFile(WordInfo("a", "b", NOW, own)).content()

    assert ["Seite 1 von 1"] == [words(part(again, "word/footer1.xml"))]


@pytest.mark.parametrize("content", [b"", b"Text", b"PK\x03\x04kaputt"])
def test_what_is_no_word_file_is_refused_as_a_template(tmp_path, content):
    path = tmp_path / "stadt.docx"
    path.write_bytes(content)

    with pytest.raises(WordError, match=r"ist keine Word-Datei"):
        read_template(path)


def test_a_workbook_is_refused_as_a_template_and_so_is_nothing(tmp_path):
    path = tmp_path / "stadt.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")

    for name in (path, tmp_path / "fehlt.docx"):
        with pytest.raises(WordError):
            read_template(name)


@pytest.mark.parametrize("suffix", [".docx", ".docm"])
def test_a_template_with_macros_is_refused_with_the_way_out(tmp_path, suffix):
    data = template(tmp_path).read_bytes()
    path = tmp_path / f"makros{suffix}"
    with_parts(path, data, {"word/vbaProject.bin": b"x"})

    with pytest.raises(WordError, match=r"enthält Makros.*\.docx oder \.dotx"):
        read_template(path)


def test_a_macro_document_is_refused_by_its_type(tmp_path):
    data = template(tmp_path).read_bytes()
    types = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        kinds = package.read(types)
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with_parts(tmp_path / "m.docm", data, {types: kinds.replace(plain, macro)})

    with pytest.raises(WordError, match=r"enthält Makros"):
        read_template(tmp_path / "m.docm")


def related(kind: str, to: str) -> bytes:
    """Return the relations of settings.xml, with one to somewhere else."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    spaces = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<Relationships xmlns="{spaces}"><Relationship Id="rId9" Type="{office}/{kind}" '
        f'Target="{to}" TargetMode="External"/></Relationships>'
    ).encode()


def test_a_template_that_fetches_a_picture_is_refused(tmp_path):
    data = template(tmp_path).read_bytes()
    told = {"word/_rels/header1.xml.rels": related("image", "https://tracker.example/a.png")}
    with_parts(tmp_path / "holt.docx", data, told)

    with pytest.raises(WordError, match=r"von einem anderen Ort"):
        read_template(tmp_path / "holt.docx")


def test_nobody_learns_where_the_template_itself_came_from(tmp_path, sample):
    data = template(tmp_path).read_bytes()
    told = {"word/_rels/settings.xml.rels": related("attachedTemplate", "file:///Q:/geheim.dotm")}
    with_parts(tmp_path / "hat.docx", data, told)
    given = read_template(tmp_path / "hat.docx")
    made = measures_file(sample, sample.measure_keys()[:1], order(template=given))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())

    assert b"geheim" not in everything


def test_pictures_of_the_text_of_a_template_are_left_out_with_it(tmp_path, sample):
    document = docx.Document()
    document.add_picture(io.BytesIO(PNG))
    document.save(tmp_path / "bild.docx")
    given = read_template(tmp_path / "bild.docx")
    made = measures_file(sample, sample.measure_keys()[:1], order(template=given))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()

    assert not any(name.startswith("word/media/") for name in names)
    assert [] == faults(made)


# --- LibreOffice, and the command line -----------------------------------------------------------


def test_libreoffice_opens_the_file_and_finds_its_headings(made, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    path = tmp_path / "bericht.docx"
    path.write_bytes(made["report"])
    call = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"]
    call += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "neu"), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=LONG_S)  # noqa: S603 - fixed call
    again = tmp_path / "neu" / path.name
    if not again.exists():
        pytest.skip("this LibreOffice has no Writer")

    assert headings(made["report"]) == headings(again.read_bytes())
    assert tables(made["report"]) == tables(again.read_bytes())


def test_the_command_writes_one_measure(call, sample_dataset, tmp_path):
    target = tmp_path / "eine.docx"
    code, out, _ = call("word", sample_dataset, target, "--measure", "bauen1")

    assert (0, f"1 Maßnahme geschrieben: {target}\n") == (code, out)
    assert [] == faults(target.read_bytes())


def test_the_command_writes_the_report_with_a_template(call, sample_dataset, tmp_path):
    target = tmp_path / "bericht.docx"
    code, _, _ = call("report", sample_dataset, target, "--template", template(tmp_path))

    assert 0 == code
    assert [] == faults(target.read_bytes())


@pytest.mark.parametrize(
    ("words_said", "sentence"),
    [
        (["word", "{data}", "{tmp}/a.xlsx"], "Die Datei muss auf „.docx“ enden."),
        (["report", "{data}", "{tmp}/a.xlsx", "--template", "{tmp}/v.docx"], "--template gilt nur"),
        (["word", "{data}", "{tmp}/a.docx", "--template", "{tmp}/v.docx"], "gibt es dort nicht"),
        (
            ["word", "{data}", "{tmp}/a.docx", "--measure", "nirgends"],
            "gibt es in diesem",
        ),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(
    call, sample_dataset, tmp_path, words_said, sentence
):
    said = [word.format(data=sample_dataset, tmp=tmp_path) for word in words_said]
    code, _, err = call(*said)

    assert 2 == code
    assert sentence in err
    assert not list(tmp_path.glob("a.*"))
