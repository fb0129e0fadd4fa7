"""Hostile workbooks and tables up to 20 MB: each gets an answer in time and in little memory.

    python -m tests.torture.bounded_files --files 60

Each file is taken in by the command line, in a process of its own, and opened as an export of ours.
Exit code 0 only if each ended with 0, 1 or 2 and without a traceback, within so many seconds of the
processor – twice what is promised, for slow machines – and within 300 MB.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cell_tools import MAIN, package

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
SECONDS = 10.0
MEGABYTES = 300
LARGEST = 20 * 1024 * 1024
HEADERS = [
    "Titel",
    "Beschreibung",
    "Sachstand",
    "Kosten",
    "Ende",
    "Datum",
    "Zusammenfassung",
    "Ergebnis",
    "Partner",
    "Nr.",
    "Bereich",
]
LABELS = ("Titel der Maßnahme", "Beschreibung", "Sachstand", "Planung", "Stand", "Kosten", "Titel-")
SHEET = "xl/worksheets/sheet1.xml"


def main(arguments: list[str] | None = None) -> int:
    """Try every recipe, again with other sizes until so many files were made."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.bounded_files")
    parser.add_argument("--files", type=int, default=len(RECIPES))
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="", help="the name of one recipe")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.randrange(2**32)  # noqa: S311
    chance = random.Random(seed)  # noqa: S311 - no secret
    chosen = [recipe for recipe in RECIPES if options.only in recipe.__name__]
    faults = []
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(shutil.copytree(SAMPLE, Path(temporary) / "sample"))
        for number in range(options.files):
            recipe = chosen[number % len(chosen)]
            made = recipe(chance)
            suffix = ".xlsx" if isinstance(made, bytes) else ".csv"
            path = data.parent / f"{recipe.__name__}{suffix}"
            path.write_bytes(made if isinstance(made, bytes) else made.encode())
            ways = [["import", str(data), str(path), "--dry-run"]]
            if suffix == ".xlsx":
                ways.append(["convert", str(path), str(data.parent / "neu")])
            for words in ways:
                said, fault = _try(words)
                size = path.stat().st_size
                sys.stdout.write(f"{recipe.__name__:<22} {size:>9,} {words[0]:<8} {said}\n")
                sys.stdout.flush()
                if fault:
                    faults.append(f"{recipe.__name__} {words[0]}: {fault}")
    sys.stdout.write(f"seed {seed}\n" + "".join(f"{line}\n" for line in faults))
    return 1 if faults else 0


