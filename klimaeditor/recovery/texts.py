"""German sentences about recovering what was not saved (SAFE-12)."""

from __future__ import annotations

UNWRITABLE = "Eine Änderung enthält etwas, das sich nicht aufschreiben lässt."
STEP = "Nicht gespeicherte Änderungen wiederherstellen"
UNREADABLE = (
    "Die aufbewahrten Änderungen lassen sich nicht lesen; eine der dafür nötigen Dateien fehlt "
    "oder ist beschädigt. Der Datensatz selbst ist davon nicht betroffen."
)


def not_kept(reason: str) -> str:
    """Return the warning that changes are not kept for the case of a crash."""
    return (
        f"Ihre Änderungen lassen sich gerade nicht für den Fall eines Absturzes merken: {reason} "
        "Bitte öfter speichern."
    )


def offer(count: int, name: str, when: str) -> str:
    """Return the question whether to recover; *name* is that of the dataset's folder."""
    what = "1 ungespeicherte Änderung" if count == 1 else f"{count} ungespeicherte Änderungen"
    where = f" an „{name}“" if name else ""
    return f"{what}{where} wiederherstellen? Zuletzt wurde {when} etwas geändert."
