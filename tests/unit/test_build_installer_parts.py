"""What a bundle is made of: how large it may be, whose it is, under which licence, from where."""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import struct
import zipfile

import pytest

import dev
from installer import budget, gates, licences, lock, notices, origins, runtime, sbom, trim
from installer.project import HERE, ROOT
from tests.bundle_cases import code_library, good_bundle

DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
CPE = re.compile(r"cpe:2\.3:a:[^:]+:[^:]+:[^:]+(:[^:]+){7}")


# --- the budget ------------------------------------------------------------------------------


def test_a_part_above_its_share_is_refused_however_small_the_whole_is(tmp_path, monkeypatch):
    target = good_bundle(tmp_path)
    assert [] == gates.size(target)

    place = target.bundle / "_internal" / "lxml" / "etree.pyd"
    place.parent.mkdir()
    with place.open("wb") as file:
        file.truncate(4_400_000)

    assert ["lxml: 4.4 MB, at most 4.3 MB"] == gates.size(target)


def test_the_whole_is_bounded_beside_its_parts():
    names = {
        "PySide6/Qt6Core.dll": 29.0,
        "PySide6/QtCore.pyd": 13.4,
        "python313.dll": 8.6,
        "klimaeditor.pyz": 6.2,
        "pydantic_core/x.pyd": 5.9,
        "rapidfuzz/x.pyd": 1.6,
    }
    sizes = {f"_internal/{name}": round(size * 1e6) for name, size in names.items()}
    within = budget.faults(sizes)
    sizes["_internal/resources/handbook/bild.png"] = 1_400_000
    sizes["_internal/MSVCP140.dll"] = 1_600_000
    sizes["Klimaeditor.exe"] = 800_000

    assert [] == within
    assert ["base in all: 68.5 MB, at most 68.0 MB"] == budget.faults(sizes)


def test_of_the_shared_code_the_modules_for_word_count_to_word(tmp_path):
    target = good_bundle(tmp_path)
    target.code.write_bytes(
        code_library({"klimaeditor": b"1" * 90, "docx.text": bytes(range(200))})
    )
    sizes = budget.sizes_of(target.bundle)

    assert sizes["_internal/klimaeditor.pyz/docx"] > 150
    assert target.code.stat().st_size == sum(
        size for name, size in sizes.items() if name.startswith("_internal/klimaeditor.pyz")
    )
    assert budget.shares(sizes)["docx"] == sizes["_internal/klimaeditor.pyz/docx"]


def test_every_file_of_a_bundle_has_a_share():
    assert "other" == budget.SHARES[-1].name
    assert 1 == budget.shares({"something/new.bin": 1})["other"]


def test_the_shares_are_those_of_the_decision():
    rows = re.findall(r"^\| ([\w ,]+?) \| ([\d.]+) \|", DECISIONS, re.MULTILINE)
    decided = {name: round(float(most) * 1e6) for name, most in rows}

    wanted = {share.name: share.most for share in budget.SHARES}
    wanted |= {f"{name} in all": most for name, most in budget.TOTALS.items()}

    assert wanted.items() <= decided.items()


# --- what is left out ------------------------------------------------------------------------


def test_of_microsofts_runtime_one_copy_stays_the_newest(tmp_path):
    def program(name: str, minor: int) -> str:
        path = tmp_path / name
        numbers = struct.pack("<IIII", 0xFEEF04BD, 0, 14 << 16 | minor, 0)
        path.write_bytes(b"MZ" + numbers)
        return str(path)

    old, new = program("old.dll", 42), program("new.dll", 44)
    kept = trim.one_runtime(
        [
            ("VCRUNTIME140.dll", old, "BINARY"),
            ("PySide6\\vcruntime140.dll", new, "BINARY"),
            ("shiboken6/VCRUNTIME140.dll", old, "BINARY"),
            ("rapidfuzz.libs/msvcp140-a4c2.dll", old, "BINARY"),
            ("chunspell.libs/msvcp140-a4c2.dll", old, "BINARY"),
            ("PySide6/Qt6Core.dll", old, "BINARY"),
        ]
    )

    assert [
        ("PySide6/Qt6Core.dll", old, "BINARY"),
        ("VCRUNTIME140.dll", new, "BINARY"),
        ("msvcp140-a4c2.dll", old, "BINARY"),
    ] == kept


def test_the_archive_of_pythons_own_modules_is_packed_and_holds_the_same(tmp_path):
    library = tmp_path / "base_library.zip"
    names = ["os.pyc", "encodings/utf_8.pyc"]
    with zipfile.ZipFile(library, "w") as archive:
        for name in names:
            archive.writestr(name, b"0" * 500)
    trim.pack(library)

    with zipfile.ZipFile(library) as archive:
        assert names == archive.namelist()
        assert {b"0" * 500} == {archive.read(name) for name in names}
    assert library.stat().st_size < 500


