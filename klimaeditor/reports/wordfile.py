"""A Word file that a screen reader can read, built part by part; the only place with python-docx.

Headings are headings, tables repeat their header row and say what they hold, pictures have an
alternative text, the language is German and every page has its number. A template gives styles,
header and footer; what is missing in it comes from the styles of python-docx.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from copy import deepcopy
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from klimaeditor.files import disk
from klimaeditor.model.core_words import os_reason, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.reports.yearly import lines, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph


# --- words ---------------------------------------------------------------------------------------

LANGUAGE: Final = "de-DE"
CREATOR: Final = "Klimaeditor"
PAGE, OF = "Seite ", " von "


def not_a_template(name: str) -> str:
    """Return the refusal of a template that is no Word file."""
    return (
        f"{quoted(name)} ist keine Word-Datei, die sich als Vorlage lesen lässt. Speichern Sie die "
        "Vorlage in Word als .docx oder .dotx."
    )


def template_unreadable(name: str, reason: str) -> str:
    """Return the message for a template that cannot be read."""
    return f"Die Vorlage {quoted(name)} kann nicht gelesen werden: {reason} {WITHOUT}"


def template_missing(name: str) -> str:
    """Return the message for a template that is not there."""
    return f"Die Vorlage {quoted(name)} gibt es dort nicht. {WITHOUT}"


def template_has_macros(name: str) -> str:
    """Return the refusal of a template with macros."""
    return (
        f"Die Vorlage {quoted(name)} enthält Makros und wird nicht verwendet. Speichern Sie sie in "
        "Word als .docx oder .dotx; dabei fallen die Makros weg."
    )


def template_fetches(name: str) -> str:
    """Return the refusal of a template that fetches pictures or other parts from elsewhere."""
    return (
        f"Die Vorlage {quoted(name)} holt Bilder oder andere Teile von einem anderen Ort; jede "
        "Datei daraus täte das auch. Fügen Sie sie in Word fest ein, und speichern Sie neu."
    )


WITHOUT: Final = "Wählen Sie eine andere, oder schreiben Sie die Datei ohne Vorlage."


# --- the file ------------------------------------------------------------------------------------

SUFFIX: Final = ".docx"
_LARGEST: Final = 32 * 1024 * 1024
_LARGEST_OPEN: Final = 128 * 1024 * 1024
_TEMPLATE: Final = b"wordprocessingml.template.main+xml"
_DOCUMENT: Final = b"wordprocessingml.document.main+xml"
_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_ATTACHED: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
)
_HARMLESS: Final = (RELATIONSHIP_TYPE.HYPERLINK, _ATTACHED)
"""Links are followed by people only; the template's own template is left out."""
_OF_TEXT: Final = (
    *(RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.HYPERLINK, RELATIONSHIP_TYPE.CHART),
    *(RELATIONSHIP_TYPE.OLE_OBJECT, RELATIONSHIP_TYPE.PACKAGE, RELATIONSHIP_TYPE.COMMENTS),
)
"""What goes with the text of a template."""
_STYLES: Final = ("Title", "Subtitle", *(f"Heading {n}" for n in range(1, 5)), "Table Grid")
_DARK: Final = RGBColor(0x1F, 0x2F, 0x4F)
_SIZES: Final = {"Title": 22, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}
_FONT: Final = "Arial"
_SHADE: Final = "E7ECF2"
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OpcError),
    *(AttributeError, KeyError, TypeError, ValueError, SyntaxError),
)
"""What archive, parser and python-docx raise for a file of somebody else."""
_WHOLE_ROW: Final = 600
"""A row whose cells are no longer stays on one page."""
_SAFE: Final = ("http://", "https://", "mailto:")
_FIXED: Final = (1980, 1, 1, 0, 0, 0)


