"""Let a frozen program read its modules from the archive that both programs share.

PyInstaller runs this before any other module is asked for; its own loader goes on with the other
archive. Only what lies in Python's own library beside it may be imported here.
"""

import sys

import pyimod01_archive  # type: ignore[import-not-found]  # PyInstaller's, in a bundle only
import pyimod02_importers  # type: ignore[import-not-found]


def _share() -> None:
    place = sys._MEIPASS  # type: ignore[attr-defined]  # noqa: SLF001 - PyInstaller's folder
    library = pyimod01_archive.ZlibArchiveReader(
        f"{place}/klimaeditor.pyz", 0, check_pymagic=True
    )
    pyimod02_importers.pyz_archive = library
    sys.path_importer_cache.clear()  # those made so far know the empty archive


_share()
