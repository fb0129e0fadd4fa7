"""What people decided about the columns of a table, remembered by its header.

A small JSON file in the user's own folder; it holds headers and field names, no content. When it
cannot be read or written, nothing is remembered, and nothing else happens.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from klimaeditor.dataset import disk
from klimaeditor.foreign.fields import plain
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from klimaeditor.excel.foreign.table import RawTable
    from klimaeditor.foreign.columns import ColumnMatch

FOLDER: Final = "import"
NAME: Final = "spalten.json"
MOST: Final = 200
_MOST_BYTES: Final = 4 * 1024 * 1024
_VERSION: Final = 1
_log = logging.getLogger(__name__)


class Memory:
    """The remembered headers under the user's folder *root* (``paths.user_config()``)."""

    def __init__(self, root: Path) -> None:
        self._path = root / FOLDER / NAME

    def recall(self, table: RawTable) -> dict[str, str]:
        """Return field by plain header for a table seen before ("" for none), else nothing."""
        return self._read().get(_key(table), {})

    def remember(self, table: RawTable, matches: Sequence[ColumnMatch]) -> None:
        """Keep which column stands for which field; the oldest are forgotten."""
        known = self._read()
        key = _key(table)
        known.pop(key, None)
        headers = [plain(match.column.header) for match in matches]
        known[key] = {
            header: match.field or ""
            for header, match in zip(headers, matches, strict=True)
            if header and headers.count(header) == 1
        }
        kept = dict(list(known.items())[-MOST:])
        text = json.dumps({"version": _VERSION, "headers": kept}, ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            disk.write_whole(self._path, text.encode("utf-8"), durable=False)
        except OSError:
            _log.warning("the columns of a table were not remembered", exc_info=True)

    def forget(self) -> None:
        """Remove everything remembered."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, dict[str, str]]:
        """Return what is remembered by table; a damaged file counts as none."""
        try:
            data = read_at_most(self._path, _MOST_BYTES + 1)
            content = json.loads(data.decode("utf-8")) if len(data) <= _MOST_BYTES else {}
        except (OSError, ValueError, RecursionError):
            return {}
        tables = content.get("headers") if isinstance(content, dict) else None
        if not isinstance(tables, dict):
            return {}
        return {
            key: {header: name for header, name in table.items() if isinstance(name, str)}
            for key, table in tables.items()
            if isinstance(table, dict)
        }


def _key(table: RawTable) -> str:
    """Return what a table is known by: its headers in any order."""
    return " | ".join(sorted(filter(None, (plain(c.header) for c in table.columns))))
