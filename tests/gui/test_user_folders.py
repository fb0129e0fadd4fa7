"""The window of a module of tests leaves nothing in the folders of whoever runs them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.gui


@pytest.fixture(scope="module")
def places(program):
    """Return where the window of this module keeps what it does, as it found them at its start."""
    return program.app.session._environment


def test_the_window_of_a_module_keeps_away_from_the_users_folders(places, tmp_path_factory):
    base = tmp_path_factory.getbasetemp()

    assert places.steps.is_relative_to(base)
