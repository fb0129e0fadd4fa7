"""Every rule is seen, told to screen readers, listed, and found by Enter (A11Y-15)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from klimaeditor.checks.rulebook import RULES
from klimaeditor.model.findings import Severity
from tests.dataset_builders import write_folder
from tests.e2e_driver import Key
from tests.rule_cases import CASES, spoiled

pytestmark = pytest.mark.gui
WITH_FIELD = [(rule, place) for rule, cases in CASES.items() for place, (_, field) in
              enumerate(cases[:1]) if field is not None]  # fmt: skip
SHOWN_AT = {"category": "category_id"}  # its name has no row of its own


def faults(work, rule: str, field: str) -> list[str]:
    """Return what is missing of how a finding has to be told."""
    about = (f for f in work.document.findings.all() if (f.rule, f.field) == (rule, field))
    finding = next(f for f in about if f.measure is not None)
    key = finding.measure
    work.workspace.go_to(key, None)
    work.settle(6)
    row = work.row(SHOWN_AT.get(field, field))
    widget = row.editor.focus_widget()
    shown = {finding.rule for finding in row.shown_findings()}
    titles = {RULES[name].title for name in shown}
    labels = [x for x in row.findChildren(QLabel) if rule in shown and x.text() in titles]
    missing = []
    if not any(label.isVisibleTo(row) for label in labels):
        missing.append("seen")
    if finding.message not in widget.accessibleDescription():
        missing.append("described")
    invalid = bool(QAccessible.queryAccessibleInterface(row.editor).state().invalid)
    if RULES[rule].severity is Severity.ERROR and not invalid:
        missing.append("invalid")
    work.trigger("check_measure")
    work.settle()
    tree = work.findings.tree
    if not tree.select_finding(finding):
        return [*missing, "listed"]
    tree.setFocus()
    work.press(Key.Key_Return)
    return missing if row.has_focus() else [*missing, "found"]


@pytest.fixture
def spoilt(program, tmp_path, rule, place):
    """The window over a dataset that breaks a rule."""
    QAccessible.setActive(True)
    tables, _ = spoiled(rule, place)
    program.forget()
    program.activate()
    assert program.app.session.open_path(write_folder(tmp_path / rule, tables))
    program.settle()
    yield program
    program.put_away()


def test_there_are_many_rules_about_fields():
    assert len(WITH_FIELD) > 55


@pytest.mark.parametrize(("rule", "place"), WITH_FIELD)
def test_every_rule_about_a_field_is_told_in_every_way(spoilt, rule, place):
    _, field = spoiled(rule, place)

    assert [] == faults(spoilt, rule, field)
