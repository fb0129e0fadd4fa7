"""Random returns: what is taken unseen is what a person who looks at the cell would call an answer.

An honest return is spoilt in random ways. The oracle reads the workbook by itself, with openpyxl
and few rules, and is told only what no single cell shows: columns that were sorted, shifted or
filled. It errs on the side of doubt; the counterweight is in ``test_return_honest``.
"""

from __future__ import annotations

import random
import re
import shutil
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from klimaeditor.model.values import ABSENT
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows
from tests.request_tools import LINKS, MEASURES, PROGRESS, requested, taken
from tests.workbook_tools import headers, worked_on

TEXT, AMOUNT, YEAR, DAY = "text", "amount", "year", "day"
COLUMNS = {
    "Sachstand Text": ("state_text", TEXT),
    "Wer macht es?": ("responsible_bodies", TEXT),
    "Geschätzte potentielle CO2-Einsparung": ("ghg_reduction", TEXT),
    "Kosten (Euro)": ("cost_value", AMOUNT),
    "Umsetzung bis (Jahr)": ("cost_until", YEAR),
    "Sachstand Datum": ("state_date", DAY),
}
FIELDS = (*(name for name, _ in COLUMNS.values()), "progress_values", "links")
IDS = [f"bauen{number}" for number in range(1, 10)]
COSTS = [215_000, 100_500, 149_100, 350_000, 76_000, 21_300, 64_900, 402_700, 18_250]
YEARS = [2027, 2035, 2028, 2040, 2031, 2030, 2026, 2033, 2029]
DAYS = [f"2025-0{n % 8 + 1}-{3 * n + 2:02}" for n in range(len(IDS))]
STANDS = [5_100, 940, 12_750, 388, 27_400, 61, 7_305, 2_218, 903]


def dataset():
    """Return nine measures of which each has values of its own."""
    more, progress = [], []
    for n, own in enumerate(IDS):
        text = f"Der Abschnitt {own} wird geplant.\nIm Quartier {n} beginnt bald der Bau."
        state = {"title": "Netz", "date": DAYS[n], "text": text}
        cost = {"until_in_years": YEARS[n], "value": COSTS[n], "quantity": None}
        links = [{"title": f"Seite {own}", "url": f"https://stadt.de/{own}"}]
        more.append(additional_row(own) | {"state": state, "cost": cost, "links": links})
        values = [{"value": STANDS[n], "date": f"2025-05-{n + 1:02}"}]
        progress.append(progress_row(own) | {"type": "count", "unit": "MWh", "values": values})
    return dataset_of(rows([measure_row(own) for own in IDS], more, progress, []))


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """Return the workbook that asks about them."""
    return requested(dataset(), tmp_path_factory.mktemp("orakel"), FIELDS)


# --- Spoiling a return ---------------------------------------------------------------------------

HONEST = {
    TEXT: [
        "Der Bau hat begonnen.",
        "Zwei Abschnitte sind fertig.\nDer dritte folgt 2027.",
        "Beschluss gefasst; Ausschreibung läuft.",
        "Ziel eins_x000B_Ziel zwei ist erreicht.",
    ],
    AMOUNT: [223_000, 98_700.5, "1.250.000", "310000 €", "77.400,50 €", 145_000],
    YEAR: [2032, 2034, "2036"],
    DAY: [date(2026, 3, 4), date(2026, 6, 17), "05.02.2026"],
}
ODD = {
    TEXT: [
        *("unverändert", "k. A.", "–", "x", "siehe E-Mail", "s. o.", "?", "dito", "wie bisher"),
        *("#WERT!", "########", "MÃ¼nster fÃ¶rdert Netze", "M?nster f?rdert Netze"),
        *("Tel. 0251 4921234, erika.muster@example.org", "<b>Der Bau läuft</b>", "A &amp; B"),
        *(58_000, date(2026, 5, 1), True, "=1+1", "Der Bau\u202e läuft", "leeren"),
    ],
    AMOUNT: [
        *("1,500", "350,000", "1.500", "ca. 3 Mio. €", "350 T€", "0,35 Mio. €", "2030", "viel"),
        *(
            -5,
            350,
            1.5,
            0.35,
            21_500_000,
            215.0,
            date(2026, 1, 2),
            True,
            "=SUM(A1)",
            "1e5",
            "k. A.",
        ),
        *("#NV", "200.000 bis 300.000", "leeren", "12.34", "1,234,567.00"),
    ],
    YEAR: [
        30,
        2099,
        "Q4/2025",
        "Ende 2031",
        2030.5,
        "2030/31",
        date(2030, 1, 1),
        "offen",
        "30",
        "=",
    ],
    DAY: [
        *("1.7.25", "Q4/2025", "KW 10/2025", "Frühjahr 2026", 45_000, "2026", "31.02.2026"),
        *(date(1900, 5, 5), date(2099, 1, 1), "demnächst", True, "leeren"),
    ],
}
FORMATS = [
    '#,##0 "T€"',
    '0.0 "Mio. €"',
    '#,##0 "Tsd. €"',
    "0%",
    "#,##0,",
    "0.000",
    '#,##0 "€"',
    "@",
]


