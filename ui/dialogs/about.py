"""About the program: version, licence, parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout

from ui import texts as words
from ui import theme
from ui.dialogs import licence_texts, texts
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import hairline, plain_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class AboutInfo:
    """What the dialog tells: the program's version, and (name, version) of its *parts*."""

    version: str
    parts: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """Return everything as lines, to send to those who help."""
        lines = [f"{words.PRODUCT} {self.version}", *(f"{n} {v}" for n, v in self.parts)]
        return "\n".join(lines)


class AboutDialog(DialogFrame):
    """Shows an :class:`AboutInfo`."""

    def __init__(self, info: AboutInfo, parent: QWidget | None = None) -> None:
        super().__init__(texts.ABOUT_TITLE, parent)
        self.body.addWidget(plain_label(words.PRODUCT, "title"))
        self.body.addWidget(plain_label(texts.ABOUT_VERSION.format(version=info.version), "muted"))
        self.body.addWidget(plain_label(words.CLAIM, wrap=True))
        self.body.addWidget(plain_label(texts.ABOUT_OFFLINE, wrap=True))
        self.body.addWidget(plain_label(texts.ABOUT_LICENCE, wrap=True))
        self.body.addWidget(hairline())
        self.body.addWidget(plain_label(texts.ABOUT_PARTS, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.L)
        grid.setVerticalSpacing(theme.Space.XS)
        for row, (name, version) in enumerate(info.parts):
            shown = plain_label(version, "muted")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(plain_label(name), row, 0)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_side_button(
            texts.ABOUT_COPY, lambda: QGuiApplication.clipboard().setText(info.as_text())
        )
        self.add_side_button(licence_texts.OPEN, self._show_licences)
        self.add_button(words.CLOSE, self.accept, primary=True, default=True)

    def _show_licences(self) -> None:
        """Show licences over this dialog; nothing is asked, so nothing has to be wired."""
        from ui.dialogs.licences import LicencesDialog  # noqa: PLC0415 - rarely needed

        dialog = LicencesDialog(parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
