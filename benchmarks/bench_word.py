"""Papers for a council: all measures, and the yearly report, as Word files."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.common import generate, show, within
from klimaeditor.checks.completeness import missing_fields
from klimaeditor.document import open_document
from klimaeditor.reports.overview import OverviewIndex
from klimaeditor.reports.word import WordOrder, measures_file, report_file
from klimaeditor.reports.yearly import ReportContext, ReportOrder, report_of, year_before

MEASURES = 68
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Write both papers for 68 measures; returns 1 where one takes longer than two seconds."""
    with tempfile.TemporaryDirectory() as temporary:
        document = open_document(generate(Path(temporary) / "data", MEASURES))
        document.findings.run()
        dataset, order = document.dataset, WordOrder("Musterstadt", NOW)
        today = NOW.date()
        known = OverviewIndex(dataset, document.findings).overview(today)
        wanted = ReportOrder("Musterstadt", today, year_before(today))
        report = report_of(dataset, ReportContext(known, missing_fields), wanted)
        keys = dataset.measure_keys()
        results = [
            within("all measures as a Word file", lambda: measures_file(dataset, keys, order), 2.0),
            within("the yearly report as a Word file", lambda: report_file(report, order), 2.0),
        ]
    return show(f"{MEASURES} measures", results)


if __name__ == "__main__":
    sys.exit(main())