class Spoilt:
    """A workbook while it is spoilt; *elsewhere* are cells whose value belongs elsewhere."""

    def __init__(self, book, chance):
        self.sheet, self.book, self.chance = book[MEASURES], book, chance
        self.names = headers(self.sheet)
        self.elsewhere = set()
        self.left = list(COLUMNS)
        self.at_last = []

    def cell(self, row, header):
        return self.sheet.cell(row, self.names.index(header) + 1)

    def rows(self):
        return range(2, 2 + len(IDS))

    def some_cell(self):
        header = self.chance.choice(self.left)
        return self.cell(self.chance.choice(self.rows()), header), COLUMNS[header][1]

    def put(self, cell, value):
        cell.value = value
        self.elsewhere.discard((cell.row, self.names[cell.column - 1]))
        if isinstance(value, str) and not value.startswith("="):
            cell.data_type = "s"

    def answer(self):
        cell, kind = self.some_cell()
        self.put(cell, self.chance.choice(HONEST[kind]))

    def oddity(self):
        cell, kind = self.some_cell()
        self.put(cell, self.chance.choice(ODD[kind]))

    def unit(self):
        if "Kosten (Euro)" not in self.left:
            return
        cell = self.cell(self.chance.choice(self.rows()), "Kosten (Euro)")
        cell.value = self.chance.choice([350, 1_250, 0.85, 2_500_000, 85])
        cell.number_format = self.chance.choice(FORMATS)

    def struck(self):
        cell, _ = self.some_cell()
        self.answer()
        cell.font = Font(strike=True)

    def struck_part(self):
        if "Sachstand Text" not in self.left:
            return
        cell = self.cell(self.chance.choice(self.rows()), "Sachstand Text")
        gone = TextBlock(InlineFont(strike=True), "Planung läuft")
        cell.value = CellRichText([gone, "Bau begonnen"])

    def hidden_row(self):
        self.sheet.row_dimensions[self.chance.choice(self.rows())].hidden = True

    def hidden_column(self):
        self.answer()
        header = self.chance.choice(list(COLUMNS))
        letter = self.sheet.cell(1, self.names.index(header) + 1).column_letter
        self.sheet.column_dimensions[letter].hidden = True

    def comment(self):
        cell, _ = self.some_cell()
        cell.comment = Comment("Bitte auf 500.000 ändern", "Amt 61")

    def merged(self):
        row = self.chance.choice(list(self.rows())[:-1])
        place = self.names.index(self.chance.choice(list(COLUMNS))) + 1
        self.at_last.append((row, place, row + 1, place))

    def unit_in_remark(self):
        self.cell(self.chance.choice(self.rows()), "Bemerkung an die Stabsstelle").value = "in T€"

    def no_change(self):
        self.cell(self.chance.choice(self.rows()), "Rückmeldung").value = "keine Änderung"

    def ids_swapped(self):
        one, other = self.chance.sample(self.rows(), 2)
        first, second = self.cell(one, "Kennung"), self.cell(other, "Kennung")
        first.value, second.value = second.value, first.value

    def text_of_another(self):
        one, other = self.chance.sample(self.rows(), 2)
        text = self.cell(other, "Sachstand Text").value
        if "wird geplant" in str(text) and "Sachstand Text" in self.left:
            self.cell(one, "Sachstand Text").value = text
            self.elsewhere.add((one, "Sachstand Text"))

    def column_moved(self):
        """Sort, turn, shift or fill a column that nothing else touches."""
        header = self.left.pop(self.chance.randrange(len(self.left)))
        cells = [self.cell(row, header) for row in self.rows()]
        values = [cell.value for cell in cells]
        how = self.chance.choice(["sorted", "turned", "shifted", "filled"])
        if how == "sorted":
            after = sorted(values, key=str)
        elif how == "turned":
            after = values[::-1]
        elif how == "shifted":
            after = [*values[1:], None]
        elif COLUMNS[header][1] in {AMOUNT, YEAR}:
            after = [2_027 + n for n in range(len(values))]
        else:
            after = [*values[1:], values[0]]
        self.elsewhere |= {(cell.row, header) for cell in cells}
        for cell, value in zip(cells, after, strict=True):
            cell.value = value

    def list_cell(self):
        sheet = self.book[self.chance.choice([PROGRESS, LINKS])]
        row = self.chance.randint(2, sheet.max_row)
        cell = sheet.cell(row, self.chance.choice([3, 4]))
        odd = [7_777, 812.5, date(2026, 7, 1), "x", "12", "1,500", "https://stadt.de/neu", "leeren"]
        self.put_in_list(cell, self.chance.choice([*odd, "Neue Seite", None, "http://"]))
        if self.chance.random() < 0.2:
            cell.font = Font(strike=True)
        if self.chance.random() < 0.2:
            sheet.row_dimensions[row].hidden = True

    @staticmethod
    def put_in_list(cell, value):
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


