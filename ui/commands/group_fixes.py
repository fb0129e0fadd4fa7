"""The button of a group of findings, as the page of findings and that of publishing show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.repairs import apply_chosen
from ui.shell.workspace import STEP_FIXES, fix_line

if TYPE_CHECKING:
    from klimaeditor.checks.groups import GroupFix
    from klimaeditor.model.changes import Batch
    from ui.shell.workspace import FixQuestions, Workspace


def repair_group(workspace: Workspace, fix: GroupFix, ask: FixQuestions) -> int:
    """Repair the findings of a group as one step; return how many are gone.

    Where a person has to decide, all places are shown first (behaviour 6).
    """
    bridge = workspace.bridge
    if workspace.refused():
        return 0
    if fix.decide and not ask.confirm_fixes([fix_line(bridge.document, f) for f in fix.findings]):
        return 0
    begun = False

    def carry_out(batch: Batch) -> None:
        nonlocal begun
        if not begun:
            bridge.stack.beginMacro(STEP_FIXES)
            begun = True
        bridge.push(batch)

    try:
        return apply_chosen(bridge.document, fix.findings, carry_out)
    finally:
        if begun:
            bridge.stack.endMacro()
