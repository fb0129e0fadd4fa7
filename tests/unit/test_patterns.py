"""No text makes the program slow: every pattern and every judge takes time in step with length."""

from __future__ import annotations

import gc
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from klimaeditor.checks import characters, dates, links, markup, numbers, personal, quantities
from klimaeditor.checks.public_page import nearest_spelling
from klimaeditor.diff.worddiff import word_diff
from klimaeditor.excel import numberformats
from klimaeditor.excel.layout import read_number as read_cell_number
from klimaeditor.exchange import answers, cityreport, doubts, matching, reportdays
from klimaeditor.model import placeholders
from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.site import javascript
from klimaeditor.site.muenster import muenster
from klimaeditor.textwork.search import fold, occurrences
from tests import pattern_cases as cases
from ui.measures.measure_row import natural

if TYPE_CHECKING:
    from collections.abc import Callable


SHORT = 1_000
TIMES = 8
FACTOR = 12
"""More than `TIMES` because clocks and caches are what they are; a square would be 64."""
JUDGE_FACTOR = 24
"""A judge also makes lists, which grow with the memory they take."""
NEARLY = 10
MEASURED = 0.050
LONG_ENOUGH = 0.003
NOTHING = 0.0001
"""What grows with the square of the length takes longer even for the shortest of the long texts."""


def seconds(action: Callable[[], object], least: float = 0.0) -> float:
    """Return what one call takes of the processor, called until *least* is reached."""
    enabled = gc.isenabled()
    gc.disable()  # a collection looks at all that other tests have left behind
    try:
        calls, start = 0, time.process_time()
        while True:
            action()
            calls += 1
            taken = time.process_time() - start
            if taken >= least:
                return taken / calls
    finally:
        if enabled:
            gc.enable()


def grows_too_much(
    short: Callable[[], object], long: Callable[[], object], factor: float = FACTOR
) -> bool:
    """Whether *long* takes more than its share; looked at again before it is said."""
    taken = seconds(long)
    if taken <= NOTHING or taken <= NEARLY * min(seconds(short) for _ in range(3)):
        return False
    if min(seconds(long) for _ in range(3)) <= NEARLY * min(seconds(short) for _ in range(3)):
        return False  # the machine had been busy with something else
    return all(seconds(long, MEASURED) > factor * seconds(short, MEASURED) for _ in range(3))


def fitting(pattern: Any) -> int:
    """Return a length at which a text takes little time, and still enough to be measured."""
    length = SHORT
    text = cases.hostile(pattern, TIMES * SHORT)[0]
    while length > 100:
        if seconds(lambda: cases.run(pattern, text[: TIMES * length])) <= LONG_ENOUGH:  # noqa: B023
            break
        length //= 2
    return length


@pytest.fixture(scope="module")
def patterns() -> list[cases.Found]:
    """Return every pattern; `cases.MISSED` has what is out of reach."""
    cases.MISSED.clear()
    return cases.all_patterns()


def test_no_pattern_is_out_of_reach(patterns):
    assert len(patterns) > 150
    assert [] == cases.MISSED


def test_no_pattern_takes_more_than_its_share_of_time(patterns):
    slow = []
    for found in filter(lambda one: cases.repeats_without_end(one.pattern), patterns):
        pattern = found.pattern
        length = fitting(pattern)
        short, long = cases.hostile(pattern, length), cases.hostile(pattern, TIMES * length)
        taken = [seconds(lambda text=text: cases.run(pattern, text)) for text in long]  # noqa: B023
        for place in sorted(range(len(long)), key=taken.__getitem__)[-2:]:
            if grows_too_much(
                lambda: cases.run(pattern, short[place]),  # noqa: B023  called at once
                lambda: cases.run(pattern, long[place]),  # noqa: B023
            ):
                slow.append((found.where, pattern.pattern, long[place][:40]))  # noqa: PERF401
    assert [] == slow


@pytest.mark.parametrize(
    "pattern", [r"\s+$", r"[0-9]+[0-9.]*€", r"x.*y.*z", r"\s*(?:[,;]|\bund\b)\s*"]
)
def test_a_slow_pattern_is_found(pattern):
    made = cases.re.compile(pattern)
    short, long = cases.hostile(made, 60), cases.hostile(made, TIMES * 60)  # some are cubic
    assert any(
        grows_too_much(lambda: cases.run(made, one), lambda: cases.run(made, other))  # noqa: B023
        for one, other in zip(short, long, strict=True)
    )


