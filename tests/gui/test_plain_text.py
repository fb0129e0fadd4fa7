"""Nothing that stands in the data is taken for markup, wherever the window shows it (SEC-03)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMenu, QTabBar, QWidget

from klimaeditor.model.changes import FileName
from klimaeditor.textwork.filters import Facet, Filter
from tests.muenster_fields import FIELDS

pytestmark = pytest.mark.gui
MARK = "fremd"
HOSTILE = rf"<b>{MARK}</b><img src=\\server\share\a.png>"


def spoil(rows) -> None:
    """Put the hostile text into every text of the first measures."""
    for row in rows[:4]:
        for field in FIELDS:
            if field.file is FileName.MEASURES and field.is_contract_text:
                group, key = field.path
                row.setdefault(group, {})[key] = HOSTILE


def spoil_more(rows) -> None:
    for row in rows[:4]:
        row.update(short_title=HOSTILE, summary=HOSTILE)
        row["links"] = [{"title": HOSTILE, "url": f"https://example.org/{HOSTILE}"}]
        row["user_action"] = dict.fromkeys(("label", "href", "description"), HOSTILE)


def tips_of_items(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    rows = range(model.rowCount())
    columns = range(model.columnCount()) if isinstance(model, QAbstractTableModel) else [0]
    tips = (model.index(r, c).data(Qt.ItemDataRole.ToolTipRole) for r in rows for c in columns)
    return [tip for tip in tips if tip]


def tips(top: QWidget) -> list[str]:
    """Return every tool tip in *top*: of widgets, tabs, actions and items."""
    found = [widget.toolTip() for widget in top.findChildren(QWidget)]
    found += [action.toolTip() for action in top.findChildren(QAction)]
    for bar in top.findChildren(QTabBar):
        found += [bar.tabToolTip(place) for place in range(bar.count())]
    for view in top.findChildren(QAbstractItemView):
        found += tips_of_items(view)
    return [tip for tip in found if MARK in tip]


@pytest.fixture
def hostile(work):
    """The window over a dataset full of markup, with filters and steps that name it."""
    work.reopen_with(FileName.MEASURES, spoil)
    work.reopen_with(FileName.ADDITIONAL, spoil_more)
    first, second, *_ = work.document.dataset.measure_keys()
    work.workspace.go_to(first, "summary")
    work.answer(confirm_delete=True)
    work.bridge.push(work.document.plan_duplicate(first)[1])
    work.bridge.push(work.document.plan_delete([second]))
    work.workspace.list.show_filter(Filter().with_choice(Facet.BODIES, HOSTILE, chosen=True))
    work.settle(9)
    return work


def test_tool_tips_show_markup_as_text(hostile):
    found = tips(hostile.window)

    assert len(found) > 5
    assert [] == [tip for tip in found if "<b>" in tip or "<img" in tip]


def test_labels_that_show_data_know_no_markup(hostile):
    labels = [x for x in hostile.window.findChildren(QLabel) if MARK in x.text()]
    plain = Qt.TextFormat.PlainText

    assert labels
    assert [] == [x.text() for x in labels if x.textFormat() is not plain]


def test_list_and_form_show_the_text_letter_by_letter(hostile):
    view = hostile.workspace.list.findChild(QAbstractItemView)
    model = view.model()
    shown = [model.index(0, column).data() for column in range(model.columnCount())]

    assert any(HOSTILE in str(text) for text in shown)
    assert HOSTILE == hostile.form.header.title()


def test_menus_show_the_text_letter_by_letter(hostile):
    texts = [action.text() for menu in hostile.window.findChildren(QMenu)
             for action in menu.actions()]  # fmt: skip

    assert any(MARK in text for text in texts)
