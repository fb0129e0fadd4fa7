"""How large a dialog opens that is no higher for its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import theme

if TYPE_CHECKING:
    from ui.dialogs.frame import DialogFrame

_FRAME = 60  # logical pixels kept free for the window frame and the task bar


def fit_screen(dialog: DialogFrame, width: int, height: int) -> None:
    """Open *dialog* at this size (logical pixels at 100 %), but never larger than its screen."""
    room = dialog.screen().availableSize()
    px = theme.current().px
    dialog.fits_content = False
    dialog.setMinimumWidth(min(dialog.minimumWidth(), room.width()))
    dialog.resize(min(px(width), room.width()), min(px(height), room.height() - _FRAME))
