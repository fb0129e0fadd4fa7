"""The pinned Qt binding itself: faults that would take the whole program down."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel


def test_calls_without_result_do_not_use_up_references_to_none(qapp):
    """PySide6 6.12.0 loses one reference to None per void call on Python 3.11, until it aborts."""
    label = QLabel()
    before = sys.getrefcount(None)

    for _ in range(500):
        label.setText("x")

    assert sys.getrefcount(None) > before - 250
