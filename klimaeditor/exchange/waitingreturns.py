"""Where interrupted reviews of returns lie, how many files wait, and what was remarked in them.

A dataset is known by its folder, as its backups are; one without a folder by its measures. The rest
of what is kept (``keptreviews``) is not loaded for that.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from klimaeditor import paths
from klimaeditor.files import backups
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Json


@dataclass(frozen=True, slots=True)
class FieldRemark:
    """What somebody wrote for the editors: about a field, or with *field* "" about the measure.

    *sender* is the department, "" where the file does not say it; *sent* the day of the request.
    """

    measure_id: str
    field: str
    sender: str
    sent: date | None
    text: str


FOLDER: Final = "Ruecklaeufe"
NAME: Final = "entscheidungen.json"
_LENGTH: Final = 16


def shelf(location: Path | None, dataset: Dataset, root: Path | None = None) -> Path:
    """Return where the reviews of a dataset lie below the user's folder *root*."""
    base = (paths.user_data() if root is None else root) / FOLDER
    if location is not None:
        return backups.shelf(location, base)
    ids = "\n".join(sorted(dataset.view(key).id for key in dataset.measures))
    return base / hashlib.sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def waiting(folder: Path) -> int:
    """Return how many files wait; what cannot be read (``keptreviews.load``) counts none."""
    try:
        return len(json.loads(paths.read_at_most(folder / NAME).decode("utf-8"))["files"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return 0


def remarks(folder: Path) -> tuple[FieldRemark, ...]:
    """Return what was remarked in the files that wait; nothing of what cannot be read."""
    try:
        found = json.loads(paths.read_at_most(folder / NAME).decode("utf-8"))["files"]
        return tuple(remark_of(own) for file in found for own in file.get("remarks", ()))
    except (OSError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return ()


def remark_of(found: Any) -> FieldRemark:  # noqa: ANN401 - the caller catches misfits
    """Return a remark as :func:`as_json` wrote it."""
    sent = found["sent"]
    return FieldRemark(
        str(found["measure"]),
        str(found["field"]),
        str(found["sender"]),
        None if sent is None else date.fromisoformat(sent),
        str(found["text"]),
    )


def as_json(remark: FieldRemark) -> dict[str, Json]:
    """Return a remark to be kept."""
    return {
        "measure": remark.measure_id,
        "field": remark.field,
        "sender": remark.sender,
        "sent": None if remark.sent is None else remark.sent.isoformat(),
        "text": remark.text,
    }
