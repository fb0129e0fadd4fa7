"""What stays out of a bundle: by name, so that a test can say so without building one.

Qt for Widgets, German, pictures the program reads – nothing that draws with OpenGL, speaks over a
network or belongs to another desktop's look.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PureWindowsPath
from typing import Final

from installer import origins

UNUSED_MODULES: Final = [
    # never imported by the program, but reachable for PyInstaller's search
    "tkinter", "_tkinter", "unittest", "doctest", "pydoc", "pdb", "test", "setuptools",
    "pkg_resources", "distutils", "lib2to3", "ensurepip", "pip", "curses", "readline", "sqlite3",
    "_sqlite3", "turtle", "_msi", "multiprocessing", "PIL", "numpy", "pandas", "IPython",
    # python-docx needs lxml.etree and nothing else of lxml
    "lxml.html", "lxml.isoschematron", "lxml.objectify", "lxml.sax", "lxml.cssselect",
    "lxml.builder", "lxml.usedoctest", "lxml.doctestcompare", "lxml.ElementInclude",
    "lxml.pyclasslookup",
    "mypy", "hypothesis", "pytest", "rich", "email_validator", "dotenv",
    "pydantic.mypy", "pydantic._hypothesis_plugin",
    "pydantic.v1",  # asked for by models of the former pydantic only
    # what Python has in C as well, or frozen into its library
    "_pydecimal", "_pydatetime", "importlib._bootstrap", "importlib._bootstrap_external",
    # ways to pack that no workbook uses
    "bz2", "_bz2", "lzma", "_lzma",
    # platform does without; asked it takes long, and Wine 8 cannot answer
    "_wmi",
]
NETWORK_MODULES: Final = [
    # the program never uses a network, so nothing that could is in the bundle (DEL-03)
    "ssl", "_ssl", "_hashlib", "asyncio", "_asyncio", "_overlapped", "http", "urllib.request",
    "urllib.error", "urllib.response", "urllib.robotparser", "ftplib", "smtplib", "imaplib",
    "poplib", "nntplib", "telnetlib", "socketserver", "xmlrpc", "wsgiref", "webbrowser",
    "PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtDBus",
]
UNUSED_QT: Final = [
    f"PySide6.{name}"
    for name in (
        "QtConcurrent", "QtDesigner", "QtHelp", "QtOpenGL", "QtOpenGLWidgets", "QtPdf", "QtQml",
        "QtQuick", "QtQuickWidgets", "QtSql", "QtTest", "QtUiTools", "QtXml",
    )
]
EXCLUDED: Final = [*UNUSED_MODULES, *NETWORK_MODULES, *UNUSED_QT]
TRANSLATION: Final = "qtbase_de.qm"
_LEFT_OUT: Final = re.compile(
    r"""(?ix)
      (^|/)(opengl32sw|d3dcompiler_\d+|qt6(network|qml|quick|pdf|virtualkeyboard|opengl)\w*)\.dll$
    | (^|/)libQt6(Network|Qml|Quick|Pdf|OpenGL|EglFS|Wayland|WlShell)\w*\.so
    | /plugins/(tls|networkinformation|generic|egldeviceintegrations|wayland-[a-z-]+|qmltooling
        |platforminputcontexts|vectorimageformats|xcbglintegrations)/
    | /plugins/platforms/(lib)?q(direct2d|minimal|minimalegl|eglfs|linuxfb|vnc|vkkhrdisplay|wayland)
    | /plugins/platformthemes/libq(gtk3|xdg)
    | /plugins/imageformats/(lib)?q(gif|icns|ico|jpeg|tga|tiff|wbmp|webp|pdf)\b
    | /plugins/styles/  # the program draws with Fusion, which is part of Qt6Widgets
    | (^|/)(libssl|libcrypto)[-.]
    | (^|/)lib(gtk-3|gdk-3|gdk_pixbuf|atk|atspi|cairo|pango|epoxy|harfbuzz|fribidi|thai|datrie
        |pixman|graphite2|gssapi|krb5|k5crypto|com_err|keyutils|Xcomposite|Xdamage|Xcursor
        |Xinerama|Xrandr|Xi\b|gio-2|mount|blkid|selinux|gmodule|cups|gnutls|avahi|nettle|hogweed
        |p11-kit|tasn1|idn2|unistring|gmp)
    | /plugins/printsupport/libcups
    | (^|/)rapidfuzz/.*_avx2\.  # the plain ones are fast enough for some hundred rows
    | (^|/)rapidfuzz/distance/\w+_cpp\.  # one rare way of one comparison: 2 ms in Python
    | (^|/)docx/templates/default-docx-template/  # what default.docx was once packed from
    | \.dist-info(/|$) | \.pyi$
    """
)


_RUNTIME: Final = re.compile(r"(?i)^(msvcp|vcruntime|concrt)\d+(_\w+)?(?P<own>-\w+)?\.dll$")
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def keep(destination: str) -> bool:
    """Tell whether a file belongs into the bundle, by its path there (either kind of slash)."""
    path = destination.replace("\\", "/")
    if "/translations/" in path:
        return path.endswith(f"/{TRANSLATION}")
    return not _LEFT_OUT.search(path)


def one_runtime(binaries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return PyInstaller's list with one copy of each library of Microsoft's runtime, the newest.

    Python, PySide and Shiboken bring the same ones. Beside Python's library all find them: the
    loader looks there before it looks into Windows. Copies that wheels have under a name of
    their own lie there, too: PyInstaller leaves one of them in the folder of one wheel, where the
    others do not find it.
    """
    kept: list[tuple[str, str, str]] = []
    newest: dict[str, tuple[str, str, str]] = {}
    for entry in binaries:
        name = PureWindowsPath(entry[0]).name
        found = _RUNTIME.match(name)
        if not found:
            kept.append(entry)
            continue
        known = newest.get(name.lower())
        source = entry[1] if known is None else _newer(known[1], entry[1])
        plain = name if found["own"] else name.upper().replace(".DLL", ".dll")
        newest[name.lower()] = (plain, source, entry[2])
    return [*kept, *newest.values()]


def _newer(one: str, other: str) -> str:
    """Return which of two program files has the higher version, the first where they are equal."""
    versions = [origins.file_version(Path(path)) for path in (one, other)]
    return one if origins.oldest(versions) == versions[1] else other


def pack(library: Path) -> None:
    """Pack PyInstaller's archive of Python's own modules, as the PSF's own for embedding is.

    For Windows only, where Python has zlib built in and so can read them from the first one on.
    """
    made = library.with_suffix(".new")
    with zipfile.ZipFile(library) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED, compresslevel=9)
    made.replace(library)
