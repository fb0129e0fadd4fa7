"""What is really in a bundle: CycloneDX 1.6, with what BSI TR-03183-2 asks for (DEL-11).

Every component is named with version, origin and licence, every program file with its SHA-512
under the component it belongs to. The same bundle makes the same list.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from installer import licences, nsis, origins
from installer.console import say, stop
from installer.project import CODE_FILE, DIST, NAME, PUBLISHER, ROOT, VERSION, WINDOWS, epoch

if TYPE_CHECKING:
    from installer.licences import Component
    from installer.project import Target

FORMAT: Final = "1.6"
RUNTIME: Final = "Microsoft Visual C++ Runtime"
OWNERS: Final = (
    (r"^(Klimaeditor|klimaeditor-cli)(\.exe)?$|/klimaeditor\.pyz$", NAME),
    (r"(?i)(^|/)(msvcp|vcruntime|concrt)\d", RUNTIME),
    (r"/(pyside6\.|libpyside6|Qt\w+\.(pyd|abi3\.so))|/PySide6/[^/]*\.py", "PySide6_Essentials"),
    (r"(^|/)(lib)?shiboken6?[./]|/Shiboken\.", "shiboken6"),
    (r"/PySide6/|(^|/)libQt6|libicu(data|i18n|uc)", "Qt"),
    (r"/pydantic_core/", "pydantic_core"),
    (r"/rapidfuzz/", "rapidfuzz"),
    (r"/hunspell/", "chunspell"),
    (r"/lxml/", "lxml"),
    (r"(^|/)(python3|libpython|base_library|libffi)|\.pyd$|/lib-dynload/", "Python"),
)
"""Whose a program file is, by its path in the bundle; the first that fits counts."""
SYSTEM: Final = "Systembibliotheken (Linux)"
DEPENDENCIES: Final = {
    "PySide6_Essentials": ("Qt", "shiboken6", "Python"), "shiboken6": ("Python",),
    "Qt": (RUNTIME,), "Python": (RUNTIME,),
    "openpyxl": ("et_xmlfile", "defusedxml"), "python-docx": ("lxml", "typing_extensions"),
    "pydantic_core": ("typing_extensions", "Python"),
    "pydantic": ("pydantic_core", "annotated-types", "typing-inspection", "typing_extensions"),
}
ARCHIVES: Final = ("base_library.zip", CODE_FILE)
"""Of Python's code: its own, and that of both programs."""
_PROGRAM: Final = re.compile(r"(?i)\.(exe|dll|pyd|so)(\.[\d.]+)?$")


def file_of(target: Target) -> Path:
    """Return where the list of a target goes."""
    system = "" if target.name == WINDOWS else f"-{target.name}"
    return DIST / f"{NAME}-{VERSION}{system}.cdx.json"


def build(target: Target) -> Path:
    """Write the list of a bundle and return it."""
    if not target.program.is_file():
        stop(f"there is no {target.name} bundle; please run the step bundle first.")
    with tempfile.TemporaryDirectory() as folder:
        found = licences.components(target, Path(folder))
    output = file_of(target)
    output.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(target.bundle, found), ensure_ascii=False, indent=1)
    output.write_text(text + "\n", encoding="utf-8", newline="\n")
    say(f"{output.relative_to(ROOT)}: {len(found)} components")
    return output


def document(bundle: Path, found: list[Component]) -> dict[str, Any]:
    """Return the list as CycloneDX writes it."""
    files = program_files(bundle)
    parts = [_component(part, files.get(part.name, []), bundle) for part in found]
    if files.get(SYSTEM):
        parts.append({"type": "library", "bom-ref": SYSTEM, "name": SYSTEM,
                      "components": files[SYSTEM]})
    own = {
        "type": "application", "bom-ref": NAME, "name": NAME, "version": VERSION,
        "supplier": {"name": PUBLISHER}, "licenses": [{"license": {"id": "EUPL-1.2"}}],
        "components": files.get(NAME, []),
    }
    names = [part["bom-ref"] for part in parts]
    body = {
        "metadata": {
            "timestamp": dt.datetime.fromtimestamp(epoch(), dt.UTC).isoformat(),
            "component": own, "manufacturer": {"name": PUBLISHER},
        },
        "components": parts,
        "dependencies": [
            {"ref": NAME, "dependsOn": names},
            *({"ref": name, "dependsOn": [n for n in DEPENDENCIES.get(name, ()) if n in names]}
              for name in names),
        ],
    }
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX", "specVersion": FORMAT, "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}", **body,
    }


def program_files(bundle: Path) -> dict[str, list[dict[str, Any]]]:
    """Return {component: its program files with hash}; what is nobody's is the system's."""
    owned: dict[str, list[dict[str, Any]]] = {}
    for name in nsis.files(bundle):
        path = bundle / name
        starts = path.suffix == "" and "/" not in name
        if _PROGRAM.search(name) or starts or path.name in ARCHIVES:
            owned.setdefault(owner(name), []).append(_file(path, name))
    return owned


def owner(name: str) -> str:
    """Return the component that a file of the bundle belongs to."""
    plain = name if "/" not in name else f"/{name}"
    return next((who for pattern, who in OWNERS if re.search(pattern, plain)), SYSTEM)


def _file(path: Path, name: str) -> dict[str, Any]:
    archive = path.name in ARCHIVES
    version = origins.file_version(path) if owner(name) == RUNTIME else ""
    return {
        "type": "file", "bom-ref": f"file:{name}", "name": name,
        **({"version": version} if version else {}),
        "hashes": [{"alg": "SHA-512", "content": hashlib.sha512(path.read_bytes()).hexdigest()}],
        "properties": [
            {"name": "bsi:component:filename", "value": path.name},
            {"name": "bsi:component:executable", "value": _word(not archive, "executable")},
            {"name": "bsi:component:archive", "value": _word(archive, "archive")},
            {"name": "bsi:component:structured", "value": "structured"},
        ],
    }


def _word(holds: bool, name: str) -> str:
    return name if holds else f"non-{name}" if name == "executable" else f"no {name}"


def _component(part: Component, files: list[dict[str, Any]], bundle: Path) -> dict[str, Any]:
    version = part.version
    if part.name == RUNTIME:  # several are shipped; the oldest is the one to be judged
        version = origins.oldest([file["version"] for file in files if "version" in file])
    entry: dict[str, Any] = {
        "type": "framework" if part.name == "Qt" else "library",
        "bom-ref": part.name, "name": part.name,
        **({"version": version} if version else {}),
        "supplier": {"name": origins.SUPPLIERS.get(part.name, part.name)},
        "licenses": _licences(part.licence),
        **origins.names(part.name, version, part.is_package),
        "externalReferences": [{"type": "website", "url": part.source}],
    }
    inside = [_linked(part.name, one)
              for one in origins.linked(part.name, bundle, [file["name"] for file in files])]
    if files or inside:
        entry["components"] = [*inside, *files]
    return entry


def _linked(part: str, found: origins.Found) -> dict[str, Any]:
    """Return the entry of a library that is linked into a part."""
    return {
        "type": "library", "bom-ref": f"{part}/{found.library.name}", "name": found.library.name,
        "version": found.version, "supplier": {"name": found.library.supplier},
        "licenses": _licences(found.library.licence), "purl": found.purl, "cpe": found.cpe,
    }


def _licences(licence: str) -> list[dict[str, Any]]:
    if " " in licence:
        return [{"expression": licence}]
    return [{"license": {"name" if "Ref" in licence else "id": licence}}]