SPOILING = [
    *(Spoilt.answer, Spoilt.oddity) * 4,
    *(Spoilt.unit, Spoilt.struck, Spoilt.struck_part, Spoilt.hidden_row, Spoilt.hidden_column),
    *(Spoilt.comment, Spoilt.merged, Spoilt.unit_in_remark, Spoilt.no_change, Spoilt.ids_swapped),
    *(Spoilt.text_of_another, Spoilt.list_cell, Spoilt.list_cell),
]


def spoilt(path, seed):
    """Spoil a workbook, and return the cells whose value belongs elsewhere."""
    chance = random.Random(seed)  # noqa: S311 - the same returns on each run
    with worked_on(path) as book:
        work = Spoilt(book, chance)
        if chance.random() < 0.4:
            work.column_moved()
        for _ in range(chance.randint(4, 20)):
            chance.choice(SPOILING)(work)
        for top, left, bottom, right in work.at_last:
            work.sheet.merge_cells(None, top, left, bottom, right)
        found = zip(work.rows(), IDS, strict=True)
        mixed = [row for row, own in found if work.cell(row, "Kennung").value != own]
        if chance.random() < 0.15:
            work.sheet.insert_rows(1)
            work.sheet.cell(1, 1).value = "Alle Beträge in T€"
    return work.elsewhere | {(row, header) for row in mixed for header in COLUMNS}


# --- What a person sees --------------------------------------------------------------------------

NOTHING_NEW = {"unverändert", "k. a.", "–", "x", "siehe e-mail", "s. o.", "?", "dito", "wie bisher"}
DAMAGE = re.compile(r"#WERT!|#NV|#{4}|Ã|\w\?\w|<|&\w+;|@|\d{4} \d{4}|\u202e")
PLAIN_FORMATS = {"General", "#,##0.00##\\ [$€-407]", '#,##0 "€"', "@"}
CLEARED = {"", None}


def seen(path, elsewhere):
    """Return by measure and field what a person takes for a clear answer."""
    with worked_on(path) as book:
        sheet = book[MEASURES]
        top = 1 if sheet.cell(1, 1).value == "Kennung" else 2
        names = [cell.value for cell in sheet[top]]
        found = {}
        merged = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
        for number in range(top + 1, sheet.max_row + 1):
            row = {name: sheet.cell(number, place) for place, name in enumerate(names, 1)}
            row = {n: c for n, c in row.items() if (number, c.column) not in merged}
            if sheet.row_dimensions[number].hidden or row["Rückmeldung"].value:
                continue
            for header, (field, kind) in COLUMNS.items():
                if header not in row or (number - top + 1, header) in elsewhere:
                    continue
                cell = row[header]
                hidden = sheet.column_dimensions[cell.column_letter].hidden
                if hidden or cell.font.strike or cell.comment:
                    continue
                in_thousands = top > 1 or row["Bemerkung an die Stabsstelle"].value
                if kind == AMOUNT and in_thousands:
                    continue
                said = answer(cell, kind, COSTS[IDS.index(row["Kennung"].value)])
                if said is not None:
                    found[row["Kennung"].value, field] = said
    return found


