"""What a checker asks of a Word file: headings, tables, alternative texts, language, numbers."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
from defusedxml import ElementTree

if TYPE_CHECKING:
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def part(data: bytes, name: str):
    """Return a part of the file as a tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ElementTree.fromstring(package.read(name))


def words(element) -> str:
    """Return the text of an element, a break as a blank."""
    found = (e.text or "" if e.tag == f"{W}t" else " " for e in element.iter() if e.tag in TEXTS)
    return "".join(found)


TEXTS = (f"{W}t", f"{W}br")


def styles(data: bytes) -> dict[str, str]:
    """Return the names of the paragraph styles by their ids."""
    found = part(data, "word/styles.xml").iter(f"{W}style")
    return {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val").lower() for s in found}


def headings(data: bytes) -> list[tuple[int, str]]:
    """Return level and text of all headings from top to bottom."""
    known, found = styles(data), []
    for paragraph in part(data, "word/document.xml").iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = known.get(style.get(f"{W}val"), "") if style is not None else ""
        if level := re.fullmatch(r"heading (\d)", name):
            found.append((int(level[1]), words(paragraph)))
    return found


def tables(data: bytes) -> list[list[list[str]]]:
    """Return the texts of all tables, row by row."""
    return [
        [[words(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in part(data, "word/document.xml").iter(f"{W}tbl")
    ]


def faults(data: bytes) -> list[str]:
    """Return what a person with a screen reader would stumble over; none in a good file."""
    body = part(data, "word/document.xml")
    found = [*_of_headings(data), *_of_tables(body)]
    drawn = [drawing.get("descr") for drawing in body.iter(f"{DRAWN}docPr")]
    found += ["picture without alternative text" for text in drawn if not text]
    defaults = part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if defaults is None or defaults.get(f"{W}val") != "de-DE":
        found.append("the language is not German")
    if not any("PAGE" in field for field in footer_fields(data)):
        found.append("pages have no number")
    return found


def _of_headings(data: bytes):
    before = 0
    for level, text in headings(data):
        if level > before + 1:
            yield f"heading {text!r} jumps from {before} to {level}"
        if not text.strip():
            yield "empty heading"
        before = level


def _of_tables(body):
    for place, table in enumerate(body.iter(f"{W}tbl"), 1):
        rows = table.findall(f"{W}tr")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield f"table {place} has no header row"
        described = table.find(f"{W}tblPr/{W}tblDescription")
        if described is None or not described.get(f"{W}val"):
            yield f"table {place} has no alternative text"
        if len({len(row.findall(f"{W}tc")) for row in rows}) != 1:
            yield f"table {place} has rows of different lengths"


def footer_fields(data: bytes) -> list[str]:
    """Return the codes of the fields in the footers."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.match(r"word/footer\d*\.xml", name)]
    simple = [f.get(f"{W}instr") for n in names for f in part(data, n).iter(f"{W}fldSimple")]
    return simple + [f.text or "" for n in names for f in part(data, n).iter(f"{W}instrText")]


def template(tmp_path: Path, suffix: str = ".docx") -> Path:
    """Return a template with a style and a header of its own, and text to be left out."""
    made = docx.Document()
    made.styles["Heading 1"].font.name = "Stadtschrift"
    made.sections[0].header.paragraphs[0].text = "Stadt am Kanal"
    made.add_paragraph("Hier steht der Text der Vorlage.")
    made.styles.element.remove(made.styles["Heading 3"].element)
    path = tmp_path / f"stadt{suffix}"
    made.save(path)
    if suffix == ".dotx":
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        types = "[Content_Types].xml"
        parts[types] = parts[types].replace(b"document.main+xml", b"template.main+xml")
        with zipfile.ZipFile(path, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
    return path


def with_parts(path: Path, data: bytes, parts: dict[str, bytes]) -> None:
    """Write the package with some parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (found | parts).items():
            package.writestr(name, content)
