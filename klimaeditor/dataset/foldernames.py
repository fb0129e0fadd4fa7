"""Names of folders that Windows does not allow, refused before anything is created (SEC-17)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.dataset import texts_saving
from klimaeditor.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

_DEVICE: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])( *\..*| *)", re.IGNORECASE
)
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')


def refuse_reserved(folder: Path) -> None:
    """Raise DatasetError where a folder that does not exist yet has a name Windows does not allow.

    On every system, because the dataset may be opened elsewhere. What exists is left in peace.
    """
    path = folder.absolute()
    while path != path.parent and not _exists(path):
        if _DEVICE.fullmatch(path.name) or _FORBIDDEN.search(path.name):
            raise DatasetError(texts_saving.reserved_name(path.name))
        path = path.parent


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
