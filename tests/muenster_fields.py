"""The fields of the profile the program comes with, for tests that have no dataset at hand."""

from __future__ import annotations

from typing import Final

from klimaeditor.site.muenster import MUENSTER

DECLARED: Final = MUENSTER.declared
FIELDS: Final = MUENSTER.fields
FIELDS_BY_NAME: Final = MUENSTER.by_name
TEXT_FIELDS: Final = MUENSTER.text_fields
KEY_ORDER: Final = MUENSTER.key_order
field = MUENSTER.field
known_field = MUENSTER.known_field
field_name = MUENSTER.field_name
fields_of = MUENSTER.fields_of
fields_touched = MUENSTER.fields_touched
template = MUENSTER.template
