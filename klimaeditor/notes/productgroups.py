"""``produktgruppen.json``: the product groups of the city's budget, beside the four files.

The file is the city's own and is only read: an object of keys and names, such as
``{"12": "Verkehr", "12 02": "Radwege"}``. Which measure belongs to which group is noted in the
notebook, as key and name in one text; it is internal and in no package.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk
from klimaeditor.files.file_words import os_reason
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import KlimaError

if TYPE_CHECKING:
    from pathlib import Path


# --- words ---------------------------------------------------------------------------------------

FILE: Final = "produktgruppen.json"
NO_FILE: Final = (
    f"Neben dem Datensatz liegt keine Datei „{FILE}“ mit den Produktgruppen des Haushalts. Legen "
    "Sie sie in den Ordner des Datensatzes; die Kämmerei hat sie."
)


def unreadable(reason: str) -> str:
    """Return that the file cannot be read."""
    return f"Die Produktgruppen („{FILE}“) können nicht gelesen werden: {reason}"


def not_groups(place: str) -> str:
    """Return that the file holds something else; *place* says where."""
    where = f" bei {quoted(place)}" if place else ""
    return (
        f"Die Produktgruppen („{FILE}“) sind nicht zu verstehen{where}: Erwartet werden Nummern "
        "und Namen, zum Beispiel 12 02 und Radwege. Lassen Sie die Datei berichtigen."
    )


# --- reading -------------------------------------------------------------------------------------

_LARGEST: Final = 1_000_000
_MOST: Final = 5_000
_LONGEST: Final = 200
_DIGITS: Final = re.compile(r"[0-9]{1,9}")


class ProductGroupError(KlimaError):
    """Product groups that cannot be read; the sentence says why."""


def read_product_groups(folder: Path) -> dict[str, str]:
    """Return the groups in a dataset's folder, key -> name, in the order of their numbers.

    {} without the file. Raises ProductGroupError; bounded in bytes, groups and letters.
    """
    try:
        data = disk.read(folder / FILE, _LARGEST + 1)
    except OSError as error:
        raise ProductGroupError(unreadable(os_reason(error))) from error
    if data is None:
        return {}
    try:
        said = json.loads(data[: _LARGEST + 1].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ProductGroupError(not_groups("")) from error
    if len(data) > _LARGEST or not isinstance(said, dict) or len(said) > _MOST:
        raise ProductGroupError(not_groups(""))
    found = {}
    for key, name in said.items():
        if not isinstance(name, str) or not key.strip() or max(len(key), len(name)) > _LONGEST:
            raise ProductGroupError(not_groups(key))
        found[" ".join(key.split())] = " ".join(name.split())
    return dict(sorted(found.items(), key=lambda group: _order(group[0])))


def as_noted(key: str, name: str) -> str:
    """Return a group as the notebook has it: key and name."""
    return f"{key} {name}".strip()


def noted_key(text: str, groups: dict[str, str]) -> str:
    """Return the key of a noted group, also where its name is another one now; "" for none."""
    fitting = (key for key in groups if text == key or text.startswith(f"{key} "))
    return max(fitting, key=len, default="")


def _order(key: str) -> tuple[tuple[int, ...], str]:
    return tuple(int(number) for number in _DIGITS.findall(key)), key
