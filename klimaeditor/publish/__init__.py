"""What leaves the editor: the gate, and the package of files for website, open data and Git.

publisher  who publishes, under which licence and identifier (OPN-10); as an administrator has
           decided it (DEL-04)
gate       what the public will read, what stops it, what has to be confirmed (DEL-07)
csvtables, schema, opendata   the same data in the forms that others read
changelog  what is new, publication by publication, in German (OPN-12)
datadate   the time of the data, so that the same data give the same bytes (OPN-14)
package, folder, verify   all of it as one folder, checked, written as a whole or not at all
clean      canonical formatting, once (OPN-02)     gitmerge   three versions of one file
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from klimaeditor.publish import (
        clean,
        clone,
        datadate,
        folder,
        gate,
        gitmerge,
        openconflicts,
        package,
        publisher,
    )

__all__: Final = (
    "clean",
    "clone",
    "datadate",
    "folder",
    "gate",
    "gitmerge",
    "openconflicts",
    "package",
    "publisher",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