class WordError(KlimaError):
    """A template that cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class WordInfo:
    """What the properties of a file say, and its *template*; *created* is an aware time."""

    title: str
    subject: str
    created: datetime
    template: bytes | None = None


def read_template(path: Path) -> bytes:
    """Return a template's content as a document; raises WordError for anything else.

    Takes .docx and .dotx. Refused are macros and what is fetched from elsewhere (SEC-09).
    """
    try:
        data = disk.read(path, _LARGEST)
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise WordError(template_unreadable(path.name, reason)) from error
    if data is None:
        raise WordError(template_missing(path.name))
    try:
        parts = _parts_of(data)
        if _MACROS.search(b"\n".join([parts[_TYPES], *(name.encode() for name in parts)])):
            raise WordError(template_has_macros(path.name))
        parts[_TYPES] = parts[_TYPES].replace(_TEMPLATE, _DOCUMENT)
        found = _packed(parts)
        if any(_fetched(docx.Document(io.BytesIO(found)))):
            raise WordError(template_fetches(path.name))
    except _DAMAGE as error:
        raise WordError(not_a_template(path.name)) from error
    return found


def _parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package; ValueError for one that is too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > _LARGEST_OPEN:
            raise ValueError("too large")
        return {part.filename: package.read(part) for part in package.infolist()}


def _fetched(document: Document) -> Iterator[str]:
    """Yield the addresses from which a document would fetch something when it is opened."""
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and relation.reltype not in _HARMLESS:
                yield relation.target_ref


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return a package with these parts; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _FIXED), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- styles, language, page numbers --------------------------------------------------------------


def _opened(about: WordInfo) -> Document:
    """Return an empty document with styles, German, A4 and page numbers."""
    own = docx.Document()
    document = docx.Document(io.BytesIO(about.template)) if about.template else own
    body = document.element.body
    for part in list(body):
        if part.tag != qn("w:sectPr"):
            body.remove(part)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype in _OF_TEXT:
            del document.part.rels[key]
    known = {style.name for style in document.styles}
    for name in _STYLES:
        if name not in known:
            document.styles.element.append(deepcopy(own.styles[name].element))
    if about.template is None:
        _dress(document)
    _forget_template(document)
    _speak_german(document)
    _number_pages(document)
    found = document.core_properties
    moment = about.created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    found.title, found.subject = one_line(about.title)[:255], one_line(about.subject)[:255]
    found.author = found.last_modified_by = CREATOR
    found.created = found.modified = moment
    found.language, found.comments, found.revision = LANGUAGE, "", 1
    return document


def _dress(document: Document) -> None:
    """Give the styles of python-docx a plain font, readable colours, and the page A4."""
    for name in ("Normal", *_STYLES[:-1]):
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        style.font.name = _FONT
        style.font.size = Pt(_SIZES.get(name, 10.5))
        if name != "Normal":
            style.font.color.rgb, style.font.italic = _DARK, False
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]  # a picture of somebody else's empty page
    compat = document.settings.element.find(qn("w:compat"))
    if compat is not None:
        compat.append(
            parse_xml(
                f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode" '
                'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            )
        )


def _forget_template(document: Document) -> None:
    """Leave out where the template itself came from: a path of the city that nobody needs."""
    settings = document.settings.element
    for attached in list(settings.iter(qn("w:attachedTemplate"))):
        settings.remove(attached)
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if relation.reltype == _ATTACHED:
                del part.rels[key]


def _speak_german(document: Document) -> None:
    """Make German the language of all text that names none, of the styles, too."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        styles.insert(0, defaults)
    found = _child(_child(defaults, "w:rPrDefault", 0), "w:rPr", 0)
    _child(found, "w:lang", len(found)).set(qn("w:val"), LANGUAGE)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def _child(parent: BaseOxmlElement, tag: str, place: int) -> BaseOxmlElement:
    found: BaseOxmlElement | None = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        parent.insert(place, found)
    return found


def _number_pages(document: Document) -> None:
    """Put „Seite 1 von 2“ into every footer that has no number."""
    for section in document.sections:
        footer = section.footer
        if "PAGE" in "".join(part.text or "" for part in footer._element.iter(qn("w:instrText"))):  # noqa: SLF001 - python-docx has no other way to a footer's fields
            continue
        if footer._element.find(f".//{qn('w:fldSimple')}") is not None:  # noqa: SLF001 - as above
            continue
        line = footer.paragraphs[-1] if footer.paragraphs else footer.add_paragraph()
        if line.text.strip():
            line = footer.add_paragraph()
        for word, field in ((PAGE, "PAGE"), (OF, "NUMPAGES")):
            line.add_run(word)
            _append_field(line, field)


def _append_field(line: Paragraph, code: str) -> None:
    simple = f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(simple))  # noqa: SLF001 - python-docx has no fields


# --- the parts of a file -------------------------------------------------------------------------