# What texts are made of, again and again; a list stands for a beginning and an end of one text.
PIECES: tuple[str | tuple[str, str], ...] = (
    *(" ", "0", "1 ", "1.", "0,", "1,000", "1.000 ", "a", "a ", "a.", "a-", "aB ", "-", "€ "),
    *("1 € ", "&", "&amp;", "<", "<a", "<a>", "<!--", "<script>", "www.", "http://", "@", "a@"),
    *("a@b.", "\n", "\n ", "\t", "a\t\t", "a    b", "und ", ", ", "a,", "bis ", "1 bis ", "2030 "),
    *("1.1.2030 ", "(", ")", "\u0301", "e\u0301", "ß", "a-\nb", "\u00ad", "\u200b", "\ufeff"),
    *("Frau A ", "siehe ", "kosten ", "keine ", "'", "=", "\\", "Mio ", "CO2 ", "Jahr ", "0x"),
    *("\ud800", "\uf0e0", ":", "a: ", "/", "A1 ", "DE00 ", "0251 ", "x@x.x", "a\u00a0", "1\u00a0€"),
    *(("&", "amp;"), ("<", "a>"), ("<" * 9, "<a>"), ("Inhalt\n", "Inhalt\n")),
)
JUDGES: tuple[Callable[[str], object], ...] = (
    characters.forbidden,
    characters.doubtful,
    characters.propose,
    dates.parse_date,
    dates.read_year,
    javascript.display,
    javascript.german_number,
    javascript.parse_int,
    javascript.to_moment,
    javascript.to_number,
    cityreport.part_of,
    cityreport.split_cell,
    markup.find_markup,
    markup.strip_markup,
    natural,
    partial(nearest_spelling.__wrapped__, bodies=muenster().facts.filter_bodies),
    numbers.read_amount,
    numbers.read_number,
    lambda text: numbers.decimal_point_misread(1.5, text),
    personal.find_personal,
    placeholders.is_placeholder,
    quantities.find_amounts,
    lambda text: reportdays.find_day([(text, "")]),
    reportdays.is_day_text,
    answers.is_no_answer,
    doubts.about_damage,
    numberformats.unit_factor,
    matching.title_key.__wrapped__,
    characters.find_debris,
    lambda text: characters.apply(text, characters.find_debris(text)),
    lambda text: characters.find_structure(text, ("Inhalt",)),
    links.has_price_prefix,
    links.is_meaningless_link,
    links.propose_link_title,
    lambda text: links.check_url(text, mail_allowed=True),
    lambda text: links.repair(text, mail_allowed=True),
    links.shown_target,
    fold,
    lambda text: occurrences(text, ("a", "1")),
    lambda text: word_diff(text, text[: len(text) // 2] + "x" + text[len(text) // 2 :]),
    lambda text: word_diff(text, text.replace("a", "b").replace("1", "2")),
    lambda text: read_cell_number(Kind.AMOUNT, text),
    quoted,
)


def made_of(piece: str | tuple[str, str], length: int) -> str:
    if isinstance(piece, str):
        return (piece * (length // len(piece) + 1))[:length] + "\x01"
    start, end = piece
    return start * (length // 2 // len(start)) + end * (length // 2 // len(end))


@pytest.mark.parametrize("judge", JUDGES)
def test_no_judge_takes_more_than_its_share_of_time(judge: Callable[[str], Any]):
    slow = []
    for piece in PIECES:
        short, long = made_of(piece, SHORT), made_of(piece, TIMES * SHORT)
        shorter, longer = partial(judge, short), partial(judge, long)
        if grows_too_much(shorter, longer, JUDGE_FACTOR):
            slow.append(piece)
    assert [] == slow


@pytest.mark.parametrize("judge", JUDGES)
def test_every_judge_has_an_answer_for_a_number_without_an_end(judge: Callable[[str], Any]):
    for digits in ("9" * 32_767, "0," + "9" * 32_000, "1e" + "9" * 9_000, "-" + "1" * 5_000):
        judge(digits)
