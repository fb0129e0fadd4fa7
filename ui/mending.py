"""Carrying out fixes in the window: one, the one at hand, all of a rule, all that are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.errors import KlimaError
from klimaeditor.repairs import apply_automatic
from ui import window_texts as texts

if TYPE_CHECKING:
    from klimaeditor.changes import Batch
    from klimaeditor.checks.findings import Finding
    from klimaeditor.document import Document
    from ui.ask import Ask
    from ui.workspace import Workspace


def fix(workspace: Workspace, finding: Finding) -> None:
    """Carry out a finding's fix, or lead to the field where a person has to decide."""
    bridge = workspace.bridge
    if bridge is None:
        return
    measures = bridge.document.dataset.measures
    if finding.measure in measures:  # before it is mended: a filter may hide it then
        workspace.go_to(finding.measure, None)
    if finding.fix is not None and _is_plain(finding):
        try:
            bridge.push(bridge.document.plan_fix(finding.fix))
        except KlimaError as error:  # a second click on a finding that is gone already
            workspace.said.emit(str(error))
    if finding.measure in bridge.document.dataset.measures:
        workspace.go_to(finding.measure, finding.field, finding.place)


def fix_here(workspace: Workspace) -> None:
    """Carry out the first fix of the field that has the focus."""
    bridge, measure = workspace.bridge, workspace.measure
    if bridge is None or measure is None:
        return
    here = (f for f in bridge.document.findings.of(measure) if f.field == workspace.form.field)
    finding = next((f for f in here if _is_plain(f)), None)
    if finding is None:
        workspace.said.emit(texts.NOTHING_HERE)
    else:
        fix(workspace, finding)


def fix_all(workspace: Workspace, ask: Ask) -> None:
    """Carry out all automatic fixes as one step, after asking."""
    bridge = workspace.bridge
    if bridge is None or workspace.refused():
        return
    findings = bridge.document.findings.all()
    found = [f for f in findings if f.fix is not None and f.fix.automatic]
    if not found:
        ask.info(texts.NOTHING_TO_FIX)
    elif ask.confirm_fixes([fix_line(bridge.document, f) for f in found]):
        fix_automatic(workspace)


def fix_automatic(workspace: Workspace, rule: str | None = None) -> None:
    """Carry out all automatic fixes, of one *rule* or of any, as one step; whoever calls has asked.

    One after the other, as a fix may change what the next one sees.
    """
    bridge = workspace.bridge
    if bridge is None or workspace.refused():
        return
    stack, batches = bridge.stack, 0

    def carry_out(batch: Batch) -> None:
        nonlocal batches
        if not batches:
            stack.beginMacro(texts.STEP_FIXES)
        batches += 1
        bridge.push(batch)

    repairs = apply_automatic(bridge.document, rule, carry_out)
    if batches:
        stack.endMacro()
    workspace.said.emit(texts.fixed(len(repairs)) if repairs else texts.NOTHING_TO_FIX)


def fix_line(document: Document, finding: Finding) -> str:
    """Return what the fix of a finding is about to do, and where, as a line of a question."""
    title = "" if finding.measure is None else document.view(finding.measure).title
    field = FIELDS_BY_NAME.get(finding.field or "")
    place = field.label if field else str(finding.file or "")
    return texts.fix_line(title, place, finding.fix.label if finding.fix else "")


def _is_plain(finding: Finding) -> bool:
    """Whether a fix can be carried out without a person's decision."""
    return finding.fix is not None and bool(finding.fix.edits or finding.fix.removals)
