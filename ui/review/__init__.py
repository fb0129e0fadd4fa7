"""Versions side by side: what others changed, what a backup holds, what a crash left behind.

Nothing here touches the dataset. A dialog returns what was chosen; who opened it makes one batch of
that, so that every answer is one step that can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.review import dialogs, former_versions

__all__: Final = ("dialogs", "former_versions")

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
