"""Which version somebody else's dataset and ours began with, before both are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import counted
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.review.row_list import ListRow, RowList
from ui.widgets import common_words
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from klimaeditor.exchange.copymerge import CommonVersion


# --- words ---------------------------------------------------------------------------------------

MERGE_TITLE: Final = "Anderen Datensatz zusammenführen"
WHICH: Final = (
    "Womit haben Sie und die andere Person begonnen? Dann werden Sie nur gefragt, wo beide "
    "dasselbe geändert haben, und bei gelöschten Maßnahmen."
)
WHEN_UNSURE: Final = (
    "Wählen Sie im Zweifel eine ältere Fassung oder keine. Eine zu neue Fassung würde eigene "
    "Änderungen für die der anderen Person halten."
)
VERSIONS_NAME: Final = "Gemeinsame Fassungen"
NO_VERSION: Final = "Keine gemeinsame Fassung"
ASKS_ALL: Final = "Sie werden bei jedem Unterschied gefragt."
OTHER_VERSION: Final = "Anderen &Ordner wählen…"
COMPARE: Final = "&Vergleichen"


def distance(count: int, *, suggested: bool) -> str:
    """Return how far the other dataset is from a version."""
    where = counted(count, "Unterschied", "Unterschiede")
    text = f"{where} zum anderen Datensatz" if count else "gleicht dem anderen Datensatz"
    return f"{text} (vorgeschlagen)" if suggested else text


class CommonVersionDialog(DialogFrame):
    """Lists *versions* with *suggested* chosen; the last row stands for none.

    *choose* asks for another one and returns it, None where there is none. After accepting,
    :meth:`chosen` is the version, None for none.
    """

    def __init__(
        self,
        versions: Sequence[CommonVersion],
        suggested: CommonVersion | None,
        choose: Callable[[], CommonVersion | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(MERGE_TITLE, parent)
        self._versions, self._suggested, self._choose = list(versions), suggested, choose
        self._list = RowList(VERSIONS_NAME, self, badges=False)
        self._list.setMinimumHeight(theme.current().px(120))
        self.body.addWidget(plain_label(WHICH, wrap=True))
        self.body.addWidget(self._list, 1)
        self.body.addWidget(plain_label(WHEN_UNSURE, "muted", wrap=True))
        self.add_side_button(OTHER_VERSION, self._add)
        self.add_button(COMPARE, self.accept, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._list.entered_row.connect(lambda _index, _control: self.accept())
        place = self._versions.index(suggested) if suggested in self._versions else None
        self._show(len(self._versions) if place is None else place)
        self._list.setFocus()
        fit_screen(self, 680, 460)

    def chosen(self) -> CommonVersion | None:
        """Return the version that is selected, None for none."""
        place = self._list.selected_row()
        return self._versions[place] if 0 <= place < len(self._versions) else None

    def _show(self, place: int) -> None:
        rows = [
            (version.label, distance(version.differing, suggested=version is self._suggested))
            for version in self._versions
        ]
        rows.append((NO_VERSION, ASKS_ALL))
        self._list.show_rows([ListRow(title, text, f"{title}, {text}") for title, text in rows])
        self._list.select_row(place)

    def _add(self) -> None:
        found = self._choose()
        if found is not None:
            self._versions.insert(0, found)
            self._show(0)
            self._list.setFocus()
