"""The error of a publication that cannot be made."""

from __future__ import annotations

from klimaeditor.errors import KlimaError


class PublicationError(KlimaError):
    """A package, setting or former publication that cannot be read or written."""