def _try(words: list[str]) -> tuple[str, str]:
    """Return what one call took and said, and what is wrong with it ("" for nothing)."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "klimaeditor", *words], cwd=ROOT, stdout=out, stderr=out
        )
        _, status, used = os.wait4(process.pid, 0)
        out.seek(0)
        text = out.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    lines = text.strip().splitlines()
    said = f"{code} {seconds:6.1f} s {megabytes:5.0f} MB  {max(lines, key=len, default='')[:90]}"
    if code not in (0, 1, 2) or "Traceback" in text:
        return said, f"no answer: {text[-300:]}"
    if seconds > SECONDS:
        return said, f"{seconds:.1f} s"
    return said, f"{megabytes:.0f} MB" if megabytes > MEGABYTES else ""


# --- recipes -------------------------------------------------------------------------------------


def one_huge_text(chance: Random) -> bytes:
    """Return one shared text of a megabyte in thousands of cells."""
    text = chance.choice(["x", "ä ", "a b ", "1"]) * chance.randrange(100_000, 1_000_000)
    return _book(chance, [text], chance.randrange(1_000, 50_000))


def legal_texts(chance: Random) -> bytes:
    """Return texts as Excel could hold them, in many cells."""
    unit = chance.choice(["x", "A b ", "ü", " ", "1,", "😀", "- ", "1.", "a\n"])
    texts = [unit * (chance.randrange(10_000, 32_700) // (2 * len(unit))) for _ in range(5)]
    return _book(chance, texts, chance.choice([500, 600, 5_000, 40_000]))


def just_fitting(chance: Random) -> bytes:
    """Return long texts up to what is still read, below headers that are all known."""
    unit = chance.choice(["Wort ", "x", "Stand 1.2.", "1.000 ", "a-\n", "(", '"', "€ 5 "])
    count = chance.choice([590, 300])
    return _book(chance, [f"bauen1 {unit}" * (32_000 // len(f"bauen1 {unit}"))], count)


def matching(chance: Random) -> bytes:
    """Return rows that mean measures, with a long text for each field."""
    unit = chance.choice(["Wort ", "1.000 € ", "12/2024 ", "x", "- a\n", "www.a.de ", "("])
    text = unit * (30_000 // len(unit))
    ids = [f"bauen{n}" for n in range(1, 20)]
    header = _row(1, [_inline(name) for name in HEADERS])
    rows = [
        _row(n, [*(f'<c t="s"><v>{0}</v></c>' for _ in HEADERS[:9]), _inline(name)])
        for n, name in enumerate(ids, 2)
    ]
    return _packed(chance, header + "".join(rows), more=_shared([text]))


def blank_cells(chance: Random) -> bytes:
    """Return millions of cells with nothing in them."""
    cells = "<c/>" * chance.randrange(100, 900)
    rows = "".join(f"<row>{cells}</row>" for _ in range(chance.randrange(1_000, 4_000)))
    return _packed(chance, rows)


def small_cells(chance: Random) -> bytes:
    """Return as many small cells as there may be."""
    cells = "<c><v>1</v></c>" * chance.randrange(5, 200)
    most = 2_400_000 // (cells.count("<") + 2)
    return _packed(chance, f"<row>{cells}</row>" * chance.randrange(most // 2, most * 2))


def wide_inline(chance: Random) -> bytes:
    """Return many different texts of middling length."""
    rows = []
    for number in range(1, 4_900):
        words = f"{chance.random()} " * chance.randrange(1, 40)
        rows.append(_row(number, [_inline(words) for _ in range(4)]))
    return _packed(chance, "".join(rows))


def formulas(chance: Random) -> bytes:
    """Return a long formula that thousands of cells share."""
    text = "B1+" * chance.randrange(100, 2_700) + "1"
    rows = f'<row r="1"><c r="A1"><f t="shared" si="0">{text}</f></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>'
        for n in range(2, 5_000)
    )
    return _packed(chance, rows)


def own_formulas(chance: Random) -> bytes:
    """Return many cells with a long formula of their own."""
    rows = "".join(
        _row(n, [f"<c><f>{'B1+' * 2_700}{n}</f><v>{n}</v></c>" for _ in range(5)])
        for n in range(1, chance.randrange(200, 900))
    )
    return _packed(chance, rows)


def styles(chance: Random) -> bytes:
    """Return number formats without number, some of them endless."""
    code = chance.choice(["[", "0", "yyyy", "[h", '"', "\\", "[$-"])
    own = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{(code * 250)[:250].replace(chr(34), "&quot;")}"/>'
        for n in range(200, chance.randrange(2_000, 30_000))
    )
    used = "".join(f'<xf numFmtId="{n}"/>' for n in range(200, 30_000))
    text = f"<styleSheet {MAIN}><numFmts>{own}</numFmts><cellXfs>{used}</cellXfs></styleSheet>"
    return _packed(chance, _row(1, ["<c><v>1</v></c>"]), more={"xl/styles.xml": text})


def many_sheets(chance: Random) -> bytes:
    """Return a list of sheets that are all one part."""
    names = "".join(
        f'<sheet name="B{n}" sheetId="{n}" r:id="rId1"/>' for n in range(chance.randrange(10, 300))
    )
    return _packed(chance, _row(1, [_inline("a")]), book=f"<sheets>{names}</sheets>")


def many_links(chance: Random) -> bytes:
    """Return relations without end."""
    count = chance.randrange(1_000, 300_000)
    link = f'<Relationship Id="a" Type="{"b" * 20}" Target="c"/>'
    return _packed(
        chance,
        _row(1, [_inline("a")]),
        more={
            "xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{link * count}</Relationships>"
        },
    )


def merged(chance: Random) -> bytes:
    """Return merged ranges without end, and tags without end."""
    areas = '<mergeCell ref="A1:B2"/>' * chance.randrange(1_000, 400_000)
    rows = "".join(_row(n, [_inline("a"), _inline("b")]) for n in range(1, 500))
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells>"
    tail = chance.choice(["</worksheet>", "<row " * 100_000])
    return _packed(chance, "", more={SHEET: sheet + tail})


def report_labels(chance: Random) -> bytes:
    """Return a report of thousands of row titles."""
    label = chance.choice(LABELS)
    rows = "".join(
        _row(n, [_inline(chance.choice([label, *LABELS])), _inline("Text " * chance.randrange(60))])
        for n in range(1, 4_990)
    )
    return _packed(chance, rows)


def report_of_one_label(chance: Random) -> bytes:
    """Return a report with one title and its text over thousands of rows."""
    label, text = chance.choice(LABELS), "Text, " * chance.randrange(1, 600)
    rows = _row(1, [_inline("Titel"), _inline("a")]) + _row(2, [_inline("Sachstand"), _inline("b")])
    rows += "".join(_row(n, [_inline(label), _inline(text)]) for n in range(3, 4_900))
    return _packed(chance, rows)


def table_csv(chance: Random) -> str:
    """Return a table of thousands of titles that resemble each other."""
    words = "Wärme Netz Ausbau Stadt Klima Schule Energie Rad Verkehr Plan Förderung".split()  # noqa: SIM905

    def some(count: int) -> str:
        return " ".join(chance.choice(words) for _ in range(count))

    length = chance.choice([5, 40, 100])
    return "Nr.;Titel;Beschreibung;Kosten\n" + "".join(
        f"{n};{some(length)};{some(8)};{n}.000 €\n" for n in range(chance.choice([5_000, 20_000]))
    )


def long_csv(chance: Random) -> str:
    """Return a table of 20 MB of long texts."""
    unit = chance.choice(["Wort ", "x", "1.000 ", "''", "- ", "a,b|", "ä"])
    text = unit * (30_000 // len(unit))
    line = f"{text};{text};bauen1\n"
    return "Titel;Sachstand;Nr.\n" + line * (LARGEST // len(line.encode()) - 1)


def quotes_csv(chance: Random) -> str:
    """Return quotation marks, delimiters and line ends in any order."""
    signs = chance.choice(['"', '";', '"";', ';"\n', "a;b\n", ";", "\n", "\r", ' "', "\t;,|\n"])
    count = chance.choice([1_000_000, 5_000_000]) // len(signs)
    return "a;b\n" + signs * count + chance.choice(["", '"', "\n"])


RECIPES: tuple[Callable[[Random], bytes | str], ...] = (
    *(one_huge_text, legal_texts, just_fitting, matching, blank_cells, small_cells, wide_inline),
    *(formulas, own_formulas, styles, many_sheets, many_links, merged, report_labels),
    *(report_of_one_label, table_csv, long_csv, quotes_csv),
)


def _book(chance: Random, texts: list[str], cells: int) -> bytes:
    """Return a table with known headers above cells that show shared texts in turn."""
    width = len(HEADERS)
    rows = [_row(1, [_inline(name) for name in HEADERS])]
    rows += [
        _row(
            n, [f'<c t="s"><v>{(n * width + place) % len(texts)}</v></c>' for place in range(width)]
        )
        for n in range(2, cells // width + 2)
    ]
    return _packed(chance, "".join(rows), more=_shared(texts))


def _packed(
    chance: Random, rows: str, *, book: str = "", more: dict[str, str] | None = None
) -> bytes:
    """Return a workbook whose parts do not swell more than is allowed when they are unpacked."""

    def noisy(text: str) -> str:
        noise = chance.randbytes(len(text) // 220).hex()
        parts = [noise[at : at + 100_000] for at in range(0, len(noise), 100_000)]
        at = text.find("?>") + 2 if text.startswith("<?xml") else text.find(">") + 1
        return text[:at] + "".join(f"<!--{part}-->" for part in parts) + text[at:]

    parts = {name: noisy(text) for name, text in (more or {}).items()}
    if SHEET not in parts:
        parts[SHEET] = noisy(f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
    return package("", book=book, more=parts)


def _shared(texts: list[str]) -> dict[str, str]:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {"xl/sharedStrings.xml": f"<sst {MAIN}>{items}</sst>"}


def _row(number: int, cells: list[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


if __name__ == "__main__":
    sys.exit(main())
