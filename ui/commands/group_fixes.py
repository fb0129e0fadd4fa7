"""The button of a group of findings, as the page of findings and that of publishing show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.repairs import apply_chosen
from ui.bridge import StepGivenUpError
from ui.shell.workspace import GIVEN_UP, STEP_FIXES, fix_line

if TYPE_CHECKING:
    from klimaeditor.checks.groups import GroupFix
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
    try:
        with bridge.as_one_step(STEP_FIXES) as tick:
            return apply_chosen(bridge.document, fix.findings, tick)
    except StepGivenUpError:
        workspace.status_message.emit(GIVEN_UP)
        return 0
