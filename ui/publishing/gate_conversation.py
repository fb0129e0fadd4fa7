"""The gate as a conversation: mend, set, plan again, until it is published or left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QDialog

from ui.dialogs.dialog_answers import DialogAnswers
from ui.publishing.gate_dialog import PublishDialog
from ui.publishing.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from klimaeditor.model.findings import Finding
    from klimaeditor.publish.package import PackagePlan
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.publishing.gate_dialog import GateItem


class GateConversation(PublishDialog):
    """The dialog with the plan it shows."""

    def __init__(self, plan: PackagePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan


def make_dialog(plan: PackagePlan, desk: PublishDesk, parent: QWidget | None) -> GateConversation:
    """Return the dialog, connected."""
    dialog = GateConversation(plan, parent)

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


class PublishDesk(Protocol):
    """What the gate's dialog can have done."""

    def items(self, plan: PackagePlan) -> Sequence[GateItem]:
        """Return what stands against a plan."""

    def plan_again(self, plan: PackagePlan) -> PackagePlan:
        """Return the plan anew."""

    def fix(self, finding: Finding) -> None:
        """Mend one finding."""

    def fix_all(self) -> None:
        """Mend everything that needs no decision."""

    def settings(self) -> PublicationSettings | None:
        """Return the settings of publications."""

    def locked_settings(self) -> frozenset[str]:
        """Return the names of the settings that nobody may change here."""

    def keep(self, changed: PublicationSettings) -> None:
        """Remember the settings."""


class PublishingAnswers(DialogAnswers):
    """Answers what publishing asks."""

    def publish(
        self, plan: PackagePlan, desk: PublishDesk
    ) -> tuple[PackagePlan, bool] | Finding | None:
        """Show the gate; *desk* mends and plans again meanwhile.

        Returns the plan to write and whether all was confirmed, a finding to be led to, or None.
        """
        dialog = make_dialog(plan, desk, self._parent)
        try:
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            return (dialog.plan, dialog.confirmed) if accepted else dialog.goal
        finally:
            dialog.deleteLater()