class WordFile:
    """A file that grows from top to bottom; every text is plain and is made printable here."""

    def __init__(self, about: WordInfo) -> None:
        """Begin the file with its title; *about* says what its properties and template are."""
        self._document = _opened(about)
        self._contents: tuple[Paragraph, int] | None = None
        self._headings: list[tuple[int, str, str]] = []
        self._document.add_paragraph(one_line(about.title), style="Title")

    def subtitle(self, text: str) -> None:
        """Add the line below the title."""
        self._document.add_paragraph(one_line(text), style="Subtitle")

    def contents(self, title: str, depth: int) -> None:
        """Add the list of headings down to *depth*; what comes later is in it, too."""
        self.heading(title, 1)
        self._headings.clear()
        self._contents = self._document.add_paragraph(), depth

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """Add a heading; *level* counts from 1."""
        words = one_line(text)
        line = self._document.add_paragraph(words, style=f"Heading {level}")
        line.paragraph_format.page_break_before = new_page or None
        mark = f"_Toc{len(self._headings) + 1:06}"
        self._headings.append((level, words, mark))
        number = str(len(self._headings))
        spaces = nsdecls("w")
        start = f'<w:bookmarkStart {spaces} w:id="{number}" w:name="{mark}"/>'
        runs = line._p  # noqa: SLF001 - python-docx has no bookmarks
        runs.insert(1, parse_xml(start))
        runs.append(parse_xml(f'<w:bookmarkEnd {spaces} w:id="{number}"/>'))

    def text(self, text: str) -> None:
        """Add a text: an empty line ends a paragraph, a single break stays one."""
        for part in lines(text).split("\n\n"):
            if part:
                self._document.add_paragraph(part)

    def link(self, text: str, address: str) -> None:
        """Add a link on a line of its own; one that leads nowhere safe is only written."""
        words = one_line(text) or one_line(address)
        if not address.strip().lower().startswith(_SAFE):
            self.text(words)
            return
        line = self._document.add_paragraph()
        to = line.part.relate_to(one_line(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        look = '<w:rPr><w:color w:val="0B4F9E"/><w:u w:val="single"/></w:rPr>'
        line._p.append(  # noqa: SLF001 - python-docx cannot make links
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{to}">'
                f"<w:r>{look}{_run_text(words)}</w:r></w:hyperlink>"
            )
        )

    def table(
        self,
        what: str,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[int] = (),
        right: frozenset[int] = frozenset(),
    ) -> None:
        """Add a table whose header row is repeated; *what* is its alternative text.

        *widths* are parts of the width for each column; *right* are columns of numbers.
        """
        section = self._document.sections[0]
        room = (section.page_width or Mm(210)) - (section.left_margin or 0)
        twips = int((room - (section.right_margin or 0)) / 635)
        shares = widths or [1] * len(header)
        sizes = [twips * share // sum(shares) for share in shares]
        style = self._document.styles["Table Grid"].style_id
        text = (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{style}"/>'
            f'<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{escape(one_line(what))}"/>'
            f'<w:tblDescription w:val="{escape(one_line(what))}"/></w:tblPr><w:tblGrid>'
            + "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
            + "</w:tblGrid>"
            + _row(header, sizes, right, head=True)
            + "".join(_row(row, sizes, right) for row in rows)
            + "</w:tbl>"
        )
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml(text))
        gap = self._document.add_paragraph().paragraph_format  # Word joins tables without one
        gap.space_after, gap.line_spacing = Pt(0), Pt(6)

    def picture(self, data: bytes, alternative: str) -> None:
        """Add a picture as wide as the text with its alternative text."""
        shape = self._document.add_picture(io.BytesIO(data), width=Mm(155))
        shape._inline.docPr.set("descr", lines(alternative))  # noqa: SLF001 - python-docx cannot

    def content(self) -> bytes:
        """Return the file; the same parts give the same bytes."""
        if self._contents is not None:
            self._fill_contents(*self._contents)
            self._contents = None
        out = io.BytesIO()
        self._document.save(out)
        with zipfile.ZipFile(out) as package:
            return _packed({part.filename: package.read(part) for part in package.infolist()})

    def _fill_contents(self, place: Paragraph, depth: int) -> None:
        """Put the headings where the contents are, as a field that Word can renew."""
        known = {style.name for style in self._document.styles}
        for level in range(1, depth + 1):
            if f"toc {level}" not in known:
                made = self._document.styles.add_style(
                    f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True
                )
                made.base_style = self._document.styles["Normal"]
                made.paragraph_format.left_indent = Mm(6 * (level - 1))
                made.paragraph_format.space_after = Pt(2)
        shown = [heading for heading in self._headings if heading[0] <= depth]
        spaces = nsdecls("w")
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            f' TOC \\o "1-{depth}" \\n \\h </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        for number, (level, words, mark) in enumerate(shown):
            style = self._document.styles[f"toc {level}"].style_id
            place._p.addprevious(  # noqa: SLF001 - python-docx has no contents
                parse_xml(
                    f'<w:p {spaces}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
                    f"{begin if number == 0 else ''}"
                    f'<w:hyperlink w:anchor="{mark}"><w:r>{_run_text(words)}</w:r></w:hyperlink>'
                    "</w:p>"
                )
            )
        if shown:
            end = f'<w:r {spaces}><w:fldChar w:fldCharType="end"/></w:r>'
            place._p.append(parse_xml(end))  # noqa: SLF001 - as above


def _row(
    cells: Sequence[str], sizes: Sequence[int], right: frozenset[int], *, head: bool = False
) -> str:
    """Return a row of a table as XML."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if head else ""
    bold = "<w:rPr><w:b/></w:rPr>" if head else ""
    made = []
    for place, (text, size) in enumerate(zip(cells, sizes, strict=True)):
        side = '<w:jc w:val="right"/>' if place in right else ""
        tied = "<w:keepNext/>" if head else ""
        look = f'<w:pPr>{tied}<w:spacing w:before="40" w:after="40"/>{side}</w:pPr>'
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{shade}</w:tcPr>'
            f"<w:p>{look}<w:r>{bold}{_run_text(lines(text))}</w:r></w:p></w:tc>"
        )
    short = max((len(cell) for cell in cells), default=0) <= _WHOLE_ROW
    kept = ("<w:cantSplit/>" if short else "") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{kept}</w:trPr>{''.join(made)}</w:tr>"


def _run_text(text: str) -> str:
    """Return a text as the content of a run, with its line breaks."""
    parts = [
        f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' for part in text.split("\n")
    ]
    return "<w:br/>".join(parts)
