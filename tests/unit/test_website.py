"""The public status of a measure, held against what JavaScript itself answered (WEB-05)."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import pytest

from klimaeditor.model.publicpage import PublicStatus, StatusReason
from klimaeditor.model.values import ABSENT
from klimaeditor.site import javascript
from klimaeditor.site.muenster import muenster
from klimaeditor.site.status import detail_line, news_status

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def golden(name: str) -> dict:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


STATUS_CASES = golden("public_status.json")["cases"]


def progress_of(kind: str, *values: tuple[object, object], **more: object) -> dict:
    entries = [{"value": value, "date": day} for value, day in values]
    return {"id": "mobilitaet99", "type": kind, "values": entries, **more}


# --- against JavaScript -------------------------------------------------------------------------


def test_the_golden_tables_are_large_enough_to_mean_something():
    statuses = Counter(case["status"] for case in STATUS_CASES)

    assert len(STATUS_CASES) > 300
    assert set(PublicStatus) == set(statuses)
    assert min(statuses.values()) > 20


def test_every_status_is_the_one_the_site_computes():
    answers = [
        (
            case,
            muenster().status(case["progress"]).status,
            news_status(case["progress"], muenster()),
        )
        for case in STATUS_CASES
    ]

    assert [] == [
        answer for answer in answers if answer[1:] != (answer[0]["status"], answer[0]["news"])
    ]


def test_the_line_under_the_summary_is_the_one_vue_renders():
    lines = [
        (case, " ".join(detail_line(case["progress"], muenster()).split()))
        for case in STATUS_CASES
        if case["line"] is not None  # the page fails otherwise
    ]

    assert [] == [(case, line) for case, line in lines if line != case["line"]]


def test_every_date_is_read_as_the_browser_reads_it():
    answers = [
        (text, moment, javascript.parse(text)) for text, moment in golden("js_dates.json")["cases"]
    ]

    assert [] == [answer for answer in answers if answer[1] != answer[2]]


def test_every_value_is_treated_as_javascript_and_vue_treat_it():
    cases = golden("js_values.json")["cases"]
    answers = [
        {
            "value": value,
            "number": javascript.number_text(javascript.to_number(value)),
            "truthy": javascript.truthy(value),
            "text": javascript.to_text(value),
            "display": javascript.display(value),
            "integer": javascript.number_text(javascript.parse_int(value)),
            "german": javascript.german_number(value),
            "moment": javascript.to_moment(value),
        }
        for value in (case["value"] for case in cases)
    ]

    assert [] == [pair for pair in zip(cases, answers, strict=True) if pair[0] != pair[1]]


def test_undefined_prints_nothing_and_is_no_number():
    assert javascript.display(ABSENT) == ""
    assert math.isnan(javascript.to_number(ABSENT))
    assert javascript.to_moment(ABSENT) is None
    assert javascript.to_text(ABSENT) == "undefined"


def test_nan_counts_as_false_and_starts_nothing():
    progress = progress_of("percent", (math.nan, "2024-10-01"))

    assert not javascript.truthy(math.nan)
    assert muenster().status(progress).reason_code is StatusReason.ZERO_PERCENT


# --- reasons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("progress", "reason", "detail"),
    [
        (None, StatusReason.NO_RECORD, ""),
        (ABSENT, StatusReason.NO_RECORD, ""),
        ({"id": "a"}, StatusReason.VALUES_MISSING, ""),
        ([], StatusReason.VALUES_MISSING, ""),
        (progress_of("binary"), StatusReason.EMPTY_VALUES, ""),
        ({"values": [None]}, StatusReason.NULL_ENTRY, ""),
        (
            progress_of("binary", ("completed", "2023-12-31")),
            StatusReason.STALE_LAST_DATE,
            "2023-12-31",
        ),
        (
            progress_of("binary", ("unknown", "Mai 2024")),
            StatusReason.STALE_LAST_DATE,
            "2023-12-31",
        ),
        (progress_of("percent", (100, "2024-10-01")), StatusReason.PERCENT_FULL, "100"),
        (progress_of("percent", (5.0, "2024-10-01")), StatusReason.PERCENT_STARTED, "5"),
        (progress_of("percent", (0, "2024-10-01")), StatusReason.ZERO_PERCENT, "0"),
        (progress_of("percent", ("5", "2024-10-01")), StatusReason.WRONG_TYPE, "5"),
        (progress_of("count", (9, "2024-10-01"), start=1, goal=9), StatusReason.COUNT_GOAL, "9"),
        (progress_of("count", (8, "2024-10-01"), start=1, goal=9), StatusReason.COUNT_STARTED, "8"),
        (progress_of("count", (10, "2024-10-01"), start=1, goal=9), StatusReason.OVER_GOAL, "10"),
        (progress_of("count", (0, "2024-10-01"), start=1, goal=9), StatusReason.BELOW_START, "0"),
        (progress_of("count", (8, "2024-10-01"), goal=9), StatusReason.START_MISSING, "8"),
        (
            progress_of("count", (True, "2024-10-01"), start=0, goal=1),
            StatusReason.WRONG_TYPE,
            "true",
        ),
        (
            progress_of("binary", ("completed", "2024-10-01")),
            StatusReason.BINARY_VALUE,
            "completed",
        ),
        (progress_of("binary", ("fertig", "2024-10-01")), StatusReason.BINARY_INVALID, "fertig"),
        (progress_of("binary", (1, "2024-10-01")), StatusReason.WRONG_TYPE, "1"),
        (progress_of("Binary", ("completed", "2024-10-01")), StatusReason.UNKNOWN_TYPE, "Binary"),
    ],
)
def test_each_status_comes_with_its_reason(progress: object, reason: StatusReason, detail: str):
    result = muenster().status(progress)

    assert (reason, detail) == (result.reason_code, result.detail)


def test_the_last_entry_decides_not_the_latest_day():
    result = muenster().status(
        progress_of("binary", ("completed", "2024-10-01"), ("in_progress", "2023-06-01"))
    )

    assert result.status is PublicStatus.STALE


def test_a_german_day_is_taken_for_january():
    moment = javascript.parse("01.10.2024")

    assert moment is not None
    assert javascript.iso_day(moment) == "2024-01-09"  # midnight of the 10th in Germany, in UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (0, "1970-01-01"),
        (951_782_400_000, "2000-02-29"),
        (javascript.MAX_MS, "+275760-09-13"),
        (-javascript.MAX_MS, "-271821-04-20"),
        (-62_198_755_200_000, "-000001-01-01"),
    ],
)
def test_days_are_written_as_to_iso_string_writes_them(moment: int, day: str):
    assert day == javascript.iso_day(moment)
