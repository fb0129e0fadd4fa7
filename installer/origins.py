"""Where the parts of a bundle come from, as a parts list says it: supplier, purl, CPE.

And what lies inside of other parts without a file of its own: libraries that are linked into
Python, Qt and lxml. Their versions are read from the bytes, so that the list cannot be wrong.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SUPPLIERS: Final = {
    "Python": "Python Software Foundation", "Qt": "The Qt Company Ltd.",
    "PySide6_Essentials": "The Qt Company Ltd.", "shiboken6": "The Qt Company Ltd.",
    "Microsoft Visual C++ Runtime": "Microsoft Corporation", "Lucide": "Lucide Contributors",
    "annotated-types": "Annotated Types Project", "chunspell": "cdhigh",
    "defusedxml": "Christian Heimes", "et_xmlfile": "openpyxl Project", "filelock": "tox-dev",
    "lxml": "lxml Project", "openpyxl": "openpyxl Project", "platformdirs": "tox-dev",
    "pydantic": "Pydantic Services Inc.", "pydantic_core": "Pydantic Services Inc.",
    "pyinstaller": "PyInstaller Development Team", "python-docx": "Steve Canny",
    "rapidfuzz": "Max Bachmann", "typing-inspection": "Pydantic Services Inc.",
    "typing_extensions": "Python Software Foundation",
    "Wörterbuch de_DE (igerman98, frami)": "Björn Jacke, Franz Michael Baumann",
    "Wörterbuch en_US (SCOWL)": "Kevin Atkinson",
}
PRODUCTS: Final = {
    "Python": ("python", "python"), "Qt": ("qt", "qt"),
    "Microsoft Visual C++ Runtime": ("microsoft", r"visual_c\+\+"),
    "lxml": ("lxml", "lxml"), "pydantic": ("pydantic", "pydantic"),
    "openpyxl": ("openpyxl", "openpyxl"), "pyinstaller": ("pyinstaller", "pyinstaller"),
}
"""Vendor and product of a CPE. A wheel that is not here gets both as the NVD names new ones."""
GENERIC: Final = {"Python": "cpython", "Qt": "qt", "Microsoft Visual C++ Runtime": "vcredist"}
"""The purl's name of what no index of packages has."""
_FIXED: Final = b"\xbd\x04\xef\xfe"
"""Where the numbers of a version resource begin in a Windows program."""
_NUMBERS: Final = re.compile(rb"\d+")


@dataclass(frozen=True, slots=True)
class Inside:
    """A library linked into a part: how its version is found, in which files, and whose it is."""

    name: str
    part: str
    files: str
    pattern: bytes
    vendor: str
    product: str
    supplier: str
    licence: str


@dataclass(frozen=True, slots=True)
class Found:
    """A library that was found inside of a part, with the version it says itself."""

    library: Inside
    version: str

    @property
    def purl(self) -> str:
        """Its package address."""
        return f"pkg:generic/{self.library.name.lower()}@{self.version}"

    @property
    def cpe(self) -> str:
        """Its name in lists of known gaps."""
        return cpe(self.library.vendor, self.library.product, self.version)


