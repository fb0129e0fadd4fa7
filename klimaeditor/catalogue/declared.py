"""All entries of the catalogue, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue.companions import ADDITIONAL_FIELDS, CATEGORY_FIELDS, PROGRESS_FIELDS
from klimaeditor.catalogue.contract import CONTRACT_FIELDS, IDENTITY_FIELDS

if TYPE_CHECKING:
    from klimaeditor.catalogue.types import Field

DECLARED: Final[tuple[Field, ...]] = (
    *IDENTITY_FIELDS,
    *CONTRACT_FIELDS,
    *ADDITIONAL_FIELDS,
    *PROGRESS_FIELDS,
    *CATEGORY_FIELDS,
)
