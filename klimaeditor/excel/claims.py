"""Which row of „Maßnahmen“ is which exported measure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.excel import layout, messages
from klimaeditor.excel.projection import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.report import Report
    from klimaeditor.excel.sheetread import TableRow

    Mark = str | tuple[str, str] | None


@dataclass(slots=True)
class Claims:
    """*rows* by the key of the measure they belong to; *new* rows belong to none."""

    rows: dict[int, TableRow] = field(default_factory=dict)
    new: list[TableRow] = field(default_factory=list)

    def assign(self, marks: Iterable[tuple[int, Mark]], names: list[Mark]) -> None:
        """Give each row without a measure the first free one with the same mark, if any.

        *marks* are those of the measures, *names* those of the rows in ``new``; "" means none.
        """
        free: dict[Mark, list[int]] = defaultdict(list)
        for measure, mark in marks:
            if measure not in self.rows:
                free[mark].append(measure)
        left = []
        for row, name in zip(self.new, names, strict=True):
            if name and free[name]:
                self.rows[free[name].pop(0)] = row
            else:
                left.append(row)
        self.new = left


def claim(base: Dataset, prints: dict[int, str], found: list[TableRow], report: Report) -> Claims:
    """Assign the rows of the sheet; *prints* are the fingerprints of the exported measures.

    The id decides; among several with one id the fingerprint does. Where the id was overwritten,
    or there never was one, the fingerprint alone tells. An id that comes more often than it was
    exported is a problem (MRG-04).
    """
    ids = {measure: shown(record.get("id")) for measure, record in base.measures.items()}
    claims = Claims(new=list(found))
    claims.assign(
        ((measure, (ids[measure], prints[measure])) for measure in ids),
        [_both(row) for row in claims.new],
    )
    claims.assign(ids.items(), [row.text(layout.ID) for row in claims.new])
    before = set(claims.rows)
    claims.assign(prints.items(), [row.text(layout.FINGERPRINT) for row in claims.new])
    for measure in claims.rows.keys() - before:
        _report_new_id(base, measure, claims.rows[measure], report)
    _refuse_doubles(found, claims.new, set(ids.values()), report)
    _report_pasted(claims, prints, report)
    return claims


def _both(row: TableRow) -> tuple[str, str] | None:
    pair = (row.text(layout.ID), row.text(layout.FINGERPRINT))
    return pair if all(pair) else None


def _report_new_id(base: Dataset, measure: int, row: TableRow, report: Report) -> None:
    given = row.text(layout.ID)
    if given:
        report.notice(messages.id_kept(row.number, given, base.view(measure).id))


def _report_pasted(claims: Claims, prints: dict[int, str], report: Report) -> None:
    pasted = [
        row.number
        for measure, row in claims.rows.items()
        if row.text(layout.FINGERPRINT) not in ("", prints[measure])
    ]
    if pasted:
        report.notice(messages.rows_of_other_export(sorted(pasted)))


def _refuse_doubles(
    found: list[TableRow], new: list[TableRow], exported: set[str], report: Report
) -> None:
    doubles = (row.text(layout.ID) for row in new)
    for given in dict.fromkeys(one for one in doubles if one and one in exported):
        numbers = [row.number for row in found if row.text(layout.ID) == given]
        report.problem(messages.duplicate_id(layout.MEASURES.title, given, numbers))
