"""Several records together: groups of measures, and records that belong to none.

A group is all measures that share something: an id, a category, an amount within a category. The
index keeps the groups; when a measure enters or leaves one, only that group is judged again.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.checks.numbers import format_amount
from klimaeditor.checks.rule import Rule, ThemeChecks
from klimaeditor.model.changes import HEAD, FileName
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.findings import FieldEdit, Finding, Fix, Removal, Severity
from klimaeditor.model.records import COMPANIONS
from klimaeditor.model.values import same

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset, MeasureView

ID_DUPLICATE: Final = Rule(
    id="id_duplicate",
    severity=Severity.ERROR,
    title="Kennung doppelt",
    problem="{count} Maßnahmen haben dieselbe Kennung {found}.",
    site="Nur die erste ist auf der öffentlichen Seite zu erreichen; Zusatzangaben und "
    "Fortschritt gelten für alle zugleich.",
    remedy="Bitten Sie die Website-Betreuung, der später angelegten Maßnahme eine freie Kennung "
    "zu geben.",
    example="{example}",
    detail="Die Kennungen stehen in measures.json.",
)
CATEGORY_NAME_DIFFERS: Final = Rule(
    id="category_name_differs",
    severity=Severity.ERROR,
    title="Zwei Namen für eine Kategorie",
    problem="Die Kategorie heißt hier {found}, bei ihren anderen Maßnahmen {usual}.",
    site="Auf der Startseite erscheint sie dadurch zweimal, einmal mit falschem oder ohne Symbol.",
    remedy="Verwenden Sie für alle Maßnahmen der Kategorie denselben Namen.",
)
COST_SHARED: Final = Rule(
    id="cost_shared",
    severity=Severity.WARNING,
    title="Gleicher Betrag bei mehreren Maßnahmen",
    problem="{count} Maßnahmen dieser Kategorie nennen denselben Betrag von {stored} Euro.",
    site="Die öffentliche Seite zeigt ihn bei jeder; in einer Summe zählt er mehrfach.",
    remedy="Prüfen Sie, ob das die Kosten aller Maßnahmen zusammen sind.",
)
ORPHAN_RECORD: Final = Rule(
    id="orphan_record",
    severity=Severity.ERROR,
    title="Angaben ohne Maßnahme",
    problem="Zur Kennung {found} gibt es Angaben, aber keine Maßnahme.",
    site="Die öffentliche Seite zeigt sie nicht, aber sie sind öffentlich; ein beschädigter "
    "Fortschritt stört dort alle Seiten.",
    remedy="Entfernen Sie die Angaben, oder lassen Sie die Website-Betreuung die Kennung "
    "berichtigen.",
    detail="In {file} {entries} mit dieser Kennung.",
)
DUPLICATE_RECORD: Final = Rule(
    id="duplicate_record",
    severity=Severity.ERROR,
    title="Angaben doppelt",
    problem="Die Angaben zur Kennung {found} sind {count}-mal vorhanden.",
    site="Die öffentliche Seite zeigt nur die {used}.",
    remedy="Prüfen Sie die übrigen, und entfernen Sie, was zu viel ist.",
    detail="{file} enthält {count} Einträge mit dieser Kennung.",
)
MEASURES_GONE: Final = Rule(
    id="measures_gone",
    severity=Severity.ERROR,
    title="Keine einzige Maßnahme",
    problem="Der Datensatz enthält keine Maßnahme mehr, aber noch Angaben zu Maßnahmen.",
    site="Die öffentliche Seite zeigt keine Maßnahmen mehr.",
    remedy="Stellen Sie eine Sicherung wieder her: Datei › Sicherung wiederherstellen.",
    detail="In {file} steht keine Maßnahme, in den anderen Dateien {entries} zu Maßnahmen.",
)
BYTE_ORDER_MARK: Final = Rule(
    id="byte_order_mark",
    severity=Severity.ERROR,
    title="Unsichtbare Marke am Dateianfang",
    problem="Eine Datei beginnt mit einer unsichtbaren Marke.",
    site="Die öffentliche Seite kann die Datei damit nicht lesen.",
    remedy="Entfernen Sie die Marke; alle Angaben bleiben, wie sie sind.",
    detail="{file} beginnt mit einer Byte-Reihenfolge-Marke (BOM).",
)

USE_CATEGORY_NAME: Final = "Namen der Kategorie übernehmen"
REMOVE_RECORD: Final = "Angaben entfernen"
REMOVE_MARK: Final = "Marke entfernen"
FIRST: Final = "ersten"
LAST: Final = "letzten"
USED_RECORD: Final = MappingProxyType(
    {FileName.ADDITIONAL: FIRST, FileName.PROGRESS: LAST, FileName.CATEGORIES: FIRST}
)

SHARED_BY = 3
"""So many measures of a category with one amount deserve a warning (SEC-20)."""
_EXAMPLE_ID = "mobilitaet12"


class _Group(NamedTuple):
    """What the members of a group share: the rule that judges it and the shared values."""

    rule: str
    shared: tuple[str | float, ...]


def memberships(view: MeasureView) -> dict[Hashable, str]:
    """Return the groups a measure is in, each with what the rule has to know about the measure."""
    found: dict[Hashable, str] = {}
    if view.id:
        found[_Group(ID_DUPLICATE.id, (view.id,))] = ""
    category, name = view.value("category_id"), view.value("category")
    if not isinstance(category, str) or not category:
        return found
    if isinstance(name, str) and name:
        found[_Group(CATEGORY_NAME_DIFFERS.id, (category,))] = name
    cost = view.value("cost_value")
    if isinstance(cost, int | float) and not isinstance(cost, bool) and cost > 0:
        found[_Group(COST_SHARED.id, (category, cost))] = ""
    return found


if TYPE_CHECKING:
    Judge: TypeAlias = Callable[[_Group, Mapping[int, str]], Iterable[Finding]]


class Groups:
    """The members of every group, and what was found when it was last judged."""

    def __init__(self, icons: Container[str]) -> None:
        """Start without members; *icons* are the categories, by name, that have one."""
        own = {CATEGORY_NAME_DIFFERS.id: partial(_one_name, icons)}
        self._judges: dict[str, Judge] = {**_JUDGES, **own}
        self.findings: dict[Hashable, dict[int, Finding]] = {}
        self._members: dict[Hashable, dict[int, str]] = {}
        self._groups_of: dict[int, dict[Hashable, str]] = {}

    def put(self, measure: int, groups: dict[Hashable, str]) -> set[Hashable]:
        """Say in which groups a measure is now; return those that have to be judged again."""
        old = self._groups_of.pop(measure, {})
        if groups:
            self._groups_of[measure] = groups
        changed = {
            group for group in old.keys() | groups.keys() if old.get(group) != groups.get(group)
        }
        for group in changed:
            members = self._members.setdefault(group, {})
            if group in groups:
                members[measure] = groups[group]
            else:
                members.pop(measure, None)
            if not members:
                del self._members[group]
        return changed

    def judge(self, group: Hashable) -> dict[int, Finding]:
        """Return the findings of one group by measure, and remember them."""
        members = self._members.get(group, {})
        found: dict[int, Finding] = {}
        if isinstance(group, _Group):
            found = {
                f.measure: f
                for f in self._judges[group.rule](group, members)
                if f.measure is not None
            }
        if found:
            self.findings[group] = found
        return found


def _same_id(group: _Group, members: Mapping[int, str]) -> Iterator[Finding]:
    """Report an id of several measures once, at the first that should get another one."""
    if len(members) > 1:
        yield _grouped(
            ID_DUPLICATE,
            sorted(members)[1],
            "id",
            found=quoted(group.shared[0]),
            count=len(members),
            example=_EXAMPLE_ID,
        )


def _one_name(
    icons: Container[str], group: _Group, members: Mapping[int, str]
) -> Iterator[Finding]:
    """Report the measures whose category has another name than most of its measures (WEB-08).

    Where none is in the majority, the name that the site has an icon for is taken as right.
    """
    names = Counter(members.values())
    if len(names) < 2:
        return
    usual = min(names, key=lambda name: (-names[name], name not in icons, name))
    for measure, name in members.items():
        if name != usual:
            fix = Fix(USE_CATEGORY_NAME, (FieldEdit(measure, "category_id", group.shared[0]),))
            yield _grouped(
                CATEGORY_NAME_DIFFERS,
                measure,
                "category",
                fix,
                found=quoted(name),
                usual=quoted(usual),
            )


def _same_amount(group: _Group, members: Mapping[int, str]) -> Iterator[Finding]:
    if len(members) >= SHARED_BY:
        stored = format_amount(float(group.shared[1]))
        for measure in members:
            yield _grouped(COST_SHARED, measure, "cost_value", count=len(members), stored=stored)


_JUDGES: dict[str, Judge] = {
    ID_DUPLICATE.id: _same_id,
    COST_SHARED.id: _same_amount,
}


def _grouped(
    rule: Rule, measure: int, field: FieldName, fix: Fix | None = None, **details: object
) -> Finding:
    return Finding(
        rule.id,
        rule.severity,
        rule.message(**details),
        measure=measure,
        field=field,
        fix=fix,
        problem=rule.problem.format(**details),
        effect=rule.site.format(**details),
    )


def check_files(dataset: Dataset) -> tuple[Finding, ...]:
    """Return what is wrong with records that belong to no measure, or to one that has its own."""
    return (
        *map(_byte_order_mark, sorted(dataset.marked, key=list(FileName).index)),
        *_measures_gone(dataset),
        *(f for file in (*COMPANIONS, FileName.CATEGORIES) for f in _file(dataset, file)),
    )


def _measures_gone(dataset: Dataset) -> Iterator[Finding]:
    """Report once that all measures are gone, instead of every record that has lost its own."""
    count = sum(len(dataset.tables[file].rows) for file in COMPANIONS)
    if count and not dataset.measures:
        yield _on_file(MEASURES_GONE, FileName.MEASURES, None, entries=_entries(count))


def _byte_order_mark(file: FileName) -> Finding:
    fix = Fix(REMOVE_MARK, removals=(Removal(file, HEAD),), automatic=True)
    return _on_file(BYTE_ORDER_MARK, file, fix)


def _file(dataset: Dataset, file: FileName) -> Iterator[Finding]:
    table = dataset.tables[file]
    wanted = dataset.tables[FileName.MEASURES].keys_by_id
    for record_id, keys in table.keys_by_id.items():
        if not record_id or (file in COMPANIONS and record_id not in wanted):
            if file in COMPANIONS and not dataset.measures:
                continue
            yield _orphans(dataset, file, keys, record_id)
        elif len(keys) > 1:
            yield _spares(dataset, file, keys, record_id)


def _orphans(dataset: Dataset, file: FileName, keys: Sequence[int], record_id: str) -> Finding:
    """Report the records of an id without a measure once; the fix removes those that are alike."""
    rows = dataset.tables[file].rows
    removals = tuple(Removal(file, key) for key in keys if same(rows[key], rows[keys[0]]))
    fix = Fix(REMOVE_RECORD, removals=removals)
    return _on_file(
        ORPHAN_RECORD,
        file,
        fix,
        found=quoted(record_id),
        entries=_entries(len(keys)),
    )


def _spares(dataset: Dataset, file: FileName, keys: Sequence[int], record_id: str) -> Finding:
    """Report the records that repeat an id once.

    The fix removes the exact repetitions, all at once; where there are none, one of the others,
    so that a person looks at each.
    """
    rows = dataset.tables[file].rows
    used = keys[-1] if file is FileName.PROGRESS else keys[0]
    spare = [key for key in keys if key != used]
    equal = [key for key in spare if same(rows[key], rows[used])]
    removals = tuple(Removal(file, key) for key in equal or spare[:1])
    return _on_file(
        DUPLICATE_RECORD,
        file,
        Fix(REMOVE_RECORD, removals=removals, automatic=bool(equal)),
        found=quoted(record_id),
        count=len(keys),
        used=USED_RECORD[file],
    )


def _on_file(rule: Rule, file: FileName, fix: Fix | None, **details: object) -> Finding:
    details["file"] = file.value
    return Finding(
        rule.id,
        rule.severity,
        rule.message(**details),
        file=file,
        fix=fix,
        problem=rule.problem.format(**details),
        effect=rule.site.format(**details),
    )


def _entries(count: int) -> str:
    """Return „steht ein Eintrag“ or „stehen 5 Einträge“."""
    return inflected(count, "steht ein Eintrag", f"stehen {count} Einträge")


CHECKS: Final = ThemeChecks()  # the index of the engine finds what only shows beside others
