"""A workbook being turned into a dataset: as exported, as it becomes, and what there is to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.changes import Batch
from klimaeditor.dataset.edits import set_field
from klimaeditor.dataset.records import Dataset, id_of
from klimaeditor.errors import EditError
from klimaeditor.excel import messages
from klimaeditor.excel.baseline import fingerprints
from klimaeditor.excel.projection import shown
from klimaeditor.values import ABSENT

if TYPE_CHECKING:
    from klimaeditor.changes import Change
    from klimaeditor.excel.baseline import Baseline
    from klimaeditor.excel.report import Report
    from klimaeditor.values import Value


@dataclass(slots=True)
class Session:
    """*base* stays as exported, *dataset* takes the changes; records have the same keys in both.

    *fingerprints* are those of the exported measures, by key.
    *keys_by_id* says which measure rows of other sheets mean; *left_out* are ids of measures that
    do not belong to the document any more.
    """

    base: Dataset
    dataset: Dataset
    report: Report
    fingerprints: dict[int, str]
    keys_by_id: dict[str, int] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def before(self, measure: int, name: str) -> Value:
        """Return a value as exported, ABSENT for a measure that is new."""
        return self.base.value(measure, name) if measure in self.base.measures else ABSENT

    def apply(self, *changes: Change) -> None:
        """Carry out changes."""
        self.dataset.apply(Batch("", changes))

    def store(self, measure: int, name: str, value: Value, sheet: str, row: int) -> None:
        """Store a value as the form would; what the format does not allow becomes a problem."""
        try:
            self.apply(*set_field(self.dataset, measure, name, value))
        except EditError as error:
            self.report.problem(messages.not_possible(sheet, row, str(error)))

    def title(self, measure: int) -> str:
        """Return what to call a measure."""
        return self.dataset.view(measure).title


def begin(exported: Baseline, report: Report) -> Session:
    """Return the session for what a workbook was made from."""
    base, dataset = Dataset(dict(exported.records)), Dataset(dict(exported.records))
    dataset.retired_ids.update(exported.used_ids)
    prints = fingerprints(base, exported.texts, base.measures)
    session = Session(base, dataset, report, prints)
    for measure, row in session.base.measures.items():
        measure_id = shown(id_of(row))
        if measure_id:
            session.keys_by_id.setdefault(measure_id, measure)
    return session
