"""The gate as a conversation: mend, set, plan again, until it is published or left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from ui.publishing.dialog import PublishDialog
from ui.publishing.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.checks.findings import Finding
    from klimaeditor.publish.package import Plan
    from ui.ask import PublishDesk


def ask_to_publish(
    plan: Plan, desk: PublishDesk, parent: QWidget | None
) -> tuple[Plan, bool] | Finding | None:
    """Return the plan to write and whether all was confirmed, a finding to go to, or None."""
    dialog = make_dialog(plan, desk, parent)
    try:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return (dialog.plan, dialog.confirmed) if accepted else dialog.goal
    finally:
        dialog.deleteLater()


class Gate(PublishDialog):
    """The dialog with the plan it shows."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan


def make_dialog(plan: Plan, desk: PublishDesk, parent: QWidget | None) -> Gate:
    """Return the dialog, connected."""
    dialog = Gate(plan, parent)

    def show() -> None:
        dialog.show_stand(desk.items(dialog.plan), dialog.plan.changes)

    def after(step: Callable[[], object]) -> None:
        step()
        dialog.plan = desk.plan_again(dialog.plan)
        show()

    def set_up() -> None:
        settings = desk.settings()
        if settings is None:
            return
        form = SettingsDialog(settings, dialog, locked=desk.locked_settings())
        if form.exec() == QDialog.DialogCode.Accepted:
            after(lambda: desk.keep(form.settings()))
        form.deleteLater()

    dialog.fix_wanted.connect(lambda finding: after(lambda: desk.fix(finding)))
    dialog.fix_all_wanted.connect(lambda: after(desk.fix_all))
    dialog.settings_wanted.connect(set_up)
    show()
    return dialog