_PLAIN: Final = rb"[^\w.](%s)[^\w.]"
LINKED: Final = (
    Inside("expat", "Python", r"(^|/)(pyexpat[^/]*|libexpat\.so[^/]*)$", rb"expat_(\d+\.\d+\.\d+)",
           "libexpat_project", "libexpat", "Expat maintainers", "MIT"),
    Inside("zlib", "Python", r"/python3\d+\.dll$|/libz\.so[^/]*$", _PLAIN % rb"1\.[23]\.\d+",
           "zlib", "zlib", "Jean-loup Gailly, Mark Adler", "Zlib"),
    Inside("bzip2", "Python", r"/(_bz2[^/]*|libbz2\.so[^/]*)$", rb"(1\.0\.\d), \d+-\w+-\d{4}",
           "bzip", "bzip2", "Julian Seward", "bzip2-1.0.6"),
    Inside("mpdecimal", "Python", r"/_decimal[^/]*$", _PLAIN % rb"(?:2\.5|4\.0)\.\d",
           "bytereef", "mpdecimal", "Stefan Krah", "BSD-2-Clause"),
    Inside("zlib", "Qt", r"/(lib)?Qt6Core\.(dll|so[^/]*)$", _PLAIN % rb"1\.[23]\.\d+",
           "zlib", "zlib", "Jean-loup Gailly, Mark Adler", "Zlib"),
    Inside("pcre2", "Qt", r"/(lib)?Qt6Core\.(dll|so[^/]*)$", rb"(10\.\d\d) \d{4}-\d\d-\d\d",
           "pcre", "pcre2", "PCRE2 Project", "BSD-3-Clause"),
    Inside("libpng", "Qt", r"/(lib)?Qt6Gui\.(dll|so[^/]*)$", _PLAIN % rb"1\.6\.\d+",
           "libpng", "libpng", "PNG Reference Library Authors", "libpng-2.0"),
    Inside("libjpeg-turbo", "Qt", r"/(lib)?qjpeg\.(dll|so)$", rb"libjpeg-turbo version (\d[\d.]+)",
           "libjpeg-turbo", "libjpeg-turbo", "libjpeg-turbo Project", "IJG"),
    Inside("libxml2", "lxml", r"/lxml/etree[^/]*$", rb"\0(2\d{4})\0", "xmlsoft", "libxml2",
           "GNOME Project", "MIT"),
    Inside("libxslt", "lxml", r"/lxml/etree[^/]*$", rb"\0(101\d\d)\0", "xmlsoft", "libxslt",
           "GNOME Project", "MIT"),
    Inside("zlib", "lxml", r"/lxml/etree[^/]*$", rb"inflate (\d[\d.]+) Copyright",
           "zlib", "zlib", "Jean-loup Gailly, Mark Adler", "Zlib"),
)
"""FreeType, HarfBuzz and the smaller parts of Qt do not say their version; Qt's stands for them."""


def linked(part: str, bundle: Path, names: list[str]) -> list[Found]:
    """Return the libraries found inside of the files of a part, in the order of `LINKED`."""
    found = []
    for library in LINKED:
        if library.part != part:
            continue
        versions = {
            _written_out(match.decode("ascii"))
            for name in names if re.search(library.files, name)
            for match in re.findall(library.pattern, (bundle / name).read_bytes())
        }
        found += [Found(library, version) for version in sorted(versions)]
    return found


def cpe(vendor: str, product: str, version: str, software: str = "*") -> str:
    """Return a name of CPE 2.3 for an application; *software* is where it runs, such as python."""
    return f"cpe:2.3:a:{vendor}:{product}:{version or '-'}:*:*:*:*:{software}:*:*"


def names(part: str, version: str, is_package: bool) -> dict[str, str]:
    """Return purl and CPE of a part, as far as it has them: a word list has neither."""
    plain = part.lower().replace("_", "-")
    if is_package:
        known = cpe(*PRODUCTS.get(part, (f"{plain}_project", plain)), version, "python")
        return {"purl": f"pkg:pypi/{plain}@{version}", "cpe": known}
    if part not in PRODUCTS:
        return {}
    return {"purl": f"pkg:generic/{GENERIC[part]}@{version}", "cpe": cpe(*PRODUCTS[part], version)}


def file_version(path: Path) -> str:
    """Return the version in the resource of a Windows program, "" where there is none."""
    data = path.read_bytes()
    at = data.find(_FIXED)
    if at < 0:
        return ""
    high, low = struct.unpack_from("<II", data, at + 8)
    return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"


def oldest(versions: list[str]) -> str:
    """Return the lowest of some versions, the one to be judged by; "" for none."""
    return min(versions, key=lambda v: [int(n) for n in _NUMBERS.findall(v.encode())], default="")


def _written_out(version: str) -> str:
    """Return 2.11.9 for 21109, as libxml2 and libxslt write theirs; others as they are."""
    if not version.isdigit():
        return version
    number = int(version)
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
