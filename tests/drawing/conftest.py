"""The sample layouts, as scenes."""

from __future__ import annotations

import pytest

from tests.drawing import sample_layout


@pytest.fixture(params=["handshake", "everything"])
def layout(request):
    return getattr(sample_layout, request.param)()


@pytest.fixture
def scene(layout):
    return sample_layout.scene_of(layout)