def answer(cell, kind, cost):
    """Return what one visible cell says, None for nothing clear."""
    value = cell.value
    if isinstance(value, str) and value.strip().casefold() == "leeren":
        return ""
    if isinstance(value, bool):
        return None
    if kind == TEXT:
        return clear_text(value)
    if kind == YEAR:
        return int(value) if re.fullmatch(r"20[2-5]\d", str(value)) else None
    return clear_day(value) if kind == DAY else clear_amount(cell, cost)


def clear_text(value):
    clear = isinstance(value, str) and value.casefold() not in NOTHING_NEW
    clear = clear and not DAMAGE.search(value) and not value.startswith("=")
    clear = clear and value != "Planung läuftBau begonnen"
    return value.replace("_x000B_", "\n") if clear else None


def clear_day(value):
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if 2000 < value.year < 2060 else None
    match = re.fullmatch(r"(\d\d)\.(\d\d)\.(20\d\d)", str(value))
    return f"{match[3]}-{match[2]}-{match[1]}" if match else None


def clear_amount(cell, cost):
    value = cell.value
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{1,3}(?:\.\d{3}){2,}|\d{5,}|\d{1,3}\.\d{3},\d\d)(?: €)?", value)
        value = float(match[1].replace(".", "").replace(",", ".")) if match else None
    elif not isinstance(value, int | float) or cell.number_format not in PLAIN_FORMATS:
        return None
    return value if value and cost / 100 < value < cost * 100 and value >= 1_000 else None


def seen_entries(path, title):
    """Return the entries that stand visibly in a sheet of lists, by measure."""
    with worked_on(path) as book:
        sheet = book[title]
        found = {}
        for number in range(2, sheet.max_row + 1):
            own, first, second = (sheet.cell(number, place) for place in (1, 3, 4))
            hidden = sheet.row_dimensions[number].hidden
            struck = first.font.strike or second.font.strike
            if not hidden and not struck and "leeren" not in {first.value, second.value}:
                found.setdefault(own.value, []).append((plain(first.value), plain(second.value)))
    return found


def plain(value):
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return int(value) if isinstance(value, str) and value.isdecimal() else value


# --- The property --------------------------------------------------------------------------------


@given(seed=st.integers(0, 10**9))
def test_what_is_taken_unseen_is_what_a_person_sees(blank, seed):
    """Neither another value, nor one where nobody would take the cell for an answer."""
    assert [] == wrongly_taken(shutil.copy(blank, blank.with_name("rücklauf.xlsx")), seed)


def wrongly_taken(path, seed):
    """Return what is taken unseen of a spoilt return and is no answer that a person sees."""
    elsewhere = spoilt(path, seed)
    (returned,) = taken(dataset(), path)
    found, lists = seen(path, elsewhere), {t: seen_entries(path, t) for t in (PROGRESS, LINKS)}
    wrong = ["nicht lesbar"] if returned.unreadable else []
    for proposal in returned.unproblematic:
        name, value = proposal.place.field, proposal.returned
        if name == "progress_values":
            fits = entry_is_seen(lists[PROGRESS][proposal.measure_id], proposal, ("date", "value"))
        elif name == "links":
            fits = entry_is_seen(lists[LINKS][proposal.measure_id], proposal, ("title", "url"))
        else:
            fits = (proposal.measure_id, name) in found
            fits = fits and same(found[proposal.measure_id, name], value)
        if not fits:
            wrong.append((proposal.measure_id, name, proposal.base, value, proposal.cell))
    return wrong


def same(left, right):
    if left in CLEARED or right in CLEARED or right is ABSENT:
        return left in CLEARED and (right in CLEARED or right is ABSENT)
    return left == right or str(left).strip() == str(right).strip()


def entry_is_seen(entries, proposal, keys):
    """Tell whether an entry stands there, or its name no longer does."""
    value = proposal.returned
    if value is ABSENT:
        return proposal.place.item not in {part for entry in entries for part in entry}
    stands = tuple(str(value.get(key)) for key in keys)
    return stands in {tuple(map(str, entry)) for entry in entries}