# --- the runtime -----------------------------------------------------------------------------


def test_the_certificate_that_signatures_are_judged_by_is_the_published_one():
    text = runtime.ROOT_CERTIFICATE.read_text(encoding="ascii")

    assert runtime.ROOT_DIGEST == hashlib.sha256(ssl.PEM_cert_to_DER_cert(text)).hexdigest()


def test_the_runtime_is_the_python_that_packages_are_pinned_for():
    assert runtime.VERSION.startswith(f"{lock.PYTHON['windows']}.")
    assert runtime.XML_VERSION.startswith(f"{lock.PYTHON['windows']}.")


# --- the lock --------------------------------------------------------------------------------


def hashes(path) -> dict[str, set[str]]:
    """Return {package: the hashes a lock file has for it}."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if pin := re.match(r"([\w.-]+)==", line):
            name = pin[1].lower().replace("_", "-")
        elif digest := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            found.setdefault(name, set()).add(digest[1])
    return found


def test_every_pin_of_the_lock_has_hashes_and_no_index_is_named():
    text = dev.LOCK.read_text(encoding="utf-8")

    assert len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) == len(hashes(dev.LOCK))
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)


def test_what_goes_into_a_bundle_has_a_hash_of_the_lock():
    known = hashes(dev.LOCK)

    assert {} == {
        name: strange for name, found in hashes(lock.RUNTIME).items()
        if (strange := found - known[name])
    }  # fmt: skip


# --- the parts list --------------------------------------------------------------------------


def part(name: str, version: str = "1.0", is_package: bool = False) -> licences.Component:
    return licences.Component(name, version, "MIT", "https://example.test/", (), is_package)


@pytest.fixture
def listed(tmp_path):
    """Return the parts list of a bundle whose files say their versions as the real ones do."""
    target = good_bundle(tmp_path)
    inside = target.bundle / "_internal"
    numbers = struct.pack("<IIII", 0xFEEF04BD, 0, 14 << 16 | 44, 35211 << 16)
    files = {
        "python313.dll": b"MZ\0" + b"1.3.1\0", "pyexpat.pyd": b"\0expat_2.7.3\0",
        "_bz2.pyd": b"1.0.8, 13-Jul-2019", "PySide6/Qt6Core.dll": b"\x001.3.2\0 10.47 2025-10-21\0",
        "PySide6/Qt6Gui.dll": b"\x001.6.58\0", "VCRUNTIME140.dll": numbers,
        "lxml/etree.cp313-win_amd64.pyd": b"\x0021109\0 \x0010145\0 inflate 1.3.2 Copyright",
    }  # fmt: skip
    for name, data in files.items():
        (inside / name).parent.mkdir(exist_ok=True)
        (inside / name).write_bytes(data)
    parts = [part("Python", "3.13.2"), part("Qt", "6.11.2"), part(sbom.RUNTIME, "14")]
    parts += [part(name, "1.0", is_package=True) for name in lock.RUNTIME_PACKAGES]
    return sbom.document(target.bundle, parts)


def libraries(entry: dict) -> dict[str, dict]:
    """Return every library below an entry by its reference, those inside of others too."""
    found = {}
    for one in entry.get("components", []):
        if one["type"] != "file":
            found |= {one["bom-ref"]: one, **libraries(one)}
    return found


# DEL-11
@pytest.mark.parametrize(
    ("reference", "version", "supplier"),
    [
        ("Python", "3.13.2", "Python Software Foundation"),
        ("Python/expat", "2.7.3", "Expat maintainers"),
        ("Python/zlib", "1.3.1", "Jean-loup Gailly, Mark Adler"),
        ("Python/bzip2", "1.0.8", "Julian Seward"),
        ("Qt", "6.11.2", "The Qt Company Ltd."),
        ("Qt/libpng", "1.6.58", "PNG Reference Library Authors"),
        ("Qt/zlib", "1.3.2", "Jean-loup Gailly, Mark Adler"),
        ("Qt/pcre2", "10.47", "PCRE2 Project"),
        ("lxml/libxml2", "2.11.9", "GNOME Project"),
        ("lxml/libxslt", "1.1.45", "GNOME Project"),
        ("Microsoft Visual C++ Runtime", "14.44.35211.0", "Microsoft Corporation"),
    ],
)
def test_the_parts_list_says_version_supplier_purl_and_cpe(listed, reference, version, supplier):
    found = libraries(listed)[reference]

    assert (version, supplier) == (found["version"], found["supplier"]["name"])
    assert found["purl"].startswith("pkg:generic/")
    assert found["purl"].endswith(f"@{version}")
    assert CPE.fullmatch(found["cpe"].replace("\\:", ""))
    assert f":{version}:" in found["cpe"]


# DEL-11
@pytest.mark.parametrize("name", lock.RUNTIME_PACKAGES)
def test_the_parts_list_says_the_same_of_every_wheel(listed, name):
    found = libraries(listed)[name]

    assert name in origins.SUPPLIERS
    assert found["supplier"]["name"] == origins.SUPPLIERS[name]
    assert f"pkg:pypi/{name.lower().replace('_', '-')}@1.0" == found["purl"]
    assert CPE.fullmatch(found["cpe"])


def test_a_word_list_has_a_supplier_and_no_cpe():
    assert {} == origins.names("Lucide", "", is_package=False)


def test_of_two_versions_of_the_runtime_the_older_one_is_named():
    assert "14.9.1.0" == origins.oldest(["14.44.1.0", "14.9.1.0"])


# DEL-12
def test_the_audit_reads_what_is_in_the_bundle(listed):
    pins, others = dev.bundled(json.dumps(listed))

    assert {f"{name.lower().replace('_', '-')}==1.0" for name in lock.RUNTIME_PACKAGES} == set(pins)
    assert any(":libexpat:2.7.3:" in cpe for cpe in others)
    assert any(":python:3.13.2:" in cpe for cpe in others)


def test_the_audit_names_a_bundle_beside_the_lock(listed, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "dist").mkdir()
    assert [dev.LOCK] == dev.audited()
    assert "only the lock" in capsys.readouterr().out

    (tmp_path / "dist" / "Klimaeditor-1.cdx.json").write_text(json.dumps(listed), encoding="utf-8")
    _, parts = dev.audited()

    assert "openpyxl==1.0" in parts.read_text(encoding="utf-8").splitlines()
    assert "cpe:2.3:a:libexpat_project:libexpat:2.7.3" in capsys.readouterr().out


# --- notices ---------------------------------------------------------------------------------


def wheel_info(folder, parts):
    (folder / "sboms").mkdir()
    text = json.dumps({"components": parts})
    (folder / "sboms" / "x.cyclonedx.json").write_text(text, encoding="utf-8")
    return folder


def crate(name, licence, author="", scope="required"):
    return {"name": name, "version": "1", "author": author, "scope": scope,
            "licenses": [{"expression": licence}]}  # fmt: skip


# DEL-08
def test_the_libraries_inside_of_a_wheel_are_listed_with_the_licence_chosen(tmp_path):
    info = wheel_info(
        tmp_path,
        [
            crate("one", "MIT OR Apache-2.0"),
            crate("two", "Unlicense OR MIT", "Anna <a@b.c>"),
            crate("three", "(MIT OR Apache-2.0) AND Unicode-DFS-2016"),
            crate("build", "GPL-3.0-only", scope="excluded"),
        ],
    )
    text = notices.rust(info, "pydantic_core")

    assert "| one | 1 | Apache-2.0 |  |" in text
    assert "| two | 1 | MIT | Anna |" in text
    assert "| three | 1 | Apache-2.0 AND Unicode-DFS-2016 |  |" in text
    assert "build" not in text


@pytest.mark.parametrize("one", [crate("x", "SSPL-1.0", "Anna"), crate("x", "MIT")])
def test_a_library_without_a_text_or_a_name_stops_the_build(tmp_path, one):
    with pytest.raises(SystemExit, match="x in pydantic_core"):
        notices.rust(wheel_info(tmp_path, [one]), "pydantic_core")


def test_a_wheel_that_lists_nothing_has_no_such_page(tmp_path):
    assert "" == notices.rust(tmp_path, "openpyxl")


# DEL-08
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("Qt-Lizenztexte.txt", ["The FreeType Project LICENSE", "Independent JPEG Group",
                                "PNG Reference Library", "University of Cambridge", "HarfBuzz",
                                "Neither the name of The Qt Company"]),
        ("Python-Bestandteile.txt", ["Expat maintainers", "Stefan Krah", "Julian R Seward",
                                     "Jean-loup Gailly", "Red Hat"]),
        ("Rust-Lizenztexte.txt", ["UNICODE LICENSE V3", "Orson Peters",
                                  "without restriction, including"]),
        ("Apache-2.0.txt", ["Version 2.0, January 2004"]),
        ("MPL-1.1.txt", ["MOZILLA PUBLIC LICENSE"]),
    ],
)  # fmt: skip
def test_the_texts_of_what_is_inside_of_others_are_there_offline(file, words):
    text = (HERE / "licences" / file).read_text(encoding="utf-8")

    assert [] == [word for word in words if word not in text]
