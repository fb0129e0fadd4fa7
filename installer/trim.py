"""What stays out of a bundle: by name, so that a test can say so without building one.

Qt for Widgets, German, pictures the program reads – nothing that draws with OpenGL, speaks over a
network or belongs to another desktop's look.
"""

from __future__ import annotations

import re
from typing import Final

UNUSED_MODULES: Final = [
    # never imported by the program, but reachable for PyInstaller's search
    "tkinter", "_tkinter", "unittest", "doctest", "pydoc", "pdb", "test", "setuptools",
    "pkg_resources", "distutils", "lib2to3", "ensurepip", "pip", "curses", "readline", "sqlite3",
    "_sqlite3", "turtle", "_msi", "multiprocessing", "PIL", "numpy", "pandas", "IPython",
    # python-docx needs lxml.etree and nothing else of lxml
    "lxml.html", "lxml.isoschematron", "lxml.objectify", "lxml.sax", "lxml.cssselect",
    "lxml.usedoctest", "lxml.doctestcompare", "lxml.ElementInclude", "lxml.pyclasslookup",
    "mypy", "hypothesis", "pytest", "rich", "email_validator", "dotenv",
    "pydantic.mypy", "pydantic._hypothesis_plugin",
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
    | /plugins/imageformats/(lib)?q(gif|icns|tga|tiff|wbmp|webp|pdf)\b
    | (^|/)(libssl|libcrypto)[-.]
    | (^|/)lib(gtk-3|gdk-3|gdk_pixbuf|atk|atspi|cairo|pango|epoxy|harfbuzz|fribidi|thai|datrie
        |pixman|graphite2|gssapi|krb5|k5crypto|com_err|keyutils|Xcomposite|Xdamage|Xcursor
        |Xinerama|Xrandr|Xi\b|gio-2|mount|blkid|selinux|gmodule|cups|gnutls|avahi|nettle|hogweed
        |p11-kit|tasn1|idn2|unistring|gmp)
    | /plugins/printsupport/libcups
    | (^|/)rapidfuzz/.*_avx2\.  # the plain ones are fast enough for some hundred rows
    | \.dist-info(/|$) | \.pyi$
    """
)


def keep(destination: str) -> bool:
    """Tell whether a file belongs into the bundle, by its path there (either kind of slash)."""
    path = destination.replace("\\", "/")
    if "/translations/" in path:
        return path.endswith(f"/{TRANSLATION}")
    return not _LEFT_OUT.search(path)
