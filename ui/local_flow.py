"""Removing what the program keeps on this machine, after saying what that is (DEL-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import window_texts as texts
from ui.choices import LocalKind

if TYPE_CHECKING:
    from ui.ask import Ask
    from ui.settings import Settings


def delete_local(settings: Settings, ask: Ask) -> bool:
    """Ask what shall go and remove it; True where what the window remembers went with it."""
    from klimaeditor import logs, paths  # noqa: PLC0415 - slow to import, and rarely needed here
    from klimaeditor.localdata import delete_local_data, local_data  # noqa: PLC0415 - as above

    found = [d for d in local_data(paths.user_data(), paths.user_config()) if d.files]
    kinds = [LocalKind(texts.local_line(d.label, d.files, d.size), d.keep) for d in found]
    if settings.traces():
        kinds.append(LocalKind(texts.local_traces(settings.traces())))
    if not kinds:
        ask.info(texts.NO_LOCAL_DATA)
        return False
    wanted = ask.delete_local(kinds)
    if not wanted:
        return False
    forgotten = len(found) in wanted
    if forgotten:
        settings.forget_traces()
    logs.shut_down()
    left = delete_local_data(d for n, d in enumerate(found) if n in wanted)
    logs.setup()
    ask.info(texts.local_left(left) if left else texts.LOCAL_DELETED)
    return forgotten
